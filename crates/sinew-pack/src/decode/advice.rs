//! Conditions, causes, actions and blocks.

use super::{Cited, cited, entries};
use crate::{
    check,
    draft::{
        ActionDraft, AdjustmentDraft, BlockDraft, CauseDraft, CompanionDraft, ConditionDraft, EvidenceDraft,
        ExpectDraft, Located, PriorDraft,
    },
    fields::Fields,
};
use sinew_model::{ActionKind, Dose, EvidenceStrength, Sides, Timing, Urgency};

/// The most steps an action has.
const MAX_STEPS: usize = 5;
/// The urgencies a condition can ask for.
const CARE: [Urgency; 4] = [Urgency::SelfCare, Urgency::Routine, Urgency::Soon, Urgency::SameDay];

pub(super) fn condition(fields: &mut Fields<'_>, path: &str) -> Option<ConditionDraft> {
    let name = fields.text("name");
    let about = fields.text("about");
    let care = fields.word("care", &CARE, Urgency::name);
    let who = fields.text("who");
    let prior = fields.table("prior").and_then(|mut inner| {
        let weight = inner.ratio("weight");
        let written = inner.written("weight");
        let cited = cited(&mut inner);
        inner.finish();
        let Cited { basis, sources } = cited?;
        Some(PriorDraft { weight: weight?, written, basis, sources })
    });
    let expect = fields.table("expect").and_then(|mut inner| {
        let text = inner.text("text");
        let cited = cited(&mut inner);
        inner.finish();
        let Cited { basis, sources } = cited?;
        Some(ExpectDraft { text: text?, basis, sources })
    });
    let review = fields.duration("review");
    let actions = fields.ids_if("actions");
    let causes = fields.ids_if("causes");
    let sources = fields.ids("sources");
    let only_with = fields.ids_if("only-with");
    let never_without = entries(fields.keyed("never-without"), path, companion);
    let adjustments = entries(fields.keyed("adjust"), path, adjustment);
    let evidence = entries(fields.keyed("evidence"), path, evidence);
    Some(ConditionDraft {
        name: name?,
        about: about?,
        care: care?.value,
        who: who?,
        prior: prior?,
        expect: expect?,
        review: review?.value,
        actions: actions?,
        causes: causes?,
        sources: sources?,
        only_with: only_with?,
        never_without,
        adjustments,
        evidence,
    })
}

fn adjustment(fields: &mut Fields<'_>) -> Option<AdjustmentDraft> {
    let when = fields.formula("when");
    let factor = fields.ratio("factor");
    let because = fields.text("because");
    let Cited { basis, sources } = cited(fields)?;
    Some(AdjustmentDraft { when: when?, factor: factor?, because: because?, basis, sources })
}

fn companion(fields: &mut Fields<'_>) -> Option<CompanionDraft> {
    let when = fields.formula_if("when");
    let because = fields.text("because");
    let Cited { basis, sources } = cited(fields)?;
    Some(CompanionDraft { when, because: because?, basis, sources })
}

fn evidence(fields: &mut Fields<'_>) -> Option<EvidenceDraft> {
    let when = fields.formula("when");
    let present = fields.ratio_if("present");
    let absent = fields.ratio_if("absent");
    let group = fields.text_if("group");
    let because = fields.text("because");
    let absent_because = fields.text_if("absent-because");
    let defining = fields.boolean_if("defining");
    let Cited { basis, sources } = cited(fields)?;
    Some(EvidenceDraft {
        when: when?,
        present,
        absent,
        group,
        because: because?,
        absent_because,
        basis,
        sources,
        defining,
    })
}

pub(super) fn cause(fields: &mut Fields<'_>) -> Option<CauseDraft> {
    let title = fields.text("title");
    let when = fields.formula("when");
    let because = fields.text("because");
    let strength = fields.word("strength", &EvidenceStrength::ALL, EvidenceStrength::name);
    let actions = fields.ids("actions");
    let Cited { basis, sources } = cited(fields)?;
    Some(CauseDraft {
        title: title?,
        when: when?,
        because: because?,
        strength: strength?.value,
        actions: actions?,
        basis,
        sources,
    })
}

pub(super) fn action(fields: &mut Fields<'_>) -> Option<ActionDraft> {
    let kind = fields.word("kind", &ActionKind::ALL, ActionKind::name);
    let timing = fields.word("timing", &Timing::ALL, Timing::name);
    let title = fields.text("title");
    let why = fields.text("why");
    let steps_place = fields.node_if("steps").map(crate::tree::Node::name_span);
    let steps = fields.texts("steps");
    if let (Some(steps), Some(place)) = (&steps, steps_place)
        && steps.len() > MAX_STEPS
    {
        fields.report("steps", check::list_length(place, "at most 5 steps are shown"));
    }
    let dose = fields.table("dose").map(|mut inner| {
        let place = inner.place;
        let value = dose(&mut inner);
        inner.finish();
        Located { value, span: place }
    });
    let progression = fields.text("progression");
    let stop_if = fields.texts("stop-if");
    let do_not = fields.texts_if("do-not");
    let feel = fields.text_if("feel");
    let expect = fields.text_if("expect");
    let blocked_when = fields.formula_if("blocked-when");
    let blocked_because = fields.text_if("blocked-because");
    if fields.has("blocked-when") && !fields.has("blocked-because") {
        fields.sink().push(check::missing_key(fields.place, "blocked-because"));
    }
    if fields.has("blocked-because") && !fields.has("blocked-when") {
        fields.sink().push(check::missing_key(fields.place, "blocked-when"));
    }
    let always = fields.boolean_if("always");
    let Cited { basis, sources } = cited(fields)?;
    Some(ActionDraft {
        kind: kind?.value,
        timing: timing?.value,
        title: title?,
        why: why?,
        steps: steps?,
        dose: dose?,
        progression: progression?,
        stop_if: stop_if?,
        do_not: do_not?,
        feel,
        expect,
        blocked_when,
        blocked_because,
        always: always.is_some_and(|always| always.value),
        basis,
        sources,
    })
}

fn dose(fields: &mut Fields<'_>) -> Dose {
    Dose {
        sets: fields.count_if("sets").map(|count| count.value),
        reps: fields.count_if("reps").map(|count| count.value),
        hold: fields.duration_if("hold").map(|hold| hold.value),
        hold_range: fields.durations_if("hold-range").map(|range| range.value),
        duration: fields.durations_if("duration").map(|range| range.value),
        rest: fields.durations_if("rest").map(|range| range.value),
        sides: fields.word_if("sides", &Sides::ALL, Sides::name).map(|sides| sides.value),
        per_day: fields.count_if("per-day").map(|count| count.value),
        per_week: fields.count_if("per-week").map(|count| count.value),
        course: fields.durations_if("for").map(|range| range.value),
        how_often: fields.text_if("how-often").map(|text| text.value),
    }
}

pub(super) fn block(fields: &mut Fields<'_>) -> Option<BlockDraft> {
    let when = fields.formula("when");
    let actions = fields.ids_if("actions");
    let kinds = fields.texts_if("kinds");
    let kinds = kinds.map(|kinds| fields.words_among("kinds", kinds, &ActionKind::ALL, ActionKind::name));
    let because = fields.text("because");
    Some(BlockDraft { when: when?, actions: actions?, kinds: kinds?, because: because? })
}
