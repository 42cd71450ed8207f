//! The nearest change against a search through everything, on small packs made at random; and its words.

use super::*;
use crate::{check::person::written_answers, fixture};
use sinew_model::{OptionIx, OptionSet, QuestionKind};
use sinew_pack::{Loaded, PackSource};
use std::{collections::BTreeMap, fmt::Write as _};

/// A small generator of numbers (`SplitMix64`), so that a seed always gives the same pack.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    fn formula(&mut self, findings: &[&str]) -> String {
        let (one, other) = (self.pick(findings), self.pick(findings));
        match self.below(5) {
            0 => format!("{{ all = [\"{one}\", \"{other}\"] }}"),
            1 => format!("{{ any = [\"{one}\", {{ not = \"{other}\" }}] }}"),
            2 => format!("{{ all = [\"{one}\", {{ not = \"{other}\" }}] }}"),
            _ => format!("\"{one}\""),
        }
    }
}

/// What the first questions yield, and what all of them do.
const EARLY: [&str; 5] = ["alarm", "start.fast", "start.slow", "signs.heat", "signs.lump"];
const FINDINGS: [&str; 8] =
    ["alarm", "start.fast", "start.slow", "signs.heat", "signs.lump", "signs.none", "worst.high", "more"];

/// A pack with random rules over fixed questions, one of which the pack answers, and one case of a random person who expects
/// random things.
fn sources(dice: &mut Dice) -> PackSource {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut file = |name: &str, folders: &str, text: &str| {
        let schema = name.split('/').next().unwrap().trim_end_matches(".toml");
        let text = format!("#:schema {folders}schemas/{schema}.schema.json\n{text}");
        files.insert(name.to_owned(), text.into_bytes());
    };
    file(
        "pack.toml",
        "../../",
        "format = 1\nid = \"small\"\nkind = \"injury\"\nversion = \"0.1.0\"\ntitle = \"Small\"\nplace = \"here\"\n\
         intended-use = \"Tests.\"\nnot-for = [\"anybody\"]\nreviewed = \"2026-01-01\"\nnext-review = \"2027-01-01\"\n\
         known-limits = [\"made up\"]\n[given]\nspot = \"yes\"\n",
    );
    let question = |id: &str, rest: &str| {
        format!(
            "[question.{id}]\nsection = \"S\"\nshort = \"{id}\"\nask = \"{id}?\"\nwhy = \"it matters\"\n{rest}"
        )
    };
    let yes_no = "kind = \"yes-no\"\nyes = { label = \"Yes\", told = \"so\" }\nno = { label = \"No\", told = \"not so\" }\n";
    let option = |id: &str| format!("{id} = {{ label = \"{id}\", told = \"{id}\" }}\n");
    let mut questions = question("spot", yes_no) + &question("alarm", yes_no);
    questions += &question("start", "kind = \"one-of\"\n[question.start.options]\n");
    questions += &["fast", "slow", "never"].map(option).concat();
    questions +=
        &question("signs", "kind = \"any-of\"\nnone = { told = \"no signs\" }\n[question.signs.options]\n");
    questions += &["heat", "lump"].map(option).concat();
    questions += &question(
        "worst",
        "kind = \"scale\"\nfrom = { value = 0, label = \"none\" }\nto = { value = 4, label = \"worst\" }\n\
         told = \"it was {value}\"\n[question.worst.findings]\nhigh = { at-least = 3 }\n",
    );
    questions += &question("more", &format!("{yes_no}ask-when = {}\n", dice.formula(&EARLY)));
    let _ = write!(
        questions,
        "[constraint.odd]\nimpossible = {{ all = [\"start.never\", {}] }}\nbecause = \"it is odd\"\n",
        dice.formula(&FINDINGS)
    );
    file("questions.toml", "../../", &questions);
    let basis = "basis = \"judgement\"\nsources = [\"made-up\"]\n";
    let mut flags = String::new();
    for (id, urgency) in [("first", "same-day"), ("second", "soon"), ("third", "emergency")] {
        let when = dice.formula(&FINDINGS);
        let _ = write!(
            flags,
            "[red-flag.{id}]\nurgency = \"{urgency}\"\ntitle = \"T\"\nsign = \"it is {id}\"\nwhen = {{ all = [\"spot\", {when}] }}\n\
             because = \"It is so.\"\nsay = \"It is so.\"\ndo = [\"rest\"]\ndo-not = [\"run\"]\n{basis}"
        );
    }
    file("red-flags.toml", "../../", &flags);
    let mut conditions = String::new();
    for (id, care) in [("cord", "self-care"), ("joint", "routine")] {
        let _ = write!(
            conditions,
            "[condition.{id}]\nname = \"N\"\nabout = \"It is sore.\"\ncare = \"{care}\"\nwho = \"a physio\"\n\
             prior = {{ weight = 10, {} }}\nexpect = {{ text = \"It passes.\", {} }}\nreview = \"4 weeks\"\n\
             actions = [\"rest\"]\nsources = [\"made-up\"]\n",
            basis.trim().replace('\n', ", "),
            basis.trim().replace('\n', ", "),
        );
        for line in ["one", "two"] {
            let when = dice.formula(&FINDINGS);
            let _ = write!(
                conditions,
                "[condition.{id}.evidence.{line}]\nwhen = {when}\npresent = 4\nabsent = 0.4\nbecause = \"so\"\n\
                 absent-because = \"not so\"\n{basis}"
            );
        }
    }
    file("conditions.toml", "../../", &conditions);
    file(
        "actions.toml",
        "../../",
        &format!(
            "[action.rest]\nkind = \"load\"\ntiming = \"today\"\ntitle = \"Rest\"\nwhy = \"It helps.\"\nsteps = [\"Rest.\"]\n\
             dose = {{ per-day = 1 }}\nprogression = \"Do more.\"\nstop-if = [\"it hurts\"]\nblocked-when = {}\n\
             blocked-because = \"it could hurt\"\n{basis}",
            dice.formula(&FINDINGS)
        ),
    );
    // So that every question is of use.
    file(
        "causes.toml",
        "../../",
        &format!(
            "[cause.much]\ntitle = \"Much\"\nwhen = {{ at-least = 4, of = {FINDINGS:?} }}\nbecause = \"It adds up.\"\n\
             strength = \"weak\"\nactions = [\"rest\"]\n{basis}"
        ),
    );
    file("sources.toml", "../../", "[source.made-up]\ncitation = \"Made up.\"\nstatus = \"judgement\"\n");
    let mut answers = String::new();
    for (question, choices) in [
        ("alarm", &["\"yes\"", "\"no\"", "\"no\"", "\"not-sure\""] as &[&str]),
        ("start", &["\"fast\"", "\"slow\"", "\"never\"", "\"not-sure\"", ""]),
        ("signs", &["\"none\"", "[\"heat\"]", "[\"lump\"]", "[\"heat\", \"not-sure\"]", "\"not-sure\"", ""]),
        ("worst", &["0", "2", "3", "4", "\"not-sure\""]),
        ("more", &["\"yes\"", "\"no\"", ""]),
    ] {
        let answer = dice.pick(choices);
        if !answer.is_empty() {
            let _ = writeln!(answers, "{question} = {answer}");
        }
    }
    let urgency = dice.pick(&["self-care", "self-care", "routine", "soon", "same-day", "emergency"]);
    let more = match dice.below(5) {
        0 => "must-not = [\"first\"]",
        1 => "must-not = [\"rest\", \"joint\"]",
        2 => "bands = { cord = \"fits-partly\" }",
        3 => "questions-at-most = 4",
        _ => "",
    };
    file(
        "cases/people.toml",
        "../../../",
        &format!(
            "[case.base]\ntitle = \"T\"\n[case.base.answers]\n{answers}[case.base.expect]\nurgency = \"self-care\"\n\
             [case.wanted]\ntitle = \"T\"\nlike = \"base\"\n[case.wanted.expect]\nurgency = \"{urgency}\"\n{more}\n"
        ),
    );
    PackSource { folder: "small".into(), shown_at: "packs/small".into(), files }
}

/// Every answer that a question takes, and none.
fn all_answers(pack: &Pack, question: QuestionIx) -> Vec<Option<Answer>> {
    let asked = &pack.questions()[question];
    let mut all = vec![None, Some(Answer::NotSure)];
    match &asked.kind {
        QuestionKind::YesNo { .. } => all.extend([true, false].map(|yes| Some(Answer::YesNo(yes)))),
        QuestionKind::OneOf { options, .. } => all.extend(options.indices().map(|it| Some(Answer::One(it)))),
        QuestionKind::AnyOf { options, .. } => {
            for bits in 0..1usize << options.len() {
                let chosen: OptionSet = options
                    .indices()
                    .filter(|option: &OptionIx| bits >> sinew_model::Index::position(*option) & 1 == 1)
                    .collect();
                all.push(Some(Answer::Any { chosen, unsure: false }));
                if !chosen.is_empty() {
                    all.push(Some(Answer::Any { chosen, unsure: true }));
                }
            }
        }
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            let (min, max) = asked.number_range().unwrap();
            all.extend((min..=max).map(|number| Some(Answer::Number(number))));
        }
    }
    all
}

/// How many steps lie between two answers to a question: an option of a list more or less is one, as is "not sure" beside it,
/// and everything else is one at once.
fn steps_between(before: Option<Answer>, after: Answer) -> usize {
    if before == Some(after) {
        return 0;
    }
    let Answer::Any { chosen, unsure } = after else { return 1 };
    let had = match before {
        Some(Answer::Any { chosen, .. }) => chosen,
        _ => OptionSet::EMPTY,
    };
    let toggled = had.iter().filter(|option| !chosen.contains(*option)).count()
        + chosen.iter().filter(|option| !had.contains(*option)).count();
    if unsure { toggled + 1 } else { toggled.max(1) }
}

fn is_unsure(answer: Answer) -> bool {
    matches!(answer, Answer::NotSure | Answer::Any { unsure: true, .. })
}

/// How near a change is: how many steps it takes, whether one of them is to "not sure", and how many answers have to be taken out.
type Nearness = (usize, bool, usize);

fn nearness(case: &Case, before: &Answers, after: &Answers, changed: &[QuestionIx]) -> Nearness {
    let (mut steps, mut unsure) = (0, false);
    for question in changed {
        let answer = after.get(*question).unwrap();
        steps += steps_between(before.get(*question), answer);
        unsure |= before.get(*question) != Some(answer) && is_unsure(answer);
    }
    let dropped = |(question, _): &(QuestionIx, Answer)| {
        after.get(*question).is_none()
            && case.answers.iter().any(|given| given.question == *question && !given.inherited)
    };
    (steps, unsure, before.iter().filter(dropped).count())
}

fn passes(pack: &Pack, case: &Case, answers: &Answers) -> bool {
    unmet(case, &Verdict::of(pack, case, answers)).is_empty()
        && sinew_engine::contradictions(pack, answers).is_empty()
        && sinew_engine::missing_answers(pack, answers).is_empty()
        && case
            .expect
            .questions_at_most
            .is_none_or(|limit| Interview::of(pack, answers).asked <= limit.at_most)
}

/// The nearest of all answers with which the case passes.
fn nearest_of_all(pack: &Pack, case: &Case, before: &Answers) -> Option<Nearness> {
    let mut people = vec![Answers::new(pack)];
    for question in pack.questions().indices().filter(|question| pack.given_answer(*question).is_none()) {
        let mut more = Vec::new();
        for person in &people {
            for answer in all_answers(pack, question) {
                let mut person = person.clone();
                if let Some(answer) = answer {
                    assert!(person.set(pack, question, answer));
                }
                more.push(person);
            }
        }
        people = more;
    }
    let near = people.iter().filter_map(|person| {
        let applies = |question: QuestionIx| !sinew_engine::applies(pack, person, question).is_false();
        let questions: Vec<QuestionIx> = pack.questions().indices().collect();
        // What does not apply has no answer, and what had an answer and applies keeps one.
        let is_plain = questions.iter().all(|question| {
            if applies(*question) {
                person.get(*question).is_some() || before.get(*question).is_none()
            } else {
                person.get(*question).is_none()
            }
        });
        let answered: Vec<QuestionIx> =
            questions.into_iter().filter(|question| person.get(*question).is_some()).collect();
        let nearness = nearness(case, before, person, &answered);
        (is_plain && nearness.0 <= 2 && passes(pack, case, person)).then_some(nearness)
    });
    near.min()
}

fn wanted(loaded: &Loaded) -> (&Pack, &Case, Answers) {
    let pack = loaded.pack.as_ref().unwrap_or_else(|| {
        panic!("{}", sinew_diag::render::short(&loaded.diagnostics, &loaded.texts));
    });
    let case = loaded.cases.iter().find(|case| case.id.as_str() == "wanted").unwrap();
    let mut answers = written_answers(pack, case);
    sinew_engine::drop_idle(pack, &mut answers);
    (pack, case, answers)
}

#[test]
fn nothing_is_nearer_and_what_is_found_passes() {
    let mut found_at = [0; 3];
    let (mut unsure, mut nowhere) = (0, 0);
    for seed in 0..120 {
        let loaded = sinew_pack::load(&[sources(&mut Dice(seed))], "small");
        let (pack, case, answers) = wanted(&loaded);
        let expected = nearest_of_all(pack, case, &answers).filter(|_| !passes(pack, case, &answers));
        if passes(pack, case, &answers) {
            continue;
        }
        match (Search::new(pack).nearest(case, &answers), expected) {
            (Nearest::Found(change), Some(expected)) => {
                let mut person = answers.clone();
                for (question, answer) in &change.answers {
                    assert!(
                        person.set(pack, *question, *answer),
                        "seed {seed}: what the pack gives is not changed"
                    );
                }
                sinew_engine::drop_idle(pack, &mut person);
                assert!(passes(pack, case, &person), "seed {seed}: {change:?}");
                let changed: Vec<QuestionIx> = change.answers.iter().map(|(question, _)| *question).collect();
                let nearness = nearness(case, &answers, &person, &changed);
                assert_eq!(
                    (nearness, change.dropped.len()),
                    (expected, expected.2),
                    "seed {seed}: {change:?}"
                );
                found_at[nearness.0] += 1;
                unsure += usize::from(nearness.1);
            }
            (Nearest::NotWithin(2), None) => nowhere += 1,
            (found, expected) => panic!("seed {seed}: {found:?}, and there is {expected:?}"),
        }
    }
    // The comparison says nothing if one of them never comes up.
    assert!(
        found_at[1] > 20 && found_at[2] > 10 && unsure > 2 && nowhere > 5,
        "{found_at:?} {unsure} {nowhere}"
    );
}

/// The note for a case of the fixture that expects this.
fn note(case: &str) -> String {
    let loaded = sinew_pack::load(&fixture::sources_and_case(case), "ache");
    let pack = loaded.pack.as_ref().unwrap();
    let case = loaded.cases.iter().find(|case| case.id.as_str() == "new").unwrap();
    let mut answers = written_answers(pack, case);
    sinew_engine::drop_idle(pack, &mut answers);
    Search::new(pack).nearest(case, &answers).note(pack, &answers)
}

fn like(base: &str, answers: &str, expect: &str) -> String {
    note(&format!(
        "[case.new]\ntitle = \"t\"\nlike = \"{base}\"\nanswers = {{ {answers} }}\nexpect = {{ {expect} }}\n"
    ))
}

#[test]
fn a_note_says_which_answer_would_do_in_ids_and_in_words() {
    assert_eq!(
        like("slow-cord", "", "urgency = \"same-day\""),
        "it would pass with `swollen = \"yes\"` instead of `\"no\"`: the leg is swollen"
    );
    // The number on the other side of the threshold is the one that is nearest.
    assert_eq!(
        like("slow-cord", "worst = 10", "urgency = \"self-care\", flags = []"),
        "it would pass with `worst = 7` instead of `10`: the worst pain was 7 out of 10"
    );
    assert_eq!(
        like("slow-cord", "", "urgency = \"emergency\""),
        "it would pass with `right-now = [\"chest\"]` instead of `\"none\"`: you have pain in the chest"
    );
}

#[test]
fn an_answer_that_is_not_there_can_be_what_is_missing() {
    assert_eq!(
        note(
            "[case.new]\ntitle = \"t\"\nexpect = { urgency = \"routine\" }\n\
             answers = { right-now = \"none\", age = \"adult\", swollen = \"no\", start = \"slowly\", worst = 3 }\n"
        ),
        "it would pass with `touch = \"wide\"`, which it does not say: a wide area is sore"
    );
}

#[test]
fn two_answers_are_named_if_one_does_not_do_and_the_second_may_follow_from_the_first() {
    // Only a fall has a height, and it is asked for.
    assert_eq!(
        like("slow-cord", "", "urgency = \"same-day\", flags = [\"broken\"]"),
        "it would pass with `start = \"fall\"` instead of `\"slowly\"` and `fall-height = 2`, which it does not say: \
         it began with a fall, and you fell from 2 metres"
    );
}

#[test]
fn an_answer_of_the_case_that_no_longer_applies_has_to_go() {
    assert_eq!(
        like(
            "slow-cord",
            "start = \"fall\", fall-height = 1",
            "urgency = \"self-care\", must = [\"slow-build\"]"
        ),
        "it would pass with `start = \"slowly\"` instead of `\"fall\"`, without `fall-height`, which no longer applies: \
         it came on slowly"
    );
}

#[test]
fn what_the_pack_answers_is_never_changed_and_what_is_too_far_is_said_to_be() {
    // `clot` needs the spot that the pack gives; no other answer keeps it from firing but that about the swelling.
    assert_eq!(
        like("swollen", "", "urgency = \"self-care\", flags = []"),
        "it would pass with `swollen = \"no\"` instead of `\"yes\"`: the leg is not swollen"
    );
    assert_eq!(
        like("slow-cord", "", "urgency = \"same-day\", flags = [\"broken\", \"bad-pain\", \"clot\"]"),
        "no change of one or two answers makes it pass"
    );
}

#[test]
fn pairs_are_tried_only_as_long_as_there_are_some_left() {
    let loaded = sinew_pack::load(
        &fixture::sources_and_case(
            "[case.new]\ntitle = \"t\"\nlike = \"slow-cord\"\nexpect = { urgency = \"same-day\", flags = [\"broken\"] }\n",
        ),
        "ache",
    );
    let pack = loaded.pack.as_ref().unwrap();
    let case = loaded.cases.iter().find(|case| case.id.as_str() == "new").unwrap();
    let answers = written_answers(pack, case);
    let mut search = Search { pack, pairs_left: 10 };
    let found = search.nearest(case, &answers);
    assert_eq!(found, Nearest::NotWithin(1));
    assert_eq!(found.note(pack, &answers), "no change of one answer makes it pass");
    assert_eq!(search.pairs_left, 10, "what was not tried is not counted");
}
