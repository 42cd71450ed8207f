//! Places are found where an editor would show them.

use super::*;
use proptest::prelude::*;

#[test]
fn lines_and_columns_count_from_one_in_characters() {
    let mut texts = Texts::new();
    let id = texts.add("a.toml".into(), "one\nzwö é x\n\nlast".into());
    let x = texts.text(id).find('x').unwrap_or(0);
    let span = texts.span(id, x..x + 1);
    assert_eq!((texts.line(span), texts.column(span)), (2, 7));
    assert_eq!(texts.slice(span), "x");
    let last = texts.span(id, 15..19);
    assert_eq!((texts.line(last), texts.column(last)), (4, 1));
    let start = texts.span(id, 0..0);
    assert_eq!((texts.line(start), texts.column(start)), (1, 1));
}

#[test]
fn a_span_is_widened_to_whole_characters_and_cut_to_the_text() {
    let mut texts = Texts::new();
    let id = texts.add("a".into(), "aéb".into());
    assert_eq!(texts.slice(texts.span(id, 2..2)), "é", "byte 2 lies within é");
    assert_eq!(texts.span(id, 1..99).range(), 1..4);
    assert_eq!(texts.span(id, 50..60).range(), 4..4);
    let reversed = Range { start: 3, end: 1 };
    assert_eq!(texts.span(id, reversed).range(), 3..3);
}

#[test]
fn a_stretch_ends_after_its_last_character() {
    let mut texts = Texts::new();
    let id = texts.add("a.toml".into(), "aé\nzö".into());
    let at = |line, column| Position { line, column };
    let whole = texts.span(id, 0..7);
    assert_eq!((texts.start(whole), texts.end(whole)), (at(1, 1), at(2, 3)));
    let first_line = texts.span(id, 1..4);
    assert_eq!(texts.slice(first_line), "é\n");
    assert_eq!((texts.start(first_line), texts.end(first_line)), (at(1, 2), at(2, 1)));
    assert_eq!(texts.characters(first_line), (1, 2));
    let empty = whole.after();
    assert_eq!((texts.start(empty), texts.end(empty)), (at(2, 3), at(2, 3)));
    assert_eq!(texts.characters(empty), (5, 0));
}

#[test]
fn the_mark_of_the_byte_order_is_no_character() {
    let mut texts = Texts::new();
    let id = texts.add("a.toml".into(), "\u{feff}abc\nd".into());
    let b = texts.span(id, 4..5);
    assert_eq!(texts.slice(b), "b");
    assert_eq!((texts.column(b), texts.end(b).column), (2, 3));
    assert_eq!(texts.characters(b), (1, 1));
    assert_eq!(texts.characters(texts.span(id, 0..8)), (0, 5));
}

#[test]
fn what_is_written_on_a_line_is_found_without_the_blanks_around_it() {
    let mut texts = Texts::new();
    let id = texts.add("a".into(), "one\n  zwö = é \r\n\nlast".into());
    let written = |line| texts.slice(texts.written_on(id, line));
    assert_eq!([written(1), written(2), written(3), written(4)], ["one", "zwö = é", "", "last"]);
    for beyond in [0, 5, u32::MAX] {
        assert_eq!(texts.written_on(id, beyond), texts.span(id, usize::MAX..usize::MAX), "{beyond}");
    }
}

proptest! {
    #[test]
    fn any_span_lies_within_its_text_on_whole_characters(text in ".{0,40}", start in 0usize..200, end in 0usize..200) {
        let mut texts = Texts::new();
        let id = texts.add("t".into(), text.clone());
        let span = texts.span(id, start..end);
        prop_assert!(text.get(span.range()).is_some());
    }
}
