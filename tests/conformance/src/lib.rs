//! Behaviour, written once and run over the real wire on every database.
//!
//! The tests lie in `tests/`, one file per noun. Each starts a server of its own:
//!
//! ```text
//! skep_conformance::everywhere! {
//!     async fn a_missing_database_is_no_such_object(server) {
//!         let refused = server.client().await.call::<calls::GetDatabase>(args).await;
//!         …
//!     }
//! }
//! ```

mod engines;
mod server;

pub use engines::{EnginePort, TOKEN, question};
pub use server::TestServer;

/// Declares tests that run once on each database, each on a server of its own.
#[macro_export]
macro_rules! everywhere {
    ($($(#[$attribute:meta])* async fn $name:ident($server:ident) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            use super::*;

            async fn check($server: &$crate::TestServer) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                check(&$crate::TestServer::start(skep_testing::Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                check(&$crate::TestServer::start(skep_testing::Backend::Postgres).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn mariadb() {
                check(&$crate::TestServer::start(skep_testing::Backend::Mariadb).await).await;
            }
        }
    )*};
}
