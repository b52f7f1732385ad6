"""What a Spark user does with a Hive metastore, in order, on a stock pyspark.

    python spark_scenario.py --metastore thrift://127.0.0.1:9083 --warehouse DIR

Every step asserts what came back. Steps keep to their own tables, so one failure does not hide
the next. What the steps leave behind in database `shop` is compared, row by row, with what the
same script leaves in the database of Apache's own metastore.
"""

import argparse
import os
import pathlib
import sys
import time
import traceback

from pyspark.sql import SparkSession

STEPS = []


def step(function):
    STEPS.append(function)
    return function


def session(arguments):
    builder = (
        SparkSession.builder.master("local[2]")
        .appName("spark-scenario")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", arguments.warehouse)
        .config("spark.hadoop.hive.metastore.uris", arguments.metastore)
        # A call that fails must show, not be hidden by Spark's second try elsewhere.
        # Apache's 2.3.9 fails on numeric and date keys over PostgreSQL.
        .config("spark.sql.hive.metastorePartitionPruningFallbackOnException", str(arguments.peer).lower())
        .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict")
        .config("spark.sql.sources.schemaStringLengthThreshold", "4000")
        .config("spark.log.level", "ERROR")
    )
    return builder.enableHiveSupport().getOrCreate()


class Shop:
    """The session, with the few questions the steps keep asking."""

    def __init__(self, spark, arguments):
        self.spark = spark
        self.peer = arguments.peer
        self.folder = pathlib.Path(arguments.warehouse).parent / "files"
        self.folder.mkdir(parents=True, exist_ok=True)

    def sql(self, text):
        return self.spark.sql(text)

    def rows(self, text):
        return [tuple(row) for row in self.spark.sql(text).collect()]

    def values(self, text):
        """The first column."""
        return [row[0] for row in self.rows(text)]

    def described(self, table, extra=""):
        """DESCRIBE FORMATTED as a dictionary."""
        told = {}
        for name, value, *_ in self.rows(f"DESCRIBE FORMATTED {table} {extra}"):
            # A partition's answers come before its table's.
            told.setdefault(name.strip(), (value or "").strip())
        return told

    def properties(self, table):
        return dict(self.rows(f"SHOW TBLPROPERTIES {table}"))

    def stored(self, database, table):
        """The table as the metastore client returns it, Spark's own properties included."""
        catalog = self.spark._jsparkSession.sharedState().externalCatalog().unwrapped()
        return catalog.client().getTable(database, table)

    def pruned(self, frame, rows, partitions):
        """The query gives these rows, and the metastore sent just these partitions for it."""
        counter = self.spark._jvm.org.apache.spark.metrics.source.HiveCatalogMetrics.METRIC_PARTITIONS_FETCHED()
        before = counter.getCount()
        found = sorted(tuple(row) for row in frame.collect())
        sent = counter.getCount() - before
        same(found, rows)
        if not self.peer:
            same((sent, "partitions sent"), (partitions, "partitions sent"))

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def refused(shop, text, *words):
    """The statement fails, and says why in these words."""
    try:
        shop.sql(text).collect()
    except Exception as error:
        for word in words:
            assert word.lower() in str(error).lower(), f"{word!r} is not in: {error}"
        return
    raise AssertionError(f"was not refused: {text}")


# -- databases -------------------------------------------------------------------------------


@step
def the_default_database_is_there(shop):
    assert "default" in shop.values("SHOW DATABASES")
    same(shop.rows("SHOW TABLES IN default"), [])


@step
def a_database_keeps_its_comment_and_properties(shop):
    shop.sql("CREATE DATABASE shop COMMENT 'the shop' WITH DBPROPERTIES ('team'='blue', 'tier'='1')")
    shop.sql("CREATE DATABASE IF NOT EXISTS shop")
    refused(shop, "CREATE DATABASE shop", "already exists")
    same(shop.values("SHOW DATABASES LIKE 'sh*'"), ["shop"])
    shop.sql("ALTER DATABASE shop SET DBPROPERTIES ('tier'='2')")
    told = dict(shop.rows("DESCRIBE DATABASE EXTENDED shop"))
    same(told["Comment"], "the shop")
    same(told["Properties"], "((team,blue), (tier,2))")
    assert told["Location"].endswith("/shop.db"), told
    shop.sql("USE shop")
    same(shop.values("SELECT current_database()"), ["shop"])


# -- tables and data -------------------------------------------------------------------------


@step
def a_text_table_is_loaded_from_a_local_file(shop):
    path = shop.file("people.txt", "1,ann\n2,bob\n3,cid\n")
    shop.sql(
        "CREATE TABLE people (id INT COMMENT 'number', name STRING) COMMENT 'everybody' "
        "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE TBLPROPERTIES ('kept'='yes')"
    )
    shop.sql(f"LOAD DATA LOCAL INPATH '{path}' INTO TABLE people")
    same(sorted(shop.rows("SELECT * FROM people")), [(1, "ann"), (2, "bob"), (3, "cid")])
    refused(shop, "CREATE TABLE people (id INT) STORED AS TEXTFILE", "already exists")
    told = shop.described("people")
    same((told["Type"], told["Comment"]), ("MANAGED", "everybody"))
    same(told["Serde Library"], "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
    same(shop.rows("SHOW TABLES LIKE 'peo*'"), [("shop", "people", False)])


@step
def columns_of_nested_types_are_added(shop):
    shop.sql("ALTER TABLE people ADD COLUMNS (arrayCol ARRAY<INT>)")
    shop.sql("ALTER TABLE people ADD COLUMNS (tags MAP<STRING, STRUCT<a: INT, b: STRING>> COMMENT 'labels')")
    same(shop.spark.table("people").columns, ["id", "name", "arrayCol", "tags"])
    same(dict(shop.spark.table("people").dtypes)["arrayCol"], "array<int>")
    same(shop.values("SELECT count(*) FROM people WHERE arrayCol IS NULL"), [3])


@step
def rows_are_inserted_and_overwritten(shop):
    shop.sql("CREATE TABLE numbers (n INT, half DOUBLE) STORED AS TEXTFILE")
    shop.sql("INSERT INTO numbers VALUES (1, 0.5D), (2, 1.0D)")
    shop.sql("INSERT INTO numbers SELECT 3, 1.5D")
    same(shop.values("SELECT n FROM numbers ORDER BY n"), [1, 2, 3])
    shop.sql("INSERT OVERWRITE TABLE numbers VALUES (9, 4.5D)")
    same(shop.rows("SELECT * FROM numbers"), [(9, 4.5)])


@step
def a_table_is_created_from_a_query_as_orc(shop):
    shop.sql("CREATE TABLE people_orc STORED AS ORC AS SELECT id, name FROM people WHERE id > 1")
    same(sorted(shop.rows("SELECT * FROM people_orc")), [(2, "bob"), (3, "cid")])
    assert "orc" in shop.described("people_orc")["InputFormat"].lower()


@step
def an_external_parquet_table_lives_where_it_was_put(shop):
    place = shop.folder / "prices"
    shop.sql(
        "CREATE EXTERNAL TABLE prices (item STRING, price DECIMAL(10,2), since DATE, at TIMESTAMP) "
        f"STORED AS PARQUET LOCATION 'file:{place}'"
    )
    shop.sql("INSERT INTO prices SELECT 'tea', 2.50BD, DATE '2024-02-29', TIMESTAMP '2024-02-29 10:11:12'")
    same([str(v) for v in shop.values("SELECT price FROM prices")], ["2.50"])
    told = shop.described("prices")
    same((told["Type"], told["Location"]), ("EXTERNAL", f"file:{place}"))
    shop.sql(f"CREATE EXTERNAL TABLE prices_again (item STRING) STORED AS PARQUET LOCATION 'file:{place}'")
    shop.sql("DROP TABLE prices_again")
    same(shop.values("SELECT item FROM prices"), ["tea"])


@step
def a_table_like_another_has_its_columns(shop):
    shop.sql("CREATE TABLE people_like LIKE people")
    same(shop.spark.table("people_like").columns, ["id", "name", "arrayCol", "tags"])
    same(shop.values("SELECT count(*) FROM people_like"), [0])


# -- partitions ------------------------------------------------------------------------------


@step
def fifty_dynamic_partitions_are_written_by_one_insert(shop):
    shop.sql("CREATE TABLE sales (amount INT) PARTITIONED BY (day INT) STORED AS TEXTFILE")
    shop.sql("INSERT INTO sales PARTITION (day) SELECT CAST(id * 10 AS INT), CAST(id AS INT) FROM range(50)")
    same(sorted(shop.values("SHOW PARTITIONS sales")), sorted(f"day={n}" for n in range(50)))
    same(shop.rows("SELECT count(*), sum(amount) FROM sales"), [(50, 12250)])
    shop.sql("INSERT OVERWRITE TABLE sales PARTITION (day) SELECT 7, 7")
    same(shop.rows("SELECT count(*), min(amount) FROM sales WHERE day = 7"), [(1, 7)])


@step
def int_keys_are_pruned_by_the_metastore(shop):
    cases = [
        ("day = 7", [7]),
        ("day > 47", [48, 49]),
        ("day >= 10 AND day < 13", [10, 11, 12]),
        ("day IN (1, 2, 49)", [1, 2, 49]),
        ("day = 3 OR day = 30", [3, 30]),
        ("day = 1000", []),
    ]
    for condition, days in cases:
        shop.pruned(shop.sql(f"SELECT day FROM sales WHERE {condition}"), [(day,) for day in days], len(days))


ODD_VALUES = ["plain", "a b", "100%", "x/y", "k=v", "q'uote", 'dq"uote', "[x]", "a:b", "A", "a", "tilde~", "back\\slash", "ümlaut"]


@step
def odd_characters_survive_in_string_keys(shop):
    shop.sql("CREATE TABLE odd (n INT) PARTITIONED BY (word STRING) STORED AS TEXTFILE")
    data = [(number, word) for number, word in enumerate(ODD_VALUES)]
    shop.spark.createDataFrame(data, "n INT, word STRING").coalesce(1).write.insertInto("odd")
    same(sorted(shop.rows("SELECT n, word FROM odd")), data)
    names = shop.values("SHOW PARTITIONS odd")
    same(len(names), len(ODD_VALUES))
    for name in ["word=100%25", "word=x%2Fy", "word=k%3Dv", "word=a b", "word=A", "word=a"]:
        assert name in names, f"{name} is not in {names}"


@step
def string_keys_are_pruned_by_the_metastore(shop):
    from pyspark.sql.functions import col

    for number, word in enumerate(ODD_VALUES):
        shop.pruned(shop.spark.table("odd").where(col("word") == word).select("n"), [(number,)], 1)
    cases = [
        ("word LIKE 'a%'", [1, 8, 10]),
        ("word IN ('A', 'plain', 'none')", [0, 9]),
        ("word != 'A'", [n for n in range(len(ODD_VALUES)) if n != 9]),
    ]
    for condition, numbers in cases:
        shop.pruned(shop.sql(f"SELECT n FROM odd WHERE {condition}"), [(n,) for n in numbers], len(numbers))


@step
def date_keys_are_pruned_by_the_metastore(shop):
    shop.sql("CREATE TABLE days (n INT) PARTITIONED BY (dt DATE, region STRING) STORED AS PARQUET")
    shop.sql(
        "INSERT INTO days PARTITION (dt, region) "
        "SELECT CAST(id AS INT), date_add(DATE '2024-01-01', CAST(id AS INT)), if(id % 2 = 0, 'eu', 'us') FROM range(10)"
    )
    cases = [
        ("dt = DATE '2024-01-05'", [4]),
        ("dt > DATE '2024-01-08'", [8, 9]),
        ("dt >= DATE '2024-01-02' AND region = 'us'", [1, 3, 5, 7, 9]),
        ("region = 'eu'", [0, 2, 4, 6, 8]),
    ]
    for condition, numbers in cases:
        shop.pruned(shop.sql(f"SELECT n FROM days WHERE {condition}"), [(n,) for n in numbers], len(numbers))
    same(shop.values("SHOW PARTITIONS days PARTITION (dt = DATE '2024-01-05')"), ["dt=2024-01-05/region=eu"])


@step
def a_missing_key_value_goes_to_the_default_partition(shop):
    shop.sql("CREATE TABLE holes (n INT) PARTITIONED BY (k STRING) STORED AS TEXTFILE")
    shop.sql("INSERT INTO holes PARTITION (k) SELECT 1, CAST(NULL AS STRING) UNION ALL SELECT 2, 'two'")
    same(sorted(shop.values("SHOW PARTITIONS holes")), ["k=__HIVE_DEFAULT_PARTITION__", "k=two"])
    same(shop.values("SELECT n FROM holes WHERE k IS NULL"), [1])
    same(shop.values("SELECT n FROM holes WHERE k = 'two'"), [2])


@step
def partitions_are_added_renamed_and_dropped(shop):
    shop.sql("CREATE TABLE stock (n INT) PARTITIONED BY (y INT, m STRING) STORED AS TEXTFILE")
    shop.sql("ALTER TABLE stock ADD PARTITION (y=2024, m='01') PARTITION (y=2024, m='02')")
    shop.sql(f"ALTER TABLE stock ADD IF NOT EXISTS PARTITION (y=2024, m='03') LOCATION 'file:{shop.folder}/march'")
    shop.sql("ALTER TABLE stock ADD IF NOT EXISTS PARTITION (y=2024, m='01')")
    refused(shop, "ALTER TABLE stock ADD PARTITION (y=2024, m='01')", "already exist")
    shop.sql("INSERT INTO stock PARTITION (y=2024, m='02') VALUES (2)")
    shop.sql("ALTER TABLE stock PARTITION (y=2024, m='02') RENAME TO PARTITION (y=2025, m='12')")
    same(sorted(shop.values("SHOW PARTITIONS stock")), ["y=2024/m=01", "y=2024/m=03", "y=2025/m=12"])
    same(shop.rows("SELECT * FROM stock"), [(2, 2025, "12")])
    refused(shop, "ALTER TABLE stock PARTITION (y=2000, m='1') RENAME TO PARTITION (y=2001, m='1')", "y")
    shop.sql("ALTER TABLE stock DROP PARTITION (y=2024, m='01')")
    shop.sql("ALTER TABLE stock DROP IF EXISTS PARTITION (y=1999, m='01')")
    refused(shop, "ALTER TABLE stock DROP PARTITION (y=1999, m='01')", "1999")
    same(sorted(shop.values("SHOW PARTITIONS stock")), ["y=2024/m=03", "y=2025/m=12"])


@step
def a_partition_has_its_own_place_and_serde(shop):
    shop.sql(f"ALTER TABLE stock PARTITION (y=2024, m='03') SET LOCATION 'file:{shop.folder}/third'")
    shop.sql("ALTER TABLE stock PARTITION (y=2024, m='03') SET SERDEPROPERTIES ('field.delim'=';')")
    told = shop.described("stock", "PARTITION (y=2024, m='03')")
    same(told["Location"], f"file:{shop.folder}/third")
    assert "field.delim=;" in told["Storage Properties"], told["Storage Properties"]
    assert "field.delim=;" not in shop.described("stock", "PARTITION (y=2025, m='12')").get("Storage Properties", "")


@step
def a_partition_is_loaded_and_truncated(shop):
    path = shop.file("stock.txt", "5\n6\n")
    shop.sql(f"LOAD DATA LOCAL INPATH '{path}' OVERWRITE INTO TABLE stock PARTITION (y=2026, m='01')")
    same(shop.values("SELECT n FROM stock WHERE y = 2026 ORDER BY n"), [5, 6])
    shop.sql("TRUNCATE TABLE stock PARTITION (y=2026, m='01')")
    same(shop.values("SELECT count(*) FROM stock WHERE y = 2026"), [0])
    assert "y=2026/m=01" in shop.values("SHOW PARTITIONS stock")


@step
def msck_repair_finds_folders(shop):
    place = shop.folder / "found"
    for number, folder in enumerate(["k=1", "k=two words", "k=x%2Fy", "k=%5B"]):
        (place / folder).mkdir(parents=True)
        (place / folder / "data.txt").write_text(f"{number}\n")
    shop.sql(f"CREATE EXTERNAL TABLE found (n INT) PARTITIONED BY (k STRING) STORED AS TEXTFILE LOCATION 'file:{place}'")
    shop.sql("MSCK REPAIR TABLE found")
    same(sorted(shop.rows("SELECT n, k FROM found")), [(0, "1"), (1, "two words"), (2, "x/y"), (3, "[")])
    (place / "k=5").mkdir()
    shop.sql("MSCK REPAIR TABLE found SYNC PARTITIONS")
    same(len(shop.values("SHOW PARTITIONS found")), 5)


@step
def columns_are_added_below_partitions(shop):
    shop.sql("ALTER TABLE holes ADD COLUMNS (extra STRING)")
    shop.sql("INSERT INTO holes PARTITION (k='new') VALUES (3, 'more')")
    same(shop.rows("SELECT n, extra, k FROM holes WHERE k = 'new'"), [(3, "more", "new")])
    same(shop.rows("SELECT n, extra FROM holes WHERE k = 'two'"), [(2, None)])


# -- statistics ------------------------------------------------------------------------------


@step
def analyze_keeps_table_and_column_statistics(shop):
    shop.sql("ANALYZE TABLE people COMPUTE STATISTICS")
    assert shop.described("people")["Statistics"].endswith("3 rows"), shop.described("people")["Statistics"]
    shop.sql("ANALYZE TABLE people COMPUTE STATISTICS FOR COLUMNS id, name")
    told = shop.described("people", "id")
    same((told["min"], told["max"], told["num_nulls"], told["distinct_count"]), ("1", "3", "0", "3"))
    shop.sql("ANALYZE TABLE prices COMPUTE STATISTICS FOR ALL COLUMNS")
    same(shop.described("prices", "price")["distinct_count"], "1")


@step
def analyze_keeps_partition_statistics(shop):
    shop.sql("ANALYZE TABLE sales PARTITION (day) COMPUTE STATISTICS")
    assert "1 rows" in shop.described("sales", "PARTITION (day=3)")["Partition Statistics"]
    same(shop.rows("SELECT amount FROM sales WHERE day = 3"), [(30,)])


# -- views, functions ------------------------------------------------------------------------


@step
def views_are_made_replaced_and_dropped(shop):
    shop.sql("CREATE VIEW grown (number COMMENT 'the id', called) COMMENT 'a view' AS SELECT id, name FROM people WHERE id > 1")
    same(sorted(shop.rows("SELECT * FROM grown")), [(2, "bob"), (3, "cid")])
    shop.sql("CREATE OR REPLACE VIEW grown AS SELECT id, upper(name) AS name FROM people")
    same(sorted(shop.values("SELECT name FROM grown")), ["ANN", "BOB", "CID"])
    shop.sql("ALTER VIEW grown SET TBLPROPERTIES ('purpose'='test')")
    same(shop.properties("grown")["purpose"], "test")
    same(shop.rows("SHOW VIEWS IN shop"), [("shop", "grown", False)])
    shop.sql("CREATE VIEW brief AS SELECT 1 AS one")
    shop.sql("ALTER VIEW brief RENAME TO briefer")
    same(shop.values("SELECT one FROM briefer"), [1])
    shop.sql("DROP VIEW briefer")
    refused(shop, "SELECT * FROM briefer", "briefer")


@step
def permanent_functions_are_kept(shop):
    resource = shop.file("resource.txt", "a resource")
    shop.sql("CREATE FUNCTION shop.loud AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'")
    same(shop.values("SELECT shop.loud('tea')"), ["TEA"])
    shop.sql(
        "CREATE FUNCTION shop.quiet AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper' "
        f"USING FILE '{resource}'"
    )
    shop.sql(
        "CREATE OR REPLACE FUNCTION shop.quiet AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFLower' "
        f"USING FILE '{resource}'"
    )
    kept = shop.values("SHOW USER FUNCTIONS IN shop")
    same(sorted(name.split(".")[-1] for name in kept), ["loud", "quiet"])
    shop.sql("CREATE FUNCTION shop.brief AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFLower'")
    shop.sql("DROP FUNCTION shop.brief")
    refused(shop, "SELECT shop.brief('x')", "brief")
    shop.sql("DROP FUNCTION IF EXISTS shop.brief")


# -- changes ---------------------------------------------------------------------------------


@step
def a_table_is_renamed_with_its_folder(shop):
    shop.sql("CREATE TABLE old_name (n INT) PARTITIONED BY (k STRING) STORED AS TEXTFILE")
    shop.sql("INSERT INTO old_name PARTITION (k='a') VALUES (1)")
    refused(shop, "ALTER TABLE old_name RENAME TO people", "already exists")
    shop.sql("ALTER TABLE old_name RENAME TO new_name")
    same(shop.rows("SELECT * FROM new_name"), [(1, "a")])
    assert shop.described("new_name")["Location"].endswith("/new_name")
    refused(shop, "SELECT * FROM old_name", "old_name")


@step
def table_properties_come_and_go(shop):
    shop.sql("ALTER TABLE numbers SET TBLPROPERTIES ('a'='1', 'b'='two', 'comment'='now with words')")
    shop.sql("ALTER TABLE numbers UNSET TBLPROPERTIES ('a')")
    kept = shop.properties("numbers")
    assert "a" not in kept and kept["b"] == "two", kept
    shop.sql("ALTER TABLE numbers SET SERDEPROPERTIES ('field.delim'='|')")
    assert "field.delim=|" in shop.described("numbers")["Storage Properties"]
    shop.sql("ALTER TABLE numbers CHANGE COLUMN n n INT COMMENT 'whole'")
    same(shop.rows("DESCRIBE numbers")[0], ("n", "int", "whole"))
    assert "CREATE TABLE" in shop.values("SHOW CREATE TABLE numbers")[0]


@step
def a_table_moves(shop):
    place = shop.folder / "moved"
    place.mkdir()
    (place / "data").write_text("42|21.0\n")
    shop.sql(f"ALTER TABLE numbers SET LOCATION 'file:{place}'")
    same(shop.rows("SELECT * FROM numbers"), [(42, 21.0)])


@step
def a_table_is_truncated(shop):
    shop.sql("TRUNCATE TABLE people_orc")
    same(shop.values("SELECT count(*) FROM people_orc"), [0])


# -- data-source tables ----------------------------------------------------------------------


@step
def a_bucketed_table_is_saved(shop):
    frame = shop.spark.range(100).selectExpr("id", "id % 7 AS week")
    frame.write.bucketBy(4, "id").sortBy("id").format("parquet").saveAsTable("bucketed")
    same(shop.values("SELECT count(*) FROM bucketed WHERE id = 42"), [1])
    told = shop.described("bucketed")
    same((told["Num Buckets"], told["Bucket Columns"], told["Sort Columns"]), ("4", "[`id`]", "[`id`]"))


@step
def a_hive_table_is_clustered(shop):
    shop.sql("CREATE TABLE clustered (a INT, b STRING) CLUSTERED BY (a, b) SORTED BY (a) INTO 8 BUCKETS STORED AS ORC")
    told = shop.described("clustered")
    same((told["Num Buckets"], told["Bucket Columns"]), ("8", "[`a`, `b`]"))


@step
def a_wide_schema_spans_several_properties(shop):
    columns = ", ".join(f"a_rather_long_column_name_{n} STRUCT<x: INT, y: STRING> COMMENT 'column {n}'" for n in range(120))
    shop.sql(f"CREATE TABLE wide (Id BIGINT, {columns}) USING parquet")
    frame = shop.spark.table("wide")
    same((len(frame.columns), frame.columns[0]), (121, "Id"))
    raw = shop.stored("shop", "wide").properties()
    parts = int(raw.apply("spark.sql.sources.schema.numParts"))
    assert parts > 1, parts


@step
def a_partitioned_data_source_table_is_appended_to(shop):
    frame = shop.spark.range(6).selectExpr("id AS MixedCase", "CAST(id % 3 AS INT) AS part")
    frame.write.partitionBy("part").format("parquet").saveAsTable("native")
    frame.write.mode("append").partitionBy("part").format("parquet").saveAsTable("native")
    same(shop.spark.table("native").columns, ["MixedCase", "part"])
    same(sorted(shop.values("SHOW PARTITIONS native")), ["part=0", "part=1", "part=2"])
    shop.pruned(shop.sql("SELECT MixedCase FROM native WHERE part = 1"), [(1,), (1,), (4,), (4,)], 1)
    shop.sql("ALTER TABLE native ADD COLUMNS (Later STRING)")
    same(shop.spark.table("native").columns, ["MixedCase", "Later", "part"])


@step
def a_json_table_keeps_its_options(shop):
    shop.sql(f"CREATE TABLE talk (say STRING) USING json OPTIONS ('multiLine'='true') LOCATION 'file:{shop.folder}/talk'")
    shop.sql("INSERT INTO talk VALUES ('hello')")
    same(shop.values("SELECT say FROM talk"), ["hello"])
    same(shop.described("talk")["Provider"].lower(), "json")


# -- the end ---------------------------------------------------------------------------------


@step
def a_dropped_table_takes_its_folder_along(shop):
    shop.sql("CREATE TABLE goner (n INT) PARTITIONED BY (k INT) STORED AS TEXTFILE")
    shop.sql("INSERT INTO goner PARTITION (k) SELECT 1, 1 UNION ALL SELECT 2, 2")
    place = shop.described("goner")["Location"].removeprefix("file:")
    assert os.path.isdir(place), place
    shop.sql("DROP TABLE goner")
    assert not os.path.exists(place), place
    shop.sql("DROP TABLE IF EXISTS goner")
    refused(shop, "DROP TABLE goner", "goner")


@step
def a_database_is_dropped_with_all_in_it(shop):
    shop.sql("CREATE DATABASE doomed")
    place = dict(shop.rows("DESCRIBE DATABASE doomed"))["Location"].removeprefix("file:")
    shop.sql("CREATE TABLE doomed.plain (n INT) STORED AS TEXTFILE")
    shop.sql("CREATE TABLE doomed.parted (n INT) PARTITIONED BY (k INT) STORED AS TEXTFILE")
    shop.sql("INSERT INTO doomed.parted PARTITION (k) SELECT 1, CAST(id AS INT) FROM range(20)")
    shop.sql("CREATE VIEW doomed.seen AS SELECT * FROM doomed.plain")
    shop.sql("CREATE FUNCTION doomed.loud AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'")
    refused(shop, "DROP DATABASE doomed", "doomed")
    shop.sql("DROP DATABASE doomed CASCADE")
    assert "doomed" not in shop.values("SHOW DATABASES")
    assert not os.path.exists(place), place


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--label", default="spark")
    parser.add_argument("--peer", action="store_true", help="it is Apache's own metastore, known faults included")
    arguments = parser.parse_args()
    spark = session(arguments)
    shop = Shop(spark, arguments)
    failed = 0
    for run in STEPS:
        began = time.monotonic()
        sentence = run.__name__.replace("_", " ")
        try:
            run(shop)
            print(f"ok   {arguments.label}: {sentence} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[:40]), flush=True)
    spark.stop()
    print(f"{arguments.label}: {len(STEPS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
