"""One Spark session that proves who it is, or tries to, on a stock pyspark.

    HADOOP_TOKEN_FILE_LOCATION=team1.token python identity_scenario.py --metastore thrift://… \
        --warehouse DIR --sasl --expect served

`--expect served` uses the metastore and, with `--revoke COMMAND`, has the token taken back under an
open connection. `--expect TEXT` wants the first call refused with these words, and nothing served.
"""

import argparse
import shlex
import subprocess
import sys
import time
import traceback

from pyspark.sql import SparkSession


def session(arguments):
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": arguments.warehouse,
        "spark.hadoop.hive.metastore.uris": arguments.metastore,
        "spark.hadoop.hive.metastore.sasl.enabled": str(arguments.sasl).lower(),
        # A refusal must show at once.
        "spark.hadoop.hive.metastore.connect.retries": "1",
        "spark.hadoop.hive.metastore.failure.retries": "0",
        "spark.hadoop.hive.metastore.client.connect.retry.delay": "1s",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("identity-scenario")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.enableHiveSupport().getOrCreate()


def everything_said(error):
    """The message of an exception and, for those of the JVM, of all its causes."""
    said = [str(error)]
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    while cause is not None:
        said.append(str(cause.toString()))
        cause = cause.getCause()
    return "\n".join(said)


def served(spark, arguments):
    name = arguments.label.replace("-", "_")
    spark.sql(f"CREATE DATABASE {name}")
    spark.sql(f"CREATE TABLE {name}.t (n INT) USING parquet")
    spark.sql(f"INSERT INTO {name}.t VALUES (1), (2)")
    assert spark.sql(f"SELECT count(*) FROM {name}.t").collect()[0][0] == 2
    assert name in [row[0] for row in spark.sql("SHOW DATABASES").collect()]
    if arguments.revoke:
        subprocess.run(shlex.split(arguments.revoke), check=True, stdout=subprocess.DEVNULL)
        # A connection looks once a second.
        time.sleep(1.5)
        refused(spark, "was revoked")


def refused(spark, words):
    try:
        found = spark.sql("SHOW DATABASES").collect()
    except Exception as error:
        said = everything_said(error)
        assert words in said, said
    else:
        raise AssertionError(f"served: {found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("--sasl", action="store_true")
    parser.add_argument("--expect", required=True)
    parser.add_argument("--revoke")
    arguments = parser.parse_args()
    spark = session(arguments)
    failed = 0
    try:
        if arguments.expect == "served":
            served(spark, arguments)
        else:
            refused(spark, arguments.expect)
        print(f"ok   {arguments.label}: {arguments.expect}", flush=True)
    except Exception:
        failed = 1
        print(f"FAIL {arguments.label}: {arguments.expect}", flush=True)
        print("\n".join(traceback.format_exc().splitlines()[:60]), flush=True)
    spark.stop()
    print(f"{arguments.label}: {1 - failed} passed, {failed} failed", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
