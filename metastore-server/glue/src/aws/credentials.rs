//! Who the server is to AWS, by the standard chain: environment, web identity, the shared profile files,
//! container, instance.
//!
//! All but the profile files are object_store's, which renews what expires. Of a profile only keys are
//! taken; one that asks for a role, a single sign-on or a program is refused, because going on with
//! another identity than the one that was named would be worse.

use std::path::PathBuf;
use std::sync::Arc;

use object_store::aws::{AmazonS3Builder, AwsCredential};
use object_store::{CredentialProvider, StaticCredentialProvider};

pub type Provider = Arc<dyn CredentialProvider<Credential = AwsCredential>>;

/// Finds them; nothing is asked of AWS before the first call.
pub fn find(region: &str) -> Result<Provider, String> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let in_environment = is_set("AWS_ACCESS_KEY_ID") || is_set("AWS_WEB_IDENTITY_TOKEN_FILE");
    if !in_environment && let Some(profile) = Profile::read(&Files::standard())? {
        return Ok(Arc::new(StaticCredentialProvider::new(profile.keys)));
    }
    let builder = AmazonS3Builder::from_env().with_bucket_name("none").with_region(region);
    let chain = builder.build().map_err(|error| error.to_string())?;
    Ok(chain.credentials().clone())
}

/// Where the profile is, and which.
struct Files {
    credentials: PathBuf,
    config: PathBuf,
    profile: String,
    /// By `AWS_PROFILE`: then it must be there.
    named: bool,
}

impl Files {
    fn standard() -> Files {
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let place = |name, file| std::env::var_os(name).map_or_else(|| home.join(".aws").join(file), PathBuf::from);
        let named = std::env::var("AWS_PROFILE").ok().filter(|name| !name.is_empty());
        Files {
            credentials: place("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            config: place("AWS_CONFIG_FILE", "config"),
            named: named.is_some(),
            profile: named.unwrap_or_else(|| "default".to_owned()),
        }
    }
}

struct Profile {
    keys: AwsCredential,
}

impl Profile {
    /// None if there are no files, or nothing about credentials in them.
    fn read(files: &Files) -> Result<Option<Profile>, String> {
        let credentials = std::fs::read_to_string(&files.credentials).unwrap_or_default();
        let config = std::fs::read_to_string(&files.config).unwrap_or_default();
        let sections = [
            (&credentials, files.profile.clone()),
            (&config, format!("profile {}", files.profile)),
            (&config, files.profile.clone()),
        ];
        let value = |key: &str| sections.iter().find_map(|(text, section)| setting(text, section, key));
        if let (Some(key_id), Some(secret_key)) = (value("aws_access_key_id"), value("aws_secret_access_key")) {
            let token = value("aws_session_token");
            return Ok(Some(Profile { keys: AwsCredential { key_id, secret_key, token } }));
        }
        let unserved = ["role_arn", "sso_session", "sso_start_url", "credential_process", "source_profile"];
        let profile = &files.profile;
        match unserved.into_iter().find(|key| value(key).is_some()) {
            Some(key) => Err(format!(
                "the AWS profile {profile} takes its credentials by {key}, which skep does not do: export them into \
                 the environment (aws configure export-credentials --format env)"
            )),
            None if files.named => Err(format!("AWS_PROFILE is {profile}, and there are no keys of that profile")),
            None => Ok(None),
        }
    }
}

/// A value in one section of an INI file.
fn setting(text: &str, section: &str, key: &str) -> Option<String> {
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            inside = name.trim() == section;
        } else if inside
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(credentials: &str, config: &str, named: bool) -> Result<Option<String>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files {
            credentials: folder.path().join("credentials"),
            config: folder.path().join("config"),
            profile: if named { "lake" } else { "default" }.to_owned(),
            named,
        };
        std::fs::write(&files.credentials, credentials).expect("written");
        std::fs::write(&files.config, config).expect("written");
        Ok(Profile::read(&files)?.map(|profile| profile.keys.key_id))
    }

    #[test]
    fn keys_of_the_profile_are_taken_from_either_file() {
        let keys = "aws_access_key_id = AK\naws_secret_access_key=SK\n";
        assert_eq!(read(&format!("[other]\nx=1\n[lake]\n{keys}"), "", true), Ok(Some("AK".to_owned())));
        assert_eq!(read("", &format!("[profile lake]\nregion = x\n{keys}"), true), Ok(Some("AK".to_owned())));
        assert_eq!(read("", "", false), Ok(None));
    }

    #[test]
    fn a_profile_that_cannot_be_followed_is_refused_and_not_passed_over() {
        let refused = read("", "[profile lake]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = x\n", true);
        assert!(refused.is_err_and(|text| text.contains("role_arn") && text.contains("export-credentials")));
        assert!(read("[default]\n", "", true).is_err_and(|text| text.contains("AWS_PROFILE is lake")));
    }
}
