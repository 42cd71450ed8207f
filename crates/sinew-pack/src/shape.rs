//! The words for what is wrong with the shape of a file, shared by the schema check and the decoder so that both say the same.

use crate::check;
use sinew_diag::{Diagnostic, Span, steers};
use sinew_model::{Picture, SourceId};

/// The pattern of ids, as it stands in the schemas.
pub(crate) const ID_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// The pattern of texts: one line, no spaces at the ends.
pub(crate) const TEXT_PATTERN: &str = r"^\S(.*\S)?$";
/// The longest text, in characters.
pub(crate) const MAX_TEXT_LENGTH: usize = 2_000;
/// The pattern of a picture: printable ASCII on several lines, with one mark. How large it is, only the decoder says.
pub(crate) const PICTURE_PATTERN: &str = r"^[ -)+-~\r\n]*[*][ -)+-~\r\n]*$";
/// The pattern of a time.
pub(crate) const DURATION_PATTERN: &str = "^[0-9]{1,6} (s|min|h|day|days|week|weeks)$";
/// The pattern of a time or a range of times.
pub(crate) const DURATION_RANGE_PATTERN: &str = "^[0-9]{1,6}(-[0-9]{1,6})? (s|min|h|day|days|week|weeks)$";
/// The pattern of a count or a range of counts, where it is a text.
pub(crate) const COUNT_PATTERN: &str = "^[0-9]{1,6}(-[0-9]{1,6})?$";
/// The pattern of a date.
pub(crate) const DATE_PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// The pattern of a version.
pub(crate) const VERSION_PATTERN: &str = "^[0-9]+[.][0-9]+[.][0-9]+([-+][0-9A-Za-z.+-]+)?$";
/// The pattern of a name in a formula.
pub(crate) const FINDING_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9]+(-[a-z0-9]+)*)?$";
/// The pattern of a DOI.
pub(crate) const DOI_PATTERN: &str = r"^10[.][0-9]{4,9}/\S+$";
/// The largest number of questions that can be promised.
pub(crate) const MOST_QUESTIONS: i32 = 999;

/// How many points a case can expect of a condition at most, for it or against it.
pub(crate) const MOST_POINTS: i32 = 1_000;
/// The pattern of a country code.
pub(crate) const COUNTRY_PATTERN: &str = "^[A-Z]{2}$";

/// Whether a text can be shown as it is: on one line, and so that what is shown is what stands in the file.
pub(crate) fn is_shown(text: &str) -> bool {
    // Most texts have nothing but printable ASCII, of which only a space at an end is not shown.
    let bytes = text.as_bytes();
    if bytes.len() <= MAX_TEXT_LENGTH && bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return !bytes.is_empty() && !text.starts_with(' ') && !text.ends_with(' ');
    }
    !text.is_empty()
        && text.trim() == text
        && !text.chars().any(steers)
        && text.chars().count() <= MAX_TEXT_LENGTH
}

/// Whether a text is an id. All ids have one form; that of sources stands for them.
pub(crate) fn is_id(text: &str) -> bool {
    SourceId::new(text).is_ok()
}

/// The words for a text that does not fit one of the patterns above.
pub(crate) fn pattern_misfit(span: Span, found: &str, pattern: &str) -> Option<Diagnostic> {
    Some(match pattern {
        ID_PATTERN => check::bad_id(span, found),
        FINDING_PATTERN => check::bad_finding_name(span, found),
        TEXT_PATTERN => check::bad_text(span, found),
        PICTURE_PATTERN => check::bad_picture(span, found.parse::<Picture>().err()?),
        DURATION_PATTERN => check::bad_quantity(
            span,
            format!("`{found}` is not a time; write it like \"30 s\", \"5 min\", \"3 days\" or \"6 weeks\""),
        ),
        DURATION_RANGE_PATTERN => check::bad_quantity(
            span,
            format!(
                "`{found}` is not a time; write it like \"30 s\", \"5-10 min\", \"3 days\" or \"6 weeks\""
            ),
        ),
        COUNT_PATTERN => {
            check::bad_quantity(span, format!("`{found}` is not a count; write it like 3 or \"2-4\""))
        }
        DATE_PATTERN => check::bad_date(span, found),
        VERSION_PATTERN => check::bad_version(span, found),
        DOI_PATTERN => check::bad_doi(span, found),
        COUNTRY_PATTERN => check::bad_country(span, found),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_if_it_is_one_line_without_spaces_at_its_ends() {
        let long = |letter: &str, count| letter.repeat(count);
        for shown in ["a", "two words", "~!", "Größe", "a\u{a0}b", &long("a", 2_000), &long("é", 2_000)] {
            assert!(is_shown(shown), "{shown}");
        }
        for other in [
            "",
            " ",
            " a",
            "a ",
            "a\u{a0}",
            "\u{2009}é",
            "a\nb",
            "a\tb",
            "a\u{7f}",
            "\0",
            "é\u{202e}",
            &long("a", 2_001),
            &long("é", 2_001),
        ] {
            assert!(!is_shown(other), "{other:?}");
        }
    }
}
