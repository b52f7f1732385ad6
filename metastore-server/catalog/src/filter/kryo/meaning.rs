//! What objects say about partitions. Negations are carried down to the comparisons, so the result
//! has none; leaving out a part of a conjunction then finds more partitions, never fewer.

use compact_str::CompactString as Str;

use super::super::check::condition;
use super::super::parse::{Literal, Said, SaidTest};
use super::super::{Comparison, Condition, Expr, FILTER_BYTES_MAX, FILTER_TERMS_MAX, PartitionFilter, Test, moment};
use super::classes::Function;
use super::objects::{Object, Objects, Value};
use super::{Chosen, Meaning, Unknown};
use crate::partition::name::DEFAULT_PARTITION;

/// Calls inside calls. Objects may refer to each other in circles.
const DEPTH_MAX: usize = 100;

pub fn of(objects: &Objects, keys: &[(&str, &str)]) -> Result<Meaning, Unknown> {
    let mut terms = Terms { objects, keys, certain: true, steps: 0, bytes: 0 };
    let truth = terms.truth(objects.root(), Sense::Affirmed, 0)?;
    let chosen = match truth {
        Truth::Always => Chosen::All,
        Truth::Never => Chosen::None,
        Truth::When(expr) => Chosen::Those(PartitionFilter(expr)),
    };
    Ok(Meaning { chosen, certain: terms.certain })
}

enum Truth {
    Always,
    Never,
    When(Expr<Condition>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Affirmed,
    Negated,
}

impl Sense {
    fn turned(self) -> Sense {
        if self == Sense::Affirmed { Sense::Negated } else { Sense::Affirmed }
    }

    fn of(self, comparison: Comparison) -> Comparison {
        use Comparison::*;
        match (self, comparison) {
            (Sense::Affirmed, same) => same,
            (_, Eq) => Ne,
            (_, Ne) => Eq,
            (_, Lt) => Ge,
            (_, Ge) => Lt,
            (_, Gt) => Le,
            (_, Le) => Gt,
        }
    }
}

struct Terms<'a> {
    objects: &'a Objects,
    keys: &'a [(&'a str, &'a str)],
    certain: bool,
    /// One object may stand in many places: what is made of it is bounded here.
    steps: usize,
    bytes: usize,
}

impl Terms<'_> {
    fn truth(&mut self, value: Value, sense: Sense, depth: usize) -> Result<Truth, Unknown> {
        self.step()?;
        if depth > DEPTH_MAX {
            return Err(Unknown);
        }
        match self.objects.get(value).ok_or(Unknown)? {
            Object::Constant(Value::Boolean(truth)) => Ok(match *truth == (sense == Sense::Affirmed) {
                true => Truth::Always,
                false => Truth::Never,
            }),
            Object::Call { function, arguments } => {
                let Some(Object::Function(function)) = self.objects.get(*function) else { return Err(Unknown) };
                let Some(Object::List(arguments)) = self.objects.get(*arguments) else { return Err(Unknown) };
                self.call(*function, arguments, sense, depth)
            }
            _ => Err(Unknown),
        }
    }

    fn call(&mut self, function: Function, arguments: &[Value], sense: Sense, depth: usize) -> Result<Truth, Unknown> {
        match (function, arguments) {
            (Function::And, all) if sense == Sense::Affirmed => self.all(all, sense, depth),
            (Function::Or, all) if sense == Sense::Negated => self.all(all, sense, depth),
            (Function::And | Function::Or, any) => self.any(any, sense, depth),
            (Function::Not, [one]) => self.truth(*one, sense.turned(), depth + 1),
            (Function::Compare(op), [left, right]) => match self.column(*left) {
                Ok(_) => self.compare(*left, sense.of(op), *right).map(Truth::When),
                Err(Unknown) => self.compare(*right, sense.of(op.flipped()), *left).map(Truth::When),
            },
            (Function::Null, [column]) => self.default(*column, sense.of(Comparison::Eq)),
            (Function::NotNull, [column]) => self.default(*column, sense.of(Comparison::Ne)),
            (Function::Between, [inverted, column, low, high]) => {
                let sense = match self.objects.get(*inverted) {
                    Some(Object::Constant(Value::Boolean(true))) => sense.turned(),
                    Some(Object::Constant(Value::Boolean(false))) => sense,
                    _ => return Err(Unknown),
                };
                let low = self.compare(*column, sense.of(Comparison::Ge), *low)?;
                let high = self.compare(*column, sense.of(Comparison::Le), *high)?;
                let both = vec![low, high];
                Ok(Truth::When(if sense == Sense::Affirmed { Expr::And(both) } else { Expr::Or(both) }))
            }
            (Function::Like, [column, pattern]) if sense == Sense::Affirmed => self.like(*column, *pattern),
            (Function::In, [tested, values @ ..]) if !values.is_empty() => self.list(*tested, values, sense),
            _ => Err(Unknown),
        }
    }

    /// What is not understood may be left out, as long as something is left.
    fn all(&mut self, all: &[Value], sense: Sense, depth: usize) -> Result<Truth, Unknown> {
        let (mut terms, mut understood) = (Vec::new(), false);
        for one in all {
            match self.truth(*one, sense, depth + 1) {
                Ok(Truth::Never) => return Ok(Truth::Never),
                Ok(Truth::Always) => understood = true,
                Ok(Truth::When(expr)) => terms.push(expr),
                Err(Unknown) => self.certain = false,
            }
        }
        match terms.is_empty() {
            false => Ok(Truth::When(Expr::all(terms))),
            true if understood => Ok(Truth::Always),
            true => Err(Unknown),
        }
    }

    fn any(&mut self, any: &[Value], sense: Sense, depth: usize) -> Result<Truth, Unknown> {
        let mut terms = Vec::new();
        for one in any {
            match self.truth(*one, sense, depth + 1)? {
                Truth::Never => {}
                Truth::Always => return Ok(Truth::Always),
                Truth::When(expr) => terms.push(expr),
            }
        }
        Ok(if terms.is_empty() { Truth::Never } else { Truth::When(Expr::any(terms)) })
    }

    /// A column, or columns put together, in a list.
    fn list(&mut self, tested: Value, values: &[Value], sense: Sense) -> Result<Truth, Unknown> {
        if let Ok((name, family)) = self.column(tested) {
            let literals: Result<Vec<Literal>, Unknown> = values.iter().map(|v| self.literal(*v, family)).collect();
            let test = if sense == Sense::Affirmed { Test::In(literals?) } else { Test::NotIn(literals?) };
            return self.said(name, SaidTest::Value(test)).map(Truth::When);
        }
        let objects = self.objects;
        let columns = struct_of(objects, tested)?;
        let mut rows = Vec::new();
        for row in values {
            let row = struct_of(objects, *row)?;
            if row.len() != columns.len() || row.is_empty() {
                return Err(Unknown);
            }
            let pairs = columns.iter().zip(row);
            let cells: Result<Vec<_>, Unknown> =
                pairs.map(|(column, value)| self.compare(*column, sense.of(Comparison::Eq), *value)).collect();
            rows.push(if sense == Sense::Affirmed { Expr::all(cells?) } else { Expr::any(cells?) });
        }
        Ok(Truth::When(if sense == Sense::Affirmed { Expr::any(rows) } else { Expr::all(rows) }))
    }

    fn compare(&mut self, column: Value, op: Comparison, value: Value) -> Result<Expr<Condition>, Unknown> {
        let (name, family) = self.column(column)?;
        let literal = self.literal(value, family)?;
        self.said(name, SaidTest::Value(Test::Compare(op, literal)))
    }

    /// A value that is null has the default partition's name.
    fn default(&mut self, column: Value, op: Comparison) -> Result<Truth, Unknown> {
        let (name, _) = self.column(column)?;
        let default = Test::Compare(op, Literal::Text(DEFAULT_PARTITION.into()));
        self.said(name, SaidTest::Value(default)).map(Truth::When)
    }

    /// A pattern is to Hive a Java regular expression where it is not simple, so what is found may be
    /// more than is meant. Where it could be less, it is not understood: other escapes than ours, and
    /// `char`, whose blanks Hive takes off first.
    fn like(&mut self, column: Value, pattern: Value) -> Result<Truth, Unknown> {
        let (name, family) = self.column(column)?;
        let pattern = self.literal(pattern, family)?;
        let blank_padded =
            self.keys.iter().any(|(key, type_)| key.eq_ignore_ascii_case(&name) && type_.starts_with("char"));
        match &pattern {
            Literal::Text(text) if !text.contains('\\') && !blank_padded => {}
            _ => return Err(Unknown),
        }
        let condition = self.said(name, SaidTest::Like(pattern))?;
        self.certain = false;
        Ok(Truth::When(condition))
    }

    /// Refused by the table's keys, it is not understood: the column may be none of them.
    fn said(&mut self, key: Str, test: SaidTest) -> Result<Expr<Condition>, Unknown> {
        condition(Said { key, test }, self.keys).map(Expr::Term).map_err(|_| Unknown)
    }

    fn column(&mut self, value: Value) -> Result<(Str, Family), Unknown> {
        let Some(Object::Column { name, type_ }) = self.objects.get(value) else { return Err(Unknown) };
        let Some(Object::Text(name)) = self.objects.get(*name) else { return Err(Unknown) };
        let Some(Object::Type(type_)) = self.objects.get(*type_) else { return Err(Unknown) };
        let family = Family::of(type_).ok_or(Unknown)?;
        self.take(name)?;
        Ok((name.clone(), family))
    }

    /// A constant of the column's own kind. Between kinds Hive converts, by rules of its own.
    fn literal(&mut self, value: Value, family: Family) -> Result<Literal, Unknown> {
        self.step()?;
        let value = match self.objects.get(value) {
            Some(Object::Constant(value)) => *value,
            // The elements of a constant struct are bare.
            _ => value,
        };
        if let Value::Integer(number) = value {
            return if family == Family::Integer { Ok(Literal::Integer(number)) } else { Err(Unknown) };
        }
        let (text, found) = match self.objects.get(value) {
            Some(Object::Text(text)) => (text, Family::Text),
            Some(Object::Date(day)) => (day, Family::Date),
            Some(Object::Timestamp(time)) => (time, Family::Timestamp),
            _ => return Err(Unknown),
        };
        self.take(text)?;
        match (found, family) {
            (Family::Text, Family::Text) => Ok(Literal::Text(text.clone())),
            (Family::Date, Family::Date) => moment::date(text).map(Literal::Date).ok_or(Unknown),
            (Family::Timestamp, Family::Timestamp) => moment::timestamp(text).map(Literal::Timestamp).ok_or(Unknown),
            _ => Err(Unknown),
        }
    }

    fn step(&mut self) -> Result<(), Unknown> {
        self.steps += 1;
        if self.steps > FILTER_TERMS_MAX { Err(Unknown) } else { Ok(()) }
    }

    fn take(&mut self, text: &str) -> Result<(), Unknown> {
        self.step()?;
        self.bytes += text.len();
        if self.bytes > FILTER_BYTES_MAX { Err(Unknown) } else { Ok(()) }
    }
}

/// The members of a struct: of a call that makes one, or a constant one.
fn struct_of(objects: &Objects, value: Value) -> Result<&[Value], Unknown> {
    let list = match objects.get(value).ok_or(Unknown)? {
        Object::Constant(list) => *list,
        Object::Call { function, arguments } => match objects.get(*function) {
            Some(Object::Function(Function::Struct)) => *arguments,
            _ => return Err(Unknown),
        },
        _ => return Err(Unknown),
    };
    match objects.get(list) {
        Some(Object::List(members)) => Ok(members),
        _ => Err(Unknown),
    }
}

/// Types between which nothing has to be converted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Integer,
    Date,
    Timestamp,
}

impl Family {
    fn of(type_: &str) -> Option<Family> {
        Some(match type_ {
            "string" | "varchar" | "char" => Family::Text,
            "tinyint" | "smallint" | "int" | "bigint" => Family::Integer,
            "date" => Family::Date,
            "timestamp" => Family::Timestamp,
            _ => return None,
        })
    }
}
