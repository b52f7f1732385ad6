//! Any bytes as a call: the method is the one they name, or else one that their
//! first bytes choose. What can be decoded can be encoded again.
#![no_main]

#[path = "../../../types/tests/machine/mod.rs"]
mod machine;

use libfuzzer_sys::fuzz_target;
use machine::{Door, MEMORY_MAX, doors};
use skep_codec::{Budget, Protocol, read_envelope};
use std::sync::OnceLock;

static DOORS: OnceLock<Vec<Door>> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let doors = DOORS.get_or_init(doors);
    for protocol in [Protocol::Binary, Protocol::Compact] {
        let (door, args) = match read_envelope(protocol, bytes) {
            Ok((head, length)) => match doors.binary_search_by(|door| door.name.cmp(head.name)) {
                Ok(at) => (&doors[at], &bytes[length..]),
                Err(_) => return,
            },
            Err(_) => {
                let Some((number, args)) = bytes.split_first_chunk::<2>() else { return };
                (&doors[usize::from(u16::from_le_bytes(*number)) % doors.len()], args)
            }
        };
        let budget = Budget::new(MEMORY_MAX);
        if (door.decode)(protocol, args, &budget).is_ok() {
            (door.again)(protocol, args);
        }
    }
});
