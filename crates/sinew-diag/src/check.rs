//! Checks: what a code stands for, how bad what it finds is, and the page that explains it.

use crate::{Code, Diagnostic, Severity};

/// One check, with the page that explains it.
///
/// It is made with [`check!`](crate::check!), in the file that does the checking, so that the words and the code are changed
/// together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    code: Code,
    severity: Severity,
    title: &'static str,
    page: &'static str,
}

/// What the page of a check says, in parts. Paragraphs are separated by empty lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What the check looks at.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// Files in which the check finds something.
    pub example: Vec<ExampleFile>,
    /// The same files, mended.
    pub mended: Vec<ExampleFile>,
    /// Why there is no example, where there can be none.
    pub no_example: Option<String>,
}

/// Part of a file that stands as an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFile {
    /// The file it is part of, below the pack's folder, such as `conditions.toml`.
    pub path: String,
    /// What else is to be known of the file, such as `in latin-1`; usually nothing.
    pub remark: String,
    /// The part of the file, with a line break at its end.
    pub text: String,
}

impl Check {
    /// A check, from what [`check!`](crate::check!) collects.
    pub const fn new(code: Code, severity: Severity, title: &'static str, page: &'static str) -> Self {
        Self { code, severity, title, page }
    }

    /// Its code.
    pub const fn code(self) -> Code {
        self.code
    }

    /// How bad what it finds is.
    pub const fn severity(self) -> Severity {
        self.severity
    }

    /// What is wrong, in a few words.
    pub const fn title(self) -> &'static str {
        self.title
    }

    /// Something that it found, without a place yet.
    pub fn found(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.severity, self.code, message)
    }

    /// The page that explains it.
    pub fn explanation(self) -> Explanation {
        let mut explanation = Explanation {
            what: String::new(),
            why: String::new(),
            remedy: String::new(),
            example: Vec::new(),
            mended: Vec::new(),
            no_example: None,
        };
        // Doc comments have a space before each line.
        let lines = self.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        for (heading, lines) in sections(lines) {
            match heading {
                "" => explanation.what = text(&lines),
                "Why" => explanation.why = text(&lines),
                "Remedy" => explanation.remedy = text(&lines),
                "Example" => explanation.example = files(&lines),
                "Mended" => explanation.mended = files(&lines),
                "No example" => explanation.no_example = Some(text(&lines)),
                _ => {}
            }
        }
        explanation
    }
}

impl ExampleFile {
    /// The file as people are shown it, with what else is to be known of it.
    pub fn heading(&self) -> String {
        let Self { path, remark, text: _ } = self;
        if remark.is_empty() { path.clone() } else { format!("{path}, {remark}") }
    }
}

/// The lines below each heading `# …`, outside of fences.
fn sections<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut sections = vec![("", Vec::new())];
    let mut fenced = false;
    for line in lines {
        fenced ^= line.starts_with("```");
        match line.strip_prefix("# ").filter(|_| !fenced) {
            Some(heading) => sections.push((heading, Vec::new())),
            None => {
                if let Some((_, lines)) = sections.last_mut() {
                    lines.push(line);
                }
            }
        }
    }
    sections
}

/// Running text: each paragraph on one line.
fn text(lines: &[&str]) -> String {
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join(" ")).collect::<Vec<_>>().join("\n\n")
}

/// The parts of files in a page of Markdown: what stands in fences that begin with a language, a path and, if need be, a remark.
pub fn example_files(page: &str) -> Vec<ExampleFile> {
    files(&page.lines().collect::<Vec<_>>())
}

/// The fenced parts. A fence begins with the language, the path and the remark.
fn files(lines: &[&str]) -> Vec<ExampleFile> {
    let mut files: Vec<ExampleFile> = Vec::new();
    let mut fenced = false;
    for line in lines {
        match line.strip_prefix("```") {
            Some(_) if fenced => fenced = false,
            Some(head) => {
                fenced = true;
                let mut words = head.splitn(3, ' ').skip(1).map(str::to_owned);
                let (path, remark) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                files.push(ExampleFile { path, remark, text: String::new() });
            }
            None => {
                if let Some(file) = files.last_mut().filter(|_| fenced) {
                    file.text.push_str(line);
                    file.text.push('\n');
                }
            }
        }
    }
    files
}

/// Makes a [`Check`] whose page is the doc comment above it.
///
/// ```
/// sinew_diag::check! {
///     /// Ids have only small letters.
///     ///
///     /// # Why
///     ///
///     /// They are typed on command lines.
///     ///
///     /// # Remedy
///     ///
///     /// Write the id in small letters.
///     ///
///     /// # Example
///     ///
///     /// ```toml questions.toml
///     /// [question.Start] # error[P9901]
///     /// ```
///     ///
///     /// # Mended
///     ///
///     /// ```toml questions.toml
///     /// [question.start]
///     /// ```
///     pub const LARGE_LETTERS: Error "P9901" = "an id with large letters";
/// }
/// assert_eq!(LARGE_LETTERS.explanation().remedy, "Write the id in small letters.");
/// ```
#[macro_export]
macro_rules! check {
    ($(#[doc = $line:literal])* $visibility:vis const $name:ident: $severity:ident $code:literal = $title:literal;) => {
        $(#[doc = $line])*
        $visibility const $name: $crate::Check = $crate::Check::new(
            $crate::Code::new($code),
            $crate::Severity::$severity,
            $title,
            concat!($($line, "\n"),*),
        );
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::check! {
        /// Looks at
        /// one thing.
        ///
        /// And at another.
        ///
        /// # Why
        ///
        /// It matters.
        ///
        /// # Remedy
        ///
        /// Mend it.
        ///
        /// # Example
        ///
        /// ```toml a.toml in latin-1
        /// # A comment is no heading.
        ///
        /// key = 1
        /// ```
        ///
        /// ```toml cases/b.toml
        /// other = 2
        /// ```
        ///
        /// # Mended
        ///
        /// ```toml a.toml
        /// key = 2
        /// ```
        const SAMPLE: Warning "T9901" = "a sample";
    }

    #[test]
    fn a_page_has_parts() {
        let page = SAMPLE.explanation();
        assert_eq!(page.what, "Looks at one thing.\n\nAnd at another.");
        assert_eq!((page.why.as_str(), page.remedy.as_str()), ("It matters.", "Mend it."));
        assert_eq!(page.no_example, None);
        let file = |path: &str, remark: &str, text: &str| ExampleFile {
            path: path.into(),
            remark: remark.into(),
            text: text.into(),
        };
        assert_eq!(
            page.example,
            [
                file("a.toml", "in latin-1", "# A comment is no heading.\n\nkey = 1\n"),
                file("cases/b.toml", "", "other = 2\n"),
            ]
        );
        assert_eq!(page.mended, [file("a.toml", "", "key = 2\n")]);
    }

    #[test]
    fn what_is_found_has_the_code_and_severity_of_its_check() {
        let found = SAMPLE.found("something");
        assert_eq!((found.code.name(), found.severity), ("T9901", Severity::Warning));
    }
}
