//! The truth of every finding, and whether further answers can still change it, as the engine's evaluation has it.
//!
//! Whether a question is answered is a wire. Where all of them are on, everything is settled and falls away, so that a complete
//! person costs nothing more.

use crate::{
    circuit::{Circuit, Wire},
    evidence::{self, Pick},
    kleene::{self, Ternary},
    number::Sum,
    space::Space,
};
use sinew_logic::{Formula, Truth};
use sinew_model::{AnswerTest, ConditionIx, FindingIx, FindingRule, IndexVec, Pack, QuestionIx};
use std::collections::BTreeMap;

/// A truth, and whether a further answer can still change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) truth: Ternary,
    /// On where no further answer can.
    pub(crate) settled: Wire,
}

impl Verdict {
    const TRUE: Self = Self { truth: Ternary::TRUE, settled: Wire::TRUE };

    /// On where it is true for good.
    pub(crate) fn surely_holds(self, circuit: &mut Circuit) -> Wire {
        circuit.and(self.settled, self.truth.holds)
    }

    /// On where it is false for good.
    pub(crate) fn surely_fails(self, circuit: &mut Circuit) -> Wire {
        circuit.and(self.settled, self.truth.fails)
    }

    /// On where it is true, or can come to be.
    pub(crate) fn may_hold(self, circuit: &mut Circuit) -> Wire {
        circuit.or(!self.settled, self.truth.holds)
    }
}

/// What is known of a person who has answered some questions.
#[derive(Debug)]
pub(crate) struct Findings {
    /// Whether a question is answered. What opening the pack answers always is.
    pub(crate) answered: IndexVec<QuestionIx, Wire>,
    pub(crate) truths: IndexVec<FindingIx, Ternary>,
    settled: IndexVec<FindingIx, Wire>,
    /// Whether a question applies.
    pub(crate) applies: IndexVec<QuestionIx, Verdict>,
}

impl Findings {
    /// All findings, where these questions are answered; what they hang on stands before them.
    pub(crate) fn of(
        circuit: &mut Circuit,
        space: &Space,
        number: usize,
        pack: &Pack,
        answered: IndexVec<QuestionIx, Wire>,
    ) -> Self {
        let mut findings =
            Self { answered, truths: IndexVec::new(), settled: IndexVec::new(), applies: IndexVec::new() };
        let mut turns: BTreeMap<QuestionIx, Verdict> = BTreeMap::new();
        let mut bounds: BTreeMap<ConditionIx, [Sum; 2]> = BTreeMap::new();
        for (index, finding) in pack.findings().iter_indexed() {
            let Verdict { truth, settled } = match &finding.rule {
                FindingRule::Answer { question, test } => {
                    let turn =
                        *turns.entry(*question).or_insert_with(|| findings.turn(circuit, pack, *question));
                    let answer = answer(circuit, space, number, pack, *question, *test);
                    findings.of_answer(circuit, turn, *question, answer)
                }
                FindingRule::Fits { condition, at_least } => {
                    let [worst, best] = bounds.entry(*condition).or_insert_with(|| {
                        let of = &pack.conditions()[*condition];
                        [Pick::Worst, Pick::Best]
                            .map(|pick| Sum::of(evidence::at(circuit, &findings, of, pick)))
                    });
                    let holds = worst.at_least(circuit, evidence::least_of(*at_least));
                    let may_hold = best.at_least(circuit, evidence::least_of(*at_least));
                    // Never both, as long as the bounds are in order; the engine looks at the worst first.
                    let fails = circuit.and(!holds, !may_hold);
                    Verdict { truth: Ternary { holds, fails }, settled: circuit.or(holds, fails) }
                }
                FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => {
                    let open = Verdict { truth: Ternary::UNKNOWN, settled: Wire::FALSE };
                    pack.formula_of(index).map_or(open, |formula| findings.verdict(circuit, formula))
                }
            };
            findings.truths.push(truth);
            findings.settled.push(settled);
        }
        for question in pack.questions().indices() {
            let turn =
                turns.get(&question).copied().unwrap_or_else(|| findings.turn(circuit, pack, question));
            findings.applies.push(turn);
        }
        findings
    }

    fn turn(&self, circuit: &mut Circuit, pack: &Pack, question: QuestionIx) -> Verdict {
        let ask_when = pack.questions()[question].ask_when.as_ref();
        ask_when.map_or(Verdict::TRUE, |ask_when| self.verdict(circuit, ask_when))
    }

    fn of_answer(
        &self,
        circuit: &mut Circuit,
        turn: Verdict,
        question: QuestionIx,
        answer: Ternary,
    ) -> Verdict {
        let answered = self.answered[question];
        let idle = turn.truth.fails;
        let (holds, fails) = (circuit.and(answered, answer.holds), circuit.and(answered, answer.fails));
        let known = circuit.or(idle, answered);
        Verdict {
            truth: Ternary { holds: circuit.and(!idle, holds), fails: circuit.or(idle, fails) },
            settled: circuit.and(turn.settled, known),
        }
    }

    pub(crate) fn finding(&self, finding: FindingIx) -> Verdict {
        Verdict { truth: self.truths[finding], settled: self.settled[finding] }
    }

    /// What a formula comes to, and whether that is settled: decided even with all that is not settled taken as unknown, or without
    /// anything that is not settled.
    pub(crate) fn verdict(&self, circuit: &mut Circuit, formula: &Formula<FindingIx>) -> Verdict {
        let truth = kleene::formula(circuit, formula, &|finding| self.truths[*finding]);
        let mut certain: BTreeMap<FindingIx, Ternary> = BTreeMap::new();
        let mut all_settled = Wire::TRUE;
        formula.for_each_atom(&mut |finding| {
            let verdict = self.finding(*finding);
            all_settled = circuit.and(all_settled, verdict.settled);
            let (holds, fails) = (verdict.surely_holds(circuit), verdict.surely_fails(circuit));
            certain.insert(*finding, Ternary { holds, fails });
        });
        if all_settled == Wire::TRUE {
            return Verdict { truth, settled: Wire::TRUE };
        }
        let certain = kleene::formula(circuit, formula, &|finding| certain[finding]);
        let decided = circuit.or(certain.holds, certain.fails);
        Verdict { truth, settled: circuit.or(decided, all_settled) }
    }
}

/// What a test makes of the answer to a question.
fn answer(
    circuit: &mut Circuit,
    space: &Space,
    number: usize,
    pack: &Pack,
    question: QuestionIx,
    test: AnswerTest,
) -> Ternary {
    let Some(given) = pack.given_answer(question) else {
        return space.domain(number, question).test(circuit, &pack.questions()[question], test);
    };
    match test.truth_of(*given) {
        Truth::True => Ternary::TRUE,
        Truth::False => Ternary { holds: Wire::FALSE, fails: Wire::TRUE },
        Truth::Unknown => Ternary::UNKNOWN,
    }
}
