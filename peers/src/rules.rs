//! The rules of a pack in two-valued logic: what every rule engine understands.
//!
//! A formula of a pack holds, fails, or is unknown. Rule engines know true and false, so each formula becomes two: that it holds, and
//! that it fails. Findings that are named in the pack are named here too, in pack order, so that no formula is written out twice. Only
//! what somebody asks for is made: of a finding that is never looked at for failing, only that it holds.
//!
//! # What is left out
//! Whether a question applies. The people that are measured have an answer to each question that applies and none to the others, so
//! that "not asked" says it. How well conditions fit as a part of other rules: no rule that is translated here names it, and a pack in which
//! one does is refused.

use anyhow::{Result, bail, ensure};
use serde::Serialize;
use sinew_logic::Formula;
use sinew_model::{
    Answer, AnswerTest, Answers, Decibans, EvidenceLine, FindingIx, FindingRule, Index as _, Pack, Question,
    QuestionIx, QuestionKind, RedFlagIx, Urgency,
};
use std::collections::BTreeMap;

/// The word for "not sure".
pub const NOT_SURE: &str = "not-sure";
/// The word for a list of which nothing was chosen.
pub const NONE: &str = "none";
/// The text of a question that was not asked.
pub const NOT_ASKED: &str = "";
/// "Not sure" where a number is asked for.
pub const NUMBER_NOT_SURE: i64 = -2_000_000;
/// A number that was not asked for. It is less than each that somebody can give.
pub const NUMBER_NOT_ASKED: i64 = -1_000_000;

/// How the answer to a question reaches a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One word: an option, `yes`, `no`, [`NOT_SURE`], or [`NOT_ASKED`].
    Word,
    /// Words: options, [`NONE`], [`NOT_SURE`]; no word at all if it was not asked.
    Words,
    /// A number, [`NUMBER_NOT_SURE`] or [`NUMBER_NOT_ASKED`].
    Number,
}

/// An answer as peers get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// For [`Kind::Word`].
    Word(String),
    /// For [`Kind::Words`].
    Words(Vec<String>),
    /// For [`Kind::Number`].
    Number(i64),
}

/// A question, called `q` and its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its id in the pack.
    pub id: String,
    /// How its answer comes.
    pub kind: Kind,
    /// The words that an answer can have, those for nothing included; none for numbers.
    pub words: Vec<String>,
}

/// Something that is true or false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Expr {
    /// The answer to this question is this word.
    Word {
        /// The position of the question.
        question: usize,
        /// The word.
        word: String,
    },
    /// The answer to this question has this word among others.
    Has {
        /// The position of the question.
        question: usize,
        /// The word.
        word: String,
    },
    /// The answer to this question is a number from here to there.
    Between {
        /// The position of the question.
        question: usize,
        /// The smallest.
        least: i64,
        /// The largest, if there is one.
        most: Option<i64>,
    },
    /// The step with this number is true.
    Step {
        /// Its number.
        step: usize,
    },
    /// All of these are true.
    All {
        /// Which.
        of: Vec<Expr>,
    },
    /// One of these is true, or more.
    Any {
        /// Which.
        of: Vec<Expr>,
    },
    /// This is not true: never a list, whose members are turned around instead.
    Not {
        /// What.
        of: Box<Expr>,
    },
    /// The weights of those that are true come to at least so much.
    Sum {
        /// What weighs how much.
        terms: Vec<(Expr, i64)>,
        /// So much.
        at_least: i64,
    },
}

impl Expr {
    /// Always true.
    pub const TRUE: Self = Self::All { of: Vec::new() };
    /// Never true.
    pub const FALSE: Self = Self::Any { of: Vec::new() };

    /// All of these; what is a list of that kind itself is taken apart.
    pub fn all(members: impl IntoIterator<Item = Self>) -> Self {
        let mut of = Vec::new();
        for member in members {
            match member {
                Self::All { of: inner } => of.extend(inner),
                Self::Any { of: inner } if inner.is_empty() => return Self::FALSE,
                other => of.push(other),
            }
        }
        if of.len() == 1 { of.remove(0) } else { Self::All { of } }
    }

    /// One of these.
    pub fn any(members: impl IntoIterator<Item = Self>) -> Self {
        let mut of = Vec::new();
        for member in members {
            match member {
                Self::Any { of: inner } => of.extend(inner),
                Self::All { of: inner } if inner.is_empty() => return Self::TRUE,
                other => of.push(other),
            }
        }
        if of.len() == 1 { of.remove(0) } else { Self::Any { of } }
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not { of } => *of,
            Self::All { of } => Self::any(of.into_iter().map(Self::negated)),
            Self::Any { of } => Self::all(of.into_iter().map(Self::negated)),
            other => Self::Not { of: Box::new(other) },
        }
    }

    /// Whether to say it again costs no more than to name it.
    fn is_short(&self) -> bool {
        match self {
            Self::Word { .. } | Self::Has { .. } | Self::Step { .. } => true,
            Self::Not { of } => of.is_short(),
            Self::All { of } | Self::Any { of } => of.is_empty(),
            Self::Between { .. } | Self::Sum { .. } => false,
        }
    }
}

/// The value of the first that is true; 0 if none is.
pub type Choice = Vec<(Expr, i64)>;

/// A red flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// It fires.
    pub fires: Expr,
    /// It could not be ruled out and counts; none if it never does.
    pub open: Option<Expr>,
}

/// A condition that takes part in the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Points {
    /// Its position in the pack.
    pub condition: usize,
    /// What comes together: of each line or group at most two values, the strongest for and against.
    pub sum: Vec<Choice>,
}

/// What is translated of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// The id of the pack.
    pub pack: String,
    /// The questions in pack order.
    pub inputs: Vec<Input>,
    /// What has a name, each after what it names; called `s` and its position.
    pub steps: Vec<Expr>,
    /// The red flags in pack order.
    pub flags: Vec<Flag>,
    /// The exits in pack order: that this one is the first that holds.
    pub exits: Vec<Expr>,
    /// The urgency, as a number from 0 to 4.
    pub urgency: Choice,
    /// A red flag that fires is an emergency: no more is looked at.
    pub emergency: Expr,
    /// An emergency or an exit: no condition is looked at.
    pub help_only: Expr,
    /// The conditions in pack order.
    pub points: Vec<Points>,
}

/// What of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// That it holds.
    Holds,
    /// That it fails.
    Fails,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }
}

/// That a formula holds, or fails, given the same of its atoms.
pub fn side<A>(
    formula: &Formula<A>,
    wanted: Side,
    atom: &mut impl FnMut(&A, Side) -> Result<Expr>,
) -> Result<Expr> {
    let mut members = |of: &[Formula<A>], wanted| {
        of.iter().map(|member| side(member, wanted, &mut *atom)).collect::<Result<Vec<Expr>>>()
    };
    Ok(match (formula, wanted) {
        (Formula::Atom(inner), _) => atom(inner, wanted)?,
        (Formula::Not(inner), _) => side(inner, wanted.other(), atom)?,
        (Formula::All(of), Side::Holds) | (Formula::Any(of), Side::Fails) => Expr::all(members(of, wanted)?),
        (Formula::All(of), Side::Fails) | (Formula::Any(of), Side::Holds) => Expr::any(members(of, wanted)?),
        (Formula::AtLeast { count, of }, Side::Holds) => {
            let terms = members(of, Side::Holds)?.into_iter().map(|member| (member, 1)).collect();
            Expr::Sum { terms, at_least: i64::from(*count) }
        }
        (Formula::AtLeast { count, of }, Side::Fails) => {
            let terms = members(of, Side::Fails)?.into_iter().map(|member| (member.negated(), 1)).collect();
            Expr::Sum { terms, at_least: i64::from(*count) }.negated()
        }
        (Formula::Score { points, at_least }, _) => {
            let mut terms = Vec::new();
            for (inner, weight) in points {
                // The least that it can come to counts what speaks for it only if it holds, and what speaks against it unless it
                // fails; the most is the other way round.
                let is_sure = (*weight > 0) == (wanted == Side::Holds);
                let counts =
                    if is_sure { atom(inner, Side::Holds)? } else { atom(inner, Side::Fails)?.negated() };
                terms.push((counts, i64::from(*weight)));
            }
            let reached = Expr::Sum { terms, at_least: i64::from(*at_least) };
            if wanted == Side::Holds { reached } else { reached.negated() }
        }
    })
}

impl Rules {
    /// The rules of a pack.
    pub fn of(pack: &Pack) -> Result<Self> {
        let mut maker = Maker { pack, steps: Vec::new(), named: BTreeMap::new() };
        let mut flags = Vec::new();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let fires = maker.flag(index, Side::Holds)?;
            let counts = flag.floor_when_unknown() > Urgency::SelfCare;
            let open = if counts {
                let fails = maker.flag(index, Side::Fails)?;
                let open = Expr::all([fires.clone().negated(), fails.negated()]);
                Some(maker.step(open))
            } else {
                None
            };
            flags.push(Flag { fires, open });
        }
        let mut exits: Vec<Expr> = Vec::new();
        let mut earlier: Vec<Expr> = Vec::new();
        for exit in pack.exits() {
            let holds = maker.formula(&exit.when, Side::Holds)?;
            let holds = maker.step(holds);
            let first = Expr::all(earlier.iter().map(|exit| exit.clone().negated()).chain([holds.clone()]));
            exits.push(maker.step(first));
            earlier.push(holds);
        }
        let firing = |at: Urgency| {
            let indexed = pack.red_flags().iter().zip(&flags);
            Expr::any(indexed.filter(|(flag, _)| flag.urgency == at).map(|(_, made)| made.fires.clone()))
        };
        let emergency = maker.step(firing(Urgency::Emergency));
        let mut urgency = Choice::new();
        for level in Urgency::ALL.into_iter().rev().filter(|level| *level > Urgency::SelfCare) {
            let from_flags = if level == Urgency::Emergency { emergency.clone() } else { firing(level) };
            let open = pack.red_flags().iter().zip(&flags);
            let open = open.filter(|(flag, _)| flag.floor_when_unknown() == level);
            let open = open.filter_map(|(_, made)| made.open.clone());
            let exits = pack.exits().iter().zip(&exits).filter(|(exit, _)| exit.urgency == level);
            let exits = exits.map(|(_, made)| made.clone());
            urgency.push((Expr::any([from_flags].into_iter().chain(open).chain(exits)), level as i64));
        }
        let help_only = Expr::any([emergency.clone()].into_iter().chain(exits.iter().cloned()));
        let help_only = maker.step(help_only);
        let mut points = Vec::new();
        for (index, condition) in pack.conditions().iter_indexed() {
            if condition.only_with.is_empty() {
                points
                    .push(Points { condition: index.position(), sum: maker.evidence(&condition.evidence)? });
            }
        }
        Ok(Self {
            pack: pack.identity().id.to_string(),
            inputs: pack.questions().iter().map(input).collect(),
            steps: maker.steps,
            flags,
            exits,
            urgency,
            emergency,
            help_only,
            points,
        })
    }
}

/// How much may stand in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// Anything.
    Any,
    /// Lists in lists, but a sum is a step of its own.
    SumsApart,
    /// A list of alternatives, each of which is a list of tests, steps, and the opposites of these; or a sum of such single things.
    /// So are the values of choices. What has the opposite of a range in it has a step for the range.
    Flat,
}

impl Rules {
    /// The same rules with a step for each thing that comes out of them, and no step with more in it than is allowed.
    #[must_use]
    pub fn in_steps(&self, nesting: Nesting) -> Self {
        let mut shaper = Shaper { nesting, steps: Vec::new(), renamed: Vec::new(), known: BTreeMap::new() };
        for step in &self.steps {
            let shaped = shaper.body(step);
            let shaped = shaper.named(shaped);
            shaper.renamed.push(shaped);
        }
        let mut out = |expr: &Expr| {
            let shaped = shaper.body(expr);
            match shaped {
                step @ Expr::Step { .. } => step,
                other => shaper.named(other),
            }
        };
        let flags = self
            .flags
            .iter()
            .map(|flag| Flag { fires: out(&flag.fires), open: flag.open.as_ref().map(&mut out) });
        let flags = flags.collect();
        let exits = self.exits.iter().map(&mut out).collect();
        let urgency = self.urgency.iter().map(|(expr, value)| (out(expr), *value)).collect();
        let (emergency, help_only) = (out(&self.emergency), out(&self.help_only));
        let mut choice = |choice: &Choice| -> Choice {
            choice.iter().map(|(expr, value)| (shaper.member(expr), *value)).collect()
        };
        let points = self.points.iter().map(|points| Points {
            condition: points.condition,
            sum: points.sum.iter().map(&mut choice).collect(),
        });
        let points = points.collect();
        Self {
            pack: self.pack.clone(),
            inputs: self.inputs.clone(),
            steps: shaper.steps,
            flags,
            exits,
            urgency,
            emergency,
            help_only,
            points,
        }
    }

    /// The steps that what is decided is read from, in order, each once. Only for rules that come out of [`Self::in_steps`].
    pub fn outputs(&self) -> Vec<usize> {
        let flags = self.flags.iter().flat_map(|flag| [Some(&flag.fires), flag.open.as_ref()]).flatten();
        let all = flags.chain(&self.exits).chain(self.urgency.iter().map(|(expr, _)| expr));
        let steps = all.chain([&self.emergency, &self.help_only]).filter_map(|expr| match expr {
            Expr::Step { step } => Some(*step),
            _ => None,
        });
        steps.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }
}

struct Shaper {
    nesting: Nesting,
    steps: Vec<Expr>,
    /// What became of the steps that there were.
    renamed: Vec<Expr>,
    /// What has a step, as JSON: expressions have no order.
    known: BTreeMap<String, usize>,
}

impl Shaper {
    fn named(&mut self, expr: Expr) -> Expr {
        let key = serde_json::to_string(&expr).expect("words, numbers and lists can be written as JSON");
        let steps = &mut self.steps;
        let step = *self.known.entry(key).or_insert_with(|| {
            steps.push(expr);
            steps.len() - 1
        });
        Expr::Step { step }
    }

    /// What may be the whole of a step.
    fn body(&mut self, expr: &Expr) -> Expr {
        match expr {
            Expr::Step { step } => self.renamed[*step].clone(),
            Expr::Any { of } => Expr::any(
                of.iter()
                    .map(|member| match (self.nesting, member) {
                        (Nesting::Flat, Expr::All { of }) => {
                            Expr::All { of: of.iter().map(|member| self.member(member)).collect() }
                        }
                        _ => self.member(member),
                    })
                    .collect::<Vec<_>>(),
            ),
            Expr::All { of } => Expr::all(of.iter().map(|member| self.member(member)).collect::<Vec<_>>()),
            Expr::Not { of } => self.member(of).negated(),
            Expr::Sum { terms, at_least } => {
                let terms = terms.iter().map(|(term, weight)| (self.member(term), *weight)).collect();
                Expr::Sum { terms, at_least: *at_least }
            }
            Expr::Word { .. } | Expr::Has { .. } | Expr::Between { .. } => expr.clone(),
        }
    }

    /// What may be a part of a step.
    fn member(&mut self, expr: &Expr) -> Expr {
        match (self.nesting, expr) {
            // Some languages can only turn a single comparison around.
            (Nesting::Flat, Expr::Not { of }) if matches!(&**of, Expr::Between { least, most, .. } if *most != Some(*least)) => {
                self.named((**of).clone()).negated()
            }
            (_, Expr::Not { of }) => self.member(of).negated(),
            (Nesting::SumsApart | Nesting::Flat, Expr::Sum { .. })
            | (Nesting::Flat, Expr::All { .. } | Expr::Any { .. }) => {
                let body = self.body(expr);
                self.named(body)
            }
            _ => self.body(expr),
        }
    }
}

struct Maker<'p> {
    pack: &'p Pack,
    steps: Vec<Expr>,
    named: BTreeMap<(FindingIx, Side), Expr>,
}

impl Maker<'_> {
    /// Names something, unless it is as short as its name.
    fn step(&mut self, made: Expr) -> Expr {
        if made.is_short() {
            return made;
        }
        let known = self.steps.iter().position(|step| *step == made);
        let step = known.unwrap_or_else(|| {
            self.steps.push(made);
            self.steps.len() - 1
        });
        Expr::Step { step }
    }

    fn formula(&mut self, formula: &Formula<FindingIx>, wanted: Side) -> Result<Expr> {
        side(formula, wanted, &mut |finding, wanted| self.finding(*finding, wanted))
    }

    /// Goes as deep as findings build on one another.
    fn finding(&mut self, finding: FindingIx, wanted: Side) -> Result<Expr> {
        if let Some(known) = self.named.get(&(finding, wanted)) {
            return Ok(known.clone());
        }
        let pack = self.pack;
        let made = match &pack.findings()[finding].rule {
            FindingRule::Answer { question, test } => answer(pack, *question, *test, wanted)?,
            FindingRule::Fits { .. } => bail!(
                "in the pack `{}` a red flag, an exit or a line of evidence hangs on `{}`, how well a condition fits; peers are not \
                 taught that",
                pack.identity().id,
                pack.findings()[finding].id
            ),
            FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => {
                let formula = pack.formula_of(finding).expect("such a finding stands for a formula");
                let made = self.formula(formula, wanted)?;
                self.step(made)
            }
        };
        self.named.insert((finding, wanted), made.clone());
        Ok(made)
    }

    fn flag(&mut self, flag: RedFlagIx, wanted: Side) -> Result<Expr> {
        let mut findings = self.pack.findings().iter_indexed();
        match findings.find(|(_, finding)| finding.rule == FindingRule::RedFlag(flag)) {
            Some((finding, _)) => self.finding(finding, wanted),
            None => {
                let made = self.formula(&self.pack.red_flags()[flag].when, wanted)?;
                Ok(self.step(made))
            }
        }
    }

    /// What the lines come to: those of no group each for itself, of a group the strongest for and the strongest against.
    fn evidence(&mut self, lines: &[EvidenceLine]) -> Result<Vec<Choice>> {
        let (mut alone, mut groups): (Vec<Choice>, BTreeMap<u32, Choice>) = (Vec::new(), BTreeMap::new());
        for line in lines {
            let mut values = Choice::new();
            for (wanted, weight) in [(Side::Holds, line.present), (Side::Fails, line.absent)] {
                if weight != Decibans::ZERO {
                    values.push((self.formula(&line.when, wanted)?, i64::from(weight.value())));
                }
            }
            match line.group {
                None => alone.push(values),
                Some(group) => groups.entry(group).or_default().extend(values),
            }
        }
        for values in groups.into_values() {
            let (mut for_it, mut against): (Choice, Choice) =
                values.into_iter().partition(|(_, weight)| *weight > 0);
            for_it.sort_by_key(|(_, weight)| -*weight);
            against.sort_by_key(|(_, weight)| *weight);
            alone.extend([for_it, against]);
        }
        alone.retain(|choice| !choice.is_empty());
        Ok(alone)
    }
}

fn input(question: &Question) -> Input {
    let options = question.options().map(|(_, choice)| choice.id.to_string());
    let (kind, mut words): (Kind, Vec<String>) = match &question.kind {
        QuestionKind::YesNo { .. } => (Kind::Word, vec!["yes".into(), "no".into()]),
        QuestionKind::OneOf { .. } => (Kind::Word, options.collect()),
        QuestionKind::AnyOf { .. } => (Kind::Words, options.chain([NONE.into()]).collect()),
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => (Kind::Number, Vec::new()),
    };
    if kind != Kind::Number {
        words.push(NOT_SURE.into());
    }
    if kind == Kind::Word {
        words.push(NOT_ASKED.into());
    }
    Input { id: question.id.to_string(), kind, words }
}

/// That an answer makes a test hold, or fail. Of a question that was not asked every test fails.
fn answer(pack: &Pack, index: QuestionIx, test: AnswerTest, wanted: Side) -> Result<Expr> {
    let (question, at) = (&pack.questions()[index], index.position());
    let is = |word: &str| Expr::Word { question: at, word: word.into() };
    let has = |word: &str| Expr::Has { question: at, word: word.into() };
    let unless_unsure = |holds: Expr, unsure: Expr| match wanted {
        Side::Holds => holds,
        Side::Fails if question.not_sure => Expr::all([holds.negated(), unsure.negated()]),
        Side::Fails => holds.negated(),
    };
    let number = |least: i64, most: Option<i64>| Expr::Between { question: at, least, most };
    Ok(match (&question.kind, test) {
        (QuestionKind::YesNo { .. }, AnswerTest::Yes) => unless_unsure(is("yes"), is(NOT_SURE)),
        (QuestionKind::OneOf { options, .. }, AnswerTest::Chose(option)) => {
            unless_unsure(is(options[option].id.as_str()), is(NOT_SURE))
        }
        (QuestionKind::AnyOf { options, .. }, AnswerTest::Chose(option)) => {
            unless_unsure(has(options[option].id.as_str()), has(NOT_SURE))
        }
        (QuestionKind::AnyOf { options, .. }, AnswerTest::ChoseNone) => {
            // Who chose something and is not sure about the rest has not chosen nothing.
            let chose = Expr::any(options.iter().map(|option| has(option.id.as_str())));
            unless_unsure(has(NONE), Expr::all([has(NOT_SURE), chose.negated()]))
        }
        (QuestionKind::Scale { .. } | QuestionKind::Number { .. }, AnswerTest::InRange(range)) => {
            let (min, _) = question.number_range().expect("such a question takes numbers");
            ensure!(
                i64::from(min) > NUMBER_NOT_ASKED,
                "the numbers of `{}` are too small to keep some for nothing",
                question.id
            );
            let holds = number(i64::from(range.at_least.unwrap_or(min)), range.at_most.map(i64::from));
            unless_unsure(holds, number(NUMBER_NOT_SURE, Some(NUMBER_NOT_SURE)))
        }
        (kind, AnswerTest::NotSure) => {
            let holds = match kind {
                QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. } => is(NOT_SURE),
                QuestionKind::AnyOf { .. } => has(NOT_SURE),
                QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
                    number(NUMBER_NOT_SURE, Some(NUMBER_NOT_SURE))
                }
            };
            if wanted == Side::Holds { holds } else { holds.negated() }
        }
        (_, AnswerTest::Yes | AnswerTest::Chose(_) | AnswerTest::ChoseNone | AnswerTest::InRange(_)) => {
            bail!("a finding tests the question `{}` as if it were of another kind", question.id)
        }
    })
}

/// The answers of somebody as peers get them, or none if a question that applies has no answer.
pub fn values(pack: &Pack, answers: &Answers) -> Option<Vec<Value>> {
    let value = |(index, question): (QuestionIx, &Question)| {
        let answer = answers.get(index);
        let applies = !sinew_engine::applies(pack, answers, index).is_false();
        if applies && answer.is_none() {
            return None;
        }
        let answer = answer.filter(|_| applies);
        Some(match &question.kind {
            QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. } => Value::Word(word(question, answer)),
            QuestionKind::AnyOf { .. } => Value::Words(words(question, answer)),
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => Value::Number(match answer {
                Some(Answer::Number(number)) => i64::from(number),
                Some(_) => NUMBER_NOT_SURE,
                None => NUMBER_NOT_ASKED,
            }),
        })
    };
    pack.questions().iter_indexed().map(value).collect()
}

fn word(question: &Question, answer: Option<Answer>) -> String {
    match answer {
        None => NOT_ASKED.into(),
        Some(Answer::YesNo(true)) => "yes".into(),
        Some(Answer::YesNo(false)) => "no".into(),
        Some(Answer::One(chosen)) => options(question, |option| option == chosen).concat(),
        Some(_) => NOT_SURE.into(),
    }
}

fn words(question: &Question, answer: Option<Answer>) -> Vec<String> {
    match answer {
        None => Vec::new(),
        Some(Answer::Any { chosen, unsure }) => {
            let mut words = options(question, |option| chosen.contains(option));
            if unsure {
                words.push(NOT_SURE.into());
            }
            if words.is_empty() { vec![NONE.into()] } else { words }
        }
        Some(_) => vec![NOT_SURE.into()],
    }
}

fn options(question: &Question, wanted: impl Fn(sinew_model::OptionIx) -> bool) -> Vec<String> {
    question.options().filter(|(index, _)| wanted(*index)).map(|(_, choice)| choice.id.to_string()).collect()
}

#[cfg(test)]
mod tests;
