//! How long one assessment takes, in CPU time of the thread: the program, the program with all reasons, the engine, the
//! outcome in words, and the choice of the next question, each over the same people in turn.
#![forbid(unsafe_code)]
#![allow(missing_docs, clippy::unwrap_used, reason = "this is a bench")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sinew_engine::{Context, Step};
use sinew_model::{Answers, Date, Pack};
use sinew_program::{Program, Reasoner};
use sinew_sample::{Dice, Mood};
use std::hint::black_box;

#[path = "support/mod.rs"]
mod support;

use support::ThreadTime;

/// How many people take turns.
const PEOPLE: u64 = 512;

/// Answers in which nothing is missing, with as much to tell as most people have.
fn complete(pack: &Pack) -> Vec<Answers> {
    let mut dice = Dice::new(11);
    (0..PEOPLE)
        .map(|person| {
            let mood =
                Mood { lively: [2, 5, 10][usize::try_from(person % 3).unwrap()], silent: 0, unsure: 2 };
            mood.somebody(pack, &mut dice)
        })
        .collect()
}

/// What the interview asks these people, and how it leaves them.
fn interviewed(pack: &Pack, people: &[Answers]) -> Vec<Answers> {
    let asked = people.iter().map(|person| {
        let mut answers = Answers::new(pack);
        while let Step::Ask(question) = sinew_engine::next_step(pack, &answers) {
            assert!(answers.set(pack, question, person.get(question).unwrap()));
        }
        answers
    });
    asked.collect()
}

/// People halfway through their interviews.
fn halfway(pack: &Pack, people: &[Answers]) -> Vec<Answers> {
    let mut dice = Dice::new(12);
    let asked = people.iter().map(|person| {
        let mut answers = Answers::new(pack);
        for _ in 0..dice.below(pack.questions().len() as u64) {
            let Step::Ask(question) = sinew_engine::next_step(pack, &answers) else { break };
            assert!(answers.set(pack, question, person.get(question).unwrap()));
        }
        answers
    });
    asked.collect()
}

/// Everything of the crowds mixed.
fn mixed(pack: &Pack) -> Vec<Answers> {
    let mut dice = Dice::new(13);
    (0..PEOPLE).map(|_| Mood::any(&mut dice).somebody(pack, &mut dice)).collect()
}

fn in_turn<'p, T>(people: &'p [T]) -> impl FnMut() -> &'p T {
    let mut turn = people.iter().cycle();
    move || turn.next().unwrap()
}

fn assessments(criterion: &mut Criterion<ThreadTime>) {
    for pack in sinew_sample::shipped() {
        let id = pack.identity().id.clone();
        let program = Program::compile(&pack).unwrap();
        let reasoner = Reasoner::compile(pack.clone()).unwrap();
        let complete = complete(&pack);
        let interviewed = interviewed(&pack, &complete);
        let halfway = halfway(&pack, &complete);
        let mixed = mixed(&pack);
        let crowds = [
            ("complete", &complete),
            ("interviewed", &interviewed),
            ("halfway", &halfway),
            ("mixed", &mixed),
        ];
        let mut group = criterion.benchmark_group(id.as_str());
        group.throughput(Throughput::Elements(1));
        for (crowd, people) in crowds {
            let rows: Vec<_> = people.iter().map(|answers| program.row(answers)).collect();
            let mut workspace = program.workspace();
            let mut next = in_turn(&rows);
            group.bench_function(format!("program/{crowd}"), |bencher| {
                bencher.iter(|| black_box(program.decide(&mut workspace, next())).urgency);
            });
            let mut workspace = reasoner.workspace();
            let mut next = in_turn(people);
            group.bench_function(format!("reasons/{crowd}"), |bencher| {
                bencher.iter(|| black_box(reasoner.decide(&mut workspace, next())).0.urgency);
            });
            let mut next = in_turn(people);
            group.bench_function(format!("engine/{crowd}"), |bencher| {
                bencher.iter(|| black_box(sinew_engine::decide(&pack, next())));
            });
        }
        let mut row = program.row(&complete[0]);
        let mut next = in_turn(&complete);
        group.bench_function("row/complete", |bencher| {
            bencher.iter(|| program.write_row(black_box(next()), &mut row));
        });
        let context = Context { today: Date::constant(2026, 11, 29), region: None };
        for (crowd, people) in [("complete", &complete), ("interviewed", &interviewed)] {
            let mut next = in_turn(people);
            group.bench_function(format!("outcome/{crowd}"), |bencher| {
                bencher.iter(|| black_box(sinew_engine::assess(&pack, next(), &context)));
            });
        }
        let mut next = in_turn(&halfway);
        group.bench_function("next-question/halfway", |bencher| {
            bencher.iter(|| black_box(sinew_engine::next_step(&pack, next())));
        });
        group.bench_function("compile", |bencher| bencher.iter(|| black_box(Program::compile(&pack))));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = support::criterion(50);
    targets = assessments
}
criterion_main!(benches);
