//! Nothing that an author or a file name holds can break any form.

use super::{example::CODE, *};
use crate::{Diagnostic, Texts};
use proptest::prelude::*;
use serde_json::Value;

/// All forms, one after the other.
fn all(diagnostics: &[Diagnostic], texts: &Texts, options: RenderOptions) -> [String; 4] {
    [
        human(diagnostics, texts, options),
        short(diagnostics, texts),
        github(diagnostics, texts),
        log(diagnostics, texts),
    ]
}

fn log(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    sarif(&[Found { diagnostics, allowed: Vec::new(), texts }], Tool { name: "sinew", version: "1" }, &[])
}

#[test]
fn control_characters_of_an_author_do_not_reach_the_terminal() {
    let hostile = "\u{1b}[2J\u{7}\u{9b}31m";
    let mut texts = Texts::new();
    let id = texts.add(format!("a{hostile}.toml"), format!("x = \"{hostile}\""));
    let place = texts.span(id, 4..9);
    let diagnostic = Diagnostic::error(CODE, format!("bad {hostile}"))
        .label(place, format!("la{hostile}bel"))
        .note(format!("no{hostile}te"))
        .help(format!("he{hostile}lp"))
        .help_edit(format!("ed{hostile}it"), place, format!("re{hostile}placed"));
    let [human, short, github, log] = all(&[diagnostic], &texts, RenderOptions::default());
    for drawn in [human, short, github] {
        assert!(!drawn.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{drawn:?}");
    }
    // A change reaches programs as it is, escaped as JSON does it.
    assert!(!log.contains(['\u{1b}', '\u{7}']), "{log:?}");
}

/// Texts of all kinds, those among them that could end a part of a form before its time.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\\PC\n\r\t]{0,30}",
        "[%:,\n\r\\\\\"{}\\[\\]/ \u{1b}\u{0}\u{9b}\u{85}\u{2028}\u{202e}é]{0,20}",
        Just("\n::error file=x::y".to_owned()),
        Just("%0A::error::y".to_owned()),
    ]
}

proptest! {
    #[test]
    fn nothing_breaks_a_form(
        names in [hostile(), hostile()],
        bodies in (hostile(), "[a\u{301}é漢\n\r\t ]{0,40}"),
        words in [hostile(), hostile(), hostile(), hostile()],
        spans in prop::collection::vec((any::<bool>(), 0usize..200, 0usize..200, any::<bool>()), 0..5),
        edit in (0usize..200, 0usize..200, hostile()),
        width in 0usize..100,
        unicode in any::<bool>(),
    ) {
        let mut texts = Texts::new();
        let ids: Vec<_> = names.into_iter().zip([bodies.0, bodies.1]).map(|(name, body)| texts.add(name, body)).collect();
        let [message, label, note, help] = words;
        let mut diagnostic = Diagnostic::error(CODE, format!("message{message}"));
        for (which, start, end, primary) in spans {
            let span = texts.span(ids[usize::from(which)], start..end);
            diagnostic = if primary { diagnostic.label(span, label.as_str()) } else { diagnostic.secondary(span, "") };
        }
        let changed = texts.span(ids[0], edit.0..edit.1);
        let diagnostic = diagnostic.note(note).help_edit(help, changed, edit.2.as_str());
        let count = diagnostic.labels.len();
        let list = [diagnostic.clone(), diagnostic];
        let [human, short, github, log] = all(&list, &texts, RenderOptions { color: false, width, unicode });

        prop_assert!(human.contains("message"));

        prop_assert_eq!(short.split_terminator(is_line_end).count(), 2, "{:?}", &short);
        prop_assert!(short.lines().all(|line| line.contains("error[R0203]: message")));

        prop_assert_eq!(github.split_terminator(is_line_end).count(), 2, "{:?}", &github);
        for line in github.lines() {
            let (command, words) = line.strip_prefix("::error ").and_then(|rest| rest.split_once("::")).unwrap();
            prop_assert!(words.starts_with("message"));
            for property in command.split(',') {
                let (key, _) = property.split_once('=').unwrap();
                prop_assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{}", line);
            }
        }

        let log: Value = serde_json::from_str(&log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        prop_assert_eq!(results.len(), 2);
        let result = &results[0];
        let places = |name: &str| result.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        prop_assert_eq!(places("locations") + places("relatedLocations"), count);
        let change = &result["fixes"][0]["artifactChanges"][0];
        let replacement = &change["replacements"][0];
        prop_assert_eq!(replacement["insertedContent"]["text"].as_str(), Some(edit.2.as_str()));
        let region = &replacement["deletedRegion"];
        prop_assert_eq!(region["byteOffset"].as_u64(), Some(changed.start() as u64));
        let uri = change["artifactLocation"]["uri"].as_str().unwrap();
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{}", uri);
    }
}

/// What one program or another takes as the end of a line.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
