//! Checking one case by itself, for authors who follow its person.

use super::{CaseResult, as_in_a_check, run};
use crate::{quoted::quoted, shelf::LoadProblem};
use sinew_diag::{Diagnostic, Texts, closest_name};
use sinew_model::{Answers, CaseId, Pack};
use sinew_pack::{Case, Loaded};

/// One case, its person, and what was found about it.
#[derive(Debug, Clone)]
pub struct CaseCheck {
    /// The pack that the answers belong to.
    pub pack: Pack,
    /// What became of it, with its title.
    pub result: CaseResult,
    /// What its person answers, as far as it counts, beside what the pack gives.
    pub answers: Answers,
    /// What was found about this case, in the order of the texts.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub texts: Texts,
}

/// Why a case was not checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseProblem {
    /// Its pack was not opened.
    #[error(transparent)]
    Load(#[from] LoadProblem),
    /// The pack has no such case.
    #[error("the pack {} has no case {}", quoted(.pack), quoted(.case))]
    Unknown {
        /// The id of the pack.
        pack: String,
        /// What was asked for.
        case: String,
        /// The case with the most similar id.
        closest: Option<CaseId>,
        /// The cases there are, in the order of the pack.
        known: Vec<CaseId>,
    },
}

impl CaseProblem {
    /// What to do about it; none where the pack was not opened, which says so itself.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Load(_) => None,
            Self::Unknown { closest: Some(closest), .. } => {
                Some(format!("a case with a similar id exists: `{closest}`"))
            }
            Self::Unknown { known, .. } if known.is_empty() => Some("it has no cases at all".into()),
            Self::Unknown { .. } => Some("the ids of cases are in the files of its folder `cases`".into()),
        }
    }
}

/// Checks one case of a pack that was inspected without an error.
pub(crate) fn check_case(mut loaded: Loaded, pack: Pack, id: &str) -> Result<CaseCheck, CaseProblem> {
    let Some(case) = loaded.cases.iter().find(|case| case.id.as_str() == id) else {
        let known: Vec<CaseId> = loaded.cases.iter().map(|case| case.id.clone()).collect();
        let closest = closest_name(id, known.iter().map(CaseId::as_str));
        let closest = known.iter().find(|known| Some(known.as_str()) == closest).cloned();
        return Err(CaseProblem::Unknown {
            pack: pack.identity().id.to_string(),
            case: id.to_owned(),
            closest,
            known,
        });
    };
    let is_about_it =
        |diagnostic: &Diagnostic| below(&loaded.cases, diagnostic).is_some_and(|at| at.id == case.id);
    let of_loading = loaded.diagnostics.iter().filter(|diagnostic| is_about_it(diagnostic)).cloned();
    let mut diagnostics: Vec<Diagnostic> = of_loading.collect();
    let run = run::run_one(&loaded, &pack, case);
    diagnostics.extend(run.found);
    as_in_a_check(&mut diagnostics);
    let mut answers = super::person::written_answers(&pack, case);
    sinew_engine::drop_idle(&pack, &mut answers);
    let result = run.result;
    Ok(CaseCheck { result, answers, diagnostics, texts: std::mem::take(&mut loaded.texts), pack })
}

/// The case in whose table a diagnostic points: the last one that begins before it in the same text.
fn below<'c>(cases: &'c [Case], diagnostic: &Diagnostic) -> Option<&'c Case> {
    let place = diagnostic.place()?;
    let begins_before =
        |case: &&Case| case.span.text() == place.text() && case.span.range().start <= place.range().start;
    cases.iter().filter(begins_before).max_by_key(|case| case.span.range().start)
}

#[cfg(test)]
mod tests;
