//! Functions: classes and their resources.

use serde::Deserialize;
use serde_json::{Value, json};
use skep_api::Refusal;
use skep_catalog::function::FunctionName;
use skep_catalog::function::rules::Checked;
use skep_catalog::names::{DatabaseName, normalize};
use skep_catalog::pattern::NamePattern;
use skep_catalog::{Error, Result};
use skep_types::{
    Function, FunctionType, GetAllFunctionsResponse, GetFunctionsResponse, PrincipalType, ResourceType, ResourceUri,
    Str,
};

use crate::aws::{Kind, shapes};
use crate::column::{seconds, str, text};
use crate::context::{Glue, known, missing, refused};
use crate::door::{doors, request};

doors! {
    CreateFunction(cx, args) {
        let sent = args.func.ok_or_else(|| Refusal::meta("function cannot be null"))?;
        Ok(create(cx.glue, &sent).await?)
    }
    AlterFunction(cx, args) {
        let name = FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?;
        let sent = args.new_func.ok_or_else(|| Refusal::meta("function cannot be null"))?;
        // The call declares nothing else that its refusals are.
        Ok(alter(cx.glue, &name, &sent).await.map_err(|error| Error::Meta(error.to_string()))?)
    }
    DropFunction(cx, args) {
        Ok(drop(cx.glue, &FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?).await?)
    }
    GetFunction(cx, args) {
        Ok(get(cx.glue, &FunctionName::parse(args.db_name.as_deref(), args.func_name.as_deref())?).await?)
    }
    GetFunctions(cx, args) {
        let database = known(DatabaseName::parse(args.db_name.as_deref())?)?;
        Ok(names(list(cx.glue, Some(&database), args.pattern.as_deref()).await?))
    }
    GetFunctionsReq(cx, args) {
        let r = request(args.request)?;
        let database = known(DatabaseName::of(r.catalog_name.as_deref(), Some(&r.db_name))?)?;
        let functions = list(cx.glue, Some(&database), r.pattern.as_deref()).await?;
        Ok(match r.return_names {
            Some(false) => GetFunctionsResponse { functions: Some(functions), ..Default::default() },
            _ => GetFunctionsResponse { function_names: Some(names(functions)), ..Default::default() },
        })
    }
    GetAllFunctions(cx, _) {
        Ok(GetAllFunctionsResponse { functions: Some(list(cx.glue, None, None).await?) })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found {
    user_defined_function: shapes::UserDefinedFunction,
}

async fn get(glue: &Glue, name: &FunctionName) -> Result<Function> {
    known(name.database.clone())?;
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "FunctionName": name.function.as_str() });
    let found: std::result::Result<Found, _> = glue.client.call("GetUserDefinedFunction", arguments).await;
    let found = found.map_err(|failure| missing(failure, || name.missing()))?;
    Ok(to_hive(&found.user_defined_function))
}

/// In the order of names. Glue's patterns are not Hive's, so all are read.
async fn list(glue: &Glue, database: Option<&DatabaseName>, pattern: Option<&str>) -> Result<Vec<Function>> {
    let pattern = NamePattern::parse(pattern);
    let arguments = json!({ "DatabaseName": database.map(|database| database.database.as_str()), "Pattern": ".*" });
    let all = glue.client.all("GetUserDefinedFunctions", "UserDefinedFunctions", &arguments).await;
    let all: Vec<shapes::UserDefinedFunction> = match all {
        // As in Hive, a database that is not there has no functions.
        Err(failure) if failure.is(Kind::NotFound) => Vec::new(),
        all => all.map_err(refused)?,
    };
    let mut found: Vec<Function> = all.iter().map(to_hive).collect();
    found.retain(|one| one.function_name.as_deref().is_some_and(|name| pattern.matches(name)));
    found.sort_by(|a, b| (&a.db_name, &a.function_name).cmp(&(&b.db_name, &b.function_name)));
    Ok(found)
}

fn names(functions: Vec<Function>) -> Vec<Str> {
    functions.into_iter().filter_map(|function| function.function_name).collect()
}

async fn create(glue: &Glue, sent: &Function) -> Result<()> {
    let checked = Checked::new(sent)?;
    let name = &checked.name;
    known(name.database.clone())?;
    let arguments =
        json!({ "DatabaseName": name.database.database.as_str(), "FunctionInput": input(&checked, sent, None) });
    match glue.client.call::<Value>("CreateUserDefinedFunction", arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.is(Kind::Exists) => {
            // An answer that was lost on the way: ours, if it is as we wanted it.
            let found = if failure.uncertain { get(glue, name).await.ok() } else { None };
            let ours = found.is_some_and(|found| {
                found.class_name == sent.class_name && found.resource_uris.unwrap_or_default() == resources(sent)
            });
            if ours { Ok(()) } else { Err(name.exists()) }
        }
        Err(failure) => {
            let text = format!("database {} not found", name.database);
            Err(missing(failure, || Error::NotFound(text)))
        }
    }
}

/// Replaces owner and class; resources stay, as in Hive.
async fn alter(glue: &Glue, name: &FunctionName, sent: &Function) -> Result<()> {
    let checked = Checked::new(sent)?;
    if checked.name.database != name.database || checked.name.function != name.function {
        return Err(Error::InvalidOperation("Glue cannot rename a function: drop it and create the other".into()));
    }
    let before = get(glue, name).await?;
    let arguments = json!({
        "DatabaseName": name.database.database.as_str(),
        "FunctionName": name.function.as_str(),
        "FunctionInput": input(&checked, sent, Some(&before)),
    });
    let changed = glue.client.call::<Value>("UpdateUserDefinedFunction", arguments).await;
    changed.map(|_| ()).map_err(|failure| missing(failure, || name.missing()))
}

async fn drop(glue: &Glue, name: &FunctionName) -> Result<()> {
    known(name.database.clone())?;
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "FunctionName": name.function.as_str() });
    match glue.client.call::<Value>("DeleteUserDefinedFunction", arguments).await {
        Ok(_) => Ok(()),
        Err(failure) if failure.is(Kind::NotFound) && failure.uncertain => Ok(()),
        Err(failure) => Err(missing(failure, || name.missing())),
    }
}

fn input(checked: &Checked<'_>, sent: &Function, before: Option<&Function>) -> Value {
    let resource = |uri: &ResourceUri| {
        let kind = uri.resource_type.unwrap_or(ResourceType::JAR).name().unwrap_or("JAR");
        json!({ "ResourceType": kind, "Uri": uri.uri.as_deref().unwrap_or_default() })
    };
    let resources = resources(before.unwrap_or(sent));
    json!({
        "FunctionName": checked.name.function.as_str(),
        "ClassName": checked.class,
        "OwnerName": text(&sent.owner_name).or_else(|| before.and_then(|before| text(&before.owner_name))),
        "OwnerType": checked.owner_type,
        "ResourceUris": resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

fn resources(function: &Function) -> Vec<ResourceUri> {
    function.resource_uris.clone().unwrap_or_default()
}

fn to_hive(found: &shapes::UserDefinedFunction) -> Function {
    let kind = |text: Option<&str>| match text {
        Some("FILE") => ResourceType::FILE,
        Some("ARCHIVE") => ResourceType::ARCHIVE,
        _ => ResourceType::JAR,
    };
    let uri = |uri: &shapes::ResourceUri| ResourceUri {
        resource_type: Some(kind(uri.resource_type.as_deref())),
        uri: str(&uri.uri),
    };
    Function {
        function_name: found.function_name.as_deref().map(normalize),
        db_name: str(&found.database_name),
        class_name: str(&found.class_name),
        owner_name: str(&found.owner_name),
        owner_type: Some(match found.owner_type.as_deref() {
            Some("ROLE") => PrincipalType::ROLE,
            Some("GROUP") => PrincipalType::GROUP,
            _ => PrincipalType::USER,
        }),
        create_time: Some(seconds(found.create_time).unwrap_or_default()),
        function_type: Some(FunctionType::JAVA),
        resource_uris: Some(found.resource_uris.iter().flatten().map(uri).collect()),
        cat_name: Some(skep_catalog::names::DEFAULT_CATALOG.into()),
    }
}
