//! `TJSONProtocol` text, as Hive's notification messages embed Thrift objects.

use crate::{Struct, Type, Write};

/// The struct as Java's `TSerializer(new TJSONProtocol.Factory())` writes it.
pub fn json<T: Struct>(value: &T) -> String {
    let mut writer = JsonWriter::default();
    value.write(&mut writer);
    writer.out
}

/// Collects the text.
#[derive(Debug, Default)]
pub struct JsonWriter {
    out: String,
    open: Vec<Scope>,
}

/// What the innermost open bracket is, and how many values stand in it.
#[derive(Debug)]
enum Scope {
    /// Values are alternately keys and values.
    Struct {
        fields: usize,
    },
    List,
    Map {
        values: usize,
    },
}

impl JsonWriter {
    /// The comma or colon before a value; whether it is a key, which must be text.
    fn value_begin(&mut self) -> bool {
        match self.open.last_mut() {
            Some(Scope::Map { values }) => {
                let is_key = *values % 2 == 0;
                if *values > 0 {
                    self.out.push(if is_key { ',' } else { ':' });
                }
                *values = values.saturating_add(1);
                is_key
            }
            Some(Scope::List) => {
                self.out.push(',');
                false
            }
            _ => false,
        }
    }

    fn number(&mut self, text: &str) {
        if self.value_begin() {
            self.out.extend(["\"", text, "\""]);
        } else {
            self.out.push_str(text);
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if c < ' ' => self.out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

/// As `Double.toString` writes it: `0.001`, `9999999.0`, but `1.0E7` and `9.99E-4`.
fn java_double(value: f64) -> String {
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return format!("{value:?}");
    }
    let short = format!("{value:e}");
    match short.split_once('e') {
        Some((digits, exponent)) if digits.contains('.') => format!("{digits}E{exponent}"),
        Some((digit, exponent)) => format!("{digit}.0E{exponent}"),
        None => short,
    }
}

fn name(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "tf",
        Type::I8 => "i8",
        Type::I16 => "i16",
        Type::I32 => "i32",
        Type::I64 => "i64",
        Type::Double => "dbl",
        Type::String => "str",
        Type::Struct => "rec",
        Type::Map => "map",
        Type::Set => "set",
        Type::List => "lst",
    }
}

impl Write for JsonWriter {
    fn struct_begin(&mut self) {
        self.value_begin();
        self.out.push('{');
        self.open.push(Scope::Struct { fields: 0 });
    }

    fn struct_end(&mut self) {
        self.open.pop();
        self.out.push('}');
    }

    fn field_begin(&mut self, kind: Type, id: i16) {
        if let Some(Scope::Struct { fields }) = self.open.last_mut() {
            if *fields > 0 {
                self.out.push(',');
            }
            *fields = fields.saturating_add(1);
        }
        self.out.push_str(&format!("\"{id}\":{{\"{}\":", name(kind)));
    }

    fn field_end(&mut self) {
        self.out.push('}');
    }

    fn bool(&mut self, value: bool) {
        self.number(if value { "1" } else { "0" });
    }

    fn i8(&mut self, value: i8) {
        self.number(&value.to_string());
    }

    fn i16(&mut self, value: i16) {
        self.number(&value.to_string());
    }

    fn i32(&mut self, value: i32) {
        self.number(&value.to_string());
    }

    fn i64(&mut self, value: i64) {
        self.number(&value.to_string());
    }

    fn double(&mut self, value: f64) {
        if value.is_finite() {
            self.number(&java_double(value));
            return;
        }
        self.value_begin();
        self.quoted(if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
    }

    fn string(&mut self, value: &str) {
        self.value_begin();
        self.quoted(value);
    }

    /// Base64 without padding.
    fn bytes(&mut self, value: &[u8]) {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        self.value_begin();
        self.out.push('"');
        for group in value.chunks(3) {
            let bits = (0..3).fold(0_u32, |bits, i| bits << 8 | u32::from(group.get(i).copied().unwrap_or(0)));
            for digit in 0..=group.len() {
                let shift = 18_usize.saturating_sub(digit.saturating_mul(6));
                let index = usize::try_from(bits >> shift & 0x3f).unwrap_or(0);
                self.out.push(char::from(DIGITS.get(index).copied().unwrap_or(b'A')));
            }
        }
        self.out.push('"');
    }

    fn list_begin(&mut self, element: Type, count: usize) {
        self.value_begin();
        self.out.push_str(&format!("[\"{}\",{count}", name(element)));
        self.open.push(Scope::List);
    }

    fn list_end(&mut self) {
        self.open.pop();
        self.out.push(']');
    }

    fn map_begin(&mut self, key: Type, value: Type, count: usize) {
        self.value_begin();
        self.out.push_str(&format!("[\"{}\",\"{}\",{count},{{", name(key), name(value)));
        self.open.push(Scope::Map { values: 0 });
    }

    fn map_end(&mut self) {
        self.open.pop();
        self.out.push_str("}]");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DecodeError, Read, Value};
    use std::collections::BTreeMap;

    struct Sample;

    impl Value for Sample {
        const KIND: Type = Type::Struct;

        fn read<R: Read>(_: &mut R) -> Result<Self, DecodeError> {
            Ok(Sample)
        }

        fn write<W: Write>(&self, w: &mut W) {
            w.struct_begin();
            w.field_begin(Type::String, 1);
            w.string("a\"b");
            w.field_end();
            w.field_begin(Type::List, 2);
            vec![1_i32, 2].write(w);
            w.field_end();
            w.field_begin(Type::Map, 3);
            BTreeMap::from([(crate::Str::from("k"), crate::Str::from("v")), ("l".into(), "w".into())]).write(w);
            w.field_end();
            w.field_begin(Type::Bool, 4);
            w.bool(true);
            w.field_end();
            w.field_begin(Type::String, 5);
            w.bytes(b"hive!");
            w.field_end();
            w.struct_end();
        }
    }

    impl Struct for Sample {}

    #[test]
    fn doubles_look_like_javas() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (0.001, "0.001"),
            (0.000_999, "9.99E-4"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (-1.5e300, "-1.5E300"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
        ] {
            assert_eq!(java_double(value), text);
        }
    }

    #[test]
    fn the_text_is_javas() {
        let expected = r#"{"1":{"str":"a\"b"},"2":{"lst":["i32",2,1,2]},"3":{"map":["str","str",2,{"k":"v","l":"w"}]},"4":{"tf":1},"5":{"str":"aGl2ZSE"}}"#;
        assert_eq!(json(&Sample), expected);
    }
}
