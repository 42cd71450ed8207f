//! A0001: a comment for allowing that cannot be read.

use crate::operator::Operator;
use sinew_diag::{Diagnostic, Span, check, closest_name};

check! {
    /// A comment that begins with `# sinew:` allows findings, or says why a change that `sinew pack mutate` makes may go
    /// unnoticed. It names the codes, or the kinds of changes, and gives a reason.
    ///
    /// # Why
    ///
    /// A comment that cannot be read would allow nothing, and its author would not know.
    ///
    /// # Remedy
    ///
    /// Write it like this: `# sinew: allow(T0101) reason = "quoted as it was said"`, or like this:
    /// `# sinew: survives(member) reason = "whoever says one of the two also says the other"`.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # sinew: allow(T0109), the leaflet says it so # error[A0001]
    /// because = "The arm should be used to gripping." # warning[T0109]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # sinew: allow(T0109) reason = "the leaflet says it so"
    /// because = "The arm should be used to gripping."
    /// ```
    pub(crate) const BROKEN_ALLOW: Error "A0001" = "a comment for allowing that cannot be read";
}

pub(crate) fn broken_allow(comment: Span, problem: &str) -> Diagnostic {
    BROKEN_ALLOW
        .found(format!("this comment allows nothing: {problem}"))
        .label(comment, "meant for Sinew, and not understood")
        .help("write it like this: # sinew: allow(T0101) reason = \"quoted as it was said\"")
}

pub(crate) fn unknown_change(name: Span, written: &str) -> Diagnostic {
    let known: Vec<&str> = Operator::ALL.into_iter().map(Operator::name).collect();
    let found = BROKEN_ALLOW
        .found(format!("this comment excuses nothing: `{written}` is no kind of change"))
        .label(name, "no kind of change");
    match closest_name(written, known.iter().copied()) {
        Some(similar) => found.help(format!("a similar one exists: `{similar}`")),
        None => found.help(format!("there are {}", known.join(", "))),
    }
}
