//! Questions, findings, constraints, facts, red flags and exits.

use super::{Cited, cited};
use crate::{
    check,
    draft::{
        AnchorDraft, ChoiceDraft, ConstraintDraft, ExitDraft, FactDraft, FactOptionDraft, FindingDraft,
        FloorDraft, KindDraft, Located, QuestionDraft, RangeDraft, RedFlagDraft, Text,
    },
    fields::{Fields, Sink},
};
use sinew_diag::Span;
use sinew_model::{FactSource, LogMeasure, NumberRange, OptionId, Urgency};

/// The largest number a scale or number question can take, either way.
const MAX_NUMBER: i32 = 1_000_000;

#[derive(Debug, Clone, Copy)]
enum KindWord {
    YesNo,
    OneOf,
    AnyOf,
    Scale,
    Number,
}

impl KindWord {
    const ALL: [Self; 5] = [Self::YesNo, Self::OneOf, Self::AnyOf, Self::Scale, Self::Number];

    fn name(self) -> &'static str {
        match self {
            Self::YesNo => "yes-no",
            Self::OneOf => "one-of",
            Self::AnyOf => "any-of",
            Self::Scale => "scale",
            Self::Number => "number",
        }
    }
}

pub(super) fn question(fields: &mut Fields<'_>) -> Option<QuestionDraft> {
    let word = fields.word("kind", &KindWord::ALL, KindWord::name);
    let section = fields.text("section");
    let short = fields.text("short");
    let ask = fields.text("ask");
    let why = fields.text("why");
    let help = fields.paragraphs_if("help");
    let not_sure = fields.boolean_if("not-sure");
    let ask_when = fields.formula_if("ask-when");
    let Some(word) = word else {
        // Which other keys there may be depends on the kind, so they are not looked at.
        for key in [
            "yes", "no", "options", "none", "ordered", "from", "to", "told", "findings", "unit", "min", "max",
        ] {
            fields.node_if(key);
        }
        return None;
    };
    let kind = match word.value {
        KindWord::YesNo => yes_no(fields),
        KindWord::OneOf => one_of(fields),
        KindWord::AnyOf => any_of(fields),
        KindWord::Scale => scale(fields),
        KindWord::Number => number(fields),
    };
    Some(QuestionDraft {
        section: section?,
        short: short?,
        ask: ask?,
        why: why?,
        help: help?,
        not_sure: not_sure.is_none_or(|not_sure| not_sure.value),
        ask_when,
        kind: kind?,
    })
}

fn yes_no(fields: &mut Fields<'_>) -> Option<KindDraft> {
    let mut choice = |key: &'static str| {
        let mut inner = fields.table(key)?;
        let id = Located { value: key.to_owned(), span: inner.place };
        let choice = choice(id, &mut inner);
        inner.finish();
        choice
    };
    let (yes, no) = (choice("yes"), choice("no"));
    Some(KindDraft::YesNo { yes: yes?, no: no? })
}

fn one_of(fields: &mut Fields<'_>) -> Option<KindDraft> {
    let worse_upward = ordered(fields);
    let options = options(fields);
    Some(KindDraft::OneOf { options: options?, worse_upward })
}

fn any_of(fields: &mut Fields<'_>) -> Option<KindDraft> {
    let none_told = fields.table("none").and_then(|mut inner| {
        let told = inner.text("told");
        inner.finish();
        told
    });
    let options = options(fields);
    Some(KindDraft::AnyOf { options: options?, none_told: none_told? })
}

fn scale(fields: &mut Fields<'_>) -> Option<KindDraft> {
    let worse_upward = ordered(fields);
    let mut anchor = |key: &'static str| {
        let mut inner = fields.table(key)?;
        let value = inner.whole("value", -MAX_NUMBER, MAX_NUMBER);
        let label = inner.text("label");
        inner.finish();
        Some(AnchorDraft { value: value?, label: label? })
    };
    let (from, to) = (anchor("from"), anchor("to"));
    let told = fields.text("told");
    let findings = ranges(fields);
    let (from, to) = (from?, to?);
    check_ends(fields.sink(), &from.value, &to.value)?;
    Some(KindDraft::Scale { from, to, told: told?, worse_upward, findings: findings? })
}

fn number(fields: &mut Fields<'_>) -> Option<KindDraft> {
    let worse_upward = ordered(fields);
    let unit = fields.text("unit");
    let min = fields.whole("min", -MAX_NUMBER, MAX_NUMBER);
    let max = fields.whole("max", -MAX_NUMBER, MAX_NUMBER);
    let told = fields.text("told");
    let findings = ranges(fields);
    let (min, max) = (min?, max?);
    check_ends(fields.sink(), &min, &max)?;
    Some(KindDraft::Number { unit: unit?, min, max, told: told?, worse_upward, findings: findings? })
}

/// None, and reported, if no number lies between the two: then nothing that is said of the numbers can be right.
fn check_ends(sink: &Sink, least: &Located<i32>, most: &Located<i32>) -> Option<()> {
    if least.value < most.value {
        return Some(());
    }
    sink.push(check::empty_range(least, most));
    None
}

fn ordered(fields: &mut Fields<'_>) -> bool {
    fields.word_if("ordered", &[()], |()| "worse-upward").is_some()
}

fn choice(id: Located<String>, fields: &mut Fields<'_>) -> Option<ChoiceDraft> {
    let label = fields.text("label");
    let told = fields.text("told");
    Some(ChoiceDraft { id, label: label?, told: told? })
}

/// Whether something can be the id of an answer. That it is no id at all has been reported where it was read.
fn check_answer_id(sink: &Sink, id: &Text) -> bool {
    let is_reserved = matches!(id.value.as_str(), "none" | "not-sure" | "fits-partly" | "fits-well");
    if is_reserved {
        sink.push(check::reserved_id(id.span, &id.value));
    }
    !is_reserved && OptionId::new(&id.value).is_ok()
}

fn options(fields: &mut Fields<'_>) -> Option<Vec<ChoiceDraft>> {
    let place = fields.node("options")?;
    let sink = fields.sink();
    let entries = fields.keyed("options");
    if entries.is_empty() {
        fields.report("options", check::list_length(place.name_span(), "at least one option is needed"));
        return None;
    }
    let choices: Vec<Option<ChoiceDraft>> = entries
        .into_iter()
        .map(|entry| {
            let mut inner = entry.fields?;
            let is_id = check_answer_id(sink, &entry.id);
            let choice = choice(entry.id, &mut inner);
            inner.finish();
            choice.filter(|_| is_id)
        })
        .collect();
    choices.into_iter().collect()
}

fn ranges(fields: &mut Fields<'_>) -> Option<Vec<RangeDraft>> {
    let sink = fields.sink();
    let ranges: Vec<Option<RangeDraft>> = fields
        .keyed("findings")
        .into_iter()
        .map(|entry| {
            let mut inner = entry.fields?;
            let is_id = check_answer_id(sink, &entry.id);
            let range = number_range(&mut inner, entry.value);
            inner.finish();
            Some(RangeDraft { id: entry.id, range: range? }).filter(|_| is_id)
        })
        .collect();
    ranges.into_iter().collect()
}

/// Numbers from one to another; at least one of the two ends is written.
fn number_range(inner: &mut Fields<'_>, place: Span) -> Option<NumberRange> {
    let at_least = inner.whole_if("at-least", -MAX_NUMBER, MAX_NUMBER);
    let at_most = inner.whole_if("at-most", -MAX_NUMBER, MAX_NUMBER);
    let says_nothing = !inner.has("at-least") && !inner.has("at-most");
    if inner.is_empty() {
        inner.report_whole(check::list_length(place, "at least one entry is needed"));
    }
    let (at_least, at_most) = (at_least.map(|bound| bound.value), at_most.map(|bound| bound.value));
    (!says_nothing).then_some(NumberRange { at_least, at_most })
}

/// What supplies facts, as it is written.
#[derive(Debug, Clone, Copy)]
enum SourceWord {
    TrainingLog,
    Extension,
}

impl SourceWord {
    const ALL: [Self; 2] = [Self::TrainingLog, Self::Extension];

    fn name(self) -> &'static str {
        match self {
            Self::TrainingLog => "training-log",
            Self::Extension => "extension",
        }
    }
}

pub(super) fn fact(fields: &mut Fields<'_>) -> Option<FactDraft> {
    let from = fields.word("from", &SourceWord::ALL, SourceWord::name);
    let source = match from.as_ref().map(|from| from.value) {
        Some(SourceWord::TrainingLog) => {
            let measure = fields.word("measure", &LogMeasure::ALL, LogMeasure::name);
            measure
                .map(|measure| Located { value: FactSource::TrainingLog(measure.value), span: measure.span })
        }
        Some(SourceWord::Extension) => {
            from.map(|from| Located { value: FactSource::Extension, span: from.span })
        }
        None => {
            // Whether there is a measure depends on the source, so it is not looked at.
            fields.node_if("measure");
            None
        }
    };
    let means = fields.text("means");
    let unit = fields.text("unit");
    let min = fields.whole("min", -MAX_NUMBER, MAX_NUMBER);
    let max = fields.whole("max", -MAX_NUMBER, MAX_NUMBER);
    let answers = fields.id("answers");
    let options = if fields.has("options") { Some(fact_options(fields)) } else { None };
    let (min, max) = (min?, max?);
    check_ends(fields.sink(), &min, &max)?;
    let options = match options {
        None => None,
        Some(options) => Some(options?),
    };
    Some(FactDraft { source: source?, means: means?, unit: unit?, min, max, answers: answers?, options })
}

fn fact_options(fields: &mut Fields<'_>) -> Option<Vec<FactOptionDraft>> {
    let place = fields.node("options")?;
    let entries = fields.keyed("options");
    if entries.is_empty() {
        fields.report("options", check::list_length(place.name_span(), "at least one option is needed"));
        return None;
    }
    let options: Vec<Option<FactOptionDraft>> = entries
        .into_iter()
        .map(|entry| {
            let mut inner = entry.fields?;
            let range = number_range(&mut inner, entry.value);
            inner.finish();
            Some(FactOptionDraft { id: entry.id, range: range? })
        })
        .collect();
    options.into_iter().collect()
}

pub(super) fn finding(fields: &mut Fields<'_>) -> Option<FindingDraft> {
    let when = fields.formula("when");
    let means = fields.text_if("means");
    Some(FindingDraft { when: when?, means })
}

pub(super) fn constraint(fields: &mut Fields<'_>) -> Option<ConstraintDraft> {
    let impossible = fields.formula("impossible");
    let because = fields.text("because");
    Some(ConstraintDraft { impossible: impossible?, because: because? })
}

/// The urgencies a red flag can have.
const FLAG_URGENCIES: [Urgency; 4] = [Urgency::Emergency, Urgency::SameDay, Urgency::Soon, Urgency::Routine];

pub(super) fn red_flag(fields: &mut Fields<'_>) -> Option<RedFlagDraft> {
    let urgency = fields.word("urgency", &FLAG_URGENCIES, Urgency::name);
    let title = fields.text("title");
    let sign = fields.text("sign");
    let when = fields.formula("when");
    let because = fields.text("because");
    let say = fields.text_if("say");
    let actions = fields.texts_if("do");
    let do_not = fields.texts_if("do-not");
    let evidence = fields.text_if("evidence");
    let cited = cited(fields);
    let covers = fields.ids_if("covers");
    let unknown_floor = fields.table_if("unknown-floor").and_then(|mut inner| {
        let urgency = inner.word("urgency", &Urgency::ALL, Urgency::name);
        let because = inner.text("because");
        inner.finish();
        Some(FloorDraft { urgency: urgency?, because: because? })
    });
    let Cited { basis, sources } = cited?;
    Some(RedFlagDraft {
        urgency: urgency?,
        title: title?,
        sign: sign?,
        when: when?,
        because: because?,
        say,
        actions: actions?,
        do_not: do_not?,
        evidence,
        basis,
        sources,
        unknown_floor,
        covers: covers?,
    })
}

pub(super) fn exit(fields: &mut Fields<'_>) -> Option<ExitDraft> {
    let when = fields.formula("when");
    let title = fields.text("title");
    let because = fields.text("because");
    let urgency = fields.word("urgency", &Urgency::ALL, Urgency::name);
    let actions = fields.texts("do");
    let cited = cited(fields);
    let Cited { basis, sources } = cited?;
    Some(ExitDraft {
        when: when?,
        title: title?,
        because: because?,
        urgency: urgency?,
        actions: actions?,
        basis,
        sources,
    })
}
