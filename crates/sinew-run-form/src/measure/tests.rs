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

/// Three runs, which are enough.
fn thrice(run: &Value) -> [Value; 3] {
    [run.clone(), run.clone(), run.clone()]
}

/// The metres on the way at a speed, in millimetres a second, with a sample in each five seconds.
fn metres(mut run: Value, speed: u32) -> Value {
    let count = run["samples"]["second"].as_array().expect("it is a list").len();
    run["samples"]["metres"] =
        (0..count).map(|at| at * 5 * speed as usize / 1_000).collect::<Vec<_>>().into();
    run
}

/// A list with a value in each of the 480 samples.
fn with_list(mut run: Value, list: &str, value: u32) -> Value {
    run["samples"][list] = vec![value; 480].into();
    run
}

#[test]
fn three_even_runs_have_figures_and_two_have_none() {
    assert_eq!(facts(&[]), NOTHING);
    assert_eq!(facts(&[EVEN.run()]), NOTHING);
    assert_eq!(facts(&[EVEN.run(), EVEN.run()]), NOTHING, "of two the lower one would win");
    // The left share is 50.8, the right one 49.2.
    let expected = [Some(168), None, Some(0), Some(250), Some(1)];
    assert_eq!(facts(&thrice(&EVEN.run())), expected);
    // What is not measured is not known, and changes nothing else.
    let three = |list: &str| thrice(&without(EVEN.run(), list));
    assert_eq!(facts(&three("contact")), [Some(168), None, Some(0), None, Some(1)]);
    assert_eq!(facts(&three("balance")), [Some(168), None, Some(0), Some(250), None]);
    assert_eq!(facts(&three("cadence")), NOTHING, "nobody knows what was running");
    // At which speed it was is not known, so early and late cannot be compared.
    assert_eq!(facts(&three("speed")), [Some(168), None, None, Some(250), Some(1)]);
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
    assert_eq!(facts(&runs[2..])[0], Some(156), "of four halfway between the two in the middle");
    let tomorrow = with("2026-04-01", 158);
    assert_eq!(facts(&[&runs[1..3], &[tomorrow]].concat()), NOTHING, "nothing is known of tomorrow");
}

#[test]
fn what_has_not_enough_data_says_nothing() {
    let short = Pace { minutes: 20, ..EVEN }.run();
    assert_eq!(facts(&thrice(&short)), NOTHING, "five seconds less than twenty minutes");
    let half_walk = Pace { minutes: 60, steps: [168, 100], ..EVEN }.run();
    assert_eq!(facts(&thrice(&half_walk)), NOTHING);
    let mut cut = EVEN.run();
    cut["is_cut"] = true.into();
    assert_eq!(facts(&thrice(&cut)), NOTHING);
    let mut uneven = EVEN.run();
    uneven["samples"]["contact"].as_array_mut().expect("it is a list").pop();
    assert_eq!(facts(&thrice(&uneven)), NOTHING, "nobody knows what belongs together");
    let mut back = EVEN.run();
    back["samples"]["second"][7] = 3.into();
    assert_eq!(facts(&thrice(&back)), NOTHING);
    let mut sparse = EVEN.run();
    for at in 0..60 {
        sparse["samples"]["contact"][at * 8] = Value::Null;
    }
    assert_eq!(facts(&thrice(&sparse))[3], None, "an eighth is missing");
    for day in ["yesterday", "2026-02-31x"] {
        let odd = Pace { day, ..EVEN }.run();
        assert_eq!(facts(&thrice(&odd)), NOTHING);
    }
}

#[test]
fn a_brisk_walk_is_no_run() {
    let rate = |steps, speed| facts(&thrice(&Pace { steps: [steps; 2], speed: [speed; 2], ..EVEN }.run()))[0];
    assert_eq!(rate(110, 1_500), None);
    assert_eq!(rate(130, 2_000), None, "as fast as somebody walks to a train");
    assert_eq!(rate(139, 2_400), None);
    assert_eq!(rate(140, 2_400), Some(140));
    assert_eq!(rate(145, 1_799), None);
    assert_eq!(rate(145, 1_800), Some(145));
    let half = Pace { minutes: 60, steps: [168, 145], speed: [3_000, 1_500], ..EVEN }.run();
    assert_eq!(facts(&thrice(&half)), NOTHING, "half of it was a walk, however fast the whole was");
    // Where the device measured no speed, the way tells it.
    let by_way = |speed| {
        let run = Pace { steps: [145; 2], ..EVEN }.run();
        facts(&thrice(&metres(without(run, "speed"), speed)))[0]
    };
    assert_eq!((by_way(1_600), by_way(2_000)), (None, Some(145)));
}

#[test]
fn few_samples_or_a_long_pause_are_no_run() {
    let at_seconds = |seconds: Vec<usize>| {
        let list = |value: u32| vec![value; seconds.len()];
        json!({
            "day": "2026-03-28", "kind": "run-outdoor", "is_cut": false,
            "samples": { "cadence": list(168), "speed": list(3_000), "contact": list(250), "second": seconds },
        })
    };
    let rate = |seconds: Vec<usize>| facts(&thrice(&at_seconds(seconds)))[0];
    assert_eq!(rate(vec![0, 2_400]), None, "two samples are no run");
    assert_eq!(rate((0..160).map(|at| at * 15).collect()), Some(168));
    assert_eq!(rate((0..160).map(|at| at * 16).collect()), None, "nobody knows what was between them");
    // Nineteen minutes of running about a pause of twenty, and one minute more.
    let paused = |samples: usize| (0..samples).map(|at| at * 5 + if at < 120 { 0 } else { 1_200 }).collect();
    assert_eq!(rate(paused(228)), None);
    assert_eq!(rate(paused(242)), Some(168));
}

#[test]
fn what_a_lost_sensor_writes_is_no_data() {
    for (list, value, at) in
        [("contact", 0, 3), ("contact", 49, 3), ("balance", 0, 4), ("balance", 10_000, 4)]
    {
        let run = with_list(EVEN.run(), list, value);
        assert_eq!(facts(&thrice(&run))[at], None, "{list} {value}");
    }
    let mut moments = EVEN.run();
    for at in 0..24 {
        moments["samples"]["contact"][at * 20] = 0.into();
    }
    assert_eq!(facts(&thrice(&moments))[3], Some(250), "moments without the foot shorten nothing");
    // A length of nothing is no length: what follows from speed and steps counts.
    let grown = growing(|run| with_list(run, "step_length", 0));
    assert_eq!(grown, growing(|run| run));
    assert_eq!(grown, Some(11));
}

#[test]
fn sides_that_alternate_are_even() {
    let left = with_list(EVEN.run(), "balance", 5_300);
    let right = with_list(EVEN.run(), "balance", 4_700);
    assert_eq!(facts(&thrice(&left))[4], Some(6));
    assert_eq!(facts(&thrice(&right))[4], Some(6), "53 to 47, whichever side it is");
    let alternating = [left.clone(), right.clone(), left.clone(), right.clone()];
    assert_eq!(facts(&alternating)[4], Some(0));
    let even = EVEN.run();
    assert_eq!(facts(&[left, right, even])[4], Some(1), "the middle one of three is the even run");
    let almost = with_list(EVEN.run(), "balance", 5_199);
    assert_eq!(facts(&thrice(&almost))[4], Some(3), "no rounding reaches a limit");
}

#[test]
fn runs_on_a_belt_are_not_put_together_with_others() {
    let with = |day, kind: &str, steps| {
        let mut run = Pace { day, steps: [steps; 2], ..EVEN }.run();
        run["kind"] = kind.into();
        run
    };
    let road = ["2026-03-10", "2026-03-12", "2026-03-14"].map(|day| with(day, "run-outdoor", 170));
    let belt = ["2026-03-11", "2026-03-13", "2026-03-29"].map(|day| with(day, "run-treadmill", 150));
    assert_eq!(facts(&[&road[..], &belt].concat())[0], Some(150), "the latest run was on a belt");
    assert_eq!(facts(&[&road[..], &belt[1..]].concat())[0], Some(170), "two runs on a belt are too few");
    assert_eq!(facts(&[&road[..2], &belt[1..]].concat())[0], None);
    // Nor is a week on the belt compared with the weeks before on the road.
    let week = ["2026-03-26", "2026-03-28"].map(|day| with(day, "run-treadmill", 150));
    assert_eq!(facts(&[&road[..], &week].concat())[1], None);
    let week = ["2026-03-26", "2026-03-28"].map(|day| with(day, "run-outdoor", 150));
    assert_eq!(facts(&[&road[..], &week].concat())[1], Some(13));
}

#[test]
fn a_fade_is_only_one_at_the_same_speed() {
    let fading = |steps, speed| facts(&thrice(&Pace { steps, speed, ..EVEN }.run()))[2];
    assert_eq!(fading([170, 160], [3_000, 3_000]), Some(5), "10 of 170 are 5.9 hundredths");
    assert_eq!(fading([160, 170], [3_000, 3_000]), Some(-6));
    assert_eq!(fading([168, 160], [3_000, 3_000]), Some(4), "4.8 is not rounded up");
    assert_eq!(fading([170, 160], [3_000, 2_915]), Some(5), "within three hundredths");
    assert_eq!(fading([170, 160], [3_000, 2_900]), None, "slower legs take fewer steps");
    let short = Pace { minutes: 29, steps: [170, 160], ..EVEN }.run();
    assert_eq!(facts(&thrice(&short))[2], None, "too short to have an end");
    // The way says how fast it was, where the device does not.
    let run = metres(without(Pace { steps: [170, 160], ..EVEN }.run(), "speed"), 3_000);
    assert_eq!(facts(&thrice(&run))[2], Some(5));
    // A speed of the device early and one of the way late are not compared.
    let mut half = metres(Pace { steps: [170, 160], ..EVEN }.run(), 3_000);
    for at in 240..480 {
        half["samples"]["speed"][at] = Value::Null;
        half["samples"]["metres"][at - 240] = Value::Null;
    }
    assert_eq!(facts(&thrice(&half))[2], None);
}

/// How much steps grow in two runs with 153 steps a minute after three with 170, at 3 metres a second; each run is changed first.
#[track_caller]
fn growing(change: impl Fn(Value) -> Value) -> Option<i64> {
    let with = |day, steps| change(Pace { day, steps: [steps; 2], ..EVEN }.run());
    let before = ["2026-03-10", "2026-03-12", "2026-03-14"].map(|day| with(day, 170));
    let recent = ["2026-03-25", "2026-03-27"].map(|day| with(day, 153));
    facts(&[&before[..], &recent].concat())[1]
}

#[test]
fn steps_grow_against_runs_of_the_same_speed() {
    const DAYS: [&str; 2] = ["2026-03-25", "2026-03-27"];
    let with = |day, steps, speed| Pace { day, steps: [steps; 2], speed: [speed; 2], ..EVEN }.run();
    let before = ["2026-03-10", "2026-03-12", "2026-03-14"].map(|day| with(day, 170, 3_000));
    let week = |days: [&'static str; 2], steps, speed| days.map(|day| with(day, steps, speed));
    let grown = |recent: &[Value]| facts(&[&before[..], recent].concat())[1];
    assert_eq!(grown(&[]), None);
    assert_eq!(grown(&week(DAYS, 153, 3_000)), Some(11), "1,176 against 1,059 millimetres");
    assert_eq!(grown(&week(DAYS, 153, 3_000)[..1]), None, "one run is no week");
    assert_eq!(grown(&week(["2026-03-24", "2026-03-25"], 153, 3_000)), None, "one is more than a week ago");
    assert_eq!(grown(&week(DAYS, 162, 3_000)), Some(4), "4.9 is not rounded up");
    let base = [&before[..2], &week(DAYS, 153, 3_000)].concat();
    assert_eq!(facts(&base)[1], None, "two runs are no base");
}

/// A faster run has longer steps: that alone says nothing.
#[test]
fn a_faster_run_does_not_make_steps_grow() {
    let with = |day, steps, speed| Pace { day, steps: [steps; 2], speed: [speed; 2], ..EVEN }.run();
    let before = ["2026-03-10", "2026-03-12", "2026-03-14"].map(|day| with(day, 170, 3_000));
    let grown = |steps, speed| {
        let recent = ["2026-03-25", "2026-03-27"].map(|day| with(day, steps, speed));
        facts(&[&before[..], &recent].concat())[1]
    };
    // 4.7 hundredths faster with as many steps: they are longer by as much.
    assert_eq!(grown(170, 3_140), None);
    assert_eq!(grown(170, 3_090), Some(0), "the difference in speed is taken out");
    assert_eq!(grown(170, 2_915), Some(0));
    assert_eq!(grown(153, 3_090), Some(11));
    assert_eq!(grown(153, 3_100), None);
}

#[test]
fn only_lengths_made_the_same_way_are_compared() {
    assert_eq!(growing(|run| with_list(run, "step_length", 1_000)), Some(0), "a measured length goes first");
    // Measured before, and computed in the last week.
    let early = |run: &Value| run["day"].as_str().is_some_and(|day| day < "2026-03-20");
    assert_eq!(growing(|run| if early(&run) { with_list(run, "step_length", 1_000) } else { run }), None);
    // The speed of the device before, and that of the way in the last week.
    let by_way = |run| metres(without(run, "speed"), 3_000);
    assert_eq!(growing(|run| if early(&run) { run } else { by_way(run) }), None);
    assert_eq!(growing(by_way), Some(11));
}

/// Five minutes of walking in the middle make nobody's steps shorter.
#[test]
fn the_way_counts_only_where_somebody_runs() {
    let by_way = |run: Value, walks: bool| {
        let mut run = metres(without(run, "speed"), 3_000);
        let mut gone = 0;
        for at in 0..480 {
            let is_walk = walks && (200..260).contains(&at);
            run["samples"]["metres"][at] = gone.into();
            if is_walk {
                run["samples"]["cadence"][at] = 100.into();
            }
            gone += if is_walk { 5 } else { 15 };
        }
        run
    };
    let late = |run: &Value| run["day"].as_str().is_some_and(|day| day > "2026-03-20");
    assert_eq!(growing(|run| by_way(run, false)), Some(11));
    assert_eq!(
        growing(|run| {
            let walks = late(&run);
            by_way(run, walks)
        }),
        Some(11)
    );
}

#[test]
fn what_lies_outside_of_its_range_is_not_given() {
    assert_eq!(facts(&thrice(&with_list(EVEN.run(), "contact", 700)))[3], None);
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
