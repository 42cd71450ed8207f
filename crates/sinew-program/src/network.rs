//! A pack taken apart into signals, bits and steps: the form that both kinds of evaluation are made from.
//!
//! A *signal* is something that holds, fails or is unknown on its own: one test of one answer, a gate, or how well a condition
//! fits. A *bit* is true if one of its signals is: every "any of" is one bit, however deep it was nested, and costs nothing but
//! that its signals raise it. Everything else is a *gate* over bits: "all of", with negations, or a sum of points. A gate is a
//! signal again. The *steps* stand in an order in which all that a step looks at comes before it.
//!
//! What is rewritten holds in Kleene's logic as well: nested lists of one kind are one list, "not any" is "all not", a list of one
//! is its member, and what asks for the contrary of a bit asks for the bit to fail. No law that needs a third value to be missing is used.

use crate::row::{Coding, Codings};
use sinew_engine::rules::blocks_of;
use sinew_logic::Formula;
use sinew_model::{
    AnswerTest, Band, ConditionIx, Decibans, EvidenceLine, FindingIx, FindingRule, Index as _, Pack,
    QuestionIx,
};
use std::collections::{BTreeMap, BTreeSet};

/// A signal, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal(pub(crate) usize);

/// A bit, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bit(pub(crate) usize);

/// The signal that always holds.
pub(crate) const ALWAYS: Signal = Signal(0);

/// What a gate looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// All of these bits hold, and none of those.
    All { hold: BTreeSet<Bit>, fail: BTreeSet<Bit> },
    /// The points of the bits that hold come to at least so many.
    Sum { points: Vec<(Bit, i64)>, at_least: i64 },
}

/// A gate with the signal that it gives.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) rule: Rule,
    pub(crate) gives: Signal,
}

/// How well a condition fits, with the signal that says so.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub(crate) condition: ConditionIx,
    pub(crate) at_least: Band,
    pub(crate) finding: FindingIx,
    pub(crate) gives: Signal,
}

/// When a question applies.
#[derive(Debug, Clone)]
pub(crate) struct Applies {
    pub(crate) bit: Bit,
    /// The findings that its formula names.
    pub(crate) named: BTreeSet<FindingIx>,
}

/// A question with the tests of its answers.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) question: QuestionIx,
    pub(crate) applies: Option<Applies>,
    /// The tests and the signals they give.
    pub(crate) tests: Vec<(AnswerTest, Signal)>,
    /// The findings that are about it.
    pub(crate) findings: Vec<FindingIx>,
}

/// One step of an evaluation.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads the answer to a question.
    Ask(Asked),
    /// Looks at a gate.
    Gate(Gate),
    /// Looks at how well a condition fits.
    Fit(Fit),
    /// A finding that stands for a formula is there: matters only for whether it is settled.
    Finding { finding: FindingIx, of: LiteralRoot },
}

impl Step {
    /// The bits that it looks at.
    pub(crate) fn needs(&self, network: &Network) -> Vec<Bit> {
        match self {
            Self::Ask(asked) => asked.applies.iter().map(|applies| applies.bit).collect(),
            Self::Gate(Gate { rule: Rule::All { hold, fail }, .. }) => {
                hold.iter().chain(fail).copied().collect()
            }
            Self::Gate(Gate { rule: Rule::Sum { points, .. }, .. }) => {
                points.iter().map(|(bit, _)| *bit).collect()
            }
            Self::Fit(fit) => {
                network.roots.lines[fit.condition.position()].iter().map(|line| line.literal.bit).collect()
            }
            Self::Finding { of, .. } => vec![of.literal.bit],
        }
    }

    fn gives_mut(&mut self) -> Vec<&mut Signal> {
        match self {
            Self::Ask(asked) => asked.tests.iter_mut().map(|(_, signal)| signal).collect(),
            Self::Gate(Gate { gives, .. }) | Self::Fit(Fit { gives, .. }) => vec![gives],
            Self::Finding { .. } => Vec::new(),
        }
    }

    /// The signals that it gives.
    pub(crate) fn gives(&self) -> Vec<Signal> {
        match self {
            Self::Ask(asked) => asked.tests.iter().map(|(_, signal)| *signal).collect(),
            Self::Gate(Gate { gives, .. }) | Self::Fit(Fit { gives, .. }) => vec![*gives],
            Self::Finding { .. } => Vec::new(),
        }
    }
}

/// A formula that the decision asks for.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    pub(crate) bit: Bit,
    /// The findings that it names.
    pub(crate) named: BTreeSet<FindingIx>,
}

/// A bit, or its contrary. Rules often ask for something not to be so, and most people are not so: a bit for what they ask for would have
/// to be raised for nearly everybody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal {
    pub(crate) bit: Bit,
    pub(crate) is_negated: bool,
}

/// A formula of which a literal says whether it holds.
#[derive(Debug, Clone)]
pub(crate) struct LiteralRoot {
    pub(crate) literal: Literal,
    /// The findings that it names.
    pub(crate) named: BTreeSet<FindingIx>,
}

impl LiteralRoot {
    /// What a line with this formula weighs if the bit holds, and what if it fails.
    pub(crate) fn weights(&self, line: &EvidenceLine) -> [Decibans; 2] {
        if self.literal.is_negated { [line.absent, line.present] } else { [line.present, line.absent] }
    }
}

/// All formulas that the decision asks for, in pack order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roots {
    pub(crate) flags: Vec<Root>,
    pub(crate) exits: Vec<Root>,
    /// By condition.
    pub(crate) lines: Vec<Vec<LiteralRoot>>,
    /// By condition.
    pub(crate) adjustments: Vec<Vec<Root>>,
    /// By condition; none for a companion that is always called for.
    pub(crate) companions: Vec<Vec<Option<Root>>>,
    pub(crate) causes: Vec<Root>,
    /// By action: its own block and those of the pack.
    pub(crate) kept_away: Vec<Bit>,
}

/// The formulas that say whether answers can stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checks {
    /// Combinations of answers that cannot be.
    pub(crate) impossible: Vec<Bit>,
    /// By question, when it applies; none if always.
    pub(crate) applies: Vec<Option<Bit>>,
}

/// What holds beside what the decision asks for: what reasons are found from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Details {
    /// By finding.
    pub(crate) findings: Vec<Literal>,
    /// By question, when it applies; none if always.
    pub(crate) applies: Vec<Option<Bit>>,
}

/// What a network says beside what the decision asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Checks,
    Details,
}

/// The parts of a pack that decide.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) codings: Codings,
    /// How many signals there are.
    pub(crate) signals: usize,
    /// The signals of each bit.
    pub(crate) bits: Vec<BTreeSet<Signal>>,
    pub(crate) steps: Vec<Step>,
    pub(crate) roots: Roots,
    /// What is asked of answers before advice is given on them; empty if nobody wanted to know.
    pub(crate) checks: Checks,
    /// What reasons are found from; empty if nobody wanted to know.
    pub(crate) details: Details,
    /// How many findings there are.
    pub(crate) findings: usize,
}

impl Network {
    /// Takes a pack apart. The question is one that has too many answers.
    pub(crate) fn of(pack: &Pack) -> Result<Self, QuestionIx> {
        Self::made(pack, Beside::Nothing)
    }

    /// The same with what is asked of answers before advice is given on them.
    pub(crate) fn with_checks(pack: &Pack) -> Result<Self, QuestionIx> {
        Self::made(pack, Beside::Checks)
    }

    /// The same with what reasons are found from.
    pub(crate) fn with_details(pack: &Pack) -> Result<Self, QuestionIx> {
        Self::made(pack, Beside::Details)
    }

    fn made(pack: &Pack, beside: Beside) -> Result<Self, QuestionIx> {
        let coding = |index| Coding::of(pack, index).ok_or(index);
        let codings = pack.questions().indices().map(coding).collect::<Result<_, _>>()?;
        let mut maker = Maker {
            pack,
            network: Self {
                codings: Codings { questions: codings },
                signals: 1,
                bits: Vec::new(),
                steps: Vec::new(),
                roots: Roots::default(),
                checks: Checks::default(),
                details: Details::default(),
                findings: pack.findings().len(),
            },
            found: Vec::new(),
            bit_of: BTreeMap::new(),
            gate_of: BTreeMap::new(),
            negations: BTreeMap::new(),
            asked_at: BTreeMap::new(),
        };
        maker.findings();
        maker.roots();
        match beside {
            Beside::Nothing => {}
            Beside::Checks => maker.checks(),
            Beside::Details => maker.details(),
        }
        let mut network = maker.network;
        network.prune();
        Ok(network)
    }

    /// Leaves out the gates that nothing asks for, as those of which only the contrary is asked for, with their signals.
    fn prune(&mut self) {
        let mut asked_for: BTreeSet<Signal> =
            self.asked_for().flat_map(|bit| &self.bits[bit.0]).copied().collect();
        let mut left_out = BTreeSet::new();
        for step in std::mem::take(&mut self.steps).into_iter().rev() {
            match &step {
                Step::Gate(gate) if !asked_for.contains(&gate.gives) => {
                    left_out.insert(gate.gives);
                }
                _ => {
                    asked_for.extend(step.needs(self).into_iter().flat_map(|bit| &self.bits[bit.0]));
                    self.steps.push(step);
                }
            }
        }
        self.steps.reverse();
        let renumbered = |signal: &Signal| Signal(signal.0 - left_out.range(..signal).count());
        for bit in &mut self.bits {
            *bit = bit.difference(&left_out).map(renumbered).collect();
        }
        for signal in self.steps.iter_mut().flat_map(Step::gives_mut) {
            *signal = renumbered(signal);
        }
        self.signals -= left_out.len();
    }

    /// The bits that are asked for by what is no step.
    fn asked_for(&self) -> impl Iterator<Item = Bit> {
        let Roots { flags, exits, lines, adjustments, companions, causes, kept_away } = &self.roots;
        let roots = flags.iter().chain(exits).chain(causes).chain(adjustments.iter().flatten());
        let roots = roots.chain(companions.iter().flatten().flatten());
        let roots = roots.map(|root| &root.bit).chain(kept_away);
        let Checks { impossible, applies: checked } = &self.checks;
        let Details { findings, applies } = &self.details;
        let bits = roots.chain(impossible).chain(checked.iter().chain(applies).flatten()).copied();
        let lines = lines.iter().flatten().map(|line| line.literal);
        bits.chain(lines.chain(findings.iter().copied()).map(|literal| literal.bit))
    }
}

/// The findings that a formula names.
fn named(formula: &Formula<FindingIx>) -> BTreeSet<FindingIx> {
    let mut named = BTreeSet::new();
    formula.for_each_atom(&mut |finding| {
        named.insert(*finding);
    });
    named
}

/// Signals of which one has to hold.
type AnyOf = BTreeSet<Signal>;

struct Maker<'p> {
    pack: &'p Pack,
    network: Network,
    /// The signals of each finding so far.
    found: Vec<AnyOf>,
    bit_of: BTreeMap<AnyOf, Bit>,
    gate_of: BTreeMap<Rule, Signal>,
    /// The gates that hold if a single bit fails, and that bit.
    negations: BTreeMap<Signal, Bit>,
    /// The step that reads the answer to a question.
    asked_at: BTreeMap<QuestionIx, usize>,
}

impl Maker<'_> {
    fn findings(&mut self) {
        let pack = self.pack;
        for (finding, of) in pack.findings().iter_indexed() {
            let signals = match &of.rule {
                FindingRule::Answer { question, test } => AnyOf::from([self.test(*question, *test, finding)]),
                FindingRule::Fits { condition, at_least } => {
                    // What its lines ask for has to stand before it.
                    self.lines(*condition);
                    let gives = self.signal();
                    let fit = Fit { condition: *condition, at_least: *at_least, finding, gives };
                    self.network.steps.push(Step::Fit(fit));
                    AnyOf::from([gives])
                }
                FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => {
                    pack.formula_of(finding).map_or_else(AnyOf::new, |formula| {
                        let signals = self.signals(formula);
                        let of =
                            LiteralRoot { literal: self.literal(signals.clone()), named: named(formula) };
                        self.network.steps.push(Step::Finding { finding, of });
                        signals
                    })
                }
            };
            self.found.push(signals);
        }
    }

    fn signal(&mut self) -> Signal {
        let signal = Signal(self.network.signals);
        self.network.signals += 1;
        signal
    }

    /// The signal of a test of an answer. The first one puts the question among the steps.
    fn test(&mut self, question: QuestionIx, test: AnswerTest, finding: FindingIx) -> Signal {
        if !self.asked_at.contains_key(&question) {
            let applies = self.pack.questions()[question].ask_when.as_ref().map(|when| {
                let Root { bit, named } = self.root(when);
                Applies { bit, named }
            });
            let asked = Asked { question, applies, tests: Vec::new(), findings: Vec::new() };
            self.asked_at.insert(question, self.network.steps.len());
            self.network.steps.push(Step::Ask(asked));
        }
        let fresh = Signal(self.network.signals);
        let Some(Step::Ask(asked)) = self.asked_at.get(&question).map(|at| &mut self.network.steps[*at])
        else {
            return fresh;
        };
        asked.findings.push(finding);
        if let Some((_, known)) = asked.tests.iter().find(|(known, _)| *known == test) {
            return *known;
        }
        asked.tests.push((test, fresh));
        self.signal()
    }

    fn root(&mut self, formula: &Formula<FindingIx>) -> Root {
        let signals = self.signals(formula);
        Root { bit: self.bit(signals), named: named(formula) }
    }

    fn literal_root(&mut self, formula: &Formula<FindingIx>) -> LiteralRoot {
        let signals = self.signals(formula);
        LiteralRoot { literal: self.literal(signals), named: named(formula) }
    }

    fn bit(&mut self, signals: AnyOf) -> Bit {
        if let Some(bit) = self.bit_of.get(&signals) {
            return *bit;
        }
        let bit = Bit(self.network.bits.len());
        self.network.bits.push(signals.clone());
        self.bit_of.insert(signals, bit);
        bit
    }

    fn gate(&mut self, rule: Rule) -> AnyOf {
        if let Some(signal) = self.gate_of.get(&rule) {
            return AnyOf::from([*signal]);
        }
        let gives = self.signal();
        if let Rule::All { hold, fail } = &rule
            && hold.is_empty()
            && let [only] = fail.iter().collect::<Vec<_>>()[..]
        {
            self.negations.insert(gives, *only);
        }
        self.network.steps.push(Step::Gate(Gate { rule: rule.clone(), gives }));
        self.gate_of.insert(rule, gives);
        AnyOf::from([gives])
    }

    /// The signals of which one has to hold for the formula to hold.
    fn signals(&mut self, formula: &Formula<FindingIx>) -> AnyOf {
        match formula {
            Formula::Atom(finding) => self.found.get(finding.position()).cloned().unwrap_or_default(),
            Formula::Any(members) => members.iter().flat_map(|member| self.signals(member)).collect(),
            Formula::All(members) => match members.as_slice() {
                [only] => self.signals(only),
                members => {
                    let (mut hold, mut fail) = (BTreeSet::new(), BTreeSet::new());
                    for member in members {
                        self.literals(member, true, &mut hold, &mut fail);
                    }
                    self.all(hold, fail)
                }
            },
            Formula::Not(inner) => {
                let (mut hold, mut fail) = (BTreeSet::new(), BTreeSet::new());
                self.literals(inner, false, &mut hold, &mut fail);
                self.all(hold, fail)
            }
            Formula::AtLeast { count, of } => {
                let points = of.iter().map(|member| (self.root(member).bit, 1)).collect();
                self.sum(points, i64::from(*count))
            }
            Formula::Score { points, at_least } => {
                let points = points
                    .iter()
                    .map(|(finding, weight)| (self.root(&Formula::Atom(*finding)).bit, i64::from(*weight)))
                    .collect();
                self.sum(points, i64::from(*at_least))
            }
        }
    }

    /// Adds what has to hold and what has to fail for the formula to be as wanted.
    fn literals(
        &mut self,
        formula: &Formula<FindingIx>,
        wanted: bool,
        hold: &mut BTreeSet<Bit>,
        fail: &mut BTreeSet<Bit>,
    ) {
        match (formula, wanted) {
            (Formula::All(members), true) => {
                for member in members {
                    self.literals(member, true, hold, fail);
                }
            }
            (Formula::Any(members), false) if members.len() != 1 => {
                // "Not any" of plain members is one bit that fails; a member with its own negation is taken apart.
                let (taken_apart, plain): (Vec<_>, Vec<_>) =
                    members.iter().partition(|member| matches!(member, Formula::Not(_)));
                let signals: AnyOf = plain.into_iter().flat_map(|member| self.signals(member)).collect();
                if !signals.is_empty() {
                    fail.insert(self.bit(signals));
                }
                for member in taken_apart {
                    self.literals(member, false, hold, fail);
                }
            }
            (Formula::Not(inner), wanted) => self.literals(inner, !wanted, hold, fail),
            (formula, wanted) => {
                let signals = self.signals(formula);
                let Literal { bit, is_negated } = self.literal(signals);
                if wanted == is_negated {
                    fail.insert(bit)
                } else {
                    hold.insert(bit)
                };
            }
        }
    }

    /// That one of these signals holds. That a bit fails is the same as that its negation holds, whatever is unknown.
    fn literal(&mut self, signals: AnyOf) -> Literal {
        let only = signals.first().filter(|_| signals.len() == 1);
        match only.and_then(|signal| self.negations.get(signal)) {
            Some(bit) => Literal { bit: *bit, is_negated: true },
            None => Literal { bit: self.bit(signals), is_negated: false },
        }
    }

    fn all(&mut self, hold: BTreeSet<Bit>, fail: BTreeSet<Bit>) -> AnyOf {
        match (hold.len(), fail.len()) {
            (0, 0) => AnyOf::from([ALWAYS]),
            (1, 0) => hold.first().map(|bit| self.network.bits[bit.0].clone()).unwrap_or_default(),
            _ => self.gate(Rule::All { hold, fail }),
        }
    }

    fn sum(&mut self, points: Vec<(Bit, i64)>, at_least: i64) -> AnyOf {
        self.gate(Rule::Sum { points, at_least })
    }

    fn lines(&mut self, condition: ConditionIx) -> Vec<LiteralRoot> {
        self.pack.conditions()[condition].evidence.iter().map(|line| self.literal_root(&line.when)).collect()
    }

    fn roots(&mut self) {
        let pack = self.pack;
        self.network.roots = Roots {
            flags: pack.red_flags().iter().map(|flag| self.root(&flag.when)).collect(),
            exits: pack.exits().iter().map(|exit| self.root(&exit.when)).collect(),
            lines: pack.conditions().indices().map(|condition| self.lines(condition)).collect(),
            adjustments: pack
                .conditions()
                .iter()
                .map(|condition| {
                    condition.adjustments.iter().map(|adjustment| self.root(&adjustment.when)).collect()
                })
                .collect(),
            companions: pack
                .conditions()
                .iter()
                .map(|condition| {
                    let companions = condition.never_without.iter();
                    companions.map(|companion| companion.when.as_ref().map(|when| self.root(when))).collect()
                })
                .collect(),
            causes: pack.causes().iter().map(|cause| self.root(&cause.when)).collect(),
            kept_away: pack
                .actions()
                .indices()
                .map(|action| {
                    let signals = blocks_of(pack, action).flat_map(|block| self.signals(block)).collect();
                    self.bit(signals)
                })
                .collect(),
        };
    }

    fn checks(&mut self) {
        let pack = self.pack;
        self.network.checks = Checks {
            impossible: pack
                .constraints()
                .iter()
                .map(|constraint| self.root(&constraint.impossible).bit)
                .collect(),
            applies: self.applies(),
        };
    }

    fn details(&mut self) {
        let found = self.found.clone();
        self.network.details = Details {
            findings: found.into_iter().map(|signals| self.literal(signals)).collect(),
            applies: self.applies(),
        };
    }

    fn applies(&mut self) -> Vec<Option<Bit>> {
        let questions = self.pack.questions().iter();
        questions.map(|question| question.ask_when.as_ref().map(|when| self.root(when).bit)).collect()
    }
}
