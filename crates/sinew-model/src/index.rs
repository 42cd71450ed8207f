//! Positions in the tables of a pack, one type for each table.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, marker::PhantomData};

/// A position in one kind of table.
pub trait Index: Copy + Ord + fmt::Debug {
    /// The position as a number, counted from 0.
    fn position(self) -> usize;
    /// The position with this number.
    fn at(position: usize) -> Self;
}

macro_rules! index_type {
    ($(#[$doc:meta] $name:ident;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(u32);

        impl Index for $name {
            #[inline]
            fn position(self) -> usize {
                self.0 as usize
            }

            #[inline]
            fn at(position: usize) -> Self {
                Self(u32::try_from(position).expect("tables are far shorter than 2^32"))
            }
        }
    )*};
}

index_type! {
    /// Position of a question.
    QuestionIx;
    /// Position of a finding.
    FindingIx;
    /// Position of an option within its question.
    OptionIx;
    /// Position of a red flag.
    RedFlagIx;
    /// Position of an exit.
    ExitIx;
    /// Position of a condition.
    ConditionIx;
    /// Position of a cause.
    CauseIx;
    /// Position of an action.
    ActionIx;
    /// Position of a block.
    BlockIx;
    /// Position of a region.
    RegionIx;
    /// Position of a source.
    SourceIx;
    /// Position of a fact.
    FactIx;
    /// Position of a property.
    PropertyIx;
}

/// A table that only its own kind of index can look into.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<fn(I) -> I>,
}

impl<I: Index, T> IndexVec<I, T> {
    /// An empty table.
    pub fn new() -> Self {
        Self { items: Vec::new(), index: PhantomData }
    }

    /// A table of `length` equal entries.
    pub fn filled(value: T, length: usize) -> Self
    where
        T: Clone,
    {
        Self { items: vec![value; length], index: PhantomData }
    }

    /// Appends an entry and says where it stands.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::at(self.items.len() - 1)
    }

    /// The entry at `index`, if the table is that long.
    pub fn get(&self, index: I) -> Option<&T> {
        self.items.get(index.position())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The entries in order, with their positions.
    pub fn iter_indexed(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(position, item)| (I::at(position), item))
    }

    /// All positions in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::at)
    }
}

impl<I: Index, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T: Serialize> Serialize for IndexVec<I, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

impl<'de, I, T: Deserialize<'de>> Deserialize<'de> for IndexVec<I, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { items: Vec::deserialize(deserializer)?, index: PhantomData })
    }
}

impl<I: Index, T: fmt::Debug> fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(formatter)
    }
}

impl<I: Index, T> std::ops::Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.items[index.position()]
    }
}

impl<I: Index, T> std::ops::IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.items[index.position()]
    }
}

impl<I: Index, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<S: IntoIterator<Item = T>>(items: S) -> Self {
        Self { items: items.into_iter().collect(), index: PhantomData }
    }
}

impl<'a, I: Index, T> IntoIterator for &'a IndexVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
