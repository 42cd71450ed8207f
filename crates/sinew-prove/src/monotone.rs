//! Whether a worse answer can lower the urgency.
//!
//! Two people are compared who answer alike whatever both are asked, but for one answer, which is worse for the second. What only
//! one of them is asked, that one answers in any way.

use crate::{
    circuit::Wire,
    decision::Decided,
    person::Person,
    session::{self, Session},
    solver::Found,
    space::{DomainAnswers, Value},
};
use sinew_model::{OptionIx, Pack, QuestionIx, QuestionKind, Urgency};
use std::collections::BTreeSet;

/// A change of one answer for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Worsening {
    question: QuestionIx,
    /// The option of a list that is chosen besides; none if the answer goes up on its order.
    option: Option<OptionIx>,
}

impl Worsening {
    /// Upward on a question that says that upward is worse.
    pub(crate) fn ordered(pack: &Pack, question: QuestionIx) -> Option<Self> {
        let is_ordered = match &pack.questions()[question].kind {
            QuestionKind::OneOf { worse_upward, .. }
            | QuestionKind::Scale { worse_upward, .. }
            | QuestionKind::Number { worse_upward, .. } => *worse_upward,
            QuestionKind::YesNo { .. } | QuestionKind::AnyOf { .. } => false,
        };
        (is_ordered && pack.given_answer(question).is_none()).then_some(Self { question, option: None })
    }
}

/// What became of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It never lowers the urgency: proved.
    Never,
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

/// Whether a worse answer lowers the urgency for somebody who has these wires on.
pub(crate) fn lowers(session: &mut Session<'_>, worsening: &Worsening, of_whom: &[Wire]) -> Outcome {
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
    let mut wires = vec![session.possible, possible];
    wires.extend(of_whom);
    for domain in &fresh {
        let (one, other) = (&session.space.domains[*domain], &second.domains[*domain]);
        let Some(question) = one.questions[0] else { continue };
        let both = [session.decided[0].applies[question].fails, decided[0].applies[question].fails];
        if question == worsening.question {
            // Both are asked it.
            wires.extend(both.map(|fails| !fails));
            let worse = worse(session, &second, *domain, worsening, asked);
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
    second: &crate::space::Space,
    domain: usize,
    worsening: &Worsening,
    asked: &sinew_model::Question,
) -> Wire {
    let (one, other) = (&session.space.domains[domain], &second.domains[domain]);
    match (&one.answers, worsening.option) {
        (DomainAnswers::Any { .. }, Some(option)) => {
            let circuit = &mut session.circuit;
            let chosen = (one.option_input(asked, option), other.option_input(asked, option));
            let (Some(before), Some(after)) = chosen else { return Wire::FALSE };
            let others: Vec<(Wire, Wire)> = one
                .inputs
                .iter()
                .copied()
                .zip(other.inputs.iter().copied())
                .filter(|(input, _)| *input != before)
                .collect();
            let alike: Vec<Wire> =
                others.into_iter().map(|(left, right)| circuit.equal(left, right)).collect();
            let alike = circuit.all(alike);
            circuit.all([!before, after, alike])
        }
        (DomainAnswers::One(values), _) => {
            let circuit = &mut session.circuit;
            let ranked: Vec<usize> = (0..values.len())
                .filter(|code| !matches!(values[*code], Value::Nothing | Value::NotSure))
                .collect();
            let mut pairs = Vec::new();
            for (place, better) in ranked.iter().enumerate() {
                let better = one.is(circuit, *better);
                let worse: Vec<Wire> =
                    ranked[place + 1..].iter().map(|worse| other.is(circuit, *worse)).collect();
                let worse = circuit.any(worse);
                pairs.push(circuit.and(better, worse));
            }
            circuit.any(pairs)
        }
        (DomainAnswers::Any { .. }, None) => Wire::FALSE,
    }
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
