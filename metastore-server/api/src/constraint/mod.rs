//! Keys and other constraints of tables.

mod add;
mod create;
mod drop;
mod get;

use crate::method::{Entry, entry};
use skep_access::{Need, Right};
use skep_catalog::constraint::{ColumnName, Line};

pub const METHODS: &[Entry] = &[
    entry::<add::AddCheckConstraint>(),
    entry::<add::AddDefaultConstraint>(),
    entry::<add::AddForeignKey>(),
    entry::<add::AddNotNullConstraint>(),
    entry::<add::AddPrimaryKey>(),
    entry::<add::AddUniqueConstraint>(),
    entry::<create::CreateTableWithConstraints>(),
    entry::<drop::DropConstraint>(),
    entry::<get::GetAllTableConstraints>(),
    entry::<get::GetCheckConstraints>(),
    entry::<get::GetDefaultConstraints>(),
    entry::<get::GetForeignKeys>(),
    entry::<get::GetNotNullConstraints>(),
    entry::<get::GetPrimaryKeys>(),
    entry::<get::GetUniqueConstraints>(),
];

/// Whoever refers to a table's key must be able to see it.
pub(crate) fn need_of_references(lines: &[Line]) -> Need {
    let referenced = lines.iter().filter_map(|line| Some((line, line.referenced.as_ref()?)));
    referenced.fold(Need::nothing(), |need, (line, side)| need.and(need_on(Right::Describe, line, side)))
}

fn need_on(right: Right, line: &Line, side: &ColumnName) -> Need {
    Need::table_in(right, line.catalog.as_deref(), side.database.as_deref(), side.table.as_deref())
}
