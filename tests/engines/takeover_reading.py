"""Every question a client can ask about everything there is, put to one server.

Behind `skep shadow` each answer is compared with Skep's own. A method is asked about every table
with the arguments its fields' names call for, so a method that is added here needs no code.
"""

from hive_metastore import ThriftHiveMetastore as calls
from hive_metastore import ttypes as t
from hive_wire import Wire
from thrift.protocol.TProtocol import TProtocolException
from thrift.Thrift import TException, TType

SERVER = """get_all_databases get_catalogs get_all_functions get_role_names get_current_notificationEventId
get_open_txns_info show_compact get_all_resource_plans get_active_resource_plan
get_dataconnectors get_all_token_identifiers get_master_keys get_type_all get_metastore_db_uuid""".split()

DATABASE = """get_database get_database_req get_databases get_tables get_all_tables get_tables_by_type get_table_meta
get_functions get_materialized_views_for_rewriting get_all_stored_procedures get_all_packages
get_schemas_by_cols get_notification_events_count""".split()

TABLE = """get_table get_table_req get_table_objects_by_name get_table_objects_by_name_req get_tables_ext get_fields
get_fields_with_environment_context get_fields_req get_schema get_schema_with_environment_context get_schema_req
get_partitions get_partitions_req get_partitions_with_auth get_partitions_pspec get_partition_names
get_num_partitions_by_filter get_partitions_by_filter get_part_specs_by_filter
get_primary_keys get_foreign_keys get_unique_constraints get_not_null_constraints get_default_constraints
get_check_constraints get_all_table_constraints get_table_column_statistics get_table_statistics_req
get_partitions_statistics_req get_aggr_stats_for get_privilege_set list_privileges get_partitions_with_specs
get_max_allocated_table_write_id get_latest_committed_compaction_info""".split()

PARTITION = """get_partition get_partition_req get_partition_by_name get_partition_with_auth get_partitions_ps
get_partitions_ps_with_auth get_partitions_ps_with_auth_req get_partition_names_ps get_partition_names_ps_req
get_partitions_by_names get_partitions_by_names_req get_partition_column_statistics partition_name_to_vals
partition_name_to_spec isPartitionMarkedForEvent""".split()


class Place:
    """What the arguments of a question are filled with, by the field's name."""

    def __init__(self, database="default", table="nothing", columns=(), names=(), values=(), keys=()):
        self.words = {
            "catname": "hive",
            "catalogname": "hive",
            "name": database,
            "db": database,
            "dbname": database,
            "dbnames": [database],
            "databasename": database,
            "dbpatterns": "*",
            "tbl": table,
            "tblname": table,
            "tablename": table,
            "tblnames": [table],
            "tblnames_": [table],
            "names": [table] if not names else list(names),
            "tblpatterns": "*",
            "tabletypes": [],
            "tabletype": "MANAGED_TABLE",
            "pattern": "*",
            "parentdbname": database,
            "parenttblname": table,
            "foreigndbname": None,
            "foreigntblname": None,
            "colnames": list(columns),
            "colname": columns[0] if columns else "c",
            "partnames": list(names),
            "partname": names[0] if names else "p=1",
            "partvals": list(values),
            "partvalues": list(values) or None,
            "partitionkeys": keys,
            "partitionname": names[0] if names else None,
            "maxparts": -1,
            "maxpartitions": -1,
            "filter": "",
            "engine": "hive",
            "username": "ann",
            "groupnames": [],
            "principalname": "ann",
            "principaltype": t.PrincipalType.USER,
            "objecttype": t.HiveObjectType.TABLE,
            "objectname": table,
            "fulltablenames": [f"{database}.{table}"],
            "fromeventid": 0,
            "lastevent": 0,
            "ascending": True,
            "eventtype": t.PartitionEventType.LOAD_DONE,
        }

    def fill(self, spec, inside=False):
        filled = {}
        for entry in spec or ():
            if entry is None:
                continue
            _, kind, name, of, default = entry
            key = name.replace("_", "").lower()
            if key in self.words and kind != TType.STRUCT:
                filled[name] = self.words[key]
                if kind == TType.MAP and isinstance(filled[name], list):
                    filled[name] = {key.name: value for key, value in zip(self.words["partitionkeys"], self.words["partvals"])}
            elif kind == TType.STRUCT and not inside and not key.endswith("context"):
                filled[name] = of[0](**self.fill(of[0].thrift_spec, inside=True))
            else:
                filled[name] = default
        return filled


def complete(argument):
    """Whether no required field is missing: over such a request a Java server loses its place in the stream."""
    try:
        if hasattr(argument, "validate"):
            argument.validate()
        return True
    except TProtocolException:
        return False


class Reading:
    """A walk over all there is; counts its questions."""

    def __init__(self, uri):
        self.wire = Wire(uri)
        self.asked = 0
        self.troubles = []

    def ask(self, method, *arguments):
        """The answer, or nothing if it was refused."""
        self.asked += 1
        try:
            return getattr(self.wire, method)(*arguments)
        except TException:
            return None
        except Exception as error:
            self.troubles.append(f"{method}{arguments}: {error!r}")
            return None

    def ask_about(self, place, methods):
        for method in methods:
            arguments = list(place.fill(getattr(calls, f"{method}_args").thrift_spec).values())
            if all(complete(argument) for argument in arguments):
                self.ask(method, *arguments)

    def everything(self):
        self.snapshot = self.snapshot_of_transactions()
        self.ask_about(Place(), SERVER)
        for catalog in ("hive", "HIVE", "nocatalog"):
            self.ask("get_catalog", t.GetCatalogRequest(catalog))
        self.nothing()
        for database in self.wire.get_all_databases():
            self.ask_about(Place(database), DATABASE)
            for function in self.wire.get_functions(database, "*"):
                self.ask("get_function", database, function)
            for table in self.wire.get_all_tables(database):
                self.one_table(database, table)
        self.patterns(database)
        self.events()
        self.principals()

    def snapshot_of_transactions(self):
        """As Hive writes it: the newest, the oldest open, the open ones, the aborted ones."""
        info = self.wire.get_open_txns_info()
        aborted = [str(txn.id) for txn in info.open_txns if txn.state == t.TxnState.ABORTED]
        opened = [str(txn.id) for txn in info.open_txns if txn.state == t.TxnState.OPEN]
        oldest = opened[0] if opened else str(2**63 - 1)
        return f"{info.txn_high_water_mark}:{oldest}:{','.join(opened)}:{','.join(aborted)}"

    def one_table(self, database, name):
        able = t.ClientCapabilities([t.ClientCapability.INSERT_ONLY_TABLES])
        for capabilities in (None, able):
            found = self.ask("get_table_req", t.GetTableRequest(database, name, capabilities, "hive"))
        if not found:
            return
        found = found.table
        columns = [column.name for column in found.sd.cols]
        self.ask("get_valid_write_ids", t.GetValidWriteIdsRequest([f"{database}.{name}"], self.snapshot))
        keys = found.partitionKeys or []
        names = self.ask("get_partition_names", database, name, -1) or []
        self.ask_about(Place(database, name, columns, names[:3], (), keys), TABLE)
        for part in names[:2] if keys else []:
            values = self.wire.partition_name_to_vals(part)
            self.ask_about(Place(database, name, columns, [part], values, keys), PARTITION)
        if keys:
            self.partitions(database, name, columns, keys, names)

    def partitions(self, database, name, columns, keys, names):
        first = self.wire.partition_name_to_vals(names[0]) if names else ["x"] * len(keys)
        for limit in (0, 1, 5):
            self.ask("get_partitions", database, name, limit)
            self.ask("get_partition_names", database, name, limit)
            self.ask("get_partitions_ps", database, name, [""] * len(keys), limit)
        self.ask("get_partition_names_ps", database, name, first[:1], -1)
        self.ask("get_partitions_by_names", database, name, list(reversed(names)) + ["no=such"])
        if columns and names:
            request = t.PartitionsStatsRequest(database, name, columns, names[:50], engine="hive")
            self.ask("get_partitions_statistics_req", request)
            self.ask("get_aggr_stats_for", request)
        key = keys[0]
        quoted = f'"{first[0]}"' if key.type in ("string", "date") else first[0]
        for filter in (
            f"{key.name} = {quoted}",
            f"{key.name} != {quoted}",
            f"{key.name} >= {quoted} and {key.name} <= {quoted}",
            f"{key.name} > {quoted} or {key.name} < {quoted}",
            f"{key.name} in ({quoted})",
            f"{key.name} like \".*a.*\"",
            f"not {key.name} = {quoted}",
            "nokey = 1",
            "not a filter",
        ):
            self.ask("get_partitions_by_filter", database, name, filter, -1)
            self.ask("get_num_partitions_by_filter", database, name, filter)
        request = t.PartitionValuesRequest(database, name, keys[:1], applyDistinct=True, filter="", ascending=True, maxParts=-1)
        self.ask("get_partition_values", request)

    def patterns(self, database):
        for pattern in ("M*|e*", "", "p_rts", "[mp].*"):
            self.ask("get_tables", database, pattern)
            self.ask("get_table_meta", database, pattern, [])
            self.ask("get_databases", pattern)
            self.ask("get_functions", database, pattern)
        for kind in ("EXTERNAL_TABLE", "VIRTUAL_VIEW", "NONE"):
            self.ask("get_tables_by_type", database, "*", kind)
            self.ask("get_table_meta", database, "*", [kind])
        for filter in (
            'hive_filter_field_owner__ = "ann"',
            'hive_filter_field_params__EXTERNAL = "TRUE"',
            "hive_filter_field_last_access__ > 10",
            "nonsense",
        ):
            self.ask("get_table_names_by_filter", database, filter, -1)

    def nothing(self):
        """What is not there, or is asked for oddly."""
        for database, name in [("nodb", "notable"), (" Default ", "x'y\"%_\\")]:
            place = Place(database, name, ["c"], ["p=1"], ["1"])
            self.ask_about(place, DATABASE + TABLE + PARTITION)
            self.ask("get_function", database, name)

    def events(self):
        for request in (t.NotificationEventRequest(0), t.NotificationEventRequest(0, 5), t.NotificationEventRequest(3, -1), t.NotificationEventRequest(10**9)):
            self.ask("get_next_notification", request)

    def principals(self):
        for role in (self.ask("get_role_names") or []) + ["nobody"]:
            self.ask("get_principals_in_role", t.GetPrincipalsInRoleRequest(role))
            self.ask("get_role_grants_for_principal", t.GetRoleGrantsForPrincipalRequest(role, t.PrincipalType.ROLE))
            self.ask("list_roles", role, t.PrincipalType.ROLE)
        self.ask("list_roles", "ann", t.PrincipalType.USER)
        self.ask("get_role_grants_for_principal", t.GetRoleGrantsForPrincipalRequest("ann", t.PrincipalType.USER))
        for kind in (t.HiveObjectType.GLOBAL, t.HiveObjectType.DATABASE, t.HiveObjectType.TABLE, t.HiveObjectType.COLUMN):
            self.ask("list_privileges", "ann", t.PrincipalType.USER, t.HiveObjectRef(kind, None, None, None, None, "hive"))
        self.ask("show_locks", t.ShowLocksRequest())
