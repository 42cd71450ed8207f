//! Emergency numbers in words.

use sinew_model::Region;

/// The numbers in common use, for the case that no pack can be read. The regions of the packs go before these.
const COMMON: [&str; 3] = [
    "112 in the European Union and many other countries",
    "999 in the United Kingdom",
    "911 in the United States and Canada",
];

/// The emergency numbers of a region: `999 or 112`.
pub(crate) fn number_words(region: &Region) -> String {
    region.emergency.join(" or ")
}

/// One line for each number that several regions share, those of the most regions first. With few regions, one line for
/// each region.
pub(crate) fn common_number_lines<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Vec<String> {
    let regions: Vec<&Region> = regions.into_iter().collect();
    let mut shared: Vec<(&str, Vec<&str>)> = Vec::new();
    for region in &regions {
        let Some(number) = region.emergency.first() else { continue };
        match shared.iter_mut().find(|(known, _)| known == number) {
            Some((_, names)) => names.push(&region.name),
            None => shared.push((number, vec![&region.name])),
        }
    }
    shared.retain(|(_, names)| names.len() > 1);
    if regions.len() <= FEW || shared.is_empty() {
        return number_lines(regions);
    }
    // The sort is stable, so equal counts stay in the order of the table.
    shared.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let lines = shared.into_iter().map(|(number, names)| format!("{number}: {}", names.join(", ")));
    lines.chain(["Elsewhere: the emergency number of your country".to_owned()]).collect()
}

/// The most common numbers in one line, each with the first place where it is used, for where there is no room for all.
pub(crate) fn few_numbers<'a>(regions: impl IntoIterator<Item = &'a Region>) -> String {
    let mut numbers: Vec<(&str, &str, usize)> = Vec::new();
    for region in regions {
        let Some(number) = region.emergency.first() else { continue };
        match numbers.iter_mut().find(|(known, ..)| known == number) {
            Some((.., count)) => *count += 1,
            None => numbers.push((number, &region.name, 1)),
        }
    }
    if numbers.is_empty() {
        return format!("{}.", COMMON.join(", "));
    }
    numbers.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let words = numbers.iter().take(COMMON.len()).map(|(number, name, _)| format!("{number} {name}"));
    format!("{}. Elsewhere: the number of your country.", words.collect::<Vec<_>>().join(", "))
}

/// Up to so many regions are shown one by one.
const FEW: usize = 6;

/// One line for each region: `United Kingdom: 999 or 112`. The common numbers, if there are no regions.
pub(crate) fn number_lines<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Vec<String> {
    let lines: Vec<String> = regions
        .into_iter()
        .filter(|region| !region.emergency.is_empty())
        .map(|region| format!("{}: {}", region.name, number_words(region)))
        .collect();
    if lines.is_empty() { COMMON.map(str::to_owned).to_vec() } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    fn region(name: &str, number: &str) -> Region {
        let pack = example::pack();
        let mut region = pack.regions().iter().next().unwrap().clone();
        name.clone_into(&mut region.name);
        region.emergency = vec![number.to_owned()];
        region
    }

    #[test]
    fn few_regions_are_listed_one_by_one() {
        let lines = common_number_lines(example::pack().regions().iter());
        assert_eq!(lines, ["United Kingdom: 999", "European Union: 112"]);
    }

    #[test]
    fn of_many_regions_the_shared_numbers_are_listed() {
        let regions = [("A", "1"), ("B", "2"), ("C", "2"), ("D", "3"), ("E", "3"), ("F", "3"), ("G", "4")];
        let regions: Vec<Region> = regions.into_iter().map(|(name, number)| region(name, number)).collect();
        assert_eq!(
            common_number_lines(&regions),
            ["3: D, E, F", "2: B, C", "Elsewhere: the emergency number of your country"]
        );
    }

    #[test]
    fn the_most_common_numbers_fit_one_line() {
        let regions = [("A", "1"), ("B", "2"), ("C", "2"), ("D", "3"), ("E", "4")];
        let regions: Vec<Region> = regions.into_iter().map(|(name, number)| region(name, number)).collect();
        assert_eq!(few_numbers(&regions), "2 B, 1 A, 3 D. Elsewhere: the number of your country.");
        assert!(few_numbers([]).contains("999 in the United Kingdom"));
    }

    #[test]
    fn without_regions_there_are_still_numbers() {
        assert_eq!(common_number_lines([]), COMMON);
    }
}
