//! Beginning a pack: a folder of files that pass every check at once, with texts that are still to be written.
//!
//! An author learns the format from what stands there, and is never further from a sound pack than the last thing that was changed.
//! So the pack is made in memory and checked there before anything is written. It uses the warning signs that are at hand, and the
//! answers of its people come from an interview, because nobody but the libraries knows what they ask.

mod typical;

use crate::{
    format::{self, FormatProblem},
    schemas, toml_text,
};
use sinew_app::{
    Found, PackKind, PackSource, Shelf, ShelfProblem, UnknownPack,
    check::CheckReport,
    disk::{cause, is_device, sync_folder},
    model::{Date, IdProblem, PackId},
    quoted, steers,
};
use sinew_pack::NameKind;
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// The longest text that a pack takes, in characters.
const MAX_TEXT_LENGTH: usize = 2_000;

/// How long the content of a new pack counts as reviewed, in months.
const MONTHS_TO_REVIEW: i8 = 6;

/// The files of every pack, with the places where something is put in.
const FILES: [(&str, &str); 6] = [
    ("pack.toml", include_str!("scaffold/template/pack.toml")),
    ("questions.toml", include_str!("scaffold/template/questions.toml")),
    ("red-flags.toml", include_str!("scaffold/template/red-flags.toml")),
    ("causes.toml", include_str!("scaffold/template/causes.toml")),
    ("actions.toml", include_str!("scaffold/template/actions.toml")),
    ("sources.toml", include_str!("scaffold/template/sources.toml")),
];

/// What only a pack has that a runner opens.
const CONDITIONS: (&str, &str) = ("conditions.toml", include_str!("scaffold/template/conditions.toml"));
const PEOPLE: (&str, &str) = ("cases/people.toml", include_str!("scaffold/template/cases/people.toml"));

/// What is no part of the pack, but belongs to it.
const README: (&str, &str) = ("README.md", include_str!("scaffold/template/README.md"));

/// Answers of the typical person to the questions of the files above: what the first condition is seen by.
const TYPICAL: [(&str, &str); 3] =
    [("first-sign", "no"), ("second-sign", "no"), ("what-brings-it-on", "first-movement")];

/// What a new pack is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaffoldRequest {
    /// Its id, which is also the name of its folder.
    pub id: String,
    /// Whether runners open it or packs share it.
    pub kind: PackKind,
    /// What it is called; made from the id if nothing is given.
    pub title: Option<String>,
    /// The place of the pain, as a runner finds it; to be written if nothing is given. Libraries have none.
    pub place: Option<String>,
    /// The libraries it uses, by their ids; if nothing is given, those at hand whose warning signs are for
    /// everybody: they rest on no other library.
    pub uses: Option<Vec<String>>,
    /// The folder in which its folder is made.
    pub parent: PathBuf,
}

/// A new pack that passes its check. Nothing is written yet.
#[derive(Debug, Clone)]
pub struct ScaffoldPlan {
    /// Its folder.
    pub folder: PathBuf,
    /// The libraries it uses, each with the versions that fit.
    pub uses: Vec<(String, String)>,
    /// What a check says about it. It passed.
    pub report: CheckReport,
    /// Its files by their paths below the folder, with `/` between the parts.
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a pack was not begun. Nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScaffoldProblem {
    /// The name is no id.
    #[error("this cannot be the id of a pack: {problem}")]
    Id {
        /// What was given.
        name: String,
        /// Why it is none.
        problem: IdProblem,
    },
    /// No folder has this name on Windows.
    #[error("this cannot be the id of a pack: {} means a device on Windows", quoted(.id))]
    Device {
        /// The id.
        id: String,
    },
    /// There is a pack with this id.
    #[error("there is a pack {} already: {from}", quoted(.id))]
    Taken {
        /// The id.
        id: String,
        /// Where it came from.
        from: Found,
    },
    /// A text that no pack takes.
    #[error("the {what} is no text of a pack: it is one line of 1 to {MAX_TEXT_LENGTH} characters")]
    Text {
        /// Which text.
        what: &'static str,
    },
    /// A library is not there.
    #[error(transparent)]
    UnknownLibrary(UnknownPack),
    /// What is to be used is no library.
    #[error("{} is no library, so packs cannot use it", quoted(.id))]
    NoLibrary {
        /// The id.
        id: String,
    },
    /// The folder in which it is to be made is not there.
    #[error("{} is not a folder", .folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// Something with its name is there.
    #[error("{} is there already", .path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// It would not be sound together with its libraries.
    #[error("the new pack would not pass its check")]
    NotPassed(Box<CheckReport>),
    /// Nobody gets through the questions of its libraries without a warning sign.
    #[error("nobody without a warning sign was found for the questions of the libraries: {}", .libraries.join(", "))]
    NobodyTypical {
        /// Their ids.
        libraries: Vec<String>,
    },
    /// It does not fit beside the packs at hand.
    #[error(transparent)]
    Shelf(#[from] ShelfProblem),
    /// A file of it could not be laid out.
    #[error(transparent)]
    Layout(#[from] FormatProblem),
    /// It could not be written.
    #[error("{} could not be written: {}", .path.display(), cause(.source))]
    Write {
        /// The folder of the pack.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ScaffoldProblem {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Id { name, .. } => match (as_id(last_part(name)), folder_part(name)) {
                (Some(id), Some(folder)) => format!("name the folder beside it: {id} --dir {folder}"),
                (Some(id), None) => format!("for example `{id}`"),
                (None, _) => "take small letters, digits and single dashes between them".to_owned(),
            },
            Self::Device { .. } | Self::Taken { .. } => "choose another id".to_owned(),
            Self::Text { .. } => {
                "leave out line breaks and other characters that are not shown, and make it no longer than that".to_owned()
            }
            Self::UnknownLibrary(unknown) => unknown.remedy(),
            Self::NoLibrary { .. } => "see which packs are libraries: sinew pack list".to_owned(),
            Self::NoFolder { .. } => "make it first, or name a folder that is there".to_owned(),
            Self::Exists { .. } => "choose another id or another folder; what is there stays".to_owned(),
            Self::NotPassed(_) | Self::NobodyTypical { .. } => {
                "name the libraries to use, or use none: --uses none".to_owned()
            }
            Self::Shelf(problem) => problem.remedy().unwrap_or("look at the packs at hand").to_owned(),
            Self::Layout(problem) => problem.remedy().to_owned(),
            Self::Write { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk".to_owned()
                }
                _ => "choose a folder that you may write to".to_owned(),
            },
        }
    }
}

/// Finds out whether a pack can be begun under this name, before anything else is asked.
pub fn check_name(shelf: &Shelf, name: &str) -> Result<(), ScaffoldProblem> {
    PackId::new(name).map_err(|problem| ScaffoldProblem::Id { name: name.to_owned(), problem })?;
    if is_device(name) {
        return Err(ScaffoldProblem::Device { id: name.to_owned() });
    }
    match shelf.source(name) {
        Some((_, from)) => Err(ScaffoldProblem::Taken { id: name.to_owned(), from: from.clone() }),
        None => Ok(()),
    }
}

/// Finds out whether a pack takes this text.
pub fn is_text(text: &str) -> bool {
    let is_short = text.chars().count() <= MAX_TEXT_LENGTH;
    is_short && !text.trim().is_empty() && !text.chars().any(steers)
}

/// The folder that a pack gets in this one.
pub fn folder_of(parent: &Path, id: &str) -> Result<PathBuf, ScaffoldProblem> {
    if !parent.is_dir() {
        return Err(ScaffoldProblem::NoFolder { folder: parent.to_owned() });
    }
    // In the folder one is in, its name is enough.
    let folder = if parent == Path::new(".") { PathBuf::from(id) } else { parent.join(id) };
    match fs::symlink_metadata(&folder) {
        Ok(_) => Err(ScaffoldProblem::Exists { path: folder }),
        Err(_) => Ok(folder),
    }
}

/// What a pack is called as long as nobody has said so: its id in words.
pub fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut characters = words.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Makes a new pack in memory, and checks it on this day beside the packs at hand.
pub fn plan(shelf: &Shelf, request: &ScaffoldRequest, today: Date) -> Result<ScaffoldPlan, ScaffoldProblem> {
    let ScaffoldRequest { id, kind, title, place, uses, parent } = request;
    check_name(shelf, id)?;
    let folder = folder_of(parent, id)?;
    let title = text("title", &title.clone().unwrap_or_else(|| title_of(id)))?;
    let place = match kind {
        PackKind::Injury => Some(text("place", place.as_deref().unwrap_or(PLACE))?),
        PackKind::Library => None,
    };
    let uses = libraries(shelf, uses.as_deref(), today)?;
    let mut values = BTreeMap::from([
        ("id", id.clone()),
        ("kind", kind_word(*kind).to_owned()),
        ("title", toml_text::text(&title)),
        ("place", place.map(|place| place_line(&place)).unwrap_or_default()),
        ("today", today.to_string()),
        ("next-review", review_after(today).to_string()),
        ("uses", uses_lines(&uses)),
    ]);

    let mut source = PackSource { folder: id.clone(), shown_at: shown_at(&folder), files: BTreeMap::new() };
    let put = |source: &mut PackSource, (name, template): (&str, &str), values: &BTreeMap<&str, String>| {
        let text = format::format(&filled(template, values))?;
        source.files.insert(name.to_owned(), text.into_bytes());
        Ok::<(), FormatProblem>(())
    };
    for file in FILES {
        put(&mut source, file, &values)?;
    }
    let found = Found::Folder(folder.clone());
    if *kind == PackKind::Injury {
        put(&mut source, CONDITIONS, &values)?;
        let without_people = shelf.adding(source.clone(), found.clone())?;
        let Ok(loaded) = without_people.load(id) else {
            return Err(ScaffoldProblem::NotPassed(Box::new(checked(&without_people, id, today)?)));
        };
        let answers = typical::answers(&loaded.pack, &TYPICAL).ok_or_else(|| {
            ScaffoldProblem::NobodyTypical { libraries: uses.iter().map(|(id, _)| id.clone()).collect() }
        })?;
        values.insert("answers", answers);
        put(&mut source, PEOPLE, &values)?;
    }
    let beside = shelf.adding(source.clone(), found)?;
    let report = checked(&beside, id, today)?;
    if !report.passed() {
        return Err(ScaffoldProblem::NotPassed(Box::new(report)));
    }
    let names = beside.names(id).map_err(ScaffoldProblem::UnknownLibrary)?;
    let mut files = source.files;
    files.insert(README.0.to_owned(), filled(README.1, &values).into_bytes());
    files.extend(
        schemas::files(&names).map(|(name, text)| (format!("{}/{name}", schemas::FOLDER), text.into_bytes())),
    );
    Ok(ScaffoldPlan { folder, uses, report, files })
}

impl ScaffoldPlan {
    /// The paths of its files below the folder, but for those that only its editor reads.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|name| !name.starts_with('.'))
    }

    /// Writes the pack, as a whole or not at all.
    pub fn write(&self) -> Result<(), ScaffoldProblem> {
        self.write_with(&mut |path, bytes| {
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(bytes)?;
            file.sync_all()
        })
    }

    /// As [`Self::write`], with another way for files to come about; tests put a full disk here.
    fn write_with(&self, write: WriteFile<'_>) -> Result<(), ScaffoldProblem> {
        let Self { folder, files, .. } = self;
        let parent =
            folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        // The number of the process keeps two programs that begin the same pack out of each other's unfinished folder.
        let unfinished = parent.join(format!(".{name}.{}.new", std::process::id()));
        let written = fs::create_dir(&unfinished).and_then(|()| {
            let whole = write_all(&unfinished, files, write).and_then(|()| {
                // On some systems an empty folder would be replaced.
                if fs::symlink_metadata(folder).is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                fs::rename(&unfinished, folder)
            });
            if whole.is_err() {
                // Nothing can be done about a leftover that cannot be removed, and the first error is the one to tell.
                drop(fs::remove_dir_all(&unfinished));
            }
            whole
        });
        let written = written.and_then(|()| sync_folder(parent));
        written.map_err(|source| ScaffoldProblem::Write { path: folder.clone(), source })
    }
}

/// How a file with these bytes comes about at a path.
type WriteFile<'a> = &'a mut dyn FnMut(&Path, &[u8]) -> io::Result<()>;

fn write_all(folder: &Path, files: &BTreeMap<String, Vec<u8>>, write: WriteFile<'_>) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner)?;
        }
        write(&path, bytes)?;
    }
    Ok(())
}

/// What stands for the place of the pain until somebody writes it.
const PLACE: &str = "TODO: where it hurts, in words by which a runner finds it";

fn text(what: &'static str, text: &str) -> Result<String, ScaffoldProblem> {
    let is_fine = is_text(text);
    is_fine.then(|| text.trim().to_owned()).ok_or(ScaffoldProblem::Text { what })
}

fn checked(shelf: &Shelf, id: &str, today: Date) -> Result<CheckReport, ScaffoldProblem> {
    shelf.check(&[id], today).map_err(ScaffoldProblem::UnknownLibrary)
}

/// The libraries that are wanted, or those at hand whose warning signs are for everybody, if they are sound. Each with the versions
/// that fit.
fn libraries(
    shelf: &Shelf,
    wanted: Option<&[String]>,
    today: Date,
) -> Result<Vec<(String, String)>, ScaffoldProblem> {
    let known = shelf.list();
    let mut uses = Vec::new();
    match wanted {
        Some(wanted) => {
            for id in wanted {
                checked(shelf, id, today)?;
                match known.iter().find(|listing| listing.id == *id) {
                    Some(listing) if listing.kind == PackKind::Library => {
                        uses.push((id.clone(), range(&listing.version)));
                    }
                    _ => return Err(ScaffoldProblem::NoLibrary { id: id.clone() }),
                }
            }
        }
        None => {
            for listing in known.iter().filter(|listing| listing.kind == PackKind::Library) {
                if is_for_everybody(shelf, &listing.id)? && checked(shelf, &listing.id, today)?.passed() {
                    uses.push((listing.id.clone(), range(&listing.version)));
                }
            }
        }
    }
    Ok(uses)
}

/// Whether a library has warning signs and rests on no other library, which would be for some packs only.
fn is_for_everybody(shelf: &Shelf, id: &str) -> Result<bool, ScaffoldProblem> {
    let headline = shelf.source(id).and_then(|(source, _)| sinew_pack::headline(source));
    let stands_alone = headline.is_some_and(|headline| headline.uses.is_empty());
    let names = shelf.names(id).map_err(ScaffoldProblem::UnknownLibrary)?;
    let has_signs = names.of(NameKind::RedFlag).next().is_some();
    Ok(stands_alone && has_signs)
}

/// The versions that fit with this one: `0.1.0` gives `^0.1`, and `0.1.3`, of which somebody may need the 3, gives `^0.1.3`.
fn range(version: &str) -> String {
    let version = version.split('+').next().unwrap_or_default();
    let short = version.strip_suffix(".0").filter(|_| !version.contains('-'));
    format!("^{}", short.unwrap_or(version))
}

fn uses_lines(uses: &[(String, String)]) -> String {
    if uses.is_empty() {
        return String::new();
    }
    let lines: Vec<String> =
        uses.iter().map(|(id, range)| format!("{id} = {}\n", toml_text::text(range))).collect();
    format!(
        "\n# What other packs share with this one, and the versions that fit. Their questions are asked first.\n[uses]\n{}",
        lines.concat()
    )
}

fn place_line(place: &str) -> String {
    format!("place = {} # how a runner finds it\n", toml_text::text(place))
}

fn kind_word(kind: PackKind) -> &'static str {
    match kind {
        PackKind::Injury => "injury",
        PackKind::Library => "library",
    }
}

/// The day by which somebody looks at the content again. Where a month is too short, a day that every month has.
fn review_after(today: Date) -> Date {
    let months = today.month() + MONTHS_TO_REVIEW;
    let (year, month) = if months > 12 { (today.year() + 1, months - 12) } else { (today.year(), months) };
    Date::new(year, month, today.day()).or_else(|_| Date::new(year, month, 28)).unwrap_or(today)
}

/// The folder as it is shown.
fn shown_at(folder: &Path) -> String {
    folder.to_string_lossy().replace('\\', "/")
}

/// A text with the values put in. What was put in is not looked at again.
fn filled(template: &str, values: &BTreeMap<&str, String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, after)| Some((before, after.split_once("}}")?)))
    {
        text.push_str(before);
        text.push_str(values.get(name).map_or("", String::as_str));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The id that is written most like this name.
fn as_id(name: &str) -> Option<String> {
    let plain: String =
        name.to_lowercase().chars().map(|at| if at.is_ascii_alphanumeric() { at } else { ' ' }).collect();
    let id = plain.split_whitespace().collect::<Vec<_>>().join("-");
    PackId::new(&id).is_ok().then_some(id)
}

fn last_part(name: &str) -> &str {
    name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The folder in front of a name that is a path and would be an id without it.
fn folder_part(name: &str) -> Option<&str> {
    let (folder, last) = name.rsplit_once(['/', '\\'])?;
    (PackId::new(last).is_ok() && !folder.is_empty()).then_some(folder)
}

#[cfg(test)]
mod tests;
