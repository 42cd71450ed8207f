//! The content hash: of a pack alone, and of a pack with its libraries.

use crate::folder::PackSource;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// SHA-256 over the files of the packs in hexadecimal: sorted by pack id and path, every part preceded by its length, line
/// endings normalised, so that it depends on nothing but the content.
pub(crate) fn content_hash(packs: &[(&str, &PackSource)]) -> String {
    let mut packs = packs.to_vec();
    packs.sort_by_key(|(id, _)| *id);
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    for (id, source) in packs {
        for (path, content) in &source.files {
            part(id.as_bytes());
            part(path.as_bytes());
            part(&with_plain_line_ends(content));
        }
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl PackSource {
    /// The hash of this pack's own files, without its libraries: SHA-256 in hexadecimal. It does not change with the place of
    /// the folder, nor with the way in which lines end.
    pub fn content_hash(&self) -> String {
        content_hash(&[(&self.folder, self)])
    }
}

/// A text with its lines ending in the plain way, so that it is the same wherever it was written.
pub fn with_plain_line_ends(content: &[u8]) -> Vec<u8> {
    if !content.contains(&b'\r') {
        return content.to_owned();
    }
    let mut plain = Vec::with_capacity(content.len());
    for (at, byte) in content.iter().enumerate() {
        if *byte != b'\r' || content.get(at + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn source(files: &[(&str, &str)]) -> PackSource {
        let files: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(path, content)| ((*path).to_owned(), content.as_bytes().to_vec())).collect();
        PackSource { folder: String::new(), shown_at: String::new(), files }
    }

    #[test]
    fn the_hash_is_that_of_the_documented_bytes() {
        // sha256 of 00000000 00000001 "p" 00000000 00000006 "a.toml" 00000000 00000002 "x\n", computed with another program.
        let hash = content_hash(&[("p", &source(&[("a.toml", "x\n")]))]);
        assert_eq!(hash, "8666da738b44787301545eaf848d1ca2a573b0b8df0c4d299a6e2c89202f2263");
    }

    #[test]
    fn a_pack_alone_is_hashed_like_a_pack_with_libraries() {
        let pack = PackSource { folder: "p".into(), ..source(&[("a.toml", "x\r\n")]) };
        assert_eq!(pack.content_hash(), content_hash(&[("p", &source(&[("a.toml", "x\n")]))]));
        let moved = PackSource { shown_at: "elsewhere".into(), ..pack.clone() };
        assert_eq!(moved.content_hash(), pack.content_hash());
        assert_ne!(PackSource { folder: "q".into(), ..pack.clone() }.content_hash(), pack.content_hash());
    }

    #[test]
    fn line_endings_and_order_of_packs_do_not_matter_and_content_does() {
        let (a, b) = (source(&[("a.toml", "x\ny\n")]), source(&[("b.toml", "z\n")]));
        let a_windows = source(&[("a.toml", "x\r\ny\r\n")]);
        assert_eq!(content_hash(&[("a", &a), ("b", &b)]), content_hash(&[("b", &b), ("a", &a_windows)]));
        assert_ne!(content_hash(&[("a", &a)]), content_hash(&[("b", &a)]));
        assert_ne!(content_hash(&[("a", &a)]), content_hash(&[("a", &b)]));
    }

    #[test]
    fn bytes_cannot_move_between_name_and_content() {
        let (one, other) = (source(&[("a", "bc")]), source(&[("ab", "c")]));
        assert_ne!(content_hash(&[("p", &one)]), content_hash(&[("p", &other)]));
    }
}
