//! What happens to damaged files: each kind of damage, and that it never stops the rest.
#![forbid(unsafe_code)]

use jiff::civil::date;
use proptest::prelude::*;
use sinew_import::{Cause, Found, Refusal, Remark, Settings, Spot, read};
use sinew_recordings::{FitFile, Recording};
use sinew_training::{Activity, Distance, Seconds};

fn settings() -> Settings {
    Settings { now: "2026-11-29T12:00:00Z".parse().expect("it is a time"), length_unit: None }
}

fn recording() -> Recording {
    Recording::run(date(2026, 10, 12).at(7, 30, 0, 0), 10_000)
}

fn tried(bytes: &[u8]) -> Result<Found, Refusal> {
    read(bytes, &settings())
}

#[track_caller]
fn found(bytes: &[u8]) -> Found {
    tried(bytes).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[track_caller]
fn only(found: &Found) -> &Activity {
    let [(_, activity)] = found.activities.as_slice() else {
        panic!("{} activities", found.activities.len())
    };
    activity
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    assert_eq!(tried(b"").unwrap_err(), Refusal::of(Cause::Empty));
}

/// A file that was cut off at every power of two, and a byte before and after it, is refused as cut off or kept as part of an
/// activity: never as a whole one, and never with more than there was.
#[test]
fn a_file_that_is_cut_off_at_any_power_of_two_is_kept_as_a_part_or_refused() {
    let files = [
        ("fit", recording().fit()),
        ("gpx", recording().gpx().into_bytes()),
        ("tcx", recording().tcx().into_bytes()),
    ];
    for (name, whole) in files {
        assert!(!only(&found(&whole)).is_cut);
        let mut kept = 0;
        let lengths =
            (0..30).map(|power| 1_usize << power).flat_map(|length| [length - 1, length, length + 1]);
        for length in lengths.filter(|length| *length < whole.len() - 80) {
            match tried(&whole[..length]) {
                Ok(found) => {
                    kept += 1;
                    let activity = only(&found);
                    assert!(activity.is_cut, "{name} at {length}");
                    assert!(
                        activity.distance.is_none_or(|way| way < Distance::metres(10_000)),
                        "{name} at {length}"
                    );
                    assert!(
                        activity.time.is_none_or(|time| time < Seconds::new(3_333)),
                        "{name} at {length}"
                    );
                    assert!(
                        found
                            .remarks
                            .iter()
                            .any(|remark| matches!(remark, Remark::CutOff { spot: Spot::Byte(_) })),
                        "{name} at {length}: {:?}",
                        found.remarks
                    );
                }
                Err(refusal) => assert!(
                    matches!(
                        refusal.cause,
                        Cause::Empty | Cause::CutOff | Cause::NoTime | Cause::Nothing(_) | Cause::Broken(_)
                    ),
                    "{name} at {length}: {refusal}"
                ),
            }
        }
        assert!(kept >= 9, "{name}: only {kept} cut files were kept");
    }
}

#[test]
fn a_fit_file_that_breaks_off_keeps_what_came_before() {
    let whole = recording().fit();
    let found = found(&whole[..whole.len() / 2]);
    let activity = only(&found);
    assert!(activity.is_cut);
    let metres = activity.distance.unwrap().as_metres();
    assert!((4_500..5_100).contains(&metres), "half of ten kilometres: {metres}");
    assert_eq!(found.remarks.len(), 1);
    assert!(found.remarks[0].to_string().starts_with("breaks off at byte "), "{}", found.remarks[0]);
}

/// Some apps write the sums first. When such a file breaks off, its session is whole and its samples are a part of it, not
/// another activity.
#[test]
fn samples_after_their_session_are_of_that_session() {
    let mut file = recording().ending(FitFile::new().message(0, &[(0, vec![4])]));
    for second in (0..3_333).step_by(5) {
        file = file.message(20, &recording().record(second, f64::from(second) * 3.0));
    }
    let whole = file.finish();
    let found = found(&whole[..whole.len() / 2]);
    assert_eq!(only(&found).distance, Some(Distance::metres(10_000)));
    assert!(only(&found).samples.len() > 100);
}

#[test]
fn a_device_that_never_wrote_the_length_is_read_to_the_end() {
    let mut bytes = recording().fit();
    bytes[4..8].copy_from_slice(&[0; 4]);
    let activity = found(&bytes).activities.remove(0).1;
    assert_eq!(activity.distance, Some(Distance::metres(10_000)), "its session was written");
}

#[test]
fn a_wrong_checksum_leaves_only_what_agrees_with_itself() {
    // One wrong bit in the checksum alone: everything agrees.
    let mut bytes = recording().fit();
    *bytes.last_mut().unwrap() ^= 1;
    let sound = found(&bytes);
    assert_eq!(only(&sound).distance, Some(Distance::metres(10_000)));
    assert_eq!(sound.remarks, [Remark::Checksum { agrees: true }]);
    // A bit in the total distance that would make the run ten times as long.
    let whole = recording().fit();
    let total = 1_000_000_u32.to_le_bytes();
    let at = whole.windows(4).rposition(|window| window == total).unwrap();
    let mut bytes = whole;
    bytes[at + 2] ^= 0x80;
    let doubtful = found(&bytes);
    assert_eq!(only(&doubtful).distance, None);
    assert_eq!(only(&doubtful).time, Some(Seconds::new(3_333)));
    assert_eq!(doubtful.remarks, [Remark::Checksum { agrees: false }]);
}

#[test]
fn bytes_after_the_end_are_passed_over() {
    let mut bytes = recording().fit();
    bytes.extend_from_slice(&[0; 37]);
    let found = found(&bytes);
    assert_eq!(only(&found).distance, Some(Distance::metres(10_000)));
    assert_eq!(found.remarks, [Remark::Trailing { bytes: 37 }]);
}

#[test]
fn fields_of_unknown_developers_are_passed_over() {
    let mut file = FitFile::new().message(0, &[(0, vec![4])]);
    for second in 0..100 {
        let fields = recording().record(second * 5, f64::from(second) * 15.0);
        file = file.message_with_unknown(20, &fields, &[(7, vec![1, 2, 3, 4]), (200, vec![9])]);
    }
    let found = found(&recording().ending(file).finish());
    assert_eq!(found.remarks, []);
    assert_eq!(only(&found).samples.len(), 100);
    assert_eq!(only(&found).samples[99].metres, Some(1_485));
}

#[test]
fn samples_without_times_are_passed_over_and_counted() {
    let mut file = FitFile::new().message(0, &[(0, vec![4])]);
    for second in 0..100 {
        let mut fields = recording().record(second * 5, f64::from(second) * 15.0);
        if second % 2 == 1 {
            fields.remove(0);
        }
        file = file.message(20, &fields);
    }
    let fit = found(&recording().ending(file).finish());
    assert_eq!(only(&fit).samples.len(), 50);
    assert_eq!(only(&fit).distance, Some(Distance::metres(10_000)));
    assert_eq!(fit.remarks, [Remark::WithoutTime { samples: 50 }]);
    // In a TCX file without any, the laps still say when, how far and how long.
    let tcx = recording().tcx();
    let begin = tcx.find("<Time>").unwrap();
    let (head, rest) = tcx.split_at(begin);
    let without: String =
        rest.split("<Time>").map(|part| part.split_once("</Time>").map_or(part, |(_, rest)| rest)).collect();
    let tcx = found(format!("{head}{without}").as_bytes());
    assert_eq!(only(&tcx).distance, Some(Distance::metres(10_000)));
    assert_eq!(only(&tcx).samples, []);
}

#[test]
fn wrong_clocks_are_refused_and_named() {
    let at = |start| tried(&Recording { start, offset: None, ..recording() }.fit()).unwrap_err().to_string();
    let switched_on = 631_065_600 + 1_000;
    assert_eq!(at(switched_on), "activity 1: the clock of the device was not set");
    let future: jiff::Timestamp = "2027-03-01T08:00:00Z".parse().unwrap();
    assert_eq!(
        at(future.as_second()),
        "activity 1: the clock was wrong: it says 2027-03-01T08:00:00Z, which is in the future"
    );
    let gpx = |year: &str| tried(recording().gpx().replace("2026-", year).as_bytes()).map(drop);
    assert_eq!(
        gpx("1980-").unwrap_err().to_string(),
        "activity 1: the clock was wrong: it says 1980-10-12T06:30:00Z, which is before 1990"
    );
    assert!(gpx("1990-").is_ok());
    // A day ahead is another time zone.
    let ahead: jiff::Timestamp = "2026-11-30T11:00:00Z".parse().unwrap();
    assert!(tried(&Recording { start: ahead.as_second(), ..recording() }.fit()).is_ok());
}

/// A device that finds out the time on the way has nearly all of its points long after the start that it first wrote.
#[test]
fn a_clock_that_was_set_on_the_way_is_no_start() {
    let text = recording().gpx();
    let (head, points) = text.split_once("<trkpt").unwrap();
    let text = format!("{head}<trkpt{}", points.replacen("2026-", "2000-", 1));
    assert_eq!(
        tried(text.as_bytes()).map(drop).unwrap_err().to_string(),
        "activity 1: the clock of the device was not set"
    );
}

/// On a treadmill a watch writes the same place all the time. That is no run of 0 m.
#[test]
fn a_place_that_never_changes_measures_nothing() {
    let text = "<gpx><trk><type>running</type><trkseg>\
        <trkpt lat='49.0' lon='-7'><time>2026-10-12T06:30:00Z</time></trkpt>\
        <trkpt lat='49.0' lon='-7'><time>2026-10-12T07:30:00Z</time></trkpt></trkseg></trk></gpx>";
    assert_eq!(only(&tried(text.as_bytes()).unwrap()).distance, None);
}

#[test]
fn what_nobody_can_run_is_dropped() {
    let fast = Recording { seconds: 600, ..recording() };
    let found = found(&fast.fit());
    assert_eq!(only(&found).distance, None);
    assert_eq!(
        found.remarks[0].to_string(),
        "its distance of 10000 m in 600 s cannot be, so it was left out"
    );
    let ride = Recording { sport: 2, ..fast };
    assert_eq!(
        only(&tried(&ride.fit()).unwrap()).distance,
        Some(Distance::metres(10_000)),
        "on a bicycle one can"
    );
}

/// A document whose entities, expanded, would be ten to the power of nine words: as names, in a time, and in a distance.
#[test]
fn entities_are_never_expanded() {
    let mut entities = "<!DOCTYPE gpx [<!ENTITY a0 \"lol\">".to_owned();
    for level in 1..10 {
        let inner = format!("&a{};", level - 1).repeat(10);
        entities.push_str("<!ENTITY a");
        entities.push_str(&level.to_string());
        entities.push_str(" \"");
        entities.push_str(&inner);
        entities.push_str("\">");
    }
    entities.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]>");
    let (head, rest) =
        recording().gpx().split_once("<gpx").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let bomb = format!("{head}{entities}<gpx{rest}").replace("A run", "&a9;&file;");
    let found = found(bomb.as_bytes());
    assert_eq!(only(&found).distance.map(|way| way.as_metres() / 10), Some(1_000));
    let tcx = recording().tcx().replace("<DistanceMeters>10000.0<", "<DistanceMeters>&a9;<");
    let tcx = tried(tcx.as_bytes()).unwrap();
    assert_eq!(only(&tcx).distance, Some(Distance::metres(10_000)), "by its points");
}

#[test]
fn elements_deep_in_each_other_are_refused() {
    let deep = format!("<gpx>{}", "<a>".repeat(100_000));
    assert!(matches!(tried(deep.as_bytes()).unwrap_err().cause, Cause::Broken(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// A few bytes that are different, anywhere, in any format: it is read or refused, and never panics.
    #[test]
    fn any_damage_is_read_or_refused(
        format in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let short = Recording { every: 20, ..Recording::run(date(2026, 10, 12).at(7, 30, 0, 0), 1_000) };
        let mut bytes = match format {
            0 => short.fit(),
            1 => short.gpx().into_bytes(),
            2 => short.tcx().into_bytes(),
            _ => b"Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR\n\
                   Running,2026-10-12 07:30:00,false,x,5.02,300,00:25:00,150\n".to_vec(),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Ok(found) = tried(&bytes) {
            prop_assert!(!found.activities.is_empty());
            for (_, activity) in found.activities {
                prop_assert!(activity.distance.is_none_or(|way| way <= Distance::LONGEST));
                prop_assert!(activity.time.is_none_or(|time| time <= Seconds::LONGEST));
            }
        }
    }
}
