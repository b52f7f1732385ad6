//! Against what Hive's own aggregators made (`clients/java/src/Aggregates.java`).

use super::*;
use crate::testing::decoded;
use skep_schema::Version;

/// The values of a line: low, high, nulls, distinct values, average length, longest, trues, falses, sketch.
fn cells(kind: &str, fields: &[&str]) -> Cells {
    let field = |at: usize| Some(fields[at]).filter(|text| *text != "-");
    let long = |at| field(at).map(|text| text.parse::<i64>().expect("a number"));
    let double = |at| field(at).map(|text| text.parse::<f64>().expect("a number"));
    let mut cells = Cells {
        nulls: long(2).expect("always there"),
        distincts: long(3),
        average_length: double(4),
        longest: long(5),
        trues: long(6),
        falses: long(7),
        sketch: field(8).map(decoded),
        ..Cells::default()
    };
    match kind {
        "double" => cells.double = [double(0), double(1)],
        "decimal" => cells.decimal = [field(0), field(1)].map(|text| text.map(str::to_owned)),
        _ => cells.long = [long(0), long(1)],
    }
    cells
}

#[test]
fn partitions_say_together_what_hive_makes_of_them() {
    let (mut cases, mut asked, mut parts, mut rules) = (0, 0, 0, Distincts::default());
    let mut column: Option<Column> = None;
    for line in include_str!("samples-4.0.1.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[0] {
            "case" => {
                (asked, parts) = (fields[4].parse().expect("a number"), 0);
                rules.density = fields[2] == "true";
                rules.tuner = fields[3].parse().expect("a number");
                let kind = Cells::default().kind(fields[1], Version::V4_1);
                column = Some(Column::new("c".into(), fields[1].into(), kind, Version::V4_1));
            }
            "part" => {
                let column = column.as_mut().expect("a case before its parts");
                parts += 1;
                column.add(fields[1].parse().expect("a place"), cells(&column.column_type.clone(), &fields[2..]));
            }
            _ => {
                let column = column.take().expect("a case before its answer");
                let kind = column.column_type.clone();
                let guessed = parts > 1 && parts < asked;
                let found = Cells::of(&column.together(asked, &rules)).expect("values");
                check(&found, &cells(&kind, &fields[1..]), guessed, &format!("{kind}, case {cases}"));
                cases += 1;
            }
        }
    }
    assert_eq!(cases, 106);
}

fn check(found: &Cells, hive: &Cells, guessed: bool, case: &str) {
    let decimals = |cells: &Cells| [cells.decimal_bound(0), cells.decimal_bound(1)];
    assert_eq!(found.long, hive.long, "{case}");
    assert_eq!(found.double, hive.double, "{case}");
    assert_eq!(decimals(found), decimals(hive), "{case}");
    assert_eq!(found.nulls, hive.nulls, "{case}");
    assert_eq!(found.distincts, hive.distincts, "{case}");
    assert_eq!(found.average_length, hive.average_length, "{case}");
    assert_eq!((found.trues, found.falses), (hive.trues, hive.falses), "{case}");
    if guessed && hive.trues.is_none() && found.distincts.is_some() {
        // Hive takes the averages for the maxima.
        assert!(found.longest >= hive.longest, "{case}");
    } else {
        assert_eq!(found.longest, hive.longest, "{case}");
    }
}
