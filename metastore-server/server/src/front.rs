//! Between the listener, which knows no method, and the methods, which know no socket.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rustls::pki_types::CertificateDer;
use skep_api::{Request, Session};
use skep_codec::ApplicationException;
use skep_net::{Answer, BodyStream, Call, Denied, Found, Page, Peer, Progress, Token};
use tracing::Instrument;

use crate::backend::Backend;
use crate::calls::{Calls, Measured, Outcome};
use crate::identity::lease::Lease;
use crate::identity::{Gate, Proven};
use crate::quotas::Quotas;

pub struct Front {
    backend: Backend,
    calls: Arc<Calls>,
    quotas: Arc<Quotas>,
    gate: Gate,
}

impl Front {
    /// Behind listeners that ask for no proof.
    pub fn new(backend: impl Into<Backend>, calls: Arc<Calls>) -> Self {
        Self { backend: backend.into(), calls, quotas: Arc::default(), gate: Gate::default() }
    }

    /// Nobody gets more than they allow.
    pub fn within(self, quotas: Arc<Quotas>) -> Self {
        Self { quotas, ..self }
    }

    /// The same where proofs are checked.
    pub fn behind(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }
}

/// A connection's session, and how long its proof holds.
pub struct Guest {
    session: Session,
    lease: Option<Lease>,
    /// As logs name it; `None` if nothing was proven.
    caller: Option<String>,
}

impl skep_net::Service for Front {
    type Session = Guest;
    type Identity = Proven;

    fn open(&self, peer: &Peer, who: Option<Proven>) -> Guest {
        let (session, lease) = self.gate.session(peer, who);
        let caller = Some(session.caller()).filter(|caller| caller.strength > 0);
        Guest { session, lease, caller: caller.map(|caller| caller.to_string()) }
    }

    fn call<'a>(&'a self, guest: &'a mut Guest, call: Call<'a>) -> BoxFuture<'a, Answer> {
        let Call { request, protocol, name: method, args, budget, .. } = call;
        let Guest { session, lease, caller } = guest;
        // Every line that is logged inside names the call; at the highest level, since the lines may be of any.
        let (outcome, caller) = (tracing::field::Empty, caller.as_deref());
        let span = tracing::error_span!("call", %request, method, caller, outcome);
        let served = async move {
            if let Some(lease) = lease
                && let Err(why) = lease.check().await
            {
                tracing::info!(why, "refused");
                return Answer::Exception(ApplicationException::new(UNSUPPORTED_CLIENT_TYPE, why));
            }
            let mut measured = self.calls.begin(method, request);
            let _turn = match self.quotas.enter(session.peer, || session.user()) {
                Ok(turn) => turn,
                Err(exceeded) => {
                    tracing::debug!("refused: {exceeded}");
                    let refusal = ApplicationException::internal(&exceeded.to_string());
                    return sent(skep_api::Answer::Exception(refusal), measured);
                }
            };
            let work = self.backend.call(session, Request { id: &request, protocol, method, args, budget });
            let answer = match &measured {
                Some(measured) => measured.trail().follow(work).await,
                None => work.await,
            };
            if let Some(measured) = &mut measured {
                measured.by(|| session.user());
            }
            sent(answer, measured)
        };
        Box::pin(served.instrument(span))
    }

    fn password<'a>(
        &'a self,
        peer: &'a Peer,
        user: &'a str,
        password: &'a str,
    ) -> BoxFuture<'a, Result<Proven, Denied>> {
        Box::pin(self.gate.password(peer, user, password))
    }

    fn token<'a>(&'a self, peer: &'a Peer, name: &'a str) -> BoxFuture<'a, Result<Option<Token<Proven>>, Denied>> {
        Box::pin(self.gate.token(peer, name))
    }

    fn bearer<'a>(&'a self, peer: &'a Peer, token: &'a str) -> BoxFuture<'a, Result<Proven, Denied>> {
        Box::pin(self.gate.bearer(peer, token))
    }

    fn claim(&self, guest: &mut Guest, name: &str) {
        guest.session.claim(name, &[] as &[&str]);
    }

    fn page<'a>(&'a self, peer: &'a Peer, page: Page<'a>) -> BoxFuture<'a, Option<Result<Found, Denied>>> {
        Box::pin(self.gate.page(peer, page))
    }

    fn certificate(&self, peer: &Peer, certificate: &CertificateDer<'_>) -> Result<Proven, Denied> {
        self.gate.certificate(peer, certificate)
    }
}

/// The kind of exception that Hive's clients do not repeat the call on.
const UNSUPPORTED_CLIENT_TYPE: i32 = 10;

/// The answer as the listener takes it. The call has ended, unless its reply is made while it is sent.
fn sent(answer: skep_api::Answer, measured: Option<Measured>) -> Answer {
    let (answer, outcome) = match answer {
        skep_api::Answer::Reply { body, declared: false } => (Answer::Reply(body), Outcome::Ok),
        skep_api::Answer::Reply { body, declared: true } => (Answer::Reply(body), Outcome::Refused),
        skep_api::Answer::Stream(rest) => return Answer::Stream(Box::new(Rest { rest, measured })),
        skep_api::Answer::Exception(exception) => (Answer::Exception(exception), Outcome::Failed),
        skep_api::Answer::Nothing => (Answer::Nothing, Outcome::Ok),
        skep_api::Answer::Close => (Answer::Close, Outcome::Ok),
    };
    tracing::Span::current().record("outcome", outcome.name());
    if let Some(measured) = measured {
        measured.end(outcome);
    }
    answer
}

/// A reply that is encoded while it is sent.
struct Rest {
    rest: Box<dyn skep_api::BodyStream>,
    measured: Option<Measured>,
}

impl Rest {
    fn end(&mut self, outcome: Outcome) {
        if let Some(measured) = self.measured.take() {
            measured.end(outcome);
        }
    }
}

impl BodyStream for Rest {
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> BoxFuture<'a, Result<Progress, ApplicationException>> {
        Box::pin(async move {
            match self.rest.next(out).await {
                Ok(true) => Ok(Progress::More),
                Ok(false) => {
                    self.end(Outcome::Ok);
                    Ok(Progress::Done)
                }
                Err(error) => {
                    self.end(Outcome::Failed);
                    Err(ApplicationException::internal(&error.to_string()))
                }
            }
        })
    }
}
