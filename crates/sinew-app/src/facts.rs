//! What is known of a runner without asking: which answers it proposes, and what it is next to the answers that were given.
//!
//! Nothing here decides. A reading becomes an answer only if the person takes it over, or in a run without questions as far as it makes
//! the result no less urgent. It never says no: of an any-of question it chooses what holds and leaves the rest open, and a
//! question behind a warning sign gets nothing else from it, nor is one left out because of it where nobody is asked. Whatever
//! became of it is in the outcome.

use crate::assess::urgency;
use semver::Version;
use sinew_model::{
    Answer, Answers, Fact, FactId, FactNote, FactSource, FactStatus, LogMeasure, OptionSet, Outcome, Pack,
    PackId, QuestionId, QuestionIx, Reason,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What a reading is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadingOf {
    /// A measure of the training log.
    TrainingLog(LogMeasure),
    /// A fact that the native extension of its pack supplied.
    Extension {
        /// The pack whose extension it is.
        of: Supplier,
        /// The fact.
        fact: FactId,
    },
}

/// A pack or library of one version, whose native extension may supply facts of its own and of no other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Supplier {
    /// Its id.
    pub pack: PackId,
    /// Its version.
    pub version: Version,
}

impl Supplier {
    /// Whose extension supplies a fact of a pack; none if it is from elsewhere. It is the pack or the library that the fact is written in.
    pub fn of(pack: &Pack, fact: &Fact) -> Option<Self> {
        if fact.source != FactSource::Extension {
            return None;
        }
        let written_in = &fact.origin.pack;
        let identity = pack.identity();
        let version = if *written_in == identity.id {
            &identity.version
        } else {
            &pack.libraries().iter().find(|library| library.id == *written_in)?.version
        };
        Some(Self { pack: written_in.clone(), version: version.clone() })
    }
}

impl fmt::Display for Supplier {
    /// The name that means just this version: `ID@VERSION`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.pack, self.version)
    }
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
    /// What each fact about the question says.
    pub facts: Vec<FactNote>,
}

/// What the readings say about the questions of a pack, in the order of the questions. Questions that the pack answers itself are
/// left out.
pub fn known(pack: &Pack, readings: &[Reading]) -> Vec<Known> {
    let mut all: BTreeMap<QuestionIx, Known> = BTreeMap::new();
    for (fact, note) in notes(pack, readings) {
        let proposed = note.number.and_then(|number| fact.answer(&pack.questions()[fact.question], number));
        let known = all.entry(fact.question).or_insert_with(|| Known {
            question: fact.question,
            proposed: None,
            facts: Vec::new(),
        });
        known.proposed = match (known.proposed, proposed) {
            (Some(Answer::Any { chosen: one, .. }), Some(Answer::Any { chosen: other, .. })) => {
                Some(Answer::Any { chosen: one.iter().chain(other.iter()).collect(), unsure: true })
            }
            (before, proposed) => before.or(proposed),
        };
        known.facts.push(note);
    }
    let warning = if all.is_empty() { BTreeSet::new() } else { behind_warnings(pack) };
    for known in all.values_mut() {
        let may_propose = match known.proposed {
            Some(Answer::Any { .. }) => pack.questions()[known.question].not_sure,
            _ => !warning.contains(&known.question),
        };
        known.proposed = known.proposed.filter(|_| may_propose);
    }
    all.into_values().collect()
}

/// The facts of a pack that something is said about, each with what that is, in pack order. Those about questions that the pack
/// answers itself are left out.
fn notes<'p>(pack: &'p Pack, readings: &[Reading]) -> impl Iterator<Item = (&'p Fact, FactNote)> {
    let asked = pack.facts().iter().filter(|fact| pack.given_answer(fact.question).is_none());
    asked.filter_map(move |fact| Some((fact, note(pack, fact, readings)?)))
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
        (ReadingOf::Extension { of, fact: id }, FactSource::Extension) => {
            *id == fact.id && Supplier::of(pack, fact).as_ref() == Some(of)
        }
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
    /// Whether all that the training log says was left out, because a result would have been less urgent with it.
    pub left_out_log: bool,
    /// The same of what extensions say, beside what the log says.
    pub left_out_extensions: bool,
}

impl Filled {
    /// Whether what a source says was left out.
    fn leaves_out(&self, source: FactSource) -> bool {
        match source {
            FactSource::TrainingLog(_) => self.left_out_log,
            FactSource::Extension => self.left_out_extensions,
        }
    }
}

/// Answers the questions that have no answer with what is known, for a run in which nobody is asked. The packs are those that one
/// person is assessed with together, each with its answers.
///
/// First comes what the training log says, then what extensions say beside it, so that no extension takes back what the log makes more
/// urgent. What is not known stays so, as in [`known`], and a question gets no answer unless it is sure to apply. Nothing of either is
/// filled in for any of the packs if the result of one would be less urgent than without it, or than with "not sure" in its place, if
/// more would have to be asked, if an open question behind a warning sign would no longer be, or if the answers would contradict
/// one another.
pub fn fill(packs: &[&Pack], answers: &mut [Answers], readings: &[Reading]) -> Filled {
    let is_log = |reading: &&Reading| matches!(reading.of, ReadingOf::TrainingLog(_));
    let (of_log, of_extensions): (Vec<&Reading>, Vec<&Reading>) = readings.iter().partition(is_log);
    let from_log = fill_from(packs, answers, &of_log);
    let from_extensions = fill_from(packs, answers, &of_extensions);
    Filled {
        left_out_log: from_log.is_none(),
        left_out_extensions: from_extensions.is_none(),
        questions: from_log.into_iter().chain(from_extensions).flatten().collect(),
    }
}

/// Fills in what these readings say, and gives the questions; none if all of it is left out.
fn fill_from(
    packs: &[&Pack],
    answers: &mut [Answers],
    readings: &[&Reading],
) -> Option<BTreeSet<QuestionId>> {
    let readings: Vec<Reading> = readings.iter().copied().cloned().collect();
    let mut questions = BTreeSet::new();
    let mut after = answers.to_vec();
    for (pack, answers) in packs.iter().zip(&mut after) {
        let (before, mut unsure) = (answers.clone(), answers.clone());
        for known in known(pack, &readings) {
            let is_open = |answers: &Answers| {
                before.get(known.question).is_none()
                    && sinew_engine::applies(pack, answers, known.question).is_true()
            };
            let Some(answer) = known.proposed.filter(|_| is_open(answers)) else { continue };
            if answers.set(pack, known.question, answer) {
                questions.insert(pack.questions()[known.question].id.clone());
                // Where that is not offered it is not set.
                unsure.set(pack, known.question, Answer::NotSure);
            }
        }
        if *answers == before {
            continue;
        }
        let with = urgency(pack, answers);
        let contradicts = |answers: &Answers| !sinew_engine::contradictions(pack, answers).is_empty();
        let is_contradiction = contradicts(answers) && !contradicts(&before);
        // A question behind a warning sign that is open still has to be asked.
        let is_passed_over = |question: &QuestionIx| {
            let applies = |answers| sinew_engine::applies(pack, answers, *question);
            before.get(*question).is_none() && !applies(&before).is_false() && applies(answers).is_false()
        };
        let passes_over = behind_warnings(pack).iter().any(is_passed_over);
        if with < urgency(pack, &before) || with < urgency(pack, &unsure) || is_contradiction || passes_over {
            return None;
        }
    }
    answers.clone_from_slice(&after);
    Some(questions)
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
    for (fact, mut note) in notes(pack, readings) {
        let question = &pack.questions()[fact.question];
        let said = note.number.and_then(|number| fact.answer(question, number));
        match (note.number, answers.get(fact.question)) {
            (Some(_), Some(given)) => note.status = status(fact, said, given),
            (Some(_), None) if filled.leaves_out(note.source) => note.status = FactStatus::LeftOut,
            _ => {}
        }
        if note.status == FactStatus::Used {
            let told: Vec<String> =
                said.into_iter().flat_map(|said| sinew_engine::told(question, said)).collect();
            mark(outcome, &note, &told);
        }
        outcome.facts.push(note);
    }
}

/// What an answer makes of what a fact says. One option in common is enough: a run of more than twice the longest is also a long
/// one, and somebody may name either.
fn status(fact: &Fact, said: Option<Answer>, given: Answer) -> FactStatus {
    match (said, given) {
        (_, Answer::Any { chosen: given, unsure }) => {
            let said = if let Some(Answer::Any { chosen, .. }) = said { chosen } else { OptionSet::EMPTY };
            let denies = !unsure && !said.is_empty();
            let goes_further = fact.options().iter().any(|option| given.contains(option));
            if said.iter().any(|option| given.contains(option)) {
                FactStatus::Used
            } else if denies || goes_further {
                FactStatus::Overruled
            } else {
                FactStatus::NotUsed
            }
        }
        (_, Answer::NotSure) | (None, _) => FactStatus::NotUsed,
        (Some(said), given) if said == given => FactStatus::Used,
        (Some(_), _) => FactStatus::Overruled,
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
