//! Packs with one defect each: a small sound pack with parts of its files changed, and the findings that are expected of it.
//!
//! The changes are written as they are shown to people, in the pages of the checks and in `tests/corpus/defects`: parts of files,
//! with a comment such as `# error[P0101]` on the line that has to be found. A key takes the place of the same key in the same
//! table; everything else is added.

use anyhow::{Context as _, Result, bail, ensure};
use sinew_app::PackSource;
use sinew_diag::ExampleFile;
use std::{collections::BTreeSet, path::Path};

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
/// What stands behind the path of a part says more: `removed` takes the file away, `in latin-1` writes it in that encoding, `filled
/// to N bytes` adds comments, `N times` repeats the part with `{n}` counted from 1, and `with error[CODE]` expects a finding that has
/// no place. A path that begins with `NAME/pack.toml` or the like adds another pack of that name.
pub fn with_changes(sound: &PackSource, changes: &[ExampleFile]) -> Result<Vec<PackSource>> {
    let mut packs = vec![sound.clone()];
    for change in changes {
        let remarks: Vec<&str> = change.remark.split("; ").filter(|remark| !remark.is_empty()).collect();
        let times = remarks.iter().find_map(|remark| remark.strip_suffix(" times"));
        let times: usize = times.map_or(Ok(1), str::parse).context("N times")?;
        for number in 1..=times {
            let counted = |text: &str| text.replace("{n}", &number.to_string());
            let (pack, path) = place(&mut packs, &counted(&change.path));
            apply(pack, &path, &counted(&change.text), &remarks)
                .with_context(|| format!("the part of {}", change.path))?;
        }
    }
    Ok(packs)
}

fn place<'a>(packs: &'a mut Vec<PackSource>, path: &str) -> (&'a mut PackSource, String) {
    let Some((folder, inner)) = path.split_once('/').filter(|(folder, _)| *folder != "cases") else {
        return (&mut packs[0], path.to_owned());
    };
    let at = packs.iter().position(|pack| pack.folder == folder).unwrap_or_else(|| {
        let shown_at = folder.to_owned();
        packs.push(PackSource { folder: folder.to_owned(), shown_at, ..PackSource::default() });
        packs.len() - 1
    });
    (&mut packs[at], inner.to_owned())
}

fn apply(pack: &mut PackSource, path: &str, part: &str, remarks: &[&str]) -> Result<()> {
    let old = pack.files.get(path).map(|old| String::from_utf8_lossy(old).into_owned());
    let mut text = match old {
        Some(old) if !part.starts_with("#:schema") => merged(&old, part),
        _ => part.to_owned(),
    };
    let mut bytes = None;
    for remark in remarks {
        if *remark == "removed" {
            pack.files.remove(path).context("there is no such file to remove")?;
            return Ok(());
        } else if *remark == "in latin-1" {
            bytes = Some(text.chars().map(|one| u8::try_from(u32::from(one)).unwrap_or(b'?')).collect());
        } else if let Some(size) = remark.strip_prefix("filled to ") {
            let size: usize = size.trim_end_matches(" bytes").parse().context("filled to N bytes")?;
            while text.len() < size {
                let dashes = (size - text.len()).saturating_sub(2).min(98);
                text.extend(["#", &"-".repeat(dashes), "\n"]);
            }
        } else if !remark.ends_with(" times") && !remark.starts_with("with ") {
            bail!("`{remark}` is no remark that is known");
        }
    }
    pack.files.insert(path.to_owned(), bytes.unwrap_or_else(|| text.into_bytes()));
    Ok(())
}

/// One table of a file: its header (none for what stands before the first) and its lines.
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
            tables.push(Table { header: Some(header), lines: vec![line] });
        } else if let Some(table) = tables.last_mut() {
            table.lines.push(line);
        }
        if !line.starts_with('[') || open > 0 {
            open = (open + brackets(line)).max(0);
        }
    }
    tables
}

/// How many brackets a line opens and does not close, texts aside.
fn brackets(line: &str) -> i32 {
    let (mut open, mut quoted) = (0, false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => break,
            '[' if !quoted => open += 1,
            ']' if !quoted => open -= 1,
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

/// The lines of a table in entries: a line that sets a key, with those that continue it, or any other line alone.
fn entries<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut entries: Vec<Vec<&str>> = Vec::new();
    let mut open = 0;
    for (at, line) in lines.iter().enumerate() {
        let is_header = at == 0 && line.starts_with('[');
        if open > 0
            && let Some(entry) = entries.last_mut()
        {
            entry.push(line);
        } else {
            entries.push(vec![line]);
        }
        if !is_header {
            open = (open + brackets(line)).max(0);
        }
    }
    entries
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
            let first = entry.first().copied().unwrap_or_default();
            let same = |known: &Vec<&str>| match key(first) {
                Some(wanted) => known.first().and_then(|line| key(line)) == Some(wanted),
                // A header takes the place of the header, so that it can be commented.
                None => first.starts_with('[') && known.first().is_some_and(|line| line.starts_with('[')),
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
    let lines = old.iter().chain(&added).flat_map(|table| {
        let gap = added.iter().any(|added| added.header == table.header);
        gap.then_some("").into_iter().chain(table.lines.iter().copied())
    });
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// The findings that the comments in the packs, and the remarks of the changes, expect.
pub fn expected(packs: &[PackSource], changes: &[ExampleFile]) -> Result<BTreeSet<Expected>> {
    let mut expected = BTreeSet::new();
    for remark in changes.iter().flat_map(|change| change.remark.split("; ")) {
        if let Some(code) = remark.strip_prefix("with ") {
            expected.insert((code_in(code)?, None));
        }
    }
    for pack in packs {
        for (path, content) in &pack.files {
            for (number, line) in String::from_utf8_lossy(content).lines().enumerate() {
                for marker in ["# error[", "# warning[", "# note["] {
                    for (at, _) in line.match_indices(marker) {
                        let code = code_in(&line[at + 2..])?;
                        let place = (format!("{}/{path}", pack.shown_at), number + 1);
                        expected.insert((code, Some(place)));
                    }
                }
            }
        }
    }
    Ok(expected)
}

/// The code in `error[CODE]`.
fn code_in(text: &str) -> Result<String> {
    let (_, rest) = text.split_once('[').context("a code in square brackets")?;
    let (code, _) = rest.split_once(']').context("a code in square brackets")?;
    ensure!(code.len() == 5, "`{code}` is no code");
    Ok(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_take_the_place_of_keys_and_the_rest_is_added() {
        let old =
            "#:schema a\nid = \"x\"\nlist = [\n    \"a\",\n    \"b\",\n]\n\n[table]\nkey = 1\nother = 2\n";
        let part = "list = []\n[table] # error[P0001]\nkey = 3 # here\nnew = 4\n\n[more]\nkey = 5\n";
        let expected = "#:schema a\nid = \"x\"\nlist = []\n\n[table] # error[P0001]\nkey = 3 # here\nother = 2\nnew = 4\n\n[more]\nkey = 5\n";
        assert_eq!(merged(old, part), expected);
    }

    #[test]
    fn expected_findings_are_read_from_comments_and_remarks() {
        let change =
            |remark: &str| ExampleFile { path: "a.toml".into(), remark: remark.into(), text: String::new() };
        let files = [("a.toml".to_owned(), b"x = 1\ny = 2 # error[P0101] # warning[T0101]\n".to_vec())];
        let pack = PackSource { folder: "p".into(), shown_at: "p".into(), files: files.into() };
        let found = expected(&[pack], &[change("with error[P0007]")]).unwrap();
        let at = |code: &str| (code.to_owned(), Some(("p/a.toml".to_owned(), 2)));
        assert_eq!(found, BTreeSet::from([at("P0101"), at("T0101"), ("P0007".to_owned(), None)]));
    }

    #[test]
    fn an_unknown_remark_is_refused() {
        let change = ExampleFile { path: "a.toml".into(), remark: "backwards".into(), text: String::new() };
        assert!(with_changes(&PackSource::default(), &[change]).is_err());
    }
}
