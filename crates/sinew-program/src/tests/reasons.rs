//! The program says why in the way the engine does.

use crate::Reasoner;
use sinew_engine::{Helped, Keeper, Reasons, SaidPart, UrgencyGround};
use sinew_model::*;
use sinew_sample::{Dice, Mood, shipped, tries};

/// What came up at least once among the people tried.
#[derive(Debug, Default)]
struct Seen {
    flags: u32,
    unknown_flags: u32,
    exits: u32,
    conditions: u32,
    companions: u32,
    overshadowed: u32,
    adjusted: u32,
    causes: u32,
    kept_away: [u32; 2],
    denied: u32,
    not_sure: u32,
    told: u32,
    called: u32,
    helped: [u32; 2],
    /// Not sure, no option, one option, a whole answer.
    parts: [u32; 4],
}

impl Seen {
    fn add(&mut self, reasons: &Reasons) {
        let count = |ground: fn(&UrgencyGround) -> bool| {
            u32::try_from(reasons.urgency.iter().filter(|one| ground(one)).count()).unwrap()
        };
        self.flags += count(|ground| matches!(ground, UrgencyGround::RedFlag(_)));
        self.unknown_flags += count(|ground| matches!(ground, UrgencyGround::UnknownRedFlag(_)));
        self.exits += count(|ground| matches!(ground, UrgencyGround::Exit(_)));
        self.conditions += count(|ground| matches!(ground, UrgencyGround::Condition(_)));
        let some = |is: bool| u32::from(is);
        self.companions += some(reasons.conditions.iter().any(|entry| entry.companion.is_some()));
        self.overshadowed += some(reasons.lines.iter().any(|line| line.overshadowed));
        self.adjusted += some(!reasons.adjustments.is_empty());
        self.causes += some(reasons.causes.iter().any(|said| !reasons.said(said).is_empty()));
        let keeps = |own: bool| reasons.kept_away.iter().any(|(_, by)| (*by == Keeper::Itself) == own);
        self.kept_away[0] += some(keeps(true));
        self.kept_away[1] += some(keeps(false));
        self.denied += some(!reasons.denied.is_empty());
        self.not_sure += some(!reasons.not_sure.is_empty());
        self.told += some(!reasons.told.is_empty());
        self.called += some(reasons.conditions.iter().any(|entry| !reasons.said(&entry.called).is_empty()));
        self.helped[0] += some(reasons.helped.iter().any(|helped| matches!(helped, Helped::Condition(_))));
        self.helped[1] += some(reasons.helped.iter().any(|helped| matches!(helped, Helped::Cause(_))));
        for said in reasons.flags.iter().flat_map(|entry| reasons.said(&entry.said)).chain(&reasons.told) {
            let part = match said.part {
                SaidPart::NotSure => 0,
                SaidPart::NoOption => 1,
                SaidPart::Option(_) => 2,
                SaidPart::Answer => 3,
            };
            self.parts[part] += 1;
        }
    }

    /// Nothing of what reasons can say is missing, so that all of it was compared. Companions are rare in packs that are shipped.
    fn assert_all(&self, with_companions: bool) {
        let Self {
            flags,
            unknown_flags,
            exits,
            conditions,
            companions,
            overshadowed,
            adjusted,
            causes,
            kept_away: [itself, block],
            denied,
            not_sure,
            told,
            called,
            helped: [conditions_helped, causes_helped],
            parts: [unsure, no_option, option, answer],
        } = self;
        assert!(*companions > 0 && *called > 0 && *no_option > 0 || !with_companions, "{self:?}");
        let all = [
            flags,
            unknown_flags,
            exits,
            conditions,
            overshadowed,
            adjusted,
            causes,
            itself,
            block,
            denied,
            not_sure,
            told,
            conditions_helped,
            causes_helped,
            unsure,
            option,
            answer,
        ];
        assert!(all.iter().all(|count| **count > 0), "{self:?}");
    }
}

fn alike<'a>(pack: &Pack, people: impl IntoIterator<Item = &'a Answers>, seen: &mut Seen) {
    let reasoner = Reasoner::compile(pack.clone()).unwrap();
    let mut workspace = reasoner.workspace();
    for answers in people {
        let (expected, expected_reasons) = sinew_engine::reasons(pack, answers);
        let (decision, reasons) = reasoner.decide(&mut workspace, answers);
        assert_eq!(*decision, expected, "{}, {answers:?}", pack.identity().id);
        assert_eq!(*reasons, expected_reasons, "{}, {answers:?}", pack.identity().id);
        seen.add(reasons);
    }
}

#[test]
fn generated_packs_say_why_alike() {
    let mut seen = Seen::default();
    for seed in 0..u64::from(tries(256).cases) * 2 {
        let pack = sinew_sample::pack(seed);
        let people: Vec<Answers> = (seed * 1000..seed * 1000 + 20)
            .flat_map(|person| {
                [sinew_sample::person(&pack, person), sinew_sample::silent_person(&pack, person)]
            })
            .collect();
        alike(&pack, &people, &mut seen);
    }
    seen.assert_all(true);
}

#[test]
fn shipped_packs_say_why_alike() {
    for pack in shipped() {
        let mut seen = Seen::default();
        let mut dice = Dice::new(15);
        let people: Vec<Answers> = (0..u64::from(tries(256).cases) * 2)
            // Most people at random have an emergency, where hardly anything is shown: every other one is drawn until there is advice.
            .map(|person| {
                let mut anybody = || Mood::any(&mut dice).somebody(&pack, &mut dice);
                let advised = |answers: &Answers| {
                    let decision = sinew_engine::decide(&pack, answers);
                    decision.exit.is_none() && decision.urgency.allows_actions()
                };
                let mut answers = anybody();
                for _ in 0..if person % 2 == 0 { 0 } else { 200 } {
                    if advised(&answers) {
                        break;
                    }
                    answers = anybody();
                }
                answers
            })
            .collect();
        alike(&pack, &people, &mut seen);
        println!("{}: {seen:?}", pack.identity().id);
        seen.assert_all(false);
    }
}

/// Of what a runner reads, flags, figures and what is kept away are those of the reasons.
#[test]
fn outcomes_are_made_from_the_reasons() {
    let context = sinew_engine::Context { today: Date::constant(2026, 11, 30), region: None };
    for pack in shipped() {
        let reasoner = Reasoner::compile(pack.clone()).unwrap();
        let mut workspace = reasoner.workspace();
        let mut dice = Dice::new(16);
        for _ in 0..u64::from(tries(64).cases) {
            let answers = Mood::any(&mut dice).somebody(&pack, &mut dice);
            let outcome = sinew_engine::assess(&pack, &answers, &context);
            let (decision, reasons) = reasoner.decide(&mut workspace, &answers);
            assert_eq!(outcome.urgency, decision.urgency);
            let flags: Vec<_> = outcome.flags.iter().map(|flag| (&flag.id, flag.gives)).collect();
            let expected = reasons.flags.iter().map(|entry| (&pack.red_flags()[entry.flag].id, entry.gives));
            assert_eq!(flags, expected.collect::<Vec<_>>());
            for (flag, entry) in outcome.flags.iter().zip(&reasons.flags) {
                let asked: Vec<_> = reasons
                    .said(&entry.said)
                    .iter()
                    .map(|said| pack.questions()[said.question].id.clone())
                    .collect();
                let told: Vec<_> = flag.reasons.iter().filter_map(|reason| reason.question.clone()).collect();
                assert_eq!(told, asked, "{}, {answers:?}", flag.id);
            }
            for (condition, entry) in
                outcome.conditions.iter().chain(&outcome.less_likely).zip(&reasons.conditions)
            {
                assert_eq!(condition.id, pack.conditions()[entry.condition].id);
                let lines = &reasons.lines[entry.lines.clone()];
                let counting = lines.iter().filter(|line| !line.overshadowed);
                let sum: i32 = counting.map(|line| line.weight.value()).sum();
                assert_eq!(sum, condition.evidence.value(), "the lines that count come to the sum");
                let shown = condition.fits_with.len() + condition.fits_not.len() + condition.not_known.len();
                assert_eq!(shown, lines.len());
            }
            let kept_away: Vec<_> = outcome.advice.kept_away.iter().map(|(action, ..)| action).collect();
            let expected = reasons.kept_away.iter().map(|(action, _)| &pack.actions()[*action].id);
            assert_eq!(kept_away, expected.collect::<Vec<_>>());
        }
    }
}
