//! L0415: a dose that leaves something open.

use crate::draft::{ActionDraft, Entry};
use sinew_diag::{Diagnostic, check};
use sinew_model::ActionKind;

check! {
    /// The dose of a stretch or a strength exercise says how long or how many times, how many sets, on which side, with how much rest
    /// between, and how often.
    ///
    /// # Why
    ///
    /// Whatever is left open, people fill with too much or too little.
    ///
    /// # Remedy
    ///
    /// Add the keys that the message names: `hold` or `reps`, `sets`, `sides`, `rest`, and `per-day`, `per-week` or `how-often`.
    /// Rest that is no number of seconds can be told in a step, as in "rest until you feel ready".
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", sets = 3, per-week = 5 } # warning[L0415]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", sets = 3, sides = "one", rest = "30 s", per-week = 5 }
    /// ```
    pub(crate) const DOSE_GAP: Warning "L0415" = "a dose that leaves something open";
}

pub(super) fn check(entry: &Entry<ActionDraft>, action: &ActionDraft, found: &mut Vec<Diagnostic>) {
    let dose = &action.dose.value;
    // A dose without any key is an error of its own.
    if dose.is_empty() || !matches!(action.kind, ActionKind::Stretch | ActionKind::Strength) {
        return;
    }
    let parts = [
        (dose.hold.is_some() || dose.reps.is_some() || dose.duration.is_some(), "`hold` or `reps`"),
        (dose.sets.is_some(), "`sets`"),
        (dose.sides.is_some(), "`sides`"),
        (dose.rest.is_some() || action.steps.iter().any(|step| tells_rest(&step.value)), "`rest`"),
        (dose.per_day.is_some() || dose.per_week.is_some() || dose.how_often.is_some(), "how often"),
    ];
    let missing: Vec<&str> = parts.iter().filter(|(there, _)| !there).map(|(_, part)| *part).collect();
    if !missing.is_empty() {
        found.push(
            DOSE_GAP
                .found(format!("the dose of `{}` leaves open: {}", entry.id.value, missing.join(", ")))
                .label(action.dose.span, "")
                .help("say it, so that nobody has to guess"),
        );
    }
}

/// Whether a step says when to rest. Evidence often gives no seconds, and none are to be made up.
fn tells_rest(step: &str) -> bool {
    let mut words = step.split(|character: char| !character.is_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case("rest"))
}

#[cfg(test)]
mod tests {
    use super::tells_rest;

    #[test]
    fn rest_is_a_word_of_its_own() {
        assert!(tells_rest("Rest until you feel ready."));
        assert!(tells_rest("Do 3 sets, and rest in between."));
        assert!(!tells_rest("Let the heel down on the rests of the stairs."));
        assert!(!tells_rest("Do the restful one."));
    }
}
