//! L0602: a question that nobody is asked.

use sinew_diag::check;

check! {
    /// Its `ask-when` is false for every possible person.
    ///
    /// # Why
    ///
    /// What hangs on the question never counts, warning signs among it.
    ///
    /// # Remedy
    ///
    /// Look at `ask-when`: what it asks for may rule itself out.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.days]
    /// kind = "number"
    /// unit = "days"
    /// min = 0
    /// max = 100
    /// not-sure = false
    /// section = "About the pain"
    /// short = "Days"
    /// ask = "For how many days has it hurt?"
    /// why = "It is made up for tests"
    /// told = "it has hurt for {value} days"
    /// [question.days.findings]
    /// few = { at-most = 2 }
    /// many = { at-least = 40 }
    ///
    /// [question.swollen] # error[L0602]
    /// kind = "yes-no"
    /// section = "Signs"
    /// short = "Swelling"
    /// ask = "Is the elbow swollen?"
    /// why = "It is made up for tests"
    /// ask-when = { all = ["days.few", "days.many"] }
    /// yes = { label = "Yes", told = "the elbow is swollen" }
    /// no = { label = "No", told = "the elbow is not swollen" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.swelling] # warning[L0603]
    /// title = "Something else"
    /// when = "swollen"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.days]
    /// kind = "number"
    /// unit = "days"
    /// min = 0
    /// max = 100
    /// not-sure = false
    /// section = "About the pain"
    /// short = "Days"
    /// ask = "For how many days has it hurt?"
    /// why = "It is made up for tests"
    /// told = "it has hurt for {value} days"
    /// [question.days.findings]
    /// few = { at-most = 2 }
    /// many = { at-least = 40 }
    ///
    /// [question.swollen]
    /// kind = "yes-no"
    /// section = "Signs"
    /// short = "Swelling"
    /// ask = "Is the elbow swollen?"
    /// why = "It is made up for tests"
    /// ask-when = { any = ["days.few", "days.many"] }
    /// yes = { label = "Yes", told = "the elbow is swollen" }
    /// no = { label = "No", told = "the elbow is not swollen" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.swelling]
    /// title = "Something else"
    /// when = "swollen"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const NEVER_ASKED: Error "L0602" = "a question that nobody is asked";
}
