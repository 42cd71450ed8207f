//! What is installed and what is refused, with the reason and the remedy.

use super::*;
use crate::{
    archive::{ArchiveFormat, read_archive, write_archive},
    fixture::{
        bundle, bundle_with, everything, in_version, install, names, refused, request, seen, shelf, with_both,
    },
};
use sinew_app::installed::records;
use std::fs;

fn id(text: &str) -> PackId {
    PackId::new(text).unwrap()
}

#[test]
fn from_an_archive_to_the_shelf_the_content_stays_the_same() {
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &bundle("base"));
    for format in [ArchiveFormat::TarZst, ArchiveFormat::TarGz] {
        let data = with_base();
        let original = bundle("ache");
        let read = read_archive(&write_archive(&original, format).unwrap()).unwrap();
        let plan = install(data.path(), &read);
        assert_eq!((plan.change, plan.signature), (Change::Added, Signature::None));
        let shelf = shelf(data.path());
        let loaded = shelf.load("ache").unwrap();
        assert_eq!(loaded.pack.identity().version.to_string(), "1.2.3");
        let record = Record::read(data.path(), &id("ache")).unwrap().unwrap();
        let installed = &record.versions[&Version::new(1, 2, 3)];
        assert_eq!(installed.content_hash, original.source().content_hash());
        assert_eq!((installed.from.as_str(), installed.day), ("given", crate::fixture::DAY));
        let there = read_folder(&files_folder(data.path(), installed)).unwrap();
        assert_eq!(there.files(), original.files(), "documents too");
    }
}

fn with_base() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &bundle("base"));
    data
}

#[test]
fn a_pack_that_does_not_pass_is_not_installed() {
    let data = tempfile::tempdir().unwrap();
    let told = |problem: InstallProblem| {
        let InstallProblem::NotPassed(report) = problem else { panic!("{problem}") };
        let found = report.packs.iter().flat_map(|pack| &pack.diagnostics).filter(|found| found.is_error());
        found.map(|found| found.code.to_string()).collect::<Vec<_>>()
    };
    // Without its library.
    assert_eq!(told(refused(data.path(), &bundle("ache"))), ["R0104"]);
    assert!(names(data.path()).is_empty());
    let data = with_base();
    // With an error, with a case that fails, and with a first file that cannot be read.
    let broken = bundle_with("ache", &[("causes.toml", "start.slowly", "start.never")], &[]);
    assert_eq!(told(refused(data.path(), &broken)), ["R0201"]);
    let case = (
        "cases/all.toml",
        "[case.slow-cord.expect]\nurgency = \"self-care\"",
        "[case.slow-cord.expect]\nurgency = \"soon\"",
    );
    assert_eq!(told(refused(data.path(), &bundle_with("ache", &[case], &[]))), ["C0001"]);
    let unreadable = bundle_with("ache", &[("pack.toml", "kind = \"injury\"", "kind = ")], &[]);
    assert!(told(refused(data.path(), &unreadable)).contains(&"P0010".to_owned()));
    assert_eq!(seen(data.path()).len(), 1);
}

#[test]
fn the_same_again_changes_nothing_and_says_so() {
    let data = with_both();
    let before = everything(data.path());
    let plan = plan_install(&bundle("ache"), &request(data.path())).unwrap();
    assert_eq!(plan.change, Change::AlreadyThere);
    assert!(!plan.change.is_something());
    plan.carry_out().unwrap();
    assert_eq!(everything(data.path()), before);
    // What is part of the program need not be installed.
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/red-flags");
    let plan = plan_install(&read_folder(&shipped).unwrap(), &request(data.path())).unwrap();
    assert_eq!(plan.change, Change::BuiltIn);
    plan.carry_out().unwrap();
    assert_eq!(everything(data.path()), before);
}

#[test]
fn broken_files_are_mended_by_installing_again() {
    let data = with_both();
    let expected = seen(data.path());
    let changed = || fs::write(packs_folder(data.path()).join("ache@1.2.3/causes.toml"), "# none\n");
    // Installed again, the files have another folder.
    let gone = || fs::remove_dir_all(packs_folder(data.path()).join("ache@1.2.3~2"));
    for harm in [&changed as &dyn Fn() -> std::io::Result<()>, &gone] {
        harm().unwrap();
        let plan = install(data.path(), &bundle("ache"));
        assert_eq!(plan.change, Change::Renewed);
        assert_eq!(seen(data.path()), expected);
    }
    // Files that another installed pack has lost are another matter.
    fs::remove_dir_all(packs_folder(data.path()).join("base@0.2.0")).unwrap();
    assert!(matches!(refused(data.path(), &in_version("ache", "1.3.0")), InstallProblem::Shelf(_)));
}

#[test]
fn a_newer_version_takes_the_place_of_an_injury_pack_and_stands_beside_a_library() {
    let data = with_both();
    let plan = install(data.path(), &in_version("ache", "1.3.0"));
    assert_eq!(plan.change, Change::Replaced(vec![Version::new(1, 2, 3)]));
    assert_eq!(names(data.path()), ["ache.toml", "ache@1.3.0", "base.toml", "base@0.2.0"]);

    let plan = install(data.path(), &in_version("base", "0.2.4"));
    assert_eq!((plan.change, plan.used_by), (Change::Added, vec!["ache".to_owned()]));
    let plan = install(data.path(), &in_version("base", "0.4.0"));
    assert_eq!((plan.change, plan.used_by), (Change::Added, vec![]));
    let used = shelf(data.path()).load("ache").unwrap().pack.libraries()[0].version.to_string();
    assert_eq!(used, "0.2.4");
    // An older library may be what a pack needs.
    install(data.path(), &in_version("base", "0.1.0"));
    let record = Record::read(data.path(), &id("base")).unwrap().unwrap();
    assert_eq!(record.versions.len(), 4);
}

#[test]
fn an_older_version_is_installed_only_if_that_is_asked_for() {
    let data = with_both();
    let older = in_version("ache", "1.2.2");
    let problem = refused(data.path(), &older);
    assert_eq!(problem.to_string(), "`ache` 1.2.3 is there, which is newer than 1.2.2");
    assert_eq!(problem.remedy().as_deref(), Some("to do it all the same, add --downgrade"));
    let wanted = InstallRequest { downgrade: true, ..request(data.path()) };
    let plan = plan_install(&older, &wanted).unwrap();
    assert_eq!((&plan.change, &plan.opened_instead), (&Change::Replaced(vec![Version::new(1, 2, 3)]), &None));
    plan.carry_out().unwrap();
    assert_eq!(shelf(data.path()).load("ache").unwrap().pack.identity().version.to_string(), "1.2.2");

    // A newer version that is broken is newer all the same.
    let data = with_both();
    fs::remove_dir_all(packs_folder(data.path()).join("ache@1.2.3")).unwrap();
    assert!(matches!(refused(data.path(), &older), InstallProblem::Downgrade { .. }));
}

/// The folder of a pack that somebody put into the data folder is never touched, and counts like any other.
#[test]
fn what_is_opened_never_becomes_older_by_the_way() {
    let data = with_both();
    // By hand there is 1.2.4; then 1.3.0 is installed, and after it a pre-release, in the place of 1.3.0.
    let by_hand = in_version("ache", "1.2.4");
    for (path, content) in by_hand.files() {
        let path = packs_folder(data.path()).join("ache").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    install(data.path(), &in_version("ache", "1.3.0"));
    let pre = in_version("ache", "1.4.0-rc.1");
    let problem = refused(data.path(), &pre);
    assert_eq!(problem.to_string(), "`ache` alone would mean 1.2.4 then, and means 1.3.0 now");
    let wanted = InstallRequest { downgrade: true, ..request(data.path()) };
    let plan = plan_install(&pre, &wanted).unwrap();
    assert_eq!(plan.opened_instead.as_deref(), Some("1.2.4"));
    plan.carry_out().unwrap();
    assert_eq!(names(data.path()), ["ache", "ache.toml", "ache@1.4.0-rc.1", "base.toml", "base@0.2.0"]);
}

#[test]
fn one_version_has_one_content() {
    let data = with_both();
    let changed = bundle_with("ache", &[("causes.toml", "slow-build", "slower-build")], &[]);
    let changed = match plan_install(&changed, &request(data.path())) {
        Err(InstallProblem::OtherContent { place, .. }) => place,
        other => panic!("{other:?}"),
    };
    assert_eq!(changed, packs_folder(data.path()).join("ache@1.2.3").display().to_string());

    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/red-flags");
    let mut source = read_folder(&shipped).unwrap().source().clone();
    source.files.get_mut("sources.toml").unwrap().extend(b"# one more line\n");
    let forged = Bundle::new(source, BTreeMap::new(), Vec::new()).unwrap();
    let problem = refused(data.path(), &forged);
    assert!(problem.to_string().ends_with("is there with another content: built in"), "{problem}");
}

#[test]
fn a_pack_does_not_become_a_library() {
    let data = with_both();
    let other = bundle_with("base", &[("pack.toml", "id = \"base\"", "id = \"ache\"")], &[]);
    assert_eq!(refused(data.path(), &other).to_string(), "`ache` is there as another kind of pack");
}

/// A library changes the advice of every pack that uses it.
#[test]
fn a_library_that_breaks_a_pack_is_refused() {
    let data = with_both();
    let newer = ("pack.toml", "version = \"0.2.0\"", "version = \"0.2.9\"");
    // One in which an answer that the pack needs is gone, and one by which a case of the pack comes out differently.
    for edit in [
        ("questions.toml", "adult = {", "grown-up = {"),
        ("red-flags.toml", "when = \"age.under-18\"", "when = \"age.adult\""),
    ] {
        let library = bundle_with("base", &[newer, edit], &[]);
        match refused(data.path(), &library) {
            InstallProblem::Breaks { users, .. } => assert_eq!(users, ["ache"]),
            InstallProblem::NotPassed(report) => panic!("{}", report.summary()),
            problem => panic!("{problem}"),
        }
    }
    // Where the pack does not take it, it does no harm.
    let beyond = ("pack.toml", "version = \"0.2.0\"", "version = \"0.3.0\"");
    let library = bundle_with(
        "base",
        &[beyond, ("red-flags.toml", "when = \"age.under-18\"", "when = \"age.adult\"")],
        &[],
    );
    assert_eq!(install(data.path(), &library).used_by, [""; 0]);
}

#[test]
fn what_changed_since_it_was_planned_is_found() {
    let data = with_both();
    let plan = plan_install(&in_version("ache", "1.3.0"), &request(data.path())).unwrap();
    install(data.path(), &in_version("base", "0.2.4"));
    let before = seen(data.path());
    let problem = plan.carry_out().unwrap_err();
    assert_eq!(problem.to_string(), "what is installed changed in the meantime");
    assert_eq!(seen(data.path()), before);
}

#[test]
fn a_record_that_cannot_be_read_stops_every_change() {
    let data = with_both();
    fs::write(packs_folder(data.path()).join("base.toml"), "format = 2\n").unwrap();
    assert!(matches!(refused(data.path(), &in_version("ache", "1.3.0")), InstallProblem::Installed(_)));
    assert_eq!(records(data.path()).unwrap().len(), 2);
}

// ------------------------------------------------------------------------------------------------ who vouches

/// `base` in this version, signed with this key, which may come with it.
fn signed(pair: &minisign::KeyPair, version: &str, with_key: bool) -> Bundle {
    let edit = [("pack.toml", "version = \"0.2.0\"", format!("version = \"{version}\""))];
    let edit: Vec<(&str, &str, &str)> =
        edit.iter().map(|(file, from, to)| (*file, *from, to.as_str())).collect();
    let manifest = bundle_with("base", &edit, &[]).manifest().unwrap();
    let comment = format!("base {version}");
    let signature =
        minisign::sign(None, &pair.sk, manifest.as_bytes(), Some(&comment), None).unwrap().to_string();
    let key = pair.pk.to_base64();
    let beside = [("pack.minisig", signature.as_str()), ("pack.pub", key.as_str())];
    bundle_with("base", &edit, if with_key { &beside } else { &beside[..1] })
}

fn pair() -> minisign::KeyPair {
    minisign::KeyPair::generate_unencrypted_keypair().unwrap()
}

fn key(pair: &minisign::KeyPair) -> PublicKey {
    PublicKey::parse(&pair.pk.to_base64()).unwrap()
}

#[test]
fn a_key_that_is_named_has_to_be_the_one_that_signed() {
    let (alex, sam) = (pair(), pair());
    let data = tempfile::tempdir().unwrap();
    let naming = |key| InstallRequest { key: Some(key), ..request(data.path()) };
    for bundle in [bundle("base"), signed(&sam, "0.2.0", true), signed(&sam, "0.2.0", false)] {
        let problem = plan_install(&bundle, &naming(key(&alex))).unwrap_err();
        assert!(matches!(problem, InstallProblem::NotSignedWith(_)), "{problem}");
    }
    let plan = plan_install(&signed(&alex, "0.2.0", false), &naming(key(&alex))).unwrap();
    assert_eq!(plan.signature, Signature::KnownKey(KnownKey { name: None, key: key(&alex) }));
    plan.carry_out().unwrap();
    let record = Record::read(data.path(), &id("base")).unwrap().unwrap();
    let recorded = &record.versions[&Version::new(0, 2, 0)].signed;
    assert_eq!(*recorded, Signed::KnownKey { key: alex.pk.to_base64(), name: None });
    // Naming a key once remembers nothing.
    assert!(remembered_keys(data.path()).unwrap().is_empty());
}

#[test]
fn a_key_is_remembered_only_on_request() {
    let (alex, sam) = (pair(), pair());
    let data = tempfile::tempdir().unwrap();
    let plan = install(data.path(), &signed(&alex, "0.2.0", true));
    assert_eq!(plan.signature, Signature::UnknownKey(key(&alex)));
    assert!(remembered_keys(data.path()).unwrap().is_empty());

    let remembering = |name: &str| InstallRequest { remember: Some(name.into()), ..request(data.path()) };
    // The same pack again, and now its key is remembered.
    let plan = plan_install(&signed(&alex, "0.2.0", true), &remembering("alex")).unwrap();
    assert_eq!((&plan.change, plan.remembers()), (&Change::Renewed, Some(&key(&alex))));
    plan.carry_out().unwrap();
    let known = KnownKey { name: Some("alex".into()), key: key(&alex) };
    assert_eq!(remembered_keys(data.path()).unwrap(), std::slice::from_ref(&known));
    // From then on it is known without another word.
    let plan = install(data.path(), &signed(&alex, "0.2.1", false));
    assert_eq!(plan.signature, Signature::KnownKey(known));

    for (bundle, name) in [(bundle("base"), "sam"), (signed(&sam, "0.2.2", false), "sam")] {
        let problem = plan_install(&bundle, &remembering(name)).unwrap_err();
        assert!(matches!(problem, InstallProblem::NothingToRemember), "{problem}");
    }
    let taken = plan_install(&signed(&sam, "0.2.2", true), &remembering("alex")).unwrap_err();
    assert_eq!(taken.to_string(), "another key is remembered under the name `alex`");
    let odd = plan_install(&signed(&sam, "0.2.2", true), &remembering("../sam")).unwrap_err();
    assert!(matches!(odd, InstallProblem::Key(KeyProblem::Name(_))), "{odd}");
}

#[test]
fn a_signature_that_does_not_fit_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let good = signed(&pair(), "0.2.0", true);
    let beside = [("pack.minisig", good.signature().unwrap()), ("pack.pub", good.key().unwrap())];
    let beside: BTreeMap<String, Vec<u8>> =
        beside.iter().map(|(name, content)| ((*name).to_owned(), content.to_vec())).collect();
    let mut source = good.source().clone();
    source.files.get_mut("sources.toml").unwrap().extend(b"# one more line\n");
    let tampered = Bundle::new(source, beside, Vec::new()).unwrap();
    let problem = refused(data.path(), &tampered);
    assert!(matches!(problem, InstallProblem::Signature(SignatureProblem::DoesNotFit)), "{problem}");
}

#[test]
fn nobody_takes_over_a_signed_pack_in_silence() {
    let (alex, sam) = (pair(), pair());
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &signed(&alex, "0.2.0", true));
    let mut unsigned = in_version("base", "0.2.1");
    for newer in [signed(&sam, "0.2.1", true), signed(&sam, "0.2.1", false), unsigned.clone()] {
        let problem = refused(data.path(), &newer);
        assert_eq!(
            problem.to_string(),
            "`base` 0.2.0 is installed and was signed with another key than this one"
        );
    }
    install(data.path(), &signed(&alex, "0.2.2", true));
    // Who names the new key knows of it.
    let naming = InstallRequest { key: Some(key(&sam)), ..request(data.path()) };
    plan_install(&signed(&sam, "0.2.3", false), &naming).unwrap().carry_out().unwrap();
    // A pack that nobody signed may be signed by anybody later.
    let data = with_base();
    unsigned = signed(&sam, "0.2.1", true);
    install(data.path(), &unsigned);
}

#[test]
fn keys_that_cannot_be_read_stop_an_installation() {
    let data = tempfile::tempdir().unwrap();
    let path = key_path(data.path(), "alex").unwrap();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "no key").unwrap();
    let problem = refused(data.path(), &bundle("base"));
    assert_eq!(problem.to_string(), format!("{} holds no minisign public key", path.display()));
}
