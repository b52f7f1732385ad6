//! What an operator decides about storage.

/// May the server touch directories at all?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Directories are made, moved and deleted as Hive does.
    #[default]
    Managed,
    /// Locations are stored; storage is never touched.
    MetadataOnly,
}

#[derive(Clone, Default)]
pub struct Settings {
    /// Where databases go by default: a local path or a location of any supported scheme.
    pub root: String,
    pub mode: Mode,
    /// Where directories may be touched outside the root; `None` is everywhere, as in Hive. What lies elsewhere is stored
    /// and left alone: otherwise whoever may drop a table may have any directory deleted that the server can delete.
    pub allowed: Option<Vec<String>>,
    pub s3: S3,
}

/// What is said here wins over the standard `AWS_…` environment, which also brings web identity (IRSA),
/// container credentials and the instance role.
///
/// No `Debug`: it holds secrets.
#[derive(Clone, Default)]
pub struct S3 {
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// `https://endpoint/bucket/key` (the default) or `https://bucket.endpoint/key`.
    pub path_style: Option<bool>,
    /// Permits `http://` endpoints.
    pub allow_http: Option<bool>,
    pub access_key_id: Option<String>,
    pub secret_access_key: Option<String>,
    pub session_token: Option<String>,
    /// Role to assume with the web identity token.
    pub role_arn: Option<String>,
    pub web_identity_token_file: Option<String>,
    /// Where the role is assumed, if not at AWS.
    pub sts_endpoint: Option<String>,
}
