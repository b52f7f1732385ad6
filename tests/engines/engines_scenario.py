"""Two teams, one policy, and a Trino that enforces it by itself.

    python engines_scenario.py --trino http://… --engines http://… --token … --who owner
    python engines_scenario.py … --who teams

The owner makes the tables while the policy is only tried. Then Trino takes its rules from Skep, and the teams find what
the policy leaves them. What Skep answers to the questions of Trino's client for Open Policy Agent is put into the owner's
queries by hand, and must give the same rows.
"""

import argparse
import json
import sys
import time
import traceback
import urllib.request

STATES = [("California", "Los Angeles"), ("Texas", "Houston"), ("New York", "Buffalo")]
VISIBLE = ["patient_id", "patient_name", "date_of_birth", "gender", "city", "state", "created_at", "updated_at"]
PATIENTS = "iceberg.healthcare_db.patients"
CLAIMS = "iceberg.healthcare_db.claims"


class Refused(Exception):
    """The server's answer was an error."""


def fetched(request):
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


class Steps:
    def __init__(self, arguments):
        self.arguments = arguments
        self.passed = self.failed = 0

    def rows(self, user, text):
        headers = {"X-Trino-User": user}
        answer = fetched(urllib.request.Request(f"{self.arguments.trino}/v1/statement", text.encode(), headers))
        rows = []
        while True:
            rows += [tuple(row) for row in answer.get("data", [])]
            if "error" in answer:
                raise Refused(answer["error"]["message"])
            if "nextUri" not in answer:
                self.columns = [column["name"] for column in answer.get("columns", [])]
                return rows
            answer = fetched(answer["nextUri"])

    def step(self, name, body, *arguments):
        try:
            body(*arguments)
            self.passed += 1
            print(f"ok   {name}", flush=True)
        except Exception:
            self.failed += 1
            print(f"FAIL {name}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-30:]), flush=True)

    def equal(self, user, text, expected):
        found = self.rows(user, text)
        assert found == expected, f"{text}: {found}"

    def refused(self, user, text):
        try:
            found = self.rows(user, text)
        except Refused as error:
            # So it says of what it hides, and of rewriting what it filters.
            known = ["access denied", "relation not found or not allowed", "not supported for table with row filter"]
            assert any(words in str(error).lower() for words in known), error
            return
        raise AssertionError(f"not refused: {text}: {found[:3]}")

    def silent(self, user, text):
        said = "\n".join(str(row) for row in self.rows(user, text)).lower()
        assert said, text
        assert "ssn" not in said and "canary" not in said, f"{text}: {said}"

    def asked(self, route, user, operation, **action):
        """The answer to a question in the shape that Trino's client gives it."""
        identity = {"user": user, "groups": []}
        context = {"identity": identity, "softwareStack": {"trinoVersion": "476"}, "properties": {}, "queryId": "20261122_000000_00000_aaaaa"}
        question = {"input": {"context": context, "action": {"operation": operation, **action}}}
        headers = {"Authorization": f"Bearer {self.arguments.token}", "Content-Type": "application/json; charset=utf-8"}
        address = f"{self.arguments.engines}/v1/data/trino/{route}"
        return fetched(urllib.request.Request(address, json.dumps(question).encode(), headers))["result"]


def named(table, **more):
    return {"catalogName": "iceberg", "schemaName": "healthcare_db", "tableName": table, **more}


def owner(steps):
    def values(number):
        state, city = STATES[number // 4]
        texts = [f"patient {number}", "f" if number % 2 else "m", city, state, f"078-05-{1000 + number}"]
        name, gender, city, state, ssn = (f"'{text}'" for text in texts)
        time = "TIMESTAMP '2026-01-31 12:00:00'"
        return f"({1001 + number}, {name}, DATE '19{50 + number}-07-15', {gender}, {city}, {state}, {ssn}, {time}, {time})"

    def make():
        steps.rows("owner", "CREATE SCHEMA iceberg.healthcare_db")
        steps.rows(
            "owner",
            f"""CREATE TABLE {PATIENTS} (patient_id integer, patient_name varchar, date_of_birth date, gender varchar, city varchar,
                state varchar, ssn varchar COMMENT 'canary', created_at timestamp(6), updated_at timestamp(6))
                COMMENT 'canary' WITH (partitioning = ARRAY['city'])""",
        )
        steps.rows("owner", f"INSERT INTO {PATIENTS} VALUES {', '.join(values(number) for number in range(12))}")
        steps.rows("owner", f"CREATE TABLE {CLAIMS} (claim_id varchar, patient_id integer, status varchar) WITH (partitioning = ARRAY['status'])")
        claims = ", ".join(f"('CLM{n + 1:03}', {1001 + n}, '{['open', 'paid'][n % 2]}')" for n in range(10))
        steps.rows("owner", f"INSERT INTO {CLAIMS} VALUES {claims}")

    steps.step("owner: the tables are made while the policy is tried", make)
    steps.step("owner: twelve patients", steps.equal, "owner", f"SELECT count(*), count(ssn) FROM {PATIENTS}", [(12, 12)])


def enforced(steps):
    """Trino reads the rules again each second."""
    for _ in range(120):
        try:
            steps.rows("nobody", f"SELECT 1 FROM {CLAIMS}")
        except Refused as error:
            if "access denied" in str(error).lower():
                return
        time.sleep(0.5)
    raise AssertionError("nobody can read")


def teams(steps):
    steps.step("the rules are enforced", enforced, steps)

    def table_of_patients():
        rows = steps.rows("team1", f"SELECT * FROM {PATIENTS} ORDER BY patient_id")
        assert steps.columns == VISIBLE, steps.columns
        assert [row[0] for row in rows] == list(range(1005, 1013)), rows

    steps.step("team1: eight patients with eight columns", table_of_patients)
    steps.step("team1: ssn cannot be read", steps.refused, "team1", f"SELECT ssn FROM {PATIENTS}")
    steps.step("team1: nor asked for in a condition", steps.refused, "team1", f"SELECT 1 FROM {PATIENTS} WHERE ssn LIKE '0%'")
    join = f"SELECT claim_id FROM {CLAIMS} JOIN {PATIENTS} USING (patient_id) ORDER BY claim_id"
    steps.step("team1: six claims of patients", steps.equal, "team1", join, [(f"CLM{n:03}",) for n in range(5, 11)])
    for team in ["team1", "team2"]:
        steps.step(f"{team}: ten claims", steps.equal, team, f"SELECT count(*) FROM {CLAIMS}", [(10,)])
    steps.step("team1: nobody of California", steps.equal, "team1", f"SELECT count(*) FROM {PATIENTS} WHERE state = 'California'", [(0,)])
    steps.step("team1: nor by counting", steps.equal, "team1", f"SELECT count(*) FROM {PATIENTS}", [(8,)])
    for what in [f"DESCRIBE {PATIENTS}", f"SHOW COLUMNS FROM {PATIENTS}", f"EXPLAIN SELECT * FROM {PATIENTS}",
                 "SELECT * FROM iceberg.information_schema.columns WHERE table_schema = 'healthcare_db'"]:
        steps.step(f"team1: {what} is silent", steps.silent, "team1", what)
    steps.step("team1: SHOW CREATE TABLE", steps.refused, "team1", f"SHOW CREATE TABLE {PATIENTS}")
    for behind in ["files", "snapshots", "partitions", "history"]:
        text = f'SELECT * FROM iceberg.healthcare_db."patients${behind}"'
        steps.step(f"team1: no ${behind}", steps.refused, "team1", text)
    snapshot = steps.rows("owner", 'SELECT snapshot_id FROM iceberg.healthcare_db."patients$snapshots" ORDER BY committed_at DESC')[0][0]
    steps.step("team1: the past is filtered too", steps.equal, "team1", f"SELECT count(*) FROM {PATIENTS} FOR VERSION AS OF {snapshot}", [(8,)])
    for text in [f"INSERT INTO {PATIENTS} SELECT * FROM {PATIENTS}", f"DELETE FROM {PATIENTS}", f"UPDATE {PATIENTS} SET gender = 'x'",
                 f"ALTER TABLE {PATIENTS} ADD COLUMN a integer", f"DROP TABLE {PATIENTS}", f"ALTER TABLE {PATIENTS} EXECUTE optimize"]:
        steps.step(f"team1: {text.replace(PATIENTS, 'patients')}", steps.refused, "team1", text)
    tables = "SHOW TABLES FROM iceberg.healthcare_db"
    steps.step("team1: both tables are listed", steps.equal, "team1", tables, [("claims",), ("patients",)])
    steps.step("team2: claims alone are", steps.equal, "team2", tables, [("claims",)])
    for text in [f"SELECT * FROM {PATIENTS}", join, f"DESCRIBE {PATIENTS}"]:
        steps.step(f"team2: {text[:20]} of patients", steps.refused, "team2", text)
    steps.step("nobody: no schema", steps.refused, "nobody", tables)

    masked = "SELECT patient_name, ssn, gender, date_of_birth, city, updated_at FROM {} ORDER BY patient_id LIMIT 1"

    def masks():
        # Patient 4 is the first of Texas.
        name, ssn, gender, born, city, updated = steps.rows("team3", masked.format(PATIENTS))[0]
        assert (name, ssn, born, city, updated) == ("pxxxxxxxx", "xxxxxxx1004", "1954-01-01", "somewhere", None), (name, ssn, born, city, updated)
        assert gender == steps.rows("owner", "SELECT lower(to_hex(sha256(to_utf8('m'))))")[0][0], gender

    steps.step("team3: four patients", steps.equal, "team3", f"SELECT count(*) FROM {PATIENTS}", [(4,)])
    # Trino reads a condition as the user, who may not read the column.
    steps.step("team4: a condition on a hidden column closes the table", steps.refused, "team4", f"SELECT count(*) FROM {PATIENTS}")
    steps.step("team3: masks are put in place of values", masks)

    def by_questions(user, table, columns):
        """What the owner reads with the answers put in by hand."""
        types = dict(row[:2] for row in steps.rows("owner", f"DESCRIBE iceberg.healthcare_db.{table}"))
        filters = [one["expression"] for one in steps.asked("rowFilters", user, "GetRowFilters", resource={"table": named(table)})]
        resources = [{"column": named(table, columnName=column, columnType=types[column])} for column in columns]
        masks = {one["index"]: one["viewExpression"]["expression"] for one in steps.asked("batchColumnMasks", user, "GetColumnMask", filterResources=resources)}
        shown = ", ".join(f"{masks.get(number, column)} AS {column}" for number, column in enumerate(columns))
        condition = " AND ".join(f"({one})" for one in filters) or "true"
        return steps.rows("owner", f"SELECT {shown} FROM iceberg.healthcare_db.{table} WHERE {condition} ORDER BY patient_id")

    def same_rows(user, table, columns):
        listed = ", ".join(columns)
        expected = steps.rows(user, f"SELECT {listed} FROM iceberg.healthcare_db.{table} ORDER BY patient_id")
        assert expected and by_questions(user, table, columns) == expected

    third = ["patient_id", "patient_name", "ssn", "gender", "date_of_birth", "city", "created_at", "updated_at"]
    for user, table, columns in [("team1", "patients", VISIBLE), ("team1", "claims", ["claim_id", "patient_id"]), ("team3", "patients", third)]:
        steps.step(f"{user}: questions about {table} are answered alike", same_rows, user, table, columns)

    def allowed(user, table, columns, expected):
        found = steps.asked("allow", user, "SelectFromColumns", resource={"table": named(table, columns=columns)})
        assert found == expected, found

    for user, table, columns, expected in [("team1", "patients", VISIBLE, True), ("team1", "patients", ["ssn"], False), ("team2", "patients", [], False), ("team2", "claims", ["status"], True)]:
        steps.step(f"{user}: the question for {columns[:1]} of {table}", allowed, user, table, columns, expected)

    def columns_shown():
        every = [*VISIBLE, "ssn"]
        shown = steps.asked("batch", "team1", "FilterColumns", filterResources=[{"table": named("patients", columns=every)}])
        assert [every[number] for number in shown] == VISIBLE, shown

    steps.step("team1: the question which columns are shown", columns_shown)


def revoked(steps):
    def ends():
        for _ in range(60):
            try:
                steps.rows("team2", f"SELECT 1 FROM {CLAIMS}")
            except Refused:
                return
            time.sleep(0.5)
        raise AssertionError("still read")

    steps.step("team2: nothing after the revocation", ends)
    steps.step("team1: still its patients", steps.equal, "team1", f"SELECT count(*) FROM {PATIENTS}", [(8,)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trino", required=True)
    parser.add_argument("--engines", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--who", required=True, choices=["owner", "teams", "revoked"])
    arguments = parser.parse_args()
    steps = Steps(arguments)
    # It listens long before it is ready.
    while fetched(f"{arguments.trino}/v1/info")["starting"]:
        time.sleep(0.5)
    {"owner": owner, "teams": teams, "revoked": revoked}[arguments.who](steps)
    print(f"engines-{arguments.who}: {steps.passed} passed, {steps.failed} failed", flush=True)
    sys.exit(steps.failed > 0)


if __name__ == "__main__":
    main()
