//! Whether a count rose, and the words for it.

use super::{
    ACCEPT, Count, Counted, Kind, PATH, TOLERANCE,
    baseline::{Baseline, with_marks},
};
use std::{collections::BTreeMap, fmt};

/// What a comparison found, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Report {
    /// What does not pass.
    wrong: Vec<String>,
    /// What fell, so that the file should say so.
    fell: Vec<String>,
    /// What was not compared, and why.
    not_compared: Vec<String>,
    /// How many counts were compared.
    compared: usize,
}

/// Holds what was counted against what was counted before.
pub(super) fn report(before: Option<&Baseline>, counted: &Counted) -> Report {
    let mut report = Report::default();
    let Some(before) = before else {
        let nothing = format!("there is no {PATH}, so that nothing was compared");
        return Report { wrong: vec![nothing], ..report };
    };
    for kind in Kind::ALL {
        let nothing = BTreeMap::new();
        let known = before.kinds.get(&kind).unwrap_or(&nothing);
        let is_alike = before.compiler == counted.compiler || !kind.is_of_a_compiler();
        match counted.kinds.get(&kind) {
            None => report.not_compared.push(format!("{}: they were not counted", kind.name())),
            Some(Err(reason)) => report.not_compared.push(format!("{}: {reason}", kind.name())),
            Some(Ok(_)) if !is_alike => report.not_compared.push(format!(
                "{}: those in {PATH} were made with rustc {} for {}, these with rustc {} for {}",
                kind.name(),
                before.compiler.rustc,
                before.compiler.target,
                counted.compiler.rustc,
                counted.compiler.target
            )),
            Some(Ok(counts)) => report.compare(kind, known, counts),
        }
    }
    report
}

impl Report {
    /// Whether all that was compared passes.
    pub(super) fn is_well(&self) -> bool {
        self.wrong.is_empty()
    }

    fn compare(&mut self, kind: Kind, known: &BTreeMap<String, u64>, counts: &BTreeMap<String, Count>) {
        for (name, count) in counts {
            let what = format!("{} `{name}`", kind.name());
            match (known.get(name), count) {
                (_, Count::LeftOut(reason)) => self.not_compared.push(format!("{what}: {reason}")),
                (None, Count::Taken(now)) => {
                    self.wrong.push(format!("{what}: {} now, and nothing before", with_marks(*now, ',')));
                }
                (Some(before), Count::Taken(now)) => {
                    self.compared += 1;
                    let line = || {
                        let (before, now) = (*before, *now);
                        format!(
                            "{what}: {} before, {} now, {}",
                            with_marks(before, ','),
                            with_marks(now, ','),
                            change(before, now)
                        )
                    };
                    if has_risen(*before, *now) {
                        self.wrong.push(line());
                    } else if has_risen_back(*before, *now) {
                        self.fell.push(line());
                    }
                }
            }
        }
        for (name, before) in known.iter().filter(|(name, _)| !counts.contains_key(*name)) {
            let before = with_marks(*before, ',');
            self.wrong
                .push(format!("{} `{name}`: {before} before, and nothing counts it any more", kind.name()));
        }
    }
}

/// Whether it is more than it may be without being accepted.
fn has_risen(before: u64, now: u64) -> bool {
    u128::from(now) * 100 > u128::from(before) * u128::from(100 + TOLERANCE)
}

/// Whether it fell by so much that it could rise again unseen.
fn has_risen_back(before: u64, now: u64) -> bool {
    u128::from(now) * 100 < u128::from(before) * u128::from(100 - TOLERANCE)
}

/// By how much it changed.
fn change(before: u64, now: u64) -> String {
    if before == 0 {
        return "from none".to_owned();
    }
    let sign = if now < before { '-' } else { '+' };
    let tenths = u128::from(now.abs_diff(before)) * 1000 / u128::from(before);
    format!("{sign}{}.{} %", tenths / 10, tenths % 10)
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.not_compared {
            writeln!(formatter, "not compared: {line}")?;
        }
        for line in &self.fell {
            writeln!(formatter, "fell: {line}")?;
        }
        if !self.fell.is_empty() {
            writeln!(formatter, "Keep what was won, so that it is not lost unseen: {ACCEPT}")?;
        }
        for line in &self.wrong {
            writeln!(formatter, "{line}")?;
        }
        let counts = if self.compared == 1 { "1 count" } else { &format!("{} counts", self.compared) };
        if self.is_well() {
            return writeln!(
                formatter,
                "{counts} compared with {PATH}, none of them more than {TOLERANCE} % higher"
            );
        }
        writeln!(
            formatter,
            "{counts} compared with {PATH}; {} of what was counted {} not as it was, within {TOLERANCE} %.\n\
             If that is meant, accept it, and say in the commit why: {ACCEPT}",
            self.wrong.len(),
            if self.wrong.len() == 1 { "is" } else { "are" }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::guard::Compiler;

    fn compiler(rustc: &str) -> Compiler {
        Compiler { rustc: rustc.to_owned(), target: "x86_64".to_owned() }
    }

    fn baseline(kind: Kind, counts: &[(&str, u64)]) -> Baseline {
        let counts = counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Baseline { compiler: compiler("1.95.0"), kinds: [(kind, counts)].into() }
    }

    fn counted(kind: Kind, counts: &[(&str, Count)]) -> Counted {
        let counts = counts.iter().map(|(name, count)| ((*name).to_owned(), count.clone())).collect();
        Counted { compiler: compiler("1.95.0"), kinds: [(kind, Ok(counts))].into() }
    }

    #[test]
    fn a_rise_fails_with_both_counts_and_the_command_that_accepts_it() {
        let before = baseline(Kind::Instructions, &[("a: decide", 100_000), ("b: decide", 100_000)]);
        let now = counted(
            Kind::Instructions,
            &[("a: decide", Count::Taken(105_001)), ("b: decide", Count::Taken(105_000))],
        );
        let report = report(Some(&before), &now);
        assert!(!report.is_well());
        assert_eq!(report.wrong, ["instructions `a: decide`: 100,000 before, 105,001 now, +5.0 %"]);
        let words = report.to_string();
        assert!(
            words.contains("2 counts compared") && words.contains("1 of what was counted is not as it was"),
            "{words}"
        );
        assert!(words.contains("cargo xtask bench guard --accept"), "{words}");
    }

    #[test]
    fn one_allocation_where_there_was_none_is_a_rise() {
        let before = baseline(Kind::Allocations, &[("a", 0), ("b", 0)]);
        let now = counted(Kind::Allocations, &[("a", Count::Taken(1)), ("b", Count::Taken(0))]);
        assert_eq!(report(Some(&before), &now).wrong, ["allocations `a`: 0 before, 1 now, from none"]);
    }

    #[test]
    fn a_fall_passes_and_is_told() {
        let before = baseline(Kind::Proofs, &[("a: gates", 1000), ("b: gates", 1000)]);
        let now = counted(Kind::Proofs, &[("a: gates", Count::Taken(400)), ("b: gates", Count::Taken(950))]);
        let report = report(Some(&before), &now);
        assert!(report.is_well());
        assert_eq!(report.fell, ["proofs `a: gates`: 1,000 before, 400 now, -60.0 %"]);
        assert!(report.to_string().contains("Keep what was won"), "{report}");
    }

    #[test]
    fn without_what_was_counted_before_nothing_passes() {
        let report = report(None, &counted(Kind::Sizes, &[("a", Count::Taken(1))]));
        assert!(!report.is_well());
        assert!(report.to_string().contains("nothing was compared"), "{report}");
        assert!(report.to_string().contains("cargo xtask bench guard --accept"), "{report}");
    }

    #[test]
    fn a_count_that_only_one_side_knows_does_not_pass() {
        let before = baseline(Kind::Sizes, &[("gone", 7), ("same", 7)]);
        let now = counted(Kind::Sizes, &[("new", Count::Taken(8)), ("same", Count::Taken(7))]);
        assert_eq!(
            report(Some(&before), &now).wrong,
            [
                "sizes `new`: 8 now, and nothing before",
                "sizes `gone`: 7 before, and nothing counts it any more"
            ]
        );
        let without = baseline(Kind::Proofs, &[]);
        assert_eq!(report(Some(&without), &now).wrong.len(), 2, "a kind that nothing was counted of before");
    }

    #[test]
    fn what_could_not_be_counted_is_said_and_is_not_gone() {
        let before = baseline(Kind::Instructions, &[("a: decide", 100)]);
        let left_out = counted(Kind::Instructions, &[("a: decide", Count::LeftOut("no AVX2".to_owned()))]);
        let report_of_one = report(Some(&before), &left_out);
        assert!(report_of_one.is_well());
        assert!(report_of_one.to_string().contains("not compared: instructions `a: decide`: no AVX2"));

        let kinds = [(Kind::Instructions, Err("there is no valgrind".to_owned()))];
        let without = Counted { compiler: compiler("1.95.0"), kinds: kinds.into() };
        let report = report(Some(&before), &without);
        assert!(report.is_well());
        assert!(report.to_string().contains("not compared: instructions: there is no valgrind"), "{report}");
        assert!(report.to_string().contains("0 counts compared"), "{report}");
    }

    #[test]
    fn instructions_of_another_compiler_are_not_compared_and_allocations_are() {
        let mut before = baseline(Kind::Instructions, &[("a", 100)]);
        before.kinds.insert(Kind::Allocations, [("a".to_owned(), 10)].into());
        let mut now = counted(Kind::Instructions, &[("a", Count::Taken(900))]);
        now.kinds.insert(Kind::Allocations, Ok([("a".to_owned(), Count::Taken(20))].into()));
        now.compiler = compiler("1.96.0");
        let report = report(Some(&before), &now);
        assert_eq!(report.wrong, ["allocations `a`: 10 before, 20 now, +100.0 %"]);
        let words = report.to_string();
        assert!(words.contains("made with rustc 1.95.0 for x86_64, these with rustc 1.96.0"), "{words}");
    }
}
