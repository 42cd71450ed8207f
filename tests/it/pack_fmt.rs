//! `sinew pack fmt`: which files are laid out, what is said about it, and by which exit code.

use crate::PROGRAM;
use sinew_tests::Process;
use std::fs;

fn path(process: &Process, file: &str) -> std::path::PathBuf {
    process.work().join("mine/sore-elbow").join(file)
}

#[test]
fn files_are_laid_out_and_say_the_same() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "fmt", "mine", "--check"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "All 9 files laid out already\n"), "{}", ran.page());

    let (pack, causes) = (path(&process, "pack.toml"), path(&process, "causes.toml"));
    let laid_out = fs::read_to_string(&pack).expect("it is there");
    let pushed_apart = laid_out.replacen("title = ", "title  =  ", 1);
    fs::write(&pack, pushed_apart).expect("a test writes to folders of its own");
    let text = fs::read_to_string(&causes).expect("it is there");
    fs::write(&causes, text.replace('\n', "\r\n")).expect("a test writes to folders of its own");
    let ran = process.run(["pack", "fmt", "mine", "--check"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_eq!(
        ran.out,
        "mine/sore-elbow/causes.toml:1: not laid out\nmine/sore-elbow/pack.toml:6: not laid out\n\
         2 files to lay out, 7 files laid out already\n"
    );
    assert!(
        fs::read_to_string(&pack).expect("it is there").contains("title  =  "),
        "--check changes nothing"
    );

    let ran = process.run(["pack", "fmt", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert_eq!(
        ran.out,
        "Laid out mine/sore-elbow/causes.toml\nLaid out mine/sore-elbow/pack.toml\n2 files changed, 7 files laid out already\n"
    );
    assert_eq!(fs::read_to_string(&pack).expect("it is there"), laid_out);
    assert_eq!(fs::read_to_string(&causes).expect("it is there"), text);
    assert_eq!(process.run(["pack", "check", "mine"]).code, Some(0));
}

#[test]
fn a_file_that_is_no_toml_is_named_and_the_others_are_laid_out() {
    let process = Process::with_elbow(PROGRAM);
    fs::write(path(&process, "causes.toml"), "a = \n").expect("a test writes to folders of its own");
    fs::write(path(&process, "actions.toml"), "a  =  1").expect("a test writes to folders of its own");
    let ran = process.run(["pack", "fmt", "mine"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert_eq!(ran.out, "Laid out mine/sore-elbow/actions.toml\n1 file changed, 7 files laid out already\n");
    assert!(
        ran.err.starts_with("error: mine/sore-elbow/causes.toml: line 1, column 5: this is not TOML: "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("\nhelp: mend it first"), "{}", ran.err);
    assert_eq!(fs::read_to_string(path(&process, "causes.toml")).expect("it is there"), "a = \n");
    assert_eq!(fs::read_to_string(path(&process, "actions.toml")).expect("it is there"), "a = 1\n");
}

#[test]
fn an_editor_gives_a_text_and_gets_it_back() {
    let laid_out = "# about a\na = [1, 2] # it\n";
    let process = Process::of(PROGRAM).input("# about a  \na=[ 1,2, ] # it\r\n");
    let ran = process.run(["pack", "fmt", "--stdin"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), laid_out, ""));
    let ran = process.run(["pack", "fmt", "--stdin", "--check"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(1), "", ""));
    let ran = Process::of(PROGRAM).input(laid_out).run(["pack", "fmt", "--stdin", "--check"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));

    let ran = Process::of(PROGRAM).input("a = ").run(["pack", "fmt", "--stdin"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.starts_with("error: line 1, column 5: this is not TOML: "), "{}", ran.err);
    let ran = Process::of(PROGRAM).input(vec![b'#'; (1 << 20) + 1]).run(["pack", "fmt", "--stdin"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
}

#[test]
fn only_folders_have_files_to_lay_out() {
    let process = Process::with_elbow(PROGRAM);
    for (name, told) in [
        ("running", "the pack `running` is built into the program"),
        ("nothing", "there is no pack `nothing`"),
        ("./nowhere", "./nowhere could not be looked into"),
    ] {
        let ran = process.run(["pack", "fmt", name]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{name}: {}", ran.page());
        assert!(ran.err.contains(told) && ran.err.contains("\nhelp: "), "{name}: {}", ran.err);
    }
}
