//! One question as it is shown.

use super::result::lower_first;
use sinew_app::{facts::Known, wording};
use sinew_model::{Answer, Choice, FactNote, FactSource, OptionIx, Question, QuestionKind};

/// How an answer is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// The number of one choice.
    One,
    /// The numbers of any choices.
    Several,
    /// A whole number between two ends.
    Number {
        /// The smallest number.
        least: i32,
        /// The largest number.
        most: i32,
        /// The unit; empty on a scale.
        unit: String,
        /// What the two ends mean; empty for numbers with a unit.
        ends: Vec<String>,
    },
}

/// One line that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChoiceView {
    /// The line.
    pub(crate) label: String,
    /// Whether it stands apart from the choices before it ("None of these", "I'm not sure").
    pub(crate) apart: bool,
}

/// One question as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuestionView {
    /// The heading it is asked under.
    pub(crate) section: String,
    /// Its number in this interview, from 1.
    pub(crate) number: usize,
    /// The question.
    pub(crate) ask: String,
    /// Why it is asked.
    pub(crate) why: String,
    /// How to tell, in paragraphs; empty if there is nothing to tell.
    pub(crate) help: Vec<String>,
    /// What can be chosen, in the order of its numbers; empty for numbers.
    pub(crate) choices: Vec<ChoiceView>,
    /// How an answer is typed.
    pub(crate) entry: EntryKind,
    /// Whether "I'm not sure" is offered.
    pub(crate) not_sure: bool,
    /// The answer given before, in words, when the question comes again.
    pub(crate) answered: Option<String>,
    /// Whether there is something to go back to.
    pub(crate) can_go_back: bool,
    /// A remark that is shown once in an interview.
    pub(crate) remark: Option<String>,
    /// What is known about it without asking.
    pub(crate) known: Option<KnownView>,
}

/// What is known about a question without asking, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownView {
    /// What it is, each a sentence that says where it is from.
    pub(crate) lines: Vec<String>,
    /// What can be taken over with [`TAKE`], in words; none if there is nothing to take over, or something was answered before.
    pub(crate) offer: Option<String>,
}

/// The key that takes over what is known.
pub(crate) const TAKE: &str = "t";

/// The words for not being sure, in choices and echoes.
pub(crate) const NOT_SURE: &str = "I'm not sure";
/// The words for choosing nothing.
pub(crate) const NONE_OF_THESE: &str = "None of these";

/// Help of up to so many characters stands under the question at once. Longer help would push the choices away.
const SHORT_HELP: usize = 240;

impl QuestionView {
    /// The help that is shown without being asked for. People seldom ask for it, and it may say when to stop.
    pub(crate) fn shown_help(&self) -> &[String] {
        if self.has_long_help() { &[] } else { &self.help }
    }

    /// Whether there is help that is shown only when asked for.
    pub(crate) fn has_long_help(&self) -> bool {
        self.help.iter().map(|help| help.chars().count()).sum::<usize>() > SHORT_HELP
    }

    /// The view of a question with this number in the interview.
    pub(crate) fn new(question: &Question, number: usize, answered: Option<Answer>) -> Self {
        let apart = |label: &str| ChoiceView { label: label.to_owned(), apart: true };
        let choice = |choice: &Choice| ChoiceView { label: choice.label.clone(), apart: false };
        let (mut choices, entry) = match &question.kind {
            QuestionKind::YesNo { yes, no } => (vec![choice(yes), choice(no)], EntryKind::One),
            QuestionKind::OneOf { options, .. } => (options.iter().map(choice).collect(), EntryKind::One),
            QuestionKind::AnyOf { options, .. } => {
                let labels = options.iter().map(choice).chain([apart(NONE_OF_THESE)]);
                (labels.collect(), EntryKind::Several)
            }
            QuestionKind::Scale { from, to, .. } => (
                Vec::new(),
                EntryKind::Number {
                    least: from.value,
                    most: to.value,
                    unit: String::new(),
                    ends: vec![
                        format!("{} is {}", from.value, from.label),
                        format!("{} is {}", to.value, to.label),
                    ],
                },
            ),
            QuestionKind::Number { unit, min, max, .. } => (
                Vec::new(),
                EntryKind::Number { least: *min, most: *max, unit: unit.clone(), ends: Vec::new() },
            ),
        };
        if question.not_sure && !choices.is_empty() {
            choices.push(apart(NOT_SURE));
        }
        Self {
            section: question.section.clone(),
            number,
            ask: question.ask.clone(),
            why: question.why.clone(),
            help: question.help.clone(),
            choices,
            entry,
            not_sure: question.not_sure,
            answered: answered.map(|answer| answer_words(question, answer)),
            can_go_back: number > 1,
            remark: None,
            known: None,
        }
    }
}

impl KnownView {
    /// The view of what is known.
    pub(crate) fn new(question: &Question, known: &Known, is_answered: bool) -> Self {
        let mut lines = Vec::new();
        for source in SOURCES {
            let of_source = || known.facts.iter().filter(|note| source(note));
            let Some(first) = of_source().next() else { continue };
            let from = wording::fact_source(first.source);
            let said = of_source().filter(|note| note.number.is_some());
            lines.extend(said.map(|note| format!("From {from}: {}.", lower_first(&note.words))));
            let not_known: Vec<&str> =
                of_source().filter(|note| note.number.is_none()).map(|note| note.means.as_str()).collect();
            if !not_known.is_empty() {
                lines.push(format!("Not known from {from}: {}.", not_known.join("; ")));
            }
        }
        let offer = known.proposed.filter(|_| !is_answered).map(|answer| answer_words(question, answer));
        Self { lines, offer }
    }
}

/// The kinds of sources, each with what is from it.
const SOURCES: [fn(&FactNote) -> bool; 2] = [
    |note| matches!(note.source, FactSource::TrainingLog(_)),
    |note| matches!(note.source, FactSource::Extension),
];

/// An answer in the words of its question.
pub(crate) fn answer_words(question: &Question, answer: Answer) -> String {
    let label = |wanted: OptionIx| {
        question
            .options()
            .find(|(option, _)| *option == wanted)
            .map_or_else(String::new, |(_, choice)| choice.label.clone())
    };
    match (answer, &question.kind) {
        (Answer::NotSure, _) => NOT_SURE.to_owned(),
        (Answer::YesNo(true), QuestionKind::YesNo { yes, .. }) => yes.label.clone(),
        (Answer::YesNo(false), QuestionKind::YesNo { no, .. }) => no.label.clone(),
        // An answer that is recorded fits its question, so these two words are only a safety net.
        (Answer::YesNo(yes), _) => if yes { "Yes" } else { "No" }.to_owned(),
        (Answer::One(option), _) => label(option),
        (Answer::Any { chosen, unsure }, _) => {
            let mut labels: Vec<String> = chosen.iter().map(label).collect();
            if unsure {
                labels.push("I'm not sure about the others".to_owned());
            }
            if labels.is_empty() { NONE_OF_THESE.to_owned() } else { labels.join("; ") }
        }
        (Answer::Number(number), QuestionKind::Scale { to, .. }) => format!("{number} out of {}", to.value),
        (Answer::Number(number), QuestionKind::Number { unit, .. }) => format!("{number} {unit}"),
        (Answer::Number(number), _) => number.to_string(),
    }
}
