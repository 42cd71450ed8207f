//! `sinew help` and `sinew man`: help for commands and topics.

use crate::{
    arguments::HelpArguments,
    failure::{Failure, exit_code},
    generated::{command, manual_page},
    session::Session,
    usage::help_text,
};
use sinew_app::closest_name;

/// The topics with their texts.
const TOPICS: [(&str, &str); 8] = [
    ("exit-codes", include_str!("../topics/exit-codes.txt")),
    ("environment", include_str!("../topics/environment.txt")),
    ("json", include_str!("../topics/json.txt")),
    ("accessibility", include_str!("../topics/accessibility.txt")),
    ("privacy", include_str!("../topics/privacy.txt")),
    ("packs", include_str!("../topics/packs.txt")),
    ("extensions", include_str!("../topics/extensions.txt")),
    ("limits", include_str!("../topics/limits.txt")),
];

pub(crate) fn run(session: &mut Session<'_>, arguments: &HelpArguments) -> Result<u8, Failure> {
    let words = &arguments.words;
    let text = match words.as_slice() {
        [word] => topic(session, word),
        _ => None,
    };
    let text = text.or_else(|| help_text(words, true)).ok_or_else(|| unknown(&words.join(" ")))?;
    session.console.write_out(&text)?;
    Ok(exit_code::DONE)
}

/// The text of a topic, wrapped. Lines that line up in columns stay as they are.
pub(crate) fn topic(session: &Session<'_>, name: &str) -> Option<String> {
    let (_, text) = TOPICS.into_iter().find(|(topic, _)| *topic == name)?;
    let style = session.out_style();
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.is_empty() {
            lines.push(String::new());
            continue;
        }
        let column =
            line.find("  ").and_then(|gap| line[gap..].find(|next| next != ' ').map(|more| gap + more));
        let indent = column.filter(|column| *column < 24).unwrap_or(0);
        lines.extend(style.wrap("", &" ".repeat(indent), line));
    }
    Some(format!("{}\n", lines.join("\n")))
}

fn unknown(words: &str) -> Failure {
    let commands = command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let failure = Failure::usage(format!("there is no command or topic `{words}`"));
    let failure = match closest_name(words, names.chain(TOPICS.iter().map(|(name, _)| *name))) {
        Some(closest) => failure.help(format!("a similar one exists: {closest}")),
        None => failure,
    };
    let topics: Vec<&str> = TOPICS.iter().map(|(name, _)| *name).collect();
    failure.help(format!("topics: {}", topics.join(", "))).help("commands: sinew --help")
}

/// Writes a manual page.
pub(crate) fn manual(session: &mut Session<'_>, path: &[String]) -> Result<u8, Failure> {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let page = manual_page(&words).ok_or_else(|| unknown(&words.join(" ")))?;
    session.console.write_out(&page)?;
    Ok(exit_code::DONE)
}
