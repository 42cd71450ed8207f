//! Records are read as they were written, and nothing that is not as it was installed is used.

use super::*;
use crate::{fixture, shelf::Shelf};

const DAY: Date = Date::constant(2026, 3, 4);

fn id(text: &str) -> PackId {
    PackId::new(text).unwrap()
}

fn installed(source: &PackSource, version: &Version, signed: Signed) -> Installed {
    let folder = FolderName::choices(&id(&source.folder), version).next().unwrap();
    Installed {
        folder,
        content_hash: source.content_hash(),
        from: "here/ä \"x\".tar.zst".into(),
        day: DAY,
        signed,
    }
}

/// Puts a pack where installing puts it, and gives its record.
pub(crate) fn put(data: &Path, source: &PackSource) -> Record {
    let headline = sinew_pack::headline(source).unwrap();
    let id = id(&headline.id);
    let installed = installed(source, &headline.version, Signed::No);
    for (path, content) in &source.files {
        let path = files_folder(data, &installed).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let mut record = Record::read(data, &id)
        .unwrap()
        .unwrap_or_else(|| Record { id: id.clone(), versions: BTreeMap::new() });
    record.versions.insert(headline.version, installed);
    fs::write(record_path(data, &id), record.to_toml()).unwrap();
    record
}

#[test]
fn a_record_comes_back_as_it_was_written() {
    let data = tempfile::tempdir().unwrap();
    let source = &fixture::sources()[1];
    let key = || "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3".to_owned();
    let states = [
        ("1.0.0", Signed::No),
        ("1.1.0", Signed::Unchecked),
        ("1.2.0", Signed::UnknownKey { key: key() }),
        ("2.0.0-rc.1", Signed::KnownKey { key: key(), name: None }),
        ("2.0.0", Signed::KnownKey { key: key(), name: Some("alex".into()) }),
    ];
    let versions = states.into_iter().map(|(version, signed)| {
        let version = version.parse().unwrap();
        let installed = installed(source, &version, signed);
        (version, installed)
    });
    let record = Record { id: id("ache"), versions: versions.collect() };
    fs::create_dir_all(packs_folder(data.path())).unwrap();
    fs::write(record_path(data.path(), &record.id), record.to_toml()).unwrap();
    assert_eq!(Record::read(data.path(), &record.id).unwrap(), Some(record.clone()));
    let all = records(data.path()).unwrap();
    assert_eq!(all.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [record]);
    assert_eq!(Record::read(data.path(), &id("other")).unwrap(), None);
    assert!(records(&data.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn what_is_no_record_is_said_with_its_place() {
    let data = tempfile::tempdir().unwrap();
    let good = put(data.path(), &fixture::sources()[1]).to_toml();
    let path = record_path(data.path(), &id("ache"));
    for (from, to, told) in [
        ("format = 1", "format = 2", "its format is 2, and this program knows 1"),
        ("id = \"ache\"", "id = \"base\"", "its id is `base`, which is not its name"),
        ("id = \"ache\"", "id = \"ache\"\nnew = 1", "line 4: unknown field `new`"),
        ("[version.\"1.2.3\"]", "[version.\"1.2\"]", "`1.2` is no version"),
        ("installed = \"2026-03-04\"", "installed = \"today\"", "`today` is no day"),
        ("signature = \"none\"", "signature = \"known-key\"", "do not fit together"),
        ("signature = \"none\"", "signature = \"none\"\nkey = \"x\"", "do not fit together"),
        ("content-hash = \"", "content-hash = \"x", "is no content hash"),
        ("format = 1", "format = ", "line 2: "),
        (
            "folder = \"ache@1.2.3\"",
            "folder = \"../ache@1.2.3\"",
            "`../ache@1.2.3` is no folder for version 1.2.3",
        ),
        ("folder = \"ache@1.2.3\"", "folder = \"ache@1.2.3/../x\"", "is no folder for version 1.2.3"),
        ("folder = \"ache@1.2.3\"", "folder = \"base@1.2.3\"", "is no folder for version 1.2.3"),
    ] {
        assert!(good.contains(from), "{from} is not in {good}");
        fs::write(&path, good.replace(from, to)).unwrap();
        let problem = Record::read(data.path(), &id("ache")).unwrap_err();
        let expected = format!("{} is no record of an installed pack: ", path.display());
        assert!(problem.to_string().starts_with(&expected), "{problem}");
        assert!(problem.to_string().contains(told), "{problem}");
        assert!(matches!(Shelf::with(&places(data.path())), Err(crate::ShelfProblem::Installed(_))));
    }
    fs::write(&path, "[version]\nformat = 1").unwrap();
    assert!(Record::read(data.path(), &id("ache")).is_err());
    fs::write(&path, b"format = 1 # \xff").unwrap();
    assert!(Record::read(data.path(), &id("ache")).unwrap_err().to_string().contains("not text in UTF-8"));
    let length = usize::try_from(MOST_BYTES).unwrap() + 1;
    fs::write(&path, "#".repeat(length)).unwrap();
    assert!(Record::read(data.path(), &id("ache")).unwrap_err().to_string().contains("larger than 1 MiB"));
    fs::remove_file(&path).unwrap();
    fs::write(packs_folder(data.path()).join("Not An Id.toml"), &good).unwrap();
    let problem = records(data.path()).unwrap().remove(0).unwrap_err();
    assert!(problem.to_string().contains("its name is not an id"), "{problem}");
}

fn places(data: &Path) -> crate::PackPlaces {
    crate::PackPlaces { user_data: Some(data.to_owned()), ..crate::PackPlaces::default() }
}

#[test]
fn what_is_installed_is_at_hand_in_all_its_versions() {
    let data = tempfile::tempdir().unwrap();
    for source in fixture::with_versions("base", &["0.2.4"]) {
        put(data.path(), &source);
    }
    let shelf = Shelf::with(&places(data.path())).unwrap();
    let names = shelf.versions().into_iter().map(|version| version.listing);
    let names: Vec<(String, crate::Found)> = names
        .filter(|listing| ["ache", "base"].contains(&listing.id.as_str()))
        .map(|listing| (listing.name(), listing.from))
        .collect();
    let at = |name: &str| (name.to_owned(), crate::Found::Installed(packs_folder(data.path()).join(name)));
    assert_eq!(names, [at("ache@1.2.3"), at("base@0.2.4"), at("base@0.2.0")]);
    assert_eq!(shelf.load("ache").unwrap().pack.libraries()[0].version.to_string(), "0.2.4");
}

/// A folder that an interrupted change left behind is as if it were not there.
#[test]
fn a_folder_without_a_record_is_not_installed() {
    let data = tempfile::tempdir().unwrap();
    let record = put(data.path(), &fixture::sources()[0]);
    fs::remove_file(record_path(data.path(), &record.id)).unwrap();
    let shelf = Shelf::with(&places(data.path())).unwrap();
    assert!(shelf.from_folders().is_empty(), "{:?}", shelf.from_folders());
    assert!(shelf.unreadable().is_empty());
}

#[test]
fn files_that_are_not_as_they_were_installed_are_not_used() {
    type Change<'a> = &'a dyn Fn(&Path);
    let changes: [(&str, Change<'_>); 4] = [
        ("changed", &|folder| fs::write(folder.join("causes.toml"), "# none\n").unwrap()),
        ("added", &|folder| fs::write(folder.join("more.toml"), "").unwrap()),
        ("gone", &|folder| fs::remove_file(folder.join("causes.toml")).unwrap()),
        ("all gone", &|folder| fs::remove_dir_all(folder).unwrap()),
    ];
    for (what, change) in changes {
        let data = tempfile::tempdir().unwrap();
        for source in fixture::sources() {
            put(data.path(), &source);
        }
        assert!(Shelf::with(&places(data.path())).unwrap().load("ache").is_ok());
        change(&packs_folder(data.path()).join("ache@1.2.3"));
        let problem = Shelf::with(&places(data.path())).unwrap_err();
        assert!(problem.to_string().starts_with("the installed pack `ache@1.2.3` "), "{what}: {problem}");
        assert!(problem.remedy().unwrap().contains("sinew pack remove"), "{what}");
        // Those who look after what is installed see the rest all the same.
        let (shelf, problems) = Shelf::without_broken(&places(data.path())).unwrap();
        assert_eq!(problems.len(), 1, "{what}");
        assert_eq!(shelf.from_folders(), ["base"], "{what}");
    }
}

/// Documents beside the TOML files, and how lines end, say nothing about the advice.
#[test]
fn a_readme_and_line_ends_do_not_matter() {
    let data = tempfile::tempdir().unwrap();
    for source in fixture::sources() {
        put(data.path(), &source);
    }
    let folder = packs_folder(data.path()).join("ache@1.2.3");
    fs::write(folder.join("README.md"), "# Read me\n").unwrap();
    let causes = fs::read_to_string(folder.join("causes.toml")).unwrap();
    fs::write(folder.join("causes.toml"), causes.replace('\n', "\r\n")).unwrap();
    assert!(Shelf::with(&places(data.path())).is_ok());
}

#[test]
fn a_folder_that_is_taken_makes_way_for_a_number() {
    let (id, version) = (id("ache"), "1.2.3-rc.1+x".parse().unwrap());
    let choices: Vec<FolderName> = FolderName::choices(&id, &version).take(3).collect();
    let names: Vec<&str> = choices.iter().map(FolderName::as_str).collect();
    assert_eq!(names, ["ache@1.2.3-rc.1+x", "ache@1.2.3-rc.1+x~2", "ache@1.2.3-rc.1+x~3"]);
    for choice in &choices {
        assert_eq!(FolderName::parse(choice.as_str(), &id, &version).as_ref(), Some(choice));
        assert!(may_hold(&Path::new("packs").join(choice.as_str()), &id));
    }
    for other in ["ache", "ache-more@1.2.3", "aches"] {
        assert!(!may_hold(Path::new(other), &id), "{other}");
    }
}
