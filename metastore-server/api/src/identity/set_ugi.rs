//! The first call of every Java Hive client on an unsecured connection.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_types::{Str, args, calls};

/// Answers the groups with the user's own name appended, as Hive does. PyIceberg
/// sends its groups as single letters (it iterates a string); they do no harm.
/// A caller that was authenticated is told who it is, whatever it says.
pub struct SetUgi;

impl Method for SetUgi {
    type Call = calls::SetUgi;
    const EFFECT: Effect = Effect::Session;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::SetUgi) -> Result<Vec<Str>, Refusal> {
        let user = args.user_name.ok_or_else(|| Refusal::meta("user name cannot be null"))?;
        let mut groups = args.group_names.unwrap_or_default();
        if !cx.session.claim(&user, &groups) {
            return Ok(cx.session.user().into_iter().map(Str::from).collect());
        }
        groups.push(user);
        Ok(groups)
    }
}
