//! What of a decision Trino is told: a condition on rows, and an expression in place of a column's value. Trino puts
//! them into every query by itself, the row condition first and over the values as they are stored.

use super::{ColumnView, Effective};
use crate::Verdict;
use crate::expr::{Dialect, Fault, identifier};
use crate::statement::Mask;

/// What admits no row.
pub const NO_ROW: &str = "false";

impl Effective {
    /// The row filter; `None` if every row is shown. Where reading is refused no row is.
    pub fn row_filter(&self) -> Result<Option<String>, Fault> {
        if self.verdict != Verdict::Select {
            return Ok(Some(NO_ROW.to_owned()));
        }
        (!self.rows.is_true()).then(|| self.rows.print(Dialect::Trino)).transpose()
    }

    /// What stands in place of a column; `None` for the column itself. A column that is not shown is null. `kind` is the
    /// column's type in Trino's words, which the expression must have.
    pub fn column_mask(&self, column: &str, kind: &str) -> Result<Option<String>, Fault> {
        let Some(view) = self.visible(column).filter(|_| self.verdict == Verdict::Select) else {
            return Ok(Some(cast("NULL", kind)));
        };
        let name = identifier(&view.name, Dialect::Trino)?;
        let shown = match &view.mask {
            None => None,
            Some(mask) => Some(cast(&mask.print(&name)?, kind)),
        };
        match &view.when {
            None => Ok(shown),
            Some(when) => {
                let when = when.print(Dialect::Trino)?;
                Ok(Some(format!("CASE WHEN {when} THEN {} END", shown.as_deref().unwrap_or(&name))))
            }
        }
    }

    /// A shown column by the name that an engine has for it. Not found if a hidden one could be meant as well.
    pub fn visible(&self, name: &str) -> Option<&ColumnView> {
        let folded = crate::expr::fold(name);
        let hidden = self.hidden.iter().any(|hidden| crate::expr::fold(hidden) == folded);
        self.column(&name.to_lowercase()).filter(|_| !hidden)
    }
}

impl Mask {
    /// In Trino's words, over a quoted column.
    fn print(&self, column: &str) -> Result<String, Fault> {
        Ok(match self {
            Mask::Null => "NULL".to_owned(),
            Mask::Hash => format!("lower(to_hex(sha256(to_utf8(CAST({column} AS varchar)))))"),
            // A value that is no longer than what may be shown of it is not shown.
            Mask::First(shown) => covered(column, *shown, &format!("rpad(substr({column}, 1, {shown})")),
            Mask::Last(shown) => covered(column, *shown, &format!("lpad(substr({column}, -{shown})")),
            Mask::Const(literal) => literal.print(Dialect::Trino)?,
            Mask::Year => format!("date_trunc('year', {column})"),
        })
    }
}

fn covered(column: &str, shown: u8, padded: &str) -> String {
    let whole = format!("rpad('', length({column}), 'x')");
    format!("CASE WHEN length({column}) > {shown} THEN {padded}, length({column}), 'x') ELSE {whole} END")
}

/// Trino wants the column's own type. One with parts of its own is taken from the context: null fits everywhere.
fn cast(expression: &str, kind: &str) -> String {
    match is_plain(kind) {
        true => format!("CAST({expression} AS {kind})"),
        false => expression.to_owned(),
    }
}

/// `varchar(10)`, `decimal(10,2)`, `timestamp(3) with time zone`: words and numbers, which can mean nothing else.
fn is_plain(kind: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " (),".contains(c);
    let word: String = kind.chars().take_while(char::is_ascii_lowercase).collect();
    kind.len() <= 60
        && kind.chars().all(fine)
        && !["row", "array", "map"].contains(&word.as_str())
        && !word.is_empty()
        && kind.matches('(').count() <= 1
        && kind.matches('(').count() == kind.matches(')').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::{Column, parse};
    use crate::statement::{Table, parse as say};
    use crate::{AuthMethod, Caller, Principal, Record, Snapshot, TableFacts};

    fn decided(statements: &[&str]) -> Effective {
        let records = statements.iter().zip(1..).map(|(text, id)| {
            let statement = say(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            Record { id, table_id: None, statement }
        });
        let snapshot = Snapshot::compile(1, records.collect());
        let caller = Caller::new(Principal::user("ann").expect("valid"), AuthMethod::Token);
        let name = Table::new(None, "care", "patients");
        let columns = ["id int", "ssn string", "born date", "state string", "x\"y string"];
        let columns: Vec<Column> = columns
            .iter()
            .filter_map(|text| text.split_once(' '))
            .map(|(name, kind)| Column::new(name, kind))
            .collect();
        let facts = TableFacts { name: &name, id: 1, columns: &columns, partition_keys: &[] };
        snapshot.of(&caller, 0).effective(&facts)
    }

    #[test]
    fn rows_cells_and_masks_are_said_in_words_of_trino() {
        let got = decided(&[
            "GRANT SELECT ON care.patients COLUMNS (id, born, state, `x\"y`) ROWS (state IN ('it''s', 'NY')) TO user:ann",
            "GRANT SELECT ON care.patients COLUMNS (id) ROWS (born > DATE '2000-01-31') TO user:ann",
            "MASK COLUMN `x\"y` ON care.patients WITH LAST(4)",
            "MASK COLUMN born ON care.patients WITH YEAR",
        ]);
        let some = "\"state\" IN ('it''s', 'NY')";
        let rows = got.row_filter().expect("printed").expect("some rows");
        assert_eq!(rows, format!("{some} OR \"born\" > DATE '2000-01-31'"));
        let mask = |column: &str, kind: &str| got.column_mask(column, kind).expect("printed");
        assert_eq!(mask("id", "integer"), None);
        assert_eq!(mask("state", "varchar"), Some(format!("CASE WHEN {some} THEN \"state\" END")));
        let year = "CAST(date_trunc('year', \"born\") AS date)";
        assert_eq!(mask("born", "date"), Some(format!("CASE WHEN {some} THEN {year} END")));
        let last = mask("x\"y", "varchar(9)").expect("masked");
        assert!(
            last.contains(r#"lpad(substr("x""y", -4), length("x""y"), 'x')"#) && last.contains("AS varchar(9))"),
            "{last}"
        );
        // Hidden, unknown, or looking like a hidden one: nothing.
        for column in ["ssn", "SSN", "\u{17f}sn", "other"] {
            assert_eq!(mask(column, "varchar"), Some("CAST(NULL AS varchar)".into()), "{column}");
        }
        assert_eq!(mask("ssn", "row(a varchar)"), Some("NULL".into()));
        assert_eq!(mask("ssn", "varchar) OR (true"), Some("NULL".into()));
    }

    #[test]
    fn who_may_only_describe_gets_no_row_and_whole_tables_have_no_filter() {
        let describing = decided(&["GRANT DESCRIBE ON care.patients TO user:ann"]);
        assert_eq!(describing.row_filter(), Ok(Some(NO_ROW.into())));
        assert_eq!(describing.column_mask("id", "integer"), Ok(Some("CAST(NULL AS integer)".into())));
        let whole = decided(&["GRANT SELECT ON care.patients TO user:ann"]);
        assert_eq!((whole.row_filter(), whole.column_mask("ssn", "varchar")), (Ok(None), Ok(None)));
        // Every condition that can be stored can be said.
        for text in ["state LIKE 'a\\b%'", "id NOT BETWEEN 1 AND 2", "NOT (state IS NULL OR id IN (1, 2))"] {
            assert!(parse(text).expect("read").print(Dialect::Trino).is_ok(), "{text}");
        }
    }
}
