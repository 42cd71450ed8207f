//! What decides for somebody whom a case or a proof is about: the rules behind what came out, shown where they are written.

use super::{
    expectation::{Unmet, Verdict, unmet},
    rule::Rule,
};
use sinew_diag::{Diagnostic, Span};
use sinew_engine::{Grounds, grounds};
use sinew_logic::{Formula, Truth};
use sinew_model::{Answers, FindingIx, Origin, Outcome, Pack, RedFlagIx, Urgency, UrgencyReason};
use sinew_pack::{Case, Loaded, Mention};
use std::collections::BTreeMap;

/// How many rules are named without which a case would pass.
const RULES_AT_MOST: usize = 3;
/// How many findings are named for one rule.
const FINDINGS_AT_MOST: usize = 4;

/// How what is told of something that holds begins.
const HOLDS: &str = "it holds";

/// What is known about each rule that has to do with a finding, by the place of the rule.
#[derive(Debug, Default)]
pub(super) struct Deciding {
    places: BTreeMap<Span, Vec<String>>,
}

impl Deciding {
    /// The rules behind what came out otherwise than expected: what raises the urgency beyond it, what holds and is not
    /// expected to, and what is expected to hold and does not.
    pub(super) fn of(
        loaded: &Loaded,
        pack: &Pack,
        answers: &Answers,
        outcome: &Outcome,
        unmet: &[Unmet<'_>],
    ) -> Self {
        let mut deciding = Self::default();
        let mut say = |origin: &Origin, words: String| deciding.add(loaded, origin, words);
        let flag = |index: RedFlagIx| &pack.red_flags()[index];
        for unmet in unmet {
            match unmet {
                Unmet::Urgency { expected, got, .. } if got > expected => {
                    for reason in &outcome.urgency_reasons {
                        if let Some((origin, words)) = urgency_reason(pack, answers, reason) {
                            say(origin, words);
                        }
                    }
                }
                Unmet::Flags { missing, extra, .. } => {
                    for index in missing.iter().chain(extra) {
                        say(&flag(*index).origin, fires(pack, answers, &flag(*index).when));
                    }
                }
                Unmet::Absent(mentioned) => {
                    for (origin, words) in
                        mentioned.mentions.iter().filter_map(|it| of_mention(pack, answers, *it))
                    {
                        say(origin, not_shown(words, outcome.urgency));
                    }
                }
                Unmet::Present(_, mention) => {
                    if let Some((origin, words)) = of_mention(pack, answers, *mention) {
                        say(origin, words);
                    }
                }
                Unmet::Urgency { .. } | Unmet::Band { .. } | Unmet::Points { .. } | Unmet::Listed { .. } => {}
            }
        }
        deciding
    }

    pub(super) fn add(&mut self, loaded: &Loaded, origin: &Origin, words: String) {
        let Some(place) = loaded.place(origin) else { return };
        let known = self.places.entry(place).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    }

    /// Adds a label for each rule.
    pub(super) fn shown(self, diagnostic: Diagnostic) -> Diagnostic {
        let places = self.places.into_iter();
        places.fold(diagnostic, |diagnostic, (place, words)| diagnostic.secondary(place, words.join("; ")))
    }
}

/// Adds, for each of these failures, the rules without each of which alone the case would pass.
pub(super) fn add_rules_to_blame(
    loaded: &Loaded,
    pack: &Pack,
    failures: &mut [(&Case, &Answers, &mut Deciding)],
) {
    if failures.is_empty() {
        return;
    }
    let mut named = vec![0; failures.len()];
    // What is only there to be offered or asked is never to blame: taking it out hides what goes wrong.
    let may_be_to_blame = |rule: &Rule| !matches!(rule, Rule::Offer(_) | Rule::AskWhen(_));
    for rule in Rule::all(pack).into_iter().filter(may_be_to_blame) {
        let Some(without) = rule.taken_out(pack) else { continue };
        for ((case, answers, deciding), named) in failures.iter_mut().zip(&mut named) {
            let passes = |answers| unmet(case, &Verdict::of(&without, case, answers)).is_empty();
            if *named < RULES_AT_MOST && passes(answers) {
                *named += 1;
                deciding.add(
                    loaded,
                    rule.origin(pack),
                    format!("the case would pass without {}", rule.named(pack)),
                );
            }
        }
    }
}

pub(super) fn urgency_reason<'p>(
    pack: &'p Pack,
    answers: &Answers,
    reason: &UrgencyReason,
) -> Option<(&'p Origin, String)> {
    match reason {
        UrgencyReason::RedFlag(id) | UrgencyReason::UnknownRedFlag(id) => {
            let flag = &pack.red_flags()[pack.red_flag_named(id.as_str())?];
            Some((&flag.origin, fires(pack, answers, &flag.when)))
        }
        UrgencyReason::Condition(id) => {
            let condition = &pack.conditions()[pack.condition_named(id.as_str())?];
            Some((&condition.origin, format!("it fits well and has the care {}", condition.care)))
        }
        UrgencyReason::Exit(id) => {
            let exit = &pack.exits()[pack.exit_named(id.as_str())?];
            Some((&exit.origin, holds(pack, answers, &exit.when)))
        }
        UrgencyReason::NothingUrgent => None,
    }
}

fn of_mention<'p>(pack: &'p Pack, answers: &Answers, mention: Mention) -> Option<(&'p Origin, String)> {
    match mention {
        Mention::RedFlag(flag) => {
            let flag = &pack.red_flags()[flag];
            Some((&flag.origin, fires(pack, answers, &flag.when)))
        }
        Mention::Exit(exit) => {
            let exit = &pack.exits()[exit];
            Some((&exit.origin, holds(pack, answers, &exit.when)))
        }
        Mention::Cause(cause) => {
            let cause = &pack.causes()[cause];
            Some((&cause.origin, holds(pack, answers, &cause.when)))
        }
        // Why a condition or an action is shown or not hangs on all the others too.
        Mention::Condition(_) | Mention::Action(_) => None,
    }
}

/// A cause or an exit can hold and yet not appear, where something more pressing stands alone.
fn not_shown(words: String, urgency: Urgency) -> String {
    if words.starts_with(HOLDS) { format!("{words}; at {urgency} it is not shown") } else { words }
}

pub(super) fn fires(pack: &Pack, answers: &Answers, when: &Formula<FindingIx>) -> String {
    told(pack, answers, when, ["it fires", "it does not fire", "it cannot be ruled out"])
}

pub(super) fn holds(pack: &Pack, answers: &Answers, when: &Formula<FindingIx>) -> String {
    told(pack, answers, when, [HOLDS, "it does not hold", "it is unknown"])
}

/// What a formula comes to, in the words for true, false and unknown, and the findings that decided it.
pub(super) fn told(
    pack: &Pack,
    answers: &Answers,
    when: &Formula<FindingIx>,
    [when_true, when_false, when_unknown]: [&str; 3],
) -> String {
    let Grounds { truth, findings } = grounds(pack, answers, when);
    let verb = match truth {
        Truth::True => when_true,
        Truth::False => when_false,
        Truth::Unknown => when_unknown,
    };
    let more = findings.len().saturating_sub(FINDINGS_AT_MOST);
    let mut parts: Vec<String> = findings
        .iter()
        .take(FINDINGS_AT_MOST)
        .map(|(finding, truth)| format!("`{}` is {}", pack.findings()[*finding].id, truth_word(*truth)))
        .collect();
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    if parts.is_empty() { verb.to_owned() } else { format!("{verb}: {}", parts.join(", ")) }
}

fn truth_word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}
