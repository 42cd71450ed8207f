//! Keeping the people whom a proof found as cases, so that a defect that is mended does not come back unnoticed.
//!
//! Nothing that stands in a file is changed: cases are added at its end, with ids that nobody has yet. Who is there already is not
//! added again.

use crate::{
    Rewrite, RewriteProblem,
    format::{self, FormatProblem},
    toml_text::{answer, text},
};
use sinew_app::{
    check::{CheckReport, FoundPerson, PackCheck},
    disk::cause,
};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// The first line of a file of cases, where editors look for its schema.
const SCHEMA_LINE: &str = "#:schema ../.sinew/cases.schema.json\n";

/// What stands above each case. A promise does not say everything about a person.
const COMMENT: &str = "# A proof found this person. See whether what is expected is right for them.\n";

/// Cases that are to be added to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCases {
    path: PathBuf,
    /// What the file holds now; none if there is no file.
    before: Option<Vec<u8>>,
    text: String,
    /// The ids of the cases that are added, in order.
    pub ids: Vec<String>,
}

/// Why no cases were added. The file is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FoundCasesProblem {
    /// They are people of several packs.
    #[error("people were found in several packs, and a file of cases belongs to one: {}", .0.join(", "))]
    SeveralPacks(Vec<String>),
    /// The file cannot be read.
    #[error("{} could not be read: {}", .path.display(), cause(.source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{} cannot be added to: {problem}", .path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: FormatProblem,
    },
    /// The file holds something else than cases.
    #[error("{} is no file of cases: it has `{key}`", .path.display())]
    NotCases {
        /// The file.
        path: PathBuf,
        /// What it has.
        key: String,
    },
    /// A new file could not be written.
    #[error("{} could not be written: {}", .path.display(), cause(.source))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file could not be written again.
    #[error(transparent)]
    Rewrite(#[from] RewriteProblem),
}

impl FoundCasesProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::SeveralPacks(_) => "name one pack at a time",
            Self::Unreadable { .. } | Self::Unwritable { .. } => {
                "name a file in a folder that is there, such as cases/found.toml of the pack"
            }
            Self::NotToml { problem, .. } => problem.remedy(),
            Self::NotCases { .. } => "name another file, such as cases/found.toml of the pack",
            Self::Rewrite(problem) => problem.remedy(),
        }
    }
}

/// The cases of the people whom the proofs of a report found, to be added to this file. Nothing is written yet.
pub fn plan(report: &CheckReport, path: &Path) -> Result<FoundCases, FoundCasesProblem> {
    let found = |pack: &PackCheck| pack.proof.as_ref().is_some_and(|proof| !proof.found.is_empty());
    let packs: Vec<&PackCheck> = report.packs.iter().filter(|pack| found(pack)).collect();
    if packs.len() > 1 {
        return Err(FoundCasesProblem::SeveralPacks(packs.iter().map(|pack| pack.id.clone()).collect()));
    }
    let people: Vec<FoundPerson> = packs
        .iter()
        .filter_map(|pack| pack.proof.as_ref())
        .flat_map(|proof| proof.found.iter().cloned())
        .collect();
    let taken = packs.iter().flat_map(|pack| &pack.cases).map(|case| case.id.to_string()).collect();
    plan_for(&people, taken, path)
}

/// The same for these people, where these ids are taken by cases in any file.
fn plan_for(
    people: &[FoundPerson],
    mut taken: BTreeSet<String>,
    path: &Path,
) -> Result<FoundCases, FoundCasesProblem> {
    let not_toml = |problem| FoundCasesProblem::NotToml { path: path.to_owned(), problem };
    let before = match fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(source) => return Err(FoundCasesProblem::Unreadable { path: path.to_owned(), source }),
    };
    let mut text = match &before {
        Some(bytes) => String::from_utf8(bytes.clone()).map_err(|_| not_toml(FormatProblem::NotUtf8))?,
        None => SCHEMA_LINE.to_owned(),
    };
    let known = cases_in(&text, path)?;
    taken.extend(known.keys().cloned());
    let mut ids = Vec::new();
    for person in people.iter().filter(|person| !known.values().any(|case| is_of(case, person))) {
        let id = free_id(&person.id, &taken);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let _ = write!(text, "\n{COMMENT}{}", written(&id, person));
        taken.insert(id.clone());
        ids.push(id);
    }
    let after = cases_in(&text, path)?;
    // What somebody wrote is not to be touched, and what was added has to be read again.
    let is_whole = known.iter().all(|(id, case)| after.get(id) == Some(case))
        && ids.iter().all(|id| after.contains_key(id));
    if is_whole {
        Ok(FoundCases { path: path.to_owned(), before, text, ids })
    } else {
        Err(not_toml(FormatProblem::WouldChange))
    }
}

impl FoundCases {
    /// Writes the file, unless there is nothing to add. A new file never takes the place of another one.
    pub fn write(&self) -> Result<(), FoundCasesProblem> {
        let Self { path, before, text, ids } = self;
        if ids.is_empty() {
            return Ok(());
        }
        if let Some(before) = before {
            return Ok(Rewrite::new(path.clone(), before.clone(), text.clone()).write()?);
        }
        let written = OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
            // What is half written would be no file of cases.
            file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
        });
        written.map_err(|source| FoundCasesProblem::Unwritable { path: path.clone(), source })
    }
}

/// The cases of a file.
fn cases_in(text: &str, path: &Path) -> Result<toml::Table, FoundCasesProblem> {
    let path = || path.to_owned();
    format::format(text).map_err(|problem| FoundCasesProblem::NotToml { path: path(), problem })?;
    let mut table: toml::Table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let cases = table.remove("case");
    match (cases, table.keys().next()) {
        (_, Some(key)) => Err(FoundCasesProblem::NotCases { path: path(), key: key.clone() }),
        (Some(toml::Value::Table(cases)), None) => Ok(cases),
        (None, None) => Ok(toml::Table::new()),
        (Some(_), None) => Err(FoundCasesProblem::NotCases { path: path(), key: "case".into() }),
    }
}

/// Whether a case is of this person, with the same expectations.
fn is_of(case: &toml::Value, person: &FoundPerson) -> bool {
    let own: toml::Table = written("it", person).parse().unwrap_or_default();
    let own = own.get("case").and_then(|cases| cases.get("it"));
    let same = |key| own.is_some_and(|own| own.get(key) == case.get(key));
    same("answers") && same("expect")
}

fn free_id(wanted: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{wanted}-{number}"));
    let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
    ids.find(|id| !taken.contains(id)).unwrap_or_default()
}

/// A case as it stands in a file.
fn written(id: &str, person: &FoundPerson) -> String {
    let FoundPerson { id: _, title, answers, urgency, must, must_not, band } = person;
    let answers: Vec<String> =
        answers.iter().map(|(question, said)| format!("{question} = {}", answer(said))).collect();
    let mut expect = vec![format!("urgency = {}", text(urgency.name()))];
    for (key, ids) in [("must", must), ("must-not", must_not)] {
        if !ids.is_empty() {
            let ids: Vec<String> = ids.iter().map(|id| text(id)).collect();
            expect.push(format!("{key} = [{}]", ids.join(", ")));
        }
    }
    if let Some((condition, band)) = band {
        expect.push(format!("bands = {{ {condition} = {} }}", text(band.name())));
    }
    format!(
        "[case.{id}]\ntitle = {}\nanswers = {{ {} }}\nexpect = {{ {} }}\n",
        text(title),
        answers.join(", "),
        expect.join(", ")
    )
}

#[cfg(test)]
mod tests;
