//! PLAIN (RFC 4616): a name and a password as they are, so it is for connections that nobody else can read.

use super::machine::Fault;

/// Longest name, and longest password. Longer ones would only be something to hash.
const LONGEST: usize = 1024;

#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: String,
}

impl Credentials {
    /// `authzid NUL name NUL password`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Credentials, Fault> {
        let malformed = || Fault::client("the PLAIN message is malformed");
        let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
        let parts: Vec<&str> = text.splitn(4, '\0').collect();
        let [other, user, password] = parts[..] else { return Err(malformed()) };
        if user.is_empty() || password.is_empty() || user.len() > LONGEST || password.len() > LONGEST {
            return Err(malformed());
        }
        if !other.is_empty() && other != user {
            return Err(Fault::client("nobody can act for another user here"));
        }
        Ok(Credentials { user: user.to_owned(), password: password.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_and_a_password_are_taken() {
        for good in ["\0ann\0pw", "ann\0ann\0pw", "\0ann\0p w"] {
            assert_eq!(Credentials::parse(good.as_bytes()).ok().map(|c| c.user).as_deref(), Some("ann"), "{good:?}");
        }
        let long = format!("\0ann\0{}", "p".repeat(LONGEST + 1));
        for bad in ["", "ann", "\0ann", "\0\0pw", "\0ann\0", "bob\0ann\0pw", "\0ann\0p\0w", &long] {
            assert!(Credentials::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Credentials::parse(b"\0ann\0\xff").is_err());
    }
}
