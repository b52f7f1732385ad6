//! Postgres, by tokio-postgres.

mod bind;
mod column;
mod connection;
mod direct;
mod failure;
mod pools;
mod session;
mod socket;

pub(crate) use column::{read_bool, read_bytes, read_f64, read_i64, read_text};
pub(crate) use pools::{Pools, client};
pub(crate) use session::{Alone, Session};

use crate::settings::{Encrypt, Target};
use crate::{Failure, Settings};
use tokio_postgres_rustls::MakeRustlsConnect;

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
