//! Tables, their constraints and statistics, and the indexes of Hive 2.

use super::{Step, call, column, keys, list, map, partition, partitioned, s, table};
use skep_types::{
    AddCheckConstraintRequest, AddDefaultConstraintRequest, AddForeignKeyRequest, AddNotNullConstraintRequest,
    AddPrimaryKeyRequest, AddUniqueConstraintRequest, AlterTableRequest, ColumnStatistics, ColumnStatisticsData,
    ColumnStatisticsDesc, ColumnStatisticsObj, CreateTableRequest, CreationMetadata, DeleteColumnStatisticsRequest,
    DropConstraintRequest, DropTableRequest, EnvironmentContext, LongColumnStatsData, SQLCheckConstraint,
    SQLDefaultConstraint, SQLForeignKey, SQLNotNullConstraint, SQLPrimaryKey, SQLUniqueConstraint,
    SetPartitionsStatsRequest, Table, TableParamsUpdate, TruncateTableRequest, UpdateTransactionalStatsRequest,
};

pub fn makes() -> Vec<Step> {
    vec![
        call!(CreateTable { tbl: partitioned("t") }),
        call!(CreateTableWithEnvironmentContext { tbl: partitioned("u"), environment_context: context(&[]) }),
        call!(CreateTableReq { request: CreateTableRequest { table: iceberg("1"), ..Default::default() } }),
        call!(CreateTableWithConstraints {
            tbl: table("parent"),
            primary_keys: vec![primary("parent")],
            foreign_keys: vec![],
            unique_constraints: vec![unique("parent", "uq")],
            not_null_constraints: vec![not_null("parent", "nn")],
            default_constraints: vec![],
            check_constraints: vec![],
        }),
        call!(CreateTable { tbl: table("child") }),
        call!(AddPrimaryKey { req: AddPrimaryKeyRequest { primary_key_cols: vec![primary("child")] } }),
        call!(AddForeignKey { req: AddForeignKeyRequest { foreign_key_cols: vec![foreign()] } }),
        call!(AddUniqueConstraint {
            req: AddUniqueConstraintRequest { unique_constraint_cols: vec![unique("child", "uq2")] },
        }),
        call!(AddNotNullConstraint {
            req: AddNotNullConstraintRequest { not_null_constraint_cols: vec![not_null("child", "nn2")] },
        }),
        call!(AddDefaultConstraint {
            req: AddDefaultConstraintRequest {
                default_constraint_cols: vec![SQLDefaultConstraint {
                    table_db: s("d"),
                    table_name: s("child"),
                    column_name: s("b"),
                    default_value: s("7"),
                    dc_name: s("df"),
                    ..Default::default()
                }],
            },
        }),
        call!(AddCheckConstraint {
            req: AddCheckConstraintRequest {
                check_constraint_cols: vec![SQLCheckConstraint {
                    table_db: s("d"),
                    table_name: s("child"),
                    column_name: s("b"),
                    check_expression: s("b > 0"),
                    dc_name: s("ck"),
                    ..Default::default()
                }],
            },
        }),
        call!(DropConstraint {
            req: DropConstraintRequest {
                dbname: "d".into(),
                tablename: "child".into(),
                constraintname: "uq2".into(),
                ..Default::default()
            },
        }),
        call!(CreateTable { tbl: view() }),
        call!(CreateTable { tbl: wide(&["a"]) }),
        call!(AddPartition { new_part: partition("wide", "1") }),
    ]
}

pub fn changes() -> Vec<Step> {
    let columns = |more: &str| {
        let mut changed = table("parent");
        changed.sd.as_mut().expect("storage").cols = Some(vec![column("a"), column("b"), column(more)]);
        changed
    };
    vec![
        call!(AlterTable { dbname: "d", tbl_name: "parent", new_tbl: columns("c") }),
        call!(AlterTable { dbname: "d", tbl_name: "child", new_tbl: Table { table_name: s("kid"), ..table("child") } }),
        call!(AlterTableWithCascade { dbname: "d", tbl_name: "wide", new_tbl: wide(&["a", "z"]), cascade: true }),
        // Iceberg's two ways to commit: Hive 4's words in the environment, and the request's own.
        call!(AlterTableWithEnvironmentContext {
            dbname: "d",
            tbl_name: "ice",
            new_tbl: iceberg("2"),
            environment_context: context(&[
                ("expected_parameter_key", "metadata_location"),
                ("expected_parameter_value", "file:/nowhere/1.json"),
            ]),
        }),
        call!(AlterTableReq {
            req: AlterTableRequest {
                db_name: "d".into(),
                table_name: "ice".into(),
                table: iceberg("3"),
                expected_parameter_key: s("metadata_location"),
                expected_parameter_value: s("file:/nowhere/2.json"),
                ..Default::default()
            },
        }),
        call!(UpdateTableParams {
            updates: vec![TableParamsUpdate {
                db_name: "d".into(),
                table_name: "parent".into(),
                params: map(&[("k", "w")]),
                ..Default::default()
            }],
        }),
        call!(UpdateCreationMetadata {
            cat_name: "hive",
            dbname: "d",
            tbl_name: "mv",
            creation_metadata: creation(Some(7)),
        }),
        call!(UpdateTableColumnStatistics { stats_obj: statistics("parent", None, 10) }),
        call!(UpdateTableColumnStatisticsReq { req: statistics_request("parent", None, 20) }),
        call!(SetAggrStatsFor { request: statistics_request("parent", None, 30) }),
        call!(UpdateTransactionStatistics {
            req: UpdateTransactionalStatsRequest { table_id: 4, insert_count: 5, updated_count: 1, deleted_count: 1 },
        })
        .with_ids(),
        call!(DeleteTableColumnStatistics { db_name: "d", tbl_name: "parent", col_name: "a", engine: "hive" }),
        call!(UpdateTableColumnStatistics { stats_obj: statistics("parent", None, 40) }),
        call!(DeleteColumnStatisticsReq {
            req: DeleteColumnStatisticsRequest {
                db_name: "d".into(),
                tbl_name: "parent".into(),
                table_level: Some(true),
                ..Default::default()
            },
        }),
        call!(TruncateTable { db_name: "d", table_name: "t", part_names: list(&["p=1"]) }),
        call!(TruncateTableReq {
            req: TruncateTableRequest { db_name: "d".into(), table_name: "t".into(), ..Default::default() },
        }),
    ]
}

pub fn drops() -> Vec<Step> {
    vec![
        call!(DropTable { dbname: "d", name: "kid", delete_data: true }),
        call!(DropTableWithEnvironmentContext {
            dbname: "d",
            name: "u",
            delete_data: true,
            environment_context: context(&[]),
        }),
        call!(DropTableReq {
            drop_table_req: DropTableRequest {
                db_name: "d".into(),
                table_name: "mv".into(),
                delete_data: Some(true),
                ..Default::default()
            },
        }),
    ]
}

pub fn context(properties: &[(&str, &str)]) -> EnvironmentContext {
    EnvironmentContext { properties: Some(map(properties)) }
}

fn iceberg(version: &str) -> Table {
    let location = format!("file:/nowhere/{version}.json");
    let parameters = [("EXTERNAL", "TRUE"), ("table_type", "ICEBERG"), ("metadata_location", location.as_str())];
    let mut parameters = map(&parameters);
    if let Some(previous) = version.parse::<u32>().ok().filter(|version| *version > 1) {
        let previous = format!("file:/nowhere/{}.json", previous - 1);
        parameters.insert("previous_metadata_location".into(), previous.into());
    }
    Table { parameters: Some(parameters), ..table("ice") }
}

fn wide(columns: &[&str]) -> Table {
    let mut wide = Table { partition_keys: Some(keys()), ..table("wide") };
    wide.sd.get_or_insert_default().cols = Some(columns.iter().map(|name| column(name)).collect());
    wide
}

fn view() -> Table {
    Table {
        table_type: s("MATERIALIZED_VIEW"),
        view_original_text: s("select 1"),
        view_expanded_text: s("select 1"),
        rewrite_enabled: Some(true),
        parameters: None,
        creation_metadata: Some(creation(None)),
        ..table("mv")
    }
}

fn creation(time: Option<i64>) -> CreationMetadata {
    CreationMetadata {
        cat_name: "hive".into(),
        db_name: "d".into(),
        tbl_name: "mv".into(),
        tables_used: ["d.parent".into()].into(),
        materialization_time: time,
        ..Default::default()
    }
}

pub fn statistics(table: &str, partition: Option<&str>, distinct: i64) -> ColumnStatistics {
    let long =
        LongColumnStatsData { low_value: Some(1), high_value: Some(9), num_d_vs: distinct, ..Default::default() };
    let object = |name: &str| ColumnStatisticsObj {
        col_name: name.into(),
        col_type: "bigint".into(),
        stats_data: ColumnStatisticsData::LongStats(long.clone()),
    };
    ColumnStatistics {
        stats_desc: ColumnStatisticsDesc {
            is_tbl_level: partition.is_none(),
            db_name: "d".into(),
            table_name: table.into(),
            part_name: partition.map(Into::into),
            ..Default::default()
        },
        stats_obj: vec![object("a"), object("b")],
        engine: s("hive"),
        ..Default::default()
    }
}

pub fn statistics_request(table: &str, partition: Option<&str>, distinct: i64) -> SetPartitionsStatsRequest {
    SetPartitionsStatsRequest { col_stats: vec![statistics(table, partition, distinct)], ..Default::default() }
}

fn primary(table: &str) -> SQLPrimaryKey {
    SQLPrimaryKey {
        table_db: s("d"),
        table_name: s(table),
        column_name: s("a"),
        key_seq: Some(1),
        pk_name: Some(format!("pk_{table}").into()),
        ..Default::default()
    }
}

fn foreign() -> SQLForeignKey {
    SQLForeignKey {
        pktable_db: s("d"),
        pktable_name: s("parent"),
        pkcolumn_name: s("a"),
        fktable_db: s("d"),
        fktable_name: s("child"),
        fkcolumn_name: s("b"),
        key_seq: Some(1),
        fk_name: s("fk"),
        pk_name: s("pk_parent"),
        ..Default::default()
    }
}

fn unique(table: &str, name: &str) -> SQLUniqueConstraint {
    SQLUniqueConstraint {
        table_db: s("d"),
        table_name: s(table),
        column_name: s("b"),
        key_seq: Some(1),
        uk_name: s(name),
        ..Default::default()
    }
}

fn not_null(table: &str, name: &str) -> SQLNotNullConstraint {
    SQLNotNullConstraint {
        table_db: s("d"),
        table_name: s(table),
        column_name: s("b"),
        nn_name: s(name),
        ..Default::default()
    }
}
