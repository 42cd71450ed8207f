//! What is removed, what is needed, and what is not ours to remove.

use super::*;
use crate::fixture::{DAY, everything, in_version, install, names, seen, shelf, with_both};
use sinew_app::installed::packs_folder;
use std::fs;

#[track_caller]
fn refused(data: &Path, name: &str) -> RemoveProblem {
    let before = everything(data);
    let problem = plan_remove(data, &PackName::parse(name), DAY).unwrap_err();
    assert_eq!(everything(data), before, "nothing was written");
    problem
}

#[track_caller]
fn remove(data: &Path, name: &str) -> RemovePlan {
    let plan = plan_remove(data, &PackName::parse(name), DAY).unwrap();
    plan.carry_out().unwrap();
    plan
}

#[test]
fn a_library_that_is_needed_stays() {
    let data = with_both();
    let problem = refused(data.path(), "base");
    assert_eq!(problem.to_string(), "without it these packs would no longer pass their check: `ache` 1.2.3");
    assert!(problem.remedy().unwrap().starts_with("remove those first"));
    // With another version that fits it can go.
    install(data.path(), &in_version("base", "0.2.5"));
    assert!(matches!(refused(data.path(), "base"), RemoveProblem::Several { .. }));
    let plan = remove(data.path(), "base@0.2.5");
    assert_eq!(plan.opened_then.as_deref(), Some("0.2.0"));
    install(data.path(), &in_version("base", "0.2.5"));
    remove(data.path(), "base@0.2.0");
    assert!(matches!(refused(data.path(), "base@0.2.5"), RemoveProblem::Needed { .. }));
    assert!(shelf(data.path()).load("ache").is_ok());

    let plan = remove(data.path(), "ache");
    assert_eq!(
        (plan.id.as_str(), plan.version.to_string().as_str(), plan.opened_then),
        ("ache", "1.2.3", None)
    );
    remove(data.path(), "base");
    assert_eq!(names(data.path()), [""; 0]);
    assert_eq!(seen(data.path()), [""; 0]);
}

#[test]
fn what_is_not_installed_is_said_with_where_it_is() {
    let data = with_both();
    let by_hand = packs_folder(data.path()).join("mine");
    fs::create_dir_all(&by_hand).unwrap();
    fs::write(
        by_hand.join("pack.toml"),
        "id = \"mine\"\nkind = \"library\"\nversion = \"0.1.0\"\ntitle = \"Mine\"\n",
    )
    .unwrap();
    for (name, remedy) in [
        ("nothing", "installed are ache@1.2.3, base@0.2.0".to_owned()),
        ("ache@9.9.9", "installed are ache@1.2.3, base@0.2.0".to_owned()),
        ("../x", "installed are ache@1.2.3, base@0.2.0".to_owned()),
        ("red-flags", "it is part of the program, which always has it".to_owned()),
        ("mine", format!("it is a folder of your own, which you can delete: {}", by_hand.display())),
    ] {
        let problem = refused(data.path(), name);
        assert_eq!(problem.to_string(), format!("`{name}` is not installed"));
        assert_eq!(problem.remedy(), Some(remedy), "{name}");
    }
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(refused(empty.path(), "ache").remedy().as_deref(), Some("no packs are installed"));
}

#[test]
fn what_is_broken_can_always_be_removed() {
    let data = with_both();
    fs::write(packs_folder(data.path()).join("ache@1.2.3/causes.toml"), "# changed\n").unwrap();
    remove(data.path(), "ache");
    assert_eq!(names(data.path()), ["base.toml", "base@0.2.0"]);
    fs::remove_dir_all(packs_folder(data.path()).join("base@0.2.0")).unwrap();
    remove(data.path(), "base");
    assert_eq!(names(data.path()), [""; 0]);

    // Also where something else is broken: another record, or a folder of one's own that claims to be a built-in pack.
    let data = with_both();
    fs::write(packs_folder(data.path()).join("base.toml"), "no record").unwrap();
    let own = packs_folder(data.path()).join("red-flags");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("pack.toml"), "id = \"red-flags\"\n").unwrap();
    remove(data.path(), "ache");
    assert!(matches!(refused(data.path(), "base"), RemoveProblem::Installed(_)));
}

#[test]
fn what_changed_since_it_was_planned_is_found() {
    let data = with_both();
    let plan = plan_remove(data.path(), &PackName::parse("ache"), DAY).unwrap();
    install(data.path(), &in_version("ache", "1.3.0"));
    let before = seen(data.path());
    assert!(matches!(plan.carry_out(), Err(RemoveProblem::ChangedMeanwhile)));
    assert_eq!(seen(data.path()), before);
}
