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

#[tokio::test]
async fn a_release_makes_the_schema_once_and_stops_at_what_it_does_not_know() {
    for backend in SERVERS {
        let db = TestDatabase::empty(backend).await;
        let init = |version: &'static str| {
            ["schema", "init", "--if-empty", "--hive-version", version, "--database", db.url()].map(str::to_owned)
        };
        let init = |version| skep(&init(version).each_ref().map(String::as_str));
        let made = init("3.1");
        assert!(String::from_utf8_lossy(&made.stdout).starts_with("made schema 3.1.0 in "), "{backend}: {made:?}");
        let again = init("4.1");
        assert!(again.status.success(), "{backend}: {again:?}");
        assert!(
            String::from_utf8_lossy(&again.stdout).ends_with(" has schema 3.1.0 already\n"),
            "{backend}: {again:?}"
        );

        let other = TestDatabase::empty(backend).await;
        run(&other, r#"create table "INVOICES" ("ID" int);"#).await;
        let stopped = skep(&["schema", "init", "--if-empty", "--database", other.url()]);
        assert_eq!(stopped.status.code(), Some(1), "{backend}: {stopped:?}");
        assert!(String::from_utf8_lossy(&stopped.stderr).contains("is no Hive metastore"), "{backend}: {stopped:?}");
    }
}

/// Statements as both servers take them: names in double quotes.
async fn run(db: &TestDatabase, script: &str) {
    let script = if db.backend() == Backend::Mariadb { script.replace('"', "`") } else { script.to_owned() };
    db.run(&script).await;
}

/// Two tables' worth of what goes wrong in a metastore that has lived, and a serde of the registry, which is all right.
const ILL: &str = r#"
insert into "CDS" ("CD_ID") values (1), (2);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'a', 'int', 0), (1, 'b', 'int', 2), (1, 'c', 'int', 5), (2, 'it''s', 'int', 0);
insert into "SERDES" ("SERDE_ID", "NAME", "SLIB") values (1, null, null), (2, null, 'lost \\ one'), (3, 'registered', null);
insert into "SDS" ("SD_ID", "CD_ID", "SERDE_ID", "LOCATION", "IS_COMPRESSED", "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES") values (1, 1, 1, 'hdfs://nn/t', false, -1, false), (2, 2, 2, null, true, -1, false);
insert into "SD_PARAMS" ("SD_ID", "PARAM_KEY", "PARAM_VALUE") values (2, 'k', 'v');
insert into "DBS" ("DB_ID", "DB_LOCATION_URI", "NAME", "CTLG_NAME") values (1, 's3a://lake', 'sales', 'hive');
insert into "TBLS" ("TBL_ID", "CREATE_TIME", "DB_ID", "LAST_ACCESS_TIME", "RETENTION", "SD_ID", "TBL_NAME", "TBL_TYPE", "IS_REWRITE_ENABLED") values (1, 0, 1, 0, 0, 1, 'orders', 'MANAGED_TABLE', false);
insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MTable', 1);
insert into "NOTIFICATION_LOG" ("NL_ID", "EVENT_ID", "EVENT_TIME", "EVENT_TYPE") values (1, 7, 0, 'OPEN_TXN');
insert into "HIVE_LOCKS" ("HL_LOCK_EXT_ID", "HL_LOCK_INT_ID", "HL_TXNID", "HL_DB", "HL_LOCK_STATE", "HL_LOCK_TYPE", "HL_LAST_HEARTBEAT", "HL_USER", "HL_HOST") values (9, 1, 0, 'sales', 'a', 'r', 1, 'u', 'h');
"#;

fn findings(db: &TestDatabase) -> Vec<String> {
    let output = skep(&["schema", "doctor", "--json", "--database", db.url()]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let rows = told["findings"].as_array().expect("a list");
    let line =
        |row: &serde_json::Value| format!("{} {} {}", row["severity"], row["rows"], row["place"]).replace('"', "");
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn what_is_wrong_is_found_cured_and_can_be_taken_back() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for backend in SERVERS {
        let db = TestDatabase::empty(backend).await;
        said(&["schema", "init", "--database", db.url()]);
        assert_eq!(said(&["schema", "doctor", "--database", db.url()]), "nothing is wrong\n");
        run(&db, ILL).await;
        let ill = findings(&db);
        let expected = [
            "error 0 NEXT_LOCK_ID.NL_NEXT, which counts HIVE_LOCKS: next 1, highest in use 9",
            "error 0 NOTIFICATION_SEQUENCE.NEXT_EVENT_ID, which counts NOTIFICATION_LOG: next 1, highest in use 7",
            "error 0 the next NL_ID of NOTIFICATION_LOG (SEQUENCE_TABLE, MNotificationLog): next 1, highest in use 1",
            "error 0 the next TBL_ID of TBLS (SEQUENCE_TABLE, MTable): next 1, highest in use 1",
            "note 1 rows of SDS that no row of TBLS, PARTITIONS points to",
            "warning 1 lists of columns in COLUMNS_V2",
            "warning 1 locks without a heartbeat for a day",
        ];
        assert_eq!(ill, expected, "{backend}");
        let undo = folder.path().join(format!("{backend}.sql"));
        let undo = undo.to_str().expect("UTF-8");
        let cured = skep(&["schema", "doctor", "--fix", "--undo", undo, "--database", db.url()]);
        assert!(cured.status.success(), "{backend}: {}", String::from_utf8_lossy(&cured.stderr));
        assert_eq!(findings(&db), [""; 0], "{backend}: the descriptor's serde and columns went with it");
        let script = std::fs::read_to_string(undo).expect("written");
        db.run(&script).await;
        assert_eq!(findings(&db), ill, "{backend}: {script}");
    }
}

#[tokio::test]
async fn indexes_and_forgotten_transactions_are_put_right() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for backend in SERVERS {
        let db = TestDatabase::empty(backend).await;
        said(&["schema", "init", "--database", db.url()]);
        // One index gone, one on other columns, one that lets duplicates in.
        db.run(match backend {
            Backend::Mariadb => {
                "alter table MIN_HISTORY_LEVEL drop index MIN_HISTORY_LEVEL_IDX;
                 alter table HIVE_LOCKS drop index HL_TXNID_INDEX, add key HL_TXNID_INDEX (HL_USER);
                 alter table TYPES drop index UNIQUE_TYPE, add key UNIQUE_TYPE (TYPE_NAME);"
            }
            _ => {
                r#"drop index "MIN_HISTORY_LEVEL_IDX"; drop index "HL_TXNID_INDEX";
                   create index "HL_TXNID_INDEX" on "HIVE_LOCKS" ("HL_USER");
                   alter table "TYPES" drop constraint "UNIQUE_TYPE"; create index "UNIQUE_TYPE" on "TYPES" ("TYPE_NAME");"#
            }
        })
        .await;
        run(
            &db,
            r#"insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST") values (1, 'a', 1, 1, 'u', 'h'), (2, 'o', 1, 1, 'u', 'h');
insert into "HIVE_LOCKS" ("HL_LOCK_EXT_ID", "HL_LOCK_INT_ID", "HL_TXNID", "HL_DB", "HL_LOCK_STATE", "HL_LOCK_TYPE", "HL_LAST_HEARTBEAT", "HL_USER", "HL_HOST") values (0, 1, 2, 'sales', 'a', 'r', 1, 'u', 'h');
insert into "MIN_HISTORY_LEVEL" ("MHL_TXNID", "MHL_MIN_OPEN_TXNID") values (2, 2);
insert into "TYPES" ("TYPES_ID", "TYPE_NAME") values (1, 'twice'), (2, 'twice');
"#,
        )
        .await;
        let ill = findings(&db);
        let expected = [
            "note 0 table HIVE_LOCKS has no index on (HL_TXNID)",
            "note 0 table MIN_HISTORY_LEVEL has no index on (MHL_MIN_OPEN_TXNID)",
            "note 0 the index on (TYPE_NAME) of table TYPES is not unique",
            "warning 1 open transactions without a heartbeat for a day",
        ];
        assert_eq!(ill, expected, "{backend}");
        let fix = |undo: &str| {
            let cured = skep(&["schema", "doctor", "--fix", "--undo", undo, "--database", db.url()]);
            assert!(cured.status.success(), "{backend}: {}", String::from_utf8_lossy(&cured.stderr));
        };
        let undo = folder.path().join(format!("{backend}.sql"));
        let undo = undo.to_str().expect("UTF-8");
        fix(undo);
        assert_eq!(findings(&db), [expected[2]], "{backend}: two types of one name stay two");
        let script = std::fs::read_to_string(undo).expect("written");
        db.run(&script).await;
        assert_eq!(findings(&db), ill, "{backend}: {script}");
        run(&db, r#"delete from "TYPES" where "TYPES_ID" = 2"#).await;
        fix(undo);
        assert_eq!(findings(&db), [""; 0], "{backend}");
    }
}

#[tokio::test]
async fn a_check_before_a_takeover_counts_and_names_what_would_differ() {
    for backend in SERVERS {
        let db = TestDatabase::empty(backend).await;
        said(&["schema", "init", "--database", db.url()]);
        run(&db, ILL).await;
        let told = said(&["takeover", "check", "--database", db.url()]);
        for expected in [
            "         4.1.0  schema of Hive\n",
            "             1  tables\n",
            "             1  tables of type MANAGED_TABLE\n",
            "             1  locations hdfs:\n",
            "1 locations hdfs: are answered as they are",
            "1 lists of columns in COLUMNS_V2: a Java server reads nulls",
            "  - names come in their order; the Java server leaves it to its database\n",
        ] {
            assert!(told.contains(expected), "{backend} {expected}\n{told}");
        }
        let json = said(&["takeover", "check", "--json", "--database", db.url()]);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["counts"]["tables"], 1, "{json:#}");
        assert_eq!(json["schemes"]["hdfs"], 1, "{json:#}");
        assert_eq!(json["schema"], "4.1.0", "{json:#}");
        let different = json["different"].as_array().expect("a list");
        let says = |start: &str| different.iter().any(|line| line.as_str().is_some_and(|line| line.starts_with(start)));
        assert!(says("1 locations hdfs: ") && says("1 lists of columns in COLUMNS_V2: "), "{json:#}");
    }
}
