//! Schedules in Quartz's notation, which Hive's `EVERY … AT` becomes:
//! `second minute hour day-of-month month day-of-week [year]`, days of the week from 1, Sunday.
//!
//! Times are UTC. Java takes its machine's zone, which in containers is the same; a schedule that
//! means another hour on each server would be none.
//!
//! The crate that comes nearest, croner, follows cron where the two differ: it would take schedules
//! that Hive refuses (`?` in both fields of days, or in none), and it brings chrono along.

use crate::calendar::{Moment, day_of_week, days_in};

/// Years that can be named, as in Quartz.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=2099;
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// When something is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schedule {
    seconds: Vec<u32>,
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Days,
    months: Vec<u32>,
    years: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Days {
    OfMonth(Vec<DayOfMonth>),
    OfWeek(Vec<DayOfWeek>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DayOfMonth {
    Number(u32),
    /// `L` and `L-3`: so many before the last.
    BeforeLast(u32),
    /// `15W`: the day of Monday to Friday next to it, in the same month.
    NextWorkday(u32),
    /// `LW`
    LastWorkday,
}

/// Numbered from 1, Sunday.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DayOfWeek {
    Every(u32),
    /// `6L`: the last Friday.
    Last(u32),
    /// `6#3`: the third Friday.
    Nth(u32, u32),
}

impl Schedule {
    pub fn parse(text: &str) -> Option<Schedule> {
        let upper = text.to_ascii_uppercase();
        let fields: Vec<&str> = upper.split_ascii_whitespace().collect();
        let (&[second, minute, hour, day, month, weekday], rest) = fields.split_first_chunk()?;
        let years = match rest {
            [] => numbers("*", &YEARS, &[])?,
            [years] => numbers(years, &YEARS, &[])?,
            _ => return None,
        };
        // One of the two says `?`: nobody has ever known what both together would mean.
        let days = match (day, weekday) {
            ("?", "?") => return None,
            (_, "?") => Days::OfMonth(list(day, days_of_month)?),
            ("?", _) => Days::OfWeek(list(weekday, days_of_week)?),
            _ => return None,
        };
        Some(Schedule {
            seconds: numbers(second, &(0..=59), &[])?,
            minutes: numbers(minute, &(0..=59), &[])?,
            hours: numbers(hour, &(0..=23), &[])?,
            days,
            months: numbers(month, &(1..=12), &MONTHS)?,
            years,
        })
    }

    /// The first time after this one, in seconds since 1970; none if the years are over, or if the
    /// time is one that the column cannot hold.
    pub fn next(&self, after: i64) -> Option<i64> {
        let start = Moment::of(after + 1);
        let mut earliest = (start.hour, start.minute, start.second);
        let (mut year, mut month, mut day) = (start.year, start.month, start.day);
        while year <= i64::from(*YEARS.end()) {
            if self.has_month(year, month)
                && self.days.has(year, month, day)
                && let Some((hour, minute, second)) = self.time_from(earliest)
            {
                let found = Moment { year, month, day, hour, minute, second }.seconds();
                return i32::try_from(found).is_ok().then_some(found);
            }
            earliest = (0, 0, 0);
            (year, month, day) = match () {
                () if self.has_month(year, month) && day < days_in(year, month) => (year, month, day + 1),
                () if month < 12 => (year, month + 1, 1),
                () => (year + 1, 1, 1),
            };
        }
        None
    }

    fn has_month(&self, year: i64, month: u32) -> bool {
        self.months.contains(&month) && self.years.iter().any(|known| i64::from(*known) == year)
    }

    fn time_from(&self, earliest: (u32, u32, u32)) -> Option<(u32, u32, u32)> {
        let hours = self.hours.iter().filter(|hour| **hour >= earliest.0);
        let mut times = hours.flat_map(|hour| {
            let minutes = self.minutes.iter();
            minutes.flat_map(move |minute| self.seconds.iter().map(move |second| (*hour, *minute, *second)))
        });
        times.find(|time| *time >= earliest)
    }
}

impl Days {
    fn has(&self, year: i64, month: u32, day: u32) -> bool {
        let last = days_in(year, month);
        match self {
            Days::OfMonth(days) => days.iter().any(|wanted| wanted.day(year, month, last) == Some(day)),
            Days::OfWeek(days) => {
                let weekday = day_of_week(year, month, day) + 1;
                days.iter().any(|wanted| match *wanted {
                    DayOfWeek::Every(wanted) => wanted == weekday,
                    DayOfWeek::Last(wanted) => wanted == weekday && day + 7 > last,
                    DayOfWeek::Nth(wanted, nth) => wanted == weekday && day.div_ceil(7) == nth,
                })
            }
        }
    }
}

impl DayOfMonth {
    /// Which day that is; none if the month is too short.
    fn day(&self, year: i64, month: u32, last: u32) -> Option<u32> {
        match *self {
            DayOfMonth::Number(day) => Some(day),
            DayOfMonth::BeforeLast(days) => last.checked_sub(days).filter(|day| *day > 0),
            DayOfMonth::NextWorkday(day) if day > last => None,
            DayOfMonth::NextWorkday(day) => Some(workday(year, month, day, last)),
            DayOfMonth::LastWorkday => Some(workday(year, month, last, last)),
        }
    }
}

fn workday(year: i64, month: u32, day: u32, last: u32) -> u32 {
    match day_of_week(year, month, day) {
        6 if day == 1 => 3,
        6 => day - 1,
        0 if day == last => day - 2,
        0 => day + 1,
        _ => day,
    }
}

fn list<T>(field: &str, item: impl Fn(&str) -> Option<Vec<T>>) -> Option<Vec<T>> {
    let items: Option<Vec<Vec<T>>> = field.split(',').map(item).collect();
    Some(items?.into_iter().flatten().collect())
}

fn days_of_month(item: &str) -> Option<Vec<DayOfMonth>> {
    let in_month = |number: &u32| (1..=31).contains(number);
    match item {
        "L" => Some(vec![DayOfMonth::BeforeLast(0)]),
        "LW" => Some(vec![DayOfMonth::LastWorkday]),
        _ => match (item.strip_prefix("L-"), item.strip_suffix('W')) {
            (Some(days), _) => Some(vec![DayOfMonth::BeforeLast(number(days).filter(|days| *days <= 30)?)]),
            (_, Some(day)) => Some(vec![DayOfMonth::NextWorkday(number(day).filter(in_month)?)]),
            _ => Some(numbers(item, &(1..=31), &[])?.into_iter().map(DayOfMonth::Number).collect()),
        },
    }
}

fn days_of_week(item: &str) -> Option<Vec<DayOfWeek>> {
    let weekday = |text: &str| named(text, &(1..=7), &WEEKDAYS);
    match (item.split_once('#'), item.strip_suffix('L')) {
        // Alone it is the last day of the week.
        (_, Some("")) => Some(vec![DayOfWeek::Every(7)]),
        (_, Some(day)) => Some(vec![DayOfWeek::Last(weekday(day)?)]),
        (Some((day, nth)), _) => {
            Some(vec![DayOfWeek::Nth(weekday(day)?, number(nth).filter(|nth| (1..=5).contains(nth))?)])
        }
        _ => Some(numbers(item, &(1..=7), &WEEKDAYS)?.into_iter().map(DayOfWeek::Every).collect()),
    }
}

/// `*`, `5`, `1-5`, `FRI-MON`, `0/10`, `1-30/5` and lists of them, in order.
fn numbers(field: &str, allowed: &std::ops::RangeInclusive<u32>, names: &[&str]) -> Option<Vec<u32>> {
    let mut numbers = list(field, |item| range(item, allowed, names))?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn range(item: &str, allowed: &std::ops::RangeInclusive<u32>, names: &[&str]) -> Option<Vec<u32>> {
    let (span, step) = match item.split_once('/') {
        Some((span, step)) => (span, Some(number(step).filter(|step| *step > 0)?)),
        None => (item, None),
    };
    let (low, high) = (*allowed.start(), *allowed.end());
    let (from, to) = match span.split_once('-') {
        _ if span == "*" || (span.is_empty() && step.is_some()) => (low, high),
        Some((from, to)) => (named(from, allowed, names)?, named(to, allowed, names)?),
        None if step.is_some() => (named(span, allowed, names)?, high),
        None => (named(span, allowed, names)?, named(span, allowed, names)?),
    };
    // Friday to Monday goes over the end of the week.
    let all: Vec<u32> = if from <= to { (from..=to).collect() } else { (from..=high).chain(low..=to).collect() };
    Some(all.into_iter().step_by(step.unwrap_or(1) as usize).collect())
}

fn named(text: &str, allowed: &std::ops::RangeInclusive<u32>, names: &[&str]) -> Option<u32> {
    let by_name = names.iter().position(|name| *name == text).and_then(|position| u32::try_from(position + 1).ok());
    by_name.or_else(|| number(text)).filter(|number| allowed.contains(number))
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next times after 2023-11-14 22:13:20, a Tuesday.
    fn next(schedule: &str, times: usize) -> Vec<String> {
        let schedule = Schedule::parse(schedule).expect("a schedule");
        let mut now = 1_700_000_000;
        let mut found = Vec::new();
        for _ in 0..times {
            let Some(next) = schedule.next(now) else { break };
            assert!(next > now);
            now = next;
            let at = Moment::of(next);
            let (date, time) = ((at.year, at.month, at.day), (at.hour, at.minute, at.second));
            found.push(format!("{}-{:02}-{:02} {:02}:{:02}:{:02}", date.0, date.1, date.2, time.0, time.1, time.2));
        }
        found
    }

    #[test]
    fn times_follow_one_another_as_quartz_has_them() {
        let cases: &[(&str, &[&str])] = &[
            // What Hive makes of EVERY 10 MINUTES, EVERY 2 HOURS AT '0:05', EVERY DAY AT '11:35:30'.
            ("0 */10 * * * ? *", &["2023-11-14 22:20:00", "2023-11-14 22:30:00"]),
            ("0 5 0/2 * * ? *", &["2023-11-15 00:05:00", "2023-11-15 02:05:00"]),
            ("30 35 11 * * ? *", &["2023-11-15 11:35:30", "2023-11-16 11:35:30"]),
            (
                "0 0 0 ? * MON-FRI",
                &["2023-11-15 00:00:00", "2023-11-16 00:00:00", "2023-11-17 00:00:00", "2023-11-20 00:00:00"],
            ),
            (
                "0 0 0 ? * fri-mon",
                &[
                    "2023-11-17 00:00:00",
                    "2023-11-18 00:00:00",
                    "2023-11-19 00:00:00",
                    "2023-11-20 00:00:00",
                    "2023-11-24 00:00:00",
                ],
            ),
            (
                "0 0 0 L * ?",
                &["2023-11-30 00:00:00", "2023-12-31 00:00:00", "2024-01-31 00:00:00", "2024-02-29 00:00:00"],
            ),
            ("0 0 0 L-2 FEB ?", &["2024-02-27 00:00:00", "2025-02-26 00:00:00"]),
            ("0 0 0 LW * ?", &["2023-11-30 00:00:00", "2023-12-29 00:00:00"]),
            ("0 0 0 1W 1,10 ?", &["2024-01-01 00:00:00", "2024-10-01 00:00:00", "2025-01-01 00:00:00"]),
            ("0 0 0 1W 6 ? 2024", &["2024-06-03 00:00:00"]),
            ("0 0 0 ? * 6#3", &["2023-11-17 00:00:00", "2023-12-15 00:00:00"]),
            ("0 0 0 ? * 6L", &["2023-11-24 00:00:00", "2023-12-29 00:00:00"]),
            ("0 0 0 29 2 ?", &["2024-02-29 00:00:00", "2028-02-29 00:00:00"]),
            ("5,10 0 0 31 * ? 2024", &["2024-01-31 00:00:05", "2024-01-31 00:00:10", "2024-03-31 00:00:05"]),
            ("21 13 22 14 11 ?", &["2023-11-14 22:13:21", "2024-11-14 22:13:21"]),
            ("20 13 22 14 11 ?", &["2024-11-14 22:13:20"]),
            ("0 0 0 30 2 ?", &[]),
            ("* * * * * ? 1999", &[]),
            // The column ends in January 2038.
            ("0 0 0 1 1 ? 2040", &[]),
        ];
        for (schedule, expected) in cases {
            assert_eq!(next(schedule, expected.len().max(1))[..expected.len()], **expected, "{schedule}");
        }
        assert_eq!(next("0 0 0 30 2 ?", 1), Vec::<String>::new());
        assert_eq!(next("0 0 0 1 1 ? 2040", 1), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_schedule_is_not_taken_for_one() {
        let wrong = [
            "",
            "* * * * *",
            "* * * * * *",
            "? * * * * ?",
            "0 0 0 ? * ?",
            "60 * * * * ?",
            "* 60 * * * ?",
            "* * 24 * * ?",
            "* * * 32 * ?",
            "* * * 0 * ?",
            "* * * * 13 ?",
            "* * * ? * 8",
            "* * * ? * 0",
            "* * * ? * 1#6",
            "*/0 * * * * ?",
            "+5 * * * * ?",
            "1- * * * * ?",
            "1,,2 * * * * ?",
            "* * * * FOO ?",
            "* * * * * ? 1969",
            "* * * * * ? 2100",
            "* * * * * ? * *",
            "99999999999 * * * * ?",
            "* * * 32W * ?",
            "* * * L-31 * ?",
            "every day",
            "\u{1F40B} * * * * ?",
            "* * * ? * L#1",
            "/ * * * * ?",
        ];
        for text in wrong {
            assert_eq!(Schedule::parse(text), None, "{text}");
        }
    }
}
