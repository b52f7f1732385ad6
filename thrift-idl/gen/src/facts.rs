//! The interface files against `idl/facts.txt`: every definition on a line of its
//! own, as collected from Hive's releases independently of our files. A change to
//! the interface changes both, and a slip of the pen only one.

use crate::idl::{Constant, Enum, Field, File, Kind, Method, Shape, Since, Struct};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_interface_is_what_was_collected_from_hives_releases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate has a parent folder").join("idl");
    let files = crate::read_idl(&folder).expect("the interface files are well-formed");
    let facts = std::fs::read_to_string(folder.join("facts.txt")).expect("the facts are checked in");
    let ours: BTreeSet<String> = files.iter().flat_map(|(_, file)| lines(file)).collect();
    let theirs: BTreeSet<String> = facts.lines().map(str::to_owned).collect();
    let only_ours: Vec<_> = ours.difference(&theirs).collect();
    let only_theirs: Vec<_> = theirs.difference(&ours).collect();
    assert!(only_ours.is_empty() && only_theirs.is_empty(), "idl: {only_ours:#?}\nfacts: {only_theirs:#?}");
}

#[test]
fn the_generated_types_are_fresh() {
    assert_eq!(crate::run(crate::Mode::Check), Ok(()));
}

#[test]
fn every_type_that_is_named_is_defined_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate has a parent folder").join("idl");
    let files = crate::read_idl(&folder).expect("the interface files are well-formed");
    let mut defined = BTreeSet::new();
    for file in files.iter().map(|(_, file)| file) {
        let names = file.structs.iter().map(|s| &s.name).chain(file.enums.iter().map(|e| &e.name));
        names.for_each(|name| assert!(defined.insert(name), "{name} is defined twice"));
    }
    for (noun, file) in &files {
        let members = file.structs.iter().flat_map(|s| &s.fields);
        let parts = file.methods.iter().flat_map(|m| m.args.iter().chain(&m.throws));
        for field in members.chain(parts) {
            named(&field.kind, &mut |name| assert!(defined.contains(name), "{noun}: {name} is nowhere defined"));
        }
    }
}

fn named(kind: &Kind, found: &mut impl FnMut(&String)) {
    match kind {
        Kind::Named(name) => found(name),
        Kind::List(element) | Kind::Set(element) => named(element, found),
        Kind::Map(key, value) => {
            named(key, found);
            named(value, found);
        }
        _ => {}
    }
}

fn lines(file: &File) -> Vec<String> {
    let constants = file.constants.iter().map(constant);
    let enums = file.enums.iter().map(enumeration);
    let structs = file.structs.iter().map(structure);
    constants.chain(enums).chain(structs).chain(file.methods.iter().map(method)).collect()
}

fn constant(c: &Constant) -> String {
    format!("constant {} {} {} {}", c.name, thrift(&c.kind), c.value, span(&c.since))
}

fn enumeration(e: &Enum) -> String {
    let members: Vec<String> = e.members.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("enum {} {}: {}", e.name, e.since.since, members.join(", "))
}

fn structure(s: &Struct) -> String {
    let shape = match s.shape {
        Shape::Struct => "struct",
        Shape::Union => "union",
        Shape::Exception => "exception",
    };
    format!("{shape} {} {}: {}", s.name, span(&s.since), fields(&s.fields))
}

fn method(m: &Method) -> String {
    let oneway = if m.oneway { "oneway " } else { "" };
    let returns = m.returns.as_ref().map_or("void".to_owned(), thrift);
    let throws: Vec<String> = m.throws.iter().map(|t| format!("{} {}", t.id, thrift(&t.kind))).collect();
    let (service, name, span, args) = (&m.service, &m.name, span(&m.since), fields(&m.args));
    format!("method {service} {oneway}{name} {span}: {returns} ({args}) throws ({})", throws.join("; "))
}

fn fields(fields: &[Field]) -> String {
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by_key(|field| field.id);
    let need = |field: &Field| if field.required { "required " } else { "" };
    let texts: Vec<String> =
        fields.iter().map(|f| format!("{} {}{} {}", f.id, need(f), thrift(&f.kind), f.name)).collect();
    texts.join("; ")
}

fn span(since: &Since) -> String {
    format!("{} {}", since.since, since.until.as_deref().unwrap_or("-"))
}

fn thrift(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "bool".into(),
        Kind::I8 => "byte".into(),
        Kind::I16 => "i16".into(),
        Kind::I32 => "i32".into(),
        Kind::I64 => "i64".into(),
        Kind::Double => "double".into(),
        Kind::String => "string".into(),
        Kind::Binary => "binary".into(),
        Kind::List(element) => format!("list<{}>", thrift(element)),
        Kind::Set(element) => format!("set<{}>", thrift(element)),
        Kind::Map(key, value) => format!("map<{},{}>", thrift(key), thrift(value)),
        Kind::Named(name) => name.clone(),
    }
}
