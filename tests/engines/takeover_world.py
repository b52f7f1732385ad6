"""What a lived-in metastore holds, made step by step, each step at the next of the servers given.

With one server it is that server's own work. With two, tables of one get partitions from the other,
statistics from the first again, and so on; the rows left behind must be the same.
"""

from hive_metastore import ttypes as t
from hive_wire import ORC, ORC_SERDE, Wire, columns, get_table, partition, storage, table

STEPS = []

ODD = "ä ö ü · “quoted” ' \" \\ % _ 日本語"
ODD_VALUES = ["plain", "a b", "100%", "x/y", "k=v", "q'uote", "A", "a", "[x]", "a:b", "back\\slash", "t\tab", ""]


def step(function):
    STEPS.append(function)
    return function


class World:
    """The servers, in turns, and the database's name; `hive` is the version of the schema."""

    def __init__(self, uris, database, files, hive, utf8=True):
        self.hive = hive
        self.sides = [Wire(uri) for uri in uris]
        self.turn = 0
        self.db = database
        self.files = files
        # Hive's MariaDB tables are latin1.
        self.odd = ODD if utf8 else ODD.replace("日本語", "").replace("“", '"').replace("”", '"')
        self.odd_values = ODD_VALUES + (["ümlaut", "日本"] if utf8 else ["ümlaut"])

    @property
    def next(self):
        self.turn += 1
        return self.sides[self.turn % len(self.sides)]

    def place(self, name):
        return f"file:{self.files}/{self.db}/{name}"

    def table(self, name, *arguments, **more):
        return table(self.db, name, *arguments, **more)

    def get(self, name):
        return get_table(self.next, self.db, name, self.hive)


PLAIN = columns(("n", "int", "a number"), ("word", "string", None))


@step
def a_database_with_properties_and_an_owner(w):
    # Hive 4 puts managed tables of a database with a location into its own warehouse, Skep into the location.
    location = w.place("warehouse") if w.hive < 4 else None
    w.next.create_database(t.Database(w.db, w.odd, location, {"team": "blue", "note": w.odd}))
    found = w.next.get_database(w.db)
    found.parameters["tier"] = "2"
    found.ownerName, found.ownerType = "bob", t.PrincipalType.ROLE
    w.next.alter_database(w.db, found)


@step
def managed_and_external_tables(w):
    w.next.create_table(w.table("managed", PLAIN, parameters={"comment": w.odd, "kept": ""}))
    elsewhere = storage(PLAIN, location=w.place("elsewhere"), serde_parameters={"field.delim": "\x01", "escape.delim": "\\"})
    w.next.create_table(w.table("external", PLAIN, kind="EXTERNAL_TABLE", parameters={"EXTERNAL": "TRUE"}, sd=elsewhere, retention=7))
    w.next.create_table(w.table("emptied", PLAIN, owner=None))


@step
def odd_types_and_comments(w):
    cols = columns(
        ("c_struct", "struct<a:int,b:array<map<string,decimal(38,18)>>>", w.odd),
        ("c_union", "uniontype<int,string>", ""),
        ("c_char", "char(255)", None),
        ("c_varchar", "varchar(65535)", "v"),
        ("c_decimal", "decimal(10,0)", "d"),
        ("c_interval", "interval_day_time", None),
        ("c_ts", "timestamp", None),
        ("c_date", "date", "x" * 255),
        ("c_bin", "binary", None),
    )
    w.next.create_table(w.table("types", cols, parameters={"long": "x" * 3900}))


@step
def buckets_sorting_and_skew(w):
    skewed = t.SkewedInfo(["n"], [["1"], ["2"]], {})
    sd = storage(
        PLAIN,
        buckets=4,
        bucketed_by=["n", "word"],
        sorted_by=[t.Order("n", 1), t.Order("word", 0)],
        skewed=skewed,
        parameters={"sd": "yes"},
        serde_name="named",
        compressed=True,
    )
    w.next.create_table(w.table("bucketed", PLAIN, sd=sd))


@step
def partitions_of_odd_values(w):
    keys = columns(("k", "string", "the key"), ("day", "int", None))
    w.next.create_table(w.table("parts", PLAIN, keys))
    sd = w.get("parts").sd
    sd.location = None
    values = [value for value in w.odd_values if value]
    w.next.add_partitions([partition(w.db, "parts", [v, str(n)], sd, {"n": str(n)}) for n, v in enumerate(values)])
    w.next.add_partition(partition(w.db, "parts", ["single", "100"], sd))
    w.next.append_partition(w.db, "parts", ["appended", "101"])
    w.next.append_partition_by_name(w.db, "parts", "k=by%2Fname/day=102")
    own = storage(columns(("n", "bigint", None)), location=w.place("own"), formats=ORC, serde=ORC_SERDE)
    w.next.add_partition(partition(w.db, "parts", ["own", "103"], own, {"own": "yes"}))
    w.next.add_partitions_req(t.AddPartitionsRequest(w.db, "parts", [partition(w.db, "parts", ["req", "104"], sd)], True, True))


@step
def many_partitions(w):
    w.next.create_table(w.table("many", PLAIN, columns(("day", "date", None))))
    sd = w.get("many").sd
    sd.location = None
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 6) for day in range(1, 29)]
    for chunk in (days[:70], days[70:]):
        w.next.add_partitions([partition(w.db, "many", [day], sd, {"numRows": "1"}) for day in chunk])


@step
def partitions_altered_renamed_and_dropped(w):
    one = w.next.get_partition(w.db, "parts", ["plain", "0"])
    one.parameters["changed"] = w.odd
    w.next.alter_partition(w.db, "parts", one)
    two = w.next.get_partition_by_name(w.db, "parts", "k=a b/day=1")
    three = w.next.get_partition_by_name(w.db, "parts", "k=100%25/day=2")
    two.sd.cols.append(t.FieldSchema("late", "string", "came late"))
    three.parameters["numRows"] = "3"
    w.next.alter_partitions(w.db, "parts", [two, three])
    renamed = w.next.get_partition(w.db, "parts", ["single", "100"])
    renamed.values = ["renamed", "200"]
    w.next.rename_partition(w.db, "parts", ["single", "100"], renamed)
    w.next.drop_partition(w.db, "parts", ["appended", "101"], True)
    w.next.drop_partition_by_name(w.db, "parts", "k=by%2Fname/day=102", True)


@step
def tables_altered_and_renamed(w):
    found = w.get("managed")
    found.sd.cols.append(t.FieldSchema("later", "map<string,array<int>>", None))
    found.parameters["altered"] = "yes"
    del found.parameters["kept"]
    w.next.alter_table(w.db, "managed", found)
    found = w.get("emptied")
    found.tableName, found.owner = "renamed", "carl"
    w.next.alter_table(w.db, "emptied", found)
    found = w.get("many")
    found.sd.cols = columns(("n", "bigint", "wider"), ("word", "string", None), ("more", "string", None))
    w.next.alter_table_with_cascade(w.db, "many", found, True)
    w.next.create_table(w.table("dropped", PLAIN, columns(("p", "string", None))))
    w.next.append_partition(w.db, "dropped", ["x"])
    w.next.drop_table(w.db, "dropped", True)


@step
def views(w):
    text = f"select n from {w.db}.managed where word = '{w.odd}'"
    sd = storage(columns(("n", "int", None)), formats=(None, None), serde=None)
    w.next.create_table(
        w.table("seen", [], kind="VIRTUAL_VIEW", sd=sd, viewOriginalText=text, viewExpandedText=text.upper(), parameters={"comment": w.odd})
    )


@step
def spark_and_iceberg_parameters(w):
    schema = '{"type":"struct","fields":[{"name":"camelCase","type":"long","nullable":true,"metadata":{}}]}'
    spark = {"spark.sql.sources.provider": "parquet", "spark.sql.sources.schema": schema, "spark.sql.create.version": "3.5.8"}
    w.next.create_table(w.table("spark", columns(("camelcase", "bigint", None)), parameters=spark))
    iceberg = {
        "EXTERNAL": "TRUE",
        "table_type": "ICEBERG",
        "metadata_location": w.place("ice/metadata/00000.json"),
        "current-schema": schema,
        "uuid": "9f7c", "snapshot-count": "1",
    }
    sd = storage(columns(("id", "bigint", None)), location=w.place("ice"), formats=(None, None), serde=None)
    w.next.create_table(w.table("ice", [], kind="EXTERNAL_TABLE", parameters=iceberg, sd=sd))
    found = w.get("ice")
    found.parameters["previous_metadata_location"] = found.parameters["metadata_location"]
    found.parameters["metadata_location"] = w.place("ice/metadata/00001.json")
    w.next.alter_table_with_environment_context(w.db, "ice", found, t.EnvironmentContext({"DO_NOT_UPDATE_STATS": "true"}))


def data(**one):
    return t.ColumnStatisticsData(**one)


@step
def column_statistics_of_tables(w):
    objects = [
        t.ColumnStatisticsObj("n", "int", data(longStats=t.LongColumnStatsData(-1, 99, 3, 40))),
        t.ColumnStatisticsObj("word", "string", data(stringStats=t.StringColumnStatsData(10, 4.5, 1, 7))),
    ]
    w.next.update_table_column_statistics(t.ColumnStatistics(t.ColumnStatisticsDesc(True, w.db, "managed"), objects, engine="hive"))
    objects = [
        t.ColumnStatisticsObj("c_decimal", "decimal(10,0)", data(decimalStats=t.DecimalColumnStatsData(
            t.Decimal(0, b"\x01"), t.Decimal(2, b"\x30\x39"), 0, 5))),
        t.ColumnStatisticsObj("c_date", "date", data(dateStats=t.DateColumnStatsData(t.Date(1), t.Date(20000), 0, 5))),
        t.ColumnStatisticsObj("c_bin", "binary", data(binaryStats=t.BinaryColumnStatsData(9, 3.25, 1))),
    ]
    w.next.update_table_column_statistics(t.ColumnStatistics(t.ColumnStatisticsDesc(True, w.db, "types"), objects, engine="hive"))


@step
def column_statistics_of_partitions(w):
    for n, name in enumerate(["2024-01-01", "2024-01-02", "2024-02-01"]):
        numbers = t.LongColumnStatsData(n, 10 * n + 1, n, n + 2)
        text = t.StringColumnStatsData(9 + n, 2.5 + n, 0, 8)
        objects = [t.ColumnStatisticsObj("n", "bigint", data(longStats=numbers)), t.ColumnStatisticsObj("word", "string", data(stringStats=text))]
        desc = t.ColumnStatisticsDesc(False, w.db, "many", f"day={name}")
        w.next.update_partition_column_statistics(t.ColumnStatistics(desc, objects, engine="hive"))
    w.next.delete_partition_column_statistics(w.db, "many", "day=2024-02-01", "word", "hive")


@step
def functions(w):
    uris = [t.ResourceUri(t.ResourceType.JAR, w.place("a.jar")), t.ResourceUri(t.ResourceType.FILE, w.place("b.txt"))]
    for name, resources in [("loud", uris), ("quiet", [])]:
        w.next.create_function(t.Function(name, w.db, f"com.example.{name}", "ann", t.PrincipalType.USER, 0, t.FunctionType.JAVA, resources))
    altered = t.Function("quiet", w.db, "com.example.Quieter", "bob", t.PrincipalType.USER, 0, t.FunctionType.JAVA, uris[:1])
    w.next.alter_function(w.db, "quiet", altered)


@step
def constraints(w):
    w.next.create_table(w.table("parent", columns(("id", "int", None), ("other", "int", None))))
    w.next.create_table(w.table("child", columns(("id", "int", None), ("parent_id", "int", None), ("c", "string", None))))
    key = [
        t.SQLPrimaryKey(w.db, "parent", name, n + 1, f"{w.db}_pk", False, False, True, catName="hive") for n, name in enumerate(["id", "other"])
    ]
    w.next.add_primary_key(t.AddPrimaryKeyRequest(key))
    foreign = [
        t.SQLForeignKey(w.db, "parent", theirs, w.db, "child", ours, n + 1, 0, 0, f"{w.db}_fk", f"{w.db}_pk", False, False, True, catName="hive")
        for n, (theirs, ours) in enumerate([("id", "parent_id"), ("other", "id")])
    ]
    w.next.add_foreign_key(t.AddForeignKeyRequest(foreign))
    if w.hive < 3:
        return
    unique = t.SQLUniqueConstraint("hive", w.db, "child", "id", 1, f"{w.db}_uk", False, False, True)
    w.next.add_unique_constraint(t.AddUniqueConstraintRequest([unique]))
    w.next.add_not_null_constraint(t.AddNotNullConstraintRequest([t.SQLNotNullConstraint("hive", w.db, "child", "c", f"{w.db}_nn", True, False, True)]))
    default = t.SQLDefaultConstraint("hive", w.db, "child", "c", "'none'", f"{w.db}_df", True, False, True)
    check = t.SQLCheckConstraint("hive", w.db, "child", "id", "id > 0", f"{w.db}_ck", True, False, True)
    w.next.add_default_constraint(t.AddDefaultConstraintRequest([default]))
    w.next.add_check_constraint(t.AddCheckConstraintRequest([check]))


@step
def grants(w):
    role = f"{w.db}_role"
    w.next.create_role(t.Role(role, 0, "ann"))
    w.next.grant_role(role, "ann", t.PrincipalType.USER, "root", t.PrincipalType.USER, True)
    whole = t.HiveObjectRef(t.HiveObjectType.TABLE, w.db, "managed", None, None, "hive")
    column = t.HiveObjectRef(t.HiveObjectType.COLUMN, w.db, "managed", None, "n", "hive")
    home = t.HiveObjectRef(t.HiveObjectType.DATABASE, w.db, None, None, None, "hive")
    for thing in (whole, column, home):
        info = t.PrivilegeGrantInfo("SELECT", 0, "root", t.PrincipalType.USER, False)
        w.next.grant_privileges(t.PrivilegeBag([t.HiveObjectPrivilege(thing, "ann", t.PrincipalType.USER, info, "SQL")]))


@step
def a_transactional_table_is_written(w):
    # Rows that are updated need ORC, whose classes Hive's standalone metastores do not have.
    acid = {"transactional": "true", "transactional_properties": "default" if w.hive < 3 else "insert_only"}
    sd = storage(PLAIN, formats=ORC, serde=ORC_SERDE, buckets=2, bucketed_by=["n"])
    w.next.create_table(w.table("acid", PLAIN, parameters=acid, sd=sd))
    for end in ("commit", "abort", "commit"):
        txn = w.next.open_txns(t.OpenTxnRequest(1, "ann", "host", "agent")).txn_ids[0]
        component = t.LockComponent(t.LockType.SHARED_WRITE, t.LockLevel.TABLE, w.db, "acid", None, t.DataOperationType.UPDATE, True)
        if w.hive > 3:
            w.next.allocate_table_write_ids(t.AllocateTableWriteIdsRequest(w.db, "acid", [txn]))
        answer = w.next.lock(t.LockRequest([component], txn, "ann", "host", "agent"))
        assert answer.state == t.LockState.ACQUIRED, answer
        w.next.heartbeat(t.HeartbeatRequest(answer.lockid, txn))
        if end == "commit":
            w.next.commit_txn(t.CommitTxnRequest(txn))
        else:
            w.next.abort_txn(t.AbortTxnRequest(txn))
    w.next.compact(t.CompactionRequest(w.db, "acid", None, t.CompactionType.MAJOR, "ann"))
    held = t.LockComponent(t.LockType.EXCLUSIVE, t.LockLevel.TABLE, w.db, "managed")
    w.next.lock(t.LockRequest([held], None, "ann", "host", "agent"))


def make(world):
    for run in STEPS:
        yield run.__name__.replace("_", " "), lambda run=run: run(world)
