//! Each figure comes from runs with enough data, and from no others.

use crate::{FACTS, evaluate};
use serde_json::{Value, json};
use sinew_ext_abi::Facts;

/// A run of an even pace, with a sample in each five seconds.
#[derive(Clone, Copy)]
struct Pace {
    day: &'static str,
    minutes: u32,
    /// Steps a minute in the first and in the second half.
    steps: [u32; 2],
    /// Millimetres a second in the first and in the second half.
    speed: [u32; 2],
}

const EVEN: Pace = Pace { day: "2026-03-28", minutes: 40, steps: [168; 2], speed: [3_000; 2] };

impl Pace {
    fn run(self) -> Value {
        let count = self.minutes * 12;
        let of = |at: u32, halves: [u32; 2]| halves[usize::from(at * 2 >= count)];
        let list = |value: &dyn Fn(u32) -> u32| -> Value { (0..count).map(value).collect::<Vec<_>>().into() };
        json!({
            "day": self.day, "kind": "run-outdoor", "metres": null, "seconds": null, "is_cut": false,
            "samples": {
                "second": list(&|at| at * 5),
                "cadence": list(&|at| of(at, self.steps)),
                "speed": list(&|at| of(at, self.speed)),
                "contact": list(&|_| 250),
                "balance": list(&|_| 5_080),
            },
        })
    }
}

fn document(runs: &[Value]) -> Value {
    json!({ "schema_version": 1, "today": "2026-03-31", "days": 30, "left_out": 0, "later": true, "runs": runs })
}

/// The facts as numbers, in the order in which they are declared.
#[track_caller]
fn facts(runs: &[Value]) -> [Option<i64>; 5] {
    let text = document(runs).to_string();
    let found = evaluate(text.as_bytes()).expect("it is a document");
    assert_eq!(evaluate(text.as_bytes()), Ok(found.clone()), "the same in, the same out");
    // As the program would read it: by what it is written as.
    let written = format!("{found:?}");
    FACTS.map(|fact| {
        let (_, value) = written.split_once(&format!("(\"{}\", ", fact.name)).expect("every fact is named");
        value.strip_prefix("Some(")?.split(')').next()?.parse().ok()
    })
}

const NOTHING: [Option<i64>; 5] = [None; 5];

fn without(mut run: Value, list: &str) -> Value {
    run["samples"].as_object_mut().expect("it is an object").remove(list);
    run
}

#[test]
fn two_even_runs_have_figures_and_one_has_none() {
    assert_eq!(facts(&[]), NOTHING);
    assert_eq!(facts(&[EVEN.run()]), NOTHING);
    let expected = [Some(168), None, Some(0), Some(250), Some(2)];
    assert_eq!(facts(&[EVEN.run(), EVEN.run()]), expected);
    // What is not measured is not known, and changes nothing else.
    let two = |list: &str| [without(EVEN.run(), list), without(EVEN.run(), list)];
    assert_eq!(facts(&two("contact")), [Some(168), None, Some(0), None, Some(2)]);
    assert_eq!(facts(&two("balance")), [Some(168), None, Some(0), Some(250), None]);
    assert_eq!(facts(&two("cadence")), NOTHING, "nobody knows what was running");
    // At which speed it was is not known, so early and late cannot be compared.
    assert_eq!(facts(&two("speed")), [Some(168), None, None, Some(250), Some(2)]);
}

#[test]
fn the_middle_of_the_latest_five_counts() {
    let with = |day, steps| Pace { day, steps: [steps; 2], ..EVEN }.run();
    let runs = [
        with("2026-03-01", 200),
        with("2026-03-10", 150),
        with("2026-03-12", 152),
        with("2026-03-14", 154),
        with("2026-03-16", 190),
        with("2026-03-18", 158),
    ];
    assert_eq!(facts(&runs)[0], Some(154));
    let mut turned = runs.clone();
    turned.reverse();
    assert_eq!(facts(&turned), facts(&runs), "in whatever order they come");
    assert_eq!(facts(&runs[1..3])[0], Some(150), "of two the lower one");
}

#[test]
fn what_has_not_enough_data_says_nothing() {
    let short = Pace { minutes: 20, ..EVEN }.run();
    assert_eq!(facts(&[short.clone(), short]), NOTHING, "a second less than twenty minutes");
    let walk = Pace { steps: [110; 2], ..EVEN }.run();
    assert_eq!(facts(&[walk.clone(), walk]), NOTHING);
    let half_walk = Pace { steps: [168, 100], ..EVEN }.run();
    assert_eq!(facts(&[half_walk.clone(), half_walk]), NOTHING);
    let mut cut = EVEN.run();
    cut["is_cut"] = true.into();
    assert_eq!(facts(&[cut.clone(), cut]), NOTHING);
    let mut uneven = EVEN.run();
    uneven["samples"]["contact"].as_array_mut().expect("it is a list").pop();
    assert_eq!(facts(&[uneven.clone(), uneven]), NOTHING, "nobody knows what belongs together");
    let mut back = EVEN.run();
    back["samples"]["second"][7] = 3.into();
    assert_eq!(facts(&[back.clone(), back]), NOTHING);
    let mut sparse = EVEN.run();
    for at in 0..60 {
        sparse["samples"]["contact"][at * 8] = Value::Null;
    }
    assert_eq!(facts(&[sparse.clone(), sparse])[3], None, "an eighth is missing");
    for day in ["yesterday", "2026-02-31x"] {
        let odd = Pace { day, ..EVEN }.run();
        assert_eq!(facts(&[odd.clone(), odd]), NOTHING);
    }
}

#[test]
fn a_fade_is_only_one_at_the_same_speed() {
    let fading = |steps, speed| {
        let run = Pace { steps, speed, ..EVEN }.run();
        facts(&[run.clone(), run])[2]
    };
    assert_eq!(fading([170, 160], [3_000, 3_000]), Some(6));
    assert_eq!(fading([160, 170], [3_000, 3_000]), Some(-6));
    assert_eq!(fading([170, 160], [3_000, 2_860]), Some(6), "within five hundredths");
    assert_eq!(fading([170, 160], [3_000, 2_850]), None, "slower legs take fewer steps");
    let short = Pace { minutes: 30, steps: [170, 160], ..EVEN }.run();
    assert_eq!(facts(&[short.clone(), short])[2], None, "too short to have an end");
    // The way says how fast it was, where the device does not.
    let mut run = without(Pace { steps: [170, 160], ..EVEN }.run(), "speed");
    run["samples"]["metres"] = (0..480).map(|at| at * 15).collect::<Vec<u32>>().into();
    assert_eq!(facts(&[run.clone(), run])[2], Some(6));
}

#[test]
fn steps_grow_against_runs_of_the_same_speed() {
    let with = |day, steps, speed| Pace { day, steps: [steps; 2], speed: [speed; 2], ..EVEN }.run();
    let before = [with("2026-03-10", 170, 3_000), with("2026-03-12", 168, 3_000)];
    let grown = |recent: &[Value]| facts(&[&before[..], recent].concat())[1];
    assert_eq!(grown(&[]), None);
    assert_eq!(grown(&[with("2026-03-25", 153, 3_000)]), Some(11), "1,176 against 1,059 millimetres");
    assert_eq!(grown(&[with("2026-03-24", 153, 3_000)]), None, "it is more than a week ago");
    assert_eq!(grown(&[with("2026-03-25", 153, 3_300)]), None, "a faster run has longer steps");
    assert_eq!(facts(&[before[0].clone(), with("2026-03-25", 153, 3_000)])[1], None, "one run is no base");
    // A length that was measured goes before one that is computed.
    let measured = |mut run: Value, millimetres: u32| {
        run["samples"]["step_length"] = vec![millimetres; 480].into();
        run
    };
    let runs = [
        measured(before[0].clone(), 1_000),
        measured(before[1].clone(), 1_000),
        measured(with("2026-03-30", 168, 3_000), 900),
    ];
    assert_eq!(facts(&runs)[1], Some(-10));
}

#[test]
fn what_lies_outside_of_its_range_is_not_given() {
    let mut run = EVEN.run();
    run["samples"]["contact"] = vec![700; 480].into();
    assert_eq!(facts(&[run.clone(), run])[3], None);
}

#[test]
fn another_document_is_refused_in_words() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut document = document(&[EVEN.run()]);
        change(&mut document);
        evaluate(document.to_string().as_bytes())
    };
    let newer = with(&|document| document["schema_version"] = 2.into()).expect_err("it is another version");
    assert_eq!(newer, "the runs are written in version 2, and this library knows version 1");
    for input in [&b""[..], b"{}", b"[]", b"\xff"] {
        assert!(evaluate(input).expect_err("it is no document").starts_with("the runs cannot be read: "));
    }
    assert!(with(&|document| document["runs"][0]["samples"]["cadence"][0] = (-1).into()).is_err());
    // An empty day is no day, and ends nothing.
    assert_eq!(with(&|document| document["today"] = "".into()), Ok(nothing()));
}

fn nothing() -> Facts {
    FACTS.iter().fold(Facts::new(), |facts, fact| facts.not_enough_data(fact.name))
}

/// What stands in `extension.toml` is what the library says of itself.
#[test]
fn the_manifest_says_what_the_library_says() {
    let manifest = include_str!("../../extension.toml");
    let expected: Vec<String> = FACTS
        .iter()
        .map(|fact| {
            format!(
                "[fact.{}]\nmin = {}\nmax = {}\nunit = \"{}\"\n",
                fact.name, fact.min, fact.max, fact.unit
            )
        })
        .collect();
    let (_, facts) = manifest.split_once("id = \"run-form\"\n\n").expect("it has its id");
    assert_eq!(facts, expected.join("\n"));
}
