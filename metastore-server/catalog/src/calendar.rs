//! The calendar, in UTC.

/// A second of a day that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub year: i64,
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
}

const DAY: i64 = 86_400;

impl Moment {
    /// From seconds since 1970-01-01.
    pub fn of(seconds: i64) -> Moment {
        let (year, month, day) = date_of(seconds.div_euclid(DAY));
        let rest = seconds.rem_euclid(DAY) as u32;
        Moment { year, month, day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 }
    }

    /// Seconds since 1970-01-01.
    pub fn seconds(&self) -> i64 {
        let of_day = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        day_number(self.year, self.month, self.day) * DAY + of_day
    }
}

/// Days in the month.
pub fn days_in(year: i64, month: u32) -> u32 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 0 is Sunday.
pub fn day_of_week(year: i64, month: u32, day: u32) -> u32 {
    (day_number(year, month, day) + 4).rem_euclid(7) as u32
}

/// Days since 1970-01-01. Years are counted from March, so that a leap day is a year's last.
fn day_number(year: i64, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = i64::from((153 * month + 2) / 5 + day) - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

fn date_of(day_number: i64) -> (i64, u32, u32) {
    let shifted = day_number + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as u32;
    let (year, month) = (era * 400 + year_of_era, month as u32);
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_one_after_the_other_through_leap_years_and_centuries() {
        let mut expected = (1896, 1, 1);
        let first = day_number(1896, 1, 1);
        for number in first..first + 250 * 366 {
            let moment = Moment::of(number * DAY + 86_399);
            assert_eq!((moment.year, moment.month, moment.day), expected);
            assert_eq!((moment.hour, moment.minute, moment.second), (23, 59, 59));
            assert_eq!(moment.seconds(), number * DAY + 86_399);
            let (year, month, day) = expected;
            expected = match (month, day == days_in(year, month)) {
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn known_days() {
        let moment = Moment { year: 2023, month: 11, day: 14, hour: 22, minute: 13, second: 20 };
        assert_eq!(Moment::of(1_700_000_000), moment);
        assert_eq!(day_of_week(2023, 11, 14), 2);
        assert_eq!(day_of_week(2024, 2, 29), 4);
    }
}
