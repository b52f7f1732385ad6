//! Keys and other constraints of tables. Clients declare them, planners read them, and nobody
//! enforces them: they are promises about the data.
//!
//! The interface has a struct for each of six kinds, and one value of it stands for one column of one
//! constraint. The metastore has one table for all of them, so inside they are [`Line`]s of it.

mod add;
mod drop;
mod foreign;
mod get;
mod kinds;
mod line;
mod names;
pub mod sql;
mod target;

pub use add::{add, add_to_new};
pub use drop::drop;
pub use get::{Side, all, foreign_keys, of_table};
pub use kinds::{Constraint, lines_of};
pub use line::{ColumnName, Kind, Line};

#[cfg(test)]
mod tests;
