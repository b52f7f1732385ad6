//! What an operator does around a takeover, as the program says it.

use std::process::{Command, Output};

use skep_testing::{Backend, TestDatabase};

const SERVERS: [Backend; 2] = [Backend::Postgres, Backend::Mariadb];

fn skep(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_skep")).args(arguments).env_clear().output().expect("runs")
}

/// Standard output of a command that has to succeed.
fn said(arguments: &[&str]) -> String {
    let output = skep(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[tokio::test]
async fn an_upgrade_is_rehearsed_then_done_then_nothing_is_left() {
    for backend in SERVERS {
        let db = TestDatabase::empty(backend).await;
        let on = ["--database", db.url()];
        said(&[&["schema", "init", "--hive-version", "3.1"], &on[..]].concat());
        let rehearsed = said(&[&["schema", "upgrade", "--to", "4.0", "--dry-run"], &on[..]].concat());
        assert!(rehearsed.ends_with(" statements from schema 3.1.0 to 4.0.0; none was run\n"), "{rehearsed}");
        assert!(said(&[&["schema", "info"], &on[..]].concat()).contains("3.1.0"));
        let done = said(&[&["schema", "upgrade", "--to", "4.0"], &on[..]].concat());
        assert!(done.ends_with(" has schema 4.0.0; it had 3.1.0\n"), "{done}");
        // What was printed is what was done.
        let statements =
            |text: &str| text.lines().filter(|line| line.ends_with(';')).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(statements(&done), statements(&rehearsed), "{backend}");
        let again = said(&[&["schema", "upgrade", "--to", "4.0"], &on[..]].concat());
        assert!(again.ends_with(" has schema 4.0.0 already\n"), "{again}");
        let back = skep(&[&["schema", "upgrade", "--to", "3.1"], &on[..]].concat());
        assert_eq!(back.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&back.stderr).contains("its schema is 4.0.0, newer than 3.1.0"));
    }
}
