//! The interview: one question after the other, checking the answers, and the emergency stop.
//!
//! What comes next is decided by the engine from the answers alone. This module only keeps the order in which questions were
//! asked, so that one can go back.

use crate::{
    appearance::{Layout, NARROWEST, Style, WIDEST},
    console::{Console, Entry},
    document::Document,
    entry::{Steer, Typed, choice_words, read_choice, read_choices, read_steer, read_typed},
    failure::Failure,
    keeping::Keeper,
    page::Page,
    render::{Attempt, Menu, document_text, menu_page, question_page, review_page},
    view::{
        EmergencyView, KnownView, QuestionView, ReviewRow, ReviewView, TAKE, answer_words, crew_page,
        few_numbers,
    },
};
use sinew_app::wording::urgency_heading;
use sinew_app::{
    Step,
    answers::{AnswersFile, FitProblem, PackAnswers, fit_leniently},
    drop_idle,
    facts::Known,
    next_step, would_drop,
};
use sinew_model::{Answer, Answers, Date, Outcome, Pack, QuestionIx, RegionIx, Urgency};

/// The number of the question on which the remark about long interviews stands.
const REMARK_AT: usize = 5;
const REMARK: &str = "More questions usually means it is less likely to be serious.";

/// What finds out what is known about a question without asking, and what has to be told about that. What takes a moment is said
/// meanwhile.
pub(crate) type Knowing<'a> = &'a dyn Fn(QuestionIx, &mut dyn FnMut(&str)) -> (Option<Known>, Option<String>);

/// How an interview ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// With a result.
    Result {
        /// The result.
        outcome: Box<Outcome>,
        /// The answers it was made from.
        answers: Box<Answers>,
        /// Whether it was already shown on the console, as an emergency is.
        shown: bool,
    },
    /// The person saved and stopped.
    Saved,
    /// The person left.
    Left,
}

/// An interview with one person about one pack.
pub(crate) struct Interview<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) answers: Answers,
    pub(crate) today: Date,
    pub(crate) region: Option<RegionIx>,
    pub(crate) console: &'a mut dyn Console,
    pub(crate) style: Style,
    pub(crate) keeper: &'a mut Keeper,
    /// Questions in the order in which they were answered.
    asked: Vec<QuestionIx>,
    /// The question that was answered last.
    latest: Option<QuestionIx>,
    /// What the next page has to tell.
    note: Option<String>,
    remarked: bool,
    /// What is kept together with the answers: those to other packs.
    beside: AnswersFile,
    /// Whether another place is asked about afterwards.
    goes_on: bool,
    /// Looked at when a question comes that it may be about.
    knowing: Knowing<'a>,
}

/// How the person came to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// It is next.
    Next(QuestionIx),
    /// Back from a later one.
    Back(QuestionIx),
    /// To change the answer.
    Change(QuestionIx),
}

/// What follows a page.
#[derive(Debug)]
enum After {
    /// Whatever the engine says.
    Next,
    /// This question.
    Visit(Visit),
    /// The end.
    End(Ending),
}

impl<'a> Interview<'a> {
    /// An interview that begins with these answers.
    pub(crate) fn new(
        pack: &'a Pack,
        answers: Answers,
        today: Date,
        region: Option<RegionIx>,
        console: &'a mut dyn Console,
        style: Style,
        keeper: &'a mut Keeper,
    ) -> Self {
        let asked = answers
            .iter()
            .map(|(question, _)| question)
            .filter(|question| pack.given_answer(*question).is_none())
            .collect();
        Self {
            pack,
            answers,
            today,
            region,
            console,
            style,
            keeper,
            asked,
            latest: None,
            note: None,
            remarked: false,
            beside: AnswersFile::default(),
            goes_on: false,
            knowing: &|_, _| (None, None),
        }
    }

    /// With something to tell on its first page.
    pub(crate) fn noting(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }

    /// As one of several: with the answers to the others, which are kept together with these. `goes_on` says whether another
    /// place is asked about afterwards.
    pub(crate) fn beside(mut self, others: AnswersFile, goes_on: bool) -> Self {
        (self.beside, self.goes_on) = (others, goes_on);
        self
    }

    /// With what finds out what is known without asking. It is shown with its question, and can be taken over.
    pub(crate) fn knowing(mut self, knowing: Knowing<'a>) -> Self {
        self.knowing = knowing;
        self
    }

    /// Holds the interview to its end.
    pub(crate) fn run(mut self) -> Result<Ending, Failure> {
        self.keep()?;
        let mut after = self.settle_contradictions()?;
        loop {
            after = match after {
                After::End(ending) => return Ok(ending),
                After::Visit(visit) => self.question(visit)?,
                After::Next => match next_step(self.pack, &self.answers) {
                    Step::Ask(question) => self.question(Visit::Next(question))?,
                    Step::Done(_) => self.finish()?,
                },
            };
        }
    }

    /// Keeps the answers so far, and has an interruption say so. The first failure is told; the interview goes on.
    fn keep(&mut self) -> Result<(), Failure> {
        let AnswersFile { chosen, carried, .. } = self.beside.clone();
        let file =
            AnswersFile { chosen, carried, ..AnswersFile::of(self.pack, &self.answers, Some(self.today)) };
        if let Some(problem) = self.keeper.keep(&file) {
            match self.style.layout {
                Layout::Linear => {
                    let lines = self.style.wrap("Note: ", "", &problem);
                    self.console.write_err(&format!("{}\n", lines.join("\n")))?;
                }
                // The next page clears the screen, so the note has to stand on it.
                Layout::Screen => {
                    let earlier = self.note.take().map_or_else(String::new, |note| format!("{note} "));
                    self.note = Some(format!("{earlier}Note: {problem}"));
                }
            }
        }
        let kept = self.style.characters(self.keeper.kept_words());
        self.console.say_when_interrupted(&kept);
        Ok(())
    }

    fn question(&mut self, visit: Visit) -> Result<After, Failure> {
        let (Visit::Next(index) | Visit::Back(index) | Visit::Change(index)) = visit;
        let question = &self.pack.questions()[index];
        let position = self.asked.iter().position(|asked| *asked == index);
        let number = position.unwrap_or(self.asked.len()) + 1;
        let mut view = QuestionView::new(question, number, self.answers.get(index));
        view.can_go_back |= matches!(visit, Visit::Change(_));
        if let Some(note) = self.note.take() {
            view.remark = Some(note);
        } else if number >= REMARK_AT && !self.remarked {
            self.remarked = true;
            view.remark = Some(REMARK.to_owned());
        }
        let known = self.known_about(index, &mut view.remark);
        let is_answered = self.answers.get(index).is_some();
        view.known = known.as_ref().map(|known| KnownView::new(question, known, is_answered));
        let offered = known.and_then(|known| known.proposed).filter(|_| !is_answered);
        let mut problem: Option<String> = None;
        let mut unclear = false;
        let mut help = false;
        loop {
            let attempt = match (&problem, help) {
                (Some(problem), _) => Attempt::Unclear(problem),
                (None, true) => Attempt::Help(&view.help),
                (None, false) => Attempt::First,
            };
            let page = question_page(&view, attempt, &self.style);
            let entry = self.console.ask(&page, self.style.layout)?;
            let line = match entry {
                Entry::Line(line) => line,
                Entry::End => return Err(self.input_ended()),
                Entry::Interrupted => return Err(self.interrupted()),
                Entry::Changed => return Err(Failure::changed()),
            };
            (problem, help) = (None, false);
            if let Some(answer) = offered.filter(|_| line.trim().eq_ignore_ascii_case(TAKE)) {
                return self.answer(index, answer);
            }
            match read_typed(question, &view.entry, view.choices.len(), &line) {
                Typed::Answer(answer) => return self.answer(index, answer),
                Typed::Unclear(advice) => {
                    problem = Some(if unclear { advice.again } else { advice.first });
                    unclear = true;
                }
                Typed::Steer(Steer::Help) => help = true,
                Typed::Steer(Steer::Save) => {
                    if let Some(ending) = self.save_and_stop()? {
                        return Ok(After::End(ending));
                    }
                    problem = Some(
                        "Your answers cannot be saved here. Go on, or type q to quit without them."
                            .to_owned(),
                    );
                }
                Typed::Steer(Steer::Quit) => {
                    if let Some(ending) = self.quit()? {
                        return Ok(After::End(ending));
                    }
                }
                Typed::Steer(Steer::Back) => match (visit, number.checked_sub(2)) {
                    // Somebody who came to change an answer and thinks better of it returns to the list.
                    (Visit::Change(_), _) => return Ok(After::Next),
                    (_, Some(before)) => return Ok(After::Visit(Visit::Back(self.asked[before]))),
                    (_, None) => {
                        problem = Some("This is the first question, so there is none before it.".to_owned());
                    }
                },
            }
        }
    }

    /// What is known about a question without asking. What has to be told about that goes into the remark.
    fn known_about(&mut self, question: QuestionIx, remark: &mut Option<String>) -> Option<Known> {
        if !self.pack.facts().iter().any(|fact| fact.question == question) {
            return None;
        }
        let console = &mut *self.console;
        // That it cannot be said is no reason to stop.
        let (known, note) = (self.knowing)(question, &mut |text| drop(console.say(text)));
        if let Some(note) = note {
            let before = remark.take().map_or_else(String::new, |remark| format!("{remark} "));
            *remark = Some(format!("{before}{note}"));
        }
        known
    }

    /// Records an answer, after showing what it makes irrelevant.
    fn answer(&mut self, index: QuestionIx, answer: Answer) -> Result<After, Failure> {
        let dropped = would_drop(self.pack, &self.answers, index, answer);
        if !dropped.is_empty() && !self.agrees_to_drop(&dropped)? {
            return Ok(After::Next);
        }
        let before = self.answers.clone();
        if !self.answers.set(self.pack, index, answer) {
            return Err(Failure {
                exit: crate::failure::exit_code::USAGE,
                ..Failure::input("fault", "an answer was read that does not fit its question")
            });
        }
        self.latest = Some(index);
        if !self.asked.contains(&index) {
            self.asked.push(index);
        }
        drop_idle(self.pack, &mut self.answers);
        let answers = &self.answers;
        self.asked.retain(|asked| answers.get(*asked).is_some());
        if self.answers != before {
            self.keep()?;
        }
        if self.style.layout == Layout::Linear {
            let said = if self.keeper.keeps() { "Answer saved" } else { "Your answer" };
            let words = answer_words(&self.pack.questions()[index], answer);
            self.say(&format!("{said}: {words}."))?;
        }
        self.settle_contradictions()
    }

    /// Says a line where the prompts are.
    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let text = self.style.wrap("", "", text).join("\n");
        self.console.say(&format!("{text}\n"))?;
        Ok(())
    }

    /// Shows which answers a change makes irrelevant, and asks whether to go on.
    fn agrees_to_drop(&mut self, dropped: &[QuestionIx]) -> Result<bool, Failure> {
        let mut text =
            vec!["With this change, these answers are no longer needed and will be dropped:".to_owned()];
        text.extend(dropped.iter().map(|index| {
            let question = &self.pack.questions()[*index];
            let answer = self.answers.get(*index).map(|answer| answer_words(question, answer));
            format!("- {}: {}", question.short, answer.unwrap_or_default())
        }));
        let menu = Menu {
            text,
            ask: "Change it?".to_owned(),
            choices: vec!["Yes, change it and drop these".to_owned(), "No, keep it as it was".to_owned()],
            prompt: "Type a number, then Enter:".to_owned(),
            ..Menu::default()
        };
        Ok(self.choose(&menu)? == 1)
    }

    /// As long as two answers cannot both be true, asks which of them to change.
    fn settle_contradictions(&mut self) -> Result<After, Failure> {
        let written = PackAnswers::of(self.pack, &self.answers, None);
        let problem =
            fit_leniently(self.pack, &written).problems.into_iter().find_map(|problem| match problem {
                FitProblem::Contradiction { because, questions, .. } => Some((because, questions)),
                _ => None,
            });
        let Some((because, questions)) = problem else { return Ok(After::Next) };
        let indices: Vec<QuestionIx> = questions
            .iter()
            .filter_map(|id| self.pack.question_named(id.as_str()))
            .filter(|index| self.pack.given_answer(*index).is_none())
            .collect();
        if indices.is_empty() {
            return Ok(After::Next);
        }
        let menu = Menu {
            text: vec![format!("{}.", because.trim_end_matches('.'))],
            ask: "Which answer do you want to change?".to_owned(),
            choices: indices
                .iter()
                .map(|index| {
                    let question = &self.pack.questions()[*index];
                    let answer = self.answers.get(*index).map(|answer| answer_words(question, answer));
                    format!("{}: {}", question.short, answer.unwrap_or_default())
                })
                .collect(),
            prompt: "Type a number, then Enter:".to_owned(),
            ..Menu::default()
        };
        let chosen = self.choose(&menu)?;
        // After the change the answers are looked at again, so this ends only when nothing contradicts.
        Ok(After::Visit(Visit::Back(indices[chosen - 1])))
    }

    /// Asks until one of the choices of a menu is taken. Gives its number.
    fn choose(&mut self, menu: &Menu) -> Result<usize, Failure> {
        choose(self.console, menu, &self.style, self.keeper)
    }

    /// All that can be asked is asked: an emergency at once, otherwise the answers to check first.
    fn finish(&mut self) -> Result<After, Failure> {
        let outcome = match sinew_app::assess(self.pack, &self.answers, self.today, self.region) {
            Ok(outcome) => Box::new(outcome),
            // The engine asks these before it is done, so there is always a next question to go to.
            Err(incomplete) => {
                let first = incomplete.missing.first();
                let question = first.and_then(|missing| self.pack.question_named(missing.question.as_str()));
                return question.map(|question| After::Visit(Visit::Next(question))).ok_or_else(|| Failure {
                    exit: crate::failure::exit_code::USAGE,
                    ..Failure::input("fault", "an answer is missing, but it is not known which")
                });
            }
        };
        if outcome.urgency == Urgency::Emergency { self.emergency(outcome) } else { self.review(outcome) }
    }

    fn result(&self, outcome: Box<Outcome>, shown: bool) -> Ending {
        Ending::Result { outcome, answers: Box::new(self.answers.clone()), shown }
    }

    fn emergency(&mut self, outcome: Box<Outcome>) -> Result<After, Failure> {
        let document = EmergencyView::new(&outcome, self.pack).document();
        // On a small screen the top scrolls away, so what to do stands beside the place where one types, too.
        let heading = urgency_heading(outcome.urgency, outcome.region.as_ref());
        let numbers = (self.style.layout == Layout::Screen && outcome.region.is_none())
            .then(|| few_numbers(self.pack.regions().iter()));
        let menu = Menu { prompt: format!("{heading}. Type p, b or q, then Enter:"), ..Menu::default() };
        let mut saved: Option<String> = None;
        let mut problem: Option<String> = None;
        loop {
            let attempt = match (&saved, &problem) {
                (Some(saved), _) => Attempt::Done(saved),
                (None, Some(problem)) => Attempt::Unclear(problem),
                (None, None) => Attempt::First,
            };
            let mut page = menu_page(&menu, attempt, &self.style);
            if self.style.layout == Layout::Screen || attempt == Attempt::First {
                let mut lines = self.emergency_lines(&document);
                lines.extend(numbers.iter().flat_map(|numbers| self.style.wrap("", "", numbers)));
                let mut whole = Page { prompt: page.prompt.clone(), ..Default::default() };
                whole.lines(lines);
                whole.lines.append(&mut page.lines);
                page = whole;
            }
            match self.console.ask(&page, self.style.layout)? {
                Entry::Interrupted => return Err(self.interrupted()),
                Entry::Changed => return Err(Failure::changed()),
                Entry::End => return Ok(After::End(self.result(outcome, true))),
                Entry::Line(line) => match line.trim().to_lowercase().as_str() {
                    "p" => match self.save_crew_page(&crew_page(&outcome, self.pack, &self.answers)) {
                        Ok(said) => saved = Some(said),
                        Err(said) => (saved, problem) = (None, Some(said)),
                    },
                    "b" | "back" => {
                        return Ok(match self.mistaken(&outcome) {
                            Some(question) => After::Visit(Visit::Back(question)),
                            None => After::End(self.result(outcome, true)),
                        });
                    }
                    "q" | "quit" => return Ok(After::End(self.result(outcome, true))),
                    _ => (saved, problem) = (None, Some("Type p, b or q.".to_owned())),
                },
            }
        }
    }

    /// The question whose answer made it an emergency: the one that was answered last, because an emergency stops at once.
    /// With answers that were saved it is the first one that a warning sign rests on.
    fn mistaken(&self, outcome: &Outcome) -> Option<QuestionIx> {
        let reasons = outcome
            .flags
            .iter()
            .filter(|flag| flag.gives == Urgency::Emergency)
            .flat_map(|flag| &flag.reasons)
            .filter_map(|reason| reason.question.as_ref())
            .filter_map(|id| self.pack.question_named(id.as_str()));
        let answered = |question: &QuestionIx| self.asked.contains(question);
        self.latest
            .filter(answered)
            .or_else(|| reasons.into_iter().find(answered))
            .or_else(|| self.asked.last().copied())
    }

    /// The emergency page with the letters that can be typed. On a screen it is kept low, so that all of it is in sight.
    fn emergency_lines(&self, document: &Document) -> Vec<String> {
        let keys = [
            ("p", "Save one page for the people who come to help"),
            ("b", "I chose that by mistake: go back"),
            ("q", "Close"),
        ];
        let text = document_text(document, &self.style);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        match self.style.layout {
            Layout::Screen => {
                let width = self.style.width.clamp(NARROWEST, WIDEST);
                lines.push("-".repeat(width));
                let row = "p save a page for helpers   b I chose that by mistake: go back   q close";
                if row.len() <= width {
                    lines.push(row.to_owned());
                    return lines;
                }
            }
            Layout::Linear => {
                lines.insert(0, String::new());
                lines.push(String::new());
            }
        }
        for (key, text) in keys {
            lines.extend(self.style.wrap(&format!("{key}  "), "   ", text));
        }
        lines
    }

    /// Writes the page for the people who come to help. Says where it is, or why not.
    fn save_crew_page(&self, document: &Document) -> Result<String, String> {
        let plain = Style { layout: Layout::Linear, color: false, ..self.style };
        match self.keeper.write_page(&document_text(document, &plain)) {
            Ok(path) => Ok(format!("Saved one page: {}", path.display())),
            Err(error) => Err(format!("The page could not be saved: {error}. Show this screen instead.")),
        }
    }

    fn review(&mut self, outcome: Box<Outcome>) -> Result<After, Failure> {
        let mut asked: Vec<QuestionIx> = self.asked.clone();
        asked.sort();
        // What has to be seen today does not wait for the next place.
        let (then, to) = if self.goes_on && outcome.urgency.allows_actions() {
            ("the next place", "go on to the next place")
        } else {
            ("you see the advice", "see the advice")
        };
        let view = ReviewView {
            title: format!("Check your answers before {then}"),
            opening: self.note.take().into_iter().collect(),
            rows: asked
                .iter()
                .map(|index| {
                    let question = &self.pack.questions()[*index];
                    let answer = self.answers.get(*index).map(|answer| answer_words(question, answer));
                    ReviewRow { short: question.short.clone(), answer: answer.unwrap_or_default() }
                })
                .collect(),
            prompt: format!("Press Enter to {to}, or type a number to change an answer"),
            keys: vec!["b back", "s save and stop", "q quit"],
        };
        let mut problem: Option<String> = None;
        loop {
            let attempt = problem.as_deref().map_or(Attempt::First, Attempt::Unclear);
            let page = review_page(&view, attempt, &self.style);
            let line = match self.console.ask(&page, self.style.layout)? {
                Entry::Line(line) => line,
                Entry::End => return Err(self.input_ended()),
                Entry::Interrupted => return Err(self.interrupted()),
                Entry::Changed => return Err(Failure::changed()),
            };
            if line.trim().is_empty() {
                return Ok(After::End(self.result(outcome, false)));
            }
            if let Some(number) = read_choice(&line, asked.len()) {
                return Ok(After::Visit(Visit::Change(asked[number - 1])));
            }
            match read_steer(&line) {
                Some(Steer::Back) => {
                    if let Some(last) = self.asked.last() {
                        return Ok(After::Visit(Visit::Back(*last)));
                    }
                }
                Some(Steer::Save) => {
                    if let Some(ending) = self.save_and_stop()? {
                        return Ok(After::End(ending));
                    }
                }
                Some(Steer::Quit) => {
                    if let Some(ending) = self.quit()? {
                        return Ok(After::End(ending));
                    }
                }
                Some(Steer::Help) | None => {}
            }
            problem = Some(format!(
                "Press Enter alone to {to}, or type {} to change that answer.",
                choice_words(asked.len())
            ));
        }
    }

    /// Stops with the answers saved; nothing if they cannot be saved.
    fn save_and_stop(&mut self) -> Result<Option<Ending>, Failure> {
        self.keep()?;
        Ok(self.keeper.keeps().then_some(Ending::Saved))
    }

    /// Asks what becomes of the answers, and stops unless the person goes on after all.
    fn quit(&mut self) -> Result<Option<Ending>, Failure> {
        if !self.keeper.keeps() {
            return Ok(Some(Ending::Left));
        }
        let menu = Menu {
            text: Vec::new(),
            ask: "Stop here?".to_owned(),
            choices: vec![
                "Stop, and keep my answers for later".to_owned(),
                "Stop, and delete my answers".to_owned(),
                "Go on".to_owned(),
            ],
            prompt: "Type a number, then Enter:".to_owned(),
            ..Menu::default()
        };
        match self.choose(&menu)? {
            1 => Ok(Some(Ending::Saved)),
            2 => {
                self.keeper.forget()?;
                self.say("Your answers are deleted.")?;
                Ok(Some(Ending::Left))
            }
            _ => Ok(None),
        }
    }

    fn input_ended(&self) -> Failure {
        input_ended(self.keeper)
    }

    fn interrupted(&self) -> Failure {
        Failure::stopped(self.keeper.kept_words())
    }
}

fn input_ended(keeper: &Keeper) -> Failure {
    Failure::input("input-ended", "the input ended before the last question").help(keeper.kept_words())
}

/// Asks until some of the choices of a menu are taken. Gives their numbers, from 1, in the order in which they were typed; none
/// if the person goes back.
pub(crate) fn choose_several(
    console: &mut dyn Console,
    menu: &Menu,
    style: &Style,
    keeper: &Keeper,
) -> Result<Option<Vec<usize>>, Failure> {
    let most = menu.choices.len();
    let mut problem: Option<String> = None;
    loop {
        let attempt = problem.as_deref().map_or(Attempt::First, Attempt::Unclear);
        let page = Page { several: true, ..menu_page(menu, attempt, style) };
        match console.ask(&page, style.layout)? {
            Entry::Line(line) => match (read_choices(&line, most), read_steer(&line)) {
                (Some(numbers), _) => return Ok(Some(numbers)),
                (None, Some(Steer::Back)) => return Ok(None),
                (None, Some(Steer::Quit)) => return Err(Failure::stopped(keeper.kept_words())),
                (None, _) => {
                    problem = Some(format!(
                        "Type the numbers of the lines that fit, 1 to {most}, with spaces between. For example, type 1 2."
                    ));
                }
            },
            Entry::End => return Err(input_ended(keeper)),
            Entry::Interrupted => return Err(Failure::stopped(keeper.kept_words())),
            Entry::Changed => return Err(Failure::changed()),
        }
    }
}

/// Asks until one of the choices of a menu is taken. Gives its number, from 1.
pub(crate) fn choose(
    console: &mut dyn Console,
    menu: &Menu,
    style: &Style,
    keeper: &Keeper,
) -> Result<usize, Failure> {
    let most = menu.choices.len();
    let mut tries = 0;
    let mut problem: Option<String> = None;
    loop {
        let attempt = problem.as_deref().map_or(Attempt::First, Attempt::Unclear);
        match console.ask(&menu_page(menu, attempt, style), style.layout)? {
            Entry::Line(line) => {
                if let Some(number) = read_choice(&line, most) {
                    return Ok(number);
                }
                if read_steer(&line) == Some(Steer::Quit) {
                    return Err(Failure::stopped(keeper.kept_words()));
                }
                problem = Some(if tries == 0 {
                    format!("Type {}.", choice_words(most))
                } else {
                    "Type only the number in front of a line, then press Enter. For example, type 1. Or type q to quit."
                        .to_owned()
                });
                tries += 1;
            }
            Entry::End => return Err(input_ended(keeper)),
            Entry::Interrupted => return Err(Failure::stopped(keeper.kept_words())),
            Entry::Changed => return Err(Failure::changed()),
        }
    }
}

#[cfg(test)]
mod tests;
