//! Wrong usage in the words of this program, and help that is asked for anywhere on the line.

use crate::{arguments::REPORT, failure::Failure, generated::command};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Whether the line asks for JSON, also if the rest of it cannot be read.
pub(crate) fn asks_for_json(typed: &[OsString]) -> bool {
    let words: Vec<_> =
        typed.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    words.iter().any(|word| word == "--json" || word == "--format=json")
        || words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
}

/// The help text, if the line asks for help anywhere. Everything else on the line is ignored then.
pub(crate) fn asked_help(typed: &[OsString]) -> Option<String> {
    let words: Vec<_> =
        typed.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    let long = words.iter().any(|word| word == "--help");
    if !long && !words.iter().any(|word| word == "-h") {
        return None;
    }
    help_text(&command_path(typed), long)
}

/// The help text of a command, named by the words that lead to it; none if there is no such command.
pub(crate) fn help_text(path: &[String], long: bool) -> Option<String> {
    let mut root = command();
    root.build();
    let mut at = &mut root;
    for word in path {
        at = at.find_subcommand_mut(word)?;
    }
    let help = if long { at.render_long_help() } else { at.render_help() };
    let lines: Vec<String> = help.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    Some(format!("{}\n", lines.join("\n").trim_end()))
}

/// The problem that clap found, in three parts: what, why, what to do.
pub(crate) fn failure(error: &clap::Error, typed: &[OsString]) -> Failure {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut failure = match error.kind() {
        ErrorKind::UnknownArgument => Failure::usage(format!("there is no option `{argument}` here")),
        ErrorKind::InvalidSubcommand => Failure::usage(format!(
            "there is no command `{}`",
            text(ContextKind::InvalidSubcommand).unwrap_or_default()
        )),
        ErrorKind::InvalidValue if value.is_empty() => Failure::usage(format!("`{argument}` needs a value")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Failure::usage(format!("`{value}` does not fit `{argument}`"))
        }
        ErrorKind::MissingRequiredArgument => Failure::usage(format!("{argument} is missing")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Failure::usage("a command is missing")
        }
        ErrorKind::ArgumentConflict => Failure::usage(match text(ContextKind::PriorArg) {
            Some(prior) if prior != argument => format!("`{argument}` and `{prior}` do not go together"),
            _ => format!("`{argument}` is there twice"),
        }),
        _ => Failure::usage(
            error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        ),
    };
    for (kind, thing) in [
        (ContextKind::SuggestedSubcommand, "command"),
        (ContextKind::SuggestedArg, "option"),
        (ContextKind::SuggestedValue, "value"),
    ] {
        if let Some(suggested) = text(kind) {
            failure = failure.help(format!("a similar {thing} exists: {suggested}"));
        }
    }
    if let Some(valid) = text(ContextKind::ValidValue) {
        failure = failure.help(format!("there are: {valid}"));
    }
    if let Some(commands) = text(ContextKind::ValidSubcommand) {
        failure = failure.help(format!("there are: {commands}"));
    }
    let command =
        command_path(typed).into_iter().fold("sinew".to_owned(), |path, word| format!("{path} {word}"));
    failure.help(format!("see everything: {command} --help"))
}

/// The words of the line that name a command, up to the one that is named last.
fn command_path(typed: &[OsString]) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let root = command();
    let mut at = &root;
    for word in typed.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--") {
        if let Some(next) = at.find_subcommand(word.as_ref()) {
            path.push(next.get_name().to_owned());
            at = next;
        }
    }
    path
}

/// The short help for a call that asks for nothing where nobody can be asked.
pub(crate) fn nothing_to_do() -> String {
    format!(
        "sinew: nothing to do. Give a command.\n\n{}",
        help_text(&[], false).unwrap_or_else(|| REPORT.to_owned())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn help_is_found_anywhere_and_ignores_the_rest() {
        let help = asked_help(&typed("sinew assess --nonsense --help")).unwrap();
        assert!(help.contains("sinew assess --resume"), "{help}");
        assert_eq!(asked_help(&typed("sinew assess --help")).unwrap(), help);
        assert_eq!(help_text(&["assess".to_owned()], true).unwrap(), help);
        assert!(asked_help(&typed("sinew assess")).is_none());
        assert!(asked_help(&typed("sinew assess -- --help")).is_none());
    }

    #[test]
    fn short_help_is_one_screen_and_long_help_begins_with_examples() {
        fn walk(command: &clap::Command, path: &mut Vec<String>, seen: &mut usize) {
            let short = help_text(path, false).unwrap();
            assert!(short.lines().count() <= 24, "{path:?} has {} lines:\n{short}", short.lines().count());
            let long = help_text(path, true).unwrap();
            let examples = long.starts_with("Example");
            assert!(examples || command.has_subcommands(), "{path:?}:\n{long}");
            assert!(long.trim_end().ends_with(REPORT), "{path:?}:\n{long}");
            *seen += 1;
            for inner in command.get_subcommands() {
                path.push(inner.get_name().to_owned());
                walk(inner, path, seen);
                path.pop();
            }
        }
        let mut seen = 0;
        walk(&command(), &mut Vec::new(), &mut seen);
        assert!(seen > 10);
    }

    #[test]
    fn the_grouped_list_has_every_command() {
        let help = help_text(&[], false).unwrap();
        // One is in no list, so that the list stays one screen; the help of the packs it is about tells of it.
        let help_of_packs = help_text(&["pack".to_owned()], true).unwrap();
        for inner in command().get_subcommands() {
            if inner.get_name() == "ext" {
                assert!(
                    help_of_packs.contains("sinew ext") && help_of_packs.contains("sinew help extensions")
                );
                continue;
            }
            let about = inner.get_about().unwrap().to_string();
            let line = format!("  {:<12} {about}", inner.get_name());
            assert!(help.contains(&line), "{line:?} is not in\n{help}");
        }
    }

    #[test]
    fn json_is_noticed_before_parsing() {
        assert!(asks_for_json(&typed("sinew assess --format json --wrong")));
        assert!(asks_for_json(&typed("sinew assess --format=json")));
        assert!(asks_for_json(&typed("sinew pack list --json")));
        assert!(!asks_for_json(&typed("sinew assess --format md")));
    }

    #[test]
    fn problems_are_told_without_blame() {
        let told = |line: &str| {
            let error =
                <crate::arguments::Arguments as clap::Parser>::try_parse_from(typed(line)).unwrap_err();
            failure(&error, &typed(line))
        };
        let wrong = told("sinew asess");
        assert_eq!(wrong.message, "there is no command `asess`");
        assert_eq!(wrong.help[0], "a similar command exists: assess");
        assert_eq!(told("sinew assess --resum").message, "there is no option `--resum` here");
        let value = told("sinew assess --format yaml");
        assert_eq!(value.message, "`yaml` does not fit `--format <FORMAT>`");
        assert_eq!(value.help, ["there are: text, json, md", "see everything: sinew assess --help"]);
        assert_eq!(value.exit, 2);
    }
}
