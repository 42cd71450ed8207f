//! The levels and kinds of the document: a closed list of names for each.

use serde::Serialize;
use sinew_model::{
    ActionKind, Band, Basis, DurationUnit, EvidenceStrength, FactStatus, FlagStatus, Sides, SourceStatus,
    Timing, Urgency, UrgencyReason,
};

/// Declares the names of a level or kind; a new one in the model is a compile error here.
macro_rules! ids {
    ($($(#[$outer:meta])* $name:ident for $model:ident { $($(#[$inner:meta])* $variant:ident,)* })*) => {$(
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$inner])* $variant,)*
        }

        impl From<$model> for $name {
            fn from(model: $model) -> Self {
                match model {
                    $($model::$variant => Self::$variant,)*
                }
            }
        }
    )*};
}

ids! {
    /// How soon to get help.
    UrgencyId for Urgency {
        /// Nothing needs a professional now.
        SelfCare,
        /// A routine appointment.
        Routine,
        /// Within two to three working days.
        Soon,
        /// Today.
        SameDay,
        /// Now.
        Emergency,
    }

    /// How well a condition fits the answers.
    BandId for Band {
        /// The answers speak against it or hardly for it.
        FitsLessWell,
        /// The answers speak for it a little.
        FitsPartly,
        /// The answers clearly speak for it.
        FitsWell,
    }

    /// The status of a red flag.
    FlagStatusId for FlagStatus {
        /// It fires.
        Fires,
        /// It could not be ruled out.
        CannotBeRuledOut,
    }

    /// What became of a fact.
    FactStatusId for FactStatus {
        /// The answer says what it says, or some of it.
        Used,
        /// The answer says something else.
        Overruled,
        /// It proposes nothing, or its question has no answer or "not sure".
        NotUsed,
        /// It was left out, because the result would have been less urgent with it.
        LeftOut,
        /// Its number cannot be right.
        OutOfRange,
        /// There is not enough data for it.
        NotKnown,
    }

    /// What kind of thing an action is.
    ActionKindId for ActionKind {
        /// Looking after it.
        SelfCare,
        /// How much and what to run.
        Load,
        /// A stretch.
        Stretch,
        /// A strength exercise.
        Strength,
        /// Getting ready for a run.
        WarmUp,
        /// How to run.
        Form,
    }

    /// When an action is for.
    TimingId for Timing {
        /// Today and the first days.
        Today,
        /// The coming weeks.
        Weeks,
    }

    /// How good the evidence for a cause is.
    StrengthId for EvidenceStrength {
        /// Little or mixed.
        Weak,
        /// Some studies.
        Some,
        /// Large or several good studies.
        Good,
    }

    /// Where a statement or figure comes from.
    BasisId for Basis {
        /// As published.
        Published,
        /// Computed from published figures.
        Computed,
        /// A judgement of the pack's authors.
        Judgement,
    }

    /// How far a source or a telephone number was checked.
    SourceStatusId for SourceStatus {
        /// Seen in the source itself.
        Verified,
        /// Seen in another text that restates it.
        SecondHand,
        /// From memory; to be checked.
        Recalled,
        /// No paper: a judgement.
        Judgement,
    }

    /// Which side a dose is for.
    SidesId for Sides {
        /// One side, then the other.
        Each,
        /// Both sides at once.
        BothTogether,
        /// The sore side only.
        One,
    }

    /// A unit of time.
    DurationUnitId for DurationUnit {
        /// Seconds.
        Seconds,
        /// Minutes.
        Minutes,
        /// Hours.
        Hours,
        /// Days.
        Days,
        /// Weeks.
        Weeks,
    }
}

/// The kind of a reason for the urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UrgencyReasonKind {
    /// A red flag fires.
    RedFlag,
    /// A red flag could not be ruled out.
    UnknownRedFlag,
    /// A condition fits well, and somebody looks at it this soon.
    Condition,
    /// The guide is not for this person.
    Exit,
    /// Nothing asks for more than self-care.
    NothingUrgent,
}

impl From<&UrgencyReason> for UrgencyReasonKind {
    fn from(reason: &UrgencyReason) -> Self {
        match reason {
            UrgencyReason::RedFlag(_) => Self::RedFlag,
            UrgencyReason::UnknownRedFlag(_) => Self::UnknownRedFlag,
            UrgencyReason::Condition(_) => Self::Condition,
            UrgencyReason::Exit(_) => Self::Exit,
            UrgencyReason::NothingUrgent => Self::NothingUrgent,
        }
    }
}
