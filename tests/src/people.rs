//! The people of the shipped cases: who they are, what they answer, and what they would type.

use crate::root;
use sinew_app::{Step, answers::AnswersFile, drop_idle, next_step};
use sinew_cli::Environment;
use sinew_model::{Answer, Answers, Index as _, Pack, Question, QuestionIx, QuestionKind};
use sinew_pack::{Case, PackKind, PackSource};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// The id of the injury pack whose people these are.
pub const SHIPPED: &str = "back-of-knee";

/// The shipped injury pack with its cases, as the folders of the repository hold them.
#[derive(Debug)]
pub struct Shipped {
    /// The pack.
    pub pack: Pack,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// The shipped injury pack, read once for all tests.
///
/// # Panics
/// If it has errors; `cargo xtask check` shows them.
pub fn shipped() -> &'static Shipped {
    static LOADED: LazyLock<Shipped> = LazyLock::new(|| {
        let sources: Vec<PackSource> = pack_folders().into_iter().map(|(_, source)| source).collect();
        let loaded = sinew_pack::load(&sources, SHIPPED);
        let found: Vec<&str> = loaded.diagnostics.iter().map(|found| found.message.as_str()).collect();
        let pack = loaded.pack.unwrap_or_else(|| panic!("{SHIPPED} has errors: {found:#?}"));
        Shipped { pack, cases: loaded.cases }
    });
    &LOADED
}

/// The folders of all packs in the repository, with what is in them. Beside them lie the released versions, which are no pack.
fn pack_folders() -> Vec<(PathBuf, PackSource)> {
    let folders = fs::read_dir(root().join("packs")).expect("the repository has packs");
    let folders = folders.map(|folder| folder.expect("its entries can be read").path());
    folders
        .filter(|folder| folder.join("pack.toml").is_file())
        .map(|folder| {
            let source = PackSource::read(&folder).expect("a shipped pack can be read");
            (folder, source)
        })
        .collect()
}

/// Leaves the injury pack of these tests and the libraries at hand, and no other pack: for tests in which it matters which
/// packs there are. So a new injury pack in the repository changes none of them.
///
/// # Panics
/// If the packs of the repository cannot be read.
pub fn only_shipped(environment: &mut Environment) {
    environment.built_in_packs = false;
    let wanted = |source: &PackSource| {
        let headline = sinew_pack::headline(source).expect("a shipped pack has a title");
        headline.kind == PackKind::Library || headline.id == SHIPPED
    };
    let folders = pack_folders().into_iter().filter(|(_, source)| wanted(source));
    environment.packs.extend(folders.map(|(folder, _)| folder));
}

/// Somebody with answers to the shipped pack.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who it is, in words.
    pub title: String,
    /// What the person answers, without what does not apply.
    pub answers: Answers,
}

/// The person of the shipped case with this id.
///
/// # Panics
/// If there is no such case.
#[track_caller]
pub fn person(case: &str) -> Person {
    let shipped = shipped();
    let found = shipped.cases.iter().find(|found| found.id.as_str() == case);
    Person::of(found.unwrap_or_else(|| panic!("no shipped case is called {case}")))
}

impl Person {
    /// The person of a case of the shipped pack.
    pub fn of(case: &Case) -> Self {
        let pack = &shipped().pack;
        let mut answers = Answers::new(pack);
        for given in &case.answers {
            answers.set(pack, given.question, given.answer);
        }
        drop_idle(pack, &mut answers);
        Self { title: case.title.clone(), answers }
    }

    /// The same person with one other answer, in the form of an answers file, and without what no longer applies.
    ///
    /// # Panics
    /// If there is no such question, or it does not take the answer.
    #[must_use]
    #[track_caller]
    pub fn but(mut self, question: &str, answer: &str) -> Self {
        let pack = &shipped().pack;
        let index =
            pack.question_named(question).unwrap_or_else(|| panic!("no question is called {question}"));
        let raw = sinew_model::RawAnswer::Text(answer.to_owned());
        let answer = pack.questions()[index].read_answer(&raw);
        let answer = answer.unwrap_or_else(|problem| panic!("{question}: {problem}"));
        assert!(self.answers.set(pack, index, answer), "the pack itself answers {question}");
        drop_idle(pack, &mut self.answers);
        self
    }

    /// The answers as a file.
    pub fn file(&self) -> AnswersFile {
        AnswersFile::of(&shipped().pack, &self.answers, None)
    }

    /// What the person types when a question is asked: the number of the choice. Somebody whom the case says nothing about
    /// is not sure; where that is not offered, it is the first choice.
    pub fn types(&self, question: QuestionIx) -> String {
        let asked = &shipped().pack.questions()[question];
        typed(asked, said(asked, self.answers.get(question)))
    }

    /// What the person types from the first question to the last, each line with the question it answers.
    pub fn interview(&self) -> Vec<(QuestionIx, String)> {
        self.interview_after(Answers::new(&shipped().pack))
    }

    /// What the person types from these answers on to the last question.
    ///
    /// # Panics
    /// If the interview takes no end.
    pub fn interview_after(&self, answers: Answers) -> Vec<(QuestionIx, String)> {
        interview(&shipped().pack, &self.answers, answers)
    }
}

/// The injury packs of the repository, each with the people of its cases: an id, and what they answer as far as it counts.
///
/// # Panics
/// If one of them has errors.
pub fn everybody() -> Vec<(Pack, Vec<(String, Answers)>)> {
    let mut packs = sinew_sample::shipped_cases();
    for (pack, people) in &mut packs {
        for (_, answers) in people {
            drop_idle(pack, answers);
        }
    }
    packs
}

/// What the person of this case types, from the first question to the last. The pack is in this folder, its libraries are those of the
/// repository.
///
/// # Panics
/// If the pack has errors or no such case, or the interview takes no end.
pub fn typed_in(folder: &Path, case: &str) -> Vec<String> {
    let mut sources: Vec<PackSource> = pack_folders().into_iter().map(|(_, source)| source).collect();
    let source = PackSource::read(folder).expect("the pack can be read");
    let id = source.folder.clone();
    sources.push(source);
    let loaded = sinew_pack::load(&sources, &id);
    let pack = loaded.pack.unwrap_or_else(|| panic!("{id} has errors: {:#?}", loaded.diagnostics));
    let case = loaded.cases.iter().find(|found| found.id.as_str() == case).expect("the pack has the case");
    let mut known = Answers::new(&pack);
    for given in &case.answers {
        known.set(&pack, given.question, given.answer);
    }
    interview(&pack, &known, Answers::new(&pack)).into_iter().map(|(_, line)| line).collect()
}

/// What somebody who knows these answers types from the given ones on, each line with the question it answers.
fn interview(pack: &Pack, known: &Answers, mut answers: Answers) -> Vec<(QuestionIx, String)> {
    let mut lines = Vec::new();
    while let Step::Ask(question) = next_step(pack, &answers) {
        assert!(lines.len() < pack.questions().len(), "the interview takes no end");
        let asked = &pack.questions()[question];
        let answer = said(asked, known.get(question));
        answers.set(pack, question, answer);
        lines.push((question, typed(asked, answer)));
    }
    lines
}

/// The answer of somebody who is not sure where nothing is known; where that is not offered, the first one.
fn said(question: &Question, known: Option<Answer>) -> Answer {
    known.unwrap_or_else(|| if question.not_sure { Answer::NotSure } else { first_answer(question) })
}

fn first_answer(question: &Question) -> Answer {
    match &question.kind {
        QuestionKind::YesNo { .. } => Answer::YesNo(true),
        QuestionKind::OneOf { .. } | QuestionKind::AnyOf { .. } => Answer::One(sinew_model::OptionIx::at(0)),
        QuestionKind::Scale { from, .. } => Answer::Number(from.value),
        QuestionKind::Number { min, .. } => Answer::Number(*min),
    }
}

/// Choices are numbered from 1: the options in pack order, then "none of these" where several may fit, then "not sure".
fn typed(question: &Question, answer: Answer) -> String {
    let options = match &question.kind {
        QuestionKind::YesNo { .. } => 2,
        QuestionKind::AnyOf { options, .. } => options.len() + 1,
        QuestionKind::OneOf { options, .. } => options.len(),
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => 0,
    };
    let unsure = (options + 1).to_string();
    match answer {
        Answer::NotSure if options == 0 => "n".to_owned(),
        Answer::NotSure => unsure,
        Answer::YesNo(yes) => if yes { "1" } else { "2" }.to_owned(),
        Answer::One(option) => (option.position() + 1).to_string(),
        Answer::Any { chosen, unsure: false } if chosen.is_empty() => options.to_string(),
        Answer::Any { chosen, unsure: also } => {
            let numbers = chosen.iter().map(|option| (option.position() + 1).to_string());
            numbers.chain(also.then_some(unsure)).collect::<Vec<_>>().join(" ")
        }
        Answer::Number(number) => number.to_string(),
    }
}

/// The text with every run of spaces and line breaks as one space, so that it can be searched however it was wrapped.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
