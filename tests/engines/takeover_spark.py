"""What a stock Spark leaves in a metastore that is about to be taken over.

    python takeover_spark.py --metastore thrift://127.0.0.1:9083 --warehouse DIR
"""

import argparse
import sys
import traceback

from pyspark.sql import SparkSession

STATEMENTS = [
    "CREATE DATABASE lake COMMENT 'what Spark made' WITH DBPROPERTIES ('team'='blue')",
    "CREATE TABLE lake.people (id INT COMMENT 'number', `Größe` DOUBLE, tags MAP<STRING, ARRAY<INT>>) USING parquet COMMENT 'everybody'",
    "INSERT INTO lake.people VALUES (1, 1.75D, map('a', array(1)))",
    "CREATE TABLE lake.sales (amount DECIMAL(12,2)) PARTITIONED BY (day DATE, region STRING) STORED AS TEXTFILE",
    "INSERT INTO lake.sales PARTITION (day, region) SELECT CAST(id AS DECIMAL(12,2)), "
    "date_add(DATE '2024-01-01', CAST(id AS INT)), if(id % 2 = 0, 'e u', 'u/s') FROM range(12)",
    "ALTER TABLE lake.sales DROP PARTITION (day = DATE '2024-01-02', region = 'u/s')",
    "ALTER TABLE lake.sales ADD COLUMNS (note STRING COMMENT 'later')",
    "CREATE TABLE lake.logs (line STRING) USING json PARTITIONED BY (line2 STRING) CLUSTERED BY (line) SORTED BY (line) INTO 2 BUCKETS",
    "ANALYZE TABLE lake.people COMPUTE STATISTICS FOR COLUMNS id",
    "ANALYZE TABLE lake.sales PARTITION (day, region) COMPUTE STATISTICS",
    "CREATE VIEW lake.tall (number COMMENT 'the id') AS SELECT id FROM lake.people WHERE `Größe` > 1.7",
    "CREATE FUNCTION lake.loud AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'",
    "ALTER TABLE lake.people SET TBLPROPERTIES ('owner.team'='blue')",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--label", default="takeover-spark")
    arguments = parser.parse_args()
    session = (
        SparkSession.builder.master("local[2]")
        .appName("takeover")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", arguments.warehouse)
        .config("spark.hadoop.hive.metastore.uris", arguments.metastore)
        .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict")
        .config("spark.log.level", "ERROR")
        .enableHiveSupport()
        .getOrCreate()
    )
    failed = 0
    for statement in STATEMENTS:
        try:
            session.sql(statement)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {statement}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-10:]), flush=True)
    print(f"{arguments.label}: {len(STATEMENTS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
