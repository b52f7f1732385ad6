//! `skep schema upgrade`.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use skep_schema::Version;
use skep_sql::schema::{self, Progress, Session};

use super::print;
use super::progress::Bar;
use crate::config::Config;
use crate::database::{self, Missing};
use crate::failure::Failure;

/// The statements, and nothing done.
pub async fn rehearse(config: &Config, to: Version) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let (plan, others) = database::ask(config, schema::plan(&mut session, to)).await?;
    warn(others);
    let Some(plan) = plan else { return nothing_to_do(config, to) };
    for statement in &plan.statements {
        print(&format!("{statement};\n"))?;
    }
    print(&format!("-- {} statements from schema {} to {to}; none was run\n", plan.statements.len(), plan.from))
}

pub async fn run(config: &Config, to: Version) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let (_, others) = database::ask(config, schema::plan(&mut session, to)).await?;
    warn(others);
    let told = AtomicBool::new(false);
    let upgraded = tokio::select! {
        upgraded = carry_out(config, &mut session, to, &told) => upgraded?,
        () = told_twice(&told) => {
            let problem = "stopped in the middle of a statement, which the database undoes";
            return Err(Failure::refused(problem, "the same command goes on"));
        }
    };
    let Some(upgraded) = upgraded else { return nothing_to_do(config, to) };
    for finding in &upgraded.findings {
        print(&format!("as before: {finding}\n"))?;
    }
    print(&format!("{} has schema {to}; it had {}\n", config.database.url, upgraded.plan.from))
}

async fn carry_out(
    config: &Config,
    session: &mut Session,
    to: Version,
    told: &AtomicBool,
) -> Result<Option<schema::Upgraded>, Failure> {
    let bar = Bar::new();
    let mut step = |progress: Progress<'_>| {
        if told.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        bar.clear();
        // A closed pipe is no reason to stop half-way.
        let _ = print(&format!("{};\n", progress.statement));
        bar.draw(progress.done, progress.total, progress.statement);
        ControlFlow::Continue(())
    };
    let upgraded = schema::upgrade(session, to, &mut step).await;
    bar.clear();
    upgraded.map_err(|error| database::failed(config, &error))
}

/// The first interrupt stops after the running statement; ready at the second.
async fn told_twice(told: &AtomicBool) {
    for _ in 0..2 {
        if tokio::signal::ctrl_c().await.is_err() {
            return std::future::pending().await;
        }
        if !told.swap(true, Ordering::Relaxed) {
            eprintln!("stopping after this statement; once more stops at once");
        }
    }
}

fn nothing_to_do(config: &Config, to: Version) -> Result<(), Failure> {
    print(&format!("{} has schema {to} already\n", config.database.url))
}

fn warn(others: u64) {
    if others > 0 {
        eprintln!("warning: {others} other connections use the database; no metastore may run during an upgrade");
    }
}
