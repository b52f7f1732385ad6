//! What is due goes, and nothing else.

use super::*;
use crate::testing::{World, stages};
use skep_schema::Version;

use skep_types::NotificationEventRequest;
use std::time::Duration;

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(World::on(backend, version).await).await;
    }
}

const DAY: i64 = 24 * 60 * 60;
/// The time in every test, in seconds.
const NOW: i64 = 1_700_000_000;

/// A table by its id: how long it keeps partitions, and whether anybody looks after them.
async fn table(world: &World, id: i64, database: i64, period: &str, discover: &str) {
    world
        .run(&format!(
            r#"insert into "TBLS" ("TBL_ID", "DB_ID", "TBL_NAME", "TBL_TYPE", "CREATE_TIME", "LAST_ACCESS_TIME",
                "RETENTION", "IS_REWRITE_ENABLED") values ({id}, {database}, 't{id}', 'MANAGED_TABLE', 5, 0, 0, false);
            insert into "TABLE_PARAMS" ("TBL_ID", "PARAM_KEY", "PARAM_VALUE")
                values ({id}, 'partition.retention.period', '{period}'), ({id}, 'discover.partitions', '{discover}');
            insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX")
                values ({id}, 'ds', 'string', 0);"#
        ))
        .await;
    for (part, age) in [(1, 8 * DAY), (2, 6 * DAY), (3, NOW)] {
        let (part_id, made) = (id * 10 + part, NOW - age);
        world
            .run(&format!(
                r#"insert into "PARTITIONS" ("PART_ID", "TBL_ID", "PART_NAME", "CREATE_TIME", "LAST_ACCESS_TIME")
                    values ({part_id}, {id}, 'ds={part}', {made}, 0);
                insert into "PARTITION_KEY_VALS" ("PART_ID", "PART_KEY_VAL", "INTEGER_IDX")
                    values ({part_id}, '{part}', 0);"#
            ))
            .await;
    }
}

async fn databases(world: &World) {
    let (column, value) = match world.catalog.db.version() {
        Version::V2_3 => ("", ""),
        _ => (r#", "CTLG_NAME""#, ", 'hive'"),
    };
    world
        .run(&format!(
            r#"insert into "DBS" ("DB_ID", "NAME", "DB_LOCATION_URI"{column})
                values (1, 'db', 'file:/x'{value}), (2, 'copy', 'file:/y'{value});
            insert into "DATABASE_PARAMS" ("DB_ID", "PARAM_KEY", "PARAM_VALUE")
                values (2, 'repl.target.for', 'policy');"#
        ))
        .await;
}

async fn left(world: &World) -> Vec<i64> {
    let query = skep_sql::Fragment::new(r#"select p."PART_ID" from "PARTITIONS" p order by p."PART_ID""#);
    let rows = world.catalog.db.rows_of(&query).await.expect("listed");
    rows.iter().map(|row| row.get(0).expect("an id")).collect()
}

#[tokio::test]
async fn partitions_go_when_their_table_says_so() {
    everywhere(async |world| {
        databases(&world).await;
        table(&world, 1, 1, "7d", "true").await;
        table(&world, 2, 1, "7d", "false").await;
        table(&world, 3, 1, "a week", "true").await;
        table(&world, 4, 1, "10d", "TRUE").await;
        table(&world, 5, 2, "7d", "true").await;
        assert_eq!(drop_expired_partitions(&world.catalog).await.expect("done"), 1);
        let all = (1..=5).flat_map(|table| [table * 10 + 1, table * 10 + 2, table * 10 + 3]);
        assert_eq!(left(&world).await, all.filter(|id| *id != 11).collect::<Vec<_>>());
        let events = crate::event::next(&world.catalog, &NotificationEventRequest::default()).await.expect("read");
        let kinds: Vec<_> = events.iter().map(|event| event.event_type.as_str()).collect();
        assert_eq!(kinds, ["DROP_PARTITION"]);
        assert_eq!(drop_expired_partitions(&world.catalog).await.expect("done"), 0, "nothing is left to do");
    })
    .await;
}

#[tokio::test]
async fn rows_are_forgotten_at_their_age_where_there_are_such_rows() {
    everywhere(async |world| {
        let version = world.catalog.db.version();
        let (old, young) = (NOW - 3 * DAY - 1, NOW - 3 * DAY);
        if version >= Version::V4_0 {
            world
                .run(&format!(
                    r#"insert into "TXN_WRITE_NOTIFICATION_LOG" ("WNL_ID", "WNL_TXNID", "WNL_WRITEID", "WNL_DATABASE",
                        "WNL_TABLE", "WNL_PARTITION", "WNL_TABLE_OBJ", "WNL_EVENT_TIME")
                        values (1, 1, 1, 'd', 't', '', '', {old}), (2, 2, 1, 'd', 't', '', '', {young});"#
                ))
                .await;
        }
        let keep = Duration::from_secs(3 * DAY as u64);
        let expected = u64::from(version >= Version::V4_0);
        assert_eq!(forget_write_events(&world.catalog, keep).await.expect("done"), expected);
    })
    .await;
}
