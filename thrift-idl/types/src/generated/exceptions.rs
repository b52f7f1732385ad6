// Written by skep-gen from thrift-idl/idl. Do not edit.

/// The exceptions of the interface. Each has one field: 1, the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exception {
    MetaException,
    UnknownTableException,
    UnknownDBException,
    AlreadyExistsException,
    InvalidPartitionException,
    UnknownPartitionException,
    InvalidObjectException,
    NoSuchObjectException,
    InvalidOperationException,
    ConfigValSecurityException,
    InvalidInputException,
    NoSuchTxnException,
    TxnAbortedException,
    TxnOpenException,
    NoSuchLockException,
    CompactionAbortedException,
    NoSuchCompactionException,
    IndexAlreadyExistsException,
}
