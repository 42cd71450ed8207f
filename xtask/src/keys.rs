//! The page of all keys of pack files, made from the published schemas.

use serde_json::{Map, Value};
use sinew_pack::schema;
use std::fmt::Write as _;

/// Where the page stands, from the root of the repository.
pub(crate) const PATH: &str = "packs/KEYS.md";

const OPENING: &str = "\
# Keys

Every table and key of a pack, with what it takes. The page is made from the schemas by `cargo xtask codegen`; do not change it by hand. What
the parts mean together stands in [FORMAT.md](FORMAT.md), how to begin in [README.md](README.md).

Ids are words of small letters and digits with dashes between. A text is one line. \"needed\" keys have to be there.
";

/// The parts of schemas that have been told about, by name. What several files share is told once.
type Definitions = Map<String, Value>;

/// The whole page, in Markdown.
pub(crate) fn page() -> String {
    let mut page = OPENING.to_owned();
    let mut told = Definitions::new();
    for (name, text) in schema::all() {
        // The schemas are checked against the loader elsewhere; one that is no JSON could not have been published.
        let Ok(Value::Object(schema)) = serde_json::from_str(&text) else { continue };
        add_file(&mut page, name.trim_end_matches(".schema.json"), &schema, &mut told);
    }
    page.push_str("\n## Formulas\n");
    for name in FORMULA_PARTS {
        if let Some(definition) = told.get(name) {
            add_definition(&mut page, name, definition);
        }
    }
    page
}

/// The parts that stand once, at the end: formulas are written in most files.
const FORMULA_PARTS: [&str; 6] = ["Formula", "All", "Any", "Not", "AtLeast", "Score"];

fn add_file(page: &mut String, name: &str, schema: &Map<String, Value>, told: &mut Definitions) {
    let file = if name == "cases" { "cases/*.toml".to_owned() } else { format!("{name}.toml") };
    let _ = write!(page, "\n## {file}\n\n{}\n", sentence(schema.get("description")));
    if is_file_of_tables(schema) {
        for (table, value) in object(schema.get("properties")) {
            let _ = write!(page, "\n`[{table}.ID]`: {}\n", one_line(&sentence(value.get("description"))));
        }
    } else {
        add_keys(page, schema);
    }
    for (name, definition) in object(schema.get("$defs")) {
        if told.contains_key(name) {
            continue;
        }
        told.insert(name.clone(), definition.clone());
        if !FORMULA_PARTS.contains(&name.as_str()) {
            add_definition(page, name, definition);
        }
    }
}

/// Whether a file holds nothing but tables by id.
fn is_file_of_tables(schema: &Map<String, Value>) -> bool {
    object(schema.get("properties")).iter().all(|(_, value)| value.get("patternProperties").is_some())
}

fn add_definition(page: &mut String, name: &str, definition: &Value) {
    let about = sentence(definition.get("description"));
    let _ = write!(page, "\n### {name}\n\n{about}\n");
    let Value::Object(definition) = definition else { return };
    if definition.contains_key("properties") {
        add_keys(page, definition);
        return;
    }
    let choices = definition.get("oneOf").or_else(|| definition.get("anyOf")).and_then(Value::as_array);
    let choices: Vec<&Map<String, Value>> =
        choices.into_iter().flatten().filter_map(Value::as_object).collect();
    if choices.iter().all(|choice| choice.contains_key("const")) {
        page.push_str("\n| word | meaning |\n|---|---|\n");
        for choice in choices {
            let word = choice.get("const").map(written).unwrap_or_default();
            let _ = writeln!(page, "| {word} | {} |", cell(&sentence(choice.get("description"))));
        }
    } else if choices.iter().all(|choice| choice.contains_key("properties")) {
        for choice in choices {
            // The key that tells them apart takes one word in each.
            let told_apart = object(choice.get("properties"))
                .into_iter()
                .find_map(|(key, value)| Some((key, plain(value.get("const")?))));
            if let Some((key, word)) = told_apart {
                let _ = write!(page, "\n`{key} = {word}`: ");
            }
            let _ = writeln!(page, "{}", sentence(choice.get("description")));
            add_keys(page, choice);
        }
    } else {
        page.push('\n');
        for choice in choices {
            let _ = writeln!(page, "- {}: {}", takes(choice), one_line(&sentence(choice.get("description"))));
        }
    }
}

fn add_keys(page: &mut String, table: &Map<String, Value>) {
    let needed: Vec<&str> = table
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    page.push_str("\n| key | | takes | meaning |\n|---|---|---|---|\n");
    for (key, value) in object(table.get("properties")) {
        let needed = if needed.contains(&key.as_str()) { "needed" } else { "" };
        let takes = value.as_object().map(takes).unwrap_or_default();
        let _ = writeln!(
            page,
            "| `{key}` | {needed} | {} | {} |",
            cell(&takes),
            cell(&sentence(value.get("description")))
        );
    }
}

/// What a key takes, in words.
fn takes(value: &Map<String, Value>) -> String {
    if let Some(name) = value.get("$ref").and_then(Value::as_str) {
        let name = name.trim_start_matches("#/$defs/");
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(word) = value.get("const") {
        return written(word);
    }
    if let Some(choices) = value.get("anyOf").or_else(|| value.get("oneOf")).and_then(Value::as_array) {
        let choices: Vec<String> = choices.iter().filter_map(Value::as_object).map(takes).collect();
        return choices.join(", or ");
    }
    match value.get("type").and_then(Value::as_str) {
        Some("string") => text_in_words(value),
        Some("integer") => format!("whole number{}", bounds(value)),
        Some("number") => format!("number{}", bounds(value)),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("array") => {
            let items = value.get("items").and_then(Value::as_object).map(takes).unwrap_or_default();
            let most = value.get("maxItems").map_or_else(String::new, |most| format!(", at most {most}"));
            format!("list: {items}{most}")
        }
        Some("object") => {
            let entry = value.get("patternProperties").or_else(|| value.get("additionalProperties"));
            let entry = entry.and_then(Value::as_object).and_then(|entries| {
                if value.contains_key("patternProperties") {
                    entries.values().next()?.as_object()
                } else {
                    Some(entries)
                }
            });
            format!("table by name: {}", entry.map(takes).unwrap_or_default())
        }
        _ => String::new(),
    }
}

fn text_in_words(value: &Map<String, Value>) -> String {
    match value.get("pattern").and_then(Value::as_str) {
        Some("^[a-z0-9]+(-[a-z0-9]+)*$") => "id".to_owned(),
        // What else is asked of a text, its meaning says with an example.
        _ => "text".to_owned(),
    }
}

fn bounds(value: &Map<String, Value>) -> String {
    match (value.get("minimum"), value.get("maximum")) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" up to {most}"),
        (None, None) => String::new(),
    }
}

fn object(value: Option<&Value>) -> Vec<(&String, &Value)> {
    value.and_then(Value::as_object).map(|object| object.iter().collect()).unwrap_or_default()
}

fn sentence(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn plain(value: &Value) -> String {
    format!("{value}")
}

/// A value as it is written in a pack.
fn written(value: &Value) -> String {
    format!("`{value}`")
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// A text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_schema_stands_on_the_page() {
        let page = page();
        for (name, text) in schema::all() {
            let schema: Value = serde_json::from_str(&text).unwrap();
            let mut open = vec![&schema];
            while let Some(value) = open.pop() {
                for (key, inner) in object(value.get("properties")) {
                    let is_table =
                        inner.get("patternProperties").is_some() && std::ptr::eq(value, &raw const schema);
                    let place = if is_table && name != "pack.schema.json" {
                        format!("`[{key}.ID]`")
                    } else {
                        format!("| `{key}` |")
                    };
                    assert!(page.contains(&place), "{name}: {place}");
                }
                open.extend(object(value.get("$defs")).into_iter().map(|(_, inner)| inner));
                let choices = value.get("oneOf").or_else(|| value.get("anyOf")).and_then(Value::as_array);
                open.extend(choices.into_iter().flatten());
            }
        }
    }

    /// A part is told once, so one name must not mean two things.
    #[test]
    fn parts_of_one_name_are_the_same_in_every_schema() {
        let mut known = Definitions::new();
        for (file, text) in schema::all() {
            let schema: Value = serde_json::from_str(&text).unwrap();
            for (name, definition) in object(schema.get("$defs")) {
                let first = known.entry(name.clone()).or_insert_with(|| definition.clone());
                assert_eq!(first, definition, "{name} in {file}");
            }
        }
    }

    #[test]
    fn what_a_key_takes_is_said_in_words() {
        let takes = |json: &str| takes(serde_json::from_str::<Value>(json).unwrap().as_object().unwrap());
        assert_eq!(takes(r#"{"type":"integer","minimum":1,"maximum":9}"#), "whole number from 1 to 9");
        assert_eq!(
            takes(r#"{"type":"array","maxItems":5,"items":{"type":"string"}}"#),
            "list: text, at most 5"
        );
        assert_eq!(takes(r##"{"$ref":"#/$defs/Basis"}"##), "[Basis](#basis)");
        assert_eq!(takes(r#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#), "text, or whole number");
        assert_eq!(
            takes(r#"{"type":"object","patternProperties":{"^a$":{"type":"boolean"}}}"#),
            "table by name: `true` or `false`"
        );
    }
}
