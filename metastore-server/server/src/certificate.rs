//! A certificate that is replaced while it is used: connections have the one that was there when they came.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// All that are in use, for [`renew`].
static USED: Mutex<Vec<Arc<Renewable>>> = Mutex::new(Vec::new());

/// A chain and its key, each with its file.
#[derive(Debug)]
pub struct Renewable {
    chain: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

/// Why the files cannot be used.
#[derive(Debug)]
pub struct Problem {
    /// It is about the key, not about the certificate.
    pub of_key: bool,
    why: String,
}

impl Renewable {
    /// From two PEM files.
    pub fn open(chain: &Path, key: &Path) -> Result<Arc<Renewable>, Problem> {
        let current = RwLock::new(Arc::new(read(chain, key)?));
        let renewable = Arc::new(Renewable { chain: chain.to_owned(), key: key.to_owned(), current });
        USED.lock().unwrap_or_else(PoisonError::into_inner).push(renewable.clone());
        Ok(renewable)
    }

    /// Reads the files again; whether they hold something else. What cannot be used changes nothing.
    fn renew(&self) -> Result<bool, Problem> {
        let now = Arc::new(read(&self.chain, &self.key)?);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let changed = current.cert != now.cert;
        *current = now;
        Ok(changed)
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Renewable {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// Reads all files again and says what came of it.
pub fn renew() {
    for renewable in USED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let file = renewable.chain.display();
        match renewable.renew() {
            Ok(true) => tracing::info!(%file, "new certificate, for connections from now on"),
            Ok(false) => {}
            Err(problem) => tracing::error!(%file, %problem, "the old certificate stays"),
        }
    }
}

fn read(chain: &Path, key: &Path) -> Result<CertifiedKey, Problem> {
    let of_chain = |error: pem::Error| Problem { of_key: false, why: error.to_string() };
    let certificates: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(chain).and_then(Iterator::collect).map_err(of_chain)?;
    if certificates.is_empty() {
        return Err(of_chain(pem::Error::NoItemsFound));
    }
    let of_key = |why: String| Problem { of_key: true, why };
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| of_key(error.to_string()))?;
    let provider = aws_lc_rs::default_provider();
    CertifiedKey::from_der(certificates, key, &provider).map_err(|error| of_key(error.to_string()))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn new_files_are_used_from_the_next_connection_and_broken_ones_change_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
        let pem = |name: &str| {
            let path = format!("{}/../net/tests/net/tls/{name}", env!("CARGO_MANIFEST_DIR"));
            fs::read_to_string(path).expect("a file of the repository")
        };
        fs::write(&chain, pem("server.pem")).expect("written");
        fs::write(&key, pem("server.key")).expect("written");
        let renewable = Renewable::open(&chain, &key).expect("they belong together");
        assert!(!renewable.renew().expect("the same"));

        let first = renewable.current();
        fs::write(&chain, "half written").expect("written");
        assert!(!renewable.renew().expect_err("no certificate").of_key);
        assert!(Arc::ptr_eq(&first, &renewable.current()));

        // Another chain, as long as it takes to tell them apart.
        fs::write(&chain, pem("server.pem").repeat(2)).expect("written");
        assert!(renewable.renew().expect("they belong together"));
        assert_eq!(renewable.current().cert.len(), 2);

        fs::write(&key, pem("server.pem")).expect("written");
        assert!(renewable.renew().expect_err("no key").of_key);
        assert_eq!(renewable.current().cert.len(), 2);
    }
}
