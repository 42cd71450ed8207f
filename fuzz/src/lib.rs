//! What is fuzzed: each function takes any bytes and panics if something that must always hold does not.
//!
//! The fuzzer calls them through the targets beside this file; a test of the workspace calls them with every file of the corpus.
#![forbid(unsafe_code)]

use sinew_app::{
    Shelf,
    answers::{AnswersFile, AnswersFormat, fit_leniently},
};
use sinew_diag::render::{self, RenderOptions};
use sinew_ext::{
    Supplied, any_reply,
    frame::{FrameProblem, MOST_REPLY, read_frame, write_frame},
    message::{read_from_runner, read_to_runner, write_from_runner},
};
use sinew_install::{ArchiveFormat, read_archive, write_archive};
use sinew_logic::{Formula, Truth};
use sinew_model::{Answers, Date, Question, RawAnswer};
use sinew_pack::PackSource;
use std::collections::BTreeMap;

const DAY: Date = Date::constant(2026, 3, 4);

/// A sound pack, whose files take the place of those that the fuzzer leaves out.
fn sound() -> PackSource {
    let files = [
        ("pack.toml", include_str!("../../tests/packs/sore-elbow/pack.toml")),
        ("questions.toml", include_str!("../../tests/packs/sore-elbow/questions.toml")),
        ("red-flags.toml", include_str!("../../tests/packs/sore-elbow/red-flags.toml")),
        ("conditions.toml", include_str!("../../tests/packs/sore-elbow/conditions.toml")),
        ("causes.toml", include_str!("../../tests/packs/sore-elbow/causes.toml")),
        ("actions.toml", include_str!("../../tests/packs/sore-elbow/actions.toml")),
        ("properties.toml", include_str!("../../tests/packs/sore-elbow/properties.toml")),
        ("sources.toml", include_str!("../../tests/packs/sore-elbow/sources.toml")),
        ("cases/people.toml", include_str!("../../tests/packs/sore-elbow/cases/people.toml")),
    ];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    PackSource { folder: "sore-elbow".into(), shown_at: "sore-elbow".into(), files: files.collect() }
}

/// A pack in any state: files, each below a line `=== PATH`, that take the place of those of a sound pack, or stand behind them if
/// the line is `+++ PATH`.
///
/// Checking it never panics, finds the same twice, draws everything that it found, and gives a pack just if there is no error. Its
/// names are there whatever is wrong. What loads can be asked through to a result.
pub fn pack(data: &[u8]) {
    let mut source = sound();
    for (whole, path, content) in parts(data) {
        let file = source.files.entry(path).or_default();
        if whole {
            file.clear();
        }
        file.extend(content);
    }
    drop(sinew_pack::headline(&source));
    let sources = [source];
    let loaded = sinew_pack::inspect(&sources, "sore-elbow", DAY);
    assert_eq!(loaded.pack.is_some(), !loaded.has_errors(), "a pack just if there is no error");
    let again = sinew_pack::inspect(&sources, "sore-elbow", DAY);
    assert_eq!(loaded.diagnostics, again.diagnostics, "the same twice");
    let drawn = render::human(&loaded.diagnostics, &loaded.texts, RenderOptions::default());
    assert_eq!(drawn.is_empty(), loaded.diagnostics.is_empty(), "everything is drawn");
    render::short(&loaded.diagnostics, &loaded.texts);
    let names = sinew_pack::names(&sources, "sore-elbow");
    if let Some(pack) = &loaded.pack {
        let names = names.expect("what loads has names");
        let is_known = |id| names.of(sinew_pack::NameKind::Question).any(|name| name.name == id);
        assert!(
            names.is_whole && pack.questions().iter().all(|question| is_known(question.id.as_str())),
            "all its names"
        );
    }
    let [source] = sources;
    let Ok(shelf) = Shelf::of(vec![source]) else { return };
    if let Ok(report) = shelf.check(&[], DAY) {
        report.summary();
    }
    if let Ok(loaded) = shelf.load("sore-elbow") {
        let pack = loaded.pack;
        let mut answers = Answers::new(&pack);
        // Everybody who is not sure, or takes the first answer there is, gets to an end.
        for _ in 0..=pack.questions().len() {
            let sinew_app::Step::Ask(question) = sinew_app::next_step(&pack, &answers) else { break };
            let asked = &pack.questions()[question];
            let answer = asked.read_answer(&written(asked)).expect("what is offered is taken");
            assert!(answers.set(&pack, question, answer), "what is asked is not given");
        }
        assert!(
            matches!(sinew_app::next_step(&pack, &answers), sinew_app::Step::Done(_)),
            "the interview ends"
        );
        assert!(sinew_app::assess(&pack, &answers, DAY, None).is_ok(), "and has a result");
    }
}

/// "Not sure" where that is offered, and otherwise the first answer there is.
fn written(question: &Question) -> RawAnswer {
    match question.number_range() {
        _ if question.not_sure => RawAnswer::Text("not-sure".into()),
        Some((least, _)) => RawAnswer::Number(least.into()),
        None => RawAnswer::Text(question.answer_forms().swap_remove(0)),
    }
}

/// The parts of the input: whether a part is a whole file, its path and its content.
fn parts(data: &[u8]) -> Vec<(bool, String, Vec<u8>)> {
    let mut parts: Vec<(bool, String, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        let head = [(true, &b"=== "[..]), (false, &b"+++ "[..])];
        let head = head.into_iter().find_map(|(whole, mark)| Some((whole, line.strip_prefix(mark)?)));
        match (head, parts.last_mut()) {
            (Some((whole, path)), _) => {
                parts.push((whole, String::from_utf8_lossy(path).trim().to_owned(), Vec::new()));
            }
            (None, Some((_, _, content))) => content.extend(line),
            (None, None) => parts.push((false, "questions.toml".into(), line.to_vec())),
        }
    }
    parts
}

/// A formula over eight atoms with any truth for each: its verdict is what all ways of settling the unknown ones agree on or less,
/// it never turns over when one is settled, and what it names as its reasons decides it alone.
pub fn formula(data: &[u8]) {
    let mut bytes = data.iter().copied();
    let truths: [Truth; 8] = std::array::from_fn(|_| match bytes.next().unwrap_or(0) % 3 {
        0 => Truth::False,
        1 => Truth::True,
        _ => Truth::Unknown,
    });
    let formula = built(&mut bytes, 0);
    let value = |truths: &[Truth; 8]| formula.evaluate(&|atom: &usize| truths[*atom % 8]);
    let verdict = value(&truths);
    for at in (0..8).filter(|at| truths[*at].is_unknown()) {
        for settled in [Truth::False, Truth::True] {
            let mut more = truths;
            more[at] = settled;
            if !verdict.is_unknown() {
                assert_eq!(value(&more), verdict, "a verdict does not turn over");
            }
        }
    }
    let reasons = formula.explain(&|atom: &usize| truths[*atom % 8]);
    if !verdict.is_unknown() {
        let named: BTreeMap<usize, Truth> =
            reasons.iter().map(|reason| (*reason.atom % 8, reason.truth)).collect();
        let alone: [Truth; 8] = std::array::from_fn(|at| named.get(&at).copied().unwrap_or(Truth::Unknown));
        assert_eq!(value(&alone), verdict, "the reasons decide alone");
    }
}

fn built(bytes: &mut dyn Iterator<Item = u8>, depth: usize) -> Formula<usize> {
    let kind = if depth > 6 { 0 } else { bytes.next().unwrap_or(0) % 6 };
    let members = |bytes: &mut dyn Iterator<Item = u8>| -> Vec<Formula<usize>> {
        let count = bytes.next().unwrap_or(0) % 4;
        (0..count).map(|_| built(bytes, depth + 1)).collect()
    };
    match kind {
        0 => Formula::Atom(usize::from(bytes.next().unwrap_or(0) % 8)),
        1 => Formula::All(members(bytes)),
        2 => Formula::Any(members(bytes)),
        3 => Formula::Not(Box::new(built(bytes, depth + 1))),
        4 => Formula::AtLeast { count: u32::from(bytes.next().unwrap_or(0) % 5), of: members(bytes) },
        _ => {
            let count = bytes.next().unwrap_or(0) % 5;
            let point = |bytes: &mut dyn Iterator<Item = u8>| {
                let atom = usize::from(bytes.next().unwrap_or(0) % 8);
                (atom, i32::from(i8::from_ne_bytes([bytes.next().unwrap_or(0)])))
            };
            let points = (0..count).map(|_| point(bytes)).collect();
            Formula::Score { points, at_least: i32::from(i8::from_ne_bytes([bytes.next().unwrap_or(0)])) }
        }
    }
}

/// An answers file in any state: reading it never panics, what was read is read again from what is written, and the answers are
/// held against a pack.
pub fn answers(data: &[u8]) {
    let Ok(file) = AnswersFile::parse(data, AnswersFormat::Detect) else { return };
    for (text, format) in [(file.to_toml(), AnswersFormat::Toml), (file.to_json(), AnswersFormat::Json)] {
        let again = AnswersFile::parse(text.as_bytes(), format).expect("what is written can be read");
        assert_eq!(again, file, "what is written says what was read");
    }
    let loaded = sinew_pack::load(&[sound()], "sore-elbow");
    let pack = loaded.pack.expect("the sound pack loads");
    let fitted = fit_leniently(&pack, &file.current);
    drop(sinew_app::assess(&pack, &fitted.answers, DAY, None));
}

/// An archive in any state. What begins like a gzip or zstd file is taken as it is; anything else is the tar file within, whose
/// headers are given true checksums, so that what lies behind them is tried too.
///
/// Reading gives a bundle or a refusal. What was read has plain names, can be written, and is read again as it was.
pub fn archive(data: &[u8]) {
    let is_packed = data.starts_with(&[0x1f, 0x8b]) || data.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let read = if is_packed { read_archive(data) } else { read_archive(&packed(&with_checksums(data))) };
    let bundle = match read {
        Ok(bundle) => bundle,
        Err(refusal) => {
            let told = refusal.to_string();
            assert!(
                !told.is_empty() && !told.contains(|at: char| at.is_control()),
                "{told:?} is one plain line"
            );
            assert!(!refusal.remedy().is_empty(), "what to do is said");
            return;
        }
    };
    for path in bundle.files().into_keys() {
        let is_plain =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
        assert!(path.split('/').all(is_plain), "{path:?} is a plain path below the pack");
    }
    for format in [ArchiveFormat::TarZst, ArchiveFormat::TarGz] {
        // A name may be too long together with the folder that it gets.
        let Ok(written) = write_archive(&bundle, format) else { continue };
        let again = read_archive(&written).expect("what is written is taken");
        assert_eq!(again.files(), bundle.files(), "what is written says what was read");
        assert_eq!(again.manifest(), bundle.manifest(), "and is signed alike");
    }
}

/// A tar file whose headers have true checksums.
fn with_checksums(data: &[u8]) -> Vec<u8> {
    let mut tar = data.to_vec();
    for block in tar.chunks_exact_mut(512).filter(|block| block[0] != 0 && block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    tar
}

/// A gzip file that holds its content as it is.
fn packed(data: &[u8]) -> Vec<u8> {
    const MOST: usize = 0xffff;
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = data.chunks(MOST).peekable();
    loop {
        let block = blocks.next().unwrap_or_default();
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        let is_last = blocks.peek().is_none();
        file.push(u8::from(is_last));
        file.extend(length.to_le_bytes());
        file.extend((!length).to_le_bytes());
        file.extend(block);
        if is_last {
            break;
        }
    }
    let checksum = !data.iter().fold(u32::MAX, |sum, byte| {
        let bit = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        (0..8).fold(sum ^ u32::from(*byte), bit)
    });
    file.extend(checksum.to_le_bytes());
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    file
}

/// What the child of a native extension says, in any state: as a stream of frames, of messages in either direction, and as what a
/// library answers.
///
/// Reading gives frames that are no longer than is taken, and then an end or an error. A message is read again from what is written. A
/// fact that counts lies in its range.
pub fn frames(data: &[u8]) {
    let mut rest = data;
    loop {
        match read_frame(&mut rest, MOST_REPLY) {
            Ok(frame) => {
                assert!(frame.capacity() <= MOST_REPLY, "no more memory than is taken");
                let mut again = Vec::new();
                write_frame(&mut again, &frame, MOST_REPLY).expect("what was taken is sent");
                assert_eq!(read_frame(&mut again.as_slice(), MOST_REPLY).expect("and read"), frame);
            }
            Err(FrameProblem::Ended) => break,
            Err(problem) => {
                assert!(!problem.to_string().is_empty(), "what is wrong is said");
                break;
            }
        }
    }
    let mut rest = data;
    while let Ok((message, bytes)) = read_from_runner(&mut rest) {
        let mut again = Vec::new();
        write_from_runner(&mut again, &message, &bytes).expect("what was heard can be said");
        assert_eq!(read_from_runner(&mut again.as_slice()).expect("and heard"), (message, bytes));
    }
    let mut rest = data;
    while read_to_runner(&mut rest).is_ok() {}
    for supplied in any_reply(data).into_iter().flat_map(std::collections::BTreeMap::into_values) {
        assert!(!matches!(supplied, Supplied::Number(value) if !(0..=9).contains(&value)), "in its range");
    }
}
