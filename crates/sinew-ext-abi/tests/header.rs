//! The C header says what the Rust side says, in the eyes of a C compiler.
#![forbid(unsafe_code)]
#![cfg(unix)]

use sinew_ext_abi::{ExtensionTable, SYMBOL, TABLE_SIZE};
use std::{fmt::Write as _, fs, path::Path, process::Command};

#[test]
#[expect(clippy::disallowed_methods, reason = "only a C compiler knows how C lays out the table")]
fn a_c_compiler_finds_the_same_sizes_offsets_and_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut body = "printf(\"size %zu\\n\", sizeof(struct sinew_extension));\n".to_owned();
    let mut expected = format!("size {TABLE_SIZE}\n");
    for field in ExtensionTable::FIELDS {
        let name = field.name;
        writeln!(
            body,
            "printf(\"{name} %zu %zu\\n\", offsetof(struct sinew_extension, {name}), sizeof(((struct sinew_extension *)0)->{name}));"
        )
        .unwrap();
        writeln!(expected, "{name} {} {}", field.offset, field.size).unwrap();
    }
    for constant in ExtensionTable::CONSTANTS {
        let name = constant.name;
        writeln!(body, "printf(\"{name} %llu\\n\", (unsigned long long){name});").unwrap();
        writeln!(expected, "{name} {}", constant.value).unwrap();
    }
    // The symbol has the type that the header gives it.
    let table = format!("const struct sinew_extension {SYMBOL} = {{ .magic = SINEW_EXTENSION_MAGIC }};");
    let source = format!(
        "#include \"sinew_extension.h\"\n#include <stdio.h>\n{table}\nint main(void) {{\n{body}return 0;\n}}\n"
    );
    fs::write(folder.path().join("layout.c"), source).unwrap();
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    let program = folder.path().join("layout");
    for language in ["-std=c99", "-std=c11"] {
        let compiled = Command::new("cc")
            .args([language, "-Wall", "-Wextra", "-Werror", "-pedantic", "-I"])
            .arg(&include)
            .arg("-o")
            .arg(&program)
            .arg(folder.path().join("layout.c"))
            .output()
            .expect("this machine has a C compiler");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        let printed = Command::new(&program).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&printed.stdout), expected);
    }
}
