//! One client per bucket, made when the bucket is first needed and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::{ObjectStore, Result, RetryConfig};

use crate::{Location, S3};

/// Bucket names come from clients, so the number of clients kept for them has a bound; past it all are made anew.
const KEPT: usize = 64;

/// Longest time one storage request is retried: a metastore call should not outlive its caller's patience.
const RETRY: Duration = Duration::from_secs(30);

pub(crate) struct Stores {
    s3: S3,
    open: Mutex<HashMap<String, Arc<dyn ObjectStore>>>,
}

impl Stores {
    pub(crate) fn new(s3: S3) -> Self {
        Self { s3, open: Mutex::default() }
    }

    /// The client for the location's bucket; `None` if this build has no client for the scheme.
    pub(crate) fn get(&self, location: &Location) -> Result<Option<Arc<dyn ObjectStore>>> {
        let key = key(location);
        if let Some(store) = self.lock().get(&key) {
            return Ok(Some(store.clone()));
        }
        let Some(store) = self.connect(location)? else {
            return Ok(None);
        };
        let mut open = self.lock();
        if open.len() >= KEPT {
            open.clear();
        }
        open.insert(key, store.clone());
        Ok(Some(store))
    }

    /// Uses `store` for the location's bucket.
    pub(crate) fn put(&self, location: &Location, store: Arc<dyn ObjectStore>) {
        self.lock().insert(key(location), store);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<dyn ObjectStore>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connect(&self, location: &Location) -> Result<Option<Arc<dyn ObjectStore>>> {
        Ok(match location.scheme() {
            "s3" | "s3a" | "s3n" => Some(Arc::new(self.s3(location.authority().unwrap_or_default()).build()?)),
            #[cfg(feature = "gcp")]
            "gs" => {
                let builder = object_store::gcp::GoogleCloudStorageBuilder::from_env();
                Some(Arc::new(builder.with_url(location.as_str()).with_retry(retry()).build()?))
            }
            #[cfg(feature = "azure")]
            "az" | "abfs" | "abfss" | "wasb" | "wasbs" => {
                // Hadoop's older wasb driver spells the same containers with the blob host.
                let container = location.authority().unwrap_or_default().replace(".blob.", ".dfs.");
                let builder = object_store::azure::MicrosoftAzureBuilder::from_env();
                Some(Arc::new(builder.with_url(format!("abfss://{container}")).with_retry(retry()).build()?))
            }
            _ => None,
        })
    }

    fn s3(&self, bucket: &str) -> AmazonS3Builder {
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry());
        let virtual_hosted = self.s3.path_style == Some(false);
        builder = builder.with_virtual_hosted_style_request(virtual_hosted);
        for (key, value) in [
            (AmazonS3ConfigKey::Region, &self.s3.region),
            (AmazonS3ConfigKey::AccessKeyId, &self.s3.access_key_id),
            (AmazonS3ConfigKey::SecretAccessKey, &self.s3.secret_access_key),
            (AmazonS3ConfigKey::Token, &self.s3.session_token),
            (AmazonS3ConfigKey::RoleArn, &self.s3.role_arn),
            (AmazonS3ConfigKey::WebIdentityTokenFile, &self.s3.web_identity_token_file),
            (AmazonS3ConfigKey::StsEndpoint, &self.s3.sts_endpoint),
        ] {
            if let Some(value) = value {
                builder = builder.with_config(key, value);
            }
        }
        if let Some(endpoint) = &self.s3.endpoint {
            // object_store wants the bucket's own address when the bucket is part of the host name.
            let endpoint = if virtual_hosted { with_host_prefix(endpoint, bucket) } else { endpoint.clone() };
            builder = builder.with_endpoint(endpoint);
        }
        match self.s3.allow_http {
            Some(allow) => builder.with_allow_http(allow),
            None => builder,
        }
    }
}

fn key(location: &Location) -> String {
    let (family, authority) = location.store();
    format!("{family}://{}", authority.unwrap_or_default())
}

fn retry() -> RetryConfig {
    RetryConfig { max_retries: 5, retry_timeout: RETRY, ..RetryConfig::default() }
}

fn with_host_prefix(endpoint: &str, bucket: &str) -> String {
    match endpoint.split_once("://") {
        Some((scheme, host)) => format!("{scheme}://{bucket}.{host}"),
        None => format!("{bucket}.{endpoint}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_s3a_and_s3n_share_the_client_of_a_bucket() {
        let stores = Stores::new(S3 { region: Some("eu-central-1".to_owned()), ..S3::default() });
        let at = |text| Location::parse(text, None).expect(text);
        let first = stores.get(&at("s3://lake/a")).expect("builds").expect("s3 is known");
        let second = stores.get(&at("s3a://lake/b")).expect("builds").expect("s3a is known");
        assert!(Arc::ptr_eq(&first, &second));
        assert!(stores.get(&at("hdfs://nn/a")).expect("no attempt").is_none());
    }

    #[test]
    fn virtual_hosted_endpoints_name_the_bucket() {
        assert_eq!(with_host_prefix("https://minio:9000", "lake"), "https://lake.minio:9000");
    }

    #[cfg(all(feature = "gcp", feature = "azure"))]
    #[test]
    fn google_and_azure_have_clients_when_they_are_built_in() {
        let stores = Stores::new(S3::default());
        for text in
            ["gs://lake/t", "abfss://files@account.dfs.core.windows.net/t", "wasbs://c@a.blob.core.windows.net/t"]
        {
            let location = Location::parse(text, None).expect(text);
            assert!(stores.get(&location).expect(text).is_some(), "{text}");
        }
    }
}
