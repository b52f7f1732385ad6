//! What is encoded is decoded again: the arguments and the result of every method,
//! with made-up values, in both protocols, whole and in pieces.

use proptest::prelude::*;
use skep_codec::{
    Budget, Dice, Envelope, Limits, MessageKind, Protocol, Scanner, Value, decode, encode, invent, write_envelope,
};
use skep_types::{Call, Visitor, visit};
use std::fmt::Debug;

const PROTOCOLS: [Protocol; 2] = [Protocol::Binary, Protocol::Compact];

/// Does one check with every method's arguments and result.
struct Each {
    seed: u64,
    values: usize,
}

impl Each {
    fn check<T: Value + Debug + PartialEq>(&mut self, method: &str) {
        self.values += 1;
        let value: T = invent(self.seed.wrapping_add(self.values as u64));
        if T::VOID {
            return;
        }
        for protocol in PROTOCOLS {
            let mut bytes = Vec::new();
            encode(protocol, &value, &mut bytes);
            let again: T = decode(protocol, &bytes, &Budget::new(1 << 20))
                .unwrap_or_else(|error| panic!("{method} in {protocol:?}, seed {}: {error}\n{value:?}", self.seed));
            assert_eq!(again, value, "{method} in {protocol:?}, seed {}", self.seed);
        }
    }
}

impl Visitor for Each {
    fn call<C: Call>(&mut self) {
        self.check::<C::Args>(C::METHOD.name);
        self.check::<C::Ok>(C::METHOD.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_methods_arguments_and_results_survive(seed: u64) {
        visit(&mut Each { seed, values: 0 });
    }

    #[test]
    fn the_scanner_finds_the_end_however_the_bytes_arrive(seed: u64) {
        visit(&mut Arrives { dice: Dice(seed), seed });
    }
}

struct Arrives {
    dice: Dice,
    seed: u64,
}

impl Visitor for Arrives {
    fn call<C: Call>(&mut self) {
        let name = C::METHOD.name;
        let args: C::Args = invent(self.dice.roll());
        for protocol in PROTOCOLS {
            let mut message = Vec::new();
            write_envelope(protocol, Envelope { name, kind: MessageKind::Call, seqid: 7 }, &mut message);
            encode(protocol, &args, &mut message);
            let length = message.len();
            message.extend_from_slice(b"the next message");
            let mut scanner = Scanner::new(protocol, Limits { message_bytes: 1 << 20 });
            let mut here = 0;
            let found = loop {
                match scanner.advance(&message[..here]) {
                    Ok(Some(found)) => break found,
                    Ok(None) => assert!(here < length, "{name} in {protocol:?}, seed {}: not found", self.seed),
                    Err(error) => panic!("{name} in {protocol:?}, seed {}: {error}", self.seed),
                }
                here = (here + 1 + self.dice.below(40)).min(message.len());
            };
            assert_eq!(found, length, "{name} in {protocol:?}, seed {}", self.seed);
        }
    }
}

#[test]
fn made_up_values_are_the_same_each_time_and_rarely_empty() {
    let table: skep_types::Table = invent(7);
    assert_eq!(table, invent(7));
    let full = (0..100).map(invent::<skep_types::Table>).filter(|t| t.sd.as_ref().is_some_and(|sd| sd.cols.is_some()));
    assert!(full.count() > 40);
}
