//! What an interface file says.

#[derive(Debug, Default)]
pub struct File {
    pub constants: Vec<Constant>,
    pub enums: Vec<Enum>,
    pub structs: Vec<Struct>,
    pub methods: Vec<Method>,
}

#[derive(Debug)]
pub struct Constant {
    pub name: String,
    pub kind: Kind,
    /// As written: a number or a quoted string.
    pub value: String,
    pub since: Since,
}

#[derive(Debug)]
pub struct Enum {
    pub name: String,
    pub since: Since,
    pub members: Vec<(String, i32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Struct,
    Union,
    Exception,
}

#[derive(Debug)]
pub struct Struct {
    pub name: String,
    pub shape: Shape,
    pub since: Since,
    pub fields: Vec<Field>,
}

#[derive(Debug)]
pub struct Field {
    pub id: i16,
    pub name: String,
    pub kind: Kind,
    pub required: bool,
}

#[derive(Debug)]
pub struct Method {
    pub service: String,
    pub name: String,
    pub oneway: bool,
    /// `None`: void.
    pub returns: Option<Kind>,
    pub args: Vec<Field>,
    pub throws: Vec<Field>,
    pub since: Since,
}

/// Hive releases, as annotated: `(since = "3.1", until = "4.0.0")`.
#[derive(Debug, Default, Clone)]
pub struct Since {
    pub since: String,
    pub until: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Bool,
    I8,
    I16,
    I32,
    I64,
    Double,
    String,
    Binary,
    List(Box<Kind>),
    Set(Box<Kind>),
    Map(Box<Kind>, Box<Kind>),
    /// A struct, union or enum.
    Named(String),
}
