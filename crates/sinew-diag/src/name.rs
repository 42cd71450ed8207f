//! Names that were probably meant.

/// The candidate that is written most like `unknown`, if one is close enough to have been meant.
///
/// Close enough is about one slip for every three characters, two letters in the wrong order counting as one slip. Among
/// equals the first in alphabetical order wins, so the answer does not depend on the order of the candidates.
pub fn closest_name<'a>(unknown: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = unknown.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != unknown && candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(unknown, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest_name;

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let known = ["calf-stretch", "hamstring-stretch", "bridge"];
        assert_eq!(closest_name("calf-strech", known), Some("calf-stretch"));
        assert_eq!(closest_name("brigde", known), Some("bridge"));
        assert_eq!(closest_name("nordic", known), None);
        assert_eq!(closest_name("", known), None);
    }

    #[test]
    fn the_order_of_candidates_does_not_matter() {
        assert_eq!(closest_name("cat", ["car", "bat"]), Some("bat"));
        assert_eq!(closest_name("cat", ["bat", "car"]), Some("bat"));
    }
}
