//! What must hold for every pack and every person.

use super::reference;
use crate::{
    Context, Decision, Step, StopReason, alternatives, assess,
    change::{Before, nearest},
    contradictions, decide,
    decision::Standing,
    drop_idle,
    evaluation::Evaluation,
    idle_answers, missing_answers, next_step,
    reach::reaches,
    stands,
};
use proptest::prelude::*;
use sinew_logic::{Formula, Truth};
use sinew_model::*;

fn context() -> Context {
    Context { today: Date::constant(2026, 3, 4), region: None }
}

/// Asks this person until the interview ends.
fn interview(pack: &Pack, person: &Answers) -> (Answers, StopReason, Vec<QuestionIx>) {
    let mut answers = Answers::new(pack);
    let mut asked = Vec::new();
    loop {
        match next_step(pack, &answers) {
            Step::Done(reason) => return (answers, reason, asked),
            Step::Ask(question) => {
                assert!(!asked.contains(&question), "{} is asked twice", pack.questions()[question].id);
                assert_ne!(
                    reference::applies(pack, &answers, question),
                    Truth::False,
                    "asked although it does not apply"
                );
                asked.push(question);
                let answer = person.get(question).expect("a person has an answer to everything");
                assert!(answers.set(pack, question, answer));
            }
        }
    }
}

proptest! {
    #![proptest_config(sinew_sample::tries(500))]

    /// The nearest changes are found by evaluating again what hangs on one answer, and nothing else.
    #[test]
    fn an_answer_changes_only_what_hangs_on_it(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        for answers in [sinew_sample::person(&pack, person_seed), sinew_sample::silent_person(&pack, person_seed)] {
            let before = Evaluation::of(&pack, &answers);
            for question in pack.questions().indices() {
                let reach = &reaches(&pack, &[question])[0];
                for other in alternatives(&pack, question, answers.get(question)) {
                    let mut changed = answers.clone();
                    if changed.set(&pack, question, other) {
                        let whole = Evaluation::of(&pack, &changed);
                        prop_assert_eq!(before.changed(&pack, &changed, &reach.findings), whole.clone());
                        let urgency = decide(&pack, &changed).urgency;
                        prop_assert_eq!(Standing::urgency(&pack, &whole), urgency);
                        prop_assert_eq!(Before::of(&pack, &before).urgency_with(&pack, &whole, reach), urgency);
                    }
                }
            }
        }
    }
}

/// The laws below say nothing if the generated packs never get anywhere: each kind of stop, offer and block has to occur often.
#[test]
fn the_generated_packs_reach_every_kind_of_stop() {
    let mut stops = std::collections::BTreeMap::new();
    let (mut offered, mut blocked, mut left_out, mut companions, mut chains) = (0, 0, 0, 0, 0);
    for seed in 0..1500 {
        let pack = sinew_sample::pack(seed);
        let person = sinew_sample::person(&pack, seed + 1);
        let (answers, reason, asked) = interview(&pack, &person);
        *stops.entry(reason).or_insert(0) += 1;
        let outcome = assess(&pack, &answers, &context());
        offered += usize::from(!outcome.advice.weeks.is_empty());
        blocked += usize::from(!outcome.advice.kept_away.is_empty());
        let left_some_out = reason == StopReason::Settled && asked.len() < pack.questions().len();
        left_out += usize::from(left_some_out);
        let shown = decide(&pack, &answers).conditions;
        let is_companion = |condition| {
            shown.iter().any(|other| other.condition == condition && other.companion_of.is_some())
        };
        companions += usize::from(left_some_out && shown.iter().any(|shown| shown.companion_of.is_some()));
        chains += usize::from(shown.iter().any(|shown| shown.companion_of.is_some_and(is_companion)));
    }
    for reason in [
        StopReason::Emergency,
        StopReason::Exit,
        StopReason::SameDay,
        StopReason::Settled,
        StopReason::Complete,
    ] {
        assert!(stops.get(&reason).is_some_and(|count| *count >= 20), "{reason:?} in {stops:?}");
    }
    assert!(offered > 100 && blocked > 100 && left_out > 100, "{offered} {blocked} {left_out}");
    assert!(companions > 50 && chains > 50, "{companions} {chains}");
}

/// What a person sees, apart from flags below the level at which the interview stopped.
fn advice(decision: &Decision) -> impl PartialEq + std::fmt::Debug + '_ {
    (decision.urgency, &decision.exit, &decision.conditions, &decision.causes, &decision.actions)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn urgency_is_what_the_design_says(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        for answers in [sinew_sample::person(&pack, person_seed), sinew_sample::silent_person(&pack, person_seed)] {
            prop_assert_eq!(decide(&pack, &answers).urgency, reference::urgency(&pack, &answers));
        }
    }

    #[test]
    fn urgency_is_at_least_that_of_every_true_flag(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let answers = sinew_sample::silent_person(&pack, person_seed);
        let outcome = assess(&pack, &answers, &context());
        for flag in pack.red_flags() {
            let truth = reference::formula(&pack, &answers, &flag.when);
            if truth == Truth::True {
                prop_assert!(outcome.urgency >= flag.urgency);
                if flag.urgency == Urgency::Emergency {
                    prop_assert_eq!(outcome.urgency, Urgency::Emergency);
                    prop_assert!(outcome.conditions.is_empty() && outcome.less_likely.is_empty());
                    prop_assert!(outcome.advice.weeks.is_empty() && outcome.advice.today.actions.is_empty());
                }
            }
            let asked = reference::is_settled(&pack, &answers, &flag.when);
            if truth == Truth::Unknown && (outcome.exit.is_none() || asked) {
                let floor = flag.unknown_floor.as_ref().map_or(Urgency::SameDay, |floor| floor.urgency);
                if flag.urgency >= Urgency::SameDay || flag.unknown_floor.is_some() {
                    prop_assert!(outcome.urgency >= floor, "unknown counts");
                }
            }
        }
    }

    #[test]
    fn one_more_true_flag_never_lowers_the_urgency(
        pack_seed in any::<u64>(),
        person_seed in any::<u64>(),
        level in 1usize..5,
    ) {
        let parts = sinew_sample::parts(pack_seed);
        let pack = Pack::new(parts.clone()).unwrap();
        let mut more = parts;
        if let Some(flag) = more.red_flags.iter().next().cloned() {
            let flag = RedFlag { when: Formula::All(vec![]), urgency: Urgency::ALL[level], ..flag };
            more.red_flags.push(flag);
            let more = Pack::new(more).unwrap();
            let before = decide(&pack, &sinew_sample::silent_person(&pack, person_seed)).urgency;
            let after = decide(&more, &sinew_sample::silent_person(&more, person_seed)).urgency;
            prop_assert!(after >= before.max(Urgency::ALL[level]));
        }
    }

    #[test]
    fn what_is_blocked_or_might_be_is_never_offered(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let answers = sinew_sample::silent_person(&pack, person_seed);
        let decision = decide(&pack, &answers);
        for action in &decision.actions {
            let own = &pack.actions()[*action].blocked_when;
            prop_assert_eq!(reference::formula(&pack, &answers, own), Truth::False);
            for block in pack.blocks().iter().filter(|block| block.actions.contains(action)) {
                prop_assert_eq!(reference::formula(&pack, &answers, &block.when), Truth::False);
            }
        }
        if decision.urgency >= Urgency::SameDay {
            prop_assert!(decision.actions.is_empty());
        }
    }

    #[test]
    fn the_interview_ends_and_agrees_with_all_answers(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let person = sinew_sample::person(&pack, person_seed);
        let (answers, reason, asked) = interview(&pack, &person);
        prop_assert!(asked.len() <= pack.questions().len());
        let (stopped, full) = (decide(&pack, &answers), decide(&pack, &person));
        match reason {
            StopReason::Settled | StopReason::Complete => prop_assert_eq!(advice(&stopped), advice(&full)),
            StopReason::SameDay => {
                // An exit is settled before a same-day stop, so that the whole answer set ends at the same level.
                prop_assert_eq!(stopped.urgency, full.urgency);
                prop_assert!(full.actions.is_empty());
            }
            StopReason::Emergency => prop_assert_eq!(full.urgency, Urgency::Emergency),
            StopReason::Exit => prop_assert!(full.exit.is_some() || full.urgency == Urgency::Emergency),
        }
        if reason != StopReason::Emergency && reason != StopReason::Exit {
            prop_assert!(missing_answers(&pack, &answers).is_empty());
        }
    }

    #[test]
    fn answers_stand_if_nothing_of_them_is_idle_contradictory_or_missing(
        pack_seed in any::<u64>(),
        person_seed in any::<u64>(),
    ) {
        let pack = sinew_sample::pack(pack_seed);
        let person = sinew_sample::person(&pack, person_seed);
        let mut tidy = person.clone();
        drop_idle(&pack, &mut tidy);
        for answers in [interview(&pack, &person).0, sinew_sample::silent_person(&pack, person_seed), tidy, person] {
            let is_whole = idle_answers(&pack, &answers).is_empty()
                && contradictions(&pack, &answers).is_empty()
                && missing_answers(&pack, &answers).is_empty();
            prop_assert_eq!(stands(&pack, &answers), is_whole);
        }
    }

    #[test]
    fn a_settled_interview_cannot_be_moved_by_any_further_answer(
        pack_seed in any::<u64>(),
        person_seed in any::<u64>(),
        other_seeds in prop::collection::vec(any::<u64>(), 12),
    ) {
        let pack = sinew_sample::pack(pack_seed);
        let (answers, reason, _) = interview(&pack, &sinew_sample::person(&pack, person_seed));
        if matches!(reason, StopReason::Settled) {
            let stopped = decide(&pack, &answers);
            for seed in other_seeds {
                let completed = decide(&pack, &sinew_sample::completed(&pack, &answers, seed));
                prop_assert_eq!(advice(&stopped), advice(&completed));
            }
        }
    }

    #[test]
    fn an_exit_cannot_be_taken_back_by_any_further_answer(
        pack_seed in any::<u64>(),
        person_seed in any::<u64>(),
        other_seeds in prop::collection::vec(any::<u64>(), 12),
    ) {
        let pack = sinew_sample::pack(pack_seed);
        let answers = sinew_sample::silent_person(&pack, person_seed);
        let stopped = decide(&pack, &answers);
        if stopped.exit.is_some() {
            for seed in other_seeds {
                let completed = decide(&pack, &sinew_sample::completed(&pack, &answers, seed));
                prop_assert!(completed.exit.is_some() || completed.urgency == Urgency::Emergency);
            }
        }
    }

    #[test]
    fn a_condition_that_sets_the_urgency_is_shown(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let outcome = assess(&pack, &sinew_sample::person(&pack, person_seed), &context());
        let mut by_condition = outcome.urgency_reasons.iter().filter_map(|reason| match reason {
            UrgencyReason::Condition(id) => Some(id),
            _ => None,
        }).peekable();
        if by_condition.peek().is_some() {
            prop_assert!(by_condition.any(|id| outcome.conditions.iter().any(|shown| shown.id == *id)));
        }
    }

    #[test]
    fn wherever_a_condition_is_shown_so_are_its_companions(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        for answers in [sinew_sample::person(&pack, person_seed), sinew_sample::silent_person(&pack, person_seed)] {
            let Decision { urgency, conditions: shown, .. } = decide(&pack, &answers);
            let outcome = assess(&pack, &answers, &context());
            let position = |condition| shown.iter().position(|shown| shown.condition == condition);
            let is_called = |companion: &Companion| {
                companion.when.as_ref().is_none_or(|when| reference::formula(&pack, &answers, when) != Truth::False)
            };
            let has_a_place = |condition: ConditionIx| {
                urgency < Urgency::SameDay || pack.conditions()[condition].care >= Urgency::SameDay
            };
            for (at, entry) in shown.iter().enumerate() {
                prop_assert_eq!(position(entry.condition), Some(at), "nothing is shown twice");
                for companion in &pack.conditions()[entry.condition].never_without {
                    if is_called(companion) && has_a_place(companion.condition) {
                        prop_assert!(position(companion.condition).is_some());
                        let id = &pack.conditions()[companion.condition].id;
                        prop_assert!(outcome.conditions[at].never_without.contains(id));
                    }
                }
                // And nothing comes along that is not called for, in another place, or against the urgency.
                if let Some(of) = entry.companion_of {
                    let mut calls = pack.conditions()[of].never_without.iter();
                    prop_assert!(calls.any(|call| call.condition == entry.condition && is_called(call)));
                    let before = position(of).unwrap();
                    prop_assert!(before < at);
                    prop_assert!(shown[before + 1..at].iter().all(|between| between.companion_of.is_some()));
                    prop_assert!(has_a_place(entry.condition));
                    let evidence = reference::evidence(&pack, &answers, &pack.conditions()[entry.condition]);
                    prop_assert_eq!(entry.band, Some(Band::of(Decibans::new(evidence))));
                }
            }
        }
    }

    #[test]
    fn companions_come_on_top_and_take_nothing_away(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let parts = sinew_sample::parts(pack_seed);
        let mut without = parts.clone();
        let conditions: Vec<ConditionIx> = without.conditions.indices().collect();
        for condition in conditions {
            without.conditions[condition].never_without.clear();
        }
        let (pack, without) = (Pack::new(parts).unwrap(), Pack::new(without).unwrap());
        let answers = sinew_sample::silent_person(&pack, person_seed);
        let (with, without) = (decide(&pack, &answers), decide(&without, &answers));
        let (companions, for_itself): (Vec<_>, Vec<_>) =
            with.conditions.iter().copied().partition(|shown| shown.companion_of.is_some());
        prop_assert_eq!(for_itself, without.conditions);
        prop_assert_eq!(with.urgency, without.urgency);
        prop_assert_eq!((&with.exit, &with.fired, &with.causes), (&without.exit, &without.fired, &without.causes));
        if companions.iter().all(|companion| companion.band == Some(Band::FitsLessWell)) {
            prop_assert_eq!(with.actions, without.actions);
        }
    }

    #[test]
    fn idle_answers_count_for_nothing(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let mut answers = sinew_sample::person(&pack, person_seed);
        let before = decide(&pack, &answers);
        drop_idle(&pack, &mut answers);
        prop_assert!(idle_answers(&pack, &answers).is_empty());
        prop_assert_eq!(decide(&pack, &answers), before);
    }

    #[test]
    fn the_safety_net_is_exactly_the_red_flags(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let outcome = assess(&pack, &sinew_sample::person(&pack, person_seed), &context());
        for flag in pack.red_flags() {
            let group = outcome.safety_net.groups.iter().find(|group| group.urgency == flag.urgency);
            prop_assert!(group.is_some_and(|group| group.signs.contains(&flag.sign)));
        }
        let signs: usize = outcome.safety_net.groups.iter().map(|group| group.signs.len()).sum();
        prop_assert_eq!(signs, pack.red_flags().len(), "the signs of generated flags all differ");
    }

    #[test]
    fn the_nearest_changes_do_what_they_say(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let person = sinew_sample::person(&pack, person_seed);
        let (answers, _, _) = interview(&pack, &person);
        let outcome = assess(&pack, &answers, &context());
        for change in outcome.would_raise.iter().chain(&outcome.would_lower) {
            let question = pack.question_named(change.question.as_str()).unwrap();
            let answer = pack.questions()[question].read_answer(&change.answer).unwrap();
            let mut changed = answers.clone();
            prop_assert!(changed.set(&pack, question, answer));
            drop_idle(&pack, &mut changed);
            prop_assert_eq!(reference::urgency(&pack, &changed), change.urgency);
            for constraint in pack.constraints() {
                let truth = reference::formula(&pack, &changed, &constraint.impossible);
                prop_assert_ne!(truth, Truth::True, "nobody can have these answers");
            }
        }
        prop_assert!(outcome.would_raise.iter().all(|change| change.urgency > outcome.urgency));
        prop_assert!(outcome.would_lower.iter().all(|change| change.urgency < outcome.urgency));
    }

    /// They are found by looking at as few steps as need be; these are those that looking at all of them finds.
    #[test]
    fn the_nearest_changes_are_the_smallest_steps(pack_seed in any::<u64>(), person_seed in any::<u64>()) {
        let pack = sinew_sample::pack(pack_seed);
        let (answers, _, _) = interview(&pack, &sinew_sample::person(&pack, person_seed));
        let urgency = decide(&pack, &answers).urgency;
        let (mut raise, mut lower) = (Vec::new(), Vec::new());
        for (question, answer) in answers.iter() {
            let mut steps = Vec::new();
            for other in alternatives(&pack, question, Some(answer)) {
                let mut changed = answers.clone();
                let is_taken = changed.set(&pack, question, other);
                let decision = decide(&pack, &changed);
                let is_open = !missing_answers(&pack, &changed).is_empty();
                if is_taken && decision.exit.is_none() && contradictions(&pack, &changed).is_empty() && !is_open {
                    let asked = &pack.questions()[question];
                    steps.push((asked.id.clone(), asked.write_answer(other), decision.urgency));
                }
            }
            // Of steps to the same urgency, the first.
            let higher = steps.iter().filter(|(.., after)| *after > urgency);
            raise.extend(higher.min_by_key(|(.., after)| *after).cloned());
            let less = steps.iter().rev().filter(|(.., after)| *after < urgency);
            lower.extend(less.max_by_key(|(.., after)| *after).cloned());
        }
        raise.sort_by_key(|(.., after)| *after);
        lower.sort_by_key(|(.., after)| std::cmp::Reverse(*after));
        let (found_raise, found_lower) = nearest(&pack, &answers, urgency);
        for (all, found) in [(raise, found_raise), (lower, found_lower)] {
            let found: Vec<_> =
                found.into_iter().map(|change| (change.question, change.answer, change.urgency)).collect();
            prop_assert_eq!(all.into_iter().take(3).collect::<Vec<_>>(), found);
        }
    }
}
