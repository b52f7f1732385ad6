//! Every method of three generations of generated Java clients, called on one running Skep a database.

use super::java::{CLIENTS, jars};
use super::spark::Side;
use super::{Methods, Tally, engine};
use crate::{Outcome, db, jvm, layout};

pub fn run(wanted: &Methods) -> Outcome<Tally> {
    let servers = db::up()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let database = servers.fresh(product, "every_method")?;
        let server = Side::Skep.start(&database, &format!("methods-{}", product.name()))?;
        for client in CLIENTS {
            if wanted.client.as_deref().is_none_or(|only| only == client) {
                tally += drive(client, server.port, &format!("methods-{client}-{}", product.name()))?;
            }
        }
    }
    Ok(tally)
}

fn drive(client: &str, port: u16, label: &str) -> Outcome<Tally> {
    let jars = jars(client)?;
    let source = layout::checkout().join("clients/java/src/EveryMethod.java");
    let classes = jvm::compile(&format!("methods-{client}"), &[source], &jars)?;
    let mut java = jvm::java(&format!("{}:{jars}", classes.display()))?;
    java.args(["EveryMethod", "127.0.0.1", &port.to_string()])
        .arg(layout::checkout().join("metastore-server/api/missing.tsv"))
        .arg(label)
        .arg(layout::made(layout::scratch().join("methods")).join(format!("{label}.tsv")));
    engine::run(&mut java, label)
}
