//! What MySQL and SQLite share: the same driver crate, so the same code twice.

/// Defines `Alone`, `Session` and the column readers for one sqlx database.
macro_rules! driver {
    ($database:ty, $row:ty, $variant:ident) => {
        use crate::driver::expand;
        use crate::render::Rendered;
        use crate::{Row, Str, Value};
        use futures_util::TryStreamExt as _;
        use sqlx::pool::PoolConnection;
        use sqlx::{Database as _, Executor as _, Row as _, Transaction};

        type Arguments = <$database as sqlx::Database>::Arguments;
        type Query<'q> = sqlx::query::Query<'q, $database, Arguments>;

        fn query<'q>(rendered: &Rendered, values: &[Value<'_>]) -> Query<'q> {
            let (text, values) = expand(rendered, values);
            let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(rendered.slot.is_some());
            for value in values {
                query = match value {
                    Value::I64(value) => query.bind(value),
                    Value::F64(value) => query.bind(value),
                    Value::Bool(value) => query.bind(value),
                    Value::Text(value) => query.bind(value.map(str::to_owned)),
                    Value::Bytes(value) => query.bind(value.map(<[u8]>::to_vec)),
                    // Lists were spelled out.
                    Value::I64s(_) | Value::Texts(_) => query,
                };
            }
            query
        }

        /// A connection outside any transaction.
        pub(crate) struct Alone(PoolConnection<$database>);

        impl Alone {
            pub async fn each(
                mut self,
                rendered: &Rendered,
                values: &[Value<'_>],
                take: &mut (dyn FnMut(Row) + Send),
            ) -> Result<(), Failure> {
                let mut rows = query(rendered, values).fetch(&mut *self.0);
                while let Some(row) = rows.try_next().await.map_err(failure)? {
                    take(Row::$variant(row));
                }
                Ok(())
            }
        }

        impl Alone {
            pub async fn parse(mut self, rendered: &Rendered) -> Result<(), Failure> {
                // Lists as they are for one element.
                let text = rendered.text.replace(crate::render::LIST, "?");
                let text = sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(text));
                self.0.prepare(text).await.map(drop).map_err(failure)
            }
        }

        /// An open transaction; the driver rolls it back when it is dropped.
        pub(crate) struct Session(tokio::sync::Mutex<Option<Transaction<'static, $database>>>);

        impl Session {
            fn of(transaction: Transaction<'static, $database>) -> Session {
                Session(tokio::sync::Mutex::new(Some(transaction)))
            }

            pub async fn each(
                &self,
                rendered: &Rendered,
                values: &[Value<'_>],
                take: &mut (dyn FnMut(Row) + Send),
            ) -> Result<(), Failure> {
                let mut transaction = self.0.lock().await;
                let transaction = transaction.as_mut().ok_or_else(ended)?;
                let mut rows = query(rendered, values).fetch(&mut **transaction);
                while let Some(row) = rows.try_next().await.map_err(failure)? {
                    take(Row::$variant(row));
                }
                Ok(())
            }

            pub async fn execute(&self, rendered: &Rendered, values: &[Value<'_>]) -> Result<u64, Failure> {
                let mut transaction = self.0.lock().await;
                let transaction = transaction.as_mut().ok_or_else(ended)?;
                let done = query(rendered, values).execute(&mut **transaction).await.map_err(failure)?;
                Ok(done.rows_affected())
            }

            pub async fn script(&self, text: &str) -> Result<(), Failure> {
                let mut transaction = self.0.lock().await;
                let transaction = transaction.as_mut().ok_or_else(ended)?;
                let text = sqlx::raw_sql(sqlx::AssertSqlSafe(text.to_owned()));
                (&mut **transaction).execute(text).await.map(drop).map_err(failure)
            }

            pub async fn commit(&self) -> Result<(), Failure> {
                let transaction = self.0.lock().await.take().ok_or_else(ended)?;
                transaction.commit().await.map_err(failure)
            }

            pub async fn rollback(&self) {
                if let Some(transaction) = self.0.lock().await.take()
                    && let Err(error) = transaction.rollback().await
                {
                    tracing::debug!(%error, "rollback failed; the connection is closed");
                }
            }
        }

        fn ended() -> Failure {
            Failure::new(Class::Unexpected, "the transaction has ended")
        }

        fn connections(pool: &sqlx::Pool<$database>) -> Connections {
            let (max, open) = (pool.options().get_max_connections().into(), pool.size().into());
            Connections { max, open, idle: (pool.num_idle() as u64).min(open) }
        }

        macro_rules! reader {
            ($name:ident, $type:ty, $read:ty, |$v:ident| $convert:expr) => {
                pub(crate) fn $name(row: &$row, position: usize) -> Result<Option<$type>, Failure> {
                    let value: Option<$read> = row.try_get_unchecked(position).map_err(failure)?;
                    Ok(value.map(|$v| $convert))
                }
            };
        }

        reader!(read_i64, i64, i64, |v| v);
        reader!(read_f64, f64, f64, |v| v);
        reader!(read_bool, bool, bool, |v| v);
        reader!(read_text, Str, &str, |v| Str::from(v));
        reader!(read_bytes, Vec<u8>, Vec<u8>, |v| v);

        const _: &str = <$database>::NAME;
    };
}

pub(crate) use driver;

use crate::Value;
use crate::render::{LIST, Rendered};
use crate::value::padded;
use std::sync::Arc;

/// The text and values with lists spelled out, in the order of their `?`.
pub(crate) fn expand<'v>(rendered: &Rendered, values: &[Value<'v>]) -> (Arc<str>, Vec<Value<'v>>) {
    let ordered = rendered.order.iter().filter_map(|number| values.get(*number).copied());
    if !rendered.has_list() {
        return (rendered.text.clone(), ordered.collect());
    }
    let mut spelled = Vec::new();
    let mut lengths = Vec::new();
    for value in ordered {
        match value {
            Value::I64s(list) => spell(list, &mut spelled, |v| Value::I64(Some(*v))),
            Value::Texts(list) => spell(list, &mut spelled, |v| Value::Text(Some(v))),
            single => spelled.push(single),
        }
        lengths.extend(value.list_length());
    }
    let mut text = String::with_capacity(rendered.text.len());
    let mut lengths = lengths.into_iter();
    for c in rendered.text.chars() {
        if c != LIST {
            text.push(c);
            continue;
        }
        match lengths.next() {
            // Nothing is in an empty list.
            Some(0) | None => text.push_str("null"),
            Some(length) => text.push_str(&vec!["?"; padded(length)].join(", ")),
        }
    }
    (text.into(), spelled)
}

fn spell<'v, T>(list: &'v [T], out: &mut Vec<Value<'v>>, value: impl Fn(&'v T) -> Value<'v>) {
    let Some(last) = list.last() else { return };
    out.extend(list.iter().map(&value));
    out.extend((list.len()..padded(list.len())).map(|_| value(last)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::render_parts;
    use skep_schema::{Dialect, Version};

    #[test]
    fn lists_are_spelled_out_and_filled_up() {
        let rendered = render_parts("a = $2 and b {in $1} and c = $2", Dialect::Mysql, Version::V4_1);
        let (text, values) = expand(&rendered, &[Value::I64s(&[1, 2, 3]), "x".into()]);
        assert_eq!(&*text, "a = ? and b in (?, ?, ?, ?) and c = ?");
        let numbers = [1_i64, 2, 3, 3].map(Value::from);
        assert_eq!(values, [&["x".into()], &numbers[..], &["x".into()]].concat());
    }

    #[test]
    fn nothing_is_in_an_empty_list() {
        let rendered = render_parts("b {in $1}", Dialect::Sqlite, Version::V4_1);
        assert_eq!(expand(&rendered, &[Value::Texts(&[])]), ("b in (null)".into(), vec![]));
    }
}
