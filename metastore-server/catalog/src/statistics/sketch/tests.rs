//! Against what Hive's own classes made (`clients/java/src/Sketches.java`).

use super::*;
use crate::testing::decoded;

const SAMPLES: [(&str, &str); 2] =
    [("3.1.3", include_str!("samples-3.1.3.tsv")), ("4.1.0", include_str!("samples-4.1.0.tsv"))];

/// Two sketches, the two together, and how many values Hive takes that for.
fn samples() -> impl Iterator<Item = (&'static str, usize, [Vec<u8>; 3], i64)> {
    SAMPLES.into_iter().flat_map(|(hive, lines)| {
        lines.lines().enumerate().map(move |(at, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let sketches = [fields[0], fields[1], fields[2]].map(decoded);
            (hive, at, sketches, fields[3].parse().expect("a number"))
        })
    })
}

#[test]
fn two_sketches_make_what_hive_makes_of_them() {
    for (hive, at, [a, b, both], estimate) in samples() {
        let found = merged(&a, &b);
        let (bytes, found) = found.expect("both are understood");
        assert_eq!(found, estimate, "{hive}, line {at}");
        // Hive 4 writes sparse registers in no order: its bytes say the same as ours.
        let again = merged(&bytes, &both).expect("the same kind");
        assert_eq!(again, (bytes.clone(), estimate), "{hive}, line {at}");
        if hive == "3.1.3" {
            assert_eq!(bytes, both, "{hive}, line {at}");
        }
    }
}

#[test]
fn what_is_no_sketch_is_not_merged() {
    let (_, _, [sketch, ..], _) = samples().nth(10).expect("a sample");
    for nothing in
        [&b""[..], b"HLL", b"FM", b"FM\x01\x00", b"HLL\xa0\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"x"]
    {
        assert_eq!(merged(&sketch, nothing), None);
        assert_eq!(merged(nothing, nothing), None);
    }
    for end in 0..sketch.len() {
        assert_eq!(merged(&sketch, &sketch[..end]), None);
    }
}
