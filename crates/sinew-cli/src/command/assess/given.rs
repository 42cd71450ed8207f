//! The answers an assessment begins with: from a file, from what was saved, and from options.

use crate::{
    arguments::AssessArguments, failure::Failure, interview::choose, keeping::Keeper, render::Menu,
    session::Session, words::date_words,
};
use sinew_app::{
    Incomplete, PackName, Shelf, Step, StopReason,
    answers::{AnswersFile, AnswersFormat, FitProblem, PackAnswers, difference, fit_leniently, parse_pair},
    next_step, saved,
    wording::urgency_heading,
};
use sinew_model::{Answers, Pack, RawAnswer, Urgency};
use std::fs::File;

/// What an assessment begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Given {
    /// The answers from a file, or those that were saved.
    pub(super) file: AnswersFile,
    /// Whether they are those that were saved.
    pub(super) resumed: bool,
    /// Single answers from options.
    pub(super) pairs: Vec<(String, RawAnswer)>,
}

/// Reads what is given.
pub(super) fn given(session: &mut Session<'_>, arguments: &AssessArguments) -> Result<Given, Failure> {
    let file = match &arguments.answers {
        Some(path) => read_file(session, path)?,
        None if arguments.resume => saved_answers(session)?.ok_or_else(|| {
            Failure::input("nothing-saved", "there are no saved answers to go on with")
                .help("start with: sinew assess")
        })?,
        None => AnswersFile::default(),
    };
    // It would be opened as a version, and its answers looked for under its id.
    if file.pack.iter().chain(&file.chosen).any(|name| PackName::parse(name).version.is_some()) {
        return Err(Failure::input("pack", "the answers name a version of a pack, and not just the pack")
            .help("write its id alone, and name the version when you assess: sinew assess ID@VERSION"));
    }
    if arguments.carry_over && file.pack.is_none() {
        return Err(match &arguments.answers {
            Some(_) => Failure::input(
                "pack",
                "the answers name no pack, so it is not known what carries over from them",
            )
            .help("put the pack that they were given to into the file: pack = \"ID\"")
            .help("or leave --carry-over out, if they are for the pack that you name"),
            None => Failure::usage("--carry-over takes over answers from a file, and none is named")
                .help("name it: sinew assess ID --answers FILE --carry-over")
                .help("saved answers are taken over without it: sinew assess ID --resume"),
        });
    }
    let mut pairs: Vec<(String, RawAnswer)> = Vec::new();
    for pair in &arguments.answer {
        let (question, answer) = parse_pair(pair).map_err(|problem| {
            let failure = Failure::input("answers", format!("--answer: {problem}"));
            match problem.remedy() {
                Some(remedy) => failure.help(remedy),
                None => failure,
            }
        })?;
        if pairs.iter().any(|(id, _)| *id == question) {
            return Err(Failure::input("answers", format!("`{question}` is given twice")).help(format!(
                "give it once; where several may be chosen: --answer={question}=FIRST,SECOND"
            )));
        }
        pairs.push((question, answer));
    }
    Ok(Given { file, resumed: arguments.resume, pairs })
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

/// Offers to go on with answers that were saved, if there are any: to the pack that is named, or to whatever pack they are for.
pub(super) fn offer_to_resume(
    session: &mut Session<'_>,
    shelf: &Shelf,
    named: Option<&str>,
) -> Result<Option<AnswersFile>, Failure> {
    // Saved answers that cannot be read must not keep anybody from starting again.
    let Some(file) = saved_answers(session).unwrap_or(None).filter(|file| !file.current.answers.is_empty())
    else {
        return Ok(None);
    };
    let day = file.current.date.map_or_else(String::new, |date| format!(" from {}", date_words(date)));
    let to_another = named.is_some_and(|named| file.answers_to(&PackName::parse(named).id).is_none());
    let of = shelf.list().into_iter().find(|listing| to_another && file.pack.as_ref() == Some(&listing.id));
    let of = of.map_or_else(String::new, |listing| format!(", about another place: {}", listing.title));
    let menu = Menu {
        text: vec![format!("There are saved answers{day}{of}.")],
        ask: "What do you want to do?".to_owned(),
        choices: vec![
            if to_another { "Take over those that fit, and answer only the rest" } else { "Go on with them" }
                .to_owned(),
            "Start again; they are replaced by the new ones".to_owned(),
        ],
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    let style = session.prompt_style();
    let chosen = choose(session.console, &menu, &style, &Keeper::keeping(session.environment.data.clone()))?;
    Ok((chosen == 1).then_some(file))
}

/// How strictly written answers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As they were written for this pack: whatever does not fit is a mistake.
    Strict,
    /// As they were carried over from another pack: what does not apply here is left out, and named.
    CarriedOver,
    /// As they were saved: what does not fit is left out and named, and contradictions are asked about.
    Saved,
}

/// Written answers as answers to the pack. Notes say whether the pack is another one than the answers were given to, and which
/// answers no longer fit and are left out.
pub(super) fn fitted(
    pack: &Pack,
    written: &PackAnswers,
    reading: Reading,
) -> Result<(Answers, Vec<String>), Failure> {
    let different = difference(pack, written).map_or_else(Vec::new, |difference| difference.words());
    let fitted = fit_leniently(pack, written);
    let is_left_out = |problem: &FitProblem| match (reading, problem) {
        (Reading::Strict, _) => false,
        (Reading::CarriedOver, problem) => matches!(problem, FitProblem::Idle { .. }),
        (Reading::Saved, problem) => !matches!(problem, FitProblem::Contradiction { .. }),
    };
    let (left_out, mistakes): (Vec<FitProblem>, Vec<FitProblem>) =
        fitted.problems.into_iter().partition(is_left_out);
    if reading != Reading::Saved && !mistakes.is_empty() {
        return Err(misfit(pack, written, &mistakes, different));
    }
    let what = if reading == Reading::Saved { "saved answer" } else { "answer" };
    let left_out = left_out.iter().map(|problem| format!("Note: one {what} is left out: {problem}."));
    let notes = different.iter().map(|words| format!("Note: {words}")).chain(left_out);
    Ok((fitted.answers, notes.collect()))
}

fn misfit(pack: &Pack, written: &PackAnswers, problems: &[FitProblem], different: Vec<String>) -> Failure {
    let count = problems.len();
    let message = match problems {
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
    match emergency_in(pack, written) {
        Some(heading) => failure.help(heading),
        None => failure,
    }
}

/// What to do at once, if the answers that could be read already make an emergency. A mistake in another answer must not hide
/// it.
fn emergency_in(pack: &Pack, written: &PackAnswers) -> Option<String> {
    let readable = fit_leniently(pack, written).answers;
    let Step::Done(StopReason::Emergency) = next_step(pack, &readable) else { return None };
    let heading = urgency_heading(Urgency::Emergency, None);
    Some(format!("the answers that could be read are an emergency: {heading} (see: sinew urgent)"))
}

fn questions_hint(pack: &Pack) -> String {
    format!("see all questions and values: sinew pack show {} --questions", pack.identity().id)
}

pub(super) fn incomplete_failure(pack: &Pack, incomplete: &Incomplete) -> Failure {
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
