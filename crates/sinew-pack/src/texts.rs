//! The texts of a pack that people read, each with what it is for.

use crate::draft::{ChoiceDraft, ConditionDraft, KindDraft, PackDraft, QuestionDraft, Text};
use sinew_diag::Span;

/// What a text is for, as far as the checks of wording differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Stands by itself.
    Whole,
    /// Completes a sentence: small first letter, no full stop.
    Fragment,
    /// Completes "do not …".
    DoNot,
    /// What a person says on the telephone.
    Said,
    /// Stands by itself, and says what something is or why: of a condition, a cause, a warning sign or a promise.
    About,
}

/// A text that is shown to people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) role: Role,
    pub(crate) words: &'a str,
    pub(crate) span: Span,
    /// What stands in it.
    pub(crate) marks: Marks,
}

/// Which marks stand in a text. Most checks look for something that hardly any text has; this tells them in one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    /// A digit.
    pub(crate) const DIGIT: Self = Self(1);
    /// A full stop or point.
    pub(crate) const POINT: Self = Self(1 << 1);
    /// A mark that ends a sentence, if it stands at the end of a word.
    pub(crate) const SENTENCE_END: Self = Self(1 << 2 | Self::POINT.0);
    /// A percent sign.
    pub(crate) const PERCENT: Self = Self(1 << 3);
    /// A slash.
    pub(crate) const SLASH: Self = Self(1 << 4);
    /// A character that is not ASCII.
    pub(crate) const NOT_ASCII: Self = Self(1 << 5);

    /// The mark that a byte of a text is, or none.
    const fn of_byte(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' => Self::DIGIT,
            b'.' => Self::POINT,
            b'?' | b'!' => Self(1 << 2),
            b'%' => Self::PERCENT,
            b'/' => Self::SLASH,
            128.. => Self::NOT_ASCII,
            _ => Self(0),
        }
    }

    /// The marks of a text.
    fn of(text: &str) -> Self {
        const OF_BYTES: [u8; 256] = {
            let mut marks = [0; 256];
            let mut byte = u8::MAX;
            loop {
                marks[byte as usize] = Marks::of_byte(byte).0;
                if byte == 0 {
                    break marks;
                }
                byte -= 1;
            }
        };
        Self(text.bytes().fold(0, |marks, byte| marks | OF_BYTES[usize::from(byte)]))
    }

    /// Whether one of these marks is there.
    pub(crate) const fn has(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }
}

/// Words that a check looks for, in small letters or large.
#[derive(Debug)]
pub(crate) struct WordList<const N: usize> {
    words: [&'static str; N],
    /// By first letter (its last five bits, which are the same, small or large), the lengths of the words, a bit for each.
    lengths: [u32; 32],
}

impl<const N: usize> WordList<N> {
    /// A list of words of ASCII letters, none of which has more than 31.
    pub(crate) const fn new(words: [&'static str; N]) -> Self {
        let (mut lengths, mut at) = ([0; 32], 0);
        while at < N {
            let word = words[at].as_bytes();
            assert!(!word.is_empty() && word.len() < 32, "no word of a list");
            let mut letter = 0;
            while letter < word.len() {
                assert!(word[letter].is_ascii_alphabetic(), "no word of a list");
                letter += 1;
            }
            lengths[(word[0] & 31) as usize] |= 1 << word.len();
            at += 1;
        }
        Self { words, lengths }
    }

    /// Where a word stands in the list.
    fn position(&self, word: &[u8]) -> Option<usize> {
        let lengths = self.lengths[usize::from(word.first()? & 31)];
        if word.len() >= 32 || lengths >> word.len() & 1 == 0 {
            return None;
        }
        self.words.iter().position(|listed| listed.as_bytes().eq_ignore_ascii_case(word))
    }
}

/// Looks at the words of a text that is ASCII: what stands between marks and spaces.
fn for_each_word<'a>(text: &'a [u8], mut look: impl FnMut(&'a [u8])) {
    const IS_IN_WORD: [bool; 256] = {
        let mut is_in_word = [false; 256];
        let mut byte = 127;
        loop {
            is_in_word[byte as usize] = u8::is_ascii_alphanumeric(&byte);
            if byte == 0 {
                break is_in_word;
            }
            byte -= 1;
        }
    };
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if !IS_IN_WORD[usize::from(*byte)] {
            look(&text[start..at]);
            start = at + 1;
        }
    }
    look(&text[start..]);
}

/// A text without the full stop at its end, if there is one that only ends a sentence: not one of an abbreviation, and not that
/// of the last of several sentences.
pub(crate) fn without_full_stop(text: &str) -> Option<&str> {
    let rest = text.strip_suffix('.')?;
    let last = rest.split_whitespace().next_back()?;
    let is_word = last.chars().count() >= 3 && last.chars().all(char::is_lowercase) && last != "etc";
    (is_word && !rest.contains(['.', '?', '!'])).then_some(rest)
}

impl<'a> Shown<'a> {
    pub(crate) fn new(role: Role, words: &'a str, span: Span) -> Self {
        Self { role, words, span, marks: Marks::of(words) }
    }

    /// Its sentences. Something after a colon or semicolon is read as a sentence of its own.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Sentence<'a>> + use<'a> {
        let mut rest = self.words;
        let next = move || {
            let ends = |(at, byte): (usize, u8)| {
                let next = at + 1;
                let is_mark = matches!(byte, b'.' | b'?' | b'!' | b':' | b';');
                (is_mark && rest[next..].chars().next().is_none_or(char::is_whitespace)).then_some(next)
            };
            let end = rest.bytes().enumerate().find_map(ends).unwrap_or(rest.len());
            let (sentence, behind) = rest.split_at(end);
            rest = behind;
            (!sentence.is_empty()).then_some(sentence)
        };
        std::iter::from_fn(next).map(str::trim).filter(|sentence| !sentence.is_empty()).map(Sentence)
    }

    /// Which words of a list stand in it, in the order of the list.
    pub(crate) fn listed<const N: usize>(&self, list: &WordList<N>) -> impl Iterator<Item = usize> + use<N> {
        let mut found = [false; N];
        let mut look = |word: &[u8]| {
            if let Some(at) = list.position(word) {
                found[at] = true;
            }
        };
        if self.marks.has(Marks::NOT_ASCII) {
            let words = self.words.split(|character: char| !character.is_alphanumeric());
            words.for_each(|word| look(word.as_bytes()));
        } else {
            for_each_word(self.words.as_bytes(), look);
        }
        (0..N).filter(move |at| found[*at])
    }

    /// Whether a word of a list stands in it.
    pub(crate) fn has_any<const N: usize>(&self, list: &WordList<N>) -> bool {
        self.listed(list).next().is_some()
    }
}

/// One sentence of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence<'a>(&'a str);

impl<'a> Sentence<'a> {
    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }

    /// Whether it ends with the mark of a whole sentence.
    pub(crate) fn ends(self) -> bool {
        self.0.ends_with(['.', '?', '!'])
    }

    /// How many words it has: what stands between spaces and has a letter or digit in it.
    pub(crate) fn words(self) -> usize {
        self.0.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
    }
}

/// Every text that people read, in the order of the files.
pub(crate) fn for_each<'a>(draft: &'a PackDraft, look: &mut impl FnMut(Shown<'a>)) {
    let mut look = |role: Role, text: &'a Text| look(Shown::new(role, &text.value, text.span));
    let identity = &draft.identity;
    [&identity.title, &identity.intended_use].into_iter().flatten().for_each(|text| look(Role::Whole, text));
    let changes = identity.changes.iter().filter_map(|change| change.texts.as_ref());
    changes.flatten().for_each(|text| look(Role::Whole, text));
    let reviews = identity.reviews.iter().filter_map(|entry| entry.draft.as_ref());
    reviews.for_each(|review| look(Role::Whole, &review.because));
    let fragments = identity.place.iter().chain(&identity.not_for).chain(&identity.known_limits);
    fragments.for_each(|text| look(Role::Fragment, text));
    for question in draft.questions.iter().filter_map(|entry| entry.draft.as_ref()) {
        question_words(question, &mut look);
    }
    for finding in draft.findings.iter().filter_map(|entry| entry.draft.as_ref()) {
        finding.means.iter().for_each(|text| look(Role::Fragment, text));
    }
    for constraint in draft.constraints.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &constraint.because);
    }
    for fact in draft.facts.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &fact.means);
    }
    for flag in draft.red_flags.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::About, &flag.title);
        look(Role::Fragment, &flag.sign);
        look(Role::About, &flag.because);
        flag.say.iter().for_each(|text| look(Role::Said, text));
        flag.actions.iter().for_each(|text| look(Role::Fragment, text));
        flag.do_not.iter().for_each(|text| look(Role::DoNot, text));
    }
    for exit in draft.exits.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::About, &exit.title);
        look(Role::About, &exit.because);
        exit.actions.iter().for_each(|text| look(Role::Fragment, text));
    }
    for condition in draft.conditions.iter().filter_map(|entry| entry.draft.as_ref()) {
        condition_words(condition, &mut look);
    }
    for cause in draft.causes.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::About, &cause.title);
        look(Role::About, &cause.because);
    }
    for action in draft.actions.iter().filter_map(|entry| entry.draft.as_ref()) {
        for text in [&action.title, &action.why, &action.progression].into_iter().chain(&action.steps) {
            look(Role::Whole, text);
        }
        action.stop_if.iter().for_each(|text| look(Role::Fragment, text));
        action.do_not.iter().for_each(|text| look(Role::DoNot, text));
        action.feel.iter().chain(&action.blocked_because).for_each(|text| look(Role::Fragment, text));
        action.expect.iter().for_each(|text| look(Role::Whole, text));
    }
    for block in draft.blocks.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &block.because);
    }
    for property in draft.properties.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::About, &property.says);
        look(Role::About, &property.because);
    }
}

fn question_words<'a>(question: &'a QuestionDraft, look: &mut impl FnMut(Role, &'a Text)) {
    let QuestionDraft { section, short, ask, why, help, not_sure: _, ask_when: _, kind } = question;
    for text in [section, short, ask, why].into_iter().chain(help) {
        look(Role::Whole, text);
    }
    let mut choice = |choice: &'a ChoiceDraft| {
        look(Role::Whole, &choice.label);
        look(Role::Fragment, &choice.told);
    };
    match kind {
        KindDraft::YesNo { yes, no } => {
            choice(yes);
            choice(no);
        }
        KindDraft::OneOf { options, .. } => options.iter().for_each(choice),
        KindDraft::AnyOf { options, none_told } => {
            options.iter().for_each(&mut choice);
            look(Role::Fragment, none_told);
        }
        KindDraft::Scale { from, to, told, .. } => {
            look(Role::Whole, &from.label);
            look(Role::Whole, &to.label);
            look(Role::Fragment, told);
        }
        KindDraft::Number { told, .. } => look(Role::Fragment, told),
    }
}

fn condition_words<'a>(condition: &'a ConditionDraft, look: &mut impl FnMut(Role, &'a Text)) {
    look(Role::About, &condition.name);
    look(Role::About, &condition.about);
    look(Role::About, &condition.expect.text);
    look(Role::Fragment, &condition.who);
    for adjustment in condition.adjustments.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &adjustment.because);
    }
    for companion in condition.never_without.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &companion.because);
    }
    for line in condition.evidence.iter().filter_map(|entry| entry.draft.as_ref()) {
        look(Role::Fragment, &line.because);
        line.absent_because.iter().for_each(|text| look(Role::Fragment, text));
    }
}

/// How hard the texts of a pack are to read, as information and never as a gate.
///
/// It is the automated readability index (Smith and Senter 1967, as remembered): 4.71 letters per word and half a word per sentence,
/// less 21.43. It needs no guess at syllables, so it is the same everywhere. It says nothing about whether words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readability {
    /// Letters and digits.
    pub characters: u32,
    /// Words.
    pub words: u32,
    /// Sentences.
    pub sentences: u32,
}

impl Readability {
    /// Counts whole sentences; names, labels and parts of sentences say nothing about how well a text reads.
    pub(crate) fn of(draft: &PackDraft) -> Self {
        let mut counted = Self::default();
        for_each(draft, &mut |text| {
            if !text.marks.has(Marks::SENTENCE_END) {
                // No sentence in it ends.
                return;
            }
            for sentence in text.sentences().filter(|sentence| sentence.ends()) {
                counted.sentences = counted.sentences.saturating_add(1);
                counted.words =
                    counted.words.saturating_add(u32::try_from(sentence.words()).unwrap_or(u32::MAX));
                let letters =
                    sentence.as_str().chars().filter(|character| character.is_alphanumeric()).count();
                counted.characters =
                    counted.characters.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
            }
        });
        counted
    }

    /// The grade in tenths, at least 0: 50 means that a pupil in the fifth year of school can read it. None without any sentence.
    pub fn tenths_of_grade(self) -> Option<i64> {
        let Self { characters, words, sentences } = self;
        let (characters, words, sentences) = (i64::from(characters), i64::from(words), i64::from(sentences));
        (words > 0 && sentences > 0).then(|| {
            let hundredths = 471 * characters / words + 50 * words / sentences - 2143;
            (hundredths / 10).max(0)
        })
    }
}

impl std::ops::AddAssign for Readability {
    fn add_assign(&mut self, other: Self) {
        let Self { characters, words, sentences } = other;
        self.characters = self.characters.saturating_add(characters);
        self.words = self.words.saturating_add(words);
        self.sentences = self.sentences.saturating_add(sentences);
    }
}

/// A text that stands by itself, somewhere.
#[cfg(test)]
pub(crate) fn shown(words: &str) -> Shown<'_> {
    let mut texts = sinew_diag::Texts::new();
    let id = texts.add(String::new(), String::new());
    Shown::new(Role::Whole, words, texts.span(id, 0..0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_marks_before_a_space_and_are_counted_in_words() {
        let counted = |text| {
            let shown = shown(text);
            let counted = |sentence: Sentence<'_>| (sentence.as_str().to_owned(), sentence.words());
            shown.sentences().map(counted).collect::<Vec<_>>()
        };
        assert_eq!(
            counted("One two. Three four five? Six"),
            [("One two.".into(), 2), ("Three four five?".into(), 3), ("Six".into(), 1)]
        );
        assert_eq!(counted("Hold 1.5 km – then rest")[0].1, 5);
        assert_eq!(counted("List: a b c")[1].1, 3);
    }

    #[test]
    fn longer_words_and_sentences_are_harder_to_read() {
        let grade =
            |characters, words, sentences| Readability { characters, words, sentences }.tenths_of_grade();
        // 4.71 × 4.5 + 0.5 × 12 − 21.43 = 5.765
        assert_eq!(grade(540, 120, 10), Some(57));
        assert!(grade(600, 120, 10) > grade(540, 120, 10));
        assert!(grade(540, 120, 5) > grade(540, 120, 10));
        assert_eq!(grade(0, 0, 0), None);
    }

    #[test]
    fn a_full_stop_is_told_from_other_points() {
        assert_eq!(without_full_stop("the calf swells."), Some("the calf swells"));
        for other in [
            "the calf swells",
            "pain, swelling etc.",
            "about 3 p.m.",
            "it hurts...",
            "Stop. Then rest.",
            "Why? Because it hurts.",
            "take 3.",
            "in the U.S.A.",
            ".",
        ] {
            assert_eq!(without_full_stop(other), None, "{other}");
        }
    }

    #[test]
    fn a_word_is_found_whole() {
        const LIST: WordList<3> = WordList::new(["should", "GP", "shoulders"]);
        let listed = |words| shown(words).listed(&LIST).collect::<Vec<_>>();
        assert_eq!(listed("Ask a gp, if you SHOULD rest"), [0, 1]);
        assert_eq!(listed("Shoulders, should"), [0, 2]);
        // The same beside letters and marks that are not ASCII.
        assert_eq!(listed("“should” – GP’s"), [0, 1]);
        for none in ["a sore shoulder", "should2", "shouldé", "éGP", "gps", "", " "] {
            assert_eq!(listed(none), [0_usize; 0], "{none}");
        }
    }
}
