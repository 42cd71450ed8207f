//! Whether a worse answer can lower the urgency.
//!
//! Two people are compared who answer alike whatever both are asked, but for one answer, which is worse for the second. What only
//! one of them is asked, that one answers in any way. All changes for the worse of one question are asked about together.

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

/// Upward, on a question that says that upward is worse.
pub(crate) fn upward(pack: &Pack, question: QuestionIx) -> Option<WorseAnswer> {
    let is_open = pack.given_answer(question).is_none();
    let upward = WorseAnswer::Upward;
    (is_open && upward.fits(&pack.questions()[question])).then_some(upward)
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

/// Two people who answer alike whatever both are asked, but for one question, with everything that answers questions about them.
///
/// The second one doubles what is to be decided. So each pair has a circuit and a solver of its own, which are left behind with it.
pub(crate) struct Pair<'p> {
    /// The first of them.
    session: Session<'p>,
    second: Space,
    /// What is decided for the second.
    after: Decided,
    question: QuestionIx,
    domain: usize,
    /// On where the inputs stand for two such people, who both are asked the question.
    alike: Wire,
}

impl<'p> Pair<'p> {
    /// Two of the people of a session who may differ in their answers to this question.
    pub(crate) fn of(people: &Session<'p>, question: QuestionIx) -> Self {
        let mut session = people.branch();
        let pack = session.packs[0];
        // Only what hangs on the answer can differ: its own inputs, and those of questions that may come or go with it.
        let differing = depending(pack, question);
        let fresh: Vec<(usize, QuestionIx)> = session
            .space
            .domains
            .iter()
            .enumerate()
            .filter_map(|(domain, of)| of.questions[0].map(|question| (domain, question)))
            .filter(|(_, question)| differing.contains(question))
            .collect();
        let domains: Vec<usize> = fresh.iter().map(|(domain, _)| *domain).collect();
        let second = session.space.twin(&mut session.circuit, &domains);
        let after = [Decided::of(&mut session.circuit, &second, 0, pack)];
        let possible = session::possible(&mut session.circuit, &[pack], &second, &after);
        let [after] = after;
        let mut wires = vec![session.possible, possible];
        for (domain, other) in fresh {
            let both = [session.decided[0].applies[other].fails, after.applies[other].fails];
            if other == question {
                wires.extend(both.map(|fails| !fails));
                continue;
            }
            let (one, two) = (&session.space.domains[domain].inputs, &second.domains[domain].inputs);
            let pairs: Vec<(Wire, Wire)> = one.iter().copied().zip(two.iter().copied()).collect();
            let equal: Vec<Wire> =
                pairs.into_iter().map(|(one, two)| session.circuit.equal(one, two)).collect();
            let alike = session.circuit.all(equal);
            let one_is_not_asked = session.circuit.any(both);
            wires.push(session.circuit.or(one_is_not_asked, alike));
        }
        let alike = session.circuit.all(wires);
        let domain = session.space.domain_number(0, question);
        Self { session, second, after, question, domain, alike }
    }

    /// What the solver was asked, and the conflicts it ran into.
    pub(crate) fn effort(&self) -> (usize, u64) {
        (self.session.solver.questions, self.session.solver.conflicts())
    }

    /// Whether one of these changes to the worse lowers the urgency for somebody. `of_whom` makes the wire of the people who are
    /// spoken of; both have to be such people.
    pub(crate) fn lowers(
        &mut self,
        changes: impl IntoIterator<Item = WorseAnswer>,
        of_whom: impl Fn(&mut Circuit, &Decided) -> Wire,
    ) -> Outcome {
        let worse: Vec<Wire> = changes.into_iter().map(|change| self.worse(change)).collect();
        let circuit = &mut self.session.circuit;
        let worse = circuit.any(worse);
        let spoken_of = [&self.session.decided[0], &self.after].map(|decided| of_whom(circuit, decided));
        let mut wires = vec![self.alike, worse];
        wires.extend(spoken_of);
        match self.session.find(&wires) {
            Found::Nobody => return Outcome::Nobody,
            Found::NotDecided => return Outcome::NotDecided,
            Found::Somebody(_) => {}
        }
        let circuit = &mut self.session.circuit;
        let drops: Vec<Wire> = Urgency::ALL
            .into_iter()
            .map(|level| {
                let [before, after] =
                    [&self.session.decided[0], &self.after].map(|decided| decided.urgency_at_least(level));
                circuit.and(before, !after)
            })
            .collect();
        wires.push(circuit.any(drops));
        match self.session.smallest(&wires) {
            Found::Nobody => Outcome::Never,
            Found::NotDecided => Outcome::NotDecided,
            Found::Somebody(inputs) => {
                let before = self.session.person(0, &inputs);
                let after = self.session.person_of(&self.second, &self.after, 0, &inputs);
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
    fn worse(&mut self, change: WorseAnswer) -> Wire {
        let asked = &self.session.packs[0].questions()[self.question];
        let (one, other) = (&self.session.space.domains[self.domain], &self.second.domains[self.domain]);
        let circuit = &mut self.session.circuit;
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
