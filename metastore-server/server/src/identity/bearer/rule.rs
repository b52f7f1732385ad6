//! The principal of a token, by a rule such as `user:{sub}`.

use serde_json::{Map, Value};
use skep_access::Principal;
use skep_net::Denied;

/// Which claim becomes which principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    before: String,
    claim: String,
    after: String,
}

/// Not a claim of its own: `NAMESPACE/NAME` out of the `sub` of a Kubernetes token.
const SERVICE_ACCOUNT: &str = "serviceaccount";
const SERVICE_ACCOUNT_SUBJECT: &str = "system:serviceaccount:";

impl Default for Rule {
    fn default() -> Self {
        Rule { before: "user:".to_owned(), claim: "sub".to_owned(), after: String::new() }
    }
}

impl Rule {
    pub fn parse(text: &str) -> Result<Rule, String> {
        let found = text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
        let rule = found.map(|(before, (claim, after))| Rule {
            before: before.to_owned(),
            claim: claim.to_owned(),
            after: after.to_owned(),
        });
        let plain = |text: &str| !text.contains(['{', '}']);
        let rule = rule.filter(|rule| !rule.claim.is_empty() && plain(&rule.claim) && plain(&rule.after));
        let rule = rule.ok_or("expected a principal with one claim in it, as in user:{sub} or sa:{serviceaccount}")?;
        // Tried now with a name that every kind but a service account of Kubernetes can have.
        let tried = ["x", "ns/x"].iter().any(|name| Principal::parse(&rule.fill(name)).is_ok());
        if tried { Ok(rule) } else { Err(format!("{text} is no principal, whatever the claim")) }
    }

    fn fill(&self, name: &str) -> String {
        format!("{}{name}{}", self.before, self.after)
    }

    /// Only of claims whose signature was checked.
    pub(super) fn principal(&self, claims: &Map<String, Value>) -> Result<Principal, Denied> {
        let name = match self.claim.as_str() {
            SERVICE_ACCOUNT => claims.get("sub").and_then(Value::as_str).and_then(service_account),
            claim => self::claim(claims, claim).and_then(Value::as_str).map(str::to_owned),
        };
        let lacks = || Denied::openly(format!("the token has no name in the claim {}", self.claim));
        let name = name.filter(|name| !name.is_empty()).ok_or_else(lacks)?;
        Principal::parse(&self.fill(&name)).map_err(|error| Denied::openly(error.to_string()))
    }
}

fn service_account(subject: &str) -> Option<String> {
    let (namespace, name) = subject.strip_prefix(SERVICE_ACCOUNT_SUBJECT)?.split_once(':')?;
    Some(format!("{namespace}/{name}"))
}

/// By its name, or by a JSON pointer (`/realm_access/roles`) to what is inside of it.
pub(super) fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let Some(path) = name.strip_prefix('/') else { return claims.get(name) };
    let mut parts = path.split('/').map(|part| part.replace("~1", "/").replace("~0", "~"));
    let first = claims.get(&parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_principal_with_one_claim_in_it() {
        for good in
            ["user:{sub}", "sa:{serviceaccount}", "service:{azp}", "sa:ns/{/a/b}", "user:{https://x.example/name}"]
        {
            assert!(Rule::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "user:alice", "{sub}", "user:{sub}{azp}", "user:{}", "admin:{sub}", "user:{sub", "user:}{"] {
            assert!(Rule::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn claims_become_principals_and_only_names_do() {
        let claims = serde_json::json!({
            "sub": "system:serviceaccount:team-a:etl", "azp": "trino", "n": 7, "e": "", "a": {"b/c": "x"}, "bad": "a\u{0}b",
        });
        let claims = claims.as_object().expect("an object");
        for (rule, expected) in [
            ("sa:{serviceaccount}", Some("sa:team-a/etl")),
            ("service:{azp}", Some("service:trino")),
            ("user:{/a/b~1c}", Some("user:x")),
            ("user:{n}", None),
            ("user:{e}", None),
            ("user:{a}", None),
            ("user:{bad}", None),
            ("user:{missing}", None),
        ] {
            let principal = Rule::parse(rule).expect("a rule").principal(claims);
            assert_eq!(principal.ok().map(|principal| principal.to_string()).as_deref(), expected, "{rule}");
        }
    }
}
