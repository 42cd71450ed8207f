//! Checks the packages of the workspace against the table of layers.
//!
//! The graph is a plain value, so that tests can make bad ones.

use crate::{
    finding::Finding,
    layers::{Declared, Gated, Layer, Reserved, Table},
};
use anyhow::{Context as _, Result, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, TargetKind, camino::Utf8Path};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    env,
    path::Path,
    process::Command,
};

/// Where the rules stand; named in every finding.
const TABLE_FILE: &str = "xtask/src/layers.rs";

/// Everything the rules need to know about the packages, the workspace's own and others.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The packages of the workspace, by name.
    pub members: BTreeMap<String, Member>,
    /// The packages each package really uses in a build of the whole workspace: names and versions of all, members too.
    pub uses: BTreeMap<Node, BTreeSet<Node>>,
    /// The names of all packages in `Cargo.lock`, for every platform.
    pub locked: BTreeSet<String>,
}

/// A package in the graph of what is used: name, and version so that two versions are two nodes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The name of the package.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A package of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// Its folder from the root of the repository, with `/`.
    pub folder: String,
    /// Its normal dependencies as its manifest declares them, for all platforms.
    pub dependencies: Vec<Dependency>,
    /// Its features and what each switches on, as Cargo writes it.
    pub features: BTreeMap<String, Vec<String>>,
    /// The files that Cargo compiles as the root of a crate, from the root of the repository with `/`.
    pub crate_roots: Vec<String>,
    /// Whether it has a build script.
    pub has_build_script: bool,
    /// Whether it is a crate of procedural macros.
    pub is_proc_macro: bool,
}

/// A normal dependency as a manifest declares it.
#[derive(Debug, Clone, Default)]
pub struct Dependency {
    /// The name of the package.
    pub package: String,
    /// Whether it is optional.
    pub optional: bool,
    /// Whether its default features are on.
    pub default_features: bool,
    /// The features asked for.
    pub features: Vec<String>,
}

impl Graph {
    /// Reads the graph of the workspace in a folder with the cargo that runs us.
    ///
    /// Only packages for this machine's platform are looked at, because the others need not have been downloaded; the names
    /// in `Cargo.lock` make up for that.
    pub fn read(root: &Path) -> Result<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let about = Command::new(&cargo).arg("-vV").output().context("cargo does not start")?;
        let about = String::from_utf8_lossy(&about.stdout).into_owned();
        let Some(host) = about.lines().find_map(|line| line.strip_prefix("host: ")) else {
            bail!("`cargo -vV` does not name the platform of this machine");
        };
        let metadata = MetadataCommand::new()
            .cargo_path(cargo)
            .current_dir(root)
            .other_options(["--locked", "--filter-platform", host].map(str::to_owned))
            .exec()
            .context("`cargo metadata --locked` does not work here; `cargo check --workspace` shows more")?;
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock cannot be read")?;
        Self::from_metadata(&metadata, &lock)
    }

    fn from_metadata(metadata: &Metadata, lock: &str) -> Result<Self> {
        let root = &metadata.workspace_root;
        let below_root = |path: &Utf8Path| plain_path(path.strip_prefix(root).unwrap_or(path).as_str());
        let members = metadata.workspace_packages().into_iter().map(|package| {
            let has = |kind: TargetKind| package.targets.iter().any(|target| target.is_kind(kind.clone()));
            let normal =
                package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
            let member = Member {
                folder: package.manifest_path.parent().map(below_root).unwrap_or_default(),
                dependencies: normal
                    .map(|dependency| Dependency {
                        package: dependency.name.clone(),
                        optional: dependency.optional,
                        default_features: dependency.uses_default_features,
                        features: dependency.features.clone(),
                    })
                    .collect(),
                features: package.features.clone(),
                crate_roots: package.targets.iter().map(|target| below_root(&target.src_path)).collect(),
                has_build_script: has(TargetKind::CustomBuild),
                is_proc_macro: has(TargetKind::ProcMacro),
            };
            (package.name.to_string(), member)
        });
        let members = members.collect();

        let nodes: BTreeMap<_, _> = metadata
            .packages
            .iter()
            .map(|package| {
                let (name, version) = (package.name.to_string(), package.version.to_string());
                (&package.id, Node { name, version })
            })
            .collect();
        let resolve = metadata.resolve.as_ref().context("`cargo metadata` gives no graph of dependencies")?;
        let mut uses = BTreeMap::new();
        for node in &resolve.nodes {
            let normal = node.deps.iter().filter(|used| {
                used.dep_kinds.is_empty()
                    || used.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal)
            });
            let targets = normal.filter_map(|used| nodes.get(&used.pkg).cloned()).collect();
            if let Some(name) = nodes.get(&node.id) {
                uses.insert(name.clone(), targets);
            }
        }
        let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        Ok(Self { members, uses, locked: names.map(str::to_owned).collect() })
    }

    /// The shortest way by normal dependencies from a member to an external package, both ends included.
    fn way(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let start =
            self.uses.keys().find(|node| node.name == from && self.members.contains_key(&node.name))?;
        let mut before: BTreeMap<&Node, Option<&Node>> = BTreeMap::from([(start, None)]);
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            if node.name == to {
                let mut names = Vec::new();
                let mut at = Some(node);
                while let Some(node) = at {
                    names.push(node.name.clone());
                    at = before.get(node).copied().flatten();
                }
                names.reverse();
                return Some(names);
            }
            for next in self.uses.get(node).into_iter().flatten() {
                if !before.contains_key(next) {
                    before.insert(next, Some(node));
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

/// A path with `/` and without the steps back (`a/../b` is `b`) that a manifest may have in it.
fn plain_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Checks a graph against a table. The findings are sorted.
pub fn check(graph: &Graph, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_rows(graph, table, &mut findings);
    for layer in table.layers {
        check_layer(graph, table, layer, &mut findings);
    }
    for package in table.nobody_reaches {
        if graph.locked.contains(*package) {
            findings.push(Finding::at(
                "Cargo.lock",
                format!(
                    "the package `{package}` is locked, but nothing here may reach it (`nobody_reaches` in {TABLE_FILE}); \
                     `cargo tree --target all -i {package}` shows who brings it"
                ),
            ));
        }
    }
    for reserved in table.reserved {
        check_reserved(graph, reserved, &mut findings);
    }
    for declared in table.declared {
        check_declared(graph, declared, &mut findings);
    }
    for gated in table.gated {
        check_gated(graph, gated, &mut findings);
    }
    check_kinds(graph, table, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

fn manifest(member: &Member) -> String {
    format!("{}/Cargo.toml", member.folder)
}

/// Every package has one row, and every row a package: otherwise rules would hold for nobody.
fn check_rows(graph: &Graph, table: &Table, findings: &mut Vec<Finding>) {
    for (name, member) in &graph.members {
        if !table.layers.iter().any(|layer| layer.name == name) {
            findings.push(Finding::at(
                manifest(member),
                format!("the package `{name}` has no row in `layers` of {TABLE_FILE}; add one that says what it may use"),
            ));
        }
    }
    for layer in table.layers {
        if !graph.members.contains_key(layer.name) {
            findings.push(Finding::at(
                TABLE_FILE,
                format!(
                    "`layers` has a row for `{}`, which is not a package of the workspace; remove it",
                    layer.name
                ),
            ));
        }
    }
}

fn check_layer(graph: &Graph, table: &Table, layer: &Layer, findings: &mut Vec<Finding>) {
    let Some(member) = graph.members.get(layer.name) else { return };
    for dependency in &member.dependencies {
        let used = dependency.package.as_str();
        if graph.members.contains_key(used) && !layer.may_use.contains(&used) {
            findings.push(Finding::at(
                manifest(member),
                format!(
                    "`{}` depends on `{used}`, which its layer may not use; remove the dependency, or argue for the edge \
                     by adding \"{used}\" to `may_use` in the row of `{}` in {TABLE_FILE}",
                    layer.name, layer.name
                ),
            ));
        }
    }
    let for_all = table.nobody_reaches.iter().map(|package| (package, "`nobody_reaches`".to_owned()));
    let for_this = layer.must_not_reach.iter();
    let for_this =
        for_this.map(|package| (package, format!("`must_not_reach` in the row of `{}`", layer.name)));
    for (package, line) in for_all.chain(for_this) {
        if let Some(way) = graph.way(layer.name, package) {
            findings.push(Finding::at(
                manifest(member),
                format!(
                    "`{}` reaches the package `{package}`, which it never may: {} ({line} in {TABLE_FILE})",
                    layer.name,
                    way.join(" -> ")
                ),
            ));
        }
    }
}

fn check_reserved(graph: &Graph, reserved: &Reserved, findings: &mut Vec<Finding>) {
    for (name, member) in &graph.members {
        let names_it = member.dependencies.iter().any(|dependency| dependency.package == reserved.package);
        if names_it && !reserved.users.contains(&name.as_str()) {
            let package = reserved.package;
            findings.push(Finding::at(
                manifest(member),
                format!(
                    "`{name}` depends on the package `{package}`, which it may not name because {}; use what {} offers, \
                     or change `users` in the row of `{package}` in `reserved` of {TABLE_FILE}",
                    reserved.because,
                    if reserved.users.is_empty() { "there is".to_owned() } else { reserved.users.join(" or ") },
                ),
            ));
        }
    }
}

fn check_declared(graph: &Graph, declared: &Declared, findings: &mut Vec<Finding>) {
    let Some(member) = graph.members.get(declared.name) else { return };
    let Declared { name, package, without, because } = *declared;
    for dependency in member.dependencies.iter().filter(|dependency| dependency.package == package) {
        let wrong = dependency.features.iter().find(|feature| without.contains(&feature.as_str()));
        let what = match wrong {
            _ if dependency.default_features => "its default features".to_owned(),
            Some(feature) => format!("its feature `{feature}`"),
            None => continue,
        };
        findings.push(Finding::at(
            manifest(member),
            format!(
                "`{name}` declares the package `{package}` with {what}, which must be off because {because} \
                 (row of `{name}` in `declared` of {TABLE_FILE})"
            ),
        ));
    }
}

fn check_gated(graph: &Graph, gated: &Gated, findings: &mut Vec<Finding>) {
    let Gated { name, feature, package, askers } = *gated;
    let Some(member) = graph.members.get(name) else { return };
    let line = format!("row of `{name}` in `gated` of {TABLE_FILE}");
    if member.dependencies.iter().any(|dependency| dependency.package == package && !dependency.optional) {
        findings.push(Finding::at(
            manifest(member),
            format!("`{name}` depends on the package `{package}` always; make it optional, behind the feature `{feature}` ({line})"),
        ));
    }
    let switches_it_on = |item: &String| {
        let item = item.trim_start_matches("dep:");
        item == package || item.strip_prefix(package).is_some_and(|rest| rest.starts_with('/'))
    };
    for (other, items) in &member.features {
        let is_default = other == "default" && items.iter().any(|item| item == feature);
        if (other != feature && items.iter().any(switches_it_on)) || is_default {
            findings.push(Finding::at(
                manifest(member),
                format!("the feature `{other}` of `{name}` switches on the package `{package}`, which only `{feature}` may ({line})"),
            ));
        }
    }
    for (other, asker) in &graph.members {
        let asks = |dependency: &Dependency| {
            dependency.package == name && dependency.features.iter().any(|wanted| wanted == feature)
        };
        let passes_on = asker.features.values().flatten().any(|item| {
            item.split_once('/')
                .is_some_and(|(left, right)| left.trim_end_matches('?') == name && right == feature)
        });
        let asks = asker.dependencies.iter().any(asks) || passes_on;
        if asks && !askers.contains(&other.as_str()) {
            findings.push(Finding::at(
                manifest(asker),
                format!("`{other}` asks for the feature `{feature}` of `{name}`, which is for front ends; remove it, or add \"{other}\" to `askers` ({line})"),
            ));
        }
    }
}

fn check_kinds(graph: &Graph, table: &Table, findings: &mut Vec<Finding>) {
    for (name, member) in &graph.members {
        if member.has_build_script && !table.build_scripts.contains(&name.as_str()) {
            findings.push(Finding::at(
                manifest(member),
                format!("`{name}` has a build script; do the work in `cargo xtask codegen`, or change `build_scripts` in {TABLE_FILE}"),
            ));
        }
        if member.is_proc_macro {
            findings.push(Finding::at(
                manifest(member),
                format!("`{name}` is a crate of procedural macros, of which this workspace has none; write the code out, or use `macro_rules!`"),
            ));
        }
    }
}

#[cfg(test)]
mod tests;
