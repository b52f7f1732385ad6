//! The application exceptions that net itself sends, and why each is of its kind.

use std::time::Duration;

use skep_codec::{ApplicationException, DecodeError};

use crate::admission::Admission;
use crate::service::RequestId;

const UNSUPPORTED_CLIENT_TYPE: i32 = 10;

/// The bytes are not a message we can read.
pub(crate) fn unreadable(why: String) -> ApplicationException {
    ApplicationException::new(ApplicationException::PROTOCOL_ERROR, why)
}

/// A client sent a message that only servers send.
pub(crate) fn wrong_direction() -> ApplicationException {
    ApplicationException::new(ApplicationException::INVALID_MESSAGE_TYPE, "expected a call or a oneway message")
}

pub(crate) fn panicked(request: RequestId) -> ApplicationException {
    ApplicationException::new(ApplicationException::INTERNAL_ERROR, format!("internal error, request {request}"))
}

pub(crate) fn too_slow(limit: Duration, request: RequestId) -> ApplicationException {
    let seconds = limit.as_secs();
    ApplicationException::new(
        ApplicationException::INTERNAL_ERROR,
        format!("not finished after {seconds} s, request {request}"),
    )
}

/// Hive 2.3 and 3.1 clients reconnect and repeat after INTERNAL_ERROR, which is right for a passing shortage.
pub(crate) fn out_of_memory(shortage: DecodeError) -> ApplicationException {
    ApplicationException::new(ApplicationException::INTERNAL_ERROR, shortage.to_string())
}

/// The same clients do not repeat after UNSUPPORTED_CLIENT_TYPE, and asking again would not make the reply shorter.
pub(crate) fn frame_too_long(bytes: usize, bytes_max: usize) -> ApplicationException {
    let why = format!(
        "the reply takes at least {bytes} bytes, one frame holds {bytes_max} (framed_reply_bytes_max): \
         ask for less at once, or connect without framed transport"
    );
    ApplicationException::new(UNSUPPORTED_CLIENT_TYPE, why)
}

/// Nothing is served before a proof. Of a kind that no client repeats the call on.
pub(crate) fn unproven(admission: Admission) -> ApplicationException {
    ApplicationException::new(UNSUPPORTED_CLIENT_TYPE, admission.to_string())
}
