//! DIGEST-MD5 (RFC 2831), the server's side, as Hadoop's clients speak it with a token: the name is the token's
//! identifier and the password its secret, both in base64; the realm is `default` and the address `null/default`.
//!
//! The mechanism is old: MD5, no channel binding, and nothing after the handshake is protected (`auth`; the two other
//! qualities of protection use ciphers that nobody should use). What it proves is that the client holds the secret, to
//! a server that stores only a digest of it. It belongs on loopback, inside a mesh, or behind a relay.

use std::fmt::{self, Write};

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

use super::machine::Fault;

const REALM: &str = "default";
const ADDRESS: &str = "null/default";
/// Longest answer, as the RFC has it.
const ANSWER_MAX: usize = 4096;

/// What the server keeps of a token's secret: `MD5(name:realm:password)`. Enough to check an answer, and enough to give
/// one, so it is as secret as the password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DigestKey(pub [u8; 16]);

impl DigestKey {
    pub fn of(name: &str, password: &str) -> DigestKey {
        DigestKey(md5(&[name.as_bytes(), b":", REALM.as_bytes(), b":", password.as_bytes()]))
    }
}

impl fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestKey")
    }
}

/// The server's half of the nonces; one per connection, so an answer is good for one connection.
#[derive(Clone)]
pub(super) struct Challenge {
    nonce: String,
}

impl Challenge {
    pub(super) fn new(random: [u8; 32]) -> Challenge {
        Challenge { nonce: hex(&random) }
    }

    pub(super) fn text(&self) -> String {
        format!("realm=\"{REALM}\",nonce=\"{}\",qop=\"auth\",charset=utf-8,algorithm=md5-sess", self.nonce)
    }
}

/// A client's answer: well formed, to this challenge, and not yet checked.
#[derive(Clone)]
pub(crate) struct Response {
    /// The token's identifier as it came, in base64.
    pub(crate) name: String,
    nonce: String,
    client_nonce: String,
    authzid: Option<String>,
    response: String,
}

impl Response {
    /// Refusals never repeat what the client sent.
    pub(super) fn parse(challenge: &Challenge, bytes: &[u8]) -> Result<Response, Fault> {
        let malformed = || Fault::client("the DIGEST-MD5 answer is malformed");
        if bytes.len() > ANSWER_MAX {
            return Err(malformed());
        }
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()).ok_or_else(malformed)?;
        let mut found = Directives::parse(text).ok_or_else(malformed)?;
        let mut need = |name: &str| found.take(name).ok_or_else(malformed);
        let (name, nonce, client_nonce) = (need("username")?, need("nonce")?, need("cnonce")?);
        let (count, address, response) = (need("nc")?, need("digest-uri")?, need("response")?);
        let optional =
            |found: &mut Directives, name: &str, default: &str| found.take(name).unwrap_or(default.to_owned());
        let (realm, quality) = (optional(&mut found, "realm", ""), optional(&mut found, "qop", "auth"));
        if quality != "auth" {
            return Err(Fault::client(
                "only the quality of protection auth is offered: set hadoop.rpc.protection=authentication",
            ));
        }
        // The second use of a nonce would be a client that comes back to a connection; there is none.
        let ours = challenge.nonce.as_bytes().ct_eq(nonce.as_bytes());
        if !bool::from(ours) || count != "00000001" {
            return Err(Fault::client("the DIGEST-MD5 answer is not one to this challenge"));
        }
        if realm != REALM || address != ADDRESS {
            return Err(Fault::client(
                "the DIGEST-MD5 answer is for another service: realm default and address null/default are expected",
            ));
        }
        let authzid = found.take("authzid").filter(|other| !other.is_empty());
        if authzid.as_ref().is_some_and(|other| *other != name) {
            return Err(Fault::client("a token is good for its own principal only"));
        }
        Ok(Response { name, nonce, client_nonce, authzid, response })
    }

    /// `rspauth`, which proves to the client that the server knows the secret too; `None` if the answer is wrong.
    pub(super) fn check(&self, key: &DigestKey) -> Option<String> {
        let expected = self.digest(key, "AUTHENTICATE");
        let right = expected.as_bytes().ct_eq(self.response.as_bytes());
        bool::from(right).then(|| format!("rspauth={}", self.digest(key, "")))
    }

    fn digest(&self, key: &DigestKey, role: &str) -> String {
        let Response { nonce, client_nonce, authzid, .. } = self;
        let mut session = vec![&key.0[..], b":", nonce.as_bytes(), b":", client_nonce.as_bytes()];
        if let Some(authzid) = authzid {
            session.extend([b":", authzid.as_bytes()]);
        }
        let (a1, a2) = (hex(&md5(&session)), hex(&md5(&[role.as_bytes(), b":", ADDRESS.as_bytes()])));
        hex(&md5(&[format!("{a1}:{nonce}:00000001:{client_nonce}:auth:{a2}").as_bytes()]))
    }
}

/// `name=value` or `name="value"`, with commas between.
struct Directives(Vec<(String, String)>);

impl Directives {
    /// `None` for what is no such list, and for a name that comes twice: one of the two would be the trick.
    fn parse(text: &str) -> Option<Directives> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut rest = text.trim_matches([' ', '\t', '\r', '\n', ',']);
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=')?;
            let name = name.trim().to_ascii_lowercase();
            let (value, after) = value(after.trim_start())?;
            let after = after.trim_start();
            rest = match after.strip_prefix(',') {
                Some(more) => more.trim_start_matches([' ', '\t', '\r', '\n', ',']),
                None if after.is_empty() => after,
                None => return None,
            };
            if found.iter().any(|(known, _)| *known == name) {
                return None;
            }
            found.push((name, value));
        }
        Some(Directives(found))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(at).1)
    }
}

/// A value and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(',').unwrap_or(text.len());
        return Some((text[..end].trim_end().to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(letters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A client's answer to a challenge of ours.
    pub(crate) fn answer(challenge: &str, name: &str, password: &str) -> String {
        let nonce = challenge.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a nonce");
        let draft = Response {
            name: name.to_owned(),
            nonce: nonce.to_owned(),
            client_nonce: "c".to_owned(),
            authzid: None,
            response: String::new(),
        };
        let response = draft.digest(&DigestKey::of(name, password), "AUTHENTICATE");
        format!(
            "charset=utf-8,username=\"{name}\",realm=\"default\",nonce=\"{nonce}\",nc=00000001,cnonce=\"c\",\
             digest-uri=\"null/default\",maxbuf=65536,response={response},qop=auth"
        )
    }

    /// The example of RFC 2831, section 4, with its realm and address in the place of ours.
    #[test]
    fn digests_are_those_of_the_rfc() {
        let key = DigestKey(md5(&[b"chris:elwood.innosoft.com:secret"]));
        let (nonce, cnonce) = ("OA6MG9tEQGm2hh", "OA6MHXh6VqTrRk");
        let a1 = hex(&md5(&[&key.0, b":", nonce.as_bytes(), b":", cnonce.as_bytes()]));
        let a2 = hex(&md5(&[b"AUTHENTICATE:imap/elwood.innosoft.com"]));
        let response = hex(&md5(&[format!("{a1}:{nonce}:00000001:{cnonce}:auth:{a2}").as_bytes()]));
        assert_eq!(response, "d388dad90d4bbd760a152321f2143af7");
    }

    #[test]
    fn the_right_answer_passes_and_any_other_does_not() {
        let challenge = Challenge::new([7; 32]);
        let good = answer(&challenge.text(), "aWQ=", "c2VjcmV0");
        let key = DigestKey::of("aWQ=", "c2VjcmV0");
        let response = Response::parse(&challenge, good.as_bytes()).expect("well formed");
        assert_eq!(response.name, "aWQ=");
        assert!(response.check(&key).is_some_and(|proof| proof.starts_with("rspauth=")));
        assert_eq!(response.check(&DigestKey::of("aWQ=", "c2VjcmV1")), None);
        assert_eq!(response.check(&DigestKey::of("aWR=", "c2VjcmV0")), None);
        // Recorded on another connection.
        assert!(Response::parse(&Challenge::new([8; 32]), good.as_bytes()).is_err());
    }

    #[test]
    fn an_answer_that_means_something_else_is_refused() {
        let challenge = Challenge::new([7; 32]);
        let good = answer(&challenge.text(), "n", "p");
        for (from, to) in [
            ("qop=auth", "qop=auth-int"),
            ("qop=auth", "qop=auth-conf"),
            ("nc=00000001", "nc=00000002"),
            ("null/default", "hive/other"),
            ("realm=\"default\"", "realm=\"other\""),
            ("maxbuf=65536", "authzid=\"admin\""),
            ("maxbuf=65536", "username=\"admin\""),
            ("username=\"n\",", ""),
            ("response=", "answer="),
            ("charset=utf-8", "charset"),
            ("cnonce=\"c\"", "cnonce=\"c"),
            ("username=\"n\"", "username=\"\u{e9}\""),
        ] {
            assert!(good.contains(from), "{from}");
            let bad = good.replacen(from, to, 1);
            assert!(Response::parse(&challenge, bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Response::parse(&challenge, &[b'a'; ANSWER_MAX + 1]).is_err());
        assert!(Response::parse(&challenge, b"").is_err());
    }
}
