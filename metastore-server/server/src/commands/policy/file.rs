//! The policy as a file: a list of statements under `statements:`, in the part of YAML that a list of
//! texts needs.

use skep_access::statement::{Statement, parse};
use skep_catalog::policy::Stored;

use crate::failure::Failure;

pub fn write(epoch: i64, list: &[Stored]) -> String {
    let mut text = format!(
        "# The access policy of a metastore, at epoch {epoch}. skep policy import -f applies it.\nstatements:\n"
    );
    for stored in list {
        text.push_str(&format!("  - '{}'\n", stored.statement.to_string().replace('\'', "''")));
    }
    text
}

/// What is wrong is told with the number of the line.
pub fn read(text: &str) -> Result<Vec<Statement>, Failure> {
    let mut statements = Vec::new();
    let mut begun = false;
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = |what: &str| Failure::Usage(format!("line {number}: {what}"));
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') || line == "---" {
            continue;
        }
        if !begun {
            begun = line == "statements:";
            if !begun && line != "statements: []" {
                return Err(wrong("expected `statements:` with a list of statements below it"));
            }
            continue;
        }
        let item = line.strip_prefix("- ").ok_or_else(|| wrong("expected `- 'STATEMENT'`, one on a line"))?.trim();
        let scalar = scalar(item).ok_or_else(|| wrong("the text is not closed by its quote, or is no single line"))?;
        statements.push(parse(&scalar).map_err(|fault| wrong(&fault.to_string()))?);
    }
    Ok(statements)
}

/// In single quotes, in double quotes, or plain.
fn scalar(item: &str) -> Option<String> {
    if let Some(rest) = item.strip_prefix('\'') {
        let inside = rest.strip_suffix('\'')?;
        let closed = inside.replace("''", "");
        return (!closed.contains('\'')).then(|| inside.replace("''", "'"));
    }
    if item.starts_with('"') {
        return serde_json::from_str(item).ok();
    }
    let plain = !item.starts_with(['|', '>', '&', '*', '!', '{', '[', '%', '@', '`']) && !item.contains(" #");
    plain.then(|| item.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let texts = ["CREATE ROLE care", "GRANT SELECT ON a.b ROWS (s IN ('it''s', '#', '- x')) TO 'user:Jo Ann'"];
        let stored = |(id, text): (i64, &&str)| Stored {
            id,
            table_id: None,
            statement: parse(text).expect("valid"),
            grantor: String::new(),
            created: 0,
        };
        let list: Vec<Stored> = (1..).zip(&texts).map(stored).collect();
        let read = read(&write(7, &list)).expect("readable");
        assert_eq!(read, list.into_iter().map(|stored| stored.statement).collect::<Vec<_>>());
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        for (text, expected) in [
            ("rules:\n", "line 1: expected `statements:`"),
            ("statements:\n  - 'GRANT'\n", "line 2: expected a right"),
            ("statements:\n\n  - 'CREATE ROLE x\n", "line 3: the text is not closed"),
            ("statements:\n  - |\n    CREATE ROLE x\n", "line 2: the text is not closed"),
            ("statements:\n  CREATE ROLE x\n", "line 2: expected `- 'STATEMENT'`"),
        ] {
            let failure = read(text).expect_err("refused").to_string();
            assert!(failure.starts_with(expected), "{failure}");
        }
    }
}
