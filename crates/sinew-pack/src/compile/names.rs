//! Which names there are, and what they stand for.

use super::Unit;
use crate::{
    check,
    draft::{ConditionDraft, Entry, KindDraft, QuestionDraft, Text},
    mend,
    shape::is_id,
};
use sinew_diag::{Check, Diagnostic, Span, closest_name};
use sinew_model::{
    ActionIx, AnswerTest, Band, BlockIx, CauseIx, ConditionIx, ExitIx, FactIx, Index, OptionIx, PropertyIx,
    QuestionIx, RedFlagIx, RegionIx, SourceIx,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// How many findings there may be before help with similar names is left out: looking for them takes time, and nobody reads
/// that far.
pub(super) const MAX_HELPED: usize = 40;
/// How many names a help text lists.
const MAX_LISTED: usize = 12;

/// Where a name stands, and its position; none if what it names is broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<I> {
    pub(super) place: Span,
    pub(super) index: Option<I>,
}

/// The ids of one kind of thing.
#[derive(Debug)]
pub(super) struct Table<I> {
    what: &'static str,
    unknown: Check,
    pub(super) by_id: BTreeMap<String, Named<I>>,
    /// Those ids that are not well formed. Nothing can name them, and what names them as they should be names nothing.
    malformed: Vec<String>,
}

impl<I: Index> Table<I> {
    /// Gives every entry that can be read its position, in the order of the units. The second of two equal ids has none.
    fn collect<'d, T: 'd>(
        what: &'static str,
        unknown: Check,
        entries: impl Iterator<Item = (&'d Unit<'d>, &'d Entry<T>)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut table = Self { what, unknown, by_id: BTreeMap::new(), malformed: Vec::new() };
        let mut count = 0;
        for (unit, entry) in entries {
            if let Some(known) = table.by_id.get(&entry.id.value) {
                diagnostics.push(duplicate(
                    &format!("there are two {} with the id `{}`", plural(what), entry.id.value),
                    entry.id.span,
                    known.place,
                    unit.id(),
                ));
                continue;
            }
            if !is_id(&entry.id.value) {
                table.malformed.push(entry.id.value.clone());
            }
            let index = entry.draft.is_some().then(|| I::at(count));
            count += usize::from(entry.draft.is_some());
            table.by_id.insert(entry.id.value.clone(), Named { place: entry.id.span, index });
        }
        table
    }

    /// Whether this entry is the one its id stands for.
    pub(super) fn holds(&self, id: &Text) -> bool {
        self.by_id.get(&id.value).is_some_and(|known| known.place == id.span && known.index.is_some())
    }

    pub(super) fn get(&self, id: &str) -> Option<I> {
        self.by_id.get(id).and_then(|known| known.index)
    }

    /// Whether an entry is probably meant whose own id is not well formed, which has been reported.
    pub(super) fn may_mean_malformed(&self, id: &str) -> bool {
        closest_name(id, self.malformed.iter().map(String::as_str)).is_some()
    }

    /// The position of what an id names. If there is no such thing, says so, unless that may be because something is missing.
    pub(super) fn find(&self, id: &Text, names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Option<I> {
        let known = self.by_id.get(&id.value);
        if known.is_none() && names.all_there && !self.may_mean_malformed(&id.value) {
            diagnostics.push(self.missing(id, names, diagnostics.len() < MAX_HELPED));
        }
        known?.index
    }

    fn missing(&self, id: &Text, names: &Names, with_help: bool) -> Diagnostic {
        let what = self.what;
        let diagnostic = self
            .unknown
            .found(format!("there is no {what} `{}`", id.value))
            .label(id.span, format!("no such {what}"));
        if !with_help {
            return diagnostic;
        }
        let known = || self.by_id.keys().map(String::as_str);
        if let Some(name) = closest_name(&id.value, known()) {
            let help = format!("a {what} with a similar id exists: `{name}`");
            return mend::with_name(diagnostic, id, name, known(), help);
        }
        match names.kinds_of(&id.value).iter().find(|kind| **kind != what) {
            Some(kind) => {
                diagnostic.note(format!("there is a {kind} with this id, but a {what} is needed here"))
            }
            None => diagnostic,
        }
    }
}

/// Several of one kind of thing.
fn plural(what: &str) -> String {
    match what.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{what}s"),
    }
}

fn duplicate(message: &str, second: Span, first: Span, pack: &str) -> Diagnostic {
    check::DUPLICATE_ID
        .found(message)
        .label(second, format!("the second, in `{pack}`"))
        .secondary(first, "the first")
        .help("rename one of the two")
}

/// What a name in a formula stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Answer {
        question: QuestionIx,
        test: AnswerTest,
    },
    /// A named combination, by its number among those that can be read.
    Combination(usize),
    RedFlag(RedFlagIx),
    Exit(ExitIx),
    /// That a condition fits this well or better.
    Fits {
        condition: ConditionIx,
        at_least: Band,
    },
}

/// All names of a pack and its libraries.
#[derive(Debug)]
pub(super) struct Names {
    /// Whether everything was read, so that a name not found does not exist.
    pub(super) all_there: bool,
    pub(super) questions: Table<QuestionIx>,
    pub(super) red_flags: Table<RedFlagIx>,
    pub(super) exits: Table<ExitIx>,
    pub(super) conditions: Table<ConditionIx>,
    pub(super) causes: Table<CauseIx>,
    pub(super) actions: Table<ActionIx>,
    pub(super) blocks: Table<BlockIx>,
    pub(super) regions: Table<RegionIx>,
    pub(super) sources: Table<SourceIx>,
    pub(super) properties: Table<PropertyIx>,
    pub(super) facts: Table<FactIx>,
    /// Names in formulas: first those of questions, then combinations, red flags, exits and the bands of conditions.
    pub(super) findings: BTreeMap<String, Named<FindingSlot>>,
    /// Ids of combinations that are not well formed.
    malformed_findings: Vec<String>,
    /// Questions for numbers of which something could not be read, so that they may have other findings too.
    partial_questions: BTreeSet<String>,
    /// What each of them means, in the order in which they were collected.
    pub(super) meanings: Vec<(String, Meaning, Span)>,
}

/// A position in [`Names::meanings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FindingSlot(pub(super) usize);

macro_rules! each {
    ($units:expr, $field:ident) => {
        $units.iter().flat_map(|unit| unit.draft.$field.iter().map(move |entry| (unit, entry)))
    };
}
pub(super) use each;

impl Names {
    pub(super) fn collect(units: &[Unit<'_>], all_there: bool, diagnostics: &mut Vec<Diagnostic>) -> Self {
        check_shared_names(units, diagnostics);
        // Clashes within the shared space were reported above, with both kinds named.
        let mut reported = Vec::new();
        let questions =
            Table::collect("question", check::UNKNOWN_QUESTION, each!(units, questions), &mut reported);
        let red_flags =
            Table::collect("red flag", check::UNKNOWN_RED_FLAG, each!(units, red_flags), &mut reported);
        let exits = Table::collect("exit", check::UNKNOWN_RED_FLAG, each!(units, exits), &mut reported);
        let mut names = Self {
            all_there,
            questions,
            red_flags,
            exits,
            conditions: Table::collect(
                "condition",
                check::UNKNOWN_CONDITION,
                each!(units, conditions),
                diagnostics,
            ),
            causes: Table::collect("cause", check::UNKNOWN_CAUSE, each!(units, causes), diagnostics),
            actions: Table::collect("action", check::UNKNOWN_ACTION, each!(units, actions), diagnostics),
            blocks: Table::collect("block", check::DUPLICATE_ID, each!(units, blocks), diagnostics),
            regions: Table::collect("region", check::DUPLICATE_ID, each!(units, regions), diagnostics),
            sources: Table::collect("source", check::UNKNOWN_SOURCE, each!(units, sources), diagnostics),
            properties: Table::collect(
                "property",
                check::DUPLICATE_ID,
                each!(units, properties),
                diagnostics,
            ),
            facts: Table::collect("fact", check::DUPLICATE_ID, each!(units, facts), diagnostics),
            findings: BTreeMap::new(),
            malformed_findings: Vec::new(),
            partial_questions: BTreeSet::new(),
            meanings: Vec::new(),
        };
        names.collect_findings(units);
        names
    }

    fn collect_findings(&mut self, units: &[Unit<'_>]) {
        for (_, entry) in each!(units, questions) {
            let takes_numbers = entry.draft.as_ref().is_some_and(|draft| draft.kind.number_line().is_some());
            if takes_numbers && !entry.is_whole {
                self.partial_questions.insert(entry.id.value.clone());
            }
            match (&entry.draft, self.questions.get(&entry.id.value)) {
                (Some(draft), Some(question)) if self.questions.holds(&entry.id) => {
                    self.question_findings(&entry.id, question, draft);
                }
                _ => self.add_broken(&entry.id),
            }
        }
        let mut combinations = 0;
        for (_, entry) in each!(units, findings) {
            if !is_id(&entry.id.value) {
                self.malformed_findings.push(entry.id.value.clone());
            }
            if entry.draft.is_some() && !self.findings.contains_key(&entry.id.value) {
                self.add(&entry.id.value, entry.id.span, Meaning::Combination(combinations));
                combinations += 1;
            } else {
                self.add_broken(&entry.id);
            }
        }
        for (_, entry) in each!(units, red_flags) {
            match self.red_flags.get(&entry.id.value).filter(|_| self.red_flags.holds(&entry.id)) {
                Some(flag) => self.add(&entry.id.value, entry.id.span, Meaning::RedFlag(flag)),
                None => self.add_broken(&entry.id),
            }
        }
        for (_, entry) in each!(units, exits) {
            match self.exits.get(&entry.id.value).filter(|_| self.exits.holds(&entry.id)) {
                Some(exit) => self.add(&entry.id.value, entry.id.span, Meaning::Exit(exit)),
                None => self.add_broken(&entry.id),
            }
        }
        self.collect_fits(units);
    }

    /// The names `condition.band`, as far as a formula uses them: every other one would be worked out for nobody.
    fn collect_fits(&mut self, units: &[Unit<'_>]) {
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for formula in units.iter().flat_map(|unit| unit.draft.formulas()) {
            formula.value.for_each_atom(&mut |name| {
                written.insert(&name.value);
            });
        }
        for (_, entry) in each!(units, conditions) {
            let is_ranked = |draft: &&ConditionDraft| draft.only_with.is_empty();
            let index = self.conditions.get(&entry.id.value).filter(|_| self.conditions.holds(&entry.id));
            let (Some(condition), Some(_)) = (index, entry.draft.as_ref().filter(is_ranked)) else {
                continue;
            };
            for at_least in FITTING {
                let name = fit_name(&entry.id.value, at_least);
                if written.contains(name.as_str()) {
                    self.add(&name, entry.id.span, Meaning::Fits { condition, at_least });
                }
            }
        }
    }

    fn question_findings(&mut self, id: &Text, question: QuestionIx, draft: &QuestionDraft) {
        let name = &id.value;
        let mut add = |suffix: &str, place: Span, test: AnswerTest| {
            let full = if suffix.is_empty() { name.clone() } else { format!("{name}.{suffix}") };
            self.add(&full, place, Meaning::Answer { question, test });
        };
        match &draft.kind {
            KindDraft::YesNo { .. } => add("", id.span, AnswerTest::Yes),
            KindDraft::OneOf { options, .. } | KindDraft::AnyOf { options, .. } => {
                for (at, option) in options.iter().enumerate() {
                    add(&option.id.value, option.id.span, AnswerTest::Chose(OptionIx::at(at)));
                }
            }
            KindDraft::Scale { findings, .. } | KindDraft::Number { findings, .. } => {
                for range in findings {
                    add(&range.id.value, range.id.span, AnswerTest::InRange(range.range));
                }
            }
        }
        if let KindDraft::AnyOf { .. } = &draft.kind {
            add("none", id.span, AnswerTest::ChoseNone);
        }
        if draft.not_sure {
            add("not-sure", id.span, AnswerTest::NotSure);
        }
    }

    fn add(&mut self, name: &str, place: Span, meaning: Meaning) {
        if !self.findings.contains_key(name) {
            let slot = FindingSlot(self.meanings.len());
            self.meanings.push((name.to_owned(), meaning, place));
            self.findings.insert(name.to_owned(), Named { place, index: Some(slot) });
        }
    }

    fn add_broken(&mut self, id: &Text) {
        self.findings.entry(id.value.clone()).or_insert(Named { place: id.span, index: None });
    }

    /// What a name in a formula stands for.
    pub(super) fn finding(&self, name: &str) -> Option<FindingSlot> {
        self.findings.get(name).and_then(|known| known.index)
    }

    /// Whether a question, finding, red flag or exit is probably meant whose own id is not well formed, which has been reported.
    fn may_mean_malformed(&self, id: &str) -> bool {
        self.questions.may_mean_malformed(id)
            || self.red_flags.may_mean_malformed(id)
            || self.exits.may_mean_malformed(id)
            || closest_name(id, self.malformed_findings.iter().map(String::as_str)).is_some()
    }

    /// Why a name in a formula stands for nothing; none if that has been reported, or may be because something is missing.
    pub(super) fn missing_finding(&self, name: &Text, with_help: bool) -> Option<Diagnostic> {
        let written = name.value.as_str();
        let (question, rest) = written.split_once('.').unwrap_or((written, ""));
        let broken = |id: &str| {
            self.findings.get(id).is_some_and(|known| known.index.is_none())
                || self.questions.by_id.get(id).is_some_and(|known| known.index.is_none())
                || self.partial_questions.contains(id)
                || self.conditions.by_id.get(id).is_some_and(|known| known.index.is_none())
        };
        if !self.all_there || broken(written) || broken(question) || self.may_mean_malformed(question) {
            return None;
        }
        let diagnostic = check::UNKNOWN_FINDING
            .found(format!("there is no finding `{written}`"))
            .label(name.span, "no such finding");
        if !with_help {
            return Some(diagnostic);
        }
        if let Some(known) = self.questions.by_id.get(question) {
            return Some(self.missing_answer(diagnostic, name, question, rest, known.place));
        }
        if let Some(known) = self.conditions.by_id.get(question) {
            let diagnostic = diagnostic.secondary(known.place, "the condition");
            return Some(missing_fit(diagnostic, name, question));
        }
        if let Some(similar) = closest_name(written, self.findings.keys().map(String::as_str)) {
            return Some(similar_finding(diagnostic, name, similar));
        }
        Some(match self.kinds_of(written).first() {
            Some(kind) => diagnostic.note(format!(
                "there is a {kind} with this id, but formulas name findings, red flags, exits and `condition.band` only"
            )),
            None => diagnostic,
        })
    }

    fn missing_answer(
        &self,
        diagnostic: Diagnostic,
        name: &Text,
        question: &str,
        rest: &str,
        place: Span,
    ) -> Diagnostic {
        let diagnostic = diagnostic.secondary(place, "the question");
        let prefix = format!("{question}.");
        let of_question: Vec<&str> = self
            .findings
            .keys()
            .map(String::as_str)
            .filter(|name| *name == question || name.starts_with(&prefix))
            .collect();
        if rest == "not-sure" {
            return diagnostic.note("this question does not offer \"I'm not sure\"");
        }
        if of_question.contains(&question) && matches!(rest, "yes" | "no") {
            let help = if rest == "yes" {
                format!("the name of a yes-no question alone means yes: `{question}`")
            } else {
                format!("for no, write {{ not = \"{question}\" }}")
            };
            return diagnostic.help(help);
        }
        let whole = format!("{prefix}{rest}");
        match closest_name(&whole, of_question.iter().copied()) {
            Some(similar) if !rest.is_empty() => similar_finding(diagnostic, name, similar),
            _ => {
                let mut list = of_question.iter().take(MAX_LISTED).copied().collect::<Vec<_>>().join(", ");
                if of_question.len() > MAX_LISTED {
                    let _ = write!(list, " and {} more", of_question.len() - MAX_LISTED);
                }
                diagnostic.help(format!("the findings of this question are: {list}"))
            }
        }
    }

    /// The kinds of thing that have this id.
    fn kinds_of(&self, id: &str) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        let mut look = |there: bool, what: &'static str| {
            if there {
                kinds.push(what);
            }
        };
        look(self.questions.by_id.contains_key(id), "question");
        look(self.red_flags.by_id.contains_key(id), "red flag");
        look(self.exits.by_id.contains_key(id), "exit");
        look(self.conditions.by_id.contains_key(id), "condition");
        look(self.causes.by_id.contains_key(id), "cause");
        look(self.actions.by_id.contains_key(id), "action");
        look(self.blocks.by_id.contains_key(id), "block");
        look(self.regions.by_id.contains_key(id), "region");
        look(self.sources.by_id.contains_key(id), "source");
        look(self.properties.by_id.contains_key(id), "property");
        look(self.facts.by_id.contains_key(id), "fact");
        kinds
    }
}

/// The bands that a formula can name.
const FITTING: [Band; 2] = [Band::FitsPartly, Band::FitsWell];

/// How a formula names that a condition fits this well or better.
fn fit_name(condition: &str, at_least: Band) -> String {
    format!("{condition}.{}", at_least.name())
}

/// A name that begins with a condition, and is none of its bands.
fn missing_fit(diagnostic: Diagnostic, name: &Text, condition: &str) -> Diagnostic {
    let [partly, well] = FITTING.map(|band| fit_name(condition, band));
    if [&partly, &well].contains(&&name.value) {
        return diagnostic
            .note("this condition is only shown with red flags, so how well it fits is never worked out");
    }
    match closest_name(&name.value, [partly.as_str(), well.as_str()]) {
        Some(similar) if name.value.contains('.') => similar_finding(diagnostic, name, similar),
        _ => diagnostic
            .help(format!("for how well a condition fits, write `{partly}` (partly or well) or `{well}`")),
    }
}

/// What a formula names decides something, so the change is for a person to make.
fn similar_finding(diagnostic: Diagnostic, name: &Text, similar: &str) -> Diagnostic {
    let help = format!("a finding with a similar name exists: `{similar}`");
    diagnostic.help_edit(help, name.span, mend::in_place_of(name, similar))
}

/// Questions, findings, red flags and exits share one space of names.
fn check_shared_names(units: &[Unit<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, (&'static str, Span)> = BTreeMap::new();
    let mut look = |what: &'static str, id: &Text, unit: &Unit<'_>, known: Option<(&'static str, Span)>| {
        if let Some((other, place)) = known {
            let message = if what == other {
                format!("there are two {} with the id `{}`", plural(what), id.value)
            } else {
                format!("`{}` is the id of a {other} and of a {what}", id.value)
            };
            diagnostics.push(duplicate(&message, id.span, place, unit.id()));
        }
    };
    for unit in units {
        let draft = &unit.draft;
        let ids = draft
            .questions
            .iter()
            .map(|entry| ("question", &entry.id))
            .chain(draft.findings.iter().map(|entry| ("finding", &entry.id)))
            .chain(draft.red_flags.iter().map(|entry| ("red flag", &entry.id)))
            .chain(draft.exits.iter().map(|entry| ("exit", &entry.id)));
        for (what, id) in ids {
            look(what, id, unit, seen.get(id.value.as_str()).copied());
            seen.entry(&id.value).or_insert((what, id.span));
        }
    }
}
