//! A table less what is withheld: the rest as it is stored, to be read and never written back.

use super::clean::Withheld;
use super::known::Known;
use skep_types::Table;

/// The record without hidden columns, amounts and statistics. With Spark's schema rebuilt, because Spark
/// would read the files' own if there were none.
pub fn narrowed(mut table: Table, known: &Known, withheld: &Withheld) -> Table {
    if let Some(sd) = &mut table.sd {
        withheld.descriptor(sd);
    }
    withheld.fields(table.partition_keys.as_mut());
    let comment = table.parameters.as_ref().and_then(|parameters| parameters.get("comment")).cloned();
    withheld.parameters(table.parameters.as_mut());
    let parameters = table.parameters.get_or_insert_default();
    // Who hides a column may have said in the comment what is in it.
    if let Some(comment) = comment.filter(|_| withheld.hidden.is_empty()) {
        parameters.insert("comment".into(), comment);
    }
    if let Some(schema) = &known.schema {
        schema.clone().without(&withheld.hidden).write(parameters);
    }
    Table {
        privileges: None,
        creation_metadata: None,
        is_stats_compliant: None,
        col_stats: None,
        file_metadata: None,
        dictionary: None,
        ..table
    }
}
