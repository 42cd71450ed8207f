//! The program decides what the engine decides.

use crate::{AnswerRow, Batch, Decisions, Instructions, Program, Reasoner};
use sinew_logic::Formula;
use sinew_model::*;
use sinew_sample::{Builder, Dice, Mood, is, shipped, tries};

/// How many packs or groups of people are tried.
fn effort() -> u64 {
    u64::from(tries(256).cases)
}

#[test]
fn generated_packs_decide_alike() {
    for seed in 0..effort() * 8 {
        let pack = sinew_sample::pack(seed);
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        for person in 0..30 {
            let person = seed * 1000 + person;
            for answers in [
                sinew_sample::person(&pack, person),
                sinew_sample::silent_person(&pack, person),
                Answers::new(&pack),
            ] {
                let expected = sinew_engine::decide(&pack, &answers);
                let row = program.row(&answers);
                assert_eq!(*program.decide(&mut workspace, &row), expected, "pack {seed}, {answers:?}");
            }
        }
    }
}

/// Lines of evidence of a condition begin, end and go on where a word of bits does, with groups that do so too. A red flag asks how well
/// each condition fits, so that all of them are added up alone as well as together.
#[test]
fn evidence_that_lies_in_several_words_decides_alike() {
    let mut bands = [0; 3];
    for seed in 0..effort() / 4 {
        let mut dice = Dice::new(seed);
        let mut below = |limit: u8| u8::try_from(dice.below(u64::from(limit))).unwrap();
        let mut builder = Builder::new();
        let told: Vec<_> =
            (0..12).map(|number| builder.yes_no(&format!("question-{number}"), None)).collect();
        let mut conditions = Vec::new();
        for (number, lines) in [63, 0, 1, 2, 64, 0, 70, 57, 3].into_iter().enumerate() {
            let lines = (0..lines).map(|_| {
                let when = is(told[usize::from(below(12))]);
                let (present, absent) = (i32::from(below(7)) - 2, 1 - i32::from(below(4)));
                (when, present, absent, Some(u32::from(below(8))).filter(|group| *group < 4))
            });
            let lines = lines.collect();
            let condition =
                builder.condition(&format!("condition-{number}"), 0, Urgency::Routine, lines, &[]);
            builder.adjustment(condition, is(told[usize::from(below(12))]), i32::from(below(5)));
            conditions.push(condition);
        }
        for (number, condition) in conditions.iter().enumerate() {
            for band in [Band::FitsPartly, Band::FitsWell] {
                let fits = builder.fits(*condition, band);
                builder.red_flag(&format!("{}-{number}", band.name()), Urgency::SameDay, is(fits));
            }
        }
        let pack = builder.pack();
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        for _ in 0..40 {
            let mut answers = Answers::new(&pack);
            for question in pack.questions().indices() {
                assert!(answers.set(&pack, question, Answer::YesNo(dice.below(2) == 0)));
            }
            let expected = sinew_engine::decide(&pack, &answers);
            let decision = program.decide(&mut workspace, &program.row(&answers));
            assert_eq!(*decision, expected, "pack {seed}, {answers:?}");
            let fired = |at: usize| usize::from(expected.fired.contains(&RedFlagIx::at(at)));
            // Two flags for each condition: one that fits partly, then one that fits well.
            (0..conditions.len()).for_each(|at| bands[fired(2 * at) + fired(2 * at + 1)] += 1);
        }
    }
    assert!(bands.iter().all(|people| *people > 1000), "{bands:?}");
}

#[test]
fn packs_of_many_words_decide_alike() {
    for seed in 0..effort() / 4 {
        let pack = sinew_sample::grown(&sinew_sample::pack(seed), usize::try_from(2 + seed % 12).unwrap());
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        for person in 0..20 {
            let person = seed * 1000 + person;
            for answers in [sinew_sample::person(&pack, person), sinew_sample::silent_person(&pack, person)] {
                let expected = sinew_engine::decide(&pack, &answers);
                let decision = program.decide(&mut workspace, &program.row(&answers));
                assert_eq!(*decision, expected, "pack {seed}, {answers:?}");
            }
        }
    }
}

/// Planes so wide that what is raised is kept instead of whole rows. Two of three people answer one copy of the questions as somebody who
/// needs no help today, the third at random, and all of them the other copies as the same one who needs none: else there would be nothing
/// but emergencies.
#[test]
fn packs_with_wide_planes_decide_alike() {
    for pack in shipped() {
        let mut dice = Dice::new(17);
        let mut somebody = |is_calm: bool| loop {
            let answers = Mood { lively: 5, silent: 1, unsure: 1 }.somebody(&pack, &mut dice);
            let decision = sinew_engine::decide(&pack, &answers);
            if !is_calm || decision.urgency < Urgency::SameDay && decision.exit.is_none() {
                break answers;
            }
        };
        let quiet = somebody(true);
        let questions = pack.questions().len();
        for times in [4, 12] {
            let grown = sinew_sample::grown(&pack, times);
            let program = Program::compile(&grown).unwrap();
            assert!(program.size().words > 16, "{}", pack.identity().id);
            let mut workspace = program.workspace();
            let mut with_conditions = 0;
            for number in 0..effort() / 4 {
                let person = somebody(number % 3 > 0);
                let copy = usize::try_from(number / 3).unwrap() % times;
                let mut answers = Answers::new(&grown);
                for question in grown.questions().indices() {
                    let at = question.position();
                    let of = if at / questions == copy { &person } else { &quiet };
                    if let Some(answer) = of.get(QuestionIx::at(at % questions)) {
                        // What the pack answers itself stays as it is.
                        answers.set(&grown, question, answer);
                    }
                }
                let expected = sinew_engine::decide(&grown, &answers);
                let decision = program.decide(&mut workspace, &program.row(&answers));
                assert_eq!(*decision, expected, "{} {times} times: {answers:?}", pack.identity().id);
                with_conditions += u64::from(!expected.conditions.is_empty());
            }
            assert!(with_conditions > effort() / 8, "{with_conditions}");
        }
    }
}

/// The same with answers left out and answers to questions of which it is not known whether they apply, where what is settled matters.
#[test]
fn generated_packs_with_wide_planes_decide_and_say_why_alike() {
    let (mut settling, mut wide) = (0, 0);
    for seed in 0..effort() / 16 {
        let pack = sinew_sample::pack(seed);
        // As many times as it takes: these packs are small.
        let sizes = [16, 32, 64].map(|times| sinew_sample::grown(&pack, times));
        let grown = sizes.iter().find(|grown| Program::compile(grown).unwrap().size().words > 16);
        let Some(grown) = grown else { continue };
        wide += 1;
        let program = Program::compile(grown).unwrap();
        let reasoner = Reasoner::compile(grown.clone()).unwrap();
        let (mut workspace, mut with_reasons) = (program.workspace(), reasoner.workspace());
        let people = (seed * 1000..seed * 1000 + 8).flat_map(|person| {
            [sinew_sample::person(grown, person), sinew_sample::silent_person(grown, person)]
        });
        for answers in people.chain([Answers::new(grown)]) {
            let (expected, expected_reasons) = sinew_engine::reasons(grown, &answers);
            let decision = program.decide(&mut workspace, &program.row(&answers));
            assert_eq!(*decision, expected, "pack {seed}, {answers:?}");
            let (decision, reasons) = reasoner.decide(&mut with_reasons, &answers);
            assert_eq!((decision, reasons), (&expected, &expected_reasons), "pack {seed}, {answers:?}");
            let is_open = grown.questions().indices().any(|at| answers.get(at).is_none());
            settling += u64::from(is_open && (expected.exit.is_some() || !expected.conditions.is_empty()));
        }
    }
    assert!(wide > effort() / 32 && settling > effort() / 32, "{wide} packs, {settling} people");
}

/// Gates stand side by side for as many as a word has bits, and so do bits that are counted.
#[test]
fn any_number_of_gates_and_of_counted_bits_decides_alike() {
    for gates in [0, 1, 63, 64, 65, 129, 200] {
        let mut builder = Builder::new();
        let told: Vec<_> = (0..9).map(|number| builder.yes_no(&format!("question-{number}"), None)).collect();
        for number in 0..gates {
            // No two are alike: one more literal each time that the pairs are through.
            let (first, second, more) = (number % 9, number / 9 % 9, number / 81);
            let mut members: Vec<_> = (0..=more).map(|further| is(told[(first + further) % 9])).collect();
            members.push(Formula::Not(Box::new(is(told[second]))));
            builder.red_flag(&format!("all-{number}"), Urgency::SameDay, Formula::All(members));
        }
        let mut dice = Dice::new(23);
        let mut any = || is(told[usize::try_from(dice.below(9)).unwrap()]);
        // The first three are the same for everybody.
        for (number, (length, count)) in
            [(0, 0), (0, 1), (3, 0), (3, 2), (9, 9), (64, 40), (65, 41), (130, 60)].into_iter().enumerate()
        {
            let of = (0..length).map(|_| any()).collect();
            builder.red_flag(&format!("count-{number}"), Urgency::SameDay, Formula::AtLeast { count, of });
        }
        let pack = builder.pack();
        let program = Program::compile(&pack).unwrap();
        assert_eq!(program.tables().layout.gates.len(), gates);
        let reasoner = Reasoner::compile(pack.clone()).unwrap();
        let (mut workspace, mut with_reasons) = (program.workspace(), reasoner.workspace());
        let (mut by_gates, mut by_counts) = ([0, 0], [0, 0]);
        for person in 0..effort() {
            let answers = if person % 2 == 0 {
                sinew_sample::person(&pack, person)
            } else {
                sinew_sample::silent_person(&pack, person)
            };
            let expected = sinew_engine::decide(&pack, &answers);
            let decision = program.decide(&mut workspace, &program.row(&answers));
            assert_eq!(*decision, expected, "{gates} gates, {answers:?}");
            let (decision, _) = reasoner.decide(&mut with_reasons, &answers);
            assert_eq!(*decision, expected, "{gates} gates, {answers:?}");
            for (at, flags) in [&expected.fired, &expected.not_ruled_out].into_iter().enumerate() {
                by_gates[at] += flags.iter().filter(|flag| flag.position() < gates).count();
                by_counts[at] += flags.iter().filter(|flag| flag.position() >= gates + 3).count();
            }
        }
        assert!(gates < 2 || by_gates.iter().all(|flags| *flags > 0), "{gates}: {by_gates:?}");
        assert!(by_counts.iter().all(|flags| *flags > 0), "{gates}: {by_counts:?}");
    }
}

#[test]
fn shipped_packs_decide_alike() {
    for pack in shipped() {
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        let mut row = AnswerRow::default();
        let mut dice = Dice::new(7);
        let mut levels = std::collections::BTreeMap::new();
        for number in 0..effort() * 40 {
            let answers = Mood::any(&mut dice).somebody(&pack, &mut dice);
            let expected = sinew_engine::decide(&pack, &answers);
            program.write_row(&answers, &mut row);
            let decision = program.decide(&mut workspace, &row);
            assert_eq!(*decision, expected, "{}, person {number}: {answers:?}", pack.identity().id);
            *levels.entry((decision.urgency, decision.exit)).or_insert(0u64) += 1;
        }
        println!("{}: {levels:?}", pack.identity().id);
        assert!(levels.len() > 5, "{levels:?}");
    }
}

/// With the answers that an interview asks for, what it promises is decided as with all answers: the urgency, unless an exit ends it; what
/// might be the cause and what to do, unless help is needed today.
#[test]
fn interviews_decide_what_all_answers_do() {
    for pack in shipped() {
        let program = Program::compile(&pack).unwrap();
        let (mut workspace, mut with_all) = (program.workspace(), program.workspace());
        let mut dice = Dice::new(9);
        let (mut people, mut asked_less, mut told) = (0u64, 0u64, 0u64);
        while people < effort() {
            let mut answers = Mood { lively: people % 6, silent: 0, unsure: 2 }.somebody(&pack, &mut dice);
            sinew_engine::drop_idle(&pack, &mut answers);
            let expected = program.decide(&mut with_all, &program.row(&answers));
            // Most people at random have a warning sign: every other one has none.
            let is_told = expected.urgency < Urgency::SameDay;
            if !sinew_engine::stands(&pack, &answers) || people % 2 == 1 && !is_told {
                continue;
            }
            people += 1;
            let mut asked = Answers::new(&pack);
            while let sinew_engine::Step::Ask(question) = sinew_engine::next_step(&pack, &asked) {
                assert!(asked.set(&pack, question, answers.get(question).unwrap()));
            }
            asked_less += u64::from(asked != answers);
            let decision = program.decide(&mut workspace, &program.row(&asked));
            if decision.exit.is_some() {
                assert!(decision.urgency <= expected.urgency, "{answers:?}");
                continue;
            }
            assert_eq!((decision.urgency, None), (expected.urgency, expected.exit), "{answers:?}");
            if decision.urgency < Urgency::SameDay {
                told += 1;
                assert_eq!(decision, expected, "{answers:?}");
            }
        }
        assert!(asked_less > people / 4 && told >= people / 4, "{asked_less}, {told} of {people}");
    }
}

/// What came of a crowd.
#[derive(Debug, Default)]
struct Tally {
    people: usize,
    /// Whom the lanes left out.
    left_out: usize,
    /// Whose answers do not stand.
    refused: usize,
    /// Whose answers stand, but were not sure to.
    in_vain: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.left_out += other.left_out;
        self.refused += other.refused;
        self.in_vain += other.in_vain;
    }
}

/// Decides for these people in every way there is.
fn decided_alike(pack: &Pack, batch: &Batch, people: &[Answers]) -> Tally {
    let mut columns = batch.columns();
    for answers in people {
        columns.push(&batch.program().row(answers));
    }
    let by_question: Vec<Vec<Option<Answer>>> = pack
        .questions()
        .indices()
        .map(|question| people.iter().map(|answers| answers.get(question)).collect())
        .collect();
    let mut written = batch.columns();
    // What stood there before does not shine through.
    for before in [people.len() + 9, people.len()] {
        let again = |column: &Vec<Option<Answer>>| column.iter().copied().cycle().take(before).collect();
        let answers: Vec<Vec<Option<Answer>>> = by_question.iter().map(again).collect();
        batch.write_columns(before, |question| &answers[question.position()], &mut written);
    }
    assert!(written == columns, "answers are written as rows are");
    let mut workspace = batch.workspace();
    let (mut plain, mut wide) = (Decisions::default(), Decisions::default());
    let left_out = batch.decide(&mut workspace, &columns, &mut plain, Instructions::Plain);
    for instructions in [Instructions::Avx2, Instructions::Best] {
        assert_eq!(batch.decide(&mut workspace, &columns, &mut wide, instructions), left_out);
        assert!(plain == wide, "the instructions make a difference: {instructions:?}");
    }
    let mut tally = Tally { people: people.len(), left_out, ..Tally::default() };
    let mut one = batch.program().workspace();
    for (person, answers) in people.iter().enumerate() {
        let decision = plain.decision(person);
        let row = batch.program().row(answers);
        assert_eq!(
            decision.as_ref(),
            Some(batch.program().decide(&mut one, &row)),
            "person {person}: {answers:?}"
        );
        if person % 8 == 0 {
            assert_eq!(decision, Some(sinew_engine::decide(pack, answers)), "person {person}");
        }
        let stands = sinew_engine::stands(pack, answers);
        assert!(stands || plain.is_to_check(person), "person {person} is let pass: {answers:?}");
        tally.refused += usize::from(!stands);
        tally.in_vain += usize::from(stands && plain.is_to_check(person));
    }
    assert_eq!(plain.decision(people.len()), None);
    assert!(!plain.is_to_check(people.len()), "there is nobody to look at");
    tally
}

#[test]
fn generated_packs_decide_alike_for_many() {
    let mut all = Tally::default();
    let mut made = 0;
    for seed in 0..effort() * 2 {
        let pack = sinew_sample::pack(seed);
        let Ok(batch) = Batch::compile(&pack) else { continue };
        let crowd: Vec<Answers> = (0..150)
            .flat_map(|person| {
                let person = seed * 1000 + person;
                let mut tidy = sinew_sample::person(&pack, person);
                sinew_engine::drop_idle(&pack, &mut tidy);
                [tidy, sinew_sample::person(&pack, person), sinew_sample::silent_person(&pack, person)]
            })
            .collect();
        made += 1;
        all.add(&decided_alike(&pack, &batch, &crowd));
    }
    assert!(made > effort(), "{made}");
    assert!(all.left_out > 0 && all.left_out * 2 < all.people, "{all:?}");
    assert!(all.refused > all.people / 4, "{all:?}");
}

#[test]
fn shipped_packs_decide_alike_for_many() {
    for pack in shipped() {
        let batch = Batch::compile(&pack).unwrap();
        let mut dice = Dice::new(8);
        let (mut any, mut complete) = (Tally::default(), Tally::default());
        for _ in 0..effort().div_ceil(16) {
            let people: Vec<Answers> =
                (0..700).map(|_| Mood::any(&mut dice).somebody(&pack, &mut dice)).collect();
            any.add(&decided_alike(&pack, &batch, &people));
            let mood = Mood { lively: 5, silent: 0, unsure: 2 };
            let people: Vec<Answers> = (0..100)
                .map(|_| {
                    let mut answers = mood.somebody(&pack, &mut dice);
                    sinew_engine::drop_idle(&pack, &mut answers);
                    answers
                })
                .collect();
            complete.add(&decided_alike(&pack, &batch, &people));
        }
        println!("{}: {any:?}, of complete answers {complete:?}", pack.identity().id);
        assert!(any.refused > 0, "{any:?}");
        // Whoever answered everything is hardly ever looked at twice.
        assert!(complete.in_vain * 20 < complete.people - complete.refused, "{complete:?}");
    }
}
