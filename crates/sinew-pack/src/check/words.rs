//! Checks of wording. They are warnings: a person decides.

use crate::{
    code,
    draft::{ChoiceDraft, ConditionDraft, KindDraft, PackDraft, QuestionDraft, Text},
};
use sinew_diag::Diagnostic;

/// The most words a sentence has.
const MAX_WORDS: usize = 20;
/// The most characters a reason for asking has.
const MAX_WHY: usize = 90;

/// What a text is for, as far as the checks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Stands by itself.
    Whole,
    /// Completes a sentence: small first letter, no full stop.
    Fragment,
    /// Completes "do not …".
    DoNot,
    /// What a person says on the telephone.
    Said,
}

pub(super) fn check(draft: &PackDraft, diagnostics: &mut Vec<Diagnostic>) {
    let mut look = |role: Role, text: &Text| words(role, text, diagnostics);
    for question in draft.questions.iter().filter_map(|entry| entry.draft.as_ref()) {
        question_words(question, &mut look);
    }
    for finding in draft.findings.iter().filter_map(|entry| entry.draft.as_ref()) {
        finding.means.iter().for_each(|text| look(Role::Fragment, text));
    }
    for constraint in draft.constraints.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &constraint.because);
    }
    for flag in draft.red_flags.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Whole, &flag.title);
        look(Role::Fragment, &flag.sign);
        look(Role::Whole, &flag.because);
        flag.say.iter().for_each(|text| look(Role::Said, text));
        flag.actions.iter().for_each(|text| look(Role::Fragment, text));
        flag.do_not.iter().for_each(|text| look(Role::DoNot, text));
    }
    for exit in draft.exits.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Whole, &exit.title);
        look(Role::Whole, &exit.because);
        exit.actions.iter().for_each(|text| look(Role::Fragment, text));
    }
    for condition in draft.conditions.iter().filter_map(|entry| entry.draft.as_ref()) {
        condition_words(condition, &mut look);
    }
    for cause in draft.causes.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Whole, &cause.title);
        look(Role::Whole, &cause.because);
    }
    for action in draft.actions.iter().filter_map(|entry| entry.draft.as_ref()) {
        for text in [&action.title, &action.why, &action.progression].into_iter().chain(&action.steps) {
            look(Role::Whole, text);
        }
        action.stop_if.iter().for_each(|text| look(Role::Fragment, text));
        action.do_not.iter().for_each(|text| look(Role::DoNot, text));
        action.feel.iter().chain(&action.blocked_because).for_each(|text| look(Role::Fragment, text));
        action.expect.iter().for_each(|text| look(Role::Whole, text));
    }
    for block in draft.blocks.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &block.because);
    }
    for entry in &draft.questions {
        if let Some(question) = &entry.draft {
            asking(question, diagnostics);
        }
    }
    for condition in draft.conditions.iter().filter_map(|entry| entry.draft.as_ref()) {
        certainty(condition, diagnostics);
    }
}

fn question_words(question: &QuestionDraft, look: &mut impl FnMut(Role, &Text)) {
    let QuestionDraft { section, short, ask, why, help, not_sure: _, ask_when: _, kind } = question;
    for text in [section, short, ask, why].into_iter().chain(help) {
        look(Role::Whole, text);
    }
    let mut choice = |choice: &ChoiceDraft| {
        look(Role::Whole, &choice.label);
        look(Role::Fragment, &choice.told);
    };
    match kind {
        KindDraft::YesNo { yes, no } => {
            choice(yes);
            choice(no);
        }
        KindDraft::OneOf { options, .. } => options.iter().for_each(choice),
        KindDraft::AnyOf { options, none_told } => {
            options.iter().for_each(&mut choice);
            look(Role::Fragment, none_told);
        }
        KindDraft::Scale { from, to, told, .. } => {
            look(Role::Whole, &from.label);
            look(Role::Whole, &to.label);
            look(Role::Fragment, told);
        }
        KindDraft::Number { told, .. } => look(Role::Fragment, told),
    }
}

fn condition_words(condition: &ConditionDraft, look: &mut impl FnMut(Role, &Text)) {
    look(Role::Whole, &condition.name);
    look(Role::Whole, &condition.about);
    look(Role::Whole, &condition.expect.text);
    look(Role::Fragment, &condition.who);
    for adjustment in condition.adjustments.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &adjustment.because);
    }
    for line in condition.evidence.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &line.because);
        line.absent_because.iter().for_each(|text| look(Role::Fragment, text));
    }
}

fn words(role: Role, text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let span = text.span;
    if let Some((count, sentence)) = longest_sentence(&text.value).filter(|(count, _)| *count > MAX_WORDS) {
        diagnostics.push(
            Diagnostic::warning(
                code::LONG_SENTENCE,
                format!("a sentence of {count} words; at most {MAX_WORDS} read well"),
            )
            .label(span, "")
            .note(format!("the sentence: {sentence}"))
            .help("split it"),
        );
    }
    if let Some(found) = chance(&text.value) {
        diagnostics.push(
            Diagnostic::warning(code::NUMBER_AS_CHANCE, format!("`{found}` says a chance as a number"))
                .label(span, "")
                .help("say it in words, or leave it out"),
        );
    }
    if role != Role::Said && has_word(&text.value, "should") {
        diagnostics.push(
            Diagnostic::warning(code::SAYS_SHOULD, "this says \"should\"")
                .label(span, "")
                .help("say directly what to do or what is so"),
        );
    }
    if role == Role::DoNot && starts_with_do_not(&text.value) {
        diagnostics.push(
            Diagnostic::warning(code::DO_NOT_TWICE, "this is shown after \"do not\", and says it again")
                .label(span, "")
                .help("leave the words out"),
        );
    }
    if matches!(role, Role::Fragment | Role::DoNot) && !is_fragment(&text.value) {
        diagnostics.push(
            Diagnostic::warning(code::FRAGMENT_FORM, "this completes a sentence, and does not fit into it")
                .label(span, "")
                .help("begin with a small letter and end without a full stop"),
        );
    }
}

fn asking(question: &QuestionDraft, diagnostics: &mut Vec<Diagnostic>) {
    let ask = &question.ask;
    if !ask.value.contains('?') {
        diagnostics.push(
            Diagnostic::warning(code::NO_QUESTION_MARK, "this has no question mark")
                .label(ask.span, "")
                .help("ask a question"),
        );
    }
    if ask.value.contains("and/or") || ask.value.matches('?').count() > 1 {
        diagnostics.push(
            Diagnostic::warning(code::TWO_QUESTIONS, "these are two questions in one")
                .label(ask.span, "")
                .help("split it into two questions, or let people choose any of several things"),
        );
    }
    let why = &question.why;
    let length = why.value.chars().count();
    if length > MAX_WHY || why.value.ends_with('.') {
        let message = if length > MAX_WHY {
            format!("this has {length} characters; {MAX_WHY} fit on the line")
        } else {
            "this ends with a full stop".to_owned()
        };
        diagnostics.push(
            Diagnostic::warning(code::WHY_FORM, message)
                .label(why.span, "")
                .help("write one short line without a full stop"),
        );
    }
}

fn certainty(condition: &ConditionDraft, diagnostics: &mut Vec<Diagnostic>) {
    for text in [&condition.name, &condition.about] {
        let lower = text.value.to_lowercase();
        if lower.starts_with("you have ") || lower.contains(" you have ") {
            diagnostics.push(
                Diagnostic::warning(code::SAYS_YOU_HAVE, "this sounds like a diagnosis")
                    .label(text.span, "")
                    .help("say what the condition is, not that somebody has it"),
            );
        }
    }
}

/// The sentence with the most words, and how many it has.
fn longest_sentence(text: &str) -> Option<(usize, &str)> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let ends = matches!(character, '.' | '?' | '!' | ':' | ';');
        let next = at + character.len_utf8();
        if ends && text[next..].chars().next().is_none_or(char::is_whitespace) {
            sentences.push(&text[start..next]);
            start = next;
        }
    }
    sentences.push(&text[start..]);
    let count = |sentence: &str| {
        sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
    };
    sentences.into_iter().map(|sentence| (count(sentence), sentence.trim())).max_by_key(|(count, _)| *count)
}

/// A percentage, or "1 in 10".
fn chance(text: &str) -> Option<String> {
    if let Some(at) = text.find('%') {
        let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
        return Some(text[start..=at].to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let [first, middle, last] = three else { return None };
        let is_number = |word: &str| {
            let word = word.trim_end_matches(|character: char| !character.is_ascii_digit());
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_one = matches!(*first, "1" | "one" | "One");
        (is_one && *middle == "in" && is_number(last)).then(|| three.join(" "))
    })
}

fn has_word(text: &str, wanted: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(wanted))
}

fn starts_with_do_not(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["do not ", "don't ", "don’t ", "never "].iter().any(|start| lower.starts_with(start))
}

/// Whether a text begins small (or with something that is always written large) and ends without a full stop.
fn is_fragment(text: &str) -> bool {
    let first_word = text.split_whitespace().next().unwrap_or("");
    let mut letters = first_word.chars();
    let is_large = letters.next().is_some_and(char::is_uppercase);
    // "I", "HRT" and "X-ray" are always written large.
    let always_large = letters.clone().all(|character| !character.is_lowercase())
        || letters.next().is_some_and(|character| !character.is_alphabetic());
    (!is_large || always_large) && !text.ends_with('.')
}

#[cfg(test)]
mod tests;
