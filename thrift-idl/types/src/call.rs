//! A method as the interface declares it.

use crate::{Exception, METHODS, Named};
use skep_codec::{Struct, Value};
use std::fmt::Debug;

/// Names, versions and declared exceptions of a method.
#[derive(Debug, PartialEq, Eq)]
pub struct MethodDef {
    pub name: &'static str,
    /// `ThriftHiveMetastore` or `FacebookService` (fb303).
    pub service: &'static str,
    /// No reply is ever sent.
    pub oneway: bool,
    /// First Hive line that has it: `2.3`, `3.1`, `4.0` or `4.1+`.
    pub since: &'static str,
    /// Last interface that had it; `None` if the newest still does.
    pub until: Option<&'static str>,
    /// Reply field ids of the exceptions.
    pub throws: &'static [(i16, Exception)],
}

/// A method as a type.
pub trait Call: 'static {
    const METHOD: &'static MethodDef;
    type Args: Struct + Named + Debug + PartialEq + Send + 'static;
    /// `()` for void.
    type Ok: Value + Named + Debug + PartialEq + Send + 'static;
}

/// Does something with every method as a type.
pub trait Visitor {
    fn call<C: Call>(&mut self);
}

/// Looks a method up by its Thrift name.
pub fn method(name: &str) -> Option<&'static MethodDef> {
    let at = METHODS.binary_search_by(|method| method.name.cmp(name)).ok()?;
    METHODS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interface_is_whole() {
        let of = |service| METHODS.iter().filter(|m| m.service == service).count();
        assert_eq!((of("ThriftHiveMetastore"), of("FacebookService")), (298, 13));
    }

    #[test]
    fn exceptions_stand_at_the_methods_own_ids() {
        let drop_table = method("drop_table").expect("served since 2.3");
        assert_eq!(drop_table.throws, [(1, Exception::NoSuchObjectException), (2, Exception::MetaException)]);
        assert_eq!(method("get_tabel"), None);
    }
}
