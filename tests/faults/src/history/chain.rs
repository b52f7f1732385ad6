//! Compare-and-swap of one value: the successes are a path.

use super::{Moment, Operation, Order, Outcome};
use std::collections::HashMap;
use std::fmt::Display;

/// From one value to another, which nobody else makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    pub from: String,
    pub to: String,
}

/// What a session found.
#[derive(Debug, Clone)]
pub struct Read {
    pub session: usize,
    pub called: Moment,
    pub answered: Moment,
    pub value: String,
}

/// Walks from the last value back to the first. Every acknowledged swap must lie on the way, no refused one may; the way
/// must respect what clients know of before and after; no session may read backwards.
pub fn chain(first: &str, last: &str, swaps: &[Operation<Swap>], reads: &[Read]) -> Result<usize, String> {
    let mut by_result = HashMap::new();
    let mut wins = HashMap::new();
    for swap in swaps {
        if by_result.insert(swap.what.to.as_str(), swap).is_some() {
            return Err(format!("two swaps to {}", swap.what.to));
        }
        if swap.outcome == Outcome::Done
            && let Some(other) = wins.insert(swap.what.from.as_str(), swap)
        {
            return Err(format!("two wins from {}: {} and {}", swap.what.from, other.what.to, swap.what.to));
        }
    }
    let mut path = Vec::new();
    let mut value = last;
    while value != first {
        let Some(swap) = by_result.remove(value) else {
            return Err(format!("{value} is on the way to {last}, and nobody made it"));
        };
        if swap.outcome == Outcome::Refused {
            return Err(format!("the swap from {} to {value} was refused and happened", swap.what.from));
        }
        path.push(swap);
        value = &swap.what.from;
    }
    path.reverse();
    if let Some(lost) = by_result.values().find(|swap| swap.outcome == Outcome::Done) {
        return Err(format!("the acknowledged swap from {} to {} is lost", lost.what.from, lost.what.to));
    }
    let mut order = Order::default();
    for swap in &path {
        if !order.next(swap) {
            return Err(format!("the swap to {} was over before one before it was called", swap.what.to));
        }
    }
    seen(first, &path, reads)?;
    Ok(path.len())
}

fn seen(first: &str, path: &[&Operation<Swap>], reads: &[Read]) -> Result<(), String> {
    let mut place: HashMap<&str, usize> = HashMap::from([(first, 0)]);
    place.extend(path.iter().zip(1..).map(|(swap, n)| (swap.what.to.as_str(), n)));
    let mut reached: HashMap<usize, usize> = HashMap::new();
    // How far the path was acknowledged to have come by some moment: both grow along it.
    let done: Vec<(Moment, usize)> = {
        let mut done: Vec<_> =
            path.iter().zip(1..).filter(|(s, _)| s.outcome == Outcome::Done).map(|(s, n)| (s.answered, n)).collect();
        done.sort_unstable();
        let mut far = 0;
        done.iter_mut().for_each(|(_, n)| {
            far = far.max(*n);
            *n = far;
        });
        done
    };
    for read in reads {
        let Some(at) = place.get(read.value.as_str()).copied() else {
            return Err(wrong(read, "is not on the path"));
        };
        if at > 0 && path[at - 1].called > read.answered {
            return Err(wrong(read, "was read before it was written"));
        }
        let known = done.partition_point(|(answered, _)| *answered < read.called);
        if known > 0 && done[known - 1].1 > at {
            return Err(wrong(read, "was read although a later one was acknowledged"));
        }
        let before = reached.entry(read.session).or_default();
        if at < *before {
            return Err(wrong(read, "was read after a later one"));
        }
        *before = at;
    }
    Ok(())
}

fn wrong(read: &Read, what: impl Display) -> String {
    format!("session {}: {} {what}", read.session, read.value)
}

#[cfg(test)]
mod tests {
    use super::super::at;
    use super::*;
    use Outcome::{Done, Refused, Unknown};

    fn swap(from: &str, to: &str) -> Swap {
        Swap { from: from.into(), to: to.into() }
    }

    fn read(session: usize, called: Moment, answered: Moment, value: &str) -> Read {
        Read { session, called, answered, value: value.into() }
    }

    /// 0 → a → b → c, the middle one unknown, and one that lost.
    fn good() -> Vec<Operation<Swap>> {
        vec![
            at(1, 2, Done, swap("0", "a")),
            at(1, 3, Refused, swap("0", "x")),
            at(4, 5, Unknown, swap("a", "b")),
            at(6, 8, Done, swap("b", "c")),
        ]
    }

    #[test]
    fn a_path_with_an_unknown_link_is_one() {
        let reads = [read(1, 1, 2, "a"), read(1, 3, 3, "a"), read(1, 5, 7, "b"), read(2, 9, 9, "c")];
        assert_eq!(chain("0", "c", &good(), &reads), Ok(3));
        assert_eq!(chain("0", "a", &good()[..3], &[]), Ok(1), "the unknown one need not have happened");
    }

    #[test]
    fn a_double_win_is_caught() {
        let mut swaps = good();
        swaps.push(at(6, 9, Done, swap("b", "d")));
        assert!(chain("0", "c", &swaps, &[]).expect_err("two wins").contains("two wins from b"));
    }

    #[test]
    fn a_lost_acknowledged_swap_is_caught() {
        let lost = chain("0", "b", &good(), &[]).expect_err("c is gone");
        assert!(lost.contains("from b to c is lost"), "{lost}");
    }

    #[test]
    fn a_refused_swap_that_happened_is_caught() {
        let late = chain("0", "x", &good(), &[]).expect_err("x was refused");
        assert!(late.contains("refused and happened"), "{late}");
    }

    #[test]
    fn a_swap_before_its_predecessor_is_caught() {
        let swaps = [at(5, 6, Done, swap("0", "a")), at(1, 2, Done, swap("a", "b"))];
        assert!(chain("0", "b", &swaps, &[]).expect_err("backwards").contains("over before"));
    }

    #[test]
    fn stale_and_backward_reads_are_caught() {
        for (reads, said) in [
            (vec![read(1, 9, 9, "b")], "a later one was acknowledged"),
            (vec![read(1, 7, 7, "c"), read(1, 7, 8, "b")], "after a later one"),
            (vec![read(1, 1, 3, "c")], "before it was written"),
            (vec![read(1, 1, 3, "x")], "not on the path"),
        ] {
            let caught = chain("0", "c", &good(), &reads).expect_err(said);
            assert!(caught.contains(said), "{caught}");
        }
    }
}
