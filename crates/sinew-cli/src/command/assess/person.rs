//! One person with the packs that were chosen, and everything that was answered.

use super::given::{Given, Reading, fitted};
use crate::{failure::Failure, session::Session};
use sinew_app::{
    InPlace, LoadedPack, Shelf,
    answers::{AnswersFile, PackAnswers, Turned, fit_leniently},
    assess,
};
use sinew_model::{Answers, Date, Outcome, Pack, QuestionIx, RawAnswer};

/// A person with the packs that were chosen, and everything that was answered.
pub(super) struct Person {
    /// The packs in the order in which they are asked about; there is at least one.
    pub(super) packs: Vec<Pack>,
    /// What of them came from elsewhere although the program has a pack with the same id.
    pub(super) in_place: Vec<InPlace>,
    /// Other packs that answers were given to, as far as they are at hand.
    others: Vec<Pack>,
    /// The answers to all of them.
    file: AnswersFile,
    /// Whether the answers are those that were saved.
    pub(super) resumed: bool,
    /// Single answers that go over all others, until they are put in.
    pairs: Vec<(String, RawAnswer)>,
}

impl Person {
    /// Opens the packs that are wanted, which are one or more, and those that answers were given to.
    pub(super) fn new(
        session: &Session<'_>,
        shelf: &Shelf,
        wanted: &[String],
        given: Given,
    ) -> Result<Self, Failure> {
        let Given { mut file, resumed, pairs } = given;
        let (mut packs, mut in_place) = (Vec::new(), Vec::new());
        for name in wanted {
            let LoadedPack { pack, in_place: of_it } = session.open(shelf, name)?;
            packs.push(pack);
            in_place.extend(of_it);
        }
        // In the answers packs stand by their ids, whichever version of them is open.
        let ids: Vec<String> = packs.iter().map(|pack| pack.identity().id.to_string()).collect();
        let is_other = |id: &&String| !ids.contains(id);
        let mut others = Vec::new();
        if let Some(id) = file.pack.as_ref().filter(is_other) {
            match session.load(shelf, id) {
                Ok(pack) => others.push(pack),
                // In a file nothing is passed over. What was saved must not keep anybody from going on.
                Err(failure) if !resumed => return Err(failure),
                Err(_) => {}
            }
        }
        let carried = file.carried.iter().map(|(id, _)| id).filter(is_other);
        others.extend(carried.filter_map(|id| Some(shelf.load(id).ok()?.pack)));
        file.chosen = if ids.len() > 1 { ids } else { Vec::new() };
        Ok(Self { packs, in_place, others, file, resumed, pairs })
    }

    /// Whether something was answered to this pack before.
    pub(super) fn has_answers_to(&self, position: usize) -> bool {
        let given = self.file.answers_to(self.packs[position].identity().id.as_str());
        given.is_some_and(|given| !given.answers.is_empty())
    }

    /// Turns to a pack, with the answers that carry over to it. Gives its answers, and notes about what was taken over, what
    /// was left and what does not fit any more. What contradicts itself is no failure if somebody can be asked about it.
    pub(super) fn take_up(
        &mut self,
        position: usize,
        can_ask: bool,
    ) -> Result<(Answers, Vec<String>), Failure> {
        let is_new = !self.has_answers_to(position);
        let Self { packs, others, file, resumed, pairs, .. } = self;
        let to = &packs[position];
        let before = file.pack.clone().filter(|before| before != to.identity().id.as_str());
        let named = |pack: &&Pack| before.as_deref() == Some(pack.identity().id.as_str());
        let from_outside = others.iter().find(named);
        let from = packs.iter().find(named).or(from_outside);
        let mut notes = Vec::new();
        if let Some(from) = from_outside {
            let reading = if *resumed { Reading::Saved } else { Reading::Strict };
            notes.extend(fitted(from, &file.current, reading)?.1);
        }
        let at_hand: Vec<&Pack> = packs.iter().chain(others.iter()).collect();
        match file.turn_to(to, &at_hand) {
            Turned::From { carried, .. } => {
                if let Some(from) = from.filter(|_| is_new || from_outside.is_some()) {
                    notes.push(taken_over(from, carried.taken.len()));
                }
                if let Some(from) = from_outside {
                    notes.extend(left(from, to, &carried.left, *resumed));
                }
            }
            Turned::FromUnknown { pack } => notes.push(format!(
                "Note: the answers to `{pack}` are kept, but that pack is not at hand, so none is taken over."
            )),
            Turned::Stayed => {}
        }
        // An answer that several packs ask for is put into the first of them, from where it carries over.
        let is_first = position == 0;
        let (here, later) = std::mem::take(pairs).into_iter().partition(|(question, _)| {
            let asking = packs.iter().position(|pack| pack.question_named(question).is_some());
            asking.map_or(is_first, |asking| asking == position)
        });
        *pairs = later;
        let here: Vec<(String, RawAnswer)> = here;
        for (question, answer) in here {
            file.current.set(&question, answer);
        }
        let reading = match before {
            _ if *resumed => Reading::Saved,
            None => Reading::Strict,
            Some(_) if can_ask => Reading::Saved,
            Some(_) => Reading::CarriedOver,
        };
        match fitted(to, &file.current, reading) {
            Ok((answers, more)) => Ok((answers, notes.into_iter().chain(more).collect())),
            // A failure is one document, so what would have been notes stands in it.
            Err(failure) => Err(notes.into_iter().fold(failure, Failure::help)),
        }
    }

    /// Keeps the answers of an interview, also in the packs that ask the same.
    pub(super) fn keep(&mut self, position: usize, answers: &Answers, today: Date) {
        let Self { packs, others, file, .. } = self;
        file.current = PackAnswers::of(&packs[position], answers, Some(today));
        file.spread(&packs.iter().chain(others.iter()).collect::<Vec<_>>());
    }

    /// The answers to a pack as they stand, whether or not they are complete.
    pub(super) fn answers(&self, position: usize) -> Answers {
        answers_in(&self.file, &self.packs[position])
    }

    /// Everything that was answered, to be kept beside the answers of an interview.
    pub(super) fn file(&self) -> AnswersFile {
        self.file.clone()
    }

    /// The most urgent result of earlier answers to packs that are not asked about now.
    pub(super) fn earlier_outcome(&self, today: Date, region: Option<&str>) -> Option<Outcome> {
        let outcome = |pack: &Pack| {
            let region = region.and_then(|region| pack.region_named(region));
            assess(pack, &answers_in(&self.file, pack), today, region).ok()
        };
        self.others.iter().filter_map(outcome).max_by_key(|outcome| outcome.urgency)
    }
}

fn answers_in(file: &AnswersFile, pack: &Pack) -> Answers {
    match file.answers_to(pack.identity().id.as_str()) {
        Some(given) => fit_leniently(pack, given).answers,
        None => Answers::new(pack),
    }
}

fn taken_over(from: &Pack, count: usize) -> String {
    let title = &from.identity().title;
    match count {
        0 => format!("Note: no answer about “{title}” fits here, so all is asked."),
        1 => format!("Note: 1 answer about “{title}” is taken over, so it is not asked again."),
        _ => format!("Note: {count} answers about “{title}” are taken over, so they are not asked again."),
    }
}

/// Which answers were left, by the short names of their questions.
fn left(from: &Pack, to: &Pack, left: &[QuestionIx], are_kept: bool) -> Option<String> {
    let names: Vec<&str> = left.iter().map(|index| from.questions()[*index].short.as_str()).collect();
    let kept = if are_kept { " They are kept." } else { "" };
    (!names.is_empty()).then(|| {
        format!(
            "Note: not taken over, because “{}” does not ask the same: {}.{kept}",
            to.identity().title,
            names.join("; ")
        )
    })
}
