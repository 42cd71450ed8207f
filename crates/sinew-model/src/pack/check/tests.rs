//! Parts that make no pack.

use super::*;
use crate::*;

fn parts() -> PackParts {
    let date = Date::constant(2026, 1, 1);
    PackParts::new(Identity {
        id: PackId::new("sample").unwrap(),
        version: semver::Version::new(0, 1, 0),
        hash: String::new(),
        title: String::new(),
        place: String::new(),
        picture: None,
        intended_use: String::new(),
        not_for: vec![],
        reviewed: date,
        next_review: date,
        known_limits: vec![],
        changes: vec![],
        reviews: vec![],
    })
}

fn origin() -> Origin {
    Origin { pack: PackId::new("sample").unwrap(), file: "questions.toml".into(), line: 1 }
}

fn combination(name: &str, on: usize) -> Finding {
    Finding {
        id: FindingId::new(name).unwrap(),
        rule: FindingRule::Formula(Formula::Atom(FindingIx::at(on))),
        means: None,
        origin: None,
    }
}

fn yes_no(id: &str, ask_when: Option<Formula<FindingIx>>) -> Question {
    let choice = |id| Choice { id: OptionId::new(id).unwrap(), label: String::new(), told: String::new() };
    Question {
        id: QuestionId::new(id).unwrap(),
        section: String::new(),
        short: String::new(),
        ask: String::new(),
        why: String::new(),
        help: Vec::new(),
        not_sure: false,
        ask_when,
        kind: QuestionKind::YesNo { yes: choice("yes"), no: choice("no") },
        origin: origin(),
    }
}

fn yes(name: &str, question: usize) -> Finding {
    Finding {
        id: FindingId::new(name).unwrap(),
        rule: FindingRule::Answer { question: QuestionIx::at(question), test: AnswerTest::Yes },
        means: None,
        origin: None,
    }
}

fn condition(id: &str) -> Condition {
    Condition {
        id: ConditionId::new(id).unwrap(),
        name: String::new(),
        about: String::new(),
        care: Urgency::SelfCare,
        who: String::new(),
        prior: Prior {
            weight: Decibans::ZERO,
            written: String::new(),
            basis: Basis::Judgement,
            sources: vec![],
        },
        adjustments: vec![],
        evidence: vec![],
        expect: Expectation { text: String::new(), basis: Basis::Judgement, sources: vec![] },
        review: Duration::new(1, DurationUnit::Weeks),
        actions: vec![],
        causes: vec![],
        only_with: vec![],
        never_without: vec![],
        sources: vec![],
        origin: origin(),
    }
}

fn companion(condition: usize) -> Companion {
    Companion {
        condition: ConditionIx::at(condition),
        when: None,
        because: String::new(),
        basis: Basis::Judgement,
        sources: vec![],
        origin: origin(),
    }
}

#[test]
fn empty_parts_make_a_pack() {
    assert!(Pack::new(parts()).is_ok());
}

#[test]
fn every_dangling_index_is_reported_not_only_the_first() {
    let mut parts = parts();
    parts.findings.push(yes("a", 7));
    parts.blocks.push(Block {
        id: BlockId::new("block").unwrap(),
        when: Formula::Atom(FindingIx::at(9)),
        actions: vec![ActionIx::at(3)],
        because: String::new(),
        origin: origin(),
    });
    let tables: Vec<&str> = Pack::new(parts)
        .unwrap_err()
        .iter()
        .map(|problem| match problem {
            PackProblem::Dangling { table, .. } => *table,
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(tables, ["question", "finding", "action"]);
}

#[test]
fn a_finding_that_depends_on_a_later_one_or_itself_is_refused() {
    for target in [0, 1] {
        let mut parts = parts();
        parts.questions.push(yes_no("q", None));
        parts.findings.push(combination("early", target));
        parts.findings.push(yes("q", 0));
        let problems = Pack::new(parts).unwrap_err();
        assert_eq!(problems, [PackProblem::FindingOrder { finding: FindingId::new("early").unwrap() }]);
    }
}

#[test]
fn a_finding_may_not_stand_before_what_decides_whether_it_is_asked() {
    let mut parts = parts();
    parts.questions.push(yes_no("first", None));
    parts.questions.push(yes_no("second", Some(Formula::Atom(FindingIx::at(1)))));
    parts.findings.push(yes("second", 1));
    parts.findings.push(yes("first", 0));
    let problems = Pack::new(parts).unwrap_err();
    assert_eq!(problems, [PackProblem::FindingOrder { finding: FindingId::new("second").unwrap() }]);
}

#[test]
fn an_answer_given_by_the_pack_has_to_fit() {
    let mut parts = parts();
    parts.questions.push(yes_no("q", None));
    parts.findings.push(yes("q", 0));
    parts.given.push(Given { question: QuestionIx::at(0), answer: Answer::Number(3), origin: origin() });
    let problems = Pack::new(parts).unwrap_err();
    assert_eq!(problems, [PackProblem::GivenAnswer { question: QuestionId::new("q").unwrap() }]);
}

#[test]
fn a_question_is_given_one_answer() {
    let mut parts = parts();
    parts.questions.push(yes_no("q", None));
    for said in [true, false] {
        parts.given.push(Given {
            question: QuestionIx::at(0),
            answer: Answer::YesNo(said),
            origin: origin(),
        });
    }
    let problems = Pack::new(parts).unwrap_err();
    assert_eq!(problems, [PackProblem::GivenTwice { question: QuestionId::new("q").unwrap() }]);
}

/// Such a finding is never true, and a red flag over it would never fire.
#[test]
fn a_finding_that_no_answer_can_make_true_is_refused() {
    let choice = |id| Choice { id: OptionId::new(id).unwrap(), label: String::new(), told: String::new() };
    let options = || [choice("a"), choice("b")].into_iter().collect();
    let one_of = QuestionKind::OneOf { options: options(), worse_upward: false };
    let any_of = QuestionKind::AnyOf { options: options(), none_told: String::new() };
    let yes_no_kind = yes_no("q", None).kind;
    let number = QuestionKind::Number {
        unit: String::new(),
        min: 0,
        max: 9,
        told: String::new(),
        worse_upward: false,
    };
    let (second, third) = (AnswerTest::Chose(OptionIx::at(1)), AnswerTest::Chose(OptionIx::at(2)));
    let range = |at_least, at_most| AnswerTest::InRange(NumberRange { at_least, at_most });
    for (kind, test, fits) in [
        (&one_of, second, true),
        (&one_of, third, false),
        (&one_of, AnswerTest::ChoseNone, false),
        (&one_of, AnswerTest::Yes, false),
        (&any_of, second, true),
        (&any_of, third, false),
        (&any_of, AnswerTest::ChoseNone, true),
        (&yes_no_kind, AnswerTest::Yes, true),
        (&yes_no_kind, AnswerTest::NotSure, false),
        (&yes_no_kind, range(Some(0), None), false),
        (&number, range(Some(9), None), true),
        (&number, range(Some(10), None), false),
        (&number, range(Some(5), Some(4)), false),
        (&number, range(None, Some(-1)), false),
    ] {
        let mut parts = parts();
        // These questions do not offer "I'm not sure".
        parts.questions.push(Question { kind: kind.clone(), ..yes_no("q", None) });
        parts.findings.push(Finding {
            id: FindingId::new("q").unwrap(),
            rule: FindingRule::Answer { question: QuestionIx::at(0), test },
            means: None,
            origin: None,
        });
        let refused = PackProblem::FindingTest { finding: FindingId::new("q").unwrap() };
        let expected = if fits { Ok(()) } else { Err(vec![refused]) };
        assert_eq!(Pack::new(parts).map(|_| ()), expected, "{kind:?} {test:?}");
    }
}

#[test]
fn everything_that_a_companion_points_to_has_to_be_there() {
    let mut parts = parts();
    let when = Some(Formula::Atom(FindingIx::at(4)));
    let lost = Companion { when, sources: vec![SourceIx::at(2)], ..companion(7) };
    parts.conditions.push(Condition { never_without: vec![lost], ..condition("cord") });
    let problems = Pack::new(parts.clone()).unwrap_err();
    let dangling = |table| PackProblem::Dangling { place: "the condition `cord`".into(), table };
    assert_eq!(problems, [dangling("finding"), dangling("source"), dangling("condition")]);
    parts.conditions[ConditionIx::at(0)].never_without = vec![companion(1)];
    parts.conditions.push(Condition { never_without: vec![companion(0)], ..condition("bone") });
    assert!(Pack::new(parts).is_ok(), "two may each bring the other");
}

/// It would have no band, and no place of its own to keep.
#[test]
fn what_is_shown_only_with_red_flags_is_no_companion() {
    let mut parts = parts();
    parts.red_flags.push(RedFlag {
        id: RedFlagId::new("lump").unwrap(),
        urgency: Urgency::Soon,
        title: String::new(),
        sign: String::new(),
        when: Formula::Any(vec![]),
        because: String::new(),
        say: None,
        actions: vec![],
        do_not: vec![],
        unknown_floor: None,
        covers: vec![],
        evidence: None,
        basis: Basis::Judgement,
        sources: vec![],
        origin: origin(),
    });
    let tied = Condition { only_with: vec![RedFlagIx::at(0)], ..condition("growth") };
    parts.conditions.push(Condition { never_without: vec![companion(1)], ..condition("cyst") });
    parts.conditions.push(Condition { never_without: vec![companion(0)], ..tied });
    let problem = PackProblem::CompanionNotRanked {
        condition: ConditionId::new("cyst").unwrap(),
        companion: ConditionId::new("growth").unwrap(),
    };
    assert_eq!(Pack::new(parts).unwrap_err(), [problem]);
}

#[test]
fn how_well_a_condition_fits_is_asked_of_ranked_ones_behind_what_decides_it() {
    let fits = |condition: usize| Finding {
        id: FindingId::new("x.fits-well").unwrap(),
        rule: FindingRule::Fits { condition: ConditionIx::at(condition), at_least: Band::FitsWell },
        means: None,
        origin: None,
    };
    let problems = |edit: &dyn Fn(&mut PackParts)| {
        let mut parts = parts();
        edit(&mut parts);
        Pack::new(parts).err().unwrap_or_default()
    };
    let finding = FindingId::new("x.fits-well").unwrap();
    let ranked = |parts: &mut PackParts| parts.conditions.push(condition("cyst"));
    assert_eq!(
        problems(&|parts| {
            ranked(parts);
            parts.findings.push(fits(0));
        }),
        []
    );
    let tied = problems(&|parts| {
        parts.conditions.push(Condition { only_with: vec![RedFlagIx::at(0)], ..condition("growth") });
        parts.findings.push(fits(0));
    });
    assert!(tied.contains(&PackProblem::FitNotRanked { finding: finding.clone() }), "{tied:?}");
    assert_eq!(
        problems(&|parts| {
            let line = EvidenceLine {
                id: EvidenceId::new("line").unwrap(),
                when: Formula::Atom(FindingIx::at(0)),
                present: Decibans::new(4),
                absent: Decibans::ZERO,
                group: None,
                because: String::new(),
                absent_because: None,
                basis: Basis::Judgement,
                sources: vec![],
                origin: origin(),
            };
            parts.conditions.push(Condition { evidence: vec![line], ..condition("cyst") });
            parts.findings.push(fits(0));
        }),
        [PackProblem::FindingOrder { finding }],
        "it would hang on itself"
    );
    assert!(matches!(
        problems(&|parts| {
            parts.findings.push(fits(7));
        })[..],
        [PackProblem::Dangling { .. }]
    ));
}

fn property(claim: Claim) -> Property {
    Property {
        id: PropertyId::new("promise").unwrap(),
        says: String::new(),
        assume: None,
        assume_open: None,
        claim,
        because: String::new(),
        evidence: None,
        basis: Basis::Judgement,
        sources: vec![],
        origin: origin(),
    }
}

fn problems_of(property: Property, edit: impl Fn(&mut PackParts)) -> Vec<PackProblem> {
    let mut parts = parts();
    edit(&mut parts);
    parts.properties.push(property);
    Pack::new(parts).err().unwrap_or_default()
}

#[test]
fn everything_that_a_property_points_to_has_to_be_there() {
    let nowhere = |claim| {
        let tables = problems_of(property(claim), |_| ()).into_iter().map(|problem| match problem {
            PackProblem::Dangling { place, table } if place == "the property `promise`" => table,
            other => panic!("{other}"),
        });
        tables.collect::<Vec<_>>()
    };
    assert_eq!(nowhere(Claim::Never(vec![ActionIx::at(0)])), ["action"]);
    assert_eq!(nowhere(Claim::Always(vec![ActionIx::at(3)])), ["action"]);
    let fits = Claim::FitsAtLeast { condition: ConditionIx::at(0), band: Band::FitsPartly };
    assert_eq!(nowhere(fits), ["condition"]);
    let worse = Worsening { question: QuestionIx::at(0), change: WorseAnswer::Yes };
    assert_eq!(nowhere(Claim::MonotoneIn(vec![worse])), ["question"]);
    let formula = Some(Formula::Atom(FindingIx::at(0)));
    let lost = Property {
        assume: formula.clone(),
        assume_open: formula,
        sources: vec![SourceIx::at(1)],
        ..property(Claim::UrgencyAtLeast(Urgency::Soon))
    };
    assert_eq!(problems_of(lost, |_| ()).len(), 3);
}

/// What holds for any advice would be proved, and look like a promise.
#[test]
fn a_property_that_claims_nothing_is_refused() {
    let ranked = |parts: &mut PackParts| {
        parts.conditions.push(condition("sore"));
    };
    let fits = |band| Claim::FitsAtLeast { condition: ConditionIx::at(0), band };
    let refused = [PackProblem::EmptyClaim { property: PropertyId::new("promise").unwrap() }];
    for claim in [
        Claim::UrgencyAtLeast(Urgency::SelfCare),
        Claim::UrgencyAtMost(Urgency::Emergency),
        Claim::Always(vec![]),
        fits(Band::FitsLessWell),
        Claim::MonotoneIn(vec![]),
    ] {
        assert_eq!(problems_of(property(claim.clone()), ranked), refused, "{claim:?}");
    }
    for claim in [
        Claim::UrgencyAtLeast(Urgency::Emergency),
        Claim::UrgencyAtMost(Urgency::SelfCare),
        Claim::Never(vec![]),
        fits(Band::FitsWell),
    ] {
        assert_eq!(problems_of(property(claim.clone()), ranked), [], "{claim:?}");
    }
}

#[test]
fn how_well_a_condition_fits_is_promised_of_ranked_ones_only() {
    let claim = Claim::FitsAtLeast { condition: ConditionIx::at(0), band: Band::FitsWell };
    let problems = problems_of(property(claim), |parts| {
        parts.conditions.push(Condition { only_with: vec![RedFlagIx::at(0)], ..condition("growth") });
    });
    let refused = PackProblem::ClaimNotRanked {
        property: PropertyId::new("promise").unwrap(),
        condition: ConditionId::new("growth").unwrap(),
    };
    assert!(problems.contains(&refused), "{problems:?}");
}

#[test]
fn a_worse_answer_is_one_that_the_question_has() {
    let choice = |id| Choice { id: OptionId::new(id).unwrap(), label: String::new(), told: String::new() };
    let options = || [choice("a"), choice("b")].into_iter().collect();
    let one_of = |worse_upward| QuestionKind::OneOf { options: options(), worse_upward };
    let any_of = QuestionKind::AnyOf { options: options(), none_told: String::new() };
    let yes_no_kind = yes_no("q", None).kind;
    let number = |worse_upward| QuestionKind::Number {
        unit: String::new(),
        min: 0,
        max: 9,
        told: String::new(),
        worse_upward,
    };
    let (second, third) = (WorseAnswer::Chosen(OptionIx::at(1)), WorseAnswer::Chosen(OptionIx::at(2)));
    for (kind, change, fits) in [
        (one_of(true), WorseAnswer::Upward, true),
        (one_of(false), WorseAnswer::Upward, false),
        (number(true), WorseAnswer::Upward, true),
        (number(false), WorseAnswer::Upward, false),
        (any_of.clone(), WorseAnswer::Upward, false),
        (yes_no_kind.clone(), WorseAnswer::Upward, false),
        (yes_no_kind.clone(), WorseAnswer::Yes, true),
        (any_of.clone(), WorseAnswer::Yes, false),
        (number(true), second, false),
        (yes_no_kind, second, false),
        (one_of(false), second, true),
        (any_of.clone(), second, true),
        (any_of, third, false),
    ] {
        let claim = Claim::MonotoneIn(vec![Worsening { question: QuestionIx::at(0), change }]);
        let problems = problems_of(property(claim), |parts| {
            parts.questions.push(Question { kind: kind.clone(), ..yes_no("q", None) });
        });
        let refused = PackProblem::ClaimNotWorse {
            property: PropertyId::new("promise").unwrap(),
            question: QuestionId::new("q").unwrap(),
        };
        let expected = if fits { vec![] } else { vec![refused] };
        assert_eq!(problems, expected, "{kind:?} {change:?}");
    }
}

fn fact(id: &str, ends: (i32, i32), answer: FactAnswer) -> Fact {
    Fact {
        id: FactId::new(id).unwrap(),
        source: FactSource::Extension,
        means: String::new(),
        unit: String::new(),
        min: ends.0,
        max: ends.1,
        question: QuestionIx::at(0),
        answer,
        origin: origin(),
    }
}

fn gives(answer: Answer, at_least: i32, at_most: i32) -> FactOption {
    FactOption { range: NumberRange { at_least: Some(at_least), at_most: Some(at_most) }, answer }
}

#[test]
fn a_fact_fits_its_question() {
    let problems = |facts: Vec<Fact>| {
        let mut parts = parts();
        parts.questions.push(yes_no("q", None));
        for fact in facts {
            parts.facts.push(fact);
        }
        Pack::new(parts).err().unwrap_or_default()
    };
    let yes = gives(Answer::YesNo(true), 1, 4);
    let listed = |listed: &[FactOption]| fact("f", (0, 9), FactAnswer::Options(listed.to_vec()));
    assert_eq!(problems(vec![listed(&[yes, gives(Answer::YesNo(false), 5, 9)])]), []);
    let misfit = |because| vec![PackProblem::FactMisfit { fact: FactId::new("f").unwrap(), because }];
    assert_eq!(
        problems(vec![listed(&[yes, gives(Answer::YesNo(false), 4, 9)])]),
        misfit("a number gives two answers")
    );
    assert_eq!(problems(vec![listed(&[])]), misfit("it gives an answer that is not offered"));
    assert_eq!(
        problems(vec![listed(&[gives(Answer::One(OptionIx::at(0)), 1, 4)])]),
        misfit("it gives an answer that is not offered")
    );
    assert_eq!(
        problems(vec![fact("f", (0, 9), FactAnswer::Number)]),
        misfit("its answers are not of the kind of its question")
    );
    assert_eq!(
        problems(vec![fact("f", (9, 9), FactAnswer::Options(vec![yes]))]),
        misfit("no number lies between its ends")
    );
    let (first, second) = (FactId::new("f").unwrap(), FactId::new("g").unwrap());
    let twice = vec![listed(&[yes]), fact("g", (0, 9), FactAnswer::Options(vec![yes]))];
    assert_eq!(problems(twice), [PackProblem::FactsClash { first, second }]);
}

#[test]
fn a_fact_points_to_a_question() {
    let mut parts = parts();
    parts.facts.push(fact("f", (0, 9), FactAnswer::Number));
    let problems = Pack::new(parts).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].to_string().contains("the fact `f` points to a question"), "{}", problems[0]);
}
