//! `sinew pack diff`: two versions of packs compared by the advice they give.

use super::{install::given_failure, is_folder, wanted::could_not};
use crate::{
    arguments::{DiffArguments, Format},
    document::{Block, Document, group, labelled, list, paragraph, verbatim},
    failure::{Failure, exit_code},
    session::{Session, shelf_failure},
    view::place,
    words::{date_words, sentence, upper_first},
};
use sinew_app::{
    Found, Shelf, ShelfProblem,
    check::counted,
    count_in_words,
    diff::{
        self, Comparison, Diff, Direction, Group, InterviewChange, InterviewEntry, Limits, Objection,
        change_in_words, replay_options, table_lines, told,
    },
    share_in_words,
};
use sinew_install::read_given;
use sinew_model::Pack;
use std::path::{Path, PathBuf};

/// Texts that changed are named up to so many; JSON has all.
const TABLES_AT_MOST: usize = 12;

pub(crate) fn run(session: &mut Session<'_>, arguments: &DiffArguments) -> Result<u8, Failure> {
    let old = side(session, &arguments.old)?;
    let new = side(session, &arguments.new)?;
    let is_wanted = |id: &String| arguments.only.is_empty() || arguments.only.contains(id);
    let mut comparisons = Vec::new();
    let mut without = Vec::new();
    if let ([one], [other]) = (&old.names[..], &new.names[..]) {
        comparisons.push(compared(session, (&old.shelf, one), (&new.shelf, other))?);
    } else {
        for name in new.names.iter().filter(|name| is_wanted(name)) {
            if old.names.contains(name) {
                comparisons.push(compared(session, (&old.shelf, name), (&new.shelf, name))?);
            } else {
                without.push(name.clone());
            }
        }
    }
    let passed = diff::passed(&comparisons);
    match arguments.format.get() {
        Format::Json => {
            let text = session.json_characters(diff::to_json(&comparisons, &without));
            session.console.write_out(&text)?;
        }
        format => {
            for comparison in &comparisons {
                let mut document = page(comparison, [&arguments.old, &arguments.new]);
                if old.is_alone || new.is_alone {
                    document.opening.extend(libraries_at_hand(comparison));
                }
                session.show(&document, format)?;
            }
            if !without.is_empty() || comparisons.is_empty() {
                session.show(&not_compared(&without), format)?;
            }
        }
    }
    Ok(if passed { exit_code::DONE } else { exit_code::FOUND })
}

/// Packs of one version, by their names.
struct Side {
    shelf: Shelf,
    names: Vec<String>,
    /// Whether one pack was given without its libraries, so that these are the ones at hand.
    is_alone: bool,
}

/// The packs that are meant: those of a folder, that of an archive, or one at hand by its name.
fn side(session: &Session<'_>, named: &str) -> Result<Side, Failure> {
    let problem = |problem: ShelfProblem| could_not(shelf_failure(&problem));
    let path = Path::new(named);
    if path.is_file() {
        let bundle = read_given(path).map_err(|problem| could_not(given_failure(named, &problem)))?;
        let source = bundle.source().clone();
        let names = vec![source.folder.clone()];
        let alone = Shelf::only(&[]).and_then(|shelf| shelf.adding(source, Found::Folder(path.to_owned())));
        let shelf = alone.and_then(|shelf| shelf.beside(&session.places())).map_err(problem)?;
        return Ok(Side { shelf, names, is_alone: true });
    }
    if !is_folder(named) {
        return Ok(Side { shelf: session.shelf()?, names: vec![named.to_owned()], is_alone: false });
    }
    let folder = [PathBuf::from(named)];
    let own = Shelf::only(&folder).map_err(problem)?;
    let names = own.from_folders();
    let shelf = own.beside(&session.places()).map_err(problem)?;
    Ok(Side { shelf, names, is_alone: path.join("pack.toml").is_file() })
}

/// With which libraries a pack was compared that was given without them; none if it has none. A change of theirs that lies beside it
/// is not looked at, and nobody is to take that for no change.
fn libraries_at_hand(comparison: &Comparison) -> Option<Block> {
    let libraries =
        comparison.new.libraries().iter().map(|library| format!("{} {}", library.id, library.version));
    let named: Vec<String> = libraries.collect();
    (!named.is_empty()).then(|| {
        let named = named.join(", ");
        paragraph(format!(
            "Its libraries are those at hand: {named}. To compare changes in them too, name two folders of packs."
        ))
    })
}

fn compared(
    session: &Session<'_>,
    (old_shelf, old): (&Shelf, &str),
    (new_shelf, new): (&Shelf, &str),
) -> Result<Comparison, Failure> {
    let load = |shelf: &Shelf, name: &str| -> Result<Pack, Failure> {
        let loaded = shelf.look_into(name).map_err(|problem| could_not(session.load_failure(&problem)))?;
        Ok(loaded.pack)
    };
    Ok(Comparison::of(load(old_shelf, old)?, load(new_shelf, new)?, Limits::default()))
}

fn not_compared(without: &[String]) -> Document {
    let mut document = Document::default();
    let text = "There is no earlier version here, so nothing was compared. That says nothing about changes.";
    let mut blocks = vec![paragraph(text)];
    blocks.extend(list("", without.to_vec()));
    document.add("Not compared", blocks);
    document
}

fn page(comparison: &Comparison, named: [&str; 2]) -> Document {
    let (old, new) = (comparison.old.identity(), comparison.new.identity());
    let mut document = Document {
        title: Some(format!("{} {} \u{2192} {} {}", old.id, old.version, new.id, new.version)),
        ..Document::default()
    };
    let Diff { people, .. } = &comparison.diff;
    document.opening.push(labelled(
        "Compared over",
        match people {
            Some(people) => {
                format!("{} answer sets, each a whole set of answers to both", count_in_words(people))
            }
            None => "all answer sets; how many they are was not counted".into(),
        },
    ));
    document.opening.push(paragraph(summary(comparison)));
    for (direction, title) in [
        (Direction::LessCautious, "Less cautious"),
        (Direction::MoreCautious, "More cautious"),
        (Direction::Other, "Same urgency, other advice"),
    ] {
        let groups = comparison.diff.towards(direction);
        document.add(title, groups.map(|of| group_block(comparison, of, named)).collect());
    }
    document.add("Not decided", undecided(comparison));
    document.add("Questions", interview(&comparison.diff.interview));
    document.add("Rules that changed, and nobody's advice with them", tables(comparison.without_effect()));
    let reworded = comparison.reworded().count();
    let title =
        format!("Decides nothing (words, facts, sources, properties): {}", counted(reworded, "table"));
    document.add(&title, tables(comparison.reworded()));
    let mut to_do = objections(comparison);
    if let (true, None, Some(fingerprint)) =
        (comparison.is_less_cautious(), comparison.review(), comparison.fingerprint())
    {
        let text = format!(
            "[review.TODO]\nby = \"TODO: their role, such as sports physician\"\ndate = \"TODO: the day of the review\"\n\
             because = \"TODO: why the change is right.\"\nfingerprint = \"{fingerprint}\""
        );
        to_do.push(verbatim("pack.toml", text));
    }
    document.add("What to do", to_do);
    if let Some(review) = comparison.review() {
        document.add(
            "Reviewed",
            vec![
                labelled("By", format!("{}, {}", review.by, date_words(review.date))),
                labelled("Because", review.because.clone()),
            ],
        );
    }
    let unused = comparison.unused_reviews();
    let unused = unused.into_iter().map(|review| format!("{} ({})", review.id, place(&review.origin)));
    document.add("Reviews that stand for nothing here", list("", unused.collect()).into_iter().collect());
    document
}

/// The outcome in one sentence.
fn summary(comparison: &Comparison) -> String {
    let diff = &comparison.diff;
    if comparison.is_same() {
        return "Both have the same files.".into();
    }
    if !diff.comparable {
        return "Nobody can answer both versions, so nothing was compared.".into();
    }
    if diff.is_wording_only() {
        return "Proved: everybody gets the same advice, in other words at most.".into();
    }
    let count = |direction| diff.towards(direction).count();
    let groups = |count: usize, what: &str| format!("{} {what}", counted(count, "group"));
    let mut parts = vec![
        groups(count(Direction::LessCautious), "less cautious"),
        groups(count(Direction::MoreCautious), "more cautious"),
        groups(count(Direction::Other), "with other advice"),
    ];
    if !diff.undecided.is_empty() {
        parts.push(format!("{} not decided", diff.undecided.len()));
    }
    sentence(&parts.join(", "))
}

fn group_block(comparison: &Comparison, of: &Group, named: [&str; 2]) -> Block {
    let Group { change, people, example, causes, tried } = of;
    let mut blocks = Vec::new();
    blocks.push(labelled(
        "Answer sets",
        match (people, &comparison.diff.people) {
            (Some(people), Some(all)) if example.new.is_some() => {
                format!("{} ({} of them)", count_in_words(people), share_in_words(people, all))
            }
            (Some(people), _) => count_in_words(people),
            (None, _) => "not counted".into(),
        },
    ));
    let after = example.new.as_ref();
    let mut words: Vec<String> = after
        .map(|person| told(&comparison.new, person))
        .unwrap_or_default()
        .into_iter()
        .chain(told(&comparison.old, &example.old))
        .map(|told| format!("{} ({} = {})", told.words, told.question, told.answer))
        .collect();
    let mut seen = Vec::new();
    words.retain(|word| {
        let is_new = !seen.contains(word);
        seen.push(word.clone());
        is_new
    });
    blocks.push(if words.is_empty() {
        labelled("Example", "somebody with nothing to tell")
    } else {
        group("Example: somebody who tells only this", list("", words).into_iter().collect())
    });
    let lead = match (tried, causes.len()) {
        (true, 0 | 1) => "Caused by",
        (true, _) => "Caused by these together",
        (false, _) => "Caused by some of these",
    };
    let parts = &comparison.diff.parts;
    blocks.push(group(lead, tables(causes.iter().filter_map(|at| parts.get(*at)))));
    // Whom the new version does not take can be asked by the old one.
    let (pack, person, place) = match after {
        Some(person) => (&comparison.new, person, named[1]),
        None => (&comparison.old, &example.old, named[0]),
    };
    let options = replay_options(pack, person).join(" ");
    let id = &pack.identity().id;
    let packs = if is_folder(place) { format!(" --packs {place}") } else { String::new() };
    blocks.push(labelled("Replay", format!("sinew assess {id}{packs} --no-input {options}")));
    group(sentence(&upper_first(&change_in_words(comparison, change))), blocks)
}

fn tables<'a>(changes: impl Iterator<Item = &'a diff::PartChange>) -> Vec<Block> {
    let all: Vec<&diff::PartChange> = changes.collect();
    let mut blocks: Vec<Block> = all
        .iter()
        .take(TABLES_AT_MOST)
        .map(|change| {
            let lines = table_lines(change);
            let place = if lines.place.is_empty() { String::new() } else { format!("{}, ", lines.place) };
            list(&format!("{place}{}", lines.table), lines.fields.clone())
                .unwrap_or_else(|| paragraph(format!("{place}{}", lines.table)))
        })
        .collect();
    if all.len() > TABLES_AT_MOST {
        blocks.push(paragraph(format!("{} more; --format json has all", all.len() - TABLES_AT_MOST)));
    }
    blocks
}

fn undecided(comparison: &Comparison) -> Vec<Block> {
    let changes = &comparison.diff.undecided;
    let items = changes.iter().map(|change| change_in_words(comparison, change)).collect();
    list("Whether anybody sees this was not decided within the limits", items).into_iter().collect()
}

fn interview(interview: &InterviewChange) -> Vec<Block> {
    let ids = InterviewEntry::of(interview);
    let mut blocks: Vec<Block> = [
        list("Only the new version asks", ids.added),
        list("Only the old version asks", ids.removed),
        list("Answered in another way, so that each stands for itself", ids.other_kind),
        list("New options; who chooses one is not compared", ids.options_added),
        list("Options that are gone; who chose one is not compared", ids.options_removed),
        list("Take more answers than before; who gives one of these is not compared", ids.wider),
        list("Take fewer answers than before; who gave one of these is not compared", ids.narrower),
        list("Another end is worse, so that a number may not mean the same any more", ids.other_order),
        list("Other constraints; whom one of them rules out is not compared", ids.constraints),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !blocks.is_empty() {
        let text = "People are compared as far as they can answer both versions. What only one of them asks they \
                    answer in any way.";
        blocks.insert(0, paragraph(text));
    }
    blocks
}

fn objections(comparison: &Comparison) -> Vec<Block> {
    let old = &comparison.old.identity().version;
    let mut items = Vec::new();
    for objection in comparison.objections() {
        items.push(match objection {
            Objection::Disagreement => {
                let first = comparison.diff.disagreements.first().cloned().unwrap_or_default();
                format!(
                    "This program contradicts itself, so nothing above counts: {first}. Please report it."
                )
            }
            Objection::NothingCompared => "Nothing was compared, so nothing is known.".into(),
            Objection::NotDecided => {
                "Something was not decided. Make the change smaller, and compare each step.".into()
            }
            Objection::LessCautious => {
                "Advice is less cautious. Take it back, or have a clinician review all of it, and write what stands below into \
                 pack.toml."
                    .into()
            }
            Objection::Version { given, needed } => format!(
                "The version rises by {}, and the change needs {}: make it {} or higher.",
                step_words(given),
                step_words(needed),
                needed.after(old)
            ),
        });
    }
    list("", items).into_iter().collect()
}

fn step_words(step: diff::Step) -> String {
    match step {
        diff::Step::None => "nothing".into(),
        step => format!("a {} step", step.name()),
    }
}
