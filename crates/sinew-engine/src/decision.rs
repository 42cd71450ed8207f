//! The decision: urgency, what is shown, causes and actions, without the words.

use crate::{
    actions, companion,
    evaluation::Evaluation,
    ranking::{self, Ranked},
};
use sinew_logic::Truth;
use sinew_model::{
    ActionIx, Answers, Band, CauseIx, ConditionIx, Decibans, ExitIx, Pack, RedFlagIx, Urgency,
};

/// What was decided. Two sets of answers with equal decisions get the same advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// How soon to get help.
    pub urgency: Urgency,
    /// The exit that holds, if one does.
    pub exit: Option<ExitIx>,
    /// Red flags that fire, in pack order.
    pub fired: Vec<RedFlagIx>,
    /// Red flags that could not be ruled out and count, in pack order.
    pub not_ruled_out: Vec<RedFlagIx>,
    /// The conditions that are shown, in order. Empty in an emergency and at an exit.
    pub conditions: Vec<ShownCondition>,
    /// The causes that are named, in pack order.
    pub causes: Vec<CauseIx>,
    /// The actions that are offered, in the order of their use.
    pub actions: Vec<ActionIx>,
}

/// A condition that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownCondition {
    /// Which one it is.
    pub condition: ConditionIx,
    /// How well it fits; none for one that is shown only because a red flag fires.
    pub band: Option<Band>,
    /// The condition that calls for it, if it would not be shown for itself. It stands right after that one, or after other
    /// companions of it.
    pub companion_of: Option<ConditionIx>,
}

impl ShownCondition {
    /// Whether it counts in more than being known of. What is shown only beside another condition and fits less well brings
    /// no actions and no dates: they would clash with what is advised for the condition that fits.
    pub(crate) fn counts(&self) -> bool {
        self.companion_of.is_none() || self.fits()
    }

    /// Whether it fits at least partly.
    pub(crate) fn fits(&self) -> bool {
        self.band > Some(Band::FitsLessWell)
    }
}

/// Decides for these answers, taking everything unanswered as unknown.
pub fn decide(pack: &Pack, answers: &Answers) -> Decision {
    decide_from(pack, &Evaluation::of(pack, answers))
}

/// How well each condition fits that takes part in the ranking, the best first. Empty in an emergency and at an exit, where
/// nothing is ranked.
pub fn bands(pack: &Pack, answers: &Answers) -> Vec<(ConditionIx, Band)> {
    let standing = Standing::of(pack, &Evaluation::of(pack, answers));
    standing.ranked.iter().map(|entry| (entry.condition, entry.band())).collect()
}

/// How many points each condition has that takes part in the ranking, the best first: what its evidence comes to, without how
/// common it is. Empty in an emergency and at an exit, where nothing is ranked.
pub fn points(pack: &Pack, answers: &Answers) -> Vec<(ConditionIx, Decibans)> {
    let standing = Standing::of(pack, &Evaluation::of(pack, answers));
    standing.ranked.iter().map(|entry| (entry.condition, entry.evidence)).collect()
}

pub(crate) fn decide_from(pack: &Pack, evaluation: &Evaluation) -> Decision {
    let Standing { urgency, exit, fired, not_ruled_out, ranked } = Standing::of(pack, evaluation);
    let mut decision = Decision {
        urgency,
        exit,
        fired,
        not_ruled_out,
        conditions: Vec::new(),
        causes: Vec::new(),
        actions: Vec::new(),
    };
    if decision.shows_help_only() {
        return decision;
    }
    decision.conditions = shown(pack, evaluation, &decision.fired, &ranked, urgency);
    if urgency.allows_actions() {
        decision.causes = pack
            .causes()
            .iter_indexed()
            .filter(|(_, cause)| evaluation.truth(&cause.when).is_true())
            .map(|(index, _)| index)
            .collect();
        decision.actions = actions::offered(pack, evaluation, &decision.counting(), &decision.causes);
    }
    decision
}

/// How soon to get help and what that rests on: the first half of a decision.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) urgency: Urgency,
    pub(crate) exit: Option<ExitIx>,
    pub(crate) fired: Vec<RedFlagIx>,
    pub(crate) not_ruled_out: Vec<RedFlagIx>,
    /// All conditions in order; empty in an emergency and at an exit.
    pub(crate) ranked: Vec<Ranked>,
}

impl Standing {
    pub(crate) fn of(pack: &Pack, evaluation: &Evaluation) -> Self {
        let mut standing = Self::of_signs(pack, evaluation);
        if standing.ranks(pack) {
            standing.ranked = ranking::ranking(pack, evaluation);
            let fitting = standing.ranked.iter().filter(|entry| entry.band() == Band::FitsWell);
            let care = fitting.map(|entry| pack.conditions()[entry.condition].care).max();
            standing.urgency = standing.urgency.max(care.unwrap_or(Urgency::SelfCare));
        }
        standing
    }

    /// Only the urgency, for which nothing has to be put in order.
    pub(crate) fn urgency(pack: &Pack, evaluation: &Evaluation) -> Urgency {
        let standing = Self::of_signs(pack, evaluation);
        if standing.ranks(pack) {
            ranking::care(pack, evaluation, standing.urgency)
        } else {
            standing.urgency
        }
    }

    /// Whether conditions are ranked: not in an emergency and not at an exit.
    fn ranks(&self, pack: &Pack) -> bool {
        self.exit.is_none() && !emergency_fires(pack, &self.fired)
    }

    /// What red flags and exits come to, before conditions are looked at.
    fn of_signs(pack: &Pack, evaluation: &Evaluation) -> Self {
        let exit = holding_exit(pack, evaluation);
        let with_truth = |wanted: Truth| {
            pack.red_flags()
                .iter_indexed()
                .filter(move |(_, flag)| evaluation.truth(&flag.when) == wanted)
                .map(|(index, _)| index)
        };
        let highest = |levels: &mut dyn Iterator<Item = Urgency>| levels.max().unwrap_or(Urgency::SelfCare);
        let fired: Vec<RedFlagIx> = with_truth(Truth::True).collect();
        let from_flags = highest(&mut fired.iter().map(|flag| pack.red_flags()[*flag].urgency));

        if from_flags == Urgency::Emergency {
            return Self {
                urgency: from_flags,
                exit: None,
                fired,
                not_ruled_out: Vec::new(),
                ranked: Vec::new(),
            };
        }

        // At an exit the interview stops: what was never asked is not held against the runner, but what was asked and could
        // not be answered is.
        let counts = |flag: &RedFlagIx| {
            let flag = &pack.red_flags()[*flag];
            flag.floor_when_unknown() > Urgency::SelfCare
                && (exit.is_none() || evaluation.is_settled(&flag.when))
        };
        let not_ruled_out: Vec<RedFlagIx> = with_truth(Truth::Unknown).filter(counts).collect();
        let from_unknown =
            highest(&mut not_ruled_out.iter().map(|flag| pack.red_flags()[*flag].floor_when_unknown()));
        let from_exit = highest(&mut exit.iter().map(|exit| pack.exits()[*exit].urgency));
        let urgency = from_flags.max(from_unknown).max(from_exit);
        Self { urgency, exit, fired, not_ruled_out, ranked: Vec::new() }
    }
}

/// The first exit that holds, whether or not an emergency takes its place. An exit silences what was not asked, so nothing that is not
/// asked yet may take it back.
pub(crate) fn holding_exit(pack: &Pack, evaluation: &Evaluation) -> Option<ExitIx> {
    let holds = |formula| evaluation.truth(formula).is_true() && evaluation.is_settled(formula);
    pack.exits().iter_indexed().find(|(_, exit)| holds(&exit.when)).map(|(index, _)| index)
}

/// First what a fired flag names, because it is why the flag matters; then the ranking. If nothing fits, the first of the
/// ranking is shown, but not at same-day and above, where the interview did not look for the fit of anything. Companions come
/// on top of these.
fn shown(
    pack: &Pack,
    evaluation: &Evaluation,
    fired: &[RedFlagIx],
    ranked: &[Ranked],
    urgency: Urgency,
) -> Vec<ShownCondition> {
    let for_itself = |condition, band| ShownCondition { condition, band, companion_of: None };
    let mut shown: Vec<ShownCondition> = pack
        .conditions()
        .iter_indexed()
        .filter(|(_, condition)| condition.only_with.iter().any(|flag| fired.contains(flag)))
        .map(|(index, _)| for_itself(index, None))
        .collect();
    let room = ranking::SHOWN_AT_MOST.saturating_sub(shown.len());
    // A harmless condition beside a warning sign would talk people out of being seen, so from same-day on it takes no place.
    let has_a_place = |condition: ConditionIx| {
        urgency.allows_actions() || pack.conditions()[condition].care >= Urgency::SameDay
    };
    let candidates: Vec<Ranked> =
        ranked.iter().filter(|entry| has_a_place(entry.condition)).copied().collect();
    let fitting = ranking::shown(pack, &candidates, room);
    shown.extend(fitting.iter().map(|entry| for_itself(entry.condition, Some(entry.band()))));
    if shown.is_empty() && urgency.allows_actions() {
        shown.extend(ranked.first().map(|entry| for_itself(entry.condition, Some(entry.band()))));
    }
    companion::with_companions(pack, evaluation, &shown, has_a_place)
}

impl Decision {
    /// Whether an emergency or an exit leaves nothing else to show.
    pub(crate) fn shows_help_only(&self) -> bool {
        self.exit.is_some() || self.urgency == Urgency::Emergency
    }

    /// The conditions that count in what to do and by when, the weightiest first: those shown for themselves, then companions
    /// that fit.
    pub(crate) fn counting(&self) -> Vec<ShownCondition> {
        let mut counting = Vec::new();
        self.counting_into(&mut counting);
        counting
    }

    /// The same in place of what stood there.
    pub(crate) fn counting_into(&self, into: &mut Vec<ShownCondition>) {
        into.clear();
        let counting = |is_companion: bool| {
            let counting = self.conditions.iter().filter(|shown| shown.counts());
            counting.filter(move |shown| shown.companion_of.is_some() == is_companion).copied()
        };
        into.extend(counting(false).chain(counting(true)));
    }

    /// Whether the red flags, fired or not ruled out, call for help today or now.
    pub(crate) fn flags_call_for_today(&self, pack: &Pack) -> bool {
        let fired = self.fired.iter().map(|flag| pack.red_flags()[*flag].urgency);
        let unknown = self.not_ruled_out.iter().map(|flag| pack.red_flags()[*flag].floor_when_unknown());
        fired.chain(unknown).any(|urgency| urgency >= Urgency::SameDay)
    }
}

/// Whether one of these flags, which fire, is an emergency. Only that ends an interview at once: an emergency that is merely
/// not ruled out is so before anything was asked.
pub(crate) fn emergency_fires(pack: &Pack, fired: &[RedFlagIx]) -> bool {
    fired.iter().any(|flag| pack.red_flags()[*flag].urgency == Urgency::Emergency)
}
