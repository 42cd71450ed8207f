//! What can be measured: this project, and other rule engines that were taught its rules.

pub mod cel;
pub mod ours;
pub mod regorus;
pub mod script;
pub mod zen;

use crate::verdict::Verdict;
use anyhow::Result;
use std::time::Duration;

/// Something that decides for people.
pub trait Peer {
    /// Its name with its version.
    fn name(&self) -> String;

    /// How its rules were written for it, and how it is used.
    fn idiom(&self) -> String;

    /// What it decides for each of the people; none for what is no peer but the definition itself.
    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        Ok(None)
    }

    /// Decides for so many people, beginning again with the first after the last. Gives back the CPU time that took.
    fn round(&mut self, count: usize) -> Result<Duration>;

    /// It decides only for all of the people at once, so many: a round rounds up to that.
    fn at_once(&self) -> usize {
        1
    }
}

/// The answers of somebody as one JSON object, with the names of questions that peers use.
pub fn json(values: &[crate::rules::Value]) -> String {
    let members = values.iter().enumerate();
    let members = members.map(|(at, value)| (crate::infix::question(at), serde_json::json!(value)));
    serde_json::Value::Object(members.collect()).to_string()
}
