//! One small pack, looked at closely.

use crate::{
    Context, Grounds, Helped, Reasons, SaidPart, SaidRange, Step, StopReason, UrgencyGround, alternatives,
    applies, assess, bands, change::Before, decide, evaluation::Evaluation, grounds, idle_answers,
    missing_answers, next_step, reach::reaches, reasons, would_drop,
};
use sinew_logic::{Formula, Truth};
use sinew_model::*;
use sinew_sample::{Builder, answers, is, never, origin};

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
    // The same, asked for by itself, also where nothing would offer it or it is only not ruled out.
    let kept_away = |given: &[(&str, &str)]| -> Vec<String> {
        crate::kept_away(&pack, &answers(&pack, given)).into_iter().map(|(id, _)| id.to_string()).collect()
    };
    assert!(kept_away(&injured).contains(&"stretch".to_owned()));
    assert!(kept_away(&[("injury", "not-sure")]).contains(&"stretch".to_owned()));
    let unhurt = [&entries[..], &[("injury", "no")]].concat();
    assert!(!kept_away(&unhurt).contains(&"stretch".to_owned()));
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
fn the_answers_one_step_away_are_those_a_person_would_call_one_change() {
    let mut builder = Builder::new();
    builder.yes_no("sore", None);
    builder.one_of("colour", &["red", "green", "blue"], None);
    builder.any_of("signs", &["heat", "lump"], None);
    builder.scale("worst", 7, None);
    let pack = builder.pack();
    let from = |question: &str, answer: Option<&str>| {
        let question = pack.question_named(question).unwrap();
        let asked = &pack.questions()[question];
        let answer = answer.map(|text| asked.read_answer(&RawAnswer::Text(text.into())).unwrap());
        let others = alternatives(&pack, question, answer).into_iter();
        others.map(|other| asked.write_answer(other).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(from("sore", Some("yes")), ["no"]);
    assert_eq!(from("sore", Some("not-sure")), ["yes", "no"]);
    assert_eq!(from("sore", None), ["yes", "no"]);
    assert_eq!(from("colour", Some("green")), ["red", "blue"]);
    assert_eq!(from("signs", Some("none")), ["heat", "lump"]);
    assert_eq!(from("signs", Some("heat")), ["none", "heat,lump"]);
    assert_eq!(from("signs", Some("heat,not-sure")), ["heat", "none", "heat,lump"]);
    assert_eq!(from("signs", Some("not-sure")), ["none", "heat", "lump"]);
    assert_eq!(from("signs", None), ["none", "heat", "lump"]);
    assert_eq!(from("worst", Some("3")), ["0", "6", "7", "10"], "both ends, and both sides of the threshold");
}

#[test]
fn grounds_name_the_findings_that_decided_and_no_others() {
    let pack = pack();
    let of = |entries: &[(&str, &str)]| {
        let flag = pack.red_flag_named("fracture").unwrap();
        let Grounds { truth, findings } =
            grounds(&pack, &answers(&pack, entries), &pack.red_flags()[flag].when);
        let findings: Vec<(&str, Truth)> =
            findings.iter().map(|(finding, truth)| (pack.findings()[*finding].id.as_str(), *truth)).collect();
        (truth, format!("{findings:?}"))
    };
    assert_eq!(of(&[("injury", "no")]), (Truth::False, r#"[("injury", False)]"#.into()));
    assert_eq!(
        of(&[("injury", "yes"), ("can-stand", "no")]),
        (Truth::True, r#"[("injury", True), ("can-stand", False)]"#.into())
    );
    assert_eq!(
        of(&[("injury", "yes"), ("can-stand", "not-sure")]),
        (Truth::Unknown, r#"[("can-stand", Unknown)]"#.into())
    );
}

#[test]
fn bands_are_there_for_every_condition_that_is_ranked_and_for_nobody_in_an_emergency() {
    let pack = pack();
    let named = |entries: &[(&str, &str)]| {
        bands(&pack, &answers(&pack, entries))
            .into_iter()
            .map(|(condition, band)| (pack.conditions()[condition].id.to_string(), band))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        named(&WELL),
        [
            ("tendon".into(), Band::FitsWell),
            ("soreness".into(), Band::FitsLessWell),
            ("artery".into(), Band::FitsLessWell),
        ]
    );
    assert_eq!(named(&[("signs", "breath")]), []);
    assert_eq!(named(&[("signs", "none"), ("age", "child")]), []);
}

#[test]
fn a_question_applies_by_its_formula_and_it_may_be_unknown_whether() {
    let pack = pack();
    let question = pack.question_named("can-stand").unwrap();
    let with = |injury: &str| applies(&pack, &answers(&pack, &[("injury", injury)]), question);
    assert_eq!(with("yes"), Truth::True);
    assert_eq!(with("no"), Truth::False);
    assert_eq!(with("not-sure"), Truth::Unknown);
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

#[test]
fn an_exit_waits_for_the_question_that_could_take_it_back() {
    let mut builder = Builder::new();
    let abroad = builder.yes_no("abroad", None);
    let far = builder.yes_no("far", Some(is(abroad)));
    let sign = builder.yes_no("sign", None);
    builder.exit("away", Urgency::Routine, is(far));
    builder.red_flag("clot", Urgency::SameDay, is(sign));
    let pack = builder.pack();
    let written = answers(&pack, &[("far", "yes")]);
    assert!(decide(&pack, &written).exit.is_none(), "whether it applies is not known");
    assert_eq!(decide(&pack, &written).urgency, Urgency::SameDay);
    let missing = missing_answers(&pack, &written);
    assert_eq!(missing, [pack.question_named("abroad").unwrap(), pack.question_named("sign").unwrap()]);
    let settled = answers(&pack, &[("abroad", "yes"), ("far", "yes")]);
    assert!(decide(&pack, &settled).exit.is_some());
    assert!(missing_answers(&pack, &settled).is_empty());
}

#[test]
fn not_sure_about_a_pressing_sign_counts_at_an_exit_and_silence_does_not() {
    let pack = pack();
    let unsure = assess(&pack, &answers(&pack, &[("signs", "not-sure"), ("age", "child")]), &context());
    assert_eq!(unsure.urgency, Urgency::SameDay);
    assert_eq!(unsure.exit.unwrap().id.as_str(), "young");
    let open: Vec<&str> = unsure.flags.iter().map(|flag| flag.id.as_str()).collect();
    assert_eq!(open, ["lung", "clot"], "the injury was not asked about");
    let expected = ["lung", "clot"].map(|id| UrgencyReason::UnknownRedFlag(RedFlagId::new(id).unwrap()));
    assert_eq!(unsure.urgency_reasons, expected);
    let silent = assess(&pack, &answers(&pack, &[("age", "child")]), &context());
    assert_eq!((silent.urgency, silent.flags.len()), (Urgency::Soon, 0));
}

/// A floor of emergency holds before anything is asked, and must not end the interview there.
#[test]
fn an_emergency_that_is_only_not_ruled_out_lets_the_questions_be_asked() {
    let mut builder = Builder::new();
    let awake = builder.yes_no("faint", None);
    let lung = builder.red_flag("lung", Urgency::Emergency, is(awake));
    builder.floor(lung, Urgency::Emergency);
    let sore = builder.yes_no("sore", None);
    builder.condition("tendon", 0, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "faint");
    assert_eq!(missing_answers(&pack, &answers(&pack, &[])).len(), 1);
    assert_eq!(ask(&pack, &answers(&pack, &[("faint", "no")])), "sore");
    let unsure = answers(&pack, &[("faint", "not-sure"), ("sore", "yes")]);
    let outcome = assess(&pack, &unsure, &context());
    assert_eq!(outcome.urgency, Urgency::Emergency);
    assert!(outcome.conditions.is_empty() && outcome.less_likely.is_empty());
    assert_eq!(outcome.advice.today.do_not, ["avoid for lung"]);
}

#[test]
fn a_floor_of_same_day_is_asked_about_even_behind_a_same_day_flag() {
    let mut builder = Builder::new();
    let sign = builder.yes_no("sign", None);
    let other = builder.yes_no("other", None);
    let mild = builder.yes_no("mild", None);
    builder.red_flag("clot", Urgency::SameDay, is(sign));
    let soft = builder.red_flag("soft", Urgency::Soon, is(other));
    builder.floor(soft, Urgency::SameDay);
    builder.red_flag("softer", Urgency::Soon, is(mild));
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[("sign", "yes")])), "other");
    assert_eq!(ask(&pack, &answers(&pack, &[("sign", "yes"), ("other", "no")])), "SameDay");
}

#[test]
fn an_emergency_says_only_what_belongs_to_it() {
    let pack = pack();
    let outcome =
        assess(&pack, &answers(&pack, &[("signs", "breath,swollen"), ("age", "adult")]), &context());
    assert_eq!(outcome.flags.len(), 2);
    assert_eq!(outcome.told.len(), 1, "what was said for the lesser flag is left out");
    assert_eq!(outcome.advice.today.do_items, ["do for lung"]);
    assert_eq!(outcome.advice.today.do_not, ["avoid for lung"]);
    assert!(outcome.safety_net.expect.is_empty() && outcome.safety_net.review_after.is_none());
    assert!(outcome.unknown.is_empty() && outcome.denied.is_empty());
}

#[test]
fn at_same_day_nothing_is_shown_that_does_not_fit() {
    let pack = pack();
    let entries = [("signs", "swollen"), ("age", "adult"), ("injury", "yes"), ("can-stand", "yes")];
    let outcome = assess(&pack, &answers(&pack, &entries), &context());
    assert_eq!(outcome.urgency, Urgency::SameDay);
    assert!(outcome.conditions.is_empty(), "the interview did not look for the fit of anything");
    assert!(outcome.advice.kept_away.is_empty() && outcome.unknown.is_empty());
    assert!(outcome.safety_net.review_after.is_none());
    assert!(!outcome.less_likely.is_empty());
}

/// A condition that is tied to a flag brings its actions along, so what blocks them has to be asked.
#[test]
fn what_blocks_the_actions_of_a_condition_tied_to_a_flag_is_asked() {
    let mut builder = Builder::new();
    let sign = builder.yes_no("sign", None);
    let pregnant = builder.yes_no("pregnant", None);
    builder.red_flag("lump", Urgency::Soon, is(sign));
    let stretch = builder.action("stretch", ActionKind::Stretch, is(pregnant));
    let cyst = builder.condition("cyst", 0, Urgency::SelfCare, vec![], &[stretch]);
    builder.parts.conditions[cyst].only_with = vec![RedFlagIx::at(0)];
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[("sign", "yes")])), "pregnant");
    assert_eq!(ask(&pack, &answers(&pack, &[("sign", "no")])), "Settled");
    assert_eq!(decide(&pack, &answers(&pack, &[("sign", "yes"), ("pregnant", "no")])).actions, [stretch]);
}

#[test]
fn an_answer_that_counts_for_nothing_is_never_given_as_a_reason() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let worse = builder.yes_no("worse", Some(is(sore)));
    let injury = builder.yes_no("injury", None);
    let spared = Formula::All(vec![is(injury), Formula::Not(Box::new(is(worse)))]);
    builder.red_flag("hidden", Urgency::Soon, spared.clone());
    builder.red_flag("pressing", Urgency::SameDay, Formula::All(vec![is(worse), is(injury)]));
    builder.cause("spared", spared, &[]);
    let pack = builder.pack();
    for answer in ["yes", "not-sure", "no"] {
        let idle = answers(&pack, &[("sore", "no"), ("worse", answer), ("injury", "yes")]);
        let outcome = assess(&pack, &idle, &context());
        let said = |reasons: &[Reason]| reasons.iter().map(|reason| reason.text.clone()).collect::<Vec<_>>();
        assert_eq!(said(&outcome.flags[0].reasons), ["injury yes"], "{answer}");
        assert_eq!(said(&outcome.causes[0].reasons), ["injury yes"], "{answer}");
        assert_eq!(said(&outcome.told), ["injury yes"], "{answer}");
        assert!(outcome.unknown.is_empty() && outcome.denied.is_empty(), "{answer}");
    }
}

#[test]
fn evidence_beyond_all_measure_neither_panics_nor_turns_over() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let lines = || vec![(is(a), i32::MAX, i32::MIN, None), (is(a), i32::MAX, i32::MIN, None)];
    let huge = builder.condition("huge", i32::MAX, Urgency::Soon, lines(), &[]);
    builder.adjustment(huge, is(a), i32::MAX);
    builder.condition("tiny", i32::MIN, Urgency::Routine, lines(), &[]);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "a");
    let yes = assess(&pack, &answers(&pack, &[("a", "yes")]), &context());
    assert_eq!(yes.urgency, Urgency::Soon);
    assert_eq!(yes.conditions[0].id.as_str(), "huge");
    assert_eq!(yes.conditions[0].evidence, Decibans::new(i32::MAX));
    let no = assess(&pack, &answers(&pack, &[("a", "no")]), &context());
    assert_eq!(no.urgency, Urgency::SelfCare);
}

/// Each combination names the two before it: the ways down to the questions double with every second one, and they are long.
#[test]
fn combinations_upon_combinations_take_neither_time_nor_stack() {
    const LINKS: usize = 30_000;
    let mut builder = Builder::new();
    let (mut one, mut last) = (builder.yes_no("bottom", None), builder.yes_no("ground", None));
    for link in 0..LINKS {
        let both = Formula::All(vec![is(one), is(last)]);
        one = std::mem::replace(&mut last, builder.combination(&format!("link-{link}"), both));
    }
    builder.red_flag("top", Urgency::Soon, is(last));
    builder.cause("because", is(last), &[]);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "bottom");
    assert_eq!(pack.questions_behind(&is(last)).len(), 2);
    let outcome = assess(&pack, &answers(&pack, &[("bottom", "yes"), ("ground", "yes")]), &context());
    assert_eq!(outcome.flags[0].reasons.len(), 2);
}

#[test]
fn no_more_is_offered_than_a_person_can_do() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let mut add = |kind: ActionKind| -> Vec<ActionIx> {
        (0..7).map(|number| builder.action(&format!("{}-{number}", kind.name()), kind, never())).collect()
    };
    let actions: Vec<ActionIx> =
        [ActionKind::SelfCare, ActionKind::Load, ActionKind::Form].into_iter().flat_map(&mut add).collect();
    builder.condition("stiff", 0, Urgency::SelfCare, vec![(is(a), 7, 0, None)], &actions);
    let pack = builder.pack();
    let offered = decide(&pack, &answers(&pack, &[("a", "yes")])).actions;
    let of = |kind: ActionKind| offered.iter().filter(|action| pack.actions()[**action].kind == kind).count();
    assert_eq!([of(ActionKind::SelfCare), of(ActionKind::Load), of(ActionKind::Form)], [5, 2, 2]);
}

#[test]
fn what_is_for_everybody_is_offered_to_everybody_it_is_not_blocked_for() {
    let mut builder = Builder::new();
    let ill = builder.yes_no("ill", None);
    let sore = builder.yes_no("sore", None);
    let walk = builder.action("walk", ActionKind::SelfCare, is(ill));
    builder.parts.actions[walk].always = true;
    builder.condition("stiff", 0, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    let pack = builder.pack();
    let with = |ill: &str| decide(&pack, &answers(&pack, &[("ill", ill), ("sore", "yes")])).actions;
    assert_eq!(with("no"), [walk]);
    assert!(with("yes").is_empty() && with("not-sure").is_empty());
    assert_eq!(ask(&pack, &answers(&pack, &[("sore", "yes")])), "ill", "what blocks it is asked");
}

#[test]
fn what_may_call_for_help_sooner_is_asked_before_what_moves_more_evidence() {
    let mut builder = Builder::new();
    let first = builder.yes_no("moves-much", None);
    let second = builder.yes_no("presses", None);
    builder.condition("common", 0, Urgency::SelfCare, vec![(is(first), 10, -10, None)], &[]);
    builder.condition("rare", 0, Urgency::Soon, vec![(is(second), 7, 0, None)], &[]);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "presses");
    let mut builder = Builder::new();
    let first = builder.yes_no("moves-little", None);
    let second = builder.yes_no("moves-much", None);
    builder.condition("one", 0, Urgency::SelfCare, vec![(is(first), 3, 0, None)], &[]);
    builder.condition("other", 0, Urgency::SelfCare, vec![(is(second), 10, -10, None)], &[]);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[])), "moves-much");
}

/// Two conditions that ask for care stand behind three commoner ones; which of the two takes the last place is open.
#[test]
fn the_order_of_conditions_that_ask_for_care_is_settled_even_behind_three_others() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let old = builder.yes_no("old", None);
    for (id, prior) in [("common", 20), ("usual", 19), ("frequent", 18)] {
        builder.condition(id, prior, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    }
    builder.condition("rare", 1, Urgency::Soon, vec![(is(sore), 7, 0, None)], &[]);
    let rarer = builder.condition("rarer", 0, Urgency::Soon, vec![(is(sore), 7, 0, None)], &[]);
    builder.adjustment(rarer, is(old), 3);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &answers(&pack, &[("sore", "yes")])), "old");
    let last = |old: &str| {
        let outcome = assess(&pack, &answers(&pack, &[("sore", "yes"), ("old", old)]), &context());
        outcome.conditions[2].id.to_string()
    };
    assert_eq!([last("no"), last("yes")], ["rare", "rarer"]);
}

/// What the pack gives cannot be taken out, so it is no answer to drop, even while its question does not apply.
#[test]
fn what_the_pack_gives_is_never_idle() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let place = builder.yes_no("place", Some(is(sore)));
    builder.red_flag("there", Urgency::Soon, is(place));
    builder.parts.given.push(Given {
        question: QuestionIx::at(1),
        answer: Answer::YesNo(true),
        origin: origin(),
    });
    let pack = builder.pack();
    let healthy = answers(&pack, &[("sore", "no")]);
    assert!(idle_answers(&pack, &healthy).is_empty());
    assert!(decide(&pack, &healthy).fired.is_empty(), "it counts for nothing all the same");
    assert_eq!(decide(&pack, &answers(&pack, &[("sore", "yes")])).fired.len(), 1);
    let changes = assess(&pack, &answers(&pack, &[("sore", "yes")]), &context()).would_lower;
    let changed: Vec<&str> = changes.iter().map(|change| change.question.as_str()).collect();
    assert_eq!(changed, ["sore"], "nobody can give another answer than the pack");
}

#[test]
fn what_was_idle_before_is_not_dropped_by_a_change() {
    let pack = pack();
    let entries = [("injury", "no"), ("can-stand", "yes"), ("pattern", "rests"), ("cord", "yes")];
    let idle = answers(&pack, &entries);
    let pattern = pack.question_named("pattern").unwrap();
    let to_rests = Answer::One(pack.questions()[pattern].option_named("rests").unwrap());
    assert!(would_drop(&pack, &idle, pattern, to_rests).is_empty());
    assert_eq!(idle_answers(&pack, &idle).len(), 2);
}

#[test]
fn flags_that_fire_come_first_then_the_more_pressing_and_speak_for_those_not_ruled_out() {
    let mut builder = Builder::new();
    let mut flag = |id: &str, urgency: Urgency| {
        let sign = builder.yes_no(&format!("{id}-sign"), None);
        builder.red_flag(id, urgency, is(sign));
    };
    flag("mild", Urgency::Routine);
    flag("soft", Urgency::Soon);
    flag("clot", Urgency::SameDay);
    flag("lung", Urgency::Emergency);
    let pack = builder.pack();
    let outcome = |mild: &str, soft: &str| {
        let entries =
            [("mild-sign", mild), ("soft-sign", soft), ("clot-sign", "not-sure"), ("lung-sign", "not-sure")];
        assess(&pack, &answers(&pack, &entries), &context())
    };
    let fires = outcome("yes", "yes");
    let ids: Vec<&str> = fires.flags.iter().map(|flag| flag.id.as_str()).collect();
    assert_eq!(ids, ["soft", "mild", "lung", "clot"]);
    assert_eq!(fires.advice.today.do_items, ["do for soft", "do for mild"]);
    let all = ["avoid for soft", "avoid for mild", "avoid for lung", "avoid for clot"];
    assert_eq!(fires.advice.today.do_not, all, "what an open flag forbids is forbidden too");
    let open = outcome("no", "no");
    assert!(open.advice.today.do_items.is_empty(), "nobody is told to show a sign that they do not know of");
    assert_eq!(open.advice.today.do_not, ["avoid for lung", "avoid for clot"]);
}

#[test]
fn the_earliest_review_of_what_fits_counts() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let weeks = |number| Duration::new(number, DurationUnit::Weeks);
    for (id, present, review) in [("slow", 7, weeks(6)), ("quick", 5, weeks(2)), ("stranger", -9, weeks(1))] {
        let lines = vec![(is(sore), present, 0, None)];
        let condition = builder.condition(id, 0, Urgency::SelfCare, lines, &[]);
        builder.parts.conditions[condition].review = review;
    }
    let pack = builder.pack();
    let net = assess(&pack, &answers(&pack, &[("sore", "yes")]), &context()).safety_net;
    assert_eq!(net.review_after, Some(weeks(2)));
    assert_eq!(net.review_on, Some(Date::constant(2026, 3, 18)), "two weeks after 4 March");
}

#[test]
fn of_equal_lines_of_a_group_the_first_one_counts() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let lines = vec![(is(a), 4, 0, Some(0)), (is(a), 4, 0, Some(0)), (is(a), 4, 0, None)];
    builder.condition("grouped", 0, Urgency::SelfCare, lines, &[]);
    let pack = builder.pack();
    let outcome = assess(&pack, &answers(&pack, &[("a", "yes")]), &context());
    let notes: Vec<(&str, bool)> =
        outcome.conditions[0].fits_with.iter().map(|note| (note.id.as_str(), note.overshadowed)).collect();
    assert_eq!(notes, [("line-0", false), ("line-2", false), ("line-1", true)]);
    assert_eq!(outcome.conditions[0].evidence, Decibans::new(8));
}

#[test]
fn the_option_no_denies_a_sign_and_other_options_do_not() {
    let mut builder = Builder::new();
    let swollen = builder.one_of("swollen", &["calf", "foot", "no"], None);
    builder.red_flag("clot", Urgency::SameDay, is(swollen[0]));
    let pack = builder.pack();
    let denied = |answer: &str| {
        let outcome = assess(&pack, &answers(&pack, &[("swollen", answer)]), &context());
        outcome.denied.into_iter().map(|reason| reason.text).collect::<Vec<_>>()
    };
    assert_eq!(denied("no"), ["said no"]);
    assert!(denied("foot").is_empty() && denied("calf").is_empty());
}

#[test]
fn at_same_day_a_harmless_condition_that_fits_is_not_shown_and_brings_no_plan_along() {
    let mut builder = Builder::new();
    let (sore, sign) = (builder.yes_no("sore", None), builder.yes_no("sign", None));
    builder.red_flag("clot", Urgency::SameDay, is(sign));
    let stretch = builder.action("stretch", ActionKind::Stretch, is(sign));
    let rest = builder.action("rest", ActionKind::SelfCare, never());
    builder.condition("tendon", 0, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[stretch, rest]);
    let pack = builder.pack();
    let with = |sign: &str| assess(&pack, &answers(&pack, &[("sore", "yes"), ("sign", sign)]), &context());
    let today = with("yes");
    assert_eq!((today.urgency, today.conditions.len()), (Urgency::SameDay, 0));
    assert!(today.advice.kept_away.is_empty() && today.advice.today.actions.is_empty());
    assert!(today.safety_net.expect.is_empty() && today.safety_net.review_after.is_none());
    let later = with("no");
    assert_eq!((later.advice.weeks.len(), later.advice.today.actions.len()), (1, 1));
    assert_eq!(later.safety_net.expect, ["Wait."]);
    assert_eq!(later.safety_net.review_after, Some(Duration::new(4, DurationUnit::Weeks)));
}

#[test]
fn of_the_changes_of_one_answer_the_smallest_step_is_named() {
    let mut builder = Builder::new();
    let signs = builder.one_of("signs", &["worst", "bad", "fine"], None);
    builder.red_flag("pressing", Urgency::SameDay, is(signs[0]));
    builder.red_flag("mild", Urgency::Soon, is(signs[1]));
    let pack = builder.pack();
    let outcome = |answer: &str| assess(&pack, &answers(&pack, &[("signs", answer)]), &context());
    let steps = |changes: Vec<Change>| changes.iter().map(|change| change.urgency).collect::<Vec<_>>();
    assert_eq!(steps(outcome("worst").would_lower), [Urgency::Soon]);
    assert_eq!(steps(outcome("fine").would_raise), [Urgency::Soon]);
    assert_eq!(steps(outcome("bad").would_raise), [Urgency::SameDay]);
    assert_eq!(steps(outcome("bad").would_lower), [Urgency::SelfCare]);
}

#[test]
fn every_source_that_is_named_is_cited_once() {
    let pack = pack();
    let outcome = assess(&pack, &answers(&pack, &WELL), &context());
    let cited: Vec<&SourceId> = outcome.sources.iter().map(|citation| &citation.id).collect();
    let conditions = outcome.conditions.iter().chain(&outcome.less_likely);
    for source in conditions.flat_map(|condition| &condition.sources) {
        assert_eq!(cited.iter().filter(|id| **id == source).count(), 1, "{source}");
    }
    assert!(!outcome.less_likely.is_empty() && !cited.is_empty());
}

#[test]
fn at_same_day_harmless_conditions_take_no_place_from_one_that_has_to_be_seen() {
    let mut builder = Builder::new();
    let (sore, sign) = (builder.yes_no("sore", None), builder.yes_no("sign", None));
    builder.red_flag("beat", Urgency::SameDay, is(sign));
    for id in ["common", "usual", "frequent"] {
        builder.condition(id, 10, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    }
    builder.condition("vessel", 0, Urgency::SameDay, vec![(is(sign), 3, 0, None)], &[]);
    let pack = builder.pack();
    let outcome = assess(&pack, &answers(&pack, &[("sore", "yes"), ("sign", "yes")]), &context());
    let shown: Vec<&str> = outcome.conditions.iter().map(|condition| condition.id.as_str()).collect();
    assert_eq!((outcome.urgency, shown), (Urgency::SameDay, vec!["vessel"]));
}

/// A condition that two answers speak for, and an action that its good fit keeps away.
fn pack_with_a_fit() -> Pack {
    let mut builder = Builder::new();
    let press = builder.yes_no("press", None);
    let night = builder.yes_no("night", None);
    let rest = builder.action("rest", ActionKind::SelfCare, never());
    let hop = builder.action("hop", ActionKind::Strength, never());
    let lines = vec![(is(press), 4, -4, None), (is(night), 4, -1, None)];
    let bone = builder.condition("bone", 0, Urgency::Soon, lines, &[rest, hop]);
    let well = builder.fits(bone, Band::FitsWell);
    builder.block("no-hops", is(well), &[hop]);
    builder.pack()
}

#[test]
fn a_block_follows_the_band_that_is_shown() {
    let pack = pack_with_a_fit();
    for (press, night, blocked) in [
        ("yes", "yes", true),
        ("yes", "no", false),
        ("no", "yes", false),
        // Not being sure weighs nothing, in the block as in the ranking.
        ("yes", "not-sure", false),
        ("not-sure", "not-sure", false),
    ] {
        let answers = answers(&pack, &[("press", press), ("night", night)]);
        let decision = decide(&pack, &answers);
        let fits_well = decision.conditions.iter().any(|shown| shown.band == Some(Band::FitsWell));
        assert_eq!(fits_well, blocked, "{press}, {night}");
        let hop = pack.action_named("hop").unwrap();
        assert_eq!(!decision.actions.contains(&hop), blocked, "{press}, {night}");
    }
}

#[test]
fn a_fit_that_is_still_open_keeps_away_and_is_asked_for() {
    let pack = pack_with_a_fit();
    let hop = pack.action_named("hop").unwrap();
    let open = answers(&pack, &[("press", "yes")]);
    assert!(!decide(&pack, &open).actions.contains(&hop), "it may come to fit well");
    assert_eq!(ask(&pack, &open), "night");
    let decided = answers(&pack, &[("press", "no")]);
    assert!(decide(&pack, &decided).actions.contains(&hop), "nothing can make it fit well any more");
}

#[test]
fn a_flag_on_a_fit_names_the_answers_that_speak_for_it() {
    let mut builder = Builder::new();
    let press = builder.yes_no("press", None);
    let night = builder.yes_no("night", None);
    let eases = builder.yes_no("eases", None);
    let lines = vec![(is(press), 5, -4, None), (is(night), 5, -1, None), (is(eases), -3, 0, None)];
    let bone = builder.condition("bone", 0, Urgency::SelfCare, lines, &[]);
    let well = builder.fits(bone, Band::FitsWell);
    builder.red_flag("sore-bone", Urgency::Soon, is(well));
    let pack = builder.pack();
    let answers = answers(&pack, &[("press", "yes"), ("night", "yes"), ("eases", "yes")]);
    let outcome = assess(&pack, &answers, &context());
    assert_eq!(outcome.urgency, Urgency::Soon);
    let told: Vec<&str> = outcome.flags[0].reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(told, ["press yes", "night yes"], "what speaks against it is no reason");
}

#[test]
fn an_answer_reaches_what_hangs_on_it_among_many_questions() {
    let mut builder = Builder::new();
    let yes: Vec<FindingIx> =
        (0..130).map(|number| builder.yes_no(&format!("question-{number}"), None)).collect();
    let flag = |builder: &mut Builder, number: usize| {
        builder.red_flag(&format!("flag-{number}"), Urgency::SameDay, is(yes[number]));
    };
    for number in [0, 65, 129] {
        flag(&mut builder, number);
    }
    let pack = builder.pack();
    let questions: Vec<QuestionIx> = pack.questions().indices().collect();
    let reaches = reaches(&pack, &questions);
    let flags: Vec<(usize, usize)> = reaches
        .iter()
        .enumerate()
        .flat_map(|(question, reach)| reach.flags.iter().map(move |flag| (question, flag.position())))
        .collect();
    assert_eq!(flags, [(0, 0), (65, 1), (129, 2)]);
}

/// An emergency takes the place of an exit, and gives it back when it goes.
#[test]
fn an_exit_behind_an_emergency_is_not_forgotten() {
    let pack = pack();
    let [emergency, exit] =
        ["breath", "none"].map(|sign| answers(&pack, &[("signs", sign), ("age", "child")]));
    let signs = pack.question_named("signs").unwrap();
    let before = Before::of(&pack, &Evaluation::of(&pack, &emergency));
    let after = Evaluation::of(&pack, &exit);
    assert_eq!(before.urgency_with(&pack, &after, &reaches(&pack, &[signs])[0]), Urgency::Soon);
}

#[test]
fn what_is_not_known_is_overshadowed_by_nothing() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a", None);
    let b = builder.yes_no("b", None);
    let c = builder.yes_no("c", None);
    let lines = vec![(is(a), 6, 0, Some(0)), (is(b), 4, 0, Some(0)), (is(c), 3, 0, Some(0))];
    builder.condition("grouped", 0, Urgency::SelfCare, lines, &[]);
    let pack = builder.pack();
    let answers = answers(&pack, &[("a", "no"), ("b", "not-sure"), ("c", "not-sure")]);
    let outcome = assess(&pack, &answers, &context());
    let notes: Vec<(&str, bool)> =
        outcome.conditions[0].not_known.iter().map(|note| (note.id.as_str(), note.overshadowed)).collect();
    assert_eq!(notes, [("line-1", false), ("line-2", false)]);
}

#[test]
fn an_exit_offers_nothing_and_says_of_nothing_that_it_was_left_out() {
    let mut builder = Builder::new();
    let young = builder.yes_no("young", None);
    let ill = builder.yes_no("ill", None);
    builder.exit("young", Urgency::Routine, is(young));
    let walk = builder.action("walk", ActionKind::SelfCare, is(ill));
    builder.parts.actions[walk].always = true;
    let pack = builder.pack();
    let kept_away = |young: &str| {
        let outcome = assess(&pack, &answers(&pack, &[("young", young), ("ill", "yes")]), &context());
        assert_eq!(outcome.exit.is_some(), young == "yes");
        outcome.advice.kept_away.len()
    };
    assert_eq!((kept_away("no"), kept_away("yes")), (1, 0));
}

#[test]
fn reasons_are_what_was_said_behind_each_rule_and_nothing_else() {
    let pack = pack();
    let said = |reasons: &Reasons, range: &SaidRange| -> Vec<(String, SaidPart)> {
        let said = reasons.said(range).iter();
        said.map(|one| (pack.questions()[one.question].id.to_string(), one.part)).collect()
    };
    let asked = |id: &str, part| (id.to_owned(), part);

    // Well, but for a cord that hurts: a condition, a cause, and an action that nothing keeps away.
    let (decision, reasons) = reasons(&pack, &answers(&pack, &WELL));
    assert_eq!(reasons.urgency, [UrgencyGround::NothingUrgent]);
    assert!(reasons.flags.is_empty() && reasons.not_sure.is_empty() && reasons.kept_away.is_empty());
    let denied: Vec<_> =
        reasons.denied.iter().map(|one| pack.questions()[one.question].id.as_str()).collect();
    assert_eq!(denied, ["signs", "injury"]);
    let names: Vec<_> =
        reasons.conditions.iter().map(|entry| pack.conditions()[entry.condition].id.as_str()).collect();
    assert_eq!(names, ["tendon", "soreness", "artery"]);
    let lines = |at: usize| -> Vec<(usize, Truth, i32)> {
        let lines = &reasons.lines[reasons.conditions[at].lines.clone()];
        lines.iter().map(|line| (line.line, line.truth, line.weight.value())).collect()
    };
    // No injury weighs 3 for a tendon; that nothing is known of a line or that it weighs nothing is not among them.
    assert_eq!(lines(0), [(0, Truth::True, 3), (1, Truth::True, 6), (2, Truth::False, 3)]);
    assert_eq!(lines(1), []);
    assert_eq!(lines(2), [(0, Truth::False, -10), (1, Truth::True, -3)]);
    assert_eq!(said(&reasons, &reasons.causes[0]), [asked("pattern", SaidPart::Answer)]);
    let told: Vec<_> = reasons.told.iter().map(|one| pack.questions()[one.question].id.as_str()).collect();
    assert_eq!(told, ["cord", "pattern"]);
    let helped: Vec<&[Helped]> = reasons.actions.iter().map(|range| &reasons.helped[range.clone()]).collect();
    let tendon = Helped::Condition(decision.conditions[0].condition);
    assert_eq!(helped, [&[tendon, Helped::Cause(decision.causes[0])][..], &[tendon][..]]);

    // An injury of which it is not known whether one can stand: the flag cannot be ruled out, and stretching is kept away.
    let given = [("signs", "none"), ("age", "adult"), ("injury", "yes"), ("can-stand", "not-sure")];
    let (_, reasons) = crate::reasons(&pack, &answers(&pack, &given));
    let [fracture] = reasons.flags.as_slice() else { panic!("{:?}", reasons.flags) };
    assert_eq!((fracture.status, fracture.gives), (FlagStatus::CannotBeRuledOut, Urgency::SameDay));
    assert_eq!(said(&reasons, &fracture.said), [asked("can-stand", SaidPart::NotSure)]);
    assert_eq!(reasons.urgency, [UrgencyGround::UnknownRedFlag(fracture.flag)]);
    assert_eq!(reasons.not_sure.len(), 1);

    // One option of a list, and nothing of the exit or the conditions.
    let (_, reasons) = crate::reasons(&pack, &answers(&pack, &[("signs", "breath")]));
    let [lung] = reasons.flags.as_slice() else { panic!("{:?}", reasons.flags) };
    assert_eq!(said(&reasons, &lung.said), [asked("signs", SaidPart::Option(OptionIx::at(0)))]);
    assert!(reasons.conditions.is_empty() && reasons.denied.is_empty() && reasons.actions.is_empty());
}
