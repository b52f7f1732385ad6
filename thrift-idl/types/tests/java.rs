//! Objects as Hive 2.3.9's own classes write them, recorded with
//! `tests/java/Recorder.java`: read, and written again to the byte.

use skep_codec::{Budget, Protocol, Struct, decode, encode, json};
use skep_types::{ColumnStatistics, DecimalColumnStatsData, Function, HeartbeatTxnRangeResponse, Partition, Table};
use std::path::Path;

const FORMS: [(Protocol, &str); 2] = [(Protocol::Binary, "binary"), (Protocol::Compact, "compact")];

#[test]
fn what_java_wrote_is_read_and_written_again_to_the_byte() {
    check::<Table>("table");
    check::<Partition>("partition");
    check::<ColumnStatistics>("statistics");
    check::<Function>("function");
    check::<HeartbeatTxnRangeResponse>("heartbeat");
}

/// Hive 4 moved a decimal's scale before its digits, so the bytes are not the same.
#[test]
fn a_decimal_is_read_in_either_order() {
    for protocol in FORMS {
        let stats: DecimalColumnStatsData =
            decode(protocol.0, &recorded("decimal", protocol.1), &budget()).expect("well-formed");
        let low = stats.low_value.expect("it is set");
        assert_eq!((low.unscaled, low.scale), (vec![0x80, 0, 0x7f, 1], -3));
    }
}

fn budget() -> Budget {
    Budget::new(1 << 20)
}

fn recorded(name: &str, form: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/java");
    std::fs::read(folder.join(format!("{name}.{form}"))).expect("the recording is checked in")
}

fn check<T: Struct>(name: &str) {
    for (protocol, form) in FORMS {
        let java = recorded(name, form);
        let value: T = decode(protocol, &java, &budget()).expect("Java's bytes are well-formed");
        let mut ours = Vec::new();
        encode(protocol, &value, &mut ours);
        assert_eq!(ours.escape_ascii().to_string(), java.escape_ascii().to_string(), "{name} in {form}");
        let text = String::from_utf8(recorded(name, "json")).expect("JSON is text");
        assert_eq!(json(&value), text, "{name}");
    }
}
