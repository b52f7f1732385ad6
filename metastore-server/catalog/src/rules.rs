//! The behaviours a Hive operator can switch, under Hive's own ideas of them.

use regex::Regex;

/// Switches of the catalog; the defaults are Hive's.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Refuse an `alter_table` that changes a column to a type old data cannot be
    /// read as (`metastore.disallow.incompatible.col.type.changes`). Spark turns it
    /// off for its own sessions by `setMetaConf`.
    pub refuse_incompatible_column_changes: bool,
    /// List a table's directory to fill `numFiles` and `totalSize` where Hive does
    /// (`metastore.stats.autogather`).
    pub gather_file_statistics: bool,
    /// Refuse insert-only tables to clients that do not say they can read them
    /// (`metastore.client.capability.check`).
    pub check_client_capabilities: bool,
    /// Refuse listings of more partitions than this (`metastore.limit.partition.request`).
    pub partition_request_limit: Option<i64>,
    /// Refuse new partitions with values that do not match this as a whole
    /// (`metastore.partition.name.whitelist.pattern`).
    pub partition_values: Option<ValuePattern>,
    /// Tell of partitions that are altered together in one event, as Hive 4.1 does
    /// (`metastore.alterPartitions.notification.v2.enabled`). Older databases get one a partition.
    pub tell_altered_partitions_together: bool,
    pub distincts: Distincts,
    pub scheduled_failures: Failures,
}

/// What becomes of scheduled queries that fail so often in a row; 0 is never.
#[derive(Debug, Clone, Default)]
pub struct Failures {
    /// They are switched off (`metastore.scheduled.queries.autodisable.count`).
    pub disable_after: u32,
    /// They let turns pass, one more for each failure up to so many
    /// (`metastore.scheduled.queries.skip.opportunities.after.failures`).
    pub skip_after: u32,
}

/// How the distinct values of a column in many partitions are counted. By default there are as many as in the
/// partition with the most.
#[derive(Debug, Clone, Default)]
pub struct Distincts {
    /// Read the sketches of the partitions and count by them where each has one
    /// (`metastore.stats.fetch.bitvector`).
    pub sketches: bool,
    /// Think that values lie as far apart in all partitions together as in one
    /// (`metastore.stats.ndv.densityfunction`).
    pub density: bool,
    /// From 0, the largest number of a partition, to 1, the sum of them (`metastore.stats.ndv.tuner`).
    pub tuner: f64,
}

impl Distincts {
    /// Whether the database can add up what is needed.
    pub(crate) fn are_maxima(&self) -> bool {
        !self.sketches && !self.density && self.tuner == 0.0
    }
}

/// What values of partitions may look like. Matching takes linear time, whatever the pattern.
#[derive(Debug, Clone)]
pub struct ValuePattern {
    text: String,
    whole: Regex,
}

impl ValuePattern {
    /// Nothing if the pattern is empty; why not, if it is none.
    pub fn parse(text: &str) -> Result<Option<ValuePattern>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let whole = Regex::new(&format!(r"\A(?:{text})\z")).map_err(|error| error.to_string())?;
        Ok(Some(ValuePattern { text: text.to_owned(), whole }))
    }

    /// Refuses the first value that does not match.
    pub fn check<V: AsRef<str>>(&self, values: &[V]) -> crate::Result<()> {
        let bad = values.iter().map(AsRef::as_ref).find(|value| !self.whole.is_match(value));
        bad.map_or(Ok(()), |value| {
            Err(crate::Error::Meta(format!(
                "Partition value '{value}' contains a character not matched by whitelist pattern '{}'.  \
                 (configure with metastore.partition.name.whitelist.pattern)",
                self.text
            )))
        })
    }
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            refuse_incompatible_column_changes: true,
            gather_file_statistics: true,
            check_client_capabilities: true,
            partition_request_limit: None,
            partition_values: None,
            tell_altered_partitions_together: true,
            distincts: Distincts::default(),
            scheduled_failures: Failures::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_matches_as_a_whole_or_is_refused_by_name() {
        let pattern = ValuePattern::parse(r"[\x20-\x7E&&[^,]]*").expect("Java's, and ours").expect("not empty");
        assert!(pattern.check(&["a b", ""]).is_ok());
        let refused = pattern.check(&["a", "x,y"]).expect_err("a comma").to_string();
        assert!(refused.starts_with("Partition value 'x,y' contains a character not matched by whitelist pattern"));
        assert!(pattern.check(&["a\n"]).is_err());
        assert!(ValuePattern::parse("").expect("none").is_none());
        assert!(ValuePattern::parse("(").is_err());
    }
}
