//! L0420: a picture in a library.

use crate::draft::{IdentityDraft, PackKind};
use sinew_diag::{Diagnostic, check};

check! {
    /// Pictures show the place that an injury pack is about.
    ///
    /// # Why
    ///
    /// Nobody opens a library, so its picture would never be seen.
    ///
    /// # Remedy
    ///
    /// Move the picture to the injury pack.
    ///
    /// # Example
    ///
    /// ```toml grip-signs/pack.toml
    /// picture = '(* )' # error[L0420]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// picture = '(* )'
    /// ```
    pub(crate) const PICTURE_NOT_HERE: Error "L0420" = "a picture in a library";
}

pub(super) fn check(identity: &IdentityDraft, found: &mut Vec<Diagnostic>) {
    if let (Some(picture), Some(kind)) = (&identity.picture, &identity.kind)
        && kind.value == PackKind::Library
    {
        found.push(
            PICTURE_NOT_HERE
                .found("a library has no picture")
                .label(picture.span, "nobody would see it")
                .secondary(kind.span, "its kind")
                .help("move it to the injury pack that is about this place"),
        );
    }
}
