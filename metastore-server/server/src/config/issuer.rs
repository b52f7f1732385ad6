//! `[[identity.issuers]]`: one table for each issuer of bearer tokens.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize};
use skep::identity::bearer::{self, Rule};

use super::values;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Issuer {
    /// As it stands in the claim `iss`; without `keys`, the address of its discovery document as well.
    pub issuer: String,
    pub audience: String,
    /// File or address of its key set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<String>,
    #[serde(default = "subject")]
    pub principal: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

fn subject() -> String {
    "user:{sub}".to_owned()
}

/// The whole list. A variable or flag says it as TOML: `[{issuer = "…", audience = "…"}]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Issuers(pub Vec<Issuer>);

impl<'de> Deserialize<'de> for Issuers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        values::tables(from).map(Self)
    }
}

impl Issuers {
    /// What cannot be right about them, as sentences.
    pub fn objections(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (at, issuer) in self.0.iter().enumerate() {
            if let Err(why) = issuer.settings().and_then(|settings| bearer::Fetch::check(&settings)) {
                found.push(format!("{}: {why}", issuer.issuer));
            }
            if issuer.audience.is_empty() {
                found.push(format!("{}: audience is empty, so any token of the issuer would do", issuer.issuer));
            }
            if self.0[..at].iter().any(|other| other.issuer == issuer.issuer) {
                found.push(format!("{}: the issuer is there twice", issuer.issuer));
            }
        }
        found
    }
}

impl Issuer {
    pub fn settings(&self) -> Result<bearer::Settings, String> {
        Ok(bearer::Settings {
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            keys: self.keys.clone(),
            principal: Rule::parse(&self.principal).map_err(|why| format!("principal: {why}"))?,
            groups: self.groups.clone(),
            authority: self.ca.clone(),
            token_file: self.token_file.clone(),
        })
    }
}
