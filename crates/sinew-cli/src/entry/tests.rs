//! What can be typed at each kind of question, and what is said about the rest.

use super::*;
use crate::example;

fn read(id: &str, line: &str) -> Typed {
    let pack = example::pack();
    let question = &pack.questions()[pack.question_named(id).unwrap()];
    let view = crate::view::QuestionView::new(question, 1, None);
    read_typed(question, &view.entry, view.choices.len(), line)
}

fn chosen(positions: &[usize], unsure: bool) -> Typed {
    let chosen = positions.iter().map(|position| OptionIx::at(*position)).collect();
    Typed::Answer(Answer::Any { chosen, unsure })
}

fn first_advice(typed: Typed) -> String {
    match typed {
        Typed::Unclear(advice) => advice.first,
        other => panic!("{other:?} was understood"),
    }
}

#[test]
fn one_choice_is_read_by_its_number() {
    assert_eq!(read("start", "1"), Typed::Answer(Answer::One(OptionIx::at(0))));
    assert_eq!(read("start", " 2. "), Typed::Answer(Answer::One(OptionIx::at(1))));
    assert_eq!(read("start", "4"), Typed::Answer(Answer::NotSure));
    assert_eq!(read("stiff", "1"), Typed::Answer(Answer::YesNo(true)));
    assert_eq!(read("stiff", "2"), Typed::Answer(Answer::YesNo(false)));
    assert_eq!(read("stiff", "3"), Typed::Answer(Answer::NotSure));
}

#[test]
fn what_is_no_choice_is_told_in_two_ways() {
    for line in ["", "0", "4", "1 2", "y", "n", "yes no", "-1", "99999999999999999999", "１"] {
        match read("stiff", line) {
            Typed::Unclear(advice) => {
                assert_eq!(advice.first, "Type 1, 2 or 3.", "{line:?}");
                assert!(
                    advice.again.contains("For example, type 3 if you are not sure."),
                    "{}",
                    advice.again
                );
                assert_ne!(advice.first, advice.again);
            }
            other => panic!("{line:?} was taken as {other:?}"),
        }
    }
}

#[test]
fn plain_words_mean_what_they_say() {
    assert_eq!(read("stiff", "Yes"), Typed::Answer(Answer::YesNo(true)));
    assert_eq!(read("stiff", "no"), Typed::Answer(Answer::YesNo(false)));
    assert_eq!(read("now", "none"), chosen(&[], false));
    assert_eq!(read("now", "None of these"), chosen(&[], false));
    for question in ["now", "start", "stiff", "pain"] {
        for line in ["not sure", "I'm not sure", "I’m not sure.", "unsure"] {
            assert_eq!(read(question, line), Typed::Answer(Answer::NotSure), "{question} {line:?}");
        }
    }
    first_advice(read("longest", "not sure"));
    first_advice(read("start", "yes"));
}

#[test]
fn several_numbers_may_have_spaces_or_commas() {
    assert_eq!(read("now", "1"), chosen(&[0], false));
    for line in ["1 2", "1,2", "1, 2", "2 1 1", "1 and 2"] {
        assert_eq!(read("now", line), chosen(&[0, 1], false), "{line:?}");
    }
}

#[test]
fn none_stands_alone_and_not_sure_may_stand_beside_others() {
    assert_eq!(read("now", "3"), chosen(&[], false));
    assert_eq!(read("now", "4"), Typed::Answer(Answer::NotSure));
    assert_eq!(read("now", "1 4"), chosen(&[0], true));
    assert_eq!(first_advice(read("now", "1 3")), "3 means none of these, so type it alone, or leave it out.");
    assert_eq!(first_advice(read("now", "3 4")), "3 means none of these, so type it alone, or leave it out.");
}

#[test]
fn several_numbers_are_all_looked_at() {
    for line in ["", "0", "1 9", "1 x", ",", "none 1", "n"] {
        let said = first_advice(read("now", line));
        let wanted = "Type one or more numbers from 1 to 4, with spaces between them. 3 means none of these.";
        assert_eq!(said, wanted, "{line:?}");
    }
}

#[test]
fn a_number_may_have_its_unit() {
    for line in ["12", "12 km", "12km", " 12 KM ", "12k"] {
        assert_eq!(read("longest", line), Typed::Answer(Answer::Number(12)), "{line:?}");
    }
    assert_eq!(read("pain", "7 out of 10"), Typed::Answer(Answer::Number(7)));
    assert_eq!(read("pain", "7/10"), Typed::Answer(Answer::Number(7)));
    assert_eq!(read("pain", "n"), Typed::Answer(Answer::NotSure));
    for line in ["11", "-1", "3.5", "lots", "7 km", ""] {
        let said = first_advice(read("pain", line));
        assert_eq!(said, "Type a whole number from 0 to 10, or n if you are not sure.", "{line:?}");
    }
    // This question does not offer "I'm not sure".
    assert_eq!(first_advice(read("longest", "n")), "Type a whole number from 0 to 200.");
}

#[test]
fn letters_steer_at_every_question() {
    for (line, steer) in [
        ("b", Steer::Back),
        ("Back", Steer::Back),
        ("?", Steer::Help),
        ("s", Steer::Save),
        ("q", Steer::Quit),
    ] {
        for question in ["now", "start", "stiff", "pain", "longest"] {
            assert_eq!(read(question, line), Typed::Steer(steer), "{question} {line}");
        }
    }
}

#[test]
fn what_can_be_typed_is_listed_while_it_is_short() {
    assert_eq!(choice_words(1), "1");
    assert_eq!(choice_words(2), "1 or 2");
    assert_eq!(choice_words(3), "1, 2 or 3");
    assert_eq!(choice_words(12), "a number from 1 to 12");
}
