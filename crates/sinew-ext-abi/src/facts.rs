//! What an extension says of itself and answers with, and how it is written as JSON without any other crate.

use std::fmt::{self, Write as _};

/// A fact that an extension may supply: a whole number in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclaredFact {
    /// Its name: words of small letters and digits with dashes between.
    pub name: &'static str,
    /// The least value that it can have, in its unit.
    pub min: i64,
    /// The greatest value that it can have, in its unit.
    pub max: i64,
    /// Its unit, for people.
    pub unit: &'static str,
}

/// The facts that an extension found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    facts: Vec<(String, Option<i64>)>,
}

impl Facts {
    /// No facts yet. Those that are never named have not enough data.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact with its value, in the unit that was declared.
    #[must_use]
    pub fn number(mut self, name: impl Into<String>, value: i64) -> Self {
        self.facts.push((name.into(), Some(value)));
        self
    }

    /// Says of a fact that there is not enough data for it.
    #[must_use]
    pub fn not_enough_data(mut self, name: impl Into<String>) -> Self {
        self.facts.push((name.into(), None));
        self
    }

    /// The reply of `evaluate`.
    pub(crate) fn to_json(&self) -> String {
        let mut json = "{\"facts\":{".to_owned();
        for (position, (name, value)) in self.facts.iter().enumerate() {
            comma(&mut json, position);
            quote(&mut json, name);
            match value {
                // Writing into a text does not fail.
                Some(value) => {
                    let _: fmt::Result = write!(json, ":{value}");
                }
                None => json.push_str(":null"),
            }
        }
        json.push_str("}}");
        json
    }
}

/// The reply of `describe`.
pub(crate) fn description(id: &str, facts: &[DeclaredFact]) -> String {
    let mut json = "{\"id\":".to_owned();
    quote(&mut json, id);
    json.push_str(",\"facts\":{");
    for (position, fact) in facts.iter().enumerate() {
        let DeclaredFact { name, min, max, unit } = fact;
        comma(&mut json, position);
        quote(&mut json, name);
        let _: fmt::Result = write!(json, ":{{\"min\":{min},\"max\":{max},\"unit\":");
        quote(&mut json, unit);
        json.push('}');
    }
    json.push_str("}}");
    json
}

fn comma(json: &mut String, position: usize) {
    if position > 0 {
        json.push(',');
    }
}

fn quote(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control < ' ' => {
                let _: fmt::Result = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_json() {
        let declared = DeclaredFact { name: "rate", min: -5, max: 300, unit: "1/\"min\"" };
        assert_eq!(
            description("a", &[declared, DeclaredFact { name: "way", ..declared }]),
            r#"{"id":"a","facts":{"rate":{"min":-5,"max":300,"unit":"1/\"min\""},"way":{"min":-5,"max":300,"unit":"1/\"min\""}}}"#
        );
        assert_eq!(description("a", &[]), r#"{"id":"a","facts":{}}"#);
        let facts = Facts::new().number("rate", i64::MIN).not_enough_data("li\ne\\");
        assert_eq!(facts.to_json(), r#"{"facts":{"rate":-9223372036854775808,"li\u000ae\\":null}}"#);
        assert_eq!(Facts::new().to_json(), r#"{"facts":{}}"#);
    }
}
