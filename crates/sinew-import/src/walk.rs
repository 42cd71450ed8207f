//! From paths to reports: files, folders, packed files and archives, one after the other.
//!
//! Names in archives are only shown. Nothing is unpacked onto the disk, links in folders are not followed.

use crate::{
    Settings, format_of,
    report::{Cause, FileReport, Nothing, Outcome, Refusal, Remark},
};
use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use sinew_training::{Format, Reading, Source};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufReader, Cursor, Read, Seek},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// The most bytes of one file that are read, unpacked: 64 MiB. A run of a day and a night with all sensors has about five.
pub const LARGEST: u64 = 64 * 1024 * 1024;
/// The most bytes of an archive in an archive: 512 MiB. Garmin packs its exports twice.
const LARGEST_INNER: u64 = 512 * 1024 * 1024;
/// How many archives may be in each other.
const DEEPEST_ARCHIVE: u32 = 2;
/// How many folders may be in each other.
const DEEPEST_FOLDER: u32 = 32;
/// How many bytes are looked at to see what a file is.
const BEGINNING: u64 = 16 * 1024;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that were looked at, with those in archives.
    pub done: usize,
    /// Files that are known so far. What is in an archive is known once it was opened.
    pub known: usize,
}

/// An import: files that are read one after the other.
#[derive(Debug)]
pub struct Import {
    files: Vec<Result<PathBuf, FileReport>>,
    settings: Settings,
    /// The contents that need not be read again.
    known: BTreeSet<String>,
    progress: Progress,
}

/// Takes a report and says whether to go on.
type Sink<'a> = dyn FnMut(FileReport, Progress) -> ControlFlow<()> + 'a;

impl Import {
    /// Lists the files at these paths, folders with all that is below them, in the order of their names. `known` are the contents
    /// that were read before, as [`Source::content`] has them.
    pub fn new(paths: &[PathBuf], settings: Settings, known: BTreeSet<String>) -> Self {
        let mut files = Vec::new();
        for path in paths {
            list(path, 0, &mut files);
        }
        let progress = Progress { done: 0, known: files.len() };
        Self { files, settings, known, progress }
    }

    /// Reads all files and gives a report of each. Stops early if that is asked for.
    pub fn run(mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        for file in std::mem::take(&mut self.files) {
            match file {
                Err(report) => self.tell(sink, report)?,
                Ok(path) => self.file(&path, sink)?,
            }
        }
        ControlFlow::Continue(())
    }

    fn tell(&mut self, sink: &mut Sink<'_>, report: FileReport) -> ControlFlow<()> {
        self.progress.done += 1;
        sink(report, self.progress)
    }

    fn refuse(&mut self, sink: &mut Sink<'_>, name: String, cause: Cause) -> ControlFlow<()> {
        self.tell(sink, FileReport { file: name, outcome: Outcome::Refused(Refusal::of(cause)) })
    }

    fn file(&mut self, path: &Path, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let name = path.display().to_string();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return self.refuse(sink, name, unreadable(&error)),
        };
        let mut reader = BufReader::new(file);
        let mut beginning = Vec::new();
        if let Err(error) = reader.by_ref().take(4).read_to_end(&mut beginning).and_then(|_| reader.rewind())
        {
            return self.refuse(sink, name, unreadable(&error));
        }
        if is_archive(&beginning) {
            return self.archive(reader, &name, 1, sink);
        }
        self.member(&name, &mut reader, sink)
    }

    /// Reads one file from wherever it is.
    fn member(&mut self, name: &str, reader: &mut dyn Read, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let mut beginning = Vec::new();
        if let Err(error) = reader.take(BEGINNING).read_to_end(&mut beginning) {
            return self.refuse(sink, name.to_owned(), unpacked(&error));
        }
        let outcome = if beginning.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = MultiGzDecoder::new(Cursor::new(beginning).chain(reader));
            let mut beginning = Vec::new();
            match unpacked.by_ref().take(BEGINNING).read_to_end(&mut beginning) {
                Ok(_) => self.content(name, beginning, &mut unpacked, true),
                Err(error) if beginning.is_empty() => Outcome::Refused(Refusal::of(packing(&error))),
                // A short file, of which the damage is found before it is known what it is.
                Err(error) => self.content(name, beginning, &mut Damaged(Some(error)), true),
            }
        } else {
            self.content(name, beginning, reader, false)
        };
        self.tell(sink, FileReport { file: name.to_owned(), outcome })
    }

    /// Reads the content of a file of which the beginning was read already.
    fn content(&mut self, name: &str, beginning: Vec<u8>, rest: &mut dyn Read, is_packed: bool) -> Outcome {
        let refused = |cause| Outcome::Refused(Refusal::of(cause));
        if beginning.is_empty() {
            return refused(Cause::Empty);
        }
        // What is nothing for us is not read to its end: a folder may hold films.
        let Some(format) = format_of(&beginning) else {
            // Of what was meant to be a recording it is said that it is none.
            return named_format(name)
                .map_or(Outcome::Nothing(Nothing::OtherFormat), |format| refused(Cause::NotAsNamed(format)));
        };
        let mut bytes = beginning;
        let room = (LARGEST + 1).saturating_sub(bytes.len() as u64);
        let read = rest.take(room).read_to_end(&mut bytes);
        if bytes.len() as u64 > LARGEST {
            return refused(Cause::TooLarge { limit: LARGEST });
        }
        match read {
            Ok(_) => {}
            // What came out before the damage is read as a file that was cut off.
            Err(error) if is_packed && format != Format::Csv => {
                return match self.readings(name, &bytes) {
                    Outcome::Refused(_) => refused(packing(&error)),
                    Outcome::Read { readings, mut remarks } => {
                        remarks.push(Remark::Packing { problem: plain(&error) });
                        Outcome::Read { readings, remarks }
                    }
                    outcome => outcome,
                };
            }
            Err(error) if is_packed => return refused(packing(&error)),
            Err(error) => return refused(unpacked(&error)),
        }
        self.readings(name, &bytes)
    }

    fn readings(&mut self, name: &str, bytes: &[u8]) -> Outcome {
        let content = hexadecimal(&Sha256::digest(bytes));
        if self.known.contains(&content) {
            return Outcome::Known;
        }
        match crate::read(bytes, &self.settings) {
            Ok(found) => {
                let source = |position| Source {
                    content: content.clone(),
                    position,
                    format: found.format,
                    file: name.to_owned(),
                };
                let readings = found
                    .activities
                    .into_iter()
                    .map(|(position, activity)| Reading { source: source(position), activity })
                    .collect();
                self.known.insert(content.clone());
                Outcome::Read { readings, remarks: found.remarks }
            }
            Err(Refusal { cause: Cause::Nothing(nothing), .. }) => Outcome::Nothing(nothing),
            Err(refusal) => Outcome::Refused(refusal),
        }
    }

    /// Reads all files of an archive.
    fn archive<R: Read + Seek>(
        &mut self,
        reader: R,
        name: &str,
        depth: u32,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let mut archive = match zip::ZipArchive::new(reader) {
            Ok(archive) => archive,
            Err(error) => return self.refuse(sink, name.to_owned(), Cause::Packing(error.to_string())),
        };
        // The archive itself is no file of its own.
        self.progress.known = (self.progress.known + archive.len()).saturating_sub(1);
        for at in 0..archive.len() {
            let mut entry = match archive.by_index(at) {
                Ok(entry) => entry,
                Err(error) => {
                    let cause = if error.to_string().to_lowercase().contains("password") {
                        Cause::Encrypted
                    } else {
                        Cause::Packing(error.to_string())
                    };
                    self.refuse(sink, format!("{name} > entry {}", at + 1), cause)?;
                    continue;
                }
            };
            if entry.is_dir() {
                self.progress.known = self.progress.known.saturating_sub(1);
                continue;
            }
            let inner = format!("{name} > {}", name_of(&entry));
            let mut beginning = Vec::new();
            if let Err(error) = entry.by_ref().take(4).read_to_end(&mut beginning) {
                self.refuse(sink, inner, packing(&error))?;
                continue;
            }
            let mut whole = Cursor::new(beginning.clone()).chain(entry);
            if !is_archive(&beginning) {
                self.member(&inner, &mut whole, sink)?;
            } else if depth >= DEEPEST_ARCHIVE {
                self.refuse(sink, inner, Cause::TooDeep)?;
            } else {
                let mut bytes = Vec::new();
                match whole.take(LARGEST_INNER + 1).read_to_end(&mut bytes) {
                    Ok(_) if bytes.len() as u64 > LARGEST_INNER => {
                        self.refuse(sink, inner, Cause::TooLarge { limit: LARGEST_INNER })?;
                    }
                    Ok(_) => self.archive(Cursor::new(bytes), &inner, depth + 1, sink)?,
                    Err(error) => self.refuse(sink, inner, packing(&error))?,
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Lists the files at a path, in the order of their names.
fn list(path: &Path, depth: u32, files: &mut Vec<Result<PathBuf, FileReport>>) {
    let refused = |cause| {
        Err(FileReport { file: path.display().to_string(), outcome: Outcome::Refused(Refusal::of(cause)) })
    };
    // A link that somebody names is followed; one in a folder may lead in circles.
    let meta = if depth == 0 { fs::metadata(path) } else { fs::symlink_metadata(path) };
    match meta {
        Err(error) => files.push(refused(unreadable(&error))),
        Ok(meta) if meta.is_dir() && depth >= DEEPEST_FOLDER => files.push(refused(Cause::TooDeep)),
        Ok(meta) if meta.is_dir() => match fs::read_dir(path) {
            Err(error) => files.push(refused(unreadable(&error))),
            Ok(entries) => {
                let mut paths = Vec::new();
                for entry in entries {
                    match entry {
                        Ok(entry) => paths.push(entry.path()),
                        Err(error) => files.push(refused(unreadable(&error))),
                    }
                }
                paths.sort();
                for path in paths {
                    list(&path, depth + 1, files);
                }
            }
        },
        Ok(meta) if meta.is_file() => files.push(Ok(path.to_owned())),
        Ok(meta) if depth > 0 => {
            let nothing = if meta.is_symlink() { Nothing::Link } else { Nothing::NoFile };
            files.push(Err(FileReport {
                file: path.display().to_string(),
                outcome: Outcome::Nothing(nothing),
            }));
        }
        Ok(_) => files.push(refused(Cause::Unreadable("it is no file and no folder".to_owned()))),
    }
}

/// What comes after the part that could be unpacked.
struct Damaged(Option<io::Error>);

impl Read for Damaged {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Whether these bytes begin as a zip archive, or as an empty one.
fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn unreadable(error: &io::Error) -> Cause {
    Cause::Unreadable(plain(error))
}

/// Reading went wrong below: in a file of the disk, or in an archive.
fn unpacked(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            packing(error)
        }
        _ => unreadable(error),
    }
}

fn packing(error: &io::Error) -> Cause {
    Cause::Packing(plain(error))
}

/// The words of the system without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// The name of an entry, without anything that could move the cursor of a terminal.
fn name_of<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> String {
    let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()));
    name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("text takes text");
        text
    })
}

/// The format of a recording that a name promises, packed or not.
fn named_format(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = [(".fit", "FIT"), (".gpx", "GPX"), (".tcx", "TCX")];
    ends.into_iter().find(|(end, _)| name.ends_with(end)).map(|(_, format)| format)
}
