//! A map as its row holds it: a Java object stream with one externalizable object, in whose data
//! names and values stand one after the other as Java's modified UTF-8.

use super::Map;
use skep_types::Str;
use std::hash::{DefaultHasher, Hash, Hasher};

const PROXY: &str = "org.apache.hadoop.hive.metastore.properties.SerializationProxy";
const PROXY_SERIAL: i64 = 202_212_281_757;
/// Of the map's class, the first that the proxy knows.
const MAP_SERIAL: i64 = 202_212_291_759;
const MAP_SLOT: u8 = 0;
/// All schemas of Hive are at their first version.
const SCHEMA_VERSION: i32 = 1;

const STREAM: [u8; 4] = [0xac, 0xed, 0, 5];
const OBJECT: u8 = 0x73;
const CLASS: u8 = 0x72;
/// Externalizable, its data in blocks.
const FLAGS: u8 = 0x0c;
const NULL: u8 = 0x70;
const SHORT_BLOCK: u8 = 0x77;
const LONG_BLOCK: u8 = 0x7a;
const END: u8 = 0x78;
/// Java writes no longer ones.
const BLOCK_MAX: usize = 1024;

/// The bytes of a map with the schema of that name; none if a text is longer than the form allows.
pub(super) fn write(schema: &str, map: &Map) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    data.extend(PROXY_SERIAL.to_be_bytes());
    data.push(MAP_SLOT);
    data.extend(MAP_SERIAL.to_be_bytes());
    push_text(&mut data, schema)?;
    data.extend(SCHEMA_VERSION.to_be_bytes());
    data.extend(i32::try_from(map.len()).ok()?.to_be_bytes());
    for (name, value) in map {
        push_text(&mut data, name)?;
        push_text(&mut data, value)?;
    }
    let mut stream = head()?;
    for block in data.chunks(BLOCK_MAX) {
        match u8::try_from(block.len()) {
            Ok(length) => stream.extend([SHORT_BLOCK, length]),
            Err(_) => {
                stream.push(LONG_BLOCK);
                stream.extend(i32::try_from(block.len()).ok()?.to_be_bytes());
            }
        }
        stream.extend(block);
    }
    stream.push(END);
    Some(stream)
}

/// The map in the bytes; none if they are anything else.
pub(super) fn read(bytes: &[u8]) -> Option<Map> {
    let data = data_of(bytes)?;
    let mut rest = data.as_slice();
    let known = take::<8>(&mut rest)? == PROXY_SERIAL.to_be_bytes()
        && take::<1>(&mut rest)? == [MAP_SLOT]
        && take::<8>(&mut rest)? == MAP_SERIAL.to_be_bytes();
    if !known {
        return None;
    }
    take_text(&mut rest)?;
    let _version = take::<4>(&mut rest)?;
    let count = i32::from_be_bytes(take(&mut rest)?);
    let mut map = Map::new();
    for _ in 0..count {
        map.insert(take_text(&mut rest)?, take_text(&mut rest)?);
    }
    Some(map)
}

/// A UUID that differs where maps do. Java compares it with what it has seen before, no more.
pub(super) fn digest(map: &Map) -> String {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, map).hash(&mut hasher);
        hasher.finish()
    };
    let text = format!("{:016x}{:016x}", half(0), half(1));
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    parts.join("-")
}

/// What comes before the data: always the same.
fn head() -> Option<Vec<u8>> {
    let mut head = STREAM.to_vec();
    head.extend([OBJECT, CLASS]);
    push_text(&mut head, PROXY)?;
    head.extend(PROXY_SERIAL.to_be_bytes());
    // No fields, no annotations, no serializable parent.
    head.extend([FLAGS, 0, 0, END, NULL]);
    Some(head)
}

fn data_of(stream: &[u8]) -> Option<Vec<u8>> {
    let mut rest = stream.strip_prefix(head()?.as_slice())?;
    let mut data = Vec::new();
    loop {
        let length = match take::<1>(&mut rest)? {
            [END] => return Some(data),
            [SHORT_BLOCK] => usize::from(take::<1>(&mut rest)?[0]),
            [LONG_BLOCK] => usize::try_from(i32::from_be_bytes(take(&mut rest)?)).ok()?,
            _ => return None,
        };
        let (block, after) = rest.split_at_checked(length)?;
        data.extend(block);
        rest = after;
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

/// Java's `writeUTF`: each UTF-16 unit for itself, and NUL in two bytes.
fn push_text(out: &mut Vec<u8>, text: &str) -> Option<()> {
    let mut bytes = Vec::with_capacity(text.len());
    for unit in text.encode_utf16() {
        let low = |shift: u32| 0x80 | (unit >> shift & 0x3f) as u8;
        match unit {
            1..0x80 => bytes.push(unit as u8),
            0 | 0x80..0x800 => bytes.extend([0xc0 | (unit >> 6) as u8, low(0)]),
            _ => bytes.extend([0xe0 | (unit >> 12) as u8, low(6), low(0)]),
        }
    }
    out.extend(u16::try_from(bytes.len()).ok()?.to_be_bytes());
    out.extend(bytes);
    Some(())
}

fn take_text(rest: &mut &[u8]) -> Option<Str> {
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    let mut bytes = bytes.iter().map(|byte| u16::from(*byte));
    let mut units = Vec::with_capacity(length);
    while let Some(first) = bytes.next() {
        units.push(match first {
            0..0x80 => first,
            0xc0..0xe0 => (first & 0x1f) << 6 | bytes.next()? & 0x3f,
            0xe0..0xf0 => (first & 0x0f) << 12 | (bytes.next()? & 0x3f) << 6 | bytes.next()? & 0x3f,
            _ => return None,
        });
    }
    Some(String::from_utf16(&units).ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> Map {
        pairs.iter().map(|(name, value)| (Str::from(*name), Str::from(*value))).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let long = "x".repeat(5000);
        let cases = [map(&[]), map(&[("a", "")]), map(&[("o\u{0}", "ä€\u{1F40B}\u{7ff}\u{800}"), ("long", &long)])];
        for map in cases {
            let bytes = write("table", &map).expect("short enough");
            assert_eq!(read(&bytes), Some(map.clone()));
            for end in 0..bytes.len() {
                assert_eq!(read(&bytes[..end]), None, "cut at {end}");
            }
        }
        assert_eq!(write("table", &map(&[("a", &"x".repeat(65_536))])), None);
        assert_eq!(read(b"not Java's"), None);
    }

    /// What `ObjectOutputStream` makes of the same map.
    #[test]
    fn the_bytes_are_those_of_java() {
        let bytes = write("database", &map(&[("owner", "ä\u{1F40B}")])).expect("short");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, JAVA);
    }

    const JAVA: &str = concat!(
        "aced00057372003e6f72672e6170616368652e6861646f6f702e686976652e6d65746173746f72652e70726f70657274",
        "6965732e53657269616c697a6174696f6e50726f78790000002f14ca8d9d0c0000787077340000002f14ca8d9d000000",
        "002f14cab4af00086461746162617365000000010000000100056f776e65720008c3a4eda0bdedb08b78",
    );

    #[test]
    fn another_map_has_another_digest() {
        let digests = [map(&[]), map(&[("a", "b")]), map(&[("a", "c")]), map(&[("ab", "")])].map(|map| digest(&map));
        assert!(digests.iter().all(|digest| digest.len() == 36));
        assert_eq!(digests.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }
}
