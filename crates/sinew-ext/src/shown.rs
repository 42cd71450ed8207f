//! Text of others, made fit to stand within a sentence.

use sinew_diag::steers;

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

/// Characters that steer, and those without a width: here a library speaks, and no language needs them for a reason of one line.
fn is_invisible(character: char) -> bool {
    steers(character) || matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}')
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
        for invisible in ['\u{61c}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{2060}', '\u{2069}', '\u{feff}'] {
            assert_eq!(shown(&format!("a{invisible}b"), 20), "a b", "{}", invisible.escape_unicode());
        }
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("abc def", 4), "abc…");
        assert_eq!(shown("äöüß", 4), "äöüß");
        assert_eq!(shown("", 4), "");
    }
}
