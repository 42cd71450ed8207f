//! What a check of packs found, as codes and lines.

use sinew_app::check::CheckReport;
use std::collections::BTreeSet;

/// The code of each finding with its file and line, counted from 1; none for a finding without a place.
pub fn found_in(report: &CheckReport) -> BTreeSet<(String, Option<(String, usize)>)> {
    let of_pack = |pack: &sinew_app::check::PackCheck| {
        let place = |found: &sinew_diag::Diagnostic| {
            let span = found.place()?;
            Some((pack.texts.name(span.text()).to_owned(), pack.texts.line(span) as usize))
        };
        pack.diagnostics.iter().map(|found| (found.code.to_string(), place(found))).collect::<Vec<_>>()
    };
    report.packs.iter().flat_map(of_pack).collect()
}
