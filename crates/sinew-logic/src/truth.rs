//! The three truth values.

use std::ops::Not;

/// A truth value of Kleene's strong three-valued logic.
///
/// The order `False < Unknown < True` makes `and` the minimum and `or` the maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It is not known whether it holds.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Kleene's "and": the smaller of the two.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Kleene's "or": the larger of the two.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether it holds for certain.
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether it fails for certain.
    pub fn is_false(self) -> bool {
        self == Self::False
    }

    /// Whether neither is certain.
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}
