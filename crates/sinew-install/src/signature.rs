//! Signatures: who vouches for the files of a bundle.
//!
//! What is signed is the manifest, which is made from the bytes in memory. So the bytes that are checked are those that are
//! later written and loaded, wherever they came from.

use crate::{
    bundle::{Bundle, KEY_FILE, SIGNATURE_FILE},
    key::{KnownKey, PublicKey},
};
use minisign_verify::Error;
use sinew_app::{installed::Signed, quoted};

/// Who vouches for a bundle. A signature that does not fit is no state but a [`SignatureProblem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// It is not signed.
    None,
    /// It is signed with a key that is not at hand, so that this could not be checked. It says no more than no signature.
    Unchecked,
    /// It is signed with the key that came with it, and nobody here vouches for that key.
    UnknownKey(PublicKey),
    /// It is signed with a key that somebody here vouches for.
    KnownKey(KnownKey),
}

impl Signature {
    /// The key it was checked with.
    pub fn key(&self) -> Option<&PublicKey> {
        match self {
            Self::None | Self::Unchecked => None,
            Self::UnknownKey(key) => Some(key),
            Self::KnownKey(known) => Some(&known.key),
        }
    }

    /// As it is recorded of an installed pack.
    pub fn recorded(&self) -> Signed {
        match self {
            Self::None => Signed::No,
            Self::Unchecked => Signed::Unchecked,
            Self::UnknownKey(key) => Signed::UnknownKey { key: key.as_str().to_owned() },
            Self::KnownKey(KnownKey { name, key }) => {
                Signed::KnownKey { key: key.as_str().to_owned(), name: name.clone() }
            }
        }
    }
}

/// Why a signature is not a good one. A pack with such a signature is not taken: it, or the signature, is not what its author
/// made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// The file holds no signature.
    #[error("`{SIGNATURE_FILE}` holds no minisign signature")]
    NotASignature,
    /// It was not made for these files with this key.
    #[error("the signature does not fit: a file, or `{SIGNATURE_FILE}` itself, was changed after signing")]
    DoesNotFit,
    /// It was made for another pack or version.
    #[error("the signature is for {}, and this is {}", quoted(.signed), quoted(.found))]
    OtherPack {
        /// What its trusted comment names.
        signed: String,
        /// Id and version of the pack.
        found: String,
    },
    /// It was made in a way that is no longer used.
    #[error("the signature was made in the old way of minisign, which is not taken")]
    Legacy,
    /// The key that came with the pack is no key.
    #[error("`{KEY_FILE}` holds no minisign public key")]
    NotAKey,
    /// The key that came with the pack is not the one that signed.
    #[error("the signature was not made with the key in `{KEY_FILE}`")]
    OtherKey,
    /// Without id and version there is nothing to sign.
    #[error("the `pack.toml` cannot be read, so the signature cannot be checked")]
    NoManifest,
}

impl SignatureProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoManifest => "see what is wrong with it: sinew pack check FOLDER",
            Self::Legacy => "its author can sign it again with a newer minisign",
            _ => "do not use this pack; get it again, or ask its author to sign it again",
        }
    }
}

/// Checks the signature of a bundle against the keys that somebody here vouches for, and then against the one it came with.
pub fn check_signature(bundle: &Bundle, known: &[KnownKey]) -> Result<Signature, SignatureProblem> {
    let Some(bytes) = bundle.signature() else { return Ok(Signature::None) };
    let text = std::str::from_utf8(bytes).map_err(|_| SignatureProblem::NotASignature)?;
    let signature = minisign_verify::Signature::decode(text).map_err(|_| SignatureProblem::NotASignature)?;
    let (Some(manifest), Some(headline)) = (bundle.manifest(), bundle.headline()) else {
        return Err(SignatureProblem::NoManifest);
    };
    let verify = |key: &PublicKey| key.key.verify(manifest.as_bytes(), &signature, false);
    let state = of_known(known, verify)?.map_or_else(|| of_its_own(bundle, verify), Ok)?;
    // The comment is signed too, so that an old signature cannot be put beside a new version.
    let found = format!("{} {}", headline.id, headline.version);
    if signature.trusted_comment() == found {
        Ok(state)
    } else {
        Err(SignatureProblem::OtherPack { signed: signature.trusted_comment().to_owned(), found })
    }
}

fn of_known(
    known: &[KnownKey],
    verify: impl Fn(&PublicKey) -> Result<(), Error>,
) -> Result<Option<Signature>, SignatureProblem> {
    let mut problem = None;
    for known in known {
        match verify(&known.key) {
            Ok(()) => return Ok(Some(Signature::KnownKey(known.clone()))),
            Err(Error::UnexpectedKeyId) => {}
            Err(error) => problem = Some(problem_of(&error)),
        }
    }
    // A key of this number is known, and it did not sign this.
    problem.map_or(Ok(None), Err)
}

fn of_its_own(
    bundle: &Bundle,
    verify: impl Fn(&PublicKey) -> Result<(), Error>,
) -> Result<Signature, SignatureProblem> {
    let Some(bytes) = bundle.key() else { return Ok(Signature::Unchecked) };
    let text = std::str::from_utf8(bytes).map_err(|_| SignatureProblem::NotAKey)?;
    let key = PublicKey::parse(text).ok_or(SignatureProblem::NotAKey)?;
    match verify(&key) {
        Ok(()) => Ok(Signature::UnknownKey(key)),
        Err(Error::UnexpectedKeyId) => Err(SignatureProblem::OtherKey),
        Err(error) => Err(problem_of(&error)),
    }
}

fn problem_of(error: &Error) -> SignatureProblem {
    match error {
        Error::UnexpectedAlgorithm | Error::UnsupportedLegacyMode => SignatureProblem::Legacy,
        _ => SignatureProblem::DoesNotFit,
    }
}

#[cfg(test)]
mod tests;
