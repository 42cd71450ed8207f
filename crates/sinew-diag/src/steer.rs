//! Characters that make a text look like what it is not.

/// Whether a character steers a terminal or a reader instead of being shown: control characters, those that change the direction of
/// writing (what Unicode calls `Bidi_Control`), and byte order marks.
///
/// Who shows a text of somebody else writes them out or leaves them out. Joiners within a word are no such characters, as some
/// languages are not written without them.
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_as_it_stands_steers() {
        let direction = [
            '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
            '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
        ];
        let control = ['\0', '\u{8}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}'];
        for character in direction.into_iter().chain(control).chain(['\u{feff}']) {
            assert!(steers(character), "{}", character.escape_unicode());
        }
        for character in ['a', ' ', 'é', 'ש', '“', '…', '\u{a0}', '\u{200c}', '\u{200d}', '\u{2065}', '🏃']
        {
            assert!(!steers(character), "{}", character.escape_unicode());
        }
    }
}
