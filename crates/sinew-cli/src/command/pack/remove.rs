//! `sinew pack remove`: an installed pack goes, unless another one needs it.

use super::install::data_folder;
use crate::{
    arguments::RemoveArguments,
    failure::{Failure, exit_code},
    session::Session,
};
use sinew_app::PackName;
use sinew_install::{RemoveProblem, plan_remove};

pub(crate) fn run(session: &mut Session<'_>, arguments: &RemoveArguments) -> Result<u8, Failure> {
    let data = data_folder(session)?;
    let name = PackName::parse(&arguments.id);
    let plan = plan_remove(&data, &name, session.environment.today).map_err(|problem| failure(&problem))?;
    let name = format!("{} {}", plan.id, plan.version);
    let then = match &plan.opened_then {
        Some(version) => format!(" {} alone means {version} then.", plan.id),
        None => String::new(),
    };
    if arguments.dry_run {
        session.console.write_out(&format!("{name}\n"))?;
        session.notice(&format!("Nothing was removed.{then}"))?;
        return Ok(exit_code::DONE);
    }
    plan.carry_out().map_err(|problem| failure(&problem))?;
    session.notice(&format!("Removed {name}.{then}"))?;
    Ok(exit_code::DONE)
}

fn failure(problem: &RemoveProblem) -> Failure {
    let failure = Failure::input("not-removed", problem.to_string());
    match problem.remedy() {
        Some(remedy) => failure.help(remedy),
        None => failure,
    }
    .help("see the packs there are: sinew pack list")
}
