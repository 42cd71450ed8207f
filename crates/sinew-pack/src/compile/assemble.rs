//! Putting the parts of a pack together.

mod facts;

use super::{
    Unit,
    graph::Graph,
    names::{MAX_HELPED, Meaning, Names, Table, each},
};
use crate::{
    check,
    draft::{
        ChangeDraft, ChoiceDraft, ClaimDraft, ConditionDraft, Entry, EvidenceDraft, FormulaDraft, KindDraft,
        Located, ReviewDraft, Text,
    },
    hash::content_hash,
};
use sinew_diag::{Diagnostic, Span, Texts, closest_name};
use sinew_logic::Formula;
use sinew_model::{
    Action, ActionIx, ActionKind, Adjustment, Anchor, AnswerProblem, Block, Cause, Choice, Claim, Companion,
    Condition, Constraint, ConstraintId, Contact, Decibans, EvidenceId, EvidenceLine, Exit, Expectation,
    Finding, FindingId, FindingIx, FindingRule, Floor, Given, Identity, Index, IndexVec, LibraryRef, Origin,
    PackId, PackParts, Prior, Property, PropertyIx, Question, QuestionId, QuestionIx, QuestionKind, RedFlag,
    Region, Review, Source, SourceIx, VersionChanges, WorseAnswer, Worsening,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

/// Puts parts together, reporting names that stand for nothing. What is broken is left out: the parts are then not used.
pub(super) struct Assembler<'a> {
    units: &'a [Unit<'a>],
    names: &'a Names,
    graph: &'a Graph,
    texts: &'a Texts,
    diagnostics: Vec<Diagnostic>,
}

/// An id that was checked when it was read.
pub(super) fn id<T: FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("ids are checked when they are read, and an entry with another id is dropped")
}

fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// What the versions of a pack changed, the oldest first.
fn changes(unit: &Unit<'_>) -> Vec<VersionChanges> {
    let entry = |change: &ChangeDraft| VersionChanges {
        version: change.version.value.clone(),
        texts: values(change.texts.as_deref().unwrap_or_default()),
    };
    let mut changes: Vec<VersionChanges> = unit.draft.identity.changes.iter().map(entry).collect();
    changes.sort_by(|one, other| one.version.cmp(&other.version));
    changes
}

fn value(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

impl<'a> Assembler<'a> {
    pub(super) fn new(units: &'a [Unit<'a>], names: &'a Names, graph: &'a Graph, texts: &'a Texts) -> Self {
        Self { units, names, graph, texts, diagnostics: Vec::new() }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub(super) fn parts(&mut self) -> PackParts {
        let questions = self.questions();
        PackParts {
            properties: self.properties(&questions),
            identity: self.identity(),
            libraries: self.libraries(),
            given: self.given(&questions),
            facts: self.facts(&questions),
            questions,
            findings: self.findings(),
            constraints: self.constraints(),
            red_flags: self.red_flags(),
            exits: self.exits(),
            conditions: self.conditions(),
            causes: self.causes(),
            actions: self.actions(),
            blocks: self.blocks(),
            regions: self.regions(),
            sources: self.sources(),
        }
    }

    fn origin<T>(&self, unit: &Unit<'_>, entry: &Entry<T>) -> Origin {
        Origin { pack: pack_id(unit), file: entry.file.clone(), line: self.texts.line(entry.id.span) }
    }

    fn formula(&mut self, formula: &FormulaDraft) -> Formula<FindingIx> {
        let (names, graph) = (self.names, self.graph);
        let diagnostics = &mut self.diagnostics;
        formula.map(&mut |name| {
            let slot = names.finding(&name.value);
            if slot.is_none() {
                let with_help = diagnostics.len() < MAX_HELPED;
                diagnostics.extend(names.missing_finding(name, with_help));
            }
            slot.map_or(FindingIx::at(0), |slot| graph.position(slot))
        })
    }

    fn find_all<I: Index>(&mut self, table: &Table<I>, ids: &[Text]) -> Vec<I> {
        ids.iter().filter_map(|id| table.find(id, self.names, &mut self.diagnostics)).collect()
    }

    fn cited(&mut self, ids: &[Text]) -> Vec<SourceIx> {
        self.find_all(&self.names.sources, ids)
    }

    fn identity(&self) -> Identity {
        let missing_date = sinew_model::Date::constant(1, 1, 1);
        let Some(root) = self.units.last() else {
            // Without a pack there is an error already, and the parts are not used.
            return Identity {
                id: id("none"),
                version: semver::Version::new(0, 0, 0),
                hash: String::new(),
                title: String::new(),
                place: String::new(),
                picture: None,
                intended_use: String::new(),
                not_for: Vec::new(),
                reviewed: missing_date,
                next_review: missing_date,
                known_limits: Vec::new(),
                changes: Vec::new(),
                reviews: Vec::new(),
            };
        };
        let draft = &root.draft.identity;
        let packs: Vec<_> = self.units.iter().map(|unit| (unit.id(), unit.source)).collect();
        Identity {
            id: pack_id(root),
            version: version(root),
            hash: content_hash(&packs),
            title: value(draft.title.as_ref()).unwrap_or_default(),
            place: value(draft.place.as_ref()).unwrap_or_default(),
            picture: draft.picture.as_ref().map(|picture| picture.value.clone()),
            intended_use: value(draft.intended_use.as_ref()).unwrap_or_default(),
            not_for: values(&draft.not_for),
            reviewed: draft.reviewed.as_ref().map_or(missing_date, |date| date.value),
            next_review: draft.next_review.as_ref().map_or(missing_date, |date| date.value),
            known_limits: values(&draft.known_limits),
            changes: changes(root),
            reviews: self.reviews(root),
        }
    }

    /// Reviews of the pack itself: those of a library are about the library alone.
    fn reviews(&self, root: &Unit<'_>) -> Vec<Review> {
        let review = |entry: &Entry<ReviewDraft>| {
            let ReviewDraft { by, date, because, fingerprint } = entry.draft.as_ref()?;
            Some(Review {
                id: id(&entry.id.value),
                by: by.value.clone(),
                date: date.value,
                because: because.value.clone(),
                fingerprint: fingerprint.value.clone(),
                origin: self.origin(root, entry),
            })
        };
        root.draft.identity.reviews.iter().filter_map(review).collect()
    }

    fn libraries(&self) -> Vec<LibraryRef> {
        let libraries = self.units.split_last().map_or(&[][..], |(_, libraries)| libraries);
        libraries
            .iter()
            .map(|unit| LibraryRef {
                id: pack_id(unit),
                version: version(unit),
                title: value(unit.draft.identity.title.as_ref()).unwrap_or_default(),
                reviewed: unit
                    .draft
                    .identity
                    .reviewed
                    .as_ref()
                    .map_or(sinew_model::Date::constant(1, 1, 1), |date| date.value),
                changes: changes(unit),
            })
            .collect()
    }

    fn questions(&mut self) -> IndexVec<QuestionIx, Question> {
        let mut questions = IndexVec::new();
        for (unit, entry) in each!(self.units, questions) {
            let Some(draft) = entry.draft.as_ref().filter(|_| self.names.questions.holds(&entry.id)) else {
                continue;
            };
            let ask_when = draft.ask_when.as_ref().map(|formula| self.formula(&formula.value));
            questions.push(Question {
                id: id::<QuestionId>(&entry.id.value),
                section: draft.section.value.clone(),
                short: draft.short.value.clone(),
                ask: draft.ask.value.clone(),
                why: draft.why.value.clone(),
                help: values(&draft.help),
                not_sure: draft.not_sure,
                ask_when,
                kind: kind(&draft.kind),
                origin: self.origin(unit, entry),
            });
        }
        questions
    }

    fn findings(&mut self) -> IndexVec<FindingIx, Finding> {
        let drafts: Vec<_> = each!(self.units, findings)
            .filter(|(_, entry)| {
                let slot = self.names.finding(&entry.id.value);
                slot.is_some_and(|slot| self.names.meanings[slot.0].2 == entry.id.span)
            })
            .filter_map(|(unit, entry)| Some((unit, entry, entry.draft.as_ref()?)))
            .collect();
        let mut findings = IndexVec::new();
        for slot in &self.graph.order {
            let (name, meaning, _) = &self.names.meanings[slot.0];
            let (mut means, mut origin) = (None, None);
            let rule = match *meaning {
                Meaning::Answer { question, test } => FindingRule::Answer { question, test },
                Meaning::RedFlag(flag) => FindingRule::RedFlag(flag),
                Meaning::Exit(exit) => FindingRule::Exit(exit),
                Meaning::Fits { condition, at_least } => FindingRule::Fits { condition, at_least },
                Meaning::Combination(number) => match drafts.get(number) {
                    Some((unit, entry, draft)) => {
                        means = value(draft.means.as_ref());
                        origin = Some(self.origin(unit, entry));
                        FindingRule::Formula(self.formula(&draft.when.value))
                    }
                    None => FindingRule::Formula(Formula::Any(Vec::new())),
                },
            };
            findings.push(Finding { id: id::<FindingId>(name), rule, means, origin });
        }
        findings
    }

    fn constraints(&mut self) -> Vec<Constraint> {
        let mut constraints: Vec<Constraint> = Vec::new();
        let mut places: BTreeMap<&str, Span> = BTreeMap::new();
        for (unit, entry) in each!(self.units, constraints) {
            if let Some(first) = places.get(entry.id.value.as_str()) {
                self.diagnostics.push(
                    check::DUPLICATE_ID
                        .found(format!("there are two constraints with the id `{}`", entry.id.value))
                        .label(entry.id.span, format!("the second, in `{}`", unit.id()))
                        .secondary(*first, "the first")
                        .help("rename one of the two"),
                );
                continue;
            }
            places.insert(&entry.id.value, entry.id.span);
            let Some(draft) = &entry.draft else { continue };
            constraints.push(Constraint {
                id: id::<ConstraintId>(&entry.id.value),
                impossible: self.formula(&draft.impossible.value),
                because: draft.because.value.clone(),
                origin: self.origin(unit, entry),
            });
        }
        constraints
    }

    fn given(&mut self, questions: &IndexVec<QuestionIx, Question>) -> Vec<Given> {
        let mut given: BTreeMap<QuestionIx, Given> = BTreeMap::new();
        let mut places: BTreeMap<QuestionIx, Span> = BTreeMap::new();
        let written = self
            .units
            .iter()
            .flat_map(|unit| unit.draft.identity.given.iter().map(move |entry| (unit, entry)));
        for (unit, entry) in written {
            let found = self.names.questions.find(&entry.question, self.names, &mut self.diagnostics);
            let Some((index, question)) = found.and_then(|index| Some((index, questions.get(index)?))) else {
                continue;
            };
            match question.read_answer(&entry.answer.value) {
                Ok(answer) => {
                    let line = self.texts.line(entry.question.span);
                    let origin = Origin { pack: pack_id(unit), file: "pack.toml".into(), line };
                    let first = given.entry(index).or_insert(Given { question: index, answer, origin });
                    let place = *places.entry(index).or_insert(entry.answer.span);
                    if first.answer != answer {
                        let message =
                            format!("`{}` is given one answer here and another elsewhere", question.id);
                        self.diagnostics.push(
                            check::GIVEN_TWICE
                                .found(message)
                                .label(entry.answer.span, "given here")
                                .secondary(place, "given in another way here")
                                .help("take one of the two out, or make them equal"),
                        );
                    }
                }
                Err(problem) => {
                    self.diagnostics.push(answer_misfit(check::GIVEN_MISFIT, &problem, entry.answer.span));
                }
            }
        }
        given.into_values().collect()
    }

    fn red_flags(&mut self) -> IndexVec<sinew_model::RedFlagIx, RedFlag> {
        let names = self.names;
        let mut flags = IndexVec::new();
        for (unit, entry) in each!(self.units, red_flags) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.red_flags.holds(&entry.id)) else {
                continue;
            };
            flags.push(RedFlag {
                id: id(&entry.id.value),
                urgency: draft.urgency.value,
                title: draft.title.value.clone(),
                sign: draft.sign.value.clone(),
                when: self.formula(&draft.when.value),
                because: draft.because.value.clone(),
                say: value(draft.say.as_ref()),
                actions: values(&draft.actions),
                do_not: values(&draft.do_not),
                unknown_floor: draft.unknown_floor.as_ref().map(|floor| Floor {
                    urgency: floor.urgency.value,
                    because: floor.because.value.clone(),
                }),
                covers: self.find_all(&names.red_flags, &draft.covers),
                evidence: value(draft.evidence.as_ref()),
                basis: draft.basis,
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        flags
    }

    fn exits(&mut self) -> IndexVec<sinew_model::ExitIx, Exit> {
        let names = self.names;
        let mut exits = IndexVec::new();
        for (unit, entry) in each!(self.units, exits) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.exits.holds(&entry.id)) else { continue };
            exits.push(Exit {
                id: id(&entry.id.value),
                when: self.formula(&draft.when.value),
                title: draft.title.value.clone(),
                because: draft.because.value.clone(),
                urgency: draft.urgency.value,
                actions: values(&draft.actions),
                basis: draft.basis,
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        exits
    }

    fn conditions(&mut self) -> IndexVec<sinew_model::ConditionIx, Condition> {
        let names = self.names;
        let mut conditions = IndexVec::new();
        for (unit, entry) in each!(self.units, conditions) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.conditions.holds(&entry.id)) else {
                continue;
            };
            conditions.push(Condition {
                id: id(&entry.id.value),
                name: draft.name.value.clone(),
                about: draft.about.value.clone(),
                care: draft.care,
                who: draft.who.value.clone(),
                prior: Prior {
                    weight: draft.prior.weight.value.decibans(),
                    written: draft.prior.written.clone(),
                    basis: draft.prior.basis,
                    sources: self.cited(&draft.prior.sources),
                },
                adjustments: self.adjustments(unit, draft),
                evidence: self.evidence(unit, draft),
                expect: Expectation {
                    text: draft.expect.text.value.clone(),
                    basis: draft.expect.basis,
                    sources: self.cited(&draft.expect.sources),
                },
                review: draft.review,
                actions: self.find_all(&names.actions, &draft.actions),
                causes: self.find_all(&names.causes, &draft.causes),
                only_with: self.find_all(&names.red_flags, &draft.only_with),
                never_without: self.companions(unit, draft),
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        conditions
    }

    fn adjustments(&mut self, unit: &Unit<'_>, condition: &ConditionDraft) -> Vec<Adjustment> {
        condition
            .adjustments
            .iter()
            .filter_map(|entry| {
                let draft = entry.draft.as_ref()?;
                Some(Adjustment {
                    id: id::<EvidenceId>(&entry.id.value),
                    when: self.formula(&draft.when.value),
                    shift: draft.factor.value.decibans(),
                    because: draft.because.value.clone(),
                    basis: draft.basis,
                    sources: self.cited(&draft.sources),
                    origin: self.origin(unit, entry),
                })
            })
            .collect()
    }

    fn companions(&mut self, unit: &Unit<'_>, condition: &ConditionDraft) -> Vec<Companion> {
        condition
            .never_without
            .iter()
            .filter_map(|entry| {
                let draft = entry.draft.as_ref()?;
                let other = self.names.conditions.find(&entry.id, self.names, &mut self.diagnostics);
                let when = draft.when.as_ref().map(|formula| self.formula(&formula.value));
                let sources = self.cited(&draft.sources);
                Some(Companion {
                    condition: other?,
                    when,
                    because: draft.because.value.clone(),
                    basis: draft.basis,
                    sources,
                    origin: self.origin(unit, entry),
                })
            })
            .collect()
    }

    fn evidence(&mut self, unit: &Unit<'_>, condition: &ConditionDraft) -> Vec<EvidenceLine> {
        let mut groups: Vec<&str> = Vec::new();
        condition
            .evidence
            .iter()
            .filter_map(|entry| {
                let draft: &EvidenceDraft = entry.draft.as_ref()?;
                let group = draft.group.as_ref().map(|group| {
                    let known = groups.iter().position(|known| *known == group.value);
                    let at = known.unwrap_or_else(|| {
                        groups.push(&group.value);
                        groups.len() - 1
                    });
                    u32::try_from(at).unwrap_or(u32::MAX)
                });
                let weight = |ratio: Option<&Located<crate::ratio::Ratio>>| {
                    ratio.map_or(Decibans::ZERO, |ratio| ratio.value.decibans())
                };
                Some(EvidenceLine {
                    id: id::<EvidenceId>(&entry.id.value),
                    when: self.formula(&draft.when.value),
                    present: weight(draft.present.as_ref()),
                    absent: weight(draft.absent.as_ref()),
                    group,
                    because: draft.because.value.clone(),
                    absent_because: value(draft.absent_because.as_ref()),
                    basis: draft.basis,
                    sources: self.cited(&draft.sources),
                    origin: self.origin(unit, entry),
                })
            })
            .collect()
    }

    fn causes(&mut self) -> IndexVec<sinew_model::CauseIx, Cause> {
        let names = self.names;
        let mut causes = IndexVec::new();
        for (unit, entry) in each!(self.units, causes) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.causes.holds(&entry.id)) else {
                continue;
            };
            causes.push(Cause {
                id: id(&entry.id.value),
                title: draft.title.value.clone(),
                when: self.formula(&draft.when.value),
                because: draft.because.value.clone(),
                strength: draft.strength,
                actions: self.find_all(&names.actions, &draft.actions),
                basis: draft.basis,
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        causes
    }

    fn actions(&mut self) -> IndexVec<sinew_model::ActionIx, Action> {
        let names = self.names;
        let mut actions = IndexVec::new();
        for (unit, entry) in each!(self.units, actions) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.actions.holds(&entry.id)) else {
                continue;
            };
            actions.push(Action {
                id: id(&entry.id.value),
                kind: draft.kind,
                timing: draft.timing,
                title: draft.title.value.clone(),
                why: draft.why.value.clone(),
                steps: values(&draft.steps),
                dose: draft.dose.value.clone(),
                progression: draft.progression.value.clone(),
                stop_if: values(&draft.stop_if),
                do_not: values(&draft.do_not),
                feel: value(draft.feel.as_ref()),
                expect: value(draft.expect.as_ref()),
                blocked_when: match &draft.blocked_when {
                    Some(formula) => self.formula(&formula.value),
                    None => Formula::Any(Vec::new()),
                },
                blocked_because: value(draft.blocked_because.as_ref()).unwrap_or_default(),
                always: draft.always,
                basis: draft.basis,
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        actions
    }

    /// Every action of the pack and its libraries, with its kind.
    fn kinds_of_actions(&self) -> Vec<(ActionIx, ActionKind)> {
        let actions = &self.names.actions;
        each!(self.units, actions)
            .filter(|(_, entry)| actions.holds(&entry.id))
            .filter_map(|(_, entry)| Some((actions.get(&entry.id.value)?, entry.draft.as_ref()?.kind)))
            .collect()
    }

    fn blocks(&mut self) -> IndexVec<sinew_model::BlockIx, Block> {
        let names = self.names;
        let kinds = self.kinds_of_actions();
        let mut blocks = IndexVec::new();
        for (unit, entry) in each!(self.units, blocks) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.blocks.holds(&entry.id)) else {
                continue;
            };
            let named = self.find_all(&names.actions, &draft.actions);
            let is_meant = |kind| draft.kinds.iter().any(|blocked| blocked.value == kind);
            let actions = with_kinds(named, &kinds, is_meant);
            blocks.push(Block {
                id: id(&entry.id.value),
                when: self.formula(&draft.when.value),
                actions,
                because: draft.because.value.clone(),
                origin: self.origin(unit, entry),
            });
        }
        blocks
    }

    fn properties(&mut self, questions: &IndexVec<QuestionIx, Question>) -> IndexVec<PropertyIx, Property> {
        let names = self.names;
        let kinds = self.kinds_of_actions();
        let mut properties = IndexVec::new();
        for (unit, entry) in each!(self.units, properties) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.properties.holds(&entry.id)) else {
                continue;
            };
            let assume = draft.assume.as_ref().map(|formula| self.formula(&formula.value));
            let assume_open = draft.assume_open.as_ref().map(|formula| self.formula(&formula.value));
            let sources = self.cited(&draft.sources);
            let claims: Vec<_> =
                draft.claims.iter().map(|claim| self.claim(&claim.value, questions, &kinds)).collect();
            // Another number of claims is an error, and the parts are not used.
            let Some(claim) = claims.into_iter().next().flatten() else { continue };
            properties.push(Property {
                id: id(&entry.id.value),
                says: draft.says.value.clone(),
                assume,
                assume_open,
                claim,
                because: draft.because.value.clone(),
                evidence: value(draft.evidence.as_ref()),
                basis: draft.basis,
                sources,
                origin: self.origin(unit, entry),
            });
        }
        properties
    }

    /// What a property claims. None if something that it names is not there, which has been reported.
    fn claim(
        &mut self,
        claim: &ClaimDraft,
        questions: &IndexVec<QuestionIx, Question>,
        kinds: &[(ActionIx, ActionKind)],
    ) -> Option<Claim> {
        let names = self.names;
        Some(match claim {
            ClaimDraft::UrgencyAtLeast(urgency) => Claim::UrgencyAtLeast(*urgency),
            ClaimDraft::UrgencyAtMost(urgency) => Claim::UrgencyAtMost(*urgency),
            ClaimDraft::Never { actions, kinds: meant } => {
                let named = self.find_all(&names.actions, actions);
                Claim::Never(with_kinds(named, kinds, |kind| meant.contains(&kind)))
            }
            ClaimDraft::Always(actions) => Claim::Always(self.find_all(&names.actions, actions)),
            ClaimDraft::FitsAtLeast { condition, band } => {
                let condition = names.conditions.find(condition, names, &mut self.diagnostics)?;
                Claim::FitsAtLeast { condition, band: *band }
            }
            ClaimDraft::MonotoneIn(named) => {
                let changes = named.iter().flat_map(|name| self.worse_answers(name, questions));
                let mut once = BTreeSet::new();
                Claim::MonotoneIn(changes.filter(|change| once.insert(*change)).collect())
            }
        })
    }

    /// The worse answers that a name in `monotone-in` stands for. If it stands for none, says so.
    fn worse_answers(&mut self, name: &Text, questions: &IndexVec<QuestionIx, Question>) -> Vec<Worsening> {
        let (question_id, option) = match name.value.split_once('.') {
            Some((question, option)) => (question, Some(option)),
            None => (name.value.as_str(), None),
        };
        let named = Located { value: question_id.to_owned(), span: name.span };
        let found = self.names.questions.find(&named, self.names, &mut self.diagnostics);
        let Some((index, question)) = found.and_then(|index| Some((index, questions.get(index)?))) else {
            return Vec::new();
        };
        let changes: Vec<WorseAnswer> = match (option, &question.kind) {
            (Some(option), _) => question.option_named(option).map(WorseAnswer::Chosen).into_iter().collect(),
            (None, QuestionKind::YesNo { .. }) => vec![WorseAnswer::Yes],
            (None, QuestionKind::AnyOf { options, .. }) => {
                options.indices().map(WorseAnswer::Chosen).collect()
            }
            (None, _) => {
                Some(WorseAnswer::Upward).filter(|change| change.fits(question)).into_iter().collect()
            }
        };
        if changes.is_empty() {
            let is_no_finding = option.is_some() && self.names.finding(&name.value).is_none();
            let with_help = self.diagnostics.len() < MAX_HELPED;
            // That answers are ordered may be what could not be read.
            let is_whole = each!(self.units, questions)
                .any(|(_, entry)| entry.id.value == question_id && entry.is_whole);
            let problem = if is_no_finding {
                self.names.missing_finding(name, with_help)
            } else {
                is_whole.then(|| check::not_worse(name, question))
            };
            self.diagnostics.extend(problem);
        }
        changes.into_iter().map(|change| Worsening { question: index, change }).collect()
    }

    fn regions(&mut self) -> IndexVec<sinew_model::RegionIx, Region> {
        let names = self.names;
        let mut regions = IndexVec::new();
        for (unit, entry) in each!(self.units, regions) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.regions.holds(&entry.id)) else {
                continue;
            };
            regions.push(Region {
                id: id(&entry.id.value),
                name: draft.name.value.clone(),
                emergency: values(&draft.emergency),
                emergency_status: draft.emergency_status,
                urgent: draft.urgent.as_ref().map(|urgent| Contact {
                    number: urgent.number.value.clone(),
                    name: urgent.name.value.clone(),
                    status: urgent.status,
                }),
                locales: values(&draft.locales),
                note: value(draft.note.as_ref()),
                sources: self.cited(&draft.sources),
                origin: self.origin(unit, entry),
            });
        }
        regions
    }

    fn sources(&self) -> IndexVec<SourceIx, Source> {
        each!(self.units, sources)
            .filter(|(_, entry)| self.names.sources.holds(&entry.id))
            .filter_map(|(_, entry)| {
                let draft = entry.draft.as_ref()?;
                Some(Source {
                    id: id(&entry.id.value),
                    citation: draft.citation.value.clone(),
                    title: value(draft.title.as_ref()),
                    doi: value(draft.doi.as_ref()),
                    status: draft.status,
                    note: value(draft.note.as_ref()),
                })
            })
            .collect()
    }
}

/// Actions that are named, and behind them those of a kind that is meant, each once.
fn with_kinds(
    mut named: Vec<ActionIx>,
    kinds: &[(ActionIx, ActionKind)],
    is_meant: impl Fn(ActionKind) -> bool,
) -> Vec<ActionIx> {
    let known: BTreeSet<ActionIx> = named.iter().copied().collect();
    let of_kind = kinds.iter().filter(|(_, kind)| is_meant(*kind)).map(|(action, _)| *action);
    named.extend(of_kind.filter(|action| !known.contains(action)));
    named
}

fn pack_id(unit: &Unit<'_>) -> PackId {
    PackId::new(unit.id()).unwrap_or_else(|_| id("unnamed"))
}

fn version(unit: &Unit<'_>) -> semver::Version {
    let version = unit.draft.identity.version.as_ref();
    version.map_or_else(|| semver::Version::new(0, 0, 0), |version| version.value.clone())
}

fn kind(draft: &KindDraft) -> QuestionKind {
    let choice = |choice: &ChoiceDraft| Choice {
        id: id(&choice.id.value),
        label: choice.label.value.clone(),
        told: choice.told.value.clone(),
    };
    match draft {
        KindDraft::YesNo { yes, no } => QuestionKind::YesNo { yes: choice(yes), no: choice(no) },
        KindDraft::OneOf { options, worse_upward } => {
            QuestionKind::OneOf { options: options.iter().map(choice).collect(), worse_upward: *worse_upward }
        }
        KindDraft::AnyOf { options, none_told } => QuestionKind::AnyOf {
            options: options.iter().map(choice).collect(),
            none_told: none_told.value.clone(),
        },
        KindDraft::Scale { from, to, told, worse_upward, findings: _ } => QuestionKind::Scale {
            from: Anchor { value: from.value.value, label: from.label.value.clone() },
            to: Anchor { value: to.value.value, label: to.label.value.clone() },
            told: told.value.clone(),
            worse_upward: *worse_upward,
        },
        KindDraft::Number { unit, min, max, told, worse_upward, findings: _ } => QuestionKind::Number {
            unit: unit.value.clone(),
            min: min.value,
            max: max.value,
            told: told.value.clone(),
            worse_upward: *worse_upward,
        },
    }
}

/// Words for an answer that does not fit its question.
pub(super) fn answer_misfit(
    check: sinew_diag::Check,
    problem: &AnswerProblem,
    span: sinew_diag::Span,
) -> Diagnostic {
    let diagnostic = check.found(problem.to_string()).label(span, "does not fit");
    match problem {
        AnswerProblem::UnknownChoice { given, choices, .. } => {
            match closest_name(given, choices.iter().map(String::as_str)) {
                Some(choice) => diagnostic.help(format!("an answer with a similar id exists: `{choice}`")),
                None => diagnostic,
            }
        }
        AnswerProblem::NotSureNotOffered { .. }
        | AnswerProblem::OutOfRange { .. }
        | AnswerProblem::ListNotTaken { .. }
        | AnswerProblem::NoneAndOthers { .. } => diagnostic,
    }
}
