//! PostgreSQL and MariaDB in containers until standard input closes: `cargo xtask test --containers` runs it.
//!
//! It prints `postgres PORT` and `mariadb PORT` when both answer, and takes the containers away when it ends.

use std::error::Error;
use std::io::Read;

use testcontainers::core::{ContainerPort, IntoContainerPort, WaitFor};
use testcontainers::runners::SyncRunner;
use testcontainers::{Container, GenericImage, ImageExt};

fn main() -> Result<(), Box<dyn Error>> {
    let postgres = postgres()?;
    let mariadb = mariadb()?;
    println!("postgres {}", postgres.get_host_port_ipv4(5432)?);
    println!("mariadb {}", mariadb.get_host_port_ipv4(3306)?);
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn postgres() -> Result<Container<GenericImage>, Box<dyn Error>> {
    // It says so twice: the first server only runs the image's own scripts.
    let ready = WaitFor::message_on_stderr("listening on IPv4 address \"0.0.0.0\"");
    let image = GenericImage::new("postgres", "17").with_exposed_port(port(5432)).with_wait_for(ready);
    let durability = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400"];
    let request =
        image.with_cmd(durability).with_env_var("POSTGRES_USER", "skep").with_env_var("POSTGRES_DB", "postgres");
    Ok(request.with_env_var("POSTGRES_PASSWORD", "skep").start()?)
}

fn mariadb() -> Result<Container<GenericImage>, Box<dyn Error>> {
    let ready = WaitFor::message_on_stderr("port: 3306");
    let image = GenericImage::new("mariadb", "11.4").with_exposed_port(port(3306)).with_wait_for(ready);
    let request = image.with_cmd(["--innodb-flush-log-at-trx-commit=0", "--max-connections=400"]);
    // Tests make databases of their own, so the account may do everything.
    let scripts = "create user skep@'%' identified by 'skep'; grant all on *.* to skep@'%' with grant option;";
    let request = request.with_copy_to("/docker-entrypoint-initdb.d/skep.sql", scripts.as_bytes().to_vec());
    Ok(request.with_env_var("MARIADB_ROOT_PASSWORD", "skep").start()?)
}

fn port(number: u16) -> ContainerPort {
    number.tcp()
}
