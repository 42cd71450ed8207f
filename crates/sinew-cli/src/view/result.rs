//! A result as a document. The order never changes: what to do, why, what it might be, today, the coming weeks, when to get
//! help, limits.

use super::{emergency::EmergencyView, numbers::common_number_lines};
use crate::{
    document::{Banner, Block, Document, group, labelled, list, paragraph, steps},
    words::{date_words, sentence},
};
use sinew_app::{
    Outcomes,
    wording::{self, urgency_heading, urgency_label},
};
use sinew_model::{
    ActionAdvice, Band, CauseAdvice, CompanionNote, ConditionAdvice, EvidenceNote, ExtensionNote, FactNote,
    FlagStatus, Outcome, Pack, PackRef, Reason, Region, Urgency, UrgencyReason,
};

/// How much of a result is shown. What keeps a person safe is the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What fits on a few screens: the steps of the exercises are left to `sinew browse`.
    Short,
    /// Everything.
    Full,
    /// Everything, and the trace of the decision is added to it.
    Traced,
}

/// How many reasons for, against and not known are shown of a condition in a short result.
const SHORT_REASONS: usize = 3;

/// The result as a document. The pack gives the telephone numbers if no region is known.
pub(crate) fn result_document(outcome: &Outcome, pack: &Pack, detail: Detail) -> Document {
    if outcome.urgency == Urgency::Emergency {
        return EmergencyView::new(outcome, pack).document();
    }
    let mut document = Document { banner: Some(banner(outcome)), ..Document::default() };
    document.opening = what_to_do(outcome);
    if outcome.exit.is_none() {
        document.add("Why this advice", why(outcome));
        document.add("What it might be", might_be(outcome, detail));
        document.add("Today", today(outcome, detail));
        document.add("Your plan for the coming weeks", weeks(outcome, detail));
    } else {
        document.add("Why this advice", exit_reasons(outcome));
        document.add("Today", exit_today(outcome));
    }
    document.add("When to get help", when_to_get_help(outcome, pack));
    document.add("Limits", limits(outcome, detail));
    document
}

fn banner(outcome: &Outcome) -> Banner {
    Banner {
        urgency: outcome.urgency,
        label: urgency_label(outcome.urgency).to_owned(),
        heading: heading(outcome),
        aside: format!("{}. {} {}.", date_words(outcome.date), outcome.pack.title, outcome.pack.version),
    }
}

/// The beginning of several results: how soon to get help, all taken together.
pub(crate) fn several_head(outcomes: &Outcomes) -> Document {
    let first = outcomes.first();
    let titles: Vec<&str> = outcomes.iter().map(|outcome| outcome.pack.title.as_str()).collect();
    let count = titles.len();
    Document {
        banner: Some(Banner {
            aside: format!("{}. {}.", date_words(first.date), titles.join("; ")),
            ..banner(first)
        }),
        opening: vec![
            paragraph(format!(
                "This is the most urgent of your {count} results. They follow, the most urgent first."
            )),
            paragraph("Where they do not agree, do what is more careful."),
        ],
        ..Document::default()
    }
}

/// What is said about places that are not looked at, because another one has to be seen first.
pub(crate) fn left_out(outcomes: &Outcomes) -> Option<Block> {
    let titles = outcomes.left_out().iter().map(|left| left.title.clone()).collect();
    list("Get help first. This can wait until you have been seen", titles)
}

/// Several results in a few lines: what to do, all taken together, and of each what it is about.
pub(crate) fn several_summary(outcomes: &Outcomes) -> Document {
    let first = outcomes.first();
    let mut blocks = vec![paragraph(level(first))];
    for outcome in outcomes.iter() {
        let fits = outcome.conditions.iter().find(|condition| condition.band.is_some());
        let fits = fits.map_or_else(String::new, |fits| format!(" It might be: {}.", fits.name));
        blocks.push(labelled(&outcome.pack.title, format!("{}.{fits}", heading(outcome))));
    }
    blocks.push(paragraph(WHERE_THE_SIGNS_ARE));
    let mut document = Document::default();
    document.add("In short", blocks);
    document
}

/// The level of a result with what to do, as a sentence.
fn level(outcome: &Outcome) -> String {
    format!("{}: {}.", urgency_label(outcome.urgency), heading(outcome))
}

const WHERE_THE_SIGNS_ARE: &str =
    "A new warning sign, or worse? Look under “When to get help” above, or type: sinew urgent";

/// The heading of a result. What has to be done today goes before the news that this guide is not for somebody.
fn heading(outcome: &Outcome) -> String {
    match &outcome.exit {
        Some(exit) if outcome.urgency < Urgency::SameDay => exit.title.clone(),
        _ => urgency_heading(outcome.urgency, outcome.region.as_ref()),
    }
}

fn what_to_do(outcome: &Outcome) -> Vec<Block> {
    let mut blocks = Vec::new();
    let region = outcome.region.as_ref();
    let today = outcome.urgency >= Urgency::SameDay;
    if let (Some(exit), false) = (&outcome.exit, today) {
        blocks.push(paragraph(exit.because.clone()));
        if outcome.urgency > Urgency::SelfCare {
            blocks.push(paragraph(format!("{}.", urgency_heading(outcome.urgency, region))));
        }
    }
    match outcome.urgency {
        Urgency::SameDay => blocks.push(paragraph(whom_to_call(region))),
        Urgency::Soon => {
            blocks.push(paragraph("Ask for an appointment now, so that you are seen in that time."));
        }
        Urgency::Routine => blocks
            .push(paragraph("An appointment in the usual way is soon enough, unless a time is named below.")),
        Urgency::SelfCare if outcome.exit.is_none() => {
            blocks
                .push(paragraph("Follow the steps below, and watch for the signs under “When to get help”."));
            let first: Vec<&str> =
                outcome.advice.today.actions.iter().take(2).map(|action| action.title.as_str()).collect();
            if !first.is_empty() {
                blocks.push(labelled("Start with", first.join("; ")));
            }
        }
        Urgency::SelfCare | Urgency::Emergency => {}
    }
    blocks.extend(what_to_say(outcome).into_iter().map(|say| labelled("Say", format!("“{say}”"))));
    if let Some(exit) = &outcome.exit {
        if today {
            blocks.push(paragraph(format!("{}. {}", exit.title.trim_end_matches('.'), exit.because)));
        } else {
            blocks.extend(list("What to do instead", exit.actions.clone()));
        }
    }
    blocks
}

/// Whom to call for help on the same day.
fn whom_to_call(region: Option<&Region>) -> String {
    match region.and_then(|region| region.urgent.as_ref()) {
        Some(contact) => format!(
            "Call {} ({}), or ask a doctor's practice for help today. Do not wait until tomorrow.",
            contact.number, contact.name
        ),
        None => {
            "Call a doctor's practice or an urgent-care service now. Do not wait until tomorrow.".to_owned()
        }
    }
}

/// The result in a few lines, for somebody who sees only the end of it: what to do, why, what next, and where the signs are.
pub(crate) fn summary(outcome: &Outcome) -> Document {
    let mut blocks = vec![paragraph(level(outcome))];
    if outcome.urgency == Urgency::SameDay {
        blocks.push(paragraph(whom_to_call(outcome.region.as_ref())));
    }
    let told: Vec<&str> = outcome.told.iter().take(2).map(|reason| reason.text.as_str()).collect();
    if !told.is_empty() {
        blocks.push(labelled("Because you told us", told.join("; ")));
    } else if outcome.flags.iter().any(|flag| flag.status == FlagStatus::CannotBeRuledOut) {
        blocks.push(paragraph("Because you were not sure about some of the warning signs."));
    }
    let mut for_themselves = outcome.conditions.iter().filter(|condition| condition.companion_of.is_none());
    let fits = for_themselves.find(|condition| condition.band.is_some());
    if let (Some(fits), true) = (fits, outcome.urgency < Urgency::SameDay && outcome.exit.is_none()) {
        let named =
            |condition: &ConditionAdvice| format!("{}, which {}", condition.name, band_words(condition.band));
        blocks.push(labelled("It might be", named(fits)));
        let is_beside = |condition: &&ConditionAdvice| fits.never_without.contains(&condition.id);
        let beside: Vec<String> = outcome.conditions.iter().filter(is_beside).map(named).collect();
        if !beside.is_empty() {
            blocks.push(labelled("Shown with it", beside.join("; ")));
        }
    }
    let today = &outcome.advice.today;
    let first: Vec<&str> = match &outcome.exit {
        Some(exit) if outcome.urgency < Urgency::SameDay => {
            exit.actions.iter().take(2).map(String::as_str).collect()
        }
        _ => {
            let titles = today.actions.iter().map(|action| action.title.as_str());
            today.do_items.iter().map(String::as_str).chain(titles).take(2).collect()
        }
    };
    if !first.is_empty() {
        blocks.push(labelled("Today", first.join("; ")));
    }
    blocks.push(paragraph(WHERE_THE_SIGNS_ARE));
    let mut document = Document::default();
    document.add("In short", blocks);
    document
}

/// What to say on the telephone. A flag that fires has its own words; one that could not be ruled out must not put signs into
/// the mouth of somebody who does not know of them.
fn what_to_say(outcome: &Outcome) -> Vec<String> {
    let firing = outcome.flags.iter().filter(|flag| flag.status == FlagStatus::Fires);
    let says: Vec<&String> = distinct(firing.filter_map(|flag| flag.say.as_ref()));
    if !says.is_empty() {
        return says.into_iter().cloned().collect();
    }
    let open: Vec<&str> = outcome
        .flags
        .iter()
        .filter(|flag| flag.gives >= Urgency::SameDay)
        .map(|flag| flag.title.as_str())
        .collect();
    if open.is_empty() || outcome.urgency < Urgency::SameDay {
        return Vec::new();
    }
    let count = open.len();
    let open: Vec<String> = open.into_iter().take(MOST_SAID).map(lower_first).collect();
    let open = open.join("; ");
    vec![if count > MOST_SAID {
        format!(
            "I was told to get checked today, because I was not sure about {count} warning signs. The first are: {open}."
        )
    } else {
        format!("I was told to get checked today, because this could not be ruled out: {open}.")
    }]
}

/// Nobody can say more than this on the telephone.
const MOST_SAID: usize = 3;

fn why(outcome: &Outcome) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(list("Because you told us", told(outcome)));
    for reason in &outcome.urgency_reasons {
        match reason {
            UrgencyReason::RedFlag(id) => {
                if let Some(flag) = outcome.flags.iter().find(|flag| flag.id == *id) {
                    blocks.push(paragraph(flag.because.clone()));
                }
            }
            UrgencyReason::Condition(id) => {
                if let Some(condition) = outcome
                    .conditions
                    .iter()
                    .chain(&outcome.less_likely)
                    .find(|condition| condition.id == *id)
                {
                    blocks.push(paragraph(format!(
                        "{}: this fits well with your answers. The person to look at it is {}.",
                        condition.name, condition.who
                    )));
                }
            }
            // Flags that could not be ruled out are said together below, and exits have a page of their own.
            UrgencyReason::UnknownRedFlag(_) | UrgencyReason::Exit(_) => {}
            UrgencyReason::NothingUrgent => {
                blocks
                    .push(paragraph("None of your answers is a sign that somebody has to look at it soon."));
            }
        }
    }
    blocks.dedup();
    blocks.extend(not_ruled_out(outcome));
    blocks.extend(list(
        "We asked about warning signs, and you told us",
        outcome.denied.iter().map(|reason| reason.text.clone()).collect(),
    ));
    let unsure: Vec<String> =
        outcome.unknown.iter().filter(|note| note.was_asked).map(|note| note.short.clone()).collect();
    let lead = "What we do not know, because you were not sure";
    let unknown =
        if unsure.len() > MANY { Some(labelled(lead, unsure.join("; "))) } else { list(lead, unsure) };
    if let Some(unknown) = unknown {
        blocks.push(unknown);
        blocks.push(paragraph("This makes us less certain."));
    }
    blocks.extend(list(
        "What would change this advice",
        outcome
            .would_raise
            .iter()
            .map(|change| {
                format!(
                    "if {}: {}",
                    change.text,
                    lower_first(&urgency_heading(change.urgency, outcome.region.as_ref()))
                )
            })
            .collect(),
    ));
    blocks
}

/// More short names than this stand behind each other, so that they do not fill a screen.
const MANY: usize = 3;

fn told(outcome: &Outcome) -> Vec<String> {
    let words = |reason: &Reason| {
        let fact = reason.fact.as_ref().and_then(|id| outcome.facts.iter().find(|note| note.id == *id));
        match fact {
            Some(note) => format!("{} (from {})", reason.text, wording::fact_source(note.source)),
            None => reason.text.clone(),
        }
    };
    outcome.told.iter().take(5).map(words).collect()
}

/// Reasons as one phrase. What they all begin with, such as "you were not sure about", is said once.
fn joined(reasons: &[&str]) -> String {
    let beginning = |text: &str| text.find('“').map(|at| text[..at].to_owned());
    let start = reasons.first().and_then(|first| beginning(first)).unwrap_or_default();
    let same = !start.is_empty() && reasons.iter().all(|reason| reason.starts_with(&start));
    let shared = if same { start.len() } else { 0 };
    let parts: Vec<&str> = reasons.iter().map(|reason| &reason[shared..]).collect();
    let words = match parts.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => return "there are answers we do not have".to_owned(),
    };
    if same { format!("{start}{words}") } else { words }
}

/// The red flags that could not be ruled out, those with the same reason together.
fn not_ruled_out(outcome: &Outcome) -> Vec<Block> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for flag in outcome.flags.iter().filter(|flag| flag.status == FlagStatus::CannotBeRuledOut) {
        let mut reasons = distinct(flag.reasons.iter().map(|reason| reason.text.as_str()));
        // The same reasons in another order are the same reasons.
        reasons.sort_unstable();
        let because = joined(&reasons);
        let title = lower_first(&flag.title);
        match groups.iter_mut().find(|(known, _)| *known == because) {
            Some((_, titles)) => titles.push(title),
            None => groups.push((because, vec![title])),
        }
    }
    if let [(because, titles)] = groups.as_slice() {
        return list(&format!("We could not rule these out, because {because}"), titles.clone())
            .into_iter()
            .collect();
    }
    let items = groups.into_iter().map(|(because, titles)| format!("{because}: {}", titles.join("; ")));
    list("We could not rule these out", items.collect()).into_iter().collect()
}

fn exit_reasons(outcome: &Outcome) -> Vec<Block> {
    let mut blocks: Vec<Block> = list("Because you told us", told(outcome)).into_iter().collect();
    let firing = outcome.flags.iter().filter(|flag| flag.status == FlagStatus::Fires);
    blocks.extend(distinct(firing.map(|flag| flag.because.as_str())).into_iter().map(paragraph));
    blocks.extend(not_ruled_out(outcome));
    blocks
}

/// What a warning sign asks for today, and after it what the exit asks for, unless that stands at the top already.
fn exit_today(outcome: &Outcome) -> Vec<Block> {
    let firing: Vec<_> = outcome.flags.iter().filter(|flag| flag.status == FlagStatus::Fires).collect();
    let items = distinct(firing.iter().flat_map(|flag| flag.actions.iter().cloned()));
    let mut blocks: Vec<Block> = list("Do", items).into_iter().collect();
    let forbidden = distinct(firing.iter().flat_map(|flag| &flag.do_not));
    blocks.extend(list("Do not", do_not_items(&forbidden)));
    if let (Some(exit), true) = (&outcome.exit, outcome.urgency >= Urgency::SameDay) {
        let lead = if blocks.is_empty() { "Do" } else { "Also" };
        blocks.extend(list(lead, exit.actions.clone()));
    }
    blocks
}

/// How many conditions are not shown because they fit less well, and where they are.
fn less_likely(count: usize, detail: Detail) -> Option<String> {
    let (looked_at, them) = match count {
        0 => return None,
        1 => ("1 more was looked at and fits less well.".to_owned(), "it"),
        more => (format!("{more} more were looked at and fit less well."), "them"),
    };
    let place = match detail {
        Detail::Short | Detail::Full => format!("To see {them}, add --explain."),
        Detail::Traced => format!("The trace below shows {them}."),
    };
    Some(format!("{looked_at} {place}"))
}

fn might_be(outcome: &Outcome, detail: Detail) -> Vec<Block> {
    let mut blocks = Vec::new();
    if outcome.conditions.is_empty() && outcome.causes.is_empty() {
        return blocks;
    }
    if !outcome.conditions.is_empty() {
        blocks.push(paragraph("This is not a diagnosis: only an examination can tell."));
    }
    blocks.extend(outcome.conditions.iter().map(|condition| condition_block(condition, detail)));
    blocks.extend(less_likely(outcome.less_likely.len(), detail).map(paragraph));
    let told = |cause: &CauseAdvice| -> String {
        let reasons: Vec<&str> = cause.reasons.iter().map(|reason| reason.text.as_str()).collect();
        reasons.join("; ")
    };
    if detail == Detail::Short {
        let causes = outcome.causes.iter().map(|cause| {
            let title = match told(cause).as_str() {
                "" => cause.title.clone(),
                told => format!("{} ({told})", cause.title),
            };
            match known_behind(outcome, cause).as_slice() {
                [] => title,
                known => format!("{title}. {}", known.join(" ")),
            }
        });
        blocks.extend(list("What may have contributed", causes.collect()));
    } else if !outcome.causes.is_empty() {
        let causes = outcome.causes.iter().map(|cause| {
            let reasons = told(cause);
            let mut blocks = Vec::new();
            if !reasons.is_empty() {
                blocks.push(labelled("You told us", reasons));
            }
            blocks.extend(known_behind(outcome, cause).into_iter().map(paragraph));
            blocks.push(paragraph(format!("{} ({})", cause.because, wording::strength(cause.strength))));
            group(cause.title.clone(), blocks)
        });
        blocks.push(group("What may have contributed", causes.collect()));
    }
    blocks
}

/// What was known without asking and says the same as the reasons of a cause, in sentences.
fn known_behind(outcome: &Outcome, cause: &CauseAdvice) -> Vec<String> {
    let behind = |note: &&FactNote| cause.reasons.iter().any(|reason| reason.fact.as_ref() == Some(&note.id));
    let words = |note: &FactNote| {
        format!("From {}: {}.", wording::fact_source(note.source), lower_first(&note.words))
    };
    outcome.facts.iter().filter(behind).map(words).collect()
}

/// How well a condition fits, in words.
pub(crate) fn band_words(band: Option<Band>) -> &'static str {
    match band {
        Some(band) => wording::band(band),
        None => "has to be checked",
    }
}

fn condition_block(condition: &ConditionAdvice, detail: Detail) -> Block {
    let words = |notes: &[EvidenceNote]| -> Option<String> {
        let mut texts = distinct(notes.iter().map(|note| note.text.as_str()).filter(|text| !text.is_empty()));
        let more = match detail {
            Detail::Short => texts.len().saturating_sub(SHORT_REASONS),
            Detail::Full | Detail::Traced => 0,
        };
        texts.truncate(texts.len() - more);
        let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
        (!texts.is_empty()).then(|| format!("{}{rest}", texts.join("; ")))
    };
    let mut blocks: Vec<Block> = condition.companion_of.iter().map(shown_with).collect();
    blocks.push(paragraph(condition.about.clone()));
    let none = || "nothing you told us".to_owned();
    if condition.band.is_some() {
        blocks.push(labelled("Fits with", words(&condition.fits_with).unwrap_or_else(none)));
        blocks.push(labelled("Does not fit with", words(&condition.fits_not).unwrap_or_else(none)));
        if let Some(unknown) = words(&condition.not_known) {
            blocks.push(labelled("We do not know", unknown));
        }
    }
    blocks.push(labelled("Who looks at it", condition.who.clone()));
    group(format!("{}: {}", condition.name, band_words(condition.band)), blocks)
}

/// Why a condition stands there that would not be shown for itself. Without this, one that fits less well would look like a
/// mistake, or like the worst of what it might be.
fn shown_with(companion: &CompanionNote) -> Block {
    paragraph(format!("Shown with “{}” because {}.", plain_name(&companion.name), companion.because))
}

fn today(outcome: &Outcome, detail: Detail) -> Vec<Block> {
    let advice = &outcome.advice.today;
    let mut items = advice.do_items.clone();
    // What a single sign asks for would make no sense to somebody who does not know whether it is there.
    if items.is_empty() && outcome.exit.is_none() && outcome.urgency >= Urgency::SameDay {
        items.push("have this checked, and say which signs you were not sure about".to_owned());
    }
    let mut blocks: Vec<Block> = list("Do", items).into_iter().collect();
    let forbidden = distinct(outcome.flags.iter().flat_map(|flag| &flag.do_not));
    blocks.extend(list("Do not", do_not_items(&forbidden)));
    blocks.extend(advice.actions.iter().map(|action| match detail {
        Detail::Full | Detail::Traced => action_block(action),
        Detail::Short => {
            let first = action.do_not.first().map(|item| paragraph(format!("Do not {item}.")));
            group(action.title.clone(), steps(&action.steps).into_iter().chain(first).collect())
        }
    }));
    blocks
}

fn weeks(outcome: &Outcome, detail: Detail) -> Vec<Block> {
    let mut blocks: Vec<Block> = outcome
        .advice
        .weeks
        .iter()
        .map(|action| match detail {
            Detail::Full | Detail::Traced => action_block(action),
            Detail::Short => short_action_block(action),
        })
        .collect();
    let kept_away: Vec<String> = match detail {
        Detail::Full | Detail::Traced => {
            outcome.advice.kept_away.iter().map(|(_, title, because)| format!("{title}: {because}")).collect()
        }
        Detail::Short => {
            let reasons = distinct(outcome.advice.kept_away.iter().map(|(_, _, because)| because));
            let titles = |wanted: &str| {
                let same = outcome.advice.kept_away.iter().filter(|(_, _, because)| because == wanted);
                same.map(|(_, title, _)| title.as_str()).collect::<Vec<_>>().join("; ")
            };
            reasons.into_iter().map(|because| format!("{} ({because})", titles(because))).collect()
        }
    };
    if blocks.is_empty() && !kept_away.is_empty() {
        blocks.push(paragraph("Nothing for now, until somebody has looked at it."));
    }
    if let Some(kept_away) = list("", kept_away) {
        blocks.push(group("Left out for you, for now", vec![kept_away]));
    }
    blocks
}

/// An action with how much of it and when to stop.
fn short_action_block(action: &ActionAdvice) -> Block {
    let dose = action.dose.phrases();
    let mut blocks = Vec::new();
    if !dose.is_empty() {
        blocks.push(labelled("How much", dose.join(", ")));
    }
    if !action.stop_if.is_empty() {
        blocks.push(labelled("Stop if", action.stop_if.join("; ")));
    }
    blocks.push(labelled("How to do it", format!("sinew browse {}", action.id)));
    group(action.title.clone(), blocks)
}

/// An action with all it needs.
fn action_block(action: &ActionAdvice) -> Block {
    let mut blocks = vec![paragraph(action.why.clone())];
    if !action.helps.is_empty() {
        let names: Vec<&str> = action.helps.iter().map(|name| plain_name(name)).collect();
        blocks.push(labelled("Helps with", names.join("; ")));
    }
    blocks.extend(steps(&action.steps));
    let dose = action.dose.phrases();
    if !dose.is_empty() {
        blocks.push(labelled("How much", dose.join(", ")));
    }
    if let Some(feel) = &action.feel {
        blocks.push(labelled("Feel it in", feel.clone()));
    }
    if !action.progression.is_empty() {
        blocks.push(labelled("Next step", action.progression.clone()));
    }
    if let Some(expect) = &action.expect {
        blocks.push(labelled("What to expect", expect.clone()));
    }
    blocks.extend(list("Stop if", action.stop_if.clone()));
    blocks.extend(list("Do not", do_not_items(&action.do_not)));
    group(action.title.clone(), blocks)
}

fn when_to_get_help(outcome: &Outcome, pack: &Pack) -> Vec<Block> {
    let net = &outcome.safety_net;
    let mut blocks = vec![paragraph("We may be wrong. Do not wait for a date if you are worried.")];
    let review = match (net.review_on, net.review_after) {
        (Some(day), Some(after)) => {
            Some(format!("it is not clearly better by {} ({after})", date_words(day)))
        }
        (Some(day), None) => Some(format!("it is not clearly better by {}", date_words(day))),
        (None, Some(after)) => Some(format!("it is not clearly better in {after}")),
        (None, None) => None,
    };
    let mut reviewed = false;
    for signs in &net.groups {
        let mut items = signs.signs.clone();
        if signs.urgency == Urgency::Routine {
            items.extend(review.clone());
            reviewed = true;
        }
        blocks.extend(list(&net_heading(signs.urgency, outcome.region.as_ref()), items));
    }
    if let (Some(review), false) = (review, reviewed) {
        blocks.extend(list(&net_heading(Urgency::Routine, None), vec![review]));
    }
    if net.groups.iter().any(|signs| signs.urgency == Urgency::Emergency) && outcome.region.is_none() {
        blocks.push(labelled(
            "Emergency numbers",
            sentence(&common_number_lines(pack.regions().iter()).join("; ")),
        ));
    }
    blocks.extend(list("What to expect", net.expect.clone()));
    blocks
}

fn net_heading(urgency: Urgency, region: Option<&Region>) -> String {
    format!("{}: {} if", urgency_label(urgency), lower_first(&urgency_heading(urgency, region)))
}

fn limits(outcome: &Outcome, detail: Detail) -> Vec<Block> {
    let known = &outcome.known_limits;
    let mut blocks: Vec<Block> = match (detail, known.as_slice()) {
        (Detail::Short, [first, rest @ ..]) if !rest.is_empty() => {
            let more = format!("{first}; and {} more: sinew pack show {}", rest.len(), outcome.pack.id);
            vec![labelled("What this guide is known not to do well", more)]
        }
        _ => list("What this guide is known not to do well", known.clone()).into_iter().collect(),
    };
    let pack = |pack: &PackRef| {
        format!("{} ({} {}), reviewed {}", pack.title, pack.id, pack.version, date_words(pack.reviewed))
    };
    blocks.push(labelled("Made with", sentence(&pack(&outcome.pack))));
    // That there is no library at all is worth knowing only where everything is told.
    let is_told = |note: &&ExtensionNote| {
        detail != Detail::Short || note.no_facts.as_ref().is_some_and(|none| none.was_expected)
    };
    let without = outcome.extensions.iter().filter(is_told).filter_map(wording::no_facts);
    blocks.extend(without.map(paragraph));
    blocks.extend(outcome.extensions.iter().filter_map(wording::lacks).map(paragraph));
    let review = date_words(outcome.next_review);
    blocks.push(if outcome.date > outcome.next_review {
        paragraph(format!("Its content was due for review on {review} and may be out of date."))
    } else {
        paragraph(format!("Next review of its content: {review}."))
    });
    blocks
}

/// A name without its medical form, which stands in brackets at its end.
fn plain_name(name: &str) -> &str {
    match name.split_once(" (") {
        Some((plain, rest)) if rest.ends_with(')') && !rest.contains('(') => plain,
        _ => name,
    }
}

/// Things not to do, each with the words "do not".
pub(crate) fn do_not_items(items: &[impl AsRef<str>]) -> Vec<String> {
    items.iter().map(|item| format!("do not {}", item.as_ref())).collect()
}

/// Each item once, in the order in which they come first.
pub(crate) fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

pub(crate) fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        // An abbreviation stays as it is.
        Some(_) if characters.clone().next().is_some_and(char::is_uppercase) => text.to_owned(),
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
