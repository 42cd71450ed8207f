//! The ways in which a rule is changed.

/// A way in which something in a pack is changed, one place at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// A rule does nothing any more: it never holds, weighs nothing, or is gone.
    Drop,
    /// A formula is turned over, or a `not` in it is gone.
    Negate,
    /// A member of `all`, `any`, `at-least` or `score` is gone.
    Member,
    /// `all` is `any`, or `any` is `all`.
    List,
    /// One more or one less is asked for, of members or of points.
    AtLeast,
    /// Points of a score count the other way.
    Points,
    /// What belongs to a condition holds always, instead of when its `when` holds.
    Always,
    /// A range of numbers begins or ends one number earlier or later.
    Edge,
    /// A finding stands for the next option of its question.
    Option,
    /// How well a condition has to fit is another band.
    Band,
    /// The urgency of a red flag or exit, or of doubt about a red flag, is one step lower or higher.
    Urgency,
    /// The care of a condition is one step lower or higher.
    Care,
    /// Evidence weighs half.
    Half,
    /// Evidence, or an adjustment, counts the other way.
    Sign,
    /// The lines of a group are added up.
    Group,
    /// How common a condition is counts for nothing.
    Prior,
    /// A block keeps one action less away.
    BlockedAction,
    /// A condition or cause lists one action less.
    ListedAction,
    /// An action for everybody is only for those whom a list offers it.
    Everybody,
    /// Opening the pack gives another answer.
    Given,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Drop,
        Self::Negate,
        Self::Member,
        Self::List,
        Self::AtLeast,
        Self::Points,
        Self::Always,
        Self::Edge,
        Self::Option,
        Self::Band,
        Self::Urgency,
        Self::Care,
        Self::Half,
        Self::Sign,
        Self::Group,
        Self::Prior,
        Self::BlockedAction,
        Self::ListedAction,
        Self::Everybody,
        Self::Given,
    ];

    /// The name used on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Negate => "negate",
            Self::Member => "member",
            Self::List => "list",
            Self::AtLeast => "at-least",
            Self::Points => "points",
            Self::Always => "always",
            Self::Edge => "edge",
            Self::Option => "option",
            Self::Band => "band",
            Self::Urgency => "urgency",
            Self::Care => "care",
            Self::Half => "half",
            Self::Sign => "sign",
            Self::Group => "group",
            Self::Prior => "prior",
            Self::BlockedAction => "blocked-action",
            Self::ListedAction => "listed-action",
            Self::Everybody => "everybody",
            Self::Given => "given",
        }
    }

    /// The operator with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.name() == name)
    }
}
