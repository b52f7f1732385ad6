"""What a Spark user does with Iceberg tables in a Hive metastore.

    python spark_iceberg_scenario.py --metastore thrift://… --warehouse DIR --jar iceberg-spark-runtime.jar
"""

import argparse
import sys
import traceback

from pyspark.sql import SparkSession

STEPS = []


def step(function):
    STEPS.append(function)
    return function


def session(arguments):
    return (
        SparkSession.builder.master("local[2]")
        .appName("spark-iceberg-scenario")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.jars", arguments.jar)
        .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
        .config("spark.sql.catalog.ice.type", "hive")
        .config("spark.sql.catalog.ice.uri", arguments.metastore)
        .config("spark.sql.catalog.ice.warehouse", arguments.warehouse)
        .config("spark.sql.warehouse.dir", arguments.warehouse)
        .config("spark.hadoop.iceberg.engine.hive.lock-enabled", arguments.locks)
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


class Ice:
    def __init__(self, spark):
        self.spark = spark

    def sql(self, text):
        return self.spark.sql(text)

    def rows(self, text):
        return [tuple(row) for row in self.spark.sql(text).collect()]

    def values(self, text):
        return [row[0] for row in self.rows(text)]


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def refused(ice, text, *words):
    try:
        ice.sql(text).collect()
    except Exception as error:
        for word in words:
            assert word.lower() in str(error).lower(), f"{word!r} is not in: {error}"
        return
    raise AssertionError(f"was not refused: {text}")


@step
def a_table_is_created_and_appended_to(ice):
    ice.sql("CREATE NAMESPACE ice.lake COMMENT 'cold'")
    ice.sql("CREATE TABLE ice.lake.events (id BIGINT, name STRING, day DATE) USING iceberg PARTITIONED BY (days(day))")
    refused(ice, "CREATE TABLE ice.lake.events (id BIGINT) USING iceberg", "already exists")
    ice.sql("INSERT INTO ice.lake.events VALUES (1, 'a', DATE '2024-01-01'), (2, 'b', DATE '2024-01-02')")
    ice.sql("INSERT INTO ice.lake.events VALUES (3, 'c', DATE '2024-01-03')")
    same(sorted(ice.values("SELECT id FROM ice.lake.events")), [1, 2, 3])
    same(ice.values("SELECT count(*) FROM ice.lake.events.snapshots"), [2])
    same([row[1] for row in ice.rows("SHOW TABLES IN ice.lake")], ["events"])


@step
def a_table_is_made_from_a_query_and_replaced(ice):
    ice.sql("CREATE TABLE ice.lake.copy USING iceberg AS SELECT id FROM ice.lake.events")
    ice.sql("CREATE OR REPLACE TABLE ice.lake.copy USING iceberg AS SELECT id, name FROM ice.lake.events WHERE id < 3")
    same(sorted(ice.rows("SELECT * FROM ice.lake.copy")), [(1, "a"), (2, "b")])


@step
def schema_and_partitioning_evolve(ice):
    ice.sql("ALTER TABLE ice.lake.events ADD COLUMN price DECIMAL(10,2)")
    ice.sql("ALTER TABLE ice.lake.events RENAME COLUMN name TO title")
    ice.sql("ALTER TABLE ice.lake.events ADD PARTITION FIELD bucket(4, id)")
    ice.sql("ALTER TABLE ice.lake.events SET TBLPROPERTIES ('note'='evolved')")
    ice.sql("INSERT INTO ice.lake.events VALUES (4, 'd', DATE '2024-01-04', 1.50)")
    same(ice.spark.table("ice.lake.events").columns, ["id", "title", "day", "price"])
    same(ice.values("SELECT title FROM ice.lake.events WHERE price = 1.50"), ["d"])


@step
def rows_are_deleted_updated_and_merged(ice):
    ice.sql("DELETE FROM ice.lake.events WHERE id = 1")
    ice.sql("UPDATE ice.lake.events SET title = 'B' WHERE id = 2")
    ice.sql(
        "MERGE INTO ice.lake.events t USING (SELECT 3L AS id, 'C' AS title) s ON t.id = s.id "
        "WHEN MATCHED THEN UPDATE SET t.title = s.title"
    )
    same(sorted(ice.rows("SELECT id, title FROM ice.lake.events")), [(2, "B"), (3, "C"), (4, "d")])


@step
def branches_and_tags_hold_versions(ice):
    ice.sql("ALTER TABLE ice.lake.events CREATE TAG steady")
    ice.sql("ALTER TABLE ice.lake.events CREATE BRANCH work")
    ice.sql("INSERT INTO ice.lake.events.branch_work VALUES (9, 'w', NULL, NULL)")
    same(ice.values("SELECT count(*) FROM ice.lake.events VERSION AS OF 'work'"), [4])
    same(ice.values("SELECT count(*) FROM ice.lake.events VERSION AS OF 'steady'"), [3])
    same(ice.values("SELECT count(*) FROM ice.lake.events"), [3])
    ice.sql("ALTER TABLE ice.lake.events DROP TAG steady")


@step
def a_view_is_made_and_read(ice):
    ice.sql("CREATE VIEW ice.lake.seen AS SELECT id FROM ice.lake.events")
    same(len(ice.values("SELECT id FROM ice.lake.seen")), 3)
    same([row[1] for row in ice.rows("SHOW VIEWS IN ice.lake")], ["seen"])
    ice.sql("DROP VIEW ice.lake.seen")


@step
def a_table_is_renamed(ice):
    refused(ice, "ALTER TABLE ice.lake.events RENAME TO ice.lake.copy", "already exists")
    ice.sql("ALTER TABLE ice.lake.events RENAME TO ice.lake.happenings")
    same(ice.values("SELECT count(*) FROM ice.lake.happenings"), [3])
    refused(ice, "SELECT * FROM ice.lake.events", "events")


@step
def tables_and_namespaces_are_dropped(ice):
    refused(ice, "DROP NAMESPACE ice.lake", "not empty")
    ice.sql("DROP TABLE ice.lake.happenings PURGE")
    ice.sql("DROP TABLE ice.lake.copy")
    ice.sql("DROP NAMESPACE ice.lake")
    assert "lake" not in ice.values("SHOW NAMESPACES IN ice")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--jar", required=True)
    parser.add_argument("--locks", choices=["true", "false"], default="true")
    parser.add_argument("--label", default="spark-iceberg")
    arguments = parser.parse_args()
    spark = session(arguments)
    failed = 0
    for run in STEPS:
        sentence = run.__name__.replace("_", " ")
        try:
            run(Ice(spark))
            print(f"ok   {arguments.label}: {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-25:]), flush=True)
    spark.stop()
    print(f"{arguments.label}: {len(STEPS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
