//! Why a connection ended: one value, one line in the log.

use std::{fmt, io};

use crate::inbox::Dry;
use crate::transport::Stranger;

#[derive(Debug)]
pub(crate) enum End {
    /// Closed by the client between messages: the ordinary end, and all a health probe ever does.
    ClientLeft,
    /// Closed by the client inside a message or before its reply.
    ClientVanished,
    /// Closed by us between messages, because the server is stopping.
    Drained,
    /// The service asked for it.
    Dismissed,
    Late(Step),
    Stranger(Stranger),
    /// The message could not be read and its end is unknown; the client was told.
    Unreadable(String),
    /// A streamed reply failed after its first bytes were sent.
    ReplyBroken(String),
    Handshake(io::Error),
    /// The client did not prove who it is.
    Denied(String),
    Broken(io::Error),
}

/// What did not happen in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    FirstByte,
    Handshake,
    Message,
    NextMessage,
    Write,
}

impl End {
    /// A read that brought nothing, inside a message.
    pub(crate) fn inside(dry: Dry) -> End {
        match dry {
            Dry::End => End::ClientVanished,
            Dry::Broken(e) => End::broken(e),
            Dry::Refused(e) => End::Unreadable(e.to_string()),
        }
    }

    /// A read that brought nothing, between messages.
    pub(crate) fn between(dry: Dry) -> End {
        match dry {
            Dry::End => End::ClientLeft,
            Dry::Broken(e) => End::left(e),
            Dry::Refused(_) => End::inside(dry),
        }
    }

    /// An error where the client may leave. Load balancers end their probes with a reset, killed clients too.
    pub(crate) fn left(e: io::Error) -> End {
        if hung_up(&e) { End::ClientLeft } else { End::Broken(e) }
    }

    pub(crate) fn broken(e: io::Error) -> End {
        if hung_up(&e) { End::ClientVanished } else { End::Broken(e) }
    }

    /// Whether an operator should see this without asking. Everything else would be noise: probes, pools that shrink,
    /// killed clients.
    pub(crate) fn is_notable(&self) -> bool {
        match self {
            End::ClientLeft | End::ClientVanished | End::Drained | End::Dismissed => false,
            End::Late(step) => *step == Step::Write,
            End::Stranger(_)
            | End::Unreadable(_)
            | End::ReplyBroken(_)
            | End::Handshake(_)
            | End::Denied(_)
            | End::Broken(_) => true,
        }
    }
}

fn hung_up(e: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    // UnexpectedEof is TLS without close_notify, which is how most clients leave.
    matches!(e.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected | UnexpectedEof)
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::ClientLeft => f.write_str("closed by the client"),
            End::ClientVanished => f.write_str("client vanished inside an exchange"),
            End::Drained => f.write_str("server is stopping"),
            End::Dismissed => f.write_str("closed after the last call"),
            End::Late(Step::FirstByte) => f.write_str("no first bytes in time"),
            End::Late(Step::Handshake) => f.write_str("authentication not complete in time"),
            End::Late(Step::Message) => f.write_str("message not complete in time"),
            End::Late(Step::NextMessage) => f.write_str("idle for too long"),
            End::Late(Step::Write) => f.write_str("client does not read its reply"),
            End::Stranger(stranger) => write!(f, "refused: {stranger}"),
            End::Unreadable(why) => write!(f, "unreadable message: {why}"),
            End::ReplyBroken(why) => write!(f, "streamed reply cut: {why}"),
            End::Handshake(e) => write!(f, "TLS handshake failed: {e}"),
            End::Denied(why) => write!(f, "not authenticated: {why}"),
            End::Broken(e) => write!(f, "connection broken: {e}"),
        }
    }
}
