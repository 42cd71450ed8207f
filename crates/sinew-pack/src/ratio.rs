//! Ratios as they are written, and as whole decibans, without a floating-point number in between.

use sinew_model::Decibans;

/// How many digits the mantissa has.
const DIGITS: u32 = 18;
const ONE: u64 = 10u64.pow(DIGITS - 1);

/// The mantissas at which the number of decibans goes up: 10^(1/20), 10^(3/20) … 10^(19/20), rounded up in the last of 18
/// digits. These numbers are irrational, so no ratio with fewer digits lies exactly on one.
const STEPS: [u64; 10] = [
    112_201_845_430_196_344,
    141_253_754_462_275_431,
    177_827_941_003_892_281,
    223_872_113_856_833_962,
    281_838_293_126_445_382,
    354_813_389_233_575_459,
    446_683_592_150_963_119,
    562_341_325_190_349_081,
    707_945_784_384_137_911,
    891_250_938_133_745_530,
];

/// A positive decimal number, as `mantissa * 10^(exponent - 17)` with a mantissa of exactly 18 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ratio {
    exponent: i32,
    mantissa: u64,
}

impl Ratio {
    /// The smallest ratio that is taken: 0.001.
    const LEAST: Self = Self { exponent: -3, mantissa: ONE };
    /// The largest ratio that is taken: 1000.
    const MOST: Self = Self { exponent: 3, mantissa: ONE };
    /// 1: says nothing.
    pub(crate) const NEUTRAL: Self = Self { exponent: 0, mantissa: ONE };
    /// The largest ratio for a lay answer that does not define the condition: 5.
    pub(crate) const LAY_LIMIT: Self = Self { exponent: 0, mantissa: 5 * ONE };

    /// Reads a number as TOML writes it. None if it is not a positive number between 0.001 and 1000, or has more digits than
    /// anybody could mean.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('+').unwrap_or(text).replace('_', "");
        let (number, power) = match text.split_once(['e', 'E']) {
            Some((number, power)) => (number, power.parse::<i32>().ok().filter(|power| power.abs() < 100)?),
            None => (text.as_str(), 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}");
        if whole.is_empty() || digits.len() > 40 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let leading_zeros = i32::try_from(digits.len() - significant.len()).ok()?;
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() || significant.len() > 12 {
            return None;
        }
        let exponent = i32::try_from(whole.len()).ok()? - leading_zeros - 1 + power;
        let value: u64 = significant.parse().ok()?;
        let mantissa = value * 10u64.pow(DIGITS - u32::try_from(significant.len()).ok()?);
        let ratio = Self { exponent, mantissa };
        (Self::LEAST..=Self::MOST).contains(&ratio).then_some(ratio)
    }

    /// Ten times its base-10 logarithm, rounded to the nearest whole number.
    pub(crate) fn decibans(self) -> Decibans {
        let steps = STEPS.iter().filter(|step| self.mantissa >= **step).count();
        Decibans::new(10 * self.exponent + i32::try_from(steps).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decibans(text: &str) -> Option<i32> {
        Ratio::parse(text).map(|ratio| ratio.decibans().value())
    }

    #[test]
    fn known_ratios_become_their_decibans() {
        // Ten times the base-10 logarithm, taken from a table of logarithms.
        let table = [
            ("1", 0),
            ("1.0", 0),
            ("2", 3),
            ("4", 6),
            ("5", 7),
            ("5.0", 7),
            ("10", 10),
            ("20", 13),
            ("0.5", -3),
            ("0.4", -4),
            ("0.1", -10),
            ("0.05", -13),
            ("12", 11),
            ("18", 13),
            ("1000", 30),
            ("0.001", -30),
            ("1.12", 0),
            ("1.13", 1),
            ("0.89", -1),
            ("0.9", 0),
            ("8.9", 9),
            ("8.92", 10),
            ("1e2", 20),
            ("5E-1", -3),
            ("1_0.0", 10),
            ("+3", 5),
            ("0.33", -5),
            ("1.5", 2),
            ("2.5", 4),
            ("0.75", -1),
            ("100.0", 20),
        ];
        for (text, expected) in table {
            assert_eq!(decibans(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_ratio_is_refused() {
        for text in [
            "0",
            "0.0",
            "-1",
            "-0.5",
            "0.0009",
            "1000.1",
            "1001",
            "inf",
            "nan",
            "",
            ".",
            "1e999",
            "1e-9",
            "1.2345678901234",
        ] {
            assert_eq!(decibans(text), None, "{text}");
        }
    }

    #[test]
    fn ratios_compare_as_numbers() {
        let ratio = |text| Ratio::parse(text).expect("these are ratios");
        assert!(ratio("5.01") > Ratio::LAY_LIMIT);
        assert!(ratio("5.0") == Ratio::LAY_LIMIT);
        assert!(ratio("4.99") < Ratio::LAY_LIMIT);
        assert!(ratio("12") > Ratio::LAY_LIMIT);
        assert!(ratio("0.9") < Ratio::NEUTRAL);
    }

    #[test]
    fn a_ratio_and_its_reverse_cancel() {
        for (ratio, reverse) in
            [("2", "0.5"), ("4", "0.25"), ("5", "0.2"), ("8", "0.125"), ("1.25", "0.8"), ("1.6", "0.625")]
        {
            assert_eq!(decibans(ratio), decibans(reverse).map(|value| -value), "{ratio}");
        }
    }
}
