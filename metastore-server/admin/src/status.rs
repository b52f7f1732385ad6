//! What `skep status` shows, as the server says it.

use serde::{Deserialize, Serialize};

use crate::Recorded;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {
    pub version: String,
    /// `ready`, or `not ready: …`.
    pub state: String,
    pub uptime_seconds: u64,
    pub address: String,
    /// Without its password.
    pub database: String,
    pub schema: String,
    pub connections: Connections,
    pub memory: Memory,
    pub pool: Pool,
    pub calls: Vec<Calls>,
    pub duties: Vec<Duty>,
}

/// Of clients.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Connections {
    pub open: u64,
    pub accepted: u64,
    /// Calls being answered now.
    pub calls_running: u64,
}

/// What requests and replies hold, in bytes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Memory {
    pub used: u64,
    pub max: u64,
}

/// Connections to the database.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Pool {
    pub max: u64,
    pub open: u64,
    pub idle: u64,
    /// Requests that wait for one.
    pub waiting: u64,
}

/// One method that was called at least once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Calls {
    pub method: String,
    /// Answered with a declared exception.
    pub refused: u64,
    /// Answered with an undeclared one, or not at all.
    pub failed: u64,
    pub took: Recorded,
}

/// One background duty.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Duty {
    pub name: String,
    /// Whether the server that answers is the one that does it.
    pub leads: bool,
    pub runs: u64,
    pub failures: u64,
    pub rows: u64,
    /// Unix seconds; 0 before the first.
    pub last_run: i64,
}
