//! Calls of every method, spoiled at random, and what must hold of any bytes. Shared
//! by the short test, the long run in `examples/` and the cargo-fuzz targets.

#![allow(dead_code, reason = "each of its users needs a part")]

use skep_codec::{
    Budget, DecodeError, Dice, Envelope, Limits, MessageKind, Protocol, Read, Scanner, Type, Value, Write, decode,
    encode, invent, read_envelope, write_envelope,
};
use skep_types::{Call, Visitor, visit};

pub const MESSAGE_BYTES_MAX: usize = 1 << 20;
pub const MEMORY_MAX: usize = 4 << 20;

/// One method, as functions of bytes.
pub struct Door {
    pub name: &'static str,
    /// A well-formed call, from a seed.
    pub call: fn(Protocol, u64) -> Vec<u8>,
    /// Decodes arguments and drops them.
    pub decode: fn(Protocol, &[u8], &Budget) -> Result<(), DecodeError>,
    /// If they can be decoded, they can be encoded and decoded again.
    pub again: fn(Protocol, &[u8]),
}

/// Every method's, in name order.
pub fn doors() -> Vec<Door> {
    struct Collect(Vec<Door>);
    impl Visitor for Collect {
        fn call<C: Call>(&mut self) {
            self.0.push(Door {
                name: C::METHOD.name,
                call: call::<C>,
                decode: |protocol, bytes, budget| decode::<C::Args>(protocol, bytes, budget).map(drop),
                again: again::<C>,
            });
        }
    }
    let mut collect = Collect(Vec::new());
    visit(&mut collect);
    collect.0
}

fn call<C: Call>(protocol: Protocol, seed: u64) -> Vec<u8> {
    let mut message = Vec::new();
    let head = Envelope { name: C::METHOD.name, kind: MessageKind::Call, seqid: 1 };
    write_envelope(protocol, head, &mut message);
    encode(protocol, &invent::<C::Args>(seed), &mut message);
    message
}

fn again<C: Call>(protocol: Protocol, bytes: &[u8]) {
    let Ok(args) = decode::<C::Args>(protocol, bytes, &Budget::new(MEMORY_MAX)) else { return };
    let mut written = Vec::new();
    encode(protocol, &args, &mut written);
    let again: C::Args = decode(protocol, &written, &Budget::new(MEMORY_MAX)).expect("what we wrote we can read");
    let mut twice = Vec::new();
    encode(protocol, &again, &mut twice);
    assert_eq!(written, twice, "{} {protocol:?}: encoding is stable", C::METHOD.name);
}

/// A struct of any shape: passed over.
struct Anything;

impl Value for Anything {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Anything, DecodeError> {
        r.skip(Type::Struct).map(|()| Anything)
    }

    fn write<W: Write>(&self, _: &mut W) {}
}

/// What the scanner says, the bytes arriving in pieces.
pub fn scan(protocol: Protocol, bytes: &[u8], dice: &mut Dice) -> Result<Option<usize>, DecodeError> {
    let mut scanner = Scanner::new(protocol, Limits { message_bytes: MESSAGE_BYTES_MAX });
    let mut here = 0;
    loop {
        here = (here + 1 + dice.below(64)).min(bytes.len());
        match scanner.advance(&bytes[..here])? {
            None if here < bytes.len() => {}
            found => return Ok(found),
        }
    }
}

/// The scanner finds an end exactly where passing over the struct ends; it refuses
/// nothing that can be read. It may accept what a reader refuses: it looks at no
/// field ids, number ranges or text.
pub fn scanner_agrees(protocol: Protocol, bytes: &[u8], dice: &mut Dice) {
    let scanned = scan(protocol, bytes, dice);
    let whole = Scanner::new(protocol, Limits { message_bytes: MESSAGE_BYTES_MAX }).advance(bytes);
    assert_eq!(scanned, whole, "{protocol:?}: pieces make no difference\n{bytes:?}");
    let Ok((_, head)) = read_envelope(protocol, bytes) else { return };
    let passed = match decode::<Anything>(protocol, &bytes[head..], &Budget::new(0)) {
        Ok(_) => Ok(bytes.len()),
        Err(DecodeError::Trailing(left)) => Ok(bytes.len() - left),
        Err(error) => Err(error),
    };
    match (&scanned, &passed) {
        (_, Ok(end)) => assert_eq!(scanned, Ok(Some(*end)), "{protocol:?}\n{bytes:?}"),
        (Ok(Some(_)), Err(DecodeError::BadVarint)) | (Ok(None) | Err(_), Err(_)) => {}
        (Ok(Some(_)), Err(_)) => panic!("{protocol:?}: scanned {scanned:?}, passed {passed:?}\n{bytes:?}"),
    }
}

/// Spoils a message, in a few places as a rule.
pub fn spoil(message: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    if dice.below(50) == 0 {
        inflate(message, dice);
    }
    for _ in 0..=dice.below(4) {
        let at = dice.below(message.len() + 1);
        let length = dice.below(16).min(message.len() - at);
        match dice.below(9) {
            0 | 1 => flip(message, at, dice),
            2 => message.splice(at..at, INTERESTING[dice.below(INTERESTING.len())].iter().copied()).for_each(drop),
            3 | 4 => {
                let value = INTERESTING[dice.below(INTERESTING.len())];
                let end = (at + value.len()).min(message.len());
                message.splice(at..end, value.iter().copied()).for_each(drop);
            }
            5 => message.drain(at..at + length).for_each(drop),
            6 => {
                let piece = message[at..at + length].to_vec();
                message.splice(at..at, piece.repeat(1 + dice.below(20))).for_each(drop);
            }
            7 => {
                let from = dice.below(other.len() + 1);
                let piece = &other[from..(from + dice.below(80)).min(other.len())];
                message.splice(at..at + length, piece.iter().copied()).for_each(drop);
            }
            _ => message.truncate(at),
        }
    }
}

/// A list or map that announces 65,536 elements and the zero bytes that could be
/// them, in place of the arguments from somewhere on: the cheapest way to make a
/// reader hold much.
fn inflate(message: &mut Vec<u8>, dice: &mut Dice) {
    let kinds: [&[u8]; 6] = [
        b"\x0f\x00?\x0c\x00\x01\x00\x00",
        b"\x0f\x00?\x0b\x00\x01\x00\x00",
        b"\x0d\x00?\x0b\x0b\x00\x01\x00\x00",
        b"?\xfc\x80\x80\x04",
        b"?\xf8\x80\x80\x04",
        b"?\x80\x80\x04\x88",
    ];
    let kind = dice.below(kinds.len());
    let id = 1 + dice.below(20) as u8;
    let id = match kind {
        0..3 => id,
        3 | 4 => (id % 15) << 4 | 9,
        _ => (id % 15) << 4 | 11,
    };
    message.truncate(message.len() - dice.below(message.len() / 2 + 1));
    message.extend(kinds[kind].iter().map(|byte| if *byte == b'?' { id } else { *byte }));
    message.resize(message.len() + 600_000, 0);
}

fn flip(message: &mut [u8], at: usize, dice: &mut Dice) {
    if let Some(byte) = message.get_mut(at) {
        *byte ^= 1 << dice.below(8);
    }
}

/// Lengths, counts, types and ends that hurt.
const INTERESTING: [&[u8]; 16] = [
    b"\x00",
    b"\xff",
    b"\x0c",
    b"\x1c",
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"\xff\xff\xff\xff",
    b"\x00\x01\x00\x00",
    b"\x0f\x00\x01\x0c\x00\x01\x00\x00",
    b"\x0d\x00\x01\x0b\x0c\x00\x00\x80\x00",
    b"\x0c\x00\x01\x0c\x00\x01\x0c\x00\x01\x0c\x00\x01",
    b"\x19\xfc\xff\xff\xff\xff\x07",
    b"\x1b\x80\x80\x04\x88",
    b"\x1c\x1c\x1c\x1c\x1c\x1c\x1c\x1c",
    b"\xff\xff\xff\xff\x0f",
    b"\xc3\x28",
];

/// What a run saw.
#[derive(Debug, Default)]
pub struct Figures {
    pub executions: u64,
    pub accepted: u64,
    pub bytes: u64,
    pub held_max: usize,
    /// Held memory as a share of what was charged, at the most, in percent.
    pub share_max: usize,
    pub slowest: std::time::Duration,
}

/// Memory held by the process and the most since the last reset.
pub struct Meter {
    pub now: fn() -> usize,
    pub reset: fn(),
    pub peak: fn() -> usize,
}

/// What a decoder may hold beside the values: field-id stacks and the like.
const FIXED_BYTES: usize = 4096;

/// Spoils and examines calls until told to stop.
pub fn run(seed: u64, meter: &Meter, mut go_on: impl FnMut(u64) -> bool) -> Figures {
    let doors = doors();
    let mut dice = Dice(seed);
    let mut figures = Figures::default();
    while go_on(figures.executions) {
        let case = dice.roll();
        once(&doors, case, meter, &mut figures);
        figures.executions += 1;
    }
    figures
}

/// One case, all of it decided by its number.
fn once(doors: &[Door], case: u64, meter: &Meter, figures: &mut Figures) {
    let mut dice = Dice(case);
    let protocol = if dice.below(2) == 0 { Protocol::Binary } else { Protocol::Compact };
    let (door, other) = (&doors[dice.below(doors.len())], &doors[dice.below(doors.len())]);
    let mut message = (door.call)(protocol, dice.roll());
    spoil(&mut message, &(other.call)(protocol, dice.roll()), &mut dice);
    figures.bytes += message.len() as u64;
    let start = std::time::Instant::now();
    scanner_agrees(protocol, &message, &mut dice);
    let args = read_envelope(protocol, &message).map_or(0, |(_, head)| head);
    let budget = Budget::new(MEMORY_MAX);
    let before = (meter.now)();
    (meter.reset)();
    let decoded = (door.decode)(protocol, &message[args..], &budget);
    let held = (meter.peak)().saturating_sub(before);
    figures.slowest = figures.slowest.max(start.elapsed());
    figures.held_max = figures.held_max.max(held);
    figures.accepted += u64::from(decoded.is_ok());
    // A list that grows holds its old and its new memory for a moment, and the last
    // step may be a small one.
    let allowed = 2 * budget.used() + FIXED_BYTES;
    assert!(held <= allowed, "case {case}: {} held {held}, charged {}", door.name, budget.used());
    let share = held.saturating_sub(FIXED_BYTES) * 100 / budget.used().max(1);
    figures.share_max = figures.share_max.max(share);
    (door.again)(protocol, &message[args..]);
}
