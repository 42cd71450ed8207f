//! A pack that passes, each way in which a case can fail, and the words of the summary.

use super::*;
use crate::{fixture, shelf::Shelf};
use sinew_engine::StopReason;

fn checked(sources: Vec<PackSource>) -> CheckReport {
    Shelf::of(sources).unwrap().check(&[], fixture::DAY).unwrap()
}

/// The errors of the pack `ache`.
fn errors(report: &CheckReport) -> Vec<&Diagnostic> {
    let pack = report.packs.iter().find(|pack| pack.id == "ache").unwrap();
    pack.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect()
}

/// The one error there is.
#[track_caller]
fn only_error(report: &CheckReport) -> &Diagnostic {
    let errors = errors(report);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors[0]
}

/// The author's words under each primary label, with the label.
fn labels(report: &CheckReport) -> Vec<(String, String)> {
    let pack = report.packs.iter().find(|pack| pack.id == "ache").unwrap();
    let primary = only_error(report).labels.iter().filter(|label| label.primary);
    primary.map(|label| (pack.texts.slice(label.span).to_owned(), label.text.clone())).collect()
}

#[test]
fn a_check_without_proofs_says_so_and_finds_the_rest() {
    let scope = CheckScope { without_proofs: true, ..CheckScope::default() };
    let check = |sources, scope| Shelf::of(sources).unwrap().check_within(&[], fixture::DAY, scope).unwrap();
    let told = "Nothing was proved: what people get who are no case is not known\n";
    // A comment about something that only a proof finds.
    let commented = || {
        let comment = "# sinew: allow(L0603) reason = \"it is kept\"\n[cause.";
        fixture::sources_with("ache", "causes.toml", "[cause.", comment)
    };
    let idle = |report: &CheckReport| {
        report.packs.iter().flat_map(|pack| &pack.diagnostics).any(|found| found.code.name() == "A0002")
    };
    let (with, without) = (check(commented(), CheckScope::default()), check(commented(), scope));
    assert!(without.passed() && without.packs.iter().all(|pack| pack.proof.is_none()));
    assert!(without.summary().contains(told), "{}", without.summary());
    assert!(!with.summary().contains(told), "{}", with.summary());
    assert!(with.packs.iter().all(|pack| pack.proof.is_some()));
    assert!(
        idle(&with) && !idle(&without),
        "whether the comment allows something is not known without proofs"
    );
    assert_eq!(without.counts(), with.counts());
    assert_eq!(
        without.packs.iter().map(|pack| &pack.cases).collect::<Vec<_>>(),
        with.packs.iter().map(|pack| &pack.cases).collect::<Vec<_>>()
    );
    // What is wrong in the files is found all the same.
    let broken = fixture::sources_with("ache", "causes.toml", "start.slowly", "start.never");
    assert!(!check(broken, scope).passed());
}

#[test]
fn a_sound_pack_passes_and_is_counted() {
    let report = checked(fixture::sources());
    assert!(report.passed(), "{:#?}", errors(&report));
    assert_eq!(
        report.summary(),
        "Parsed 13 files, 8 questions, 4 red flags, 3 conditions, 1 cause, 2 actions, 2 sources\n\
         Reading grade of the texts: 0.0 (for information)\n\
         Ran 8 cases\n\
         Interview over the cases: 1 to 7 questions, median 6\n\
         ache: 173,952 possible answer sets; proved over all of them: 4 red flags, no property is stated\n\
         ache: share of answer sets, not of people: emergency 75.00 %, same-day 24.79 %, soon 0.12 %, routine 0.02 %, self-care 0.04 %\n\
         ache: questions that apply: 6 to 7, most often 7 (99.00 % of the answer sets)\n\
         base: 48 possible answer sets; proved over all of them: 1 red flag, no property is stated\n\
         base: share of answer sets, not of people: emergency 75.00 %, same-day 12.50 %, soon 6.25 %, routine none, self-care 6.25 %\n\
         base: questions that apply: 3\n\
         Allowed by comments with a reason: 1 finding\n\
         All checks passed: 2 packs, 0 warnings\n"
    );
    let lengths: Vec<(&str, usize)> =
        report.packs[0].cases.iter().map(|case| (case.id.as_str(), case.questions)).collect();
    assert_eq!(
        lengths,
        [
            ("slow-cord", 6),
            ("wide-area", 6),
            ("swollen", 4),
            ("low-fall", 7),
            ("high-fall", 5),
            ("after-all-no-fall", 6),
            ("chest", 1),
            ("young", 2),
        ]
    );
    assert!(report.packs[0].cases.iter().all(|case| case.status == CaseStatus::Passed));
    assert_eq!(report.packs[1].lengths(), None);
}

#[test]
fn promised_lengths_are_counted_and_printed() {
    let kept = fixture::sources_with(
        "ache",
        "cases/all.toml",
        "bands = { sore-cord",
        "questions-at-most = 6\nbands = { sore-cord",
    );
    let report = checked(kept);
    assert!(report.passed(), "{:#?}", errors(&report));
    assert!(
        report.summary().contains("ache, case slow-cord: 6 questions of at most 6\n"),
        "{}",
        report.summary()
    );

    let broken = fixture::sources_with(
        "ache",
        "cases/all.toml",
        "bands = { sore-cord",
        "questions-at-most = 5\nbands = { sore-cord",
    );
    let report = checked(broken);
    assert_eq!(only_error(&report).code, TOO_LONG.code());
    assert_eq!(labels(&report), [("5".to_owned(), "asked 6 questions".to_owned())]);
    assert!(!report.passed());
}

#[test]
fn the_promised_median_is_held_against_all_cases() {
    let with = |most: u32| {
        let line = format!("median-questions-at-most = {most}\nknown-limits");
        checked(fixture::sources_with("ache", "pack.toml", "known-limits", &line))
    };
    let kept = with(6);
    assert!(kept.passed(), "{:#?}", errors(&kept));
    assert!(kept.summary().contains("ache: median 6 of at most 6\n"), "{}", kept.summary());
    let broken = with(5);
    assert_eq!(only_error(&broken).code, TOO_LONG_ON_THE_WHOLE.code());
    assert_eq!(labels(&broken), [("5".to_owned(), "the median over 8 cases is 6".to_owned())]);
}

/// Who is there to see what one rule does is not one of the people the promise is made to; everything else is expected of them too.
#[test]
fn the_promised_median_is_held_against_typical_cases_only() {
    let cases = |typical: &str| -> String {
        let case = |number: i32| {
            format!(
                "[case.like-{number}]\ntitle = \"A\"\n{typical}\nlike = \"low-fall\"\n\
                 expect = {{ urgency = \"self-care\" }}\n\n"
            )
        };
        (0..30).map(case).collect()
    };
    let promise = "median-questions-at-most = 6\nknown-limits";
    let with = |typical: &str| {
        let mut sources = fixture::sources_with("ache", "pack.toml", "known-limits", promise);
        let longer = format!("{}{}", fixture::CASES, cases(typical));
        fixture::rewrite(&mut sources, "ache", "cases/longer.toml", |_| longer);
        checked(sources)
    };
    let broken = with("typical = true");
    assert_eq!(labels(&broken), [("6".to_owned(), "the median over 38 cases is 7".to_owned())]);
    let kept = with("typical = false");
    assert!(kept.passed(), "{:#?}", errors(&kept));
    assert!(kept.summary().contains("ache: median 6 of at most 6\n"), "{}", kept.summary());
    assert_eq!(kept.counts().cases, broken.counts().cases);
}

#[test]
fn a_promise_that_no_case_tells_of_is_not_kept() {
    let promise = "median-questions-at-most = 20\nknown-limits";
    let mut sources = fixture::sources_with("ache", "pack.toml", "known-limits", promise);
    fixture::rewrite(&mut sources, "ache", "cases/all.toml", |text| {
        text.replace("title = ", "typical = false\ntitle = ")
    });
    let report = checked(sources);
    assert_eq!(only_error(&report).code, TOO_LONG_ON_THE_WHOLE.code());
    assert_eq!(labels(&report), [("20".to_owned(), "none of the 8 cases tells".to_owned())]);
}

#[test]
fn nothing_checked_is_not_passed() {
    let report = CheckReport::default();
    assert!(!report.passed());
    assert!(report.summary().ends_with("Nothing was checked: there are no packs\n"));
}

#[test]
fn a_wrong_urgency_is_told_with_its_reasons() {
    let report = checked(fixture::sources_with(
        "ache",
        "cases/all.toml",
        "urgency = \"same-day\", flags = [\"clot\"], must",
        "urgency = \"soon\", flags = [\"clot\"], must",
    ));
    let error = only_error(&report);
    assert_eq!(error.code, UNEXPECTED.code());
    assert_eq!(error.message, "the case `swollen` does not come out as expected");
    assert_eq!(labels(&report), [("\"soon\"".into(), "expected soon, got same-day".into())]);
    assert_eq!(
        error.notes,
        [
            "the urgency is same-day: `clot` fires",
            "`clot` fires because it hurts at the spot, the leg is swollen",
            "the conditions shown are `clot-in-leg`",
            "no change of one or two answers makes it pass",
        ]
    );
    assert!(!report.passed());
    assert!(
        report.summary().contains("\nRan 8 cases, 1 failed\n")
            && report.summary().ends_with("\nChecks failed: 2 packs, 1 error, 0 warnings\n"),
        "{}",
        report.summary()
    );
}

#[test]
fn what_is_shown_only_beside_another_condition_is_told_so() {
    let report = checked(fixture::sources_with(
        "ache",
        "cases/all.toml",
        "must = [\"soreness\", \"sore-cord\"], must-not = [\"cord-stretch\"]",
        "must-not = [\"sore-cord\"]",
    ));
    let error = only_error(&report);
    assert_eq!(labels(&report), [("\"sore-cord\"".into(), "this condition appears".into())]);
    let shown =
        "the conditions shown are `soreness` fits-well, `sore-cord` fits-less-well (beside `soreness`)";
    assert!(error.notes.iter().any(|note| note == shown), "{:#?}", error.notes);
}

#[test]
fn every_expectation_that_fails_is_named_where_it_stands() {
    let report = checked(fixture::sources_and_case(
        "[case.all-wrong]\ntitle = \"t\"\nlike = \"slow-cord\"\n[case.all-wrong.expect]\nurgency = \"self-care\"\n\
         flags = [\"bad-pain\"]\nmust = [\"soreness\", \"under-18\", \"clot\"]\n\
         must-not = [\"slow-build\", \"rest\", \"sore-cord\"]\n\
         bands = { sore-cord = \"fits-partly\", clot-in-leg = \"fits-well\" }\n",
    ));
    let expected = [
        ("flags", "`bad-pain` did not fire"),
        ("\"under-18\"", "this exit does not appear"),
        ("\"clot\"", "this red flag does not appear"),
        ("\"slow-build\"", "this cause appears"),
        ("\"rest\"", "this action appears"),
        ("\"sore-cord\"", "this condition appears"),
        ("\"fits-partly\"", "expected fits-partly, got fits-well"),
        ("\"fits-well\"", "expected fits-well, it is not ranked"),
    ];
    let expected: Vec<(String, String)> =
        expected.into_iter().map(|(words, label)| (words.to_owned(), label.to_owned())).collect();
    let labels = labels(&report);
    let without_soreness: Vec<_> = labels.into_iter().filter(|(words, _)| words != "\"soreness\"").collect();
    assert_eq!(without_soreness, expected);
}

#[test]
fn a_flag_too_many_is_named() {
    let report = checked(fixture::sources_with(
        "ache",
        "cases/all.toml",
        "expect = { urgency = \"same-day\", flags = [\"broken\"] }",
        "expect = { urgency = \"same-day\", flags = [] }",
    ));
    assert_eq!(labels(&report), [("flags".into(), "`broken` fired too".into())]);
}

#[test]
fn an_explicit_answer_that_does_not_apply_is_an_error_and_an_inherited_one_is_not() {
    assert!(checked(fixture::sources()).passed(), "`after-all-no-fall` inherits the height of a fall");
    let report = checked(fixture::sources_and_case(
        "[case.idle]\ntitle = \"t\"\nlike = \"slow-cord\"\nanswers = { fall-height = 3 }\nexpect = { urgency = \"self-care\" }\n",
    ));
    let error = only_error(&report);
    assert_eq!((error.code, error.message.as_str()), (IDLE, "this person is not asked `fall-height`"));
    let failed: Vec<&str> = report.packs[0]
        .cases
        .iter()
        .filter(|case| case.status == CaseStatus::Failed)
        .map(|case| case.id.as_str())
        .collect();
    assert_eq!(failed, ["idle"]);
    assert!(report.summary().contains("Ran 9 cases, 1 failed\n"), "{}", report.summary());
}

#[test]
fn an_open_warning_sign_question_is_an_error() {
    let report = checked(fixture::sources_and_case(
        "[case.open]\ntitle = \"t\"\nanswers = { right-now = \"none\", age = \"adult\", start = \"fall\" }\n\
         expect = { urgency = \"self-care\" }\n",
    ));
    let error = only_error(&report);
    assert_eq!(error.code, INCOMPLETE.code());
    assert_eq!(error.notes, ["there is no answer to `swollen`, `fall-height`, `worst`"]);
    let open = report.packs[0].cases.iter().find(|case| case.id.as_str() == "open").unwrap();
    assert_eq!((open.status, open.urgency), (CaseStatus::Failed, None));
}

#[test]
fn impossible_answers_are_an_error() {
    let report = checked(fixture::sources_and_case(
        "[case.cannot-be]\ntitle = \"t\"\nlike = \"low-fall\"\nanswers = { worst = 0 }\nexpect = { urgency = \"self-care\" }\n",
    ));
    let error = only_error(&report);
    assert_eq!(error.code, IMPOSSIBLE.code());
    assert_eq!(error.notes, ["`fall-without-pain`: a fall that hurts and no pain do not fit together"]);
}

#[test]
fn a_pack_with_errors_runs_no_cases_and_says_so() {
    let report = checked(fixture::sources_with("ache", "causes.toml", "start.slowly", "start.never"));
    assert!(!report.passed());
    assert!(
        report.summary().contains("Ran 0 cases; 8 not run, because their pack has errors\n"),
        "{}",
        report.summary()
    );
    assert!(!report.summary().contains("Interview"));
}

#[test]
fn what_is_wrong_in_a_library_is_reported_once_and_there() {
    let report =
        checked(fixture::sources_with("base", "red-flags.toml", "right-now.chest", "right-now.never"));
    let counts: Vec<(&str, usize)> =
        report.packs.iter().map(|pack| (pack.id.as_str(), pack.count(Severity::Error))).collect();
    assert_eq!(counts, [("ache", 0), ("base", 1)]);
    assert!(!report.passed());
    // Checked alone, the pack has to say it itself.
    let sources = fixture::sources_with("base", "red-flags.toml", "right-now.chest", "right-now.never");
    assert_eq!(Shelf::of(sources).unwrap().check(&["ache"], fixture::DAY).unwrap().errors(), 1);
}

/// The case `slow-cord` with its pack and all of its answers.
fn slow_cord() -> (sinew_model::Pack, sinew_pack::Case, sinew_model::Answers) {
    let loaded = sinew_pack::load(&fixture::sources(), "ache");
    let pack = loaded.pack.unwrap();
    let case = loaded.cases.into_iter().find(|case| case.id.as_str() == "slow-cord").unwrap();
    let mut answers = sinew_model::Answers::new(&pack);
    for given in &case.answers {
        assert!(answers.set(&pack, given.question, given.answer));
    }
    (pack, case, answers)
}

#[test]
fn more_than_help_is_an_error_from_same_day_on() {
    let (pack, case, answers) = slow_cord();
    let mut outcome = crate::assess(&pack, &answers, fixture::DAY, None).unwrap();
    assert_eq!(run::unsafe_advice(&case, &outcome), None);
    outcome.urgency = Urgency::SameDay;
    let error = run::unsafe_advice(&case, &outcome).unwrap();
    assert_eq!((error.code, error.severity), (UNSAFE_ADVICE.code(), Severity::Error));
    assert_eq!(error.notes[0], "it is shown the action `rest`, the action `cord-stretch`");
    outcome.urgency = Urgency::Emergency;
    let error = run::unsafe_advice(&case, &outcome).unwrap();
    assert!(error.notes[0].contains("the action `rest`"), "{}", error.notes[0]);
    assert!(error.notes[0].contains("the condition `sore-cord`"), "{}", error.notes[0]);
}

#[test]
fn an_interview_that_leaves_out_what_matters_is_an_error() {
    let (pack, case, answers) = slow_cord();
    let interview = |left_out: &str, stop: StopReason| {
        let mut answers = answers.clone();
        answers.clear(&pack, pack.question_named(left_out).unwrap());
        person::Interview { asked: 5, answers, covered: true, stop }
    };
    let wrong = |left_out, stop| run::stops_wrong(&pack, &case, &interview(left_out, stop), &answers);
    let error = wrong("touch", StopReason::Settled).unwrap();
    assert_eq!((error.code, error.severity), (STOPS_WRONG.code(), Severity::Error));
    assert_eq!(error.notes[0], "after 5 questions this differs from all answers: the conditions shown");
    let error = wrong("swollen", StopReason::SameDay).unwrap();
    assert_eq!(
        error.notes[0],
        "after 5 questions this differs from all answers: the urgency (same-day, not self-care)"
    );
    assert_eq!(wrong("touch", StopReason::SameDay), None);
    assert_eq!(wrong("touch", StopReason::Emergency), None);
}

#[test]
fn codes_are_explained_and_not_taken_twice() {
    let mut names: Vec<&str> = crate::checks().iter().map(|check| check.code().name()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(crate::checks().iter().any(|check| check.code() == IDLE));
}

#[test]
fn the_packs_in_the_program_pass() {
    let report = Shelf::embedded().check(&[], fixture::DAY).unwrap();
    let found: String =
        report.packs.iter().map(|pack| sinew_diag::render::short(&pack.diagnostics, &pack.texts)).collect();
    assert!(report.passed(), "{found}{}", report.summary());
}
