//! Of each kind of change, one that somebody notices and one that nobody does; and what is made of all of them.

use super::*;
use crate::{Shelf, fixture};

fn scope() -> MutationScope {
    MutationScope {
        with_libraries: false,
        operators: BTreeSet::new(),
        sample: None,
        proofs: false,
        threads: NonZeroUsize::new(2).unwrap(),
    }
}

fn only(operator: Operator) -> MutationScope {
    MutationScope { operators: [operator].into(), with_libraries: true, ..scope() }
}

fn mutated(
    sources: Vec<PackSource>,
    names: &[&str],
    scope: &MutationScope,
) -> Result<MutationReport, MutationProblem> {
    let shelf = Shelf::of(sources).expect("the fixture has each pack once");
    shelf.mutate(names, fixture::DAY, scope, &mut |_, _| {})
}

/// What became of the changes of these packs, which can be changed.
#[track_caller]
fn report_of_all(sources: Vec<PackSource>, names: &[&str], scope: &MutationScope) -> MutationReport {
    mutated(sources, names, scope).expect("the packs have no errors")
}

#[track_caller]
fn report_of(sources: Vec<PackSource>, scope: &MutationScope) -> MutationReport {
    report_of_all(sources, &["ache"], scope)
}

/// Why nothing of these packs was changed.
#[track_caller]
fn refused(sources: Vec<PackSource>, names: &[&str]) -> MutationProblem {
    mutated(sources, names, &scope()).expect_err("nothing can be changed")
}

/// The fixture after changes of its injury pack, each of one text in one file, and with more cases.
#[track_caller]
fn changed(changes: &[(&str, &str, &str)], cases: &str) -> Vec<PackSource> {
    let mut sources = fixture::sources_and_case(cases);
    for (file, from, to) in changes {
        fixture::rewrite(&mut sources, "ache", file, |text| {
            assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {file}");
            text.replace(from, to)
        });
    }
    sources
}

/// A change in one line, without what became of it.
fn told(judged: &Judged) -> String {
    let Judged { table, key, before, after, .. } = judged;
    format!("{table} {key}: {before} → {after}")
}

/// What became of the one change that is told like this.
#[track_caller]
fn fate(report: &MutationReport, line: &str) -> Fate {
    let found: Vec<&Judged> = report.mutants.iter().filter(|judged| told(judged) == line).collect();
    let all: Vec<String> = report.mutants.iter().map(told).collect();
    assert_eq!(found.len(), 1, "{line:?} among {all:#?}");
    found[0].fate.clone()
}

const SURVIVED: Fate = Fate::Survived { because: None };

fn by_case(case: &str) -> Fate {
    Fate::Case { pack: "ache".into(), case: CaseId::new(case).unwrap() }
}

/// A change that is noticed by the case named, and one that survives.
#[track_caller]
fn one_of_each(operator: Operator, sources: Vec<PackSource>, [killed, by]: [&str; 2], survivor: &str) {
    let report = report_of(sources, &only(operator));
    assert!(report.mutants.iter().all(|judged| judged.operator == operator));
    assert_eq!(report.packs[0].cases_left_out, 0, "every case passes with the pack as it is");
    assert_eq!(fate(&report, killed), by_case(by), "{killed}");
    assert_eq!(fate(&report, survivor), SURVIVED, "{survivor}");
}

/// A case of somebody with very bad pain.
const BAD: &str = "[case.bad]\ntitle = \"t\"\nlike = \"slow-cord\"\nanswers = { worst = 9 }\nexpect = { urgency = \"soon\" }\n";

#[test]
fn a_rule_that_does_nothing() {
    one_of_each(
        Operator::Drop,
        fixture::sources(),
        ["red-flag.clot when: all of (at-spot, swollen) → never", "swollen"],
        "red-flag.bad-pain when: worst.severe → never",
    );
    one_of_each(
        Operator::Drop,
        changed(&[], BAD),
        ["red-flag.bad-pain when: worst.severe → never", "bad"],
        "constraint.fall-without-pain impossible: all of (start.fall, worst.painless) → never",
    );
}

#[test]
fn a_formula_turned_over() {
    one_of_each(
        Operator::Negate,
        fixture::sources(),
        ["cause.slow-build when: start.slowly → not start.slowly", "slow-cord"],
        "condition.sore-cord.adjust.slow when: start.slowly → not start.slowly",
    );
}

#[test]
fn a_member_that_is_gone() {
    one_of_each(
        Operator::Member,
        fixture::sources(),
        ["red-flag.danger when: any of (right-now.chest, right-now.faint) → right-now.faint", "chest"],
        "red-flag.danger when: any of (right-now.chest, right-now.faint) → right-now.chest",
    );
}

#[test]
fn a_list_of_the_other_kind() {
    one_of_each(
        Operator::List,
        fixture::sources(),
        [
            "red-flag.danger when: any of (right-now.chest, right-now.faint) → all of (right-now.chest, right-now.faint)",
            "chest",
        ],
        "finding.slow-cord when: all of (start.slowly, touch.cord) → any of (start.slowly, touch.cord)",
    );
}

#[test]
fn one_more_or_one_less_is_asked_for() {
    let two = "[red-flag.bad-pain]\nurgency = \"soon\"\ntitle = \"Very bad pain\"\nsign = \"the pain becomes very bad\"\nwhen = ";
    let three = "{ at-least = 2, of = [\"worst.severe\", \"worst.painless\", \"touch.cord\"] }";
    one_of_each(
        Operator::AtLeast,
        changed(&[("red-flags.toml", &format!("{two}\"worst.severe\""), &format!("{two}{three}"))], ""),
        [
            "red-flag.bad-pain when: at least 2 of (worst.severe, worst.painless, touch.cord) → at least 1 of (worst.severe, worst.painless, touch.cord)",
            "slow-cord",
        ],
        "red-flag.bad-pain when: at least 2 of (worst.severe, worst.painless, touch.cord) → at least 3 of (worst.severe, worst.painless, touch.cord)",
    );
}

/// With a case of somebody for whom the score is just reached by two of its three findings.
fn scored() -> Vec<PackSource> {
    let before = "sign = \"the pain becomes very bad\"\nwhen = ";
    let score = "{ score = { \"worst.severe\" = 2, \"touch.cord\" = 2, \"touch.wide\" = 2 }, at-least = 4 }";
    changed(
        &[("red-flags.toml", &format!("{before}\"worst.severe\""), &format!("{before}{score}"))],
        &BAD.replace("worst = 9", "worst = 8"),
    )
}

#[test]
fn points_that_count_the_other_way() {
    one_of_each(
        Operator::Points,
        scored(),
        [
            "red-flag.bad-pain when: at least 4 points from (worst.severe +2, touch.cord +2, touch.wide +2) → at least 4 points from (worst.severe +2, touch.cord -2, touch.wide +2)",
            "bad",
        ],
        "red-flag.bad-pain when: at least 4 points from (worst.severe +2, touch.cord +2, touch.wide +2) → at least 4 points from (worst.severe +2, touch.cord +2, touch.wide -2)",
    );
    // No sum is 3, so that asking for 3 is asking for 4.
    let thresholds = report_of(scored(), &only(Operator::AtLeast));
    let thresholds: Vec<&str> = thresholds.mutants.iter().map(|judged| judged.after.as_str()).collect();
    assert_eq!(thresholds, ["at least 5 points from (worst.severe +2, touch.cord +2, touch.wide +2)"]);
}

#[test]
fn a_companion_that_is_called_for_always() {
    let always = "condition.soreness.never-without.sore-cord when: start.slowly → always";
    let fell = "[case.fell-wide]\ntitle = \"t\"\nlike = \"low-fall\"\nanswers = { touch = \"wide\" }\n\
                expect = { urgency = \"routine\", must = [\"soreness\"], must-not = [\"sore-cord\"] }\n";
    let report = report_of(changed(&[], fell), &only(Operator::Always));
    assert_eq!(fate(&report, always), by_case("fell-wide"));
    let report = report_of(fixture::sources(), &only(Operator::Always));
    assert_eq!((fate(&report, always), report.mutants.len()), (SURVIVED, 1));
}

#[test]
fn an_edge_that_is_one_number_off() {
    one_of_each(
        Operator::Edge,
        fixture::sources(),
        ["question.fall-height fall-height.high: at least 2 → at least 1", "low-fall"],
        "question.fall-height fall-height.high: at least 2 → at least 3",
    );
}

#[test]
fn an_option_that_stands_for_the_next() {
    one_of_each(
        Operator::Option,
        fixture::sources(),
        ["question.right-now right-now.chest: chest → faint", "chest"],
        "question.right-now right-now.faint: faint → chest",
    );
}

#[test]
fn a_band_that_is_another() {
    let with = |band: &str, changes: &[(&str, &str, &str)]| {
        let block = format!(
            "[block.wide]\nwhen = \"soreness.{band}\"\nactions = [\"rest\"]\nbecause = \"it is wide\"\n\n[block.bad-pain-stretch]"
        );
        let mut changes = changes.to_vec();
        changes.push(("actions.toml", "[block.bad-pain-stretch]", &block));
        let report = report_of(changed(&changes, ""), &only(Operator::Band));
        assert_eq!(report.packs[0].cases_left_out, 0);
        report
    };
    let line = "condition.soreness soreness.fits-well: fits-well → fits-partly";
    assert_eq!(fate(&with("fits-well", &[]), line), SURVIVED);
    // Now the wide area fits partly only, and that it does keeps something away.
    let partly = [
        ("conditions.toml", "when = \"touch.wide\"\npresent = 4", "when = \"touch.wide\"\npresent = 2"),
        (
            "cases/all.toml",
            "urgency = \"routine\", must = [\"soreness\", \"sore-cord\"], must-not = [\"cord-stretch\"]",
            "urgency = \"self-care\", must = [\"soreness\", \"sore-cord\"], must-not = [\"rest\"]",
        ),
    ];
    let line = "condition.soreness soreness.fits-partly: fits-partly → fits-well";
    assert_eq!(fate(&with("fits-partly", &partly), line), by_case("wide-area"));
}

#[test]
fn an_urgency_that_is_one_step_off() {
    one_of_each(
        Operator::Urgency,
        fixture::sources(),
        ["red-flag.clot urgency: same-day → soon", "swollen"],
        "red-flag.bad-pain urgency: soon → routine",
    );
    // So is the urgency of doubt.
    let because = "because = \"A high fall can break a bone.\"";
    let floor = format!("{because}\nunknown-floor = {{ urgency = \"routine\", because = \"it is rare\" }}");
    let unsure = "[case.unsure]\ntitle = \"t\"\nlike = \"low-fall\"\nanswers = { fall-height = \"not-sure\" }\n\
                  expect = { urgency = \"routine\" }\n";
    one_of_each(
        Operator::Urgency,
        changed(&[("red-flags.toml", because, &floor)], unsure),
        ["red-flag.broken unknown-floor: routine → self-care", "unsure"],
        "red-flag.bad-pain urgency: soon → same-day",
    );
}

#[test]
fn a_care_that_is_one_step_off() {
    let care = "condition.soreness care: routine → soon";
    let report = report_of(fixture::sources(), &only(Operator::Care));
    assert_eq!(fate(&report, care), by_case("wide-area"));
    // Without the one whom it concerns.
    let mut sources = fixture::sources();
    let people = String::from_utf8(sources[1].files["cases/all.toml"].clone()).unwrap();
    let (before, rest) = people.split_once("[case.wide-area]").unwrap();
    let (_, after) = rest.split_once("[case.swollen]").unwrap();
    let people = format!("{before}[case.swollen]{after}");
    sources[1].files.insert("cases/all.toml".into(), people.into_bytes());
    assert_eq!(fate(&report_of(sources, &only(Operator::Care)), care), SURVIVED);
}

#[test]
fn evidence_that_weighs_half() {
    one_of_each(
        Operator::Half,
        fixture::sources(),
        ["condition.sore-cord.evidence.cord present: +6 points → +3 points", "slow-cord"],
        "condition.sore-cord.evidence.cord absent: -4 points → -2 points",
    );
}

#[test]
fn evidence_that_counts_the_other_way() {
    one_of_each(
        Operator::Sign,
        fixture::sources(),
        [
            "condition.soreness.evidence.wide present and absent: +6 points and -3 points → -6 points and +3 points",
            "slow-cord",
        ],
        "condition.sore-cord.adjust.slow factor: +3 points → -3 points",
    );
}

#[test]
fn a_group_that_is_added_up() {
    let line = "condition.sore-cord group: the strongest of cord, slow-cord → all of them";
    assert_eq!(fate(&report_of(fixture::sources(), &only(Operator::Group)), line), SURVIVED);
    let weaker = changed(
        &[
            ("conditions.toml", "present = 4\nabsent = 0.4", "present = 2\nabsent = 0.4"),
            ("cases/all.toml", "sore-cord = \"fits-well\"", "sore-cord = \"fits-partly\""),
        ],
        "",
    );
    assert_eq!(fate(&report_of(weaker, &only(Operator::Group)), line), by_case("slow-cord"));
}

#[test]
fn a_condition_whose_commonness_counts_for_nothing() {
    // If nothing fits, the commonest is shown.
    let unsure = "[case.unsure]\ntitle = \"t\"\nlike = \"slow-cord\"\nanswers = { touch = \"not-sure\" }\n\
                  expect = { urgency = \"self-care\", must = [\"sore-cord\"], must-not = [\"soreness\"] }\n";
    one_of_each(
        Operator::Prior,
        changed(&[], unsure),
        ["condition.sore-cord prior: +10 points → 0 points", "unsure"],
        "condition.soreness prior: +7 points → 0 points",
    );
}

#[test]
fn a_block_that_keeps_one_action_less_away() {
    let line = "block.bad-pain-stretch actions: cord-stretch → nothing";
    assert_eq!(fate(&report_of(fixture::sources(), &only(Operator::BlockedAction)), line), SURVIVED);
    let bad = BAD.replace("\"soon\"", "\"soon\", must-not = [\"cord-stretch\"]");
    assert_eq!(fate(&report_of(changed(&[], &bad), &only(Operator::BlockedAction)), line), by_case("bad"));
}

#[test]
fn a_list_of_actions_that_has_one_less() {
    one_of_each(
        Operator::ListedAction,
        fixture::sources(),
        ["condition.sore-cord actions: cord-stretch → nothing", "slow-cord"],
        "condition.sore-cord actions: rest → nothing",
    );
}

#[test]
fn an_action_that_is_no_longer_for_everybody() {
    let line = "action.rest always: true → false";
    assert_eq!(fate(&report_of(fixture::sources(), &only(Operator::Everybody)), line), SURVIVED);
    // Somebody whose condition does not list it.
    let sources = changed(
        &[
            ("conditions.toml", "actions = [\"cord-stretch\", \"rest\"]", "actions = [\"cord-stretch\"]"),
            (
                "cases/all.toml",
                "must-not = [\"cord-stretch\", \"slow-build\"]",
                "must = [\"rest\"], must-not = [\"slow-build\"]",
            ),
        ],
        "",
    );
    assert_eq!(fate(&report_of(sources, &only(Operator::Everybody)), line), by_case("low-fall"));
}

#[test]
fn another_answer_that_opening_the_pack_gives() {
    let line = "given at-spot: yes → no";
    assert_eq!(fate(&report_of(fixture::sources(), &only(Operator::Given)), line), by_case("swollen"));
    let unused = changed(&[("red-flags.toml", "{ all = [\"at-spot\", \"swollen\"] }", "\"swollen\"")], "");
    assert_eq!(fate(&report_of(unused, &only(Operator::Given)), line), SURVIVED);
}

#[test]
fn every_kind_of_change_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Operator::ALL.iter().map(|operator| operator.name()).collect();
    assert_eq!(names.len(), Operator::ALL.len());
    for operator in Operator::ALL {
        assert_eq!(Operator::named(operator.name()), Some(operator));
    }
}

/// What is written where is what the author finds there.
#[test]
fn a_change_has_its_place_and_the_words_of_its_author() {
    let report = report_of(fixture::sources(), &scope());
    let of = |line: &str| report.mutants.iter().find(|judged| told(judged) == line).unwrap();
    for (line, file, header, words) in [
        ("red-flag.clot urgency: same-day → soon", "red-flags.toml", "[red-flag.clot]", "Possible clot"),
        ("given at-spot: yes → no", "pack.toml", "at-spot = \"yes\"", "Does it hurt at the spot?"),
        (
            "finding.slow-cord when: all of (start.slowly, touch.cord) → touch.cord",
            "questions.toml",
            "[finding.slow-cord]",
            "a cord became sore slowly",
        ),
        (
            "condition.sore-cord.evidence.cord present: +6 points → +3 points",
            "conditions.toml",
            "[condition.sore-cord.evidence.cord]",
            "a sore cord",
        ),
        (
            "condition.soreness.never-without.sore-cord when: start.slowly → always",
            "conditions.toml",
            "[condition.soreness.never-without.sore-cord]",
            "a sore cord is often taken for this",
        ),
    ] {
        let judged = of(line);
        assert_eq!((judged.origin.file.as_str(), judged.words.as_str()), (file, words), "{line}");
        assert_eq!(judged.path, format!("packs/ache/{file}"));
        let text = String::from_utf8(fixture::sources()[1].files[file].clone()).unwrap();
        assert_eq!(text.lines().nth(judged.origin.line as usize - 1), Some(header), "{line}");
    }
}

#[test]
fn the_report_is_the_same_whatever_the_number_of_threads() {
    let with = |threads: usize| {
        let threads = NonZeroUsize::new(threads).unwrap();
        report_of(
            fixture::sources_with_promise(),
            &MutationScope { threads, with_libraries: true, ..proving() },
        )
    };
    let alone = with(1);
    assert!(alone.mutants.len() > 50 && alone.counts().by_a_proof > 2);
    for threads in [2, 3, 16, 1000] {
        assert_eq!(with(threads), alone, "{threads} threads");
    }
}

#[test]
fn progress_is_told_after_each() {
    let mut told = Vec::new();
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let report =
        shelf.mutate(&["ache"], fixture::DAY, &scope(), &mut |done, all| told.push((done, all))).unwrap();
    let all = report.mutants.len();
    assert_eq!(told, (1..=all).map(|done| (done, all)).collect::<Vec<_>>());
}

#[test]
fn a_sample_is_chosen_by_its_number_alone() {
    let whole = report_of(fixture::sources(), &scope());
    let with = |count: usize, seed: u64| {
        let sample = Some(Sample { count, seed });
        report_of(fixture::sources(), &MutationScope { sample, ..scope() })
    };
    let ten = with(10, 1);
    assert_eq!((ten.mutants.len(), ten.not_tried), (10, whole.mutants.len() - 10));
    assert!(ten.mutants.iter().all(|judged| whole.mutants.contains(judged)));
    let places: Vec<usize> =
        ten.mutants.iter().map(|one| whole.mutants.iter().position(|it| it == one).unwrap()).collect();
    assert!(places.is_sorted(), "they stand in the order of the whole: {places:?}");
    assert_eq!(with(10, 1), ten);
    assert_ne!(with(10, 2), ten);
    assert_eq!(with(10_000, 1), whole);
    assert_eq!(with(0, 1).mutants, []);
}

fn proving() -> MutationScope {
    MutationScope { proofs: true, ..scope() }
}

#[test]
fn a_promise_notices_what_no_case_does() {
    let lower = "red-flag.bad-pain urgency: soon → routine";
    let broken = Fate::Proof("S0101: `bad-pain-soon` does not hold: Bad pain is seen soon.".into());
    let report = report_of(fixture::sources_with_promise(), &proving());
    assert_eq!((report.proofs_asked, fate(&report, lower)), (true, broken));
    // Without the promise, and without proofs, nothing notices.
    assert_eq!(fate(&report_of(fixture::sources(), &proving()), lower), SURVIVED);
    let unasked = report_of(fixture::sources_with_promise(), &scope());
    assert_eq!((unasked.proofs_asked, fate(&unasked, lower)), (false, SURVIVED));
}

#[test]
fn a_rule_that_is_dead_notices_what_no_case_does() {
    let [drop, higher] =
        ["red-flag.bad-pain when: worst.severe → never", "red-flag.bad-pain urgency: soon → same-day"];
    let unasked = report_of(fixture::sources(), &scope());
    assert_eq!([fate(&unasked, drop), fate(&unasked, higher)], [SURVIVED, SURVIVED]);
    let report = report_of(fixture::sources(), &proving());
    let never = Fate::Proof("S0105: the red flag `bad-pain` never fires".into());
    let idle = Fate::Proof("L0603: the block `bad-pain-stretch` never keeps anything away".into());
    assert_eq!([fate(&report, drop), fate(&report, higher)], [never, idle]);
}

/// The pack has a line of evidence that is outdone always, and says why. That is no news of any mutant.
#[test]
fn what_is_said_of_the_pack_as_it_is_notices_nothing() {
    let of_the_line = |judged: &&Judged| judged.table == "condition.sore-cord.evidence.slow-cord";
    let report = report_of(fixture::sources(), &proving());
    let fates: Vec<&Fate> = report.mutants.iter().filter(of_the_line).map(|judged| &judged.fate).collect();
    assert!(fates.len() > 1 && !fates.iter().any(|fate| matches!(fate, Fate::Proof(_))), "{fates:?}");
    assert!(fates.contains(&&SURVIVED), "{fates:?}");
}

/// A library by itself is proved too: what is idle in a pack that uses it may be what another one needs.
#[test]
fn what_is_dead_in_a_library_notices_a_change_of_it() {
    // Nobody who is a case feels faint.
    let either = "when = { any = [\"right-now.chest\", \"right-now.faint\"] }";
    let faint = "when = \"right-now.chest\"\nbecause = \"b\"\nsay = \"s\"\ndo = [\"rest\"]\ndo-not = [\"run\"]\nbasis = \"judgement\"\n\
                 sources = [\"test-judgement\"]\n\n[red-flag.faint]\nurgency = \"emergency\"\ntitle = \"t\"\n\
                 sign = \"you feel faint\"\nwhen = \"right-now.faint\"";
    let sources = fixture::sources_with("base", "red-flags.toml", either, faint);
    let drop = "red-flag.faint when: right-now.faint → never";
    let all = |proofs: bool| MutationScope { with_libraries: true, proofs, ..scope() };
    let unasked = report_of(sources.clone(), &all(false));
    assert_eq!(fate(&unasked, drop), SURVIVED);
    let report = report_of(sources, &all(true));
    assert_eq!(fate(&report, drop), Fate::Proof("S0105: the red flag `faint` never fires".into()));
    assert_eq!(report.mutants.len(), unasked.mutants.len(), "the library by itself adds no mutant");
    assert_eq!(report.packs, unasked.packs);
}

/// What no case notices is proved, and nothing else becomes of a mutant by that.
#[test]
fn a_proof_is_asked_only_where_no_case_notices() {
    let all = MutationScope { with_libraries: true, ..proving() };
    let (without, with) = (
        report_of(fixture::sources_with_promise(), &MutationScope { proofs: false, ..all.clone() }),
        report_of(fixture::sources_with_promise(), &all),
    );
    assert_eq!(without.mutants.len(), with.mutants.len());
    for (before, after) in without.mutants.iter().zip(&with.mutants) {
        match &before.fate {
            Fate::Survived { .. } => assert!(matches!(after.fate, Fate::Proof(_) | Fate::Survived { .. })),
            _ => assert_eq!(before, after),
        }
    }
    let counts = with.counts();
    assert_eq!(counts.by_a_case, without.counts().by_a_case);
    assert!(counts.by_a_proof > 2, "{counts:?}");
    assert_eq!(counts.by_a_proof + counts.survived_without, without.counts().survived_without);
}

#[test]
fn rules_of_libraries_are_left_alone_unless_they_are_wanted_or_named() {
    let packs = |report: &MutationReport| {
        report.mutants.iter().map(|judged| judged.origin.pack.to_string()).collect::<BTreeSet<String>>()
    };
    let own = report_of(fixture::sources(), &scope());
    assert_eq!((packs(&own), own.changed), (["ache".to_owned()].into(), vec!["ache".to_owned()]));
    let both: BTreeSet<String> = ["ache".to_owned(), "base".to_owned()].into();
    let wanted = report_of(fixture::sources(), &MutationScope { with_libraries: true, ..scope() });
    assert_eq!(packs(&wanted), both);
    let named = report_of_all(fixture::sources(), &["base", "ache"], &scope());
    assert_eq!(named, wanted);
    let nobody = refused(fixture::sources(), &["base"]);
    assert_eq!(
        nobody.to_string(),
        "only cases of injury packs can notice anything, and none of these is one: base"
    );
}

/// A second pack that uses the library, with somebody whom the first pack does not have.
fn two_packs() -> Vec<PackSource> {
    let mut sources = fixture::sources();
    let mut second = fixture::second_sources().remove(1);
    let faint = "#:schema ../.sinew/cases.schema.json\n[case.faint]\ntitle = \"t\"\nanswers = { right-now = [\"faint\"] }\n\
                 expect = { urgency = \"emergency\" }\n";
    second.files.insert("cases/all.toml".into(), faint.as_bytes().to_vec());
    sources.push(second);
    sources
}

#[test]
fn what_a_library_brings_is_tried_with_the_people_of_all_packs_that_use_it() {
    let line = "red-flag.danger when: any of (right-now.chest, right-now.faint) → right-now.chest";
    let all = MutationScope { with_libraries: true, ..scope() };
    let alone = report_of_all(two_packs(), &["ache"], &all);
    assert_eq!(fate(&alone, line), SURVIVED);
    // It is one change, whoever uses the library.
    let both = report_of_all(two_packs(), &["ache", "pang"], &all);
    let noticed = Fate::Case { pack: "pang".into(), case: CaseId::new("faint").unwrap() };
    assert_eq!(fate(&both, line), noticed);
    assert_eq!(
        both.packs.iter().map(|pack| (pack.id.as_str(), pack.cases)).collect::<Vec<_>>(),
        [("ache", 8), ("pang", 1)]
    );
}

#[test]
fn a_case_that_does_not_pass_notices_nothing() {
    let failing = fixture::sources_with(
        "ache",
        "cases/all.toml",
        "expect = { urgency = \"same-day\", flags = [\"clot\"]",
        "expect = { urgency = \"soon\", flags = [\"clot\"]",
    );
    let report = report_of(failing, &scope());
    assert_eq!((report.packs[0].cases, report.packs[0].cases_left_out), (7, 1));
    assert_eq!(fate(&report, "red-flag.clot urgency: same-day → emergency"), SURVIVED);
}

#[test]
fn a_pack_with_errors_or_none_at_all_is_not_changed() {
    let broken = fixture::sources_with("ache", "pack.toml", "title = ", "titel = ");
    let problem = refused(broken.clone(), &["ache"]);
    assert!(matches!(problem, MutationProblem::Load(LoadProblem::Broken(_))), "{problem}");
    let problem = refused(broken, &["ach"]);
    assert!(matches!(problem, MutationProblem::Unknown(_)), "{problem}");
}

/// What decides whether a mutant is noticed is what a check says of its cases. Only the interviews are left out, which a check
/// holds to find faults of the program.
#[test]
fn a_case_passes_here_as_it_does_in_a_check() {
    let loaded = crate::check::inspect(&AtHand::new(&fixture::sources()), "ache", fixture::DAY);
    let pack = loaded.pack.as_ref().unwrap();
    let mut failed = 0;
    for mutant in make::mutants(pack) {
        let mutated = mutant.of(pack).unwrap();
        for run in run::run_all(&loaded, &mutated, NonZeroUsize::MIN) {
            let passed = run.result.status == CaseStatus::Passed;
            assert_eq!(run::passes(&mutated, run.case), passed, "{}: {mutant:?}", run.case.id);
            failed += usize::from(!passed);
        }
    }
    assert!(failed > 50, "{failed}");
}

/// A question that is asked of more people makes interviews longer, which a case notices if it promises how long its own is.
#[test]
fn a_promise_about_the_length_of_an_interview_notices_too() {
    let line = "question.fall-height ask-when: start.fall → always";
    let with = |promise: &str| {
        let case = format!(
            "[case.long]\ntitle = \"t\"\nlike = \"slow-cord\"\nexpect = {{ urgency = \"self-care\"{promise} }}\n"
        );
        let mut sources = changed(
            &[
                // It matters to no warning sign, where its answer could not be missing.
                ("red-flags.toml", "\"fall-height.high\"", "{ all = [\"start.fall\", \"worst.severe\"] }"),
                ("conditions.toml", "\"touch.wide\"", "{ any = [\"touch.wide\", \"fall-height.high\"] }"),
            ],
            &case,
        );
        let people = String::from_utf8(sources[1].files["cases/all.toml"].clone()).unwrap();
        let (before, rest) = people.split_once("[case.high-fall]").unwrap();
        let (_, after) = rest.split_once("[case.chest]").unwrap();
        sources[1].files.insert("cases/all.toml".into(), format!("{before}[case.chest]{after}").into_bytes());
        let report = report_of(sources, &only(Operator::Drop));
        assert_eq!(report.packs[0].cases_left_out, 0);
        fate(&report, line)
    };
    assert_eq!(with(""), SURVIVED);
    assert_eq!(with(", questions-at-most = 6"), by_case("long"));
}

#[test]
fn enough_is_noticed_or_every_survivor_has_its_reason() {
    let judged = |fate: Fate| Judged { fate, ..report_of(fixture::sources(), &scope()).mutants[0].clone() };
    let report = |fates: &[Fate]| MutationReport {
        packs: Vec::new(),
        changed: Vec::new(),
        mutants: fates.iter().cloned().map(judged).collect(),
        not_tried: 0,
        proofs_asked: false,
        unused: Vec::new(),
    };
    let (noticed, excused) = (by_case("a"), Fate::Survived { because: Some("b".into()) });
    let three_of_four = report(&[noticed.clone(), Fate::DoesNotLoad, Fate::Proof("c".into()), SURVIVED]);
    assert_eq!(three_of_four.counts().killed_of_thousand(), 750);
    assert!(three_of_four.passed(75) && !three_of_four.passed(76));
    // A reason is not the same as being noticed, but it is enough.
    let with_reason = report(&[noticed.clone(), excused.clone(), excused.clone()]);
    assert_eq!(with_reason.counts().killed_of_thousand(), 333);
    assert!(with_reason.passed(100));
    assert!(!report(&[noticed, excused, SURVIVED]).passed(34));
    assert!(report(&[]).passed(100));
}

/// The fixture with a comment above each of these headers of its red flags.
#[track_caller]
fn excusing(comments: &[(&str, &str)]) -> Vec<PackSource> {
    let commented: Vec<(String, String)> = comments
        .iter()
        .map(|(header, comment)| ((*header).to_owned(), format!("# sinew: {comment}\n{header}")))
        .collect();
    let changes: Vec<(&str, &str, &str)> =
        commented.iter().map(|(header, text)| ("red-flags.toml", header.as_str(), text.as_str())).collect();
    changed(&changes, "")
}

#[test]
fn a_survivor_can_have_its_reason_where_it_stands() {
    let drop = "red-flag.bad-pain when: worst.severe → never";
    let lower = "red-flag.bad-pain urgency: soon → routine";
    let excused =
        |comment: &str| report_of(excusing(&[("[red-flag.bad-pain]", comment)]), &only(Operator::Drop));
    let because = Fate::Survived { because: Some("nobody here has bad pain".into()) };
    let report = excused("survives(drop) reason = \"nobody here has bad pain\"");
    assert_eq!(fate(&report, drop), because);
    assert_eq!(report.counts().survived_with_reason, 1);
    // For another kind of change, for another table, and after its last day it is none.
    let other = excused("survives(urgency) reason = \"nobody here has bad pain\"");
    assert_eq!(fate(&other, drop), SURVIVED);
    let elsewhere = excusing(&[("[red-flag.clot]", "survives(drop) reason = \"a\"")]);
    assert_eq!(fate(&report_of(elsewhere, &only(Operator::Drop)), drop), SURVIVED);
    let ended = excused("survives(drop) reason = \"a\" until = \"2026-03-03\"");
    assert_eq!(fate(&ended, drop), SURVIVED);
    let last_day = excused("survives(drop) reason = \"nobody here has bad pain\" until = \"2026-03-04\"");
    assert_eq!(fate(&last_day, drop), because);
    // One comment for several kinds.
    let comment = "survives(drop, urgency, edge) reason = \"nobody here has bad pain\"";
    let several = report_of(excusing(&[("[red-flag.bad-pain]", comment)]), &scope());
    assert_eq!((fate(&several, drop), fate(&several, lower)), (because.clone(), because));
}

#[test]
fn a_reason_that_fits_no_survivor_has_to_go() {
    let comments = [
        ("[red-flag.clot]", "survives(drop) reason = \"a case fails without it\""),
        ("[red-flag.bad-pain]", "survives(drop, edge) reason = \"it has no edges\""),
    ];
    let report = report_of(excusing(&comments), &scope());
    let path = "packs/ache/red-flags.toml".to_owned();
    assert_eq!(
        report.unused,
        [
            UnusedReason { path: path.clone(), line: 3, operator: Operator::Drop },
            UnusedReason { path, line: 28, operator: Operator::Edge },
        ]
    );
    assert!(!report.passed(0), "however few are wanted");
    // Where not everything was tried, nobody can say.
    let some = MutationScope { operators: [Operator::Drop].into(), ..scope() };
    assert_eq!(report_of(excusing(&comments), &some).unused, []);
    let sample = MutationScope { sample: Some(Sample { count: 3, seed: 1 }), ..scope() };
    assert_eq!(report_of(excusing(&comments), &sample).unused, []);
}

#[test]
fn a_library_gives_the_reasons_for_its_own_rules() {
    let line = "red-flag.danger when: any of (right-now.chest, right-now.faint) → right-now.chest";
    let header = "[red-flag.danger]";
    let commented = format!("# sinew: survives(member) reason = \"both come together\"\n{header}");
    let sources = fixture::sources_with("base", "red-flags.toml", header, &commented);
    let all = MutationScope { with_libraries: true, ..scope() };
    let because = Fate::Survived { because: Some("both come together".into()) };
    assert_eq!(fate(&report_of(sources.clone(), &all), line), because);
    // It is not looked at while the library is left alone.
    assert_eq!(report_of(sources, &scope()).unused, []);
    // With somebody who notices, it is one too many.
    let mut two = two_packs();
    let base = two.iter_mut().find(|source| source.folder == "base").unwrap();
    let text = String::from_utf8(base.files["red-flags.toml"].clone()).unwrap().replace(header, &commented);
    base.files.insert("red-flags.toml".into(), text.into_bytes());
    let both = report_of_all(two, &["ache", "pang"], &all);
    assert_eq!(both.unused.len(), 1);
}
