struct StoredProcedureRequest {
  1: required string catName,
  2: required string dbName,
  3: required string procName,
} (since = "4.0")

struct ListStoredProcedureRequest {
  1: required string catName,
  2: optional string dbName,
} (since = "4.0")

struct StoredProcedure {
  1: string name,
  2: string dbName,
  3: string catName,
  4: string ownerName,
  5: string source,
} (since = "4.0")

struct AddPackageRequest {
  1: string catName,
  2: string dbName,
  3: string packageName,
  4: string ownerName,
  5: string header,
  6: string body,
} (since = "4.0")

struct GetPackageRequest {
  1: required string catName,
  2: required string dbName,
  3: required string packageName,
} (since = "4.0")

struct DropPackageRequest {
  1: required string catName,
  2: required string dbName,
  3: required string packageName,
} (since = "4.0")

struct ListPackageRequest {
  1: required string catName,
  2: optional string dbName,
} (since = "4.0")

struct Package {
  1: string catName,
  2: string dbName,
  3: string packageName,
  4: string ownerName,
  5: string header,
  6: string body,
} (since = "4.0")

service ThriftHiveMetastore {
  void create_stored_procedure(1: StoredProcedure proc) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "4.0"),
  StoredProcedure get_stored_procedure(1: StoredProcedureRequest request) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "4.0"),
  void drop_stored_procedure(1: StoredProcedureRequest request) throws (1: MetaException o1) (since = "4.0"),
  list<string> get_all_stored_procedures(1: ListStoredProcedureRequest request) throws (1: MetaException o1) (since = "4.0"),
  Package find_package(1: GetPackageRequest request) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "4.0"),
  void add_package(1: AddPackageRequest request) throws (1: MetaException o1) (since = "4.0"),
  list<string> get_all_packages(1: ListPackageRequest request) throws (1: MetaException o1) (since = "4.0"),
  void drop_package(1: DropPackageRequest request) throws (1: MetaException o1) (since = "4.0"),
}
