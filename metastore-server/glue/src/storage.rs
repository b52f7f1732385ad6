//! Storage descriptors, from Hive to Glue and back.

use std::collections::BTreeMap;

use skep_catalog::{Error, Result};
use skep_types::{Order, SerDeInfo, SkewedInfo, StorageDescriptor, Str};

use crate::aws::shapes;
use crate::column::{self, map, parameters, str, strs, text, texts};

pub fn to_glue(sd: &StorageDescriptor) -> Result<shapes::StorageDescriptor> {
    let serde = sd.serde_info.as_ref();
    let order = |order: &Order| shapes::Order { column: text(&order.col), sort_order: order.order };
    Ok(shapes::StorageDescriptor {
        columns: sd.cols.as_ref().map(|columns| columns.iter().map(column::to_glue).collect()),
        location: text(&sd.location),
        input_format: text(&sd.input_format),
        output_format: text(&sd.output_format),
        compressed: sd.compressed,
        number_of_buckets: sd.num_buckets,
        serde_info: serde.map(|serde| shapes::SerDeInfo {
            name: text(&serde.name),
            serialization_library: text(&serde.serialization_lib),
            parameters: parameters(&serde.parameters),
        }),
        bucket_columns: texts(&sd.bucket_cols),
        sort_columns: sd.sort_cols.as_ref().map(|orders| orders.iter().map(order).collect()),
        parameters: parameters(&sd.parameters),
        skewed_info: sd.skewed_info.as_ref().map(skewed).transpose()?,
        stored_as_sub_directories: sd.stored_as_sub_directories,
        ..Default::default()
    })
}

/// Glue has one text for each combination of skewed values, Hive a list: lists of one are held, others refused.
fn skewed(info: &SkewedInfo) -> Result<shapes::SkewedInfo> {
    let one = |values: &Vec<Str>| match values.as_slice() {
        [value] => Ok(value.to_string()),
        _ => Err(Error::InvalidObject("Glue cannot hold values that are skewed over several columns".into())),
    };
    let values = info.skewed_col_values.as_ref();
    let locations = info.skewed_col_value_location_maps.as_ref();
    Ok(shapes::SkewedInfo {
        skewed_column_names: texts(&info.skewed_col_names),
        skewed_column_values: values.map(|all| all.iter().map(one).collect::<Result<_>>()).transpose()?,
        skewed_column_value_location_maps: locations
            .map(|all| all.iter().map(|(values, place)| Ok((one(values)?, place.to_string()))).collect::<Result<_>>())
            .transpose()?,
    })
}

/// With all the containers that Java's clients read without asking whether they are there.
pub fn to_hive(sd: &shapes::StorageDescriptor) -> StorageDescriptor {
    let order = |order: &shapes::Order| Order { col: str(&order.column), order: order.sort_order };
    let serde = sd.serde_info.clone().unwrap_or_default();
    StorageDescriptor {
        cols: Some(sd.columns.iter().flatten().map(column::to_hive).collect()),
        location: str(&sd.location),
        input_format: str(&sd.input_format),
        output_format: str(&sd.output_format),
        compressed: Some(sd.compressed.unwrap_or_default()),
        num_buckets: Some(sd.number_of_buckets.unwrap_or(-1)),
        serde_info: Some(SerDeInfo {
            name: str(&serde.name),
            serialization_lib: str(&serde.serialization_library),
            parameters: map(&serde.parameters),
            ..SerDeInfo::default()
        }),
        bucket_cols: strs(&sd.bucket_columns),
        sort_cols: Some(sd.sort_columns.iter().flatten().map(order).collect()),
        parameters: map(&sd.parameters),
        skewed_info: Some(sd.skewed_info.as_ref().map(skew).unwrap_or_else(unskewed)),
        stored_as_sub_directories: Some(sd.stored_as_sub_directories.unwrap_or_default()),
    }
}

fn skew(info: &shapes::SkewedInfo) -> SkewedInfo {
    let one = |value: &String| vec![Str::from(value.as_str())];
    let locations = info.skewed_column_value_location_maps.iter().flatten();
    SkewedInfo {
        skewed_col_names: strs(&info.skewed_column_names),
        skewed_col_values: Some(info.skewed_column_values.iter().flatten().map(one).collect()),
        skewed_col_value_location_maps: Some(
            locations.map(|(value, place)| (one(value), Str::from(place.as_str()))).collect(),
        ),
    }
}

fn unskewed() -> SkewedInfo {
    SkewedInfo {
        skewed_col_names: Some(Vec::new()),
        skewed_col_values: Some(Vec::new()),
        skewed_col_value_location_maps: Some(BTreeMap::new()),
    }
}

/// What only Glue knows of a table's storage, and a change by Hive's interface must not lose.
pub fn keep(sd: &mut shapes::StorageDescriptor, before: &shapes::StorageDescriptor) {
    sd.additional_locations = before.additional_locations.clone();
    sd.schema_reference = before.schema_reference.clone();
    column::keep(sd.columns.as_deref_mut().unwrap_or_default(), before.columns.as_deref().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skewed_values_of_one_column_survive_and_of_two_are_refused() {
        let info = |values: &[&str]| SkewedInfo {
            skewed_col_names: Some(vec!["a".into()]),
            skewed_col_values: Some(vec![values.iter().map(|value| Str::from(*value)).collect()]),
            skewed_col_value_location_maps: Some(BTreeMap::new()),
        };
        let sd = |skewed| StorageDescriptor { skewed_info: Some(skewed), ..StorageDescriptor::default() };
        let held = to_hive(&to_glue(&sd(info(&["x"]))).expect("held"));
        assert_eq!(held.skewed_info, Some(info(&["x"])));
        assert!(to_glue(&sd(info(&["x", "y"]))).is_err());
    }
}
