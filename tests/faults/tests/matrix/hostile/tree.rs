//! Arguments as Thrift's binary protocol has them, whatever the struct: they say themselves what they are.

use skep_types::Names;

const BOOL: u8 = 2;
const I8: u8 = 3;
const DOUBLE: u8 = 4;
const I16: u8 = 6;
const I32: u8 = 8;
const I64: u8 = 10;
const TEXT: u8 = 11;
const STRUCT: u8 = 12;
const MAP: u8 = 13;

#[derive(Debug, Clone)]
pub enum Tree {
    /// A number, its type and bytes.
    Fixed(u8, Vec<u8>),
    Text(Vec<u8>),
    Struct(Vec<(i16, Tree)>),
    /// Types of keys and values, both in turn.
    Map(u8, u8, Vec<Tree>),
    /// The type: 14 set, 15 list; then that of the elements.
    List(u8, u8, Vec<Tree>),
}

/// What can be done to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    Text,
    /// Of 32 or 64 bits.
    Number,
    Other,
}

impl Tree {
    pub fn read(bytes: &[u8]) -> Tree {
        let mut rest = bytes;
        Tree::of(STRUCT, &mut rest)
    }

    fn of(kind: u8, rest: &mut &[u8]) -> Tree {
        match kind {
            BOOL | I8 => Tree::Fixed(kind, take(rest, 1)),
            I16 => Tree::Fixed(kind, take(rest, 2)),
            I32 => Tree::Fixed(kind, take(rest, 4)),
            I64 | DOUBLE => Tree::Fixed(kind, take(rest, 8)),
            TEXT => {
                let length = length(rest);
                Tree::Text(take(rest, length))
            }
            STRUCT => {
                let mut fields = Vec::new();
                loop {
                    let kind = take(rest, 1)[0];
                    if kind == 0 {
                        return Tree::Struct(fields);
                    }
                    let id = take(rest, 2);
                    fields.push((i16::from_be_bytes([id[0], id[1]]), Tree::of(kind, rest)));
                }
            }
            MAP => {
                let kinds = take(rest, 2);
                let count = length(rest);
                let pairs = (0..count).flat_map(|_| [Tree::of(kinds[0], rest), Tree::of(kinds[1], rest)]).collect();
                Tree::Map(kinds[0], kinds[1], pairs)
            }
            _ => {
                let element = take(rest, 1)[0];
                let count = length(rest);
                Tree::List(kind, element, (0..count).map(|_| Tree::of(element, rest)).collect())
            }
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Tree::Fixed(kind, _) | Tree::List(kind, ..) => *kind,
            Tree::Text(_) => TEXT,
            Tree::Struct(_) => STRUCT,
            Tree::Map(..) => MAP,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Tree::Fixed(_, bytes) => out.extend(bytes),
            Tree::Text(bytes) => {
                write_length(out, bytes.len());
                out.extend(bytes);
            }
            Tree::Struct(fields) => {
                for (id, value) in fields {
                    out.push(value.kind());
                    out.extend(id.to_be_bytes());
                    value.write(out);
                }
                out.push(0);
            }
            Tree::Map(key, value, pairs) => {
                out.extend([*key, *value]);
                write_length(out, pairs.len() / 2);
                pairs.iter().for_each(|one| one.write(out));
            }
            Tree::List(_, element, elements) => {
                out.push(*element);
                write_length(out, elements.len());
                elements.iter().for_each(|one| one.write(out));
            }
        }
    }

    /// The fields and elements, outermost first: a name that is the same for all elements of a list, a number, and
    /// what it is.
    pub fn leaves(&self) -> Vec<(String, usize, Leaf)> {
        let (mut leaves, mut count) = (Vec::new(), 0);
        self.clone().visit("", &mut count, &mut |path, at, value| {
            let leaf = match value {
                Tree::Text(_) => Leaf::Text,
                Tree::Fixed(I32 | I64, _) => Leaf::Number,
                _ => Leaf::Other,
            };
            leaves.push((path.to_owned(), at, leaf));
            false
        });
        leaves
    }

    pub fn with_text(&self, at: usize, text: &str) -> Tree {
        self.changed(at, |value| *value = Tree::Text(text.into()))
    }

    /// The number, or what is nearest to it.
    pub fn with_number(&self, at: usize, number: i64) -> Tree {
        self.changed(at, |value| value.count_as(number))
    }

    fn count_as(&mut self, number: i64) {
        match self {
            Tree::Fixed(I32, bytes) => {
                let nearest = i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX });
                *bytes = nearest.to_be_bytes().to_vec();
            }
            Tree::Fixed(I64, bytes) => *bytes = number.to_be_bytes().to_vec(),
            _ => {}
        }
    }

    /// Puts the word for its field's name into each text, and 1 into each number.
    pub fn fill(&mut self, field: &str, names: Names, word: &dyn Fn(&str) -> &'static str) {
        match self {
            Tree::Text(text) => *text = word(field).into(),
            Tree::Fixed(..) => self.count_as(1),
            Tree::Struct(fields) => {
                for (id, value) in fields {
                    let (field, inner) = names.field(*id).unwrap_or(("", Names::Plain));
                    value.fill(field, inner, word);
                }
            }
            Tree::Map(_, _, inner) | Tree::List(_, _, inner) => {
                inner.iter_mut().for_each(|value| value.fill(field, names.inner(), word));
            }
        }
    }

    fn changed(&self, wanted: usize, change: impl Fn(&mut Tree)) -> Tree {
        let mut tree = self.clone();
        tree.visit("", &mut 0, &mut |_, at, value| {
            if at == wanted {
                change(value);
            }
            false
        });
        tree
    }

    /// Without a field; of a list or map, without its elements.
    pub fn without(&self, wanted: usize) -> Tree {
        let mut tree = self.clone();
        tree.visit("", &mut 0, &mut |_, at, _| at == wanted);
        tree
    }

    /// Numbers what is below in order. What `each` answers true for is removed.
    fn visit(&mut self, path: &str, count: &mut usize, each: &mut dyn FnMut(&str, usize, &mut Tree) -> bool) {
        let mut one = |path: &str, value: &mut Tree| {
            let at = *count;
            *count += 1;
            let gone = each(path, at, value);
            value.visit(path, count, each);
            gone
        };
        match self {
            Tree::Struct(fields) => fields.retain_mut(|(id, value)| !one(&format!("{path}/{id}"), value)),
            Tree::Map(_, _, pairs) => {
                let mut gone = false;
                for (at, value) in pairs.iter_mut().enumerate() {
                    gone |= one(&format!("{path}/{}", ["key", "value"][at % 2]), value);
                }
                if gone {
                    pairs.clear();
                }
            }
            Tree::List(_, _, elements) => {
                let mut gone = false;
                for value in elements.iter_mut() {
                    gone |= one(&format!("{path}/*"), value);
                }
                if gone {
                    elements.clear();
                }
            }
            Tree::Fixed(..) | Tree::Text(_) => {}
        }
    }
}

fn take(rest: &mut &[u8], count: usize) -> Vec<u8> {
    let (taken, left) = rest.split_at(count);
    *rest = left;
    taken.to_vec()
}

fn length(rest: &mut &[u8]) -> usize {
    let bytes = take(rest, 4);
    usize::try_from(i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).expect("not negative")
}

fn write_length(out: &mut Vec<u8>, length: usize) {
    out.extend(i32::try_from(length).expect("short").to_be_bytes());
}
