//! Two structs whose field ids were used anew by Hive 3. Which generation a message
//! is of shows in the wire type of the first field that moved.

use skep_codec::{DecodeError, Read, Str, Struct, Type, Value, Write};

/// Hive 3 put `replace` at id 1, where Hive 2.3 has the list of files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InsertEventRequestData {
    pub replace: Option<bool>,
    pub files_added: Vec<Str>,
    pub files_added_checksum: Option<Vec<Str>>,
    pub sub_directory_list: Option<Vec<Str>>,
    pub partition_val: Option<Vec<Str>>,
}

impl Value for InsertEventRequestData {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let mut value = InsertEventRequestData::default();
        let mut hive2 = false;
        r.struct_begin()?;
        while let Some(field) = r.field_begin()? {
            match (field.id, field.kind) {
                (1, Type::Bool) => value.replace = Some(r.bool()?),
                (1, Type::List) => {
                    hive2 = true;
                    value.files_added = Vec::read(r)?;
                }
                (2, Type::List) if hive2 => value.files_added_checksum = Some(Vec::read(r)?),
                (2, Type::List) => value.files_added = Vec::read(r)?,
                (3, Type::List) => value.files_added_checksum = Some(Vec::read(r)?),
                (4, Type::List) => value.sub_directory_list = Some(Vec::read(r)?),
                (5, Type::List) => value.partition_val = Some(Vec::read(r)?),
                (_, kind) => r.skip(kind)?,
            }
        }
        r.struct_end();
        Ok(value)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        optional(w, 1, &self.replace);
        optional(w, 2, &Some(&self.files_added).cloned());
        optional(w, 3, &self.files_added_checksum);
        optional(w, 4, &self.sub_directory_list);
        optional(w, 5, &self.partition_val);
        w.struct_end();
    }
}

impl Struct for InsertEventRequestData {}

/// Hive 3 put `writeid` at id 2 and moved the rest down by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddDynamicPartitions {
    pub txnid: i64,
    /// `None`: a Hive 2.3 client, which knows no write ids.
    pub writeid: Option<i64>,
    pub dbname: Str,
    pub tablename: Str,
    pub partitionnames: Vec<Str>,
    pub operation_type: Option<crate::DataOperationType>,
}

impl Value for AddDynamicPartitions {
    const KIND: Type = Type::Struct;

    fn read<R: Read>(r: &mut R) -> Result<Self, DecodeError> {
        let mut value = AddDynamicPartitions::default();
        // What to add to a Hive 2.3 field id to get Hive 3's.
        let mut shift = 0;
        r.struct_begin()?;
        while let Some(field) = r.field_begin()? {
            if field.id == 2 && field.kind == Type::String {
                shift = 1;
            }
            let id = if field.id >= 2 { field.id.saturating_add(shift) } else { field.id };
            match (id, field.kind) {
                (1, Type::I64) => value.txnid = r.i64()?,
                (2, Type::I64) => value.writeid = Some(r.i64()?),
                (3, Type::String) => value.dbname = r.string()?,
                (4, Type::String) => value.tablename = r.string()?,
                (5, Type::List) => value.partitionnames = Vec::read(r)?,
                (6, Type::I32) => value.operation_type = Some(Value::read(r)?),
                (_, kind) => r.skip(kind)?,
            }
        }
        r.struct_end();
        Ok(value)
    }

    fn write<W: Write>(&self, w: &mut W) {
        w.struct_begin();
        optional(w, 1, &Some(self.txnid));
        optional(w, 2, &self.writeid);
        optional(w, 3, &Some(self.dbname.clone()));
        optional(w, 4, &Some(self.tablename.clone()));
        optional(w, 5, &Some(self.partitionnames.clone()));
        optional(w, 6, &self.operation_type);
        w.struct_end();
    }
}

impl Struct for AddDynamicPartitions {}

fn optional<T: Value, W: Write>(w: &mut W, id: i16, value: &Option<T>) {
    if let Some(value) = value {
        w.field_begin(T::KIND, id);
        value.write(w);
        w.field_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_codec::{BinaryWriter, Budget, CompactWriter, Protocol, decode};

    #[test]
    fn both_generations_of_added_partitions_are_understood() {
        let names = vec![Str::from("ds=1")];
        for (writeid, first) in [(None, 2), (Some(7_i64), 3)] {
            let mut bytes = Vec::new();
            let mut w = CompactWriter::new(&mut bytes);
            w.struct_begin();
            optional(&mut w, 1, &Some(5_i64));
            optional(&mut w, 2, &writeid);
            optional(&mut w, first, &Some(Str::from("sales")));
            optional(&mut w, first + 1, &Some(Str::from("orders")));
            optional(&mut w, first + 2, &Some(names.clone()));
            optional(&mut w, first + 3, &Some(crate::DataOperationType::INSERT));
            w.struct_end();
            let read: AddDynamicPartitions =
                decode(Protocol::Compact, &bytes, &Budget::new(1000)).expect("well-formed");
            let expected = AddDynamicPartitions {
                txnid: 5,
                writeid,
                dbname: "sales".into(),
                tablename: "orders".into(),
                partitionnames: names.clone(),
                operation_type: Some(crate::DataOperationType::INSERT),
            };
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn both_generations_of_an_insert_event_are_understood() {
        let files = vec![Str::from("f")];
        let mut hive2 = Vec::new();
        let mut w = BinaryWriter::new(&mut hive2);
        optional(&mut w, 1, &Some(files.clone()));
        w.struct_end();
        let mut hive3 = Vec::new();
        let mut w = BinaryWriter::new(&mut hive3);
        optional(&mut w, 1, &Some(true));
        optional(&mut w, 2, &Some(files.clone()));
        w.struct_end();
        for (bytes, replace) in [(hive2, None), (hive3, Some(true))] {
            let read: InsertEventRequestData =
                decode(Protocol::Binary, &bytes, &Budget::new(1000)).expect("well-formed");
            assert_eq!((read.files_added, read.replace), (files.clone(), replace));
        }
    }
}
