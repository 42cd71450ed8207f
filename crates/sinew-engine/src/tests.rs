//! Tests of the whole engine: laws over generated packs, and examples over one small pack.

mod builder;
mod examples;
mod generated;
mod laws;
mod reference;
