//! Rules about Rust files.

use super::source::{code_only, line_of, module_of};
use crate::{
    architecture::Graph,
    finding::Finding,
    repository::{Repository, TextFile},
};

/// Every Rust file begins with `//!` and a few words, or with `#!` attributes and then `//!`.
pub fn module_docs(files: &Repository) -> Vec<Finding> {
    let has_docs = |file: &&TextFile| {
        let mut lines = file.text.lines().skip_while(|line| line.starts_with("#!"));
        let words = lines.next().and_then(|line| line.strip_prefix("//! "));
        words.is_some_and(|words| words.split_whitespace().count() >= 2)
    };
    let without = files.rust().filter(|file| !has_docs(file));
    without
        .map(|file| {
            Finding::at_line(&file.path, 1, "says not what it is; begin it with `//!` and a sentence")
        })
        .collect()
}

/// The roots of the crates that have unsafe code, because they stand at a border to C.
const UNSAFE_ROOTS: &[&str] =
    &["crates/sinew-ext-abi/src/lib.rs", "crates/sinew-ext-run/src/lib.rs", "tests/faults/src/lib.rs"];

/// What stands at the root of a crate with unsafe code: that it is meant, and that each block says why it is sound.
const UNSAFE_LINES: &[&str] = &[
    "#![expect(unsafe_code, reason = ",
    "#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]",
];

/// The root of every crate forbids unsafe code, because the lint table can only deny it. The few that have it say so, and that each
/// block needs its reason.
pub fn unsafe_forbidden(files: &Repository, graph: &Graph) -> Vec<Finding> {
    let roots = graph.members.values().flat_map(|member| &member.crate_roots);
    let mut findings = Vec::new();
    for root in roots.filter(|root| !root.ends_with("/build.rs")) {
        let text = files.file(root).map(|file| code_only(&file.text)).unwrap_or_default();
        let has = |begins: &str| text.lines().any(|line| line.trim().starts_with(begins));
        if UNSAFE_ROOTS.contains(&root.as_str()) {
            let missing = UNSAFE_LINES.iter().filter(|begins| !has(begins));
            findings.extend(missing.map(|begins| {
                Finding::at(root, format!("is the root of a crate with unsafe code; add `{begins}…`"))
            }));
        } else if !has("#![forbid(unsafe_code)]") {
            findings.push(Finding::at(root, "is the root of a crate; add `#![forbid(unsafe_code)]`"));
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// Names that say nothing about what a module holds.
const EMPTY_NAMES: &[&str] =
    &["common", "helper", "helpers", "manager", "managers", "misc", "util", "utilities", "utils"];

/// No module, file or folder has a name that says nothing.
pub fn forbidden_names(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.rust() {
        let path = file.path.trim_end_matches(".rs");
        if let Some(name) = path.split('/').find(|part| EMPTY_NAMES.contains(part)) {
            findings.push(Finding::at(
                &file.path,
                format!("`{name}` does not say what is in it; name it for what it holds"),
            ));
        }
        let code = code_only(&file.text);
        for (number, line) in code.lines().enumerate() {
            // Modules with a file are found by the file.
            let inline = module_of(line).filter(|(_, rest)| rest.starts_with('{'));
            if let Some((name, _)) = inline.filter(|(name, _)| EMPTY_NAMES.contains(name)) {
                let message =
                    format!("the module `{name}` does not say what is in it; name it for what it holds");
                findings.push(Finding::at_line(&file.path, number + 1, message));
            }
        }
    }
    findings
}

/// What must not stand in code, and what to do instead.
const FORBIDDEN: &[(&str, &str)] = &[
    ("#[ignore", "a test that does not run proves nothing; mend it, or assert what it does now with a FIXME"),
    ("should_panic", "assert the error that is given back, not a panic"),
    ("todo!(", "finish it, or give back an error that says what is missing"),
    ("unimplemented!(", "finish it, or give back an error that says what is missing"),
    ("dbg!(", "remove it"),
];

/// No test is switched off, nothing is left open, and nothing prints for debugging.
pub fn forbidden_items(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.rust() {
        let code = code_only(&file.text);
        for (text, remedy) in FORBIDDEN {
            for (at, _) in code.match_indices(text) {
                let longer_word =
                    code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
                if !longer_word {
                    findings.push(Finding::at_line(
                        &file.path,
                        line_of(&code, at),
                        format!("`{text}`: {remedy}"),
                    ));
                }
            }
        }
    }
    findings.sort();
    findings
}

/// The files where the crates of packages outside the workspace begin, from their manifests.
fn roots_outside(files: &Repository, graph: &Graph) -> Vec<String> {
    let inside = |folder: &str| {
        let below = format!("{folder}/");
        graph.members.values().flat_map(|member| &member.crate_roots).any(|root| root.starts_with(&below))
    };
    let manifests = files.files.iter().filter(|file| file.name() == "Cargo.toml");
    manifests
        .filter(|manifest| !manifest.folder().is_empty() && !inside(manifest.folder()))
        .flat_map(|manifest| {
            let named = manifest.text.lines().filter_map(|line| line.strip_prefix("path = "));
            let named = named.map(|path| path.trim_matches('"')).chain(["src/lib.rs", "src/main.rs"]);
            named.map(|path| format!("{}/{path}", manifest.folder())).collect::<Vec<_>>()
        })
        .collect()
}

/// Every Rust file in a source folder is declared by the file above it; otherwise it, and each test in it, is never compiled.
pub fn undeclared_files(files: &Repository, graph: &Graph) -> Vec<Finding> {
    let outside = roots_outside(files, graph);
    let roots: Vec<_> =
        graph.members.values().flat_map(|member| &member.crate_roots).chain(&outside).collect();
    let mut findings = Vec::new();
    for file in files.rust().filter(|file| !roots.contains(&&file.path)) {
        // The folder and name of the module: `a/b.rs` and `a/b/mod.rs` are both the module `b` in the folder `a`.
        let module = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let Some((folder, name)) = module.rsplit_once('/') else { continue };
        let above = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
        let roots_here =
            roots.iter().filter(|root| root.rsplit_once('/').is_some_and(|(place, _)| place == folder));
        let mut above: Vec<&str> =
            above.iter().map(String::as_str).chain(roots_here.map(|root| root.as_str())).collect();
        above.retain(|path| files.file(path).is_some());
        let declared = above.iter().filter_map(|path| files.file(path)).any(|parent| {
            code_only(&parent.text).lines().any(|line| {
                module_of(line).is_some_and(|(module, rest)| module == name && rest.starts_with(';'))
            })
        });
        if !declared {
            let place = above.first().map_or_else(|| format!("{folder}.rs"), |&path| path.to_owned());
            let message = format!("is never compiled; declare `mod {name};` in {place}, or remove the file");
            findings.push(Finding::at(&file.path, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests;
