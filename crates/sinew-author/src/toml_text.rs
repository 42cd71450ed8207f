//! Values as they are written into files of packs.

use sinew_app::model::RawAnswer;

/// A text.
pub(crate) fn text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// An answer of a person.
pub(crate) fn answer(answer: &RawAnswer) -> String {
    match answer {
        RawAnswer::Text(said) => text(said),
        RawAnswer::List(said) => {
            format!("[{}]", said.iter().map(|said| text(said)).collect::<Vec<_>>().join(", "))
        }
        RawAnswer::Number(number) => number.to_string(),
    }
}
