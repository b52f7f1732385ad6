//! The Apache Foundation's own Rust codec as a second opinion: it writes the same
//! bytes and reads ours.

use skep_codec::{DecodeError, FieldHeader, Protocol, Read, Str, Type, Value, Write, encode, invent};
use skep_types::{Call, Visitor, visit};
use std::fmt::Debug;
use thrift::protocol::{
    TBinaryInputProtocol, TBinaryOutputProtocol, TCompactInputProtocol, TCompactOutputProtocol, TFieldIdentifier,
    TInputProtocol, TListIdentifier, TMapIdentifier, TOutputProtocol, TSetIdentifier, TStructIdentifier, TType,
};

#[test]
fn every_methods_arguments_and_results_are_apaches_bytes() {
    for seed in 0..8 {
        visit(&mut Compare { seed });
    }
}

struct Compare {
    seed: u64,
}

impl Visitor for Compare {
    fn call<C: Call>(&mut self) {
        self.compare::<C::Args>(C::METHOD.name);
        self.compare::<C::Ok>(C::METHOD.name);
    }
}

impl Compare {
    fn compare<T: Value + Debug + PartialEq>(&self, method: &str) {
        let value: T = invent(self.seed);
        for protocol in [Protocol::Binary, Protocol::Compact] {
            let mut ours = Vec::new();
            encode(protocol, &value, &mut ours);
            assert_eq!(ours, theirs(protocol, &value), "{method} in {protocol:?}, seed {}", self.seed);
            let read = T::read(&mut Reader::new(protocol, &ours)).expect("our bytes are read by the other codec");
            assert_eq!(read, value, "{method} in {protocol:?}, seed {}", self.seed);
        }
    }
}

fn theirs<T: Value>(protocol: Protocol, value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    let sink: Box<dyn TOutputProtocol + '_> = match protocol {
        Protocol::Binary => Box::new(TBinaryOutputProtocol::new(&mut out, true)),
        Protocol::Compact => Box::new(TCompactOutputProtocol::new(&mut out)),
    };
    let mut writer = Writer { sink, sets: Vec::new(), kind: T::KIND };
    value.write(&mut writer);
    drop(writer);
    out
}

/// Our values written by their protocol.
struct Writer<'a> {
    sink: Box<dyn TOutputProtocol + 'a>,
    /// Whether each open list is a set.
    sets: Vec<bool>,
    /// The type of what is written next, as far as it is announced.
    kind: Type,
}

fn ttype(kind: Type) -> TType {
    match kind {
        Type::Bool => TType::Bool,
        Type::I8 => TType::I08,
        Type::Double => TType::Double,
        Type::I16 => TType::I16,
        Type::I32 => TType::I32,
        Type::I64 => TType::I64,
        Type::String => TType::String,
        Type::Struct => TType::Struct,
        Type::Map => TType::Map,
        Type::Set => TType::Set,
        Type::List => TType::List,
    }
}

const WRITES: &str = "a vector takes all bytes";

impl Write for Writer<'_> {
    fn struct_begin(&mut self) {
        self.sink.write_struct_begin(&TStructIdentifier::new("")).expect(WRITES);
    }

    fn struct_end(&mut self) {
        self.sink.write_field_stop().expect(WRITES);
        self.sink.write_struct_end().expect(WRITES);
    }

    fn field_begin(&mut self, kind: Type, id: i16) {
        self.kind = kind;
        self.sink.write_field_begin(&TFieldIdentifier::new("", ttype(kind), id)).expect(WRITES);
    }

    fn field_end(&mut self) {
        self.sink.write_field_end().expect(WRITES);
    }

    fn bool(&mut self, value: bool) {
        self.sink.write_bool(value).expect(WRITES);
    }

    fn i8(&mut self, value: i8) {
        self.sink.write_i8(value).expect(WRITES);
    }

    fn i16(&mut self, value: i16) {
        self.sink.write_i16(value).expect(WRITES);
    }

    fn i32(&mut self, value: i32) {
        self.sink.write_i32(value).expect(WRITES);
    }

    fn i64(&mut self, value: i64) {
        self.sink.write_i64(value).expect(WRITES);
    }

    fn double(&mut self, value: f64) {
        self.sink.write_double(value).expect(WRITES);
    }

    fn string(&mut self, value: &str) {
        self.sink.write_string(value).expect(WRITES);
    }

    fn bytes(&mut self, value: &[u8]) {
        self.sink.write_bytes(value).expect(WRITES);
    }

    fn list_begin(&mut self, element: Type, count: usize) {
        let (element, count) = (ttype(element), i32::try_from(count).expect("made-up lists are short"));
        self.sets.push(self.kind == Type::Set);
        match self.kind {
            Type::Set => self.sink.write_set_begin(&TSetIdentifier::new(element, count)).expect(WRITES),
            _ => self.sink.write_list_begin(&TListIdentifier::new(element, count)).expect(WRITES),
        }
    }

    fn list_end(&mut self) {
        match self.sets.pop() {
            Some(true) => self.sink.write_set_end().expect(WRITES),
            _ => self.sink.write_list_end().expect(WRITES),
        }
    }

    fn map_begin(&mut self, key: Type, value: Type, count: usize) {
        let count = i32::try_from(count).expect("made-up maps are small");
        self.kind = value;
        self.sink.write_map_begin(&TMapIdentifier::new(ttype(key), ttype(value), count)).expect(WRITES);
    }

    fn map_end(&mut self) {
        self.sink.write_map_end().expect(WRITES);
    }
}

/// Our values read by their protocol.
struct Reader<'a> {
    source: Box<dyn TInputProtocol + 'a>,
}

impl<'a> Reader<'a> {
    fn new(protocol: Protocol, bytes: &'a [u8]) -> Reader<'a> {
        let source: Box<dyn TInputProtocol + 'a> = match protocol {
            Protocol::Binary => Box::new(TBinaryInputProtocol::new(bytes, true)),
            Protocol::Compact => Box::new(TCompactInputProtocol::new(bytes)),
        };
        Reader { source }
    }
}

const READS: &str = "the other codec reads our bytes";

impl Read for Reader<'_> {
    fn struct_begin(&mut self) -> Result<(), DecodeError> {
        self.source.read_struct_begin().expect(READS);
        Ok(())
    }

    fn struct_end(&mut self) {
        self.source.read_struct_end().expect(READS);
    }

    fn field_begin(&mut self) -> Result<Option<FieldHeader>, DecodeError> {
        let field = self.source.read_field_begin().expect(READS);
        let kind = match field.field_type {
            TType::Stop => return Ok(None),
            TType::Bool => Type::Bool,
            TType::I08 => Type::I8,
            TType::Double => Type::Double,
            TType::I16 => Type::I16,
            TType::I32 => Type::I32,
            TType::I64 => Type::I64,
            TType::String => Type::String,
            TType::Struct => Type::Struct,
            TType::Map => Type::Map,
            TType::Set => Type::Set,
            TType::List => Type::List,
            other => panic!("{other:?} is no type of Hive's"),
        };
        Ok(Some(FieldHeader { id: field.id.expect("every field has an id"), kind }))
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        Ok(self.source.read_bool().expect(READS))
    }

    fn i8(&mut self) -> Result<i8, DecodeError> {
        Ok(self.source.read_i8().expect(READS))
    }

    fn i16(&mut self) -> Result<i16, DecodeError> {
        Ok(self.source.read_i16().expect(READS))
    }

    fn i32(&mut self) -> Result<i32, DecodeError> {
        Ok(self.source.read_i32().expect(READS))
    }

    fn i64(&mut self) -> Result<i64, DecodeError> {
        Ok(self.source.read_i64().expect(READS))
    }

    fn double(&mut self) -> Result<f64, DecodeError> {
        Ok(self.source.read_double().expect(READS))
    }

    fn string(&mut self) -> Result<Str, DecodeError> {
        Ok(self.source.read_string().expect(READS).into())
    }

    fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        Ok(self.source.read_bytes().expect(READS))
    }

    fn pass_string(&mut self) -> Result<(), DecodeError> {
        self.bytes().map(drop)
    }

    fn list_begin(&mut self, element: Type) -> Result<usize, DecodeError> {
        // On the wire a set is a list.
        let list = self.source.read_list_begin().expect(READS);
        assert_eq!(list.element_type, ttype(element));
        Ok(usize::try_from(list.size).expect("not negative"))
    }

    fn map_begin(&mut self, key: Type, value: Type) -> Result<usize, DecodeError> {
        let map = self.source.read_map_begin().expect(READS);
        if map.size > 0 {
            assert_eq!((map.key_type, map.value_type), (Some(ttype(key)), Some(ttype(value))));
        }
        Ok(usize::try_from(map.size).expect("not negative"))
    }

    fn container_end(&mut self) {
        // Neither protocol writes anything there; it is the other codec that counts.
        self.source.read_list_end().expect(READS);
    }

    fn skip(&mut self, kind: Type) -> Result<(), DecodeError> {
        panic!("a {kind:?} that its own writer does not know")
    }

    fn charge(&mut self, _: usize) -> Result<(), DecodeError> {
        Ok(())
    }
}
