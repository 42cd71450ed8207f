//! What keeps the child from doing harm, as it says before it opens a library.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How far the system enforces something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enforced {
    /// All that was asked for.
    Full,
    /// A part of it, because the kernel is older.
    Partial,
    /// Nothing: the kernel or the system does not offer it.
    #[default]
    Not,
}

/// What keeps the child from doing harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sandbox {
    /// Landlock: no files but the library itself and those that loading it needs, to read; no programs; no TCP; no signals to others.
    pub landlock: Enforced,
    /// A filter of system calls: no sockets of any kind, no new processes and programs, no higher limits.
    pub system_calls: bool,
    /// It cannot get more rights by starting a program that has them.
    pub no_new_privileges: bool,
    /// Limits on memory, processor time, files and dumps.
    pub limits: bool,
}

impl Sandbox {
    /// Whether everything that is known here is enforced.
    pub fn is_whole(&self) -> bool {
        let Self { landlock, system_calls, no_new_privileges, limits } = *self;
        landlock == Enforced::Full && system_calls && no_new_privileges && limits
    }
}

/// In one sentence without a full stop.
impl fmt::Display for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { landlock, system_calls, no_new_privileges: _, limits } = self;
        if self.is_whole() {
            return formatter.write_str(
                "this system keeps it from your files, from the network and from starting programs, and limits its memory and time",
            );
        }
        let mut open = Vec::new();
        match (landlock, system_calls) {
            (Enforced::Full, true) => {}
            (Enforced::Full, false) => {
                open.push("from the network beyond TCP, and from starting itself again");
            }
            (Enforced::Partial, true) => {
                open.push("from some uses of your files, because the kernel is older");
            }
            (Enforced::Partial, false) => {
                open.push("from some uses of your files and of the network, because the kernel is older");
            }
            (Enforced::Not, true) => open.push("from your files"),
            (Enforced::Not, false) => {
                open.push("from your files, from the network and from starting programs");
            }
        }
        if !limits {
            open.push("from using much memory and processor time");
        }
        if !self.no_new_privileges {
            open.push("from programs with more rights");
        }
        write!(
            formatter,
            "this system does not keep it {}; it runs in a process of its own that is ended after a time",
            open.join(", or ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_enforced_is_said_plainly() {
        let whole =
            Sandbox { landlock: Enforced::Full, system_calls: true, no_new_privileges: true, limits: true };
        assert!(whole.is_whole() && whole.to_string().starts_with("this system keeps it from your files"));
        for (sandbox, told) in [
            (
                Sandbox::default(),
                "does not keep it from your files, from the network and from starting programs, or from using much memory",
            ),
            (Sandbox { landlock: Enforced::Partial, ..whole }, "because the kernel is older"),
            (Sandbox { landlock: Enforced::Not, ..whole }, "does not keep it from your files;"),
            (Sandbox { system_calls: false, ..whole }, "from the network beyond TCP"),
            (Sandbox { limits: false, ..whole }, "from using much memory"),
            (Sandbox { no_new_privileges: false, ..whole }, "more rights"),
        ] {
            assert!(!sandbox.is_whole());
            assert!(sandbox.to_string().contains(told), "{sandbox}");
        }
    }
}
