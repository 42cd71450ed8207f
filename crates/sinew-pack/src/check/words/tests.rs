//! The wording checks, one text at a time.

use super::*;

#[test]
fn the_longest_sentence_is_counted_in_words() {
    assert_eq!(longest_sentence("One two. Three four five? Six"), Some((3, "Three four five?")));
    assert_eq!(longest_sentence("Hold 1.5 km – then rest").map(|(count, _)| count), Some(5));
    assert_eq!(longest_sentence("List: a b c").map(|(count, _)| count), Some(3));
}

#[test]
fn chances_as_numbers_are_found() {
    assert_eq!(chance("about 40% of runners").as_deref(), Some("40%"));
    assert_eq!(chance("It is 1 in 10, or so").as_deref(), Some("1 in 10,"));
    assert_eq!(chance("one in 5").as_deref(), Some("one in 5"));
    assert_eq!(chance("step 1 in the morning"), None);
    assert_eq!(chance("2 out of 10"), None);
}

#[test]
fn fragments_begin_small_and_have_no_full_stop() {
    for good in ["your calf swells", "HRT tablets", "X-ray", "I fell", "10 minutes", "“quotes”"] {
        assert!(is_fragment(good), "{good}");
    }
    for bad in ["Your calf swells", "your calf swells."] {
        assert!(!is_fragment(bad), "{bad}");
    }
}

#[test]
fn do_not_is_found_in_its_forms() {
    assert!(starts_with_do_not("Do not run"));
    assert!(starts_with_do_not("don't run"));
    assert!(!starts_with_do_not("run"));
}

#[test]
fn should_is_found_as_a_word() {
    assert!(has_word("You should rest", "should"));
    assert!(!has_word("a sore shoulder", "should"));
}
