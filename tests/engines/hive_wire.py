"""The metastore's raw client, as the scripts of the takeover use it: any method, by its name.

The bindings are those that come with PyIceberg, generated from Hive 4's interface. What an older
server does not know it passes over, or answers as unknown.
"""

from urllib.parse import urlparse

from hive_metastore import ThriftHiveMetastore, ttypes
from thrift.protocol import TBinaryProtocol
from thrift.Thrift import TApplicationException, TException
from thrift.transport import TSocket, TTransport


class Wire:
    """One connection. A server that ends it is connected to again."""

    def __init__(self, uri, user="ann"):
        self.address = urlparse(uri)
        self.user = user
        self.open()

    def open(self):
        socket = TSocket.TSocket(self.address.hostname, self.address.port)
        socket.setTimeout(120_000)
        self.transport = TTransport.TBufferedTransport(socket)
        self.transport.open()
        self.client = ThriftHiveMetastore.Client(TBinaryProtocol.TBinaryProtocol(self.transport))
        self.client.set_ugi(self.user, ["staff"])

    def __getattr__(self, method):
        call = getattr(self.client, method)

        def tried(*arguments):
            try:
                return call(*arguments)
            except TApplicationException:
                raise
            except TException as error:
                # A declared refusal is an answer; anything else leaves the connection unusable.
                if not hasattr(error, "thrift_spec"):
                    self.transport.close()
                    self.open()
                raise
            except Exception:
                self.transport.close()
                self.open()
                raise

        return tried


def get_table(wire, database, name, hive):
    """As Hive's own clients ask: `get_table` went with Hive 4, and some tables are only for those who know them."""
    able = ttypes.ClientCapabilities([ttypes.ClientCapability.INSERT_ONLY_TABLES])
    return wire.get_table_req(ttypes.GetTableRequest(database, name, able, "hive" if hive > 2.3 else None)).table


def columns(*described):
    return [ttypes.FieldSchema(name, kind, comment) for name, kind, comment in described]


TEXT = ("org.apache.hadoop.mapred.TextInputFormat", "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
ORC = (
    "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
    "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
)
ORC_SERDE = "org.apache.hadoop.hive.ql.io.orc.OrcSerde"


def storage(cols, location=None, formats=TEXT, serde=LAZY, **more):
    return ttypes.StorageDescriptor(
        cols=cols,
        location=location,
        inputFormat=formats[0],
        outputFormat=formats[1],
        compressed=more.get("compressed", False),
        numBuckets=more.get("buckets", -1),
        serdeInfo=ttypes.SerDeInfo(more.get("serde_name"), serde, more.get("serde_parameters", {"serialization.format": "1"})),
        bucketCols=more.get("bucketed_by", []),
        sortCols=more.get("sorted_by", []),
        parameters=more.get("parameters", {}),
        skewedInfo=more.get("skewed"),
    )


def table(database, name, cols, keys=(), kind="MANAGED_TABLE", parameters=None, sd=None, owner="ann", **more):
    return ttypes.Table(
        tableName=name,
        dbName=database,
        owner=owner,
        createTime=0,
        lastAccessTime=0,
        retention=more.pop("retention", 0),
        sd=sd or storage(cols),
        partitionKeys=list(keys),
        parameters=dict(parameters or {}),
        tableType=kind,
        **more,
    )


def partition(database, name, values, sd, parameters=None):
    return ttypes.Partition(list(values), database, name, 0, 0, sd, dict(parameters or {}))
