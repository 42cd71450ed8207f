//! What is counted: pieces of work with the packs that the program carries.

use crate::people;
use anyhow::{Context as _, Result};
use sinew_app::{PackKind, PackListing, Shelf, check::CheckScope};
use sinew_engine::Context;
use sinew_model::{Answers, Date, Pack};
use sinew_program::{AnswerRow, Batch, Columns, Decisions, Instructions, Program, Reasoner};
use std::hint::black_box;

/// How many people are asked, assessed and decided for. Few, because valgrind takes some fifty times as long.
const ASKED: usize = 4;
const ASSESSED: usize = 16;
const DECIDED: usize = 64;
/// The day on which that is.
const DAY: Date = Date::constant(2026, 11, 29);
/// Two blocks of a batch.
const AT_ONCE: usize = 512;

/// A piece of work.
pub struct Subject<'s> {
    /// What it is, with the pack.
    pub name: String,
    /// It, or why it cannot be done on this machine.
    pub work: Result<Box<dyn FnMut() + 's>, &'static str>,
    /// Whether it is done once before it is counted.
    pub is_warmed: bool,
}

/// A pack with what is made of it before anything is counted.
pub struct Prepared {
    pack: Pack,
    program: Program,
    batch: Batch,
    people: Vec<Answers>,
    columns: Columns,
}

/// What a start reads: the list of the packs in the program, and what `sinew urgent` says. Nothing may have read packs before.
pub fn start() -> Subject<'static> {
    Subject {
        name: "packs in the program: list, and warning signs".to_owned(),
        work: Ok(Box::new(|| {
            let shelf = Shelf::embedded();
            black_box((shelf.list(), shelf.emergencies()));
        })),
        is_warmed: false,
    }
}

/// What a check does for the files of each library in the program, proofs aside. Injury packs are larger, and valgrind takes long.
pub fn libraries() -> Vec<Subject<'static>> {
    let listed = Shelf::embedded().list().into_iter();
    let subject = |PackListing { id, .. }: PackListing| {
        let shelf = Shelf::embedded();
        let scope = CheckScope { undecided: false, without_proofs: true };
        Subject {
            name: format!("{id}: read and check the files"),
            work: Ok(Box::new(move || drop(black_box(shelf.check_within(&[&id], DAY, scope))))),
            is_warmed: true,
        }
    };
    listed.filter(|listing| listing.kind == PackKind::Library).map(subject).collect()
}

/// The injury packs in the program.
pub fn prepared() -> Result<Vec<Prepared>> {
    ids().iter().map(|id| Prepared::new(id)).collect()
}

fn ids() -> Vec<String> {
    let listed = Shelf::embedded().list().into_iter();
    listed.filter(|listing| listing.kind == PackKind::Injury).map(|listing| listing.id).collect()
}

impl Prepared {
    fn new(id: &str) -> Result<Self> {
        let pack = Shelf::embedded().load(id)?.pack;
        let batch = Batch::compile(&pack).with_context(|| format!("{id} has no batch"))?;
        let people = people::complete(&pack, 31, AT_ONCE);
        let mut columns = batch.columns();
        let mut row = AnswerRow::default();
        for person in &people {
            batch.program().write_row(person, &mut row);
            columns.push(&row);
        }
        Ok(Self { program: batch.program().clone(), pack, batch, people, columns })
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Its batch, with its program.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// All that is counted of it, in an order that stays.
    pub fn subjects(&self) -> Result<Vec<Subject<'_>>> {
        let Self { pack, program, people, .. } = self;
        let id = &pack.identity().id;
        let context = Context { today: DAY, region: None };
        let calm = people::calm(pack, 32, ASSESSED);
        let asked = calm[..ASKED].to_vec();
        let rows: Vec<AnswerRow> = people[..DECIDED].iter().map(|person| program.row(person)).collect();
        let (mut row, mut workspace) = (AnswerRow::default(), program.workspace());
        let reasoner = Reasoner::compile(pack.clone()).with_context(|| format!("{id} has no reasons"))?;
        let mut with_reasons = reasoner.workspace();
        let works: Vec<(String, Box<dyn FnMut() + '_>)> = vec![
            (
                "load from the packs in the program".to_owned(),
                Box::new(move || drop(black_box(Shelf::embedded().load(id.as_str())))),
            ),
            ("compile to a program".to_owned(), Box::new(|| drop(black_box(Program::compile(pack))))),
            ("compile to a batch".to_owned(), Box::new(|| drop(black_box(Batch::compile(pack))))),
            (
                format!("assess, {ASSESSED} people"),
                Box::new(move || {
                    for person in &calm {
                        drop(black_box(sinew_engine::assess(pack, person, &context)));
                    }
                }),
            ),
            (
                format!("decide, {DECIDED} people"),
                Box::new(|| {
                    for person in &people[..DECIDED] {
                        drop(black_box(sinew_engine::decide(pack, person)));
                    }
                }),
            ),
            (
                format!("next step, {ASKED} interviews"),
                Box::new(move || {
                    for person in &asked {
                        black_box(people::interview(pack, person));
                    }
                }),
            ),
            (
                format!("answers to rows, {DECIDED} people"),
                Box::new(move || {
                    for person in &people[..DECIDED] {
                        program.write_row(person, &mut row);
                        black_box(&row);
                    }
                }),
            ),
            (
                format!("decide by the program, {DECIDED} people"),
                Box::new(move || {
                    for row in &rows {
                        black_box(program.decide(&mut workspace, row));
                    }
                }),
            ),
            (
                format!("decide with reasons, {DECIDED} people"),
                Box::new(move || {
                    for person in &people[..DECIDED] {
                        black_box(reasoner.decide(&mut with_reasons, person));
                    }
                }),
            ),
        ];
        let named = |(what, work)| Subject { name: format!("{id}: {what}"), work: Ok(work), is_warmed: true };
        let mut all: Vec<Subject<'_>> = works.into_iter().map(named).collect();
        // Valgrind knows no AVX-512, so that what a processor with it does is never counted.
        for (words, instructions) in [("plain", Instructions::Plain), ("AVX2", Instructions::Avx2)] {
            all.push(self.at_once(words, instructions));
        }
        Ok(all)
    }

    fn at_once(&self, words: &str, instructions: Instructions) -> Subject<'_> {
        let mut workspace = self.batch.workspace();
        let mut decisions = Decisions::default();
        let work = Box::new(move || {
            black_box(self.batch.decide(&mut workspace, &self.columns, &mut decisions, instructions));
        });
        let is_there = instructions == Instructions::Plain || has_avx2();
        Subject {
            name: format!("{}: decide as a batch, {words}, {AT_ONCE} people", self.pack.identity().id),
            work: if is_there { Ok(work) } else { Err("the processor has no AVX2") },
            is_warmed: true,
        }
    }
}

fn has_avx2() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_pack_in_the_program_is_counted_and_no_two_counts_have_one_name() {
        let prepared = prepared().unwrap();
        assert_eq!(prepared.len(), sinew_sample::shipped().len());
        let subjects: Vec<Subject<'_>> =
            prepared.iter().flat_map(|prepared| prepared.subjects().unwrap()).chain(libraries()).collect();
        let names: BTreeSet<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
        assert_eq!(names.len(), subjects.len());
        for subject in subjects {
            let mut work = subject.work.unwrap_or_else(|_| Box::new(|| {}));
            work();
        }
    }
}
