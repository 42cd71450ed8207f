//! What is proved of a pack over every possible person, in words and places.

use super::{
    BROKEN_PROMISE, DEAD_EVIDENCE, DEAD_RULE, EMPTY_PROMISE, FLAG_NEVER_FIRES, FLAG_NEVER_NEEDED,
    NEVER_ASKED, NEVER_FITS, NEVER_OFFERED, NOT_DECIDED, NOTHING_TO_DO, UNSOUND_DECISION,
    WORSE_IS_LESS_URGENT, counted,
    found_person::{self, FoundPerson},
    involved,
};
use crate::{
    share::{count_in_words, share_in_words},
    shelf::is_built_in,
};
use num_bigint::BigUint;
use sinew_diag::{Check, Code, Diagnostic};
use sinew_engine::change_in_words;
use sinew_model::{Answers, Claim, Origin, Pack, PropertyIx, QuestionIx, RawAnswer, RedFlagIx, Urgency};
use sinew_pack::{Loaded, PackSource};
use sinew_prove::{Limits, Person, Problem, ProblemKind, Proof, Undecided};
use std::{cell::RefCell, collections::BTreeSet};

/// Proves a pack. What a library brings is not said to be idle in a pack that uses it, and a library by itself offers nothing.
pub(super) fn prove(
    available: &[PackSource],
    loaded: &Loaded,
    pack: &Pack,
    is_library: bool,
) -> (Proved, Vec<Diagnostic>) {
    let proof = sinew_prove::prove(pack, Limits::default(), &own(pack));
    let found = proof.problems.iter().filter(|problem| is_said(pack, is_library, problem.kind));
    // Nobody is interviewed by a library.
    let parts = loaded.parts.iter().filter_map(|at| available.get(*at)).collect();
    let replay = (!is_library).then_some(Replay { pack, parts });
    let found = found.map(|problem| diagnostic(loaded, pack, &proof, problem, replay.as_ref())).collect();
    (Proved::of(pack, &proof, is_library), found)
}

fn own(pack: &Pack) -> impl Fn(&Origin) -> bool {
    |origin| origin.pack == pack.identity().id
}

fn is_said(pack: &Pack, is_library: bool, kind: ProblemKind) -> bool {
    (!is_library || matters_in_library(kind)) && !is_said_without_proof(pack, kind)
}

/// What a proof says of a pack as it is, to tell what it says only after a change.
pub(super) struct Before {
    is_library: bool,
    /// Each code with the table that it is about. Whatever else is said with that code of that table is no news: a comment there
    /// may allow it.
    said: Vec<(Code, Option<Origin>)>,
}

impl Before {
    /// Proves a pack, counting nothing.
    pub(super) fn of(pack: &Pack, is_library: bool) -> Self {
        let said = RefCell::new(Vec::new());
        sinew_prove::first_problem(pack, Limits::default(), &own(pack), &|kind| {
            said.borrow_mut().push(about(pack, kind));
            false
        });
        Self { is_library, said: said.into_inner() }
    }

    /// The first thing that a check would say of the pack after a change, and did not say before: its code, and what it says.
    pub(super) fn first_news(&self, changed: &Pack) -> Option<String> {
        // That the prover gives up notices nothing.
        let is_open = |kind| matches!(kind, ProblemKind::NotDecided(_) | ProblemKind::Disagreement);
        let is_news = |kind| {
            !is_open(kind)
                && is_said(changed, self.is_library, kind)
                && !self.said.contains(&about(changed, kind))
        };
        let problem = sinew_prove::first_problem(changed, Limits::default(), &own(changed), &is_news)?;
        let told = told(changed, problem.kind);
        Some(format!("{}: {}", told.check.code(), told.message))
    }
}

fn about(pack: &Pack, kind: ProblemKind) -> (Code, Option<Origin>) {
    let told = told(pack, kind);
    (told.check.code(), told.origin.cloned())
}

/// What was proved of a pack over every possible person: complete answers to all that they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// How many possible answer sets there are; none if they could not be counted.
    pub people: Option<BigUint>,
    /// How many of them get each urgency, in the order of the levels.
    pub urgency: Vec<(Urgency, Option<BigUint>)>,
    /// How many of them have so many questions that apply to them, the fewest first. An interview asks at most these.
    pub questions: Vec<(usize, Option<BigUint>)>,
    /// How many properties hold, of how many there are.
    pub properties: (usize, usize),
    /// How many red flags were proved to be heeded.
    pub red_flags: usize,
    /// People for whom something that the pack promises does not hold.
    pub found: Vec<FoundPerson>,
}

impl Proved {
    fn of(pack: &Pack, proof: &Proof, is_library: bool) -> Self {
        let broken = |index: PropertyIx| {
            proof.problems.iter().any(|problem| match problem.kind {
                ProblemKind::PropertyBroken(at)
                | ProblemKind::PropertyEmpty(at)
                | ProblemKind::NotDecided(Undecided::Property(at) | Undecided::CountOfProperty(at)) => {
                    at == index
                }
                _ => false,
            })
        };
        let all = pack.properties().len();
        let unheeded: BTreeSet<RedFlagIx> = proof
            .problems
            .iter()
            .filter_map(|problem| match problem.kind {
                ProblemKind::BelowFlag(flag)
                | ProblemKind::BelowFloor(flag)
                | ProblemKind::NotDecided(Undecided::Flag(flag)) => Some(flag),
                _ => None,
            })
            .collect();
        Self {
            people: proof.people.clone(),
            urgency: proof.urgency.clone(),
            questions: proof.questions.clone(),
            properties: (pack.properties().indices().filter(|index| !broken(*index)).count(), all),
            red_flags: pack.red_flags().len() - unheeded.len(),
            found: found_person::of_proof(pack, proof, is_library),
        }
    }

    /// What was proved, in lines for people. Shares are of answer sets, not of people.
    pub(super) fn lines(&self) -> Vec<String> {
        let Some(all) = &self.people else {
            return vec!["possible answer sets: too many to count within the limits".into()];
        };
        let of_all = |part: &Option<BigUint>| {
            part.as_ref().map_or("not counted".into(), |part| share_in_words(part, all))
        };
        let levels: Vec<String> =
            self.urgency.iter().rev().map(|(level, part)| format!("{level} {}", of_all(part))).collect();
        let (holding, properties) = self.properties;
        let properties = match properties {
            0 => "no property is stated".into(),
            1 => format!("{holding} of 1 property"),
            more => format!("{holding} of {more} properties"),
        };
        let mut lines = vec![
            format!(
                "{} possible answer sets; proved over all of them: {}, {properties}",
                count_in_words(all),
                counted(self.red_flags, "red flag"),
            ),
            format!("share of answer sets, not of people: {}", levels.join(", ")),
        ];
        let usual = self.questions.iter().max_by_key(|(_, part)| part.clone());
        if let (Some((shortest, _)), Some((longest, _)), Some((usual, part))) =
            (self.questions.first(), self.questions.last(), usual)
        {
            lines.push(if shortest == longest {
                format!("questions that apply: {shortest}")
            } else {
                format!(
                    "questions that apply: {shortest} to {longest}, most often {usual} ({} of the answer sets)",
                    of_all(part)
                )
            });
        }
        lines
    }
}

/// Whether something can be said of a library by itself: who uses it brings what lists its actions.
fn matters_in_library(kind: ProblemKind) -> bool {
    !matches!(
        kind,
        ProblemKind::NothingToDo
            | ProblemKind::ActionNever(_)
            | ProblemKind::BlockNever(_)
            | ProblemKind::PropertyEmpty(_)
    )
}

/// Whether loading the pack says it already: what nothing lists is not offered.
fn is_said_without_proof(pack: &Pack, kind: ProblemKind) -> bool {
    let ProblemKind::ActionNever(index) = kind else { return false };
    let lists = pack
        .conditions()
        .iter()
        .map(|condition| &condition.actions)
        .chain(pack.causes().iter().map(|cause| &cause.actions));
    !pack.actions()[index].always && !lists.flatten().any(|action| *action == index)
}

fn diagnostic(
    loaded: &Loaded,
    pack: &Pack,
    proof: &Proof,
    problem: &Problem,
    replay: Option<&Replay<'_>>,
) -> Diagnostic {
    let told = told(pack, problem.kind);
    let mut diagnostic = told.check.found(told.message);
    if let Some(place) = told.origin.and_then(|origin| loaded.place(origin)) {
        diagnostic = diagnostic.label(place, told.label);
    }
    if let (Some(people), Some(all)) = (&problem.people, &proof.people) {
        diagnostic = diagnostic.note(format!(
            "that is so for {} of {} possible answer sets ({})",
            count_in_words(people),
            count_in_words(all),
            share_in_words(people, all)
        ));
    }
    diagnostic = involved::shown(diagnostic, loaded, pack, problem);
    if let Some(person) = &problem.person {
        diagnostic = diagnostic.note(format!("for example {}", in_words(pack, person)));
        if let Some(changed) = &problem.changed {
            diagnostic = diagnostic.note(format!("and then {}", changed_in_words(pack, person, changed)));
        }
        for disagreement in
            person.disagreements.iter().chain(problem.changed.iter().flat_map(|other| &other.disagreements))
        {
            diagnostic = diagnostic.note(format!("computed otherwise: {disagreement}"));
        }
        if let Some(replay) = replay {
            diagnostic = diagnostic.help(format!("to see it: {}", replay.command(&person.answers)));
            if let Some(changed) = &problem.changed {
                let command = replay.command(&changed.answers);
                diagnostic = diagnostic.help(format!("and after the change: {command}"));
            }
        }
    }
    diagnostic
}

/// What is said of a problem.
struct Told<'p> {
    check: Check,
    message: String,
    origin: Option<&'p Origin>,
    label: String,
}

impl<'p> Told<'p> {
    fn at(check: Check, message: String, origin: &'p Origin, label: &str) -> Self {
        Self { check, message, origin: Some(origin), label: label.to_owned() }
    }

    fn everywhere(check: Check, message: &str) -> Self {
        Self { check, message: message.to_owned(), origin: None, label: String::new() }
    }
}

fn told(pack: &Pack, kind: ProblemKind) -> Told<'_> {
    let flag = |index: RedFlagIx| &pack.red_flags()[index];
    let condition = |index| &pack.conditions()[index];
    match kind {
        ProblemKind::PropertyBroken(index) => {
            let property = &pack.properties()[index];
            let message = format!("`{}` does not hold: {}", property.id, property.says);
            Told::at(BROKEN_PROMISE, message, &property.origin, broken(pack, &property.claim).as_str())
        }
        ProblemKind::PropertyEmpty(index) => {
            let property = &pack.properties()[index];
            let message = format!("`{}` speaks of nobody", property.id);
            Told::at(EMPTY_PROMISE, message, &property.origin, "no possible person is like that")
        }
        ProblemKind::WorseLowers(index) => {
            let question = &pack.questions()[index];
            let message = format!("a worse answer to `{}` lowers the urgency", question.id);
            Told::at(
                WORSE_IS_LESS_URGENT,
                message,
                &question.origin,
                "later or higher answers are said to be worse",
            )
        }
        ProblemKind::NothingToDo => Told::everywhere(
            NOTHING_TO_DO,
            "somebody is told to look after it themselves, and is offered nothing to do",
        ),
        ProblemKind::FlagNever(index) => {
            let message = format!("the red flag `{}` never fires", flag(index).id);
            Told::at(FLAG_NEVER_FIRES, message, &flag(index).origin, "no answers make this true")
        }
        ProblemKind::FlagShadowed(index) => {
            let message = format!("the red flag `{}` is never needed", flag(index).id);
            Told::at(
                FLAG_NEVER_NEEDED,
                message,
                &flag(index).origin,
                "whenever this fires, another red flag of at least its urgency fires too",
            )
        }
        ProblemKind::QuestionNever(index) => {
            let question = &pack.questions()[index];
            let message = format!("nobody is asked `{}`", question.id);
            Told::at(NEVER_ASKED, message, &question.origin, "its `ask-when` is false for everybody")
        }
        ProblemKind::ConditionNever(index) => {
            let message = format!("the condition `{}` can never fit", condition(index).id);
            Told::at(NEVER_FITS, message, &condition(index).origin, "no answers make it fit even partly")
        }
        ProblemKind::CareNever(index) => {
            let message = format!(
                "`care` of the condition `{}` never counts: it can never fit well",
                condition(index).id
            );
            Told::at(NEVER_FITS, message, &condition(index).origin, "no answers make it fit well")
        }
        ProblemKind::LineDead(index, at, present) => {
            let line = &condition(index).evidence[at];
            let (side, why) = if present {
                ("present", "its finding never counts as there")
            } else {
                ("absent", "its finding never counts as clearly not there")
            };
            let message = format!(
                "`{side}` of the line of evidence `{}` for `{}` never counts",
                line.id,
                condition(index).id
            );
            Told::at(DEAD_EVIDENCE, message, &line.origin, why)
        }
        ProblemKind::AdjustmentDead(index, at) => {
            let adjustment = &condition(index).adjustments[at];
            let message =
                format!("the adjustment `{}` of `{}` never counts", adjustment.id, condition(index).id);
            Told::at(DEAD_RULE, message, &adjustment.origin, "this is true of nobody")
        }
        ProblemKind::CompanionDead(index, at) => {
            let companion = &condition(index).never_without[at];
            let message =
                format!("`{}` never brings `{}`", condition(index).id, condition(companion.condition).id);
            Told::at(DEAD_RULE, message, &companion.origin, "nobody is shown the other one because of it")
        }
        ProblemKind::ExitNever(index) => {
            let exit = &pack.exits()[index];
            Told::at(
                DEAD_RULE,
                format!("the exit `{}` is never taken", exit.id),
                &exit.origin,
                "this is true of nobody",
            )
        }
        ProblemKind::ConstraintIdle(position) => {
            let constraint = &pack.constraints()[position];
            let message = format!("the constraint `{}` rules nobody out", constraint.id);
            Told::at(DEAD_RULE, message, &constraint.origin, "nobody could answer like that anyway")
        }
        ProblemKind::CauseNever(index) => {
            let cause = &pack.causes()[index];
            Told::at(
                DEAD_RULE,
                format!("the cause `{}` is never named", cause.id),
                &cause.origin,
                "this is true of nobody",
            )
        }
        ProblemKind::BlockNever(index) => {
            let block = &pack.blocks()[index];
            let message = format!("the block `{}` never keeps anything away", block.id);
            Told::at(
                DEAD_RULE,
                message,
                &block.origin,
                "it holds of nobody below same-day, and nothing is offered from there on",
            )
        }
        ProblemKind::CombinationConstant(index, always) => {
            let finding = &pack.findings()[index];
            let word = if always { "never false" } else { "never true" };
            Told {
                check: DEAD_RULE,
                message: format!("the combination `{}` is {word}", finding.id),
                origin: finding.origin.as_ref(),
                label: format!("it is {word}, whatever is answered"),
            }
        }
        ProblemKind::ActionNever(index) => {
            let action = &pack.actions()[index];
            let message = format!("nobody is ever offered the action `{}`", action.id);
            Told::at(NEVER_OFFERED, message, &action.origin, "it is always kept away or crowded out")
        }
        ProblemKind::BelowFlag(index) => {
            let message =
                format!("the red flag `{}` fires, and the urgency is below its own", flag(index).id);
            Told::at(UNSOUND_DECISION, message, &flag(index).origin, "this fires")
        }
        ProblemKind::BelowFloor(index) => {
            let message = format!(
                "the red flag `{}` is not ruled out, and the urgency is below its floor",
                flag(index).id
            );
            Told::at(UNSOUND_DECISION, message, &flag(index).origin, "this is unknown")
        }
        ProblemKind::BlockedOffered(index) | ProblemKind::OfferedBesideHelp(index) => {
            let action = &pack.actions()[index];
            let message = format!("the action `{}` is offered where it must not be", action.id);
            Told::at(UNSOUND_DECISION, message, &action.origin, "this is offered")
        }
        ProblemKind::Disagreement => Told::everywhere(
            UNSOUND_DECISION,
            "the program decides otherwise than it computed, so that nothing is proved",
        ),
        ProblemKind::NotDecided(open) => Told {
            check: NOT_DECIDED,
            message: not_decided(pack, open),
            origin: undecided(pack, open).1,
            label: "this could not be decided within the limits".into(),
        },
    }
}

fn broken(pack: &Pack, claim: &Claim) -> String {
    let named = |actions: &[sinew_model::ActionIx]| {
        let names: Vec<String> =
            actions.iter().map(|action| format!("`{}`", pack.actions()[*action].id)).collect();
        names.join(", ")
    };
    match claim {
        Claim::UrgencyAtLeast(urgency) => format!("somebody gets less than {urgency}"),
        Claim::UrgencyAtMost(urgency) => format!("somebody gets more than {urgency}"),
        Claim::Never(actions) => format!("somebody is offered one of {}", named(actions)),
        Claim::Always(actions) => format!("somebody is not offered all of {}", named(actions)),
        Claim::FitsAtLeast { condition, .. } => {
            format!("`{}` fits somebody less well", pack.conditions()[*condition].id)
        }
        Claim::MonotoneIn(_) => "a worse answer lowers somebody's urgency".into(),
    }
}

/// What could not be decided, and how far it went until a limit was hit.
pub(crate) fn not_decided(pack: &Pack, open: Undecided) -> String {
    format!("not decided: {}; {}", undecided(pack, open).0, how_far(open))
}

fn undecided(pack: &Pack, open: Undecided) -> (String, Option<&Origin>) {
    match open {
        Undecided::People => ("how many people are possible, and with which urgency".into(), None),
        Undecided::CountOfFlag(index) => {
            let flag = &pack.red_flags()[index];
            (format!("for how many people the red flag `{}` decides", flag.id), Some(&flag.origin))
        }
        Undecided::CountOfProperty(index) => {
            let property = &pack.properties()[index];
            (format!("of how many people `{}` speaks", property.id), Some(&property.origin))
        }
        Undecided::Companions => ("which actions come first".into(), None),
        Undecided::Flag(index) => {
            let flag = &pack.red_flags()[index];
            (format!("whether the red flag `{}` can fire and is always heeded", flag.id), Some(&flag.origin))
        }
        Undecided::Action(index) => {
            let action = &pack.actions()[index];
            (format!("who is offered the action `{}`", action.id), Some(&action.origin))
        }
        Undecided::Question(index) => {
            let question = &pack.questions()[index];
            (
                format!(
                    "whether `{}` is ever asked, and a worse answer to it lowers the urgency",
                    question.id
                ),
                Some(&question.origin),
            )
        }
        Undecided::Condition(index) => {
            let condition = &pack.conditions()[index];
            (format!("what counts for the condition `{}`", condition.id), Some(&condition.origin))
        }
        Undecided::Property(index) => {
            let property = &pack.properties()[index];
            (format!("whether `{}` holds", property.id), Some(&property.origin))
        }
        Undecided::Dead => ("whether every rule can count".into(), None),
    }
}

/// How far it went until a limit was hit.
fn how_far(open: Undecided) -> String {
    let Limits { nodes, conflicts } = Limits::default();
    match open {
        Undecided::People | Undecided::CountOfFlag(_) | Undecided::CountOfProperty(_) => {
            format!("the diagram that counts them grew beyond {} nodes", count_in_words(&nodes.into()))
        }
        Undecided::Companions => "conditions call for each other in too many ways".into(),
        _ => format!("the solver gave up after {} conflicts", count_in_words(&conflicts.into())),
    }
}

/// What somebody says, in words, and what that gives.
fn in_words(pack: &Pack, person: &Person) -> String {
    let says: Vec<String> = person
        .told
        .iter()
        .filter_map(|question| {
            let answer = person.answers.get(*question)?;
            let asked = &pack.questions()[*question];
            Some(format!(
                "{} ({})",
                change_in_words(asked, None, answer),
                id_of(pack, *question, &person.answers)
            ))
        })
        .collect();
    let rest = if says.is_empty() {
        "somebody who says no, none or the first answer to everything".to_owned()
    } else {
        format!(
            "somebody of whom this is so: {}; and who says no, none or the first answer to all else",
            says.join("; ")
        )
    };
    format!("{rest}: {}", comes_out(pack, person))
}

fn comes_out(pack: &Pack, person: &Person) -> String {
    let flags = |flags: &[RedFlagIx]| {
        let ids: Vec<String> = flags.iter().map(|flag| format!("`{}`", pack.red_flags()[*flag].id)).collect();
        ids.join(", ")
    };
    let mut parts = vec![person.decision.urgency.to_string()];
    if !person.decision.fired.is_empty() {
        parts.push(format!("red flags {}", flags(&person.decision.fired)));
    }
    if !person.decision.not_ruled_out.is_empty() {
        parts.push(format!("not ruled out {}", flags(&person.decision.not_ruled_out)));
    }
    if person.decision.urgency < Urgency::SameDay {
        let actions: Vec<String> = person
            .decision
            .actions
            .iter()
            .map(|action| format!("`{}`", pack.actions()[*action].id))
            .collect();
        parts.push(if actions.is_empty() {
            "no action".into()
        } else {
            format!("actions {}", actions.join(", "))
        });
    }
    parts.join("; ")
}

fn changed_in_words(pack: &Pack, before: &Person, after: &Person) -> String {
    let changes: Vec<String> = pack
        .questions()
        .indices()
        .filter(|question| before.answers.get(*question) != after.answers.get(*question))
        .filter_map(|question| after.answers.get(question).map(|_| id_of(pack, question, &after.answers)))
        .collect();
    format!("with {}: {}", changes.join(", "), comes_out(pack, after))
}

fn id_of(pack: &Pack, question: QuestionIx, answers: &Answers) -> String {
    let asked = &pack.questions()[question];
    let written =
        answers.get(question).map_or(RawAnswer::Text(String::new()), |answer| asked.write_answer(answer));
    format!("{}={written}", asked.id)
}

/// Where the packs are whose people can be shown to somebody.
struct Replay<'p> {
    pack: &'p Pack,
    parts: Vec<&'p PackSource>,
}

impl Replay<'_> {
    /// The command that shows what somebody is told by the pack that was checked, wherever it lies. All answers are in it, so that
    /// it asks nothing.
    fn command(&self, answers: &Answers) -> String {
        let mut command = format!("sinew assess {}", self.pack.identity().id);
        for part in self.parts.iter().filter(|part| !is_built_in(part)) {
            command.push_str(" --packs ");
            command.push_str(&shell_word(&part.shown_at));
        }
        command.push_str(" --no-input --explain");
        for (question, _) in answers.iter().filter(|(at, _)| self.pack.given_answer(*at).is_none()) {
            command.push_str(" --answer ");
            command.push_str(&id_of(self.pack, question, answers));
        }
        command
    }
}

/// A text as one word on a command line.
fn shell_word(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@:".contains(letter);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
