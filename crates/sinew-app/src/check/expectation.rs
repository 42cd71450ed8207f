//! What a case expects, held against what comes out.

use super::run::listed;
use sinew_diag::Span;
use sinew_engine::Decision;
use sinew_model::{Answers, Band, ConditionIx, Decibans, Pack, RedFlagIx, Urgency};
use sinew_pack::{Case, Expect, ListedAt, Mention, MentionedAt};

/// What comes out for a person, as far as a case can expect something of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) decision: Decision,
    /// How well each condition fits that is ranked; empty if the case expects no bands.
    bands: Vec<(ConditionIx, Band)>,
    /// How many points each condition has that is ranked; empty if the case expects none.
    points: Vec<(ConditionIx, Decibans)>,
}

impl Verdict {
    /// What comes out for these answers.
    pub(super) fn of(pack: &Pack, case: &Case, answers: &Answers) -> Self {
        let Expect { bands, points, .. } = &case.expect;
        Self {
            decision: sinew_engine::decide(pack, answers),
            bands: if bands.is_empty() { Vec::new() } else { sinew_engine::bands(pack, answers) },
            points: if points.is_empty() { Vec::new() } else { sinew_engine::points(pack, answers) },
        }
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

    fn points(&self, condition: ConditionIx) -> Option<Decibans> {
        self.points.iter().find(|(ranked, _)| *ranked == condition).map(|(_, points)| *points)
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
    /// Another number of points, or none.
    Points { expected: Decibans, got: Option<Decibans>, span: Span },
    /// Other things than all that are listed, or in another order.
    Listed { expected: Vec<Mention>, got: Vec<Mention>, span: Span },
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
    for (condition, expected, span) in &expect.points {
        let (expected, got) = (Decibans::new(*expected), verdict.points(*condition));
        if got != Some(expected) {
            unmet.push(Unmet::Points { expected, got, span: *span });
        }
    }
    let Decision { conditions, causes, actions, .. } = &verdict.decision;
    let conditions: Vec<ConditionIx> = conditions.iter().map(|shown| shown.condition).collect();
    unmet.extend(other_list(expect.conditions.as_ref(), &conditions, Mention::Condition));
    unmet.extend(other_list(expect.causes.as_ref(), causes, Mention::Cause));
    unmet.extend(other_list(expect.actions.as_ref(), actions, Mention::Action));
    unmet
}

/// What is listed as all there is, if something else comes out.
fn other_list<'c, I: Copy + PartialEq>(
    listed: Option<&ListedAt<I>>,
    got: &[I],
    mention: fn(I) -> Mention,
) -> Option<Unmet<'c>> {
    let listed = listed.filter(|listed| listed.all != got)?;
    let mentions = |these: &[I]| these.iter().copied().map(mention).collect();
    Some(Unmet::Listed { expected: mentions(&listed.all), got: mentions(got), span: listed.span })
}

/// Those of some mentions that are not among others.
fn beyond(these: &[Mention], those: &[Mention]) -> Vec<Mention> {
    these.iter().copied().filter(|it| !those.contains(it)).collect()
}

fn id_of(pack: &Pack, mention: Mention) -> &str {
    match mention {
        Mention::RedFlag(index) => pack.red_flags()[index].id.as_str(),
        Mention::Exit(index) => pack.exits()[index].id.as_str(),
        Mention::Condition(index) => pack.conditions()[index].id.as_str(),
        Mention::Cause(index) => pack.causes()[index].id.as_str(),
        Mention::Action(index) => pack.actions()[index].id.as_str(),
    }
}

impl Unmet<'_> {
    /// Where the expectation stands.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Urgency { span, .. }
            | Self::Flags { span, .. }
            | Self::Band { span, .. }
            | Self::Points { span, .. }
            | Self::Listed { span, .. } => *span,
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
            Self::Points { expected, got, .. } => {
                let got = got.map_or("it is not ranked".into(), |got| format!("got {:+}", got.value()));
                format!("expected {:+}, {got}", expected.value())
            }
            Self::Listed { expected, got, .. } => {
                let named =
                    |these: &[Mention]| listed(&these.iter().map(|it| id_of(pack, *it)).collect::<Vec<_>>());
                let (missing, extra) = (beyond(expected, got), beyond(got, expected));
                if missing.is_empty() && extra.is_empty() {
                    return format!("the order is {}", named(got));
                }
                let verb = |these: &[Mention]| if these.len() == 1 { "appears" } else { "appear" };
                let missing = (!missing.is_empty()).then(|| {
                    let verb = if missing.len() == 1 { "does" } else { "do" };
                    format!("{} {verb} not appear", named(&missing))
                });
                let extra = (!extra.is_empty()).then(|| format!("{} {} too", named(&extra), verb(&extra)));
                missing.into_iter().chain(extra).collect::<Vec<_>>().join(", ")
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
            Self::Listed { expected, got, .. } => {
                beyond(got, expected).iter().any(|it| matches!(it, Mention::Action(_)))
            }
            Self::Band { .. } | Self::Points { .. } => false,
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
