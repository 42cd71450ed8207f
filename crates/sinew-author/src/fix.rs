//! Mending what is certain: making the changes that checks have marked as right without anybody looking, as long as there are any.
//!
//! Everything happens in memory. A file gets its changes only if the packs have no error with them in the end that they had not
//! without them. Changes that alter no value come first, whatever they bring to light: it was there before. What is to be written
//! comes back to the caller.

use crate::{Rewrite, format::says_the_same};
use sinew_app::{Found, Shelf, UnknownPack, check::CheckReport, model::Date};
use sinew_diag::{Code, Diagnostic, Edit, Severity, Span, Texts, apply_edits};
use std::{collections::BTreeMap, path::PathBuf};

/// How often the packs are checked again at most, for each file that is changed and beyond that. Changes end by themselves: each
/// takes away what it mends. This is for a check at fault whose change does not.
const MOST_ROUNDS: usize = 10;

/// Families of checks whose findings are never mended by a program: logic, safety and cases. A second lock beside the list of
/// places that are open.
const NEVER: [char; 3] = ['L', 'S', 'C'];

/// The family of checks that look at the form of files.
const FORM: char = 'P';

/// What came of mending.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The files that are changed, in alphabetical order. Nothing is written yet.
    pub files: Vec<FixedFile>,
    /// The files whose certain changes were left out because they would have led to an error.
    pub held_back: Vec<HeldBack>,
    /// What a check finds with the new texts.
    pub report: CheckReport,
}

/// A file with its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedFile {
    /// Its new text.
    pub rewrite: Rewrite,
    /// What was changed, in the order in which it was.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The check whose finding it mends.
    pub code: Code,
    /// The line, counted from 1, as the text was then.
    pub line: u32,
    /// What stood there; empty if something was added.
    pub before: String,
    /// What stands there now; empty if something was taken out.
    pub after: String,
}

/// A file that was left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// The file.
    pub path: PathBuf,
    /// The first error that its changes would have led to.
    pub error: String,
}

/// Mends what is certain in these packs, as far as they came from folders. With nothing to do, no file is changed.
pub fn fix(shelf: &Shelf, ids: &[&str], today: Date) -> Result<Fixed, UnknownPack> {
    let report = shelf.check(ids, today)?;
    let mut mending = Mending {
        shelf: shelf.clone(),
        report,
        ids,
        today,
        files: files(shelf, ids),
        held_back: Vec::new(),
        one_by_one: false,
    };
    for _ in 0..MOST_ROUNDS + 2 * mending.files.len() {
        if !mending.round()? {
            break;
        }
    }
    Ok(mending.finish())
}

/// A file that may be changed.
#[derive(Debug)]
struct OpenFile {
    pack: String,
    file: String,
    path: PathBuf,
    before: Vec<u8>,
    changes: Vec<Change>,
    is_held_back: bool,
}

/// The files of these packs by the names that people are shown.
fn files(shelf: &Shelf, ids: &[&str]) -> BTreeMap<String, OpenFile> {
    let mut files = BTreeMap::new();
    for name in ids {
        let Some((source, Found::Folder(folder))) = shelf.source(name) else { continue };
        for (file, content) in &source.files {
            let open = OpenFile {
                pack: (*name).to_owned(),
                file: file.clone(),
                path: folder.join(file),
                before: content.clone(),
                changes: Vec::new(),
                is_held_back: false,
            };
            files.insert(source.shown_path(file), open);
        }
    }
    files
}

/// The new text of one file, with its changes.
#[derive(Debug)]
struct Draft {
    name: String,
    text: String,
    changes: Vec<Change>,
    /// Whether no value is another than before.
    says_the_same: bool,
}

struct Mending<'a> {
    shelf: Shelf,
    /// What is found with the texts as they are now.
    report: CheckReport,
    ids: &'a [&'a str],
    today: Date,
    files: BTreeMap<String, OpenFile>,
    held_back: Vec<HeldBack>,
    /// Whether several files at once led to an error, so that each is tried alone.
    one_by_one: bool,
}

impl Mending<'_> {
    /// Makes some of the changes that are left, or holds them back. Says whether there were any.
    fn round(&mut self) -> Result<bool, UnknownPack> {
        let (same, other): (Vec<Draft>, Vec<Draft>) =
            self.drafts(&self.report).into_iter().partition(|draft| draft.says_the_same);
        if !same.is_empty() {
            let (shelf, report) = self.tried(&self.shelf, &same)?;
            self.take(same, shelf, report);
            return Ok(true);
        }
        let mut drafts: Vec<Draft> =
            if self.one_by_one { other.into_iter().take(1).collect() } else { other };
        let names: Vec<String> = drafts.iter().map(|draft| draft.name.clone()).collect();
        let [first, rest @ ..] = names.as_slice() else { return Ok(false) };
        let (mut shelf, mut report) = self.tried(&self.shelf, &drafts)?;
        // A key that is read at last may hold a slip itself. Only what is left in the end counts.
        for _ in 0..MOST_ROUNDS {
            let Some(error) = first_new_error(&self.report, &report) else {
                self.take(drafts, shelf, report);
                return Ok(true);
            };
            let mut more = self.drafts(&report);
            more.retain(|draft| names.contains(&draft.name));
            if more.is_empty() {
                self.hold_back(first, rest.is_empty(), error);
                return Ok(true);
            }
            (shelf, report) = self.tried(&shelf, &more)?;
            drafts.extend(more);
        }
        self.hold_back(first, rest.is_empty(), "its changes do not end".to_owned());
        Ok(true)
    }

    /// Leaves a file as it is if it was tried alone, and otherwise tries each alone from now on.
    fn hold_back(&mut self, name: &str, is_alone: bool, error: String) {
        if !is_alone {
            self.one_by_one = true;
        } else if let Some(file) = self.files.get_mut(name) {
            file.is_held_back = true;
            self.held_back.push(HeldBack { path: file.path.clone(), error });
        }
    }

    /// The certain changes that are left, by file.
    fn drafts(&self, report: &CheckReport) -> Vec<Draft> {
        let mut drafts: BTreeMap<&str, Draft> = BTreeMap::new();
        for pack in &report.packs {
            let texts = &pack.texts;
            let edits: Vec<(Code, &Edit)> = pack.diagnostics.iter().filter_map(certain_edit).collect();
            let codes: BTreeMap<(Span, &str), Code> =
                edits.iter().map(|(code, edit)| ((edit.span, edit.replacement.as_str()), *code)).collect();
            for (_, edit) in &edits {
                let id = edit.span.text();
                let name = texts.name(id);
                // A library is read for each pack that uses it.
                if drafts.contains_key(name) || self.files.get(name).is_none_or(|file| file.is_held_back) {
                    continue;
                }
                let edited = apply_edits(texts, id, edits.iter().map(|(_, edit)| *edit));
                let code = |edit: &Edit| codes.get(&(edit.span, edit.replacement.as_str())).copied();
                let made = edited.applied.iter().filter_map(|edit| Some(change(code(edit)?, edit, texts)));
                let changes: Vec<Change> = made.collect();
                let says_the_same = says_the_same(texts.text(id), &edited.text);
                let draft = Draft { name: name.to_owned(), text: edited.text, changes, says_the_same };
                drafts.insert(name, draft);
            }
        }
        drafts.into_values().collect()
    }

    /// The packs with these texts, and what is found in them.
    fn tried(&self, shelf: &Shelf, drafts: &[Draft]) -> Result<(Shelf, CheckReport), UnknownPack> {
        let mut shelf = shelf.clone();
        for draft in drafts {
            let Some(file) = self.files.get(&draft.name) else { continue };
            shelf = shelf.with_file(&file.pack, &file.file, draft.text.clone().into_bytes())?;
        }
        let report = shelf.check(self.ids, self.today)?;
        Ok((shelf, report))
    }

    fn take(&mut self, drafts: Vec<Draft>, shelf: Shelf, report: CheckReport) {
        (self.shelf, self.report) = (shelf, report);
        for draft in drafts {
            if let Some(file) = self.files.get_mut(&draft.name) {
                file.changes.extend(draft.changes);
            }
        }
    }

    fn finish(self) -> Fixed {
        let mut files = Vec::new();
        for OpenFile { pack, file, path, before, changes, is_held_back: _ } in self.files.into_values() {
            let now = self.shelf.source(&pack).and_then(|(source, _)| source.files.get(&file));
            let text = now.filter(|now| **now != before).and_then(|now| String::from_utf8(now.clone()).ok());
            if let Some(text) = text {
                files.push(FixedFile { rewrite: Rewrite::new(path, before, text), changes });
            }
        }
        Fixed { files, held_back: self.held_back, report: self.report }
    }
}

fn certain_edit(found: &Diagnostic) -> Option<(Code, &Edit)> {
    let is_open = !found.code.name().starts_with(NEVER);
    found.certain_edit().filter(|_| is_open).map(|(_, edit)| (found.code, edit))
}

fn change(code: Code, edit: &Edit, texts: &Texts) -> Change {
    Change {
        code,
        line: texts.line(edit.span),
        before: texts.slice(edit.span).to_owned(),
        after: edit.replacement.clone(),
    }
}

/// An error that is found now, was not found before, and would have been if it had been there.
///
/// The form of every file is looked at always. Names, logic and cases are only looked at as far as a pack can be read, so in one
/// that had errors, further ones of that kind come to light and are no fault of a change.
fn first_new_error(before: &CheckReport, after: &CheckReport) -> Option<String> {
    let had_errors =
        |id: &str| before.packs.iter().any(|pack| pack.id == id && pack.count(Severity::Error) > 0);
    let mut known: BTreeMap<(Code, &str), usize> = BTreeMap::new();
    for (_, error) in errors(before) {
        *known.entry((error.code, &error.message)).or_default() += 1;
    }
    for (id, error) in errors(after) {
        match known.get_mut(&(error.code, error.message.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ if had_errors(id) && !error.code.name().starts_with(FORM) => {}
            _ => return Some(format!("{}: {}", error.code, error.message)),
        }
    }
    None
}

/// Each error with the id of its pack.
fn errors(report: &CheckReport) -> impl Iterator<Item = (&str, &Diagnostic)> {
    let found =
        report.packs.iter().flat_map(|pack| pack.diagnostics.iter().map(|found| (pack.id.as_str(), found)));
    found.filter(|(_, found)| found.is_error())
}

#[cfg(test)]
mod tests;
