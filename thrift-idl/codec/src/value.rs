//! Values that know how to read and write themselves.

use crate::cursor::ALLOCATION;
use crate::{DecodeError, Read, Str, Type, Write};
use std::collections::{BTreeMap, BTreeSet};

/// Anything that can be a field, an element or a reply.
pub trait Value: Sized {
    const KIND: Type;
    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError>;
    fn write<W: Write>(&self, w: &mut W);

    /// Whether there is a value to write: only `()` says no.
    const VOID: bool = false;
}

/// A struct: a [`Value`] with fields.
pub trait Struct: Value {}

/// A reply without a value (`void`).
impl Value for () {
    const KIND: Type = Type::Struct;
    const VOID: bool = true;

    fn read<R: Read>(_: &mut R) -> Result<(), DecodeError> {
        Ok(())
    }

    fn write<W: Write>(&self, _: &mut W) {}
}

macro_rules! plain {
    ($($type:ty, $kind:ident, $method:ident;)*) => {$(
        impl Value for $type {
            const KIND: Type = Type::$kind;

            fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
                r.$method()
            }

            fn write<W: Write>(&self, w: &mut W) {
                w.$method(*self);
            }
        }
    )*};
}

plain! {
    bool, Bool, bool;
    i8, I8, i8;
    i16, I16, i16;
    i32, I32, i32;
    i64, I64, i64;
    f64, Double, double;
}

impl Value for Str {
    const KIND: Type = Type::String;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        r.string()
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.string(self);
    }
}

/// `binary`: raw bytes, never looked at as text.
impl Value for Vec<u8> {
    const KIND: Type = Type::String;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        r.bytes()
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.bytes(self);
    }
}

impl<T: Value> Value for Vec<T> {
    const KIND: Type = Type::List;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let count = r.list_begin(T::KIND)?;
        let mut items = Vec::new();
        for left in (1..=count).rev() {
            make_room(&mut items, left, r)?;
            items.push(T::read(r)?);
        }
        r.container_end();
        Ok(items)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.list_begin(T::KIND, self.len());
        for item in self {
            item.write(w);
        }
        w.list_end();
    }
}

/// Doubles a full list, no further than the elements that may still come, and
/// charges what it then takes: elements are paid for before they are decoded.
fn make_room<T, R: Read>(items: &mut Vec<T>, left: usize, r: &mut R) -> Result<(), DecodeError> {
    if items.len() == items.capacity() {
        let more = items.len().max(4).min(left);
        r.charge(more.saturating_mul(size_of::<T>()).saturating_add(ALLOCATION))?;
        items.reserve_exact(more);
    }
    Ok(())
}

impl<T: Value + Ord> Value for BTreeSet<T> {
    const KIND: Type = Type::Set;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let count = r.list_begin(T::KIND)?;
        let mut set = BTreeSet::new();
        for _ in 0..count {
            charge_node::<T, R>(set.len(), r)?;
            set.insert(T::read(r)?);
        }
        r.container_end();
        Ok(set)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.list_begin(T::KIND, self.len());
        for item in self {
            item.write(w);
        }
        w.list_end();
    }
}

impl<K: Value + Ord, V: Value> Value for BTreeMap<K, V> {
    const KIND: Type = Type::Map;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let count = r.map_begin(K::KIND, V::KIND)?;
        let mut map = BTreeMap::new();
        for _ in 0..count {
            charge_node::<(K, V), R>(map.len(), r)?;
            let key = K::read(r)?;
            map.insert(key, V::read(r)?);
        }
        r.container_end();
        Ok(map)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.map_begin(K::KIND, V::KIND, self.len());
        for (key, value) in self {
            key.write(w);
            value.write(w);
        }
        w.map_end();
    }
}

/// A map's memory comes in nodes of eleven entries, of which at least five are in
/// use unless it is the only one: one node is charged every five entries. So a map
/// of one pair costs what it takes, which is far more than the pair.
fn charge_node<E, R: Read>(entries: usize, r: &mut R) -> Result<(), DecodeError> {
    if entries.is_multiple_of(5) {
        let links = 8_usize.saturating_mul(size_of::<usize>());
        r.charge(size_of::<[E; 11]>().saturating_add(links).saturating_add(ALLOCATION))?;
    }
    Ok(())
}
