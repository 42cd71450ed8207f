//! What is known without asking, from where: the training log, and the native extensions of packs.
//!
//! Each is looked at once, and not before a question comes that it is about: whoever has an emergency waits for nothing. What
//! cannot be looked at keeps nobody from being assessed.

use crate::{arguments::AssessArguments, environment::Environment, failure::Failure};
use sinew_app::{
    Shelf,
    facts::{Known, Reading, known},
};
use sinew_model::{Answers, Date, ExtensionNote, Pack, QuestionIx};
use std::cell::RefCell;

#[cfg(feature = "training")]
use super::super::training::{LogToday, has_log, log_today};
#[cfg(feature = "training")]
use crate::arguments::LogWhen;

/// What is known without asking, as far as it was looked for.
pub(super) struct Sources<'a> {
    #[cfg_attr(
        not(feature = "training"),
        expect(dead_code, reason = "all that is known comes from the log")
    )]
    pub(super) environment: &'a Environment,
    #[cfg_attr(
        not(feature = "training"),
        expect(dead_code, reason = "all that is known comes from the log")
    )]
    pub(super) arguments: &'a AssessArguments,
    #[cfg_attr(
        not(all(feature = "training", feature = "extensions")),
        expect(dead_code, reason = "only extensions lie in packs")
    )]
    pub(super) shelf: &'a Shelf,
    #[cfg_attr(
        not(feature = "training"),
        expect(dead_code, reason = "all that is known comes from the log")
    )]
    pub(super) today: Date,
    found: RefCell<Found>,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    #[cfg(feature = "training")]
    log: Option<LogState>,
    /// How long is still waited for extensions; none as long as nobody waits for one.
    #[cfg(all(feature = "training", feature = "extensions"))]
    patience: Option<sinew_ext::Patience>,
    readings: Vec<Reading>,
    extensions: Vec<ExtensionNote>,
}

/// The training log, once it was looked at.
#[cfg(feature = "training")]
pub(super) enum LogState {
    /// It was read.
    Read(LogToday),
    /// It is left out, with the reason as a sentence without its full stop and what to do about it.
    #[cfg_attr(
        not(feature = "extensions"),
        expect(dead_code, reason = "only an extension is told why it has no input")
    )]
    LeftOut(&'static str, &'static str),
}

impl<'a> Sources<'a> {
    /// Nothing was looked at so far.
    pub(super) fn new(
        environment: &'a Environment,
        arguments: &'a AssessArguments,
        shelf: &'a Shelf,
        today: Date,
    ) -> Self {
        Self { environment, arguments, shelf, today, found: RefCell::default() }
    }

    /// What is known about a question that somebody is asked, and what has to be told about it. What takes a moment is said meanwhile.
    pub(super) fn about(
        &self,
        pack: &Pack,
        question: QuestionIx,
        say: &mut dyn FnMut(&str),
    ) -> (Option<Known>, Option<String>) {
        let mut found = self.found.borrow_mut();
        let mut told: Vec<String> = Vec::new();
        self.look(&mut found, &mut told, pack, question, say);
        let known = known(pack, &found.readings).into_iter().find(|known| known.question == question);
        (known, Some(told.join(" ")).filter(|told| !told.is_empty()))
    }

    /// All that is said about the questions of these packs that apply with these answers, where nobody is asked.
    pub(super) fn for_all(&self, packs: &[Pack], answers: &[Answers]) -> Result<(), Failure> {
        self.read_for_all(&mut self.found.borrow_mut(), packs, answers)
    }

    /// Whether it was asked for, where nobody is asked.
    pub(super) fn is_asked_for(&self) -> bool {
        #[cfg(feature = "training")]
        {
            self.arguments.training_log == LogWhen::Use || self.arguments.names_extension()
        }
        #[cfg(not(feature = "training"))]
        {
            false
        }
    }

    /// What was found.
    pub(super) fn into_found(self) -> (Vec<Reading>, Vec<ExtensionNote>) {
        let Found { readings, extensions, .. } = self.found.into_inner();
        (readings, extensions)
    }
}

#[cfg(not(feature = "training"))]
impl Sources<'_> {
    #[expect(clippy::unused_self, reason = "with the log there is something to look at")]
    fn look(&self, _: &mut Found, _: &mut Vec<String>, _: &Pack, _: QuestionIx, _: &mut dyn FnMut(&str)) {}

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "with the log there is something to read"
    )]
    fn read_for_all(&self, _: &mut Found, _: &[Pack], _: &[Answers]) -> Result<(), Failure> {
        Ok(())
    }
}

#[cfg(feature = "training")]
impl Sources<'_> {
    fn look(
        &self,
        found: &mut Found,
        told: &mut Vec<String>,
        pack: &Pack,
        question: QuestionIx,
        say: &mut dyn FnMut(&str),
    ) {
        if found.log.is_none() {
            let log = match self.arguments.training_log {
                LogWhen::Off => LogState::LeftOut(OFF, OFF_REMEDY),
                LogWhen::Ask if !has_log(self.environment) => LogState::LeftOut(NO_LOG, NO_LOG_REMEDY),
                LogWhen::Ask | LogWhen::Use => match log_today(self.environment, self.today) {
                    Ok(log) => LogState::Read(log),
                    Err(failure) => {
                        told.push(left_out(&failure));
                        LogState::LeftOut(BROKEN, BROKEN_REMEDY)
                    }
                },
            };
            found.take_log(log);
        }
        self.ask_extensions(found, told, pack, &|other| other == question, Some(say));
    }

    fn read_for_all(&self, found: &mut Found, packs: &[Pack], answers: &[Answers]) -> Result<(), Failure> {
        if self.arguments.training_log == LogWhen::Use {
            found.take_log(LogState::Read(log_today(self.environment, self.today)?));
        } else if self.arguments.names_extension() {
            found.take_log(LogState::LeftOut(NOT_USED, NOT_USED_REMEDY));
        } else {
            return Ok(());
        }
        for (pack, answers) in packs.iter().zip(answers) {
            let applies = |question| sinew_app::applies(pack, answers, question).is_true();
            self.ask_extensions(found, &mut Vec::new(), pack, &applies, None);
        }
        Ok(())
    }

    /// Asks the extensions that may know something about one of these questions, each once. `say` tells somebody who waits; none is
    /// where nobody is asked.
    #[cfg(feature = "extensions")]
    fn ask_extensions(
        &self,
        found: &mut Found,
        told: &mut Vec<String>,
        pack: &Pack,
        is_asked: &dyn Fn(QuestionIx) -> bool,
        mut say: Option<&mut dyn FnMut(&str)>,
    ) {
        use sinew_app::facts::Supplier;
        let about = pack.facts().iter().filter(|fact| is_asked(fact.question));
        let mut suppliers: Vec<Supplier> = about.filter_map(|fact| Supplier::of(pack, fact)).collect();
        suppliers.dedup();
        for supplier in suppliers {
            let is_of = |note: &ExtensionNote| note.pack == supplier.pack && note.version == supplier.version;
            if found.extensions.iter().any(is_of) {
                continue;
            }
            let Some(log) = &found.log else { continue };
            let waits = say.as_deref_mut().map(|say| super::extension::Waits {
                patience: found
                    .patience
                    .get_or_insert_with(|| sinew_ext::Patience::new(self.environment.extension_wait)),
                say,
            });
            let (readings, note) = super::extension::ask(self, log, pack, &supplier, waits);
            if note.no_facts.as_ref().is_some_and(|none| none.was_expected) {
                told.extend(sinew_app::wording::no_facts(&note).map(|words| format!("Note: {words}")));
            }
            told.extend(sinew_app::wording::lacks(&note).map(|words| format!("Note: {words}")));
            found.readings.extend(readings);
            found.extensions.push(note);
        }
    }

    #[cfg(not(feature = "extensions"))]
    #[expect(clippy::unused_self, reason = "with extensions there is something to ask")]
    fn ask_extensions(
        &self,
        _: &mut Found,
        _: &mut Vec<String>,
        _: &Pack,
        _: &dyn Fn(QuestionIx) -> bool,
        _: Option<&mut dyn FnMut(&str)>,
    ) {
    }
}

#[cfg(feature = "training")]
impl Found {
    fn take_log(&mut self, log: LogState) {
        if let LogState::Read(log) = &log {
            self.readings.extend(log.readings.iter().cloned());
        }
        self.log = Some(log);
    }
}

#[cfg(feature = "training")]
const OFF: &str = "it computes from your training log, which is left out";
#[cfg(feature = "training")]
const OFF_REMEDY: &str = "for its facts, leave out --training-log off";
#[cfg(feature = "training")]
const NO_LOG: &str = "it computes from your training log, and there is none";
#[cfg(feature = "training")]
const NO_LOG_REMEDY: &str = "for its facts, read your files: sinew import PATH";
#[cfg(feature = "training")]
const BROKEN: &str = "it computes from your training log, which cannot be read";
#[cfg(feature = "training")]
const BROKEN_REMEDY: &str = "see what is wrong with it: sinew training";
#[cfg(feature = "training")]
const NOT_USED: &str = "it computes from your training log, which is not used where nobody is asked";
#[cfg(feature = "training")]
const NOT_USED_REMEDY: &str = "for its facts, add --training-log use";

#[cfg(feature = "training")]
fn left_out(failure: &Failure) -> String {
    format!("Note: your training log is left out: {}.", failure.message)
}
