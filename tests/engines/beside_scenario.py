"""Skep and Apache's metastore, at the same time on one database.

    python beside_scenario.py --java thrift://127.0.0.1:9083 --skep thrift://127.0.0.1:9084 --files DIR

The clients are the Python bindings that come with PyIceberg.
"""

import argparse
import sys
import threading
import traceback
from urllib.parse import urlparse

from hive_metastore import ThriftHiveMetastore
from hive_metastore.ttypes import (
    CheckLockRequest,
    ColumnStatistics,
    ColumnStatisticsData,
    ColumnStatisticsDesc,
    ColumnStatisticsObj,
    Database,
    FieldSchema,
    LockComponent,
    LockLevel,
    LockRequest,
    LockState,
    LockType,
    LongColumnStatsData,
    NoSuchObjectException,
    Partition,
    SerDeInfo,
    StorageDescriptor,
    Table,
    TableStatsRequest,
    UnlockRequest,
)
from thrift.protocol import TBinaryProtocol
from thrift.transport import TSocket, TTransport

TABLES = 20
PARTITIONS = 20

STEPS = []


def step(function):
    STEPS.append(function)
    return function


class Sides:
    """A connection to each server, and how to make more."""

    def __init__(self, arguments):
        self.files = arguments.files
        self.addresses = {"java": urlparse(arguments.java), "skep": urlparse(arguments.skep)}
        self.java, self.skep = self.connect("java"), self.connect("skep")

    def connect(self, side):
        address = self.addresses[side]
        transport = TTransport.TBufferedTransport(TSocket.TSocket(address.hostname, address.port))
        transport.open()
        return ThriftHiveMetastore.Client(TBinaryProtocol.TBinaryProtocol(transport))


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def storage(location=None):
    return StorageDescriptor(
        cols=[FieldSchema("a", "bigint", None)],
        location=location,
        inputFormat="org.apache.hadoop.mapred.TextInputFormat",
        outputFormat="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        numBuckets=-1,
        serdeInfo=SerDeInfo("", "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", {}),
        bucketCols=[],
        sortCols=[],
        parameters={},
    )


def table(name):
    keys = [FieldSchema("p", "string", None)]
    return Table(name, "both", "ann", 0, 0, 0, storage(), keys, {"made by": name}, tableType="MANAGED_TABLE")


def partition(name, value):
    return Partition([value], "both", name, 0, 0, storage(), {})


@step
def a_database_made_by_one_is_the_others_too(sides):
    sides.skep.create_database(Database("both", "", f"file:{sides.files}/both.db", {}))
    same(sides.java.get_database("both").locationUri, f"file:{sides.files}/both.db")


@step
def two_writers_at_each_never_take_the_same_id(sides):
    """The tables' primary keys would refuse it."""
    troubles = []

    def write(side, other, number):
        try:
            here, there = sides.connect(side), sides.connect(other)
            for count in range(TABLES):
                name = f"{side}_{number}_{count}"
                here.create_table(table(name))
                same(there.get_table("both", name).parameters["made by"], name)
                here.add_partitions([partition(name, str(value)) for value in range(PARTITIONS)])
                same(len(there.get_partitions("both", name, -1)), PARTITIONS)
        except Exception:
            troubles.append(traceback.format_exc())

    plan = [(side, other, number) for side, other in [("java", "skep"), ("skep", "java")] for number in (1, 2)]
    writers = [threading.Thread(target=write, args=arguments) for arguments in plan]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not troubles, "\n".join(troubles)
    same(len(sides.java.get_all_tables("both")), 4 * TABLES)
    same(sorted(sides.java.get_all_tables("both")), sorted(sides.skep.get_all_tables("both")))


@step
def a_lock_of_one_keeps_the_others_clients_waiting(sides):
    for here, there in [(sides.java, sides.skep), (sides.skep, sides.java)]:
        component = LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "both", "java_1_0")
        first = here.lock(LockRequest([component], user="ann", hostname="here"))
        same(first.state, LockState.ACQUIRED)
        second = there.lock(LockRequest([component], user="bob", hostname="there"))
        same(second.state, LockState.WAITING)
        here.unlock(UnlockRequest(first.lockid))
        check = CheckLockRequest(second.lockid)
        same(there.check_lock(check).state, LockState.ACQUIRED)
        here.unlock(UnlockRequest(second.lockid))


@step
def statistics_of_one_are_the_others_too(sides):
    for here, there, name in [(sides.java, sides.skep, "skep_1_0"), (sides.skep, sides.java, "java_1_0")]:
        numbers = ColumnStatisticsData(longStats=LongColumnStatsData(lowValue=1, highValue=9, numNulls=2, numDVs=5))
        column = ColumnStatisticsObj("a", "bigint", numbers)
        description = ColumnStatisticsDesc(True, "both", name)
        here.update_table_column_statistics(ColumnStatistics(description, [column]))
        found = there.get_table_statistics_req(TableStatsRequest("both", name, ["a"])).tableStats
        same([column.statsData.longStats.highValue for column in found], [9])


@step
def a_renamed_table_is_found_under_its_new_name_alone(sides):
    for here, there, name in [(sides.java, sides.skep, "skep_1_1"), (sides.skep, sides.java, "java_1_1")]:
        renamed = here.get_table("both", name)
        renamed.tableName = f"{name}_new"
        here.alter_table("both", name, renamed)
        same(len(there.get_partitions("both", renamed.tableName, -1)), PARTITIONS)
        missing(lambda: there.get_table("both", name))


@step
def what_one_drops_is_gone_for_both(sides):
    for here, there, name in [(sides.java, sides.skep, "skep_1_0"), (sides.skep, sides.java, "java_1_0")]:
        here.drop_table("both", name, True)
        missing(lambda: there.get_table("both", name))
    sides.skep.drop_database("both", True, True)
    missing(lambda: sides.java.get_database("both"))


def missing(action):
    try:
        action()
    except NoSuchObjectException:
        return
    raise AssertionError("is still there")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", required=True)
    parser.add_argument("--skep", required=True)
    parser.add_argument("--files", required=True)
    parser.add_argument("--label", default="beside")
    arguments = parser.parse_args()
    sides = Sides(arguments)
    failed = 0
    for run in STEPS:
        sentence = run.__name__.replace("_", " ")
        try:
            run(sides)
            print(f"ok   {arguments.label}: {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {arguments.label}: {sentence}", flush=True)
            print("\n".join(traceback.format_exc().splitlines()[-30:]), flush=True)
    print(f"{arguments.label}: {len(STEPS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
