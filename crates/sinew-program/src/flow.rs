//! The steps of a program, laid out flat, and their run for one person.

use crate::{
    layout::{IN_BANK, Layout, literals},
    network::{ALWAYS, Applies, Bit, Gate, LiteralRoot, Network, Rule, Step},
    planes::{Clause, Counted, FindingSet, Place, Planes, Row, for_each_bit},
    program::ProgramSize,
    row::{ANSWERED, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE, UNSURE, chosen_one},
    stages::{StagedSteps, gates},
    tables::Tables,
};
use sinew_logic::Truth;
use sinew_model::{Answer, AnswerTest, Band, Decibans, Index as _, OptionSet, Pack};
use std::{collections::BTreeMap, ops::Range};

/// What a question needs when not everything is settled.
#[derive(Debug, Clone)]
struct Settling {
    /// The findings that decide whether it applies.
    named: FindingSet,
    /// The findings about it.
    findings: FindingSet,
}

/// A question with one answer. Rows from `first`: by code what that answer raises (for no answer: what it leaves open), then what
/// "not sure" leaves open.
#[derive(Debug, Clone)]
struct OneAnswer {
    question: u32,
    applies: Option<Place>,
    first: u32,
    codes: u32,
}

/// A list. Rows from `first`: what each option raises, then none of them, then "not sure"; what "not sure" leaves open, and what
/// no answer leaves open.
#[derive(Debug, Clone)]
struct ListAnswer {
    question: u32,
    applies: Option<Place>,
    first: u32,
    options: u32,
}

/// As many gates as a word has bits, side by side: the n-th looks at the n-th bit of each of its words.
#[derive(Debug, Clone)]
struct Bank {
    /// For each literal its word, and the bits in it that have to fail.
    words: [(u32, u64); IN_BANK],
}

/// Gates of one bank of which none needs what another one gives.
#[derive(Debug, Clone)]
struct Level {
    bank: usize,
    gates: u64,
    /// Those that look at more than is in the bank.
    with_others: u64,
}

/// All of some bits hold, and none of others.
#[derive(Debug, Clone)]
struct AllGate {
    /// What it looks at that is not in its bank.
    others: Range<u32>,
    row: u32,
}

/// The points of bits that hold come to so many.
#[derive(Debug, Clone)]
struct SumGate {
    row: u32,
    points: Points,
    at_least: i64,
}

/// What each bit counts.
#[derive(Debug, Clone)]
enum Points {
    /// One point.
    One(Counted),
    /// So many points.
    Each(Vec<(Place, i64)>),
}

impl SumGate {
    #[inline]
    fn truth<const K: usize>(&self, planes: &Planes<K>) -> Truth {
        match &self.points {
            Points::One(counted) => planes.count(*counted, self.at_least),
            Points::Each(points) => planes.sum(points, self.at_least),
        }
    }
}

/// How well a condition fits.
#[derive(Debug, Clone)]
struct FitGate {
    row: u32,
    condition: u32,
    at_least: Band,
    finding: FindingSet,
}

#[derive(Debug, Clone)]
enum FlatStep {
    One(OneAnswer, Settling),
    List(ListAnswer, Settling),
    /// By its number.
    All(usize),
    Sum(SumGate),
    Fit(FitGate),
    Finding {
        place: Place,
        named: FindingSet,
        finding: FindingSet,
    },
}

/// Steps of which none needs what a later kind of the same stage gives, in the order of the fields.
#[derive(Debug, Clone, Default)]
struct Stage {
    ones: Vec<OneAnswer>,
    lists: Vec<ListAnswer>,
    alls: Vec<Level>,
    sums: Vec<SumGate>,
    fits: Vec<FitGate>,
}

/// What answers, gates and fits raise, by number.
///
/// Where planes are wide, most of a row is empty: a part of a pack has little to do with the others. What is raised is kept then instead,
/// so that the time for a person grows as the pack does, and not with its square.
#[derive(Debug, Clone, Default)]
struct Rows<const K: usize> {
    whole: Vec<[u64; K]>,
    /// Where each row ends in the words.
    ends: Vec<usize>,
    words: Vec<(u32, u64)>,
}

impl<const K: usize> Rows<K> {
    const ARE_WHOLE: bool = K <= 16;

    /// The number of the row that is added next.
    fn next(&self) -> u32 {
        short(if Self::ARE_WHOLE { self.whole.len() } else { self.ends.len() })
    }

    fn push(&mut self, row: &[u64; K]) -> u32 {
        let number = self.next();
        if Self::ARE_WHOLE {
            self.whole.push(*row);
        } else {
            let words = (0u32..).zip(row).filter(|(_, mask)| **mask != 0);
            self.words.extend(words.map(|(word, mask)| (word, *mask)));
            self.ends.push(self.words.len());
        }
        number
    }

    #[inline]
    fn at(&self, number: u32) -> Row<'_, K> {
        let number = number as usize;
        if Self::ARE_WHOLE {
            Row::Whole(&self.whole[number])
        } else {
            let start = if number == 0 { 0 } else { self.ends[number - 1] };
            Row::Words(&self.words[start..self.ends[number]])
        }
    }
}

/// The steps for planes of `K` words.
#[derive(Debug, Clone)]
pub(crate) struct Flow<const K: usize> {
    start: [u64; K],
    rows: Rows<K>,
    banks: Vec<Bank>,
    gates: Vec<AllGate>,
    clauses: Vec<Clause>,
    /// The steps that are taken when all is settled, in as few stages as can be.
    stages: Vec<Stage>,
    /// All steps, one after another.
    careful: Vec<FlatStep>,
}

/// What is known about what further answers can change.
#[derive(Debug, Clone)]
pub(crate) struct Settled<const K: usize> {
    /// The bits with every finding that is not settled taken as unknown, if that is not what they are anyway: it differs only
    /// where a question was answered before it was known whether it applies.
    certain: Planes<K>,
    differs: bool,
    /// The findings that are settled.
    findings: Vec<u64>,
}

/// That a step was met which has to know what is settled.
#[derive(Debug)]
pub(crate) struct NotSettled;

impl<const K: usize> Flow<K> {
    /// The steps of a network. The layout has at most `K` words.
    pub(crate) fn of(pack: &Pack, network: &Network, stages: &[StagedSteps], layout: &Layout) -> Self {
        let mut raised: Vec<[u64; K]> = vec![[0; K]; network.signals];
        for (place, bit) in &layout.placed {
            for signal in &network.bits[bit.0] {
                raised[signal.0][place.word::<K>()] |= place.mask();
            }
        }
        let mut flow = Self {
            start: raised[ALWAYS.0],
            rows: Rows::default(),
            banks: Vec::new(),
            gates: Vec::new(),
            clauses: Vec::new(),
            stages: Vec::new(),
            careful: Vec::new(),
        };
        flow.add_gates(network, stages, layout, &raised);
        for (at, step) in network.steps.iter().enumerate() {
            let step = flow.step(pack, network, layout, &raised, at, step);
            flow.careful.push(step);
        }
        flow.stages = stages.iter().map(|steps| flow.stage(steps)).collect();
        flow
    }

    pub(crate) fn size(&self) -> ProgramSize {
        let steps = self.careful.iter().filter(|step| !matches!(step, FlatStep::Finding { .. })).count();
        ProgramSize { words: K, rows: self.rows.next() as usize, steps }
    }

    fn stage(&self, steps: &StagedSteps) -> Stage {
        let StagedSteps { ones, lists, alls, sums, fits } = steps;
        let mut stage = Stage::default();
        for step in ones.iter().chain(lists).chain(sums).chain(fits) {
            match &self.careful[*step] {
                FlatStep::One(one, _) => stage.ones.push(one.clone()),
                FlatStep::List(list, _) => stage.lists.push(list.clone()),
                FlatStep::Sum(sum) => stage.sums.push(sum.clone()),
                FlatStep::Fit(fit) => stage.fits.push(fit.clone()),
                FlatStep::All(_) | FlatStep::Finding { .. } => {}
            }
        }
        for level in alls {
            let mut banks: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
            for step in level {
                let FlatStep::All(gate) = self.careful[*step] else { continue };
                let (gates, with_others) = banks.entry(gate / 64).or_default();
                *gates |= 1 << (gate % 64);
                if !self.gates[gate].others.is_empty() {
                    *with_others |= 1 << (gate % 64);
                }
            }
            let level = |(bank, (gates, with_others))| Level { bank, gates, with_others };
            stage.alls.extend(banks.into_iter().map(level));
        }
        stage
    }

    fn step(
        &mut self,
        pack: &Pack,
        network: &Network,
        layout: &Layout,
        raised: &[[u64; K]],
        at: usize,
        step: &Step,
    ) -> FlatStep {
        match step {
            Step::Ask(asked) => {
                let applies = asked.applies.as_ref().map(|Applies { bit, .. }| layout.place_of(*bit));
                let position = asked.question.position();
                let question = short(position);
                let coding = &network.codings.questions[position];
                let rows = |wanted: &dyn Fn(AnswerTest) -> bool| {
                    let wanted = asked.tests.iter().filter(|(test, _)| wanted(*test));
                    either(wanted.map(|(_, signal)| &raised[signal.0]))
                };
                let of = |answer: Answer, truth: Truth| rows(&|test| test.truth_of(answer) == truth);
                let all = rows(&|_| true);
                let named = asked.applies.iter().flat_map(|applies| applies.named.iter().copied());
                let settling = Settling {
                    named: FindingSet::of(named),
                    findings: FindingSet::of(asked.findings.iter().copied()),
                };
                match coding {
                    Coding::One { codes, .. } => {
                        let first = self.rows.push(&all);
                        self.rows.push(&of(Answer::NotSure, Truth::True));
                        for answer in coding.examples(&pack.questions()[asked.question].kind) {
                            self.rows.push(&of(answer, Truth::True));
                        }
                        self.rows.push(&of(Answer::NotSure, Truth::Unknown));
                        let codes = u32::try_from(*codes).expect("codes are few");
                        FlatStep::One(OneAnswer { question, applies, first, codes }, settling)
                    }
                    Coding::List { options } => {
                        let first = self.rows.next();
                        for option in 0..*options {
                            let chosen = Answer::Any { chosen: chosen_one(option), unsure: false };
                            self.rows.push(&of(chosen, Truth::True));
                        }
                        self.rows
                            .push(&of(Answer::Any { chosen: OptionSet::EMPTY, unsure: false }, Truth::True));
                        self.rows.push(&of(Answer::NotSure, Truth::True));
                        // What is left open if some were chosen: of "none" it is known then that it fails.
                        self.rows.push(&rows(&|test| matches!(test, AnswerTest::Chose(_))));
                        self.rows.push(&all);
                        let options = short(*options);
                        FlatStep::List(ListAnswer { question, applies, first, options }, settling)
                    }
                }
            }
            Step::Gate(gate) => match &gate.rule {
                Rule::All { .. } => FlatStep::All(layout.gates[&at]),
                Rule::Sum { points, at_least } => FlatStep::Sum(SumGate {
                    row: self.rows.push(&raised[gate.gives.0]),
                    points: layout.counted.get(&at).map_or_else(
                        || {
                            let place = |(bit, weight): &(Bit, i64)| (layout.place_of(*bit), *weight);
                            Points::Each(points.iter().map(place).collect())
                        },
                        |counted| Points::One(*counted),
                    ),
                    at_least: *at_least,
                }),
            },
            Step::Fit(fit) => FlatStep::Fit(FitGate {
                row: self.rows.push(&raised[fit.gives.0]),
                condition: short(fit.condition.position()),
                at_least: fit.at_least,
                finding: FindingSet::of([fit.finding]),
            }),
            // Whether it is settled is the same for its contrary.
            Step::Finding { finding, of: LiteralRoot { literal, named } } => FlatStep::Finding {
                place: layout.place_of(literal.bit),
                named: FindingSet::of(named.iter().copied()),
                finding: FindingSet::of([*finding]),
            },
        }
    }

    /// Adds all gates that look at literals, bank by bank.
    fn add_gates(&mut self, network: &Network, stages: &[StagedSteps], layout: &Layout, raised: &[[u64; K]]) {
        for (number, step) in gates(stages).enumerate() {
            let Step::Gate(Gate { rule: Rule::All { hold, fail }, gives }) = &network.steps[step] else {
                continue;
            };
            if number.is_multiple_of(64) {
                let word = |nth| (layout.in_bank(number, nth).0 / 64, 0);
                self.banks.push(Bank { words: std::array::from_fn(word) });
            }
            let literals = literals(network, hold, fail);
            let bank = &mut self.banks[number / 64];
            for nth in 0..IN_BANK {
                let place = layout.in_bank(number, nth);
                match literals.get(nth) {
                    Some(literal) if literal.is_negated => bank.words[nth].1 |= place.mask(),
                    Some(_) => {}
                    // What it does not look at holds.
                    None => self.start[place.word::<K>()] |= place.mask(),
                }
            }
            let mut clauses: BTreeMap<u32, Clause> = BTreeMap::new();
            for literal in literals.iter().skip(IN_BANK) {
                let place = layout.place_of(literal.bit);
                let word = place.0 / 64;
                let clause = clauses.entry(word).or_insert(Clause { word, hold: 0, fail: 0 });
                if literal.is_negated {
                    clause.fail |= place.mask();
                } else {
                    clause.hold |= place.mask();
                }
            }
            let start = short(self.clauses.len());
            self.clauses.extend(clauses.into_values());
            let row = self.rows.push(&raised[gives.0]);
            self.gates.push(AllGate { others: start..short(self.clauses.len()), row });
        }
    }

    /// Whether a gate holds.
    #[inline]
    fn truth_of(&self, gate: usize, planes: &Planes<K>) -> Truth {
        let mask = 1 << (gate % 64);
        let (sure, maybe) = self.banks[gate / 64].read(planes);
        let others = || planes.all(self.others(&self.gates[gate]));
        if maybe & mask == 0 {
            Truth::False
        } else if sure & mask == 0 {
            Truth::Unknown.and(others())
        } else {
            others()
        }
    }

    /// Runs the steps for one person, as long as everything is settled where that matters. Says whether anything was left open.
    #[inline]
    pub(crate) fn run(
        &self,
        tables: &Tables,
        cells: &[u64],
        planes: &mut Planes<K>,
        sums: &mut [(i32, i32)],
    ) -> Result<bool, NotSettled> {
        *planes = Planes::starting_with(self.start);
        let mut open = false;
        for stage in &self.stages {
            for one in &stage.ones {
                if one.applies.is_none_or(|place| !planes.truth(place).is_false()) {
                    let cell = cells[one.question as usize];
                    open |= cell == u64::from(NOT_ASKED);
                    self.read_one(one, cell, planes);
                }
            }
            for list in &stage.lists {
                if list.applies.is_none_or(|place| !planes.truth(place).is_false()) {
                    let cell = cells[list.question as usize];
                    open |= cell == u64::from(NOT_ASKED);
                    self.read_list(list, cell, planes);
                }
            }
            for level in &stage.alls {
                self.look_at(level, planes);
            }
            for sum in &stage.sums {
                planes.signal(sum.truth(planes), self.rows.at(sum.row));
            }
            for fit in &stage.fits {
                if open {
                    return Err(NotSettled);
                }
                if Band::of(tables.evidence(fit.condition as usize, planes, sums)) >= fit.at_least {
                    planes.raise(self.rows.at(fit.row));
                }
            }
        }
        Ok(open)
    }

    /// Runs the steps for one person and keeps what is settled.
    pub(crate) fn run_carefully(
        &self,
        tables: &Tables,
        cells: &[u64],
        planes: &mut Planes<K>,
        settled: &mut Settled<K>,
        sums: &mut [(i32, i32)],
    ) {
        *planes = Planes::starting_with(self.start);
        settled.differs = false;
        settled.findings.fill(0);
        for step in &self.careful {
            match step {
                FlatStep::One(one, settling) => {
                    let cell = cells[one.question as usize];
                    let read = |cell, planes: &mut Planes<K>| self.read_one(one, cell, planes);
                    settled.read(one.applies, settling, cell, planes, read);
                }
                FlatStep::List(list, settling) => {
                    let cell = cells[list.question as usize];
                    let read = |cell, planes: &mut Planes<K>| self.read_list(list, cell, planes);
                    settled.read(list.applies, settling, cell, planes, read);
                }
                FlatStep::All(gate) => {
                    let row = self.rows.at(self.gates[*gate].row);
                    settled.gate(planes, row, |planes| self.truth_of(*gate, planes));
                }
                FlatStep::Sum(sum) => {
                    let row = self.rows.at(sum.row);
                    settled.gate(planes, row, |planes| sum.truth(planes));
                }
                FlatStep::Fit(fit) => {
                    let mut band = |pick| {
                        Band::of(tables.bound(fit.condition as usize, sums, pick, |line| {
                            let place = tables.line_place(line);
                            let is_settled = settled.is_settled(planes, place, tables.line_named(line));
                            is_settled.then(|| planes.truth(place))
                        }))
                    };
                    let truth = if band(Decibans::min) >= fit.at_least {
                        Truth::True
                    } else if band(Decibans::max) < fit.at_least {
                        Truth::False
                    } else {
                        Truth::Unknown
                    };
                    settled.gate(planes, self.rows.at(fit.row), |_| truth);
                    if !truth.is_unknown() {
                        fit.finding.add_to(&mut settled.findings);
                    }
                }
                FlatStep::Finding { place, named, finding } => {
                    if settled.is_settled(planes, *place, named) {
                        finding.add_to(&mut settled.findings);
                    }
                }
            }
        }
    }

    /// Does what the gates of a level do.
    #[inline]
    fn look_at(&self, level: &Level, planes: &mut Planes<K>) {
        let (sure, maybe) = self.banks[level.bank].read(planes);
        let gates = &self.gates[level.bank * 64..];
        let (mut holding, mut open) = (sure & level.gates, maybe & !sure & level.gates);
        for_each_bit([(holding | open) & level.with_others], |at| {
            let truth = planes.all(self.others(&gates[at]));
            let mask = 1 << at;
            if truth.is_false() {
                (holding, open) = (holding & !mask, open & !mask);
            } else if truth.is_unknown() {
                (holding, open) = (holding & !mask, open | mask);
            }
        });
        for_each_bit([holding], |at| planes.raise(self.rows.at(gates[at].row)));
        for_each_bit([open], |at| planes.leave_open(self.rows.at(gates[at].row)));
    }

    #[inline]
    fn others(&self, all: &AllGate) -> &[Clause] {
        &self.clauses[all.others.start as usize..all.others.end as usize]
    }

    #[inline]
    fn read_one(&self, one: &OneAnswer, cell: u64, planes: &mut Planes<K>) {
        let row = |at: u64| self.rows.at(one.first + u32::try_from(at).unwrap_or(u32::MAX));
        if cell >= u64::from(FIRST_ANSWER) {
            planes.raise(row(cell));
        } else if cell == u64::from(NOT_SURE) {
            planes.raise(row(cell));
            planes.leave_open(row(u64::from(one.codes)));
        } else {
            planes.leave_open(row(cell));
        }
    }

    #[inline]
    fn read_list(&self, list: &ListAnswer, cell: u64, planes: &mut Planes<K>) {
        let row = |at: u32| self.rows.at(list.first + at);
        let options = list.options;
        if cell == u64::from(NOT_ASKED) {
            planes.leave_open(row(options + 3));
            return;
        }
        let mut chosen = cell & !(ANSWERED | UNSURE);
        let is_unsure = cell & UNSURE != 0;
        if chosen == 0 && !is_unsure {
            planes.raise(row(options));
            return;
        }
        if chosen == 0 {
            planes.leave_open(row(options));
        }
        while chosen != 0 {
            planes.raise(row(chosen.trailing_zeros()));
            chosen &= chosen - 1;
        }
        if is_unsure {
            planes.raise(row(options + 1));
            planes.leave_open(row(options + 2));
        }
    }
}

impl Bank {
    /// Which of its gates hold, and which hold or may hold, as far as what they look at stands in the bank.
    #[inline]
    fn read<const K: usize>(&self, planes: &Planes<K>) -> (u64, u64) {
        self.words.iter().fold((u64::MAX, u64::MAX), |(all_sure, all_maybe), (word, failing)| {
            let word = *word as usize & (K - 1);
            let (sure, maybe) = (planes.sure[word], planes.maybe(word));
            let holds = sure & !failing | !maybe & failing;
            let may_hold = maybe & !failing | !sure & failing;
            (all_sure & holds, all_maybe & may_hold)
        })
    }
}

impl<const K: usize> Settled<K> {
    pub(crate) fn new(findings: usize) -> Self {
        Self {
            certain: Planes::starting_with([0; K]),
            differs: false,
            // One word at least: a set of no findings looks at the first.
            findings: vec![0; findings.div_ceil(64).max(1)],
        }
    }

    /// Whether no further answer can change a bit that names these findings.
    #[inline]
    pub(crate) fn is_settled(&self, planes: &Planes<K>, place: Place, named: &FindingSet) -> bool {
        let certain = if self.differs { &self.certain } else { planes };
        !certain.truth(place).is_unknown() || named.is_within(&self.findings)
    }

    /// Does what the answer to a question does.
    #[inline]
    fn read(
        &mut self,
        applies: Option<Place>,
        settling: &Settling,
        cell: u64,
        planes: &mut Planes<K>,
        read: impl Fn(u64, &mut Planes<K>),
    ) {
        let truth = applies.map_or(Truth::True, |place| planes.truth(place));
        let applies_settled = applies.is_none_or(|place| self.is_settled(planes, place, &settling.named));
        let is_asked = cell != u64::from(NOT_ASKED);
        let is_settled = applies_settled && (truth.is_false() || is_asked);
        if !is_settled && (truth.is_false() || is_asked) && !self.differs {
            (self.certain, self.differs) = (*planes, true);
        }
        if self.differs {
            if !is_settled {
                read(u64::from(NOT_ASKED), &mut self.certain);
            } else if !truth.is_false() {
                read(cell, &mut self.certain);
            }
        }
        if !truth.is_false() {
            read(cell, planes);
        }
        if is_settled {
            settling.findings.add_to(&mut self.findings);
        }
    }

    /// Does what a gate does.
    #[inline]
    fn gate(&mut self, planes: &mut Planes<K>, row: Row<'_, K>, truth: impl Fn(&Planes<K>) -> Truth) {
        if self.differs {
            self.certain.signal(truth(&self.certain), row);
        }
        planes.signal(truth(planes), row);
    }
}

fn short(at: usize) -> u32 {
    u32::try_from(at).expect("programs are far shorter than 2^32")
}

/// The bits of all of these rows.
fn either<'a, const K: usize>(rows: impl Iterator<Item = &'a [u64; K]>) -> [u64; K] {
    rows.fold([0; K], |mut all, row| {
        for (word, more) in all.iter_mut().zip(row) {
            *word |= more;
        }
        all
    })
}
