//! Which of our keys a property of Hive's or Hadoop's means.

use super::{Ignored, Meant, Property, Understood};

/// How the value is written here.
#[derive(Clone, Copy)]
enum How {
    Text,
    /// Hive's plain numbers are seconds; its units have long names.
    Time,
    /// Of the Thrift service.
    Port,
    Host,
    Address,
    Folder,
    Endpoint,
    /// `false` permits what we permit by `true`.
    Not,
}

use How::*;

/// Names without `hive.` or `hive.metastore.`: Hive 2 to 4 know a key by several.
const KEYS: &[(&str, &str, How)] = &[
    ("javax.jdo.option.ConnectionURL", "database.url", Address),
    ("javax.jdo.option.ConnectionUserName", "database.user", Text),
    ("javax.jdo.option.ConnectionPassword", "database.password", Text),
    ("datanucleus.connectionPool.maxPoolSize", "database.pool-size", Text),
    ("datanucleus.schema.autoCreateAll", "database.init-schema", Text),
    ("datanucleus.autoCreateSchema", "database.init-schema", Text),
    ("metastore.warehouse.dir", "warehouse.root", Folder),
    ("metastore.thrift.bind.host", "server.listen", Host),
    ("metastore.thrift.port", "server.listen", Port),
    ("metastore.port", "server.listen", Port),
    ("metastore.server.max.message.size", "limits.message", Text),
    ("metastore.txn.timeout", "catalog.lock-timeout", Time),
    ("metastore.event.db.listener.timetolive", "catalog.notification-ttl", Time),
    ("metastore.event.db.listener.clean.interval", "duties.old-events", Time),
    ("metastore.housekeeping.threads.on", "duties.enabled", Text),
    ("metastore.timedout.txn.reaper.interval", "duties.expired-locks", Time),
    ("metastore.acid.txn.cleaner.interval", "duties.empty-transactions", Time),
    ("metastore.acid.housekeeper.interval", "duties.transaction-history", Time),
    ("metastore.compaction.housekeeper.interval", "duties.compaction-history", Time),
    ("metastore.compactor.worker.timeout", "duties.compaction-worker-timeout", Time),
    ("metastore.compactor.history.retention.succeeded", "duties.keep-succeeded-compactions", Text),
    ("metastore.compactor.history.retention.failed", "duties.keep-failed-compactions", Text),
    ("metastore.compactor.history.retention.refused", "duties.keep-refused-compactions", Text),
    ("metastore.compactor.history.retention.did.not.initiate", "duties.keep-uninitiated-compactions", Text),
    ("metastore.compactor.history.retention.timeout", "duties.compaction-history-timeout", Time),
    ("metastore.partition.management.task.frequency", "duties.expired-partitions", Time),
    ("metastore.runtime.stats.clean.frequency", "duties.runtime-statistics", Time),
    ("metastore.runtime.stats.max.age", "duties.runtime-statistics-age", Time),
    ("metastore.disallow.incompatible.col.type.changes", "catalog.disallow-incompatible-col-type-changes", Text),
    ("metastore.stats.autogather", "catalog.stats-autogather", Text),
    ("metastore.stats.fetch.bitvector", "catalog.stats-fetch-bitvector", Text),
    ("metastore.stats.ndv.densityfunction", "catalog.stats-ndv-densityfunction", Text),
    ("metastore.stats.ndv.tuner", "catalog.stats-ndv-tuner", Text),
    ("metastore.scheduled.queries.autodisable.count", "catalog.scheduled-queries-autodisable-count", Text),
    (
        "metastore.scheduled.queries.skip.opportunities.after.failures",
        "catalog.scheduled-queries-skip-opportunities",
        Text,
    ),
    ("metastore.client.capability.check", "catalog.client-capability-check", Text),
    ("fs.s3a.endpoint", "warehouse.s3.endpoint", Endpoint),
    ("fs.s3a.endpoint.region", "warehouse.s3.region", Text),
    ("fs.s3a.path.style.access", "warehouse.s3.path-style", Text),
    ("fs.s3a.connection.ssl.enabled", "warehouse.s3.allow-http", Not),
    ("fs.s3a.access.key", "warehouse.s3.access-key-id", Text),
    ("fs.s3a.secret.key", "warehouse.s3.secret-access-key", Text),
    ("fs.s3a.session.token", "warehouse.s3.session-token", Text),
];

/// Said by something else already, or the only way it is done here.
const SILENT: &[&str] = &[
    "javax.jdo.option.ConnectionDriverName",
    "fs.defaultFS",
    "fs.default.name",
    "fs.s3a.impl",
    "fs.s3.impl",
    "fs.s3n.impl",
    "metastore.schema.verification",
];

/// A server that answered only to some must not answer to all.
const GUARDS: &[(&str, &str)] = &[
    ("metastore.sasl.enabled", "clients had to prove who they are, and here they cannot"),
    (
        "metastore.use.SSL",
        "clients had to speak TLS: give server.tls-certificate and server.tls-key, both PEM, and take this out",
    ),
];

pub fn translate(all: &[Property], environment: &[(String, String)], understood: &mut Understood) {
    let known = Known { all, environment };
    for (position, property) in all.iter().enumerate() {
        let name = canonical(&property.name);
        let source = format!("{} ({})", property.place, property.name);
        let value = known.substituted(&property.value);
        let overruled = all.iter().skip(position + 1).any(|later| canonical(&later.name) == name);
        if overruled || SILENT.contains(&name.as_str()) {
            continue;
        }
        if let Some((_, reason)) = GUARDS.iter().find(|(guard, _)| *guard == name) {
            if value.eq_ignore_ascii_case("true") {
                understood.refused.push(Ignored { source, reason: (*reason).to_owned() });
            }
            continue;
        }
        let Some((_, key, how)) = KEYS.iter().find(|(known, ..)| *known == name) else {
            understood.ignored.push(Ignored { source, reason: "has no effect here".to_owned() });
            continue;
        };
        match known.written(&value, *how) {
            Ok(value) => {
                if value.starts_with("http://") {
                    // Java asks nobody whether it may.
                    let allowed =
                        Meant { key: "warehouse.s3.allow-http", value: "true".to_owned(), source: source.clone() };
                    understood.meant.push(allowed);
                }
                understood.meant.push(Meant { key, value, source });
            }
            Err(reason) => understood.ignored.push(Ignored { source, reason }),
        }
    }
}

/// `hive.metastore.x`, `hive.x` and `metastore.x` are one key of several ages.
fn canonical(name: &str) -> String {
    let name = name.trim();
    if let Some(rest) = name.strip_prefix("hive.metastore.") {
        return format!("metastore.{rest}");
    }
    match name.strip_prefix("hive.") {
        Some("txn.timeout") => "metastore.txn.timeout".to_owned(),
        Some("stats.autogather") => "metastore.stats.autogather".to_owned(),
        Some("stats.fetch.bitvector") => "metastore.stats.fetch.bitvector".to_owned(),
        _ => name.to_owned(),
    }
}

struct Known<'a> {
    all: &'a [Property],
    environment: &'a [(String, String)],
}

impl Known<'_> {
    fn property(&self, wanted: &str) -> Option<&str> {
        let found = self.all.iter().rev().find(|property| canonical(&property.name) == canonical(wanted));
        found.map(|property| property.value.as_str())
    }

    /// Hadoop's `${…}`: a variable or another property; what is neither stays as it is.
    fn substituted(&self, value: &str) -> String {
        let mut out = value.to_owned();
        // As many as Hadoop follows before it gives up.
        for _ in 0..20 {
            let Some(start) = out.find("${") else { break };
            let Some(end) = out[start..].find('}').map(|end| start + end) else { break };
            let name = &out[start + 2..end];
            let variable = name.strip_prefix("env.").or_else(|| name.strip_prefix("env:"));
            let found = match variable {
                Some(variable) => {
                    let (variable, default) = variable.split_once(":-").unwrap_or((variable, ""));
                    let found = self.environment.iter().find(|(name, _)| name == variable);
                    Some(found.map_or(default, |(_, value)| value.as_str()))
                }
                None => self.property(name),
            };
            let Some(found) = found else { break };
            out = format!("{}{found}{}", &out[..start], &out[end + 1..]);
        }
        out
    }

    fn written(&self, value: &str, how: How) -> Result<String, String> {
        let host = || self.property("metastore.thrift.bind.host").filter(|host| !host.is_empty()).unwrap_or("0.0.0.0");
        let port =
            || self.property("metastore.thrift.port").or_else(|| self.property("metastore.port")).unwrap_or("9083");
        match how {
            Text if value == "-1" => Err("-1 stands for no bound, and there is one here".to_owned()),
            Text => Ok(value.to_owned()),
            Time => time(value).ok_or_else(|| format!("'{value}' is no length of time")),
            Port => Ok(format!("{}:{value}", host())),
            Host => Ok(format!("{value}:{}", port())),
            Address if value.starts_with("jdbc:derby:") => {
                Err("Derby is inside of Java; a SQLite file takes its place".to_owned())
            }
            Address => Ok(value.to_owned()),
            Folder => Ok(self.in_file_system(value)),
            Endpoint if value.contains("://") => Ok(value.to_owned()),
            Endpoint => {
                let plain = self.property("fs.s3a.connection.ssl.enabled").is_some_and(|on| on == "false");
                Ok(format!("{}://{value}", if plain { "http" } else { "https" }))
            }
            Not if value == "false" => Ok("true".to_owned()),
            Not => Err("is so unless the address says http://".to_owned()),
        }
    }

    /// A path without a scheme lies in the default file system.
    fn in_file_system(&self, path: &str) -> String {
        let root = self.property("fs.defaultFS").or_else(|| self.property("fs.default.name")).unwrap_or_default();
        match path.starts_with('/') && root.contains("://") && !root.starts_with("file:") {
            true => format!("{}{path}", root.trim_end_matches('/')),
            false => path.to_owned(),
        }
    }
}

/// `300`, `5m`, `86400s`, `2 hours`.
fn time(text: &str) -> Option<String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "ms" | "msec" | "milliseconds" => "ms",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    (!number.is_empty()).then(|| format!("{number}{unit}"))
}
