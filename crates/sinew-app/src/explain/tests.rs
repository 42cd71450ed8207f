//! Everything a pack says about an id.

use super::*;
use crate::fixture;

fn only(id: &str) -> Explained {
    let mut found = lookup(&fixture::pack(), id);
    assert_eq!(found.len(), 1, "{id}");
    found.remove(0)
}

fn list(explained: &Explained, heading: &str) -> Vec<String> {
    let found = explained.lists.iter().find(|(name, _)| *name == heading);
    found.map(|(_, items)| items.clone()).unwrap_or_default()
}

fn source_ids(explained: &Explained) -> Vec<&str> {
    explained.sources.iter().map(|source| source.id.as_str()).collect()
}

#[test]
fn a_red_flag_says_when_it_fires_and_what_if_unknown() {
    let flag = only("clot");
    assert_eq!((flag.kind, flag.title.as_str()), (ExplainedKind::RedFlag, "Possible clot"));
    let rule = &flag.rules[0];
    assert_eq!(rule.when.as_deref(), Some("all of (at-spot, swollen)"));
    assert_eq!(rule.effect, "urgency at least same-day; if it cannot be ruled out: same-day");
    assert_eq!(list(&flag, "It could be"), ["Clot in the leg"]);
    assert_eq!((flag.origin.pack.as_str(), flag.origin.file.as_str()), ("ache", "red-flags.toml"));
    assert!(flag.origin.line > 1);
}

#[test]
fn a_condition_shows_every_rule_with_its_weight_and_all_sources_once() {
    let condition = only("sore-cord");
    assert_eq!(condition.kind, ExplainedKind::Condition);
    let rules: Vec<(Option<&str>, Option<&str>, &str)> = condition
        .rules
        .iter()
        .map(|rule| (rule.id.as_deref(), rule.when.as_deref(), rule.effect.as_str()))
        .collect();
    assert_eq!(
        rules,
        [
            (None, None, "starting weight 10"),
            (Some("slow"), Some("start.slowly"), "moves the order by 3 decibans for it, never the fit"),
            (Some("cord"), Some("touch.cord"), "when so 6 decibans for it, when not 4 decibans against it"),
            (Some("slow-cord"), Some("slow-cord"), "when so 3 decibans for it, when not it says nothing"),
        ]
    );
    assert_eq!(
        condition.about[2..],
        [
            "Who looks at it: a physio.",
            "If it fits well: you can look after this yourself.",
            "If it is not clearly better, have it looked at after 4 weeks.",
        ]
    );
    assert_eq!(condition.rules[3].basis, Some(Basis::Computed));
    assert_eq!(source_ids(&condition), ["test-judgement", "study-2020"]);
    assert_eq!(list(&condition, "What helps"), ["Cord stretch", "Rest the leg"]);
    assert_eq!(list(&condition, "May go with"), ["More than the leg was used to"]);
}

#[test]
fn a_companion_is_told_at_both_conditions() {
    let soreness = only("soreness");
    let rule = soreness.rules.last().unwrap();
    assert_eq!((rule.id.as_deref(), rule.when.as_deref()), (Some("sore-cord"), Some("start.slowly")));
    assert_eq!(rule.effect, "never shown without “A sore cord (cordopathy)”, also while it is unknown");
    assert_eq!(rule.text, "a sore cord is often taken for this");
    assert_eq!(
        (rule.basis, rule.sources.as_slice()),
        (Some(Basis::Computed), ["study-2020".to_owned()].as_slice())
    );
    assert!(rule.origin.line > soreness.origin.line, "its own line, not that of the condition");
    assert_eq!(source_ids(&soreness), ["test-judgement", "study-2020"]);
    assert_eq!(list(&only("sore-cord"), "Shown also beside"), ["Soreness after a big day"]);
    assert!(list(&soreness, "Shown also beside").is_empty());
}

#[test]
fn an_action_shows_what_it_helps_and_what_keeps_it_away() {
    let action = only("cord-stretch");
    assert_eq!(action.kind, ExplainedKind::Action);
    assert_eq!(list(&action, "Helps"), ["A sore cord (cordopathy)"]);
    let away: Vec<(Option<&str>, Option<&str>)> =
        action.rules.iter().map(|rule| (rule.id.as_deref(), rule.when.as_deref())).collect();
    assert_eq!(away, [(None, Some("start.fall")), (Some("bad-pain-stretch"), Some("worst.severe"))]);
    let rest = only("rest");
    assert!(rest.rules.iter().all(|rule| rule.when.as_deref() != Some("never")), "{:?}", rest.rules);
    let helps = list(&rest, "Helps");
    assert_eq!(helps.first().map(String::as_str), Some("everybody it is not kept away from"));
}

#[test]
fn causes_and_exits_are_known_and_strangers_are_not() {
    assert_eq!(only("slow-build").kind, ExplainedKind::Cause);
    assert_eq!(only("under-18").kind, ExplainedKind::Exit);
    let pack = fixture::pack();
    assert!(lookup(&pack, "swollen").is_empty());
    assert_eq!(closest_id(&pack, "sore-chord"), Some("sore-cord"));
    for id in known_ids(&pack) {
        assert!(!lookup(&pack, id).is_empty(), "{id}");
    }
}

#[test]
fn a_fact_says_where_it_is_from_and_what_it_proposes() {
    let mut sources = fixture::sources();
    let fact = "\n[fact.pace]\nfrom = \"extension\"\nmeans = \"how fast it came\"\nunit = \"days\"\nmin = 0\nmax = 30\n\
                answers = \"start\"\noptions.slowly = { at-least = 5 }\n";
    fixture::rewrite(&mut sources, "ache", "questions.toml", |text| text + fact);
    let pack = fixture::pack_of(sources);
    assert!(known_ids(&pack).contains(&"pace"));
    let [explained] = <[Explained; 1]>::try_from(lookup(&pack, "pace")).expect("nothing else is called so");
    assert_eq!((explained.kind.name(), explained.title.as_str()), ("fact", "How fast it came"));
    assert_eq!(explained.about[0], "It comes from the extension of the pack, if that is there.");
    assert_eq!(explained.about[1], "A number that is not from 0 to 30 days counts as not known.");
    let proposed = list(&explained, "It proposes");
    assert!(proposed.len() == 1 && proposed[0].starts_with("from 5 days on: "), "{proposed:?}");
    assert_eq!(explained.origin.file, "questions.toml");
}
