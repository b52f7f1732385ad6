//! Cures what can be cured, after writing down how to take it back.

use std::io;

use skep_schema::{Dialect, spelled, table};

use super::lists::SPARSE;
use super::{Ailment, Examination, Treatment, examine};
use crate::schema::session::{Session, Trouble};
use crate::schema::{Error, failed, finish, look_closely};

/// What was done.
#[derive(Debug, Default)]
pub struct Cured {
    pub statements: usize,
}

/// What is cured may lay bare what depended on it: a storage descriptor without a table, then its serde.
const PASSES: usize = 4;

/// Cures everything curable in one transaction. `undo` is given statements that take a pass back, before that pass runs
/// anything; what it has been given last must run first.
pub async fn cure(
    session: &mut Session,
    undo: &mut (dyn FnMut(&[String]) -> io::Result<()> + Send),
) -> Result<Cured, Error> {
    session.seize().await.map_err(Error::Asking)?;
    let cured = in_transaction(session, undo).await;
    finish(session, cured).await
}

async fn in_transaction(
    session: &mut Session,
    undo: &mut (dyn FnMut(&[String]) -> io::Result<()> + Send),
) -> Result<Cured, Error> {
    // Elsewhere seizing began one.
    let mysql = session.dialect() == Dialect::Mysql;
    if mysql {
        session.run("start transaction").await.map_err(Error::Asking)?;
    }
    let cured = passes(session, undo).await;
    if mysql {
        let end = if cured.is_ok() { "commit" } else { "rollback" };
        session.run(end).await.map_err(Error::Asking)?;
    }
    cured
}

async fn passes(
    session: &mut Session,
    undo: &mut (dyn FnMut(&[String]) -> io::Result<()> + Send),
) -> Result<Cured, Error> {
    let mut cured = Cured::default();
    for _ in 0..PASSES {
        let examination = examine(session, &mut |_, _, _| {}).await?;
        let mut steps = Vec::new();
        // Indexes last: MySQL commits what was done before it makes one.
        let is_index = |ailment: &&Ailment| matches!(ailment.treatment, Treatment::Index(_));
        let (indexes, rows): (Vec<_>, Vec<_>) = examination.ailments.iter().partition(is_index);
        for ailment in rows.into_iter().chain(indexes) {
            steps.extend(of(session, &examination, ailment).await.map_err(Error::Asking)?);
        }
        if steps.is_empty() {
            break;
        }
        let back: Vec<String> = steps.iter().rev().flat_map(|step| step.back.iter().cloned()).collect();
        undo(&back).map_err(Error::Undo)?;
        for step in &steps {
            session
                .run(&step.statement)
                .await
                .map_err(|source| failed(Dialect::Postgres, &step.statement, 0, source))?;
        }
        cured.statements += steps.len();
    }
    Ok(cured)
}

struct Step {
    statement: String,
    back: Vec<String>,
}

impl Step {
    fn of((statement, back): &(String, String)) -> Step {
        Step { statement: statement.clone(), back: vec![back.clone()] }
    }
}

async fn of(session: &mut Session, examination: &Examination, ailment: &Ailment) -> Result<Vec<Step>, Trouble> {
    let mut steps = Vec::new();
    match &ailment.treatment {
        Treatment::None => {}
        Treatment::Run(statements) => steps.extend(statements.iter().map(Step::of)),
        Treatment::Index(index) => {
            let duplicates = match &index.duplicates {
                Some(count) => session.texts::<1>(count).await?,
                None => Vec::new(),
            };
            if duplicates.iter().all(|[count]| count.trim() == "0") {
                steps.extend(index.steps.iter().map(Step::of));
            }
        }
        Treatment::Abort(condition) => steps = abort(session, examination, condition).await?,
        Treatment::Delete(rows) => {
            for (name, condition) in rows {
                let back = inserts(session, examination, name, condition).await?;
                if !back.is_empty() {
                    let from = spelled(session.dialect(), examination.version, &format!("\"{name}\""));
                    steps.push(Step { statement: format!("delete from {from} where {condition}"), back });
                }
            }
        }
        Treatment::CloseGaps { table, owner } => steps = close_gaps(session, examination, table, owner).await?,
    }
    Ok(steps)
}

/// What only open transactions have: tables with the column of the transaction.
const OF_OPEN: &[(&str, &str)] = &[
    ("HIVE_LOCKS", "HL_TXNID"),
    ("MIN_HISTORY_LEVEL", "MHL_TXNID"),
    ("MIN_HISTORY_WRITE_ID", "MH_TXNID"),
    ("MATERIALIZATION_REBUILD_LOCKS", "MRL_TXN_ID"),
];

/// Transactions by their ids: those that meet the condition when it is taken back may be others.
async fn abort(session: &mut Session, examination: &Examination, condition: &str) -> Result<Vec<Step>, Trouble> {
    let (dialect, version) = (session.dialect(), examination.version);
    let spell = |text: &str| spelled(dialect, version, text);
    let question = spell(r#"select cast("TXN_ID" as char(20)) from "TXNS" where "#) + condition;
    let ids: Vec<String> = session.texts::<1>(&question).await?.into_iter().map(|[id]| id.trim().to_owned()).collect();
    let mut steps = Vec::new();
    for ids in ids.chunks(IDS_AT_ONCE).map(|ids| ids.join(", ")) {
        for (name, column) in OF_OPEN {
            let condition = spell(&format!(r#""{column}" in ({ids})"#));
            let back = inserts(session, examination, name, &condition).await?;
            if !back.is_empty() {
                let from = spell(&format!("\"{name}\""));
                steps.push(Step { statement: format!("delete from {from} where {condition}"), back });
            }
        }
        let set =
            |state: &str| spell(&format!(r#"update "TXNS" set "TXN_STATE" = '{state}' where "TXN_ID" in ({ids})"#));
        steps.push(Step { statement: set("a"), back: vec![set("o")] });
    }
    Ok(steps)
}

/// How many transactions one statement aborts.
const IDS_AT_ONCE: usize = 500;

/// The rows as the statements that insert them.
async fn inserts(
    session: &mut Session,
    examination: &Examination,
    name: &str,
    condition: &str,
) -> Result<Vec<String>, Trouble> {
    let (dialect, version) = (session.dialect(), examination.version);
    let observed = look_closely(session).await?;
    let Some(live) = table(name, version).and_then(|table| observed.table(table, version)) else {
        return Ok(Vec::new());
    };
    let quoted: Vec<String> = live.columns.keys().map(|column| dialect.quote(column)).collect();
    let literals: Vec<String> =
        live.columns.iter().map(|(column, found)| literal(dialect, &dialect.quote(column), &found.type_name)).collect();
    let row = match dialect {
        Dialect::Postgres => format!("concat_ws(', ', {})", literals.join(", ")),
        Dialect::Mysql => format!("cast(concat_ws(', ', {}) as char)", literals.join(", ")),
        Dialect::Sqlite => literals.join(" || ', ' || "),
    };
    let into = spelled(dialect, version, &format!("\"{name}\""));
    let rows = session.texts::<1>(&format!("select {row} from {into} where {condition}")).await?;
    let insert = |values: &String| format!("insert into {into} ({}) values ({values})", quoted.join(", "));
    Ok(rows.iter().map(|[values]| insert(values)).collect())
}

/// A column's value as the database itself writes it in a statement.
fn literal(dialect: Dialect, column: &str, type_name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("quote_nullable({column}::text)"),
        Dialect::Sqlite => format!("quote({column})"),
        Dialect::Mysql if type_name.starts_with("bit") => format!("ifnull(cast({column} + 0 as char), 'NULL')"),
        Dialect::Mysql if type_name.contains("blob") || type_name.starts_with("varbinary") => {
            format!("ifnull(concat('x''', hex({column}), ''''), 'NULL')")
        }
        Dialect::Mysql => format!("quote({column})"),
    }
}

/// Positions move down one by one, lowest first: none is ever taken twice.
async fn close_gaps(
    session: &mut Session,
    examination: &Examination,
    table: &str,
    owner: &str,
) -> Result<Vec<Step>, Trouble> {
    let spell = |text: &str| spelled(session.dialect(), examination.version, text);
    let question = spell(&format!(
        r#"select cast("{owner}" as char(20)), cast("INTEGER_IDX" as char(20)) from "{table}"
           where "{owner}" in (select "{owner}" from "{table}" group by "{owner}" {SPARSE})
           order by "{owner}", "INTEGER_IDX""#
    ));
    let moved = |id: &str, from: i64, to: i64| {
        format!(r#"update "{table}" set "INTEGER_IDX" = {to} where "{owner}" = {id} and "INTEGER_IDX" = {from}"#)
    };
    let rows = session.texts::<2>(&question).await?;
    let mut steps = Vec::new();
    let (mut current, mut next, mut last) = (String::new(), 0_i64, None);
    for [id, position] in &rows {
        let (id, position) = (id.trim(), position.trim().parse::<i64>()?);
        if current != id {
            (current, next, last) = (id.to_owned(), 0, None);
        }
        // Two at one position: which is first only a person can say.
        if last == Some(position) {
            return Ok(Vec::new());
        }
        if position != next {
            steps.push((moved(id, position, next), moved(id, next, position)));
        }
        (next, last) = (next + 1, Some(position));
    }
    let spell = |text: &str| spelled(session.dialect(), examination.version, text);
    let step = |(there, back): &(String, String)| Step { statement: spell(there), back: vec![spell(back)] };
    Ok(steps.iter().map(step).collect())
}
