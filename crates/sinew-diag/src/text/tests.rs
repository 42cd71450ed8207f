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

proptest! {
    #[test]
    fn any_span_lies_within_its_text_on_whole_characters(text in ".{0,40}", start in 0usize..200, end in 0usize..200) {
        let mut texts = Texts::new();
        let id = texts.add("t".into(), text.clone());
        let span = texts.span(id, start..end);
        prop_assert!(text.get(span.range()).is_some());
    }
}
