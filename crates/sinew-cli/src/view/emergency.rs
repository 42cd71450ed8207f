//! The emergency page: the number, what to say, why, and what to do meanwhile. Nothing else stands on it.

use super::{
    numbers::common_number_lines,
    question::answer_words,
    result::{distinct, do_not_items},
};
use crate::{
    document::{Banner, Document, labelled, list, paragraph},
    words::date_words,
};
use sinew_app::wording::{urgency_heading, urgency_label};
use sinew_model::{Answers, FlagAdvice, FlagStatus, Outcome, Pack, Urgency};

/// What the emergency page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EmergencyView {
    /// What to call.
    heading: String,
    /// The numbers of all regions, if it is not known which applies.
    numbers: Vec<String>,
    /// What to say on the telephone.
    say: Vec<String>,
    /// What the runner said.
    told: Vec<String>,
    /// Why it matters.
    because: Vec<String>,
    /// What to do while waiting.
    meanwhile: Vec<String>,
}

impl EmergencyView {
    /// The view of an outcome that is an emergency.
    pub(crate) fn new(outcome: &Outcome, pack: &Pack) -> Self {
        let firing: Vec<&FlagAdvice> = outcome
            .flags
            .iter()
            .filter(|flag| flag.status == FlagStatus::Fires && flag.gives == Urgency::Emergency)
            .collect();
        // A floor can make an emergency of a flag that is only not ruled out; then that flag is the reason.
        let flags = if firing.is_empty() {
            outcome.flags.iter().filter(|flag| flag.gives == Urgency::Emergency).collect()
        } else {
            firing
        };
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let reasons = flags.iter().flat_map(|flag| &flag.reasons).map(|reason| reason.text.as_str());
        let mut told = owned(distinct(reasons));
        if told.is_empty() {
            told = outcome.told.iter().map(|reason| reason.text.clone()).collect();
        }
        told.truncate(5);
        let exit = outcome.exit.iter();
        let because = distinct(
            flags
                .iter()
                .map(|flag| flag.because.as_str())
                .chain(exit.clone().map(|exit| exit.because.as_str())),
        );
        let mut meanwhile = owned(distinct(
            flags
                .iter()
                .flat_map(|flag| &flag.actions)
                .chain(exit.flat_map(|exit| &exit.actions))
                .map(String::as_str),
        ));
        let do_not = distinct(flags.iter().flat_map(|flag| &flag.do_not).map(String::as_str));
        meanwhile.extend(do_not_items(&do_not));
        Self {
            heading: urgency_heading(Urgency::Emergency, outcome.region.as_ref()),
            numbers: if outcome.region.is_some() {
                Vec::new()
            } else {
                common_number_lines(pack.regions().iter())
            },
            // Nobody is to report signs that are only not ruled out.
            say: owned(distinct(
                flags
                    .iter()
                    .filter(|flag| flag.status == FlagStatus::Fires)
                    .filter_map(|flag| flag.say.as_deref()),
            )),
            told,
            because: owned(because),
            meanwhile,
        }
    }

    /// The page as a document.
    pub(crate) fn document(&self) -> Document {
        let Self { heading, numbers, say, told, because, meanwhile } = self;
        let banner = Banner {
            urgency: Urgency::Emergency,
            label: urgency_label(Urgency::Emergency).to_owned(),
            heading: heading.clone(),
            aside: String::new(),
        };
        let mut document = Document { banner: Some(banner), ..Document::default() };
        document.opening.extend(list("", numbers.clone()));
        document.opening.extend(say.iter().map(|say| labelled("Say", format!("“{say}”"))));
        let mut reasons: Vec<_> = list("", told.clone()).into_iter().collect();
        reasons.extend(because.iter().map(paragraph));
        document.add("Because you told us", reasons);
        document.add("While you wait", list("", meanwhile.clone()).into_iter().collect());
        document
    }
}

/// One page for the people who come to help: the emergency page with all answers and the date.
pub(crate) fn crew_page(outcome: &Outcome, pack: &Pack, answers: &Answers) -> Document {
    let mut document = EmergencyView::new(outcome, pack).document();
    let given: Vec<String> = answers
        .iter()
        .map(|(question, answer)| {
            let question = &pack.questions()[question];
            format!("{}: {}", question.short, answer_words(question, answer))
        })
        .collect();
    document.add("All answers", list("", given).into_iter().collect());
    document.add("Date", vec![paragraph(format!("{}.", date_words(outcome.date)))]);
    document
}
