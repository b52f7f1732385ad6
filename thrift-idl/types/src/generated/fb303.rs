// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    FbStatus {
        DEAD = 0,
        STARTING = 1,
        ALIVE = 2,
        STOPPING = 3,
        STOPPED = 4,
        WARNING = 5,
    }
}
