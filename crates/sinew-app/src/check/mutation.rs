//! Mutation testing of packs: each rule is changed in each way, one at a time, to see who notices.
//!
//! A change that nobody notices could have been made by mistake. What notices are the cases that pass, and what is proved over every
//! possible person: what a check would then say of the pack and did not say before. A mutant that loads, fails no case and contradicts
//! no proof *survives*.

mod formula;
mod make;
mod mutant;
mod subject;
mod trial;

use super::{CaseStatus, is_library, proving::Before, run};
use crate::{
    shelf::{BrokenPack, LoadProblem, UnknownPack},
    threads,
};
use mutant::Mutant;
use sinew_diag::Span;
use sinew_model::{CaseId, Date, Origin, Pack};
pub use sinew_pack::Operator;
use sinew_pack::{AtHand, Case, Excuse, Loaded, PackName, PackSource};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
};
use trial::{Bench, Tried};

/// Which mutants are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutationScope {
    /// Whether rules of libraries that are not named themselves are changed too.
    pub with_libraries: bool,
    /// Only these operators; all, if there is none.
    pub operators: BTreeSet<Operator>,
    /// Only so many, chosen by a number. The same number chooses the same.
    pub sample: Option<Sample>,
    /// Whether what no case notices is proved, too.
    pub proofs: bool,
    /// How many are tried at once. It changes nothing in the report.
    pub threads: NonZeroUsize,
}

/// Some of all mutants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many.
    pub count: usize,
    /// What chooses them.
    pub seed: u64,
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is no pack.
    DoesNotLoad,
    /// A case that passes with the pack as it is does not pass with it. There may be others.
    Case {
        /// The pack whose case it is.
        pack: String,
        /// The case.
        case: CaseId,
    },
    /// No case notices it, and a proof does: the code of a check, and what it says of the mutant and does not say of the pack.
    Proof(String),
    /// Nothing noticed it.
    Survived {
        /// Why that is right, if the pack says so.
        because: Option<String>,
    },
}

/// A change of a pack, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// How it was changed.
    pub operator: Operator,
    /// Where the table stands in which it was changed.
    pub origin: Origin,
    /// The file as people find it.
    pub path: String,
    /// The name of the table, such as `red-flag.ID`.
    pub table: String,
    /// What the table is about, in the words of its author; may be empty.
    pub words: String,
    /// The key that was changed.
    pub key: String,
    /// What was there.
    pub before: String,
    /// What was there instead.
    pub after: String,
    /// What became of it.
    pub fate: Fate,
}

/// A pack whose cases were tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedPack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// How many cases pass with it as it is. Only these can notice anything.
    pub cases: usize,
    /// How many do not, known gaps among them.
    pub cases_left_out: usize,
}

/// What became of all mutants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutationReport {
    /// The packs whose cases were tried, in alphabetical order.
    pub packs: Vec<TriedPack>,
    /// The packs whose rules were changed, in alphabetical order.
    pub changed: Vec<String>,
    /// Every mutant, by the place of its table.
    pub mutants: Vec<Judged>,
    /// How many mutants there are that were not tried, because only a sample was wanted.
    pub not_tried: usize,
    /// Whether proofs were asked.
    pub proofs_asked: bool,
    /// Reasons for changes that are not made, or do not survive, by their places. Only said if every mutant was tried.
    pub unused: Vec<UnusedReason>,
}

/// A kind of change that a comment excuses and that does not survive where the comment is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnusedReason {
    /// The file as people find it.
    pub path: String,
    /// The line of the comment.
    pub line: u32,
    /// The kind of change.
    pub operator: Operator,
}

/// How many mutants came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MutationCounts {
    /// All that were tried.
    pub made: usize,
    /// Those that do not load.
    pub by_loading: usize,
    /// Those that a case notices.
    pub by_a_case: usize,
    /// Those that a proof notices.
    pub by_a_proof: usize,
    /// Those that survive, and the pack says why that is right.
    pub survived_with_reason: usize,
    /// Those that survive, and nobody says why.
    pub survived_without: usize,
}

impl MutationCounts {
    /// How many were noticed.
    pub fn killed(&self) -> usize {
        self.by_loading + self.by_a_case + self.by_a_proof
    }

    /// How many of a thousand were noticed, rounded down. All of none are.
    pub fn killed_of_thousand(&self) -> usize {
        (self.killed() * 1000).checked_div(self.made).unwrap_or(1000)
    }

    fn count(&mut self, fate: &Fate) {
        self.made += 1;
        *match fate {
            Fate::DoesNotLoad => &mut self.by_loading,
            Fate::Case { .. } => &mut self.by_a_case,
            Fate::Proof(_) => &mut self.by_a_proof,
            Fate::Survived { because: Some(_) } => &mut self.survived_with_reason,
            Fate::Survived { because: None } => &mut self.survived_without,
        } += 1;
    }
}

impl MutationReport {
    /// How many came to what.
    pub fn counts(&self) -> MutationCounts {
        let mut counts = MutationCounts::default();
        self.mutants.iter().for_each(|mutant| counts.count(&mutant.fate));
        counts
    }

    /// The counts for each operator of which there is a mutant, in the order of the operators.
    pub fn counts_by_operator(&self) -> BTreeMap<Operator, MutationCounts> {
        let mut counts: BTreeMap<Operator, MutationCounts> = BTreeMap::new();
        self.mutants.iter().for_each(|it| counts.entry(it.operator).or_default().count(&it.fate));
        counts
    }

    /// Whether enough was noticed: every survivor has its reason, or at least so many of a hundred mutants were noticed. A reason
    /// that fits no survivor has to go in any case: it would hide the next one.
    pub fn passed(&self, at_least: u8) -> bool {
        let counts = self.counts();
        let enough = counts.killed() * 100 >= usize::from(at_least) * counts.made;
        self.unused.is_empty() && (counts.survived_without == 0 || enough)
    }
}

/// Why mutants were not tried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MutationProblem {
    /// There is no such pack.
    #[error(transparent)]
    Unknown(UnknownPack),
    /// A pack was not opened.
    #[error(transparent)]
    Load(#[from] LoadProblem),
    /// There are only libraries, which have nobody to try their rules with.
    #[error("only cases of injury packs can notice anything, and none of these is one: {}", .named.join(", "))]
    NoInjuryPack {
        /// The packs that were named.
        named: Vec<String>,
    },
}

/// A pack that was loaded with its cases.
struct Subjected {
    name: String,
    is_library: bool,
    loaded: Loaded,
    pack: Pack,
}

impl Subjected {
    fn open(at_hand: &AtHand<'_>, name: &str, today: Date) -> Result<Self, MutationProblem> {
        let mut loaded = crate::check::inspect(at_hand, name, today);
        let Some(pack) = loaded.pack.take().filter(|_| !loaded.has_errors()) else {
            let id = PackName::parse(name).id;
            let (diagnostics, texts) = (loaded.diagnostics, loaded.texts);
            return Err(LoadProblem::Broken(Box::new(BrokenPack { id, diagnostics, texts })).into());
        };
        let is_library = is_library(at_hand, &loaded);
        Ok(Self { name: pack.identity().id.to_string(), is_library, loaded, pack })
    }
}

/// Tries the mutants of the packs with these names among those available.
pub(crate) fn mutate(
    available: &[PackSource],
    names: &[String],
    today: Date,
    scope: &MutationScope,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<MutationReport, MutationProblem> {
    let at_hand = AtHand::new(available);
    let (mut changed, mut subjected) = (BTreeSet::new(), Vec::new());
    for name in names {
        let opened = Subjected::open(&at_hand, name, today)?;
        changed.insert(opened.name.clone());
        if !opened.is_library {
            subjected.push(opened);
        }
    }
    if subjected.is_empty() {
        return Err(MutationProblem::NoInjuryPack { named: names.to_vec() });
    }
    let uses: BTreeSet<_> = subjected
        .iter()
        .flat_map(|subjected| subjected.pack.libraries())
        .map(|library| (library.id.to_string(), library.version.clone()))
        .collect();
    if scope.with_libraries {
        changed.extend(uses.iter().map(|(library, _)| library.clone()));
    }
    if scope.proofs {
        // What is dead in a library is said of the library by itself.
        for (id, version) in uses.iter().filter(|(id, _)| changed.contains(id)) {
            let name = PackName { id: id.clone(), version: Some(version.clone()) };
            subjected.push(Subjected::open(&at_hand, &name.to_string(), today)?);
        }
    }
    let befores = |at: usize| {
        let subjected = subjected.get(at).filter(|_| scope.proofs);
        subjected.map(|subjected| Before::of(&subjected.pack, subjected.is_library))
    };
    let befores = threads::each(subjected.len(), scope.threads, &befores, &mut |_| {});
    let mut benches = Vec::new();
    let mut packs = Vec::new();
    for (Subjected { name, is_library, loaded, pack }, before) in subjected.iter().zip(befores) {
        if *is_library {
            benches.push(Bench { id: name, is_library: true, pack, cases: Vec::new(), before });
            continue;
        }
        let passed: Vec<&Case> = run::run_all(loaded, pack, scope.threads)
            .into_iter()
            .filter(|run| run.result.status == CaseStatus::Passed)
            .map(|run| run.case)
            .collect();
        packs.push(TriedPack {
            id: name.clone(),
            version: pack.identity().version.to_string(),
            cases: passed.len(),
            cases_left_out: loaded.cases.len() - passed.len(),
        });
        benches.push(Bench { id: name, is_library: false, pack, cases: passed, before });
    }
    let mut all = once_each(&benches, &changed, scope);
    let not_tried = scope.sample.map_or(0, |sample| chosen(&mut all, sample));
    let count = all.len();
    let fate = |at: usize| all.get(at).and_then(|entry| entry.fate(&benches));
    let fates = threads::each(count, scope.threads, &fate, &mut |done| progress(done, count));
    let mut excused = Excused::of(&subjected, &changed, today);
    let mut mutants: Vec<Judged> = all
        .iter()
        .zip(fates)
        .filter_map(|(entry, fate)| entry.judged(&benches, &subjected, &mut excused, fate?))
        .collect();
    mutants.sort_by(|one, other| place(one).cmp(&place(other)));
    let all_tried = not_tried == 0 && scope.operators.is_empty();
    Ok(MutationReport {
        packs,
        changed: changed.into_iter().collect(),
        mutants,
        not_tried,
        proofs_asked: scope.proofs,
        unused: if all_tried { excused.unused(&subjected) } else { Vec::new() },
    })
}

/// The reasons that packs give for survivors, and which of them were needed.
struct Excused {
    /// For each pack that was loaded, the comments in the files of packs that are changed.
    excuses: Vec<Vec<Excuse>>,
    used: BTreeSet<UnusedReason>,
}

impl Excused {
    fn of(subjected: &[Subjected], changed: &BTreeSet<String>, today: Date) -> Self {
        let of_pack = |subjected: &Subjected| {
            let excuses = subjected.loaded.excuses().into_iter();
            let here = excuses.filter(|(pack, excuse)| changed.contains(*pack) && excuse.counts_on(today));
            here.map(|(_, excuse)| excuse).collect()
        };
        Self { excuses: subjected.iter().map(of_pack).collect(), used: BTreeSet::new() }
    }

    /// Why a change in this pack may survive.
    fn because(&mut self, at: usize, loaded: &Loaded, mutant: &Mutant, origin: &Origin) -> Option<String> {
        let place = loaded.place(origin)?;
        let of_kind = |excuse: &&Excuse| excuse.operators.iter().any(|(kind, _)| *kind == mutant.operator);
        let excuse = self.excuses.get(at)?.iter().filter(|excuse| excuse.is_for(place)).find(of_kind)?;
        let named = excuse.operators.iter().filter(|(kind, _)| *kind == mutant.operator);
        self.used.extend(named.map(|(kind, span)| reason_at(loaded, *kind, *span)));
        Some(excuse.reason.clone())
    }

    fn unused(self, subjected: &[Subjected]) -> Vec<UnusedReason> {
        let Self { excuses, used } = self;
        let mut all = BTreeSet::new();
        for (Subjected { loaded, .. }, excuses) in subjected.iter().zip(excuses) {
            for (kind, span) in excuses.iter().flat_map(|excuse| &excuse.operators) {
                all.insert(reason_at(loaded, *kind, *span));
            }
        }
        all.difference(&used).cloned().collect()
    }
}

fn reason_at(loaded: &Loaded, operator: Operator, span: Span) -> UnusedReason {
    let path = loaded.texts.name(span.text()).to_owned();
    UnusedReason { path, line: loaded.texts.line(span), operator }
}

fn place(judged: &Judged) -> (&str, &str, u32) {
    (judged.origin.pack.as_str(), &judged.origin.file, judged.origin.line)
}

/// One change, in each of the packs in which it can be made: that of a library is the same in all that use it.
struct Entry {
    instances: Vec<(usize, Mutant)>,
}

impl Entry {
    /// The first pack whose cases notice decides, then the first for which a proof does; what survives has survived everywhere.
    /// None if nothing is changed by it anywhere.
    fn fate(&self, benches: &[Bench<'_>]) -> Option<Fate> {
        let mut unnoticed = Vec::new();
        for (at, mutant) in &self.instances {
            let bench = benches.get(*at)?;
            match bench.tried(mutant) {
                Tried::Same => {}
                Tried::Noticed(fate) => return Some(fate),
                Tried::Unnoticed(mutated) => unnoticed.push((bench, mutated)),
            }
        }
        if unnoticed.is_empty() {
            return None;
        }
        let proof = unnoticed.iter().find_map(|(bench, mutated)| bench.before.as_ref()?.first_news(mutated));
        Some(proof.map_or(Fate::Survived { because: None }, Fate::Proof))
    }

    fn judged(
        &self,
        benches: &[Bench<'_>],
        subjected: &[Subjected],
        excused: &mut Excused,
        fate: Fate,
    ) -> Option<Judged> {
        let (at, mutant) = self.instances.first()?;
        let (pack, loaded) = (benches.get(*at)?.pack, &subjected.get(*at)?.loaded);
        let origin = mutant.subject.origin(pack)?;
        let fate = match fate {
            Fate::Survived { .. } => Fate::Survived { because: excused.because(*at, loaded, mutant, origin) },
            fate => fate,
        };
        let path = loaded.place(origin).map_or_else(
            || format!("{}/{}", origin.pack, origin.file),
            |place| loaded.texts.name(place.text()).to_owned(),
        );
        Some(Judged {
            operator: mutant.operator,
            origin: origin.clone(),
            path,
            table: mutant.subject.table(pack),
            words: mutant.subject.words(pack).to_owned(),
            key: mutant.key.clone(),
            before: mutant.before.clone(),
            after: mutant.after.clone(),
            fate,
        })
    }
}

/// The mutants that are wanted, in the order of the packs and their tables.
fn once_each(benches: &[Bench<'_>], changed: &BTreeSet<String>, scope: &MutationScope) -> Vec<Entry> {
    let mut known = BTreeMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (at, bench) in benches.iter().enumerate() {
        let mut like_it = BTreeMap::new();
        for mutant in make::mutants(bench.pack) {
            let Some(origin) = mutant.subject.origin(bench.pack) else { continue };
            let is_wanted = scope.operators.is_empty() || scope.operators.contains(&mutant.operator);
            if !is_wanted || !changed.contains(origin.pack.as_str()) {
                continue;
            }
            // The same library can be at hand in two versions.
            let library = bench.pack.libraries().iter().find(|library| library.id == origin.pack);
            let version = library.map_or(&bench.pack.identity().version, |library| &library.version);
            let key = (
                (origin.pack.clone(), version.clone()),
                (mutant.subject.table(bench.pack), mutant.operator),
                (mutant.key.clone(), mutant.before.clone(), mutant.after.clone()),
            );
            // Two places of one formula can read the same; they are two changes.
            let occurrence = like_it.entry(key.clone()).and_modify(|times| *times += 1).or_insert(0);
            let key = (key, *occurrence);
            // What comes to nothing in every pack that is opened is no mutant, whatever it is in the library by itself.
            if bench.is_library && !known.contains_key(&key) {
                continue;
            }
            let position = *known.entry(key).or_insert_with(|| {
                entries.push(Entry { instances: Vec::new() });
                entries.len() - 1
            });
            if let Some(entry) = entries.get_mut(position) {
                entry.instances.push((at, mutant));
            }
        }
    }
    entries
}

/// Leaves only a sample, in the same order. Gives how many were left out.
fn chosen(entries: &mut Vec<Entry>, sample: Sample) -> usize {
    let all = entries.len();
    let mut drawn: Vec<(u64, usize)> = (0..all).map(|at| (scattered(sample.seed, at as u64), at)).collect();
    drawn.sort_unstable();
    let kept: BTreeSet<usize> = drawn.into_iter().take(sample.count).map(|(_, at)| at).collect();
    let mut at = 0..;
    entries.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
    all - entries.len()
}

/// A number that looks as if it were random: the step of `SplitMix64`. No two positions have the same for one seed.
fn scattered(seed: u64, at: u64) -> u64 {
    let mut state = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests;
