//! What each operation of Trino needs. What is not listed is refused, so an operation that a later Trino invents is,
//! until somebody has thought about it.

use skep_access::Right::{
    self, Admin, Alter, CreateDatabase, Delete, Describe, Drop, Execute, Impersonate, Insert, Operate, Select, Visible,
};

use Step::*;

/// One thing that must be so. All of an operation's steps must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A right on the whole server.
    Server(Right),
    /// The user in question is the asker, or the asker holds this on the server.
    Oneself(Right),
    Catalog(Right),
    Schema(Right),
    /// On each table of the schema, those included that the asker does not see.
    EveryTable(Right),
    Table(Right),
    /// Everything of the table may be read.
    Whole,
    /// On each of the columns named, or on some of the table if none is.
    Columns(Right),
    /// Reading may be handed on to others.
    PassOn,
    /// A table in the schema.
    NewTable,
    /// Places that are named among the properties.
    Places,
    Function(Right),
    NewFunction,
    /// The new name's schema may be made.
    TargetSchema,
    /// The new name's table may be made.
    TargetTable,
    Never,
}

/// Of an operation that is not known.
pub const UNKNOWN: &[Step] = &[Step::Never];

/// Properties of a session can change how an engine reads files (by position, and so one column for another), so a
/// catalog's are for operators.
pub fn of(operation: &str) -> Option<&'static [Step]> {
    Some(match operation {
        "ExecuteQuery" | "SetSystemSessionProperty" => &[],
        "ImpersonateUser" => &[Oneself(Impersonate)],
        "ViewQueryOwnedBy" | "FilterViewQueryOwnedBy" | "KillQueryOwnedBy" => &[Oneself(Operate)],
        "ReadSystemInformation" | "WriteSystemInformation" => &[Server(Operate)],
        "SetCatalogSessionProperty" => &[Catalog(Visible), Server(Operate)],
        "CreateCatalog" | "DropCatalog" => &[Server(Admin)],

        "AccessCatalog" | "FilterCatalogs" | "ShowSchemas" => &[Catalog(Visible)],
        "FilterSchemas" | "ShowTables" | "ShowFunctions" => &[Schema(Visible)],
        "ShowCreateSchema" => &[Schema(Describe)],
        "CreateSchema" => &[Catalog(CreateDatabase), Places],
        "DropSchema" => &[Schema(Drop), EveryTable(Drop)],
        "RenameSchema" => &[Schema(Alter), TargetSchema],
        "SetSchemaAuthorization" => &[Schema(Alter)],

        "FilterTables" => &[Table(Visible)],
        "ShowColumns" => &[Table(Describe)],
        "FilterColumns" => &[Columns(Describe)],
        "SelectFromColumns" => &[Columns(Select)],
        // Trino prints all of it, places and properties too.
        "ShowCreateTable" => &[Whole],
        // Asked about a view's owner, whose rights then serve everybody who reads the view.
        "CreateViewWithSelectFromColumns" => &[Columns(Select), PassOn],
        "CreateTable" | "CreateView" | "CreateMaterializedView" => &[NewTable, Places],
        "DropTable" | "DropView" | "DropMaterializedView" => &[Table(Drop)],
        "RenameTable" | "RenameView" | "RenameMaterializedView" => &[Table(Alter), TargetTable],
        "InsertIntoTable" | "RefreshMaterializedView" => &[Table(Insert)],
        "DeleteFromTable" | "TruncateTable" => &[Table(Delete)],
        "UpdateTableColumns" => &[Table(Insert), Table(Delete)],
        "SetTableProperties" | "SetMaterializedViewProperties" => &[Table(Alter), Places],
        "SetTableComment" | "SetViewComment" | "SetMaterializedViewComment" | "SetColumnComment" => &[Table(Alter)],
        "AddColumn" | "AlterColumn" | "DropColumn" | "RenameColumn" => &[Table(Alter)],
        "SetTableAuthorization" | "SetViewAuthorization" => &[Table(Alter)],
        "ExecuteTableProcedure" => &[Table(Alter), Table(Insert), Table(Delete)],

        "FilterFunctions" => &[Function(Visible)],
        "ExecuteFunction" | "ExecuteProcedure" | "ShowCreateFunction" | "CreateViewWithExecuteFunction" => {
            &[Function(Execute)]
        }
        "CreateFunction" => &[NewFunction],
        "DropFunction" => &[Function(Drop)],
        _ => return None,
    })
}

/// Whether an operation only looks: what Trino's own schemas, whose rows it filters by asking again, are open to.
pub fn looks(operation: &str) -> bool {
    of(operation).unwrap_or(UNKNOWN).iter().all(|step| match step {
        Catalog(right) | Schema(right) | Table(right) | Columns(right) | Function(right) => {
            matches!(right, Visible | Describe | Select)
        }
        _ => false,
    })
}
