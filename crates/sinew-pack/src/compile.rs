//! From drafts to a compiled pack: names become positions, figures become decibans.

mod assemble;
mod cases;
mod graph;
mod names;

use crate::{case::Case, check, draft::PackDraft, folder::PackSource};
use sinew_diag::{Diagnostic, TextId, Texts};
use sinew_model::Pack;
use std::collections::BTreeMap;

/// One pack as it was read.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) source: &'a PackSource,
    pub(crate) draft: PackDraft,
    /// The text of each file.
    pub(crate) texts: BTreeMap<String, TextId>,
    /// How many files were looked into.
    pub(crate) files: usize,
    /// Whether all its files could be read, so that what is not in it does not exist.
    pub(crate) is_complete: bool,
}

impl Unit<'_> {
    /// Its id, or its folder's name if it has none.
    pub(crate) fn id(&self) -> &str {
        self.draft.identity.id.as_ref().map_or(&self.source.folder, |id| &id.value)
    }
}

/// What came of compiling.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) pack: Option<Pack>,
    pub(crate) cases: Vec<Case>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Compiles the last of the units with the others as its libraries.
///
/// If not `all_there`, names that are not found are not reported, as they may stand in what is missing. If not `is_clean`,
/// an error was found before: something may have been left out, and there will be no pack.
pub(crate) fn compile(units: &[Unit<'_>], all_there: bool, is_clean: bool, texts: &Texts) -> Compiled {
    let all_there = all_there && units.iter().all(|unit| unit.is_complete);
    let mut diagnostics = Vec::new();
    let names = names::Names::collect(units, all_there, &mut diagnostics);
    let graph = graph::Graph::build(units, &names, &mut diagnostics);
    let mut assembler = assemble::Assembler::new(units, &names, &graph, texts);
    let parts = assembler.parts();
    diagnostics.extend(assembler.into_diagnostics());
    let mut cases = Vec::new();
    if let Some(root) = units.last() {
        cases = cases::compile(root, &parts, &names, is_clean, &mut diagnostics);
    }
    let pack = if !is_clean || diagnostics.iter().any(Diagnostic::is_error) {
        None
    } else {
        match Pack::new(parts) {
            Ok(pack) => Some(pack),
            Err(problems) => {
                diagnostics.extend(problems.into_iter().map(|problem| {
                    check::NOT_ASSEMBLED
                        .found(problem.to_string())
                        .help("report this as a fault of the program, with the pack")
                }));
                None
            }
        }
    };
    Compiled { pack, cases, diagnostics }
}
