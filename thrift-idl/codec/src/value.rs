//! Values that know how to read and write themselves.

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

impl<T: Value> Value for Box<T> {
    const KIND: Type = T::KIND;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        T::read(r).map(Box::new)
    }

    fn write<W: Write>(&self, w: &mut W) {
        T::write(self, w);
    }
}

impl<T: Value> Value for Vec<T> {
    const KIND: Type = Type::List;

    /// Grows as elements arrive, each charged at its size in memory before it is
    /// decoded. Elements of another type than expected are passed over.
    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let (kind, count) = r.list_begin()?;
        let mut items = Vec::new();
        for _ in 0..count {
            if kind == T::KIND {
                r.charge(size_of::<T>())?;
                items.push(T::read(r)?);
            } else {
                r.skip(kind)?;
            }
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

impl<T: Value + Ord> Value for BTreeSet<T> {
    const KIND: Type = Type::Set;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        Ok(Vec::read(r)?.into_iter().collect())
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
        let (key_kind, value_kind, count) = r.map_begin()?;
        let mut map = BTreeMap::new();
        for _ in 0..count {
            if key_kind == K::KIND && value_kind == V::KIND {
                r.charge(size_of::<(K, V)>())?;
                let key = K::read(r)?;
                map.insert(key, V::read(r)?);
            } else {
                r.skip(key_kind)?;
                r.skip(value_kind)?;
            }
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
