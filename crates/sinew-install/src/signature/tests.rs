//! Signatures made by minisign: the right key, a wrong one, changed files, changed comments, and none.

use super::*;
use minisign::KeyPair;
use sinew_pack::PackSource;
use std::collections::BTreeMap;

const PACK: &str = "id = \"sore-spot\"\nkind = \"injury\"\nversion = \"0.3.1\"\ntitle = \"A sore spot\"\n";

/// The files of a pack, with what stands beside it.
type Files = BTreeMap<String, Vec<u8>>;

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn bundle(pack: &[(&str, &str)], beside: &[(&str, &str)]) -> Bundle {
    let source =
        PackSource { files: files(&[&[("pack.toml", PACK)], pack].concat()), ..PackSource::default() };
    Bundle::new(source, files(&[&[("README.md", "# Read me\n")], beside].concat()), Vec::new()).unwrap()
}

/// Signs the manifest of a bundle.
fn signed(pair: &KeyPair, bundle: &Bundle, comment: &str) -> String {
    let manifest = bundle.manifest().unwrap();
    minisign::sign(Some(&pair.pk), &pair.sk, manifest.as_bytes(), Some(comment), None).unwrap().to_string()
}

fn pair() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

fn key(pair: &KeyPair) -> PublicKey {
    PublicKey::parse(&pair.pk.to_base64()).unwrap()
}

fn known(pair: &KeyPair, name: &str) -> KnownKey {
    KnownKey { name: Some(name.to_owned()), key: key(pair) }
}

const COMMENT: &str = "sore-spot 0.3.1";

#[test]
fn a_signature_says_who_vouches() {
    let (alex, sam) = (pair(), pair());
    let signature = signed(&alex, &bundle(&[], &[]), COMMENT);
    let plain = bundle(&[], &[(SIGNATURE_FILE, &signature)]);
    let own_key = alex.pk.to_box().unwrap().to_string();
    let with_key = bundle(&[], &[(SIGNATURE_FILE, &signature), (KEY_FILE, &own_key)]);

    assert_eq!(check_signature(&bundle(&[], &[]), &[known(&alex, "alex")]), Ok(Signature::None));
    assert_eq!(check_signature(&bundle(&[], &[(KEY_FILE, &own_key)]), &[]), Ok(Signature::None));
    assert_eq!(check_signature(&plain, &[]), Ok(Signature::Unchecked));
    assert_eq!(check_signature(&plain, &[known(&sam, "sam")]), Ok(Signature::Unchecked));
    assert_eq!(check_signature(&with_key, &[known(&sam, "sam")]), Ok(Signature::UnknownKey(key(&alex))));
    let both = [known(&sam, "sam"), known(&alex, "alex")];
    for bundle in [plain, with_key] {
        assert_eq!(check_signature(&bundle, &both), Ok(Signature::KnownKey(known(&alex, "alex"))));
    }
}

#[test]
fn a_file_that_was_changed_is_found_whoever_is_known() {
    let alex = pair();
    let cases = ("cases/people.toml", "[case.a]\n");
    let signature = signed(&alex, &bundle(&[cases], &[]), COMMENT);
    let own_key = alex.pk.to_base64();
    let beside = [(SIGNATURE_FILE, signature.as_str()), (KEY_FILE, own_key.as_str())];
    assert!(check_signature(&bundle(&[cases], &beside), &[]).is_ok());
    for (what, changed) in [
        ("changed", bundle(&[("cases/people.toml", "[case.b]\n")], &beside)),
        ("renamed", bundle(&[("cases/persons.toml", "[case.a]\n")], &beside)),
        ("added", bundle(&[cases, ("causes.toml", "")], &beside)),
        ("gone", bundle(&[], &beside)),
        ("a document", bundle(&[cases], &[&beside[..], &[("README.md", "# Read us\n")]].concat())),
        ("one more document", bundle(&[cases], &[&beside[..], &[("MORE.md", "")]].concat())),
    ] {
        for known_keys in [&[][..], &[known(&alex, "alex")]] {
            let found = check_signature(&changed, known_keys);
            assert_eq!(found, Err(SignatureProblem::DoesNotFit), "{what}");
        }
    }
    // Without a key nobody can tell; that says no more than no signature does.
    let unchecked = bundle(&[], &[(SIGNATURE_FILE, &signature)]);
    assert_eq!(check_signature(&unchecked, &[]), Ok(Signature::Unchecked));
}

#[test]
fn an_old_signature_does_not_fit_another_version() {
    let alex = pair();
    // Signed over the right files, but with the name of another version.
    let own_key = alex.pk.to_base64();
    for comment in ["sore-spot 0.3.0", "sore-spot 0.3.11", "sore-spot", "", " sore-spot 0.3.1", "timestamp:1"]
    {
        let signature = signed(&alex, &bundle(&[], &[]), comment);
        for beside in [
            &[(SIGNATURE_FILE, signature.as_str()), (KEY_FILE, own_key.as_str())][..],
            &[(SIGNATURE_FILE, &signature)],
        ] {
            let found = check_signature(&bundle(&[], beside), &[]);
            let expected = SignatureProblem::OtherPack { signed: comment.into(), found: COMMENT.into() };
            assert_eq!(found, Err(expected), "{comment}");
        }
    }
}

#[test]
fn a_comment_that_was_changed_is_found() {
    let alex = pair();
    let signature = signed(&alex, &bundle(&[], &[]), "sore-spot 0.3.0");
    let forged = signature.replace("trusted comment: sore-spot 0.3.0", "trusted comment: sore-spot 0.3.1");
    assert_ne!(forged, signature);
    let found = check_signature(&bundle(&[], &[(SIGNATURE_FILE, &forged)]), &[known(&alex, "alex")]);
    assert_eq!(found, Err(SignatureProblem::DoesNotFit));
    // The first comment is for people and is not signed.
    let good = signed(&alex, &bundle(&[], &[]), COMMENT);
    let mut lines: Vec<&str> = good.lines().collect();
    lines[0] = "untrusted comment: anything";
    let found =
        check_signature(&bundle(&[], &[(SIGNATURE_FILE, &lines.join("\r\n"))]), &[known(&alex, "alex")]);
    assert!(matches!(found, Ok(Signature::KnownKey(_))), "{found:?}");
}

/// Each character of a signature matters, but for the first line and the ends of the lines.
#[test]
fn a_signature_that_was_changed_anywhere_is_found() {
    let alex = pair();
    let good = signed(&alex, &bundle(&[], &[]), COMMENT);
    let start = good.find('\n').unwrap() + 1;
    let known = [known(&alex, "alex")];
    for at in start..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        let found = check_signature(&bundle(&[], &[(SIGNATURE_FILE, &changed)]), &known);
        // With another number of the key in it, it claims to be made with a key that is not at hand.
        assert!(
            !matches!(found, Ok(Signature::KnownKey(_) | Signature::UnknownKey(_))),
            "byte {at}: {found:?}"
        );
    }
}

#[test]
fn the_key_that_came_with_a_pack_has_to_be_the_one_that_signed() {
    let (alex, sam) = (pair(), pair());
    let signature = signed(&alex, &bundle(&[], &[]), COMMENT);
    let with =
        |key: &str| check_signature(&bundle(&[], &[(SIGNATURE_FILE, &signature), (KEY_FILE, key)]), &[]);
    assert_eq!(with(&sam.pk.to_base64()), Err(SignatureProblem::OtherKey));
    assert_eq!(with("no key"), Err(SignatureProblem::NotAKey));
    // A key of one's own with the number of the author's is still another key.
    let mut forged = sam.pk.to_bytes();
    forged[2..10].copy_from_slice(&alex.pk.to_bytes()[2..10]);
    let forged = minisign::PublicKey::from_bytes(&forged).unwrap().to_base64();
    assert_eq!(with(&forged), Err(SignatureProblem::DoesNotFit));
}

#[test]
fn what_is_no_signature_is_said_so() {
    let with = |text: &str| check_signature(&bundle(&[], &[(SIGNATURE_FILE, text)]), &[]);
    for text in ["", "signature", "a\nb\nc\nd", "untrusted comment: x\nRUQf\ntrusted comment: y\nAAAA"] {
        assert_eq!(with(text), Err(SignatureProblem::NotASignature), "{text}");
    }
    // A signature of minisign's first years, from the tests of the crate that checks them. It signs without hashing first.
    let legacy = "untrusted comment: signature from minisign secret key\n\
                  RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n\
                  trusted comment: timestamp:1555779966\tfile:test\n\
                  QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n";
    let key = PublicKey::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3").unwrap();
    let known = [KnownKey { name: None, key }];
    let found = check_signature(&bundle(&[], &[(SIGNATURE_FILE, legacy)]), &known);
    assert_eq!(found, Err(SignatureProblem::Legacy));

    let source = PackSource { files: files(&[("pack.toml", "id = ")]), ..PackSource::default() };
    let signature = signed(&pair(), &bundle(&[], &[]), COMMENT);
    let broken = Bundle::new(source, files(&[(SIGNATURE_FILE, &signature)]), Vec::new()).unwrap();
    assert_eq!(check_signature(&broken, &[]), Err(SignatureProblem::NoManifest));
}

#[test]
fn problems_say_what_to_do() {
    let problem = SignatureProblem::OtherPack { signed: "other\u{1b} 1.0.0".into(), found: COMMENT.into() };
    assert_eq!(
        problem.to_string(),
        "the signature is for `other\\u{1b} 1.0.0`, and this is `sore-spot 0.3.1`"
    );
    assert!(problem.remedy().starts_with("do not use this pack"));
    assert_eq!(
        SignatureProblem::DoesNotFit.to_string(),
        "the signature does not fit: a file, or `pack.minisig` itself, was changed after signing"
    );
}
