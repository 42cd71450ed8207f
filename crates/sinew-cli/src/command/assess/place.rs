//! Where it hurts: the packs to ask about, in words and, on a screen, with a drawing of each place.

use super::given::Given;
use crate::{
    appearance::{Layout, Style},
    arguments::AssessArguments,
    document::{Document, list, paragraph},
    failure::{Failure, exit_code},
    interview::{choose, choose_several},
    keeping::Keeper,
    render::{Menu, document_text},
    session::Session,
    view::{pictures, result::distinct},
    words::upper_first,
};
use sinew_app::{PackKind, PackName, Shelf};
use sinew_model::Picture;

/// A place that a pack is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The id of the pack.
    pub(super) pack: String,
    /// The place in words, with a small first letter: it completes "it hurts".
    pub(super) words: String,
    /// A drawing of it, if there is one.
    pub(super) picture: Option<Picture>,
}

/// The places of all packs that can be opened.
pub(super) fn places(shelf: &Shelf) -> Vec<Place> {
    let injury = shelf.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
    injury
        .map(|listing| Place {
            pack: listing.id,
            words: listing.place.unwrap_or(listing.title),
            picture: listing.picture,
        })
        .collect()
}

/// The names of the packs to use, in the order in which they are asked about: the one that is named, those of the answers, the only one, or
/// those whose place the person chooses. None if the place is in no pack.
pub(super) fn wanted(
    session: &mut Session<'_>,
    shelf: &Shelf,
    arguments: &AssessArguments,
    given: &Given,
    asks: bool,
) -> Result<Option<Vec<String>>, Failure> {
    let Given { file, resumed, .. } = given;
    let mut chosen = file.chosen.clone();
    chosen.extend(file.pack.clone().filter(|pack| !chosen.contains(pack)));
    if let Some(named) = &arguments.pack {
        if chosen.is_empty()
            || chosen.contains(&PackName::parse(named).id)
            || *resumed
            || arguments.carry_over
        {
            return Ok(Some(vec![named.clone()]));
        }
        let of = file.pack.as_deref().unwrap_or_default();
        return Err(Failure::input(
            "pack",
            format!("the answers are for the pack `{of}`, not for `{named}`"),
        )
        .help("to take over those that fit, add --carry-over")
        .help(format!("or leave out `{named}`, or take the pack out of the answers")));
    }
    // Packs that were chosen together stay together: one of their results is not the whole.
    if !chosen.is_empty() {
        return Ok(Some(chosen));
    }
    let places = places(shelf);
    if asks {
        return choose_places(session, &places);
    }
    match places.as_slice() {
        [only] => Ok(Some(vec![only.pack.clone()])),
        [] => Err(Failure::input("no-pack", "there is no pack to use").help("add one with --packs DIR")),
        several => {
            let mut failure = Failure::input("which-pack", "there are several packs, and none was named");
            failure.details =
                several.iter().map(|place| format!("{}: {}", place.pack, place.words)).collect();
            Err(failure.help(format!("name one: sinew assess {}", several[0].pack)))
        }
    }
}

/// What can be chosen beside the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Several,
    Elsewhere,
    CannotTell,
}

const HOW_TO_TYPE: &str = "Type a number, then Enter (q to quit):";

/// Asks where it hurts most. Nothing is saved yet, so leaving loses nothing.
fn choose_places(session: &mut Session<'_>, places: &[Place]) -> Result<Option<Vec<String>>, Failure> {
    let style = session.prompt_style();
    let keeper = Keeper::new(None);
    let others: &[(Other, &str)] = match places.len() {
        0 | 1 => &[(Other::Elsewhere, "Somewhere else")],
        _ => &[
            (Other::Several, "In more than one of these places"),
            (Other::Elsewhere, "Somewhere else"),
            (Other::CannotTell, "I cannot tell"),
        ],
    };
    let words = places.iter().map(|place| upper_first(&place.words));
    let where_it_hurts = Menu {
        ask: "Where does it hurt most?".to_owned(),
        choices: words.chain(others.iter().map(|(_, label)| (*label).to_owned())).collect(),
        below: drawn(places, &style),
        prompt: HOW_TO_TYPE.to_owned(),
        ..Menu::default()
    };
    let all = || places.iter().map(|place| place.pack.clone()).collect();
    loop {
        let number = choose(session.console, &where_it_hurts, &style, &keeper)?;
        if let Some(place) = places.get(number - 1) {
            return Ok(Some(vec![place.pack.clone()]));
        }
        match others.get(number - places.len() - 1).map(|(other, _)| other) {
            Some(Other::Several) => {
                if let Some(several) =
                    choose_several(session.console, &several_menu(places, &style), &style, &keeper)?
                {
                    let chosen = several.into_iter().filter_map(|number| places.get(number - 1));
                    return Ok(Some(chosen.map(|place| place.pack.clone()).collect()));
                }
            }
            Some(Other::CannotTell) => {
                match choose(session.console, &how_to_find_it(places, &style), &style, &keeper)? {
                    1 => {}
                    2 => return Ok(Some(all())),
                    _ => return Ok(None),
                }
            }
            Some(Other::Elsewhere) | None => return Ok(None),
        }
    }
}

fn several_menu(places: &[Place], style: &Style) -> Menu {
    Menu {
        text: vec!["You are asked about one after the other. Nothing is asked twice.".to_owned()],
        ask: "Which places? Begin with the one that hurts most.".to_owned(),
        choices: places.iter().map(|place| upper_first(&place.words)).collect(),
        below: drawn(places, style),
        prompt: "Type their numbers with spaces between, then Enter (b back, q quit):".to_owned(),
    }
}

/// How to find the spot. What the places are called is all that is known about them here.
fn how_to_find_it(places: &[Place], style: &Style) -> Menu {
    let mut text = vec![
        "How to find the spot:".to_owned(),
        "- Is it very painful, hot or out of shape? Then do not press it. Ask about all of these places."
            .to_owned(),
        "- Sit down and let the sore part rest. Press gently with one finger, bit by bit, all the way round."
            .to_owned(),
        "- Is nothing sore? Move it slowly, as far as it goes without pain. Then press again.".to_owned(),
        "- The spot that hurts most when you press it is the place.".to_owned(),
        "- Still nothing? Think of your last run. Where did you feel it first?".to_owned(),
        String::new(),
        "The places are:".to_owned(),
    ];
    text.extend(places.iter().map(|place| format!("- {}", place.words)));
    Menu {
        text,
        ask: "Do you know now?".to_owned(),
        choices: vec![
            "Yes: choose the place".to_owned(),
            "No: ask about all of these places".to_owned(),
            "It is somewhere else".to_owned(),
        ],
        below: drawn(places, style),
        prompt: HOW_TO_TYPE.to_owned(),
    }
}

/// The drawings of the places with their numbers, on a screen. Whoever reads lines gets the words, which say as much.
fn drawn(places: &[Place], style: &Style) -> Vec<String> {
    match style.layout {
        Layout::Linear => Vec::new(),
        Layout::Screen => pictures(places.iter().map(|place| place.picture.as_ref()), style),
    }
}

/// For somebody who hurts in a place that no pack is about. It is no fault of theirs, so this is a page and no error; but
/// there is no assessment, which the exit code says.
pub(super) fn no_guide(session: &mut Session<'_>, shelf: &Shelf) -> Result<u8, Failure> {
    let places = distinct(places(shelf).into_iter().map(|place| place.words));
    let mut document =
        Document { title: Some("There is no guide for that place yet".to_owned()), ..Document::default() };
    document.opening.push(paragraph("Sinew would have to guess, so it gives no advice for it."));
    document.opening.extend(list("It knows only", places));
    document.opening.extend(list(
        "What to do instead",
        vec![
            "ask a doctor or physio".to_owned(),
            "do not wait if you are worried".to_owned(),
            "see the emergency numbers and warning signs: sinew urgent".to_owned(),
        ],
    ));
    let text = document_text(&document, &session.prompt_style());
    session.console.say(&text)?;
    Ok(exit_code::INPUT)
}
