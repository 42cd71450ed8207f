//! Loading: from folders in memory to a compiled pack with everything that was found on the way.

use crate::{
    case::{Case, Limit},
    check, code,
    compile::{self, Unit},
    decode,
    draft::{PackDraft, PackKind},
    fields::Sink,
    file_kind::FileKind,
    folder::{MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES, PackSource},
    schema_check, tree,
};
use semver::Version;
use sinew_diag::{Diagnostic, TextId, Texts, closest_name};
use sinew_model::Pack;
use std::collections::BTreeMap;

/// Most entries of one table, the libraries of a pack included.
const MAX_ENTRIES: usize = 1_000;
/// Most lines of evidence, and most cases.
const MAX_LINES: usize = 5_000;
/// How many libraries may stand one upon the other.
const MAX_LIBRARY_DEPTH: usize = 16;

/// How much there is of everything, libraries included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Packs, with the libraries.
    pub packs: usize,
    /// Files that were read.
    pub files: usize,
    /// Questions.
    pub questions: usize,
    /// Named combinations.
    pub findings: usize,
    /// Impossible combinations.
    pub constraints: usize,
    /// Red flags.
    pub red_flags: usize,
    /// Exits.
    pub exits: usize,
    /// Conditions.
    pub conditions: usize,
    /// Lines of evidence.
    pub evidence_lines: usize,
    /// Causes.
    pub causes: usize,
    /// Actions.
    pub actions: usize,
    /// Blocks.
    pub blocks: usize,
    /// Regions.
    pub regions: usize,
    /// Sources.
    pub sources: usize,
    /// Cases.
    pub cases: usize,
}

/// What came of loading a pack.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The compiled pack; none if there is an error.
    pub pack: Option<Pack>,
    /// Its cases, as far as they can be read.
    pub cases: Vec<Case>,
    /// How many questions the person in the middle of all cases is asked at most, if the pack promises it.
    pub median_questions_at_most: Option<Limit>,
    /// Everything that was found, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics and cases point into.
    pub texts: Texts,
    /// How much there is of everything.
    pub counts: Counts,
}

impl Loaded {
    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Loads the pack with this id from the folders at hand; its libraries are looked for among them too.
///
/// A library can be loaded by itself; it makes a pack without conditions. Everything found is reported, never only the
/// first thing. Warnings about the wording of libraries are reported where the library itself is loaded.
pub fn load(available: &[PackSource], id: &str) -> Loaded {
    load_with(available, id, true)
}

/// Loads, with or without the check against the JSON Schemas.
pub(crate) fn load_with(available: &[PackSource], id: &str, with_schema: bool) -> Loaded {
    let mut loader = Loader {
        available: available.iter().map(|source| (known_id(source), source)).collect(),
        with_schema,
        texts: Texts::new(),
        diagnostics: Vec::new(),
        units: Vec::new(),
        open: Vec::new(),
        libraries_missing: false,
        files: 0,
    };
    let (mut pack, mut cases, mut median) = (None, Vec::new(), None);
    match loader.find(id) {
        Found::One(source) => {
            loader.unit(source, 0);
            loader.check_written();
            if loader.check_counts() {
                let is_clean = !loader.diagnostics.iter().any(Diagnostic::is_error);
                let all_there = !loader.libraries_missing;
                let whole = compile::compile(&loader.units, all_there, is_clean, &loader.texts);
                loader.diagnostics.extend(whole.diagnostics);
                (pack, cases) = (whole.pack, whole.cases);
            }
            if let Some(root) = loader.units.last() {
                median = root.draft.identity.median_questions_at_most.as_ref().and_then(Limit::of);
                let has_errors = loader.diagnostics.iter().any(Diagnostic::is_error);
                pack = pack.filter(|_| !has_errors);
                if let Some(pack) = &pack {
                    check::used(root, pack, &mut loader.diagnostics);
                }
            }
        }
        Found::Several(places) => loader.diagnostics.push(pack_twice(id, &places)),
        Found::None => {
            let missing = no_such_pack(code::NO_SUCH_PACK, "pack", id, &loader.available);
            loader.diagnostics.push(missing);
        }
    }
    let has_errors = loader.diagnostics.iter().any(Diagnostic::is_error);
    loader.diagnostics.sort_by(Diagnostic::order);
    loader.diagnostics.dedup();
    Loaded {
        pack: pack.filter(|_| !has_errors),
        cases,
        median_questions_at_most: median,
        counts: loader.counts(),
        diagnostics: loader.diagnostics,
        texts: loader.texts,
    }
}

/// What a listing says about a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Its id.
    pub id: String,
    /// What kind of pack it is.
    pub kind: PackKind,
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: String,
    /// The place of the pain in plain words; injury packs have one.
    pub place: Option<String>,
}

/// Reads no more of a pack than a listing needs. None if its `pack.toml` cannot be read.
pub fn headline(source: &PackSource) -> Option<Headline> {
    let content = source.files.get("pack.toml").filter(|content| content.len() <= MAX_FILE_BYTES)?;
    let mut texts = Texts::new();
    let id = texts.add(String::new(), String::from_utf8(content.clone()).ok()?);
    let (root, _) = tree::parse(id, &texts);
    let mut draft = PackDraft::default();
    decode::file(FileKind::Pack, "pack.toml", &root, &Sink::default(), &mut draft);
    let identity = draft.identity;
    Some(Headline {
        id: identity.id?.value,
        kind: identity.kind?.value,
        version: identity.version?.value,
        title: identity.title?.value,
        place: identity.place.map(|place| place.value),
    })
}

/// The id a folder stands for: that of its `pack.toml`, or else its name.
fn known_id(source: &PackSource) -> String {
    headline(source).map_or_else(|| source.folder.clone(), |headline| headline.id)
}

fn pack_twice(id: &str, places: &[&str]) -> Diagnostic {
    Diagnostic::error(
        code::PACK_TWICE,
        format!("the pack `{id}` is there more than once: {}", places.join(", ")),
    )
    .help("rename one of them, or leave its folder out")
}

fn no_such_pack(
    code: sinew_diag::Code,
    what: &str,
    id: &str,
    available: &[(String, &PackSource)],
) -> Diagnostic {
    let ids: Vec<&str> = available.iter().map(|(id, _)| id.as_str()).collect();
    let mut diagnostic = Diagnostic::error(code, format!("there is no {what} `{id}`"));
    if let Some(name) = closest_name(id, ids.iter().copied()) {
        diagnostic = diagnostic.help(format!("a {what} with a similar id exists: `{name}`"));
    }
    if ids.is_empty() {
        diagnostic.note("there are no packs at hand")
    } else {
        diagnostic.note(format!("the packs at hand are: {}", ids.join(", ")))
    }
}

enum Found<'a> {
    One(&'a PackSource),
    Several(Vec<&'a str>),
    None,
}

struct Loader<'a> {
    /// The folders at hand, each with the id it stands for.
    available: Vec<(String, &'a PackSource)>,
    with_schema: bool,
    texts: Texts,
    diagnostics: Vec<Diagnostic>,
    /// Packs that were read, libraries before those that use them.
    units: Vec<Unit<'a>>,
    /// The packs being read: each uses the next.
    open: Vec<String>,
    libraries_missing: bool,
    files: usize,
}

impl<'a> Loader<'a> {
    fn find(&self, id: &str) -> Found<'a> {
        let fits: Vec<&'a PackSource> = self
            .available
            .iter()
            .filter(|(known, source)| known == id || source.folder == id)
            .map(|(_, source)| *source)
            .collect();
        match fits.as_slice() {
            [] => Found::None,
            [source] => Found::One(source),
            several => Found::Several(several.iter().map(|source| source.shown_at.as_str()).collect()),
        }
    }

    /// Reads a pack, and before it joins the list, its libraries.
    fn unit(&mut self, source: &'a PackSource, depth: usize) {
        let unit = self.read(source);
        self.open.push(source.folder.clone());
        for used in &unit.draft.identity.uses {
            let id = &used.id.value;
            if self.open.contains(id) {
                self.libraries_missing = true;
                let circle = format!("{} → {id}", self.open.join(" → "));
                self.diagnostics.push(
                    Diagnostic::error(
                        code::LIBRARY_CYCLE,
                        format!("packs use each other in a circle: {circle}"),
                    )
                    .label(used.id.span, "this closes the circle")
                    .help("move what both need into a third library"),
                );
                continue;
            }
            if !self.units.iter().any(|known| known.source.folder == *id || known.id() == *id) {
                match self.find(id) {
                    Found::One(library) if depth < MAX_LIBRARY_DEPTH => self.unit(library, depth + 1),
                    Found::One(_) => {
                        self.libraries_missing = true;
                        self.diagnostics.push(
                            Diagnostic::error(code::LIBRARY_CYCLE, "libraries stand too high on one another")
                                .label(used.id.span, format!("more than {MAX_LIBRARY_DEPTH} levels")),
                        );
                    }
                    Found::Several(places) => {
                        self.libraries_missing = true;
                        self.diagnostics.push(pack_twice(id, &places).label(used.id.span, "used here"));
                    }
                    Found::None => {
                        self.libraries_missing = true;
                        self.diagnostics.push(
                            no_such_pack(code::LIBRARY_MISSING, "library", id, &self.available)
                                .label(used.id.span, format!("`{}` uses it", unit.id())),
                        );
                    }
                }
            }
            let library = self.units.iter().find(|known| known.source.folder == *id || known.id() == *id);
            if let Some(library) = library {
                self.diagnostics.extend(check_library(&unit, used, library));
            }
        }
        self.open.pop();
        self.units.push(unit);
    }

    fn read(&mut self, source: &'a PackSource) -> Unit<'a> {
        let mut unit =
            Unit { source, draft: PackDraft::default(), texts: BTreeMap::new(), is_complete: true };
        let shown = if source.shown_at.is_empty() { &source.folder } else { &source.shown_at };
        let total: usize = source.files.values().map(Vec::len).sum();
        if source.files.len() > MAX_FILES {
            unit.is_complete = false;
            let message = format!("`{shown}` has more than {MAX_FILES} TOML files");
            let help = "put more cases into each file below `cases/`";
            self.diagnostics.push(Diagnostic::error(code::TOO_MANY_FILES, message).help(help));
            return unit;
        }
        if total > MAX_PACK_BYTES {
            unit.is_complete = false;
            let message = format!("the files of `{shown}` together have more than {MAX_PACK_BYTES} bytes");
            let help = "split the pack, or take out what does not belong in it";
            self.diagnostics.push(Diagnostic::error(code::PACK_TOO_LARGE, message).help(help));
            return unit;
        }
        for path in ["pack.toml", "sources.toml"] {
            if !source.files.contains_key(path) {
                unit.is_complete &= path != "sources.toml";
                let message = format!("the pack at `{shown}` has no {path}");
                self.diagnostics.push(
                    Diagnostic::error(code::MISSING_FILE, message)
                        .help(format!("every pack has one; packs/README.md shows what stands in a {path}")),
                );
            }
        }
        for (path, content) in &source.files {
            self.file(&mut unit, path, content);
        }
        self.check_files(&unit);
        if let Some(id) = &unit.draft.identity.id
            && !source.folder.is_empty()
            && id.value != source.folder
        {
            let message = format!("the pack `{}` stands in a folder called `{}`", id.value, source.folder);
            self.diagnostics.push(
                Diagnostic::error(code::FOLDER_NAME, message)
                    .label(id.span, "the id and the name of the folder are the same")
                    .help("rename the folder or the id"),
            );
        }
        unit
    }

    fn file(&mut self, unit: &mut Unit<'a>, path: &str, content: &[u8]) {
        self.files += 1;
        let name = unit.source.shown_path(path);
        if content.len() > MAX_FILE_BYTES {
            unit.is_complete = false;
            let id = self.texts.add(name, String::new());
            let message = format!("this file has more than {MAX_FILE_BYTES} bytes");
            self.diagnostics.push(
                Diagnostic::error(code::FILE_TOO_LARGE, message)
                    .label(self.texts.span(id, 0..0), "")
                    .help("split it, or take out what does not belong in it"),
            );
            return;
        }
        let text = match std::str::from_utf8(content) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                unit.is_complete = false;
                let id = self.texts.add(name, String::from_utf8_lossy(content).into_owned());
                let at = error.valid_up_to();
                self.diagnostics.push(
                    Diagnostic::error(code::NOT_UTF8, "this file is not UTF-8 text")
                        .label(self.texts.span(id, at..at + 1), "the first byte that does not belong")
                        .help("save the file as UTF-8"),
                );
                return;
            }
        };
        let id = self.texts.add(name, text);
        unit.texts.insert(path.to_owned(), id);
        let Some(kind) = FileKind::of(path) else {
            self.diagnostics.push(unknown_file(path).label(self.texts.span(id, 0..0), ""));
            return;
        };
        self.check_schema_line(kind, id);
        let (root, problems) = tree::parse(id, &self.texts);
        if !problems.is_empty() {
            unit.is_complete = false;
            self.diagnostics.extend(problems);
            return;
        }
        let report = if self.with_schema {
            schema_check::check(kind, &root, &self.texts)
        } else {
            schema_check::SchemaReport::default()
        };
        self.diagnostics.extend(report.diagnostics);
        let sink = Sink::new(report.pointers);
        decode::file(kind, path, &root, &sink, &mut unit.draft);
        self.diagnostics.extend(sink.into_diagnostics());
    }

    fn check_schema_line(&mut self, kind: FileKind, id: TextId) {
        let text = self.texts.text(id);
        let first = text.lines().next().unwrap_or("");
        if kind.is_schema_line(first.trim_start_matches('\u{feff}')) {
            return;
        }
        let line = kind.schema_line();
        let is_other = first.trim_start_matches('\u{feff}').starts_with("#:schema");
        let diagnostic = if is_other {
            let span = self.texts.span(id, 0..first.len());
            Diagnostic::error(code::SCHEMA_LINE, "the schema line names another schema, or another place")
                .label(span, "")
                .help_edit(format!("the line for this file is `{line}`"), span, line)
        } else {
            let span = self.texts.span(id, 0..0);
            Diagnostic::error(code::SCHEMA_LINE, "the file does not begin with its schema line")
                .label(span, "")
                .help_edit(format!("put this line first: `{line}`"), span, format!("{line}\n"))
        };
        self.diagnostics.push(diagnostic);
    }

    /// Some files belong into one kind of pack only.
    fn check_files(&mut self, unit: &Unit<'_>) {
        let Some(kind) = unit.draft.identity.kind.as_ref().map(|kind| kind.value) else { return };
        for (path, id) in &unit.texts {
            let wanted = match FileKind::of(path) {
                Some(FileKind::Conditions | FileKind::Cases) => PackKind::Injury,
                Some(FileKind::Regions) => PackKind::Library,
                _ => continue,
            };
            if wanted != kind {
                let message = format!("`{path}` does not belong into a pack of kind `{}`", kind.name());
                self.diagnostics.push(
                    Diagnostic::error(code::FILE_NOT_HERE, message)
                        .label(self.texts.span(*id, 0..0), "")
                        .help(format!("move it to a pack of kind `{}`", wanted.name())),
                );
            }
        }
    }

    /// Errors within libraries count here too; what is only doubtful in them is said where they are loaded themselves.
    fn check_written(&mut self) {
        let mut found = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            let before = found.len();
            check::written(unit, &mut found);
            if at + 1 < self.units.len() {
                let own = found.split_off(before);
                found.extend(own.into_iter().filter(Diagnostic::is_error));
            }
        }
        self.diagnostics.extend(found);
    }

    /// Whether there is not too much of anything. If there is, nothing is compiled.
    fn check_counts(&mut self) -> bool {
        let counts = self.counts();
        let Counts {
            packs: _, files: _, questions, findings, constraints, red_flags, exits, conditions, ..
        } = counts;
        let Counts { evidence_lines, causes, actions, blocks, regions, sources, cases, .. } = counts;
        let place = self.units.last().and_then(|unit| unit.draft.identity.id.as_ref()).map(|id| id.span);
        let mut fits = true;
        for (what, count, most) in [
            ("questions", questions, MAX_ENTRIES),
            ("findings", findings, MAX_ENTRIES),
            ("constraints", constraints, MAX_ENTRIES),
            ("red flags", red_flags, MAX_ENTRIES),
            ("exits", exits, MAX_ENTRIES),
            ("conditions", conditions, MAX_ENTRIES),
            ("lines of evidence", evidence_lines, MAX_LINES),
            ("causes", causes, MAX_ENTRIES),
            ("actions", actions, MAX_ENTRIES),
            ("blocks", blocks, MAX_ENTRIES),
            ("regions", regions, MAX_ENTRIES),
            ("sources", sources, MAX_ENTRIES),
            ("cases", cases, MAX_LINES),
        ] {
            if count > most {
                let message =
                    format!("the pack with its libraries has {count} {what}; at most {most} are taken");
                let diagnostic = Diagnostic::error(code::TOO_MANY_ENTRIES, message)
                    .help("split the pack, or take out what does not belong in it");
                self.diagnostics.push(match place {
                    Some(place) => diagnostic.label(place, "this pack"),
                    None => diagnostic,
                });
                fits = false;
            }
        }
        fits
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts { packs: self.units.len(), files: self.files, ..Counts::default() };
        for unit in &self.units {
            let draft = &unit.draft;
            counts.questions += draft.questions.len();
            counts.findings += draft.findings.len();
            counts.constraints += draft.constraints.len();
            counts.red_flags += draft.red_flags.len();
            counts.exits += draft.exits.len();
            counts.conditions += draft.conditions.len();
            let conditions = draft.conditions.iter().filter_map(|entry| entry.draft.as_ref());
            counts.evidence_lines += conditions.map(|condition| condition.evidence.len()).sum::<usize>();
            counts.causes += draft.causes.len();
            counts.actions += draft.actions.len();
            counts.blocks += draft.blocks.len();
            counts.regions += draft.regions.len();
            counts.sources += draft.sources.len();
            counts.cases += draft.cases.len();
        }
        counts
    }
}

fn unknown_file(path: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(code::UNKNOWN_FILE, format!("`{path}` is not one of the files a pack has"));
    let names: Vec<String> = FileKind::ALL
        .into_iter()
        .filter(|kind| *kind != FileKind::Cases)
        .map(|kind| format!("{}.toml", kind.name()))
        .collect();
    match closest_name(path, names.iter().map(String::as_str)) {
        Some(name) => diagnostic.help(format!("a file with a similar name would be read: `{name}`")),
        None => diagnostic.help(format!("the files are {} and cases/*.toml", names.join(", "))),
    }
}

fn check_library(unit: &Unit<'_>, used: &crate::draft::UseDraft, library: &Unit<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let identity = &library.draft.identity;
    if let Some(kind) = &identity.kind
        && kind.value != PackKind::Library
    {
        diagnostics.push(
            Diagnostic::error(code::NOT_A_LIBRARY, format!("`{}` is not a library", used.id.value))
                .label(used.id.span, "used here")
                .secondary(kind.span, "its kind"),
        );
    }
    if let (Some(version), Some(range)) = (&identity.version, &used.range)
        && !range.value.matches(&version.value)
    {
        let message = format!(
            "`{}` needs `{}` in version {}, but version {} is at hand",
            unit.id(),
            used.id.value,
            range.value,
            version.value
        );
        diagnostics.push(
            Diagnostic::error(code::LIBRARY_VERSION, message)
                .label(range.span, "needed here")
                .secondary(version.span, "the version at hand")
                .help("use a version of the library that fits, or check the pack against this one and change the range"),
        );
    }
    diagnostics
}

#[cfg(test)]
mod tests;
