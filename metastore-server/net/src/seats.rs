//! Who may come in: the count of open connections, in all and from each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::limits::Limits;

/// Hands out seats until the house is full.
pub(crate) struct Seats {
    total_max: usize,
    per_address_max: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// The right to one open connection; given back when dropped.
pub(crate) struct Seat {
    seats: Arc<Seats>,
    address: IpAddr,
}

impl Seats {
    pub(crate) fn new(limits: &Limits) -> Arc<Seats> {
        Arc::new(Seats {
            total_max: limits.connections_max,
            per_address_max: limits.connections_per_address_max,
            taken: Mutex::default(),
        })
    }

    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Seat> {
        // A dual-stack listener sees IPv4 clients as ::ffff:a.b.c.d.
        let address = address.to_canonical();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.by_address.get(&address).copied().unwrap_or(0);
        if taken.total >= self.total_max || here >= self.per_address_max {
            return None;
        }
        taken.total += 1;
        taken.by_address.insert(address, here + 1);
        Some(Seat { seats: Arc::clone(self), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total -= 1;
        let Some(here) = taken.by_address.get_mut(&self.address) else { return };
        *here -= 1;
        if *here == 0 {
            taken.by_address.remove(&self.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_limited_in_all_and_by_address_and_come_back() {
        let limits = Limits { connections_max: 3, connections_per_address_max: 2, ..Limits::default() };
        let seats = Seats::new(&limits);
        let (one, two) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let mapped = IpAddr::from([0, 0, 0, 0, 0, 0xffff, 0x0a00, 1]);

        let first = seats.take(one);
        let second = seats.take(mapped);
        assert!(first.is_some() && second.is_some());
        assert!(seats.take(one).is_none(), "two from one address");
        let third = seats.take(two);
        assert!(third.is_some());
        assert!(seats.take(two).is_none(), "three in all");

        drop(first);
        assert!(seats.take(one).is_some());
        drop((second, third));
        assert!(seats.taken.lock().unwrap().by_address.is_empty());
    }
}
