//! Parts of pages that a command makes, between two marks.

use anyhow::{Context as _, Result};

/// What a made part ends with.
const END: &str = "<!-- end of what is made -->\n";

fn begin(command: &str) -> String {
    format!("<!-- made by {command} -->\n")
}

/// For tests: the part of a page that a command makes, without the empty lines around it; none if the page has no place for it.
#[cfg(test)]
pub(crate) fn part<'p>(page: &'p str, command: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&begin(command))?;
    Some(rest.split_once(END)?.0.trim_matches('\n'))
}

/// The page, whose path is only for words, with this as the part that a command makes.
pub(crate) fn with_part(page: &str, path: &str, command: &str, part: &str) -> Result<String> {
    let begin = begin(command);
    let marks = page.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marks.with_context(|| {
        format!(
            "{path} has no place for what `{command}` makes; it goes between two lines, `{}` and `{}`",
            begin.trim(),
            END.trim()
        )
    })?;
    Ok(format!("{before}{begin}\n{}\n\n{END}{after}", part.trim_matches('\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_takes_the_place_of_what_stands_between_the_marks() {
        let page = format!("before\n<!-- made by it -->\nold\n{END}after\n");
        let new = with_part(&page, "PAGE", "it", "new\n").unwrap();
        assert_eq!(new, format!("before\n<!-- made by it -->\n\nnew\n\n{END}after\n"));
        assert_eq!(with_part(&new, "PAGE", "it", "new\n").unwrap(), new);
        assert_eq!(part(&new, "it"), Some("new"));
    }

    #[test]
    fn a_page_without_marks_is_refused_with_the_marks_that_it_needs() {
        let problem = with_part("no marks", "PAGE", "it", "new").unwrap_err().to_string();
        assert!(problem.contains("PAGE") && problem.contains("<!-- made by it -->"), "{problem}");
        assert_eq!(part("no marks", "it"), None);
    }
}
