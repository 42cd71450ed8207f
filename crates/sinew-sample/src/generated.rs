//! Random small packs and random people, from a seed.

use crate::builder::{Builder, is};
use sinew_logic::Formula;
use sinew_model::*;

/// A small generator of numbers (`SplitMix64`), so that a seed always gives the same pack.
pub struct Dice(u64);

impl Dice {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn chance(&mut self, of_ten: u64) -> bool {
        self.below(10) < of_ten
    }

    fn small(&mut self, limit: i32) -> i32 {
        let span = u64::try_from(limit).unwrap() * 2 + 1;
        i32::try_from(self.below(span)).unwrap() - limit
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[usize::try_from(self.below(items.len() as u64)).unwrap()].clone()
    }
}

fn formula(dice: &mut Dice, findings: &[FindingIx], depth: u32) -> Formula<FindingIx> {
    if depth == 0 || dice.chance(4) {
        return is(dice.pick(findings));
    }
    let mut members = || {
        let count = 1 + dice.below(3);
        (0..count).map(|_| formula(dice, findings, depth - 1)).collect::<Vec<_>>()
    };
    let members = members();
    match dice.below(5) {
        0 => Formula::All(members),
        1 | 2 => Formula::Any(members),
        3 => Formula::Not(Box::new(members.into_iter().next().unwrap())),
        _ if dice.chance(5) => {
            Formula::AtLeast { count: 1 + u32::try_from(dice.below(2)).unwrap(), of: members }
        }
        _ => Formula::Score {
            points: (0..3).map(|_| (dice.pick(findings), dice.small(3))).collect(),
            at_least: dice.small(3),
        },
    }
}

fn builder(dice: &mut Dice, questions: u64) -> Builder {
    let mut builder = Builder::new();
    let mut findings: Vec<FindingIx> = Vec::new();
    let options = ["red", "green", "blue"];
    for number in 0..questions {
        let id = format!("q{number}");
        let ask_when = (!findings.is_empty() && dice.chance(4)).then(|| formula(dice, &findings, 1));
        match dice.below(4) {
            0 => findings.push(builder.yes_no(&id, ask_when)),
            1 => findings.extend(builder.one_of(&id, &options, ask_when)),
            2 => findings.extend(builder.any_of(&id, &options, ask_when)),
            _ => findings.push(builder.scale(&id, 7, ask_when)),
        }
        if dice.chance(3) {
            let when = formula(dice, &findings, 2);
            findings.push(builder.combination(&format!("c{number}"), when));
        }
    }
    for number in 0..dice.below(4) {
        let urgency = dice.pick(&Urgency::ALL[1..]);
        let when = formula(dice, &findings, 2);
        let flag = builder.red_flag(&format!("flag{number}"), urgency, when);
        if dice.chance(2) {
            let floors = Urgency::ALL.into_iter().filter(|floor| *floor <= urgency).collect::<Vec<_>>();
            builder.floor(flag, dice.pick(&floors));
        }
        if dice.chance(5) {
            findings.push(flag);
        }
    }
    if dice.chance(2) {
        let when = formula(dice, &findings, 1);
        builder.exit("exit", dice.pick(&Urgency::ALL[1..4]), when);
    }
    let actions: Vec<ActionIx> = (0..6)
        .map(|number| {
            let blocked = if dice.chance(5) { formula(dice, &findings, 1) } else { Formula::Any(vec![]) };
            let action = builder.action(&format!("action{number}"), dice.pick(&ActionKind::ALL), blocked);
            builder.parts.actions[action].always = dice.chance(1);
            action
        })
        .collect();
    for number in 0..dice.below(8) {
        let lines = (0..=dice.below(4))
            .map(|_| {
                let group = dice.chance(5).then(|| u32::try_from(dice.below(2)).unwrap());
                (formula(dice, &findings, 1), dice.small(8), dice.small(5), group)
            })
            .collect();
        let care = dice.pick(&Urgency::ALL[..4]);
        let helped_by = [dice.pick(&actions), dice.pick(&actions)];
        let id = format!("condition{number}");
        let condition = builder.condition(&id, dice.small(10), care, lines, &helped_by);
        if dice.chance(4) {
            let when = formula(dice, &findings, 1);
            builder.adjustment(condition, when, dice.small(8));
        }
        let flags: Vec<RedFlagIx> = builder.parts.red_flags.indices().collect();
        if !flags.is_empty() && dice.chance(2) {
            builder.parts.conditions[condition].only_with = vec![dice.pick(&flags)];
        } else if dice.chance(4) {
            findings.push(builder.fits(condition, dice.pick(&[Band::FitsPartly, Band::FitsWell])));
        }
    }
    if dice.chance(2) {
        let when = formula(dice, &findings, 1);
        builder.red_flag("flag-on-fit", dice.pick(&Urgency::ALL[1..]), when);
    }
    companions(dice, &mut builder, &findings);
    if dice.chance(2) {
        let impossible = formula(dice, &findings, 1);
        builder.constraint("constraint", impossible);
    }
    for number in 0..dice.below(3) {
        let when = formula(dice, &findings, 1);
        let helped_by = [dice.pick(&actions)];
        builder.cause(&format!("cause{number}"), when, &helped_by);
    }
    if dice.chance(5) {
        let when = formula(dice, &findings, 1);
        let blocked = [dice.pick(&actions)];
        builder.block("block", when, &blocked);
    }
    for number in 0..dice.below(4) {
        let claim = claim(dice, &builder, &actions);
        let assume = dice.chance(7).then(|| formula(dice, &findings, 1));
        let assume_open = dice.chance(3).then(|| formula(dice, &findings, 1));
        builder.property(&format!("property{number}"), assume, assume_open, claim);
    }
    builder
}

/// What a property says, with everything that can be said of this pack.
fn claim(dice: &mut Dice, builder: &Builder, actions: &[ActionIx]) -> Claim {
    let ranked: Vec<ConditionIx> = builder
        .parts
        .conditions
        .iter_indexed()
        .filter(|(_, condition)| condition.only_with.is_empty())
        .map(|(index, _)| index)
        .collect();
    match dice.below(6) {
        0 => Claim::UrgencyAtLeast(dice.pick(&Urgency::ALL[1..])),
        1 => Claim::UrgencyAtMost(dice.pick(&Urgency::ALL[..4])),
        2 => Claim::Never(vec![dice.pick(actions)]),
        3 => Claim::Always(vec![dice.pick(actions)]),
        4 if !ranked.is_empty() => Claim::FitsAtLeast {
            condition: dice.pick(&ranked),
            band: dice.pick(&[Band::FitsPartly, Band::FitsWell]),
        },
        _ => {
            let questions: Vec<QuestionIx> = builder.parts.questions.indices().collect();
            let question = dice.pick(&questions);
            let change = match &builder.parts.questions[question].kind {
                QuestionKind::YesNo { .. } => WorseAnswer::Yes,
                QuestionKind::OneOf { .. } | QuestionKind::AnyOf { .. } => {
                    WorseAnswer::Chosen(OptionIx::at(usize::try_from(dice.below(3)).unwrap()))
                }
                QuestionKind::Scale { .. } | QuestionKind::Number { .. } => WorseAnswer::Upward,
            };
            Claim::MonotoneIn(vec![Worsening { question, change }])
        }
    }
}

/// Companions, circles of them included.
fn companions(dice: &mut Dice, builder: &mut Builder, findings: &[FindingIx]) {
    let conditions: Vec<ConditionIx> = builder.parts.conditions.indices().collect();
    let is_ranked = |condition: &&ConditionIx| builder.parts.conditions[**condition].only_with.is_empty();
    let ranked: Vec<ConditionIx> = conditions.iter().filter(is_ranked).copied().collect();
    for condition in conditions {
        for companion in ranked.iter().filter(|companion| **companion != condition) {
            if dice.chance(2) {
                let when = dice.chance(7).then(|| formula(dice, findings, 1));
                builder.never_without(condition, *companion, when);
            }
        }
    }
}

/// The pack of a seed, with three to seven questions.
pub fn pack(seed: u64) -> Pack {
    any_size(seed).pack()
}

/// The pack of a seed, with two or three questions, so that all of its people can be tried.
pub fn small_pack(seed: u64) -> Pack {
    let mut dice = Dice::new(seed);
    let questions = 2 + dice.below(2);
    builder(&mut dice, questions).pack()
}

fn any_size(seed: u64) -> Builder {
    let mut dice = Dice::new(seed);
    let questions = 3 + dice.below(5);
    builder(&mut dice, questions)
}

/// What the pack of a seed is made of.
pub fn parts(seed: u64) -> PackParts {
    any_size(seed).parts
}

/// Some answer to a question.
pub fn any_answer(dice: &mut Dice, question: &Question) -> Answer {
    if dice.chance(2) {
        return Answer::NotSure;
    }
    let option = OptionIx::at(usize::try_from(dice.below(3)).unwrap());
    match &question.kind {
        QuestionKind::YesNo { .. } => Answer::YesNo(dice.chance(5)),
        QuestionKind::OneOf { .. } => Answer::One(option),
        QuestionKind::AnyOf { .. } => {
            let mut chosen = OptionSet::EMPTY;
            for _ in 0..dice.below(3) {
                chosen = chosen.with(OptionIx::at(usize::try_from(dice.below(3)).unwrap()));
            }
            Answer::Any { chosen, unsure: !chosen.is_empty() && dice.chance(2) }
        }
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            Answer::Number(i32::try_from(dice.below(11)).unwrap())
        }
    }
}

/// Somebody who has an answer to every question.
pub fn person(pack: &Pack, seed: u64) -> Answers {
    let mut dice = Dice::new(seed);
    let mut answers = Answers::new(pack);
    for (index, question) in pack.questions().iter_indexed() {
        let answer = any_answer(&mut dice, question);
        assert!(answers.set(pack, index, answer));
    }
    answers
}

/// The same person with some answers missing.
pub fn silent_person(pack: &Pack, seed: u64) -> Answers {
    let mut answers = person(pack, seed);
    let mut dice = Dice::new(seed ^ 0xabcd);
    for question in pack.questions().indices() {
        if dice.chance(4) {
            answers.clear(pack, question);
        }
    }
    answers
}

/// These answers, with one by somebody else wherever there is none.
pub fn completed(pack: &Pack, answers: &Answers, seed: u64) -> Answers {
    let mut completed = person(pack, seed);
    for (question, answer) in answers.iter() {
        assert!(completed.set(pack, question, answer));
    }
    completed
}
