//! Flajolet and Martin's sketch, which Hive could be told to use: some numbers of 32 bits, in each of
//! which a bit stands for values whose hashes end in so many zeros.

/// By which the method overestimates.
const PHI: f64 = 0.77351;

#[derive(Clone)]
pub struct FlajoletMartin(Vec<u32>);

impl FlajoletMartin {
    pub fn read(bytes: &[u8]) -> Option<FlajoletMartin> {
        let (length, vectors) = bytes.strip_prefix(b"FM")?.split_first_chunk::<2>()?;
        let vectors: Vec<u32> = vectors.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        let whole = bytes.len() == 4 + 4 * vectors.len();
        (whole && !vectors.is_empty() && usize::from(u16::from_le_bytes(*length)) == vectors.len())
            .then_some(FlajoletMartin(vectors))
    }

    pub fn fits(&self, other: &FlajoletMartin) -> bool {
        self.0.len() == other.0.len()
    }

    pub fn merge(&mut self, other: &FlajoletMartin) -> Option<()> {
        if !self.fits(other) {
            return None;
        }
        self.0.iter_mut().zip(&other.0).for_each(|(into, from)| *into |= from);
        Some(())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let length = u16::try_from(self.0.len()).unwrap_or(u16::MAX);
        let vectors = self.0.iter().flat_map(|vector| vector.to_le_bytes());
        b"FM".iter().copied().chain(length.to_le_bytes()).chain(vectors).collect()
    }

    #[expect(clippy::cast_possible_truncation, reason = "Java's conversion, which saturates as well")]
    pub fn estimate(&self) -> i64 {
        let zeros: u32 = self.0.iter().map(|vector| vector.trailing_ones()).sum();
        #[expect(clippy::cast_precision_loss, reason = "there are 65,535 of them at most")]
        let average = f64::from(zeros) / self.0.len() as f64;
        (average - PHI.log2()).exp2() as i64
    }
}
