//! What is known of a runner without asking: which answers it proposes, and what it is next to the answers that were given.
//!
//! Nothing here decides. A reading becomes an answer only if the person takes it over, or in a run without questions as far as it makes
//! the result no less urgent; and whatever became of it is in the outcome.

use crate::assess::assess;
use sinew_model::{
    Answer, Answers, Date, Fact, FactId, FactNote, FactSource, FactStatus, LogMeasure, OptionSet, Outcome,
    Pack, QuestionIx, QuestionKind, Reason, RegionIx,
};

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
    /// hold, and there is at least one.
    pub proposed: Option<Answer>,
    /// What each fact about the question says, with the options of an any-of question that it chooses.
    pub facts: Vec<(OptionSet, FactNote)>,
}

/// What the readings say about the questions of a pack, in the order of the questions. Questions that the pack answers itself are
/// left out.
pub fn known(pack: &Pack, readings: &[Reading]) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    for fact in pack.facts() {
        let Some(note) = note(pack, fact, readings) else { continue };
        if pack.given_answer(fact.question).is_some() {
            continue;
        }
        let at = all.iter().position(|known| known.question == fact.question).unwrap_or_else(|| {
            all.push(Known { question: fact.question, proposed: None, facts: Vec::new() });
            all.len() - 1
        });
        let is_any = matches!(pack.questions()[fact.question].kind, QuestionKind::AnyOf { .. });
        let chosen = note.number.filter(|_| is_any).map_or(OptionSet::EMPTY, |number| fact.chosen(number));
        match note.number {
            Some(number) if !is_any => all[at].proposed = fact.answer(number),
            Some(_) if !chosen.is_empty() => {
                let before = match all[at].proposed {
                    Some(Answer::Any { chosen, .. }) => chosen,
                    _ => OptionSet::EMPTY,
                };
                let both = before.iter().chain(chosen.iter()).collect();
                all[at].proposed = Some(Answer::Any { chosen: both, unsure: false });
            }
            _ => {}
        }
        all[at].facts.push((chosen, note));
    }
    all.sort_by_key(|known| known.question);
    all
}

/// A fact with what its source says; none if its source says nothing at all.
fn note(pack: &Pack, fact: &Fact, readings: &[Reading]) -> Option<FactNote> {
    let is_of = |reading: &&Reading| match (&reading.of, fact.source) {
        (ReadingOf::TrainingLog(of), FactSource::TrainingLog(measure)) => *of == measure,
        (ReadingOf::Extension(id), FactSource::Extension) => *id == fact.id,
        _ => false,
    };
    let reading = readings.iter().find(is_of)?;
    let (number, words) = match &reading.value {
        Ok(Number { number, words }) => match fact.read(*number) {
            Some(read) => (Some(read), words.clone()),
            None => (None, format!("{number} {} is not between {} and {}", fact.unit, fact.min, fact.max)),
        },
        Err(because) => (None, because.clone()),
    };
    Some(FactNote {
        id: fact.id.clone(),
        source: fact.source,
        question: pack.questions()[fact.question].id.clone(),
        means: fact.means.clone(),
        number,
        unit: fact.unit.clone(),
        words,
        status: if number.is_some() { FactStatus::NotUsed } else { FactStatus::NotKnown },
    })
}

/// Answers the questions that have no answer with what is known, for a run in which nobody is asked.
///
/// What is not known stays so: of an any-of question the options that hold are chosen, and about the others the person counts as not
/// sure. A question about warning signs gets no other answer than that, because a person has to say no to them. Nothing is
/// filled in if the result would be less urgent than without it, or than with "not sure" in its place, or if more would have to be
/// asked: the answers then stay as they are, and false is given back.
pub fn fill(
    pack: &Pack,
    answers: &mut Answers,
    readings: &[Reading],
    today: Date,
    region: Option<RegionIx>,
) -> bool {
    let missing = sinew_engine::missing_answers(pack, answers);
    let (mut filled, mut unsure) = (answers.clone(), answers.clone());
    for known in known(pack, readings) {
        let is_warning = missing.contains(&known.question);
        let answer = match known.proposed {
            _ if answers.get(known.question).is_some() => None,
            Some(Answer::Any { chosen, .. }) if pack.questions()[known.question].not_sure => {
                Some(Answer::Any { chosen, unsure: true })
            }
            Some(Answer::Any { .. }) | None => None,
            other => other.filter(|_| !is_warning),
        };
        if let Some(answer) = answer {
            filled.set(pack, known.question, answer);
            // Where that is not offered it is not set.
            unsure.set(pack, known.question, Answer::NotSure);
        }
    }
    let urgency =
        |answers: &Answers| assess(pack, answers, today, region).ok().map(|outcome| outcome.urgency);
    let with = urgency(&filled);
    if with < urgency(answers) || with < urgency(&unsure) {
        return false;
    }
    *answers = filled;
    true
}

/// Puts what is known into an outcome: what became of each fact, and which of the reasons it stands behind.
pub fn add_facts(outcome: &mut Outcome, pack: &Pack, answers: &Answers, readings: &[Reading]) {
    for known in known(pack, readings) {
        let question = &pack.questions()[known.question];
        let given = answers.get(known.question);
        for (fact, (chosen, mut note)) in
            known.facts.into_iter().map(|entry| (named(pack, &entry.1.id), entry))
        {
            let Some(fact) = fact else { continue };
            if let (Some(number), Some(given)) = (note.number, given) {
                note.status = status(fact, number, chosen, given);
                if note.status == FactStatus::Used {
                    let told: Vec<String> =
                        sinew_engine::told(question, proposed_alone(fact, number, chosen));
                    mark(outcome, &note, &told);
                }
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
