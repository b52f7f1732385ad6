//! Standing in front of an old server: it answers, we only listen and compute what we would have said.
//!
//! Every call goes to the old server as it came, over one connection per client connection, because that server remembers
//! who a connection is; its answer goes back as it came. Calls that change nothing are answered by us as well, from the
//! same database, and the two answers are compared field by field when the client has long got its own. Calls that change
//! something are never run here.

mod compare;
mod differ;
pub mod known;
mod report;
mod upstream;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use skep_api::{Effect, Session};
use skep_codec::ApplicationException;
use skep_net::{Answer, Call, Peer};

pub use compare::Comparer;
pub use report::{Report, Totals};
pub use upstream::Address;

use compare::Heard;
use upstream::Upstream;

/// What stands behind the listener in place of the doors.
pub struct Shadow {
    address: Address,
    comparer: Comparer,
}

/// A client connection: the old server's end of it, and what ours would remember.
pub struct Client {
    upstream: Option<Upstream>,
    session: Arc<Session>,
}

impl Shadow {
    pub fn new(address: Address, comparer: Comparer) -> Self {
        Self { address, comparer }
    }

    /// Forwards one call; a connection that did not answer is not used again.
    async fn forward(&self, client: &mut Client, call: &Call<'_>) -> Answer {
        let mut upstream = match client.upstream.take() {
            Some(upstream) => upstream,
            None => match Upstream::connect(&self.address).await {
                Ok(upstream) => upstream,
                Err(error) => {
                    let text = format!("the old server at {} cannot be reached: {error}", self.address);
                    tracing::warn!("{text}");
                    return Answer::Exception(ApplicationException::internal(&text));
                }
            },
        };
        match upstream.call(call).await {
            Ok(answer) => {
                client.upstream = Some(upstream);
                answer
            }
            Err(error) => {
                // As the client would have met it: its next connection begins anew, with set_ugi and all.
                tracing::info!(method = call.name, %error, "the old server did not answer; the client's connection ends");
                Answer::Close
            }
        }
    }
}

impl skep_net::Service for Shadow {
    type Session = Client;
    type Identity = ();

    fn open(&self, peer: &Peer, _who: Option<()>) -> Client {
        Client { upstream: None, session: Arc::new(Session::new(peer.origin.ip())) }
    }

    fn call<'a>(&'a self, client: &'a mut Client, call: Call<'a>) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let effect = self.comparer.effect(call.name);
            if effect == Some(Effect::Session) {
                // Who the caller is and what it has set: later answers of ours depend on it.
                self.comparer.remember(&client.session, &call).await;
            }
            // Ours is asked first, so that both see the database at nearly the same moment.
            let heard = match effect {
                Some(Effect::Read) => self.comparer.listen(&client.session, &call),
                _ => {
                    self.comparer.forwarded(call.name);
                    None
                }
            };
            let answer = self.forward(client, &call).await;
            // Only an answer of the old server's leaves its connection in place. And if the comparer has given up, so be it.
            if let Some(told) = heard.filter(|_| client.upstream.is_some()) {
                let _ = match &answer {
                    Answer::Reply(body) => told.send(Heard::Reply(body.clone())),
                    Answer::Exception(exception) => told.send(Heard::Exception(exception.message.clone())),
                    _ => Ok(()),
                };
            }
            answer
        })
    }
}
