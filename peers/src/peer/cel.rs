//! CEL, the Common Expression Language: a precompiled program for each step and for the points of each condition.

use super::Peer;
use crate::{
    clock,
    infix::{Infix, points, question, step},
    rules::{Nesting, Rules, Value},
    verdict::{Person, Verdict, from_steps},
};
use anyhow::{Result, anyhow, bail};
use cel::{Context, Env, Program, common::types::CelBool};
use std::{hint::black_box, sync::Arc, time::Duration};

const LANGUAGE: Infix = Infix {
    and: " && ",
    or: " || ",
    not: "!",
    yes: "true",
    no: "false",
    word: |at, word| format!("{} == {word:?}", question(at)),
    has: |at, word| format!("{word:?} in {}", question(at)),
    between: |at, least, most| {
        let name = question(at);
        match most {
            Some(most) => format!("({name} >= {least} && {name} <= {most})"),
            None => format!("{name} >= {least}"),
        }
    },
    step,
    choose: |condition, then, otherwise| format!("({condition} ? {then} : {otherwise})"),
    number: |number| number.to_string(),
};

struct Programs {
    rules: Rules,
    env: Arc<Env>,
    steps: Vec<(String, Program)>,
    points: Vec<Program>,
}

impl Programs {
    fn of(rules: &Rules) -> Result<Self> {
        let rules = rules.in_steps(Nesting::Any);
        let program = |text: &str| {
            Program::compile(text).map_err(|errors| anyhow!("cel does not take `{text}`: {errors}"))
        };
        let steps = rules.steps.iter().enumerate();
        let steps = steps.map(|(at, expr)| Ok((step(at), program(&LANGUAGE.expr(expr))?)));
        let steps = steps.collect::<Result<_>>()?;
        let sums = rules.points.iter().map(|points| program(&LANGUAGE.sum(&points.sum)));
        let points = sums.collect::<Result<_>>()?;
        Ok(Self { rules, env: Arc::new(Env::stdlib()), steps, points })
    }

    /// The answers of somebody as variables.
    fn context(&self, values: &[Value]) -> Context<'static, 'static> {
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (at, value) in values.iter().enumerate() {
            match value {
                Value::Word(word) => context.add_variable_from_value(question(at), word.as_str()),
                Value::Words(words) => context.add_variable_from_value(question(at), words.clone()),
                Value::Number(number) => {
                    context.add_variable_from_value(question(at), cel::Value::Int(*number));
                }
            }
        }
        context
    }

    /// The same from a JSON object.
    fn context_of_json(&self, text: &str) -> Result<Context<'static, 'static>> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (name, value) in object {
            // JSON has one kind of number, and CEL several that are not alike.
            let value = match value.as_i64() {
                Some(number) => cel::Value::Int(number),
                None => cel::to_value(value).map_err(|error| anyhow!("{error}"))?,
            };
            context.add_variable_from_value(name, value);
        }
        Ok(context)
    }

    fn verdict(&self, answers: &Context<'static, 'static>) -> Result<Verdict> {
        let mut scope = answers.new_inner_scope();
        let mut truths = Vec::with_capacity(self.steps.len());
        for (name, program) in &self.steps {
            let truth = match program.execute(&scope) {
                Ok(cel::Value::Bool(truth)) => truth,
                other => bail!("cel finds neither true nor false for {name}: {other:?}"),
            };
            truths.push(truth);
            scope.add_variable_as_val(name.as_str(), Box::new(CelBool::from(truth)));
        }
        let mut problem = None;
        let verdict = from_steps(
            &self.rules,
            |step| truths[step],
            || {
                let points = self.points.iter().map(|program| match program.execute(&scope) {
                    Ok(cel::Value::Int(points)) => points,
                    other => {
                        problem = Some(format!("{other:?}"));
                        0
                    }
                });
                points.collect()
            },
        );
        match problem {
            Some(problem) => bail!("cel finds no number of points ({}): {problem}", points(0)),
            None => Ok(verdict),
        }
    }
}

/// CEL, given parsed answers as variables.
pub struct Cel {
    programs: Programs,
    people: Vec<Context<'static, 'static>>,
}

impl Cel {
    /// Compiles the programs, and puts the answers of people into variables.
    pub fn new(rules: &Rules, people: &[Person]) -> Result<Self> {
        let programs = Programs::of(rules)?;
        let people = people.iter().map(|person| programs.context(&person.values)).collect();
        Ok(Self { programs, people })
    }
}

impl Peer for Cel {
    fn name(&self) -> String {
        "cel 0.15.0".into()
    }

    fn idiom(&self) -> String {
        "a precompiled program for each named finding, red flag and condition; results go into a scope".into()
    }

    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        self.people.iter().map(|person| self.programs.verdict(person)).collect::<Result<_>>().map(Some)
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        clock::of(|| {
            for person in self.people.iter().cycle().take(count) {
                black_box(self.programs.verdict(person)?);
            }
            Ok(())
        })
    }
}

/// CEL, given JSON, and giving JSON.
pub struct CelJson {
    programs: Programs,
    people: Vec<String>,
}

impl CelJson {
    /// Compiles the programs, and writes the answers of people as JSON.
    pub fn new(rules: &Rules, people: &[Person]) -> Result<Self> {
        let people = people.iter().map(|person| super::json(&person.values)).collect();
        Ok(Self { programs: Programs::of(rules)?, people })
    }

    fn decide(&self, text: &str) -> Result<String> {
        let verdict = self.programs.verdict(&self.programs.context_of_json(text)?)?;
        Ok(serde_json::to_string(&verdict)?)
    }
}

impl Peer for CelJson {
    fn name(&self) -> String {
        "cel 0.15.0".into()
    }

    fn idiom(&self) -> String {
        "the same programs; serde_json reads and writes".into()
    }

    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        let verdicts = self.people.iter().map(|text| Ok(serde_json::from_str(&self.decide(text)?)?));
        verdicts.collect::<Result<_>>().map(Some)
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        clock::of(|| {
            for text in self.people.iter().cycle().take(count) {
                black_box(self.decide(text)?);
            }
            Ok(())
        })
    }
}
