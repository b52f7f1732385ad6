//! By which plans the database runs the statements of a test.
//!
//! Only the feature `failpoints` compiles it in. A test fills a database with rows, asks for plans, and makes calls:
//! every statement that reads, changes or deletes rows is then explained before it is run, with the values it runs with.

use crate::pool::{Pool, Session};
use crate::render::Rendered;
use crate::{Failure, FromColumn, Row, Value};
use skep_schema::Dialect;
use std::sync::{Mutex, OnceLock, PoisonError};

/// How a database means to run a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// As the database gets it.
    pub statement: String,
    /// PostgreSQL: lines of text. MariaDB: number of the select, alias, access and key of each step.
    pub steps: Vec<String>,
}

/// The plans so far; none unless a test wants them.
#[derive(Default)]
pub(crate) struct Plans(OnceLock<Mutex<Vec<Plan>>>);

impl Pool {
    /// From now on statements are explained.
    pub fn explain(&self) {
        self.noted().0.get_or_init(Mutex::default);
    }

    /// The plans since the last time this was asked.
    pub fn plans(&self) -> Vec<Plan> {
        let noted = self.noted().0.get();
        let taken = |plans: &Mutex<_>| std::mem::take(&mut *plans.lock().unwrap_or_else(PoisonError::into_inner));
        noted.map(taken).unwrap_or_default()
    }

    /// For a statement of this transaction, or outside any.
    pub(crate) async fn explained(
        &self,
        session: Option<&Session>,
        rendered: &Rendered,
        values: &[Value<'_>],
    ) -> Result<(), Failure> {
        let Some(noted) = self.noted().0.get() else { return Ok(()) };
        let statement = rendered.text.trim_start();
        let verb = statement.split(' ').next().unwrap_or_default();
        if !["select", "with", "update", "delete"].contains(&verb) {
            return Ok(());
        }
        let explain = if self.dialect() == Dialect::Sqlite { "explain query plan" } else { "explain" };
        let asked = Rendered { text: format!("{explain} {statement}").into(), slot: None, ..rendered.clone() };
        let mut rows = Vec::new();
        let mut take = |row| rows.push(row);
        match session {
            Some(session) => session.each(&asked, values, &mut take).await?,
            None => self.alone().await?.each(&asked, values, &mut take).await?,
        }
        let steps = rows.iter().map(|row| self.step(row)).collect::<Result<_, _>>()?;
        let plan = Plan { statement: statement.to_owned(), steps };
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(plan);
        Ok(())
    }

    fn step(&self, row: &Row) -> Result<String, Failure> {
        match self.dialect() {
            Dialect::Postgres => row.get(0),
            Dialect::Sqlite => row.get(3),
            // Out of id, select_type, table, type, possible_keys, key, key_len, ref, rows, Extra.
            Dialect::Mysql => {
                let select = Option::<i64>::from_column(row, 0)?.unwrap_or_default();
                let columns = [2, 3, 5].map(|at| Option::<String>::from_column(row, at));
                let columns = columns.into_iter().map(|text| Ok(text?.unwrap_or_default()));
                Ok(format!("{select}|{}", columns.collect::<Result<Vec<_>, Failure>>()?.join("|")))
            }
        }
    }
}
