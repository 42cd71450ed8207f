//! Keeping answers between runs, and the page for the people who come to help.

use crate::failure::Failure;
use sinew_app::{
    answers::{AnswersFile, PackAnswers},
    disk::make_folder,
    saved,
};
use std::{
    fs::OpenOptions,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Keeps the answers of an interview in the user's folder, as far as there is one.
#[derive(Debug)]
pub(crate) struct Keeper {
    folder: Option<PathBuf>,
    keeps: bool,
    told: bool,
    /// The answers of somebody who tries a pack. They are nobody's, so they are kept in no folder.
    tried: Option<AnswersFile>,
}

impl Keeper {
    /// A keeper for this folder; none keeps nothing.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, keeps: false, told: false, tried: None }
    }

    /// A keeper for the answers of somebody who tries a pack, which are forgotten with it.
    pub(crate) fn trying() -> Self {
        Self { tried: Some(AnswersFile::default()), ..Self::new(None) }
    }

    /// The answers of somebody who tries a pack.
    pub(crate) fn tried(&self) -> PackAnswers {
        self.tried.as_ref().map(|file| file.current.clone()).unwrap_or_default()
    }

    /// A keeper for a folder in which answers are saved already.
    pub(crate) fn keeping(folder: Option<PathBuf>) -> Self {
        Self { keeps: folder.is_some(), ..Self::new(folder) }
    }

    /// Keeps the answers. The first time this does not work, gives the reason in words.
    pub(crate) fn keep(&mut self, file: &AnswersFile) -> Option<String> {
        if let Some(tried) = &mut self.tried {
            *tried = file.clone();
            return None;
        }
        let problem = match &self.folder {
            None => "there is no folder for your data".to_owned(),
            Some(folder) => match saved::save(folder, file) {
                Ok(_) => {
                    self.keeps = true;
                    return None;
                }
                Err(problem) => format!("{problem}; {}", problem.remedy()),
            },
        };
        self.keeps = false;
        let first = !std::mem::replace(&mut self.told, true);
        first.then(|| format!("Your answers are not saved: {problem}. You can still go on."))
    }

    /// Whether the answers so far are saved.
    pub(crate) fn keeps(&self) -> bool {
        self.keeps
    }

    /// What was kept, in one line.
    pub(crate) fn kept_words(&self) -> &'static str {
        if self.tried.is_some() {
            "Stopped. Answers of a trial are not saved."
        } else if self.keeps {
            "Answers so far are saved. Continue with: sinew assess --resume"
        } else {
            "Nothing was saved. Start again with: sinew assess"
        }
    }

    /// Deletes the answers.
    pub(crate) fn forget(&mut self) -> Result<(), Failure> {
        self.keeps = false;
        if let Some(folder) = &self.folder {
            saved::remove(folder).map_err(|problem| {
                Failure::input("not-deleted", problem.to_string())
                    .help(format!("delete the file yourself: {}", problem.path().display()))
            })?;
        }
        Ok(())
    }

    /// Writes a page beside the answers, where only the person can read it. An earlier page is not replaced.
    pub(crate) fn write_page(&self, text: &str) -> io::Result<PathBuf> {
        let folder = self.folder.as_deref().unwrap_or(Path::new("."));
        make_folder(folder)?;
        let mut number = 1;
        loop {
            let path = folder.join(format!("page-{number}.txt"));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Ok(mut file) => {
                    file.write_all(text.as_bytes())?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST_PAGES => {
                    number += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// How many pages may lie in the folder before writing another one fails.
const MOST_PAGES: u32 = 1_000;

/// Whether a file is a page that was saved by [`Keeper::write_page`].
pub(crate) fn is_page(name: &str) -> bool {
    name.strip_prefix("page-")
        .and_then(|rest| rest.strip_suffix(".txt"))
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
