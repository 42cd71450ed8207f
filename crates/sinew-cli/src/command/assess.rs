//! `sinew assess`: from questions or given answers to a result.

use super::region::{self, Chosen};
use crate::{
    appearance::{Layout, Role, Style, WIDEST},
    arguments::{AssessArguments, Format},
    console::Entry,
    document::{Document, list, paragraph},
    failure::{Failure, exit_code},
    interview::{Ending, Interview, choose},
    keeping::Keeper,
    render::{Attempt, Menu, document_text, menu_page},
    session::Session,
    view::{Detail, add_trace, few_numbers, result::distinct, result_document, summary},
};
use sinew_app::{
    Incomplete, PackKind, Shelf, Step, StopReason,
    answers::{AnswersFile, AnswersFormat, FitProblem, difference, fit, fit_leniently, parse_pair},
    json, next_step, saved,
    wording::{urgency_heading, urgency_label},
};
use sinew_model::{Answers, Date, Outcome, Pack, RegionIx, Urgency};
use std::{fs::File, path::Path};

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
    let Some(pack_id) = pack_id(session, &shelf, arguments, &file, asks)? else {
        return no_guide(session, &shelf);
    };
    let pack = session.load(&shelf, &pack_id)?;
    let Chosen { region, said } = region::for_assessment(session, &pack, arguments.region.as_deref(), asks)?;
    let (answers, notes) = fitted(&pack, &file, resumed)?;

    let complete = matches!(next_step(&pack, &answers), Step::Done(_));
    if asks && (resumed || !complete) {
        // Each page clears the screen, so what has to be told stands on the first one.
        let said = said.into_iter().chain(notes).collect::<Vec<_>>().join(" ");
        let said = Some(said).filter(|said| !said.is_empty());
        let note = if resumed {
            said
        } else {
            start(session, &pack, said)?;
            None
        };
        interview(session, arguments, &pack, (answers, note), today, region)
    } else {
        for note in said.into_iter().chain(notes) {
            session.notice(&note)?;
        }
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
    (answers, note): (Answers, Option<String>),
    today: Date,
    region: Option<RegionIx>,
) -> Result<u8, Failure> {
    let style = session.prompt_style();
    let keeper = Keeper::new(session.environment.data.clone());
    let ending = Interview::new(pack, answers, today, region, &mut *session.console, style, keeper)
        .noting(note)
        .run()?;
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
            after_interview(session, pack, &outcome, &style)?;
            Ok(code_of(arguments, outcome.urgency))
        }
    }
}

/// The result in short, because a long one has scrolled its top away, and what can be done next. After an emergency only
/// the one action, because the page with it has been cleared.
fn after_interview(
    session: &mut Session<'_>,
    pack: &Pack,
    outcome: &Outcome,
    style: &Style,
) -> Result<(), Failure> {
    if outcome.urgency == Urgency::Emergency {
        let heading = urgency_heading(outcome.urgency, outcome.region.as_ref());
        let text = format!("{}. {heading}.", urgency_label(outcome.urgency));
        // Without a region the heading has no number, so the common ones stand behind it.
        let lines: Vec<String> = style
            .wrap("", "", &text)
            .into_iter()
            .map(|line| style.paint(Role::Level(outcome.urgency), &line))
            .chain(
                outcome
                    .region
                    .is_none()
                    .then(|| few_numbers(pack.regions().iter()))
                    .into_iter()
                    .flat_map(|numbers| style.wrap("", "", &numbers)),
            )
            .collect();
        session.console.say(&format!("{}\n", lines.join("\n")))?;
        return Ok(());
    }
    let mut text = format!("\n{}", document_text(&summary(outcome), style));
    if session.environment.data.is_some() {
        let next = [
            ("Every reason", "sinew assess --resume --explain"),
            ("Keep it as a file", "sinew assess --resume -o result.txt"),
            ("Your answers are kept on this computer. Delete them", "sinew data delete"),
        ];
        text.push('\n');
        for (what, how) in next {
            let row = format!("{what}: {how}");
            // A command stays whole, so that it can be copied.
            let lines = match style.wrap("", "", &row) {
                lines if lines.len() == 1 => lines,
                _ => {
                    style.wrap("", "", &format!("{what}:")).into_iter().chain([format!("  {how}")]).collect()
                }
            };
            text.push_str(&lines.join("\n"));
            text.push('\n');
        }
    }
    session.console.say(&text)?;
    Ok(())
}

/// What this is and for whom, before the first question.
fn start(session: &mut Session<'_>, pack: &Pack, said: Option<String>) -> Result<(), Failure> {
    let style = session.prompt_style();
    let keeper = Keeper::new(session.environment.data.clone());
    let identity = pack.identity();
    let mut text: Vec<String> = said.into_iter().flat_map(|said| [said, String::new()]).collect();
    text.extend([format!("{}.", identity.title), identity.intended_use.clone()]);
    if !identity.not_for.is_empty() {
        text.push("It is not for:".to_owned());
        text.extend(identity.not_for.iter().map(|people| format!("- {people}")));
    }
    text.push(String::new());
    text.push("You can go back and change any answer. All warning signs at once: sinew urgent".to_owned());
    let menu =
        Menu { text, prompt: "Press Enter to start, or type q to quit:".to_owned(), ..Menu::default() };
    match session.console.ask(&menu_page(&menu, Attempt::First, &style), style.layout)? {
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
            return Err(Failure::input("answers", format!("`{question}` is given twice")).help(format!(
                "give it once; where several may be chosen: --answer={question}=FIRST,SECOND"
            )));
        }
        given.push(question.clone());
        file.current.set(&question, answer);
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
    let Some(file) = saved_answers(session).unwrap_or(None).filter(|file| !file.current.answers.is_empty())
    else {
        return Ok(None);
    };
    let day = file
        .current
        .date
        .map_or_else(String::new, |date| format!(" from {}", crate::words::date_words(date)));
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

/// For somebody who hurts in a place that no pack is about. It is no fault of theirs, so this is a page and no error; but
/// there is no assessment, which the exit code says.
fn no_guide(session: &mut Session<'_>, shelf: &Shelf) -> Result<u8, Failure> {
    let places = injury_places(shelf);
    let mut document =
        Document { title: Some("There is no guide for that place yet".to_owned()), ..Document::default() };
    document.opening.push(paragraph("Sinew would have to guess, so it gives no advice for it."));
    document.opening.extend(list("It knows only", places));
    document.opening.extend(list(
        "What to do instead",
        vec![
            "ask a doctor or physio".to_owned(),
            "do not wait if you are worried".to_owned(),
            "see the emergency numbers and warning signs: sinew urgent".to_owned(),
        ],
    ));
    let text = document_text(&document, &session.prompt_style());
    session.console.say(&text)?;
    Ok(exit_code::INPUT)
}

/// The places that packs are about.
fn injury_places(shelf: &Shelf) -> Vec<String> {
    let injury = shelf.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
    distinct(injury.map(|listing| listing.place.unwrap_or(listing.title)))
}

/// The pack to use: named, from the answers, the only one, or the one the person picks by the place that hurts. None if
/// the place is in no pack.
fn pack_id(
    session: &mut Session<'_>,
    shelf: &Shelf,
    arguments: &AssessArguments,
    file: &AnswersFile,
    asks: bool,
) -> Result<Option<String>, Failure> {
    match (&arguments.pack, &file.pack) {
        (Some(named), Some(given)) if named != given => {
            return Err(Failure::input(
                "pack",
                format!("the answers are for the pack `{given}`, not for `{named}`"),
            )
            .help(format!("leave out `{named}`, or take the pack out of the answers")));
        }
        (Some(id), _) | (None, Some(id)) => return Ok(Some(id.clone())),
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
        return Ok(injury.get(chosen - 1).map(|listing| listing.id.clone()));
    }
    match injury.as_slice() {
        [only] => Ok(Some(only.id.clone())),
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

/// The written answers as answers to the pack. Notes say whether the pack is another one than the answers were given to, and
/// which saved answers no longer fit and are left out.
fn fitted(pack: &Pack, file: &AnswersFile, resumed: bool) -> Result<(Answers, Vec<String>), Failure> {
    let different = difference(pack, &file.current).map_or_else(Vec::new, |difference| difference.words());
    let mut notes: Vec<String> = different.iter().map(|words| format!("Note: {words}")).collect();
    if resumed {
        let fitted = fit_leniently(pack, &file.current);
        let left_out =
            fitted.problems.iter().filter(|problem| !matches!(problem, FitProblem::Contradiction { .. }));
        notes.extend(left_out.map(|problem| format!("Note: one saved answer is left out: {problem}.")));
        return Ok((fitted.answers, notes));
    }
    let answers = fit(pack, &file.current).map_err(|problems| {
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
        // A failure is one document, so what would have been a note stands in it.
        for words in different {
            failure = failure.help(words);
        }
        failure = failure.help(questions_hint(pack));
        match emergency_in(pack, file) {
            Some(heading) => failure.help(heading),
            None => failure,
        }
    })?;
    Ok((answers, notes))
}

/// What to do at once, if the answers that could be read already make an emergency. A mistake in another answer must not hide
/// it.
fn emergency_in(pack: &Pack, file: &AnswersFile) -> Option<String> {
    let readable = fit_leniently(pack, &file.current).answers;
    let Step::Done(StopReason::Emergency) = next_step(pack, &readable) else { return None };
    let heading = urgency_heading(Urgency::Emergency, None);
    Some(format!("the answers that could be read are an emergency: {heading} (see: sinew urgent)"))
}

fn questions_hint(pack: &Pack) -> String {
    format!("see all questions and values: sinew pack show {} --questions", pack.identity().id)
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
    // With an equals sign a flag is one word, which no line break takes apart.
    let flags: Vec<String> =
        missing.iter().map(|missing| format!("--answer={}", missing.example())).collect();
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
            saved::write_file(Path::new(path), &text)
                .map_err(|problem| Failure::input("output", problem.to_string()).help(problem.remedy()))?;
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
