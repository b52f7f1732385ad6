//! Making a table with the constraints it is declared with.

use super::{need_of_references, refuse_hidden};
use crate::table::{made, need_to_create};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::{constraint, table};
use skep_types::{SQLAllTableConstraints, args, calls};

/// What Hive sends for CREATE TABLE. Hive 2.3 knows the two first lists only.
pub struct CreateTableWithConstraints;

impl Method for CreateTableWithConstraints {
    type Call = calls::CreateTableWithConstraints;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let foreign_keys = args.foreign_keys.clone();
        let lines = constraint::lines_of(SQLAllTableConstraints { foreign_keys, ..Default::default() });
        need_to_create(args.tbl.as_ref()).and(need_of_references(&lines))
    }

    async fn run(cx: &Context<'_>, args: args::CreateTableWithConstraints) -> Result<(), Refusal> {
        let sent = args.tbl.ok_or_else(|| Refusal::meta("table cannot be null"))?;
        let foreign_keys = args.foreign_keys.clone();
        refuse_hidden(cx, &constraint::lines_of(SQLAllTableConstraints { foreign_keys, ..Default::default() }))?;
        let constraints = SQLAllTableConstraints {
            primary_keys: args.primary_keys,
            foreign_keys: args.foreign_keys,
            unique_constraints: args.unique_constraints,
            not_null_constraints: args.not_null_constraints,
            default_constraints: args.default_constraints,
            check_constraints: args.check_constraints,
        };
        table::create_with_constraints(cx.catalog(), &sent, None, &constraints).await?;
        made(cx, &sent).await;
        Ok(())
    }
}
