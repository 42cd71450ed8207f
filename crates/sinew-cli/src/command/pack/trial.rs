//! `sinew pack try`: the interview and the result of a pack under work, read again whenever a file is saved.
//!
//! Answers stay while the pack changes, as far as they still fit. They are nobody's, so they are not saved.

use super::{check::unwatched, is_folder, located, opened, wanted::watched};
use crate::{
    appearance::Style,
    arguments::TryArguments,
    console::Entry,
    failure::{Failure, exit_code},
    interview::{Ending, Interview},
    keeping::Keeper,
    page::{Fixed, Page},
    render::document_text,
    session::{Session, render_options},
    view::{Detail, result_document},
};
use sinew_app::{
    Step,
    answers::fit_leniently,
    assess,
    check::{CaseCheck, CaseProblem, CaseStatus},
    next_step,
};
use sinew_diag::render;
use sinew_model::{Answers, Outcome, Pack};
use std::slice;

pub(crate) fn run(session: &mut Session<'_>, arguments: &TryArguments) -> Result<u8, Failure> {
    if !session.can_ask() {
        let Some(case) = &arguments.case else {
            return Err(Failure::usage(
                "to try a pack is to answer its questions, and nobody can be asked here",
            )
            .help("run it in a terminal")
            .help("or name a case, whose result is shown: sinew pack try FOLDER --case NAME"));
        };
        let (text, passed) = case_text(session, &arguments.named, case, &session.out_style())?;
        session.console.write_out(&text)?;
        return Ok(if passed { exit_code::DONE } else { exit_code::FOUND });
    }
    let named = slice::from_ref(&arguments.named);
    let mut note = if is_folder(&arguments.named) {
        session
            .console
            .watch(&watched(named))
            .err()
            .map(|cause| format!("Note: {}.", unwatched(&cause).message))
    } else {
        None
    };
    let mut keeper = Keeper::trying();
    loop {
        let round = match &arguments.case {
            Some(case) => case_round(session, &arguments.named, case),
            None => round(session, arguments, &mut keeper, note.take()),
        };
        match round {
            Err(failure) if failure.is_changed() => {
                note = Some(
                    "The pack was saved, and is read again. Your answers count as far as they fit."
                        .to_owned(),
                );
            }
            Ok(Next::Again) => keeper = Keeper::trying(),
            Ok(Next::Stop) => return Ok(exit_code::DONE),
            Err(failure) => return Err(failure),
        }
    }
}

/// What follows a look at the pack.
enum Next {
    /// The interview from its beginning.
    Again,
    /// Nothing.
    Stop,
}

/// The pack as it is now: what is wrong with it, or the interview from where it stands and its result.
fn round(
    session: &mut Session<'_>,
    arguments: &TryArguments,
    keeper: &mut Keeper,
    note: Option<String>,
) -> Result<Next, Failure> {
    let pack = match opened(session, &arguments.named) {
        Ok(pack) => pack,
        // Whoever tries it is the author, who knows whom to tell.
        Err(failure) if is_folder(&arguments.named) => {
            return mended(session, &Failure { help: Vec::new(), ..failure });
        }
        Err(failure) => return Err(failure),
    };
    let answers = fit_leniently(&pack, &keeper.tried()).answers;
    let today = session.environment.today;
    // Whoever has seen the result sees the new one at once.
    let seen = note.is_some() && matches!(next_step(&pack, &answers), Step::Done(_));
    let (outcome, answers) = match assess(&pack, &answers, today, None) {
        Ok(outcome) if seen => (Box::new(outcome), answers),
        _ => {
            let style = session.prompt_style();
            let interview = Interview::new(&pack, answers, today, None, &mut *session.console, style, keeper);
            match interview.noting(note).run()? {
                Ending::Result { outcome, answers, .. } => (outcome, *answers),
                Ending::Saved | Ending::Left => return Ok(Next::Stop),
            }
        }
    };
    result(session, &pack, &answers, &outcome)
}

/// The result of a case as the pack is now, or what keeps it from being shown.
fn case_round(session: &mut Session<'_>, named: &str, case: &str) -> Result<Next, Failure> {
    let style = session.prompt_style();
    let text = match case_text(session, named, case, &style) {
        Ok((text, _)) => text,
        Err(failure) if is_folder(named) => return mended(session, &failure),
        Err(failure) => return Err(failure),
    };
    let mut page = Page {
        prompt: style.characters("Save a file to see the change, or type q to quit: "),
        fixed: Some(Fixed::default()),
        ..Page::default()
    };
    page.lines(text.lines().map(str::to_owned).collect());
    stopped(session, &page)
}

/// What comes out for the person of a case, and what the check says of it. Gives whether it passes.
fn case_text(
    session: &Session<'_>,
    named: &str,
    case: &str,
    style: &Style,
) -> Result<(String, bool), Failure> {
    let (shelf, name) = located(session, named)?;
    let today = session.environment.today;
    let check = shelf.check_case(&name, case, today).map_err(|problem| case_failure(session, &problem))?;
    let CaseCheck { pack, result, answers, diagnostics, texts } = check;
    let heading = style.wrap("", "", &format!("{}: {}", result.id, result.title)).join("\n");
    let shown = match assess(&pack, &answers, today, None) {
        Ok(outcome) => document_text(&result_document(&outcome, &pack, Detail::Short), style),
        // The findings below say which answers are missing.
        Err(_) => "No result: a question about warning signs has no answer.\n".to_owned(),
    };
    let found = render::human(&diagnostics, &texts, render_options(style));
    let said = match result.status {
        CaseStatus::Passed => "This case comes out as it says.",
        CaseStatus::KnownGap => "This case does not come out as it says, as is known (`known-gap`).",
        CaseStatus::Failed => "This case does not come out as it says.",
    };
    let passed = result.status != CaseStatus::Failed;
    Ok((format!("{heading}\n\n{shown}\n{found}{}\n", style.characters(said)), passed))
}

fn case_failure(session: &Session<'_>, problem: &CaseProblem) -> Failure {
    match problem {
        // Whoever tries it is the author, who knows whom to tell.
        CaseProblem::Load(load) => Failure { help: Vec::new(), ..session.load_failure(load) },
        problem => {
            let failure = Failure::input("unknown-case", problem.to_string());
            problem.remedy().into_iter().fold(failure, Failure::help)
        }
    }
}

/// Shows what keeps the pack from being opened, until it is mended or somebody stops.
fn mended(session: &mut Session<'_>, failure: &Failure) -> Result<Next, Failure> {
    let style = session.prompt_style();
    let mut page = Page {
        prompt: style.characters("Mend it and save, or type q to quit: "),
        fixed: Some(Fixed::default()),
        ..Page::default()
    };
    page.lines(failure.text(&style).lines().map(str::to_owned).collect());
    stopped(session, &page)
}

fn result(
    session: &mut Session<'_>,
    pack: &Pack,
    answers: &Answers,
    outcome: &Outcome,
) -> Result<Next, Failure> {
    let style = session.prompt_style();
    let count = answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none()).count();
    let document = result_document(outcome, pack, Detail::Short);
    let mut page = Page {
        prompt: style
            .characters("Save a file to see the change, press Enter to begin again, or type q to quit: "),
        fixed: Some(Fixed::default()),
        ..Page::default()
    };
    page.lines(document_text(&document, &style).lines().map(str::to_owned).collect());
    page.line("");
    page.line(format!("After {count} answers."));
    stopped(session, &page)
}

/// Asks whether to begin again. A change of the pack is as good as a yes, only that the answers stay.
fn stopped(session: &mut Session<'_>, page: &Page) -> Result<Next, Failure> {
    let layout = session.prompt_style().layout;
    match session.console.ask(page, layout)? {
        Entry::Line(line) if matches!(line.trim().to_lowercase().as_str(), "q" | "quit") => Ok(Next::Stop),
        Entry::Line(_) => Ok(Next::Again),
        Entry::End => Ok(Next::Stop),
        Entry::Interrupted => Err(Failure::stopped("")),
        Entry::Changed => Err(Failure::changed()),
    }
}
