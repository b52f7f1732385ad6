//! Who a grant is made to and who a caller is: the names of people, groups, roles and programs.
//!
//! ```text
//! user:alice@EXAMPLE.COM    group:nurses    role:patients_care    sa:team-a/etl (Kubernetes namespace/name)
//! service:trino             arn:aws:iam::123456789012:role/etl    public (everybody)
//! ```
//!
//! Names are normalised to NFC once, here, and compared case-sensitively from then on. A name that
//! could be taken for another one is refused: two scripts mixed, letters that only look like ASCII ones,
//! characters that cannot be seen.

use std::fmt;
use std::str::FromStr;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_security::confusable_detection::skeleton;
use unicode_security::{GeneralSecurityProfile, MixedScript};

/// Bytes of a name at the most: what Hive's columns for principals hold.
const NAME_MAX: usize = 128;
/// Amazon's own limit is shorter for every kind of resource that can call.
const ARN_MAX: usize = 512;

/// A principal. Made by [`Principal::parse`] or [`Principal::new`], so its name is a checked one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal {
    kind: Kind,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person or account of the authenticator's.
    User,
    /// Only from the authenticator or a directory, never from what a client claims.
    Group,
    /// Made and filled by grants.
    Role,
    /// A Kubernetes service account, `NAMESPACE/NAME`.
    ServiceAccount,
    /// A program that serves many people, such as Trino.
    Service,
    /// An identity of Amazon's IAM.
    Arn,
    /// Everybody, authenticated or not.
    Public,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::User, Kind::Group, Kind::Role, Kind::ServiceAccount, Kind::Service, Kind::Arn, Kind::Public];

    /// The word before the colon; `public` has nothing after it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::Group => "group",
            Kind::Role => "role",
            Kind::ServiceAccount => "sa",
            Kind::Service => "service",
            Kind::Arn => "arn",
            Kind::Public => "public",
        }
    }
}

/// Why a text is not the name of a principal; says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPrincipal(String);

impl fmt::Display for BadPrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadPrincipal {}

impl Principal {
    /// Everybody.
    pub fn public() -> Principal {
        Principal { kind: Kind::Public, name: String::new() }
    }

    pub fn user(name: &str) -> Result<Principal, BadPrincipal> {
        Principal::new(Kind::User, name)
    }

    pub fn group(name: &str) -> Result<Principal, BadPrincipal> {
        Principal::new(Kind::Group, name)
    }

    pub fn role(name: &str) -> Result<Principal, BadPrincipal> {
        Principal::new(Kind::Role, name)
    }

    pub fn service(name: &str) -> Result<Principal, BadPrincipal> {
        Principal::new(Kind::Service, name)
    }

    /// A principal of a kind, by its name without the kind's word. For [`Kind::Arn`] the name is what
    /// follows `arn:`; for [`Kind::Public`] it must be empty.
    pub fn new(kind: Kind, name: &str) -> Result<Principal, BadPrincipal> {
        let name: String = if is_nfc(name) { name.to_owned() } else { name.nfc().collect() };
        check(kind, &name).map_err(|fault| BadPrincipal(format!("{fault}: {}:{}", kind.word(), shown(&name))))?;
        Ok(Principal { kind, name })
    }

    /// Reads `kind:name` or `public`.
    pub fn parse(text: &str) -> Result<Principal, BadPrincipal> {
        if text == Kind::Public.word() {
            return Ok(Principal::public());
        }
        let named = text.split_once(':');
        let known = named.and_then(|(word, name)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word && *kind != Kind::Public)?;
            Some((kind, name))
        });
        let Some((kind, name)) = known else {
            return Err(BadPrincipal(format!(
                "expected user:NAME, group:NAME, role:NAME, sa:NAMESPACE/NAME, service:NAME, arn:… or public, found {}",
                shown(text)
            )));
        };
        Principal::new(kind, name)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Without the kind's word; empty for `public`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_public(&self) -> bool {
        self.kind == Kind::Public
    }

    /// Equal for two names that look the same to a reader (UTS 39): a new role is compared with the old
    /// ones by it.
    pub fn skeleton(&self) -> String {
        skeleton(&self.name).collect()
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Public => f.write_str("public"),
            kind => write!(f, "{}:{}", kind.word(), self.name),
        }
    }
}

impl FromStr for Principal {
    type Err = BadPrincipal;

    fn from_str(text: &str) -> Result<Principal, BadPrincipal> {
        Principal::parse(text)
    }
}

/// What is wrong with a name, if something is.
fn check(kind: Kind, name: &str) -> Result<(), &'static str> {
    let max = if kind == Kind::Arn { ARN_MAX } else { NAME_MAX };
    match kind {
        Kind::Public if name.is_empty() => return Ok(()),
        Kind::Public => return Err("public has no name"),
        _ if name.is_empty() => return Err("the name is missing"),
        _ if name.len() > max => return Err("the name is too long"),
        Kind::ServiceAccount => check_service_account(name)?,
        Kind::Arn if name.split(':').count() < 5 => {
            return Err("expected arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE");
        }
        // It would be read as everybody.
        Kind::Role if name == "public" => return Err("public is everybody, not a role"),
        _ => {}
    }
    if name.starts_with(' ') || name.ends_with(' ') || name.contains("  ") {
        return Err("blanks at the ends of a name or two in a row cannot be seen");
    }
    check_characters(name)
}

/// The names that Kubernetes itself allows.
fn check_service_account(name: &str) -> Result<(), &'static str> {
    let label = |part: &str, dots: bool| {
        let inner = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || (dots && c == b'.');
        let ends = |c: Option<&u8>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let bytes = part.as_bytes();
        bytes.iter().all(|c| inner(*c)) && ends(bytes.first()) && ends(bytes.last())
    };
    match name.split_once('/') {
        Some((namespace, account)) if label(namespace, false) && label(account, true) => Ok(()),
        _ => Err("expected sa:NAMESPACE/NAME in the letters that Kubernetes allows"),
    }
}

/// ASCII that can be seen, blanks between words, and from the rest of Unicode what UTS 39 recommends for
/// names, in one script, unless it reads like plain ASCII.
fn check_characters(name: &str) -> Result<(), &'static str> {
    for c in name.chars() {
        match c {
            ' '..='~' => {}
            _ if c.is_control() => return Err("a control character"),
            _ if !c.identifier_allowed() => return Err("a character that does not belong in a name"),
            _ => {}
        }
    }
    if name.is_ascii() {
        return Ok(());
    }
    if !name.is_single_script() {
        return Err("letters of different scripts are mixed");
    }
    if skeleton(name).all(|c| c.is_ascii()) {
        return Err("it can be taken for a name in Latin letters");
    }
    Ok(())
}

/// A text as it may be shown: nothing invisible, not too long.
fn shown(text: &str) -> String {
    text.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_prints_what_it_was_read_from() {
        let samples = [
            "user:alice@EXAMPLE.COM",
            "user:CN=Müller, Jörg,OU=Ärzte",
            "group:Domain Users",
            "role:patients_care",
            "role:Пациенты", // one script, and no Latin look-alike for each letter
            "sa:lf-fgac-user/team1",
            "service:trino",
            "arn:aws:iam::123456789012:role/etl",
            "public",
        ];
        for text in samples {
            assert_eq!(Principal::parse(text).map(|p| p.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn the_same_name_in_another_normal_form_is_the_same_principal() {
        assert_eq!(Principal::parse("user:Jo\u{308}rg"), Principal::parse("user:J\u{f6}rg"));
        assert_ne!(Principal::parse("user:alice"), Principal::parse("user:Alice"));
    }

    #[test]
    fn names_that_deceive_are_refused() {
        let bad = [
            "",
            "alice",
            "role:",
            "role:public",
            "public:",
            "user:a\0b",
            "user:a\nb",
            "user: a",
            "user:a  b",
            "user:a\u{200b}b",            // zero width space
            "user:\u{202e}ecila",         // written backwards
            "user:\u{430}lice",           // Cyrillic a, Latin rest
            "role:\u{430}\u{441}\u{435}", // all Cyrillic, reads "ace"
            "user:a\u{a0}b",              // no-break space
            "user:\u{ff41}lice",          // full width a
            "sa:ns",
            "sa:ns/a/b",
            "sa:NS/a",
            "sa:/a",
            "arn:aws:iam",
            "PUBLIC",
        ];
        for text in bad {
            assert!(Principal::parse(text).is_err(), "{text:?} was taken");
        }
        assert!(Principal::parse(&format!("user:{}", "a".repeat(129))).is_err());
    }

    #[test]
    fn a_refusal_shows_nothing_invisible_and_not_everything() {
        let error = Principal::parse(&format!("user:a\u{1b}[31m{}", "b".repeat(500))).expect_err("refused");
        assert!(error.to_string().len() < 200 && !error.to_string().contains('\u{1b}'), "{error}");
    }

    proptest! {
        #[test]
        fn what_is_read_prints_as_something_that_reads_the_same(text in "\\PC{0,40}", kind in 0..Kind::ALL.len()) {
            let text = format!("{}:{text}", Kind::ALL[kind].word());
            if let Ok(read) = Principal::parse(&text) {
                prop_assert_eq!(Principal::parse(&read.to_string()), Ok(read));
            }
        }
    }
}
