//! What is measured of small logs, and when nothing is.

use super::*;
use crate::{Activity, Format, Kind, Origin, Place, Sample, Source, Start};
use jiff::civil::date;

const TODAY: Date = date(2026, 10, 31);

/// A log that is written day by day.
#[derive(Default)]
struct Diary {
    entries: Vec<Entry>,
}

impl Diary {
    /// A log that began long before anything that matters, with a walk.
    fn old() -> Self {
        let mut diary = Self::default();
        diary.add(date(2026, 1, 1), Kind::Walk, Some(2_000), 1_800);
        diary
    }

    fn add(&mut self, day: Date, kind: Kind, metres: Option<u32>, seconds: u32) -> &mut Activity {
        let number = self.entries.len();
        let activity = Activity {
            start: Start::Local(day.at(7, 0, 0, 0)),
            kind,
            origin: Origin::Recorded,
            distance: metres.map(Distance::metres),
            time: Some(Seconds::new(seconds)),
            cadence: None,
            climb: None,
            is_cut: false,
            samples: Vec::new(),
        };
        let source = Source {
            content: number.to_string(),
            position: 0,
            format: Format::Fit,
            file: format!("{number}.fit"),
        };
        self.entries.push(Entry { activity, sources: vec![source] });
        &mut self.entries[number].activity
    }

    /// A run of so many metres at five minutes a kilometre.
    fn run(&mut self, month: i8, day: i8, metres: u32) -> &mut Activity {
        self.add(date(2026, month, day), Kind::Run(Place::Outdoor), Some(metres), metres * 3 / 10)
    }

    fn measures(&self) -> Measures {
        measures(&self.entries, TODAY, &TimeZone::UTC)
    }

    fn last_base(&self) -> Base {
        self.measures().spikes.known().unwrap().runs.last().unwrap().base
    }
}

fn at(month: i8, day: i8, metres: u32) -> RunRef {
    RunRef {
        day: date(2026, month, day),
        day_is_certain: true,
        distance: Some(Distance::metres(metres)),
        time: Some(Seconds::new(metres * 3 / 10)),
    }
}

#[test]
fn the_spike_is_named_with_both_runs() {
    let mut diary = Diary::old();
    diary.run(9, 14, 9_000);
    diary.run(9, 20, 5_000);
    diary.run(10, 12, 16_000);
    let measures = diary.measures();
    let greatest = *measures.spikes.known().unwrap().greatest().unwrap();
    assert_eq!(greatest.run, at(10, 12, 16_000));
    assert_eq!(
        greatest.base,
        Base::Longest { run: at(9, 14, 9_000), percent: 178, band: SpikeBand::Moderate }
    );
    assert_eq!(measures.longest_run, Measure::Known(at(10, 12, 16_000)));
}

#[test]
fn the_bands_end_where_the_cohort_ended_them() {
    let band = |metres| SpikeBand::of(metres, 10_000);
    assert_eq!(band(5_000), SpikeBand::Reference);
    assert_eq!(band(11_000), SpikeBand::Reference);
    assert_eq!(band(11_001), SpikeBand::Small);
    assert_eq!(band(13_000), SpikeBand::Small);
    assert_eq!(band(13_001), SpikeBand::Moderate);
    assert_eq!(band(20_000), SpikeBand::Moderate);
    assert_eq!(band(20_001), SpikeBand::Large);
}

#[test]
fn a_run_thirty_days_ago_is_a_base_and_one_thirty_one_days_ago_is_none() {
    let mut diary = Diary::old();
    diary.run(9, 10, 8_000);
    diary.run(10, 10, 10_000);
    assert_eq!(
        diary.last_base(),
        Base::Longest { run: at(9, 10, 8_000), percent: 125, band: SpikeBand::Small }
    );
    let mut diary = Diary::old();
    diary.run(9, 9, 8_000);
    diary.run(10, 10, 10_000);
    assert_eq!(diary.last_base(), Base::NoRecentBase);
    assert!(diary.measures().spikes.known().unwrap().runs[0].is_spike());
    assert_eq!(diary.measures().spikes.known().unwrap().greatest(), None, "no ratio is made up");
}

#[test]
fn without_runs_or_with_an_old_log_nothing_is_measured() {
    let empty = Diary::default().measures();
    assert_eq!((empty.span, empty.longest_run), (None, Measure::NotEnough(Lack::NoRuns)));
    assert_eq!(Diary::old().measures().spikes, Measure::NotEnough(Lack::NoRuns));
    let mut diary = Diary::old();
    diary.run(9, 30, 8_000);
    let lack = Lack::Old { last: date(2026, 9, 30) };
    let measures = diary.measures();
    assert_eq!(measures.spikes.lack(), Some(lack));
    assert_eq!(measures.days_off.lack(), Some(lack));
    assert_eq!(measures.hard_days.lack(), Some(lack));
    assert!(!measures.weeks.is_empty(), "the weeks that were are still there");
    diary.run(10, 1, 8_000);
    assert!(diary.measures().spikes.known().is_some());
}

#[test]
fn a_log_that_begins_too_late_finds_no_spike_but_can_rule_one_out() {
    let mut diary = Diary::default();
    diary.run(10, 5, 9_000);
    diary.run(10, 12, 16_000);
    let short = Lack::Short { first: date(2026, 10, 5), needed: date(2026, 9, 12) };
    assert_eq!(diary.last_base(), Base::NotEnough(short));
    // A longer run before the log would only make this one less of a spike.
    diary.run(10, 13, 17_000);
    assert_eq!(
        diary.last_base(),
        Base::Longest { run: at(10, 12, 16_000), percent: 107, band: SpikeBand::Reference }
    );
    assert_eq!(diary.measures().spikes.known().unwrap().lack(), Some(short_of(10, 5, 9, 5)));
    assert_eq!(diary.measures().longest_run.lack(), Some(short_of(10, 5, 9, 14)));
}

fn short_of(month: i8, day: i8, needed_month: i8, needed_day: i8) -> Lack {
    Lack::Short { first: date(2026, month, day), needed: date(2026, needed_month, needed_day) }
}

#[test]
fn a_run_without_distance_leaves_open_what_it_could_change() {
    let with = |seconds: u32, metres: u32| {
        let mut diary = Diary::old();
        diary.run(9, 20, 10_000);
        diary.add(date(2026, 9, 25), Kind::Run(Place::Treadmill), None, seconds);
        diary.run(10, 12, metres);
        diary.last_base()
    };
    let open = Base::NotEnough(Lack::Distance { day: date(2026, 9, 25) });
    assert_eq!(with(3_600, 16_000), open, "an hour without distance may have been the longest run");
    assert_eq!(with(1_400, 16_000), open, "23 minutes may have been, for somebody fast");
    let short = with(1_200, 16_000);
    assert!(matches!(short, Base::Longest { percent: 160, .. }), "in 20 minutes nobody runs 10 km");
    assert!(matches!(with(3_600, 10_500), Base::Longest { percent: 105, .. }), "no spike, whatever it was");
}

#[test]
fn a_run_that_was_cut_off_is_never_a_spike_and_never_hides_one() {
    let mut diary = Diary::old();
    diary.run(9, 20, 10_000);
    diary.run(9, 25, 4_000).is_cut = true;
    diary.run(10, 12, 16_000);
    assert_eq!(diary.last_base(), Base::NotEnough(Lack::Distance { day: date(2026, 9, 25) }));
    diary.run(10, 13, 3_000).is_cut = true;
    assert_eq!(diary.last_base(), Base::NotEnough(Lack::Distance { day: date(2026, 10, 13) }));
    assert_eq!(diary.measures().longest_run.lack(), Some(Lack::Distance { day: date(2026, 9, 25) }));
}

#[test]
fn treadmills_count_and_walks_rides_and_tomorrow_do_not() {
    let mut diary = Diary::old();
    diary.add(date(2026, 9, 20), Kind::Run(Place::Treadmill), Some(10_000), 3_000);
    for kind in [Kind::Walk, Kind::Cycle, Kind::Other] {
        diary.add(date(2026, 9, 21), kind, Some(40_000), 6_000);
    }
    diary.run(10, 12, 12_500);
    diary.run(11, 1, 30_000);
    let measures = diary.measures();
    assert_eq!(measures.longest_run, Measure::Known(at(10, 12, 12_500)));
    assert!(matches!(diary.last_base(), Base::Longest { percent: 125, .. }));
    let span = measures.span.unwrap();
    assert_eq!((span.runs, span.others, span.last), (2, 4, date(2026, 10, 12)));
}

/// Files without a kind are common. One that was a run may be the longest, or the end of a break.
#[test]
fn what_may_have_been_a_run_leaves_open_what_it_could_change() {
    let unclear = |diary: &mut Diary| {
        diary.add(date(2026, 10, 1), Kind::Unknown, Some(15_000), 5_400);
    };
    let lack = Lack::Kind { day: date(2026, 10, 1) };
    let mut diary = Diary::old();
    unclear(&mut diary);
    diary.run(10, 12, 12_000);
    assert_eq!(diary.last_base(), Base::NotEnough(lack), "it may be the base");
    assert_eq!(diary.measures().return_to_running.lack(), Some(lack));
    let mut diary = Diary::old();
    diary.run(8, 1, 5_000);
    unclear(&mut diary);
    diary.run(10, 5, 8_000);
    diary.run(10, 12, 12_000);
    let measures = diary.measures();
    assert_eq!(diary.last_base(), Base::NotEnough(lack), "it may be longer than the longest");
    for open in [measures.longest_run.lack(), measures.days_off.lack(), measures.return_to_running.lack()] {
        assert_eq!(open, Some(lack));
    }
    // What it cannot turn over stays.
    diary.run(10, 13, 8_000);
    assert!(matches!(diary.last_base(), Base::Longest { band: SpikeBand::Reference, .. }));
}

/// Slow on a trail for two hours, then an hour on a treadmill that counted no distance: that may have been further.
#[test]
fn a_shorter_time_is_no_shorter_way() {
    let mut diary = Diary::old();
    diary.add(date(2026, 9, 20), Kind::Run(Place::Outdoor), Some(10_000), 7_200);
    diary.add(date(2026, 9, 25), Kind::Run(Place::Treadmill), None, 3_540);
    diary.run(10, 12, 11_500);
    assert_eq!(diary.last_base(), Base::NotEnough(Lack::Distance { day: date(2026, 9, 25) }));
}

#[test]
fn weeks_have_sums_and_say_what_is_missing() {
    let mut diary = Diary::old();
    diary.run(10, 12, 8_000);
    diary.run(10, 18, 10_000);
    diary.run(10, 18, 2_000);
    diary.add(date(2026, 10, 20), Kind::Run(Place::Treadmill), None, 1_800);
    let weeks = diary.measures().weeks;
    assert_eq!(weeks.first().unwrap().monday, date(2025, 12, 29));
    let [.., week, last] = weeks.as_slice() else { panic!("{weeks:?}") };
    assert_eq!(week.monday, date(2026, 10, 12));
    assert_eq!((week.runs, week.distance, week.days_off), (3, Distance::metres(20_000), 5));
    assert_eq!((week.time, week.without_distance, week.is_whole), (Seconds::new(6_000), 0, true));
    assert_eq!(week.longest, Some(at(10, 18, 10_000)));
    assert_eq!((last.without_distance, last.is_whole, last.days_off, last.longest), (1, false, 1, None));
}

#[test]
fn a_weekly_jump_is_notable_above_thirty_percent() {
    let jump = |metres: u32| {
        let mut diary = Diary::old();
        diary.run(10, 8, 10_000);
        diary.run(10, 15, metres);
        diary.run(10, 20, 1_000);
        let jump = diary.measures().jump;
        *jump.known().unwrap()
    };
    assert_eq!((jump(12_000).percent, jump(12_000).is_notable()), (130, false));
    assert!(jump(12_001).is_notable());
    let mut diary = Diary::old();
    diary.run(10, 20, 1_000);
    assert_eq!(diary.measures().jump, Measure::NotEnough(Lack::NoBase));
    diary.run(10, 8, 5_000).is_cut = true;
    assert_eq!(diary.measures().jump, Measure::NotEnough(Lack::Distance { day: date(2026, 10, 8) }));
}

#[test]
fn days_off_are_counted_up_to_the_last_day_of_the_log() {
    let mut diary = Diary::old();
    for day in [1, 1, 5, 30] {
        diary.run(10, day, 5_000);
    }
    let days_off = DaysOff { days: 27, first: date(2026, 10, 1), last: date(2026, 10, 30) };
    assert_eq!(diary.measures().days_off, Measure::Known(days_off));
    // A walk after it covers another day.
    diary.add(date(2026, 10, 31), Kind::Walk, None, 600);
    assert_eq!(diary.measures().days_off.known().unwrap().days, 28);
}

#[test]
fn a_return_is_a_run_after_thirty_whole_days_off() {
    let back = |before: i8| {
        let mut diary = Diary::old();
        diary.run(9, before, 5_000);
        diary.run(10, 20, 4_000);
        diary.run(10, 22, 4_000);
        diary.measures().return_to_running
    };
    let expected = Return { run: at(10, 20, 4_000), before: Some(at(9, 19, 5_000)), days: 30 };
    assert_eq!(back(19), Measure::Known(Some(expected)));
    assert_eq!(back(20), Measure::Known(None));
    let mut diary = Diary::default();
    diary.run(10, 20, 4_000);
    assert_eq!(diary.measures().return_to_running.lack(), Some(short_of(10, 20, 9, 20)));
}

#[test]
fn the_first_hills_in_thirty_days_are_found_and_later_ones_are_none() {
    let mut diary = Diary::old();
    for day in [1, 8, 15] {
        diary.run(9, day, 10_000).climb = Some(40);
    }
    diary.run(10, 5, 10_000).climb = Some(250);
    diary.run(10, 12, 10_000).climb = Some(260);
    let first = FirstBlock { run: at(10, 5, 10_000), amount: 250 };
    assert_eq!(diary.measures().first_hills, Measure::Known(Some(first)));
    // Less than 20 m a kilometre, or less than 100 m in all, are no hills.
    let mut flat = Diary::old();
    flat.run(10, 5, 10_000).climb = Some(199);
    flat.run(10, 6, 4_000).climb = Some(99);
    assert_eq!(flat.measures().first_hills, Measure::Known(None));
    // A run before whose file has no heights may have been hilly.
    let mut open = Diary::old();
    open.run(9, 25, 10_000);
    open.run(10, 5, 10_000).climb = Some(250);
    assert_eq!(open.measures().first_hills.lack(), Some(Lack::Heights { day: date(2026, 9, 25) }));
}

/// Samples of a run at these speeds in millimetres a second.
fn at_speeds(activity: &mut Activity, speed: impl Fn(u32) -> u32) {
    let seconds = activity.time.unwrap().get();
    let mut millimetres = 0;
    activity.samples = (0..=seconds / 5)
        .map(|step| {
            let sample = Sample { second: step * 5, metres: Some(millimetres / 1_000), ..Sample::default() };
            millimetres += speed(step * 5) * 5;
            sample
        })
        .collect();
}

#[test]
fn a_speed_block_is_four_minutes_faster_than_usual() {
    let with = |lasts: u32, earlier: i8| {
        let mut diary = Diary::old();
        for day in [10, 14, 18] {
            at_speeds(diary.run(9, day, 6_000), |_| 3_333);
        }
        let interval = |second: u32| if second % 300 < lasts { 4_500 } else { 3_200 };
        at_speeds(diary.run(9, earlier, 6_000), interval);
        at_speeds(diary.run(10, 10, 6_000), interval);
        diary.measures().first_speed
    };
    // Six repetitions of a minute, the first such run in more than 30 days.
    assert_eq!(with(60, 9).known().unwrap().unwrap().run, at(10, 10, 6_000));
    assert_eq!(with(60, 20).known().unwrap().unwrap().run, at(9, 20, 6_000), "that one was the first");
    assert_ne!(with(20, 9).known().copied().flatten().map(|first| first.run), Some(at(10, 10, 6_000)));
    let mut diary = Diary::old();
    diary.run(10, 10, 6_000);
    assert_eq!(diary.measures().first_speed.lack(), Some(Lack::FewRuns { there: 0, needed: 3 }));
}

#[test]
fn hard_days_in_a_row_are_counted_and_doubt_is_told() {
    let mut diary = Diary::old();
    diary.run(9, 20, 8_000).climb = Some(0);
    diary.run(10, 10, 10_000).climb = Some(0);
    diary.run(10, 11, 12_000).climb = Some(0);
    diary.run(10, 12, 5_000).climb = Some(150);
    diary.run(10, 14, 14_000).climb = Some(0);
    let row = HardDays { first: date(2026, 10, 10), last: date(2026, 10, 12), days: 3, at_least: false };
    assert_eq!(diary.measures().hard_days, Measure::Known(Some(row)));
    // Without samples nobody knows whether this one was fast, so there may be a longer row.
    diary.run(10, 20, 5_000).climb = Some(0);
    assert_eq!(diary.measures().hard_days, Measure::Known(Some(HardDays { at_least: true, ..row })));
    let mut easy = Diary::old();
    easy.run(10, 1, 5_000);
    easy.run(10, 2, 5_000);
    assert!(easy.measures().hard_days.lack().is_some(), "without heights nobody knows");
}

#[test]
fn cadence_and_its_fade_are_of_the_last_run_that_has_them() {
    let mut diary = Diary::old();
    let activity = diary.run(10, 5, 6_000);
    activity.samples = (0..=360)
        .map(|step| {
            let steps = if step < 180 { 172 } else { 164 };
            Sample { second: step * 5, cadence: Some(steps), ..Sample::default() }
        })
        .collect();
    // A stand at a traffic light is not running.
    activity.samples[20].cadence = Some(0);
    diary.run(10, 6, 6_000);
    let cadence = diary.measures().cadence;
    let cadence = cadence.known().unwrap();
    assert_eq!((cadence.run, cadence.steps), (at(10, 5, 6_000), 168));
    let fade = *cadence.fade.known().unwrap();
    assert_eq!((fade, fade.fell_by()), (Fade { first: 172, last: 164 }, 8));
    let mut without = Diary::old();
    without.run(10, 5, 6_000);
    assert_eq!(without.measures().cadence, Measure::NotEnough(Lack::NotRecorded));
}

#[test]
fn a_day_that_is_not_in_the_file_is_marked() {
    let mut diary = Diary::old();
    diary.run(10, 5, 6_000).start = Start::Instant("2026-10-05T23:30:00Z".parse().unwrap());
    let run = *diary.measures().longest_run.known().unwrap();
    assert_eq!((run.day, run.day_is_certain), (date(2026, 10, 5), false));
    let east = measures(&diary.entries, TODAY, &TimeZone::fixed(jiff::tz::offset(2)));
    assert_eq!(east.longest_run.known().unwrap().day, date(2026, 10, 6));
}
