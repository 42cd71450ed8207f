//! The last released versions of the packs, which later ones are held against.
//!
//! They lie in `packs/.released/ID`, whole as they were, and `packs/.released/hashes.toml` says what their content was, so that a
//! change by accident is found. `packs/.released/proofs.toml` says over how many answer sets each was proved, which the program
//! tells people. Nothing here is signed: who changes a folder and both files so that they fit each other is found in a review, or
//! not at all. Folders and not a list of what they advise: a pack is small, and with its files it can be compared, asked and
//! explained like any other.

use crate::program;
use anyhow::{Context as _, Result, bail};
use sinew_app::{PackSource, Shelf};
use std::{
    collections::{BTreeMap, BTreeSet},
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

/// The ids that lines `ID = …` of a file of this folder begin with.
fn ids_of(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

/// What is not as it was released, in words; empty if all is, or if nothing was released yet.
///
/// The folders, the hashes and the proofs have to name the same packs, so that none can go missing in one or two of these places. A
/// change that fits in all three is not found.
pub fn changed_by_hand(root: &Path) -> Result<Vec<String>> {
    let folder = root.join(FOLDER);
    let written = |name: &str| -> String {
        fs::read_to_string(folder.join(name)).unwrap_or_default().replace("\r\n", "\n")
    };
    let (written, proved) = (written(HASHES), ids_of(&written(PROOFS)));
    let kept = kept(&folder)?;
    if kept.is_empty() && written.is_empty() && proved.is_empty() {
        return Ok(Vec::new());
    }
    let found = hashes(&kept)?;
    let released = ids_of(&written);
    let unproved = released.difference(&proved).map(|id| format!("is in {HASHES} and not in {PROOFS}: {id}"));
    let unreleased =
        proved.difference(&released).map(|id| format!("is in {PROOFS} and not in {HASHES}: {id}"));
    let of_proofs: Vec<String> = unproved.chain(unreleased).collect();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (written, found) = (lines(&written), lines(&found));
    let missing =
        written.iter().filter(|line| !found.contains(line)).map(|line| format!("is not there: {line}"));
    let fresh =
        found.iter().filter(|line| !written.contains(line)).map(|line| format!("was not released: {line}"));
    Ok(missing.chain(fresh).chain(of_proofs).collect())
}

/// Keeps the packs as they are as their released versions: those that are named, or all. Gives back whether that was done.
///
/// All packs have to pass their check, which holds each against the version that was released before: those that are not named use
/// the ones that are.
pub(crate) fn task(root: &Path, ids: &[String]) -> Result<bool> {
    let by_hand = changed_by_hand(root)?;
    if !by_hand.is_empty() {
        bail!("{FOLDER} was changed by hand: {}; take that back first", by_hand.join("; "));
    }
    let packs = kept(&root.join("packs"))?;
    if let Some(unknown) = ids.iter().find(|id| !packs.contains_key(*id)) {
        bail!("there is no pack `{unknown}` in packs");
    }
    if !program::check_all(root) {
        println!("Nothing was released: the check has to pass first");
        return Ok(false);
    }
    let folder = root.join(FOLDER);
    let mut before = kept(&folder)?;
    let wanted = packs.iter().filter(|(id, _)| ids.is_empty() || ids.contains(id));
    let mut fresh = BTreeSet::new();
    for (id, source) in wanted {
        let version = version_of(source)?;
        match before.get(id) {
            Some(known) if known.content_hash() == source.content_hash() => continue,
            Some(known) if version_of(known)? == version => {
                bail!("{id} {version} was released with another content; raise its version")
            }
            _ => {}
        }
        println!("Releasing {id} {version}");
        before.insert(id.clone(), source.clone());
        fresh.insert(id.clone());
    }
    let released = before;
    let left = left_behind(&released, &packs, &fresh);
    if !left.is_empty() {
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        bail!(
            "what was checked are the packs as they are now, and not with the released {}; name that too",
            left.join(", ")
        );
    }
    // All of it is made before anything is written, so that nothing is written if something is not proved.
    let (hashes, proofs) = (hashes(&released)?, proofs(&released)?);
    for id in &fresh {
        write(&folder.join(id), &released[id])?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(HASHES), hashes)?;
    fs::write(folder.join(PROOFS), proofs)?;
    println!("{} of {} packs are new in {FOLDER}", fresh.len(), released.len());
    Ok(true)
}

/// The packs that would have to be released as well, so that what is released is what was checked.
///
/// A pack is held against its released version together with its libraries. Where one of those is released, or the pack itself, all of
/// them have to be as they are now: otherwise people would later be compared with advice that nobody checked.
fn left_behind(
    released: &BTreeMap<String, PackSource>,
    now: &BTreeMap<String, PackSource>,
    fresh: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut left = BTreeSet::new();
    // What is no pack any more is compared with nothing.
    for id in released.keys().filter(|id| now.contains_key(*id)) {
        let together = with_libraries(id, released);
        if !together.is_disjoint(fresh) {
            left.extend(together.into_iter().filter(|id| {
                now.get(id).map(PackSource::content_hash) != released.get(id).map(PackSource::content_hash)
            }));
        }
    }
    left
}

/// A pack and all libraries that it uses, and those use.
fn with_libraries(id: &str, packs: &BTreeMap<String, PackSource>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![id.to_owned()];
    while let Some(id) = open.pop() {
        let headline = packs.get(&id).and_then(sinew_pack::headline);
        if found.insert(id) {
            open.extend(headline.into_iter().flat_map(|headline| headline.uses).map(|library| library.id));
        }
    }
    found
}

/// What holds of these packs, proved today.
fn proofs(packs: &BTreeMap<String, PackSource>) -> Result<String> {
    let shelf = Shelf::of(packs.values().cloned().collect())?;
    let today = jiff::Zoned::now().date();
    let mut text = PROOFS_OPENING.to_owned();
    for id in packs.keys() {
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
        let unproved = changed_by_hand(root.path()).unwrap();
        assert_eq!(unproved, ["is in hashes.toml and not in proofs.toml: spot"]);
        fs::write(folder.join(PROOFS), format!("{PROOFS_OPENING}spot = {{ content = \"0\" }}\n")).unwrap();
        assert_eq!(changed_by_hand(root.path()).unwrap(), [""; 0]);
        pack(&folder.join("spot"), "Another spot");
        let found = changed_by_hand(root.path()).unwrap();
        assert!(
            found[0].starts_with("is not there: spot = ") && found[1].starts_with("was not released: "),
            "{found:?}"
        );
        fs::remove_dir_all(folder.join("spot")).unwrap();
        assert_eq!(changed_by_hand(root.path()).unwrap().len(), 1);
        // Without its folder and its hash, its proof is still there.
        for hashes in [OPENING, ""] {
            fs::write(folder.join(HASHES), hashes).unwrap();
            let found = changed_by_hand(root.path()).unwrap();
            assert!(
                found.contains(&"is in proofs.toml and not in hashes.toml: spot".to_owned()),
                "{found:?}"
            );
        }
    }

    /// Copies the packs that the loader is tested with: `sore-spot`, and its library `signs`.
    fn with_packs() -> tempfile::TempDir {
        fn copy(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let from = entry.unwrap().path();
                let to = to.join(from.file_name().unwrap());
                if from.is_dir() {
                    copy(&from, &to);
                } else {
                    fs::copy(&from, &to).unwrap();
                }
            }
        }
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/base"), &root.path().join("packs"));
        // This one fails: it is there for the tests of the loader alone.
        let cases = root.path().join("packs/sore-spot/cases/people.toml");
        let text = fs::read_to_string(&cases).unwrap();
        fs::write(cases, text.split_once("\n[case.sudden]").unwrap().0).unwrap();
        root
    }

    fn edit(file: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(from), "{} has no {from:?}", file.display());
        fs::write(file, text.replace(from, to)).unwrap();
    }

    #[test]
    fn a_library_that_breaks_a_pack_is_not_released_alone() {
        let root = with_packs();
        let (packs, released) = (root.path().join("packs"), root.path().join(FOLDER));
        assert!(task(root.path(), &[]).unwrap());
        assert_eq!(changed_by_hand(root.path()).unwrap(), [""; 0]);
        let before = fs::read_to_string(released.join(PROOFS)).unwrap();

        // A version that `sore-spot` does not take.
        edit(&packs.join("signs/pack.toml"), "version = \"0.2.1\"", "version = \"0.3.0\"");
        edit(&packs.join("signs/pack.toml"), "[changes]", "[changes]\n\"0.3.0\" = [\"Another version.\"]");
        let named = ["signs".to_owned()];
        assert_eq!(program::on_packs(root.path(), &["pack", "check"], &named), 0, "by itself it passes");
        assert!(!task(root.path(), &named).unwrap());
        assert_eq!(changed_by_hand(root.path()).unwrap(), [""; 0]);
        assert_eq!(fs::read_to_string(released.join(PROOFS)).unwrap(), before);
    }

    #[test]
    fn what_is_released_is_what_was_checked() {
        let root = with_packs();
        let released = kept(&root.path().join("packs")).unwrap();
        let changed = |ids: &[&str]| {
            let mut now = released.clone();
            for id in ids {
                let text = now.get_mut(*id).unwrap().files.get_mut("pack.toml").unwrap();
                text.extend(b"# changed\n");
            }
            now
        };
        let left = |changed_ids: &[&str], named: &[&str]| {
            let now = changed(changed_ids);
            let mut after = released.clone();
            let fresh: BTreeSet<String> = named.iter().copied().map(str::to_owned).collect();
            for id in &fresh {
                after.insert(id.clone(), now[id].clone());
            }
            left_behind(&after, &now, &fresh).into_iter().collect::<Vec<_>>()
        };
        let none = [""; 0];
        assert_eq!(left(&[], &[]), none);
        assert_eq!(left(&["signs"], &[]), none, "nothing is released");
        assert_eq!(left(&["signs"], &["signs"]), none, "`sore-spot` was checked with it");
        assert_eq!(left(&["sore-spot"], &["sore-spot"]), none);
        assert_eq!(left(&["signs", "sore-spot"], &["signs"]), ["sore-spot"]);
        assert_eq!(left(&["signs", "sore-spot"], &["sore-spot"]), ["signs"]);
        assert_eq!(left(&["signs", "sore-spot"], &["signs", "sore-spot"]), none);
    }
}
