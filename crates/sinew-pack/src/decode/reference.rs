//! Regions and sources.

use crate::{
    check,
    draft::{RegionDraft, SourceDraft, UrgentDraft},
    fields::Fields,
    shape,
};
use sinew_diag::Diagnostic;
use sinew_model::SourceStatus;

/// How far a telephone number can have been checked.
const NUMBER_STATUS: [SourceStatus; 3] =
    [SourceStatus::Verified, SourceStatus::SecondHand, SourceStatus::Recalled];

pub(super) fn region(fields: &mut Fields<'_>) -> Option<RegionDraft> {
    let name = fields.text("name");
    let emergency = fields.texts("emergency");
    let urgent = fields.table_if("urgent").and_then(|mut inner| {
        let number = inner.text("number");
        let name = inner.text("name");
        inner.finish();
        Some((number?, name?))
    });
    let has_urgent = fields.has("urgent");
    let locales = fields.texts_if("locales");
    let sink = fields.sink();
    for (at, locale) in locales.iter().flatten().enumerate() {
        let fits = locale.value.len() == 2 && locale.value.bytes().all(|byte| byte.is_ascii_uppercase());
        if !fits {
            let misfit = shape::pattern_misfit(locale.span, &locale.value, shape::COUNTRY_PATTERN);
            report(fields, &format!("locales/{at}"), misfit);
        }
    }
    let status = fields.table("status").map(|mut inner| {
        let emergency = inner.word("emergency", &NUMBER_STATUS, SourceStatus::name);
        let urgent = inner.word_if("urgent", &NUMBER_STATUS, SourceStatus::name);
        if has_urgent && !inner.has("urgent") {
            sink.push(check::missing_key(inner.place, "urgent"));
        }
        inner.finish();
        (emergency, urgent)
    });
    let note = fields.text_if("note");
    let sources = fields.ids("sources");
    let (emergency_status, urgent_status) = status?;
    let urgent = match (urgent, urgent_status) {
        (Some((number, name)), Some(status)) => Some(UrgentDraft { number, name, status: status.value }),
        _ => None,
    };
    Some(RegionDraft {
        name: name?,
        emergency: emergency?,
        emergency_status: emergency_status?.value,
        urgent,
        locales: locales?,
        note,
        sources: sources?,
    })
}

pub(super) fn source(fields: &mut Fields<'_>) -> Option<SourceDraft> {
    let citation = fields.text("citation");
    let title = fields.text_if("title");
    let doi = fields.text_if("doi");
    if let Some(doi) = &doi
        && !is_doi(&doi.value)
    {
        let misfit = shape::pattern_misfit(doi.span, &doi.value, shape::DOI_PATTERN);
        report(fields, "doi", misfit);
    }
    let status = fields.word("status", &SourceStatus::ALL, SourceStatus::name);
    let note = fields.text_if("note");
    Some(SourceDraft { citation: citation?, title, doi, status: status?.value, note })
}

fn report(fields: &Fields<'_>, key: &str, diagnostic: Option<Diagnostic>) {
    if let Some(diagnostic) = diagnostic {
        fields.report(key, diagnostic);
    }
}

fn is_doi(text: &str) -> bool {
    let Some((prefix, suffix)) = text.split_once('/') else { return false };
    let Some(digits) = prefix.strip_prefix("10.") else { return false };
    (4..=9).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !suffix.is_empty()
        && !suffix.contains(char::is_whitespace)
}
