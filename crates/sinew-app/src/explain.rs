//! What a pack says about one of its ids: in plain words first, then every rule with its basis, its sources and its place.

use crate::wording;
use sinew_diag::Check;
use sinew_logic::Formula;
use sinew_model::{
    Action, ActionIx, Answer, Basis, Cause, Citation, Claim, Condition, Decibans, Exit, Fact, FactAnswer,
    FindingIx, NumberRange, Origin, Pack, Property, QuestionKind, RedFlag, Source, SourceIx, WorseAnswer,
    Worsening,
};

/// What kind of thing an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExplainedKind {
    /// A warning sign.
    RedFlag,
    /// A reason why the guide is not for somebody.
    Exit,
    /// What it might be.
    Condition,
    /// What may have contributed.
    Cause,
    /// Something to do.
    Action,
    /// What is promised about the advice.
    Property,
    /// What may be known without asking.
    Fact,
}

impl ExplainedKind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::RedFlag => "red flag",
            Self::Exit => "exit",
            Self::Condition => "condition",
            Self::Cause => "cause",
            Self::Action => "action",
            Self::Property => "property",
            Self::Fact => "fact",
        }
    }
}

/// One rule of the pack, with what it does and on what grounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedRule {
    /// Its id within the thing it belongs to; none for the thing's own rule.
    pub id: Option<String>,
    /// When it holds, in ids; none if it always does.
    pub when: Option<String>,
    /// What it does then.
    pub effect: String,
    /// What it says to people.
    pub text: String,
    /// On what it rests, where the pack says so.
    pub basis: Option<Basis>,
    /// Ids of its sources.
    pub sources: Vec<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// Everything a pack says about one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What kind of thing it is.
    pub kind: ExplainedKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What people are told about it: whole sentences.
    pub about: Vec<String>,
    /// Lists that belong to it, each with a heading: what to do, steps, when to stop.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// The rules that bring it about or keep it away.
    pub rules: Vec<ExplainedRule>,
    /// The sources of all of it, each once.
    pub sources: Vec<Citation>,
    /// Where it is written.
    pub origin: Origin,
}

/// What a pack says about an id. Conditions, causes, actions and properties each have their own space of names, so that one id can name
/// several things; they come in the order of [`ExplainedKind`].
pub fn lookup(pack: &Pack, id: &str) -> Vec<Explained> {
    let explain = Explain { pack };
    let found = [
        pack.red_flag_named(id).map(|index| explain.red_flag(&pack.red_flags()[index])),
        pack.exit_named(id).map(|index| explain.exit(&pack.exits()[index])),
        pack.condition_named(id).map(|index| explain.condition(&pack.conditions()[index])),
        pack.cause_named(id).map(|index| explain.cause(&pack.causes()[index])),
        pack.action_named(id).map(|index| explain.action(index)),
        pack.property_named(id).map(|index| explain.property(&pack.properties()[index])),
        pack.facts().iter().find(|fact| fact.id.as_str() == id).map(|fact| explain.fact(fact)),
    ];
    found.into_iter().flatten().collect()
}

/// All ids that [`lookup`] knows, each once, in alphabetical order: for suggestions and completion.
pub fn known_ids(pack: &Pack) -> Vec<&str> {
    let mut ids: Vec<&str> = pack.red_flags().iter().map(|flag| flag.id.as_str()).collect();
    ids.extend(pack.exits().iter().map(|exit| exit.id.as_str()));
    ids.extend(pack.conditions().iter().map(|condition| condition.id.as_str()));
    ids.extend(pack.causes().iter().map(|cause| cause.id.as_str()));
    ids.extend(pack.actions().iter().map(|action| action.id.as_str()));
    ids.extend(pack.properties().iter().map(|property| property.id.as_str()));
    ids.extend(pack.facts().iter().map(|fact| fact.id.as_str()));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The known id that is written most like this one.
pub fn closest_id<'a>(pack: &'a Pack, id: &str) -> Option<&'a str> {
    sinew_diag::closest_name(id, known_ids(pack))
}

struct Explain<'a> {
    pack: &'a Pack,
}

impl Explain<'_> {
    fn red_flag(&self, flag: &RedFlag) -> Explained {
        let unknown = match &flag.unknown_floor {
            Some(floor) => format!("if it cannot be ruled out: {}, because {}", floor.urgency, floor.because),
            None => format!("if it cannot be ruled out: {}", flag.floor_when_unknown()),
        };
        let rule = ExplainedRule {
            id: None,
            when: Some(self.formula(&flag.when)),
            effect: format!("urgency at least {}; {unknown}", flag.urgency),
            text: flag.sign.clone(),
            basis: Some(flag.basis),
            sources: self.ids(&flag.sources),
            origin: flag.origin.clone(),
        };
        let index = self.pack.red_flag_named(flag.id.as_str());
        let linked = self
            .pack
            .conditions()
            .iter()
            .filter(|condition| index.is_some_and(|index| condition.only_with.contains(&index)))
            .map(|condition| condition.name.clone())
            .collect();
        self.explained(
            ExplainedKind::RedFlag,
            flag.id.to_string(),
            flag.title.clone(),
            vec![flag.because.clone()],
            vec![
                ("Do", flag.actions.clone()),
                ("Do not", flag.do_not.clone()),
                ("What to say", flag.say.iter().cloned().collect()),
                ("It could be", linked),
            ],
            vec![rule],
            flag.origin.clone(),
        )
    }

    fn exit(&self, exit: &Exit) -> Explained {
        let rule = ExplainedRule {
            id: None,
            when: Some(self.formula(&exit.when)),
            effect: format!("the interview ends; urgency at least {}", exit.urgency),
            text: exit.because.clone(),
            basis: Some(exit.basis),
            sources: self.ids(&exit.sources),
            origin: exit.origin.clone(),
        };
        self.explained(
            ExplainedKind::Exit,
            exit.id.to_string(),
            exit.title.clone(),
            vec![exit.because.clone()],
            vec![("Do", exit.actions.clone())],
            vec![rule],
            exit.origin.clone(),
        )
    }

    fn condition(&self, condition: &Condition) -> Explained {
        let mut rules = vec![ExplainedRule {
            id: None,
            when: None,
            effect: format!("starting weight {}", condition.prior.written),
            text: "how common it is, before any answer".into(),
            basis: Some(condition.prior.basis),
            sources: self.ids(&condition.prior.sources),
            origin: condition.origin.clone(),
        }];
        rules.extend(condition.adjustments.iter().map(|adjustment| ExplainedRule {
            id: Some(adjustment.id.to_string()),
            when: Some(self.formula(&adjustment.when)),
            effect: format!("moves the order by {}, never the fit", weight(adjustment.shift)),
            text: adjustment.because.clone(),
            basis: Some(adjustment.basis),
            sources: self.ids(&adjustment.sources),
            origin: adjustment.origin.clone(),
        }));
        rules.extend(condition.evidence.iter().map(|line| ExplainedRule {
            id: Some(line.id.to_string()),
            when: Some(self.formula(&line.when)),
            effect: format!("when so {}, when not {}", weight(line.present), weight(line.absent)),
            text: line.because.clone(),
            basis: Some(line.basis),
            sources: self.ids(&line.sources),
            origin: line.origin.clone(),
        }));
        rules.extend(condition.never_without.iter().map(|companion| {
            let other = &self.pack.conditions()[companion.condition];
            let unknown = if companion.when.is_some() { ", also while it is unknown" } else { "" };
            ExplainedRule {
                id: Some(other.id.to_string()),
                when: companion.when.as_ref().map(|when| self.formula(when)),
                effect: format!("never shown without “{}”{unknown}", other.name),
                text: companion.because.clone(),
                basis: Some(companion.basis),
                sources: self.ids(&companion.sources),
                origin: companion.origin.clone(),
            }
        }));
        let index = self.pack.condition_named(condition.id.as_str());
        let is_companion = |other: &&Condition| {
            other.never_without.iter().any(|companion| Some(companion.condition) == index)
        };
        let beside =
            self.pack.conditions().iter().filter(is_companion).map(|other| other.name.clone()).collect();
        let flags =
            condition.only_with.iter().map(|index| self.pack.red_flags()[*index].title.clone()).collect();
        let causes = condition.causes.iter().map(|index| self.pack.causes()[*index].title.clone()).collect();
        let mut explained = self.explained(
            ExplainedKind::Condition,
            condition.id.to_string(),
            condition.name.clone(),
            vec![
                condition.about.clone(),
                condition.expect.text.clone(),
                format!("Who looks at it: {}.", condition.who),
                format!("If it fits well: {}.", lower_first(&wording::urgency_heading(condition.care, None))),
                format!("If it is not clearly better, have it looked at after {}.", condition.review),
            ],
            vec![
                ("Shown only with", flags),
                ("Shown also beside", beside),
                ("May go with", causes),
                ("What helps", self.action_titles(&condition.actions)),
            ],
            rules,
            condition.origin.clone(),
        );
        self.cite(&condition.sources, &mut explained.sources);
        self.cite(&condition.expect.sources, &mut explained.sources);
        explained
    }

    fn cause(&self, cause: &Cause) -> Explained {
        let rule = ExplainedRule {
            id: None,
            when: Some(self.formula(&cause.when)),
            effect: format!("named as a possible cause; {}", wording::strength(cause.strength)),
            text: cause.because.clone(),
            basis: Some(cause.basis),
            sources: self.ids(&cause.sources),
            origin: cause.origin.clone(),
        };
        self.explained(
            ExplainedKind::Cause,
            cause.id.to_string(),
            cause.title.clone(),
            vec![cause.because.clone()],
            vec![("What helps", self.action_titles(&cause.actions))],
            vec![rule],
            cause.origin.clone(),
        )
    }

    fn fact(&self, fact: &Fact) -> Explained {
        let question = &self.pack.questions()[fact.question];
        let range = |range: NumberRange| match (range.at_least, range.at_most) {
            (Some(least), Some(most)) => format!("from {least} to {most} {}", fact.unit),
            (Some(least), None) => format!("from {least} {} on", fact.unit),
            (None, Some(most)) => format!("up to {most} {}", fact.unit),
            (None, None) => "always".to_owned(),
        };
        let label = |answer: Answer| match (answer, &question.kind) {
            (Answer::YesNo(true), QuestionKind::YesNo { yes, .. }) => yes.label.clone(),
            (Answer::YesNo(false), QuestionKind::YesNo { no, .. }) => no.label.clone(),
            (Answer::One(wanted), _) => question
                .options()
                .find(|(option, _)| *option == wanted)
                .map_or_else(String::new, |(_, choice)| choice.label.clone()),
            _ => String::new(),
        };
        let proposed = match &fact.answer {
            FactAnswer::Number => vec!["its number".to_owned()],
            FactAnswer::Options(options) => options
                .iter()
                .map(|option| format!("{}: {}", range(option.range), label(option.answer)))
                .collect(),
        };
        let mut title = fact.means.clone();
        title.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        self.explained(
            ExplainedKind::Fact,
            fact.id.to_string(),
            title,
            vec![
                format!("It comes from {}, if that is there.", wording::fact_source(fact.source)),
                format!(
                    "A number that is not from {} to {} {} counts as not known.",
                    fact.min, fact.max, fact.unit
                ),
                "It decides nothing: it proposes an answer, which you can change.".to_owned(),
                format!("The question: {}", question.ask),
            ],
            vec![("It proposes", proposed)],
            Vec::new(),
            fact.origin.clone(),
        )
    }

    fn action(&self, index: ActionIx) -> Explained {
        let action: &Action = &self.pack.actions()[index];
        let has_blocks = self.pack.blocks().iter().any(|block| block.actions.contains(&index));
        let never = matches!(&action.blocked_when, Formula::Any(members) if members.is_empty());
        let (when, effect) = match (never, has_blocks) {
            (false, _) => (Some(self.formula(&action.blocked_when)), "kept away, also while it is unknown"),
            (true, true) => (None, "nothing but the rules below keeps it away"),
            (true, false) => (None, "nothing keeps it away"),
        };
        let mut rules = vec![ExplainedRule {
            id: None,
            when,
            effect: effect.into(),
            text: action.blocked_because.clone(),
            basis: Some(action.basis),
            sources: self.ids(&action.sources),
            origin: action.origin.clone(),
        }];
        for block in self.pack.blocks().iter().filter(|block| block.actions.contains(&index)) {
            rules.push(ExplainedRule {
                id: Some(block.id.to_string()),
                when: Some(self.formula(&block.when)),
                effect: "kept away, also while it is unknown".into(),
                text: block.because.clone(),
                basis: None,
                sources: Vec::new(),
                origin: block.origin.clone(),
            });
        }
        let mut helps: Vec<String> = Vec::new();
        if action.always {
            helps.push("everybody it is not kept away from".into());
        }
        helps.extend(
            self.pack
                .conditions()
                .iter()
                .filter(|condition| condition.actions.contains(&index))
                .map(|condition| condition.name.clone()),
        );
        helps.extend(
            self.pack
                .causes()
                .iter()
                .filter(|cause| cause.actions.contains(&index))
                .map(|cause| cause.title.clone()),
        );
        let mut about = vec![action.why.clone()];
        about.extend(action.expect.clone());
        self.explained(
            ExplainedKind::Action,
            action.id.to_string(),
            action.title.clone(),
            about,
            vec![
                ("Steps", action.steps.clone()),
                ("Dose", action.dose.phrases()),
                ("How to do more", vec![action.progression.clone()]),
                ("Where you feel it", action.feel.iter().cloned().collect()),
                ("Stop if", action.stop_if.clone()),
                ("Do not", action.do_not.clone()),
                ("Helps", helps),
            ],
            rules,
            action.origin.clone(),
        )
    }

    fn property(&self, property: &Property) -> Explained {
        let Property { id, says, assume, assume_open, claim, because, .. } = property;
        let open = assume_open.as_ref().map(|open| format!("{}, true or unknown", self.formula(open)));
        let when = match (assume.as_ref().map(|assume| self.formula(assume)), open) {
            (Some(assume), Some(open)) => Some(format!("{assume}; and {open}")),
            (assume, open) => assume.or(open),
        };
        let rule = ExplainedRule {
            id: None,
            when,
            effect: format!("promised: {}", self.claim(claim)),
            text: because.clone(),
            basis: Some(property.basis),
            sources: self.ids(&property.sources),
            origin: property.origin.clone(),
        };
        self.explained(
            ExplainedKind::Property,
            id.to_string(),
            says.clone(),
            vec![because.clone()],
            Vec::new(),
            vec![rule],
            property.origin.clone(),
        )
    }

    /// A claim in ids.
    fn claim(&self, claim: &Claim) -> String {
        let actions = |actions: &[ActionIx]| {
            let ids: Vec<&str> =
                actions.iter().map(|index| self.pack.actions()[*index].id.as_str()).collect();
            match ids.as_slice() {
                [] => "no action of this pack".to_owned(),
                ids if ids.len() == self.pack.actions().len() => "every action".to_owned(),
                ids => ids.join(", "),
            }
        };
        match claim {
            Claim::UrgencyAtLeast(urgency) => format!("urgency at least {urgency}"),
            Claim::UrgencyAtMost(urgency) => format!("urgency at most {urgency}"),
            Claim::Never(never) => format!("never offered: {}", actions(never)),
            Claim::Always(always) => format!("always offered: {}", actions(always)),
            Claim::FitsAtLeast { condition, band } => {
                format!("{}.{} or better", self.pack.conditions()[*condition].id, band.name())
            }
            Claim::MonotoneIn(changes) => {
                let changes: Vec<String> = changes.iter().map(|change| self.worse_answer(*change)).collect();
                format!("a worse answer never lowers the urgency: {}", changes.join(", "))
            }
        }
    }

    fn worse_answer(&self, worsening: Worsening) -> String {
        let question = &self.pack.questions()[worsening.question];
        let option = match worsening.change {
            WorseAnswer::Upward | WorseAnswer::Yes => None,
            WorseAnswer::Chosen(option) => question.options().find(|(index, _)| *index == option),
        };
        match option {
            Some((_, choice)) => format!("{}.{}", question.id, choice.id),
            None => question.id.to_string(),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one for each field, put together in one place")]
    fn explained(
        &self,
        kind: ExplainedKind,
        id: String,
        title: String,
        about: Vec<String>,
        mut lists: Vec<(&'static str, Vec<String>)>,
        rules: Vec<ExplainedRule>,
        origin: Origin,
    ) -> Explained {
        lists.retain(|(_, items)| !items.is_empty());
        let mut sources = Vec::new();
        for id in rules.iter().flat_map(|rule| &rule.sources) {
            let found = self.pack.sources().iter().find(|source| source.id.as_str() == id);
            sources.extend(found.filter(|source| !cited(&sources, source)).map(citation));
        }
        Explained { kind, id, title, about, lists, rules, sources, origin }
    }

    fn cite(&self, indices: &[SourceIx], into: &mut Vec<Citation>) {
        for index in indices {
            let source = &self.pack.sources()[*index];
            if !cited(into, source) {
                into.push(citation(source));
            }
        }
    }

    fn ids(&self, sources: &[SourceIx]) -> Vec<String> {
        sources.iter().map(|index| self.pack.sources()[*index].id.to_string()).collect()
    }

    fn action_titles(&self, actions: &[ActionIx]) -> Vec<String> {
        actions.iter().map(|index| self.pack.actions()[*index].title.clone()).collect()
    }

    /// A formula in the words of the pack format.
    fn formula(&self, formula: &Formula<FindingIx>) -> String {
        let list = |members: &[Formula<FindingIx>]| {
            members.iter().map(|member| self.formula(member)).collect::<Vec<_>>().join(", ")
        };
        match formula {
            Formula::Atom(finding) => self.finding(*finding),
            Formula::All(members) => match members.as_slice() {
                [only] => self.formula(only),
                [] => "always".into(),
                members => format!("all of ({})", list(members)),
            },
            Formula::Any(members) => match members.as_slice() {
                [only] => self.formula(only),
                [] => "never".into(),
                members => format!("any of ({})", list(members)),
            },
            Formula::Not(inner) => format!("not {}", self.formula(inner)),
            Formula::AtLeast { count, of } => format!("at least {count} of ({})", list(of)),
            Formula::Score { points, at_least } => {
                let points: Vec<String> = points
                    .iter()
                    .map(|(finding, weight)| format!("{} {weight:+}", self.finding(*finding)))
                    .collect();
                format!("at least {at_least} points from ({})", points.join(", "))
            }
        }
    }

    fn finding(&self, index: FindingIx) -> String {
        self.pack.findings()[index].id.to_string()
    }
}

fn weight(decibans: Decibans) -> String {
    match decibans.value() {
        0 => "it says nothing".into(),
        value if value > 0 => format!("{value} decibans for it"),
        value => format!("{} decibans against it", value.unsigned_abs()),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn cited(citations: &[Citation], source: &Source) -> bool {
    citations.iter().any(|citation| citation.id == source.id)
}

fn citation(source: &Source) -> Citation {
    let Source { id, citation, title, doi, status, note: _ } = source;
    Citation {
        id: id.clone(),
        citation: citation.clone(),
        title: title.clone(),
        doi: doi.clone(),
        status: *status,
    }
}

/// A formula with the ids of its findings, as [`lookup`] says it.
pub(crate) fn formula_in_ids(pack: &Pack, formula: &Formula<FindingIx>) -> String {
    Explain { pack }.formula(formula)
}

/// How an author allows what a check finds, or why that is not possible.
pub fn how_to_allow(check: Check) -> String {
    let code = check.code();
    if sinew_pack::can_be_allowed(check) {
        format!(
            "Write a comment above the line, or at its end:\n\n\
             # sinew: allow({code}) reason = \"your reason\"\n\n\
             Above a header such as [action.NAME] it is for the whole table. Add until = \"2027-01-31\" if it is only for now."
        )
    } else {
        "It cannot be allowed. Mend it.".into()
    }
}

#[cfg(test)]
mod tests;
