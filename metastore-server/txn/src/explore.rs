//! Every order in which a few steps can happen, for tests.
//!
//! A model says what can happen next in a state and what must never be; this walks through all states, breadth first, so
//! that a broken one is shown with the shortest way to it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt::Debug;
use std::hash::Hash;

pub trait Model {
    type State: Clone + Eq + Hash + Debug;

    fn start(&self) -> Self::State;

    /// What can happen next, each with its name.
    fn next(&self, state: &Self::State) -> Vec<(String, Self::State)>;

    /// What is wrong with a state.
    fn broken(&self, state: &Self::State) -> Option<String>;
}

/// How many states there are, or the way to one that must not be.
pub fn explore<M: Model>(model: &M) -> Result<usize, String> {
    let start = model.start();
    let mut came: HashMap<M::State, Option<(M::State, String)>> = HashMap::from([(start.clone(), None)]);
    let mut waiting = VecDeque::from([start]);
    while let Some(state) = waiting.pop_front() {
        if let Some(what) = model.broken(&state) {
            return Err(format!("{what}: {}", way(&came, &state).join(", ")));
        }
        for (step, next) in model.next(&state) {
            if let Entry::Vacant(new) = came.entry(next) {
                waiting.push_back(new.key().clone());
                new.insert(Some((state.clone(), step)));
            }
        }
    }
    Ok(came.len())
}

fn way<S: Eq + Hash>(came: &HashMap<S, Option<(S, String)>>, state: &S) -> Vec<String> {
    let mut steps = Vec::new();
    let mut at = state;
    while let Some(Some((before, step))) = came.get(at) {
        steps.push(step.clone());
        at = before;
    }
    steps.reverse();
    steps
}
