//! The connection to the parent, out of the way of what a library does with its standard streams.

#[cfg(unix)]
use std::fs::File;
use std::io;

/// Takes standard input and output for messages. What is printed from now on goes to standard error, there is nothing to be read, and
/// whatever else the process was started with is closed.
#[cfg(unix)]
pub(crate) fn take() -> io::Result<(File, File)> {
    close_others();
    // These are closed by themselves if another program is started in this process.
    let from = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
    let to = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
    let nothing = File::open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok((File::from(from), File::from(to)))
}

/// Closes all but the standard streams.
#[cfg(unix)]
fn close_others() {
    const FOLDER: &str = "/dev/fd";
    let names = std::fs::read_dir(FOLDER).into_iter().flatten().flatten().map(|entry| entry.file_name());
    // All names are read before anything is closed, so that the folder is read to its end.
    let listed: Vec<i32> =
        names.filter_map(|name| name.to_str()?.parse().ok()).filter(|number| *number > 2).collect();
    // The folder itself was open while it was read.
    let is_open = |number: &i32| std::fs::symlink_metadata(format!("{FOLDER}/{number}")).is_ok();
    for open in listed.into_iter().filter(is_open) {
        // SAFETY: it is open, and nothing in this process uses a descriptor beyond the standard streams yet: it has just started, and
        // has one thread.
        unsafe { rustix::io::close(open) };
    }
}

/// Takes standard input and output for messages. A library that prints breaks its own messages here, and is refused for it.
#[cfg(not(unix))]
pub(crate) fn take() -> io::Result<(io::Stdin, io::Stdout)> {
    Ok((io::stdin(), io::stdout()))
}
