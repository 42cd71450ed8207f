//! Adding people to files of cases.

use super::*;
use sinew_app::model::{Band, QuestionId, RawAnswer, Urgency};

fn person() -> FoundPerson {
    let answer = |id: &str, answer| (QuestionId::new(id).unwrap(), answer);
    FoundPerson {
        id: "no-work".into(),
        title: "Who is in \"pain\" is given no work".into(),
        answers: vec![
            answer("worst", RawAnswer::Number(8)),
            answer("sure", RawAnswer::Text("not-sure".into())),
            answer("hurts", RawAnswer::List(vec!["gripping".into(), "not-sure".into()])),
        ],
        urgency: Urgency::Soon,
        must: vec!["rest".into()],
        must_not: vec!["stretch".into(), "lift".into()],
        band: Some(("sore".into(), Band::FitsPartly)),
    }
}

fn add(people: &[FoundPerson], path: &Path) -> Result<Vec<String>, FoundCasesProblem> {
    let taken = ["other".to_owned()].into();
    let cases = plan_for(people, taken, path)?;
    cases.write()?;
    Ok(cases.ids)
}

const ONE: &str = r#"#:schema ../.sinew/cases.schema.json

# A proof found this person. See whether what is expected is right for them.
[case.no-work]
title = 'Who is in "pain" is given no work'
answers = { worst = 8, sure = "not-sure", hurts = ["gripping", "not-sure"] }
expect = { urgency = "soon", must = ["rest"], must-not = ["stretch", "lift"], bands = { sore = "fits-partly" } }
"#;

#[test]
fn a_new_file_holds_the_person_and_nobody_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.toml");
    assert_eq!(add(&[], &path).unwrap(), [""; 0]);
    assert!(!path.exists(), "nobody is no file");
    assert_eq!(add(&[person()], &path).unwrap(), ["no-work"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), ONE);
    assert_eq!(format::format(ONE).unwrap(), ONE, "it is laid out");
    assert_eq!(add(&[person()], &path).unwrap(), [""; 0]);
    assert_eq!(fs::read_to_string(&path).unwrap(), ONE);
    let otherwise = FoundPerson { urgency: Urgency::SameDay, ..person() };
    assert_eq!(add(&[person(), otherwise], &path).unwrap(), ["no-work-2"]);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(ONE) && text.contains("\n[case.no-work-2]\n"), "{text}");
}

#[test]
fn ids_that_any_file_has_are_not_taken_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.toml");
    let other = FoundPerson { id: "other".into(), ..person() };
    assert_eq!(add(&[other.clone(), other], &path).unwrap(), ["other-2", "other-3"]);
}

#[test]
fn what_stands_in_a_file_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.toml");
    // Laid out in its own way, and without an end to its last line.
    let before = "\u{feff}[case.mine]\r\n  title='Mine' # so\r\nanswers={worst=3}\r\nexpect={urgency='soon'}";
    fs::write(&path, before).unwrap();
    assert_eq!(add(&[person()], &path).unwrap(), ["no-work"]);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(&format!("{before}\n\n# A proof found this person.")), "{text}");
    assert_eq!(cases_in(&text, &path).unwrap().len(), 2);
}

#[test]
fn a_file_that_is_none_of_cases_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.toml");
    for (text, told) in [
        ("[action.rest]\ntitle = \"Rest\"\n", "is no file of cases: it has `action`"),
        ("case = 3\n", "is no file of cases: it has `case`"),
        ("case = {}\n", "cannot be added to"),
        ("[case.mine\n", "line 1, column 11: this is not TOML"),
    ] {
        fs::write(&path, text).unwrap();
        let problem = add(&[person()], &path).unwrap_err();
        assert!(problem.to_string().contains(told), "{text}: {problem}");
        assert!(!problem.remedy().is_empty());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let nowhere = folder.path().join("nowhere/found.toml");
    assert!(matches!(add(&[person()], &nowhere), Err(FoundCasesProblem::Unwritable { .. })));
}

#[test]
fn a_file_that_somebody_else_made_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.toml");
    let cases = plan_for(&[person()], BTreeSet::new(), &path).unwrap();
    fs::write(&path, "theirs").unwrap();
    assert!(matches!(cases.write(), Err(FoundCasesProblem::Unwritable { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
}
