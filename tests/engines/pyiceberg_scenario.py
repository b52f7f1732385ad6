"""What a PyIceberg user does with a Hive catalog.

    python pyiceberg_scenario.py --metastore thrift://127.0.0.1:9083 --warehouse DIR
"""

import argparse
import multiprocessing
import sys
import time
import traceback

import pyarrow as pa
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NamespaceNotEmptyError,
    NoSuchNamespaceError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.schema import Schema
from pyiceberg.types import LongType, NestedField, StringType

PROCESSES = 4
APPENDS = 5

SCHEMA = Schema(
    NestedField(1, "id", LongType(), required=False),
    NestedField(2, "name", StringType(), required=False),
)

STEPS = []


def step(function):
    STEPS.append(function)
    return function


def catalog(arguments):
    return load_catalog(
        "skep",
        type="hive",
        uri=arguments.metastore,
        warehouse=arguments.warehouse,
        **{"lock-check-min-wait-time": "0.05", "lock-check-max-wait-time": "1", "lock-check-retries": "60"},
    )


def rows(*ids):
    return pa.table({"id": list(ids), "name": [f"row {number}" for number in ids]})


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def refused(error, action):
    try:
        action()
    except error:
        return
    raise AssertionError(f"was not refused with {error.__name__}")


@step
def a_namespace_is_created_described_and_changed(hive, arguments):
    hive.create_namespace("ice", {"comment": "cold", "owner": "ann"})
    refused(NamespaceAlreadyExistsError, lambda: hive.create_namespace("ice"))
    assert ("ice",) in hive.list_namespaces()
    same(hive.load_namespace_properties("ice")["comment"], "cold")
    hive.update_namespace_properties("ice", removals={"owner"}, updates={"tier": "2"})
    same(hive.load_namespace_properties("ice")["tier"], "2")
    refused(NoSuchNamespaceError, lambda: hive.load_namespace_properties("nowhere"))


@step
def a_table_is_created_and_appended_to(hive, arguments):
    table = hive.create_table("ice.events", SCHEMA)
    refused(TableAlreadyExistsError, lambda: hive.create_table("ice.events", SCHEMA))
    refused(NoSuchTableError, lambda: hive.load_table("ice.nothing"))
    table.append(rows(1, 2, 3))
    table.append(rows(4))
    same(sorted(hive.load_table("ice.events").scan().to_arrow()["id"].to_pylist()), [1, 2, 3, 4])
    same(hive.list_tables("ice"), [("ice", "events")])
    same(len(hive.load_table("ice.events").snapshots()), 2)


@step
def a_schema_evolves(hive, arguments):
    table = hive.load_table("ice.events")
    with table.update_schema() as update:
        update.add_column("price", LongType(), doc="in cents")
        update.rename_column("name", "title")
    same([field.name for field in hive.load_table("ice.events").schema().fields], ["id", "title", "price"])
    same(hive.load_table("ice.events").scan().to_arrow()["price"].to_pylist(), [None] * 4)


@step
def properties_are_set_and_removed(hive, arguments):
    table = hive.load_table("ice.events")
    with table.transaction() as change:
        change.set_properties(owner="ann", note="cold")
    with table.transaction() as change:
        change.remove_properties("note")
    kept = hive.load_table("ice.events").properties
    assert kept["owner"] == "ann" and "note" not in kept, kept


@step
def branches_and_tags_are_made(hive, arguments):
    table = hive.load_table("ice.events")
    first = table.snapshots()[0].snapshot_id
    table.manage_snapshots().create_tag(first, "first").create_branch(first, "work").commit()
    refs = hive.load_table("ice.events").refs()
    same(sorted(refs), ["first", "main", "work"])
    same(refs["first"].snapshot_id, first)


@step
def a_stale_commit_is_refused(hive, arguments):
    one = hive.load_table("ice.events")
    two = hive.load_table("ice.events")
    with one.update_schema() as update:
        update.add_column("winner", StringType())

    def lose():
        with two.update_schema() as update:
            update.rename_column("title", "heading")

    refused(CommitFailedException, lose)
    same([field.name for field in hive.load_table("ice.events").schema().fields][1], "title")


@step
def a_table_is_renamed(hive, arguments):
    hive.create_table("ice.taken", SCHEMA)
    refused(TableAlreadyExistsError, lambda: hive.rename_table("ice.events", "ice.taken"))
    hive.rename_table("ice.events", "ice.happenings")
    same(len(hive.load_table("ice.happenings").scan().to_arrow()), 4)
    refused(NoSuchTableError, lambda: hive.load_table("ice.events"))
    refused(NoSuchTableError, lambda: hive.rename_table("ice.events", "ice.again"))


@step
def concurrent_appends_leave_exactly_their_snapshots(hive, arguments):
    hive.create_table("ice.crowded", SCHEMA)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=append_some, args=(arguments, number)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(300)
    same([worker.exitcode for worker in workers], [0] * PROCESSES)
    table = hive.load_table("ice.crowded")
    same(len(table.snapshots()), PROCESSES * APPENDS)
    found = sorted(table.scan().to_arrow()["id"].to_pylist())
    same(found, [100 * worker + number for worker in range(PROCESSES) for number in range(APPENDS)])


def append_some(arguments, worker):
    hive = catalog(arguments)
    for number in range(APPENDS):
        while True:
            try:
                hive.load_table("ice.crowded").append(rows(100 * worker + number))
                break
            except CommitFailedException:
                # Somebody else was first: read again.
                time.sleep(0.01 * (worker + 1))


@step
def tables_and_namespaces_are_dropped(hive, arguments):
    refused(NamespaceNotEmptyError, lambda: hive.drop_namespace("ice"))
    for _, name in hive.list_tables("ice"):
        hive.drop_table(f"ice.{name}")
    refused(NoSuchTableError, lambda: hive.drop_table("ice.happenings"))
    hive.drop_namespace("ice")
    refused(NoSuchNamespaceError, lambda: hive.drop_namespace("ice"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metastore", required=True)
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--label", default="pyiceberg")
    arguments = parser.parse_args()
    hive = catalog(arguments)
    failed = 0
    for run in STEPS:
        sentence = run.__name__.replace("_", " ")
        try:
            run(hive, arguments)
            print(f"ok   {arguments.label}: {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-30:]), flush=True)
    print(f"{arguments.label}: {len(STEPS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
