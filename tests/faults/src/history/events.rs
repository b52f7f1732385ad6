//! The log of events: without gaps, in the order of things, one of each.

use super::{Operation, Order, Outcome};
use std::collections::HashMap;
use std::hash::Hash;

/// What one reader has read by asking again and again for what is behind its last event.
#[derive(Debug, Default)]
pub struct Tail {
    last: i64,
    events: usize,
}

impl Tail {
    /// The next answer's ids. The reader never waits for an id to appear, so a gap is an event it never sees.
    pub fn take(&mut self, ids: impl IntoIterator<Item = i64>) -> Result<(), String> {
        for id in ids {
            if id != self.last + 1 {
                return Err(format!("a reader that had {} was given {id} next", self.last));
            }
            self.last = id;
            self.events += 1;
        }
        Ok(())
    }

    pub fn last(&self) -> i64 {
        self.last
    }
}

/// Compares the whole log (an id and the name of what happened) with the operations, which each name what they cause:
/// all of it once if done, all or nothing if unknown, nothing if refused.
pub fn events<K: Eq + Hash + std::fmt::Debug>(
    log: &[(i64, K)],
    operations: &[Operation<Vec<K>>],
) -> Result<usize, String> {
    let mut tail = Tail::default();
    tail.take(log.iter().map(|(id, _)| *id))?;
    let mut causes = HashMap::new();
    for (number, operation) in operations.iter().enumerate() {
        for event in &operation.what {
            if causes.insert(event, number).is_some() {
                return Err(format!("two operations cause {event:?}"));
            }
        }
    }
    let mut seen = vec![0; operations.len()];
    let mut order = Order::default();
    for (id, event) in log {
        let Some(number) = causes.remove(event) else {
            return Err(format!("event {id}, {event:?}, is there twice, or nobody caused it"));
        };
        let operation = &operations[number];
        if operation.outcome == Outcome::Refused {
            return Err(format!("event {id}, {event:?}, is of an operation that was refused"));
        }
        if !order.next(operation) {
            return Err(format!("event {id}, {event:?}, comes behind one that was called when it was over"));
        }
        seen[number] += 1;
    }
    for (operation, seen) in operations.iter().zip(seen) {
        let all = operation.what.len();
        let right = match operation.outcome {
            Outcome::Done => seen == all,
            Outcome::Unknown => seen == all || seen == 0,
            Outcome::Refused => seen == 0,
        };
        if !right {
            let (what, outcome) = (&operation.what, operation.outcome);
            return Err(format!("{seen} of {all} events of {what:?}, which is {outcome:?}"));
        }
    }
    Ok(log.len())
}

#[cfg(test)]
mod tests {
    use super::super::at;
    use super::*;
    use Outcome::{Done, Refused, Unknown};

    fn good() -> Vec<Operation<Vec<&'static str>>> {
        vec![
            at(1, 3, Done, vec!["a", "b"]),
            at(2, 4, Done, vec!["c"]),
            at(5, 6, Unknown, vec!["d"]),
            at(5, 7, Unknown, vec!["e", "f"]),
            at(5, 7, Refused, vec!["g"]),
        ]
    }

    fn log(names: &[&'static str]) -> Vec<(i64, &'static str)> {
        (1..).zip(names.iter().copied()).collect()
    }

    #[test]
    fn overlapping_operations_may_come_either_way() {
        assert_eq!(events(&log(&["a", "b", "c"]), &good()), Ok(3));
        assert_eq!(events(&log(&["c", "a", "b", "e", "f", "d"]), &good()), Ok(6));
    }

    #[test]
    fn a_gap_is_caught() {
        let log = [(1, "a"), (2, "b"), (4, "c")];
        assert_eq!(events(&log, &good()).expect_err("3 is missing"), "a reader that had 2 was given 4 next");
    }

    #[test]
    fn a_reordering_seen_by_one_reader_only_is_caught() {
        let mut tail = Tail::default();
        tail.take([1, 2]).expect("in order");
        assert!(tail.take([4]).is_err(), "3 was committed after 4");
        assert_eq!(tail.last(), 2);
    }

    #[test]
    fn an_event_before_its_predecessor_is_caught() {
        let operations = [at(1, 2, Done, vec!["a"]), at(3, 4, Done, vec!["b"])];
        let caught = events(&log(&["b", "a"]), &operations).expect_err("a was over when b was called");
        assert!(caught.contains("comes behind"), "{caught}");
    }

    #[test]
    fn missing_doubled_half_and_stray_events_are_caught() {
        for (names, said) in [
            (&["a", "b"][..], "0 of 1 events"),
            (&["a", "c"], "1 of 2 events"),
            (&["a", "b", "c", "a"], "twice"),
            (&["a", "b", "c", "e"], "1 of 2 events"),
            (&["a", "b", "c", "g"], "refused"),
            (&["a", "b", "c", "z"], "nobody caused it"),
        ] {
            let caught = events(&log(names), &good()).expect_err(said);
            assert!(caught.contains(said), "{names:?}: {caught}");
        }
    }
}
