//! The truth of every finding for some answers, and whether further answers could still change it.

use crate::ranking;
use sinew_logic::{Formula, Truth};
use sinew_model::{
    AnswerTest, Answers, Band, Condition, Decibans, FindingIx, FindingRule, IndexVec, Pack, QuestionIx,
};
use std::collections::BTreeSet;

/// What a formula comes to for some answers, and what decided that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Its truth.
    pub truth: Truth,
    /// Those of the findings it names that made it so, each with its truth.
    pub findings: Vec<(FindingIx, Truth)>,
}

/// What a formula comes to for these answers, and which of the findings it names decided that.
pub fn grounds(pack: &Pack, answers: &Answers, formula: &Formula<FindingIx>) -> Grounds {
    let evaluation = Evaluation::of(pack, answers);
    let supports = formula.explain(&|finding| evaluation.finding(*finding));
    let findings = supports.into_iter().map(|support| (*support.atom, support.truth)).collect();
    Grounds { truth: evaluation.truth(formula), findings }
}

/// All findings of one set of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Evaluation {
    truths: IndexVec<FindingIx, Truth>,
    /// Whether no further answer can change the truth of the finding.
    settled: IndexVec<FindingIx, bool>,
}

impl Evaluation {
    pub(crate) fn of(pack: &Pack, answers: &Answers) -> Self {
        let mut evaluation = Self { truths: IndexVec::new(), settled: IndexVec::new() };
        for index in pack.findings().indices() {
            let (truth, settled) = evaluation.of_finding(pack, answers, index);
            evaluation.truths.push(truth);
            evaluation.settled.push(settled);
        }
        evaluation
    }

    /// What [`Self::of`] gives for answers that differ from those before in one question only, on which just these findings hang:
    /// [`crate::reach`].
    pub(crate) fn changed(&self, pack: &Pack, answers: &Answers, hanging: &[FindingIx]) -> Self {
        let mut evaluation = self.clone();
        for index in hanging {
            let (truth, settled) = evaluation.of_finding(pack, answers, *index);
            evaluation.truths[*index] = truth;
            evaluation.settled[*index] = settled;
        }
        evaluation
    }

    /// One finding, from those that stand before it.
    fn of_finding(&self, pack: &Pack, answers: &Answers, index: FindingIx) -> (Truth, bool) {
        match &pack.findings()[index].rule {
            FindingRule::Answer { question, test } => self.of_answer(pack, answers, *question, *test),
            FindingRule::Fits { condition, at_least } => {
                self.of_fit(&pack.conditions()[*condition], *at_least)
            }
            FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => pack
                .formula_of(index)
                .map_or((Truth::Unknown, false), |formula| (self.truth(formula), self.is_settled(formula))),
        }
    }

    fn of_answer(
        &self,
        pack: &Pack,
        answers: &Answers,
        question: QuestionIx,
        test: AnswerTest,
    ) -> (Truth, bool) {
        let (applies, applies_settled) = match &pack.questions()[question].ask_when {
            Some(ask_when) => (self.truth(ask_when), self.is_settled(ask_when)),
            None => (Truth::True, true),
        };
        if applies.is_false() {
            return (Truth::False, applies_settled);
        }
        match answers.get(question) {
            Some(answer) => (test.truth_of(answer), applies_settled),
            None => (Truth::Unknown, false),
        }
    }

    /// Decided as soon as the worst and the best evidence that can still come to be agree.
    fn of_fit(&self, condition: &Condition, at_least: Band) -> (Truth, bool) {
        if Band::of(ranking::bound(condition, self, Decibans::min)) >= at_least {
            (Truth::True, true)
        } else if Band::of(ranking::bound(condition, self, Decibans::max)) < at_least {
            (Truth::False, true)
        } else {
            (Truth::Unknown, false)
        }
    }

    /// The truth of a finding.
    pub(crate) fn finding(&self, finding: FindingIx) -> Truth {
        self.truths.get(finding).copied().unwrap_or(Truth::Unknown)
    }

    /// The truth of a formula.
    pub(crate) fn truth(&self, formula: &Formula<FindingIx>) -> Truth {
        formula.evaluate(&|finding| self.finding(*finding))
    }

    /// Whether no further answer can change the truth of a formula.
    ///
    /// A formula is settled if it is decided even with every unsettled finding taken as unknown, which is sound because
    /// settling an unknown never turns a verdict over; or if it has no unsettled finding at all.
    pub(crate) fn is_settled(&self, formula: &Formula<FindingIx>) -> bool {
        let certain = formula.evaluate(&|finding| {
            if self.settled.get(*finding).copied().unwrap_or(false) {
                self.finding(*finding)
            } else {
                Truth::Unknown
            }
        });
        if !certain.is_unknown() {
            return true;
        }
        let mut all_settled = true;
        formula.for_each_atom(&mut |finding| {
            all_settled &= self.settled.get(*finding).copied().unwrap_or(false);
        });
        all_settled
    }

    /// Adds the unanswered questions that could still change the truth of a formula, those that decide whether another
    /// question applies included. Adds nothing exactly when the formula is settled.
    ///
    /// Looks at each finding once and without recursion: findings that build on one another make long chains and many ways.
    pub(crate) fn open_questions<'p>(
        &self,
        pack: &'p Pack,
        answers: &Answers,
        formula: &'p Formula<FindingIx>,
        into: &mut BTreeSet<QuestionIx>,
    ) {
        let (mut seen, mut open) = (BTreeSet::new(), vec![formula]);
        while let Some(formula) = open.pop() {
            if self.is_settled(formula) {
                continue;
            }
            formula.for_each_atom(&mut |finding| {
                if self.settled.get(*finding).copied().unwrap_or(true) || !seen.insert(*finding) {
                    return;
                }
                if let FindingRule::Answer { question, .. } = &pack.findings()[*finding].rule {
                    open.extend(&pack.questions()[*question].ask_when);
                    if answers.get(*question).is_none() {
                        into.insert(*question);
                    }
                }
                open.extend(pack.formulas_behind(*finding));
            });
        }
    }

    /// Whether the question applies; unknown if that hangs on an answer that is missing or "not sure".
    pub(crate) fn applies(&self, pack: &Pack, question: QuestionIx) -> Truth {
        pack.questions()[question].ask_when.as_ref().map_or(Truth::True, |ask_when| self.truth(ask_when))
    }

    /// Whether the question can be asked now: it applies, or nobody can say whether it does, and no answer that is still to
    /// come decides that.
    pub(crate) fn can_be_asked(&self, pack: &Pack, question: QuestionIx) -> bool {
        pack.questions()[question]
            .ask_when
            .as_ref()
            .is_none_or(|ask_when| !self.truth(ask_when).is_false() && self.is_settled(ask_when))
    }
}
