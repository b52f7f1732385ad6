"""The steps of a takeover that are a client's: what is made, what is read, who writes beside whom.

    python takeover_scenario.py --phase make --servers thrift://… [thrift://…] --hive 3.1 --database d --files DIR
"""

import argparse
import sys
import threading
import traceback

from hive_metastore import ttypes as t
from hive_wire import Wire, columns, get_table, partition, storage, table
from takeover_reading import Reading
from takeover_world import PLAIN, World, make


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def read(arguments):
    """One question after another; the answers are judged by whoever stands in front."""

    def everything():
        reading = Reading(arguments.servers[0])
        reading.everything()
        assert not reading.troubles, "\n".join(reading.troubles[:10])
        assert reading.asked > 300, f"only {reading.asked} questions"

    yield "every question about everything is put", everything


def beside(arguments):
    sides = [Wire(uri) for uri in arguments.servers]
    tables, partitions = 8, 12

    def home():
        sides[0].create_database(t.Database(arguments.database, "", f"file:{arguments.files}/{arguments.database}", {}))

    def two_writers():
        troubles = []

        def write(number, uri):
            try:
                side = Wire(uri)
                for count in range(tables):
                    name = f"w{number}_{count}"
                    side.create_table(table(arguments.database, name, PLAIN, columns(("p", "string", None))))
                    new = [partition(arguments.database, name, [str(value)], storage(PLAIN)) for value in range(partitions)]
                    side.add_partitions(new)
                    numbers = t.ColumnStatisticsData(longStats=t.LongColumnStatsData(1, 9, 2, 5))
                    column = t.ColumnStatisticsObj("n", "int", numbers)
                    desc = t.ColumnStatisticsDesc(True, arguments.database, name)
                    side.update_table_column_statistics(t.ColumnStatistics(desc, [column], engine="hive"))
            except Exception:
                troubles.append(traceback.format_exc())

        # Two at each server, so that each meets both itself and the other.
        plan = [(number, arguments.servers[number % 2]) for number in range(4)]
        writers = [threading.Thread(target=write, args=of) for of in plan]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert not troubles, "\n".join(troubles)

    def one_view():
        names = [sorted(side.get_all_tables(arguments.database)) for side in sides]
        same(len(names[0]), 4 * tables)
        same(names[0], names[1])
        for name in names[0]:
            for side in sides:
                same(len(side.get_partition_names(arguments.database, name, -1)), partitions)
                request = t.TableStatsRequest(arguments.database, name, ["n"], engine="hive")
                same(len(side.get_table_statistics_req(request).tableStats), 1)

    def events():
        heard = [[event.eventId for event in side.get_next_notification(t.NotificationEventRequest(0, -1)).events] for side in sides]
        same(sorted(heard[0]), sorted(heard[1]))
        if arguments.hive < 3:
            # It takes ids without a lock, and so gives some twice, beside another of its kind too (HIVE-16886).
            heard[0] = sorted(set(heard[0]))
        same(heard[0], list(range(heard[0][0], heard[0][0] + len(heard[0]))))
        assert len(heard[0]) > 2 * tables, heard[0]

    def locks():
        for here, there in [sides, sides[::-1]]:
            component = t.LockComponent(t.LockType.EXCLUSIVE, t.LockLevel.TABLE, arguments.database, "w0_0")
            first = here.lock(t.LockRequest([component], user="ann", hostname="here"))
            same(first.state, t.LockState.ACQUIRED)
            second = there.lock(t.LockRequest([component], user="bob", hostname="there"))
            same(second.state, t.LockState.WAITING)
            here.unlock(t.UnlockRequest(first.lockid))
            same(there.check_lock(t.CheckLockRequest(second.lockid)).state, t.LockState.ACQUIRED)
            here.unlock(t.UnlockRequest(second.lockid))

    yield "a database made by the Java server", home
    yield "two writers at each never take the same id", two_writers
    yield "both see what either wrote", one_view
    yield "event ids have no gap and are the same at both", events
    yield "a lock of one keeps the other's clients waiting", locks


def back(arguments):
    """The Java server alone again, on what was written with Skep."""
    java = Wire(arguments.servers[0])
    database = arguments.database

    def get(name):
        return get_table(java, database, name, arguments.hive)

    def read_back():
        names = java.get_all_tables(database)
        assert len(names) >= 13, names
        for name in names:
            found = get(name)
            if found.partitionKeys:
                listed = java.get_partition_names(database, name, -1)
                same(len(java.get_partitions(database, name, -1)), len(listed))
                for part in listed[:3]:
                    same(java.get_partition_by_name(database, name, part).values, java.partition_name_to_vals(part))
        request = t.TableStatsRequest(database, "managed", ["n", "word"], engine="hive")
        same(len(java.get_table_statistics_req(request).tableStats), 2)
        request = t.PartitionsStatsRequest(database, "many", ["n"], ["day=2024-01-01"], engine="hive")
        same(len(java.get_partitions_statistics_req(request).partStats), 1)
        same(sorted(java.get_functions(database, "*")), ["loud", "quiet"])

    def alter():
        for name in ("managed", "external", "parts", "many", "ice", "acid"):
            found = get(name)
            found.parameters["handed"] = "back"
            java.alter_table(database, name, found)
        one = java.get_partition_by_name(database, "many", "day=2024-03-05")
        one.parameters["handed"] = "back"
        java.alter_partition(database, "many", one)
        found = get("bucketed")
        found.tableName = "bucketed2"
        java.alter_table(database, "bucketed", found)

    def drop():
        java.drop_partition_by_name(database, "many", "day=2024-03-06", True)
        java.drop_table(database, "spark", True)
        java.drop_function(database, "loud")
        java.create_table(table(database, "after", PLAIN))
        java.add_partitions([partition(database, "many", ["2025-01-01"], storage(PLAIN))])

    yield "the Java server reads all that was written", read_back
    yield "the Java server alters it", alter
    yield "the Java server drops of it and goes on", drop


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phase", choices=["make", "read", "beside", "back"], required=True)
    parser.add_argument("--servers", nargs="+", required=True)
    parser.add_argument("--hive", type=float, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--files", required=True)
    parser.add_argument("--latin1", action="store_true", help="the database keeps no more of Unicode")
    parser.add_argument("--label", default="takeover")
    arguments = parser.parse_args()
    if arguments.phase == "make":
        steps = make(World(arguments.servers, arguments.database, arguments.files, arguments.hive, not arguments.latin1))
    else:
        steps = {"read": read, "beside": beside, "back": back}[arguments.phase](arguments)
    passed = failed = 0
    for sentence, run in steps:
        try:
            run()
            passed += 1
            print(f"ok   {arguments.label}: {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-12:]), flush=True)
    print(f"{arguments.label}: {passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
