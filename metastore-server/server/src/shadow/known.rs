//! Differences that say nothing against either server: each was observed on a Java server of the
//! versions named, and is told by `skep takeover check` beforehand.

use std::collections::BTreeSet;

use skep_codec::Tree;
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
    /// Only over such a call.
    when: Option<fn(&Exchange) -> bool>,
    /// Versions of the schema: that of the old server is not newer.
    since: Version,
    until: Version,
    pub reason: &'static str,
}

/// What it looks like.
enum Seen {
    /// A field of one of these names that only we send.
    OnlyOurs(&'static [&'static str]),
    /// A field of that name that only the old server sends, with one of these values.
    OnlyTheirs(&'static str, &'static [&'static str]),
    /// A field of one of these names, whatever is in it.
    Field(&'static [&'static str]),
    /// Something within the elements of a list, of which both sent as many.
    Elements,
    /// The same elements in another order.
    Order,
    /// The same exception, with sentences in which the same name stands at `{}`.
    Said(&'static str, &'static str),
    /// One outcome and another; each with one of these beginnings.
    Outcome(&'static [&'static str], &'static [&'static str]),
}

/// The call that was answered differently.
pub struct Exchange {
    pub args: Tree,
    /// The old server's answer.
    pub theirs: Tree,
}

impl Known {
    const fn new(seen: Seen, reason: &'static str) -> Known {
        Known { methods: &[], seen, when: None, since: Version::OLDEST, until: Version::NEWEST, reason }
    }

    const fn of(mut self, methods: &'static [&'static str]) -> Known {
        self.methods = methods;
        self
    }

    const fn when(mut self, when: fn(&Exchange) -> bool) -> Known {
        self.when = Some(when);
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

    fn is(&self, method: &str, difference: &Difference, exchange: &Exchange) -> bool {
        self.seen.in_(difference)
            && (self.methods.is_empty() || self.methods.contains(&method))
            && self.when.is_none_or(|when| when(exchange))
    }
}

impl Seen {
    fn in_(&self, difference: &Difference) -> bool {
        let Difference { field, upstream, skep } = difference;
        let last = field.rsplit('.').next().unwrap_or_default();
        let named = |name: &&str| last.split('[').next() == Some(*name);
        let begins = |text: &str, with: &[&str]| with.iter().any(|start| text.starts_with(start));
        match self {
            Seen::OnlyOurs(fields) => upstream == "absent" && fields.iter().any(&named),
            Seen::OnlyTheirs(name, values) => skep == "absent" && values.contains(&upstream.as_str()) && named(name),
            Seen::Field(fields) => fields.iter().any(named),
            Seen::Elements => field.starts_with("result[") && !field.ends_with(" (order)"),
            Seen::Order => field.ends_with(" (order)"),
            Seen::Said(theirs, ours) => {
                let exceptions = upstream.split_once(": ").zip(skep.split_once(": "));
                exceptions.is_some_and(|((one, upstream), (other, skep))| {
                    let names = at(theirs, upstream).zip(at(ours, skep));
                    field == "outcome" && one == other && names.is_some_and(|(one, other)| one == other)
                })
            }
            Seen::Outcome(theirs, ours) => field == "outcome" && begins(upstream, theirs) && begins(skep, ours),
        }
    }
}

/// The name that stands at `{}`, however it is written: old servers do not say the catalog, and some repeat a name as
/// it was sent.
fn at(sentence: &str, text: &str) -> Option<String> {
    let (before, after) = sentence.split_once("{}")?;
    let name = text.strip_prefix(before)?.strip_suffix(after)?.to_lowercase();
    let parts: Vec<&str> = name.split('.').map(str::trim).collect();
    Some(parts.strip_prefix(&["hive"]).unwrap_or(&parts).join("."))
}

/// What stands at the end of a path of field ids.
fn field<'a>(tree: &'a Tree, path: &[i16]) -> Option<&'a Tree> {
    path.iter().try_fold(tree, |tree, id| match tree {
        Tree::Struct(fields) => fields.iter().find(|(field, _)| field == id).map(|(_, value)| value),
        _ => None,
    })
}

fn number(tree: &Tree, path: &[i16]) -> i64 {
    if let Some(Tree::Number(number)) = field(tree, path) { *number } else { 0 }
}

fn list<'a>(tree: &'a Tree, path: &[i16]) -> &'a [Tree] {
    if let Some(Tree::List(elements)) = field(tree, path) { elements } else { &[] }
}

/// `get_aggr_stats_for`: some partitions asked about have no statistics.
fn is_extrapolated(exchange: &Exchange) -> bool {
    list(&exchange.args, &[1, 4]).len() as i64 > number(&exchange.theirs, &[0, 2])
}

/// `get_partition_names(database, table, 0)`
fn is_none_asked_for(exchange: &Exchange) -> bool {
    field(&exchange.args, &[3]) == Some(&Tree::Number(0))
}

/// `get_partitions_ps` of so many.
fn is_limited(exchange: &Exchange) -> bool {
    number(&exchange.args, &[4]) > 0
}

/// `get_partitions_ps` without a value, of so many.
fn is_limited_only(exchange: &Exchange) -> bool {
    let empty = |value: &Tree| matches!(value, Tree::Text(text) if text.is_empty());
    number(&exchange.args, &[4]) >= 0 && list(&exchange.args, &[3]).iter().all(empty)
}

/// A filter over partitions with that word.
fn filter_has(exchange: &Exchange, word: &str) -> bool {
    match field(&exchange.args, &[3]) {
        Some(Tree::Text(filter)) => String::from_utf8_lossy(filter).to_lowercase().contains(word),
        _ => false,
    }
}

fn has_like(exchange: &Exchange) -> bool {
    filter_has(exchange, " like ")
}

fn has_in(exchange: &Exchange) -> bool {
    filter_has(exchange, " in (")
}

fn has_quoted_date(exchange: &Exchange) -> bool {
    let Some(Tree::Text(filter)) = field(&exchange.args, &[3]) else { return false };
    let is_date = |text: &[u8]| text.len() == 10 && text[4] == b'-' && text[7] == b'-';
    filter.split(|byte| *byte == b'"').any(is_date)
}

const FILTERED: &[&str] = &["get_partitions_by_filter", "get_part_specs_by_filter", "get_num_partitions_by_filter"];

const PARSED: &[&str] = &[
    "get_partitions_by_filter",
    "get_part_specs_by_filter",
    "get_num_partitions_by_filter",
    "get_table_names_by_filter",
];

const STATISTICS: &[&str] = &["get_aggr_stats_for", "get_table_statistics_req", "get_partitions_statistics_req"];

/// A name that is written in another way, or with its catalog.
const NAMED: &str = "what is not there is named with its catalog, and as it is kept";

const KNOWN: &[Known] = &[
    Known::new(Seen::Said("{} table not found", "{} table not found"), NAMED),
    Known::new(Seen::Said("Function {} does not exist", "Function {} does not exist"), NAMED).of(&["get_function"]),
    Known::new(Seen::Said("{}", "database {}"), NAMED).of(&["get_database"]).until(V3_1),
    Known::new(Seen::Said("Could not find database {}", "Could not find database {}"), NAMED)
        .of(&["get_table_objects_by_name_req"])
        .until(V3_1),
    Known::new(
        Seen::Outcome(
            &["UnknownDBException: Could not find database "],
            &["UnknownDBException: Could not find database "],
        ),
        NAMED,
    )
    .of(&["get_table_objects_by_name_req"])
    .since(V4_0),
    Known::new(Seen::Said("Specified database/table does not exist : {}", "{} table not found"), NAMED).until(V2_3),
    Known::new(Seen::Said("Specified catalog.database.table does not exist : {}", "{} table not found"), NAMED)
        .since(V3_1),
    Known::new(Seen::Said("Unable to get partition because {} does not exist", "{} table not found"), NAMED)
        .of(&["get_partition", "get_partition_req"])
        .since(V4_0),
    Known::new(
        Seen::Outcome(&["NoSuchObjectException: partition values="], &["NoSuchObjectException: hive."]),
        "of a partition and its table that are not there it is the table that is named",
    )
    .of(&["get_partition_with_auth"])
    .since(V4_0),
    Known::new(
        Seen::Outcome(&["InvalidObjectException: hive."], &["NoSuchObjectException: hive."]),
        "a table that is not there is refused as everywhere else",
    )
    .of(&["get_partitions_by_names", "get_partitions_by_names_req"])
    .since(V4_0),
    Known::new(
        Seen::Outcome(&["MetaException: Error parsing partition filter"], &["MetaException: Error parsing partition filter"]),
        "what is wrong with a filter is said in other words than those of the parser that Java's is made with",
    )
    .of(PARSED),
    Known::new(
        Seen::Outcome(
            &["MetaException: Filtering is supported only on partition keys of type string"],
            &["MetaException: Filtering is supported only on partition keys of type string"],
        ),
        "a filter over a key of another type names the key",
    )
    .of(FILTERED),
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
                "MetaException: Exception thrown when executing query",
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
        "get_partition_values",
        "get_partitions_with_specs",
    ]),
    Known::new(Seen::Order, "statistics come in the order of the columns asked for").of(STATISTICS),
    Known::new(
        Seen::OnlyOurs(&["bit_vectors", "histogram"]),
        "sketches come with statistics, as from a Java server with metastore.stats.fetch.bitvector=true",
    ),
    Known::new(
        Seen::Field(&["low_value", "high_value", "num_nulls", "num_d_vs", "max_col_len", "avg_col_len"]),
        "of partitions without statistics the others tell something, as a Java server with \
         metastore.stats.fetch.bitvector=true computes it, not as its SQL does",
    )
    .of(&["get_aggr_stats_for"])
    .when(is_extrapolated),
    Known::new(
        Seen::OnlyOurs(&["catalog_name", "owner_type"]),
        "fields of catalogs and owners, which are newer than the Java server, are sent; its clients pass over them",
    )
    .of(&["get_database", "get_table", "get_table_req", "get_table_objects_by_name", "get_table_objects_by_name_req"])
    .until(V2_3),
    Known::new(
        Seen::OnlyOurs(&["cat_name"]),
        "catalogs, which are newer than the Java server, are told; its clients pass over them",
    )
    .until(V2_3),
    Known::new(Seen::OnlyOurs(&["cat_name"]), "tables are listed with their catalog, as by Hive 4")
        .of(&["get_table_meta"])
        .until(V3_1),
    Known::new(Seen::Field(&["events_count"]), "events without a catalog, those of transactions, count, as in Hive 4")
        .of(&["get_notification_events_count"])
        .since(V3_1)
        .until(V3_1),
    Known::new(
        Seen::OnlyOurs(&["engine", "type", "owner_name", "owner_type", "id"]),
        "fields of owners, engines, ids and database types, which are newer than the Java server, are sent; its clients \
         pass over them",
    )
    .of(&[
        "get_database",
        "get_table",
        "get_table_req",
        "get_table_objects_by_name",
        "get_table_objects_by_name_req",
        "get_table_meta",
        "get_table_column_statistics",
        "get_partition_column_statistics",
    ])
    .until(V3_1),
    Known::new(Seen::OnlyOurs(&["catname"]), "locks come with their catalog, which the newest clients require")
        .of(&["show_locks"]),
    Known::new(Seen::Field(&["result"]), "a limit of 0 gives no names; the Java server gives all")
        .of(&["get_partition_names"])
        .when(is_none_asked_for)
        .until(V2_3),
    Known::new(Seen::Elements, "so many partitions are the first by name; the Java server leaves it to its database")
        .of(&["get_partitions_ps", "get_partitions_ps_with_auth"])
        .when(is_limited)
        .until(V2_3),
    Known::new(Seen::Field(&["result"]), "a limit is kept that the Java server passes over where no value is given")
        .of(&["get_partitions_ps", "get_partitions_ps_with_auth"])
        .when(is_limited_only)
        .since(V3_1)
        .until(V3_1),
    Known::new(
        Seen::Field(&["result"]),
        "like takes the patterns of Spark (.*) as well as those of SQL (%), which alone Hive 4 takes",
    )
    .of(FILTERED)
    .when(has_like)
    .since(V4_0),
    Known::new(
        Seen::OnlyTheirs("write_id", &["-1", "0"]),
        "no write id is left out; the Java server writes -1 or 0 for it",
    )
    .since(V4_0),
    Known::new(
        Seen::Outcome(&["MetaException: Error parsing partition filter"], &["a result"]),
        "in (…) is understood in filters",
    )
    .of(FILTERED)
    .when(has_in),
    Known::new(
        Seen::Outcome(
            &["MetaException: Filtering is supported only on partition keys of type string"],
            &["a result"],
        ),
        "dates may be quoted in filters",
    )
    .of(FILTERED)
    .when(has_quoted_date)
    .since(V3_1),
    Known::new(
        Seen::Outcome(&["a result"], &["MetaException: Filtering is supported only"]),
        "like over a key that is no string is refused",
    )
    .of(FILTERED)
    .when(has_like)
    .since(V4_0),
    Known::new(
        Seen::Outcome(&["a result"], &["NoSuchObjectException: hive."]),
        "the partitions of a table that is not there are refused; the Java server answers an empty list",
    )
    .of(&["get_partitions", "get_partitions_req", "get_partitions_with_auth", "get_partition_names"]),
];

/// Why this difference is to be expected on a database of this version, if it is.
pub fn difference(
    version: Version,
    method: &str,
    difference: &Difference,
    exchange: &Exchange,
) -> Option<&'static str> {
    let known = KNOWN.iter().filter(|known| known.on(version));
    known.into_iter().find(|known| known.is(method, difference, exchange)).map(|known| known.reason)
}

/// What is to be expected on a database of this version.
pub fn reasons(version: Version) -> impl Iterator<Item = &'static str> {
    let mut told = BTreeSet::new();
    KNOWN
        .iter()
        .filter(move |known| known.on(version))
        .map(|known| known.reason)
        .filter(move |reason| told.insert(*reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(field: &str, upstream: &str, skep: &str) -> Difference {
        Difference { field: field.into(), upstream: upstream.into(), skep: skep.into() }
    }

    fn expected(version: Version, method: &str, field: &str, upstream: &str, skep: &str) -> bool {
        let exchange = Exchange { args: Tree::Struct(vec![]), theirs: Tree::Struct(vec![]) };
        difference(version, method, &told(field, upstream, skep), &exchange).is_some()
    }

    #[test]
    fn what_is_expected_of_one_version_is_a_difference_on_another() {
        let engine = |version| expected(version, "get_table_column_statistics", "result.engine", "absent", "hive");
        assert!(engine(V2_3) && engine(V3_1) && !engine(V4_0));
        assert!(!expected(V3_1, "get_table_column_statistics", "result.engine", "hive", "absent"), "theirs, not ours");
        let write_id = |skep| expected(V4_0, "get_table", "result.write_id", "-1", skep);
        assert!(write_id("absent") && !write_id("7"));
    }

    #[test]
    fn an_order_matters_but_in_lists_of_names() {
        assert!(expected(V4_0, "get_all_tables", "result (order)", "b comes first", "a comes first"));
        assert!(!expected(V4_0, "get_table", "result.sd.cols (order)", "b comes first", "a comes first"));
    }

    #[test]
    fn a_refusal_may_write_a_name_in_another_way_and_say_nothing_else() {
        let refused = |upstream, skep| expected(V2_3, "get_table", "outcome", upstream, skep);
        let ours = "NoSuchObjectException: hive.shop.t table not found";
        assert!(refused("NoSuchObjectException: shop.t table not found", ours));
        assert!(refused("NoSuchObjectException:  Shop . t table not found", ours));
        assert!(refused("NoSuchObjectException: Specified database/table does not exist : shop.t", ours));
        assert!(!refused("NoSuchObjectException: shop.u table not found", ours), "another table");
        assert!(!refused("MetaException: shop.t table not found", ours), "another exception");
        assert!(!refused("NoSuchObjectException: no shop.t", ours), "another sentence");
        assert!(!refused("NoSuchObjectException: shop.t table not found", "a result"));
    }

    #[test]
    fn what_is_expected_of_one_call_is_a_difference_over_another() {
        let text = |text: &str| Tree::Text(text.into());
        let ps = |value: &str, limit| {
            let args = vec![(3, Tree::List(vec![text(value), text("")])), (4, Tree::Number(limit))];
            let exchange = Exchange { args: Tree::Struct(args), theirs: Tree::Struct(vec![]) };
            let counts = told("result", "9 elements", "2 elements");
            difference(V3_1, "get_partitions_ps", &counts, &exchange).is_some()
        };
        assert!(ps("", 2) && !ps("x", 2) && !ps("", -1));
        let filter = |filter: &str, upstream: &str| {
            let exchange = Exchange { args: Tree::Struct(vec![(3, text(filter))]), theirs: Tree::Struct(vec![]) };
            let outcomes = told("outcome", upstream, "a result");
            difference(V2_3, "get_partitions_by_filter", &outcomes, &exchange).is_some()
        };
        assert!(filter("k in (1)", "MetaException: Error parsing partition filter; lexer error"));
        assert!(!filter("k = 1", "MetaException: Error parsing partition filter; lexer error"));
        assert!(!filter("k in (1)", "MetaException: something else"));
        let statistics = |names: usize, found| {
            let names = Tree::List(vec![text("p=1"); names]);
            let args = Tree::Struct(vec![(1, Tree::Struct(vec![(4, names)]))]);
            let theirs = Tree::Struct(vec![(0, Tree::Struct(vec![(2, Tree::Number(found))]))]);
            let nulls = told("result.col_stats[0].stats_data.LongStats.num_nulls", "0", "1");
            difference(V4_0, "get_aggr_stats_for", &nulls, &Exchange { args, theirs }).is_some()
        };
        assert!(statistics(3, 2) && !statistics(3, 3));
    }
}
