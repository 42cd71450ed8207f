//! What was found out before.

use std::{borrow::Borrow, hash::Hash};

/// What is known of some things, for looking up one of them. It cannot be gone through, so its order does not matter, and looking up
/// is quick among millions.
#[derive(Debug)]
pub(crate) struct Memo<K, V>(Table<K, V>);

#[expect(
    clippy::disallowed_types,
    reason = "nothing in this module goes through it, so that its order is not seen"
)]
type Table<K, V> = std::collections::HashMap<K, V>;

impl<K: Eq + Hash, V> Memo<K, V> {
    pub(crate) fn new() -> Self {
        Self(Table::new())
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }
}
