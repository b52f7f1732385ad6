//! Postgres, by tokio-postgres.

use crate::insert::Kind;
use crate::pool::Mode;
use crate::render::Rendered;
use crate::settings::{Encrypt, Target};
use crate::{Class, Failure, PreparedStatements, Row, Settings, Str, Value};
use bytes::BytesMut;
use deadpool_postgres::{Connect, Manager, ManagerConfig, Object, PoolError, RecyclingMethod};
use futures_util::future::join;
use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

pub(crate) struct Pools {
    main: deadpool_postgres::Pool,
    /// One connection for id blocks, which are reserved while the main pool's are busy.
    aside: deadpool_postgres::Pool,
    access: Arc<Access>,
}

/// How connections are made and used.
struct Access {
    settings: Settings,
    tls: Option<MakeRustlsConnect>,
    /// Whether statements may be prepared by name.
    named: AtomicBool,
}

impl Pools {
    pub async fn connect(settings: &Settings) -> Result<Pools, Failure> {
        let access = Arc::new(Access {
            settings: settings.clone(),
            tls: tls(settings)?,
            named: AtomicBool::new(settings.prepared_statements != PreparedStatements::Off),
        });
        let size = usize::try_from(settings.connections_max).unwrap_or(1).max(1);
        let pools = Pools { main: pool(&access, size)?, aside: pool(&access, 1)?, access };
        let first = pools.main.get().await.map_err(no_connection)?;
        drop(first);
        Ok(pools)
    }

    pub async fn alone(&self) -> Result<Alone, Failure> {
        let object = self.main.get().await.map_err(no_connection)?;
        Ok(Alone { object, named: self.access.named.load(Relaxed) })
    }

    pub async fn begin(&self, mode: Mode) -> Result<Session, Failure> {
        let pool = if mode == Mode::Aside { &self.aside } else { &self.main };
        let object = pool.get().await.map_err(no_connection)?;
        let named = self.access.named.load(Relaxed);
        let begin = self.access.begin_text(mode, named);
        Ok(Session { object: Some(object), named, begin, begun: AtomicBool::new(false), ended: AtomicBool::new(false) })
    }
}

fn pool(access: &Arc<Access>, size: usize) -> Result<deadpool_postgres::Pool, Failure> {
    let manager = Manager::from_connect(
        config(&access.settings),
        Connector { access: access.clone() },
        ManagerConfig { recycling_method: RecyclingMethod::Fast },
    );
    deadpool_postgres::Pool::builder(manager)
        .max_size(size)
        .wait_timeout(Some(access.settings.wait_max))
        .create_timeout(Some(access.settings.wait_max))
        .runtime(deadpool_postgres::Runtime::Tokio1)
        .build()
        .map_err(|error| Failure::new(Class::Unexpected, error.to_string()))
}

fn config(settings: &Settings) -> Config {
    let mut config = Config::new();
    if let Target::Server { host, port, database, encrypt, .. } = &settings.target {
        config.host(host).port(*port).dbname(database);
        config.ssl_mode(match encrypt {
            Encrypt::No => tokio_postgres::config::SslMode::Disable,
            Encrypt::Prefer => tokio_postgres::config::SslMode::Prefer,
            Encrypt::Require | Encrypt::Verify => tokio_postgres::config::SslMode::Require,
        });
    }
    config.user(settings.user.as_deref().unwrap_or("hive"));
    if let Some(password) = &settings.password {
        config.password(password);
    }
    config.application_name("skep").connect_timeout(settings.wait_max).keepalives_idle(Duration::from_secs(60));
    config
}

struct Connector {
    access: Arc<Access>,
}

type Connecting<'a> = Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), tokio_postgres::Error>> + Send + 'a>>;

impl Connect for Connector {
    fn connect(&self, config: &Config) -> Connecting<'_> {
        let config = config.clone();
        Box::pin(async move {
            let (client, task, port) = self.access.open(&config).await?;
            self.access.settle(&client, port).await?;
            Ok((client, task))
        })
    }
}

impl Access {
    /// A connection, and the local port of its socket if it has one.
    async fn open(&self, config: &Config) -> Result<(Client, JoinHandle<()>, Option<u16>), tokio_postgres::Error> {
        let Target::Server { host, port, .. } = &self.settings.target else { unreachable!("a Postgres target") };
        let socket = match host.starts_with('/') {
            true => None,
            false => TcpStream::connect((host.as_str(), *port)).await.ok(),
        };
        let Some(socket) = socket else {
            // A Unix socket; or the same failure once more, in the driver's own words.
            let (client, connection) = config.connect(tokio_postgres::NoTls).await?;
            return Ok((client, drive(connection), None));
        };
        let local = socket.local_addr().ok().map(|address| address.port());
        // Without it, small replies wait for acknowledgements.
        let _ = socket.set_nodelay(true);
        let (client, task) = match &self.tls {
            Some(tls) => {
                let mut tls = tls.clone();
                let Ok(tls) = <MakeRustlsConnect as MakeTlsConnect<TcpStream>>::make_tls_connect(&mut tls, host);
                let (client, connection) = config.connect_raw(socket, tls).await?;
                (client, drive(connection))
            }
            None => {
                let (client, connection) = config.connect_raw(socket, tokio_postgres::NoTls).await?;
                (client, drive(connection))
            }
        };
        Ok((client, task, local))
    }

    /// Finds out whether the server itself is at the other end: then it sees our own
    /// port, limits may be set for the session, and statements may have names.
    async fn settle(&self, client: &Client, local: Option<u16>) -> Result<(), tokio_postgres::Error> {
        let rows = client.query_typed("select inet_client_port()", &[]).await?;
        let seen: Option<i32> = rows.first().and_then(|row| row.get(0));
        let direct = local.is_some() && local.map(i32::from) == seen;
        match self.settings.prepared_statements {
            PreparedStatements::Auto => self.named.store(direct, Relaxed),
            PreparedStatements::On | PreparedStatements::Off => {}
        }
        if direct {
            client.batch_execute(&format!("set {}", self.limits().join("; set "))).await?;
        }
        Ok(())
    }

    fn limits(&self) -> [String; 3] {
        let (statement, wait) = (self.settings.statement_max.as_millis(), self.settings.wait_max.as_millis());
        [
            format!("statement_timeout = {statement}"),
            format!("lock_timeout = {wait}"),
            format!("idle_in_transaction_session_timeout = {statement}"),
        ]
    }

    /// Behind a pooler there is no session to set anything for: limits go into the
    /// transaction, in the same message.
    fn begin_text(&self, mode: Mode, named: bool) -> String {
        let begin = match mode {
            Mode::Read => "begin isolation level repeatable read, read only",
            Mode::Write | Mode::Aside => "begin isolation level read committed",
        };
        match named {
            true => begin.to_owned(),
            false => format!("{begin}; set local {}", self.limits().join("; set local ")),
        }
    }
}

fn drive(connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "database connection ended");
        }
    })
}

/// One connection outside any pool, for looking at and making schemas.
pub(crate) async fn client(settings: &Settings) -> Result<Client, Failure> {
    let access = Access { settings: settings.clone(), tls: tls(settings)?, named: AtomicBool::new(false) };
    let (client, _, _) = access.open(&config(settings)).await.map_err(failure)?;
    Ok(client)
}

/// What both an open transaction and a lone connection do.
async fn query(client: &Object, named: bool, rendered: &Rendered, values: &[Value<'_>], keep: bool) -> Result<Vec<Row>, Failure> {
    check(values)?;
    let values = &values[..rendered.parameters.min(values.len())];
    let rows = if named && keep {
        let types: Vec<Type> = values.iter().map(postgres_type).collect();
        let statement = client.prepare_typed_cached(&rendered.text, &types).await.map_err(failure)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        client.query(&statement, &values).await
    } else {
        let values: Vec<(&(dyn ToSql + Sync), Type)> = values.iter().map(|v| (v as _, postgres_type(v))).collect();
        client.query_typed(&rendered.text, &values).await
    };
    Ok(rows.map_err(failure)?.into_iter().map(Row::Postgres).collect())
}

async fn execute(client: &Object, named: bool, rendered: &Rendered, values: &[Value<'_>], keep: bool) -> Result<u64, Failure> {
    check(values)?;
    let values = &values[..rendered.parameters.min(values.len())];
    let matched = if named && keep {
        let types: Vec<Type> = values.iter().map(postgres_type).collect();
        let statement = client.prepare_typed_cached(&rendered.text, &types).await.map_err(failure)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        client.execute(&statement, &values).await
    } else {
        let values: Vec<(&(dyn ToSql + Sync), Type)> = values.iter().map(|v| (v as _, postgres_type(v))).collect();
        client.execute_typed(&rendered.text, &values).await
    };
    matched.map_err(failure)
}

fn check(values: &[Value<'_>]) -> Result<(), Failure> {
    match values.iter().any(Value::has_nul) {
        true => Err(Failure::new(Class::BadText, "it contains a NUL character")),
        false => Ok(()),
    }
}

pub(crate) struct Alone {
    object: Object,
    named: bool,
}

impl Alone {
    pub async fn rows(self, rendered: &Rendered, values: &[Value<'_>], keep: bool) -> Result<Vec<Row>, Failure> {
        query(&self.object, self.named, rendered, values, keep).await
    }
}

pub(crate) struct Session {
    /// Always there until dropped.
    object: Option<Object>,
    named: bool,
    begin: String,
    begun: AtomicBool,
    ended: AtomicBool,
}

impl Session {
    fn client(&self) -> &Object {
        self.object.as_ref().expect("only drop takes the connection away")
    }

    /// BEGIN travels with the first statement: one round trip for both.
    async fn after_begin<T>(&self, statement: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        if self.begun.swap(true, Relaxed) {
            return statement.await;
        }
        let (begun, result) = join(self.client().batch_execute(&self.begin), statement).await;
        begun.map_err(failure)?;
        result
    }

    pub async fn rows(&self, rendered: &Rendered, values: &[Value<'_>], keep: bool) -> Result<Vec<Row>, Failure> {
        self.after_begin(query(self.client(), self.named, rendered, values, keep)).await
    }

    pub async fn execute(&self, rendered: &Rendered, values: &[Value<'_>], keep: bool) -> Result<u64, Failure> {
        self.after_begin(execute(self.client(), self.named, rendered, values, keep)).await
    }

    pub async fn script(&self, text: &str) -> Result<(), Failure> {
        self.after_begin(async { self.client().batch_execute(text).await.map_err(failure) }).await
    }

    /// Many rows as one array a column.
    pub async fn insert_arrays(&self, rendered: &Rendered, kinds: &[Kind], values: &[Value<'_>]) -> Result<(), Failure> {
        check(values)?;
        let columns: Vec<Array<'_>> =
            kinds.iter().enumerate().map(|(n, kind)| Array::of(*kind, values.iter().skip(n).step_by(kinds.len()))).collect();
        let bound: Vec<(&(dyn ToSql + Sync), Type)> = columns.iter().map(|column| (column.value(), column.postgres_type())).collect();
        let insert = async {
            if !self.named {
                return self.client().execute_typed(&rendered.text, &bound).await.map_err(failure);
            }
            let types: Vec<Type> = bound.iter().map(|(_, kind)| kind.clone()).collect();
            let statement = self.client().prepare_typed_cached(&rendered.text, &types).await.map_err(failure)?;
            let values: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|(value, _)| *value).collect();
            self.client().execute(&statement, &values).await.map_err(failure)
        };
        self.after_begin(insert).await.map(drop)
    }

    pub async fn commit(&self) -> Result<(), Failure> {
        if self.begun.load(Relaxed) {
            self.client().batch_execute("commit").await.map_err(failure)?;
        }
        self.ended.store(true, Relaxed);
        Ok(())
    }

    pub async fn rollback(&self) {
        let done = !self.begun.load(Relaxed) || self.client().batch_execute("rollback").await.is_ok();
        self.ended.store(done, Relaxed);
    }
}

/// A transaction nobody ended: its connection is closed, which makes the server roll
/// back, instead of going back to the pool with the transaction open.
impl Drop for Session {
    fn drop(&mut self) {
        if self.begun.load(Relaxed) && !self.ended.load(Relaxed) {
            self.object.take().map(Object::take);
        }
    }
}

/// A column of an insert.
enum Array<'a> {
    Bigint(Vec<Option<i64>>),
    Text(Vec<Option<&'a str>>),
    Bool(Vec<Option<bool>>),
    Double(Vec<Option<f64>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Array<'a> {
    fn of(kind: Kind, values: impl Iterator<Item = &'a Value<'a>>) -> Array<'a> {
        macro_rules! column {
            ($variant:ident) => {
                values.map(|value| if let Value::$variant(value) = value { *value } else { None }).collect()
            };
        }
        match kind {
            Kind::Bigint => Array::Bigint(column!(I64)),
            Kind::Text => Array::Text(column!(Text)),
            Kind::Bool => Array::Bool(column!(Bool)),
            Kind::Double => Array::Double(column!(F64)),
            Kind::Bytes => Array::Bytes(column!(Bytes)),
        }
    }

    fn value(&self) -> &(dyn ToSql + Sync) {
        match self {
            Array::Bigint(array) => array,
            Array::Text(array) => array,
            Array::Bool(array) => array,
            Array::Double(array) => array,
            Array::Bytes(array) => array,
        }
    }

    fn postgres_type(&self) -> Type {
        match self {
            Array::Bigint(_) => Type::INT8_ARRAY,
            Array::Text(_) => Type::TEXT_ARRAY,
            Array::Bool(_) => Type::BOOL_ARRAY,
            Array::Double(_) => Type::FLOAT8_ARRAY,
            Array::Bytes(_) => Type::BYTEA_ARRAY,
        }
    }
}

/// Types are declared by us, not asked of the server: one round trip less.
fn postgres_type(value: &Value<'_>) -> Type {
    match value {
        Value::I64(_) => Type::INT8,
        Value::F64(_) => Type::FLOAT8,
        Value::Bool(_) => Type::BOOL,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
        Value::I64s(_) => Type::INT8_ARRAY,
        Value::Texts(_) => Type::TEXT_ARRAY,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::I64(value) => value.to_sql(ty, out),
            Value::F64(value) => value.to_sql(ty, out),
            Value::Bool(value) => value.to_sql(ty, out),
            Value::Text(value) => value.to_sql(ty, out),
            Value::Bytes(value) => value.to_sql(ty, out),
            Value::I64s(list) => list.to_sql(ty, out),
            Value::Texts(list) => list.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Integers of all sizes.
struct Wide(i64);

impl<'a> FromSql<'a> for Wide {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Wide, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Wide(match *ty {
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

/// Any kind of text.
struct Text<'a>(&'a str);

impl<'a> FromSql<'a> for Text<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Text<'a>, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Text(std::str::from_utf8(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)
    }
}

/// A null of whatever type the statement's literal got.
struct Anything;

impl<'a> FromSql<'a> for Anything {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Anything, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Anything)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn read<'r, T: FromSql<'r>>(row: &'r tokio_postgres::Row, position: usize) -> Result<Option<T>, Failure> {
    match row.try_get::<_, Option<T>>(position) {
        Ok(value) => Ok(value),
        Err(error) => match row.try_get::<_, Option<Anything>>(position) {
            Ok(None) => Ok(None),
            _ => Err(failure(error)),
        },
    }
}

pub(crate) fn read_i64(row: &tokio_postgres::Row, position: usize) -> Result<Option<i64>, Failure> {
    Ok(read::<Wide>(row, position)?.map(|wide| wide.0))
}

pub(crate) fn read_f64(row: &tokio_postgres::Row, position: usize) -> Result<Option<f64>, Failure> {
    read(row, position)
}

pub(crate) fn read_bool(row: &tokio_postgres::Row, position: usize) -> Result<Option<bool>, Failure> {
    read(row, position)
}

pub(crate) fn read_text(row: &tokio_postgres::Row, position: usize) -> Result<Option<Str>, Failure> {
    Ok(read::<Text<'_>>(row, position)?.map(|text| Str::from(text.0)))
}

pub(crate) fn read_bytes(row: &tokio_postgres::Row, position: usize) -> Result<Option<Vec<u8>>, Failure> {
    read(row, position)
}

fn no_connection(error: PoolError) -> Failure {
    match error {
        PoolError::Backend(error) => match failure(error) {
            failure if failure.class() == Class::Unexpected => Failure::new(Class::Unavailable, failure.detail()),
            failure => failure,
        },
        error => Failure::new(Class::Unavailable, error.to_string()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form map_err wants")]
fn failure(error: tokio_postgres::Error) -> Failure {
    let Some(db) = error.as_db_error() else {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        let class = if error.is_closed() || is_io(&error) { Class::Disconnected } else { Class::Unexpected };
        return report(Failure::new(class, format!("{error}: {cause}")));
    };
    let detail = db.constraint().or(db.column()).unwrap_or(db.message()).to_owned();
    report(Failure::new(class(db.code()), detail))
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    error.source().is_some_and(|source| source.is::<std::io::Error>())
}

fn class(code: &SqlState) -> Class {
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::LOCK_NOT_AVAILABLE => Class::Collision,
        SqlState::UNIQUE_VIOLATION => Class::Unique,
        SqlState::FOREIGN_KEY_VIOLATION => Class::ForeignKey,
        SqlState::STRING_DATA_RIGHT_TRUNCATION => Class::TooLong,
        SqlState::CHARACTER_NOT_IN_REPERTOIRE | SqlState::UNTRANSLATABLE_CHARACTER => Class::BadText,
        SqlState::QUERY_CANCELED => Class::Timeout,
        SqlState::READ_ONLY_SQL_TRANSACTION => Class::ReadOnly,
        SqlState::TOO_MANY_CONNECTIONS | SqlState::CONFIGURATION_LIMIT_EXCEEDED => Class::Unavailable,
        SqlState::DISK_FULL | SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Class::Damage,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => Class::Disconnected,
        ref other if other.code().starts_with("08") => Class::Disconnected,
        _ => Class::Unexpected,
    }
}

fn report(failure: Failure) -> Failure {
    match failure.class() {
        Class::Unexpected | Class::Damage => tracing::error!(detail = failure.detail(), "database"),
        class => tracing::debug!(?class, detail = failure.detail(), "database"),
    }
    failure
}

/// Encryption, if the address asks for it or allows it.
fn tls(settings: &Settings) -> Result<Option<MakeRustlsConnect>, Failure> {
    let Target::Server { encrypt, .. } = &settings.target else { return Ok(None) };
    let config = match encrypt {
        Encrypt::No => return Ok(None),
        Encrypt::Verify => crate::tls::verified(),
        Encrypt::Prefer | Encrypt::Require => crate::tls::unverified(),
    };
    Ok(Some(MakeRustlsConnect::new(config?)))
}
