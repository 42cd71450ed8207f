//! Checking packs: everything that loading finds, and then every case run through the engine.

mod c0001_unexpected;
mod c0002_incomplete;
mod c0003_impossible;
mod c0004_unsafe_advice;
mod c0005_stops_wrong;
mod c0006_too_long;
mod c0007_too_long_on_the_whole;
mod c0008_gap_closed;
mod c0009_unsafe_gap;
mod c0010_undecided;
mod c0011_no_near_miss;
mod c0012_no_case;
mod deciding;
mod expectation;
mod found_person;
mod involved;
mod l0601_flag_never_needed;
mod l0602_never_asked;
mod l0603_dead_rule;
mod l0604_dead_evidence;
mod l0605_never_fits;
mod l0606_never_offered;
pub mod mutation;
mod nearest;
mod person;
mod proving;
mod released;
mod rule;
mod run;
mod s0101_broken_promise;
mod s0102_empty_promise;
mod s0103_worse_is_less_urgent;
mod s0104_nothing_to_do;
mod s0105_flag_never_fires;
mod s0106_not_decided;
mod s0107_unsound_decision;
mod single;
mod summary;
mod undecided;
mod v0001_less_cautious;
mod v0002_version_too_low;
mod v0003_not_compared;
mod v0004_review_unused;
mod v0005_no_baseline;

use crate::threads;
use sinew_diag::{Check, Code, Diagnostic, Severity, Span, Texts};
use sinew_model::{CaseId, Date, Urgency};
use sinew_pack::{
    Allowed, AtHand, Case, Headline, Limit, Loaded, PackKind, PackName, PackSource, Readability,
};
use std::num::NonZeroUsize;
use undecided::Examined;

pub use found_person::FoundPerson;
pub use proving::Proved;
pub(crate) use proving::not_decided;
pub(crate) use single::check_case;
pub use single::{CaseCheck, CaseProblem};
pub use summary::counted;
pub use undecided::{Coverage, Share};

/// Names the checks, and lists them.
macro_rules! checks {
    ($($module:ident::$name:ident,)*) => {
        $(use $module::$name;)*

        const ALL: &[Check] = &[$($name),*];
    };
}

checks! {
    c0001_unexpected::UNEXPECTED,
    c0002_incomplete::INCOMPLETE,
    c0003_impossible::IMPOSSIBLE,
    c0004_unsafe_advice::UNSAFE_ADVICE,
    c0005_stops_wrong::STOPS_WRONG,
    c0006_too_long::TOO_LONG,
    c0007_too_long_on_the_whole::TOO_LONG_ON_THE_WHOLE,
    c0008_gap_closed::GAP_CLOSED,
    c0009_unsafe_gap::UNSAFE_GAP,
    c0010_undecided::UNDECIDED,
    c0011_no_near_miss::NO_NEAR_MISS,
    c0012_no_case::NO_CASE,
    s0101_broken_promise::BROKEN_PROMISE,
    s0102_empty_promise::EMPTY_PROMISE,
    s0103_worse_is_less_urgent::WORSE_IS_LESS_URGENT,
    s0104_nothing_to_do::NOTHING_TO_DO,
    s0105_flag_never_fires::FLAG_NEVER_FIRES,
    s0106_not_decided::NOT_DECIDED,
    s0107_unsound_decision::UNSOUND_DECISION,
    l0601_flag_never_needed::FLAG_NEVER_NEEDED,
    l0602_never_asked::NEVER_ASKED,
    l0603_dead_rule::DEAD_RULE,
    l0604_dead_evidence::DEAD_EVIDENCE,
    l0605_never_fits::NEVER_FITS,
    l0606_never_offered::NEVER_OFFERED,
    v0001_less_cautious::LESS_CAUTIOUS,
    v0002_version_too_low::VERSION_TOO_LOW,
    v0003_not_compared::NOT_COMPARED,
    v0004_review_unused::REVIEW_UNUSED,
    v0005_no_baseline::NO_BASELINE,
}

/// A case that answers a question its person is not asked. Loading finds it and warns, because the pack can be used all the
/// same; but the case does not test what it says, so a check fails.
const IDLE: Code = Code::new("R0305");

/// Every check that runs cases or holds packs against earlier versions, in the order of the codes.
pub fn checks() -> &'static [Check] {
    ALL
}

/// What was found in all packs that were checked.
#[derive(Debug, Clone, Default)]
pub struct CheckReport {
    /// The packs, in alphabetical order of their ids.
    pub packs: Vec<PackCheck>,
    /// Whether the proofs were left out, so that nothing is known about people who are no case.
    pub without_proofs: bool,
}

/// What was found in one pack.
#[derive(Debug, Clone)]
pub struct PackCheck {
    /// Its id.
    pub id: String,
    /// Its version, if that can be read.
    pub version: Option<String>,
    /// How much of everything it holds, its libraries aside.
    pub counts: PackCounts,
    /// What was found, in the order of the texts.
    pub diagnostics: Vec<Diagnostic>,
    /// What the comments of its author allow, with the reasons, in the order of the texts.
    pub allowed: Vec<Allowed>,
    /// How hard its own texts are to read; information only.
    pub readability: Readability,
    /// The texts that the diagnostics point into.
    pub texts: Texts,
    /// What became of its cases; empty if the pack did not load.
    pub cases: Vec<CaseResult>,
    /// How many questions the person in the middle of its cases is asked at most, if the pack promises it.
    pub median_questions_at_most: Option<usize>,
    /// What was proved of it over every possible person; none if that was left out, or errors come before.
    pub proof: Option<Proved>,
    /// How far cases decide its rules; none if that was not asked for, or if there are no cases to hold them against.
    pub coverage: Option<Coverage>,
}

/// How much of everything a pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PackCounts {
    /// Files.
    pub files: usize,
    /// Questions.
    pub questions: usize,
    /// Red flags.
    pub red_flags: usize,
    /// Conditions.
    pub conditions: usize,
    /// Causes.
    pub causes: usize,
    /// Actions.
    pub actions: usize,
    /// Sources.
    pub sources: usize,
    /// Cases.
    pub cases: usize,
}

impl std::ops::AddAssign for PackCounts {
    fn add_assign(&mut self, other: Self) {
        let Self { files, questions, red_flags, conditions, causes, actions, sources, cases } = other;
        self.files += files;
        self.questions += questions;
        self.red_flags += red_flags;
        self.conditions += conditions;
        self.causes += causes;
        self.actions += actions;
        self.sources += sources;
        self.cases += cases;
    }
}

/// What a check looks into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CheckScope {
    /// Whether it also reports which rules no case decides. That takes the engine through every case once for each rule.
    pub undecided: bool,
    /// Whether it leaves out the proofs over every possible person, and the comparison with released versions, which is one too.
    /// They take most of the time.
    pub without_proofs: bool,
}

/// What became of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseStatus {
    /// Everything came out as expected.
    Passed,
    /// Not everything came out as expected, as is known, and nothing that keeps people safe is missing.
    KnownGap,
    /// It does not count as it stands.
    Failed,
}

/// One case, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Its id.
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// What became of it.
    pub status: CaseStatus,
    /// Why its person does not get the right advice yet, if the case says so.
    pub known_gap: Option<String>,
    /// The urgency that came out; none if it could not be assessed.
    pub urgency: Option<Urgency>,
    /// Whether it stands for people there are, and not for what one rule does.
    pub typical: bool,
    /// How many questions this person is asked.
    pub questions: usize,
    /// How many they are asked at most, if the case promises it.
    pub questions_at_most: Option<usize>,
}

/// How long interviews are, in questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// The shortest.
    pub shortest: usize,
    /// The one in the middle of those of typical people; of two in the middle, the longer.
    pub median: usize,
    /// The longest.
    pub longest: usize,
}

impl Lengths {
    fn of(cases: &[&CaseResult]) -> Option<Self> {
        let all = || cases.iter().map(|case| case.questions);
        let mut typical: Vec<usize> =
            cases.iter().filter(|case| case.typical).map(|case| case.questions).collect();
        typical.sort_unstable();
        let median = *typical.get(typical.len() / 2)?;
        Some(Self { shortest: all().min()?, median, longest: all().max()? })
    }
}

impl PackCheck {
    /// The name that means just what was checked: `ID@VERSION`, or the id alone if the version cannot be read.
    pub fn name(&self) -> String {
        self.version.as_ref().map_or_else(|| self.id.clone(), |version| format!("{}@{version}", self.id))
    }

    /// Whether no error was found, and no case failed. Warnings and known gaps do not count.
    pub fn passed(&self) -> bool {
        self.count(Severity::Error) == 0 && self.cases.iter().all(|case| case.status != CaseStatus::Failed)
    }

    /// How many diagnostics of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How long the interviews of its cases are; none without cases.
    pub fn lengths(&self) -> Option<Lengths> {
        Lengths::of(&self.cases.iter().collect::<Vec<_>>())
    }
}

impl CheckReport {
    /// Whether packs were checked, no error was found, and no case failed. Warnings and known gaps do not count.
    pub fn passed(&self) -> bool {
        !self.packs.is_empty() && self.packs.iter().all(PackCheck::passed)
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.packs.iter().map(|pack| pack.count(Severity::Error)).sum()
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.packs.iter().map(|pack| pack.count(Severity::Warning)).sum()
    }

    /// How many findings are allowed by comments of their authors.
    pub fn allowed(&self) -> usize {
        self.packs.iter().map(|pack| pack.allowed.len()).sum()
    }

    /// How hard the texts of all packs are to read.
    pub fn readability(&self) -> Readability {
        let mut sum = Readability::default();
        self.packs.iter().for_each(|pack| sum += pack.readability);
        sum
    }

    /// How much of everything all packs hold together.
    pub fn counts(&self) -> PackCounts {
        let mut sum = PackCounts::default();
        self.packs.iter().for_each(|pack| sum += pack.counts);
        sum
    }

    /// How long the interviews of all cases are; none without cases.
    pub fn lengths(&self) -> Option<Lengths> {
        Lengths::of(&self.packs.iter().flat_map(|pack| &pack.cases).collect::<Vec<_>>())
    }

    /// What was checked and found, a line for each, the verdict last.
    pub fn summary(&self) -> String {
        summary::summary(self)
    }
}

/// Checks the packs with these names among those available, on this day, and holds them against their released versions, if such
/// are given.
pub(crate) fn check(
    available: &[PackSource],
    names: &[String],
    today: Date,
    scope: CheckScope,
    released: Option<&[PackSource]>,
) -> CheckReport {
    // Each pack by itself: most of the time goes into the proofs.
    let at_hand = AtHand::new(available);
    let threads = threads::left_for_each(names.len());
    let one = |at: usize| {
        names.get(at).map(|name| check_pack(available, &at_hand, name, today, scope, released, threads))
    };
    let checked = threads::each(names.len(), threads::at_hand(), &one, &mut |_| {});
    let mut checked: Vec<Checked> = checked.into_iter().flatten().collect();
    let reports: Vec<_> = checked.iter().map(|pack| undecided::report(pack, &checked)).collect();
    for (pack, report) in checked.iter_mut().zip(reports) {
        let Some((coverage, found)) = report else { continue };
        pack.check.coverage = Some(coverage);
        pack.check.diagnostics.extend(found);
        pack.check.diagnostics.sort_by(Diagnostic::order);
    }
    let sources: Vec<_> = checked.iter().map(|pack| pack.at().and_then(|at| available.get(at))).collect();
    let mut packs: Vec<PackCheck> =
        checked.into_iter().map(|pack| PackCheck { texts: pack.loaded.texts, ..pack.check }).collect();
    for (at, source) in sources.into_iter().enumerate() {
        if let Some(source) = source {
            report_once(source, at, &mut packs);
        }
    }
    CheckReport { packs, without_proofs: scope.without_proofs }
}

/// A pack that was checked by itself.
struct Checked {
    check: PackCheck,
    loaded: Loaded,
    /// What was found about its rules, if that was asked for.
    examined: Option<Examined>,
}

impl Checked {
    /// Its position among the packs at hand, if it is one of them.
    fn at(&self) -> Option<usize> {
        self.loaded.parts.last().copied()
    }
}

fn check_pack(
    available: &[PackSource],
    at_hand: &AtHand<'_>,
    name: &str,
    today: Date,
    scope: CheckScope,
    released: Option<&[PackSource]>,
    threads: NonZeroUsize,
) -> Checked {
    let mut proof = None;
    let mut loaded = sinew_pack::inspect_further(at_hand, name, today, ALL, |loaded, pack| {
        if scope.without_proofs {
            return None;
        }
        let (proved, found) = proving::prove(available, loaded, pack, is_library(at_hand, loaded));
        proof = Some(proved);
        Some(found)
    });
    let is_library = is_library(at_hand, &loaded);
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    let (mut cases, mut examined) = (Vec::new(), None);
    if let Some((pack, released)) = loaded.pack.as_ref().zip(released).filter(|_| !scope.without_proofs) {
        diagnostics.extend(released::check(pack, &loaded, released));
    }
    if let Some(pack) = &loaded.pack {
        let runs = run::run_all(&loaded, pack, threads);
        if scope.undecided && (!runs.is_empty() || !is_library) {
            let passed = runs.iter().filter(|run| run.result.status == CaseStatus::Passed);
            let passed: Vec<&Case> = passed.map(|run| run.case).collect();
            examined = Some(undecided::examine(pack, &passed));
        }
        for run in runs {
            cases.push(run.result);
            diagnostics.extend(run.found);
        }
    }
    let counts = own_counts(&loaded);
    if loaded.pack.is_some() && !is_library && counts.cases == 0 {
        diagnostics.push(no_case(loaded.kind));
    }
    diagnostics.extend(too_long_on_the_whole(&cases, loaded.median_questions_at_most));
    as_in_a_check(&mut diagnostics);
    let check = PackCheck {
        id: PackName::parse(name).id,
        version: headline(at_hand, &loaded).map(|headline| headline.version.to_string()),
        counts,
        diagnostics,
        allowed: std::mem::take(&mut loaded.allowed),
        readability: loaded.readability,
        texts: Texts::new(),
        cases,
        median_questions_at_most: loaded.median_questions_at_most.map(|limit| limit.at_most),
        coverage: None,
        proof,
    };
    Checked { check, loaded, examined }
}

/// Loads a pack as a check does, without the checks of this crate. Comments may allow what those find.
pub(crate) fn inspect(at_hand: &AtHand<'_>, name: &str, today: Date) -> Loaded {
    sinew_pack::inspect_further(at_hand, name, today, ALL, |_, _| None)
}

/// What a listing says of what was loaded.
fn headline<'h>(at_hand: &'h AtHand<'_>, loaded: &Loaded) -> Option<&'h Headline> {
    at_hand.headline(*loaded.parts.last()?)
}

/// Whether what was loaded is a library by itself.
fn is_library(at_hand: &AtHand<'_>, loaded: &Loaded) -> bool {
    headline(at_hand, loaded).is_some_and(|headline| headline.kind == PackKind::Library)
}

/// Orders what was found, and takes for an error what can be used all the same but fails a check.
fn as_in_a_check(diagnostics: &mut [Diagnostic]) {
    for idle in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == IDLE) {
        idle.severity = Severity::Error;
    }
    diagnostics.sort_by(Diagnostic::order);
}

fn no_case(kind: Option<Span>) -> Diagnostic {
    let found = NO_CASE
        .found("no case shows what this pack says to anybody")
        .help("write people with the advice that is right for them into `cases/people.toml`");
    match kind {
        Some(kind) => found.label(kind, "what runners open is tried with people"),
        None => found,
    }
}

fn too_long_on_the_whole(cases: &[CaseResult], limit: Option<Limit>) -> Option<Diagnostic> {
    let limit = limit.filter(|_| !cases.is_empty())?;
    let typical = cases.iter().filter(|case| case.typical).count();
    let Some(lengths) = Lengths::of(&cases.iter().collect::<Vec<_>>()) else {
        let found = TOO_LONG_ON_THE_WHOLE
            .found("it is not known how long interviews are on the whole")
            .label(limit.span, format!("none of the {} tells", counted(cases.len(), "case")))
            .help("take `typical = false` away from cases of people such as there are");
        return Some(found);
    };
    (lengths.median > limit.at_most).then(|| {
        TOO_LONG_ON_THE_WHOLE
            .found("interviews are longer on the whole than promised")
            .label(limit.span, format!("the median over {} is {}", counted(typical, "case"), lengths.median))
            .help("join questions, or ask one only when it matters (`ask-when`)")
    })
}

/// What the pack itself holds.
fn own_counts(loaded: &Loaded) -> PackCounts {
    let counts = loaded.own_counts;
    PackCounts {
        files: counts.files,
        questions: counts.questions,
        red_flags: counts.red_flags,
        conditions: counts.conditions,
        causes: counts.causes,
        actions: counts.actions,
        sources: counts.sources,
        cases: counts.cases,
    }
}

/// What is wrong in a library comes up again in each pack that uses it: it is reported only with the library, which was
/// checked at this position.
fn report_once(library: &PackSource, at: usize, packs: &mut [PackCheck]) {
    let place = format!("{}/", library.shown_at);
    let key = |pack: &PackCheck, diagnostic: &Diagnostic| {
        let span = diagnostic.place()?;
        let name = pack.texts.name(span.text());
        let key = (diagnostic.code, name.to_owned(), span.range().start, diagnostic.message.clone());
        name.starts_with(&place).then_some(key)
    };
    let Some(own) = packs.get(at) else { return };
    let reported: Vec<_> = own.diagnostics.iter().filter_map(|diagnostic| key(own, diagnostic)).collect();
    if reported.is_empty() {
        return;
    }
    for (_, pack) in packs.iter_mut().enumerate().filter(|(other, _)| *other != at) {
        let mut diagnostics = std::mem::take(&mut pack.diagnostics);
        diagnostics.retain(|diagnostic| key(pack, diagnostic).is_none_or(|key| !reported.contains(&key)));
        pack.diagnostics = diagnostics;
    }
}

#[cfg(test)]
mod tests;
