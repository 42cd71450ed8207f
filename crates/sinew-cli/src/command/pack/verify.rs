//! `sinew pack verify`: whether packs are what they were, and still pass their check.

use super::signing::{signature_json, signature_words};
use crate::{
    arguments::{Format, VerifyArguments},
    document::{Block, Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    words::date_words,
};
use serde_json::json;
use sinew_app::{Found, PackName};
use sinew_install::{Signature, Verified, VerifyProblem, verify};

pub(crate) fn run(session: &mut Session<'_>, arguments: &VerifyArguments) -> Result<u8, Failure> {
    let name = arguments.id.as_deref().map(PackName::parse);
    let verified = verify(&session.places(), name.as_ref(), session.environment.today)
        .map_err(|problem| could_not(&problem))?;
    match arguments.format.get() {
        Format::Json => {
            let packs: Vec<_> = verified.iter().map(verified_json).collect();
            session.show_json(&json!({ "schema_version": 1, "packs": packs }))?;
        }
        format => session.show(&page(&verified), format)?,
    }
    let is_sound = verified.iter().all(|pack| pack.problems.is_empty());
    Ok(if is_sound { exit_code::DONE } else { exit_code::FOUND })
}

/// Nothing could be verified, which is something else than a finding.
fn could_not(problem: &VerifyProblem) -> Failure {
    let failure = Failure::input("not-verified", problem.to_string());
    let failure = match problem.remedy() {
        Some(remedy) => failure.help(remedy),
        None => failure,
    };
    Failure { exit: exit_code::USAGE, ..failure }
}

fn page(verified: &[Verified]) -> Document {
    let mut document = Document { title: Some("Packs that were verified".to_owned()), ..Document::default() };
    for pack in verified {
        document.add(format!("{} {}", pack.id, pack.version).trim_end(), blocks(pack));
    }
    let broken = verified.iter().filter(|pack| !pack.problems.is_empty()).count();
    let verdict = match (verified.len(), broken) {
        (1, 0) => "Verified 1 pack. Nothing is wrong with it.".to_owned(),
        (all, 0) => format!("Verified {all} packs. Nothing is wrong with them."),
        (1, _) => "Verified 1 pack. Do not use it.".to_owned(),
        (all, broken) => format!("Verified {all} packs. Something is wrong with {broken} of them."),
    };
    document.add("Result", vec![paragraph(verdict)]);
    document
}

fn blocks(pack: &Verified) -> Vec<Block> {
    let Verified { id: _, version: _, from, installed, signature, check, problems } = pack;
    let mut blocks = Vec::new();
    blocks.extend(from.as_ref().map(|from| labelled("From", from.to_string())));
    blocks.extend(installed.map(|day| labelled("Installed", date_words(day))));
    // What is part of the program comes with it, and is not signed by itself.
    let signature = signature.as_ref().filter(|_| *from != Some(Found::BuiltIn));
    blocks.extend(signature.map(|signature| labelled("Signature", signature_words(signature))));
    if let Some(check) = check.as_ref().filter(|check| check.passed()) {
        let cases = match check.cases.len() {
            0 => String::new(),
            1 => ", with 1 case".to_owned(),
            count => format!(", with {count} cases"),
        };
        blocks.push(labelled("Check", format!("passed{cases}")));
    }
    blocks.extend(list("Wrong", problems.clone()));
    blocks
}

fn verified_json(pack: &Verified) -> serde_json::Value {
    let Verified { id, version, from, installed, signature, check, problems } = pack;
    let is_built_in = *from == Some(Found::BuiltIn);
    let signature: Option<&Signature> = signature.as_ref().filter(|_| !is_built_in);
    json!({
        "id": id,
        "version": version,
        "from": from.as_ref().map(ToString::to_string),
        "installed": installed.map(|day| day.to_string()),
        "signature": signature.map(|signature| signature_json(&Ok(signature.clone()))),
        "passed": check.as_ref().map(sinew_app::check::PackCheck::passed),
        "problems": problems,
    })
}
