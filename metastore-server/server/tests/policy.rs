//! The commands of access control, on a SQLite file.

use std::path::Path;
use std::process::{Command, Output};

struct Metastore {
    folder: tempfile::TempDir,
}

impl Metastore {
    /// With the schema and the policy's tables.
    fn new() -> Metastore {
        let metastore = Metastore { folder: tempfile::tempdir().expect("a folder") };
        assert_eq!(metastore.said(&["schema", "init"]).0, Some(0));
        assert_eq!(metastore.said(&["access", "init"]).0, Some(0));
        metastore
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let database = format!("sqlite://{}", self.folder.path().join("metastore.db").display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_skep"));
        command.args(arguments).args(["--database", &database]).env_clear().env("USER", "ann");
        command.output().expect("runs")
    }

    /// Exit code, standard output, standard error.
    fn said(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output = self.run(arguments);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    fn path(&self, name: &str) -> String {
        Path::join(self.folder.path(), name).display().to_string()
    }
}

#[test]
fn roles_and_grants_are_said_shown_and_taken_back() {
    let metastore = Metastore::new();
    let steps: [(&[&str], &str); 7] = [
        (&["role", "create", "operators"], "+    1  CREATE ROLE operators\nepoch 1\n"),
        (&["role", "add", "operators", "user:Jo Ann"], "+    3  GRANT ROLE operators TO 'user:Jo Ann'\nepoch 2\n"),
        (
            &[
                "grant",
                "OPERATE,AUDIT",
                "--on",
                "SERVER",
                "--to",
                "role:operators",
                "--until",
                "2099-01-01",
                "--dry-run",
            ],
            "+    5  GRANT OPERATE, AUDIT ON SERVER TO role:operators UNTIL '2099-01-01 00:00:00+00:00'\n\
             nothing was changed; epoch 2\n",
        ),
        (
            &["sql", "GRANT AUDIT ON SERVER TO role:operators"],
            "+    5  GRANT AUDIT ON SERVER TO role:operators\nepoch 3\n",
        ),
        (&["show", "roles"], "ROLE       MEMBERS\noperators  user:Jo Ann\n"),
        (
            &["revoke", "AUDIT", "--on", "SERVER", "--from", "role:operators"],
            "-    5  GRANT AUDIT ON SERVER TO role:operators\nepoch 4\n",
        ),
        (&["show", "grants"], "none\n"),
    ];
    for (arguments, expected) in steps {
        assert_eq!(metastore.said(arguments), (Some(0), expected.to_owned(), String::new()), "{arguments:?}");
    }
}

#[test]
fn a_policy_is_a_file_and_has_a_history() {
    let from = Metastore::new();
    for text in [
        "CREATE ROLE a",
        "GRANT ROLE a TO user:x",
        "GRANT ADMIN ON SERVER TO role:a",
        "CREATE TAG pii VALUES ('it''s')",
    ] {
        assert_eq!(from.said(&["sql", text]).0, Some(0), "{text}");
    }
    let file = from.path("policy.yaml");
    assert_eq!(from.said(&["policy", "export", "-f", &file]).0, Some(0));
    let to = Metastore::new();
    assert_eq!(to.said(&["sql", "CREATE ROLE b"]).0, Some(0));
    assert_eq!(to.said(&["policy", "import", "-f", &file]).0, Some(0));
    let (code, out, _) = to.said(&["policy", "import", "-f", &file]);
    assert_eq!((code, out.as_str()), (Some(0), "nothing to change; epoch 2\n"));
    assert_eq!(to.said(&["policy", "import", "-f", &file, "--replace"]).0, Some(0));
    let statements = |metastore: &Metastore| {
        let (_, out, _) = metastore.said(&["policy", "export"]);
        out.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(statements(&to), statements(&from));
    let (_, history, _) = to.said(&["policy", "history", "--json"]);
    let history: serde_json::Value = serde_json::from_str(&history).expect("JSON");
    let of = |n: usize| (history[n]["epoch"].clone(), history[n]["action"].clone(), history[n]["actor"].clone());
    assert_eq!(of(0), (1.into(), "add".into(), "user:ann".into()));
    assert_eq!(of(5), (3.into(), "remove".into(), "user:ann".into()));
    assert_eq!(to.said(&["policy", "rollback", "1"]).0, Some(0));
    assert_eq!(statements(&to), ["statements:", "  - 'CREATE ROLE b'"]);
    assert_eq!(to.said(&["policy", "lint"]), (Some(0), "none\n".to_owned(), String::new()));
}

#[test]
fn exit_codes_tell_what_kind_of_no_it_is() {
    let metastore = Metastore::new();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["sql", "GRANT SELECT ON nope.t TO public"], 1, "there is no table nope.t"),
        (&["explain", "--as", "user:x", "SELECT", "nope.t"], 1, "there is no table nope.t"),
        (&["sql", "GRANT LOOK ON a.b TO public"], 2, "unknown right"),
        (&["grant", "SELECT", "--on", "a.b", "--rows", "a = b", "--to", "public"], 2, "no constant"),
        (&["grant", "SELECT", "--on", "a.b", "--to", "alice"], 2, "user:NAME"),
        (&["policy", "import", "-f", "/nowhere.yaml"], 2, "cannot read /nowhere.yaml"),
        (&["policy", "rollback", "9"], 1, "there is no epoch 9"),
    ];
    for (arguments, code, expected) in cases {
        let (found, _, err) = metastore.said(arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {err}");
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
    std::fs::remove_file(metastore.path("metastore.db")).expect("removed");
    assert_eq!(metastore.said(&["show", "roles"]).0, Some(3));
}

#[test]
fn tokens_and_the_policy_are_kept_in_one_database_whichever_came_first() {
    let metastore = Metastore::new();
    let file = metastore.path("a.token");
    let mint = ["token", "mint", "--principal", "user:a", "--hadoop-file", &file];
    for arguments in [&mint[..], &["access", "init"], &["token", "list"], &["token", "revoke", "user:a"]] {
        let (code, _, err) = metastore.said(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
    }
}
