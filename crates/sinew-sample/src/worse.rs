//! Changes of an answer to a worse one.

use sinew_model::{Answer, Answers, OptionSet, Pack, WorseAnswer, Worsening};

/// Whether the second answers as the first whatever both are asked, but for one answer, which is worse.
pub fn gets_worse(pack: &Pack, worsening: Worsening, one: &Answers, other: &Answers) -> bool {
    let Worsening { question, change } = worsening;
    let list = |answer: Answer| match answer {
        Answer::NotSure => Some((OptionSet::EMPTY, true)),
        Answer::Any { chosen, unsure } => Some((chosen, unsure)),
        _ => None,
    };
    let (Some(before), Some(after)) = (one.get(question), other.get(question)) else { return false };
    let worse = match (change, before, after) {
        (WorseAnswer::Yes, Answer::YesNo(before), Answer::YesNo(after)) => !before && after,
        (WorseAnswer::Chosen(option), Answer::One(before), Answer::One(after)) => {
            before != option && after == option
        }
        (WorseAnswer::Chosen(option), before, after) => match (list(before), list(after)) {
            (Some((before, unsure)), Some((after, still))) => {
                !before.contains(option) && before.with(option) == after && unsure == still
            }
            _ => false,
        },
        // No rule of generated packs tells other numbers apart.
        (WorseAnswer::Upward, Answer::Number(before), Answer::Number(after)) => before < 7 && after >= 7,
        _ => false,
    };
    worse
        && pack.questions().indices().filter(|index| *index != question).all(|index| {
            match (one.get(index), other.get(index)) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            }
        })
}
