//! Every kind of rule is found, can be taken out, and is told by its ids.

use super::*;
use crate::fixture;
use std::collections::BTreeSet;

fn named(pack: &Pack) -> Vec<String> {
    Rule::all(pack).into_iter().map(|rule| rule.named(pack)).collect()
}

#[test]
fn every_rule_of_the_fixture_is_found_in_the_order_of_the_tables() {
    assert_eq!(
        named(&fixture::pack()),
        [
            "`ask-when` of the question `fall-height`",
            "the red flag `danger`",
            "the red flag `clot`",
            "the red flag `broken`",
            "the red flag `bad-pain`",
            "the exit `under-18`",
            "`present` of the line of evidence `cord` for `sore-cord`",
            "`absent` of the line of evidence `cord` for `sore-cord`",
            "`present` of the line of evidence `slow-cord` for `sore-cord`",
            "the adjustment `slow` of `sore-cord`",
            "`care` of the condition `soreness`",
            "`present` of the line of evidence `wide` for `soreness`",
            "`absent` of the line of evidence `wide` for `soreness`",
            "that `soreness` is never shown without `sore-cord`",
            "that `clot-in-leg` is shown with the red flag `clot`",
            "the cause `slow-build`",
            "that the action `rest` is offered",
            "that the action `cord-stretch` is offered",
            "`blocked-when` of the action `cord-stretch`",
            "the block `bad-pain-stretch`",
        ]
    );
}

#[test]
fn an_unknown_floor_is_a_rule_too() {
    let floor = "unknown-floor = { urgency = \"routine\", because = \"it is rare\" }\nbecause = \"A high fall can break a bone.\"";
    let sources =
        fixture::sources_with("ache", "red-flags.toml", "because = \"A high fall can break a bone.\"", floor);
    let pack = sinew_pack::load(&sources, "ache").pack.unwrap();
    let more: Vec<String> =
        named(&pack).into_iter().filter(|name| !named(&fixture::pack()).contains(name)).collect();
    assert_eq!(more, ["`unknown-floor` of the red flag `broken`"]);
}

/// From same-day on nothing is offered, so that no case could show what such a block does.
#[test]
fn a_block_that_holds_only_where_nothing_is_offered_is_no_rule() {
    let blocked_when = "`blocked-when` of the action `cord-stretch`".to_owned();
    for (when, may_matter) in [
        ("\"start.fall\"", true),
        ("\"clot\"", false),
        ("{ any = [\"clot\", \"broken\", \"danger\"] }", false),
        ("{ any = [\"clot\", \"bad-pain\"] }", true),
        ("{ all = [\"clot\", \"start.fall\"] }", false),
        ("{ any = [\"clot\", \"start.fall\"] }", true),
        ("{ not = \"clot\" }", true),
        ("{ at-least = 1, of = [\"clot\", \"start.fall\"] }", true),
    ] {
        let sources = fixture::sources_with(
            "ache",
            "actions.toml",
            "blocked-when = \"start.fall\"",
            &format!("blocked-when = {when}"),
        );
        let pack = sinew_pack::load(&sources, "ache").pack.unwrap();
        assert_eq!(named(&pack).contains(&blocked_when), may_matter, "{when}");
    }
    // A flag whose doubt gives less leaves room for offers.
    let floor = "blocked-when = \"broken\"";
    let mut sources = fixture::sources_with("ache", "actions.toml", "blocked-when = \"start.fall\"", floor);
    let ache = sources.iter_mut().find(|source| source.folder == "ache").unwrap();
    let flags = String::from_utf8(ache.files["red-flags.toml"].clone()).unwrap();
    let because = "because = \"A high fall can break a bone.\"";
    let with_floor =
        format!("{because}\nunknown-floor = {{ urgency = \"routine\", because = \"it is rare\" }}");
    ache.files.insert("red-flags.toml".into(), flags.replace(because, &with_floor).into_bytes());
    assert!(named(&sinew_pack::load(&sources, "ache").pack.unwrap()).contains(&blocked_when));
}

#[test]
fn an_emergency_brings_no_condition() {
    let sources = fixture::sources_with(
        "ache",
        "conditions.toml",
        "only-with = [\"clot\"]",
        "only-with = [\"clot\", \"danger\"]",
    );
    let pack = sinew_pack::load(&sources, "ache").pack.unwrap();
    let brought: Vec<String> =
        named(&pack).into_iter().filter(|name| name.contains("is shown with")).collect();
    assert_eq!(brought, ["that `clot-in-leg` is shown with the red flag `clot`"]);
}

/// Each is told apart, each taken out makes another pack, and nothing but the rule is changed by it.
#[test]
fn taking_a_rule_out_changes_that_rule_and_no_other() {
    let shelf = crate::Shelf::embedded();
    let injury = shelf.list().into_iter().filter(|listing| listing.kind == sinew_pack::PackKind::Injury);
    let shipped: Vec<Pack> = injury.map(|listing| shelf.load(&listing.id).unwrap().pack).collect();
    for pack in shipped.iter().chain([&fixture::pack()]) {
        let rules = Rule::all(pack);
        let names: BTreeSet<String> = named(pack).into_iter().collect();
        assert_eq!(names.len(), rules.len(), "two rules have the same name");
        for rule in rules {
            let without = rule.taken_out(pack).unwrap_or_else(|| panic!("{}", rule.named(pack)));
            assert_ne!(without, *pack, "{}", rule.named(pack));
            // A condition that no flag brings any more is ranked, so that its care comes to count.
            if matches!(rule, Rule::OnlyWith(condition, _) if without.conditions()[condition].only_with.is_empty())
            {
                continue;
            }
            // What is taken out is gone, or never holds any more; nothing new has come, and all else is there.
            let left: BTreeSet<String> = named(&without).into_iter().collect();
            let gone: Vec<&String> = names.difference(&left).collect();
            assert!(left.is_subset(&names), "{}", rule.named(pack));
            let expected = match rule {
                Rule::RedFlag(flag) => {
                    assert_eq!(without.red_flags()[flag].when, NEVER);
                    vec![]
                }
                Rule::Exit(exit) => {
                    assert_eq!(without.exits()[exit].when, NEVER);
                    vec![]
                }
                Rule::Cause(cause) => {
                    assert_eq!(without.causes()[cause].when, NEVER);
                    vec![]
                }
                Rule::Offer(action) => {
                    let lists = without.conditions().iter().map(|it| &it.actions);
                    let mut lists = lists.chain(without.causes().iter().map(|it| &it.actions));
                    assert!(!without.actions()[action].always && lists.all(|list| !list.contains(&action)));
                    vec![]
                }
                _ => vec![rule.named(pack)],
            };
            assert_eq!(gone, expected.iter().collect::<Vec<_>>(), "{}", rule.named(pack));
        }
    }
}

#[test]
fn each_origin_is_that_of_the_rule_itself() {
    let loaded = sinew_pack::load(&fixture::sources(), "ache");
    let pack = loaded.pack.as_ref().unwrap();
    let line = |rule: &Rule| {
        let place = loaded.place(rule.origin(pack)).unwrap();
        loaded.texts.slice(place).to_owned()
    };
    let lines: Vec<String> = Rule::all(pack).iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "[question.fall-height]",
            "[red-flag.danger]",
            "[red-flag.clot]",
            "[red-flag.broken]",
            "[red-flag.bad-pain]",
            "[exit.under-18]",
            "[condition.sore-cord.evidence.cord]",
            "[condition.sore-cord.evidence.cord]",
            "[condition.sore-cord.evidence.slow-cord]",
            "[condition.sore-cord.adjust.slow]",
            "[condition.soreness]",
            "[condition.soreness.evidence.wide]",
            "[condition.soreness.evidence.wide]",
            "[condition.soreness.never-without.sore-cord]",
            "[condition.clot-in-leg]",
            "[cause.slow-build]",
            "[action.rest]",
            "[action.cord-stretch]",
            "[action.cord-stretch]",
            "[block.bad-pain-stretch]",
        ]
    );
}
