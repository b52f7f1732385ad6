//! What to ask a live database, and its answers.
//!
//! Every question returns rows of texts, so that any driver can carry the answers; only tables the
//! search path (the current database) shows are looked at.

use std::collections::BTreeMap;

use crate::{Dialect, Table, Unfinished, Version};

/// What a database said about itself.
#[derive(Clone, Debug)]
pub struct Observed {
    pub dialect: Dialect,
    /// By name as Hive spells it; PostgreSQL's lower-case transaction tables stay lower case.
    pub tables: BTreeMap<String, ObservedTable>,
    /// The rows of `VERSION`; none if there is no such table.
    pub versions: Vec<String>,
    /// What a row of `VERSION` says is not finished.
    pub unfinished: Option<Unfinished>,
}

#[derive(Clone, Debug, Default)]
pub struct ObservedTable {
    pub columns: BTreeMap<String, ObservedColumn>,
    pub indexes: BTreeMap<String, ObservedIndex>,
    /// Foreign keys by name.
    pub foreign: BTreeMap<String, ObservedForeign>,
}

/// An index, or a key with the index that enforces it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObservedIndex {
    /// In their order.
    pub columns: Vec<String>,
    pub kind: IndexKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexKind {
    Primary,
    /// Unique because a constraint says so; only PostgreSQL makes a difference of it.
    Constraint,
    Unique,
    Plain,
}

/// Columns that name a row of another table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObservedForeign {
    pub columns: Vec<String>,
    pub table: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedColumn {
    pub type_name: String,
    pub nullable: bool,
    /// Has a default or is numbered by the database: an insert may leave it out.
    pub filled: bool,
    /// Strings here compare without regard to case.
    pub folds_case: bool,
    /// MySQL's collation of a text.
    pub collation: Option<String>,
}

/// Rows of (table, column, type, nullable, has a default, ignores case, collation); `YES`/`NO` for the three before the
/// last.
pub const fn columns(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "select c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then 'NO' else 'YES' end,
       case when a.atthasdef or a.attidentity <> '' then 'YES' else 'NO' end,
       case when coalesce(l.collisdeterministic, true) then 'NO' else 'YES' end, ''
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_collation l on l.oid = a.attcollation
 where c.relkind in ('r', 'p') and pg_catalog.pg_table_is_visible(c.oid)
   and n.nspname not in ('pg_catalog', 'information_schema')
 order by c.relname, a.attnum"
        }
        // The tables are named by a subquery of its own: joined, MariaDB opens every table of every database, and waits
        // for whatever DDL runs in any of them.
        Dialect::Mysql => {
            "select cast(c.table_name as char), cast(c.column_name as char), cast(c.column_type as char),
       cast(c.is_nullable as char),
       case when c.column_default is not null or c.extra like '%auto_increment%' then 'YES' else 'NO' end,
       case when c.collation_name like '%\\_ci' then 'YES' else 'NO' end, cast(c.collation_name as char)
  from information_schema.columns c
 where c.table_schema = database()
   and c.table_name in (select table_name from information_schema.tables
                         where table_schema = database() and table_type = 'BASE TABLE')
 order by c.table_name, c.ordinal_position"
        }
        Dialect::Sqlite => {
            "select m.name, p.name, lower(p.type),
       case when p.\"notnull\" or p.pk > 0 then 'NO' else 'YES' end,
       case when p.dflt_value is not null or m.sql like '%\"' || p.name || '\" integer primary key%' then 'YES' else 'NO' end,
       'NO', ''
  from sqlite_master m join pragma_table_info(m.name) p
 where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'
 order by m.name, p.cid"
        }
    }
}

/// Rows of (table, index, column, kind) in the order of the index's columns; the kinds are those of [`IndexKind`].
pub const fn indexes(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "select c.relname::text, i.relname::text, a.attname::text,
       case when x.indisprimary then 'primary'
            when exists (select 1 from pg_catalog.pg_constraint t where t.conindid = i.oid and t.contype = 'u')
            then 'constraint'
            when x.indisunique then 'unique' else 'plain' end
  from pg_catalog.pg_index x
  join pg_catalog.pg_class c on c.oid = x.indrelid
  join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 cross join lateral unnest(x.indkey) with ordinality k(attnum, position)
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
 where x.indisvalid and pg_catalog.pg_table_is_visible(c.oid)
   and n.nspname not in ('pg_catalog', 'information_schema')
 order by c.relname, i.relname, k.position"
        }
        Dialect::Mysql => {
            "select cast(table_name as char), cast(index_name as char), cast(column_name as char),
       case when index_name = 'PRIMARY' then 'primary' when non_unique = 0 then 'unique' else 'plain' end
  from information_schema.statistics
 where table_schema = database()
 order by table_name, index_name, seq_in_index"
        }
        Dialect::Sqlite => {
            "select * from (
select m.name, 'primary key', p.name, 'primary' from sqlite_master m join pragma_table_info(m.name) p
 where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' and p.pk > 0
 order by m.name, p.pk)
union all
select * from (
select m.name, l.name, i.name, case when l.\"unique\" then 'unique' else 'plain' end
  from sqlite_master m join pragma_index_list(m.name) l join pragma_index_info(l.name) i
 where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'
 order by m.name, l.name, i.seqno)"
        }
    }
}

/// Rows of (table, foreign key, column, table it points to) in the order of the key's columns.
pub const fn foreign_keys(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "select c.relname::text, x.conname::text, a.attname::text, o.relname::text
  from pg_catalog.pg_constraint x
  join pg_catalog.pg_class c on c.oid = x.conrelid
  join pg_catalog.pg_class o on o.oid = x.confrelid
 cross join lateral unnest(x.conkey) with ordinality k(attnum, position)
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
 where x.contype = 'f' and pg_catalog.pg_table_is_visible(c.oid)
 order by c.relname, x.conname, k.position"
        }
        Dialect::Mysql => {
            "select cast(table_name as char), cast(constraint_name as char), cast(column_name as char),
       cast(referenced_table_name as char)
  from information_schema.key_column_usage
 where table_schema = database() and referenced_table_name is not null
 order by table_name, constraint_name, ordinal_position"
        }
        Dialect::Sqlite => {
            "select m.name, cast(f.id as text), f.\"from\", f.\"table\"
  from sqlite_master m join pragma_foreign_key_list(m.name) f
 where m.type = 'table'
 order by m.name, f.id, f.seq"
        }
    }
}

/// Rows of (recorded version, comment); to be asked only if [`Observed::has_version_table`].
pub const fn versions(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres | Dialect::Sqlite => "select \"SCHEMA_VERSION\", \"VERSION_COMMENT\" from \"VERSION\"",
        Dialect::Mysql => "select `SCHEMA_VERSION`, `VERSION_COMMENT` from `VERSION`",
    }
}

impl Observed {
    pub fn nothing(dialect: Dialect) -> Observed {
        Observed { dialect, tables: BTreeMap::new(), versions: Vec::new(), unfinished: None }
    }

    /// Takes one row of [`columns`].
    pub fn column(&mut self, table: &str, column: &str, type_name: &str, [nullable, filled, folds_case]: [&str; 3]) {
        let column_name = self.spelled(column);
        self.table_entry(table).columns.insert(
            column_name,
            ObservedColumn {
                type_name: type_name.to_owned(),
                nullable: nullable == "YES",
                filled: filled == "YES",
                folds_case: folds_case == "YES",
                collation: None,
            },
        );
    }

    /// Takes the last text of a row of [`columns`].
    pub fn collation(&mut self, table: &str, column: &str, collation: &str) {
        let column = self.spelled(column);
        if let Some(column) = self.table_entry(table).columns.get_mut(&column) {
            column.collation = (!collation.is_empty()).then(|| collation.to_owned());
        }
    }

    /// Takes one row of [`indexes`].
    pub fn index(&mut self, table: &str, index: &str, column: &str, kind: &str) {
        let column = self.spelled(column);
        let kind = match kind {
            "primary" => IndexKind::Primary,
            "constraint" => IndexKind::Constraint,
            "unique" => IndexKind::Unique,
            _ => IndexKind::Plain,
        };
        let new = || ObservedIndex { columns: Vec::new(), kind };
        self.table_entry(table).indexes.entry(index.to_owned()).or_insert_with(new).columns.push(column);
    }

    /// Takes one row of [`foreign_keys`].
    pub fn foreign_key(&mut self, table: &str, name: &str, column: &str, other: &str) {
        let (column, other) = (self.spelled(column), self.spelled(other));
        let new = || ObservedForeign { columns: Vec::new(), table: other };
        self.table_entry(table).foreign.entry(name.to_owned()).or_insert_with(new).columns.push(column);
    }

    /// Takes one row of [`versions`].
    pub fn version(&mut self, version: &str, comment: &str) {
        self.versions.push(version.to_owned());
        self.unfinished = self.unfinished.or_else(|| Unfinished::read(comment));
    }

    /// No table, or only a `VERSION` without a row, which is how far an `init` may have come on MySQL.
    pub fn is_empty(&self) -> bool {
        self.tables.keys().all(|table| table == "VERSION") && self.versions.is_empty()
    }

    pub fn has_version_table(&self) -> bool {
        self.tables.contains_key("VERSION")
    }

    /// The live form of one of Hive's tables.
    pub fn table(&self, table: &Table, version: Version) -> Option<&ObservedTable> {
        self.tables.get(&*self.live_name(table, table.name, version))
    }

    /// How this database spells a name of that table.
    pub(crate) fn live_name<'a>(&self, table: &Table, name: &'a str, version: Version) -> std::borrow::Cow<'a, str> {
        match self.dialect == Dialect::Postgres && table.folds_to_lower_case(version) {
            true => name.to_ascii_lowercase().into(),
            false => name.into(),
        }
    }

    fn table_entry(&mut self, table: &str) -> &mut ObservedTable {
        let table = self.spelled(table);
        self.tables.entry(table).or_default()
    }

    /// MySQL may store table names in lower case (`lower_case_table_names`); there and in SQLite
    /// case means nothing.
    fn spelled(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Postgres => name.to_owned(),
            Dialect::Mysql | Dialect::Sqlite => name.to_ascii_uppercase(),
        }
    }
}
