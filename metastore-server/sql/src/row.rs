//! Rows, decoded by position.

use crate::{Class, Failure, Str, mysql, postgres, sqlite};

/// A row of any of the databases.
pub enum Row {
    Postgres(tokio_postgres::Row),
    Mysql(sqlx::mysql::MySqlRow),
    Sqlite(sqlx::sqlite::SqliteRow),
}

impl Row {
    /// The value at a position, counted from 0.
    pub fn get<T: FromColumn>(&self, position: usize) -> Result<T, Failure> {
        T::from_column(self, position)
    }
}

/// Rows on their way into values, up to the first that is none.
pub(crate) struct Decoded<T, E, D> {
    pub all: Result<Vec<T>, E>,
    pub rows: u64,
    decode: D,
}

impl<T, E, D: Fn(Row) -> Result<T, E>> Decoded<T, E, D> {
    pub fn new(decode: D) -> Self {
        Decoded { all: Ok(Vec::new()), rows: 0, decode }
    }

    pub fn take(&mut self, row: Row) {
        self.rows += 1;
        if let Ok(values) = &mut self.all {
            match (self.decode)(row) {
                Ok(value) => values.push(value),
                Err(error) => self.all = Err(error),
            }
        }
    }
}

/// What a column can be read as. Integers of all sizes are `i64`; MySQL's `bit(1)`
/// and SQLite's 0 and 1 are `bool`.
pub trait FromColumn: Sized {
    fn from_column(row: &Row, position: usize) -> Result<Self, Failure>;
}

macro_rules! column {
    ($($type:ty, $reader:ident;)*) => {$(
        impl FromColumn for Option<$type> {
            fn from_column(row: &Row, position: usize) -> Result<Self, Failure> {
                match row {
                    Row::Postgres(row) => postgres::$reader(row, position),
                    Row::Mysql(row) => mysql::$reader(row, position),
                    Row::Sqlite(row) => sqlite::$reader(row, position),
                }
            }
        }

        impl FromColumn for $type {
            fn from_column(row: &Row, position: usize) -> Result<Self, Failure> {
                Option::<$type>::from_column(row, position)?.ok_or_else(|| null(position))
            }
        }
    )*};
}

column! {
    i64, read_i64;
    f64, read_f64;
    bool, read_bool;
    Str, read_text;
    Vec<u8>, read_bytes;
}

impl FromColumn for String {
    fn from_column(row: &Row, position: usize) -> Result<Self, Failure> {
        Ok(Str::from_column(row, position)?.into())
    }
}

impl FromColumn for Option<String> {
    fn from_column(row: &Row, position: usize) -> Result<Self, Failure> {
        Ok(Option::<Str>::from_column(row, position)?.map(String::from))
    }
}

/// Thrift's integers: out-of-range values saturate, as nothing else can be sent.
impl FromColumn for i32 {
    fn from_column(row: &Row, position: usize) -> Result<Self, Failure> {
        let wide = i64::from_column(row, position)?;
        Ok(i32::try_from(wide).unwrap_or(if wide > 0 { i32::MAX } else { i32::MIN }))
    }
}

fn null(position: usize) -> Failure {
    Failure::new(Class::Unexpected, format!("column {position} of a row is null"))
}
