//! L0407: more is asked for than there is.

use crate::draft::{FormulaDraft, Located};
use sinew_diag::{Diagnostic, check};
use sinew_logic::Formula;

check! {
    /// `at-least = N, of = […]` needs at least N members.
    ///
    /// # Why
    ///
    /// Such a formula can never hold.
    ///
    /// # Remedy
    ///
    /// Lower the number, or add members.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = { at-least = 3, of = ["worst.severe", "joint.hot"] } # error[L0407]
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = { at-least = 2, of = ["worst.severe", "brings-it-on.lifting"] }
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    pub(crate) const AT_LEAST_COUNT: Error "L0407" = "more is asked for than there is";
}

/// Looks for counts and scores that cannot be reached.
pub(super) fn check(formula: &Located<FormulaDraft>, found: &mut Vec<Diagnostic>) {
    let mut open = vec![&formula.value];
    while let Some(part) = open.pop() {
        let problem = match part {
            Formula::Atom(_) => None,
            Formula::Not(inner) => {
                open.push(inner);
                None
            }
            Formula::All(members) | Formula::Any(members) => {
                open.extend(members);
                None
            }
            Formula::AtLeast { count, of } => {
                open.extend(of);
                (*count as usize > of.len()).then(|| format!("this asks for {count} of {}", of.len()))
            }
            Formula::Score { points, at_least } => {
                let most: i64 = points.iter().map(|(_, points)| i64::from(*points).max(0)).sum();
                (i64::from(*at_least) > most)
                    .then(|| format!("this asks for {at_least} points, but there are at most {most}"))
            }
        };
        if let Some(message) = problem {
            found.push(
                AT_LEAST_COUNT
                    .found(message)
                    .label(formula.span, "this can never hold")
                    .help("lower `at-least`, or add to what it counts"),
            );
        }
    }
}
