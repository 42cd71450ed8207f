//! What a library gives, looked at as what a stranger says.

use crate::{
    declared::{Declared, ExtensionId, FactName, MOST_FACTS, WrittenFact},
    no_facts::{NoFacts, NoFactsKind},
    shown::shown,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt, marker::PhantomData};

/// What an extension found out about one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supplied {
    /// Its value, in the unit and the range that were declared.
    Number(i64),
    /// There is not enough data for it.
    NotEnoughData,
}

impl fmt::Display for Supplied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => value.fmt(formatter),
            Self::NotEnoughData => formatter.write_str("not enough data"),
        }
    }
}

/// All facts that are declared, each with what the extension found out about it.
pub type Facts = BTreeMap<FactName, Supplied>;

/// A JSON object in the order in which it is written. A key that is there twice is an error, as nobody knows which one is meant.
struct Entries<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entries<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Reader<V> {
            type Value = Entries<V>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("facts with their names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<V>, A::Error> {
                let mut entries: Vec<(String, V)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, V>()? {
                    if entries.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom(format!(
                            "the fact `{}` is there twice",
                            shown(&name, 80)
                        )));
                    }
                    if entries.len() == MOST_FACTS {
                        return Err(A::Error::custom(format!("there are more than {MOST_FACTS} facts")));
                    }
                    entries.push((name, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

#[derive(Deserialize)]
struct Description {
    id: String,
    facts: Entries<WrittenFact>,
}

#[derive(Deserialize)]
struct Reply {
    facts: Entries<Option<i64>>,
}

/// What to do about an extension that does something else than it should.
pub(crate) const REMEDY: &str = "tell the author of the pack; everything else works without it";

fn garbage(extension: &ExtensionId, what: &str, problem: impl fmt::Display) -> NoFacts {
    let cause = format!("{what} cannot be understood: {}", shown(&problem.to_string(), 300));
    NoFacts::new(extension, NoFactsKind::Garbage, cause, REMEDY)
}

/// Reads what a library says of itself.
pub(crate) fn read_description(bytes: &[u8], declared: &Declared) -> Result<Declared, NoFacts> {
    let garbage = |problem: &dyn fmt::Display| garbage(declared.id(), "what it says of itself", problem);
    let Description { id, facts } = serde_json::from_slice(bytes).map_err(|problem| garbage(&problem))?;
    let id: ExtensionId = id.parse().map_err(|problem| garbage(&problem))?;
    let mut said = Vec::new();
    for (name, fact) in facts.0 {
        said.push(fact.named(name.parse().map_err(|problem| garbage(&problem))?));
    }
    Declared::new(id, said).map_err(|problem| garbage(&problem))
}

/// Reads what a library answers. One thing wrong with it, and nothing of it counts.
pub(crate) fn read_reply(bytes: &[u8], declared: &Declared) -> Result<Facts, NoFacts> {
    let id = declared.id();
    let Reply { facts: given } =
        serde_json::from_slice(bytes).map_err(|problem| garbage(id, "its answer", problem))?;
    let mut facts: Facts =
        declared.facts().iter().map(|fact| (fact.name.clone(), Supplied::NotEnoughData)).collect();
    for (name, value) in given.0 {
        let Some(fact) = declared.fact(&name) else {
            let cause = format!("it gave a fact `{}`, which is not declared", shown(&name, 80));
            return Err(NoFacts::new(id, NoFactsKind::Undeclared, cause, REMEDY));
        };
        let Some(value) = value else { continue };
        if !(fact.min..=fact.max).contains(&value) {
            let cause =
                format!("it gave {value} for `{name}`, which can only be {} to {}", fact.min, fact.max);
            return Err(NoFacts::new(id, NoFactsKind::OutOfRange, cause, REMEDY));
        }
        facts.insert(fact.name.clone(), Supplied::Number(value));
    }
    Ok(facts)
}

/// Whether any bytes are taken as the reply of a library that may supply one fact from 0 to 9. For the fuzzer: a fact that is
/// taken lies in that range.
pub fn any_reply(bytes: &[u8]) -> Option<Facts> {
    let declared = Declared::from_toml("id = \"any\"\n[fact.one]\nmin = 0\nmax = 9\nunit = \"\"\n").ok()?;
    drop(read_description(bytes, &declared));
    read_reply(bytes, &declared).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn declared() -> Declared {
        let text = "id = \"count\"\n[fact.rate]\nmin = -5\nmax = 300\nunit = \"\"\n[fact.fade]\nmin = 0\nmax = 1\nunit = \"\"\n";
        Declared::from_toml(text).unwrap()
    }

    fn read(json: &str) -> Result<Vec<(String, Supplied)>, NoFactsKind> {
        let facts = read_reply(json.as_bytes(), &declared()).map_err(|none| {
            assert!(none.to_string().starts_with("no facts from the extension `count`: "), "{none}");
            none.kind()
        })?;
        Ok(facts.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
    }

    #[test]
    fn what_counts_is_declared_and_in_its_range() {
        let none = ("fade".to_owned(), Supplied::NotEnoughData);
        let rate = |value| vec![none.clone(), ("rate".to_owned(), value)];
        assert_eq!(read(r#"{"facts":{"rate":300}}"#).unwrap(), rate(Supplied::Number(300)));
        assert_eq!(
            read(r#"{"facts":{"rate":-5,"fade":null},"more":1}"#).unwrap(),
            rate(Supplied::Number(-5))
        );
        assert_eq!(read(r#"{"facts":{}}"#).unwrap(), rate(Supplied::NotEnoughData));
        for (json, kind) in [
            (r#"{"facts":{"rate":301}}"#, NoFactsKind::OutOfRange),
            (r#"{"facts":{"fade":1,"rate":-6}}"#, NoFactsKind::OutOfRange),
            (r#"{"facts":{"rates":3}}"#, NoFactsKind::Undeclared),
            (r#"{"facts":{"rates":null}}"#, NoFactsKind::Undeclared),
            (r#"{"facts":{"rate":3,"rate":4}}"#, NoFactsKind::Garbage),
            (r#"{"facts":{"rate":3.0}}"#, NoFactsKind::Garbage),
            (r#"{"facts":{"rate":"3"}}"#, NoFactsKind::Garbage),
            (r#"{"facts":{"rate":99999999999999999999}}"#, NoFactsKind::Garbage),
            (r#"{"facts":{"rate":3}}x"#, NoFactsKind::Garbage),
            (r#"{"facts":[3]}"#, NoFactsKind::Garbage),
            ("{}", NoFactsKind::Garbage),
            ("", NoFactsKind::Garbage),
        ] {
            assert_eq!(read(json).unwrap_err(), kind, "{json}");
        }
        let many: Vec<String> = (0..65).map(|number| format!("\"f{number}\":1")).collect();
        assert_eq!(read(&format!("{{\"facts\":{{{}}}}}", many.join(","))).unwrap_err(), NoFactsKind::Garbage);
        assert_eq!(
            read_reply(b"{\"facts\":{\"\xff\":1}}", &declared()).unwrap_err().kind(),
            NoFactsKind::Garbage
        );
    }

    #[test]
    fn what_a_library_says_of_itself_is_read_or_refused() {
        let read = |json: &str| read_description(json.as_bytes(), &declared());
        let good = r#"{"id":"count","facts":{"rate":{"min":-5,"max":300,"unit":""}}}"#;
        declared().hold_against(&read(good).unwrap()).unwrap();
        for (from, to) in
            [("count", "Count"), ("rate", "Rate"), ("300", "-6"), ("\"unit\":\"\"", "\"x\":1"), ("}}}", "}}")]
        {
            assert!(good.contains(from));
            assert_eq!(read(&good.replacen(from, to, 1)).unwrap_err().kind(), NoFactsKind::Garbage, "{to}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_facts_in_their_range_or_none(bytes in prop::collection::vec(any::<u8>(), 0..100), value in any::<i64>()) {
            any_reply(&bytes);
            let facts = any_reply(format!("{{\"facts\":{{\"one\":{value}}}}}").as_bytes());
            prop_assert_eq!(facts.is_some(), (0..=9).contains(&value));
        }
    }
}
