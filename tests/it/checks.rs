//! The pages of the checks: each example has just the finding that it says, on its line, and mended it has none. One slip in a sound
//! pack is one finding.

use sinew_app::{PackSource, Shelf};
use sinew_diag::{Check, ExampleFile};
use sinew_tests::{TODAY, found_in, root};
use std::collections::BTreeSet;
use xtask::sample;

/// What a check of these packs finds.
fn found(packs: Vec<PackSource>) -> Result<BTreeSet<sample::Expected>, String> {
    let shelf = Shelf::of(packs).map_err(|problem| problem.to_string())?;
    let report = shelf.check(&[], TODAY).map_err(|problem| problem.to_string())?;
    Ok(found_in(&report))
}

/// What a check of the sound pack with these changes finds, and what is expected.
fn tried(sound: &PackSource, changes: &[ExampleFile]) -> Result<[BTreeSet<sample::Expected>; 2], String> {
    let packs = sample::with_changes(sound, changes).map_err(|problem| format!("{problem:#}"))?;
    let expected = sample::expected(&packs, changes).map_err(|problem| format!("{problem:#}"))?;
    Ok([expected, found(packs)?])
}

fn wrong_with(check: Check, sound: &PackSource) -> Option<String> {
    let code = check.code();
    let page = check.explanation();
    if let Some(reason) = &page.no_example {
        let without = page.example.is_empty() && page.mended.is_empty() && !reason.is_empty();
        return (!without).then(|| format!("{code} says that it has no example, and has one"));
    }
    let [expected, found] = match tried(sound, &page.example) {
        Ok(both) => both,
        Err(problem) => return Some(format!("{code}: {problem}")),
    };
    let own = expected.iter().any(|(known, _)| known == code.name());
    if !own || expected != found {
        return Some(format!("{code}: the example is to have {expected:?}, and has {found:?}"));
    }
    if page.mended.is_empty() {
        return Some(format!("{code}: it is not shown how to mend the example"));
    }
    match tried(sound, &page.mended) {
        Ok([expected, found]) if expected.is_empty() && found.is_empty() => None,
        Ok([_, found]) => Some(format!("{code}: mended, it still has {found:?}")),
        Err(problem) => Some(format!("{code}, mended: {problem}")),
    }
}

fn sound() -> PackSource {
    sample::sound(&root()).expect("the sound pack can be read")
}

#[test]
fn every_example_has_its_finding_and_none_when_mended() {
    let sound = sound();
    let wrong: Vec<String> =
        sinew_app::checks().into_iter().filter_map(|check| wrong_with(check, &sound)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), sinew_app::checks().len(), wrong.join("\n"));
}

/// Only a fault of the program causes these, or a name that is asked for, so that no pack can show them; or they are looked for
/// only on demand, or need an earlier version.
#[test]
fn few_checks_have_no_example() {
    let without: Vec<&str> = sinew_app::checks()
        .into_iter()
        .filter(|check| check.explanation().no_example.is_some())
        .map(|check| check.code().name())
        .collect();
    assert_eq!(
        without,
        [
            "C0004", "C0005", "C0010", "C0011", "P0115", "R0101", "R0901", "S0106", "S0107", "V0001",
            "V0002", "V0003", "V0004", "V0005"
        ]
    );
}

/// An example says of each finding how bad it is.
#[test]
fn examples_name_the_severity_of_the_check() {
    let checks = sinew_app::checks();
    for check in &checks {
        for file in check.explanation().example {
            let words = file.text.split_whitespace().chain(file.remark.split_whitespace());
            for (severity, code) in words.filter_map(|word| word.strip_suffix(']')?.split_once('[')) {
                let Some(named) = checks.iter().find(|check| check.code().name() == code) else { continue };
                // Loading a pack warns of it; a check of the pack fails.
                let is_raised = code == "R0305";
                let expected = if is_raised { "error" } else { named.severity().name() };
                assert_eq!(severity, expected, "{code}, in the example of {}", check.code());
            }
        }
    }
}

// ------------------------------------------------------------------------------------------------ one slip, one finding

/// A line of a file, by the path of the file and its number, counted from 0.
type At<'a> = (&'a str, usize);

/// The lines of all files of a pack.
fn lines(pack: &PackSource) -> Vec<(At<'_>, &str)> {
    let lines = |(path, content)| {
        let text = std::str::from_utf8(content).expect("the sound pack is text");
        text.lines().enumerate().map(move |(number, line)| ((path, number), line))
    };
    pack.files.iter().map(|(path, content)| (path.as_str(), content.as_slice())).flat_map(lines).collect()
}

/// The pack with another line in the place of one, or with none.
fn with_line(pack: &PackSource, (path, number): At<'_>, line: Option<&str>) -> PackSource {
    let mut changed = pack.clone();
    let text = String::from_utf8_lossy(&pack.files[path]).into_owned();
    let lines = text.lines().enumerate().filter_map(|(at, old)| if at == number { line } else { Some(old) });
    changed.files.insert(path.to_owned(), lines.collect::<Vec<_>>().join("\n").into_bytes());
    changed
}

/// Two letters in the wrong order.
fn swapped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let differ = (1..letters.len()).rev().find(|at| letters[at - 1] != letters[*at]);
    let at = differ.expect("no key has one letter only");
    letters.swap(at - 1, at);
    letters.into_iter().collect()
}

/// The keys that a line sets, or that its header goes through, as the bytes at which they stand. Names that the author chooses are
/// left out.
fn keys(line: &str) -> Vec<std::ops::Range<usize>> {
    if let Some(header) = line.strip_prefix('[') {
        let mut start = 1;
        let parts = header.trim_end_matches(']').split('.').map(|part| {
            let range = start..start + part.len();
            start = range.end + 1;
            range
        });
        // [TABLE.ID.TABLE.ID]
        return parts.step_by(2).collect();
    }
    let ends = line.match_indices(" = ").map(|(end, _)| end);
    let keys = ends.map(|end| line[..end].rfind([' ', '{']).map_or(0, |space| space + 1)..end);
    let of_author =
        |key: &str| key.starts_with('"') || matches!(key, "hot" | "cool" | "gripping" | "lifting" | "severe");
    // The keys within answers are questions.
    let many = if line.starts_with("answers") { 1 } else { usize::MAX };
    keys.take(many).filter(|key| !of_author(&line[key.clone()])).collect()
}

#[test]
fn a_misspelt_key_is_one_finding() {
    let sound = sound();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (at, line) in lines(&sound) {
        for key in keys(line) {
            let misspelt =
                format!("{}{}{}", &line[..key.start], swapped(&line[key.clone()]), &line[key.end..]);
            let found = found(vec![with_line(&sound, at, Some(&misspelt))]).expect("it can be checked");
            tried += 1;
            if found.len() != 1 || found.first().is_none_or(|(code, _)| code != "P0101") {
                wrong.push(format!("{}:{}: {misspelt}: {found:?}", at.0, at.1 + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 200, "{tried}");
}

/// What is gone may be missed in several places, and each of them is wrong then. But a key that is missing is nothing more.
#[test]
fn a_missing_key_is_one_finding_or_none() {
    let sound = sound();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (at, line) in lines(&sound).into_iter().filter(|(_, line)| line.contains(" = ")) {
        let found = found(vec![with_line(&sound, at, None)]).expect("it can be checked");
        let is_missed = found.iter().all(|(code, _)| code.starts_with('R'));
        // The case that is to offer the action fails as well as the action that nothing offers.
        let is_action = line == "actions = [\"wrist-hold\", \"lighter-load\"]";
        tried += 1;
        if found.len() > 1 && !is_missed && !is_action {
            wrong.push(format!("{}:{}: {line}: {found:?}", at.0, at.1 + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 150, "{tried}");
}

#[test]
fn a_value_of_another_type_is_one_finding() {
    let sound = sound();
    let mut wrong = Vec::new();
    for (at, line) in lines(&sound) {
        let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with(['[', '#'])) else {
            continue;
        };
        for value in ["true", "[[]]"] {
            let other = format!("{key} = {value}");
            let found = found(vec![with_line(&sound, at, Some(&other))]).expect("it can be checked");
            let is_right = (other == "always = true" && found.is_empty()) || found.len() == 1;
            if !is_right {
                wrong.push(format!("{}:{}: {other}: {found:?}", at.0, at.1 + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What names the entry by the id that it should have is not reported too.
#[test]
fn an_id_that_is_not_well_formed_is_one_finding() {
    let sound = sound();
    let mut wrong = Vec::new();
    for (at, line) in lines(&sound).into_iter().filter(|(_, line)| line.starts_with('[')) {
        let Some((table, id)) = line.trim_matches(['[', ']']).split_once('.') else { continue };
        if id.contains('.') {
            continue;
        }
        let mut capital = id.to_owned();
        capital[..1].make_ascii_uppercase();
        let text = String::from_utf8_lossy(&sound.files[at.0]).into_owned();
        let renamed = text.replace(&format!("[{table}.{id}"), &format!("[{table}.{capital}"));
        let mut packs = vec![sound.clone()];
        packs[0].files.insert(at.0.to_owned(), renamed.into_bytes());
        let found: Vec<String> =
            found(packs).expect("it can be checked").into_iter().map(|(code, _)| code).collect();
        // Of a table with several headers each has the id.
        if found.is_empty() || found.iter().any(|code| code != "P0105") {
            wrong.push(format!("{}:{}: {capital}: {found:?}", at.0, at.1 + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
