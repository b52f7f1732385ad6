//! Who wins, what is refused, and what stays hidden.

use std::path::PathBuf;

use super::*;

fn said(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str, &str)]) -> Said {
    let text = |text: &&str| (*text).to_owned();
    Said {
        file: (!file.is_empty()).then(|| (PathBuf::from("skep.toml"), file.to_owned())),
        environment: environment.iter().map(|(name, value)| (text(name), text(value))).collect(),
        flags: flags.iter().map(|(flag, key, value)| (text(flag), text(key), text(value))).collect(),
        ..Said::default()
    }
}

fn refusal(said: Said) -> String {
    Config::read(said).err().expect("refused").to_string()
}

#[test]
fn a_flag_wins_over_the_environment_the_environment_over_the_file_and_the_file_over_the_default() {
    let file = "[server]\nlisten = \"file:1\"";
    let variable = [("SKEP_LISTEN", "variable:2")];
    let flag = [("listen", "server.listen", "flag:3")];
    for (said, listen, source) in [
        (said("", &[], &[]), "127.0.0.1:9083", "default"),
        (said(file, &[], &[]), "file:1", "skep.toml:2"),
        (said(file, &variable, &[]), "variable:2", "SKEP_LISTEN"),
        (said(file, &variable, &flag), "flag:3", "--listen"),
        (said(file, &[("SKEP_LISTEN", "")], &[]), "file:1", "skep.toml:2"),
        (said("", &[("SKEP_SERVER_LISTEN", "long:4")], &[]), "long:4", "SKEP_SERVER_LISTEN"),
    ] {
        let config = Config::read(said).expect("valid");
        assert_eq!(config.server.listen, listen);
        assert_eq!(config.sources.source("server.listen").to_string(), source);
    }
}

#[test]
fn text_becomes_the_type_of_its_key() {
    let config = Config::read(said(
        "[limits]\nidle = 60\nmessage = \"1MiB\"",
        &[("SKEP_DATABASE_PASSWORD", "1234"), ("SKEP_DATABASE_POOL_SIZE", "3"), ("SKEP_INIT_SCHEMA", "true")],
        &[("set", "warehouse.mode", "metadata-only"), ("set", "warehouse.allowed-locations", "s3://a/, /b")],
    ))
    .expect("valid");
    assert_eq!(config.limits.idle.to_string(), "1m");
    assert_eq!(config.limits.message.0, 1 << 20);
    assert_eq!(config.database.password.map(|secret| secret.0).as_deref(), Some("1234"));
    assert_eq!(config.database.pool_size, 3);
    assert!(config.database.init_schema);
    assert_eq!(config.warehouse.mode, warehouse::Mode::MetadataOnly);
    assert_eq!(config.warehouse.allowed_locations.0, ["s3://a/", "/b"]);
}

#[test]
fn what_cannot_be_acted_on_is_refused_with_its_place() {
    for (said, expected) in [
        (
            said("[server]\n\nlisen = \"x\"", &[], &[]),
            "skep.toml:3: server.lisen: there is no such key; is server.listen meant?",
        ),
        (
            said("[warehouse.s3]\nregoin = \"eu\"", &[], &[]),
            "skep.toml:2: warehouse.s3.regoin: there is no such key; is warehouse.s3.region meant?",
        ),
        (
            said("verbose = true", &[], &[]),
            "skep.toml:1: verbose: there is no such key; skep config example lists them all",
        ),
        (
            said("", &[("SKEP_DATABSE", "mysql://db/x")], &[]),
            "SKEP_DATABSE: there is no such variable; is SKEP_DATABASE meant?",
        ),
        (
            said("", &[], &[("set", "limits.mesage", "3")]),
            "--set: limits.mesage: there is no such key; is limits.message meant?",
        ),
        (
            said("[limits]\nconnections = \"many\"", &[], &[]),
            "skep.toml:2: limits.connections: invalid type: string \"many\", expected usize",
        ),
        (
            said("", &[("SKEP_LIMITS_IDLE", "soon")], &[]),
            "SKEP_LIMITS_IDLE: limits.idle: expected a time such as \"30s\", \"5m\" or \"2h\"",
        ),
        (said("[server", &[], &[]), "skep.toml:1: unclosed table, expected `]`"),
        (
            said("", &[("SKEP_LISTEN", "a:1"), ("SKEP_SERVER_LISTEN", "b:2")], &[]),
            "SKEP_SERVER_LISTEN: server.listen: SKEP_LISTEN says the same thing; set only one of them",
        ),
        (
            said("", &[], &[("database", "database.url", "oracle://u:p@db/x")]),
            "--database: database.url: 'oracle://u:********@db/x' cannot be used: unknown database \"oracle\", expected postgres, mysql, mariadb or sqlite",
        ),
        (
            said("[server]\ntls-key = \"k.pem\"", &[], &[]),
            "default: server.tls-certificate: is missing, and tls-key is set",
        ),
    ] {
        assert_eq!(refusal(said), expected);
    }
}

#[test]
fn listeners_are_a_list_in_the_file_and_a_text_in_a_variable() {
    let file = "[[server.listeners]]\nlisten = \"127.0.0.1:9083\"\nmethods = [\"token\", \"claim\"]\n\
                [[server.listeners]]\nlisten = \"unix:/run/skep.sock\"\nmethods = [\"peer\"]\nprincipal = \"sa:ns/x\"";
    let variable = r#"[{listen = "127.0.0.1:9083", methods = ["token", "claim"]},
                       {listen = "unix:/run/skep.sock", methods = ["peer"], principal = "sa:ns/x"}]"#;
    for said in [said(file, &[], &[]), said("", &[("SKEP_SERVER_LISTENERS", variable)], &[])] {
        let listeners = Config::read(said).expect("valid").server.listeners.0;
        assert_eq!(listeners[0].methods, [Method::Token, Method::Claim]);
        assert_eq!(listeners[1].socket_file(), Some(PathBuf::from("/run/skep.sock")));
        assert_eq!(listeners[1].class, "E0");
    }
}

#[test]
fn a_listener_that_would_let_the_wrong_ones_in_is_refused() {
    for (listener, expected) in [
        (r#"listen = "0.0.0.0:1", methods = ["token"]"#, "nothing protects this connection"),
        (r#"listen = "0.0.0.0:1", methods = ["claim"], trusted = true"#, "nothing protects this connection"),
        (r#"listen = "0.0.0.0:1", methods = ["plain"]"#, "plain sends passwords as they are"),
        (r#"listen = "0.0.0.0:1", methods = ["peer"], principal = "user:a""#, "peer is for loopback"),
        (r#"listen = "127.0.0.1:1", methods = ["peer"]"#, "peer and principal go together"),
        (r#"listen = "127.0.0.1:1", methods = ["token"], principal = "user:a""#, "peer and principal go together"),
        (r#"listen = "127.0.0.1:1", methods = ["peer"], principal = "root""#, "expected user:NAME"),
        (r#"listen = "127.0.0.1:1", methods = ["peer", "claim"], principal = "user:a""#, "exclude each other"),
        (r#"listen = "127.0.0.1:1", methods = ["token"], trusted = true"#, "claim is not among the methods"),
        (r#"listen = "127.0.0.1:1", methods = ["mtls"]"#, "mtls needs client-ca"),
        (r#"listen = "127.0.0.1:1", methods = ["claim"], client-ca = "/ca.pem""#, "mtls is not among the methods"),
        (r#"listen = "127.0.0.1:1", methods = ["claim"], tls = "required""#, "tls needs tls-certificate"),
        (r#"listen = "127.0.0.1:1", methods = ["claim"], class = "E9""#, "unknown engine class"),
        (r#"listen = "127.0.0.1:1", methods = ["claim"], certificate-principal = "user:x""#, "certificate-principal"),
        (r#"listen = "127.0.0.1:1", methods = []"#, "nobody would get in"),
        (r#"listen = "9083", methods = ["claim"]"#, "is neither HOST:PORT nor unix:PATH"),
        (r#"listen = "unix:skep.sock", methods = ["claim"]"#, "must be absolute"),
        (r#"listen = "127.0.0.1:1", methods = ["kerberos"]"#, "unknown variant"),
        (r#"listen = "127.0.0.1:1", methods = ["plain"]"#, "identity.users-file: is missing"),
    ] {
        let file = format!("server.listeners = [{{{listener}}}]");
        let refusal = refusal(said(&file, &[], &[]));
        assert!(refusal.contains(expected), "{listener}\n{refusal}");
    }
    let beside = said(
        "[server]\nlisteners = [{listen = \"127.0.0.1:1\", methods = [\"token\"]}]",
        &[],
        &[("listen", "server.listen", "0.0.0.0:9083")],
    );
    assert!(refusal(beside).starts_with("--listen: server.listen: server.listeners says where to listen"));
}

#[test]
fn every_fault_is_reported_at_once() {
    let text = refusal(said("[limits]\nconnections = 0\nmessage = 1\nidle = \"0s\"", &[], &[]));
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn the_variables_kubernetes_makes_for_a_service_are_not_ours() {
    let links = [
        ("SKEP_SERVICE_HOST", "10.0.0.1"),
        ("SKEP_SERVICE_PORT_THRIFT", "9083"),
        ("SKEP_PORT", "tcp://10.0.0.1:9083"),
        ("SKEP_PORT_9083_TCP_ADDR", "10.0.0.1"),
        ("SKEP_METASTORE_SERVICE_HOST", "10.0.0.2"),
        ("SKEP_TEST_POSTGRES_URL", "postgres://db"),
    ];
    assert!(Config::read(said("", &links, &[])).is_ok());
    assert!(Config::read(said("", &[("SKEP_SERVER_PORT", "9083")], &[])).is_err());
}

#[test]
fn secrets_are_masked_in_whatever_is_printed() {
    let file = "[database]\nurl = \"postgres://hive:hush1@db/x\"\npassword = \"hush2\"\n\
                [warehouse.s3]\naccess-key-id = \"AKIA\"\nsecret-access-key = \"hush3\"\nsession-token = \"hush4\"";
    let config = Config::read(said(file, &[], &[])).expect("valid");
    let printed = format!("{}{}", effective_text(&config), effective_json(&config));
    assert!(!printed.contains("hush"), "{printed}");
    assert!(printed.contains("url = \"postgres://hive:********@db/x\""), "{printed}");
    let wrong = refusal(said("[database]\npassword = 12345", &[], &[]));
    assert!(!wrong.contains("12345"), "{wrong}");
}

#[test]
fn the_sample_and_the_effective_values_are_files_that_say_the_defaults() {
    for text in [example(), effective_text(&Config::read(Said::default()).expect("valid"))] {
        let config = Config::read(said(&text, &[], &[])).expect("the sample is valid");
        assert_eq!(config.server.listen, "127.0.0.1:9083");
        assert_eq!(config.limits.idle.to_string(), "2h");
    }
}
