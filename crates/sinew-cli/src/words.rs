//! Small turns of phrase: dates and whole sentences.

use sinew_model::Date;

/// A date as people write it: `4 March 2026`.
pub(crate) fn date_words(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {} {}", date.day(), month.unwrap_or(&"?"), date.year())
}

/// The text with a full stop, if it has no mark at its end.
pub(crate) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '”', '"']) { text.to_owned() } else { format!("{text}.") }
}

/// The text with a large first letter.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_words() {
        assert_eq!(date_words(sinew_model::Date::constant(2026, 3, 4)), "4 March 2026");
        assert_eq!(date_words(sinew_model::Date::constant(2026, 12, 31)), "31 December 2026");
    }
}
