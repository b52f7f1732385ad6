use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::section::{Objection, section};
use super::values::{List, Secret};

/// May the server touch directories?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Managed,
    MetadataOnly,
}

section! {
    /// Where databases and tables keep their files.
    Warehouse = "warehouse" {
        /// A local path or a location such as s3://bucket/warehouse.
        "root" root: String = "./skep-data/warehouse".to_owned();
        /// "managed": directories are made, moved and deleted as Hive does.
        /// "metadata-only": locations are stored, storage is never touched.
        "mode" mode: Mode = Mode::Managed;
        /// Locations outside the root whose directories may be made, moved and deleted; what lies elsewhere is left alone.
        /// "*" is everywhere, as in Hive: then whoever may drop a table may have any directory deleted that the server can
        /// delete.
        "allowed-locations" allowed_locations: List = List(vec!["*".to_owned()]);
    }
}

section! {
    /// Access to s3://, s3a:// and s3n:// locations. What is not set here comes from the usual AWS environment: access
    /// keys, web identity (IRSA), container credentials or the instance role.
    S3 = "warehouse.s3" {
        /// Address of a store other than AWS, for example https://minio.example:9000.
        "endpoint" endpoint: Option<String> = None;
        /// Region of the buckets.
        "region" region: Option<String> = None;
        /// true: https://endpoint/bucket, the default; false: https://bucket.endpoint.
        "path-style" path_style: Option<bool> = None;
        /// Permit an http:// endpoint.
        "allow-http" allow_http: Option<bool> = None;
        /// Static access key.
        "access-key-id" access_key_id: Option<String> = None;
        /// Secret of the static access key.
        "secret-access-key" secret_access_key: Option<Secret> = None;
        /// Token of temporary access keys.
        "session-token" session_token: Option<Secret> = None;
        /// Role to assume with a web identity.
        "role-arn" role_arn: Option<String> = None;
        /// File with the web identity's token.
        "web-identity-token-file" web_identity_token_file: Option<PathBuf> = None;
        /// Address of the service that gives out the role's keys, if it is not AWS's.
        "sts-endpoint" sts_endpoint: Option<String> = None;
    }
}

impl Warehouse {
    fn validate(&self) -> Vec<Objection> {
        match self.root.as_str() {
            "" => vec![("root", "is empty".to_owned())],
            "/" | "file:/" | "file:///" => vec![("root", "is the root of the file system".to_owned())],
            _ => Vec::new(),
        }
    }
}

impl S3 {
    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        if self.access_key_id.is_some() != self.secret_access_key.is_some() {
            let (missing, set) = match self.access_key_id {
                Some(_) => ("secret-access-key", "access-key-id"),
                None => ("access-key-id", "secret-access-key"),
            };
            objections.push((missing, format!("is missing, and {set} is set")));
        }
        if let Some(endpoint) = &self.endpoint {
            if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
                objections.push(("endpoint", format!("'{endpoint}' does not begin with https:// or http://")));
            } else if endpoint.starts_with("http://") && self.allow_http != Some(true) {
                objections
                    .push(("endpoint", format!("'{endpoint}' is not encrypted; permit it with allow-http = true")));
            }
        }
        objections
    }
}

/// What the warehouse is opened with.
pub fn settings(warehouse: &Warehouse, s3: &S3) -> skep_warehouse::Settings {
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.0.clone());
    let List(allowed) = &warehouse.allowed_locations;
    let token_file = s3.web_identity_token_file.as_ref().map(|path| path.display().to_string());
    skep_warehouse::Settings {
        root: warehouse.root.clone(),
        mode: match warehouse.mode {
            Mode::Managed => skep_warehouse::Mode::Managed,
            Mode::MetadataOnly => skep_warehouse::Mode::MetadataOnly,
        },
        allowed: (!allowed.iter().any(|location| location == "*")).then(|| allowed.clone()),
        s3: skep_warehouse::S3 {
            endpoint: s3.endpoint.clone(),
            region: s3.region.clone(),
            path_style: s3.path_style,
            allow_http: s3.allow_http,
            access_key_id: s3.access_key_id.clone(),
            secret_access_key: secret(&s3.secret_access_key),
            session_token: secret(&s3.session_token),
            role_arn: s3.role_arn.clone(),
            web_identity_token_file: token_file,
            sts_endpoint: s3.sts_endpoint.clone(),
        },
    }
}
