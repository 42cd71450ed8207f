//! `sinew pack`: the packs at hand, and what their authors need.

mod check;
mod list;
pub(crate) mod show;

use crate::{
    arguments::{PackArguments, PackCommand},
    failure::Failure,
    session::Session,
};

pub(crate) fn run(session: &mut Session<'_>, arguments: &PackArguments) -> Result<u8, Failure> {
    match &arguments.command {
        PackCommand::List { format } => list::run(session, format.get()),
        PackCommand::Show(arguments) => show::run(session, arguments),
        PackCommand::Check(arguments) => check::run(session, arguments),
    }
}
