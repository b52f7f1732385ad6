//! The policy as a file of Trino's file-based access control, for engines that do not ask about each operation. Trino
//! takes the first rule that matches, and knows users and groups, no roles, so the file says less than the policy does:
//!
//! - A user whom some statement or role names gets what is its own and everybody's. What is granted to groups is for
//!   users whom none names, and of several groups the first one counts.
//! - Tables that may be described only do not show, and nothing can be made: no right on what is not there yet.
//! - Where a group is denied something, or its rows or columns are restricted or masked, there is no file: Trino would
//!   show its members more than they may see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use skep_access::principal::Kind;
use skep_access::statement::{Statement, Table};
use skep_access::{AuthMethod, Caller, Effective, EngineClass, Principal, Right, Snapshot, TableFacts, Verdict};
use skep_catalog::policy::Found;

use crate::world::Catalogs;

/// Trino goes through the rules for each table of a query.
const RULES_MAX: usize = 50_000;

/// What Trino reads as: no rules, everything is allowed.
pub fn open() -> Value {
    json!({})
}

/// The file, or why there is none.
pub fn of(
    snapshot: &Snapshot,
    tables: &BTreeMap<Table, Found>,
    catalogs: &Catalogs,
    now: i64,
) -> Result<Value, String> {
    let named = named(snapshot);
    refuse_taking_from_groups(snapshot, &named, now)?;
    let mut file = File { snapshot, tables, catalogs, now, of_catalogs: Vec::new(), of_tables: Vec::new() };
    file.of_catalogs.push(json!({ "catalog": "system", "allow": "read-only" }));
    file.of_tables.push(json!({ "catalog": "system", "schema": "jdbc|information_schema", "privileges": ["SELECT"] }));
    for principal in named.iter().filter(|one| one.kind() == Kind::User) {
        file.rules_for(&whom(principal), caller(principal.clone(), None))?;
    }
    for group in named.iter().filter(|one| one.kind() == Kind::Group) {
        file.rules_for(&whom(group), caller(Principal::public(), Some(group.clone())))?;
    }
    file.rules_for(&Map::new(), caller(Principal::public(), None))?;
    Ok(json!({
        "catalogs": file.of_catalogs,
        "schemas": [{ "owner": false }],
        "tables": file.of_tables,
        "queries": [{ "allow": ["execute"] }],
        "catalog_session_properties": [{ "allow": false }],
    }))
}

/// Everybody whom a statement names.
fn named(snapshot: &Snapshot) -> BTreeSet<Principal> {
    let mut named = BTreeSet::new();
    for record in snapshot.records() {
        match &record.statement {
            Statement::Grant(grant) => named.extend(grant.to.iter().cloned()),
            Statement::GrantRole(grant) => named.extend(grant.to.iter().cloned()),
            Statement::Deny(deny) => named.extend(deny.to.iter().chain(&deny.except).cloned()),
            Statement::RestrictRows(rows) => named.extend(rows.to.iter().chain(&rows.except).cloned()),
            Statement::Mask(mask) => named.extend(mask.to.iter().chain(&mask.except).cloned()),
            _ => {}
        }
    }
    named
}

fn refuse_taking_from_groups(snapshot: &Snapshot, named: &BTreeSet<Principal>, now: i64) -> Result<(), String> {
    let everybody = Principal::public();
    let mut reached = BTreeSet::new();
    for group in named.iter().filter(|one| one.kind() == Kind::Group) {
        let member = caller(everybody.clone(), Some(group.clone()));
        reached.extend(snapshot.of(&member, now).principals().filter(|one| !one.is_public()).cloned());
    }
    for record in snapshot.records() {
        let whom = match &record.statement {
            Statement::Deny(deny) => &deny.to,
            Statement::RestrictRows(rows) => &rows.to,
            Statement::Mask(mask) => &mask.to,
            _ => continue,
        };
        if let Some(group) = whom.iter().find(|one| reached.contains(one)) {
            return Err(format!(
                "statement #{} takes something from {group}, and Trino's rules cannot: let Trino ask at \
                 /v1/data/trino/allow instead",
                record.id
            ));
        }
    }
    Ok(())
}

fn caller(principal: Principal, group: Option<Principal>) -> Caller {
    let mut caller = Caller::new(principal, AuthMethod::Token);
    caller.class = EngineClass::E2;
    caller.groups.extend(group);
    caller
}

fn whom(principal: &Principal) -> Map<String, Value> {
    let key = if principal.kind() == Kind::Group { "group" } else { "user" };
    Map::from_iter([(key.to_owned(), exactly(principal.name()).into())])
}

struct File<'a> {
    snapshot: &'a Snapshot,
    tables: &'a BTreeMap<Table, Found>,
    catalogs: &'a Catalogs,
    now: i64,
    of_catalogs: Vec<Value>,
    of_tables: Vec<Value>,
}

impl File<'_> {
    /// All that these may do, and, if they are somebody, that they may do nothing else.
    fn rules_for(&mut self, whom: &Map<String, Value>, caller: Caller) -> Result<(), String> {
        let access = self.snapshot.of(&caller, self.now);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (name, found) in self.tables {
            let (id, columns, partition_keys) = (found.id, &found.columns[..], &found.partition_keys[..]);
            let effective = access.effective(&TableFacts { name, id, columns, partition_keys });
            let catalogs: Vec<&str> = self.catalogs.theirs(&name.catalog).collect();
            if effective.verdict != Verdict::Select || catalogs.is_empty() {
                continue;
            }
            seen.extend(&catalogs);
            let mut rule = whom.clone();
            rule.insert("catalog".into(), any(&catalogs).into());
            rule.insert("schema".into(), exactly(&name.database).into());
            say(&effective, &name.table, &mut rule)?;
            self.of_tables.push(rule.into());
        }
        if self.of_tables.len() > RULES_MAX {
            return Err(format!(
                "there would be more than {RULES_MAX} rules: let Trino ask at /v1/data/trino/allow instead"
            ));
        }
        if !seen.is_empty() {
            let mut rule = whom.clone();
            rule.insert("catalog".into(), any(&seen.into_iter().collect::<Vec<_>>()).into());
            rule.insert("allow".into(), "all".into());
            self.of_catalogs.push(rule.into());
        }
        for (rules, nothing) in
            [(&mut self.of_catalogs, ("allow", json!("none"))), (&mut self.of_tables, ("privileges", json!([])))]
        {
            let mut rest = whom.clone();
            rest.insert(nothing.0.into(), nothing.1);
            rules.push(rest.into());
        }
        Ok(())
    }
}

fn say(effective: &Effective, table: &str, rule: &mut Map<String, Value>) -> Result<(), String> {
    let whole = !effective.restricted;
    // What stands behind `$` shows all of a table.
    let name = if whole { format!("{}(\\$.*)?", exactly(table)) } else { exactly(table) };
    rule.insert("table".into(), name.into());
    let may = |right| effective.may(right);
    let privileges = [
        ("SELECT", true),
        ("INSERT", may(Right::Insert)),
        ("DELETE", may(Right::Delete)),
        ("UPDATE", may(Right::Insert) && may(Right::Delete)),
        ("OWNERSHIP", may(Right::Alter) && may(Right::Drop)),
    ];
    let held: Vec<&str> = privileges.iter().filter(|(_, held)| *held).map(|(word, _)| *word).collect();
    rule.insert("privileges".into(), held.into());
    let failed = |fault: skep_access::expr::Fault| format!("{table}: {fault}");
    if let Some(filter) = effective.row_filter().map_err(failed)? {
        rule.insert("filter".into(), filter.into());
    }
    let mut columns: Vec<Value> = effective.hidden.iter().map(|name| json!({ "name": name, "allow": false })).collect();
    for column in &effective.columns {
        if let Some(mask) = effective.column_mask(&column.name, "").map_err(failed)? {
            columns.push(json!({ "name": column.name, "mask": mask }));
        }
    }
    if !columns.is_empty() {
        rule.insert("columns".into(), columns.into());
    }
    Ok(())
}

fn any(names: &[&str]) -> String {
    names.iter().map(|name| exactly(name)).collect::<Vec<_>>().join("|")
}

/// A pattern of Java's that matches this text alone.
fn exactly(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_' {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_access::Record;
    use skep_access::expr::Column;
    use skep_access::statement::parse;

    fn file(statements: &[&str]) -> Result<Value, String> {
        let records = statements.iter().zip(1..).map(|(text, id)| {
            let statement = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            Record { id, table_id: None, statement }
        });
        let snapshot = Snapshot::compile(1, records.collect());
        let columns = vec![Column::new("id", "int"), Column::new("ssn", "string"), Column::new("state", "string")];
        let tables = ["patients", "claims"].into_iter().zip(1..).map(|(name, id)| {
            (Table::new(None, "care", name), Found { id, columns: columns.clone(), partition_keys: Vec::new() })
        });
        let catalogs = Catalogs::read(&["hive=hive".into(), "ice.berg=hive".into()]).expect("two catalogs");
        of(&snapshot, &tables.collect(), &catalogs, 0)
    }

    #[test]
    fn each_user_has_its_own_rules_and_then_none() {
        let file = file(&[
            "CREATE ROLE r",
            "GRANT ROLE r TO user:ann",
            "GRANT SELECT ON care.patients COLUMNS EXCEPT (ssn) ROWS (state = 'TX') TO role:r",
            "MASK COLUMN state ON care.patients WITH NULL",
            "GRANT SELECT, INSERT ON care.claims TO user:a.b",
            "GRANT SELECT ON care.claims TO group:g",
        ])
        .expect("a file");
        let place = |table: &str| json!({ "catalog": "hive|ice\\.berg", "schema": "care", "table": table });
        let with = |mut base: Value, more: Value| {
            let more = more.as_object().cloned().unwrap_or_default();
            base.as_object_mut().expect("an object").extend(more);
            base
        };
        let tables = file["tables"].as_array().expect("rules");
        assert_eq!(
            tables[1],
            with(place("claims(\\$.*)?"), json!({ "user": "a\\.b", "privileges": ["SELECT", "INSERT"] }))
        );
        assert_eq!(tables[2], json!({ "user": "a\\.b", "privileges": [] }));
        let columns = json!([{ "name": "ssn", "allow": false }, { "name": "state", "mask": "NULL" }]);
        let ann = json!({ "user": "ann", "privileges": ["SELECT"], "filter": "\"state\" = 'TX'", "columns": columns });
        assert_eq!(tables[3], with(place("patients"), ann));
        assert_eq!(tables[4], json!({ "user": "ann", "privileges": [] }));
        assert_eq!(tables[5]["group"], "g");
        // Nothing for everybody.
        assert_eq!(tables.last(), Some(&json!({ "privileges": [] })));
        assert_eq!(file["catalogs"].as_array().and_then(|all| all.last()), Some(&json!({ "allow": "none" })));
    }

    #[test]
    fn what_is_taken_from_a_group_cannot_be_said() {
        for taking in [
            "DENY SELECT ON care.patients TO group:g",
            "RESTRICT ROWS ON care.patients USING (id = 1) FOR role:r",
            "MASK COLUMN state ON care.patients WITH NULL FOR group:g",
        ] {
            let statements = ["CREATE ROLE r", "GRANT ROLE r TO group:g", "GRANT SELECT ON care.* TO user:ann", taking];
            assert!(file(&statements).expect_err("refused").contains("statement #4"), "{taking}");
        }
        assert!(file(&["DENY SELECT ON care.patients TO public EXCEPT group:g"]).is_ok());
    }
}
