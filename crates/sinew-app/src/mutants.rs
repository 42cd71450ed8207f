//! What became of the mutants of packs, as a JSON document: the interface for programs.
//!
//! Keys are `snake_case`, and what is not there is `null`. Within one [`SCHEMA_VERSION`] keys are only added, never renamed or
//! removed. The document is made by hand from the [`MutationReport`], taking it apart completely, so that a new field cannot be
//! forgotten.

use crate::{
    check::mutation::{Fate, Judged, MutationCounts, MutationReport, TriedPack, UnusedReason},
    json::document,
};
use serde::Serialize;

/// The version of the document's shape. It grows only when something is renamed, removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// What became of mutants as pretty JSON with a line break at the end, held against so many of a hundred that are to be noticed.
/// The same report always gives the same bytes.
#[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
pub fn to_json(report: &MutationReport, at_least: u8) -> String {
    let mut text = serde_json::to_string_pretty(&document(report, at_least))
        .expect("texts, numbers and lists can be written as JSON");
    text.push('\n');
    text
}

document! {
    /// What became of the mutants of packs: each is a pack with one thing in it changed.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Mutants"))]
    MutantsDocument {
        /// The version of this document's shape.
        schema_version: u32,
        /// Whether every survivor has its reason, or at least so many of a hundred mutants were noticed as are wanted; and no
        /// reason is left over.
        passed: bool,
        /// How many of a hundred mutants are to be noticed, unless every survivor has its reason.
        at_least: u8,
        /// Whether the mutants that no case notices were proved over every possible person.
        proofs_asked: bool,
        /// How many mutants were not tried, because only a sample was wanted.
        not_tried: usize,
        /// The packs whose cases were tried, in alphabetical order of their ids.
        packs: Vec<TriedPackEntry>,
        /// The ids of the packs whose rules were changed, in alphabetical order.
        changed: Vec<String>,
        /// How many mutants came to what.
        summary: CountsEntry,
        /// The same for each operator of which there is a mutant.
        operators: Vec<OperatorEntry>,
        /// Every mutant that was tried, by the place of its table.
        mutants: Vec<MutantEntry>,
        /// Reasons for changes that are not made, or do not survive. Empty if not every mutant was tried.
        unused_reasons: Vec<UnusedReasonEntry>,
    }

    /// A kind of change that a comment excuses and that does not survive where the comment is for.
    UnusedReasonEntry {
        /// The file.
        path: String,
        /// The line of the comment, counted from 1.
        line: u32,
        /// The name of the operator, such as `drop`.
        operator: String,
    }

    /// A pack whose cases were tried.
    TriedPackEntry {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
        /// How many of its cases pass with it as it is. Only these can notice anything.
        cases: usize,
        /// How many do not, known gaps among them.
        cases_left_out: usize,
    }

    /// How many mutants came to what.
    CountsEntry {
        /// All that were tried.
        made: usize,
        /// Those that are noticed: the next three together.
        killed: usize,
        /// Those that are no pack any more.
        by_loading: usize,
        /// Those that some case notices.
        by_a_case: usize,
        /// Those that no case notices, and a proof does.
        by_a_proof: usize,
        /// Those that nothing notices, and the pack says why that is right.
        survived_with_reason: usize,
        /// Those that nothing notices, without a reason.
        survived_without: usize,
    }

    /// How many mutants of one operator came to what.
    OperatorEntry {
        /// The name of the operator, such as `drop`.
        operator: String,
        /// How many came to what.
        summary: CountsEntry,
    }

    /// One mutant.
    MutantEntry {
        /// The id of the pack in which something was changed.
        pack: String,
        /// The file.
        path: String,
        /// The line of the table, counted from 1.
        line: u32,
        /// The name of the table, such as `red-flag.ID`.
        table: String,
        /// What the table is about, in the words of its author; may be empty.
        words: String,
        /// The key that was changed.
        key: String,
        /// The name of the operator, such as `drop`.
        operator: String,
        /// What was there.
        before: String,
        /// What was there instead.
        after: String,
        /// What became of it.
        fate: FateEntry,
    }

    /// What became of a mutant.
    FateEntry {
        /// What it is.
        kind: FateId,
        /// For `case`: the id of the pack whose case notices it.
        pack: Option<String>,
        /// For `case`: the id of that case. There may be others.
        case: Option<String>,
        /// For `proof`: what `sinew pack check` would say of the mutant and does not say of the pack, as `CODE: MESSAGE`.
        proof: Option<String>,
        /// For `survived`: why that is right, if the pack says so.
        because: Option<String>,
    }
}

/// A kind of end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FateId {
    /// It is no pack any more.
    DoesNotLoad,
    /// A case that passes with the pack does not pass with it.
    Case,
    /// Something that is proved of the pack does not hold for it.
    Proof,
    /// Nothing notices it.
    Survived,
}

fn document(report: &MutationReport, at_least: u8) -> MutantsDocument {
    let MutationReport { packs, changed, mutants, not_tried, proofs_asked, unused } = report;
    MutantsDocument {
        schema_version: SCHEMA_VERSION,
        passed: report.passed(at_least),
        at_least,
        proofs_asked: *proofs_asked,
        not_tried: *not_tried,
        packs: packs.iter().map(tried_pack).collect(),
        changed: changed.clone(),
        summary: counts(report.counts()),
        operators: report
            .counts_by_operator()
            .into_iter()
            .map(|(operator, summary)| OperatorEntry {
                operator: operator.name().to_owned(),
                summary: counts(summary),
            })
            .collect(),
        mutants: mutants.iter().map(mutant).collect(),
        unused_reasons: unused
            .iter()
            .map(|UnusedReason { path, line, operator }| UnusedReasonEntry {
                path: path.clone(),
                line: *line,
                operator: operator.name().to_owned(),
            })
            .collect(),
    }
}

fn tried_pack(pack: &TriedPack) -> TriedPackEntry {
    let TriedPack { id, version, cases, cases_left_out } = pack;
    TriedPackEntry {
        id: id.clone(),
        version: version.clone(),
        cases: *cases,
        cases_left_out: *cases_left_out,
    }
}

fn counts(counts: MutationCounts) -> CountsEntry {
    let killed = counts.killed();
    let MutationCounts { made, by_loading, by_a_case, by_a_proof, survived_with_reason, survived_without } =
        counts;
    CountsEntry { made, killed, by_loading, by_a_case, by_a_proof, survived_with_reason, survived_without }
}

fn mutant(judged: &Judged) -> MutantEntry {
    let Judged { operator, origin, path, table, words, key, before, after, fate } = judged;
    MutantEntry {
        pack: origin.pack.to_string(),
        path: path.clone(),
        line: origin.line,
        table: table.clone(),
        words: words.clone(),
        key: key.clone(),
        operator: operator.name().to_owned(),
        before: before.clone(),
        after: after.clone(),
        fate: fate_entry(fate),
    }
}

fn fate_entry(fate: &Fate) -> FateEntry {
    let entry = |kind| FateEntry { kind, pack: None, case: None, proof: None, because: None };
    match fate {
        Fate::DoesNotLoad => entry(FateId::DoesNotLoad),
        Fate::Case { pack, case } => {
            FateEntry { pack: Some(pack.clone()), case: Some(case.to_string()), ..entry(FateId::Case) }
        }
        Fate::Proof(proof) => FateEntry { proof: Some(proof.clone()), ..entry(FateId::Proof) },
        Fate::Survived { because } => FateEntry { because: because.clone(), ..entry(FateId::Survived) },
    }
}

#[cfg(test)]
mod tests;
