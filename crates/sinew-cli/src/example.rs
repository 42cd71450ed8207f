//! A small pack for the tests of this crate, built in memory, and a console that follows a script.

use crate::{
    appearance::Layout,
    console::{Console, Entry, Streams},
    page::Page,
};
use semver::Version;
use sinew_logic::Formula;
use sinew_model::*;
use std::{
    collections::VecDeque,
    io::{self, Read},
    path::PathBuf,
};

fn origin(line: u32) -> Origin {
    Origin { pack: PackId::new("example").unwrap(), file: "questions.toml".into(), line }
}

fn choice(id: &str, label: &str, told: &str) -> Choice {
    Choice { id: OptionId::new(id).unwrap(), label: label.into(), told: told.into() }
}

fn question(id: &str, section: &str, short: &str, ask: &str, kind: QuestionKind) -> Question {
    Question {
        id: QuestionId::new(id).unwrap(),
        section: section.into(),
        short: short.into(),
        ask: ask.into(),
        why: format!("The reason for {id}"),
        help: Vec::new(),
        not_sure: true,
        ask_when: None,
        kind,
        origin: origin(1),
    }
}

fn finding(id: &str, question: usize, test: AnswerTest) -> Finding {
    let rule = FindingRule::Answer { question: QuestionIx::at(question), test };
    Finding { id: FindingId::new(id).unwrap(), rule, means: None, origin: None }
}

fn atom(position: usize) -> Formula<FindingIx> {
    Formula::Atom(FindingIx::at(position))
}

fn flag(id: &str, urgency: Urgency, when: Formula<FindingIx>, sign: &str) -> RedFlag {
    RedFlag {
        id: RedFlagId::new(id).unwrap(),
        urgency,
        title: format!("Possible {id}"),
        sign: sign.into(),
        when,
        because: format!("This can be a sign of {id}."),
        say: Some(format!("I am worried about {id}.")),
        actions: vec!["sit down and keep still".into()],
        do_not: vec!["drive yourself".into()],
        unknown_floor: None,
        covers: Vec::new(),
        evidence: None,
        basis: Basis::Judgement,
        sources: vec![SourceIx::at(0)],
        origin: origin(20),
    }
}

/// The parts of the pack. Questions: `now` (any-of, feeds an emergency), `swollen` (yes-no, feeds same-day), `start`
/// (one-of), `twist-pop` (yes-no, only after a twist), `stiff` (yes-no), `pain` (scale), `longest` (number).
pub(crate) fn parts() -> PackParts {
    let yes_no = || QuestionKind::YesNo {
        yes: choice("yes", "Yes", "you said yes"),
        no: choice("no", "No", "you said no"),
    };
    let mut now = question(
        "now",
        "Warning signs",
        "Emergency signs",
        "Do you have any of these right now?",
        QuestionKind::AnyOf {
            options: [
                choice("breath", "Short of breath", "you are short of breath"),
                choice("faint", "Fainted", "you fainted"),
            ]
            .into_iter()
            .collect(),
            none_told: "no emergency signs".into(),
        },
    );
    now.help = vec!["Count what is new.".into()];
    let start = question(
        "start",
        "How it began",
        "How it began",
        "How did it begin?",
        QuestionKind::OneOf {
            options: [
                choice("slowly", "Slowly", "it came on slowly"),
                choice("twist", "With a twist", "it began with a twist"),
                choice("blow", "With a blow", "it began with a blow"),
            ]
            .into_iter()
            .collect(),
            worse_upward: false,
        },
    );
    let mut twist_pop = question("twist-pop", "How it began", "Pop", "Did it pop?", yes_no());
    twist_pop.ask_when = Some(atom(4));
    let pain = question(
        "pain",
        "About the pain",
        "Worst pain",
        "How bad was the worst pain?",
        QuestionKind::Scale {
            from: Anchor { value: 0, label: "no pain".into() },
            to: Anchor { value: 10, label: "the worst pain you can imagine".into() },
            told: "the worst pain was {value} out of 10".into(),
            worse_upward: true,
        },
    );
    let mut longest = question(
        "longest",
        "Running",
        "Longest run",
        "How long was your longest run?",
        QuestionKind::Number {
            unit: "km".into(),
            min: 0,
            max: 200,
            told: "your longest run was {value} km".into(),
            worse_upward: false,
        },
    );
    longest.not_sure = false;
    let findings = [
        finding("now.breath", 0, AnswerTest::Chose(OptionIx::at(0))),
        finding("now.faint", 0, AnswerTest::Chose(OptionIx::at(1))),
        finding("swollen", 1, AnswerTest::Yes),
        finding("start.slowly", 2, AnswerTest::Chose(OptionIx::at(0))),
        finding("start.twist", 2, AnswerTest::Chose(OptionIx::at(1))),
        finding("twist-pop", 3, AnswerTest::Yes),
        finding("stiff", 4, AnswerTest::Yes),
        finding("pain.severe", 5, AnswerTest::InRange(NumberRange { at_least: Some(8), at_most: None })),
        finding("longest.long", 6, AnswerTest::InRange(NumberRange { at_least: Some(20), at_most: None })),
    ];
    let line = |id: &str, when: usize, present: i32, absent: i32, because: &str| EvidenceLine {
        id: EvidenceId::new(id).unwrap(),
        when: atom(when),
        present: Decibans::new(present),
        absent: Decibans::new(absent),
        group: None,
        because: because.into(),
        absent_because: Some(format!("no {because}")),
        basis: Basis::Judgement,
        sources: vec![SourceIx::at(0)],
        origin: origin(40),
    };
    let condition = Condition {
        id: ConditionId::new("sore-thing").unwrap(),
        name: "Sore thing (morbus exempli)".into(),
        about: "A thing gets sore when it works more than it is used to.".into(),
        care: Urgency::SelfCare,
        who: "a physio".into(),
        prior: Prior {
            weight: Decibans::new(3),
            written: "20".into(),
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
        },
        adjustments: Vec::new(),
        evidence: vec![line("slow", 3, 5, -3, "a slow start"), line("stiff", 6, 4, -2, "stiffness")],
        expect: Expectation {
            text: "Often better in 6 weeks.".into(),
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
        },
        review: Duration::new(3, DurationUnit::Weeks),
        actions: vec![ActionIx::at(0), ActionIx::at(1)],
        causes: Vec::new(),
        only_with: Vec::new(),
        never_without: Vec::new(),
        sources: vec![SourceIx::at(0)],
        origin: origin(30),
    };
    let cause = Cause {
        id: CauseId::new("long-run").unwrap(),
        title: "A long run".into(),
        when: atom(8),
        because: "Long runs load the thing.".into(),
        strength: EvidenceStrength::Good,
        actions: Vec::new(),
        basis: Basis::Published,
        sources: vec![SourceIx::at(0)],
        origin: origin(50),
    };
    let action = |id: &str, kind, timing, title: &str| Action {
        id: ActionId::new(id).unwrap(),
        kind,
        timing,
        title: title.into(),
        why: "Helps the thing settle.".into(),
        steps: vec!["Stand up.".into(), "Lean in.".into()],
        dose: Dose {
            sets: Some(Count::exactly(2)),
            hold: Some(Duration::new(30, DurationUnit::Seconds)),
            ..Dose::default()
        },
        progression: "Add a set each week.".into(),
        stop_if: vec!["sharp pain".into()],
        do_not: vec!["bounce".into()],
        feel: Some("the thigh".into()),
        expect: None,
        blocked_when: atom(7),
        blocked_because: "the pain is severe".into(),
        always: false,
        basis: Basis::Judgement,
        sources: vec![SourceIx::at(0)],
        origin: origin(60),
    };
    let region = |id: &str, name: &str, number: &str, country: &str| Region {
        id: RegionId::new(id).unwrap(),
        name: name.into(),
        emergency: vec![number.into()],
        emergency_status: SourceStatus::Verified,
        urgent: None,
        locales: vec![country.into()],
        note: None,
        sources: vec![SourceIx::at(0)],
        origin: origin(70),
    };
    PackParts {
        identity: Identity {
            id: PackId::new("example").unwrap(),
            version: Version::new(0, 3, 0),
            hash: "abc123".into(),
            title: "Sore thing".into(),
            place: "in the thing".into(),
            picture: None,
            intended_use: "For tests only.".into(),
            not_for: vec!["people under 18".into()],
            reviewed: Date::constant(2026, 1, 10),
            next_review: Date::constant(2027, 1, 10),
            known_limits: vec!["it knows one thing only".into()],
            changes: vec![],
            reviews: vec![],
        },
        libraries: Vec::new(),
        questions: [
            now,
            question("swollen", "Warning signs", "Swollen leg", "Is one leg swollen?", yes_no()),
            start,
            twist_pop,
            question("stiff", "About the pain", "Stiffness", "Is it stiff in the morning?", yes_no()),
            pain,
            longest,
        ]
        .into_iter()
        .collect(),
        findings: findings.into_iter().collect(),
        constraints: Vec::new(),
        given: Vec::new(),
        red_flags: [
            flag(
                "lung",
                Urgency::Emergency,
                Formula::Any(vec![atom(0), atom(1)]),
                "you are short of breath or faint",
            ),
            flag("clot", Urgency::SameDay, atom(2), "one leg becomes swollen"),
        ]
        .into_iter()
        .collect(),
        exits: IndexVec::new(),
        conditions: [condition].into_iter().collect(),
        causes: [cause].into_iter().collect(),
        actions: [
            action("rest", ActionKind::Load, Timing::Today, "Rest a little"),
            action("lean", ActionKind::Stretch, Timing::Weeks, "Lean stretch"),
        ]
        .into_iter()
        .collect(),
        blocks: IndexVec::new(),
        regions: [region("uk", "United Kingdom", "999", "GB"), region("eu", "European Union", "112", "IE")]
            .into_iter()
            .collect(),
        sources: [Source {
            id: SourceId::new("judged").unwrap(),
            citation: "The authors.".into(),
            title: None,
            doi: None,
            status: SourceStatus::Judgement,
            note: None,
        }]
        .into_iter()
        .collect(),
        properties: IndexVec::new(),
        facts: IndexVec::new(),
    }
}

/// The pack.
pub(crate) fn pack() -> Pack {
    Pack::new(parts()).expect("the example is whole")
}

/// A console that types what a script says and keeps all that is shown.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// What is still to be typed; after the last line the input ends.
    pub(crate) lines: VecDeque<Entry>,
    /// Everything on prompts, in order.
    pub(crate) shown: String,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// What an interruption would say.
    pub(crate) when_interrupted: String,
    /// Standard input as data.
    pub(crate) data: Vec<u8>,
    /// Whether the reader of standard output has gone away.
    pub(crate) closed: bool,
    /// Every page, one by one.
    pub(crate) pages: Vec<Page>,
}

impl Script {
    /// A script of lines.
    pub(crate) fn typing(lines: &[&str]) -> Self {
        Self { lines: lines.iter().map(|line| Entry::Line((*line).to_owned())).collect(), ..Self::default() }
    }
}

impl Console for Script {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        if self.closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.out.push_str(text);
        Ok(())
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_out(&String::from_utf8_lossy(bytes))
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.err.push_str(text);
        Ok(())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.shown.push_str(text);
        Ok(())
    }

    fn ask(&mut self, page: &Page, _: Layout) -> io::Result<Entry> {
        for line in &page.lines {
            self.shown.push_str(&line.text);
            self.shown.push('\n');
        }
        self.shown.push_str(&page.prompt);
        self.pages.push(page.clone());
        let entry = self.lines.pop_front().unwrap_or(Entry::End);
        if let Entry::Line(line) = &entry {
            self.shown.push_str(line);
            self.shown.push('\n');
        }
        Ok(entry)
    }

    fn input(&mut self) -> Box<dyn Read + '_> {
        Box::new(self.data.as_slice())
    }

    fn streams(&mut self) -> Streams<'_> {
        Streams::in_memory(&self.data, &mut self.out, &mut self.err)
    }

    fn say_when_interrupted(&mut self, text: &str) {
        text.clone_into(&mut self.when_interrupted);
    }

    fn watch(&mut self, _: &[PathBuf]) -> Result<(), String> {
        Ok(())
    }

    fn wait_for_change(&mut self) -> bool {
        false
    }
}
