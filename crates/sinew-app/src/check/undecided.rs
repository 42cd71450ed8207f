//! Which rules no case decides, and which red flags no case comes near.
//!
//! Only cases that pass count. What a library brings is held against the cases of all packs that use it.

use super::{
    Checked, NO_NEAR_MISS, UNDECIDED,
    expectation::{Verdict, unmet},
    nearest::{Step, in_ids, steps},
    person::{Interview, written_answers},
    rule::{Demand, Rule},
};
use sinew_diag::{Check, Diagnostic};
use sinew_model::{ActionIx, Answers, Origin, Pack, QuestionIx, RedFlagIx};
use sinew_pack::{Case, Loaded};
use std::collections::BTreeSet;

/// In how many answers a near miss of a red flag differs from a case that fires it.
const NEAR: usize = 2;

/// How many people are tried to find an example for one rule.
const TRIED_AT_MOST: usize = 3_000;

/// How many there are, and how many of them no case decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// All of them.
    pub all: usize,
    /// Those that no case decides.
    pub undecided: usize,
}

/// How far the cases of a pack decide its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Rules of the pack itself.
    pub rules: Share,
    /// Red flags of the pack itself; undecided are those without a near miss.
    pub near_misses: Share,
    /// Rules of its libraries. For a library, all of its rules are its own.
    pub library_rules: Share,
    /// Red flags of its libraries.
    pub library_near_misses: Share,
}

/// What was looked into for one pack.
pub(super) struct Examined {
    entries: Vec<Entry>,
}

/// A rule, or a red flag that wants a near miss.
struct Entry {
    origin: Origin,
    check: Check,
    message: String,
    label: &'static str,
    helps: Vec<String>,
    state: State,
}

/// What the cases make of an entry; the greatest of several packs counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Nothing is to be said: no case fires the red flag, which is reported as such.
    Beside,
    /// No case decides it.
    Undecided,
    /// Some case decides it.
    Decided,
}

impl From<bool> for State {
    fn from(decided: bool) -> Self {
        if decided { Self::Decided } else { Self::Undecided }
    }
}

impl Entry {
    /// Whether it is the same thing, seen from another pack.
    fn is_like(&self, other: &Self) -> bool {
        self.check == other.check && self.origin == other.origin && self.message == other.message
    }

    fn diagnostic(&self, loaded: &Loaded) -> Diagnostic {
        let found = self.check.found(self.message.clone());
        let diagnostic = self.helps.iter().fold(found, |found, help| found.help(help.clone()));
        match loaded.place(&self.origin) {
            Some(place) => diagnostic.label(place, self.label),
            None => diagnostic,
        }
    }
}

/// Holds every rule of a pack, those of its libraries included, against those of its cases that passed.
pub(super) fn examine(pack: &Pack, passed: &[&Case]) -> Examined {
    let people: Vec<Person<'_>> = passed.iter().map(|case| Person::of(pack, case)).collect();
    let mut entries = Vec::new();
    for rule in Rule::all(pack) {
        let label = match rule.demand() {
            Demand::Fail => "taken out, no case would fail",
            Demand::Differ | Demand::DifferOrAsk => "taken out, no case would come out differently",
        };
        let without = rule.taken_out(pack);
        let decided = without.as_ref().is_some_and(|without| is_decided(without, rule.demand(), &people));
        let trial = without.as_ref().filter(|_| !decided).map(|without| Trial { pack, without, rule });
        let example = trial.and_then(|trial| trial.example(&people));
        entries.push(Entry {
            origin: rule.origin(pack).clone(),
            check: UNDECIDED,
            message: format!("no case decides {}", rule.named(pack)),
            label,
            helps: std::iter::once(rule.wanted_case(pack)).chain(example).collect(),
            state: decided.into(),
        });
    }
    for (index, flag) in pack.red_flags().iter_indexed() {
        let fires: Vec<&Person<'_>> =
            people.iter().filter(|person| person.verdict.decision.fired.contains(&index)).collect();
        let is_near =
            || fires.iter().any(|one| people.iter().any(|other| is_near_miss(pack, index, one, other)));
        let like = fires.first().map_or(String::new(), |person| format!(" like `{}`", person.case.id));
        entries.push(Entry {
            origin: flag.origin.clone(),
            check: NO_NEAR_MISS,
            message: format!("no case comes near the red flag `{}` without firing it", flag.id),
            label: "nothing shows how far it goes",
            helps: vec![format!(
                "add a case{like} with one or two other answers, for which it does not fire"
            )],
            state: if fires.is_empty() { State::Beside } else { is_near().into() },
        });
    }
    Examined { entries }
}

/// A case with what comes out for its person.
struct Person<'c> {
    case: &'c Case,
    /// All answers that are written, for rules that decide whether one counts.
    written: Answers,
    /// The answers that count.
    answers: Answers,
    verdict: Verdict,
    /// The answers to the questions of the interview.
    asked: Answers,
    /// The questions that do not apply to this person.
    skipped: BTreeSet<QuestionIx>,
}

impl<'c> Person<'c> {
    fn of(pack: &Pack, case: &'c Case) -> Self {
        let written = written_answers(pack, case);
        let mut answers = written.clone();
        sinew_engine::drop_idle(pack, &mut answers);
        let verdict = Verdict::of(pack, case, &answers);
        let asked = Interview::of(pack, &written).answers;
        let is_skipped = |question: &QuestionIx| sinew_engine::applies(pack, &answers, *question).is_false();
        let skipped = pack.questions().indices().filter(is_skipped).collect();
        Self { case, written, answers, verdict, asked, skipped }
    }
}

fn is_decided(without: &Pack, demand: Demand, people: &[Person<'_>]) -> bool {
    let comes_out_differently = |person: &Person<'_>| {
        let verdict = Verdict::of(without, person.case, &person.written);
        match demand {
            Demand::Fail => !unmet(person.case, &verdict).is_empty(),
            Demand::Differ | Demand::DifferOrAsk => verdict != person.verdict,
        }
    };
    let is_asked_differently =
        |person: &Person<'_>| Interview::of(without, &person.written).answers != person.asked;
    people.iter().any(comes_out_differently)
        || demand == Demand::DifferOrAsk && people.iter().any(is_asked_differently)
}

/// Looking for somebody who would decide a rule.
struct Trial<'p> {
    pack: &'p Pack,
    without: &'p Pack,
    rule: Rule,
}

impl Trial<'_> {
    /// A person who would decide the rule: that of a case which does not say so yet, or somebody who is one answer away from a
    /// case. None if not all of them were tried.
    fn example(&self, people: &[Person<'_>]) -> Option<String> {
        let silent = people.iter().find_map(|person| self.silent_case(person));
        if silent.is_some() || self.rule.formulas(self.pack).is_empty() {
            return silent;
        }
        let formulas = self.rule.formulas(self.pack).into_iter();
        let questions: BTreeSet<QuestionIx> =
            formulas.flat_map(|formula| self.pack.questions_behind(formula)).collect();
        let mut left = TRIED_AT_MOST;
        for unsure in [false, true] {
            for person in people {
                let steps = questions.iter().flat_map(|at| steps(self.pack, &person.answers, *at, unsure));
                for step in steps {
                    left = left.checked_sub(1)?;
                    if self.matters_to(person, step) {
                        let step = in_ids(self.pack, &person.answers, step);
                        return Some(format!("for example like `{}`, with {step}", person.case.id));
                    }
                }
            }
        }
        Some("nobody who is one answer away from a case would do: another rule may always be stronger".into())
    }

    /// A case that comes out differently without the rule and would not fail, with what it leaves unsaid.
    fn silent_case(&self, person: &Person<'_>) -> Option<String> {
        let with = &person.verdict.decision;
        let without = sinew_engine::decide(self.without, &person.written);
        if *with == without {
            return None;
        }
        let beyond = |these: &[ActionIx], those: &[ActionIx]| {
            let ids = these.iter().filter(|action| !those.contains(action));
            let ids: Vec<String> =
                ids.map(|action| format!("\"{}\"", self.pack.actions()[*action].id)).collect();
            ids.join(", ")
        };
        let (kept_away, brought) =
            (beyond(&without.actions, &with.actions), beyond(&with.actions, &without.actions));
        let id = &person.case.id;
        Some(match (self.rule, kept_away.as_str(), brought.as_str()) {
            (Rule::Offer(_), _, brought) if !brought.is_empty() => {
                format!("for example, `{id}` is offered it: `must = [{brought}]`")
            }
            (_, kept_away, _) if !kept_away.is_empty() => {
                format!("for example, it keeps something away from `{id}`: `must-not = [{kept_away}]`")
            }
            _ => format!("for example, `{id}` comes out differently without it"),
        })
    }

    /// Whether it matters to a person with one other answer, who could be a case.
    fn matters_to(&self, person: &Person<'_>, (question, answer): Step) -> bool {
        let mut changed = person.answers.clone();
        changed.set(self.pack, question, answer);
        if sinew_engine::decide(self.pack, &changed) == sinew_engine::decide(self.without, &changed) {
            return false;
        }
        !sinew_engine::drop_idle(self.pack, &mut changed).contains(&question)
            && sinew_engine::contradictions(self.pack, &changed).is_empty()
            && sinew_engine::missing_answers(self.pack, &changed).is_empty()
    }
}

/// Whether the flag is ruled out for somebody who differs in few answers from somebody for whom it fires. What only one of them
/// answers is a difference too, unless the other is not asked.
fn is_near_miss(pack: &Pack, flag: RedFlagIx, fires: &Person<'_>, other: &Person<'_>) -> bool {
    let differs = |question: &QuestionIx| {
        fires.answers.get(*question) != other.answers.get(*question)
            && !fires.skipped.contains(question)
            && !other.skipped.contains(question)
    };
    let is_ruled_out = || {
        let when = &pack.red_flags()[flag].when;
        sinew_engine::grounds(pack, &other.answers, when).truth.is_false()
    };
    pack.questions().indices().filter(differs).take(NEAR + 1).count() <= NEAR && is_ruled_out()
}

/// What is to be reported with this pack: its own rules, and for a library what no pack decides of all those that were examined
/// and use it. None if neither the pack nor one that uses it was examined.
pub(super) fn report(pack: &Checked, packs: &[Checked]) -> Option<(Coverage, Vec<Diagnostic>)> {
    let at = pack.at()?;
    let is_own = |entry: &&Entry| entry.origin.pack.as_str() == pack.check.id;
    // Of a pack that is at hand in several versions, each version is held against its own users.
    let holders: Vec<&Examined> = packs
        .iter()
        .filter(|user| user.loaded.parts.contains(&at))
        .filter_map(|user| user.examined.as_ref())
        .collect();
    let (mut coverage, mut diagnostics) = (Coverage::default(), Vec::new());
    // Each of them holds all that the pack brings.
    for entry in holders.first()?.entries.iter().filter(is_own) {
        let seen = holders.iter().flat_map(|holder| &holder.entries).filter(|other| other.is_like(entry));
        let state = seen.map(|other| other.state).max().unwrap_or(entry.state);
        coverage.count(entry, state, true);
        if state == State::Undecided {
            diagnostics.push(entry.diagnostic(&pack.loaded));
        }
    }
    let of_libraries = pack.examined.iter().flat_map(|examined| &examined.entries);
    of_libraries.filter(|entry| !is_own(entry)).for_each(|entry| coverage.count(entry, entry.state, false));
    Some((coverage, diagnostics))
}

impl Coverage {
    fn count(&mut self, entry: &Entry, state: State, is_own: bool) {
        let share = match (entry.check == NO_NEAR_MISS, is_own) {
            (false, true) => &mut self.rules,
            (true, true) => &mut self.near_misses,
            (false, false) => &mut self.library_rules,
            (true, false) => &mut self.library_near_misses,
        };
        share.all += usize::from(state != State::Beside);
        share.undecided += usize::from(state == State::Undecided);
    }
}

#[cfg(test)]
mod tests;
