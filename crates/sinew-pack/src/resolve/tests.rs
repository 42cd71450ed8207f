//! Choices by hand, and the search against one that tries everything.

use super::*;
use proptest::prelude::*;
use semver::VersionReq;

fn version(text: &str) -> Version {
    text.parse().expect("a version")
}

fn used(text: &str) -> Use {
    let (id, range) = text.split_once(' ').expect("an id and a range");
    Use { id: id.into(), range: Some(range.parse::<VersionReq>().expect("a range")) }
}

/// `a 1.0.0`, and what it uses: `b ^1`.
fn pack(named: &str, uses: &[&str]) -> Candidate {
    let (id, number) = named.split_once(' ').expect("an id and a version");
    Candidate {
        id: id.into(),
        folder: id.into(),
        version: Some(version(number)),
        uses: uses.iter().map(|text| used(text)).collect(),
    }
}

/// The libraries that are chosen for the first candidate, as `id version`; none if not all needs are met.
fn chosen(candidates: &[Candidate]) -> Option<Vec<String>> {
    let resolution = resolve(candidates, 0);
    (resolution.met == Met::All).then(|| names(candidates, &resolution.libraries))
}

fn names(candidates: &[Candidate], positions: &[usize]) -> Vec<String> {
    let name = |at: &usize| {
        let candidate = &candidates[*at];
        candidate
            .version
            .as_ref()
            .map_or_else(|| candidate.id.clone(), |version| format!("{} {version}", candidate.id))
    };
    positions.iter().map(name).collect()
}

#[test]
fn the_highest_version_that_fits_is_taken_wherever_it_stands() {
    let candidates =
        [pack("p 1.0.0", &["a ^0.1"]), pack("a 0.1.1", &[]), pack("a 0.2.0", &[]), pack("a 0.1.10", &[])];
    assert_eq!(chosen(&candidates).unwrap(), ["a 0.1.10"]);
}

#[test]
fn every_user_of_a_library_has_a_say() {
    let candidates = [
        pack("p 1.0.0", &["a >=1", "b ^1"]),
        pack("a 1.0.0", &[]),
        pack("a 1.1.0", &[]),
        pack("b 1.0.0", &["a =1.0.0"]),
    ];
    assert_eq!(chosen(&candidates).unwrap(), ["a 1.0.0", "b 1.0.0"]);
}

#[test]
fn what_the_pack_asks_for_goes_before_what_its_libraries_ask_for() {
    // Either `a` or `b` can be new. `a` stands first.
    let candidates = [
        pack("p 1.0.0", &["a *", "b *"]),
        pack("a 1.0.0", &[]),
        pack("a 2.0.0", &[]),
        pack("b 1.0.0", &["a *"]),
        pack("b 2.0.0", &["a =1.0.0"]),
    ];
    assert_eq!(chosen(&candidates).unwrap(), ["a 2.0.0", "b 1.0.0"]);
}

#[test]
fn a_version_whose_own_needs_cannot_be_met_is_passed_over() {
    let candidates = [
        pack("p 1.0.0", &["a *"]),
        pack("a 2.0.0", &["missing *"]),
        pack("a 1.0.0", &["b *"]),
        pack("b 3.0.0", &["missing *"]),
        pack("b 2.0.0", &[]),
    ];
    assert_eq!(chosen(&candidates).unwrap(), ["a 1.0.0", "b 2.0.0"]);
}

#[test]
fn a_pre_release_is_taken_only_where_it_is_asked_for() {
    let libraries = [pack("a 0.1.0", &[]), pack("a 0.2.0-rc.1", &[])];
    let with = |range: &str| [&[pack("p 1.0.0", &[range])][..], &libraries[..]].concat();
    assert_eq!(chosen(&with("a *")).unwrap(), ["a 0.1.0"]);
    assert_eq!(chosen(&with("a >=0.2.0-rc.0")).unwrap(), ["a 0.2.0-rc.1"]);
}

#[test]
fn a_library_without_a_readable_version_is_taken_only_if_there_is_no_other() {
    let broken = Candidate { version: None, ..pack("a 9.9.9", &[]) };
    let candidates = [pack("p 1.0.0", &["a ^1"]), broken.clone(), pack("a 1.0.0", &[])];
    assert_eq!(chosen(&candidates).unwrap(), ["a 1.0.0"]);
    assert_eq!(chosen(&[pack("p 1.0.0", &["a ^1"]), broken]).unwrap(), ["a"]);
}

#[test]
fn where_nothing_fits_the_nearest_is_given() {
    let candidates = [
        pack("p 1.0.0", &["a ^2", "b *", "missing *"]),
        pack("a 1.0.0", &[]),
        pack("a 1.1.0", &[]),
        pack("b 1.0.0", &["a *"]),
    ];
    let resolution = resolve(&candidates, 0);
    assert_eq!(resolution.met, Met::Not);
    assert_eq!(names(&candidates, &resolution.libraries), ["a 1.1.0", "b 1.0.0"]);
}

#[test]
fn circles_end() {
    let candidates = [pack("p 1.0.0", &["a *"]), pack("a 1.0.0", &["b *"]), pack("b 1.0.0", &["a *", "p *"])];
    assert_eq!(chosen(&candidates).unwrap(), ["a 1.0.0", "b 1.0.0"]);
}

/// Packs made to have more combinations than anybody can try are given up, and not for ever.
#[test]
fn a_tangle_is_given_up() {
    let mut candidates = vec![pack("p 1.0.0", &[])];
    for at in 0..12 {
        let id = format!("l{at}");
        candidates[0].uses.push(used(&format!("{id} *")));
        for minor in 0..12 {
            let mut library = pack(&format!("{id} 1.{minor}.0"), &[]);
            // The last need of all can never be met, whichever versions are taken before it.
            library.uses.push(used("missing *"));
            candidates.push(library);
        }
    }
    candidates.retain(|candidate| candidate.id != "l11" || candidate.version == Some(version("1.0.0")));
    let resolution = resolve(&candidates, 0);
    assert_eq!(resolution.met, Met::Unknown);
    assert_eq!(resolution.libraries.len(), 12, "the nearest is still there to be shown");
}

// ------------------------------------------------------------------------------------------------ against trying everything

/// The order in which needs come up for one selection, with the position chosen for each id; none if a need is not met.
fn walk(candidates: &[Candidate], selection: &[usize]) -> Option<Vec<usize>> {
    let mut queue: Vec<&Use> = candidates[0].uses.iter().collect();
    let mut reached: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(used) = queue.get(at) {
        at += 1;
        let is_meant = |position: &&usize| candidates[**position].id == used.id;
        let position = if candidates[0].id == used.id { &0 } else { selection.iter().find(is_meant)? };
        let range = used.range.as_ref().expect("made with ranges");
        if !range.matches(candidates[*position].version.as_ref().expect("made with versions")) {
            return None;
        }
        if *position != 0 && !reached.contains(position) {
            reached.push(*position);
            queue.extend(&candidates[*position].uses);
        }
    }
    Some(reached)
}

/// All ways of choosing one version of each library.
fn selections(candidates: &[Candidate], ids: &[String]) -> Vec<Vec<usize>> {
    let Some((id, rest)) = ids.split_first() else { return vec![Vec::new()] };
    let versions: Vec<usize> = (1..candidates.len()).filter(|at| candidates[*at].id == *id).collect();
    let others = selections(candidates, rest);
    if versions.is_empty() {
        return others;
    }
    versions
        .iter()
        .flat_map(|version| others.iter().map(move |other| [&[*version], other.as_slice()].concat()))
        .collect()
}

/// Of all selections that meet every need, the one whose walk is highest where it first differs from each other walk.
fn best(candidates: &[Candidate], ids: &[String]) -> Option<Vec<usize>> {
    let walks = selections(candidates, ids).into_iter().filter_map(|selection| walk(candidates, &selection));
    let versions = |walk: &Vec<usize>| -> Vec<Version> {
        walk.iter().map(|at| candidates[*at].version.clone().expect("made with versions")).collect()
    };
    walks.max_by_key(versions)
}

fn small_packs() -> impl Strategy<Value = Vec<Candidate>> {
    const IDS: [&str; 4] = ["a", "b", "c", "d"];
    const RANGES: [&str; 9] = ["*", "^1", "^2", "=1.0.0", ">=1.1", "<2", "=2.0.0", ">=3", "<1.1"];
    const VERSIONS: [&str; 4] = ["1.0.0", "1.1.0", "2.0.0", "2.1.0"];
    let uses = || {
        prop::collection::btree_map(
            prop::sample::select(IDS.to_vec()),
            prop::sample::select(RANGES.to_vec()),
            0..3,
        )
    };
    let libraries = prop::collection::btree_map(
        (prop::sample::select(IDS.to_vec()), prop::sample::select(VERSIONS.to_vec())),
        uses(),
        1..12,
    );
    let root = prop::collection::btree_map(
        prop::sample::select(IDS.to_vec()),
        prop::sample::select(RANGES.to_vec()),
        1..4,
    );
    (root, libraries, any::<bool>()).prop_map(|(root, libraries, reversed)| {
        let with = |named: &str, uses: &std::collections::BTreeMap<&str, &str>| {
            let mut pack = pack(named, &[]);
            pack.uses = uses.iter().map(|(id, range)| used(&format!("{id} {range}"))).collect();
            if reversed {
                pack.uses.reverse();
            }
            pack
        };
        let mut packs: Vec<Candidate> =
            libraries.iter().map(|((id, number), uses)| with(&format!("{id} {number}"), uses)).collect();
        if reversed {
            packs.reverse();
        }
        packs.insert(0, with("p 1.0.0", &root));
        packs
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_search_finds_what_trying_everything_finds(packs in small_packs()) {
        let ids: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let resolution = resolve(&packs, 0);
        if let Some(best) = best(&packs, &ids) {
            prop_assert_eq!(resolution.met, Met::All);
            prop_assert_eq!(names(&packs, &resolution.libraries), names(&packs, &best));
        } else {
            prop_assert_eq!(resolution.met, Met::Not);
        }
    }

    /// What is at hand besides, and in which order, changes nothing.
    #[test]
    fn the_order_at_hand_does_not_matter(packs in small_packs(), turn in 0_usize..12) {
        let mut turned = packs.clone();
        let libraries = turned.len() - 1;
        turned[1..].rotate_left(turn % libraries);
        let (one, other) = (resolve(&packs, 0), resolve(&turned, 0));
        prop_assert_eq!(one.met, other.met);
        prop_assert_eq!(names(&packs, &one.libraries), names(&turned, &other.libraries));
    }
}
