//! Writing replies: small ones in one write, long ones in pieces, each piece with its deadline.

use std::time::Duration;

use skep_codec::{ApplicationException, Envelope, MessageKind, write_envelope};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use crate::end::{End, Step};
use crate::exceptions;
use crate::guard::{self, Streamed};
use crate::inbox::Inbox;
use crate::service::Progress;
use crate::stats::Counter;
use crate::transport::{Framing, Transport};

/// The most that is written at once, and about what a streamed reply holds in memory.
pub(crate) const PIECE_BYTES: usize = 256 * 1024;
const FRAME_HEADER: usize = 4;

/// The way back for one call.
pub(crate) struct Reply<'a, 'i, T> {
    pub(crate) io: &'a mut T,
    /// Shows whether the client is still there while a streamed reply is made.
    pub(crate) inbox: &'a mut Inbox<'i>,
    pub(crate) transport: Transport,
    pub(crate) name: &'a str,
    pub(crate) seqid: i32,
    pub(crate) frame_bytes_max: usize,
    pub(crate) patience: Duration,
    pub(crate) bytes_out: &'a Counter,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Reply<'_, '_, T> {
    pub(crate) async fn exception(&mut self, exception: &ApplicationException) -> Result<(), End> {
        let mut out = self.head(MessageKind::Exception);
        skep_codec::encode(self.transport.protocol, exception, &mut out);
        self.close_frame(&mut out, 0);
        self.write(&out).await
    }

    pub(crate) async fn result(&mut self, body: &[u8]) -> Result<(), End> {
        let mut out = self.head(MessageKind::Reply);
        if let Some(too_long) = self.too_long(out.len() + body.len()) {
            return self.exception(&too_long).await;
        }
        self.close_frame(&mut out, body.len());
        // Head and body leave in one write, and so in one packet if they fit. A long body is not copied whole.
        let (first, rest) = body.split_at(body.len().min(PIECE_BYTES));
        out.extend_from_slice(first);
        self.write(&out).await?;
        self.write(rest).await
    }

    /// Sends a result while it is made. A frame needs its length first, so there it is collected, up to the limit.
    pub(crate) async fn stream(&mut self, mut body: Streamed<'_>) -> Result<(), End> {
        let mut out = self.head(MessageKind::Reply);
        let mut sent = Sent::Nothing;
        loop {
            let stats = body.guard.stats;
            let piece = Box::pin(body.next(&mut out));
            let progress = match guard::while_present(piece, stats, self.inbox, self.io).await? {
                Ok(progress) => progress,
                Err(exception) => return self.give_up(sent, exception).await,
            };
            if let Some(too_long) = self.too_long(out.len()) {
                return self.exception(&too_long).await;
            }
            if progress == Progress::Done {
                self.close_frame(&mut out, 0);
                return self.write(&out).await;
            }
            if self.transport.framing == Framing::Unframed && out.len() >= PIECE_BYTES {
                self.write(&out).await?;
                out.clear();
                sent = Sent::Something;
            }
        }
    }

    /// After the first bytes of a result there is no way to say that the rest will not come, except to hang up.
    async fn give_up(&mut self, sent: Sent, exception: ApplicationException) -> Result<(), End> {
        match sent {
            Sent::Nothing => self.exception(&exception).await,
            Sent::Something => Err(End::ReplyBroken(exception.message)),
        }
    }

    fn head(&self, kind: MessageKind) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        if self.transport.framing == Framing::Framed {
            out.extend_from_slice(&[0; FRAME_HEADER]);
        }
        write_envelope(self.transport.protocol, Envelope { name: self.name, kind, seqid: self.seqid }, &mut out);
        out
    }

    /// Writes the length of the frame into its place; `more` bytes will follow what is in `out`.
    fn close_frame(&self, out: &mut [u8], more: usize) {
        if self.transport.framing == Framing::Framed {
            let frame = u32::try_from(out.len() + more - FRAME_HEADER).expect("checked against frame_bytes_max");
            out[..FRAME_HEADER].copy_from_slice(&frame.to_be_bytes());
        }
    }

    fn too_long(&self, bytes: usize) -> Option<ApplicationException> {
        let framed = self.transport.framing == Framing::Framed;
        let too_long = framed && bytes > FRAME_HEADER + self.frame_bytes_max;
        too_long.then(|| exceptions::frame_too_long(bytes - FRAME_HEADER, self.frame_bytes_max))
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), End> {
        for piece in bytes.chunks(PIECE_BYTES) {
            let written = timeout(self.patience, self.io.write_all(piece)).await;
            written.map_err(|_| End::Late(Step::Write))?.map_err(End::broken)?;
            self.bytes_out.add(piece.len());
        }
        // TLS keeps bytes back until it is told that no more will follow.
        let flushed = timeout(self.patience, self.io.flush()).await;
        flushed.map_err(|_| End::Late(Step::Write))?.map_err(End::broken)
    }
}

#[derive(Clone, Copy)]
enum Sent {
    Nothing,
    Something,
}
