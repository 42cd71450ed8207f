//! People whom a proof found, as the beginnings of cases.

use sinew_model::{ActionIx, Answers, Band, Claim, Pack, Property, QuestionId, RawAnswer, Urgency};
use sinew_prove::{Person, Problem, ProblemKind, Proof};

/// Somebody for whom a promise of a pack does not hold, with what it promises: what a case says, as far as a promise can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// An id for the case; others may have it already.
    pub id: String,
    /// What does not hold, in words.
    pub title: String,
    /// The answers to all that the person is asked.
    pub answers: Vec<(QuestionId, RawAnswer)>,
    /// The urgency that is promised; where nothing is promised of it, the one that comes out now.
    pub urgency: Urgency,
    /// Ids of what has to appear.
    pub must: Vec<String>,
    /// Ids of what must not appear.
    pub must_not: Vec<String>,
    /// The condition that has to fit, and how well.
    pub band: Option<(String, Band)>,
}

/// The people of these problems for whom something is promised. Nobody twice with the same promise.
pub(super) fn of_proof(pack: &Pack, proof: &Proof, is_library: bool) -> Vec<FoundPerson> {
    let mut found: Vec<FoundPerson> = Vec::new();
    for problem in &proof.problems {
        let Some(person) = of_problem(pack, problem, is_library) else { continue };
        let is_same = |other: &FoundPerson| {
            (&other.answers, other.urgency, &other.must, &other.must_not, &other.band)
                == (&person.answers, person.urgency, &person.must, &person.must_not, &person.band)
        };
        if !found.iter().any(is_same) {
            found.push(person);
        }
    }
    found
}

fn of_problem(pack: &Pack, problem: &Problem, is_library: bool) -> Option<FoundPerson> {
    let person = problem.person.as_ref()?;
    match problem.kind {
        ProblemKind::PropertyBroken(index) => {
            let property = &pack.properties()[index];
            let title = property.says.trim_end_matches('.').to_owned();
            let id = property.id.to_string();
            Some(match &problem.changed {
                Some(changed) => worse(pack, id, title, person, changed),
                None => {
                    promised(pack, property, FoundPerson { id, title, ..as_decided(pack, person) }, person)
                }
            })
        }
        ProblemKind::WorseLowers(index) => {
            let question = &pack.questions()[index];
            let title = format!("A worse answer to {} is no less urgent", question.id);
            Some(worse(pack, format!("worse-{}", question.id), title, person, problem.changed.as_ref()?))
        }
        // What this person should do, a promise does not say; what is for everybody is for them too.
        ProblemKind::NothingToDo if !is_library => {
            let action = pack.actions().iter().find(|action| action.always)?;
            let title = "Somebody who looks after it themselves has something to do".to_owned();
            let must = vec![action.id.to_string()];
            Some(FoundPerson { id: "something-to-do".into(), title, must, ..as_decided(pack, person) })
        }
        _ => None,
    }
}

/// Somebody with what is decided for them now.
fn as_decided(pack: &Pack, person: &Person) -> FoundPerson {
    FoundPerson {
        id: String::new(),
        title: String::new(),
        answers: written(pack, &person.answers),
        urgency: person.decision.urgency,
        must: Vec::new(),
        must_not: Vec::new(),
        band: None,
    }
}

/// Who is worse off has to be seen no later.
fn worse(pack: &Pack, id: String, title: String, before: &Person, after: &Person) -> FoundPerson {
    FoundPerson { id, title, urgency: before.decision.urgency, ..as_decided(pack, after) }
}

fn promised(pack: &Pack, property: &Property, found: FoundPerson, person: &Person) -> FoundPerson {
    let ids = |actions: &[ActionIx], offered: bool| -> Vec<String> {
        let wanted = actions.iter().filter(|action| person.decision.actions.contains(action) == offered);
        wanted.map(|action| pack.actions()[*action].id.to_string()).collect()
    };
    match &property.claim {
        Claim::UrgencyAtLeast(urgency) | Claim::UrgencyAtMost(urgency) => {
            FoundPerson { urgency: *urgency, ..found }
        }
        Claim::Never(actions) => FoundPerson { must_not: ids(actions, true), ..found },
        Claim::Always(actions) => FoundPerson { must: ids(actions, false), ..found },
        Claim::FitsAtLeast { condition, band } => {
            let condition = pack.conditions()[*condition].id.to_string();
            FoundPerson { band: Some((condition, *band)), ..found }
        }
        Claim::MonotoneIn(_) => found,
    }
}

fn written(pack: &Pack, answers: &Answers) -> Vec<(QuestionId, RawAnswer)> {
    let said = answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none());
    said.map(|(index, answer)| {
        let question = &pack.questions()[index];
        (question.id.clone(), question.write_answer(answer))
    })
    .collect()
}
