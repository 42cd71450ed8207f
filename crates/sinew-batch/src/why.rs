//! Why each person has the result that they have, as ids instead of words.

use serde::Serialize;
use sinew_app::json::{FlagStatusId, UrgencyId, UrgencyReasonKind};
use sinew_engine::{Decision, Helped, Keeper, Reasons, Said, SaidPart, UrgencyGround};
use sinew_model::{Answer, Answers, Decibans, Index as _, OptionIx, Pack, Question};

/// Why a result is what it is: which answers and which rules of the pack decided, by their ids. No words and no telephone numbers.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
pub(crate) struct WhyDocument<'p> {
    /// What sets the urgency.
    urgency: Vec<UrgencyWhy<'p>>,
    /// The red flags that count, the most pressing first.
    flags: Vec<FlagWhy<'p>>,
    /// Warning signs that were asked about and answered with no.
    denied: Vec<SaidEntry<'p>>,
    /// The questions that were answered with "not sure", in whole or in part.
    not_sure: Vec<&'p str>,
    /// The conditions that are shown, in order, then the others. None in an emergency and at an exit.
    conditions: Vec<ConditionWhy<'p>>,
    /// The causes that may have contributed.
    causes: Vec<CauseWhy<'p>>,
    /// The actions that are offered, most useful first.
    actions: Vec<ActionWhy<'p>>,
    /// The actions that would help and are kept away.
    kept_away: Vec<KeptAwayWhy<'p>>,
}

/// Something that sets the urgency.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct UrgencyWhy<'p> {
    /// Its kind.
    kind: UrgencyReasonKind,
    /// Its id; null if nothing asks for more than self-care.
    id: Option<&'p str>,
}

/// Something that was said.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct SaidEntry<'p> {
    /// The question.
    question: &'p str,
    /// The part of the answer that decided: "yes", "no", "none", "not-sure", the id of an option, or a number.
    answer: SaidAnswer<'p>,
}

/// What was said.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(untagged)]
enum SaidAnswer<'p> {
    /// A fixed word or the id of an option.
    Text(&'p str),
    /// A number.
    Number(i32),
}

/// A red flag that counts.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct FlagWhy<'p> {
    /// Its id.
    id: &'p str,
    /// Whether it fires or could not be ruled out.
    status: FlagStatusId,
    /// The urgency that it gives here.
    gives: UrgencyId,
    /// What made it so.
    said: Vec<SaidEntry<'p>>,
}

/// A condition.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct ConditionWhy<'p> {
    /// Its id.
    id: &'p str,
    /// The sum of its evidence, in decibans.
    evidence: i32,
    /// How far adjustments move its place in the order, in decibans.
    adjusted: i32,
    /// The condition beside which it is shown, if it would not be shown for itself.
    companion_of: Option<&'p str>,
    /// What called for it then; none if nothing has to be said for that.
    called_by: Vec<SaidEntry<'p>>,
    /// Its lines of evidence that weigh something or are not known, in pack order.
    lines: Vec<LineWhy<'p>>,
}

/// A line of evidence.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct LineWhy<'p> {
    /// Its id within the condition.
    id: &'p str,
    /// Whether what it asks for holds; null if that is not known.
    holds: Option<bool>,
    /// What it weighs here, in decibans.
    weight: i32,
    /// Whether a stronger line of its group counts instead.
    overshadowed: bool,
}

/// A cause.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct CauseWhy<'p> {
    /// Its id.
    id: &'p str,
    /// What points to it.
    said: Vec<SaidEntry<'p>>,
}

/// An action that is offered.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct ActionWhy<'p> {
    /// Its id.
    id: &'p str,
    /// The conditions and causes that it helps; none if it is for everybody.
    helps: Vec<&'p str>,
}

/// An action that is kept away.
#[derive(Debug, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(deny_unknown_fields))]
struct KeptAwayWhy<'p> {
    /// Its id.
    id: &'p str,
    /// The block of the pack that keeps it away; null if the action says so itself.
    block: Option<&'p str>,
}

/// The reasons of one person as a text of JSON.
pub(crate) fn text(pack: &Pack, answers: &Answers, decision: &Decision, reasons: &Reasons) -> String {
    let all = |said: &[Said]| said.iter().filter_map(|said| said_entry(pack, answers, *said)).collect();
    let document = WhyDocument {
        urgency: reasons.urgency.iter().map(|ground| urgency(pack, *ground)).collect(),
        flags: reasons
            .flags
            .iter()
            .map(|entry| FlagWhy {
                id: pack.red_flags()[entry.flag].id.as_str(),
                status: entry.status.into(),
                gives: entry.gives.into(),
                said: all(reasons.said(&entry.said)),
            })
            .collect(),
        denied: all(&reasons.denied),
        not_sure: reasons.not_sure.iter().map(|question| pack.questions()[*question].id.as_str()).collect(),
        conditions: reasons
            .conditions
            .iter()
            .map(|entry| {
                let condition = &pack.conditions()[entry.condition];
                let adjustments = reasons.adjustments[entry.adjustments.clone()].iter();
                let adjusted: Decibans = adjustments.map(|place| condition.adjustments[*place].shift).sum();
                ConditionWhy {
                    id: condition.id.as_str(),
                    evidence: entry.evidence.value(),
                    adjusted: adjusted.value(),
                    companion_of: entry.companion.map(|(of, _)| pack.conditions()[of].id.as_str()),
                    called_by: all(reasons.said(&entry.called)),
                    lines: reasons.lines[entry.lines.clone()]
                        .iter()
                        .map(|line| LineWhy {
                            id: condition.evidence[line.line].id.as_str(),
                            holds: (!line.truth.is_unknown()).then(|| line.truth.is_true()),
                            weight: line.weight.value(),
                            overshadowed: line.overshadowed,
                        })
                        .collect(),
                }
            })
            .collect(),
        causes: decision
            .causes
            .iter()
            .zip(&reasons.causes)
            .map(|(cause, said)| CauseWhy {
                id: pack.causes()[*cause].id.as_str(),
                said: all(reasons.said(said)),
            })
            .collect(),
        actions: decision
            .actions
            .iter()
            .zip(&reasons.actions)
            .map(|(action, helped)| ActionWhy {
                id: pack.actions()[*action].id.as_str(),
                helps: reasons.helped[helped.clone()]
                    .iter()
                    .map(|helped| match *helped {
                        Helped::Condition(condition) => pack.conditions()[condition].id.as_str(),
                        Helped::Cause(cause) => pack.causes()[cause].id.as_str(),
                    })
                    .collect(),
            })
            .collect(),
        kept_away: reasons
            .kept_away
            .iter()
            .map(|(action, keeper)| KeptAwayWhy {
                id: pack.actions()[*action].id.as_str(),
                block: match *keeper {
                    Keeper::Itself => None,
                    Keeper::Block(block) => Some(pack.blocks()[block].id.as_str()),
                },
            })
            .collect(),
    };
    serde_json::to_string(&document).expect("texts, numbers and lists can be written as JSON")
}

fn urgency(pack: &Pack, ground: UrgencyGround) -> UrgencyWhy<'_> {
    let (kind, id) = match ground {
        UrgencyGround::RedFlag(flag) => {
            (UrgencyReasonKind::RedFlag, Some(pack.red_flags()[flag].id.as_str()))
        }
        UrgencyGround::UnknownRedFlag(flag) => {
            (UrgencyReasonKind::UnknownRedFlag, Some(pack.red_flags()[flag].id.as_str()))
        }
        UrgencyGround::Exit(exit) => (UrgencyReasonKind::Exit, Some(pack.exits()[exit].id.as_str())),
        UrgencyGround::Condition(condition) => {
            (UrgencyReasonKind::Condition, Some(pack.conditions()[condition].id.as_str()))
        }
        UrgencyGround::NothingUrgent => (UrgencyReasonKind::NothingUrgent, None),
    };
    UrgencyWhy { kind, id }
}

/// A part of an answer, in the words of answer files. None if there is no such part, which does not happen with reasons of these answers.
fn said_entry<'p>(pack: &'p Pack, answers: &Answers, said: Said) -> Option<SaidEntry<'p>> {
    let question = &pack.questions()[said.question];
    let answer = match said.part {
        SaidPart::NotSure => SaidAnswer::Text("not-sure"),
        SaidPart::NoOption => SaidAnswer::Text("none"),
        SaidPart::Option(option) => SaidAnswer::Text(option_id(question, option)?),
        SaidPart::Answer => match answers.get(said.question)? {
            Answer::YesNo(yes) => SaidAnswer::Text(if yes { "yes" } else { "no" }),
            Answer::One(option) => SaidAnswer::Text(option_id(question, option)?),
            Answer::Number(number) => SaidAnswer::Number(number),
            Answer::NotSure | Answer::Any { .. } => return None,
        },
    };
    Some(SaidEntry { question: question.id.as_str(), answer })
}

fn option_id(question: &Question, option: OptionIx) -> Option<&str> {
    question.options().nth(option.position()).map(|(_, choice)| choice.id.as_str())
}
