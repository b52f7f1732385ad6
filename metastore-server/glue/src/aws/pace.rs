//! How fast calls are sent: as fast as they come, until more than a quarter of a second's calls are throttled; then a
//! little faster than Glue takes them, as measured second by second.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// As long as calls are counted before the rate is set anew.
const WINDOW: Duration = Duration::from_secs(1);
/// More of them refused than this, and we are too fast. A share that has nothing to do with our speed stays below.
const TOO_MANY: f64 = 0.25;
/// Of fewer calls no share is taken.
const FEW: f64 = 4.0;
/// From one window to the next, while Glue takes what is sent: what it takes is found by asking for a little more.
const GROWTH: f64 = 1.1;
/// Never slower, in calls a second: the pauses between tries slow down further.
const SLOWEST: f64 = 10.0;
/// After so long without too many refusals there is no rate any more.
const FORGIVEN: Duration = Duration::from_secs(60);
/// A shorter pause than a timer can keep would not end.
const SHORTEST: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Calls a second; `None` while there is no need for one.
    rate: Option<f64>,
    tokens: f64,
    filled: Instant,
    /// In this window.
    answered: f64,
    refused: f64,
    since: Instant,
    /// The end of the last window in which too many were refused.
    cut: Instant,
}

impl Pace {
    pub fn new() -> Pace {
        let now = Instant::now();
        let state = State { rate: None, tokens: 0.0, filled: now, answered: 0.0, refused: 0.0, since: now, cut: now };
        Pace(Mutex::new(state))
    }

    /// Waits for this call's turn.
    pub async fn turn(&self) {
        while let Some(pause) = self.take() {
            sleep(pause).await;
        }
    }

    /// The time until a call may be sent, or none and its turn is taken.
    fn take(&self) -> Option<Duration> {
        let mut state = self.state();
        let rate = state.rate?;
        let now = Instant::now();
        // A second's worth at the most: a pause is no reason for a burst.
        state.tokens = (state.tokens + rate * (now - state.filled).as_secs_f64()).min(rate);
        state.filled = now;
        if state.tokens < 1.0 {
            return Some(Duration::from_secs_f64((1.0 - state.tokens) / rate).max(SHORTEST));
        }
        state.tokens -= 1.0;
        None
    }

    pub fn answered(&self) {
        let mut state = self.state();
        state.answered += 1.0;
        state.end_window();
    }

    pub fn throttled(&self) {
        let mut state = self.state();
        state.refused += 1.0;
        state.end_window();
    }

    /// Calls a second, if there is a bound now.
    #[cfg(test)]
    fn rate(&self) -> Option<f64> {
        self.state().rate
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Sets the rate by what came of the window's calls, if it is over.
    fn end_window(&mut self) {
        let now = Instant::now();
        let (calls, lasted) = (self.answered + self.refused, now - self.since);
        if lasted < WINDOW || calls < FEW {
            return;
        }
        if self.refused / calls > TOO_MANY {
            let taken = self.answered / lasted.as_secs_f64();
            if self.rate.is_none() {
                (self.tokens, self.filled) = (0.0, now);
            }
            self.rate = Some((taken * GROWTH).max(SLOWEST));
            self.cut = now;
        } else if now - self.cut > FORGIVEN {
            self.rate = None;
        } else {
            self.rate = self.rate.map(|rate| rate * GROWTH);
        }
        (self.answered, self.refused, self.since) = (0.0, 0.0, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn nothing_waits_before_too_many_are_refused() {
        let pace = Pace::new();
        let began = Instant::now();
        for _ in 0..1_000 {
            pace.turn().await;
            pace.answered();
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    /// A service that takes fifty calls a second and refuses the rest.
    #[tokio::test(start_paused = true)]
    async fn the_rate_settles_near_what_is_taken() {
        let pace = Pace::new();
        let (mut second, mut taken) = (0, 0);
        let (mut refused, mut answered) = (0, 0);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(50) {
            pace.turn().await;
            advance(Duration::from_millis(2)).await;
            let now = began.elapsed().as_secs();
            if now != second {
                (second, taken) = (now, 0);
            }
            taken += 1;
            let late = now > 10;
            if taken > 50 {
                refused += u32::from(late);
                pace.throttled();
            } else {
                answered += u32::from(late);
                pace.answered();
            }
        }
        assert!(answered > 1_700, "{answered} answered");
        assert!(refused < answered / 3, "{refused} refused beside {answered}");
    }

    #[tokio::test(start_paused = true)]
    async fn refusals_that_ignore_the_rate_do_not_stop_us() {
        let pace = Pace::new();
        let began = Instant::now();
        for call in 0..5_000 {
            pace.turn().await;
            advance(Duration::from_millis(5)).await;
            if call % 5 == 0 { pace.throttled() } else { pace.answered() }
        }
        assert_eq!(pace.rate(), None);
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_is_forgotten_when_all_is_well_again() {
        let pace = Pace::new();
        for call in 0..3_000 {
            pace.turn().await;
            advance(Duration::from_millis(50)).await;
            if call < 100 && call % 2 == 0 {
                pace.throttled()
            } else {
                pace.answered()
            }
            assert!(call != 99 || pace.rate().is_some(), "it was never set");
        }
        assert_eq!(pace.rate(), None);
    }
}
