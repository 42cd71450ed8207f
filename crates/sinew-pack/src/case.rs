//! Cases: people with the advice that is expected for them.

use crate::draft::Located;
use sinew_diag::Span;
use sinew_model::{
    ActionIx, Answer, Band, CaseId, CauseIx, ConditionIx, ExitIx, QuestionIx, RedFlagIx, Urgency,
};

/// A person with the advice that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Who it is, in words.
    pub title: String,
    /// Row of the evidence base.
    pub evidence: Option<String>,
    /// Whether it stands for people there are, and not for what one rule does. Only these tell how long interviews are.
    pub typical: bool,
    /// Why the advice is not yet as it ought to be, if that is known. What is expected is what would be right.
    pub known_gap: Option<KnownGap>,
    /// What the person answers, in the order of the questions. Answers that the pack gives are not among them.
    pub answers: Vec<CaseAnswer>,
    /// The advice that is expected.
    pub expect: Expect,
    /// Where its id stands.
    pub span: Span,
}

/// Why the advice for a person is not yet as it ought to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGap {
    /// Why, in words.
    pub because: String,
    /// Where the words stand.
    pub span: Span,
}

/// An answer of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseAnswer {
    /// The question.
    pub question: QuestionIx,
    /// The answer.
    pub answer: Answer,
    /// Whether it was taken over from another case. Such an answer is dropped where its question does not apply.
    pub inherited: bool,
    /// Where it stands.
    pub span: Span,
}

/// The advice that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// How soon to get help.
    pub urgency: Urgency,
    /// Where the urgency stands.
    pub urgency_span: Span,
    /// The flags that fire, all of them; none to say nothing about it.
    pub flags: Option<Vec<RedFlagIx>>,
    /// Where the list of flags stands, or else the case.
    pub flags_span: Span,
    /// What appears in the result.
    pub must: Vec<MentionedAt>,
    /// What does not appear in the result.
    pub must_not: Vec<MentionedAt>,
    /// How well conditions fit, each with its place.
    pub bands: Vec<(ConditionIx, Band, Span)>,
    /// How many points conditions have, in decibans, each with its place.
    pub points: Vec<(ConditionIx, i32, Span)>,
    /// The conditions that are shown, all of them and in their order; none to say nothing about it.
    pub conditions: Option<ListedAt<ConditionIx>>,
    /// The causes that are named, all of them and in the order of the pack; none to say nothing about it.
    pub causes: Option<ListedAt<CauseIx>>,
    /// The actions that are offered, all of them and in their order; none to say nothing about it.
    pub actions: Option<ListedAt<ActionIx>>,
    /// How many questions this person is asked at most.
    pub questions_at_most: Option<Limit>,
}

/// A list that says all there is, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAt<T> {
    /// Everything, in order.
    pub all: Vec<T>,
    /// Where its key stands.
    pub span: Span,
}

/// A number that is not to be exceeded, with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The largest number that is fine.
    pub at_most: usize,
    /// Where it is written.
    pub span: Span,
}

impl Limit {
    pub(crate) fn of(written: &Located<i32>) -> Option<Self> {
        Some(Self { at_most: usize::try_from(written.value).ok()?, span: written.span })
    }
}

/// Something that can appear in a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mention {
    /// A red flag that fires.
    RedFlag(RedFlagIx),
    /// An exit.
    Exit(ExitIx),
    /// A condition.
    Condition(ConditionIx),
    /// A cause.
    Cause(CauseIx),
    /// An action.
    Action(ActionIx),
}

/// A mention with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionedAt {
    /// What is mentioned. More than one thing if an id stands for several, for example for a red flag and a condition: then
    /// any of them will do for `must`, and none of them for `must_not`.
    pub mentions: Vec<Mention>,
    /// The id as it is written.
    pub id: String,
    /// Where it stands.
    pub span: Span,
}
