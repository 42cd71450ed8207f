//! Lays out a pack as steps over planes, and checks that its figures fit into lanes.

use super::{
    Answered, Applies, Asked, Batch, BatchProblem, Checked, Codes, Condition, Evidence, Line, Offer, Op,
    Shelf, Weight, narrow,
};
use crate::{
    columns::{NONE, Shape},
    network::{Bit, Gate, Network, Root, Rule, Signal, Step},
    program::{Program, ProgramProblem},
    row::{Coding, FIRST_ANSWER, NOT_SURE},
};
use sinew_engine::rules::{
    ALWAYS_POINTS, CAUSE_POINTS, CONDITION_POINTS, FURTHER_CONDITION_POINTS, SHOWN_AT_MOST, Slot,
    worth_in_list,
};
use sinew_model::{ActionIx, Answer, AnswerTest, ConditionIx, Index as _, Pack, QuestionIx, Urgency};
use std::collections::{BTreeMap, BTreeSet};

impl Batch {
    /// The program of a pack for many people.
    pub fn compile(pack: &Pack) -> Result<Self, BatchProblem> {
        let program = Program::compile(pack)?;
        for (what, count) in [
            ("conditions", pack.conditions().len()),
            ("exits", pack.exits().len()),
            ("actions", pack.actions().len()),
        ] {
            if count > usize::from(NONE) - 1 {
                return Err(BatchProblem::TooMany { what, count });
            }
        }
        let network = Network::with_checks(pack).map_err(|question| ProgramProblem::TooManyAnswers {
            question: pack.questions()[question].id.clone(),
        })?;
        for step in &network.steps {
            if let Step::Gate(Gate { rule: Rule::Sum { points, at_least }, .. }) = step {
                let sum: i64 = points.iter().map(|(_, weight)| weight.abs()).sum();
                if sum.max(at_least.abs()) > i64::from(i16::MAX) {
                    return Err(BatchProblem::SumTooLarge);
                }
            }
        }
        let mut maker =
            Maker { network: &network, ops: Vec::new(), planes: network.signals, placed: BTreeMap::new() };
        maker.steps(pack);
        let conditions = maker.conditions(pack);
        let (lowest, range, condition_bits) = key_of_conditions(&conditions)?;
        let action_bits = bits_for(pack.actions().len());
        check_points(pack, action_bits)?;

        let roots = &network.roots;
        let level = |urgency: Urgency| Urgency::ALL.iter().position(|level| *level == urgency).unwrap_or(0);
        let flags = pack.red_flags().iter().zip(&roots.flags);
        let flags: Vec<_> = flags
            .map(|(flag, root)| (maker.asked(root), level(flag.urgency), level(flag.floor_when_unknown())))
            .collect();
        let exits = pack.exits().iter().zip(&roots.exits);
        let exits: Vec<_> =
            exits.map(|(exit, root)| (maker.plane(root.bit), narrow(level(exit.urgency)))).collect();
        let causes: Vec<usize> = roots.causes.iter().map(|root| maker.plane(root.bit)).collect();
        let shelves = maker.shelves(pack, action_bits);
        let impossible = network.checks.impossible.iter().map(|bit| maker.plane(*bit)).collect();
        let safety = safety_questions(pack);
        let mut checked = Vec::new();
        for question in pack.questions().indices() {
            let applies = network.checks.applies[question.position()].map(|bit| maker.plane(bit));
            let is_given = pack.given_answer(question).is_some();
            let is_needed = safety.contains(&question);
            if !is_given && (is_needed || applies.is_some()) {
                checked.push(Checked { question: question.position(), applies, is_needed });
            }
        }

        let with_flags: Vec<usize> = (0..conditions.len()).filter(|at| !conditions[*at].is_ranked).collect();
        let for_itself = SHOWN_AT_MOST.max(with_flags.len() + 1).max(1);
        let companions: BTreeSet<usize> = conditions
            .iter()
            .flat_map(|condition| condition.companions.iter().map(|(companion, _)| *companion))
            .collect();
        let offered = shelves.last().map_or(0, |shelf| shelf.places.end);
        Ok(Self {
            planes: maker.planes,
            ops: maker.ops,
            findings: network.findings,
            shape: Shape {
                flags: flags.len(),
                shown: for_itself + companions.len(),
                causes: causes.len(),
                actions: offered,
            },
            given: pack.questions().indices().map(|question| pack.given_answer(question).copied()).collect(),
            impossible,
            checked,
            program,
            flags,
            exits,
            conditions,
            with_flags,
            causes,
            shelves,
            condition_bits,
            lowest,
            range,
            action_bits,
            for_itself,
        })
    }
}

/// How many bits name one of so many.
fn bits_for(count: usize) -> u32 {
    count.max(2).next_power_of_two().trailing_zeros()
}

/// How totals become keys: the lowest total, how many there are, and how many bits name the condition.
fn key_of_conditions(conditions: &[Condition]) -> Result<(i16, u16, u32), BatchProblem> {
    let size = |weight: i16| i64::from(weight.unsigned_abs());
    let most = conditions.iter().map(|condition| {
        let several = condition.groups.iter().flat_map(|group| &group.lines);
        let lines = condition.alone.lines.iter().chain(several);
        let lines: i64 = lines.map(|line| size(line.if_holds) + size(line.if_fails)).sum();
        let shifts: i64 = condition.adjustments.iter().map(|(_, shift)| size(*shift)).sum();
        lines + shifts + size(condition.prior)
    });
    let most = most.max().unwrap_or(0);
    let bits = bits_for(conditions.len());
    let range = 2 * most + 1;
    // Three bands, and one above them for what red flags bring.
    if (4 * range) << bits > 1 << 16 {
        return Err(BatchProblem::ScoresTooFarApart { conditions: conditions.len(), range });
    }
    Ok((i16::try_from(-most).unwrap_or(0), u16::try_from(range).unwrap_or(0), bits))
}

/// The questions that a red flag or an exit may hang on, through whatever it is.
fn safety_questions(pack: &Pack) -> BTreeSet<QuestionIx> {
    let flags = pack.red_flags().iter().map(|flag| &flag.when);
    let mut open: Vec<_> = flags.chain(pack.exits().iter().map(|exit| &exit.when)).collect();
    let mut questions = BTreeSet::new();
    while let Some(formula) = open.pop() {
        for question in pack.questions_behind(formula) {
            if questions.insert(question) {
                open.extend(&pack.questions()[question].ask_when);
            }
        }
    }
    questions
}

/// Checks that points fit into a lane with the bits that name the action.
fn check_points(pack: &Pack, bits: u32) -> Result<(), BatchProblem> {
    for (index, action) in pack.actions().iter_indexed() {
        let places = |actions: &[ActionIx]| -> u64 {
            let listed = (0u32..).zip(actions).filter(|(_, listed)| **listed == index);
            listed.map(|(place, _)| u64::from(worth_in_list(place))).sum()
        };
        // Nobody is shown more than these for themselves; companions are decided for alone.
        let named = pack.conditions().iter().filter(|condition| !condition.only_with.is_empty()).count();
        let mut worths: Vec<u64> =
            pack.conditions().iter().map(|condition| places(&condition.actions)).collect();
        worths.sort_unstable_by(|one, other| other.cmp(one));
        let shares = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
        let from_conditions: u64 = worths
            .iter()
            .take(SHOWN_AT_MOST.max(named + 1))
            .zip(shares)
            .map(|(worth, share)| worth * u64::from(share))
            .sum();
        let from_causes: u64 =
            pack.causes().iter().map(|cause| places(&cause.actions) * u64::from(CAUSE_POINTS)).sum();
        let points = from_conditions + from_causes + if action.always { u64::from(ALWAYS_POINTS) } else { 0 };
        if points + 1 > 1 << (16 - bits.min(16)) {
            return Err(BatchProblem::TooManyPoints {
                action: action.id.clone(),
                points,
                actions: pack.actions().len(),
            });
        }
    }
    Ok(())
}

/// Lays out a network as steps over planes.
struct Maker<'n> {
    network: &'n Network,
    ops: Vec<Op>,
    planes: usize,
    /// The planes of bits that are there.
    placed: BTreeMap<Bit, usize>,
}

impl Maker<'_> {
    /// The plane of a bit; it is made from its signals when it is first asked for.
    fn plane(&mut self, bit: Bit) -> usize {
        if let Some(plane) = self.placed.get(&bit) {
            return *plane;
        }
        let signals = &self.network.bits[bit.0];
        let plane = if let (1, Some(Signal(only))) = (signals.len(), signals.first()) {
            *only
        } else {
            // As few members as can be: bits that are there already stand for their signals.
            let mut left = signals.clone();
            let mut of = Vec::new();
            let mut known: Vec<(&BTreeSet<Signal>, usize)> = self
                .placed
                .iter()
                .map(|(bit, plane)| (&self.network.bits[bit.0], *plane))
                .filter(|(known, _)| known.len() > 1 && known.is_subset(signals))
                .collect();
            known.sort_by_key(|(known, plane)| (std::cmp::Reverse(known.len()), *plane));
            for (known, plane) in known {
                if known.intersection(&left).count() > 1 {
                    left = &left - known;
                    of.push(plane);
                }
            }
            of.extend(left.into_iter().map(|Signal(signal)| signal));
            let plane = self.planes;
            self.planes += 1;
            self.ops.push(Op::Any { plane, of });
            plane
        };
        self.placed.insert(bit, plane);
        plane
    }

    fn asked(&mut self, root: &Root) -> Asked {
        Asked { plane: self.plane(root.bit), named: positions(&root.named) }
    }

    fn steps(&mut self, pack: &Pack) {
        let mut firsts = Vec::new();
        let mut options = 0;
        for coding in &self.network.codings.questions {
            firsts.push(options);
            options += coding.options();
        }
        for step in &self.network.steps {
            let op = match step {
                Step::Ask(asked) => {
                    let position = asked.question.position();
                    let coding = &self.network.codings.questions[position];
                    let applies = asked.applies.as_ref().map(|applies| Applies {
                        plane: self.plane(applies.bit),
                        named: positions(&applies.named),
                    });
                    let answered = match coding {
                        Coding::One { .. } => {
                            let examples = coding.examples(&pack.questions()[asked.question].kind);
                            let tests = asked.tests.iter();
                            Answered::One(
                                tests
                                    .map(|(test, Signal(plane))| (codes_of(*test, &examples), *plane))
                                    .collect(),
                            )
                        }
                        Coding::List { options } => {
                            let (mut chosen, mut none, mut not_sure) = (vec![None; *options], None, None);
                            for (test, Signal(plane)) in &asked.tests {
                                match test {
                                    AnswerTest::Chose(option) => chosen[option.position()] = Some(*plane),
                                    AnswerTest::ChoseNone => none = Some(*plane),
                                    AnswerTest::NotSure => not_sure = Some(*plane),
                                    AnswerTest::Yes | AnswerTest::InRange(_) => {}
                                }
                            }
                            Answered::List { first_option: firsts[position], chosen, none, not_sure }
                        }
                    };
                    let findings = asked.findings.iter().map(|finding| finding.position()).collect();
                    Op::Read { question: position, applies, answered, findings }
                }
                Step::Gate(gate) => match &gate.rule {
                    Rule::All { hold, fail } => {
                        let hold = hold.iter().map(|bit| self.plane(*bit)).collect();
                        let fail = fail.iter().map(|bit| self.plane(*bit)).collect();
                        Op::All { plane: gate.gives.0, hold, fail }
                    }
                    Rule::Sum { points, at_least } => {
                        let small = |weight: i64| {
                            i16::try_from(weight).unwrap_or(if weight > 0 { i16::MAX } else { i16::MIN })
                        };
                        let points =
                            points.iter().map(|(bit, weight)| (self.plane(*bit), small(*weight))).collect();
                        Op::Sum { plane: gate.gives.0, points, at_least: small(*at_least) }
                    }
                },
                Step::Fit(fit) => {
                    for line in &self.network.roots.lines[fit.condition.position()] {
                        self.plane(line.literal.bit);
                    }
                    Op::Fit {
                        plane: fit.gives.0,
                        condition: fit.condition.position(),
                        at_least: fit.at_least,
                        finding: fit.finding.position(),
                    }
                }
                Step::Finding { finding, of } => Op::Finding {
                    plane: self.plane(of.literal.bit),
                    named: positions(&of.named),
                    finding: finding.position(),
                },
            };
            self.ops.push(op);
        }
    }

    /// The actions by what they share a limit with, and the places that the best of them have.
    fn shelves(&mut self, pack: &Pack, action_bits: u32) -> Vec<Shelf> {
        let mut by_slot: BTreeMap<Slot, Vec<Offer>> = BTreeMap::new();
        for (index, action) in pack.actions().iter_indexed() {
            let conditions = pack.conditions().iter().enumerate();
            let by_condition = conditions
                .filter_map(|(at, condition)| Some((at, worth(&condition.actions, index)? as u16)))
                .collect();
            let causes = pack.causes().iter().enumerate();
            let by_cause = causes
                .filter_map(|(at, cause)| Some((at, (worth(&cause.actions, index)? * CAUSE_POINTS) as u16)))
                .collect();
            by_slot.entry(Slot::of(action)).or_default().push(Offer {
                name: (1u16 << action_bits) - 1 - narrow(index.position()),
                always: if action.always { ALWAYS_POINTS as u16 } else { 0 },
                by_condition,
                by_cause,
                kept_away: self.plane(self.network.roots.kept_away[index.position()]),
            });
        }
        let mut first = 0;
        by_slot
            .into_iter()
            .map(|(slot, offers)| {
                let places = first..first + offers.len().min(slot.room());
                first = places.end;
                Shelf { places, offers }
            })
            .collect()
    }

    fn conditions(&mut self, pack: &Pack) -> Vec<Condition> {
        let roots = &self.network.roots;
        let small =
            |weight: i32| i16::try_from(weight).unwrap_or(if weight > 0 { i16::MAX } else { i16::MIN });
        let mut conditions = Vec::new();
        for (index, condition) in pack.conditions().iter_indexed() {
            let at: usize = ConditionIx::position(index);
            let mut groups: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
            let mut alone = Vec::new();
            for (line, root) in condition.evidence.iter().zip(&roots.lines[at]) {
                let [if_holds, if_fails] = root.weights(line).map(|weight| small(weight.value()));
                let asked = Asked { plane: self.plane(root.literal.bit), named: positions(&root.named) };
                let made = Line { asked, if_holds, if_fails };
                match line.group {
                    Some(group) => groups.entry(group).or_default().push(made),
                    None => alone.push(made),
                }
            }
            let mut several = Vec::new();
            for lines in groups.into_values() {
                if lines.len() == 1 { alone.extend(lines) } else { several.push(evidence(lines)) }
            }
            let adjustments = condition.adjustments.iter().zip(&roots.adjustments[at]);
            let companions = condition.never_without.iter().zip(&roots.companions[at]);
            conditions.push(Condition {
                is_ranked: condition.only_with.is_empty(),
                care: narrow(Urgency::ALL.iter().position(|level| *level == condition.care).unwrap_or(0)),
                prior: small(condition.prior.weight.value()),
                all_failing: alone.iter().fold(0, |sum: i16, line| sum.wrapping_add(line.if_fails)),
                alone: evidence(alone),
                groups: several,
                adjustments: adjustments
                    .map(|(adjustment, root)| (self.plane(root.bit), small(adjustment.shift.value())))
                    .collect(),
                only_with: condition.only_with.iter().map(|flag| flag.position()).collect(),
                companions: companions
                    .map(|(companion, root)| {
                        (companion.condition.position(), root.as_ref().map(|root| self.plane(root.bit)))
                    })
                    .collect(),
            });
        }
        conditions
    }
}

/// What these lines say.
fn evidence(lines: Vec<Line>) -> Evidence {
    let weights = |of: fn(&Line) -> i16| {
        let weight = |line: &Line| Weight { plane: line.asked.plane, decibans: of(line) };
        lines.iter().map(weight).filter(|weight| weight.decibans != 0).collect()
    };
    Evidence { holding: weights(|line| line.if_holds), failing: weights(|line| line.if_fails), lines }
}

/// How much more an action counts than the last of a list, if it is in the list.
fn worth(actions: &[ActionIx], action: ActionIx) -> Option<u32> {
    let listed = (0u32..).zip(actions).filter(|(_, listed)| **listed == action);
    listed.map(|(place, _)| worth_in_list(place)).reduce(|sum, worth| sum + worth)
}

fn positions(findings: &BTreeSet<sinew_model::FindingIx>) -> Vec<usize> {
    findings.iter().map(|finding| finding.position()).collect()
}

/// The codes of which a test is true: they stand side by side.
fn codes_of(test: AnswerTest, examples: &[Answer]) -> Codes {
    if test == AnswerTest::NotSure {
        return Codes { first: NOT_SURE, last: NOT_SURE, is_not_sure: true };
    }
    let holds = |answer: &Answer| test.truth_of(*answer).is_true();
    let code = |at: usize| FIRST_ANSWER + u8::try_from(at).unwrap_or(0);
    match (examples.iter().position(holds), examples.iter().rposition(holds)) {
        (Some(first), Some(last)) => Codes { first: code(first), last: code(last), is_not_sure: false },
        // No answer makes it true: a code that nobody has.
        _ => Codes { first: u8::MAX, last: u8::MAX, is_not_sure: false },
    }
}
