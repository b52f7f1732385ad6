enum ClientCapability {
  TEST_CAPABILITY = 1,
  INSERT_ONLY_TABLES = 2 (since = "3.1"),
} (since = "2.3")

struct ClientCapabilities {
  1: required list<ClientCapability> values,
} (since = "2.3")

struct RuntimeStat {
  1: optional i32 createTime,
  2: required i32 weight,
  3: required binary payload,
} (since = "3.1")

service ThriftHiveMetastore {
  string getMetaConf(1: string key) throws (1: MetaException o1) (since = "2.3"),
  void setMetaConf(1: string key, 2: string value) throws (1: MetaException o1) (since = "2.3"),
  string get_config_value(1: string name, 2: string defaultValue) throws (1: ConfigValSecurityException o1) (since = "2.3"),
  void flushCache() (since = "2.3"),
  string get_metastore_db_uuid() throws (1: MetaException o1) (since = "3.1"),
}
