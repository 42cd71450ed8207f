//! The library of a pack: where it lies, and what it may supply.

use crate::{
    declared::{Declared, ExtensionId},
    no_facts::{NoFacts, NoFactsKind},
};
use std::{
    env::consts::{DLL_PREFIX, DLL_SUFFIX},
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

/// The folder of a pack that its libraries lie in.
const FOLDER: &str = "native";
/// The file that says what they may supply.
const MANIFEST: &str = "extension.toml";
/// The most bytes of that file.
const MOST_MANIFEST: u64 = 64 * 1024;

macro_rules! targets {
    ($( $triple:literal: $($key:ident = $value:literal),* ; )*) => {
        /// The machine that this program runs on, as compilers name it; `unknown` if it is none of those that are known here.
        pub const TARGET: &str = {
            $( if cfg!(all($($key = $value),*)) { $triple } else )*
            { "unknown" }
        };
    };
}

targets! {
    "x86_64-unknown-linux-gnu": target_arch = "x86_64", target_os = "linux", target_env = "gnu";
    "x86_64-unknown-linux-musl": target_arch = "x86_64", target_os = "linux", target_env = "musl";
    "aarch64-unknown-linux-gnu": target_arch = "aarch64", target_os = "linux", target_env = "gnu";
    "aarch64-unknown-linux-musl": target_arch = "aarch64", target_os = "linux", target_env = "musl";
    "riscv64gc-unknown-linux-gnu": target_arch = "riscv64", target_os = "linux", target_env = "gnu";
    "x86_64-apple-darwin": target_arch = "x86_64", target_os = "macos";
    "aarch64-apple-darwin": target_arch = "aarch64", target_os = "macos";
    "x86_64-pc-windows-msvc": target_arch = "x86_64", target_os = "windows", target_env = "msvc";
    "x86_64-pc-windows-gnu": target_arch = "x86_64", target_os = "windows", target_env = "gnu";
    "aarch64-pc-windows-msvc": target_arch = "aarch64", target_os = "windows", target_env = "msvc";
}

/// What a library of this id is called on this platform, as cargo calls it: dashes become underscores.
pub fn file_name(id: &ExtensionId) -> String {
    format!("{DLL_PREFIX}{}{DLL_SUFFIX}", id.as_str().replace('-', "_"))
}

/// The library of a pack for this machine. That there is one says nothing about whether anybody trusts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// The id of the pack.
    pub pack: String,
    /// The file.
    pub file: PathBuf,
    /// What it may supply, as `native/extension.toml` says.
    pub declared: Declared,
    /// The bytes of that file. Who trusts a library trusts it to supply this.
    pub(crate) manifest: Vec<u8>,
}

impl Library {
    /// Looks for the library of a pack in its folder. None if it has no folder `native`.
    pub fn of_pack(folder: &Path, pack: &str) -> Result<Option<Self>, NoFacts> {
        let native = folder.join(FOLDER);
        if !native.is_dir() {
            return Ok(None);
        }
        let path = native.join(MANIFEST);
        let not_readable = |cause: String| {
            let remedy = "ask the author of the pack; it has to say the id and the facts of the library";
            NoFacts::new(pack, NoFactsKind::NotReadable, cause, remedy)
        };
        let manifest = read_at_most(&path, MOST_MANIFEST)
            .map_err(|problem| not_readable(format!("{} could not be read: {problem}", path.display())))?;
        let text = str::from_utf8(&manifest)
            .map_err(|_| not_readable(format!("{} is not UTF-8 text", path.display())))?;
        let declared = Declared::from_toml(text).map_err(|(line, problem)| {
            let line = line.map_or_else(String::new, |line| format!(":{line}"));
            not_readable(format!("{}{line}: {problem}", path.display()))
        })?;
        let file = native.join(TARGET).join(file_name(declared.id()));
        if !file.is_file() {
            let cause = format!("it is not for this machine: there is no {}", file.display());
            let others = others(&native);
            let remedy = if others.is_empty() {
                "ask the author of the pack for a library for this machine".to_owned()
            } else {
                format!(
                    "ask the author of the pack for a library for this machine; there are: {}",
                    others.join(", ")
                )
            };
            return Err(NoFacts::new(declared.id(), NoFactsKind::NotForThisMachine, cause, remedy));
        }
        Ok(Some(Self { pack: pack.to_owned(), file, declared, manifest }))
    }
}

/// The machines that there are libraries for.
fn others(native: &Path) -> Vec<String> {
    let entries = fs::read_dir(native).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| crate::shown::shown(&entry.file_name().to_string_lossy(), 60)).collect();
    names.sort();
    names
}

/// The bytes of a file that has at most so many. A pipe or a device in its place is refused and not waited for.
pub(crate) fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // To open a device can do something already, so that it is looked at before, too.
    if !fs::metadata(path)?.is_file() {
        return Err(no_file());
    }
    read_opened(path, most)
}

fn no_file() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "it is no file")
}

/// The same without a look beforehand, after which something else can stand there. What was opened is what is looked at, and a pipe is not
/// waited for.
fn read_opened(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(no_file());
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it has more than {most} bytes")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_takes_the_place_of_a_file_after_a_look_is_not_read_and_not_waited_for() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let folder = tempfile::tempdir().unwrap();
        let (file, pipe) = (folder.path().join("file"), folder.path().join("pipe"));
        fs::write(&file, b"bytes").unwrap();
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert_eq!(read_opened(&file, 5).unwrap(), b"bytes");
        assert_eq!(read_opened(&file, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        for other in [pipe.as_path(), folder.path()] {
            assert_eq!(read_opened(other, 5).unwrap_err().kind(), ErrorKind::InvalidInput, "{other:?}");
        }
    }

    #[test]
    fn the_library_of_this_machine_is_found_or_the_others_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let of_pack = || Library::of_pack(folder.path(), "pack");
        assert_eq!(of_pack().unwrap(), None);
        let native = folder.path().join("native");
        fs::create_dir_all(native.join("z80-unknown-cpm")).unwrap();
        let none = of_pack().unwrap_err();
        assert_eq!((none.kind(), none.extension()), (NoFactsKind::NotReadable, "pack"));
        let long = vec![b' '; 70_000];
        for (text, told) in
            [(&b"id = 1"[..], "extension.toml:1: "), (b"\xff", "is not UTF-8"), (&long, "more than")]
        {
            fs::write(native.join("extension.toml"), text).unwrap();
            let none = of_pack().unwrap_err();
            assert!(none.kind() == NoFactsKind::NotReadable && none.cause().contains(told), "{none}");
        }
        fs::write(native.join("extension.toml"), "id = \"step-count\"").unwrap();
        let none = of_pack().unwrap_err();
        assert_eq!((none.kind(), none.extension()), (NoFactsKind::NotForThisMachine, "step-count"));
        assert!(none.remedy().ends_with("there are: z80-unknown-cpm"), "{}", none.remedy());
        let name = format!("{DLL_PREFIX}step_count{DLL_SUFFIX}");
        fs::create_dir_all(native.join(TARGET).join(&name)).unwrap();
        assert_eq!(of_pack().unwrap_err().kind(), NoFactsKind::NotForThisMachine, "a folder is no library");
        fs::remove_dir(native.join(TARGET).join(&name)).unwrap();
        fs::write(native.join(TARGET).join(&name), "bytes").unwrap();
        let library = of_pack().unwrap().unwrap();
        assert_eq!(library.file, native.join(TARGET).join(name));
        assert_eq!(library.pack, "pack");
    }
}
