//! `hive-site.xml` and its like: Hadoop's list of names and values.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::Property;

/// The properties of a file in their order; an error names the place in it.
pub fn read(place: &str, text: &str) -> Result<Vec<Property>, String> {
    let mut reader = Reader::from_str(text);
    let mut properties = Vec::new();
    let (mut name, mut value) = (String::new(), String::new());
    let mut within: Vec<Vec<u8>> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let broken = |problem: &dyn std::fmt::Display| {
            let line =
                text.as_bytes().iter().take(usize::try_from(at).unwrap_or(0)).filter(|byte| **byte == b'\n').count();
            format!("{place}:{}: {problem}", line + 1)
        };
        let event = reader.read_event().map_err(|error| broken(&error))?;
        let into = match within.last().map(Vec::as_slice) {
            Some(b"name") => Some(&mut name),
            Some(b"value") => Some(&mut value),
            _ => None,
        };
        match event {
            Event::Start(start) => within.push(start.name().as_ref().to_vec()),
            Event::End(end) => {
                within.pop();
                if end.name().as_ref() == b"property" {
                    let (name, value) = (std::mem::take(&mut name), std::mem::take(&mut value));
                    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                    properties.push(Property { name, value, place: place.to_owned() });
                }
            }
            Event::Text(piece) => {
                let piece = piece.decode().map_err(|error| broken(&error))?;
                into.into_iter().for_each(|into| into.push_str(&piece));
            }
            Event::CData(piece) => {
                let piece = piece.decode().map_err(|error| broken(&error))?;
                into.into_iter().for_each(|into| into.push_str(&piece));
            }
            Event::GeneralRef(reference) => {
                let named = reference.decode().map_err(|error| broken(&error))?;
                let number = reference.resolve_char_ref().map_err(|error| broken(&error))?;
                let text = match number {
                    Some(c) => c.to_string(),
                    None => resolve_predefined_entity(&named)
                        .ok_or_else(|| broken(&format!("there is no entity &{named};")))?
                        .to_owned(),
                };
                into.into_iter().for_each(|into| into.push_str(&text));
            }
            Event::Eof if within.is_empty() => return Ok(properties),
            Event::Eof => return Err(broken(&"the file ends inside an element")),
            _ => {}
        }
    }
}
