//! What an editor with Tombi offers, explains and marks in the files of a pack.

use crate::{
    editor::{Editor, Offer},
    folder::Folder,
};
use std::fs;

const CONDITIONS: &str = "packs/sore-spot/conditions.toml";
const CASES: &str = "packs/sore-spot/cases/people.toml";

fn with_ids() -> Folder {
    Folder::with_packs("tests/corpus/base").with_ids()
}

/// The text of a file with something else in the place of a part of it.
#[track_caller]
fn text(folder: &Folder, file: &str, from: &str, to: &str) -> String {
    let text = fs::read_to_string(folder.path(file)).expect("it is there");
    assert!(text.contains(from), "{file} has no {from:?}");
    text.replacen(from, to, 1)
}

/// That something is offered with these words, and how much is offered at all.
#[track_caller]
fn assert_offered(offers: &[Offer], expected: &[(&str, &str)]) {
    for (label, words) in expected {
        let offer = offers.iter().find(|offer| offer.label == *label);
        let offer = offer.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(offers)));
        assert!(offer.words.starts_with(words), "{label}: {}", offer.words);
    }
}

fn labels(offers: &[Offer]) -> Vec<&str> {
    offers.iter().map(|offer| offer.label.as_str()).collect()
}

#[test]
fn keys_are_offered_with_what_they_are_for() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    let offers = editor.offers(CONDITIONS, "#:schema ./.sinew/conditions.schema.json\n[condition.new]\n¦\n");
    assert_offered(
        &offers,
        &[
            ("name", "Plain name first, medical name in brackets."),
            ("care", "How soon somebody looks at it when it fits well."),
            ("never-without", "Companions by the id of the other condition"),
        ],
    );
    let offers =
        editor.offers("packs/sore-spot/red-flags.toml", "#:schema ./.sinew/red-flags.schema.json\n¦\n");
    assert_offered(
        &offers,
        &[("red-flag", "Warning signs by id."), ("exit", "Reasons why the guide is not for somebody")],
    );
}

#[test]
fn words_are_offered_with_what_they_mean() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    let care = text(&folder, CONDITIONS, "care = \"routine\"", "care = \"¦\"");
    let offers = editor.offers(CONDITIONS, &care);
    assert_eq!(labels(&offers), ["\"self-care\"", "\"routine\"", "\"soon\"", "\"same-day\""]);
    assert_offered(&offers, &[("\"soon\"", "Within two to three working days.")]);
    let kind = "#:schema ./.sinew/questions.schema.json\n[question.new]\nkind = \"¦\"\n";
    let offers = editor.offers("packs/sore-spot/questions.toml", kind);
    assert_offered(&offers, &[("\"any-of\"", ""), ("\"scale\"", "")]);
}

/// Of the pack and of its library, however deep in the formula.
#[test]
fn findings_are_offered_within_formulas_with_the_words_of_their_author() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    for formula in ["\"¦\"", "{ all = [\"¦\"] }", "{ any = [\"worst.bad\", { not = \"¦\" }] }"] {
        let file = text(&folder, CONDITIONS, "when = \"distance.far\"", &format!("when = {formula}"));
        let offers = editor.offers(CONDITIONS, &file);
        assert_offered(
            &offers,
            &[
                ("\"start.sudden\"", "it began suddenly\n\nsigns/questions.toml"),
                ("\"worst.bad\"", "it was 7 or more out of 10 at its worst\n\nsore-spot/questions.toml"),
                ("\"right-now.none\"", "none of the signs"),
                ("\"alarm\"", "Red flag: An alarm\n\nsigns/red-flags.toml"),
                ("\"odd-start\"", "it began in an odd way"),
                (
                    "\"sprain.fits-partly\"",
                    "fits partly or well: A pulled part (sprain)\n\nsore-spot/conditions.toml",
                ),
                ("\"sprain.fits-well\"", "fits well: A pulled part (sprain)\n\nsore-spot/conditions.toml"),
            ],
        );
        for other in ["\"sprain\"", "\"sprain.fits-less-well\"", "\"blue-thing.fits-well\""] {
            assert!(!labels(&offers).contains(&other), "{other} is no finding");
        }
    }
    let begun = text(&folder, CONDITIONS, "when = \"distance.far\"", "when = \"st¦\"");
    let offers = editor.offers(CONDITIONS, &begun);
    assert_eq!(labels(&offers), ["\"start.sudden\"", "\"start.slow\"", "\"start.not-sure\""]);
}

#[test]
fn sources_actions_and_other_ids_are_offered_where_they_are_named() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    for (from, to, label, words) in [
        (
            "sources = [\"paper-2020\"]",
            "sources = [\"¦\"]",
            "\"made-up\"",
            "Nobody. 2026. Nowhere 1:1-2.\n\nsigns/sources.toml",
        ),
        ("actions = [\"rest\"]", "actions = [\"rest\", \"¦\"]", "\"go-less-far\"", ""),
        (
            "causes = [\"too-far\"]",
            "causes = [\"¦\"]",
            "\"too-far\"",
            "Going too far\n\nsore-spot/causes.toml",
        ),
        (
            "only-with = [\"blue-alarm\"]",
            "only-with = [\"¦\"]",
            "\"blue-alarm\"",
            "A blue alarm\n\nsore-spot/red-flags.toml",
        ),
        ("group = \"start\"", "group = \"¦\"", "\"start\"", ""),
    ] {
        let offers = editor.offers(CONDITIONS, &text(&folder, CONDITIONS, from, to));
        assert_offered(&offers, &[(label, words)]);
    }
}

/// Each question offers its own answers.
#[test]
fn questions_and_their_answers_are_offered_in_cases() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    let case =
        |answers: &str| format!("#:schema ../.sinew/cases.schema.json\n[case.new.answers]\n{answers}\n");
    let offers = editor.offers(CASES, &case("¦"));
    assert_offered(
        &offers,
        &[
            ("right-now", "Which of these do you see?\n\nsigns/questions.toml"),
            ("worst", "How bad was it?\n\nsore-spot/questions.toml"),
        ],
    );
    assert_eq!(offers.len(), 5, "{:?}", labels(&offers));
    let offers = editor.offers(CASES, &case("start = \"¦\""));
    assert_eq!(labels(&offers), ["\"sudden\"", "\"slow\"", "\"not-sure\""]);
    assert_offered(&offers, &[("\"slow\"", "it came on slowly")]);
    let offers = editor.offers(CASES, &case("right-now = [\"red-light\", \"¦\"]"));
    assert_offered(&offers, &[("\"blue-light\"", "you see a blue light"), ("\"none\"", "none of the signs")]);
    let must = text(&folder, CASES, "must = [\"too-far\"]", "must = [\"¦\"]");
    let offers = editor.offers(CASES, &must);
    assert_offered(&offers, &[("\"alarm\"", "Red flag: An alarm"), ("\"too-far\"", "Cause: Going too far")]);
}

#[test]
fn keys_and_ids_are_explained_where_one_points_at_them() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    for (from, to, words) in [
        ("care = \"routine\"", "ca¦re = \"routine\"", "How soon somebody looks at it when it fits well."),
        (
            "when = \"distance.far\"",
            "when = \"dis¦tance.far\"",
            "you went 20 or more km\n\nsore-spot/questions.toml",
        ),
        ("sources = [\"paper-2020\"]", "sources = [\"pap¦er-2020\"]", ""),
        (
            "only-with = [\"blue-alarm\"]",
            "only-with = [\"blue-¦alarm\"]",
            "A blue alarm\n\nsore-spot/red-flags.toml",
        ),
    ] {
        let explained = editor.explained(CONDITIONS, &text(&folder, CONDITIONS, from, to));
        assert!(explained.starts_with(words) && explained.contains("Keys: `condition."), "{to}: {explained}");
    }
    let explained = editor.explained(CASES, &text(&folder, CASES, "start = \"slow\"", "sta¦rt = \"slow\""));
    assert!(explained.starts_with("How did it begin?\n\nsigns/questions.toml"), "{explained}");
}

/// One line in plain words at the id, however many ids there are, and nothing in a sound file.
#[test]
fn an_id_that_is_not_there_is_marked_where_it_stands() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    let sound = text(&folder, CONDITIONS, "", "");
    assert_eq!(editor.marked(CONDITIONS, &sound), []);
    for (from, to, words) in [
        (
            "when = \"distance.far\"",
            "when = { any = [\"worst.bad\", { not = \"distance.fra\" }] }",
            "a finding of this pack or its libraries",
        ),
        ("actions = [\"rest\"]", "actions = [\"rset\"]", "an action of this pack or its libraries"),
        (
            "sources = [\"paper-2020\"]",
            "sources = [\"paper-2021\"]",
            "a source of this pack or its libraries",
        ),
    ] {
        let line = folder.line_of(CONDITIONS, from) as u64;
        let marked = editor.marked(CONDITIONS, &text(&folder, CONDITIONS, from, to));
        let [(at, message)] = marked.as_slice() else { panic!("{to}: {marked:?}") };
        assert_eq!(*at, line, "{to}");
        assert!(message.contains(words), "{to}: {message}");
    }
}

/// An id is offered as soon as a check has seen it, without opening anything again.
#[test]
fn new_ids_are_known_after_the_next_check() {
    let folder = with_ids();
    let mut editor = Editor::open(&folder);
    let causes = text(&folder, CONDITIONS, "causes = [\"too-far\"]", "causes = [\"¦\"]");
    assert_eq!(labels(&editor.offers(CONDITIONS, &causes)), ["\"too-far\""]);
    folder.edit(
        "packs/sore-spot/causes.toml",
        "[cause.too-far]",
        "[cause.too-near]\ntitle = \"Too near\"\n\n[cause.too-far]",
    );
    folder.check();
    assert_eq!(labels(&editor.offers(CONDITIONS, &causes)), ["\"too-near\"", "\"too-far\""]);
}

/// Before the schemas of a pack are made, mistakes are marked all the same.
#[test]
fn without_the_schemas_of_the_pack_keys_and_words_are_checked() {
    let folder = Folder::with_packs("tests/corpus/base");
    let mut editor = Editor::open(&folder);
    let marked =
        editor.marked(CONDITIONS, &text(&folder, CONDITIONS, "care = \"routine\"", "care = \"routinely\""));
    let lines: Vec<u64> = marked.iter().map(|(line, _)| *line).collect();
    let line = folder.line_of(CONDITIONS, "care = \"routine\"") as u64;
    assert!(
        lines.contains(&1) && lines.contains(&line) && lines.iter().all(|at| [1, line].contains(at)),
        "{marked:?}"
    );
}
