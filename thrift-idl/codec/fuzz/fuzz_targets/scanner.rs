//! Any bytes, in both protocols: the scanner and the reader agree where a message
//! ends, and it makes no difference in which pieces it arrives.
#![no_main]

#[path = "../../../types/tests/machine/mod.rs"]
mod machine;

use libfuzzer_sys::fuzz_target;
use skep_codec::{Dice, Protocol};

fuzz_target!(|bytes: &[u8]| {
    let mut dice = Dice(bytes.iter().fold(bytes.len() as u64, |sum, byte| sum.rotate_left(5) ^ u64::from(*byte)));
    machine::scanner_agrees(Protocol::Binary, bytes, &mut dice);
    machine::scanner_agrees(Protocol::Compact, bytes, &mut dice);
});
