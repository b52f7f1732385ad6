"""Many partitions by Spark alone: tables x partitions added, listed, pruned and dropped.

    python glue_scale.py --metastore thrift://127.0.0.1:9083 --warehouse DIR --tables 50 --partitions 2000

Prints, beside its verdicts, `naive: N`: the AWS calls that one call for each object would take.
"""

import argparse
import sys
import time
import traceback

from pyspark.sql import SparkSession


def session(arguments):
    builder = (
        SparkSession.builder.master("local[2]")
        .appName("glue-scale")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", arguments.warehouse)
        .config("spark.hadoop.hive.metastore.uris", arguments.metastore)
        .config("spark.sql.hive.metastorePartitionPruningFallbackOnException", "false")
        .config("spark.log.level", "ERROR")
    )
    return builder.enableHiveSupport().getOrCreate()


def table(spark, number, partitions):
    name = f"scale.t{number}"
    spark.sql(f"CREATE TABLE {name} (n INT) PARTITIONED BY (day STRING, hour INT) STORED AS TEXTFILE")
    specs = " ".join(f"PARTITION (day='d{n // 24:04}', hour={n % 24})" for n in range(partitions))
    spark.sql(f"ALTER TABLE {name} ADD {specs}")
    names = [row[0] for row in spark.sql(f"SHOW PARTITIONS {name}").collect()]
    assert len(names) == len(set(names)) == partitions, len(names)
    catalog = spark._jsparkSession.sharedState().externalCatalog()
    assert catalog.listPartitions("scale", f"t{number}", spark._jvm.scala.Option.empty()).size() == partitions
    assert spark.sql(f"SELECT count(*) FROM {name} WHERE day = 'd0003' AND hour < 5").collect()[0][0] == 0
    spark.sql(f"ALTER TABLE {name} DROP PARTITION (day='d0000')")
    left = spark.sql(f"SHOW PARTITIONS {name}").count()
    assert left == partitions - 24, left
    spark.sql(f"DROP TABLE {name}")
    # One CreatePartition, GetPartition and so on for each object that the statements above touch.
    return 1 + partitions + partitions + partitions + 5 + 24 * 2 + (partitions - 24) + 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--label", default="scale")
    parser.add_argument("--tables", type=int, default=50)
    parser.add_argument("--partitions", type=int, default=2000)
    arguments = parser.parse_args()
    spark = session(arguments)
    spark.sql("CREATE DATABASE scale")
    passed, failed, naive, began = 0, 0, 0, time.monotonic()
    for number in range(arguments.tables):
        try:
            naive += table(spark, number, arguments.partitions)
            passed += 1
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: table {number}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[:40]), flush=True)
    spark.stop()
    print(f"ok   {arguments.label}: {passed} tables of {arguments.partitions} partitions in {time.monotonic() - began:.0f} s")
    print(f"naive: {naive}")
    print(f"{arguments.label}: {passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
