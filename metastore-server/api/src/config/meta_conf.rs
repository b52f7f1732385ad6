//! `getMetaConf` and `setMetaConf`: the settings a client may change for its own
//! connection. They are gone when it closes.

use crate::{ArgsOf, Context, Effect, Method, Refusal, Session};
use skep_access::Need;
use skep_catalog::{Rules, ValuePattern};
use skep_types::{Str, args, calls};

/// The keys Hive allows here, by their newer spelling, with Hive's defaults. All
/// are accepted; those in [`rules_of`] do something, the others tune machinery
/// that only the Java server has (direct SQL, its ORM).
const KEYS: &[(&str, &str)] = &[
    ("metastore.try.direct.sql", "true"),
    ("metastore.try.direct.sql.ddl", "true"),
    ("metastore.client.socket.timeout", "600s"),
    ("metastore.partition.name.whitelist.pattern", ""),
    ("metastore.partition.order.expr", "PART_NAME asc"),
    ("metastore.client.capability.check", "true"),
    ("metastore.disallow.incompatible.col.type.changes", "true"),
    ("metastore.expression.proxy", ""),
];

/// The catalog's rules as this session has set them; `None` if it set nothing.
pub fn rules_of(session: &Session, rules: &Rules) -> Option<Rules> {
    let flag = |key: &str| session.setting(key).map(|value| value.eq_ignore_ascii_case("true"));
    let columns = flag("metastore.disallow.incompatible.col.type.changes");
    let capabilities = flag("metastore.client.capability.check");
    let values = session.setting("metastore.partition.name.whitelist.pattern");
    if columns.is_none() && capabilities.is_none() && values.is_none() {
        return None;
    }
    // Only what is a pattern was let in.
    let values = values.and_then(|pattern| ValuePattern::parse(&pattern).ok());
    Some(Rules {
        refuse_incompatible_column_changes: columns.unwrap_or(rules.refuse_incompatible_column_changes),
        check_client_capabilities: capabilities.unwrap_or(rules.check_client_capabilities),
        partition_values: values.unwrap_or_else(|| rules.partition_values.clone()),
        ..rules.clone()
    })
}

pub struct GetMetaConf;

impl Method for GetMetaConf {
    type Call = calls::GetMetaConf;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetMetaConf) -> Result<Str, Refusal> {
        let (key, default) = known(args.key.as_deref())?;
        Ok(cx.session.setting(key).map_or(default.into(), Str::from))
    }
}

pub struct SetMetaConf;

impl Method for SetMetaConf {
    type Call = calls::SetMetaConf;
    const EFFECT: Effect = Effect::Session;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::SetMetaConf) -> Result<(), Refusal> {
        let (key, default) = known(args.key.as_deref())?;
        let value = args.value.unwrap_or_default();
        let is_flag = matches!(default, "true" | "false");
        if is_flag && !matches!(value.to_lowercase().as_str(), "true" | "false") {
            return Err(Refusal::meta(format!("Invalid configuration value {value} for key {key}")));
        }
        if key == "metastore.partition.name.whitelist.pattern"
            && let Err(error) = ValuePattern::parse(&value)
        {
            return Err(Refusal::meta(format!("Invalid configuration value {value} for key {key}: {error}")));
        }
        cx.session.set(key, &value);
        Ok(())
    }
}

/// The key in its newer spelling (`hive.metastore.x` is `metastore.x`) and its default.
fn known(key: Option<&str>) -> Result<(&'static str, &'static str), Refusal> {
    let key = key.unwrap_or("null");
    let newer = key.strip_prefix("hive.").unwrap_or(key);
    let found = KEYS.iter().find(|(name, _)| *name == newer);
    found.copied().ok_or_else(|| Refusal::meta(format!("Invalid configuration key {key}")))
}
