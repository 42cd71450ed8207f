//! Source texts, places in them, and coded diagnostics that point at them.
//!
//! The one design decision: a diagnostic is plain data that owns its words, and a [`Span`] can only be made by the [`Texts`]
//! it points into, which cut it to the text and to whole characters. So whatever draws a diagnostic cannot fail on one, and
//! the drawing is a leaf behind the feature `render`. The cost is that the texts have to be kept as long as their diagnostics.
//!
//! # Invariants
//! - A span lies within its text and on whole characters (`any_span_lies_within_its_text_on_whole_characters`).
//! - Rendering never panics, and no text breaks the form it is rendered in (`nothing_breaks_a_form`).
//! - Changes are applied to what they point at and nothing else (`nothing_else_is_changed`).
//! - The order of diagnostics depends on nothing but the diagnostics ([`Diagnostic::order`]).
//!
//! # Not here
//! The checks themselves (the crate that checks has them, made with [`check!`]) and where diagnostics are printed (front ends).
#![forbid(unsafe_code)]

mod check;
mod diagnostic;
mod edit;
mod name;
#[cfg(feature = "render")]
pub mod render;
mod steer;
mod text;

pub use check::{Check, ExampleFile, Explanation, example_files};
pub use diagnostic::{Code, Diagnostic, Edit, Help, Label, Severity};
pub use edit::{Edited, apply_edits};
pub use name::{closest_name, only_close_name};
pub use steer::steers;
pub use text::{Position, Span, TextId, Texts};
