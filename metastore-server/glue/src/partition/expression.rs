//! A filter in Glue's expressions, as far as they go, each no longer than Glue takes.
//!
//! The expressions find all that the filter finds, and perhaps more: a condition that Glue may see
//! otherwise than Hive is left out. The filter itself is tried on what they find. An expression that is
//! too long becomes several that are asked one by one; what cannot be divided is left out too.

use skep_catalog::filter::{Comparison, Condition, Expr, PartitionFilter, Test, Typed, moment};

use crate::aws::Limits;

/// More expressions than this cost more than to read all partitions.
const EXPRESSIONS: usize = 20;

/// None if Glue cannot help to find them. `keys` are names and types.
pub fn expressions(filter: &PartitionFilter, keys: &[(&str, &str)]) -> Vec<String> {
    let pieces = weakened(filter.meaning(), keys).map(|tree| pieces(&tree, Limits::EXPRESSION)).unwrap_or_default();
    // One piece that could not be made is everything.
    let whole = pieces.iter().all(|piece| piece.len() <= Limits::EXPRESSION);
    if whole && pieces.len() <= EXPRESSIONS { pieces } else { Vec::new() }
}

/// What is left of a condition, in Glue's words. Nothing stands for "true".
enum Tree {
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Term(String),
}

fn weakened(expr: &Expr<Condition>, keys: &[(&str, &str)]) -> Option<Tree> {
    match expr {
        Expr::And(all) => {
            let mut left: Vec<Tree> = all.iter().filter_map(|one| weakened(one, keys)).collect();
            if left.len() > 1 { Some(Tree::And(left)) } else { left.pop() }
        }
        Expr::Or(any) => any.iter().map(|one| weakened(one, keys)).collect::<Option<Vec<_>>>().map(Tree::Or),
        Expr::Term(condition) => {
            let (key, type_) = keys.get(condition.key)?;
            term(key, type_, &condition.test)
        }
    }
}

fn term(key: &str, type_: &str, test: &Typed) -> Option<Tree> {
    // Anything else would have to be quoted, for which there is no documented way.
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !plain {
        return None;
    }
    let type_ = type_.to_ascii_lowercase();
    let is_text = ["string", "varchar", "char"].iter().any(|text| type_.starts_with(text));
    let is_integer = matches!(type_.as_str(), "tinyint" | "smallint" | "int" | "integer" | "bigint");
    match test {
        Typed::Text(test) if is_text => compared(key, test, |value| literal(value)),
        // The exact text of a number is asked for, which its value finds, and others of that value.
        Typed::Text(Test::Compare(Comparison::Eq, value)) if is_integer => {
            let number: i64 = value.parse().ok()?;
            Some(Tree::Term(format!("{key} = {number}")))
        }
        Typed::Text(Test::Compare(Comparison::Eq, value)) if type_ == "date" && moment::has_date_shape(value) => {
            Some(Tree::Term(format!("{key} = '{value}'")))
        }
        Typed::Integer(test) if is_integer => compared(key, test, |value| Some(value.to_string())),
        Typed::Date(test) if type_ == "date" => compared(key, test, |value| literal(value)),
        _ => None,
    }
}

/// Negations are left out: they find nearly everything, and Glue's view of values that are no numbers is its own.
fn compared<V>(key: &str, test: &Test<V>, spell: impl Fn(&V) -> Option<String>) -> Option<Tree> {
    let sign = |comparison: &Comparison| match comparison {
        Comparison::Eq => Some("="),
        Comparison::Lt => Some("<"),
        Comparison::Le => Some("<="),
        Comparison::Gt => Some(">"),
        Comparison::Ge => Some(">="),
        Comparison::Ne => None,
    };
    match test {
        Test::Compare(comparison, value) => Some(Tree::Term(format!("{key} {} {}", sign(comparison)?, spell(value)?))),
        Test::In(values) => {
            let equal = |value: &V| Some(Tree::Term(format!("{key} = {}", spell(value)?)));
            values.iter().map(equal).collect::<Option<Vec<_>>>().map(Tree::Or)
        }
        Test::NotIn(_) => None,
    }
}

/// A text in quotes, if nothing in it could mean something to Glue.
fn literal(text: impl AsRef<str>) -> Option<String> {
    let text = text.as_ref();
    let safe = |b: u8| b.is_ascii_alphanumeric() || b" -_.:,/+@=".contains(&b);
    (!text.is_empty() && text.bytes().all(safe)).then(|| format!("'{text}'"))
}

/// The tree as expressions of at most `most` bytes, of which one is true wherever the tree is.
fn pieces(tree: &Tree, most: usize) -> Vec<String> {
    let whole = spelled(tree);
    if whole.len() <= most {
        return vec![whole];
    }
    match tree {
        // Longer than Glue takes: the caller sees it.
        Tree::Term(_) => vec![whole],
        Tree::Or(any) => joined(any.iter().flat_map(|one| pieces(one, most)), most),
        Tree::And(all) => {
            // The longest is divided, beside as many of the others as there is room for.
            let mut parts: Vec<(&Tree, String)> = all.iter().map(|one| (one, grouped(one))).collect();
            parts.sort_by_key(|(_, text)| text.len());
            let Some((longest, _)) = parts.pop() else { return Vec::new() };
            let mut beside = String::new();
            for (_, text) in &parts {
                if beside.len() + text.len() < most / 2 {
                    beside.push_str(text);
                    beside.push_str(" AND ");
                }
            }
            let room = most - beside.len() - "()".len();
            pieces(longest, room).into_iter().map(|piece| format!("{beside}({piece})")).collect()
        }
    }
}

/// Alternatives, as many in one expression as there is room for.
fn joined(any: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in any {
        match all.last_mut() {
            Some(last) if last.len() + " OR ".len() + one.len() <= most => {
                last.push_str(" OR ");
                last.push_str(&one);
            }
            _ => all.push(one),
        }
    }
    all
}

fn spelled(tree: &Tree) -> String {
    let join = |all: &[Tree], with: &str| all.iter().map(grouped).collect::<Vec<_>>().join(with);
    match tree {
        Tree::And(all) => join(all, " AND "),
        Tree::Or(any) => join(any, " OR "),
        Tree::Term(text) => text.clone(),
    }
}

fn grouped(tree: &Tree) -> String {
    match tree {
        Tree::Term(text) => text.clone(),
        other => format!("({})", spelled(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[(&str, &str)] = &[("ds", "string"), ("hr", "int"), ("d", "date"), ("at", "timestamp")];

    fn of(filter: &str) -> Vec<String> {
        let filter = PartitionFilter::parse(filter, KEYS).expect("a filter").expect("not blank");
        expressions(&filter, KEYS)
    }

    #[test]
    fn conditions_that_glue_sees_as_hive_does_are_handed_on() {
        for (filter, expected) in [
            ("ds = '2024-01-01'", "ds = '2024-01-01'"),
            ("hr > 3 and ds >= 'a'", "hr > 3 AND ds >= 'a'"),
            ("hr = 1 or (ds = 'x' and hr < 4)", "hr = 1 OR (ds = 'x' AND hr < 4)"),
            ("hr in (1, 2)", "hr = 1 OR hr = 2"),
            ("d > '2024-01-08'", "d > '2024-01-08'"),
        ] {
            assert_eq!(of(filter), [expected], "{filter}");
        }
    }

    #[test]
    fn what_it_may_see_otherwise_is_left_out_and_an_alternative_with_it_altogether() {
        assert_eq!(of("ds != 'x' and hr = 1"), ["hr = 1"]);
        assert_eq!(of("ds like 'a%' and hr = 1"), ["hr = 1"]);
        for filter in ["ds != 'x'", "ds = 'q\"uote'", "ds = 'ümlaut' or hr = 1", "ds = ''", "not hr in (1, 2)"] {
            if let Ok(Some(parsed)) = PartitionFilter::parse(filter, KEYS) {
                assert!(expressions(&parsed, KEYS).is_empty(), "{filter}");
            }
        }
        // A key of which Glue's parser might make something else.
        let keys = [("größe", "string")];
        let filter = PartitionFilter::parse("größe = 'x'", &keys);
        assert!(filter.ok().flatten().is_none_or(|filter| expressions(&filter, &keys).is_empty()));
    }

    /// Every value is asked for in one of the pieces, and each piece carries the conditions beside it.
    #[test]
    fn a_long_expression_becomes_several_that_fit() {
        let values: Vec<String> = (0..400).map(|n| format!("'value-{n:04}'")).collect();
        let found = of(&format!("hr = 7 and ds in ({})", values.join(", ")));
        assert!(found.len() > 1 && found.len() <= EXPRESSIONS, "{}", found.len());
        assert!(found.iter().all(|piece| piece.len() <= 2048 && piece.starts_with("hr = 7 AND ")), "{found:?}");
        let all = found.join(" ");
        assert!(values.iter().all(|value| all.matches(value.as_str()).count() == 1));
    }

    #[test]
    fn so_many_that_reading_all_is_cheaper_are_none() {
        let values: Vec<String> = (0..9_000).map(|n| format!("'value-{n:04}'")).collect();
        assert!(of(&format!("ds in ({})", values.join(", "))).is_empty());
    }
}
