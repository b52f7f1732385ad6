//! The layers of the configuration, laid over each other: file, environment, flags.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use toml::Value;
use toml::de::{DeTable, DeValue};

use super::hive::{self, Ignored, Meant, Property, Understood};
use super::section::{Key, Section, variable};
use super::{ConfigError, Fault, SHORTS, keys};

/// What was said, before anybody looked at it.
#[derive(Default)]
pub struct Said {
    /// Path and text of the file.
    pub file: Option<(PathBuf, String)>,
    /// What Hive's own files say, the strongest last.
    pub sites: Vec<Property>,
    /// The environment; of variables other than `SKEP_…` those of Java's images are looked at.
    pub environment: Vec<(String, String)>,
    /// Flag, key and value.
    pub flags: Vec<(String, String, String)>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File {
        path: PathBuf,
        line: usize,
    },
    Variable(String),
    Flag(String),
    /// A setting of a Java metastore, and its place.
    Hive(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => f.write_str("default"),
            Source::File { path, line: 0 } => write!(f, "{}", path.display()),
            Source::File { path, line } => write!(f, "{}:{line}", path.display()),
            Source::Variable(name) | Source::Hive(name) => f.write_str(name),
            Source::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// The values said, each with its source, by the path of their key.
#[derive(Default)]
pub struct Layers {
    values: BTreeMap<String, (Value, Source)>,
    faults: Vec<Fault>,
    pub(super) ignored: Vec<Ignored>,
}

/// Variables of the command line itself.
const OTHER_VARIABLES: &[&str] = &["SKEP_CONFIG"];

impl Layers {
    pub(super) fn read(said: Said) -> Result<Self, ConfigError> {
        let mut layers = Self::default();
        layers.hive(hive::understand(said.sites, &said.environment));
        if let Some((path, text)) = said.file {
            layers.file(path, &text)?;
        }
        layers.environment(said.environment);
        for (flag, key, value) in said.flags {
            layers.text(Source::Flag(flag), &key, &value);
        }
        layers.forget_half_an_account();
        ConfigError::unless_empty(std::mem::take(&mut layers.faults))?;
        Ok(layers)
    }

    fn hive(&mut self, understood: Understood) {
        for Meant { key, value, source } in understood.meant {
            self.text(Source::Hive(source), key, &value);
        }
        for Ignored { source, reason } in understood.refused {
            self.faults.push(Fault { source: Source::Hive(source), key: None, problem: reason });
        }
        self.ignored = understood.ignored;
    }

    /// Java's user and password belong to Java's database, and to no password of ours.
    fn forget_half_an_account(&mut self) {
        let javas = |source: Source| matches!(source, Source::Hive(_));
        let elsewhere = !javas(self.source("database.url"));
        let ours = self.values.contains_key("database.password-file");
        for key in ["database.user", "database.password"] {
            if javas(self.source(key)) && (elsewhere || (ours && key == "database.password")) {
                self.values.remove(key);
            }
        }
    }

    pub(super) fn source(&self, path: &str) -> Source {
        self.values.get(path).map_or(Source::Default, |(_, source)| source.clone())
    }

    pub(super) fn value(&self, path: &str) -> Option<&Value> {
        self.values.get(path).map(|(value, _)| value)
    }

    pub(super) fn section<S: Section>(&self) -> Result<S, ConfigError> {
        let said = S::KEYS.iter().filter_map(|key| {
            let (value, _) = self.values.get(&key.path())?;
            Some((key.name.to_owned(), value.clone()))
        });
        let table = Value::Table(said.collect());
        S::deserialize(table).map_err(|error| {
            Fault { source: Source::Default, key: Some(S::NAME.to_owned()), problem: sentence(&error) }.into()
        })
    }

    fn file(&mut self, path: PathBuf, text: &str) -> Result<(), ConfigError> {
        let at = |line| Source::File { path: path.clone(), line };
        let broken = |error: toml::de::Error| {
            let line = error.span().map_or(0, |span| line_of(text, span.start));
            Fault { source: at(line), key: None, problem: sentence(&error) }
        };
        let spans = DeTable::parse(text).map_err(broken)?;
        let values: toml::Table = toml::from_str(text).map_err(broken)?;
        let mut said = Vec::new();
        flatten("", &values, spans.get_ref(), &mut said);
        for (key_path, value, start) in said {
            let source = at(line_of(text, start));
            match find(&key_path) {
                Some(key) => self.accept(source, key, value),
                None => self.fault(source, &key_path, unknown(&key_path, "key", keys().map(Key::path))),
            }
        }
        Ok(())
    }

    fn environment(&mut self, said: Vec<(String, String)>) {
        for (name, value) in said {
            // An empty variable is how scripts and manifests say "not set".
            if !name.starts_with("SKEP_") || value.is_empty() || OTHER_VARIABLES.contains(&name.as_str()) {
                continue;
            }
            let short = SHORTS.iter().find(|short| variable(short.flag) == name).map(|short| short.key.to_owned());
            let path = short.or_else(|| keys().find(|key| key.variable() == name).map(Key::path));
            match path {
                Some(path) => match self.source(&path) {
                    Source::Variable(other) => {
                        let problem = format!("{other} says the same thing; set only one of them");
                        self.faults.push(Fault { source: Source::Variable(name), key: Some(path), problem });
                    }
                    _ => self.text(Source::Variable(name), &path, &value),
                },
                None if is_not_for_us(&name, &value) => {}
                None => {
                    let problem = unknown(&name, "variable", variables());
                    self.faults.push(Fault { source: Source::Variable(name), key: None, problem });
                }
            }
        }
    }

    /// A value written as bare text, in a variable or flag.
    fn text(&mut self, source: Source, path: &str, text: &str) {
        let Some(key) = find(path) else {
            return self.fault(source, path, unknown(path, "key", keys().map(Key::path)));
        };
        let as_text = Value::String(text.to_owned());
        match scalar(text) {
            Some(scalar) if (key.accepts)(as_text.clone()).is_err() => self.accept(source, key, scalar),
            _ => self.accept(source, key, as_text),
        }
    }

    fn accept(&mut self, source: Source, key: &Key, value: Value) {
        match (key.accepts)(value.clone()) {
            Ok(()) => drop(self.values.insert(key.path(), (value, source))),
            Err(error) => self.fault(source, &key.path(), sentence(&error)),
        }
    }

    fn fault(&mut self, source: Source, key: &str, problem: String) {
        self.faults.push(Fault { source, key: Some(key.to_owned()), problem });
    }
}

/// Kubernetes gives every pod such variables for a service named `skep` or `skep-…`; they mean nothing to us, and our own
/// tests find their databases by theirs.
fn is_not_for_us(name: &str, value: &str) -> bool {
    name.starts_with("SKEP_TEST_")
        || name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.ends_with("_PORT") && value.contains("://"))
        || (name.contains("_PORT_") && (name.contains("_TCP") || name.contains("_UDP")))
}

fn variables() -> impl Iterator<Item = String> {
    SHORTS.iter().map(|short| variable(short.flag)).chain(keys().map(Key::variable))
}

fn find(path: &str) -> Option<&'static Key> {
    keys().find(|key| key.path() == path)
}

/// Leaves of the file: path, value, and where the key stands.
fn flatten(prefix: &str, values: &toml::Table, spans: &DeTable<'_>, said: &mut Vec<(String, Value, usize)>) {
    for (name, value) in values {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let found = spans.iter().find(|(key, _)| key.get_ref() == name);
        let start = found.map_or(0, |(key, _)| key.span().start);
        match (value, found.map(|(_, value)| value.get_ref())) {
            (Value::Table(inner), Some(DeValue::Table(spans))) if find(&path).is_none() => {
                flatten(&path, inner, spans, said);
            }
            _ => said.push((path, value.clone(), start)),
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// A whole number or a truth value, if the text is one.
fn scalar(text: &str) -> Option<Value> {
    let number = text.parse().map(Value::Integer).ok();
    number.or_else(|| text.parse().map(Value::Boolean).ok())
}

/// The parser's message without its excerpt of the file and without its line feeds.
fn sentence(error: &toml::de::Error) -> String {
    error.message().trim_end_matches('\n').replace('\n', ", ")
}

fn unknown(name: &str, what: &str, known: impl Iterator<Item = String>) -> String {
    let nearest = known.map(|known| (distance(name, &known), known)).min();
    match nearest {
        Some((distance, nearest)) if distance <= name.len() / 3 => {
            format!("there is no such {what}; is {nearest} meant?")
        }
        _ => format!("there is no such {what}; skep config example lists them all"),
    }
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
