//! How a section of the configuration is declared: each key once, with its type, default and documentation.
//!
//! Everything else is computed from the declaration: the file's syntax, the environment variable of a key, what
//! `skep config check` prints and the commented sample of `skep config example`.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// One `[section]` of the file.
pub trait Section: Default + Serialize + DeserializeOwned {
    /// `server`, `warehouse.s3`.
    const NAME: &'static str;
    const DOC: &'static [&'static str];
    const KEYS: &'static [Key];

    /// Objections to values that have the right type, each with the name of its key.
    fn objections(&self) -> Vec<Objection>;
}

/// A key and what is wrong with its value.
pub type Objection = (&'static str, String);

/// One key of a section.
pub struct Key {
    pub section: &'static str,
    /// As in the file: `pool-size`.
    pub name: &'static str,
    pub doc: &'static [&'static str],
    /// Is a value of the key's type?
    pub accepts: fn(toml::Value) -> Result<(), toml::de::Error>,
}

impl Key {
    /// `database.pool-size`
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// `SKEP_DATABASE_POOL_SIZE`
    pub fn variable(&self) -> String {
        variable(&self.path())
    }
}

/// The environment variable of a key's path or of a flag.
pub fn variable(name: &str) -> String {
    format!("SKEP_{}", name.replace(['.', '-'], "_").to_ascii_uppercase())
}

pub fn accepts<T: DeserializeOwned>(value: toml::Value) -> Result<(), toml::de::Error> {
    T::deserialize(value).map(drop)
}

/// Declares a section: a struct with a doc comment, and per key a doc comment, name in the file, field, type, default.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $struct:ident = $section:literal {
            $( $(#[doc = $doc:literal])+ $name:literal $field:ident: $type:ty = $default:expr; )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $struct {
            $( $(#[doc = $doc])+ #[serde(rename = $name)] pub $field: $type, )+
        }

        impl Default for $struct {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }

        impl $crate::config::section::Section for $struct {
            const NAME: &'static str = $section;
            const DOC: &'static [&'static str] = &[$($about),+];
            const KEYS: &'static [$crate::config::section::Key] = &[
                $( $crate::config::section::Key {
                    section: $section,
                    name: $name,
                    doc: &[$($doc),+],
                    accepts: $crate::config::section::accepts::<$type>,
                }, )+
            ];

            fn objections(&self) -> Vec<$crate::config::section::Objection> {
                self.validate()
            }
        }
    };
}
pub(super) use section;
