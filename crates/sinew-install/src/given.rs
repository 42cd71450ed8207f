//! A pack as somebody gives it: a folder, an archive, or bytes from a stream, with a signature beside it.

use crate::{
    archive::{MAX_PACKED_BYTES, read_archive},
    bundle::{Bundle, FolderProblem, KEY_FILE, MAX_SIGNATURE_BYTES, SIGNATURE_FILE, read_folder},
    refusal::Refusal,
};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// Why what was given was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GivenProblem {
    /// A file could not be read.
    #[error("{} could not be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder was not taken.
    #[error(transparent)]
    Folder(FolderProblem),
    /// The archive was not taken.
    #[error(transparent)]
    Refused(Refusal),
}

impl GivenProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { .. } => Some("name a file or folder that is there and that you may read"),
            Self::Folder(FolderProblem::Read(_)) => None,
            Self::Folder(FolderProblem::Refused(refusal)) | Self::Refused(refusal) => Some(refusal.remedy()),
        }
    }
}

/// Reads a pack from a folder or an archive. A signature and a key that lie beside it count, unless it has its own.
pub fn read_given(path: &Path) -> Result<Bundle, GivenProblem> {
    let bundle = if path.is_dir() {
        read_folder(path).map_err(GivenProblem::Folder)?
    } else {
        let bundle = open_file(path)
            .map_err(|source| unreadable(path, source))
            .and_then(|file| from_stream(file, path))?;
        bundle.shown_at(&path.display().to_string().replace('\\', "/"))
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |name: &str| read_beside(&folder.join(name));
    Ok(bundle.or_signed(beside(SIGNATURE_FILE)?, beside(KEY_FILE)?))
}

/// Reads a pack from an archive that comes as a stream of bytes.
pub fn read_given_stream(stream: impl Read) -> Result<Bundle, GivenProblem> {
    from_stream(stream, Path::new("-"))
}

fn from_stream(stream: impl Read, path: &Path) -> Result<Bundle, GivenProblem> {
    let mut bytes = Vec::new();
    // One byte more than is taken, so that too much is seen to be too much.
    let read = stream.take(MAX_PACKED_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|source| unreadable(path, source))?;
    read_archive(&bytes).map_err(GivenProblem::Refused)
}

fn read_beside(path: &Path) -> Result<Option<Vec<u8>>, GivenProblem> {
    let file = match open_file(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(source) => return Err(unreadable(path, source)),
    };
    let mut bytes = Vec::new();
    let read = file.take(MAX_SIGNATURE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|source| unreadable(path, source))?;
    Ok(Some(bytes))
}

/// Opens a file, and nothing but a file: a pipe or a device could be waited for, or read, for ever.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    // Opening a pipe waits already, so it is looked at before.
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::new(ErrorKind::InvalidInput, "it is no file"))
    }
}

fn unreadable(path: &Path, source: io::Error) -> GivenProblem {
    GivenProblem::Unreadable { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        archive::{ArchiveFormat, write_archive},
        fixture::bundle,
    };

    fn unpacked(into: &Path) -> PathBuf {
        let folder = into.join("ache");
        for (path, content) in bundle("ache").files() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_an_archive_and_a_stream_give_the_same() {
        let place = tempfile::tempdir().unwrap();
        let folder = unpacked(place.path());
        let archive = place.path().join("any name");
        let bytes = write_archive(&bundle("ache"), ArchiveFormat::TarGz).unwrap();
        fs::write(&archive, &bytes).unwrap();
        let from_folder = read_given(&folder).unwrap();
        let from_archive = read_given(&archive).unwrap();
        assert_eq!(from_folder.files(), bundle("ache").files());
        assert_eq!(from_archive.files(), from_folder.files());
        assert_eq!(from_archive.manifest(), from_folder.manifest());
        assert_eq!(from_archive.source().content_hash(), from_folder.source().content_hash());
        assert_eq!(from_archive.source().shown_at, archive.display().to_string());
        assert_eq!(read_given_stream(&bytes[..]).unwrap().files(), from_folder.files());
    }

    #[test]
    fn a_signature_beside_counts_unless_there_is_one_inside() {
        let place = tempfile::tempdir().unwrap();
        let folder = unpacked(place.path());
        let archive = place.path().join("ache.tar.zst");
        fs::write(&archive, write_archive(&bundle("ache"), ArchiveFormat::TarZst).unwrap()).unwrap();
        assert_eq!(read_given(&archive).unwrap().signature(), None);
        fs::write(place.path().join(SIGNATURE_FILE), "beside").unwrap();
        fs::write(place.path().join(KEY_FILE), "key beside").unwrap();
        for path in [&folder, &archive] {
            let bundle = read_given(path).unwrap();
            assert_eq!((bundle.signature(), bundle.key()), (Some(&b"beside"[..]), Some(&b"key beside"[..])));
        }
        fs::write(folder.join(SIGNATURE_FILE), "inside").unwrap();
        let bundle = read_given(&folder).unwrap();
        // A key beside may well belong to another signature.
        assert_eq!((bundle.signature(), bundle.key()), (Some(&b"inside"[..]), None));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let place = tempfile::tempdir().unwrap();
        let problem = read_given(&place.path().join("nothing.tar.gz")).unwrap_err();
        assert!(problem.to_string().contains("nothing.tar.gz could not be read: "), "{problem}");
        let text = place.path().join("text.tar.gz");
        fs::write(&text, "text").unwrap();
        let problem = read_given(&text).unwrap_err();
        assert_eq!(problem.to_string(), "it is neither a .tar.gz nor a .tar.zst archive");
        assert!(problem.remedy().is_some());
        #[cfg(unix)]
        {
            let problem = read_given(Path::new("/dev/zero")).unwrap_err();
            assert_eq!(problem.to_string(), "/dev/zero could not be read: it is no file");
        }
        fs::create_dir(place.path().join(SIGNATURE_FILE)).unwrap();
        let archive = place.path().join("ache.tar.zst");
        fs::write(&archive, write_archive(&bundle("ache"), ArchiveFormat::TarZst).unwrap()).unwrap();
        let problem = read_given(&archive).unwrap_err();
        assert!(problem.to_string().ends_with("pack.minisig could not be read: it is no file"), "{problem}");
        let endless = read_given_stream(io::repeat(0x1f)).unwrap_err();
        assert!(matches!(endless, GivenProblem::Refused(_)), "{endless}");
    }
}
