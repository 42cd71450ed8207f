//! Names that were probably meant.

/// The candidate that is written most like `unknown`, if one is close enough to have been meant.
///
/// Close enough is about one slip for every three characters, two letters in the wrong order counting as one slip. Among
/// equals the first in alphabetical order wins, so the answer does not depend on the order of the candidates.
pub fn closest_name<'a>(unknown: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    close_names(unknown, candidates).min().map(|(_, candidate)| candidate)
}

/// The candidate that can only have been meant: one slip away from `unknown`, while no other is close at all.
///
/// Names of fewer than four characters leave too little to go by. Names that differ in their digits are never mistaken for one
/// another: `smith-2018` and `smith-2019` are two things.
pub fn only_close_name<'a>(unknown: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut close: Vec<(usize, &str)> = close_names(unknown, candidates).collect();
    close.sort_unstable();
    close.dedup();
    match close.as_slice() {
        [(1, name)] if unknown.chars().count() >= 4 && digits(unknown).eq(digits(name)) => Some(name),
        _ => None,
    }
}

fn digits(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(char::is_ascii_digit)
}

/// The candidates that are close enough to have been meant, with how many slips away they are.
fn close_names<'a>(
    unknown: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let length = unknown.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(move |candidate| {
            *candidate != unknown && candidate.chars().count().abs_diff(length) <= allowed
        })
        .map(move |candidate| (strsim::damerau_levenshtein(unknown, candidate), candidate))
        .filter(move |(distance, _)| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let known = ["side-stretch", "long-stretch", "bridge"];
        assert_eq!(closest_name("side-strech", known), Some("side-stretch"));
        assert_eq!(closest_name("brigde", known), Some("bridge"));
        assert_eq!(closest_name("nordic", known), None);
        assert_eq!(closest_name("", known), None);
    }

    #[test]
    fn the_order_of_candidates_does_not_matter() {
        assert_eq!(closest_name("cat", ["car", "bat"]), Some("bat"));
        assert_eq!(closest_name("cat", ["bat", "car"]), Some("bat"));
    }

    #[test]
    fn only_one_slip_with_nothing_else_near_is_clear() {
        let known = ["side-stretch", "long-stretch", "bridge", "title"];
        assert_eq!(only_close_name("side-strech", known), Some("side-stretch"));
        assert_eq!(
            only_close_name("titel", known),
            Some("title"),
            "two letters in the wrong order are one slip"
        );
        assert_eq!(only_close_name("side-srech", known), None, "two slips");
        assert_eq!(only_close_name("Bridge", known), Some("bridge"));
        assert_eq!(only_close_name("brige", ["bridge", "bride"]), None, "either may be meant");
        assert_eq!(only_close_name("briges", ["bridge", "brigand"]), None, "no slip is more than one");
        assert_eq!(only_close_name("bridgee", ["bridge", "bridges"]), None);
        assert_eq!(only_close_name("bridgee", ["bridge", "bridge"]), Some("bridge"), "one and the same");
    }

    #[test]
    fn short_names_and_other_digits_are_never_clear() {
        assert_eq!(only_close_name("wen", ["when"]), None);
        assert_eq!(only_close_name("smith-2019", ["smith-2018"]), None);
        assert_eq!(only_close_name("smith-201", ["smith-2018"]), None);
        assert_eq!(only_close_name("smth-2018", ["smith-2018"]), Some("smith-2018"));
    }
}
