//! The packs of this repository.

use sinew_model::{Answers, Pack, RawAnswer};
use sinew_pack::{PackKind, PackSource};
use std::path::Path;

/// The files of all packs of this repository, in the order of their folders.
fn sources() -> Vec<PackSource> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut folders: Vec<_> = std::fs::read_dir(packs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("pack.toml").is_file())
        .collect();
    folders.sort();
    folders.iter().map(|folder| PackSource::read(folder).unwrap()).collect()
}

fn injuries(sources: &[PackSource]) -> impl Iterator<Item = &PackSource> {
    sources.iter().filter(|source| {
        sinew_pack::headline(source).is_some_and(|headline| headline.kind == PackKind::Injury)
    })
}

/// The injury packs of this repository, compiled, in the order of their folders.
pub fn shipped() -> Vec<Pack> {
    let sources = sources();
    let day = "2026-11-29".parse().unwrap();
    let packs: Vec<Pack> = injuries(&sources)
        .map(|source| sinew_pack::inspect(&sources, &source.folder, day).pack.unwrap())
        .collect();
    assert!(packs.len() >= 2);
    packs
}

/// A pack of this repository, which may be a library, compiled.
pub fn shipped_named(id: &str) -> Pack {
    sinew_pack::load(&sources(), id).pack.unwrap_or_else(|| panic!("no pack `{id}` is there without errors"))
}

/// The injury packs of this repository, each with the people of its cases: an id, and all that the case says they answer, some of which
/// may not be asked of them.
pub fn shipped_cases() -> Vec<(Pack, Vec<(String, Answers)>)> {
    let sources = sources();
    let load = |source: &PackSource| {
        let loaded = sinew_pack::load(&sources, &source.folder);
        let pack = loaded.pack.unwrap();
        let people = loaded.cases.iter().map(|case| {
            let mut answers = Answers::new(&pack);
            for given in &case.answers {
                answers.set(&pack, given.question, given.answer);
            }
            (case.id.to_string(), answers)
        });
        let people = people.collect();
        (pack, people)
    };
    injuries(&sources).map(load).collect()
}

/// What a person says to each question that the pack does not answer itself, by its id, in the order of the questions.
pub fn said(pack: &Pack, answers: &Answers) -> Vec<(String, Option<RawAnswer>)> {
    let asked = pack.questions().iter_indexed().filter(|(index, _)| pack.given_answer(*index).is_none());
    asked
        .map(|(index, question)| {
            (question.id.to_string(), answers.get(index).map(|answer| question.write_answer(answer)))
        })
        .collect()
}
