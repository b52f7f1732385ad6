//! What may follow what in a negotiation. Pure: bytes in, the next step out.

use super::digest::{Challenge, DigestKey, Response};
use super::plain::Credentials;
use crate::admission::Admission;

/// The first byte of each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Start = 1,
    Ok = 2,
    Bad = 3,
    Error = 4,
    Complete = 5,
}

impl Status {
    pub(super) fn read(byte: u8) -> Option<Status> {
        [Status::Start, Status::Ok, Status::Bad, Status::Error, Status::Complete]
            .into_iter()
            .find(|status| *status as u8 == byte)
    }
}

/// Why a negotiation ends without a proof. `told` goes to the client and repeats nothing of what it sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) status: Status,
    pub(crate) told: String,
}

impl Fault {
    /// The client's credentials are no good.
    pub(super) fn client(told: impl Into<String>) -> Fault {
        Fault { status: Status::Bad, told: told.into() }
    }

    /// The client does not keep to the protocol.
    fn protocol(told: &str) -> Fault {
        Fault { status: Status::Error, told: told.to_owned() }
    }
}

/// What is to be done before the machine can go on.
pub(crate) enum Next {
    Read,
    /// Send OK with these bytes, then read.
    Challenge(Vec<u8>),
    /// Have the service check them; then the negotiation is over, one way or the other.
    Password(Credentials),
    /// Fetch the key of this name, then ask [`accept`].
    Token(Response),
}

/// The bytes of COMPLETE, if the key shows the answer to be right.
pub(crate) fn accept(response: &Response, key: &DigestKey) -> Option<Vec<u8>> {
    response.check(key).map(String::into_bytes)
}

pub(crate) struct Machine {
    admission: Admission,
    state: State,
}

enum State {
    Fresh,
    /// PLAIN was chosen; `true` once the client was asked for the message it did not send at first.
    Plain {
        asked: bool,
    },
    /// DIGEST-MD5 was chosen, its empty first message is awaited.
    Digest(Challenge),
    Challenged(Challenge),
    Over,
}

impl Machine {
    pub(crate) fn new(admission: Admission, random: [u8; 32]) -> (Machine, ChallengeSeed) {
        (Machine { admission, state: State::Fresh }, ChallengeSeed(random))
    }

    /// One message of the client.
    pub(crate) fn step(&mut self, seed: &ChallengeSeed, status: Status, payload: &[u8]) -> Result<Next, Fault> {
        let state = std::mem::replace(&mut self.state, State::Over);
        match (state, status) {
            (State::Fresh, Status::Start) => {
                self.state = self.choose(seed, payload)?;
                Ok(Next::Read)
            }
            (State::Plain { asked: false }, Status::Ok) if payload.is_empty() => {
                self.state = State::Plain { asked: true };
                Ok(Next::Challenge(Vec::new()))
            }
            // Java calls its own side complete with the only message it has to send.
            (State::Plain { .. }, Status::Ok | Status::Complete) => Ok(Next::Password(Credentials::parse(payload)?)),
            (State::Digest(challenge), Status::Ok) if payload.is_empty() => {
                let text = challenge.text().into_bytes();
                self.state = State::Challenged(challenge);
                Ok(Next::Challenge(text))
            }
            (State::Digest(_), Status::Ok) => Err(Fault::protocol("DIGEST-MD5 begins with the server's challenge")),
            (State::Challenged(challenge), Status::Ok) => Ok(Next::Token(Response::parse(&challenge, payload)?)),
            _ => Err(Fault::protocol("this message has no place here in a SASL negotiation")),
        }
    }

    fn choose(&self, seed: &ChallengeSeed, mechanism: &[u8]) -> Result<State, Fault> {
        match mechanism {
            b"DIGEST-MD5" if self.admission.token => Ok(State::Digest(Challenge::new(seed.0))),
            b"PLAIN" if self.admission.password => Ok(State::Plain { asked: false }),
            _ => {
                let offered = [(self.admission.token, "DIGEST-MD5"), (self.admission.password, "PLAIN")];
                let offered: Vec<&str> = offered.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
                Err(Fault::client(format!("this listener offers the SASL mechanisms {}", offered.join(", "))))
            }
        }
    }
}

/// The randomness of one negotiation.
pub(crate) struct ChallengeSeed([u8; 32]);

#[cfg(test)]
mod tests {
    use super::super::digest::tests::answer;
    use super::*;

    const BOTH: Admission = Admission { password: true, token: true, ..Admission::NOBODY };

    fn machine(admission: Admission) -> (Machine, ChallengeSeed) {
        Machine::new(admission, [1; 32])
    }

    /// Where a sequence of messages leads, if nobody objects.
    #[derive(Debug, PartialEq, Eq)]
    enum Reached {
        Waiting,
        Checking(&'static str),
        Refused,
    }

    fn run(messages: &[(Status, &[u8])]) -> Reached {
        let (mut machine, seed) = machine(BOTH);
        let mut reached = Reached::Waiting;
        for (status, payload) in messages {
            if reached != Reached::Waiting {
                // Nothing may follow what ended it.
                assert!(machine.step(&seed, *status, payload).is_err());
                continue;
            }
            reached = match machine.step(&seed, *status, payload) {
                Ok(Next::Read | Next::Challenge(_)) => Reached::Waiting,
                Ok(Next::Password(_)) => Reached::Checking("password"),
                Ok(Next::Token(_)) => Reached::Checking("token"),
                Err(_) => Reached::Refused,
            };
        }
        reached
    }

    /// Every order of up to four of all kinds of messages: what is checked is checked on the one way there.
    #[test]
    fn only_the_orders_of_the_protocol_lead_to_a_check() {
        let good = answer(&Challenge::new([1; 32]).text(), "n", "p").into_bytes();
        let payloads: [&[u8]; 5] = [b"", b"PLAIN", b"DIGEST-MD5", b"\0ann\0pw", &good];
        let statuses = [Status::Start, Status::Ok, Status::Bad, Status::Error, Status::Complete];
        let kinds: Vec<(Status, &[u8])> =
            statuses.iter().flat_map(|status| payloads.iter().map(|payload| (*status, *payload))).collect();
        let mut checked = Vec::new();
        for a in &kinds {
            for b in &kinds {
                for c in &kinds {
                    let reached = run(&[*a, *b, *c]);
                    if let Reached::Checking(what) = reached {
                        checked.push((what, vec![*a, *b, *c]));
                    }
                }
            }
        }
        let plain = (Status::Start, &b"PLAIN"[..]);
        let digest = (Status::Start, &b"DIGEST-MD5"[..]);
        assert!(!checked.is_empty());
        for (what, way) in &checked {
            match *what {
                "password" => {
                    assert_eq!(way[0], plain);
                    let named = |(status, payload): &(Status, &[u8])| {
                        matches!(status, Status::Ok | Status::Complete) && *payload == b"\0ann\0pw"
                    };
                    assert!(named(&way[1]) || (way[1] == (Status::Ok, &b""[..]) && named(&way[2])), "{way:?}");
                }
                _ => {
                    assert_eq!(way[..2], [digest, (Status::Ok, &b""[..])]);
                    assert_eq!(way[2], (Status::Ok, &good[..]));
                }
            }
        }
        assert!(checked.iter().any(|(what, _)| *what == "token"));
    }

    #[test]
    fn a_mechanism_that_is_not_offered_is_refused_by_naming_the_others() {
        for (admission, mechanism, offered) in [
            (Admission { token: true, ..Admission::NOBODY }, &b"PLAIN"[..], "DIGEST-MD5"),
            (Admission { password: true, ..Admission::NOBODY }, b"DIGEST-MD5", "PLAIN"),
            (BOTH, b"GSSAPI", "DIGEST-MD5, PLAIN"),
            (BOTH, b"plain", "DIGEST-MD5, PLAIN"),
            (BOTH, b"", "DIGEST-MD5, PLAIN"),
        ] {
            let (mut machine, seed) = machine(admission);
            let fault = machine.step(&seed, Status::Start, mechanism).err().expect("refused");
            assert_eq!(fault.told, format!("this listener offers the SASL mechanisms {offered}"));
        }
    }
}
