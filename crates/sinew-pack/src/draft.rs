//! A pack as it is written: decoded and placed, with its references still names.

use crate::ratio::Ratio;
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};
use sinew_diag::Span;
use sinew_logic::Formula;
use sinew_model::{
    ActionKind, Band, Basis, Date, Dose, Duration, EvidenceStrength, FactSource, NumberRange, Picture,
    RawAnswer, SourceStatus, Timing, Urgency,
};

/// A value with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A text with its place.
pub(crate) type Text = Located<String>;

/// A formula over names.
pub(crate) type FormulaDraft = Formula<Text>;

/// What kind of pack it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PackKind {
    /// A pack that a runner opens.
    Injury,
    /// A pack that other packs use.
    Library,
}

impl PackKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Injury, Self::Library];

    /// The name used in packs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Injury => "injury",
            Self::Library => "library",
        }
    }
}

/// One entry of a table that is keyed by id.
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    pub(crate) id: Text,
    /// The file it stands in, below the pack's folder.
    pub(crate) file: String,
    /// None if it could not be read; the reason has been reported.
    pub(crate) draft: Option<T>,
    /// Whether all that stands in it was read. Otherwise what seems to be missing in it may be what could not be read.
    pub(crate) is_whole: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct UseDraft {
    pub(crate) id: Text,
    /// None if it could not be read.
    pub(crate) range: Option<Located<VersionReq>>,
}

#[derive(Debug, Clone)]
pub(crate) struct GivenDraft {
    pub(crate) question: Text,
    pub(crate) answer: Located<RawAnswer>,
}

#[derive(Debug, Clone)]
pub(crate) struct ChangeDraft {
    pub(crate) version: Located<Version>,
    /// None if they could not be read.
    pub(crate) texts: Option<Vec<Text>>,
}

#[derive(Debug, Clone)]
pub(crate) struct ReviewDraft {
    pub(crate) by: Text,
    pub(crate) date: Located<Date>,
    pub(crate) because: Text,
    pub(crate) fingerprint: Text,
}

/// `pack.toml`. Its parts are kept even if others are broken, because other files depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdentityDraft {
    pub(crate) id: Option<Text>,
    pub(crate) kind: Option<Located<PackKind>>,
    pub(crate) version: Option<Located<Version>>,
    pub(crate) title: Option<Text>,
    pub(crate) place: Option<Text>,
    pub(crate) picture: Option<Located<Picture>>,
    pub(crate) intended_use: Option<Text>,
    pub(crate) not_for: Vec<Text>,
    pub(crate) reviewed: Option<Located<Date>>,
    pub(crate) next_review: Option<Located<Date>>,
    pub(crate) known_limits: Vec<Text>,
    pub(crate) median_questions_at_most: Option<Located<i32>>,
    pub(crate) uses: Vec<UseDraft>,
    pub(crate) given: Vec<GivenDraft>,
    pub(crate) changes: Vec<ChangeDraft>,
    pub(crate) reviews: Vec<Entry<ReviewDraft>>,
    /// Whether every key of pack.toml is known and could be read. Otherwise what seems to be missing may only be misspelt.
    pub(crate) is_whole: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct ChoiceDraft {
    pub(crate) id: Text,
    pub(crate) label: Text,
    pub(crate) told: Text,
}

#[derive(Debug, Clone)]
pub(crate) struct AnchorDraft {
    pub(crate) value: Located<i32>,
    pub(crate) label: Text,
}

#[derive(Debug, Clone)]
pub(crate) struct RangeDraft {
    pub(crate) id: Text,
    pub(crate) range: NumberRange,
}

#[derive(Debug, Clone)]
pub(crate) enum KindDraft {
    YesNo {
        yes: ChoiceDraft,
        no: ChoiceDraft,
    },
    OneOf {
        options: Vec<ChoiceDraft>,
        worse_upward: bool,
    },
    AnyOf {
        options: Vec<ChoiceDraft>,
        none_told: Text,
    },
    Scale {
        from: AnchorDraft,
        to: AnchorDraft,
        told: Text,
        worse_upward: bool,
        findings: Vec<RangeDraft>,
    },
    Number {
        unit: Text,
        min: Located<i32>,
        max: Located<i32>,
        told: Text,
        worse_upward: bool,
        findings: Vec<RangeDraft>,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct QuestionDraft {
    pub(crate) section: Text,
    pub(crate) short: Text,
    pub(crate) ask: Text,
    pub(crate) why: Text,
    /// In paragraphs.
    pub(crate) help: Vec<Text>,
    pub(crate) not_sure: bool,
    pub(crate) ask_when: Option<Located<FormulaDraft>>,
    pub(crate) kind: KindDraft,
}

#[derive(Debug, Clone)]
pub(crate) struct FindingDraft {
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) means: Option<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct ConstraintDraft {
    pub(crate) impossible: Located<FormulaDraft>,
    pub(crate) because: Text,
}

/// Numbers of a fact that give one answer.
#[derive(Debug, Clone)]
pub(crate) struct FactOptionDraft {
    pub(crate) id: Text,
    pub(crate) range: NumberRange,
}

#[derive(Debug, Clone)]
pub(crate) struct FactDraft {
    pub(crate) source: Located<FactSource>,
    pub(crate) means: Text,
    pub(crate) unit: Text,
    pub(crate) min: Located<i32>,
    pub(crate) max: Located<i32>,
    /// The question.
    pub(crate) answers: Text,
    /// None if its number is the answer.
    pub(crate) options: Option<Vec<FactOptionDraft>>,
}

#[derive(Debug, Clone)]
pub(crate) struct FloorDraft {
    pub(crate) urgency: Located<Urgency>,
    pub(crate) because: Text,
}

#[derive(Debug, Clone)]
pub(crate) struct RedFlagDraft {
    pub(crate) urgency: Located<Urgency>,
    pub(crate) title: Text,
    pub(crate) sign: Text,
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) because: Text,
    pub(crate) say: Option<Text>,
    pub(crate) actions: Vec<Text>,
    pub(crate) do_not: Vec<Text>,
    pub(crate) evidence: Option<Text>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
    pub(crate) unknown_floor: Option<FloorDraft>,
    pub(crate) covers: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct ExitDraft {
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) title: Text,
    pub(crate) because: Text,
    pub(crate) urgency: Located<Urgency>,
    pub(crate) actions: Vec<Text>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct PriorDraft {
    pub(crate) weight: Located<Ratio>,
    pub(crate) written: String,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct ExpectDraft {
    pub(crate) text: Text,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct AdjustmentDraft {
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) factor: Located<Ratio>,
    pub(crate) because: Text,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct EvidenceDraft {
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) present: Option<Located<Ratio>>,
    pub(crate) absent: Option<Located<Ratio>>,
    pub(crate) group: Option<Text>,
    pub(crate) because: Text,
    pub(crate) absent_because: Option<Text>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
    pub(crate) defining: Option<Located<bool>>,
}

#[derive(Debug, Clone)]
pub(crate) struct CompanionDraft {
    pub(crate) when: Option<Located<FormulaDraft>>,
    pub(crate) because: Text,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct ConditionDraft {
    pub(crate) name: Text,
    pub(crate) about: Text,
    pub(crate) care: Urgency,
    pub(crate) who: Text,
    pub(crate) prior: PriorDraft,
    pub(crate) expect: ExpectDraft,
    pub(crate) review: Duration,
    pub(crate) actions: Vec<Text>,
    pub(crate) causes: Vec<Text>,
    pub(crate) sources: Vec<Text>,
    pub(crate) only_with: Vec<Text>,
    /// The id of each is that of the other condition.
    pub(crate) never_without: Vec<Entry<CompanionDraft>>,
    pub(crate) adjustments: Vec<Entry<AdjustmentDraft>>,
    pub(crate) evidence: Vec<Entry<EvidenceDraft>>,
}

#[derive(Debug, Clone)]
pub(crate) struct CauseDraft {
    pub(crate) title: Text,
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) because: Text,
    pub(crate) strength: EvidenceStrength,
    pub(crate) actions: Vec<Text>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct ActionDraft {
    pub(crate) kind: ActionKind,
    pub(crate) timing: Timing,
    pub(crate) title: Text,
    pub(crate) why: Text,
    pub(crate) steps: Vec<Text>,
    pub(crate) dose: Located<Dose>,
    pub(crate) progression: Text,
    pub(crate) stop_if: Vec<Text>,
    pub(crate) do_not: Vec<Text>,
    pub(crate) feel: Option<Text>,
    pub(crate) expect: Option<Text>,
    pub(crate) blocked_when: Option<Located<FormulaDraft>>,
    pub(crate) blocked_because: Option<Text>,
    pub(crate) always: bool,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct BlockDraft {
    pub(crate) when: Located<FormulaDraft>,
    pub(crate) actions: Vec<Text>,
    pub(crate) kinds: Vec<Located<ActionKind>>,
    pub(crate) because: Text,
}

#[derive(Debug, Clone)]
pub(crate) struct UrgentDraft {
    pub(crate) number: Text,
    pub(crate) name: Text,
    pub(crate) status: SourceStatus,
}

#[derive(Debug, Clone)]
pub(crate) struct RegionDraft {
    pub(crate) name: Text,
    pub(crate) emergency: Vec<Text>,
    pub(crate) emergency_status: SourceStatus,
    pub(crate) urgent: Option<UrgentDraft>,
    pub(crate) locales: Vec<Text>,
    pub(crate) note: Option<Text>,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct SourceDraft {
    pub(crate) citation: Text,
    pub(crate) title: Option<Text>,
    pub(crate) doi: Option<Text>,
    pub(crate) status: SourceStatus,
    pub(crate) note: Option<Text>,
}

/// What a promise says of the advice.
#[derive(Debug, Clone)]
pub(crate) enum ClaimDraft {
    UrgencyAtLeast(Urgency),
    UrgencyAtMost(Urgency),
    Never {
        actions: Vec<Text>,
        kinds: Vec<ActionKind>,
    },
    Always(Vec<Text>),
    FitsAtLeast {
        condition: Text,
        band: Band,
    },
    /// Questions, and options of questions.
    MonotoneIn(Vec<Text>),
}

#[derive(Debug, Clone)]
pub(crate) struct PropertyDraft {
    pub(crate) says: Text,
    pub(crate) assume: Option<Located<FormulaDraft>>,
    pub(crate) assume_open: Option<Located<FormulaDraft>>,
    /// Every claim that can be read, each at its key. One is right.
    pub(crate) claims: Vec<Located<ClaimDraft>>,
    pub(crate) because: Text,
    pub(crate) evidence: Option<Text>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(crate) struct CaseDraft {
    pub(crate) title: Text,
    pub(crate) evidence: Option<Text>,
    pub(crate) typical: bool,
    pub(crate) known_gap: Option<Text>,
    pub(crate) like: Option<Text>,
    pub(crate) answers: Vec<GivenDraft>,
    pub(crate) urgency: Located<Urgency>,
    pub(crate) flags: Option<Located<Vec<Text>>>,
    pub(crate) must: Vec<Text>,
    pub(crate) must_not: Vec<Text>,
    pub(crate) bands: Vec<(Text, Located<Band>)>,
    pub(crate) points: Vec<(Text, Located<i32>)>,
    pub(crate) conditions: Option<Located<Vec<Text>>>,
    pub(crate) causes: Option<Located<Vec<Text>>>,
    pub(crate) actions: Option<Located<Vec<Text>>>,
    pub(crate) questions_at_most: Option<Located<i32>>,
}

/// Everything of one pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackDraft {
    pub(crate) identity: IdentityDraft,
    pub(crate) questions: Vec<Entry<QuestionDraft>>,
    pub(crate) findings: Vec<Entry<FindingDraft>>,
    pub(crate) constraints: Vec<Entry<ConstraintDraft>>,
    pub(crate) facts: Vec<Entry<FactDraft>>,
    pub(crate) red_flags: Vec<Entry<RedFlagDraft>>,
    pub(crate) exits: Vec<Entry<ExitDraft>>,
    pub(crate) conditions: Vec<Entry<ConditionDraft>>,
    pub(crate) causes: Vec<Entry<CauseDraft>>,
    pub(crate) actions: Vec<Entry<ActionDraft>>,
    pub(crate) blocks: Vec<Entry<BlockDraft>>,
    pub(crate) regions: Vec<Entry<RegionDraft>>,
    pub(crate) sources: Vec<Entry<SourceDraft>>,
    pub(crate) properties: Vec<Entry<PropertyDraft>>,
    pub(crate) cases: Vec<Entry<CaseDraft>>,
}

impl KindDraft {
    /// The ends of the numbers it takes and the findings on them, if it takes numbers.
    pub(crate) fn number_line(&self) -> Option<(&Located<i32>, &Located<i32>, &[RangeDraft])> {
        match self {
            Self::Scale { from, to, findings, .. } => Some((&from.value, &to.value, findings)),
            Self::Number { min, max, findings, .. } => Some((min, max, findings)),
            Self::YesNo { .. } | Self::OneOf { .. } | Self::AnyOf { .. } => None,
        }
    }
}

impl EvidenceDraft {
    /// Whether the finding is said to nearly define the condition.
    pub(crate) fn is_defining(&self) -> bool {
        self.defining.as_ref().is_some_and(|defining| defining.value)
    }
}

impl PackDraft {
    /// Every formula of the pack's own files.
    pub(crate) fn formulas(&self) -> Vec<&Located<FormulaDraft>> {
        let mut all = Vec::new();
        all.extend(self.questions.iter().filter_map(|entry| entry.draft.as_ref()?.ask_when.as_ref()));
        all.extend(self.findings.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        all.extend(self.constraints.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.impossible)));
        all.extend(self.red_flags.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        all.extend(self.exits.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        for condition in self.conditions.iter().filter_map(|entry| entry.draft.as_ref()) {
            all.extend(condition.adjustments.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
            all.extend(condition.evidence.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
            let companions = condition.never_without.iter();
            all.extend(companions.filter_map(|entry| entry.draft.as_ref()?.when.as_ref()));
        }
        all.extend(self.causes.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        all.extend(self.actions.iter().filter_map(|entry| entry.draft.as_ref()?.blocked_when.as_ref()));
        all.extend(self.blocks.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        for property in self.properties.iter().filter_map(|entry| entry.draft.as_ref()) {
            all.extend(property.assume.iter().chain(&property.assume_open));
        }
        all
    }
}
