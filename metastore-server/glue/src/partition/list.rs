//! Listing a table's partitions: page after page while they are few, by segments at once when they are many.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use skep_catalog::Result;
use skep_catalog::names::TableName;

use crate::aws::{Failure, Kind, Limits, shapes};
use crate::context::{Glue, missing};

/// Pages read one after the other before a listing starts over in segments.
const PATIENT_PAGES: usize = 4;
/// As many partitions as one segment is good for: two pages.
const PER_SEGMENT: usize = 2_000;

/// Whether partitions come with their columns, which are most of their bytes and mostly the table's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    Yes,
    No,
}

/// About how many partitions tables have. A wrong number costs a call or two, so it may be old.
#[derive(Debug, Default)]
pub struct Sizes(Mutex<HashMap<TableName, usize>>);

impl Sizes {
    fn of(&self, table: &TableName) -> Option<usize> {
        self.known().get(table).copied()
    }

    fn note(&self, table: &TableName, partitions: usize) {
        let mut known = self.known();
        if known.len() > 10_000 {
            known.clear();
        }
        known.insert(table.clone(), partitions);
    }

    pub fn forget(&self, table: &TableName) {
        self.known().remove(table);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<TableName, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All partitions of the table.
pub async fn all(glue: &Glue, table: &TableName, columns: Columns) -> Result<Vec<shapes::Partition>> {
    let found = everything(glue, table, columns).await.map_err(|failure| missing(failure, || table.not_found()))?;
    glue.sizes.note(table, found.len());
    Ok(found)
}

async fn everything(
    glue: &Glue,
    table: &TableName,
    columns: Columns,
) -> std::result::Result<Vec<shapes::Partition>, Failure> {
    let arguments = arguments(table, columns, None);
    let segments = glue.sizes.of(table).unwrap_or_default().div_ceil(PER_SEGMENT).clamp(1, Limits::SEGMENTS);
    if segments > 1 {
        return in_segments(glue, &arguments, segments).await;
    }
    let mut found: Vec<shapes::Partition> = Vec::new();
    let mut token: Option<String> = None;
    for _ in 0..PATIENT_PAGES {
        let mut page = glue.client.page("GetPartitions", LIST, &arguments, token.as_deref()).await?;
        found.append(&mut page.items);
        token = page.next;
        if token.is_none() {
            return Ok(found);
        }
    }
    in_segments(glue, &arguments, Limits::SEGMENTS).await
}

async fn in_segments(
    glue: &Glue,
    arguments: &Value,
    segments: usize,
) -> std::result::Result<Vec<shapes::Partition>, Failure> {
    let segment = |number: usize| {
        let mut arguments = arguments.clone();
        arguments["Segment"] = json!({ "SegmentNumber": number, "TotalSegments": segments });
        async move { glue.client.all::<shapes::Partition>("GetPartitions", LIST, &arguments).await }
    };
    let found = glue.client.each(0..segments, segment).await;
    Ok(found.into_iter().collect::<std::result::Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Those that at least one of the expressions finds; none of them stands for all. Glue refuses expressions for reasons
/// of its own (a key that is called like a word of SQL, a stored value that is not of the key's type): then all are
/// read, and the caller tries its filter on them as it does anyway.
pub async fn matching(
    glue: &Glue,
    table: &TableName,
    columns: Columns,
    expressions: &[String],
) -> Result<Vec<shapes::Partition>> {
    if expressions.is_empty() {
        return all(glue, table, columns).await;
    }
    let find = |expression: &String| {
        let arguments = arguments(table, columns, Some(expression));
        async move { glue.client.all::<shapes::Partition>("GetPartitions", LIST, &arguments).await }
    };
    let found = glue.client.each(expressions, find).await;
    match found.into_iter().collect::<std::result::Result<Vec<_>, Failure>>() {
        // One may be found by two expressions.
        Ok(found) => {
            let found: HashMap<_, _> = found.into_iter().flatten().map(|one| (one.values.clone(), one)).collect();
            Ok(found.into_values().collect())
        }
        Err(failure) if failure.is(Kind::Invalid) => {
            tracing::debug!(%table, cause = failure.cause, "an expression is refused: all partitions are read");
            all(glue, table, columns).await
        }
        Err(failure) => Err(missing(failure, || table.not_found())),
    }
}

const LIST: &str = "Partitions";

fn arguments(table: &TableName, columns: Columns, expression: Option<&str>) -> Value {
    json!({
        "DatabaseName": table.database.database.as_str(),
        "TableName": table.table.as_str(),
        "Expression": expression,
        "ExcludeColumnSchema": (columns == Columns::No).then_some(true),
    })
}
