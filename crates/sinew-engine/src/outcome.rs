//! The outcome in words: the decision with its reasons, ready to be shown.

use crate::{
    change, companion,
    decision::{Decision, ShownCondition},
    evaluation::Evaluation,
    reason,
    reasons::{
        self, ConditionReasons, FlagReasons, Helped, LineReason, Reasons, Said, SaidRange, UrgencyGround,
    },
    relevance,
};
use sinew_logic::Truth;
use sinew_model::{
    ActionAdvice, ActionIx, Advice, Answers, Band, CauseAdvice, CauseIx, Citation, CompanionNote,
    ConditionAdvice, ConditionId, ConditionIx, Date, Duration, EvidenceLine, EvidenceNote, Exit, ExitAdvice,
    FlagAdvice, FlagStatus, Outcome, Pack, PackRef, Reason, RegionIx, SafetyNet, SafetyNetGroup, SourceId,
    SourceIx, Timing, Today, UnknownNote, Urgency, UrgencyReason,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// How many things the runner said are repeated as the reasons for the advice.
const TOLD_AT_MOST: usize = 5;

/// What an assessment needs besides the answers. Nothing here has a default: the day decides dates that people act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The day of the assessment.
    pub today: Date,
    /// Where the runner is, for telephone numbers; none if that is not known.
    pub region: Option<RegionIx>,
}

/// Assesses these answers. Whatever is not answered counts as unknown; see [`crate::missing_answers`] for what has to be there.
pub fn assess(pack: &Pack, answers: &Answers, context: &Context) -> Outcome {
    let evaluation = Evaluation::of(pack, answers);
    let (decision, reasons) = reasons::found(pack, answers, &evaluation);
    Author { pack, answers, evaluation: &evaluation, decision: &decision, reasons: &reasons }.outcome(context)
}

/// Writes the words of one decision.
struct Author<'a> {
    pack: &'a Pack,
    answers: &'a Answers,
    evaluation: &'a Evaluation,
    decision: &'a Decision,
    reasons: &'a Reasons,
}

impl Author<'_> {
    fn outcome(&self, context: &Context) -> Outcome {
        let Self { pack, answers, decision, .. } = self;
        let identity = pack.identity();
        let flags: Vec<FlagAdvice> = self.reasons.flags.iter().map(|flag| self.flag(flag)).collect();
        let (conditions, less_likely) = self.conditions();
        let causes = decision.causes.iter().zip(&self.reasons.causes);
        let causes: Vec<CauseAdvice> = causes.map(|(cause, said)| self.cause(*cause, said)).collect();
        let advice = self.advice(&flags);
        let help_only = decision.shows_help_only();
        let (would_raise, would_lower) = if help_only {
            (Vec::new(), Vec::new())
        } else {
            change::nearest(pack, answers, decision.urgency)
        };
        let mut outcome = Outcome {
            pack: PackRef {
                id: identity.id.clone(),
                version: identity.version.clone(),
                title: identity.title.clone(),
                reviewed: identity.reviewed,
            },
            libraries: pack
                .libraries()
                .iter()
                .map(|library| PackRef {
                    id: library.id.clone(),
                    version: library.version.clone(),
                    title: library.title.clone(),
                    reviewed: library.reviewed,
                })
                .collect(),
            content_hash: identity.hash.clone(),
            next_review: identity.next_review,
            date: context.today,
            region: context.region.and_then(|region| pack.regions().get(region)).cloned(),
            urgency: decision.urgency,
            urgency_reasons: self.urgency_reasons(),
            exit: decision.exit.map(|exit| self.exit(&pack.exits()[exit])),
            told: self.told(),
            flags,
            denied: self.in_words(&self.reasons.denied),
            unknown: if help_only { Vec::new() } else { self.unknown() },
            safety_net: self.safety_net(context.today),
            conditions,
            less_likely,
            causes,
            advice,
            would_raise,
            would_lower,
            facts: Vec::new(),
            extensions: Vec::new(),
            answered: answers.len(),
            known_limits: identity.known_limits.clone(),
            sources: Vec::new(),
        };
        outcome.sources = self.citations(&outcome);
        outcome
    }

    fn source_ids(&self, sources: &[SourceIx]) -> Vec<SourceId> {
        sources.iter().map(|source| self.pack.sources()[*source].id.clone()).collect()
    }

    fn in_words(&self, said: &[Said]) -> Vec<Reason> {
        reason::in_words(self.pack, self.answers, said)
    }

    fn said(&self, range: &SaidRange) -> Vec<Reason> {
        self.in_words(self.reasons.said(range))
    }

    fn urgency_reasons(&self) -> Vec<UrgencyReason> {
        let pack = self.pack;
        let grounds = self.reasons.urgency.iter().map(|ground| match *ground {
            UrgencyGround::RedFlag(flag) => UrgencyReason::RedFlag(pack.red_flags()[flag].id.clone()),
            UrgencyGround::UnknownRedFlag(flag) => {
                UrgencyReason::UnknownRedFlag(pack.red_flags()[flag].id.clone())
            }
            UrgencyGround::Exit(exit) => UrgencyReason::Exit(pack.exits()[exit].id.clone()),
            UrgencyGround::Condition(condition) => {
                UrgencyReason::Condition(pack.conditions()[condition].id.clone())
            }
            UrgencyGround::NothingUrgent => UrgencyReason::NothingUrgent,
        });
        grounds.collect()
    }

    fn flag(&self, reasons: &FlagReasons) -> FlagAdvice {
        let flag = &self.pack.red_flags()[reasons.flag];
        FlagAdvice {
            id: flag.id.clone(),
            title: flag.title.clone(),
            urgency: flag.urgency,
            gives: reasons.gives,
            status: reasons.status,
            reasons: self.said(&reasons.said),
            because: flag.because.clone(),
            say: flag.say.clone(),
            actions: flag.actions.clone(),
            do_not: flag.do_not.clone(),
            basis: flag.basis,
            sources: self.source_ids(&flag.sources),
            origin: flag.origin.clone(),
        }
    }

    fn exit(&self, exit: &Exit) -> ExitAdvice {
        ExitAdvice {
            id: exit.id.clone(),
            title: exit.title.clone(),
            because: exit.because.clone(),
            actions: exit.actions.clone(),
            sources: self.source_ids(&exit.sources),
            origin: exit.origin.clone(),
        }
    }

    /// The weightiest things the runner said.
    fn told(&self) -> Vec<Reason> {
        let mut told = self.in_words(&self.reasons.told);
        told.truncate(TOLD_AT_MOST);
        told
    }

    /// Questions answered "not sure", and questions that were never asked though they could change the advice.
    fn unknown(&self) -> Vec<UnknownNote> {
        let not_sure = self.reasons.not_sure.iter();
        let mut unknown: BTreeMap<_, bool> = not_sure.map(|question| (*question, true)).collect();
        if !self.decision.flags_call_for_today(self.pack) {
            for question in relevance::powers(self.pack, self.answers, self.evaluation).into_keys() {
                unknown.entry(question).or_insert(false);
            }
        }
        unknown
            .into_iter()
            .map(|(question, was_asked)| UnknownNote {
                question: self.pack.questions()[question].id.clone(),
                short: self.pack.questions()[question].short.clone(),
                was_asked,
            })
            .collect()
    }

    fn conditions(&self) -> (Vec<ConditionAdvice>, Vec<ConditionAdvice>) {
        let shown = &self.decision.conditions;
        let all_shown: BTreeSet<ConditionIx> = shown.iter().map(|shown| shown.condition).collect();
        let (first, rest) = self.reasons.conditions.split_at(shown.len().min(self.reasons.conditions.len()));
        let first = first.iter().zip(shown).map(|(reasons, shown)| ConditionAdvice {
            band: shown.band,
            companion_of: reasons.companion.map(|(of, place)| self.companion(of, place, &reasons.called)),
            never_without: self.never_without(shown, &all_shown),
            ..self.condition(reasons)
        });
        (first.collect(), rest.iter().map(|reasons| self.condition(reasons)).collect())
    }

    /// What may not be left out by a reader who picks out this condition.
    fn never_without(&self, shown: &ShownCondition, all_shown: &BTreeSet<ConditionIx>) -> Vec<ConditionId> {
        let is_shown = |condition| all_shown.contains(&condition);
        let together =
            companion::with_companions(self.pack, self.evaluation, std::slice::from_ref(shown), is_shown);
        let others = together.iter().filter(|other| other.condition != shown.condition);
        others.map(|other| self.pack.conditions()[other.condition].id.clone()).collect()
    }

    /// Why a condition is shown beside another one.
    fn companion(&self, of: ConditionIx, place: usize, called: &SaidRange) -> CompanionNote {
        let of = &self.pack.conditions()[of];
        let companion = &of.never_without[place];
        CompanionNote {
            condition: of.id.clone(),
            name: of.name.clone(),
            because: companion.because.clone(),
            reasons: self.said(called),
            basis: companion.basis,
            sources: self.source_ids(&companion.sources),
            origin: companion.origin.clone(),
        }
    }

    fn condition(&self, reasons: &ConditionReasons) -> ConditionAdvice {
        let condition = &self.pack.conditions()[reasons.condition];
        let (mut fits_with, mut fits_not, mut not_known) = (Vec::new(), Vec::new(), Vec::new());
        for reason in &self.reasons.lines[reasons.lines.clone()] {
            let note = self.evidence(&condition.evidence[reason.line], *reason);
            match (reason.truth, reason.weight.value().signum()) {
                (Truth::Unknown, _) => not_known.push(note),
                (_, 1) => fits_with.push(note),
                (_, -1) => fits_not.push(note),
                _ => {}
            }
        }
        fits_with.sort_by_key(|note| (note.overshadowed, Reverse(note.weight)));
        fits_not.sort_by_key(|note| (note.overshadowed, note.weight));
        let adjusted = self.reasons.adjustments[reasons.adjustments.clone()].iter();
        let adjusted = adjusted.map(|place| condition.adjustments[*place].because.clone()).collect();
        // What to expect is shown with the condition, so its sources are too.
        let mut sources = condition.sources.clone();
        sources.extend(condition.expect.sources.iter().filter(|source| !condition.sources.contains(source)));
        ConditionAdvice {
            id: condition.id.clone(),
            name: condition.name.clone(),
            about: condition.about.clone(),
            band: Some(Band::of(reasons.evidence)),
            companion_of: None,
            never_without: Vec::new(),
            evidence: reasons.evidence,
            care: condition.care,
            who: condition.who.clone(),
            fits_with,
            fits_not,
            not_known,
            adjusted,
            expect: condition.expect.text.clone(),
            review: condition.review,
            sources: self.source_ids(&sources),
            origin: condition.origin.clone(),
        }
    }

    fn evidence(&self, line: &EvidenceLine, reason: LineReason) -> EvidenceNote {
        let text = match (reason.truth, &line.absent_because) {
            (Truth::False, Some(text)) => text.clone(),
            (Truth::False, None) => format!("no {}", line.because),
            (Truth::True | Truth::Unknown, _) => line.because.clone(),
        };
        EvidenceNote {
            id: line.id.clone(),
            text,
            weight: reason.weight,
            overshadowed: reason.overshadowed,
            basis: line.basis,
            sources: self.source_ids(&line.sources),
            origin: line.origin.clone(),
        }
    }

    fn cause(&self, index: CauseIx, said: &SaidRange) -> CauseAdvice {
        let cause = &self.pack.causes()[index];
        CauseAdvice {
            id: cause.id.clone(),
            title: cause.title.clone(),
            because: cause.because.clone(),
            reasons: self.said(said),
            strength: cause.strength,
            basis: cause.basis,
            sources: self.source_ids(&cause.sources),
            origin: cause.origin.clone(),
        }
    }

    fn advice(&self, flags: &[FlagAdvice]) -> Advice {
        let Self { pack, decision, reasons, .. } = self;
        let actions = decision.actions.iter().zip(&reasons.actions);
        let (today, weeks): (Vec<ActionAdvice>, Vec<ActionAdvice>) = actions
            .map(|(action, helped)| self.action(*action, &reasons.helped[helped.clone()]))
            .partition(|action| action.timing == Timing::Today);
        // In an emergency only what makes it one has a say: "rest a while" beside "call an ambulance" makes people wait.
        let speaking: Vec<&FlagAdvice> = flags
            .iter()
            .filter(|flag| decision.urgency < Urgency::Emergency || flag.gives == Urgency::Emergency)
            .collect();
        let (mut do_items, mut do_not) = (Vec::new(), Vec::new());
        for flag in speaking {
            if flag.status == FlagStatus::Fires {
                add_new(&mut do_items, &flag.actions);
            }
            // What a flag that cannot be ruled out forbids is forbidden too.
            add_new(&mut do_not, &flag.do_not);
        }
        for action in &today {
            add_new(&mut do_not, &action.do_not);
        }
        let kept_away = reasons.kept_away.iter().map(|(action, keeper)| {
            let because = keeper.because(pack, *action);
            let action = &pack.actions()[*action];
            (action.id.clone(), action.title.clone(), because.to_owned())
        });
        Advice { today: Today { do_items, do_not, actions: today }, weeks, kept_away: kept_away.collect() }
    }

    fn action(&self, index: ActionIx, helped: &[Helped]) -> ActionAdvice {
        let helps = helped.iter().map(|helped| match helped {
            Helped::Condition(condition) => self.pack.conditions()[*condition].name.clone(),
            Helped::Cause(cause) => self.pack.causes()[*cause].title.clone(),
        });
        let action = &self.pack.actions()[index];
        ActionAdvice {
            id: action.id.clone(),
            kind: action.kind,
            timing: action.timing,
            title: action.title.clone(),
            why: action.why.clone(),
            steps: action.steps.clone(),
            dose: action.dose.clone(),
            progression: action.progression.clone(),
            stop_if: action.stop_if.clone(),
            do_not: action.do_not.clone(),
            feel: action.feel.clone(),
            expect: action.expect.clone(),
            helps: helps.collect(),
            basis: action.basis,
            sources: self.source_ids(&action.sources),
            origin: action.origin.clone(),
        }
    }

    fn safety_net(&self, today: Date) -> SafetyNet {
        let Self { pack, decision, .. } = self;
        let mut groups: Vec<SafetyNetGroup> = Urgency::ALL
            .into_iter()
            .rev()
            .map(|urgency| {
                let mut signs = Vec::new();
                for flag in pack.red_flags().iter().filter(|flag| flag.urgency == urgency) {
                    add_new(&mut signs, std::slice::from_ref(&flag.sign));
                }
                SafetyNetGroup { urgency, signs }
            })
            .collect();
        groups.retain(|group| !group.signs.is_empty());
        let advised = decision.urgency.allows_actions() && decision.exit.is_none();
        let counting = if advised { decision.counting() } else { Vec::new() };
        let fitting: Vec<ShownCondition> = counting.iter().filter(|shown| shown.fits()).copied().collect();
        let reviewed = if fitting.is_empty() { &counting } else { &fitting };
        let review_after: Option<Duration> = reviewed
            .iter()
            .map(|shown| pack.conditions()[shown.condition].review)
            .min_by_key(|review| review.seconds());
        let expect = fitting.first().map(|shown| pack.conditions()[shown.condition].expect.text.clone());
        SafetyNet {
            groups,
            expect: expect.into_iter().collect(),
            review_after,
            review_on: review_after.and_then(|review| review.after(today)),
        }
    }

    fn citations(&self, outcome: &Outcome) -> Vec<Citation> {
        let mut used: BTreeSet<&SourceId> = BTreeSet::new();
        used.extend(outcome.flags.iter().flat_map(|flag| &flag.sources));
        used.extend(outcome.exit.iter().flat_map(|exit| &exit.sources));
        used.extend(outcome.causes.iter().flat_map(|cause| &cause.sources));
        for condition in outcome.conditions.iter().chain(&outcome.less_likely) {
            used.extend(&condition.sources);
            used.extend(condition.companion_of.iter().flat_map(|companion| &companion.sources));
            let notes = condition.fits_with.iter().chain(&condition.fits_not).chain(&condition.not_known);
            used.extend(notes.flat_map(|note| &note.sources));
        }
        let actions = outcome.advice.today.actions.iter().chain(&outcome.advice.weeks);
        used.extend(actions.flat_map(|action| &action.sources));
        self.pack
            .sources()
            .iter()
            .filter(|source| used.contains(&source.id))
            .map(|source| Citation {
                id: source.id.clone(),
                citation: source.citation.clone(),
                title: source.title.clone(),
                doi: source.doi.clone(),
                status: source.status,
            })
            .collect()
    }
}

fn add_new(list: &mut Vec<String>, items: &[String]) {
    for item in items {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}
