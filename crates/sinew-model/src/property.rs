//! What a pack promises about its advice, for every person there can be.

use crate::{
    ActionIx, Band, Basis, ConditionIx, FindingIx, OptionIx, Origin, PropertyId, Question, QuestionIx,
    QuestionKind, SourceIx, Urgency,
};
use serde::{Deserialize, Serialize};
use sinew_logic::Formula;

/// A promise of the pack about the advice for every person of whom it speaks.
///
/// A person is a set of answers in which every question that applies has one ("not sure" is one too), and that no constraint of
/// the pack rules out. A property decides nothing: taking it out of a pack changes no advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Its id.
    pub id: PropertyId,
    /// What is promised: a whole sentence.
    pub says: String,
    /// It speaks only of people for whom this is true; of everybody, if nothing is said.
    pub assume: Option<Formula<FindingIx>>,
    /// It speaks only of people for whom this is true or unknown. Together with `assume`, both have to hold.
    pub assume_open: Option<Formula<FindingIx>>,
    /// What holds for all of them.
    pub claim: Claim,
    /// Why it matters: a whole sentence.
    pub because: String,
    /// Row of the evidence base.
    pub evidence: Option<String>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// What a [`Property`] says of the advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim {
    /// The urgency is this or a more pressing one; never the least, which would say nothing.
    UrgencyAtLeast(Urgency),
    /// The urgency is this or a less pressing one; never the most pressing, which would say nothing.
    UrgencyAtMost(Urgency),
    /// None of these actions is offered. Each once, in no order; none at all if the pack has no action of a kind that is meant.
    Never(Vec<ActionIx>),
    /// Each of these actions is offered. Each once, at least one.
    Always(Vec<ActionIx>),
    /// A condition fits so well or better, whether it is shown or not, as with [`crate::FindingRule::Fits`].
    FitsAtLeast {
        /// The condition, which is ranked.
        condition: ConditionIx,
        /// The least band, above that of whatever fits less well.
        band: Band,
    },
    /// None of these changes of an answer ever lowers the urgency. Each once, at least one.
    ///
    /// Both the person before the change and the one after it are people of whom the property speaks. Their answers are the same
    /// to every other question that applies to both.
    MonotoneIn(Vec<Worsening>),
}

/// A change of one answer to a worse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Worsening {
    /// The question whose answer changes.
    pub question: QuestionIx,
    /// From what to what.
    pub change: WorseAnswer,
}

/// How an answer gets worse. "Not sure" is neither better nor worse than another answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WorseAnswer {
    /// From a number to a higher one, or from an option to a later one, of a question that is ordered so.
    Upward,
    /// From no to yes.
    Yes,
    /// Of an any-of question, this option is chosen as well as what was chosen before, and what was not sure stays so. Of a one-of
    /// question, this option takes the place of another one.
    Chosen(OptionIx),
}

impl WorseAnswer {
    /// Whether an answer to the question can change so.
    pub fn fits(self, question: &Question) -> bool {
        match (self, &question.kind) {
            (
                Self::Upward,
                QuestionKind::OneOf { worse_upward, .. }
                | QuestionKind::Scale { worse_upward, .. }
                | QuestionKind::Number { worse_upward, .. },
            ) => *worse_upward,
            (Self::Yes, QuestionKind::YesNo { .. }) => true,
            (
                Self::Chosen(option),
                QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. },
            ) => options.get(option).is_some(),
            _ => false,
        }
    }
}
