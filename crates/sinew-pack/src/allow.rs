//! Comments that allow a finding: `# sinew: allow(CODE) reason = "…" until = "2027-01-31"`; and comments that excuse a change of a
//! rule that nobody notices: `# sinew: survives(KIND) reason = "…"`.
//!
//! A comment at the end of a line is for that line. One on a line of its own is for what follows: a key with its value, or a whole
//! table with the tables below it.

use crate::{check, operator::Operator};
use sinew_diag::{Check, Diagnostic, Span, TextId, Texts};
use sinew_model::Date;
use std::ops::Range;
use toml_parser::{Source, lexer::TokenKind};

/// How every comment begins that is meant for this program.
const MARKER: &str = "sinew:";

/// A finding that is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// Why it is fine, in the author's words.
    pub reason: String,
}

/// A comment that allows findings.
#[derive(Debug)]
struct Allow {
    codes: Vec<Code>,
    reason: String,
    until: Option<Date>,
    comment: Span,
    /// The bytes of the text that it is for.
    scope: Range<usize>,
}

/// A comment that says why changes of a rule may go unnoticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The kinds of changes, each with its place.
    pub operators: Vec<(Operator, Span)>,
    /// Why it is right that nobody notices them, in the author's words.
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
    comment: Span,
    /// The bytes of the text that it is for.
    scope: Range<usize>,
}

impl Excuse {
    /// Whether it is for what stands at this place.
    pub fn is_for(&self, place: Span) -> bool {
        place.text() == self.comment.text() && self.scope.contains(&place.start())
    }

    /// Whether it still counts on this day.
    pub fn counts_on(&self, today: Date) -> bool {
        self.until.is_none_or(|until| until >= today)
    }
}

/// What the comments of some texts say.
#[derive(Debug, Default)]
struct Comments {
    allows: Vec<Allow>,
    excuses: Vec<Excuse>,
}

/// The comments in a text that excuse changes. Those that cannot be read are left out; [`apply`] reports them.
pub(crate) fn excuses(id: TextId, texts: &Texts) -> Vec<Excuse> {
    let mut comments = Comments::default();
    read(id, texts, &mut comments, &mut Vec::new());
    comments.excuses
}

/// A code that a comment names.
#[derive(Debug)]
struct Code {
    name: String,
    span: Span,
    is_used: bool,
}

/// Takes the findings out that comments in these texts allow, and adds findings about the comments. That a comment allows nothing is
/// said only if everything was looked at: while a pack has errors, what is allowed may not have been found yet. `further` are checks
/// of the caller, whose findings can be allowed like those of this crate.
pub(crate) fn apply(
    ids: impl IntoIterator<Item = TextId>,
    texts: &Texts,
    today: Date,
    all_looked_at: bool,
    further: &[Check],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Allowed> {
    let checks = || check::all().chain(further.iter().copied());
    let mut comments = Comments::default();
    for id in ids {
        read(id, texts, &mut comments, diagnostics);
    }
    let Comments { mut allows, excuses } = comments;
    let mut allowed = Vec::new();
    let mut kept = Vec::new();
    for diagnostic in diagnostics.drain(..) {
        let check = checks().find(|check| check.code() == diagnostic.code);
        let can_be_allowed = check.is_some_and(check::can_be_allowed);
        match allows.iter_mut().find_map(|allow| allow.takes(&diagnostic)).filter(|_| can_be_allowed) {
            Some((code, reason, until)) => {
                code.is_used = true;
                if until.is_none_or(|until| until >= today) {
                    allowed.push(Allowed { diagnostic, reason });
                } else {
                    kept.push(diagnostic);
                }
            }
            None => kept.push(diagnostic),
        }
    }
    *diagnostics = kept;
    for allow in &allows {
        let known = |name: &str| checks().find(|check| check.code().name() == name);
        allow.report(today, all_looked_at, &known, diagnostics);
    }
    for Excuse { until, comment, .. } in excuses {
        if let Some(until) = until.filter(|until| *until < today) {
            diagnostics.push(check::allow_expired(comment, until));
        }
    }
    allowed
}

impl Allow {
    /// The code by which this allows a finding, with the reason and the last day.
    fn takes(&mut self, diagnostic: &Diagnostic) -> Option<(&mut Code, String, Option<Date>)> {
        let place = diagnostic.place().filter(|place| place.text() == self.comment.text())?;
        let here = self.scope.contains(&place.start());
        let code = self.codes.iter_mut().find(|code| code.name == diagnostic.code.name()).filter(|_| here)?;
        Some((code, self.reason.clone(), self.until))
    }

    fn report(
        &self,
        today: Date,
        all_looked_at: bool,
        known: &dyn Fn(&str) -> Option<Check>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for code in &self.codes {
            match known(&code.name) {
                None => diagnostics.push(check::not_allowed_unknown(code.span, &code.name)),
                Some(known) if !check::can_be_allowed(known) => {
                    diagnostics.push(check::not_allowed(code.span, known));
                }
                Some(_) if !code.is_used && all_looked_at => {
                    diagnostics.push(check::allows_nothing(code.span, &code.name));
                }
                Some(_) => {}
            }
        }
        if let Some(until) = self.until.filter(|until| *until < today) {
            diagnostics.push(check::allow_expired(self.comment, until));
        }
    }
}

/// One statement of a file: a header, or a key with its value, with the comments that stand in it.
struct Statement {
    range: Range<usize>,
    is_header: bool,
}

/// Reads the comments of one text.
fn read(id: TextId, texts: &Texts, into: &mut Comments, diagnostics: &mut Vec<Diagnostic>) {
    let text = texts.text(id);
    // Hardly any file has such a comment, and need not be taken apart.
    if !text.contains(MARKER) {
        return;
    }
    let (statements, comments) = parts(text);
    for comment in comments {
        let written = text.get(comment.clone()).unwrap_or_default();
        let Some(rest) = written.trim_start_matches('#').trim_start().strip_prefix(MARKER) else { continue };
        let span = texts.span(id, comment.clone());
        let inside = statements.iter().find(|statement| statement.range.contains(&comment.start));
        let line_start = text[..comment.start].rfind('\n').map_or(0, |at| at + 1);
        let is_alone = text[line_start..comment.start].trim().is_empty();
        let scope = match inside {
            _ if !is_alone => line_start..comment.end,
            Some(_) => next_line(text, comment.end),
            None => scope_after(text, comment.end, &statements),
        };
        match parse(rest) {
            Ok(parsed) => {
                let Parsed { verb, names, reason, until } = parsed;
                let offset = comment.end - rest.len();
                let names = names
                    .into_iter()
                    .map(|(at, name)| (texts.span(id, offset + at..offset + at + name.len()), name));
                match verb {
                    Verb::Allow => {
                        let codes = names.map(|(span, name)| Code { name, span, is_used: false }).collect();
                        into.allows.push(Allow { codes, reason, until, comment: span, scope });
                    }
                    Verb::Survives => {
                        let mut operators = Vec::new();
                        for (at, name) in names {
                            match Operator::named(&name) {
                                Some(operator) => operators.push((operator, at)),
                                None => diagnostics.push(check::unknown_change(at, &name)),
                            }
                        }
                        into.excuses.push(Excuse { operators, reason, until, comment: span, scope });
                    }
                }
            }
            Err(problem) => diagnostics.push(check::broken_allow(span, problem)),
        }
    }
}

fn next_line(text: &str, from: usize) -> Range<usize> {
    let start = text[from..].find('\n').map_or(text.len(), |at| from + at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start..end
}

/// What stands behind a comment on a line of its own: the next statement, and if that is a header, all that is below it.
fn scope_after(text: &str, from: usize, statements: &[Statement]) -> Range<usize> {
    let Some(at) = statements.iter().position(|statement| statement.range.start >= from) else {
        return from..from;
    };
    let first = &statements[at];
    if !first.is_header {
        return first.range.clone();
    }
    let name = |statement: &Statement| {
        let header = text.get(statement.range.clone()).unwrap_or_default();
        header.split(']').next().unwrap_or_default().trim_matches(['[', ' ']).to_owned()
    };
    let own = name(first);
    let below = format!("{own}.");
    let after = statements[at + 1..].iter().find(|next| next.is_header && !name(next).starts_with(&below));
    first.range.start..after.map_or(text.len(), |next| next.range.start)
}

/// The statements and comments of a text.
fn parts(text: &str) -> (Vec<Statement>, Vec<Range<usize>>) {
    let (mut statements, mut comments) = (Vec::new(), Vec::new());
    let (mut open, mut start): (usize, Option<Range<usize>>) = (0, None);
    let mut is_header = false;
    for token in Source::new(text).lex() {
        let range = token.span().start()..token.span().end();
        match token.kind() {
            TokenKind::Comment => {
                comments.push(range);
                continue;
            }
            TokenKind::Whitespace => continue,
            TokenKind::Newline | TokenKind::Eof if open == 0 => {
                statements.extend(start.take().map(|range| Statement { range, is_header }));
                continue;
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => open = open.saturating_sub(1),
            _ => {}
        }
        if let Some(statement) = &mut start {
            statement.end = range.end;
        } else {
            is_header = text.get(range.clone()) == Some("[");
            start = Some(range);
        }
    }
    statements.extend(start.map(|range| Statement { range, is_header }));
    (statements, comments)
}

/// What a comment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// It allows findings with these codes.
    Allow,
    /// It excuses these kinds of changes.
    Survives,
}

/// What a comment says, the names in it with their places.
struct Parsed {
    verb: Verb,
    names: Vec<(usize, String)>,
    reason: String,
    until: Option<Date>,
}

/// Reads what stands behind the marker. The problem is said in words.
fn parse(text: &str) -> Result<Parsed, &'static str> {
    const FORM: &str = "it is not of the form `# sinew: allow(CODE) reason = \"…\"` or `# sinew: survives(KIND) reason = \"…\"`";
    let begin =
        |word: &str| text.find(word).filter(|at| text[..*at].trim().is_empty()).map(|at| at + word.len());
    let allow = begin("allow(").map(|at| (Verb::Allow, at));
    let (verb, open) = allow.or_else(|| Some((Verb::Survives, begin("survives(")?))).ok_or(FORM)?;
    let close = open + text[open..].find(')').ok_or(FORM)?;
    let mut names = Vec::new();
    let mut at = open;
    for part in text[open..close].split(',') {
        let name = part.trim();
        if name.is_empty() {
            return Err(match verb {
                Verb::Allow => "it names no code",
                Verb::Survives => "it names no kind of change",
            });
        }
        names.push((at + part.find(name).unwrap_or(0), name.to_owned()));
        at += part.len() + 1;
    }
    let (mut reason, mut until) = (None, None);
    let mut rest = text[close + 1..].trim();
    // A further comment behind it is for people.
    while !rest.is_empty() && !rest.starts_with('#') {
        let (key, after) = rest.split_once('=').ok_or(FORM)?;
        let quoted =
            after.trim_start().strip_prefix('"').ok_or("its reason and its day stand in double quotes")?;
        let (value, after) = quoted.split_once('"').ok_or("a double quote is missing at the end")?;
        match key.trim() {
            "reason" if reason.is_none() => reason = Some(value.trim().to_owned()),
            "until" if until.is_none() => {
                until = Some(value.parse().map_err(|_| "its day is not a date such as \"2027-01-31\"")?);
            }
            _ => return Err("it has only a `reason` and, if need be, an `until`"),
        }
        rest = after.trim_start();
    }
    match reason.filter(|reason| !reason.is_empty()) {
        Some(reason) => Ok(Parsed { verb, names, reason, until }),
        None => Err("it gives no reason"),
    }
}

#[cfg(test)]
mod tests;
