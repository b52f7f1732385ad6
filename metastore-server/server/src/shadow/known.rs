//! Differences that say nothing against either server: each was observed on a Java server of the
//! versions named, and is told by `skep takeover check` beforehand.

use skep_schema::Version::{self, V2_3, V3_1, V4_0};

use super::differ::Difference;

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

/// Why a method is not compared, if it is not.
pub fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().find(|(known, _)| *known == name).map(|(_, reason)| *reason)
}

/// A difference that is to be expected.
pub struct Known {
    /// In any method's answer if empty.
    methods: &'static [&'static str],
    seen: Seen,
    /// Versions of the schema: that of the old server is not newer.
    since: Version,
    until: Version,
    pub reason: &'static str,
}

/// What it looks like.
enum Seen {
    /// A field of one of these names that only we send.
    OnlyOurs(&'static [&'static str]),
    /// A field of one of these names, whatever is in it.
    Field(&'static [&'static str]),
    /// The same elements in another order.
    Order,
    /// The same exception in other words.
    Words,
    /// One outcome and another; each with one of these beginnings.
    Outcome(&'static [&'static str], &'static [&'static str]),
}

impl Known {
    const fn new(seen: Seen, reason: &'static str) -> Known {
        Known { methods: &[], seen, since: Version::OLDEST, until: Version::NEWEST, reason }
    }

    const fn of(mut self, methods: &'static [&'static str]) -> Known {
        self.methods = methods;
        self
    }

    const fn since(mut self, version: Version) -> Known {
        self.since = version;
        self
    }

    const fn until(mut self, version: Version) -> Known {
        self.until = version;
        self
    }

    fn on(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }

    fn is(&self, method: &str, difference: &Difference) -> bool {
        let Difference { field, upstream, skep } = difference;
        let last = field.rsplit('.').next().unwrap_or_default();
        let named = |fields: &[&str]| fields.iter().any(|name| last.split('[').next() == Some(name));
        let begins = |text: &str, with: &[&str]| with.iter().any(|start| text.starts_with(start));
        let exception = |text: &str| text.split_once(": ").map(|(name, _)| name.to_owned());
        let seen = match &self.seen {
            Seen::OnlyOurs(fields) => upstream == "absent" && named(fields),
            Seen::Field(fields) => named(fields),
            Seen::Order => field.ends_with(" (order)"),
            Seen::Words => {
                field == "outcome" && exception(upstream).is_some() && exception(upstream) == exception(skep)
            }
            Seen::Outcome(theirs, ours) => {
                (field == "outcome" || field == "result") && begins(upstream, theirs) && begins(skep, ours)
            }
        };
        seen && (self.methods.is_empty() || self.methods.contains(&method))
    }
}

const FILTERED: &[&str] = &[
    "get_partitions_by_filter",
    "get_part_specs_by_filter",
    "get_num_partitions_by_filter",
    "get_table_names_by_filter",
];

const STATISTICS: &[&str] = &["get_aggr_stats_for", "get_table_statistics_req", "get_partitions_statistics_req"];

const KNOWN: &[Known] = &[
    Known::new(Seen::Words, "a refusal of the same kind is in other words, as between two versions of Hive"),
    Known::new(
        Seen::Outcome(&["TApplicationException: Invalid method name"], &[""]),
        "methods that the old server does not have are answered",
    ),
    Known::new(
        Seen::Outcome(&["TApplicationException: Required field"], &[""]),
        "a request without a field that its own version requires is answered",
    ),
    Known::new(
        Seen::Outcome(
            &[
                "TApplicationException: Internal error",
                "MetaException: java.lang.",
                "MetaException: Cannot invoke",
                "MetaException: Error executing SQL query",
                "MetaException: JDODataStoreException: Error executing SQL query",
            ],
            &[""],
        ),
        "requests over which the Java server fails inside are answered",
    ),
    Known::new(Seen::Order, "names come in their order; the Java server leaves it to its database").of(&[
        "get_all_tables",
        "get_tables",
        "get_tables_by_type",
        "get_table_meta",
        "get_table_names_by_filter",
        "get_functions",
        "get_all_functions",
        "get_role_names",
        "list_roles",
        "list_privileges",
        "show_locks",
        "get_primary_keys",
    ]),
    Known::new(Seen::Order, "statistics come in the order of the columns asked for").of(STATISTICS),
    Known::new(
        Seen::OnlyOurs(&["bit_vectors", "histogram"]),
        "sketches come with statistics, as from a Java server with metastore.stats.fetch.bitvector=true",
    ),
    Known::new(
        Seen::Outcome(&["nothing"], &["NoSuchObjectException: Column stats doesn't exist"]),
        "statistics that are not there are refused; the Java server answers null, an error in its own client",
    )
    .of(&["get_table_column_statistics", "get_partition_column_statistics"]),
    Known::new(
        Seen::OnlyOurs(&["cat_name", "catalog_name", "owner_type"]),
        "fields of catalogs and owners, which are newer than the Java server, are sent; its clients pass over them",
    )
    .until(V2_3),
    Known::new(
        Seen::OnlyOurs(&["engine", "type", "owner_name", "owner_type", "cat_name", "id", "heartbeat_count"]),
        "fields of owners, engines, ids and database types, which are newer than the Java server, are sent; its clients \
         pass over them",
    )
    .until(V3_1),
    Known::new(
        Seen::OnlyOurs(&["hightest_txn_id", "hadoop_job_id"]),
        "compactions come with fields that the Java server leaves out",
    )
    .of(&["show_compact"])
    .until(V3_1),
    Known::new(Seen::Outcome(&[""], &["0 elements"]), "a limit of 0 gives no names; the Java server gives all")
        .of(&["get_partition_names"])
        .until(V2_3),
    Known::new(Seen::Field(&["result"]), "a limit is kept that the Java server passes over")
        .of(&["get_partitions_ps"])
        .since(V3_1)
        .until(V3_1),
    Known::new(
        Seen::Field(&["row", "partition_values"]),
        "values are as they were written; the Java server gives them as they stand in names, k=a%3Ab",
    )
    .of(&["get_partition_values"]),
    Known::new(
        Seen::Field(&["result"]),
        "like takes the patterns of Spark (.*) as well as those of SQL (%), which alone Hive 4 takes",
    )
    .of(&["get_partitions_by_filter", "get_num_partitions_by_filter", "get_part_specs_by_filter"])
    .since(V4_0),
    Known::new(Seen::Field(&["write_id"]), "no write id is left out; the Java server writes -1 or 0 for it").since(V4_0),
    Known::new(
        Seen::Outcome(&["MetaException: "], &["a result"]),
        "filters are understood that the Java server refuses: in (…), quoted dates",
    )
    .of(FILTERED),
    Known::new(
        Seen::Outcome(&["a result"], &["MetaException: Filtering is supported only"]),
        "like over a key that is no string is refused",
    )
    .of(FILTERED)
    .since(V4_0),
    Known::new(
        Seen::Outcome(&["a result"], &["NoSuchObjectException"]),
        "the partitions of a table that is not there are refused; the Java server answers an empty list",
    )
    .of(&["get_partitions", "get_partitions_req", "get_partitions_with_auth", "get_partition_names"]),
    Known::new(
        Seen::Outcome(
            &[
                "InvalidObjectException",
                "MetaException: NoSuchObjectException",
                "MetaException: dbName is not valid",
                "NoSuchObjectException",
            ],
            &["NoSuchObjectException", "MetaException: partition values cannot be null"],
        ),
        "of two things that are wrong with a request, or of two exceptions for one, it is another that is told",
    ),
];

/// Why this difference is to be expected on a database of this version, if it is.
pub fn difference(version: Version, method: &str, difference: &Difference) -> Option<&'static str> {
    let known = KNOWN.iter().filter(|known| known.on(version));
    known.into_iter().find(|known| known.is(method, difference)).map(|known| known.reason)
}

/// What is to be expected on a database of this version.
pub fn reasons(version: Version) -> impl Iterator<Item = &'static str> {
    KNOWN.iter().filter(move |known| known.on(version)).map(|known| known.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(version: Version, method: &str, field: &str, upstream: &str, skep: &str) -> bool {
        let told = Difference { field: field.into(), upstream: upstream.into(), skep: skep.into() };
        difference(version, method, &told).is_some()
    }

    #[test]
    fn what_is_expected_of_one_version_is_a_difference_on_another() {
        let engine = |version| expected(version, "get_table_column_statistics", "result.engine", "absent", "hive");
        assert!(engine(V2_3) && engine(V3_1) && !engine(V4_0));
        assert!(!expected(V3_1, "get_table_column_statistics", "result.engine", "hive", "absent"), "theirs, not ours");
    }

    #[test]
    fn an_order_matters_but_in_lists_of_names() {
        assert!(expected(V4_0, "get_all_tables", "result (order)", "b comes first", "a comes first"));
        assert!(!expected(V4_0, "get_table", "result.sd.cols (order)", "b comes first", "a comes first"));
    }

    #[test]
    fn the_kind_of_a_refusal_counts_and_its_words_do_not() {
        let refused = |skep| expected(V4_0, "get_database", "outcome", "NoSuchObjectException: no x", skep);
        assert!(refused("NoSuchObjectException: x is not there"));
        assert!(!refused("MetaException: no x") && !refused("a result"));
    }
}
