//! Messages meant to hurt: each is refused at once, within its budget and on a
//! small stack. Most of them ended another server's process.

use skep_codec::{
    BinaryWriter, Budget, CompactWriter, DecodeError, Limits, Pool, Protocol, Scanner, Struct, Type, Write, decode,
};
use skep_types::{ColumnStatisticsData, FieldSchema, LongColumnStatsData, Partition, PrincipalType, Table, args};

const PROTOCOLS: [Protocol; 2] = [Protocol::Binary, Protocol::Compact];

fn written(protocol: Protocol, write: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let mut out = Vec::new();
    match protocol {
        Protocol::Binary => write(&mut BinaryWriter::new(&mut out)),
        Protocol::Compact => write(&mut CompactWriter::new(&mut out)),
    }
    out
}

/// A struct with one field, whose value is left to the caller and may be cut short.
fn one_field(protocol: Protocol, id: i16, kind: Type, write: impl Fn(&mut dyn Write)) -> Vec<u8> {
    written(protocol, |w| {
        w.struct_begin();
        w.field_begin(kind, id);
        write(w);
    })
}

fn read<T: Struct>(protocol: Protocol, bytes: &[u8]) -> Result<T, DecodeError> {
    decode(protocol, bytes, &Budget::new(1 << 20))
}

/// In a scanner's eyes: the same struct as the arguments of a call.
fn scan(protocol: Protocol, args: &[u8]) -> Result<Option<usize>, DecodeError> {
    let mut message = head(protocol);
    message.extend_from_slice(args);
    Scanner::new(protocol, Limits { message_bytes: 1 << 20 }).advance(&message)
}

fn head(protocol: Protocol) -> Vec<u8> {
    match protocol {
        Protocol::Binary => b"\x80\x01\x00\x01\x00\x00\x00\x01m\x00\x00\x00\x00".to_vec(),
        Protocol::Compact => b"\x82\x21\x00\x01m".to_vec(),
    }
}

#[test]
fn a_list_of_two_billion_is_refused_before_anything_is_allocated() {
    for protocol in PROTOCOLS {
        let known = one_field(protocol, 1, Type::List, |w| w.list_begin(Type::Struct, 0x7fff_ffff));
        let unknown = one_field(protocol, 99, Type::List, |w| w.list_begin(Type::Struct, 0x7fff_ffff));
        for bytes in [known, unknown] {
            let error = Err(DecodeError::Impossible(0x7fff_ffff));
            assert_eq!(read::<args::AddPartitions>(protocol, &bytes).map(drop), error, "{protocol:?}");
            assert_eq!(scan(protocol, &bytes).map(drop), error, "{protocol:?}");
        }
    }
}

#[test]
fn a_map_of_two_billion_is_refused_before_anything_is_allocated() {
    for protocol in PROTOCOLS {
        let map = |w: &mut dyn Write| w.map_begin(Type::String, Type::String, 0x7fff_ffff);
        for id in [9, 99] {
            let bytes = one_field(protocol, id, Type::Map, map);
            let error = Err(DecodeError::Impossible(0x7fff_ffff));
            assert_eq!(read::<Table>(protocol, &bytes).map(drop), error, "{protocol:?}");
            assert_eq!(scan(protocol, &bytes).map(drop), error, "{protocol:?}");
        }
    }
}

#[test]
fn a_string_longer_than_the_message_is_refused() {
    for (protocol, length) in
        [(Protocol::Binary, &b"\x0b\x00\x01\x7f\xff\xff\xff"[..]), (Protocol::Compact, b"\x18\xff\xff\xff\xff\x07")]
    {
        assert_eq!(read::<Table>(protocol, length), Err(DecodeError::Truncated));
        assert!(matches!(scan(protocol, length), Err(DecodeError::TooMuch { what: "message", .. })), "{protocol:?}");
    }
}

#[test]
fn negative_lengths_are_refused() {
    let binary: [&[u8]; 3] =
        [b"\x0b\x00\x01\xff\xff\xff\xff", b"\x0f\x00\x08\x0c\x80\x00\x00\x00", b"\x0d\x00\x09\x0b\x0b\xff\xff\xff\xfe"];
    let compact: [&[u8]; 3] =
        [b"\x18\xff\xff\xff\xff\x0f", b"\x89\xfc\xff\xff\xff\xff\x0f", b"\x9b\xff\xff\xff\xff\x0f"];
    for (protocol, shapes) in [(Protocol::Binary, binary), (Protocol::Compact, compact)] {
        for bytes in shapes {
            assert!(matches!(read::<Table>(protocol, bytes), Err(DecodeError::Negative(_))), "{bytes:?}");
            assert!(matches!(scan(protocol, bytes), Err(DecodeError::Negative(_))), "{bytes:?}");
        }
    }
}

/// A `Table` made of a view made of a table made of a view …
fn nested_tables(protocol: Protocol, levels: usize) -> Vec<u8> {
    written(protocol, |w| {
        w.struct_begin();
        for _ in 0..levels {
            w.field_begin(Type::Struct, 16);
            w.struct_begin();
            for (id, text) in [(1, "hive"), (2, "sales"), (3, "view")] {
                w.field_begin(Type::String, id);
                w.string(text);
            }
            w.field_begin(Type::Set, 4);
            w.list_begin(Type::String, 0);
            w.field_begin(Type::List, 7);
            w.list_begin(Type::Struct, 1);
            w.struct_begin();
            w.field_begin(Type::Struct, 1);
            w.struct_begin();
        }
    })
}

#[test]
fn tables_inside_tables_end_at_the_depth_limit_on_a_megabyte_of_stack() {
    for protocol in PROTOCOLS {
        let bytes = nested_tables(protocol, 1000);
        assert_eq!(scan(protocol, &bytes), Err(DecodeError::TooDeep(64)));
        let decoding = move || read::<Table>(protocol, &bytes);
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(decoding).expect("threads start");
        assert_eq!(thread.join().expect("the stack is large enough"), Err(DecodeError::TooDeep(64)));
    }
}

#[test]
fn a_million_unknown_structs_inside_one_another_end_at_the_depth_limit() {
    for (protocol, level) in [(Protocol::Binary, &b"\x0c\x00\x63"[..]), (Protocol::Compact, b"\xfc")] {
        let bytes = level.repeat(1_000_000);
        assert_eq!(scan(protocol, &bytes), Err(DecodeError::TooDeep(64)));
        assert_eq!(read::<Table>(protocol, &bytes), Err(DecodeError::TooDeep(64)));
    }
}

#[test]
fn lists_of_lists_end_at_the_depth_limit() {
    for (protocol, first, level) in
        [(Protocol::Binary, &b"\x0f\x00\x63"[..], &b"\x0f\x00\x00\x00\x01"[..]), (Protocol::Compact, b"\xf9", b"\x19")]
    {
        let bytes = [first, &level.repeat(100_000)].concat();
        assert_eq!(scan(protocol, &bytes), Err(DecodeError::TooDeep(64)));
        assert_eq!(read::<Table>(protocol, &bytes), Err(DecodeError::TooDeep(64)));
    }
}

#[test]
fn a_megabyte_of_empty_partitions_costs_no_more_than_the_budget() {
    for protocol in PROTOCOLS {
        let mut bytes = one_field(protocol, 1, Type::List, |w| w.list_begin(Type::Struct, 1 << 20));
        bytes.resize(bytes.len() + (1 << 20) + 1, 0);
        let budget = Budget::new(10 << 20);
        let read = decode::<args::AddPartitions>(protocol, &bytes, &budget);
        assert_eq!(read.map(drop), Err(DecodeError::OutOfMemory), "{protocol:?}");
        assert!(budget.used() > 1000 * size_of::<Partition>());
        assert_eq!(scan(protocol, &bytes[..10]), Ok(None), "as a message it is well-formed");
    }
}

#[test]
fn maps_of_one_pair_are_charged_for_the_room_they_take() {
    let pair = b"\x0d\x00\x01\x0b\x0b\x00\x00\x00\x01\x00\x00\x00\x01k\x00\x00\x00\x01v\x00";
    let budget = Budget::new(1 << 20);
    decode::<skep_types::EnvironmentContext>(Protocol::Binary, pair, &budget).expect("well-formed");
    assert!(budget.used() >= 11 * 48, "a node of a map has room for eleven pairs");
}

#[test]
fn what_one_message_holds_the_next_one_lacks() {
    let bytes = written(Protocol::Binary, |w| {
        w.struct_begin();
        w.field_begin(Type::String, 1);
        w.string(&"long ".repeat(100));
        w.struct_end();
    });
    let pool = Pool::new(900);
    let first = Budget::shared(10_000, pool.clone());
    let second = Budget::shared(10_000, pool.clone());
    assert!(decode::<FieldSchema>(Protocol::Binary, &bytes, &first).is_ok());
    assert_eq!(decode::<FieldSchema>(Protocol::Binary, &bytes, &second), Err(DecodeError::Busy));
    drop(first);
    assert!(decode::<FieldSchema>(Protocol::Binary, &bytes, &second).is_ok());
    drop(second);
    assert_eq!(pool.free(), 900);
}

#[test]
fn text_must_be_utf8_but_bytes_may_be_anything() {
    for protocol in PROTOCOLS {
        let raw = one_field(protocol, 1, Type::String, |w| w.bytes(b"\xff\xfe"));
        assert_eq!(read::<FieldSchema>(protocol, &[&raw[..], &[0]].concat()), Err(DecodeError::NotUtf8));
        let sketch = written(protocol, |w| {
            w.struct_begin();
            for id in [3, 4] {
                w.field_begin(Type::I64, id);
                w.i64(1);
            }
            w.field_begin(Type::String, 5);
            w.bytes(b"\xff\xfe");
            w.struct_end();
        });
        let stats: LongColumnStatsData = read(protocol, &sketch).expect("a sketch is no text");
        assert_eq!(stats.bit_vectors, Some(b"\xff\xfe".to_vec()));
    }
}

#[test]
fn unknown_types_are_refused_whether_the_field_is_known_or_not() {
    for (protocol, shapes) in [
        (Protocol::Binary, [&b"\x10\x00\x01\x00"[..], b"\x7f\x00\x63", b"\x0f\x00\x08\x00\x00\x00\x00\x01\x00"]),
        (Protocol::Compact, [&b"\x1d\x00"[..], b"\x10\x00", b"\x89\x10\x00"]),
    ] {
        for bytes in shapes {
            assert!(matches!(read::<Table>(protocol, bytes), Err(DecodeError::UnknownType(_))), "{bytes:?}");
            assert!(matches!(scan(protocol, bytes), Err(DecodeError::UnknownType(_))), "{bytes:?}");
        }
    }
}

#[test]
fn endless_integers_are_refused() {
    let endless = [&b"\x46"[..], &[0xff; 40]].concat();
    assert_eq!(read::<Table>(Protocol::Compact, &endless), Err(DecodeError::BadVarint));
    assert_eq!(scan(Protocol::Compact, &endless), Err(DecodeError::BadVarint));
    // Field 4, an i32, with the value 2^33.
    assert_eq!(read::<Table>(Protocol::Compact, b"\x45\x80\x80\x80\x80\x40\x00"), Err(DecodeError::BadVarint));
}

#[test]
fn field_ids_do_not_run_over() {
    // Field 32767, then one fifteen further.
    let bytes = b"\x08\xfe\xff\x03\x00\xf8\x00\x00";
    assert_eq!(read::<Table>(Protocol::Compact, bytes), Err(DecodeError::BadVarint));
}

#[test]
fn a_field_of_another_type_is_absent_but_an_element_of_another_type_is_an_error() {
    for protocol in PROTOCOLS {
        let bytes = written(protocol, |w| {
            w.struct_begin();
            w.field_begin(Type::I64, 1);
            w.i64(7);
            w.field_begin(Type::String, 2);
            w.string("int");
            w.struct_end();
        });
        let column: FieldSchema = read(protocol, &bytes).expect("Java skips it too");
        assert_eq!((column.name, column.type_.as_deref()), (None, Some("int")));
        let bytes = one_field(protocol, 3, Type::List, |w| {
            w.list_begin(Type::I32, 1);
            w.i32(7);
            w.struct_end();
        });
        let error = DecodeError::WrongElement { found: Type::I32, expected: Type::String };
        assert_eq!(read::<args::GetTableObjectsByName>(protocol, &bytes).map(drop), Ok(()), "there it is field 2");
        assert_eq!(read::<args::GetPartitionsByNames>(protocol, &bytes).map(drop), Err(error));
    }
}

#[test]
fn a_missing_required_field_is_named() {
    for protocol in PROTOCOLS {
        let missing = DecodeError::Missing { of: "GetTableRequest", field: "db_name" };
        assert_eq!(read::<skep_types::GetTableRequest>(protocol, &[0]), Err(missing.clone()));
        assert_eq!(missing.to_string(), "required field db_name of GetTableRequest is missing");
        assert!(read::<args::GetTable>(protocol, &[0]).is_ok(), "arguments are never required");
    }
}

#[test]
fn variants_and_values_from_the_future_are_tolerated() {
    for protocol in PROTOCOLS {
        let bytes = written(protocol, |w| {
            w.struct_begin();
            w.field_begin(Type::I32, 25);
            w.i32(1);
            w.struct_end();
        });
        assert_eq!(read(protocol, &bytes), Ok(ColumnStatisticsData::Unset));
        let bytes = written(protocol, |w| {
            w.struct_begin();
            w.field_begin(Type::I32, 18);
            w.i32(77);
            w.struct_end();
        });
        let table: Table = read(protocol, &bytes).expect("well-formed");
        assert_eq!(table.owner_type, Some(PrincipalType(77)));
    }
}

#[test]
fn both_spellings_of_a_boolean_element_are_understood() {
    let lists: Vec<bool> = decode(Protocol::Compact, b"\x41\x01\x02\x00\x01", &Budget::new(100)).expect("well-formed");
    assert_eq!(lists, [true, false, false, true]);
}

#[test]
fn other_protocols_are_told_apart_by_their_first_bytes() {
    let tls = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
    let http = b"POST /metastore HTTP/1.1\r\nHost: h\r\n";
    let sasl = b"\x01\x00\x00\x00\x05PLAIN";
    let old = b"\x00\x00\x00\x01m\x01\x00\x00\x00\x00\x00";
    for bytes in [&tls[..], http, sasl, old] {
        for protocol in PROTOCOLS {
            let found = Scanner::new(protocol, Limits::default()).advance(bytes);
            assert_eq!(found, Err(DecodeError::BadHeader), "{bytes:?}");
        }
    }
}

#[test]
fn a_method_name_has_256_bytes_at_most() {
    let binary = b"\x80\x01\x00\x01\x00\x00\x01\x01";
    let compact = b"\x82\x21\x00\x81\x02";
    for (protocol, bytes) in [(Protocol::Binary, &binary[..]), (Protocol::Compact, compact)] {
        let error = DecodeError::TooMuch { what: "method name", found: 257, limit: 256 };
        assert_eq!(Scanner::new(protocol, Limits::default()).advance(bytes), Err(error.clone()));
        assert_eq!(skep_codec::read_envelope(protocol, bytes), Err(error));
    }
}

#[test]
fn a_message_that_never_ends_is_refused_at_its_limit() {
    for protocol in PROTOCOLS {
        let field = written(protocol, |w| {
            w.field_begin(Type::I8, 1);
            w.i8(1);
        });
        let message = [head(protocol), field.repeat(1000)].concat();
        let mut scanner = Scanner::new(protocol, Limits { message_bytes: 1000 });
        let refused = (0..message.len()).find_map(|here| scanner.advance(&message[..here]).err().map(|e| (here, e)));
        let (here, error) = refused.expect("it is refused");
        assert!((1000..1010).contains(&here), "refused after {here} bytes");
        assert!(matches!(error, DecodeError::TooMuch { what: "message", limit: 1000, .. }));
    }
}

#[test]
fn every_message_cut_short_is_waited_for_and_then_refused() {
    for protocol in PROTOCOLS {
        let table: Table = skep_codec::invent(11);
        let mut bytes = Vec::new();
        skep_codec::encode(protocol, &table, &mut bytes);
        for cut in 0..bytes.len() {
            assert_eq!(scan(protocol, &bytes[..cut]), Ok(None), "{protocol:?} at {cut}");
            assert!(read::<Table>(protocol, &bytes[..cut]).is_err(), "{protocol:?} at {cut}");
        }
        bytes.push(0);
        assert_eq!(read::<Table>(protocol, &bytes), Err(DecodeError::Trailing(1)));
    }
}
