"""A Spark job with its metastore beside it, as in one pod: it makes a table, prints it, and ends.

    python sidecar_scenario.py --metastore thrift://127.0.0.1:9083 --warehouse DIR
"""

import argparse

from pyspark.sql import SparkSession

PATTERNS = [("Sidecar", 1, "Alice", 30), ("Dedicated", 2, "Bob", 25), ("External", 3, "Carol", 41)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    arguments = parser.parse_args()
    spark = (
        SparkSession.builder.master("local[1]")
        .appName("sidecar")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", arguments.warehouse)
        .config("spark.hadoop.hive.metastore.uris", arguments.metastore)
        .config("spark.log.level", "ERROR")
        .enableHiveSupport()
        .getOrCreate()
    )
    spark.sql("CREATE DATABASE demo")
    spark.sql("CREATE TABLE demo.patterns (pattern STRING, id INT, name STRING, age INT) STORED AS PARQUET")
    values = ", ".join(map(str, PATTERNS))
    spark.sql(f"INSERT INTO demo.patterns VALUES {values}")
    for row in spark.sql("SELECT * FROM demo.patterns ORDER BY id").collect():
        print(" | ".join(map(str, row)), flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
