//! What the answer to a question can change.

use sinew_logic::Formula;
use sinew_model::{ConditionIx, FindingIx, FindingRule, IndexVec, Pack, QuestionIx, RedFlagIx, Urgency};

/// Everything that hangs on the answer to one question and bears on the urgency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Findings, each after those it depends on.
    pub(crate) findings: Vec<FindingIx>,
    /// Red flags, in pack order.
    pub(crate) flags: Vec<RedFlagIx>,
    /// Conditions that ask for care if they fit well, in pack order.
    pub(crate) conditions: Vec<ConditionIx>,
    /// Whether an exit is among it.
    pub(crate) is_exit: bool,
}

/// How far the answer to each of these questions reaches, in the same order.
pub(crate) fn reaches(pack: &Pack, questions: &[QuestionIx]) -> Vec<Reach> {
    questions.chunks(64).flat_map(|some| of_some(pack, some)).collect()
}

/// The same for no more questions than a word has bits: one look at each formula does for all of them.
fn of_some(pack: &Pack, questions: &[QuestionIx]) -> Vec<Reach> {
    let mut bits: IndexVec<QuestionIx, u64> = IndexVec::filled(0, pack.questions().len());
    for (number, question) in questions.iter().enumerate() {
        bits[*question] |= 1 << number;
    }
    let mut reaches = vec![Reach::default(); questions.len()];
    let mut hangs: IndexVec<FindingIx, u64> = IndexVec::filled(0, pack.findings().len());
    let behind = |hangs: &IndexVec<FindingIx, u64>, formula: &Formula<FindingIx>| {
        let mut found = 0;
        formula.for_each_atom(&mut |atom| found |= hangs.get(*atom).copied().unwrap_or(0));
        found
    };
    for (index, finding) in pack.findings().iter_indexed() {
        let found = if let FindingRule::Answer { question, .. } = &finding.rule {
            let ask_when = pack.questions()[*question].ask_when.iter();
            ask_when.fold(bits[*question], |found, formula| found | behind(&hangs, formula))
        } else {
            pack.formulas_behind(index).fold(0, |found, formula| found | behind(&hangs, formula))
        };
        hangs[index] = found;
        each(found, &mut reaches, |reach| reach.findings.push(index));
    }
    for (index, flag) in pack.red_flags().iter_indexed() {
        each(behind(&hangs, &flag.when), &mut reaches, |reach| reach.flags.push(index));
    }
    for (index, condition) in pack.conditions().iter_indexed() {
        if condition.only_with.is_empty() && condition.care > Urgency::SelfCare {
            let lines = condition.evidence.iter();
            let found = lines.fold(0, |found, line| found | behind(&hangs, &line.when));
            each(found, &mut reaches, |reach| reach.conditions.push(index));
        }
    }
    for exit in pack.exits() {
        each(behind(&hangs, &exit.when), &mut reaches, |reach| reach.is_exit = true);
    }
    reaches
}

/// Does something with the reach of each question whose bit is on.
fn each(mut bits: u64, reaches: &mut [Reach], mut with: impl FnMut(&mut Reach)) {
    while let Some(reach) = reaches.get_mut(bits.trailing_zeros() as usize) {
        with(reach);
        bits &= bits - 1;
    }
}
