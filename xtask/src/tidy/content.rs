//! Rules about what packs hold and where it may stand, and about the snapshots of tests.

use super::source::{TestCode, code_only};
use crate::{
    finding::Finding,
    repository::{Repository, TextFile},
};
use std::{collections::BTreeSet, ops::Range};

/// Every file of a pack begins with the line that names its schema among those of its pack, and there is a published one for it.
pub fn schema_lines(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.below("packs/").filter(|file| file.extension() == Some("toml")) {
        // packs/ID/FILE.toml or packs/ID/cases/FILE.toml
        let below_pack: Vec<&str> = file.path.split('/').skip(2).collect();
        let kind = match below_pack.as_slice() {
            [name] => name.trim_end_matches(".toml"),
            [folder, ..] => folder,
            [] => continue,
        };
        let schema = format!("schemas/{kind}.schema.json");
        let up = if below_pack.len() == 1 { "." } else { ".." };
        let line = format!("#:schema {up}/.sinew/{kind}.schema.json");
        if file.text.lines().next() != Some(&line) {
            let message = format!("does not name its schema, so editors cannot help; begin it with `{line}`");
            findings.push(Finding::at_line(&file.path, 1, message));
        } else if files.file(&schema).is_none() {
            let message = format!(
                "is of a kind without a schema: {schema} does not exist; run `cargo xtask codegen`, or mend the name of the file"
            );
            findings.push(Finding::at_line(&file.path, 1, message));
        }
    }
    findings
}

/// Words for parts of the body and what goes wrong with them, in the singular. Only packs may use them.
const BODY_WORDS: &[&str] = &[
    "achilles",
    "ankle",
    "arthriti",
    "artery",
    "bursa",
    "bursitis",
    "calf",
    "calve",
    "cartilage",
    "cyst",
    "feet",
    "femur",
    "fibula",
    "foot",
    "gastrocnemius",
    "groin",
    "hamstring",
    "hip",
    "iliotibial",
    "knee",
    "kneecap",
    "leg",
    "ligament",
    "menisci",
    "meniscus",
    "muscle",
    "patella",
    "patellar",
    "patellofemoral",
    "plica",
    "popliteal",
    "popliteus",
    "quadricep",
    "saphenou",
    "shin",
    "tendinopathy",
    "tendon",
    "thigh",
    "thrombosis",
    "thumb",
    "tibia",
    "toe",
    "vein",
];

/// No id of a shipped pack and no word for a part of the body stands in the source of a crate, outside tests.
///
/// Of the ids, packs, conditions and causes count, if they have two words or more: single words such as `overuse` may well
/// mean something else in code. Comments count too: a rule that is written for one condition shows there first. The native library of
/// a pack is a crate that is called `sinew-` and the id of that pack, which it may name.
pub fn content_words_in_code(files: &Repository) -> Vec<Finding> {
    let (ids, tests) = (pack_ids(files), TestCode::of(files));
    let in_source =
        |file: &&TextFile| file.path.split('/').nth(2) == Some("src") && file.extension() != Some("snap");
    let mut findings = Vec::new();
    for file in files.below("crates/").filter(in_source) {
        let for_tests = tests.parts_of(file);
        let mut start = 0;
        for (number, line) in file.text.lines().enumerate() {
            let here = start;
            start += line.len() + 1;
            let words = words(line);
            let shipped =
                |range: &Range<usize>| !for_tests.iter().any(|part| part.contains(&(here + range.start)));
            for word in words.iter().filter(|word| shipped(&word.range)) {
                if BODY_WORDS.contains(&word.singular()) {
                    let message =
                        format!("speaks of `{}`; what is said about the body belongs in packs", word.text);
                    findings.push(Finding::at_line(&file.path, number + 1, message));
                }
            }
            let of_pack = |id: &String| file.path.starts_with(&format!("crates/sinew-{id}/"));
            for id in ids.iter().filter(|id| !of_pack(id)) {
                if position_of(id, &words).is_some_and(|range| shipped(&range)) {
                    let message = format!(
                        "names `{id}`, an id of a shipped pack; adding or changing a pack must change no code"
                    );
                    findings.push(Finding::at_line(&file.path, number + 1, message));
                }
            }
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The ids of the packs, conditions and causes below `packs`, as far as they have two words or more.
fn pack_ids(files: &Repository) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut file_kinds = BTreeSet::new();
    for file in files.below("packs/").filter(|file| file.extension() == Some("toml")) {
        ids.extend(file.path.split('/').nth(1).map(str::to_owned));
        file_kinds.insert(file.name().trim_end_matches(".toml").to_owned());
        for line in file.text.lines() {
            let heading = line.strip_prefix("[condition.").or_else(|| line.strip_prefix("[cause."));
            let id = heading.and_then(|rest| rest.split([']', '.']).next());
            ids.extend(id.map(|id| id.trim().trim_matches(['"', '\'']).to_owned()));
        }
    }
    // A pack may be called like a kind of file, for example `red-flags`; that is a word of the format.
    ids.retain(|id| id.contains('-') && !file_kinds.contains(id));
    ids
}

/// A word of a line.
struct Word {
    /// In small letters.
    text: String,
    /// Where it stands in the line, in bytes.
    range: Range<usize>,
    /// Whether it belongs to one name with the word before it, as in `one-name`, `one_name` and `oneName`.
    joined: bool,
}

impl Word {
    fn singular(&self) -> &str {
        if BODY_WORDS.contains(&self.text.as_str()) { &self.text } else { self.text.trim_end_matches('s') }
    }
}

/// The words of a line, names in code taken apart.
fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        if character.is_alphanumeric() {
            let hump = character.is_uppercase() && before.is_lowercase();
            let end = at + character.len_utf8();
            if let Some(word) = words.last_mut().filter(|word| word.range.end == at && !hump) {
                word.text.extend(character.to_lowercase());
                word.range.end = end;
            } else {
                let gap = words.last().map(|word| &line[word.range.end..at]);
                let joined = matches!(gap, Some("" | "-" | "_"));
                words.push(Word { text: character.to_lowercase().collect(), range: at..end, joined });
            }
        }
        before = character;
    }
    words
}

/// Where an id stands among the words of a line, however its words are joined.
fn position_of(id: &str, words: &[Word]) -> Option<Range<usize>> {
    let parts: Vec<&str> = id.split('-').collect();
    let is_here = |window: &&[Word]| {
        window
            .iter()
            .zip(&parts)
            .enumerate()
            .all(|(at, (word, part))| word.text == **part && (at == 0 || word.joined))
    };
    let found = words.windows(parts.len()).find(is_here)?;
    Some(found.first()?.range.start..found.last()?.range.end)
}

/// Every snapshot file names a source file next to its folder, and that file asks for snapshots.
pub fn orphaned_snapshots(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.files.iter().filter(|file| file.extension() == Some("snap")) {
        let source = file.text.lines().skip(1).take_while(|line| *line != "---");
        let source =
            source.filter_map(|line| line.strip_prefix("source: ")).map(|path| path.trim_matches('"')).next();
        let place = file.folder().strip_suffix("/snapshots").unwrap_or_default();
        let message = match source.map(|source| (source, files.file(source))) {
            None => "does not say which test made it; remove it and run the tests".to_owned(),
            Some((source, None)) => {
                format!("was made by {source}, which does not exist; remove the snapshot")
            }
            Some((source, Some(test))) if test.folder() != place => {
                format!(
                    "was made by {source}, which keeps its snapshots in {}/snapshots; remove this one",
                    test.folder()
                )
            }
            Some((source, Some(test))) if !asks_for_snapshots(test) => {
                format!("was made by {source}, which asks for no snapshots any more; remove this one")
            }
            Some(_) => continue,
        };
        findings.push(Finding::at(&file.path, message));
    }
    findings
}

/// Whether the code calls one of the macros that compare with a snapshot: insta's own, or ours for pages.
fn asks_for_snapshots(file: &TextFile) -> bool {
    let code = code_only(&file.text);
    ["snapshot!", "assert_page!"].iter().any(|text| code.contains(text))
}

#[cfg(test)]
mod tests;
