//! What was recorded on the way, held against what an independent reader has at the same second.
//!
//! Which values can be, and in which unit they are kept, is written down here once more and taken from nothing that is tested.

use super::{ToldActivity, ToldSamples};
use sinew_training::{Activity, Sample};
use std::collections::BTreeMap;

/// Samples of ours are at least so many seconds apart, so that one of theirs may have none of ours at its second, but none of theirs is
/// as far as this behind the last one of ours.
const BETWEEN: u32 = 5;
/// How far a value may be from theirs, in the unit that ours is kept in: what rounding takes.
const ROUNDING: f64 = 0.5 + 1e-6;
/// How many values that differ are named of each field of an activity.
const NAMED: usize = 3;

/// A field of samples.
struct Field {
    /// As FIT names it.
    name: &'static str,
    /// What we have of it.
    ours: fn(&Sample) -> Option<u16>,
    /// How many of our units one of theirs has.
    units: f64,
    /// From where on a value of theirs can be, and from where on not any more, in their unit.
    range: [f64; 2],
}

/// The steps a minute, which are told for runs alone and as steps or as strides.
const CADENCE: Field =
    Field { name: "cadence", ours: |sample| sample.cadence, units: 1.0, range: [0.0, 400.001] };

/// All fields that are compared, by the numbers that FIT has for them: 39, 41, 73 or else 6, 84, 85, and 4 with 53.
const FIELDS: [Field; 6] = [
    Field { name: "vertical_oscillation", ours: |sample| sample.bounce, units: 1.0, range: [0.0, 1_500.0] },
    Field { name: "stance_time", ours: |sample| sample.contact, units: 1.0, range: [50.0, 2_000.0] },
    Field { name: "speed", ours: |sample| sample.speed, units: 1_000.0, range: [0.0, 40.0] },
    Field { name: "stance_time_balance", ours: |sample| sample.balance, units: 100.0, range: [20.0, 80.001] },
    Field { name: "step_length", ours: |sample| sample.step_length, units: 1.0, range: [1.0, 3_000.0] },
    CADENCE,
];

/// How many values of a field were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count {
    /// In all files.
    pub(super) all: usize,
    /// In files that a device or an app wrote.
    pub(super) real: usize,
}

/// What was compared so far.
#[derive(Debug, Default)]
pub(super) struct Compared {
    counts: BTreeMap<&'static str, Count>,
    /// Activities of which no other reader has samples.
    unread: usize,
}

impl Compared {
    /// Holds the samples of an activity against theirs, and gives what differs. `is_real` says whether a device or an app wrote the file.
    pub(super) fn hold(&mut self, ours: &Activity, theirs: &ToldActivity, is_real: bool) -> Vec<String> {
        let Some(theirs) = &theirs.samples else {
            self.unread += usize::from(!ours.samples.is_empty());
            return Vec::new();
        };
        let mut found = Vec::new();
        for field in &FIELDS {
            if field.name != CADENCE.name {
                found.extend(self.of_field(field, 1.0, ours, theirs, is_real));
            } else if ours.kind.is_run() {
                found.extend(self.of_field(field, steps_of(theirs), ours, theirs, is_real));
            }
        }
        found.extend(skipped(ours, theirs));
        found
    }

    fn of_field(
        &mut self,
        field: &Field,
        factor: f64,
        ours: &Activity,
        theirs: &ToldSamples,
        is_real: bool,
    ) -> Vec<String> {
        let (count, mut found) = differences(field, factor, ours, theirs);
        let counted = self.counts.entry(field.name).or_default();
        counted.all += count;
        counted.real += if is_real { count } else { 0 };
        let more = found.len().saturating_sub(NAMED);
        found.truncate(NAMED);
        if more > 0 {
            found.push(format!("{}: and {more} more", field.name));
        }
        found
    }

    /// How many values were compared, field by field, and whether there were some of each.
    pub(super) fn report(&self) -> (Vec<String>, bool) {
        let mut lines = Vec::new();
        let mut is_whole = true;
        for Field { name, .. } in &FIELDS {
            let Count { all, real } = self.counts.get(name).copied().unwrap_or_default();
            is_whole &= all > 0;
            let missing = if all == 0 { ": no file has it, so nothing is known about it" } else { "" };
            lines.push(format!("{all:>8}  {name}, {real} of them from devices and apps{missing}"));
        }
        if self.unread > 0 {
            lines.push(format!(
                "{:>8}  activities with samples of ours and none of another reader",
                self.unread
            ));
        }
        (lines, is_whole)
    }
}

/// By what their cadence has to be multiplied to be steps a minute: devices write steps or strides, the same for a whole activity. Found from
/// their values alone, so that it is noticed where we took one for the other.
fn steps_of(theirs: &ToldSamples) -> f64 {
    let values = theirs.fields.get(CADENCE.name).into_iter().flatten().map(|(_, value)| *value);
    let mut values: Vec<f64> = values.filter(|value| *value > 0.0).collect();
    values.sort_by(f64::total_cmp);
    if values.get(values.len() / 2).is_some_and(|usual| *usual < 120.0) { 2.0 } else { 1.0 }
}

/// How many values of a field both have, and what differs. `factor` is what a cadence is multiplied by.
fn differences(field: &Field, factor: f64, ours: &Activity, theirs: &ToldSamples) -> (usize, Vec<String>) {
    let none = BTreeMap::new();
    let theirs = theirs.fields.get(field.name).unwrap_or(&none);
    let [least, below] = field.range;
    let mut count = 0;
    let mut found = Vec::new();
    for sample in &ours.samples {
        let one = (field.ours)(sample).map(f64::from);
        let raw = theirs.get(&sample.second).map(|value| value * factor);
        let two = raw.filter(|value| (least..below).contains(value)).map(|value| value * field.units);
        let agrees = match (one, two) {
            (None, None) => continue,
            (Some(one), Some(two)) => (one - two).abs() <= ROUNDING,
            _ => false,
        };
        count += usize::from(one.is_some() && two.is_some());
        if !agrees {
            let (name, second) = (field.name, sample.second);
            found.push(format!("{name} at second {second}: we say {one:?}, they say {two:?} (of {raw:?})"));
        }
    }
    (count, found)
}

/// Where they have something and we have no sample near.
fn skipped(ours: &Activity, theirs: &ToldSamples) -> Option<String> {
    let kept: Vec<u32> = ours.samples.iter().map(|sample| sample.second).collect();
    let is_near = |second: u32| {
        let before = kept.partition_point(|kept| *kept <= second);
        before.checked_sub(1).is_some_and(|last| second < kept[last] + BETWEEN)
    };
    let second = theirs.seconds.iter().find(|second| !is_near(**second))?;
    Some(format!(
        "they have a sample at second {second}, and we have none from {BETWEEN} seconds before it on"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sinew_training::{Kind, Origin, Place, Start};

    const SAMPLE: Sample = Sample {
        second: 5,
        metres: Some(15),
        cadence: Some(169),
        altitude: None,
        contact: Some(251),
        balance: Some(5_012),
        speed: Some(2_950),
        step_length: Some(1_053),
        bounce: Some(92),
    };

    fn activity(sample: Sample) -> Activity {
        Activity {
            start: Start::Instant(jiff::Timestamp::UNIX_EPOCH),
            kind: Kind::Run(Place::Outdoor),
            origin: Origin::Recorded,
            distance: None,
            time: None,
            cadence: None,
            climb: None,
            is_cut: false,
            samples: vec![Sample { second: 0, ..Sample::default() }, sample],
        }
    }

    /// What another reader says of [`SAMPLE`], in the units of FIT, with one field as it is given here.
    fn theirs(name: &str, value: Option<f64>) -> ToldActivity {
        let mut fields: BTreeMap<String, BTreeMap<u32, f64>> = [
            ("vertical_oscillation", 91.8),
            ("stance_time", 251.3),
            ("speed", 2.950),
            ("stance_time_balance", 50.12),
            ("step_length", 1_053.0),
            ("cadence", 84.5),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), BTreeMap::from([(5, value)])))
        .collect();
        fields.remove(name);
        if let Some(value) = value {
            fields.insert(name.to_owned(), BTreeMap::from([(5, value)]));
        }
        let samples = Some(ToldSamples { fields, seconds: vec![0, 3, 5, 9] });
        ToldActivity { start: None, metres: None, seconds: None, by: String::new(), samples }
    }

    #[test]
    fn what_rounding_takes_is_no_difference_and_everything_is_counted() {
        let mut compared = Compared::default();
        assert_eq!(compared.report().0.len(), 6);
        assert!(!compared.report().1, "nothing was compared");
        assert_eq!(compared.hold(&activity(SAMPLE), &theirs("", None), true), [""; 0]);
        // Steps instead of strides.
        assert_eq!(compared.hold(&activity(SAMPLE), &theirs("cadence", Some(169.0)), false), [""; 0]);
        let (lines, is_whole) = compared.report();
        assert!(is_whole);
        for line in lines {
            assert!(
                line.starts_with("       2  ") && line.ends_with(", 1 of them from devices and apps"),
                "{line}"
            );
        }
        // Without one of them it is not whole.
        let mut compared = Compared::default();
        let without = Sample { balance: None, ..SAMPLE };
        assert_eq!(compared.hold(&activity(without), &theirs("stance_time_balance", None), true), [""; 0]);
        assert!(!compared.report().1);
    }

    #[test]
    fn another_scale_a_value_too_few_and_one_too_many_differ() {
        let hold = |sample: Sample, name: &str, value: Option<f64>| {
            Compared::default().hold(&activity(sample), &theirs(name, value), true)
        };
        for (name, value) in [
            ("vertical_oscillation", 9.18),
            ("stance_time", 252.6),
            ("speed", 29.50),
            ("stance_time_balance", 50.11),
            ("step_length", 105.3),
            ("cadence", 85.5),
        ] {
            let found = hold(SAMPLE, name, Some(value));
            assert!(
                matches!(found.as_slice(), [one] if one.starts_with(&format!("{name} at second 5"))),
                "{found:?}"
            );
            let found = hold(SAMPLE, name, None);
            assert!(matches!(found.as_slice(), [one] if one.contains("they say None")), "{found:?}");
        }
        for (name, sample) in [
            ("vertical_oscillation", Sample { bounce: None, ..SAMPLE }),
            ("stance_time", Sample { contact: None, ..SAMPLE }),
            ("speed", Sample { speed: None, ..SAMPLE }),
            ("stance_time_balance", Sample { balance: None, ..SAMPLE }),
            ("step_length", Sample { step_length: None, ..SAMPLE }),
            ("cadence", Sample { cadence: None, ..SAMPLE }),
        ] {
            let found = Compared::default().hold(&activity(sample), &theirs("", None), true);
            assert!(
                matches!(found.as_slice(), [one] if one.starts_with(name) && one.contains("we say None")),
                "{found:?}"
            );
        }
        // Strides that were taken for steps.
        let found = hold(Sample { cadence: Some(85), ..SAMPLE }, "", None);
        assert!(matches!(found.as_slice(), [one] if one.starts_with("cadence at second 5")), "{found:?}");
        // What cannot be is to be left out, and to have it is a difference.
        let implausible = Sample { contact: None, ..SAMPLE };
        assert_eq!(hold(implausible, "stance_time", Some(2_000.0)), [""; 0]);
        let found = hold(Sample { contact: Some(2_000), ..SAMPLE }, "stance_time", Some(2_000.0));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_moment_without_a_sample_near_it_differs() {
        let mut later = theirs("", None);
        later.samples.as_mut().unwrap().seconds.push(10);
        let found = Compared::default().hold(&activity(SAMPLE), &later, true);
        assert_eq!(found, ["they have a sample at second 10, and we have none from 5 seconds before it on"]);
    }
}
