//! T0106: a chance as a number.

use crate::texts::{Marks, Shown, WordList};
use sinew_diag::{Diagnostic, check};

check! {
    /// Texts have no percentages and no "1 in 10", in digits or in words. "2 out of 10" is how bad a pain is, and so it is fine.
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
    if !may_say_chance(text) {
        return;
    }
    if let Some(chance) = chance(text.words) {
        found.push(
            NUMBER_AS_CHANCE
                .found(format!("`{chance}` says a chance as a number"))
                .label(text.span, "")
                .help("say it in words, or leave it out"),
        );
    }
}

/// One of these stands in a chance in a hundred that has no percent sign.
const PERCENT_WORDS: [&str; 2] = ["percent", "cent"];
/// They, and the words one of which stands between the two numbers of any other chance.
const LISTED: [&str; 4] = [PERCENT_WORDS[0], PERCENT_WORDS[1], "in", "out"];
const WORDS: WordList<4> = WordList::new(LISTED);
const NUMBER_WORDS: WordList<30> = WordList::new(NUMBERS);

/// Whether there is something in a text that stands in every chance. Most texts have none of it, and need not be taken apart.
fn may_say_chance(text: &Shown<'_>) -> bool {
    let has_number = || text.marks.has(Marks::DIGIT) || text.has_any(&NUMBER_WORDS);
    text.marks.has(Marks::PERCENT)
        || text.listed(&WORDS).any(|at| PERCENT_WORDS.contains(&LISTED[at]) || has_number())
}

/// The words of numbers that chances are said with.
const NUMBERS: [&str; 30] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
];

/// A percentage, "1 in 10" or "nine out of ten".
fn chance(text: &str) -> Option<String> {
    if let Some((before, _)) = text.split_once('%') {
        let number = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        return Some(format!("{number}%"));
    }
    let written: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<&str> = written.iter().map(|word| bare(word)).collect();
    let shown = |range: std::ops::Range<usize>| written.get(range).map(|words| words.join(" "));
    (0..words.len()).find_map(|at| {
        let word = |ahead: usize| words.get(at + ahead).copied().unwrap_or_default();
        let is = |ahead: usize, wanted: &str| word(ahead).eq_ignore_ascii_case(wanted);
        let is_out_of = is(1, "out") && is(2, "of") && is_worded(word(0));
        let length = if is(0, "percent") {
            1
        } else if is(0, "per") && is(1, "cent") {
            2
        } else if is(1, "in") && (is(0, "1") || is(0, "one")) && (is_digits(word(2)) || is_worded(word(2))) {
            3
        } else if is_out_of && is(3, "a") && is_worded(word(4)) {
            5
        } else if is_out_of && is_worded(word(3)) {
            4
        } else {
            return None;
        };
        // The number before "per cent" belongs to it.
        let has_number = length < 3
            && at
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|before| is_digits(before) || is_worded(before));
        shown(at - usize::from(has_number)..at + length)
    })
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word says a number, as `ten` or `Twenty-five`.
fn is_worded(word: &str) -> bool {
    word.split('-').all(|part| NUMBERS.iter().any(|number| part.eq_ignore_ascii_case(number)))
}

#[cfg(test)]
mod tests {
    use super::may_say_chance;
    use crate::texts::shown;

    fn chance(text: &str) -> Option<String> {
        let chance = super::chance(text);
        assert!(chance.is_none() || may_say_chance(&shown(text)), "{text} would not be looked at");
        chance
    }

    #[test]
    fn percentages_and_one_in_ten_are_chances_and_other_numbers_are_not() {
        assert_eq!(chance("about 40% of runners").as_deref(), Some("40%"));
        assert_eq!(chance("about\u{2000}40%").as_deref(), Some("40%"), "a space of several bytes");
        assert_eq!(chance("It is 1 in 10, or so").as_deref(), Some("1 in 10,"));
        assert_eq!(chance("one in 5").as_deref(), Some("one in 5"));
        assert_eq!(chance("Better in one in ten.").as_deref(), Some("one in ten."));
        assert_eq!(chance("Nine out of ten get better").as_deref(), Some("Nine out of ten"));
        assert_eq!(chance("ninety-five out of a hundred").as_deref(), Some("ninety-five out of a hundred"));
        assert_eq!(chance("some eighty per cent, or so").as_deref(), Some("eighty per cent,"));
        assert_eq!(chance("80 per cent of them").as_deref(), Some("80 per cent"));
        assert_eq!(chance("Per cent").as_deref(), Some("Per cent"));
        assert_eq!(chance("twenty-five percent").as_deref(), Some("twenty-five percent"));
        assert_eq!(chance("ONE IN FIVE, Twenty-Five").as_deref(), Some("ONE IN FIVE,"));
        assert_eq!(chance("some PERCENT").as_deref(), Some("PERCENT"));
        assert_eq!(chance("two of ten days, ten out of the blue"), None);
        assert_eq!(chance("step 1 in the morning"), None);
        assert_eq!(chance("2 out of 10"), None);
    }
}
