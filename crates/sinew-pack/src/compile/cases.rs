//! From drafts of cases to cases: inheritance, answers, expectations.

use super::{
    Unit,
    assemble::answer_misfit,
    names::{MAX_HELPED, Names, Table},
};
use crate::{
    case::{Case, CaseAnswer, Expect, KnownGap, Limit, ListedAt, Mention, MentionedAt},
    check,
    draft::{CaseDraft, Entry, Located, Text},
    mend,
    shape::is_id,
};
use sinew_diag::{Diagnostic, closest_name};
use sinew_logic::Truth;
use sinew_model::{Answer, CaseId, FindingIx, FindingRule, Index, IndexVec, PackParts, QuestionIx};
use std::collections::BTreeMap;

/// How many cases may be like one another in a row.
const MAX_GENERATIONS: usize = 20;

pub(super) fn compile(
    root: &Unit<'_>,
    parts: &PackParts,
    names: &Names,
    is_clean: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Case> {
    let mut by_id: BTreeMap<&str, &Entry<CaseDraft>> = BTreeMap::new();
    for entry in &root.draft.cases {
        if let Some(first) = by_id.get(entry.id.value.as_str()) {
            let message = format!("there are two cases with the id `{}`", entry.id.value);
            diagnostics.push(
                check::DUPLICATE_ID
                    .found(message)
                    .label(entry.id.span, "the second")
                    .secondary(first.id.span, "the first")
                    .help("rename one of the two"),
            );
        } else {
            by_id.insert(&entry.id.value, entry);
        }
    }
    let given = parts.given.iter().map(|given| (given.question, given.answer)).collect();
    let mut compiler = Compiler { parts, names, is_clean, given, by_id, own: BTreeMap::new(), diagnostics };
    for entry in &root.draft.cases {
        if let Some(draft) = &entry.draft {
            let answers = compiler.own_answers(draft);
            compiler.own.entry(entry.id.value.clone()).or_insert(answers);
        }
    }
    root.draft.cases.iter().filter_map(|entry| compiler.case(entry, entry.draft.as_ref()?)).collect()
}

struct Compiler<'a> {
    parts: &'a PackParts,
    names: &'a Names,
    is_clean: bool,
    /// The answers that opening the pack gives.
    given: BTreeMap<QuestionIx, Answer>,
    by_id: BTreeMap<&'a str, &'a Entry<CaseDraft>>,
    /// The answers each case gives itself.
    own: BTreeMap<String, BTreeMap<QuestionIx, CaseAnswer>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Compiler<'a> {
    fn own_answers(&mut self, draft: &CaseDraft) -> BTreeMap<QuestionIx, CaseAnswer> {
        let mut answers = BTreeMap::new();
        for given in &draft.answers {
            let found = self.names.questions.find(&given.question, self.names, self.diagnostics);
            let Some((index, question)) =
                found.and_then(|index| Some((index, self.parts.questions.get(index)?)))
            else {
                continue;
            };
            match question.read_answer(&given.answer.value) {
                Ok(answer) => {
                    let by_pack = self.given.get(&index);
                    if by_pack.is_some_and(|given| *given != answer) {
                        let message = format!("opening the pack answers `{}` in another way", question.id);
                        self.diagnostics.push(
                            check::CASE_GIVEN
                                .found(message)
                                .label(given.answer.span, "contradicts `[given]` in pack.toml")
                                .help("take this answer out"),
                        );
                    }
                    if by_pack.is_none() {
                        let span = given.answer.span;
                        answers.insert(index, CaseAnswer { question: index, answer, inherited: false, span });
                    }
                }
                Err(problem) => {
                    self.diagnostics.push(answer_misfit(check::CASE_ANSWER, &problem, given.answer.span));
                }
            }
        }
        answers
    }

    fn case(&mut self, entry: &Entry<CaseDraft>, draft: &CaseDraft) -> Option<Case> {
        let line = self.line_of(entry, draft)?;
        let mut answers: BTreeMap<QuestionIx, CaseAnswer> = BTreeMap::new();
        for (generation, id) in line.iter().enumerate() {
            for (question, answer) in self.own.get(*id).into_iter().flatten() {
                let known = answers.entry(*question).or_insert(*answer);
                known.inherited = generation > 0 && known.span == answer.span || known.inherited;
            }
        }
        self.check_idle(&answers);
        Some(Case {
            id: CaseId::new(&entry.id.value).ok()?,
            title: draft.title.value.clone(),
            evidence: draft.evidence.as_ref().map(|evidence| evidence.value.clone()),
            typical: draft.typical,
            known_gap: draft
                .known_gap
                .as_ref()
                .map(|gap| KnownGap { because: gap.value.clone(), span: gap.span }),
            answers: answers.into_values().collect(),
            expect: self.expect(entry, draft),
            span: entry.id.span,
        })
    }

    /// The case, the case it is like, the case that one is like, and so on. None if there is a circle or a gap.
    fn line_of(&mut self, entry: &Entry<CaseDraft>, draft: &CaseDraft) -> Option<Vec<&'a str>> {
        let (start, _) = self.by_id.get_key_value(entry.id.value.as_str())?;
        let mut line: Vec<&'a str> = vec![start];
        let mut like = draft.like.as_ref();
        while let Some(id) = like {
            let Some((name, next)) = self.by_id.get_key_value(id.value.as_str()) else {
                // Reported for the case that says it, unless the other one may stand in a file that could not be read, or its
                // id is not well formed.
                let malformed = self.by_id.keys().copied().filter(|known| !is_id(known));
                if line.len() == 1 && self.names.all_there && closest_name(&id.value, malformed).is_none() {
                    let message = format!("there is no case `{}`", id.value);
                    let diagnostic = check::CASE_LIKE.found(message).label(id.span, "no such case");
                    let with_help = self.diagnostics.len() < MAX_HELPED;
                    let known = || self.by_id.keys().copied().filter(|_| with_help);
                    self.diagnostics.push(match closest_name(&id.value, known()) {
                        Some(similar) => {
                            let help = format!("a case with a similar id exists: `{similar}`");
                            mend::with_name(diagnostic, id, similar, known(), help)
                        }
                        None => diagnostic,
                    });
                }
                return None;
            };
            if line.contains(name) || line.len() >= MAX_GENERATIONS {
                if line.first() == Some(name) {
                    // The whole circle is found from each of its cases, and reported for the first alone.
                    if line.iter().any(|other| other < name) {
                        return None;
                    }
                    let circle = format!("{} → {name}", line.join(" → "));
                    let message = format!("cases are like each other in a circle: {circle}");
                    self.circle(message, entry);
                } else if !line.contains(name) {
                    let message = format!("more than {MAX_GENERATIONS} cases are like one another in a row");
                    self.circle(message, entry);
                }
                return None;
            }
            line.push(name);
            like = next.draft.as_ref()?.like.as_ref();
        }
        Some(line)
    }

    fn circle(&mut self, message: String, entry: &Entry<CaseDraft>) {
        self.diagnostics.push(
            check::CASE_CYCLE
                .found(message)
                .label(entry.id.span, "its answers cannot be found")
                .help("give one of them answers of its own and take out its `like`"),
        );
    }

    /// Reports answers of the case itself to questions that its person is not asked.
    fn check_idle(&mut self, answers: &BTreeMap<QuestionIx, CaseAnswer>) {
        if !self.is_clean || self.diagnostics.iter().any(Diagnostic::is_error) {
            return;
        }
        let truths = truths(self.parts, &self.given, answers);
        for answer in answers.values().filter(|answer| !answer.inherited) {
            let Some(question) = self.parts.questions.get(answer.question) else { continue };
            let Some(formula) = &question.ask_when else { continue };
            if formula.evaluate(&|finding| truths.get(*finding).copied().unwrap_or(Truth::Unknown)).is_false()
            {
                let message = format!("this person is not asked `{}`", question.id);
                self.diagnostics.push(
                    check::CASE_IDLE
                        .found(message)
                        .label(answer.span, "counts for nothing")
                        .note("with the other answers of this case, the question's `ask-when` is false")
                        .help("take the answer out, or change those that decide whether it is asked"),
                );
            }
        }
    }

    fn expect(&mut self, entry: &Entry<CaseDraft>, draft: &CaseDraft) -> Expect {
        let names = self.names;
        for id in &draft.must {
            if let Some(other) = draft.must_not.iter().find(|other| other.value == id.value) {
                let message = format!("`{}` stands in `must` and in `must-not`", id.value);
                self.diagnostics.push(
                    check::CASE_CONTRADICTION
                        .found(message)
                        .label(other.span, "in `must-not`")
                        .secondary(id.span, "in `must`")
                        .help("take one of the two out"),
                );
            }
        }
        let flags = draft.flags.as_ref().map(|flags| {
            let mut found: Vec<_> = flags
                .value
                .iter()
                .filter_map(|id| names.red_flags.find(id, names, self.diagnostics))
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        });
        let bands = draft.bands.iter().filter_map(|(id, band)| {
            Some((names.conditions.find(id, names, self.diagnostics)?, band.value, band.span))
        });
        let bands = bands.collect();
        let points = draft.points.iter().filter_map(|(id, points)| {
            Some((names.conditions.find(id, names, self.diagnostics)?, points.value, points.span))
        });
        let points = points.collect();
        let conditions = self.listed(&names.conditions, draft.conditions.as_ref());
        let mut causes = self.listed(&names.causes, draft.causes.as_ref());
        if let Some(causes) = &mut causes {
            causes.all.sort_unstable();
        }
        let actions = self.listed(&names.actions, draft.actions.as_ref());
        Expect {
            urgency: draft.urgency.value,
            urgency_span: draft.urgency.span,
            flags_span: draft.flags.as_ref().map_or(entry.id.span, |flags| flags.span),
            flags,
            must: self.mentions(&draft.must),
            must_not: self.mentions(&draft.must_not),
            bands,
            points,
            conditions,
            causes,
            actions,
            questions_at_most: draft.questions_at_most.as_ref().and_then(Limit::of),
        }
    }

    /// A list that says all there is.
    fn listed<I: Index>(
        &mut self,
        table: &Table<I>,
        ids: Option<&Located<Vec<Text>>>,
    ) -> Option<ListedAt<I>> {
        let ids = ids?;
        let all = ids.value.iter().filter_map(|id| table.find(id, self.names, self.diagnostics)).collect();
        Some(ListedAt { all, span: ids.span })
    }

    fn mentions(&mut self, ids: &[Text]) -> Vec<MentionedAt> {
        ids.iter().filter_map(|id| self.mention(id)).collect()
    }

    fn mention(&mut self, id: &Text) -> Option<MentionedAt> {
        let names = self.names;
        let name = id.value.as_str();
        let mentions: Vec<Mention> = [
            names.red_flags.get(name).map(Mention::RedFlag),
            names.exits.get(name).map(Mention::Exit),
            names.conditions.get(name).map(Mention::Condition),
            names.causes.get(name).map(Mention::Cause),
            names.actions.get(name).map(Mention::Action),
        ]
        .into_iter()
        .flatten()
        .collect();
        let known = || {
            let ids = names.red_flags.by_id.keys().chain(names.exits.by_id.keys());
            let ids = ids.chain(names.conditions.by_id.keys()).chain(names.causes.by_id.keys());
            ids.chain(names.actions.by_id.keys()).map(String::as_str)
        };
        if !mentions.is_empty() {
            return Some(MentionedAt { mentions, id: id.value.clone(), span: id.span });
        }
        let may_mean_malformed = names.red_flags.may_mean_malformed(name)
            || names.exits.may_mean_malformed(name)
            || names.conditions.may_mean_malformed(name)
            || names.causes.may_mean_malformed(name)
            || names.actions.may_mean_malformed(name);
        if names.all_there && !may_mean_malformed && !known().any(|known| known == name) {
            let message = format!("there is no red flag, exit, condition, cause or action `{name}`");
            let diagnostic = check::CASE_MENTION.found(message).label(id.span, "nothing has this id");
            let with_help = self.diagnostics.len() < MAX_HELPED;
            self.diagnostics.push(match closest_name(name, known().filter(|_| with_help)) {
                Some(similar) => {
                    let help = format!("a similar id exists: `{similar}`");
                    diagnostic.help_edit(help, id.span, mend::in_place_of(id, similar))
                }
                None => diagnostic,
            });
        }
        None
    }
}

/// What the answers make of every finding. A question that is skipped makes its findings false, whatever is answered.
fn truths(
    parts: &PackParts,
    given: &BTreeMap<QuestionIx, Answer>,
    answers: &BTreeMap<QuestionIx, CaseAnswer>,
) -> IndexVec<FindingIx, Truth> {
    let mut truths: IndexVec<FindingIx, Truth> = IndexVec::new();
    let mut skipped: BTreeMap<QuestionIx, bool> = BTreeMap::new();
    for finding in &parts.findings {
        let value = |index: &FindingIx| truths.get(*index).copied().unwrap_or(Truth::Unknown);
        let truth = match &finding.rule {
            FindingRule::Answer { question, test } => {
                let is_skipped = *skipped.entry(*question).or_insert_with(|| {
                    let asked =
                        parts.questions.get(*question).and_then(|question| question.ask_when.as_ref());
                    asked.is_some_and(|formula| formula.evaluate(&value).is_false())
                });
                let answer = given.get(question).copied();
                let answer = answer.or_else(|| answers.get(question).map(|entry| entry.answer));
                if is_skipped {
                    Truth::False
                } else {
                    answer.map_or(Truth::Unknown, |answer| test.truth_of(answer))
                }
            }
            FindingRule::Formula(formula) => formula.evaluate(&value),
            FindingRule::RedFlag(flag) => {
                parts.red_flags.get(*flag).map_or(Truth::Unknown, |flag| flag.when.evaluate(&value))
            }
            FindingRule::Exit(exit) => {
                parts.exits.get(*exit).map_or(Truth::Unknown, |exit| exit.when.evaluate(&value))
            }
            // The engine's to say; taken as unknown, it never makes an answer look skipped.
            FindingRule::Fits { .. } => Truth::Unknown,
        };
        truths.push(truth);
    }
    truths
}
