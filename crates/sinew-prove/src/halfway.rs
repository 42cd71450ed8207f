//! A person in the middle of an interview: the answers so far and all of them, and what is decided for both.

use crate::{
    circuit::{Circuit, Wire},
    decision::{self, Decided},
    findings::{Findings, Verdict},
    kleene::Ternary,
    relevance::{Bounds, Rule, Stop},
    space::Space,
};
use sinew_logic::Formula;
use sinew_model::{Answers, FindingIx, IndexVec, Pack, QuestionIx};

/// A complete person and the part of them that is answered already.
///
/// The inputs are those of the space, and one for each question that says whether it is answered. So the people whose inputs agree
/// in what is answered are all the ways to go on from the same answers.
pub(crate) struct Halfway<'p> {
    pub(crate) pack: &'p Pack,
    pub(crate) circuit: Circuit,
    pub(crate) space: Space,
    /// The number of the input that says whether a question is answered; none for what opening the pack answers.
    pub(crate) answered: IndexVec<QuestionIx, Option<usize>>,
    /// What all answers lead to.
    pub(crate) whole: Decided,
    /// What is known by the answers so far, and what they lead to.
    pub(crate) findings: Findings,
    pub(crate) now: Decided,
    pub(crate) bounds: Bounds,
    pub(crate) stop: Stop<'p>,
}

impl<'p> Halfway<'p> {
    /// With one of the rules left out, the interview stops too early; none is left out but to see that this is noticed.
    pub(crate) fn of(pack: &'p Pack, left_out: Option<Rule>) -> Self {
        let mut circuit = Circuit::new();
        let space = Space::of(&mut circuit, &[pack]);
        let (mut answered, mut numbers) = (IndexVec::new(), IndexVec::new());
        for question in pack.questions().indices() {
            let is_given = pack.given_answer(question).is_some();
            numbers.push((!is_given).then_some(circuit.inputs().len()));
            answered.push(if is_given { Wire::TRUE } else { circuit.input() });
        }
        let whole = Decided::of(&mut circuit, &space, 0, pack);
        let findings = Findings::of(&mut circuit, &space, 0, pack, answered);
        let now = Decided::of_findings(&mut circuit, pack, &findings, None);
        let bounds = Bounds::of(&mut circuit, pack, &findings, &now.ranked);
        let stop = Stop::of(&mut circuit, pack, &findings, &now, &bounds, left_out);
        Self { pack, circuit, space, answered: numbers, whole, findings, now, bounds, stop }
    }

    /// The answers that some inputs stand for: those so far and all of them. None if they stand for nobody.
    pub(crate) fn answers(&self, input: impl Fn(usize) -> bool) -> Option<(Answers, Answers)> {
        let so_far = |question: QuestionIx| self.answered[question].is_none_or(&input);
        let whole = self.space.answers(0, self.pack, |_| true, &input)?;
        Some((self.space.answers(0, self.pack, so_far, &input)?, whole))
    }

    /// A formula over the answers so far.
    pub(crate) fn verdict(&mut self, formula: &Formula<FindingIx>) -> Verdict {
        self.findings.verdict(&mut self.circuit, formula)
    }

    /// A formula over all answers.
    pub(crate) fn whole(&mut self, formula: &Formula<FindingIx>) -> Ternary {
        decision::truth(&mut self.circuit, &self.whole.findings, formula)
    }

    /// For each question, on where it has an answer that it takes.
    pub(crate) fn taken(&mut self) -> Vec<Wire> {
        let Self { circuit, space, pack, .. } = self;
        pack.questions()
            .iter_indexed()
            .filter(|(index, _)| pack.given_answer(*index).is_none())
            .map(|(index, question)| space.domain(0, index).is_taken(circuit, question))
            .collect()
    }

    /// On where each answer was given to a question that can be asked, as far as the answers so far tell.
    pub(crate) fn in_turn(&mut self) -> Wire {
        let Self { circuit, findings, stop, answered, .. } = self;
        let mut in_turn = Wire::TRUE;
        for (question, _) in answered.iter_indexed().filter(|(_, input)| input.is_some()) {
            let this = circuit.or(!findings.answered[question], stop.can_be_asked[question]);
            in_turn = circuit.and(in_turn, this);
        }
        in_turn
    }
}
