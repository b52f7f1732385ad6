use std::path::PathBuf;

use super::issuer::Issuers;
use super::section::{Objection, section};
use super::values::Time;

section! {
    /// Who clients are, where a listener asks for a proof ([[server.listeners]]).
    Identity = "identity" {
        /// Users and their passwords for the method "plain": lines of name:hash, as skep password prints them.
        "users-file" users_file: Option<PathBuf> = None;
        /// Longest life of a token that skep token mint makes.
        "token-lifetime-max" token_lifetime_max: Time = Time::seconds(7 * 24 * 60 * 60);
        /// Life of a token file that POST /v1/token gives for a bearer token, unless less is asked for.
        "exchange-lifetime" exchange_lifetime: Time = Time::seconds(8 * 60 * 60);
        /// Issuers of bearer tokens for the method "jwt": [[identity.issuers]] tables with issuer, audience, and if need be
        /// keys, principal, groups, ca, token-file. docs/identity.md explains them.
        "issuers" issuers: Issuers = Issuers::default();
    }
}

impl Identity {
    fn validate(&self) -> Vec<Objection> {
        let lives = [("token-lifetime-max", self.token_lifetime_max), ("exchange-lifetime", self.exchange_lifetime)];
        let short = lives.iter().filter(|(_, life)| life.0.as_secs() == 0);
        let mut found: Vec<Objection> = short.map(|(name, _)| (*name, "expected at least 1s".to_owned())).collect();
        if self.exchange_lifetime > self.token_lifetime_max {
            found.push(("exchange-lifetime", "is longer than token-lifetime-max".to_owned()));
        }
        found.extend(self.issuers.objections().into_iter().map(|why| ("issuers", why)));
        found
    }
}
