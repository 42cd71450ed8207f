//! Writing to disk what is the person's own: folders and files that only they can look into, brought to the disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::Path,
};

/// How bytes get into a new file; tests put a full disk here.
pub(crate) type WriteBytes<'a> = &'a mut dyn FnMut(&mut File, &[u8]) -> io::Result<()>;

/// Makes a folder that only its owner can look into, with those above it, as far as they are not there.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a new file that only its owner can read, and brings it to the disk. What was left behind at its place is replaced.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_new_with(path, bytes, &mut |file, bytes| file.write_all(bytes))
}

/// As [`write_new`], with another way for the bytes to get into the file.
pub(crate) fn write_new_with(path: &Path, bytes: &[u8], write: WriteBytes<'_>) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = create_new(path)?;
    write(&mut file, bytes)?;
    file.sync_all()
}

/// Makes a new, empty file that only its owner can read, to write to. It is an error if there is something at its place.
pub fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the new name last through a power cut. The file itself is safe by now, and systems on which a folder cannot be
/// opened or synced do it by themselves.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "only Unix has folders that can be synced"))]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            return Err(error);
        }
        Ok(()) | Err(_) => {}
    }
    #[cfg(not(unix))]
    let _: &Path = folder;
    Ok(())
}

/// Whether Windows takes a name for a device, whatever its ending: `aux.toml` is a printer.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()) {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut digits = number.chars();
        matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    })
}

/// Why writing did not work, in words and without the number that the system gives it.
pub fn cause(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "your share of the disk is full".into(),
        ErrorKind::PermissionDenied => "you may not write there".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::NotADirectory => "its folder is a file".into(),
        ErrorKind::NotFound => "its folder is not there".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}
