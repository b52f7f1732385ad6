//! Whether an expression fits a table, and whether every engine reads it the same way.

use super::{Expr, Fault, Literal, Op};
use unicode_normalization::UnicodeNormalization;

/// A column as far as rights need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As Hive stores it, in lower case.
    pub name: String,
    pub class: TypeClass,
}

impl Column {
    /// `kind` in Hive's words: `decimal(10,2)`, `array<string>`.
    pub fn new(name: &str, kind: &str) -> Column {
        Column { name: name.to_lowercase(), class: TypeClass::of(kind) }
    }
}

/// What a constant must be to be compared with a column. There are no conversions: engines differ in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeClass {
    Text,
    /// Padded with blanks, by some engines at some times.
    Char,
    Integer,
    Decimal,
    Float,
    Boolean,
    Date,
    Timestamp,
    /// Binary, nested and unknown types: only IS NULL.
    Other,
}

impl TypeClass {
    pub fn of(kind: &str) -> TypeClass {
        let kind = kind.trim().to_ascii_lowercase();
        match kind.split('(').next().unwrap_or_default().trim() {
            "string" | "varchar" => TypeClass::Text,
            "char" => TypeClass::Char,
            "tinyint" | "smallint" | "int" | "integer" | "bigint" => TypeClass::Integer,
            "decimal" | "numeric" => TypeClass::Decimal,
            "float" | "double" | "double precision" => TypeClass::Float,
            "boolean" => TypeClass::Boolean,
            "date" => TypeClass::Date,
            "timestamp" => TypeClass::Timestamp,
            _ => TypeClass::Other,
        }
    }

    /// Whether a constant may be compared with a column of this class.
    pub fn takes(self, literal: &Literal) -> bool {
        match literal {
            Literal::Text(_) => matches!(self, TypeClass::Text | TypeClass::Char),
            Literal::Integer(_) => self == TypeClass::Integer,
            Literal::Decimal(_) => matches!(self, TypeClass::Decimal | TypeClass::Float),
            Literal::Boolean(_) => self == TypeClass::Boolean,
            Literal::Date(_) => self == TypeClass::Date,
            Literal::Timestamp(_) => self == TypeClass::Timestamp,
        }
    }

    /// How to write a constant for it.
    fn example(self) -> &'static str {
        match self {
            TypeClass::Text | TypeClass::Char => "text in single quotes",
            TypeClass::Integer => "a whole number, as 12",
            TypeClass::Decimal | TypeClass::Float => "a number with a point, as 12.0",
            TypeClass::Boolean => "TRUE or FALSE",
            TypeClass::Date => "DATE '2026-01-31'",
            TypeClass::Timestamp => "TIMESTAMP '2026-01-31 13:00:00+00:00'",
            TypeClass::Other => "only IS NULL and IS NOT NULL: its type cannot be compared",
        }
    }

    fn literal_of(self, text: &str) -> Option<Literal> {
        match self {
            TypeClass::Text | TypeClass::Char => Some(Literal::Text(text.to_owned())),
            TypeClass::Integer => text.parse().ok().map(Literal::Integer),
            TypeClass::Decimal | TypeClass::Float => super::Decimal::parse(text).map(Literal::Decimal),
            TypeClass::Boolean => text.to_ascii_lowercase().parse().ok().map(Literal::Boolean),
            TypeClass::Date => super::literal::date_of(text).map(Literal::Date),
            TypeClass::Timestamp => super::Moment::without_zone(text).map(Literal::Timestamp),
            TypeClass::Other => None,
        }
    }

    /// A constant of this class from a partition's value or an attribute; `None` if it cannot be one.
    pub fn read(self, text: &str) -> Option<Literal> {
        self.literal_of(text)
    }
}

/// Equal for two names that any engine may take for each other: case folded both ways, normalised. Lists of
/// what is *hidden* are compared by it; lists of what is shown by the exact lower-case name.
pub fn fold(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().to_uppercase().to_lowercase().nfc().collect()
}

impl Expr {
    /// Every column is there and every constant has its column's class.
    pub fn check(&self, columns: &[Column]) -> Result<(), Fault> {
        let mut result = Ok(());
        self.visit(&mut |atom| {
            if result.is_ok() {
                result = check_atom(atom, columns);
            }
        });
        result
    }

    /// Why the text of this expression might mean something else to another engine or session, if it might:
    /// then it is never put into a view.
    pub fn not_portable(&self, columns: &[Column]) -> Option<String> {
        let mut reason = None;
        self.visit(&mut |atom| {
            let class = atom.column().and_then(|name| find(columns, name)).map(|column| column.class);
            let name = atom.column().unwrap_or_default();
            let found = match (atom, class) {
                (Expr::IsNull { .. }, _) => None,
                (_, Some(TypeClass::Char)) => Some(format!("{name} is a CHAR column, which engines pad differently")),
                (_, Some(TypeClass::Timestamp)) => {
                    Some(format!("{name} is a TIMESTAMP column, which moves with the session's time zone"))
                }
                _ if atom.literals().any(|literal| matches!(literal, Literal::Text(text) if !is_plain(text))) => {
                    Some(format!("a constant compared with {name} has quotes, backslashes or control characters"))
                }
                (Expr::Like { pattern, .. }, _) if !is_plain(pattern) => {
                    Some(format!("the pattern of {name} has quotes, backslashes or control characters"))
                }
                _ => None,
            };
            reason = reason.take().or(found);
        });
        reason.or_else(|| {
            self.columns().into_iter().find(|name| !is_plain(name)).map(|name| format!("the name of column {name}"))
        })
    }

    pub(crate) fn literals(&self) -> impl Iterator<Item = &Literal> {
        let (one, two, list): (Option<&Literal>, Option<&Literal>, &[Literal]) = match self {
            Expr::Compare { literal, .. } => (Some(literal), None, &[]),
            Expr::Between { low, high, .. } => (Some(low), Some(high), &[]),
            Expr::In { list, .. } => (None, None, list),
            _ => (None, None, &[]),
        };
        one.into_iter().chain(two).chain(list)
    }
}

pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['\'', '\\']) && !text.chars().any(char::is_control)
}

fn check_atom(atom: &Expr, columns: &[Column]) -> Result<(), Fault> {
    let Some(name) = atom.column() else { return Ok(()) };
    let Some(column) = find(columns, name) else {
        let known: Vec<&str> = columns.iter().take(20).map(|column| column.name.as_str()).collect();
        return Err(Fault::new(format!("there is no column {name}: the table has {}", known.join(", "))));
    };
    let class = column.class;
    if let Some(literal) = atom.literals().find(|literal| !class.takes(literal)) {
        return Err(Fault::new(format!("{name} cannot be compared with {literal}: write {}", class.example())));
    }
    match atom {
        Expr::Like { .. } if !matches!(class, TypeClass::Text | TypeClass::Char) => {
            Err(Fault::new(format!("{name} is no text: LIKE works on text only")))
        }
        Expr::Attribute { .. } if matches!(class, TypeClass::Other | TypeClass::Float) => {
            Err(Fault::new(format!("{name} cannot be compared with an attribute: its type has no equality")))
        }
        Expr::Compare { op: Op::Eq | Op::NotEq, .. } | Expr::In { .. } if class == TypeClass::Float => {
            Err(Fault::new(format!(
                "{name} is a floating point number: compare it with < <= > >= or BETWEEN, engines differ in equality"
            )))
        }
        _ => Ok(()),
    }
}

pub(crate) fn find<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.name == name)
}
