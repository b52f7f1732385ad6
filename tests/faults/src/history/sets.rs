//! Sets (tables, partitions, grants): what was done is there, and the log says the same.

use super::{Operation, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// An element comes or goes. Only one client touches an element, one call after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<T> {
    Add(T),
    Remove(T),
}

/// `found` is what the metastore lists, `folded` what its events add up to.
pub fn set<T: Ord + Clone + Debug>(
    operations: &[Operation<Change<T>>],
    found: &BTreeSet<T>,
    folded: &BTreeSet<T>,
) -> Result<usize, String> {
    if let Some(element) = found.symmetric_difference(folded).next() {
        let (there, told) = (found.contains(element), folded.contains(element));
        return Err(format!("{element:?}: there {there}, by the events {told}"));
    }
    // What may be: an unknown change leaves both open.
    let mut possible: BTreeMap<&T, [bool; 2]> = BTreeMap::new();
    for operation in operations {
        let (element, there) = match &operation.what {
            Change::Add(element) => (element, true),
            Change::Remove(element) => (element, false),
        };
        let state = possible.entry(element).or_insert([true, false]);
        match operation.outcome {
            Outcome::Done => *state = [!there, there],
            Outcome::Unknown => state[usize::from(there)] = true,
            Outcome::Refused => {}
        }
    }
    for (element, [absent, present]) in &possible {
        match found.contains(*element) {
            true if !present => return Err(format!("{element:?} is there and should not be")),
            false if !absent => return Err(format!("{element:?} was acknowledged and is gone")),
            _ => {}
        }
    }
    match found.iter().find(|element| !possible.contains_key(element)) {
        Some(stray) => Err(format!("nobody made {stray:?}")),
        None => Ok(found.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::at;
    use super::*;
    use Change::{Add, Remove};
    use Outcome::{Done, Refused, Unknown};

    fn good() -> Vec<Operation<Change<&'static str>>> {
        vec![
            at(1, 2, Done, Add("a")),
            at(1, 2, Done, Add("b")),
            at(3, 4, Done, Remove("b")),
            at(3, 4, Unknown, Add("c")),
            at(5, 6, Refused, Add("d")),
        ]
    }

    fn of(elements: &[&'static str]) -> BTreeSet<&'static str> {
        elements.iter().copied().collect()
    }

    #[test]
    fn what_is_unknown_may_be_there_or_not() {
        assert_eq!(set(&good(), &of(&["a"]), &of(&["a"])), Ok(1));
        assert_eq!(set(&good(), &of(&["a", "c"]), &of(&["a", "c"])), Ok(2));
    }

    #[test]
    fn lost_risen_stray_and_untold_elements_are_caught() {
        for (found, folded, said) in [
            (&["c"][..], &["c"][..], "acknowledged and is gone"),
            (&["a", "b"], &["a", "b"], "should not be"),
            (&["a", "d"], &["a", "d"], "should not be"),
            (&["a", "z"], &["a", "z"], "nobody made"),
            (&["a"], &["a", "c"], "by the events true"),
            (&["a", "c"], &["a"], "by the events false"),
        ] {
            let caught = set(&good(), &of(found), &of(folded)).expect_err(said);
            assert!(caught.contains(said), "{found:?}: {caught}");
        }
    }
}
