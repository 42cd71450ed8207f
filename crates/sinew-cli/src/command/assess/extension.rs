//! Asking the native extension of a pack for its facts. Whatever goes wrong ends in a note, and never ends the assessment.

use super::sources::{LogState, Sources};
use crate::words::upper_first;
use sinew_app::facts::{Number, Reading, ReadingOf, Supplier};
use sinew_ext::{
    Declared, DeclaredFact, Facts, Host, Library, NoFacts, Patience, Records, Sha256Hash, Supplied, Trusted,
    ask as ask_library, ask_within,
};
use sinew_model::{ExtensionNote, Fact, NoFactsNote, Pack};

/// Somebody who is asked, and waits for it.
pub(super) struct Waits<'a> {
    /// How long they still wait.
    pub(super) patience: &'a mut Patience,
    /// Tells them something meanwhile.
    pub(super) say: &'a mut dyn FnMut(&str),
}

/// The facts of a pack or library from its extension, with what became of asking it. `waits` is somebody who is asked: otherwise only
/// a library is run whose hash was named, and a script waits as long as a library may take.
pub(super) fn ask(
    sources: &Sources<'_>,
    log: &LogState,
    pack: &Pack,
    supplier: &Supplier,
    waits: Option<Waits<'_>>,
) -> (Vec<Reading>, ExtensionNote) {
    let mut lacks = None;
    let (readings, no_facts) = match supplied(sources, log, supplier, waits) {
        Ok(from) => {
            let declared = of_it(pack, supplier).filter_map(|fact| from.declared.fact(fact.id.as_str()));
            let mut supplied = declared.filter_map(|declared| from.facts.get(&declared.name));
            if let LogState::Read(log) = log
                && supplied.any(|supplied| *supplied == Supplied::NotEnoughData)
            {
                lacks.clone_from(&log.to_read_again);
            }
            (of_it(pack, supplier).map(|fact| reading(supplier, fact, &from)).collect(), None)
        }
        Err(none) => {
            // What was never expected is nothing to speak of beside a question.
            let because = || format!("no facts from the extension: {}", none.cause);
            let facts = of_it(pack, supplier).filter(|_| none.was_expected);
            (facts.map(|fact| not_known(supplier, fact, because())).collect(), Some(none.clone()))
        }
    };
    let (pack, version) = (supplier.pack.clone(), supplier.version.clone());
    (readings, ExtensionNote { pack, version, no_facts, lacks })
}

/// What a library supplied, and what it says that it may.
struct FromLibrary {
    facts: Facts,
    declared: Declared,
}

/// The facts of a pack that this extension supplies.
fn of_it<'p>(pack: &'p Pack, supplier: &Supplier) -> impl Iterator<Item = &'p Fact> {
    pack.facts().iter().filter(move |fact| Supplier::of(pack, fact).as_ref() == Some(supplier))
}

fn supplied(
    sources: &Sources<'_>,
    log: &LogState,
    supplier: &Supplier,
    waits: Option<Waits<'_>>,
) -> Result<FromLibrary, NoFactsNote> {
    let Sources { environment, arguments, shelf, today, .. } = sources;
    let Some(folder) = shelf.native(&supplier.to_string()) else {
        return Err(NoFactsNote {
            was_expected: false,
            ..note(
                "no-library",
                "there is no library for it here",
                "it is whole without one; all questions can be answered by hand",
            )
        });
    };
    let input = match log {
        LogState::LeftOut(cause, remedy) => return Err(note("no-input", cause, remedy)),
        LogState::Read(log) => sinew_log::runs::runs_for_extension(&log.entries, *today, &environment.zone),
    };
    let Some(input) = input else {
        let cause = "it computes from your runs, and your training log has none of the last 30 days";
        return Err(note("no-input", cause, "read your files: sinew import PATH"));
    };
    let library = Library::of_pack(folder, supplier.pack.as_str()).map_err(|none| said(&none, supplier))?;
    let Some(library) = library else {
        return Err(note("not-readable", "its folder native is gone", "install the pack again"));
    };
    let (Some(program), Some(data)) = (environment.program.clone(), environment.data.clone()) else {
        let cause = "it is not known where this program or your data lies, so it cannot be run";
        return Err(note(
            "not-started",
            cause,
            "start the program by its full path, and name a folder with SINEW_DATA",
        ));
    };
    let named = &arguments.extension_sha256;
    // Of several that are named it is the one that fits; which of others is meant does not matter, as none of them fits.
    let own = Sha256Hash::of_file(&library.file).ok().map(|(hash, _)| hash);
    let fitting = named.iter().find(|hash| Some(**hash) == own);
    let asks = waits.is_some();
    let trusted = match fitting.or(if asks { None } else { named.first() }) {
        Some(hash) => Trusted::by_hash(&library, *hash),
        None if asks => {
            let records = Records::read(&data)
                .map_err(|problem| note("trust", &problem.to_string(), problem.remedy()))?;
            Trusted::recorded(&library, &records).map_err(|none| said(&none, supplier))?
        }
        None => {
            let cause = "where nobody is asked it is only run if its SHA-256 is named";
            let remedy = format!(
                "add --extension-sha256 HASH; the hash is shown by: sinew ext trust {}",
                supplier.pack
            );
            return Err(note("not-named", cause, &remedy));
        }
    };
    let host = Host::new(program, data);
    let answer = match waits {
        None => ask_library(&host, &trusted, input.as_bytes()),
        Some(Waits { patience, .. }) if patience.is_over() => {
            let cause = "the extensions that were asked before it took all the time that there is";
            return Err(note(
                "late",
                cause,
                "answer the questions yourself; everything else works without it",
            ));
        }
        Some(Waits { patience, say }) => {
            let mut tell =
                || say(&format!("Asking the extension of {} about your runs ...\n", supplier.pack));
            ask_within(&host, &trusted, input.as_bytes(), patience, &mut tell)
        }
    };
    let answer = answer.map_err(|none| said(&none, supplier))?;
    Ok(FromLibrary { facts: answer.facts, declared: library.declared })
}

fn reading(supplier: &Supplier, fact: &Fact, from: &FromLibrary) -> Reading {
    let Some(declared) = from.declared.fact(fact.id.as_str()) else {
        return not_known(supplier, fact, "the extension does not supply it".to_owned());
    };
    // A number that was meant in another unit, or for another range, would be read as one of the pack.
    let of_pack = DeclaredFact {
        name: declared.name.clone(),
        min: fact.min.into(),
        max: fact.max.into(),
        unit: fact.unit.clone(),
    };
    if *declared != of_pack {
        let because = format!("the extension declares {declared}, and the pack {of_pack}");
        return not_known(supplier, fact, because);
    }
    match from.facts.get(&declared.name) {
        Some(Supplied::Number(number)) => {
            let words = format!("{}: {number} {}", upper_first(&fact.means), fact.unit);
            let words = words.trim_end().to_owned();
            Reading { of: of(supplier, fact), value: Ok(Number { number: *number, words }) }
        }
        Some(Supplied::NotEnoughData) => {
            not_known(supplier, fact, "the extension has not enough data for it".to_owned())
        }
        None => not_known(supplier, fact, "the extension says nothing of it".to_owned()),
    }
}

fn not_known(supplier: &Supplier, fact: &Fact, because: String) -> Reading {
    Reading { of: of(supplier, fact), value: Err(because) }
}

fn of(supplier: &Supplier, fact: &Fact) -> ReadingOf {
    ReadingOf::Extension { of: supplier.clone(), fact: fact.id.clone() }
}

/// Why there are none. What a library says or prints itself could be anything, so that beside advice only words of ours stand.
fn said(none: &NoFacts, supplier: &Supplier) -> NoFactsNote {
    let kind = none.kind();
    match kind.fault_of_the_library() {
        None => note(kind.name(), none.cause(), none.remedy()),
        Some(words) => {
            let remedy = format!(
                "everything else works without it; its author sees more with: sinew ext check {}",
                supplier.pack
            );
            note(kind.name(), words, &remedy)
        }
    }
}

fn note(kind: &str, cause: &str, remedy: &str) -> NoFactsNote {
    NoFactsNote {
        kind: kind.to_owned(),
        cause: cause.to_owned(),
        remedy: remedy.to_owned(),
        was_expected: true,
    }
}
