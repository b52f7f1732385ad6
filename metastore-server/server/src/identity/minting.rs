//! New tokens: an identifier that says which one it is, and a secret that only its holder gets.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use skep_catalog::access_token::AccessToken;
use skep_net::DigestKey;

use super::hadoop::HadoopToken;

/// Begins every identifier. Hadoop tries to read identifiers as its own kind, whose first byte is 0, and leaves others.
const PREFIX: &str = "skep1:";
const ID_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;

/// What a new token is to be good for.
pub struct Wish {
    pub principal: String,
    pub roles: Option<String>,
    /// One in a line.
    pub groups: Option<String>,
    pub class: String,
    pub created: i64,
    pub expires: i64,
    /// `hive.metastore.token.signature` of the clients; mostly empty.
    pub service: String,
}

/// The row for the table and the token for its holder.
pub fn mint(wish: Wish) -> Result<(AccessToken, HadoopToken), String> {
    let id = hex(&random::<ID_BYTES>()?);
    let identifier = format!("{PREFIX}{id}").into_bytes();
    let secret = random::<SECRET_BYTES>()?;
    // As Hadoop's clients use the two in DIGEST-MD5.
    let key = DigestKey::of(&BASE64_STANDARD.encode(&identifier), &BASE64_STANDARD.encode(secret));
    let record = AccessToken {
        id: id.as_str().into(),
        digest: hex(&key.0).into(),
        principal: wish.principal.into(),
        roles: wish.roles.map(Into::into),
        groups: wish.groups.map(Into::into),
        class: wish.class.into(),
        created: wish.created,
        expires: wish.expires,
        revoked: None,
    };
    Ok((record, HadoopToken { identifier, password: secret.to_vec(), service: wish.service }))
}

/// The id in the name that a client authenticates with, if it is one of ours.
pub fn id_of(name: &str) -> Option<String> {
    let identifier = BASE64_STANDARD.decode(name).ok()?;
    let id = std::str::from_utf8(&identifier).ok()?.strip_prefix(PREFIX)?;
    let digits = id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (digits && id.len() == 2 * ID_BYTES).then(|| id.to_owned())
}

/// The key in the table.
pub fn key_of(digest: &str) -> Option<[u8; 16]> {
    let digits = digest.as_bytes();
    let mut key = [0; 16];
    if digits.len() != 2 * key.len() || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

/// From the source of TLS's own keys.
pub fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    let filled = rustls::crypto::aws_lc_rs::default_provider().secure_random.fill(&mut bytes);
    filled.map(|()| bytes).map_err(|_| "the machine gives no random bytes".to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minted_token_is_found_again_by_the_name_its_holder_uses_and_no_other_is() {
        let wish = || Wish {
            principal: "sa:ns/team1".into(),
            roles: None,
            groups: None,
            class: "E0".into(),
            created: 1,
            expires: 2,
            service: String::new(),
        };
        let ((record, token), (other, _)) = (mint(wish()).expect("minted"), mint(wish()).expect("minted"));
        assert_ne!(record.id, other.id);
        let (name, password) = (BASE64_STANDARD.encode(&token.identifier), BASE64_STANDARD.encode(&token.password));
        assert_eq!(id_of(&name).as_deref(), Some(record.id.as_str()));
        assert_eq!(key_of(&record.digest), Some(DigestKey::of(&name, &password).0));
        assert!(!format!("{record:?}").contains(record.digest.as_str()));

        let alike = format!("{PREFIX}{}", record.id.to_uppercase());
        for stranger in ["", "c2tlcDE6", "not base64!", &BASE64_STANDARD.encode(alike), &format!("{name}AAAA")] {
            assert_eq!(id_of(stranger), None, "{stranger}");
        }
        for damaged in ["", "00", "zz", &"+1".repeat(16), &"00".repeat(17)] {
            assert_eq!(key_of(damaged), None, "{damaged}");
        }
    }
}
