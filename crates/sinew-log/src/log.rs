//! The log in its file.

use crate::{LogProblem, samples::Samples};
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, params};
use sinew_training::{Activity, Distance, Format, Kind, Origin, Reading, Seconds, Source, Start};
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::Duration,
};

/// The name of the file in the user's folder.
pub const FILE_NAME: &str = "training.sqlite";
/// What `SQLite` writes beside it while it works.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];
/// What marks a file as ours: "`SiNe`" in the header of `SQLite`.
const APPLICATION: i32 = 0x5369_4e65;

/// The steps from one version of the tables to the next. A step that was released is never changed.
const MIGRATIONS: &[&str] = &[
    "CREATE TABLE reading (
    content TEXT NOT NULL,
    position INTEGER NOT NULL,
    format TEXT NOT NULL,
    file TEXT NOT NULL,
    start_instant TEXT,
    start_offset INTEGER,
    start_local TEXT,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('recorded', 'manual')),
    metres INTEGER,
    seconds INTEGER,
    cadence INTEGER,
    climb INTEGER,
    is_cut INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
    samples TEXT NOT NULL CHECK (json_valid(samples)),
    PRIMARY KEY (content, position)
) STRICT;",
    // What was read before speed and the length of steps were kept lacks them, so such a file is read once more when it is met again.
    "ALTER TABLE reading ADD COLUMN detail INTEGER NOT NULL DEFAULT 1;",
];

/// How much is kept of a file. It rises whenever more of it is.
const DETAIL: u32 = 2;

/// The runner's log.
#[derive(Debug)]
pub struct Log {
    connection: Connection,
}

impl Log {
    /// Opens the log in this folder; makes both if they are not there.
    pub fn open(folder: &Path) -> Result<Self, LogProblem> {
        let path = folder.join(FILE_NAME);
        make_private(folder, &path).map_err(|error| LogProblem::Folder { path: path.clone(), error })?;
        let connection = Connection::open_with_flags(
            &path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        Self::prepared(connection, &path)
    }

    /// Opens the log in this folder, if there is one.
    pub fn open_existing(folder: &Path) -> Result<Option<Self>, LogProblem> {
        if folder.join(FILE_NAME).exists() { Self::open(folder).map(Some) } else { Ok(None) }
    }

    fn prepared(mut connection: Connection, path: &Path) -> Result<Self, LogProblem> {
        connection.busy_timeout(Duration::from_secs(5))?;
        let no_log = |problem: LogProblem| match problem {
            LogProblem::Other(_) => LogProblem::NotALog(path.to_owned()),
            problem => problem,
        };
        // Before a transaction has ended, it and the name of its journal are on the disk; what is deleted is overwritten.
        connection
            .execute_batch(
                "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON; \
                 PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
            )
            .map_err(|error| no_log(error.into()))?;
        let version: usize =
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? as usize;
        let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let is_new = version == 0 && application == 0;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != APPLICATION && !(is_new && tables == 0) {
            return Err(LogProblem::NotALog(path.to_owned()));
        }
        if version > MIGRATIONS.len() {
            return Err(LogProblem::Newer(path.to_owned()));
        }
        if version < MIGRATIONS.len() {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
            // Another program may have done it in between.
            let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            for step in MIGRATIONS.iter().skip(version as usize) {
                transaction.execute_batch(step)?;
            }
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(
                None,
                "user_version",
                u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX),
            )?;
            transaction.commit()?;
        }
        Ok(Self { connection })
    }

    /// The contents that are in the log, as [`Source::content`] has them, with all that is kept of a file today. One of which less was
    /// kept is not among them.
    pub fn contents(&self) -> Result<BTreeSet<String>, LogProblem> {
        let mut statement = self
            .connection
            .prepare("SELECT content FROM reading GROUP BY content HAVING min(detail) >= ?1")?;
        let contents = statement.query_map([DETAIL], |row| row.get(0))?;
        contents.collect::<Result<_, _>>().map_err(LogProblem::from)
    }

    /// Saves readings, all or none. Once this has returned, they are on the disk. Those that are in the log already stay as they are,
    /// but for samples of which less was kept. Gives how many are new.
    pub fn save(&mut self, readings: &[Reading]) -> Result<usize, LogProblem> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut new = 0;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
                 ON CONFLICT DO NOTHING",
            )?;
            let mut more = transaction.prepare_cached(
                "UPDATE reading SET samples = ?3, detail = ?4 WHERE content = ?1 AND position = ?2 AND detail < ?4",
            )?;
            for Reading { source, activity } in readings {
                let (instant, offset, local) = columns_of(activity.start);
                let samples = serde_json::to_string(&Samples::from(activity.samples.as_slice()));
                let samples = samples.map_err(|error| LogProblem::Other(error.to_string()))?;
                let added = statement.execute(params![
                    source.content,
                    source.position,
                    source.format.name(),
                    source.file,
                    instant,
                    offset,
                    local,
                    activity.kind.name(),
                    origin_name(activity.origin),
                    activity.distance.map(Distance::as_metres),
                    activity.time.map(Seconds::get),
                    activity.cadence,
                    activity.climb,
                    activity.is_cut,
                    samples,
                    DETAIL,
                ])?;
                if added == 0 {
                    more.execute(params![source.content, source.position, samples, DETAIL])?;
                }
                new += added;
            }
        }
        transaction.commit()?;
        Ok(new)
    }

    /// All readings, in the order of their contents.
    pub fn readings(&self) -> Result<Vec<Reading>, LogProblem> {
        let mut statement = self.connection.prepare("SELECT * FROM reading ORDER BY content, position")?;
        let mut rows = statement.query([])?;
        let mut readings = Vec::new();
        while let Some(row) = rows.next()? {
            readings.push(reading_of(row)?);
        }
        Ok(readings)
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// The files of the log in this folder that are there.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let beside = BESIDE.into_iter().map(|ending| format!("{FILE_NAME}{ending}"));
    beside
        .chain([FILE_NAME.to_owned()])
        .map(|name| folder.join(name))
        .filter(|path| fs::symlink_metadata(path).is_ok())
        .collect()
}

/// Deletes the log in this folder. Its content is overwritten first, as far as the disk does that where it is asked to.
pub fn delete(folder: &Path) -> Result<(), LogProblem> {
    // What cannot be opened is deleted all the same.
    if let Ok(Some(log)) = Log::open_existing(folder) {
        drop(log.connection.execute_batch("DELETE FROM reading"));
    }
    for path in files(folder) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(LogProblem::Folder { path, error });
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Makes folder and file so that only the owner can look into them.
fn make_private(folder: &Path, path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn columns_of(start: Start) -> (Option<String>, Option<i32>, Option<String>) {
    match start {
        Start::Zoned { at, offset } => (Some(at.to_string()), Some(offset.seconds()), None),
        Start::Instant(at) => (Some(at.to_string()), None, None),
        Start::Local(local) => (None, None, Some(local.to_string())),
    }
}

fn reading_of(row: &Row<'_>) -> Result<Reading, LogProblem> {
    let content: String = row.get("content")?;
    let damaged = |what: &str| LogProblem::Damaged(format!("the {what} of {content} cannot be read"));
    let text = |column: &str| row.get::<_, String>(column);
    let instant: Option<String> = row.get("start_instant")?;
    let offset: Option<i32> = row.get("start_offset")?;
    let local: Option<String> = row.get("start_local")?;
    let instant = instant.map(|text| text.parse::<Timestamp>()).transpose().map_err(|_| damaged("start"))?;
    let local = local.map(|text| text.parse::<DateTime>()).transpose().map_err(|_| damaged("start"))?;
    let start = match (instant, offset, local) {
        (Some(at), Some(offset), _) => {
            Start::Zoned { at, offset: Offset::from_seconds(offset).map_err(|_| damaged("start"))? }
        }
        (Some(at), None, _) => Start::Instant(at),
        (None, _, Some(local)) => Start::Local(local),
        (None, _, None) => return Err(damaged("start")),
    };
    let samples: Samples = serde_json::from_str(&text("samples")?).map_err(|_| damaged("samples"))?;
    let origin = match text("origin")?.as_str() {
        "manual" => Origin::Manual,
        _ => Origin::Recorded,
    };
    Ok(Reading {
        source: Source {
            position: row.get("position")?,
            format: Format::of_name(&text("format")?).ok_or_else(|| damaged("format"))?,
            file: text("file")?,
            content: content.clone(),
        },
        activity: Activity {
            start,
            kind: Kind::of_name(&text("kind")?).ok_or_else(|| damaged("kind"))?,
            origin,
            distance: row.get::<_, Option<u32>>("metres")?.map(Distance::metres),
            time: row.get::<_, Option<u32>>("seconds")?.map(Seconds::new),
            cadence: row.get("cadence")?,
            climb: row.get("climb")?,
            is_cut: row.get("is_cut")?,
            samples: samples.to_samples().ok_or_else(|| damaged("samples"))?,
        },
    })
}

pub(crate) fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Recorded => "recorded",
        Origin::Manual => "manual",
    }
}

#[cfg(test)]
pub(crate) mod tests;
