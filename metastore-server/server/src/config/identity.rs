use std::path::PathBuf;

use super::section::{Objection, section};
use super::values::Time;

section! {
    /// Who clients are, where a listener asks for a proof ([[server.listeners]]).
    Identity = "identity" {
        /// Users and their passwords for the method "plain": lines of name:hash, as skep password prints them.
        "users-file" users_file: Option<PathBuf> = None;
        /// Longest life of a token that skep token mint makes.
        "token-lifetime-max" token_lifetime_max: Time = Time::seconds(7 * 24 * 60 * 60);
    }
}

impl Identity {
    fn validate(&self) -> Vec<Objection> {
        let short = self.token_lifetime_max.0.is_zero();
        short.then(|| ("token-lifetime-max", "0 would be no life at all".to_owned())).into_iter().collect()
    }
}
