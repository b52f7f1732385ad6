//! Functions.

mod alter;
mod create;
mod drop;
mod get;
mod list;

use crate::Context;
use crate::method::{Entry, entry};
use crate::place::in_catalog;
use skep_access::{Decision, Need, Right};
use skep_types::Function;

pub const METHODS: &[Entry] = &[
    entry::<alter::AlterFunction>(),
    entry::<create::CreateFunction>(),
    entry::<drop::DropFunction>(),
    entry::<get::GetAllFunctions>(),
    entry::<get::GetFunction>(),
    entry::<list::GetFunctions>(),
    entry::<list::GetFunctionsReq>(),
];

/// Registering a function needs a right on the database, and on every file it brings along.
/// Those that the caller may run: their resources say where code lies.
fn usable(cx: &Context<'_>, mut functions: Vec<Function>) -> Vec<Function> {
    if let Some(access) = cx.access() {
        functions.retain(|one| {
            let place = in_catalog(one.cat_name.as_deref(), one.db_name.as_deref());
            let need = Need::function(Right::Execute, place.as_deref(), one.function_name.as_deref());
            access.decide(&need) == Decision::Allowed
        });
    }
    functions
}

fn need_of(function: Option<&Function>) -> Need {
    let Some(function) = function else { return Need::nothing() };
    let place = in_catalog(function.cat_name.as_deref(), function.db_name.as_deref());
    let resources = function.resource_uris.iter().flatten();
    let need = Need::database(Right::CreateFunction, place.as_deref());
    resources.fold(need, |need, resource| need.and_location(resource.uri.as_deref()))
}
