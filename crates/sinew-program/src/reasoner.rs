//! Decisions with all their reasons, from a flat program.

use crate::{
    network::{Literal, Network},
    planes::{Place, PlacedLiteral, for_each_bit},
    program::{Buffers, Program, ProgramProblem, Standing, Visit, Workspace, too_many_answers},
    row::AnswerRow,
    tables::Tables,
};
use sinew_engine::{
    Decision, Reasons,
    rules::{ReasonFinder, Scored, Truths},
};
use sinew_logic::Truth;
use sinew_model::{ActionIx, Answers, ConditionIx, Decibans, FindingIx, Index as _, Pack, QuestionIx};
use std::{cmp::Reverse, sync::Arc};

/// A pack as a flat program that says why: what [`sinew_engine::reasons`] gives, without evaluating the pack anew.
///
/// Its program holds a bit for every finding, so that it decides a little more slowly than [`Program::compile`]'s. It is made once and
/// never changes; threads can share it. Each thread needs a [`ReasonerWorkspace`] of its own.
#[derive(Debug, Clone)]
pub struct Reasoner {
    pack: Arc<Pack>,
    finder: ReasonFinder,
    program: Program,
    /// By finding.
    findings: Vec<PlacedLiteral>,
    /// By question; none if it always applies.
    applies: Vec<Option<Place>>,
}

/// What deciding with reasons writes into, used again for each person.
#[derive(Debug, Clone)]
pub struct ReasonerWorkspace {
    row: AnswerRow,
    workspace: Workspace,
    finder: ReasonFinder,
    reasons: Reasons,
}

impl Reasoner {
    /// The program of a pack, with what reasons are found from.
    pub fn compile(pack: impl Into<Arc<Pack>>) -> Result<Self, ProgramProblem> {
        let pack = pack.into();
        let network = Network::with_details(&pack).map_err(|question| too_many_answers(&pack, question))?;
        let program = Program::of(&pack, &network)?;
        let layout = &program.tables().layout;
        let placed = |Literal { bit, is_negated }: &Literal| PlacedLiteral {
            place: layout.place_of(*bit),
            is_negated: *is_negated,
        };
        let findings = network.details.findings.iter().map(placed).collect();
        let applies = network.details.applies.iter().map(|bit| bit.map(|bit| layout.place_of(bit))).collect();
        Ok(Self { finder: ReasonFinder::of(&pack), pack, findings, applies, program })
    }

    /// The program by which it decides.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Room for the decisions of this program.
    pub fn workspace(&self) -> ReasonerWorkspace {
        ReasonerWorkspace {
            row: AnswerRow::default(),
            workspace: self.program.workspace(),
            finder: self.finder.clone(),
            reasons: Reasons::default(),
        }
    }

    /// Decides for these answers, taking everything unanswered as unknown, and says why: exactly as [`sinew_engine::reasons`] does.
    ///
    /// The answers are to the pack of this program, and the workspace is one of its own.
    ///
    /// # Panics
    /// If the workspace is that of another program.
    pub fn decide<'w>(
        &self,
        workspace: &'w mut ReasonerWorkspace,
        answers: &Answers,
    ) -> (&'w Decision, &'w Reasons) {
        let ReasonerWorkspace { row, workspace, finder, reasons } = workspace;
        self.program.write_row(answers, row);
        self.program.decide(workspace, row);
        workspace.show(&self.program, Finding { reasoner: self, answers, finder, reasons });
        (workspace.decision(), reasons)
    }
}

/// Finds reasons from what holds.
struct Finding<'a> {
    reasoner: &'a Reasoner,
    answers: &'a Answers,
    finder: &'a mut ReasonFinder,
    reasons: &'a mut Reasons,
}

impl Visit for Finding<'_> {
    fn visit<const K: usize>(self, tables: &Tables, standing: &Standing<K>, buffers: &Buffers) {
        let Self { reasoner, answers, finder, reasons } = self;
        let truths = Flat { reasoner, tables, standing, buffers };
        finder.find(&reasoner.pack, answers, &truths, &buffers.decision, reasons);
    }
}

/// What holds for one person, read from planes.
struct Flat<'a, const K: usize> {
    reasoner: &'a Reasoner,
    tables: &'a Tables,
    standing: &'a Standing<K>,
    buffers: &'a Buffers,
}

impl<const K: usize> Flat<'_, K> {
    /// The number of a line among those of all conditions.
    fn line_at(&self, condition: ConditionIx, line: usize) -> usize {
        self.tables.conditions[condition.position()].lines.start + line
    }
}

impl<const K: usize> Truths for Flat<'_, K> {
    #[inline]
    fn finding(&self, finding: FindingIx) -> Truth {
        self.standing.planes.truth_of(self.reasoner.findings[finding.position()])
    }

    #[inline]
    fn applies(&self, question: QuestionIx) -> Truth {
        let place = self.reasoner.applies[question.position()];
        place.map_or(Truth::True, |place| self.standing.planes.truth(place))
    }

    #[inline]
    fn line(&self, condition: ConditionIx, line: usize) -> Truth {
        self.standing.planes.truth_of(self.tables.line_literal(self.line_at(condition, line)))
    }

    fn is_line_settled(&self, condition: ConditionIx, line: usize) -> bool {
        let Standing { planes, settled, is_careful } = self.standing;
        let at = self.line_at(condition, line);
        !is_careful || settled.is_settled(planes, self.tables.line_place(at), self.tables.line_named(at))
    }

    fn score(&self, condition: ConditionIx) -> Scored {
        let score = self.buffers.scores[condition.position()];
        Scored { evidence: Decibans::new(score.evidence), total: Decibans::new(score.shift + score.evidence) }
    }

    fn kept_away(&self, _: &Decision, into: &mut Vec<ActionIx>) {
        let Buffers { useful, points, .. } = self.buffers;
        let first = self.tables.layout.actions.start / 64;
        let kept_away =
            useful.iter().enumerate().map(|(at, useful)| useful & self.standing.planes.maybe(first + at));
        for_each_bit(kept_away, |at| into.push(ActionIx::at(at)));
        into.sort_unstable_by_key(|action| (Reverse(points[action.position()]), *action));
    }
}
