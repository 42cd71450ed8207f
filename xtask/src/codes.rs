//! The page of all codes, made from the checks.

use sinew_app::{can_be_allowed, checks};
use sinew_diag::{Check, ExampleFile, Explanation};
use std::fmt::Write as _;

/// Where the page stands, from the root of the repository.
pub(crate) const PATH: &str = "packs/CODES.md";

/// The families of checks, by the letter with which their codes begin, in the order in which a pack meets them.
const FAMILIES: [(char, &str, &str); 8] = [
    ('P', "Parsing and shape", "files, keys and values are written as the format asks"),
    ('R', "References", "what is named is there, in the pack or its libraries"),
    ('A', "Allowing", "comments that allow a finding can be read, and allow something"),
    ('L', "Logic", "rules, figures and doses make sense together"),
    ('T', "Texts", "what people read is short, plain and kind"),
    ('S', "Safety", "what keeps people safe holds for every possible person"),
    ('C', "Cases", "each case comes out as it says"),
    ('V', "Versions", "what is different from the released version was seen and is said"),
];

const OPENING: &str = "\
# Codes

What a check of a pack finds has a code, such as `P0101`. This page has them all. `sinew explain P0101` shows one of them in the terminal.
The page is made from the checks by `cargo xtask codegen`; do not change it by hand. How a pack is written stands in [FORMAT.md](FORMAT.md).

An error has to be mended. A warning is a likely slip, or a matter of style; a note is there to be known. \"Allowed\" says whether an author
may leave something as it is, with a comment and a reason: `# sinew: allow(T0101) reason = \"quoted as it was said\"`, above the line or at
its end.

## How to read the examples

Each example is part of a sound pack, [sore-elbow](../tests/packs/sore-elbow), which is made up: a key takes the place of the same key, and
everything else is added. The comment `# error[P0101]` stands on the line that is found, `# next error[P0101]` on the line above it. What
else there is to know stands behind the name of the file; `{n}` is a number, counted from 1. A file in a folder, such as `grip-signs/pack.toml`, is part of a library beside the
pack. Mended, the check finds nothing. All examples are tested.
";

/// The whole page, in Markdown.
pub(crate) fn page() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n## All codes\n\n| family | what it is about |\n|---|---|\n");
    for (letter, name, about) in FAMILIES {
        let anchor = name.to_lowercase().replace(' ', "-");
        let _ = writeln!(page, "| [{letter}: {name}](#{anchor}) | {about} |");
    }
    for (letter, name, about) in FAMILIES {
        let _ = writeln!(page, "\n## {name}\n\nCodes that begin with {letter}: {about}.\n");
        page.push_str("| code | severity | allowed | what it says |\n|---|---|---|---|\n");
        let family = || checks().into_iter().filter(move |check| check.code().name().starts_with(letter));
        for check in family() {
            let (code, severity) = (check.code(), check.severity().name());
            let anchor = code.name().to_lowercase();
            let allowed = if can_be_allowed(check) { "yes" } else { "no" };
            let _ = writeln!(page, "| [{code}](#{anchor}) | {severity} | {allowed} | {} |", check.title());
        }
        family().for_each(|check| add_check(&mut page, check));
    }
    page
}

fn add_check(page: &mut String, check: Check) {
    let Explanation { what, why, remedy, example, mended, no_example } = check.explanation();
    let (code, severity, title) = (check.code(), check.severity().name(), check.title());
    let allowed = if can_be_allowed(check) { ", can be allowed" } else { "" };
    let _ = write!(page, "\n### {code}\n\n**{title}** ({severity}{allowed})\n\n{what}\n\n");
    let _ = write!(page, "*Why it matters:* {why}\n\n*What to do:* {remedy}\n");
    add_files(page, "Example", &example);
    add_files(page, "Mended", &mended);
    if let Some(reason) = no_example {
        let _ = write!(page, "\n*No example:* {reason}\n");
    }
}

fn add_files(page: &mut String, heading: &str, files: &[ExampleFile]) {
    for (at, file) in files.iter().enumerate() {
        let ExampleFile { path, remark, text } = file;
        let heading = if at == 0 { format!("*{heading},* in") } else { "and in".to_owned() };
        let remark = if remark.is_empty() { String::new() } else { format!(", {remark}") };
        let _ = write!(page, "\n{heading} `{path}`{remark}");
        if text.is_empty() {
            page.push('\n');
        } else {
            let _ = write!(page, ":\n\n```toml\n{text}```\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_listed_once_and_has_its_page() {
        let page = page();
        for check in checks() {
            let code = check.code().name();
            let count = |wanted: &str| page.lines().filter(|line| line.starts_with(wanted)).count();
            assert_eq!(count(&format!("| [{code}](#")), 1, "{code} in the tables");
            assert_eq!(count(&format!("### {code}")), 1, "the page of {code}");
            assert!(page.contains(&format!("**{}** ({}", check.title(), check.severity().name())), "{code}");
        }
    }

    #[test]
    fn each_family_has_a_letter_of_its_own() {
        let letters: BTreeSet<char> = FAMILIES.iter().map(|(letter, ..)| *letter).collect();
        let used: BTreeSet<char> =
            checks().into_iter().filter_map(|check| check.code().name().chars().next()).collect();
        assert_eq!((letters.len(), &letters), (FAMILIES.len(), &used));
    }

    #[test]
    fn files_of_an_example_are_fenced_with_what_there_is_to_know() {
        let file = |path: &str, remark: &str, text: &str| ExampleFile {
            path: path.into(),
            remark: remark.into(),
            text: text.into(),
        };
        let mut page = String::new();
        let files = [file("a.toml", "removed", ""), file("b.toml", "", "x = 1\n")];
        add_files(&mut page, "Example", &files);
        assert_eq!(page, "\n*Example,* in `a.toml`, removed\n\nand in `b.toml`:\n\n```toml\nx = 1\n```\n");
    }
}
