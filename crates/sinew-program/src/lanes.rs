//! Words with a bit for each person of a block, and lanes with a number for each person of a part of it: plain loops that compilers turn
//! into vectors.
//!
//! Everything here is inlined into its caller, so that it is compiled for the instructions that the caller may use. A loop over lanes reads
//! what it needs into arrays of its own before it writes: where compilers cannot see that two places are not one, they make no vectors.
#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    clippy::cast_possible_truncation,
    reason = "loops over lanes have to be inlined and plain; that figures fit is checked when a batch is made"
)]

use crate::columns::BLOCK;

/// How many people have their figures worked on at a time: as many as have their bits in one word. That is few enough for sums to stay in
/// registers, and for all figures of a part to stay in the fastest cache; with fewer people, walking through the lists of what is added
/// up took longer than the adding.
pub(crate) const LANES: usize = 64;

/// How many parts a block has.
pub(crate) const PARTS: usize = BLOCK / LANES;

/// A bit for each person of a part.
pub(crate) type Bits = u64;
/// A bit for each person of a block.
pub(crate) type Word = [Bits; PARTS];
/// A number for each person of a part.
pub(crate) type Lanes = [u16; LANES];
/// The same with signs.
pub(crate) type SignedLanes = [i16; LANES];

/// No bit is on.
pub(crate) const NOBODY: Word = [0; PARTS];
/// All bits are on.
pub(crate) const EVERYBODY: Word = [Bits::MAX; PARTS];

/// What holds, and what holds or may hold, for each person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) sure: Word,
    pub(crate) maybe: Word,
}

impl Words {
    pub(crate) const NEVER: Self = Self { sure: NOBODY, maybe: NOBODY };
    pub(crate) const ALWAYS: Self = Self { sure: EVERYBODY, maybe: EVERYBODY };

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
    for at in 0..PARTS {
        one[at] &= other[at];
    }
    one
}

#[inline(always)]
pub(crate) fn or(mut one: Word, other: Word) -> Word {
    for at in 0..PARTS {
        one[at] |= other[at];
    }
    one
}

#[inline(always)]
pub(crate) fn and_not(mut one: Word, other: Word) -> Word {
    for at in 0..PARTS {
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

/// The bits of a block in a column; behind the last person none is on.
#[inline(always)]
pub(crate) fn read(column: &[u64], first: usize) -> Word {
    let rest = &column[first / LANES..];
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut word = NOBODY;
        word[..rest.len()].copy_from_slice(rest);
        word
    })
}

/// Whether the bit of a person is on.
#[inline(always)]
pub(crate) fn has(word: &Word, person: usize) -> bool {
    word[person / LANES] >> (person % LANES) & 1 == 1
}

/// What processors do in ways of their own. It makes no difference to what comes of it.
pub(crate) trait Processor: Copy {
    /// The bits of bytes that are 0 or 1.
    fn bits(self, bytes: &[u8; BLOCK]) -> Word;

    /// All ones where a bit is on.
    fn spread(self, bits: Bits) -> Lanes;
}

/// Every processor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain;

impl Processor for Plain {
    #[inline(always)]
    fn bits(self, bytes: &[u8; BLOCK]) -> Word {
        let mut word = NOBODY;
        for (at, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
            word[at / 8] |= gathered(*eight) << (8 * (at % 8));
        }
        word
    }

    #[inline(always)]
    fn spread(self, bits: Bits) -> Lanes {
        let mut lanes = [0u16; LANES];
        for lane in 0..LANES {
            lanes[lane] = if bits & (1 << lane) != 0 { u16::MAX } else { 0 };
        }
        lanes
    }
}

/// The bits of eight bytes that are 0 or 1.
#[inline(always)]
fn gathered(eight: [u8; 8]) -> u64 {
    // Each byte moves to its own bit of the highest byte; no two meet, so that nothing is carried.
    u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Processors with AVX2.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Processor for pulp::x86::V3 {
    #[inline(always)]
    fn bits(self, bytes: &[u8; BLOCK]) -> Word {
        let mut word = NOBODY;
        for (at, bytes) in bytes.as_chunks::<32>().0.iter().enumerate() {
            let mut high = [0u8; 32];
            for lane in 0..32 {
                high[lane] = bytes[lane] << 7;
            }
            let bits = self.avx2._mm256_movemask_epi8(pulp::cast(high)).cast_unsigned();
            word[at / 2] |= u64::from(bits) << (32 * (at % 2));
        }
        word
    }

    #[inline(always)]
    fn spread(self, bits: Bits) -> Lanes {
        // Compilers take the highest lane apart if they see this as a loop.
        let own = pulp::cast(OWN_BITS);
        let half = |bits: u16| {
            let all = self.avx._mm256_set1_epi16(bits.cast_signed());
            self.avx2._mm256_cmpeq_epi16(self.avx2._mm256_and_si256(all, own), own)
        };
        pulp::cast([
            half(bits as u16),
            half((bits >> 16) as u16),
            half((bits >> 32) as u16),
            half((bits >> 48) as u16),
        ])
    }
}

/// Processors with AVX-512.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl Processor for pulp::x86::V4 {
    #[inline(always)]
    fn bits(self, bytes: &[u8; BLOCK]) -> Word {
        let mut word = NOBODY;
        for (word, bytes) in word.iter_mut().zip(bytes.as_chunks::<64>().0) {
            let bytes = pulp::cast(*bytes);
            *word = self.avx512bw._mm512_test_epi8_mask(bytes, bytes);
        }
        word
    }

    #[inline(always)]
    fn spread(self, bits: Bits) -> Lanes {
        let half = |bits: u32| self.avx512bw._mm512_movm_epi16(bits);
        pulp::cast([half(bits as u32), half((bits >> 32) as u32)])
    }
}

/// The bit of each of 16 lanes.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
const OWN_BITS: [u16; 16] = {
    let mut bits = [1; 16];
    let mut lane = 0;
    while lane < 16 {
        bits[lane] = 1 << lane;
        lane += 1;
    }
    bits
};

/// Where the codes are this one.
#[inline(always)]
pub(crate) fn equal(processor: impl Processor, codes: &[u8; BLOCK], code: u8) -> Word {
    within(processor, codes, code, code)
}

/// Where the codes lie between these two, both included.
#[inline(always)]
pub(crate) fn within(processor: impl Processor, codes: &[u8; BLOCK], first: u8, last: u8) -> Word {
    let mut is_in = [0u8; BLOCK];
    let span = last - first;
    for lane in 0..BLOCK {
        is_in[lane] = u8::from(codes[lane].wrapping_sub(first) <= span);
    }
    processor.bits(&is_in)
}

/// The bits of lanes that are 0 or all ones.
#[inline(always)]
pub(crate) fn collect(lanes: &Lanes) -> Bits {
    let mut bytes = [0u8; LANES];
    for lane in 0..LANES {
        bytes[lane] = (lanes[lane] & 1) as u8;
    }
    let eights = bytes.as_chunks::<8>().0;
    eights.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(*eight))
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
    let mut bytes = [0u8; LANES];
    for lane in 0..LANES {
        bytes[lane] = lanes[lane] as u8;
    }
    into.copy_from_slice(&bytes);
}

/// Adds a weight where the mask is on.
#[inline(always)]
pub(crate) fn add(sum: &mut SignedLanes, mask: &Lanes, weight: i16) {
    for lane in 0..LANES {
        sum[lane] = sum[lane].wrapping_add(weight & mask[lane].cast_signed());
    }
}

/// Keeps the strongest weight for and against, where the mask is on.
#[inline(always)]
pub(crate) fn strongest(for_it: &mut SignedLanes, against: &mut SignedLanes, mask: &Lanes, weight: i16) {
    for lane in 0..LANES {
        let weight = weight & mask[lane].cast_signed();
        for_it[lane] = for_it[lane].max(weight);
        against[lane] = against[lane].min(weight);
    }
}

/// Where the mask is off.
#[inline(always)]
pub(crate) fn off(mut mask: Lanes) -> Lanes {
    for lane in &mut mask {
        *lane = !*lane;
    }
    mask
}

/// Where a sum reaches this.
#[inline(always)]
pub(crate) fn reach(sum: &SignedLanes, wanted: i16) -> Bits {
    let mut is_in = [0u16; LANES];
    for lane in 0..LANES {
        is_in[lane] = u16::from(sum[lane] >= wanted);
    }
    collect(&is_in)
}

/// Puts a key among the greatest so far, which stand in falling order; the least of all falls out.
#[inline(always)]
pub(crate) fn insert(greatest: &mut [Lanes], mut key: Lanes) -> Lanes {
    for place in greatest {
        let (held, mut greater) = (*place, [0; LANES]);
        for lane in 0..LANES {
            greater[lane] = held[lane].max(key[lane]);
            key[lane] = held[lane].min(key[lane]);
        }
        *place = greater;
    }
    key
}

/// A threshold as a lane. Those of the bands are small.
#[inline(always)]
pub(crate) fn small(number: i32) -> i16 {
    number as i16
}
