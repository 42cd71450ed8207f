//! What stands between C and a function in Rust, on the side of the library.

use crate::{
    facts::{DeclaredFact, Facts, description},
    layout::Status,
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr, slice,
};

/// Offers an extension to Sinew: `export_extension! { id: "…", facts: […], evaluate: function }`.
///
/// The id and the facts ([`DeclaredFact`](crate::DeclaredFact)) are those of `extension.toml`. The function takes the input as `&[u8]`
/// and gives `Result<Facts, String>`; an error is a sentence for people, without a full stop. A panic in it becomes a message. Where
/// a panic would end the process (`panic = "abort"`), the library does not compile.
#[macro_export]
macro_rules! export_extension {
    (id: $id:expr, facts: $facts:expr, evaluate: $evaluate:expr $(,)?) => {
        const _: () = {
            #[cfg(panic = "abort")]
            ::std::compile_error!(
                "an extension cannot be built with panic = \"abort\", because a panic has to become a message; remove that setting from the profile"
            );

            // Names of their own, because what the author writes may use any other.
            const SINEW_EXTENSION_ID: &str = $id;
            const SINEW_EXTENSION_FACTS: &[$crate::DeclaredFact] = &$facts;
            const SINEW_EXTENSION_EVALUATE: fn(&[u8]) -> ::std::result::Result<$crate::Facts, ::std::string::String> =
                $evaluate;

            unsafe extern "C" fn sinew_extension_describe(reply: *mut *mut u8, reply_size: *mut usize) -> i32 {
                // SAFETY: whoever calls this keeps what `Describe` asks of them.
                unsafe { $crate::describe(SINEW_EXTENSION_ID, SINEW_EXTENSION_FACTS, reply, reply_size) }
            }

            unsafe extern "C" fn sinew_extension_evaluate(
                input: *const u8,
                input_size: usize,
                reply: *mut *mut u8,
                reply_size: *mut usize,
            ) -> i32 {
                // SAFETY: whoever calls this keeps what `Evaluate` asks of them.
                unsafe { $crate::evaluate(SINEW_EXTENSION_EVALUATE, input, input_size, reply, reply_size) }
            }

            unsafe extern "C" fn sinew_extension_free(reply: *mut u8, reply_size: usize) {
                // SAFETY: whoever calls this keeps what `Free` asks of them, and every reply was given by this crate.
                unsafe { $crate::free(reply, reply_size) }
            }

            // SAFETY: no other symbol of a library has this name, because it is reserved for this table.
            #[unsafe(no_mangle)]
            static SINEW_EXTENSION: $crate::ExtensionTable =
                $crate::ExtensionTable::new(
                    sinew_extension_describe,
                    sinew_extension_evaluate,
                    sinew_extension_free,
                );
        };
    };
}

/// `describe` of a library in Rust. For [`export_extension!`](crate::export_extension).
///
/// # Safety
/// As [`Describe`](crate::Describe) says: both pointers are null or can be written to.
#[doc(hidden)]
pub unsafe fn describe(id: &str, facts: &[DeclaredFact], reply: *mut *mut u8, reply_size: *mut usize) -> i32 {
    let (status, bytes) = guarded(|| Ok(description(id, facts)));
    // SAFETY: the caller of this function promises it.
    unsafe { give(bytes, reply, reply_size) };
    status.number()
}

/// `evaluate` of a library in Rust. For [`export_extension!`](crate::export_extension).
///
/// # Safety
/// As [`Evaluate`](crate::Evaluate) says: the input is that many bytes, or null if it has none; the other pointers are null or can be
/// written to.
#[doc(hidden)]
pub unsafe fn evaluate(
    function: fn(&[u8]) -> Result<Facts, String>,
    input: *const u8,
    input_size: usize,
    reply: *mut *mut u8,
    reply_size: *mut usize,
) -> i32 {
    let input = if input.is_null() || input_size == 0 {
        &[][..]
    } else {
        // SAFETY: it is not null, and the caller promises that it is that many bytes, which nobody changes during the call.
        unsafe { slice::from_raw_parts(input, input_size) }
    };
    let (status, bytes) = guarded(|| function(input).map(|facts| facts.to_json()));
    // SAFETY: the caller of this function promises it.
    unsafe { give(bytes, reply, reply_size) };
    status.number()
}

/// `free` of a library in Rust. For [`export_extension!`](crate::export_extension).
///
/// # Safety
/// As [`Free`](crate::Free) says: it is a reply that was given by a function of this module, with its size, and was not taken back yet.
#[doc(hidden)]
pub unsafe fn free(reply: *mut u8, reply_size: usize) {
    if !reply.is_null() {
        let bytes = ptr::slice_from_raw_parts_mut(reply, reply_size);
        // SAFETY: `give` made it from a box of just that many bytes, and the caller gives it back once.
        drop(unsafe { Box::from_raw(bytes) });
    }
}

/// The outcome of a function of the author, whatever happens in it.
fn guarded(run: impl FnOnce() -> Result<String, String>) -> (Status, Vec<u8>) {
    // What a panic left half done is never looked at again: the reply says that there was one.
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(reply)) => (Status::Done, reply.into_bytes()),
        Ok(Err(why)) => (Status::Failed, why.into_bytes()),
        Err(panic) => {
            let message = message(&*panic);
            // The drop of what was thrown may panic once more, which nothing would catch.
            std::mem::forget(panic);
            (Status::Panicked, message.into_bytes())
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
        .to_owned()
}

/// Puts a reply where the caller wants it. Without a place for it, it is dropped.
///
/// # Safety
/// Both pointers are null or can be written to.
unsafe fn give(bytes: Vec<u8>, reply: *mut *mut u8, reply_size: *mut usize) {
    if reply.is_null() || reply_size.is_null() {
        return;
    }
    let size = bytes.len();
    let start = Box::into_raw(bytes.into_boxed_slice()).cast::<u8>();
    // SAFETY: neither is null, and the caller promises that both can be written to.
    unsafe {
        reply.write(start);
        reply_size.write(size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ExtensionTable;

    fn ask(function: fn(&[u8]) -> Result<Facts, String>, input: &[u8]) -> (i32, String) {
        let (mut reply, mut size) = (ptr::null_mut(), 0);
        // SAFETY: the input is a slice, and the reply goes into variables of this function.
        let status =
            unsafe { evaluate(function, input.as_ptr(), input.len(), &raw mut reply, &raw mut size) };
        // SAFETY: it is a reply of that size.
        let text = unsafe { slice::from_raw_parts(reply, size) }.to_vec();
        // SAFETY: it was given above, and is given back once.
        unsafe { free(reply, size) };
        (status, String::from_utf8(text).unwrap())
    }

    #[test]
    fn whatever_happens_there_is_a_status_and_a_reply() {
        let count = |input: &[u8]| Ok(Facts::new().number("length", i64::try_from(input.len()).unwrap()));
        assert_eq!(ask(count, b"four"), (0, r#"{"facts":{"length":4}}"#.into()));
        assert_eq!(ask(count, b""), (0, r#"{"facts":{"length":0}}"#.into()));
        assert_eq!(ask(|_| Err("no run in it".into()), b"x"), (1, "no run in it".into()));
        assert_eq!(ask(|_| Err(String::new()), b"x"), (1, String::new()));
        assert_eq!(ask(|_| panic!("a plain one"), b"x"), (2, "a plain one".into()));
        assert_eq!(ask(|input| panic!("one with {}", input.len()), b"x"), (2, "one with 1".into()));
        assert_eq!(ask(|_| std::panic::panic_any(5), b"x"), (2, "without a message".into()));
    }

    const HALF: DeclaredFact = DeclaredFact { name: "half", min: 0, max: 9, unit: "halves" };

    fn halve(input: &[u8]) -> Result<Facts, String> {
        Ok(Facts::new()
            .number("half", i64::try_from(input.len() / 2).map_err(|problem| problem.to_string())?))
    }

    crate::export_extension! { id: "halves", facts: [HALF], evaluate: halve }

    #[test]
    fn what_is_exported_is_found_under_its_name() {
        unsafe extern "C" {
            #[link_name = "SINEW_EXTENSION"]
            static TABLE: ExtensionTable;
        }
        // SAFETY: it is exported above, and never changes.
        let table = unsafe { TABLE };
        assert_eq!((table.magic, table.size), (crate::MAGIC, crate::TABLE_SIZE));
        assert_eq!((table.abi_major, table.abi_minor, table.reserved), (1, 0, 0));
        let (describe, evaluate, free) =
            (table.describe.unwrap(), table.evaluate.unwrap(), table.free.unwrap());
        let (mut reply, mut size) = (ptr::null_mut(), 0);
        for (input, expected) in [
            (None, r#"{"id":"halves","facts":{"half":{"min":0,"max":9,"unit":"halves"}}}"#),
            (Some(b"five5"), r#"{"facts":{"half":2}}"#),
        ] {
            // SAFETY: the input is a slice, and the reply goes into variables of this function.
            let status = unsafe {
                match input {
                    None => describe(&raw mut reply, &raw mut size),
                    Some(input) => evaluate(input.as_ptr(), input.len(), &raw mut reply, &raw mut size),
                }
            };
            assert_eq!(status, 0);
            // SAFETY: it is a reply of that size.
            assert_eq!(unsafe { slice::from_raw_parts(reply, size) }, expected.as_bytes());
            // SAFETY: it was given above, and is given back once.
            unsafe { free(reply, size) };
        }
    }

    #[test]
    fn a_caller_without_a_place_for_the_reply_gets_none() {
        // SAFETY: null is allowed everywhere here.
        let status = unsafe { describe("a", &[], ptr::null_mut(), ptr::null_mut()) };
        assert_eq!(status, 0);
        // SAFETY: null is allowed here too.
        unsafe { free(ptr::null_mut(), 0) };
    }
}
