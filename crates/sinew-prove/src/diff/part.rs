//! The tables of a pack by their names, with what they decide and what they say, so that two packs can be compared.

use sinew_logic::Formula;
use sinew_model::{
    ActionIx, Answer, AnswerTest, Claim, FactAnswer, FactSource, FindingIx, FindingRule, NumberRange, Origin,
    Pack, Question, QuestionKind, SourceIx, WorseAnswer,
};
use std::{collections::BTreeMap, fmt};

/// What kind of table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// A question with its answers.
    Question,
    /// A part of the number line of a question.
    Range,
    /// A combination of findings.
    Combination,
    /// A combination that nobody has.
    Constraint,
    /// An answer that opening the pack gives.
    Given,
    /// A red flag.
    RedFlag,
    /// An exit.
    Exit,
    /// A condition, without its lines.
    Condition,
    /// A line of evidence of a condition.
    Evidence,
    /// An adjustment of a condition.
    Adjustment,
    /// A companion of a condition.
    Companion,
    /// A cause.
    Cause,
    /// An action.
    Action,
    /// A block.
    Block,
    /// The order of the tables of one kind: what stands first decides where nothing else does.
    Order,
    /// A region.
    Region,
    /// What may be known without asking.
    Fact,
    /// A source.
    Source,
    /// A promise about the advice.
    Property,
    /// The pack itself: what it is called, and whom it is for.
    Pack,
}

impl PartKind {
    /// The name used in JSON and in fingerprints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Range => "range",
            Self::Combination => "combination",
            Self::Constraint => "constraint",
            Self::Given => "given",
            Self::RedFlag => "red-flag",
            Self::Exit => "exit",
            Self::Condition => "condition",
            Self::Evidence => "evidence",
            Self::Adjustment => "adjustment",
            Self::Companion => "companion",
            Self::Cause => "cause",
            Self::Action => "action",
            Self::Block => "block",
            Self::Order => "order",
            Self::Region => "region",
            Self::Fact => "fact",
            Self::Source => "source",
            Self::Property => "property",
            Self::Pack => "pack",
        }
    }
}

/// A table of a pack, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its id.
    pub id: String,
    /// The id of the condition that it stands in, for its lines.
    pub within: Option<String>,
}

impl Part {
    pub(crate) fn new(kind: PartKind, id: &(impl ToString + ?Sized)) -> Self {
        Self { kind, id: id.to_string(), within: None }
    }

    fn within(kind: PartKind, condition: &impl ToString, id: &impl ToString) -> Self {
        Self { kind, id: id.to_string(), within: Some(condition.to_string()) }
    }
}

impl fmt::Display for Part {
    /// Its kind and its ids, such as `evidence cold.sneezing`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            Some(within) => write!(formatter, "{} {within}.{}", self.kind.name(), self.id),
            None => write!(formatter, "{} {}", self.kind.name(), self.id),
        }
    }
}

/// A table that is not the same in both packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// The table.
    pub part: Part,
    /// Where it is written in the old pack; none if it is not there, or nobody knows where.
    pub old: Option<Origin>,
    /// Where it is written in the new pack.
    pub new: Option<Origin>,
    /// Whether the old pack has it.
    pub was_there: bool,
    /// Whether the new pack has it.
    pub is_there: bool,
    /// What differs, in the order of the fields.
    pub fields: Vec<FieldChange>,
}

impl PartChange {
    /// Whether something differs that can decide, or that is itself advice: no mere wording.
    pub fn decides(&self) -> bool {
        self.fields.iter().any(|field| field.decides)
    }

    /// The fields that a review is about: whatever decides, and of what people are told to do, not to do, to stop for or to call, and
    /// of what the pack promises, every word.
    pub fn for_review(&self) -> impl Iterator<Item = &FieldChange> {
        let every_word = matches!(
            self.part.kind,
            PartKind::RedFlag | PartKind::Exit | PartKind::Action | PartKind::Region | PartKind::Property
        );
        self.fields.iter().filter(move |field| every_word || field.decides)
    }

    /// Whether a list of things to do, not to do or to stop for has as many entries in other words.
    pub(crate) fn is_reworded_list(&self) -> bool {
        let differs = |name: &str| self.fields.iter().any(|field| field.field == name);
        LISTS.iter().any(|(words, count)| differs(words) && !differs(count))
    }
}

/// Lists of things to do, not to do or to stop for, each with the field that says how many there are.
const LISTS: [(&str, &str); 3] = [DO, DO_NOT, STOP_IF];
const DO: (&str, &str) = ("do", "things to do");
const DO_NOT: (&str, &str) = ("do-not", "things not to do");
const STOP_IF: (&str, &str) = ("stop-if", "reasons to stop");

/// A field of a table that is not the same in both packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name.
    pub field: &'static str,
    /// What it said, formulas as `all(a, not(b))` over the names of findings; none if it was not there.
    pub was: Option<String>,
    /// What it says.
    pub is: Option<String>,
    /// Whether it decides, or is itself advice, and is no mere wording.
    pub decides: bool,
}

/// What stands in a table.
#[derive(Debug, Default)]
struct Content {
    origin: Option<Origin>,
    fields: Vec<(&'static str, String, bool)>,
}

#[expect(clippy::needless_pass_by_value, reason = "values and references stand in the same lists of fields")]
impl Content {
    fn at(origin: &Origin) -> Self {
        Self { origin: Some(origin.clone()), fields: Vec::new() }
    }

    /// A field that decides.
    fn rule(mut self, field: &'static str, value: impl ToString) -> Self {
        self.fields.push((field, value.to_string(), true));
        self
    }

    /// A field that people read.
    fn text(mut self, field: &'static str, value: impl ToString) -> Self {
        self.fields.push((field, value.to_string(), false));
        self
    }

    fn rule_if(self, field: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.rule(field, value),
            None => self,
        }
    }

    fn text_if(self, field: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.text(field, value),
            None => self,
        }
    }

    /// A list of things to do or not to do: how many there are is advice, their words are words.
    fn list(self, (field, count): (&'static str, &'static str), items: &[String]) -> Self {
        self.rule(count, items.len()).text(field, items.join(" | "))
    }
}

/// All tables that are not the same in two packs, in the order of their kinds and ids.
pub(crate) fn changes(old: &Pack, new: &Pack) -> Vec<PartChange> {
    let (before, mut after) = (contents(old), contents(new));
    let mut changes = Vec::new();
    for (part, was) in before {
        let is = after.remove(&part);
        changes.extend(change(part, Some(was), is));
    }
    for (part, is) in after {
        changes.extend(change(part, None, Some(is)));
    }
    changes.extend(orders(old, new));
    changes.sort_by(|one, other| one.part.cmp(&other.part));
    changes
}

fn change(part: Part, old: Option<Content>, new: Option<Content>) -> Option<PartChange> {
    let (was_there, is_there) = (old.is_some(), new.is_some());
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let mut names: Vec<&'static str> = Vec::new();
    for (name, _, _) in old.fields.iter().chain(&new.fields) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let value = |content: &Content, name: &str| {
        content.fields.iter().find(|(field, _, _)| *field == name).map(|(_, value, _)| value.clone())
    };
    let fields = names.into_iter().filter_map(|field| {
        let (was, is) = (value(&old, field), value(&new, field));
        let decides = old.fields.iter().chain(&new.fields).any(|(name, _, rule)| *name == field && *rule);
        (was != is).then_some(FieldChange { field, was, is, decides })
    });
    let fields: Vec<FieldChange> = fields.collect();
    (!fields.is_empty()).then_some(PartChange {
        part,
        old: old.origin,
        new: new.origin,
        was_there,
        is_there,
        fields,
    })
}

/// Where what both packs have stands in another order.
fn orders(old: &Pack, new: &Pack) -> Vec<PartChange> {
    let of = |pack: &Pack| -> Vec<(&'static str, bool, Vec<String>)> {
        vec![
            ("questions", false, pack.questions().iter().map(|of| of.id.to_string()).collect()),
            ("red-flags", false, pack.red_flags().iter().map(|of| of.id.to_string()).collect()),
            ("exits", true, pack.exits().iter().map(|of| of.id.to_string()).collect()),
            ("conditions", true, pack.conditions().iter().map(|of| of.id.to_string()).collect()),
            ("actions", true, pack.actions().iter().map(|of| of.id.to_string()).collect()),
        ]
    };
    of(old)
        .into_iter()
        .zip(of(new))
        .filter_map(|((table, decides, before), (_, _, after))| {
            let kept = |ids: &[String], others: &[String]| -> Vec<String> {
                ids.iter().filter(|id| others.contains(id)).cloned().collect()
            };
            let (was, is) = (kept(&before, &after), kept(&after, &before));
            (was != is).then(|| PartChange {
                part: Part::new(PartKind::Order, table),
                old: None,
                new: None,
                was_there: true,
                is_there: true,
                fields: vec![FieldChange {
                    field: "order",
                    was: Some(was.join(", ")),
                    is: Some(is.join(", ")),
                    decides,
                }],
            })
        })
        .collect()
}

/// A formula over the names of findings.
fn formula(pack: &Pack, of: &Formula<FindingIx>) -> String {
    let members = |of: &[Formula<FindingIx>]| -> String {
        of.iter().map(|member| formula(pack, member)).collect::<Vec<_>>().join(", ")
    };
    match of {
        Formula::Atom(finding) => pack.findings()[*finding].id.to_string(),
        Formula::All(of) => format!("all({})", members(of)),
        Formula::Any(of) if of.is_empty() => "never".into(),
        Formula::Any(of) => format!("any({})", members(of)),
        Formula::Not(inner) => format!("not({})", formula(pack, inner)),
        Formula::AtLeast { count, of } => format!("at-least {count} of ({})", members(of)),
        Formula::Score { points, at_least } => {
            let points =
                points.iter().map(|(finding, weight)| format!("{} {weight:+}", pack.findings()[*finding].id));
            format!("at-least {at_least} points of ({})", points.collect::<Vec<_>>().join(", "))
        }
    }
}

fn sources(pack: &Pack, sources: &[SourceIx]) -> String {
    names(sources.iter().map(|source| &pack.sources()[*source].id))
}

fn names<T: ToString>(ids: impl Iterator<Item = T>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The same whatever the order.
fn set<T: ToString>(ids: impl Iterator<Item = T>) -> String {
    let mut ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    ids.sort();
    ids.join(", ")
}

/// An answer by its ids.
fn answer(question: &Question, answer: Answer) -> String {
    let option = |wanted| {
        question
            .options()
            .find(|(index, _)| *index == wanted)
            .map_or(String::new(), |(_, of)| of.id.to_string())
    };
    match answer {
        Answer::YesNo(yes) => if yes { "yes" } else { "no" }.into(),
        Answer::One(chosen) => option(chosen),
        Answer::Any { chosen, unsure } => {
            let mut all: Vec<String> = chosen.iter().map(option).collect();
            all.extend(unsure.then(|| "not-sure".into()));
            format!("[{}]", all.join(", "))
        }
        Answer::Number(number) => number.to_string(),
        Answer::NotSure => "not-sure".into(),
    }
}

fn question(pack: &Pack, of: &Question) -> Content {
    let mut content = Content::at(&of.origin)
        .rule("type", kind_name(&of.kind))
        .rule("not-sure", of.not_sure)
        .rule_if("ask-when", of.ask_when.as_ref().map(|when| formula(pack, when)))
        .text("section", &of.section)
        .text("short", &of.short)
        .text("ask", &of.ask)
        .text("why", &of.why)
        .text("help", of.help.join(" | "));
    match &of.kind {
        QuestionKind::YesNo { yes, no } => {
            content = content.text("yes", format!("{} | {}", yes.label, yes.told));
            content.text("no", format!("{} | {}", no.label, no.told))
        }
        QuestionKind::OneOf { worse_upward, .. } => {
            let choices = of.options().map(|(_, of)| format!("{} | {}", of.label, of.told));
            content
                .rule("options", names(of.options().map(|(_, of)| &of.id)))
                .text("choices", choices.collect::<Vec<_>>().join("; "))
                .rule("worse-upward", worse_upward)
        }
        QuestionKind::AnyOf { none_told, .. } => {
            let choices = of.options().map(|(_, of)| format!("{} | {}", of.label, of.told));
            content
                .rule("options", names(of.options().map(|(_, of)| &of.id)))
                .text("choices", choices.collect::<Vec<_>>().join("; "))
                .text("none-told", none_told)
        }
        QuestionKind::Scale { from, to, told, worse_upward } => content
            .rule("from", from.value)
            .rule("to", to.value)
            .text("anchors", format!("{} | {}", from.label, to.label))
            .text("told", told)
            .rule("worse-upward", worse_upward),
        QuestionKind::Number { unit, min, max, told, worse_upward } => content
            .rule("from", min)
            .rule("to", max)
            // Another unit makes another question of the same number.
            .rule("unit", unit)
            .text("told", told)
            .rule("worse-upward", worse_upward),
    }
}

fn kind_name(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::YesNo { .. } => "yes-no",
        QuestionKind::OneOf { .. } => "one-of",
        QuestionKind::AnyOf { .. } => "any-of",
        QuestionKind::Scale { .. } => "scale",
        QuestionKind::Number { .. } => "number",
    }
}

/// Every table of a pack by its name.
fn contents(pack: &Pack) -> BTreeMap<Part, Content> {
    let mut all = BTreeMap::new();
    asked(pack, &mut all);
    for flag in pack.red_flags() {
        let content = Content::at(&flag.origin)
            .rule("urgency", flag.urgency)
            .rule("when", formula(pack, &flag.when))
            .rule("unknown-floor", flag.floor_when_unknown())
            .list(DO, &flag.actions)
            .list(DO_NOT, &flag.do_not)
            .text("title", &flag.title)
            .text("sign", &flag.sign)
            .text("because", &flag.because)
            .text_if("say", flag.say.as_ref())
            .text_if("floor because", flag.unknown_floor.as_ref().map(|floor| &floor.because))
            .text_if("evidence", flag.evidence.as_ref())
            .text("covers", set(flag.covers.iter().map(|covered| &pack.red_flags()[*covered].id)))
            .text("basis", flag.basis.name())
            .text("sources", sources(pack, &flag.sources));
        all.insert(Part::new(PartKind::RedFlag, &flag.id), content);
    }
    for exit in pack.exits() {
        let content = Content::at(&exit.origin)
            .rule("urgency", exit.urgency)
            .rule("when", formula(pack, &exit.when))
            .list(DO, &exit.actions)
            .text("title", &exit.title)
            .text("because", &exit.because)
            .text("basis", exit.basis.name())
            .text("sources", sources(pack, &exit.sources));
        all.insert(Part::new(PartKind::Exit, &exit.id), content);
    }
    conditions(pack, &mut all);
    for cause in pack.causes() {
        let content = Content::at(&cause.origin)
            .rule("when", formula(pack, &cause.when))
            .rule("actions", names(cause.actions.iter().map(|action| &pack.actions()[*action].id)))
            .text("title", &cause.title)
            .text("because", &cause.because)
            .text("strength", cause.strength.name())
            .text("basis", cause.basis.name())
            .text("sources", sources(pack, &cause.sources));
        all.insert(Part::new(PartKind::Cause, &cause.id), content);
    }
    for action in pack.actions() {
        let content = Content::at(&action.origin)
            .rule("kind", action.kind.name())
            .rule("timing", action.timing.name())
            .rule("always", action.always)
            .rule("blocked-when", formula(pack, &action.blocked_when))
            .rule("dose", action.dose.phrases().join("; "))
            .list(DO_NOT, &action.do_not)
            .list(STOP_IF, &action.stop_if)
            .text("title", &action.title)
            .text("why", &action.why)
            .text("steps", action.steps.join(" | "))
            .text("progression", &action.progression)
            .text_if("feel", action.feel.as_ref())
            .text_if("expect", action.expect.as_ref())
            .text("blocked-because", &action.blocked_because)
            .text("basis", action.basis.name())
            .text("sources", sources(pack, &action.sources));
        all.insert(Part::new(PartKind::Action, &action.id), content);
    }
    for block in pack.blocks() {
        let content = Content::at(&block.origin)
            .rule("when", formula(pack, &block.when))
            .rule("actions", set(block.actions.iter().map(|action| &pack.actions()[*action].id)))
            .text("because", &block.because);
        all.insert(Part::new(PartKind::Block, &block.id), content);
    }
    beside(pack, &mut all);
    all
}

/// What is asked and what answers come to.
fn asked(pack: &Pack, all: &mut BTreeMap<Part, Content>) {
    for of in pack.questions() {
        all.insert(Part::new(PartKind::Question, &of.id), question(pack, of));
    }
    for (index, finding) in pack.findings().iter_indexed() {
        match &finding.rule {
            FindingRule::Answer { question, test: AnswerTest::InRange(range) } => {
                let bound = |bound: Option<i32>| bound.map_or("any".into(), |bound| bound.to_string());
                let content = Content::at(&pack.questions()[*question].origin)
                    .rule("range", format!("{} to {}", bound(range.at_least), bound(range.at_most)));
                all.insert(Part::new(PartKind::Range, &finding.id), content);
            }
            FindingRule::Formula(_) => {
                let when = pack.formula_of(index).map(|when| formula(pack, when));
                let content = Content { origin: finding.origin.clone(), ..Content::default() }
                    .rule_if("when", when)
                    .text_if("means", finding.means.as_ref());
                all.insert(Part::new(PartKind::Combination, &finding.id), content);
            }
            FindingRule::Answer { .. }
            | FindingRule::RedFlag(_)
            | FindingRule::Exit(_)
            | FindingRule::Fits { .. } => {}
        }
    }
    for constraint in pack.constraints() {
        let content = Content::at(&constraint.origin)
            .rule("impossible", formula(pack, &constraint.impossible))
            .text("because", &constraint.because);
        all.insert(Part::new(PartKind::Constraint, &constraint.id), content);
    }
    for given in pack.given() {
        let of = &pack.questions()[given.question];
        let content = Content::at(&given.origin).rule("answer", answer(of, given.answer));
        all.insert(Part::new(PartKind::Given, &of.id), content);
    }
}

fn conditions(pack: &Pack, all: &mut BTreeMap<Part, Content>) {
    for condition in pack.conditions() {
        let id = &condition.id;
        let companions = names(condition.never_without.iter().map(|of| &pack.conditions()[of.condition].id));
        let content = Content::at(&condition.origin)
            .rule("care", condition.care)
            .rule("prior", condition.prior.weight.value())
            .rule("review", condition.review)
            .rule("actions", names(condition.actions.iter().map(|action| &pack.actions()[*action].id)))
            .rule("only-with", set(condition.only_with.iter().map(|flag| &pack.red_flags()[*flag].id)))
            .text("causes", names(condition.causes.iter().map(|cause| &pack.causes()[*cause].id)))
            .text("name", &condition.name)
            .text("about", &condition.about)
            .text("who", &condition.who)
            .text("expect", &condition.expect.text)
            .text("prior as written", &condition.prior.written)
            .text("prior basis", condition.prior.basis.name())
            .text("prior sources", sources(pack, &condition.prior.sources))
            .rule_if("order of never-without", (condition.never_without.len() > 1).then_some(companions))
            .text("sources", sources(pack, &condition.sources));
        all.insert(Part::new(PartKind::Condition, id), content);
        for line in &condition.evidence {
            let group = line.group.map(|group| {
                let others = condition.evidence.iter().filter(|other| other.group == Some(group));
                set(others.map(|other| &other.id))
            });
            let content = Content::at(&line.origin)
                .rule("when", formula(pack, &line.when))
                .rule("present", line.present.value())
                .rule("absent", line.absent.value())
                .rule_if("counts once among", group)
                .text("because", &line.because)
                .text_if("absent-because", line.absent_because.as_ref())
                .text("basis", line.basis.name())
                .text("sources", sources(pack, &line.sources));
            all.insert(Part::within(PartKind::Evidence, id, &line.id), content);
        }
        for adjustment in &condition.adjustments {
            let content = Content::at(&adjustment.origin)
                .rule("when", formula(pack, &adjustment.when))
                .rule("shift", adjustment.shift.value())
                .text("because", &adjustment.because)
                .text("basis", adjustment.basis.name())
                .text("sources", sources(pack, &adjustment.sources));
            all.insert(Part::within(PartKind::Adjustment, id, &adjustment.id), content);
        }
        for companion in &condition.never_without {
            let content = Content::at(&companion.origin)
                .rule("when", companion.when.as_ref().map_or("always".into(), |when| formula(pack, when)))
                .text("because", &companion.because)
                .text("basis", companion.basis.name())
                .text("sources", sources(pack, &companion.sources));
            let other = &pack.conditions()[companion.condition].id;
            all.insert(Part::within(PartKind::Companion, id, other), content);
        }
    }
}

/// What a property promises.
fn claim(pack: &Pack, of: &Claim) -> String {
    let actions = |of: &[ActionIx]| set(of.iter().map(|action| &pack.actions()[*action].id));
    match of {
        Claim::UrgencyAtLeast(urgency) => format!("urgency at least {urgency}"),
        Claim::UrgencyAtMost(urgency) => format!("urgency at most {urgency}"),
        Claim::Never(of) => format!("never {}", actions(of)),
        Claim::Always(of) => format!("always {}", actions(of)),
        Claim::FitsAtLeast { condition, band } => {
            format!("{} fits at least {}", pack.conditions()[*condition].id, band.name())
        }
        Claim::MonotoneIn(worsenings) => {
            let worse = worsenings.iter().map(|of| {
                let question = &pack.questions()[of.question];
                match of.change {
                    WorseAnswer::Upward => format!("{} upward", question.id),
                    WorseAnswer::Yes => format!("{} yes", question.id),
                    WorseAnswer::Chosen(option) => {
                        format!("{} {}", question.id, answer(question, Answer::One(option)))
                    }
                }
            });
            format!("not less urgent with {}", set(worse))
        }
    }
}

/// What decides nothing.
fn beside(pack: &Pack, all: &mut BTreeMap<Part, Content>) {
    for region in pack.regions() {
        let urgent = region.urgent.as_ref().map(|contact| format!("{} {}", contact.number, contact.name));
        let content = Content::at(&region.origin)
            .text("name", &region.name)
            .text("emergency", region.emergency.join(", "))
            .text("emergency status", region.emergency_status.name())
            .text_if("urgent", urgent)
            .text("locales", region.locales.join(", "))
            .text_if("note", region.note.as_ref());
        all.insert(Part::new(PartKind::Region, &region.id), content);
    }
    for fact in pack.facts() {
        let question = &pack.questions()[fact.question];
        let from = match fact.source {
            FactSource::TrainingLog(measure) => format!("{} {}", fact.source.name(), measure.name()),
            FactSource::Extension => fact.source.name().to_owned(),
        };
        let options = match &fact.answer {
            FactAnswer::Number => None,
            FactAnswer::Options(options) => Some(set(options.iter().map(|option| {
                let end = |end: Option<i32>| end.map_or_else(String::new, |end| end.to_string());
                let NumberRange { at_least, at_most } = option.range;
                format!("{} {}..{}", answer(question, option.answer), end(at_least), end(at_most))
            }))),
        };
        let content = Content::at(&fact.origin)
            .text("from", from)
            .text("means", &fact.means)
            .text("unit", &fact.unit)
            .text("min", fact.min)
            .text("max", fact.max)
            .text("answers", &question.id)
            .text_if("options", options);
        all.insert(Part::new(PartKind::Fact, &fact.id), content);
    }
    for source in pack.sources() {
        let content = Content::default()
            .text("citation", &source.citation)
            .text_if("title", source.title.as_ref())
            .text_if("doi", source.doi.as_ref())
            .text("status", source.status.name())
            .text_if("note", source.note.as_ref());
        all.insert(Part::new(PartKind::Source, &source.id), content);
    }
    for property in pack.properties() {
        let when = |when: &Option<Formula<FindingIx>>| when.as_ref().map(|when| formula(pack, when));
        let content = Content::at(&property.origin)
            .text("says", &property.says)
            .text("claim", claim(pack, &property.claim))
            .text_if("assume", when(&property.assume))
            .text_if("assume-open", when(&property.assume_open))
            .text("because", &property.because);
        all.insert(Part::new(PartKind::Property, &property.id), content);
    }
    let identity = pack.identity();
    let content = Content::default()
        .text("title", &identity.title)
        .text("place", &identity.place)
        .text("intended-use", &identity.intended_use)
        .text("not-for", identity.not_for.join(" | "))
        .text("known-limits", identity.known_limits.join(" | "))
        .text("reviewed", identity.reviewed)
        .text("next-review", identity.next_review);
    all.insert(Part::new(PartKind::Pack, &identity.id), content);
}
