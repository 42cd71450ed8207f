//! Folders, packed files and archives.
#![forbid(unsafe_code)]

use flate2::{Compression, write::GzEncoder};
use jiff::civil::date;
use sinew_import::{Cause, FileReport, Import, LARGEST, Outcome, Progress, Settings};
use sinew_recordings::Recording;
use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn settings() -> Settings {
    Settings { now: "2026-11-29T12:00:00Z".parse().expect("it is a time"), length_unit: None }
}

fn run(day: i8) -> Recording {
    Recording::run(date(2026, 10, day).at(7, 30, 0, 0), 5_000)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes bytes");
    encoder.finish().expect("memory takes bytes")
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes bytes");
        writer.write_all(bytes).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes bytes").into_inner()
}

fn import_with(paths: &[&Path], known: BTreeSet<String>) -> (Vec<FileReport>, Progress) {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
    let mut reports = Vec::new();
    let mut last = Progress::default();
    let flow = Import::new(&paths, settings(), known).run(&mut |report, progress| {
        reports.push(report);
        last = progress;
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    (reports, last)
}

fn import(path: &Path) -> Vec<FileReport> {
    import_with(&[path], BTreeSet::new()).0
}

/// What became of each file, with its name below the folder.
fn outcomes(reports: &[FileReport], folder: &Path) -> Vec<(String, String)> {
    let prefix = format!("{}/", folder.display());
    reports
        .iter()
        .map(|report| {
            let outcome = match &report.outcome {
                Outcome::Read { readings, remarks } => {
                    format!("{} read, {} remarks", readings.len(), remarks.len())
                }
                Outcome::Known => "known".to_owned(),
                Outcome::Nothing(nothing) => format!("nothing: {nothing}"),
                Outcome::Refused(refusal) => format!("refused: {refusal}"),
            };
            (report.file.replace(&prefix, ""), outcome)
        })
        .collect()
}

/// Everything that an export may hold, good and bad, in one folder: each file has one line, in the order of their names.
#[test]
fn every_file_of_a_folder_is_read_or_reported() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, bytes: &[u8]| {
        fs::create_dir_all(at.join(name).parent().unwrap()).unwrap();
        fs::write(at.join(name), bytes).unwrap();
    };
    let inner = archive(&[("1.fit", &run(7).fit()), ("2.fit", &run(7).fit())]);
    let innermost = archive(&[("deep.zip", &archive(&[("3.fit", &run(8).fit())]))]);
    write("a/1.fit", &run(1).fit());
    write("a/2.gpx", run(2).gpx().as_bytes());
    write("a/3.tcx.gz", &gzip(run(3).tcx().as_bytes()));
    write("b/again.fit.gz", &gzip(&run(1).fit()));
    write("b/broken.fit.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00");
    write("b/empty.fit", b"");
    write("b/empty.gz", &gzip(b""));
    write("b/half.zip", &inner[..inner.len() / 2]);
    write("b/photo.jpg", &[0xff; 5_000]);
    write(
        "export.zip",
        &archive(&[
            ("activities/4.fit.gz", &gzip(&run(4).fit())),
            ("../../5.gpx", run(5).gpx().as_bytes()),
            ("bad\u{1b}[2J.fit", b"0000"),
            ("part.zip", &inner),
            ("part2.zip", &innermost),
        ]),
    );
    let (reports, progress) = import_with(&[at, &at.join("missing.fit")], BTreeSet::new());
    let found = outcomes(&reports, at);
    let expected = [
        ("a/1.fit", "1 read, 0 remarks"),
        ("a/2.gpx", "1 read, 0 remarks"),
        ("a/3.tcx.gz", "1 read, 0 remarks"),
        ("b/again.fit.gz", "known"),
        ("b/broken.fit.gz", "refused: cannot be unpacked: unexpected end of file"),
        ("b/empty.fit", "refused: the file is empty"),
        ("b/empty.gz", "refused: the file is empty"),
        ("b/half.zip", "refused: cannot be unpacked: invalid Zip archive: Could not find EOCD"),
        ("b/photo.jpg", "nothing: not FIT, GPX, TCX or a table of activities"),
        ("export.zip > activities/4.fit.gz", "1 read, 0 remarks"),
        ("export.zip > ../../5.gpx", "1 read, 0 remarks"),
        ("export.zip > bad?[2J.fit", "refused: is called like a FIT file, and its content is none"),
        ("export.zip > part.zip > 1.fit", "1 read, 0 remarks"),
        ("export.zip > part.zip > 2.fit", "known"),
        ("export.zip > part2.zip > deep.zip", "refused: is an archive in an archive in an archive"),
        ("missing.fit", "refused: cannot be read: No such file or directory"),
    ];
    let expected = expected.map(|(file, outcome)| (file.to_owned(), outcome.to_owned()));
    assert_eq!(found, expected);
    assert_eq!(progress, Progress { done: 16, known: 16 });
    assert!(!at.join("../../5.gpx").exists(), "nothing is unpacked");
}

#[test]
fn a_run_and_its_packed_copy_are_one_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.fit.gz");
    fs::write(&path, gzip(&run(1).fit())).unwrap();
    let reports = import(&path);
    let [FileReport { outcome: Outcome::Read { readings, .. }, .. }] = reports.as_slice() else {
        panic!("{reports:?}")
    };
    let source = &readings[0].source;
    assert_eq!(source.content.len(), 64);
    let plain = folder.path().join("copy.fit");
    fs::write(&plain, run(1).fit()).unwrap();
    let (again, _) = import_with(&[&plain], BTreeSet::from([source.content.clone()]));
    assert_eq!(again[0].outcome, Outcome::Known);
}

/// A gibibyte of blanks, packed into a megabyte: alone, and in an archive. What is in front looks like a recording.
#[test]
fn a_bomb_of_a_gibibyte_is_left_early() {
    let folder = tempfile::tempdir().unwrap();
    // A packed file may be several behind each other, so that a mebibyte has to be packed only once.
    let mebibyte = gzip(&vec![b' '; 1 << 20]);
    let mut bomb = gzip(run(1).gpx().trim_end().trim_end_matches("</gpx>").as_bytes());
    for _ in 0..1_024 {
        bomb.extend_from_slice(&mebibyte);
    }
    bomb.extend_from_slice(&gzip(b"</gpx>"));
    assert!(bomb.len() < 8 << 20);
    let path = folder.path().join("bomb.gpx.gz");
    fs::write(&path, &bomb).unwrap();
    let packed = folder.path().join("bomb.zip");
    fs::write(&packed, archive(&[("bomb.gpx.gz", &bomb), ("good.fit", &run(2).fit())])).unwrap();
    let too_large = |report: &FileReport| match &report.outcome {
        Outcome::Refused(refusal) => refusal.cause == Cause::TooLarge { limit: LARGEST },
        _ => false,
    };
    assert!(too_large(&import(&path)[0]));
    let reports = import(&packed);
    assert!(too_large(&reports[0]));
    assert!(matches!(reports[1].outcome, Outcome::Read { .. }), "the rest is read");
}

#[test]
fn a_packed_file_that_was_cut_off_keeps_what_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.gpx.gz");
    let whole = gzip(run(1).gpx().as_bytes());
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let reports = import(&path);
    let Outcome::Read { readings, .. } = &reports[0].outcome else { panic!("{reports:?}") };
    assert!(readings[0].activity.is_cut);
}

#[test]
fn an_import_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    for day in 1..5 {
        fs::write(folder.path().join(format!("{day}.fit")), run(day).fit()).unwrap();
    }
    let mut seen = 0;
    let flow = Import::new(&[folder.path().to_owned()], settings(), BTreeSet::new()).run(&mut |_, _| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(flow.is_break());
    assert_eq!(seen, 2);
}

#[cfg(unix)]
#[test]
fn links_in_folders_lead_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
    fs::write(folder.path().join("1.fit"), run(1).fit()).unwrap();
    assert_eq!(
        outcomes(&import(folder.path()), folder.path()),
        [
            ("1.fit".to_owned(), "1 read, 0 remarks".to_owned()),
            ("round".to_owned(), "nothing: a link, which is only followed if you name it".to_owned())
        ]
    );
    // Named, it is followed once.
    let named = import(&folder.path().join("round"));
    assert_eq!(named.len(), 2);
    assert!(matches!(named[0].outcome, Outcome::Read { .. }), "{named:?}");
}

/// All came out, and the checksum says that it is not what went in.
#[test]
fn a_packing_with_a_wrong_checksum_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.fit.gz");
    let mut packed = gzip(&run(1).fit());
    let checksum = packed.len() - 8;
    packed[checksum] ^= 1;
    fs::write(&path, packed).unwrap();
    let reports = import(&path);
    let [FileReport { outcome: Outcome::Read { readings, remarks }, .. }] = reports.as_slice() else {
        panic!("{reports:?}")
    };
    assert_eq!(readings.len(), 1);
    let said: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    let [said] = said.as_slice() else { panic!("{said:?}") };
    assert!(said.starts_with("its packing is damaged (") && said.contains("checksum"), "{said}");
}

/// Somebody who sees a recording by its name wants to know that it is none.
#[test]
fn what_is_called_a_recording_and_is_none_is_no_mere_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (name, content) in [
        ("broken.FIT", b"\x0e\x10garbage".to_vec()),
        ("page.gpx", b"<html><body>Please sign in</body></html>".to_vec()),
        ("packed.tcx.gz", gzip(b"not a recording")),
        ("note.txt", b"not a recording".to_vec()),
    ] {
        fs::write(at.join(name), content).unwrap();
    }
    let called = |format| format!("refused: is called like a {format} file, and its content is none");
    assert_eq!(
        outcomes(&import(at), at),
        [
            ("broken.FIT".to_owned(), called("FIT")),
            ("note.txt".to_owned(), "nothing: not FIT, GPX, TCX or a table of activities".to_owned()),
            ("packed.tcx.gz".to_owned(), called("TCX")),
            ("page.gpx".to_owned(), called("GPX")),
        ]
    );
}
