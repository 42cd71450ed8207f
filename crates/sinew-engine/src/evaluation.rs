//! The truth of every finding for some answers, and whether further answers could still change it.

use sinew_logic::{Formula, Truth};
use sinew_model::{Answer, AnswerTest, Answers, FindingIx, FindingRule, IndexVec, Pack, QuestionIx};
use std::collections::BTreeSet;

/// All findings of one set of answers.
#[derive(Debug)]
pub(crate) struct Evaluation {
    truths: IndexVec<FindingIx, Truth>,
    /// Whether no further answer can change the truth of the finding.
    settled: IndexVec<FindingIx, bool>,
}

impl Evaluation {
    pub(crate) fn of(pack: &Pack, answers: &Answers) -> Self {
        let mut evaluation = Self { truths: IndexVec::new(), settled: IndexVec::new() };
        for finding in pack.findings() {
            let (truth, settled) = match &finding.rule {
                FindingRule::Answer { question, test } => {
                    evaluation.of_answer(pack, answers, *question, *test)
                }
                FindingRule::Formula(formula) => (evaluation.truth(formula), evaluation.is_settled(formula)),
                FindingRule::RedFlag(flag) => {
                    let formula = &pack.red_flags()[*flag].when;
                    (evaluation.truth(formula), evaluation.is_settled(formula))
                }
                FindingRule::Exit(exit) => {
                    let formula = &pack.exits()[*exit].when;
                    (evaluation.truth(formula), evaluation.is_settled(formula))
                }
            };
            evaluation.truths.push(truth);
            evaluation.settled.push(settled);
        }
        evaluation
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
            Some(answer) => (truth_of(answer, test), applies_settled),
            None => (Truth::Unknown, false),
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
    pub(crate) fn open_questions(
        &self,
        pack: &Pack,
        answers: &Answers,
        formula: &Formula<FindingIx>,
        into: &mut BTreeSet<QuestionIx>,
    ) {
        if self.is_settled(formula) {
            return;
        }
        formula.for_each_atom(&mut |finding| {
            if self.settled.get(*finding).copied().unwrap_or(true) {
                return;
            }
            match &pack.findings()[*finding].rule {
                FindingRule::Answer { question, .. } => {
                    if let Some(ask_when) = &pack.questions()[*question].ask_when {
                        self.open_questions(pack, answers, ask_when, into);
                    }
                    if answers.get(*question).is_none() {
                        into.insert(*question);
                    }
                }
                FindingRule::Formula(inner) => self.open_questions(pack, answers, inner, into),
                FindingRule::RedFlag(flag) => {
                    self.open_questions(pack, answers, &pack.red_flags()[*flag].when, into);
                }
                FindingRule::Exit(exit) => {
                    self.open_questions(pack, answers, &pack.exits()[*exit].when, into);
                }
            }
        });
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

fn truth_of(answer: Answer, test: AnswerTest) -> Truth {
    match (answer, test) {
        (Answer::NotSure, AnswerTest::NotSure) => Truth::True,
        (Answer::NotSure, _) => Truth::Unknown,
        (Answer::Any { unsure, .. }, AnswerTest::NotSure) => Truth::from(unsure),
        (_, AnswerTest::NotSure) => Truth::False,
        (Answer::YesNo(yes), AnswerTest::Yes) => Truth::from(yes),
        (Answer::One(chosen), AnswerTest::Chose(option)) => Truth::from(chosen == option),
        (Answer::Any { chosen, unsure }, AnswerTest::Chose(option)) => {
            if chosen.contains(option) {
                Truth::True
            } else if unsure {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
        (Answer::Any { chosen, .. }, AnswerTest::ChoseNone) => Truth::from(chosen.is_empty()),
        (Answer::Number(number), AnswerTest::InRange(range)) => Truth::from(range.contains(number)),
        // A test of another kind of question says nothing; `Pack` is built so that this does not happen.
        (Answer::YesNo(_) | Answer::One(_) | Answer::Any { .. } | Answer::Number(_), _) => Truth::Unknown,
    }
}
