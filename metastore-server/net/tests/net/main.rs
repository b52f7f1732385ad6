//! The listener over real loopback sockets, with a small echo service behind it.

mod hostile;
mod http;
mod lifecycle;
mod sasl;
mod support;
mod tls;
mod transports;
