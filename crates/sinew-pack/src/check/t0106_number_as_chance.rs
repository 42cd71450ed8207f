//! T0106: a chance as a number.

use crate::texts::Shown;
use sinew_diag::{Diagnostic, check};

check! {
    /// Texts have no percentages and no "1 in 10".
    ///
    /// # Why
    ///
    /// There are no figures that hold for one person, and such numbers are misread.
    ///
    /// # Remedy
    ///
    /// Say it in words, or leave it out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// expect = { text = "80% are better in 12 weeks.", basis = "judgement", sources = ["made-up"] } # warning[T0106]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// expect = { text = "Often better in 12 weeks.", basis = "judgement", sources = ["made-up"] }
    /// ```
    pub(crate) const NUMBER_AS_CHANCE: Warning "T0106" = "a chance as a number";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(chance) = chance(text.words) {
        found.push(
            NUMBER_AS_CHANCE
                .found(format!("`{chance}` says a chance as a number"))
                .label(text.span, "")
                .help("say it in words, or leave it out"),
        );
    }
}

/// A percentage, or "1 in 10".
fn chance(text: &str) -> Option<String> {
    if let Some((before, _)) = text.split_once('%') {
        let number = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        return Some(format!("{number}%"));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let [first, middle, last] = three else { return None };
        let is_number = |word: &str| {
            let word = word.trim_end_matches(|character: char| !character.is_ascii_digit());
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_one = matches!(*first, "1" | "one" | "One");
        (is_one && *middle == "in" && is_number(last)).then(|| three.join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::chance;

    #[test]
    fn percentages_and_one_in_ten_are_chances_and_other_numbers_are_not() {
        assert_eq!(chance("about 40% of runners").as_deref(), Some("40%"));
        assert_eq!(chance("about\u{2000}40%").as_deref(), Some("40%"), "a space of several bytes");
        assert_eq!(chance("It is 1 in 10, or so").as_deref(), Some("1 in 10,"));
        assert_eq!(chance("one in 5").as_deref(), Some("one in 5"));
        assert_eq!(chance("step 1 in the morning"), None);
        assert_eq!(chance("2 out of 10"), None);
    }
}
