//! Tests of the whole engine: laws over generated packs, and examples over small packs.

mod companions;
mod examples;
mod laws;
mod reference;
