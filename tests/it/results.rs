//! What people read at the end. Each page is a snapshot, and beside it stands in words what must be true of it: a snapshot
//! can be accepted by reflex.

use crate::PROGRAM;
use serde_json::Value;
use sinew_tests::{Process, Script, assert_page, one_line, person, root, shipped};
use std::{collections::BTreeSet, fs, sync::LazyLock};

/// Somebody, and what must be true of everything that is shown to them.
struct Reader {
    case: &'static str,
    urgency: &'static str,
    /// The first word of the page, and what its first line says to do.
    begins: (&'static str, &'static str),
    flags: &'static [&'static str],
}

/// What the options of a run add to the answers.
const ALWAYS: [&str; 5] = ["--no-input", "--today", "2026-11-22", "--region", "uk"];

/// The published schema of the JSON.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = fs::read_to_string(root().join("schemas/outcome.schema.json")).expect("it is published");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
});

impl Reader {
    /// Runs `assess` on the answers of this person, with more options.
    fn assess(&self, more: &[&str]) -> String {
        let process = Process::of(PROGRAM);
        fs::write(process.work().join("answers.toml"), person(self.case).file().to_toml())
            .expect("a test writes to folders of its own");
        let arguments = ["assess", "--answers", "answers.toml"].iter().chain(&ALWAYS).chain(more);
        let ran = process.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        ran.out
    }

    fn json(&self) -> Value {
        let text = self.assess(&["--format", "json"]);
        let value: Value = serde_json::from_str(&text).expect("one JSON document and nothing else");
        let problems: Vec<String> = SCHEMA.iter_errors(&value).map(|problem| problem.to_string()).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", self.case);
        value
    }

    /// Holds the JSON against what must be true for this person: how urgent it is, and which flags fire.
    #[track_caller]
    fn expect_json(&self, json: &Value) {
        assert_eq!(json["urgency"]["id"], self.urgency, "{}", self.case);
        let fires = list(&json["flags"]).iter().filter(|flag| flag["status"]["id"] == "fires");
        let fires: BTreeSet<&str> = fires.map(|flag| words(&flag["id"])).collect();
        assert_eq!(fires, self.flags.iter().copied().collect(), "{}", self.case);
        if ["emergency", "same-day"].contains(&self.urgency) {
            assert_eq!(list(&json["advice"]["weeks"]).len(), 0, "{}", self.case);
            assert_eq!(list(&json["advice"]["today"]["actions"]).len(), 0, "{}", self.case);
        }
        if self.urgency == "emergency" {
            let named = list(&json["conditions"]).len() + list(&json["less_likely"]).len();
            assert_eq!(named + list(&json["causes"]).len(), 0, "{}", self.case);
        } else {
            let listed: BTreeSet<&str> = list(&json["safety_net"]["groups"])
                .iter()
                .flat_map(|group| list(&group["signs"]))
                .map(words)
                .collect();
            for flag in shipped().pack.red_flags() {
                assert!(listed.contains(flag.sign.as_str()), "{}: “{}” is not there", self.case, flag.sign);
            }
        }
    }

    /// Holds the text, and the JSON that the same answers give, against what must be true for this person.
    #[track_caller]
    fn expect(&self, text: &str) {
        let json = self.json();
        self.expect_json(&json);
        let flat = one_line(text);
        let (begins, says) = self.begins;
        // In Markdown the first line is a heading.
        let opening: String = flat.trim_start_matches("# ").chars().take(80).collect();
        assert!(opening.starts_with(begins) && opening.contains(says), "{}: {opening}", self.case);

        let is_emergency = self.urgency == "emergency";
        if is_emergency || self.urgency == "same-day" {
            for action in shipped().pack.actions() {
                assert!(!flat.contains(&action.title), "{}: {} is offered", self.case, action.title);
            }
        }
        if is_emergency {
            for condition in shipped().pack.conditions() {
                let plain = condition.name.split(" (").next().unwrap_or_default();
                assert!(!flat.contains(plain), "{}: {plain} is named", self.case);
            }
        } else {
            for flag in shipped().pack.red_flags() {
                assert!(flat.contains(&flag.sign), "{}: “{}” is not shown", self.case, flag.sign);
            }
        }
        self.expect_do_not(text, &flat, &json);
    }

    /// Each thing not to do stands there with the words "do not", and nothing under such a heading without them.
    #[track_caller]
    fn expect_do_not(&self, text: &str, flat: &str, json: &Value) {
        let of_flags = list(&json["flags"]).iter().flat_map(|flag| list(&flag["do_not"]));
        for item in of_flags.map(words) {
            assert!(flat.contains(&format!("- do not {item}")), "{}: {item}", self.case);
        }
        for action in list(&json["advice"]["today"]["actions"]) {
            if let Some(item) = list(&action["do_not"]).first().map(words) {
                assert!(flat.to_lowercase().contains(&format!("do not {item}")), "{}: {item}", self.case);
            }
        }
        let mut forbids = false;
        for line in text.lines() {
            match line.strip_prefix("- ") {
                Some(item) if forbids => assert!(item.starts_with("do not "), "{}: {line}", self.case),
                Some(_) => {}
                None if line.starts_with("  ") => {}
                None => forbids = line.trim_end_matches(':') == "Do not",
            }
        }
    }

    /// The page at 80 columns, which every case has.
    #[track_caller]
    fn page(&self) {
        let text = self.assess(&["--width", "80"]);
        self.expect(&text);
        assert_widths(&text, 80);
        self.snapshot("", &text);
    }

    /// The page on a narrow terminal.
    #[track_caller]
    fn narrow_page(&self) {
        let text = self.assess(&["--width", "40"]);
        self.expect(&text);
        assert_widths(&text, 40);
        self.snapshot("-40", &text);
    }

    #[track_caller]
    fn snapshot(&self, variant: &str, text: &str) {
        assert_page!(format!("{}{variant}", self.case), person(self.case).title, text);
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// No line is wider than this, unless it is one word that cannot be broken.
#[track_caller]
fn assert_widths(text: &str, most: usize) {
    for line in text.lines() {
        let fits = line.chars().count() <= most || !line.trim().contains(' ');
        assert!(fits, "over {most} columns: {line}");
    }
}

const EMERGENCY: Reader = Reader {
    case: "lung-clot-breathless",
    urgency: "emergency",
    begins: ("Emergency", "999"),
    flags: &["lung-clot"],
};
const CLOT: Reader = Reader {
    case: "clot-swollen",
    urgency: "same-day",
    begins: ("Urgent advice", "today"),
    flags: &["possible-clot"],
};
const UNSURE: Reader =
    Reader { case: "unsure-leg-signs", urgency: "same-day", begins: ("Urgent advice", "today"), flags: &[] };
const BONE: Reader = Reader {
    case: "typical-bone-stress-injury",
    urgency: "soon",
    begins: ("Non-urgent advice", "within 2 to 3 working days"),
    flags: &["bone-stress-signs"],
};
const PERSISTENT: Reader = Reader {
    case: "seed-persistent",
    urgency: "routine",
    begins: ("Non-urgent advice", "See a doctor or physio"),
    flags: &["persistent-pain"],
};
const PLAIN: Reader = Reader {
    case: "plain-overuse",
    urgency: "self-care",
    begins: ("Self-care", "look after this yourself"),
    flags: &[],
};
const YOUNG: Reader = Reader {
    case: "young-runner",
    urgency: "same-day",
    begins: ("Urgent advice", "Get medical help today"),
    flags: &[],
};
const MENISCUS: Reader = Reader {
    case: "seed-meniscus-tear",
    urgency: "routine",
    begins: ("Non-urgent advice", "See a doctor or physio"),
    flags: &[],
};
const CYST: Reader = Reader {
    case: "seed-bakers-cyst",
    urgency: "routine",
    begins: ("Non-urgent advice", "See a doctor or physio"),
    flags: &["lump-to-look-at"],
};
const BURST: Reader = Reader {
    case: "seed-burst-bakers-cyst",
    urgency: "same-day",
    begins: ("Urgent advice", "today"),
    flags: &["burst-cyst-or-clot", "possible-clot"],
};
const HAMSTRING: Reader = Reader {
    case: "seed-hamstring-injury",
    urgency: "self-care",
    begins: ("Self-care", "look after this yourself"),
    flags: &[],
};
const ARTERY: Reader = Reader {
    case: "seed-artery-entrapment",
    urgency: "routine",
    begins: ("Non-urgent advice", "See a doctor or physio"),
    flags: &["pain-that-stops-runs"],
};
const CALF: Reader = Reader {
    case: "calf-injury",
    urgency: "self-care",
    begins: ("Self-care", "look after this yourself"),
    flags: &[],
};

#[test]
fn an_emergency() {
    EMERGENCY.page();
}

#[test]
fn an_emergency_on_a_narrow_screen() {
    EMERGENCY.narrow_page();
}

#[test]
fn a_possible_clot_is_seen_today() {
    CLOT.page();
}

#[test]
fn a_possible_clot_on_a_narrow_screen() {
    CLOT.narrow_page();
}

#[test]
fn not_sure_about_the_leg_is_seen_today() {
    UNSURE.page();
    let unknown = UNSURE.json();
    let open = list(&unknown["flags"]).iter().filter(|flag| flag["status"]["id"] == "cannot-be-ruled-out");
    assert!(open.map(|flag| words(&flag["id"])).any(|id| id == "possible-clot"));
}

#[test]
fn signs_of_bone_stress_are_seen_soon() {
    BONE.page();
}

#[test]
fn pain_for_months_is_seen_in_a_normal_appointment() {
    PERSISTENT.page();
}

#[test]
fn plain_overuse_is_self_care() {
    PLAIN.page();
}

#[test]
fn plain_overuse_on_a_narrow_screen() {
    PLAIN.narrow_page();
}

#[test]
fn plain_overuse_in_full() {
    let text = PLAIN.assess(&["--width", "80", "--full"]);
    PLAIN.expect(&text);
    PLAIN.snapshot("-full", &text);
    // The full page has the steps of everything that is offered, and each of its warnings.
    let (flat, json) = (one_line(&text).to_lowercase(), PLAIN.json());
    let offered = list(&json["advice"]["today"]["actions"]).iter().chain(list(&json["advice"]["weeks"]));
    let mut seen = 0;
    for action in offered {
        seen += 1;
        for text in list(&action["steps"]).iter().chain(list(&action["stop_if"])).map(words) {
            assert!(flat.contains(&text.to_lowercase()), "{text}");
        }
        for item in list(&action["do_not"]).iter().map(words) {
            assert!(flat.contains(&format!("do not {item}").to_lowercase()), "{item}");
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn a_runner_under_18_gets_no_plan() {
    YOUNG.page();
    let json = YOUNG.json();
    assert_eq!(json["exit"]["id"], "under-18");
    for part in ["conditions", "less_likely", "causes"] {
        assert_eq!(list(&json[part]).len(), 0, "{part}");
    }
    for part in [&json["advice"]["weeks"], &json["advice"]["today"]["actions"]] {
        assert_eq!(list(part).len(), 0);
    }
}

#[test]
fn a_meniscus_tear() {
    MENISCUS.page();
    fits_well(&MENISCUS, "meniscus-tear");
}

#[test]
fn a_bakers_cyst() {
    CYST.page();
    fits_well(&CYST, "bakers-cyst");
}

#[test]
fn a_burst_bakers_cyst() {
    BURST.page();
    fits_well(&BURST, "ruptured-bakers-cyst");
}

#[test]
fn a_hamstring_strain() {
    HAMSTRING.page();
    fits_well(&HAMSTRING, "hamstring-strain");
    offers_none(&HAMSTRING, &["hamstring-stretch", "seated-knee-flexor-stretch", "nordic-hamstring"]);
}

#[test]
fn artery_entrapment() {
    ARTERY.page();
    fits_well(&ARTERY, "popliteal-artery-entrapment");
    offers_none(&ARTERY, &["calf-stretch", "gradual-progression", "return-to-run"]);
}

#[test]
fn artery_entrapment_on_a_narrow_screen() {
    ARTERY.narrow_page();
}

#[test]
fn a_calf_strain() {
    CALF.page();
    fits_well(&CALF, "calf-strain");
    offers_none(&CALF, &["calf-stretch", "calf-stretch-bent-knee", "heel-raise"]);
}

#[track_caller]
fn fits_well(reader: &Reader, condition: &str) {
    let json = reader.json();
    let shown = list(&json["conditions"]).iter().find(|shown| shown["id"] == condition);
    assert_eq!(shown.map(|shown| words(&shown["band"]["id"])), Some("fits-well"), "{condition}");
}

#[track_caller]
fn offers_none(reader: &Reader, actions: &[&str]) {
    let json = reader.json();
    let offered = list(&json["advice"]["today"]["actions"]).iter().chain(list(&json["advice"]["weeks"]));
    let offered: Vec<&str> = offered.map(|action| words(&action["id"])).collect();
    for action in actions {
        assert!(!offered.contains(action), "{action} is offered: {offered:?}");
    }
}

#[test]
fn an_emergency_in_markdown() {
    let text = EMERGENCY.assess(&["--format", "md"]);
    assert!(text.starts_with("# "), "{text}");
    EMERGENCY.expect(&text);
    EMERGENCY.snapshot("-markdown", &text);
}

#[test]
fn plain_overuse_in_markdown() {
    let text = PLAIN.assess(&["--format", "md"]);
    assert!(text.starts_with("# "), "{text}");
    PLAIN.expect(&text);
    PLAIN.snapshot("-markdown", &text);
}

/// The page without the hash of the content, what is proved of it, and the numbers of lines, because every change of a pack would
/// change them.
fn without_places(page: &str, reader: &Reader) -> String {
    let json = reader.json();
    let hash = words(&json["pack"]["content_hash"]);
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    let mut text = page.replace(hash, "HASH");
    for (before, after) in [("\"checked\": ", "\n  },\n  \"libraries\""), ("Checked: ", "\nDate: ")] {
        let Some(start) = text.find(before).map(|at| at + before.len()) else { continue };
        let end = text[start..].find(after).expect("the page goes on behind it");
        text.replace_range(start..start + end, "PROVED");
    }
    for before in [".toml:", "\"line\": "] {
        let mut parts = text.split(before).map(str::to_owned).collect::<Vec<_>>();
        for part in parts.iter_mut().skip(1) {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            assert!(digits > 0, "a place without a line: {before}{part}");
            part.replace_range(..digits, "0");
        }
        text = parts.join(before);
    }
    text
}

fn json_page(reader: &Reader) -> String {
    reader.expect_json(&reader.json());
    without_places(&reader.assess(&["--format", "json"]), reader)
}

#[test]
fn an_emergency_in_json() {
    EMERGENCY.snapshot("-json", &json_page(&EMERGENCY));
}

#[test]
fn a_possible_clot_in_json() {
    CLOT.snapshot("-json", &json_page(&CLOT));
}

#[test]
fn every_rule_that_took_part() {
    let text = BONE.assess(&["--width", "80", "--explain"]);
    BONE.expect(&text);
    for rule in ["bone-stress-signs", "bone-stress-injury", "red-flags/red-flags.toml:"] {
        assert!(text.contains(rule), "{rule}");
    }
    BONE.snapshot("-explain", &without_places(&text, &BONE));
}

#[test]
fn ascii_only() {
    for reader in [&CLOT, &HAMSTRING] {
        for format in ["text", "md", "json"] {
            let text = reader.assess(&["--ascii", "--full", "--format", format]);
            assert!(text.is_ascii(), "{} as {format}", reader.case);
        }
    }
    let text = CLOT.assess(&["--width", "80", "--ascii"]);
    CLOT.expect(&text);
    CLOT.snapshot("-ascii", &text);
}

/// On a terminal, the accessible page is the one that a pipe gets; without the wish for it, the page has the same words.
#[test]
fn accessible_on_a_terminal() {
    let folder = tempfile_folder();
    let path = folder.path().join("answers.toml");
    fs::write(&path, person(PERSISTENT.case).file().to_toml()).expect("a test writes to folders of its own");
    let path = path.to_string_lossy();
    let on_terminal = |more: &[&str]| {
        let arguments = ["assess", "--answers", &path, "--color", "never"];
        let arguments: Vec<&str> = arguments.iter().chain(&ALWAYS).chain(more).copied().collect();
        let ran = Script::typing(&[]).run(&arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        ran.out
    };
    let accessible = on_terminal(&["--accessible"]);
    PERSISTENT.expect(&accessible);
    assert_eq!(accessible, PERSISTENT.assess(&["--width", "80"]));
    PERSISTENT.snapshot("-accessible", &accessible);

    let screen = on_terminal(&[]);
    PERSISTENT.expect(&screen);
    PERSISTENT.snapshot("-screen", &screen);
}

fn tempfile_folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a test can make a folder for temporary files")
}
