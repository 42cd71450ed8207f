//! Packs with one defect each: a small sound pack with parts of its files changed, and the findings that are expected of it.
//!
//! The changes are written as they are shown to people, in the pages of the checks and in `tests/corpus/defects`: parts of files,
//! with a comment such as `# error[P0101]` on the line that has to be found. A key takes the place of the same key in the same
//! table; everything else is added.

use anyhow::{Context as _, Result, bail, ensure};
use sinew_app::PackSource;
use sinew_diag::{ExampleFile, example_files};
use std::{collections::BTreeSet, fs, path::Path};

/// The folder of the sound pack, from the root of the repository.
const SOUND: &str = "tests/packs/sore-elbow";

/// A finding that is expected: the code, and the file with the line, counted from 1, unless it has no place.
pub type Expected = (String, Option<(String, usize)>);

/// Reads the sound pack.
pub fn sound(root: &Path) -> Result<PackSource> {
    let mut pack = PackSource::read(&root.join(SOUND))?;
    pack.shown_at.clone_from(&pack.folder);
    Ok(pack)
}

/// The sound pack with these changes, and beside it the packs that they add.
///
/// A path that begins with a folder of its own, such as `NAME/pack.toml`, is part of another pack: a library without content, of
/// version 0.1.0, unless the parts say otherwise. What stands behind the path says more:
///
/// - `removed` takes the file away;
/// - `without KEY` takes a key, with the tables below it, out of each table of the part;
/// - `in latin-1` writes the file in that encoding;
/// - `filled to N bytes` adds comments at the end;
/// - `N times` repeats the part, or the file if its path has a `{n}`, with `{n}` counted from 1;
/// - `with error[CODE]` expects a finding that has no place, `with error[CODE] on line N` one where no comment can stand.
pub fn with_changes(sound: &PackSource, changes: &[ExampleFile]) -> Result<Vec<PackSource>> {
    let mut packs = vec![sound.clone()];
    for change in changes {
        let problem = || format!("the part of {}", change.path);
        let remarks = remarks(change).with_context(problem)?;
        let counted = |text: &str, number: usize| text.replace("{n}", &number.to_string());
        let numbers = 1..=times(&remarks);
        if change.path.contains("{n}") {
            for number in numbers {
                let (pack, path) = place(&mut packs, &counted(&change.path, number));
                apply(pack, &path, &counted(&change.text, number), &remarks).with_context(problem)?;
            }
        } else {
            let text: String = numbers.map(|number| counted(&change.text, number)).collect();
            let (pack, path) = place(&mut packs, &change.path);
            apply(pack, &path, &text, &remarks).with_context(problem)?;
        }
    }
    Ok(packs)
}

/// What is said of a part beside its path.
enum Remark {
    Removed,
    Without(String),
    InLatin1,
    FilledTo {
        bytes: usize,
    },
    Times(usize),
    /// A finding that no comment in the part expects, with its line if it has one.
    With {
        code: String,
        line: Option<usize>,
    },
}

fn remarks(change: &ExampleFile) -> Result<Vec<Remark>> {
    let each = change.remark.split("; ").filter(|remark| !remark.is_empty());
    each.map(|remark| read_remark(remark).with_context(|| format!("the remark `{remark}`"))).collect()
}

fn read_remark(remark: &str) -> Result<Remark> {
    Ok(if remark == "removed" {
        Remark::Removed
    } else if remark == "in latin-1" {
        Remark::InLatin1
    } else if let Some(key) = remark.strip_prefix("without ") {
        Remark::Without(key.to_owned())
    } else if let Some(size) = remark.strip_prefix("filled to ") {
        Remark::FilledTo { bytes: size.trim_end_matches(" bytes").parse()? }
    } else if let Some(times) = remark.strip_suffix(" times") {
        Remark::Times(times.parse()?)
    } else if let Some(finding) = remark.strip_prefix("with ") {
        let line = finding.split_once(" on line ").map(|(_, line)| line.parse()).transpose()?;
        Remark::With { code: code_in(finding)?, line }
    } else {
        bail!("it is none that is known");
    })
}

fn times(remarks: &[Remark]) -> usize {
    let times =
        remarks.iter().find_map(|remark| if let Remark::Times(times) = remark { Some(*times) } else { None });
    times.unwrap_or(1)
}

fn place<'a>(packs: &'a mut Vec<PackSource>, path: &str) -> (&'a mut PackSource, String) {
    let (folder, inner) = folder_and_path(path);
    let Some(folder) = folder else { return (&mut packs[0], inner.to_owned()) };
    let at = packs.iter().position(|pack| pack.folder == folder).unwrap_or_else(|| {
        packs.push(library(folder));
        packs.len() - 1
    });
    (&mut packs[at], inner.to_owned())
}

/// The folder of another pack, if the path begins with one, and the path below the pack's folder.
fn folder_and_path(path: &str) -> (Option<&str>, &str) {
    match path.split_once('/').filter(|(folder, _)| *folder != "cases") {
        Some((folder, inner)) => (Some(folder), inner),
        None => (None, path),
    }
}

/// A sound library that holds nothing.
fn library(id: &str) -> PackSource {
    let pack = format!(
        r#"#:schema ./.sinew/pack.schema.json
format = 1
id = "{id}"
kind = "library"
version = "0.1.0"
title = "What several packs share"
intended-use = "Made up for tests. Not for people."
not-for = ["anybody who wants advice"]
reviewed = "2026-01-03"
next-review = "2027-01-03"
known-limits = ["it is made up"]
"#
    );
    let sources = "#:schema ./.sinew/sources.schema.json\n".to_owned();
    let files = [("pack.toml", pack), ("sources.toml", sources)];
    PackSource {
        folder: id.to_owned(),
        shown_at: id.to_owned(),
        files: files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into(),
    }
}

fn apply(pack: &mut PackSource, path: &str, part: &str, remarks: &[Remark]) -> Result<()> {
    let old = pack.files.get(path).map(|old| String::from_utf8_lossy(old).into_owned());
    let mut text = match old {
        Some(mut old) if !part.starts_with("#:schema") => {
            for remark in remarks {
                if let Remark::Without(key) = remark {
                    old = without(&old, part, key)?;
                }
            }
            merged(&old, part)
        }
        _ => part.to_owned(),
    };
    let mut bytes = None;
    for remark in remarks {
        match remark {
            Remark::Removed => {
                pack.files.remove(path).context("there is no such file to remove")?;
                return Ok(());
            }
            Remark::InLatin1 => {
                bytes = Some(text.chars().map(|one| u8::try_from(u32::from(one)).unwrap_or(b'?')).collect());
            }
            Remark::FilledTo { bytes } => {
                while text.len() < *bytes {
                    let dashes = (bytes - text.len()).saturating_sub(2).min(98);
                    text.extend(["#", &"-".repeat(dashes), "\n"]);
                }
            }
            Remark::Without(_) | Remark::Times(_) | Remark::With { .. } => {}
        }
    }
    pack.files.insert(path.to_owned(), bytes.unwrap_or_else(|| text.into_bytes()));
    Ok(())
}

/// One table of a file: its header (none for what stands before the first) and its lines, with the comments directly above it.
struct Table<'a> {
    header: Option<&'a str>,
    lines: Vec<&'a str>,
}

fn tables(text: &str) -> Vec<Table<'_>> {
    let mut tables = vec![Table { header: None, lines: Vec::new() }];
    let mut open = 0;
    for line in text.lines() {
        if open == 0 && line.starts_with('[') {
            let header = line.split_once(" #").map_or(line, |(header, _)| header).trim_end();
            let mut lines =
                tables.last_mut().map_or_else(Vec::new, |table| comments_at_end(&mut table.lines));
            lines.push(line);
            tables.push(Table { header: Some(header), lines });
        } else if let Some(table) = tables.last_mut() {
            table.lines.push(line);
        }
        if !line.starts_with('[') || open > 0 {
            open = (open + brackets(line)).max(0);
        }
    }
    tables
}

/// Whether a line is a comment about what follows it.
fn is_comment(line: &str) -> bool {
    line.starts_with('#') && !line.starts_with("#:schema")
}

fn comments_at_end<'a>(lines: &mut Vec<&'a str>) -> Vec<&'a str> {
    let other = lines.iter().rposition(|line| !is_comment(line)).map_or(0, |last| last + 1);
    lines.split_off(other)
}

/// How many brackets and braces a line opens and does not close, texts aside.
fn brackets(line: &str) -> i32 {
    let (mut open, mut quoted) = (0, false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => break,
            '[' | '{' if !quoted => open += 1,
            ']' | '}' if !quoted => open -= 1,
            _ => {}
        }
    }
    open
}

/// The key a line sets, if it sets one.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    Some(key.trim()).filter(|key| !key.is_empty() && !key.starts_with(['#', '"', '{', ']']))
}

/// The lines of a table in entries: a line that sets a key, with the comments above it and the lines that continue it, or any
/// other line alone.
fn entries<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut entries: Vec<Vec<&str>> = Vec::new();
    let (mut open, mut is_above_all) = (0, true);
    for line in lines {
        let is_header = is_above_all && line.starts_with('[');
        is_above_all &= is_comment(line);
        let continues =
            open > 0 || entries.last().is_some_and(|entry| entry.iter().all(|line| is_comment(line)));
        match entries.last_mut().filter(|_| continues) {
            Some(entry) => entry.push(line),
            None => entries.push(vec![line]),
        }
        if !is_header {
            open = (open + brackets(line)).max(0);
        }
    }
    entries
}

/// The line of an entry that says what it is: the first that is no comment.
fn subject<'a>(entry: &[&'a str]) -> Option<&'a str> {
    entry.iter().copied().find(|line| !is_comment(line))
}

/// A file without a key, and the tables below it, in those tables that a part of the file has.
fn without(old: &str, part: &str, key_out: &str) -> Result<String> {
    let named = |header: Option<&str>| header.map(|header| header.trim_matches(['[', ']']).to_owned());
    let inner = |name: Option<String>| name.map_or(key_out.to_owned(), |name| format!("{name}.{key_out}"));
    let touched: Vec<Option<&str>> = tables(part).iter().map(|table| table.header).collect();
    let out: Vec<String> = touched.iter().map(|header| inner(named(*header))).collect();
    let is_out = |table: &Table<'_>| {
        let name = named(table.header).unwrap_or_default();
        out.iter().any(|out| name == *out || name.starts_with(&format!("{out}.")))
    };
    let mut kept = tables(old);
    let before = kept.iter().map(|table| table.lines.len()).sum::<usize>();
    kept.retain(|table| !is_out(table));
    for table in kept.iter_mut().filter(|table| touched.contains(&table.header)) {
        let mut entries = entries(&table.lines);
        entries.retain(|entry| subject(entry).and_then(key) != Some(key_out));
        table.lines = entries.concat();
    }
    let lines: Vec<&str> = kept.iter().flat_map(|table| table.lines.iter().copied()).collect();
    ensure!(lines.len() < before, "there is no `{key_out}` to leave out");
    Ok(lines.join("\n"))
}

fn merged(old: &str, part: &str) -> String {
    let mut old = tables(old);
    let mut added: Vec<Table<'_>> = Vec::new();
    for table in tables(part) {
        let Some(known) = old.iter_mut().find(|known| known.header == table.header) else {
            added.push(table);
            continue;
        };
        let mut kept = entries(&known.lines);
        for entry in entries(&table.lines) {
            let first = subject(&entry).unwrap_or_default();
            let same = |known: &Vec<&str>| match (key(first), subject(known)) {
                (Some(wanted), Some(known)) => key(known) == Some(wanted),
                // A header takes the place of the header, so that it can be commented.
                (None, Some(known)) => first.starts_with('[') && known.starts_with('['),
                (_, None) => false,
            };
            match kept.iter_mut().find(|known| same(known)) {
                Some(known) => *known = entry,
                None if first.is_empty() => {}
                None => {
                    let last = kept.iter().rposition(|entry| entry.iter().any(|line| !line.is_empty()));
                    kept.insert(last.map_or(0, |last| last + 1), entry);
                }
            }
        }
        known.lines = kept.concat();
    }
    let kept = old.iter().flat_map(|table| table.lines.iter().copied());
    let added = added.iter().flat_map(|table| std::iter::once("").chain(table.lines.iter().copied()));
    let mut text = kept.chain(added).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// The findings that the comments in the packs, and the remarks of the changes, expect: `# error[CODE]` on its line, `# next
/// error[CODE]` on the line below.
pub fn expected(packs: &[PackSource], changes: &[ExampleFile]) -> Result<BTreeSet<Expected>> {
    let mut expected = BTreeSet::new();
    for change in changes {
        for remark in remarks(change)? {
            if let Remark::With { code, line } = remark {
                let place = line.map(|line| place_of(packs, &change.path, line)).transpose()?;
                expected.insert((code, place));
            }
        }
    }
    for pack in packs {
        for (path, content) in &pack.files {
            for (number, line) in String::from_utf8_lossy(content).lines().enumerate() {
                for marker in ["error[", "warning[", "note["] {
                    for (at, _) in line.match_indices(marker) {
                        let lines_below = match &line[..at] {
                            before if before.ends_with("# ") => 0,
                            before if before.ends_with("# next ") => 1,
                            _ => continue,
                        };
                        let code = code_in(&line[at..])?;
                        let place = (format!("{}/{path}", pack.shown_at), number + 1 + lines_below);
                        expected.insert((code, Some(place)));
                    }
                }
            }
        }
    }
    Ok(expected)
}

/// A line of a file as findings name it.
fn place_of(packs: &[PackSource], path: &str, line: usize) -> Result<(String, usize)> {
    let (folder, inner) = folder_and_path(path);
    let mut packs = packs.iter();
    let pack = match folder {
        Some(folder) => packs.find(|pack| pack.folder == folder),
        None => packs.next(),
    };
    let pack = pack.with_context(|| format!("the pack of {path}"))?;
    Ok((format!("{}/{inner}", pack.shown_at), line))
}

/// The code in `error[CODE]`.
fn code_in(text: &str) -> Result<String> {
    let (_, rest) = text.split_once('[').context("a code in square brackets")?;
    let (code, _) = rest.split_once(']').context("a code in square brackets")?;
    ensure!(code.len() == 5, "`{code}` is no code");
    Ok(code.to_owned())
}

/// Sound packs of which one has a defect.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The name of the defect.
    pub name: String,
    /// The code of the first finding that is expected.
    pub code: String,
    /// The packs as they are.
    pub packs: Vec<PackSource>,
    sound: Vec<PackSource>,
}

impl Broken {
    /// The files that are not as in the sound packs, each with its path from the folder of all packs.
    pub fn changed(&self) -> impl Iterator<Item = (String, &[u8])> {
        let was = |folder: &str, path: &str| {
            let pack = self.sound.iter().find(|pack| pack.folder == folder)?;
            pack.files.get(path)
        };
        let files =
            self.packs.iter().flat_map(|pack| pack.files.iter().map(|(path, now)| (&pack.folder, path, now)));
        files
            .filter(move |(folder, path, now)| was(folder, path) != Some(now))
            .map(|(folder, path, now)| (format!("{folder}/{path}"), now.as_slice()))
    }
}

/// Every broken pack of the corpus: those that are a file put into small packs, and those that are parts put onto the sound one.
pub fn broken(root: &Path) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    let base =
        ["signs", "sore-spot"].map(|name| PackSource::read(&root.join("tests/corpus/base").join(name)));
    let base: Vec<PackSource> = base.into_iter().collect::<Result<_, _>>()?;
    for (name, text) in texts_in(&root.join("tests/corpus/invalid"))? {
        let packs = with_file(&base, &name, &text).with_context(|| name.clone())?;
        let code = first_code(&text).with_context(|| name.clone())?;
        broken.push(Broken { name, code, packs, sound: base.clone() });
    }
    let sound = sound(root)?;
    for (name, page) in texts_in(&root.join("tests/corpus/defects"))? {
        let changes = example_files(&page);
        let packs = with_changes(&sound, &changes).with_context(|| name.clone())?;
        let code = first_code(&page).with_context(|| name.clone())?;
        broken.push(Broken { name, code, packs, sound: vec![sound.clone()] });
    }
    Ok(broken)
}

/// The names and texts of the files in a folder, in order.
fn texts_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let cannot_read = || format!("{} cannot be read", folder.display());
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot_read)? {
        let path = entry.with_context(cannot_read)?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        texts.push((name, fs::read_to_string(&path).with_context(cannot_read)?.replace("\r\n", "\n")));
    }
    texts.sort();
    Ok(texts)
}

/// The base with a file of the corpus: one called `KIND--DEFECT` stands behind the file of its kind, or takes its place if it is a
/// whole one.
fn with_file(base: &[PackSource], name: &str, text: &str) -> Result<Vec<PackSource>> {
    let (kind, _) = name.split_once("--").context("it is not called KIND--DEFECT")?;
    let folder =
        if matches!(kind, "pack" | "conditions" | "properties" | "cases") { "sore-spot" } else { "signs" };
    let path = if kind == "cases" { "cases/people.toml".to_owned() } else { format!("{kind}.toml") };
    let mut packs = base.to_vec();
    let pack = packs.iter_mut().find(|pack| pack.folder == folder).context("the base has no such pack")?;
    let whole = text.strip_prefix("#whole\n").or_else(|| Some(text).filter(|_| kind == "pack"));
    let file = pack.files.entry(path).or_default();
    match whole {
        Some(text) => text.as_bytes().clone_into(file),
        None => file.extend(text.as_bytes()),
    }
    Ok(packs)
}

/// The code of the first finding that a text expects.
fn first_code(text: &str) -> Result<String> {
    let markers = ["error[", "warning[", "note["];
    let first =
        markers.iter().filter_map(|marker| text.find(marker)).min().context("it expects no finding")?;
    code_in(&text[first..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, remark: &str, text: &str) -> ExampleFile {
        ExampleFile { path: path.into(), remark: remark.into(), text: text.into() }
    }

    /// A pack `p` with one file, `a.toml`.
    fn one_file(text: &str) -> PackSource {
        let files = [("a.toml".to_owned(), text.as_bytes().to_vec())];
        PackSource { folder: "p".into(), shown_at: "p".into(), files: files.into() }
    }

    fn changed(text: &str, changes: &[ExampleFile]) -> Vec<(String, String)> {
        let packs = with_changes(&one_file(text), changes).unwrap();
        let files = packs.into_iter().flat_map(|pack| {
            let path = move |path: String| format!("{}/{path}", pack.folder);
            pack.files
                .into_iter()
                .map(move |(file, content)| (path(file), String::from_utf8(content).unwrap()))
        });
        files.collect()
    }

    fn only(text: &str, part: ExampleFile) -> String {
        let mut files = changed(text, &[part]);
        assert_eq!(files.len(), 1);
        files.remove(0).1
    }

    #[test]
    fn a_file_of_the_corpus_stands_behind_that_of_its_kind_or_in_its_place() {
        let files = [("causes.toml".to_owned(), b"a = 1\n".to_vec())];
        let base = [PackSource { folder: "signs".into(), shown_at: "signs".into(), files: files.into() }];
        let put = |name: &str, text: &str| {
            let packs = with_file(&base, name, text).unwrap();
            let broken = Broken { name: String::new(), code: String::new(), packs, sound: base.to_vec() };
            broken
                .changed()
                .map(|(path, now)| (path, String::from_utf8_lossy(now).into_owned()))
                .collect::<Vec<_>>()
        };
        let one = |path: &str, text: &str| vec![(path.to_owned(), text.to_owned())];
        assert_eq!(put("causes--odd", "b = 2\n"), one("signs/causes.toml", "a = 1\nb = 2\n"));
        assert_eq!(put("causes--odd", "#whole\nb = 2\n"), one("signs/causes.toml", "b = 2\n"));
        assert_eq!(put("regions--odd", "c = 3\n"), one("signs/regions.toml", "c = 3\n"));
        assert!(with_file(&base, "conditions--odd", "").is_err(), "there is no such pack");
        assert_eq!(first_code("x # warning[T0101] # error[P0101]").unwrap(), "T0101");
    }

    #[test]
    fn keys_take_the_place_of_keys_and_the_rest_is_added() {
        let old =
            "#:schema a\nid = \"x\"\nlist = [\n    \"a\",\n    \"b\",\n]\n\n[table]\nkey = 1\nother = 2\n";
        let part = "list = []\n[table] # error[P0001]\nkey = 3 # here\nnew = 4\n\n[more]\nkey = 5\n";
        let expected = "#:schema a\nid = \"x\"\nlist = []\n\n[table] # error[P0001]\nkey = 3 # here\nother = 2\nnew = 4\n\n[more]\nkey = 5\n";
        assert_eq!(merged(old, part), expected);
    }

    #[test]
    fn comments_stay_above_what_they_are_about() {
        let old = "#:schema a\nid = \"x\"\n\n[one]\nkey = 1\nother = 2\n[two]\nkey = 3\n";
        let part = "id = \"y\"\n# about two\n[two]\n[one]\n# about the key\nkey = 4\n";
        let expected = "#:schema a\nid = \"y\"\n\n[one]\n# about the key\nkey = 4\nother = 2\n# about two\n[two]\nkey = 3\n";
        assert_eq!(merged(old, part), expected);
    }

    #[test]
    fn values_over_several_lines_are_one_entry() {
        let old = "[one]\nfrom = { a = 1 }\nto = 2\n";
        let part = "[one]\nfrom = { a = 1,\n  to = 3 }\n";
        assert_eq!(merged(old, part), "[one]\nfrom = { a = 1,\n  to = 3 }\nto = 2\n");
    }

    #[test]
    fn a_key_and_the_tables_below_it_can_be_left_out() {
        let old = "[a]\nsay = [\n    1,\n]\nkey = 2\n[a.say.more]\nkey = 3\n[b]\nsay = 4\n";
        let part = |remark: &str| change("a.toml", remark, "[a]\nnew = 5\n");
        assert_eq!(only(old, part("without say")), "[a]\nkey = 2\nnew = 5\n[b]\nsay = 4\n");
        assert!(with_changes(&one_file(old), &[part("without tell")]).is_err(), "there is none");
    }

    #[test]
    fn parts_and_files_are_repeated_with_their_number() {
        assert_eq!(
            only("", change("a.toml", "2 times", "[x-{n}]\nn = {n}\n")),
            "\n[x-1]\nn = 1\n\n[x-2]\nn = 2\n"
        );
        let files = changed("", &[change("cases/c-{n}.toml", "2 times; filled to 6 bytes", "n={n}\n")]);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["p/a.toml", "p/cases/c-1.toml", "p/cases/c-2.toml"]);
        assert_eq!(files[1].1, "n=1\n#\n");
    }

    #[test]
    fn a_file_is_whole_removed_or_in_another_encoding_if_the_remark_says_so() {
        assert_eq!(only("a = 1\n", change("a.toml", "", "#:schema a\nb = 2\n")), "#:schema a\nb = 2\n");
        assert_eq!(changed("a = 1\n", &[change("a.toml", "removed", "")]), []);
        let packs = with_changes(&one_file(""), &[change("a.toml", "in latin-1", "a = \"é\"\n")]).unwrap();
        assert_eq!(packs[0].files["a.toml"], b"a = \"\xe9\"\n");
    }

    /// Beside the pack stands a library that holds nothing but what the parts say.
    #[test]
    fn a_folder_in_the_path_makes_a_library() {
        let files = changed("", &[change("other/pack.toml", "", "version = \"0.2.0\"\n")]);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["p/a.toml", "other/pack.toml", "other/sources.toml"]);
        for line in ["id = \"other\"", "kind = \"library\"", "version = \"0.2.0\""] {
            assert!(files[1].1.contains(line), "{line}");
        }
        assert!(!files[1].1.contains("0.1.0"));
        let library = with_changes(&one_file(""), &[change("other/sources.toml", "", "")]).unwrap().remove(1);
        assert!(!sinew_pack::load(&[library], "other").has_errors(), "it is sound");
    }

    #[test]
    fn expected_findings_are_read_from_comments_and_remarks() {
        let text = "x = 1\n# next note[A0001]\ny = 2 # error[P0101] # warning[T0101]\nz = \"error[P0109]\"\n";
        let remark = "with error[P0007]; with error[P0008] on line 1";
        let changes = [change("a.toml", remark, ""), change("q/b.toml", "with error[P0006] on line 2", "")];
        let packs = with_changes(&one_file(text), &changes).unwrap();
        let found = expected(&packs, &changes).unwrap();
        let at = |code: &str, path: &str, line| (code.to_owned(), Some((path.to_owned(), line)));
        let wanted = [
            at("A0001", "p/a.toml", 3),
            at("P0101", "p/a.toml", 3),
            at("T0101", "p/a.toml", 3),
            at("P0008", "p/a.toml", 1),
            at("P0006", "q/b.toml", 2),
            ("P0007".to_owned(), None),
        ];
        assert_eq!(found, BTreeSet::from(wanted));
    }

    #[test]
    fn an_unknown_remark_is_refused() {
        for remark in [
            "backwards",
            "many times",
            "filled to the brim",
            "with error",
            "with error[P1]",
            "with error[P0001] on line one",
        ] {
            let changes = [change("a.toml", remark, "")];
            assert!(with_changes(&one_file(""), &changes).is_err(), "{remark}");
        }
    }
}
