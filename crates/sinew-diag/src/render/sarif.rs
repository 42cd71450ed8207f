//! For programs that gather findings: one log in the Static Analysis Results Interchange Format, SARIF 2.1.0.
//!
//! Regions are given in characters and in bytes, which agree. Braces in messages are doubled, because a single one would
//! begin a placeholder.

use super::harmless;
use crate::{Check, Code, Diagnostic, Edit, Explanation, Severity, Span, Texts};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Diagnostics with the texts they point into.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// The diagnostics.
    pub diagnostics: &'a [Diagnostic],
    /// What the author of the texts allows, with the reasons in the author's words.
    pub allowed: Vec<(&'a Diagnostic, &'a str)>,
    /// Their texts.
    pub texts: &'a Texts,
}

/// The program that found them.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that relative paths begin at; what reads the log knows where that is.
const BASE: &str = "%SRCROOT%";

/// One log for all that was found, with a line break at the end. `checks` are those that may have found it.
///
/// The names of the texts have to be paths, relative ones from the folder that the reader takes as the root.
pub fn sarif(found: &[Found<'_>], tool: Tool<'_>, checks: &[Check]) -> String {
    let all: Vec<(&Diagnostic, Option<&str>, &Texts)> = found
        .iter()
        .flat_map(|Found { diagnostics, allowed, texts }| {
            let diagnostics = diagnostics.iter().map(|diagnostic| (diagnostic, None, *texts));
            diagnostics.chain(allowed.iter().map(|(diagnostic, reason)| (*diagnostic, Some(*reason), *texts)))
        })
        .collect();
    let mut codes: Vec<Code> = all.iter().map(|(diagnostic, ..)| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    let results: Vec<Value> = all
        .iter()
        .map(|(diagnostic, reason, texts)| {
            let mut result = result(diagnostic, texts);
            if let Ok(rule) = codes.binary_search(&diagnostic.code) {
                result["ruleIndex"] = rule.into();
            }
            if let Some(reason) = reason {
                result["suppressions"] = json!([{ "kind": "inSource", "justification": harmless(reason) }]);
            }
            result
        })
        .collect();
    let check = |code: &Code| checks.iter().find(|check| check.code() == *code);
    let rules: Vec<Value> = codes.iter().map(|code| descriptor(*code, check(code))).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": tool.name, "version": tool.version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(code: Code, check: Option<&Check>) -> Value {
    let mut descriptor = json!({ "id": code.name() });
    if let Some(check) = check {
        let Explanation { what, why, remedy, .. } = check.explanation();
        descriptor["shortDescription"] = message(check.title());
        descriptor["fullDescription"] = message(&format!("{what}\n\n{why}"));
        descriptor["help"] = message(&remedy);
        descriptor["defaultConfiguration"] = json!({ "level": level(check.severity()) });
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(diagnostic: &Diagnostic, texts: &Texts) -> Value {
    let mut words = vec![diagnostic.message.clone()];
    words.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    words.extend(diagnostic.helps.iter().map(|help| format!("help: {}", help.text)));
    // Readers show the first location only, so that is the place of the trouble.
    let place = diagnostic.labels.iter().position(|label| label.primary).unwrap_or(0);
    let mut locations = Vec::new();
    let mut related = Vec::new();
    for (at, label) in diagnostic.labels.iter().enumerate() {
        let mut location = json!({ "physicalLocation": physical_location(label.span, texts) });
        if !label.text.is_empty() {
            location["message"] = message(&label.text);
        }
        let list = if at == place { &mut locations } else { &mut related };
        list.push(location);
    }
    let fixes: Vec<Value> = diagnostic
        .helps
        .iter()
        .filter_map(|help| help.edit.as_ref().map(|edit| fix(&help.text, edit, texts)))
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "level": level(diagnostic.severity),
        "message": message(&words.join("\n")),
        "locations": locations,
    });
    for (name, list) in [("relatedLocations", related), ("fixes", fixes)] {
        if !list.is_empty() {
            result[name] = list.into();
        }
    }
    result
}

fn fix(description: &str, edit: &Edit, texts: &Texts) -> Value {
    json!({
        "description": message(description),
        "artifactChanges": [{
            "artifactLocation": artifact_location(edit.span, texts),
            "replacements": [{
                "deletedRegion": region(edit.span, texts),
                "insertedContent": { "text": edit.replacement },
            }],
        }],
    })
}

fn message(text: &str) -> Value {
    json!({ "text": harmless(text).replace('{', "{{").replace('}', "}}") })
}

fn physical_location(span: Span, texts: &Texts) -> Value {
    json!({ "artifactLocation": artifact_location(span, texts), "region": region(span, texts) })
}

fn region(span: Span, texts: &Texts) -> Value {
    let (start, end) = (texts.start(span), texts.end(span));
    let (before, within) = texts.characters(span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": before,
        "charLength": within,
        "byteOffset": span.start(),
        "byteLength": span.end() - span.start(),
    })
}

fn artifact_location(span: Span, texts: &Texts) -> Value {
    let path = texts.name(span.text()).replace('\\', "/");
    if let Some(absolute) = absolute(&path) {
        return json!({ "uri": format!("file://{}", encoded(&absolute)) });
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    json!({ "uri": encoded(&parts.join("/")), "uriBaseId": BASE })
}

/// What stands after `file://` for an absolute path.
fn absolute(path: &str) -> Option<String> {
    if let Some(share) = path.strip_prefix("//") {
        return Some(share.to_owned());
    }
    let mut letters = path.chars();
    let has_drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && letters.next() == Some('/');
    (has_drive || path.starts_with('/')).then(|| format!("/{}", path.trim_start_matches('/')))
}

/// A path as it stands in an address: all but letters, digits, `-._~` and the slashes between its parts is escaped.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests;
