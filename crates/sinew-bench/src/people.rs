//! The people over whom something is counted or measured: always the same.

use sinew_engine::{Step, decide, next_step};
use sinew_model::{Answers, Index as _, Pack, QuestionIx, Urgency};
use sinew_sample::{Dice, Mood};

/// People with every question answered, some with more and some with less to tell, among them the urgent ones.
pub fn complete(pack: &Pack, seed: u64, count: usize) -> Vec<Answers> {
    let mut dice = Dice::new(seed);
    (0..count).map(|person| mood(person).somebody(pack, &mut dice)).collect()
}

/// The same without those who have an emergency or an exit, so that there are conditions to weigh.
pub fn calm(pack: &Pack, seed: u64, count: usize) -> Vec<Answers> {
    let mut dice = Dice::new(seed);
    let draw = |person| loop {
        let somebody = mood(person).somebody(pack, &mut dice);
        let decision = decide(pack, &somebody);
        if decision.urgency < Urgency::Emergency && decision.exit.is_none() {
            break somebody;
        }
    };
    (0..count).map(draw).collect()
}

fn mood(person: usize) -> Mood {
    Mood { lively: [2, 5, 10][person % 3], silent: 0, unsure: 2 }
}

/// How many people are looked at for somebody who has nothing to tell.
const TRIED: usize = 20_000;

/// These people before a pack that has everything in it several times ([`sinew_sample::grown`]): they answer the questions of the first
/// copy as before, and to those of the others they answer as somebody without any red flag. So they are as ill as before, whatever the
/// size. None if nobody is without one.
pub fn of_grown(pack: &Pack, people: &[Answers], grown: &Pack) -> Option<Vec<Answers>> {
    let mut dice = Dice::new(7);
    let quiet = (0..TRIED).find_map(|person| {
        let mood = Mood { lively: [0, 2, 5, 10][person % 4], silent: 0, unsure: 0 };
        let somebody = mood.somebody(pack, &mut dice);
        let decision = decide(pack, &somebody);
        let is_quiet =
            decision.fired.is_empty() && decision.urgency < Urgency::SameDay && decision.exit.is_none();
        is_quiet.then_some(somebody)
    })?;
    let questions = pack.questions().len();
    let spread = |person: &Answers| {
        let mut answers = Answers::new(grown);
        for at in 0..grown.questions().len() {
            let of = if at < questions { person } else { &quiet };
            if let Some(answer) = of.get(QuestionIx::at(at % questions)) {
                // What the pack answers itself stays as it is.
                answers.set(grown, QuestionIx::at(at), answer);
            }
        }
        answers
    };
    Some(people.iter().map(spread).collect())
}

/// Asks somebody until there is nothing left to ask. Says how often a next step was looked for.
pub fn interview(pack: &Pack, person: &Answers) -> usize {
    let mut answers = Answers::new(pack);
    let mut steps = 1;
    while let Step::Ask(question) = next_step(pack, &answers) {
        let Some(answer) = person.get(question) else { break };
        answers.set(pack, question, answer);
        steps += 1;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use sinew_sample::{grown, pack};

    #[test]
    fn people_are_the_same_each_time_and_differ_from_each_other() {
        let pack = pack(3);
        assert_eq!(complete(&pack, 1, 50), complete(&pack, 1, 50));
        assert_ne!(complete(&pack, 1, 50), complete(&pack, 2, 50));
    }

    #[test]
    fn before_a_pack_of_several_times_the_size_people_are_as_urgent_as_before() {
        for pack in sinew_sample::shipped() {
            let people = calm(&pack, 5, 20);
            let large = grown(&pack, 3);
            for (before, after) in people.iter().zip(of_grown(&pack, &people, &large).unwrap()) {
                let (before, after) = (decide(&pack, before), decide(&large, &after));
                assert_eq!(before.urgency, after.urgency);
                assert_eq!(after.exit, None);
                assert!(after.urgency < Urgency::Emergency);
                assert_eq!(before.fired, after.fired);
            }
        }
    }
}
