//! Who vouches for a pack, in words and for programs.

use serde_json::{Value, json};
use sinew_install::{KnownKey, Signature};

/// Who vouches for a pack, in a few words.
pub(crate) fn signature_words(signature: &Signature) -> String {
    match signature {
        Signature::None => "none, so nobody vouches for it".to_owned(),
        Signature::Unchecked => "made with a key that is not here, so it was not checked".to_owned(),
        Signature::UnknownKey(key) => format!("fits, but nobody here vouches for its key {key}"),
        Signature::KnownKey(KnownKey { name: Some(name), .. }) => format!("fits the key `{name}`"),
        Signature::KnownKey(KnownKey { name: None, key }) => format!("fits the key that you named, {key}"),
    }
}

/// Who vouches for a pack, or why that is not known.
pub(super) fn signature_json(signature: &Result<Signature, String>) -> Value {
    match signature {
        Ok(signature) => {
            let state = match signature {
                Signature::None => "none",
                Signature::Unchecked => "unchecked",
                Signature::UnknownKey(_) => "unknown-key",
                Signature::KnownKey(_) => "known-key",
            };
            let name = match signature {
                Signature::KnownKey(known) => known.name.as_deref(),
                _ => None,
            };
            json!({ "state": state, "key": signature.key().map(ToString::to_string), "key_name": name })
        }
        Err(problem) => json!({ "state": "broken", "problem": problem }),
    }
}
