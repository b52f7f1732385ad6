//! Who may see what, over the wire: two teams and one table, and a caller without any right.

use skep_access::Mode;
use skep_access::statement::parse;
use skep_access::{Principal, Statement};
use skep_catalog::policy::{Intent, apply, prepare};
use skep_conformance::{TestServer, everywhere};
use skep_testing::{Backend, CallError, Client};
use skep_types::{
    CheckLockRequest, Database, Exception, FieldSchema, HeartbeatTxnRangeRequest, LockComponent, LockLevel,
    LockRequest, LockType, NotificationEventRequest, OpenTxnRequest, Partition, PrivilegeBag, SerDeInfo,
    ShowLocksRequest, StorageDescriptor, Table, args, calls,
};

/// Says statements behind the servers' backs, as the command line does.
async fn say(server: &TestServer, texts: &[&str]) {
    let db = server.catalog_database();
    prepare(&db).await.expect("tables made");
    let root = Principal::user("root").expect("valid");
    let statements: Vec<Statement> =
        texts.iter().map(|text| parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))).collect();
    apply(&db, &statements, &root, 0, Intent::Make).await.expect("applied");
}

/// A connection whose client says who it is, to a server that believes that.
async fn as_user(server: &TestServer, name: &str) -> Client {
    let mut client = server.client().await;
    let claim = args::SetUgi { user_name: Some(name.into()), group_names: Some(Vec::new()) };
    client.call::<calls::SetUgi>(claim).await.expect("believed");
    client
}

fn column(name: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some("string".into()), ..FieldSchema::default() }
}

fn table(database: &str, name: &str) -> Table {
    let sd = StorageDescriptor {
        cols: Some(vec![column("id"), column("ssn")]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    };
    Table {
        db_name: Some(database.into()),
        table_name: Some(name.into()),
        sd: Some(sd),
        partition_keys: Some(vec![column("city")]),
        ..Table::default()
    }
}

/// `care` with `patients` and `claims`, each with a partition; `other` with `things`.
async fn catalog(server: &TestServer) {
    let mut client = server.client().await;
    for (database, tables) in [("care", &["patients", "claims"][..]), ("other", &["things"])] {
        let database = Database { name: Some(database.into()), ..Database::default() };
        client
            .call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database.clone()) })
            .await
            .expect("made");
        for name in tables {
            let table = table(database.name.as_deref().expect("named"), name);
            client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table.clone()) }).await.expect("made");
            let partition = Partition {
                values: Some(vec!["Dallas".into()]),
                db_name: table.db_name.clone(),
                table_name: table.table_name.clone(),
                sd: table.sd.clone(),
                ..Partition::default()
            };
            client.call::<calls::AddPartition>(args::AddPartition { new_part: Some(partition) }).await.expect("added");
        }
    }
}

async fn databases(client: &mut Client) -> Vec<String> {
    let found = client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("a list");
    found.into_iter().map(String::from).collect()
}

async fn tables(client: &mut Client, database: &str) -> Vec<String> {
    let args = args::GetAllTables { db_name: Some(database.into()) };
    let found = client.call::<calls::GetAllTables>(args).await.expect("a list");
    found.into_iter().map(String::from).collect()
}

async fn get(client: &mut Client, database: &str, table: &str) -> Result<Table, CallError> {
    let args = args::GetTable { dbname: Some(database.into()), tbl_name: Some(table.into()) };
    client.call::<calls::GetTable>(args).await
}

async fn drop(client: &mut Client, database: &str, table: &str) -> Result<(), CallError> {
    let args = args::DropTable { dbname: Some(database.into()), name: Some(table.into()), delete_data: Some(false) };
    client.call::<calls::DropTable>(args).await
}

async fn rename(server: &TestServer, from: &str, to: &str) {
    let quote = if server.database().backend() == Backend::Mariadb { '`' } else { '"' };
    server.database().run(&format!("alter table {quote}{from}{quote} rename to {quote}{to}{quote}")).await;
}

fn denied(error: &CallError, right: &str, object: &str) {
    assert!(matches!(error, CallError::Declared(Exception::MetaException, _)), "{error:?}");
    let expected = format!("right={right} object={object} ");
    assert!(
        error.message().starts_with("AccessControlException: ") && error.message().contains(&expected),
        "{error:?}"
    );
}

everywhere! {
    async fn two_teams_see_what_was_granted_to_each(server) {
        catalog(server).await;
        say(server, &[
            "CREATE ROLE patients_care",
            "CREATE ROLE claims_care",
            "GRANT ROLE patients_care TO user:ann",
            "GRANT ROLE claims_care TO user:bob",
            "GRANT SELECT, DESCRIBE ON care.patients TO role:patients_care",
            "GRANT SELECT, DESCRIBE ON care.claims TO role:claims_care",
        ]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let (mut ann, mut bob) = (as_user(&guarded, "ann").await, as_user(&guarded, "bob").await);

        assert_eq!(databases(&mut ann).await, ["care"]);
        assert_eq!(tables(&mut ann, "care").await, ["patients"]);
        assert_eq!(tables(&mut bob, "care").await, ["claims"]);
        assert!(tables(&mut bob, "other").await.is_empty());
        assert_eq!(get(&mut ann, "care", "Patients").await.expect("granted").table_name.as_deref(), Some("patients"));

        // What is hidden is answered as what is not there, word for word.
        for (hidden, absent) in [(("care", "patients"), ("care", "nothings")), (("other", "things"), ("nowhere", "nothings"))] {
            let hidden_answer = get(&mut bob, hidden.0, hidden.1).await.expect_err("hidden");
            let absent_answer = get(&mut bob, absent.0, absent.1).await.expect_err("absent");
            assert_eq!(hidden_answer.exception(), Some(Exception::NoSuchObjectException));
            let renamed = absent_answer.message().replace(absent.0, hidden.0).replace(absent.1, hidden.1);
            assert_eq!(hidden_answer.message(), renamed);
        }

        // Writing what one may read is refused with the reason; writing what one does not see, in words that do not
        // depend on whether it is there.
        denied(&drop(&mut ann, "care", "patients").await.expect_err("not granted"), "DROP", "care.patients");
        denied(&drop(&mut bob, "care", "patients").await.expect_err("hidden"), "DROP", "care.patients");
        denied(&drop(&mut bob, "care", "nothings").await.expect_err("absent"), "DROP", "care.nothings");
        let made = args::CreateTable { tbl: Some(table("care", "mine")) };
        denied(&ann.call::<calls::CreateTable>(made).await.expect_err("not granted"), "CREATE_TABLE", "care");

        // Who has not said who it is.
        let mut nobody = guarded.client().await;
        assert!(databases(&mut nobody).await.is_empty());
        get(&mut nobody, "care", "patients").await.expect_err("hidden");
    }

    async fn a_revocation_holds_at_the_next_call_on_every_server(server) {
        catalog(server).await;
        say(server, &["GRANT SELECT ON care.patients TO user:ann"]).await;
        let (one, two) = (server.guarded(Mode::Enforce).await, server.guarded(Mode::Enforce).await);
        let (mut on_one, mut on_two) = (as_user(&one, "ann").await, as_user(&two, "ann").await);
        get(&mut on_one, "care", "patients").await.expect("granted");
        get(&mut on_two, "care", "patients").await.expect("granted");
        say(server, &["REVOKE SELECT ON care.patients FROM user:ann"]).await;
        get(&mut on_two, "care", "patients").await.expect_err("revoked");
        get(&mut on_one, "care", "patients").await.expect_err("revoked");
    }

    async fn a_grant_does_not_pass_to_the_next_table_of_that_name(server) {
        catalog(server).await;
        say(server, &["GRANT ALL ON care.patients TO user:ann"]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let mut ann = as_user(&guarded, "ann").await;
        get(&mut ann, "care", "patients").await.expect("granted");
        let mut root = server.client().await;
        drop(&mut root, "care", "patients").await.expect("dropped");
        let again = args::CreateTable { tbl: Some(table("care", "patients")) };
        root.call::<calls::CreateTable>(again).await.expect("made");
        get(&mut ann, "care", "patients").await.expect_err("another table");
        assert!(tables(&mut ann, "care").await.is_empty());
        denied(&drop(&mut ann, "care", "patients").await.expect_err("another table"), "DROP", "care.patients");
    }

    async fn a_table_seen_in_part_is_never_shown_or_written_whole(server) {
        catalog(server).await;
        say(server, &[
            "GRANT SELECT ON care.patients COLUMNS (id, city) TO user:ann",
            "GRANT ALTER, DROP, INSERT, DELETE ON care.patients TO user:ann",
            "GRANT DESCRIBE ON care.claims TO user:ann",
        ]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let mut ann = as_user(&guarded, "ann").await;
        assert_eq!(tables(&mut ann, "care").await, ["claims", "patients"]);
        if let Ok(shown) = get(&mut ann, "care", "patients").await {
            assert!(!format!("{shown:?}").contains("ssn"), "{shown:?}");
        }
        let denied_alter = args::AlterTable {
            dbname: Some("care".into()),
            tbl_name: Some("patients".into()),
            new_tbl: Some(table("care", "patients")),
        };
        denied(&ann.call::<calls::AlterTable>(denied_alter).await.expect_err("restricted"), "ALTER", "care.patients");
        denied(&drop(&mut ann, "care", "patients").await.expect_err("restricted"), "DROP", "care.patients");
        let partition = Partition {
            values: Some(vec!["Houston".into()]),
            db_name: Some("care".into()),
            table_name: Some("patients".into()),
            sd: table("care", "patients").sd,
            ..Partition::default()
        };
        let add = args::AddPartition { new_part: Some(partition) };
        denied(&ann.call::<calls::AddPartition>(add).await.expect_err("restricted"), "INSERT", "care.patients");
    }

    async fn who_makes_a_table_has_it_and_where_it_lies_must_be_allowed(server) {
        catalog(server).await;
        say(server, &["GRANT CREATE_TABLE ON care TO user:ann"]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let mut ann = as_user(&guarded, "ann").await;
        ann.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table("care", "mine")) }).await.expect("granted");
        let mine = get(&mut ann, "care", "mine").await.expect("its maker's");
        assert_eq!(tables(&mut ann, "care").await, ["mine"]);
        // The same place by another name, and other tables' places.
        let mut root = server.client().await;
        let patients = get(&mut root, "care", "patients").await.expect("there").sd.and_then(|sd| sd.location);
        for location in [patients, mine.sd.and_then(|sd| sd.location)] {
            let mut copy = table("care", "copy");
            copy.table_type = Some("EXTERNAL_TABLE".into());
            copy.sd.as_mut().expect("given").location = location;
            let error = ann.call::<calls::CreateTable>(args::CreateTable { tbl: Some(copy) }).await.expect_err("not its place");
            assert!(error.message().contains("right=DATA_LOCATION"), "{error:?}");
        }
        drop(&mut ann, "care", "mine").await.expect("its maker's");
    }

    async fn transactions_and_locks_are_their_makers(server) {
        catalog(server).await;
        say(server, &["GRANT ALL ON care.patients TO user:ann", "GRANT SELECT ON care.claims TO user:bob"]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let (mut ann, mut bob) = (as_user(&guarded, "ann").await, as_user(&guarded, "bob").await);
        let request = OpenTxnRequest { num_txns: 1, user: "bob".into(), hostname: "h".into(), ..Default::default() };
        let txn = ann.call::<calls::OpenTxns>(args::OpenTxns { rqst: Some(request) }).await.expect("opened").txn_ids[0];
        let component = LockComponent {
            type_: LockType::EXCLUSIVE,
            level: LockLevel::TABLE,
            dbname: "care".into(),
            tablename: Some("patients".into()),
            ..Default::default()
        };
        let lock = LockRequest { component: vec![component], user: "bob".into(), hostname: "h".into(), ..Default::default() };
        bob.call::<calls::Lock>(args::Lock { rqst: Some(lock.clone()) }).await.expect_err("hidden");
        let lockid = ann.call::<calls::Lock>(args::Lock { rqst: Some(lock) }).await.expect("granted").lockid;

        let range = args::HeartbeatTxnRange { txns: Some(HeartbeatTxnRangeRequest { min: txn, max: txn }) };
        bob.call::<calls::HeartbeatTxnRange>(range.clone()).await.expect_err("another's");
        ann.call::<calls::HeartbeatTxnRange>(range).await.expect("its own");
        let check = args::CheckLock { rqst: Some(CheckLockRequest { lockid, ..Default::default() }) };
        let error = bob.call::<calls::CheckLock>(check.clone()).await.expect_err("another's");
        assert_eq!(error.exception(), Some(Exception::NoSuchLockException));
        ann.call::<calls::CheckLock>(check).await.expect("its own");
        let show = args::ShowLocks { rqst: Some(ShowLocksRequest::default()) };
        assert!(bob.call::<calls::ShowLocks>(show.clone()).await.expect("a list").locks.unwrap_or_default().is_empty());
        assert_eq!(ann.call::<calls::ShowLocks>(show).await.expect("a list").locks.unwrap_or_default().len(), 1);
    }

    async fn a_policy_that_cannot_be_read_shows_nothing_and_only_a_trial_runs_on(server) {
        catalog(server).await;
        say(server, &["GRANT SELECT ON care.patients TO user:ann"]).await;
        let (guarded, tried) = (server.guarded(Mode::Enforce).await, server.guarded(Mode::Audit).await);
        let mut ann = as_user(&guarded, "ann").await;
        get(&mut ann, "care", "patients").await.expect("granted");
        rename(server, "SKEP_EPOCH", "SKEP_EPOCH_AWAY").await;
        for error in [
            get(&mut ann, "care", "patients").await.expect_err("unreadable"),
            ann.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect_err("unreadable"),
        ] {
            assert!(error.message().contains("the access policy cannot be read"), "{error:?}");
        }
        ann.call::<calls::GetStatus>(args::GetStatus {}).await.expect("shows nothing of the catalog");
        get(&mut tried.client().await, "care", "patients").await.expect("nothing is enforced");
        rename(server, "SKEP_EPOCH_AWAY", "SKEP_EPOCH").await;
        get(&mut ann, "care", "patients").await.expect("readable again");
    }

    async fn mode_audit_changes_no_reply(server) {
        catalog(server).await;
        say(server, &["DENY ALL ON care TO public"]).await;
        let tried = server.guarded(Mode::Audit).await;
        let (mut open, mut nobody) = (server.client().await, as_user(&tried, "nobody").await);
        assert_eq!(databases(&mut nobody).await, databases(&mut open).await);
        assert_eq!(tables(&mut nobody, "care").await, tables(&mut open, "care").await);
        assert_eq!(get(&mut nobody, "care", "patients").await, get(&mut open, "care", "patients").await);
        drop(&mut nobody, "care", "claims").await.expect("nothing is enforced");
    }

    async fn grants_of_hives_own_kind_and_the_log_of_events_are_refused(server) {
        catalog(server).await;
        say(server, &["GRANT ADMIN ON SERVER TO user:root", "GRANT SELECT ON care.patients TO user:ann"]).await;
        let guarded = server.guarded(Mode::Enforce).await;
        let (mut root, mut ann) = (as_user(&guarded, "root").await, as_user(&guarded, "ann").await);
        let grant = args::GrantPrivileges { privileges: Some(PrivilegeBag::default()) };
        let error = root.call::<calls::GrantPrivileges>(grant).await.expect_err("kept elsewhere");
        assert!(error.message().contains("skep grant"), "{error:?}");
        // Declares nothing: an application exception that Java's clients do not repeat the call on.
        let next = args::GetNextNotification { rqst: Some(NotificationEventRequest::default()) };
        let error = ann.call::<calls::GetNextNotification>(next).await.expect_err("not granted");
        assert!(matches!(&error, CallError::Application(10, text) if text.contains("right=REPLICATE")), "{error:?}");
    }
}
