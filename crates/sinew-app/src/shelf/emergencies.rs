//! What everybody has to find at once, whatever hurts: emergency numbers and warning signs.

use serde::{Deserialize, Serialize};
use sinew_model::{Pack, Region, Urgency};

/// The emergency numbers and warning signs of several packs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Emergencies {
    /// The regions of all packs, each id once, in the order of the packs. Their sources are those of the pack they came from.
    pub regions: Vec<Region>,
    /// The warning signs of all packs, each once, in the order of the packs.
    pub signs: Vec<WarningSign>,
}

/// A warning sign, as the safety net of a result says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningSign {
    /// How soon to get help.
    pub urgency: Urgency,
    /// What to look for; completes "get help if …".
    pub sign: String,
}

impl Emergencies {
    /// What these packs say.
    pub fn of(packs: &[Pack]) -> Self {
        let mut all = Self::default();
        for region in packs.iter().flat_map(Pack::regions) {
            if !all.regions.iter().any(|known| known.id == region.id) {
                all.regions.push(region.clone());
            }
        }
        for flag in packs.iter().flat_map(Pack::red_flags) {
            let sign = WarningSign { urgency: flag.urgency, sign: flag.sign.clone() };
            if !all.signs.contains(&sign) {
                all.signs.push(sign);
            }
        }
        all
    }

    /// The signs that call for help so soon, in the order of the packs.
    pub fn at(&self, urgency: Urgency) -> impl Iterator<Item = &str> {
        self.signs.iter().filter(move |sign| sign.urgency == urgency).map(|sign| sign.sign.as_str())
    }
}
