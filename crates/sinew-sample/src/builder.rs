//! Builds packs in memory, with just enough words to be told apart.

use sinew_logic::Formula;
use sinew_model::*;

/// A pack under construction. Findings are added with their questions, so that they stand in a good order by themselves.
pub struct Builder {
    /// What was built so far.
    pub parts: PackParts,
}

/// Where everything here is written.
pub fn origin() -> Origin {
    Origin { pack: PackId::new("sample").unwrap(), file: "sample.toml".into(), line: 1 }
}

impl Default for Builder {
    fn default() -> Self {
        let date = Date::constant(2026, 1, 1);
        let mut sources = IndexVec::new();
        sources.push(Source {
            id: SourceId::new("judgement").unwrap(),
            citation: "Judgement".into(),
            title: None,
            doi: None,
            status: SourceStatus::Judgement,
            note: None,
        });
        let identity = Identity {
            id: PackId::new("sample").unwrap(),
            version: semver::Version::new(0, 1, 0),
            hash: "0".repeat(64),
            title: "Sample".into(),
            place: "somewhere".into(),
            picture: None,
            intended_use: "tests".into(),
            not_for: vec![],
            reviewed: date,
            next_review: date,
            known_limits: vec![],
            changes: vec![],
            reviews: vec![],
        };
        Self { parts: PackParts { sources, ..PackParts::new(identity) } }
    }
}

impl Builder {
    /// Nothing but a source.
    pub fn new() -> Self {
        Self::default()
    }

    /// The pack.
    pub fn pack(self) -> Pack {
        Pack::new(self.parts).expect("test packs are sound")
    }

    fn finding(&mut self, name: &str, rule: FindingRule) -> FindingIx {
        self.parts.findings.push(Finding {
            id: FindingId::new(name).unwrap(),
            rule,
            means: None,
            origin: None,
        })
    }

    fn answer_finding(&mut self, name: &str, question: QuestionIx, test: AnswerTest) -> FindingIx {
        self.finding(name, FindingRule::Answer { question, test })
    }

    fn question(&mut self, id: &str, kind: QuestionKind, ask_when: Option<Formula<FindingIx>>) -> QuestionIx {
        self.parts.questions.push(Question {
            id: QuestionId::new(id).unwrap(),
            section: "Section".into(),
            short: id.into(),
            ask: format!("{id}?"),
            why: "why".into(),
            help: Vec::new(),
            not_sure: true,
            ask_when,
            kind,
            origin: origin(),
        })
    }

    fn choice(id: &str, told: &str) -> Choice {
        Choice { id: OptionId::new(id).unwrap(), label: told.into(), told: told.into() }
    }

    /// A yes-no question; gives the finding for yes.
    pub fn yes_no(&mut self, id: &str, ask_when: Option<Formula<FindingIx>>) -> FindingIx {
        let kind = QuestionKind::YesNo {
            yes: Self::choice("yes", &format!("{id} yes")),
            no: Self::choice("no", &format!("{id} no")),
        };
        let question = self.question(id, kind, ask_when);
        let yes = self.answer_finding(id, question, AnswerTest::Yes);
        self.answer_finding(&format!("{id}.not-sure"), question, AnswerTest::NotSure);
        yes
    }

    fn options(ids: &[&str]) -> IndexVec<OptionIx, Choice> {
        ids.iter().map(|id| Self::choice(id, &format!("said {id}"))).collect()
    }

    /// A one-of question; gives a finding for each option.
    pub fn one_of(&mut self, id: &str, ids: &[&str], ask_when: Option<Formula<FindingIx>>) -> Vec<FindingIx> {
        let kind = QuestionKind::OneOf { options: Self::options(ids), worse_upward: false };
        let question = self.question(id, kind, ask_when);
        self.option_findings(id, ids, question)
    }

    /// An any-of question; gives a finding for each option and, last, the one for "none of these".
    pub fn any_of(&mut self, id: &str, ids: &[&str], ask_when: Option<Formula<FindingIx>>) -> Vec<FindingIx> {
        let kind = QuestionKind::AnyOf { options: Self::options(ids), none_told: format!("no {id}") };
        let question = self.question(id, kind, ask_when);
        let mut findings = self.option_findings(id, ids, question);
        findings.push(self.answer_finding(&format!("{id}.none"), question, AnswerTest::ChoseNone));
        findings
    }

    fn option_findings(&mut self, id: &str, ids: &[&str], question: QuestionIx) -> Vec<FindingIx> {
        self.answer_finding(&format!("{id}.not-sure"), question, AnswerTest::NotSure);
        (0..)
            .map(OptionIx::at)
            .zip(ids)
            .map(|(option, name)| {
                self.answer_finding(&format!("{id}.{name}"), question, AnswerTest::Chose(option))
            })
            .collect()
    }

    /// A scale from 0 to 10; gives the finding for `at_least` and above.
    pub fn scale(&mut self, id: &str, at_least: i32, ask_when: Option<Formula<FindingIx>>) -> FindingIx {
        let kind = QuestionKind::Scale {
            from: Anchor { value: 0, label: "nothing".into() },
            to: Anchor { value: 10, label: "everything".into() },
            told: format!("{id} was {{value}}"),
            worse_upward: true,
        };
        let question = self.question(id, kind, ask_when);
        let range = NumberRange { at_least: Some(at_least), at_most: None };
        self.answer_finding(&format!("{id}.high"), question, AnswerTest::InRange(range))
    }

    /// A combination; gives its finding.
    pub fn combination(&mut self, id: &str, when: Formula<FindingIx>) -> FindingIx {
        self.finding(id, FindingRule::Formula(when))
    }

    /// The finding that a ranked condition fits this well or better.
    pub fn fits(&mut self, condition: ConditionIx, at_least: Band) -> FindingIx {
        let name = format!("{}.{}", self.parts.conditions[condition].id, at_least.name());
        self.finding(&name, FindingRule::Fits { condition, at_least })
    }

    /// A red flag; gives its finding.
    pub fn red_flag(&mut self, id: &str, urgency: Urgency, when: Formula<FindingIx>) -> FindingIx {
        let flag = self.parts.red_flags.push(RedFlag {
            id: RedFlagId::new(id).unwrap(),
            urgency,
            title: id.into(),
            sign: format!("sign of {id}"),
            when,
            because: format!("{id} matters."),
            say: None,
            actions: vec![format!("do for {id}")],
            do_not: vec![format!("avoid for {id}")],
            unknown_floor: None,
            covers: vec![],
            evidence: None,
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        });
        self.finding(id, FindingRule::RedFlag(flag))
    }

    /// Gives the flag with this finding another urgency when it stays unknown.
    pub fn floor(&mut self, flag: FindingIx, urgency: Urgency) {
        let FindingRule::RedFlag(flag) = self.parts.findings[flag].rule else {
            panic!("this is no red flag")
        };
        self.parts.red_flags[flag].unknown_floor = Some(Floor { urgency, because: "it is enough".into() });
    }

    /// A combination that nobody can have.
    pub fn constraint(&mut self, id: &str, impossible: Formula<FindingIx>) {
        self.parts.constraints.push(Constraint {
            id: ConstraintId::new(id).unwrap(),
            impossible,
            because: "nobody is both".into(),
            origin: origin(),
        });
    }

    /// Something that moves the order of a condition by so many decibans.
    pub fn adjustment(&mut self, condition: ConditionIx, when: Formula<FindingIx>, shift: i32) {
        self.parts.conditions[condition].adjustments.push(Adjustment {
            id: EvidenceId::new("adjustment").unwrap(),
            when,
            shift: Decibans::new(shift),
            because: "it is so".into(),
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        });
    }

    /// An exit.
    pub fn exit(&mut self, id: &str, urgency: Urgency, when: Formula<FindingIx>) {
        let exit = self.parts.exits.push(Exit {
            id: ExitId::new(id).unwrap(),
            when,
            title: id.into(),
            because: "Not for you.".into(),
            urgency,
            actions: vec![],
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        });
        self.finding(id, FindingRule::Exit(exit));
    }

    /// A condition with evidence lines of (formula, present, absent, group) in decibans.
    pub fn condition(
        &mut self,
        id: &str,
        prior: i32,
        care: Urgency,
        lines: Vec<(Formula<FindingIx>, i32, i32, Option<u32>)>,
        actions: &[ActionIx],
    ) -> ConditionIx {
        let evidence = lines
            .into_iter()
            .enumerate()
            .map(|(number, (when, present, absent, group))| EvidenceLine {
                id: EvidenceId::new(&format!("line-{number}")).unwrap(),
                when,
                present: Decibans::new(present),
                absent: Decibans::new(absent),
                group,
                because: format!("{id} line {number}"),
                absent_because: None,
                basis: Basis::Judgement,
                sources: vec![SourceIx::at(0)],
                origin: origin(),
            })
            .collect();
        self.parts.conditions.push(Condition {
            id: ConditionId::new(id).unwrap(),
            name: id.into(),
            about: "about".into(),
            care,
            who: "a doctor".into(),
            prior: Prior {
                weight: Decibans::new(prior),
                written: prior.to_string(),
                basis: Basis::Judgement,
                sources: vec![SourceIx::at(0)],
            },
            adjustments: vec![],
            evidence,
            expect: Expectation {
                text: "Wait.".into(),
                basis: Basis::Judgement,
                sources: vec![SourceIx::at(0)],
            },
            review: Duration::new(4, DurationUnit::Weeks),
            actions: actions.to_vec(),
            causes: vec![],
            only_with: vec![],
            never_without: vec![],
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        })
    }

    /// A condition is never shown without another one: when this holds, or always.
    pub fn never_without(
        &mut self,
        condition: ConditionIx,
        companion: ConditionIx,
        when: Option<Formula<FindingIx>>,
    ) {
        let because = format!("{} is taken for it", self.parts.conditions[companion].id);
        let source = self.parts.sources.push(Source {
            id: SourceId::new(&format!("mistakes-{}", self.parts.sources.len())).unwrap(),
            ..self.parts.sources[SourceIx::at(0)].clone()
        });
        self.parts.conditions[condition].never_without.push(Companion {
            condition: companion,
            when,
            because,
            basis: Basis::Judgement,
            sources: vec![source],
            origin: origin(),
        });
    }

    /// A cause with what addresses it.
    pub fn cause(&mut self, id: &str, when: Formula<FindingIx>, actions: &[ActionIx]) -> CauseIx {
        self.parts.causes.push(Cause {
            id: CauseId::new(id).unwrap(),
            title: id.into(),
            when,
            because: "Because.".into(),
            strength: EvidenceStrength::Weak,
            actions: actions.to_vec(),
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        })
    }

    /// An action: for today if it is self-care, else for the coming weeks.
    pub fn action(&mut self, id: &str, kind: ActionKind, blocked_when: Formula<FindingIx>) -> ActionIx {
        self.parts.actions.push(Action {
            id: ActionId::new(id).unwrap(),
            kind,
            timing: if kind == ActionKind::SelfCare { Timing::Today } else { Timing::Weeks },
            title: id.into(),
            why: "why".into(),
            steps: vec!["Step.".into()],
            dose: Dose { sets: Some(Count::exactly(3)), ..Dose::default() },
            progression: "more".into(),
            stop_if: vec!["it hurts".into()],
            do_not: vec![format!("overdo {id}")],
            feel: None,
            expect: None,
            blocked_when,
            blocked_because: format!("{id} is blocked"),
            always: false,
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        })
    }

    /// A property.
    pub fn property(
        &mut self,
        id: &str,
        assume: Option<Formula<FindingIx>>,
        assume_open: Option<Formula<FindingIx>>,
        claim: Claim,
    ) {
        self.parts.properties.push(Property {
            id: PropertyId::new(id).unwrap(),
            says: format!("{id} holds."),
            assume,
            assume_open,
            claim,
            because: "It matters.".into(),
            evidence: None,
            basis: Basis::Judgement,
            sources: vec![SourceIx::at(0)],
            origin: origin(),
        });
    }

    /// A block of these actions.
    pub fn block(&mut self, id: &str, when: Formula<FindingIx>, actions: &[ActionIx]) {
        self.parts.blocks.push(Block {
            id: BlockId::new(id).unwrap(),
            when,
            actions: actions.to_vec(),
            because: format!("{id} blocks"),
            origin: origin(),
        });
    }
}

/// A formula that never holds.
pub fn never() -> Formula<FindingIx> {
    Formula::Any(vec![])
}

/// A finding as a formula.
pub fn is(finding: FindingIx) -> Formula<FindingIx> {
    Formula::Atom(finding)
}

/// The answers of somebody, as they are written: question and answer.
pub fn answers(pack: &Pack, entries: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::new(pack);
    for (id, text) in entries {
        let question = pack.question_named(id).unwrap_or_else(|| panic!("no question {id}"));
        let raw = RawAnswer::Text((*text).into());
        let answer = pack.questions()[question].read_answer(&raw).unwrap();
        assert!(answers.set(pack, question, answer), "{id} = {text} fits");
    }
    answers
}
