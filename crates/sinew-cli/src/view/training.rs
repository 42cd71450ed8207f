//! What the training log says, as a document; and its weeks as a drawing, which is never the only way.

use crate::{
    appearance::{Layout, Style},
    document::{Block, Document, labelled, list, paragraph, verbatim},
    words::{date_words, sentence, upper_first},
};
use sinew_model::Date;
use sinew_training::{
    Distance, Lack, Measure, Measures, RunRef,
    measure::{Base, Cadence, FirstBlock, HardDays, Jump, Return, Spike, SpikeBand, Spikes, Week},
};
use std::fmt::Write as _;

/// Columns of the longest bar.
const BAR: usize = 24;
/// With fewer columns the weeks stand in lines without bars.
const NARROW: usize = 66;

/// The document.
pub(crate) fn training_page(measures: &Measures, weeks: usize, style: &Style) -> Document {
    let mut document = Document { title: Some("Your training log".to_owned()), ..Document::default() };
    let Some(span) = measures.span else {
        document.opening.push(paragraph("The log is empty. Read your files: sinew import PATH"));
        return document;
    };
    let others = match span.others {
        0 => String::new(),
        others => format!(", and {}", counted(others, "other activity", "other activities")),
    };
    document.opening.push(paragraph(format!(
        "{} to {}: {}{others}.",
        date_words(span.first),
        date_words(span.last),
        counted(span.runs, "run", "runs")
    )));
    document.opening.push(paragraph(format!(
        "All that follows looks back from {}, the last day of the log.",
        date_words(span.last)
    )));
    document.add("Runs against the longest of the 30 days before", against(&measures.spikes));
    document.add("The last 30 days", last_days(measures));
    let shown = &measures.weeks[measures.weeks.len().saturating_sub(weeks)..];
    document.add("Weeks", week_blocks(shown, style));
    document.add("Note", jump(&measures.jump).into_iter().collect());
    if uncertain(measures) {
        document.add(
            "Days",
            vec![paragraph(
                "Some files name no time zone. The days of those runs are counted in the time zone of this computer.",
            )],
        );
    }
    document
}

/// Why there is no value.
fn not_enough(lack: Lack) -> String {
    format!("not enough data: {}", lack.words(&date_words))
}

/// A run in words: how far and when.
fn run_words(run: &RunRef) -> String {
    let distance = run.distance.map_or_else(|| "an unknown distance".to_owned(), |way| way.to_string());
    format!("{distance} on {}", date_words(run.day))
}

fn against(spikes: &Measure<Spikes>) -> Vec<Block> {
    let spikes = match spikes {
        Measure::NotEnough(lack) => return vec![paragraph(sentence(&upper_first(&not_enough(*lack))))],
        Measure::Known(spikes) => spikes,
    };
    let greatest = spikes.greatest().filter(|spike| spike.is_spike());
    let mut blocks: Vec<Block> = greatest.map(|spike| paragraph(spike_words(spike))).into_iter().collect();
    let further: Vec<String> =
        spikes.spikes().filter(|spike| Some(*spike) != greatest).map(spike_words).collect();
    let lead = if blocks.is_empty() { "" } else { "Further runs" };
    blocks.extend(list(lead, further));
    if blocks.is_empty() && spikes.lack().is_none() {
        blocks.push(paragraph(
            "No run of these 30 days was more than 1.1 times as long as the longest of the 30 days before it.",
        ));
    }
    if let Some(lack) = spikes.lack() {
        let open = spikes.runs.iter().filter(|spike| spike.lack().is_some()).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        blocks.push(paragraph(format!(
            "{} cannot be judged; {}.",
            counted(open, "run", "runs"),
            not_enough(lack)
        )));
    }
    blocks
}

/// A spike with both of its runs.
fn spike_words(spike: &Spike) -> String {
    let run = spike.run.distance.map_or_else(|| "an unknown distance".to_owned(), |way| way.to_string());
    let day = date_words(spike.run.day);
    match spike.base {
        Base::Longest { run: longest, percent, band } => format!(
            "On {day} you ran {run}. Your longest run of the 30 days before was {}. That is {} times as far: {}.",
            run_words(&longest),
            times(percent),
            band_words(band)
        ),
        Base::NoRecentBase => {
            format!(
                "On {day} you ran {run}, with no run in the 30 days before: there is nothing to compare it with."
            )
        }
        Base::NotEnough(lack) => sentence(&format!("On {day} you ran {run}; {}", not_enough(lack))),
    }
}

/// A ratio in hundredths as people write it: `1.77`.
fn times(percent: u32) -> String {
    format!("{}.{:02}", percent / 100, percent % 100)
}

fn band_words(band: SpikeBand) -> &'static str {
    match band {
        SpikeBand::Reference => "no spike",
        SpikeBand::Small => "a spike",
        SpikeBand::Moderate => "a larger spike",
        SpikeBand::Large => "a very large spike",
    }
}

fn last_days(measures: &Measures) -> Vec<Block> {
    fn line<T>(label: &str, measure: &Measure<T>, words: impl FnOnce(&T) -> String) -> Block {
        let text = match measure {
            Measure::Known(value) => words(value),
            Measure::NotEnough(lack) => not_enough(*lack),
        };
        labelled(label, text)
    }
    let none = || "none".to_owned();
    let first = |first: &Option<FirstBlock>, words: fn(u32) -> String| {
        first.map_or_else(none, |first| {
            format!("{}, with {}; none in the 30 days before", run_words(&first.run), words(first.amount))
        })
    };
    vec![
        line("Longest run", &measures.longest_run, run_words),
        line("Days without a run", &measures.days_off, |off| format!("{} of 30", off.days)),
        line("Run after a long break", &measures.return_to_running, |found| {
            found.as_ref().map_or_else(none, return_words)
        }),
        line("First run with hills", &measures.first_hills, |found| {
            first(found, |metres| format!("{metres} m of climbs"))
        }),
        line("First run with fast stretches", &measures.first_speed, |found| {
            first(found, |seconds| format!("{} min of them", (seconds + 30) / 60))
        }),
        line("Hard days in a row", &measures.hard_days, |row| row.as_ref().map_or_else(none, hard_words)),
        line("Steps a minute", &measures.cadence, cadence_words),
        paragraph(
            "Hills are 100 m of climbs at least, and 20 m for each kilometre. Fast stretches are 4 minutes at least, \
             20 percent faster than usual. A hard day has a spike, hills or fast stretches. These limits are judgements.",
        ),
    ]
}

fn return_words(found: &Return) -> String {
    match found.before {
        Some(before) => {
            format!(
                "{}, after {} without a run; the run before was on {}",
                run_words(&found.run),
                counted(found.days, "day", "days"),
                date_words(before.day)
            )
        }
        None => format!("{}, with none in the 30 days before", run_words(&found.run)),
    }
}

fn hard_words(row: &HardDays) -> String {
    let least = if row.at_least { "; other days cannot be judged" } else { "" };
    format!("{} days, from {} to {}{least}", row.days, date_words(row.first), date_words(row.last))
}

fn cadence_words(cadence: &Cadence) -> String {
    let fade = match &cadence.fade {
        Measure::NotEnough(_) => String::new(),
        Measure::Known(fade) => {
            format!(", {} in its first quarter and {} in its last", fade.first, fade.last)
        }
    };
    format!("{}{fade} ({})", cadence.steps, run_words(&cadence.run))
}

/// The weeks as lines with bars where there is room for them, else in words.
fn week_blocks(weeks: &[Week], style: &Style) -> Vec<Block> {
    if style.layout == Layout::Linear || style.width < NARROW {
        return list("", weeks.iter().map(week_words).collect()).into_iter().collect();
    }
    let most = weeks.iter().map(|week| week.distance.as_metres()).max().unwrap_or(0).max(1);
    let block = if style.ascii { "#" } else { "█" };
    let mut text = String::new();
    for week in weeks {
        let filled = u64::from(week.distance.as_metres()) * BAR as u64 / u64::from(most);
        let filled = usize::try_from(filled).unwrap_or(BAR).min(BAR);
        let bar = format!("{}{}", block.repeat(filled), " ".repeat(BAR - filled));
        let unknown = match week.without_distance {
            0 => String::new(),
            without => format!(", {without} of unknown distance"),
        };
        let line = format!(
            "{:>6}  {bar}  {:>8}  {:>11}  {}{unknown}",
            short_date(week.monday),
            week.distance.to_string(),
            week.time.to_string(),
            counted(week.runs, "run", "runs")
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    vec![verbatim("Distance, time and runs of each week from its Monday", text)]
}

/// A week in words.
fn week_words(week: &Week) -> String {
    let Week { monday, runs, distance, time, longest, without_distance, .. } = week;
    if *runs == 0 {
        return format!("{}: no run", date_words(*monday));
    }
    let least = if *without_distance > 0 { "at least " } else { "" };
    let longest = longest
        .filter(|_| *runs > 1)
        .and_then(|run| run.distance)
        .map_or_else(String::new, |way| format!(", the longest {way}"));
    format!(
        "{}: {least}{distance} in {time}, {}{longest}",
        date_words(*monday),
        counted(*runs, "run", "runs")
    )
}

fn jump(jump: &Measure<Jump>) -> Option<Block> {
    let jump = jump.known().filter(|jump| jump.is_notable())?;
    Some(paragraph(format!(
        "The last seven days had {}, the seven before {}. A change from week to week says little by itself.",
        jump.distance, jump.before
    )))
}

/// Whether a run that is named has a day that its file does not say.
fn uncertain(measures: &Measures) -> bool {
    let spikes = measures.spikes.known();
    spikes.is_some_and(|spikes| spikes.runs.iter().any(|spike| !spike.run.day_is_certain))
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A date without its year: `12 Oct`.
fn short_date(date: Date) -> String {
    let words = date_words(date);
    let mut parts = words.split(' ');
    let day = parts.next().unwrap_or_default();
    let month: String = parts.next().unwrap_or_default().chars().take(3).collect();
    format!("{day} {month}")
}

/// The weeks as a drawing in SVG, with the same in words.
pub(crate) fn weeks_svg(measures: &Measures, weeks: usize) -> String {
    const WIDTH: usize = 40;
    const HIGH: u64 = 200;
    let weeks = &measures.weeks[measures.weeks.len().saturating_sub(weeks)..];
    let most = weeks.iter().map(|week| week.distance.as_metres()).max().unwrap_or(0).max(1);
    let width = weeks.len().max(1) * WIDTH + 20;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title words\" viewBox=\"0 0 {width} 260\" \
         font-family=\"sans-serif\" font-size=\"10\" text-anchor=\"middle\">\n<title id=\"title\">Kilometres a week</title>\n\
         <desc id=\"words\">"
    );
    for week in weeks {
        let _ = write!(text, "{}. ", week_words(week));
    }
    text.push_str("</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    for (number, week) in weeks.iter().enumerate() {
        let high = u64::from(week.distance.as_metres()) * HIGH / u64::from(most);
        let (left, middle) = (10 + number * WIDTH, 10 + number * WIDTH + WIDTH / 2);
        let top = 230 - high;
        let _ = writeln!(
            text,
            "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{high}\" fill=\"#1f5fa8\"/>\
             <text x=\"{middle}\" y=\"{}\">{}</text><text x=\"{middle}\" y=\"245\">{}</text>",
            left + 5,
            WIDTH - 10,
            top - 4,
            kilometres(week.distance),
            short_date(week.monday)
        );
    }
    text.push_str("</svg>\n");
    text
}

/// Kilometres alone, rounded: `32`.
fn kilometres(distance: Distance) -> String {
    (distance.as_metres().saturating_add(500) / 1_000).to_string()
}

#[cfg(test)]
mod tests;
