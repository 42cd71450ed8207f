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
            let name = format!("{above}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                toml_files(&path, &format!("{name}/"), into);
            } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
                into.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut on_disk = BTreeMap::new();
    toml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"), "", &mut on_disk);
    let embedded: BTreeMap<String, Vec<u8>> = embedded::sources()
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
fn no_pack_replaces_another_and_both_places_are_named() {
    let (one, other) = (on_disk(), on_disk());
    let (one, other) = (one.path().join("ache"), other.path().join("ache"));
    let problem = Shelf::only(&[one.clone(), other.clone()]).unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!("there are two packs `ache`: one in {}, one in {}", one.display(), other.display())
    );
    assert_eq!(problem.remedy(), Some("give one of them another id and folder name, or leave one out"));

    let embedded = embedded::sources();
    let first = &embedded[0];
    let copy = tempfile::tempdir().unwrap();
    let copied = write(first, copy.path());
    let problem =
        Shelf::with(&PackPlaces { dirs: vec![copied.clone()], ..PackPlaces::default() }).unwrap_err();
    let message =
        format!("there are two packs `{}`: one built in, one in {}", first.folder, copied.display());
    assert_eq!(problem.to_string(), message);
    // For authors the folder counts, and it is not silent either: the caller asks for it by name.
    let shelf = Shelf::preferring(std::slice::from_ref(&copied), &PackPlaces::default()).unwrap();
    assert_eq!(shelf.from_folders(), [first.folder.as_str()]);
    assert_eq!(shelf.entries.len(), embedded.len());
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
