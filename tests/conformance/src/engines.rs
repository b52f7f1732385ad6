//! The port of engines over a server's database, and questions to it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::{Value, json};
use skep_access::Mode;
use skep_catalog::policy::Keeper;
use skep_engines::{Catalogs, Engines, Keys, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::TestServer;

/// What the engine of the tests shows.
pub const TOKEN: &str = "a-token-of-the-engine-of-the-tests";

/// Open until it is dropped.
pub struct EnginePort {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl TestServer {
    /// Trino's catalogs `hive` and `iceberg` are Skep's `hive`.
    pub async fn engines(&self, mode: Mode) -> EnginePort {
        let engines = Engines::bind((Ipv4Addr::LOCALHOST, 0), None).await.expect("a free port");
        let settings = Settings {
            catalog: self.catalog(),
            keeper: Arc::new(Keeper::new(mode)),
            keys: Keys::read(&format!("trino:{TOKEN}")).expect("one engine"),
            catalogs: Catalogs::read(&["hive=hive".into(), "iceberg=hive".into()]).expect("two catalogs"),
        };
        let address = engines.address().expect("a bound port has an address");
        EnginePort { address, serving: tokio::spawn(engines.serve(settings)) }
    }
}

impl Drop for EnginePort {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A question about one operation of a user, in the shape that Trino's client gives it.
pub fn question(user: &str, operation: &str, more: Value) -> Value {
    let mut action = json!({ "operation": operation });
    if let (Some(action), Some(more)) = (action.as_object_mut(), more.as_object()) {
        action.extend(more.clone());
    }
    json!({ "input": {
        "context": {
            "identity": { "user": user, "groups": [] },
            "softwareStack": { "trinoVersion": "476" },
            "properties": {},
            "queryId": "20261122_000000_00000_test1",
        },
        "action": action,
    } })
}

impl EnginePort {
    /// The result of a question that is answered.
    pub async fn ask(&self, route: &str, question: &Value) -> Value {
        let (status, body) = self.post(route, question.to_string().as_bytes()).await;
        assert_eq!(status, 200, "{route}: {body}");
        let mut answer: Value = serde_json::from_str(&body).expect("JSON");
        answer["result"].take()
    }

    pub async fn allows(&self, user: &str, operation: &str, resource: Value) -> bool {
        let answer =
            self.ask("/v1/data/trino/allow", &question(user, operation, json!({ "resource": resource }))).await;
        answer.as_bool().expect("yes or no")
    }

    pub async fn post(&self, route: &str, body: &[u8]) -> (u16, String) {
        self.send("POST", route, &format!("Authorization: Bearer {TOKEN}\r\n"), body).await
    }

    /// One request on a connection of its own.
    pub async fn send(&self, method: &str, route: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.expect("the port is open");
        let length = match headers.contains("Content-Length") {
            true => String::new(),
            false => format!("Content-Length: {}\r\n", body.len()),
        };
        let head = format!(
            "{method} {route} HTTP/1.1\r\nHost: skep\r\nConnection: close\r\nContent-Type: application/json\r\n\
             {headers}{length}\r\n"
        );
        // Whoever is refused is so before all of it is read.
        let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply).await;
        let reply = String::from_utf8_lossy(&reply);
        let (head, body) = reply.split_once("\r\n\r\n").unwrap_or((&reply, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("no status: {head:?}")), body.to_owned())
    }
}
