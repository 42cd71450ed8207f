//! L0416: a dose that is probably a slip.

use crate::draft::{ActionDraft, Entry};
use sinew_diag::{Diagnostic, check};
use sinew_model::{ActionKind, Count, Duration};

check! {
    /// A dose has amounts that people do: no exercise has a hold of over 5 minutes, a rest of over 15
    /// minutes between its sets, more than 50 repetitions or 10 sets, or takes over 2 hours, and no week
    /// has more than 7 days.
    ///
    /// # Why
    ///
    /// A wrong unit reads like a right one: "30 min" instead of "30 s" is done by somebody.
    ///
    /// # Remedy
    ///
    /// Check the number and its unit.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 min", sets = 3, sides = "one", rest = "30 s", per-week = 5 } # warning[L0416]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", sets = 3, sides = "one", rest = "30 s", per-week = 5 }
    /// ```
    pub(crate) const ODD_DOSE: Warning "L0416" = "a dose that is probably a slip";
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The limits are a judgement: far above what any source of the shipped packs asks for.
pub(super) fn check(entry: &Entry<ActionDraft>, action: &ActionDraft, found: &mut Vec<Diagnostic>) {
    let dose = &action.dose.value;
    let is_exercise = matches!(action.kind, ActionKind::Stretch | ActionKind::Strength);
    let seconds = |most: Option<u64>, limit: u64| most.is_some_and(|most| most > limit);
    let count = |most: Option<u32>, limit: u32| most.is_some_and(|most| most > limit);
    let odd = [
        (is_exercise && seconds(dose.hold.map(Duration::seconds), 5 * MINUTE), "a hold of over 5 minutes"),
        (
            is_exercise && seconds(dose.rest.map(|rest| rest.most().seconds()), 15 * MINUTE),
            "a rest of over 15 minutes",
        ),
        (is_exercise && count(dose.reps.map(Count::most), 50), "more than 50 repetitions"),
        (is_exercise && count(dose.sets.map(Count::most), 10), "more than 10 sets"),
        (
            is_exercise && seconds(dose.duration.map(|duration| duration.most().seconds()), 2 * HOUR),
            "more than 2 hours at a time",
        ),
        (count(dose.per_day.map(Count::most), 24), "more than 24 times a day"),
        (count(dose.per_week.map(Count::most), 7), "more than 7 days a week"),
    ];
    for (_, what) in odd.into_iter().filter(|(is_odd, _)| *is_odd) {
        found.push(
            ODD_DOSE
                .found(format!("the dose of `{}` asks for {what}", entry.id.value))
                .label(action.dose.span, "")
                .help("check the number and its unit"),
        );
    }
}
