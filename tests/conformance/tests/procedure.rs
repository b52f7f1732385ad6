//! Stored procedures and packages, as HPL/SQL keeps them.

use skep_conformance::everywhere;
use skep_testing::Client;
use skep_types::{
    AddPackageRequest, DropPackageRequest, Exception, GetPackageRequest, ListPackageRequest,
    ListStoredProcedureRequest, StoredProcedure, StoredProcedureRequest, args, calls,
};

everywhere! {
    async fn a_procedure_lives_from_create_to_drop(server) {
        let mut client = server.client().await;
        // Sources are as long as their authors like; a NUL is left out, which PostgreSQL cannot store.
        let source = format!("create procedure p() begin print 'a\"%_\\ $1 {{if}}'; end {}", "-- ä\n".repeat(20_000));
        for source in ["first", &source] {
            let proc = Some(procedure(source));
            client.call::<calls::CreateStoredProcedure>(args::CreateStoredProcedure { proc }).await.expect("stored");
        }
        let found = client.call::<calls::GetStoredProcedure>(args::GetStoredProcedure { request: named() }).await;
        assert_eq!(found.expect("there"), procedure(&source));
        assert_eq!(names(&mut client, Some("default")).await, ["TAX"]);
        assert_eq!(names(&mut client, None).await, ["TAX"]);
        assert_eq!(names(&mut client, Some("gone")).await, Vec::<String>::new());
        for _ in 0..2 {
            let dropped = args::DropStoredProcedure { request: named() };
            client.call::<calls::DropStoredProcedure>(dropped).await.expect("dropped, or not there");
        }
        let gone = client.call::<calls::GetStoredProcedure>(args::GetStoredProcedure { request: named() }).await;
        assert_eq!(gone.expect_err("dropped").exception(), Some(Exception::NoSuchObjectException));
        let nowhere = StoredProcedure { db_name: Some("gone".into()), ..procedure("s") };
        let refused = args::CreateStoredProcedure { proc: Some(nowhere) };
        let refused = client.call::<calls::CreateStoredProcedure>(refused).await.expect_err("no database");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
    }

    async fn a_package_lives_from_add_to_drop(server) {
        let mut client = server.client().await;
        for body in ["first", "second"] {
            let request = Some(AddPackageRequest {
                cat_name: Some("hive".into()),
                db_name: Some("default".into()),
                package_name: Some("TAXES".into()),
                owner_name: Some("alice".into()),
                header: Some("h".into()),
                body: Some(body.into()),
            });
            client.call::<calls::AddPackage>(args::AddPackage { request }).await.expect("stored");
        }
        let request = GetPackageRequest { cat_name: "hive".into(), db_name: "default".into(), package_name: "TAXES".into() };
        let find = args::FindPackage { request: Some(request) };
        let found = client.call::<calls::FindPackage>(find.clone()).await.expect("there");
        assert_eq!((found.header.as_deref(), found.body.as_deref()), (Some("h"), Some("second")));
        let request = Some(ListPackageRequest { cat_name: "hive".into(), db_name: None });
        let listed = client.call::<calls::GetAllPackages>(args::GetAllPackages { request }).await;
        assert_eq!(listed.expect("listed"), ["TAXES"]);
        let request = DropPackageRequest { cat_name: "hive".into(), db_name: "default".into(), package_name: "TAXES".into() };
        client.call::<calls::DropPackage>(args::DropPackage { request: Some(request) }).await.expect("dropped");
        let gone = client.call::<calls::FindPackage>(find).await.expect_err("dropped");
        assert_eq!(gone.exception(), Some(Exception::NoSuchObjectException));
        let empty = client.call::<calls::AddPackage>(args::AddPackage { request: Some(AddPackageRequest::default()) }).await;
        assert_eq!(empty.expect_err("nothing in it").exception(), Some(Exception::MetaException));
    }
}

fn procedure(source: &str) -> StoredProcedure {
    StoredProcedure {
        name: Some("TAX".into()),
        db_name: Some("default".into()),
        cat_name: Some("hive".into()),
        owner_name: Some("alice".into()),
        source: Some(source.into()),
    }
}

fn named() -> Option<StoredProcedureRequest> {
    Some(StoredProcedureRequest { cat_name: "hive".into(), db_name: "default".into(), proc_name: "TAX".into() })
}

async fn names(client: &mut Client, database: Option<&str>) -> Vec<String> {
    let request = Some(ListStoredProcedureRequest { cat_name: "hive".into(), db_name: database.map(Into::into) });
    let listed = client.call::<calls::GetAllStoredProcedures>(args::GetAllStoredProcedures { request }).await;
    listed.expect("listed").into_iter().map(Into::into).collect()
}
