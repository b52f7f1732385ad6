//! Transactions and write ids of a few writers, and a reader, in every order of their steps.
//!
//! The reader asks for the open transactions and later for a table's valid write ids, as Hive does; what it concludes
//! comes from the real [`Snapshot::of`] and [`Valid::of`]. Ids are taken before the row that shows them is committed.

use super::valid::Valid;
use crate::explore::{Model, explore};
use crate::snapshot::Snapshot;

struct Writing {
    /// An id that is not there yet counts as open.
    gaps_are_open: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct State {
    next_txn: i64,
    next_write: i64,
    writers: Vec<Writer>,
    reader: Reader,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Writer {
    txn: i64,
    write: i64,
    at: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
enum Stage {
    Nothing,
    /// It has an id, and nobody can see the row.
    Opening,
    Open,
    Committed,
    Aborted,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Reader {
    Nothing,
    /// The high-water mark, the open and aborted ids, and which transactions were committed then.
    Snapshot {
        high: i64,
        invalid: Vec<(i64, bool)>,
        committed: Vec<i64>,
    },
    /// Writes it will read, and those it would have to: (write ids, write ids).
    Read {
        valid: Vec<i64>,
        expected: Vec<i64>,
    },
}

impl Writing {
    fn snapshot(&self, state: &State) -> Reader {
        let of = |stage| state.writers.iter().filter(move |w| w.at == stage).map(|w| w.txn).collect::<Vec<_>>();
        let (open, aborted, committed) = (of(Stage::Open), of(Stage::Aborted), of(Stage::Committed));
        let high = [&open, &aborted, &committed].into_iter().flatten().copied().max().unwrap_or(0);
        let seen = |id: &i64| open.contains(id) || aborted.contains(id) || committed.contains(id);
        let gaps = (1..=high).filter(|id| self.gaps_are_open && !seen(id));
        let mut invalid: Vec<(i64, bool)> = open.iter().map(|id| (*id, false)).collect();
        invalid.extend(aborted.iter().map(|id| (*id, true)));
        invalid.extend(gaps.map(|id| (id, false)));
        invalid.sort_unstable();
        Reader::Snapshot { high, invalid, committed }
    }

    fn read(state: &State, high: i64, invalid: &[(i64, bool)], committed: &[i64]) -> Reader {
        // Rows of `TXN_TO_WRITE_ID` are seen as soon as they are committed, which is when they are made.
        let mut writes: Vec<(i64, i64)> =
            state.writers.iter().filter(|w| w.write > 0).map(|w| (w.txn, w.write)).collect();
        writes.sort_unstable_by_key(|(_, write)| *write);
        let txns = Snapshot::of(high, invalid.iter().copied(), 0);
        let valid = Valid::of(&txns, &writes, state.next_write - 1, true);
        let is_valid = |write: i64| valid.reads(write);
        let valid = writes.iter().map(|(_, write)| *write).filter(|write| is_valid(*write)).collect();
        let expected = writes.iter().filter(|(txn, _)| committed.contains(txn)).map(|(_, write)| *write).collect();
        Reader::Read { valid, expected }
    }
}

impl Model for Writing {
    type State = State;

    fn start(&self) -> State {
        let writer = Writer { txn: 0, write: 0, at: Stage::Nothing };
        State { next_txn: 1, next_write: 1, writers: vec![writer; 3], reader: Reader::Nothing }
    }

    fn next(&self, state: &State) -> Vec<(String, State)> {
        let mut next = Vec::new();
        for (number, writer) in state.writers.iter().enumerate() {
            let mut to = |what: &str, writer: Writer, txns: i64, writes: i64| {
                let mut state = state.clone();
                state.writers[number] = writer;
                (state.next_txn, state.next_write) = (state.next_txn + txns, state.next_write + writes);
                next.push((format!("{number} {what}"), state));
            };
            match writer.at {
                Stage::Nothing => {
                    to("takes an id", Writer { txn: state.next_txn, at: Stage::Opening, ..*writer }, 1, 0);
                }
                Stage::Opening => to("opens", Writer { at: Stage::Open, ..*writer }, 0, 0),
                Stage::Open => {
                    if writer.write == 0 {
                        to("takes a write id", Writer { write: state.next_write, ..*writer }, 0, 1);
                    }
                    to("commits", Writer { at: Stage::Committed, ..*writer }, 0, 0);
                    to("aborts", Writer { at: Stage::Aborted, ..*writer }, 0, 0);
                }
                Stage::Committed | Stage::Aborted => {}
            }
        }
        let reader = match &state.reader {
            Reader::Nothing => Some(("asks for transactions", self.snapshot(state))),
            Reader::Snapshot { high, invalid, committed } => {
                Some(("asks for writes", Writing::read(state, *high, invalid, committed)))
            }
            Reader::Read { .. } => None,
        };
        next.extend(reader.map(|(what, reader)| (format!("reader {what}"), State { reader, ..state.clone() })));
        next
    }

    fn broken(&self, state: &State) -> Option<String> {
        match &state.reader {
            Reader::Read { valid, expected } if valid != expected => {
                Some(format!("reads {valid:?} where {expected:?} were committed"))
            }
            _ => None,
        }
    }
}

#[test]
fn a_reader_reads_just_the_writes_committed_before_its_snapshot() {
    let states = explore(&Writing { gaps_are_open: true }).unwrap_or_else(|way| panic!("{way}"));
    println!("figure\twrite id states\t{states}");
    assert!(states > 1000);
}

#[test]
fn a_reader_that_takes_missing_ids_for_done_is_caught() {
    let way = explore(&Writing { gaps_are_open: false }).expect_err("ids become visible out of order");
    assert!(way.contains("were committed"), "{way}");
}
