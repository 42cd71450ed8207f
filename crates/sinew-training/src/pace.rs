//! Stretches of a run: how fast and how steep it was between samples.

use crate::{Activity, Sample};

/// The least time that a stretch of speed lasts, in seconds. Positions are too coarse to tell anything shorter from noise.
const SHORTEST_STRETCH: u32 = 30;

/// The time that was spent at this speed or faster in stretches of at least half a minute, in seconds; none if the file has no
/// distances on the way for nine tenths of the time.
///
/// The speed is in millimetres a second.
pub(crate) fn time_at(activity: &Activity, speed: u32) -> Option<u32> {
    let points: Vec<(u32, u32)> =
        activity.samples.iter().filter_map(|sample| Some((sample.second, sample.metres?))).collect();
    covers(activity, |sample| sample.metres.is_some()).then_some(())?;
    let mut total = 0;
    let mut from: Option<usize> = None;
    let mut close = |from: &mut Option<usize>, to: usize| {
        if let Some(begin) = from.take() {
            let lasted = points[to].0 - points[begin].0;
            if lasted >= SHORTEST_STRETCH {
                total += lasted;
            }
        }
    };
    for at in 1..points.len() {
        let ((before, behind), (now, ahead)) = (points[at - 1], points[at]);
        let (seconds, metres) = (now.saturating_sub(before), ahead.saturating_sub(behind));
        // A gap is a pause.
        let is_fast = seconds > 0
            && seconds <= 30
            && u64::from(metres) * 1_000 >= u64::from(speed) * u64::from(seconds);
        if is_fast {
            from.get_or_insert(at - 1);
        } else {
            close(&mut from, at - 1);
        }
    }
    if let Some(last) = points.len().checked_sub(1) {
        close(&mut from, last);
    }
    Some(total)
}

/// All climbs together in metres: as the file says, or else counted over the samples; none if nine tenths of the time have no height.
///
/// Counted are rises of at least three metres above the lowest point since the last one counted, as barometers and positions
/// wander by one or two.
pub(crate) fn climb(activity: &Activity) -> Option<u32> {
    const WANDERING: i32 = 30;
    if activity.climb.is_some() {
        return activity.climb;
    }
    covers(activity, |sample| sample.altitude.is_some()).then_some(())?;
    let mut heights = activity.samples.iter().filter_map(|sample| sample.altitude);
    let mut low = heights.next()?;
    let mut total: i64 = 0;
    for height in heights {
        let rise = height.saturating_sub(low);
        if rise >= WANDERING {
            total += i64::from(rise);
            low = height;
        }
        low = low.min(height);
    }
    u32::try_from(total / 10).ok()
}

/// Whether what is asked for was recorded for nine tenths of the time at least: samples that have it, no more than half a minute
/// apart, span that much of the activity.
pub(crate) fn covers(activity: &Activity, has: impl Fn(&Sample) -> bool) -> bool {
    let Some(whole) = activity.time.filter(|time| time.get() > 0) else { return false };
    let mut last: Option<u32> = None;
    let mut spanned: u64 = 0;
    for sample in activity.samples.iter().filter(|sample| has(sample)) {
        if let Some(last) = last {
            let gap = sample.second.saturating_sub(last);
            spanned += u64::from(if gap <= 30 { gap } else { 0 });
        }
        last = Some(sample.second);
    }
    spanned * 10 >= u64::from(whole.get()) * 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Origin, Place, Seconds, Start};

    fn run(seconds: u32, sample: impl Fn(u32) -> Sample) -> Activity {
        Activity {
            start: Start::Instant(jiff::Timestamp::UNIX_EPOCH),
            kind: Kind::Run(Place::Outdoor),
            origin: Origin::Recorded,
            distance: None,
            time: Some(Seconds::new(seconds)),
            cadence: None,
            climb: None,
            is_cut: false,
            samples: (0..=seconds / 5).map(|step| Sample { second: step * 5, ..sample(step * 5) }).collect(),
        }
    }

    #[test]
    fn only_stretches_of_half_a_minute_count_as_fast() {
        // Three metres a second; from 100 s on 45 s at five metres a second, from 300 s on 20 s.
        let metres = |second: u32| {
            let fast = |from: u32, lasts: u32| second.saturating_sub(from).min(lasts) * 2;
            Sample { metres: Some(second * 3 + fast(100, 45) + fast(300, 20)), ..Sample::default() }
        };
        assert_eq!(time_at(&run(600, metres), 4_500), Some(45));
        assert_eq!(time_at(&run(600, metres), 3_000), Some(600));
        assert_eq!(time_at(&run(600, metres), 6_000), Some(0));
        assert_eq!(time_at(&run(600, |_| Sample::default()), 4_500), None);
    }

    #[test]
    fn climbs_add_up_and_wandering_does_not() {
        let heights = |of: fn(i32) -> i32| {
            climb(&run(1_000, |second| Sample {
                altitude: Some(of(i32::try_from(second).unwrap())),
                ..Sample::default()
            }))
        };
        assert_eq!(heights(|_| 1_200), Some(0));
        assert_eq!(heights(|second| 1_200 + (second / 5 % 3) * 10), Some(0), "two metres of wandering");
        assert_eq!(
            heights(|second| 1_200 + second.min(500)),
            Some(48),
            "50 m, but for what is below the next step"
        );
        assert_eq!(heights(|second| 1_200 + (500 - (second - 500).abs())), Some(48));
        assert_eq!(climb(&run(1_000, |_| Sample::default())), None);
    }

    #[test]
    fn what_covers_less_than_nine_tenths_is_not_enough() {
        let until = |last: u32| {
            let activity =
                run(1_000, |second| Sample { cadence: (second <= last).then_some(170), ..Sample::default() });
            covers(&activity, |sample| sample.cadence.is_some())
        };
        assert!(until(900));
        assert!(!until(895));
    }
}
