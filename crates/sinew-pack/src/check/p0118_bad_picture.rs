//! P0118: a picture that cannot be drawn.

use sinew_diag::{Diagnostic, Span, check};
use sinew_model::PictureProblem;

check! {
    /// A picture has at most 10 lines of at most 30 columns in printable ASCII, and one `*` on the sore spot.
    ///
    /// # Why
    ///
    /// It stands beside others on screens of every kind, and the mark becomes the number to type.
    ///
    /// # Remedy
    ///
    /// Draw it within these limits, between `'''` and `'''`.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// picture = '(  )' # error[P0118]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// picture = '(* )'
    /// ```
    pub(crate) const BAD_PICTURE: Error "P0118" = "a picture that cannot be drawn";
}

pub(crate) fn bad_picture(span: Span, problem: PictureProblem) -> Diagnostic {
    let help = match problem {
        PictureProblem::Character { .. } => {
            "draw with the characters of a plain keyboard, and with spaces in place of tabs"
        }
        PictureProblem::TooHigh { .. } | PictureProblem::TooWide { .. } => {
            "draw it smaller, so that two pictures fit beside each other"
        }
        PictureProblem::NoMark | PictureProblem::SecondMark { .. } => {
            "put one `*` where it hurts; the program shows a number there"
        }
    };
    BAD_PICTURE.found(problem.to_string()).label(span, "").help(help)
}
