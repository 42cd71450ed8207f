//! Writing back files that were read, changed in memory and found to be good.

use sinew_app::saved::{self, SaveProblem};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file of a pack with its new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    path: PathBuf,
    before: Vec<u8>,
    text: String,
}

/// Why a file was not rewritten. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RewriteProblem {
    /// It cannot be read any more.
    #[error("{} could not be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody else changed it in the meantime.
    #[error("{} was changed by somebody else meanwhile", .path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveProblem),
}

impl RewriteProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "check that it is there and that you may read it, then run this again",
            Self::ChangedMeanwhile { .. } => "run this again; your changes are still there",
            Self::Save(problem) => problem.remedy(),
        }
    }
}

impl Rewrite {
    /// A new text for a file, of which these were the bytes.
    pub(crate) fn new(path: PathBuf, before: Vec<u8>, text: String) -> Self {
        Self { path, before, text }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its new text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first line that is new, counted from 1.
    pub fn first_changed_line(&self) -> usize {
        let before = String::from_utf8_lossy(&self.before);
        let (mut before, mut after) = (before.split_inclusive('\n'), self.text.split_inclusive('\n'));
        let same =
            std::iter::from_fn(|| Some((before.next()?, after.next()?))).take_while(|(old, new)| old == new);
        same.count() + 1
    }

    /// Writes the new text, as a whole or not at all, and only if the file still holds what was read.
    pub fn write(&self) -> Result<(), RewriteProblem> {
        let Self { path, before, text } = self;
        let now =
            fs::read(path).map_err(|source| RewriteProblem::Unreadable { path: path.clone(), source })?;
        if now != *before {
            return Err(RewriteProblem::ChangedMeanwhile { path: path.clone() });
        }
        Ok(saved::rewrite_file(path, text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_else_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack.toml");
        fs::write(&path, "a = 1\n").unwrap();
        let rewrite = Rewrite::new(path.clone(), b"a = 1\n".to_vec(), "a = 2\n".to_owned());
        rewrite.write().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a = 2\n");

        fs::write(&path, "a = 3\n").unwrap();
        let problem = rewrite.write().unwrap_err();
        assert!(
            problem.to_string().ends_with("pack.toml was changed by somebody else meanwhile"),
            "{problem}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "a = 3\n");

        fs::remove_file(&path).unwrap();
        assert!(matches!(rewrite.write(), Err(RewriteProblem::Unreadable { .. })));
        assert!(!path.exists(), "it does not come back");
    }

    #[test]
    fn the_first_changed_line_is_found() {
        let line = |before: &str, after: &str| {
            Rewrite::new(PathBuf::new(), before.as_bytes().to_vec(), after.to_owned()).first_changed_line()
        };
        assert_eq!(line("a\nb\nc\n", "a\nB\nc\n"), 2);
        assert_eq!(line("a\nb\n", "a\nb\nc\n"), 3);
        assert_eq!(line("a\r\nb\n", "a\nb\n"), 1);
        assert_eq!(line("a\nb", "a\nb\n"), 2);
    }
}
