//! The interface's six structs as lines, and lines as the structs.

use super::line::{ColumnName, Flags, Kind, Line};
use crate::storage::narrow;
use skep_codec::Struct;
use skep_types::{
    SQLAllTableConstraints, SQLCheckConstraint, SQLDefaultConstraint, SQLForeignKey, SQLNotNullConstraint,
    SQLPrimaryKey, SQLUniqueConstraint, Str,
};

/// A struct that is one column of a constraint of one kind.
pub trait Constraint: Struct + Send + Sync + 'static {
    const CONSTRAINT: Kind;

    fn into_line(self) -> Line;

    fn of_line(line: Line) -> Self;
}

impl Constraint for SQLPrimaryKey {
    const CONSTRAINT: Kind = Kind::PrimaryKey;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.table_db, self.table_name, self.column_name];
        Line { sequence: position(self.key_seq), ..line(Kind::PrimaryKey, self.cat_name, own, self.pk_name, flags) }
    }

    fn of_line(line: Line) -> Self {
        SQLPrimaryKey {
            table_db: line.own.database,
            table_name: line.own.table,
            column_name: line.own.column,
            key_seq: Some(narrow(line.sequence)),
            pk_name: line.name,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
            cat_name: line.catalog,
        }
    }
}

impl Constraint for SQLForeignKey {
    const CONSTRAINT: Kind = Kind::ForeignKey;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.fktable_db, self.fktable_name, self.fkcolumn_name];
        Line {
            referenced: Some(column_name([self.pktable_db, self.pktable_name, self.pkcolumn_name])),
            sequence: position(self.key_seq),
            update_rule: Some(position(self.update_rule)),
            delete_rule: Some(position(self.delete_rule)),
            ..line(Kind::ForeignKey, self.cat_name, own, self.fk_name, flags)
        }
    }

    fn of_line(line: Line) -> Self {
        let referenced = line.referenced.unwrap_or_default();
        SQLForeignKey {
            pktable_db: referenced.database,
            pktable_name: referenced.table,
            pkcolumn_name: referenced.column,
            fktable_db: line.own.database,
            fktable_name: line.own.table,
            fkcolumn_name: line.own.column,
            key_seq: Some(narrow(line.sequence)),
            update_rule: line.update_rule.map(narrow),
            delete_rule: line.delete_rule.map(narrow),
            fk_name: line.name,
            pk_name: line.referenced_key,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
            cat_name: line.catalog,
        }
    }
}

impl Constraint for SQLUniqueConstraint {
    const CONSTRAINT: Kind = Kind::Unique;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.table_db, self.table_name, self.column_name];
        Line { sequence: position(self.key_seq), ..line(Kind::Unique, self.cat_name, own, self.uk_name, flags) }
    }

    fn of_line(line: Line) -> Self {
        SQLUniqueConstraint {
            cat_name: line.catalog,
            table_db: line.own.database,
            table_name: line.own.table,
            column_name: line.own.column,
            key_seq: Some(narrow(line.sequence)),
            uk_name: line.name,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
        }
    }
}

impl Constraint for SQLNotNullConstraint {
    const CONSTRAINT: Kind = Kind::NotNull;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.table_db, self.table_name, self.column_name];
        line(Kind::NotNull, self.cat_name, own, self.nn_name, flags)
    }

    fn of_line(line: Line) -> Self {
        SQLNotNullConstraint {
            cat_name: line.catalog,
            table_db: line.own.database,
            table_name: line.own.table,
            column_name: line.own.column,
            nn_name: line.name,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
        }
    }
}

impl Constraint for SQLDefaultConstraint {
    const CONSTRAINT: Kind = Kind::Default;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.table_db, self.table_name, self.column_name];
        Line { value: self.default_value, ..line(Kind::Default, self.cat_name, own, self.dc_name, flags) }
    }

    fn of_line(line: Line) -> Self {
        SQLDefaultConstraint {
            cat_name: line.catalog,
            table_db: line.own.database,
            table_name: line.own.table,
            column_name: line.own.column,
            default_value: line.value,
            dc_name: line.name,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
        }
    }
}

impl Constraint for SQLCheckConstraint {
    const CONSTRAINT: Kind = Kind::Check;

    fn into_line(self) -> Line {
        let flags = Flags::of(self.enable_cstr, self.validate_cstr, self.rely_cstr);
        let own = [self.table_db, self.table_name, self.column_name];
        Line { value: self.check_expression, ..line(Kind::Check, self.cat_name, own, self.dc_name, flags) }
    }

    fn of_line(line: Line) -> Self {
        SQLCheckConstraint {
            cat_name: line.catalog,
            table_db: line.own.database,
            table_name: line.own.table,
            column_name: line.own.column,
            check_expression: line.value,
            dc_name: line.name,
            enable_cstr: line.flags.enable(),
            validate_cstr: line.flags.validate(),
            rely_cstr: line.flags.rely(),
        }
    }
}

fn line(kind: Kind, catalog: Option<Str>, own: [Option<Str>; 3], name: Option<Str>, flags: Flags) -> Line {
    Line {
        kind,
        catalog,
        own: column_name(own),
        referenced: None,
        referenced_key: None,
        sequence: 1,
        name,
        value: None,
        update_rule: None,
        delete_rule: None,
        flags,
    }
}

fn column_name([database, table, column]: [Option<Str>; 3]) -> ColumnName {
    ColumnName { database, table, column }
}

/// A number that was left out is 0 to Java.
fn position(number: Option<i32>) -> i64 {
    number.unwrap_or_default().into()
}

/// Everything declared for one table.
pub fn lines_of(all: SQLAllTableConstraints) -> Vec<Line> {
    fn push<C: Constraint>(lines: &mut Vec<Line>, sent: Option<Vec<C>>) {
        lines.extend(sent.into_iter().flatten().map(C::into_line));
    }
    let mut lines = Vec::new();
    push(&mut lines, all.primary_keys);
    push(&mut lines, all.foreign_keys);
    push(&mut lines, all.unique_constraints);
    push(&mut lines, all.not_null_constraints);
    push(&mut lines, all.default_constraints);
    push(&mut lines, all.check_constraints);
    lines
}

/// The same backwards. Every list is there, if only an empty one.
pub(super) fn all_of(lines: Vec<Line>) -> SQLAllTableConstraints {
    fn pick<C: Constraint>(lines: &[Line]) -> Option<Vec<C>> {
        Some(lines.iter().filter(|line| line.kind == C::CONSTRAINT).cloned().map(C::of_line).collect())
    }
    SQLAllTableConstraints {
        primary_keys: pick(&lines),
        foreign_keys: pick(&lines),
        unique_constraints: pick(&lines),
        not_null_constraints: pick(&lines),
        default_constraints: pick(&lines),
        check_constraints: pick(&lines),
    }
}

/// How messages embed a line: the text of its struct.
pub(super) fn json(line: &Line) -> String {
    fn text<C: Constraint>(line: &Line) -> String {
        skep_codec::json(&C::of_line(line.clone()))
    }
    match line.kind {
        Kind::PrimaryKey => text::<SQLPrimaryKey>(line),
        Kind::ForeignKey => text::<SQLForeignKey>(line),
        Kind::Unique => text::<SQLUniqueConstraint>(line),
        Kind::NotNull => text::<SQLNotNullConstraint>(line),
        Kind::Default => text::<SQLDefaultConstraint>(line),
        Kind::Check => text::<SQLCheckConstraint>(line),
    }
}
