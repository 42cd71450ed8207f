//! What is claimed of a pack, and whether it is so.

use crate::{
    count::{Counter, NotDecided},
    dice::Dice,
    expression::Expression,
    people::People,
    statement::Statement,
    worse,
};
use num_bigint::BigUint;
use sinew_logic::Formula;
use sinew_model::{ActionIx, Answers, Claim as Promise, Pack, PropertyIx, QuestionIx, RedFlagIx, Urgency};
use std::collections::{BTreeMap, btree_map::Entry};

/// Something that is said of everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// So many people are possible.
    People(BigUint),
    /// A property speaks of so many people, and holds for all of them.
    Property {
        /// The property.
        property: PropertyIx,
        /// Of how many people it speaks; with a change of an answer, of those whose answer can change so.
        spoken_of: BigUint,
    },
    /// A red flag fires for so many people, and for so many nothing else gives its urgency; no one of them has an urgency below its
    /// own, and nobody for whom it is unknown one below its floor.
    Flag {
        /// The flag.
        flag: RedFlagIx,
        /// For how many people it fires.
        fires: BigUint,
        /// For how many of them nothing else gives its urgency.
        alone: BigUint,
    },
    /// So many people have this urgency.
    Urgency {
        /// The level.
        level: Urgency,
        /// How many people.
        people: BigUint,
    },
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is so, and the engine decided so for everybody who was tried.
    Confirmed,
    /// It is another number.
    Miscounted(BigUint),
    /// It is not so for this person, for whom the engine decided.
    Refuted(Box<Answers>),
    /// The engine decides otherwise for this person than was computed here: one of the two is wrong.
    Disagreement(Box<Answers>),
    /// Not decided within the limits, or by the means of this crate.
    NotDecided,
}

/// How far to go. Work is counted, not time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Cases that may be looked at for one claim.
    pub steps: u64,
    /// How many people are tried with the engine for one claim.
    pub tried: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 2_000_000, tried: 40 }
    }
}

/// Looks at each of the claims, in their order.
pub fn recheck(pack: &Pack, claims: &[Claim], limits: Limits) -> Vec<Verdict> {
    let mut kept: Option<Checker<'_>> = None;
    let verdict = |claim| {
        // What was kept for earlier claims makes later ones quicker, until it fills the memory.
        let mut checker = match kept.take() {
            Some(checker) if checker.counter.expressions.len() <= KEPT_AT_MOST => checker,
            _ => match Checker::of(pack, limits) {
                Ok(checker) => checker,
                Err(NotDecided) => return Verdict::NotDecided,
            },
        };
        checker.counter.steps = 0;
        let looked_at = checker.look_at(claim);
        kept = Some(checker);
        match looked_at {
            Ok(verdict) | Err(Open::Decided(verdict)) => verdict,
            Err(Open::NotDecided) => Verdict::NotDecided,
        }
    };
    claims.iter().map(verdict).collect()
}

/// Of how many expressions a checker may begin with another claim.
const KEPT_AT_MOST: usize = 400_000;

/// Why a claim needs no further looking at.
#[derive(Debug)]
enum Open {
    NotDecided,
    Decided(Verdict),
}

impl From<NotDecided> for Open {
    fn from(_: NotDecided) -> Self {
        Self::NotDecided
    }
}

struct Checker<'p> {
    pack: &'p Pack,
    counter: Counter,
    statement: Statement,
    /// For each level, where the urgency is below it.
    below: [(Urgency, Expression); Urgency::ALL.len()],
    limits: Limits,
    dice: Dice,
}

impl<'p> Checker<'p> {
    fn of(pack: &'p Pack, limits: Limits) -> Result<Self, NotDecided> {
        let mut counter = Counter::new(limits.steps);
        let people = People::of(&mut counter, pack)?;
        let statement = Statement::of(&mut counter, pack, people)?;
        let below = Urgency::ALL.map(|level| (level, statement.is_below(&mut counter, pack, level)));
        if counter.expressions.is_beyond {
            return Err(NotDecided);
        }
        Ok(Self { pack, counter, statement, below, limits, dice: Dice::new(1) })
    }

    fn look_at(&mut self, claim: &Claim) -> Result<Verdict, Open> {
        match claim {
            Claim::People(people) => {
                let counted = self.people(&[])?;
                is_so(people, counted)?;
                self.try_some(&[], |_, _| true)?;
            }
            Claim::Property { property, spoken_of } => self.property(*property, spoken_of)?,
            Claim::Flag { flag, fires, alone } => self.flag(*flag, fires, alone)?,
            Claim::Urgency { level, people } => {
                let above = Urgency::ALL.into_iter().find(|other| other > level);
                let at_most = match above {
                    Some(above) => self.people_below(above)?,
                    None => self.people(&[])?,
                };
                let below = self.people_below(*level)?;
                is_so(people, at_most - below)?;
                let level = *level;
                for case in self.exactly(level) {
                    self.try_some(&case, |decision, _| decision.urgency == level)?;
                }
            }
        }
        Ok(Verdict::Confirmed)
    }

    /// How many possible people there are of whom all of this holds.
    fn people(&mut self, wanted: &[Expression]) -> Result<BigUint, NotDecided> {
        let mut all = self.statement.possible.clone();
        all.extend(wanted);
        self.counter.people(&all)
    }

    /// Whether anybody possible is so.
    fn is_there(&mut self, wanted: &[Expression]) -> Result<bool, NotDecided> {
        let mut all = self.statement.possible.clone();
        all.extend(wanted);
        self.counter.is_there(&all)
    }

    fn people_below(&mut self, level: Urgency) -> Result<BigUint, NotDecided> {
        let mut sum = BigUint::ZERO;
        for case in self.statement.below(&mut self.counter, self.pack, level) {
            sum += self.people(&case)?;
        }
        Ok(sum)
    }

    fn is_below(&self, level: Urgency) -> Expression {
        self.below.iter().find(|(of, _)| *of == level).map_or(Expression::NEVER, |(_, below)| *below)
    }

    /// Everybody of a level, in cases.
    fn exactly(&mut self, level: Urgency) -> Vec<Vec<Expression>> {
        let below = self.is_below(level);
        let not_below = self.counter.expressions.not(below);
        let above = Urgency::ALL.into_iter().find(|other| *other > level);
        let mut cases = match above {
            Some(above) => self.statement.below(&mut self.counter, self.pack, above),
            None => vec![Vec::new()],
        };
        for case in &mut cases {
            case.push(not_below);
        }
        cases
    }

    /// Draws some of the people of whom all of this holds, lets the engine decide for them, and looks whether it decides as was computed
    /// and as is expected.
    fn try_some(
        &mut self,
        wanted: &[Expression],
        expected: impl Fn(&sinew_engine::Decision, &Answers) -> bool,
    ) -> Result<(), Open> {
        let mut all = self.statement.possible.clone();
        all.extend(wanted);
        for _ in 0..self.limits.tried {
            let Some(classes) = self.counter.draw(&all, &mut self.dice)? else { return Ok(()) };
            let answers = self.answers(&classes);
            let decision = sinew_engine::decide(self.pack, &answers);
            if !self.agrees(&classes, &answers, &decision) {
                return Err(Open::Decided(Verdict::Disagreement(Box::new(answers))));
            }
            if !expected(&decision, &answers) {
                return Err(Open::Decided(Verdict::Refuted(Box::new(answers))));
            }
        }
        Ok(())
    }

    fn answers(&mut self, classes: &[u8]) -> Answers {
        let Self { pack, counter, statement, dice, .. } = self;
        let is_asked = |question| counter.expressions.holds(statement.asked[question], classes);
        statement.people.answers(pack, is_asked, classes, dice)
    }

    /// Whether the engine decides for somebody as was computed.
    fn agrees(&self, classes: &[u8], answers: &Answers, decision: &sinew_engine::Decision) -> bool {
        let pack = self.pack;
        let is_left_out = |question: &QuestionIx| answers.get(*question).is_none();
        let possible = sinew_engine::contradictions(pack, answers).is_empty()
            && sinew_engine::idle_answers(pack, answers).is_empty()
            && pack
                .questions()
                .indices()
                .filter(is_left_out)
                .all(|question| sinew_engine::applies(pack, answers, question).is_false());
        let fires: Vec<RedFlagIx> = self
            .statement
            .flags
            .iter_indexed()
            .filter(|(_, flag)| self.counter.expressions.holds(flag.holds, classes))
            .map(|(flag, _)| flag)
            .collect();
        let levels = self.below.iter().all(|(level, below)| {
            self.counter.expressions.holds(*below, classes) == (decision.urgency < *level)
        });
        possible && fires == decision.fired && levels
    }

    fn flag(&mut self, flag: RedFlagIx, fires: &BigUint, alone: &BigUint) -> Result<(), Open> {
        let of = &self.pack.red_flags()[flag];
        let (urgency, floor) = (of.urgency, of.floor_when_unknown());
        let truth = self.statement.flags[flag];
        let counted = self.people(&[truth.holds])?;
        is_so(fires, counted)?;
        let mut counted = BigUint::ZERO;
        for mut case in self.statement.without_reason(&mut self.counter, self.pack, urgency, Some(flag)) {
            case.push(truth.holds);
            counted += self.people(&case)?;
        }
        is_so(alone, counted)?;
        self.nobody_below(&[truth.holds], urgency)?;
        let unknown = [self.counter.expressions.not(truth.holds), self.counter.expressions.not(truth.fails)];
        self.nobody_below(&unknown, floor)?;
        self.try_some(&[truth.holds], |decision, _| decision.urgency >= urgency)?;
        self.try_some(&unknown, |decision, _| decision.urgency >= floor)
    }

    /// Nobody of whom all of this holds has an urgency below the level.
    fn nobody_below(&mut self, wanted: &[Expression], level: Urgency) -> Result<(), Open> {
        for mut case in self.statement.below(&mut self.counter, self.pack, level) {
            case.extend(wanted);
            self.nobody(&case)?;
        }
        Ok(())
    }

    /// There is nobody of whom all of this holds.
    fn nobody(&mut self, wanted: &[Expression]) -> Result<(), Open> {
        if !self.is_there(wanted)? {
            return Ok(());
        }
        self.try_some(wanted, |_, _| false)?;
        Err(Open::NotDecided)
    }

    fn property(&mut self, index: PropertyIx, claimed: &BigUint) -> Result<(), Open> {
        let pack = self.pack;
        let property = &pack.properties()[index];
        let spoken_of = self.statement.spoken_of(&mut self.counter, property);
        if let Promise::MonotoneIn(worsenings) = &property.claim {
            let could = worse::could_be_worse(&mut self.counter, &self.statement, worsenings);
            let mut whom = spoken_of;
            whom.push(could);
            let counted = self.people(&whom)?;
            is_so(claimed, counted)?;
            // Changes of one answer are told of the same two people.
            let mut pairs: BTreeMap<QuestionIx, worse::Pair> = BTreeMap::new();
            for worsening in worsenings {
                let question = worsening.question;
                if pack.given_answer(question).is_some() {
                    continue;
                }
                let pair = match pairs.entry(question) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let pair =
                            worse::Pair::of(&mut self.counter, pack, &self.statement, property, question)?;
                        new.insert(pair)
                    }
                };
                for pair in pair.lowers(&mut self.counter, worsening.change) {
                    if self.counter.is_there(&pair)? {
                        let Some(classes) = self.counter.draw(&pair, &mut self.dice)? else { continue };
                        let before = Box::new(self.answers(&classes));
                        return Err(Open::Decided(Verdict::Refuted(before)));
                    }
                }
            }
            return self.try_some(&whom, |_, _| true);
        }
        let counted = self.people(&spoken_of)?;
        is_so(claimed, counted)?;
        let with = |more: Expression| {
            let mut all = spoken_of.clone();
            all.push(more);
            all
        };
        match &property.claim {
            Promise::UrgencyAtLeast(level) => {
                self.nobody_below(&spoken_of, *level)?;
                self.try_some(&spoken_of, |decision, _| decision.urgency >= *level)
            }
            Promise::UrgencyAtMost(level) => {
                if let Some(above) = Urgency::ALL.into_iter().find(|other| other > level) {
                    let below = self.is_below(above);
                    let reaches = self.counter.expressions.not(below);
                    self.nobody(&with(reaches))?;
                }
                self.try_some(&spoken_of, |decision, _| decision.urgency <= *level)
            }
            Promise::FitsAtLeast { condition, band } => {
                let fits = self.statement.fits(&mut self.counter, &pack.conditions()[*condition], *band)?;
                let not = self.counter.expressions.not(fits);
                self.nobody(&with(not))?;
                let is_ranked_so = |_: &sinew_engine::Decision, answers: &Answers| {
                    let bands = sinew_engine::bands(pack, answers);
                    // Nothing is ranked in an emergency and at an exit.
                    bands.is_empty() || bands.iter().any(|(of, known)| of == condition && known >= band)
                };
                self.try_some(&spoken_of, is_ranked_so)
            }
            Promise::Never(actions) => {
                for action in actions {
                    self.never_offered(&spoken_of, *action)?;
                }
                let is_kept = |decision: &sinew_engine::Decision, _: &Answers| {
                    !actions.iter().any(|action| decision.actions.contains(action))
                };
                self.try_some(&spoken_of, is_kept)
            }
            Promise::Always(actions) => {
                for action in actions {
                    self.always_offered(&spoken_of, *action)?;
                }
                let is_offered = |decision: &sinew_engine::Decision, _: &Answers| {
                    actions.iter().all(|action| decision.actions.contains(action))
                };
                self.try_some(&spoken_of, is_offered)
            }
            Promise::MonotoneIn(_) => Ok(()),
        }
    }

    /// Where actions may be offered at all, and no rule keeps this one away.
    fn may_be_offered(&mut self, action: ActionIx) -> Vec<Expression> {
        let pack = self.pack;
        let blocks = pack.blocks().iter().filter(|block| block.actions.contains(&action));
        let formulas: Vec<&Formula<_>> = std::iter::once(&pack.actions()[action].blocked_when)
            .chain(blocks.map(|block| &block.when))
            .collect();
        let mut wanted: Vec<Expression> = formulas
            .into_iter()
            .map(|formula| self.statement.formula(&mut self.counter, formula).fails)
            .collect();
        wanted.push(self.is_below(Urgency::SameDay));
        wanted.extend(self.statement.no_exit(&mut self.counter));
        wanted
    }

    /// Nobody is offered the action, because wherever it could be, a rule keeps it away. If that is not the reason, somebody may be found
    /// to whom it is offered; else it is not decided.
    fn never_offered(&mut self, spoken_of: &[Expression], action: ActionIx) -> Result<(), Open> {
        let mut wanted = self.may_be_offered(action);
        wanted.extend(spoken_of);
        if !self.is_there(&wanted)? {
            return Ok(());
        }
        self.try_some(&wanted, |decision, _| !decision.actions.contains(&action))?;
        Err(Open::NotDecided)
    }

    /// Everybody is offered the action, because it is for everybody, no rule keeps it away, and there is room for all of its sort.
    fn always_offered(&mut self, spoken_of: &[Expression], action: ActionIx) -> Result<(), Open> {
        let pack = self.pack;
        let may = self.may_be_offered(action);
        let may = self.counter.expressions.all(may);
        let mut kept_away = spoken_of.to_vec();
        kept_away.push(self.counter.expressions.not(may));
        if self.is_there(&kept_away)? {
            self.try_some(&kept_away, |decision, _| decision.actions.contains(&action))?;
            return Err(Open::NotDecided);
        }
        let of = &pack.actions()[action];
        let slot = sinew_engine::rules::Slot::of(of);
        let alike =
            pack.actions().iter().filter(|other| sinew_engine::rules::Slot::of(other) == slot).count();
        if of.always && alike <= slot.room() {
            return Ok(());
        }
        self.try_some(spoken_of, |decision, _| decision.actions.contains(&action))?;
        Err(Open::NotDecided)
    }
}

fn is_so(claimed: &BigUint, counted: BigUint) -> Result<(), Open> {
    if *claimed == counted { Ok(()) } else { Err(Open::Decided(Verdict::Miscounted(counted))) }
}
