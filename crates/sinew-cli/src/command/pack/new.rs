//! `sinew pack new`: the files of a pack that passes every check, after a few questions that all have an answer already.

use super::fmt::shown;
use crate::{
    arguments::{NewArguments, NewKind},
    console::Entry,
    entry::{Steer, choice_words, read_choice, read_steer},
    failure::{Failure, exit_code},
    render::{Attempt, Menu, menu_page},
    session::Session,
};
use sinew_app::{PackKind, check::counted};
use sinew_author::scaffold::{
    ScaffoldPlan, ScaffoldProblem, ScaffoldRequest, check_name, folder_of, is_text, plan, title_of,
};
use sinew_diag::render::{human, one_line};
use std::path::{Path, PathBuf};

/// The word in the place of libraries if there is to be none.
const NONE: &str = "none";

pub(crate) fn run(session: &mut Session<'_>, arguments: &NewArguments) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    check_name(&shelf, &arguments.id).map_err(|problem| failure(session, &problem))?;
    let request = request(session, arguments)?;
    let today = session.environment.today;
    let plan = plan(&shelf, &request, today).map_err(|problem| failure(session, &problem))?;
    plan.write().map_err(|problem| failure(session, &problem))?;
    let text = written(session, &plan, request.kind);
    session.console.write_out(&text)?;
    Ok(exit_code::DONE)
}

/// What was given, and for the rest what somebody answers who can be asked.
fn request(session: &mut Session<'_>, arguments: &NewArguments) -> Result<ScaffoldRequest, Failure> {
    let NewArguments { id, kind, title, place, dir, uses, no_input } = arguments.clone();
    let asks = session.can_ask() && !no_input;
    let mut dialogue = Dialogue { session, opening: opening(&id) };
    let kind = match kind {
        Some(kind) => kind,
        None if asks => dialogue.kind()?,
        None => NewKind::Injury,
    };
    let title = match title {
        None if asks => Some(dialogue.title(&id)?),
        given => given,
    };
    let place = match place {
        None if asks && kind == NewKind::Injury => dialogue.place()?,
        given => given,
    };
    let parent = match dir {
        Some(dir) => dir,
        None if asks => dialogue.parent(&id)?,
        None => PathBuf::from("."),
    };
    if kind == NewKind::Library && place.is_some() {
        return Err(Failure::usage("a library has no place: runners do not open it")
            .help("leave --place out, or add --kind injury"));
    }
    let uses = uses.map(|ids| if ids == [NONE] { Vec::new() } else { ids });
    let kind = match kind {
        NewKind::Injury => PackKind::Injury,
        NewKind::Library => PackKind::Library,
    };
    Ok(ScaffoldRequest { id, kind, title, place, uses, parent })
}

fn opening(id: &str) -> Vec<String> {
    vec![
        format!("A new pack: {id}"),
        "You can change all of this later. Nothing is written before the last answer.".to_owned(),
    ]
}

/// Questions one after the other, each with an answer that Enter takes.
struct Dialogue<'a, 'b> {
    session: &'a mut Session<'b>,
    /// What stands above the first question.
    opening: Vec<String>,
}

impl Dialogue<'_, '_> {
    fn kind(&mut self) -> Result<NewKind, Failure> {
        let menu = Menu {
            ask: "What is it?".to_owned(),
            choices: vec![
                "A pack that a runner opens (injury)".to_owned(),
                "A library: what several packs share".to_owned(),
            ],
            prompt: "Type a number, then Enter (Enter alone for 1, q to quit):".to_owned(),
            ..Menu::default()
        };
        self.ask(menu, |typed| match read_choice(typed, 2) {
            _ if typed.is_empty() => Ok(NewKind::Injury),
            Some(1) => Ok(NewKind::Injury),
            Some(_) => Ok(NewKind::Library),
            None => Err(format!("Type {}, or press Enter alone for 1.", choice_words(2))),
        })
    }

    fn title(&mut self, id: &str) -> Result<String, Failure> {
        let title = title_of(id);
        let menu = Menu {
            ask: "What is it called? Runners read this in the list of packs.".to_owned(),
            prompt: format!("Type a title, then Enter (Enter alone for \"{title}\", q to quit):"),
            ..Menu::default()
        };
        self.ask(menu, |typed| if typed.is_empty() { Ok(title.clone()) } else { pack_text(typed) })
    }

    /// None if it is to be written later.
    fn place(&mut self) -> Result<Option<String>, Failure> {
        let menu = Menu {
            ask: "Where does it hurt? By these words a runner finds the pack.".to_owned(),
            prompt: "Type the place, then Enter (Enter alone to write it later, q to quit):".to_owned(),
            ..Menu::default()
        };
        self.ask(menu, |typed| if typed.is_empty() { Ok(None) } else { pack_text(typed).map(Some) })
    }

    fn parent(&mut self, id: &str) -> Result<PathBuf, Failure> {
        let menu = Menu {
            ask: format!("In which folder is the folder {id} made?"),
            prompt: "Type a folder, then Enter (Enter alone for this one, q to quit):".to_owned(),
            ..Menu::default()
        };
        self.ask(menu, |typed| {
            let parent = PathBuf::from(if typed.is_empty() { "." } else { typed });
            match folder_of(&parent, id) {
                Ok(_) => Ok(parent),
                Err(problem) => Err(format!("{}: {}.", one_line(&problem.to_string()), problem.remedy())),
            }
        })
    }

    /// Asks until what is typed can be read.
    fn ask<T>(&mut self, menu: Menu, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
        let style = self.session.prompt_style();
        let menu = Menu { text: std::mem::take(&mut self.opening), ..menu };
        let mut problem: Option<String> = None;
        loop {
            let attempt = problem.as_deref().map_or(Attempt::First, Attempt::Unclear);
            match self.session.console.ask(&menu_page(&menu, attempt, &style), style.layout)? {
                Entry::Line(line) if read_steer(&line) == Some(Steer::Quit) => return Err(stopped()),
                Entry::Line(line) => match read(line.trim()) {
                    Ok(read) => return Ok(read),
                    Err(unclear) => problem = Some(unclear),
                },
                Entry::End => {
                    return Err(Failure::input("input-ended", "the input ended before the last question")
                        .help("to be asked nothing, add --no-input"));
                }
                Entry::Interrupted => return Err(stopped()),
                Entry::Changed => return Err(Failure::changed()),
            }
        }
    }
}

fn stopped() -> Failure {
    Failure::stopped("Nothing was written.")
}

fn pack_text(typed: &str) -> Result<String, String> {
    if is_text(typed) {
        Ok(typed.to_owned())
    } else {
        Err("Type one line of at most 2000 characters, all of which are shown.".to_owned())
    }
}

fn failure(session: &Session<'_>, problem: &ScaffoldProblem) -> Failure {
    let failure = Failure::input("not-begun", one_line(&problem.to_string())).help(problem.remedy());
    match problem {
        ScaffoldProblem::NotPassed(report) => {
            let options = crate::session::render_options(&session.err_style());
            failure.listing(
                report.packs.iter().map(|pack| human(&pack.diagnostics, &pack.texts, options)).collect(),
            )
        }
        _ => failure,
    }
}

/// What was written, and what comes next.
fn written(session: &Session<'_>, plan: &ScaffoldPlan, kind: PackKind) -> String {
    let style = session.out_style();
    let notes: usize = plan.report.packs.iter().map(|pack| pack.diagnostics.len()).sum();
    let files = counted(plan.files().count(), "file");
    let mut lines = style.wrap("", "", &format!("Written: {files} in {}", shown(&plan.folder)));
    if !plan.uses.is_empty() {
        let uses: Vec<String> = plan.uses.iter().map(|(id, range)| format!("{id} {range}")).collect();
        lines.extend(style.wrap("", "", &format!("It uses {}.", uses.join(", "))));
    }
    let warnings = match plan.report.warnings() {
        0 => String::new(),
        warnings => format!("{}, ", counted(warnings, "warning")),
    };
    lines.extend(style.wrap(
        "",
        "",
        &format!(
            "It passes its check, with {warnings}{} for you to write.",
            counted(notes - plan.report.warnings(), "text")
        ),
    ));
    lines.push(String::new());
    lines.push("Next:".to_owned());
    let folder = typed(&plan.folder);
    let trial = match kind {
        PackKind::Injury => ("its interview, read again when you save", format!("sinew pack try {folder}")),
        PackKind::Library => {
            ("the same again whenever you save", format!("sinew pack check {folder} --watch"))
        }
    };
    let next = [
        ("what is wrong and what is left", format!("sinew pack check {folder}")),
        trial,
        ("what is behind a code", "sinew explain T0114".to_owned()),
    ];
    for (what, command) in next {
        lines.push(format!("  {}", style.characters(&command)));
        lines.extend(style.wrap("      ", "      ", what));
    }
    lines.join("\n") + "\n"
}

/// A folder as it is typed in a shell.
fn typed(folder: &Path) -> String {
    let shown = shown(folder);
    let is_plain = |at: char| at.is_alphanumeric() || "/\\._-:~".contains(at);
    if shown.chars().all(is_plain) { shown } else { format!("\"{shown}\"") }
}
