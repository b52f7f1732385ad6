//! Answers in pages, read to their end.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Client, Failure};

/// One page: the answer under its own name, whatever that is, and how to go on.
#[derive(Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl Client {
    /// One page of `list`, from `token` on.
    pub async fn page<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        list: &str,
        arguments: &Value,
        token: Option<&str>,
    ) -> Result<Page<T>, Failure> {
        let mut arguments = arguments.clone();
        if let Some(token) = token {
            arguments["NextToken"] = token.into();
        }
        let mut answer: Value = self.call(operation, arguments).await?;
        let items = match answer[list].take() {
            Value::Null => Vec::new(),
            items => serde_json::from_value(items).map_err(|error| self.strange(operation, &error))?,
        };
        // Some operations end with an empty token.
        let next = answer["NextToken"].as_str().filter(|token| !token.is_empty()).map(str::to_owned);
        Ok(Page { items, next })
    }

    /// All of `list`.
    pub async fn all<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        list: &str,
        arguments: &Value,
    ) -> Result<Vec<T>, Failure> {
        let mut page = self.page(operation, list, arguments, None).await?;
        let mut all = std::mem::take(&mut page.items);
        while let Some(token) = page.next.take() {
            page = self.page(operation, list, arguments, Some(&token)).await?;
            all.append(&mut page.items);
        }
        Ok(all)
    }

    fn strange(&self, operation: &'static str, error: &serde_json::Error) -> Failure {
        self.gave_up(operation, &format!("the answer is not Glue's: {error}"))
    }

    /// It answers, and not what it is asked.
    pub fn gave_up(&self, operation: &'static str, cause: &str) -> Failure {
        Failure {
            kind: super::Kind::Unreachable,
            operation,
            region: self.region().to_owned(),
            cause: cause.to_owned(),
            uncertain: false,
        }
    }
}
