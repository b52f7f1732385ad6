// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    ClientCapability {
        TEST_CAPABILITY = 1,
        INSERT_ONLY_TABLES = 2,
    }
}

structs! {
    /// Since 2.3.
    ClientCapabilities {
        1 values: required Vec<ClientCapability>,
    }
    /// Since 3.1.
    RuntimeStat {
        1 create_time: optional i32,
        2 weight: required i32,
        3 payload: required Vec<u8>,
    }
}
