//! Skep and Apache's metastore at the same time on one database, both writing.

use std::process::Command;

use super::{Beside, Tally, engine, iceberg};
use crate::db::fresh::Product;
use crate::{Outcome, db, layout, peer, skep};

pub fn run(wanted: &Beside) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for &product in &wanted.db {
        tally += both(product)?;
    }
    Ok(tally)
}

fn both(product: Product) -> Outcome<Tally> {
    let label = format!("beside-{}", product.name());
    let database = db::up()?.fresh(product, &label.replace('-', "_"))?;
    // Java first: it is the one that was there.
    let java = peer::start(&database, &label)?;
    let skep = skep::start(&database, &label, skep::Build::Debug)?;
    let mut script = Command::new("nice");
    script
        .arg(iceberg::environment()?.python())
        .arg(layout::checkout().join("tests/engines/beside_scenario.py"))
        .args(["--java", &java.uri(), "--skep", &skep.uri(), "--label", &label])
        .arg("--files")
        .arg(layout::emptied(layout::scratch().join("files").join(&label))?);
    engine::run(&mut script, &label)
}
