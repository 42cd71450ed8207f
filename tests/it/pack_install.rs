//! A pack on its way from its author to somebody else: archive, signature, installing, verifying, removing.

use crate::PROGRAM;
use minisign::KeyPair;
use serde_json::Value;
use sinew_tests::{Process, Ran, Script, assert_page, edit, one_line, root};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A place with the elbow pack in its folder `mine`, with a document.
fn with_elbow() -> Process {
    let process = Process::with_elbow(PROGRAM);
    fs::write(process.work().join("mine/sore-elbow/README.md"), "# The elbow\n").expect("the folder is ours");
    process
}

/// Raises the version of the elbow pack.
fn raise(process: &Process, from: &str, to: &str) {
    process.edit(
        "mine/sore-elbow/pack.toml",
        &format!("version = \"{from}\""),
        &format!("version = \"{to}\""),
    );
}

#[track_caller]
fn done(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{}", ran.page());
}

#[track_caller]
fn refused(ran: &Ran, told: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(one_line(&ran.err).contains(told), "{told:?} is not in {}", ran.err);
    assert!(ran.err.contains("\nhelp: "), "{}", ran.err);
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|problem| panic!("{problem}: {}", ran.page()))
}

/// The entry of the elbow pack in `sinew pack list --json`.
fn listed(process: &Process) -> Vec<Value> {
    let listed = json(&process.run(["pack", "list", "--json"]));
    let packs = listed["packs"].as_array().expect("a list").clone();
    packs.into_iter().filter(|pack| pack["id"] == "sore-elbow").collect()
}

/// All names below a folder, sorted, but for the lock.
fn names_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            names.extend(names_below(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
        } else if name != ".lock" {
            names.push(name);
        }
    }
    names.sort();
    names
}

#[test]
fn from_the_author_to_a_runner() {
    let process = with_elbow();
    for archive in ["sore-elbow-0.3.1.tar.zst", "elbow.tar.gz", "elbow.tgz"] {
        let words = ["pack", "archive", "mine/sore-elbow"];
        let packed = if archive.starts_with("sore") {
            process.run(words)
        } else {
            process.run([&words[..], &["-o", archive]].concat())
        };
        done(&packed);
        assert_eq!(one_line(&packed.err), format!("Packed sore-elbow 0.3.1: {archive}. It is not signed."));

        let installed = process.run(["pack", "install", archive, "--yes"]);
        done(&installed);
        assert!(
            installed.err.ends_with("Installed sore-elbow 0.3.1. Open it with: sinew assess sore-elbow\n")
        );
        let entries = listed(&process);
        assert_eq!(entries.len(), 1);
        assert_eq!((&entries[0]["origin"], &entries[0]["used"]), (&"installed".into(), &true.into()));
        assert_eq!(entries[0]["signature"]["state"], "none");

        // The content is what the author has in the folder, and the document came along.
        let hash = |words: &[&str]| {
            json(&process.run([&["pack", "show", "--json"], words].concat()))["content_hash"].clone()
        };
        assert_eq!(hash(&["sore-elbow"]), hash(&["sore-elbow", "--packs", "mine"]));
        let readme = process.data().join("packs/sore-elbow@0.3.1/README.md");
        assert_eq!(fs::read_to_string(readme).expect("documents are kept"), "# The elbow\n");

        let answers =
            "[answers]\ndeformed = \"no\"\njoint = \"cool\"\nworst = 3\nbrings-it-on = [\"gripping\"]\n";
        fs::write(process.work().join("answers.toml"), answers).expect("the folder is ours");
        let words = ["assess", "sore-elbow", "--answers", "answers.toml", "--no-input", "--json"];
        let assessed = process.run_today(&words);
        done(&assessed);
        assert_eq!(json(&assessed)["urgency"]["id"], "self-care");
        assert_eq!(assessed.err, "", "it stands in the place of nothing");

        let verified = process.run(["pack", "verify", "sore-elbow"]);
        done(&verified);
        assert!(verified.out.contains("Verified 1 pack. Nothing is wrong with it."), "{}", verified.out);

        let removed = process.run(["pack", "remove", "sore-elbow"]);
        done(&removed);
        assert_eq!((removed.out.as_str(), removed.err.as_str()), ("", "Removed sore-elbow 0.3.1.\n"));
        assert!(listed(&process).is_empty());
        assert_eq!(names_below(&process.data()), [""; 0], "nothing is left");
    }
}

/// Whenever and wherever an archive is made, it is the same.
#[test]
fn an_archive_depends_on_nothing_but_the_pack() {
    let (one, other) = (with_elbow(), with_elbow());
    fs::write(other.work().join("mine/sore-elbow/.hidden"), "of an editor").expect("the folder is ours");
    done(&other.run(["pack", "schemas", "mine"]));
    assert!(other.work().join("mine/sore-elbow/.sinew").is_dir());
    fs::write(other.work().join("mine/sore-elbow/picture.png"), "…").expect("the folder is ours");
    for name in ["elbow.tar.zst", "elbow.tar.gz"] {
        let bytes = |process: &Process| {
            let ran = process.run(["pack", "archive", "mine/sore-elbow", "-o", name]);
            done(&ran);
            (fs::read(process.work().join(name)).expect("it was written"), ran.err)
        };
        let ((first, _), (second, told)) = (bytes(&one), bytes(&other));
        assert!(first == second, "{name} is the same");
        assert!(told.contains("Left out: picture.png."), "{told}");
    }
    // Also on standard output, and from there into another program.
    let output = one.command(["pack", "archive", "mine/sore-elbow", "-o", "-"]).output().expect("it starts");
    let file = fs::read(one.work().join("elbow.tar.zst")).expect("it was written");
    assert!(output.status.success() && output.stdout == file);
    let process = Process::of(PROGRAM).input(file);
    done(&process.run(["pack", "install", "-", "--yes"]));
    assert_eq!(listed(&process).len(), 1);
}

#[test]
fn a_person_sees_what_will_happen_and_decides() {
    let process = with_elbow();
    let data = process.data();
    let run = |lines: &[&str], words: &[&str]| {
        let pack = process.work().join("mine/sore-elbow");
        let script = Script::typing(lines).with(|environment| environment.data = Some(data.clone()));
        script.run(&[&["pack", "install", &pack.to_string_lossy()], words].concat())
    };
    for lines in [&["2"][..], &["q"], &["x", "2"]] {
        let left = run(lines, &["--accessible"]);
        assert_eq!(left.code, Some(130), "{}", left.page());
        assert_eq!(left.err, "Nothing was installed.\n");
        assert!(names_below(&data).is_empty());
    }
    let ended = run(&[], &["--accessible"]);
    assert_eq!(ended.code, Some(1), "{}", ended.page());
    assert!(names_below(&data).is_empty(), "Enter or the end of the input never installs");

    let installed = run(&["1"], &["--accessible"]);
    done(&installed);
    assert_page!("asked", "sinew pack install, and yes", installed.page());
    assert_eq!(listed(&process).len(), 1);
    let again = run(&[], &[]);
    done(&again);
    assert_eq!(again.err, "sore-elbow 0.3.1 is installed already. Nothing was changed.\n");
}

#[test]
fn without_a_terminal_it_has_to_be_said() {
    let process = with_elbow();
    let ran = process.run(["pack", "install", "mine/sore-elbow"]);
    refused(&ran, "installing has to be confirmed, and there is no terminal");
    let dry = process.run(["pack", "install", "mine/sore-elbow", "--dry-run"]);
    done(&dry);
    assert!(dry.out.contains("Signature: none, so nobody vouches for it"), "{}", dry.out);
    assert_eq!(dry.err, "Nothing was installed.\n");
    assert!(names_below(&process.data()).is_empty());
    let dry = process.run(["pack", "install", "mine/sore-elbow", "--dry-run", "--yes"]);
    assert_eq!(dry.err, "Nothing was installed.\n", "to look does not become to do");
    let json = process.run(["pack", "install", "nowhere.tar.gz", "--yes", "--color", "never"]);
    refused(&json, "nowhere.tar.gz could not be read");
}

#[test]
fn a_pack_with_an_error_or_a_failing_case_is_refused_with_its_place() {
    let process = with_elbow();
    process.edit("mine/sore-elbow/causes.toml", "strength = \"weak\"", "strength = \"week\"");
    for words in
        [&["pack", "install", "mine/sore-elbow", "--yes"][..], &["pack", "archive", "mine/sore-elbow"]]
    {
        let ran = process.run(words);
        refused(&ran, "does not pass its check");
        assert!(ran.err.contains("error[P0104]") && ran.err.contains("causes.toml:"), "{}", ran.err);
    }
    let process = with_elbow();
    process.edit("mine/sore-elbow/cases/people.toml", "urgency = \"self-care\"", "urgency = \"soon\"");
    let ran = process.run(["pack", "install", "mine/sore-elbow", "--yes"]);
    refused(&ran, "error[C0001]");
    assert!(names_below(&process.data()).is_empty());
}

/// A pack that nobody tried is taken, and says so.
#[test]
fn a_pack_without_cases_says_so() {
    let process = with_elbow();
    let planned = process.run(["pack", "install", "mine/sore-elbow", "--dry-run"]);
    done(&planned);
    assert!(planned.out.contains("Check: it passed, with all its cases"), "{}", planned.out);
    fs::remove_dir_all(process.work().join("mine/sore-elbow/cases")).expect("it was written before");
    let planned = process.run(["pack", "install", "mine/sore-elbow", "--dry-run"]);
    done(&planned);
    assert!(one_line(&planned.out).contains("it passed, but it has no case"), "{}", planned.out);
    assert!(!planned.out.contains("all its cases"), "{}", planned.out);
    let checked = process.run(["pack", "check", "mine/sore-elbow"]);
    done(&checked);
    assert!(checked.page().contains("warning[C0012]"), "{}", checked.page());
    let strict = process.run(["pack", "check", "mine/sore-elbow", "--deny-warnings"]);
    assert_eq!(strict.code, Some(1), "{}", strict.page());
}

/// A pipe in the place of a file. Somebody waits to write nothing into it, so that a program that reads it does not hang.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the standard library cannot make a pipe with a name")]
fn pipe_at(path: PathBuf) {
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("the system has mkfifo");
    assert!(made.success());
    std::thread::spawn(move || drop(fs::OpenOptions::new().write(true).open(path)));
}

#[test]
#[cfg(unix)]
fn pipes_are_refused_and_not_waited_for() {
    let process = with_elbow();
    pipe_at(process.work().join("pack.tar.gz"));
    let ran = process.run(["pack", "install", "pack.tar.gz", "--yes"]);
    refused(&ran, "pack.tar.gz could not be read: it is no file");
    pipe_at(process.work().join("alex.pub"));
    let ran = process.run(["pack", "install", "mine/sore-elbow", "--key", "alex.pub", "--yes"]);
    refused(&ran, "alex.pub could not be read: it is no file");
    pipe_at(process.work().join("mine/pack.minisig"));
    let ran = process.run(["pack", "install", "mine/sore-elbow", "--yes"]);
    refused(&ran, "pack.minisig could not be read: it is no file");
    assert!(names_below(&process.data()).is_empty());
}

/// Archives that a test makes by hand. The tests of the crate that reads them try every other kind.
#[test]
fn a_hostile_archive_is_refused_by_name() {
    let process = Process::of(PROGRAM);
    let mut header = [0_u8; 512];
    header[..9].copy_from_slice(b"../x.toml");
    header[124..136].copy_from_slice(b"00000000000\0");
    header[156] = b'0';
    header[148..156].copy_from_slice(b"        ");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let tar = [&header[..], &[0; 1024]].concat();
    // A gzip file with one stored block.
    let length = u16::try_from(tar.len()).expect("it is short");
    let mut archive = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    archive.extend(length.to_le_bytes());
    archive.extend((!length).to_le_bytes());
    archive.extend(&tar);
    archive.extend(crc32(&tar).to_le_bytes());
    archive.extend(u32::from(length).to_le_bytes());
    fs::write(process.work().join("hostile.tar.gz"), &archive).expect("the folder is ours");
    let ran = process.run(["pack", "install", "hostile.tar.gz", "--yes"]);
    refused(&ran, "hostile.tar.gz: the entry `../x.toml`: it names a place outside of the pack");
    assert_page!("hostile", "sinew pack install, of an archive that leads out", ran.page());
    fs::write(process.work().join("cut.tar.gz"), &archive[..100]).expect("the folder is ours");
    refused(&process.run(["pack", "install", "cut.tar.gz", "--yes"]), "the archive is damaged");
    fs::write(process.work().join("text.tar.zst"), "text").expect("the folder is ours");
    refused(&process.run(["pack", "install", "text.tar.zst", "--yes"]), "neither a .tar.gz nor a .tar.zst");
    assert!(names_below(&process.data()).is_empty());
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

// ------------------------------------------------------------------------------------------------ who vouches

fn pair() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().expect("the system gives random numbers")
}

/// Signs the elbow pack as its author does: the manifest that the program writes, with minisign.
fn sign(process: &Process, pair: &KeyPair, comment: &str) {
    let manifest = process.run(["pack", "manifest", "mine/sore-elbow"]);
    done(&manifest);
    assert_eq!(manifest.err, "");
    let signature = minisign::sign(None, &pair.sk, manifest.out.as_bytes(), Some(comment), None);
    let signature = signature.expect("the manifest can be signed").to_string();
    fs::write(process.work().join("mine/sore-elbow/pack.minisig"), signature).expect("the folder is ours");
}

fn key_of(pair: &KeyPair) -> String {
    pair.pk.to_base64()
}

#[test]
fn a_signed_pack_is_known_by_its_key() {
    let (process, alex, sam) = (with_elbow(), pair(), pair());
    sign(&process, &alex, "sore-elbow 0.3.1");
    let packed = process.run(["pack", "archive", "mine/sore-elbow"]);
    done(&packed);
    assert_eq!(one_line(&packed.err), "Packed sore-elbow 0.3.1: sore-elbow-0.3.1.tar.zst.");
    let install = |words: &[&str]| {
        process.run([&["pack", "install", "sore-elbow-0.3.1.tar.zst", "--yes"], words].concat())
    };
    refused(&install(&["--key", &key_of(&sam)]), "the pack is not signed with the key that you named");
    refused(&install(&["--key", "nonsense"]), "`nonsense` is no minisign public key");
    refused(&install(&["--remember", "alex"]), "there is no key to remember");

    let dry = process.run(["pack", "install", "sore-elbow-0.3.1.tar.zst", "--dry-run"]);
    assert!(one_line(&dry.out).contains("Signature: made with a key that is not here"), "{}", dry.out);
    fs::write(process.work().join("alex.pub"), format!("untrusted comment: Alex\n{}\n", key_of(&alex)))
        .expect("the folder is ours");
    let installed = install(&["--key", "alex.pub", "--remember", "alex"]);
    done(&installed);
    assert!(one_line(&installed.err).contains("Signature: fits the key `alex`"), "{}", installed.err);
    assert_eq!(
        names_below(&process.data().join("keys")),
        ["alex.pub"],
        "the key is remembered under its name"
    );
    let signature = &listed(&process)[0]["signature"];
    assert_eq!(
        (&signature["state"], &signature["key"], &signature["key_name"]),
        (&"known-key".into(), &key_of(&alex).into(), &"alex".into())
    );
    assert!(process.run(["pack", "list"]).out.contains("Signature: fits the key `alex`"));

    // From then on nobody else's signature, and no missing one, takes its place by the way.
    raise(&process, "0.3.1", "0.3.2");
    fs::remove_file(process.work().join("mine/sore-elbow/pack.minisig")).expect("it is there");
    let told = "`sore-elbow` 0.3.1 is installed and was signed with another key";
    refused(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]), told);
    sign(&process, &sam, "sore-elbow 0.3.2");
    refused(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]), told);
    sign(&process, &alex, "sore-elbow 0.3.2");
    done(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]));
}

#[test]
fn what_was_changed_after_signing_is_refused_everywhere() {
    let (process, alex) = (with_elbow(), pair());
    fs::write(process.work().join("mine/sore-elbow/pack.pub"), key_of(&alex)).expect("the folder is ours");
    sign(&process, &alex, "sore-elbow 0.3.1");
    let dry = process.run(["pack", "install", "mine/sore-elbow", "--dry-run"]);
    assert!(
        one_line(&dry.out).contains("Signature: fits, but nobody here vouches for its key RW"),
        "{}",
        dry.out
    );
    process.edit("mine/sore-elbow/README.md", "elbow", "elbow!");
    let told = "the signature does not fit: a file, or `pack.minisig` itself, was changed after signing";
    refused(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]), told);
    refused(&process.run(["pack", "archive", "mine/sore-elbow"]), told);
    let broken = json(&process.run(["pack", "list", "--json", "--packs", "mine"]));
    let broken =
        broken["packs"].as_array().expect("a list").iter().find(|pack| pack["id"] == "sore-elbow").cloned();
    assert_eq!(broken.expect("it is listed")["signature"]["state"], "broken");

    sign(&process, &alex, "sore-elbow 0.3.0");
    refused(
        &process.run(["pack", "install", "mine/sore-elbow", "--yes"]),
        "the signature is for `sore-elbow 0.3.0`, and this is `sore-elbow 0.3.1`",
    );
}

#[test]
fn a_signature_may_lie_beside_the_archive() {
    let (process, alex) = (with_elbow(), pair());
    done(&process.run(["pack", "archive", "mine/sore-elbow"]));
    sign(&process, &alex, "sore-elbow 0.3.1");
    fs::rename(process.work().join("mine/sore-elbow/pack.minisig"), process.work().join("pack.minisig"))
        .expect("both are ours");
    let words = ["pack", "install", "sore-elbow-0.3.1.tar.zst", "--yes", "--key", &key_of(&alex)];
    done(&process.run(words));
    assert!(process.data().join("packs/sore-elbow@0.3.1/pack.minisig").is_file());
    done(&process.run(["pack", "verify", "sore-elbow"]));
}

// ------------------------------------------------------------------------------------------------ versions

#[test]
fn a_newer_version_takes_the_place_and_an_older_one_only_on_request() {
    let process = with_elbow();
    done(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]));
    raise(&process, "0.3.1", "0.3.10");
    let newer = process.run(["pack", "install", "mine/sore-elbow", "--yes"]);
    done(&newer);
    assert!(one_line(&newer.err).contains("Version: it takes the place of 0.3.1"), "{}", newer.err);
    let versions = |process: &Process| -> Vec<String> {
        listed(process).iter().filter_map(|pack| pack["version"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(versions(&process), ["0.3.10"]);
    raise(&process, "0.3.10", "0.3.9");
    let older = ["pack", "install", "mine/sore-elbow", "--yes"];
    refused(&process.run(older), "`sore-elbow` 0.3.10 is there, which is newer than 0.3.9");
    done(&process.run([&older[..], &["--downgrade"]].concat()));
    assert_eq!(versions(&process), ["0.3.9"]);
    process.edit("mine/sore-elbow/README.md", "elbow", "elbow and the arm");
    process.edit("mine/sore-elbow/causes.toml", "title = \"", "title = \"Perhaps ");
    refused(&process.run(older), "`sore-elbow` 0.3.9 is there with another content");
}

/// Copies a shipped pack, with its version raised.
fn shipped_in(process: &Process, id: &str, version: &str) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("the folder is ours");
        for entry in fs::read_dir(from).expect("the pack is there").flatten() {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).expect("the folder is ours");
            }
        }
    }
    let folder = process.work().join(format!("{id}-{version}")).join(id);
    copy(&root().join("packs").join(id), &folder);
    let path = folder.join("pack.toml");
    let text = fs::read_to_string(&path).expect("it was copied");
    let line =
        text.lines().find(|line| line.starts_with("version = ")).expect("packs have versions").to_owned();
    edit(&path, &line, &format!("version = \"{version}\""));
    folder
}

/// A library changes the advice of the packs that use it, also of those in the program, so all of it is said.
#[test]
fn a_newer_library_is_used_and_said_and_stays_as_long_as_it_is_needed() {
    let process = Process::of(PROGRAM);
    let library = shipped_in(&process, "knee", "0.9.0");
    let pack = shipped_in(&process, "back-of-knee", "0.9.0");
    let text = fs::read_to_string(pack.join("pack.toml")).expect("it was copied");
    let line = text.lines().find(|line| line.starts_with("knee = ")).expect("it uses the library").to_owned();
    edit(&pack.join("pack.toml"), &line, "knee = \"^0.9\"");
    let install = |folder: &Path| process.run(["pack", "install", &folder.to_string_lossy(), "--yes"]);

    let without = install(&pack);
    refused(&without, "error[R0105]");
    let installed = install(&library);
    done(&installed);
    assert!(one_line(&installed.err).contains("Use: no pack at hand uses it"), "{}", installed.err);
    let installed = install(&pack);
    done(&installed);
    assert!(one_line(&installed.err).contains("Use: in place of the built-in"), "{}", installed.err);

    let answers = root().join("tests/answers/overuse.toml");
    let assessed =
        process.run_today(&["assess", "--answers", &answers.to_string_lossy(), "--no-input", "--json"]);
    done(&assessed);
    let told = one_line(&assessed.err);
    for part in
        ["Note: `knee` 0.9.0 installed in", "; `back-of-knee` 0.9.0 installed in", "in place of the built-in"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert_eq!(json(&assessed)["pack"]["version"], "0.9.0");

    let needed = process.run(["pack", "remove", "knee"]);
    refused(&needed, "without it these packs would no longer pass their check: `back-of-knee` 0.9.0");
    let dry = process.run(["pack", "remove", "back-of-knee", "--dry-run"]);
    done(&dry);
    assert_eq!(dry.out, "back-of-knee 0.9.0\n");
    let removed = process.run(["pack", "remove", "back-of-knee"]);
    done(&removed);
    assert!(
        removed.err.starts_with("Removed back-of-knee 0.9.0. back-of-knee alone means "),
        "{}",
        removed.err
    );
    done(&process.run(["pack", "remove", "knee"]));
    let assessed =
        process.run_today(&["assess", "--answers", &answers.to_string_lossy(), "--no-input", "--json"]);
    assert_eq!((assessed.code, assessed.err.as_str()), (Some(0), ""), "{}", assessed.page());
}

#[test]
fn what_is_part_of_the_program_is_neither_installed_nor_removed() {
    let process = Process::of(PROGRAM);
    let shipped = root().join("packs/red-flags");
    let ran = process.run(["pack", "install", &shipped.to_string_lossy(), "--yes"]);
    done(&ran);
    assert!(ran.err.contains("is part of the program. Nothing was changed."), "{}", ran.err);
    refused(&process.run(["pack", "remove", "red-flags"]), "it is part of the program, which always has it");
    refused(&process.run(["pack", "remove", "nothing"]), "`nothing` is not installed");
}

// ------------------------------------------------------------------------------------------------ verifying

#[test]
fn a_pack_that_was_changed_on_the_disk_is_not_used_and_is_found() {
    let process = with_elbow();
    done(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]));
    let file = process.data().join("packs/sore-elbow@0.3.1/causes.toml");
    let before = fs::read_to_string(&file).expect("it is installed");
    fs::write(&file, format!("{before}# changed\n")).expect("the folder is ours");

    let ran = process.run(["assess", "sore-elbow", "--no-input"]);
    refused(&ran, "the installed pack `sore-elbow@0.3.1` is not as it was installed");
    assert!(one_line(&ran.err).contains("install it again with `sinew pack install`"), "{}", ran.err);
    done(&process.run(["urgent"]));

    let found = process.run(["pack", "verify", "sore-elbow"]);
    assert_eq!((found.code, found.err.as_str()), (Some(1), ""), "{}", found.page());
    assert!(found.out.contains("Verified 1 pack. Do not use it."), "{}", found.out);
    let json = json(&process.run(["pack", "verify", "sore-elbow", "--json"]));
    assert_eq!(json["packs"].as_array().map(Vec::len), Some(1));
    assert!(
        json["packs"][0]["problems"][0].as_str().is_some_and(|text| text.contains("not as it was installed"))
    );
    assert_eq!((&json["packs"][0]["passed"], &json["packs"][0]["proof"]), (&Value::Null, &Value::Null));

    // Installing it again mends it.
    done(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]));
    done(&process.run(["pack", "verify", "sore-elbow"]));
}

#[test]
fn verifying_has_three_exit_codes() {
    let process = with_elbow();
    done(&process.run(["pack", "verify", "red-flags"]));
    let nothing = process.run(["pack", "verify", "nothing"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(2), ""), "{}", nothing.page());
    assert!(nothing.err.contains("there is no pack `nothing`"), "{}", nothing.err);
    process.edit("mine/sore-elbow/cases/people.toml", "urgency = \"self-care\"", "urgency = \"soon\"");
    let found = process.run(["pack", "verify", "sore-elbow", "--packs", "mine"]);
    assert_eq!(found.code, Some(1), "{}", found.page());
    assert!(one_line(&found.out).contains("it does not pass its check"), "{}", found.out);
    assert!(found.out.contains("Verified 1 pack. Do not use it."), "{}", found.out);
}

#[test]
fn what_is_kept_about_a_person_can_go_and_packs_stay() {
    let process = with_elbow();
    done(&process.run(["pack", "install", "mine/sore-elbow", "--yes"]));
    done(&process.run(["region", "uk"]));
    done(&process.run(["data", "delete", "--confirm=delete"]));
    assert_eq!(listed(&process).len(), 1);
    assert!(!process.data().join("region").exists());
}

#[test]
fn words_that_do_not_fit_are_wrong_usage() {
    let process = with_elbow();
    for words in [
        &["pack", "install"][..],
        &["pack", "remove"],
        &["pack", "archive", "mine/sore-elbow", "-o", "elbow.zip"],
    ] {
        let ran = process.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
        assert!(ran.err.contains("help: "), "{}", ran.err);
    }
    let empty = process.run(["pack", "manifest", "mine"]);
    refused(&empty, "the pack.toml of mine cannot be read");
    let nowhere = process.run(["pack", "archive", "nowhere"]);
    assert_eq!(nowhere.err, "error: `nowhere` is not a folder; name a folder that holds a pack.toml\n");
    assert_eq!(nowhere.code, Some(1));
}
