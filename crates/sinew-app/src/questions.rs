//! Which questions stand behind a formula.

use sinew_logic::Formula;
use sinew_model::{FindingIx, FindingRule, Pack, QuestionIx};
use std::collections::BTreeSet;

/// The questions whose answers decide a formula, in pack order. Whether those questions apply is not looked into.
pub(crate) fn behind(pack: &Pack, formula: &Formula<FindingIx>) -> BTreeSet<QuestionIx> {
    let mut questions = BTreeSet::new();
    collect(pack, formula, &mut questions);
    questions
}

fn collect(pack: &Pack, formula: &Formula<FindingIx>, into: &mut BTreeSet<QuestionIx>) {
    formula.for_each_atom(&mut |finding| match &pack.findings()[*finding].rule {
        FindingRule::Answer { question, .. } => {
            into.insert(*question);
        }
        FindingRule::Formula(inner) => collect(pack, inner, into),
        FindingRule::RedFlag(flag) => collect(pack, &pack.red_flags()[*flag].when, into),
        FindingRule::Exit(exit) => collect(pack, &pack.exits()[*exit].when, into),
    });
}
