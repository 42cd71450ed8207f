//! The only place that reads environment variables, the clock, the terminal's size and the user's folders.

use crate::appearance::ColorWishes;
use etcetera::BaseStrategy as _;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use sinew_model::Date;
use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a person waits for native extensions in one assessment. A library needs a few hundredths of a second, and a second or two
/// where a slow disk has to be woken first. Whoever waits longer for a page with a question thinks that the program has stopped; and
/// without the facts the question is answered by hand.
const EXTENSION_WAIT: Duration = Duration::from_secs(3);

/// What the surroundings say. Everything else gets this value and asks nobody, so tests can say what they like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// What is said about colour.
    pub color: ColorWishes,
    /// Whether append-only lines are wanted: `SINEW_ACCESSIBLE`, `ACCESSIBLE` or a simple terminal.
    pub accessible: bool,
    /// Whether the locale cannot show more than ASCII.
    pub ascii: bool,
    /// The country of the locale, as an ISO 3166 code.
    pub country: Option<String>,
    /// Columns of the terminal, if there is one.
    pub columns: Option<usize>,
    /// Rows of the terminal, if there is one.
    pub rows: Option<usize>,
    /// `SINEW_REGION`.
    pub region: Option<String>,
    /// Whether the packs in the program are at hand. No variable says no: it is for tests, which need packs that stay the same.
    pub built_in_packs: bool,
    /// `SINEW_PACKS`, split.
    pub packs: Vec<PathBuf>,
    /// The file of this program, which starts itself once more for a native extension.
    pub program: Option<PathBuf>,
    /// The folder for the user's data, which need not be there yet.
    pub data: Option<PathBuf>,
    /// Today.
    pub today: Date,
    /// The present.
    pub now: Timestamp,
    /// The time zone of this computer.
    pub zone: TimeZone,
    /// How long a person waits for native extensions in one assessment, all of them taken together. No variable says another: it is
    /// for tests, on machines that are busy.
    pub extension_wait: Duration,
}

impl Environment {
    /// Reads the surroundings of this process.
    pub fn read() -> Self {
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let stdin_is_terminal = std::io::stdin().is_terminal();
        let stdout_is_terminal = std::io::stdout().is_terminal();
        let stderr_is_terminal = std::io::stderr().is_terminal();
        let size =
            if stdout_is_terminal || stderr_is_terminal { crossterm::terminal::size().ok() } else { None };
        // A terminal that does not know its size says 0.
        let known = |cells: u16| (cells > 0).then_some(usize::from(cells));
        let now = now();
        let locale = Locale::of(&["LC_ALL", "LC_CTYPE", "LANG"]);
        Self {
            stdin_is_terminal,
            stdout_is_terminal,
            stderr_is_terminal,
            color: ColorWishes {
                no_color: variable("NO_COLOR").is_some(),
                force: is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE"),
                dumb,
            },
            accessible: dumb || is_on("SINEW_ACCESSIBLE") || is_on("ACCESSIBLE"),
            ascii: !locale.is_utf8,
            country: Locale::of(&["LC_ALL", "LC_MESSAGES", "LANG"]).country,
            columns: size.and_then(|(columns, _)| known(columns)),
            rows: size.and_then(|(_, rows)| known(rows)),
            region: variable("SINEW_REGION"),
            built_in_packs: true,
            packs: variable("SINEW_PACKS").map_or_else(Vec::new, |list| split_paths(&list)),
            program: std::env::current_exe().ok(),
            data: variable("SINEW_DATA").map(PathBuf::from).or_else(data_folder),
            today: now.date(),
            now: now.timestamp(),
            zone: now.time_zone().clone(),
            extension_wait: EXTENSION_WAIT,
        }
    }

    /// Surroundings without a terminal, without wishes and without a folder for data, at the end of this day in UTC.
    pub fn bare(today: Date) -> Self {
        Self {
            stdin_is_terminal: false,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            color: ColorWishes::default(),
            accessible: false,
            ascii: false,
            country: None,
            columns: None,
            rows: None,
            region: None,
            built_in_packs: true,
            packs: Vec::new(),
            program: None,
            data: None,
            today,
            now: TimeZone::UTC.to_timestamp(today.at(23, 59, 59, 0)).unwrap_or(Timestamp::MAX),
            zone: TimeZone::UTC,
            extension_wait: EXTENSION_WAIT,
        }
    }
}

/// What a locale such as `en_GB.UTF-8` says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Locale {
    is_utf8: bool,
    country: Option<String>,
}

impl Locale {
    /// The locale in the first of these variables that is set.
    fn of(names: &[&str]) -> Self {
        Self::parse(names.iter().find_map(|name| variable(name)).as_deref())
    }

    fn parse(text: Option<&str>) -> Self {
        let Some(text) = text else {
            // Without a word about the locale, Windows and macOS still show everything; elsewhere this is the C locale.
            return Self { is_utf8: cfg!(any(windows, target_os = "macos")), country: None };
        };
        let lower = text.to_ascii_lowercase();
        let country = text
            .split(['.', '@'])
            .next()
            .and_then(|name| name.split_once('_'))
            .map(|(_, country)| country.to_ascii_uppercase())
            .filter(|country| country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()));
        Self { is_utf8: lower.contains("utf-8") || lower.contains("utf8"), country }
    }
}

/// A variable that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "this module is where the command line reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_on(name: &str) -> bool {
    variable(name).is_some_and(|value| !matches!(value.as_str(), "0" | "false" | "no" | "off"))
}

fn split_paths(list: &str) -> Vec<PathBuf> {
    std::env::split_paths(list).filter(|path| path != Path::new("")).collect()
}

fn data_folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|folders| folders.data_dir().join("sinew"))
}

#[expect(clippy::disallowed_methods, reason = "this module is where the command line asks for today")]
fn now() -> Zoned {
    Zoned::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_tells_country_and_characters() {
        let locale = Locale::parse(Some("en_GB.UTF-8"));
        assert_eq!(locale, Locale { is_utf8: true, country: Some("GB".into()) });
        assert_eq!(Locale::parse(Some("de_AT@euro")), Locale { is_utf8: false, country: Some("AT".into()) });
        assert_eq!(Locale::parse(Some("C.utf8")), Locale { is_utf8: true, country: None });
        assert_eq!(Locale::parse(Some("C")), Locale { is_utf8: false, country: None });
        assert_eq!(Locale::parse(Some("es_419.UTF-8")).country, None);
    }

    #[test]
    fn empty_entries_of_a_path_list_are_left_out() {
        let list = std::env::join_paths(["a", "", "b"]).unwrap();
        assert_eq!(split_paths(list.to_str().unwrap()), [PathBuf::from("a"), PathBuf::from("b")]);
    }
}
