//! Whether calls can be served now.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Ready,
    /// Calls would fail; why.
    NotReady(String),
    /// The server is stopping: no new clients.
    Draining,
}

/// What `/readyz` says, set by those who know.
#[derive(Debug)]
pub struct Health(Mutex<State>);

impl Health {
    /// Ready from the start.
    pub fn ready() -> Health {
        Health(Mutex::new(State::Ready))
    }

    pub fn state(&self) -> State {
        self.locked().clone()
    }

    pub fn is_ready(&self) -> bool {
        *self.locked() == State::Ready
    }

    /// Whether this changes anything. A server that drains does not come back.
    pub fn set(&self, state: State) -> bool {
        let mut now = self.locked();
        if *now == State::Draining || *now == state {
            return false;
        }
        *now = state;
        true
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            State::Ready => f.write_str("ready"),
            State::NotReady(why) => write!(f, "not ready: {why}"),
            State::Draining => f.write_str("not ready: stopping"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_gets_ready_again_but_not_while_it_drains() {
        let health = Health::ready();
        assert!(health.set(State::NotReady("no database".into())));
        assert!(!health.set(State::NotReady("no database".into())));
        assert_eq!(health.state().to_string(), "not ready: no database");
        assert!(health.set(State::Ready) && health.is_ready());
        assert!(health.set(State::Draining));
        assert!(!health.set(State::Ready) && !health.is_ready());
    }
}
