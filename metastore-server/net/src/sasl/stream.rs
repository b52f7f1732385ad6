//! A connection after its negotiation: the same bytes as before, cut into frames of `length, bytes`.
//!
//! A frame is not a message: a client may send one message in many frames, and so do we with a long reply.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const HEADER: usize = 4;
/// The most that goes into one frame of ours.
const FRAME_MAX: usize = 256 * 1024;

pub(crate) struct SaslStream<T> {
    io: T,
    /// The header of the next frame, as far as it has come.
    header: [u8; HEADER],
    arrived: usize,
    /// Bytes of the current frame that are still to come.
    left: usize,
    frame_bytes_max: usize,
    /// A frame on its way out.
    out: Vec<u8>,
    sent: usize,
}

impl<T> SaslStream<T> {
    /// `frame_bytes_max`: a longer frame is an error. Nothing is allocated for a frame that comes in.
    pub(crate) fn new(io: T, frame_bytes_max: usize) -> Self {
        SaslStream { io, header: [0; HEADER], arrived: 0, left: 0, frame_bytes_max, out: Vec::new(), sent: 0 }
    }
}

impl<T: AsyncRead + Unpin> SaslStream<T> {
    /// Reads up to the first byte of a frame that has any. `false` at the end of the stream.
    fn poll_header(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        while self.left == 0 {
            let mut header = ReadBuf::new(&mut self.header);
            header.set_filled(self.arrived);
            ready!(Pin::new(&mut self.io).poll_read(cx, &mut header))?;
            let arrived = header.filled().len();
            if arrived == self.arrived {
                return Poll::Ready(if arrived == 0 { Ok(false) } else { Err(io::ErrorKind::UnexpectedEof.into()) });
            }
            self.arrived = arrived;
            if arrived == HEADER {
                let length = u32::from_be_bytes(self.header) as usize;
                if length > self.frame_bytes_max {
                    let why = format!("SASL frame of {length} bytes, expected at most {}", self.frame_bytes_max);
                    return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, why)));
                }
                (self.left, self.arrived) = (length, 0);
            }
        }
        Poll::Ready(Ok(true))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for SaslStream<T> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if buf.remaining() == 0 || !ready!(this.poll_header(cx))? {
            return Poll::Ready(Ok(()));
        }
        let room = buf.remaining().min(this.left);
        let mut part = ReadBuf::new(buf.initialize_unfilled_to(room));
        ready!(Pin::new(&mut this.io).poll_read(cx, &mut part))?;
        let read = part.filled().len();
        if read == 0 {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        }
        buf.advance(read);
        this.left -= read;
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncWrite + Unpin> SaslStream<T> {
    /// Writes what is left of the frame.
    fn poll_out(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.sent < self.out.len() {
            let n = ready!(Pin::new(&mut self.io).poll_write(cx, &self.out[self.sent..]))?;
            if n == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.sent += n;
        }
        // An idle connection holds no buffer.
        (self.out, self.sent) = (Vec::new(), 0);
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for SaslStream<T> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_out(cx))?;
        let taken = bytes.len().min(FRAME_MAX);
        this.out.reserve_exact(HEADER + taken);
        this.out.extend_from_slice(&(taken as u32).to_be_bytes());
        this.out.extend_from_slice(&bytes[..taken]);
        match this.poll_out(cx) {
            Poll::Ready(Err(e)) => Poll::Ready(Err(e)),
            // What could not be written yet is in `out`, and goes first next time.
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(taken)),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_out(cx))?;
        Pin::new(&mut this.io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_out(cx))?;
        Pin::new(&mut this.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn bytes_come_through_however_they_are_cut() {
        let (client, server) = duplex(7);
        let sent: Vec<u8> = (0..100_000_u32).map(|n| n as u8).collect();
        let expected = sent.clone();
        let writer = tokio::spawn(async move {
            let mut client = client;
            for (n, piece) in sent.chunks(977).enumerate() {
                let empty = if n % 3 == 0 { &[0_u8; HEADER][..] } else { &[] };
                client.write_all(empty).await.unwrap();
                client.write_all(&(piece.len() as u32).to_be_bytes()).await.unwrap();
                client.write_all(piece).await.unwrap();
            }
        });
        let mut received = Vec::new();
        SaslStream::new(server, 1000).read_to_end(&mut received).await.unwrap();
        writer.await.unwrap();
        assert!(received == expected);
    }

    #[tokio::test]
    async fn what_is_written_arrives_in_frames() {
        let (client, server) = duplex(5);
        let long = vec![b'x'; FRAME_MAX + 10];
        let expected = long.clone();
        let writer = tokio::spawn(async move {
            let mut server = SaslStream::new(server, 1000);
            server.write_all(b"hello").await.unwrap();
            server.write_all(&long).await.unwrap();
            server.shutdown().await.unwrap();
        });
        let mut received = Vec::new();
        SaslStream::new(client, FRAME_MAX).read_to_end(&mut received).await.unwrap();
        writer.await.unwrap();
        assert!(received == [b"hello", &expected[..]].concat());
    }

    #[tokio::test]
    async fn a_frame_too_long_or_cut_off_is_an_error() {
        for (bytes, kind) in [
            (&b"\0\0\x03\xe9"[..], io::ErrorKind::InvalidData),
            (b"\xff\xff\xff\xff", io::ErrorKind::InvalidData),
            (b"\0\0\0\x02a", io::ErrorKind::UnexpectedEof),
            (b"\0\0", io::ErrorKind::UnexpectedEof),
        ] {
            let error = SaslStream::new(bytes, 1000).read_to_end(&mut Vec::new()).await.expect_err("an error");
            assert_eq!(error.kind(), kind, "{bytes:x?}");
        }
    }
}
