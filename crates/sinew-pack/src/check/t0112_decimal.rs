//! T0112: a number with a decimal point in a text.

use crate::texts::{Marks, Shown};
use sinew_diag::{Diagnostic, check};

check! {
    /// Numbers in texts are whole numbers, or words such as "half".
    ///
    /// # Why
    ///
    /// "1.5" is misread, and misheard as "15".
    ///
    /// # Remedy
    ///
    /// Round the number, or say it in words.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// progression = "Hold a weight of 0.5 kg." # warning[T0112]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// progression = "Hold a weight of half a kilogram."
    /// ```
    pub(crate) const DECIMAL: Warning "T0112" = "a number with a decimal point in a text";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if !text.marks.has(Marks::DIGIT) || !text.marks.has(Marks::POINT) {
        return;
    }
    let decimal = text.words.split_whitespace().find(|word| is_decimal(word));
    if let Some(number) = decimal {
        found.push(
            DECIMAL
                .found(format!("`{number}` has a decimal point"))
                .label(text.span, "")
                .help("round it, or say it in words"),
        );
    }
}

fn is_decimal(word: &str) -> bool {
    let word = word.trim_matches(|character: char| !character.is_ascii_digit());
    let Some((whole, part)) = word.split_once('.') else { return false };
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_decimal;

    #[test]
    fn decimals_are_told_from_ends_of_sentences_and_versions() {
        assert!(is_decimal("1.5") && is_decimal("(0.5)") && is_decimal("1.5,"));
        assert!(!is_decimal("10.") && !is_decimal("0.1.0") && !is_decimal("a.b") && !is_decimal("5"));
    }
}
