"""Two teams and one policy, on a stock pyspark.

    python access_scenario.py --metastore thrift://… --warehouse DIR --who owner
    HADOOP_TOKEN_FILE_LOCATION=team1.token python access_scenario.py … --who team1

The owner makes the tables, on a server that asks nobody for a right. The teams then find what the policy
leaves them: team 1 the patients of two states without `ssn`, team 2 the claims.
"""

import argparse
import sys
import traceback
from urllib.parse import unquote

from pyspark.sql import SparkSession

STATES = [("California", "Los Angeles"), ("Texas", "Houston"), ("New York", "Buffalo")]
COLUMNS = ["patient_id", "patient_name", "date_of_birth", "gender", "ssn", "created_at", "updated_at", "state", "city"]


def session(arguments):
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": arguments.warehouse,
        "spark.hadoop.hive.metastore.uris": arguments.metastore,
        "spark.hadoop.hive.metastore.sasl.enabled": str(arguments.who != "owner").lower(),
        "spark.hadoop.hive.metastore.failure.retries": "0",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("access-scenario")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.enableHiveSupport().getOrCreate()


class Steps:
    def __init__(self, spark, who):
        self.spark, self.who = spark, who
        self.passed = self.failed = 0

    def rows(self, sql):
        return self.spark.sql(sql).collect()

    def step(self, name, body):
        try:
            body()
            self.passed += 1
            print(f"ok   {self.who}: {name}", flush=True)
        except Exception:
            self.failed += 1
            print(f"FAIL {self.who}: {name}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[:60]), flush=True)

    def refused(self, sql, *words):
        try:
            found = self.rows(sql)
        except Exception as error:
            said = everything_said(error)
            for word in words:
                assert word in said, said
            return said
        raise AssertionError(f"not refused: {sql}: {found[:3]}")

    def equal(self, sql, expected):
        found = self.rows(sql)
        found = found[0][0] if found and len(found) == 1 and len(found[0]) == 1 else found
        assert found == expected, f"{sql}: {found}"

    def silent(self, sql):
        text = "\n".join(str(row) for row in self.rows(sql)).lower()
        # Of properties none may be left.
        assert text or "TBLPROPERTIES" in sql, sql
        assert "ssn" not in text and "canary" not in text and "california" not in text, f"{sql}: {text}"


def everything_said(error):
    """The message of an exception and, for those of the JVM, of all its causes."""
    said = [str(error)]
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    while cause is not None:
        said.append(str(cause.toString()))
        cause = cause.getCause()
    return "\n".join(said)


def owner(steps):
    spark = steps.spark

    def patients(name, form, key):
        fields = {column: "STRING" for column in COLUMNS}
        fields["patient_id"] = "INT"
        fields["ssn"] = "STRING COMMENT 'canary: about the ssn'"
        order = [column for column in COLUMNS if column != key] + ([key] if key else [])
        declared = ", ".join(f"{column} {fields[column]}" for column in order)
        by = f"PARTITIONED BY ({key})" if key else ""
        spark.sql(f"CREATE TABLE healthcare_db.{name} ({declared}) {form} {by} COMMENT 'canary: has ssn'")
        values = []
        for number in range(12):
            state, city = STATES[number // 4]
            row = {column: f"'{column} {number}'" for column in COLUMNS}
            row.update(patient_id=str(1001 + number), ssn=f"'078-05-{1000 + number}'", state=f"'{state}'", city=f"'{city}'")
            values.append("(" + ", ".join(row[column] for column in order) + ")")
        spark.sql(f"INSERT INTO healthcare_db.{name} VALUES {', '.join(values)}")

    def make():
        spark.sql("CREATE DATABASE healthcare_db")
        patients("patients", "USING parquet", "city")
        patients("patients_by_state", "USING parquet", "state")
        patients("patients_text", "STORED AS TEXTFILE", None)
        spark.sql("CREATE TABLE healthcare_db.claims (claim_id STRING, patient_id INT, status STRING) USING parquet PARTITIONED BY (status)")
        claims = ", ".join(f"('CLM{n + 1:03}', {1001 + n}, '{['open', 'paid'][n % 2]}')" for n in range(10))
        spark.sql(f"INSERT INTO healthcare_db.claims VALUES {claims}")
        spark.sql("ANALYZE TABLE healthcare_db.patients COMPUTE STATISTICS FOR COLUMNS ssn, patient_id")

    steps.step("the tables are made", make)
    steps.step("there are twelve patients", lambda: steps.equal("SELECT count(*) FROM healthcare_db.patients", 12))
    steps.step("with nine columns", lambda: steps.equal("SELECT count(ssn) FROM healthcare_db.patients_text", 12))


def team1(steps):
    db = "healthcare_db"
    visible = [column for column in COLUMNS if column != "ssn"]

    def table_of_patients():
        found = steps.spark.sql(f"SELECT * FROM {db}.patients")
        assert found.columns == visible, found.columns
        assert sorted(row.patient_id for row in found.collect()) == list(range(1005, 1013))

    def suggestions():
        said = steps.refused(f"SELECT ssn FROM {db}.patients", "UNRESOLVED_COLUMN")
        assert "ssn" not in said.split("Did you mean")[1].split("]")[0], said

    def join():
        found = steps.rows(f"SELECT claim_id FROM {db}.claims JOIN {db}.patients USING (patient_id) ORDER BY claim_id")
        assert [row[0] for row in found] == [f"CLM{n:03}" for n in range(5, 11)], found

    def partitions():
        assert [row[0] for row in steps.rows(f"SHOW PARTITIONS {db}.patients_by_state")] == ["state=New York", "state=Texas"]

    def tables():
        names = sorted(row.tableName for row in steps.rows(f"SHOW TABLES IN {db}"))
        assert names == ["claims", "patients", "patients_by_state", "patients_text"], names

    def by_path():
        # What is withheld in the catalog stays in the files, for whoever may open them: the policy is kept at A0.
        path = steps.rows(f"SELECT input_file_name() FROM {db}.patients_by_state LIMIT 1")[0][0]
        assert "ssn" in steps.spark.read.parquet(unquote(path)).columns

    steps.step("eight patients with eight columns", table_of_patients)
    steps.step("ssn is no column, nor suggested", suggestions)
    steps.step("six claims of patients", join)
    steps.step("ten claims", lambda: steps.equal(f"SELECT count(*) FROM {db}.claims", 10))
    steps.step("nobody of California", lambda: steps.equal(f"SELECT count(*) FROM {db}.patients WHERE state = 'California'", 0))
    for what in ["DESCRIBE", "DESCRIBE EXTENDED", "SHOW COLUMNS IN", "SHOW TBLPROPERTIES", "SHOW CREATE TABLE"]:
        for table in ["patients", "patients_by_state"]:
            # DESCRIBE EXTENDED of the view names its states; California is not among them.
            steps.step(f"{what} {table} is silent", lambda: steps.silent(f"{what} {db}.{table}"))
    steps.step("EXPLAIN is silent", lambda: steps.silent(f"EXPLAIN EXTENDED SELECT * FROM {db}.patients"))
    steps.step("eight patients by state", lambda: steps.equal(f"SELECT count(patient_name) FROM {db}.patients_by_state", 8))
    steps.step("none of a hidden partition", lambda: steps.equal(f"SELECT count(*) FROM {db}.patients_by_state WHERE state = 'California'", 0))
    steps.step("two partitions", partitions)
    steps.step("columns found by position can be described", lambda: steps.silent(f"DESCRIBE {db}.patients_text"))
    steps.step("and not be read", lambda: steps.refused(f"SELECT * FROM {db}.patients_text", "AccessControlException", "found by position"))
    steps.step("all tables are listed", tables)
    steps.step("INSERT into the view", lambda: steps.refused(f"INSERT INTO {db}.patients SELECT * FROM {db}.patients"))
    steps.step("SET TBLPROPERTIES", lambda: steps.refused(f"ALTER TABLE {db}.patients_by_state SET TBLPROPERTIES ('a' = 'b')", "AccessControlException"))
    steps.step("ALTER VIEW", lambda: steps.refused(f"ALTER VIEW {db}.patients AS SELECT 1 AS a", "AccessControlException"))
    steps.step("DROP", lambda: steps.refused(f"DROP TABLE {db}.patients_by_state", "AccessControlException"))
    steps.step("the files can be read round the catalog", by_path)


def team2(steps):
    db = "healthcare_db"

    def tables():
        assert [row.tableName for row in steps.rows(f"SHOW TABLES IN {db}")] == ["claims"]

    steps.step("no patients", lambda: steps.refused(f"SELECT * FROM {db}.patients"))
    steps.step("no join", lambda: steps.refused(f"SELECT * FROM {db}.claims JOIN {db}.patients USING (patient_id)"))
    steps.step("ten claims", lambda: steps.equal(f"SELECT count(*) FROM {db}.claims", 10))
    steps.step("claims alone are listed", tables)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--who", required=True, choices=["owner", "team1", "team2"])
    arguments = parser.parse_args()
    spark = session(arguments)
    steps = Steps(spark, arguments.who)
    {"owner": owner, "team1": team1, "team2": team2}[arguments.who](steps)
    spark.stop()
    print(f"access-{arguments.who}: {steps.passed} passed, {steps.failed} failed", flush=True)
    sys.exit(steps.failed > 0)


if __name__ == "__main__":
    main()
