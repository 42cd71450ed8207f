//! ZEN, the engine of GoRules: a compiled graph whose expression node has a line for each step and for the points of each condition.

use super::Peer;
use crate::{
    clock,
    infix::{Infix, points, question, step},
    rules::{Expr, Nesting, Rules},
    verdict::{Person, Verdict, from_steps},
};
use anyhow::{Context as _, Result, anyhow};
use serde_json::json;
use std::{hint::black_box, time::Duration};
use zen_engine::{Decision, Variable, model::GraphContent};

const LANGUAGE: Infix = Infix {
    and: " and ",
    or: " or ",
    not: "not",
    yes: "true",
    no: "false",
    word: |at, word| format!("{} == {word:?}", question(at)),
    has: |at, word| format!("({word:?} in {})", question(at)),
    between: |at, least, most| {
        let name = question(at);
        match most {
            Some(most) => format!("({name} >= {least} and {name} <= {most})"),
            None => format!("{name} >= {least}"),
        }
    },
    step: |at| format!("$.{}", step(at)),
    choose: |condition, then, otherwise| format!("({condition} ? {then} : {otherwise})"),
    number: |number| number.to_string(),
};

struct Graph {
    rules: Rules,
    decision: Decision,
    steps: Vec<String>,
    points: Vec<String>,
}

impl Graph {
    fn of(rules: &Rules) -> Result<Self> {
        let rules = rules.in_steps(Nesting::Any);
        let steps: Vec<String> = (0..rules.steps.len()).map(step).collect();
        let names: Vec<String> = (0..rules.points.len()).map(points).collect();
        let line = |key: &String, value: String| json!({ "id": key, "key": key, "value": value });
        let lines = steps.iter().zip(&rules.steps).map(|(key, expr)| line(key, LANGUAGE.expr(expr)));
        let Expr::Step { step: help_only } = &rules.help_only else { unreachable!("it has a step") };
        // In an emergency and at an exit the points are not looked at.
        let sums = names.iter().zip(&rules.points).map(|(key, points)| {
            line(key, format!("$.{} ? 0 : {}", step(*help_only), LANGUAGE.sum(&points.sum)))
        });
        let lines: Vec<_> = lines.chain(sums).collect();
        let graph = json!({
            "nodes": [
                { "id": "answers", "name": "answers", "type": "inputNode", "content": {} },
                {
                    "id": "rules", "name": "rules", "type": "expressionNode",
                    "content": { "expressions": lines, "passThrough": false }
                },
                { "id": "decision", "name": "decision", "type": "outputNode", "content": {} }
            ],
            "edges": [
                { "id": "in", "sourceId": "answers", "targetId": "rules" },
                { "id": "out", "sourceId": "rules", "targetId": "decision" }
            ]
        });
        let mut content: GraphContent =
            serde_json::from_value(graph).context("zen-engine does not take the graph")?;
        content.compile();
        Ok(Self { rules, decision: Decision::from(content), steps, points: names })
    }

    fn verdict(&self, answers: Variable) -> Result<Verdict> {
        let response = pollster::block_on(self.decision.evaluate(answers))
            .map_err(|problem| anyhow!("zen-engine fails: {problem:?}"))?;
        let object = response.result.as_object().context("zen-engine gives no object")?;
        let object = object.borrow();
        let is_true = |step: usize| matches!(object.get_str(&self.steps[step]), Some(Variable::Bool(true)));
        let number = |name: &String| match object.get_str(name) {
            Some(Variable::Number(number)) => i64::try_from(*number).unwrap_or(i64::MAX),
            _ => i64::MAX,
        };
        Ok(from_steps(&self.rules, is_true, || self.points.iter().map(number).collect()))
    }
}

/// ZEN, given parsed answers as one object.
pub struct Zen {
    graph: Graph,
    people: Vec<Variable>,
}

impl Zen {
    /// Compiles the graph, and puts the answers of people into objects.
    pub fn new(rules: &Rules, people: &[Person]) -> Result<Self> {
        let object = |person: &Person| Ok(serde_json::from_str::<Variable>(&super::json(&person.values))?);
        let people = people.iter().map(object).collect::<Result<_>>()?;
        Ok(Self { graph: Graph::of(rules)?, people })
    }
}

impl Peer for Zen {
    fn name(&self) -> String {
        "zen-engine 2.1.6".into()
    }

    fn idiom(&self) -> String {
        "a compiled graph; an expression node with a line for each named finding, red flag and condition"
            .into()
    }

    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        let verdicts = self.people.iter().map(|person| self.graph.verdict(person.clone()));
        verdicts.collect::<Result<_>>().map(Some)
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        clock::of(|| {
            for person in self.people.iter().cycle().take(count) {
                black_box(self.graph.verdict(person.clone())?);
            }
            Ok(())
        })
    }
}

/// ZEN, given JSON, and giving JSON.
pub struct ZenJson {
    graph: Graph,
    people: Vec<String>,
}

impl ZenJson {
    /// Compiles the graph, and writes the answers of people as JSON.
    pub fn new(rules: &Rules, people: &[Person]) -> Result<Self> {
        let people = people.iter().map(|person| super::json(&person.values)).collect();
        Ok(Self { graph: Graph::of(rules)?, people })
    }

    fn decide(&self, text: &str) -> Result<String> {
        let verdict = self.graph.verdict(serde_json::from_str(text)?)?;
        Ok(serde_json::to_string(&verdict)?)
    }
}

impl Peer for ZenJson {
    fn name(&self) -> String {
        "zen-engine 2.1.6".into()
    }

    fn idiom(&self) -> String {
        "the same graph; serde_json reads straight into its own values, and writes".into()
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
