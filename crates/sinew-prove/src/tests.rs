//! The circuit against the engine, and everything that is proved against trying it out.

mod agreement;
mod difference;
mod exhaustive;
mod stop;
