struct Catalog {
  1: string name,
  2: optional string description,
  3: string locationUri,
  4: optional i32 createTime (since = "4.0"),
  5: optional map<string,string> parameters (since = "4.1+"),
} (since = "3.1")

struct CreateCatalogRequest {
  1: Catalog catalog,
} (since = "3.1")

struct AlterCatalogRequest {
  1: string name,
  2: Catalog newCat,
} (since = "3.1")

struct GetCatalogRequest {
  1: string name,
} (since = "3.1")

struct GetCatalogResponse {
  1: Catalog catalog,
} (since = "3.1")

struct GetCatalogsResponse {
  1: list<string> names,
} (since = "3.1")

struct DropCatalogRequest {
  1: string name,
  2: optional bool ifExists = true (since = "4.1+"),
} (since = "3.1")

service ThriftHiveMetastore {
  void create_catalog(1: CreateCatalogRequest catalog) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "3.1"),
  void alter_catalog(1: AlterCatalogRequest rqst) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  GetCatalogResponse get_catalog(1: GetCatalogRequest catName) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  GetCatalogsResponse get_catalogs() throws (1: MetaException o1) (since = "3.1"),
  void drop_catalog(1: DropCatalogRequest catName) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
}
