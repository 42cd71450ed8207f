//! All mutants of a pack.
//!
//! What the format refuses is not made, because nobody could leave it unnoticed: a floor above its flag, a score that cannot be
//! reached, an emergency as the care of a condition. Nor is what comes to the same for everybody, as far as that can be seen
//! without looking at people: a formula in other words, a group of which only one line counts each way, a finding that nothing
//! names, what is said about the fit of a condition that is never ranked, how common the only condition is.

use super::{
    formula,
    mutant::{Change, List, Mutant},
    subject::Subject,
};
use crate::{
    check::rule::{Rule, findings_of_urgent_flags, implies_one_of},
    explain::formula_in_ids,
};
use sinew_logic::{Formula, Truth};
use sinew_model::{
    ActionIx, Answer, AnswerTest, Band, Condition, ConditionIx, Decibans, FindingIx, FindingRule, Index as _,
    IndexVec, NumberRange, OptionIx, Pack, Question, QuestionIx, QuestionKind, Urgency,
};
use sinew_pack::Operator;
use std::collections::{BTreeMap, BTreeSet};

/// The urgencies that a red flag can have, from the least.
const FLAG: &[Urgency] = &[Urgency::Routine, Urgency::Soon, Urgency::SameDay, Urgency::Emergency];
/// The care that a condition can have, from the least.
const CARE: &[Urgency] = &[Urgency::SelfCare, Urgency::Routine, Urgency::Soon, Urgency::SameDay];

/// Every mutant of a pack, those of its libraries included, in the order of its tables.
pub(super) fn mutants(pack: &Pack) -> Vec<Mutant> {
    let subjects = Subject::all(pack);
    let named = subjects.iter().filter_map(|subject| subject.formula(pack));
    let mut used = BTreeSet::new();
    named.for_each(|formula| formula.for_each_atom(&mut |finding| used.extend([*finding])));
    let mut maker = Maker {
        pack,
        urgent: findings_of_urgent_flags(pack),
        used,
        certain: certain_findings(pack),
        rules: Rule::all(pack),
        made: Vec::new(),
    };
    for subject in subjects {
        maker.of(subject);
    }
    maker.made
}

struct Maker<'p> {
    pack: &'p Pack,
    /// The findings that are true or unknown only where nothing is offered.
    urgent: BTreeSet<FindingIx>,
    /// The findings that some formula names.
    used: BTreeSet<FindingIx>,
    /// The findings that are the same for everybody.
    certain: BTreeMap<FindingIx, bool>,
    rules: Vec<Rule>,
    made: Vec<Mutant>,
}

impl Maker<'_> {
    fn add(
        &mut self,
        operator: Operator,
        subject: Subject,
        key: impl Into<String>,
        [before, after]: [String; 2],
        change: Change,
    ) {
        self.made.push(Mutant { operator, subject, key: key.into(), before, after, change });
    }

    fn of(&mut self, subject: Subject) {
        let rules: Vec<Rule> =
            self.rules.iter().copied().filter(|rule| Subject::of(*rule) == subject).collect();
        for rule in rules {
            self.dropped(subject, rule);
        }
        match subject {
            Subject::Question(question) => self.answers(question),
            Subject::RedFlag(flag) => {
                let flag_is = &self.pack.red_flags()[flag];
                let floor = flag_is.unknown_floor.as_ref().map(|floor| floor.urgency);
                for urgency in beside(FLAG, flag_is.urgency) {
                    // A floor stays at or below the urgency of its flag.
                    if floor.is_none_or(|floor| floor <= urgency) {
                        let change = Change::FlagUrgency(flag, urgency);
                        self.level(Operator::Urgency, subject, "urgency", flag_is.urgency, urgency, change);
                    }
                }
                for urgency in floor.iter().flat_map(|floor| beside(&Urgency::ALL, *floor)) {
                    if let Some(floor) = floor.filter(|_| urgency <= flag_is.urgency) {
                        let change = Change::Floor(flag, urgency);
                        self.level(Operator::Urgency, subject, "unknown-floor", floor, urgency, change);
                    }
                }
            }
            Subject::Exit(exit) => {
                let urgency = self.pack.exits()[exit].urgency;
                for other in beside(&Urgency::ALL, urgency) {
                    let change = Change::ExitUrgency(exit, other);
                    self.level(Operator::Urgency, subject, "urgency", urgency, other, change);
                }
            }
            Subject::Condition(condition) => self.condition(subject, condition),
            Subject::Evidence(condition, at) => self.evidence(subject, condition, at),
            Subject::Adjustment(condition, at) => {
                let shift = self.pack.conditions()[condition].adjustments.get(at).map(|it| it.shift);
                if let Some(shift) = shift.filter(|shift| *shift != Decibans::ZERO && self.has_an_order()) {
                    let change = Change::Shift(condition, at, turned(shift));
                    self.add(
                        Operator::Sign,
                        subject,
                        "factor",
                        [points(shift), points(turned(shift))],
                        change,
                    );
                }
            }
            Subject::Companion(condition, at) => {
                if let Some(when) = subject.formula(self.pack) {
                    let words = [formula_in_ids(self.pack, when), "always".into()];
                    self.add(Operator::Always, subject, "when", words, Change::Always(condition, at));
                }
            }
            Subject::Cause(cause) => {
                self.listed(subject, List::Cause(cause), &self.pack.causes()[cause].actions);
            }
            Subject::Action(action) => {
                if self.pack.actions()[action].always {
                    let words = ["true".into(), "false".into()];
                    self.add(Operator::Everybody, subject, "always", words, Change::NotForAll(action));
                }
            }
            Subject::Block(block) => {
                let block_is = &self.pack.blocks()[block];
                if !implies_one_of(&block_is.when, &self.urgent) {
                    for action in &block_is.actions {
                        let words = [self.id_of(*action), "nothing".into()];
                        let change = Change::Unblocked(block, *action);
                        self.add(Operator::BlockedAction, subject, "actions", words, change);
                    }
                }
            }
            Subject::Constraint(at) => {
                let words = [self.formula(subject), "never".into()];
                self.add(Operator::Drop, subject, subject.formula_key(), words, Change::NoConstraint(at));
            }
            Subject::Given(at) => self.given(subject, at),
            Subject::Finding(_) => {}
        }
        self.formulas(subject);
    }

    fn id_of(&self, action: ActionIx) -> String {
        self.pack.actions()[action].id.to_string()
    }

    fn formula(&self, subject: Subject) -> String {
        subject.formula(self.pack).map_or("always".into(), |formula| formula_in_ids(self.pack, formula))
    }

    /// Whether more than one condition is ranked. How common each is only moves their order.
    fn has_an_order(&self) -> bool {
        self.pack.conditions().iter().filter(|condition| is_ranked(condition)).count() > 1
    }

    /// Whether a formula holds for everybody, or for nobody.
    fn certainty(&self, subject: Subject) -> Option<bool> {
        let known = |finding: &FindingIx| self.certain.get(finding).copied();
        formula::certain(&formula::plain(subject.formula(self.pack)?, &known))
    }

    /// A rule that does nothing any more.
    fn dropped(&mut self, subject: Subject, rule: Rule) {
        let pack = self.pack;
        // A question that is asked of everybody, or a rule that never holds, is so already.
        let does_nothing = match rule {
            Rule::AskWhen(_) => self.certainty(subject) == Some(true),
            Rule::RedFlag(_)
            | Rule::UnknownFloor(_)
            | Rule::Exit(_)
            | Rule::Cause(_)
            | Rule::BlockedWhen(_)
            | Rule::Block(_) => self.certainty(subject) == Some(false),
            Rule::Adjustment(..) => !self.has_an_order(),
            _ => false,
        };
        if does_nothing {
            return;
        }
        let condition = |index: ConditionIx| &pack.conditions()[index];
        let line = |of: ConditionIx, at: usize| condition(of).evidence.get(at);
        let weight = |weight: Option<Decibans>| points(weight.unwrap_or_default());
        let (key, before, after) = match rule {
            Rule::AskWhen(_) => (subject.formula_key(), self.formula(subject), "always".into()),
            Rule::RedFlag(_) | Rule::Exit(_) | Rule::Cause(_) | Rule::BlockedWhen(_) | Rule::Block(_) => {
                (subject.formula_key(), self.formula(subject), "never".into())
            }
            Rule::UnknownFloor(index) => {
                let flag = &pack.red_flags()[index];
                let usual = sinew_model::RedFlag { unknown_floor: None, ..flag.clone() };
                let (floor, usual) = (flag.floor_when_unknown(), usual.floor_when_unknown());
                if floor == usual {
                    return;
                }
                ("unknown-floor", floor.to_string(), format!("as usual ({usual})"))
            }
            Rule::Care(of) => ("care", condition(of).care.to_string(), Urgency::SelfCare.to_string()),
            Rule::Present(of, at) => {
                if !is_ranked(condition(of)) {
                    return;
                }
                ("present", weight(line(of, at).map(|line| line.present)), points(Decibans::ZERO))
            }
            Rule::Absent(of, at) => {
                if !is_ranked(condition(of)) {
                    return;
                }
                ("absent", weight(line(of, at).map(|line| line.absent)), points(Decibans::ZERO))
            }
            Rule::Adjustment(of, at) => {
                let shift = condition(of).adjustments.get(at).map(|it| it.shift);
                ("factor", weight(shift), points(Decibans::ZERO))
            }
            Rule::OnlyWith(of, at) => {
                let flag = condition(of).only_with.get(at);
                let flag = flag.map_or(String::new(), |flag| pack.red_flags()[*flag].id.to_string());
                ("only-with", flag, "nothing".into())
            }
            Rule::Companion(..) => ("never-without", self.formula(subject), "never".into()),
            Rule::Offer(_) => ("offered", "to some".into(), "to nobody".into()),
        };
        self.add(Operator::Drop, subject, key, [before, after], Change::Out(rule));
    }

    /// The formula of a table, changed in each place.
    fn formulas(&mut self, subject: Subject) {
        let Some(formula) = subject.formula(self.pack) else { return };
        let of_condition = match subject {
            Subject::Adjustment(condition, _) | Subject::Evidence(condition, _) => Some(condition),
            _ => None,
        };
        if of_condition.is_some_and(|condition| !is_ranked(&self.pack.conditions()[condition])) {
            return;
        }
        if matches!(subject, Subject::Adjustment(..)) && !self.has_an_order() {
            return;
        }
        // An action without a block of its own has no formula that anybody wrote.
        if matches!(subject, Subject::Action(_)) && *formula == Formula::Any(Vec::new()) {
            return;
        }
        let is_block = matches!(subject, Subject::Action(_) | Subject::Block(_));
        let is_beside_the_point =
            |formula: &Formula<FindingIx>| is_block && implies_one_of(formula, &self.urgent);
        let original_is = is_beside_the_point(formula);
        let known = |finding: &FindingIx| self.certain.get(finding).copied();
        let changed: Vec<_> = formula::changes(formula, &known)
            .into_iter()
            .filter(|changed| !(original_is && is_beside_the_point(&changed.formula)))
            .collect();
        for formula::Changed { operator, formula, before, after } in changed {
            let words = [formula_in_ids(self.pack, &before), formula_in_ids(self.pack, &after)];
            self.add(operator, subject, subject.formula_key(), words, Change::Formula(formula));
        }
    }

    fn level(
        &mut self,
        operator: Operator,
        subject: Subject,
        key: &str,
        before: Urgency,
        after: Urgency,
        change: Change,
    ) {
        self.add(operator, subject, key, [before.to_string(), after.to_string()], change);
    }

    fn condition(&mut self, subject: Subject, index: ConditionIx) {
        let condition = &self.pack.conditions()[index];
        if is_ranked(condition) {
            for care in beside(CARE, condition.care) {
                // Dropping the care of one that asks for a routine visit comes to the same.
                if care > Urgency::SelfCare || condition.care > Urgency::Routine {
                    let change = Change::Care(index, care);
                    self.level(Operator::Care, subject, "care", condition.care, care, change);
                }
            }
            let weight = condition.prior.weight;
            if weight != Decibans::ZERO && self.has_an_order() {
                let words = [points(weight), points(Decibans::ZERO)];
                self.add(Operator::Prior, subject, "prior", words, Change::Prior(index, Decibans::ZERO));
            }
            self.groups(subject, index);
            self.bands(subject, index);
        }
        self.listed(subject, List::Condition(index), &condition.actions);
    }

    /// Each group of lines of which more than one can count the same way.
    fn groups(&mut self, subject: Subject, index: ConditionIx) {
        let evidence = &self.pack.conditions()[index].evidence;
        let groups: BTreeSet<u32> = evidence.iter().filter_map(|line| line.group).collect();
        for group in groups {
            let lines: Vec<_> = evidence.iter().filter(|line| line.group == Some(group)).collect();
            let many = |counts: &dyn Fn(Decibans) -> bool| {
                lines.iter().filter(|line| counts(line.present) || counts(line.absent)).count() > 1
            };
            if many(&|weight| weight > Decibans::ZERO) || many(&|weight| weight < Decibans::ZERO) {
                let ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
                let words = [format!("the strongest of {}", ids.join(", ")), "all of them".into()];
                self.add(Operator::Group, subject, "group", words, Change::NoGroup(index, group));
            }
        }
    }

    /// The findings on how well a condition fits, with the other band that they can ask for.
    fn bands(&mut self, subject: Subject, index: ConditionIx) {
        for (finding, entry) in self.pack.findings().iter_indexed() {
            let FindingRule::Fits { condition, at_least } = entry.rule else { continue };
            if condition == index && self.used.contains(&finding) {
                let other = if at_least == Band::FitsWell { Band::FitsPartly } else { Band::FitsWell };
                let words = [at_least.name().into(), other.name().into()];
                let change = Change::Band(finding, other);
                self.add(Operator::Band, subject, entry.id.to_string(), words, change);
            }
        }
    }

    fn evidence(&mut self, subject: Subject, index: ConditionIx, at: usize) {
        let condition = &self.pack.conditions()[index];
        let Some(line) = condition.evidence.get(at).filter(|_| is_ranked(condition)) else { return };
        let (present, absent) = (line.present, line.absent);
        for (key, weight) in [("present", present), ("absent", absent)] {
            let halved = Decibans::new(weight.value() / 2);
            // Half of one point is none: that is what dropping it does.
            if halved != Decibans::ZERO {
                let change = match key {
                    "present" => Change::Present(index, at, halved),
                    _ => Change::Absent(index, at, halved),
                };
                self.add(Operator::Half, subject, key, [points(weight), points(halved)], change);
            }
        }
        // Both at once: a finding that speaks for a condition whether it is there or not would be found by a check.
        let (key, words) = match (present == Decibans::ZERO, absent == Decibans::ZERO) {
            (true, true) => return,
            (false, true) => ("present", [points(present), points(turned(present))]),
            (true, false) => ("absent", [points(absent), points(turned(absent))]),
            (false, false) => {
                let both = |present, absent| format!("{} and {}", points(present), points(absent));
                ("present and absent", [both(present, absent), both(turned(present), turned(absent))])
            }
        };
        let change = Change::Weights(index, at, turned(present), turned(absent));
        self.add(Operator::Sign, subject, key, words, change);
    }

    fn listed(&mut self, subject: Subject, list: List, actions: &[ActionIx]) {
        for action in actions {
            let words = [self.id_of(*action), "nothing".into()];
            self.add(Operator::ListedAction, subject, "actions", words, Change::Unlisted(list, *action));
        }
    }

    /// The findings of a question: the next option, and the edges of ranges.
    fn answers(&mut self, index: QuestionIx) {
        let pack = self.pack;
        let question = &pack.questions()[index];
        for (finding, entry) in pack.findings().iter_indexed() {
            let FindingRule::Answer { question: of, test } = entry.rule else { continue };
            if of != index || !self.used.contains(&finding) {
                continue;
            }
            let subject = Subject::Question(index);
            match test {
                AnswerTest::Chose(option) => {
                    let Some((next, choice)) = next_option(question, option) else { continue };
                    let now = question.options().find(|(index, _)| *index == option);
                    let words = [now.map_or("", |(_, now)| now.id.as_str()).into(), choice];
                    let change = Change::Test(finding, AnswerTest::Chose(next));
                    self.add(Operator::Option, subject, entry.id.to_string(), words, change);
                }
                AnswerTest::InRange(range) => {
                    for other in moved_edges(range, question.number_range()) {
                        let change = Change::Test(finding, AnswerTest::InRange(other));
                        let words = [in_words(range), in_words(other)];
                        self.add(Operator::Edge, subject, entry.id.to_string(), words, change);
                    }
                }
                AnswerTest::Yes | AnswerTest::ChoseNone | AnswerTest::NotSure => {}
            }
        }
    }

    /// What opening the pack gives, answered in another way.
    fn given(&mut self, subject: Subject, at: usize) {
        let Some(given) = self.pack.given().get(at) else { return };
        let question = &self.pack.questions()[given.question];
        let told = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let (words, answer) = match given.answer {
            Answer::YesNo(yes) => ([told(yes), told(!yes)], Answer::YesNo(!yes)),
            Answer::One(option) => {
                let Some((next, choice)) = next_option(question, option) else { return };
                let now = question.options().find(|(index, _)| *index == option);
                ([now.map_or("", |(_, now)| now.id.as_str()).into(), choice], Answer::One(next))
            }
            Answer::NotSure | Answer::Any { .. } | Answer::Number(_) => return,
        };
        self.add(Operator::Given, subject, question.id.to_string(), words, Change::Given(at, answer));
    }
}

/// The findings that are the same for everybody, because opening the pack answers their questions.
fn certain_findings(pack: &Pack) -> BTreeMap<FindingIx, bool> {
    let mut certain = BTreeMap::new();
    // Findings stand after those they depend on.
    for (index, finding) in pack.findings().iter_indexed() {
        let holds = match &finding.rule {
            FindingRule::Answer { question, test } => {
                let is_asked = pack.questions()[*question].ask_when.is_none();
                let answer = pack.given_answer(*question).filter(|_| is_asked);
                let truth = answer.map(|answer| test.truth_of(*answer));
                truth.filter(|truth| !truth.is_unknown()).map(Truth::is_true)
            }
            FindingRule::Fits { .. } => None,
            FindingRule::Formula(_) | FindingRule::RedFlag(_) | FindingRule::Exit(_) => {
                let known = |finding: &FindingIx| certain.get(finding).copied();
                pack.formula_of(index).and_then(|formula| formula::certain(&formula::plain(formula, &known)))
            }
        };
        certain.extend(holds.map(|holds| (index, holds)));
    }
    certain
}

/// The levels beside this one, the lower first.
fn beside(levels: &[Urgency], level: Urgency) -> impl Iterator<Item = Urgency> {
    let at = levels.iter().position(|other| *other == level);
    let below = at.and_then(|at| levels.get(at.checked_sub(1)?));
    let above = at.and_then(|at| levels.get(at + 1));
    below.into_iter().chain(above).copied().collect::<Vec<_>>().into_iter()
}

/// Whether evidence counts for it. A condition that is only shown with red flags is never ranked.
fn is_ranked(condition: &Condition) -> bool {
    condition.only_with.is_empty()
}

fn turned(weight: Decibans) -> Decibans {
    Decibans::new(weight.value().saturating_neg())
}

fn points(weight: Decibans) -> String {
    match weight.value() {
        1 | -1 => format!("{:+} point", weight.value()),
        0 => "0 points".into(),
        value => format!("{value:+} points"),
    }
}

/// The option that stands behind this one, the first behind the last, with its id. None if there is no other.
fn next_option(question: &Question, option: OptionIx) -> Option<(OptionIx, String)> {
    let options: &IndexVec<OptionIx, _> = match &question.kind {
        QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. } => options,
        QuestionKind::YesNo { .. } | QuestionKind::Scale { .. } | QuestionKind::Number { .. } => return None,
    };
    let next = OptionIx::at((option.position() + 1) % options.len().max(1));
    Some((next, options.get(next)?.id.to_string())).filter(|_| next != option)
}

/// The ranges that begin or end one number earlier or later, as far as they hold some numbers of the question and not all.
fn moved_edges(range: NumberRange, of: Option<(i32, i32)>) -> Vec<NumberRange> {
    let Some((min, max)) = of else { return Vec::new() };
    let NumberRange { at_least, at_most } = range;
    let mut found = Vec::new();
    for step in [-1, 1] {
        found.extend(at_least.map(|edge| NumberRange { at_least: Some(edge.saturating_add(step)), at_most }));
        found.extend(at_most.map(|edge| NumberRange { at_least, at_most: Some(edge.saturating_add(step)) }));
    }
    let ends = |range: NumberRange| {
        (range.at_least.map_or(min, |edge| edge.max(min)), range.at_most.map_or(max, |edge| edge.min(max)))
    };
    found.retain(|changed| {
        let (low, high) = ends(*changed);
        low <= high && (low, high) != (min, max) && (low, high) != ends(range)
    });
    found
}

fn in_words(range: NumberRange) -> String {
    match (range.at_least, range.at_most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number".into(),
    }
}

#[cfg(test)]
mod tests;
