//! Writes the files that are made from code, or compares them with it.

use crate::{codes, compiled, header, keys, program, repository::TextFile};
use anyhow::{Context as _, Result};
use std::{fs, path::Path};

/// What to do with the files that are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write those that differ.
    Write,
    /// Only say which differ.
    Check,
}

/// The command that brings the files up to date.
pub const COMMAND: &str = "cargo xtask codegen";

/// All files that are made from code, with the path from the root of the repository.
pub fn made() -> Vec<TextFile> {
    let schemas = sinew_pack::schema::all().into_iter().chain(sinew_app::schema::all());
    let schemas = schemas.chain(sinew_batch::schema::all());
    let schemas = schemas.chain(sinew_log::schema::all()).chain(sinew_ext::schema::all());
    let schemas = schemas.map(|(name, text)| TextFile::new(&format!("schemas/{name}"), &text));
    schemas
        .chain([
            TextFile::new(codes::PATH, &codes::page()),
            TextFile::new(keys::PATH, &keys::page()),
            TextFile::new(header::PATH, &header::page()),
        ])
        .collect()
}

/// Compares files with those below a folder, and writes those that differ if asked to. Line ends do not count.
///
/// Gives back a line for each file that differs: where it begins to, or that it is missing or left over.
pub fn run(root: &Path, made: &[TextFile], mode: Mode) -> Result<Vec<String>> {
    let mut differences = Vec::new();
    for file in made {
        let path = root.join(&file.path);
        let on_disk = fs::read_to_string(&path).ok().map(|text| text.replace("\r\n", "\n"));
        if on_disk.as_deref() == Some(file.text.as_str()) {
            continue;
        }
        differences.push(difference(file, on_disk.as_deref()));
        if mode == Mode::Write {
            let folder = path.parent().context("a file stands in a folder")?;
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
            fs::write(&path, &file.text).with_context(|| format!("{} cannot be written", file.path))?;
        }
    }
    for left_over in left_over(root, made)? {
        differences.push(format!("{left_over}: nothing makes it any more"));
        if mode == Mode::Write {
            fs::remove_file(root.join(&left_over))
                .with_context(|| format!("{left_over} cannot be removed"))?;
        }
    }
    Ok(differences)
}

fn difference(made: &TextFile, on_disk: Option<&str>) -> String {
    let Some(on_disk) = on_disk else { return format!("{}: is missing", made.path) };
    let same = on_disk.lines().zip(made.text.lines()).take_while(|(is, should_be)| is == should_be).count();
    let show = |text: &str| {
        text.lines().nth(same).map_or("the end of the file".to_owned(), |line| format!("`{}`", line.trim()))
    };
    format!("{}:{}: is {}, should be {}", made.path, same + 1, show(on_disk), show(&made.text))
}

/// Schemas on disk that nothing makes.
fn left_over(root: &Path, made: &[TextFile]) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(root.join("schemas")) else { return Ok(Vec::new()) };
    let mut left_over = Vec::new();
    for entry in entries {
        let name = entry.context("the folder schemas cannot be read")?.file_name();
        let path = format!("schemas/{}", name.to_string_lossy());
        if path.ends_with(".schema.json") && !made.iter().any(|file| file.path == path) {
            left_over.push(path);
        }
    }
    left_over.sort();
    Ok(left_over)
}

/// Runs the task and prints what differs. Gives back whether the files are as they have to be afterwards.
///
/// Writing also makes the schemas with the ids of each pack, for editors. They are not committed, so nothing compares them.
pub(crate) fn task(root: &Path, mode: Mode) -> Result<bool> {
    let made = made();
    let mut differences = run(root, &made, mode)?;
    differences.extend(compiled::run(root, mode)?);
    let count = made.len() + 1;
    for line in &differences {
        println!("{line}");
    }
    match (mode, differences.len()) {
        (_, 0) => println!("All files up to date: {count}"),
        (Mode::Write, differing) => {
            println!("{differing} of {count} files written or removed");
            if differences.iter().any(|line| line.starts_with("schemas/")) {
                // This program still carries what was there before.
                println!("Run it again for the schemas of the packs, which are made from these");
                return Ok(true);
            }
        }
        (Mode::Check, differing) => {
            let are = if differing == 1 { " is" } else { "s are" };
            println!("{differing} file{are} out of date; run `{COMMAND}`");
        }
    }
    if mode == Mode::Write {
        return Ok(program::tell_editors(root));
    }
    Ok(differences.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_compared_without_line_ends_and_written_only_if_asked_to() {
        let folder = tempfile::tempdir().unwrap();
        let made = [
            TextFile::new("schemas/same.schema.json", "{\n  \"a\": 1\n}\n"),
            TextFile::new("schemas/new.schema.json", "{}\n"),
            TextFile::new("schemas/other.schema.json", "{\n  \"b\": 2\n}\n"),
        ];
        fs::create_dir(folder.path().join("schemas")).unwrap();
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
        write("schemas/same.schema.json", "{\r\n  \"a\": 1\r\n}\r\n");
        write("schemas/other.schema.json", "{\n  \"b\": 3\n}\n");
        write("schemas/gone.schema.json", "{}\n");
        write("schemas/README.md", "By hand.\n");

        let expected = [
            "schemas/new.schema.json: is missing",
            "schemas/other.schema.json:2: is `\"b\": 3`, should be `\"b\": 2`",
            "schemas/gone.schema.json: nothing makes it any more",
        ];
        assert_eq!(run(folder.path(), &made, Mode::Check).unwrap(), expected);
        assert_eq!(run(folder.path(), &made, Mode::Check).unwrap(), expected, "checking changes nothing");
        assert_eq!(run(folder.path(), &made, Mode::Write).unwrap(), expected);
        assert_eq!(run(folder.path(), &made, Mode::Check).unwrap(), [""; 0]);
        assert!(folder.path().join("schemas/README.md").exists());
        assert!(!folder.path().join("schemas/gone.schema.json").exists());
    }

    #[test]
    fn a_file_that_ends_too_early_is_out_of_date() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("schemas")).unwrap();
        fs::write(folder.path().join("schemas/a.schema.json"), "{\n").unwrap();
        let made = [TextFile::new("schemas/a.schema.json", "{\n}\n")];
        let found = run(folder.path(), &made, Mode::Check).unwrap();
        assert_eq!(found, ["schemas/a.schema.json:2: is the end of the file, should be `}`"]);
    }
}
