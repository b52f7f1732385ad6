//! Mappings of users, groups and applications to pools.

use super::sent;
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_catalog::resource_plan::mapping::{self, Put};
use skep_types::{WMCreateOrUpdateMappingResponse, WMDropMappingResponse, args, calls};

operators! {
    CreateOrUpdateWmMapping Write |cx, request| {
        let put = if request.update == Some(true) { Put::Update } else { Put::Create };
        mapping::put(cx.catalog(), &sent(request.mapping, "mapping")?, put).await?;
        WMCreateOrUpdateMappingResponse {}
    };

    DropWmMapping Write |cx, request| {
        mapping::drop(cx.catalog(), &sent(request.mapping, "mapping")?).await?;
        WMDropMappingResponse {}
    };
}
