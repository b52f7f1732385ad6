//! Two answers to one call, field by field.

use std::collections::{BTreeMap, BTreeSet};

use skep_codec::Tree;
use skep_types::Names;

/// One field in which two values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `result.sd.cols[2].comment`
    pub field: String,
    pub upstream: String,
    pub skep: String,
}

/// Of one answer no more than this many are looked for: far beyond what one that is right but for what is known can have.
const MOST: usize = 100_000;

/// As much of a value as helps to recognise it.
const SHOWN: usize = 300;

/// How the result structs of a method differ. `declared` names an exception by its field.
pub fn answers(ok: Names, declared: impl Fn(i16) -> Option<String>, upstream: &Tree, skep: &Tree) -> Vec<Difference> {
    let mut found = Vec::new();
    let (one, other) = (outcome(upstream), outcome(skep));
    match (one, other) {
        (Some((0, one)), Some((0, other))) => values("result", ok, one, other, &mut found),
        (one, other) => {
            let told = |outcome: Option<(i16, &Tree)>| match outcome {
                None => "nothing".to_owned(),
                Some((0, _)) => "a result".to_owned(),
                Some((id, value)) => {
                    let name = declared(id).unwrap_or_else(|| format!("exception {id}"));
                    format!("{name}: {}", message(value))
                }
            };
            let (one, other) = (told(one), told(other));
            if one != other {
                found.push(Difference { field: "outcome".to_owned(), upstream: one, skep: other });
            }
        }
    }
    found
}

/// The one field of a result struct.
fn outcome(answer: &Tree) -> Option<(i16, &Tree)> {
    match answer {
        Tree::Struct(fields) => fields.first().map(|(id, value)| (*id, value)),
        _ => None,
    }
}

fn message(exception: &Tree) -> String {
    match outcome(exception) {
        Some((1, Tree::Text(text))) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    }
}

fn values(path: &str, names: Names, one: &Tree, other: &Tree, found: &mut Vec<Difference>) {
    if one == other || found.len() >= MOST {
        return;
    }
    match (one, other) {
        (Tree::Struct(one), Tree::Struct(other)) => {
            let ids: BTreeSet<i16> = one.iter().chain(other).map(|(id, _)| *id).collect();
            for id in ids {
                let (name, inner) = match names.field(id) {
                    Some((name, inner)) => (name.trim_end_matches('_').to_owned(), inner),
                    None => (id.to_string(), Names::Plain),
                };
                let of = |fields: &[(i16, Tree)]| {
                    fields.iter().find(|(field, _)| *field == id).map(|(_, value)| value.clone())
                };
                parts(&format!("{path}.{name}"), inner, of(one), of(other), found);
            }
        }
        (Tree::Map(one), Tree::Map(other)) => {
            let of = |pairs: &[(Tree, Tree)]| -> BTreeMap<String, Tree> {
                pairs.iter().map(|(key, value)| (shown(key, Names::Plain), value.clone())).collect()
            };
            let (one, other) = (of(one), of(other));
            for key in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
                parts(&format!("{path}[{key}]"), names.inner(), one.get(key).cloned(), other.get(key).cloned(), found);
            }
        }
        (Tree::List(one), Tree::List(other)) if one.len() == other.len() => {
            // Elements are compared with those of their own name, whatever the order.
            let (mut one, mut other) = (named(one, names.inner()), named(other, names.inner()));
            let first = one.iter().zip(&other).find(|((one, _), (other, _))| one != other);
            let told = |value: &Tree| format!("{} comes first", shown(value, names.inner()));
            let (upstream, skep) = first.map(|((_, one), (_, other))| (told(one), told(other))).unwrap_or_default();
            let reordered = first.is_some();
            if reordered {
                one.sort_by(|(one, _), (other, _)| one.cmp(other));
                other.sort_by(|(one, _), (other, _)| one.cmp(other));
                if one.iter().zip(&other).all(|((one, _), (other, _))| one == other) {
                    found.push(Difference { field: format!("{path} (order)"), upstream, skep });
                }
            }
            for (n, ((_, one), (_, other))) in one.into_iter().zip(other).enumerate() {
                values(&format!("{path}[{n}]"), names.inner(), one, other, found);
            }
        }
        (Tree::List(one), Tree::List(other)) => {
            let told = |list: &[Tree], without: &[Tree]| {
                let own = list.iter().find(|item| !without.contains(item));
                let own = own.map(|item| format!(", {} only here", shown(item, names.inner()))).unwrap_or_default();
                format!("{} elements{own}", list.len())
            };
            found.push(Difference { field: path.to_owned(), upstream: told(one, other), skep: told(other, one) });
        }
        (one, other) => {
            let (upstream, skep) = (shown(one, names), shown(other, names));
            found.push(Difference { field: path.to_owned(), upstream, skep });
        }
    }
}

/// A field or entry that one of the two may lack.
fn parts(path: &str, names: Names, one: Option<Tree>, other: Option<Tree>, found: &mut Vec<Difference>) {
    match (one, other) {
        (Some(one), Some(other)) => values(path, names, &one, &other, found),
        (one, other) if found.len() < MOST => {
            let told = |value: Option<Tree>| value.map_or("absent".to_owned(), |value| shown(&value, names));
            found.push(Difference { field: path.to_owned(), upstream: told(one), skep: told(other) });
        }
        _ => {}
    }
}

/// What the elements of a list are called by: fields that tell one from another.
const CALLED: &[&str] = &[
    "db_name",
    "table_name",
    "tbl_name",
    "name",
    "column_name",
    "col_name",
    "values",
    "part_name",
    "function_name",
    "role_name",
    "lockid",
    "id",
];

/// Elements that are not told apart by what they are called are called by all there is in them.
fn named(list: &[Tree], names: Names) -> Vec<(String, &Tree)> {
    let whole = |item: &Tree| format!("{:?}", sorted(item));
    let name = |item: &Tree| match item {
        Tree::Struct(fields) => {
            let called = |id: i16| names.field(id).is_some_and(|(name, _)| CALLED.contains(&name));
            let parts: Vec<_> = fields.iter().filter(|(id, _)| called(*id)).collect();
            if parts.is_empty() { whole(item) } else { format!("{parts:?}") }
        }
        _ => whole(item),
    };
    let called: BTreeSet<String> = list.iter().map(name).collect();
    let unique = called.len() == list.len();
    list.iter().map(|item| (if unique { name(item) } else { whole(item) }, item)).collect()
}

/// The same with its maps in the order of their keys.
fn sorted(value: &Tree) -> Tree {
    match value {
        Tree::List(items) => Tree::List(items.iter().map(sorted).collect()),
        Tree::Struct(fields) => Tree::Struct(fields.iter().map(|(id, value)| (*id, sorted(value))).collect()),
        Tree::Map(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            pairs.sort_by_cached_key(|(key, _)| format!("{key:?}"));
            Tree::Map(pairs)
        }
        _ => value.clone(),
    }
}

/// A value in a few words.
pub fn shown(value: &Tree, names: Names) -> String {
    let mut text = String::new();
    write(value, names, &mut text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn write(value: &Tree, names: Names, out: &mut String) {
    // What is not shown need not be written.
    if out.len() > 4 * SHOWN {
        return;
    }
    match value {
        Tree::Bool(value) => out.push_str(&value.to_string()),
        Tree::Number(value) => out.push_str(&value.to_string()),
        Tree::Double(value) => out.push_str(&value.to_string()),
        Tree::Text(text) => out.push_str(&String::from_utf8_lossy(text)),
        Tree::List(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                out.push_str(if n == 0 { "" } else { ", " });
                write(item, names.inner(), out);
            }
            out.push(']');
        }
        Tree::Map(pairs) => {
            out.push('{');
            for (n, (key, value)) in pairs.iter().enumerate() {
                out.push_str(if n == 0 { "" } else { ", " });
                write(key, Names::Plain, out);
                out.push('=');
                write(value, names.inner(), out);
            }
            out.push('}');
        }
        Tree::Struct(fields) => {
            out.push('(');
            for (n, (id, value)) in fields.iter().enumerate() {
                out.push_str(if n == 0 { "" } else { ", " });
                let (name, inner) = names.field(*id).unwrap_or(("", Names::Plain));
                match name {
                    "" => out.push_str(&id.to_string()),
                    name => out.push_str(name.trim_end_matches('_')),
                }
                out.push('=');
                write(value, inner, out);
            }
            out.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    use skep_codec::{Budget, Protocol, success, tree};
    use skep_types::{Database, FieldSchema, StorageDescriptor, Table};

    use super::*;

    fn of<T: skep_codec::Value>(value: &T) -> Tree {
        tree(Protocol::Binary, &success(Protocol::Binary, value), &Budget::new(1 << 20)).expect("well-formed")
    }

    fn compared<T: skep_codec::Value>(method: &str, one: &T, other: &T) -> Vec<(String, String, String)> {
        let ok = skep_types::names(method).expect("a method").1;
        let found = answers(ok, |_| None, &of(one), &of(other));
        found.into_iter().map(|found| (found.field, found.upstream, found.skep)).collect()
    }

    fn difference(field: &str, upstream: &str, skep: &str) -> (String, String, String) {
        (field.to_owned(), upstream.to_owned(), skep.to_owned())
    }

    #[test]
    fn a_difference_has_the_name_of_its_field_and_both_values() {
        let column = |name: &str, comment: Option<&str>| FieldSchema {
            name: Some(name.into()),
            comment: comment.map(Into::into),
            ..FieldSchema::default()
        };
        let table = |columns: Vec<FieldSchema>, parameters: &[(&str, &str)]| Table {
            sd: Some(StorageDescriptor { cols: Some(columns), ..StorageDescriptor::default() }),
            parameters: Some(parameters.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()),
            ..Table::default()
        };
        let old = table(vec![column("a", Some("x")), column("b", None)], &[("k", "1"), ("old", "1")]);
        let new = table(vec![column("a", None), column("b", None)], &[("k", "2")]);
        assert_eq!(compared("get_table", &old, &old.clone()), []);
        assert_eq!(
            compared("get_table", &old, &new),
            [
                difference("result.sd.cols[0].comment", "x", "absent"),
                difference("result.parameters[k]", "1", "2"),
                difference("result.parameters[old]", "1", "absent"),
            ]
        );
    }

    #[test]
    fn an_order_and_a_missing_element_are_told_as_such() {
        let list = |names: &[&str]| -> Vec<skep_types::Str> { names.iter().map(|name| (*name).into()).collect() };
        assert_eq!(
            compared("get_all_tables", &list(&["a", "b", "c"]), &list(&["a", "c", "b"])),
            [difference("result (order)", "b comes first", "c comes first")]
        );
        assert_eq!(
            compared("get_all_tables", &list(&["a", "b"]), &list(&["a"])),
            [difference("result", "2 elements, b only here", "1 elements")]
        );
    }

    #[test]
    fn elements_in_another_order_are_compared_with_their_namesakes() {
        let column = |name: &str, comment: &str| FieldSchema {
            name: Some(name.into()),
            comment: Some(comment.into()),
            ..FieldSchema::default()
        };
        let found = compared(
            "get_fields",
            &vec![column("a", "x"), column("b", "y")],
            &vec![column("b", "y"), column("a", "changed")],
        );
        let fields: Vec<_> = found.iter().map(|(field, upstream, _)| (field.as_str(), upstream.as_str())).collect();
        assert_eq!(fields, [("result (order)", "(name=a, comment=x) comes first"), ("result[0].comment", "x")]);
    }

    #[test]
    fn elements_without_a_name_are_found_again_whatever_the_order_of_their_maps() {
        let text = |text: &str| Tree::Text(text.into());
        let group = |path: &str, keys: [&str; 2]| {
            let map = Tree::Map(keys.map(|key| (text(key), text("v"))).into());
            Tree::Struct(vec![(1, text(path)), (2, map)])
        };
        let reply = |groups: [Tree; 2]| Tree::Struct(vec![(0, Tree::List(groups.into()))]);
        let one = reply([group("x", ["a", "b"]), group("y", ["a", "b"])]);
        let other = reply([group("y", ["b", "a"]), group("x", ["a", "b"])]);
        let found = answers(Names::Plain, |_| None, &one, &other);
        assert_eq!(found.iter().map(|found| found.field.as_str()).collect::<Vec<_>>(), ["result (order)"]);
    }

    #[test]
    fn a_refusal_differs_from_a_result_and_from_another_refusal() {
        let body = |field, text| skep_codec::declared_exception(Protocol::Binary, field, text);
        let read = |bytes: &[u8]| tree(Protocol::Binary, bytes, &Budget::new(1 << 20)).expect("well-formed");
        let ok = skep_types::names("get_database").expect("a method").1;
        let name = |id| (id == 1).then(|| "NoSuchObjectException".to_owned());
        let refused = read(&body(1, "no x"));
        assert_eq!(answers(ok, name, &refused, &refused.clone()), []);
        let found = answers(ok, name, &refused, &of(&Database::default()));
        assert_eq!((found[0].upstream.as_str(), found[0].skep.as_str()), ("NoSuchObjectException: no x", "a result"));
        let found = answers(ok, name, &refused, &read(&body(2, "")));
        assert_eq!(found[0].skep, "exception 2: ");
    }
}
