//! What was proved of the packs in the program when they were released.

use serde::Deserialize;
use sinew_model::Date;
use std::{collections::BTreeMap, sync::LazyLock};

/// What the proof of a content came to. A content is a pack with its libraries, known by its hash: with other files it is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Over how many possible answer sets everything holds, in digits.
    pub answer_sets: String,
    /// On which day that was proved.
    pub date: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    proved: BTreeMap<String, Entry>,
}

/// One line of the record; its key is the id of the pack, for people.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    content: String,
    answer_sets: String,
    date: String,
}

/// Written when packs are released, after the proof.
const RECORD: &str = include_str!("../../../packs/.released/proofs.toml");

static KNOWN: LazyLock<BTreeMap<String, Checked>> = LazyLock::new(|| read(RECORD));

/// What was proved of each content, by its hash. What cannot be read is not known to be proved.
fn read(record: &str) -> BTreeMap<String, Checked> {
    let entries = toml::from_str(record).map(|record: Record| record.proved).unwrap_or_default();
    let checked = |entry: Entry| {
        let Entry { content, answer_sets, date } = entry;
        Some((content, Checked { answer_sets, date: date.parse().ok()? }))
    };
    entries.into_values().filter_map(checked).collect()
}

/// What was proved of the content with this hash when it was released; none if it is not one that was released with the program.
pub fn checked(content_hash: &str) -> Option<&'static Checked> {
    KNOWN.get(content_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_the_program_can_be_read() {
        assert!(!KNOWN.is_empty());
        for (content, Checked { answer_sets, .. }) in KNOWN.iter() {
            assert!(content.len() == 64 && content.bytes().all(|byte| byte.is_ascii_hexdigit()), "{content}");
            assert!(
                answer_sets.bytes().all(|byte| byte.is_ascii_digit()) && answer_sets.len() > 20,
                "{answer_sets}"
            );
        }
        assert_eq!(checked("of no content"), None);
    }

    #[test]
    fn what_cannot_be_read_is_not_proved() {
        assert_eq!(read("[proved]\nx = 3"), BTreeMap::new());
    }
}
