//! The steps of a program, laid out flat, and their run for one person.

use crate::{
    network::{ALWAYS, Applies, Bit, Details, Network, Root, Rule, Step},
    planes::{Clause, FindingSet, Place, Planes},
    program::ProgramSize,
    row::{ANSWERED, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE, UNSURE, chosen_one},
    tables::Tables,
};
use sinew_logic::Truth;
use sinew_model::{Answer, AnswerTest, Band, Decibans, Index as _, OptionSet, Pack};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Where the bits stand that the decision asks for. Ranges begin with a word of their own.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Red flags in pack order.
    pub(crate) flags: Range<usize>,
    /// Lines of evidence, condition by condition, then adjustments.
    pub(crate) lines: Range<usize>,
    /// Causes in pack order.
    pub(crate) causes: Range<usize>,
    /// For each action whether it is kept away.
    pub(crate) actions: Range<usize>,
    pub(crate) exits: Vec<Place>,
    /// By condition; none for one that is always called for.
    pub(crate) companions: Vec<Vec<Option<Place>>>,
    /// The places of bits that steps look at.
    looked_at: BTreeMap<Bit, Place>,
    /// All places with their bits.
    placed: Vec<(Place, Bit)>,
    next: usize,
}

impl Layout {
    fn of(network: &Network) -> Self {
        let mut layout = Self {
            flags: 0..0,
            lines: 0..0,
            causes: 0..0,
            actions: 0..0,
            exits: Vec::new(),
            companions: Vec::new(),
            looked_at: BTreeMap::new(),
            placed: Vec::new(),
            next: 0,
        };
        let roots = &network.roots;
        layout.flags = layout.range(roots.flags.iter().map(|root| root.bit));
        let lines = roots.lines.iter().flatten().chain(roots.adjustments.iter().flatten());
        layout.lines = layout.range(lines.map(|root| root.bit));
        layout.causes = layout.range(roots.causes.iter().map(|root| root.bit));
        layout.actions = layout.range(roots.kept_away.iter().copied());
        layout.exits = roots.exits.iter().map(|root| layout.place(root.bit)).collect();
        layout.companions = roots
            .companions
            .iter()
            .map(|of| of.iter().map(|root| root.as_ref().map(|root| layout.looked_at(root.bit))).collect())
            .collect();
        for step in &network.steps {
            match step {
                Step::Ask(asked) => {
                    if let Some(applies) = &asked.applies {
                        layout.looked_at(applies.bit);
                    }
                }
                Step::Gate(gate) => match &gate.rule {
                    Rule::All { hold, fail } => {
                        for bit in hold.iter().chain(fail) {
                            layout.looked_at(*bit);
                        }
                    }
                    Rule::Sum { points, .. } => {
                        for (bit, _) in points {
                            layout.looked_at(*bit);
                        }
                    }
                },
                Step::Finding { of, .. } => {
                    layout.looked_at(of.bit);
                }
                Step::Fit(_) => {}
            }
        }
        let Details { findings, applies } = &network.details;
        for bit in findings.iter().chain(applies.iter().flatten()) {
            layout.looked_at(*bit);
        }
        layout
    }

    /// Where a bit stands that steps look at, or a reason.
    pub(crate) fn place_of(&self, bit: Bit) -> Place {
        self.looked_at[&bit]
    }

    fn place(&mut self, bit: Bit) -> Place {
        let place = Place::at(self.next);
        self.next += 1;
        self.placed.push((place, bit));
        place
    }

    /// The one place of a bit that steps look at.
    fn looked_at(&mut self, bit: Bit) -> Place {
        if let Some(place) = self.looked_at.get(&bit) {
            return *place;
        }
        // A bit that the decision asks for has a place already.
        let known = self.placed.iter().find(|(_, placed)| *placed == bit).map(|(place, _)| *place);
        let place = known.unwrap_or_else(|| self.place(bit));
        self.looked_at.insert(bit, place);
        place
    }

    fn range(&mut self, bits: impl Iterator<Item = Bit>) -> Range<usize> {
        self.next = self.next.next_multiple_of(64);
        let start = self.next;
        for bit in bits {
            self.place(bit);
        }
        start..self.next
    }
}

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

/// All of some bits hold, and none of others.
#[derive(Debug, Clone)]
struct AllGate {
    /// What is looked at first, and the others.
    clause: Clause,
    others: Range<u32>,
    row: u32,
}

/// The points of bits that hold come to so many.
#[derive(Debug, Clone)]
struct SumGate {
    row: u32,
    points: Vec<(Place, i64)>,
    at_least: i64,
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
    All(AllGate),
    Sum(SumGate),
    Fit(FitGate),
    Finding { place: Place, named: FindingSet, finding: FindingSet },
}

/// Steps of which none needs what a later kind of the same stage gives, in the order of the fields.
#[derive(Debug, Clone, Default)]
struct Stage {
    ones: Vec<OneAnswer>,
    lists: Vec<ListAnswer>,
    alls: Vec<AllGate>,
    sums: Vec<SumGate>,
    fits: Vec<FitGate>,
}

/// The steps for planes of `K` words.
#[derive(Debug, Clone)]
pub(crate) struct Flow<const K: usize> {
    start: [u64; K],
    rows: Vec<[u64; K]>,
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

/// The layout of a network, and how many words its planes have.
pub(crate) fn lay_out(network: &Network) -> (Layout, usize) {
    let layout = Layout::of(network);
    let words = layout.next.div_ceil(64).max(1);
    (layout, words)
}

impl<const K: usize> Flow<K> {
    /// The steps of a network. The layout has at most `K` words.
    pub(crate) fn of(pack: &Pack, network: &Network, layout: &Layout) -> Self {
        let mut raised: Vec<[u64; K]> = vec![[0; K]; network.signals];
        for (place, bit) in &layout.placed {
            for signal in &network.bits[bit.0] {
                raised[signal.0][place.word::<K>()] |= place.mask();
            }
        }
        let mut flow = Self {
            start: raised[ALWAYS.0],
            rows: Vec::new(),
            clauses: Vec::new(),
            stages: Vec::new(),
            careful: Vec::new(),
        };
        for step in &network.steps {
            let step = flow.step(pack, network, layout, &raised, step);
            flow.careful.push(step);
        }
        flow.stages = flow.stages(network);
        flow
    }

    pub(crate) fn size(&self) -> ProgramSize {
        let steps = |stage: &Stage| {
            let Stage { ones, lists, alls, sums, fits } = stage;
            ones.len() + lists.len() + alls.len() + sums.len() + fits.len()
        };
        ProgramSize { words: K, rows: self.rows.len(), steps: self.stages.iter().map(steps).sum() }
    }

    /// Sorts the steps by kind, as far as what each of them needs is there.
    fn stages(&self, network: &Network) -> Vec<Stage> {
        let mut stages = Vec::new();
        let mut given = vec![false; network.signals];
        given[ALWAYS.0] = true;
        let mut left: Vec<(&Step, &FlatStep)> = network
            .steps
            .iter()
            .zip(&self.careful)
            .filter(|(step, _)| !matches!(step, Step::Finding { .. }))
            .collect();
        while !left.is_empty() {
            let mut stage = Stage::default();
            let before = left.len();
            for kind in 0..5 {
                left.retain(|(step, flat)| {
                    let is_there = |bit: &Bit| network.bits[bit.0].iter().all(|signal| given[signal.0]);
                    let (is_due, gives) = match step {
                        Step::Ask(asked) => {
                            let tests = asked.tests.iter().map(|(_, signal)| *signal).collect();
                            let turn = usize::from(matches!(flat, FlatStep::List(..)));
                            (
                                kind == turn && asked.applies.iter().all(|applies| is_there(&applies.bit)),
                                tests,
                            )
                        }
                        Step::Gate(gate) => match &gate.rule {
                            Rule::All { hold, fail } => {
                                (kind == 2 && hold.iter().chain(fail).all(is_there), vec![gate.gives])
                            }
                            Rule::Sum { points, .. } => {
                                (kind == 3 && points.iter().all(|(bit, _)| is_there(bit)), vec![gate.gives])
                            }
                        },
                        Step::Fit(fit) => {
                            let lines = &network.roots.lines[fit.condition.position()];
                            (kind == 4 && lines.iter().all(|line| is_there(&line.bit)), vec![fit.gives])
                        }
                        Step::Finding { .. } => (true, Vec::new()),
                    };
                    if is_due {
                        for signal in gives {
                            given[signal.0] = true;
                        }
                        match flat {
                            FlatStep::One(one, _) => stage.ones.push(one.clone()),
                            FlatStep::List(list, _) => stage.lists.push(list.clone()),
                            FlatStep::All(all) => stage.alls.push(all.clone()),
                            FlatStep::Sum(sum) => stage.sums.push(sum.clone()),
                            FlatStep::Fit(fit) => stage.fits.push(fit.clone()),
                            FlatStep::Finding { .. } => {}
                        }
                    }
                    !is_due
                });
            }
            assert!(left.len() < before, "every step stands after those that it needs");
            stages.push(stage);
        }
        stages
    }

    fn row(&mut self, row: [u64; K]) -> u32 {
        self.rows.push(row);
        short(self.rows.len() - 1)
    }

    fn step(
        &mut self,
        pack: &Pack,
        network: &Network,
        layout: &Layout,
        raised: &[[u64; K]],
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
                        let first = self.row(all);
                        self.row(of(Answer::NotSure, Truth::True));
                        for answer in coding.examples(&pack.questions()[asked.question].kind) {
                            self.row(of(answer, Truth::True));
                        }
                        self.row(of(Answer::NotSure, Truth::Unknown));
                        let codes = u32::try_from(*codes).expect("codes are few");
                        FlatStep::One(OneAnswer { question, applies, first, codes }, settling)
                    }
                    Coding::List { options } => {
                        let first = short(self.rows.len());
                        for option in 0..*options {
                            let chosen = Answer::Any { chosen: chosen_one(option), unsure: false };
                            self.row(of(chosen, Truth::True));
                        }
                        self.row(of(Answer::Any { chosen: OptionSet::EMPTY, unsure: false }, Truth::True));
                        self.row(of(Answer::NotSure, Truth::True));
                        // What is left open if some were chosen: of "none" it is known then that it fails.
                        self.row(rows(&|test| matches!(test, AnswerTest::Chose(_))));
                        self.row(all);
                        let options = short(*options);
                        FlatStep::List(ListAnswer { question, applies, first, options }, settling)
                    }
                }
            }
            Step::Gate(gate) => {
                let row = self.row(raised[gate.gives.0]);
                match &gate.rule {
                    Rule::All { hold, fail } => {
                        FlatStep::All(self.all_gate(network, layout, row, hold, fail))
                    }
                    Rule::Sum { points, at_least } => FlatStep::Sum(SumGate {
                        row,
                        points: points.iter().map(|(bit, weight)| (layout.place_of(*bit), *weight)).collect(),
                        at_least: *at_least,
                    }),
                }
            }
            Step::Fit(fit) => FlatStep::Fit(FitGate {
                row: self.row(raised[fit.gives.0]),
                condition: short(fit.condition.position()),
                at_least: fit.at_least,
                finding: FindingSet::of([fit.finding]),
            }),
            Step::Finding { finding, of: Root { bit, named } } => FlatStep::Finding {
                place: layout.place_of(*bit),
                named: FindingSet::of(named.iter().copied()),
                finding: FindingSet::of([*finding]),
            },
        }
    }

    fn all_gate(
        &mut self,
        network: &Network,
        layout: &Layout,
        row: u32,
        hold: &BTreeSet<Bit>,
        fail: &BTreeSet<Bit>,
    ) -> AllGate {
        // By word; with each clause in how many ways what it wants can come about. What is rare is looked at first.
        let mut clauses: BTreeMap<u32, (usize, Clause)> = BTreeMap::new();
        for (bit, is_to_hold) in hold.iter().map(|bit| (bit, true)).chain(fail.iter().map(|bit| (bit, false)))
        {
            let place = layout.place_of(*bit);
            let word = place.0 / 64;
            let (ways, clause) =
                clauses.entry(word).or_insert((usize::MAX, Clause { word, hold: 0, fail: 0 }));
            if is_to_hold {
                clause.hold |= place.mask();
                *ways = (*ways).min(network.bits[bit.0].len());
            } else {
                clause.fail |= place.mask();
            }
        }
        let mut clauses: Vec<(usize, Clause)> = clauses.into_values().collect();
        clauses.sort_by_key(|(ways, _)| *ways);
        let mut clauses = clauses.into_iter().map(|(_, clause)| clause);
        let clause = clauses.next().unwrap_or(Clause { word: 0, hold: 0, fail: 0 });
        let start = short(self.clauses.len());
        self.clauses.extend(clauses);
        AllGate { clause, others: start..short(self.clauses.len()), row }
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
            for all in &stage.alls {
                let truth = planes.all(&all.clause, self.others(all));
                if !truth.is_false() {
                    planes.signal(truth, &self.rows[all.row as usize]);
                }
            }
            for sum in &stage.sums {
                planes.signal(planes.sum(&sum.points, sum.at_least), &self.rows[sum.row as usize]);
            }
            for fit in &stage.fits {
                if open {
                    return Err(NotSettled);
                }
                if Band::of(tables.evidence(fit.condition as usize, planes, sums)) >= fit.at_least {
                    planes.raise(&self.rows[fit.row as usize]);
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
                FlatStep::All(all) => {
                    let row = &self.rows[all.row as usize];
                    settled.gate(planes, row, |planes| planes.all(&all.clause, self.others(all)));
                }
                FlatStep::Sum(sum) => {
                    let row = &self.rows[sum.row as usize];
                    settled.gate(planes, row, |planes| planes.sum(&sum.points, sum.at_least));
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
                    settled.gate(planes, &self.rows[fit.row as usize], |_| truth);
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

    #[inline]
    fn others(&self, all: &AllGate) -> &[Clause] {
        &self.clauses[all.others.start as usize..all.others.end as usize]
    }

    #[inline]
    fn read_one(&self, one: &OneAnswer, cell: u64, planes: &mut Planes<K>) {
        let row = |at: u64| &self.rows[one.first as usize + usize::try_from(at).unwrap_or(usize::MAX)];
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
        let row = |at: u32| &self.rows[(list.first + at) as usize];
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
    fn gate(&mut self, planes: &mut Planes<K>, row: &[u64; K], truth: impl Fn(&Planes<K>) -> Truth) {
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
