//! Manifests of the Java images, and what they mean here.

use super::super::{Config, Said};
use super::*;

fn config(sites: &[(&str, &str)], environment: &[(&str, &str)]) -> Config {
    Config::read(said(sites, environment)).unwrap_or_else(|error| panic!("{error}"))
}

fn said(sites: &[(&str, &str)], environment: &[(&str, &str)]) -> Said {
    let sites = sites.iter().flat_map(|(place, text)| read_site(place, text).expect("well-formed")).collect();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Said { sites, environment, ..Said::default() }
}

fn effective(config: &Config, key: &str) -> (String, String) {
    let rows = super::super::effective_json(config);
    let row = rows.as_array().and_then(|rows| rows.iter().find(|row| row["key"] == key)).expect("a key");
    let value = row["value"].as_str().map_or_else(|| row["value"].to_string(), str::to_owned);
    (value, row["source"].as_str().expect("a source").to_owned())
}

fn assert_effective(config: &Config, expected: &[(&str, &str, &str)]) {
    for (key, value, source) in expected {
        let found = effective(config, key);
        assert_eq!((found.0.as_str(), found.1.as_str()), (*value, *source), "{key}");
    }
}

#[test]
fn the_image_of_apache_hive() {
    let opts = "-Xmx1G -Djavax.jdo.option.ConnectionDriverName=org.postgresql.Driver \
                -Djavax.jdo.option.ConnectionURL=jdbc:postgresql://pg:5432/hms \
                -Djavax.jdo.option.ConnectionUserName=hive -Djavax.jdo.option.ConnectionPassword='a b'";
    let manifest = [
        ("SERVICE_NAME", "metastore"),
        ("DB_DRIVER", "postgres"),
        ("SERVICE_OPTS", opts),
        ("IS_RESUME", "true"),
        ("METASTORE_PORT", "9183"),
    ];
    let found = config(&[], &manifest);
    assert_effective(
        &found,
        &[
            ("database.url", "jdbc:postgresql://pg:5432/hms", "SERVICE_OPTS (javax.jdo.option.ConnectionURL)"),
            ("database.user", "hive", "SERVICE_OPTS (javax.jdo.option.ConnectionUserName)"),
            ("database.init-schema", "false", "IS_RESUME"),
            ("server.listen", "0.0.0.0:9183", "METASTORE_PORT (metastore.thrift.port)"),
        ],
    );
    assert_eq!(found.database.password.as_ref().map(|secret| secret.0.as_str()), Some("a b"));
    assert_eq!(found.ignored(), []);
    // The first start makes the tables, as the image's does.
    let first = config(&[], &manifest[..3]);
    assert_effective(
        &first,
        &[("database.init-schema", "true", "DB_DRIVER"), ("server.listen", "0.0.0.0:9083", "DB_DRIVER")],
    );
}

#[test]
fn the_image_with_hive_metastore_variables() {
    let found = config(
        &[],
        &[
            ("HIVE_METASTORE_DB_TYPE", "mysql"),
            ("HIVE_METASTORE_DB_DRIVER", "com.mysql.cj.jdbc.Driver"),
            ("HIVE_METASTORE_DB_URL", "jdbc:mysql://db:3306/hms"),
            ("HIVE_METASTORE_DB_USER", "hive"),
            ("HIVE_METASTORE_DB_PASSWORD", "hush"),
            ("HIVE_METASTORE_WAREHOUSE_LOC", "s3a://lake/warehouse"),
            ("AWS_REGION", "eu-west-1"),
        ],
    );
    assert_effective(
        &found,
        &[
            ("database.url", "jdbc:mysql://db:3306/hms", "HIVE_METASTORE_DB_URL (javax.jdo.option.ConnectionURL)"),
            ("warehouse.root", "s3a://lake/warehouse", "HIVE_METASTORE_WAREHOUSE_LOC (metastore.warehouse.dir)"),
            ("warehouse.s3.region", "eu-west-1", "AWS_REGION"),
            ("database.init-schema", "true", "HIVE_METASTORE_DB_TYPE"),
            ("database.password", "********", "HIVE_METASTORE_DB_PASSWORD (javax.jdo.option.ConnectionPassword)"),
        ],
    );
}

#[test]
fn the_image_with_hive_db_variables() {
    let manifest = [
        ("HIVE_DB_DRIVER", "com.mysql.cj.jdbc.Driver"),
        ("HIVE_DB_EXTERNAL", "true"),
        ("HIVE_DB_HOST", "db"),
        ("HIVE_DB_PORT", "3307"),
        ("HIVE_DB_NAME", "hms"),
        ("HIVE_DB_USER", "hive"),
        ("HIVE_DB_PASS", "hush"),
        ("HIVE_WAREHOUSE_S3LOCATION", "lake"),
        ("HIVE_WAREHOUSE_DIR", "/warehouse"),
        ("HIVE_CONF_PARAMS", "hive.txn.timeout:10min;hive.metastore.event.db.listener.timetolive:3600;hive.exec.x:1"),
    ];
    let found = config(&[], &manifest);
    assert_effective(
        &found,
        &[
            ("database.url", "jdbc:mysql://db:3307/hms", "HIVE_DB_HOST (javax.jdo.option.ConnectionURL)"),
            ("warehouse.root", "s3://lake/warehouse", "HIVE_WAREHOUSE_DIR (metastore.warehouse.dir)"),
            ("catalog.lock-timeout", "10m", "HIVE_CONF_PARAMS (hive.txn.timeout)"),
            ("catalog.notification-ttl", "1h", "HIVE_CONF_PARAMS (hive.metastore.event.db.listener.timetolive)"),
            ("server.listen", "0.0.0.0:9083", "HIVE_DB_HOST"),
        ],
    );
    let ignored: Vec<String> = found.ignored().iter().map(ToString::to_string).collect();
    assert_eq!(ignored, ["HIVE_CONF_PARAMS (hive.exec.x): has no effect here"]);
    let address = [manifest.as_slice(), &[("HIVE_DB_JDBC_URL", "jdbc:postgresql://pg/x")]].concat();
    assert_effective(
        &config(&[], &address),
        &[("database.url", "jdbc:postgresql://pg/x", "HIVE_DB_JDBC_URL (javax.jdo.option.ConnectionURL)")],
    );
}

const SITE: &str = r#"<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
<configuration>
  <!-- the database -->
  <property><name>javax.jdo.option.ConnectionURL</name>
    <value>jdbc:mysql://db/hms?useSSL=false&amp;serverTimezone=UTC</value></property>
  <property><name> javax.jdo.option.ConnectionUserName </name><value>hive</value><final>true</final></property>
  <property><name>javax.jdo.option.ConnectionPassword</name><value><![CDATA[<&>]]></value></property>
  <property><name>hive.metastore.warehouse.dir</name><value>/user/hive/${env.STAGE}</value></property>
  <property><name>hive.metastore.uris</name><value>thrift://x:9083</value></property>
  <property><name>fs.defaultFS</name><value>s3a://lake</value></property>
  <property><name>fs.s3a.endpoint</name><value>minio:9000</value></property>
  <property><name>fs.s3a.connection.ssl.enabled</name><value>false</value></property>
  <property><name>datanucleus.connectionPool.maxPoolSize</name><value>20</value></property>
  <property><name>metastore.server.max.message.size</name><value>-1</value></property>
</configuration>
"#;

#[test]
fn a_site_file_is_weaker_than_the_environment_and_that_is_weaker_than_our_own_words() {
    let found = config(&[("hive-site.xml", SITE)], &[("STAGE", "test")]);
    assert_effective(
        &found,
        &[
            ("database.user", "hive", "hive-site.xml (javax.jdo.option.ConnectionUserName)"),
            ("warehouse.root", "s3a://lake/user/hive/test", "hive-site.xml (hive.metastore.warehouse.dir)"),
            ("warehouse.s3.endpoint", "http://minio:9000", "hive-site.xml (fs.s3a.endpoint)"),
            ("warehouse.s3.allow-http", "true", "hive-site.xml (fs.s3a.connection.ssl.enabled)"),
            ("database.pool-size", "20", "hive-site.xml (datanucleus.connectionPool.maxPoolSize)"),
            ("server.listen", "127.0.0.1:9083", "default"),
        ],
    );
    assert_eq!(found.database.url.0, "jdbc:mysql://db/hms?useSSL=false&serverTimezone=UTC");
    assert_eq!(found.database.password.as_ref().map(|secret| secret.0.as_str()), Some("<&>"));
    let ignored: Vec<String> = found.ignored().iter().map(ToString::to_string).collect();
    assert_eq!(
        ignored,
        [
            "hive-site.xml (hive.metastore.uris): has no effect here",
            "hive-site.xml (metastore.server.max.message.size): -1 stands for no bound, and there is one here",
        ]
    );
    let weaker = config(&[("hive-site.xml", SITE)], &[("SERVICE_OPTS", "-Djavax.jdo.option.ConnectionUserName=ann")]);
    assert_effective(&weaker, &[("database.user", "ann", "SERVICE_OPTS (javax.jdo.option.ConnectionUserName)")]);
    let newer =
        "<configuration><property><name>metastore.warehouse.dir</name><value>/m</value></property></configuration>";
    let stronger = config(&[("hive-site.xml", SITE), ("metastore-site.xml", newer)], &[("SKEP_LISTEN", "h:1")]);
    assert_effective(
        &stronger,
        &[
            ("warehouse.root", "s3a://lake/m", "metastore-site.xml (metastore.warehouse.dir)"),
            ("server.listen", "h:1", "SKEP_LISTEN"),
        ],
    );
    // Another database has other users.
    let elsewhere = config(&[("hive-site.xml", SITE)], &[("SKEP_DATABASE", "postgres://bob:pw@pg/x")]);
    assert!(elsewhere.database.user.is_none() && elsewhere.database.password.is_none());
}

#[test]
fn what_was_guarded_is_not_served_openly() {
    for (name, expected) in [("hive.metastore.sasl.enabled", "prove who they are"), ("metastore.use.SSL", "TLS")] {
        for value in ["true", "false"] {
            let site = format!(
                "<configuration><property><name>{name}</name><value>{value}</value></property></configuration>"
            );
            let read = Config::read(said(&[("hive-site.xml", &site)], &[]));
            match value {
                "true" => assert!(read.err().expect("refused").to_string().contains(expected)),
                _ => assert!(read.is_ok(), "{name}"),
            }
        }
    }
    let oracle = Config::read(said(&[], &[("DB_DRIVER", "oracle")])).err().expect("refused").to_string();
    assert_eq!(oracle, "DB_DRIVER: 'oracle' is not served, expected postgres or mysql");
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    for (text, line) in [("<configuration>\n<property>\n", 3), ("<a>\n</b>", 2), ("<a>&nope;</a>", 1)] {
        let problem = read_site("hive-site.xml", text).expect_err("broken");
        assert!(problem.starts_with(&format!("hive-site.xml:{line}: ")), "{problem}");
    }
    assert_eq!(read_site("x", "<configuration/>"), Ok(vec![]));
}
