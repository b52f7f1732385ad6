//! The classes that are understood.

use super::super::Comparison;

/// A class, by what has to be known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Int,
    Text,
    Boolean,
    Byte,
    Short,
    Long,
    SqlDate,
    Call,
    Column,
    Constant,
    List,
    PrimitiveType,
    LengthType,
    DecimalType,
    StructType,
    Function(Function),
    BooleanWritable,
    NumberWritable,
    ByteWritable,
    ShortWritable,
    TextWritable,
    DateWritable,
    HiveText,
    HiveDate,
    HiveTimestamp,
    Inspectors,
    Inspector,
    ConstantInspector,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Compare(Comparison),
    And,
    Or,
    Not,
    In,
    Between,
    Null,
    NotNull,
    Struct,
    Like,
    /// An old function in the dress of a new one, which only its name tells from others.
    Bridge,
}

impl Class {
    /// Those that Kryo and Hive number and do not name.
    pub fn numbered(number: usize) -> Option<Class> {
        Some(match number {
            0 => Class::Int,
            1 => Class::Text,
            3 => Class::Boolean,
            4 => Class::Byte,
            6 => Class::Short,
            7 => Class::Long,
            10 => Class::SqlDate,
            _ => return None,
        })
    }

    pub fn named(name: &str) -> Option<Class> {
        if let Some(name) = name.strip_prefix("org.apache.hadoop.hive.") {
            return Class::of_hive(name);
        }
        Some(match name {
            "java.util.ArrayList" => Class::List,
            "org.apache.hadoop.io.BooleanWritable" => Class::BooleanWritable,
            "org.apache.hadoop.io.IntWritable" | "org.apache.hadoop.io.LongWritable" => Class::NumberWritable,
            "org.apache.hadoop.io.Text" => Class::TextWritable,
            "[Lorg.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;" => Class::Inspectors,
            _ => return None,
        })
    }

    fn of_hive(name: &str) -> Option<Class> {
        if let Some(function) = name.strip_prefix("ql.udf.generic.GenericUDF") {
            return Function::named(function).map(Class::Function);
        }
        if let Some(kind) = name.strip_prefix("serde2.objectinspector.primitive.Writable") {
            return inspector(kind);
        }
        Some(match name {
            "ql.plan.ExprNodeGenericFuncDesc" => Class::Call,
            "ql.plan.ExprNodeColumnDesc" => Class::Column,
            "ql.plan.ExprNodeConstantDesc" => Class::Constant,
            "serde2.typeinfo.PrimitiveTypeInfo" => Class::PrimitiveType,
            "serde2.typeinfo.VarcharTypeInfo" | "serde2.typeinfo.CharTypeInfo" => Class::LengthType,
            "serde2.typeinfo.DecimalTypeInfo" => Class::DecimalType,
            "serde2.typeinfo.StructTypeInfo" => Class::StructType,
            "serde2.io.ByteWritable" => Class::ByteWritable,
            "serde2.io.ShortWritable" => Class::ShortWritable,
            "serde2.io.DateWritable" => Class::NumberWritable,
            "serde2.io.DateWritableV2" => Class::DateWritable,
            "common.type.HiveVarchar" | "common.type.HiveChar" => Class::HiveText,
            "common.type.Date" => Class::HiveDate,
            "common.type.Timestamp" => Class::HiveTimestamp,
            _ => return None,
        })
    }
}

/// Inspectors of the types whose constants are understood.
fn inspector(kind: &str) -> Option<Class> {
    let kind = kind.strip_suffix("ObjectInspector")?;
    let (constant, kind) = kind.strip_prefix("Constant").map_or((false, kind), |kind| (true, kind));
    let known = ["Boolean", "Byte", "Short", "Int", "Long", "String", "Date"].contains(&kind);
    known.then_some(if constant { Class::ConstantInspector } else { Class::Inspector })
}

impl Function {
    fn named(name: &str) -> Option<Function> {
        Some(match name {
            "OPEqual" => Function::Compare(Comparison::Eq),
            "OPNotEqual" => Function::Compare(Comparison::Ne),
            "OPLessThan" => Function::Compare(Comparison::Lt),
            "OPEqualOrLessThan" => Function::Compare(Comparison::Le),
            "OPGreaterThan" => Function::Compare(Comparison::Gt),
            "OPEqualOrGreaterThan" => Function::Compare(Comparison::Ge),
            "OPAnd" => Function::And,
            "OPOr" => Function::Or,
            "OPNot" => Function::Not,
            "In" => Function::In,
            "Between" => Function::Between,
            "OPNull" => Function::Null,
            "OPNotNull" => Function::NotNull,
            "Struct" => Function::Struct,
            "Bridge" => Function::Bridge,
            _ => return None,
        })
    }
}
