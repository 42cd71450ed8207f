//! `sinew pack install`: a pack from somebody else into the data folder, after everything about it was shown.

use super::signing::signature_words;
use crate::{
    appearance::Style,
    arguments::InstallArguments,
    document::{Block, Document, labelled, paragraph},
    failure::{Failure, exit_code},
    interview::choose,
    keeping::Keeper,
    render::{Menu, document_text},
    session::{Session, render_options},
};
use sinew_app::{PackKind, check::CheckReport};
use sinew_diag::render::human;
use sinew_install::{
    Bundle, Change, GivenProblem, InstallPlan, InstallProblem, InstallRequest, PublicKey, plan_install,
    read_given, read_given_stream,
};
use std::path::{Path, PathBuf};

/// How many of the files that are not kept are named.
const MOST_NAMED: usize = 5;

pub(crate) fn run(session: &mut Session<'_>, arguments: &InstallArguments) -> Result<u8, Failure> {
    let data = data_folder(session)?;
    let key = arguments.key.as_deref().map(PublicKey::named).transpose();
    let key = key.map_err(|problem| failure("key", &problem, Some(problem.remedy().to_owned())))?;
    let bundle = given(session, &arguments.pack)?;
    let request = InstallRequest {
        data: &data,
        from: arguments.pack.clone(),
        day: session.environment.today,
        key,
        remember: arguments.remember.clone(),
        downgrade: arguments.downgrade,
    };
    let plan = plan_install(&bundle, &request).map_err(|problem| install_failure(session, &problem))?;
    let name = format!("{} {}", plan.id, plan.version);
    if !plan.change.is_something() {
        session.notice(&match plan.change {
            Change::BuiltIn => format!("{name} is part of the program. Nothing was changed."),
            _ => format!("{name} is installed already. Nothing was changed."),
        })?;
        return Ok(exit_code::DONE);
    }
    let document = plan_page(&plan);
    if arguments.dry_run {
        let text = document_text(&document, &session.out_style());
        session.console.write_out(&text)?;
        session.notice("Nothing was installed.")?;
        return Ok(exit_code::DONE);
    }
    confirm(session, arguments, &document)?;
    plan.carry_out().map_err(|problem| install_failure(session, &problem))?;
    session.notice(&format!("Installed {name}. {}", next(&plan)))?;
    Ok(exit_code::DONE)
}

/// The folder in which packs are kept.
pub(super) fn data_folder(session: &Session<'_>) -> Result<PathBuf, Failure> {
    session.environment.data.clone().ok_or_else(|| {
        Failure::input("data", "there is no folder for your data, so no packs are installed")
            .help("name one with SINEW_DATA")
    })
}

fn given(session: &mut Session<'_>, named: &str) -> Result<Bundle, Failure> {
    let read = if named == "-" {
        if session.environment.stdin_is_terminal {
            let message =
                "an archive is expected on standard input, but that is a terminal, so there is none";
            return Err(Failure::input("pack", message).help("name the file: sinew pack install FILE"));
        }
        read_given_stream(session.console.input())
    } else {
        read_given(Path::new(named))
    };
    read.map_err(|problem| given_failure(named, &problem))
}

/// Why a folder or an archive was not taken, with its name in front where the message has none.
pub(super) fn given_failure(named: &str, problem: &GivenProblem) -> Failure {
    let message = match problem {
        GivenProblem::Refused(refusal) => format!("{named}: {refusal}"),
        problem => problem.to_string(),
    };
    failure("pack", &message, problem.remedy().map(str::to_owned))
}

fn failure(code: &'static str, message: &impl ToString, remedy: Option<String>) -> Failure {
    let failure = Failure::input(code, message.to_string());
    match remedy {
        Some(remedy) => failure.help(remedy),
        None => failure,
    }
}

fn install_failure(session: &Session<'_>, problem: &InstallProblem) -> Failure {
    let failure = failure("not-installed", problem, problem.remedy());
    match problem {
        InstallProblem::NotPassed(report) | InstallProblem::Breaks { report, .. } => {
            failure.listing(findings(session, report))
        }
        _ => failure,
    }
}

/// What a check found in the packs that did not pass.
pub(super) fn findings(session: &Session<'_>, report: &CheckReport) -> String {
    let options = render_options(&session.err_style());
    let broken = report.packs.iter().filter(|pack| !pack.passed());
    broken.map(|pack| human(&pack.diagnostics, &pack.texts, options)).collect()
}

fn plan_page(plan: &InstallPlan) -> Document {
    let mut document = Document {
        title: Some(format!("{} {}: {}", plan.id, plan.version, plan.title.trim_end_matches('.'))),
        ..Document::default()
    };
    document.opening.push(paragraph(plan.intended_use.clone()));
    let mut blocks: Vec<Block> = vec![
        labelled("Signature", signature_words(&plan.signature)),
        labelled("Check", check_words(plan)),
        labelled("Version", change_words(plan)),
    ];
    blocks.extend(use_words(plan).map(|words| labelled("Use", words)));
    if plan.remembers().is_some() {
        blocks.push(labelled("Key", "it is remembered, and packs signed with it are known from now on"));
    }
    if !plan.native.is_empty() {
        let words = format!(
            "it brings one for {}, which is code. None of it is run unless you trust it: sinew ext trust {}",
            plan.native.join(", "),
            plan.id
        );
        blocks.push(labelled("Native library", words));
    }
    if !plan.left_out.is_empty() {
        blocks.push(labelled("Not kept", few(&plan.left_out)));
    }
    document.add("Installing", blocks);
    document
}

/// A library may well have no cases: they are those of the packs that use it.
fn check_words(plan: &InstallPlan) -> &'static str {
    match (plan.cases, plan.kind) {
        (0, PackKind::Injury) => "it passed, but it has no case: nothing shows what it says to people",
        (0, PackKind::Library) => "it passed",
        _ => "it passed, with all its cases",
    }
}

fn change_words(plan: &InstallPlan) -> String {
    match &plan.change {
        Change::Added => "it is added".to_owned(),
        Change::Replaced(versions) => {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            format!("it takes the place of {}", versions.join(", "))
        }
        Change::Renewed => "the same version is written again".to_owned(),
        Change::BuiltIn | Change::AlreadyThere => "nothing changes".to_owned(),
    }
}

/// What will use the pack, and in the place of what.
fn use_words(plan: &InstallPlan) -> Option<String> {
    let in_place = plan.in_place_of.as_ref().map(|built_in| format!("in place of the built-in {built_in}"));
    match (plan.kind, &plan.opened_instead, plan.used_by.as_slice()) {
        (PackKind::Library, _, []) => Some("no pack at hand uses it".to_owned()),
        (PackKind::Library, _, users) => {
            let users = users.join(", ");
            Some(in_place.map_or_else(|| users.clone(), |in_place| format!("{users}, {in_place}")))
        }
        (PackKind::Injury, Some(other), _) => {
            Some(format!("only as {}; {} alone still means {other}", plan.name(), plan.id))
        }
        (PackKind::Injury, None, _) => in_place,
    }
}

fn few(names: &[String]) -> String {
    let named = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Lets a person decide who has seen what is going to happen. A script decides with an option.
fn confirm(
    session: &mut Session<'_>,
    arguments: &InstallArguments,
    document: &Document,
) -> Result<(), Failure> {
    if arguments.yes {
        let text = document_text(document, &session.err_style());
        session.console.write_err(&text)?;
        return Ok(());
    }
    if !session.can_ask() || arguments.pack == "-" {
        return Err(Failure::input(
            "not-confirmed",
            "installing has to be confirmed, and there is no terminal",
        )
        .help("see what would happen: add --dry-run")
        .help("to install it without being asked, add --yes"));
    }
    let style = session.prompt_style();
    // The page of the menu has colours of its own.
    let text = document_text(document, &Style { color: false, ..style });
    let menu = Menu {
        text: text.lines().map(str::to_owned).collect(),
        ask: "Install this pack? Its advice is its author's.".to_owned(),
        choices: vec!["Install it".to_owned(), "Leave it".to_owned()],
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    match choose(session.console, &menu, &style, &Keeper::new(None)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(Failure::stopped("Nothing was installed.")),
        Err(failure) if failure.exit == exit_code::INTERRUPTED => {
            Err(Failure::stopped("Nothing was installed."))
        }
        Err(failure) => Err(failure),
    }
}

fn next(plan: &InstallPlan) -> String {
    match (plan.kind, &plan.opened_instead) {
        (PackKind::Injury, None) => format!("Open it with: sinew assess {}", plan.id),
        (PackKind::Injury, Some(_)) => format!("Open it with: sinew assess {}", plan.name()),
        (PackKind::Library, _) => "See what uses it: sinew pack list".to_owned(),
    }
}
