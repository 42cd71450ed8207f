//! Rules about the manifests of packages.

use crate::{architecture::Graph, finding::Finding, repository::Repository};

/// The folder of a crate below `crates` is called like its package.
pub fn names_of_crates(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, member) in &graph.members {
        let folder = member.folder.strip_prefix("crates/");
        if folder.is_some_and(|folder| folder != name) {
            let message = format!("holds the package `{name}`; call the folder crates/{name}");
            findings.push(Finding::at(&member.folder, message));
        }
    }
    findings
}

/// What every package takes from the workspace.
const INHERITED: &[(&str, &str)] = &[
    ("[package]", "version"),
    ("[package]", "edition"),
    ("[package]", "rust-version"),
    ("[package]", "license"),
    ("[lints]", "workspace"),
];

/// Packages with a version of their own, because it is the version of an interface.
const OWN_VERSION: &[&str] = &["sinew-ext-abi"];

/// Every package takes its version, edition, oldest Rust, licence and lints from the workspace.
pub fn inherited_settings(files: &Repository, graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, member) in &graph.members {
        let path = format!("{}/Cargo.toml", member.folder);
        let text = files.file(&path).map_or("", |file| file.text.as_str());
        let has_own_version = OWN_VERSION.contains(&name.as_str());
        for &(section, key) in INHERITED.iter().filter(|(_, key)| *key != "version" || !has_own_version) {
            let line = if section == "[lints]" {
                format!("{key} = true")
            } else {
                format!("{key}.workspace = true")
            };
            if !lines_of_section(text, section).any(|candidate| candidate == line) {
                findings.push(Finding::at(
                    &path,
                    format!("does not take `{key}` from the workspace; write `{line}` below `{section}`"),
                ));
            }
        }
    }
    findings
}

/// The lines below a heading of a manifest, without comments and with single spaces.
fn lines_of_section<'a>(text: &'a str, section: &'a str) -> impl Iterator<Item = String> + 'a {
    let mut inside = false;
    text.lines().filter_map(move |line| {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.starts_with('[') {
            inside = line == section;
        }
        inside.then(|| line.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::architecture::Member;

    fn graph(folder: &str) -> Graph {
        let mut graph = Graph::default();
        graph.members.insert("sinew-a".to_owned(), Member { folder: folder.to_owned(), ..Member::default() });
        graph
    }

    #[test]
    fn the_folder_of_a_crate_is_called_like_its_package() {
        assert_eq!(names_of_crates(&graph("crates/sinew-a")), []);
        assert_eq!(names_of_crates(&graph("xtask")), []);
        let found = names_of_crates(&graph("crates/a"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "crates/a");
    }

    const GOOD: &str = "[package]\nname = \"sinew-a\"\nversion.workspace = true\nedition.workspace  =  true # all the same\n\
                        rust-version.workspace = true\nlicense.workspace = true\n\n[lints]\nworkspace = true\n";

    #[test]
    fn every_setting_comes_from_the_workspace() {
        let graph = graph("crates/sinew-a");
        let find = |manifest: &str| {
            inherited_settings(&Repository::of(&[("crates/sinew-a/Cargo.toml", manifest)]), &graph)
        };
        assert_eq!(find(GOOD), []);
        for (good, bad) in [
            ("version.workspace = true\nedition", "version = \"1.0.0\"\nedition"),
            ("edition.workspace  =  true", "edition = \"2021\""),
            ("rust-version.workspace = true\n", ""),
            ("license.workspace = true", "license = \"MIT\""),
            ("[lints]\nworkspace = true", "[dependencies]\nworkspace = true"),
            ("[lints]\nworkspace = true", "[lints]\nworkspace = false"),
        ] {
            assert!(GOOD.contains(good));
            assert_eq!(find(&GOOD.replace(good, bad)).len(), 1, "{bad}");
        }
        assert_eq!(find("").len(), INHERITED.len());
    }

    #[test]
    fn the_version_of_an_interface_is_its_own() {
        let mut graph = Graph::default();
        let member = Member { folder: "crates/sinew-ext-abi".to_owned(), ..Member::default() };
        graph.members.insert("sinew-ext-abi".to_owned(), member);
        let manifest = GOOD.replace("version.workspace = true\nedition", "version = \"1.0.0\"\nedition");
        let find = |manifest: &str| {
            inherited_settings(&Repository::of(&[("crates/sinew-ext-abi/Cargo.toml", manifest)]), &graph)
        };
        assert_eq!(find(&manifest), []);
        assert_eq!(find("").len(), INHERITED.len() - 1);
    }
}
