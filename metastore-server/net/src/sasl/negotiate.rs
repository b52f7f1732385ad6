//! The negotiation on the wire, under one deadline and with little memory.

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use super::digest::DigestKey;
use super::machine::{self, Fault, Machine, Next, Status};
use crate::admission::{Admission, Denied};
use crate::connection::Shared;
use crate::end::{End, Step};
use crate::inbox::Inbox;
use crate::service::{Peer, Service, Token};

/// Status and length.
const HEADER: usize = 5;
/// Longest message of a client. Names, passwords and answers are far below.
const MESSAGE_MAX: usize = 8 * 1024 - HEADER;

/// Until the client has proven who it is. `inbox` holds what came so far and is empty afterwards.
pub(crate) async fn negotiate<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    admission: Admission,
    peer: &Peer,
    inbox: &mut Inbox<'_>,
    io: &mut T,
    deadline: Instant,
) -> Result<S::Identity, End> {
    let mut wire = Wire { inbox, io };
    let talk = converse(shared, admission, peer, &mut wire);
    let ended = tokio::select! {
        talked = timeout_at(deadline, talk) => talked.unwrap_or(Err(Stop::Ended(End::Late(Step::Handshake)))),
        () = shared.drain.cancelled() => return Err(End::Drained),
    };
    match ended {
        Ok(identity) => Ok(identity),
        Err(Stop::Ended(end)) => Err(end),
        Err(Stop::Refused { status, told, reason }) => {
            // Whether the client reads it is its own affair.
            let _ = timeout_at(deadline, wire.send(status, told.as_bytes())).await;
            Err(End::Denied(reason))
        }
    }
}

/// Why there is no proof.
enum Stop {
    Ended(End),
    Refused { status: Status, told: String, reason: String },
}

impl From<End> for Stop {
    fn from(end: End) -> Stop {
        Stop::Ended(end)
    }
}

impl From<Fault> for Stop {
    fn from(Fault { status, told }: Fault) -> Stop {
        Stop::Refused { status, reason: told.clone(), told }
    }
}

impl From<Denied> for Stop {
    fn from(Denied { told, reason }: Denied) -> Stop {
        Stop::Refused { status: Status::Bad, told, reason }
    }
}

async fn converse<S: Service, T: AsyncRead + AsyncWrite + Unpin>(
    shared: &Shared<S>,
    admission: Admission,
    peer: &Peer,
    wire: &mut Wire<'_, '_, T>,
) -> Result<S::Identity, Stop> {
    let (mut machine, seed) = Machine::new(admission, random()?);
    loop {
        let (status, payload) = wire.receive().await?;
        let (identity, proof) = match machine.step(&seed, status, &payload)? {
            Next::Read => continue,
            Next::Challenge(bytes) => {
                wire.nothing_ahead()?;
                wire.send(Status::Ok, &bytes).await?;
                continue;
            }
            Next::Password(credentials) => {
                let identity = shared.service.password(peer, &credentials.user, &credentials.password).await?;
                (identity, Vec::new())
            }
            Next::Token(response) => {
                let found = shared.service.token(peer, &response.name).await?;
                let known = found.is_some();
                // A name that nobody knows takes the same way as a wrong secret, to the same words.
                let Token { key, identity } = match found {
                    Some(token) => token,
                    None => Token { key: DigestKey(random()?), identity: Err(Denied::because("unknown token")) },
                };
                match machine::accept(&response, &key).filter(|_| known) {
                    // Whoever holds the secret may know what is wrong with the token.
                    Some(proof) => (identity?, proof),
                    None => return Err(Denied::because("wrong secret of a token, or unknown token").into()),
                }
            }
        };
        wire.nothing_ahead()?;
        wire.send(Status::Complete, &proof).await?;
        return Ok(identity);
    }
}

/// The two directions of a connection that still speaks messages.
struct Wire<'w, 'i, T> {
    inbox: &'w mut Inbox<'i>,
    io: &'w mut T,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Wire<'_, '_, T> {
    async fn receive(&mut self) -> Result<(Status, Vec<u8>), Stop> {
        let header = self.take(HEADER).await?;
        let length = u32::from_be_bytes([header[1], header[2], header[3], header[4]]) as usize;
        let known = Status::read(header[0]).filter(|_| length <= MESSAGE_MAX);
        let Some(status) = known else {
            let told = format!("expected a SASL message of at most {MESSAGE_MAX} bytes");
            return Err(Stop::Refused { status: Status::Error, reason: told.clone(), told });
        };
        let payload = self.take(length).await?;
        match status {
            Status::Bad | Status::Error => {
                let text: String = String::from_utf8_lossy(&payload).chars().take(200).collect();
                Err(End::Denied(format!("the client gave up: {}", text.escape_debug())).into())
            }
            _ => Ok((status, payload)),
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>, End> {
        while let Some(missing) = length.checked_sub(self.inbox.bytes().len()).filter(|missing| *missing > 0) {
            self.inbox.fill(self.io, missing).await.map_err(End::inside)?;
        }
        Ok(self.inbox.take(length).0)
    }

    /// A client that talks before it was answered may be two clients.
    fn nothing_ahead(&self) -> Result<(), Fault> {
        match self.inbox.bytes() {
            [] => Ok(()),
            _ => Err(Fault { status: Status::Error, told: "bytes were sent ahead of the answer".to_owned() }),
        }
    }

    async fn send(&mut self, status: Status, payload: &[u8]) -> Result<(), End> {
        let mut message = vec![status as u8];
        message.extend_from_slice(&(payload.len() as u32).to_be_bytes());
        message.extend_from_slice(payload);
        self.io.write_all(&message).await.map_err(End::broken)?;
        self.io.flush().await.map_err(End::broken)
    }
}

/// From the same source as the keys of TLS.
fn random<const N: usize>() -> Result<[u8; N], Denied> {
    let mut bytes = [0; N];
    let filled = rustls::crypto::aws_lc_rs::default_provider().secure_random.fill(&mut bytes);
    filled.map(|()| bytes).map_err(|_| Denied::because("no random bytes"))
}
