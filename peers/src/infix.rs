//! Expressions of a language in which "and" stands between what it joins: most that peers have.

use crate::rules::{Choice, Expr};

/// How a language writes what a rule can say. Everything is put in parentheses.
pub struct Infix {
    /// All of these.
    pub and: &'static str,
    /// One of these.
    pub or: &'static str,
    /// The opposite of what follows.
    pub not: &'static str,
    /// What is always true.
    pub yes: &'static str,
    /// What is never true.
    pub no: &'static str,
    /// The answer to a question is a word.
    pub word: fn(usize, &str) -> String,
    /// The answer to a question has a word.
    pub has: fn(usize, &str) -> String,
    /// The answer to a question is a number from here to there.
    pub between: fn(usize, i64, Option<i64>) -> String,
    /// The step with this number is true.
    pub step: fn(usize) -> String,
    /// If this is true, that, otherwise something else.
    pub choose: fn(&str, &str, &str) -> String,
    /// A number on its own.
    pub number: fn(i64) -> String,
}

impl Infix {
    /// Something that is true or false.
    pub fn expr(&self, expr: &Expr) -> String {
        let list = |of: &[Expr], between: &str, empty: &str| match of {
            [] => empty.to_owned(),
            _ => {
                let members: Vec<_> = of.iter().map(|member| self.expr(member)).collect();
                format!("({})", members.join(between))
            }
        };
        match expr {
            Expr::Word { question, word } => (self.word)(*question, word),
            Expr::Has { question, word } => (self.has)(*question, word),
            Expr::Between { question, least, most } => (self.between)(*question, *least, *most),
            Expr::Step { step } => (self.step)(*step),
            Expr::All { of } => list(of, self.and, self.yes),
            Expr::Any { of } => list(of, self.or, self.no),
            Expr::Not { of } => format!("{}({})", self.not, self.expr(of)),
            Expr::Sum { terms, at_least } => {
                let terms: Vec<_> =
                    terms.iter().map(|(term, weight)| self.choice(&vec![(term.clone(), *weight)])).collect();
                let sum = if terms.is_empty() { (self.number)(0) } else { terms.join(" + ") };
                format!("(({sum}) >= {at_least})")
            }
        }
    }

    /// The value of the first that is true, or 0.
    pub fn choice(&self, choice: &Choice) -> String {
        choice.iter().rev().fold((self.number)(0), |otherwise, (expr, value)| {
            (self.choose)(&self.expr(expr), &(self.number)(*value), &otherwise)
        })
    }

    /// What such values come to.
    pub fn sum(&self, sum: &[Choice]) -> String {
        let terms: Vec<_> = sum.iter().map(|choice| self.choice(choice)).collect();
        if terms.is_empty() { (self.number)(0) } else { terms.join(" + ") }
    }
}

/// The name of the answer to a question.
pub fn question(at: usize) -> String {
    format!("q{at}")
}

/// The name of a step.
pub fn step(at: usize) -> String {
    format!("s{at}")
}

/// The name of the points of a condition, by its place among those that have some.
pub fn points(at: usize) -> String {
    format!("p{at}")
}
