//! Constants, and dates without a calendar library.

use std::cmp::Ordering;
use std::fmt;

/// A constant of one type class. Compare with [`Literal::compare`]: `1.5` and `1.50` are the same number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    Text(String),
    Integer(i64),
    Decimal(Decimal),
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    Timestamp(Moment),
}

/// A decimal number as it was written: `unscaled / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    pub unscaled: i128,
    pub scale: u8,
}

/// A moment of UTC, in microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

const DIGITS_MAX: usize = 38;
const MICROS: i64 = 1_000_000;
const DAY: i64 = 86_400;

impl Literal {
    /// The order of two of one class; `None` if they are of different ones.
    pub fn compare(&self, other: &Literal) -> Option<Ordering> {
        Some(match (self, other) {
            (Literal::Text(a), Literal::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Literal::Integer(a), Literal::Integer(b)) => a.cmp(b),
            (Literal::Decimal(a), Literal::Decimal(b)) => a.parts().cmp(&b.parts()),
            (Literal::Boolean(a), Literal::Boolean(b)) => a.cmp(b),
            (Literal::Date(a), Literal::Date(b)) => a.cmp(b),
            (Literal::Timestamp(a), Literal::Timestamp(b)) => a.cmp(b),
            _ => return None,
        })
    }
}

impl Decimal {
    /// Reads `-12.50`; `None` if there are more digits than a decimal column can have.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, fraction].concat();
        if all.is_empty() || all.len() > DIGITS_MAX || !all.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let unscaled: i128 = all.parse().ok()?;
        Some(Decimal { unscaled: if negative { -unscaled } else { unscaled }, scale: fraction.len() as u8 })
    }

    /// Whole part, and the rest in units of 10^-38: comparable whatever the scales.
    fn parts(self) -> (i128, i128) {
        let unit = 10_i128.pow(u32::from(self.scale));
        (self.unscaled / unit, (self.unscaled % unit) * 10_i128.pow(38 - u32::from(self.scale)))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.unscaled.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        let sign = if self.unscaled < 0 { "-" } else { "" };
        match fraction {
            // Always with a point, or it would be read as an integer.
            "" => write!(f, "{sign}{whole}."),
            _ => write!(f, "{sign}{whole}.{fraction}"),
        }
    }
}

impl Moment {
    /// Reads `2027-01-01 10:00:00+00:00`, with up to six digits of a second's parts. `Z` is the same zone.
    pub fn parse(text: &str) -> Option<Moment> {
        let local = text.strip_suffix("+00:00").or_else(|| text.strip_suffix('Z'))?;
        Moment::without_zone(local.trim_end())
    }

    /// The same of a text whose zone is known to be UTC.
    pub fn without_zone(text: &str) -> Option<Moment> {
        let (date, time) = text.split_once([' ', 'T'])?;
        let (time, parts) = time.split_once('.').unwrap_or((time, "0"));
        let [hour, minute, second] = numbers::<3>(time, ':')?;
        if hour > 23 || minute > 59 || second > 59 || parts.is_empty() || parts.len() > 6 {
            return None;
        }
        let parts: i64 = format!("{parts:0<6}").parse().ok().filter(|parts| *parts >= 0)?;
        let seconds = i64::from(date_of(date)?) * DAY + hour * 3600 + minute * 60 + second;
        Some(Moment(seconds * MICROS + parts))
    }

    pub fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS)
    }

    /// `2027-01-01 10:00:00[.5]`, in UTC.
    pub fn local(self) -> String {
        let (seconds, parts) = (self.0.div_euclid(MICROS), self.0.rem_euclid(MICROS));
        let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        let date = i32::try_from(days).map_or_else(|_| "9999-12-31".to_owned(), date_text);
        match parts {
            0 => format!("{date} {time}"),
            _ => format!("{date} {time}.{}", format!("{parts:06}").trim_end_matches('0')),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+00:00", self.local())
    }
}

/// Days since 1970 of `YYYY-MM-DD`, years 1 to 9999.
pub(crate) fn date_of(text: &str) -> Option<i32> {
    let [year, month, day] = numbers::<3>(text, '-')?;
    if text.find('-') != Some(4) || year < 1 || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    // Years begin in March, so that the leap day is a year's last; eras have 400 years.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    i32::try_from(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468).ok()
}

/// The reverse of [`date_of`].
pub(crate) fn date_text(days: i32) -> String {
    let days = i64::from(days) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Exactly so many short numbers.
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i64; N]> {
    let parts: Vec<i64> = text
        .split(separator)
        .map(|part| {
            (part.len() <= 4 && !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit()))
                .then(|| part.parse().ok())?
        })
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1970_and_printed_back() {
        for (text, days) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("1969-12-31", -1), ("0001-01-01", -719_162)] {
            assert_eq!(date_of(text), Some(days));
            assert_eq!(date_text(days), text);
        }
        for bad in ["1900-02-29", "2020-13-01", "2020-1-1-1", "99999-01-01", "20-01-01", "2020-00-10", "", "2020-04-31"]
        {
            assert_eq!(date_of(bad), None, "{bad}");
        }
        for days in (-719_162..2_932_896).step_by(97) {
            assert_eq!(date_of(&date_text(days)), Some(days));
        }
    }

    #[test]
    fn moments_are_of_utc() {
        let moment = Moment::parse("1970-01-02 00:00:01.5+00:00").expect("valid");
        assert_eq!(moment.0, 86_401_500_000);
        assert_eq!(moment.to_string(), "1970-01-02 00:00:01.5+00:00");
        for bad in
            ["1970-01-02 00:00:01", "1970-01-02 00:00:01+01:00", "1970-01-02 24:00:00Z", "1970-01-02 00:00:00.-1Z"]
        {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn decimals_compare_as_numbers_and_print_as_written() {
        let decimal = |text: &str| Literal::Decimal(Decimal::parse(text).expect("valid"));
        assert_eq!(decimal("1.5").compare(&decimal("1.50")), Some(Ordering::Equal));
        assert_eq!(decimal("-0.2").compare(&decimal("-0.15")), Some(Ordering::Less));
        for text in ["-0.05", "12.", "1.50", "0.0"] {
            assert_eq!(Decimal::parse(text).expect("valid").to_string(), text);
        }
        assert_eq!(Decimal::parse(&"9".repeat(39)), None);
    }
}
