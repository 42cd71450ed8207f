//! What is read from sound files of each format.
#![forbid(unsafe_code)]

use jiff::{Timestamp, civil::date, tz::Offset};
use sinew_import::{Found, LengthUnit, Remark, Settings, Spot, read};
use sinew_recordings::{FitFile, Form, Recording};
use sinew_training::{Activity, Distance, Format, Kind, Origin, Place, Seconds, Start};
use std::fmt::Write as _;

fn settings() -> Settings {
    Settings { now: "2026-11-29T12:00:00Z".parse().expect("it is a time"), length_unit: None }
}

#[track_caller]
fn found(bytes: impl AsRef<[u8]>) -> Found {
    match read(bytes.as_ref(), &settings()) {
        Ok(found) => found,
        Err(refusal) => panic!("{refusal}"),
    }
}

/// The only activity of a file without remarks.
#[track_caller]
fn only(bytes: impl AsRef<[u8]>) -> Activity {
    let found = found(bytes);
    assert_eq!(found.remarks, []);
    let [(_, activity)] = <[_; 1]>::try_from(found.activities).expect("one activity");
    activity
}

fn recording() -> Recording {
    Recording { rise: 0.1, ..Recording::run(date(2026, 10, 12).at(7, 30, 0, 0), 10_000) }
}

const START: &str = "2026-10-12T06:30:00Z";

fn start() -> Timestamp {
    START.parse().expect("it is a time")
}

#[test]
fn a_fit_file_tells_everything() {
    let activity = only(recording().fit());
    assert_eq!(activity.start, Start::Zoned { at: start(), offset: Offset::constant(1) });
    assert_eq!(activity.kind, Kind::Run(Place::Outdoor));
    assert_eq!(activity.distance, Some(Distance::metres(10_000)));
    assert_eq!(activity.time, Some(Seconds::new(3_333)));
    assert_eq!((activity.is_cut, activity.origin), (false, Origin::Recorded));
    let [first, second, ..] = activity.samples.as_slice() else { panic!("there are samples") };
    assert_eq!((first.second, first.metres, first.altitude), (0, Some(0), Some(200)));
    assert_eq!(
        (second.second, second.metres, second.cadence),
        (5, Some(15), Some(168)),
        "strides are two steps"
    );
    assert_eq!(activity.samples.last().unwrap().metres, Some(9_991), "at second 3,330");
}

/// Both fields of speed are in millimetres a second, and nothing of them gets lost on the way.
#[test]
fn every_speed_of_a_device_is_kept_as_it_is() {
    let recording = recording();
    let speeds: Vec<u16> = (1..=4_200).step_by(3).collect();
    let file = |field: u8, bytes: fn(u16) -> Vec<u8>| {
        let begin = FitFile::new().message(0, &[(0, vec![4])]);
        let file = (0..).zip(&speeds).fold(begin, |file, (number, speed)| {
            let mut fields = recording.record(number * 5, 0.0);
            fields.push((field, bytes(*speed)));
            file.message(20, &fields)
        });
        let ending = Recording { seconds: u32::try_from(speeds.len()).unwrap() * 5, ..recording.clone() };
        only(ending.ending(file).finish())
    };
    let kept = |activity: Activity| -> Vec<u16> {
        activity.samples.iter().filter_map(|sample| sample.speed).collect()
    };
    assert_eq!(kept(file(6, |speed| speed.to_le_bytes().to_vec())), speeds);
    assert_eq!(kept(file(73, |speed| u32::from(speed).to_le_bytes().to_vec())), speeds);
}

#[test]
fn what_sensors_measure_of_steps_is_kept() {
    let form = Form {
        // 84.5 strides a minute.
        strides: [84 * 128 + 64; 2],
        step_length: [1_065; 2],
        contact: [248; 2],
        balance: Some([5_037; 2]),
        bounce: [92; 2],
    };
    let with = |form| only(Recording { form: Some(form), ..recording() }.fit()).samples[1];
    let sample = with(form);
    assert_eq!(sample.cadence, Some(169), "half a stride is a step");
    assert_eq!((sample.step_length, sample.contact), (Some(1_065), Some(248)));
    assert_eq!((sample.balance, sample.bounce, sample.speed), (Some(5_037), Some(92), Some(3_000)));
    // A watch alone knows nothing of left and right, and what nobody can do is a fault of the sensor.
    let sample = with(Form { balance: None, step_length: [3_001; 2], contact: [2_000; 2], ..form });
    assert_eq!((sample.balance, sample.step_length, sample.contact), (None, None, None));
    assert_eq!((sample.cadence, sample.bounce), (Some(169), Some(92)));
    // A sensor that lost the foot writes zeros, or gives all of the time to one side.
    for (contact, balance) in [(0, 0), (49, 1_999), (0, 8_001), (0, 10_000)] {
        let lost = Form { contact: [contact; 2], step_length: [0; 2], balance: Some([balance; 2]), ..form };
        let sample = with(lost);
        assert_eq!((sample.contact, sample.step_length, sample.balance), (None, None, None), "{balance}");
        assert_eq!((sample.cadence, sample.bounce), (Some(169), Some(92)), "the rest is kept");
    }
    for balance in [2_000, 8_000] {
        let sample = with(Form { contact: [50; 2], balance: Some([balance; 2]), ..form });
        assert_eq!((sample.contact, sample.balance), (Some(50), Some(balance)));
    }
    let sample = only(recording().fit()).samples[1];
    assert_eq!((sample.step_length, sample.speed, sample.bounce), (None, None, None));
    let speed = "</ns3:RunCadence><ns3:Speed>3.012</ns3:Speed>";
    let sample = only(recording().tcx().replace("</ns3:RunCadence>", speed)).samples[1];
    assert_eq!((sample.speed, sample.cadence), (Some(3_012), Some(168)));
}

#[test]
fn a_header_of_twelve_bytes_is_as_good() {
    assert_eq!(only(recording().fit_file().with_header(12)), only(recording().fit()));
}

#[test]
fn without_a_local_clock_the_time_zone_is_unknown() {
    let activity = only(Recording { offset: None, ..recording() }.fit());
    assert_eq!(activity.start, Start::Instant(start()));
}

#[test]
fn kinds_of_runs_are_told_apart() {
    let kind =
        |sport, sub_sport, outdoors| only(Recording { sport, sub_sport, outdoors, ..recording() }.fit()).kind;
    assert_eq!(kind(1, 1, false), Kind::Run(Place::Treadmill));
    assert_eq!(kind(1, 45, false), Kind::Run(Place::IndoorTrack));
    assert_eq!(kind(1, 0, false), Kind::Run(Place::Unknown));
    assert_eq!(kind(1, 3, true), Kind::Run(Place::Outdoor));
    assert_eq!(kind(2, 0, true), Kind::Cycle);
    assert_eq!(kind(11, 0, true), Kind::Walk);
    assert_eq!(kind(5, 0, false), Kind::Other);
}

#[test]
fn several_activities_in_one_file_stay_apart() {
    // A run, and a walk after it, in one file; and both as files behind each other.
    let walk =
        Recording { start: recording().start + 4_000, sport: 11, seconds: 600, metres: 900, ..recording() };
    let mut file = recording().fit_file();
    for second in [0, 300, 600] {
        file = file.message(20, &walk.record(second, f64::from(second) * 1.5));
    }
    let chained = [recording().fit(), walk.fit()].concat();
    for bytes in [walk.ending(file).finish(), chained] {
        let found = found(bytes);
        let kinds: Vec<_> = found
            .activities
            .iter()
            .map(|(place, activity)| (*place, activity.kind, activity.distance))
            .collect();
        assert_eq!(
            kinds,
            [
                (0, Kind::Run(Place::Outdoor), Some(Distance::metres(10_000))),
                (1, Kind::Walk, Some(Distance::metres(900))),
            ]
        );
        assert!(found.activities[1].1.samples.len() > 1);
        assert!(found.activities[1].1.samples.iter().all(|sample| sample.second <= 600));
    }
}

/// A run of 4,000 seconds and a walk of 600 behind it, written by a device that set its clock after the start: how long the run took is
/// right, and its start too late, so that it seems to last until `seconds` after it. Gives the file and the walk.
fn with_a_clock_that_was_set(seconds: u32) -> (FitFile, Recording) {
    let walk =
        Recording { start: recording().start + 4_000, sport: 11, seconds: 600, metres: 900, ..recording() };
    let begin = FitFile::new().message(0, &[(0, vec![4])]);
    let run = (0..800_u32).fold(begin, |file, step| file.message(20, &recording().record(step * 5, 0.0)));
    let run = Recording { seconds, ..recording() }.ending(run);
    let walked = (0..=120_u32).fold(run, |file, step| file.message(20, &walk.record(step * 5, 0.0)));
    (walk.ending(walked), walk)
}

#[test]
fn a_session_ends_where_the_next_one_begins() {
    let (file, _) = with_a_clock_that_was_set(4_500);
    let found = found(file.finish());
    let lasts: Vec<Option<u32>> = found
        .activities
        .iter()
        .map(|(_, activity)| activity.samples.last().map(|sample| sample.second))
        .collect();
    // The moment at which the walk begins is the last of the run, too.
    assert_eq!(lasts, [Some(4_000), Some(600)]);
}

/// What was recorded after the last session of a file that broke off is an activity of its own, even if an earlier session seems to have
/// lasted until then.
#[test]
fn what_follows_a_session_whose_clock_was_set_is_kept_where_a_file_breaks_off() {
    let (file, walk) = with_a_clock_that_was_set(6_000);
    let last = (140..260_u32).fold(file, |file, step| file.message(20, &walk.record(step * 5, 0.0)));
    let whole = last.finish();
    let found = found(&whole[..whole.len() - 12]);
    let samples: Vec<usize> = found.activities.iter().map(|(_, activity)| activity.samples.len()).collect();
    assert_eq!(samples.len(), 3, "{samples:?}");
    assert!(samples[2] > 110, "{samples:?}");
}

#[test]
fn a_gpx_file_is_measured_along_its_positions() {
    let activity = only(recording().gpx());
    assert_eq!(activity.start, Start::Instant(start()), "`Z` names no time zone");
    assert_eq!(activity.kind, Kind::Run(Place::Outdoor));
    let metres = activity.distance.unwrap().as_metres();
    assert!(metres.abs_diff(10_000) <= 1, "{metres}");
    assert_eq!(activity.time, Some(Seconds::new(3_333)));
    assert_eq!(activity.samples[1].cadence, Some(168));
    assert_eq!(activity.samples[10].altitude, Some(210));
}

#[test]
fn a_time_zone_in_a_gpx_file_is_kept() {
    let text = recording()
        .gpx()
        .replace("T06:", "T08:")
        .replace("T07:", "T09:")
        .replace("Z</time>", "+02:00</time>");
    assert_eq!(only(text).start, Start::Zoned { at: start(), offset: Offset::constant(2) });
    let text = recording().gpx().replace("Z</time>", "</time>");
    assert_eq!(only(text).start, Start::Local(date(2026, 10, 12).at(6, 30, 0, 0)));
}

#[test]
fn a_break_in_a_gpx_file_is_no_way_and_no_time() {
    let text = "<gpx><trk><type>running</type><trkseg>\
        <trkpt lat='49.0' lon='-7'><time>2026-10-12T06:30:00Z</time></trkpt>\
        <trkpt lat='49.01' lon='-7'><time>2026-10-12T06:35:00Z</time></trkpt></trkseg><trkseg>\
        <trkpt lat='49.02' lon='-7'><time>2026-10-12T07:30:00Z</time></trkpt>\
        <trkpt lat='49.03' lon='-7'><time>2026-10-12T07:35:00Z</time></trkpt></trkseg></trk></gpx>";
    let activity = only(text);
    assert_eq!(activity.distance, Some(Distance::metres(2_224)));
    assert_eq!(activity.time, Some(Seconds::new(600)));
}

#[test]
fn a_place_without_a_time_is_part_of_the_way() {
    let text = "<gpx><trk><type>running</type><trkseg>\
        <trkpt lat='49.0' lon='-7'><time>2026-10-12T06:30:00Z</time></trkpt>\
        <trkpt lat='49.01' lon='-7'/>\
        <trkpt lat='49.0' lon='-7'><time>2026-10-12T06:40:00Z</time></trkpt>\
        <trkpt lat='49.005' lon='-7'/></trkseg></trk></gpx>";
    let found = found(text);
    assert_eq!(found.activities[0].1.distance, Some(Distance::metres(2_780)));
    assert_eq!(found.remarks, [Remark::WithoutTime { samples: 2 }]);
}

#[test]
fn a_tcx_file_has_the_figures_of_its_laps() {
    let activity = only(recording().tcx());
    assert_eq!(activity.start, Start::Instant(start()));
    assert_eq!(activity.kind, Kind::Run(Place::Outdoor));
    assert_eq!(
        (activity.distance, activity.time),
        (Some(Distance::metres(10_000)), Some(Seconds::new(3_333)))
    );
    assert_eq!(activity.samples[1].cadence, Some(168));
    let indoors = only(Recording { outdoors: false, ..recording() }.tcx());
    assert_eq!(indoors.kind, Kind::Run(Place::Unknown));
    assert_eq!(indoors.samples[1].metres, Some(15));
}

#[test]
fn what_apps_do_to_xml_is_taken() {
    let gpx = recording().gpx();
    let plain = only(&gpx);
    assert_eq!(only(format!("  \n{gpx}")), plain, "blanks before the first element");
    assert_eq!(only(format!("\u{feff}{gpx}")), plain, "a byte order mark");
    assert_eq!(
        only(gpx.replace("gpx version=\"1.1\"", "gpx version=\"1.0\"").replace(" xmlns=\"", " old=\"")),
        plain
    );
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(gpx.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(only(utf16), plain);
    let mut latin = gpx.replace("A run", "Run in M#nchen").into_bytes();
    let at = latin.iter().position(|byte| *byte == b'#').unwrap();
    latin[at] = 0xfc;
    assert_eq!(only(latin), plain);
}

const STRAVA: &str = "\
Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Filename,Elapsed Time,Moving Time,Distance,Elevation Gain
1,\"Oct 12, 2026, 6:30:00 AM\",\"Morning, \"\"long\"\" run\",Run,,3400,10.00,,activities/1.fit.gz,3400.0,3333.0,10000.4,91.5
2,\"Oct 13, 2026, 5:00:00\u{202f}PM\",Treadmill,Virtual Run,,1800,\"5,00\",,,1800.0,1790.0,5000.0,
3,2026-10-14 07:00:00,Commute,Ride,,1200,8.1,,activities/3.gpx,1200.0,1100.0,8100.0,20
4,yesterday,Odd,Run,,1200,8.1,,,1200.0,1100.0,8100.0,20
5,\"Oct 15, 2026, 6:30:00 AM\",Odd,Run,,1200,far,,,1200.0,1100.0,far,20
";

#[test]
fn a_strava_table_is_read_by_the_second_of_two_columns() {
    let found = found(STRAVA);
    assert_eq!(found.format, Format::Csv);
    let rows: Vec<_> = found
        .activities
        .iter()
        .map(|(place, one)| (*place, one.kind, one.origin, one.distance.map(Distance::as_metres), one.time))
        .collect();
    let time = |seconds| Some(Seconds::new(seconds));
    assert_eq!(
        rows,
        [
            (0, Kind::Run(Place::Unknown), Origin::Recorded, Some(10_000), time(3_333)),
            (1, Kind::Run(Place::Treadmill), Origin::Manual, Some(5_000), time(1_790)),
            (2, Kind::Cycle, Origin::Recorded, Some(8_100), time(1_100)),
        ]
    );
    let first = &found.activities[0].1;
    assert_eq!((first.start, first.climb), (Start::Instant(start()), Some(92)), "Strava writes UTC");
    let evening: Timestamp = "2026-10-13T17:00:00Z".parse().unwrap();
    assert_eq!(found.activities[1].1.start, Start::Instant(evening));
    let remarks: Vec<String> = found.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        remarks,
        [
            "row 5: `yesterday` in the column `Date` cannot be read",
            "row 6: `far` in the column `Distance` cannot be read"
        ]
    );
}

#[test]
fn an_old_strava_table_is_in_metres() {
    let table = "id,date,name,type,description,elapsed_time,distance,commute,gear,filename\n\
        1,2018-09-12 15:02:23,Run,Run,,1800,5040.2,false,,activities/1.gpx\n";
    let activity = only(table);
    assert_eq!(activity.distance, Some(Distance::metres(5_040)));
    let at: Timestamp = "2018-09-12T15:02:23Z".parse().unwrap();
    assert_eq!(activity.start, Start::Instant(at));
}

/// A table of Garmin Connect with rows of a distance, a time, a cadence and a length of steps.
fn garmin(rows: &[[&str; 4]]) -> String {
    let mut text = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Avg Run Cadence,\
                    Avg Stride Length\n"
        .to_owned();
    for (day, [distance, time, cadence, stride]) in (10..).zip(rows) {
        writeln!(
            text,
            "Running,2026-10-{day} 07:30:00,false,\"A run\",\"{distance}\",500,\"{time}\",150,{cadence},{stride}"
        )
        .expect("text takes text");
    }
    text
}

#[test]
fn a_garmin_table_knows_the_wall_clock_and_its_unit_by_the_steps() {
    // 168 steps a minute of 1.10 m for 50 minutes are 9.24 km, or 5.74 miles.
    let kilometres = found(garmin(&[["9.24", "00:50:00", "168", "1.10"]; 3]));
    assert_eq!(kilometres.remarks, []);
    let first = &kilometres.activities[0].1;
    assert_eq!(first.start, Start::Local(date(2026, 10, 10).at(7, 30, 0, 0)));
    assert_eq!((first.distance, first.time), (Some(Distance::metres(9_240)), Some(Seconds::new(3_000))));
    assert_eq!(first.cadence, Some(168));
    let miles = found(garmin(&[["5.74", "00:50:00", "168", "1.10"]; 3]));
    assert_eq!(miles.activities[0].1.distance, Some(Distance::metres(9_238)));
    let commas = found(garmin(&[["9,24", "00:50:00,5", "168", "1,10"]; 3]));
    assert_eq!(commas.activities[0].1.distance, Some(Distance::metres(9_240)));
}

#[test]
fn a_garmin_table_without_a_sure_unit_has_no_distances_unless_told() {
    let table = garmin(&[["9.24", "00:50:00", "--", "--"]; 3]);
    let unsure = found(&table);
    assert_eq!(unsure.remarks, [Remark::NoUnit]);
    assert_eq!(unsure.activities[0].1.distance, None);
    let told =
        read(table.as_bytes(), &Settings { length_unit: Some(LengthUnit::Miles), ..settings() }).unwrap();
    assert_eq!(told.activities[0].1.distance, Some(Distance::metres(14_870)));
    // A comma that may be either is neither.
    let unclear = read(
        garmin(&[["1,024", "00:05:00", "--", "--"]; 3]).as_bytes(),
        &Settings { length_unit: Some(LengthUnit::Kilometres), ..settings() },
    );
    assert_eq!(unclear.unwrap().activities[0].1.distance, None);
}

#[test]
fn headings_in_another_language_are_refused_with_a_remedy() {
    let table = "Aktivitäts-ID,Aktivitätsdatum,Name,Aktivitätsart,Beschreibung,Zeit,Distanz,Dateiname\n1,x,x,x,x,x,x,x\n";
    let refusal = read(table.as_bytes(), &settings()).unwrap_err();
    assert_eq!(refusal.to_string(), "row 1: the headings of the table are in no known language");
    assert_eq!(refusal.cause.remedy(), Some("export the table with your account set to English"));
    assert_eq!(refusal.spot, Some(Spot::Row(1)));
}

#[test]
fn what_is_no_activity_is_said_kindly() {
    let refused = |bytes: &[u8]| read(bytes, &settings()).unwrap_err().to_string();
    let workout = FitFile::new().message(0, &[(0, vec![5])]).finish();
    assert_eq!(refused(&workout), "a FIT file of a workout, not of an activity");
    let settings_file = FitFile::new().message(0, &[(0, vec![2])]).finish();
    assert_eq!(refused(&settings_file), "a FIT file of settings, not of an activity");
    let course = "<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>";
    assert_eq!(refused(course.as_bytes()), "holds no activity");
    let route = "<gpx><rte><rtept lat='1' lon='2'/></rte></gpx>";
    assert_eq!(refused(route.as_bytes()), "a planned route: it has no times");
    let plan = "<gpx><trk><trkseg><trkpt lat='1' lon='2'/><trkpt lat='1' lon='3'/></trkseg></trk></gpx>";
    assert_eq!(refused(plan.as_bytes()), "activity 1: a planned route: it has no times");
    let other = "not FIT, GPX, TCX or a table of activities";
    for bytes in [&b"\x89PNG\r\n\x1a\n0000000000"[..], b"{\"a\": 1}", b"<html></html>", b"a,b,c\n1,2,3\n"] {
        assert_eq!(refused(bytes), other);
    }
}
