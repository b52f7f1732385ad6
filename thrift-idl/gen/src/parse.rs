//! Reads the part of the Thrift language that the interface files use.

use crate::idl::{Constant, Enum, Field, File, Kind, Method, Shape, Since, Struct};

pub fn file(text: &str) -> Result<File, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let mut file = File::default();
    while let Some(word) = parser.take() {
        match word.as_str() {
            "const" => file.constants.push(parser.constant()?),
            "enum" => file.enums.push(parser.enumeration()?),
            "struct" => file.structs.push(parser.structure(Shape::Struct)?),
            "union" => file.structs.push(parser.structure(Shape::Union)?),
            "exception" => file.structs.push(parser.structure(Shape::Exception)?),
            "service" => parser.service(&mut file.methods)?,
            other => return Err(format!("expected a definition, found {other}")),
        }
    }
    Ok(file)
}

/// Words, quoted strings (with their quotes) and single signs, without comments.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            if rest.starts_with("//") || first == '#' {
                break;
            }
            let length = match first {
                '"' => rest[1..].find('"').map(|end| end + 2).ok_or(format!("unclosed string: {line}"))?,
                c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            tokens.push(rest[..length].to_owned());
            rest = rest[length..].trim_start();
        }
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    fn take(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn word(&mut self) -> Result<String, String> {
        self.take().ok_or_else(|| "the file ends too early".to_owned())
    }

    fn peek(&self, sign: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token == sign)
    }

    /// Passes over the sign, if it is there.
    fn accept(&mut self, sign: &str) -> bool {
        let there = self.peek(sign);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        match self.word()? {
            found if found == sign => Ok(()),
            found => Err(format!("expected {sign}, found {found} (token {})", self.at)),
        }
    }

    fn number<T: std::str::FromStr>(&mut self) -> Result<T, String> {
        let word = self.word()?;
        word.parse().map_err(|_| format!("expected a number, found {word}"))
    }

    fn constant(&mut self) -> Result<Constant, String> {
        let kind = self.kind()?;
        let name = self.word()?;
        self.expect("=")?;
        let value = self.word()?;
        Ok(Constant { name, kind, value, since: self.annotations()? })
    }

    fn enumeration(&mut self) -> Result<Enum, String> {
        let name = self.word()?;
        let mut members = Vec::new();
        self.expect("{")?;
        while !self.accept("}") {
            let member = self.word()?;
            self.expect("=")?;
            members.push((member, self.number()?));
            self.annotations()?;
            self.accept(",");
        }
        Ok(Enum { name, since: self.annotations()?, members })
    }

    fn structure(&mut self, shape: Shape) -> Result<Struct, String> {
        let name = self.word()?;
        self.expect("{")?;
        let fields = self.fields("}")?;
        Ok(Struct { name, shape, since: self.annotations()?, fields })
    }

    fn service(&mut self, methods: &mut Vec<Method>) -> Result<(), String> {
        let service = self.word()?;
        self.expect("{")?;
        while !self.accept("}") {
            methods.push(self.method(&service)?);
            self.accept(",");
        }
        Ok(())
    }

    fn method(&mut self, service: &str) -> Result<Method, String> {
        let oneway = self.accept("oneway");
        let returns = if self.accept("void") { None } else { Some(self.kind()?) };
        let name = self.word()?;
        self.expect("(")?;
        let args = self.fields(")")?;
        let throws = if self.accept("throws") {
            self.expect("(")?;
            self.fields(")")?
        } else {
            Vec::new()
        };
        Ok(Method { service: service.to_owned(), name, oneway, returns, args, throws, since: self.annotations()? })
    }

    fn fields(&mut self, end: &str) -> Result<Vec<Field>, String> {
        let mut fields = Vec::new();
        while !self.accept(end) {
            let id = self.number()?;
            self.expect(":")?;
            let required = self.accept("required");
            self.accept("optional");
            let kind = self.kind()?;
            let name = self.word()?;
            if self.accept("=") {
                // Defaults are facts for readers: an absent field stays absent here.
                self.word()?;
            }
            self.annotations()?;
            self.accept(",");
            fields.push(Field { id, name, kind, required });
        }
        Ok(fields)
    }

    fn kind(&mut self) -> Result<Kind, String> {
        Ok(match self.word()?.as_str() {
            "bool" => Kind::Bool,
            "byte" | "i8" => Kind::I8,
            "i16" => Kind::I16,
            "i32" => Kind::I32,
            "i64" => Kind::I64,
            "double" => Kind::Double,
            "string" => Kind::String,
            "binary" => Kind::Binary,
            "list" => Kind::List(self.in_brackets()?),
            "set" => Kind::Set(self.in_brackets()?),
            "map" => {
                self.expect("<")?;
                let key = Box::new(self.kind()?);
                self.expect(",")?;
                let value = Box::new(self.kind()?);
                self.expect(">")?;
                Kind::Map(key, value)
            }
            name => Kind::Named(name.to_owned()),
        })
    }

    fn in_brackets(&mut self) -> Result<Box<Kind>, String> {
        self.expect("<")?;
        let kind = self.kind()?;
        self.expect(">")?;
        Ok(Box::new(kind))
    }

    fn annotations(&mut self) -> Result<Since, String> {
        let mut since = Since::default();
        // A throws clause never follows where annotations may stand.
        if !self.accept("(") {
            return Ok(since);
        }
        while !self.accept(")") {
            let key = self.word()?;
            self.expect("=")?;
            let value = self.word()?.trim_matches('"').to_owned();
            match key.as_str() {
                "since" => since.since = value,
                "until" => since.until = Some(value),
                other => return Err(format!("unknown annotation {other}")),
            }
            self.accept(",");
        }
        Ok(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_an_interface_file_is_named() {
        for (text, error) in [
            ("structure A {}", "expected a definition, found structure"),
            ("struct A { 1 string name }", "expected :, found string (token 5)"),
            ("struct A { one: string name }", "expected a number, found one"),
            ("struct A { 1: list string> name }", "expected <, found string (token 7)"),
            ("struct A { 1: string name", "the file ends too early"),
            ("struct A {} (sinc = \"2.3\")", "unknown annotation sinc"),
            ("const string A = \"b", "unclosed string: const string A = \"b"),
        ] {
            assert_eq!(file(text).map(drop), Err(error.to_owned()), "{text}");
        }
    }
}
