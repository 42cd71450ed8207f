//! What a library may supply, as its pack declares it.

use crate::{no_facts::NoFacts, no_facts::NoFactsKind, shown::shown};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt, str::FromStr};

/// How many facts an extension may declare.
pub(crate) const MOST_FACTS: usize = 64;
/// How long a name may be, in bytes.
const LONGEST_NAME: usize = 64;
/// How long a unit may be, in characters.
const LONGEST_UNIT: usize = 40;

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameProblem {
    name: String,
}

impl fmt::Display for NameProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` is no name; names are words of small letters and digits with dashes between, at most {LONGEST_NAME} of them",
            self.name
        )
    }
}

impl std::error::Error for NameProblem {}

fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() <= LONGEST_NAME
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(is_word)
}

macro_rules! name {
    ($(#[doc = $docs:literal])* $name:ident) => {
        $(#[doc = $docs])*
        ///
        /// Words of small letters and digits with dashes between; it begins with a letter.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameProblem;

            fn from_str(text: &str) -> Result<Self, NameProblem> {
                if is_name(text) { Ok(Self(text.to_owned())) } else { Err(NameProblem { name: shown(text, 80) }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameProblem;

            fn try_from(text: String) -> Result<Self, NameProblem> {
                text.parse()
            }
        }
    };
}

name! {
    /// The name of a fact.
    FactName
}

name! {
    /// The id of an extension, after which its library is called.
    ExtensionId
}

/// A fact that an extension may supply: a whole number in a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredFact {
    /// Its name.
    pub name: FactName,
    /// The least value that it can have, in its unit.
    pub min: i64,
    /// The greatest value that it can have, in its unit; not less than the least.
    pub max: i64,
    /// Its unit, for people.
    pub unit: String,
}

impl fmt::Display for DeclaredFact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, min, max, unit } = self;
        write!(formatter, "{name}: {min} to {max} {unit}")
    }
}

/// What an extension may supply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    id: ExtensionId,
    facts: Vec<DeclaredFact>,
}

/// The text of `extension.toml`, and in the same form what a library says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: ExtensionId,
    #[serde(default, rename = "fact")]
    facts: BTreeMap<FactName, WrittenFact>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenFact {
    min: i64,
    max: i64,
    unit: String,
}

impl Declared {
    /// What an extension may supply. Gives the reason in words if two facts have one name, a range is empty, or there are too many.
    pub fn new(id: ExtensionId, facts: Vec<DeclaredFact>) -> Result<Self, String> {
        if facts.len() > MOST_FACTS {
            return Err(format!("it has {} facts; at most {MOST_FACTS} are taken", facts.len()));
        }
        for (at, fact) in facts.iter().enumerate() {
            let name = &fact.name;
            if fact.min > fact.max {
                return Err(format!("the fact `{name}` has a `min` above its `max`"));
            }
            let is_unit =
                fact.unit.chars().count() <= LONGEST_UNIT && shown(&fact.unit, LONGEST_UNIT) == fact.unit;
            if !is_unit {
                return Err(format!("the unit of the fact `{name}` is no short line of text"));
            }
            if facts[..at].iter().any(|other| other.name == *name) {
                return Err(format!("the fact `{name}` is there twice"));
            }
        }
        Ok(Self { id, facts })
    }

    /// The id of the extension.
    pub fn id(&self) -> &ExtensionId {
        &self.id
    }

    /// The facts, each of a name of its own.
    pub fn facts(&self) -> &[DeclaredFact] {
        &self.facts
    }

    /// The fact of a name.
    pub fn fact(&self, name: &str) -> Option<&DeclaredFact> {
        self.facts.iter().find(|fact| fact.name.as_str() == name)
    }

    /// Reads `extension.toml`. Gives the line, if there is one, and the reason in words.
    pub(crate) fn from_toml(text: &str) -> Result<Self, (Option<usize>, String)> {
        let written: Written = toml::from_str(text).map_err(|problem| {
            let line =
                problem.span().map(|span| text.get(..span.start).unwrap_or(text).matches('\n').count() + 1);
            (line, shown(problem.message(), 300))
        })?;
        let facts = written.facts.into_iter().map(|(name, fact)| fact.named(name)).collect();
        Self::new(written.id, facts).map_err(|problem| (None, problem))
    }

    /// Holds what a library says of itself against what was declared: it is the same extension, and has no fact that is not declared
    /// just like that.
    pub(crate) fn hold_against(&self, said: &Self) -> Result<(), NoFacts> {
        let id = &self.id;
        if said.id != *id {
            let cause = format!("the library says that it is `{}`", said.id);
            let remedy =
                "put the library of this extension in its place, or mend `id` in native/extension.toml";
            return Err(NoFacts::new(id, NoFactsKind::WrongExtension, cause, remedy));
        }
        for fact in &said.facts {
            let cause = match self.fact(fact.name.as_str()) {
                Some(declared) if declared == fact => continue,
                Some(declared) => format!("the library says `{fact}`, but declared is `{declared}`"),
                None => format!("the library says that it has a fact `{}`, which is not declared", fact.name),
            };
            let remedy = "ask the author of the pack: library and native/extension.toml have to say the same";
            return Err(NoFacts::new(id, NoFactsKind::Undeclared, cause, remedy));
        }
        Ok(())
    }
}

impl WrittenFact {
    pub(crate) fn named(self, name: FactName) -> DeclaredFact {
        let Self { min, max, unit } = self;
        DeclaredFact { name, min, max, unit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"step-count\"\n\n[fact.rate]\nmin = 0\nmax = 300\nunit = \"steps/min\"\n\n[fact.fade]\nmin = -50\nmax = 50\nunit = \"%\"\n";

    #[test]
    fn a_manifest_is_read_or_refused_with_its_line() {
        let declared = Declared::from_toml(GOOD).unwrap();
        assert_eq!(declared.id().as_str(), "step-count");
        let facts: Vec<String> = declared.facts().iter().map(ToString::to_string).collect();
        assert_eq!(facts, ["fade: -50 to 50 %", "rate: 0 to 300 steps/min"]);
        assert_eq!(Declared::from_toml("id = \"a\"").unwrap().facts(), []);
        for (good, bad, line, told) in [
            ("step-count", "Step", Some(1), "`Step` is no name"),
            ("fact.rate", "fact.-rate", Some(3), "`-rate` is no name"),
            ("min = 0\n", "", Some(3), "missing field `min`"),
            ("min = 0", "min = 0.5", Some(4), "invalid type"),
            ("min = 0", "min = 301", None, "`rate` has a `min` above its `max`"),
            ("unit = \"%\"", "unit = \"%\"\nmeans = \"x\"", Some(12), "unknown field `means`"),
            ("unit = \"%\"", "unit = \"\\u0007\"", None, "the unit of the fact `fade`"),
            ("id = ", "name = ", Some(1), "unknown field `name`"),
            ("[fact.fade]", "[fact.rate]", Some(8), "duplicate key"),
            ("id = \"step-count\"", "id = ", Some(1), ""),
        ] {
            assert!(GOOD.contains(good));
            let (at, problem) = Declared::from_toml(&GOOD.replacen(good, bad, 1)).unwrap_err();
            assert!(problem.contains(told), "{bad}: {problem}");
            assert_eq!(at, line, "{bad}: {problem}");
        }
        let many: Vec<String> =
            (0..65).map(|number| format!("fact.f{number} = {{ min = 0, max = 1, unit = \"\" }}")).collect();
        let problem = Declared::from_toml(&format!("id = \"a\"\n{}", many.join("\n"))).unwrap_err().1;
        assert!(problem.contains("65 facts"), "{problem}");
    }

    #[test]
    fn names_are_plain_words() {
        for good in ["a", "a-b", "a1-2b", &"a".repeat(64)] {
            assert_eq!(good.parse::<FactName>().unwrap().as_str(), good);
        }
        for bad in ["", "-", "a-", "-a", "a--b", "A", "1a", "a_b", "a b", "a/b", "..", "é", &"a".repeat(65)]
        {
            assert!(bad.parse::<FactName>().is_err(), "{bad}");
            assert!(bad.parse::<ExtensionId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_library_may_say_less_than_what_is_declared_and_nothing_else() {
        let declared = Declared::from_toml(GOOD).unwrap();
        let said = |from: &str, to: &str| Declared::from_toml(&GOOD.replacen(from, to, 1)).unwrap();
        declared.hold_against(&declared).unwrap();
        declared.hold_against(&Declared::from_toml("id = \"step-count\"").unwrap()).unwrap();
        for (from, to, kind) in [
            ("step-count", "step", NoFactsKind::WrongExtension),
            ("fact.fade", "fact.fades", NoFactsKind::Undeclared),
            ("max = 300", "max = 301", NoFactsKind::Undeclared),
            ("unit = \"%\"", "unit = \"‰\"", NoFactsKind::Undeclared),
        ] {
            assert_eq!(declared.hold_against(&said(from, to)).unwrap_err().kind(), kind, "{to}");
        }
    }
}
