//! Servers are killed, connections cut and the database restarted while clients write; see `tests/faults`.

use std::process::Command;
use std::thread;
use std::time::Duration;

use super::{Tally, engine};
use crate::db::fresh::Product;
use crate::{Outcome, db, skep};

/// Long enough for two dozen troubles on each database.
const SECONDS: &str = "20";
/// When, in that time, the database goes down.
const RESTART_AFTER: Duration = Duration::from_secs(8);

pub fn run() -> Outcome<Tally> {
    db::up()?;
    let skep = skep::binary(skep::Build::Debug)?;
    let program = skep::debug_build("skep-faults")?;
    let mut tally = Tally::default();
    for product in [Product::Sqlite, Product::Postgres, Product::Mariadb] {
        let mut faults = Command::new(&program);
        faults.arg(&skep).args(["--seconds", SECONDS, product.name()]);
        let restart = thread::spawn(move || match product {
            Product::Sqlite => Ok(()),
            server => {
                thread::sleep(RESTART_AFTER);
                db::restart(server)
            }
        });
        let succeeded = engine::lines(&mut faults, |line| println!("     faults: {line}"))?;
        let restarted = restart.join().map_err(|_| "the thread that restarts databases died")?;
        tally += if succeeded { Tally { passed: 1, failed: 0 } } else { Tally::BROKEN };
        restarted?;
    }
    Ok(tally)
}
