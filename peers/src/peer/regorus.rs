//! regorus, Microsoft's interpreter of Rego, the language of OPA: a policy for its virtual machine.

use super::Peer;
use crate::{
    clock,
    infix::{points, question, step},
    rules::{Choice, Expr, Nesting, Rules},
    verdict::{Person, Verdict, from_steps},
};
use anyhow::{Context as _, Result};
use regorus::{Engine, Rc, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use std::{fmt::Write as _, hint::black_box, time::Duration};

const ENTRY: &str = "data.pack.decision";

/// Rego, given parsed answers as its input.
pub struct Regorus {
    rules: Rules,
    machine: RegoVM,
    people: Vec<Value>,
}

/// A test, a step, or the opposite of one.
fn literal(expr: &Expr) -> String {
    match expr {
        Expr::Word { question: at, word } => format!("input.{} == {word:?}", question(*at)),
        Expr::Has { question: at, word } => format!("{word:?} in input.{}", question(*at)),
        Expr::Between { question: at, least, most } => {
            let name = question(*at);
            let least = format!("input.{name} >= {least}");
            most.map_or(least.clone(), |most| format!("{least}; input.{name} <= {most}"))
        }
        Expr::Step { step: at } => step(*at),
        Expr::Not { of } => match &**of {
            Expr::Between { question: at, least, .. } => format!("input.{} != {least}", question(*at)),
            inner => format!("not {}", literal(inner)),
        },
        Expr::All { .. } | Expr::Any { .. } | Expr::Sum { .. } => unreachable!("steps are flat"),
    }
}

/// The value of the first that is true, as a rule with this name.
fn choice(name: &str, choice: &Choice) -> String {
    let mut text = String::new();
    let keyword = |at: usize| if at == 0 { name.to_owned() } else { " else".to_owned() };
    for (at, (expr, value)) in choice.iter().enumerate() {
        let _ = write!(text, "{} := {value} if {{ {} }}", keyword(at), literal(expr));
    }
    let _ = writeln!(text, "{} := 0", keyword(choice.len()));
    text
}

fn policy(rules: &Rules) -> String {
    let mut text = String::from("package pack\nimport rego.v1\n");
    for (at, body) in rules.steps.iter().enumerate() {
        let name = step(at);
        let mut clauses: Vec<String> = Vec::new();
        let _ = writeln!(text, "default {name} := false");
        match body {
            Expr::Any { of } => {
                for member in of {
                    clauses.push(conjunction(member));
                }
            }
            Expr::Sum { terms, at_least } => {
                for (term, (expr, weight)) in terms.iter().enumerate() {
                    text += &choice(&format!("{name}_{term}"), &vec![(expr.clone(), *weight)]);
                }
                let terms: Vec<_> = (0..terms.len()).map(|term| format!("{name}_{term}")).collect();
                let sum = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
                clauses.push(format!("({sum}) >= {at_least}"));
            }
            other => clauses.push(conjunction(other)),
        }
        for clause in clauses {
            let _ = writeln!(text, "{name} if {{ {clause} }}");
        }
    }
    for (at, sum) in rules.points.iter().enumerate() {
        let name = points(at);
        for (term, values) in sum.sum.iter().enumerate() {
            text += &choice(&format!("{name}_{term}"), values);
        }
        let terms: Vec<_> = (0..sum.sum.len()).map(|term| format!("{name}_{term}")).collect();
        let sum = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
        let _ = writeln!(text, "{name} := {sum}");
    }
    let outputs: Vec<_> = rules.outputs().into_iter().map(step).collect();
    let _ = writeln!(text, "out := [{}]", outputs.join(", "));
    let names: Vec<_> = (0..rules.points.len()).map(points).collect();
    let help_only = literal(&rules.help_only);
    let _ = writeln!(text, "decision := {{\"steps\": out}} if {{ {help_only} }}");
    let _ = writeln!(
        text,
        "decision := {{\"steps\": out, \"points\": [{}]}} if {{ not {help_only} }}",
        names.join(", ")
    );
    text
}

fn conjunction(expr: &Expr) -> String {
    match expr {
        Expr::All { of } if of.is_empty() => "true".into(),
        Expr::All { of } => of.iter().map(literal).collect::<Vec<_>>().join("; "),
        other => literal(other),
    }
}

impl Regorus {
    /// Compiles the policy, and puts the answers of people into values.
    pub fn new(rules: &Rules, people: &[Person]) -> Result<Self> {
        let rules = rules.in_steps(Nesting::Flat);
        let mut engine = Engine::new();
        engine.add_policy("pack.rego".into(), policy(&rules)).context("regorus does not take the policy")?;
        let compiled = engine.compile_with_entrypoint(&Rc::from(ENTRY))?;
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY])
            .map_err(|error| anyhow::anyhow!("regorus does not compile the policy: {error}"))?;
        let mut machine = RegoVM::new();
        machine.load_program(program);
        let input = |person: &Person| Value::from_json_str(&super::json(&person.values));
        let people = people.iter().map(input).collect::<Result<_>>()?;
        Ok(Self { rules, machine, people })
    }
}

fn verdict(rules: &Rules, outputs: &[usize], decision: &Value) -> Result<Verdict> {
    let truths = decision["steps"].as_array().context("regorus gives no steps")?;
    let is_true = |step: usize| {
        outputs
            .binary_search(&step)
            .is_ok_and(|at| truths.get(at).is_some_and(|truth| *truth == Value::from(true)))
    };
    let points = || {
        let points = decision["points"]
            .as_array()
            .map(|points| points.iter().map(|points| points.as_i64().unwrap_or(i64::MAX)).collect());
        points.unwrap_or_default()
    };
    Ok(from_steps(rules, is_true, points))
}

impl Peer for Regorus {
    fn name(&self) -> String {
        "regorus 0.14.1".into()
    }

    fn idiom(&self) -> String {
        "a policy compiled for its virtual machine, which is kept warm; a rule for each named finding, red flag and line of evidence".into()
    }

    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        let outputs = self.rules.outputs();
        let mut verdicts = Vec::new();
        for person in &self.people {
            self.machine.set_input(person.clone());
            let decision =
                self.machine.execute().map_err(|error| anyhow::anyhow!("regorus fails: {error}"))?;
            verdicts.push(verdict(&self.rules, &outputs, &decision)?);
        }
        Ok(Some(verdicts))
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let outputs = self.rules.outputs();
        clock::of(|| {
            for person in self.people.iter().cycle().take(count) {
                self.machine.set_input(person.clone());
                let decision =
                    self.machine.execute().map_err(|error| anyhow::anyhow!("regorus fails: {error}"))?;
                black_box(verdict(&self.rules, &outputs, &decision)?);
            }
            Ok(())
        })
    }
}
