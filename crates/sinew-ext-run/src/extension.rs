//! Opening a library and calling into it.

use sinew_ext::{
    frame::{MOST_DESCRIPTION, MOST_REPLY},
    message::RunnerProblem,
};
use sinew_ext_abi::{ABI_MAJOR, ABI_MINOR, Describe, Evaluate, ExtensionTable, Free, MAGIC, SYMBOL, Status};
use std::{
    ffi::CString,
    mem::{ManuallyDrop, offset_of},
    path::Path,
    ptr, slice,
};

/// The most bytes of what a library says why it cannot do it.
const MOST_WORDS: usize = 4 * 1024;
/// The largest table that makes sense. A later version has more fields, but not that many.
const LARGEST_TABLE: u32 = 64 * 1024;

/// Why something did not work, for the parent.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) problem: RunnerProblem,
    pub(crate) words: String,
}

impl Trouble {
    fn new(problem: RunnerProblem, words: impl Into<String>) -> Self {
        Self { problem, words: words.into() }
    }
}

/// What an open library offers. It stays open until the process ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extension {
    describe: Describe,
    evaluate: Evaluate,
    free: Free,
}

impl Extension {
    /// Opens a library, which runs its code, and looks at its table, which runs nothing.
    pub(crate) fn open(library: &Path) -> Result<Self, Trouble> {
        let table = table_of(library)?;
        // SAFETY: the symbol is data of the library, which is never closed. What it is may be a lie: then reading it ends this
        // process, which is there for that. Each field is read by itself, the size before what lies behind it, and without asking
        // for an alignment.
        let (magic, size) = unsafe {
            (
                field::<u64>(table, offset_of!(ExtensionTable, magic)),
                field::<u32>(table, offset_of!(ExtensionTable, size)),
            )
        };
        let unsuitable = |words: String| Err(Trouble::new(RunnerProblem::Unsuitable, words));
        if magic != MAGIC {
            return Err(Trouble::new(
                RunnerProblem::NoExtension,
                format!("its `{SYMBOL}` is something else"),
            ));
        }
        // SAFETY: as above; both lie before the end of every table of any version.
        let (major, minor) = unsafe {
            (
                field::<u32>(table, offset_of!(ExtensionTable, abi_major)),
                field::<u32>(table, offset_of!(ExtensionTable, abi_minor)),
            )
        };
        if major != ABI_MAJOR {
            return unsuitable(format!(
                "it has version {major}.{minor} of the interface, and this program has {ABI_MAJOR}.{ABI_MINOR}"
            ));
        }
        // Later minor versions only have more at the end.
        if !(sinew_ext_abi::TABLE_SIZE..=LARGEST_TABLE).contains(&size) {
            return unsuitable(format!("its table has {size} bytes, which no version of the interface has"));
        }
        // SAFETY: as above, and the table is long enough. That a pointer that is not null is a function of that kind, only the library
        // knows; calling what is none ends this process.
        let functions = unsafe {
            (
                field::<Option<Describe>>(table, offset_of!(ExtensionTable, describe)),
                field::<Option<Evaluate>>(table, offset_of!(ExtensionTable, evaluate)),
                field::<Option<Free>>(table, offset_of!(ExtensionTable, free)),
            )
        };
        match functions {
            (Some(describe), Some(evaluate), Some(free)) => Ok(Self { describe, evaluate, free }),
            _ => unsuitable("a function is missing in its table".to_owned()),
        }
    }

    /// What the library says of itself.
    pub(crate) fn describe(&self) -> Result<Vec<u8>, Trouble> {
        // SAFETY: both pointers can be written to, as `call` says.
        self.call(MOST_DESCRIPTION, &|reply, size| unsafe { (self.describe)(reply, size) })
    }

    /// What the library answers.
    pub(crate) fn evaluate(&self, input: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.call(MOST_REPLY, &|reply, size| {
            // SAFETY: the input is that many bytes, which nobody changes meanwhile, and both other pointers can be written to.
            unsafe { (self.evaluate)(input.as_ptr(), input.len(), reply, size) }
        })
    }

    /// Calls a function of the library with a place for its reply. Gives the reply, of which at most so many bytes are taken.
    fn call(
        &self,
        most: usize,
        function: &dyn Fn(*mut *mut u8, *mut usize) -> i32,
    ) -> Result<Vec<u8>, Trouble> {
        let (mut reply, mut size) = (ptr::null_mut::<u8>(), 0_usize);
        let status = function(&raw mut reply, &raw mut size);
        let is_done = Status::of(status) == Some(Status::Done);
        let taken = if is_done { size } else { size.min(MOST_WORDS) };
        let bytes = if reply.is_null() || size == 0 {
            Vec::new()
        } else if taken > most {
            return Err(Trouble::new(
                RunnerProblem::TooLong,
                format!("it has {size} bytes, of which {most} are taken"),
            ));
        } else {
            // SAFETY: the library says that there are that many bytes. If there are not, this process ends, which is there for that.
            unsafe { slice::from_raw_parts(reply, taken) }.to_vec()
        };
        if !reply.is_null() {
            // SAFETY: it is a reply of this library with its size, given back once, and copied before.
            unsafe { (self.free)(reply, size) };
        }
        let words = || String::from_utf8_lossy(&bytes).into_owned();
        match Status::of(status) {
            Some(Status::Done) => Ok(bytes),
            Some(Status::Failed) => Err(Trouble::new(RunnerProblem::Failed, words())),
            Some(Status::Panicked) => Err(Trouble::new(RunnerProblem::Panicked, words())),
            _ => Err(Trouble::new(RunnerProblem::UnknownStatus, format!("it gave the status {status}"))),
        }
    }
}

/// A field of a table.
///
/// # Safety
/// There is a value of this type at that offset from the pointer.
unsafe fn field<T: Copy>(table: *const u8, offset: usize) -> T {
    // SAFETY: the caller promises it.
    unsafe { table.add(offset).cast::<T>().read_unaligned() }
}

/// Opens a library for good, and gives the place of its table.
fn table_of(library: &Path) -> Result<*const u8, Trouble> {
    // Where the copy lies is nobody's business: what is told may be shown to others.
    let name = library.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let not_loaded = |problem: libloading::Error| {
        let words = reason(&problem).replace(&library.display().to_string(), &name);
        Trouble::new(RunnerProblem::NotLoaded, words)
    };
    // Never closed, whatever follows: what a library has started, and what its threads leave behind, would outlive its code.
    let opened = ManuallyDrop::new(open(library).map_err(not_loaded)?);
    let name = CString::new(SYMBOL).unwrap_or_default();
    // SAFETY: the type says only that it is the place of some bytes, which holds for any symbol.
    let table = match unsafe { opened.get::<*const u8>(name.as_bytes_with_nul()) } {
        Ok(symbol) => *symbol,
        Err(_) => {
            return Err(Trouble::new(RunnerProblem::NoExtension, format!("it has no symbol `{SYMBOL}`")));
        }
    };
    if table.is_null() {
        return Err(Trouble::new(RunnerProblem::NoExtension, format!("its `{SYMBOL}` is nowhere")));
    }
    Ok(table)
}

/// All of its symbols at once, so that one that is missing is found now, and none of them for other libraries.
#[cfg(unix)]
fn open(library: &Path) -> Result<libloading::os::unix::Library, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: opening a library runs its code, which may do anything that this process may. That these bytes may be run is what the
    // parent has made sure of, and what this process may do was given up before.
    unsafe { Library::open(Some(library), RTLD_NOW | RTLD_LOCAL) }
}

/// What it needs is looked for beside it and in the folder of the system, and nowhere else.
#[cfg(windows)]
fn open(library: &Path) -> Result<libloading::os::windows::Library, libloading::Error> {
    use libloading::os::windows::{LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR, LOAD_LIBRARY_SEARCH_SYSTEM32, Library};
    // SAFETY: as on Unix, but that nothing was given up: there is no such thing here, which the parent is told.
    unsafe {
        Library::load_with_flags(library, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32)
    }
}

/// Why the system did not open it, in its own words.
fn reason(problem: &libloading::Error) -> String {
    use std::error::Error as _;
    problem.source().map_or_else(|| problem.to_string(), ToString::to_string)
}
