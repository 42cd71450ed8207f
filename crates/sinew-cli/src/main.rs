//! The binary `sinew`. Everything is in the library of the same package.
#![forbid(unsafe_code)]

use sinew_cli::{Environment, SystemConsole, is_panic_foreseen, run, run_as_child};
use std::{
    io::Write as _,
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
};

/// The exit code after a fault in the program.
const FAULT: u8 = 2;

fn main() -> ExitCode {
    // What a panic says may have answers in it, so only its place in the program is shown, and nothing is written to disk.
    panic::set_hook(Box::new(|fault| {
        if is_panic_foreseen() {
            return;
        }
        let place = fault
            .location()
            .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let text = format!(
            "\r\nerror: sinew stopped because of a fault in the program{place} (version {version})\r\n\
             help: your answers are not in this message, and no report was written\r\n\
             help: report it with the lines above, where you got Sinew from\r\n",
            version = env!("CARGO_PKG_VERSION"),
        );
        // If even this cannot be written, nobody is there to read it.
        drop(std::io::stderr().write_all(text.as_bytes()));
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        let typed: Vec<_> = std::env::args_os().collect();
        if let Some(code) = run_as_child(&typed) {
            return code;
        }
        let environment = Environment::read();
        let mut console = SystemConsole::new(environment.stdout_is_terminal, environment.rows);
        run(&typed, &environment, &mut console)
    }));
    ExitCode::from(outcome.unwrap_or(FAULT))
}
