//! How many broken packs the published schemas find in the hands of other tools, and how many a check finds.
//!
//! Other tools see one file and its schema. What they find is counted, not where: any finding in a pack that had none before is
//! one. The numbers stand in a page for people who ask what a check is for beside an editor.

use crate::{
    codegen::Mode,
    marked,
    sample::{self, Broken},
    tools,
};
use anyhow::{Context as _, Result, bail};
use sinew_app::{Shelf, model::Date};
use sinew_diag::Severity;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
    process::Command,
};

/// The page with the table, from the root of the repository.
const PAGE: &str = "CONTRIBUTING.md";
/// What makes the table.
const COMMAND: &str = "cargo xtask compare";

/// The day of the checks, so that they find the same on every day.
const DAY: Date = Date::constant(2026, 3, 4);

/// How the linter is set. That tables stand in another order is due to how the corpus is put together, and no defect.
const SETTINGS: &str = "\
toml-version = \"v1.0.0\"
[lint.rules]
dotted-keys-out-of-order = \"off\"
tables-out-of-order = \"off\"
";

/// The families of checks, by the letter of their codes, in the order of the table.
const FAMILIES: [(char, &str); 7] = [
    ('P', "form: keys, types, words, quantities"),
    ('R', "names: ids, answers, libraries, versions"),
    ('L', "logic: dead rules, doses, evidence, safety"),
    ('T', "words that runners read"),
    ('A', "comments that allow a finding"),
    ('C', "advice to people, by their cases"),
    ('S', "safety of everybody, by proofs"),
];

/// Which broken packs were found by whom.
struct Found {
    schema: BTreeSet<usize>,
    editor: Linted,
    /// With the ids of each pack in the schemas.
    editor_with_ids: Linted,
    check: BTreeSet<usize>,
}

/// What the linter of an editor made of them.
#[derive(Default)]
struct Linted {
    found: BTreeSet<usize>,
    /// Those that it did not survive.
    died_at: BTreeSet<usize>,
}

/// Measures and writes the table, or compares it. Gives back whether it is as it has to be afterwards.
pub(crate) fn task(root: &Path, mode: Mode) -> Result<bool> {
    let broken = sample::broken(root)?;
    if let Some(other) =
        broken.iter().find(|pack| !FAMILIES.iter().any(|(letter, _)| pack.code.starts_with(*letter)))
    {
        bail!(
            "{} expects {}, whose family has no row in xtask/src/compare.rs; add one",
            other.name,
            other.code
        );
    }
    let found = measure(root, &broken)?;
    let table = table(&broken, &found);
    print!("{table}");
    let path = root.join(PAGE);
    let text = fs::read_to_string(&path).with_context(|| format!("{PAGE} cannot be read"))?;
    let page = marked::with_part(&text.replace("\r\n", "\n"), PAGE, COMMAND, &table)?;
    if page == text {
        println!("The table in {PAGE} is up to date");
    } else if mode == Mode::Check {
        println!("The table in {PAGE} is out of date; run `{COMMAND}`");
        return Ok(false);
    } else {
        fs::write(&path, page).with_context(|| format!("{PAGE} cannot be written"))?;
        println!("The table in {PAGE} is written");
    }
    Ok(true)
}

fn measure(root: &Path, broken: &[Broken]) -> Result<Found> {
    let tools = tools::installed(root)?;
    let folder = tools::target(root).join("compare");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    let (published, with_ids) = (folder.join("published"), folder.join("with-ids"));
    let written = write(&published, broken, Schemas::Published)?;
    let written_with_ids = write(&with_ids, broken, Schemas::WithIds)?;
    let check =
        broken.iter().enumerate().filter(|(_, pack)| is_found_by_check(pack)).map(|(at, _)| at).collect();
    Ok(Found {
        schema: found_by_schema(&tools, &published, &written)?,
        editor: found_by_editor(&tools, &published, &written)?,
        editor_with_ids: found_by_editor(&tools, &with_ids, &written_with_ids)?,
        check,
    })
}

/// Which schemas the files name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schemas {
    /// Those that are published.
    Published,
    /// Those of their pack, with its ids.
    WithIds,
}

/// Writes the files that are broken, each pack in a folder with its number, beside the published schemas. Gives back their paths by
/// the name of the schema that is for them.
fn write(folder: &Path, broken: &[Broken], schemas: Schemas) -> Result<BTreeMap<String, Vec<String>>> {
    let put = |path: &Path, bytes: &[u8]| -> Result<()> {
        fs::create_dir_all(path.parent().context("a file stands in a folder")?)?;
        fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
    };
    for (name, text) in sinew_pack::published_schemas() {
        put(&folder.join(format!("schemas/{name}.schema.json")), text.as_bytes())?;
    }
    // The settings of this repository are for files at their places.
    put(&folder.join("tombi.toml"), SETTINGS.as_bytes())?;
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, pack) in broken.iter().enumerate() {
        if schemas == Schemas::WithIds {
            for (path, text) in schemas_with_ids(pack) {
                put(&folder.join(format!("{number}/{path}")), text.as_bytes())?;
            }
        }
        for (path, bytes) in pack.changed() {
            let (name, up) = match path.split_once('/').and_then(|(_, file)| file.split_once('/')) {
                Some((inner, _)) => (inner.to_owned(), "../../.."),
                None => (
                    path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml").to_owned(),
                    "../..",
                ),
            };
            let path = format!("{number}/{path}");
            match schemas {
                Schemas::Published => put(&folder.join(&path), &with_published_schema(bytes, &name, up))?,
                Schemas::WithIds => put(&folder.join(&path), bytes)?,
            }
            written.entry(name).or_default().push(path);
        }
    }
    Ok(written)
}

/// The schemas of the packs that have something changed, by their paths from the folder of all packs. Where nobody knows the ids,
/// those that are published.
fn schemas_with_ids(broken: &Broken) -> Vec<(String, String)> {
    let changed = broken.changed();
    let packs: BTreeSet<String> =
        changed.filter_map(|(path, _)| Some(path.split_once('/')?.0.to_owned())).collect();
    let shelf = Shelf::of(broken.packs.clone()).ok();
    let schemas = packs.iter().flat_map(|pack| {
        let names = shelf.as_ref().and_then(|shelf| shelf.names(pack).ok()).unwrap_or_default();
        let schemas = sinew_author::schemas::schemas(&names).into_iter();
        schemas.map(move |schema| {
            (format!("{pack}/{}/{}", sinew_author::schemas::FOLDER, schema.file), schema.text)
        })
    });
    schemas.collect()
}

/// The same file with a line that names the published schema, if it named that of its pack. Whoever names another one has it so.
fn with_published_schema(bytes: &[u8], name: &str, up: &str) -> Vec<u8> {
    let own = if name == "cases" { ".." } else { "." };
    let line = format!("#:schema {own}/.sinew/{name}.schema.json");
    match bytes.strip_prefix(line.as_bytes()) {
        Some(rest) => [format!("#:schema {up}/schemas/{name}.schema.json").as_bytes(), rest].concat(),
        None => bytes.to_owned(),
    }
}

/// The numbers in front of the paths.
fn numbers<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    paths.filter_map(|path| path.replace('\\', "/").split('/').next()?.parse().ok()).collect()
}

/// A validator of JSON Schema alone.
fn found_by_schema(
    tools: &Path,
    folder: &Path,
    written: &BTreeMap<String, Vec<String>>,
) -> Result<BTreeSet<usize>> {
    let mut found = BTreeSet::new();
    for (name, paths) in written {
        let schema = format!("schemas/{name}.schema.json");
        if !folder.join(&schema).is_file() {
            continue;
        }
        let mut command = Command::new(tools.join("check-jsonschema"));
        // Files that are no TOML by their names are read as that too.
        command.args(["--schemafile", &schema, "--output-format", "json", "--default-filetype", "toml"]);
        let report = report(command.args(paths).current_dir(folder))?;
        for list in ["errors", "parse_errors"] {
            let entries = report[list].as_array().map(Vec::as_slice).unwrap_or_default();
            found.extend(numbers(entries.iter().filter_map(|entry| entry["filename"].as_str())));
        }
    }
    Ok(found)
}

/// The linter of an editor, which knows TOML as well.
fn found_by_editor(tools: &Path, folder: &Path, written: &BTreeMap<String, Vec<String>>) -> Result<Linted> {
    let mut linted = Linted::default();
    let mut open: Vec<Vec<&str>> = vec![written.values().flatten().map(String::as_str).collect()];
    while let Some(paths) = open.pop() {
        let mut command = Command::new(tools.join("tombi"));
        command.args(["lint", "--offline", "--quiet", "--diagnostics-format", "json", "--diagnostics-file"]);
        let file = folder.join("report.json");
        let output =
            command.arg(&file).args(&paths).current_dir(folder).output().context("tombi does not start")?;
        if output.status.code().is_some() {
            let text = fs::read_to_string(&file).context("tombi wrote no report")?;
            let report: serde_json::Value =
                serde_json::from_str(&text).context("the report of tombi is no JSON")?;
            let entries = report.as_array().context("the report of tombi is no list")?;
            linted.found.extend(numbers(entries.iter().filter_map(|entry| entry["path"].as_str())));
        } else if paths.len() < 2 {
            linted.died_at.extend(numbers(paths.into_iter()));
        } else {
            // It died of one of them, and said nothing about the others.
            let (one, other) = paths.split_at(paths.len() / 2);
            open.extend([one.to_vec(), other.to_vec()]);
        }
    }
    Ok(linted)
}

/// Runs a command that writes a report. It fails where it found something, so that its exit code says nothing.
fn report(command: &mut Command) -> Result<serde_json::Value> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("{name} does not start"))?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("{name} wrote no report: {}", String::from_utf8_lossy(&output.stderr)))
}

fn is_found_by_check(broken: &Broken) -> bool {
    let Ok(shelf) = Shelf::of(broken.packs.clone()) else { return true };
    let Ok(report) = shelf.check(&[], DAY) else { return true };
    let mut all = report.packs.iter().flat_map(|pack| &pack.diagnostics);
    all.any(|found| found.severity != Severity::Note)
}

fn table(broken: &[Broken], found: &Found) -> String {
    let mut text = String::from(
        "| family | broken packs | JSON Schema (check-jsonschema) | an editor (Tombi) | with the ids of the pack | `sinew pack check` |\n|---|---|---|---|---|---|\n",
    );
    let mut row = |name: &str, is_meant: &dyn Fn(&Broken) -> bool| {
        let meant: Vec<usize> =
            broken.iter().enumerate().filter(|(_, pack)| is_meant(pack)).map(|(at, _)| at).collect();
        let of = |found: &BTreeSet<usize>| meant.iter().filter(|at| found.contains(at)).count();
        let Found { schema, editor, editor_with_ids, check } = found;
        let (schema, check) = (of(schema), of(check));
        let (editor, with_ids) = (of(&editor.found), of(&editor_with_ids.found));
        let _ = writeln!(text, "| {name} | {} | {schema} | {editor} | {with_ids} | {check} |", meant.len());
    };
    for (letter, about) in FAMILIES {
        row(&format!("{letter}: {about}"), &|pack: &Broken| pack.code.starts_with(letter));
    }
    row("all", &|_: &Broken| true);
    let died = found.editor.died_at.union(&found.editor_with_ids.died_at).count();
    if died > 0 {
        let _ =
            writeln!(text, "\n{died} of them ends the program of the editor, which counts as nothing found.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_the_published_schema_in_place_of_its_own_and_nothing_else() {
        let put = |text: &str, name, up| {
            String::from_utf8(with_published_schema(text.as_bytes(), name, up)).unwrap()
        };
        assert_eq!(
            put("#:schema ./.sinew/causes.schema.json\na = 1\n", "causes", "../.."),
            "#:schema ../../schemas/causes.schema.json\na = 1\n"
        );
        assert_eq!(
            put("#:schema ../.sinew/cases.schema.json\n", "cases", "../../.."),
            "#:schema ../../../schemas/cases.schema.json\n"
        );
        for other in ["#:schema ./.sinew/actions.schema.json\n", "a = 1\n"] {
            assert_eq!(put(other, "causes", "../.."), other, "that is the defect");
        }
    }

    #[test]
    fn packs_are_counted_once_by_the_numbers_of_their_folders() {
        let paths =
            ["12/signs/causes.toml", "12\\signs\\pack.toml", "3/sore-spot/cases/people.toml", "schemas/x"];
        assert_eq!(numbers(paths.into_iter()), BTreeSet::from([3, 12]));
    }
}
