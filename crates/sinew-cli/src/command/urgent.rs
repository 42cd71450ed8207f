//! `sinew urgent`: the emergency numbers and all warning signs at once. Nothing here can fail but the writing itself.

use super::region;
use crate::{
    arguments::Format,
    document::{Block, Document, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    view::{few_numbers, number_lines, number_words},
};
use sinew_app::{
    Emergencies, Shelf,
    wording::{urgency_heading, urgency_label},
};
use sinew_model::{Region, Urgency};

pub(crate) fn run(session: &mut Session<'_>, named: Option<&str>) -> Result<u8, Failure> {
    let shelf = session.shelf().unwrap_or_else(|_| Shelf::embedded());
    let emergencies = shelf.emergencies();
    let regions = &emergencies.regions;
    let here = match named {
        None => region::wanted(session, regions),
        Some(id) => {
            let found = regions.iter().find(|region| region.id.as_str() == id);
            if found.is_none() {
                // A mistyped region must not keep anybody from the numbers.
                session.notice(&format!("Note: there is no region `{id}`. See them all: sinew region"))?;
            }
            found
        }
    };
    let document = page(&emergencies, here);
    session.show(&document, Format::Text)?;
    Ok(exit_code::DONE)
}

fn page(emergencies: &Emergencies, here: Option<&Region>) -> Document {
    let mut document =
        Document { title: Some("Emergency numbers and warning signs".to_owned()), ..Document::default() };
    let regions = &emergencies.regions;
    let mut numbers: Vec<Block> = Vec::new();
    if let Some(region) = here {
        numbers.push(paragraph(format!("{}: call {}.", region.name, number_words(region))));
        numbers.extend(region.urgent.as_ref().map(|contact| {
            paragraph(format!("Urgent, but no emergency: call {} ({}).", contact.number, contact.name))
        }));
    } else {
        numbers.extend(list("", number_lines(regions)));
    }
    document.add("Emergency numbers", numbers);
    let mut any = false;
    for level in Urgency::ALL.into_iter().rev() {
        let signs: Vec<String> = emergencies.at(level).map(str::to_owned).collect();
        any |= !signs.is_empty();
        let heading = format!("{}: {} if", urgency_label(level), urgency_heading(level, here));
        document.add(&heading, list("", signs).into_iter().collect());
    }
    if !any {
        document.add("Warning signs", vec![paragraph(WITHOUT_PACKS)]);
    }
    // The numbers once more, because the first lines of a long list have scrolled away.
    let numbers = match here {
        Some(region) => format!("call {}", number_words(region)),
        None => format!("call: {}", few_numbers(regions).trim_end_matches('.')),
    };
    document.add(
        "If you are not sure",
        vec![
            paragraph("If you are worried, call. You do not need to be certain."),
            paragraph(format!("In an emergency {numbers}.")),
        ],
    );
    document
}

/// What is said if no pack can be read.
const WITHOUT_PACKS: &str = "The list of warning signs could not be read. Call now if you think that a life or a limb may \
                             be in danger, if somebody can hardly breathe, or if you get worse fast.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        appearance::{Layout, Style},
        render::document_text,
    };

    #[test]
    fn without_packs_the_common_numbers_are_shown() {
        let style = Style { layout: Layout::Linear, color: false, ascii: true, width: 80 };
        let text = document_text(&page(&Emergencies::default(), None), &style);
        for number in ["112", "999", "911"] {
            assert!(text.contains(number), "{number} is not in:\n{text}");
        }
        assert!(text.contains("Call now if you think that a life\nor a limb may be in danger"), "{text}");
        let end = text.split("If you are not sure").nth(1).unwrap();
        assert!(end.contains("In an emergency call: 112 in the European Union"), "{text}");
    }
}
