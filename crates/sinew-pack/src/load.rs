//! Loading: from folders in memory to a compiled pack with everything that was found on the way.

use crate::{
    allow::{self, Allowed, Excuse},
    at_hand::{AtHand, Found},
    case::{Case, Limit},
    check,
    compile::{self, Unit},
    decode,
    draft::{IdentityDraft, Located, PackDraft, PackKind, UseDraft},
    fields::Sink,
    file_kind::FileKind,
    folder::{MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES, PackSource},
    mend,
    pack_name::PackName,
    resolve::{Met, Resolution, resolve},
    schema_check,
    texts::Readability,
    tree,
};
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};
use sinew_diag::{Check, Diagnostic, Span, TextId, Texts};
use sinew_model::{Date, Origin, Pack, Picture};
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
    /// Facts.
    pub facts: usize,
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
    /// Properties.
    pub properties: usize,
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
    /// Where its `pack.toml` says what kind of pack it is, if that can be read.
    pub kind: Option<Span>,
    /// How many questions the person in the middle of all cases is asked at most, if the pack promises it.
    pub median_questions_at_most: Option<Limit>,
    /// Everything that was found, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics and cases point into.
    pub texts: Texts,
    /// What comments in the pack's own files allow; only if it was checked.
    pub allowed: Vec<Allowed>,
    /// How hard the pack's own texts are to read.
    pub readability: Readability,
    /// How much there is of everything.
    pub counts: Counts,
    /// How much of it the pack itself holds, its libraries aside.
    pub own_counts: Counts,
    /// Which of the packs at hand were read, by their positions: libraries before those that use them, the pack itself last.
    /// Empty if it was not found.
    pub parts: Vec<usize>,
    /// The text of each file, by its pack and its path below the pack's folder.
    files: BTreeMap<(String, String), TextId>,
}

impl Loaded {
    /// The place of what stands at an origin: the line of its table.
    pub fn place(&self, origin: &Origin) -> Option<Span> {
        let text = self.files.get(&(origin.pack.to_string(), origin.file.clone()))?;
        Some(self.texts.written_on(*text, origin.line))
    }

    /// The comments that excuse changes of rules, in the files of the pack and of its libraries, each with the id of the pack in
    /// which it stands.
    pub fn excuses(&self) -> Vec<(&str, Excuse)> {
        let mut excuses = Vec::new();
        for ((pack, _), text) in &self.files {
            excuses
                .extend(allow::excuses(*text, &self.texts).into_iter().map(|excuse| (pack.as_str(), excuse)));
        }
        excuses
    }

    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Loads the pack with this name, `ID` or `ID@VERSION`, from the packs at hand; its libraries are looked for among them too.
///
/// An id may be at hand in several versions. Without a version in the name the highest is loaded, a pre-release only if there
/// is nothing else. Of each library the highest version is taken that all its users in this pack allow. A library can be
/// loaded by itself; it makes a pack without conditions. Everything found is reported, never only the first thing. Warnings
/// about the wording of libraries are reported where the library itself is loaded.
pub fn load(available: &[PackSource], name: &str) -> Loaded {
    AtHand::new(available).load(name)
}

impl AtHand<'_> {
    /// Loads the pack with this name as [`load`] does. For those who load more than one.
    pub fn load(&self, name: &str) -> Loaded {
        load_with(self, name, Thoroughness { schema: true, today: None })
    }

    /// Which of the packs at hand the pack with this name is made of, by their positions: its libraries, then the pack itself.
    /// None if it is not there once, or if its libraries are not there in versions that fit.
    pub fn parts(&self, name: &str) -> Option<Vec<usize>> {
        let Found::One(root) = self.find(&PackName::parse(name)) else { return None };
        let Resolution { libraries, met } = resolve(&self.candidates, root);
        let once = libraries.iter().all(|position| self.twins(*position).is_empty());
        (met == Met::All && once).then(|| libraries.into_iter().chain([root]).collect())
    }
}

/// Loads a pack for those who write it: what depends on the day is said as well, and what the pack's own comments allow is not.
pub fn inspect(available: &[PackSource], name: &str, today: Date) -> Loaded {
    inspect_further(&AtHand::new(available), name, today, &[], |_, _| Some(Vec::new()))
}

/// The same, with `further` checks of the caller, who finds something in a pack that loads. What they find can be allowed as well.
/// If the caller does not look, which is none, no comment is said to allow nothing.
pub fn inspect_further(
    at_hand: &AtHand<'_>,
    name: &str,
    today: Date,
    further: &[Check],
    find: impl FnOnce(&Loaded, &Pack) -> Option<Vec<Diagnostic>>,
) -> Loaded {
    let mut loaded = load_with(at_hand, name, Thoroughness { schema: true, today: Some(today) });
    let found = loaded.pack.as_ref().and_then(|pack| find(&loaded, pack));
    let all_looked_at = found.is_some();
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.extend(found.into_iter().flatten());
    let id = PackName::parse(name).id;
    let own = loaded.files.iter().filter(|((pack, _), _)| *pack == id).map(|(_, text)| *text);
    loaded.allowed = allow::apply(own, &loaded.texts, today, all_looked_at, further, &mut diagnostics);
    // Where a comment is wrong, as where anything else is that was found here, there is no pack.
    let is_further = |diagnostic: &Diagnostic| further.iter().any(|check| check.code() == diagnostic.code);
    loaded.pack.take_if(|_| diagnostics.iter().any(|found| found.is_error() && !is_further(found)));
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    loaded.diagnostics = diagnostics;
    loaded
}

/// How closely a pack is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thoroughness {
    /// Whether files are checked against the JSON Schemas.
    pub(crate) schema: bool,
    /// The day, if comments and dates count.
    pub(crate) today: Option<Date>,
}

pub(crate) fn load_with(at_hand: &AtHand<'_>, name: &str, how: Thoroughness) -> Loaded {
    let name = PackName::parse(name);
    let mut loader = Loader::new(at_hand, how.schema);
    let (mut pack, mut cases, mut kind, mut median) = (None, Vec::new(), None, None);
    match loader.at_hand.find(&name) {
        Found::One(root) => {
            let met = loader.with_libraries(root);
            loader.check_versions(met);
            loader.check_written();
            if loader.check_counts() {
                let is_clean = !loader.diagnostics.iter().any(Diagnostic::is_error);
                let all_there = !loader.libraries_missing;
                let whole = compile::compile(&loader.units, all_there, is_clean, &loader.texts);
                loader.diagnostics.extend(whole.diagnostics);
                (pack, cases) = (whole.pack, whole.cases);
            }
            if let Some(root) = loader.units.last() {
                kind = root.draft.identity.kind.as_ref().map(|kind| kind.span);
                median = root.draft.identity.median_questions_at_most.as_ref().and_then(Limit::of);
                let has_errors = loader.diagnostics.iter().any(Diagnostic::is_error);
                pack = pack.filter(|_| !has_errors);
                if let Some(pack) = &pack {
                    check::used(root, pack, &mut loader.diagnostics);
                }
                if let Some(today) = how.today {
                    check::dated(&root.draft, today, &mut loader.diagnostics);
                }
            }
        }
        Found::Several(twins) => {
            let twice = loader.at_hand.pack_twice(&name.id, &twins);
            loader.diagnostics.push(twice);
        }
        Found::None => {
            let at_hand = &loader.at_hand;
            let missing = check::no_such_pack(&name, &at_hand.versions(&name.id), &at_hand.ids());
            loader.diagnostics.push(missing);
        }
    }
    let has_errors = loader.diagnostics.iter().any(Diagnostic::is_error);
    let kinds = loader.kinds();
    mend::confirm(&mut loader.diagnostics, &kinds, &loader.texts);
    loader.diagnostics.sort_by(Diagnostic::order);
    loader.diagnostics.dedup();
    Loaded {
        pack: pack.filter(|_| !has_errors),
        cases,
        kind,
        median_questions_at_most: median,
        allowed: Vec::new(),
        readability: loader.units.last().map(|root| Readability::of(&root.draft)).unwrap_or_default(),
        counts: counts(&loader.units),
        own_counts: counts(loader.units.last().map_or(&[], std::slice::from_ref)),
        files: loader.files(),
        diagnostics: loader.diagnostics,
        texts: loader.texts,
        parts: loader.parts,
    }
}

/// The texts of a pack and its libraries, libraries before those that use them.
pub(crate) struct Read<'a> {
    pub(crate) units: Vec<Unit<'a>>,
    pub(crate) texts: Texts,
    /// Whether every file and every library is there in a version that fits, and could be read.
    pub(crate) is_whole: bool,
}

/// Reads the pack with this name and its libraries, and says nothing about what is in them. None if it is not there once.
pub(crate) fn read<'a>(available: &'a [PackSource], name: &str) -> Option<Read<'a>> {
    let at_hand = AtHand::new(available);
    let mut loader = Loader::new(&at_hand, false);
    let Found::One(root) = loader.at_hand.find(&PackName::parse(name)) else { return None };
    let met = loader.with_libraries(root);
    let all_read = !loader.libraries_missing && loader.units.iter().all(|unit| unit.is_complete);
    Some(Read { units: loader.units, texts: loader.texts, is_whole: all_read && met == Met::All })
}

/// What a listing says about a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A drawing of that place, if there is a good one.
    pub picture: Option<Picture>,
    /// What it is for; empty if that cannot be read.
    pub intended_use: String,
    /// The day by which its content is to be reviewed again, if that can be read.
    pub next_review: Option<Date>,
    /// The libraries it uses, in its own order.
    pub uses: Vec<Use>,
}

/// A library that a pack uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The id of the library.
    pub id: String,
    /// The versions that fit; none if that cannot be read.
    pub range: Option<VersionReq>,
}

/// Reads no more of a pack than a listing needs. None if its `pack.toml` cannot be read.
pub fn headline(source: &PackSource) -> Option<Headline> {
    Headline::of(identity(source)?)
}

impl Headline {
    /// None if something is missing that a listing cannot do without.
    pub(crate) fn of(identity: IdentityDraft) -> Option<Self> {
        let uses = uses(&identity);
        Some(Self {
            id: identity.id?.value,
            kind: identity.kind?.value,
            version: identity.version?.value,
            title: identity.title?.value,
            place: identity.place.map(|place| place.value),
            picture: identity.picture.map(|picture| picture.value),
            intended_use: identity.intended_use.map(|text| text.value).unwrap_or_default(),
            next_review: identity.next_review.map(|date| date.value),
            uses,
        })
    }
}

/// What can be read of a `pack.toml`; none if there is no text.
pub(crate) fn identity(source: &PackSource) -> Option<IdentityDraft> {
    let content = source.files.get("pack.toml").filter(|content| content.len() <= MAX_FILE_BYTES)?;
    let mut texts = Texts::new();
    let id = texts.add(String::new(), String::from_utf8(content.clone()).ok()?);
    let (root, _) = tree::parse(id, &texts);
    let mut draft = PackDraft::default();
    decode::file(FileKind::Pack, "pack.toml", &root, &Sink::default(), &mut draft);
    Some(draft.identity)
}

pub(crate) fn uses(identity: &IdentityDraft) -> Vec<Use> {
    let range = |used: &UseDraft| used.range.as_ref().map(|range| range.value.clone());
    identity.uses.iter().map(|used| Use { id: used.id.value.clone(), range: range(used) }).collect()
}

struct Loader<'h, 'a> {
    at_hand: &'h AtHand<'a>,
    /// The positions of the libraries that were chosen.
    chosen: Vec<usize>,
    with_schema: bool,
    texts: Texts,
    diagnostics: Vec<Diagnostic>,
    /// Packs that were read, libraries before those that use them.
    units: Vec<Unit<'a>>,
    /// Where each of them stands among the packs at hand.
    parts: Vec<usize>,
    /// The packs being read, each with the place where it uses the next.
    open: Vec<(String, Span)>,
    libraries_missing: bool,
}

impl<'h, 'a> Loader<'h, 'a> {
    fn new(at_hand: &'h AtHand<'a>, with_schema: bool) -> Self {
        Self {
            at_hand,
            chosen: Vec::new(),
            with_schema,
            texts: Texts::new(),
            diagnostics: Vec::new(),
            units: Vec::new(),
            parts: Vec::new(),
            open: Vec::new(),
            libraries_missing: false,
        }
    }

    /// Reads the pack at this position and the versions of its libraries that were chosen, and says whether they fit each other.
    fn with_libraries(&mut self, root: usize) -> Met {
        let Resolution { libraries, met } = resolve(&self.at_hand.candidates, root);
        self.chosen = libraries;
        self.unit(root, 0);
        met
    }

    /// The version of a library that was chosen.
    fn library(&self, id: &str) -> Found {
        let is_meant =
            |at: &&usize| self.at_hand.candidates.get(**at).is_some_and(|candidate| candidate.answers_to(id));
        let Some(position) = self.chosen.iter().find(is_meant).copied() else { return Found::None };
        let twins = self.at_hand.twins(position);
        if twins.is_empty() { Found::One(position) } else { Found::Several(twins) }
    }

    /// Reads a pack, and before it joins the list, its libraries.
    fn unit(&mut self, position: usize, depth: usize) {
        let Some(source) = self.at_hand.sources.get(position) else { return };
        let unit = self.read(source);
        for used in &unit.draft.identity.uses {
            let id = &used.id.value;
            self.open.push((source.folder.clone(), used.id.span));
            if let Some(start) = self.open.iter().position(|(open, _)| open == id) {
                self.libraries_missing = true;
                self.diagnostics.push(check::library_cycle(&self.open[start..]));
                self.open.pop();
                continue;
            }
            if !self.units.iter().any(|known| known.source.folder == *id || known.id() == *id) {
                match self.library(id) {
                    Found::One(library) if depth < MAX_LIBRARY_DEPTH => self.unit(library, depth + 1),
                    Found::One(_) => {
                        self.libraries_missing = true;
                        self.diagnostics.push(check::too_many_levels(used.id.span, MAX_LIBRARY_DEPTH));
                    }
                    Found::Several(twins) => {
                        self.libraries_missing = true;
                        let twice = self.at_hand.pack_twice(id, &twins);
                        self.diagnostics.push(twice.label(used.id.span, "used here"));
                    }
                    Found::None => {
                        self.libraries_missing = true;
                        let missing = check::library_missing(&used.id, unit.id(), &self.at_hand.ids());
                        self.diagnostics.push(missing);
                    }
                }
            }
            let library = self.units.iter().find(|known| known.source.folder == *id || known.id() == *id);
            if let Some(library) = library {
                self.diagnostics.extend(not_a_library(used, library));
            }
            self.open.pop();
        }
        self.units.push(unit);
        self.parts.push(position);
    }

    /// Says for each library of which no version fits all its users who they are, what they need and what is at hand.
    fn check_versions(&mut self, met: Met) {
        let mut found = Vec::new();
        for library in &self.units {
            let Some(version) = &library.draft.identity.version else { continue };
            let users: Vec<(&str, &Located<VersionReq>)> = self
                .units
                .iter()
                .flat_map(|unit| unit.draft.identity.uses.iter().map(move |used| (unit, used)))
                .filter(|(_, used)| {
                    [library.source.folder.as_str(), library.id()].contains(&used.id.value.as_str())
                })
                .filter_map(|(unit, used)| Some((unit.id(), used.range.as_ref()?)))
                .collect();
            let at_hand = self.at_hand.versions(library.id());
            found.extend(check::library_version(library.id(), version, &users, &at_hand));
        }
        if met == Met::Unknown && found.is_empty() {
            let place = self.units.last().and_then(|unit| unit.draft.identity.id.as_ref()).map(|id| id.span);
            found.push(check::versions_too_tangled(place));
        }
        self.diagnostics.extend(found);
    }

    fn read(&mut self, source: &'a PackSource) -> Unit<'a> {
        let mut unit =
            Unit { source, draft: PackDraft::default(), texts: BTreeMap::new(), files: 0, is_complete: true };
        let shown = if source.shown_at.is_empty() { &source.folder } else { &source.shown_at };
        let total: usize = source.files.values().map(Vec::len).sum();
        if source.files.len() > MAX_FILES {
            unit.is_complete = false;
            self.diagnostics.push(check::too_many_files(shown, MAX_FILES));
            return unit;
        }
        if total > MAX_PACK_BYTES {
            unit.is_complete = false;
            self.diagnostics.push(check::pack_too_large(shown, MAX_PACK_BYTES));
            return unit;
        }
        for path in ["pack.toml", "sources.toml"] {
            if !source.files.contains_key(path) {
                unit.is_complete = false;
                self.diagnostics.push(check::missing_file(shown, path));
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
            self.diagnostics.push(check::folder_name(id, &source.folder));
        }
        unit
    }

    fn file(&mut self, unit: &mut Unit<'a>, path: &str, content: &[u8]) {
        unit.files += 1;
        let name = unit.source.shown_path(path);
        if content.len() > MAX_FILE_BYTES {
            unit.is_complete = false;
            let id = self.texts.add(name, String::new());
            self.diagnostics.push(check::file_too_large(self.texts.span(id, 0..0), MAX_FILE_BYTES));
            return;
        }
        let text = match std::str::from_utf8(content) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                unit.is_complete = false;
                let id = self.texts.add(name, String::from_utf8_lossy(content).into_owned());
                let at = error.valid_up_to();
                self.diagnostics.push(check::not_utf8(self.texts.span(id, at..at + 1)));
                return;
            }
        };
        let id = self.texts.add(name, text);
        unit.texts.insert(path.to_owned(), id);
        let Some(kind) = FileKind::of(path) else {
            unit.is_complete = false;
            self.diagnostics.push(check::unknown_file(path, self.texts.span(id, 0..0)));
            return;
        };
        self.diagnostics.extend(check::schema_line(kind, id, &self.texts));
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
        unit.is_complete &= decode::file(kind, path, &root, &sink, &mut unit.draft);
        self.diagnostics.extend(sink.into_diagnostics());
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
                let place = self.texts.span(*id, 0..0);
                self.diagnostics.push(check::file_not_here(path, place, kind, wanted));
            }
        }
    }

    /// Errors within libraries count here too; what is only doubtful in them is said where they are loaded themselves.
    fn check_written(&mut self) {
        let mut found = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            let before = found.len();
            check::written(&unit.draft, unit.is_complete, &mut found);
            if at + 1 < self.units.len() {
                let own = found.split_off(before);
                found.extend(own.into_iter().filter(Diagnostic::is_error));
            }
        }
        self.diagnostics.extend(found);
    }

    /// Whether there is not too much of anything. If there is, nothing is compiled.
    fn check_counts(&mut self) -> bool {
        let counts = counts(&self.units);
        let Counts {
            packs: _,
            files: _,
            questions,
            findings,
            constraints,
            facts,
            red_flags,
            exits,
            conditions,
            ..
        } = counts;
        let Counts { evidence_lines, causes, actions, blocks, regions, sources, properties, cases, .. } =
            counts;
        let place = self.units.last().and_then(|unit| unit.draft.identity.id.as_ref()).map(|id| id.span);
        let mut fits = true;
        for (what, count, most) in [
            ("questions", questions, MAX_ENTRIES),
            ("findings", findings, MAX_ENTRIES),
            ("constraints", constraints, MAX_ENTRIES),
            ("facts", facts, MAX_ENTRIES),
            ("red flags", red_flags, MAX_ENTRIES),
            ("exits", exits, MAX_ENTRIES),
            ("conditions", conditions, MAX_ENTRIES),
            ("lines of evidence", evidence_lines, MAX_LINES),
            ("causes", causes, MAX_ENTRIES),
            ("actions", actions, MAX_ENTRIES),
            ("blocks", blocks, MAX_ENTRIES),
            ("regions", regions, MAX_ENTRIES),
            ("sources", sources, MAX_ENTRIES),
            ("properties", properties, MAX_ENTRIES),
            ("cases", cases, MAX_LINES),
        ] {
            if count > most {
                self.diagnostics.push(check::too_many_entries(what, count, most, place));
                fits = false;
            }
        }
        fits
    }

    /// The kind of each text.
    fn kinds(&self) -> BTreeMap<TextId, FileKind> {
        let texts = self.units.iter().flat_map(|unit| &unit.texts);
        texts.filter_map(|(path, id)| Some((*id, FileKind::of(path)?))).collect()
    }

    fn files(&self) -> BTreeMap<(String, String), TextId> {
        let mut files = BTreeMap::new();
        for unit in &self.units {
            let of_unit = unit.texts.iter().map(|(path, id)| ((unit.id().to_owned(), path.clone()), *id));
            files.extend(of_unit);
        }
        files
    }
}

/// How much there is of everything in these packs.
fn counts(units: &[Unit<'_>]) -> Counts {
    let mut counts = Counts { packs: units.len(), ..Counts::default() };
    for unit in units {
        let draft = &unit.draft;
        counts.files += unit.files;
        counts.questions += draft.questions.len();
        counts.findings += draft.findings.len();
        counts.constraints += draft.constraints.len();
        counts.facts += draft.facts.len();
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
        counts.properties += draft.properties.len();
        counts.cases += draft.cases.len();
    }
    counts
}

fn not_a_library(used: &UseDraft, library: &Unit<'_>) -> Option<Diagnostic> {
    let kind = library.draft.identity.kind.as_ref().filter(|kind| kind.value != PackKind::Library)?;
    Some(check::not_a_library(&used.id, kind.span))
}

#[cfg(test)]
mod tests;
