struct DataConnector {
  1: string name,
  2: string type,
  3: string url,
  4: optional string description,
  5: optional map<string,string> parameters,
  6: optional string ownerName,
  7: optional PrincipalType ownerType,
  8: optional i32 createTime,
} (since = "4.0")

struct CreateDataConnectorRequest {
  1: required DataConnector connector,
} (since = "4.0")

struct GetDataConnectorRequest {
  1: required string connectorName,
} (since = "4.0")

struct AlterDataConnectorRequest {
  1: required string connectorName,
  2: required DataConnector newConnector,
} (since = "4.0")

struct DropDataConnectorRequest {
  1: required string connectorName,
  2: optional bool ifNotExists,
  3: optional bool checkReferences,
} (since = "4.0")

service ThriftHiveMetastore {
  void create_dataconnector_req(1: CreateDataConnectorRequest connectorReq) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "4.0"),
  DataConnector get_dataconnector_req(1: GetDataConnectorRequest request) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "4.0"),
  void drop_dataconnector_req(1: DropDataConnectorRequest dropDcReq) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "4.0"),
  list<string> get_dataconnectors() throws (1: MetaException o1) (since = "4.0"),
  void alter_dataconnector_req(1: AlterDataConnectorRequest alterReq) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "4.0"),
  void create_dataconnector(1: DataConnector connector) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "4.0", until = "4.0.0"),
  void drop_dataconnector(1: string name, 2: bool ifNotExists, 3: bool checkReferences) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "4.0", until = "4.0.0"),
  void alter_dataconnector(1: string name, 2: DataConnector connector) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "4.0", until = "4.0.0"),
}
