//! The words for what is wrong with the shape of a file, shared by the schema check and the decoder so that both say the same.

use crate::code;
use sinew_diag::{Diagnostic, Span, closest_name};

/// The pattern of ids, as it stands in the schemas.
pub(crate) const ID_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// The pattern of texts: one line, no spaces at the ends.
pub(crate) const TEXT_PATTERN: &str = r"^\S(.*\S)?$";
/// The longest text, in characters.
pub(crate) const MAX_TEXT_LENGTH: usize = 2_000;
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
/// The pattern of a country code.
pub(crate) const COUNTRY_PATTERN: &str = "^[A-Z]{2}$";

pub(crate) fn unknown_key<'a>(span: Span, key: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let diagnostic = Diagnostic::error(code::UNKNOWN_KEY, format!("nobody reads the key `{key}`"))
        .label(span, "unknown key");
    match closest_name(key, known.iter().copied()) {
        Some(name) => diagnostic.help_edit(format!("a key with a similar name exists: `{name}`"), span, name),
        None if known.is_empty() => diagnostic,
        None => diagnostic.help(format!("the keys here are: {}", known.join(", "))),
    }
}

pub(crate) fn missing_key(place: Span, key: &str) -> Diagnostic {
    Diagnostic::error(code::MISSING_KEY, format!("the key `{key}` is missing"))
        .label(place, format!("add `{key}` here"))
}

pub(crate) fn wrong_type(span: Span, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(code::WRONG_TYPE, format!("this is {expected}, not {found}"))
        .label(span, found.to_owned())
}

pub(crate) fn unknown_word(span: Span, found: &str, allowed: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        code::UNKNOWN_WORD,
        format!("`{found}` is none of the words to choose from: {}", allowed.join(", ")),
    )
    .label(span, "unknown word");
    match closest_name(found, allowed.iter().copied()) {
        Some(word) => {
            diagnostic.help_edit(format!("a similar word exists: `{word}`"), span, format!("\"{word}\""))
        }
        None => diagnostic,
    }
}

pub(crate) fn bad_id(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_ID, format!("`{text}` is not an id"))
        .label(span, "not an id")
        .help("ids have only a-z, 0-9 and single dashes between them, and at most 80 characters")
}

pub(crate) fn bad_finding_name(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_ID, format!("`{text}` cannot be the name of a finding"))
        .label(span, "not a name")
        .help("names look like `start.twist` or `injury`: a-z, 0-9, single dashes, and at most one dot")
}

pub(crate) fn bad_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        code::BAD_TEXT,
        format!(
            "a text is one line of 1 to {MAX_TEXT_LENGTH} characters, without spaces at its ends, control characters and characters that turn the direction of writing"
        ),
    )
    .label(span, "")
}

pub(crate) fn out_of_range(span: Span, found: &str, range: &str) -> Diagnostic {
    Diagnostic::error(code::OUT_OF_RANGE, format!("{found} is out of range: {range}")).label(span, "")
}

pub(crate) fn list_length(span: Span, wanted: &str) -> Diagnostic {
    Diagnostic::error(code::LIST_LENGTH, format!("here {wanted}")).label(span, "")
}

pub(crate) fn named_twice(id: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(code::NAMED_TWICE, format!("`{id}` stands in this list twice"))
        .label(second, "again here")
        .secondary(first, "first here")
        .help("take one of the two out")
}

pub(crate) fn bad_formula(span: Span) -> Diagnostic {
    Diagnostic::error(code::BAD_FORMULA, "this is not a formula").label(span, "").help(
        "a formula is \"a-finding\", { all = [F, …] }, { any = [F, …] }, { not = F }, { at-least = 2, of = [F, …] } or \
         { score = { \"a-finding\" = 2 }, at-least = 3 }",
    )
}

pub(crate) fn bad_quantity(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code::BAD_QUANTITY, message).label(span, "")
}

pub(crate) fn bad_ratio(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_RATIO, format!("{found} is no ratio between 0.001 and 1000"))
        .label(span, "")
        .help("write a number such as 4 or 0.4, with at most 12 digits")
}

pub(crate) fn bad_date(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_DATE, format!("`{found}` is not a date"))
        .label(span, "")
        .help("write a date as year, month and day, such as \"2026-11-22\"")
}

pub(crate) fn bad_version(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(code::BAD_VERSION, format!("`{found}` is not a version"))
        .label(span, "")
        .help("versions have three numbers, such as \"0.1.0\"")
}

pub(crate) fn reserved_id(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(code::RESERVED_ID, format!("`{found}` is taken: the program adds that answer itself"))
        .label(span, "choose another id")
}

pub(crate) fn unknown_format(span: Span) -> Diagnostic {
    Diagnostic::error(code::UNKNOWN_FORMAT, "this program knows format 1 of packs only")
        .label(span, "")
        .help("write `format = 1`, or use a newer program for this pack")
}

/// The words for a text that does not fit one of the patterns above.
pub(crate) fn pattern_misfit(span: Span, found: &str, pattern: &str) -> Option<Diagnostic> {
    Some(match pattern {
        ID_PATTERN => bad_id(span, found),
        FINDING_PATTERN => bad_finding_name(span, found),
        TEXT_PATTERN => bad_text(span),
        DURATION_PATTERN => bad_quantity(
            span,
            format!("`{found}` is not a time; write it like \"30 s\", \"5 min\", \"3 days\" or \"6 weeks\""),
        ),
        DURATION_RANGE_PATTERN => bad_quantity(
            span,
            format!(
                "`{found}` is not a time; write it like \"30 s\", \"5-10 min\", \"3 days\" or \"6 weeks\""
            ),
        ),
        COUNT_PATTERN => bad_quantity(span, format!("`{found}` is not a count; write it like 3 or \"2-4\"")),
        DATE_PATTERN => bad_date(span, found),
        VERSION_PATTERN => bad_version(span, found),
        DOI_PATTERN => Diagnostic::error(code::BAD_TEXT, format!("`{found}` is not a DOI"))
            .label(span, "")
            .help("write it without an address before it, such as \"10.1136/bjsports-2024-109380\""),
        COUNTRY_PATTERN => Diagnostic::error(code::BAD_TEXT, format!("`{found}` is not a country code"))
            .label(span, "")
            .help("write the two capital letters of ISO 3166, such as \"GB\""),
        _ => return None,
    })
}
