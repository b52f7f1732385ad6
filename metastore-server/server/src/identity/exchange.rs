//! `POST /v1/token`: a bearer token of an issuer we trust is exchanged for a Hadoop token file, which stock Spark can use.
//!
//! The file is as good as the token it came from was when it came: its principal, its groups, the class of the listener.
//! It can be taken back like any other (`skep token revoke`). A bearer token may be exchanged more than once while it
//! lives: a pod that is started again, or whose answer was lost, has no other. What that could fill is bounded.

use serde::Deserialize;
use skep_access::{Caller, Principal};
use skep_catalog::{Catalog, access_token};
use skep_net::{Denied, Found};

use super::bearer::Bearer;
use super::hadoop::SERVICE_MAX;
use super::minting::{self, Wish};

pub const PATH: &str = "/v1/token";
/// Tokens of one principal that are good at the same time, counted at an exchange. A Spark driver needs one.
const LIVE_MAX: u64 = 100;
/// What the column holds.
const GROUPS_BYTES_MAX: usize = 4000;

/// Expired ones are kept this long for `skep token list`.
const KEEP_SECONDS: i64 = 24 * 60 * 60;

/// What may be asked for; an empty body asks for nothing.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Seconds.
    ttl: Option<i64>,
    #[serde(default)]
    service: String,
}

/// Makes a token file for who was proven. `longest` is the longest life, in seconds.
pub async fn exchange(
    catalog: &Catalog,
    bearer: Bearer,
    caller: &Caller,
    longest: i64,
    body: &[u8],
) -> Result<Found, Denied> {
    let wanted: Wanted = match body {
        [] => Wanted::default(),
        // The words of the parser would quote the body.
        _ => match serde_json::from_slice(body) {
            Ok(wanted) => wanted,
            Err(_) => return Ok(refused(400, "expected no body or {\"ttl\": SECONDS, \"service\": TEXT}")),
        },
    };
    let ttl = wanted.ttl.unwrap_or(longest);
    if !(1..=longest).contains(&ttl) {
        return Ok(refused(400, &format!("ttl: expected 1 to {longest} seconds (identity.exchange-lifetime)")));
    }
    if wanted.service.len() > SERVICE_MAX {
        return Ok(refused(400, &format!("service: at most {SERVICE_MAX} bytes")));
    }
    let Some(groups) = joined(&bearer) else {
        return Ok(refused(400, &format!("the groups of the token take more than {GROUPS_BYTES_MAX} bytes")));
    };
    let now = catalog.clock.seconds();
    let principal = bearer.principal.to_string();
    let failed = |error: &dyn std::fmt::Display| Denied {
        told: "tokens cannot be made at the moment: try again".to_owned(),
        reason: format!("the table of tokens: {error}"),
    };
    access_token::purge(catalog, now - KEEP_SECONDS).await.map_err(|error| failed(&error))?;
    if access_token::live(catalog, &principal).await.map_err(|error| failed(&error))? >= LIVE_MAX {
        let told = format!("{LIVE_MAX} tokens of {principal} are good already: use one, or have them revoked");
        return Ok(refused(429, &told));
    }
    let expires = now.saturating_add(ttl);
    let wish = Wish {
        principal,
        roles: None,
        groups,
        class: caller.class.to_string(),
        created: now,
        expires,
        service: wanted.service,
    };
    let (record, token) = minting::mint(wish).map_err(|error| failed(&error))?;
    access_token::add(catalog, &record).await.map_err(|error| failed(&error))?;
    tracing::info!(token = %record.id, principal = %record.principal, expires, "exchanged a bearer token for a token file");
    let headers = vec![
        ("cache-control", "no-store".to_owned()),
        ("skep-token-id", record.id.to_string()),
        ("skep-token-expires", expires.to_string()),
    ];
    Ok(Found { status: 200, kind: "application/octet-stream", headers, body: token.file() })
}

/// `None` if they do not fit; with fewer of them, what a group is denied would be allowed.
fn joined(bearer: &Bearer) -> Option<Option<String>> {
    let names: Vec<&str> = bearer.groups.iter().map(Principal::name).collect();
    let text = names.join("\n");
    (text.len() <= GROUPS_BYTES_MAX).then(|| Some(text).filter(|text| !text.is_empty()))
}

/// Groups as they are kept: names do not hold line ends.
pub fn groups_of(kept: &str) -> impl Iterator<Item = Principal> {
    kept.split('\n').filter_map(|name| Principal::group(name).ok())
}

pub fn refused(status: u16, why: &str) -> Found {
    Found { status, kind: "text/plain; charset=utf-8", headers: Vec::new(), body: format!("{why}\n").into_bytes() }
}
