use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use skep_access::Mode;

use super::section::{Objection, section};

/// [`Mode`] as the file has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enforcement(pub Mode);

impl Serialize for Enforcement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de> Deserialize<'de> for Enforcement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map(Enforcement).map_err(|_| de::Error::custom(format!("'{word}' is none of off, audit, enforce")))
    }
}

section! {
    /// Who may see and change what: the policy that skep grant and the commands beside it make.
    Access = "access" {
        /// "off": everybody may do everything. "audit": each call is decided and recorded, and runs all the same.
        /// "enforce": what is not granted is refused, and what is not to be seen is not there.
        "mode" mode: Enforcement = Enforcement::default();
        /// A file for the records of decisions, one JSON object per line, to be found in the log otherwise
        /// (target skep::audit).
        "audit" audit: Option<PathBuf> = None;
    }
}

impl Access {
    fn validate(&self) -> Vec<Objection> {
        Vec::new()
    }
}
