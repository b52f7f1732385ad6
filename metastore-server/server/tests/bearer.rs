//! Bearer tokens of an issuer that the test runs: discovery, keys and their rotation, and every way a token can be wrong.

mod running;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use skep::identity::Gate;
use skep::identity::bearer::{Issuers, Rule, Settings};
use skep_catalog::{Catalog, Clock, Rules, access_token};
use skep_net::{Denied, Origin, Page, Peer};
use skep_schema::Version;
use skep_sql::{Database, Pool};
use skep_warehouse::Warehouse;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const NOW: i64 = 1_700_000_000;

/// A private key, its public half under an id, and its algorithm.
#[derive(Clone)]
struct Key(EncodingKey, Value, Algorithm);

impl Key {
    fn new(algorithm: Algorithm, id: &str) -> Key {
        let random = aws_lc_rs::rand::SystemRandom::new();
        let key = match algorithm {
            Algorithm::RS256 => {
                let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
                let pkcs8: Pkcs8V1Der<'_> = pair.as_der().expect("its bytes");
                // PKCS#8 wraps PKCS#1, which is what is wanted, in 26 bytes for keys of this size.
                EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
            }
            Algorithm::ES256 => {
                let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
                EncodingKey::from_ec_der(pkcs8.as_ref())
            }
            _ => EncodingKey::from_ed_der(Ed25519KeyPair::generate_pkcs8v1(&random).expect("a key").as_ref()),
        };
        let mut public =
            serde_json::to_value(Jwk::from_encoding_key(&key, algorithm).expect("a public key")).expect("JSON");
        public["kid"] = id.into();
        Key(key, public, algorithm)
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: self.1["kid"].as_str().map(str::to_owned), ..Header::new(self.2) };
        encode(&header, claims, &self.0).expect("signed")
    }
}

/// Serves its documents over HTTP until it is told to be down.
struct Issuer {
    address: String,
    keys: Arc<Mutex<Value>>,
    asked: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Issuer {
    async fn start(keys: &[&Key]) -> Issuer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let (keys, asked) = (Arc::new(Mutex::new(set(keys))), Arc::new(AtomicUsize::new(0)));
        let (served, counted, name) = (keys.clone(), asked.clone(), address.clone());
        let task = tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let read = socket.read(&mut request).await.unwrap_or(0);
                let line = String::from_utf8_lossy(&request[..read]).into_owned();
                let body = match line.split(' ').nth(1) {
                    Some("/.well-known/openid-configuration") => {
                        json!({"issuer": name, "jwks_uri": format!("{name}/keys")}).to_string()
                    }
                    Some("/keys") => {
                        counted.fetch_add(1, SeqCst);
                        served.lock().expect("whole").to_string()
                    }
                    _ => "{}".to_owned(),
                };
                let answer =
                    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
                let _ = socket.write_all(answer.as_bytes()).await;
            }
        });
        Issuer { address, keys, asked, task }
    }

    fn publish(&self, keys: &[&Key]) {
        *self.keys.lock().expect("whole") = set(keys);
    }

    fn claims(&self) -> Value {
        json!({"iss": self.address, "aud": "skep", "sub": "ann", "exp": NOW + 600, "nbf": NOW, "groups": ["nurses", "a\u{0}b"]})
    }

    fn settings(&self) -> Settings {
        Settings {
            issuer: self.address.clone(),
            audience: "skep".to_owned(),
            keys: None,
            principal: Rule::default(),
            groups: Some("groups".to_owned()),
            authority: None,
            token_file: None,
        }
    }
}

fn set(keys: &[&Key]) -> Value {
    json!({"keys": keys.iter().map(|key| key.1.clone()).collect::<Vec<_>>()})
}

fn gate(settings: Settings) -> (Gate, Arc<AtomicI64>) {
    let millis = Arc::new(AtomicI64::new(NOW * 1000));
    let issuers = Issuers::new(vec![settings]).expect("usable").into();
    (Gate { issuers, clock: Clock::Set(millis.clone()), exchange_seconds: 3600, ..Gate::default() }, millis)
}

fn peer() -> Peer {
    Peer { origin: Origin::Unix, listener: 0, tls: None, connection: 1 }
}

async fn refusal(gate: &Gate, token: &str) -> Denied {
    let denied = gate.bearer(&peer(), token).await.err().unwrap_or_else(|| panic!("{token} was taken"));
    for part in token.split('.').filter(|part| part.len() > 8) {
        assert!(!denied.told.contains(part) && !denied.reason.contains(part), "{denied:?}");
    }
    denied
}

#[tokio::test]
async fn each_algorithm_that_counts_proves_a_principal_and_its_groups() {
    let keys = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA]
        .map(|algorithm| Key::new(algorithm, &format!("{algorithm:?}")));
    let issuer = Issuer::start(&keys.each_ref()).await;
    let (gate, clock) = gate(issuer.settings());
    for key in &keys {
        let proven = gate.bearer(&peer(), &key.sign(&issuer.claims())).await.expect("good");
        assert_eq!(proven.caller.to_string(), "user:ann (jwt, strength 3, E0)");
        let groups: Vec<String> = proven.caller.groups.iter().map(ToString::to_string).collect();
        assert_eq!(groups, ["group:nurses"]);
        let lease = proven.lease.expect("it ends");
        lease.check().await.expect("good");
        clock.store((NOW + 630) * 1000, SeqCst);
        assert_eq!(lease.check().await, Err("the bearer token has expired".to_owned()));
        clock.store(NOW * 1000, SeqCst);
    }
    assert_eq!(issuer.asked.load(SeqCst), 1, "keys are kept");
}

#[tokio::test]
async fn a_token_that_is_not_for_us_or_not_for_now_is_refused_and_says_why() {
    let key = Key::new(Algorithm::ES256, "k");
    let issuer = Issuer::start(&[&key]).await;
    let (gate, _) = gate(issuer.settings());
    let with = |changes: Value| {
        let mut claims = issuer.claims();
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        key.sign(&claims)
    };
    for leeway in
        [json!({"exp": NOW - 20}), json!({"nbf": NOW + 20}), json!({"aud": ["other", "skep"]}), json!({"nbf": 0.5})]
    {
        assert!(gate.bearer(&peer(), &with(leeway.clone())).await.is_ok(), "{leeway}");
    }
    for (changes, told) in [
        (json!({"exp": NOW - 31}), "the token has expired"),
        (json!({"exp": NOW - 31, "aud": "other"}), "the token is for another audience"),
        (json!({"nbf": NOW + 31}), "the token is not valid yet"),
        (json!({"iat": NOW + 31}), "the token is not valid yet"),
        (json!({"aud": "other"}), "the token is for another audience"),
        (json!({"aud": []}), "the token is for another audience"),
        (json!({"exp": "tomorrow"}), "the token lacks the claim exp"),
        (json!({"exp": -1}), "the token lacks the claim exp"),
        (json!({"nbf": true}), "the claim nbf of the token is no time"),
        (json!({"sub": 7}), "the token has no name in the claim sub"),
        (json!({"iss": "https://other.example"}), "authentication failed"),
        (json!({"iss": format!("{}/", issuer.address)}), "authentication failed"),
        (json!({"iss": [issuer.address]}), "authentication failed"),
    ] {
        assert_eq!(refusal(&gate, &with(changes.clone())).await.told, told, "{changes}");
    }
    for missing in ["exp", "aud", "sub", "iss"] {
        let mut claims = issuer.claims();
        claims.as_object_mut().expect("an object").remove(missing);
        refusal(&gate, &key.sign(&claims)).await;
    }
}

#[tokio::test]
async fn a_signature_is_the_issuers_or_nothing() {
    let (rsa, key) = (Key::new(Algorithm::RS256, "rsa"), Key::new(Algorithm::ES256, "k"));
    let issuer = Issuer::start(&[&rsa, &key]).await;
    let (gate, _) = gate(issuer.settings());
    let claims = issuer.claims();
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let good = key.sign(&claims);
    let pieces: Vec<&str> = good.split('.').collect();
    assert!(gate.bearer(&peer(), &good).await.is_ok());

    let mut bad = vec![
        // Another key under the same id, and one that nobody published.
        Key::new(Algorithm::ES256, "k").sign(&claims),
        Key::new(Algorithm::ES256, "other").sign(&claims),
        Key::new(Algorithm::ES256, "../../keys").sign(&claims),
        // Under the other key's id.
        Key(key.0.clone(), rsa.1.clone(), Algorithm::ES256).sign(&claims),
        // Claims of somebody else, and no signature.
        format!(
            "{}.{}.{}",
            pieces[0],
            part(&json!({"iss": issuer.address, "sub": "admin", "aud": "skep", "exp": NOW + 9})),
            pieces[2]
        ),
        format!("{}.{}.", pieces[0], pieces[1]),
        format!("{}.{}", pieces[0], pieces[1]),
        format!("{good}."),
        format!(".{good}"),
        "a.b.c".to_owned(),
        String::new(),
    ];
    for none in ["none", "None", "NONE", ""] {
        for signature in ["", pieces[2]] {
            bad.push(format!("{}.{}.{signature}", part(&json!({"alg": none, "kid": "k"})), pieces[1]));
        }
    }
    // The public key as a shared secret, as it is published and its number alone.
    for secret in [rsa.1.to_string(), rsa.1["n"].as_str().expect("RSA").to_owned(), key.1.to_string()] {
        for id in ["rsa", "k"] {
            for algorithm in [Algorithm::HS256, Algorithm::HS512] {
                let header = Header { kid: Some(id.to_owned()), ..Header::new(algorithm) };
                bad.push(encode(&header, &claims, &EncodingKey::from_secret(secret.as_bytes())).expect("signed"));
            }
        }
    }
    // Other algorithms with the right key, keys that come along, and headers that must be understood.
    let with = |header: Header, key: &Key| encode(&header, &claims, &key.0).expect("signed");
    bad.push(with(Header { kid: Some("rsa".to_owned()), ..Header::new(Algorithm::PS256) }, &rsa));
    bad.push(with(Header { kid: Some("rsa".to_owned()), ..Header::new(Algorithm::RS512) }, &rsa));
    let stranger = Key::new(Algorithm::ES256, "stranger");
    let own = serde_json::from_value(stranger.1.clone()).expect("a key");
    bad.push(with(Header { jwk: Some(own), ..Header::new(Algorithm::ES256) }, &stranger));
    bad.push(with(
        Header { kid: Some("k".to_owned()), crit: Some(vec!["b64".to_owned()]), ..Header::new(Algorithm::ES256) },
        &key,
    ));
    for token in &bad {
        assert_eq!(refusal(&gate, token).await.told, "authentication failed", "{token}");
    }
    assert!(issuer.asked.load(SeqCst) <= 2, "names of keys that are made up cost the issuer nothing");
}

#[tokio::test]
async fn keys_are_replaced_while_the_server_runs_and_an_issuer_that_is_down_takes_nobody_out() {
    tokio::time::pause();
    let (old, new) = (Key::new(Algorithm::ES256, "old"), Key::new(Algorithm::ES256, "new"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("keys.json");
    let write = |keys: &[&Key]| std::fs::write(&file, set(keys).to_string()).expect("written");
    write(&[&old]);
    let issuer = "https://issuer.example".to_owned();
    let settings = Settings {
        keys: Some(file.display().to_string()),
        issuer: issuer.clone(),
        audience: "skep".to_owned(),
        principal: Rule::parse("sa:{serviceaccount}").expect("a rule"),
        groups: None,
        authority: None,
        token_file: None,
    };
    let (gate, _) = gate(settings);
    let claims = json!({"iss": issuer, "aud": ["skep"], "sub": "system:serviceaccount:team-a:etl", "exp": NOW + 600});
    let proven = gate.bearer(&peer(), &old.sign(&claims)).await.expect("good");
    assert_eq!(proven.caller.to_string(), "sa:team-a/etl (jwt, strength 3, E0)");

    write(&[&new]);
    let soon = refusal(&gate, &new.sign(&claims)).await;
    assert!(soon.reason.contains("no key of its issuer"), "not looked for again within moments: {}", soon.reason);
    tokio::time::advance(std::time::Duration::from_secs(11)).await;
    assert!(gate.bearer(&peer(), &new.sign(&claims)).await.is_ok());
    refusal(&gate, &old.sign(&claims)).await;

    std::fs::remove_file(&file).expect("removed");
    tokio::time::advance(std::time::Duration::from_secs(59 * 60)).await;
    assert!(gate.bearer(&peer(), &new.sign(&claims)).await.is_ok(), "the keys are still alive");
    tokio::time::advance(std::time::Duration::from_secs(2 * 60)).await;
    let down = refusal(&gate, &new.sign(&claims)).await;
    assert!(down.told.contains("try again in a minute") && down.told.contains("identity.issuers"), "{}", down.told);
    write(&[&new]);
    tokio::time::advance(std::time::Duration::from_secs(11)).await;
    assert!(gate.bearer(&peer(), &new.sign(&claims)).await.is_ok());
}

#[tokio::test]
async fn an_issuer_that_cannot_be_reached_or_is_another_one_proves_nobody() {
    let key = Key::new(Algorithm::ES256, "k");
    let issuer = Issuer::start(&[&key]).await;
    issuer.task.abort();
    let (gate, _) = gate(issuer.settings());
    assert!(refusal(&gate, &key.sign(&issuer.claims())).await.told.contains("cannot be checked at the moment"));

    let issuer = Issuer::start(&[&key]).await;
    let other = format!("{}/realms/x/..", issuer.address);
    let (gate, _) = self::gate(Settings { issuer: other.clone(), ..issuer.settings() });
    let mut claims = issuer.claims();
    claims["iss"] = other.into();
    refusal(&gate, &key.sign(&claims)).await;
    issuer.publish(&[]);
    let (gate, _) = self::gate(issuer.settings());
    refusal(&gate, &key.sign(&issuer.claims())).await;
}

async fn catalog(clock: Clock) -> (Catalog, tempfile::TempDir) {
    let settings = skep_sql::Settings::parse("sqlite::memory:").expect("a valid address");
    let folder = tempfile::tempdir().expect("a folder");
    let warehouse = skep_warehouse::Settings { root: folder.path().display().to_string(), ..Default::default() };
    let catalog = Catalog {
        db: Database::new(Pool::connect(&settings).await.expect("memory"), Version::NEWEST),
        warehouse: Warehouse::open(warehouse).expect("a local folder"),
        clock,
        rules: Rules::default(),
    };
    access_token::prepare(&catalog).await.expect("made");
    (catalog, folder)
}

#[tokio::test]
async fn a_bearer_token_is_exchanged_for_a_token_file_with_the_same_principal_and_groups() {
    let key = Key::new(Algorithm::ES256, "k");
    let issuer = Issuer::start(&[&key]).await;
    let (mut gate, clock) = gate(issuer.settings());
    let (catalog, _folder) = catalog(gate.clock.clone()).await;
    let token = key.sign(&issuer.claims());
    let page = |bearer, body| Page { path: "/v1/token", bearer, body };
    let found = gate.page(&peer(), page(Some(token.as_str()), b"")).await.expect("a path").expect("answered");
    assert_eq!(found.status, 404, "nobody could use one");
    gate.tokens = Some(catalog.clone());

    let mut ids = Vec::new();
    for body in [&b""[..], b"{\"ttl\": 60}"] {
        let found = gate.page(&peer(), page(Some(token.as_str()), body)).await.expect("a path").expect("answered");
        assert_eq!((found.status, &found.body[..5]), (200, &b"HDTS\0"[..]));
        let headers: BTreeMap<&str, String> = found.headers.into_iter().collect();
        assert_eq!(headers["cache-control"], "no-store");
        ids.push(headers["skep-token-id"].clone());
    }
    assert_ne!(ids[0], ids[1], "exchanged again, it is another token");
    let record = access_token::get(&catalog, &ids[0]).await.expect("readable").expect("there");
    assert_eq!(
        (&*record.principal, record.groups.as_deref(), record.expires),
        ("user:ann", Some("nurses"), NOW + 3600)
    );
    let name = base64::prelude::BASE64_STANDARD.encode(format!("skep1:{}", ids[0]));
    let holder = gate.token(&peer(), &name).await.expect("readable").expect("known").identity.expect("good").caller;
    assert_eq!((holder.to_string().as_str(), holder.groups.len()), ("user:ann (token, strength 2, E0)", 1));

    for (body, status) in
        [(&b"{\"ttl\": 0}"[..], 400), (b"{\"ttl\": 3601}", 400), (b"{\"principal\": \"user:admin\"}", 400), (b"x", 400)]
    {
        let found = gate.page(&peer(), page(Some(token.as_str()), body)).await.expect("a path").expect("answered");
        assert_eq!(found.status, status);
    }
    for bearer in [None, Some("a.b.c"), Some(name.as_str())] {
        assert!(gate.page(&peer(), page(bearer, b"")).await.expect("a path").is_err());
    }
    assert!(gate.page(&peer(), Page { path: "/v1/token/", bearer: None, body: b"" }).await.is_none());
    // What a replay could fill is bounded, and it ends with the bearer token.
    for _ in 2..100 {
        gate.page(&peer(), page(Some(token.as_str()), b"")).await.expect("a path").expect("answered");
    }
    let found = gate.page(&peer(), page(Some(token.as_str()), b"")).await.expect("a path").expect("answered");
    assert_eq!(found.status, 429);
    clock.store((NOW + 631) * 1000, SeqCst);
    let replayed = gate.page(&peer(), page(Some(token.as_str()), b"")).await.expect("a path");
    assert_eq!(replayed.err().expect("refused").told, "the token has expired");
}

/// The program itself: a call over HTTP, an exchange by `skep token fetch`, and a log in which no secret stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_serves_and_exchanges_and_keeps_tokens_to_itself() {
    let key = Key::new(Algorithm::ES256, "k");
    let issuer = Issuer::start(&[&key]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let config = format!(
        "[[server.listeners]]\nlisten = \"127.0.0.1:0\"\nmethods = [\"jwt\"]\nclass = \"E1\"\n\
         [[server.listeners]]\nlisten = \"127.0.0.1:0\"\nmethods = [\"token\"]\n\
         [log]\nlevel = \"debug\"\n\
         [[identity.issuers]]\nissuer = \"{}\"\naudience = \"skep\"\ngroups = \"groups\"\n",
        issuer.address
    );
    std::fs::write(folder.path().join("skep.toml"), config).expect("written");
    let arguments =
        ["serve", "--config", "skep.toml", "--database", "sqlite://m.db", "--warehouse", "w", "--init-schema"];
    let mut server = running::Running::of(running::skep(folder.path(), &arguments));
    let address = server.address().to_owned();
    let mut claims = issuer.claims();
    claims["exp"] = 4_000_000_000_i64.into();
    let token = key.sign(&claims);
    std::fs::write(folder.path().join("bearer"), &token).expect("written");

    let call = async |token: &str| {
        let mut body = b"\x80\x01\0\x01\0\0\0\x11get_all_databases\0\0\0\x01\0".to_vec();
        let head = format!(
            "POST /metastore HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        body.splice(0..0, head.into_bytes());
        let mut socket = tokio::net::TcpStream::connect(&address).await.expect("open");
        socket.write_all(&body).await.expect("sent");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let answer = call(&token).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("default"), "{answer}");
    let caller = server.line("authenticated")["caller"].clone();
    assert_eq!(caller, "user:ann (jwt, strength 3, E1)");
    let forged = format!("{}x", &token[..token.len() - 1]);
    assert!(call(&forged).await.starts_with("HTTP/1.1 401"));

    let fetch = |bearer: &str| {
        let url = format!("http://{address}");
        let arguments =
            ["token", "fetch", "--url", &url, "--bearer-file", bearer, "--hadoop-file", "driver.token", "--ttl", "10m"];
        running::skep(folder.path(), &arguments).output().expect("runs")
    };
    let fetched = fetch("bearer");
    assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    let file = std::fs::read(folder.path().join("driver.token")).expect("written");
    std::fs::write(folder.path().join("forged"), &forged).expect("written");
    let refused = fetch("forged");
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        std::fs::read(folder.path().join("driver.token")).expect("there"),
        file,
        "a refusal leaves the old file"
    );

    server.signal("TERM");
    let log = server.rest();
    assert!(log.contains("exchanged a bearer token") && log.contains("not authenticated"), "{log}");
    let said = [log.into_bytes(), fetched.stdout, fetched.stderr, refused.stdout, refused.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    for secret in token.split('.').chain(forged.split('.')) {
        assert!(!said.contains(secret), "{said}");
    }
}
