//! L0409: the ends of a range are the wrong way round.

use crate::draft::Located;
use sinew_diag::{Diagnostic, check};

check! {
    /// A scale or number question goes from a smaller to a larger number.
    ///
    /// # Why
    ///
    /// No number fits it.
    ///
    /// # Remedy
    ///
    /// Check the two ends.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// from = { value = 10, label = "the worst pain you can imagine" }
    /// to = { value = 0, label = "no pain" } # error[L0409]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// from = { value = 0, label = "no pain" }
    /// to = { value = 10, label = "the worst pain you can imagine" }
    /// ```
    pub(crate) const EMPTY_RANGE: Error "L0409" = "the ends of a range are the wrong way round";
}

pub(crate) fn empty_range(least: &Located<i32>, most: &Located<i32>) -> Diagnostic {
    EMPTY_RANGE
        .found(format!("{} is not more than {}", most.value, least.value))
        .label(most.span, "the upper end")
        .secondary(least.span, "the lower end")
        .help("check the two ends")
}
