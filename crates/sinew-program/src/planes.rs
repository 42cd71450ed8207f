//! Bits with three values, as two planes, and what is raised in them.

use sinew_logic::Truth;
use sinew_model::{FindingIx, Index as _};
use std::{collections::BTreeMap, ops::Range};

/// Where a bit stands in planes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(pub(crate) u32);

impl Place {
    pub(crate) fn at(position: usize) -> Self {
        Self(u32::try_from(position).expect("planes are far shorter than 2^32"))
    }

    /// The word it stands in, for planes of `K` words, which is a power of two. All places are below, so that nothing wraps; the
    /// compiler sees that no word is out of bounds.
    #[inline]
    pub(crate) fn word<const K: usize>(self) -> usize {
        (self.0 as usize / 64) & (K - 1)
    }

    #[inline]
    pub(crate) fn mask(self) -> u64 {
        1 << (self.0 % 64)
    }
}

/// Where a bit stands, or the contrary of what is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlacedLiteral {
    pub(crate) place: Place,
    pub(crate) is_negated: bool,
}

/// All bits of one person, in `K` words: those that hold, and those of which something is unknown. A bit that is in both holds;
/// one that is in neither fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planes<const K: usize> {
    pub(crate) sure: [u64; K],
    pub(crate) open: [u64; K],
}

/// The bits of one word that a gate looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clause {
    pub(crate) word: u32,
    /// Those that have to hold.
    pub(crate) hold: u64,
    /// Those that have to fail.
    pub(crate) fail: u64,
}

/// Bits that are raised together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Row<'r, const K: usize> {
    /// All words of a plane.
    Whole(&'r [u64; K]),
    /// The words in which there are some, with their positions.
    Words(&'r [(u32, u64)]),
}

impl<const K: usize> Row<'_, K> {
    /// Makes its bits hold in these words, of which there are four or a multiple of it.
    ///
    /// Each four are read before one is written, so that a compiler which does not know that the two lie apart can take several at once.
    #[inline]
    fn or_into(self, words: &mut [u64; K]) {
        const { assert!(K.is_multiple_of(4)) };
        match self {
            Self::Whole(row) => {
                for (words, row) in words.as_chunks_mut::<4>().0.iter_mut().zip(row.as_chunks::<4>().0) {
                    *words = std::array::from_fn(|at| words[at] | row[at]);
                }
            }
            Self::Words(row) => {
                for (word, mask) in row {
                    words[*word as usize & (K - 1)] |= mask;
                }
            }
        }
    }
}

/// Bits of one word that are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pub(crate) word: u32,
    pub(crate) mask: u64,
}

impl<const K: usize> Planes<K> {
    /// Planes in which only these bits hold.
    #[inline]
    pub(crate) fn starting_with(sure: [u64; K]) -> Self {
        Self { sure, open: [0; K] }
    }

    /// The bits that hold or may hold.
    #[inline]
    pub(crate) fn maybe(&self, word: usize) -> u64 {
        self.sure[word] | self.open[word]
    }

    /// Makes all bits of a row hold.
    #[inline]
    pub(crate) fn raise(&mut self, row: Row<'_, K>) {
        row.or_into(&mut self.sure);
    }

    /// Makes all bits of a row unknown, unless they hold.
    #[inline]
    pub(crate) fn leave_open(&mut self, row: Row<'_, K>) {
        row.or_into(&mut self.open);
    }

    /// Does with a row what a signal of this truth does.
    #[inline]
    pub(crate) fn signal(&mut self, truth: Truth, row: Row<'_, K>) {
        match truth {
            Truth::True => self.raise(row),
            Truth::Unknown => self.leave_open(row),
            Truth::False => {}
        }
    }

    #[inline]
    pub(crate) fn truth(&self, place: Place) -> Truth {
        let (word, mask) = (place.word::<K>(), place.mask());
        if self.sure[word] & mask != 0 {
            Truth::True
        } else if self.open[word] & mask != 0 {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether what a literal says holds.
    #[inline]
    pub(crate) fn truth_of(&self, literal: PlacedLiteral) -> Truth {
        let truth = self.truth(literal.place);
        if literal.is_negated { !truth } else { truth }
    }

    /// Whether all bits are as the clause wants them.
    #[inline]
    pub(crate) fn clause(&self, clause: &Clause) -> Truth {
        let word = clause.word as usize & (K - 1);
        let (sure, maybe) = (self.sure[word], self.maybe(word));
        if maybe & clause.hold != clause.hold || sure & clause.fail != 0 {
            Truth::False
        } else if sure & clause.hold == clause.hold && maybe & clause.fail == 0 {
            Truth::True
        } else {
            Truth::Unknown
        }
    }

    /// Whether all bits are as the clauses want them.
    #[inline]
    pub(crate) fn all(&self, clauses: &[Clause]) -> Truth {
        let mut truth = Truth::True;
        for clause in clauses {
            truth = truth.and(self.clause(clause));
            if truth.is_false() {
                break;
            }
        }
        truth
    }

    /// Whether at least so many of these bits hold.
    #[inline]
    pub(crate) fn count(&self, counted: Counted, at_least: i64) -> Truth {
        let word = counted.word as usize & (K - 1);
        let come_to_it = |bits: u64| i64::from((bits & counted.mask).count_ones()) >= at_least;
        if come_to_it(self.sure[word]) {
            Truth::True
        } else if come_to_it(self.maybe(word)) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether the points of the bits that hold come to so many.
    #[inline]
    pub(crate) fn sum(&self, points: &[(Place, i64)], at_least: i64) -> Truth {
        let (mut least, mut most) = (0i64, 0i64);
        for (place, weight) in points {
            match self.truth(*place) {
                Truth::True => {
                    least += weight;
                    most += weight;
                }
                Truth::Unknown => {
                    least += weight.min(&0);
                    most += weight.max(&0);
                }
                Truth::False => {}
            }
        }
        if least >= at_least {
            Truth::True
        } else if most < at_least {
            Truth::False
        } else {
            Truth::Unknown
        }
    }
}

/// A set of findings, as words with some bits on. Most sets have only one, which stands here itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FindingSet {
    word: u32,
    mask: u64,
    others: Vec<(u32, u64)>,
}

impl FindingSet {
    pub(crate) fn of(findings: impl IntoIterator<Item = FindingIx>) -> Self {
        let mut words = BTreeMap::<u32, u64>::new();
        for finding in findings {
            let place = Place::at(finding.position());
            *words.entry(place.0 / 64).or_default() |= place.mask();
        }
        let (word, mask) = words.pop_first().unwrap_or_default();
        Self { word, mask, others: words.into_iter().collect() }
    }

    /// Whether all of them are among these.
    #[inline]
    pub(crate) fn is_within(&self, among: &[u64]) -> bool {
        self.mask & !among[self.word as usize] == 0
            && self.others.iter().all(|(word, mask)| mask & !among[*word as usize] == 0)
    }

    /// Adds them to these.
    #[inline]
    pub(crate) fn add_to(&self, among: &mut [u64]) {
        among[self.word as usize] |= self.mask;
        for (word, mask) in &self.others {
            among[*word as usize] |= mask;
        }
    }
}

/// The bits of this word that are in the range.
#[inline]
pub(crate) fn within(range: &Range<usize>, word: usize) -> u64 {
    let before = range.start.saturating_sub(word * 64);
    let behind = 64 - (range.end - word * 64).min(64);
    u64::MAX << before & u64::MAX >> behind
}

/// Calls `visit` for every bit of a range that is on, the lowest first, with its position in the range.
#[inline]
pub(crate) fn for_each_bit_within(words: &[u64], range: &Range<usize>, mut visit: impl FnMut(usize)) {
    let first = range.start / 64;
    let words = (first..range.end.div_ceil(64)).map(|word| words[word] & within(range, word));
    for_each_bit(words, |at| visit(first * 64 + at - range.start));
}

/// Calls `visit` for every bit that is on, the lowest first, with its position.
#[inline]
pub(crate) fn for_each_bit(words: impl IntoIterator<Item = u64>, mut visit: impl FnMut(usize)) {
    for (at, mut word) in words.into_iter().enumerate() {
        while word != 0 {
            visit(at * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}
