//! The words of a check's summary.

use super::{CheckReport, PackCounts};

/// A number with its noun.
pub fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn held(counts: &PackCounts) -> String {
    let PackCounts { files, questions, red_flags, conditions, causes, actions, sources, cases: _ } = counts;
    [
        counted(*files, "file"),
        counted(*questions, "question"),
        counted(*red_flags, "red flag"),
        counted(*conditions, "condition"),
        counted(*causes, "cause"),
        counted(*actions, "action"),
        counted(*sources, "source"),
    ]
    .join(", ")
}

pub(super) fn summary(report: &CheckReport) -> String {
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    line(format!("Parsed {}", held(&report.counts())));
    if let Some(tenths) = report.readability().tenths_of_grade() {
        line(format!("Reading grade of the texts: {}.{} (for information)", tenths / 10, tenths % 10));
    }
    let cases: Vec<_> = report.packs.iter().flat_map(|pack| &pack.cases).collect();
    let failed = cases.iter().filter(|case| !case.passed).count();
    let written = report.counts().cases;
    line(match (cases.len(), failed) {
        (run, 0) if run == written => format!("Ran {}", counted(run, "case")),
        (run, failed) if run == written => format!("Ran {}, {failed} failed", counted(run, "case")),
        (run, failed) => {
            let skipped = written.saturating_sub(run);
            let failed = if failed == 0 { String::new() } else { format!(", {failed} failed") };
            format!("Ran {}{failed}; {skipped} not run, because their pack has errors", counted(run, "case"))
        }
    });
    if let Some(lengths) = report.lengths() {
        let super::Lengths { shortest, median, longest } = lengths;
        line(format!(
            "Interview over the cases: {shortest} to {}, median {median}",
            counted(longest, "question")
        ));
    }
    for pack in &report.packs {
        if let (Some(lengths), Some(limit)) = (pack.lengths(), pack.median_questions_at_most) {
            line(format!("{}: median {} of at most {limit}", pack.id, lengths.median));
        }
        for case in &pack.cases {
            if let Some(limit) = case.questions_at_most {
                line(format!(
                    "{}, case {}: {} of at most {limit}",
                    pack.id,
                    case.id,
                    counted(case.questions, "question")
                ));
            }
        }
    }
    if report.allowed() > 0 {
        line(format!("Allowed by comments with a reason: {}", counted(report.allowed(), "finding")));
    }
    let (packs, errors) = (counted(report.packs.len(), "pack"), counted(report.errors(), "error"));
    let warnings = counted(report.warnings(), "warning");
    line(if report.packs.is_empty() {
        "Nothing was checked: there are no packs".into()
    } else if report.passed() {
        format!("All checks passed: {packs}, {warnings}")
    } else {
        format!("Checks failed: {packs}, {errors}, {warnings}")
    });
    text
}
