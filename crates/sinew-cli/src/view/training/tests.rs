//! What a log looks like, and that a drawing is never the only way.

use super::*;
use crate::render::document_text;
use sinew_training::{Activity, Entry, Kind, Origin, Place, Seconds, Start, measures};

const TODAY: Date = Date::constant(2026, 10, 31);
const SCREEN: Style = Style { layout: Layout::Screen, color: false, ascii: false, width: 80 };
const LINES: Style = Style { layout: Layout::Linear, ..SCREEN };

fn entry(month: i8, day: i8, metres: Option<u32>) -> Entry {
    let activity = Activity {
        start: Start::Local(Date::constant(2026, month, day).at(7, 0, 0, 0)),
        kind: Kind::Run(Place::Outdoor),
        origin: Origin::Recorded,
        distance: metres.map(Distance::metres),
        time: Some(Seconds::new(metres.unwrap_or(9_000) * 3 / 10)),
        cadence: None,
        climb: None,
        is_cut: false,
        samples: Vec::new(),
    };
    Entry { activity, sources: Vec::new() }
}

fn measured(runs: &[(i8, i8, Option<u32>)]) -> Measures {
    let entries: Vec<Entry> = runs.iter().map(|(month, day, metres)| entry(*month, *day, *metres)).collect();
    measures(&entries, TODAY, &jiff::tz::TimeZone::UTC)
}

fn spiky() -> Measures {
    measured(&[
        (8, 3, Some(6_000)),
        (9, 14, Some(9_000)),
        (9, 20, Some(5_000)),
        (10, 5, Some(5_200)),
        (10, 12, Some(16_000)),
        (10, 20, Some(6_000)),
    ])
}

fn shown(measures: &Measures, style: &Style) -> String {
    document_text(&training_page(measures, 12, style), style)
}

/// Lines as one, so that it does not matter where they are wrapped.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_spike_is_named_with_dates_and_kilometres() {
    let text = flat(&shown(&spiky(), &LINES));
    let words = "On 12 October 2026 you ran 16 km. Your longest run of the 30 days before was 9 km on 14 September 2026. \
                 That is 1.78 times as far: a larger spike.";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("Longest run: 16 km on 12 October 2026"), "{text}");
    assert!(text.contains("First run with hills: not enough data: the file of the run on"), "{text}");
}

#[test]
fn a_screen_has_bars_and_lines_have_the_same_in_words() {
    let screen = shown(&spiky(), &SCREEN);
    let bar = "12 Oct  ████████████████████████     16 km   1 h 20 min  1 run";
    assert!(screen.lines().any(|line| line.trim() == bar), "{screen}");
    assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
    for style in [LINES, Style { width: 40, ..SCREEN }] {
        let lines = shown(&spiky(), &style);
        assert!(flat(&lines).contains("12 October 2026: 16 km in 1 h 20 min, 1 run"), "{lines}");
        assert!(!lines.contains('█'), "{lines}");
    }
    assert!(shown(&spiky(), &Style { ascii: true, ..SCREEN }).is_ascii());
}

#[test]
fn what_is_missing_is_said() {
    let text = flat(&shown(&measured(&[(10, 5, Some(5_000)), (10, 12, Some(16_000))]), &LINES));
    let words = "2 runs cannot be judged; not enough data: the log begins on 5 October 2026 and would have to begin by";
    assert!(text.contains(words), "{text}");
    let old = flat(&shown(&measured(&[(8, 5, Some(5_000))]), &LINES));
    assert!(old.contains("Not enough data: the log ends on 5 August 2026."), "{old}");
    let partly = flat(&shown(&measured(&[(8, 3, None), (10, 12, None)]), &LINES));
    assert!(partly.contains("12 October 2026: at least 0.00 km"), "{partly}");
}

#[test]
fn a_drawing_says_the_same_in_words() {
    let svg = weeks_svg(&spiky(), 12);
    for part in
        ["role=\"img\"", "<title", "<desc", "12 October 2026: 16 km in 1 h 20 min, 1 run.", ">16</text>"]
    {
        assert!(svg.contains(part), "{part} is not in\n{svg}");
    }
    assert!(weeks_svg(&measured(&[]), 12).ends_with("</svg>\n"));
}
