//! P0011: TOML that not every editor reads.

use crate::tree::{Node, Value};
use sinew_diag::{Diagnostic, Span, Texts, check};

check! {
    /// An inline table `{ … }` stays on one line and has no comma before `}`. TOML 1.0 asks for that.
    ///
    /// # Why
    ///
    /// Editors and checkers of TOML 1.0 refuse the file.
    ///
    /// # Remedy
    ///
    /// Put the table on one line, or write it as a table with a header or with dotted keys. `--fix` takes the comma out.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// from = { value = 0, label = "no pain", } # error[P0011]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// from = { value = 0, label = "no pain" }
    /// ```
    pub(crate) const NEWER_TOML: Error "P0011" = "TOML that not every editor reads";
}

/// Reports inline tables that only a newer TOML allows: over several lines, or with a comma at the end.
pub(crate) fn newer_toml(node: &Node<'_>, texts: &Texts, diagnostics: &mut Vec<Diagnostic>) {
    let entries = match &node.value {
        Value::Table(entries) => entries,
        Value::List(nodes) => return nodes.iter().for_each(|child| newer_toml(child, texts, diagnostics)),
        _ => return,
    };
    let written = texts.slice(node.span);
    let before_brace = written.trim_end_matches('}').trim_end();
    // What stands in its values is not its own: only where there may be something is it taken out.
    if written.starts_with('{') && (before_brace.ends_with(',') || written.contains('\n')) {
        let mut inner = Vec::new();
        for (_, child) in entries {
            value_spans(child, texts, &mut inner);
        }
        inner.sort();
        let mut own = String::new();
        let mut at = node.span.start();
        for span in inner.into_iter().filter(|span| node.span.contains(*span)) {
            own.push_str(
                written
                    .get(at.saturating_sub(node.span.start())..span.start() - node.span.start())
                    .unwrap_or(""),
            );
            own.push('V');
            at = at.max(span.end());
        }
        own.push_str(written.get(at - node.span.start()..).unwrap_or(""));
        if own.contains('\n') {
            diagnostics.push(
                NEWER_TOML
                    .found("a table in braces stays on one line")
                    .label(node.span, "this one has a line break in it")
                    .help("put it on one line, or write it with dotted keys or as a table with a header"),
            );
        } else if own.trim_end_matches('}').trim_end().ends_with(',') {
            let at = node.span.start() + before_brace.len();
            let comma = texts.span(node.span.text(), at.saturating_sub(1)..at);
            diagnostics.push(
                NEWER_TOML
                    .found("a table in braces has no comma at its end")
                    .label(node.span, "the last comma is one too many")
                    .help_certain_edit("take the comma out", comma, ""),
            );
        }
    }
    for (_, child) in entries {
        newer_toml(child, texts, diagnostics);
    }
}

/// The places of values; for dotted keys, whose tables have no place of their own, those of the values below.
fn value_spans(node: &Node<'_>, texts: &Texts, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Table(entries) if !texts.slice(node.span).starts_with('{') => {
            for (_, child) in entries {
                value_spans(child, texts, spans);
            }
        }
        _ => spans.push(node.span),
    }
}
