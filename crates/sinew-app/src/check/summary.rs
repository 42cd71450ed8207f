//! The words of a check's summary.

use super::{CaseStatus, CheckReport, Coverage, PackCounts, Share};

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

/// How far cases decide the rules of a pack and of its libraries.
fn decided(id: &str, coverage: Coverage) -> Vec<String> {
    let Coverage { rules, near_misses, library_rules, library_near_misses } = coverage;
    let told = |whose: String, rules: Share, near_misses: Share| {
        let near =
            (near_misses.all > 0).then(|| format!(", and come near {}", of_all(near_misses, "red flag")));
        format!("{whose}: cases decide {}{}", of_all(rules, "rule"), near.unwrap_or_default())
    };
    let own = told(id.to_owned(), rules, near_misses);
    let of_libraries = (library_rules.all > 0)
        .then(|| told(format!("{id}, its libraries"), library_rules, library_near_misses));
    std::iter::once(own).chain(of_libraries).collect()
}

fn of_all(share: Share, noun: &str) -> String {
    format!("{} of {}", share.all - share.undecided, counted(share.all, noun))
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
    let with = |status: CaseStatus| cases.iter().filter(|case| case.status == status).count();
    let (failed, known_gaps) = (with(CaseStatus::Failed), with(CaseStatus::KnownGap));
    let ran = [
        Some(counted(cases.len(), "case")),
        (failed > 0).then(|| format!("{failed} failed")),
        (known_gaps > 0).then(|| counted(known_gaps, "known gap")),
    ];
    let ran = ran.into_iter().flatten().collect::<Vec<_>>().join(", ");
    line(match report.counts().cases.saturating_sub(cases.len()) {
        0 => format!("Ran {ran}"),
        skipped => format!("Ran {ran}; {skipped} not run, because their pack has errors"),
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
        if let Some(proof) = &pack.proof {
            proof.lines().into_iter().for_each(|words| line(format!("{}: {words}", pack.id)));
        }
        if let Some(coverage) = pack.coverage {
            decided(&pack.id, coverage).into_iter().for_each(&mut line);
        }
        for case in &pack.cases {
            if let (CaseStatus::KnownGap, Some(because)) = (case.status, &case.known_gap) {
                line(format!("{}, case {}: known gap: {because}", pack.id, case.id));
            }
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
    if report.without_proofs && !report.packs.is_empty() {
        line("Nothing was proved: what people get who are no case is not known".into());
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
