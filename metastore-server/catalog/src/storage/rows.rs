//! Descriptors as the rows of their tables, in the column order of the `INSERT_…` statements.

use compact_str::CompactString as Str;
use skep_sql::Value;
use skep_types::{FieldSchema, SerDeInfo, StorageDescriptor};

pub type Rows<'a, const N: usize> = Vec<[Value<'a>; N]>;

/// A descriptor with the ids it has in the database.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    pub sd_id: i64,
    pub serde_id: i64,
    pub cd_id: i64,
    pub sd: &'a StorageDescriptor,
}

pub fn serdes<'a>(all: &[Placed<'a>]) -> Rows<'a, 7> {
    all.iter().map(|one| serde(one.serde_id, one.sd.serde_info.as_ref())).collect()
}

pub fn serde(id: i64, serde: Option<&SerDeInfo>) -> [Value<'_>; 7] {
    [
        id.into(),
        serde.and_then(|s| s.name.as_deref()).into(),
        serde.and_then(|s| s.serialization_lib.as_deref()).into(),
        serde.and_then(|s| s.description.as_deref()).into(),
        serde.and_then(|s| s.serializer_class.as_deref()).into(),
        serde.and_then(|s| s.deserializer_class.as_deref()).into(),
        // Java keeps a number here whose least is 0, for none.
        serde.and_then(|s| s.serde_type).map_or(0, |t| i64::from(t.0)).into(),
    ]
}

pub fn sds<'a>(all: &[Placed<'a>]) -> Rows<'a, 9> {
    all.iter().map(sd).collect()
}

fn sd<'a>(one: &Placed<'a>) -> [Value<'a>; 9] {
    let sd = one.sd;
    [
        one.sd_id.into(),
        one.serde_id.into(),
        one.cd_id.into(),
        sd.location.as_deref().into(),
        sd.input_format.as_deref().into(),
        sd.output_format.as_deref().into(),
        sd.compressed.unwrap_or_default().into(),
        i64::from(sd.num_buckets.unwrap_or_default()).into(),
        sd.stored_as_sub_directories.unwrap_or_default().into(),
    ]
}

pub fn columns<'a>(ids: &[i64], lists: &[&'a [FieldSchema]]) -> Rows<'a, 5> {
    let mut rows = Vec::new();
    for (id, columns) in ids.iter().zip(lists) {
        for (at, column) in (0i64..).zip(columns.iter()) {
            let text = [&column.name, &column.type_, &column.comment].map(|field| field.as_deref().into());
            let [name, type_, comment] = text;
            rows.push([(*id).into(), at.into(), name, type_, comment]);
        }
    }
    rows
}

pub fn sd_parameters<'a>(all: &[Placed<'a>]) -> Rows<'a, 3> {
    let mut rows = Vec::new();
    for one in all {
        for (key, value) in one.sd.parameters.iter().flatten() {
            rows.push([one.sd_id.into(), key.as_str().into(), value.as_str().into()]);
        }
    }
    rows
}

pub fn serde_parameters<'a>(all: &[Placed<'a>]) -> Rows<'a, 3> {
    all.iter().flat_map(|one| parameters_of_serde(one.serde_id, one.sd.serde_info.as_ref())).collect()
}

pub fn parameters_of_serde(id: i64, serde: Option<&SerDeInfo>) -> Rows<'_, 3> {
    let parameters = serde.and_then(|s| s.parameters.as_ref()).into_iter().flatten();
    parameters.map(|(key, value)| [id.into(), key.as_str().into(), value.as_str().into()]).collect()
}

pub fn bucket_columns<'a>(all: &[Placed<'a>]) -> Rows<'a, 3> {
    all.iter().flat_map(|one| texts(one.sd_id, one.sd.bucket_cols.as_ref())).collect()
}

pub fn sort_columns<'a>(all: &[Placed<'a>]) -> Rows<'a, 4> {
    let mut rows = Vec::new();
    for one in all {
        for (at, order) in (0i64..).zip(one.sd.sort_cols.iter().flatten()) {
            let direction = i64::from(order.order.unwrap_or_default());
            rows.push([one.sd_id.into(), at.into(), order.col.as_deref().into(), direction.into()]);
        }
    }
    rows
}

pub fn skewed_columns<'a>(all: &[Placed<'a>]) -> Rows<'a, 3> {
    let names = |one: &Placed<'a>| one.sd.skewed_info.as_ref().and_then(|s| s.skewed_col_names.as_ref());
    all.iter().flat_map(|one| texts(one.sd_id, names(one))).collect()
}

/// A list of texts of one owner, with their positions.
fn texts(owner: i64, list: Option<&Vec<Str>>) -> Rows<'_, 3> {
    let texts = (0i64..).zip(list.into_iter().flatten());
    texts.map(|(at, text)| [owner.into(), at.into(), text.as_str().into()]).collect()
}

/// A list of strings that skewed data is described by, and what it is there for.
pub struct StringList<'a> {
    pub strings: &'a Vec<Str>,
    sd_id: i64,
    used: Used<'a>,
}

enum Used<'a> {
    Value(i64),
    Location(&'a str),
}

pub fn string_lists<'a>(all: &[Placed<'a>]) -> Vec<StringList<'a>> {
    let mut lists = Vec::new();
    for Placed { sd_id, sd, .. } in all {
        let Some(skewed) = &sd.skewed_info else { continue };
        for (at, strings) in (0i64..).zip(skewed.skewed_col_values.iter().flatten()) {
            lists.push(StringList { strings, sd_id: *sd_id, used: Used::Value(at) });
        }
        for (strings, location) in skewed.skewed_col_value_location_maps.iter().flatten() {
            lists.push(StringList { strings, sd_id: *sd_id, used: Used::Location(location) });
        }
    }
    lists
}

pub fn string_list_values<'a>(ids: &[i64], lists: &[StringList<'a>]) -> Rows<'a, 3> {
    ids.iter().zip(lists).flat_map(|(id, list)| texts(*id, Some(list.strings))).collect()
}

pub fn skewed_values<'a>(ids: &[i64], lists: &[StringList<'a>]) -> Rows<'a, 3> {
    let value = |(id, list): (&i64, &StringList<'a>)| match list.used {
        Used::Value(at) => Some([list.sd_id.into(), (*id).into(), at.into()]),
        Used::Location(_) => None,
    };
    ids.iter().zip(lists).filter_map(value).collect()
}

pub fn skewed_locations<'a>(ids: &[i64], lists: &[StringList<'a>]) -> Rows<'a, 3> {
    let location = |(id, list): (&i64, &StringList<'a>)| match list.used {
        Used::Location(location) => Some([list.sd_id.into(), (*id).into(), location.into()]),
        Used::Value(_) => None,
    };
    ids.iter().zip(lists).filter_map(location).collect()
}
