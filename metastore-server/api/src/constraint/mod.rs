//! Keys and other constraints of tables.

mod add;
mod create;
mod drop;
mod get;

use crate::door::table_of;
use crate::method::{Entry, entry};
use crate::{Context, Refusal};
use skep_access::{Need, Right};
use skep_catalog::constraint::{ColumnName, Line};
use skep_catalog::names::{TableName, normalize};

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

/// Nor may it refer to a column that it does not see of a table that it sees a part of.
pub(crate) fn refuse_hidden(cx: &Context<'_>, lines: &[Line]) -> Result<(), Refusal> {
    let Some(access) = cx.access() else { return Ok(()) };
    for (line, side) in lines.iter().filter_map(|line| Some((line, line.referenced.as_ref()?))) {
        let name = TableName::of(line.catalog.as_deref(), side.database.as_deref(), side.table.as_deref())?;
        let column = normalize(side.column.as_deref().unwrap_or_default());
        if cx.part_of(&name).is_some_and(|part| part.column(&column).is_none()) {
            return Err(Refusal::denied(access.refuses(Right::Describe, &table_of(&name)).to_string()));
        }
    }
    Ok(())
}

fn need_on(right: Right, line: &Line, side: &ColumnName) -> Need {
    Need::table_in(right, line.catalog.as_deref(), side.database.as_deref(), side.table.as_deref())
}
