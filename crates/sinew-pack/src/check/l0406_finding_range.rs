//! L0406: a range that does not cut the numbers of its question.

use crate::draft::{Located, RangeDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// A finding of a scale or number question covers some of its numbers, and not all.
    ///
    /// # Why
    ///
    /// It would always be true, or never.
    ///
    /// # Remedy
    ///
    /// Check `at-least` and `at-most` against the ends of the question.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.worst.findings]
    /// severe = { at-least = 11 } # error[L0406]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.worst.findings]
    /// severe = { at-least = 8 }
    /// ```
    pub(crate) const FINDING_RANGE: Error "L0406" = "a range that does not cut the numbers of its question";
}

pub(super) fn check(
    least: &Located<i32>,
    most: &Located<i32>,
    findings: &[RangeDraft],
    found: &mut Vec<Diagnostic>,
) {
    let (least, most) = (least.value, most.value);
    for finding in findings {
        let name = &finding.id;
        let at_least = finding.range.at_least.unwrap_or(least).max(least);
        let at_most = finding.range.at_most.unwrap_or(most).min(most);
        let problem = if at_least > at_most {
            "never"
        } else if at_least == least && at_most == most {
            "always"
        } else {
            continue;
        };
        found.push(
            FINDING_RANGE
                .found(format!(
                    "`{}` would {problem} be true: the numbers go from {least} to {most}",
                    name.value
                ))
                .label(name.span, format!("{problem} true"))
                .help("check `at-least` and `at-most`"),
        );
    }
}
