//! Reading and writing of quantities.

use super::*;

#[test]
fn durations_read_back_in_words() {
    for (written, words) in [
        ("30 s", "30 seconds"),
        ("1 min", "1 minute"),
        ("5-10 min", "5 to 10 minutes"),
        ("1-3 days", "1 to 3 days"),
        ("6 weeks", "6 weeks"),
    ] {
        assert_eq!(written.parse::<DurationRange>().unwrap().to_string(), words);
    }
}

#[test]
fn what_is_no_duration_is_refused_with_its_reason() {
    for bad in ["30", "s", "30s", "x s", "-3 s", "1000000000 s", "3 - 4 s", ""] {
        assert!(
            matches!(
                bad.parse::<DurationRange>(),
                Err(UnitProblem::NotADuration(_) | UnitProblem::UnknownUnit(_))
            ),
            "{bad}"
        );
    }
    assert_eq!("30 sec".parse::<DurationRange>(), Err(UnitProblem::UnknownUnit("sec".into())));
    assert_eq!("30-15 s".parse::<DurationRange>(), Err(UnitProblem::Reversed("30-15 s".into())));
    assert_eq!("0 s".parse::<DurationRange>(), Err(UnitProblem::Zero("0 s".into())));
    assert!("15-30 s".parse::<Duration>().is_err(), "a single length is no range");
}

#[test]
fn days_are_rounded_up() {
    assert_eq!("4 weeks".parse::<Duration>().unwrap().days(), 28);
    assert_eq!("30 h".parse::<Duration>().unwrap().days(), 2);
}

#[test]
fn a_stretch_dose_reads_as_a_person_would_say_it() {
    let dose = Dose {
        sets: Some(Count::exactly(3)),
        hold: Some("30 s".parse().unwrap()),
        hold_range: Some("15-30 s".parse().unwrap()),
        sides: Some(Sides::Each),
        rest: Some("15 s".parse().unwrap()),
        per_week: Some(Count::exactly(5)),
        ..Dose::default()
    };
    assert_eq!(
        dose.phrases().join(" · "),
        "3 sets · hold 30 seconds (15 to 30 seconds is fine) · each side · rest 15 seconds · 5 days a week"
    );
}

#[test]
fn decibans_add_up() {
    let sum: Decibans = [Decibans::new(6), Decibans::new(-4), Decibans::new(3)].into_iter().sum();
    assert_eq!(sum.value(), 5);
}

#[test]
fn sums_of_evidence_stop_at_the_ends_of_the_range() {
    let [least, most, some] = [i32::MIN, i32::MAX, 7].map(Decibans::new);
    assert_eq!(most + some, most);
    assert_eq!([least, Decibans::new(-1)].into_iter().sum::<Decibans>(), least);
    let mut sum = most;
    sum += most;
    assert_eq!(sum, most);
    assert_eq!(some + Decibans::new(-9), Decibans::new(-2));
}
