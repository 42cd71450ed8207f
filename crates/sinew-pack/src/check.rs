//! The checks, one file each: the page that explains the code, and what finds or words it.
//!
//! Checks of one thing by itself (a text, a line of evidence, a flag) are functions `check` over its draft, called from here. What
//! comes up while files are read or names are resolved is found there, and only worded here.

use crate::{
    compile::Unit,
    draft::{PackDraft, PackKind},
    texts::{self, Role},
    usage::Used,
};
use sinew_diag::{Check, Diagnostic, Severity};
use sinew_model::{Date, Pack};

mod a0001_broken_allow;
mod a0002_allows_nothing;
mod a0003_allow_expired;
mod a0004_not_allowed;
mod l0101_question_unused;
mod l0102_finding_unused;
mod l0103_source_unused;
mod l0104_action_unused;
mod l0201_not_defining;
mod l0202_defining_for_nothing;
mod l0203_no_absent_because;
mod l0204_no_absent;
mod l0205_says_nothing;
mod l0206_rounds_to_nothing;
mod l0207_same_side;
mod l0301_no_say;
mod l0302_no_do;
mod l0303_covers_itself;
mod l0304_floor_too_high;
mod l0401_no_dose;
mod l0402_no_evidence;
mod l0404_review_order;
mod l0405_too_many_options;
mod l0406_finding_range;
mod l0407_at_least_count;
mod l0408_empty_block;
mod l0409_empty_range;
mod l0411_hold_range;
mod l0412_never_without_itself;
mod l0413_companion_not_ranked;
mod l0414_review_overdue;
mod l0415_dose_gap;
mod l0416_odd_dose;
mod l0420_picture_not_here;
mod l0421_no_changes;
mod l0422_changes_to_come;
mod l0501_no_claim;
mod l0502_two_claims;
mod l0503_not_worse;
mod l0504_fit_not_ranked;
mod p0001_not_utf8;
mod p0002_file_too_large;
mod p0003_too_many_files;
mod p0004_too_deep;
mod p0005_pack_too_large;
mod p0006_unknown_file;
mod p0007_missing_file;
mod p0008_schema_line;
mod p0009_file_not_here;
mod p0010_syntax;
mod p0011_newer_toml;
mod p0012_too_many_entries;
mod p0101_unknown_key;
mod p0102_missing_key;
mod p0103_wrong_type;
mod p0104_unknown_word;
mod p0105_bad_id;
mod p0106_bad_text;
mod p0107_out_of_range;
mod p0108_list_length;
mod p0109_bad_formula;
mod p0110_bad_quantity;
mod p0111_bad_ratio;
mod p0112_bad_date;
mod p0113_bad_version;
mod p0114_reserved_id;
mod p0115_schema_other;
mod p0116_unknown_format;
mod p0117_named_twice;
mod p0118_bad_picture;
mod r0101_no_such_pack;
mod r0102_pack_twice;
mod r0103_folder_name;
mod r0104_library_missing;
mod r0105_library_version;
mod r0106_library_cycle;
mod r0107_not_a_library;
mod r0201_unknown_finding;
mod r0202_unknown_question;
mod r0203_unknown_condition;
mod r0204_unknown_cause;
mod r0205_unknown_action;
mod r0206_unknown_red_flag;
mod r0207_unknown_source;
mod r0210_duplicate_id;
mod r0220_formula_cycle;
mod r0221_asked_too_early;
mod r0230_given_misfit;
mod r0231_given_twice;
mod r0232_fact_misfit;
mod r0233_facts_clash;
mod r0301_case_answer;
mod r0302_case_like;
mod r0303_case_cycle;
mod r0304_case_mention;
mod r0305_case_idle;
mod r0306_case_given;
mod r0307_case_contradiction;
mod r0901_not_assembled;
mod t0101_long_sentence;
mod t0102_two_questions;
mod t0103_no_question_mark;
mod t0104_why_form;
mod t0105_do_not_twice;
mod t0106_number_as_chance;
mod t0107_says_you_have;
mod t0108_fragment_form;
mod t0109_says_should;
mod t0110_preferred_term;
mod t0111_link;
mod t0112_decimal;
mod t0113_long_paragraph;
mod t0114_to_do;
mod t0115_how_often;

/// Names the checks, and lists them.
macro_rules! checks {
    ($($module:ident::$name:ident,)*) => {
        $(pub(crate) use $module::$name;)*

        const ALL: &[Check] = &[$($name),*];
    };
}

checks! {
    p0001_not_utf8::NOT_UTF8,
    p0002_file_too_large::FILE_TOO_LARGE,
    p0003_too_many_files::TOO_MANY_FILES,
    p0004_too_deep::TOO_DEEP,
    p0005_pack_too_large::PACK_TOO_LARGE,
    p0006_unknown_file::UNKNOWN_FILE,
    p0007_missing_file::MISSING_FILE,
    p0008_schema_line::SCHEMA_LINE,
    p0009_file_not_here::FILE_NOT_HERE,
    p0010_syntax::SYNTAX,
    p0011_newer_toml::NEWER_TOML,
    p0012_too_many_entries::TOO_MANY_ENTRIES,
    p0101_unknown_key::UNKNOWN_KEY,
    p0102_missing_key::MISSING_KEY,
    p0103_wrong_type::WRONG_TYPE,
    p0104_unknown_word::UNKNOWN_WORD,
    p0105_bad_id::BAD_ID,
    p0106_bad_text::BAD_TEXT,
    p0107_out_of_range::OUT_OF_RANGE,
    p0108_list_length::LIST_LENGTH,
    p0109_bad_formula::BAD_FORMULA,
    p0110_bad_quantity::BAD_QUANTITY,
    p0111_bad_ratio::BAD_RATIO,
    p0112_bad_date::BAD_DATE,
    p0113_bad_version::BAD_VERSION,
    p0114_reserved_id::RESERVED_ID,
    p0115_schema_other::SCHEMA_OTHER,
    p0116_unknown_format::UNKNOWN_FORMAT,
    p0117_named_twice::NAMED_TWICE,
    p0118_bad_picture::BAD_PICTURE,
    r0101_no_such_pack::NO_SUCH_PACK,
    r0102_pack_twice::PACK_TWICE,
    r0103_folder_name::FOLDER_NAME,
    r0104_library_missing::LIBRARY_MISSING,
    r0105_library_version::LIBRARY_VERSION,
    r0106_library_cycle::LIBRARY_CYCLE,
    r0107_not_a_library::NOT_A_LIBRARY,
    r0201_unknown_finding::UNKNOWN_FINDING,
    r0202_unknown_question::UNKNOWN_QUESTION,
    r0203_unknown_condition::UNKNOWN_CONDITION,
    r0204_unknown_cause::UNKNOWN_CAUSE,
    r0205_unknown_action::UNKNOWN_ACTION,
    r0206_unknown_red_flag::UNKNOWN_RED_FLAG,
    r0207_unknown_source::UNKNOWN_SOURCE,
    r0210_duplicate_id::DUPLICATE_ID,
    r0220_formula_cycle::FORMULA_CYCLE,
    r0221_asked_too_early::ASKED_TOO_EARLY,
    r0230_given_misfit::GIVEN_MISFIT,
    r0231_given_twice::GIVEN_TWICE,
    r0232_fact_misfit::FACT_MISFIT,
    r0233_facts_clash::FACTS_CLASH,
    r0301_case_answer::CASE_ANSWER,
    r0302_case_like::CASE_LIKE,
    r0303_case_cycle::CASE_CYCLE,
    r0304_case_mention::CASE_MENTION,
    r0305_case_idle::CASE_IDLE,
    r0306_case_given::CASE_GIVEN,
    r0307_case_contradiction::CASE_CONTRADICTION,
    r0901_not_assembled::NOT_ASSEMBLED,
    a0001_broken_allow::BROKEN_ALLOW,
    a0002_allows_nothing::ALLOWS_NOTHING,
    a0003_allow_expired::ALLOW_EXPIRED,
    a0004_not_allowed::NOT_ALLOWED,
    l0101_question_unused::QUESTION_UNUSED,
    l0102_finding_unused::FINDING_UNUSED,
    l0103_source_unused::SOURCE_UNUSED,
    l0104_action_unused::ACTION_UNUSED,
    l0201_not_defining::NOT_DEFINING,
    l0202_defining_for_nothing::DEFINING_FOR_NOTHING,
    l0203_no_absent_because::NO_ABSENT_BECAUSE,
    l0204_no_absent::NO_ABSENT,
    l0205_says_nothing::SAYS_NOTHING,
    l0206_rounds_to_nothing::ROUNDS_TO_NOTHING,
    l0207_same_side::SAME_SIDE,
    l0301_no_say::NO_SAY,
    l0302_no_do::NO_DO,
    l0303_covers_itself::COVERS_ITSELF,
    l0304_floor_too_high::FLOOR_TOO_HIGH,
    l0401_no_dose::NO_DOSE,
    l0402_no_evidence::NO_EVIDENCE,
    l0404_review_order::REVIEW_ORDER,
    l0405_too_many_options::TOO_MANY_OPTIONS,
    l0406_finding_range::FINDING_RANGE,
    l0407_at_least_count::AT_LEAST_COUNT,
    l0408_empty_block::EMPTY_BLOCK,
    l0409_empty_range::EMPTY_RANGE,
    l0411_hold_range::HOLD_RANGE,
    l0412_never_without_itself::NEVER_WITHOUT_ITSELF,
    l0413_companion_not_ranked::COMPANION_NOT_RANKED,
    l0414_review_overdue::REVIEW_OVERDUE,
    l0415_dose_gap::DOSE_GAP,
    l0416_odd_dose::ODD_DOSE,
    l0420_picture_not_here::PICTURE_NOT_HERE,
    l0421_no_changes::NO_CHANGES,
    l0422_changes_to_come::CHANGES_TO_COME,
    l0501_no_claim::NO_CLAIM,
    l0502_two_claims::TWO_CLAIMS,
    l0503_not_worse::NOT_WORSE,
    l0504_fit_not_ranked::FIT_NOT_RANKED,
    t0101_long_sentence::LONG_SENTENCE,
    t0102_two_questions::TWO_QUESTIONS,
    t0103_no_question_mark::NO_QUESTION_MARK,
    t0104_why_form::WHY_FORM,
    t0105_do_not_twice::DO_NOT_TWICE,
    t0106_number_as_chance::NUMBER_AS_CHANCE,
    t0107_says_you_have::SAYS_YOU_HAVE,
    t0108_fragment_form::FRAGMENT_FORM,
    t0109_says_should::SAYS_SHOULD,
    t0110_preferred_term::PREFERRED_TERM,
    t0111_link::LINK,
    t0112_decimal::DECIMAL,
    t0113_long_paragraph::LONG_PARAGRAPH,
    t0114_to_do::TO_DO,
    t0115_how_often::HOW_OFTEN,
}

pub(crate) use self::{
    a0001_broken_allow::{broken_allow, unknown_change},
    a0002_allows_nothing::allows_nothing,
    a0003_allow_expired::allow_expired,
    a0004_not_allowed::{not_allowed, not_allowed_unknown},
    l0409_empty_range::empty_range,
    l0503_not_worse::not_worse,
    p0001_not_utf8::not_utf8,
    p0002_file_too_large::file_too_large,
    p0003_too_many_files::too_many_files,
    p0004_too_deep::too_deep,
    p0005_pack_too_large::pack_too_large,
    p0006_unknown_file::unknown_file,
    p0007_missing_file::missing_file,
    p0008_schema_line::schema_line,
    p0009_file_not_here::file_not_here,
    p0010_syntax::syntax,
    p0011_newer_toml::newer_toml,
    p0012_too_many_entries::too_many_entries,
    p0101_unknown_key::{meant_key, unknown_key},
    p0102_missing_key::missing_key,
    p0103_wrong_type::wrong_type,
    p0104_unknown_word::unknown_word,
    p0105_bad_id::{bad_finding_name, bad_id},
    p0106_bad_text::{bad_country, bad_doi, bad_text},
    p0107_out_of_range::out_of_range,
    p0108_list_length::list_length,
    p0109_bad_formula::bad_formula,
    p0110_bad_quantity::bad_quantity,
    p0111_bad_ratio::bad_ratio,
    p0112_bad_date::bad_date,
    p0113_bad_version::{bad_range, bad_version},
    p0114_reserved_id::reserved_id,
    p0115_schema_other::{broken_schema, schema_other},
    p0116_unknown_format::unknown_format,
    p0117_named_twice::named_twice,
    p0118_bad_picture::bad_picture,
    r0101_no_such_pack::no_such_pack,
    r0102_pack_twice::pack_twice,
    r0103_folder_name::folder_name,
    r0104_library_missing::library_missing,
    r0105_library_version::{library_version, versions_too_tangled},
    r0106_library_cycle::{library_cycle, too_many_levels},
    r0107_not_a_library::not_a_library,
};

/// Every check of this crate, in the order of the codes within their families.
pub fn checks() -> &'static [Check] {
    ALL
}

/// Every check of this crate.
pub(crate) fn all() -> impl Iterator<Item = Check> {
    ALL.iter().copied()
}

/// Whether an author may allow what a check finds, with a reason. Errors never: what is wrong stays wrong. Nor what is about
/// references, cases and allowing itself, where even a warning means that something is not what the author thinks it is.
pub fn can_be_allowed(check: Check) -> bool {
    let is_lint = check.code().name().starts_with(['L', 'T']);
    is_lint && check.severity() != Severity::Error
}

/// Checks that need only the pack's own text. Nothing is said to be missing where it may stand in what could not be read: in pack.toml or
/// an entry that is not whole, or, if the pack is not `complete`, anywhere.
pub(crate) fn written(draft: &PackDraft, complete: bool, found: &mut Vec<Diagnostic>) {
    l0404_review_order::check(&draft.identity, found);
    l0420_picture_not_here::check(&draft.identity, found);
    if draft.identity.is_whole {
        l0421_no_changes::check(&draft.identity, found);
    }
    l0422_changes_to_come::check(&draft.identity, found);
    for entry in &draft.questions {
        let Some(question) = &entry.draft else { continue };
        l0405_too_many_options::check(entry, question, found);
        if let Some((least, most, findings)) = question.kind.number_line() {
            l0406_finding_range::check(least, most, findings, found);
        }
        t0102_two_questions::check(question, found);
        t0103_no_question_mark::check(question, found);
        t0104_why_form::check(question, found);
    }
    for entry in &draft.red_flags {
        let Some(flag) = &entry.draft else { continue };
        if entry.is_whole {
            l0301_no_say::check(entry, flag, found);
            l0302_no_do::check(entry, flag, found);
        }
        l0303_covers_itself::check(entry, flag, found);
        l0304_floor_too_high::check(entry, flag, found);
    }
    for entry in &draft.conditions {
        let Some(condition) = &entry.draft else { continue };
        if complete && entry.is_whole {
            l0402_no_evidence::check(entry, condition, found);
        }
        l0412_never_without_itself::check(entry, condition, found);
        l0413_companion_not_ranked::check(entry, condition, &draft.conditions, found);
        for entry in &condition.evidence {
            let Some(line) = &entry.draft else { continue };
            if entry.is_whole {
                l0201_not_defining::check(line, found);
                l0202_defining_for_nothing::check(line, found);
                l0203_no_absent_because::check(line, found);
                l0204_no_absent::check(line, found);
                l0205_says_nothing::check(entry, line, found);
            }
            l0206_rounds_to_nothing::check(line, found);
            l0207_same_side::check(line, found);
        }
    }
    for entry in &draft.actions {
        let Some(action) = &entry.draft else { continue };
        if entry.is_whole {
            l0401_no_dose::check(entry, action, found);
            l0415_dose_gap::check(entry, action, found);
        }
        l0411_hold_range::check(action, found);
        l0416_odd_dose::check(entry, action, found);
    }
    for entry in &draft.blocks {
        let Some(block) = &entry.draft else { continue };
        if entry.is_whole {
            l0408_empty_block::check(entry, block, found);
        }
    }
    for entry in &draft.properties {
        let Some(property) = &entry.draft else { continue };
        if entry.is_whole {
            l0501_no_claim::check(entry, property, found);
        }
        l0502_two_claims::check(entry, property, found);
        l0504_fit_not_ranked::check(property, &draft.conditions, found);
    }
    for formula in draft.formulas() {
        l0407_at_least_count::check(formula, found);
    }
    texts::for_each(draft, &mut |text| {
        t0101_long_sentence::check(&text, found);
        t0105_do_not_twice::check(&text, found);
        t0106_number_as_chance::check(&text, found);
        t0108_fragment_form::check(&text, found);
        t0109_says_should::check(&text, found);
        t0110_preferred_term::check(&text, found);
        t0111_link::check(&text, found);
        t0112_decimal::check(&text, found);
        t0113_long_paragraph::check(&text, found);
        t0114_to_do::check(text.words, text.span, found);
        if text.role == Role::About {
            t0107_says_you_have::check(&text, found);
            t0115_how_often::check(&text, found);
        }
    });
    // No runner reads these as they are, but nobody else writes them either.
    let citations = draft.sources.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.citation));
    let titles = draft.cases.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.title));
    for text in citations.chain(titles) {
        t0114_to_do::check(&text.value, text.span, found);
    }
}

/// Checks of the pack's age.
pub(crate) fn dated(draft: &PackDraft, today: Date, found: &mut Vec<Diagnostic>) {
    l0414_review_overdue::check(&draft.identity, today, found);
}

/// Checks of what is used by what. They make sense only for a pack without errors.
pub(crate) fn used(root: &Unit<'_>, pack: &Pack, found: &mut Vec<Diagnostic>) {
    l0103_source_unused::check(root, pack, found);
    // What a library holds may be used by packs that are not looked at here.
    let kind = root.draft.identity.kind.as_ref();
    if kind.is_some_and(|kind| kind.value == PackKind::Injury) {
        l0101_question_unused::check(root, pack, &Used::by_rules(pack), found);
        l0102_finding_unused::check(root, pack, &Used::by_anything(pack), found);
        l0104_action_unused::check(root, pack, found);
    }
}

#[cfg(test)]
mod tests;
