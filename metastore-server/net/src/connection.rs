//! One connection from its first byte to its last: what does it speak, then message, call, reply, again and again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use skep_codec::{Budget, Envelope, MessageKind, Pool, read_envelope};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::admission::Admission;
use crate::end::{End, Step};
use crate::exceptions;
use crate::guard::{self, Guard, Streamed};
use crate::http;
use crate::inbox::{Inbox, Purse};
use crate::limits::{Deadlines, Limits};
use crate::receive::{self, Message, Received, Refused, SOME_BYTES, Then, Why};
use crate::reply::Reply;
use crate::sasl::{self, SaslStream};
use crate::service::{Answer, Call, Peer, RequestId, Service};
use crate::stats::{Gauge, Stats};
use crate::transport::{Stranger, Transport};

/// What all connections of a listener have in common.
pub(crate) struct Shared<S> {
    pub(crate) service: Arc<S>,
    pub(crate) limits: Limits,
    pub(crate) deadlines: Deadlines,
    pub(crate) stats: Arc<Stats>,
    pub(crate) pool: Arc<Pool>,
    /// Set when the server is stopping.
    pub(crate) drain: CancellationToken,
    /// Tells the request ids of this process from those of the one before.
    pub(crate) start: u16,
}

impl<S> Shared<S> {
    fn purse(&self) -> Purse<'_> {
        Purse { pool: &self.pool, bytes_max: self.limits.message_memory_max }
    }
}

/// A connection whose socket is ready, TLS and its certificate included.
pub(crate) struct Arrival<'a, I> {
    pub(crate) peer: &'a Peer,
    pub(crate) admission: Admission,
    /// What was proven so far.
    pub(crate) who: Option<I>,
    /// For everything before the first call.
    pub(crate) deadline: Instant,
}

/// Serves `io` until one side has enough.
pub(crate) async fn serve<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    arrival: Arrival<'_, S::Identity>,
    mut io: T,
) -> End {
    let mut inbox = Inbox::new(shared.purse(), &shared.stats.bytes_in);
    let Arrival { peer, admission, who, deadline } = arrival;
    let end = match greet(shared, &mut inbox, &mut io, deadline).await {
        // Boxed so that other connections do not carry the room of a negotiation.
        Err(End::Stranger(Stranger::Sasl)) if admission.sasl() => {
            Box::pin(authenticate(shared, peer, admission, &mut inbox, &mut io, deadline)).await
        }
        Err(End::Stranger(Stranger::Http)) if admission.http => {
            let arrival = Arrival { peer, admission, who, deadline };
            Box::pin(http::serve(shared, arrival, &mut inbox, &mut io)).await
        }
        Err(end) => end,
        Ok(transport) => settle(shared, peer, admission, who, transport, inbox, &mut io).await,
    };
    part(&mut io, &end).await;
    end
}

/// SASL, and then the same connection once more inside its frames.
async fn authenticate<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    peer: &Peer,
    admission: Admission,
    inbox: &mut Inbox<'_>,
    io: &mut T,
    deadline: Instant,
) -> End {
    let who = match sasl::negotiate(shared, admission, peer, inbox, io, deadline).await {
        Ok(who) => who,
        Err(end) => return end,
    };
    shared.stats.authenticated.add(1);
    let mut frames = SaslStream::new(io, shared.limits.message_bytes_max);
    let mut inbox = Inbox::new(shared.purse(), &shared.stats.bytes_in);
    // A client that has proven itself may wait with its first call: Java sends no set_ugi after SASL.
    let deadline = Instant::now() + shared.deadlines.idle;
    match greet(shared, &mut inbox, &mut frames, deadline).await {
        // The farewell of a stranger would not be understood inside a frame.
        Err(End::Stranger(stranger)) => End::Denied(format!("inside SASL: {stranger}")),
        Err(end) => end,
        Ok(transport) => settle(shared, peer, admission, Some(who), transport, inbox, &mut frames).await,
    }
}

/// The client is known as far as it will be: calls can begin.
async fn settle<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    peer: &Peer,
    admission: Admission,
    who: Option<S::Identity>,
    transport: Transport,
    inbox: Inbox<'_>,
    io: &mut T,
) -> End {
    shared.stats.by_transport[transport.index()].add(1);
    if who.is_none() && !admission.unproven {
        return tokio::select! {
            end = Box::pin(turn_away(shared, admission, transport, inbox, io)) => end.unwrap_or_else(|end| end),
            () = shared.drain.cancelled() => End::Drained,
        };
    }
    let session = shared.service.open(peer, who);
    let Err(end) = Connection { shared, inbox, io, transport, session, peer, calls: 0 }.converse().await;
    end
}

/// Tells a client that proves nothing what it should have done: a sentence it shows its user, in the place of a reply.
/// Java's first call is `set_ugi`, whose exception it swallows, so one call is not enough.
async fn turn_away<S, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    admission: Admission,
    transport: Transport,
    mut inbox: Inbox<'_>,
    io: &mut T,
) -> Result<End, End> {
    const CALLS: usize = 4;
    const BYTES: usize = 64 * 1024;
    let limits = Limits { message_bytes_max: BYTES, message_memory_max: BYTES, ..shared.limits.clone() };
    let deadline = Instant::now() + shared.deadlines.first_byte;
    for _ in 0..CALLS {
        let receive = receive::receive(&mut inbox, io, transport, &limits);
        let received = timeout_at(deadline, receive).await.map_err(|_| End::Late(Step::Handshake))??;
        let (bytes, then) = match &received {
            Received::Message(message) => (&message.bytes[message.prefix..], Then::Continue),
            Received::Refused(refused) => (&refused.head[..], refused.then),
        };
        let envelope = read_envelope(transport.protocol, bytes).map_or(UNKNOWN, |(envelope, _)| envelope);
        if envelope.kind != MessageKind::Oneway {
            let mut reply = Reply {
                io,
                inbox: &mut inbox,
                transport,
                name: envelope.name,
                seqid: envelope.seqid,
                frame_bytes_max: limits.framed_reply_bytes_max,
                patience: shared.deadlines.write,
                bytes_out: &shared.stats.bytes_out,
            };
            reply.exception(&exceptions::unproven(admission)).await?;
        }
        if let Then::Close = then {
            break;
        }
    }
    Ok(End::Denied("the client proved nothing".to_owned()))
}

/// A message whose envelope could not be read.
const UNKNOWN: Envelope<'static> = Envelope { name: "", kind: MessageKind::Call, seqid: 0 };

/// Waits for the first bytes and finds out what the client speaks.
async fn greet<S, T: AsyncRead + Unpin>(
    shared: &Shared<S>,
    inbox: &mut Inbox<'_>,
    io: &mut T,
    deadline: Instant,
) -> Result<Transport, End> {
    loop {
        if let Some(transport) = Transport::sniff(inbox.bytes()).map_err(End::Stranger)? {
            return Ok(transport);
        }
        wait(shared, inbox, io, deadline, Step::FirstByte).await?;
    }
}

/// Waits for bytes as long as nothing is promised to the client: here a connection may end at any time. Bytes that are
/// there already win over the order to stop, so that a request that came first is still answered.
async fn wait<S, T: AsyncRead + Unpin>(
    shared: &Shared<S>,
    inbox: &mut Inbox<'_>,
    io: &mut T,
    deadline: Instant,
    step: Step,
) -> Result<(), End> {
    tokio::select! {
        biased;
        read = inbox.fill(io, SOME_BYTES) => read.map(drop).map_err(End::between),
        () = shared.drain.cancelled() => Err(End::Drained),
        () = sleep_until(deadline) => Err(End::Late(step)),
    }
}

/// Says goodbye as far as the way the connection ended allows.
async fn part<T: AsyncRead + AsyncWrite + Unpin>(io: &mut T, end: &End) {
    /// Time and bytes given to a client to read its last message.
    const LAST_WORDS: Duration = Duration::from_secs(2);
    const LEFTOVER_BYTES: u64 = 16 << 20;

    if matches!(end, End::ClientLeft | End::ClientVanished | End::Broken(_) | End::Late(Step::Write)) {
        return;
    }
    let goodbye = async {
        if let End::Stranger(stranger) = end {
            io.write_all(stranger.farewell()).await?;
        }
        io.shutdown().await?;
        if matches!(end, End::Stranger(_) | End::Unreadable(_) | End::Denied(_)) {
            // Closing a socket with unread bytes resets it, and the reset overtakes the answer just written.
            tokio::io::copy(&mut io.take(LEFTOVER_BYTES), &mut tokio::io::sink()).await?;
        }
        std::io::Result::Ok(())
    };
    // A client that does not listen to the goodbye misses nothing else.
    let _ = timeout(LAST_WORDS, goodbye).await;
}

/// A connection whose transport is known.
struct Connection<'a, S: Service, T> {
    shared: &'a Shared<S>,
    peer: &'a Peer,
    io: &'a mut T,
    inbox: Inbox<'a>,
    transport: Transport,
    session: S::Session,
    calls: u64,
}

impl<'a, S: Service, T: AsyncRead + AsyncWrite + Unpin> Connection<'a, S, T> {
    async fn converse(mut self) -> Result<Infallible, End> {
        loop {
            if self.inbox.bytes().is_empty() {
                let deadline = Instant::now() + self.shared.deadlines.idle;
                wait(self.shared, &mut self.inbox, self.io, deadline, Step::NextMessage).await?;
            }
            // Boxed so that an idle connection does not carry the room its busiest moment needs.
            Box::pin(self.exchange()).await?;
            if self.shared.drain.is_cancelled() {
                return Err(End::Drained);
            }
        }
    }

    /// One message and its reply.
    async fn exchange(&mut self) -> Result<(), End> {
        let Shared { limits, deadlines, stats, .. } = self.shared;
        let receive = receive::receive(&mut self.inbox, self.io, self.transport, limits);
        let received = timeout(deadlines.message, receive).await.map_err(|_| End::Late(Step::Message))??;
        self.calls += 1;
        stats.messages.add(1);
        match received {
            Received::Message(message) => self.answer(message).await,
            Received::Refused(refused) => self.refuse(refused).await,
        }
    }

    async fn answer(&mut self, message: Message) -> Result<(), End> {
        let Message { bytes, prefix, budget } = message;
        let (envelope, start) = match read_envelope(self.transport.protocol, &bytes[prefix..]) {
            Ok(read) => read,
            Err(e) => {
                // The end of the message is known, so the next one can be found whatever is wrong with this one.
                let refused = Refused { why: Why::unreadable(e), head: Vec::new(), then: Then::Continue };
                return self.refuse(refused).await;
            }
        };
        let oneway = match envelope.kind {
            MessageKind::Call => false,
            MessageKind::Oneway => true,
            MessageKind::Reply | MessageKind::Exception => {
                self.shared.stats.protocol_errors.add(1);
                return self.reply(&envelope).exception(&exceptions::wrong_direction()).await;
            }
        };
        let call = Call {
            request: RequestId { start: self.shared.start, connection: self.peer.connection, call: self.calls },
            protocol: self.transport.protocol,
            name: envelope.name,
            args: &bytes[prefix + start..],
            oneway,
            budget: &budget,
        };
        let answer = self.call(call).await?;
        let request = call.request;
        match answer {
            Answer::Close => Err(End::Dismissed),
            _ if oneway => Ok(()),
            answer => self.send(&envelope, answer, request, budget).await,
        }
    }

    /// Has the service answer. A refusal that net itself makes is an answer too.
    async fn call(&mut self, call: Call<'_>) -> Result<Answer, End> {
        let Shared { service, stats, .. } = self.shared;
        let _running = Gauge::hold(&stats.calls_running);
        let guard = self.guard(call.request);
        let session = &mut self.session;
        let work = Box::pin(guard.run(async { service.call(session, call).await }));
        let answer = if call.oneway {
            // Who sends a oneway message may leave at once, as Java's client does after `shutdown`.
            work.await
        } else {
            guard::while_present(work, stats, &mut self.inbox, self.io).await?
        };
        Ok(answer.unwrap_or_else(Answer::Exception))
    }

    async fn send(&mut self, to: &Envelope<'_>, answer: Answer, request: RequestId, budget: Budget) -> Result<(), End> {
        match answer {
            Answer::Nothing | Answer::Close => Ok(()),
            Answer::Exception(exception) => self.reply(to).exception(&exception).await,
            Answer::Reply(body) => {
                // It exists already, so a refusal changes nothing; charging it makes the others stop sooner.
                let _ = budget.charge(body.capacity());
                self.reply(to).result(&body).await
            }
            Answer::Stream(mut body) => {
                let streamed = Streamed { body: &mut *body, guard: self.guard(request), budget, charged: 0 };
                self.reply(to).stream(streamed).await
            }
        }
    }

    fn guard(&self, request: RequestId) -> Guard<'a> {
        Guard { request, patience: self.shared.deadlines.call, stats: &self.shared.stats }
    }

    /// Tells the client why its message is not served, naming the call if that much could be read.
    async fn refuse(&mut self, refused: Refused) -> Result<(), End> {
        let Refused { why, head, then } = refused;
        let stats = &self.shared.stats;
        let exception = match why {
            Why::Unreadable(why) => {
                stats.protocol_errors.add(1);
                exceptions::unreadable(why)
            }
            Why::OutOfMemory(shortage) => {
                stats.memory_refusals.add(1);
                exceptions::out_of_memory(shortage)
            }
        };
        let envelope = read_envelope(self.transport.protocol, &head).map_or(UNKNOWN, |(envelope, _)| envelope);
        self.reply(&envelope).exception(&exception).await?;
        match then {
            Then::Continue => Ok(()),
            Then::Close => Err(End::Unreadable(exception.message)),
        }
    }

    fn reply<'r>(&'r mut self, to: &Envelope<'r>) -> Reply<'r, 'a, T> {
        let Shared { limits, deadlines, stats, .. } = self.shared;
        Reply {
            io: self.io,
            inbox: &mut self.inbox,
            transport: self.transport,
            name: to.name,
            seqid: to.seqid,
            frame_bytes_max: limits.framed_reply_bytes_max,
            patience: deadlines.write,
            bytes_out: &stats.bytes_out,
        }
    }
}
