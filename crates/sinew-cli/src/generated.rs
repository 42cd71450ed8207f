//! What is generated from the clap definition: completions and manual pages.

use crate::{
    arguments::{Arguments, define_pack},
    session::Session,
};
use clap::{Command, CommandFactory as _, builder::PossibleValuesParser};
use clap_complete::Shell;
use sinew_app::{PackKind, Shelf, explain};
use sinew_model::Pack;

/// The whole definition of the command line.
pub fn command() -> Command {
    // In place, so that the order of the commands stays.
    Arguments::command().mut_subcommands(|command| match command.get_name() {
        "pack" => define_pack(command),
        _ => command,
    })
}

/// Completions for a shell, with the ids of the packs in the program.
pub fn completions(shell: Shell) -> String {
    completions_with(&Shelf::embedded(), shell)
}

/// Completions for a shell, with the ids of the packs at hand.
pub(crate) fn completions_for(session: &Session<'_>, shell: Shell) -> String {
    // Broken folders of packs do not stop anybody from getting completions.
    completions_with(&session.shelf().unwrap_or_else(|_| Shelf::embedded()), shell)
}

fn completions_with(shelf: &Shelf, shell: Shell) -> String {
    let injury: Vec<String> = shelf
        .list()
        .into_iter()
        .filter(|listing| listing.kind == PackKind::Injury)
        .map(|listing| listing.id)
        .collect();
    let all: Vec<String> = shelf.list().into_iter().map(|listing| listing.id).collect();
    let packs: Vec<Pack> =
        injury.iter().filter_map(|id| shelf.load(id).ok()).map(|loaded| loaded.pack).collect();
    let sorted = |ids: Vec<String>| {
        let ids: std::collections::BTreeSet<String> = ids.into_iter().collect();
        ids.into_iter().collect::<Vec<_>>()
    };
    let actions = sorted(packs.iter().flat_map(Pack::actions).map(|action| action.id.to_string()).collect());
    let known = sorted(packs.iter().flat_map(explain::known_ids).map(str::to_owned).collect());
    let answers =
        sorted(packs.iter().flat_map(Pack::questions).map(|question| format!("{}=", question.id)).collect());
    let regions = sorted(packs.iter().flat_map(Pack::regions).map(|region| region.id.to_string()).collect());
    let mut command = command()
        .mut_subcommand("assess", |command| {
            let command = offer(command, "pack", &injury);
            let command = offer(command, "answer", &answers);
            offer(command, "region", &regions)
        })
        .mut_subcommand("browse", |command| offer(offer(command, "id", &actions), "pack", &injury))
        .mut_subcommand("explain", |command| offer(offer(command, "id", &known), "pack", &injury))
        .mut_subcommand("region", |command| offer(command, "id", &regions))
        .mut_subcommand("pack", |command| {
            ["show", "remove", "verify"].into_iter().fold(command, |command, name| {
                command.mut_subcommand(name, |command| offer(command, "id", &all))
            })
        });
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut command, "sinew", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn offer(command: Command, argument: &str, ids: &[String]) -> Command {
    if ids.is_empty() {
        return command;
    }
    let values = PossibleValuesParser::new(ids.iter().cloned());
    command.mut_arg(argument, |argument| argument.value_parser(values).hide_possible_values(true))
}

/// The manual page of a command, named by the words that lead to it; none if there is no such command.
pub fn manual_page(path: &[&str]) -> Option<String> {
    let mut root = command();
    root.build();
    let mut at = &root;
    for word in path {
        at = at.find_subcommand(word)?;
    }
    Some(page(at))
}

/// All manual pages with the names of their files, such as `sinew-assess.1`.
pub fn manual_pages() -> Vec<(String, String)> {
    fn walk(command: &Command, name: &str, pages: &mut Vec<(String, String)>) {
        pages.push((format!("{name}.1"), page(command)));
        for inner in command.get_subcommands() {
            walk(inner, &format!("{name}-{}", inner.get_name()), pages);
        }
    }
    let mut root = command();
    root.build();
    let mut pages = Vec::new();
    walk(&root, "sinew", &mut pages);
    pages
}

fn page(command: &Command) -> String {
    // A manual page has room for every option; the generator leaves the words out of those that the short help hides.
    let mut command = command.clone().mut_args(|argument| argument.hide_short_help(false));
    // The generator leaves out what stands before the help, which are the examples, and runs lines together.
    let parts = [command.get_before_long_help(), command.get_after_long_help()];
    let lines: Vec<String> = parts.into_iter().flatten().map(ToString::to_string).collect();
    let lines: Vec<&str> = lines.iter().flat_map(|text| text.lines()).map(str::trim).collect();
    command = command.after_long_help(lines.join("\n\n"));
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes).expect("writing into memory does not fail");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_manual_page() {
        let names: Vec<String> = manual_pages().into_iter().map(|(name, _)| name).collect();
        for name in ["sinew.1", "sinew-assess.1", "sinew-pack-show.1"] {
            assert!(names.iter().any(|known| known == name), "{name} is not in {names:?}");
        }
        assert!(manual_page(&["assess"]).unwrap().contains("\\-\\-resume"));
        for words in ["Never ask; fail if answers are missing", "Write plain lines for screen readers"] {
            assert!(manual_page(&["assess"]).unwrap().contains(words), "{words}");
        }
        assert!(manual_page(&["assess"]).unwrap().contains("go on with saved answers"));
        assert!(manual_page(&["nonsense"]).is_none());
    }

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn completions_know_the_commands() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let text = completions(shell);
            assert!(text.contains("urgent"), "{shell}");
        }
    }
}
