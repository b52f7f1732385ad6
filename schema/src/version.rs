//! Schema versions: the four we know, and what a `VERSION` row may say instead.

use std::fmt;

/// A Hive schema whose tables and columns we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// 2.3.0, before catalogs.
    V2_3,
    /// 3.1.0: catalogs, write ids.
    V3_1,
    /// 4.0.0: engines of statistics, data connectors; transaction tables in upper case on PostgreSQL.
    V4_0,
    /// 4.1.0: statistics rows no longer repeat the names of their table. Also stands for 4.2 and
    /// 4.3, which only add a table and columns with defaults.
    V4_1,
}

impl Version {
    pub const ALL: [Version; 4] = [Version::V2_3, Version::V3_1, Version::V4_0, Version::V4_1];
    pub const OLDEST: Version = Version::V2_3;
    pub const NEWEST: Version = Version::V4_1;

    /// What Hive's scripts write into `VERSION.SCHEMA_VERSION`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Version::V2_3 => "2.3.0",
            Version::V3_1 => "3.1.0",
            Version::V4_0 => "4.0.0",
            Version::V4_1 => "4.1.0",
        }
    }

    /// The version an operator names: `3.1`, `3.1.0` and `3.1.3` are one schema.
    pub fn named(text: &str) -> Option<Version> {
        match Recorded::read(text) {
            Recorded::Known(version) => Some(version),
            _ => match text {
                "2.3" => Some(Version::V2_3),
                "3.1" => Some(Version::V3_1),
                "4.0" => Some(Version::V4_0),
                "4.1" => Some(Version::V4_1),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the text of a `VERSION` row promises about the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// A release (or patch release) whose schema we know.
    Known(Version),
    /// 4.2 or newer: expected to be readable as 4.1, and looked at before that is believed.
    Newer,
    /// Before 2.3: nobody's clients need it any more, and it lacks columns we write.
    TooOld,
    /// 3.0, 3.2, an alpha or beta, a vendor's number: only the columns can tell.
    Odd,
}

impl Recorded {
    pub fn read(text: &str) -> Recorded {
        let Some([major, minor, patch]) = three_numbers(text) else {
            return Recorded::Odd;
        };
        match (major, minor) {
            // Vendors keep the first two numbers and put their own after them (3.1.3000.7.2.16).
            _ if patch >= 100 => Recorded::Odd,
            (2, 3) => Recorded::Known(Version::V2_3),
            (3, 1) => Recorded::Known(Version::V3_1),
            (4, 0) => Recorded::Known(Version::V4_0),
            (4, 1) => Recorded::Known(Version::V4_1),
            (0..=1, _) | (2, 0..=2) => Recorded::TooOld,
            (4, 2..) | (5.., _) => Recorded::Newer,
            _ => Recorded::Odd,
        }
    }
}

/// `4.0.1` and nothing around it.
fn three_numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_version_is_known_newer_too_old_or_odd() {
        use Recorded::*;
        let cases = [
            ("2.3.0", Known(Version::V2_3)),
            ("2.3.9", Known(Version::V2_3)),
            ("3.1.0", Known(Version::V3_1)),
            ("3.1.3", Known(Version::V3_1)),
            ("4.0.1", Known(Version::V4_0)),
            ("4.1.0", Known(Version::V4_1)),
            ("4.2.0", Newer),
            ("4.3.0", Newer),
            ("5.0.0", Newer),
            ("1.2.0", TooOld),
            ("2.1.0", TooOld),
            ("0.14.0", TooOld),
            ("3.0.0", Odd),
            ("3.2.0", Odd),
            ("4.0.0-alpha-1", Odd),
            ("4.0.0-beta-1", Odd),
            ("3.1.3000", Odd),
            ("3.1.3000.7.2.16.0-Update1", Odd),
            ("3.1", Odd),
            ("4.1.0 ", Odd),
            ("+4.1.0", Odd),
            ("99999999999.1.0", Odd),
            ("", Odd),
            ("unknown", Odd),
        ];
        for (text, expected) in cases {
            assert_eq!(Recorded::read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_operator_may_leave_out_the_patch_number() {
        assert_eq!(Version::named("3.1"), Some(Version::V3_1));
        assert_eq!(Version::named("3.1.0"), Some(Version::V3_1));
        assert_eq!(Version::named("4.2.0"), None);
        assert_eq!(Version::named("3"), None);
    }
}
