//! All shipped cases at once: the interview agrees with full answers, results are the same every time, and everything the
//! packs promise is shown by somebody.

use sinew_app::{
    PackKind, Shelf, Step, StopReason, assess, json,
    model::{ActionId, Answers, Band, Date, FlagStatus, Outcome},
    next_step,
};
use sinew_pack::{Case, Mention};
use sinew_tests::{Person, SHIPPED, Script, TODAY, root, shipped};
use std::{collections::BTreeSet, fs, sync::LazyLock};

const DAY: Date = Date::constant(2026, 11, 22);

fn outcome(answers: &Answers) -> Outcome {
    let pack = &shipped().pack;
    assess(pack, answers, DAY, pack.region_named("uk")).unwrap_or_else(|open| panic!("{open}"))
}

/// Every case with its person and outcome.
static ALL: LazyLock<Vec<(&'static Case, Person, Outcome)>> = LazyLock::new(|| {
    let cases = shipped().cases.iter();
    cases
        .map(|case| {
            let person = Person::of(case);
            let outcome = outcome(&person.answers);
            (case, person, outcome)
        })
        .collect()
});

fn actions(outcome: &Outcome) -> Vec<&ActionId> {
    let advice = &outcome.advice;
    advice.today.actions.iter().chain(&advice.weeks).map(|action| &action.id).collect()
}

#[test]
fn the_interview_agrees_with_all_answers() {
    let pack = &shipped().pack;
    let (mut settled, mut uncovered) = (0, Vec::new());
    for (case, person, whole) in ALL.iter() {
        let mut answers = Answers::new(pack);
        let stop = loop {
            match next_step(pack, &answers) {
                Step::Done(stop) => break Some(stop),
                Step::Ask(question) => match person.answers.get(question) {
                    Some(answer) => assert!(answers.set(pack, question, answer)),
                    None => break None,
                },
            }
        };
        let Some(stop) = stop else {
            uncovered.push(case.id.as_str());
            continue;
        };
        let stopped = outcome(&answers);
        assert_eq!(stopped.urgency, whole.urgency, "{}", case.id);
        assert_eq!(stopped.exit, whole.exit, "{}", case.id);
        if matches!(stop, StopReason::Settled | StopReason::Complete) {
            settled += 1;
            let shown = |outcome: &Outcome| -> Vec<_> {
                outcome.conditions.iter().map(|shown| (shown.id.clone(), shown.band)).collect()
            };
            assert_eq!(shown(&stopped), shown(whole), "{}", case.id);
            let causes = |outcome: &Outcome| -> Vec<_> {
                outcome.causes.iter().map(|cause| cause.id.clone()).collect()
            };
            assert_eq!(causes(&stopped), causes(whole), "{}", case.id);
            assert_eq!(actions(&stopped), actions(whole), "{}", case.id);
        }
    }
    // A test that skips what it should look at proves little.
    assert!(settled >= 60, "only {settled} interviews came to their end; without answers: {uncovered:?}");
    assert!(uncovered.len() * 10 <= ALL.len(), "{uncovered:?}");
}

/// The packs in the program were compiled when it was made; the same packs in a folder are compiled when they are opened.
#[test]
fn packs_that_were_compiled_before_give_the_same_bytes() {
    let answers = root().join("tests/answers/overuse.toml");
    let answers = answers.to_str().expect("the path of the repository is Unicode");
    let assess = |format| vec!["assess", "--region", "uk", "--answers", answers, "--format", format];
    let commands = [
        vec!["urgent"],
        vec!["urgent", "--region", "uk"],
        vec!["region"],
        vec!["browse"],
        vec!["explain", "load-soreness"],
        assess("json"),
        assess("text"),
        assess("md"),
    ];
    for command in commands {
        let in_program = Script::default().run(&command);
        let in_folder = Script::default().with(|environment| {
            environment.built_in_packs = false;
            environment.packs = vec![root().join("packs")];
        });
        let in_folder = in_folder.run(&command);
        assert!(!in_program.out.is_empty(), "{command:?}: {}", in_program.err);
        assert_eq!(
            (in_program.code, in_program.out, in_program.err),
            (in_folder.code, in_folder.out, in_folder.err),
            "{command:?}"
        );
    }
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    for (case, person, first) in ALL.iter() {
        assert_eq!(json::to_json(&outcome(&person.answers)), json::to_json(first), "{}", case.id);
    }
}

/// The figures stand in what a check prints, and do not shrink.
#[test]
fn the_packs_hold_what_they_are_known_for() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let listed = shelf.list();
    let wanted = listed.iter().filter(|pack| pack.kind == PackKind::Library || pack.id == SHIPPED);
    let ids: Vec<&str> = wanted.map(|pack| pack.id.as_str()).collect();
    let report = shelf.check(&ids, TODAY).expect("they are listed");
    let summary = report.summary();
    let printed = |thing: &str| -> usize {
        let words: Vec<&str> = summary.split_whitespace().collect();
        let thing: Vec<&str> = thing.split(' ').collect();
        let at = words.windows(thing.len() + 1).find(|window| {
            let mut named = window[1..].iter().map(|word| word.trim_end_matches(','));
            window[0].parse::<usize>().is_ok() && thing.iter().all(|part| named.next() == Some(*part))
        });
        at.and_then(|window| window[0].parse().ok()).unwrap_or_else(|| panic!("no {thing:?} in:\n{summary}"))
    };
    assert!(printed("cases") >= 60, "{summary}");
    assert!(printed("conditions") >= 18, "{summary}");
    assert!(printed("red flags") >= 44, "{summary}");
    assert_eq!(printed("cases"), shipped().cases.len());
    assert_eq!(printed("conditions"), shipped().pack.conditions().len());
    assert_eq!(printed("red flags"), shipped().pack.red_flags().len());
}

/// A flag that nobody fires is not tested, nor is one that nobody just does not fire.
#[test]
fn every_red_flag_fires_for_somebody_and_not_for_somebody_else() {
    let pack = &shipped().pack;
    for (index, flag) in pack.red_flags().iter_indexed() {
        let fires = ALL.iter().any(|(case, _, outcome)| {
            let fires = |shown: &sinew_app::model::FlagAdvice| {
                shown.id == flag.id && shown.status == FlagStatus::Fires
            };
            let expected = case.expect.flags.as_ref().is_some_and(|flags| flags.contains(&index));
            expected && outcome.flags.iter().any(fires)
        });
        assert!(fires, "nobody fires {}", flag.id);
        let not = shipped().cases.iter().any(|case| {
            let flags = case.expect.flags.as_ref();
            let mentions = |at: &sinew_pack::MentionedAt| at.mentions.contains(&Mention::RedFlag(index));
            flags.is_some_and(|flags| !flags.contains(&index)) || case.expect.must_not.iter().any(mentions)
        });
        assert!(not, "{} fires for everybody", flag.id);
    }
}

#[test]
fn no_flag_lowers_the_urgency_of_anybody() {
    for (case, _, outcome) in ALL.iter() {
        for flag in &outcome.flags {
            assert!(outcome.urgency >= flag.gives, "{}: {}", case.id, flag.id);
            if flag.status == FlagStatus::Fires {
                assert!(outcome.urgency >= flag.urgency, "{}: {}", case.id, flag.id);
            }
        }
        if !outcome.urgency.allows_actions() {
            assert!(actions(outcome).is_empty(), "{}", case.id);
        }
    }
}

#[test]
fn every_condition_fits_somebody_and_is_not_shown_to_somebody_else() {
    for condition in shipped().pack.conditions() {
        let shown =
            |outcome: &Outcome| outcome.conditions.iter().find(|shown| shown.id == condition.id).cloned();
        let fits = ALL.iter().any(|(_, _, outcome)| {
            shown(outcome)
                .is_some_and(|shown| !condition.only_with.is_empty() || shown.band == Some(Band::FitsWell))
        });
        assert!(fits, "{} fits nobody well", condition.id);
        let not = ALL.iter().any(|(_, _, outcome)| shown(outcome).is_none());
        assert!(not, "{} is shown to everybody", condition.id);
    }
}

/// Each item of the article that the pack grew out of is carried by something that somebody meets.
#[test]
fn every_item_of_the_seed_article_is_met_by_somebody() {
    let readme =
        fs::read_to_string(root().join("packs").join(SHIPPED).join("README.md")).expect("it is there");
    let (_, section) = readme.split_once("## From the seed article").expect("the table is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows: Vec<Vec<&str>> = section
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let (mut items, mut met) = (0, BTreeSet::new());
    for row in &rows {
        let [item, carriers, _] = row[..] else { panic!("a row has three cells: {row:?}") };
        // Rows without ids are headings.
        if !carriers.contains('`') {
            continue;
        }
        items += 1;
        let mut met_here = Vec::new();
        for group in carriers.split(';') {
            let Some((kind, _)) = group.trim().split_once(' ') else { continue };
            let ids = group.split('`').skip(1).step_by(2);
            met_here.extend(ids.filter(|id| is_met(kind.trim_end_matches('s'), id, item)));
        }
        assert!(!met_here.is_empty(), "“{item}”: no case expects any of {carriers}");
        met.extend(met_here);
    }
    assert!(items >= 25, "only {items} items in the table");
    assert!(met.len() >= 30, "{met:?}");
}

/// Whether somebody is expected to meet what is named here. It has to be something of the pack.
#[track_caller]
fn is_met(kind: &str, id: &str, item: &str) -> bool {
    let pack = &shipped().pack;
    let mention = match kind {
        "cause" => pack.cause_named(id).map(Mention::Cause),
        "condition" => pack.condition_named(id).map(Mention::Condition),
        "flag" => pack.red_flag_named(id).map(Mention::RedFlag),
        "action" => pack.action_named(id).map(Mention::Action),
        // Something else in words, such as a key that every condition has.
        _ => return false,
    };
    let mention = mention.unwrap_or_else(|| panic!("“{item}”: the pack has no {kind} {id}"));
    shipped().cases.iter().any(|case| {
        let must = case.expect.must.iter().any(|at| at.mentions.contains(&mention));
        let mut flags = case.expect.flags.iter().flatten();
        must || flags.any(|flag| mention == Mention::RedFlag(*flag))
    })
}
