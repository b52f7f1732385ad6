//! Dates and timestamps as text. In their one canonical form they order as text exactly as they do
//! as time, which is how they are compared everywhere here.

use compact_str::CompactString as Str;

/// `dddd-dd-dd`, whatever the digits say.
pub fn has_date_shape(text: &str) -> bool {
    has_shape(text, "dddd-dd-dd")
}

/// A day that exists, written `yyyy-MM-dd`.
pub fn date(text: &str) -> Option<Str> {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().ok();
    if !has_date_shape(text) {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day).then(|| text.into())
}

/// `yyyy-MM-dd HH:mm:ss[.fraction]` that exists, without the trailing zeros of the fraction.
pub fn timestamp(text: &str) -> Option<Str> {
    let len = timestamp_prefix(text).filter(|len| *len == text.len())?;
    date(&text[..10])?;
    let within = |range: std::ops::Range<usize>, below: u32| text[range].parse::<u32>().is_ok_and(|n| n < below);
    let exists = within(11..13, 24) && within(14..16, 60) && within(17..19, 60);
    exists.then(|| canonical(&text[..len]))
}

/// A stored value as a timestamp to compare with; like the SQL, this looks at the shape only.
pub fn stored_timestamp(text: &str) -> Option<Str> {
    timestamp_prefix(text).filter(|len| *len == text.len()).map(|_| canonical(text))
}

/// How much of the text is a timestamp by shape.
pub fn timestamp_prefix(text: &str) -> Option<usize> {
    let whole = text.get(..19).filter(|t| has_shape(t, "dddd-dd-dd dd:dd:dd"))?.len();
    let Some(fraction) = text[whole..].strip_prefix('.') else {
        return Some(whole);
    };
    match fraction.bytes().take_while(u8::is_ascii_digit).count() {
        0 => Some(whole),
        digits => Some(whole + 1 + digits),
    }
}

fn canonical(text: &str) -> Str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').into(),
        false => text.into(),
    }
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(t, s)| if s == b'd' { t.is_ascii_digit() } else { t == s })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for (text, exists) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2020-13-01", false),
            ("2020-1-1", false),
            ("2020-01-00", false),
        ] {
            assert_eq!(date(text).is_some(), exists, "{text}");
        }
    }

    #[test]
    fn timestamps_lose_the_zeros_that_say_nothing() {
        let canonical = |text| timestamp(text).map(|t| t.to_string());
        assert_eq!(canonical("2020-01-01 10:20:30.500").unwrap(), "2020-01-01 10:20:30.5");
        assert_eq!(canonical("2020-01-01 10:20:30.0").unwrap(), "2020-01-01 10:20:30");
        assert_eq!(canonical("2020-01-01 10:20:00").unwrap(), "2020-01-01 10:20:00");
        assert_eq!(canonical("2020-01-01 24:00:00"), None);
        assert_eq!(canonical("2020-01-01 10:20:30."), None);
    }
}
