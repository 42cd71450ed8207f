//! Which packs are at hand, from where, and what is said when one is not.

use super::*;
use crate::fixture;
use std::{collections::BTreeMap, fs};

fn write(source: &PackSource, below: &Path) -> PathBuf {
    let folder = below.join(&source.folder);
    for (path, content) in &source.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// The fixture's packs in a folder of their own.
fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for source in fixture::sources() {
        write(&source, folder.path());
    }
    folder
}

fn ids(shelf: &Shelf) -> Vec<String> {
    shelf.list().into_iter().map(|listing| listing.id).collect()
}

#[test]
fn a_file_of_a_pack_can_be_exchanged_in_memory() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let (source, found) = shelf.source("ache").unwrap();
    assert_eq!((source.folder.as_str(), found), ("ache", &Found::Folder("packs/ache".into())));
    let text = String::from_utf8(source.files["pack.toml"].clone()).unwrap();
    let other = shelf
        .with_file("ache", "pack.toml", text.replacen("title = \"", "title = \"Other ", 1).into_bytes())
        .unwrap();
    let title = |shelf: &Shelf| shelf.list().into_iter().find(|pack| pack.id == "ache").unwrap().title;
    assert_eq!(title(&other), format!("Other {}", title(&shelf)));
    assert!(shelf.with_file("nothing", "pack.toml", Vec::new()).is_err());
    assert!(shelf.source("nothing").is_none());
}

#[test]
fn what_is_embedded_is_what_is_in_the_repository() {
    fn toml_files(folder: &Path, above: &str, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            // Schemas for editors, and released versions.
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{above}{name}");
            if path.is_dir() {
                toml_files(&path, &format!("{name}/"), into);
            } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
                into.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut on_disk = BTreeMap::new();
    toml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"), "", &mut on_disk);
    let embedded: BTreeMap<String, Vec<u8>> = super::embedded::sources()
        .into_iter()
        .flat_map(|source| {
            let folder = source.folder;
            source.files.into_iter().map(move |(path, content)| (format!("{folder}/{path}"), content))
        })
        .collect();
    let remedy =
        "a file came or went since the last build; run `touch crates/sinew-app/src/shelf/embedded.rs`";
    assert_eq!(embedded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>(), "{remedy}");
    for (path, content) in &on_disk {
        assert!(embedded[path] == *content, "packs/{path} is embedded as it was; {remedy}");
    }
    assert!(!on_disk.is_empty());
}

#[test]
fn a_folder_of_packs_and_a_pack_folder_are_both_taken() {
    let folder = on_disk();
    let shelf = Shelf::only(&[folder.path().to_owned()]).unwrap();
    assert_eq!(ids(&shelf), ["ache", "base"]);
    let ache = &shelf.list()[0];
    assert_eq!(
        (ache.kind, ache.version.as_str(), ache.title.as_str()),
        (PackKind::Injury, "1.2.3", "An ache at the spot")
    );
    assert_eq!(ache.place.as_deref(), Some("at the spot"));
    assert_eq!(ache.from, Found::Folder(folder.path().join("ache")));
    assert_eq!(shelf.load("ache").unwrap().pack.identity().id.as_str(), "ache");

    let single = Shelf::only(&[folder.path().join("base"), folder.path().join("ache")]).unwrap();
    assert_eq!(ids(&single), ["ache", "base"]);
}

#[test]
fn packs_are_added_to_those_in_the_program_and_the_data_folder_may_be_absent() {
    let folder = on_disk();
    let places = PackPlaces {
        dirs: vec![folder.path().to_owned()],
        user_data: Some(folder.path().join("none")),
        ..PackPlaces::default()
    };
    let shelf = Shelf::with(&places).unwrap();
    assert_eq!(shelf.from_folders(), ["ache", "base"]);
    assert_eq!(shelf.entries.len(), Shelf::embedded().entries.len() + 2);
    assert_eq!(shelf.load("ache").unwrap().in_place, [], "they stand in the place of nothing");

    let data = tempfile::tempdir().unwrap();
    for source in fixture::sources() {
        write(&source, &data.path().join("packs"));
    }
    let places = PackPlaces { user_data: Some(data.path().to_owned()), ..PackPlaces::default() };
    assert_eq!(Shelf::with(&places).unwrap().from_folders(), ["ache", "base"]);
    let alone = Shelf::with(&PackPlaces { built_in: false, ..places }).unwrap();
    assert_eq!(ids(&alone), ["ache", "base"]);
}

#[test]
fn one_version_has_one_content_and_both_places_are_named() {
    let (one, other) = (on_disk(), on_disk());
    let (one, other) = (one.path().join("ache"), other.path().join("ache"));
    let both = [one.clone(), other.clone()];
    assert_eq!(ids(&Shelf::only(&both).unwrap()), ["ache"], "the same content twice is one pack");

    fs::write(other.join("causes.toml"), "# changed\n").unwrap();
    let problem = Shelf::only(&both).unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!(
            "there are two packs `ache` that say they are version 1.2.3, but they are not the same: one in {}, one in {}",
            one.display(),
            other.display()
        )
    );
    assert_eq!(problem.remedy(), Some("raise the version of one of them, or leave one out"));

    let embedded = super::embedded::sources();
    let first = &embedded[0];
    let copy = tempfile::tempdir().unwrap();
    let copied = write(first, copy.path());
    let places = PackPlaces { dirs: vec![copied.clone()], ..PackPlaces::default() };
    assert!(Shelf::with(&places).unwrap().from_folders().is_empty(), "the one that is built in is kept");
    fs::write(copied.join("README.toml"), "# changed\n").unwrap();
    let problem = Shelf::with(&places).unwrap_err();
    assert!(matches!(&problem, ShelfProblem::Twice { first: Found::BuiltIn, .. }), "{problem}");
    // For authors the folder counts, and it is not silent either: the caller asks for it by name.
    let shelf = Shelf::preferring(std::slice::from_ref(&copied), &PackPlaces::default()).unwrap();
    assert_eq!(shelf.from_folders(), [first.folder.as_str()]);
    assert_eq!(shelf.entries.len(), embedded.len());
}

#[test]
fn the_id_alone_means_the_highest_version_and_a_name_means_just_one() {
    let shelf = Shelf::of(fixture::with_versions("ache", &["1.10.0", "1.9.0", "2.0.0-rc.1"])).unwrap();
    let version = |name: &str| shelf.load(name).map(|loaded| loaded.pack.identity().version.to_string());
    assert_eq!(version("ache").unwrap(), "1.10.0");
    assert_eq!(version("ache@1.2.3").unwrap(), "1.2.3");
    assert_eq!(version("ache@2.0.0-rc.1").unwrap(), "2.0.0-rc.1");
    let unknown = version("ache@1.2.4").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no version 1.2.4 of the pack `ache`");
    let LoadProblem::Unknown(unknown) = unknown else { panic!("{unknown}") };
    assert_eq!(unknown.remedy(), "there are versions 1.10.0, 1.9.0, 1.2.3, 2.0.0-rc.1");
    assert!(matches!(shelf.load("base@0.2.0"), Err(LoadProblem::Library { .. })));

    // Each id is listed once; all versions are there for those who ask.
    let listed: Vec<String> = shelf.list().iter().map(PackListing::name).collect();
    assert_eq!(listed, ["ache@1.10.0", "base@0.2.0"]);
    let versions: Vec<(String, bool)> =
        shelf.versions().iter().map(|version| (version.listing.name(), version.is_first)).collect();
    let expected = [
        ("ache@1.10.0", true),
        ("ache@1.9.0", false),
        ("ache@1.2.3", false),
        ("ache@2.0.0-rc.1", false),
        ("base@0.2.0", true),
    ];
    assert_eq!(versions, expected.map(|(name, is_first)| (name.to_owned(), is_first)));

    // A check looks at each of them.
    let report = shelf.check(&[], fixture::DAY).unwrap();
    let checked: Vec<_> = report.packs.iter().filter_map(|pack| pack.version.as_deref()).collect();
    assert_eq!(checked, ["1.10.0", "1.9.0", "1.2.3", "2.0.0-rc.1", "0.2.0"]);
    assert!(report.passed(), "{}", report.summary());
    let named = shelf.check(&["ache@1.9.0", "ache"], fixture::DAY).unwrap();
    assert_eq!(
        named.packs.iter().filter_map(|pack| pack.version.as_deref()).collect::<Vec<_>>(),
        ["1.10.0", "1.9.0"]
    );
}

#[test]
fn of_a_library_each_pack_uses_the_highest_version_it_allows() {
    let shelf = Shelf::of(fixture::with_versions("base", &["0.2.4", "0.3.0"])).unwrap();
    let loaded = shelf.load("ache").unwrap().pack;
    assert_eq!(loaded.libraries()[0].version.to_string(), "0.2.4");
    let used: Vec<(String, Vec<String>)> =
        shelf.versions().into_iter().map(|version| (version.listing.name(), version.used_by)).collect();
    let expected = [
        ("ache@1.2.3", vec![]),
        ("base@0.3.0", vec![]),
        ("base@0.2.4", vec!["ache 1.2.3".to_owned()]),
        ("base@0.2.0", vec![]),
    ];
    assert_eq!(used, expected.map(|(name, users)| (name.to_owned(), users)));
    let users = |version: Version| shelf.users("base", &version);
    assert_eq!(users(Version::new(0, 2, 4)), ["ache"]);
    assert_eq!(users(Version::new(0, 3, 0)), [""; 0]);
    assert_eq!(shelf.users("ache", &Version::new(1, 2, 3)), ["ache"]);
}

#[test]
fn without_an_installed_library_the_next_version_does_or_the_pack_is_not_opened() {
    let mut shelf = Shelf::of(Vec::new()).unwrap();
    for source in fixture::with_versions("base", &["0.2.4", "0.3.0"]) {
        let from = match source.folder.as_str() {
            "base" => Found::Installed(PathBuf::from(&source.shown_at)),
            _ => Found::Folder(PathBuf::from(&source.shown_at)),
        };
        shelf = shelf.adding(source, from).unwrap();
    }
    let without = shelf.without_installed("base", &Version::new(0, 2, 4));
    assert_eq!(without.load("ache").unwrap().pack.libraries()[0].version.to_string(), "0.2.0");
    let without = without.without_installed("base", &Version::new(0, 2, 0));
    let LoadProblem::Broken(broken) = without.load("ache").unwrap_err() else { panic!("it has errors") };
    let told = |found: &Diagnostic| found.message.contains("but version 0.3.0 is at hand");
    assert!(broken.diagnostics.iter().any(told), "{:?}", broken.diagnostics);
    let same = without.without_installed("ache", &Version::new(1, 2, 3));
    assert_eq!(ids(&same), ["ache", "base"], "a folder that was not installed stays");
}

#[test]
fn what_stands_in_the_place_of_a_built_in_pack_is_named() {
    let newer = |source: &PackSource| fixture::in_version(source.clone(), "0.99.0");
    let embedded = super::embedded::sources();
    let injury = |source: &&PackSource| sinew_pack::headline(source).unwrap().kind == PackKind::Injury;
    let pack = embedded.iter().find(injury).unwrap();
    let shelf = Shelf::embedded();
    let before = shelf.load(&pack.folder).unwrap();
    assert_eq!(before.in_place, [], "all of it is built in");
    let shelf = shelf.adding(newer(pack), Found::Folder("elsewhere".into())).unwrap();
    let after = shelf.load(&pack.folder).unwrap();
    assert_eq!(after.pack.identity().version.to_string(), "0.99.0");
    let said: Vec<String> = after.in_place.iter().map(ToString::to_string).collect();
    let built_in = before.pack.identity().version.clone();
    assert_eq!(
        said,
        [format!("`{}` 0.99.0 in elsewhere is used in place of the built-in {built_in}", pack.folder)]
    );
    // Who names the version in the program gets it.
    let named = shelf.load(&format!("{}@{built_in}", pack.folder)).unwrap();
    assert_eq!((named.pack, named.in_place), (before.pack, vec![]));
}

#[test]
fn a_pack_that_does_not_say_its_version_stands_beside_no_other() {
    let (whole, broken) = (on_disk(), on_disk());
    let folder = broken.path().join("ache");
    fs::write(folder.join("pack.toml"), "version = \n").unwrap();
    let problem = Shelf::only(&[whole.path().to_owned(), folder.clone()]).unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!(
            "there are two packs `ache`, and the pack.toml of one cannot be read: one in {}, one in {}",
            whole.path().join("ache").display(),
            folder.display()
        )
    );
    assert!(problem.remedy().unwrap().starts_with("mend the pack.toml"));
}

/// Also where a higher version is at hand: who names a folder means what is in it.
#[test]
fn a_folder_that_an_author_names_goes_before_every_version_at_hand() {
    let (mine, other) = (on_disk(), tempfile::tempdir().unwrap());
    let newer = write(&fixture::in_version(fixture::sources()[1].clone(), "1.9.0"), other.path());
    let places = PackPlaces { dirs: vec![newer], ..PackPlaces::default() };
    let shelf = Shelf::preferring(
        &[mine.path().join("ache")],
        &PackPlaces { dirs: vec![mine.path().join("base")], ..places.clone() },
    )
    .unwrap();
    assert_eq!(shelf.load("ache").unwrap().pack.identity().version.to_string(), "1.2.3");
    assert!(matches!(shelf.load("ache@1.9.0"), Err(LoadProblem::Unknown(_))));
}

#[test]
fn a_place_without_packs_is_an_error() {
    let empty = tempfile::tempdir().unwrap();
    let problem = Shelf::only(&[empty.path().to_owned()]).unwrap_err();
    assert_eq!(problem.to_string(), format!("there is no pack in {}", empty.path().display()));
    assert_eq!(problem.remedy(), Some("name a folder with a pack.toml in it, or a folder of such folders"));
    let nowhere = empty.path().join("nowhere");
    let problem = Shelf::only(std::slice::from_ref(&nowhere)).unwrap_err();
    assert!(problem.to_string().starts_with(&format!("{} could not be looked into: ", nowhere.display())));
}

#[test]
fn what_cannot_be_opened_is_said_with_a_way_on() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let unknown = shelf.load("ach").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no pack `ach`");
    let LoadProblem::Unknown(unknown) = unknown else { panic!("{unknown}") };
    assert_eq!(unknown.remedy(), "a pack with a similar id exists: `ache`");
    assert_eq!(shelf.check(&["other"], fixture::DAY).unwrap_err().remedy(), "there are ache, base");
    let library = shelf.load("base").unwrap_err();
    assert_eq!(
        library.to_string(),
        "`base` is a library: it holds what other packs share, and nothing to open"
    );
    let LoadProblem::Library { usable, .. } = library else { panic!("{library}") };
    assert_eq!(usable, ["ache"]);
}

#[test]
fn a_library_can_be_looked_into() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let library = shelf.look_into("base").unwrap().pack;
    assert_eq!(library.identity().id.as_str(), "base");
    assert!(!library.red_flags().is_empty() && library.conditions().is_empty());
    assert_eq!(shelf.look_into("ache").unwrap(), shelf.load("ache").unwrap());
    assert!(matches!(shelf.look_into("bas"), Err(LoadProblem::Unknown(_))));
    let broken = Shelf::of(fixture::sources_with("base", "pack.toml", "version = ", "versoin = ")).unwrap();
    assert!(matches!(broken.look_into("base"), Err(LoadProblem::Broken(_))));
}

#[test]
fn a_pack_with_errors_is_listed_and_not_opened() {
    let sources = fixture::sources_with("ache", "causes.toml", "start.slowly", "start.never");
    let shelf = Shelf::of(sources).unwrap();
    assert_eq!(ids(&shelf), ["ache", "base"]);
    let problem = shelf.load("ache").unwrap_err();
    assert_eq!(problem.to_string(), "the pack `ache` has 1 error and was not opened");
    let LoadProblem::Broken(broken) = problem else { panic!("{problem}") };
    let place = broken.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).unwrap().place().unwrap();
    assert_eq!(broken.texts.name(place.text()), "packs/ache/causes.toml");
}

#[test]
fn a_pack_whose_first_file_is_broken_is_not_lost() {
    let sources = fixture::sources_with("ache", "pack.toml", "kind = \"injury\"", "kind = ");
    let shelf = Shelf::of(sources).unwrap();
    assert_eq!(ids(&shelf), ["base"]);
    assert_eq!(shelf.unreadable().iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["ache"]);
    assert!(matches!(shelf.load("ache"), Err(LoadProblem::Broken(_))));
    assert!(!shelf.check(&[], fixture::DAY).unwrap().passed());
}

#[test]
fn a_folder_without_its_first_file_is_not_lost() {
    let folder = on_disk();
    fs::remove_file(folder.path().join("ache/pack.toml")).unwrap();
    let shelf = Shelf::only(&[folder.path().to_owned()]).unwrap();
    assert_eq!(shelf.unreadable().len(), 1);
    assert!(!shelf.check(&["ache"], fixture::DAY).unwrap().passed());
}

#[test]
fn the_names_of_a_pack_are_those_of_its_libraries_too() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let from = |id: &str| {
        let packs = shelf.names(id).unwrap().names.into_iter().map(|name| name.pack);
        packs.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(from("ache").into_iter().collect::<Vec<_>>(), ["ache", "base"]);
    assert_eq!(from("base").into_iter().collect::<Vec<_>>(), ["base"]);
    assert_eq!(shelf.names("ach").unwrap_err().remedy(), "a pack with a similar id exists: `ache`");
}
