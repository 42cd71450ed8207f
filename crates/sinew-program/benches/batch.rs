//! How many people are decided for in a second of CPU time, from columns in memory to columns in memory.
#![forbid(unsafe_code)]
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "this is a bench")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sinew_engine::Step;
use sinew_model::{Answers, Pack};
use sinew_program::{AnswerRow, Batch, Decisions, Instructions};
use sinew_sample::{Dice, Mood, shipped};
use std::hint::black_box;

#[path = "support/mod.rs"]
mod support;

use support::ThreadTime;

/// Enough that the columns do not fit into the fast caches.
const PEOPLE: u64 = 1 << 16;

/// People with everything answered, some with more and some with less to tell.
fn complete(pack: &Pack) -> Vec<Answers> {
    let mut dice = Dice::new(21);
    (0..PEOPLE)
        .map(|person| {
            let lively = [2, 5, 10][usize::try_from(person % 3).unwrap()];
            Mood { lively, silent: 0, unsure: 2 }.somebody(pack, &mut dice)
        })
        .collect()
}

/// A thousand of them as the interview leaves them, again and again.
fn interviewed(pack: &Pack, people: &[Answers]) -> Vec<Answers> {
    let asked = people[..1024].iter().map(|person| {
        let mut answers = Answers::new(pack);
        while let Step::Ask(question) = sinew_engine::next_step(pack, &answers) {
            assert!(answers.set(pack, question, person.get(question).unwrap()));
        }
        answers
    });
    let asked: Vec<Answers> = asked.collect();
    asked.iter().cycle().take(people.len()).cloned().collect()
}

fn batches(criterion: &mut Criterion<ThreadTime>) {
    for pack in shipped() {
        let batch = Batch::compile(&pack).unwrap();
        let complete = complete(&pack);
        let interviewed = interviewed(&pack, &complete);
        let mut group = criterion.benchmark_group(pack.identity().id.as_str());
        group.throughput(Throughput::Elements(PEOPLE));
        for (crowd, people) in [("complete", &complete), ("interviewed", &interviewed)] {
            let mut columns = batch.columns();
            let mut row = AnswerRow::default();
            for answers in people {
                batch.program().write_row(answers, &mut row);
                columns.push(&row);
            }
            let mut workspace = batch.workspace();
            let mut decisions = Decisions::default();
            let left_out = batch.decide(&mut workspace, &columns, &mut decisions, Instructions::Best);
            println!("{}, {crowd}: {left_out} of {PEOPLE} decided for alone", pack.identity().id);
            let sets =
                [("plain", Instructions::Plain), ("avx2", Instructions::Avx2), ("best", Instructions::Best)];
            for (name, instructions) in sets {
                group.bench_function(format!("{name}/{crowd}"), |bencher| {
                    bencher.iter(|| {
                        batch.decide(&mut workspace, black_box(&columns), &mut decisions, instructions)
                    });
                });
            }
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = support::criterion(20);
    targets = batches
}
criterion_main!(benches);
