//! For GitHub: workflow commands that put findings beside the lines of a change.

use super::{harmless, one_line};
use crate::{Diagnostic, Severity, Texts};
use std::fmt::Write as _;

/// Writes each diagnostic as a workflow command, `::error file=…,line=…,title=R0203::message`, on a line of its own.
///
/// Notes and help follow the message. The names of the texts have to be paths from the root of the repository.
pub fn github(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(out, "::{command} ");
        if let Some(span) = diagnostic.place() {
            let (start, end) = (texts.start(span), texts.end(span));
            let file = property(texts.name(span.text()));
            let _ = write!(out, "file={file},line={},endLine={},", start.line, end.line);
            // Columns across lines are refused.
            if start.line == end.line {
                let _ = write!(out, "col={},endColumn={},", start.column, end.column);
            }
        }
        let _ = writeln!(out, "title={}::{}", property(diagnostic.code.name()), data(&message(diagnostic)));
    }
    out
}

fn message(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    let helps = diagnostic.helps.iter().map(|help| format!("help: {}", help.text));
    std::iter::once(diagnostic.message.clone()).chain(notes).chain(helps).collect::<Vec<_>>().join("\n")
}

/// A text after the second pair of colons.
fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text before them, where a colon or comma would end it.
fn property(text: &str) -> String {
    data(&one_line(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Code,
        render::example::{CODE, brigde},
    };

    #[test]
    fn a_command_has_the_place_the_code_and_all_words() {
        let (texts, diagnostic) = brigde();
        assert_eq!(
            github(&[diagnostic], &texts),
            "::error file=packs/a/causes.toml,line=2,endLine=2,col=12,endColumn=20,title=R0203::\
             there is no action `brigde`%0Anote: ids are the same in all files%0A\
             help: an action with a similar id exists: `bridge`\n"
        );
    }

    #[test]
    fn every_severity_has_its_command() {
        let of = |severity| github(&[Diagnostic::new(severity, CODE, "m")], &Texts::new());
        assert_eq!(of(Severity::Error), "::error title=R0203::m\n");
        assert_eq!(of(Severity::Warning), "::warning title=R0203::m\n");
        assert_eq!(of(Severity::Note), "::notice title=R0203::m\n");
    }

    #[test]
    fn what_would_end_a_part_is_escaped() {
        let mut texts = Texts::new();
        let id = texts.add("a,b:c%0A\n::error::d.toml".into(), "x\ny".into());
        let diagnostic = Diagnostic::warning(Code::new("P0001"), "50 %\r\n::error::x, y: z")
            .label(texts.span(id, 0..3), "");
        assert_eq!(
            github(&[diagnostic], &texts),
            "::warning file=a%2Cb%3Ac%250A %3A%3Aerror%3A%3Ad.toml,line=1,endLine=2,title=P0001::\
             50 %25\u{240d}%0A::error::x, y: z\n"
        );
    }
}
