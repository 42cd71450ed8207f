//! The file of what was counted before.

use super::{ACCEPT, Compiler, Count, Counted, Kind, PATH};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt::Write as _};

/// What was counted before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Baseline {
    /// With what the counts of the kinds that hang on it were made.
    pub(super) compiler: Compiler,
    pub(super) kinds: BTreeMap<Kind, BTreeMap<String, u64>>,
}

/// The file as it is read.
#[derive(Debug, Deserialize)]
struct File {
    rustc: String,
    target: String,
    #[serde(flatten)]
    kinds: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Baseline {
    pub(super) fn read(text: &str) -> Result<Self> {
        let problem =
            || format!("{PATH} is not what `{ACCEPT}` writes; restore it, or write it anew with that");
        let File { rustc, target, kinds: named } = toml::from_str(text).with_context(problem)?;
        let mut kinds = BTreeMap::new();
        for (name, counts) in named {
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) else {
                bail!("{}: there is no kind of counts `{name}`", problem())
            };
            kinds.insert(kind, counts);
        }
        Ok(Self { compiler: Compiler { rustc, target }, kinds })
    }

    /// What was counted, and of what could not be counted what was known before. Beside it, in words, what that loses: counts that another
    /// compiler made cannot stand beside those of this one.
    pub(super) fn accepting(before: Option<&Self>, counted: &Counted) -> (Self, Vec<String>) {
        let mut lost = Vec::new();
        let mut kinds = BTreeMap::new();
        for (kind, taken) in &counted.kinds {
            let known = before.and_then(|before| before.kinds.get(kind));
            let is_alike = before.is_some_and(|before| before.compiler == counted.compiler);
            let may_stay = is_alike || !kind.is_of_a_compiler();
            let mut kept = BTreeMap::new();
            let mut keep = |name: &String, count: u64| {
                if may_stay {
                    kept.insert(name.clone(), count);
                } else {
                    lost.push(format!(
                        "{} `{name}`: dropped, as it was of another compiler and could not be counted anew",
                        kind.name()
                    ));
                }
            };
            match taken {
                Err(_) => known.into_iter().flatten().for_each(|(name, count)| keep(name, *count)),
                Ok(taken) => {
                    for (name, count) in taken {
                        match (count, known.and_then(|known| known.get(name))) {
                            (Count::LeftOut(_), Some(count)) => keep(name, *count),
                            (Count::LeftOut(_), None) | (Count::Taken(_), _) => {}
                        }
                    }
                    kept.extend(taken.iter().filter_map(|(name, count)| match count {
                        Count::Taken(count) => Some((name.clone(), *count)),
                        Count::LeftOut(_) => None,
                    }));
                }
            }
            if !kept.is_empty() {
                kinds.insert(*kind, kept);
            }
        }
        (Self { compiler: counted.compiler.clone(), kinds }, lost)
    }

    /// The text of the file.
    pub(super) fn written(&self) -> String {
        let Compiler { rustc, target } = &self.compiler;
        let mut text = format!(
            "# Counts that do not depend on how fast a machine is. `cargo xtask bench guard` compares with them.\n\
             # Made by `{ACCEPT}`; instructions and the program are those of this compiler.\n\
             rustc = \"{rustc}\"\ntarget = \"{target}\"\n"
        );
        for (kind, counts) in &self.kinds {
            let _ = writeln!(text, "\n[{}]", kind.name());
            for (name, count) in counts {
                let _ = writeln!(text, "\"{name}\" = {}", with_marks(*count, '_'));
            }
        }
        text
    }
}

/// A number with a mark between thousands.
pub(super) fn with_marks(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiler(rustc: &str) -> Compiler {
        Compiler { rustc: rustc.to_owned(), target: "x".to_owned() }
    }

    fn counts(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    fn before() -> Baseline {
        let kinds = [
            (Kind::Instructions, counts(&[("a: decide", 1_234_567), ("gone", 5)])),
            (Kind::Allocations, counts(&[("a: decide", 0)])),
        ];
        Baseline { compiler: compiler("1"), kinds: kinds.into() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = before().written();
        assert!(text.contains("\n[instructions]\n\"a: decide\" = 1_234_567\n"), "{text}");
        assert_eq!(Baseline::read(&text).unwrap(), before());
    }

    #[test]
    fn a_file_with_anything_else_is_refused_with_what_to_do() {
        let text = before().written();
        for broken in [
            text.replace("[instructions]", "[speeds]"),
            text.replace("1_234_567", "-1"),
            text.replace("rustc", "compiler"),
            "no table".to_owned(),
        ] {
            let problem = format!("{:#}", Baseline::read(&broken).unwrap_err());
            assert!(problem.contains(PATH) && problem.contains(ACCEPT), "{problem}");
        }
    }

    #[test]
    fn what_could_not_be_counted_stays_unless_it_was_of_another_compiler() {
        let counted = |rustc| Counted {
            compiler: compiler(rustc),
            kinds: [
                (Kind::Instructions, Err("no valgrind".to_owned())),
                (Kind::Allocations, Ok([("a: decide".to_owned(), Count::Taken(3))].into())),
            ]
            .into(),
        };
        let (after, lost) = Baseline::accepting(Some(&before()), &counted("1"));
        assert_eq!(after.kinds[&Kind::Instructions], before().kinds[&Kind::Instructions]);
        assert_eq!(after.kinds[&Kind::Allocations], counts(&[("a: decide", 3)]));
        assert_eq!(lost, [""; 0]);

        let (after, lost) = Baseline::accepting(Some(&before()), &counted("2"));
        assert_eq!(after.kinds.get(&Kind::Instructions), None);
        assert_eq!(after.compiler, compiler("2"));
        assert_eq!(lost.len(), 2, "{lost:?}");
        assert!(lost[0].contains("instructions `a: decide`: dropped"), "{lost:?}");
    }

    #[test]
    fn what_nothing_counts_any_more_goes() {
        let taken = [("a: decide".to_owned(), Count::Taken(7))];
        let kinds = [(Kind::Instructions, Ok(taken.into()))];
        let counted = Counted { compiler: compiler("1"), kinds: kinds.into() };
        let (after, _) = Baseline::accepting(Some(&before()), &counted);
        assert_eq!(after.kinds[&Kind::Instructions], counts(&[("a: decide", 7)]));
    }
}
