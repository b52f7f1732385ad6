//! The configuration on paper: what is in effect, and a sample with everything explained.

use std::fmt::Write;

use serde_json::json;

use super::section::variable;
use super::{Config, SHORTS, View};

/// The effective values as a file that would say the same, each with its source. Secrets are masked.
pub fn effective_text(config: &Config) -> String {
    let mut text = String::new();
    for view in config.views() {
        let lines: Vec<(String, String)> = view
            .keys
            .iter()
            .map(|key| {
                let source = config.sources.source(&key.path()).to_string();
                match view.values.get(key.name) {
                    Some(value) => (format!("{} = {value}", key.name), source),
                    None => (format!("# {} is not set", key.name), String::new()),
                }
            })
            .collect();
        let width = lines.iter().map(|(line, _)| line.len()).max().unwrap_or_default().min(60);
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{separator}[{}]", view.name);
        for (line, source) in lines {
            let _ = match source.as_str() {
                "" => writeln!(text, "{line}"),
                _ => writeln!(text, "{line:width$}  # {source}"),
            };
        }
    }
    text
}

/// The same for programs: one object per key.
pub fn effective_json(config: &Config) -> serde_json::Value {
    let mut rows = Vec::new();
    for view in config.views() {
        for key in view.keys {
            let source = config.sources.source(&key.path()).to_string();
            rows.push(json!({ "key": key.path(), "value": view.values.get(key.name), "source": source }));
        }
    }
    rows.into()
}

/// A file with every key, its default, its variable and what it does.
pub fn example() -> String {
    let mut text = String::from(
        "# Every key of Skep's configuration with its default.\n\
         # A flag wins over the environment, the environment over this file.\n",
    );
    for view in default_views() {
        let _ = writeln!(text, "\n#{}\n[{}]", view.doc.join("\n#"), view.name);
        for key in view.keys {
            let _ = writeln!(text, "\n#{}", key.doc.join("\n#"));
            let short = SHORTS.iter().find(|short| short.key == key.path());
            let _ = match short {
                Some(short) => writeln!(text, "# --{}, {}", short.flag, variable(short.flag)),
                None => writeln!(text, "# {}", key.variable()),
            };
            let _ = match view.values.get(key.name) {
                Some(value) => writeln!(text, "{} = {value}", key.name),
                None => writeln!(text, "# {} =", key.name),
            };
        }
    }
    text
}

fn default_views() -> [View; 14] {
    Config::read(super::Said::default()).expect("the defaults are valid").views()
}
