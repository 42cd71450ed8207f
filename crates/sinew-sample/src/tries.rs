//! How many random packs a test tries.

use proptest::test_runner::Config;

/// Tries at least so many random inputs, more if `PROPTEST_CASES` asks for more.
///
/// Many packs that are made up may be passed over, such as those with too many people. Nothing is written down of a failure: what is
/// made up follows from the seed that is shown.
pub fn tries(at_least: u32) -> Config {
    let config = Config::default();
    Config {
        cases: config.cases.max(at_least),
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        ..config
    }
}
