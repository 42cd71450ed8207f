//! The order and the words of results, from the small example pack.

use super::*;
use crate::{
    appearance::{Layout, Style},
    example,
    render::document_text,
    view::add_trace,
};
use sinew_logic::Formula;
use sinew_model::{
    Answer, Answers, Basis, Companion, ConditionId, ConditionIx, Date, Index as _, OptionIx, OptionSet,
    Origin,
};

const LINEAR: Style = Style { layout: Layout::Linear, color: false, ascii: false, width: 80 };
const NONE: Answer = Answer::Any { chosen: OptionSet::EMPTY, unsure: false };

fn outcome_of(answers: &[(&str, Answer)], region: Option<&str>) -> (Pack, Outcome) {
    let pack = example::pack();
    let mut given = Answers::new(&pack);
    for (id, answer) in answers {
        assert!(given.set(&pack, pack.question_named(id).unwrap(), *answer));
    }
    let region = region.and_then(|id| pack.region_named(id));
    let outcome = sinew_app::assess(&pack, &given, Date::constant(2026, 3, 4), region).unwrap();
    (pack, outcome)
}

fn text_of(answers: &[(&str, Answer)], region: Option<&str>) -> String {
    let (pack, outcome) = outcome_of(answers, region);
    document_text(&result_document(&outcome, &pack, Detail::Full), &LINEAR)
}

fn self_care() -> Vec<(&'static str, Answer)> {
    vec![
        ("now", NONE),
        ("swollen", Answer::YesNo(false)),
        ("start", Answer::One(OptionIx::at(0))),
        ("stiff", Answer::YesNo(true)),
        ("pain", Answer::Number(3)),
        ("longest", Answer::Number(25)),
    ]
}

#[test]
fn the_order_is_always_the_same() {
    let text = text_of(&self_care(), Some("uk"));
    let parts = [
        "Self-care: You can look after this yourself",
        "4 March 2026.",
        "\nWhy this advice\n",
        "\nWhat it might be\n",
        "This is not a diagnosis: only an examination can tell.",
        "\nToday\n",
        "\nYour plan for the coming weeks\n",
        "\nWhen to get help\n",
        "Emergency: call 999 now if:",
        "Urgent advice: get medical help today if:",
        "by 25 March 2026 (3 weeks)",
        "\nLimits\n",
        "it knows one thing only",
    ];
    let mut from = 0;
    for part in parts {
        let at =
            text[from..].find(part).unwrap_or_else(|| panic!("{part:?} is not behind {from} in\n{text}"));
        from += at + part.len();
    }
}

#[test]
fn conditions_have_their_reasons_and_no_figures() {
    let text = text_of(&self_care(), None);
    assert!(text.contains("Sore thing (morbus exempli): fits well with your answers"), "{text}");
    assert!(text.contains("Fits with: a slow start; stiffness"), "{text}");
    assert!(text.contains("Does not fit with: nothing you told us"), "{text}");
    assert_eq!(text.matches("not a diagnosis").count(), 1);
    for figure in ["%", "deciban", "+5", "ratio", "1 in "] {
        assert!(!text.contains(figure), "{figure:?} is in\n{text}");
    }
}

/// The example with another condition, which fits less well and without which the first is never shown after a slow start.
fn with_a_companion() -> (Pack, Outcome) {
    let mut parts = example::parts();
    let first = parts.conditions[ConditionIx::at(0)].clone();
    let mut other = first.clone();
    other.id = ConditionId::new("other-thing").unwrap();
    other.name = "Other thing (morbus alter)".into();
    other.about = "Another thing breaks slowly.".into();
    other.evidence.retain(|line| line.id.as_str() == "stiff");
    other.evidence[0].when = Formula::Not(Box::new(other.evidence[0].when.clone()));
    let condition = parts.conditions.push(other);
    parts.conditions[ConditionIx::at(0)].never_without.push(Companion {
        condition,
        when: Some(first.evidence[0].when.clone()),
        because: "a break is often taken for this".into(),
        basis: Basis::Published,
        sources: first.sources,
        origin: Origin { line: 33, ..first.origin },
    });
    let pack = Pack::new(parts).unwrap();
    let mut given = Answers::new(&pack);
    for (id, answer) in self_care() {
        assert!(given.set(&pack, pack.question_named(id).unwrap(), answer));
    }
    let outcome = sinew_app::assess(&pack, &given, Date::constant(2026, 3, 4), None).unwrap();
    (pack, outcome)
}

#[test]
fn a_companion_says_first_why_it_stands_there() {
    let (pack, outcome) = with_a_companion();
    for detail in [Detail::Short, Detail::Full] {
        let text = document_text(&result_document(&outcome, &pack, detail), &LINEAR).replace('\n', " ");
        let first = text.find("Sore thing (morbus exempli): fits well with your answers").unwrap();
        let companion = "Other thing (morbus alter): fits less well with your answers \
                         Shown with “Sore thing” because a break is often taken for this. \
                         Another thing breaks slowly.";
        let second = text.find(companion).unwrap_or_else(|| panic!("{text}"));
        assert!(first < second, "{text}");
        assert_eq!(text.matches("Shown with").count(), 1, "{text}");
    }
    let short = document_text(&summary(&outcome), &LINEAR).replace('\n', " ");
    let together = "It might be: Sore thing (morbus exempli), which fits well with your answers \
                    Shown with it: Other thing (morbus alter), which fits less well with your answers";
    assert!(short.contains(together), "{short}");
}

#[test]
fn the_trace_of_a_companion_has_what_called_for_it_and_the_grounds() {
    let (pack, outcome) = with_a_companion();
    let mut document = result_document(&outcome, &pack, Detail::Full);
    add_trace(&mut document, &outcome);
    let text = document_text(&document, &LINEAR).replace('\n', " ");
    assert!(text.contains("care self-care Never shown without: other-thing Fits with:"), "{text}");
    let trace = "Companion of sore-thing: Sore thing (morbus exempli) Because: a break is often taken for this \
                 You told us: - it came on slowly Grounds: published; sources judged; example/questions.toml:33";
    assert!(text.contains(trace), "{text}");
}

#[test]
fn every_action_has_steps_dose_and_rules() {
    let text = text_of(&self_care(), None);
    for part in [
        "Lean stretch",
        "1. Stand up.",
        "How much: 2 sets, hold 30 seconds",
        "Stop if:\n- sharp pain",
        "- do not bounce",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn every_do_not_item_says_so() {
    let (pack, outcome) = outcome_of(&[("now", NONE), ("swollen", Answer::YesNo(true))], None);
    let document = result_document(&outcome, &pack, Detail::Full);
    let mut seen = 0;
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::List { lead, items } = block
                && lead == "Do not"
            {
                assert!(items.iter().all(|item| item.starts_with("do not ")), "{items:?}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 1);
}

#[test]
fn what_was_not_sure_is_said() {
    let mut answers = self_care();
    answers[3] = ("stiff", Answer::NotSure);
    let text = text_of(&answers, None);
    assert!(text.contains("What we do not know, because you were not sure:\n- Stiffness"), "{text}");
    assert!(text.contains("This makes us less certain."), "{text}");
    assert!(text.contains("We do not know: stiffness"), "{text}");
}

#[test]
fn help_today_says_what_to_say_and_offers_no_exercises() {
    let text = text_of(&[("now", NONE), ("swollen", Answer::YesNo(true))], None);
    assert!(text.starts_with("Urgent advice: Get medical help today\n"), "{text}");
    assert!(text.contains("Say: “I am worried about clot.”"), "{text}");
    assert!(text.contains("- do not drive yourself"), "{text}");
    assert!(!text.contains("Lean stretch"), "{text}");
}

#[test]
fn an_unknown_warning_sign_is_named() {
    let text = text_of(&[("now", NONE), ("swollen", Answer::NotSure)], None);
    assert!(text.starts_with("Urgent advice: Get medical help today\n"), "{text}");
    assert!(text.contains("We could not rule these out, because "), "{text}");
    assert!(text.contains(":\n- possible clot\n"), "{text}");
    // The words of the flag itself would say something that is not known.
    assert!(!text.contains("I am worried about clot."), "{text}");
    assert!(text.contains("Say: “I was told to get checked today"), "{text}");
}

#[test]
fn many_unknown_warning_signs_are_listed_by_answer_and_not_all_said_on_the_telephone() {
    let (pack, mut outcome) = outcome_of(&[("now", NONE), ("swollen", Answer::NotSure)], None);
    let flag = outcome.flags[0].clone();
    for number in 1..=9 {
        let mut other = flag.clone();
        other.title = format!("Sign {number}");
        if number > 4 {
            other.reasons[0].text = "you were not sure about “Stiffness”".into();
        }
        outcome.flags.push(other);
    }
    let text = document_text(&result_document(&outcome, &pack, Detail::Short), &LINEAR);
    let text = text.replace('\n', " ");
    assert!(text.contains("I was not sure about 10 warning signs"), "{text}");
    assert!(!text.split("Why this advice").next().unwrap().contains("sign 4"), "{text}");
    assert_eq!(text.matches("We could not rule these out").count(), 1, "{text}");
    for number in 1..=9 {
        assert!(text.contains(&format!("sign {number}")), "{number} is not in\n{text}");
    }
    assert!(text.contains("- you were not sure about “Stiffness”: sign 5; sign 6;"), "{text}");
}

#[test]
fn reasons_that_begin_alike_are_said_once() {
    assert_eq!(
        joined(&["you were not sure about “A”", "you were not sure about “B”"]),
        "you were not sure about “A” and “B”"
    );
    assert_eq!(joined(&["you said a", "you said b", "you said c"]), "you said a, you said b and you said c");
    assert_eq!(joined(&["you said “a”", "it was “b”"]), "you said “a” and it was “b”");
    assert_eq!(joined(&[]), "there are answers we do not have");
}

#[test]
fn for_somebody_the_guide_is_not_for_what_is_urgent_still_comes_first() {
    let (pack, mut outcome) = outcome_of(&[("now", NONE), ("swollen", Answer::YesNo(true))], None);
    outcome.exit = Some(sinew_model::ExitAdvice {
        id: sinew_model::ExitId::new("young").unwrap(),
        title: "This guide is for adults".into(),
        because: "Others have other problems.".into(),
        actions: vec!["tell an adult".into()],
        sources: Vec::new(),
        origin: outcome.flags[0].origin.clone(),
    });
    let text = document_text(&result_document(&outcome, &pack, Detail::Short), &LINEAR);
    assert!(text.starts_with("Urgent advice: Get medical help today\n"), "{text}");
    assert!(text.contains("This guide is for adults. Others have other problems."), "{text}");
    assert!(text.contains("\nToday\nDo:\n- sit down and keep still\nDo not:\n- do not drive yourself\nAlso:\n- tell an adult\n"), "{text}");
    outcome.flags.clear();
    outcome.urgency = Urgency::Soon;
    let text = document_text(&result_document(&outcome, &pack, Detail::Short), &LINEAR);
    assert!(text.starts_with("Non-urgent advice: This guide is for adults\n"), "{text}");
    assert!(text.contains("What to do instead:\n- tell an adult"), "{text}");
}

#[test]
fn the_summary_says_what_to_do_why_and_when_to_get_help() {
    let (_, outcome) = outcome_of(&self_care(), Some("uk"));
    let text = document_text(&summary(&outcome), &LINEAR);
    for part in [
        "In short",
        "Self-care: You can look after this yourself.",
        "Because you told us: ",
        "It might be: Sore thing (morbus exempli), which fits well",
        "sinew urgent",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let (_, today) = outcome_of(&[("now", NONE), ("swollen", Answer::YesNo(true))], None);
    let text = document_text(&summary(&today), &LINEAR);
    assert!(text.contains("Call a doctor's practice"), "{text}");
    assert!(!text.contains("It might be"), "{text}");
    assert!(text.lines().count() <= 12, "{text}");
}

#[test]
fn an_emergency_has_nothing_but_what_to_do_now() {
    let chosen = OptionSet::EMPTY.with(OptionIx::at(1));
    let text = text_of(&[("now", Answer::Any { chosen, unsure: false })], Some("uk"));
    assert_eq!(
        text,
        "\
Emergency. Call 999 now.
Say: “I am worried about lung.”

Because you told us
- you fainted
This can be a sign of lung.

While you wait
- sit down and keep still
- do not drive yourself
"
    );
}

#[test]
fn without_a_region_an_emergency_shows_all_common_numbers() {
    let chosen = OptionSet::EMPTY.with(OptionIx::at(1));
    let text = text_of(&[("now", Answer::Any { chosen, unsure: false })], None);
    assert!(text.contains("- United Kingdom: 999\n- European Union: 112\n"), "{text}");
}

#[test]
fn content_that_is_overdue_for_review_says_so() {
    let (pack, mut outcome) = outcome_of(&self_care(), None);
    outcome.date = Date::constant(2027, 1, 11);
    let text = document_text(&result_document(&outcome, &pack, Detail::Full), &LINEAR);
    assert!(text.contains("due for review on 10 January 2027 and may be out of date"), "{text}");
}

#[test]
fn the_trace_has_ids_places_sources_basis_and_hash() {
    let (pack, outcome) = outcome_of(&self_care(), None);
    let mut document = result_document(&outcome, &pack, Detail::Full);
    add_trace(&mut document, &outcome);
    let text = document_text(&document, &LINEAR);
    for part in [
        "Content hash (SHA-256): abc123",
        "sore-thing: Sore thing",
        "example/questions.toml:40",
        "evidence +9",
        "a slow start (+5; slow; judgement; judged;",
        "long-run: A long run",
        "judged: The authors. Checked: judgement.",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn plain_names_leave_out_the_brackets() {
    assert_eq!(plain_name("Sore thing (morbus exempli)"), "Sore thing");
    assert_eq!(plain_name("Sore thing"), "Sore thing");
    assert_eq!(lower_first("Possible DVT"), "possible DVT");
    assert_eq!(lower_first("DVT"), "DVT");
    assert_eq!(plain_name("Sore (left) thing"), "Sore (left) thing");
}

#[test]
fn a_short_result_keeps_every_warning_sign_and_leaves_out_only_how_exercises_are_done() {
    let (pack, outcome) = outcome_of(&self_care(), None);
    let short = document_text(&result_document(&outcome, &pack, Detail::Short), &LINEAR);
    for flag in pack.red_flags() {
        assert!(short.contains(&flag.sign), "{} is not in\n{short}", flag.sign);
    }
    let action = &outcome.advice.weeks[0];
    assert!(
        short.contains(&action.title) && short.contains(&format!("sinew browse {}", action.id)),
        "{short}"
    );
    let full = document_text(&result_document(&outcome, &pack, Detail::Full), &LINEAR);
    let told = |text: &str| text.matches(&action.steps[0]).count();
    assert!(told(&full) > told(&short), "{short}");
}
