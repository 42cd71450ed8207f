//! The difference of two versions of a pack, against trying out everybody who can answer both.

use super::exhaustive::every_answer;
use crate::{
    Aspect, Change, Direction, Group, Limits, Moved, Movement, Part, PartKind,
    circuit::Wire,
    diff,
    diff::{part, wires},
    session::Session,
};
use num_bigint::BigUint;
use proptest::prelude::*;
use sinew_engine::{Decision, contradictions, decide, drop_idle, kept_away};
use sinew_logic::Formula;
use sinew_model::*;
use sinew_sample::Dice;
use std::collections::{BTreeMap, BTreeSet};

/// More combinations of answers than this are too many to try.
const COMBINATIONS_AT_MOST: usize = 700;

/// Somebody who answers both packs.
#[derive(Debug, Clone)]
struct Both {
    old: Answers,
    new: Answers,
}

impl Both {
    fn key(&self) -> String {
        format!("{:?} {:?}", self.old, self.new)
    }
}

/// All answers to the questions of both, each question once, as (question in the old pack, in the new one, answers by either).
type Asked = (Option<QuestionIx>, Option<QuestionIx>, Vec<(Option<Answer>, Option<Answer>)>);

fn translated(from: &Question, answer: Answer, to: &Question) -> Option<Answer> {
    to.read_answer(&from.write_answer(answer)).ok()
}

fn asked(old: &Pack, new: &Pack) -> Vec<Asked> {
    let mut all = Vec::new();
    for (index, question) in old.questions().iter_indexed() {
        let other = new.question_named(question.id.as_str());
        let mut answers: Vec<(Option<Answer>, Option<Answer>)> = every_answer(question)
            .into_iter()
            .map(|answer| {
                let there = other.and_then(|at| translated(question, answer, &new.questions()[at]));
                (Some(answer), there)
            })
            .collect();
        if let Some(at) = other {
            let there = &new.questions()[at];
            let fresh = every_answer(there)
                .into_iter()
                .filter(|answer| translated(there, *answer, question).is_none());
            answers.extend(fresh.map(|answer| (None, Some(answer))));
        }
        all.push((Some(index), other, answers));
    }
    for (index, question) in new.questions().iter_indexed() {
        if old.question_named(question.id.as_str()).is_none() {
            let answers = every_answer(question).into_iter().map(|answer| (None, Some(answer))).collect();
            all.push((None, Some(index), answers));
        }
    }
    all
}

/// What one pack hears; none if it asks something to which there is no answer, or nobody is like that.
fn heard(pack: &Pack, said: &[(QuestionIx, Option<Answer>)]) -> Option<Answers> {
    let mut answers = Answers::new(pack);
    for (question, answer) in said {
        if let Some(answer) = answer {
            assert!(answers.set(pack, *question, *answer));
        }
    }
    drop_idle(pack, &mut answers);
    let complete = pack.questions().indices().all(|question| {
        answers.get(question).is_some() || sinew_engine::applies(pack, &answers, question).is_false()
    });
    (complete && contradictions(pack, &answers).is_empty()).then_some(answers)
}

/// Everybody who can answer both; none if there are too many to try.
fn everybody(old: &Pack, new: &Pack) -> Option<Vec<Both>> {
    let asked = asked(old, new);
    let combinations =
        asked.iter().try_fold(1usize, |product, (_, _, answers)| product.checked_mul(answers.len()))?;
    if combinations > COMBINATIONS_AT_MOST {
        return None;
    }
    let mut people = BTreeMap::new();
    for mut number in 0..combinations {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for (in_old, in_new, answers) in &asked {
            let (before, after) = answers[number % answers.len()];
            number /= answers.len();
            one.extend(in_old.map(|question| (question, before)));
            other.extend(in_new.map(|question| (question, after)));
        }
        if let (Some(old), Some(new)) = (heard(old, &one), heard(new, &other)) {
            let both = Both { old, new };
            people.insert(both.key(), both);
        }
    }
    Some(people.into_values().collect())
}

/// Everybody of the old version who is not among these, who answer both, by their answers, with the urgency that they got.
fn refused(old: &Pack, people: &[Both]) -> BTreeMap<String, (Answers, Urgency)> {
    let taken: BTreeSet<String> = people.iter().map(|both| format!("{:?}", both.old)).collect();
    let asked: Vec<(QuestionIx, Vec<Answer>)> =
        old.questions().iter_indexed().map(|(index, question)| (index, every_answer(question))).collect();
    let combinations: usize = asked.iter().map(|(_, answers)| answers.len()).product();
    let mut refused = BTreeMap::new();
    for mut number in 0..combinations {
        let mut said = Vec::new();
        for (question, answers) in &asked {
            said.push((*question, Some(answers[number % answers.len()])));
            number /= answers.len();
        }
        let Some(answers) = heard(old, &said) else { continue };
        let key = format!("{answers:?}");
        if !taken.contains(&key) {
            let urgency = decide(old, &answers).urgency;
            refused.insert(key, (answers, urgency));
        }
    }
    refused
}

/// The advice for somebody by ids, said for these tests alone.
struct Told {
    urgency: Urgency,
    fired: BTreeSet<String>,
    open: BTreeSet<String>,
    exit: BTreeSet<String>,
    shown: BTreeMap<String, (bool, Option<Band>)>,
    order: Vec<String>,
    causes: BTreeSet<String>,
    actions: Vec<String>,
    kept: BTreeSet<String>,
}

fn told(pack: &Pack, answers: &Answers) -> Told {
    let Decision { urgency, exit, fired, not_ruled_out, conditions, causes, actions } = decide(pack, answers);
    let flags = |of: &[RedFlagIx]| of.iter().map(|flag| pack.red_flags()[*flag].id.to_string()).collect();
    let id = |condition: ConditionIx| pack.conditions()[condition].id.to_string();
    Told {
        urgency,
        fired: flags(&fired),
        open: flags(&not_ruled_out),
        exit: exit.iter().map(|exit| pack.exits()[*exit].id.to_string()).collect(),
        shown: conditions.iter().map(|of| (id(of.condition), (of.companion_of.is_some(), of.band))).collect(),
        order: conditions.iter().filter(|of| of.companion_of.is_none()).map(|of| id(of.condition)).collect(),
        causes: causes.iter().map(|cause| pack.causes()[*cause].id.to_string()).collect(),
        actions: actions.iter().map(|action| pack.actions()[*action].id.to_string()).collect(),
        kept: kept_away(pack, answers).into_iter().map(|(id, _)| id.to_string()).collect(),
    }
}

/// What is different between two sets.
fn moved(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Vec<Moved> {
    let appears = new.difference(old).map(|id| Moved { id: id.clone(), how: Movement::Appears });
    let gone = old.difference(new).map(|id| Moved { id: id.clone(), how: Movement::Disappears });
    appears.chain(gone).collect()
}

/// What both have, in the order of the first.
fn common(one: &[String], other: &[String]) -> Vec<String> {
    one.iter().filter(|id| other.contains(id)).cloned().collect()
}

/// Whether what a flag of one pack told somebody not to do is told less by the other, which raises these.
fn is_untold(
    one: &Pack,
    raised: &BTreeSet<String>,
    other: &Pack,
    raises: &BTreeSet<String>,
    id: &str,
) -> bool {
    if !raised.contains(id) {
        return false;
    }
    let flag = &one.red_flags()[one.red_flag_named(id).unwrap()];
    if raises.contains(id) {
        let after = &other.red_flags()[other.red_flag_named(id).unwrap()];
        return after.do_not.len() < flag.do_not.len() || after.actions.len() < flag.actions.len();
    }
    let raised = || other.red_flags().iter().filter(|other| raises.contains(other.id.as_str()));
    flag.do_not.iter().any(|text| !raised().any(|other| other.do_not.contains(text)))
        || flag.actions.iter().any(|text| !raised().any(|other| other.actions.contains(text)))
}

/// Every change for one person, other advice with what moves.
fn changes(old: &Pack, new: &Pack, person: &Both) -> Vec<Change> {
    let (was, is) = (told(old, &person.old), told(new, &person.new));
    let mut found = Vec::new();
    for id in was.actions.iter().filter(|id| !is.actions.contains(id) && is.kept.contains(*id)) {
        found.push(Change::Blocked(id.clone()));
    }
    let has = |pack: &Pack, id: &str| pack.action_named(id).is_some();
    if is.urgency < Urgency::SameDay {
        let freed = was.kept.iter().filter(|id| has(new, id) && !is.kept.contains(*id));
        found.extend(freed.cloned().map(Change::Unblocked));
    }
    if was.kept.iter().any(|id| !has(new, id)) {
        found.extend(is.actions.iter().filter(|id| !has(old, id)).cloned().map(Change::Unblocked));
    }
    let ids = |pack: &Pack| pack.red_flags().iter().map(|flag| flag.id.to_string()).collect::<BTreeSet<_>>();
    found.extend(ids(old).difference(&ids(new)).cloned().map(Change::SafetyNetLost));
    found.extend(ids(new).difference(&ids(old)).cloned().map(Change::SafetyNetGained));
    if was.urgency != is.urgency {
        found.push(Change::Urgency { from: was.urgency, to: is.urgency });
        return found;
    }
    let raised = |told: &Told| told.fired.union(&told.open).cloned().collect::<BTreeSet<_>>();
    let (before, after) = (raised(&was), raised(&is));
    for id in ids(old).union(&ids(new)) {
        if is_untold(old, &before, new, &after, id) {
            found.push(Change::WarningLost(id.clone()));
        }
        if is_untold(new, &after, old, &before, id) {
            found.push(Change::WarningGained(id.clone()));
        }
    }
    for id in common(&was.actions, &is.actions) {
        let (before, after) =
            (&old.actions()[old.action_named(&id).unwrap()], &new.actions()[new.action_named(&id).unwrap()]);
        let part = Part { kind: PartKind::Action, id, within: None };
        if after.do_not.len() < before.do_not.len() {
            found.push(Change::CareLost(part.clone()));
        }
        let is_reworded = before.do_not != after.do_not && before.do_not.len() == after.do_not.len();
        if is_reworded
            || (before.kind, before.timing, &before.dose) != (after.kind, after.timing, &after.dose)
        {
            found.push(Change::Content(part));
        }
    }
    for id in before.intersection(&after) {
        let [was, is] = [old, new].map(|pack| &pack.red_flags()[pack.red_flag_named(id).unwrap()].do_not);
        if was != is && was.len() == is.len() {
            found.push(Change::Content(Part { kind: PartKind::RedFlag, id: id.clone(), within: None }));
        }
    }
    let mut advice = |aspect, moved: Vec<Moved>| {
        if !moved.is_empty() {
            found.push(Change::Advice(aspect, moved));
        }
    };
    let mut flags = moved(&was.fired, &is.fired);
    flags.extend(moved(&was.open, &is.open));
    advice(Aspect::RedFlags, flags);
    advice(Aspect::Exits, moved(&was.exit, &is.exit));
    let shown = |told: &Told, beside: bool| -> BTreeSet<String> {
        told.shown.iter().filter(|(_, (is, _))| *is == beside).map(|(id, _)| id.clone()).collect()
    };
    let mut conditions = moved(&shown(&was, false), &shown(&is, false));
    conditions.extend(moved(&shown(&was, true), &shown(&is, true)));
    advice(Aspect::Conditions, conditions);
    let bands =
        was.shown.iter().filter(|(id, (_, band))| is.shown.get(*id).is_some_and(|(_, after)| after != band));
    let changes = |id: &String| Moved { id: id.clone(), how: Movement::Changes };
    advice(Aspect::Bands, bands.map(|(id, _)| changes(id)).collect());
    advice(Aspect::Causes, moved(&was.causes, &is.causes));
    let set = |told: &Told| told.actions.iter().cloned().collect::<BTreeSet<_>>();
    advice(Aspect::Actions, moved(&set(&was), &set(&is)));
    let mut order = Vec::new();
    if common(&was.order, &is.order) != common(&is.order, &was.order) {
        order.push(changes(&"conditions".into()));
    }
    if common(&was.actions, &is.actions) != common(&is.actions, &was.actions) {
        order.push(changes(&"actions".into()));
    }
    advice(Aspect::Order, order);
    found
}

/// The same without what moves, by which groups are told apart.
fn group_of(change: &Change) -> Change {
    match change {
        Change::Advice(aspect, _) => Change::Advice(*aspect, Vec::new()),
        other => other.clone(),
    }
}

/// Everybody of each group, and what moves in it.
type Groups = BTreeMap<Change, (BTreeSet<String>, BTreeSet<Moved>)>;

fn groups(old: &Pack, new: &Pack, people: &[Both]) -> Groups {
    let mut groups = Groups::new();
    for person in people {
        for change in changes(old, new, person) {
            let (members, moves) = groups.entry(group_of(&change)).or_default();
            members.insert(person.key());
            if let Change::Advice(_, moved) = change {
                moves.extend(moved);
            }
        }
    }
    groups
}

/// The number of answers of somebody that are worth a word.
fn remarkable(old: &Pack, new: &Pack, person: &Both) -> usize {
    asked(old, new)
        .into_iter()
        .map(|(in_old, in_new, answers)| {
            let before = in_old.and_then(|question| person.old.get(question));
            let after = in_new.and_then(|question| person.new.get(question));
            let Some(answer) = before.or(after) else { return 0 };
            match answer {
                Answer::Any { chosen, unsure } => chosen.iter().count() + usize::from(unsure),
                Answer::NotSure => 1,
                Answer::Number(_) => {
                    let first = answers.iter().find_map(|(before, after)| before.or(*after)).unwrap();
                    let tests = |pack: &Pack, question: Option<QuestionIx>| -> Vec<AnswerTest> {
                        pack.findings()
                            .iter()
                            .filter_map(|finding| match &finding.rule {
                                FindingRule::Answer { question: of, test } if Some(*of) == question => {
                                    Some(*test)
                                }
                                _ => None,
                            })
                            .collect()
                    };
                    let mut all = tests(old, in_old);
                    all.extend(tests(new, in_new));
                    usize::from(all.iter().any(|test| test.truth_of(first) != test.truth_of(answer)))
                }
                Answer::YesNo(_) | Answer::One(_) => {
                    let first = answers.iter().find_map(|(before, after)| before.or(*after)).unwrap();
                    usize::from(answer != first)
                }
            }
        })
        .sum()
}

/// Everybody that the inputs stand for, the first of numbers that no rule tells apart, with the lists of wires that they have on.
fn by_wires(
    session: &Session<'_>,
    old: &Pack,
    new: &Pack,
    lists: &[Vec<Wire>],
) -> (BTreeSet<String>, Vec<BTreeSet<String>>) {
    let count = session.space.inputs.len();
    let mut people = BTreeSet::new();
    let mut with: Vec<BTreeSet<String>> = vec![BTreeSet::new(); lists.len()];
    for number in 0..1u64 << count {
        let inputs: Vec<bool> = (0..count).map(|input| number >> input & 1 == 1).collect();
        let signals = session.circuit.run(&crate::session::words(&inputs));
        let on = |wire: &Wire| signals.of(*wire) & 1 == 1;
        if !on(&session.possible) {
            continue;
        }
        let answers = |number: usize, pack: &Pack| {
            let asked = |question| !on(&session.decided[number].applies[question].fails);
            session.space.answers(number, pack, asked, |input| inputs[input]).unwrap()
        };
        let key = Both { old: answers(0, old), new: answers(1, new) }.key();
        for (wires, with) in lists.iter().zip(&mut with) {
            if wires.iter().all(on) {
                with.insert(key.clone());
            }
        }
        people.insert(key);
    }
    (people, with)
}

/// One of a table, if it has any.
fn some<I: Index, T>(dice: &mut Dice, table: &IndexVec<I, T>) -> Option<I> {
    (!table.is_empty()).then(|| I::at(usize::try_from(dice.below(table.len() as u64)).unwrap()))
}

/// Another version of a pack, with something changed; none where there is nothing of the kind.
fn other_version(parts: &PackParts, dice: &mut Dice) -> Option<PackParts> {
    let mut parts = parts.clone();
    let level = |dice: &mut Dice| Urgency::ALL[usize::try_from(dice.below(5)).unwrap()];
    let fewer = |formula: &mut Formula<FindingIx>| match formula {
        Formula::All(of) | Formula::Any(of) | Formula::AtLeast { of, .. } if of.len() > 1 => {
            of.pop();
        }
        Formula::Score { at_least, .. } => *at_least += 1,
        other => *other = Formula::Not(Box::new(other.clone())),
    };
    match dice.below(31) {
        0 | 1 => {
            let at = parts.findings.indices().find(|at| {
                matches!(parts.findings[*at].rule, FindingRule::Answer { test: AnswerTest::InRange(_), .. })
            })?;
            if let FindingRule::Answer { test: AnswerTest::InRange(range), .. } = &mut parts.findings[at].rule
            {
                range.at_least = Some(5 + i32::try_from(dice.below(5)).unwrap());
            }
        }
        2 | 3 => {
            let at = some(dice, &parts.red_flags)?;
            parts.red_flags[at].urgency = level(dice).max(Urgency::Routine);
        }
        4 | 5 => {
            let at = some(dice, &parts.red_flags)?;
            fewer(&mut parts.red_flags[at].when);
        }
        6 => {
            let at = parts
                .findings
                .indices()
                .find(|at| matches!(parts.findings[*at].rule, FindingRule::Formula(_)))?;
            if let FindingRule::Formula(when) = &mut parts.findings[at].rule {
                fewer(when);
            }
        }
        7 => {
            let at = some(dice, &parts.blocks)?;
            fewer(&mut parts.blocks[at].when);
        }
        8 => parts.blocks = IndexVec::new(),
        9 => {
            let at = some(dice, &parts.conditions)?;
            let line = parts.conditions[at].evidence.first_mut()?;
            line.present = Decibans::new(line.present.value() + 4);
        }
        10 => {
            let at = some(dice, &parts.conditions)?;
            parts.conditions[at].prior.weight = Decibans::new(i32::try_from(dice.below(20)).unwrap() - 10);
        }
        11 => {
            let at = some(dice, &parts.conditions)?;
            parts.conditions[at].care = level(dice);
        }
        12 => {
            // The last option of a question is not offered any more.
            let at = parts.questions.indices().find(|at| parts.questions[*at].options().count() == 3)?;
            if let QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. } =
                &mut parts.questions[at].kind
            {
                *options = options.iter().take(2).cloned().collect();
            }
            for finding in parts.findings.indices() {
                let gone = |rule: &FindingRule| {
                    matches!(rule, FindingRule::Answer { question, test: AnswerTest::Chose(option) }
                        if *question == at && option.position() == 2)
                };
                if gone(&parts.findings[finding].rule) {
                    parts.findings[finding].rule = FindingRule::Formula(Formula::Any(vec![]));
                }
            }
        }
        13 => {
            let at = some(dice, &parts.questions)?;
            parts.questions[at].not_sure = false;
            for finding in parts.findings.indices() {
                let gone = |rule: &FindingRule| matches!(rule, FindingRule::Answer { question, test: AnswerTest::NotSure } if *question == at);
                if gone(&parts.findings[finding].rule) {
                    parts.findings[finding].rule = FindingRule::Formula(Formula::Any(vec![]));
                }
            }
        }
        14 => {
            let at = some(dice, &parts.questions)?;
            match &mut parts.questions[at].ask_when {
                Some(when) if dice.below(2) == 0 => fewer(when),
                when => *when = None,
            }
        }
        15 => {
            parts.constraints.pop()?;
        }
        16 => {
            let at = some(dice, &parts.exits)?;
            if dice.below(2) == 0 {
                parts.exits[at].urgency = level(dice);
            } else {
                fewer(&mut parts.exits[at].when);
            }
        }
        17 => {
            let at = some(dice, &parts.actions)?;
            match dice.below(4) {
                0 => parts.actions[at].always = !parts.actions[at].always,
                1 => fewer(&mut parts.actions[at].blocked_when),
                2 => parts.actions[at].do_not.clear(),
                _ => parts.actions[at].dose = Dose { sets: Some(Count::exactly(9)), ..Dose::default() },
            }
        }
        18 => {
            let at = some(dice, &parts.causes)?;
            fewer(&mut parts.causes[at].when);
        }
        19 => {
            // As if one flag were gone and another there.
            let at = some(dice, &parts.red_flags)?;
            let before = parts.red_flags[at].id.to_string();
            let name = format!("{before}-two");
            parts.red_flags[at].id = RedFlagId::new(&name).unwrap();
            for finding in parts.findings.indices() {
                if parts.findings[finding].id.as_str() == before {
                    parts.findings[finding].id = FindingId::new(&name).unwrap();
                }
            }
        }
        20 => {
            let at = some(dice, &parts.conditions)?;
            parts.conditions[at].never_without.pop()?;
        }
        21 => {
            let at = some(dice, &parts.red_flags)?;
            let urgency = level(dice);
            parts.red_flags[at].unknown_floor = Some(Floor { urgency, because: "it is enough".into() });
        }
        22 => {
            let at = some(dice, &parts.red_flags)?;
            parts.red_flags[at].do_not.clear();
        }
        23 => {
            // In other words.
            let at = some(dice, &parts.red_flags)?;
            parts.red_flags[at].do_not.iter_mut().for_each(|text| text.push_str(" at all"));
            let at = some(dice, &parts.actions)?;
            parts.actions[at].do_not.iter_mut().for_each(|text| text.push_str(" at all"));
        }
        24 => {
            let at = an_answer(&parts, dice)?;
            parts.constraints.push(added("added", Formula::Atom(at)));
        }
        25 => {
            let at = some(dice, &parts.actions)?;
            let name = format!("{}-two", parts.actions[at].id);
            parts.actions[at].id = ActionId::new(&name).unwrap();
        }
        26 | 27 => {
            // A question that is new, and constraints that leave some people one answer to it, or none.
            let whom = an_answer(&parts, dice)?;
            let like = parts
                .questions
                .indices()
                .find(|at| matches!(parts.questions[*at].kind, QuestionKind::YesNo { .. }))?;
            let question = parts.questions.push(Question {
                id: QuestionId::new("added").unwrap(),
                ask_when: (dice.below(3) == 0).then_some(Formula::Atom(whom)),
                not_sure: dice.below(2) == 0,
                ..parts.questions[like].clone()
            });
            let mut finding = |id: &str, test| {
                let rule = FindingRule::Answer { question, test };
                parts.findings.push(Finding {
                    id: FindingId::new(id).unwrap(),
                    rule,
                    means: None,
                    origin: None,
                })
            };
            let (yes, unsure) =
                (finding("added", AnswerTest::Yes), finding("added.not-sure", AnswerTest::NotSure));
            let no = Formula::Not(Box::new(Formula::Atom(yes)));
            let yes = Formula::Any(vec![Formula::Atom(yes), Formula::Atom(unsure)]);
            for (id, answer) in [("not-yes", yes), ("not-no", no)] {
                if dice.below(4) > 0 {
                    parts.constraints.push(added(id, Formula::All(vec![Formula::Atom(whom), answer])));
                }
            }
        }
        28 => {
            let (one, other) = (an_answer(&parts, dice)?, an_answer(&parts, dice)?);
            parts
                .constraints
                .push(added("both", Formula::All(vec![Formula::Atom(one), Formula::Atom(other)])));
        }
        29 => {
            let at = some(dice, &parts.conditions)?;
            parts.conditions[at].never_without.reverse();
        }
        _ => {
            let at = some(dice, &parts.conditions)?;
            let name = format!("{}-two", parts.conditions[at].id);
            parts.conditions[at].id = ConditionId::new(&name).unwrap();
        }
    }
    Some(parts)
}

/// A finding from an answer.
fn an_answer(parts: &PackParts, dice: &mut Dice) -> Option<FindingIx> {
    let is_answer = |at: &FindingIx| matches!(parts.findings[*at].rule, FindingRule::Answer { .. });
    let answers: Vec<FindingIx> = parts.findings.indices().filter(is_answer).collect();
    answers.get(usize::try_from(dice.below(answers.len().max(1) as u64)).unwrap()).copied()
}

fn added(id: &str, impossible: Formula<FindingIx>) -> Constraint {
    Constraint {
        id: ConstraintId::new(id).unwrap(),
        impossible,
        because: "nobody is like that".into(),
        origin: sinew_sample::origin(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(10_000),
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_differs_is_what_trying_everybody_finds(seed: u64, change_seed: u64) {
        let old = sinew_sample::small_pack(seed);
        let mut dice = Dice::new(change_seed);
        let mut parts = old.parts().clone();
        for _ in 0..=dice.below(2) {
            parts = other_version(&parts, &mut dice).unwrap_or(parts);
        }
        let Ok(new) = Pack::new(parts) else { return Err(TestCaseError::reject("no pack")) };
        let Some(people) = everybody(&old, &new) else { return Err(TestCaseError::reject("too many people")) };
        check(&old, &new, &people)?;
    }
}

fn check(old: &Pack, new: &Pack, people: &[Both]) -> Result<(), TestCaseError> {
    let found = diff(old, new, Limits::default());
    prop_assert_eq!(&found.disagreements, &Vec::<String>::new());
    prop_assert_eq!(&found.undecided, &vec![]);
    prop_assert_eq!(found.comparable, !people.is_empty());
    prop_assert_eq!(&found.people, &Some(BigUint::from(people.len())));
    let (not_taken, compared): (Vec<&Group>, Vec<&Group>) =
        found.groups.iter().partition(|group| matches!(group.change, Change::Refused(_)));
    without_them(old, people, &not_taken)?;
    let expected = groups(old, new, people);
    let names: Vec<Change> = compared.iter().map(|group| group_of(&group.change)).collect();
    prop_assert_eq!(names.iter().collect::<BTreeSet<_>>(), expected.keys().collect::<BTreeSet<_>>());
    prop_assert_eq!(names.len(), expected.len());
    let directions: Vec<_> = found.groups.iter().map(|group| group.change.direction()).collect();
    prop_assert!(directions.is_sorted());
    let by_key: BTreeMap<String, &Both> = people.iter().map(|person| (person.key(), person)).collect();
    for group in compared {
        let (members, moves) = &expected[&group_of(&group.change)];
        prop_assert_eq!(&group.people, &Some(BigUint::from(members.len())), "{:?}", group.change);
        if let Change::Advice(_, moved) = &group.change {
            prop_assert_eq!(&moved.iter().cloned().collect::<BTreeSet<_>>(), moves);
        }
        replayed(old, new, group, members, &by_key)?;
    }
    same_people(old, new, &expected, &by_key)
}

/// Whom the new version does not take is found by trying, with the urgency that they got.
fn without_them(old: &Pack, people: &[Both], found: &[&Group]) -> Result<(), TestCaseError> {
    let people = refused(old, people);
    for level in Urgency::ALL {
        let members: BTreeSet<&String> =
            people.iter().filter(|(_, (_, urgency))| *urgency == level).map(|(key, _)| key).collect();
        let group = found.iter().find(|group| group.change == Change::Refused(level));
        prop_assert_eq!(group.is_some(), !members.is_empty(), "{:?}", level);
        let Some(group) = group else { continue };
        prop_assert_eq!(&group.people, &Some(BigUint::from(members.len())), "{:?}", level);
        prop_assert!(members.contains(&format!("{:?}", group.example.old.answers)), "{:?}", level);
        prop_assert!(group.example.new.is_none() && !group.causes.is_empty());
        let direction = if level == Urgency::SelfCare { Direction::Other } else { Direction::LessCautious };
        prop_assert_eq!(group.change.direction(), direction);
    }
    Ok(())
}

/// The example is a member of its group, none is smaller, and what is named as the cause was changed.
fn replayed(
    old: &Pack,
    new: &Pack,
    group: &Group,
    members: &BTreeSet<String>,
    people: &BTreeMap<String, &Both>,
) -> Result<(), TestCaseError> {
    let after = group.example.new.as_ref().expect("both versions take the answers of those who are compared");
    let example = Both { old: group.example.old.answers.clone(), new: after.answers.clone() };
    prop_assert!(members.contains(&example.key()), "{:?}", group.change);
    prop_assert_eq!(&decide(old, &example.old), &group.example.old.decision);
    prop_assert_eq!(&decide(new, &example.new), &after.decision);
    let least = members.iter().map(|member| remarkable(old, new, people[member])).min();
    prop_assert_eq!(Some(remarkable(old, new, &example)), least, "{:?}", group.change);
    prop_assert!(!group.causes.is_empty(), "{:?} comes from nothing", group.change);
    Ok(())
}

/// The wires are on for just the people who are found by trying.
fn same_people(
    old: &Pack,
    new: &Pack,
    expected: &Groups,
    people: &BTreeMap<String, &Both>,
) -> Result<(), TestCaseError> {
    let mut session = Session::of(&[old, new], Limits::default());
    if session.space.inputs.len() > 10 {
        return Ok(());
    }
    let parts = part::changes(old, new);
    let candidates = wires::candidates(&mut session, old, new, &parts);
    let lists: Vec<Vec<Wire>> = candidates.iter().map(|candidate| candidate.wires.clone()).collect();
    let (everybody, with) = by_wires(&session, old, new, &lists);
    prop_assert!(everybody.iter().all(|key| people.contains_key(key)));
    for (candidate, by_wires) in candidates.iter().zip(with) {
        let members = expected.get(&group_of(&candidate.change)).map(|(members, _)| members.clone());
        let tried: BTreeSet<String> =
            members.unwrap_or_default().into_iter().filter(|key| everybody.contains(key)).collect();
        prop_assert_eq!(by_wires, tried, "{:?}", candidate.change);
    }
    Ok(())
}

/// The pairs of versions that are compared show every kind of change, so that none is compared in vain.
#[test]
fn every_kind_of_change_comes_up() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for seed in 0..1_500 {
        let old = sinew_sample::small_pack(seed);
        let parts = other_version(old.parts(), &mut Dice::new(seed ^ 0x51)).unwrap_or(old.parts().clone());
        let Ok(new) = Pack::new(parts) else { continue };
        let Some(people) = everybody(&old, &new) else { continue };
        if !refused(&old, &people).is_empty() {
            seen.insert("Refused".into());
        }
        for change in groups(&old, &new, &people).into_keys() {
            let name = match &change {
                Change::Urgency { .. } => format!("urgency {:?}", change.direction()),
                Change::Advice(aspect, _) => aspect.name().into(),
                other => format!("{other:?}").split('(').next().unwrap().to_owned(),
            };
            seen.insert(name);
        }
    }
    let mut kinds: BTreeSet<String> = Aspect::ALL.iter().map(|aspect| aspect.name().into()).collect();
    kinds.extend(
        [
            "urgency LessCautious",
            "urgency MoreCautious",
            "Unblocked",
            "Blocked",
            "WarningLost",
            "WarningGained",
            "SafetyNetLost",
            "SafetyNetGained",
            "CareLost",
            "Content",
            "Refused",
        ]
        .map(String::from),
    );
    assert_eq!(seen, kinds);
}

/// A pack that asks how long it has hurt, in this unit, and calls for help after a while.
fn asks_how_long(unit: &str, emergency: &str, urgent: Option<&str>) -> Pack {
    let mut builder = sinew_sample::Builder::new();
    let long = builder.scale("since", 5, None);
    builder.red_flag("lasting", Urgency::Soon, Formula::Atom(long));
    let mut parts = builder.pack().parts().clone();
    for at in parts.questions.indices().collect::<Vec<_>>() {
        parts.questions[at].kind = QuestionKind::Number {
            unit: unit.into(),
            min: 0,
            max: 10,
            told: "it has hurt for {value}".into(),
            worse_upward: true,
        };
    }
    parts.regions.push(Region {
        id: RegionId::new("here").unwrap(),
        name: "Here".into(),
        emergency: vec![emergency.into()],
        emergency_status: SourceStatus::Judgement,
        urgent: urgent.map(|number| Contact {
            number: number.into(),
            name: "Advice".into(),
            status: SourceStatus::Judgement,
        }),
        locales: vec![],
        note: None,
        sources: vec![],
        origin: sinew_sample::origin(),
    });
    Pack::new(parts).unwrap()
}

#[test]
fn three_days_are_not_three_weeks() {
    let since = QuestionId::new("since").unwrap();
    let old = asks_how_long("days", "100", None);
    let same = diff(&old, &asks_how_long("days", "100", None), Limits::default());
    assert_eq!((same.interview.other_kind, same.groups), (vec![], vec![]));
    let found = diff(&old, &asks_how_long("weeks", "100", None), Limits::default());
    assert_eq!(found.interview.other_kind, [since]);
    assert!(found.interview.loses_answers());
}

#[test]
fn a_number_to_call_that_is_lost_is_less_cautious() {
    let old = asks_how_long("days", "100", Some("200"));
    let lost = |emergency, urgent| {
        let found = diff(&old, &asks_how_long("days", emergency, urgent), Limits::default());
        let is_lost = |group: &Group| matches!(&group.change, Change::CareLost(part) if part.kind == PartKind::Region && part.id == "here");
        let lost: Vec<&Group> = found.groups.iter().filter(|group| is_lost(group)).collect();
        assert!(lost.iter().all(|group| group.change.direction() == Direction::LessCautious));
        lost.len()
    };
    assert_eq!(lost("100", Some("200")), 0);
    assert_eq!(lost("101", Some("200")), 1);
    assert_eq!(lost("100", Some("201")), 1);
    assert_eq!(lost("100", None), 1);
}

/// Whoever reads a comparison sees that something else is proposed, and that it decides nothing.
#[test]
fn another_fact_is_listed_and_decides_nothing() {
    let old = sinew_sample::shipped().swap_remove(0);
    let mut parts = old.parts().clone();
    let at = parts.facts.indices().next().expect("the shipped packs have facts");
    let name = parts.facts[at].id.to_string();
    let FactAnswer::Options(options) = &mut parts.facts[at].answer else {
        panic!("the first fact has options")
    };
    options[0].range.at_least = options[0].range.at_least.map(|least| least + 1);
    let changes = part::changes(&old, &Pack::new(parts).unwrap());
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((changes[0].part.kind, changes[0].part.id.as_str()), (PartKind::Fact, name.as_str()));
    let fields: Vec<(&str, bool)> =
        changes[0].fields.iter().map(|field| (field.field, field.decides)).collect();
    assert_eq!(fields, [("options", false)]);
}
