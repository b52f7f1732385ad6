//! Plain values and containers, with shrinking inputs; structs are tested beside
//! their types.

use proptest::prelude::*;
use skep_codec::{
    Budget, DecodeError, Limits, ListReply, Protocol, Read, Scanner, Str, Struct, Type, Value, Write, decode, encode,
    success,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

const PROTOCOLS: [Protocol; 2] = [Protocol::Binary, Protocol::Compact];

fn survives<T: Value + Debug + PartialEq>(value: &T) {
    for protocol in PROTOCOLS {
        let mut bytes = Vec::new();
        encode(protocol, value, &mut bytes);
        let again: Result<T, _> = decode(protocol, &bytes, &Budget::new(1 << 20));
        assert_eq!(again.as_ref(), Ok(value), "{protocol:?}: {bytes:?}");
        for cut in 0..bytes.len() {
            assert!(decode::<T>(protocol, &bytes[..cut], &Budget::new(1 << 20)).is_err(), "cut at {cut}");
        }
    }
}

fn text() -> impl Strategy<Value = Str> {
    any::<String>().prop_map(Str::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn numbers_survive(a: i8, b: i16, c: i32, d: i64, e in any::<f64>(), f: bool) {
        survives(&a);
        survives(&b);
        survives(&c);
        survives(&d);
        survives(&e);
        survives(&f);
    }

    #[test]
    fn containers_survive(
        names in prop::collection::vec(text(), 0..40),
        flags in prop::collection::vec(prop::collection::vec(any::<bool>(), 0..20), 0..4),
        ids in prop::collection::btree_set(any::<i64>(), 0..20),
        raw in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5), 0..5),
        parameters in prop::collection::btree_map(text(), prop::collection::btree_map(any::<i32>(), any::<f64>(), 0..4), 0..6),
    ) {
        survives::<Vec<Str>>(&names);
        survives::<Vec<Vec<bool>>>(&flags);
        survives::<BTreeSet<i64>>(&ids);
        survives::<Vec<Vec<u8>>>(&raw);
        survives::<BTreeMap<Str, BTreeMap<i32, f64>>>(&parameters);
    }

    #[test]
    fn any_bytes_are_refused_or_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for protocol in PROTOCOLS {
            let budget = Budget::new(10_000);
            let _ = decode::<Vec<Vec<Str>>>(protocol, &bytes, &budget);
            let _ = decode::<BTreeMap<Str, Vec<i64>>>(protocol, &bytes, &budget);
            let _ = decode::<Anything>(protocol, &bytes, &budget);
            let _ = Scanner::new(protocol, Limits { message_bytes: 100 }).advance(&bytes);
            prop_assert!(budget.used() <= 10_000);
        }
    }
}

struct Anything;

impl Value for Anything {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Anything, DecodeError> {
        r.skip(Type::Struct).map(|()| Anything)
    }

    fn write<W: Write>(&self, _: &mut W) {}
}

/// A result whose only field is a list, as of `get_partitions_by_names_req`.
#[derive(Debug, PartialEq)]
struct Found(Vec<Named>);

#[derive(Debug, PartialEq, Clone)]
struct Named(Str);

impl Value for Found {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(_: &mut R) -> Result<Found, DecodeError> {
        unreachable!("only written here")
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        w.field_begin(Type::List, 3);
        self.0.write(w);
        w.field_end();
        w.struct_end();
    }
}

impl Value for Named {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(_: &mut R) -> Result<Named, DecodeError> {
        unreachable!("only written here")
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        w.field_begin(Type::String, 2);
        w.string(&self.0);
        w.field_end();
        w.struct_end();
    }
}

impl Struct for Found {}
impl Struct for Named {}

#[test]
fn a_reply_in_pieces_has_the_same_bytes_as_a_whole_one() {
    for count in [0, 1, 14, 15, 16, 300] {
        let items: Vec<Named> = (0..count).map(|n| Named(format!("part {n}").into())).collect();
        let names: Vec<Str> = items.iter().map(|item| item.0.clone()).collect();
        for protocol in PROTOCOLS {
            let list = ListReply::new(protocol, None, count);
            assert_eq!(in_pieces(list, &items), success(protocol, &items), "{count} in {protocol:?}");
            let inside = ListReply::new(protocol, Some(3), count);
            assert_eq!(in_pieces(inside, &items), success(protocol, &Found(items.clone())), "{count} in {protocol:?}");
            let texts = ListReply::of(Type::String, protocol, None, count);
            assert_eq!(in_pieces(texts, &names), success(protocol, &names), "{count} names in {protocol:?}");
        }
    }
}

fn in_pieces<T: Value>(list: Result<ListReply, DecodeError>, items: &[T]) -> Vec<u8> {
    let list = list.expect("a short list");
    let mut out = Vec::new();
    list.open(&mut out);
    items.chunks(7).for_each(|chunk| list.push(chunk, &mut out));
    list.close(&mut out);
    out
}

#[test]
fn void_is_an_empty_reply() {
    for protocol in PROTOCOLS {
        assert_eq!(success(protocol, &()), [0]);
    }
}
