//! How times grow with the pack and with the people: what was measured, the exponent, and the table.

use std::fmt::Write as _;

/// What was measured of one thing at several sizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Sizes and microseconds, from the smallest size; what could not be done at a size is left out.
    pub points: Vec<(f64, f64)>,
}

impl Line {
    /// With which power of the size the time grows: the slope of the straight line through the logarithms of sizes and times that has the
    /// least squares of distances. None with fewer than two sizes.
    pub fn exponent(&self) -> Option<f64> {
        let logs = || self.points.iter().map(|(size, time)| (size.ln(), time.ln()));
        let (count, of_sizes, of_times) =
            logs().fold((0.0, 0.0, 0.0), |sum, (size, time)| (sum.0 + 1.0, sum.1 + size, sum.2 + time));
        let (mean_size, mean_time) = (of_sizes / count, of_times / count);
        let together: f64 = logs().map(|(size, time)| (size - mean_size) * (time - mean_time)).sum();
        let alone: f64 = logs().map(|(size, _)| (size - mean_size).powi(2)).sum();
        (alone > 0.0).then_some(together / alone)
    }

    /// The same between the two largest sizes, where what every size has in common counts least.
    pub fn last_exponent(&self) -> Option<f64> {
        let last = self.points.len().checked_sub(2)?;
        Line { name: String::new(), points: self.points[last..].to_vec() }.exponent()
    }

    fn at(&self, size: f64) -> Option<f64> {
        // Sizes are whole numbers.
        self.points.iter().find(|(known, _)| (known - size).abs() < 0.5).map(|(_, time)| *time)
    }
}

/// The table: a row for each line, a column for each size, and the exponents. `sizes` has the words for each size.
pub fn table(sizes: &[(f64, String)], lines: &[Line]) -> String {
    let mut text = String::from("| what |");
    for (_, words) in sizes {
        let _ = write!(text, " {words} |");
    }
    let _ = writeln!(text, " exponent | of the last step |\n|---|{}", "--:|".repeat(sizes.len() + 2));
    for line in lines {
        let _ = write!(text, "| {} |", line.name);
        for (size, _) in sizes {
            let _ = write!(text, " {} |", line.at(*size).map_or("—".to_owned(), figure));
        }
        let _ = writeln!(text, " {} | {} |", power(line.exponent()), power(line.last_exponent()));
    }
    text
}

/// An exponent in words.
pub fn power(exponent: Option<f64>) -> String {
    exponent.map_or("—".to_owned(), |exponent| format!("{exponent:.2}").replace("-0.00", "0.00"))
}

/// A time with about three digits that say something.
pub fn figure(value: f64) -> String {
    match value {
        _ if value >= 1_000.0 => {
            let unit = 10_f64.powf(value.log10().floor() - 2.0);
            let digits = format!("{:.0}", (value / unit).round() * unit);
            let mut text = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    text.push(',');
                }
                text.push(digit);
            }
            text
        }
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ if value >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(time: impl Fn(f64) -> f64) -> Line {
        let points = [1.0, 2.0, 4.0, 8.0, 16.0].map(|size| (size, time(size)));
        Line { name: "it".to_owned(), points: points.to_vec() }
    }

    #[test]
    fn the_exponent_is_the_power_whatever_the_unit() {
        for (power, factor) in [(0.0, 3.0), (1.0, 0.02), (1.5, 7.0), (2.0, 1000.0)] {
            let line = line(|size| factor * size.powf(power));
            for exponent in [line.exponent(), line.last_exponent()] {
                assert!((exponent.unwrap() - power).abs() < 1e-9, "{exponent:?} is not {power}");
            }
        }
    }

    #[test]
    fn what_all_sizes_have_in_common_counts_less_at_the_end() {
        let line = line(|size| 10.0 + size * size);
        let (all, last) = (line.exponent().unwrap(), line.last_exponent().unwrap());
        assert!(all < last && last < 2.0, "{all} {last}");
    }

    #[test]
    fn one_size_has_no_exponent() {
        let line = Line { name: "it".to_owned(), points: vec![(1.0, 3.0)] };
        assert_eq!((line.exponent(), line.last_exponent()), (None, None));
        assert_eq!(Line { points: Vec::new(), ..line }.exponent(), None);
    }

    #[test]
    fn the_table_has_a_gap_where_nothing_could_be_done() {
        let sizes = [(1.0, "once".to_owned()), (2.0, "2 times".to_owned()), (4.0, "4 times".to_owned())];
        let lines = [Line { name: "it".to_owned(), points: vec![(1.0, 1234.5), (2.0, 2469.0)] }];
        assert_eq!(
            table(&sizes, &lines),
            "| what | once | 2 times | 4 times | exponent | of the last step |\n|---|--:|--:|--:|--:|--:|\n\
             | it | 1,230 | 2,470 | — | 1.00 | 1.00 |\n"
        );
    }

    #[test]
    fn figures_are_short() {
        let figures = [0.01234, 0.1234, 1.234, 12.34, 123.4, 1234.0, 123_456.0].map(figure);
        assert_eq!(figures, ["0.0123", "0.12", "1.23", "12.3", "123", "1,230", "123,000"]);
    }
}
