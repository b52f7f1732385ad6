//! What a function must be to be stored.

use super::FunctionName;
use crate::names::is_word;
use crate::{Error, Result};
use skep_types::{Function, PrincipalType};

/// A function as it is stored: checked, names normalised.
pub struct Checked<'a> {
    pub name: FunctionName,
    pub class: &'a str,
    pub owner_type: &'static str,
    pub function_type: i32,
}

impl<'a> Checked<'a> {
    pub fn new(sent: &'a Function) -> Result<Checked<'a>> {
        let name = FunctionName::of(sent.cat_name.as_deref(), sent.db_name.as_deref(), sent.function_name.as_deref())?;
        if !is_word(&name.function) {
            return Err(Error::InvalidObject(format!("{} is not a valid object name", name.sent)));
        }
        let class = sent.class_name.as_deref();
        let class = class.ok_or_else(|| Error::InvalidObject("Function class name cannot be null".into()))?;
        let owner_type = owner_type_text(sent.owner_type.ok_or_else(|| null("owner type"))?)?;
        let function_type = sent.function_type.ok_or_else(|| null("type"))?.0;
        Ok(Checked { name, class, owner_type, function_type })
    }
}

fn null(what: &str) -> Error {
    Error::Meta(format!("The {what} of the function cannot be null."))
}

fn owner_type_text(owner_type: PrincipalType) -> Result<&'static str> {
    owner_type.name().ok_or_else(|| Error::Meta(format!("unknown owner type of the function: {}", owner_type.0)))
}
