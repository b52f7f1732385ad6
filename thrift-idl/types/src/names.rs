//! What fields are called: for messages about values whose type is known only by the method's name.

use crate::{Call, Visitor};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// The names in a value of some type.
#[derive(Clone, Copy)]
pub enum Names {
    /// A value without fields.
    Plain,
    /// Of a list's or set's elements.
    Items(fn() -> Names),
    /// Of a map's values.
    Pairs(fn() -> Names),
    Fields(&'static [Field]),
}

/// A field's id, its name, and the names in it.
pub type Field = (i16, &'static str, fn() -> Names);

/// The names in a method's arguments and in its result, when asked for.
type Both = [fn() -> Names; 2];

impl Names {
    /// The name of a field and the names in it.
    pub fn field(self, id: i16) -> Option<(&'static str, Names)> {
        let Names::Fields(fields) = self else { return None };
        fields.iter().find(|(field, ..)| *field == id).map(|(_, name, names)| (*name, names()))
    }

    /// The names in an element or a map's value.
    pub fn inner(self) -> Names {
        match self {
            Names::Items(inner) | Names::Pairs(inner) => inner(),
            Names::Plain | Names::Fields(_) => Names::Plain,
        }
    }
}

/// A type that knows them.
pub trait Named {
    fn names() -> Names {
        Names::Plain
    }
}

macro_rules! plain {
    ($($type:ty),*) => {$(impl Named for $type {})*};
}

plain!((), bool, u8, i8, i16, i32, i64, f64, crate::Str, crate::InsertEventRequestData, crate::AddDynamicPartitions);

impl<T: Named> Named for Vec<T> {
    fn names() -> Names {
        Names::Items(T::names)
    }
}

impl<T: Named> Named for BTreeSet<T> {
    fn names() -> Names {
        Names::Items(T::names)
    }
}

impl<K, V: Named> Named for BTreeMap<K, V> {
    fn names() -> Names {
        Names::Pairs(V::names)
    }
}

/// The names in a method's arguments and in its result.
pub fn names(method: &str) -> Option<(Names, Names)> {
    static ALL: LazyLock<HashMap<&'static str, Both>> = LazyLock::new(|| {
        let mut all = Collected(HashMap::new());
        crate::visit(&mut all);
        all.0
    });
    ALL.get(method).map(|[args, ok]| (args(), ok()))
}

struct Collected(HashMap<&'static str, Both>);

impl Visitor for Collected {
    fn call<C: Call>(&mut self) {
        self.0.insert(C::METHOD.name, [<C::Args as Named>::names, <C::Ok as Named>::names]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_the_ids_that_lead_to_it() {
        let (args, ok) = names("get_table").expect("a method");
        assert_eq!(args.field(1).expect("the first argument").0, "dbname");
        let (name, sd) = ok.field(7).expect("a table has it");
        let (columns, items) = sd.field(1).expect("a storage descriptor has them");
        assert_eq!((name, columns), ("sd", "cols"));
        assert_eq!(items.inner().field(2).expect("a column has it").0, "type_");
        assert!(ok.field(999).is_none() && names("get_tabel").is_none());
    }
}
