//! Decimals: Thrift's unscaled bytes, the database's text, and their order.

use skep_types::Decimal;
use std::cmp::Ordering;
use std::fmt::Write;

/// The number in plain notation, which Java's `BigDecimal` reads. `None` for more digits than Hive's
/// decimals can have (38).
pub(super) fn text(decimal: &Decimal) -> Option<String> {
    let unscaled = unscaled(&decimal.unscaled)?;
    let digits = unscaled.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    if unscaled < 0 {
        text.push('-');
    }
    match usize::try_from(decimal.scale) {
        Ok(0) => text.push_str(&digits),
        Ok(scale) => {
            let padded = format!("{digits:0>width$}", width = scale + 1);
            let (whole, fraction) = padded.split_at(padded.len() - scale);
            // Writing to a String does not fail.
            let _ = write!(text, "{whole}.{fraction}");
        }
        Err(_) => {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', usize::from(decimal.scale.unsigned_abs())));
        }
    }
    Some(text)
}

/// From plain text or, as Java writes very large and very small numbers, with an exponent. `None` if
/// it is no number or one with more than 38 digits.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.trim().split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text.trim(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let unscaled: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    Some(Decimal { unscaled: bytes(unscaled), scale: i16::try_from(scale).ok()? })
}

/// By value, whatever the scales. Values beyond 38 digits come last.
pub(super) fn compare(a: &Decimal, b: &Decimal) -> Ordering {
    match (text(a), text(b)) {
        (Some(a), Some(b)) => compare_texts(&a, &b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn compare_texts(a: &str, b: &str) -> Ordering {
    let (a, b) = (Parts::of(a), Parts::of(b));
    match (a.negative, b.negative) {
        (false, false) => a.magnitude().cmp(&b.magnitude()),
        (true, true) => b.magnitude().cmp(&a.magnitude()),
        (a, b) => b.cmp(&a),
    }
}

struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Parts<'a> {
    fn of(plain: &'a str) -> Parts<'a> {
        let unsigned = plain.strip_prefix('-').unwrap_or(plain);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Parts { negative: plain.starts_with('-') && !(whole.is_empty() && fraction.is_empty()), whole, fraction }
    }

    /// Without leading zeros the longer whole part is the larger one.
    fn magnitude(&self) -> (usize, &str, &str) {
        (self.whole.len(), self.whole, self.fraction)
    }
}

/// Big-endian two's complement of any length that fits.
fn unscaled(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut wide = [if negative { 0xff } else { 0 }; 16];
    let superfluous = bytes.len().saturating_sub(wide.len());
    let (extension, bytes) = bytes.split_at(superfluous);
    let sign_kept = bytes.first().is_none_or(|byte| (byte & 0x80 != 0) == negative);
    if extension.iter().any(|byte| *byte != wide[0]) || !sign_kept {
        return None;
    }
    let free = wide.len() - bytes.len();
    wide[free..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(wide))
}

/// The fewest bytes that keep the sign, as Java's `toByteArray`.
fn bytes(unscaled: i128) -> Vec<u8> {
    let wide = unscaled.to_be_bytes();
    let sign = if unscaled < 0 { 0xff } else { 0 };
    let needed = |at: &usize| wide[*at] != sign || wide.get(at + 1).is_none_or(|next| (next ^ sign) & 0x80 != 0);
    let first = (0..wide.len()).find(needed).unwrap_or(wide.len() - 1);
    wide[first..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(unscaled: i128, scale: i16) -> Decimal {
        Decimal { unscaled: bytes(unscaled), scale }
    }

    #[test]
    fn decimals_are_stored_as_plain_text_and_read_back() {
        for (unscaled, scale, expected) in [
            (0, 0, "0"),
            (12345, 2, "123.45"),
            (-5, 3, "-0.005"),
            (128, 0, "128"),
            (-128, 0, "-128"),
            (i128::MAX, 10, "17014118346046923173168730371.5884105727"),
        ] {
            let sent = decimal(unscaled, scale);
            assert_eq!(text(&sent).as_deref(), Some(expected));
            assert_eq!(parse(expected), Some(sent));
        }
        assert_eq!(text(&decimal(7, -2)).as_deref(), Some("700"));
        assert_eq!(text(&Decimal { unscaled: vec![0xff, 0xff, 0x85], scale: 0 }).as_deref(), Some("-123"));
        assert_eq!(text(&Decimal { unscaled: vec![1; 17], scale: 0 }), None);
        assert_eq!(decimal(128, 0).unscaled, [0, 128]);
        assert_eq!(decimal(-1, 0).unscaled, [0xff]);
    }

    #[test]
    fn exponents_that_java_wrote_are_understood() {
        for (written, unscaled, scale) in [("1E+3", 1, -3), ("1.5E-9", 15, 10), ("-2e2", -2, -2)] {
            assert_eq!(parse(written), Some(decimal(unscaled, scale)), "{written}");
        }
        for nothing in ["", "abc", "1.2.3", "1e", "--1"] {
            assert_eq!(parse(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_numbers() {
        let ascending = ["-100", "-99.5", "-0.01", "0.00", "0.009", "0.01", "9.9", "10", "10.5"];
        let numbers: Vec<Decimal> = ascending.iter().filter_map(|text| parse(text)).collect();
        for (i, a) in numbers.iter().enumerate() {
            for (j, b) in numbers.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{} and {}", ascending[i], ascending[j]);
            }
        }
        assert_eq!(compare(&decimal(0, 0), &decimal(0, 5)), Ordering::Equal);
    }
}
