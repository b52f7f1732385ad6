//! Rewriting: for one caller, as small as can be, and down to what partition keys alone decide.

use super::check::find;
use super::{Column, Expr};
use std::collections::BTreeSet;

/// What an expression may ask about the caller.
pub trait Facts {
    /// The values of an attribute; `None` or empty if the caller has none.
    fn attribute(&self, name: &str) -> Option<&BTreeSet<String>>;
    /// Whether grants to the role reach the caller.
    fn uses_role(&self, role: &str) -> bool;
    /// Whether the caller has the role, even if its token leaves it out.
    fn has_role(&self, role: &str) -> bool;
}

impl Expr {
    /// The same for one caller, with constants for what it asked about the caller, and NOT only before
    /// comparisons. An unset attribute never admits a row, negated or not; and neither does a role that a
    /// down-scoped token left out.
    pub fn resolve(&self, caller: &impl Facts, columns: &[Column]) -> Expr {
        self.pushed(false, &|atom, negated| resolve_atom(atom, negated, caller, columns)).simplify()
    }

    /// With NOT pushed down to the atoms; `atom` says what becomes of each.
    fn pushed(&self, negated: bool, atom: &impl Fn(&Expr, bool) -> Expr) -> Expr {
        let each = |list: &[Expr]| list.iter().map(|one| one.pushed(negated, atom)).collect();
        match (self, negated) {
            (Expr::And(list), false) | (Expr::Or(list), true) => Expr::And(each(list)),
            (Expr::Or(list), false) | (Expr::And(list), true) => Expr::Or(each(list)),
            (Expr::Not(inner), _) => inner.pushed(!negated, atom),
            (one, _) => atom(one, negated),
        }
    }

    /// An equivalent one: nested ANDs and ORs joined, constants taken out, repetitions dropped.
    pub fn simplify(&self) -> Expr {
        match self {
            Expr::And(list) => join(list, true),
            Expr::Or(list) => join(list, false),
            Expr::Not(inner) => match inner.simplify() {
                constant if constant.is_true() => Expr::FALSE,
                constant if constant.is_false() => Expr::TRUE,
                Expr::Not(twice) => *twice,
                other => Expr::Not(Box::new(other)),
            },
            atom => atom.clone(),
        }
    }

    /// The strongest condition on these columns alone that every admitted row meets, and whether it says all
    /// that the expression says. For [`Expr::resolve`]d ones.
    pub fn implied_on(&self, keys: &BTreeSet<&str>) -> (Expr, bool) {
        let mut exact = true;
        let implied = self.keep(keys, &mut exact).simplify();
        (implied, exact)
    }

    fn keep(&self, keys: &BTreeSet<&str>, exact: &mut bool) -> Expr {
        match self {
            Expr::And(list) => Expr::And(list.iter().map(|one| one.keep(keys, exact)).collect()),
            Expr::Or(list) => Expr::Or(list.iter().map(|one| one.keep(keys, exact)).collect()),
            Expr::Not(inner) if inner.columns().is_subset(keys) && !inner.asks_the_caller() => self.clone(),
            atom if atom.column().is_some_and(|column| keys.contains(column)) && !atom.asks_the_caller() => {
                atom.clone()
            }
            _ => {
                *exact = false;
                Expr::TRUE
            }
        }
    }

    /// Whether ATTR or HAS_ROLE is left in it.
    pub fn asks_the_caller(&self) -> bool {
        let mut asks = false;
        self.visit(&mut |atom| asks |= matches!(atom, Expr::Attribute { .. } | Expr::HasRole(_)));
        asks
    }
}

fn resolve_atom(atom: &Expr, negated: bool, caller: &impl Facts, columns: &[Column]) -> Expr {
    let constant = |value: bool| if value { Expr::TRUE } else { Expr::FALSE };
    let kept = match atom {
        Expr::HasRole(role) if negated => return constant(!caller.has_role(role)),
        Expr::HasRole(role) => return constant(caller.uses_role(role)),
        Expr::Attribute { column, name } => {
            let class = find(columns, column).map(|column| column.class);
            let values = caller.attribute(name).into_iter().flatten();
            // One value that is none of the column's type makes the whole attribute unknown.
            let list: Option<Vec<_>> = values.map(|value| class.and_then(|class| class.read(value))).collect();
            match list {
                Some(list) if !list.is_empty() => Expr::In { column: column.clone(), list },
                _ => return Expr::FALSE,
            }
        }
        other => other.clone(),
    };
    if negated { Expr::Not(Box::new(kept)) } else { kept }
}

fn join(list: &[Expr], and: bool) -> Expr {
    let mut parts: Vec<Expr> = Vec::with_capacity(list.len());
    for one in list {
        match (one.simplify(), and) {
            (Expr::And(inner), true) | (Expr::Or(inner), false) => parts.extend(inner),
            (Expr::And(inner), false) if inner.is_empty() => return Expr::TRUE,
            (Expr::Or(inner), true) if inner.is_empty() => return Expr::FALSE,
            (other, _) => parts.push(other),
        }
    }
    let mut seen = BTreeSet::new();
    parts.retain(|part| seen.insert(part.clone()));
    match (parts.len(), and) {
        (1, _) => parts.remove(0),
        (_, true) => Expr::And(parts),
        (_, false) => Expr::Or(parts),
    }
}
