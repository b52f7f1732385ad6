//! What a caller is shown of one table. Decided when it is described, not when it is read: what engines and
//! files do afterwards is another matter, and `skep explain` says how well a decision is kept.
//!
//! ```text
//! stored record + Access ── Known (columns, format) ── Effective ── assurance::choose
//!                                                                        │
//!   Full        as stored                                                ▼
//!   Narrowed    less hidden columns, partitions, amounts, statistics: formats that find columns by name
//!   View        SELECT … FROM alias WHERE …, and under the alias the table, narrowed where its format allows
//!   DescribeOnly  a view under whose alias there is a refusal
//!   Denied, Hidden
//! ```
//!
//! Only `Full` may be written back: of everything else the caller has not seen all.

mod clean;
mod hidden;
mod known;
mod record;
mod seen;
mod sight;
mod spark;
mod view;

#[cfg(test)]
mod tests;

pub use seen::Seen;
pub use sight::Sight;

use hidden::Hidden;

use clean::Withheld;
use known::Known;
use skep_access::assurance::{Choice, Format, Presentation, Required, choose};
use skep_access::{Access, Effective, Right, TableFacts, Verdict, alias, statement};
use skep_types::{FieldSchema, Table};
use std::collections::BTreeSet;
use view::Select;

/// A table as one caller gets it.
#[derive(Debug, Clone)]
pub enum Presented {
    Full(Table),
    /// The table itself in part.
    Narrowed(Part),
    /// A view, and what is under its alias.
    View {
        view: Box<Table>,
        under: Part,
    },
    /// A view that cannot be read, and what readers are told.
    DescribeOnly {
        view: Box<Table>,
        refusal: String,
    },
    /// Its name may be known; asking for it is refused with this.
    Denied(String),
    /// As if it were not there.
    Hidden,
}

/// A record that is not whole, and what else must not be shown of its table.
#[derive(Debug, Clone)]
pub struct Part {
    pub table: Table,
    pub sight: Sight,
}

/// Presents a stored record, `id` set.
pub fn present(stored: Table, access: &Access<'_>, required: Required) -> Presented {
    let name = name_of(&stored);
    let known = match Known::of(&stored) {
        Ok(known) => known,
        Err(reason) => return not_understood(stored, &name, access, reason),
    };
    let effective = decide(&stored, &name, &known, access);
    let choice = match chosen(&effective, &known, access, required) {
        Ok(choice) => choice,
        Err(reason) => return describe_only(&stored, &name, &known, &effective, access, Some(reason)),
    };
    match choice.presentation {
        Presentation::Full => Presented::Full(stored),
        Presentation::Hidden => Presented::Hidden,
        Presentation::Denied => Presented::Denied(refusal(access, &name, None)),
        Presentation::Describe => describe_only(&stored, &name, &known, &effective, access, choice.refused.as_deref()),
        Presentation::Narrow => Presented::Narrowed(part(&stored, &known, &effective)),
        Presentation::View => match in_view(&stored, &known, &effective, access) {
            Ok(presented) => presented,
            Err(reason) => describe_only(&stored, &name, &known, &effective, access, Some(reason)),
        },
        Presentation::Shadow | Presentation::Annotated => describe_only(
            &stored,
            &name,
            &known,
            &effective,
            access,
            Some("there is no form in which it could be shown"),
        ),
    }
}

/// What the policy says of the record, as far as it can be kept for it.
fn decide(stored: &Table, name: &statement::Table, known: &Known, access: &Access<'_>) -> Effective {
    let (columns, keys) = (Known::for_rights(&known.columns), Known::for_rights(&known.partition_keys));
    let facts = TableFacts { name, id: stored.id.unwrap_or(-1), columns: &columns, partition_keys: &keys };
    let mut effective = access.effective(&facts);
    // Spark may find the directories by itself: what is not listed is read all the same. And without partitions
    // there is nothing to leave out, whatever decides.
    if !known.lists_partitions || known.partition_keys.is_empty() {
        effective.decided_by_partition &= effective.rows.is_true();
    }
    effective
}

fn chosen(
    effective: &Effective,
    known: &Known,
    access: &Access<'_>,
    required: Required,
) -> Result<Choice, &'static str> {
    let choice = choose(effective, known.format, access.caller.class, required);
    let hides = effective.verdict == Verdict::Select && !effective.hidden.is_empty();
    match choice.presentation {
        Presentation::Annotated => {
            Err("the policy of a table is not handed to engines that would enforce it themselves")
        }
        Presentation::View if effective.rows.is_false() => Err("no row of it is granted"),
        Presentation::Shadow => Err("Iceberg's own metadata holds the hidden columns"),
        Presentation::View if hides && known.format == Format::Iceberg => {
            Err("Iceberg's own metadata holds the hidden columns")
        }
        Presentation::Narrow | Presentation::View if hides && known.of_data_source && known.schema.is_none() => {
            Err("Spark would read the hidden columns' names from the files, because the table has no schema for it")
        }
        _ => Ok(choice),
    }
}

/// The table itself, less what is hidden.
fn part(stored: &Table, known: &Known, effective: &Effective) -> Part {
    // A condition on a hidden column is worked out by the engine, which then must have the column; and where
    // columns are found by position none can be left out. `choose` has said what that is worth.
    let whole = known.format != Format::ByName || !effective.hidden_in_conditions().is_empty();
    let hidden = Hidden::of(effective.hidden.iter().map(String::as_str));
    let withheld = Withheld {
        hidden: if whole { Hidden::default() } else { hidden.clone() },
        shown: names(known.all().chain(stored.sd.iter().flat_map(|sd| sd.cols.iter().flatten()))),
        keeps_pointer: known.format == Format::Iceberg,
    };
    let table = record::narrowed(stored.clone(), known, &withheld);
    let keys = Known::for_rights(&known.partition_keys);
    Part { table, sight: Sight::new(hidden, withheld, keys, effective) }
}

fn in_view(
    stored: &Table,
    known: &Known,
    effective: &Effective,
    access: &Access<'_>,
) -> Result<Presented, &'static str> {
    let fields = shown(known, effective);
    let all = Known::for_rights(&known.all().cloned().collect::<Vec<_>>());
    let select = Select::of(&fields, effective, &all)?;
    let mut under = part(stored, known, effective);
    let alias = alias_of(stored, &select, &under, access);
    let text = select.from(stored.db_name.as_deref().unwrap_or_default(), &alias)?;
    let comment = under.table.parameters.as_ref().and_then(|parameters| parameters.get("comment")).cloned();
    let comment = comment.filter(|_| effective.hidden.is_empty());
    let view = view::record(stored, fields, &text, comment);
    under.table.table_name = Some(alias.into());
    Ok(Presented::View { view: Box::new(view), under })
}

/// Bound to the caller, the table, and all that is under the alias.
fn alias_of(stored: &Table, select: &Select, under: &Part, access: &Access<'_>) -> String {
    let (caller, id) = (access.caller.principal.to_string(), stored.id.unwrap_or(-1).to_string());
    let (sight, [list, condition]) = (under.sight.binding(), select.parts());
    alias::name(&[&caller, &id, list, condition, &sight], stored.table_name.as_deref().unwrap_or_default())
}

/// The columns may be looked at; the reason is why they cannot be read, if reading was granted.
fn describe_only(
    stored: &Table,
    name: &statement::Table,
    known: &Known,
    effective: &Effective,
    access: &Access<'_>,
    reason: Option<&str>,
) -> Presented {
    let refusal = refusal(access, name, reason);
    let fields = shown(known, effective);
    let Ok(select) = Select::columns(&fields) else { return Presented::Denied(refusal) };
    let (caller, id) = (access.caller.principal.to_string(), stored.id.unwrap_or(-1).to_string());
    let alias = alias::name(&["describe", &caller, &id], &name.table);
    match select.from(&name.database, &alias) {
        Ok(text) => Presented::DescribeOnly { view: Box::new(view::record(stored, fields, &text, None)), refusal },
        Err(_) => Presented::Denied(refusal),
    }
}

/// Whoever may see all of it sees a record that we cannot read; nobody else sees anything.
fn not_understood(stored: Table, name: &statement::Table, access: &Access<'_>, reason: &str) -> Presented {
    let columns = |fields: Option<&[FieldSchema]>| Known::for_rights(fields.unwrap_or_default());
    let (columns, keys) =
        (columns(stored.sd.as_ref().and_then(|sd| sd.cols.as_deref())), columns(stored.partition_keys.as_deref()));
    let facts = TableFacts { name, id: stored.id.unwrap_or(-1), columns: &columns, partition_keys: &keys };
    let effective = access.effective(&facts);
    match effective.verdict {
        Verdict::Select if !effective.restricted => Presented::Full(stored),
        Verdict::Hidden => Presented::Hidden,
        _ => Presented::Denied(refusal(access, name, Some(reason))),
    }
}

/// The visible columns, partition keys last, without comments that mention others.
fn shown(known: &Known, effective: &Effective) -> Vec<FieldSchema> {
    let hidden = Hidden::of(effective.hidden.iter().map(String::as_str));
    let withheld = Withheld { hidden, shown: names(known.all()), keeps_pointer: false };
    let mut fields: Vec<FieldSchema> = known.all().cloned().collect();
    withheld.fields(Some(&mut fields));
    fields
}

fn names<'a>(fields: impl Iterator<Item = &'a FieldSchema>) -> BTreeSet<String> {
    fields.map(|field| known::name(field).to_lowercase()).collect()
}

/// The words that stop engines from asking again another way.
fn refusal(access: &Access<'_>, name: &statement::Table, reason: Option<&str>) -> String {
    let refused = access.refuses(Right::Select, name);
    match reason {
        Some(reason) => format!("{refused}: {reason}"),
        None => refused.to_string(),
    }
}

fn name_of(table: &Table) -> statement::Table {
    statement::Table::new(
        table.cat_name.as_deref(),
        table.db_name.as_deref().unwrap_or_default(),
        table.table_name.as_deref().unwrap_or_default(),
    )
}
