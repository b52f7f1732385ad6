//! Values without a type: what a message holds, as far as the bytes alone tell.

use crate::protocol::Heads;
use crate::{BinaryReader, Budget, CompactReader, DecodeError, Protocol, Type};

/// One value with all that is in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Bool(bool),
    /// Of any size.
    Number(i64),
    Double(f64),
    /// Text or bytes.
    Text(Vec<u8>),
    /// A set too: compact and binary lists and sets look alike inside.
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
    /// Fields by id, in the order they came.
    Struct(Vec<(i16, Tree)>),
}

/// Reads a struct from its bytes, all of which it must use.
pub fn tree(protocol: Protocol, bytes: &[u8], budget: &Budget) -> Result<Tree, DecodeError> {
    match protocol {
        Protocol::Binary => {
            let mut reader = BinaryReader::new(bytes, budget);
            let value = read(&mut reader, Type::Struct)?;
            reader.finish(value)
        }
        Protocol::Compact => {
            let mut reader = CompactReader::new(bytes, budget);
            let value = read(&mut reader, Type::Struct)?;
            reader.finish(value)
        }
    }
}

/// No deeper than the reader lets anything be.
fn read<R: Heads>(r: &mut R, kind: Type) -> Result<Tree, DecodeError> {
    // Growing containers hold up to twice what is in them.
    r.charge(size_of::<(Tree, Tree)>().saturating_mul(2))?;
    Ok(match kind {
        Type::Bool => Tree::Bool(r.bool()?),
        Type::I8 => Tree::Number(r.i8()?.into()),
        Type::I16 => Tree::Number(r.i16()?.into()),
        Type::I32 => Tree::Number(r.i32()?.into()),
        Type::I64 => Tree::Number(r.i64()?),
        Type::Double => Tree::Double(r.double()?),
        Type::String => Tree::Text(r.bytes()?),
        Type::Struct => {
            let mut fields = Vec::new();
            r.struct_begin()?;
            while let Some(field) = r.field_begin()? {
                fields.push((field.id, read(r, field.kind)?));
            }
            r.struct_end();
            Tree::Struct(fields)
        }
        Type::List | Type::Set => {
            let (element, count) = r.list_head()?;
            let mut items = Vec::new();
            for _ in 0..count {
                items.push(read(r, element)?);
            }
            r.container_end();
            Tree::List(items)
        }
        Type::Map => {
            let (key, value, count) = r.map_head()?;
            let mut pairs = Vec::new();
            for _ in 0..count {
                let key = read(r, key)?;
                pairs.push((key, read(r, value)?));
            }
            r.container_end();
            Tree::Map(pairs)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::success;
    use std::collections::BTreeMap;

    #[test]
    fn a_reply_is_the_same_tree_in_both_protocols() {
        let map: BTreeMap<crate::Str, Vec<i64>> = [("a".into(), vec![1, -2]), ("b".into(), vec![])].into();
        let text = |text: &str| Tree::Text(text.as_bytes().to_vec());
        let pairs =
            vec![(text("a"), Tree::List(vec![Tree::Number(1), Tree::Number(-2)])), (text("b"), Tree::List(vec![]))];
        let expected = Tree::Struct(vec![(0, Tree::Map(pairs))]);
        for protocol in [Protocol::Binary, Protocol::Compact] {
            let bytes = success(protocol, &map);
            assert_eq!(tree(protocol, &bytes, &Budget::new(10_000)), Ok(expected.clone()), "{protocol:?}");
            assert_eq!(tree(protocol, &bytes, &Budget::new(100)), Err(DecodeError::OutOfMemory));
            for cut in 0..bytes.len() {
                assert!(tree(protocol, &bytes[..cut], &Budget::new(10_000)).is_err(), "{protocol:?} cut at {cut}");
            }
        }
    }
}
