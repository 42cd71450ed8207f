//! What is known of a runner without asking: which answers it proposes, and what it is next to the answers that were given.
//!
//! Nothing here decides. A reading becomes an answer only if the person takes it over, or in a run without questions as far as it makes
//! the result no less urgent. It never says no: of an any-of question it chooses what holds and leaves the rest open, and a
//! question behind a warning sign gets nothing else from it. Whatever became of it is in the outcome.

use crate::assess::assess;
use sinew_model::{
    Answer, Answers, Date, Fact, FactId, FactNote, FactSource, FactStatus, LogMeasure, OptionSet, Outcome,
    Pack, QuestionId, QuestionIx, QuestionKind, Reason, RegionIx,
};
use std::collections::BTreeSet;

/// What a reading is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadingOf {
    /// A measure of the training log.
    TrainingLog(LogMeasure),
    /// A fact of the pack that its native extension supplied.
    Extension(FactId),
}

/// A number, in its unit, with words of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number in the unit of the measure or fact.
    pub number: i64,
    /// What it comes from; a whole sentence without its full stop, such as "On 12 October 2026 you ran 16 km".
    pub words: String,
}

/// What a source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it is of.
    pub of: ReadingOf,
    /// The number; otherwise why there is none, which completes "not known: …".
    pub value: Result<Number, String>,
}

/// What is known about one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The question.
    pub question: QuestionIx,
    /// The answer to propose; none if nothing is known that would be one. For an any-of question it has the options that are known to
    /// hold, of which there is at least one, and is not sure about the others.
    pub proposed: Option<Answer>,
    /// What each fact about the question says, with the options of an any-of question that it chooses.
    pub facts: Vec<(OptionSet, FactNote)>,
}

/// What the readings say about the questions of a pack, in the order of the questions. Questions that the pack answers itself are
/// left out.
pub fn known(pack: &Pack, readings: &[Reading]) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    for fact in pack.facts().iter().filter(|fact| pack.given_answer(fact.question).is_none()) {
        let Some(note) = note(pack, fact, readings) else { continue };
        let at = all.iter().position(|known| known.question == fact.question).unwrap_or_else(|| {
            all.push(Known { question: fact.question, proposed: None, facts: Vec::new() });
            all.len() - 1
        });
        let is_any = matches!(pack.questions()[fact.question].kind, QuestionKind::AnyOf { .. });
        match note.number {
            Some(number) if is_any => all[at].facts.push((fact.chosen(number), note)),
            Some(number) => {
                all[at].proposed = fact.answer(number);
                all[at].facts.push((OptionSet::EMPTY, note));
            }
            None => all[at].facts.push((OptionSet::EMPTY, note)),
        }
    }
    let warning = if all.is_empty() { BTreeSet::new() } else { behind_warnings(pack) };
    for known in &mut all {
        let question = &pack.questions()[known.question];
        if matches!(question.kind, QuestionKind::AnyOf { .. }) {
            let chosen: OptionSet = known.facts.iter().flat_map(|(chosen, _)| chosen.iter()).collect();
            let answer = Answer::Any { chosen, unsure: true };
            known.proposed = Some(answer).filter(|_| question.not_sure && !chosen.is_empty());
        } else if warning.contains(&known.question) {
            known.proposed = None;
        }
    }
    all.sort_by_key(|known| known.question);
    all
}

/// The questions on which a red flag or an exit depends, whatever was answered so far.
fn behind_warnings(pack: &Pack) -> BTreeSet<QuestionIx> {
    let flags = pack.red_flags().iter().map(|flag| &flag.when);
    let exits = pack.exits().iter().map(|exit| &exit.when);
    flags.chain(exits).flat_map(|when| pack.questions_behind(when)).collect()
}

/// A fact with what its source says; none if its source says nothing at all.
fn note(pack: &Pack, fact: &Fact, readings: &[Reading]) -> Option<FactNote> {
    let is_of = |reading: &&Reading| match (&reading.of, fact.source) {
        (ReadingOf::TrainingLog(of), FactSource::TrainingLog(measure)) => *of == measure,
        (ReadingOf::Extension(id), FactSource::Extension) => *id == fact.id,
        _ => false,
    };
    let reading = readings.iter().find(is_of)?;
    let (number, words, status) = match &reading.value {
        Ok(Number { number, words }) => fact.read(*number).map_or_else(
            || {
                let words = format!("{number} {} is not between {} and {}", fact.unit, fact.min, fact.max);
                (None, words, FactStatus::OutOfRange)
            },
            |read| (Some(read), words.clone(), FactStatus::NotUsed),
        ),
        Err(because) => (None, because.clone(), FactStatus::NotKnown),
    };
    Some(FactNote {
        id: fact.id.clone(),
        source: fact.source,
        question: pack.questions()[fact.question].id.clone(),
        means: fact.means.clone(),
        number,
        unit: fact.unit.clone(),
        words,
        status,
    })
}

/// What became of filling in what is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The questions that were answered, by id.
    pub questions: BTreeSet<QuestionId>,
    /// Whether all of it was left out, because a result would have been less urgent with it.
    pub left_out: bool,
}

/// Answers the questions that have no answer with what is known, for a run in which nobody is asked. The packs are those that one
/// person is assessed with together, each with its answers and a region.
///
/// What is not known stays so, as in [`known`]. Nothing is filled in for any of the packs if the result of one would be less urgent
/// than without it, or than with "not sure" in its place, if more would have to be asked, or if the answers would contradict one
/// another.
pub fn fill(
    packs: &[(&Pack, Option<RegionIx>)],
    answers: &mut [Answers],
    readings: &[Reading],
    today: Date,
) -> Filled {
    let mut filled = Filled::default();
    let mut after = answers.to_vec();
    for ((pack, region), answers) in packs.iter().zip(&mut after) {
        let (before, mut unsure) = (answers.clone(), answers.clone());
        for known in known(pack, readings) {
            let Some(answer) = known.proposed.filter(|_| before.get(known.question).is_none()) else {
                continue;
            };
            if answers.set(pack, known.question, answer) {
                filled.questions.insert(pack.questions()[known.question].id.clone());
                // Where that is not offered it is not set.
                unsure.set(pack, known.question, Answer::NotSure);
            }
        }
        let urgency =
            |answers: &Answers| assess(pack, answers, today, *region).ok().map(|outcome| outcome.urgency);
        let with = urgency(answers);
        let contradicts = |answers: &Answers| !sinew_engine::contradictions(pack, answers).is_empty();
        let is_contradiction = contradicts(answers) && !contradicts(&before);
        if with < urgency(&before) || with < urgency(&unsure) || is_contradiction {
            return Filled { left_out: true, ..Filled::default() };
        }
    }
    answers.clone_from_slice(&after);
    filled
}

/// Puts what is known into an outcome: what became of each fact, and which of the reasons it stands behind. What was filled in was
/// not asked.
pub fn add_facts(
    outcome: &mut Outcome,
    pack: &Pack,
    answers: &Answers,
    readings: &[Reading],
    filled: &Filled,
) {
    for note in &mut outcome.unknown {
        note.was_asked &= !filled.questions.contains(&note.question);
    }
    for known in known(pack, readings) {
        let question = &pack.questions()[known.question];
        let given = answers.get(known.question);
        for (chosen, mut note) in known.facts {
            let Some(fact) = named(pack, &note.id) else { continue };
            match (note.number, given) {
                (Some(number), Some(given)) => note.status = status(fact, number, chosen, given),
                (Some(_), None) if filled.left_out => note.status = FactStatus::LeftOut,
                _ => {}
            }
            if let (FactStatus::Used, Some(number)) = (note.status, note.number) {
                mark(outcome, &note, &sinew_engine::told(question, proposed_alone(fact, number, chosen)));
            }
            outcome.facts.push(note);
        }
    }
}

fn named<'p>(pack: &'p Pack, id: &FactId) -> Option<&'p Fact> {
    pack.facts().iter().find(|fact| fact.id == *id)
}

/// What one fact alone proposes.
fn proposed_alone(fact: &Fact, number: i32, chosen: OptionSet) -> Answer {
    fact.answer(number)
        .filter(|answer| !matches!(answer, Answer::One(_)) || chosen.is_empty())
        .unwrap_or(Answer::Any { chosen, unsure: false })
}

/// What an answer makes of a fact. A fact that chooses nothing is not used by an answer without its options, and not overruled either.
fn status(fact: &Fact, number: i32, chosen: OptionSet, given: Answer) -> FactStatus {
    match given {
        Answer::Any { chosen: given, unsure } => {
            let wrong = fact.options().iter().any(|option| {
                let (says, is_given) = (chosen.contains(option), given.contains(option));
                if is_given { !says } else { says && !unsure }
            });
            let used = chosen.iter().any(|option| given.contains(option));
            match (wrong, used) {
                (true, _) => FactStatus::Overruled,
                (false, true) => FactStatus::Used,
                (false, false) => FactStatus::NotUsed,
            }
        }
        Answer::NotSure => FactStatus::NotUsed,
        given => match fact.answer(number) {
            Some(proposed) if proposed == given => FactStatus::Used,
            Some(_) => FactStatus::Overruled,
            None => FactStatus::NotUsed,
        },
    }
}

/// Marks the reasons that say what a fact says.
fn mark(outcome: &mut Outcome, note: &FactNote, told: &[String]) {
    let causes = outcome.causes.iter_mut().flat_map(|cause| &mut cause.reasons);
    let flags = outcome.flags.iter_mut().flat_map(|flag| &mut flag.reasons);
    for reason in causes.chain(flags).chain(&mut outcome.told) {
        let Reason { question, text, fact } = reason;
        if question.as_ref() == Some(&note.question) && told.contains(text) {
            *fact = Some(note.id.clone());
        }
    }
}

#[cfg(test)]
mod tests;
