//! A small injury pack with a library, in memory, for the tests of this crate. It has one of everything. A second injury pack uses
//! the same library, for tests about people with two packs.

use crate::shelf::{LoadProblem, Shelf};
use sinew_diag::render;
use sinew_model::{Date, Pack};
use sinew_pack::PackSource;
use std::collections::BTreeMap;

/// The day of the tests.
pub(crate) const DAY: Date = Date::constant(2026, 3, 4);

const LIBRARY: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../fixture/base/pack.toml")),
    ("questions.toml", include_str!("../fixture/base/questions.toml")),
    ("red-flags.toml", include_str!("../fixture/base/red-flags.toml")),
    ("regions.toml", include_str!("../fixture/base/regions.toml")),
    ("sources.toml", include_str!("../fixture/base/sources.toml")),
];

const INJURY: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../fixture/ache/pack.toml")),
    ("questions.toml", include_str!("../fixture/ache/questions.toml")),
    ("red-flags.toml", include_str!("../fixture/ache/red-flags.toml")),
    ("conditions.toml", include_str!("../fixture/ache/conditions.toml")),
    ("causes.toml", include_str!("../fixture/ache/causes.toml")),
    ("actions.toml", include_str!("../fixture/ache/actions.toml")),
    ("sources.toml", include_str!("../fixture/ache/sources.toml")),
    ("cases/all.toml", include_str!("../fixture/ache/cases/all.toml")),
];

const SECOND: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../fixture/pang/pack.toml")),
    ("questions.toml", include_str!("../fixture/pang/questions.toml")),
    ("red-flags.toml", include_str!("../fixture/pang/red-flags.toml")),
    ("conditions.toml", include_str!("../fixture/pang/conditions.toml")),
    ("sources.toml", include_str!("../fixture/pang/sources.toml")),
];

fn source(folder: &str, files: &[(&str, &str)]) -> PackSource {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_owned())).collect();
    PackSource { folder: folder.into(), shown_at: format!("packs/{folder}"), files }
}

/// The pack and its library as they stand in memory.
pub(crate) fn sources() -> Vec<PackSource> {
    vec![source("base", LIBRARY), source("ache", INJURY)]
}

/// Writes a file of a pack anew, from the text that it has, which is empty if there is no such file.
#[track_caller]
pub(crate) fn rewrite(
    sources: &mut [PackSource],
    folder: &str,
    file: &str,
    text: impl FnOnce(String) -> String,
) {
    let source = sources.iter_mut().find(|source| source.folder == folder).expect("there is such a pack");
    let before = source.files.remove(file).unwrap_or_default();
    let before = String::from_utf8(before).expect("the files of the fixture are text");
    source.files.insert(file.to_owned(), text(before).into_bytes());
}

/// The sources with one text in one file replaced by another.
#[track_caller]
pub(crate) fn sources_with(folder: &str, file: &str, from: &str, to: &str) -> Vec<PackSource> {
    let mut sources = sources();
    rewrite(&mut sources, folder, file, |text| {
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {folder}/{file}");
        text.replace(from, to)
    });
    sources
}

/// The head of a file of cases.
pub(crate) const CASES: &str = "#:schema ../.sinew/cases.schema.json\n\n";

/// Changes the version of a pack in memory.
pub(crate) fn in_version(mut source: PackSource, version: &str) -> PackSource {
    let headline = sinew_pack::headline(&source).unwrap();
    let text = String::from_utf8(source.files["pack.toml"].clone()).unwrap();
    let line = format!("version = \"{}\"", headline.version);
    assert_eq!(text.matches(&line).count(), 1);
    let text = text.replace(&line, &format!("version = \"{version}\""));
    source.files.insert("pack.toml".into(), text.into_bytes());
    source
}

/// The fixture's packs, the named one in further versions, each shown at a place of its own.
pub(crate) fn with_versions(id: &str, versions: &[&str]) -> Vec<PackSource> {
    let mut sources = sources();
    let first = sources.iter().find(|source| source.folder == id).unwrap().clone();
    for version in versions {
        let shown_at = format!("packs-{version}/{id}");
        sources.push(PackSource { shown_at, ..in_version(first.clone(), version) });
    }
    sources
}

/// The sources with one more case.
pub(crate) fn sources_and_case(case: &str) -> Vec<PackSource> {
    let mut sources = sources();
    rewrite(&mut sources, "ache", "cases/more.toml", |_| format!("{CASES}{case}"));
    sources
}

/// A promise that no case speaks of: none of its people has bad pain.
const PROMISE: &str = "#:schema ./.sinew/properties.schema.json

[property.bad-pain-soon]
says = \"Bad pain is seen soon.\"
assume = \"worst.severe\"
urgency-at-least = \"soon\"
because = \"Very bad pain needs a look.\"
evidence = \"a test\"
basis = \"judgement\"
sources = [\"test-judgement\"]
";

/// The sources with a promise of the injury pack.
pub(crate) fn sources_with_promise() -> Vec<PackSource> {
    let mut sources = sources();
    let source = sources.iter_mut().find(|source| source.folder == "ache").unwrap();
    source.files.insert("properties.toml".into(), PROMISE.as_bytes().to_vec());
    sources
}

/// The pack, loaded.
pub(crate) fn pack() -> Pack {
    pack_of(sources())
}

/// The pack in these sources, loaded.
#[track_caller]
pub(crate) fn pack_of(sources: Vec<PackSource>) -> Pack {
    loaded(sources, "ache")
}

/// The library and the second injury pack as they stand in memory.
pub(crate) fn second_sources() -> Vec<PackSource> {
    vec![source("base", LIBRARY), source("pang", SECOND)]
}

/// The second injury pack, loaded.
pub(crate) fn second_pack() -> Pack {
    loaded(second_sources(), "pang")
}

/// The second injury pack with one more file, or another text of one that it has.
#[track_caller]
pub(crate) fn second_pack_with(file: &str, text: &str) -> Pack {
    let mut sources = second_sources();
    sources[1].files.insert(file.into(), text.as_bytes().to_owned());
    loaded(sources, "pang")
}

#[track_caller]
fn loaded(sources: Vec<PackSource>, id: &str) -> Pack {
    match Shelf::of(sources).unwrap().load(id) {
        Ok(loaded) => loaded.pack,
        Err(LoadProblem::Broken(broken)) => panic!("{}", render::short(&broken.diagnostics, &broken.texts)),
        Err(problem) => panic!("{problem}"),
    }
}
