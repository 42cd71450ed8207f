//! Reading what a person types: numbers of choices, numbers, and the few letters that steer the interview.

use crate::view::EntryKind;
use sinew_model::{Answer, Index as _, OptionIx, OptionSet, Question, QuestionKind};

/// A letter that steers the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steer {
    /// To the question before.
    Back,
    /// How to tell.
    Help,
    /// Save and stop.
    Save,
    /// Stop.
    Quit,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// An answer to the question.
    Answer(Answer),
    /// A letter that steers.
    Steer(Steer),
    /// Nothing that can be taken, with two ways of saying what can.
    Unclear(Advice),
}

/// How to type an answer, for somebody whose first try was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advice {
    /// After the first try.
    pub(crate) first: String,
    /// After further tries: other words, with an example.
    pub(crate) again: String,
}

/// The letter that steers, if the line is one.
pub(crate) fn read_steer(line: &str) -> Option<Steer> {
    match line.trim().to_lowercase().as_str() {
        "b" | "back" => Some(Steer::Back),
        "?" | "h" | "help" => Some(Steer::Help),
        "s" | "save" => Some(Steer::Save),
        "q" | "quit" | "exit" => Some(Steer::Quit),
        _ => None,
    }
}

/// Reads one number between 1 and `most`.
pub(crate) fn read_choice(line: &str, most: usize) -> Option<usize> {
    let digits = line.trim().trim_end_matches(['.', ')']);
    let plain = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().filter(|number| (1..=most).contains(number))
}

/// Reads several numbers between 1 and `most`, separated by spaces or commas. Repeats count once.
pub(crate) fn read_choices(line: &str, most: usize) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    for word in line.split([' ', ',', ';', '\t']).filter(|word| !word.is_empty() && *word != "and") {
        let number = read_choice(word, most)?;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

/// What can be typed, in words: "1", "1 or 2", "1, 2 or 3", and "a number from 1 to 9" when there are many.
pub(crate) fn choice_words(most: usize) -> String {
    match most {
        0 | 1 => "1".to_owned(),
        2 => "1 or 2".to_owned(),
        3 => "1, 2 or 3".to_owned(),
        _ => format!("a number from 1 to {most}"),
    }
}

/// Reads a line as an answer to a question, or as a letter that steers.
pub(crate) fn read_typed(question: &Question, kind: &EntryKind, choices: usize, line: &str) -> Typed {
    if let Some(steer) = read_steer(line) {
        return Typed::Steer(steer);
    }
    let answer = match kind {
        EntryKind::One => one(question, choices, line),
        EntryKind::Several => several(question, choices, line),
        EntryKind::Number { least, most, unit, .. } => number(question, *least, *most, unit, line),
    };
    match answer {
        Ok(answer) => Typed::Answer(answer),
        Err(advice) => Typed::Unclear(advice),
    }
}

/// What the number of a choice stands for. Choices come in this order: the options, "None of these", "I'm not sure".
enum Meaning {
    Option(usize),
    None,
    NotSure,
}

fn meaning(options: usize, has_none: bool, number: usize) -> Meaning {
    if number <= options {
        Meaning::Option(number - 1)
    } else if has_none && number == options + 1 {
        Meaning::None
    } else {
        Meaning::NotSure
    }
}

/// Whether a line says in words that one is not sure.
fn says_not_sure(line: &str) -> bool {
    let words = line.trim().trim_end_matches('.').to_lowercase().replace('’', "'");
    matches!(
        words.as_str(),
        "not sure"
            | "not-sure"
            | "i'm not sure"
            | "im not sure"
            | "i am not sure"
            | "unsure"
            | "don't know"
            | "i don't know"
    )
}

/// Whether a line says in words that nothing fits.
fn says_none(line: &str) -> bool {
    matches!(line.trim().trim_end_matches('.').to_lowercase().as_str(), "none" | "none of these")
}

fn one(question: &Question, choices: usize, line: &str) -> Result<Answer, Advice> {
    if question.not_sure && says_not_sure(line) {
        return Ok(Answer::NotSure);
    }
    if let QuestionKind::YesNo { .. } = question.kind {
        match line.trim().to_lowercase().as_str() {
            "yes" => return Ok(Answer::YesNo(true)),
            "no" => return Ok(Answer::YesNo(false)),
            _ => {}
        }
    }
    let number = read_choice(line, choices).ok_or_else(|| one_advice(question, choices))?;
    let yes_no = matches!(question.kind, QuestionKind::YesNo { .. });
    let options = if yes_no { 2 } else { question.options().count() };
    Ok(match meaning(options, false, number) {
        Meaning::Option(position) if yes_no => Answer::YesNo(position == 0),
        Meaning::Option(position) => Answer::One(OptionIx::at(position)),
        Meaning::None | Meaning::NotSure => Answer::NotSure,
    })
}

fn one_advice(question: &Question, choices: usize) -> Advice {
    let example = if question.not_sure {
        format!("For example, type {choices} if you are not sure.")
    } else {
        "For example, type 1 for the first one.".to_owned()
    };
    Advice {
        first: format!("Type {}.", choice_words(choices)),
        again: format!(
            "Type only the number that stands in front of your answer, then press Enter. {example}"
        ),
    }
}

fn several(question: &Question, choices: usize, line: &str) -> Result<Answer, Advice> {
    let options = question.options().count();
    if says_none(line) {
        return Ok(Answer::Any { chosen: OptionSet::EMPTY, unsure: false });
    }
    if question.not_sure && says_not_sure(line) {
        return Ok(Answer::NotSure);
    }
    let numbers = read_choices(line, choices).ok_or_else(|| Advice {
        first: format!(
            "Type one or more numbers from 1 to {choices}, with spaces between them. {} means none of these.",
            options + 1
        ),
        again: format!(
            "Type the number of each line that fits, then press Enter. For example, type 1 2 if the first two fit, or {} if none does.",
            options + 1
        ),
    })?;
    let (mut chosen, mut none, mut unsure) = (OptionSet::EMPTY, false, false);
    for number in numbers {
        match meaning(options, true, number) {
            Meaning::Option(position) => chosen = chosen.with(OptionIx::at(position)),
            Meaning::None => none = true,
            Meaning::NotSure => unsure = true,
        }
    }
    if none && (unsure || !chosen.is_empty()) {
        let alone = options + 1;
        return Err(Advice {
            first: format!("{alone} means none of these, so type it alone, or leave it out."),
            again: format!(
                "Choose either {alone} for none of these, or the numbers that fit. For example, type 1, or type {alone}."
            ),
        });
    }
    Ok(if unsure && chosen.is_empty() { Answer::NotSure } else { Answer::Any { chosen, unsure } })
}

fn number(question: &Question, least: i32, most: i32, unit: &str, line: &str) -> Result<Answer, Advice> {
    let with_unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let not_sure = if question.not_sure { ", or n if you are not sure" } else { "" };
    let advice = || Advice {
        first: format!("Type a whole number from {least} to {most}{not_sure}."),
        again: format!(
            "Type only digits, then press Enter. For example, type {} for {}{with_unit}{not_sure}.",
            example_number(least, most),
            example_number(least, most)
        ),
    };
    let text = line.trim().to_lowercase();
    if text == "n" || says_not_sure(&text) {
        return if question.not_sure { Ok(Answer::NotSure) } else { Err(advice()) };
    }
    let end =
        text.find(|character: char| !(character.is_ascii_digit() || character == '-')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let value =
        digits.parse::<i32>().ok().filter(|value| (least..=most).contains(value)).ok_or_else(advice)?;
    let rest = rest.trim();
    let (unit, out_of) =
        (unit.to_lowercase(), [format!("out of {most}"), format!("/{most}"), format!("/ {most}")]);
    let is_unit = !unit.is_empty()
        && (unit.starts_with(rest) || rest.trim_end_matches('s') == unit.trim_end_matches('s'));
    if rest.is_empty() || is_unit || (unit.is_empty() && out_of.iter().any(|words| words == rest)) {
        Ok(Answer::Number(value))
    } else {
        Err(advice())
    }
}

fn example_number(least: i32, most: i32) -> i32 {
    if (least..=most).contains(&5) { 5 } else { least }
}

#[cfg(test)]
mod tests;
