//! A caller: who a connection belongs to, how that was proven, and what kind of program is behind it.
//!
//! Made by the listener from authenticated properties alone. What a client says of itself (`set_ugi`,
//! `processorCapabilities`) is a [`AuthMethod::Claim`] at the most.

use crate::principal::Principal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// How the principal was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthMethod {
    /// Not at all.
    None,
    /// The client's own word: `set_ugi`, `x-actor-username`.
    Claim,
    /// A connection over loopback or a Unix socket, whose listener stands for one fixed principal.
    Peer,
    /// SASL PLAIN.
    Plain,
    /// SASL DIGEST-MD5 with a delegation token.
    Token,
    /// A TLS client certificate.
    Certificate,
    /// SASL GSSAPI.
    Kerberos,
    /// A bearer token over HTTP, signed by a trusted issuer.
    Jwt,
}

/// How much a proof is worth, from 0 (a claim) to 3.
pub type Strength = u8;

impl AuthMethod {
    pub const ALL: [AuthMethod; 8] = [
        AuthMethod::None,
        AuthMethod::Claim,
        AuthMethod::Peer,
        AuthMethod::Plain,
        AuthMethod::Token,
        AuthMethod::Certificate,
        AuthMethod::Kerberos,
        AuthMethod::Jwt,
    ];

    /// What the method is worth by itself. A token that came through a relay or inside a protected channel
    /// is worth 3: the listener says so in [`Caller::strength`].
    pub fn strength(self) -> Strength {
        match self {
            AuthMethod::None | AuthMethod::Claim => 0,
            AuthMethod::Peer => 1,
            AuthMethod::Plain | AuthMethod::Token => 2,
            AuthMethod::Certificate | AuthMethod::Kerberos | AuthMethod::Jwt => 3,
        }
    }

    /// The word in conditions (`AUTHN mtls`) and in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            AuthMethod::None => "none",
            AuthMethod::Claim => "claim",
            AuthMethod::Peer => "peer",
            AuthMethod::Plain => "plain",
            AuthMethod::Token => "token",
            AuthMethod::Certificate => "mtls",
            AuthMethod::Kerberos => "kerberos",
            AuthMethod::Jwt => "jwt",
        }
    }
}

/// What kind of program asks, which decides what can be promised to whoever hides something from it. The
/// order is one of kinds, not of trust: more is not better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineClass {
    /// Runs the user's own code with the user's own storage credentials: a Spark driver, PyIceberg, DuckDB.
    #[default]
    E0,
    /// Takes SQL from users and runs under the operator: Spark Thrift Server, HiveServer2, Impala.
    E1,
    /// Enforces the policy that we hand it: Trino with our OPA endpoints.
    E2,
    /// A trusted reader that filters rows and columns itself, with user code elsewhere.
    E3,
    /// The operator's own: replication, the compactor, administration.
    E4,
}

impl EngineClass {
    pub const ALL: [EngineClass; 5] =
        [EngineClass::E0, EngineClass::E1, EngineClass::E2, EngineClass::E3, EngineClass::E4];

    pub fn word(self) -> &'static str {
        match self {
            EngineClass::E0 => "E0",
            EngineClass::E1 => "E1",
            EngineClass::E2 => "E2",
            EngineClass::E3 => "E3",
            EngineClass::E4 => "E4",
        }
    }
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Peer {
    /// A Unix socket, a test, or the command line: no address that a `NETWORK` condition could match.
    #[default]
    Local,
    Address(IpAddr),
}

/// The authenticated side of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub principal: Principal,
    /// From the authenticator or a directory. Names of groups, each a [`crate::principal::Kind::Group`].
    pub groups: BTreeSet<Principal>,
    pub method: AuthMethod,
    /// At least what the method is worth; more where the channel adds to it, less where the listener caps it.
    pub strength: Strength,
    pub class: EngineClass,
    /// Names of the roles that a down-scoped token is good for; `None` is all that the caller has. With
    /// a subset, grants count only if made to `public` or to one of these roles. Denies, restrictions and
    /// masks hold all the same: nobody escapes one by leaving a role behind.
    pub roles: Option<BTreeSet<String>>,
    /// What `ATTR('name')` in a row filter stands for, from claims of the token.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
    pub peer: Peer,
}

impl Caller {
    /// A caller with nothing but a principal and the proof of it: class E0, all its roles.
    pub fn new(principal: Principal, method: AuthMethod) -> Caller {
        Caller {
            principal,
            groups: BTreeSet::new(),
            method,
            strength: method.strength(),
            class: EngineClass::E0,
            roles: None,
            attributes: BTreeMap::new(),
            peer: Peer::Local,
        }
    }

    /// Whoever has not said and proven who it is.
    pub fn anonymous() -> Caller {
        Caller::new(Principal::public(), AuthMethod::None)
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, strength {}, {})", self.principal, self.method, self.strength, self.class)
    }
}

/// A word that stands for nothing here; lists those that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    pub what: &'static str,
    pub found: String,
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} {:?}: use {}", self.what, self.found, self.known.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

/// Names a word list: printing, and reading without regard to case.
macro_rules! words {
    ($type:ty, $what:literal) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $type {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let found = <$type>::ALL.into_iter().find(|item| item.word().eq_ignore_ascii_case(text));
                found.ok_or_else(|| UnknownWord {
                    what: $what,
                    found: text.chars().take(40).collect(),
                    known: <$type>::ALL.into_iter().map(<$type>::word).collect(),
                })
            }
        }
    };
}

pub(crate) use words;

words!(AuthMethod, "authentication method");
words!(EngineClass, "engine class");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_worth_nothing_and_a_certificate_most() {
        let worth: Vec<Strength> = AuthMethod::ALL.map(AuthMethod::strength).to_vec();
        assert_eq!(worth, [0, 0, 1, 2, 2, 3, 3, 3]);
    }

    #[test]
    fn words_are_read_back_in_any_case() {
        for method in AuthMethod::ALL {
            assert_eq!(method.word().to_uppercase().parse(), Ok(method));
        }
        assert_eq!("e3".parse(), Ok(EngineClass::E3));
        let error = "E9".parse::<EngineClass>().expect_err("there is no E9");
        assert_eq!(error.to_string(), r#"unknown engine class "E9": use E0, E1, E2, E3, E4"#);
    }

    #[test]
    fn nobody_in_particular_is_public_and_proves_nothing() {
        assert_eq!(Caller::anonymous().to_string(), "public (none, strength 0, E0)");
    }
}
