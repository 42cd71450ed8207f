//! C0010: no case decides a rule.

use sinew_diag::check;

check! {
    /// Each rule is taken out of the pack once, and every case that passes is run again. A rule that keeps people safe (a red
    /// flag, its `unknown-floor`, an exit, a block, `blocked-when`) is decided by a case that fails then; so is an action, by a
    /// case that has it in `must`. Any other rule is decided by a case whose urgency, flags, conditions, bands, causes or
    /// actions are different then; `ask-when` also by a case whose person is asked other questions.
    ///
    /// The rules of a library are held against the cases of all checked packs that use it.
    ///
    /// # Why
    ///
    /// What no case decides can break without anybody noticing.
    ///
    /// # Remedy
    ///
    /// Add a case as the help says. If nobody can think of one, the rule may change nothing for anybody: another one may always
    /// be stronger. Then it can go.
    ///
    /// # No example
    ///
    /// It is looked for only with `--undecided`: `sinew pack check PACK --undecided`.
    pub(crate) const UNDECIDED: Note "C0010" = "no case decides a rule";
}
