//! Two small packs for the tests of this crate, the injury pack `ache` and its library `base`, and a data folder of their own.

use crate::{
    bundle::Bundle,
    install::{InstallPlan, InstallProblem, InstallRequest, plan_install},
};
use sinew_app::{PackPlaces, Shelf};
use sinew_model::Date;
use sinew_pack::PackSource;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The day of the tests.
pub(crate) const DAY: Date = Date::constant(2026, 3, 4);

/// Files beside a pack.
pub(crate) type Beside<'a> = &'a [(&'a str, &'a str)];

/// The pack with this id, which has version 1.2.3 (`ache`) or 0.2.0 (`base`), with what stands beside it.
pub(crate) fn bundle_with(id: &str, edits: &[(&str, &str, &str)], beside: Beside<'_>) -> Bundle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sinew-app/fixture").join(id);
    let mut source = PackSource::read(&folder).unwrap();
    for (file, from, to) in edits {
        let text = String::from_utf8(source.files[*file].clone()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {id}/{file}");
        source.files.insert((*file).to_owned(), text.replace(from, to).into_bytes());
    }
    source.shown_at = format!("given/{id}");
    let beside: BTreeMap<String, Vec<u8>> =
        beside.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Bundle::new(source, beside, Vec::new()).unwrap()
}

pub(crate) fn bundle(id: &str) -> Bundle {
    bundle_with(id, &[], &[("README.md", "# Read me\n")])
}

/// The pack in another version, which also is the one that it says something changed in.
pub(crate) fn in_version(id: &str, version: &str) -> Bundle {
    let old = if id == "ache" { "1.2.3" } else { "0.2.0" };
    let edits = ["version = \"VERSION\"", "\n\"VERSION\" = ["]
        .map(|text| (text.replace("VERSION", old), text.replace("VERSION", version)));
    bundle_with(
        id,
        &edits.each_ref().map(|(from, to)| ("pack.toml", from.as_str(), to.as_str())),
        &[("README.md", "# Read me\n")],
    )
}

pub(crate) fn request(data: &Path) -> InstallRequest<'_> {
    InstallRequest { data, from: "given".into(), day: DAY, key: None, remember: None, downgrade: false }
}

#[track_caller]
pub(crate) fn install(data: &Path, bundle: &Bundle) -> InstallPlan {
    let plan = plan_install(bundle, &request(data)).unwrap();
    plan.carry_out().unwrap();
    plan
}

#[track_caller]
pub(crate) fn refused(data: &Path, bundle: &Bundle) -> InstallProblem {
    let before = everything(data);
    let problem = plan_install(bundle, &request(data)).unwrap_err();
    assert_eq!(everything(data), before, "nothing was written");
    assert!(problem.remedy().is_some(), "{problem}");
    problem
}

/// A data folder with `base` 0.2.0 and `ache` 1.2.3.
pub(crate) fn with_both() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &bundle("base"));
    install(data.path(), &bundle("ache"));
    data
}

pub(crate) fn shelf(data: &Path) -> Shelf {
    Shelf::with(&PackPlaces { user_data: Some(data.to_owned()), ..PackPlaces::default() }).unwrap()
}

/// The installed packs that anybody sees, with the hashes of their content.
pub(crate) fn seen(data: &Path) -> Vec<String> {
    let shelf = shelf(data);
    let mut seen = Vec::new();
    for version in
        shelf.versions().iter().filter(|version| ["ache", "base"].contains(&version.listing.id.as_str()))
    {
        let name = version.listing.name();
        let sinew_app::Found::Installed(folder) = &version.listing.from else {
            panic!("{name} is installed")
        };
        let source = PackSource { folder: version.listing.id.clone(), ..PackSource::read(folder).unwrap() };
        seen.push(format!("{name} {}", source.content_hash()));
    }
    seen
}

/// Every path below a folder, with the content of files.
pub(crate) fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                all.insert(path.clone(), None);
                open.push(path);
            } else {
                let content = fs::read(&path).unwrap();
                all.insert(path, Some(content));
            }
        }
    }
    all
}

/// A copy of a data folder.
pub(crate) fn copy_of(data: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for (path, content) in everything(data) {
        let to = copy.path().join(path.strip_prefix(data).unwrap());
        match content {
            None => fs::create_dir_all(to).unwrap(),
            Some(content) => {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::write(to, content).unwrap();
            }
        }
    }
    copy
}

/// The names in the folder of packs, but for the lock.
pub(crate) fn names(data: &Path) -> Vec<String> {
    let packs = sinew_app::installed::packs_folder(data);
    let mut names: Vec<String> = fs::read_dir(packs)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".lock")
        .collect();
    names.sort();
    names
}
