//! What the formats call the kinds of activity.

use sinew_training::{Kind, Place};

/// The kind of a sport as FIT numbers it. Whether it has positions decides what a run without a place was.
pub(crate) fn of_fit(sport: u8, sub_sport: u8, has_positions: bool) -> Kind {
    match (sport, sub_sport) {
        (1, 1 | 58) => Kind::Run(Place::Treadmill),
        (1, 45) => Kind::Run(Place::IndoorTrack),
        (1, 2 | 3 | 4 | 59 | 67) => Kind::Run(Place::Outdoor),
        (1, _) => run(has_positions),
        (2 | 21, _) => Kind::Cycle,
        (11 | 17, _) => Kind::Walk,
        (0 | u8::MAX, _) => Kind::Unknown,
        _ => Kind::Other,
    }
}

/// The kind that a word means, as GPX, TCX and tables have it.
pub(crate) fn of_word(word: &str, has_positions: bool) -> Kind {
    let word: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let has = |part: &str| word.contains(part);
    match word.as_str() {
        "" | "other" | "default" | "uncategorized" | "unknown" | "workout" | "cardio" => {
            return Kind::Unknown;
        }
        // The numbers of Strava in its GPX files.
        "9" => return run(has_positions),
        "1" => return Kind::Cycle,
        "4" | "10" => return Kind::Walk,
        _ => {}
    }
    if has("motor") || has("driv") || has("ski") || has("swim") {
        Kind::Other
    } else if has("walk") || has("hik") {
        Kind::Walk
    } else if has("treadmill") || has("virtualrun") {
        Kind::Run(Place::Treadmill)
    } else if has("run") && has("indoor") {
        Kind::Run(Place::IndoorTrack)
    } else if has("trailrun") || has("trackrun") || has("streetrun") {
        Kind::Run(Place::Outdoor)
    } else if has("run") || has("jog") {
        run(has_positions)
    } else if has("ride") || has("cycl") || has("bik") {
        Kind::Cycle
    } else {
        Kind::Other
    }
}

fn run(has_positions: bool) -> Kind {
    Kind::Run(if has_positions { Place::Outdoor } else { Place::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fit_tells_runs_apart_by_their_place() {
        let places: Vec<Kind> =
            [(1, true), (45, false), (58, false), (4, false), (3, false), (0, true), (0, false), (14, true)]
                .map(|(sub_sport, positions)| of_fit(1, sub_sport, positions))
                .to_vec();
        let of = [
            Place::Treadmill,
            Place::IndoorTrack,
            Place::Treadmill,
            Place::Outdoor,
            Place::Outdoor,
            Place::Outdoor,
            Place::Unknown,
            Place::Outdoor,
        ];
        assert_eq!(places, of.map(Kind::Run).to_vec());
        let others = [2, 11, 17, 21, 5, 0, 255].map(|sport| of_fit(sport, 0, true));
        let expected =
            [Kind::Cycle, Kind::Walk, Kind::Walk, Kind::Cycle, Kind::Other, Kind::Unknown, Kind::Unknown];
        assert_eq!(others, expected);
    }

    #[test]
    fn words_of_all_apps_are_understood() {
        for (word, kind) in [
            ("running", Kind::Run(Place::Outdoor)),
            ("Run", Kind::Run(Place::Outdoor)),
            ("9", Kind::Run(Place::Outdoor)),
            ("Treadmill Running", Kind::Run(Place::Treadmill)),
            ("Virtual Run", Kind::Run(Place::Treadmill)),
            ("Indoor Running", Kind::Run(Place::IndoorTrack)),
            ("trail_running", Kind::Run(Place::Outdoor)),
            ("Walk", Kind::Walk),
            ("Hiking", Kind::Walk),
            ("10", Kind::Walk),
            ("Biking", Kind::Cycle),
            ("Ride", Kind::Cycle),
            ("E-Bike Ride", Kind::Cycle),
            ("Motorcycling", Kind::Other),
            ("Pool Swim", Kind::Other),
            ("Yoga", Kind::Other),
            ("Other", Kind::Unknown),
            ("", Kind::Unknown),
        ] {
            assert_eq!(of_word(word, true), kind, "{word}");
        }
        assert_eq!(of_word("Running", false), Kind::Run(Place::Unknown));
    }
}
