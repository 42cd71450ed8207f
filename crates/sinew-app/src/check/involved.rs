//! The rules that decide for somebody whom a proof found, shown where they are written.

use super::{
    deciding::{Deciding, fires, holds, told, urgency_reason},
    run::{DAY, listed},
};
use sinew_diag::Diagnostic;
use sinew_engine::{Context, grounds};
use sinew_model::{ActionIx, Claim, Origin, Pack, Property, Urgency};
use sinew_pack::Loaded;
use sinew_prove::{Person, Problem, ProblemKind};
use std::collections::BTreeSet;

/// How many rules are shown for one finding.
const RULES_AT_MOST: usize = 5;

/// What is said of the block of an action itself, for true, false and unknown.
const BLOCKED_WHEN: [&str; 3] =
    ["`blocked-when` holds", "`blocked-when` does not hold", "`blocked-when` is unknown"];

/// Adds a label for each rule that has most to do with the people of a problem.
pub(super) fn shown(
    mut diagnostic: Diagnostic,
    loaded: &Loaded,
    pack: &Pack,
    problem: &Problem,
) -> Diagnostic {
    let Some(person) = &problem.person else { return diagnostic };
    let mut rules = Rules { pack, told: Vec::new() };
    rules.behind(problem.kind, person, problem.changed.as_ref());
    // What the finding itself is about has its label already. If it is about everything, the first rule is its place.
    let primary = diagnostic.place();
    let (mut deciding, mut places) = (Deciding::default(), BTreeSet::new());
    for (origin, words) in rules.told {
        let Some(place) = loaded.place(origin).filter(|place| Some(*place) != primary) else { continue };
        if places.len() == RULES_AT_MOST && !places.contains(&place) {
            continue;
        }
        if primary.is_none() && places.is_empty() {
            diagnostic = diagnostic.label(place, words);
        } else {
            deciding.add(loaded, origin, words);
        }
        places.insert(place);
    }
    deciding.shown(diagnostic)
}

/// What is told of rules, what says most first.
struct Rules<'p> {
    pack: &'p Pack,
    told: Vec<(&'p Origin, String)>,
}

impl<'p> Rules<'p> {
    fn say(&mut self, origin: &'p Origin, words: String) {
        self.told.push((origin, words));
    }

    /// Says it of a rule of which nothing was said yet.
    fn say_once(&mut self, origin: &'p Origin, words: String) {
        if !self.told.iter().any(|(told, _)| *told == origin) {
            self.say(origin, words);
        }
    }

    fn behind(&mut self, kind: ProblemKind, person: &Person, changed: Option<&Person>) {
        match (kind, changed) {
            (ProblemKind::PropertyBroken(index), None) => {
                self.behind_property(&self.pack.properties()[index], person);
            }
            (ProblemKind::NothingToDo, _) => {
                let all: Vec<ActionIx> = self.pack.actions().indices().collect();
                self.keeps_away(&all, person);
            }
            (ProblemKind::BlockedOffered(action) | ProblemKind::OfferedBesideHelp(action), _) => {
                self.offers(action, person);
                self.urgency(person);
            }
            (_, Some(changed)) => self.turned(person, changed),
            (_, None) => self.urgency(person),
        }
    }

    fn behind_property(&mut self, property: &Property, person: &Person) {
        match &property.claim {
            Claim::UrgencyAtLeast(level) => {
                self.silent(property, *level, person);
                self.urgency(person);
            }
            Claim::UrgencyAtMost(_) | Claim::MonotoneIn(_) => self.urgency(person),
            Claim::Never(actions) => {
                for action in actions.iter().filter(|action| person.decision.actions.contains(action)) {
                    self.offers(*action, person);
                }
            }
            Claim::Always(actions) => {
                let missing = actions.iter().filter(|action| !person.decision.actions.contains(action));
                let missing: Vec<ActionIx> = missing.copied().collect();
                self.keeps_away(&missing, person);
                self.urgency(person);
            }
            Claim::FitsAtLeast { condition, .. } => {
                let condition = &self.pack.conditions()[*condition];
                self.say(&condition.origin, "this fits less well".into());
            }
        }
    }

    /// What gives the urgency, and what else fires.
    fn urgency(&mut self, person: &Person) {
        for (origin, words) in self.reasons(person) {
            self.say_once(origin, words);
        }
    }

    fn reasons(&self, person: &Person) -> Vec<(&'p Origin, String)> {
        let pack = self.pack;
        let outcome = sinew_engine::assess(pack, &person.answers, &Context { today: DAY, region: None });
        let reasons = outcome.urgency_reasons.iter();
        let gives = reasons.filter_map(|reason| urgency_reason(pack, &person.answers, reason));
        let flags = person.decision.fired.iter().map(|flag| &pack.red_flags()[*flag]);
        gives.chain(flags.map(|flag| (&flag.origin, fires(pack, &person.answers, &flag.when)))).collect()
    }

    /// What gives the urgency before a change and after it, and the flags that the change takes away.
    fn turned(&mut self, before: &Person, after: &Person) {
        let pack = self.pack;
        for (origin, words) in self.reasons(before) {
            self.say(origin, format!("before the change, {words}"));
        }
        for flag in before.decision.fired.iter().filter(|flag| !after.decision.fired.contains(flag)) {
            let flag = &pack.red_flags()[*flag];
            self.say(&flag.origin, format!("after it, {}", fires(pack, &after.answers, &flag.when)));
        }
        for (origin, words) in self.reasons(after) {
            self.say(origin, format!("after the change, {words}"));
        }
    }

    /// Flags of a level that a property promises, which look at the same answers and give nothing to this person.
    fn silent(&mut self, property: &Property, level: Urgency, person: &Person) {
        let pack = self.pack;
        let assumed = property.assume.iter().chain(&property.assume_open);
        let asked: BTreeSet<_> = assumed.flat_map(|formula| pack.questions_behind(formula)).collect();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let counts = person.decision.fired.contains(&index);
            let is_about_it = !pack.questions_behind(&flag.when).is_disjoint(&asked);
            if flag.urgency >= level && !counts && is_about_it {
                let floor = person.decision.not_ruled_out.contains(&index).then(|| flag.floor_when_unknown());
                let floor = floor.map_or(String::new(), |floor| format!(", which gives {floor}"));
                let words = fires(pack, &person.answers, &flag.when);
                self.say(&flag.origin, format!("{words}{floor}"));
            }
        }
    }

    /// What brings an action to somebody, and the blocks that do not keep it away.
    fn offers(&mut self, action: ActionIx, person: &Person) {
        let pack = self.pack;
        let of = &pack.actions()[action];
        let id = &of.id;
        let blocked = grounds(pack, &person.answers, &of.blocked_when);
        if !blocked.findings.is_empty() {
            self.say(&of.origin, told(pack, &person.answers, &of.blocked_when, BLOCKED_WHEN));
        } else if blocked.truth.is_false() {
            self.say(&of.origin, "it has no `blocked-when`".into());
        }
        for block in pack.blocks().iter().filter(|block| block.actions.contains(&action)) {
            self.say(&block.origin, holds(pack, &person.answers, &block.when));
        }
        if of.always {
            self.say(&of.origin, "it is for everybody".into());
        }
        for shown in &person.decision.conditions {
            let condition = &pack.conditions()[shown.condition];
            if condition.actions.contains(&action) {
                self.say(&condition.origin, format!("it is shown, and lists `{id}`"));
            }
        }
        for cause in person.decision.causes.iter().map(|cause| &pack.causes()[*cause]) {
            if cause.actions.contains(&action) {
                self.say(&cause.origin, format!("it is named, and lists `{id}`"));
            }
        }
    }

    /// The blocks that keep these actions away from somebody.
    fn keeps_away(&mut self, actions: &[ActionIx], person: &Person) {
        let pack = self.pack;
        let is_open = |when| !grounds(pack, &person.answers, when).truth.is_false();
        for block in pack.blocks().iter().filter(|block| is_open(&block.when)) {
            let kept = actions.iter().filter(|action| block.actions.contains(action));
            let kept: Vec<&str> = kept.map(|action| pack.actions()[*action].id.as_str()).collect();
            if !kept.is_empty() {
                let words = holds(pack, &person.answers, &block.when);
                self.say(&block.origin, format!("{words}; it keeps {} away", listed(&kept)));
            }
        }
        for of in actions.iter().map(|action| &pack.actions()[*action]) {
            if is_open(&of.blocked_when) {
                self.say(&of.origin, told(pack, &person.answers, &of.blocked_when, BLOCKED_WHEN));
            }
        }
    }
}
