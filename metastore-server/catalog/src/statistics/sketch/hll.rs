//! HyperLogLog as Hive writes it: `HLL`, a byte with the number of index bits (the upper half) and the
//! width of a register (zero for the sparse form), the estimate, and the registers. Sparse ones are
//! pairs of a 25-bit index and a value, written as differences; dense ones are packed bits.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::bias::{BIAS_10, BIAS_14, RAW_10, RAW_14};

/// Index bits of Hive's own sketches.
const INDEX_BITS: u32 = 10;
/// Index bits of the sparse form.
const SPARSE_INDEX: u32 = 25;
/// Bits of a value beside its index in the sparse form.
const VALUE: u32 = 6;
/// Registers are so many bits wide at most when packed; eight are written for more.
const PACKED_MAX: u32 = 6;
/// How many neighbours in the table of errors an error is the mean of.
const NEIGHBOURS: usize = 6;

#[derive(Clone)]
pub struct HyperLogLog {
    index_bits: u32,
    registers: Registers,
}

#[derive(Clone)]
enum Registers {
    Sparse(BTreeMap<u32, u8>),
    Dense(Vec<u8>),
}

impl HyperLogLog {
    /// Only of 10 index bits, as Hive makes them, or 14, the default of the library.
    pub fn read(bytes: &[u8]) -> Option<HyperLogLog> {
        let (head, mut rest) = bytes.strip_prefix(b"HLL")?.split_first()?;
        let (index_bits, width) = (u32::from(head >> 4), u32::from(head & 7));
        if index_bits != 10 && index_bits != 14 {
            return None;
        }
        number(&mut rest)?; // the estimate
        let registers = match width {
            0 => Registers::Sparse(sparse(rest)?),
            7 => Registers::Dense(rest.get(..1 << index_bits)?.to_vec()),
            width => Registers::Dense(unpacked(rest, width, 1 << index_bits)?),
        };
        Some(HyperLogLog { index_bits, registers })
    }

    /// Of the size that Hive makes them in.
    pub fn reduced(self) -> HyperLogLog {
        if self.index_bits > INDEX_BITS { self.squashed(INDEX_BITS) } else { self }
    }

    /// Sketches of two sizes make one of the smaller size. (Hive does so where the larger is added to the
    /// smaller, and fails the other way round.)
    pub fn merge(&mut self, other: &HyperLogLog) -> Option<()> {
        match self.index_bits.cmp(&other.index_bits) {
            Ordering::Less => return self.merge(&other.squashed(self.index_bits)),
            Ordering::Greater => *self = self.squashed(other.index_bits),
            Ordering::Equal => {}
        }
        if let (Registers::Sparse(into), Registers::Sparse(from)) = (&mut self.registers, &other.registers) {
            for (index, value) in from {
                let value = *into.get(index).unwrap_or(&0).max(value);
                into.insert(*index, value);
            }
            // From here on the dense form is the smaller one: a sparse register may take five bytes.
            if into.len() <= (1 << self.index_bits) * 6 / 8 / 5 {
                return Some(());
            }
        }
        let mut dense = self.dense();
        dense.iter_mut().zip(other.dense()).for_each(|(into, from)| *into = (*into).max(from));
        self.registers = Registers::Dense(dense);
        Some(())
    }

    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = b"HLL".to_vec();
        let estimate = self.estimate()?.cast_unsigned();
        let index_bits = u8::try_from(self.index_bits).ok()? << 4;
        match &self.registers {
            Registers::Sparse(values) => {
                bytes.push(index_bits);
                push_number(&mut bytes, estimate);
                push_number(&mut bytes, u64::try_from(values.len()).ok()?);
                let mut before = 0;
                for (index, value) in values {
                    let pair = index << VALUE | u32::from(*value);
                    push_number(&mut bytes, u64::from(pair - before));
                    before = pair;
                }
            }
            Registers::Dense(values) => {
                let longest = values.iter().max().copied().unwrap_or_default();
                let width = u8::BITS - longest.leading_zeros();
                if width > PACKED_MAX {
                    bytes.push(index_bits | 7);
                    push_number(&mut bytes, estimate);
                    bytes.extend_from_slice(values);
                } else {
                    bytes.push(index_bits | u8::try_from(width).ok()?);
                    push_number(&mut bytes, estimate);
                    pack(&mut bytes, values, width);
                }
            }
        }
        Some(bytes)
    }

    /// Nothing at all counts as one value, so that nobody divides by zero.
    pub fn estimate(&self) -> Option<i64> {
        self.count().map(|count| count.max(1))
    }

    fn count(&self) -> Option<i64> {
        match &self.registers {
            Registers::Sparse(values) => {
                let all = f64::from(1u32 << SPARSE_INDEX);
                Some(linear(all, all - f64::from(u32::try_from(values.len()).ok()?)))
            }
            Registers::Dense(values) => self.count_dense(values),
        }
    }

    /// The raw estimate less its known error, or for few values one from the registers that are empty.
    fn count_dense(&self, registers: &[u8]) -> Option<i64> {
        let size = f64::from(1u32 << self.index_bits);
        let (raw_table, error_table, few): (&[f64], &[f64], i64) = match self.index_bits {
            10 => (&RAW_10, &BIAS_10, 900),
            _ => (&RAW_14, &BIAS_14, 15_500),
        };
        let sum: f64 = registers.iter().map(|value| (-f64::from(*value)).exp2()).sum();
        let alpha = 0.7213 / (1.0 + 1.079 / size);
        let raw = truncated(alpha * size * size / sum);
        let most = 5 * i64::from(1 << self.index_bits);
        let count = if raw <= most { raw - error(raw, raw_table, error_table) } else { raw };
        let empty = u32::try_from(registers.iter().filter(|value| **value == 0).count()).ok()?;
        let counted = if empty == 0 { count } else { linear(size, f64::from(empty)) };
        Some(if counted < few { counted } else { count })
    }

    /// The same values in fewer registers: the index bits left over become the lowest of those whose zeros
    /// are counted.
    fn squashed(&self, index_bits: u32) -> HyperLogLog {
        let mut registers = vec![0; 1 << index_bits];
        let mut add = |index: u32, value: u8| {
            if value > 0 {
                // A hash that would have led to this register and value, shifted as Java does.
                let hash = 1u64.wrapping_shl(self.index_bits + u32::from(value) - 1) | u64::from(index);
                let zeros = (hash >> index_bits).trailing_zeros() + 1;
                let at = (index & ((1 << index_bits) - 1)) as usize;
                registers[at] = u8::max(registers[at], u8::try_from(zeros).unwrap_or(u8::MAX));
            }
        };
        match &self.registers {
            Registers::Sparse(values) => values.iter().for_each(|(index, value)| add(*index, *value)),
            Registers::Dense(values) => (0..).zip(values).for_each(|(index, value)| add(index, *value)),
        }
        HyperLogLog { index_bits, registers: Registers::Dense(registers) }
    }

    fn dense(&self) -> Vec<u8> {
        match &self.registers {
            Registers::Dense(values) => values.clone(),
            Registers::Sparse(sparse) => {
                let mut dense = vec![0; 1 << self.index_bits];
                for (index, value) in sparse {
                    let at = (index & ((1 << self.index_bits) - 1)) as usize;
                    dense[at] = u8::max(dense[at], *value);
                }
                dense
            }
        }
    }
}

fn linear(size: f64, empty: f64) -> i64 {
    truncated((size * (size / empty).ln() + 0.5).floor())
}

fn error(raw: i64, raws: &[f64], errors: &[f64]) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "it is some thousands")]
    let distance = |at: &usize| (raw as f64 - raws[*at]).abs();
    let mut nearest: Vec<usize> = (0..raws.len()).collect();
    nearest.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    let sum: f64 = nearest.iter().take(NEIGHBOURS).map(|at| errors[*at]).sum();
    truncated(sum / 6.0 + 0.5)
}

#[expect(clippy::cast_possible_truncation, reason = "Java's conversion, which saturates as well")]
fn truncated(number: f64) -> i64 {
    number as i64
}

/// Hive 4 does not sort them, so differences may be negative: numbers of 32 bits that overflow.
fn sparse(mut bytes: &[u8]) -> Option<BTreeMap<u32, u8>> {
    let (mut values, mut pair) = (BTreeMap::new(), 0u32);
    for _ in 0..number(&mut bytes)? {
        let difference = number(&mut bytes)?;
        pair = pair.wrapping_add(u32::try_from(difference & u64::from(u32::MAX)).ok()?);
        let value = u8::try_from(pair & ((1 << VALUE) - 1)).ok()?;
        let index = pair >> VALUE;
        values.insert(index, value.max(values.get(&index).copied().unwrap_or_default()));
    }
    Some(values)
}

fn unpacked(bytes: &[u8], width: u32, registers: usize) -> Option<Vec<u8>> {
    let (mut rest, mut bits, mut held) = (bytes.iter(), 0u32, 0);
    let mut values = Vec::with_capacity(registers);
    for _ in 0..registers {
        while held < width {
            bits = bits << 8 | u32::from(*rest.next()?);
            held += 8;
        }
        held -= width;
        values.push(u8::try_from(bits >> held).ok()?);
        bits &= (1 << held) - 1;
    }
    Some(values)
}

fn pack(bytes: &mut Vec<u8>, values: &[u8], width: u32) {
    let (mut bits, mut held) = (0u32, 0);
    for value in values {
        bits = bits << width | u32::from(*value);
        held += width;
        while held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_be_bytes()[3]);
            bits &= (1 << held) - 1;
        }
    }
}

/// Seven bits a byte, the lowest first.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn push_number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}
