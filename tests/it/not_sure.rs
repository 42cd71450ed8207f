//! "I'm not sure" beside a chosen line of a list: what was chosen still counts.

use sinew_app::{
    assess, kept_away,
    model::{Answer, Answers, FlagStatus, Outcome, Pack},
};
use sinew_logic::Formula;
use sinew_tests::{TODAY, everybody};

/// For whoever adds "I'm not sure" to lines that they chose, every warning sign that fired still fires, and what was kept away still is.
/// (A condition may fit less well: a line that is no longer denied weighs nothing any more.)
#[test]
fn not_being_sure_about_the_rest_of_a_list_takes_nothing_back() {
    let (mut people, mut lists) = (0, 0);
    for (pack, cases) in everybody() {
        for (case, answers) in cases {
            let Ok(before) = assess(&pack, &answers, TODAY, None) else { continue };
            people += 1;
            for (question, answer) in answers.iter() {
                let Answer::Any { chosen, unsure: false } = answer else { continue };
                let is_given = pack.given_answer(question).is_some();
                if chosen.is_empty() || !pack.questions()[question].not_sure || is_given {
                    continue;
                }
                let mut unsure = answers.clone();
                assert!(unsure.set(&pack, question, Answer::Any { chosen, unsure: true }));
                let Ok(after) = assess(&pack, &unsure, TODAY, None) else { continue };
                lists += 1;
                let who = format!("{}: {case} and {}", pack.identity().id, pack.questions()[question].id);
                let lost = missing(&fires(&before), &fires(&after));
                assert!(lost.is_empty(), "{who}: {lost:?} no longer fire");
                let freed = missing(&kept(&pack, &answers), &kept(&pack, &unsure));
                assert!(freed.is_empty(), "{who}: {freed:?} are no longer kept away");
            }
        }
    }
    assert!(people > 400 && lists > 200, "{people} people with {lists} lists");
}

fn missing(before: &[String], after: &[String]) -> Vec<String> {
    before.iter().filter(|id| !after.contains(id)).cloned().collect()
}

fn fires(outcome: &Outcome) -> Vec<String> {
    let fires = outcome.flags.iter().filter(|flag| flag.status == FlagStatus::Fires);
    fires.map(|flag| flag.id.to_string()).collect()
}

/// What is kept away, but for actions that are only for people about whom something is in question: these take the place of less careful
/// ones when it is.
fn kept(pack: &Pack, answers: &Answers) -> Vec<String> {
    let is_careful = |id: &str| {
        let action = pack.action_named(id).map(|action| &pack.actions()[action]);
        action.is_some_and(|action| matches!(action.blocked_when, Formula::Not(_)))
    };
    let kept = kept_away(pack, answers).into_iter().map(|(action, _)| action.to_string());
    kept.filter(|id| !is_careful(id)).collect()
}
