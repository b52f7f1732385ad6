//! Finding one whole message in the bytes of a client.

use skep_codec::{Budget, DecodeError, Scanner};
use tokio::io::AsyncRead;

use crate::end::End;
use crate::inbox::{Dry, FREE_BYTES, Inbox};
use crate::limits::Limits;
use crate::transport::{Framing, Transport};

/// What a read asks for when nobody knows yet how long the message is.
pub(crate) const SOME_BYTES: usize = FREE_BYTES;

pub(crate) enum Received {
    Message(Message),
    Refused(Refused),
}

/// The bytes of one message, envelope included, and the budget they are charged to.
pub(crate) struct Message {
    pub(crate) bytes: Vec<u8>,
    /// Length of the frame header before the envelope.
    pub(crate) prefix: usize,
    pub(crate) budget: Budget,
}

/// A message that will not be served.
pub(crate) struct Refused {
    pub(crate) why: Why,
    /// As much of the message as was kept; it may hold the envelope, and then the reply can name the call.
    pub(crate) head: Vec<u8>,
    pub(crate) then: Then,
}

#[derive(Debug)]
pub(crate) enum Why {
    Unreadable(String),
    OutOfMemory(DecodeError),
}

impl Why {
    pub(crate) fn unreadable(why: impl ToString) -> Why {
        Why::Unreadable(why.to_string())
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Then {
    /// The end of the message is known and passed: the next one can be served.
    Continue,
    Close,
}

pub(crate) async fn receive(
    inbox: &mut Inbox<'_>,
    io: &mut (impl AsyncRead + Unpin),
    transport: Transport,
    limits: &Limits,
) -> Result<Received, End> {
    match transport.framing {
        Framing::Framed => framed(inbox, io, limits).await,
        Framing::Unframed => unframed(inbox, io, transport, limits).await,
    }
}

const FRAME_HEADER: usize = 4;

async fn framed(inbox: &mut Inbox<'_>, io: &mut (impl AsyncRead + Unpin), limits: &Limits) -> Result<Received, End> {
    let announced = loop {
        match inbox.bytes().first_chunk() {
            Some(header) => break i32::from_be_bytes(*header),
            None => inbox.fill(io, SOME_BYTES).await.map_err(End::inside)?,
        };
    };
    let max = limits.message_bytes_max;
    let frame = match usize::try_from(announced) {
        Ok(frame) if (1..=max).contains(&frame) => frame,
        _ => {
            let why = format!("frame length {announced}, expected 1 to {max} bytes");
            return Ok(refused(inbox, FRAME_HEADER, Why::unreadable(why), Then::Close));
        }
    };
    let whole = FRAME_HEADER + frame;
    while let Some(missing) = whole.checked_sub(inbox.bytes().len()).filter(|&missing| missing > 0) {
        match inbox.fill(io, missing).await {
            Ok(_) => {}
            Err(Dry::Refused(e)) => {
                let refusal = refused(inbox, FRAME_HEADER, Why::OutOfMemory(e), Then::Continue);
                inbox.skip(io, missing).await.map_err(End::inside)?;
                return Ok(refusal);
            }
            Err(dry) => return Err(End::inside(dry)),
        }
    }
    Ok(message(inbox, whole, FRAME_HEADER))
}

async fn unframed(
    inbox: &mut Inbox<'_>,
    io: &mut (impl AsyncRead + Unpin),
    transport: Transport,
    limits: &Limits,
) -> Result<Received, End> {
    let max = limits.message_bytes_max;
    let mut scanner = Scanner::new(transport.protocol, limits.scanner());
    loop {
        match scanner.advance(inbox.bytes()) {
            Ok(Some(len)) => return Ok(message(inbox, len, 0)),
            Ok(None) => {}
            Err(e) => return Ok(refused(inbox, 0, Why::unreadable(e), Then::Close)),
        }
        let Some(want) = max.checked_sub(inbox.bytes().len()).filter(|&want| want > 0) else {
            let why = format!("message is longer than {max} bytes");
            return Ok(refused(inbox, 0, Why::unreadable(why), Then::Close));
        };
        match inbox.fill(io, want).await {
            Ok(_) => {}
            Err(Dry::Refused(e)) => return Ok(refused(inbox, 0, Why::OutOfMemory(e), Then::Close)),
            Err(dry) => return Err(End::inside(dry)),
        }
    }
}

fn message(inbox: &mut Inbox<'_>, len: usize, prefix: usize) -> Received {
    let (bytes, budget) = inbox.take(len);
    Received::Message(Message { bytes, prefix, budget })
}

fn refused(inbox: &mut Inbox<'_>, prefix: usize, why: Why, then: Then) -> Received {
    let (mut head, _budget) = inbox.take(inbox.bytes().len());
    head.drain(..prefix);
    Received::Refused(Refused { why, head, then })
}
