//! Checks of what is used by what.

use crate::{
    code,
    compile::Unit,
    draft::{PackDraft, PackKind},
};
use sinew_diag::Diagnostic;
use sinew_logic::Formula;
use sinew_model::{ActionIx, FindingIx, FindingRule, Pack, QuestionIx, SourceIx};
use std::collections::BTreeSet;

pub(super) fn check(root: &Unit<'_>, pack: &Pack, diagnostics: &mut Vec<Diagnostic>) {
    let draft = &root.draft;
    sources(draft, pack, diagnostics);
    // What a library holds may be used by packs that are not looked at here.
    let is_injury = draft.identity.kind.as_ref().is_some_and(|kind| kind.value == PackKind::Injury);
    if is_injury {
        let used = Used::by_rules(pack);
        questions(draft, pack, &used, diagnostics);
        findings(draft, pack, used, diagnostics);
        actions(draft, pack, diagnostics);
    }
}

/// What rules use, directly or by way of other findings.
#[derive(Debug, Clone, Default)]
struct Used {
    findings: BTreeSet<FindingIx>,
    questions: BTreeSet<QuestionIx>,
}

impl Used {
    fn by_rules(pack: &Pack) -> Self {
        let mut used = Self::default();
        pack.red_flags().iter().for_each(|flag| used.add(pack, &flag.when));
        pack.exits().iter().for_each(|exit| used.add(pack, &exit.when));
        for condition in pack.conditions() {
            condition.adjustments.iter().for_each(|adjustment| used.add(pack, &adjustment.when));
            condition.evidence.iter().for_each(|line| used.add(pack, &line.when));
        }
        pack.causes().iter().for_each(|cause| used.add(pack, &cause.when));
        pack.actions().iter().for_each(|action| used.add(pack, &action.blocked_when));
        pack.blocks().iter().for_each(|block| used.add(pack, &block.when));
        used
    }

    fn add(&mut self, pack: &Pack, formula: &Formula<FindingIx>) {
        let mut open = Vec::new();
        formula.for_each_atom(&mut |finding| open.push(*finding));
        while let Some(finding) = open.pop() {
            if !self.findings.insert(finding) {
                continue;
            }
            let mut next = |formula: &Formula<FindingIx>| formula.for_each_atom(&mut |atom| open.push(*atom));
            match &pack.findings()[finding].rule {
                FindingRule::Answer { question, .. } => {
                    self.questions.insert(*question);
                    pack.questions()[*question].ask_when.iter().for_each(next);
                }
                FindingRule::Formula(formula) => next(formula),
                FindingRule::RedFlag(flag) => next(&pack.red_flags()[*flag].when),
                FindingRule::Exit(exit) => next(&pack.exits()[*exit].when),
            }
        }
    }
}

fn questions(draft: &PackDraft, pack: &Pack, used: &Used, diagnostics: &mut Vec<Diagnostic>) {
    for entry in &draft.questions {
        let is_used =
            pack.question_named(&entry.id.value).is_some_and(|question| used.questions.contains(&question));
        if !is_used {
            diagnostics.push(
                Diagnostic::error(
                    code::QUESTION_UNUSED,
                    format!("no rule uses the question `{}`", entry.id.value),
                )
                .label(entry.id.span, "its answer changes nothing")
                .help("use one of its findings in a rule, or take the question out"),
            );
        }
    }
}

fn findings(draft: &PackDraft, pack: &Pack, mut used: Used, diagnostics: &mut Vec<Diagnostic>) {
    pack.constraints().iter().for_each(|constraint| used.add(pack, &constraint.impossible));
    pack.questions().iter().filter_map(|question| question.ask_when.as_ref()).for_each(|formula| {
        used.add(pack, formula);
    });
    for entry in &draft.findings {
        let is_used =
            pack.finding_named(&entry.id.value).is_some_and(|finding| used.findings.contains(&finding));
        if !is_used {
            diagnostics.push(
                Diagnostic::warning(
                    code::FINDING_UNUSED,
                    format!("nothing uses the finding `{}`", entry.id.value),
                )
                .label(entry.id.span, "")
                .help("use it in a formula, or take it out"),
            );
        }
    }
}

fn actions(draft: &PackDraft, pack: &Pack, diagnostics: &mut Vec<Diagnostic>) {
    let mut offered: BTreeSet<ActionIx> = BTreeSet::new();
    pack.conditions().iter().for_each(|condition| offered.extend(&condition.actions));
    pack.causes().iter().for_each(|cause| offered.extend(&cause.actions));
    for entry in &draft.actions {
        let Some(action) = pack.action_named(&entry.id.value) else { continue };
        if !offered.contains(&action) && !pack.actions()[action].always {
            diagnostics.push(
                Diagnostic::warning(code::ACTION_UNUSED, format!("nothing offers the action `{}`", entry.id.value))
                    .label(entry.id.span, "")
                    .help("name it in the `actions` of a condition or cause, give it `always = true`, or take it out"),
            );
        }
    }
}

fn sources(draft: &PackDraft, pack: &Pack, diagnostics: &mut Vec<Diagnostic>) {
    let mut cited: BTreeSet<SourceIx> = BTreeSet::new();
    pack.red_flags().iter().for_each(|flag| cited.extend(&flag.sources));
    pack.exits().iter().for_each(|exit| cited.extend(&exit.sources));
    for condition in pack.conditions() {
        cited.extend(
            condition.sources.iter().chain(&condition.prior.sources).chain(&condition.expect.sources),
        );
        condition.adjustments.iter().for_each(|adjustment| cited.extend(&adjustment.sources));
        condition.evidence.iter().for_each(|line| cited.extend(&line.sources));
    }
    pack.causes().iter().for_each(|cause| cited.extend(&cause.sources));
    pack.actions().iter().for_each(|action| cited.extend(&action.sources));
    pack.regions().iter().for_each(|region| cited.extend(&region.sources));
    let cited: BTreeSet<&str> = cited.iter().map(|source| pack.sources()[*source].id.as_str()).collect();
    for entry in &draft.sources {
        let is_cited = cited.contains(entry.id.value.as_str());
        if !is_cited {
            diagnostics.push(
                Diagnostic::warning(
                    code::SOURCE_UNUSED,
                    format!("nothing cites the source `{}`", entry.id.value),
                )
                .label(entry.id.span, "")
                .help("cite it where it belongs, or take it out"),
            );
        }
    }
}
