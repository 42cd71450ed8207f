//! Reading, writing and fitting of answers.

use super::*;
use crate::{Anchor, Choice, OptionId, Origin, PackId, QuestionId};

fn question(kind: QuestionKind, not_sure: bool) -> Question {
    Question {
        id: QuestionId::new("signs").unwrap(),
        section: "Section".into(),
        short: "Signs".into(),
        ask: "Which?".into(),
        why: "why".into(),
        help: Vec::new(),
        not_sure,
        ask_when: None,
        kind,
        origin: Origin { pack: PackId::new("p").unwrap(), file: "questions.toml".into(), line: 1 },
    }
}

fn choice(id: &str) -> Choice {
    Choice { id: OptionId::new(id).unwrap(), label: id.into(), told: id.into() }
}

fn any_of() -> Question {
    let options = [choice("hot"), choice("cold")].into_iter().collect();
    question(QuestionKind::AnyOf { options, none_told: "none".into() }, true)
}

fn scale() -> Question {
    let anchor = |value| Anchor { value, label: String::new() };
    question(
        QuestionKind::Scale { from: anchor(0), to: anchor(10), told: "{value}".into(), worse_upward: true },
        true,
    )
}

fn text(text: &str) -> RawAnswer {
    RawAnswer::Text(text.into())
}

#[test]
fn every_answer_that_is_written_is_read_back() {
    let list = |texts: &[&str]| RawAnswer::List(texts.iter().map(|text| (*text).into()).collect());
    for raw in
        [text("none"), text("not-sure"), list(&["hot"]), list(&["hot", "cold"]), list(&["cold", "not-sure"])]
    {
        let answer = any_of().read_answer(&raw).unwrap();
        assert_eq!(any_of().write_answer(answer), raw);
        assert!(fits(&any_of(), &answer));
    }
    assert_eq!(scale().read_answer(&RawAnswer::Number(7)), Ok(Answer::Number(7)));
    assert_eq!(scale().write_answer(Answer::Number(7)), RawAnswer::Number(7));
}

#[test]
fn a_list_may_be_typed_with_commas() {
    let typed = any_of().read_answer(&text("hot, not-sure")).unwrap();
    let Answer::Any { chosen, unsure } = typed else { panic!("{typed:?}") };
    assert_eq!(chosen.iter().count(), 1);
    assert!(unsure);
}

#[test]
fn a_number_typed_as_text_is_a_number() {
    assert_eq!(scale().read_answer(&text("10")), Ok(Answer::Number(10)));
}

#[test]
fn what_does_not_fit_says_what_would() {
    let problem = any_of().read_answer(&text("warm")).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "`warm` is not an answer to `signs`; there are hot, cold, none, not-sure"
    );
    let problem = scale().read_answer(&RawAnswer::Number(11)).unwrap_err();
    assert_eq!(problem.to_string(), "11 is not between 0 and 10, which `signs` takes");
    let problem = any_of().read_answer(&text("none,hot")).unwrap_err();
    assert!(matches!(problem, AnswerProblem::NoneAndOthers { .. }));
    let certain = question(
        QuestionKind::OneOf { options: [choice("a")].into_iter().collect(), worse_upward: false },
        false,
    );
    assert!(matches!(certain.read_answer(&text("not-sure")), Err(AnswerProblem::NotSureNotOffered { .. })));
    let two = RawAnswer::List(vec!["a".into(), "a".into()]);
    assert!(matches!(certain.read_answer(&two), Err(AnswerProblem::ListNotTaken { .. })));
}

#[test]
fn the_options_of_a_set_come_in_order_and_as_bits() {
    let places = [62, 0, 7, 61, 1];
    let set: OptionSet = places.into_iter().map(OptionIx::at).collect();
    assert_eq!(set.iter().map(OptionIx::position).collect::<Vec<_>>(), [0, 1, 7, 61, 62]);
    assert_eq!(set.bits(), places.iter().fold(0, |bits, place| bits | 1 << place));
    assert_eq!((OptionSet::EMPTY.iter().next(), OptionSet::EMPTY.bits()), (None, 0));
}

#[test]
fn an_option_that_is_not_there_does_not_fit() {
    let beyond = Answer::Any { chosen: OptionSet::EMPTY.with(OptionIx::at(2)), unsure: false };
    assert!(!fits(&any_of(), &beyond));
    assert!(!fits(&scale(), &Answer::Number(11)));
    assert!(!fits(&scale(), &Answer::YesNo(true)));
}

#[test]
fn only_what_was_not_said_is_unknown() {
    use crate::AnswerTest::{Chose, ChoseNone, InRange, NotSure, Yes};
    use sinew_logic::Truth::{False, True, Unknown};
    let (hot, cold) = (OptionIx::at(0), OptionIx::at(1));
    let any =
        |options: &[OptionIx], unsure| Answer::Any { chosen: options.iter().copied().collect(), unsure };
    let range = |at_least, at_most| InRange(crate::NumberRange { at_least, at_most });
    for (answer, test, truth) in [
        (any(&[hot], false), Chose(hot), True),
        (any(&[hot], false), Chose(cold), False),
        (any(&[hot], true), Chose(hot), True),
        (any(&[hot], true), Chose(cold), Unknown),
        (any(&[hot], true), NotSure, True),
        (any(&[hot], true), ChoseNone, False),
        (any(&[], false), ChoseNone, True),
        (any(&[], false), NotSure, False),
        (Answer::NotSure, NotSure, True),
        (Answer::NotSure, Chose(hot), Unknown),
        (Answer::NotSure, ChoseNone, Unknown),
        (Answer::NotSure, Yes, Unknown),
        (Answer::YesNo(true), Yes, True),
        (Answer::YesNo(false), Yes, False),
        (Answer::YesNo(false), NotSure, False),
        (Answer::One(cold), Chose(cold), True),
        (Answer::One(cold), Chose(hot), False),
        (Answer::Number(7), range(Some(7), None), True),
        (Answer::Number(6), range(Some(7), None), False),
        (Answer::Number(7), range(None, Some(7)), True),
        (Answer::Number(8), range(None, Some(7)), False),
        (Answer::Number(7), Yes, Unknown),
    ] {
        assert_eq!(test.truth_of(answer), truth, "{answer:?} {test:?}");
    }
}

#[test]
fn not_sure_beside_nothing_is_not_sure_and_never_none() {
    let list = |texts: &[&str]| RawAnswer::List(texts.iter().map(|text| (*text).into()).collect());
    assert_eq!(any_of().read_answer(&list(&["not-sure"])), Ok(Answer::NotSure));
    assert!(matches!(
        any_of().read_answer(&list(&["none", "not-sure"])),
        Err(AnswerProblem::NoneAndOthers { .. })
    ));
    assert!(!fits(&any_of(), &Answer::Any { chosen: OptionSet::EMPTY, unsure: true }));
    let certain = Question { not_sure: false, ..any_of() };
    let unsure = Answer::Any { chosen: OptionSet::EMPTY.with(OptionIx::at(0)), unsure: true };
    assert!(fits(&any_of(), &unsure) && !fits(&certain, &unsure) && !fits(&certain, &Answer::NotSure));
}
