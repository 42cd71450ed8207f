//! Applying changes to a text: what they do not point at stays as it is, to the byte.

use crate::{Edit, TextId, Texts};

/// A text after changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited<'e> {
    /// The new text.
    pub text: String,
    /// The changes that were made, in the order of the text, each once.
    pub applied: Vec<&'e Edit>,
    /// The changes that overlap one that was made.
    pub left_out: Vec<&'e Edit>,
}

/// Makes changes of one text; those of other texts are passed over.
///
/// Of changes that overlap, the one that begins first is made, and of several additions at one place the first in alphabetical
/// order. The others would have been thought of for a text that is no longer there. Equal changes are one change.
pub fn apply_edits<'e>(texts: &Texts, id: TextId, edits: impl IntoIterator<Item = &'e Edit>) -> Edited<'e> {
    let before = texts.text(id);
    let mut edits: Vec<&Edit> = edits.into_iter().filter(|edit| edit.span.text() == id).collect();
    edits.sort_by_key(|edit| (edit.span, edit.replacement.as_str()));
    edits.dedup_by_key(|edit| (edit.span, edit.replacement.as_str()));
    let mut edited =
        Edited { text: String::with_capacity(before.len()), applied: Vec::new(), left_out: Vec::new() };
    let mut at = 0;
    for edit in edits {
        let overlaps =
            edited.applied.last().is_some_and(|last| edit.span.start() < at || edit.span == last.span);
        let between = before.get(at..edit.span.start());
        let (Some(between), false, true) = (between, overlaps, edit.span.end() <= before.len()) else {
            edited.left_out.push(edit);
            continue;
        };
        edited.text.push_str(between);
        edited.text.push_str(&edit.replacement);
        at = edit.span.end();
        edited.applied.push(edit);
    }
    edited.text.push_str(before.get(at..).unwrap_or(""));
    edited
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ops::Range;

    fn change(texts: &Texts, id: TextId, range: Range<usize>, replacement: &str) -> Edit {
        Edit { span: texts.span(id, range), replacement: replacement.to_owned(), certain: true }
    }

    #[test]
    fn changes_side_by_side_are_all_made() {
        let mut texts = Texts::new();
        let other = texts.add("b".into(), "0123456789".into());
        let id = texts.add("a".into(), "0123456789".into());
        let edits = [
            change(&texts, id, 8..10, "end"),
            change(&texts, id, 2..4, ""),
            change(&texts, id, 4..5, "four"),
            change(&texts, id, 0..0, "start "),
            change(&texts, id, 5..5, "|"),
            change(&texts, other, 0..10, "elsewhere"),
        ];
        let edited = apply_edits(&texts, id, &edits);
        assert_eq!(edited.text, "start 01four|567end");
        assert_eq!((edited.applied.len(), edited.left_out.len()), (5, 0));
    }

    #[test]
    fn of_changes_that_overlap_the_first_is_made() {
        let mut texts = Texts::new();
        let id = texts.add("a".into(), "0123456789".into());
        let edits = [
            change(&texts, id, 3..6, "b"),
            change(&texts, id, 1..4, "a"),
            change(&texts, id, 1..4, "a"),
            change(&texts, id, 7..7, "y"),
            change(&texts, id, 7..7, "x"),
            change(&texts, id, 7..9, "z"),
        ];
        let edited = apply_edits(&texts, id, &edits);
        assert_eq!(edited.text, "0a456xz9");
        assert_eq!(edited.left_out, [&edits[0], &edits[3]]);
    }

    #[test]
    fn a_place_in_another_collection_changes_nothing() {
        let (mut texts, mut shorter) = (Texts::new(), Texts::new());
        let id = texts.add("a".into(), "0123456789".into());
        let same_number = shorter.add("a".into(), "012".into());
        let edits = [change(&texts, id, 5..7, "x"), change(&texts, id, 1..7, "x")];
        assert_eq!(apply_edits(&shorter, same_number, &edits).text, "012");
    }

    proptest! {
        #[test]
        fn nothing_else_is_changed(
            text in "[a-zé漢\n]{0,40}",
            ranges in prop::collection::vec((0usize..60, 0usize..8, "[A-Z]{0,3}"), 0..8),
        ) {
            let mut texts = Texts::new();
            let id = texts.add("a".into(), text.clone());
            let edits: Vec<Edit> = ranges
                .iter()
                .map(|(start, length, replacement)| change(&texts, id, *start..start + length, replacement))
                .collect();
            let edited = apply_edits(&texts, id, &edits);
            // Taken apart at the changes, the new text holds the old one between them.
            let (mut rest, mut at) = (edited.text.as_str(), 0);
            for edit in &edited.applied {
                let same = &text[at..edit.span.start()];
                rest = rest.strip_prefix(same).and_then(|rest| rest.strip_prefix(edit.replacement.as_str())).unwrap();
                at = edit.span.end();
            }
            prop_assert_eq!(rest, &text[at..]);
            // What was left out overlaps something that was made.
            for edit in &edited.left_out {
                let overlaps = edited.applied.iter().any(|made| {
                    made.span == edit.span
                        || (made.span.start() < edit.span.end() && edit.span.start() < made.span.end())
                        || (made.span.start() < edit.span.start() && edit.span.start() < made.span.end())
                });
                prop_assert!(overlaps, "{:?}", edit);
            }
        }
    }
}
