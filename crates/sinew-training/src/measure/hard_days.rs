//! Hard days in a row.
//!
//! Source: section 3.1, recommended load flags: "consecutive hard days" (expert judgement). The evidence base does not say when a
//! day is hard; a judgement of this program: a day is hard if a run of it carries one of the other flags, that is
//! a spike, a hill block or a speed block. Unit: days. Days that cannot be decided do not count as hard, so that there are at
//! least as many as are named.

use super::{BlockKind, Lack, Log, SpikeBand, blocks, days_between, spike};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Hard days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HardDays {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
    /// How many there are, two or more.
    pub days: u32,
    /// Whether there may be more: some run could not be decided.
    pub at_least: bool,
}

/// The longest row of hard days among the last 30, the last of several; nothing if no two follow each other.
pub(super) fn hard_days(log: &Log<'_>) -> Result<Option<HardDays>, Lack> {
    log.covers(log.window(), log.span.last)?;
    let mut days: BTreeMap<Date, bool> = BTreeMap::new();
    let mut open = None;
    for (at, run) in log.recent() {
        let (is_hard, lack) = is_hard(log, at);
        *days.entry(run.day()).or_default() |= is_hard;
        if !is_hard && let Some(lack) = lack {
            open.get_or_insert(lack);
        }
    }
    let mut best: Option<HardDays> = None;
    let mut row: Option<(Date, Date)> = None;
    for (day, _) in days.into_iter().filter(|(_, hard)| *hard) {
        let first = match row {
            Some((first, last)) if days_between(day, last) == 1 => first,
            _ => day,
        };
        row = Some((first, day));
        let days = days_between(day, first) + 1;
        if days >= 2 && best.is_none_or(|best| days >= best.days) {
            best = Some(HardDays { first, last: day, days, at_least: open.is_some() });
        }
    }
    match (best, open) {
        (Some(best), _) => Ok(Some(best)),
        (None, Some(lack)) => Err(lack),
        (None, None) => Ok(None),
    }
}

/// Whether a run makes its day hard, and what is missing to say that it does not.
fn is_hard(log: &Log<'_>, at: usize) -> (bool, Option<Lack>) {
    let (is_spike, mut open) = match spike::base(log, at) {
        spike::Base::Longest { band, .. } => (band > SpikeBand::Reference, None),
        spike::Base::NoRecentBase => (true, None),
        spike::Base::NotEnough(lack) => (false, Some(lack)),
    };
    let mut hard = is_spike;
    for kind in [BlockKind::Hills, BlockKind::Speed] {
        match blocks::block(log, at, at, kind) {
            Ok(amount) => hard |= amount.is_some(),
            Err(lack) => {
                open.get_or_insert(lack);
            }
        }
    }
    (hard, open)
}
