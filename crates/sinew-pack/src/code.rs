//! Every code this crate gives out, in one table, each with what it means and what to do.

use sinew_diag::Code;

/// A code with its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What the check looks at.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

impl CodeEntry {
    /// The whole explanation as running text: what, why, remedy.
    pub fn explanation(&self) -> String {
        format!("{}\n\n{}\n\n{}", self.what, self.why, self.remedy)
    }
}

macro_rules! code_table {
    ($($constant:ident $name:literal $title:literal $what:literal $why:literal $remedy:literal;)*) => {
        $(
            #[doc = $title]
            pub(crate) const $constant: Code = Code::new($name);
        )*

        const TABLE: &[CodeEntry] = &[
            $(CodeEntry { code: $constant, title: $title, what: $what, why: $why, remedy: $remedy },)*
        ];
    };
}

/// Every code of this crate, in order.
pub fn codes() -> &'static [CodeEntry] {
    TABLE
}

code_table! {
    NOT_UTF8 "P0001" "a file is not UTF-8 text"
        "Pack files are text in UTF-8."
        "Text in another encoding would show people wrong letters."
        "Save the file as UTF-8.";
    FILE_TOO_LARGE "P0002" "a file is too large"
        "A pack file has at most 1 MiB."
        "Packs come from anywhere; without a limit one file could use up the memory."
        "Split the pack, or take out what does not belong in it.";
    TOO_MANY_FILES "P0003" "a pack has too many files"
        "A pack has at most 200 TOML files."
        "Packs come from anywhere; without a limit reading one could take for ever."
        "Put more cases into each file below `cases/`.";
    TOO_DEEP "P0004" "something is nested too deep"
        "Tables, lists and formulas nest at most 32 levels deep."
        "Nobody can check a formula that deep, and deep nesting is a way to break programs."
        "Give parts of the formula a name with `[finding.NAME]`, and use the name.";
    PACK_TOO_LARGE "P0005" "a pack is too large"
        "All files of a pack together have at most 8 MiB."
        "Packs come from anywhere; without a limit one could use up the memory."
        "Split the pack, or take out what does not belong in it.";
    UNKNOWN_FILE "P0006" "a file that does not belong in a pack"
        "A pack has files with fixed names, and cases below `cases/`."
        "A file with a wrong name would never be read, and its rules would be missing without anybody noticing."
        "Rename the file to the name that is meant, or move it out of the pack.";
    MISSING_FILE "P0007" "a file that every pack needs is missing"
        "Every pack has `pack.toml` and `sources.toml`."
        "Without them nobody knows what the pack is and what it rests on."
        "Add the file.";
    SCHEMA_LINE "P0008" "the schema line is missing or wrong"
        "The first line of each file names its JSON Schema in a comment that begins with `#:schema`."
        "Editors use it to complete and explain keys, and to show mistakes while you type."
        "Put the line that the message shows first in the file.";
    FILE_NOT_HERE "P0009" "a file that this kind of pack does not have"
        "Conditions and cases stand in injury packs, regions in libraries."
        "A library is not opened by anybody, so conditions and cases in it would never be used; regions are shared."
        "Move the file to the other kind of pack.";
    SYNTAX "P0010" "the file is not TOML"
        "Pack files are written in TOML 1.0."
        "What cannot be read cannot be checked."
        "Mend the place that is shown. Only the first mistake between two table headers is shown, as others often follow from it.";
    NEWER_TOML "P0011" "TOML that not every editor reads"
        "An inline table `{ … }` stays on one line and has no comma before `}`. TOML 1.0 asks for that."
        "Editors and checkers of TOML 1.0 refuse the file."
        "Put the table on one line, or write it as a table with a header or with dotted keys.";
    TOO_MANY_ENTRIES "P0012" "a pack holds too much of one thing"
        "A pack with its libraries has at most 1000 entries in each table, 5000 lines of evidence and 5000 cases."
        "Packs come from anywhere; without a limit an interview with one could take for ever."
        "Split the pack, or take out what does not belong in it.";
    UNKNOWN_KEY "P0101" "a key that nobody reads"
        "Tables have fixed keys."
        "A misspelt key would be ignored, and what it says would be missing without anybody noticing."
        "Mend the spelling, or take the key out.";
    MISSING_KEY "P0102" "a key is missing"
        "Some keys have to be there."
        "What they say is shown to people or decides something."
        "Add the key.";
    WRONG_TYPE "P0103" "a value of the wrong type"
        "Each key takes one type of value: text, a number, true or false, a list or a table."
        "A value of another type has no meaning there."
        "Write the value as the message says.";
    UNKNOWN_WORD "P0104" "a word that is not one of those to choose from"
        "Some keys take one of a few words."
        "Other words have no meaning there."
        "Choose one of the words that the message lists.";
    BAD_ID "P0105" "an id is not well formed"
        "Ids have a-z, 0-9 and single dashes between them, and at most 80 characters."
        "Ids are written in formulas and on command lines, where other characters cause trouble."
        "Write the id in lower case with dashes.";
    BAD_TEXT "P0106" "a text that cannot be shown"
        "Texts are one line, not empty, without spaces at the ends and without control characters, at most 2000 characters long."
        "They are shown within other text, on every kind of screen."
        "Write the text on one line.";
    OUT_OF_RANGE "P0107" "a number is out of range"
        "Whole numbers have a range that makes sense where they stand."
        "Numbers beyond it are slips."
        "Write a number within the range that the message names.";
    LIST_LENGTH "P0108" "a list or table is too short or too long"
        "Some lists need at least one entry, some have a largest length."
        "An empty list says nothing; a very long one is not read by anybody."
        "Add or take away entries.";
    BAD_FORMULA "P0109" "this is not a formula"
        "A formula is the name of a finding in quotes, or a table with `all`, `any`, `not`, `at-least` and `of`, or `score` and `at-least`."
        "There is no other language for conditions, because this finite form is what lets the checker prove things."
        "Write it in one of these forms.";
    BAD_QUANTITY "P0110" "a time or a count cannot be read"
        "Times are written with a unit (\"30 s\", \"5-10 min\", \"3 days\"), counts as 3 or \"2-4\"."
        "A number without a unit could be misread."
        "Write it like the examples.";
    BAD_RATIO "P0111" "a ratio is out of range"
        "Likelihood ratios, factors and weights lie between 0.001 and 1000."
        "A ratio of 0 or below has no meaning, and one beyond the range would drown everything else."
        "Write a number between 0.001 and 1000.";
    BAD_DATE "P0112" "a date cannot be read"
        "Dates are written as year, month and day: \"2026-11-22\"."
        "Other orders are read differently in different countries."
        "Write it like the example.";
    BAD_VERSION "P0113" "a version cannot be read"
        "Versions have three numbers (\"0.1.0\"), version ranges look like \"^0.1\"."
        "Versions are compared when a library is looked for."
        "Write it like the examples.";
    RESERVED_ID "P0114" "an id that is already taken"
        "`none` and `not-sure` stand for answers that the program adds itself."
        "An option with that id could not be told apart from them."
        "Choose another id.";
    SCHEMA_OTHER "P0115" "the file does not fit its schema"
        "Each file is checked against its JSON Schema, the one that editors use."
        "What the schema refuses, editors show as a mistake."
        "Read what the schema says about this place: your editor shows it.";
    UNKNOWN_FORMAT "P0116" "a format of packs that this program does not know"
        "`format` says by which rules the pack is written. This program knows format 1."
        "Read by other rules, a pack could mean something else."
        "Write `format = 1`, or use a newer program for this pack.";
    NAMED_TWICE "P0117" "a list names something twice"
        "A list of ids names each thing once."
        "An action that stands in a list twice would count twice."
        "Take one of the two out.";
    NO_SUCH_PACK "R0101" "there is no such pack"
        "A pack is found by its id among the folders at hand."
        "Nothing can be checked or asked without it."
        "Mend the id, or name the folder that holds the pack.";
    PACK_TWICE "R0102" "two packs have the same id"
        "Among the folders at hand an id stands for one pack."
        "Otherwise chance would decide which of them gives the advice."
        "Rename one of them or leave its folder out.";
    FOLDER_NAME "R0103" "the id of a pack is not its folder's name"
        "A pack with the id `x` stands in a folder called `x`."
        "So people find a pack by its name, and two packs cannot claim one id in one place."
        "Rename the folder or the id.";
    LIBRARY_MISSING "R0104" "a library is not there"
        "Every library in `[uses]` has to be among the folders at hand."
        "Without it, questions and warning signs would be missing."
        "Add the library's folder, or mend its id.";
    LIBRARY_VERSION "R0105" "a library has a version that does not fit"
        "`[uses]` names the versions of a library that fit the pack."
        "Another version may have other ids or other rules."
        "Use a version of the library that fits, or check the pack against this one and widen the range.";
    LIBRARY_CYCLE "R0106" "libraries use each other in a circle"
        "What a library uses may not use that library in turn."
        "There would be no order in which to read them."
        "Move what both need into a third library.";
    NOT_A_LIBRARY "R0107" "`[uses]` names a pack that is no library"
        "Only packs of kind `library` can be used by others."
        "An injury pack brings conditions of its own, which do not belong into another."
        "Move what is to be shared into a library.";
    UNKNOWN_FINDING "R0201" "a formula names a finding that is not there"
        "Formulas name findings: what an answer yields, a `[finding.NAME]`, a red flag or an exit."
        "A formula over something that is not there can never hold as meant."
        "Mend the name. The format page lists which names a question gives.";
    UNKNOWN_QUESTION "R0202" "there is no such question"
        "Questions are named by their id."
        "An answer to a question that is not there has no effect."
        "Mend the id, or add the question.";
    UNKNOWN_CONDITION "R0203" "there is no such condition"
        "Conditions are named by their id."
        "What points to nothing is never shown."
        "Mend the id, or add the condition.";
    UNKNOWN_CAUSE "R0204" "there is no such cause"
        "Causes are named by their id."
        "What points to nothing is never shown."
        "Mend the id, or add the cause.";
    UNKNOWN_ACTION "R0205" "there is no such action"
        "Actions are named by their id."
        "What points to nothing is never shown."
        "Mend the id, or add the action.";
    UNKNOWN_RED_FLAG "R0206" "there is no such red flag"
        "Red flags are named by their id."
        "What points to nothing never fires."
        "Mend the id, or add the red flag.";
    UNKNOWN_SOURCE "R0207" "there is no such source"
        "Everything said rests on sources that stand in a `sources.toml` of the pack or its libraries."
        "A statement without a source cannot be checked by anybody."
        "Mend the id, or add the source.";
    DUPLICATE_ID "R0210" "an id stands for two things"
        "Ids are unique in the pack together with its libraries. Questions, findings, red flags and exits share one space of names."
        "A formula that names the id would mean one or the other."
        "Rename one of the two.";
    FORMULA_CYCLE "R0220" "findings depend on each other in a circle"
        "A finding may not depend on itself, also not by way of others."
        "There would be no order in which to work them out."
        "Take one of the names in the circle out of its formula.";
    ASKED_TOO_EARLY "R0221" "`ask-when` depends on a question that is asked later"
        "`ask-when` may only depend on questions that stand earlier; libraries stand before the pack."
        "When the question comes up, it has to be clear whether it applies."
        "Move the question down, or leave the later one out of the formula.";
    GIVEN_MISFIT "R0230" "an answer in `[given]` does not fit its question"
        "`[given]` holds answers that opening the pack gives."
        "An answer that is not offered would have no effect."
        "Choose one of the answers that the message lists.";
    GIVEN_TWICE "R0231" "two packs give different answers to one question"
        "`[given]` of a pack and of its libraries hold together: they answer a question in the same way."
        "One of the answers would be dropped without anybody noticing, and the question is never asked."
        "Take one of the two out, or make them equal.";
    CASE_ANSWER "R0301" "an answer of a case does not fit its question"
        "Cases answer questions in the same words as people do."
        "A case with an answer that nobody can give checks nothing."
        "Choose one of the answers that the message lists.";
    CASE_LIKE "R0302" "a case is like a case that is not there"
        "`like` names another case of the same pack, whose answers are taken over."
        "Without it, the person of this case is not known."
        "Mend the id, or add the case.";
    CASE_CYCLE "R0303" "cases are like each other in a circle"
        "A case that others are like needs answers of its own."
        "In a circle nobody has any answers."
        "Give one of the cases its own answers and take out its `like`.";
    CASE_MENTION "R0304" "a case expects something that is not in the pack"
        "`must` and `must-not` name red flags, exits, conditions, causes or actions; `flags` names red flags, `bands` conditions."
        "What is not in the pack never appears: `must` would always fail and `must-not` would never."
        "Mend the id.";
    CASE_IDLE "R0305" "a case answers a question that its person is not asked"
        "A question whose `ask-when` is false is skipped, and its answer counts for nothing."
        "The case does not check what it seems to check."
        "Take the answer out, or change the answers that decide whether the question is asked.";
    CASE_GIVEN "R0306" "a case contradicts an answer that the pack gives"
        "Opening the pack answers the questions in `[given]`."
        "A person with another answer would have opened another pack."
        "Take the answer out of the case.";
    CASE_CONTRADICTION "R0307" "a case expects something and its opposite"
        "The same thing stands in `must` and in `must-not`."
        "No result can meet both."
        "Take one of the two out.";
    NOT_ASSEMBLED "R0901" "the pack could not be put together"
        "The last check before a pack is used found something that the earlier checks should have found."
        "The pack is refused, as nothing that is half checked may give advice."
        "Report this as a fault of the program, with the pack.";
    QUESTION_UNUSED "L0101" "no rule uses a question"
        "Every question of an injury pack feeds a rule: a red flag, an exit, a condition, a cause, a block or another question."
        "A question that changes nothing wastes the time of a person in pain."
        "Use one of its findings, or take the question out.";
    FINDING_UNUSED "L0102" "nothing uses a finding"
        "A named combination is there to be used by formulas."
        "It is either left over, or the rule that was to use it is missing."
        "Use it, or take it out.";
    SOURCE_UNUSED "L0103" "nothing rests on a source"
        "Sources stand in the pack because something cites them."
        "It is either left over, or a citation is missing."
        "Cite it where it belongs, or take it out.";
    ACTION_UNUSED "L0104" "nothing offers an action"
        "An action is offered by a condition, by a cause, or to everybody with `always`."
        "An action that nothing offers is never shown."
        "Add it to the `actions` of a condition or cause, or take it out.";
    NOT_DEFINING "L0201" "strong evidence without `defining`"
        "What a person reports weighs at most a ratio of 5, unless the finding nearly defines the condition."
        "A lay answer is less certain than an examination; strong figures from clinics would make the order too sure of itself."
        "Lower `present` to 5 or less, or add `defining = true` if the finding nearly defines the condition.";
    DEFINING_FOR_NOTHING "L0202" "`defining` without strong evidence"
        "`defining` allows `present` to be over 5."
        "Where it is not needed it is probably a slip."
        "Take `defining` out.";
    NO_ABSENT_BECAUSE "L0203" "`absent` without `absent-because`"
        "A line of evidence that counts when its finding is absent says so in words of its own."
        "People are shown why something does not fit."
        "Add `absent-because`, for example \"the sore spot is not a cord\".";
    NO_ABSENT "L0204" "`absent-because` without `absent`"
        "The words for an absent finding are shown only if its absence counts."
        "Either the figure is missing or the words are left over."
        "Add `absent`, or take `absent-because` out.";
    SAYS_NOTHING "L0205" "a line of evidence says nothing"
        "A line of evidence weighs something when its finding is present, or when it is absent."
        "A line without figures, or with ratios of 1, never changes anything."
        "Give `present` or `absent` a figure, or take the line out.";
    ROUNDS_TO_NOTHING "L0206" "a ratio is too close to 1 to count"
        "Ratios become whole decibans, and this one becomes 0."
        "It is written down but never counts."
        "Leave it out, or write the figure that is meant.";
    SAME_SIDE "L0207" "a finding speaks for the condition whether it is there or not"
        "If the presence of a finding speaks for a condition, its absence speaks against it, and the other way round."
        "Two ratios on the same side of 1 cannot both be right."
        "Check the figures.";
    NO_SAY "L0301" "an urgent red flag without `say`"
        "Emergency and same-day flags tell people what to say on the telephone."
        "Frightened people find words hard."
        "Add `say`, in the first person.";
    NO_DO "L0302" "an urgent red flag without `do`"
        "Emergency and same-day flags tell people what to do until help comes."
        "At these levels nothing else is shown."
        "Add `do`.";
    COVERS_ITSELF "L0303" "a red flag covers itself"
        "`covers` names other flags that this one includes."
        "That a flag holds when it holds says nothing."
        "Take its own id out of `covers`.";
    FLOOR_TOO_HIGH "L0304" "a flag that is more urgent while it is unknown"
        "`unknown-floor` is not more urgent than the flag itself."
        "Not to know whether a sign is there cannot be worse than to know that it is."
        "Lower the floor, or raise the urgency of the flag.";
    NO_DOSE "L0401" "an action without a dose"
        "Every action says how much, how often or how long."
        "\"Stretch\" without a dose is not advice."
        "Add at least one key to `dose`.";
    NO_EVIDENCE "L0402" "a condition without evidence"
        "A condition is ranked by its evidence, unless `only-with` ties it to red flags."
        "Without evidence it would always be shown in the same place."
        "Add `[condition.ID.evidence.NAME]`, or `only-with`.";
    REVIEW_ORDER "L0404" "the next review is not after the last"
        "`next-review` comes after `reviewed`."
        "People are told how old the content is."
        "Check the two dates.";
    TOO_MANY_OPTIONS "L0405" "a question has too many options"
        "A question has at most 63 options."
        "More do not fit into the program, nor into anybody's head."
        "Split the question.";
    FINDING_RANGE "L0406" "a range that does not cut the numbers of its question"
        "A finding of a scale or number question covers some of its numbers, and not all."
        "It would always be true, or never."
        "Check `at-least` and `at-most` against the ends of the question.";
    AT_LEAST_COUNT "L0407" "more is asked for than there is"
        "`at-least = N, of = […]` needs at least N members."
        "Such a formula can never hold."
        "Lower the number, or add members.";
    EMPTY_BLOCK "L0408" "a block that blocks nothing"
        "A block names actions or kinds of action."
        "Without them it has no effect, and something is probably missing."
        "Add `actions` or `kinds`.";
    EMPTY_RANGE "L0409" "the ends of a range are the wrong way round"
        "A scale or number question goes from a smaller to a larger number."
        "No number fits it."
        "Check the two ends.";
    HOLD_RANGE "L0411" "the hold lies outside its range"
        "`hold-range` is the range of holds that are also fine, so `hold` lies in it."
        "People would be told two things that do not agree."
        "Check `hold` and `hold-range`.";
    LONG_SENTENCE "T0101" "a long sentence"
        "Sentences have at most 20 words."
        "People who are in pain or worried read short sentences better."
        "Split the sentence.";
    TWO_QUESTIONS "T0102" "two questions in one"
        "A question asks one thing."
        "If the answers to its halves differ, nobody can answer it."
        "Split it, or ask for any of several things.";
    NO_QUESTION_MARK "T0103" "a question without a question mark"
        "`ask` ends with, or holds, a question."
        "It is read aloud by screen readers, which raise the voice at the mark."
        "End it with a question mark.";
    WHY_FORM "T0104" "a reason for asking that is too long"
        "`why` is one line of at most 90 characters without a full stop."
        "It stands in small type under the question."
        "Shorten it.";
    DO_NOT_TWICE "T0105" "\"do not\" is said twice"
        "Entries of `do-not` are shown as \"do not …\"."
        "With the words in the entry they would be there twice, and the meaning turned over."
        "Leave the words out.";
    NUMBER_AS_CHANCE "T0106" "a chance as a number"
        "Texts have no percentages and no \"1 in 10\"."
        "There are no figures that hold for one person, and such numbers are misread."
        "Say it in words, or leave it out.";
    SAYS_YOU_HAVE "T0107" "it sounds like a diagnosis"
        "Names and descriptions of conditions never say \"you have\"."
        "Answers to questions cannot find out what somebody has."
        "Say what the condition is.";
    FRAGMENT_FORM "T0108" "a text that does not fit into its sentence"
        "Texts that complete a sentence begin with a small letter and have no full stop."
        "They are put together with other words."
        "Begin with a small letter and leave the full stop out.";
    SAYS_SHOULD "T0109" "\"should\" in a text"
        "Texts say what to do, not what one should do."
        "\"Should\" sounds like blame and leaves open whether it matters."
        "Say it directly.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_sorted_by_family_and_explained() {
        let mut seen = BTreeSet::new();
        for entry in codes() {
            let name = entry.code.name();
            assert!(seen.insert(name), "{name} stands twice");
            let (family, digits) = name.split_at(1);
            assert!("PRLT".contains(family), "{name}");
            assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{name}");
            for text in [entry.what, entry.why, entry.remedy] {
                assert!(text.ends_with('.'), "{name}: {text}");
            }
            assert!(!entry.title.ends_with('.'), "{name}");
        }
    }
}
