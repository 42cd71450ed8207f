//! Archives made by hand, byte for byte: good ones, hostile ones, damaged ones, and ones that grow without end.

use super::{
    compression::{MAX_UNPACKED_BYTES, MAX_WINDOW_BYTES, read_bounded},
    entries::MAX_ENTRIES,
    *,
};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use proptest::prelude::*;
use ruzstd::{decoding::StreamingDecoder, encoding::CompressionLevel};
use std::io::{BufReader, Read, Write as _};

const PACK: &[u8] = b"id = \"sore-spot\"\nkind = \"injury\"\nversion = \"0.3.1\"\ntitle = \"A sore spot\"\n";
const FORMATS: [ArchiveFormat; 2] = [ArchiveFormat::TarZst, ArchiveFormat::TarGz];

/// A header of a tar file, field by field.
fn header(name: &[u8], kind: u8, size: u64) -> [u8; 512] {
    let mut block = [0; 512];
    block[..name.len()].copy_from_slice(name);
    block[100..107].copy_from_slice(b"0000644");
    block[108..115].copy_from_slice(b"0000000");
    block[116..123].copy_from_slice(b"0000000");
    block[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    block[136..147].copy_from_slice(b"00000000000");
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    with_checksum(block)
}

fn with_checksum(mut block: [u8; 512]) -> [u8; 512] {
    block[148..156].copy_from_slice(b"        ");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// A header with its content, filled up to whole blocks.
fn entry(name: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = header(name, kind, content.len() as u64).to_vec();
    bytes.extend(content);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn file(name: &str, content: &[u8]) -> Vec<u8> {
    entry(name.as_bytes(), b'0', content)
}

/// Entries with the end of an archive behind them.
fn tar(entries: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = entries.concat();
    bytes.extend([0; 1024]);
    bytes
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Why the archive with these entries is refused, in both formats.
#[track_caller]
fn refusal(entries: &[Vec<u8>]) -> Refusal {
    let tar = tar(entries);
    let refusal = read_archive(&gz(&tar)).expect_err("the archive is not taken");
    assert_eq!(read_archive(&zst(&tar)), Err(refusal.clone()));
    assert!(!refusal.remedy().is_empty());
    refusal
}

fn paths(bundle: &Bundle) -> Vec<&str> {
    bundle.files().into_keys().collect()
}

// ------------------------------------------------------------------------------------------------ what is taken

#[test]
fn files_stand_at_the_top_or_in_one_folder() {
    let inner = |prefix: &str| {
        let names = ["pack.toml", "cases/people.toml", "README.md", "LICENSE", "picture.png", "._README.md"];
        names.map(|name| file(&format!("{prefix}{name}"), if name == "pack.toml" { PACK } else { b"x" }))
    };
    let folder = |name: &str| entry(name.as_bytes(), b'5', b"");
    let mut bundles = Vec::new();
    for entries in [
        inner("").to_vec(),
        inner("./").to_vec(),
        [vec![folder("./")], inner("./").to_vec()].concat(),
        inner("sore-spot/").to_vec(),
        inner("./sore-spot-0.3.1/").to_vec(),
        [vec![folder("any name"), folder("any name/cases/")], inner("any name/").to_vec()].concat(),
        [inner("x/").to_vec(), vec![file("._x", b"left behind by a system")]].concat(),
        [vec![entry(b"pax_global_header", b'g', b"14 comment=a1\n")], inner("x/").to_vec()].concat(),
    ] {
        for packed in [gz(&tar(&entries)), zst(&tar(&entries))] {
            bundles.push(read_archive(&packed).unwrap());
        }
    }
    for bundle in bundles {
        assert_eq!(paths(&bundle), ["LICENSE", "README.md", "cases/people.toml", "pack.toml"]);
        assert_eq!(bundle.left_out(), ["picture.png"]);
        assert_eq!(bundle.source().folder, "sore-spot");
        assert_eq!(bundle.files()["pack.toml"], PACK);
    }
}

#[test]
fn a_signature_stands_in_the_pack_or_beside_its_folder() {
    let pack = file("sore-spot/pack.toml", PACK);
    for name in ["sore-spot/pack.minisig", "pack.minisig"] {
        let bundle = read_archive(&gz(&tar(&[pack.clone(), file(name, b"signature")]))).unwrap();
        assert_eq!(bundle.signature(), Some(&b"signature"[..]), "{name}");
    }
    let twice = [pack, file("pack.minisig", b"one"), file("sore-spot/pack.minisig", b"other")];
    assert_eq!(refusal(&twice).cause(), &Cause::Twice);
}

/// Other programs write names that are too long for a header in further entries before it.
#[test]
fn long_names_are_read_in_both_ways_of_writing_them() {
    let long = format!("cases/{}.toml", "x".repeat(120));
    let short = file("cases/short.toml", b"x");
    let gnu = [entry(b"././@LongLink", b'L', format!("{long}\0").as_bytes()), short.clone()].concat();
    let record = |key: &str, value: &str| {
        let length = (1..1_000).find(|length| format!("{length} {key}={value}\n").len() == *length).unwrap();
        format!("{length} {key}={value}\n")
    };
    let pax = [entry(b"PaxHeaders/x", b'x', record("path", &long).as_bytes()), short.clone()].concat();
    for long_name in [gnu, pax] {
        let bundle = read_archive(&gz(&tar(&[file("pack.toml", PACK), long_name]))).unwrap();
        assert_eq!(paths(&bundle), [long.as_str(), "pack.toml"]);
    }
    // What such an entry says is held against the same rules as a header.
    let leading_out =
        [entry(b"PaxHeaders/x", b'x', record("path", "../x").as_bytes()), short.clone()].concat();
    assert_eq!(refusal(&[file("pack.toml", PACK), leading_out]).cause(), &Cause::LeadsOutside);
    let sparse =
        [entry(b"PaxHeaders/x", b'x', record("GNU.sparse.major", "1").as_bytes()), short.clone()].concat();
    assert_eq!(refusal(&[file("pack.toml", PACK), sparse]).cause(), &Cause::Sparse);
    let sized = [entry(b"PaxHeaders/x", b'x', record("size", "99999999999").as_bytes()), short].concat();
    assert_eq!(refusal(&[file("pack.toml", PACK), sized]).cause(), &Cause::EndsEarly);
    let nothing_behind = entry(b"PaxHeaders/x", b'x', record("path", "a").as_bytes());
    assert!(matches!(refusal(&[file("pack.toml", PACK), nothing_behind]).cause(), Cause::Damaged(_)));
}

// ------------------------------------------------------------------------------------------------ what is refused

#[test]
fn entries_that_no_pack_has_are_refused_by_name() {
    let clash = |earlier: &str| Cause::CaseClash(earlier.into());
    let link = |kind: u8, name: &str, target: &str| {
        let mut block = header(name.as_bytes(), kind, 0);
        block[157..157 + target.len()].copy_from_slice(target.as_bytes());
        with_checksum(block).to_vec()
    };
    for (name, bad, cause) in [
        ("../x.toml", file("../x.toml", b"x"), Cause::LeadsOutside),
        ("a/../../x", file("a/../../x", b"x"), Cause::LeadsOutside),
        ("./../x", file("./../x", b"x"), Cause::LeadsOutside),
        ("..", entry(b"..", b'5', b""), Cause::LeadsOutside),
        ("/etc/x.toml", file("/etc/x.toml", b"x"), Cause::Absolute),
        ("/", entry(b"/", b'5', b""), Cause::EmptyPart),
        ("C:\\x", file("C:\\x", b"x"), Cause::Character(':')),
        ("a\\b", file("a\\b", b"x"), Cause::Character('\\')),
        ("a//b", file("a//b", b"x"), Cause::EmptyPart),
        ("a/", file("a/", b"x"), Cause::EmptyPart),
        ("a\u{1b}[2J", file("a\u{1b}[2J", b"x"), Cause::Character('\u{1b}')),
        ("a\u{202e}b", file("a\u{202e}b", b"x"), Cause::Character('\u{202e}')),
        ("aux.md", file("aux.md", b"x"), Cause::DeviceName),
        ("end.", file("end.", b"x"), Cause::EndsBadly),
        ("end /x", file("end /x", b"x"), Cause::EndsBadly),
        ("a\u{fffd}b", entry(b"a\xffb", b'0', b"x"), Cause::NotUnicode),
        ("link", link(b'2', "link", "/etc"), Cause::Link),
        ("cases", link(b'2', "cases", ".."), Cause::Link),
        ("hard", link(b'1', "hard", "/etc/passwd"), Cause::Link),
        ("tty", entry(b"tty", b'3', b""), Cause::OddKind),
        ("disk", entry(b"disk", b'4', b""), Cause::OddKind),
        ("pipe", entry(b"pipe", b'6', b""), Cause::OddKind),
        ("whole", entry(b"whole", b'7', b"x"), Cause::OddKind),
        ("global", entry(b"global", b'g', b"16 path=../x.md\n"), Cause::OddKind),
        ("global", entry(b"global", b'g', b"13 comment=x\n16 path=../x.md\n"), Cause::OddKind),
        ("global", entry(b"global", b'g', b"nonsense"), Cause::OddKind),
        ("volume", entry(b"volume", b'V', b""), Cause::OddKind),
        ("odd", entry(b"odd", b'Z', b"x"), Cause::OddKind),
        ("full/", entry(b"full/", b'5', b"x"), Cause::OddKind),
        ("pack.toml", file("pack.toml", b"x"), Cause::Twice),
        ("./pack.toml", file("./pack.toml", b"x"), Cause::Twice),
        ("PACK.TOML", file("PACK.TOML", b"x"), clash("pack.toml")),
        ("Cases/b.toml", [file("cases/a.toml", b"x"), file("Cases/b.toml", b"x")].concat(), clash("cases")),
        ("pack.toml/x", file("pack.toml/x", b"x"), Cause::FileAndFolder),
        ("pack.toml/", entry(b"pack.toml/", b'5', b""), Cause::FileAndFolder),
    ] {
        let found = refusal(&[file("pack.toml", PACK), bad]);
        assert_eq!(found.cause(), &cause, "{name}");
        let plain = name.strip_prefix("./").unwrap_or(name);
        let told = [Some(name), Some(plain), Some(name.trim_end_matches('/'))];
        assert!(told.contains(&found.entry()), "{name}: {:?}", found.entry());
        let text = found.to_string();
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\n']), "{text:?} would steer a terminal");
    }
    // An old kind of sparse file has a kind of its own. Its map is empty here.
    let mut sparse = header(b"holes", b'S', 0);
    sparse[257..265].copy_from_slice(b"ustar  \0");
    let found = refusal(&[file("pack.toml", PACK), with_checksum(sparse).to_vec()]);
    assert!(matches!(found.cause(), Cause::Sparse | Cause::Damaged(_)), "{found}");
}

#[test]
fn an_archive_holds_one_pack() {
    let inner = gz(&tar(&[file("pack.toml", PACK)]));
    for entries in [
        vec![],
        vec![file("README.md", b"x")],
        vec![entry(b"pack.toml", b'5', b"")],
        vec![file("deep/er/pack.toml", PACK)],
        vec![file(".hidden/pack.toml", PACK)],
        vec![file("pack.tar.gz", &inner)],
    ] {
        assert_eq!(refusal(&entries).cause(), &Cause::NoPack);
    }
    let two = [file("a/pack.toml", PACK), file("b/pack.toml", PACK)];
    assert_eq!(refusal(&two).cause(), &Cause::SeveralPacks("a".into(), "b".into()));
    let beside = refusal(&[file("a/pack.toml", PACK), file("more.toml", b"x")]);
    assert_eq!(
        beside.to_string(),
        "the entry `more.toml`: it lies outside of the folder `a`, in which the pack is"
    );
    // An archive inside another one is just a file that is left out.
    let nested = read_archive(&gz(&tar(&[file("pack.toml", PACK), file("inner.tar.gz", &inner)]))).unwrap();
    assert_eq!((paths(&nested), nested.left_out()), (vec!["pack.toml"], &["inner.tar.gz".to_owned()][..]));
}

#[test]
fn what_is_no_archive_is_said_so() {
    let tar = tar(&[file("pack.toml", PACK)]);
    for bytes in [&b""[..], b"\x1f", b"PK\x03\x04 a zip file", &tar, PACK, b"BZh91AY", b"\xfd7zXZ\0"] {
        assert_eq!(read_archive(bytes), Err(Refusal::of(Cause::NotAnArchive)));
    }
    // Packed twice it is an archive of something that is no tar file.
    for twice in [gz(&gz(&tar)), zst(&gz(&tar)), gz(&zst(&tar))] {
        assert!(matches!(read_archive(&twice).unwrap_err().cause(), Cause::Damaged(_) | Cause::EndsEarly));
    }
    for nothing in [gz(b""), zst(b""), gz(&[0; 512]), gz(b"not tar")] {
        let cause = read_archive(&nothing).unwrap_err().cause().clone();
        assert!(matches!(cause, Cause::EndsEarly | Cause::Damaged(_)), "{cause}");
    }
}

#[test]
fn sizes_that_are_not_true_are_refused() {
    let with_size = |field: &[u8; 12]| {
        let mut block = header(b"large.md", b'0', 0);
        block[124..136].copy_from_slice(field);
        with_checksum(block).to_vec()
    };
    for field in [
        b"77777777777\0",
        // Sizes beyond that are written in binary.
        b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"00000002001\0",
        b"nonsense   \0",
    ] {
        let found = refusal(&[file("pack.toml", PACK), with_size(field)]);
        assert!(matches!(found.cause(), Cause::EndsEarly | Cause::Damaged(_)), "{found}");
    }
    let found = refusal(&[file("pack.toml", PACK), with_size(b"77777777777\0")]);
    assert_eq!((found.entry(), found.cause()), (Some("large.md"), &Cause::EndsEarly));

    // What is told of a number that is none may be what stands in its place.
    let mut odd = header(b"pack.toml", b'0', 0);
    odd[124..136].copy_from_slice(b"1\x1b[2J\xe2\x80\xae00\0\0");
    let told = refusal(&[with_checksum(odd).to_vec()]).to_string();
    assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?} would steer a terminal");

    let mut wrong = header(b"pack.toml", b'0', 0);
    wrong[148] ^= 1;
    assert!(matches!(refusal(&[wrong.to_vec()]).cause(), Cause::Damaged(_)), "a wrong checksum");
}

#[test]
fn limits_are_kept() {
    let fits = file("README.md", &vec![b'x'; MAX_FILE_BYTES]);
    assert!(read_archive(&gz(&tar(&[file("pack.toml", PACK), fits]))).is_ok());
    let over = file("README.md", &vec![b'x'; MAX_FILE_BYTES + 1]);
    let found = refusal(&[file("pack.toml", PACK), over]);
    assert_eq!((found.entry(), found.cause()), (Some("README.md"), &Cause::TooLarge(MAX_FILE_BYTES)));

    let many = |count: usize| {
        let mut entries = vec![file("pack.toml", PACK)];
        entries.extend((1..count).map(|at| file(&format!("{at}.png"), b"")));
        entries
    };
    assert!(read_archive(&gz(&tar(&many(MAX_ENTRIES)))).is_ok());
    assert_eq!(refusal(&many(MAX_ENTRIES + 1)).cause(), &Cause::TooManyEntries(MAX_ENTRIES));

    let mut packed = gz(&tar(&[file("pack.toml", PACK)]));
    packed.resize(MAX_PACKED_BYTES + 1, 0);
    assert_eq!(read_archive(&packed), Err(Refusal::of(Cause::ArchiveTooLarge(MAX_PACKED_BYTES))));
}

// ------------------------------------------------------------------------------------------------ damage

/// A small archive in each format.
fn small() -> Vec<Vec<u8>> {
    let tar = tar(&[file("pack.toml", PACK), file("README.md", b"# Read me\n")]);
    vec![gz(&tar), zst(&tar)]
}

#[test]
fn one_byte_that_is_flipped_changes_nothing_or_is_found() {
    for good in small() {
        let bundle = read_archive(&good).unwrap();
        let mut refused = 0;
        for at in 0..good.len() {
            for mask in [0x01, 0x80, 0xff] {
                let mut flipped = good.clone();
                flipped[at] ^= mask;
                match read_archive(&flipped) {
                    Ok(read) => assert_eq!(read, bundle, "byte {at} of {}", good.len()),
                    Err(refusal) => {
                        let told = refusal.to_string();
                        assert!(!told.contains("Error"), "byte {at}, in words for people: {told}");
                        refused += 1;
                    }
                }
            }
        }
        // Only a few bytes say nothing about the content, such as the time in the head of a gzip file.
        assert!(refused > good.len() * 3 - 40, "{refused} of {}", good.len() * 3);
    }
}

#[test]
fn an_archive_that_was_cut_or_goes_on_is_refused() {
    for good in small() {
        for end in 0..good.len() {
            let told = read_archive(&good[..end]).unwrap_err().to_string();
            assert!(!told.contains("Error"), "cut at {end} of {}, in words for people: {told}", good.len());
        }
        for more in [&b"\0"[..], b"more", &good] {
            assert_eq!(read_archive(&[&good, more].concat()), Err(Refusal::of(Cause::GoesOn)));
        }
    }
    // The same within the compression, where no checksum helps.
    let whole = tar(&[file("pack.toml", PACK), file("README.md", &[b'x'; 600])]);
    for end in 0..whole.len() {
        assert!(read_archive(&gz(&whole[..end])).is_err(), "cut at {end} of {}", whole.len());
    }
    let padded = [&whole[..], &[0; 8_192]].concat();
    assert!(read_archive(&gz(&padded)).is_ok(), "other programs fill up archives");
    for more in [&file("more.md", b"x")[..], b"x"] {
        let found = read_archive(&gz(&[&whole, more].concat())).unwrap_err();
        assert_eq!(found.cause(), &Cause::GoesOn);
    }
}

/// A zstd frame by hand: what its head says, and its blocks.
fn frame(descriptor: u8, window: u8, blocks: &[Vec<u8>]) -> Vec<u8> {
    [&[0x28, 0xb5, 0x2f, 0xfd, descriptor, window][..], &blocks.concat()].concat()
}

/// A block of a zstd frame: `length` times the same byte, or these bytes as they are.
fn block(last: bool, repeated: bool, length: usize, bytes: &[u8]) -> Vec<u8> {
    let head = u32::from(last) | (u32::from(repeated) << 1) | (u32::try_from(length).unwrap() << 3);
    [&head.to_le_bytes()[..3], bytes].concat()
}

#[test]
fn a_zstd_archive_needs_a_checksum_and_a_modest_window() {
    let tar = tar(&[file("pack.toml", PACK)]);
    let raw = block(true, false, tar.len(), &tar);
    let without = frame(0, 0x50, std::slice::from_ref(&raw));
    assert_eq!(read_archive(&without), Err(Refusal::of(Cause::NoChecksum)));
    let wrong = [frame(4, 0x50, std::slice::from_ref(&raw)), vec![1, 2, 3, 4]].concat();
    assert!(matches!(read_archive(&wrong).unwrap_err().cause(), Cause::Damaged(_)));

    // The window is 2 to the power of 10 plus the upper five bits: 8 MiB, 16 MiB, 2 GiB and 1 TiB.
    let window = |exponent: u8| read_archive(&frame(4, (exponent - 10) << 3, std::slice::from_ref(&raw)));
    assert!(!matches!(window(23).unwrap_err().cause(), Cause::WindowTooLarge(_)));
    for exponent in [24, 31, 41] {
        assert_eq!(window(exponent), Err(Refusal::of(Cause::WindowTooLarge(MAX_WINDOW_BYTES))), "{exponent}");
    }
    // A frame of one segment has its whole length as its window: here it claims 4 GiB, then 1 GiB.
    for claimed in [u32::MAX, 1 << 30] {
        let head = [&[0x28, 0xb5, 0x2f, 0xfd, 0xa4][..], &claimed.to_le_bytes(), &raw].concat();
        assert_eq!(read_archive(&head), Err(Refusal::of(Cause::WindowTooLarge(MAX_WINDOW_BYTES))));
    }
}

// ------------------------------------------------------------------------------------------------ growing without end

/// Counts what is read through it.
struct Counting<R> {
    inner: R,
    bytes: usize,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read;
        Ok(read)
    }
}

fn counting<R: Read>(inner: R) -> Counting<R> {
    Counting { inner, bytes: 0 }
}

/// Reading stops at the first byte that is too much, however much would follow.
#[test]
fn reading_is_bounded() {
    let mut endless = counting(std::io::repeat(0));
    assert_eq!(read_bounded(&mut endless), Err(Cause::UnpacksTooLarge(MAX_UNPACKED_BYTES)));
    assert_eq!(endless.bytes, MAX_UNPACKED_BYTES + 1);
    let mut fits = counting(std::io::repeat(0).take(MAX_UNPACKED_BYTES as u64));
    assert_eq!(read_bounded(&mut fits).map(|bytes| bytes.len()), Ok(MAX_UNPACKED_BYTES));
}

/// 32 KiB that become 1 GiB: each block of four bytes says "128 KiB of zeros".
#[test]
fn a_zstd_bomb_is_left_early() {
    const BLOCKS: usize = 8 * 1024;
    let mut blocks = vec![block(false, true, 128 << 10, &[0]); BLOCKS - 1];
    blocks.push(block(true, true, 128 << 10, &[0]));
    let bomb = frame(4, (20 - 10) << 3, &blocks);
    assert!(bomb.len() < 33 << 10, "{}", bomb.len());
    assert_eq!(read_archive(&bomb), Err(Refusal::of(Cause::UnpacksTooLarge(MAX_UNPACKED_BYTES))));

    // What is not unpacked is not even read.
    let mut packed = counting(&bomb[..]);
    let mut decoder = StreamingDecoder::new(&mut packed).unwrap();
    let mut unpacked = counting(&mut decoder);
    assert!(read_bounded(&mut unpacked).is_err());
    assert_eq!(unpacked.bytes, MAX_UNPACKED_BYTES + 1);
    assert!(packed.bytes < bomb.len() / 32, "{} of {} bytes were read", packed.bytes, bomb.len());
}

#[test]
fn a_gzip_bomb_is_left_early() {
    // The middle of a long row of zeros, again and again: each time the same bytes.
    let mut encoder = flate2::Compress::new(Compression::best(), false);
    let zeros = vec![0; 1 << 20];
    let mut parts = [Vec::with_capacity(8 << 10), Vec::with_capacity(8 << 10)];
    for part in &mut parts {
        encoder.compress_vec(&zeros, part, flate2::FlushCompress::Sync).unwrap();
    }
    let [first, middle] = parts;
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let bomb = [&head[..], &first, &middle.repeat(1_023)].concat();
    assert!(bomb.len() < 2 << 20, "{}", bomb.len());
    assert_eq!(read_archive(&bomb), Err(Refusal::of(Cause::UnpacksTooLarge(MAX_UNPACKED_BYTES))));

    let mut packed = counting(&bomb[..]);
    let mut unpacked = counting(GzDecoder::new(BufReader::with_capacity(4 << 10, &mut packed)));
    assert!(read_bounded(&mut unpacked).is_err());
    assert_eq!(unpacked.bytes, MAX_UNPACKED_BYTES + 1);
    drop(unpacked);
    assert!(packed.bytes < bomb.len() / 32, "{} of {} bytes were read", packed.bytes, bomb.len());
}

// ------------------------------------------------------------------------------------------------ writing

fn bundle() -> Bundle {
    let files = |files: &[(&str, &[u8])]| -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(path, content)| ((*path).to_owned(), content.to_vec())).collect()
    };
    let source = PackSource {
        folder: "sore-spot".into(),
        shown_at: "sore-spot".into(),
        files: files(&[("pack.toml", PACK), ("cases/people.toml", b"[case.a]\r\n"), ("empty.toml", b"")]),
    };
    let beside = files(&[
        ("README.md", "# Lies mich: ä\n".as_bytes()),
        ("pack.minisig", b"signature"),
        ("pack.pub", b"key"),
    ]);
    Bundle::new(source, beside, Vec::new()).unwrap()
}

#[test]
fn what_is_written_is_what_is_read() {
    let bundle = bundle();
    for format in FORMATS {
        let packed = write_archive(&bundle, format).unwrap();
        let read = read_archive(&packed).unwrap();
        assert_eq!(read, bundle);
        assert_eq!(read.manifest(), bundle.manifest());
        assert_eq!(read.source().content_hash(), bundle.source().content_hash());
        assert_eq!(write_archive(&read, format).unwrap(), packed, "the same files give the same bytes");
    }
}

/// Nothing of the computer on which it was made is in an archive, and everything is in its place.
#[test]
fn an_archive_has_no_times_owners_or_order_of_its_own() {
    let packed = write_archive(&bundle(), ArchiveFormat::TarGz).unwrap();
    assert_eq!(packed[4..8], [0; 4], "no time in the head of the gzip file");
    let mut tar = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut tar).unwrap();
    let (mut names, mut at) = (Vec::new(), 0);
    while tar[at] != 0 {
        let head = &tar[at..at + 512];
        let text = |from: usize, to: usize| {
            String::from_utf8_lossy(&head[from..to]).trim_end_matches('\0').to_owned()
        };
        let number = |from: usize, to: usize| u64::from_str_radix(text(from, to).trim(), 8).unwrap();
        names.push(text(0, 100));
        assert_eq!(
            (number(100, 108), number(108, 116), number(116, 124), number(136, 148)),
            (0o644, 0, 0, 0)
        );
        assert_eq!((head[156], text(265, 297), text(297, 329)), (b'0', String::new(), String::new()));
        at += 512 + usize::try_from(number(124, 136)).unwrap().next_multiple_of(512);
    }
    assert_eq!(tar[at..], [0; 1024]);
    let expected = ["README.md", "cases/people.toml", "empty.toml", "pack.minisig", "pack.pub", "pack.toml"];
    assert_eq!(names, expected.map(|name| format!("sore-spot/{name}")));
}

#[test]
fn the_name_of_a_file_says_its_format() {
    let format = |name: &str| ArchiveFormat::of(Path::new(name));
    assert_eq!(format("a/sore-spot.tar.zst"), Some(ArchiveFormat::TarZst));
    assert_eq!(format("sore-spot-0.3.1.TAR.GZ"), Some(ArchiveFormat::TarGz));
    assert_eq!(format("sore-spot.tgz"), Some(ArchiveFormat::TarGz));
    for other in ["sore-spot", "sore-spot.tar", "sore-spot.zip", "sore-spot.gz", "tar.zst/x"] {
        assert_eq!(format(other), None, "{other}");
    }
}

// ------------------------------------------------------------------------------------------------ whatever the bytes

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_refused_or_read(head in 0_usize..3, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let head = [&b""[..], &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], &[0x28, 0xb5, 0x2f, 0xfd]][head];
        drop(read_archive(&[head, &bytes].concat()));
    }

    /// Harm within the compression, which no checksum of the archive finds.
    #[test]
    fn any_harm_to_the_entries_is_refused_or_gives_a_bundle_that_can_be_written(
        harms in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let long = entry(b"././@LongLink", b'L', format!("cases/{}.toml\0", "x".repeat(120)).as_bytes());
        let entries = [file("a/pack.toml", PACK), entry(b"a/cases/", b'5', b""), long, file("a/cases/x.toml", b"x")];
        let mut tar = tar(&entries);
        for (at, byte) in &harms {
            let at = at.index(tar.len());
            tar[at] = *byte;
        }
        // Most harm breaks the checksum of a header, so that what lies behind it would never be tried.
        let mut at = 0;
        while let Some(head) = tar.get(at..at + 512) {
            let head = with_checksum(<[u8; 512]>::try_from(head).unwrap());
            if head[0] != 0 && head[257..262] == *b"ustar" {
                tar[at..at + 512].copy_from_slice(&head);
            }
            at += 512;
        }
        if let Ok(bundle) = read_archive(&gz(&tar)) {
            let written = write_archive(&bundle, ArchiveFormat::TarZst);
            prop_assert!(written.is_ok(), "{:?}", written.err());
        }
    }
}
