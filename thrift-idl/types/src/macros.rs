//! What the generated tables mean.

/// Structs: one line a field, with its id and whether a message without it is
/// refused. Fields of another wire type than expected count as absent, as in Java.
macro_rules! structs {
    ($($(#[$doc:meta])* $name:ident { $($id:literal $field:ident: $need:ident $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $(pub $field: structs!(@type $need $type),)*
        }

        impl skep_codec::Value for $name {
            const KIND: skep_codec::Type = skep_codec::Type::Struct;

            fn read<R: skep_codec::Read>(r: &mut R) -> Result<Self, skep_codec::DecodeError> {
                $(let mut $field: Option<$type> = None;)*
                r.struct_begin()?;
                while let Some(field) = r.field_begin()? {
                    match field.id {
                        $($id if field.kind == <$type as skep_codec::Value>::KIND => {
                            $field = Some(<$type as skep_codec::Value>::read(r)?);
                        })*
                        _ => r.skip(field.kind)?,
                    }
                }
                r.struct_end();
                Ok($name { $($field: structs!(@read $need $name $field),)* })
            }

            fn write<W: skep_codec::Write>(&self, w: &mut W) {
                w.struct_begin();
                $(structs!(@write $need w self.$field, $id, $type);)*
                w.struct_end();
            }
        }

        impl skep_codec::Struct for $name {}

        impl crate::Named for $name {
            fn names() -> crate::Names {
                crate::Names::Fields(&[
                    $(($id, stringify!($field), <$type as crate::Named>::names),)*
                ])
            }
        }
    )*};

    (@type required $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };

    (@read required $name:ident $field:ident) => {
        $field.ok_or(skep_codec::DecodeError::Missing { of: stringify!($name), field: stringify!($field) })?
    };
    (@read optional $name:ident $field:ident) => { $field };

    (@write required $w:ident $value:expr, $id:literal, $type:ty) => {
        $w.field_begin(<$type as skep_codec::Value>::KIND, $id);
        skep_codec::Value::write(&$value, $w);
        $w.field_end();
    };
    (@write optional $w:ident $value:expr, $id:literal, $type:ty) => {
        if let Some(value) = &$value {
            $w.field_begin(<$type as skep_codec::Value>::KIND, $id);
            skep_codec::Value::write(value, $w);
            $w.field_end();
        }
    };
}

/// Unions: exactly one of the variants, or `Unset` where the sender set none that
/// we know. Refuse `Unset` at the door and never send it: Java reads on past an
/// empty union, into whatever follows it.
macro_rules! unions {
    ($($(#[$doc:meta])* $name:ident { $($id:literal $variant:ident($type:ty),)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub enum $name {
            /// None of the variants known here.
            #[default]
            Unset,
            $($variant($type),)*
        }

        impl skep_codec::Value for $name {
            const KIND: skep_codec::Type = skep_codec::Type::Struct;

            fn read<R: skep_codec::Read>(r: &mut R) -> Result<Self, skep_codec::DecodeError> {
                let mut value = $name::Unset;
                r.struct_begin()?;
                while let Some(field) = r.field_begin()? {
                    match field.id {
                        $($id if field.kind == <$type as skep_codec::Value>::KIND => {
                            value = $name::$variant(<$type as skep_codec::Value>::read(r)?);
                        })*
                        _ => r.skip(field.kind)?,
                    }
                }
                r.struct_end();
                Ok(value)
            }

            fn write<W: skep_codec::Write>(&self, w: &mut W) {
                w.struct_begin();
                match self {
                    $name::Unset => {}
                    $($name::$variant(value) => {
                        w.field_begin(<$type as skep_codec::Value>::KIND, $id);
                        skep_codec::Value::write(value, w);
                        w.field_end();
                    })*
                }
                w.struct_end();
            }
        }

        impl skep_codec::Struct for $name {}

        impl crate::Named for $name {
            fn names() -> crate::Names {
                crate::Names::Fields(&[
                    $(($id, stringify!($variant), <$type as crate::Named>::names),)*
                ])
            }
        }
    )*};
}

/// Enumerations: an `i32` with names, so that values from the future survive.
macro_rules! enumeration {
    ($(#[$doc:meta])* $name:ident { $($member:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub i32);

        impl $name {
            $(pub const $member: $name = $name($value);)*

            /// The name of the value; `None` for one from the future.
            pub fn name(self) -> Option<&'static str> {
                match self {
                    $($name::$member => Some(stringify!($member)),)*
                    _ => None,
                }
            }

            /// The value of that name, in capitals as in the interface.
            pub fn from_name(name: &str) -> Option<$name> {
                match name {
                    $(stringify!($member) => Some($name::$member),)*
                    _ => None,
                }
            }
        }

        impl skep_codec::Value for $name {
            const KIND: skep_codec::Type = skep_codec::Type::I32;

            fn read<R: skep_codec::Read>(r: &mut R) -> Result<Self, skep_codec::DecodeError> {
                Ok($name(r.i32()?))
            }

            fn write<W: skep_codec::Write>(&self, w: &mut W) {
                w.i32(self.0);
            }
        }

        impl crate::Named for $name {}
    };
}

/// Methods: one line each.
macro_rules! calls {
    ($($call:ident $name:literal $service:literal oneway $oneway:literal since $since:literal until $until:expr
       => $ok:ty, throws [$($id:literal $exception:ident),*];)*) => {
        $(
            /// The method of that name.
            pub struct $call;

            impl Call for $call {
                const METHOD: &'static MethodDef = &MethodDef {
                    name: $name,
                    service: $service,
                    oneway: $oneway,
                    since: $since,
                    until: $until,
                    throws: &[$(($id, Exception::$exception)),*],
                };
                type Args = crate::args::$call;
                type Ok = $ok;
            }
        )*

        /// Every method of the interface, by name.
        pub const METHODS: &[&MethodDef] = &[$(<$call as Call>::METHOD,)*];

        /// Shows every method to the visitor, in the order of [`METHODS`].
        pub fn visit(visitor: &mut impl crate::Visitor) {
            $(visitor.call::<$call>();)*
        }
    };
}
