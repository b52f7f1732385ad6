//! Numbers and texts as Kryo writes them.

use compact_str::CompactString as Str;

use super::Unknown;

/// The bytes not yet read.
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    pub fn byte(&mut self) -> Result<u8, Unknown> {
        let (first, rest) = self.0.split_first().ok_or(Unknown)?;
        self.0 = rest;
        Ok(*first)
    }

    pub fn boolean(&mut self) -> Result<bool, Unknown> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unknown),
        }
    }

    /// Those of a number of a fixed length.
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Unknown> {
        let (first, rest) = self.0.split_first_chunk::<N>().ok_or(Unknown)?;
        self.0 = rest;
        Ok(*first)
    }

    /// Seven bits a byte, the lowest first.
    pub fn count(&mut self) -> Result<usize, Unknown> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value).ok().and_then(|value| usize::try_from(value).ok()).ok_or(Unknown);
            }
        }
        Err(Unknown)
    }

    /// The same after a flag in the highest bit of the first byte.
    pub fn flagged(&mut self) -> Result<(bool, usize), Unknown> {
        let first = self.byte()?;
        let mut value = usize::from(first & 0x3f);
        if first & 0x40 != 0 {
            let rest = self.count()?;
            value |= rest.checked_mul(64).ok_or(Unknown)?;
        }
        Ok((first & 0x80 != 0, value))
    }

    /// A number that may be negative: its sign is the lowest bit. The ninth byte of a long is a whole one.
    pub fn signed(&mut self) -> Result<i64, Unknown> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28, 35, 42, 49] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(unfolded(value));
            }
        }
        Ok(unfolded(value | u64::from(self.byte()?) << 56))
    }

    /// Plain characters up to one whose highest bit is set; or a flag, the number of Java's characters
    /// plus one, and these in one to three bytes each. Nothing for null.
    pub fn text(&mut self) -> Result<Option<Str>, Unknown> {
        if self.0.first().ok_or(Unknown)? & 0x80 == 0 {
            return self.plain().map(Some);
        }
        let (_, length) = self.flagged()?;
        let Some(length) = length.checked_sub(1) else { return Ok(None) };
        // Every character takes a byte.
        if length > self.0.len() {
            return Err(Unknown);
        }
        let units: Result<Vec<u16>, Unknown> = (0..length).map(|_| self.unit()).collect();
        String::from_utf16(&units?).map(|text| Some(text.into())).map_err(|_| Unknown)
    }

    fn plain(&mut self) -> Result<Str, Unknown> {
        let end = self.0.iter().position(|byte| byte & 0x80 != 0).ok_or(Unknown)?;
        let (text, rest) = self.0.split_at(end + 1);
        self.0 = rest;
        Ok(text.iter().map(|byte| char::from(byte & 0x7f)).collect())
    }

    fn unit(&mut self) -> Result<u16, Unknown> {
        let first = u16::from(self.byte()?);
        match first >> 4 {
            0..=7 => Ok(first),
            12 | 13 => Ok((first & 0x1f) << 6 | u16::from(self.byte()? & 0x3f)),
            14 => {
                let [second, third] = self.fixed()?;
                Ok((first & 0x0f) << 12 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f))
            }
            _ => Err(Unknown),
        }
    }
}

fn unfolded(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}
