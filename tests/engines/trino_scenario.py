"""What a Trino user does through the hive and the iceberg connector, in order, over Trino's own HTTP protocol.

    python trino_scenario.py --server http://127.0.0.1:8080

Every step asserts what came back. It needs nothing but Python.
"""

import argparse
import json
import sys
import time
import traceback
import urllib.error
import urllib.request

STEPS = []


def step(function):
    STEPS.append(function)
    return function


class Refused(Exception):
    """The server's answer was an error."""


class Trino:
    """One user's statements; whole answers are read."""

    def __init__(self, server):
        self.server = server

    def rows(self, text):
        """All rows, or `Refused`."""
        # The older name of these headers; Trino says X-Trino- since 351.
        headers = {"X-Presto-User": "ann", "X-Presto-Catalog": "hive", "X-Presto-Schema": "shop"}
        answer = fetched(urllib.request.Request(f"{self.server}/v1/statement", text.encode(), headers))
        rows = []
        while True:
            rows += [tuple(row) for row in answer.get("data", [])]
            if "error" in answer:
                raise Refused(answer["error"]["message"])
            if "nextUri" not in answer:
                return rows
            answer = fetched(answer["nextUri"])

    def values(self, text):
        """The first column."""
        return [row[0] for row in self.rows(text)]

    def ready(self):
        """Whether the server has started; it listens long before."""
        try:
            return not fetched(f"{self.server}/v1/info")["starting"]
        except (urllib.error.URLError, ConnectionError, KeyError):
            return False


def fetched(request):
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def refused(trino, text, *words):
    """The statement fails, and says why in these words."""
    try:
        trino.rows(text)
    except Refused as error:
        for word in words:
            assert word.lower() in str(error).lower(), f"{word!r} is not in: {error}"
        return
    raise AssertionError(f"was not refused: {text}")


# -- hive ------------------------------------------------------------------------------------


@step
def both_connectors_show_the_metastore(trino):
    for catalog in ["hive", "iceberg"]:
        assert "default" in trino.values(f"SHOW SCHEMAS FROM {catalog}"), catalog


@step
def a_schema_is_created_once(trino):
    trino.rows("CREATE SCHEMA hive.shop")
    refused(trino, "CREATE SCHEMA hive.shop", "already exists")
    trino.rows("CREATE SCHEMA IF NOT EXISTS hive.shop")
    same(trino.values("SHOW SCHEMAS LIKE 'sh%'"), ["shop"])


@step
def a_table_is_written_and_read(trino):
    trino.rows("CREATE TABLE people (id integer COMMENT 'number', name varchar) COMMENT 'everybody' WITH (format = 'ORC')")
    refused(trino, "CREATE TABLE people (id integer)", "already exists")
    same(trino.rows("INSERT INTO people VALUES (1, 'ann'), (2, 'bob'), (3, 'cid')"), [(3,)])
    same(trino.rows("SELECT * FROM people ORDER BY id"), [(1, "ann"), (2, "bob"), (3, "cid")])
    same(trino.rows("DESCRIBE people"), [("id", "integer", "", "number"), ("name", "varchar", "", "")])


@step
def types_survive(trino):
    trino.rows(
        "CREATE TABLE types (a tinyint, b bigint, c decimal(10, 2), d date, e timestamp(3), f varchar(5), g char(3), "
        "h boolean, i double, j array(row(x integer, y varchar)), k map(varchar, bigint), l varbinary) WITH (format = 'ORC')"
    )
    same(
        [row[1] for row in trino.rows("DESCRIBE types")],
        ["tinyint", "bigint", "decimal(10,2)", "date", "timestamp(3)", "varchar(5)", "char(3)", "boolean", "double",
         "array(row(x integer, y varchar))", "map(varchar, bigint)", "varbinary"],
    )


@step
def a_table_is_created_from_a_query(trino):
    same(trino.rows("CREATE TABLE grown WITH (format = 'PARQUET') AS SELECT id, name FROM people WHERE id > 1"), [(2,)])
    same(trino.rows("SELECT * FROM grown ORDER BY id"), [(2, "bob"), (3, "cid")])


@step
def partitions_are_written_listed_and_pruned(trino):
    trino.rows("CREATE TABLE sales (n integer, day integer, region varchar) "
               "WITH (format = 'PARQUET', partitioned_by = ARRAY['day', 'region'])")
    trino.rows("INSERT INTO sales SELECT CAST(x AS integer), CAST(x AS integer), if(x % 2 = 0, 'eu', 'us''a/b') "
               "FROM unnest(sequence(1, 40)) AS t(x)")
    same(len(trino.rows('SELECT * FROM "sales$partitions"')), 40)
    same(trino.rows('SELECT * FROM "sales$partitions" WHERE day < 3 ORDER BY day'), [(1, "us'a/b"), (2, "eu")])
    same(trino.values("SELECT n FROM sales WHERE day > 37 AND region = 'eu' ORDER BY n"), [38, 40])
    same(trino.values("SELECT count(*) FROM sales WHERE region = 'us''a/b'"), [20])
    same(trino.values("SELECT n FROM sales WHERE day IN (5, 6, 77) ORDER BY n"), [5, 6])


@step
def partitions_are_dropped_by_delete(trino):
    trino.rows("DELETE FROM sales WHERE day > 10")
    same(len(trino.rows('SELECT * FROM "sales$partitions"')), 10)
    trino.rows("DELETE FROM sales WHERE region = 'eu'")
    same(trino.rows("SELECT count(*), min(n), max(n) FROM sales"), [(5, 1, 9)])


@step
def partitions_are_made_by_procedures(trino):
    make = "CALL hive.system.create_empty_partition('shop', 'sales', ARRAY['day', 'region'], ARRAY['77', 'xx'])"
    trino.rows(make)
    refused(trino, make, "already exists")
    same(trino.rows('SELECT * FROM "sales$partitions" WHERE day = 77'), [(77, "xx")])
    trino.rows("CALL hive.system.sync_partition_metadata('shop', 'sales', 'FULL')")


@step
def statistics_are_kept(trino):
    trino.rows("ANALYZE people")
    told = {row[0]: row for row in trino.rows("SHOW STATS FOR people")}
    # column, size, distinct values, share of nulls, rows, low, high
    same(told["id"][2:], (3.0, 0.0, None, "1", "3"))
    same((told["name"][1], told["name"][2]), (9.0, 3.0))
    same(told[None][4], 3.0)
    trino.rows("ANALYZE sales WITH (partitions = ARRAY[ARRAY['1', 'us''a/b'], ARRAY['3', 'us''a/b']])")
    told = {row[0]: row for row in trino.rows("SHOW STATS FOR (SELECT * FROM sales WHERE day < 4)")}
    same(told["n"][5:], ("1", "3"))
    trino.rows("CALL hive.system.drop_stats('shop', 'people')")
    same({row[0]: row for row in trino.rows("SHOW STATS FOR people")}["id"][2], None)


@step
def views_are_made_replaced_and_dropped(trino):
    trino.rows("CREATE VIEW seen AS SELECT id, upper(name) AS loud FROM people")
    same(trino.rows("SELECT * FROM seen WHERE id = 1"), [(1, "ANN")])
    refused(trino, "CREATE VIEW seen AS SELECT 1 AS one", "already exists")
    trino.rows("CREATE OR REPLACE VIEW seen AS SELECT id FROM people")
    same(trino.values("SELECT id FROM seen ORDER BY id"), [1, 2, 3])
    same(trino.values("SELECT table_name FROM information_schema.views WHERE table_schema = 'shop'"), ["seen"])
    trino.rows("DROP VIEW seen")
    refused(trino, "SELECT * FROM seen", "does not exist")


@step
def tables_are_changed(trino):
    trino.rows("ALTER TABLE grown ADD COLUMN extra varchar")
    trino.rows("ALTER TABLE grown RENAME COLUMN extra TO more")
    trino.rows("ALTER TABLE grown RENAME TO adults")
    refused(trino, "SELECT * FROM grown", "does not exist")
    same([row[0] for row in trino.rows("DESCRIBE adults")], ["id", "name", "more"])
    trino.rows("COMMENT ON TABLE adults IS 'of age'")
    assert "COMMENT 'of age'" in trino.values("SHOW CREATE TABLE adults")[0]
    refused(trino, "ALTER TABLE adults RENAME TO people", "already exists")
    trino.rows("ALTER TABLE adults DROP COLUMN more")


@step
def the_information_schema_lists_everything(trino):
    same(
        trino.rows("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY 1"),
        [(name, "BASE TABLE") for name in ["adults", "people", "sales", "types"]],
    )
    same(trino.values("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'shop'"), [2 + 2 + 3 + 12])
    same(trino.rows("SHOW TABLES LIKE 'peo%'"), [("people",)])


# -- iceberg ---------------------------------------------------------------------------------


@step
def an_iceberg_table_is_written_and_read(trino):
    trino.rows("CREATE TABLE iceberg.shop.lake (id bigint, name varchar, day date) WITH (partitioning = ARRAY['day'])")
    for number in range(3):
        trino.rows(f"INSERT INTO iceberg.shop.lake VALUES ({number}, 'n{number}', DATE '2024-01-0{number + 1}')")
    same(trino.rows("SELECT id, name FROM iceberg.shop.lake WHERE day >= DATE '2024-01-02' ORDER BY id"), [(1, "n1"), (2, "n2")])
    # The empty table's snapshot, and one an insert.
    same(trino.values('SELECT count(*) FROM iceberg.shop."lake$snapshots"'), [4])
    trino.rows("DELETE FROM iceberg.shop.lake WHERE day = DATE '2024-01-01'")
    same(trino.values("SELECT count(*) FROM iceberg.shop.lake"), [2])


@step
def an_iceberg_table_is_changed(trino):
    trino.rows("ALTER TABLE iceberg.shop.lake ADD COLUMN extra varchar")
    trino.rows("ALTER TABLE iceberg.shop.lake RENAME COLUMN name TO called")
    same([row[0] for row in trino.rows("DESCRIBE iceberg.shop.lake")], ["id", "called", "day", "extra"])
    same(trino.values("SELECT called FROM iceberg.shop.lake WHERE id = 2"), ["n2"])


@step
def both_connectors_list_an_iceberg_table(trino):
    for catalog in ["hive", "iceberg"]:
        assert "lake" in trino.values(f"SHOW TABLES FROM {catalog}.shop"), catalog


# -- the end ---------------------------------------------------------------------------------


@step
def all_is_dropped(trino):
    refused(trino, "DROP SCHEMA hive.shop", "shop")
    trino.rows("DROP TABLE iceberg.shop.lake")
    for table in ["adults", "people", "sales", "types"]:
        trino.rows(f"DROP TABLE {table}")
    same(trino.rows("SHOW TABLES"), [])
    trino.rows("DROP SCHEMA hive.shop")
    assert "shop" not in trino.values("SHOW SCHEMAS")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--label", default="trino")
    arguments = parser.parse_args()
    trino = Trino(arguments.server)
    deadline = time.monotonic() + 300
    while not trino.ready():
        assert time.monotonic() < deadline, "the server has not started"
        time.sleep(0.5)
    failed = 0
    for run in STEPS:
        began = time.monotonic()
        sentence = run.__name__.replace("_", " ")
        try:
            run(trino)
            print(f"ok   {arguments.label}: {sentence} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-40:]), flush=True)
    print(f"{arguments.label}: {len(STEPS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
