//! The view models: what a front end shows, as plain data without any look.

mod emergency;
mod explanation;
mod numbers;
mod pictures;
mod question;
pub(crate) mod result;
mod review;
mod trace;
#[cfg(feature = "training")]
mod training;

pub(crate) use emergency::{EmergencyView, crew_page};
pub(crate) use explanation::{action_page, explained_page};
pub(crate) use numbers::{few_numbers, number_lines, number_words};
pub(crate) use pictures::pictures;
pub(crate) use question::{EntryKind, KnownView, QuestionView, TAKE, answer_words};
pub(crate) use result::{Detail, left_out, result_document, several_head, several_summary, summary};
pub(crate) use review::{ReviewRow, ReviewView};
pub(crate) use trace::{add_trace, place};
#[cfg(feature = "training")]
pub(crate) use training::{training_page, weeks_svg};
