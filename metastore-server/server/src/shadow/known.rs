//! What differs by nature between any two servers on one database, and so says nothing about either.

/// Methods whose answer is about the server that gives it.
const METHODS: &[(&str, &str)] = &[
    ("aliveSince", "when that process began"),
    ("getCounter", "what that process counted"),
    ("getCounters", "what that process counted"),
    ("getCpuProfile", "what that process did"),
    ("getName", "the server's own name"),
    ("getOption", "that process's options"),
    ("getOptions", "that process's options"),
    ("getStatus", "that process's state"),
    ("getStatusDetails", "that process's state"),
    ("getVersion", "the server's own version"),
    ("getMetaConf", "that server's configuration"),
    ("get_config_value", "that server's configuration"),
    ("get_delegation_token", "a secret made for the occasion"),
];

/// Fields of any answer, by the end of their path.
const FIELDS: &[(&str, &str)] = &[
    (".agentInfo", "names the process"),
    (".lastheartbeat", "goes on while both are asked"),
    (".serverVersion", "the server's own version"),
];

/// Why a method is not compared, if it is not.
pub fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().find(|(known, _)| *known == name).map(|(_, reason)| *reason)
}

/// Whether a difference in this field is to be expected.
pub fn field(path: &str) -> bool {
    FIELDS.iter().any(|(known, _)| path.ends_with(known))
}
