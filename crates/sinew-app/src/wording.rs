//! The fixed words for levels and kinds, the same in every front end and in JSON.

use sinew_model::{
    ActionKind, Band, Basis, EvidenceStrength, ExtensionNote, FactSource, FactStatus, FlagStatus,
    NoFactsNote, Region, SourceStatus, Timing, Urgency,
};

/// What to do, as a heading. With a region, an emergency names the number to call.
pub fn urgency_heading(urgency: Urgency, region: Option<&Region>) -> String {
    match urgency {
        Urgency::Emergency => match region.and_then(|region| region.emergency.first()) {
            Some(number) => format!("Call {number} now"),
            None => "Call an ambulance now".into(),
        },
        Urgency::SameDay => "Get medical help today".into(),
        Urgency::Soon => "See a doctor or physio within 2 to 3 working days".into(),
        Urgency::Routine => "See a doctor or physio".into(),
        Urgency::SelfCare => "You can look after this yourself".into(),
    }
}

/// The level in words that say it without colour.
pub fn urgency_label(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "Emergency",
        Urgency::SameDay => "Urgent advice",
        Urgency::Soon | Urgency::Routine => "Non-urgent advice",
        Urgency::SelfCare => "Self-care",
    }
}

/// How well a condition fits. It describes the match, never a chance.
pub fn band(band: Band) -> &'static str {
    match band {
        Band::FitsWell => "fits well with your answers",
        Band::FitsPartly => "fits partly with your answers",
        Band::FitsLessWell => "fits less well with your answers",
    }
}

/// The status of a red flag.
pub fn flag_status(status: FlagStatus) -> &'static str {
    match status {
        FlagStatus::Fires => "your answers point to it",
        FlagStatus::CannotBeRuledOut => "your answers do not rule it out",
    }
}

/// What became of a fact.
pub fn fact_status(status: FactStatus) -> &'static str {
    match status {
        FactStatus::Used => "your answer says the same",
        FactStatus::Overruled => "you answered otherwise",
        FactStatus::NotUsed => "it changes nothing",
        FactStatus::LeftOut => "it is left out, because the result would be less urgent with it",
        FactStatus::OutOfRange => "it cannot be right",
        FactStatus::NotKnown => "not enough data",
    }
}

/// Why an extension supplied no facts: two sentences. Nothing where it supplied some.
pub fn no_facts(note: &ExtensionNote) -> Option<String> {
    let NoFactsNote { kind: _, cause, remedy, was_expected: _ } = note.no_facts.as_ref()?;
    let remedy: String = {
        let mut letters = remedy.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    };
    Some(format!("No facts from the extension of {}: {cause}. {remedy}.", note.pack))
}

/// What an extension may have lacked, and what to do about it: a sentence. Nothing where it lacked nothing that can be had.
pub fn lacks(note: &ExtensionNote) -> Option<String> {
    let lacks = note.lacks.as_ref()?;
    Some(format!("The extension of {} had too little data for some of its facts: {lacks}.", note.pack))
}

/// What supplies a fact; completes "from …".
pub fn fact_source(source: FactSource) -> &'static str {
    match source {
        FactSource::TrainingLog(_) => "your training log",
        FactSource::Extension => "the extension of the pack",
    }
}

/// The kind of an action.
pub fn action_kind(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::SelfCare => "Self-care",
        ActionKind::Load => "How much to run",
        ActionKind::Stretch => "Stretch",
        ActionKind::Strength => "Strength",
        ActionKind::WarmUp => "Warm-up",
        ActionKind::Form => "How to run",
    }
}

/// When an action is for.
pub fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::Today => "today and the first days",
        Timing::Weeks => "the next weeks",
    }
}

/// How good the evidence for a cause is.
pub fn strength(strength: EvidenceStrength) -> &'static str {
    match strength {
        EvidenceStrength::Weak => "weak or mixed evidence",
        EvidenceStrength::Some => "some studies",
        EvidenceStrength::Good => "good studies",
    }
}

/// Where a figure comes from.
pub fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Published => "as published",
        Basis::Computed => "computed from published figures",
        Basis::Judgement => "a judgement of the authors",
    }
}

/// How far a source was checked.
pub fn source_status(status: SourceStatus) -> &'static str {
    match status {
        SourceStatus::Verified => "read in the source itself",
        SourceStatus::SecondHand => "read in another text that restates it",
        SourceStatus::Recalled => "from memory, to be checked",
        SourceStatus::Judgement => "a judgement, no paper",
    }
}
