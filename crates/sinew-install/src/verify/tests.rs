//! What is as it was, and each way in which it can be otherwise.

use super::*;
use crate::{
    fixture::{DAY, bundle, bundle_with, in_version, install, request, with_both},
    install::{InstallRequest, plan_install},
};
use sinew_app::installed::packs_folder;
use std::{fs, path::PathBuf};

fn places(data: &Path) -> PackPlaces {
    PackPlaces { user_data: Some(data.to_owned()), ..PackPlaces::default() }
}

/// What is said about the version with this name.
#[track_caller]
fn about(data: &Path, name: &str) -> Verified {
    let mut verified = verify(&places(data), Some(&PackName::parse(name)), DAY).unwrap();
    assert_eq!(verified.len(), 1, "{verified:?}");
    verified.remove(0)
}

#[test]
fn what_is_at_hand_and_sound_has_no_problems() {
    let data = with_both();
    let verified = verify(&places(data.path()), None, DAY).unwrap();
    let built_in = Shelf::embedded().versions().len();
    assert_eq!(verified.len(), built_in + 2, "those in the program are verified too");
    for pack in &verified {
        assert_eq!(pack.problems, [""; 0], "{}", pack.id);
        assert!(pack.check.as_ref().unwrap().passed(), "{}", pack.id);
    }
    let ache = verified.iter().find(|pack| pack.id == "ache").unwrap();
    assert_eq!((ache.version.as_str(), ache.installed), ("1.2.3", Some(DAY)));
    assert_eq!(ache.signature, Some(Signature::None));
    assert!(ache.check.as_ref().unwrap().cases.len() > 3, "its cases were run");
}

#[test]
fn a_name_means_one_pack_or_one_version() {
    let data = with_both();
    install(data.path(), &in_version("base", "0.2.5"));
    let versions = |name: &str| -> Vec<String> {
        let verified = verify(&places(data.path()), Some(&PackName::parse(name)), DAY).unwrap();
        verified.into_iter().map(|pack| format!("{} {}", pack.id, pack.version)).collect()
    };
    assert_eq!(versions("base"), ["base 0.2.5", "base 0.2.0"]);
    assert_eq!(versions("base@0.2.0"), ["base 0.2.0"]);
    let unknown = verify(&places(data.path()), Some(&PackName::parse("bas")), DAY).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no pack `bas`");
    assert_eq!(unknown.remedy().as_deref(), Some("a pack with a similar id exists: `base`"));
}

#[test]
fn files_that_were_changed_are_found_and_hide_nothing_else() {
    let data = with_both();
    fs::write(packs_folder(data.path()).join("ache@1.2.3/causes.toml"), "# changed\n").unwrap();
    let ache = about(data.path(), "ache");
    assert_eq!((ache.version.as_str(), &ache.from), ("1.2.3", &None));
    assert!(ache.problems[0].contains("is not as it was installed"), "{:?}", ache.problems);
    assert_eq!(about(data.path(), "ache@1.2.3").problems, ache.problems);
    assert_eq!(about(data.path(), "base").problems, [""; 0]);

    fs::remove_dir_all(packs_folder(data.path()).join("base@0.2.0")).unwrap();
    assert!(about(data.path(), "base").problems[0].contains("cannot be read"));
    fs::write(packs_folder(data.path()).join("base.toml"), "no record").unwrap();
    assert!(about(data.path(), "base").problems[0].contains("is no record of an installed pack"));
    assert_eq!(
        verify(&places(data.path()), None, DAY)
            .unwrap()
            .iter()
            .filter(|pack| !pack.problems.is_empty())
            .count(),
        2
    );
}

/// The library that it was installed with is gone: nothing of the pack changed, and it is of no use.
#[test]
fn a_pack_that_no_longer_passes_is_found() {
    let data = with_both();
    let packs = packs_folder(data.path());
    fs::remove_file(packs.join("base.toml")).unwrap();
    let ache = about(data.path(), "ache");
    assert_eq!(ache.problems, ["it does not pass its check; see: sinew pack check ache@1.2.3"]);
    assert!(ache.installed.is_some());
}

fn signed(pair: &minisign::KeyPair, with_key: bool) -> crate::bundle::Bundle {
    let plain = bundle("base");
    let manifest = plain.manifest().unwrap();
    let signature =
        minisign::sign(None, &pair.sk, manifest.as_bytes(), Some("base 0.2.0"), None).unwrap().to_string();
    let key = pair.pk.to_base64();
    let beside =
        [("README.md", "# Read me\n"), ("pack.minisig", signature.as_str()), ("pack.pub", key.as_str())];
    bundle_with("base", &[], if with_key { &beside } else { &beside[..2] })
}

#[test]
fn a_signature_is_held_against_the_record() {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let key = PublicKey::parse(&pair.pk.to_base64()).unwrap();
    let named = |data: &Path| {
        let request = InstallRequest { key: Some(key.clone()), ..request(data) };
        plan_install(&signed(&pair, false), &request).unwrap().carry_out().unwrap();
    };
    let data = tempfile::tempdir().unwrap();
    named(data.path());
    let folder: PathBuf = packs_folder(data.path()).join("base@0.2.0");
    // The key that was named then is not remembered, and counts for this pack all the same.
    let known = Signature::KnownKey(KnownKey { name: None, key: key.clone() });
    let base = about(data.path(), "base");
    assert_eq!((base.signature, base.problems), (Some(known), vec![]));

    // Documents are not part of the content, but they are signed.
    fs::write(folder.join("README.md"), "# Read us\n").unwrap();
    let base = about(data.path(), "base");
    assert_eq!(base.signature, None);
    assert!(base.problems[0].starts_with("the signature does not fit"), "{:?}", base.problems);
    fs::write(folder.join("README.md"), "# Read me\n").unwrap();
    assert_eq!(about(data.path(), "base").problems, [""; 0]);

    fs::remove_file(folder.join("pack.minisig")).unwrap();
    let base = about(data.path(), "base");
    assert_eq!(base.signature, Some(Signature::None));
    assert!(base.problems[0].starts_with("it is not signed as it was"), "{:?}", base.problems);

    // To know more about a key than on the day of installing is no change.
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &signed(&pair, true));
    let remembered = crate::key::key_path(data.path(), "alex").unwrap();
    fs::create_dir_all(remembered.parent().unwrap()).unwrap();
    fs::write(&remembered, key.as_str()).unwrap();
    let base = about(data.path(), "base");
    let known = KnownKey { name: Some("alex".into()), key };
    assert_eq!((base.signature, base.problems), (Some(Signature::KnownKey(known)), vec![]));
}

#[test]
fn who_vouches_for_a_pack_at_hand_is_said_wherever_it_lies() {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("base");
    fs::create_dir_all(&pack).unwrap();
    for (path, content) in signed(&pair, true).files() {
        fs::write(pack.join(path), content).unwrap();
    }
    let shelf = Shelf::only(std::slice::from_ref(&pack)).unwrap();
    let listing = shelf.list().remove(0);
    let key = PublicKey::parse(&pair.pk.to_base64()).unwrap();
    assert_eq!(signature_at_hand(&listing, None, &[]), Ok(Signature::UnknownKey(key.clone())));
    let known = KnownKey { name: Some("alex".into()), key };
    assert_eq!(
        signature_at_hand(&listing, None, std::slice::from_ref(&known)),
        Ok(Signature::KnownKey(known))
    );
    fs::write(pack.join("sources.toml"), "# changed\n").unwrap();
    let problem = signature_at_hand(&listing, None, &[]).unwrap_err();
    assert!(problem.starts_with("the signature does not fit"), "{problem}");
    let built_in = Shelf::embedded().list().remove(0);
    assert_eq!(signature_at_hand(&built_in, None, &[]), Ok(Signature::None));
}
