//! Comparing what a person reads with what was read and found good before.

/// Compares a page with the snapshot of this name, and shows its description beside it in a review.
///
/// The page is given as it is. What would differ from run to run has to be fixed before, not hidden here: filters hide faults.
///
/// Compare only words and layout this way. Assert urgency and red flags outright: a snapshot can be accepted by reflex.
#[macro_export]
macro_rules! assert_page {
    ($name:expr, $description:expr, $page:expr) => {
        $crate::insta::with_settings!({ omit_expression => true, description => $description }, {
            $crate::insta::assert_snapshot!($name, $page);
        })
    };
}
