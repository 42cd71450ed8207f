//! What people read, and that nothing an author writes can break it.

use super::*;
use crate::Code;
use proptest::prelude::*;

const CODE: Code = Code::new("R0203");

fn example() -> (Texts, Diagnostic) {
    let mut texts = Texts::new();
    let id = texts.add("packs/a/causes.toml".into(), "[cause.a]\nactions = [\"brigde\"]\n".into());
    let other = texts.add("packs/b/actions.toml".into(), "[action.bridge]\n".into());
    let place = texts.span(id, 21..29);
    let diagnostic = Diagnostic::error(CODE, "there is no action `brigde`")
        .label(place, "named here")
        .secondary(texts.span(other, 8..14), "this one is written alike")
        .note("ids are the same in all files")
        .help_edit("an action with a similar id exists: `bridge`", place, "\"bridge\"");
    (texts, diagnostic)
}

#[test]
fn a_diagnostic_shows_both_places_a_note_and_the_change() {
    let (texts, diagnostic) = example();
    let drawn = human(&[diagnostic], &texts, RenderOptions::default());
    let expected = r#"error[R0203]: there is no action `brigde`
 --> packs/a/causes.toml:2:12
  |
2 | actions = ["brigde"]
  |            ^^^^^^^^ named here
  |
 ::: packs/b/actions.toml:1:9
  |
1 | [action.bridge]
  |         ------ this one is written alike
  |
  = note: ids are the same in all files
help: an action with a similar id exists: `bridge`
  |
2 - actions = ["brigde"]
2 + actions = ["bridge"]
  |

"#;
    assert_eq!(drawn, expected);
}

#[test]
fn short_is_one_line_each() {
    let (texts, diagnostic) = example();
    let nowhere = Diagnostic::warning(Code::new("P0001"), "two\nlines");
    assert_eq!(
        short(&[diagnostic, nowhere], &texts),
        "packs/a/causes.toml:2:12: error[R0203]: there is no action `brigde`\nwarning[P0001]: two lines\n"
    );
}

#[test]
fn colour_is_only_used_when_asked_for() {
    let (texts, diagnostic) = example();
    let list = [diagnostic];
    assert!(!human(&list, &texts, RenderOptions::default()).contains('\u{1b}'));
    assert!(
        human(&list, &texts, RenderOptions { color: true, ..RenderOptions::default() }).contains('\u{1b}')
    );
}

#[test]
fn control_characters_of_an_author_do_not_reach_the_terminal() {
    let mut texts = Texts::new();
    let id = texts.add("a\u{1b}[31m.toml".into(), "x = \"\u{1b}[2J\u{7}\"".into());
    let diagnostic = Diagnostic::error(CODE, "bad \u{1b}[2J")
        .label(texts.span(id, 4..9), "la\u{1b}bel")
        .note("no\u{1b}te")
        .help("he\u{1b}lp")
        .help_edit("ed\u{1b}it", texts.span(id, 4..9), "re\u{1b}placed");
    let list = [diagnostic];
    for drawn in [human(&list, &texts, RenderOptions::default()), short(&list, &texts)] {
        assert!(!drawn.contains(['\u{1b}', '\u{7}']), "{drawn:?}");
    }
}

proptest! {
    #[test]
    fn rendering_never_panics(
        first in "[\\PC\n\r\t]{0,60}",
        second in "[a\u{301}é漢\n\r\t ]{0,40}",
        spans in prop::collection::vec((any::<bool>(), 0usize..200, 0usize..200, any::<bool>()), 0..5),
        edit in (0usize..200, 0usize..200, "[a-z\n]{0,6}"),
        width in 0usize..100,
        unicode in any::<bool>(),
    ) {
        let mut texts = Texts::new();
        let ids = [texts.add("first".into(), first), texts.add("second".into(), second)];
        let mut diagnostic = Diagnostic::error(CODE, "message");
        for (which, start, end, primary) in spans {
            let span = texts.span(ids[usize::from(which)], start..end);
            diagnostic = if primary { diagnostic.label(span, "here") } else { diagnostic.secondary(span, "") };
        }
        let diagnostic = diagnostic.note("note").help_edit("help", texts.span(ids[0], edit.0..edit.1), edit.2);
        let drawn = human(std::slice::from_ref(&diagnostic), &texts, RenderOptions { color: false, width, unicode });
        prop_assert!(drawn.contains("message"));
        prop_assert!(short(&[diagnostic], &texts).contains("error[R0203]: message"));
    }
}
