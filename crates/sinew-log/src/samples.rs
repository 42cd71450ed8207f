//! Samples as text: one list for each thing that was recorded, so that anybody can read them, and `SQLite` too.

use serde::{Deserialize, Serialize};
use sinew_training::Sample;

/// Samples as lists of the same length. What no sample has is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// Seconds since the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second: Vec<u32>,
    /// Metres since the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metres: Vec<Option<u32>>,
    /// Steps a minute, left and right counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cadence: Vec<Option<u16>>,
    /// Height above sea level in decimetres.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub altitude: Vec<Option<i32>>,
    /// How long a step stays on the ground, in milliseconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<Option<u16>>,
    /// The share of the time on the ground that falls on the left side, in hundredths of a percent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balance: Vec<Option<u16>>,
    /// The speed in millimetres a second, as the device measured it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speed: Vec<Option<u16>>,
    /// The length of a step in millimetres.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub step_length: Vec<Option<u16>>,
    /// How far the body moves up and down with a step, in millimetres.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounce: Vec<Option<u16>>,
}

impl From<&[Sample]> for Samples {
    fn from(samples: &[Sample]) -> Self {
        fn column<T: Copy>(samples: &[Sample], of: impl Fn(&Sample) -> Option<T>) -> Vec<Option<T>> {
            let column: Vec<Option<T>> = samples.iter().map(of).collect();
            if column.iter().any(Option::is_some) { column } else { Vec::new() }
        }
        Self {
            second: samples.iter().map(|sample| sample.second).collect(),
            metres: column(samples, |sample| sample.metres),
            cadence: column(samples, |sample| sample.cadence),
            altitude: column(samples, |sample| sample.altitude),
            contact: column(samples, |sample| sample.contact),
            balance: column(samples, |sample| sample.balance),
            speed: column(samples, |sample| sample.speed),
            step_length: column(samples, |sample| sample.step_length),
            bounce: column(samples, |sample| sample.bounce),
        }
    }
}

impl Samples {
    /// The samples; none if the lists differ in length, as nobody knows what belongs together then.
    pub(crate) fn to_samples(&self) -> Option<Vec<Sample>> {
        fn at<T: Copy>(column: &[Option<T>], at: usize) -> Option<T> {
            column.get(at).copied().flatten()
        }
        let Self { second, metres, cadence, altitude, contact, balance, speed, step_length, bounce } = self;
        let count = second.len();
        let fits = |length: usize| length == 0 || length == count;
        let lengths = [
            metres.len(),
            cadence.len(),
            altitude.len(),
            contact.len(),
            balance.len(),
            speed.len(),
            step_length.len(),
            bounce.len(),
        ];
        if !lengths.into_iter().all(fits) {
            return None;
        }
        let sample = |(number, second): (usize, &u32)| Sample {
            second: *second,
            metres: at(metres, number),
            cadence: at(cadence, number),
            altitude: at(altitude, number),
            contact: at(contact, number),
            balance: at(balance, number),
            speed: at(speed, number),
            step_length: at(step_length, number),
            bounce: at(bounce, number),
        };
        Some(second.iter().enumerate().map(sample).collect())
    }
}
