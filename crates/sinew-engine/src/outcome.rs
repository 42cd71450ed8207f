//! The outcome in words: the decision with its reasons, ready to be shown.

use crate::{
    actions, change, companion,
    decision::{Decision, ShownCondition, decide_from},
    evaluation::Evaluation,
    ranking::{self, Ranked},
    reason, relevance,
};
use sinew_logic::{Formula, Truth};
use sinew_model::{
    ActionAdvice, ActionIx, Advice, Answer, Answers, Band, CauseAdvice, CauseIx, Citation, CompanionNote,
    Condition, ConditionAdvice, ConditionId, ConditionIx, Date, Duration, EvidenceLine, EvidenceNote, Exit,
    ExitAdvice, FindingIx, FlagAdvice, FlagStatus, Outcome, Pack, PackRef, QuestionKind, Reason, RedFlagIx,
    RegionIx, SafetyNet, SafetyNetGroup, SourceId, SourceIx, Timing, Today, UnknownNote, Urgency,
    UrgencyReason,
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
    let decision = decide_from(pack, &evaluation);
    Author { pack, answers, evaluation: &evaluation, decision: &decision }.outcome(context)
}

/// Writes the words of one decision.
struct Author<'a> {
    pack: &'a Pack,
    answers: &'a Answers,
    evaluation: &'a Evaluation,
    decision: &'a Decision,
}

impl Author<'_> {
    fn outcome(&self, context: &Context) -> Outcome {
        let Self { pack, answers, decision, .. } = self;
        let identity = pack.identity();
        let flags = self.flags();
        let (conditions, less_likely) = self.conditions();
        let causes: Vec<CauseAdvice> = decision.causes.iter().map(|cause| self.cause(*cause)).collect();
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
            told: self.told(&flags, &causes),
            flags,
            denied: if help_only { Vec::new() } else { self.denied() },
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

    fn reasons(&self, formula: &Formula<FindingIx>) -> Vec<Reason> {
        reason::reasons(self.pack, self.answers, self.evaluation, formula)
    }

    fn urgency_reasons(&self) -> Vec<UrgencyReason> {
        let Self { pack, decision, .. } = self;
        let urgency = decision.urgency;
        let mut reasons = Vec::new();
        for flag in &decision.fired {
            let flag = &pack.red_flags()[*flag];
            if flag.urgency == urgency {
                reasons.push(UrgencyReason::RedFlag(flag.id.clone()));
            }
        }
        for flag in &decision.not_ruled_out {
            let flag = &pack.red_flags()[*flag];
            if flag.floor_when_unknown() == urgency {
                reasons.push(UrgencyReason::UnknownRedFlag(flag.id.clone()));
            }
        }
        for exit in decision.exit.iter().map(|exit| &pack.exits()[*exit]) {
            if exit.urgency == urgency {
                reasons.push(UrgencyReason::Exit(exit.id.clone()));
            }
        }
        if decision.exit.is_none() && urgency < Urgency::Emergency && urgency > Urgency::SelfCare {
            for entry in ranking::ranking(pack, self.evaluation) {
                let condition = &pack.conditions()[entry.condition];
                if entry.band() == Band::FitsWell && condition.care == urgency {
                    reasons.push(UrgencyReason::Condition(condition.id.clone()));
                }
            }
        }
        if reasons.is_empty() {
            reasons.push(UrgencyReason::NothingUrgent);
        }
        reasons
    }

    fn flags(&self) -> Vec<FlagAdvice> {
        let fired = self.decision.fired.iter().map(|flag| self.flag(*flag, FlagStatus::Fires));
        let unknown =
            self.decision.not_ruled_out.iter().map(|flag| self.flag(*flag, FlagStatus::CannotBeRuledOut));
        let mut flags: Vec<FlagAdvice> = fired.chain(unknown).collect();
        flags.sort_by_key(|flag| (flag.status, Reverse(flag.gives), Reverse(flag.urgency)));
        flags
    }

    fn flag(&self, index: RedFlagIx, status: FlagStatus) -> FlagAdvice {
        let flag = &self.pack.red_flags()[index];
        FlagAdvice {
            id: flag.id.clone(),
            title: flag.title.clone(),
            urgency: flag.urgency,
            gives: match status {
                FlagStatus::Fires => flag.urgency,
                FlagStatus::CannotBeRuledOut => flag.floor_when_unknown(),
            },
            status,
            reasons: self.reasons(&flag.when),
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

    /// The weightiest things the runner said: what made flags fire, then what fits the first condition best, then the rest.
    fn told(&self, flags: &[FlagAdvice], causes: &[CauseAdvice]) -> Vec<Reason> {
        let fired = flags.iter().filter(|flag| flag.status == FlagStatus::Fires);
        let pressing = fired.filter(|flag| flag.urgency == self.decision.urgency);
        let mut told: Vec<Reason> = Vec::new();
        let mut add = |reasons: &[Reason]| {
            for reason in reasons {
                if told.len() < TOLD_AT_MOST && !told.contains(reason) {
                    told.push(reason.clone());
                }
            }
        };
        for flag in pressing {
            add(&flag.reasons);
        }
        if self.decision.urgency.allows_actions() || self.decision.fired.is_empty() {
            if let Some(decisive) = self.decision.counting().into_iter().find(ShownCondition::fits) {
                let mut lines: Vec<&EvidenceLine> = self.pack.conditions()[decisive.condition]
                    .evidence
                    .iter()
                    .filter(|line| self.evaluation.truth(&line.when).is_true() && line.present.value() > 0)
                    .collect();
                lines.sort_by_key(|line| Reverse(line.present));
                for line in lines {
                    add(&self.reasons(&line.when));
                }
            }
            for cause in causes {
                add(&cause.reasons);
            }
        }
        told
    }

    /// What was asked for a flag that is at least same-day, and denied as a whole.
    fn denied(&self) -> Vec<Reason> {
        let mut asked = BTreeSet::new();
        for flag in self.pack.red_flags() {
            if flag.urgency >= Urgency::SameDay {
                asked.extend(self.pack.questions_behind(&flag.when));
            }
        }
        asked
            .into_iter()
            .filter(|question| self.pack.given_answer(*question).is_none())
            .filter(|question| !self.evaluation.applies(self.pack, *question).is_false())
            .filter_map(|question| {
                let answer = self.answers.get(question)?;
                let question = &self.pack.questions()[question];
                let text = match &question.kind {
                    QuestionKind::AnyOf { none_told, .. } => none_told.clone(),
                    _ => reason::told(question, answer).into_iter().next()?,
                };
                reason::denies(question, answer).then(|| Reason {
                    question: Some(question.id.clone()),
                    text,
                    fact: None,
                })
            })
            .collect()
    }

    /// Questions answered "not sure", and questions that were never asked though they could change the advice.
    fn unknown(&self) -> Vec<UnknownNote> {
        let not_sure = self.answers.iter().filter(|(question, answer)| {
            matches!(answer, Answer::NotSure | Answer::Any { unsure: true, .. })
                && !self.evaluation.applies(self.pack, *question).is_false()
        });
        let mut unknown: BTreeMap<_, bool> = not_sure.map(|(question, _)| (question, true)).collect();
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
        let Self { pack, decision, evaluation, .. } = self;
        if decision.shows_help_only() {
            return (Vec::new(), Vec::new());
        }
        let all_shown: BTreeSet<ConditionIx> =
            decision.conditions.iter().map(|shown| shown.condition).collect();
        let shown = decision.conditions.iter().map(|shown| {
            let condition = &pack.conditions()[shown.condition];
            ConditionAdvice {
                band: shown.band,
                companion_of: shown.companion_of.and_then(|of| self.companion(of, shown.condition)),
                never_without: self.never_without(shown, &all_shown),
                ..self.condition(ranking::score(condition, shown.condition, evaluation))
            }
        });
        let is_shown = |entry: &Ranked| all_shown.contains(&entry.condition);
        let ranked = ranking::ranking(pack, evaluation);
        let rest = ranked.into_iter().filter(|entry| !is_shown(entry)).map(|entry| self.condition(entry));
        (shown.collect(), rest.collect())
    }

    /// What may not be left out by a reader who picks out this condition.
    fn never_without(&self, shown: &ShownCondition, all_shown: &BTreeSet<ConditionIx>) -> Vec<ConditionId> {
        let is_shown = |condition| all_shown.contains(&condition);
        let together =
            companion::with_companions(self.pack, self.evaluation, std::slice::from_ref(shown), is_shown);
        let others = together.iter().filter(|other| other.condition != shown.condition);
        others.map(|other| self.pack.conditions()[other.condition].id.clone()).collect()
    }

    /// Why the second condition is shown beside the first.
    fn companion(&self, of: ConditionIx, condition: ConditionIx) -> Option<CompanionNote> {
        let of = &self.pack.conditions()[of];
        let companion = of.never_without.iter().find(|companion| companion.condition == condition)?;
        Some(CompanionNote {
            condition: of.id.clone(),
            name: of.name.clone(),
            because: companion.because.clone(),
            reasons: companion.when.as_ref().map_or(Vec::new(), |when| self.reasons(when)),
            basis: companion.basis,
            sources: self.source_ids(&companion.sources),
            origin: companion.origin.clone(),
        })
    }

    fn condition(&self, ranked: Ranked) -> ConditionAdvice {
        let condition = &self.pack.conditions()[ranked.condition];
        let (mut fits_with, mut fits_not, mut not_known) = (Vec::new(), Vec::new(), Vec::new());
        for line in &condition.evidence {
            let truth = self.evaluation.truth(&line.when);
            let note = self.evidence(condition, line, truth);
            match (truth, note.weight.value().signum()) {
                (Truth::Unknown, _) => not_known.push(note),
                (_, 1) => fits_with.push(note),
                (_, -1) => fits_not.push(note),
                _ => {}
            }
        }
        fits_with.sort_by_key(|note| (note.overshadowed, Reverse(note.weight)));
        fits_not.sort_by_key(|note| (note.overshadowed, note.weight));
        let adjusted = condition
            .adjustments
            .iter()
            .filter(|adjustment| self.evaluation.truth(&adjustment.when).is_true())
            .map(|adjustment| adjustment.because.clone())
            .collect();
        // What to expect is shown with the condition, so its sources are too.
        let mut sources = condition.sources.clone();
        sources.extend(condition.expect.sources.iter().filter(|source| !condition.sources.contains(source)));
        ConditionAdvice {
            id: condition.id.clone(),
            name: condition.name.clone(),
            about: condition.about.clone(),
            band: Some(ranked.band()),
            companion_of: None,
            never_without: Vec::new(),
            evidence: ranked.evidence,
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

    fn evidence(&self, condition: &Condition, line: &EvidenceLine, truth: Truth) -> EvidenceNote {
        let weight = ranking::weight(line, truth);
        let text = match (truth, &line.absent_because) {
            (Truth::False, Some(text)) => text.clone(),
            (Truth::False, None) => format!("no {}", line.because),
            (Truth::True | Truth::Unknown, _) => line.because.clone(),
        };
        EvidenceNote {
            id: line.id.clone(),
            text,
            weight,
            overshadowed: self.is_overshadowed(condition, line, weight.value()),
            basis: line.basis,
            sources: self.source_ids(&line.sources),
            origin: line.origin.clone(),
        }
    }

    /// Whether another line of the group counts in its place: a stronger one, or an equal one that stands before it.
    fn is_overshadowed(&self, condition: &Condition, line: &EvidenceLine, weight: i32) -> bool {
        let Some(group) = line.group else { return false };
        let mut before = true;
        condition.evidence.iter().filter(|other| other.group == Some(group)).any(|other| {
            if other.id == line.id {
                before = false;
                return false;
            }
            let rival = ranking::weight(other, self.evaluation.truth(&other.when)).value();
            rival.signum() == weight.signum()
                && (rival.abs() > weight.abs() || before && rival.abs() == weight.abs())
        })
    }

    fn cause(&self, index: CauseIx) -> CauseAdvice {
        let cause = &self.pack.causes()[index];
        CauseAdvice {
            id: cause.id.clone(),
            title: cause.title.clone(),
            because: cause.because.clone(),
            reasons: self.reasons(&cause.when),
            strength: cause.strength,
            basis: cause.basis,
            sources: self.source_ids(&cause.sources),
            origin: cause.origin.clone(),
        }
    }

    fn advice(&self, flags: &[FlagAdvice]) -> Advice {
        let Self { pack, evaluation, decision, .. } = self;
        let (today, weeks): (Vec<ActionAdvice>, Vec<ActionAdvice>) = decision
            .actions
            .iter()
            .map(|action| self.action(*action))
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
        let kept_away = if decision.urgency.allows_actions() {
            actions::useful(pack, &decision.counting(), &decision.causes)
                .into_iter()
                .filter_map(|action| {
                    let because = actions::block_reason(pack, evaluation, action)?;
                    let action = &pack.actions()[action];
                    Some((action.id.clone(), action.title.clone(), because.to_owned()))
                })
                .collect()
        } else {
            Vec::new()
        };
        Advice { today: Today { do_items, do_not, actions: today }, weeks, kept_away }
    }

    fn action(&self, index: ActionIx) -> ActionAdvice {
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
            helps: actions::helped_by(self.pack, index, &self.decision.counting(), &self.decision.causes),
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
