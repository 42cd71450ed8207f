//! Numbers of answer sets and their shares, in words.

use num_bigint::BigUint;

/// A number of answer sets: in full as long as people can read it, then as a power of ten.
pub fn count_in_words(number: &BigUint) -> String {
    digits_in_words(&number.to_string())
}

/// The same for a number that is written in digits.
pub fn digits_in_words(digits: &str) -> String {
    if digits.len() <= 12 {
        return grouped(digits);
    }
    let (first, second) = (&digits[..1], &digits[1..2]);
    format!("about {first}.{second} × 10^{}", digits.len() - 1)
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of answer sets in percent, rounded down; never "0 %" of some or "100 %" of not all.
pub fn share_in_words(part: &BigUint, whole: &BigUint) -> String {
    if *whole == BigUint::ZERO || *part == BigUint::ZERO {
        return "none".into();
    }
    if part == whole {
        return "all".into();
    }
    let hundredths = part * 10_000u32 / whole;
    if hundredths == BigUint::ZERO {
        // How many times smaller, to the next lower power of ten.
        let times = whole / part;
        let power = times.to_string().len() - 1;
        return format!("fewer than 1 in 10^{power}");
    }
    let text = format!("{hundredths:0>3}");
    let (full, part) = text.split_at(text.len() - 2);
    format!("{full}.{part} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> BigUint {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(count_in_words(&number("7")), "7");
        assert_eq!(count_in_words(&number("1234567")), "1,234,567");
        assert_eq!(
            count_in_words(&number("129532603726429299554840542596581833034239574016")),
            "about 1.2 × 10^47"
        );
    }

    #[test]
    fn shares_are_never_nothing_or_all_by_rounding() {
        let share = |part: &str, whole: &str| share_in_words(&number(part), &number(whole));
        assert_eq!(share("0", "10"), "none");
        assert_eq!(share("10", "10"), "all");
        assert_eq!(share("1", "8"), "12.50 %");
        assert_eq!(share("1", "2000"), "0.05 %");
        assert_eq!(share("1999999", "2000000"), "99.99 %");
        assert_eq!(share("1", "30000"), "fewer than 1 in 10^4");
    }
}
