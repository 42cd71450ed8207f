//! The program against the engine, and what it refuses.

mod agreement;
mod lanes;
mod limits;
mod reasons;
