//! A diagnostic with everything, for the tests of all forms.

use crate::{Code, Diagnostic, Texts};

pub(super) const CODE: Code = Code::new("R0203");

/// An id that is misspelt, in one text, and the one that is meant, in another.
pub(super) fn brigde() -> (Texts, Diagnostic) {
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
