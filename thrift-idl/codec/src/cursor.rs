//! Bytes yet to be read, and how deep we are in them.

use crate::protocol::DEPTH_MAX;
use crate::{Budget, DecodeError, Str};

/// What the allocator keeps for itself beside each piece of memory, at the most.
pub(crate) const ALLOCATION: usize = 32;

pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
    depth: usize,
    budget: &'a Budget,
    /// Charged to the budget and not yet used.
    prepaid: usize,
}

/// How far ahead of need memory is charged, where the budget has so much: it is
/// shared between threads, and most strings are short.
const AHEAD: usize = 4096;

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], budget: &'a Budget) -> Cursor<'a> {
        Cursor { rest: bytes, depth: 0, budget, prepaid: 0 }
    }

    pub fn left(&self) -> usize {
        self.rest.len()
    }

    pub fn byte(&mut self) -> Result<u8, DecodeError> {
        let (first, rest) = self.rest.split_first().ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*first)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*head)
    }

    pub fn slice(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(head)
    }

    pub fn text(&mut self, length: usize) -> Result<Str, DecodeError> {
        let text = std::str::from_utf8(self.slice(length)?).map_err(|_| DecodeError::NotUtf8)?;
        if length > size_of::<Str>() {
            self.charge(length.saturating_add(ALLOCATION))?;
        }
        Ok(Str::from(text))
    }

    pub fn blob(&mut self, length: usize) -> Result<Vec<u8>, DecodeError> {
        let bytes = self.slice(length)?;
        if length > 0 {
            self.charge(length.saturating_add(ALLOCATION))?;
        }
        Ok(bytes.to_vec())
    }

    /// An announced element count, if the bytes left could hold that many.
    pub fn count(&self, announced: usize, element_min: usize) -> Result<usize, DecodeError> {
        match announced.checked_mul(element_min) {
            Some(bytes) if bytes <= self.left() => Ok(announced),
            _ => Err(DecodeError::Impossible(u64::try_from(announced).unwrap_or(u64::MAX))),
        }
    }

    pub fn enter(&mut self) -> Result<(), DecodeError> {
        if self.depth >= DEPTH_MAX {
            return Err(DecodeError::TooDeep(DEPTH_MAX));
        }
        self.depth = self.depth.saturating_add(1);
        Ok(())
    }

    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    pub fn charge(&mut self, bytes: usize) -> Result<(), DecodeError> {
        if let Some(left) = self.prepaid.checked_sub(bytes) {
            self.prepaid = left;
            return Ok(());
        }
        let missing = bytes.saturating_sub(self.prepaid);
        self.prepaid = match self.budget.charge(missing.saturating_add(AHEAD)) {
            Ok(()) => AHEAD,
            Err(_) => self.budget.charge(missing).map(|()| 0)?,
        };
        Ok(())
    }

    pub fn finish<T>(&self, value: T) -> Result<T, DecodeError> {
        match self.left() {
            0 => Ok(value),
            left => Err(DecodeError::Trailing(left)),
        }
    }
}
