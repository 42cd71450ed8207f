//! The difference of two versions in words.

use super::Comparison;
use crate::wording::urgency_label;
use sinew_model::{Answer, Pack, Question, QuestionIx, QuestionKind, RawAnswer};
use sinew_prove::{Aspect, Change, Moved, Movement, Part, PartChange, PartKind, Person};

/// Changes of more than so many things are not told one by one.
const NAMED_AT_MOST: usize = 6;

/// One answer of a person, in words and as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The id of the question.
    pub question: String,
    /// The answer as it is written.
    pub answer: RawAnswer,
    /// What the question is about, and the answer, in words.
    pub words: String,
}

/// What a person tells a pack that is worth a word: all but "no", "none" and first answers.
pub fn told(pack: &Pack, person: &Person) -> Vec<Told> {
    let answer = |index: &QuestionIx| {
        let question = &pack.questions()[*index];
        let answer = person.answers.get(*index)?;
        Some(Told {
            question: question.id.to_string(),
            answer: question.write_answer(answer),
            words: format!("{}: {}", question.short, said(question, answer)),
        })
    };
    person.told.iter().filter_map(answer).collect()
}

/// An answer in words.
fn said(question: &Question, answer: Answer) -> String {
    let label =
        |wanted| question.options().find(|(at, _)| *at == wanted).map(|(_, choice)| choice.label.clone());
    match (answer, &question.kind) {
        (Answer::YesNo(true), QuestionKind::YesNo { yes, .. }) => yes.label.clone(),
        (Answer::YesNo(false), QuestionKind::YesNo { no, .. }) => no.label.clone(),
        (Answer::One(chosen), _) => label(chosen).unwrap_or_default(),
        (Answer::Any { chosen, unsure }, _) => {
            let mut all: Vec<String> = chosen.iter().filter_map(label).collect();
            if all.is_empty() {
                all.push("none of them".into());
            }
            all.extend(unsure.then(|| "not sure about others".into()));
            all.join("; ")
        }
        (Answer::Number(number), QuestionKind::Number { unit, .. }) => format!("{number} {unit}"),
        (Answer::Number(number), _) => number.to_string(),
        (Answer::NotSure | Answer::YesNo(_), _) => "not sure".into(),
    }
}

/// A change in one sentence without a full stop.
pub fn change_in_words(comparison: &Comparison, change: &Change) -> String {
    let (old, new) = (&comparison.old, &comparison.new);
    let action = |id: &str| {
        let title = |pack: &Pack| pack.action_named(id).map(|at| pack.actions()[at].title.clone());
        named(title(new).or_else(|| title(old)), id)
    };
    let flag = |id: &str| {
        let title = |pack: &Pack| pack.red_flag_named(id).map(|at| pack.red_flags()[at].title.clone());
        named(title(new).or_else(|| title(old)), id)
    };
    match change {
        Change::Urgency { from, to } => format!(
            "{} ({}) becomes {} ({})",
            urgency_label(*from),
            from.name(),
            urgency_label(*to),
            to.name()
        ),
        Change::Unblocked(id) if old.action_named(id).is_none() => {
            format!("the new action {} is offered where a block kept one away that is gone", action(id))
        }
        Change::Unblocked(id) => format!(
            "no block keeps the action {} away any more, from this advice or what stands beside it",
            action(id)
        ),
        Change::Blocked(id) => format!("a block keeps the action {} away where it was offered", action(id)),
        Change::WarningLost(id) => {
            format!("what the red flag {} said to do or not to do is not said any more", flag(id))
        }
        Change::WarningGained(id) => {
            format!("the red flag {} says what was not said before", flag(id))
        }
        Change::CareLost(part) if part.kind == PartKind::Region => {
            format!("a number to call is gone from the {}, or another one", of(part))
        }
        Change::CareLost(part) => {
            format!("there is less to do, not to do or to stop for in the {}", of(part))
        }
        Change::CareGained(part) => {
            format!("there is more to do, not to do or to stop for in the {}", of(part))
        }
        Change::SafetyNetLost(id) => format!("the safety net does not name {} any more", flag(id)),
        Change::SafetyNetGained(id) => format!("the safety net names {} too", flag(id)),
        Change::Advice(aspect, moved) => {
            let what = match aspect {
                Aspect::RedFlags => "other red flags",
                Aspect::Exits => "another exit",
                Aspect::Conditions => "other conditions",
                Aspect::Bands => "conditions that fit better or less well",
                Aspect::Causes => "other causes",
                Aspect::Actions => "other actions",
                Aspect::Order => "another order",
            };
            let listed = moves(moved);
            if listed.is_empty() { what.to_owned() } else { format!("{what}: {listed}") }
        }
        Change::Content(part) => match part.kind {
            PartKind::RedFlag | PartKind::Exit => {
                format!("the {} says in other words what to do or not to do", of(part))
            }
            PartKind::Action => format!(
                "the {} says another dose, kind or time, or in other words what not to do or to stop for",
                of(part)
            ),
            PartKind::Region => format!("whom to call, or where, is said in another way in the {}", of(part)),
            _ => format!("the {} says another time", of(part)),
        },
        Change::Refused(from) => format!(
            "who got {} ({}) gave answers that are not taken any more",
            urgency_label(*from),
            from.name()
        ),
    }
}

fn named(title: Option<String>, id: &str) -> String {
    title.map_or_else(|| format!("`{id}`"), |title| format!("\u{201c}{title}\u{201d} (`{id}`)"))
}

fn of(part: &Part) -> String {
    format!("{} `{}`", kind_in_words(part.kind), part.id)
}

fn moves(moved: &[Moved]) -> String {
    let word = |how: Movement| match how {
        Movement::Appears => "comes",
        Movement::Disappears => "goes",
        Movement::Changes => "changes",
    };
    let mut all: Vec<String> =
        moved.iter().take(NAMED_AT_MOST).map(|of| format!("`{}` {}", of.id, word(of.how))).collect();
    if moved.len() > NAMED_AT_MOST {
        all.push(format!("and {} more", moved.len() - NAMED_AT_MOST));
    }
    all.join(", ")
}

fn kind_in_words(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Question => "question",
        PartKind::Range => "part of a number line",
        PartKind::Combination => "combination",
        PartKind::Constraint => "constraint",
        PartKind::Given => "given answer",
        PartKind::RedFlag => "red flag",
        PartKind::Exit => "exit",
        PartKind::Condition => "condition",
        PartKind::Evidence => "line of evidence",
        PartKind::Adjustment => "adjustment",
        PartKind::Companion => "companion",
        PartKind::Cause => "cause",
        PartKind::Action => "action",
        PartKind::Block => "block",
        PartKind::Order => "order of",
        PartKind::Region => "region",
        PartKind::Fact => "fact",
        PartKind::Source => "source",
        PartKind::Property => "property",
        PartKind::Pack => "pack",
    }
}

/// A table that was changed, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLines {
    /// Its place, `PACK/FILE:LINE`, in the new version, or in the old one if it is gone; empty if nobody knows.
    pub place: String,
    /// What it is.
    pub table: String,
    /// What differs, each as `field: before → after`.
    pub fields: Vec<String>,
}

/// A table that was changed, with what differs in it. Of one that came or went only what decides.
pub fn table_lines(change: &PartChange) -> TableLines {
    let place = change.new.as_ref().or(change.old.as_ref());
    let place =
        place.map(|origin| format!("{}/{}:{}", origin.pack, origin.file, origin.line)).unwrap_or_default();
    let table = match &change.part.within {
        Some(within) => format!("{} `{}` of `{within}`", kind_in_words(change.part.kind), change.part.id),
        None => of(&change.part),
    };
    let table = match (change.was_there, change.is_there) {
        (true, false) => format!("{table} (removed)"),
        (false, true) => format!("{table} (new)"),
        _ => table,
    };
    let is_whole = change.was_there && change.is_there;
    let fields = change.fields.iter().filter(|field| is_whole || field.decides);
    let fields = fields.map(|field| {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
        match (is_whole, change.is_there) {
            (true, _) => format!("{}: {} → {}", field.field, side(&field.was), side(&field.is)),
            (false, true) => format!("{}: {}", field.field, side(&field.is)),
            (false, false) => format!("{}: {}", field.field, side(&field.was)),
        }
    });
    TableLines { place, table, fields: fields.collect() }
}
