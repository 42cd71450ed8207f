//! Changes of pack files, as the system reports them.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// Programs save a file in several steps, and tools write several files: what follows this soon belongs to the same change.
const SETTLING: Duration = Duration::from_millis(100);

/// The changes below some folders since they were last asked for.
#[derive(Debug)]
pub(super) struct Changes {
    // Ends the reports when it is dropped.
    _watcher: RecommendedWatcher,
    reports: Receiver<()>,
}

impl Changes {
    /// Watches these folders and all below.
    pub(super) fn below(folders: &[PathBuf]) -> Result<Self, String> {
        let (sender, reports) = channel();
        let report = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| matters(&event)) {
                // If nobody listens any more, there is nobody to tell.
                let _ = sender.send(());
            }
        };
        let cause = |error: notify::Error| error.to_string();
        let mut watcher = notify::recommended_watcher(report).map_err(cause)?;
        for folder in folders {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(cause)?;
        }
        Ok(Self { _watcher: watcher, reports })
    }

    /// Whether something has changed. Waits until a change that has begun has settled.
    pub(super) fn are_there(&self) -> bool {
        self.reports.try_recv().is_ok() && self.settled()
    }

    /// Waits for a change. False if none can be reported any more.
    pub(super) fn wait(&self) -> bool {
        self.reports.recv().is_ok() && self.settled()
    }

    fn settled(&self) -> bool {
        while self.reports.recv_timeout(SETTLING).is_ok() {}
        true
    }
}

/// Whether an event is a change of a pack file. Reading is none, and what tools keep in hidden folders is no part of a pack.
fn matters(event: &Event) -> bool {
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    is_change && event.paths.iter().any(|path| is_pack_file(path))
}

fn is_pack_file(path: &Path) -> bool {
    let is_hidden =
        |part: Option<&std::ffi::OsStr>| part.is_some_and(|part| part.as_encoded_bytes().starts_with(b"."));
    path.extension().is_some_and(|extension| extension == "toml")
        && !is_hidden(path.file_name())
        && !is_hidden(path.parent().and_then(Path::file_name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn waits_for(changes: &Changes) -> bool {
        changes.reports.recv_timeout(Duration::from_secs(30)).is_ok() && changes.settled()
    }

    #[test]
    fn saving_a_pack_file_is_one_change_and_reading_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("pack/cases")).unwrap();
        fs::create_dir_all(folder.path().join("pack/.sinew")).unwrap();
        let file = folder.path().join("pack/cases/a.toml");
        fs::write(&file, "one").unwrap();
        let changes = Changes::below(&[folder.path().to_owned()]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "one");
        fs::write(folder.path().join("pack/.sinew/a.toml"), "made by a tool").unwrap();
        fs::write(folder.path().join("pack/.a.toml.swp"), "made by an editor").unwrap();
        assert!(!changes.are_there());
        // As most editors save: a new file in the place of the old one.
        fs::write(folder.path().join("pack/cases/a.toml~"), "two").unwrap();
        fs::rename(folder.path().join("pack/cases/a.toml~"), &file).unwrap();
        assert!(waits_for(&changes));
        assert!(!changes.are_there(), "it was told once");
        fs::remove_file(&file).unwrap();
        assert!(waits_for(&changes), "a file that is gone is a change");
    }

    #[test]
    fn a_folder_that_is_not_there_cannot_be_watched() {
        let folder = tempfile::tempdir().unwrap();
        let problem = Changes::below(&[folder.path().join("nowhere")]).unwrap_err();
        assert!(!problem.is_empty());
    }
}
