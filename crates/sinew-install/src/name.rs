//! Which names of files are taken: those that mean the same file on every computer, and nothing outside of the pack.

use crate::refusal::{Cause, Refusal};
use sinew_app::{disk::is_device, steers};
use std::collections::BTreeMap;

/// Longest path, in bytes.
const MAX_LENGTH: usize = 200;
/// Most parts of a path.
const MAX_PARTS: usize = 8;

/// Characters that Windows does not take in names. `/` stands between parts.
const FORBIDDEN: &[char] = &['\\', ':', '*', '?', '"', '<', '>', '|'];

/// Takes a path as it is written in a pack, with `/` between its parts, if it is a plain path below the pack.
pub(crate) fn check(path: &str) -> Result<(), Cause> {
    if path.starts_with('/') {
        return Err(Cause::Absolute);
    }
    let parts: Vec<&str> = path.split('/').collect();
    if parts.contains(&"..") {
        return Err(Cause::LeadsOutside);
    }
    if path.len() > MAX_LENGTH || parts.len() > MAX_PARTS {
        return Err(Cause::TooLong);
    }
    parts.into_iter().try_for_each(check_part)
}

fn check_part(part: &str) -> Result<(), Cause> {
    if part.is_empty() || part == "." {
        return Err(Cause::EmptyPart);
    }
    if let Some(character) = part.chars().find(|at| steers(*at) || FORBIDDEN.contains(at)) {
        return Err(Cause::Character(character));
    }
    if part.ends_with(['.', ' ']) {
        return Err(Cause::EndsBadly);
    }
    if is_device(part) { Err(Cause::DeviceName) } else { Ok(()) }
}

/// The names that were met, so that no two mean the same file on any computer.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// In small letters: how it was written, and whether it is a folder.
    met: BTreeMap<String, (String, bool)>,
}

impl Names {
    /// Takes a file, with the folders it lies in.
    pub(crate) fn file(&mut self, path: &str) -> Result<(), Refusal> {
        self.folders_above(path)?;
        match self.met.insert(path.to_lowercase(), (path.to_owned(), false)) {
            None => Ok(()),
            Some((earlier, _)) if earlier != path => Err(Refusal::at(path, Cause::CaseClash(earlier))),
            Some((_, true)) => Err(Refusal::at(path, Cause::FileAndFolder)),
            Some((_, false)) => Err(Refusal::at(path, Cause::Twice)),
        }
    }

    /// Takes a folder, with the folders it lies in. The same folder may come again.
    pub(crate) fn folder(&mut self, path: &str) -> Result<(), Refusal> {
        self.folders_above(path)?;
        match self.met.insert(path.to_lowercase(), (path.to_owned(), true)) {
            Some((earlier, _)) if earlier != path => Err(Refusal::at(path, Cause::CaseClash(earlier))),
            Some((_, false)) => Err(Refusal::at(path, Cause::FileAndFolder)),
            Some((_, true)) | None => Ok(()),
        }
    }

    fn folders_above(&mut self, path: &str) -> Result<(), Refusal> {
        let ends = path.match_indices('/').map(|(at, _)| at);
        for folder in ends.filter_map(|end| path.get(..end)) {
            match self.met.insert(folder.to_lowercase(), (folder.to_owned(), true)) {
                Some((earlier, _)) if earlier != folder => {
                    return Err(Refusal::at(path, Cause::CaseClash(earlier)));
                }
                Some((_, false)) => return Err(Refusal::at(path, Cause::FileAndFolder)),
                Some((_, true)) | None => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_are_taken() {
        for path in [
            "pack.toml",
            "cases/people.toml",
            "LICENSE-MIT",
            "a/b/c/d/e/f/g/h.md",
            "äöü.md",
            "..a",
            "a..b",
            "console.toml",
            "com10.toml",
            "lpt",
            ".hidden",
        ] {
            assert_eq!(check(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn paths_that_mean_something_else_somewhere_are_refused() {
        for (path, cause) in [
            ("/etc/passwd", Cause::Absolute),
            ("//host/share", Cause::Absolute),
            ("..", Cause::LeadsOutside),
            ("../x", Cause::LeadsOutside),
            ("a/../../x", Cause::LeadsOutside),
            ("", Cause::EmptyPart),
            ("a//b", Cause::EmptyPart),
            ("a/./b", Cause::EmptyPart),
            ("a/", Cause::EmptyPart),
            ("C:\\x", Cause::Character(':')),
            ("C:x", Cause::Character(':')),
            ("a\\b", Cause::Character('\\')),
            ("a\nb", Cause::Character('\n')),
            ("a\0b", Cause::Character('\0')),
            ("a\u{7f}b", Cause::Character('\u{7f}')),
            ("a\u{202e}b", Cause::Character('\u{202e}')),
            ("what?.toml", Cause::Character('?')),
            ("a./b", Cause::EndsBadly),
            ("a ", Cause::EndsBadly),
            ("...", Cause::EndsBadly),
            ("aux", Cause::DeviceName),
            ("Aux.toml", Cause::DeviceName),
            ("cases/nul.tar.gz", Cause::DeviceName),
            ("com1.toml", Cause::DeviceName),
            ("LPT9", Cause::DeviceName),
            ("com².md", Cause::DeviceName),
            ("aux .toml", Cause::DeviceName),
            ("a/b/c/d/e/f/g/h/i", Cause::TooLong),
        ] {
            assert_eq!(check(path), Err(cause), "{path:?}");
        }
        assert_eq!(check(&"x".repeat(MAX_LENGTH)), Ok(()));
        assert_eq!(check(&"x".repeat(MAX_LENGTH + 1)), Err(Cause::TooLong));
    }

    fn met(paths: &[&str]) -> Result<(), Refusal> {
        let mut names = Names::default();
        paths.iter().try_for_each(|path| match path.strip_suffix('/') {
            Some(folder) => names.folder(folder),
            None => names.file(path),
        })
    }

    #[test]
    fn no_two_names_mean_the_same_file() {
        assert_eq!(met(&["a", "b/", "b/c", "b/", "d/e/f", "d/e/"]), Ok(()));
        let clash = |earlier: &str| Cause::CaseClash(earlier.into());
        for (paths, cause) in [
            (&["a", "a"][..], Cause::Twice),
            (&["README.md", "readme.MD"], clash("README.md")),
            (&["É.md", "é.md"], clash("É.md")),
            (&["cases/a", "Cases/b"], clash("cases")),
            (&["a/", "A/"], clash("a")),
            (&["a/", "A"], clash("a")),
            (&["a", "a/b"], Cause::FileAndFolder),
            (&["a", "a/"], Cause::FileAndFolder),
            (&["a/b", "a"], Cause::FileAndFolder),
        ] {
            let refusal = met(paths).unwrap_err();
            assert_eq!(refusal.cause(), &cause, "{paths:?}");
            assert_eq!(refusal.entry(), paths.last().map(|path| path.trim_end_matches('/')), "{paths:?}");
        }
    }
}
