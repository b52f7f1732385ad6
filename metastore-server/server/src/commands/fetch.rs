//! `skep token fetch`: a bearer token becomes a Hadoop token file, where the driver will start.

use std::path::Path;

use serde_json::json;
use skep::identity::bearer::{address, client, plain};
use skep::identity::{exchange, hadoop};

use super::print;
use crate::cli::FetchOptions;
use crate::failure::Failure;

/// The longest answer there is.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

pub fn run(options: FetchOptions) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Failed(format!("cannot start: {error}")))?;
    runtime.block_on(fetch(options))
}

async fn fetch(options: FetchOptions) -> Result<(), Failure> {
    let FetchOptions { url, bearer_file, hadoop_file, ttl, service, ca } = options;
    let address = address(&format!("{}{}", url.trim_end_matches('/'), exchange::PATH))
        .map_err(|error| Failure::Usage(format!("--url {error}")))?;
    let bearer = String::from_utf8(read(&bearer_file, "--bearer-file")?).unwrap_or_default();
    let authorities = ca.map(|path| authorities(&path)).transpose()?;
    let body = json!({ "ttl": ttl.map(|ttl| ttl.0.as_secs()), "service": service }).to_string();
    let asked =
        client(authorities).map_err(Failure::Failed)?.post(address.clone()).bearer_auth(bearer.trim()).body(body);
    let unreachable = |error: reqwest::Error| {
        let problem = format!("cannot reach {address}: {}", plain(&error));
        Failure::refused(problem, "look at --url and --ca, and whether the listener is up")
    };
    let mut answer = asked.send().await.map_err(unreachable)?;
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(unreachable)?.filter(|_| bytes.len() < ANSWER_BYTES_MAX) {
        bytes.extend_from_slice(&piece);
    }
    if !answer.status().is_success() || !hadoop::is_file(&bytes) {
        let said: String = String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).take(300).collect();
        let problem = format!("{address} gave no token ({}): {said}", answer.status());
        return Err(Failure::refused(problem, "the log of the server says more; docs/identity.md says what it needs"));
    }
    hadoop::write(&hadoop_file, &bytes).map_err(|error| {
        let problem = format!("cannot write {}: {error}", hadoop_file.display());
        Failure::refused(problem, "choose another file with --hadoop-file")
    })?;
    let id = answer.headers().get("skep-token-id").and_then(|id| id.to_str().ok()).unwrap_or("a token");
    print(&format!("{id} in {}\n", hadoop_file.display()))
}

fn read(path: &Path, option: &str) -> Result<Vec<u8>, Failure> {
    let failed =
        |error| Failure::refused(format!("{option} {}: {error}", path.display()), "name a file that can be read");
    std::fs::read(path).map_err(failed)
}

fn authorities(path: &Path) -> Result<Vec<reqwest::Certificate>, Failure> {
    reqwest::Certificate::from_pem_bundle(&read(path, "--ca")?)
        .map_err(|error| Failure::Usage(format!("--ca {}: {}", path.display(), plain(&error))))
}
