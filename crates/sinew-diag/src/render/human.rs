//! For people: the author's own text with labels, notes, help and changes, in the manner of a compiler.

use super::{REPLACEMENT, harmless, is_late_control, one_line};
use crate::{Diagnostic, Help, Label, Severity, Span, TextId, Texts};
use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet, renderer::DecorStyle,
};
use std::ops::Range;

/// How diagnostics are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to use ANSI colours.
    pub color: bool,
    /// How many columns there are; lines of source that are longer are cut.
    pub width: usize,
    /// Whether to draw with Unicode lines instead of ASCII.
    pub unicode: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { color: false, width: 120, unicode: false }
    }
}

/// Draws diagnostics with the author's own text, labels, notes and help, in the manner of a compiler.
///
/// Diagnostics are drawn in the order given, with an empty line after each.
pub fn human(diagnostics: &[Diagnostic], texts: &Texts, options: RenderOptions) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if options.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.term_width(options.width.max(20)).decor_style(decor);
    let mut out = String::new();
    for diagnostic in diagnostics {
        // The author's own lines go through the library only.
        let drawn = renderer.render(&report(diagnostic, texts));
        out.push_str(&drawn.replace(is_late_control, REPLACEMENT));
        out.push_str("\n\n");
    }
    out
}

fn report<'a>(diagnostic: &'a Diagnostic, texts: &'a Texts) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut main = Group::with_title(title).elements(snippets(diagnostic, texts));
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(harmless(note)));
    }
    let mut groups = Vec::new();
    for help in &diagnostic.helps {
        match edited(help, texts) {
            None => main = main.element(Level::HELP.message(harmless(&help.text))),
            Some(element) => groups
                .push(Group::with_title(Level::HELP.secondary_title(harmless(&help.text))).element(element)),
        }
    }
    groups.insert(0, main);
    groups
}

/// One snippet for each text that has labels, that of the trouble first.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    texts: &'a Texts,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut order: Vec<TextId> = diagnostic.place().map(crate::Span::text).into_iter().collect();
    for label in &diagnostic.labels {
        if !order.contains(&label.span.text()) {
            order.push(label.span.text());
        }
    }
    order
        .into_iter()
        .map(|id| {
            let labels: Vec<&Label> =
                diagnostic.labels.iter().filter(|label| label.span.text() == id).collect();
            let window = Window::around(labels.iter().map(|label| label.span), texts);
            window.snippet(texts, id).annotations(labels.into_iter().map(|label| {
                let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let text = (!label.text.is_empty()).then(|| one_line(&label.text));
                kind.span(window.within(label.span)).label(text)
            }))
        })
        .collect()
}

fn edited<'a>(help: &'a Help, texts: &'a Texts) -> Option<Element<'a>> {
    let edit = help.edit.as_ref()?;
    let window = Window::around([edit.span], texts);
    let patch = Patch::new(window.within(edit.span), edit.replacement.as_str());
    Some(window.snippet(texts, edit.span.text()).patch(patch).into())
}

/// The lines of a text that are drawn. The renderer goes through all it is given, so it is given no more than these.
struct Window<'a> {
    text: &'a str,
    start: usize,
    first_line: usize,
}

impl<'a> Window<'a> {
    fn around(spans: impl IntoIterator<Item = Span>, texts: &'a Texts) -> Self {
        let (mut first, mut end): (Option<Span>, usize) = (None, 0);
        for span in spans {
            first = Some(first.map_or(span, |first| first.min(span)));
            end = end.max(span.end());
        }
        let Some(first) = first else { return Self { text: "", start: 0, first_line: 1 } };
        let text = texts.text(first.text());
        let start = text[..first.start()].rfind('\n').map_or(0, |at| at + 1);
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        Self { text: &text[start..end], start, first_line: texts.line(first) as usize }
    }

    fn within(&self, span: Span) -> Range<usize> {
        span.start() - self.start..span.end() - self.start
    }

    fn snippet<T: Clone>(&self, texts: &'a Texts, id: TextId) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.first_line).path(one_line(texts.name(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::example::brigde;

    #[test]
    fn a_diagnostic_shows_both_places_a_note_and_the_change() {
        let (texts, diagnostic) = brigde();
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
    fn colour_is_only_used_when_asked_for() {
        let (texts, diagnostic) = brigde();
        let list = [diagnostic];
        assert!(!human(&list, &texts, RenderOptions::default()).contains('\u{1b}'));
        assert!(
            human(&list, &texts, RenderOptions { color: true, ..RenderOptions::default() })
                .contains('\u{1b}')
        );
    }
}
