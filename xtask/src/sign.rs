//! Signing a pack with minisign, so that others know whose it is.

use anyhow::{Context as _, Result, bail, ensure};
use minisign::{PublicKey, SecretKey, SecretKeyBox};
use sinew_install::{KEY_FILE, KnownKey, SIGNATURE_FILE, Signature, check_signature, read_folder};
use std::{fs, path::Path};

/// Signs the pack in a folder with a secret key of minisign, and writes the signature and the public key into the folder.
/// Gives back whether the signature is found to fit.
pub(crate) fn task(folder: &Path, key: &Path) -> Result<bool> {
    let bundle = read_folder(folder)?;
    let (Some(manifest), Some(headline)) = (bundle.manifest(), bundle.headline()) else {
        bail!(
            "the pack.toml of {} cannot be read; `cargo xtask check` shows what is wrong",
            folder.display()
        );
    };
    let secret = secret_key(key)?;
    let public = PublicKey::from_secret_key(&secret)?;
    let comment = format!("{} {}", headline.id, headline.version);
    let signature =
        minisign::sign(Some(&public), &secret, manifest.as_bytes(), Some(&comment), None)?.to_string();
    write(&folder.join(SIGNATURE_FILE), &signature)?;
    write(&folder.join(KEY_FILE), &public.to_box()?.to_string())?;

    let key = sinew_install::PublicKey::parse(&public.to_base64()).context("minisign wrote no public key")?;
    let found = check_signature(&read_folder(folder)?, &[KnownKey { name: None, key: key.clone() }])?;
    ensure!(matches!(found, Signature::KnownKey(_)), "the signature does not fit");
    println!("Signed {comment} with the key {key}");
    Ok(true)
}

/// Reads a secret key. If it is encrypted, its password is asked for.
fn secret_key(path: &Path) -> Result<SecretKey> {
    let text = fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))?;
    let boxed = || SecretKeyBox::from_string(&text);
    match boxed()?.into_unencrypted_secret_key() {
        Ok(key) => Ok(key),
        Err(_) => boxed()?.into_secret_key(None).with_context(|| {
            format!("{} is no secret key of minisign, or this is not its password", path.display())
        }),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("{} could not be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign::KeyPair;

    const PACK: &str =
        "id = \"sore-spot\"\nkind = \"injury\"\nversion = \"0.3.1\"\ntitle = \"A sore spot\"\n";

    #[test]
    fn what_it_signs_is_what_installing_checks() {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("sore-spot");
        fs::create_dir(&pack).unwrap();
        fs::write(pack.join("pack.toml"), PACK).unwrap();
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let key = folder.path().join("alex.key");
        fs::write(&key, pair.sk.to_box(None).unwrap().to_string()).unwrap();
        assert!(task(&pack, &key).unwrap());

        let known = sinew_install::PublicKey::parse(&pair.pk.to_base64()).unwrap();
        let bundle = read_folder(&pack).unwrap();
        assert_eq!(check_signature(&bundle, &[]), Ok(Signature::UnknownKey(known)), "its key lies beside it");
        let signature = String::from_utf8(bundle.signature().unwrap().to_vec()).unwrap();
        assert!(signature.contains("\ntrusted comment: sore-spot 0.3.1\n"), "{signature}");
        // Signing again after a change makes it fit again.
        fs::write(pack.join("README.md"), "# Read me\n").unwrap();
        assert!(check_signature(&read_folder(&pack).unwrap(), &[]).is_err());
        assert!(task(&pack, &key).unwrap());
    }

    #[test]
    fn what_cannot_be_signed_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let problem = task(folder.path(), Path::new("nowhere")).unwrap_err();
        assert!(problem.to_string().contains("pack.toml"), "{problem}");
        fs::write(folder.path().join("pack.toml"), PACK).unwrap();
        let problem = task(folder.path(), Path::new("nowhere")).unwrap_err();
        assert_eq!(problem.to_string(), "nowhere could not be read");
        assert!(!folder.path().join(SIGNATURE_FILE).exists());
    }
}
