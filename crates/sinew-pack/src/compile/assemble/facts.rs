//! Facts: what each proposes as an answer to its question.

use super::{Assembler, answer_misfit, each, id};
use crate::{
    check::{FACT_MISFIT, FACTS_CLASH},
    draft::{FactDraft, FactOptionDraft},
};
use sinew_diag::{Diagnostic, Span};
use sinew_model::{
    Answer, Fact, FactAnswer, FactIx, FactOption, FactSource, IndexVec, OptionSet, Question, QuestionIx,
    QuestionKind, RawAnswer,
};
use std::collections::BTreeMap;

/// What is answered by a fact already: which option of an any-of question, otherwise the question as a whole; and where.
type Answered = BTreeMap<(QuestionIx, Option<sinew_model::OptionIx>), Span>;

impl Assembler<'_> {
    pub(super) fn facts(&mut self, questions: &IndexVec<QuestionIx, Question>) -> IndexVec<FactIx, Fact> {
        let names = self.names;
        let mut facts = IndexVec::new();
        let mut answered = Answered::new();
        for (unit, entry) in each!(self.units, facts) {
            let Some(draft) = entry.draft.as_ref().filter(|_| names.facts.holds(&entry.id)) else { continue };
            let found = names.questions.find(&draft.answers, names, &mut self.diagnostics);
            let Some((index, question)) = found.and_then(|index| Some((index, questions.get(index)?))) else {
                continue;
            };
            let mut problems = Vec::new();
            check_unit(draft, &mut problems);
            let answer = answer(draft, question, &mut problems);
            check_single(draft, index, question, &mut answered, &mut problems);
            self.diagnostics.append(&mut problems);
            facts.push(Fact {
                id: id(&entry.id.value),
                source: draft.source.value,
                means: draft.means.value.clone(),
                unit: draft.unit.value.clone(),
                min: draft.min.value,
                max: draft.max.value,
                question: index,
                answer,
                origin: self.origin(unit, entry),
            });
        }
        facts
    }
}

fn check_unit(draft: &FactDraft, problems: &mut Vec<Diagnostic>) {
    let FactSource::TrainingLog(measure) = draft.source.value else { return };
    if draft.unit.value != measure.unit() {
        problems.push(
            FACT_MISFIT
                .found(format!(
                    "the training log gives `{}` in `{}`, not in `{}`",
                    measure.name(),
                    measure.unit(),
                    draft.unit.value
                ))
                .label(draft.unit.span, "not the unit of the measure")
                .help(format!("write `unit = \"{}\"`, and the numbers in it", measure.unit())),
        );
    }
}

/// How the number becomes an answer. What does not fit is left out and reported.
fn answer(draft: &FactDraft, question: &Question, problems: &mut Vec<Diagnostic>) -> FactAnswer {
    match (&draft.options, question.number_range()) {
        (None, Some((least, most))) => {
            for end in [&draft.min, &draft.max] {
                if !(least..=most).contains(&end.value) {
                    problems.push(
                        FACT_MISFIT
                            .found(format!("{} is not an answer to `{}`", end.value, question.id))
                            .label(end.span, format!("the question takes {least} to {most}"))
                            .help("give the fact ends that the question takes"),
                    );
                }
            }
            FactAnswer::Number
        }
        (None, None) => {
            problems.push(
                FACT_MISFIT
                    .found(format!(
                        "`{}` takes no number, so which number gives which answer has to be said",
                        question.id
                    ))
                    .label(draft.answers.span, "takes no number")
                    .help("add a table `options` with the answers and their numbers"),
            );
            FactAnswer::Number
        }
        (Some(options), Some(_)) => {
            let place = options.first().map_or(draft.answers.span, |option| option.id.span);
            problems.push(
                FACT_MISFIT
                    .found(format!("`{}` takes a number, and the fact is one", question.id))
                    .label(place, "not needed")
                    .help("take `options` out"),
            );
            FactAnswer::Number
        }
        (Some(options), None) => {
            let read = options.iter().filter_map(|option| read_option(draft, option, question, problems));
            let listed: Vec<(&FactOptionDraft, FactOption)> = read.collect();
            if !matches!(question.kind, QuestionKind::AnyOf { .. }) {
                check_overlap(&listed, problems);
            }
            FactAnswer::Options(listed.into_iter().map(|(_, option)| option).collect())
        }
    }
}

fn read_option<'d>(
    draft: &FactDraft,
    option: &'d FactOptionDraft,
    question: &Question,
    problems: &mut Vec<Diagnostic>,
) -> Option<(&'d FactOptionDraft, FactOption)> {
    let (least, most) = (draft.min.value, draft.max.value);
    let range = option.range;
    if range.at_least.unwrap_or(least).max(least) > range.at_most.unwrap_or(most).min(most) {
        problems.push(
            FACT_MISFIT
                .found(format!("no number gives `{}`: the fact goes from {least} to {most}", option.id.value))
                .label(option.id.span, "never given")
                .help("check `at-least` and `at-most`"),
        );
    }
    match question.read_answer(&RawAnswer::Text(option.id.value.clone())) {
        Ok(answer @ (Answer::YesNo(_) | Answer::One(_))) => Some((option, FactOption { range, answer })),
        Ok(Answer::Any { chosen, unsure: false }) if !chosen.is_empty() => {
            let answer = Answer::One(chosen.iter().next()?);
            Some((option, FactOption { range, answer }))
        }
        Ok(_) => {
            problems.push(
                FACT_MISFIT
                    .found(format!("a fact does not propose `{}`", option.id.value))
                    .label(option.id.span, "no option")
                    .help("name options of the question; numbers that no option names propose nothing"),
            );
            None
        }
        Err(problem) => {
            problems.push(answer_misfit(FACT_MISFIT, &problem, option.id.span));
            None
        }
    }
}

fn check_overlap(listed: &[(&FactOptionDraft, FactOption)], problems: &mut Vec<Diagnostic>) {
    for (at, (draft, option)) in listed.iter().enumerate() {
        let twice = listed[..at].iter().find(|(_, earlier)| earlier.range.overlaps(option.range));
        if let Some((earlier, _)) = twice {
            problems.push(
                FACT_MISFIT
                    .found(format!(
                        "a number gives both `{}` and `{}`, and one answer is asked for",
                        earlier.id.value, draft.id.value
                    ))
                    .label(draft.id.span, "has a number that the other one has")
                    .secondary(earlier.id.span, "the other one")
                    .help("let the numbers of one end where those of the other begin"),
            );
        }
    }
}

/// No two facts answer the same: nobody could say which of them counts.
fn check_single(
    draft: &FactDraft,
    index: QuestionIx,
    question: &Question,
    answered: &mut Answered,
    problems: &mut Vec<Diagnostic>,
) {
    let places: Vec<_> = match &question.kind {
        QuestionKind::AnyOf { .. } => {
            let options = draft.options.iter().flatten();
            options
                .filter_map(|option| {
                    let read = question.read_answer(&RawAnswer::Text(option.id.value.clone())).ok()?;
                    let chosen =
                        if let Answer::Any { chosen, .. } = read { chosen } else { OptionSet::EMPTY };
                    Some((Some(chosen.iter().next()?), option.id.span))
                })
                .collect()
        }
        _ => vec![(None, draft.answers.span)],
    };
    for (option, place) in places {
        if let Some(first) = answered.get(&(index, option)) {
            let what = if option.is_some() { "option" } else { "question" };
            problems.push(
                FACTS_CLASH
                    .found(format!("two facts answer the same {what}"))
                    .label(place, "answered here too")
                    .secondary(*first, "the first")
                    .help("take one of the two out"),
            );
        } else {
            answered.insert((index, option), place);
        }
    }
}
