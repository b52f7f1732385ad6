//! Skep with a table of a million partitions: too many for Apache's to be asked the same.
//!
//! The rows are put into the database by SQL, so what is measured are reads and the drop.

use std::fmt::Write;

use clap::Args;

use super::{place, program::Program, report};
use crate::db::fresh::{Database, Product};
use crate::{Outcome, db, layout, skep};

#[derive(Args)]
pub struct Wanted {
    /// Only this database, which is printed and not written down
    #[arg(long, value_enum)]
    db: Option<Product>,
}

/// What is promised of each figure, by the beginning of its name.
const PROMISES: [(&str, &str); 3] = [("filter", "50 ms"), ("all names", "3 s"), ("peak memory of all names", "300 MB")];

pub fn run(wanted: &Wanted) -> Outcome {
    let products = wanted.db.map_or(vec![Product::Postgres, Product::Mariadb], |db| vec![db]);
    let mut text = format!(
        "# A table of a million partitions\n\n\
         Written by `cargo xtask bench million`: one Skep with the schema of Hive 4.1.0, whose rows SQL has put there\n\
         (two keys, two parameters a partition). Times are medians as a Java client sees them, its decoding included; the\n\
         drop is one call, while another connection goes on reading a table and adding partitions to it.\n\n{}\n",
        report::surroundings()
    );
    for product in products {
        let found = on(product)?;
        // Writing to a String does not fail.
        let _written = writeln!(text, "| {} | found | promised |\n|---|---:|---:|", product.name());
        for (what, value) in found {
            let promise = PROMISES.iter().find(|(name, _)| what.starts_with(name)).map_or("", |(_, promise)| promise);
            let _written = writeln!(text, "| {what} | {value} | {promise} |");
        }
        text.push('\n');
    }
    println!("\n{text}");
    if wanted.db.is_some() {
        return Ok(());
    }
    let file = layout::checkout().join("tests/bench/MILLION.md");
    std::fs::write(&file, text.trim_end().to_owned() + "\n").map_err(|e| format!("{}: {e}", file.display()))
}

/// Name and value of each figure.
fn on(product: Product) -> Outcome<Vec<(String, String)>> {
    let bench = Program::compile()?;
    let database = db::up()?.fresh(product, "bench_million")?;
    let skep = skep::start(&database, "bench-million", skep::Build::Release)?;
    bench.run(&["fill-million", &skep.port.to_string()])?;
    println!("{}: putting the rows there", product.name());
    fill(&database)?;
    let said = bench.run(&["million", &place(&skep)])?;
    let facts = said.lines().filter_map(|line| line.strip_prefix("fact\t")?.split_once('\t'));
    Ok(facts.map(|(what, value)| (what.to_owned(), value.to_owned())).collect())
}

/// Copies of the one partition that the table was made with.
fn fill(database: &Database) -> Outcome {
    let mariadb = database.product == Product::Mariadb;
    let numbers = if mariadb { "seq_1_to_999999" } else { "(select generate_series(1, 999999) as seq)" };
    let text = |number: &str| format!("cast({number} as {})", if mariadb { "char" } else { "text" });
    let joined = |words: &[&str]| match mariadb {
        true => format!("concat({})", words.join(", ")),
        false => words.join(" || "),
    };
    let (day, part) = (text(if mariadb { "n.seq div 100" } else { "n.seq / 100" }), text("n.seq"));
    let name = joined(&["'day='", &day, "'/part='", &part]);
    let location = joined(&["s.\"LOCATION\"", "'-'", &part]);
    for statement in FILL {
        let statement = statement
            .replace("NUMBERS", numbers)
            .replace("{day}", &day)
            .replace("{part}", &part)
            .replace("{name}", &name)
            .replace("{location}", &location);
        database.query(&statement)?;
    }
    database.query(match mariadb {
        true => r#"analyze table "PARTITIONS", "PARTITION_KEY_VALS", "PARTITION_PARAMS", "SDS", "SERDES""#,
        false => "vacuum analyze",
    })?;
    Ok(())
}

/// Ids are counted on from behind those that the server has reserved, and the counters moved behind them.
const FILL: [&str; 7] = [
    r#"insert into "SERDES" ("SERDE_ID", "NAME", "SLIB")
       select e."SERDE_ID" + 1000 + n.seq, e."NAME", e."SLIB"
         from "SERDES" e join "SDS" s on s."SERDE_ID" = e."SERDE_ID" join "PARTITIONS" p on p."SD_ID" = s."SD_ID",
              NUMBERS n"#,
    r#"insert into "SDS" ("SD_ID", "SERDE_ID", "CD_ID", "LOCATION", "INPUT_FORMAT", "OUTPUT_FORMAT", "IS_COMPRESSED",
              "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES")
       select s."SD_ID" + 1000 + n.seq, s."SERDE_ID" + 1000 + n.seq, s."CD_ID", {location}, s."INPUT_FORMAT", s."OUTPUT_FORMAT",
              s."IS_COMPRESSED", s."NUM_BUCKETS", s."IS_STOREDASSUBDIRECTORIES"
         from "SDS" s join "PARTITIONS" p on p."SD_ID" = s."SD_ID", NUMBERS n"#,
    r#"insert into "SERDE_PARAMS" ("SERDE_ID", "PARAM_KEY", "PARAM_VALUE")
       select x."SERDE_ID" + 1000 + n.seq, x."PARAM_KEY", x."PARAM_VALUE"
         from "SERDE_PARAMS" x join "SDS" s on s."SERDE_ID" = x."SERDE_ID"
         join (select p."SD_ID" from "PARTITIONS" p where p."PART_NAME" = 'day=0/part=0') p on p."SD_ID" = s."SD_ID",
              NUMBERS n"#,
    r#"insert into "PARTITIONS" ("PART_ID", "TBL_ID", "PART_NAME", "SD_ID", "CREATE_TIME", "LAST_ACCESS_TIME", "WRITE_ID")
       select p."PART_ID" + 1000 + n.seq, p."TBL_ID", {name}, p."SD_ID" + 1000 + n.seq, p."CREATE_TIME", p."LAST_ACCESS_TIME", 0
         from "PARTITIONS" p, NUMBERS n"#,
    r#"insert into "PARTITION_KEY_VALS" ("PART_ID", "INTEGER_IDX", "PART_KEY_VAL")
       select p."PART_ID" + 1000 + n.seq, 0, {day} from "PARTITIONS" p, NUMBERS n where p."PART_NAME" = 'day=0/part=0'
       union all
       select p."PART_ID" + 1000 + n.seq, 1, {part} from "PARTITIONS" p, NUMBERS n where p."PART_NAME" = 'day=0/part=0'"#,
    r#"insert into "PARTITION_PARAMS" ("PART_ID", "PARAM_KEY", "PARAM_VALUE")
       select x."PART_ID" + 1000 + n.seq, x."PARAM_KEY", x."PARAM_VALUE"
         from "PARTITION_PARAMS" x join "PARTITIONS" p on p."PART_ID" = x."PART_ID", NUMBERS n
        where p."PART_NAME" = 'day=0/part=0'"#,
    r#"update "SEQUENCE_TABLE" set "NEXT_VAL" = "NEXT_VAL" + 1001000
        where "SEQUENCE_NAME" like '%MPartition' or "SEQUENCE_NAME" like '%MStorageDescriptor'
           or "SEQUENCE_NAME" like '%MSerDeInfo'"#,
];
