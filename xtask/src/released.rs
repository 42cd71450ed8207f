//! The last released versions of the packs, which later ones are held against.
//!
//! They lie in `packs/.released/ID`, whole as they were, and `packs/.released/hashes.toml` says what their content was, so that a
//! change by hand is found. `packs/.released/proofs.toml` says over how many answer sets each was proved, which the program
//! tells people. Folders and not a list of what they advise: a pack is small, and with its files it can be compared,
//! asked and explained like any other.

use crate::program;
use anyhow::{Context as _, Result, bail};
use sinew_app::{PackSource, Shelf};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of released versions, from the root of the repository.
pub const FOLDER: &str = "packs/.released";
const HASHES: &str = "hashes.toml";
const PROOFS: &str = "proofs.toml";
const PROOFS_OPENING: &str = "\
# What was proved of the packs when they were released: SHA-256 over the content with its libraries, over how many possible answer
# sets everything holds, and when. Written by `cargo xtask release`; the program tells it. Do not change it by hand.

[proved]
";
const OPENING: &str = "\
# What the released versions of the packs hold: their version, and SHA-256 over their files.
# Written by `cargo xtask release`; a test holds the folders against it. Do not change either by hand.

[released]
";

/// The packs that are kept in a folder, by their ids.
fn kept(folder: &Path) -> Result<BTreeMap<String, PackSource>> {
    let mut kept = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(kept);
    }
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.join("pack.toml").is_file() {
            let source = PackSource::read(&path)?;
            kept.insert(source.folder.clone(), source);
        }
    }
    Ok(kept)
}

fn version_of(source: &PackSource) -> Result<String> {
    let headline = sinew_pack::headline(source);
    let headline = headline.with_context(|| format!("the pack.toml of {} cannot be read", source.folder))?;
    Ok(headline.version.to_string())
}

fn hashes(kept: &BTreeMap<String, PackSource>) -> Result<String> {
    let mut text = OPENING.to_owned();
    for (id, source) in kept {
        writeln!(
            text,
            "{id} = {{ version = \"{}\", sha256 = \"{}\" }}",
            version_of(source)?,
            source.content_hash()
        )?;
    }
    Ok(text)
}

/// What is not as it was released, in words; empty if all is, or if nothing was released yet.
pub fn changed_by_hand(root: &Path) -> Result<Vec<String>> {
    let folder = root.join(FOLDER);
    let written = fs::read_to_string(folder.join(HASHES)).unwrap_or_default().replace("\r\n", "\n");
    let kept = kept(&folder)?;
    if kept.is_empty() && written.is_empty() {
        return Ok(Vec::new());
    }
    let found = hashes(&kept)?;
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (written, found) = (lines(&written), lines(&found));
    let missing =
        written.iter().filter(|line| !found.contains(line)).map(|line| format!("is not there: {line}"));
    let fresh =
        found.iter().filter(|line| !written.contains(line)).map(|line| format!("was not released: {line}"));
    Ok(missing.chain(fresh).collect())
}

/// Keeps the packs as they are as their released versions: those that are named, or all. Gives back whether that was done.
///
/// Each has to pass its check, which holds it against the version that was released before.
pub(crate) fn task(root: &Path, ids: &[String]) -> Result<bool> {
    let by_hand = changed_by_hand(root)?;
    if !by_hand.is_empty() {
        bail!("{FOLDER} was changed by hand: {}; take that back first", by_hand.join("; "));
    }
    let packs = kept(&root.join("packs"))?;
    if let Some(unknown) = ids.iter().find(|id| !packs.contains_key(*id)) {
        bail!("there is no pack `{unknown}` in packs");
    }
    if program::on_packs(root, &["pack", "check"], ids) != 0 {
        println!("Nothing was released: the check has to pass first");
        return Ok(false);
    }
    let folder = root.join(FOLDER);
    let mut before = kept(&folder)?;
    let wanted = packs.into_iter().filter(|(id, _)| ids.is_empty() || ids.contains(id));
    let mut fresh = Vec::new();
    for (id, source) in wanted {
        let version = version_of(&source)?;
        match before.get(&id) {
            Some(known) if known.content_hash() == source.content_hash() => continue,
            Some(known) if version_of(known)? == version => {
                bail!("{id} {version} was released with another content; raise its version")
            }
            _ => {}
        }
        println!("Releasing {id} {version}");
        before.insert(id, source.clone());
        fresh.push(source);
    }
    let text = hashes(&before)?;
    for source in &fresh {
        write(&folder.join(&source.folder), source)?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(HASHES), text)?;
    fs::write(folder.join(PROOFS), proofs(&folder)?)?;
    println!("{} of {} packs are new in {FOLDER}", fresh.len(), before.len());
    Ok(true)
}

/// What holds of the packs in a folder, proved today.
fn proofs(folder: &Path) -> Result<String> {
    let shelf = Shelf::only(&[folder.to_owned()])?;
    let today = jiff::Zoned::now().date();
    let mut text = PROOFS_OPENING.to_owned();
    for id in kept(folder)?.keys() {
        println!("Proving {id}");
        let (_, proof) = shelf.prove(id, today)?;
        let count = proof.answer_sets.count.filter(|_| proof.passed);
        let answer_sets =
            count.with_context(|| format!("{id} is not proved: see `sinew pack prove {id}`"))?;
        writeln!(
            text,
            "{id} = {{ content = \"{}\", answer-sets = \"{answer_sets}\", date = \"{}\" }}",
            proof.content_hash, proof.date
        )?;
    }
    Ok(text)
}

fn write(folder: &Path, source: &PackSource) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be replaced", folder.display()))?;
    }
    for (path, content) in &source.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().context("a file stands in a folder")?)?;
        fs::write(&path, content).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Compares the packs with what was released, or with a revision of git. Gives back the exit code.
pub(crate) fn compare(root: &Path, against: Option<&str>, words: &[String]) -> Result<u8> {
    let old = match against {
        Some(revision) => checked_out(root, revision)?,
        None => root.join(FOLDER),
    };
    if kept(&old)?.is_empty() {
        bail!(
            "no pack was released yet, so there is nothing to compare with; name a revision with --against"
        );
    }
    Ok(program::compared(root, &old, words))
}

/// The packs of a revision, below the target folder.
fn checked_out(root: &Path, revision: &str) -> Result<PathBuf> {
    let commit = git(root, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
        .with_context(|| format!("`{revision}` is no revision"))?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let folder = root.join("target/diff").join(&commit);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let names = git(root, &["ls-tree", "-r", "-z", "--name-only", &commit, "--", "packs"])?;
    for name in String::from_utf8_lossy(&names).split('\0') {
        // Only the files of packs: what is released lies deeper and hidden.
        if Path::new(name).extension().is_none_or(|extension| extension != "toml") || name.contains("/.") {
            continue;
        }
        let content = git(root, &["cat-file", "blob", &format!("{commit}:{name}")])?;
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a file stands in a folder")?)?;
        fs::write(path, content)?;
    }
    Ok(folder.join("packs"))
}

fn git(root: &Path, words: &[&str]) -> Result<Vec<u8>> {
    let run = Command::new("git").current_dir(root).args(words).output().context("git cannot be started")?;
    if !run.status.success() {
        bail!("git {} failed: {}", words.join(" "), String::from_utf8_lossy(&run.stderr).trim());
    }
    Ok(run.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(folder: &Path, because: &str) {
        fs::create_dir_all(folder).unwrap();
        let text = format!("id = \"spot\"\nkind = \"injury\"\nversion = \"0.1.0\"\ntitle = \"{because}\"\n");
        fs::write(folder.join("pack.toml"), text).unwrap();
    }

    #[test]
    fn a_change_by_hand_is_found() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(changed_by_hand(root.path()).unwrap(), [""; 0], "nothing was released yet");
        let folder = root.path().join(FOLDER);
        pack(&folder.join("spot"), "A spot");
        let unwritten = changed_by_hand(root.path()).unwrap();
        assert!(unwritten.iter().any(|line| line.starts_with("was not released: spot = ")), "{unwritten:?}");
        fs::write(folder.join(HASHES), hashes(&kept(&folder).unwrap()).unwrap()).unwrap();
        assert_eq!(changed_by_hand(root.path()).unwrap(), [""; 0]);
        pack(&folder.join("spot"), "Another spot");
        let found = changed_by_hand(root.path()).unwrap();
        assert!(
            found[0].starts_with("is not there: spot = ") && found[1].starts_with("was not released: "),
            "{found:?}"
        );
        fs::remove_dir_all(folder.join("spot")).unwrap();
        assert_eq!(changed_by_hand(root.path()).unwrap().len(), 1);
    }
}
