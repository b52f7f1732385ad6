//! Between the listener, which knows no method, and the methods, which know no socket.

use futures_util::future::BoxFuture;
use skep_api::{Request, Service, Session};
use skep_codec::ApplicationException;
use skep_net::{Answer, BodyStream, Call, Peer, Progress};

pub struct Front {
    service: Service,
}

impl Front {
    pub fn new(service: Service) -> Self {
        Self { service }
    }
}

impl skep_net::Service for Front {
    type Session = Session;

    fn open(&self, peer: &Peer) -> Session {
        Session::new(Some(peer.address.ip()))
    }

    fn call<'a>(&'a self, session: &'a mut Session, call: Call<'a>) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let Call { request, protocol, name: method, args, budget, .. } = call;
            match self.service.call(session, Request { id: &request, protocol, method, args, budget }).await {
                skep_api::Answer::Reply { body, .. } => Answer::Reply(body),
                skep_api::Answer::Stream(rest) => Answer::Stream(Box::new(Rest(rest))),
                skep_api::Answer::Exception(exception) => Answer::Exception(exception),
                skep_api::Answer::Nothing => Answer::Nothing,
                skep_api::Answer::Close => Answer::Close,
            }
        })
    }
}

/// A reply that is encoded while it is sent.
struct Rest(Box<dyn skep_api::BodyStream>);

impl BodyStream for Rest {
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> BoxFuture<'a, Result<Progress, ApplicationException>> {
        Box::pin(async move {
            match self.0.next(out).await {
                Ok(true) => Ok(Progress::More),
                Ok(false) => Ok(Progress::Done),
                Err(error) => Err(ApplicationException::internal(&error.to_string())),
            }
        })
    }
}
