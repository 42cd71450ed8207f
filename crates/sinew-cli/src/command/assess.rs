//! `sinew assess`: from questions or given answers to a result.

use super::region;
use crate::{
    appearance::{Layout, Style, WIDEST},
    arguments::{AssessArguments, Format},
    console::Entry,
    failure::{Failure, exit_code},
    interview::{Ending, Interview, choose},
    keeping::Keeper,
    render::{Attempt, Menu, menu_page},
    session::Session,
    view::{Detail, add_trace, result_document},
};
use sinew_app::{
    Incomplete, PackKind, Shelf, Step,
    answers::{AnswersFile, AnswersFormat, FitProblem, fit, fit_leniently, parse_pair},
    json, next_step, saved,
    wording::{urgency_heading, urgency_label},
};
use sinew_model::{Answers, Date, Outcome, Pack, RegionIx, Urgency};
use std::fs::File;

pub(crate) fn run(session: &mut Session<'_>, arguments: &AssessArguments) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let today = arguments.today.unwrap_or(session.environment.today);
    let asks = session.can_ask() && !arguments.no_input && arguments.answers.as_deref() != Some("-");

    let (mut file, mut resumed) = written(session, arguments)?;
    if asks
        && !resumed
        && file == AnswersFile::default()
        && arguments.pack.is_none()
        && let Some(earlier) = offer_to_resume(session)?
    {
        (file, resumed) = (earlier, true);
    }
    let pack_id = pack_id(session, &shelf, arguments, &file, asks)?;
    let pack = session.load(&shelf, &pack_id)?;
    let region = region::for_assessment(session, &pack, arguments.region.as_deref(), asks)?;
    let answers = fitted(session, &pack, &file, resumed)?;

    let complete = matches!(next_step(&pack, &answers), Step::Done(_));
    if asks && (resumed || !complete) {
        interview(session, arguments, &pack, answers, today, region, resumed)
    } else {
        let outcome = sinew_app::assess(&pack, &answers, today, region)
            .map_err(|incomplete| incomplete_failure(&pack, &incomplete))?;
        write_result(session, arguments, &pack, &outcome)?;
        Ok(code_of(arguments, outcome.urgency))
    }
}

fn interview(
    session: &mut Session<'_>,
    arguments: &AssessArguments,
    pack: &Pack,
    answers: Answers,
    today: Date,
    region: Option<RegionIx>,
    resumed: bool,
) -> Result<u8, Failure> {
    let style = session.prompt_style();
    let keeper = Keeper::new(session.environment.data.clone());
    if !resumed {
        start(session, pack, &style, &keeper)?;
    }
    let ending = Interview::new(pack, answers, today, region, &mut *session.console, style, keeper).run()?;
    match ending {
        Ending::Saved => {
            session.notice("Answers so far are saved. Continue with: sinew assess --resume")?;
            Ok(exit_code::DONE)
        }
        Ending::Left => Err(Failure::stopped("Stopped. Nothing was kept.")),
        Ending::Result { outcome, shown } => {
            let elsewhere = arguments.output.is_some()
                || !session.environment.stdout_is_terminal
                || arguments.format.get() != Format::Text;
            if !shown || elsewhere {
                write_result(session, arguments, pack, &outcome)?;
            }
            if outcome.urgency < Urgency::Emergency {
                after_result(session, &outcome, &style)?;
            }
            Ok(code_of(arguments, outcome.urgency))
        }
    }
}

/// The level once more, because a long result has scrolled its top away, and what can be done next.
fn after_result(session: &mut Session<'_>, outcome: &Outcome, style: &Style) -> Result<(), Failure> {
    let heading = match &outcome.exit {
        Some(exit) => exit.title.clone(),
        None => urgency_heading(outcome.urgency, outcome.region.as_ref()),
    };
    let mut lines = vec![String::new()];
    lines.extend(style.wrap("", "", &format!("In short: {}: {heading}.", urgency_label(outcome.urgency))));
    if session.environment.data.is_some() {
        let next = "Your answers are kept on this computer. Next: sinew assess --resume --explain shows every reason, \
                    sinew data delete deletes them.";
        lines.extend(style.wrap("", "", next));
    }
    session.console.say(&format!("{}\n", lines.join("\n")))?;
    Ok(())
}

/// What this is and for whom, before the first question.
fn start(session: &mut Session<'_>, pack: &Pack, style: &Style, keeper: &Keeper) -> Result<(), Failure> {
    let identity = pack.identity();
    let mut text = vec![format!("{}.", identity.title), identity.intended_use.clone()];
    if !identity.not_for.is_empty() {
        text.push("It is not for:".to_owned());
        text.extend(identity.not_for.iter().map(|people| format!("- {people}")));
    }
    text.push(String::new());
    text.push("You can go back and change any answer. All warning signs at once: sinew urgent".to_owned());
    let menu =
        Menu { text, prompt: "Press Enter to start, or type q to quit:".to_owned(), ..Menu::default() };
    match session.console.ask(&menu_page(&menu, Attempt::First, style), style.layout)? {
        Entry::Line(line) if matches!(line.trim().to_lowercase().as_str(), "q" | "quit") => {
            Err(Failure::stopped(keeper.kept_words()))
        }
        Entry::Line(_) => Ok(()),
        Entry::End => Err(Failure::input("input-ended", "the input ended before the first question")),
        Entry::Interrupted => Err(Failure::stopped(keeper.kept_words())),
    }
}

/// The answers from a file, from what was saved and from options, and whether they come from what was saved.
fn written(session: &mut Session<'_>, arguments: &AssessArguments) -> Result<(AnswersFile, bool), Failure> {
    let mut file = match &arguments.answers {
        Some(path) => read_file(session, path)?,
        None if arguments.resume => saved_answers(session)?.ok_or_else(|| {
            Failure::input("nothing-saved", "there are no saved answers to go on with")
                .help("start with: sinew assess")
        })?,
        None => AnswersFile::default(),
    };
    let mut given: Vec<String> = Vec::new();
    for pair in &arguments.answer {
        let (question, answer) = parse_pair(pair).map_err(|problem| {
            let failure = Failure::input("answers", format!("--answer: {problem}"));
            match problem.remedy() {
                Some(remedy) => failure.help(remedy),
                None => failure,
            }
        })?;
        if given.contains(&question) {
            return Err(Failure::input("answers", format!("`{question}` is given twice"))
                .help(format!("give all options at once: --answer {question}=FIRST,SECOND")));
        }
        given.push(question.clone());
        file.set(&question, answer);
    }
    Ok((file, arguments.resume))
}

fn read_file(session: &mut Session<'_>, path: &str) -> Result<AnswersFile, Failure> {
    let parsed = if path == "-" {
        if session.environment.stdin_is_terminal {
            return Err(Failure::input(
                "answers",
                "answers are expected on standard input, but that is a terminal, so there are none",
            )
            .help("give them like this: sinew assess --answers - < answers.toml")
            .help("or name the file: sinew assess --answers answers.toml"));
        }
        AnswersFile::read(session.console.input(), AnswersFormat::Detect)
    } else {
        let file = File::open(path).map_err(|error| {
            Failure::input("answers", format!("the answers file `{path}` could not be read: {error}"))
                .help("name a file that is there and that you may read")
        })?;
        AnswersFile::read(file, AnswersFormat::Detect)
    };
    parsed.map_err(|problem| {
        let place = if path == "-" { "standard input" } else { path };
        let failure = Failure::input("answers", format!("{place}: {problem}"));
        match problem.remedy() {
            Some(remedy) => failure.help(remedy),
            None => failure,
        }
        .help("how an answers file looks: sinew help json")
    })
}

fn saved_answers(session: &Session<'_>) -> Result<Option<AnswersFile>, Failure> {
    let Some(folder) = &session.environment.data else { return Ok(None) };
    saved::resume(folder).map_err(|problem| {
        Failure::input("saved-answers", problem.to_string())
            .help("delete them and start again: sinew data delete")
    })
}

/// Offers to go on with answers that were saved, if there are any.
fn offer_to_resume(session: &mut Session<'_>) -> Result<Option<AnswersFile>, Failure> {
    // Saved answers that cannot be read must not keep anybody from starting again.
    let Some(file) = saved_answers(session).unwrap_or(None).filter(|file| !file.answers.is_empty()) else {
        return Ok(None);
    };
    let day = file.date.map_or_else(String::new, |date| format!(" from {}", crate::words::date_words(date)));
    let menu = Menu {
        text: vec![format!("There are saved answers{day}.")],
        ask: "What do you want to do?".to_owned(),
        choices: vec![
            "Go on with them".to_owned(),
            "Start again; they are replaced by the new ones".to_owned(),
        ],
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
    };
    let style = session.prompt_style();
    let chosen = choose(session.console, &menu, &style, &Keeper::keeping(session.environment.data.clone()))?;
    Ok((chosen == 1).then_some(file))
}

/// The pack to use: named, from the answers, the only one, or the one the person picks by the place that hurts.
fn pack_id(
    session: &mut Session<'_>,
    shelf: &Shelf,
    arguments: &AssessArguments,
    file: &AnswersFile,
    asks: bool,
) -> Result<String, Failure> {
    match (&arguments.pack, &file.pack) {
        (Some(named), Some(given)) if named != given => {
            return Err(Failure::input(
                "pack",
                format!("the answers are for the pack `{given}`, not for `{named}`"),
            )
            .help(format!("leave out `{named}`, or take the pack out of the answers")));
        }
        (Some(id), _) | (None, Some(id)) => return Ok(id.clone()),
        (None, None) => {}
    }
    let injury: Vec<_> =
        shelf.list().into_iter().filter(|listing| listing.kind == PackKind::Injury).collect();
    if asks {
        let mut choices: Vec<String> = injury
            .iter()
            .map(|listing| capitalised(listing.place.as_deref().unwrap_or(&listing.title)))
            .collect();
        choices.push("Somewhere else".to_owned());
        let menu = Menu {
            text: Vec::new(),
            ask: "Where does it hurt most?".to_owned(),
            choices,
            prompt: "Type a number, then Enter (q to quit):".to_owned(),
        };
        let style = session.prompt_style();
        let chosen = choose(session.console, &menu, &style, &Keeper::new(None))?;
        return match injury.get(chosen - 1) {
            Some(listing) => Ok(listing.id.clone()),
            None => Err(Failure::input("no-pack", "there is no guide for that place yet")
                .help("if you are worried, ask a doctor or physio")
                .help("see the warning signs that need help soon: sinew urgent")),
        };
    }
    match injury.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(Failure::input("no-pack", "there is no pack to use").help("add one with --packs DIR")),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|listing| {
                    format!("{}: {}", listing.id, listing.place.as_deref().unwrap_or(&listing.title))
                })
                .collect();
            let mut failure = Failure::input("which-pack", "there are several packs, and none was named");
            failure.details = names;
            Err(failure.help(format!("name one: sinew assess {}", several[0].id)))
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The written answers as answers to the pack. Saved ones that no longer fit are left out and named.
fn fitted(
    session: &mut Session<'_>,
    pack: &Pack,
    file: &AnswersFile,
    resumed: bool,
) -> Result<Answers, Failure> {
    if resumed {
        let fitted = fit_leniently(pack, &file.answers);
        for problem in &fitted.problems {
            if !matches!(problem, FitProblem::Contradiction { .. }) {
                session.notice(&format!("Note: one saved answer is left out: {problem}"))?;
            }
        }
        return Ok(fitted.answers);
    }
    fit(pack, &file.answers).map_err(|problems| {
        let count = problems.len();
        let message = match problems.as_slice() {
            [only] => only.to_string(),
            _ => format!("{count} answers do not fit the pack `{}`", pack.identity().id),
        };
        let mut failure = Failure::input("answers", message);
        if count > 1 {
            failure.details = problems
                .iter()
                .map(|problem| match problem.remedy() {
                    Some(remedy) => format!("{problem} ({remedy})"),
                    None => problem.to_string(),
                })
                .collect();
        } else if let Some(remedy) = problems.first().and_then(FitProblem::remedy) {
            failure = failure.help(remedy);
        }
        failure.help(questions_hint(pack))
    })
}

fn questions_hint(pack: &Pack) -> String {
    format!("see all questions and values: sinew packs show {} --questions", pack.identity().id)
}

fn incomplete_failure(pack: &Pack, incomplete: &Incomplete) -> Failure {
    let missing = &incomplete.missing;
    let message = match missing.len() {
        1 => "1 answer is needed before Sinew can give advice".to_owned(),
        count => format!("{count} answers are needed before Sinew can give advice"),
    };
    let ids: Vec<&str> = missing.iter().map(|missing| missing.question.as_str()).collect();
    let mut failure = Failure::input("incomplete", message).detail(format!("missing: {}", ids.join(", ")));
    for missing in missing {
        failure =
            failure.detail(format!("{} ({}): {}", missing.question, missing.short, missing.forms.join(", ")));
    }
    let flags: Vec<String> =
        missing.iter().map(|missing| format!("--answer {}", missing.example())).collect();
    failure
        .help(format!("add them like this, each with your own answer: {}", flags.join(" ")))
        .help("or pass a file with --answers FILE")
        .help(questions_hint(pack))
}

/// Writes the result where it is wanted: standard output or a file.
fn write_result(
    session: &mut Session<'_>,
    arguments: &AssessArguments,
    pack: &Pack,
    outcome: &Outcome,
) -> Result<(), Failure> {
    let format = arguments.format.get();
    let path = arguments.output.as_deref().filter(|path| *path != "-");
    let style = match path {
        None => session.out_style(),
        Some(_) => Style {
            layout: Layout::Linear,
            color: false,
            ascii: session.look.ascii,
            width: file_width(session),
        },
    };
    let text = if format == Format::Json {
        session.json_characters(json::to_json(outcome))
    } else {
        // Markdown is for keeping and printing, so nothing is left out of it.
        let everything = arguments.full || arguments.explain || format == Format::Md;
        let detail = if everything { Detail::Full } else { Detail::Short };
        let mut document = result_document(outcome, pack, detail);
        if arguments.explain {
            add_trace(&mut document, outcome);
        }
        session.rendered(&document, format, &style)
    };
    match path {
        None => session.console.write_out(&text)?,
        Some(path) => {
            std::fs::write(path, text).map_err(|error| {
                Failure::input("output", format!("the result could not be written to `{path}`: {error}"))
                    .help("name a file in a folder that you may write to")
            })?;
            session.notice(&format!("Saved the result: {path}"))?;
        }
    }
    Ok(())
}

fn file_width(session: &Session<'_>) -> usize {
    session.look.width.unwrap_or(WIDEST)
}

fn code_of(arguments: &AssessArguments, urgency: Urgency) -> u8 {
    if !arguments.exit_code {
        return exit_code::DONE;
    }
    match urgency {
        Urgency::SelfCare => exit_code::DONE,
        Urgency::Routine | Urgency::Soon => exit_code::SEE_SOMEONE,
        Urgency::SameDay => exit_code::SAME_DAY,
        Urgency::Emergency => exit_code::EMERGENCY,
    }
}
