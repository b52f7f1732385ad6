//! Lists whose positions are not 0, 1, 2…: Java reads such a list with nulls in it, or fails.

use skep_schema::Severity;

use super::{Ailment, Patient, Question, Treatment};

/// (table, whose list it is, what a gap means).
const LISTS: &[(&str, &str, &str)] = &[
    ("COLUMNS_V2", "CD_ID", "columns"),
    ("PARTITION_KEYS", "TBL_ID", "partition keys"),
    ("PARTITION_KEY_VALS", "PART_ID", "partition values"),
    ("BUCKETING_COLS", "SD_ID", "bucket columns"),
    ("SORT_COLS", "SD_ID", "sort columns"),
    ("SKEWED_COL_NAMES", "SD_ID", "skewed columns"),
    ("SKEWED_VALUES", "SD_ID_OID", "skewed values"),
    ("SKEWED_STRING_LIST_VALUES", "STRING_LIST_ID", "values of a skewed list"),
    ("FUNC_RU", "FUNC_ID", "resources of a function"),
    ("TYPE_FIELDS", "TYPE_NAME", "fields of a type"),
];

/// Which owners' lists are sparse.
pub(super) const SPARSE: &str = r#"having min("INTEGER_IDX") <> 0 or max("INTEGER_IDX") <> count(*) - 1 or count(distinct "INTEGER_IDX") <> count(*)"#;

impl Patient<'_> {
    pub(super) fn sparse_lists(&self) -> Vec<Question> {
        LISTS.iter().filter(|(table, ..)| self.has(table)).map(|list| self.sparse(list)).collect()
    }

    fn sparse(&self, (table, owner, what): &'static (&'static str, &'static str, &'static str)) -> Question {
        let text = format!(
            r#"select cast(count(*) as char(20)), '' from (select "{owner}" from "{table}" group by "{owner}" {SPARSE}) d"#
        );
        // Which value is missing, the positions do not say.
        let values = *table == "PARTITION_KEY_VALS";
        Question {
            about: format!("positions in {table}"),
            statement: self.spelled(&text),
            read: Box::new(move |count, _| {
                let rows: u64 = count.parse().unwrap_or(0);
                (rows > 0).then(|| Ailment {
                    severity: Severity::Warning,
                    kind: "sparse list",
                    place: format!("lists of {what} in {table}"),
                    rows,
                    meaning: "a Java server reads nulls between the elements, or fails to read their owner".to_owned(),
                    remedy: match values {
                        true => "a value is lost: drop these partitions and add them again".to_owned(),
                        false => "--fix numbers the elements anew, in the order they have".to_owned(),
                    },
                    treatment: match values {
                        true => Treatment::None,
                        false => Treatment::CloseGaps { table, owner },
                    },
                })
            }),
        }
    }
}
