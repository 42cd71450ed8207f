//! A second, slow reading of the rules and the pack: plain recursion without tables, order or short cuts. It shares nothing with the
//! engine but the types.

use sinew_logic::{Formula, Truth};
use sinew_model::*;

pub(super) fn finding(pack: &Pack, answers: &Answers, index: FindingIx) -> Truth {
    match &pack.findings()[index].rule {
        FindingRule::Formula(inner) => formula(pack, answers, inner),
        FindingRule::RedFlag(flag) => formula(pack, answers, &pack.red_flags()[*flag].when),
        FindingRule::Exit(exit) => formula(pack, answers, &pack.exits()[*exit].when),
        FindingRule::Fits { condition, at_least } => {
            let (least, most) = evidence_range(pack, answers, &pack.conditions()[*condition]);
            let needed = if *at_least == Band::FitsWell { 6 } else { 2 };
            match (least >= needed, most >= needed) {
                (true, true) => Truth::True,
                (false, false) => Truth::False,
                _ => Truth::Unknown,
            }
        }
        FindingRule::Answer { question, test } => {
            if applies(pack, answers, *question) == Truth::False {
                return Truth::False;
            }
            let Some(answer) = answers.get(*question) else { return Truth::Unknown };
            let unsure = matches!(answer, Answer::NotSure | Answer::Any { unsure: true, .. });
            let holds = match (test, answer) {
                (AnswerTest::NotSure, _) => return Truth::from(unsure),
                (AnswerTest::Yes, Answer::YesNo(yes)) => yes,
                (AnswerTest::Chose(option), Answer::One(chosen)) => chosen == *option,
                (AnswerTest::Chose(option), Answer::Any { chosen, .. }) => chosen.contains(*option),
                (AnswerTest::ChoseNone, Answer::Any { chosen, .. }) => chosen.is_empty(),
                (AnswerTest::InRange(range), Answer::Number(number)) => range.contains(number),
                _ => false,
            };
            let nothing_left_to_know = matches!(test, AnswerTest::ChoseNone) && answer != Answer::NotSure;
            if holds {
                Truth::True
            } else if unsure && !nothing_left_to_know {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
    }
}

pub(super) fn formula(pack: &Pack, answers: &Answers, formula: &Formula<FindingIx>) -> Truth {
    formula.evaluate(&|atom| finding(pack, answers, *atom))
}

pub(super) fn applies(pack: &Pack, answers: &Answers, question: QuestionIx) -> Truth {
    pack.questions()[question].ask_when.as_ref().map_or(Truth::True, |when| formula(pack, answers, when))
}

/// The evidence for a condition, by the rules of ARCHITECTURE.md: of a group only the strongest line for and against count.
pub(super) fn evidence(pack: &Pack, answers: &Answers, condition: &Condition) -> i32 {
    let weights: Vec<(Option<u32>, i32)> = condition
        .evidence
        .iter()
        .map(|line| {
            let weight = match formula(pack, answers, &line.when) {
                Truth::True => line.present.value(),
                Truth::False => line.absent.value(),
                Truth::Unknown => 0,
            };
            (line.group, weight)
        })
        .collect();
    let alone: i32 = weights.iter().filter(|(group, _)| group.is_none()).map(|(_, weight)| weight).sum();
    let grouped: i32 = (0..=8)
        .map(|group| {
            let of_group =
                || weights.iter().filter(move |(other, _)| *other == Some(group)).map(|(_, weight)| *weight);
            of_group().chain([0]).max().unwrap() + of_group().chain([0]).min().unwrap()
        })
        .sum();
    alone + grouped
}

/// Between what the evidence for a condition can still come to be: a line that an answer can still change counts as what it can
/// weigh least, and most.
fn evidence_range(pack: &Pack, answers: &Answers, condition: &Condition) -> (i32, i32) {
    let ranges: Vec<(Option<u32>, i32, i32)> = condition
        .evidence
        .iter()
        .map(|line| {
            let (present, absent) = (line.present.value(), line.absent.value());
            let possible = match formula(pack, answers, &line.when) {
                _ if !is_settled(pack, answers, &line.when) => vec![present, absent, 0],
                Truth::True => vec![present],
                Truth::False => vec![absent],
                Truth::Unknown => vec![0],
            };
            (line.group, *possible.iter().min().unwrap(), *possible.iter().max().unwrap())
        })
        .collect();
    let sum = |weights: Vec<(Option<u32>, i32)>| -> i32 {
        let groups: std::collections::BTreeSet<u32> =
            weights.iter().filter_map(|(group, _)| *group).collect();
        let alone: i32 = weights.iter().filter(|(group, _)| group.is_none()).map(|(_, weight)| weight).sum();
        let grouped = groups.iter().map(|group| {
            let of_group =
                || weights.iter().filter(|(other, _)| other == &Some(*group)).map(|(_, weight)| *weight);
            of_group().max().unwrap().max(0) + of_group().min().unwrap().min(0)
        });
        alone + grouped.sum::<i32>()
    };
    let least = ranges.iter().map(|(group, least, _)| (*group, *least)).collect();
    let most = ranges.iter().map(|(group, _, most)| (*group, *most)).collect();
    (sum(least), sum(most))
}

/// Whether no answer that is still missing can change the truth of a formula: it has no atom that one could change, or comes
/// out one way even with all of those unknown.
pub(super) fn is_settled(pack: &Pack, answers: &Answers, formula: &Formula<FindingIx>) -> bool {
    let mut open = 0;
    formula.for_each_atom(&mut |atom| open += usize::from(!is_settled_finding(pack, answers, *atom)));
    let without = formula.evaluate(&|atom| {
        if is_settled_finding(pack, answers, *atom) { finding(pack, answers, *atom) } else { Truth::Unknown }
    });
    open == 0 || without != Truth::Unknown
}

fn is_settled_finding(pack: &Pack, answers: &Answers, index: FindingIx) -> bool {
    match &pack.findings()[index].rule {
        FindingRule::Formula(inner) => is_settled(pack, answers, inner),
        FindingRule::RedFlag(flag) => is_settled(pack, answers, &pack.red_flags()[*flag].when),
        FindingRule::Exit(exit) => is_settled(pack, answers, &pack.exits()[*exit].when),
        FindingRule::Fits { .. } => finding(pack, answers, index) != Truth::Unknown,
        FindingRule::Answer { question, .. } => {
            let asked = pack.questions()[*question].ask_when.as_ref();
            let turn = asked.is_none_or(|when| is_settled(pack, answers, when));
            turn && (answers.get(*question).is_some() || applies(pack, answers, *question) == Truth::False)
        }
    }
}

/// How soon to get help, by the rules of ARCHITECTURE.md.
pub(super) fn urgency(pack: &Pack, answers: &Answers) -> Urgency {
    let flag_truth = |flag: &RedFlag| formula(pack, answers, &flag.when);
    let fired: Vec<&RedFlag> =
        pack.red_flags().iter().filter(|flag| flag_truth(flag) == Truth::True).collect();
    let from_flags = fired.iter().map(|flag| flag.urgency).max().unwrap_or(Urgency::SelfCare);
    if from_flags == Urgency::Emergency {
        return Urgency::Emergency;
    }
    let floor = |flag: &RedFlag| match (&flag.unknown_floor, flag.urgency) {
        (Some(floor), _) => floor.urgency,
        (None, Urgency::Emergency | Urgency::SameDay) => Urgency::SameDay,
        (None, _) => Urgency::SelfCare,
    };
    let unknown: Vec<&RedFlag> =
        pack.red_flags().iter().filter(|flag| flag_truth(flag) == Truth::Unknown).collect();
    let exit = pack.exits().iter().find(|exit| {
        formula(pack, answers, &exit.when) == Truth::True && is_settled(pack, answers, &exit.when)
    });
    if let Some(exit) = exit {
        let asked = unknown.iter().filter(|flag| is_settled(pack, answers, &flag.when));
        let from_unknown = asked.map(|flag| floor(flag)).max().unwrap_or(Urgency::SelfCare);
        return exit.urgency.max(from_flags).max(from_unknown);
    }
    let from_unknown = unknown.iter().map(|flag| floor(flag)).max().unwrap_or(Urgency::SelfCare);
    let from_care = pack
        .conditions()
        .iter()
        .filter(|condition| condition.only_with.is_empty() && evidence(pack, answers, condition) >= 6)
        .map(|condition| condition.care)
        .max()
        .unwrap_or(Urgency::SelfCare);
    from_flags.max(from_unknown).max(from_care)
}
