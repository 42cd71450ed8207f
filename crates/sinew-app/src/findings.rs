//! What a check found, as a JSON document: the interface for editors and other programs.
//!
//! Keys are `snake_case`, and what is not there is `null`. Within one [`SCHEMA_VERSION`] keys are only added, never renamed or
//! removed. The document is made by hand from the [`CheckReport`], taking findings and counts apart completely, so that a new
//! field of theirs cannot be forgotten.

use crate::{
    check::{CaseStatus, CheckReport, Coverage, PackCheck, PackCounts, Proved, Share},
    json::document,
};
use serde::Serialize;
use sinew_diag::{Diagnostic, Edit, Help, Label, Position, Severity, Span, Texts};
use sinew_pack::Allowed;

/// The version of the document's shape. It grows only when something is renamed, removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// What a check found as pretty JSON with a line break at the end. The same report always gives the same bytes.
///
/// `rendered` draws one diagnostic as people read it.
#[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
pub fn to_json(report: &CheckReport, rendered: impl Fn(&Diagnostic, &Texts) -> String) -> String {
    let mut text = serde_json::to_string_pretty(&document(report, rendered))
        .expect("texts, numbers and lists can be written as JSON");
    text.push('\n');
    text
}

document! {
    /// What a check of packs found.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Findings"))]
    FindingsDocument {
        /// The version of this document's shape.
        schema_version: u32,
        /// Whether packs were checked, there is no error, and no case failed. Warnings and known gaps do not count.
        passed: bool,
        /// How much was checked and found in all packs together.
        summary: SummaryEntry,
        /// The packs that were checked, in alphabetical order of their ids.
        packs: Vec<CheckedPackEntry>,
        /// What was found, pack by pack, in the order of the texts.
        diagnostics: Vec<DiagnosticEntry>,
        /// What was found and is allowed by comments of the authors.
        allowed: Vec<AllowedEntry>,
    }

    /// How much was checked and found.
    SummaryEntry {
        /// How many errors there are.
        errors: usize,
        /// How many warnings there are.
        warnings: usize,
        /// How many notes there are.
        notes: usize,
        /// How much is allowed by comments of the authors, and not counted above.
        allowed: usize,
        /// How many cases failed.
        cases_failed: usize,
        /// How many cases do not come out as expected, as is known.
        known_gaps: usize,
        /// How many files were read.
        files: usize,
        /// How many questions there are.
        questions: usize,
        /// How many red flags there are.
        red_flags: usize,
        /// How many conditions there are.
        conditions: usize,
        /// How many causes there are.
        causes: usize,
        /// How many actions there are.
        actions: usize,
        /// How many sources there are.
        sources: usize,
        /// How many cases there are.
        cases: usize,
    }

    /// A pack that was checked.
    CheckedPackEntry {
        /// Its id.
        id: String,
        /// How much of it was checked and found.
        summary: SummaryEntry,
        /// How far cases decide its rules; none if that was not looked into.
        coverage: Option<CoverageEntry>,
        /// What was proved of it; `null` if that was left out, or it has errors that come before.
        proved: Option<ProvedEntry>,
    }

    /// What was proved of a pack over every possible person: complete answer sets, not people.
    ProvedEntry {
        /// How many answer sets there are, in digits; `null` if they were not counted.
        answer_sets: Option<String>,
        /// How many of them have each urgency, the least first.
        urgency: Vec<ProvedLevelEntry>,
        /// How many of them have so many questions that apply, the fewest first. An interview asks at most these.
        questions: Vec<ProvedLengthEntry>,
        /// How many red flags are heeded by whoever has them.
        red_flags: usize,
        /// How many properties hold.
        properties_proved: usize,
        /// How many properties there are.
        properties: usize,
    }

    /// The answer sets of one urgency.
    ProvedLevelEntry {
        /// The name of the urgency.
        urgency: String,
        /// The number in digits; `null` if it was not counted.
        answer_sets: Option<String>,
    }

    /// The answer sets for which so many questions apply.
    ProvedLengthEntry {
        /// How many questions.
        questions: usize,
        /// The number in digits; `null` if it was not counted.
        answer_sets: Option<String>,
    }

    /// How far cases decide the rules of a pack.
    CoverageEntry {
        /// Its own rules.
        rules: ShareEntry,
        /// Its own red flags that some case fires; those without a near miss are undecided.
        near_misses: ShareEntry,
        /// The rules of its libraries.
        library_rules: ShareEntry,
        /// The red flags of its libraries.
        library_near_misses: ShareEntry,
    }

    /// How many there are, and how many of them no case decides.
    ShareEntry {
        /// All of them.
        all: usize,
        /// Those that no case decides.
        undecided: usize,
    }

    /// Something that a comment allows.
    AllowedEntry {
        /// What was found.
        diagnostic: DiagnosticEntry,
        /// Why it is fine, in the author's words.
        reason: String,
    }

    /// Something that was found.
    DiagnosticEntry {
        /// The id of the pack in whose check it was found.
        pack: String,
        /// The stable name of the check, such as `R0203`.
        code: String,
        /// How bad it is.
        severity: SeverityId,
        /// What is wrong; understandable by itself.
        message: String,
        /// Where, the place of the trouble first.
        labels: Vec<LabelEntry>,
        /// Why it matters, or what else to know.
        notes: Vec<String>,
        /// What to do.
        helps: Vec<HelpEntry>,
        /// All of it as people read it, with the author's own lines, in plain text.
        rendered: String,
    }

    /// A place with a word about it.
    LabelEntry {
        /// The place.
        place: PlaceEntry,
        /// Whether this is where the trouble is, and not only what it has to do with.
        primary: bool,
        /// What is to be seen there; may be empty.
        text: String,
    }

    /// Something to do.
    HelpEntry {
        /// In words.
        text: String,
        /// As a change of the text.
        edit: Option<EditEntry>,
    }

    /// A change of a text.
    EditEntry {
        /// What is replaced; empty for something added.
        place: PlaceEntry,
        /// What stands there afterwards.
        replacement: String,
        /// Whether it is right without anybody looking at it.
        certain: bool,
    }

    /// A stretch of a file.
    PlaceEntry {
        /// The file, as it was named or found.
        path: String,
        /// Its bytes.
        bytes: BytesEntry,
        /// Where it begins.
        start: PositionEntry,
        /// Where it ends: after its last character.
        end: PositionEntry,
    }

    /// A stretch of bytes, counted from 0.
    BytesEntry {
        /// The first.
        start: usize,
        /// The one after the last.
        end: usize,
    }

    /// A place between two characters.
    PositionEntry {
        /// The line, counted from 1.
        line: u32,
        /// The column, in characters counted from 1.
        column: u32,
    }
}

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SeverityId {
    /// It cannot be used like this.
    Error,
    /// It can be used, but something is likely wrong.
    Warning,
    /// Worth knowing.
    Note,
}

impl From<Severity> for SeverityId {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

fn document(report: &CheckReport, rendered: impl Fn(&Diagnostic, &Texts) -> String) -> FindingsDocument {
    FindingsDocument {
        schema_version: SCHEMA_VERSION,
        passed: report.passed(),
        summary: summary(report.counts(), &report.packs),
        packs: report
            .packs
            .iter()
            .map(|pack| CheckedPackEntry {
                id: pack.id.clone(),
                summary: summary(pack.counts, std::slice::from_ref(pack)),
                coverage: pack.coverage.map(coverage),
                proved: pack.proof.as_ref().map(proved),
            })
            .collect(),
        diagnostics: report
            .packs
            .iter()
            .flat_map(|pack| pack.diagnostics.iter().map(move |found| (pack, found)))
            .map(|(pack, found)| entry(pack, found, &rendered))
            .collect(),
        allowed: report
            .packs
            .iter()
            .flat_map(|pack| pack.allowed.iter().map(move |allowed| (pack, allowed)))
            .map(|(pack, Allowed { diagnostic, reason })| AllowedEntry {
                diagnostic: entry(pack, diagnostic, &rendered),
                reason: reason.clone(),
            })
            .collect(),
    }
}

fn proved(proved: &Proved) -> ProvedEntry {
    let Proved {
        people,
        urgency,
        questions,
        properties: (properties_proved, properties),
        red_flags,
        found: _,
    } = proved;
    ProvedEntry {
        answer_sets: people.as_ref().map(ToString::to_string),
        urgency: urgency
            .iter()
            .map(|(level, count)| ProvedLevelEntry {
                urgency: level.name().to_owned(),
                answer_sets: count.as_ref().map(ToString::to_string),
            })
            .collect(),
        questions: questions
            .iter()
            .map(|(questions, count)| ProvedLengthEntry {
                questions: *questions,
                answer_sets: count.as_ref().map(ToString::to_string),
            })
            .collect(),
        red_flags: *red_flags,
        properties_proved: *properties_proved,
        properties: *properties,
    }
}

fn coverage(coverage: Coverage) -> CoverageEntry {
    let Coverage { rules, near_misses, library_rules, library_near_misses } = coverage;
    let entry = |Share { all, undecided }: Share| ShareEntry { all, undecided };
    CoverageEntry {
        rules: entry(rules),
        near_misses: entry(near_misses),
        library_rules: entry(library_rules),
        library_near_misses: entry(library_near_misses),
    }
}

fn summary(counts: PackCounts, packs: &[PackCheck]) -> SummaryEntry {
    let PackCounts { files, questions, red_flags, conditions, causes, actions, sources, cases } = counts;
    let cases_with =
        |status| packs.iter().flat_map(|pack| &pack.cases).filter(|case| case.status == status).count();
    let count = |severity| packs.iter().map(|pack| pack.count(severity)).sum();
    SummaryEntry {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        allowed: packs.iter().map(|pack| pack.allowed.len()).sum(),
        cases_failed: cases_with(CaseStatus::Failed),
        known_gaps: cases_with(CaseStatus::KnownGap),
        files,
        questions,
        red_flags,
        conditions,
        causes,
        actions,
        sources,
        cases,
    }
}

fn entry(
    pack: &PackCheck,
    found: &Diagnostic,
    rendered: &impl Fn(&Diagnostic, &Texts) -> String,
) -> DiagnosticEntry {
    let texts = &pack.texts;
    let Diagnostic { code, severity, message, labels, notes, helps } = found;
    DiagnosticEntry {
        pack: pack.id.clone(),
        code: code.name().to_owned(),
        severity: (*severity).into(),
        message: message.clone(),
        labels: labels
            .iter()
            .map(|Label { span, text, primary }| LabelEntry {
                place: place(*span, texts),
                primary: *primary,
                text: text.clone(),
            })
            .collect(),
        notes: notes.clone(),
        helps: helps
            .iter()
            .map(|Help { text, edit }| HelpEntry {
                text: text.clone(),
                edit: edit.as_ref().map(|Edit { span, replacement, certain }| EditEntry {
                    place: place(*span, texts),
                    replacement: replacement.clone(),
                    certain: *certain,
                }),
            })
            .collect(),
        rendered: rendered(found, texts),
    }
}

fn place(span: Span, texts: &Texts) -> PlaceEntry {
    let position = |Position { line, column }| PositionEntry { line, column };
    PlaceEntry {
        path: texts.name(span.text()).to_owned(),
        bytes: BytesEntry { start: span.start(), end: span.end() },
        start: position(texts.start(span)),
        end: position(texts.end(span)),
    }
}

#[cfg(test)]
mod tests;
