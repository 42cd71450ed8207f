//! Rules about the files of the repository, each a function with its own tests on samples that keep it and break it.

use crate::{
    architecture::{self, Graph},
    finding::Finding,
    layers::TABLE,
    repository::Repository,
};
use anyhow::Result;
use std::path::Path;

mod content;
mod manifests;
mod rust;
mod source;
mod text;

pub use content::{content_words_in_code, orphaned_snapshots, schema_lines};
pub use manifests::{inherited_settings, names_of_crates};
pub use rust::{forbidden_items, forbidden_names, module_docs, undeclared_files, unsafe_forbidden};
pub use text::{machine_paths, white_space};

/// A rule: what it demands, and the function that finds where it is broken.
pub struct Rule {
    /// What the rule demands, in a few words.
    pub demands: &'static str,
    /// Finds where it is broken.
    pub find: fn(&Repository, &Graph) -> Vec<Finding>,
}

/// All rules, in the order in which they are reported.
pub const RULES: &[Rule] = &[
    Rule {
        demands: "crates use each other as the table of layers allows",
        find: |_, graph| architecture::check(graph, &TABLE),
    },
    Rule {
        demands: "the folder of a crate is called like its package",
        find: |_, graph| names_of_crates(graph),
    },
    Rule { demands: "packages take their settings from the workspace", find: inherited_settings },
    Rule { demands: "every crate forbids unsafe code, or says why it has some", find: unsafe_forbidden },
    Rule { demands: "every Rust file says first what it is", find: |files, _| module_docs(files) },
    Rule { demands: "modules are named for what they hold", find: |files, _| forbidden_names(files) },
    Rule { demands: "no test is left out and no code is left open", find: |files, _| forbidden_items(files) },
    Rule { demands: "every Rust file is declared as a module", find: undeclared_files },
    Rule { demands: "text files have no stray white space", find: |files, _| white_space(files) },
    Rule { demands: "no path of somebody's machine is written down", find: |files, _| machine_paths(files) },
    Rule { demands: "every pack file names its schema", find: |files, _| schema_lines(files) },
    Rule { demands: "code knows no medicine and no pack", find: |files, _| content_words_in_code(files) },
    Rule { demands: "every snapshot belongs to a test", find: |files, _| orphaned_snapshots(files) },
];

/// Runs all rules over a repository on disk and prints what they find. Gives back whether all are kept.
pub(crate) fn task(root: &Path) -> Result<bool> {
    let (files, graph) = (Repository::read(root)?, Graph::read(root)?);
    let mut count = 0;
    for rule in RULES {
        let findings = (rule.find)(&files, &graph);
        if !findings.is_empty() {
            println!("{}:", rule.demands);
        }
        for finding in &findings {
            println!("  {finding}");
        }
        count += findings.len();
    }
    if count == 0 {
        println!(
            "All rules kept: {} rules, {} files, {} packages",
            RULES.len(),
            files.files.len(),
            graph.members.len()
        );
    } else {
        println!("{count} finding{} in {} files", if count == 1 { "" } else { "s" }, files.files.len());
    }
    Ok(count == 0)
}
