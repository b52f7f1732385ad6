//! What goes back: bytes of the reply struct, already in the caller's protocol.

use crate::{Refusal, messages};
use futures_util::stream::{BoxStream, StreamExt};
use skep_catalog::Error;
use skep_codec::{ApplicationException, ListReply, Protocol, Struct, Value};
use std::future::Future;
use std::io;
use std::pin::Pin;

/// The outcome of a call, for the connection to frame and send.
pub enum Answer {
    /// The reply struct: the result or a declared exception.
    Reply { body: Vec<u8>, declared: bool },
    /// A reply struct that is written piece by piece.
    Stream(Box<dyn BodyStream>),
    /// `TApplicationException`.
    Exception(ApplicationException),
    /// Nothing goes back (oneway).
    Nothing,
    /// Nothing goes back and the connection ends (`shutdown`).
    Close,
}

/// The rest of a reply struct.
pub trait BodyStream: Send {
    /// Appends the next piece; `false` after the last. An error can only end the
    /// connection: the first bytes are long gone.
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> Pin<Box<dyn Future<Output = io::Result<bool>> + Send + 'a>>;
}

impl Answer {
    /// The result of a call.
    pub fn reply(protocol: Protocol, value: &impl Value) -> Answer {
        Answer::Reply { body: skep_codec::success(protocol, value), declared: false }
    }

    /// As a metastore answers that is too old for the method.
    pub fn unknown_method(method: &str) -> Answer {
        Answer::Exception(ApplicationException::unknown_method(&messages::invalid_method_name(method)))
    }

    pub(crate) fn exception(protocol: Protocol, field: i16, message: &str) -> Answer {
        Answer::Reply { body: skep_codec::declared_exception(protocol, field, message), declared: true }
    }

    /// Oneway calls are not answered, whatever came of them; `shutdown` is the
    /// client's good-bye.
    pub(crate) fn after_oneway(self, method: &str) -> Answer {
        if method == "shutdown" { Answer::Close } else { Answer::Nothing }
    }
}

/// A list that is read from the database while it is being sent. Its length is
/// known first, because Thrift says it first.
pub struct Streamed<T> {
    pub count: usize,
    pub chunks: BoxStream<'static, Result<Vec<T>, Error>>,
}

impl<T: Struct + Send + 'static> Streamed<T> {
    /// A list that is already here.
    pub fn whole(items: Vec<T>) -> Streamed<T> {
        Streamed { count: items.len(), chunks: futures_util::stream::iter([Ok(items)]).boxed() }
    }

    /// Short lists become an ordinary reply, so that an error in their only chunk
    /// is still an answer and not a closed connection.
    pub(crate) async fn answer(mut self, protocol: Protocol, field: Option<i16>) -> Result<Answer, Refusal> {
        let first = self.chunks.next().await.transpose()?.unwrap_or_default();
        let list = ListReply::new(protocol, field, self.count).map_err(|error| Refusal::meta(error.to_string()))?;
        let mut body = Vec::new();
        list.open(&mut body);
        list.push(&first, &mut body);
        if first.len() == self.count {
            list.close(&mut body);
            return Ok(Answer::Reply { body, declared: false });
        }
        Ok(Answer::Stream(Box::new(Body { list, body, sent: first.len(), rest: self })))
    }
}

struct Body<T> {
    list: ListReply,
    /// What was encoded before the stream was first asked.
    body: Vec<u8>,
    sent: usize,
    rest: Streamed<T>,
}

impl<T: Struct + Send + 'static> BodyStream for Body<T> {
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> Pin<Box<dyn Future<Output = io::Result<bool>> + Send + 'a>> {
        Box::pin(async move {
            if !self.body.is_empty() {
                out.append(&mut self.body);
                return Ok(true);
            }
            let Some(chunk) = self.rest.chunks.next().await else { return Ok(false) };
            let chunk = chunk.map_err(io::Error::other)?;
            self.list.push(&chunk, out);
            self.sent += chunk.len();
            if self.sent == self.rest.count {
                self.list.close(out);
            }
            Ok(true)
        })
    }
}
