//! For editors and scripts: one line each.

use super::one_line;
use crate::{Diagnostic, Texts};
use std::fmt::Write as _;

/// Draws each diagnostic in one line, `path:line:column: error[R0203]: message`, as editors and scripts read it.
pub fn short(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.place() {
            let name = one_line(texts.name(span.text()));
            let _ = write!(out, "{name}:{}:{}: ", texts.line(span), texts.column(span));
        }
        let (severity, code) = (diagnostic.severity.name(), diagnostic.code);
        let _ = writeln!(out, "{severity}[{code}]: {}", one_line(&diagnostic.message));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Code,
        render::example::{CODE, brigde},
    };

    #[test]
    fn each_has_one_line() {
        let (texts, diagnostic) = brigde();
        let nowhere = Diagnostic::warning(Code::new("P0001"), "two\nlines");
        assert_eq!(
            short(&[diagnostic, nowhere], &texts),
            "packs/a/causes.toml:2:12: error[R0203]: there is no action `brigde`\nwarning[P0001]: two lines\n"
        );
        assert_eq!(short(&[Diagnostic::error(CODE, "a\r\u{1b}b")], &texts).lines().count(), 1);
    }
}
