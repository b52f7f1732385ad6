//! One request and its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use hyper::body::Incoming;
use hyper::header::{ALLOW, CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{Request, Response, StatusCode};
use skep_codec::{ApplicationException, Budget, Envelope, MessageKind, Scanner, read_envelope, write_envelope};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::body::{self, Outgoing, Stretch, Unread};
use super::head::{Head, Odd};
use crate::admission::{Admission, Denied};
use crate::connection::{Arrival, Shared};
use crate::end::End;
use crate::exceptions;
use crate::guard::Guard;
use crate::service::{Answer, Call, Page, Peer, RequestId, Service};
use crate::stats::{Gauge, Stats};
use crate::transport::{Framing, Transport};

/// Longest body of a request that is no call.
const PAGE_BYTES_MAX: usize = 8 * 1024;

/// What all requests of a connection have in common.
pub(super) struct Exchange<'a, S: Service> {
    shared: &'a Shared<S>,
    peer: &'a Peer,
    admission: Admission,
    calls: AtomicU64,
    /// One at a time: requests of a connection follow each other.
    seat: Mutex<Seat<S>>,
    denied: std::sync::Mutex<Option<String>>,
}

/// Whose session is open. A request of somebody else opens another one.
struct Seat<S: Service> {
    /// The certificate's, until its session is opened.
    who: Option<S::Identity>,
    by_connection: Option<(Option<String>, S::Session)>,
    by_token: Option<(String, S::Session)>,
}

type Sent = Response<Outgoing>;

impl<'a, S: Service> Exchange<'a, S> {
    pub(super) fn new(shared: &'a Shared<S>, arrival: Arrival<'a, S::Identity>) -> Self {
        let Arrival { peer, admission, who, .. } = arrival;
        let seat = Mutex::new(Seat { who, by_connection: None, by_token: None });
        Exchange { shared, peer, admission, calls: AtomicU64::new(0), seat, denied: std::sync::Mutex::default() }
    }

    /// How the connection ended, if it ended well.
    pub(super) fn end(&self) -> End {
        let denied = self.denied.lock().ok().and_then(|mut denied| denied.take());
        denied.map_or(End::ClientLeft, End::Denied)
    }

    pub(super) async fn answer(&self, request: Request<Incoming>) -> Sent {
        let present = Present { stats: &self.shared.stats, answered: false };
        let answer = self.request(request).await.unwrap_or_else(|refusal| refusal);
        present.answered();
        answer
    }

    async fn request(&self, request: Request<Incoming>) -> Result<Sent, Sent> {
        let (parts, body) = request.into_parts();
        let head = Head::read(&parts).map_err(|odd| self.odd(&odd))?;
        let chunked = head.chunked;
        let answer = match head.call {
            true => self.call(head, body).await,
            false => self.page(head, body).await,
        };
        if chunked { answer.map(closing) } else { answer }
    }

    /// The proof comes before the body: nobody's bytes are kept for somebody who proves nothing.
    async fn call(&self, head: Head, body: Incoming) -> Result<Sent, Sent> {
        let mut seat = self.seat.lock().await;
        let proving = self.take_seat(&mut seat, head);
        let proven = timeout(self.shared.deadlines.first_byte, proving).await;
        let session = proven.unwrap_or_else(|_| Err(Denied::openly(SLOW_PROOF))).map_err(|denied| self.deny(denied))?;

        let Shared { limits, stats, deadlines, pool, .. } = self.shared;
        let budget = Budget::shared(limits.message_memory_max, Arc::clone(pool));
        let collected = timeout(deadlines.message, body::collect(body, limits, &budget)).await;
        let bytes = collected.map_err(|_| self.late())?.map_err(|unread| self.unread(&unread))?;
        stats.messages.add(1);
        let transport = whole_message(&bytes, limits.scanner()).map_err(|why| self.unreadable(why))?;
        stats.by_transport[transport.index()].add(1);
        let read = read_envelope(transport.protocol, &bytes).map_err(|error| self.unreadable(error.to_string()))?;
        self.run(session, transport, read, &bytes, budget).await
    }

    async fn run(
        &self,
        session: &mut S::Session,
        transport: Transport,
        (envelope, start): (Envelope<'_>, usize),
        bytes: &[u8],
        budget: Budget,
    ) -> Result<Sent, Sent> {
        let Shared { service, stats, deadlines, start: process, .. } = self.shared;
        let reply = Reply { transport, envelope };
        let oneway = match envelope.kind {
            MessageKind::Call => false,
            MessageKind::Oneway => true,
            MessageKind::Reply | MessageKind::Exception => {
                stats.protocol_errors.add(1);
                return Ok(reply.exception(&exceptions::wrong_direction()));
            }
        };
        let call = self.calls.fetch_add(1, Relaxed) + 1;
        let request = RequestId { start: *process, connection: self.peer.connection, call };
        let call = Call {
            request,
            protocol: transport.protocol,
            name: envelope.name,
            args: &bytes[start..],
            oneway,
            budget: &budget,
        };
        let _running = Gauge::hold(&stats.calls_running);
        let guard = Guard { request, patience: deadlines.call, stats };
        let answer = guard.run(async { service.call(session, call).await }).await.unwrap_or_else(Answer::Exception);
        Ok(match answer {
            // Java posts `shutdown` when it closes, and waits for the answer to that.
            _ if oneway => reply.nothing(),
            Answer::Nothing => reply.nothing(),
            Answer::Close => closing(reply.nothing()),
            Answer::Exception(exception) => reply.exception(&exception),
            Answer::Reply(result) => {
                // It exists already, so a refusal changes nothing; charging it makes the others stop sooner.
                let _ = budget.charge(result.capacity());
                let mut whole = reply.head(MessageKind::Reply);
                whole.extend_from_slice(&result);
                message(Outgoing::Whole(whole.into(), Some(budget)))
            }
            Answer::Stream(result) => {
                let stretch = Stretch::new(result, stats, guard, budget);
                match stretch.begin(reply.head(MessageKind::Reply)).await {
                    Ok(outgoing) => message(outgoing),
                    Err(exception) => reply.exception(&exception),
                }
            }
        })
    }

    /// The session of whoever sent this request.
    async fn take_seat<'s>(&self, seat: &'s mut Seat<S>, head: Head) -> Result<&'s mut S::Session, Denied> {
        let Shared { service, stats, .. } = self.shared;
        if let Some(token) = head.bearer {
            if !self.admission.bearer {
                return Err(Denied::openly("this listener takes no bearer tokens"));
            }
            if seat.by_token.as_ref().is_none_or(|(known, _)| *known != token) {
                seat.by_token = None;
                let who = service.bearer(self.peer, &token).await?;
                stats.authenticated.add(1);
                seat.by_token = Some((token, service.open(self.peer, Some(who))));
            }
            return seat.by_token.as_mut().map(|(_, session)| session).ok_or_else(|| Denied::because("no session"));
        }
        let proven = seat.who.is_some() || matches!(&seat.by_connection, Some((None, _)) if self.certified());
        if !proven && !self.admission.unproven {
            return Err(Denied::openly(self.admission.to_string()));
        }
        // A certificate is the whole connection's; a claim is its request's.
        let claim = head.actor.filter(|_| !proven);
        if seat.by_connection.as_ref().is_none_or(|(known, _)| *known != claim) {
            let mut session = service.open(self.peer, seat.who.take());
            if let Some(name) = &claim {
                service.claim(&mut session, name);
            }
            seat.by_connection = Some((claim, session));
        }
        seat.by_connection.as_mut().map(|(_, session)| session).ok_or_else(|| Denied::because("no session"))
    }

    /// The certificate was taken for a proof when the connection came; one that was not has ended it.
    fn certified(&self) -> bool {
        self.admission.certificate && self.peer.tls.as_ref().is_some_and(|tls| tls.certificate.is_some())
    }

    /// What is no call: the service may know the path.
    async fn page(&self, head: Head, body: Incoming) -> Result<Sent, Sent> {
        let limits = crate::Limits { message_bytes_max: PAGE_BYTES_MAX, ..self.shared.limits.clone() };
        let Head { path, bearer, .. } = head;
        let asked = async {
            let bytes = body::collect(body, &limits, &Budget::new(PAGE_BYTES_MAX)).await;
            let body = bytes.map_err(|unread| self.unread(&unread))?;
            let page = Page { path: &path, bearer: bearer.as_deref().filter(|_| self.admission.bearer), body: &body };
            Ok::<_, Sent>(self.shared.service.page(self.peer, page).await)
        };
        let found = timeout(self.shared.deadlines.message, asked).await.map_err(|_| self.late())??;
        match found {
            None => Err(refusal(StatusCode::NOT_FOUND, "calls are posted to /metastore")),
            Some(Err(denied)) => Err(self.deny(denied)),
            Some(Ok(found)) => {
                let status = StatusCode::from_u16(found.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let mut response = typed(status, found.kind, Outgoing::Whole(found.body.into(), None));
                for (name, value) in found.headers {
                    if let Ok(value) = HeaderValue::try_from(value) {
                        response.headers_mut().insert(HeaderName::from_static(name), value);
                    }
                }
                Ok(response)
            }
        }
    }

    /// The client is told, the log knows more, and the connection ends: one guess for each.
    fn deny(&self, denied: Denied) -> Sent {
        let Denied { told, reason } = denied;
        if let Ok(mut last) = self.denied.lock() {
            *last = Some(reason);
        }
        let mut response = closing(refusal(StatusCode::UNAUTHORIZED, told));
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        response
    }

    fn odd(&self, Odd(status, why): &Odd) -> Sent {
        self.shared.stats.protocol_errors.add(1);
        let mut response = closing(refusal(*status, *why));
        match *status {
            StatusCode::METHOD_NOT_ALLOWED => {
                drop(response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST")))
            }
            StatusCode::UNAUTHORIZED => {
                drop(response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            _ => {}
        }
        response
    }

    fn unread(&self, unread: &Unread) -> Sent {
        let stats = &self.shared.stats;
        closing(match unread {
            Unread::TooLong => {
                stats.protocol_errors.add(1);
                refusal(StatusCode::PAYLOAD_TOO_LARGE, "the message is longer than this server takes")
            }
            Unread::NoMemory => {
                stats.memory_refusals.add(1);
                let mut response = refusal(StatusCode::SERVICE_UNAVAILABLE, "no memory is left for it: try again");
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
                response
            }
            Unread::Broken => refusal(StatusCode::BAD_REQUEST, "the body is not complete"),
        })
    }

    fn unreadable(&self, why: String) -> Sent {
        self.shared.stats.protocol_errors.add(1);
        refusal(StatusCode::BAD_REQUEST, why)
    }

    fn late(&self) -> Sent {
        self.shared.stats.deadlines_missed.add(1);
        closing(refusal(StatusCode::REQUEST_TIMEOUT, "the message was not complete in time"))
    }
}

const SLOW_PROOF: &str = "the proof could not be checked in time: try again";

/// The body must be one message and nothing else, not in a frame: HTTP says where it ends.
fn whole_message(bytes: &[u8], limits: skep_codec::Limits) -> Result<Transport, String> {
    let transport = match Transport::sniff(bytes) {
        Ok(Some(transport)) if transport.framing == Framing::Unframed => transport,
        _ => return Err("the body is no Thrift message in binary or compact protocol, unframed".to_owned()),
    };
    match Scanner::new(transport.protocol, limits).advance(bytes) {
        Ok(Some(len)) if len == bytes.len() => Ok(transport),
        Ok(_) => Err("the body is not exactly one message".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The way back for one call.
struct Reply<'a> {
    transport: Transport,
    envelope: Envelope<'a>,
}

impl Reply<'_> {
    fn head(&self, kind: MessageKind) -> Vec<u8> {
        let mut out = Vec::new();
        let Envelope { name, seqid, .. } = self.envelope;
        write_envelope(self.transport.protocol, Envelope { name, kind, seqid }, &mut out);
        out
    }

    fn exception(&self, exception: &ApplicationException) -> Sent {
        let mut out = self.head(MessageKind::Exception);
        skep_codec::encode(self.transport.protocol, exception, &mut out);
        message(Outgoing::Whole(out.into(), None))
    }

    fn nothing(&self) -> Sent {
        message(Outgoing::Whole(bytes::Bytes::new(), None))
    }
}

fn message(body: Outgoing) -> Sent {
    typed(StatusCode::OK, "application/x-thrift", body)
}

fn refusal(status: StatusCode, why: impl Into<String>) -> Sent {
    typed(status, "text/plain; charset=utf-8", Outgoing::text(format!("{}\n", why.into())))
}

fn typed(status: StatusCode, kind: &'static str, body: Outgoing) -> Sent {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn closing(mut response: Sent) -> Sent {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Counts a request whose client left before its answer.
struct Present<'a> {
    stats: &'a Stats,
    answered: bool,
}

impl Present<'_> {
    fn answered(mut self) {
        self.answered = true;
    }
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.stats.abandoned.add(usize::from(!self.answered));
    }
}
