//! `sinew pack verify`: whether packs are what they were, still pass their check, and are still proved.

use super::{
    prove::{confirmed_words, verdict},
    signing::{signature_json, signature_words},
};
use crate::{
    arguments::{Format, VerifyArguments},
    document::{Block, Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    words::date_words,
};
use serde_json::json;
use sinew_app::{
    Found, PackName, Shelf,
    proof::{Confirmed, ProofDocument},
};
use sinew_install::{Signature, Verified, VerifyProblem, verify};
use std::path::Path;

pub(crate) fn run(session: &mut Session<'_>, arguments: &VerifyArguments) -> Result<u8, Failure> {
    let name = arguments.id.as_deref().map(PackName::parse);
    let mut verified = verify(&session.places(), name.as_ref(), session.environment.today)
        .map_err(|problem| could_not(&problem))?;
    let proved = proved(session, &mut verified, arguments.certificate.as_deref())?;
    match arguments.format.get() {
        Format::Json => {
            let packs: Vec<_> = verified.iter().zip(&proved).map(verified_json).collect();
            session.show_json(&json!({ "schema_version": 1, "packs": packs }))?;
        }
        format => session.show(&page(&verified, &proved), format)?,
    }
    let is_sound = verified.iter().all(|pack| pack.problems.is_empty());
    Ok(if is_sound { exit_code::DONE } else { exit_code::FOUND })
}

/// What was proved again, and confirmed of a certificate.
#[derive(Debug, Clone, Default)]
struct Proved {
    proof: Option<ProofDocument>,
    confirmed: Option<Confirmed>,
}

/// Proves each of these packs again that passed its check, and holds the certificate against it. What is not so is a problem of the
/// pack.
fn proved(
    session: &Session<'_>,
    verified: &mut [Verified],
    certificate: Option<&Path>,
) -> Result<Vec<Proved>, Failure> {
    // What is broken is found already, and is no reason to leave the others.
    let shelf = Shelf::without_broken(&session.places());
    let (shelf, _) = shelf.map_err(|problem| could_not(&VerifyProblem::Shelf(problem)))?;
    let certificate = match certificate {
        Some(file) => Some(std::fs::read_to_string(file).map_err(|problem| {
            Failure {
                exit: exit_code::USAGE,
                ..Failure::input("certificate", format!("{} cannot be read: {problem}", file.display()))
                    .help("name the file that `sinew pack prove PACK --certificate FILE` wrote")
            }
        })?),
        None => None,
    };
    let mut all = Vec::new();
    for pack in verified {
        let mut found = Proved::default();
        let passed = pack.check.as_ref().is_some_and(sinew_app::check::PackCheck::passed);
        let name = format!("{}@{}", pack.id, pack.version);
        match passed.then(|| shelf.prove(&name, session.environment.today)) {
            // It is said already that it does not pass.
            None => {}
            Some(Err(problem)) => pack.problems.push(format!("nothing could be proved of it: {problem}")),
            Some(Ok((compiled, proof))) => {
                if !proof.passed {
                    pack.problems.push(format!("not everything is proved of it: sinew pack prove {name}"));
                }
                let held = certificate.as_ref().map(|text| match ProofDocument::read(text) {
                    Ok(document) => document.held_against_proof(&compiled, &proof),
                    Err(problem) => Err(vec![problem]),
                });
                match held {
                    Some(Ok(confirmed)) => found.confirmed = Some(confirmed),
                    Some(Err(problems)) => pack.problems.extend(
                        problems
                            .iter()
                            .map(|problem| format!("certificate: {problem}; {}", problem.remedy())),
                    ),
                    None => {}
                }
                found.proof = Some(proof);
            }
        }
        all.push(found);
    }
    Ok(all)
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

fn page(verified: &[Verified], proved: &[Proved]) -> Document {
    let mut document = Document { title: Some("Packs that were verified".to_owned()), ..Document::default() };
    for (pack, proved) in verified.iter().zip(proved) {
        document.add(format!("{} {}", pack.id, pack.version).trim_end(), blocks(pack, proved));
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

fn blocks(pack: &Verified, proved: &Proved) -> Vec<Block> {
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
    blocks.extend(proved.proof.as_ref().map(|proof| labelled("Proof", verdict(proof))));
    let confirmed = proved.confirmed.as_ref();
    blocks.extend(confirmed.map(|confirmed| labelled("Certificate, confirmed", confirmed_words(confirmed))));
    blocks.extend(list("Wrong", problems.clone()));
    blocks
}

fn verified_json((pack, proved): (&Verified, &Proved)) -> serde_json::Value {
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
        "proof": proved.proof.as_ref().map(|proof| json!({
            "passed": proof.passed,
            "answer_sets": proof.answer_sets.count,
            "date": proof.date,
            "content_hash": proof.content_hash,
        })),
        "certificate": proved.confirmed.as_ref().map(|confirmed| json!({
            "confirmed": confirmed.confirmed,
            "open": confirmed.open,
        })),
        "problems": problems,
    })
}
