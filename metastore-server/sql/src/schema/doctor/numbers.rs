//! Counters that are behind what they count, and locks and transactions nobody holds any more.

use skep_schema::{Severity, Version};

use super::{Ailment, Patient, Question, Treatment};
use crate::Sequence;

/// Counters in tables of their own: (table, column, the numbers given out).
const COUNTERS: &[Counter] = &[
    ("NOTIFICATION_SEQUENCE", "NEXT_EVENT_ID", &[("NOTIFICATION_LOG", "EVENT_ID")]),
    ("NEXT_LOCK_ID", "NL_NEXT", &[("HIVE_LOCKS", "HL_LOCK_EXT_ID")]),
    ("NEXT_COMPACTION_QUEUE_ID", "NCQ_NEXT", &[("COMPACTION_QUEUE", "CQ_ID"), ("COMPLETED_COMPACTIONS", "CC_ID")]),
    ("NEXT_TXN_ID", "NTXN_NEXT", &[("TXNS", "TXN_ID")]),
];

type Counter = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Without a heartbeat for so long nobody comes back: a day, where five minutes are allowed.
const DEAD_MILLIS: u64 = 24 * 60 * 60 * 1000;

const BEHIND: &str =
    "the next number is in use already: the next object of this kind cannot be made, or takes another's place";

impl Patient<'_> {
    pub(super) fn numbers(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        if self.has("SEQUENCE_TABLE") {
            let sequences = Sequence::ALL.iter().filter(|(_, table, _)| self.has(table));
            questions.extend(sequences.map(|(sequence, table, column)| self.sequence(*sequence, table, column)));
        }
        for (table, column, given) in COUNTERS.iter().filter(|(table, ..)| self.has(table)) {
            questions.push(self.single(table, column));
            questions.extend(
                given.iter().filter(|(name, _)| self.has(name)).map(|given| self.counter(table, column, given)),
            );
        }
        questions.extend(self.dead());
        questions
    }

    fn sequence(&self, sequence: Sequence, table: &str, column: &str) -> Question {
        let key = sequence.key();
        let text = format!(
            r#"select cast(s."NEXT_VAL" as char(20)), cast((select max("{column}") from "{table}") as char(20))
               from "SEQUENCE_TABLE" s where s."SEQUENCE_NAME" = '{key}'"#
        );
        let set =
            self.spelled(&format!(r#"update "SEQUENCE_TABLE" set "NEXT_VAL" = # where "SEQUENCE_NAME" = '{key}'"#));
        let class = key.rsplit('.').next().unwrap_or(key).to_owned();
        self.behind(text, set, format!("the next {column} of {table} (SEQUENCE_TABLE, {class})"))
    }

    fn counter(&self, table: &str, column: &str, (given, id): &(&str, &str)) -> Question {
        let text = format!(
            r#"select cast(max("{column}") as char(20)), cast((select max("{id}") from "{given}") as char(20)) from "{table}""#
        );
        let set = self.spelled(&format!(r#"update "{table}" set "{column}" = #"#));
        self.behind(text, set, format!("{table}.{column}, which counts {given}"))
    }

    /// `set` has a `#` where the number goes.
    fn behind(&self, text: String, set: String, place: String) -> Question {
        Question {
            about: place.clone(),
            statement: self.spelled(&text),
            read: Box::new(move |next, highest| {
                let (next, highest) = (next.parse::<i64>().ok()?, highest.parse::<i64>().ok()?);
                let number = |number: i64| set.replacen('#', &number.to_string(), 1);
                (next <= highest).then(|| Ailment {
                    severity: Severity::Stop,
                    kind: "sequence",
                    place: format!("{place}: next {next}, highest in use {highest}"),
                    rows: 0,
                    meaning: BEHIND.to_owned(),
                    remedy: "--fix sets it behind the highest; stop every server first, they keep numbers in memory"
                        .to_owned(),
                    treatment: Treatment::Run(vec![(number(highest.saturating_add(1)), number(next))]),
                })
            }),
        }
    }

    /// One row, no more and no less.
    fn single(&self, table: &'static str, column: &'static str) -> Question {
        let text = format!(r#"select cast(count(*) as char(20)), '' from "{table}""#);
        Question {
            about: format!("rows of {table}"),
            statement: self.spelled(&text),
            read: Box::new(move |count, _| {
                let rows: u64 = count.parse().ok()?;
                (rows != 1).then(|| Ailment {
                    severity: Severity::Stop,
                    kind: "sequence",
                    place: format!("{table} has {rows} rows, expected 1"),
                    rows,
                    meaning: "servers disagree about the next number, or have none".to_owned(),
                    remedy: format!(
                        "keep the row with the highest {column}, or insert one behind the highest number in use"
                    ),
                    treatment: Treatment::None,
                })
            }),
        }
    }

    fn dead(&self) -> Vec<Question> {
        let long_ago = format!("{} - {DEAD_MILLIS}", self.now());
        let mut questions = Vec::new();
        if self.has("HIVE_LOCKS") {
            // Null before 3.1.
            let condition = format!(r#""HL_LAST_HEARTBEAT" < {long_ago} and ("HL_TXNID" is null or "HL_TXNID" = 0)"#);
            questions.push(self.count(
                "HIVE_LOCKS",
                &condition,
                Ailment {
                    severity: Severity::Warning,
                    kind: "dead lock",
                    place: "locks without a heartbeat for a day".to_owned(),
                    rows: 0,
                    meaning: "whoever wants the table waits for nobody".to_owned(),
                    remedy: "a running server removes them; --fix does it now".to_owned(),
                    treatment: Treatment::Delete(vec![("HIVE_LOCKS".to_owned(), self.spelled(&condition))]),
                },
            ));
        }
        if self.has("TXNS") {
            // Replication's have no heartbeat (type 1, since 3.1).
            let of_clients = if self.version >= Version::V3_1 { r#" and coalesce("TXN_TYPE", 0) <> 1"# } else { "" };
            let condition = format!(r#""TXN_STATE" = 'o' and "TXN_LAST_HEARTBEAT" < {long_ago}{of_clients}"#);
            questions.push(
                self.count(
                    "TXNS",
                    &condition,
                    Ailment {
                        severity: Severity::Warning,
                        kind: "dead transaction",
                        place: "open transactions without a heartbeat for a day".to_owned(),
                        rows: 0,
                        meaning: "compactions and cleaning of all transactional tables wait for them".to_owned(),
                        remedy: "a server that runs its housekeeping aborts them; --fix does it now, without an event"
                            .to_owned(),
                        treatment: Treatment::Abort(self.spelled(&condition)),
                    },
                ),
            );
        }
        questions
    }
}
