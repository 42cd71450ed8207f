//! `cargo xtask`: the tasks of this repository.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    xtask::run()
}
