//! One small pack, looked at closely.

use super::builder::{Builder, answers, is, never};
use crate::{
    Context, Step, StopReason, assess, decide, idle_answers, missing_answers, next_step, would_drop,
};
use sinew_logic::Formula;
use sinew_model::*;

/// Two signs, an injury with a follow-up, a pattern, and three conditions.
fn pack() -> Pack {
    let mut builder = Builder::new();
    let signs = builder.any_of("signs", &["breath", "swollen"], None);
    let adult = builder.one_of("age", &["child", "adult"], None);
    let injury = builder.yes_no("injury", None);
    let weight = builder.yes_no("can-stand", Some(is(injury)));
    let pattern = builder.one_of("pattern", &["eases", "builds", "rests"], None);
    let cord = builder.yes_no("cord", Some(Formula::Any(vec![is(pattern[0]), is(pattern[1])])));
    builder.red_flag("lung", Urgency::Emergency, is(signs[0]));
    let clot = builder.red_flag("clot", Urgency::SameDay, is(signs[1]));
    builder.red_flag(
        "fracture",
        Urgency::SameDay,
        Formula::All(vec![is(injury), Formula::Not(Box::new(is(weight)))]),
    );
    builder.exit("young", Urgency::Soon, is(adult[0]));
    let stretch = builder.action("stretch", ActionKind::Stretch, Formula::Any(vec![is(clot), is(injury)]));
    let rest = builder.action("rest", ActionKind::SelfCare, never());
    builder.condition(
        "tendon",
        10,
        Urgency::SelfCare,
        vec![(is(pattern[0]), 3, -2, Some(0)), (is(cord), 6, -4, Some(1)), (is(injury), -3, 3, None)],
        &[rest, stretch],
    );
    builder.condition(
        "artery",
        0,
        Urgency::Routine,
        vec![(is(pattern[1]), 7, -10, Some(0)), (is(cord), -3, 0, Some(1))],
        &[rest],
    );
    builder.condition(
        "soreness",
        12,
        Urgency::SelfCare,
        vec![(is(pattern[2]), 3, 0, None)],
        &[rest, stretch],
    );
    builder.cause("spike", is(pattern[0]), &[rest]);
    builder.pack()
}

fn ask(pack: &Pack, answers: &Answers) -> String {
    match next_step(pack, answers) {
        Step::Ask(question) => pack.questions()[question].id.to_string(),
        Step::Done(reason) => format!("{reason:?}"),
    }
}

fn context() -> Context {
    Context { today: Date::constant(2026, 3, 4), region: None }
}

const WELL: [(&str, &str); 5] =
    [("signs", "none"), ("age", "adult"), ("injury", "no"), ("pattern", "eases"), ("cord", "yes")];

#[test]
fn red_flags_are_asked_first_in_pack_order() {
    let pack = pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "signs");
    assert_eq!(ask(&pack, &answers(&pack, &[("signs", "none")])), "age");
    assert_eq!(ask(&pack, &answers(&pack, &WELL[..2])), "injury");
    assert_eq!(ask(&pack, &answers(&pack, &[WELL[0], WELL[1], ("injury", "yes")])), "can-stand");
    assert_eq!(ask(&pack, &answers(&pack, &WELL[..3])), "pattern");
}

#[test]
fn an_emergency_ends_it_at_once_and_shows_nothing_else() {
    let pack = pack();
    let answers = answers(&pack, &[("signs", "breath")]);
    assert_eq!(next_step(&pack, &answers), Step::Done(StopReason::Emergency));
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::Emergency);
    assert_eq!(outcome.told.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>(), ["said breath"]);
    assert!(outcome.conditions.is_empty() && outcome.less_likely.is_empty() && outcome.causes.is_empty());
    assert!(outcome.advice.weeks.is_empty() && outcome.advice.today.actions.is_empty());
    assert!(outcome.would_lower.is_empty(), "nobody is told how to talk an emergency down");
    assert_eq!(outcome.advice.today.do_items, ["do for lung"]);
}

#[test]
fn a_same_day_flag_lets_the_other_red_flag_questions_finish() {
    let pack = pack();
    let so_far = [("signs", "swollen")];
    assert_eq!(ask(&pack, &answers(&pack, &so_far)), "age");
    let all = [("signs", "swollen"), ("age", "adult"), ("injury", "no")];
    let answers = answers(&pack, &all);
    assert_eq!(next_step(&pack, &answers), Step::Done(StopReason::SameDay));
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::SameDay);
    assert_eq!(outcome.urgency_reasons, [UrgencyReason::RedFlag(RedFlagId::new("clot").unwrap())]);
    assert_eq!(outcome.advice.today.do_not, ["avoid for clot"]);
}

#[test]
fn not_sure_about_a_pressing_sign_gives_same_day_and_says_what_is_unknown() {
    let pack = pack();
    let answers = answers(&pack, &[("signs", "not-sure"), ("age", "adult"), ("injury", "no")]);
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::SameDay);
    assert!(outcome.flags.iter().all(|flag| flag.status == FlagStatus::CannotBeRuledOut));
    assert_eq!(outcome.flags.len(), 2);
    assert_eq!(outcome.unknown[0].short, "signs");
    assert!(outcome.unknown[0].was_asked);
    assert_eq!(outcome.advice.today.do_not, ["avoid for lung", "avoid for clot"]);
}

#[test]
fn an_exit_ends_it_without_a_plan() {
    let pack = pack();
    let answers = answers(&pack, &[("signs", "none"), ("age", "child")]);
    assert_eq!(next_step(&pack, &answers), Step::Done(StopReason::Exit));
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::Soon);
    assert_eq!(outcome.exit.unwrap().id.as_str(), "young");
    assert!(outcome.advice.weeks.is_empty() && outcome.advice.today.actions.is_empty());
    assert!(outcome.conditions.is_empty());
}

#[test]
fn an_emergency_outranks_an_exit() {
    let pack = pack();
    let outcome = assess(&pack, &answers(&pack, &[("signs", "breath"), ("age", "child")]), &context());
    assert_eq!(outcome.urgency, Urgency::Emergency);
    assert!(outcome.exit.is_none(), "the emergency page comes first");
}

#[test]
fn a_plain_case_gets_its_condition_reasons_cause_and_actions() {
    let pack = pack();
    let answers = answers(&pack, &WELL);
    assert!(matches!(next_step(&pack, &answers), Step::Done(_)));
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::SelfCare);
    assert_eq!(outcome.urgency_reasons, [UrgencyReason::NothingUrgent]);
    let first = &outcome.conditions[0];
    assert_eq!((first.id.as_str(), first.band), ("tendon", Some(Band::FitsWell)));
    assert_eq!(first.evidence, Decibans::new(3 + 6 + 3));
    let fits: Vec<&str> = first.fits_with.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(fits, ["tendon line 1", "tendon line 0", "no tendon line 2"], "strongest first");
    assert_eq!(outcome.causes[0].reasons[0].text, "said eases");
    assert_eq!(outcome.advice.today.actions[0].id.as_str(), "rest");
    assert_eq!(outcome.advice.weeks[0].id.as_str(), "stretch");
    assert_eq!(
        outcome.denied.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>(),
        ["no signs", "injury no"]
    );
    assert_eq!(outcome.safety_net.review_on, Some(Date::constant(2026, 4, 1)), "four weeks after 4 March");
}

#[test]
fn a_condition_that_fits_well_raises_the_urgency_to_its_care() {
    let pack = pack();
    let entries =
        [("signs", "none"), ("age", "adult"), ("injury", "no"), ("pattern", "builds"), ("cord", "no")];
    let outcome = assess(&pack, &answers(&pack, &entries), &context());
    assert_eq!(outcome.urgency, Urgency::Routine);
    assert_eq!(outcome.urgency_reasons, [UrgencyReason::Condition(ConditionId::new("artery").unwrap())]);
    assert_eq!(outcome.conditions[0].id.as_str(), "artery", "a good fit stands before commoner, worse ones");
}

#[test]
fn an_unknown_block_keeps_an_action_away_and_says_why() {
    let pack = pack();
    let entries = [("signs", "none"), ("age", "adult"), ("pattern", "eases"), ("cord", "yes")];
    let with_gap = answers(&pack, &entries);
    assert_eq!(missing_answers(&pack, &with_gap).len(), 1);
    // An injury that is not known leaves "fracture" open, so that no action is offered at all.
    assert!(decide(&pack, &with_gap).actions.is_empty());
    let injured = [
        ("signs", "none"),
        ("age", "adult"),
        ("injury", "yes"),
        ("can-stand", "yes"),
        ("pattern", "eases"),
        ("cord", "yes"),
    ];
    let outcome = assess(&pack, &answers(&pack, &injured), &context());
    assert_eq!(outcome.urgency, Urgency::SelfCare);
    assert!(outcome.advice.weeks.is_empty());
    let kept: Vec<(&str, &str)> =
        outcome.advice.kept_away.iter().map(|(id, _, because)| (id.as_str(), because.as_str())).collect();
    assert_eq!(kept, [("stretch", "stretch is blocked")]);
}

#[test]
fn of_a_group_only_the_strongest_for_and_against_count() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let b = builder.yes_no("b", None);
    let c = builder.yes_no("c", None);
    builder.condition(
        "grouped",
        0,
        Urgency::SelfCare,
        vec![(is(a), 5, 0, Some(0)), (is(b), 4, 0, Some(0)), (is(c), -3, 0, Some(0))],
        &[],
    );
    let pack = builder.pack();
    let outcome = assess(&pack, &answers(&pack, &[("a", "yes"), ("b", "yes"), ("c", "yes")]), &context());
    let condition = &outcome.conditions[0];
    assert_eq!(condition.evidence, Decibans::new(5 - 3));
    let overshadowed: Vec<bool> = condition.fits_with.iter().map(|note| note.overshadowed).collect();
    assert_eq!(overshadowed, [false, true]);
}

#[test]
fn a_skipped_question_makes_its_findings_false_and_its_answer_idle() {
    let pack = pack();
    let entries = [("signs", "none"), ("age", "adult"), ("injury", "no"), ("can-stand", "no")];
    let answers = answers(&pack, &entries);
    let idle: Vec<String> = idle_answers(&pack, &answers)
        .into_iter()
        .map(|question| pack.questions()[question].id.to_string())
        .collect();
    assert_eq!(idle, ["can-stand"]);
    assert!(decide(&pack, &answers).fired.is_empty(), "an idle answer raises no flag");
}

#[test]
fn changing_an_answer_says_what_it_would_drop() {
    let pack = pack();
    let entries = [("signs", "none"), ("age", "adult"), ("injury", "yes"), ("can-stand", "yes")];
    let answers = answers(&pack, &entries);
    let injury = pack.question_named("injury").unwrap();
    let dropped = would_drop(&pack, &answers, injury, Answer::YesNo(false));
    assert_eq!(dropped, [pack.question_named("can-stand").unwrap()]);
    assert!(would_drop(&pack, &answers, injury, Answer::YesNo(true)).is_empty());
}

#[test]
fn the_nearest_changes_up_and_down_are_named_in_words() {
    let pack = pack();
    let up = assess(&pack, &answers(&pack, &WELL), &context()).would_raise;
    let texts: Vec<(&str, Urgency)> =
        up.iter().map(|change| (change.text.as_str(), change.urgency)).collect();
    assert_eq!(texts, [("said swollen", Urgency::SameDay)]);
    let entries = [("signs", "swollen"), WELL[1], WELL[2], WELL[3], WELL[4]];
    let down = assess(&pack, &answers(&pack, &entries), &context()).would_lower;
    let texts: Vec<(&str, Urgency)> =
        down.iter().map(|change| (change.text.as_str(), change.urgency)).collect();
    assert_eq!(texts, [("no signs", Urgency::SelfCare)]);
}

#[test]
fn at_most_four_exercises_are_offered() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let exercises: Vec<ActionIx> =
        (0..6).map(|number| builder.action(&format!("e{number}"), ActionKind::Stretch, never())).collect();
    builder.condition("stiff", 0, Urgency::SelfCare, vec![(is(a), 7, 0, None)], &exercises);
    let pack = builder.pack();
    let decision = decide(&pack, &answers(&pack, &[("a", "yes")]));
    assert_eq!(decision.actions, exercises[..4], "the first four of the condition's own list");
}

#[test]
fn the_condition_that_sets_the_urgency_is_shown_even_behind_three_commoner_ones() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    for (id, prior, care) in [
        ("common", 20, Urgency::SelfCare),
        ("usual", 19, Urgency::SelfCare),
        ("frequent", 18, Urgency::SelfCare),
        ("rare", 0, Urgency::Soon),
    ] {
        builder.condition(id, prior, care, vec![(is(a), 7, 0, None)], &[]);
    }
    let pack = builder.pack();
    let outcome = assess(&pack, &answers(&pack, &[("a", "yes")]), &context());
    let shown: Vec<&str> = outcome.conditions.iter().map(|condition| condition.id.as_str()).collect();
    assert_eq!(shown, ["common", "usual", "rare"]);
    assert_eq!(outcome.less_likely[0].id.as_str(), "frequent");
    assert_eq!(outcome.urgency, Urgency::Soon);
}
