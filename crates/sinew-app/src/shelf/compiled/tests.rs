//! That the blob is a shorter way to the same packs, and to no others.

use super::*;
use crate::{Found, PackPlaces, Shelf, fixture};
use sinew_pack::PackKind;

/// A small blob, and the packs and emergencies that are in it.
fn small() -> (Vec<u8>, Hash, Pack, Emergencies) {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let files = fixture::sources();
    let files = files.iter().flat_map(|source| {
        source.files.iter().map(|(path, content)| (format!("{}/{path}", source.folder), hash_of(content)))
    });
    let pack = shelf.load("ache").unwrap().pack;
    (shelf.compiled().unwrap(), fingerprint(files), pack, shelf.emergencies())
}

/// The folders of the packs in the program that are opened.
fn injury() -> Vec<String> {
    let packs = Shelf::embedded().list().into_iter().filter(|pack| pack.kind == PackKind::Injury);
    packs.map(|pack| pack.id).collect()
}

#[test]
fn the_blob_in_the_program_is_what_the_packs_are_compiled_to() {
    let compiled = in_program().expect("run `cargo xtask codegen`");
    let from_files = Shelf::embedded_files();
    assert_eq!(from_files.compiled().unwrap(), IN_PROGRAM, "run `cargo xtask codegen`");
    let all: Vec<&str> = compiled.rows().iter().map(|row| row.folder.as_str()).collect();
    assert_eq!(all, from_files.list().iter().map(|pack| pack.id.as_str()).collect::<Vec<_>>());
    assert_eq!(Shelf::embedded().versions(), from_files.versions());
    assert!(!injury().is_empty());
    for id in injury() {
        let pack = from_files.load(&id).unwrap();
        assert_eq!(compiled.pack(&id), Some(pack.pack.clone()), "{id}");
        assert_eq!(Shelf::embedded().load(&id).unwrap(), pack, "{id}");
    }
    assert_eq!(compiled.emergencies(), Some(from_files.emergencies()));
}

#[test]
fn a_blob_reads_back_and_no_byte_can_be_another() {
    let (blob, fingerprint, pack, emergencies) = small();
    let read = |blob: &[u8]| {
        let compiled = Compiled::read(blob, &fingerprint);
        let pack = compiled.as_ref().and_then(|compiled| compiled.pack("ache"));
        let emergencies = compiled.as_ref().and_then(Compiled::emergencies);
        (compiled.map(|compiled| compiled.table), pack, emergencies)
    };
    let (table, whole, all) = read(&blob);
    let table = table.unwrap();
    assert_eq!((whole, all), (Some(pack.clone()), Some(emergencies.clone())));
    for at in 0..blob.len() {
        let mut damaged = blob.clone();
        // Another bit at each place, and all of them at some: whatever is read is what was written, or it is not there.
        damaged[at] ^= if at % 9 == 0 { 0xff } else { 1 << (at % 8) };
        let (other_table, other_pack, other_emergencies) = read(&damaged);
        assert!(other_table.as_ref().is_none_or(|other| *other == table), "byte {at}");
        assert!(other_pack.as_ref().is_none_or(|other| *other == pack), "byte {at}");
        assert!(other_emergencies.as_ref().is_none_or(|other| *other == emergencies), "byte {at}");
        assert!(
            other_table.is_none() || other_pack.is_none() || other_emergencies.is_none(),
            "byte {at} is used and was changed"
        );
    }
    for end in (0..blob.len()).step_by(7) {
        let (_, pack, emergencies) = read(&blob[..end]);
        assert!(pack.is_none() || emergencies.is_none(), "{end} bytes are not all of it");
    }
}

/// Sound hashes over something else do not make it a pack.
#[test]
fn what_is_no_pack_is_not_taken_for_one() {
    let (blob, fingerprint, ..) = small();
    let compiled = Compiled::read(&blob, &fingerprint).unwrap();
    let emergencies = compiled.table.emergencies.clone();
    let mut other = compiled.clone();
    other.table.rows.iter_mut().for_each(|row| row.compiled = Some(emergencies.clone()));
    assert_eq!(other.pack("ache"), None);
    let mut other = compiled;
    let ache = other.table.rows.iter().find_map(|row| row.compiled.clone());
    other.table.rows.iter_mut().for_each(|row| row.compiled.clone_from(&ache));
    assert!(other.pack("ache").is_some());
    assert_eq!(other.pack("base"), None, "it is another pack");
}

#[test]
fn a_blob_of_other_files_is_not_there() {
    let (blob, fingerprint, ..) = small();
    assert!(Compiled::read(&blob, &fingerprint).is_some());
    for bit in 0..256 {
        let mut other = fingerprint;
        other[bit / 8] ^= 1 << (bit % 8);
        assert!(Compiled::read(&blob, &other).is_none(), "bit {bit}");
    }
    // Each file counts, by its folder, its name and its content.
    let of = |files: &[(&str, u8)]| super::fingerprint(files.iter().map(|(path, byte)| (*path, [*byte; 32])));
    let one = of(&[("a/b", 1), ("a/c", 2)]);
    assert_eq!(of(&[("a/c", 2), ("a/b", 1)]), one, "their order is no matter");
    for other in
        [&[("a/b", 1)][..], &[("a/b", 1), ("a/c", 3)], &[("a/b", 1), ("a/d", 2)], &[("a/b", 2), ("a/c", 1)]]
    {
        assert_ne!(of(other), one);
    }
}

/// The compiled pack is used only where nothing else might be meant. What is looked at here is where a pack comes from, so each
/// pack from elsewhere has another title than the one in the program.
#[test]
fn what_comes_from_elsewhere_never_comes_from_the_blob() {
    let embedded = Shelf::embedded();
    let id = injury().remove(0);
    let row = in_program().unwrap().row(&id).unwrap();
    assert!(!row.libraries.is_empty());
    let position = |shelf: &Shelf| shelf.entries.iter().position(|entry| entry.id() == id).unwrap();
    assert!(embedded.compiled_in_program(position(&embedded)).is_some());

    // The pack or one of its libraries, in the same version with other content, or in another version.
    for part in row.libraries.iter().take(1).chain([&id]) {
        let source = embedded::source(part);
        let text = String::from_utf8(source.files["pack.toml"].clone()).unwrap();
        let other = text.replacen("title = \"", "title = \"Other ", 1);
        assert_ne!(other, text);
        let changed = embedded.with_file(part, "pack.toml", other.into_bytes()).unwrap();
        assert_eq!(changed.compiled_in_program(position(&changed)), None, "{part}");
        let pack = changed.load(&id).unwrap().pack;
        let titles = pack.libraries().iter().map(|library| &library.title).chain([&pack.identity().title]);
        assert!(
            titles.clone().any(|title| title.starts_with("Other ")),
            "{part}: {:?}",
            titles.collect::<Vec<_>>()
        );
        assert_eq!(
            changed.emergencies(),
            Emergencies::of(&injury().iter().map(|id| changed.load(id).unwrap().pack).collect::<Vec<_>>())
        );

        // An older version at hand is not used, but might have been.
        let older = fixture::in_version(source.clone(), "0.0.1");
        let beside = embedded.adding(older, Found::Folder("elsewhere".into())).unwrap();
        assert_eq!(beside.compiled_in_program(position(&beside)), None, "{part}");
        assert_eq!(beside.load(&id).unwrap(), embedded.load(&id).unwrap(), "{part}");

        // A folder with another name, whose pack.toml says that it is this pack.
        let named = PackSource { folder: "another-name".into(), ..source.clone() };
        let beside = embedded.adding(named, Found::Folder("elsewhere".into())).unwrap();
        assert_eq!(beside.compiled_in_program(position(&beside)), None, "{part}");
    }
    // One whose pack.toml cannot be read might be anything.
    let mut unreadable = embedded::source(&id);
    unreadable.folder = "unreadable".into();
    unreadable.files.insert("pack.toml".into(), b"version = ".to_vec());
    let beside = embedded.adding(unreadable, Found::Folder("elsewhere".into())).unwrap();
    assert_eq!(beside.compiled_in_program(position(&beside)), None);

    // Packs that have nothing to do with it are no reason to compile it again.
    let beside = fixture::sources().into_iter().fold(embedded.clone(), |shelf, source| {
        shelf.adding(source, Found::Folder("elsewhere".into())).unwrap()
    });
    assert!(beside.compiled_in_program(position(&beside)).is_some());
    assert_eq!(beside.load(&id).unwrap(), embedded.load(&id).unwrap());
    assert_eq!(
        beside.compiled_in_program(beside.entries.iter().position(|entry| entry.id() == "ache").unwrap()),
        None
    );

    // Without one of its libraries it cannot be opened, whatever is in the blob.
    let mut without = embedded.clone();
    without.entries.retain(|entry| entry.id() != row.libraries[0]);
    assert_eq!(without.compiled_in_program(position(&without)), None);
    assert!(without.load(&id).is_err());
}

/// The same folder as in the program, from the disk: the same content is the pack in the program, and where the program brings no
/// packs, nothing comes from the blob.
#[test]
fn the_same_packs_from_a_folder_are_read_from_it() {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let places = PackPlaces { dirs: vec![packs], ..PackPlaces::default() };
    let both = Shelf::with(&places).unwrap();
    let alone = Shelf::with(&PackPlaces { built_in: false, ..places }).unwrap();
    for id in injury() {
        let at = |shelf: &Shelf| shelf.entries.iter().position(|entry| entry.id() == id).unwrap();
        assert!(both.compiled_in_program(at(&both)).is_some());
        assert_eq!(alone.compiled_in_program(at(&alone)), None);
        assert_eq!(alone.load(&id).unwrap().pack, both.load(&id).unwrap().pack);
    }
    assert_eq!(alone.emergencies(), both.emergencies());
}
