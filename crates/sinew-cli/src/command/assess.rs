//! `sinew assess`: from questions or given answers to a result, for one place or several.
//!
//! Several packs are asked about one after the other. Answers carry over, so nothing is asked twice, and whoever changes an
//! answer has changed it in all of them. What has to be seen today ends it at once.

#[cfg(all(feature = "extensions", feature = "training"))]
mod extension;
mod given;
mod person;
mod place;
mod result;
mod sources;

use super::region::{self, Chosen};
use crate::{
    appearance::Layout,
    arguments::{AssessArguments, Format},
    console::Entry,
    failure::{Failure, exit_code},
    interview::{Ending, Interview},
    keeping::Keeper,
    render::{Attempt, Menu, menu_page},
    session::Session,
    view::result::distinct,
};
use given::Given;
use person::Person;
use result::Results;
use sinew_app::{
    InPlace, NoOutcomes, Shelf, Step, StopReason, assess_together,
    facts::{Filled, fill},
    next_step, urgency,
    wording::urgency_heading,
};
use sinew_model::{Answers, Date, Outcome, Pack, QuestionIx, Urgency};
use sources::Sources;

pub(crate) fn run(session: &mut Session<'_>, arguments: &AssessArguments) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let today = arguments.today.unwrap_or(session.environment.today);
    let asks = session.can_ask() && !arguments.no_input && arguments.answers.as_deref() != Some("-");

    let mut given = given::given(session, arguments)?;
    if asks
        && given == Given::default()
        && let Some(file) = given::offer_to_resume(session, &shelf, arguments.pack.as_deref())?
    {
        given = Given { file, resumed: true, ..Given::default() };
    }
    let Some(wanted) = place::wanted(session, &shelf, arguments, &given, asks)? else {
        return place::no_guide(session, &shelf);
    };
    let mut person = Person::new(session, &shelf, &wanted, given)?;
    let in_place = in_place_words(&person.in_place);
    if let Some(words) = &in_place {
        session.notice(words)?;
    }
    let cleared = in_place.filter(|_| session.prompt_style().layout == Layout::Screen);
    let first = &person.packs[0];
    let Chosen { region, said } = region::for_assessment(session, first, arguments.region.as_deref(), asks)?;
    let region = region.map(|region| first.regions()[region].id.to_string());
    let mut visit = Visit {
        sources: Sources::new(session.environment, arguments, &shelf, today),
        session,
        arguments,
        today,
        region,
        asks,
        keeper: None,
        cleared,
        notes: said.into_iter().collect(),
        shown: false,
    };
    // Who has to be seen today is told so before any other place is asked about.
    let earlier = person.earlier_outcome(today, visit.region.as_deref()).filter(|_| asks);
    visit.notes.extend(
        earlier.filter(|earlier| !earlier.urgency.allows_actions()).map(|earlier| still_holds(&earlier)),
    );
    if let Some(answers) = visit.answers(&mut person)? {
        return visit.results(&shelf, &person, &answers);
    }
    session.notice("Answers so far are saved. Continue with: sinew assess --resume")?;
    Ok(exit_code::DONE)
}

/// One run of the command.
struct Visit<'s, 'a> {
    /// What is known without asking.
    sources: Sources<'s>,
    session: &'s mut Session<'a>,
    arguments: &'s AssessArguments,
    today: Date,
    /// The id of the region.
    region: Option<String>,
    asks: bool,
    /// What keeps the answers, from the first question on.
    keeper: Option<Keeper>,
    /// What was told already, and is told once more with the first question, because pages clear the screen.
    cleared: Option<String>,
    /// What is still to be told.
    notes: Vec<String>,
    /// Whether the result was already shown, as an emergency is.
    shown: bool,
}

impl Visit<'_, '_> {
    /// The answers to each pack, in the order of the packs, asked for as far as somebody can be asked. None if the person saved
    /// them and stopped.
    fn answers(&mut self, person: &mut Person) -> Result<Option<Vec<Answers>>, Failure> {
        let count = person.packs.len();
        let mut open: Vec<usize> = (0..count).collect();
        while let Some(position) = open.first().copied() {
            let is_new = !person.has_answers_to(position);
            let (answers, notes) = person.take_up(position, self.asks)?;
            self.notes.extend(notes);
            let is_last = open.len() == 1;
            let pack = &person.packs[position];
            let is_held = match next_step(pack, &answers) {
                Step::Ask(_) => true,
                // It has a page of its own, from which a mistake can be taken back.
                Step::Done(StopReason::Emergency) => count > 1 || person.resumed,
                // Saved answers are looked at once more before the advice.
                Step::Done(_) => person.resumed && (is_last || is_urgent(pack, &answers)),
            };
            open.remove(0);
            if !(self.asks && is_held) {
                if self.asks && is_urgent(pack, &answers) {
                    break;
                }
                continue;
            }
            match self.interview(person, position, answers, is_new, !is_last)? {
                Ending::Saved => return Ok(None),
                Ending::Left => return Err(Failure::stopped("Stopped. Nothing was kept.")),
                Ending::Result { outcome, answers, shown } => {
                    person.keep(position, &answers, self.today);
                    if let Some(keeper) = self.keeper.as_mut().filter(|_| count > 1) {
                        // That answers cannot be kept was said in the interview.
                        keeper.keep(&person.file());
                    }
                    self.shown |= shown;
                    if !outcome.urgency.allows_actions() {
                        break;
                    }
                    self.open_again(person, &mut open);
                }
            }
        }
        // After an urgent result nothing more is asked. What is known carries over all the same, what was not asked has no answer.
        for position in open {
            person.take_up(position, self.asks)?;
        }
        Ok(Some((0..count).map(|position| person.answers(position)).collect()))
    }

    /// An answer that was changed for one pack is changed for those before it, too, and may bring up more questions there.
    fn open_again(&mut self, person: &Person, open: &mut Vec<usize>) {
        for (position, pack) in person.packs.iter().enumerate() {
            let is_asked = matches!(next_step(pack, &person.answers(position)), Step::Ask(_));
            if is_asked && !open.contains(&position) {
                let title = &pack.identity().title;
                self.notes.push(format!("Note: with what you changed there is more to ask about “{title}”."));
                open.push(position);
            }
        }
    }

    fn interview(
        &mut self,
        person: &Person,
        position: usize,
        answers: Answers,
        is_new: bool,
        goes_on: bool,
    ) -> Result<Ending, Failure> {
        let pack = &person.packs[position];
        // Each page clears the screen, so what has to be told stands on the first one.
        let notes = std::mem::take(&mut self.notes);
        let said: Vec<String> = self.cleared.take().into_iter().chain(notes).collect();
        let begins = is_new || (self.keeper.is_none() && !person.resumed);
        let data = &self.session.environment.data;
        let keeper = self.keeper.get_or_insert_with(|| Keeper::new(data.clone()));
        let note = if begins {
            start(self.session, pack, said, keeper)?;
            None
        } else {
            Some(said.join(" ")).filter(|said| !said.is_empty())
        };
        let region = self.region.as_deref().and_then(|region| pack.region_named(region));
        let style = self.session.prompt_style();
        let sources = &self.sources;
        let knowing = |question: QuestionIx, say: &mut dyn FnMut(&str)| sources.about(pack, question, say);
        Interview::new(pack, answers, self.today, region, &mut *self.session.console, style, keeper)
            .noting(note)
            .beside(person.file(), goes_on)
            .knowing(&knowing)
            .run()
    }

    /// Shows the results, and gives the exit code.
    fn results(self, shelf: &Shelf, person: &Person, answers: &[Answers]) -> Result<u8, Failure> {
        let Self { session, arguments, today, region, keeper, mut notes, shown, sources, asks, .. } = self;
        let region = region.as_deref();
        let mut answers = answers.to_vec();
        let mut filled = Filled::default();
        if !asks && sources.is_asked_for() && !is_emergency(&person.packs, &answers) {
            sources.for_all(&person.packs, &answers)?;
        }
        let (readings, extensions) = sources.into_found();
        if !asks {
            filled = fill(&person.packs.iter().collect::<Vec<_>>(), &mut answers, &readings);
        }
        if filled.left_out_log {
            notes.push(less_urgent("your training log", "about training"));
        }
        if filled.left_out_extensions {
            notes.push(less_urgent("what an extension computed", "that it is about (--explain names them)"));
        }
        let packs: Vec<(&Pack, &Answers)> = person.packs.iter().zip(&answers).collect();
        let outcomes = match assess_together(&packs, today, region) {
            Ok(outcomes) => outcomes.with_facts(&packs, &readings, &filled).with_extensions(&extensions),
            Err(NoOutcomes::Incomplete { pack, incomplete }) => {
                // A failure is one document, so what would have been notes stands in it.
                let failure = given::incomplete_failure(&person.packs[pack], &incomplete);
                return Err(notes.into_iter().fold(failure, Failure::help));
            }
            Err(problem @ NoOutcomes::NoPack) => return Err(Failure::input("no-pack", problem.to_string())),
        };
        for note in &notes {
            session.notice(note)?;
        }
        let earlier = person.earlier_outcome(today, region);
        let earlier = earlier.filter(|earlier| earlier.urgency > outcomes.urgency());
        let earlier = earlier.as_ref().map(still_holds);
        let results = Results { outcomes: &outcomes, packs: &person.packs, earlier };
        let elsewhere = arguments.output.is_some()
            || !session.environment.stdout_is_terminal
            || arguments.format.get() != Format::Text;
        if !shown || elsewhere {
            result::write(session, arguments, &results)?;
        }
        if keeper.is_some() {
            let is_other = |place: &place::Place| {
                !person.packs.iter().any(|pack| pack.identity().id.as_str() == place.pack)
            };
            let others: Vec<place::Place> = place::places(shelf).into_iter().filter(is_other).collect();
            let style = session.prompt_style();
            result::afterwards(session, &results, &others, &style)?;
        } else if let Some(earlier) = &results.earlier {
            session.notice(earlier)?;
        }
        Ok(result::code_of(arguments, outcomes.urgency()))
    }
}

/// That what is known from a source is not used, and why.
fn less_urgent(what: &str, questions: &str) -> String {
    format!(
        "Note: {what} is left out, because the result would be less urgent with it, or more would have to be asked. \
         Answer the questions {questions} yourself."
    )
}

/// That packs from elsewhere are used although the program has packs with the same ids, in one line.
fn in_place_words(in_place: &[InPlace]) -> Option<String> {
    let words = distinct(in_place.iter().map(ToString::to_string));
    (!words.is_empty()).then(|| format!("Note: {}.", words.join("; ")))
}

/// Whether these answers have to be seen today or sooner.
fn is_urgent(pack: &Pack, answers: &Answers) -> bool {
    urgency(pack, answers).is_some_and(|urgency| !urgency.allows_actions())
}

/// Whether it is an emergency by what was answered already: then nothing else is looked for.
fn is_emergency(packs: &[Pack], answers: &[Answers]) -> bool {
    packs.iter().zip(answers).any(|(pack, answers)| urgency(pack, answers) == Some(Urgency::Emergency))
}

/// What earlier answers to another pack led to. A milder result for this place takes nothing of it back.
fn still_holds(earlier: &Outcome) -> String {
    let heading = urgency_heading(earlier.urgency, earlier.region.as_ref());
    format!("What you were told about “{}” still holds: {heading}.", earlier.pack.title)
}

/// What this is and for whom, before the first question.
fn start(session: &mut Session<'_>, pack: &Pack, said: Vec<String>, keeper: &Keeper) -> Result<(), Failure> {
    let style = session.prompt_style();
    let identity = pack.identity();
    let mut text = said;
    if !text.is_empty() {
        text.push(String::new());
    }
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
        Entry::Changed => Err(Failure::changed()),
    }
}
