//! `skep schema doctor`: what is wrong with a metastore's rows and tables.

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use skep_schema::Severity;
use skep_sql::schema::{self, Ailment, Examination};

use super::print;
use super::progress::Bar;
use crate::cli::Output;
use crate::config::Config;
use crate::database::{self, Missing};
use crate::failure::Failure;

/// Ends with an error if there is anything but notes.
pub async fn run(config: &Config, output: Output, fix: Option<&Path>) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let mut examination = examine(config, &mut session).await?;
    tell(&examination, output)?;
    if let Some(undo) = fix {
        let cured = cure(config, &mut session, undo).await?;
        eprintln!("ran {cured} statements; {} takes them back", undo.display());
        examination = examine(config, &mut session).await?;
    }
    let left = examination.ailments.iter().filter(|ailment| ailment.severity > Severity::Note).count();
    match left {
        0 => Ok(()),
        n => Err(Failure::Failed(format!("{}: {n} findings that matter", config.database.url))),
    }
}

async fn examine(config: &Config, session: &mut schema::Session) -> Result<Examination, Failure> {
    let bar = Bar::new();
    let examined = schema::examine(session, &mut |about, done, total| bar.draw(done, total, about)).await;
    bar.clear();
    examined.map_err(|error| database::failed(config, &error))
}

/// The script is whole on disk before anything it takes back is done.
async fn cure(config: &Config, session: &mut schema::Session, undo: &Path) -> Result<usize, Failure> {
    let mut passes: Vec<Vec<String>> = Vec::new();
    let mut write = |statements: &[String]| {
        passes.push(statements.to_vec());
        let mut file = std::fs::File::create(undo)?;
        writeln!(file, "-- Takes back what skep schema doctor --fix did to {}.\nbegin;", config.database.url)?;
        for statement in passes.iter().rev().flatten() {
            writeln!(file, "{statement};")?;
        }
        writeln!(file, "commit;")?;
        file.sync_all()
    };
    let cured = schema::cure(session, &mut write).await.map_err(|error| database::failed(config, &error))?;
    Ok(cured.statements)
}

/// Where the undo script goes unless somebody says it.
pub fn undo_file() -> PathBuf {
    let now = skep_catalog::Clock::System.seconds();
    format!("skep-undo-{now}.sql").into()
}

fn tell(examination: &Examination, output: Output) -> Result<(), Failure> {
    match output {
        Output::Json => {
            let rows: Vec<_> = examination.ailments.iter().map(as_json).collect();
            print(&format!("{:#}\n", json!({ "schema": examination.version.as_str(), "findings": rows })))
        }
        Output::Text => {
            let colours = std::io::stdout().is_terminal();
            let text: String = examination.ailments.iter().map(|ailment| as_text(ailment, colours)).collect();
            let healthy = if text.is_empty() { "nothing is wrong\n" } else { "" };
            print(&format!("{text}{healthy}"))
        }
    }
}

fn as_json(ailment: &Ailment) -> serde_json::Value {
    json!({
        "severity": word(ailment.severity), "kind": ailment.kind, "place": ailment.place, "rows": ailment.rows,
        "meaning": ailment.meaning, "remedy": ailment.remedy, "curable": ailment.is_curable(),
    })
}

fn as_text(ailment: &Ailment, colours: bool) -> String {
    let word = word(ailment.severity);
    let coloured = match (colours, ailment.severity) {
        (false, _) => format!("{word:8}"),
        (true, Severity::Stop) => format!("\x1b[1;31m{word:8}\x1b[0m"),
        (true, Severity::Warning) => format!("\x1b[1;33m{word:8}\x1b[0m"),
        (true, Severity::Note) => format!("\x1b[36m{word:8}\x1b[0m"),
    };
    let rows = if ailment.rows > 0 { format!("{} ", ailment.rows) } else { String::new() };
    let Ailment { kind, place, meaning, remedy, .. } = ailment;
    format!("{coloured} {kind:16} {rows}{place}\n{:8} {:16} {meaning}\n{:8} {:16} {remedy}\n", "", "means", "", "do")
}

pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Stop => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
