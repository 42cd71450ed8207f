//! Just enough of Rust's syntax to tell code from comments and texts, and tests from what is shipped.

use crate::repository::{Repository, TextFile};
use std::ops::Range;

/// The code of a file: comments, texts and characters in quotes are blanked out, so that positions stay as they are.
pub(super) fn code_only(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut code = source.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let Some(end) = end_of_blank(bytes, at) else {
            at += 1;
            continue;
        };
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    // Only whole comments and texts were blanked, and these begin and end at ASCII characters.
    String::from_utf8(code).unwrap_or_default()
}

/// The end of the comment, text or character that begins here, if one does.
fn end_of_blank(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'/' if bytes[at..].starts_with(b"//") => Some(find(bytes, at, b"\n")),
        b'/' if bytes[at..].starts_with(b"/*") => Some(end_of_block_comment(bytes, at)),
        b'"' => Some(end_of_text(bytes, at)),
        b'\'' => end_of_character(bytes, at),
        b'r' | b'b' | b'c' if !is_word_before(bytes, at) => raw_text(bytes, at),
        _ => None,
    }
}

fn is_word_before(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

/// Where `needle` begins, from `at`, or the end of the file.
fn find(bytes: &[u8], at: usize, needle: &[u8]) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let found = rest.windows(needle.len()).position(|window| window == needle);
    found.map_or(bytes.len(), |distance| at + distance)
}

fn end_of_block_comment(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The end of a raw text (`r"…"`, `br#"…"#`) that begins here, if one does.
fn raw_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    if matches!(bytes[at], b'b' | b'c') {
        at += 1;
    }
    if bytes.get(at) != Some(&b'r') {
        return None;
    }
    at += 1;
    let hashes = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
    at += hashes;
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
    Some((find(bytes, at + 1, &close) + close.len()).min(bytes.len()))
}

/// The end of a character in quotes that begins here; none for a lifetime.
fn end_of_character(bytes: &[u8], start: usize) -> Option<usize> {
    let first = *bytes.get(start + 1)?;
    if first == b'\\' {
        return Some((find(bytes, start + 3, b"'") + 1).min(bytes.len()));
    }
    let length = match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    };
    (bytes.get(start + 1 + length) == Some(&b'\'')).then_some(start + 2 + length)
}

/// The parts of a file that are only compiled for tests, as byte ranges; `code` comes from [`code_only`].
pub(super) fn test_parts(code: &str) -> Vec<Range<usize>> {
    let bytes = code.as_bytes();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for attribute in ["#[cfg(test)]", "#[cfg(all(test,"] {
        for (start, _) in code.match_indices(attribute) {
            parts.push(start..end_of_item(bytes, start));
        }
    }
    parts.sort_by_key(|part| part.start);
    parts
}

/// The end of the item whose attributes begin at `start`: its `;`, or the `}` that closes its first `{`.
fn end_of_item(bytes: &[u8], start: usize) -> usize {
    let (mut round, mut curly) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round = round.saturating_sub(1),
            b'{' => curly += 1,
            b'}' => {
                curly = curly.saturating_sub(1);
                if curly == 0 {
                    return at + 1;
                }
            }
            b';' if round == 0 && curly == 0 => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

/// What of a repository is only compiled for tests.
pub(super) struct TestCode {
    /// The paths of modules that are declared for tests only, without `.rs`.
    modules: Vec<String>,
}

impl TestCode {
    /// Looks through the declarations of all modules.
    pub(super) fn of(files: &Repository) -> Self {
        let mut modules = Vec::new();
        for file in files.rust() {
            let code = code_only(&file.text);
            let folder = match file.name() {
                "lib.rs" | "main.rs" | "mod.rs" => file.folder(),
                _ => file.path.trim_end_matches(".rs"),
            };
            for part in test_parts(&code) {
                let declared =
                    code[part].lines().filter_map(module_of).filter(|(_, rest)| rest.starts_with(';'));
                modules.extend(declared.map(|(name, _)| format!("{folder}/{name}")));
            }
        }
        Self { modules }
    }

    /// Whether the whole file is only there for tests.
    pub(super) fn has_file(&self, file: &TextFile) -> bool {
        let below = |module: &String| {
            file.path.strip_prefix(module.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        file.is_test() || self.modules.iter().any(below)
    }

    /// The parts of the file that are only there for tests, as byte ranges.
    pub(super) fn parts_of(&self, file: &TextFile) -> Vec<Range<usize>> {
        if self.has_file(file) {
            std::iter::once(0..file.text.len() + 1).collect()
        } else if file.is_rust() {
            test_parts(&code_only(&file.text))
        } else {
            Vec::new()
        }
    }
}

/// The name of the module that a line of code declares, and what comes after the name.
pub(super) fn module_of(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let rest = line.strip_prefix("mod ")?.trim_start();
    let end = rest.find(|character: char| !(character.is_alphanumeric() || character == '_'))?;
    Some((&rest[..end], rest[end..].trim_start()))
}

/// The line of a position, from 1.
pub(super) fn line_of(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_texts_are_blanked_and_positions_stay() {
        let source = "let a = \"x // y\"; // note\n/* one /* two */ still */ let b = 'c'; let d: &'static str = r#\"q\"q\"#;\n";
        let code = code_only(source);
        assert_eq!(code.len(), source.len());
        assert_eq!(
            code.split_whitespace().collect::<Vec<_>>(),
            ["let", "a", "=", ";", "let", "b", "=", ";", "let", "d:", "&'static", "str", "=", ";"]
        );
        assert_eq!(code.find("let b"), source.find("let b"));
        assert_eq!(code.find("&'static"), source.find("&'static"));
        assert_eq!(code.find('\n'), source.find('\n'));
    }

    #[test]
    fn escapes_and_wide_characters_do_not_confuse() {
        for source in ["'\\''", "'\\u{1F600}'", "'ü'", "\"\\\"\"", "b'\\''", "\"ü\\\\\""] {
            let code = code_only(&format!("{source} after"));
            assert!(code.ends_with(" after"), "{source}: {code}");
            assert!(!code.contains('ü'), "{source}: {code}");
        }
        assert_eq!(code_only("fn f<'a>(x: &'a str) { br(x) }"), "fn f<'a>(x: &'a str) { br(x) }");
    }

    #[test]
    fn a_text_without_an_end_blanks_the_rest() {
        assert_eq!(code_only("a \"b\nc"), "a   \n ");
        assert_eq!(code_only("a /* b"), "a     ");
        assert_eq!(code_only("a r#\"b"), "a     ");
        assert_eq!(code_only("a '\\"), "a   ");
    }

    #[test]
    fn parts_for_tests_end_with_their_item() {
        let code = "a\n#[cfg(test)]\nmod tests;\nb\n#[cfg(test)]\nfn f(x: [u8; 2]) { { } }\nc";
        let parts: Vec<_> = test_parts(code).into_iter().map(|part| &code[part]).collect();
        assert_eq!(parts, ["#[cfg(test)]\nmod tests;", "#[cfg(test)]\nfn f(x: [u8; 2]) { { } }"]);
        assert!(test_parts("#[cfg(any(test, unix))]\nmod m;").is_empty());
    }

    #[test]
    fn a_module_that_is_declared_for_tests_is_test_code_with_all_below_it() {
        let files = Repository::of(&[
            ("a/src/lib.rs", "mod one;\n#[cfg(test)]\npub(crate) mod example;\n"),
            ("a/src/one.rs", "#[cfg(test)]\nmod sample;\n"),
        ]);
        let tests = TestCode::of(&files);
        let has = |path| tests.has_file(&TextFile::new(path, ""));
        for path in
            ["a/src/example.rs", "a/src/example/deep/file.toml", "a/src/one/sample.rs", "a/src/two/tests.rs"]
        {
            assert!(has(path), "{path}");
        }
        for path in ["a/src/one.rs", "a/src/examples.rs", "a/src/sample.rs", "b/src/example.rs"] {
            assert!(!has(path), "{path}");
        }
    }
}
