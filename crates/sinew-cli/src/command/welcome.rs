//! `sinew` alone: a welcome with choices on a terminal, the short help elsewhere.

use super::{assess, browse, help, region, urgent};
use crate::{
    arguments::{AssessArguments, BrowseArguments},
    failure::{Failure, exit_code},
    interview::choose,
    keeping::Keeper,
    render::Menu,
    session::Session,
    usage,
};
use sinew_app::{Emergencies, Shelf, saved};
use sinew_model::Urgency;

/// How many emergency signs the welcome names; `sinew urgent` names all.
const SIGNS: usize = 2;

pub(crate) fn run(session: &mut Session<'_>) -> Result<u8, Failure> {
    if !session.can_ask() {
        session.console.write_err(&usage::nothing_to_do())?;
        return Ok(exit_code::USAGE);
    }
    // The welcome has to come up even if a folder of packs is broken; the command that is chosen tells about it.
    let shelf = session.shelf().unwrap_or_else(|_| Shelf::embedded());
    let emergencies = shelf.emergencies();
    let saved_answers = session
        .environment
        .data
        .as_deref()
        .and_then(|folder| saved::resume(folder).ok().flatten())
        .filter(|file| !file.current.answers.is_empty());
    let mut choices = Vec::new();
    if saved_answers.is_some() {
        choices.push((Choice::Resume, "Go on with your saved answers"));
    }
    choices.push((Choice::Assess, "Answer questions and get advice"));
    choices.push((Choice::Browse, "Look at exercises and advice without questions"));
    choices.push((Choice::Urgent, "See the emergency numbers and all warning signs"));
    choices.push((Choice::Help, "Help, accessibility and privacy"));
    let menu = Menu {
        text: opening(session, &emergencies),
        ask: "What do you want to do?".to_owned(),
        choices: choices.iter().map(|(_, label)| (*label).to_owned()).collect(),
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    let style = session.prompt_style();
    let chosen = match choose(session.console, &menu, &style, &Keeper::new(None)) {
        Ok(number) => choices[number - 1].0,
        // Nothing was begun, so leaving here is no interruption of anything.
        Err(failure) if failure.exit == exit_code::INTERRUPTED => return Ok(exit_code::DONE),
        Err(failure) => return Err(failure),
    };
    match chosen {
        Choice::Resume => {
            assess::run(session, &AssessArguments { resume: true, ..AssessArguments::default() })
        }
        Choice::Assess => assess::run(session, &AssessArguments::default()),
        Choice::Browse => browse::run(session, &BrowseArguments::default()),
        Choice::Urgent => urgent::run(session, None),
        Choice::Help => {
            for name in ["accessibility", "privacy", "limits"] {
                let text = help::topic(session, name).unwrap_or_default();
                session.console.write_out(&format!("{text}\n"))?;
            }
            session.console.write_out("Everything: sinew --help\n")?;
            Ok(exit_code::DONE)
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Resume,
    Assess,
    Browse,
    Urgent,
    Help,
}

fn opening(session: &Session<'_>, emergencies: &Emergencies) -> Vec<String> {
    let mut text = vec![
        "Sinew helps runners work out what to do about something that hurts.".to_owned(),
        "It works offline. Your answers stay on this computer.".to_owned(),
        String::new(),
        "It cannot tell you what is wrong for certain, and it is not for emergencies.".to_owned(),
    ];
    let number = match region::wanted(session, &emergencies.regions).and_then(|here| here.emergency.first()) {
        Some(number) => format!("Call {number} now"),
        None => "Call your emergency number now (112 EU, 999 UK, 911 US and Canada)".to_owned(),
    };
    let signs: Vec<&str> = emergencies.at(Urgency::Emergency).take(SIGNS).collect();
    text.push(if signs.is_empty() {
        format!("{number} if you think that a life or a limb may be in danger.")
    } else {
        format!("{number} if, for example, {}.", signs.join(", or if "))
    });
    text
}
