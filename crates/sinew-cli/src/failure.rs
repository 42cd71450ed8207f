//! What went wrong, as people and programs read it, and the exit codes.

use crate::appearance::{Role, Style};

/// Exit codes. They are part of the interface: `sinew help exit-codes` lists them.
pub(crate) mod exit_code {
    /// Done.
    pub(crate) const DONE: u8 = 0;
    /// Could not do it: something given does not fit.
    pub(crate) const INPUT: u8 = 1;
    /// A check found something.
    pub(crate) const FOUND: u8 = 1;
    /// Wrong usage, or a fault in the program.
    pub(crate) const USAGE: u8 = 2;
    /// With `--exit-code`: somebody looks at it, routine or soon.
    pub(crate) const SEE_SOMEONE: u8 = 10;
    /// With `--exit-code`: help is needed today.
    pub(crate) const SAME_DAY: u8 = 20;
    /// With `--exit-code`: an emergency.
    pub(crate) const EMERGENCY: u8 = 30;
    /// Interrupted.
    pub(crate) const INTERRUPTED: u8 = 130;
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// A stable name for programs.
    pub(crate) code: &'static str,
    /// What happened, in one sentence without a full stop.
    pub(crate) message: String,
    /// Further lines about it; each stands on lines of its own.
    pub(crate) details: Vec<String>,
    /// Text that is laid out already, such as diagnostics of a pack.
    pub(crate) listing: String,
    /// What to do next; the last one is read first.
    pub(crate) help: Vec<String>,
    /// The exit code.
    pub(crate) exit: u8,
}

impl Failure {
    /// Something given does not fit.
    pub(crate) fn input(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            details: Vec::new(),
            listing: String::new(),
            help: Vec::new(),
            exit: exit_code::INPUT,
        }
    }

    /// Wrong usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: exit_code::USAGE, ..Self::input("usage", message) }
    }

    /// The person stopped. Nothing is said but what was kept.
    pub(crate) fn stopped(message: impl Into<String>) -> Self {
        Self { exit: exit_code::INTERRUPTED, ..Self::input("interrupted", message) }
    }

    /// A pack file that is watched has changed. Whoever watches it begins again; nobody is told.
    pub(crate) fn changed() -> Self {
        Self::input(CHANGED, "a pack file has changed")
    }

    /// Whether a pack file that is watched has changed.
    pub(crate) fn is_changed(&self) -> bool {
        self.code == CHANGED
    }

    /// The reader of the output went away. This is no fault, and nobody is left to tell.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.code == CLOSED_PIPE
    }

    /// Adds a line about it.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// Adds text that is laid out already.
    pub(crate) fn listing(mut self, listing: String) -> Self {
        self.listing = listing;
        self
    }

    /// Adds what to do next.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The failure as text for people.
    pub(crate) fn text(&self, style: &Style) -> String {
        let mut lines = Vec::new();
        if self.exit == exit_code::INTERRUPTED {
            lines.extend(style.wrap("", "", &self.message));
        } else {
            for (position, line) in style.wrap("error: ", "  ", &self.message).into_iter().enumerate() {
                let head = line.strip_prefix("error:").filter(|_| position == 0);
                lines.push(match head {
                    Some(rest) => format!("{}{rest}", style.paint(Role::Problem, "error:")),
                    None => line,
                });
            }
        }
        for detail in &self.details {
            lines.extend(style.wrap("  ", "    ", detail));
        }
        lines.extend(self.listing.lines().map(|line| style.characters(line)));
        for help in &self.help {
            for line in style.wrap("help: ", "      ", help) {
                lines.push(match line.strip_prefix("help:") {
                    Some(rest) => format!("{}{rest}", style.paint(Role::Hint, "help:")),
                    None => line,
                });
            }
        }
        let mut text = lines.join("\n");
        text.push('\n');
        text
    }

    /// The failure as JSON for programs.
    pub(crate) fn json(&self) -> String {
        let further: Vec<&str> = self
            .details
            .iter()
            .map(String::as_str)
            .chain(self.listing.lines())
            .filter(|line| !line.is_empty())
            .collect();
        let message = if further.is_empty() {
            self.message.clone()
        } else {
            format!("{}\n{}", self.message, further.join("\n"))
        };
        let value = serde_json::json!({
            "error": { "code": self.code, "message": message, "help": self.help.join("\n") }
        });
        format!("{value}\n")
    }
}

const CLOSED_PIPE: &str = "closed-pipe";
const CHANGED: &str = "changed";

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self {
                exit: exit_code::DONE,
                ..Self::input(CLOSED_PIPE, "the reader of the output went away")
            };
        }
        let failure = Self::input("input-output", format!("reading or writing did not work: {error}"));
        match error.kind() {
            std::io::ErrorKind::StorageFull => {
                failure.help("make room on that disk, or write somewhere else, then run it again")
            }
            _ => failure,
        }
    }
}
