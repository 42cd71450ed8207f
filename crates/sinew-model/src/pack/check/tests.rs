//! Parts that make no pack.

use super::*;
use crate::*;

fn parts() -> PackParts {
    let date = Date::constant(2026, 1, 1);
    PackParts {
        identity: Identity {
            id: PackId::new("sample").unwrap(),
            version: semver::Version::new(0, 1, 0),
            hash: String::new(),
            title: String::new(),
            place: String::new(),
            intended_use: String::new(),
            not_for: vec![],
            reviewed: date,
            next_review: date,
            known_limits: vec![],
        },
        libraries: vec![],
        questions: IndexVec::new(),
        findings: IndexVec::new(),
        constraints: vec![],
        given: vec![],
        red_flags: IndexVec::new(),
        exits: IndexVec::new(),
        conditions: IndexVec::new(),
        causes: IndexVec::new(),
        actions: IndexVec::new(),
        blocks: IndexVec::new(),
        regions: IndexVec::new(),
        sources: IndexVec::new(),
    }
}

fn origin() -> Origin {
    Origin { pack: PackId::new("sample").unwrap(), file: "questions.toml".into(), line: 1 }
}

fn combination(name: &str, on: usize) -> Finding {
    Finding {
        id: FindingId::new(name).unwrap(),
        rule: FindingRule::Formula(Formula::Atom(FindingIx::at(on))),
        means: None,
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
        help: None,
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
    parts.given.push(Given { question: QuestionIx::at(0), answer: Answer::Number(3) });
    let problems = Pack::new(parts).unwrap_err();
    assert_eq!(problems, [PackProblem::GivenAnswer { question: QuestionId::new("q").unwrap() }]);
}
