//! `sinew region`, and which region an assessment uses.

use crate::{
    arguments::RegionArguments,
    document::{Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    interview::choose,
    keeping::Keeper,
    render::Menu,
    session::Session,
    view::number_words,
};
use sinew_app::{closest_name, disk::make_folder, saved::write_file};
use sinew_model::{Pack, Region, RegionIx};
use std::path::Path;

/// The file in the data folder that holds the id of the region.
pub(crate) const FILE_NAME: &str = "region";

/// What is saved for somebody whose region is not in the list.
const NONE: &str = "none";

pub(crate) fn run(session: &mut Session<'_>, arguments: &RegionArguments) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let regions = shelf.emergencies().regions;
    match arguments.id.as_deref() {
        None => show(session, &regions),
        Some(NONE) => {
            save(session, NONE)?;
            session.notice("Saved: no region. All emergency numbers are shown.")?;
            Ok(exit_code::DONE)
        }
        Some(id) => {
            let region = regions
                .iter()
                .find(|region| region.id.as_str() == id)
                .ok_or_else(|| unknown(id, regions.iter().map(|region| region.id.as_str())))?;
            save(session, id)?;
            session.notice(&format!("Saved: {} ({}).", region.name, number_words(region)))?;
            Ok(exit_code::DONE)
        }
    }
}

fn show(session: &mut Session<'_>, regions: &[Region]) -> Result<u8, Failure> {
    let mut document =
        Document { title: Some("Regions and their emergency numbers".to_owned()), ..Document::default() };
    let current = wanted(session, regions);
    document.opening.push(match current {
        Some(region) => labelled("Set", format!("{} ({})", region.name, region.id)),
        None => paragraph("No region is set."),
    });
    let lines = regions.iter().map(|region| {
        let urgent = region.urgent.as_ref().map_or_else(String::new, |contact| {
            format!("; urgent advice {} ({})", contact.number, contact.name)
        });
        format!(
            "{}: {}, emergency {} ({}){urgent}",
            region.id,
            region.name,
            number_words(region),
            sinew_app::wording::source_status(region.emergency_status),
        )
    });
    document.opening.extend(list("", lines.collect()));
    document.opening.push(paragraph("Set one with: sinew region ID. For one assessment: --region ID"));
    session.show(&document, crate::arguments::Format::Text)?;
    Ok(exit_code::DONE)
}

/// The region that is set by the environment or saved, if it is one of these.
pub(crate) fn wanted<'a>(
    session: &Session<'_>,
    regions: impl IntoIterator<Item = &'a Region>,
) -> Option<&'a Region> {
    let id = session.environment.region.clone().or_else(|| saved(session.environment.data.as_deref()))?;
    regions.into_iter().find(|region| region.id.as_str() == id)
}

fn saved(folder: Option<&Path>) -> Option<String> {
    let text = std::fs::read_to_string(folder?.join(FILE_NAME)).ok()?;
    Some(text.trim().to_owned()).filter(|id| !id.is_empty())
}

fn save(session: &Session<'_>, id: &str) -> Result<(), Failure> {
    let Some(folder) = &session.environment.data else {
        return Err(Failure::input(
            "region",
            "there is no folder for your data, so the region cannot be saved",
        )
        .help("use --region ID or SINEW_REGION instead"));
    };
    let failure = |error: String| {
        Failure::input("region", format!("the region could not be saved: {error}"))
            .help("use --region ID or SINEW_REGION instead")
    };
    make_folder(folder).map_err(|error| failure(error.to_string()))?;
    write_file(&folder.join(FILE_NAME), format!("{id}\n")).map_err(|problem| failure(problem.to_string()))
}

fn unknown<'a>(id: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let failure = Failure::input("region", format!("there is no region `{id}`"));
    let failure = match closest_name(id, known.clone()) {
        Some(closest) => failure.help(format!("a region with a similar id exists: {closest}")),
        None => failure,
    };
    let known: Vec<&str> = known.collect();
    failure.help(format!("there are: {}", known.join(", ")))
}

/// The region that an assessment uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The region; none if it is not known, so that all numbers are shown.
    pub(crate) region: Option<RegionIx>,
    /// What has to be said about it: what was saved, or that a wish could not be met.
    pub(crate) said: Option<String>,
}

impl Chosen {
    fn known(region: Option<RegionIx>) -> Self {
        Self { region, said: None }
    }
}

/// The region for an assessment: from the option, the environment, what was saved, or the answer of the person. Nothing is
/// ever guessed; without a region all numbers are shown.
pub(crate) fn for_assessment(
    session: &mut Session<'_>,
    pack: &Pack,
    option: Option<&str>,
    asks: bool,
) -> Result<Chosen, Failure> {
    let ids = pack.regions().iter().map(|region| region.id.as_str());
    if let Some(id) = option {
        return match pack.region_named(id) {
            Some(region) => Ok(Chosen::known(Some(region))),
            None if id == NONE => Ok(Chosen::default()),
            None => Err(unknown(id, ids)),
        };
    }
    if let Some(id) = session.environment.region.clone() {
        if let Some(region) = pack.region_named(&id) {
            return Ok(Chosen::known(Some(region)));
        }
        if id != NONE {
            let note = format!(
                "Note: SINEW_REGION is `{id}`, which is no region here. All emergency numbers are shown."
            );
            return Ok(Chosen { region: None, said: Some(note) });
        }
        return Ok(Chosen::default());
    }
    if let Some(id) = saved(session.environment.data.as_deref()) {
        let region = pack.region_named(&id);
        if region.is_some() || id == NONE {
            return Ok(Chosen::known(region));
        }
    }
    if asks && !pack.regions().is_empty() { ask(session, pack) } else { Ok(Chosen::default()) }
}

fn ask(session: &mut Session<'_>, pack: &Pack) -> Result<Chosen, Failure> {
    let regions: Vec<(RegionIx, &Region)> = pack.regions().iter_indexed().collect();
    let country = session.environment.country.clone().unwrap_or_default();
    let guess = regions.iter().find(|(_, region)| region.locales.contains(&country)).copied();
    let picked = match guess {
        None => pick(session, &regions)?,
        Some(guess) => match confirm(session, guess.1)? {
            1 => Some(guess),
            2 => pick(session, &regions)?,
            _ => None,
        },
    };
    let id = picked.map_or(NONE, |(_, region)| region.id.as_str());
    let what = picked.map_or_else(
        || "all common emergency numbers are shown".to_owned(),
        |(_, region)| format!("{}, emergency number {}", region.name, number_words(region)),
    );
    let said = match save(session, id) {
        Ok(()) => format!("Saved: {what}. Change it any time with: sinew region"),
        Err(_) => format!("This once: {what}. It could not be saved."),
    };
    Ok(Chosen { region: picked.map(|(index, _)| index), said: Some(said) })
}

const WHY: &str = "This is only used to show the right emergency number.";
const SHOW_ALL: &str = "I would rather not say: show the common numbers";

/// Shows the region that the locale points to. A guess is only used once it is confirmed.
fn confirm(session: &mut Session<'_>, guess: &Region) -> Result<usize, Failure> {
    let menu = Menu {
        text: vec![WHY.to_owned(), format!("Your computer is set to {}.", guess.name)],
        ask: "Which country are you in?".to_owned(),
        choices: vec![
            format!("{} ({})", guess.name, number_words(guess)),
            "Another country".to_owned(),
            SHOW_ALL.to_owned(),
        ],
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    let style = session.prompt_style();
    choose(session.console, &menu, &style, &Keeper::new(None))
}

/// Asks for the region out of all of them.
fn pick<'a>(
    session: &mut Session<'_>,
    regions: &[(RegionIx, &'a Region)],
) -> Result<Option<(RegionIx, &'a Region)>, Failure> {
    let mut choices: Vec<String> =
        regions.iter().map(|(_, region)| format!("{} ({})", region.name, number_words(region))).collect();
    choices.push("Somewhere else: show the common numbers".to_owned());
    let menu = Menu {
        text: vec![WHY.to_owned()],
        ask: "Which country are you in?".to_owned(),
        choices,
        prompt: "Type a number, then Enter (q to quit):".to_owned(),
        ..Menu::default()
    };
    let style = session.prompt_style();
    let chosen = choose(session.console, &menu, &style, &Keeper::new(None))?;
    Ok(regions.get(chosen - 1).copied())
}
