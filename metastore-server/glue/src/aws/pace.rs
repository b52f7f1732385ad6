//! How fast calls are sent: as fast as they come until Glue throttles one, then as many per second as
//! it takes. The rate is cut once for each burst of refusals and grows with every answer.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// What is left of the rate after a refusal.
const CUT: f64 = 0.7;
/// What an answer adds to it. With it the rate holds while every fifth call is refused, whatever the rate: refusals
/// that have nothing to do with our speed must not bring us to a halt.
const GROWTH: f64 = 0.5;
/// Refusals this close together belong to one burst.
const BURST: Duration = Duration::from_secs(1);
/// Never slower, in calls a second.
const SLOWEST: f64 = 2.0;
/// After so long without a refusal there is no rate any more.
const FORGIVEN: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Calls a second; `None` while nothing was throttled.
    rate: Option<f64>,
    tokens: f64,
    filled: Instant,
    /// Sent since `counting`, to know how fast we were when we were refused.
    sent: f64,
    counting: Instant,
    cut: Option<Instant>,
}

impl Pace {
    pub fn new() -> Pace {
        let now = Instant::now();
        Pace(Mutex::new(State { rate: None, tokens: 0.0, filled: now, sent: 0.0, counting: now, cut: None }))
    }

    /// Waits for this call's turn.
    pub async fn turn(&self) {
        while let Some(pause) = self.take() {
            sleep(pause).await;
        }
    }

    /// The time until a call may be sent, or none and it is counted as sent.
    fn take(&self) -> Option<Duration> {
        let mut state = self.state();
        let now = Instant::now();
        if let Some(rate) = state.rate {
            let filled = state.tokens + rate * (now - state.filled).as_secs_f64();
            // A second's worth at the most: a pause is no reason for a burst.
            (state.tokens, state.filled) = (filled.min(rate), now);
            if state.tokens < 1.0 {
                return Some(Duration::from_secs_f64((1.0 - state.tokens) / rate));
            }
            state.tokens -= 1.0;
        }
        if now - state.counting > 2 * BURST {
            (state.sent, state.counting) = (0.0, now);
        }
        state.sent += 1.0;
        None
    }

    pub fn answered(&self) {
        let mut state = self.state();
        let forgiven = state.cut.is_some_and(|cut| cut.elapsed() > FORGIVEN);
        state.rate = state.rate.filter(|_| !forgiven).map(|rate| rate + GROWTH);
    }

    pub fn throttled(&self) {
        let mut state = self.state();
        let now = Instant::now();
        if state.cut.is_some_and(|cut| now - cut < BURST) {
            return;
        }
        let measured = state.sent / (now - state.counting).as_secs_f64().max(0.1);
        let rate = state.rate.map_or(measured, |rate| rate.min(measured.max(SLOWEST)));
        state.rate = Some((rate * CUT).max(SLOWEST));
        (state.cut, state.filled, state.tokens) = (Some(now), now, 0.0);
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn nothing_waits_before_the_first_refusal() {
        let pace = Pace::new();
        let began = Instant::now();
        for _ in 0..1_000 {
            pace.turn().await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    /// A service that takes twenty calls a second and refuses the rest.
    #[tokio::test(start_paused = true)]
    async fn the_rate_settles_at_what_is_taken() {
        let pace = Pace::new();
        let (mut second, mut taken, mut refused, mut late) = (0, 0, 0, 0);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(100) {
            pace.turn().await;
            advance(Duration::from_millis(1)).await;
            let now = began.elapsed().as_secs();
            if now != second {
                (second, taken) = (now, 0);
            }
            taken += 1;
            if taken > 20 {
                refused += 1;
                late += u32::from(now > 50);
                pace.throttled();
            } else {
                pace.answered();
            }
        }
        assert!(pace.rate().is_some_and(|rate| (5.0..60.0).contains(&rate)), "{:?}", pace.rate());
        assert!(late < 800, "{late} of {refused} refusals came after it should have settled");
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
        assert!(began.elapsed() < Duration::from_secs(300), "{:?}", began.elapsed());
    }
}
