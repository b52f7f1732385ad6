//! The whole interface with made-up arguments: whatever a client sends, the answer is a result or an exception that
//! the method declares; and what each schema version can hold is written down in docs/compatibility.md.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use skep_codec::{MessageKind, Protocol, Struct, encode, invent, read_envelope};
use skep_conformance::{TestServer, everywhere};
use skep_schema::Version;
use skep_testing::{Backend, Client};
use skep_types::{Call, Exception, MethodDef, Visitor};

/// Methods that are not served, with the reason.
const MISSING: &str = include_str!("../../../metastore-server/api/missing.tsv");

/// The Hive lines whose clients the page tells of, as `since` and `until` name them.
const CLIENTS: [&str; 4] = ["2.3", "3.1", "4.0", "4.1"];

/// What a refusal says when the schema is too old for a call.
const TOO_OLD: &str = "the metastore database has the schema of Hive";

struct Case {
    method: &'static MethodDef,
    /// Arguments as bytes, one from each seed.
    arguments: Vec<Vec<u8>>,
}

/// Makes up arguments for every method that answers.
struct Cases {
    seeds: u64,
    all: Vec<Case>,
}

impl Visitor for Cases {
    fn call<C: Call>(&mut self) {
        if !C::METHOD.oneway {
            let arguments = (0..self.seeds).map(|seed| bytes(&invent::<C::Args>(seed))).collect();
            self.all.push(Case { method: C::METHOD, arguments });
        }
    }
}

fn bytes(arguments: &impl Struct) -> Vec<u8> {
    let mut body = Vec::new();
    encode(Protocol::Binary, arguments, &mut body);
    body
}

fn cases(seeds: u64) -> Vec<Case> {
    let mut cases = Cases { seeds, all: Vec::new() };
    skep_types::visit(&mut cases);
    cases.all
}

fn is_missing(method: &MethodDef) -> bool {
    MISSING.lines().any(|line| line.split('\t').next() == Some(method.name))
}

/// The reply, and whether it is a result or a declared exception. A method that declares no MetaException may have
/// nothing else to say than a TApplicationException.
async fn answer(client: &mut Client, case: &Case, arguments: &[u8]) -> (String, bool) {
    let name = case.method.name;
    let reply = client.raw(name, arguments).await.unwrap_or_else(|error| panic!("{name}: no answer: {error:?}"));
    let (envelope, at) = read_envelope(Protocol::Binary, &reply).expect("an envelope");
    let text = String::from_utf8_lossy(reply.get(at..).unwrap_or_default()).into_owned();
    let served = !is_missing(case.method);
    let declares = case.method.throws.iter().any(|(_, exception)| *exception == Exception::MetaException);
    (text, (envelope.kind == MessageKind::Reply) == served || (served && !declares))
}

everywhere! {
    async fn made_up_arguments_get_a_result_or_a_declared_exception(server) {
        let mut client = server.client().await;
        for case in cases(3) {
            for arguments in &case.arguments {
                let (text, fits) = answer(&mut client, &case, arguments).await;
                // A required field that is null cannot be named by an exception of the method's own.
                assert!(fits || text.contains("required"), "{}: {text:?}", case.method.name);
                assert!(!text.contains("something unexpected"), "{}: {text:?}", case.method.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_compatibility_page_is_up_to_date() {
    let mut too_old: BTreeMap<&str, Vec<Version>> = BTreeMap::new();
    for version in Version::ALL {
        let server = TestServer::with_schema(Backend::Postgres, version).await;
        let mut client = server.client().await;
        for case in cases(6) {
            for arguments in &case.arguments {
                let (text, _) = answer(&mut client, &case, arguments).await;
                if text.contains(TOO_OLD) {
                    too_old.entry(case.method.name).or_default().push(version);
                    break;
                }
            }
        }
    }
    let page = page(&too_old);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/compatibility.md");
    if std::env::var_os("SKEP_BLESS").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/compatibility.md is out of date: run this test with SKEP_BLESS=1");
}

fn page(too_old: &BTreeMap<&str, Vec<Version>>) -> String {
    let methods = skep_types::METHODS;
    let served = methods.iter().filter(|method| !is_missing(method)).count();
    let mut page = format!(
        "# Compatibility\n\n\
         Made by a test (`SKEP_BLESS=1 cargo test -p skep-conformance --test interface page`) that calls every method \
         of the interface with made-up arguments on each schema version, and by the interface itself.\n\n\
         **{served} of {} methods are served.** The others are named, with the reason, in \
         [missing.tsv](../metastore-server/api/missing.tsv).\n\n\
         Clients: the Hive lines whose interface has the method; all of them may call it at once. Schemas: `✓` where the \
         tables hold what the method needs, `–` where it is refused with the version that does.\n\n\
         | clients | methods | served |\n|---|---:|---:|\n",
        methods.len()
    );
    for client in CLIENTS {
        let of: Vec<_> = methods.iter().filter(|method| has(method, client)).collect();
        let served = of.iter().filter(|method| !is_missing(method)).count();
        writeln!(page, "| Hive {client} | {} | {served} |", of.len()).expect("writing to a string");
    }
    page.push_str("\n| method | clients |");
    for version in Version::ALL {
        write!(page, " {version} |").expect("writing to a string");
    }
    page.push_str("\n|---|---|");
    page.push_str(&":---:|".repeat(Version::ALL.len()));
    page.push('\n');
    for method in methods {
        let clients: Vec<&str> = CLIENTS.into_iter().filter(|client| has(method, client)).collect();
        write!(page, "| `{}` | {} |", method.name, clients.join(", ")).expect("writing to a string");
        for version in Version::ALL {
            let refused = too_old.get(method.name).is_some_and(|versions| versions.contains(&version));
            let mark = if is_missing(method) {
                "missing"
            } else if refused {
                "–"
            } else {
                "✓"
            };
            write!(page, " {mark} |").expect("writing to a string");
        }
        page.push('\n');
    }
    page
}

/// Whether the interface of this Hive line has the method.
fn has(method: &MethodDef, client: &str) -> bool {
    let at = |line: &str| CLIENTS.iter().position(|client| line.starts_with(client)).unwrap_or(CLIENTS.len());
    (at(method.since)..=method.until.map_or(CLIENTS.len(), at)).contains(&at(client))
}
