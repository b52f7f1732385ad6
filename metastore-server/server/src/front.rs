//! Between the listener, which knows no method, and the methods, which know no socket.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use skep_api::{Request, Service, Session};
use skep_codec::ApplicationException;
use skep_net::{Answer, BodyStream, Call, Peer, Progress};
use tracing::Instrument;

use crate::calls::{Calls, Measured, Outcome};
use crate::quotas::Quotas;

pub struct Front {
    service: Service,
    calls: Arc<Calls>,
    quotas: Arc<Quotas>,
}

impl Front {
    pub fn new(service: Service, calls: Arc<Calls>) -> Self {
        Self { service, calls, quotas: Arc::default() }
    }

    /// Nobody gets more than they allow.
    pub fn within(self, quotas: Arc<Quotas>) -> Self {
        Self { quotas, ..self }
    }
}

impl skep_net::Service for Front {
    type Session = Session;

    fn open(&self, peer: &Peer) -> Session {
        Session::new(Some(peer.address.ip()))
    }

    fn call<'a>(&'a self, session: &'a mut Session, call: Call<'a>) -> BoxFuture<'a, Answer> {
        let Call { request, protocol, name: method, args, budget, .. } = call;
        // Every line that is logged inside names the call; at the highest level, since the lines may be of any.
        let span = tracing::error_span!("call", %request, method, outcome = tracing::field::Empty);
        let served = async move {
            let mut measured = self.calls.begin(method, request);
            let _turn = match self.quotas.enter(session.peer, || session.claimed_user()) {
                Ok(turn) => turn,
                Err(exceeded) => {
                    tracing::debug!("refused: {exceeded}");
                    let refusal = ApplicationException::internal(&exceeded.to_string());
                    return sent(skep_api::Answer::Exception(refusal), measured);
                }
            };
            let work = self.service.call(session, Request { id: &request, protocol, method, args, budget });
            let answer = match &measured {
                Some(measured) => measured.trail().follow(work).await,
                None => work.await,
            };
            if let Some(measured) = &mut measured {
                measured.by(|| session.claimed_user());
            }
            sent(answer, measured)
        };
        Box::pin(served.instrument(span))
    }
}

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
