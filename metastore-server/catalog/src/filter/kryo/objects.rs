//! The objects of an expression. Kryo numbers them in the order in which it comes upon them and
//! writes the number where one comes again; fields stand in the order of their names.

use compact_str::CompactString as Str;

use super::Unknown;
use super::bytes::Bytes;
use super::classes::{Class, Function};

/// Objects inside objects. A call in a call is two lists and two calls.
const DEPTH_MAX: usize = 200;

/// All objects, and the number of the expression's root.
#[derive(Clone, Debug)]
pub struct Objects {
    all: Vec<Object>,
    root: usize,
}

#[derive(Clone, Debug)]
pub enum Object {
    /// Its fields are being read, or nobody asks for them.
    Opaque,
    Text(Str),
    List(Vec<Value>),
    /// The name of a primitive type.
    Type(Str),
    Column {
        name: Value,
        type_: Value,
    },
    Constant(Value),
    Function(Function),
    Call {
        function: Value,
        arguments: Value,
    },
    Date(Str),
    Timestamp(Str),
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Boolean(bool),
    Object(usize),
}

/// Hive 2.3 and 3.1 bring Kryo 3, Hive 4 brings Kryo 5.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kryo {
    Three,
    Five,
}

struct Reader<'a> {
    bytes: Bytes<'a>,
    kryo: Kryo,
    classes: Vec<Option<Class>>,
    objects: Vec<Object>,
    depth: usize,
}

impl Objects {
    pub fn read(bytes: &[u8]) -> Result<Objects, Unknown> {
        // Kryo 5's expressions start with their class, the first to be named; others with an object.
        let kryo = if bytes.starts_with(&[1, 0]) { Kryo::Five } else { Kryo::Three };
        let mut reader = Reader { bytes: Bytes(bytes), kryo, classes: Vec::new(), objects: Vec::new(), depth: 0 };
        let root = match kryo {
            Kryo::Three => reader.object(Class::Call)?,
            Kryo::Five => reader.value()?,
        };
        match root {
            Value::Object(root) if reader.bytes.0.is_empty() => Ok(Objects { all: reader.objects, root }),
            _ => Err(Unknown),
        }
    }

    pub fn root(&self) -> Value {
        Value::Object(self.root)
    }

    /// The object, if the value is one.
    pub fn get(&self, value: Value) -> Option<&Object> {
        match value {
            Value::Object(at) => self.all.get(at),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// A value after its class.
    fn value(&mut self) -> Result<Value, Unknown> {
        match self.class()? {
            Some(class) => self.object(class),
            None => Ok(Value::Null),
        }
    }

    fn class(&mut self) -> Result<Option<Class>, Unknown> {
        let number = match self.bytes.count()? {
            0 => return Ok(None),
            1 => self.bytes.count()?,
            numbered => return Class::numbered(numbered - 2).map(Some).ok_or(Unknown),
        };
        if number == self.classes.len() {
            let name = self.bytes.text()?.ok_or(Unknown)?;
            self.classes.push(Class::named(&name));
        }
        self.classes.get(number).copied().flatten().map(Some).ok_or(Unknown)
    }

    /// A value of the class. Numbers and truth values are no objects to Kryo, texts are.
    fn object(&mut self, class: Class) -> Result<Value, Unknown> {
        match class {
            Class::Int | Class::Long => return self.bytes.signed().map(Value::Integer),
            Class::Short => return self.short().map(Value::Integer),
            Class::Byte => return self.bytes.fixed().map(|byte| Value::Integer(i8::from_be_bytes(byte).into())),
            Class::Boolean => return self.bytes.boolean().map(Value::Boolean),
            _ => {}
        }
        let at = self.objects.len();
        match self.bytes.count()? {
            0 => return Ok(Value::Null),
            1 => self.objects.push(Object::Opaque),
            earlier if earlier - 2 < at => return Ok(Value::Object(earlier - 2)),
            _ => return Err(Unknown),
        }
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Unknown);
        }
        let object = self.fields(class)?;
        self.depth -= 1;
        self.objects[at] = object;
        Ok(Value::Object(at))
    }

    fn fields(&mut self, class: Class) -> Result<Object, Unknown> {
        Ok(match class {
            Class::Text => Object::Text(self.bytes.text()?.ok_or(Unknown)?),
            Class::Call => {
                let (arguments, function) = (self.value()?, self.value()?);
                self.bytes.boolean()?; // sorted
                self.value()?; // its type
                Object::Call { function, arguments }
            }
            Class::Column => {
                let name = self.object(Class::Text)?;
                // Whether it is a partition's is told by the table.
                self.bytes.boolean()?;
                self.bytes.boolean()?; // skewed
                self.object(Class::Text)?; // the table's alias
                Object::Column { name, type_: self.value()? }
            }
            Class::Constant => {
                self.value()?; // its type
                Object::Constant(self.value()?)
            }
            Class::List => Object::List(self.list(None)?),
            Class::PrimitiveType => self.type_name()?,
            Class::LengthType => {
                self.bytes.signed()?;
                self.type_name()?
            }
            Class::DecimalType => {
                self.bytes.signed()?;
                self.bytes.signed()?;
                self.type_name()?
            }
            Class::StructType => {
                self.list_of(Some(Class::Text))?; // names
                self.list_of(None)?; // types
                Object::Opaque
            }
            Class::Function(function) => self.function(function)?,
            Class::HiveText => match self.object(Class::Text)? {
                Value::Object(at) => self.objects.get(at).cloned().ok_or(Unknown)?,
                _ => return Err(Unknown),
            },
            // Hive 4 has a class of its own for days.
            Class::SqlDate if self.kryo == Kryo::Three => {
                Object::Date(sql_date(i64::from_be_bytes(self.bytes.fixed()?))?)
            }
            Class::HiveDate => Object::Date(self.part(Self::date)?),
            Class::HiveTimestamp => Object::Timestamp(self.part(Self::timestamp)?),
            other => self.unused(other)?,
        })
    }

    /// What only the functions' memory of their arguments consists of.
    fn unused(&mut self, class: Class) -> Result<Object, Unknown> {
        match class {
            Class::BooleanWritable => drop(self.bytes.boolean()?),
            Class::NumberWritable => drop(self.bytes.signed()?),
            Class::ByteWritable => drop(self.bytes.byte()?),
            Class::ShortWritable => drop(self.short()?),
            Class::DateWritable | Class::Inspector => drop(self.value()?),
            Class::ConstantInspector => drop((self.value()?, self.value()?)),
            Class::TextWritable => {
                self.part(|reader| {
                    let length = reader.bytes.count()?.checked_sub(1).ok_or(Unknown)?;
                    reader.bytes.0 = reader.bytes.0.get(length..).ok_or(Unknown)?;
                    Ok(())
                })?;
                self.bytes.signed()?;
            }
            Class::Inspectors => {
                let length = self.bytes.count()?.checked_sub(1).ok_or(Unknown)?;
                (0..length).try_for_each(|_| self.value().map(drop))?;
            }
            _ => return Err(Unknown),
        }
        Ok(Object::Opaque)
    }

    fn type_name(&mut self) -> Result<Object, Unknown> {
        match self.object(Class::Text)? {
            Value::Object(at) => match self.objects.get(at) {
                Some(Object::Text(name)) => Ok(Object::Type(name.clone())),
                _ => Err(Unknown),
            },
            _ => Err(Unknown),
        }
    }

    /// What functions remember, which differs with whether they have seen their arguments.
    fn function(&mut self, function: Function) -> Result<Object, Unknown> {
        match function {
            Function::Compare(_) => {
                if self.bytes.byte()? != 0 {
                    return Err(Unknown);
                }
                self.enumeration()?;
                self.object(Class::Text)?;
                self.object(Class::Text)?;
                self.value()?;
            }
            Function::And | Function::Or | Function::Not | Function::Null | Function::NotNull => drop(self.value()?),
            Function::In => {
                self.value()?;
                self.bytes.boolean()?;
            }
            // The inspectors, the comparisons that it is made of, the result.
            Function::Between => (0..4).try_for_each(|_| self.value().map(drop))?,
            Function::Bridge => return self.bridged().map(Object::Function),
            Function::Struct | Function::Like => {}
        }
        Ok(Object::Function(function))
    }

    fn bridged(&mut self) -> Result<Function, Unknown> {
        self.bytes.boolean()?; // an operator
        self.object(Class::Text)?; // its class
        let name = match self.object(Class::Text)? {
            Value::Object(at) => self.objects.get(at),
            _ => None,
        };
        let like = matches!(name, Some(Object::Text(name)) if name == "like");
        Ok(if like { Function::Like } else { Function::Bridge })
    }

    /// A field of an enumeration: an object to Kryo 3 only.
    fn enumeration(&mut self) -> Result<(), Unknown> {
        match (self.bytes.count()?, self.kryo) {
            (0, _) => Ok(()),
            (1, kryo) => {
                if kryo == Kryo::Three {
                    self.objects.push(Object::Opaque);
                }
                self.bytes.count().map(drop)
            }
            (earlier, Kryo::Three) if earlier - 2 < self.objects.len() => Ok(()),
            _ => Err(Unknown),
        }
    }

    /// A field whose class says that it is a list of a class.
    fn list_of(&mut self, elements: Option<Class>) -> Result<(), Unknown> {
        match self.class()? {
            Some(Class::List) => {}
            _ => return Err(Unknown),
        }
        self.part(|reader| reader.list(elements).map(drop))
    }

    /// The elements, each with its class where that is not the same for all by declaration. Kryo 5
    /// names it once if it is the same for all by chance.
    fn list(&mut self, declared: Option<Class>) -> Result<Vec<Value>, Unknown> {
        let (alike, length) = match self.kryo {
            Kryo::Three => (false, self.bytes.count()?),
            Kryo::Five => {
                let (alike, length) = self.bytes.flagged()?;
                (alike, length.checked_sub(1).ok_or(Unknown)?)
            }
        };
        let mut class = declared;
        if alike {
            class = Some(self.class()?.ok_or(Unknown)?);
            if self.bytes.boolean()? {
                return Err(Unknown); // nulls among them
            }
        }
        // Every element takes a byte, so no length makes this longer than the message.
        let mut elements = Vec::new();
        for _ in 0..length {
            elements.push(match class {
                Some(class) => self.object(class)?,
                None => self.value()?,
            });
        }
        Ok(elements)
    }

    /// An object inside another, of a class that is clear, and of which nobody speaks again.
    fn part<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unknown>) -> Result<T, Unknown> {
        if self.bytes.count()? != 1 {
            return Err(Unknown);
        }
        self.objects.push(Object::Opaque);
        read(self)
    }

    fn date(&mut self) -> Result<Str, Unknown> {
        let (year, month, day) = match self.kryo {
            Kryo::Three => {
                let (day, month) = (self.short()?, self.short()?);
                (self.bytes.signed()?, month, day)
            }
            Kryo::Five => {
                let year = self.bytes.count()?;
                (i64::try_from(year).map_err(|_| Unknown)?, self.bytes.byte()?.into(), self.bytes.byte()?.into())
            }
        };
        if (0..=9999).contains(&year) { Ok(format!("{year:04}-{month:02}-{day:02}").into()) } else { Err(Unknown) }
    }

    fn timestamp(&mut self) -> Result<Str, Unknown> {
        let (date, [hour, minute, second, nano]) = match self.kryo {
            Kryo::Three => (self.part(Self::date)?, self.part(Self::time_in_fields)?),
            Kryo::Five => (self.date()?, self.time()?),
        };
        let seconds = format!("{date} {hour:02}:{minute:02}:{second:02}");
        Ok(if nano == 0 { seconds.into() } else { format!("{seconds}.{nano:09}").into() })
    }

    fn time_in_fields(&mut self) -> Result<[i64; 4], Unknown> {
        let (hour, minute) = (self.bytes.byte()?.into(), self.bytes.byte()?.into());
        let nano = self.bytes.signed()?;
        Ok([hour, minute, self.bytes.byte()?.into(), nano])
    }

    /// Kryo 5 leaves out zeros at the end, and turns the last number that is there around.
    fn time(&mut self) -> Result<[i64; 4], Unknown> {
        let mut time = [0; 4];
        for part in &mut time[..3] {
            let [byte] = self.bytes.fixed()?;
            let number = i8::from_be_bytes([byte]);
            *part = i64::from(if number < 0 { !number } else { number });
            if number < 0 {
                return Ok(time);
            }
        }
        time[3] = i64::try_from(self.bytes.count()?).map_err(|_| Unknown)?;
        Ok(time)
    }

    fn short(&mut self) -> Result<i64, Unknown> {
        let bytes = self.bytes.fixed()?;
        Ok(if self.kryo == Kryo::Three { i16::from_be_bytes(bytes) } else { i16::from_le_bytes(bytes) }.into())
    }
}

/// Milliseconds of a midnight, in a time zone that is not told. Only that of UTC is a midnight for
/// sure; elsewhere two days may be meant.
fn sql_date(millis: i64) -> Result<Str, Unknown> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    if millis % DAY != 0 {
        return Err(Unknown);
    }
    // Days since March 1st of the year 0: leap days come last.
    let days = millis / DAY + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * months + 2) / 5 + 1, if months < 10 { months + 3 } else { months - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if (0..=9999).contains(&year) { Ok(format!("{year:04}-{month:02}-{day:02}").into()) } else { Err(Unknown) }
}
