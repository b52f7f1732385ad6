//! Every method of the interface is answered by Glue, by the server itself, or by nobody for a reason.

use std::collections::BTreeMap;

/// `method<TAB>glue`, `method<TAB>server` or `method<TAB>-<TAB>reason`, by name.
const METHODS: &str = include_str!("../methods.tsv");

#[test]
fn the_list_says_of_every_method_who_answers_it_and_why_not() {
    let lines = METHODS.lines().filter(|line| !line.starts_with('#'));
    let listed: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once('\t')).collect();
    let served: Vec<&str> = skep_glue::methods().map(|entry| entry.method.name).collect();
    for method in skep_types::METHODS {
        let name = method.name;
        let expected = match (served.contains(&name), skep_glue::BESIDE.contains(&name)) {
            (true, false) => "glue",
            (false, true) => "server",
            (false, false) => "-",
            (true, true) => panic!("{name} is answered twice"),
        };
        let (who, why) = listed.get(name).map_or(("", ""), |told| told.split_once('\t').unwrap_or((told, "")));
        assert_eq!(who, expected, "{name}");
        assert_eq!(why.is_empty(), who != "-", "{name}: a reason belongs to what nobody answers");
    }
    assert_eq!(listed.len(), skep_types::METHODS.len());
}
