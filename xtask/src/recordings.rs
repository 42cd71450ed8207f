//! Whether our readers of recordings say what readers that share nothing with them say, over files of real devices and apps.
//!
//! The files are not in this repository, as a recording shows where somebody lives. They come inside packages of the registries: crates,
//! source packages of `PyPI` and a package of npm; more from a folder that `SINEW_TRAINING_FIXTURES` names; and some are made here. Of
//! each activity the start, the distance and the time are compared, and of those in FIT files what was recorded on the way.

mod samples;

use crate::{
    cargo,
    tools::{self, run},
};
use anyhow::{Context as _, Result, ensure};
use jiff::tz::Offset;
use samples::Compared;
use serde::Deserialize;
use sinew_import::{Settings, read};
use sinew_recordings::{Form, Recording};
use sinew_training::{Activity, Distance, Seconds, Start};
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The independent readers, from the root of the repository.
const REQUIREMENTS: &str = "tests/recordings/requirements.txt";
const READERS: &str = "tests/recordings/readers.py";

/// Crates that hold recordings. They are fetched and never built.
const CRATES: [(&str, &str); 3] = [("fitparser", "0.11.0"), ("gpx", "0.10.0"), ("tcx", "0.9.3")];
/// So many recordings are compared at least.
const LEAST_FILES: usize = 60;
/// So many devices and apps wrote them at least. Each has its own way of filling in a format, so that many files of one device
/// say less than one file of each of many.
const LEAST_DEVICES: usize = 8;
/// How files begin to say who wrote them if it was no device and no app: those that are made here, and a placeholder.
const NO_DEVICES: [&str; 3] = ["development", "test", "..."];
/// Source packages of `PyPI` that hold recordings.
const SOURCES: [&str; 2] = ["gpxpy==1.6.2", "stravalib==2.6.0"];
/// A package of npm that holds a recording.
const PACKAGE: &str = "gpx-parse@0.10.4";

/// How far starts may differ: a second, as files have fractions of one.
const START: f64 = 1.0;
/// How far distances may differ: a metre or half a percent, as spheres of different size are in use.
const METRES: f64 = 1.0;
const SHARE: f64 = 0.005;
/// How far times may differ: a second and what rounding adds.
const SECONDS: f64 = 1.01;

/// What an independent reader says of a file.
#[derive(Debug, Deserialize)]
struct Told {
    file: PathBuf,
    #[serde(default)]
    activities: Vec<ToldActivity>,
    problem: Option<String>,
    /// What wrote it.
    device: Option<String>,
}

impl Told {
    /// The device or app that wrote it, unless it was made for a test.
    fn real_device(&self) -> Option<&str> {
        let is_real = |device: &&str| {
            device.split_whitespace().next().is_some_and(|first| !NO_DEVICES.contains(&first))
        };
        self.device.as_deref().filter(is_real)
    }
}

#[derive(Debug, Deserialize)]
struct ToldActivity {
    start: Option<f64>,
    metres: Option<f64>,
    seconds: Option<f64>,
    by: String,
    /// What was recorded on the way; none if the format or the reader has nothing of it.
    samples: Option<ToldSamples>,
}

/// What an independent reader has at which second.
#[derive(Debug, Deserialize)]
struct ToldSamples {
    /// Fields as FIT names them, in the units of FIT, each with its value at a second since the start.
    fields: BTreeMap<String, BTreeMap<u32, f64>>,
    /// All seconds at which something was recorded.
    seconds: Vec<u32>,
}

/// Files on which the readers differ for a reason that was looked at, by a part of their path.
const EXPLAINED: &[(&str, &str)] = &[
    ("antfs-dump.63.fit", "the clock of the device was not set; they give a start in 1990"),
    ("compressed-speed-distance.fit", "the clock of the device was not set; they give a start in 1990"),
    ("Mojstrovka.gpx", "its times are of 1901, which we refuse"),
    ("first_and_last_elevation.gpx", "its times go back and forth; we count what goes forth"),
    ("20210323_yoga.tcx", "it has no positions; tcxreader looks at nothing else, we take the lap"),
    ("no_hr.tcx", "tcxreader counts from the first position to the last, we add up the laps: 2 s of 33 min"),
    ("tcxparser/test.tcx", "the same recording, with the same 2 s"),
    ("mapmyride_biking.tcx", "tcxreader begins with the first position, 6 s after the lap"),
    (
        "resources/sample.tcx",
        "tcxreader begins with the first position, 18 s after the lap, and does not know of a break",
    ),
];

/// Compares, and prints what differs. Gives back whether nothing does but what is explained.
pub(crate) fn task(root: &Path) -> Result<bool> {
    let tools = tools::installed_from(root, REQUIREMENTS, "recordings-tools")?;
    let folder = tools::target(root).join("recordings");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut files = Vec::new();
    for place in [crates(root, &folder)?, sources(&tools, &folder)?, made(&folder)?].concat() {
        collect(&place, &mut files)?;
    }
    match env::var_os("SINEW_TRAINING_FIXTURES") {
        Some(fixtures) => collect(Path::new(&fixtures), &mut files)?,
        None => {
            println!("SINEW_TRAINING_FIXTURES names no folder with more recordings, so they are left out");
        }
    }
    files.sort();
    files.dedup_by(|one, two| fs::read(one).ok() == fs::read(two).ok());
    // Where what brings them is gone, nothing would be compared and all would seem well.
    ensure!(files.len() >= LEAST_FILES, "there are {} recordings, and {LEAST_FILES} are needed", files.len());
    let listing = folder.join("files.txt");
    let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    fs::write(&listing, lines.join("\n"))
        .with_context(|| format!("{} cannot be written", listing.display()))?;
    let output = Command::new(tools.join("python")).arg(root.join(READERS)).arg(&listing).output()?;
    ensure!(output.status.success(), "{READERS} failed: {}", String::from_utf8_lossy(&output.stderr));
    let mut told = BTreeMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let one: Told = serde_json::from_str(line).with_context(|| format!("{READERS} wrote {line}"))?;
        told.insert(one.file.clone(), one);
    }
    let mut compared = Compared::default();
    let agrees = compare(&files, &told, &mut compared);
    let (lines, is_whole) = compared.report();
    println!("values of samples:");
    for line in lines {
        println!("{line}");
    }
    Ok(agrees & is_whole & has_devices(&told))
}

/// Prints the devices and apps of the files that the other reader can read, and says whether they are enough.
fn has_devices(told: &BTreeMap<PathBuf, Told>) -> bool {
    let read = told.values().filter(|file| !file.activities.is_empty());
    let devices: BTreeSet<&str> = read.filter_map(Told::real_device).collect();
    println!("{} devices and apps, of which {LEAST_DEVICES} are needed:", devices.len());
    for device in &devices {
        println!("  {}", device.escape_debug());
    }
    devices.len() >= LEAST_DEVICES
}

fn compare(files: &[PathBuf], told: &BTreeMap<PathBuf, Told>, compared: &mut Compared) -> bool {
    let settings =
        Settings { now: jiff::Timestamp::MAX - jiff::SignedDuration::from_hours(48), length_unit: None };
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut all_well = true;
    for file in files {
        let Some(theirs) = told.get(file) else {
            println!("{}: the other readers say nothing about it", file.display());
            all_well = false;
            continue;
        };
        let ours = fs::read(file)
            .map_err(|error| error.to_string())
            .and_then(|bytes| read(&bytes, &settings).map_err(|refusal| refusal.to_string()));
        let activities: Vec<Activity> = match &ours {
            Ok(found) => found.activities.iter().map(|(_, activity)| activity.clone()).collect(),
            Err(_) => Vec::new(),
        };
        let mut found = differences(&activities, &theirs.activities);
        let mut samples = Vec::new();
        if activities.len() == theirs.activities.len() {
            for (number, (one, two)) in activities.iter().zip(&theirs.activities).enumerate() {
                let differing = compared.hold(one, two, theirs.real_device().is_some());
                samples.extend(differing.into_iter().map(|line| format!("activity {}: {line}", number + 1)));
            }
        }
        let verdict = match (activities.len(), theirs.activities.len()) {
            (0, 0) => "neither finds an activity",
            (_, 0) => "only we find an activity",
            (0, _) => "only they find an activity",
            (one, two) if one != two => "the numbers of activities differ",
            _ if found.is_empty() && samples.is_empty() => "agree",
            _ => "differ",
        };
        let name = file.display().to_string();
        let explained = EXPLAINED.iter().find(|(part, _)| name.contains(part));
        let is_well = matches!(verdict, "agree" | "neither finds an activity")
            // What they refuse as damaged we keep as far as it goes.
            || (verdict == "only we find an activity" && theirs.problem.is_some())
            // What is explained is the summary of an activity, and never a sample.
            || (explained.is_some() && samples.is_empty());
        *counts
            .entry(if explained.is_some() && is_well && verdict != "agree" { "explained" } else { verdict })
            .or_default() += 1;
        if !is_well {
            all_well = false;
            let problem = theirs.problem.clone().unwrap_or_default();
            println!("{name}: {verdict} {} {problem}", ours.err().unwrap_or_default());
            found.extend(samples);
            for line in found {
                println!("  {line}");
            }
        }
    }
    println!("{} files:", files.len());
    for (verdict, count) in counts {
        println!("  {count:>4}  {verdict}");
    }
    for (part, reason) in EXPLAINED {
        println!("  {part}: {reason}");
    }
    all_well
}

/// What differs by more than it may.
fn differences(ours: &[Activity], theirs: &[ToldActivity]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, (one, two)) in ours.iter().zip(theirs).enumerate() {
        let start = match one.start {
            Start::Zoned { at, .. } | Start::Instant(at) => at,
            Start::Local(local) => Offset::UTC.to_timestamp(local).unwrap_or(jiff::Timestamp::MIN),
        };
        let metres = one.distance.map(|way| f64::from(Distance::as_metres(way)));
        let seconds = one.time.map(|time| f64::from(Seconds::get(time)));
        let mut hold = |what: &str, ours: Option<f64>, theirs: Option<f64>, allowed: f64| {
            // What is nothing and what is not said are the same here.
            let (ours, theirs) = (ours.filter(|value| *value > 0.0), theirs.filter(|value| *value > 0.0));
            let near = match (ours, theirs) {
                (None, None) => true,
                (Some(one), Some(two)) => {
                    (one - two).abs() <= allowed.max(two * if what == "metres" { SHARE } else { 0.0 })
                }
                // Less than half a metre is none.
                (None, Some(two)) => two < 0.5,
                (Some(_), None) => false,
            };
            if !near {
                let by = &two.by;
                found.push(format!("activity {}: {what}: we say {ours:?}, {by} says {theirs:?}", number + 1));
            }
        };
        hold("start", Some(start.as_duration().as_secs_f64()), two.start, START);
        hold("metres", metres, two.metres, METRES);
        hold("seconds", seconds, two.seconds, SECONDS);
    }
    found
}

/// The folders of the crates that hold recordings.
fn crates(root: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let package = folder.join("crates");
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    let needs: Vec<String> =
        CRATES.iter().map(|(name, version)| format!("{name} = \"={version}\"")).collect();
    let needs = needs.join("\n");
    let head = "[package]\nname = \"recordings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n";
    fs::write(package.join("Cargo.toml"), format!("{head}{needs}"))?;
    let manifest = package.join("Cargo.toml");
    let manifest = manifest.to_str().context("the path of the target folder is text")?;
    let arguments = ["metadata", "--format-version", "1", "--manifest-path", manifest];
    let output = cargo::command(root, &arguments).output().context("cargo does not start")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo lists packages")?;
    let of = |name: &str| {
        let package = packages.iter().find(|package| package["name"] == name)?;
        Path::new(package["manifest_path"].as_str()?).parent().map(Path::to_owned)
    };
    CRATES.iter().map(|(name, _)| of(name).with_context(|| format!("cargo does not know {name}"))).collect()
}

/// The folders of the source packages that hold recordings.
fn sources(tools: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let sources = folder.join("sources");
    fs::create_dir_all(&sources)?;
    let download = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-binary",
        ":all:",
    ];
    run(Command::new(tools.join("python")).args(download).args(SOURCES).arg("--dest").arg(&sources))?;
    let npm = Command::new("npm").args(["pack", "--silent", PACKAGE]).current_dir(&sources).output();
    if !npm.is_ok_and(|output| output.status.success()) {
        println!("npm gives no {PACKAGE}, so its recording is left out");
    }
    for entry in fs::read_dir(&sources)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "gz" || ending == "tgz") {
            let into = path.with_extension("files");
            fs::create_dir_all(&into)?;
            let unpack =
                "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2], filter='data')";
            run(Command::new(tools.join("python")).args(["-c", unpack]).arg(&path).arg(&into))?;
        }
    }
    Ok(vec![sources])
}

/// Recordings that are made here, in each format.
fn made(folder: &Path) -> Result<Vec<PathBuf>> {
    let made = folder.join("made");
    fs::create_dir_all(&made)?;
    for (number, metres) in [(1_i8, 800_u32), (2, 5_000), (3, 10_550), (4, 42_195)] {
        let local = jiff::civil::date(2026, 3, number).at(7, 30, 0, 0);
        // What a sensor at the chest measures, which few files of others have.
        let form = Form {
            strides: [84 * 128 + 64, 86 * 128 + 3],
            step_length: [1_053, 978],
            contact: [251, 268],
            balance: Some([4_987, 5_093]),
            bounce: [92, 87],
        };
        let recording = Recording { rise: 0.2, form: Some(form), ..Recording::run(local, metres) };
        fs::write(made.join(format!("{metres}.fit")), recording.fit())?;
        fs::write(made.join(format!("{metres}.gpx")), recording.gpx())?;
        fs::write(made.join(format!("{metres}.tcx")), recording.tcx())?;
    }
    Ok(vec![made])
}

/// All recordings below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| matches!(ending.to_ascii_lowercase().as_str(), "fit" | "gpx" | "tcx"))
        {
            files.push(path);
        }
    }
    Ok(())
}
