//! Text of others, made fit to stand within a sentence.

/// The text as one plain line, with at most so many characters: control characters and runs of white space become one space, and what
/// is cut off is marked.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    let mut gap = false;
    for character in text.chars() {
        if character.is_whitespace() || is_invisible(character) {
            gap = !line.is_empty();
            continue;
        }
        if count + usize::from(gap) >= most {
            line.push('…');
            break;
        }
        if std::mem::take(&mut gap) {
            line.push(' ');
            count += 1;
        }
        line.push(character);
        count += 1;
    }
    line
}

/// Characters that a terminal obeys, or that turn the direction of text around.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_it_is_it_becomes_one_short_line() {
        assert_eq!(shown("plain", 9), "plain");
        assert_eq!(shown(" two\n\tlines\r\n", 20), "two lines");
        assert_eq!(shown("\u{1b}[31mred\u{1b}[0m", 20), "[31mred [0m");
        assert_eq!(shown("turned\u{202e}round", 20), "turned round");
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("abc def", 4), "abc…");
        assert_eq!(shown("äöüß", 4), "äöüß");
        assert_eq!(shown("", 4), "");
    }
}
