//! What all checks have in common, and single texts before the checks of wording.

use super::*;
use std::collections::BTreeSet;

#[test]
fn codes_are_unique_and_each_has_its_page() {
    let mut seen = BTreeSet::new();
    for check in checks() {
        let name = check.code().name();
        assert!(seen.insert(name), "{name} stands twice");
        let (family, digits) = name.split_at(1);
        assert!("PRALT".contains(family), "{name}");
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{name}");
        let page = check.explanation();
        for text in [&page.what, &page.why, &page.remedy] {
            assert!(text.ends_with('.') && !text.contains("\n "), "{name}: {text}");
        }
        assert!(!check.title().ends_with('.'), "{name}");
    }
}
