//! The answers that are possible, as inputs of a circuit.

use crate::{
    circuit::{Circuit, Wire},
    kleene::Ternary,
};
use sinew_logic::Truth;
use sinew_model::{
    Answer, AnswerTest, Answers, FindingRule, Index as _, OptionId, OptionIx, OptionSet, Pack, Question,
    QuestionId, QuestionIx, QuestionKind,
};
use std::collections::BTreeSet;

/// The questions of some packs, each with the inputs that stand for its answers.
///
/// What several packs ask alike (same id, same kind of answer) has the same inputs, so that one person answers all of them.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    pub(crate) domains: Vec<Domain>,
    /// The domain of each question of each pack.
    of_question: Vec<Vec<usize>>,
    /// The domain and the place in it of each input.
    pub(crate) inputs: Vec<(usize, usize)>,
}

/// One question with all answers that can be told apart.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    /// The id of the question.
    pub(crate) id: QuestionId,
    /// How it is answered.
    kind: AnswerKind,
    /// Its position in each pack that asks it.
    pub(crate) questions: Vec<Option<QuestionIx>>,
    pub(crate) answers: DomainAnswers,
    /// Its inputs, the first of them the highest bit.
    pub(crate) inputs: Vec<Wire>,
    /// The number of its first input.
    pub(crate) first_input: usize,
}

/// How a question is answered. Only of questions of one kind do equal answers say the same: 3 days are not 3 weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AnswerKind {
    YesNo,
    OneOf,
    AnyOf,
    Scale,
    Number { unit: String },
}

impl AnswerKind {
    pub(crate) fn of(question: &Question) -> Self {
        match &question.kind {
            QuestionKind::YesNo { .. } => Self::YesNo,
            QuestionKind::OneOf { .. } => Self::OneOf,
            QuestionKind::AnyOf { .. } => Self::AnyOf,
            QuestionKind::Scale { .. } => Self::Scale,
            QuestionKind::Number { unit, .. } => Self::Number { unit: unit.clone() },
        }
    }
}

/// What can be answered.
#[derive(Debug, Clone)]
pub(crate) enum DomainAnswers {
    /// One of these; the code is the position. The first answer is the least remarkable.
    One(Vec<Value>),
    /// Any of these options, an input each, and then one for "not sure" if that is offered.
    Any { options: Vec<OptionId>, not_sure: bool },
}

/// An answer, or several that no rule tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// None, as nobody asks. Only where the first answer stands for several, so that nobody is counted several times.
    Nothing,
    YesNo(bool),
    Option(OptionId),
    /// All numbers from the first to the last.
    Numbers(i32, i32),
    NotSure,
}

impl Value {
    /// How many answers it stands for.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Numbers(first, last) => u64::from(last.abs_diff(*first)) + 1,
            Self::Nothing | Self::YesNo(_) | Self::Option(_) | Self::NotSure => 1,
        }
    }
}

impl Space {
    /// The space of these packs together.
    pub(crate) fn of(circuit: &mut Circuit, packs: &[&Pack]) -> Self {
        let mut space =
            Self { domains: Vec::new(), of_question: vec![Vec::new(); packs.len()], inputs: Vec::new() };
        for (number, pack) in packs.iter().enumerate() {
            for (index, question) in pack.questions().iter_indexed() {
                let kind = AnswerKind::of(question);
                let known = space.domains.iter().position(|domain| {
                    domain.id == question.id && domain.questions[number].is_none() && domain.kind == kind
                });
                let at = known.unwrap_or_else(|| {
                    let asked: Vec<Option<QuestionIx>> = packs
                        .iter()
                        .map(|other| other.question_named(question.id.as_str()))
                        .zip(packs)
                        .map(|(at, other)| at.filter(|at| AnswerKind::of(&other.questions()[*at]) == kind))
                        .collect();
                    space.add(circuit, packs, &asked, question);
                    space.domains.len() - 1
                });
                space.domains[at].questions[number] = Some(index);
                space.of_question[number].push(at);
            }
        }
        space
    }

    fn add(
        &mut self,
        circuit: &mut Circuit,
        packs: &[&Pack],
        asked: &[Option<QuestionIx>],
        question: &Question,
    ) {
        let in_packs = || {
            asked.iter().zip(packs).filter_map(|(at, pack)| at.map(|at| (*pack, at, &pack.questions()[at])))
        };
        let not_sure = in_packs().any(|(_, _, question)| question.not_sure);
        let mut options: Vec<OptionId> = Vec::new();
        for (_, choice) in in_packs().flat_map(|(_, _, question)| question.options()) {
            if !options.contains(&choice.id) {
                options.push(choice.id.clone());
            }
        }
        let one_of = |mut values: Vec<Value>| {
            values.extend(not_sure.then_some(Value::NotSure));
            DomainAnswers::One(values)
        };
        let answers = match &question.kind {
            QuestionKind::YesNo { .. } => one_of(vec![Value::YesNo(false), Value::YesNo(true)]),
            QuestionKind::OneOf { .. } => one_of(options.into_iter().map(Value::Option).collect()),
            QuestionKind::AnyOf { .. } => DomainAnswers::Any { options, not_sure },
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
                one_of(parts_of_line(&in_packs().map(|(pack, at, _)| (pack, at)).collect::<Vec<_>>()))
            }
        };
        let width = match &answers {
            DomainAnswers::One(values) => values.len().next_power_of_two().trailing_zeros() as usize,
            DomainAnswers::Any { options, not_sure } => options.len() + usize::from(*not_sure),
        };
        let first_input = self.inputs.len();
        let inputs = (0..width)
            .map(|place| {
                self.inputs.push((self.domains.len(), place));
                circuit.input()
            })
            .collect();
        let questions = vec![None; packs.len()];
        let (id, kind) = (question.id.clone(), AnswerKind::of(question));
        self.domains.push(Domain { id, kind, questions, answers, inputs, first_input });
    }

    /// The same space for a second person, with inputs of their own for some domains.
    pub(crate) fn twin(&self, circuit: &mut Circuit, fresh: &[usize]) -> Self {
        let mut twin = self.clone();
        for domain in fresh {
            twin.domains[*domain].first_input = circuit.inputs().len();
            for input in &mut twin.domains[*domain].inputs {
                *input = circuit.input();
            }
        }
        twin
    }

    /// The domain of a question of one of the packs.
    pub(crate) fn domain(&self, pack: usize, question: QuestionIx) -> &Domain {
        &self.domains[self.domain_number(pack, question)]
    }

    /// Which of the domains it is.
    pub(crate) fn domain_number(&self, pack: usize, question: QuestionIx) -> usize {
        self.of_question[pack][question.position()]
    }

    /// The answers of one pack that some inputs stand for, to the questions that the pack asks this person; none if they stand
    /// for nobody.
    pub(crate) fn answers(
        &self,
        number: usize,
        pack: &Pack,
        asked: impl Fn(QuestionIx) -> bool,
        input: impl Fn(usize) -> bool,
    ) -> Option<Answers> {
        let mut answers = Answers::new(pack);
        for (index, question) in pack.questions().iter_indexed() {
            if pack.given_answer(index).is_none() && asked(index) {
                let domain = self.domain(number, index);
                let answer = domain.answer(question, &input)?;
                if !answers.set(pack, index, answer) {
                    return None;
                }
            }
        }
        Some(answers)
    }
}

impl Domain {
    /// On where the code is this one.
    pub(crate) fn is(&self, circuit: &mut Circuit, code: usize) -> Wire {
        let width = self.inputs.len();
        let bits = self
            .inputs
            .iter()
            .enumerate()
            .map(|(place, input)| if code >> (width - 1 - place) & 1 == 1 { *input } else { !*input });
        let bits: Vec<Wire> = bits.collect();
        circuit.all(bits)
    }

    /// The code of the least remarkable answer.
    pub(crate) fn first_answer(&self) -> usize {
        match &self.answers {
            DomainAnswers::One(values) => usize::from(values.first() == Some(&Value::Nothing)),
            DomainAnswers::Any { .. } => 0,
        }
    }

    /// On where all inputs are off, which is no answer where nobody asks.
    pub(crate) fn is_nothing(&self, circuit: &mut Circuit) -> Wire {
        circuit.all(self.inputs.iter().map(|input| !*input))
    }

    /// What a test makes of the answers, as the engine has it.
    pub(crate) fn test(&self, circuit: &mut Circuit, question: &Question, test: AnswerTest) -> Ternary {
        match &self.answers {
            DomainAnswers::One(values) => {
                let mut outcome = Ternary { holds: Wire::FALSE, fails: Wire::FALSE };
                for (code, value) in values.iter().enumerate() {
                    let truth = answer_of(question, value).map(|answer| test.truth_of(answer));
                    let is = self.is(circuit, code);
                    match truth {
                        Some(Truth::True) => outcome.holds = circuit.or(outcome.holds, is),
                        Some(Truth::False) => outcome.fails = circuit.or(outcome.fails, is),
                        Some(Truth::Unknown) | None => {}
                    }
                }
                outcome
            }
            DomainAnswers::Any { options, not_sure } => {
                let unsure = if *not_sure { self.inputs[options.len()] } else { Wire::FALSE };
                match test {
                    AnswerTest::Chose(option) => match self.option_input(question, option) {
                        Some(holds) => Ternary { holds, fails: circuit.and(!holds, !unsure) },
                        None => Ternary { holds: Wire::FALSE, fails: !unsure },
                    },
                    AnswerTest::ChoseNone => {
                        let some = circuit.any(self.inputs[..options.len()].iter().copied());
                        Ternary { holds: circuit.and(!some, !unsure), fails: some }
                    }
                    AnswerTest::NotSure => Ternary::certain(unsure),
                    AnswerTest::Yes | AnswerTest::InRange(_) => {
                        Ternary { holds: Wire::FALSE, fails: Wire::FALSE }
                    }
                }
            }
        }
    }

    /// The input of an option.
    pub(crate) fn option_input(&self, question: &Question, option: OptionIx) -> Option<Wire> {
        let DomainAnswers::Any { options, .. } = &self.answers else { return None };
        let (_, choice) = question.options().find(|(index, _)| *index == option)?;
        let place = options.iter().position(|known| *known == choice.id)?;
        self.inputs.get(place).copied()
    }

    /// On where the inputs stand for an answer that this question takes.
    pub(crate) fn is_taken(&self, circuit: &mut Circuit, question: &Question) -> Wire {
        match &self.answers {
            DomainAnswers::One(values) => {
                let taken: Vec<usize> =
                    (0..values.len()).filter(|code| answer_of(question, &values[*code]).is_some()).collect();
                if taken.len() == 1 << self.inputs.len() {
                    return Wire::TRUE;
                }
                let codes: Vec<Wire> = taken.into_iter().map(|code| self.is(circuit, code)).collect();
                circuit.any(codes)
            }
            DomainAnswers::Any { options, not_sure } => {
                let foreign = options
                    .iter()
                    .zip(&self.inputs)
                    .filter(|(id, _)| question.option_named(id.as_str()).is_none());
                let mut off: Vec<Wire> = foreign.map(|(_, input)| !*input).collect();
                if *not_sure && !question.not_sure {
                    off.push(!self.inputs[options.len()]);
                }
                circuit.all(off)
            }
        }
    }

    /// The code that some inputs stand for.
    pub(crate) fn code(&self, input: impl Fn(usize) -> bool) -> usize {
        (0..self.inputs.len()).fold(0, |code, place| code << 1 | usize::from(input(self.first_input + place)))
    }

    /// The answer that some inputs stand for, if the question takes it.
    pub(crate) fn answer(&self, question: &Question, input: impl Fn(usize) -> bool) -> Option<Answer> {
        let on = |place: usize| input(self.first_input + place);
        match &self.answers {
            DomainAnswers::One(values) => answer_of(question, values.get(self.code(&input))?),
            DomainAnswers::Any { options, not_sure } => {
                let mut chosen = OptionSet::EMPTY;
                for (_, id) in options.iter().enumerate().filter(|(place, _)| on(*place)) {
                    chosen = chosen.with(question.option_named(id.as_str())?);
                }
                let unsure = *not_sure && on(options.len());
                if unsure && !question.not_sure {
                    return None;
                }
                Some(match (unsure, chosen.is_empty()) {
                    (true, true) => Answer::NotSure,
                    _ => Answer::Any { chosen, unsure },
                })
            }
        }
    }
}

/// The answer to a question that a value stands for, if the question takes it.
fn answer_of(question: &Question, value: &Value) -> Option<Answer> {
    match value {
        Value::YesNo(yes) => Some(Answer::YesNo(*yes)),
        Value::Option(id) => question.option_named(id.as_str()).map(Answer::One),
        Value::Numbers(first, last) => {
            let (min, max) = question.number_range()?;
            (min <= *first && *last <= max).then_some(Answer::Number(*first))
        }
        Value::NotSure => question.not_sure.then_some(Answer::NotSure),
        Value::Nothing => None,
    }
}

/// The number line of a question, cut wherever some rule of these packs tells numbers apart, or where one of them ends.
fn parts_of_line(questions: &[(&Pack, QuestionIx)]) -> Vec<Value> {
    let ranges = questions.iter().filter_map(|(pack, at)| pack.questions()[*at].number_range());
    let ranges: Vec<(i64, i64)> = ranges.map(|(min, max)| (i64::from(min), i64::from(max))).collect();
    let Some(first) = ranges.iter().map(|(min, _)| *min).min() else { return Vec::new() };
    let end = ranges.iter().map(|(_, max)| max + 1).max().unwrap_or(first);
    // Where a part begins.
    let mut cuts: BTreeSet<i64> = ranges.iter().flat_map(|(min, max)| [*min, max + 1]).collect();
    for (pack, at) in questions {
        for finding in pack.findings() {
            if let FindingRule::Answer { question, test: AnswerTest::InRange(range) } = &finding.rule
                && question == at
            {
                cuts.extend(range.at_least.map(i64::from));
                cuts.extend(range.at_most.map(|most| i64::from(most) + 1));
            }
        }
    }
    let cuts: Vec<i64> = cuts.into_iter().filter(|cut| (first..=end).contains(cut)).collect();
    let parts = cuts.windows(2).filter_map(|pair| {
        let [from, to] = pair else { return None };
        Some(Value::Numbers(i32::try_from(*from).ok()?, i32::try_from(to - 1).ok()?))
    });
    std::iter::once(Value::Nothing).chain(parts).collect()
}
