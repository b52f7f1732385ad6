//! The real S3 client against a stand-in for S3 (`moto_server`, from PyPI's `moto[server]`): addresses, signatures, bulk
//! deletes and copies, which the in-memory store of the other tests cannot show. Says so and passes where moto is not
//! installed.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use skep_warehouse::{Move, S3, Settings, Statistics, Warehouse};

struct Moto {
    process: Child,
    port: u16,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Moto {
    fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let process = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(process) = process else {
            eprintln!("moto_server is not installed: S3 is not tested");
            return None;
        };
        let moto = Self { process, port };
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "moto_server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(moto)
    }

    fn put(&self, path: &str, body: &str) {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        let request = format!(
            "PUT {path} HTTP/1.1\r\nhost: s3.amazonaws.com\r\ncontent-length: {}\r\nconnection: close\r\n\
             authorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, \
             Signature=0\r\n\r\n{body}",
            body.len()
        );
        connection.write_all(request.as_bytes()).expect("written");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("read");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn warehouse(&self) -> Warehouse {
        let (id, secret) = (Some("k".to_owned()), Some("s".to_owned()));
        self.warehouse_as(S3 { access_key_id: id, secret_access_key: secret, ..S3::default() })
    }

    fn warehouse_as(&self, credentials: S3) -> Warehouse {
        let s3 = S3 {
            endpoint: Some(self.address()),
            region: Some("us-east-1".to_owned()),
            allow_http: Some(true),
            ..credentials
        };
        let settings = Settings { root: "s3a://lake/wh".to_owned(), s3, ..Settings::default() };
        Warehouse::open(settings).expect("opens")
    }
}

#[tokio::test]
async fn directories_in_a_bucket_are_listed_moved_and_deleted() {
    let Some(moto) = Moto::start() else { return };
    moto.put("/lake", "");
    for key in ["t/a", "t/p%3D1%252F2/b", "t/_SUCCESS", "t10/c"] {
        moto.put(&format!("/lake/wh/{key}"), "12345");
    }
    let warehouse = moto.warehouse();
    let at = |name: &str| warehouse.default_table_location(warehouse.root(), name);
    let two = Some(Statistics { files: 2, bytes: 10 });
    assert_eq!(warehouse.list_statistics(&at("t")).await.expect("listed"), two);

    let Ok(Move::Done(moved)) = warehouse.move_directory(&at("t"), &at("n")).await else { panic!("not moved") };
    moved.keep().await.expect("kept");
    assert_eq!(warehouse.list_statistics(&at("n")).await.expect("listed"), two);
    assert!(!warehouse.is_directory(&at("t")).await.expect("looked"));
    let partition = warehouse.partition_location(&at("n"), "p=1%2F2").expect("valid");
    assert!(warehouse.is_directory(&partition).await.expect("looked"));

    // The same bucket by another of S3's names.
    let same = warehouse.qualify("s3://lake/wh/n").expect("valid");
    warehouse.delete_directory(&same).await.expect("deleted");
    assert!(!warehouse.is_directory(&at("n")).await.expect("looked"));
    assert!(warehouse.is_directory(&at("t10")).await.expect("looked"));
}

#[tokio::test]
async fn a_bucket_that_does_not_exist_is_an_error_that_names_the_location() {
    let Some(moto) = Moto::start() else { return };
    let warehouse = moto.warehouse();
    let table = warehouse.default_table_location(warehouse.root(), "t");
    let text = warehouse.list_statistics(&table).await.expect_err("no such bucket").to_string();
    assert!(text.starts_with("cannot list s3a://lake/wh/t: "), "{text}");
}

/// The exchange itself cannot be shown here: the client talks to STS over TLS only, whatever is allowed for S3.
#[tokio::test]
async fn with_a_role_and_a_token_file_the_keys_come_from_the_token_as_in_a_pod_with_irsa() {
    let Some(moto) = Moto::start() else { return };
    let warehouse = moto.warehouse_as(S3 {
        role_arn: Some("arn:aws:iam::123456789012:role/metastore".to_owned()),
        web_identity_token_file: Some("/no/such/token".to_owned()),
        ..S3::default()
    });
    let table = warehouse.default_table_location(warehouse.root(), "t");
    let text = warehouse.is_directory(&table).await.expect_err("there is no token").to_string();
    assert!(text.contains("/no/such/token"), "{text}");
}
