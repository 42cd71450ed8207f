//! The connection to the parent, out of the way of what a library does with its standard streams.

use std::io;
#[cfg(unix)]
use std::{fs::File, sync::Arc, thread};

/// Takes standard input and output for messages. What is printed from now on goes to standard error, there is nothing to be read, and
/// whatever else the process was started with is closed.
#[cfg(unix)]
pub(crate) fn take() -> io::Result<(Arc<File>, File)> {
    close_others()?;
    // These are closed by themselves if another program is started in this process.
    let from = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
    let to = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
    let nothing = File::open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok((Arc::new(File::from(from)), File::from(to)))
}

/// Ends this process once the parent has ended, whatever the library is doing then: a parent that was killed ends nobody.
///
/// What a process gives up does not hold for threads that it has already, so this comes after that. A library that puts another file in
/// the place of the connection can keep this from seeing the end; the limit of processor time ends it, if not before it sleeps.
#[cfg(unix)]
pub(crate) fn end_with_parent(from: &Arc<File>) -> io::Result<()> {
    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
        process::{Signal, getpid, kill_process},
    };
    let from = Arc::clone(from);
    let watch = move || loop {
        // Nothing is asked for, so that it only wakes up when the other side is gone.
        let mut watched = [PollFd::new(&*from, PollFlags::empty())];
        let outcome = poll(&mut watched, None);
        // Woken up, the parent is gone, or the library has closed what is not its own: then nobody could see the end any more.
        if !matches!(outcome, Err(Errno::INTR)) {
            // Not by an exit, which would run code of the library.
            let _: Result<_, _> = kill_process(getpid(), Signal::KILL);
        }
    };
    thread::Builder::new().name("parent".to_owned()).spawn(watch).map(drop)
}

/// Where it is not known how to find out that the parent has ended, its limits of time end this process as long as it lives.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it may fail")]
pub(crate) fn end_with_parent(_: &io::Stdin) -> io::Result<()> {
    Ok(())
}

/// Closes all but the standard streams. Where it cannot be found out what is open, or something stays open, it fails: a library would
/// get what the person has open.
#[cfg(unix)]
fn close_others() -> io::Result<()> {
    const FOLDER: &str = "/dev/fd";
    // All names are read before anything is closed, so that the folder is read to its end.
    let mut listed: Vec<i32> = Vec::new();
    for entry in std::fs::read_dir(FOLDER)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.parse().ok());
        listed.push(number.ok_or_else(|| io::Error::other("what is open cannot be found out"))?);
    }
    // The folder itself was open while it was read.
    let is_open = |number: &i32| std::fs::symlink_metadata(format!("{FOLDER}/{number}")).is_ok();
    for open in listed.into_iter().filter(|number| *number > 2 && is_open(number)) {
        // SAFETY: it is open, and nothing in this process uses a descriptor beyond the standard streams yet: it has just started, and
        // has one thread.
        unsafe { rustix::io::close(open) };
        if is_open(&open) {
            return Err(io::Error::other("what was open cannot be closed"));
        }
    }
    Ok(())
}

/// Takes standard input and output for messages. A library that prints breaks its own messages here, and is refused for it.
#[cfg(not(unix))]
pub(crate) fn take() -> io::Result<(io::Stdin, io::Stdout)> {
    Ok((io::stdin(), io::stdout()))
}
