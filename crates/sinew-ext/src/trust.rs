//! What the person trusts: exactly these bytes, of this pack, on this kind of machine, to supply these facts.

use crate::{
    folder,
    library::{Library, TARGET, read_at_most},
    no_facts::{NoFacts, NoFactsKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    fmt,
    fs::File,
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
};

/// The file with the records.
const FILE: &str = "trusted.json";
/// The most bytes of that file.
const MOST_RECORDS: u64 = 4 * 1024 * 1024;
/// The most bytes of a library.
pub(crate) const MOST_LIBRARY: u64 = 64 * 1024 * 1024;
/// The version of the form of the file.
const SCHEMA_VERSION: u32 = 1;

/// A SHA-256 hash of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sha256Hash([u8; 32]);

impl Sha256Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of a file, with how many bytes it has.
    pub fn of_file(file: &Path) -> io::Result<(Self, u64)> {
        let bytes = read_at_most(file, MOST_LIBRARY)?;
        Ok((Self::of(&bytes), bytes.len() as u64))
    }
}

impl fmt::Display for Sha256Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl FromStr for Sha256Hash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let problem = || "a SHA-256 hash has 64 digits from 0 to 9 and a to f".to_owned();
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(problem());
        }
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| problem())?;
        }
        Ok(Self(hash))
    }
}

/// That a person trusted a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The hash of the library.
    pub library: Sha256Hash,
    /// The hash of `extension.toml`, which says what it may supply.
    pub manifest: Sha256Hash,
    /// The id of the pack.
    pub pack: String,
    /// The kind of machine, as compilers name it.
    pub target: String,
    /// When.
    pub day: Date,
    /// The version of the program that the person had.
    pub version: String,
}

impl Record {
    /// That a library is trusted as it is now: its bytes have to have been shown to the person by this hash.
    pub fn of(library: &Library, hash: Sha256Hash, day: Date, version: &str) -> Self {
        Self {
            library: hash,
            manifest: Sha256Hash::of(&library.manifest),
            pack: library.pack.clone(),
            target: TARGET.to_owned(),
            day,
            version: version.to_owned(),
        }
    }
}

/// Why the records could not be read or written.
#[derive(Debug)]
pub struct TrustProblem {
    file: PathBuf,
    cause: String,
    remedy: &'static str,
}

impl TrustProblem {
    fn of_file(file: &Path, cause: impl fmt::Display) -> Self {
        let remedy = "mend the file, or delete it and trust again what you want to trust; until then no extension is trusted";
        Self { file: file.to_owned(), cause: cause.to_string(), remedy }
    }

    fn of_folder(file: &Path, cause: impl fmt::Display) -> Self {
        let remedy = "make it a folder that only you can change, or name another with SINEW_DATA; until then no extension is trusted";
        Self { file: file.to_owned(), cause: cause.to_string(), remedy }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        self.remedy
    }
}

impl fmt::Display for TrustProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the record of what you trust, {}: {}", self.file.display(), self.cause)
    }
}

impl std::error::Error for TrustProblem {}

/// All that a person trusts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records(Vec<Record>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecords {
    schema_version: u32,
    trusted: Vec<WrittenRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecord {
    sha256: String,
    manifest_sha256: String,
    pack: String,
    target: String,
    day: String,
    version: String,
}

impl Records {
    /// Reads what is trusted from the user's data folder. Nothing, if there is no record. A file that is damaged is an error and
    /// never stands for trust.
    pub fn read(data: &Path) -> Result<Self, TrustProblem> {
        let file = folder::place(data).join(FILE);
        let problem = |cause: &dyn fmt::Display| TrustProblem::of_file(&file, cause);
        folder::check(data).map_err(|error| TrustProblem::of_folder(&file, error))?;
        let bytes = match read_at_most(&file, MOST_RECORDS) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(problem(&error)),
        };
        let written: WrittenRecords = serde_json::from_slice(&bytes).map_err(|error| problem(&error))?;
        if written.schema_version != SCHEMA_VERSION {
            return Err(problem(&format!(
                "it has the version {}, which this program does not know",
                written.schema_version
            )));
        }
        let records = written.trusted.into_iter().map(|record| {
            Ok(Record {
                library: record.sha256.parse()?,
                manifest: record.manifest_sha256.parse()?,
                pack: record.pack,
                target: record.target,
                day: record.day.parse().map_err(|error: jiff::Error| error.to_string())?,
                version: record.version,
            })
        });
        let records: Result<Vec<Record>, String> = records.collect();
        records.map(Self).map_err(|error| problem(&error))
    }

    /// Adds a record and writes all of them, as a whole or not at all. It takes the place of what was trusted of the pack on that kind of
    /// machine: a pack cannot go back to an older library that somebody has replaced.
    pub fn add(data: &Path, record: Record) -> Result<(), TrustProblem> {
        Self::edit(data, |records| {
            records.retain(|known| (&known.pack, &known.target) != (&record.pack, &record.target));
            records.push(record);
        })
    }

    /// Removes all records of a pack, or of a library with this hash. Gives those that are gone.
    pub fn remove(data: &Path, named: &str) -> Result<Vec<Record>, TrustProblem> {
        let mut gone = Vec::new();
        let hash: Option<Sha256Hash> = named.to_ascii_lowercase().parse().ok();
        if Self::read(data)?.0.iter().any(|record| record.pack == named || Some(record.library) == hash) {
            Self::edit(data, |records| {
                gone = records
                    .extract_if(.., |record| record.pack == named || Some(record.library) == hash)
                    .collect();
            })?;
        }
        Ok(gone)
    }

    /// The records in the order in which they were made.
    pub fn all(&self) -> &[Record] {
        &self.0
    }

    fn edit(data: &Path, change: impl FnOnce(&mut Vec<Record>)) -> Result<(), TrustProblem> {
        let file = folder::place(data).join(FILE);
        let folder = folder::make(data).map_err(|error| TrustProblem::of_folder(&file, error))?;
        let problem =
            |error: io::Error| TrustProblem::of_file(&file, format!("it could not be written: {error}"));
        // Two at once would forget what one of them added. Where nothing can be locked, that is taken.
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join(".trusting"));
        let lock = lock.map_err(problem)?;
        drop(lock.lock());
        let mut records = Self::read(data)?.0;
        change(&mut records);
        let trusted = records
            .into_iter()
            .map(|record| WrittenRecord {
                sha256: record.library.to_string(),
                manifest_sha256: record.manifest.to_string(),
                pack: record.pack,
                target: record.target,
                day: record.day.to_string(),
                version: record.version,
            })
            .collect();
        let written = WrittenRecords { schema_version: SCHEMA_VERSION, trusted };
        let mut json = serde_json::to_vec_pretty(&written).map_err(|error| problem(error.into()))?;
        json.push(b'\n');
        let mut new = tempfile::Builder::new().prefix(".trusted-").tempfile_in(&folder).map_err(problem)?;
        new.write_all(&json).and_then(|()| new.as_file().sync_all()).map_err(problem)?;
        new.persist(&file).map_err(|error| problem(error.error))?;
        Ok(())
    }
}

/// A library together with the bytes that are trusted. Only the person's records and a hash that was given make one; whether the
/// library has just these bytes is looked at where it is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    library: Library,
    hashes: Vec<Sha256Hash>,
}

impl Trusted {
    /// A library that the person trusted before, on this kind of machine, to supply just what it may supply now.
    pub fn recorded(library: &Library, records: &Records) -> Result<Self, NoFacts> {
        let of_pack =
            records.all().iter().filter(|record| record.pack == library.pack && record.target == TARGET);
        let manifest = Sha256Hash::of(&library.manifest);
        let (same, other): (Vec<&Record>, Vec<&Record>) =
            of_pack.partition(|record| record.manifest == manifest);
        if same.is_empty() {
            let cause = if other.is_empty() {
                "you have not said that you trust it"
            } else {
                "what it may supply is not what it was when you trusted it"
            };
            return Err(not_trusted(library, cause));
        }
        Ok(Self { library: library.clone(), hashes: same.into_iter().map(|record| record.library).collect() })
    }

    /// A library that is trusted if it has this hash, for machines on which nobody can be asked.
    pub fn by_hash(library: &Library, hash: Sha256Hash) -> Self {
        Self { library: library.clone(), hashes: vec![hash] }
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Refuses bytes that are not those that are trusted.
    pub(crate) fn holds_for(&self, bytes: &[u8]) -> Result<(), NoFacts> {
        let hash = Sha256Hash::of(bytes);
        if self.hashes.contains(&hash) {
            return Ok(());
        }
        Err(not_trusted(
            &self.library,
            &format!("its bytes are not those that are trusted; their SHA-256 is {hash}"),
        ))
    }
}

fn not_trusted(library: &Library, cause: &str) -> NoFacts {
    let remedy = format!(
        "if you want to trust it, look at it with: sinew ext trust {}",
        crate::shown::shown(&library.pack, 80)
    );
    NoFacts::new(library.declared.id(), NoFactsKind::NotTrusted, cause, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn library(bytes: &[u8], manifest: &str) -> Library {
        let declared = crate::declared::Declared::from_toml(manifest).unwrap();
        let file = PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
        Library { pack: "pack".into(), file, declared, manifest: manifest.as_bytes().to_vec() }
    }

    const DAY: Date = Date::constant(2026, 3, 4);
    const ONE: &str = "id = \"one\"";

    #[test]
    fn exactly_what_was_trusted_is_trusted() {
        let data = tempfile::tempdir().unwrap();
        let one = library(b"bytes", ONE);
        let none = |library: &Library| {
            Trusted::recorded(library, &Records::read(data.path()).unwrap()).unwrap_err().cause().to_owned()
        };
        assert_eq!(none(&one), "you have not said that you trust it");
        Records::add(data.path(), Record::of(&one, Sha256Hash::of(b"bytes"), DAY, "0.1.0")).unwrap();
        let trusted = Trusted::recorded(&one, &Records::read(data.path()).unwrap()).unwrap();
        trusted.holds_for(b"bytes").unwrap();
        for other in [&b"byteS"[..], b"byte", b"bytes\0", b""] {
            let none = trusted.holds_for(other).unwrap_err();
            assert_eq!(none.kind(), NoFactsKind::NotTrusted);
            assert!(none.cause().contains(&Sha256Hash::of(other).to_string()));
        }
        // Of another pack, with another manifest, on another machine: none of them is trusted.
        assert_eq!(
            none(&Library { pack: "other".into(), ..one.clone() }),
            "you have not said that you trust it"
        );
        let more = library(b"bytes", "id = \"one\"\n[fact.a]\nmin = 0\nmax = 1\nunit = \"\"");
        assert_eq!(none(&more), "what it may supply is not what it was when you trusted it");
        let elsewhere = tempfile::tempdir().unwrap();
        let record = Record::of(&one, Sha256Hash::of(b"bytes"), DAY, "0.1.0");
        Records::add(elsewhere.path(), Record { target: "elsewhere".into(), ..record }).unwrap();
        assert!(Trusted::recorded(&one, &Records::read(elsewhere.path()).unwrap()).is_err());
    }

    #[test]
    fn records_are_kept_once_and_can_be_taken_back() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(Records::read(data.path()).unwrap(), Records::default());
        assert_eq!(Records::remove(data.path(), "pack").unwrap(), []);
        assert!(!data.path().join("extensions").exists(), "to look for something makes nothing");
        let first = Record::of(&library(b"1", ONE), Sha256Hash::of(b"1"), DAY, "0.1.0");
        let of_pack = |pack: &str, bytes: &[u8]| {
            let record = Record::of(&library(bytes, ONE), Sha256Hash::of(bytes), DAY, "0.1.0");
            Record { pack: pack.into(), ..record }
        };
        let second = of_pack("second", b"2");
        // An older library of the second pack is not trusted any more once another one is.
        for record in [&first, &of_pack("second", b"0"), &second, &first] {
            Records::add(data.path(), record.clone()).unwrap();
        }
        assert_eq!(Records::read(data.path()).unwrap().all(), [second.clone(), first.clone()]);
        let hash = first.library.to_string().to_uppercase();
        assert_eq!(Records::remove(data.path(), &hash).unwrap(), [first]);
        assert_eq!(Records::remove(data.path(), "another").unwrap(), []);
        assert_eq!(Records::remove(data.path(), "second").unwrap(), [second]);
        assert_eq!(Records::read(data.path()).unwrap(), Records::default());
    }

    #[test]
    fn a_damaged_record_is_no_trust() {
        let data = tempfile::tempdir().unwrap();
        let one = library(b"1", ONE);
        Records::add(data.path(), Record::of(&one, Sha256Hash::of(b"1"), DAY, "0.1.0")).unwrap();
        let file = data.path().join("extensions/trusted.json");
        let good = fs::read_to_string(&file).unwrap();
        for (from, to) in [
            ("{", "["),
            ("\"schema_version\": 1", "\"schema_version\": 2"),
            ("\"sha256\": \"", "\"sha256\": \"*"),
            ("\"target\"", "\"targets\""),
            ("2026-03-04", "2026-13-04"),
        ] {
            fs::write(&file, good.replacen(from, to, 1)).unwrap();
            let problem = Records::read(data.path()).unwrap_err();
            assert!(problem.to_string().contains("trusted.json"), "{problem}");
            assert!(Records::add(data.path(), Record::of(&one, Sha256Hash::of(b"1"), DAY, "0.1.0")).is_err());
            assert_eq!(fs::read_to_string(&file).unwrap(), good.replacen(from, to, 1), "it is left alone");
        }
    }

    #[test]
    fn a_hash_is_written_and_read() {
        let hash = Sha256Hash::of(b"");
        assert_eq!(hash.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in
            ["", "*", "e3", &hash.to_string()[1..], &format!("{hash}0"), &"é".repeat(32), &"+1".repeat(32)]
        {
            assert!(bad.parse::<Sha256Hash>().is_err(), "{bad}");
        }
    }
}
