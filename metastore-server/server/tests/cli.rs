//! What the command says: help, refusals, exit codes.

use std::path::Path;
use std::process::{Command, Output};

/// `skep` with a clean environment.
fn skep(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skep"));
    command.args(arguments).env_clear();
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn help_teaches_and_changes_are_seen() {
    let mut help = String::new();
    for command in [
        &[][..],
        &["serve"],
        &["shadow"],
        &["schema"],
        &["schema", "init"],
        &["schema", "upgrade"],
        &["schema", "doctor"],
        &["takeover", "check"],
        &["token"],
        &["token", "mint"],
        &["token", "fetch"],
        &["token", "list"],
        &["token", "revoke"],
        &["password"],
        &["role", "add"],
        &["filter", "create"],
        &["grant"],
        &["explain"],
        &["policy", "import"],
        &["config"],
        &["config", "check"],
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let (code, out, err) = said(&skep(&arguments).output().expect("runs"));
        assert_eq!((code, err.as_str()), (Some(0), ""));
        help.push_str(&format!("$ skep {}\n{out}\n", arguments.join(" ")));
    }
    golden("tests/help.txt", &help);
}

#[test]
fn the_sample_file_is_the_one_in_the_repository() {
    let (code, out, _) = said(&skep(&["config", "example"]).output().expect("runs"));
    assert_eq!(code, Some(0));
    golden("skep.example.toml", &out);
}

#[test]
fn a_token_is_made_listed_and_taken_back_and_its_secret_is_in_the_file_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, database) = (folder.path().join("t.token"), folder.path().join("metastore.db"));
    let database = format!("sqlite://{}", database.display());
    let token = |arguments: &[&str]| {
        said(&skep(&[&["token"], arguments, &["--database", &database]].concat()).output().expect("runs"))
    };
    let mint = |principal: &str, more: &[&str]| {
        let file = file.display().to_string();
        token(&[&["mint", "--principal", principal, "--hadoop-file", &file], more].concat())
    };
    let (code, out, err) = mint("sa:ns/team1", &["--ttl", "1h", "--role", "care", "--role", "claims"]);
    assert_eq!(code, Some(0), "{err}");
    let id = out.split(' ').next().expect("an id").to_owned();
    let bytes = std::fs::read(&file).expect("written");
    assert!(bytes.starts_with(b"HDTS\0") && bytes.windows(id.len()).any(|part| part == id.as_bytes()));

    let (_, listed, _) = token(&["list"]);
    assert!(listed.starts_with(&format!("{id}  sa:ns/team1  E0  good for ")), "{listed}");
    assert!(listed.trim_end().ends_with("roles care,claims"), "{listed}");
    let (_, listed, _) = token(&["list", "--json"]);
    assert!(listed.contains("\"good\": true") && !listed.contains("digest"), "{listed}");

    assert_eq!(token(&["revoke", "user:nobody"]).0, Some(1));
    assert_eq!(token(&["revoke", "sa:ns/team1"]).0, Some(0));
    assert_eq!(token(&["revoke", &id]).0, Some(1));
    assert!(token(&["list"]).1.contains("revoked"));

    std::fs::remove_file(&file).expect("there");
    for (principal, more) in [
        ("team1", &[][..]),
        ("public", &[]),
        ("user:a", &["--ttl", "30d"]),
        ("user:a", &["--ttl", "0"]),
        ("user:a", &["--class", "E7"]),
        ("user:a", &["--role", "a,b"]),
    ] {
        assert_eq!(mint(principal, more).0, Some(2), "{principal} {more:?}");
    }
    assert!(!file.exists());
}

#[test]
fn a_line_of_the_users_file_holds_a_hash_and_no_password() {
    use std::io::Write;
    let mut command = skep(&["password", "ann"]);
    let mut child =
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("a pipe").write_all(b"open sesame\n").expect("read");
    let (code, out, _) = said(&child.wait_with_output().expect("ends"));
    assert_eq!(code, Some(0));
    assert!(out.starts_with("ann:$argon2id$") && !out.contains("sesame"), "{out}");
    assert_eq!(said(&skep(&["password", "a:b"]).output().expect("runs")).0, Some(2));
}

/// Compares with a file of the repository; `SKEP_BLESS=1` writes it.
fn golden(file: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("SKEP_BLESS").is_some() {
        std::fs::write(&path, now).expect("written");
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let line = now.lines().zip(before.lines()).find(|(now, before)| now != before);
    assert!(now == before, "{file} changed: run again with SKEP_BLESS=1 and read the diff; first difference: {line:?}");
}

#[test]
fn what_was_said_wrongly_ends_with_2_and_a_line_that_names_it() {
    for (arguments, variables, expected) in [
        (
            &["serve", "--set", "limits.conections=1"][..],
            &[][..],
            "error: --set: limits.conections: there is no such key",
        ),
        (&["serve", "--set", "x"], &[], "error: --set x: expected KEY=VALUE"),
        (&["serve", "--config", "/nowhere.toml"], &[], "error: cannot read the configuration file /nowhere.toml: "),
        (&["serve", "--listen", "9083"], &[], "error: --listen: server.listen: '9083' is not HOST:PORT"),
        (&["serve"], &[("SKEP_LISTN", "x")], "error: SKEP_LISTN: there is no such variable; is SKEP_LISTEN meant?"),
        (
            &["schema", "init", "--hive-version", "3.2"],
            &[],
            "error: invalid value '3.2' for '--hive-version <VERSION>'",
        ),
        (&["serv"], &[], "error: unrecognized subcommand 'serv'"),
    ] {
        let mut command = skep(arguments);
        let (code, out, err) = said(&command.envs(variables.iter().copied()).output().expect("runs"));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.starts_with(expected), "{err}");
    }
}

#[test]
fn config_check_tells_who_said_what_and_keeps_secrets() {
    let mut command = skep(&["config", "check", "--json", "--listen", "0.0.0.0:1"]);
    command.env("SKEP_DATABASE_PASSWORD", "hush").env("SKEP_DATABASE", "postgres://u:hush@db/x");
    let (code, out, _) = said(&command.output().expect("runs"));
    assert_eq!(code, Some(0));
    assert!(!out.contains("hush"), "{out}");
    let rows: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let row = |key: &str| rows.as_array().and_then(|rows| rows.iter().find(|row| row["key"] == key)).cloned();
    let listen = row("server.listen").expect("there");
    assert_eq!((listen["value"].as_str(), listen["source"].as_str()), (Some("0.0.0.0:1"), Some("--listen")));
    let url = row("database.url").expect("there");
    assert_eq!(url["value"], "postgres://u:********@db/x");
    assert_eq!(url["source"], "SKEP_DATABASE");
}

#[test]
fn nothing_is_coloured_away_from_a_terminal() {
    let (_, out, err) = said(&skep(&["serve", "--listen", "x"]).output().expect("runs"));
    assert!(!out.contains('\x1b') && !err.contains('\x1b'));
}
