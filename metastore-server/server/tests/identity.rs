//! What the gate makes of proofs: tokens from the table, certificates, fixed principals and claims.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use skep::identity::minting::{self, Wish};
use skep::identity::{Door, Gate};
use skep_access::{EngineClass, Principal};
use skep_catalog::{Catalog, Clock, Rules, access_token};
use skep_net::{Origin, Peer};
use skep_schema::Version;
use skep_sql::{Database, Pool, Settings};
use skep_warehouse::Warehouse;

const NOW: i64 = 1_700_000_000;

/// A catalog with nothing but the table of tokens, and its clock.
async fn catalog() -> (Catalog, Arc<AtomicI64>, tempfile::TempDir) {
    let settings = Settings::parse("sqlite::memory:").expect("a valid address");
    let pool = Pool::connect(&settings).await.expect("memory");
    let folder = tempfile::tempdir().expect("a folder");
    let warehouse = skep_warehouse::Settings { root: folder.path().display().to_string(), ..Default::default() };
    let millis = Arc::new(AtomicI64::new(NOW * 1000));
    let catalog = Catalog {
        db: Database::new(pool, Version::NEWEST),
        warehouse: Warehouse::open(warehouse).expect("a local folder"),
        clock: Clock::Set(millis.clone()),
        rules: Rules::default(),
    };
    access_token::prepare(&catalog).await.expect("made");
    (catalog, millis, folder)
}

/// Puts a token of an hour into the table; the name its holder uses.
async fn mint(catalog: &Catalog, class: &str, roles: Option<&str>) -> String {
    let wish = Wish {
        principal: "sa:ns/team1".to_owned(),
        roles: roles.map(str::to_owned),
        groups: None,
        class: class.to_owned(),
        created: NOW,
        expires: NOW + 3600,
        service: String::new(),
    };
    let (record, token) = minting::mint(wish).expect("minted");
    access_token::add(catalog, &record).await.expect("added");
    BASE64_STANDARD.encode(token.identifier)
}

fn peer(listener: usize) -> Peer {
    Peer { origin: Origin::Unix, listener, tls: None, connection: 1 }
}

/// A gate whose listeners yield E0 and E2.
fn gate(catalog: &Catalog) -> Gate {
    let door = |class| Door { class, ..Door::default() };
    Gate { doors: vec![door(EngineClass::E0), door(EngineClass::E2)], tokens: Some(catalog.clone()), ..Gate::default() }
}

#[tokio::test]
async fn a_token_carries_its_principal_roles_and_a_class_that_the_listener_yields() {
    let (catalog, _clock, _folder) = catalog().await;
    let gate = gate(&catalog);
    for (class, listener, expected) in [
        ("E0", 0, EngineClass::E0),
        ("E0", 1, EngineClass::E0),
        ("E2", 1, EngineClass::E2),
        ("E2", 0, EngineClass::E0),
        ("E4", 1, EngineClass::E0),
    ] {
        let name = mint(&catalog, class, Some("care,claims")).await;
        let token = gate.token(&peer(listener), &name).await.expect("readable").expect("known");
        let caller = token.identity.expect("good").caller;
        assert_eq!(caller.to_string(), format!("sa:ns/team1 (token, strength 2, {expected})"), "{class} at {listener}");
        assert_eq!(caller.roles.map(|roles| roles.len()), Some(2));
    }
    assert!(gate.token(&peer(0), "bm9ib2R5").await.expect("readable").is_none());
}

#[tokio::test]
async fn a_token_ends_with_its_time_and_when_it_is_taken_back_also_on_open_connections() {
    let (catalog, clock, _folder) = catalog().await;
    let gate = gate(&catalog);
    let name = mint(&catalog, "E0", None).await;
    let revoked = mint(&catalog, "E0", None).await;
    let lease = async |name: &str| {
        let token = gate.token(&peer(0), name).await.expect("readable").expect("known");
        token.identity.map(|proven| proven.lease.expect("a token's"))
    };
    let open = lease(&name).await.expect("good");
    open.check().await.expect("good");

    let id = minting::id_of(&revoked).expect("ours");
    assert_eq!(access_token::revoke(&catalog, &id).await.expect("written"), 1);
    assert_eq!(lease(&revoked).await.err().expect("refused").told, format!("the token {id} was revoked"));

    clock.store((NOW + 3600) * 1000, SeqCst);
    let id = minting::id_of(&name).expect("ours");
    let expired = format!("the token {id} has expired");
    assert_eq!(open.check().await, Err(expired.clone()));
    assert_eq!(lease(&name).await.err().expect("refused").told, expired);
}

#[tokio::test]
async fn an_open_connection_is_refused_again_and_again_once_its_token_is_taken_back() {
    let (catalog, _clock, _folder) = catalog().await;
    let name = mint(&catalog, "E0", None).await;
    let token = gate(&catalog).token(&peer(0), &name).await.expect("readable").expect("known");
    let lease = token.identity.ok().and_then(|proven| proven.lease).expect("a token's");
    access_token::revoke(&catalog, "sa:ns/team1").await.expect("written");
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while lease.check().await.is_ok() {
        assert!(std::time::Instant::now() < patience, "it is never refused");
        tokio::task::yield_now().await;
    }
    for _ in 0..3 {
        assert!(lease.check().await.is_err(), "refused once is refused");
    }
}

#[tokio::test]
async fn a_table_that_cannot_be_read_refuses_and_does_not_open() {
    let (catalog, _clock, _folder) = catalog().await;
    let name = mint(&catalog, "E0", None).await;
    catalog.db.pool().run_script(&["drop table SKEP_TOKENS"]).await.expect("dropped");
    let denied = gate(&catalog).token(&peer(0), &name).await.err().expect("refused");
    assert_eq!(denied.told, "tokens cannot be checked at the moment");
}

#[test]
fn a_client_that_proves_nothing_is_the_listeners_principal_or_nobody() {
    let fixed = Door { fixed: Principal::parse("sa:ns/pod").ok(), class: EngineClass::E1, ..Door::default() };
    let trusted = Door { trusted: true, class: EngineClass::E4, ..Door::default() };
    let gate = Gate { doors: vec![fixed, trusted, Door::default()], ..Gate::default() };
    let callers = [0, 1, 2].map(|listener| {
        let (session, lease) = gate.session(&peer(listener), None);
        assert!(lease.is_none());
        session.claim("admin", &["admin"]);
        (session.caller().to_string(), session.user())
    });
    let expected = [
        ("sa:ns/pod (peer, strength 1, E1)", "ns/pod"),
        // Believed, and worth nothing: class and groups do not come with it.
        ("user:admin (claim, strength 0, E0)", "admin"),
        ("public (none, strength 0, E0)", "admin"),
    ];
    for ((caller, user), expected) in callers.iter().zip(expected) {
        assert_eq!((caller.as_str(), user.as_deref()), (expected.0, Some(expected.1)));
    }
}

#[tokio::test]
async fn without_users_and_tokens_nobody_is_known() {
    let gate = Gate::default();
    assert!(gate.password(&peer(0), "ann", "x").await.is_err());
    assert!(gate.token(&peer(0), "x").await.expect("nothing to read").is_none());
    assert!(gate.certificate(&peer(0), b"").is_err());
}
