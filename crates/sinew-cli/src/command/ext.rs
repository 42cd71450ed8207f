//! `sinew ext`: native libraries of packs: what is trusted, and whether they do what is asked of them.

use super::pack::signing::signature_words;
use crate::{
    appearance::Style,
    arguments::{ExtArguments, ExtCheckArguments, ExtCommand, Format, TrustArguments},
    document::{Block, Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    interview::choose,
    keeping::Keeper,
    render::{Menu, document_text},
    session::{Session, shelf_failure},
    words::{date_words, sentence, upper_first},
};
use sinew_app::{Found, Shelf, steers};
use sinew_ext::{
    Facts, Host, Library, NoFacts, NoFactsKind, Patience, Record, Records, Sandbox,
    Session as ExtensionSession, Sha256Hash, Supplied, TARGET, TrustProblem, Trusted, ask_within, file_name,
    frame::MOST_INPUT, json, probe,
};
use sinew_install::{check_signature, read_folder, remembered_keys};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

pub(crate) fn run(session: &mut Session<'_>, arguments: &ExtArguments) -> Result<u8, Failure> {
    match &arguments.command {
        ExtCommand::Trust(arguments) => trust(session, arguments),
        ExtCommand::List { format } => show_trusted(session, format.get()),
        ExtCommand::Revoke { name } => revoke(session, name),
        ExtCommand::Check(arguments) => check(session, arguments),
    }
}

/// The folder with what is trusted.
fn data_folder(session: &Session<'_>) -> Result<PathBuf, Failure> {
    session.environment.data.clone().ok_or_else(|| {
        Failure::input("data", "there is no folder for your data, so no extension is trusted or run")
            .help("name one with SINEW_DATA")
    })
}

/// What a child is started with.
fn host(session: &Session<'_>) -> Result<Host, Failure> {
    let program = session.environment.program.clone().ok_or_else(|| {
        Failure::input("program", "it is not known where this program lies, so it cannot run an extension")
            .help("start it by its full path")
    })?;
    Ok(Host::new(program, data_folder(session)?))
}

/// The library of a pack for this machine. The pack is named by its id or its folder.
fn library(session: &Session<'_>, named: &str) -> Result<Library, Failure> {
    let (pack, folder) = pack_folder(session, named)?;
    let found = Library::of_pack(&folder, &pack).map_err(|none| no_facts(&none))?;
    found.ok_or_else(|| {
        Failure::input(
            "no-library",
            format!(
                "the pack `{pack}` has no native library: there is no folder native in {}",
                folder.display()
            ),
        )
        .help("most packs have none, and need none")
    })
}

/// The id and the folder of a pack.
fn pack_folder(session: &Session<'_>, named: &str) -> Result<(String, PathBuf), Failure> {
    if !Path::new(named).is_dir() {
        let shelf = session.shelf()?;
        if let Some(folder) = shelf.native(named) {
            return Ok((sinew_app::PackName::parse(named).id, folder.to_owned()));
        }
        return match shelf.source(named) {
            Some((_, Found::Folder(folder) | Found::Installed(folder))) => {
                let id = sinew_app::PackName::parse(named).id.clone();
                Ok((id, folder.clone()))
            }
            Some((_, Found::BuiltIn)) => Err(Failure::input(
                "no-folder",
                format!("the pack `{named}` is part of the program, so it has no folder with a library"),
            )
            .help("name the folder of the pack")),
            None => Err(Failure::input("unknown-pack", format!("there is no pack and no folder `{named}`"))
                .help("see the packs there are: sinew pack list")),
        };
    }
    let folder = PathBuf::from(named);
    let shelf = Shelf::only(std::slice::from_ref(&folder)).map_err(|problem| shelf_failure(&problem))?;
    match shelf.from_folders().as_slice() {
        [id] if folder.join("pack.toml").is_file() => Ok((id.clone(), folder)),
        _ => Err(Failure::input(
            "no-pack",
            format!("{named} is not the folder of a pack: it has no pack.toml that can be read"),
        )
        .help("name the folder with pack.toml in it")),
    }
}

/// Why there are no facts.
fn no_facts(none: &NoFacts) -> Failure {
    let code = match none.kind() {
        NoFactsKind::NotTrusted => "not-trusted",
        _ => "no-facts",
    };
    Failure::input(code, none.to_string()).help(none.remedy())
}

fn trust_failure(problem: &TrustProblem) -> Failure {
    Failure::input("trust", problem.to_string()).help(problem.remedy())
}

fn given_hash(text: &str) -> Result<Sha256Hash, Failure> {
    text.to_ascii_lowercase().parse().map_err(|problem: String| {
        Failure::usage(format!("`{text}` does not fit `--sha256`: {problem}"))
            .help("see it with: sinew ext trust PACK")
    })
}

// ---------------------------------------------------------------------------------------------------------- trust

fn trust(session: &mut Session<'_>, arguments: &TrustArguments) -> Result<u8, Failure> {
    let given = arguments.sha256.as_deref().map(given_hash).transpose()?;
    let host = host(session)?;
    let library = library(session, &arguments.pack)?;
    let (hash, size) = Sha256Hash::of_file(&library.file).map_err(|problem| {
        Failure::input("library", format!("{} could not be read: {problem}", library.file.display()))
            .help("check that it is a file that you may read")
    })?;
    let records = Records::read(&host.data).map_err(|problem| trust_failure(&problem))?;
    let record = Record::of(&library, hash, session.environment.today, env!("CARGO_PKG_VERSION"));
    let is_known = records.all().iter().any(|known| {
        (known.library, known.manifest, &known.pack, &known.target)
            == (record.library, record.manifest, &record.pack, &record.target)
    });
    if is_known && given.is_none_or(|given| given == hash) {
        session
            .notice(&format!("You trust this library of {} already. Nothing was changed.", library.pack))?;
        return Ok(exit_code::DONE);
    }
    let sandbox = probe(&host, library.declared.id()).map_err(|none| no_facts(&none))?;
    let vouched = vouched(&library, &record, &host.data)?;
    let page = trust_page(&library, hash, size, sandbox, &vouched);
    confirm(session, &page, hash, given, &arguments.pack)?;
    Records::add(&host.data, record).map_err(|problem| trust_failure(&problem))?;
    session.notice(&format!(
        "You trust this library of {}. Take it back with: sinew ext revoke {}",
        library.pack, library.pack
    ))?;
    Ok(exit_code::DONE)
}

/// Who vouches for the pack, and with it for its library, in words. A signature that does not fit is an error: somebody changed something.
///
/// The files are read once more for that. If the library or what it may supply is by then not what would be recorded, that is an error
/// too: the signature would be about other bytes than those that are trusted.
fn vouched(library: &Library, record: &Record, data: &Path) -> Result<String, Failure> {
    // The library lies in the folder of its machine, in the folder native of its pack.
    let folder = library.file.ancestors().nth(3).unwrap_or(Path::new("."));
    let bundle = match read_folder(folder) {
        Ok(bundle) => bundle,
        Err(problem) => return Ok(format!("it could not be looked at: {}", plain(&problem.to_string()))),
    };
    let failed = |problem: String, remedy: &str| Failure::input("signature", problem).help(remedy);
    let file = format!("native/{TARGET}/{}", file_name(library.declared.id()));
    let is_same = |path: &str, hash: Sha256Hash| {
        bundle.native().get(path).is_some_and(|bytes| Sha256Hash::of(bytes) == hash)
    };
    if !is_same(&file, record.library) || !is_same("native/extension.toml", record.manifest) {
        let problem =
            format!("the folder {} changes while it is looked at", plain(&folder.display().to_string()));
        return Err(Failure::input("changing", problem)
            .help("try again; if it happens again, find out what changes it before you trust it"));
    }
    // Nobody has to vouch for a pack that is not signed, so it does not matter then who is known.
    let keys = match bundle.signature() {
        Some(_) => remembered_keys(data).map_err(|problem| failed(problem.to_string(), problem.remedy()))?,
        None => Vec::new(),
    };
    let signature =
        check_signature(&bundle, &keys).map_err(|problem| failed(problem.to_string(), problem.remedy()))?;
    Ok(signature_words(&signature))
}

fn trust_page(library: &Library, hash: Sha256Hash, size: u64, sandbox: Sandbox, vouched: &str) -> Document {
    let declared = &library.declared;
    let mut document =
        Document { title: Some(format!("The native library of {}", library.pack)), ..Document::default() };
    document.opening.push(paragraph(
        "This is code, not content: nobody has checked what it does. Once you trust it, it can be run on this computer, to \
         give facts to its pack. Only trust it if you trust whoever made it, and got it from them.",
    ));
    let mut blocks = vec![
        labelled("File", plain(&library.file.display().to_string())),
        labelled("Pack", library.pack.clone()),
        labelled("Signature of the pack", vouched),
        labelled("For", TARGET),
        labelled("SHA-256", hash.to_string()),
        labelled("Size", format!("{size} bytes")),
        labelled("When it runs", sandbox.to_string()),
    ];
    blocks.extend(supplies(declared.facts().iter().map(ToString::to_string).collect()));
    document.add("What it is", blocks);
    document
}

/// A text of others without what steers a terminal or turns the line of a page on which somebody decides.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        if steers(character) { plain.extend(character.escape_unicode()) } else { plain.push(character) }
    }
    plain
}

fn supplies(facts: Vec<String>) -> Option<Block> {
    if facts.is_empty() {
        return Some(labelled("It may supply", "nothing"));
    }
    list("It may supply, and nothing else", facts)
}

/// Lets a person decide who has seen what it is. A script decides with the hash.
fn confirm(
    session: &mut Session<'_>,
    document: &Document,
    hash: Sha256Hash,
    given: Option<Sha256Hash>,
    named: &str,
) -> Result<(), Failure> {
    match given {
        Some(given) if given == hash => {
            let text = document_text(document, &session.err_style());
            session.console.write_err(&text)?;
            return Ok(());
        }
        Some(given) => {
            return Err(Failure::input(
                "not-trusted",
                format!("the library has another SHA-256 than {given}"),
            )
            .detail(format!("its SHA-256 is {hash}"))
            .help("nothing is trusted now that was not before; ask whoever made it which one is right"));
        }
        None => {}
    }
    if !session.can_ask() {
        let text = document_text(document, &session.err_style());
        session.console.write_err(&text)?;
        return Err(Failure::input(
            "not-confirmed",
            "to trust it has to be confirmed, and there is no terminal",
        )
        .help("get the SHA-256 from whoever made it, and compare")
        .help(format!("then trust it without being asked: sinew ext trust {named} --sha256 HASH")));
    }
    let style = session.prompt_style();
    // The page of the menu has colours of its own.
    let text = document_text(document, &Style { color: false, ..style });
    let menu = Menu {
        text: text.lines().map(str::to_owned).collect(),
        ask: "Trust this library?".to_owned(),
        choices: vec!["Trust it".to_owned(), "Leave it".to_owned()],
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    match choose(session.console, &menu, &style, &Keeper::new(None)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(Failure::stopped("Nothing was changed.")),
        Err(failure) if failure.exit == exit_code::INTERRUPTED => {
            Err(Failure::stopped("Nothing was changed."))
        }
        Err(failure) => Err(failure),
    }
}

fn show_trusted(session: &mut Session<'_>, format: Format) -> Result<u8, Failure> {
    let records = Records::read(&data_folder(session)?).map_err(|problem| trust_failure(&problem))?;
    if format == Format::Json {
        session.show_json(&serde_json::to_value(json::trust(&records)).unwrap_or_default())?;
        return Ok(exit_code::DONE);
    }
    let mut document = Document { title: Some("Libraries that you trust".to_owned()), ..Document::default() };
    if records.all().is_empty() {
        document.opening.push(paragraph("None."));
    }
    for record in records.all() {
        let Record { library, manifest: _, pack, target, day, version } = record;
        let blocks = vec![
            labelled("SHA-256", library.to_string()),
            labelled("For", target.clone()),
            labelled("Since", format!("{}, with sinew {version}", date_words(*day))),
        ];
        document.add(pack, blocks);
    }
    session.show(&document, format)?;
    Ok(exit_code::DONE)
}

fn revoke(session: &mut Session<'_>, name: &str) -> Result<u8, Failure> {
    let data = data_folder(session)?;
    let gone = Records::remove(&data, name).map_err(|problem| trust_failure(&problem))?;
    match gone.len() {
        0 => Err(Failure::input(
            "unknown",
            format!("you trust no library of a pack `{name}`, and none with that SHA-256"),
        )
        .help("see what you trust: sinew ext list")),
        1 => {
            session.notice("You no longer trust 1 library. It is not run any more.")?;
            Ok(exit_code::DONE)
        }
        count => {
            session.notice(&format!("You no longer trust {count} libraries. They are not run any more."))?;
            Ok(exit_code::DONE)
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- check

fn check(session: &mut Session<'_>, arguments: &ExtCheckArguments) -> Result<u8, Failure> {
    let given = arguments.sha256.as_deref().map(given_hash).transpose()?;
    let host = host(session)?;
    let library = library(session, &arguments.pack)?;
    let trusted = if let Some(hash) = given {
        Trusted::by_hash(&library, hash)
    } else {
        let records = Records::read(&host.data).map_err(|problem| trust_failure(&problem))?;
        Trusted::recorded(&library, &records).map_err(|none| no_facts(&none))?
    };
    let input = read_input(session, arguments.input.as_deref())?;
    let answers = run_thrice(&host, &trusted, &input).map_err(|none| no_facts(&none))?;
    let [(first, sandbox), rest @ ..] = &answers;
    if rest.iter().any(|(facts, _)| facts != first) {
        let mut failure = Failure::input(
            "not-the-same",
            format!("the extension `{}` gives other facts for the same input", library.declared.id()),
        );
        for ((facts, _), when) in
            answers.iter().zip(["first", "again in the same process", "in another process"])
        {
            failure = failure.detail(format!("{when}: {}", facts_words(facts)));
        }
        return Err(failure
            .help("its facts may depend on the input alone: not on the time, a counter or what is random"));
    }
    let is_in_time = is_in_time(&host, &trusted, &input, session.environment.extension_wait)?;
    match arguments.format.get() {
        Format::Json => {
            let document = json::check(&library, first, *sandbox, is_in_time);
            session.show_json(&serde_json::to_value(document).unwrap_or_default())?;
        }
        format => {
            let mut document = Document {
                title: Some(format!("The extension {} of {}", library.declared.id(), library.pack)),
                ..Document::default()
            };
            let unit = |name: &str| library.declared.fact(name).map_or("", |fact| fact.unit.as_str());
            let facts = first.iter().map(|(name, value)| match value {
                Supplied::Number(number) => {
                    format!("{name}: {number} {}", unit(name.as_str())).trim_end().to_owned()
                }
                Supplied::NotEnoughData => format!("{name}: not enough data"),
            });
            document.add("Facts", list("", facts.collect()).into_iter().collect());
            document.add("When it runs", vec![paragraph(sentence(&upper_first(&sandbox.to_string())))]);
            document.add("Result", vec![paragraph("It gave the same facts three times for this input. That says nothing about what else it does.")]);
            if !is_in_time {
                document.add("Too slow", vec![paragraph(
                    "It takes longer than somebody who is asked waits for all extensions together, so they would get no facts from it.",
                )]);
            }
            session.show(&document, format)?;
        }
    }
    Ok(exit_code::DONE)
}

/// Whether it gives its facts as long as somebody who is asked waits for it, and for no other one.
fn is_in_time(host: &Host, trusted: &Trusted, input: &[u8], wait: Duration) -> Result<bool, Failure> {
    let mut patience = Patience::new(wait);
    match ask_within(host, trusted, input, &mut patience, &mut || ()) {
        Ok(_) => Ok(true),
        Err(_) if patience.is_over() => Ok(false),
        Err(none) => Err(no_facts(&none)),
    }
}

/// Twice in one process and once in another.
fn run_thrice(host: &Host, trusted: &Trusted, input: &[u8]) -> Result<[(Facts, Sandbox); 3], NoFacts> {
    let mut one = ExtensionSession::start(host, trusted)?;
    let (first, again) = (one.evaluate(input)?, one.evaluate(input)?);
    let mut other = ExtensionSession::start(host, trusted)?;
    let elsewhere = other.evaluate(input)?;
    Ok([(first, one.sandbox()), (again, one.sandbox()), (elsewhere, other.sandbox())])
}

fn facts_words(facts: &Facts) -> String {
    facts.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

fn read_input(session: &mut Session<'_>, named: Option<&str>) -> Result<Vec<u8>, Failure> {
    let failed = |named: &str, problem: &dyn std::fmt::Display| {
        Failure::input("input", format!("{named} could not be read: {problem}"))
            .help("name a file with --input, or - for standard input")
    };
    let mut bytes = Vec::new();
    let most = MOST_INPUT as u64 + 1;
    let read = match named {
        None => return Ok(b"{}".to_vec()),
        Some("-") => session.console.input().take(most).read_to_end(&mut bytes),
        Some(named) => File::open(named).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    read.map_err(|problem| failed(named.unwrap_or("-"), &problem))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sinew_model::Date;
    use std::fs;
    use tempfile::TempDir;

    const MANIFEST: &str = "id = \"counter\"\n\n[fact.steps]\nmin = 0\nmax = 9\nunit = \"\"\n";

    /// A pack with a library, an empty place for data, and what would be recorded of the library.
    fn setup() -> (TempDir, Library, Record) {
        let place = tempfile::tempdir().unwrap();
        let pack = place.path().join("pack");
        let native = pack.join("native").join(TARGET);
        fs::create_dir_all(&native).unwrap();
        fs::create_dir(place.path().join("data")).unwrap();
        let head = "id = \"sore\"\nversion = \"0.1.0\"\ntitle = \"Sore\"\n";
        fs::write(pack.join("pack.toml"), head).unwrap();
        fs::write(pack.join("native/extension.toml"), MANIFEST).unwrap();
        fs::write(native.join(file_name(&"counter".parse().unwrap())), "the library").unwrap();
        let library = Library::of_pack(&pack, "sore").unwrap().unwrap();
        let record =
            Record::of(&library, Sha256Hash::of(b"the library"), Date::constant(2026, 3, 4), "0.1.0");
        (place, library, record)
    }

    #[test]
    fn what_is_said_of_the_signature_is_about_the_bytes_that_are_trusted() {
        let (place, library, record) = setup();
        let data = place.path().join("data");
        assert_eq!(vouched(&library, &record, &data).unwrap(), "none, so nobody vouches for it");
        let changes = |failure: Failure| {
            assert!(failure.message.ends_with("changes while it is looked at"), "{}", failure.message);
            assert!(failure.help.iter().any(|help| help.starts_with("try again")), "{:?}", failure.help);
        };
        // The library is another one than that of which the hash was taken.
        let other = Record { library: Sha256Hash::of(b"the librarY"), ..record.clone() };
        changes(vouched(&library, &other, &data).unwrap_err());
        // What it may supply is not any more what was read first.
        let manifest = place.path().join("pack/native/extension.toml");
        fs::write(&manifest, MANIFEST.replace('9', "8")).unwrap();
        changes(vouched(&library, &record, &data).unwrap_err());
        fs::write(&manifest, MANIFEST).unwrap();
        vouched(&library, &record, &data).unwrap();
        fs::remove_file(&library.file).unwrap();
        changes(vouched(&library, &record, &data).unwrap_err());
    }

    #[test]
    fn keys_that_cannot_be_read_matter_only_where_something_is_signed() {
        let (place, library, record) = setup();
        let data = place.path().join("data");
        fs::write(data.join("keys"), "no folder").unwrap();
        assert_eq!(vouched(&library, &record, &data).unwrap(), "none, so nobody vouches for it");
        fs::write(place.path().join("pack/pack.minisig"), "no signature").unwrap();
        let failure = vouched(&library, &record, &data).unwrap_err();
        assert!(failure.message.contains("keys"), "{}", failure.message);
        // With keys it is the signature that does not hold.
        fs::remove_file(data.join("keys")).unwrap();
        let failure = vouched(&library, &record, &data).unwrap_err();
        assert!(failure.message.contains("holds no minisign signature"), "{}", failure.message);
    }
}
