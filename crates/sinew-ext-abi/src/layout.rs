//! The table that a library offers, field by field, and the numbers in it.

/// The name of the symbol of version 1 of the interface. It is data and not a function, so that reading it runs nothing.
pub const SYMBOL: &str = "SINEW_EXTENSION";

/// What every table begins with: the bytes `SINEWEXT` on a machine that puts the lowest byte first.
pub const MAGIC: u64 = u64::from_le_bytes(*b"SINEWEXT");

/// The major version of this interface.
pub const ABI_MAJOR: u32 = 1;

/// The minor version of this interface.
pub const ABI_MINOR: u32 = 0;

/// The size of the table of this version, in bytes. It fits, as a table is a few dozen bytes.
#[expect(clippy::cast_possible_truncation, reason = "a table is a few dozen bytes")]
pub const TABLE_SIZE: u32 = size_of::<ExtensionTable>() as u32;

/// How a call of a library ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// The reply is what was asked for.
    Done,
    /// It could not be done; the reply says why, in UTF-8 for people.
    Failed,
    /// There was a panic within the library; the reply has its message.
    Panicked,
}

impl Status {
    /// The number that crosses the interface.
    pub const fn number(self) -> i32 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Panicked => 2,
        }
    }

    /// The status of a number; none if no version of this interface has it.
    pub const fn of(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Done),
            1 => Some(Self::Failed),
            2 => Some(Self::Panicked),
            _ => None,
        }
    }
}

/// Gives what the library says of itself: id and facts, as JSON. Returns a [`Status`] as a number.
///
/// The reply is put where `reply` and `reply_size` point, also if the status is not 0. It belongs to the library and goes back to it
/// through [`Free`]. A null pointer with size 0 is a reply without bytes.
pub type Describe = unsafe extern "C" fn(reply: *mut *mut u8, reply_size: *mut usize) -> i32;

/// Computes facts from bytes. Returns a [`Status`] as a number.
///
/// The input belongs to the caller and is only valid during the call. What is said of the reply of [`Describe`] holds here too.
pub type Evaluate = unsafe extern "C" fn(
    input: *const u8,
    input_size: usize,
    reply: *mut *mut u8,
    reply_size: *mut usize,
) -> i32;

/// Takes a reply back. It is called once for each reply that is not null, with just what was given; not for one that is longer than is
/// taken, whose size nobody believes.
pub type Free = unsafe extern "C" fn(reply: *mut u8, reply_size: usize);

/// A field of the table, as the C header has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its declaration in C, with the name.
    pub c: &'static str,
    /// What it is for.
    pub docs: &'static [&'static str],
    /// Where it stands in the table, in bytes.
    pub offset: usize,
    /// How many bytes it takes.
    pub size: usize,
}

/// A number of the interface, as the C header has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constant {
    /// Its name in C.
    pub name: &'static str,
    /// Its value, as C writes it.
    pub c: &'static str,
    /// Its value.
    pub value: u64,
    /// What it is for.
    pub docs: &'static str,
}

/// Makes the table and the list of its fields from one text, so that there is nothing that could differ.
macro_rules! table {
    (
        $(#[doc = $table_docs:literal])*
        $name:ident {
            $( $(#[doc = $docs:literal])* $field:ident : $type:ty => $c:literal, )*
        }
    ) => {
        $(#[doc = $table_docs])*
        #[derive(Debug, Clone, Copy)]
        #[repr(C)]
        pub struct $name {
            $( $(#[doc = $docs])* pub $field: $type, )*
        }

        impl $name {
            /// The fields in their order.
            pub const FIELDS: &'static [Field] = &[
                $( Field {
                    name: stringify!($field),
                    c: $c,
                    docs: &[$($docs),*],
                    offset: std::mem::offset_of!($name, $field),
                    size: size_of::<$type>(),
                }, )*
            ];
        }
    };
}

table! {
    /// What a library offers under the name [`SYMBOL`]. It stays as it is for as long as the library is loaded.
    ExtensionTable {
        /// Always `SINEW_EXTENSION_MAGIC`.
        magic: u64 => "uint64_t magic",
        /// The size of the table in bytes, as the library knows it.
        size: u32 => "uint32_t size",
        /// The major version of the interface, `SINEW_EXTENSION_ABI_MAJOR`.
        abi_major: u32 => "uint32_t abi_major",
        /// The minor version of the interface, `SINEW_EXTENSION_ABI_MINOR`.
        abi_minor: u32 => "uint32_t abi_minor",
        /// Always 0.
        reserved: u32 => "uint32_t reserved",
        /// Gives what the library says of itself.
        describe: Option<Describe> => "int32_t (*describe)(uint8_t **reply, size_t *reply_size)",
        /// Computes facts from bytes. The input is only valid during the call.
        evaluate: Option<Evaluate> => "int32_t (*evaluate)(const uint8_t *input, size_t input_size, uint8_t **reply, size_t *reply_size)",
        /// Takes a reply back, once for each that is not null.
        free: Option<Free> => "void (*free)(uint8_t *reply, size_t reply_size)",
    }
}

impl ExtensionTable {
    /// The numbers of the interface.
    pub const CONSTANTS: &'static [Constant] = &[
        Constant {
            name: "SINEW_EXTENSION_MAGIC",
            c: "UINT64_C(0x54584557454e4953)",
            value: MAGIC,
            docs: "What every table begins with.",
        },
        Constant {
            name: "SINEW_EXTENSION_ABI_MAJOR",
            c: "1",
            value: ABI_MAJOR as u64,
            docs: "The major version of the interface.",
        },
        Constant {
            name: "SINEW_EXTENSION_ABI_MINOR",
            c: "0",
            value: ABI_MINOR as u64,
            docs: "The minor version of the interface.",
        },
        Constant {
            name: "SINEW_EXTENSION_DONE",
            c: "0",
            value: Status::Done.number().unsigned_abs() as u64,
            docs: "The reply is what was asked for.",
        },
        Constant {
            name: "SINEW_EXTENSION_FAILED",
            c: "1",
            value: Status::Failed.number().unsigned_abs() as u64,
            docs: "It could not be done; the reply says why, in UTF-8 for people.",
        },
        Constant {
            name: "SINEW_EXTENSION_PANICKED",
            c: "2",
            value: Status::Panicked.number().unsigned_abs() as u64,
            docs: "There was a panic within the library; the reply has its message.",
        },
    ];

    /// The table of a library that uses this crate.
    pub const fn new(describe: Describe, evaluate: Evaluate, free: Free) -> Self {
        Self {
            magic: MAGIC,
            size: TABLE_SIZE,
            abi_major: ABI_MAJOR,
            abi_minor: ABI_MINOR,
            reserved: 0,
            describe: Some(describe),
            evaluate: Some(evaluate),
            free: Some(free),
        }
    }
}
