//! The steps of the network, for a block of people: bits that hold, and bits that hold or may hold.

use super::{
    Answered, Batch, BatchWorkspace, Op, all, block_of,
    figures::{Part, Pick, evidence_of},
};
use crate::{
    columns::{BLOCK, Columns},
    lanes::{self, LANES, PARTS, Processor, Word, Words},
    network::ALWAYS,
    row::{NOT_ASKED, NOT_SURE},
};
use sinew_model::Band;

impl Batch {
    /// Runs all steps. Says who has to be decided for alone, and whether anybody has left anything open.
    #[inline(always)]
    pub(super) fn run(
        &self,
        workspace: &mut BatchWorkspace,
        columns: &Columns,
        first: usize,
        processor: impl Processor,
    ) -> (Word, bool) {
        let BatchWorkspace { planes, settled, .. } = workspace;
        planes[ALWAYS.0] = Words::ALWAYS;
        let mut alone = lanes::NOBODY;
        let mut is_open = false;
        for op in &self.ops {
            match op {
                Op::Read { question, applies, answered, findings } => {
                    let mut buffer = [0u8; BLOCK];
                    let codes = block_of(&columns.codes[*question], first, &mut buffer);
                    let asked = lanes::not(lanes::equal(processor, codes, NOT_ASKED));
                    let unsure = lanes::equal(processor, codes, NOT_SURE);
                    let gate = applies.as_ref().map_or(Words::ALWAYS, |applies| planes[applies.plane]);
                    let no_answer = lanes::not(asked);
                    let unknown = lanes::or(no_answer, unsure);
                    let mut write = |plane: usize, sure: Word, maybe: Word| {
                        planes[plane] = Words {
                            sure: lanes::and(sure, gate.maybe),
                            maybe: lanes::and(lanes::or(sure, maybe), gate.maybe),
                        };
                    };
                    match answered {
                        Answered::One(tests) => {
                            for (codes_of, plane) in tests {
                                let holds = lanes::within(processor, codes, codes_of.first, codes_of.last);
                                let open = if codes_of.is_not_sure { no_answer } else { unknown };
                                write(*plane, holds, open);
                            }
                        }
                        Answered::List { first_option, chosen, none, not_sure } => {
                            let mut any = lanes::NOBODY;
                            for (option, plane) in chosen.iter().enumerate() {
                                if plane.is_none() && none.is_none() {
                                    continue;
                                }
                                let column = &columns.options[first_option + option];
                                let chosen = lanes::and(lanes::read(column, first), asked);
                                any = lanes::or(any, chosen);
                                if let Some(plane) = plane {
                                    write(*plane, chosen, unknown);
                                }
                            }
                            if let Some(plane) = none {
                                let none = lanes::not(any);
                                write(*plane, lanes::and_not(lanes::and(none, asked), unsure), none);
                            }
                            if let Some(plane) = not_sure {
                                write(*plane, unsure, no_answer);
                            }
                        }
                    }
                    let open = lanes::and(no_answer, gate.maybe);
                    is_open |= lanes::any(&open);
                    if is_open {
                        let applies_settled = applies.as_ref().map_or(lanes::EVERYBODY, |applies| {
                            lanes::or(planes[applies.plane].known(), all(settled, &applies.named))
                        });
                        let is_settled =
                            lanes::and(applies_settled, lanes::or(asked, lanes::not(gate.maybe)));
                        for finding in findings {
                            settled[*finding] = is_settled;
                        }
                        alone = lanes::or(alone, lanes::and_not(asked, applies_settled));
                    } else {
                        for finding in findings {
                            settled[*finding] = lanes::EVERYBODY;
                        }
                    }
                }
                Op::Any { plane, of } => {
                    let mut words = Words::NEVER;
                    for member in of {
                        words.sure = lanes::or(words.sure, planes[*member].sure);
                        words.maybe = lanes::or(words.maybe, planes[*member].maybe);
                    }
                    planes[*plane] = words;
                }
                Op::All { plane, hold, fail } => {
                    let mut words = Words::ALWAYS;
                    for member in hold {
                        words.sure = lanes::and(words.sure, planes[*member].sure);
                        words.maybe = lanes::and(words.maybe, planes[*member].maybe);
                    }
                    for member in fail {
                        words.sure = lanes::and_not(words.sure, planes[*member].maybe);
                        words.maybe = lanes::and_not(words.maybe, planes[*member].sure);
                    }
                    planes[*plane] = words;
                }
                Op::Sum { plane, points, at_least: wanted } => {
                    let mut words = Words::NEVER;
                    for part in 0..PARTS {
                        let (mut least, mut most) = ([0; LANES], [0; LANES]);
                        for (member, weight) in points {
                            let Words { sure, maybe } = &planes[*member];
                            let (low, high) = if *weight >= 0 { (sure, maybe) } else { (maybe, sure) };
                            lanes::add(&mut least, &processor.spread(low[part]), *weight);
                            lanes::add(&mut most, &processor.spread(high[part]), *weight);
                        }
                        words.sure[part] = lanes::reach(&least, *wanted);
                        words.maybe[part] = lanes::reach(&most, *wanted);
                    }
                    planes[*plane] = words;
                }
                Op::Fit { plane, condition, at_least, finding } => {
                    let condition = &self.conditions[*condition];
                    let wanted = match at_least {
                        Band::FitsWell => lanes::small(Band::WELL.value()),
                        Band::FitsPartly => lanes::small(Band::PARTLY.value()),
                        Band::FitsLessWell => i16::MIN,
                    };
                    let mut words = Words::NEVER;
                    for number in 0..PARTS {
                        let part = Part { planes, number, processor };
                        let of = |open| lanes::reach(&evidence_of(part, condition, open), wanted);
                        let (sure, maybe) = if is_open {
                            let with = |pick| of(Some((settled.as_slice(), pick)));
                            (with(i16::min as Pick), with(i16::max))
                        } else {
                            let known = of(None);
                            (known, known)
                        };
                        words.sure[number] = sure;
                        words.maybe[number] = maybe;
                    }
                    settled[*finding] = words.known();
                    planes[*plane] = words;
                }
                Op::Finding { plane, named, finding } => {
                    settled[*finding] = if is_open {
                        lanes::or(planes[*plane].known(), all(settled, named))
                    } else {
                        lanes::EVERYBODY
                    };
                }
            }
        }
        (alone, is_open)
    }
}
