//! `sinew pack prove` and `sinew pack verify`: what is proved of a pack, and a certificate that others hold against it.

use crate::{PROGRAM, fitting};
use serde_json::Value;
use sinew_tests::{Process, Ran, assert_page, one_line};
use std::fs;

fn certified(process: &Process) -> Ran {
    process.run(["pack", "prove", "mine/sore-elbow", "--certificate", "elbow.json"])
}

fn certificate(process: &Process) -> Value {
    let text = fs::read_to_string(process.work().join("elbow.json")).expect("it was written");
    fitting(&text, "certificate")
}

/// Holds a certificate against the pack.
fn held(process: &Process, certificate: &Value) -> Ran {
    fs::write(process.work().join("given.json"), certificate.to_string()).expect("the folder is ours");
    process.run(["pack", "verify", "sore-elbow", "--packs", "mine", "--certificate", "given.json"])
}

#[track_caller]
fn refused(ran: &Ran, cause: &str, remedy: &str) {
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let page = one_line(&ran.out);
    assert!(page.contains(cause), "{cause}: {page}");
    assert!(page.contains(remedy), "{remedy}: {page}");
    assert!(page.contains("Do not use it."), "{page}");
}

#[test]
fn what_is_proved_is_told_and_its_certificate_is_confirmed() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "prove", "mine/sore-elbow"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    // The day and the fingerprint stand before it.
    let (first, claims) = ran.out.split_once("\n\n").expect("it has parts");
    assert!(one_line(first).contains("Checked over 864 possible answer sets on "), "{first}");
    assert!(one_line(first).ends_with("Everything holds for all of them."), "{first}");
    assert_page!("proved", "sinew pack prove mine/sore-elbow", claims);

    let ran = certified(&process);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.err.contains("Wrote the certificate: elbow.json"), "{}", ran.err);
    let document = certificate(&process);
    // 3 answers about the shape, 3 about the joint, 12 numbers of the scale with "not sure", and 8 ways to choose from a list.
    assert_eq!((&document["passed"], &document["answer_sets"]["count"]), (&true.into(), &"864".into()));
    assert_eq!(document["answer_sets"]["confirmed"], true);

    let ran = held(&process, &document);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    let page = one_line(&ran.out);
    assert!(page.contains("Checked over 864 possible answer sets on "), "{page}");
    assert!(page.contains("Certificate, confirmed"), "{page}");
}

#[test]
fn an_altered_certificate_or_one_of_another_pack_is_refused() {
    let process = Process::with_elbow(PROGRAM);
    assert_eq!(certified(&process).code, Some(0));
    let sound = certificate(&process);
    let altered = |alter: &dyn Fn(&mut Value)| {
        let mut document = sound.clone();
        alter(&mut document);
        held(&process, &document)
    };
    let not_so = "do not trust it";
    let ran = altered(&|document| document["answer_sets"]["count"] = "865".into());
    refused(&ran, "`answer_sets.count` says \"865\", and doing it again gives \"864\"", not_so);
    let ran = altered(&|document| document["red_flags"][0]["fires"] = "1".into());
    refused(&ran, "`red_flags[0].fires` says \"1\", and doing it again gives", not_so);
    let ran = altered(&|document| document["red_flags"][0]["alone"] = "1".into());
    refused(&ran, "`red_flags[0].alone` says \"1\", and doing it again gives", not_so);
    let ran = altered(&|document| document["properties"][0]["speaks_of"] = "1".into());
    refused(&ran, "`properties[0].speaks_of` says \"1\", and doing it again gives", not_so);
    let ran = altered(&|document| document["properties"][0]["says"] = "Nobody is ever hurt.".into());
    refused(&ran, "`properties[0].says` says \"Nobody is ever hurt.\"", not_so);
    let ran = altered(&|document| document["stop"]["outcome"] = "broken".into());
    refused(&ran, "`stop.outcome` says \"broken\", and doing it again gives \"holds\"", not_so);
    let ran = altered(&|document| document["stop"] = Value::Null);
    refused(&ran, "`stop` says null, and doing it again gives {\"outcome\":\"holds\"", not_so);
    let ran = altered(&|document| document["passed"] = false.into());
    refused(&ran, "`passed` says false, and doing it again gives true", not_so);
    let ran = altered(&|document| document["problems"] = vec!["It hurts."].into());
    refused(&ran, "`problems` says 1 in all, and doing it again gives 0 in all", not_so);
    let ran = altered(&|document| document["program"] = "0.0.1".into());
    refused(&ran, "sinew 0.0.1 made it", "make it again: sinew pack prove");
    let ran = altered(&|document| document["extra"] = 1.into());
    refused(&ran, "it is no certificate that this program can read", "make it again");

    process.edit(
        "mine/sore-elbow/red-flags.toml",
        "urgency = \"same-day\"",
        "urgency = \"same-day\" # it was so before",
    );
    let ran = held(&process, &sound);
    refused(&ran, "it is about other content", "use the pack that it is about, or make it again");
    let ran =
        process.run(["pack", "verify", "sore-elbow", "--packs", "mine", "--certificate", "nowhere.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(ran.err.contains("nowhere.json cannot be read"), "{}", ran.err);
}

/// Without a name all packs at hand are proved again, and one that was changed does not hide the others.
#[test]
fn all_packs_are_proved_again_without_a_name() {
    let process = Process::with_elbow(PROGRAM);
    let installed = process.run(["pack", "install", "mine/sore-elbow", "--yes"]);
    assert_eq!(installed.code, Some(0), "{}", installed.page());
    let listed = process.run(["pack", "list", "--json"]);
    let listed: Value = serde_json::from_str(&listed.out).expect("one JSON document");
    let listed = listed["packs"].as_array().expect("a list of packs");
    let others: Vec<&str> = listed.iter().filter_map(|pack| pack["id"].as_str()).collect();
    let others: Vec<&str> = others.into_iter().filter(|id| *id != "sore-elbow").collect();
    assert!(others.len() >= 5, "the packs of the program: {others:?}");
    let file = process.data().join("packs/sore-elbow@0.3.1/causes.toml");
    let text = fs::read_to_string(&file).expect("it is installed");
    fs::write(file, format!("{text}# changed\n")).expect("the folder is ours");

    let ran = process.run(["pack", "verify"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let page = one_line(&ran.out);
    assert!(page.contains("not as it was installed"), "{page}");
    assert!(page.contains("Something is wrong with 1 of them."), "{page}");
    for id in &others {
        let (_, about) = page.split_once(&format!(" {id} 0.")).expect("it is on the page");
        let (proof, _) = about.split_once(" Everything holds for all of them.").expect("it is proved");
        // No other pack stands between.
        assert_eq!(proof.matches("possible answer sets").count(), 1, "{proof}");
    }
    assert_eq!(page.matches("Everything holds for all of them.").count(), others.len(), "{page}");
}

#[test]
fn what_is_not_proved_has_no_certificate() {
    let process = Process::with_elbow(PROGRAM);
    let before = "[property.";
    let more = "[property.everybody-is-seen]\nsays = \"Everybody is seen soon.\"\nurgency-at-least = \"soon\"\n\
                because = \"It would be safe.\"\nbasis = \"judgement\"\nsources = [\"made-up\"]\n\n[property.";
    process.edit("mine/sore-elbow/properties.toml", before, more);
    let ran = certified(&process);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(one_line(&ran.out).contains("broken"), "{}", ran.page());
    assert!(ran.err.contains("there is no certificate of what is not proved"), "{}", ran.err);
    assert!(!process.work().join("elbow.json").exists());
    let ran = process.run(["pack", "prove", "mine/sore-elbow", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!((ran.code, &document["passed"]), (Some(1), &false.into()));
    let ran = process.run(["pack", "prove", "nothing"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
}
