//! The tree of a file as what the library for schemas walks through, so that nothing of it is copied to be checked.

use crate::tree::{Node as Tree, Value as Written};
use jsonschema::{
    JsonType,
    json::{Array, Json, Node, NodeIdentity, Object},
};
use serde_json::{Map, Number, Value};
use std::{borrow::Cow, slice};

/// Trees of files, as a form of JSON.
#[derive(Debug)]
pub(crate) enum Trees {}

/// A part of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Instance<'a> {
    Node(&'a Tree<'a>),
    /// The name of an entry, which schemas look at as a text.
    Name(&'a str),
}

/// The entries of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entries<'a>(&'a [Entry<'a>]);

/// A name, and what it names.
type Entry<'a> = (Cow<'a, str>, Tree<'a>);

/// The items of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Items<'a>(&'a [Tree<'a>]);

impl Json for Trees {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    // As for maps of JSON: a walk compares each key with those that are looked for, as a search does.
    const KEYS_PER_LOOKUP: usize = 2;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        f(Instance::Name(string))
    }
}

impl<'a> Instance<'a> {
    fn text(self) -> Option<&'a str> {
        match self {
            Self::Name(text) => Some(text),
            Self::Node(Tree { value: Written::Text(text) | Written::Date(text), .. }) => Some(text),
            Self::Node(_) => None,
        }
    }

    fn number(self) -> Option<Number> {
        match self {
            Self::Node(Tree { value: Written::Whole(number), .. }) => Some(Number::from(*number)),
            Self::Node(Tree { value: Written::Decimal(number), .. }) => decimal(number),
            _ => None,
        }
    }
}

/// A number that is not whole, or larger than whole numbers are. None if it is no number of JSON, such as `inf`.
fn decimal(written: &str) -> Option<Number> {
    written.replace('_', "").parse().ok().and_then(Number::from_f64)
}

impl<'a> Node<'a, Trees> for Instance<'a> {
    type Object = Entries<'a>;
    type Array = Items<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Entries<'a>> {
        match self {
            Self::Node(Tree { value: Written::Table(entries), .. }) => Some(Entries(entries)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'a>> {
        match self {
            Self::Node(Tree { value: Written::List(nodes), .. }) => Some(Items(nodes)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.text().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Number> {
        self.number()
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Node(Tree { value: Written::Boolean(truth), .. }) => Some(*truth),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        let Self::Node(node) = self else { return JsonType::String };
        match &node.value {
            Written::Text(_) | Written::Date(_) => JsonType::String,
            Written::Whole(_) => JsonType::Number,
            Written::Decimal(number) if decimal(number).is_some() => JsonType::Number,
            Written::Decimal(_) => JsonType::Null,
            Written::Boolean(_) => JsonType::Boolean,
            Written::List(_) => JsonType::Array,
            Written::Table(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.text(), expected) {
            (Some(text), Value::String(expected)) => text == expected,
            (Some(_), _) | (None, Value::String(_)) => false,
            (None, _) => jsonschema::json::cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self {
            Self::Name(text) => Value::from(*text),
            Self::Node(node) => match &node.value {
                Written::Text(text) | Written::Date(text) => Value::from(text.as_ref()),
                Written::Whole(_) | Written::Decimal(_) => self.number().map_or(Value::Null, Value::Number),
                Written::Boolean(truth) => Value::Bool(*truth),
                Written::List(nodes) => {
                    Value::Array(nodes.iter().map(|node| Self::Node(node).to_value().into_owned()).collect())
                }
                Written::Table(entries) => {
                    let entry = |(key, node): &Entry<'_>| {
                        (key.to_string(), Instance::Node(node).to_value().into_owned())
                    };
                    Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
                }
            },
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Self::Node(node) => Some(NodeIdentity::new(std::ptr::from_ref(*node).addr())),
            Self::Name(_) => None,
        }
    }
}

impl<'a> Object<'a, Trees> for Entries<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter =
        std::iter::Map<slice::Iter<'a, Entry<'a>>, fn(&'a Entry<'a>) -> (&'a str, Instance<'a>)>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, node)| Instance::Node(node))
    }

    fn members(&self) -> Self::MembersIter {
        self.0.iter().map(|(name, node)| (name.as_ref(), Instance::Node(node)))
    }
}

impl<'a> Array<'a, Trees> for Items<'a> {
    type Node = Instance<'a>;
    type ElementsIter = std::iter::Map<slice::Iter<'a, Tree<'a>>, fn(&'a Tree<'a>) -> Instance<'a>>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.iter().map(Instance::Node)
    }
}
