//! The users file: a line `name:hash` for each user, the hash an Argon2 one in PHC form (`skep password` prints a line).

use std::collections::HashMap;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::minting::random;

/// Hashes computed at a time. Each takes its 19 MiB and its 20 ms of a processor, and strangers may ask for them.
const AT_A_TIME: usize = 2;
/// The most memory a hash in the file may ask for, in KiB.
const MEMORY_MAX: u32 = 256 * 1024;

pub struct Users {
    hashes: Arc<HashMap<String, String>>,
    /// Compared for a name that nobody has, so that it takes as long.
    nobody: Arc<str>,
    turns: Semaphore,
}

impl Users {
    pub fn read(text: &str) -> Result<Users, String> {
        let mut hashes = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            // A refusal names the line and never repeats it.
            let refuse = |why: &str| Err(format!("line {}: {why}", number + 1));
            let Some((name, hash)) = line.split_once(':') else { return refuse("expected name:hash") };
            if name.is_empty() || !acceptable(hash) {
                return refuse("expected an Argon2 hash in PHC form, as skep password prints it");
            }
            if hashes.insert(name.to_owned(), hash.to_owned()).is_some() {
                return refuse("the user is there twice");
            }
        }
        let nobody = hash(&random::<16>()?)?.into();
        Ok(Users { hashes: Arc::new(hashes), nobody, turns: Semaphore::new(AT_A_TIME) })
    }

    pub async fn check(&self, name: &str, password: &str) -> bool {
        let Ok(_turn) = self.turns.acquire().await else { return false };
        let (hashes, nobody) = (Arc::clone(&self.hashes), Arc::clone(&self.nobody));
        let (name, password) = (name.to_owned(), password.to_owned());
        let checked = tokio::task::spawn_blocking(move || {
            let known = hashes.get(&name);
            let hash = known.map_or(&*nobody, String::as_str);
            verify(&password, hash) && known.is_some()
        });
        checked.await.unwrap_or(false)
    }
}

/// The hash of a password, with a salt of its own.
pub fn hash(password: &[u8]) -> Result<String, String> {
    let hash = Argon2::default().hash_password_with_salt(password, &random::<16>()?);
    hash.map(|hash: PasswordHash| hash.to_string()).map_err(|error| error.to_string())
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether checking against it is possible and affordable.
fn acceptable(hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Algorithm::try_from(hash.algorithm.as_str()).is_ok()
            && hash.version.is_none_or(|version| Version::try_from(version).is_ok())
            && Params::try_from(&hash).is_ok_and(|params| params.m_cost() <= MEMORY_MAX && params.t_cost() <= 100)
            && hash.hash.is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_of_a_known_user_passes_alone() {
        let line = format!("# people\n\nann:{}\n", hash(b"s3cret").expect("hashed"));
        let users = Users::read(&line).expect("a users file");
        assert!(users.check("ann", "s3cret").await);
        for (name, password) in [("ann", "S3cret"), ("ann", ""), ("Ann", "s3cret"), ("bob", "s3cret"), ("", "")] {
            assert!(!users.check(name, password).await, "{name} {password}");
        }
    }

    #[test]
    fn a_line_that_is_no_hash_is_refused_and_not_repeated() {
        let good = hash(b"x").expect("hashed");
        let greedy = good.replace("m=19456", "m=4194304");
        for text in [
            "ann",
            "ann:hush",
            "ann:$2y$10$hush",
            &format!(":{good}"),
            &format!("a:{good}\na:{good}"),
            &format!("a:{greedy}"),
        ] {
            let refusal = Users::read(text).err().expect("refused");
            assert!(refusal.starts_with("line ") && !refusal.contains("hush"), "{refusal}");
        }
    }
}
