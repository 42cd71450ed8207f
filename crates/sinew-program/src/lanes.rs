//! Words with a bit for each person of a block, and lanes with a number for each: plain loops that compilers turn into vectors.
//!
//! Everything here is inlined into its caller, so that it is compiled for the instructions that the caller may use.
#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    clippy::cast_possible_truncation,
    reason = "loops over lanes have to be inlined and plain; that figures fit is checked when a batch is made"
)]

use crate::columns::{LANES, WORDS};

/// A bit for each person.
pub(crate) type Word = [u64; WORDS];
/// A number for each person.
pub(crate) type Lanes = [u16; LANES];

/// What holds, and what holds or may hold, for each person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) sure: Word,
    pub(crate) maybe: Word,
}

impl Words {
    pub(crate) const NEVER: Self = Self { sure: [0; WORDS], maybe: [0; WORDS] };
    pub(crate) const ALWAYS: Self = Self { sure: [u64::MAX; WORDS], maybe: [u64::MAX; WORDS] };

    /// Where it is unknown.
    #[inline(always)]
    pub(crate) fn open(&self) -> Word {
        and_not(self.maybe, self.sure)
    }

    /// Where it is known.
    #[inline(always)]
    pub(crate) fn known(&self) -> Word {
        not(self.open())
    }
}

#[inline(always)]
pub(crate) fn and(mut one: Word, other: Word) -> Word {
    for at in 0..WORDS {
        one[at] &= other[at];
    }
    one
}

#[inline(always)]
pub(crate) fn or(mut one: Word, other: Word) -> Word {
    for at in 0..WORDS {
        one[at] |= other[at];
    }
    one
}

#[inline(always)]
pub(crate) fn and_not(mut one: Word, other: Word) -> Word {
    for at in 0..WORDS {
        one[at] &= !other[at];
    }
    one
}

#[inline(always)]
pub(crate) fn not(mut one: Word) -> Word {
    for word in &mut one {
        *word = !*word;
    }
    one
}

#[inline(always)]
pub(crate) fn any(word: &Word) -> bool {
    word.iter().any(|word| *word != 0)
}

/// The bits of bytes that are 0 or 1.
#[inline(always)]
pub(crate) fn bits(bytes: &[u8; LANES]) -> Word {
    let mut words = [0; WORDS];
    for (at, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        // Each byte moves to its own bit of the highest byte; no two meet, so that nothing is carried.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        words[at / 8] |= gathered << (8 * (at % 8));
    }
    words
}

/// Where the codes are this one.
#[inline(always)]
pub(crate) fn equal(codes: &[u8; LANES], code: u8) -> Word {
    within(codes, code, code)
}

/// Where the codes lie between these two, both included.
#[inline(always)]
pub(crate) fn within(codes: &[u8; LANES], first: u8, last: u8) -> Word {
    let mut is_in = [0u8; LANES];
    let span = last - first;
    for lane in 0..LANES {
        is_in[lane] = u8::from(codes[lane].wrapping_sub(first) <= span);
    }
    bits(&is_in)
}

/// All ones where a bit is on.
#[inline(always)]
pub(crate) fn spread(word: &Word) -> Lanes {
    let mut lanes = [0u16; LANES];
    for (at, lanes) in lanes.chunks_exact_mut(16).enumerate() {
        let sixteen = (word[at / 4] >> (16 * (at % 4))) as u16;
        for (place, lane) in lanes.iter_mut().enumerate() {
            *lane = if sixteen & (1 << place) != 0 { u16::MAX } else { 0 };
        }
    }
    lanes
}

/// The bits of lanes that are 0 or all ones.
#[inline(always)]
pub(crate) fn gather(lanes: &Lanes) -> Word {
    let mut bytes = [0u8; LANES];
    for lane in 0..LANES {
        bytes[lane] = (lanes[lane] & 1) as u8;
    }
    bits(&bytes)
}

/// Puts a number where the mask is on.
#[inline(always)]
pub(crate) fn select(lanes: &mut Lanes, mask: &Lanes, number: u16) {
    for lane in 0..LANES {
        lanes[lane] = (lanes[lane] & !mask[lane]) | (number & mask[lane]);
    }
}

/// Writes the low bytes of lanes.
#[inline(always)]
pub(crate) fn bytes(lanes: &Lanes, into: &mut [u8]) {
    for (byte, lane) in into.iter_mut().zip(lanes) {
        *byte = *lane as u8;
    }
}

/// Adds a weight where a bit is on.
#[inline(always)]
pub(crate) fn add(sum: &mut [i16; LANES], word: &Word, weight: i16) {
    if weight == 0 {
        return;
    }
    let mask = spread(word);
    for lane in 0..LANES {
        sum[lane] = sum[lane].wrapping_add(weight & mask[lane].cast_signed());
    }
}

/// Keeps the strongest weight for and against, where a bit is on.
#[inline(always)]
pub(crate) fn strongest(for_it: &mut [i16; LANES], against: &mut [i16; LANES], word: &Word, weight: i16) {
    let mask = spread(word);
    if weight > 0 {
        for lane in 0..LANES {
            for_it[lane] = for_it[lane].max(weight & mask[lane].cast_signed());
        }
    } else if weight < 0 {
        for lane in 0..LANES {
            against[lane] = against[lane].min(weight & mask[lane].cast_signed());
        }
    }
}

/// Where a sum reaches this.
#[inline(always)]
pub(crate) fn reach(sum: &[i16; LANES], wanted: i16) -> Word {
    let mut is_in = [0u8; LANES];
    for lane in 0..LANES {
        is_in[lane] = u8::from(sum[lane] >= wanted);
    }
    bits(&is_in)
}

/// A threshold as a lane. Those of the bands are small.
#[inline(always)]
pub(crate) fn small(number: i32) -> i16 {
    number as i16
}
