//! P0012: a pack holds too much of one thing.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A pack with its libraries has at most 1000 entries in each table, 5000 lines of evidence and 5000
    /// cases.
    ///
    /// # Why
    ///
    /// Packs come from anywhere; without a limit an interview with one could take for ever.
    ///
    /// # Remedy
    ///
    /// Split the pack, or take out what does not belong in it.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// id = "sore-elbow" # error[P0012]
    /// ```
    ///
    /// ```toml cases/people.toml 5000 times
    /// [case.made-{n}]
    /// title = "A person made by a program"
    /// like = "grip"
    /// expect = { urgency = "self-care" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml 5 times
    /// [case.made-{n}]
    /// title = "A person made by a program"
    /// like = "grip"
    /// expect = { urgency = "self-care" }
    /// ```
    pub(crate) const TOO_MANY_ENTRIES: Error "P0012" = "a pack holds too much of one thing";
}

pub(crate) fn too_many_entries(what: &str, count: usize, most: usize, pack: Option<Span>) -> Diagnostic {
    let diagnostic = TOO_MANY_ENTRIES
        .found(format!("the pack with its libraries has {count} {what}; at most {most} are taken"))
        .help("split the pack, or take out what does not belong in it");
    match pack {
        Some(pack) => diagnostic.label(pack, "this pack"),
        None => diagnostic,
    }
}
