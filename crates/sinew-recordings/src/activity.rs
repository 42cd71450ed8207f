//! One activity in several formats.

use crate::FitFile;
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use std::fmt::Write as _;

/// Metres of one degree of latitude, on the sphere that is used everywhere.
const METRES_PER_DEGREE: f64 = 111_194.926_644_558_73;

/// An activity at an even speed, straight to the north over the sea off Cornwall, where nobody lives.
#[derive(Debug, Clone)]
pub struct Recording {
    /// When it began, in seconds since 1970.
    pub start: i64,
    /// How far the local clock is ahead of UTC, in seconds; none leaves it out of the files.
    pub offset: Option<i32>,
    /// The sport as FIT numbers it: 1 is running.
    pub sport: u8,
    /// The kind of the sport as FIT numbers it: 0 is generic, 1 is a treadmill.
    pub sub_sport: u8,
    /// How long it took, in seconds.
    pub seconds: u32,
    /// How far it was, in metres.
    pub metres: u32,
    /// Strides a minute, that is half of the steps.
    pub strides: u8,
    /// Metres that each sample is higher than the one before.
    pub rise: f64,
    /// Seconds between samples.
    pub every: u32,
    /// Whether it has positions.
    pub outdoors: bool,
    /// What a sensor that is worn adds to each sample of a FIT file; none leaves it out.
    pub form: Option<Form>,
}

/// What sensors measure of steps, in the first and in the last sample; between the two it changes evenly.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Strides a minute, in 128ths.
    pub strides: [u16; 2],
    /// Steps in millimetres.
    pub step_length: [u16; 2],
    /// The time of a step on the ground in milliseconds.
    pub contact: [u16; 2],
    /// The left share of that time, in hundredths of a percent; none leaves it out, as watches do without a sensor at the chest.
    pub balance: Option<[u16; 2]>,
    /// The movement up and down in millimetres.
    pub bounce: [u16; 2],
}

impl Recording {
    /// An outdoor run at this local time, one hour ahead of UTC, at about five minutes and a half a kilometre.
    ///
    /// # Panics
    /// If there is no such time.
    pub fn run(local: DateTime, metres: u32) -> Self {
        let at = Offset::constant(1).to_timestamp(local).expect("a test names a time that there is");
        Self {
            start: at.as_second(),
            offset: Some(3_600),
            sport: 1,
            sub_sport: 0,
            seconds: metres / 3,
            metres,
            strides: 84,
            rise: 0.0,
            every: 5,
            outdoors: true,
            form: None,
        }
    }

    fn samples(&self) -> impl Iterator<Item = (u32, f64)> + use<> {
        let (seconds, metres) = (self.seconds, f64::from(self.metres));
        let last = (!seconds.is_multiple_of(self.every)).then_some(seconds);
        (0..=seconds / self.every)
            .map({
                let every = self.every;
                move |step| step * every
            })
            .chain(last)
            .map(move |second| (second, metres * f64::from(second) / f64::from(seconds.max(1))))
    }

    fn instant(&self, second: u32) -> String {
        let at = Timestamp::from_second(self.start + i64::from(second));
        at.expect("a test names a time that there is").to_string()
    }

    /// As a FIT file.
    pub fn fit(&self) -> Vec<u8> {
        self.fit_file().finish()
    }

    /// As a FIT file that can be changed.
    pub fn fit_file(&self) -> FitFile {
        let mut file = FitFile::new()
            .message(0, &[(0, vec![4]), (1, 255_u16.to_le_bytes().to_vec()), (4, FitFile::time(self.start))]);
        for (second, metres) in self.samples() {
            file = file.message(20, &self.record(second, metres));
        }
        self.ending(file)
    }

    /// The fields of a FIT record.
    ///
    /// # Panics
    /// If there are 256 strides a minute or more, which a FIT file cannot say.
    pub fn record(&self, second: u32, metres: f64) -> Vec<(u8, Vec<u8>)> {
        let mut fields = vec![
            (253, FitFile::time(self.start + i64::from(second))),
            (5, whole(metres * 100.0).to_le_bytes().to_vec()),
            (4, vec![self.strides]),
            (2, short((self.height(second) + 500.0) * 5.0).to_le_bytes().to_vec()),
        ];
        if let Some(form) = &self.form {
            let between = |[first, last]: [u16; 2]| {
                let share = f64::from(second) / f64::from(self.seconds.max(1));
                short(f64::from(first) + (f64::from(last) - f64::from(first)) * share)
            };
            let strides = between(form.strides);
            fields[2] = (4, vec![u8::try_from(strides / 128).expect("nobody takes 256 strides a minute")]);
            fields.push((53, vec![u8::try_from(strides % 128).expect("it is less than 128")]));
            let speed = f64::from(self.metres) * 1_000.0 / f64::from(self.seconds.max(1));
            fields.push((73, whole(speed).to_le_bytes().to_vec()));
            fields.push((85, (between(form.step_length) * 10).to_le_bytes().to_vec()));
            fields.push((41, (between(form.contact) * 10).to_le_bytes().to_vec()));
            fields.push((39, (between(form.bounce) * 10).to_le_bytes().to_vec()));
            if let Some(balance) = form.balance {
                fields.push((84, between(balance).to_le_bytes().to_vec()));
            }
        }
        if self.outdoors {
            let semicircles = |degrees: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "degrees of a test fit")]
                let value = (degrees * 2_147_483_648.0 / 180.0).round() as i32;
                value.to_le_bytes().to_vec()
            };
            fields.push((0, semicircles(49.0 + metres / METRES_PER_DEGREE)));
            fields.push((1, semicircles(-7.0)));
        }
        fields
    }

    /// Appends the messages that end an activity: its session and its summary.
    #[must_use]
    pub fn ending(&self, file: FitFile) -> FitFile {
        let end = self.start + i64::from(self.seconds);
        let thousandths = (self.seconds * 1_000).to_le_bytes().to_vec();
        let session = [
            (253, FitFile::time(end)),
            (2, FitFile::time(self.start)),
            (5, vec![self.sport]),
            (6, vec![self.sub_sport]),
            (7, thousandths.clone()),
            (8, thousandths.clone()),
            (9, (self.metres * 100).to_le_bytes().to_vec()),
        ];
        let mut activity =
            vec![(253, FitFile::time(end)), (0, thousandths), (1, 1_u16.to_le_bytes().to_vec())];
        if let Some(offset) = self.offset {
            activity.push((5, FitFile::time(end + i64::from(offset))));
        }
        file.message(18, &session).message(34, &activity)
    }

    fn height(&self, second: u32) -> f64 {
        20.0 + self.rise * f64::from(second / self.every)
    }

    /// As a GPX file with the extensions of Garmin.
    pub fn gpx(&self) -> String {
        let kind = match self.sport {
            1 => "running",
            2 => "cycling",
            11 => "walking",
            _ => "other",
        };
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"test\" \
             xmlns=\"http://www.topografix.com/GPX/1/1\" \
             xmlns:ns3=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">\n\
             <metadata><time>{}</time></metadata>\n<trk><name>A run</name><type>{kind}</type><trkseg>\n",
            self.instant(0)
        );
        for (second, metres) in self.samples() {
            let (latitude, height) = (49.0 + metres / METRES_PER_DEGREE, self.height(second));
            let (time, strides) = (self.instant(second), self.strides);
            writeln!(
                text,
                "<trkpt lat=\"{latitude:.8}\" lon=\"-7.0\"><ele>{height:.1}</ele><time>{time}</time><extensions>\
                 <ns3:TrackPointExtension><ns3:cad>{strides}</ns3:cad></ns3:TrackPointExtension></extensions></trkpt>"
            )
            .expect("text takes text");
        }
        text.push_str("</trkseg></trk></gpx>\n");
        text
    }

    /// As a TCX file with one lap.
    pub fn tcx(&self) -> String {
        let kind = match self.sport {
            1 => "Running",
            2 => "Biking",
            _ => "Other",
        };
        let start = self.instant(0);
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase \
             xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities>\n\
             <Activity Sport=\"{kind}\"><Id>{start}</Id><Lap StartTime=\"{start}\">\
             <TotalTimeSeconds>{}.0</TotalTimeSeconds><DistanceMeters>{}.0</DistanceMeters><Track>\n",
            self.seconds, self.metres
        );
        for (second, metres) in self.samples() {
            let latitude = 49.0 + metres / METRES_PER_DEGREE;
            let position = if self.outdoors {
                format!(
                    "<Position><LatitudeDegrees>{latitude:.8}</LatitudeDegrees>\
                     <LongitudeDegrees>-7.0</LongitudeDegrees></Position>"
                )
            } else {
                String::new()
            };
            let (time, height, strides) = (self.instant(second), self.height(second), self.strides);
            writeln!(
                text,
                "<Trackpoint><Time>{time}</Time>{position}<AltitudeMeters>{height:.1}</AltitudeMeters>\
                 <DistanceMeters>{metres:.2}</DistanceMeters><Extensions>\
                 <ns3:TPX xmlns:ns3=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">\
                 <ns3:RunCadence>{strides}</ns3:RunCadence></ns3:TPX></Extensions></Trackpoint>"
            )
            .expect("text takes text");
        }
        text.push_str("</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n");
        text
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures of a test fit")]
fn whole(value: f64) -> u32 {
    value.round() as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures of a test fit")]
fn short(value: f64) -> u16 {
    value.round() as u16
}
