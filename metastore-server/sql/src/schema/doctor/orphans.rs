//! Rows that belong to nobody.

use skep_schema::{KeyKind, Severity, table, tables};

use super::{Ailment, Patient, Question, Treatment};

/// Rows that only their owners lead to: (table, its id, what points to it). Any of these is an owner.
const OWNED: &[Owned] = &[
    ("SDS", "SD_ID", &[("TBLS", "SD_ID"), ("PARTITIONS", "SD_ID"), ("IDXS", "SD_ID")]),
    ("SERDES", "SERDE_ID", &[("SDS", "SERDE_ID"), ("SCHEMA_VERSION", "SERDE_ID")]),
    (
        "CDS",
        "CD_ID",
        &[
            ("SDS", "CD_ID"),
            ("SCHEMA_VERSION", "CD_ID"),
            ("KEY_CONSTRAINTS", "PARENT_CD_ID"),
            ("KEY_CONSTRAINTS", "CHILD_CD_ID"),
        ],
    ),
    (
        "SKEWED_STRING_LIST",
        "STRING_LIST_ID",
        &[("SKEWED_VALUES", "STRING_LIST_ID_EID"), ("SKEWED_COL_VALUE_LOC_MAP", "STRING_LIST_ID_KID")],
    ),
];

type Owned = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

impl Patient<'_> {
    /// Rows whose foreign key points to nothing; where the database enforces the key there are none.
    pub(super) fn orphans(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        for child in tables(self.version) {
            let Some(live) = self.observed.table(child, self.version) else { continue };
            for key in child.keys_in(self.observed.dialect, self.version) {
                let KeyKind::Foreign { table: parent, columns: [referenced], .. } = key.kind else { continue };
                let [column] = key.columns else { continue };
                let enforced = live.foreign.values().any(|found| {
                    found.table.eq_ignore_ascii_case(parent)
                        && found.columns.len() == 1
                        && found.columns[0].eq_ignore_ascii_case(column)
                });
                if enforced || !self.has(parent) {
                    continue;
                }
                let name = child.name;
                let condition = format!(
                    r#""{column}" is not null and not exists (select 1 from "{parent}" p where p."{referenced}" = "{name}"."{column}")"#
                );
                questions.push(self.count(
                    name,
                    &condition,
                    Ailment {
                        severity: Severity::Warning,
                        kind: "orphans",
                        place: format!("rows of {name} whose {column} is in no row of {parent}"),
                        rows: 0,
                        meaning: "what they belonged to is gone, and no request finds them".to_owned(),
                        remedy: "--fix deletes them".to_owned(),
                        treatment: Treatment::Delete(vec![(name.to_owned(), self.spelled(&condition))]),
                    },
                ));
            }
        }
        questions
    }

    /// Storage descriptors and their like that nothing points to.
    pub(super) fn unowned(&self) -> Vec<Question> {
        OWNED
            .iter()
            .filter(|(name, ..)| self.has(name))
            .map(|(name, id, owners)| self.without_owner(name, id, owners))
            .collect()
    }

    fn without_owner(&self, name: &str, id: &str, owners: &[(&str, &str)]) -> Question {
        let owners: Vec<_> = owners.iter().filter(|(owner, _)| self.has(owner)).collect();
        // A serde with a name may wait in the registry for its schema version (`add_serde`); `get_serde` finds it.
        let registered = name == "SERDES" && self.has("SCHEMA_VERSION");
        let owned = |row: &str| {
            let none = owners
                .iter()
                .map(|(owner, column)| format!(r#"not exists (select 1 from "{owner}" o where o."{column}" = {row})"#));
            none.collect::<Vec<_>>().join(" and ")
        };
        let mut deleted = Vec::new();
        // Its parts first: whatever has a foreign key to it and is no owner.
        for part in tables(self.version).filter(|part| self.has(part.name)) {
            for key in part.keys_in(self.observed.dialect, self.version) {
                if let (KeyKind::Foreign { table: other, .. }, [column]) = (key.kind, key.columns)
                    && other == name
                    && !owners.iter().any(|(owner, owning)| *owner == part.name && owning == column)
                {
                    let row = format!(r#""{}"."{column}""#, part.name);
                    let mut condition = owned(&row);
                    if registered {
                        condition += &format!(
                            r#" and not exists (select 1 from "{name}" n where n."{id}" = {row} and n."NAME" is not null)"#
                        );
                    }
                    deleted.push((part.name.to_owned(), self.spelled(&condition)));
                }
            }
        }
        let mut condition = owned(&format!(r#""{name}"."{id}""#));
        if registered {
            condition += &format!(r#" and "{name}"."NAME" is null"#);
        }
        deleted.push((name.to_owned(), self.spelled(&condition)));
        let mut named: Vec<&str> = owners.iter().map(|(owner, _)| *owner).collect();
        named.dedup();
        debug_assert!(table(name, self.version).is_some());
        self.count(
            name,
            &condition,
            Ailment {
                severity: Severity::Note,
                kind: "orphans",
                place: format!("rows of {name} that no row of {} points to", named.join(", ")),
                rows: 0,
                meaning: "they take room, and no request finds them".to_owned(),
                remedy: "--fix deletes them and their parts".to_owned(),
                treatment: Treatment::Delete(deleted),
            },
        )
    }
}
