//! The Rust text: tables of fields in the macros of `skep-types`, so that a reader
//! sees the interface and not its serialisation.

use crate::idl::{Constant, Enum, File, Kind, Method, Shape, Struct};
use crate::names::{camel, snake};
use std::fmt::Write as _;

const HEAD: &str = "// Written by skep-gen from thrift-idl/idl. Do not edit.\n";

/// Structs whose fields changed their meaning between Hive versions in a way that
/// only the wire type tells: written by hand in `skep-types`.
const BY_HAND: &[&str] = &["InsertEventRequestData", "AddDynamicPartitions"];

/// The generated files: names and texts.
pub fn files(idl: &[(String, File)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        idl.iter().map(|(noun, file)| (format!("{noun}.rs"), payloads(file))).collect();
    let mut methods: Vec<&Method> = idl.iter().flat_map(|(_, file)| &file.methods).collect();
    methods.sort_by(|a, b| a.name.cmp(&b.name));
    files.push(("args.rs".into(), args(&methods)));
    files.push(("calls.rs".into(), calls(&methods)));
    files.push(("exceptions.rs".into(), exceptions(idl)));
    files.push(("mod.rs".into(), modules(idl)));
    files
}

fn modules(idl: &[(String, File)]) -> String {
    let mut out =
        format!("{HEAD}#![allow(unused_imports, reason = \"every file takes what it needs from one prelude\")]\n");
    for module in ["args", "calls"] {
        let _ = write!(out, "\npub mod {module};");
    }
    let mut private: Vec<&str> = idl.iter().map(|(noun, _)| noun.as_str()).collect();
    private.push("exceptions");
    private.sort_unstable();
    for noun in &private {
        let _ = write!(out, "\nmod {noun};");
    }
    out.push('\n');
    let mut uses = vec!["exceptions::Exception".to_owned()];
    for (noun, file) in idl {
        if !file.structs.iter().all(|s| s.shape == Shape::Exception)
            || !file.enums.is_empty()
            || !file.constants.is_empty()
        {
            uses.push(format!("{noun}::*"));
        }
    }
    uses.sort_unstable();
    for item in uses {
        let _ = write!(out, "\npub use {item};");
    }
    out.push('\n');
    out
}

fn payloads(file: &File) -> String {
    let mut out = format!("{HEAD}\nuse crate::prelude::*;\n");
    let structs: Vec<&Struct> = file.structs.iter().filter(|s| !BY_HAND.contains(&s.name.as_str())).collect();
    file.constants.iter().for_each(|constant| emit_constant(&mut out, constant));
    file.enums.iter().for_each(|enumeration| emit_enum(&mut out, enumeration));
    emit_group(&mut out, "structs", &structs, Shape::Struct);
    emit_group(&mut out, "unions", &structs, Shape::Union);
    out
}

fn emit_constant(out: &mut String, constant: &Constant) {
    let kind = match constant.kind {
        Kind::String => "&str",
        Kind::I8 => "i8",
        _ => "i32",
    };
    let until = constant.since.until.as_ref().map(|v| format!(", until {v}")).unwrap_or_default();
    let _ = write!(out, "\n/// Since {}{until}.", constant.since.since);
    let _ = write!(out, "\npub const {}: {kind} = {};", constant.name.to_uppercase(), constant.value);
}

fn emit_enum(out: &mut String, enumeration: &Enum) {
    let _ = write!(
        out,
        "\nenumeration! {{\n    /// Since {}.\n    {} {{",
        enumeration.since.since,
        camel(&enumeration.name)
    );
    for (name, value) in &enumeration.members {
        let _ = write!(out, "\n        {} = {value},", name.to_uppercase());
    }
    out.push_str("\n    }\n}\n");
}

fn emit_group(out: &mut String, group: &str, structs: &[&Struct], shape: Shape) {
    let members: Vec<&&Struct> = structs.iter().filter(|s| s.shape == shape).collect();
    if members.is_empty() {
        return;
    }
    let _ = write!(out, "\n{group}! {{");
    for s in members {
        let until = s.since.until.as_ref().map(|v| format!(", until {v}")).unwrap_or_default();
        let _ = write!(out, "\n    /// Since {}{until}.\n    {} {{", s.since.since, camel(&s.name));
        for field in &s.fields {
            if shape == Shape::Union {
                let _ = write!(out, "\n        {} {}({}),", field.id, camel(&field.name), rust(&field.kind));
            } else {
                let need = if field.required { "required" } else { "optional" };
                let _ = write!(out, "\n        {} {}: {need} {},", field.id, snake(&field.name), rust(&field.kind));
            }
        }
        out.push_str("\n    }");
    }
    out.push_str("\n}\n");
}

fn rust(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "bool".into(),
        Kind::I8 => "i8".into(),
        Kind::I16 => "i16".into(),
        Kind::I32 => "i32".into(),
        Kind::I64 => "i64".into(),
        Kind::Double => "f64".into(),
        Kind::String => "Str".into(),
        Kind::Binary => "Vec<u8>".into(),
        Kind::List(element) => format!("Vec<{}>", rust(element)),
        Kind::Set(element) => format!("BTreeSet<{}>", rust(element)),
        Kind::Map(key, value) => format!("BTreeMap<{}, {}>", rust(key), rust(value)),
        Kind::Named(name) => camel(name),
    }
}

/// Argument structs: whatever the interface says, every argument may be absent
/// (Java sends no field for null).
fn args(methods: &[&Method]) -> String {
    let mut out = format!(
        "{HEAD}//! The arguments of each method, all optional: Java sends no field for null.\n\nuse crate::prelude::*;\n\nstructs! {{"
    );
    for method in methods {
        let _ = write!(out, "\n    /// `{}`\n    {} {{", method.name, camel(&method.name));
        for arg in &method.args {
            // One request struct has the name of its method.
            let kind = match &arg.kind {
                Kind::Named(named) if camel(named) == camel(&method.name) => {
                    format!("crate::{}", camel(named))
                }
                kind => rust(kind),
            };
            let _ = write!(out, "\n        {} {}: optional {kind},", arg.id, snake(&arg.name));
        }
        out.push_str("\n    }");
    }
    out.push_str("\n}\n");
    out
}

fn calls(methods: &[&Method]) -> String {
    let mut out = format!(
        "{HEAD}//! Each method as a type: its arguments, result and declared exceptions.\n\nuse crate::prelude::*;\n\ncalls! {{"
    );
    for method in methods {
        let throws: Vec<String> = method.throws.iter().map(|t| format!("{} {}", t.id, rust(&t.kind))).collect();
        let until = method.since.until.as_ref().map_or("None".into(), |v| format!("Some({v:?})"));
        let _ = write!(
            out,
            "\n    {} {:?} {:?} oneway {} since {:?} until {until} => {}, throws [{}];",
            camel(&method.name),
            method.name,
            method.service,
            method.oneway,
            method.since.since,
            method.returns.as_ref().map_or("()".into(), rust),
            throws.join(", "),
        );
    }
    out.push_str("\n}\n");
    out
}

fn exceptions(idl: &[(String, File)]) -> String {
    let structs = idl.iter().flat_map(|(_, file)| &file.structs);
    let mut out = format!(
        "{HEAD}\n/// The exceptions of the interface. Each has one field: 1, the message.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\npub enum Exception {{"
    );
    for s in structs.filter(|s| s.shape == Shape::Exception) {
        let _ = write!(out, "\n    {},", camel(&s.name));
    }
    out.push_str("\n}\n");
    out
}
