//! Tests of the whole engine: laws over generated packs, and examples over small packs.

mod builder;
mod companions;
mod examples;
mod generated;
mod laws;
mod reference;
