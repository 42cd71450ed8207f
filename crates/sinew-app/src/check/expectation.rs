//! What a case expects, held against what comes out.

use super::run::listed;
use sinew_diag::Span;
use sinew_engine::Decision;
use sinew_model::{Answers, Band, ConditionIx, Pack, RedFlagIx, Urgency};
use sinew_pack::{Case, Mention, MentionedAt};

/// What comes out for a person, as far as a case can expect something of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) decision: Decision,
    /// How well each condition fits that is ranked; empty if the case expects no bands.
    bands: Vec<(ConditionIx, Band)>,
}

impl Verdict {
    /// What comes out for these answers.
    pub(super) fn of(pack: &Pack, case: &Case, answers: &Answers) -> Self {
        let bands =
            if case.expect.bands.is_empty() { Vec::new() } else { sinew_engine::bands(pack, answers) };
        Self { decision: sinew_engine::decide(pack, answers), bands }
    }

    /// Whether something appears in the result: a red flag by firing, a condition by being among those shown, an action by
    /// being offered for today or the next weeks.
    fn shows(&self, mention: Mention) -> bool {
        let Decision { urgency: _, exit, fired, not_ruled_out: _, conditions, causes, actions } =
            &self.decision;
        match mention {
            Mention::RedFlag(flag) => fired.contains(&flag),
            Mention::Exit(index) => *exit == Some(index),
            Mention::Condition(condition) => conditions.iter().any(|shown| shown.condition == condition),
            Mention::Cause(cause) => causes.contains(&cause),
            Mention::Action(action) => actions.contains(&action),
        }
    }

    fn band(&self, condition: ConditionIx) -> Option<Band> {
        self.bands.iter().find(|(ranked, _)| *ranked == condition).map(|(_, band)| *band)
    }
}

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unmet<'c> {
    /// Another urgency.
    Urgency { expected: Urgency, got: Urgency, span: Span },
    /// Other flags fire.
    Flags { missing: Vec<RedFlagIx>, extra: Vec<RedFlagIx>, span: Span },
    /// Nothing of what is named appears, and one of it is expected to.
    Absent(&'c MentionedAt),
    /// This appears and is expected not to.
    Present(&'c MentionedAt, Mention),
    /// Another band, or none.
    Band { expected: Band, got: Option<Band>, span: Span },
}

/// The expectations that do not hold, in the order in which a case states them.
pub(super) fn unmet<'c>(case: &'c Case, verdict: &Verdict) -> Vec<Unmet<'c>> {
    let expect = &case.expect;
    let mut unmet = Vec::new();
    let got = verdict.decision.urgency;
    if expect.urgency != got {
        unmet.push(Unmet::Urgency { expected: expect.urgency, got, span: expect.urgency_span });
    }
    let fired = &verdict.decision.fired;
    if let Some(expected) = expect.flags.as_ref().filter(|expected| *expected != fired) {
        let beyond = |these: &[RedFlagIx], those: &[RedFlagIx]| {
            these.iter().copied().filter(|flag| !those.contains(flag)).collect()
        };
        unmet.push(Unmet::Flags {
            missing: beyond(expected, fired),
            extra: beyond(fired, expected),
            span: expect.flags_span,
        });
    }
    let shows = |mention: &&Mention| verdict.shows(**mention);
    unmet.extend(
        expect.must.iter().filter(|must| !must.mentions.iter().any(|it| shows(&it))).map(Unmet::Absent),
    );
    for must_not in &expect.must_not {
        unmet
            .extend(must_not.mentions.iter().filter(shows).map(|mention| Unmet::Present(must_not, *mention)));
    }
    for (condition, expected, span) in &expect.bands {
        let got = verdict.band(*condition);
        if got != Some(*expected) {
            unmet.push(Unmet::Band { expected: *expected, got, span: *span });
        }
    }
    unmet
}

impl Unmet<'_> {
    /// Where the expectation stands.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Urgency { span, .. } | Self::Flags { span, .. } | Self::Band { span, .. } => *span,
            Self::Absent(mentioned) | Self::Present(mentioned, _) => mentioned.span,
        }
    }

    /// What is different, in words.
    pub(super) fn words(&self, pack: &Pack) -> String {
        let named = |flags: &[RedFlagIx]| {
            listed(&flags.iter().map(|flag| pack.red_flags()[*flag].id.as_str()).collect::<Vec<_>>())
        };
        match self {
            Self::Urgency { expected, got, .. } => format!("expected {expected}, got {got}"),
            Self::Flags { missing, extra, .. } => {
                let not_fired = (!missing.is_empty()).then(|| format!("{} did not fire", named(missing)));
                let fired_too = (!extra.is_empty()).then(|| format!("{} fired too", named(extra)));
                not_fired.into_iter().chain(fired_too).collect::<Vec<_>>().join(", ")
            }
            Self::Absent(mentioned) => {
                let kinds: Vec<&str> = mentioned.mentions.iter().map(|mention| kind(*mention)).collect();
                format!("this {} does not appear", kinds.join(" or "))
            }
            Self::Present(_, mention) => format!("this {} appears", kind(*mention)),
            Self::Band { expected, got, .. } => {
                let got = got.map_or("it is not ranked".into(), |got| format!("got {got}"));
                format!("expected {expected}, {got}")
            }
        }
    }

    /// Whether somebody could come to harm by it: less urgency than is right, a red flag or exit that does not hold, an action
    /// that is not for this person.
    pub(super) fn is_unsafe(&self) -> bool {
        match self {
            Self::Urgency { expected, got, .. } => got < expected,
            Self::Flags { missing, .. } => !missing.is_empty(),
            Self::Absent(mentioned) => {
                mentioned.mentions.iter().any(|it| matches!(it, Mention::RedFlag(_) | Mention::Exit(_)))
            }
            Self::Present(_, mention) => matches!(mention, Mention::Action(_)),
            Self::Band { .. } => false,
        }
    }
}

fn kind(mention: Mention) -> &'static str {
    match mention {
        Mention::RedFlag(_) => "red flag",
        Mention::Exit(_) => "exit",
        Mention::Condition(_) => "condition",
        Mention::Cause(_) => "cause",
        Mention::Action(_) => "action",
    }
}
