//! Choosing one version of each library that a pack needs, out of those at hand.
//!
//! Needs are met in the order in which they come up: first those of the pack, then those of each library in the order in which
//! the libraries were chosen. Each need takes the highest version that its range allows and with which all needs, earlier and
//! later, can be met. So the choice depends on nothing but the packs themselves, and what the pack asks for directly goes
//! before what its libraries ask for.

use crate::load::Use;
use semver::Version;

/// How many choices are tried before giving up. Packs come from anywhere, and the number of combinations grows fast.
const MAX_CHOICES: usize = 10_000;

/// A pack at hand, as far as choosing goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Its id, or its folder's name if the id cannot be read.
    pub(crate) id: String,
    /// The name of its folder, by which it can be found too.
    pub(crate) folder: String,
    /// Its version; none if it cannot be read. Such a pack fits every need, after all others, so that its errors are found.
    pub(crate) version: Option<Version>,
    /// The libraries it uses.
    pub(crate) uses: Vec<Use>,
}

impl Candidate {
    /// Whether the pack can be meant by this id.
    pub(crate) fn answers_to(&self, id: &str) -> bool {
        self.id == id || self.folder == id
    }

    fn fits(&self, used: &Use) -> bool {
        match (&self.version, &used.range) {
            (Some(version), Some(range)) => range.matches(version),
            _ => true,
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolution {
    /// The positions of the libraries among the candidates, in the order in which they were chosen. If the needs cannot all
    /// be met, the ones that come nearest, so that what is wrong can be shown.
    pub(crate) libraries: Vec<usize>,
    /// Whether all needs are met.
    pub(crate) met: Met,
}

/// Whether all needs are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// They are.
    All,
    /// There is no choice that meets them all.
    Not,
    /// It was not found out within a reasonable number of tries.
    Unknown,
}

/// Chooses the libraries of the pack at this position.
pub(crate) fn resolve(candidates: &[Candidate], root: usize) -> Resolution {
    let mut search = Search::new(candidates, root);
    let met = search.run();
    let libraries = if met == Met::All { search.chosen } else { nearest(candidates, root) };
    Resolution { libraries, met }
}

/// The libraries that are chosen if no later need ever undoes an earlier choice.
fn nearest(candidates: &[Candidate], root: usize) -> Vec<usize> {
    let mut search = Search::new(candidates, root);
    let mut at = 0;
    while let Some(used) = search.open.get(at).copied() {
        at += 1;
        if search.choice_for(used).is_none() {
            let fitting = search.options(used, true).first().copied();
            if let Some(position) = fitting.or_else(|| search.options(used, false).first().copied()) {
                search.choose(position);
            }
        }
    }
    search.chosen
}

struct Search<'a> {
    candidates: &'a [Candidate],
    root: usize,
    /// The needs in the order in which they came up.
    open: Vec<&'a Use>,
    chosen: Vec<usize>,
}

/// A point to which the search can come back.
struct Branch {
    /// The need that was met, counted from the start.
    need: usize,
    /// How many needs there were before.
    open: usize,
    /// How many libraries had been chosen before.
    chosen: usize,
    /// What has not been tried yet, the best last.
    untried: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(candidates: &'a [Candidate], root: usize) -> Self {
        let open = candidates.get(root).map_or_else(Vec::new, |pack| pack.uses.iter().collect());
        Self { candidates, root, open, chosen: Vec::new() }
    }

    fn run(&mut self) -> Met {
        let mut branches: Vec<Branch> = Vec::new();
        let (mut need, mut choices) = (0, 0);
        loop {
            let Some(used) = self.open.get(need).copied() else { return Met::All };
            let is_met = if let Some(candidate) = self.choice_for(used) {
                candidate.fits(used)
            } else {
                let mut untried = self.options(used, true);
                untried.reverse();
                // Below, going back to the newest branch takes its first option.
                branches.push(Branch { need, open: self.open.len(), chosen: self.chosen.len(), untried });
                false
            };
            if is_met {
                need += 1;
                continue;
            }
            loop {
                let Some(branch) = branches.last_mut() else { return Met::Not };
                self.open.truncate(branch.open);
                self.chosen.truncate(branch.chosen);
                if let Some(option) = branch.untried.pop() {
                    need = branch.need + 1;
                    self.choose(option);
                    break;
                }
                branches.pop();
            }
            choices += 1;
            if choices > MAX_CHOICES {
                return Met::Unknown;
            }
        }
    }

    /// What was chosen for the id of this need. The pack itself counts too: that is a circle, which loading reports.
    fn choice_for(&self, used: &Use) -> Option<&'a Candidate> {
        let chosen = self.chosen.iter().chain([&self.root]);
        chosen.filter_map(|at| self.candidates.get(*at)).find(|candidate| candidate.answers_to(&used.id))
    }

    /// The candidates for a need, the highest version first, each version once.
    fn options(&self, used: &Use, fitting: bool) -> Vec<usize> {
        let mut options: Vec<(usize, &Candidate)> = self
            .candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.answers_to(&used.id) && (!fitting || candidate.fits(used)))
            .collect();
        // Sorting is stable, so of equal versions the first at hand stays first. No version sorts below every version.
        options.sort_by(|(_, one), (_, other)| other.version.cmp(&one.version));
        options.dedup_by(|(_, later), (_, earlier)| later.version == earlier.version);
        options.into_iter().map(|(at, _)| at).collect()
    }

    fn choose(&mut self, position: usize) {
        self.chosen.push(position);
        if let Some(candidate) = self.candidates.get(position) {
            self.open.extend(&candidate.uses);
        }
    }
}

#[cfg(test)]
mod tests;
