//! The variables that today's images of the Java metastore read.
//!
//! Three dialects: that of `apache/hive` (`DB_DRIVER`, `SERVICE_OPTS`, `IS_RESUME`, `METASTORE_PORT`), `HIVE_METASTORE_…`,
//! and `HIVE_DB_…` with `HIVE_CONF_PARAMS`. Most of them become the property that their image would write.

use super::{Ignored, Meant, Property, Understood};

const URL: &str = "javax.jdo.option.ConnectionURL";
const USER: &str = "javax.jdo.option.ConnectionUserName";
const PASSWORD: &str = "javax.jdo.option.ConnectionPassword";
const WAREHOUSE: &str = "metastore.warehouse.dir";
const FILE_SYSTEM: &str = "fs.defaultFS";

/// Variables that are one property each.
const SAME: &[(&str, &str)] = &[
    ("HIVE_METASTORE_DB_URL", URL),
    ("HIVE_METASTORE_DB_USER", USER),
    ("HIVE_METASTORE_DB_PASSWORD", PASSWORD),
    ("HIVE_METASTORE_WAREHOUSE_LOC", WAREHOUSE),
    ("HIVE_DB_JDBC_URL", URL),
    ("HIVE_DB_USER", USER),
    ("HIVE_DB_PASS", PASSWORD),
    ("METASTORE_PORT", "metastore.thrift.port"),
];

pub fn read(environment: &[(String, String)], all: &mut Vec<Property>, understood: &mut Understood) {
    let said = Said(environment);
    let mut say = |name: &str, value: String, place: &str| {
        all.push(Property { name: name.to_owned(), value, place: place.to_owned() });
    };
    if let (Some(host), None) = (said.get("HIVE_DB_HOST"), said.get("HIVE_DB_JDBC_URL")) {
        say(URL, said.address(host), "HIVE_DB_HOST");
    }
    if let Some(bucket) = said.get("HIVE_WAREHOUSE_S3LOCATION") {
        let root = if bucket.contains("://") { bucket.to_owned() } else { format!("s3://{bucket}") };
        say(FILE_SYSTEM, root.clone(), "HIVE_WAREHOUSE_S3LOCATION");
        if said.get("HIVE_WAREHOUSE_DIR").is_none() {
            say(WAREHOUSE, root, "HIVE_WAREHOUSE_S3LOCATION");
        }
    }
    if let Some(folder) = said.get("HIVE_WAREHOUSE_DIR") {
        // That image writes "s3:" before what begins with two slashes.
        let folder = if folder.starts_with("//") { format!("s3:{folder}") } else { folder.to_owned() };
        say(WAREHOUSE, folder, "HIVE_WAREHOUSE_DIR");
    }
    for (variable, property) in SAME {
        if let Some(value) = said.get(variable) {
            say(property, value.to_owned(), variable);
        }
    }
    for pair in said.get("HIVE_CONF_PARAMS").unwrap_or_default().split(';') {
        if let Some((name, value)) = pair.split_once(':') {
            say(name.trim(), value.trim().to_owned(), "HIVE_CONF_PARAMS");
        }
    }
    for option in words(said.get("SERVICE_OPTS").unwrap_or_default()) {
        // What is not a property is for the Java machine.
        if let Some((name, value)) = option.strip_prefix("-D").and_then(|option| option.split_once('=')) {
            say(name, value.to_owned(), "SERVICE_OPTS");
        }
    }
    if let Some(region) = said.get("AWS_REGION") {
        let (value, source) = (region.to_owned(), "AWS_REGION".to_owned());
        understood.meant.push(Meant { key: "warehouse.s3.region", value, source });
    }
    said.whole_server(understood);
}

struct Said<'a>(&'a [(String, String)]);

impl<'a> Said<'a> {
    fn get(&self, wanted: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(name, value)| name == wanted && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// `HIVE_DB_DRIVER` is a product's name or a Java class.
    fn address(&self, host: &str) -> String {
        let driver = self.get("HIVE_DB_DRIVER").unwrap_or("postgres").to_ascii_lowercase();
        let product = if driver.contains("postgres") { "postgresql" } else { "mysql" };
        let port = self.get("HIVE_DB_PORT").map(|port| format!(":{port}")).unwrap_or_default();
        format!("jdbc:{product}://{host}{port}/{}", self.get("HIVE_DB_NAME").unwrap_or("metastore"))
    }

    /// What an image does that a configuration does not say: it listens to everybody, and makes the tables.
    fn whole_server(&self, understood: &mut Understood) {
        let image =
            ["DB_DRIVER", "HIVE_METASTORE_DB_TYPE", "HIVE_METASTORE_DB_URL", "HIVE_DB_HOST", "HIVE_DB_JDBC_URL"];
        let Some(variable) = image.into_iter().find(|variable| self.get(variable).is_some()) else { return };
        let mut mean = |key, value: &str, source: &str| {
            understood.meant.push(Meant { key, value: value.to_owned(), source: source.to_owned() });
        };
        mean("server.listen", "0.0.0.0:9083", variable);
        // Both are for schematool, which the image runs before the server.
        for makes in ["DB_DRIVER", "HIVE_METASTORE_DB_TYPE"].into_iter().filter(|makes| self.get(makes).is_some()) {
            let resumed = self.get("IS_RESUME").is_some_and(|value| value == "true");
            match resumed {
                true => mean("database.init-schema", "false", "IS_RESUME"),
                false => mean("database.init-schema", "true", makes),
            }
        }
        if let Some(value @ ("true" | "false")) = self.get("AUTO_INIT_SCHEMA") {
            mean("database.init-schema", value, "AUTO_INIT_SCHEMA");
        }
        for variable in ["DB_DRIVER", "HIVE_METASTORE_DB_TYPE"] {
            let product = self.get(variable).unwrap_or_default().to_ascii_lowercase();
            if ["oracle", "mssql"].contains(&product.as_str()) {
                let reason = format!("'{product}' is not served, expected postgres or mysql");
                understood.refused.push(Ignored { source: variable.to_owned(), reason });
            }
        }
        if let Some(service) = self.get("SERVICE_NAME").filter(|service| *service != "metastore") {
            let reason = format!("this is a metastore, and no {service}");
            understood.refused.push(Ignored { source: "SERVICE_NAME".to_owned(), reason });
        }
    }
}

/// Separated by white space, except between quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => words.push(String::new()),
            _ => words.last_mut().expect("never empty").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
