//! What the texts of a table or a partition may hold, said before the database says it: by the column's name and
//! limit, and on SQLite at all.

use crate::{Error, Result};
use skep_schema::{Dialect, Version, column_limit};
use skep_sql::Database;
use skep_types::{FieldSchema, Partition, PrincipalPrivilegeSet, SerDeInfo, StorageDescriptor, Str, Table};
use std::collections::BTreeMap;

/// Refuses a table of which something does not fit.
pub fn check(db: &Database, table: &Table) -> Result<()> {
    let limits = Limits::of(db);
    limits.one("TBLS", "TBL_NAME", table.table_name.as_ref())?;
    limits.one("TBLS", "OWNER", table.owner.as_ref())?;
    limits.one("TBLS", "TBL_TYPE", table.table_type.as_ref())?;
    limits.one("TBLS", "VIEW_ORIGINAL_TEXT", table.view_original_text.as_ref())?;
    limits.one("TBLS", "VIEW_EXPANDED_TEXT", table.view_expanded_text.as_ref())?;
    limits.map("TABLE_PARAMS", table.parameters.as_ref())?;
    let keys = table.partition_keys.as_deref().unwrap_or_default();
    limits.fields("PARTITION_KEYS", ["PKEY_NAME", "PKEY_TYPE", "PKEY_COMMENT"], keys)?;
    limits.storage(table.sd.as_ref())?;
    limits.grants(table.privileges.as_ref())
}

/// Refuses a row of which a text does not fit its column.
pub fn check_texts(db: &Database, table: &str, texts: &[(&str, Option<&str>)]) -> Result<()> {
    let limits = Limits { dialect: db.dialect(), version: db.version() };
    texts.iter().try_for_each(|(column, text)| limits.all(table, column, *text))
}

/// Refuses a partition of which something does not fit. Its name is that of its directory.
pub fn check_partition(db: &Database, partition: &Partition, name: &str) -> Result<()> {
    let limits = Limits::of(db);
    limits.all("PARTITION_KEY_VALS", "PART_KEY_VAL", partition.values.iter().flatten())?;
    limits.one("PARTITIONS", "PART_NAME", Some(&name.into()))?;
    limits.map("PARTITION_PARAMS", partition.parameters.as_ref())?;
    limits.storage(partition.sd.as_ref())
}

/// Refuses one text that does not fit its column.
pub fn check_text(db: &Database, table: &str, column: &str, text: Option<&Str>) -> Result<()> {
    Limits::of(db).one(table, column, text)
}

/// The limits of one database's columns.
pub struct Limits {
    dialect: Dialect,
    version: Version,
}

impl Limits {
    pub fn of(db: &Database) -> Limits {
        Limits { dialect: db.dialect(), version: db.version() }
    }

    pub fn storage(&self, sd: Option<&StorageDescriptor>) -> Result<()> {
        let Some(sd) = sd else { return Ok(()) };
        self.one("SDS", "LOCATION", sd.location.as_ref())?;
        self.one("SDS", "INPUT_FORMAT", sd.input_format.as_ref())?;
        self.one("SDS", "OUTPUT_FORMAT", sd.output_format.as_ref())?;
        self.map("SD_PARAMS", sd.parameters.as_ref())?;
        let columns = sd.cols.as_deref().unwrap_or_default();
        self.fields("COLUMNS_V2", ["COLUMN_NAME", "TYPE_NAME", "COMMENT"], columns)?;
        self.all("BUCKETING_COLS", "BUCKET_COL_NAME", sd.bucket_cols.iter().flatten())?;
        self.all("SORT_COLS", "COLUMN_NAME", sd.sort_cols.iter().flatten().filter_map(|o| o.col.as_ref()))?;
        if let Some(skewed) = &sd.skewed_info {
            self.all("SKEWED_COL_NAMES", "SKEWED_COL_NAME", skewed.skewed_col_names.iter().flatten())?;
            let values = skewed.skewed_col_values.iter().flatten().flatten();
            let located = skewed.skewed_col_value_location_maps.iter().flatten();
            self.all("SKEWED_STRING_LIST_VALUES", "STRING_LIST_VALUE", values)?;
            self.all("SKEWED_STRING_LIST_VALUES", "STRING_LIST_VALUE", located.clone().flat_map(|(list, _)| list))?;
            self.all("SKEWED_COL_VALUE_LOC_MAP", "LOCATION", located.map(|(_, location)| location))?;
        }
        self.serde(sd.serde_info.as_ref())
    }

    pub fn serde(&self, serde: Option<&SerDeInfo>) -> Result<()> {
        let Some(serde) = serde else { return Ok(()) };
        self.one("SERDES", "NAME", serde.name.as_ref())?;
        self.one("SERDES", "SLIB", serde.serialization_lib.as_ref())?;
        self.one("SERDES", "DESCRIPTION", serde.description.as_ref())?;
        self.one("SERDES", "SERIALIZER_CLASS", serde.serializer_class.as_ref())?;
        self.one("SERDES", "DESERIALIZER_CLASS", serde.deserializer_class.as_ref())?;
        self.map("SERDE_PARAMS", serde.parameters.as_ref())
    }

    fn grants(&self, privileges: Option<&PrincipalPrivilegeSet>) -> Result<()> {
        let Some(all) = privileges else { return Ok(()) };
        for grants in [&all.user_privileges, &all.group_privileges, &all.role_privileges] {
            self.all("TBL_PRIVS", "PRINCIPAL_NAME", grants.iter().flat_map(|g| g.keys()))?;
            let given = || grants.iter().flat_map(|g| g.values()).flatten();
            self.all("TBL_PRIVS", "TBL_PRIV", given().filter_map(|g| g.privilege.as_ref()))?;
            self.all("TBL_PRIVS", "GRANTOR", given().filter_map(|g| g.grantor.as_ref()))?;
        }
        Ok(())
    }

    pub fn fields(&self, table: &str, [name, type_, comment]: [&str; 3], fields: &[FieldSchema]) -> Result<()> {
        let missing = |column| Error::Meta(format!("a field without {table}.{column} cannot be stored"));
        if fields.iter().any(|field| field.name.is_none()) {
            return Err(missing(name));
        }
        // Columns are stored without a type too.
        if table != "COLUMNS_V2" && fields.iter().any(|field| field.type_.is_none()) {
            return Err(missing(type_));
        }
        self.all(table, name, fields.iter().filter_map(|f| f.name.as_ref()))?;
        self.all(table, type_, fields.iter().filter_map(|f| f.type_.as_ref()))?;
        self.all(table, comment, fields.iter().filter_map(|f| f.comment.as_ref()))
    }

    pub fn map(&self, table: &str, parameters: Option<&BTreeMap<Str, Str>>) -> Result<()> {
        let Some(parameters) = parameters else { return Ok(()) };
        self.all(table, "PARAM_KEY", parameters.keys())?;
        let Some(limit) = column_limit(self.dialect, self.version, table, "PARAM_VALUE") else { return Ok(()) };
        match parameters.iter().find(|(_, value)| !limit.holds(value)) {
            Some((key, value)) => Err(too_long(table, "PARAM_VALUE", limit, &format!("{key}={value}"))),
            None => Ok(()),
        }
    }

    pub fn one(&self, table: &str, column: &str, text: Option<&Str>) -> Result<()> {
        self.all(table, column, text)
    }

    fn all<T: AsRef<str>>(&self, table: &str, column: &str, texts: impl IntoIterator<Item = T>) -> Result<()> {
        let Some(limit) = column_limit(self.dialect, self.version, table, column) else { return Ok(()) };
        match texts.into_iter().find(|text| !limit.holds(text.as_ref())) {
            Some(text) => Err(too_long(table, column, limit, text.as_ref())),
            None => Ok(()),
        }
    }
}

fn too_long(table: &str, column: &str, limit: skep_schema::Limit, text: &str) -> Error {
    /// Enough of it to know it again.
    const SHOWN: usize = 60;
    let start: String = text.chars().take(SHOWN).collect();
    let limit = match limit {
        skep_schema::Limit::Characters(most) => format!("{most} characters"),
        skep_schema::Limit::Bytes(most) => format!("{most} bytes"),
    };
    Error::Meta(format!("'{start}…' is longer than the {limit} of {table}.{column}"))
}
