//! `sinew pack mutate`: changes each rule of packs in each way, and tells which changes nobody notices.

use super::wanted::{Wanted, could_not, wanted};
use crate::{
    appearance::Style,
    arguments::{MutateArguments, MutateFormat},
    failure::{Failure, exit_code},
    progress::Bar,
    session::Session,
};
use sinew_app::{
    LoadProblem, UnknownPack,
    check::{
        counted,
        mutation::{
            Fate, Judged, MutationCounts, MutationProblem, MutationReport, MutationScope, Operator, Sample,
            TriedPack, UnusedReason,
        },
    },
    mutants,
};
use std::{num::NonZeroUsize, thread};

pub(crate) fn run(session: &mut Session<'_>, arguments: &MutateArguments) -> Result<u8, Failure> {
    let Wanted { shelf, ids } = wanted(session, &arguments.named)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let scope = scope(arguments);
    let today = session.environment.today;
    let mut bar = session.environment.stderr_is_terminal.then(|| Bar::new(&session.err_style()));
    let console = &mut *session.console;
    let report = shelf.mutate(&ids, today, &scope, &mut |done, all| {
        let text = bar
            .as_mut()
            .and_then(|bar| bar.text(done as u64, all as u64, &format!("{done} of {all} mutants tried")));
        if let Some(text) = text {
            // That a notice cannot be written is no reason to stop.
            drop(console.write_err(&text));
        }
    });
    if let Some(text) = bar.and_then(Bar::end) {
        drop(console.write_err(text));
    }
    let report = report.map_err(|problem| failure(session, problem))?;
    let text = match arguments.format {
        MutateFormat::Human => page(&session.out_style(), &report, arguments.at_least),
        MutateFormat::Json => session.json_characters(mutants::to_json(&report, arguments.at_least)),
    };
    session.console.write_out(&text)?;
    Ok(if report.passed(arguments.at_least) { exit_code::DONE } else { exit_code::FOUND })
}

fn scope(arguments: &MutateArguments) -> MutationScope {
    let at_hand = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    MutationScope {
        with_libraries: arguments.with_libraries,
        operators: arguments.operators.iter().filter_map(|name| Operator::named(name)).collect(),
        sample: arguments.sample.map(|count| Sample { count, seed: arguments.seed }),
        proofs: !arguments.cases_only,
        threads: arguments.threads.unwrap_or_else(at_hand),
    }
}

fn failure(session: &Session<'_>, problem: MutationProblem) -> Failure {
    let unknown =
        |unknown: UnknownPack| Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy());
    could_not(match problem {
        MutationProblem::Unknown(problem) | MutationProblem::Load(LoadProblem::Unknown(problem)) => {
            unknown(problem)
        }
        MutationProblem::Load(problem) => {
            session.load_failure(&problem).help("mend it first: `sinew pack check` shows what is wrong")
        }
        problem => Failure::input("no-cases", problem.to_string())
            .help("name packs that use it as well: their people are what notices"),
    })
}

fn page(style: &Style, report: &MutationReport, at_least: u8) -> String {
    let mut lines = vec![format!("Changing the rules of {}", report.changed.join(", ")), String::new()];
    let mut survivors =
        report.mutants.iter().filter(|it| it.fate == Fate::Survived { because: None }).peekable();
    if survivors.peek().is_some() {
        lines.push("Nobody notices these changes:".into());
    }
    let mut last = None;
    for survivor in survivors {
        let Judged { operator, origin, path, table, words, key, before, after, fate: _ } = survivor;
        let place = (path, origin.line);
        if last != Some(place) {
            lines.push(String::new());
            lines.extend(style.wrap("", "  ", &format!("{path}:{} [{table}]", origin.line)));
            if !words.is_empty() {
                lines.extend(style.wrap("  ", "  ", words));
            }
            last = Some(place);
        }
        let change = format!("{key}: {before} → {after} ({})", operator.name());
        lines.extend(style.wrap("  - ", "    ", &change));
    }
    if last.is_some() {
        lines.push(String::new());
    }
    for UnusedReason { path, line, operator } in &report.unused {
        let told =
            format!("error: {path}:{line}: no change survives that `{}` would excuse", operator.name());
        lines.extend(style.wrap("", "  ", &told));
    }
    if !report.unused.is_empty() {
        lines.extend(style.wrap(
            "",
            "  ",
            "help: take these out; they would hide the next change that survives",
        ));
        lines.push(String::new());
    }
    lines.extend(summary(report, at_least).iter().flat_map(|line| style.wrap("", "  ", line)));
    lines.push(String::new());
    lines.join("\n")
}

fn summary(report: &MutationReport, at_least: u8) -> Vec<String> {
    let counts = report.counts();
    let MutationCounts { made, by_loading, by_a_case, by_a_proof, survived_with_reason, survived_without } =
        counts;
    let mut lines = Vec::new();
    for TriedPack { id, version, cases, cases_left_out } in &report.packs {
        let left_out = match cases_left_out {
            0 => String::new(),
            some => format!("; {some} more do not pass, and notice nothing"),
        };
        lines.push(format!("{id} {version}: {} of people{left_out}", counted(*cases, "case")));
    }
    if report.not_tried > 0 {
        lines.push(format!("A sample: {} left out", counted(report.not_tried, "mutant")));
    }
    let proofs = if report.proofs_asked {
        format!("{by_a_proof} noticed by a proof")
    } else {
        "no proof was asked".to_owned()
    };
    lines.push(format!(
        "{} made: {by_loading} do not load, {by_a_case} noticed by a case, {proofs}, {survived_with_reason} \
         survived with a reason, {survived_without} survived without",
        counted(made, "mutant")
    ));
    let thousandths = counts.killed_of_thousand();
    let verdict = match (report.passed(at_least), survived_without) {
        (true, 0) => "every survivor has its reason".to_owned(),
        (true, _) => format!("at least {at_least} % is wanted"),
        (false, _) if !report.unused.is_empty() => "but there are reasons that fit nothing".to_owned(),
        (false, _) => format!("too few: at least {at_least} % is wanted, or a reason for each survivor"),
    };
    lines.push(format!("Noticed: {}.{} %; {verdict}", thousandths / 10, thousandths % 10));
    lines
}
