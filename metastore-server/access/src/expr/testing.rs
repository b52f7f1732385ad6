//! Random expressions over a few columns, and rows for them.

use super::*;
use proptest::prelude::*;

/// The columns that random expressions use.
pub fn columns() -> Vec<Column> {
    [("a", "int"), ("b", "string"), ("p", "string"), ("d", "date")].map(|(name, kind)| Column::new(name, kind)).to_vec()
}

fn literal(column: &'static str) -> BoxedStrategy<Literal> {
    match column {
        "a" => (0..4_i64).prop_map(Literal::Integer).boxed(),
        "d" => (0..3_i32).prop_map(Literal::Date).boxed(),
        _ => prop::sample::select(vec!["x", "y", "it's", ""]).prop_map(|text| Literal::Text(text.into())).boxed(),
    }
}

pub fn atom() -> BoxedStrategy<Expr> {
    let column = prop::sample::select(vec!["a", "b", "p", "d"]);
    let of_column = column.prop_flat_map(|name| {
        let column = || name.to_owned();
        prop_oneof![
            (prop::sample::select(Op::ALL.to_vec()), literal(name)).prop_map(move |(op, literal)| Expr::Compare {
                column: column(),
                op,
                literal
            }),
            prop::collection::vec(literal(name), 1..3).prop_map(move |list| Expr::In { column: column(), list }),
            (literal(name), literal(name)).prop_map(move |(low, high)| Expr::Between { column: column(), low, high }),
            Just(Expr::IsNull { column: column() }),
        ]
    });
    let pattern = prop::sample::select(vec!["x%", "%", "_", "it's"]);
    prop_oneof![8 => of_column, 1 => pattern.prop_map(|text| Expr::Like { column: "b".into(), pattern: text.into() })]
        .boxed()
}

/// Without questions about the caller.
pub fn expr() -> BoxedStrategy<Expr> {
    atom()
        .prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Expr::And),
                prop::collection::vec(inner.clone(), 0..3).prop_map(Expr::Or),
                inner.prop_map(|one| Expr::Not(Box::new(one))),
            ]
        })
        .boxed()
}

pub type Row = Vec<(&'static str, Datum)>;

pub fn row() -> BoxedStrategy<Row> {
    let datum = |column| prop_oneof![3 => literal(column).prop_map(Datum::Value), 1 => Just(Datum::Null)];
    (datum("a"), datum("b"), datum("p"), datum("d"))
        .prop_map(|(a, b, p, d)| vec![("a", a), ("b", b), ("p", p), ("d", d)])
        .boxed()
}

pub fn of_row(row: &Row) -> impl Fn(&str) -> Datum {
    move |name| row.iter().find(|(column, _)| *column == name).map_or(Datum::Unknown, |(_, datum)| datum.clone())
}
