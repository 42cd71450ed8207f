//! From what was typed to an exit code.

use crate::{
    arguments::{Arguments, Command, Look},
    command,
    console::Console,
    environment::Environment,
    failure::{Failure, exit_code},
    session::Session,
    usage,
};
use clap::Parser as _;
use std::ffi::OsString;

/// Runs the program with what was typed, the name of the program first. Gives the exit code.
pub fn run(typed: &[OsString], environment: &Environment, console: &mut dyn Console) -> u8 {
    // Decided before anything is parsed, so that wrong usage is reported in the format that was asked for.
    let json = usage::asks_for_json(typed);
    let mut session = Session { environment, console, look: Look::default() };
    let outcome = match usage::asked_help(typed) {
        Some(help) => session.console.write_out(&help).map(|()| exit_code::DONE).map_err(Failure::from),
        None => match Arguments::try_parse_from(typed) {
            Ok(arguments) => {
                session.look = arguments.look;
                dispatch(&mut session, arguments.command)
            }
            Err(error) if error.exit_code() == 0 => session
                .console
                .write_out(&error.render().to_string())
                .map(|()| exit_code::DONE)
                .map_err(Failure::from),
            Err(error) => Err(usage::failure(&error, typed)),
        },
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            if !failure.is_closed_pipe() {
                let text = if json { failure.json() } else { failure.text(&session.err_style()) };
                // If standard error is gone, the exit code still tells.
                drop(session.console.write_err(&text));
            }
            failure.exit
        }
    }
}

fn dispatch(session: &mut Session<'_>, command: Option<Command>) -> Result<u8, Failure> {
    match command {
        None => command::welcome::run(session),
        Some(Command::Assess(arguments)) => command::assess::run(session, &arguments),
        Some(Command::Urgent(arguments)) => command::urgent::run(session, arguments.region.as_deref()),
        Some(Command::Browse(arguments)) => command::browse::run(session, &arguments),
        Some(Command::Explain(arguments)) => command::explain::run(session, &arguments),
        Some(Command::Pack(arguments)) => command::pack::run(session, &arguments.0),
        #[cfg(feature = "extensions")]
        Some(Command::Ext(arguments)) => command::ext::run(session, &arguments),
        #[cfg(feature = "training")]
        Some(Command::Import(arguments)) => command::import::run(session, &arguments),
        #[cfg(feature = "training")]
        Some(Command::Training(arguments)) => command::training::run(session, &arguments),
        #[cfg(feature = "batch")]
        Some(Command::Batch(arguments)) => command::batch::run(session, &arguments),
        Some(Command::Help(arguments)) => command::help::run(session, &arguments),
        Some(Command::Region(arguments)) => command::region::run(session, &arguments),
        Some(Command::Data(arguments)) => command::data::run(session, &arguments),
        Some(Command::Completions(arguments)) => {
            let text = crate::generated::completions_for(session, arguments.shell);
            session.console.write_out(&text)?;
            Ok(exit_code::DONE)
        }
        Some(Command::Man(arguments)) => command::help::manual(session, &arguments.command),
    }
}

#[cfg(test)]
mod tests;
