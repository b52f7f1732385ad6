//! `get_config_value`: how clients learn a server setting.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_types::{Exception, Str, args, calls};

/// Answers the caller's own default: no Hadoop configuration is kept here that
/// could say more. Keys outside Hive's prefixes are refused as in Hive.
pub struct GetConfigValue;

impl Method for GetConfigValue {
    type Call = calls::GetConfigValue;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(_: &Context<'_>, args: args::GetConfigValue) -> Result<Str, Refusal> {
        let default = args.default_value.unwrap_or_default();
        let Some(name) = args.name else { return Ok(default) };
        if ["hive", "hdfs", "mapred", "metastore"].iter().any(|prefix| name.starts_with(prefix)) {
            return Ok(default);
        }
        let text = format!("For security reasons, the config key {name} cannot be accessed");
        Err(Refusal::new(Exception::ConfigValSecurityException, text))
    }
}
