//! A native extension that does everything wrong, for tests of what holds it.
//!
//! What it does when it is asked stands in the input, or behind `call-` in its bytes. What it does wrong when it is opened, or in what
//! it says of itself, stands in its bytes: a test changes them, which makes another library of it.
#![expect(unsafe_code, reason = "it does what safe code cannot do")]
#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::exit,
    clippy::disallowed_methods,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "it does what it should not do, and each thing in one line"
)]

use sinew_ext_abi::{ExtensionTable, Facts};
use std::{
    cell::RefCell,
    env, fs,
    io::{self, Write as _},
    net::{TcpListener, TcpStream, UdpSocket},
    path::Path,
    process,
    process::Command,
    ptr,
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
    thread,
    time::Duration,
};

/// What it says of itself when nothing was changed.
const DESCRIPTION: &str = r#"{"id":"faults","facts":{"value":{"min":0,"max":1000,"unit":"things"},"other":{"min":-1,"max":1,"unit":""}}}"#;

/// What is wrong with what it says of itself. A test writes a word and a dot behind the colon.
#[used]
static SWITCH: [u8; 48] = *b"SINEW-FAULTS-SWITCH:nothing.....................";

/// The file that it makes when it is opened. A test writes a path behind the colon.
#[used]
static MARK: [u8; 528] = {
    let name = b"SINEW-FAULTS-MARK:";
    let mut mark = [0; 528];
    let mut at = 0;
    while at < name.len() {
        mark[at] = name[at];
        at += 1;
    }
    mark
};

/// What stands behind the colon, up to the first of these bytes.
fn written(slot: &[u8], end: u8) -> String {
    // What a test wrote is not what the compiler knows.
    let byte = |at: &u8| {
        // SAFETY: it is a reference.
        unsafe { ptr::read_volatile(at) }
    };
    let bytes: Vec<u8> = slot.iter().map(byte).collect();
    let behind = bytes.iter().skip_while(|byte| **byte != b':').skip(1);
    String::from_utf8_lossy(&behind.take_while(|byte| **byte != end).copied().collect::<Vec<_>>())
        .into_owned()
}

/// Whether the code that runs when it is opened has run.
static OPENED: AtomicBool = AtomicBool::new(false);

/// Runs when it is opened, before anybody looks at anything in it.
extern "C" fn on_opening() {
    OPENED.store(true, Ordering::SeqCst);
    let mark = written(&MARK, 0);
    if !mark.is_empty() {
        drop(fs::write(mark, "opened"));
    }
    if written(&SWITCH, b'.') == "open-print-on" {
        print_on();
    }
}

#[cfg(target_os = "linux")]
#[used]
// SAFETY: what stands in this section is called when the library is opened, and is a function of that kind.
#[unsafe(link_section = ".init_array")]
static ON_OPENING: extern "C" fn() = on_opening;

/// The extension. A test changes the numbers at its beginning.
// SAFETY: no other symbol of this library has this name.
#[unsafe(no_mangle)]
pub static SINEW_EXTENSION: ExtensionTable = ExtensionTable::new(describe, evaluate, free);

unsafe extern "C" fn describe(reply: *mut *mut u8, reply_size: *mut usize) -> i32 {
    let said = match written(&SWITCH, b'.').as_str() {
        "wrong-id" => DESCRIPTION.replace("faults", "others").into_bytes(),
        "undeclared" => DESCRIPTION.replace("value", "worth").into_bytes(),
        "other-range" => DESCRIPTION.replace("1000", "1001").into_bytes(),
        "garbage" => b"faults!".to_vec(),
        "no-text" => b"{\"id\":\"faults\xff\",\"facts\":{}}".to_vec(),
        "panic" => {
            // SAFETY: the caller's promise for this function is that for the other.
            return unsafe {
                sinew_ext_abi::evaluate(
                    |_| panic!("while it said who it is"),
                    ptr::null(),
                    0,
                    reply,
                    reply_size,
                )
            };
        }
        "loop" => endless(),
        "end" => process::exit(0),
        "huge" => vec![b' '; 200_000],
        _ => DESCRIPTION.as_bytes().to_vec(),
    };
    give(said, reply, reply_size)
}

unsafe extern "C" fn free(reply: *mut u8, reply_size: usize) {
    // SAFETY: every reply was made as the crate of the interface makes them.
    unsafe { sinew_ext_abi::free(reply, reply_size) }
}

/// Puts bytes where the caller wants them.
fn give(bytes: Vec<u8>, reply: *mut *mut u8, reply_size: *mut usize) -> i32 {
    let size = bytes.len();
    let start = Box::into_raw(bytes.into_boxed_slice()).cast::<u8>();
    // SAFETY: the caller of every function of an extension gives places that can be written to.
    unsafe {
        reply.write(start);
        reply_size.write(size);
    }
    0
}

unsafe extern "C" fn evaluate(
    input: *const u8,
    input_size: usize,
    reply: *mut *mut u8,
    reply_size: *mut usize,
) -> i32 {
    // What it is given by an assessment are runs, so that the word has to stand in its bytes.
    let switched = written(&SWITCH, b'.');
    let called = switched.strip_prefix("call-").map(str::as_bytes);
    let (input, input_size) = called.map_or((input, input_size), |word| (word.as_ptr(), word.len()));
    // SAFETY: the caller's promise for this function, or a text of this function: it is that many bytes.
    let word = if input.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(input, input_size) } };
    let given: Vec<u8> = match word {
        b"huge" => format!("{{\"facts\":{{}},\"more\":\"{}\"}}", "x".repeat(2 * 1024 * 1024)).into_bytes(),
        b"huge-lie" => {
            give(Vec::new(), reply, reply_size);
            // SAFETY: it was written to above.
            unsafe { reply_size.write(usize::MAX) };
            return 0;
        }
        b"short-lie" => {
            // SAFETY: as above. That there are no such bytes is the fault.
            unsafe {
                reply.write(ptr::without_provenance_mut(16));
                reply_size.write(100);
            }
            return 0;
        }
        b"no-text" => b"{\"facts\":{\"value\xff\":1}}".to_vec(),
        b"garbage" => b"\0\x01\x02 not JSON".to_vec(),
        b"empty" => return 0,
        b"undeclared" => br#"{"facts":{"value":1,"secret":2}}"#.to_vec(),
        b"out-of-range" => br#"{"facts":{"value":1001}}"#.to_vec(),
        b"fraction" => br#"{"facts":{"value":1.5}}"#.to_vec(),
        b"twice" => br#"{"facts":{"value":1,"value":2}}"#.to_vec(),
        b"status" => {
            give(b"odd".to_vec(), reply, reply_size);
            return 77;
        }
        _ => {
            // SAFETY: the caller's promise for this function is that for the other.
            return unsafe { sinew_ext_abi::evaluate(answer, input, input_size, reply, reply_size) };
        }
    };
    give(given, reply, reply_size)
}

thread_local! {
    static OF_A_THREAD: RefCell<Loud> = const { RefCell::new(Loud(0)) };
}

/// Something with an end of its own, in a thread that outlives the call.
struct Loud(i64);

impl Drop for Loud {
    fn drop(&mut self) {
        drop(writeln!(io::stderr(), "the end of {}", self.0));
    }
}

static CALLS: AtomicI64 = AtomicI64::new(0);

fn value(value: i64) -> Result<Facts, String> {
    Ok(Facts::new().number("value", value))
}

/// 0 if something was refused, 1 if it worked.
fn whether<T>(outcome: io::Result<T>) -> Result<Facts, String> {
    if let Err(problem) = &outcome {
        eprintln!("{problem}");
    }
    value(i64::from(outcome.is_ok()))
}

/// Fills whatever takes what it prints.
fn print_on() -> ! {
    loop {
        drop(writeln!(io::stderr(), "on and on"));
        drop(writeln!(io::stdout(), "and on"));
    }
}

fn endless() -> ! {
    loop {
        std::hint::spin_loop();
    }
}

unsafe extern "C" {
    fn fcntl(descriptor: i32, command: i32, ...) -> i32;
    fn fork() -> i32;
    fn getppid() -> i32;
    fn kill(process: i32, signal: i32) -> i32;
    fn close(descriptor: i32) -> i32;
    fn write(descriptor: i32, bytes: *const u8, count: usize) -> isize;
    fn setsid() -> i32;
}

/// What it does with these words. Anything else is counted: so many bytes.
fn answer(input: &[u8]) -> Result<Facts, String> {
    let word = String::from_utf8_lossy(input);
    let (word, rest) = word.split_once(' ').unwrap_or((&word, ""));
    match word {
        "nothing" => Ok(Facts::new().not_enough_data("value")),
        "failed" => Err("there is no run in it\u{1b}[2J".to_owned()),
        "panic" => panic!("this is the panic"),
        "abort" => process::abort(),
        "null-read" => {
            // SAFETY: it is none. That is the fault.
            value(i64::from(unsafe { ptr::read_volatile(ptr::without_provenance::<u8>(8)) }))
        }
        "deep" => value(deep(1)),
        "exit" => process::exit(7),
        "exit-well" => process::exit(0),
        "loop" => endless(),
        "late" => {
            thread::sleep(Duration::from_mins(10));
            value(1)
        }
        "close" => {
            for descriptor in 0..64 {
                // SAFETY: it takes what others have open. That is the fault.
                unsafe { close(descriptor) };
            }
            thread::sleep(Duration::from_mins(10));
            value(1)
        }
        "thread" => {
            thread::spawn(|| {
                OF_A_THREAD.with_borrow_mut(|loud| loud.0 = 5);
                thread::sleep(Duration::from_mins(10));
            });
            OF_A_THREAD.with_borrow_mut(|loud| loud.0 = 4);
            value(4)
        }
        "print" => {
            println!("this is no message");
            value(3)
        }
        "print-on" => print_on(),
        "pour" => loop {
            // As much of nothing as anybody takes, on every descriptor that there may be.
            for descriptor in 1..64 {
                // SAFETY: it is that many bytes. That the descriptor is not its own is the fault.
                unsafe { write(descriptor, [0_u8; 4096].as_ptr(), 4096) };
            }
        },
        "forge" => {
            // A frame that says something that nobody asked for, on every descriptor that there may be.
            let message = br#"{"message":"hello","protocol":1,"sandbox":{}}"#;
            let mut frame =
                u32::try_from(message.len()).map_err(|problem| problem.to_string())?.to_le_bytes().to_vec();
            frame.extend(message);
            for descriptor in 3..64 {
                // SAFETY: it is that many bytes. That the descriptor is not its own is the fault.
                unsafe { write(descriptor, frame.as_ptr(), frame.len()) };
            }
            value(1)
        }
        "flood" => {
            for descriptor in 3..64 {
                // SAFETY: as above.
                unsafe { write(descriptor, [0xff_u8; 64].as_ptr(), 64) };
            }
            value(1)
        }
        "opened" => value(i64::from(OPENED.load(Ordering::SeqCst))),
        "descriptors" => {
            // SAFETY: it only asks.
            value(
                (3..256)
                    .filter(|descriptor| unsafe { fcntl(*descriptor, 1) } >= 0)
                    .count()
                    .try_into()
                    .unwrap_or(-1),
            )
        }
        "environment" => value(env::vars_os().count().try_into().unwrap_or(-1)),
        "read-file" => whether(fs::read(rest)),
        "write-file" => whether(fs::write(rest, "x")),
        "write-here" => whether(fs::write("left-here", "x")),
        "remove-itself" => whether(fs::remove_file(rest)),
        #[cfg(unix)]
        "open-to-all" => {
            use std::os::unix::fs::PermissionsExt as _;
            whether(fs::set_permissions(rest, fs::Permissions::from_mode(0o666)))
        }
        "list-folder" => whether(fs::read_dir(Path::new(rest))),
        "connect" => whether(TcpStream::connect(rest)),
        "listen" => whether(TcpListener::bind("127.0.0.1:0")),
        "udp" => whether(UdpSocket::bind("127.0.0.1:0")),
        "exec" => whether(Command::new("/bin/true").status()),
        "fork" => {
            // SAFETY: the child does nothing but wait to be ended.
            let child = unsafe { fork() };
            if child == 0 {
                // SAFETY: it leaves the group of its parent. That is the fault.
                unsafe { setsid() };
                loop {
                    thread::sleep(Duration::from_secs(1));
                }
            }
            value(i64::from(child > 0))
        }
        "kill-parent" => {
            // SAFETY: the signal 0 only asks whether it would be allowed.
            value(i64::from(unsafe { kill(getppid(), 0) } == 0))
        }
        "memory" => {
            let mut much = vec![1_u8; 8 << 30];
            much[5] = 2;
            value(i64::from(much[5]))
        }
        "other-each-time" => value(CALLS.fetch_add(1, Ordering::SeqCst)),
        "other-each-process" => value(i64::from(process::id() % 1000)),
        _ => value(input.len().try_into().unwrap_or(-1)),
    }
}

#[expect(unconditional_recursion, reason = "that is the fault")]
fn deep(value: i64) -> i64 {
    let room = [value; 64];
    deep(std::hint::black_box(room)[0]) + room[1]
}
