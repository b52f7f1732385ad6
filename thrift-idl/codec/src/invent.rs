//! Values made up for tests, of any type and without knowing it.
//!
//! A [`Read`] that reads nothing: it offers a struct every field id with every type
//! until one is taken, and answers each question with something from a seed.

use crate::protocol::DEPTH_MAX;
use crate::{DecodeError, FieldHeader, Read, Str, Type, Value};

/// A value from a seed: the same one each time. Most fields are set; containers are
/// small, and empty once the value has grown large.
pub fn invent<T: Value>(seed: u64) -> T {
    // A struct that lacks a required field is refused as a whole: then one with all.
    let attempt = |salt: u64, absent| T::read(&mut Inventor::new(seed ^ salt.wrapping_mul(0x9e37_79b9), absent));
    (0..8)
        .find_map(|salt| attempt(salt, Absent::Some).ok())
        .or_else(|| attempt(0, Absent::None).ok())
        .expect("with every field set and containers empty at some depth, nothing is missing")
}

/// Numbers from a seed, the same on every machine (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for none.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll().checked_rem(bound).unwrap_or(0)).unwrap_or(0)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Whether fields may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    None,
    Some,
}

struct Inventor {
    dice: Dice,
    absent: Absent,
    open: Vec<Offer>,
    depth: usize,
    /// Elements that containers may still get.
    elements: usize,
}

/// What a struct is offered.
struct Offer {
    id: i16,
    /// Types tried for this id.
    tried: usize,
    first_type: usize,
    refused: bool,
    sparse: bool,
}

/// The highest field id of Hive's structs is 28.
const ID_MAX: i16 = 30;
const NESTED_MAX: usize = 12;
const ELEMENTS_MAX: usize = 60;

const TYPES: [Type; 11] = [
    Type::Bool,
    Type::I8,
    Type::Double,
    Type::I16,
    Type::I32,
    Type::I64,
    Type::String,
    Type::Struct,
    Type::Map,
    Type::Set,
    Type::List,
];

const TEXTS: [&str; 9] = [
    "",
    "sales",
    "ds=2026-11-21/hr=07",
    "exactly twenty-four byte",
    "one more than can stay inline",
    "größe \u{1f41d} 蜂",
    "line\nfeed\ttab \"quoted\" back\\slash",
    "\u{0}\u{1}\u{1f}\u{7f}",
    "file:///warehouse/sales.db/orders/%20",
];

impl Inventor {
    fn new(seed: u64, absent: Absent) -> Inventor {
        Inventor { dice: Dice(seed), absent, open: Vec::new(), depth: 0, elements: ELEMENTS_MAX }
    }

    fn enter(&mut self) -> Result<(), DecodeError> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH_MAX { Err(DecodeError::TooDeep(DEPTH_MAX)) } else { Ok(()) }
    }

    fn count(&mut self) -> Result<usize, DecodeError> {
        self.enter()?;
        let count = if self.depth > NESTED_MAX { 0 } else { self.dice.below(4).min(self.elements) };
        self.elements = self.elements.saturating_sub(count);
        Ok(count)
    }

    fn bits(&mut self) -> u64 {
        let edges = [0, 1, 127, 128, 255, 0x7fff, 0x8000, 0x7fff_ffff, 0x8000_0000, u64::MAX, 1 << 63, u64::MAX >> 1];
        let random = self.dice.roll();
        if self.dice.one_in(2) { *self.dice.pick(&edges).unwrap_or(&random) } else { random }
    }
}

impl Read for Inventor {
    fn struct_begin(&mut self) -> Result<(), DecodeError> {
        self.enter()?;
        let first_type = self.dice.below(TYPES.len());
        let sparse = self.absent == Absent::Some && self.dice.one_in(2);
        self.open.push(Offer { id: 0, tried: TYPES.len(), first_type, refused: false, sparse });
        Ok(())
    }

    fn struct_end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.open.pop();
    }

    fn field_begin(&mut self) -> Result<Option<FieldHeader>, DecodeError> {
        let Some(offer) = self.open.last_mut() else { return Ok(None) };
        // One field may have two types, a list and the set that it was once: where nothing is left out, each is offered.
        let taken = !std::mem::take(&mut offer.refused) && self.absent == Absent::Some;
        if taken || offer.tried >= TYPES.len() {
            offer.tried = 0;
            offer.id = offer.id.saturating_add(1);
            while offer.sparse && self.dice.one_in(3) {
                offer.id = offer.id.saturating_add(1);
            }
        }
        if offer.id > ID_MAX {
            return Ok(None);
        }
        let at = offer.first_type.saturating_add(offer.tried).checked_rem(TYPES.len()).unwrap_or(0);
        offer.tried = offer.tried.saturating_add(1);
        Ok(TYPES.get(at).map(|kind| FieldHeader { id: offer.id, kind: *kind }))
    }

    fn skip(&mut self, _: Type) -> Result<(), DecodeError> {
        if let Some(offer) = self.open.last_mut() {
            offer.refused = true;
        }
        Ok(())
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        Ok(self.dice.one_in(2))
    }

    fn i8(&mut self) -> Result<i8, DecodeError> {
        let [low, ..] = self.bits().to_le_bytes();
        Ok(low.cast_signed())
    }

    fn i16(&mut self) -> Result<i16, DecodeError> {
        let [a, b, ..] = self.bits().to_le_bytes();
        Ok(i16::from_le_bytes([a, b]))
    }

    fn i32(&mut self) -> Result<i32, DecodeError> {
        let [a, b, c, d, ..] = self.bits().to_le_bytes();
        Ok(i32::from_le_bytes([a, b, c, d]))
    }

    fn i64(&mut self) -> Result<i64, DecodeError> {
        Ok(self.bits().cast_signed())
    }

    /// Never NaN, which would not equal itself.
    fn double(&mut self) -> Result<f64, DecodeError> {
        let random = f64::from_bits(self.dice.roll());
        let edges = [0.0, -0.0, 0.1, 1e7, -9.99e-4, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY];
        Ok(match self.dice.pick(&edges) {
            Some(edge) if random.is_nan() || self.dice.one_in(2) => *edge,
            _ => random,
        })
    }

    fn string(&mut self) -> Result<Str, DecodeError> {
        match self.dice.below(16) {
            0 => Ok("long ".repeat(60).into()),
            _ => Ok(self.dice.pick(&TEXTS).copied().unwrap_or_default().into()),
        }
    }

    fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        let raw = self.dice.roll().to_le_bytes();
        let length = self.dice.below(9);
        Ok(raw.into_iter().take(length).collect())
    }

    fn pass_string(&mut self) -> Result<(), DecodeError> {
        Ok(())
    }

    fn list_begin(&mut self, _: Type) -> Result<usize, DecodeError> {
        self.count()
    }

    fn map_begin(&mut self, _: Type, _: Type) -> Result<usize, DecodeError> {
        self.count()
    }

    fn container_end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn charge(&mut self, _: usize) -> Result<(), DecodeError> {
        Ok(())
    }
}
