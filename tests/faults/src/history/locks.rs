//! Exclusive locks on one object: nobody beside a holder.

use super::Moment;

/// From the answer that gave the lock to the call that gave it back: both are inside the time it was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub holder: usize,
    pub acquired: Moment,
    pub released: Moment,
}

pub fn locks(holds: &[Hold]) -> Result<usize, String> {
    let mut holds = holds.to_vec();
    holds.sort_unstable_by_key(|hold| hold.acquired);
    for pair in holds.windows(2) {
        if pair[1].acquired < pair[0].released {
            let [one, other] = [pair[0].holder, pair[1].holder];
            return Err(format!("{one} still held the lock when {other} was given it ({pair:?})"));
        }
    }
    Ok(holds.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(holder: usize, acquired: Moment, released: Moment) -> Hold {
        Hold { holder, acquired, released }
    }

    #[test]
    fn one_after_the_other_is_exclusive() {
        assert_eq!(locks(&[hold(2, 5, 6), hold(1, 1, 5), hold(1, 7, 9)]), Ok(3));
    }

    #[test]
    fn an_overlap_is_caught() {
        let caught = locks(&[hold(1, 1, 5), hold(3, 8, 9), hold(2, 4, 6)]).expect_err("4 is before 5");
        assert!(caught.starts_with("1 still held the lock when 2 was given it"), "{caught}");
    }
}
