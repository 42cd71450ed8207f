//! What is decided for somebody, as far as peers decide it, and who it is decided for.

#[cfg(test)]
use crate::rules::Choice;
use crate::rules::{Expr, Flag, Rules, Value, values};
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use sinew_model::{Answers, Index as _, Pack, Urgency};
use sinew_sample::{Dice, Mood};
use std::fmt::Write as _;

/// What a peer decides for one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Verdict {
    /// The urgency that red flags, their floors and exits give, from 0 to 4.
    pub urgency: i64,
    /// The position of the exit that holds.
    pub exit: Option<usize>,
    /// The positions of the red flags that fire.
    pub fired: Vec<usize>,
    /// The positions of those that could not be ruled out and count.
    pub open: Vec<usize>,
    /// The points of the conditions that are ranked, in pack order; none in an emergency and at an exit.
    pub points: Option<Vec<i64>>,
}

/// Somebody possible: each question that applies is answered, no other one, and nothing contradicts itself.
#[derive(Debug, Clone)]
pub struct Person {
    /// The answers.
    pub answers: Answers,
    /// The same as peers get them, in the order of the questions.
    pub values: Vec<Value>,
    /// What the engine decides.
    pub verdict: Verdict,
}

/// How many are drawn at most for somebody with points.
const DRAWN: usize = 10_000;

/// So many possible people at random, the same for the same seed: most with little to tell, some unsure.
///
/// Almost everybody at random has an emergency or an exit, and points are not looked at then. So every second one is drawn until there is
/// neither.
pub fn people(pack: &Pack, rules: &Rules, seed: u64, count: usize) -> Vec<Person> {
    let mut dice = Dice::new(seed);
    let mut people = Vec::with_capacity(count);
    let mut drawn = 0;
    while people.len() < count {
        let lively = [2, 5, 10, 20][people.len() / 2 % 4];
        let mut answers = Mood { lively, silent: 0, unsure: 2 }.somebody(pack, &mut dice);
        let _ = sinew_engine::drop_idle(pack, &mut answers);
        if !sinew_engine::contradictions(pack, &answers).is_empty() {
            continue;
        }
        let Some(values) = values(pack, &answers) else { continue };
        let verdict = by_engine(pack, rules, &answers);
        drawn += 1;
        if people.len() % 2 == 1 && verdict.points.is_none() && drawn < DRAWN {
            continue;
        }
        drawn = 0;
        people.push(Person { answers, values, verdict });
    }
    people
}

/// What the engine decides, of what peers decide.
fn by_engine(pack: &Pack, rules: &Rules, answers: &Answers) -> Verdict {
    let decision = sinew_engine::decide(pack, answers);
    let fired = decision.fired.iter().map(|flag| pack.red_flags()[*flag].urgency);
    let open = decision.not_ruled_out.iter().map(|flag| pack.red_flags()[*flag].floor_when_unknown());
    let exit = decision.exit.map(|exit| pack.exits()[exit].urgency);
    // Conditions that fit well can raise it further; that is not among what peers decide.
    let urgency = fired.chain(open).chain(exit).max().unwrap_or(Urgency::SelfCare);
    let points = sinew_engine::points(pack, answers);
    let points = rules.points.iter().map(|wanted| {
        let found = points.iter().find(|(condition, _)| condition.position() == wanted.condition);
        found.map(|(_, points)| i64::from(points.value()))
    });
    Verdict {
        urgency: urgency as i64,
        exit: decision.exit.map(|exit| exit.position()),
        fired: decision.fired.iter().map(|flag| flag.position()).collect(),
        open: decision.not_ruled_out.iter().map(|flag| flag.position()).collect(),
        points: points.collect(),
    }
}

/// Fails with the first person for whom a peer decides otherwise, in words.
pub fn compare(rules: &Rules, people: &[Person], name: &str, verdicts: &[Verdict]) -> Result<()> {
    if people.len() != verdicts.len() {
        bail!("{name} decided for {} of {} people", verdicts.len(), people.len());
    }
    let differs = people.iter().zip(verdicts).filter(|(person, verdict)| person.verdict != **verdict).count();
    let first = people.iter().zip(verdicts).position(|(person, verdict)| person.verdict != *verdict);
    let Some(first) = first else { return Ok(()) };
    let mut told = String::new();
    for (input, value) in rules.inputs.iter().zip(&people[first].values) {
        let _ = writeln!(told, "  {} = {}", input.id, serde_json::to_string(value)?);
    }
    bail!(
        "{name} decides otherwise than the engine for {differs} of {} people of the pack `{}`, first for person {first}:\n{told}\
         the engine: {:?}\n{name}: {:?}\nThe translation is in peers/src; nothing was timed.",
        people.len(),
        rules.pack,
        people[first].verdict,
        verdicts[first]
    )
}

/// What is decided if these steps are true. Only for rules that come out of [`Rules::in_steps`].
pub fn from_steps(
    rules: &Rules,
    is_true: impl Fn(usize) -> bool,
    points: impl FnOnce() -> Vec<i64>,
) -> Verdict {
    let holds = |expr: &Expr| matches!(expr, Expr::Step { step } if is_true(*step));
    let at = |(at, _): (usize, &Flag)| at;
    let flags = || rules.flags.iter().enumerate();
    let mut verdict = Verdict {
        urgency: rules.urgency.iter().find(|(expr, _)| holds(expr)).map_or(0, |(_, value)| *value),
        fired: flags().filter(|(_, flag)| holds(&flag.fires)).map(at).collect(),
        ..Verdict::default()
    };
    if holds(&rules.emergency) {
        return verdict;
    }
    verdict.open = flags().filter(|(_, flag)| flag.open.as_ref().is_some_and(&holds)).map(at).collect();
    verdict.exit = rules.exits.iter().position(&holds);
    if !holds(&rules.help_only) {
        verdict.points = Some(points());
    }
    verdict
}

/// For tests: what these rules say for somebody, looked up one after another: what all translations start from.
#[cfg(test)]
pub fn by_rules(rules: &Rules, values: &[Value]) -> Verdict {
    let mut steps = Vec::with_capacity(rules.steps.len());
    for step in &rules.steps {
        steps.push(holds(step, values, &steps));
    }
    let value = |choice: &Choice| {
        choice.iter().find(|(expr, _)| holds(expr, values, &steps)).map_or(0, |(_, value)| *value)
    };
    from_steps(
        rules,
        |step| steps[step],
        || rules.points.iter().map(|points| points.sum.iter().map(value).sum()).collect(),
    )
}

/// For tests: whether something is true, given the answers and the steps before it.
#[cfg(test)]
pub fn holds(expr: &Expr, values: &[Value], steps: &[bool]) -> bool {
    match expr {
        Expr::Word { question, word } => values[*question] == Value::Word(word.clone()),
        Expr::Has { question, word } => {
            matches!(&values[*question], Value::Words(words) if words.contains(word))
        }
        Expr::Between { question, least, most } => {
            matches!(values[*question], Value::Number(number) if number >= *least && most.is_none_or(|most| number <= most))
        }
        Expr::Step { step } => steps[*step],
        Expr::All { of } => of.iter().all(|member| holds(member, values, steps)),
        Expr::Any { of } => of.iter().any(|member| holds(member, values, steps)),
        Expr::Not { of } => !holds(of, values, steps),
        Expr::Sum { terms, at_least } => {
            let weights =
                terms.iter().filter(|(term, _)| holds(term, values, steps)).map(|(_, weight)| weight);
            weights.sum::<i64>() >= *at_least
        }
    }
}
