//! What is proved, against trying out every possible person of small packs.

use crate::{Limits, Problem, ProblemKind, Proof, Undecided, first_problem, prove};
use num_bigint::BigUint;
use proptest::prelude::*;
use sinew_engine::{applies, contradictions, decide, drop_idle, grounds, kept_away};
use sinew_logic::Truth;
use sinew_model::*;
use sinew_sample::gets_worse;
use std::collections::{BTreeMap, BTreeSet};

/// More possible answer sets than this are too many to try.
const PEOPLE_AT_MOST: usize = 120;

/// Every answer to a question, the least remarkable first.
pub(super) fn every_answer(question: &Question) -> Vec<Answer> {
    let mut answers: Vec<Answer> = match &question.kind {
        QuestionKind::YesNo { .. } => vec![Answer::YesNo(false), Answer::YesNo(true)],
        QuestionKind::OneOf { options, .. } => options.indices().map(Answer::One).collect(),
        QuestionKind::AnyOf { options, .. } => {
            let sets = 1u64 << options.len();
            let chosen = |bits: u64| -> OptionSet {
                options.indices().filter(|option| bits >> option.position() & 1 == 1).collect()
            };
            let unsure = [false, true].into_iter().filter(|unsure| !unsure || question.not_sure);
            unsure
                .flat_map(|unsure| (0..sets).map(move |bits| (bits, unsure)))
                .filter(|(bits, unsure)| *bits != 0 || !unsure)
                .map(|(bits, unsure)| Answer::Any { chosen: chosen(bits), unsure })
                .collect()
        }
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            let (min, max) = question.number_range().unwrap();
            (min..=max).map(Answer::Number).collect()
        }
    };
    answers.extend(question.not_sure.then_some(Answer::NotSure));
    answers
}

/// Every possible person; none if there may be too many.
fn everybody(pack: &Pack) -> Option<Vec<Answers>> {
    let choices: Vec<Vec<Answer>> = pack.questions().iter().map(every_answer).collect();
    let combinations = choices.iter().try_fold(1usize, |product, of| product.checked_mul(of.len()))?;
    if combinations > PEOPLE_AT_MOST * 4 {
        return None;
    }
    let mut people: BTreeMap<String, Answers> = BTreeMap::new();
    for mut number in 0..combinations {
        let mut answers = Answers::new(pack);
        for (question, choices) in pack.questions().indices().zip(&choices) {
            answers.set(pack, question, choices[number % choices.len()]);
            number /= choices.len();
        }
        drop_idle(pack, &mut answers);
        if contradictions(pack, &answers).is_empty() {
            people.insert(format!("{answers:?}"), answers);
        }
    }
    let people: Vec<Answers> = people.into_values().collect();
    (people.len() <= PEOPLE_AT_MOST).then_some(people)
}

fn truth(pack: &Pack, answers: &Answers, formula: &sinew_logic::Formula<FindingIx>) -> Truth {
    grounds(pack, answers, formula).truth
}

/// The urgency without what a red flag gives, which still holds for all that hangs on it.
fn urgency_without(pack: &Pack, flag: RedFlagIx, people: &[Answers]) -> Vec<Urgency> {
    let mut parts = pack.parts().clone();
    parts.red_flags[flag].urgency = Urgency::SelfCare;
    parts.red_flags[flag].unknown_floor =
        Some(Floor { urgency: Urgency::SelfCare, because: "left out".into() });
    let pack = Pack::new(parts).unwrap();
    people.iter().map(|person| decide(&pack, person).urgency).collect()
}

/// What does not hold, found by trying.
fn problems(pack: &Pack, people: &[Answers]) -> BTreeSet<ProblemKind> {
    use ProblemKind::*;
    let mut found = BTreeSet::new();
    let decisions: Vec<_> = people.iter().map(|person| decide(pack, person)).collect();
    let mut about_somebody = vec![NothingToDo];
    for (flag, of) in pack.red_flags().iter_indexed() {
        let fires: Vec<bool> = people.iter().map(|person| truth(pack, person, &of.when).is_true()).collect();
        let is_alone = |decision: &sinew_engine::Decision| {
            !decision
                .fired
                .iter()
                .any(|other| *other != flag && pack.red_flags()[*other].urgency >= of.urgency)
        };
        let covered = pack.red_flags().iter().any(|other| other.covers.contains(&flag));
        if !fires.contains(&true) {
            found.insert(FlagNever(flag));
        } else if !covered
            && fires.iter().zip(&decisions).all(|(fires, decision)| !fires || !is_alone(decision))
        {
            found.insert(FlagShadowed(flag));
        }
        about_somebody.extend([BelowFlag(flag), BelowFloor(flag)]);
    }
    for question in pack.questions().indices() {
        if people.iter().all(|person| applies(pack, person, question).is_false()) {
            found.insert(QuestionNever(question));
        }
        if ordered_lowers(pack, question, people) {
            found.insert(WorseLowers(question));
        }
    }
    for (index, finding) in pack.findings().iter_indexed() {
        if let FindingRule::Formula(formula) = &finding.rule {
            let truths: BTreeSet<Truth> = people.iter().map(|person| truth(pack, person, formula)).collect();
            for (wanted, always) in [(Truth::True, false), (Truth::False, true)] {
                if !truths.contains(&wanted) {
                    found.insert(CombinationConstant(index, always));
                }
            }
        }
    }
    for exit in pack.exits().indices() {
        if decisions.iter().all(|decision| decision.exit != Some(exit)) {
            found.insert(ExitNever(exit));
        }
    }
    for position in 0..pack.constraints().len() {
        let mut parts = pack.parts().clone();
        parts.constraints.remove(position);
        let without = Pack::new(parts).unwrap();
        let more = all_people(&without);
        if more == people.len() {
            found.insert(ConstraintIdle(position));
        }
    }
    for cause in pack.causes().indices() {
        if decisions.iter().all(|decision| !decision.causes.contains(&cause)) {
            found.insert(CauseNever(cause));
        }
    }
    for action in pack.actions().indices() {
        let is_offered = |decision: &sinew_engine::Decision| decision.actions.contains(&action);
        if !decisions.iter().any(is_offered) {
            found.insert(ActionNever(action));
        }
        about_somebody.extend([BlockedOffered(action), OfferedBesideHelp(action)]);
    }
    for (block, of) in pack.blocks().iter_indexed() {
        if people.iter().zip(&decisions).all(|(person, decision)| {
            decision.urgency >= Urgency::SameDay || truth(pack, person, &of.when).is_false()
        }) {
            found.insert(BlockNever(block));
        }
    }
    for (index, property) in pack.properties().iter_indexed() {
        let (broken, speaks_of) = of_property(pack, property, people);
        if broken {
            found.insert(PropertyBroken(index));
        }
        if speaks_of.is_none() {
            found.insert(PropertyEmpty(index));
        }
    }
    for (index, condition) in pack.conditions().iter_indexed() {
        of_condition(pack, index, condition, people, &mut found);
    }
    let is_so = |kind: &ProblemKind| people.iter().any(|person| is_of(pack, *kind, person) == Some(true));
    found.extend(about_somebody.into_iter().filter(is_so));
    found
}

/// Whether the problem is there for this person alone; none if that kind of problem is not about one person.
fn is_of(pack: &Pack, kind: ProblemKind, person: &Answers) -> Option<bool> {
    let decision = decide(pack, person);
    Some(match kind {
        ProblemKind::BelowFlag(flag) => {
            let of = &pack.red_flags()[flag];
            truth(pack, person, &of.when).is_true() && decision.urgency < of.urgency
        }
        ProblemKind::BelowFloor(flag) => {
            let of = &pack.red_flags()[flag];
            truth(pack, person, &of.when).is_unknown() && decision.urgency < of.floor_when_unknown()
        }
        ProblemKind::FlagShadowed(flag) => truth(pack, person, &pack.red_flags()[flag].when).is_true(),
        ProblemKind::BlockedOffered(action) => {
            let id = &pack.actions()[action].id;
            decision.actions.contains(&action) && kept_away(pack, person).iter().any(|(kept, _)| kept == id)
        }
        ProblemKind::OfferedBesideHelp(action) => {
            decision.actions.contains(&action) && decision.urgency >= Urgency::SameDay
        }
        ProblemKind::NothingToDo => {
            !pack.conditions().is_empty()
                && decision.urgency == Urgency::SelfCare
                && decision.actions.is_empty()
        }
        ProblemKind::PropertyBroken(index) => {
            let property = &pack.properties()[index];
            if let Claim::MonotoneIn(_) = property.claim {
                return None;
            }
            is_spoken_of(pack, property, person) && !holds(pack, property, person)
        }
        _ => return None,
    })
}

/// Whether the problem is there for these two: the same person before and after an answer gets worse; none if that kind of problem
/// is not about two.
fn is_of_both(pack: &Pack, kind: ProblemKind, one: &Answers, other: &Answers) -> Option<bool> {
    let lowers = |worsening: Worsening| {
        gets_worse(pack, worsening, one, other) && decide(pack, other).urgency < decide(pack, one).urgency
    };
    match kind {
        ProblemKind::WorseLowers(question) => {
            Some(lowers(Worsening { question, change: WorseAnswer::Upward }))
        }
        ProblemKind::PropertyBroken(index) => {
            let property = &pack.properties()[index];
            let Claim::MonotoneIn(worsenings) = &property.claim else { return None };
            let are_spoken_of = [one, other].iter().all(|person| is_spoken_of(pack, property, person));
            Some(are_spoken_of && worsenings.iter().any(|worsening| lowers(*worsening)))
        }
        _ => None,
    }
}

/// Whether a property speaks of this person.
fn is_spoken_of(pack: &Pack, property: &Property, person: &Answers) -> bool {
    property.assume.as_ref().is_none_or(|assume| truth(pack, person, assume).is_true())
        && property.assume_open.as_ref().is_none_or(|assume| !truth(pack, person, assume).is_false())
}

/// Whether what a property says of one person is so.
fn holds(pack: &Pack, property: &Property, person: &Answers) -> bool {
    let decision = decide(pack, person);
    match &property.claim {
        Claim::UrgencyAtLeast(urgency) => decision.urgency >= *urgency,
        Claim::UrgencyAtMost(urgency) => decision.urgency <= *urgency,
        Claim::Never(actions) => !actions.iter().any(|action| decision.actions.contains(action)),
        Claim::Always(actions) => actions.iter().all(|action| decision.actions.contains(action)),
        Claim::FitsAtLeast { condition, band } => {
            let needed = if *band == Band::FitsWell { 6 } else { 2 };
            evidence(pack, person, &pack.conditions()[*condition]) >= needed
        }
        Claim::MonotoneIn(_) => true,
    }
}

/// Whether a property is broken, and how many people it speaks of: with a change of an answer, those whose answer can change so.
/// The number is none if it proves nothing.
fn of_property(pack: &Pack, property: &Property, people: &[Answers]) -> (bool, Option<usize>) {
    let spoken_of: Vec<&Answers> =
        people.iter().filter(|person| is_spoken_of(pack, property, person)).collect();
    let Claim::MonotoneIn(worsenings) = &property.claim else {
        let broken = spoken_of.iter().any(|person| !holds(pack, property, person));
        return (broken, (!spoken_of.is_empty()).then_some(spoken_of.len()));
    };
    let (mut broken, mut pairs) = (false, false);
    for worsening in worsenings {
        for one in &spoken_of {
            for other in spoken_of.iter().filter(|other| gets_worse(pack, *worsening, one, other)) {
                pairs = true;
                broken |= decide(pack, other).urgency < decide(pack, one).urgency;
            }
        }
    }
    let could = spoken_of.iter().filter(|person| {
        worsenings.iter().any(|worsening| match (worsening.change, person.get(worsening.question)) {
            (WorseAnswer::Yes, Some(Answer::YesNo(yes))) => !yes,
            (WorseAnswer::Chosen(option), Some(Answer::One(chosen))) => chosen != option,
            (WorseAnswer::Chosen(option), Some(Answer::Any { chosen, .. })) => !chosen.contains(option),
            (WorseAnswer::Chosen(_), Some(Answer::NotSure)) => {
                matches!(pack.questions()[worsening.question].kind, QuestionKind::AnyOf { .. })
            }
            // The last part of the number line has none that is worse.
            (WorseAnswer::Upward, Some(Answer::Number(number))) => number < 7,
            _ => false,
        })
    });
    (broken, pairs.then(|| could.count()))
}

fn all_people(pack: &Pack) -> usize {
    everybody(pack).map_or(usize::MAX, |people| people.len())
}

/// The evidence for a condition, in decibans.
fn evidence(pack: &Pack, person: &Answers, condition: &Condition) -> i32 {
    let lines = condition.evidence.iter().map(|line| {
        let weight = match truth(pack, person, &line.when) {
            Truth::True => line.present,
            Truth::False => line.absent,
            Truth::Unknown => Decibans::ZERO,
        };
        (line.group, weight.value())
    });
    let lines: Vec<(Option<u32>, i32)> = lines.collect();
    let groups: BTreeSet<u32> = lines.iter().filter_map(|(group, _)| *group).collect();
    let alone: i32 = lines.iter().filter(|(group, _)| group.is_none()).map(|(_, weight)| weight).sum();
    let grouped: i32 = groups
        .iter()
        .map(|group| {
            let of = || lines.iter().filter(|(other, _)| *other == Some(*group)).map(|(_, weight)| *weight);
            of().max().unwrap_or(0).max(0) + of().min().unwrap_or(0).min(0)
        })
        .sum();
    alone + grouped
}

fn of_condition(
    pack: &Pack,
    index: ConditionIx,
    condition: &Condition,
    people: &[Answers],
    found: &mut BTreeSet<ProblemKind>,
) {
    use ProblemKind::*;
    let score = |person: &Answers| evidence(pack, person, condition);
    if condition.only_with.is_empty() {
        if people.iter().all(|person| score(person) < 2) {
            found.insert(ConditionNever(index));
        }
        if condition.care > Urgency::SelfCare && people.iter().all(|person| score(person) < 6) {
            found.insert(CareNever(index));
        }
    } else if people.iter().all(|person| {
        !decide(pack, person)
            .conditions
            .iter()
            .any(|shown| shown.condition == index && shown.companion_of.is_none())
    }) {
        found.insert(ConditionNever(index));
    }
    for (at, line) in condition.evidence.iter().enumerate() {
        for (present, side, weight) in
            [(true, Truth::True, line.present.value()), (false, Truth::False, line.absent.value())]
        {
            if weight == 0 {
                continue;
            }
            let counts = people.iter().any(|person| {
                truth(pack, person, &line.when) == side
                    && !condition.evidence.iter().any(|other| {
                        let theirs = match truth(pack, person, &other.when) {
                            Truth::True => other.present.value(),
                            Truth::False => other.absent.value(),
                            Truth::Unknown => 0,
                        };
                        line.group.is_some()
                            && other.group == line.group
                            && theirs.signum() == weight.signum()
                            && theirs.abs() > weight.abs()
                    })
            });
            if !counts {
                found.insert(LineDead(index, at, present));
            }
        }
    }
    for (at, adjustment) in condition.adjustments.iter().enumerate() {
        if people.iter().all(|person| !truth(pack, person, &adjustment.when).is_true()) {
            found.insert(AdjustmentDead(index, at));
        }
    }
    for (at, companion) in condition.never_without.iter().enumerate() {
        let shown = people.iter().any(|person| {
            let shown = decide(pack, person).conditions;
            let called = companion.when.as_ref().is_none_or(|when| !truth(pack, person, when).is_false());
            called
                && shown.iter().any(|entry| entry.condition == index)
                && shown
                    .iter()
                    .any(|entry| entry.condition == companion.condition && entry.companion_of.is_some())
        });
        if !shown {
            found.insert(CompanionDead(index, at));
        }
    }
}

/// Whether a higher number gives somebody less.
fn ordered_lowers(pack: &Pack, question: QuestionIx, people: &[Answers]) -> bool {
    let worsening = Worsening { question, change: WorseAnswer::Upward };
    if !worsening.change.fits(&pack.questions()[question]) {
        return false;
    }
    people.iter().any(|one| {
        people.iter().any(|other| {
            gets_worse(pack, worsening, one, other) && decide(pack, other).urgency < decide(pack, one).urgency
        })
    })
}

fn number(count: usize) -> BigUint {
    BigUint::from(count)
}

/// The number of answers worth a word: other than the first, and each entry of a list.
fn remarkable(pack: &Pack, person: &Answers) -> usize {
    person
        .iter()
        .map(|(question, answer)| match answer {
            Answer::Any { chosen, unsure } => chosen.iter().count() + usize::from(unsure),
            Answer::NotSure => 1,
            other => {
                let first = every_answer(&pack.questions()[question])[0];
                // What no rule tells apart from the first number is the first.
                let same = |test: &AnswerTest| test.truth_of(first) == test.truth_of(other);
                let tests = pack.findings().iter().filter_map(|finding| match &finding.rule {
                    FindingRule::Answer { question: of, test } if *of == question => Some(*test),
                    _ => None,
                });
                let is_number = matches!(other, Answer::Number(_));
                usize::from(other != first && !(is_number && tests.into_iter().all(|test| same(&test))))
            }
        })
        .sum()
}

proptest! {
    #![proptest_config(sinew_sample::tries(10_000))]

    #[test]
    fn what_is_proved_is_what_trying_everybody_finds(seed: u64) {
        let pack = sinew_sample::small_pack(seed);
        let everybody = everybody(&pack);
        prop_assume!(everybody.is_some());
        let people = everybody.unwrap();
        let proof = prove(&pack, Limits::default(), &|_| true);

        prop_assert_eq!(&proof.people, &Some(number(people.len())));
        let mut questions: BTreeMap<usize, usize> = BTreeMap::new();
        let mut urgency: BTreeMap<Urgency, usize> = Urgency::ALL.into_iter().map(|level| (level, 0)).collect();
        for person in &people {
            *questions.entry(person.len()).or_default() += 1;
            *urgency.entry(decide(&pack, person).urgency).or_default() += 1;
        }
        let questions: Vec<_> = questions.into_iter().map(|(asked, count)| (asked, Some(number(count)))).collect();
        let urgency: Vec<_> = urgency.into_iter().map(|(level, count)| (level, Some(number(count)))).collect();
        prop_assert_eq!(&proof.questions, &questions);
        prop_assert_eq!(&proof.urgency, &urgency);
        for flag in &proof.flags {
            let of = &pack.red_flags()[flag.flag];
            let fires: Vec<bool> =
                people.iter().map(|person| truth(&pack, person, &of.when).is_true()).collect();
            let without = urgency_without(&pack, flag.flag, &people);
            let alone = fires.iter().zip(&without).filter(|(fires, without)| **fires && **without < of.urgency);
            prop_assert_eq!(&flag.fires, &Some(number(fires.iter().filter(|fires| **fires).count())));
            prop_assert_eq!(&flag.alone, &Some(number(alone.count())), "{}", of.id);
        }

        for (index, count) in &proof.properties {
            let (_, speaks_of) = of_property(&pack, &pack.properties()[*index], &people);
            if let Some(speaks_of) = speaks_of {
                prop_assert_eq!(count, &Some(number(speaks_of)));
            }
        }

        let expected = problems(&pack, &people);
        let found: BTreeSet<ProblemKind> = proof.problems.iter().map(|problem| problem.kind).collect();
        prop_assert_eq!(&found, &expected);
        check_people(&pack, &people, &proof)?;
        check_first(&pack, &expected, seed)?;
    }
}

/// Looking for one kind of problem finds it, with somebody of whom it does not hold; looking for what is not there finds nothing.
/// Of many kinds one is looked for, which one the seed says.
fn check_first(pack: &Pack, problems: &BTreeSet<ProblemKind>, seed: u64) -> Result<(), TestCaseError> {
    let first = |is_wanted: &dyn Fn(ProblemKind) -> bool| {
        first_problem(pack, Limits::default(), &|_| true, is_wanted).map(|problem| problem.kind)
    };
    prop_assert_eq!(first(&|kind| !problems.contains(&kind)), None);
    let of_seed = usize::try_from(seed % 1_000).unwrap().checked_rem(problems.len());
    if let Some(wanted) = of_seed.and_then(|at| problems.iter().nth(at)) {
        prop_assert_eq!(first(&|kind| kind == *wanted), Some(*wanted));
    }
    Ok(())
}

/// Everybody who is named is possible and shows the problem, nobody smaller does, and so many do as is said.
fn check_people(pack: &Pack, people: &[Answers], proof: &Proof) -> Result<(), TestCaseError> {
    for Problem { kind, person, changed, people: count } in &proof.problems {
        // The person stands for all numbers that no rule tells apart; the first of them is tried.
        for named in person.iter().chain(changed) {
            prop_assert!(named.disagreements.is_empty());
            prop_assert_eq!(&decide(pack, &named.answers), &named.decision);
            prop_assert!(people.contains(&named.answers), "{:?}", kind);
        }
        let shows: Vec<&Answers> = match (person, changed) {
            (Some(person), None) => {
                prop_assert_eq!(is_of(pack, *kind, &person.answers), Some(true), "{:?}", kind);
                let shows: Vec<&Answers> =
                    people.iter().filter(|other| is_of(pack, *kind, other) == Some(true)).collect();
                prop_assert_eq!(count, &Some(number(shows.len())), "{:?}", kind);
                shows
            }
            (Some(before), Some(after)) => {
                let both = is_of_both(pack, *kind, &before.answers, &after.answers);
                prop_assert_eq!(both, Some(true), "{:?}", kind);
                let has_other = |one: &&Answers| {
                    people.iter().any(|other| is_of_both(pack, *kind, one, other) == Some(true))
                };
                people.iter().filter(has_other).collect()
            }
            (None, _) => {
                prop_assert_eq!(changed, &None);
                let about_nobody = people.first().is_none_or(|one| {
                    is_of(pack, *kind, one).is_none() && is_of_both(pack, *kind, one, one).is_none()
                });
                prop_assert!(about_nobody, "{:?} names nobody", kind);
                continue;
            }
        };
        let least = shows.into_iter().map(|other| remarkable(pack, other)).min();
        prop_assert_eq!(person.as_ref().map(|person| remarkable(pack, &person.answers)), least, "{:?}", kind);
    }
    Ok(())
}

/// Where a limit is hit, nothing is claimed either way: every number that is missing and every question that is open is named.
#[test]
fn what_is_not_decided_is_named() {
    let packs = (0..60).map(sinew_sample::small_pack).collect::<Vec<Pack>>();
    let mut of_counts = BTreeSet::new();
    for pack in &packs {
        let proof = prove(pack, Limits { nodes: 1, conflicts: 0 }, &|_| true);
        let open: BTreeSet<Undecided> = proof
            .problems
            .iter()
            .filter_map(|problem| match problem.kind {
                ProblemKind::NotDecided(open) => Some(open),
                _ => None,
            })
            .collect();
        assert_eq!(proof.people.is_none(), open.contains(&Undecided::People));
        for flag in &proof.flags {
            let is_open = flag.fires.is_none() || flag.alone.is_none();
            assert_eq!(is_open, open.contains(&Undecided::CountOfFlag(flag.flag)));
        }
        for (property, count) in &proof.properties {
            assert_eq!(count.is_none(), open.contains(&Undecided::CountOfProperty(*property)));
        }
        let kind = |open: &Undecided| format!("{open:?}").split('(').next().unwrap().to_owned();
        of_counts.extend(open.iter().map(kind));
        // What is claimed is also found without limits.
        let known: BTreeSet<ProblemKind> =
            prove(pack, Limits::default(), &|_| true).problems.iter().map(|problem| problem.kind).collect();
        let found: BTreeSet<ProblemKind> = proof.problems.iter().map(|problem| problem.kind).collect();
        for kind in &found {
            assert!(matches!(kind, ProblemKind::NotDecided(_)) || known.contains(kind), "{kind:?}");
        }
        // And nothing that is so gets lost: it is found, or what it is about is open.
        for kind in known.difference(&found) {
            let about = match *kind {
                ProblemKind::BelowFlag(at) | ProblemKind::BelowFloor(at) => vec![Undecided::Flag(at)],
                ProblemKind::FlagNever(at) | ProblemKind::FlagShadowed(at) => {
                    vec![Undecided::Flag(at), Undecided::CountOfFlag(at)]
                }
                ProblemKind::PropertyBroken(at) => vec![Undecided::Property(at)],
                ProblemKind::PropertyEmpty(at) => {
                    vec![Undecided::Property(at), Undecided::CountOfProperty(at)]
                }
                ProblemKind::BlockedOffered(at)
                | ProblemKind::OfferedBesideHelp(at)
                | ProblemKind::ActionNever(at) => vec![Undecided::Action(at)],
                ProblemKind::WorseLowers(at) | ProblemKind::QuestionNever(at) => {
                    vec![Undecided::Question(at)]
                }
                ProblemKind::ConditionNever(at)
                | ProblemKind::CareNever(at)
                | ProblemKind::LineDead(at, ..)
                | ProblemKind::AdjustmentDead(at, _)
                | ProblemKind::CompanionDead(at, _) => vec![Undecided::Condition(at)],
                _ => vec![Undecided::Dead],
            };
            assert!(about.iter().any(|about| open.contains(about)), "{kind:?} is lost: {open:?}");
        }
    }
    for kind in ["People", "CountOfFlag", "CountOfProperty", "Flag", "Dead"] {
        assert!(of_counts.contains(kind), "{kind} is never open: {of_counts:?}");
    }
}
