//! Whether a worse answer can lower the urgency.
//!
//! Two people are compared who answer alike whatever both are asked, but for one answer, which is worse for the second. What only
//! one of them is asked, that one answers in any way.

use crate::{
    circuit::{Circuit, Wire},
    decision::Decided,
    person::Person,
    session::{self, Session},
    solver::Found,
    space::{DomainAnswers, Space, Value},
};
use sinew_model::{Pack, Question, QuestionIx, Urgency, WorseAnswer, Worsening};
use std::collections::BTreeSet;

/// Upward on a question that says that upward is worse.
pub(crate) fn upward(pack: &Pack, question: QuestionIx) -> Option<Worsening> {
    let is_open = pack.given_answer(question).is_none();
    let change = WorseAnswer::Upward;
    (is_open && change.fits(&pack.questions()[question])).then_some(Worsening { question, change })
}

/// What became of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It never lowers the urgency: proved.
    Never,
    /// Nobody's answer can change so, which proves nothing.
    Nobody,
    /// It does for these two.
    Lowers {
        /// Before.
        before: Box<Person>,
        /// After.
        after: Box<Person>,
    },
    /// Not decided within the conflicts allowed.
    NotDecided,
}

/// Whether a worse answer lowers the urgency for somebody. `of_whom` makes the wire of the people who are spoken of; both have to be
/// such people.
pub(crate) fn lowers(
    session: &mut Session<'_>,
    worsening: Worsening,
    of_whom: impl Fn(&mut Circuit, &Decided) -> Wire,
) -> Outcome {
    let pack = session.packs[0];
    let asked = &pack.questions()[worsening.question];
    // Only what hangs on the answer can differ: its own inputs, and those of questions that may come or go with it.
    let differing = depending(pack, worsening.question);
    let fresh: Vec<usize> = session
        .space
        .domains
        .iter()
        .enumerate()
        .filter(|(_, domain)| domain.questions[0].is_some_and(|question| differing.contains(&question)))
        .map(|(domain, _)| domain)
        .collect();
    let second = session.space.twin(&mut session.circuit, &fresh);
    let decided = Decided::of(&mut session.circuit, &second, 0, pack);
    let decided = [decided];
    let possible = session::possible(&mut session.circuit, &[pack], &second, &decided);
    let spoken_of = of_whom(&mut session.circuit, &session.decided[0]);
    let spoken_of_after = of_whom(&mut session.circuit, &decided[0]);
    let mut wires = vec![session.possible, possible, spoken_of, spoken_of_after];
    for domain in &fresh {
        let (one, other) = (&session.space.domains[*domain], &second.domains[*domain]);
        let Some(question) = one.questions[0] else { continue };
        let both = [session.decided[0].applies[question].fails, decided[0].applies[question].fails];
        if question == worsening.question {
            // Both are asked it.
            wires.extend(both.map(|fails| !fails));
            let worse = worse(session, &second, *domain, worsening.change, asked);
            wires.push(worse);
            continue;
        }
        let pairs: Vec<(Wire, Wire)> = one.inputs.iter().copied().zip(other.inputs.iter().copied()).collect();
        let equal: Vec<Wire> =
            pairs.into_iter().map(|(one, other)| session.circuit.equal(one, other)).collect();
        let alike = session.circuit.all(equal);
        let one_is_not_asked = session.circuit.any(both);
        wires.push(session.circuit.or(one_is_not_asked, alike));
    }
    let drops: Vec<Wire> = Urgency::ALL
        .into_iter()
        .map(|level| {
            let (before, after) =
                (session.decided[0].urgency_at_least(level), decided[0].urgency_at_least(level));
            session.circuit.and(before, !after)
        })
        .collect();
    match session.find(&wires) {
        Found::Nobody => return Outcome::Nobody,
        Found::NotDecided => return Outcome::NotDecided,
        Found::Somebody(_) => {}
    }
    wires.push(session.circuit.any(drops));
    match session.smallest(&wires) {
        Found::Nobody => Outcome::Never,
        Found::NotDecided => Outcome::NotDecided,
        Found::Somebody(inputs) => {
            let before = session.person(0, &inputs);
            let after = session.person_of(&second, &decided[0], 0, &inputs);
            match (before, after) {
                (Some(before), Some(after)) => {
                    Outcome::Lowers { before: Box::new(before), after: Box::new(after) }
                }
                _ => Outcome::NotDecided,
            }
        }
    }
}

/// On where the second answer is worse than the first.
fn worse(
    session: &mut Session<'_>,
    second: &Space,
    domain: usize,
    change: WorseAnswer,
    asked: &Question,
) -> Wire {
    let (one, other) = (&session.space.domains[domain], &second.domains[domain]);
    let circuit = &mut session.circuit;
    match (&one.answers, change) {
        (DomainAnswers::Any { .. }, WorseAnswer::Chosen(option)) => {
            let chosen = (one.option_input(asked, option), other.option_input(asked, option));
            let (Some(before), Some(after)) = chosen else { return Wire::FALSE };
            let pairs = one.inputs.iter().zip(&other.inputs).filter(|(input, _)| **input != before);
            let alike: Vec<Wire> = pairs.map(|(left, right)| circuit.equal(*left, *right)).collect();
            let alike = circuit.all(alike);
            circuit.all([!before, after, alike])
        }
        (DomainAnswers::One(values), _) => {
            let pairs = worse_codes(values, change, asked);
            let pairs: Vec<Wire> = pairs
                .into_iter()
                .map(|(better, worse)| {
                    let (better, worse) = (one.is(circuit, better), other.is(circuit, worse));
                    circuit.and(better, worse)
                })
                .collect();
            circuit.any(pairs)
        }
        (DomainAnswers::Any { .. }, WorseAnswer::Upward | WorseAnswer::Yes) => Wire::FALSE,
    }
}

/// Each code with one that is worse.
fn worse_codes(values: &[Value], change: WorseAnswer, asked: &Question) -> Vec<(usize, usize)> {
    let is_worse = |better: usize, worse: usize| match change {
        WorseAnswer::Upward => better < worse,
        WorseAnswer::Yes => (&values[better], &values[worse]) == (&Value::YesNo(false), &Value::YesNo(true)),
        WorseAnswer::Chosen(option) => {
            let id = asked.options().find(|(index, _)| *index == option).map(|(_, choice)| &choice.id);
            better != worse && matches!(&values[worse], Value::Option(chosen) if Some(chosen) == id)
        }
    };
    let codes = || (0..values.len()).filter(|code| !matches!(values[*code], Value::Nothing | Value::NotSure));
    codes()
        .flat_map(|better| codes().map(move |worse| (better, worse)))
        .filter(|(better, worse)| is_worse(*better, *worse))
        .collect()
}

/// On where a person is asked the question and could answer worse.
pub(crate) fn could_be_worse(session: &mut Session<'_>, worsening: Worsening) -> Wire {
    let Worsening { question, change } = worsening;
    let pack = session.packs[0];
    if pack.given_answer(question).is_some() {
        // Nobody is asked, so nobody's answer can change.
        return Wire::FALSE;
    }
    let asked = &pack.questions()[question];
    let applies = !session.decided[0].applies[question].fails;
    let domain = session.space.domain(0, question);
    let circuit = &mut session.circuit;
    let better = match (&domain.answers, change) {
        (DomainAnswers::Any { .. }, WorseAnswer::Chosen(option)) => {
            domain.option_input(asked, option).map_or(Wire::FALSE, |chosen| !chosen)
        }
        (DomainAnswers::One(values), _) => {
            let better: BTreeSet<usize> =
                worse_codes(values, change, asked).into_iter().map(|(better, _)| better).collect();
            let better: Vec<Wire> = better.into_iter().map(|code| domain.is(circuit, code)).collect();
            circuit.any(better)
        }
        (DomainAnswers::Any { .. }, WorseAnswer::Upward | WorseAnswer::Yes) => Wire::FALSE,
    };
    circuit.and(applies, better)
}

/// The question itself, and all whose turn hangs on it.
fn depending(pack: &Pack, question: QuestionIx) -> BTreeSet<QuestionIx> {
    let mut depending = BTreeSet::from([question]);
    loop {
        let before = depending.len();
        for (index, other) in pack.questions().iter_indexed() {
            if let Some(when) = &other.ask_when
                && pack.questions_behind(when).iter().any(|behind| depending.contains(behind))
            {
                depending.insert(index);
            }
        }
        if depending.len() == before {
            return depending;
        }
    }
}
