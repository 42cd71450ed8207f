//! Why a decision is as it is, without words: numbers that point into the pack.
//!
//! They are found in one way only, whoever finds out what holds: [`crate::assess`] puts them into words, and a flat program gives them as
//! they are. So what a person reads and what a table of a thousand people says are the same reasons.

use crate::{
    actions::{self, Keeper},
    decision::{Decision, ShownCondition, decide_from},
    evaluation::Evaluation,
    ranking::{self, Ranked},
    reason::denies,
};
use sinew_logic::{Formula, Truth};
use sinew_model::{
    ActionIx, Answer, AnswerTest, Answers, Band, CauseIx, ConditionIx, Decibans, ExitIx, FindingIx,
    FindingRule, FlagStatus, Index as _, OptionIx, OptionSet, Pack, QuestionIx, QuestionKind, RedFlagIx,
    Urgency,
};
use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

/// Something that the runner said, or is not sure about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The question that it answers.
    pub question: QuestionIx,
    /// How much of the answer it is.
    pub part: SaidPart,
}

/// How much of an answer is a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaidPart {
    /// That the runner is not sure.
    NotSure,
    /// Of a list, that none of its options was chosen.
    NoOption,
    /// Of a list, one option that was chosen.
    Option(OptionIx),
    /// The whole answer.
    Answer,
}

/// A stretch of [`Reasons::said`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaidRange(Range<usize>);

/// What sets the urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrgencyGround {
    /// A red flag fires.
    RedFlag(RedFlagIx),
    /// A red flag could not be ruled out.
    UnknownRedFlag(RedFlagIx),
    /// The guide is not for this person.
    Exit(ExitIx),
    /// A condition fits well, and somebody looks at it this soon.
    Condition(ConditionIx),
    /// Nothing asks for more than self-care.
    NothingUrgent,
}

/// A red flag that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagReasons {
    /// Which one.
    pub flag: RedFlagIx,
    /// Whether it fires.
    pub status: FlagStatus,
    /// The urgency it gives here.
    pub gives: Urgency,
    /// What made it so.
    pub said: SaidRange,
}

/// How one line of evidence came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineReason {
    /// Its place among the lines of its condition.
    pub line: usize,
    /// Whether what it asks for holds.
    pub truth: Truth,
    /// What it weighs here.
    pub weight: Decibans,
    /// Whether a stronger line of its group counts instead.
    pub overshadowed: bool,
}

/// A condition with what speaks for it and against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionReasons {
    /// Which one.
    pub condition: ConditionIx,
    /// The sum of its evidence.
    pub evidence: Decibans,
    /// The place of the companion among those of the condition that it is shown beside, if it is shown for that alone.
    pub companion: Option<(ConditionIx, usize)>,
    /// What called for it as a companion.
    pub called: SaidRange,
    /// Its lines that weigh something or are not known, in pack order: a stretch of [`Reasons::lines`].
    pub lines: Range<usize>,
    /// Its adjustments that hold, by their places in pack order: a stretch of [`Reasons::adjustments`].
    pub adjustments: Range<usize>,
}

/// Whom an action helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helped {
    /// A condition that is shown.
    Condition(ConditionIx),
    /// A cause that is named.
    Cause(CauseIx),
}

/// Why a decision is as it is. Made once and filled for one person after another ([`ReasonFinder`]), it needs no new memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasons {
    /// What sets the urgency; at least one.
    pub urgency: Vec<UrgencyGround>,
    /// The red flags that count: those that fire, the most pressing first, then those that are not ruled out.
    pub flags: Vec<FlagReasons>,
    /// What the runner said, the weightiest first, each once.
    pub told: Vec<Said>,
    /// What was asked about for a red flag that is at least same-day, and denied as a whole.
    pub denied: Vec<Said>,
    /// The questions that were answered with "not sure", in whole or in part.
    pub not_sure: Vec<QuestionIx>,
    /// The conditions: as many as are shown, in that order, then the others, in order. None in an emergency and at an exit.
    pub conditions: Vec<ConditionReasons>,
    /// How the lines of evidence came out.
    pub lines: Vec<LineReason>,
    /// The adjustments that hold.
    pub adjustments: Vec<usize>,
    /// For each cause that is named, in order, what points to it.
    pub causes: Vec<SaidRange>,
    /// For each action that is offered, in order, whom it helps: a stretch of [`Self::helped`].
    pub actions: Vec<Range<usize>>,
    /// Whom actions help.
    pub helped: Vec<Helped>,
    /// The actions that would help and are kept away, the most useful first.
    pub kept_away: Vec<(ActionIx, Keeper)>,
    said: Vec<Said>,
}

/// Finds reasons: what has to be known of a pack beforehand, and room that is used again for each person.
#[derive(Debug, Clone)]
pub struct ReasonFinder {
    /// The questions that red flags hang on which are at least same-day, but for those that the pack itself answers.
    warnings: Vec<QuestionIx>,
    room: Room,
}

/// Room that finding needs.
#[derive(Debug, Clone, Default)]
struct Room {
    /// The findings that were looked at, as bits.
    seen: Vec<u64>,
    /// Those to be looked at, the next one last.
    open: Vec<FindingIx>,
    counting: Vec<ShownCondition>,
    ranked: Vec<Ranked>,
    lines: Vec<LineReason>,
    useful: Vec<ActionIx>,
}

/// How one condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// The sum of its evidence.
    pub evidence: Decibans,
    /// Prior, adjustments and evidence together.
    pub total: Decibans,
}

/// What holds for one person: what reasons are found from. Whoever implements it says the same of a pack and its answers as the engine.
pub trait Truths {
    /// The truth of a finding.
    fn finding(&self, finding: FindingIx) -> Truth;
    /// Whether a question applies.
    fn applies(&self, question: QuestionIx) -> Truth;
    /// The truth of a line of evidence, by its place among those of its condition.
    fn line(&self, condition: ConditionIx, line: usize) -> Truth;
    /// Whether no further answer can change that truth.
    fn is_line_settled(&self, condition: ConditionIx, line: usize) -> bool;
    /// The score of a condition. Asked only of decisions that rank conditions.
    fn score(&self, condition: ConditionIx) -> Scored;
    /// Adds the actions that would help with what was decided, and are kept away, the most useful first. Asked only of decisions that offer
    /// actions.
    fn kept_away(&self, decision: &Decision, into: &mut Vec<ActionIx>);
}

/// The engine's own way to find out what holds.
pub(crate) struct Evaluated<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) evaluation: &'a Evaluation,
}

impl Evaluated<'_> {
    fn when(&self, condition: ConditionIx, line: usize) -> &Formula<FindingIx> {
        &self.pack.conditions()[condition].evidence[line].when
    }
}

impl Truths for Evaluated<'_> {
    fn finding(&self, finding: FindingIx) -> Truth {
        self.evaluation.finding(finding)
    }

    fn applies(&self, question: QuestionIx) -> Truth {
        self.evaluation.applies(self.pack, question)
    }

    fn line(&self, condition: ConditionIx, line: usize) -> Truth {
        self.evaluation.truth(self.when(condition, line))
    }

    fn is_line_settled(&self, condition: ConditionIx, line: usize) -> bool {
        self.evaluation.is_settled(self.when(condition, line))
    }

    fn score(&self, condition: ConditionIx) -> Scored {
        let Ranked { condition: _, evidence, total } =
            ranking::score(&self.pack.conditions()[condition], condition, self.evaluation);
        Scored { evidence, total }
    }

    fn kept_away(&self, decision: &Decision, into: &mut Vec<ActionIx>) {
        let useful = actions::useful(self.pack, &decision.counting(), &decision.causes);
        let truth = |formula: &Formula<FindingIx>| self.evaluation.truth(formula);
        into.extend(useful.into_iter().filter(|action| Keeper::of(self.pack, *action, truth).is_some()));
    }
}

/// Why the decision for these answers is as it is, taking everything unanswered as unknown: the definition, which allocates anew.
pub fn reasons(pack: &Pack, answers: &Answers) -> (Decision, Reasons) {
    let evaluation = Evaluation::of(pack, answers);
    found(pack, answers, &evaluation)
}

/// The same from what was evaluated.
pub(crate) fn found(pack: &Pack, answers: &Answers, evaluation: &Evaluation) -> (Decision, Reasons) {
    let decision = decide_from(pack, evaluation);
    let mut reasons = Reasons::default();
    ReasonFinder::of(pack).find(pack, answers, &Evaluated { pack, evaluation }, &decision, &mut reasons);
    (decision, reasons)
}

impl ReasonFinder {
    /// A finder for the decisions of this pack.
    pub fn of(pack: &Pack) -> Self {
        let pressing = pack.red_flags().iter().filter(|flag| flag.urgency >= Urgency::SameDay);
        let asked: BTreeSet<QuestionIx> =
            pressing.flat_map(|flag| pack.questions_behind(&flag.when)).collect();
        let warnings = asked.into_iter().filter(|question| pack.given_answer(*question).is_none()).collect();
        Self { warnings, room: Room::default() }
    }

    /// Finds why a decision is as it is; what stood in `into` is forgotten. The decision and the truths are those of the pack and the
    /// answers; at an exit nothing is offered, so that nothing is kept away either.
    ///
    /// # Panics
    /// It may, if they are those of another pack.
    pub fn find(
        &mut self,
        pack: &Pack,
        answers: &Answers,
        truths: &impl Truths,
        decision: &Decision,
        into: &mut Reasons,
    ) {
        let Self { warnings, room } = self;
        into.clear();
        decision.counting_into(&mut room.counting);
        let mut search = Search { pack, answers, truths, decision, room, into };
        search.flags();
        let ranks = !decision.shows_help_only();
        if ranks {
            search.conditions();
        }
        search.urgency(ranks);
        search.causes();
        search.told();
        if ranks {
            search.denied(warnings);
            search.not_sure();
        }
        if decision.urgency.allows_actions() && ranks {
            search.actions();
        }
    }
}

impl Reasons {
    /// What the runner said, in a stretch of this filling: each once, in the order of the rules.
    pub fn said(&self, range: &SaidRange) -> &[Said] {
        self.said.get(range.0.clone()).unwrap_or_default()
    }

    fn clear(&mut self) {
        let Self {
            urgency,
            flags,
            told,
            denied,
            not_sure,
            conditions,
            lines,
            adjustments,
            causes,
            actions,
            helped,
            kept_away,
            said,
        } = self;
        urgency.clear();
        flags.clear();
        told.clear();
        denied.clear();
        not_sure.clear();
        conditions.clear();
        lines.clear();
        adjustments.clear();
        causes.clear();
        actions.clear();
        helped.clear();
        kept_away.clear();
        said.clear();
    }
}

/// The search for the reasons of one decision.
struct Search<'a, T> {
    pack: &'a Pack,
    answers: &'a Answers,
    truths: &'a T,
    decision: &'a Decision,
    room: &'a mut Room,
    into: &'a mut Reasons,
}

impl<T: Truths> Search<'_, T> {
    fn truth(&self, formula: &Formula<FindingIx>) -> Truth {
        formula.evaluate(&|finding| self.truths.finding(*finding))
    }

    /// What the runner said that decided a formula, each once. An answer to a question that does not apply decides nothing.
    ///
    /// Looks at each finding once and without recursion: findings that build on one another make long chains and many ways.
    fn behind(&mut self, formula: &Formula<FindingIx>) -> SaidRange {
        let (pack, truths) = (self.pack, self.truths);
        let Room { seen, open, .. } = &mut *self.room;
        let said = &mut self.into.said;
        let start = said.len();
        seen.clear();
        seen.resize(pack.findings().len().div_ceil(64), 0);
        open.clear();
        let add = |formula: &Formula<FindingIx>, open: &mut Vec<FindingIx>| {
            formula.for_each_support(&|finding| truths.finding(*finding), &mut |support| {
                open.push(*support.atom);
            });
        };
        add(formula, open);
        open.reverse();
        while let Some(finding) = open.pop() {
            let (word, bit) = (finding.position() / 64, 1 << (finding.position() % 64));
            if seen[word] & bit != 0 {
                continue;
            }
            seen[word] |= bit;
            let truth = truths.finding(finding);
            let first = open.len();
            match &pack.findings()[finding].rule {
                FindingRule::Answer { question, test } => {
                    if !truths.applies(*question).is_false()
                        && let Some(part) =
                            part_of(pack, *question, self.answers.get(*question), *test, truth)
                    {
                        let one = Said { question: *question, part };
                        if !said[start..].contains(&one) {
                            said.push(one);
                        }
                    }
                }
                FindingRule::Fits { condition, .. } => {
                    for (place, line) in pack.conditions()[*condition].evidence.iter().enumerate() {
                        let weight = || ranking::weight(line, truths.line(*condition, place));
                        let speaks = match truth {
                            Truth::True => weight() > Decibans::ZERO,
                            Truth::False => weight() < Decibans::ZERO,
                            Truth::Unknown => !truths.is_line_settled(*condition, place),
                        };
                        if speaks {
                            add(&line.when, open);
                        }
                    }
                }
                FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => {
                    if let Some(formula) = pack.formula_of(finding) {
                        add(formula, open);
                    }
                }
            }
            open[first..].reverse();
        }
        SaidRange(start..said.len())
    }

    fn flags(&mut self) {
        let (pack, decision) = (self.pack, self.decision);
        let fired = decision.fired.iter().map(|flag| (*flag, FlagStatus::Fires));
        let unknown = decision.not_ruled_out.iter().map(|flag| (*flag, FlagStatus::CannotBeRuledOut));
        for (flag, status) in fired.chain(unknown) {
            let said = self.behind(&pack.red_flags()[flag].when);
            let gives = match status {
                FlagStatus::Fires => pack.red_flags()[flag].urgency,
                FlagStatus::CannotBeRuledOut => pack.red_flags()[flag].floor_when_unknown(),
            };
            self.into.flags.push(FlagReasons { flag, status, gives, said });
        }
        self.into.flags.sort_unstable_by_key(|entry| {
            let urgency = pack.red_flags()[entry.flag].urgency;
            (entry.status, Reverse(entry.gives), Reverse(urgency), entry.flag)
        });
    }

    fn urgency(&mut self, ranks: bool) {
        let Self { pack, decision, .. } = *self;
        let urgency = decision.urgency;
        let grounds = &mut self.into.urgency;
        let fired = decision.fired.iter().filter(|flag| pack.red_flags()[**flag].urgency == urgency);
        grounds.extend(fired.map(|flag| UrgencyGround::RedFlag(*flag)));
        let unknown = decision.not_ruled_out.iter();
        let unknown = unknown.filter(|flag| pack.red_flags()[**flag].floor_when_unknown() == urgency);
        grounds.extend(unknown.map(|flag| UrgencyGround::UnknownRedFlag(*flag)));
        let exit = decision.exit.filter(|exit| pack.exits()[*exit].urgency == urgency);
        grounds.extend(exit.map(UrgencyGround::Exit));
        if ranks && urgency > Urgency::SelfCare {
            let well = self.room.ranked.iter().filter(|entry| entry.band() == Band::FitsWell);
            let pressing = well.filter(|entry| pack.conditions()[entry.condition].care == urgency);
            grounds.extend(pressing.map(|entry| UrgencyGround::Condition(entry.condition)));
        }
        if grounds.is_empty() {
            grounds.push(UrgencyGround::NothingUrgent);
        }
    }

    /// The conditions that are shown, then the others.
    fn conditions(&mut self) {
        let (pack, truths, decision) = (self.pack, self.truths, self.decision);
        let score = |condition: ConditionIx| {
            let Scored { evidence, total } = truths.score(condition);
            Ranked { condition, evidence, total }
        };
        let mut ranked = std::mem::take(&mut self.room.ranked);
        ranked.clear();
        let conditions = pack.conditions().iter_indexed();
        ranked.extend(
            conditions.filter(|(_, condition)| condition.only_with.is_empty()).map(|(index, _)| score(index)),
        );
        ranked.sort_unstable_by_key(Ranked::order);
        for shown in &decision.conditions {
            let companion = shown.companion_of.and_then(|of| {
                let companions = &pack.conditions()[of].never_without;
                companions
                    .iter()
                    .position(|other| other.condition == shown.condition)
                    .map(|place| (of, place))
            });
            let when =
                companion.and_then(|(of, place)| pack.conditions()[of].never_without[place].when.as_ref());
            let called = when.map_or_else(SaidRange::default, |when| self.behind(when));
            self.condition(score(shown.condition), companion, called);
        }
        for entry in &ranked {
            if !decision.conditions.iter().any(|shown| shown.condition == entry.condition) {
                self.condition(*entry, None, SaidRange::default());
            }
        }
        self.room.ranked = ranked;
    }

    fn condition(&mut self, entry: Ranked, companion: Option<(ConditionIx, usize)>, called: SaidRange) {
        let (pack, truths) = (self.pack, self.truths);
        let condition = &pack.conditions()[entry.condition];
        let first = self.into.lines.len();
        for (place, line) in condition.evidence.iter().enumerate() {
            let truth = truths.line(entry.condition, place);
            let weight = ranking::weight(line, truth);
            if truth.is_unknown() || weight != Decibans::ZERO {
                self.into.lines.push(LineReason { line: place, truth, weight, overshadowed: false });
            }
        }
        // Another line of the group counts in its place: a stronger one, or an equal one that stands before it. What weighs nothing has no
        // place to lose.
        for at in first..self.into.lines.len() {
            let LineReason { line, weight, .. } = self.into.lines[at];
            let (Some(group), own) = (condition.evidence[line].group, weight.value()) else { continue };
            if own == 0 {
                continue;
            }
            let size = own.unsigned_abs();
            self.into.lines[at].overshadowed = self.into.lines[first..].iter().any(|other| {
                let rival = other.weight.value();
                other.line != line
                    && condition.evidence[other.line].group == Some(group)
                    && rival.signum() == own.signum()
                    && (rival.unsigned_abs() > size || other.line < line && rival.unsigned_abs() == size)
            });
        }
        let first_adjustment = self.into.adjustments.len();
        for (place, adjustment) in condition.adjustments.iter().enumerate() {
            if self.truth(&adjustment.when).is_true() {
                self.into.adjustments.push(place);
            }
        }
        self.into.conditions.push(ConditionReasons {
            condition: entry.condition,
            evidence: entry.evidence,
            companion,
            called,
            lines: first..self.into.lines.len(),
            adjustments: first_adjustment..self.into.adjustments.len(),
        });
    }

    fn causes(&mut self) {
        let pack = self.pack;
        for cause in &self.decision.causes {
            let said = self.behind(&pack.causes()[*cause].when);
            self.into.causes.push(said);
        }
    }

    /// What made flags fire, then what fits the first condition best, then the rest.
    fn told(&mut self) {
        let (pack, decision) = (self.pack, self.decision);
        let urgency = decision.urgency;
        for at in 0..self.into.flags.len() {
            let entry = &self.into.flags[at];
            if entry.status == FlagStatus::Fires && pack.red_flags()[entry.flag].urgency == urgency {
                self.tell(entry.said.clone());
            }
        }
        if !(urgency.allows_actions() || decision.fired.is_empty()) {
            return;
        }
        let decisive = self.room.counting.iter().find(|shown| shown.fits()).map(|shown| shown.condition);
        if let Some(decisive) = decisive {
            let mut lines = std::mem::take(&mut self.room.lines);
            lines.clear();
            let Reasons { conditions, lines: all, .. } = &*self.into;
            let own = conditions.iter().find(|entry| entry.condition == decisive);
            let own = own.map_or(&[][..], |entry| &all[entry.lines.clone()]);
            lines.extend(own.iter().filter(|line| line.truth.is_true() && line.weight > Decibans::ZERO));
            lines.sort_unstable_by_key(|line| (Reverse(line.weight), line.line));
            for line in &lines {
                let before = self.into.said.len();
                let said = self.behind(&pack.conditions()[decisive].evidence[line.line].when);
                self.tell(said);
                self.into.said.truncate(before);
            }
            self.room.lines = lines;
        }
        for at in 0..self.into.causes.len() {
            self.tell(self.into.causes[at].clone());
        }
    }

    fn tell(&mut self, range: SaidRange) {
        let Reasons { told, said, .. } = &mut *self.into;
        for one in &said[range.0] {
            if !told.contains(one) {
                told.push(*one);
            }
        }
    }

    fn denied(&mut self, warnings: &[QuestionIx]) {
        for question in warnings {
            let asked = &self.pack.questions()[*question];
            let Some(answer) = self.answers.get(*question) else { continue };
            if denies(asked, answer) && !self.truths.applies(*question).is_false() {
                let part = match asked.kind {
                    QuestionKind::AnyOf { .. } => SaidPart::NoOption,
                    _ => SaidPart::Answer,
                };
                self.into.denied.push(Said { question: *question, part });
            }
        }
    }

    fn not_sure(&mut self) {
        for (question, answer) in self.answers.iter() {
            if matches!(answer, Answer::NotSure | Answer::Any { unsure: true, .. })
                && !self.truths.applies(question).is_false()
            {
                self.into.not_sure.push(question);
            }
        }
    }

    fn actions(&mut self) {
        let Self { pack, decision, truths, .. } = *self;
        let mut useful = std::mem::take(&mut self.room.useful);
        useful.clear();
        truths.kept_away(decision, &mut useful);
        for action in &useful {
            let keeper = Keeper::of(pack, *action, |formula| self.truth(formula));
            self.into.kept_away.extend(keeper.map(|keeper| (*action, keeper)));
        }
        self.room.useful = useful;
        let counting = &self.room.counting;
        let Reasons { actions, helped, .. } = &mut *self.into;
        for action in &decision.actions {
            let first = helped.len();
            let conditions = counting.iter().map(|shown| shown.condition);
            let conditions =
                conditions.filter(|condition| pack.conditions()[*condition].actions.contains(action));
            helped.extend(conditions.map(Helped::Condition));
            let causes =
                decision.causes.iter().filter(|cause| pack.causes()[**cause].actions.contains(action));
            helped.extend(causes.map(|cause| Helped::Cause(*cause)));
            actions.push(first..helped.len());
        }
    }
}

/// How much of an answer made one test come out. An option of a list that was not chosen while others were is no reason.
fn part_of(
    pack: &Pack,
    question: QuestionIx,
    answer: Option<Answer>,
    test: AnswerTest,
    truth: Truth,
) -> Option<SaidPart> {
    let answer = answer?;
    if truth.is_unknown() || answer == Answer::NotSure {
        return Some(SaidPart::NotSure);
    }
    match (&pack.questions()[question].kind, answer, test) {
        (QuestionKind::AnyOf { .. }, Answer::Any { .. }, AnswerTest::Chose(option)) if truth.is_true() => {
            Some(SaidPart::Option(option))
        }
        (QuestionKind::AnyOf { .. }, Answer::Any { chosen: OptionSet::EMPTY, .. }, _) => {
            Some(SaidPart::NoOption)
        }
        (QuestionKind::AnyOf { .. }, _, _) => None,
        _ => Some(SaidPart::Answer),
    }
}
