//! Texts of others inside messages: short, on one line, and without characters that steer a terminal.

use sinew_diag::steers;

/// Longest text that is repeated in a message, in characters.
const LONGEST: usize = 60;

/// A text from outside in backticks, shortened and with the characters that steer written out, for use in a message.
pub fn quoted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len().min(LONGEST) + 2);
    plain.push('`');
    for character in text.chars().take(LONGEST) {
        if steers(character) {
            plain.extend(character.escape_unicode());
        } else {
            plain.push(character);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        plain.push('…');
    }
    plain.push('`');
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_steering_texts_are_tamed() {
        assert_eq!(quoted("word"), "`word`");
        assert_eq!(quoted("a\u{1b}[2Jb\n"), "`a\\u{1b}[2Jb\\u{a}`");
        for steering in ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            assert_eq!(quoted(&format!("a{steering}b")), format!("`a\\u{{{:x}}}b`", u32::from(steering)));
        }
        assert_eq!(quoted("a\u{200d}b\u{2026}"), "`a\u{200d}b\u{2026}`", "others are left alone");
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}`", "x".repeat(60)));
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
    }
}
