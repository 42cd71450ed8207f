//! A plot of times over sizes, both on logarithmic axes, so that a power is a straight line: SVG that can be read on light and on dark
//! pages, and without telling colours apart, since each line has a mark of its own and its name at its end.

use crate::growth::{Line, figure, power};
use std::fmt::Write as _;

const WIDTH: f64 = 854.0;
const HEIGHT: f64 = 470.0;
const LEFT: f64 = 112.0;
/// Where the words of the axis stand from the left, and how far before the axis its figures end.
const UP_WORDS: f64 = 18.0;
const FIGURES_BEFORE: f64 = 8.0;
const RIGHT: f64 = 270.0;
const TOP: f64 = 46.0;
const BOTTOM: f64 = 52.0;
/// How far apart names stand at least.
const LINE_HEIGHT: f64 = 17.0;

/// Of each line its colour on light and on dark pages. There are as many marks.
const COLOURS: [(&str, &str); 8] = [
    ("#1d5fae", "#7db4f5"),
    ("#b4420e", "#f7a072"),
    ("#1b7a3d", "#79d29a"),
    ("#96239e", "#e39be8"),
    ("#0b7285", "#6fd0e0"),
    ("#8a6100", "#e6c15c"),
    ("#5b3fc4", "#b6a4f7"),
    ("#4a5158", "#c0c7ce"),
];

/// What stands beside the lines.
#[derive(Debug, Clone)]
pub struct Words<'w> {
    /// The heading.
    pub title: &'w str,
    /// What the sizes are.
    pub across: &'w str,
    /// What is measured.
    pub up: &'w str,
}

struct Axis {
    least: f64,
    most: f64,
    from: f64,
    to: f64,
}

impl Axis {
    fn at(&self, value: f64) -> f64 {
        let share = (value.ln() - self.least.ln()) / (self.most.ln() - self.least.ln());
        self.from + share * (self.to - self.from)
    }
}

/// The drawing. `sizes` has the words for each size that has a line from top to bottom.
pub fn svg(words: &Words<'_>, sizes: &[(f64, String)], lines: &[Line]) -> String {
    let times = || lines.iter().flat_map(|line| line.points.iter().map(|(_, time)| *time));
    let least = 10_f64.powf(times().fold(f64::INFINITY, f64::min).log10().floor());
    let most = 10_f64.powf(times().fold(f64::NEG_INFINITY, f64::max).log10().ceil());
    let (first, last) = (sizes.first().map_or(1.0, |size| size.0), sizes.last().map_or(2.0, |size| size.0));
    let across = Axis { least: first, most: last, from: LEFT, to: WIDTH - RIGHT };
    let up = Axis { least, most: most.max(least * 10.0), from: HEIGHT - BOTTOM, to: TOP };

    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title words\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title id=\"title\">{}</title>\n<desc id=\"words\">",
        escaped(words.title)
    );
    for line in lines {
        let ends = line.points.first().zip(line.points.last());
        if let Some(((_, first), (_, last))) = ends {
            let name = escaped(&plain(&line.name));
            let (first, last) = (figure(*first), figure(*last));
            let _ = write!(text, "{name}: from {first} to {last}, exponent {}. ", power(line.exponent()));
        }
    }
    text.push_str(
        "</desc>\n<style>\n.page{fill:#fff}.ink{fill:#1c2024}.faint{stroke:#d5dade}.end{stroke:#8b949c}\n",
    );
    for (at, (light, _)) in COLOURS.iter().enumerate() {
        let _ = write!(text, ".l{at}{{stroke:{light};fill:{light}}}");
    }
    text.push_str("\n@media (prefers-color-scheme: dark){.page{fill:#14181c}.ink{fill:#e6e9ec}.faint{stroke:#343b42}.end{stroke:#7d868e}\n");
    for (at, (_, dark)) in COLOURS.iter().enumerate() {
        let _ = write!(text, ".l{at}{{stroke:{dark};fill:{dark}}}");
    }
    text.push_str("}\n</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
    let _ = writeln!(
        text,
        "<text class=\"ink\" x=\"{LEFT}\" y=\"24\" font-size=\"15\">{}</text>",
        escaped(words.title)
    );

    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    for (size, words) in sizes {
        let x = across.at(*size);
        let _ = writeln!(
            text,
            "<path class=\"faint\" d=\"M{x:.1} {TOP}V{bottom}\"/>\
             <text class=\"ink\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            bottom + 18.0,
            escaped(words)
        );
    }
    let mut decade = least;
    while decade <= up.most * 1.01 {
        let y = up.at(decade);
        let _ = writeln!(
            text,
            "<path class=\"faint\" d=\"M{LEFT} {y:.1}H{right}\"/>\
             <text class=\"ink\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - FIGURES_BEFORE,
            y + 4.0,
            decade_words(decade)
        );
        decade *= 10.0;
    }
    let _ = writeln!(
        text,
        "<text class=\"ink\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
         <text class=\"ink\" transform=\"translate({UP_WORDS} {:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        f64::midpoint(LEFT, right),
        HEIGHT - 12.0,
        escaped(words.across),
        f64::midpoint(TOP, bottom),
        escaped(words.up)
    );

    let names = name_places(lines, &up);
    for (at, line) in lines.iter().enumerate() {
        draw(&mut text, at % COLOURS.len(), line, (&across, &up), names[at]);
    }
    text.push_str("</svg>\n");
    text
}

/// Where the names stand, beside the ends of their lines and not over one another.
fn name_places(lines: &[Line], up: &Axis) -> Vec<f64> {
    let ends: Vec<f64> =
        lines.iter().map(|line| line.points.last().map_or(up.from, |(_, time)| up.at(*time))).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|one, other| ends[*one].total_cmp(&ends[*other]));
    let mut places = ends;
    let mut free = TOP;
    for at in &order {
        places[*at] = places[*at].max(free);
        free = places[*at] + LINE_HEIGHT;
    }
    // What was pushed out below comes back up.
    let mut free = HEIGHT - BOTTOM;
    for at in order.iter().rev() {
        places[*at] = places[*at].min(free);
        free = places[*at] - LINE_HEIGHT;
    }
    places
}

fn draw(text: &mut String, colour: usize, line: &Line, (across, up): (&Axis, &Axis), name_at: f64) {
    let points: Vec<(f64, f64)> =
        line.points.iter().map(|(size, time)| (across.at(*size), up.at(*time))).collect();
    let Some((x, y)) = points.last() else { return };
    let way: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = writeln!(
        text,
        "<path class=\"l{colour}\" style=\"fill:none\" stroke-width=\"2\" d=\"M{}\"/>",
        way.join("L")
    );
    for (x, y) in &points {
        let _ = write!(text, "<path class=\"l{colour}\" d=\"{}\"/>", mark(colour, *x, *y));
    }
    let name_x = WIDTH - RIGHT + 34.0;
    let _ = writeln!(
        text,
        "<path class=\"end\" style=\"fill:none\" d=\"M{:.1} {y:.1}L{:.1} {name_at:.1}\"/>\
         <path class=\"l{colour}\" d=\"{}\"/><text class=\"ink\" x=\"{:.1}\" y=\"{:.1}\">{} ({})</text>",
        x + 6.0,
        name_x - 7.0,
        mark(colour, name_x, name_at),
        name_x + 9.0,
        name_at + 4.0,
        escaped(&plain(&line.name)),
        power(line.exponent())
    );
}

/// A mark around a point, another one for each colour.
fn mark(number: usize, x: f64, y: f64) -> String {
    let corners: &[(f64, f64)] = match number {
        0 => &[(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)],
        1 => &[(0.0, -4.5), (4.5, 3.5), (-4.5, 3.5)],
        2 => &[(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)],
        3 => &[(0.0, 4.5), (4.5, -3.5), (-4.5, -3.5)],
        4 => &[(-4.5, -1.5), (4.5, -1.5), (4.5, 1.5), (-4.5, 1.5)],
        5 => &[(-1.5, -5.0), (1.5, -5.0), (1.5, 5.0), (-1.5, 5.0)],
        6 => &[(-4.5, 0.0), (3.5, -4.5), (3.5, 4.5)],
        _ => &[(4.5, 0.0), (-3.5, -4.5), (-3.5, 4.5)],
    };
    let corners: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{:.1} {:.1}", x + dx, y + dy)).collect();
    format!("M{}Z", corners.join("L"))
}

/// A power of ten, with the digits that it needs.
fn decade_words(decade: f64) -> String {
    if decade >= 1_000.0 {
        return figure(decade);
    }
    format!("{decade:.9}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Without the marks of code in Markdown.
fn plain(name: &str) -> String {
    name.replace('`', "")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &[Line]) -> String {
        let sizes = [(1.0, "1".to_owned()), (10.0, "10".to_owned()), (100.0, "100".to_owned())];
        svg(&Words { title: "Time & size", across: "people", up: "microseconds" }, &sizes, lines)
    }

    fn line(name: &str, times: [f64; 3]) -> Line {
        Line { name: name.to_owned(), points: [1.0, 10.0, 100.0].into_iter().zip(times).collect() }
    }

    #[test]
    fn a_power_is_a_straight_line_between_the_axes() {
        let text = drawn(&[line("`it`", [1.0, 10.0, 100.0])]);
        assert!(text.contains("d=\"M112.0 418.0L348.0 232.0L584.0 46.0\""), "{text}");
        assert!(text.contains(">it (1.00)</text>"), "{text}");
        assert!(text.contains("it: from 1.00 to 100, exponent 1.00."), "{text}");
    }

    #[test]
    fn it_is_for_light_and_dark_pages_and_has_nothing_that_has_to_be_escaped() {
        let text = drawn(&[line("a < b", [0.02, 0.3, 4.0])]);
        assert!(text.contains("prefers-color-scheme: dark") && text.contains("Time &amp; size"), "{text}");
        assert!(text.contains("a &lt; b") && !text.contains("a < b"), "{text}");
        for (light, dark) in COLOURS {
            assert!(text.contains(light) && text.contains(dark));
        }
        for decade in [">0.01</text>", ">1</text>", ">10</text>"] {
            assert!(text.contains(decade), "{decade} in {text}");
        }
    }

    /// Digits of most fonts without serifs are a little wider than half their height, and letters reach a third below their line.
    #[test]
    fn figures_as_large_as_the_largest_that_is_measured_stand_beside_the_words() {
        let text = drawn(&[line("it", [1.0, 10.0, 1e8])]);
        let largest = "100,000,000";
        assert!(text.contains(&format!("text-anchor=\"end\">{largest}</text>")), "{text}");
        let width: f64 = largest.chars().map(|letter| if letter == ',' { 3.6 } else { 7.2 }).sum();
        assert!(UP_WORDS + 4.0 + width + FIGURES_BEFORE < LEFT, "they are {width} wide");
    }

    #[test]
    fn names_of_lines_that_end_together_stand_apart_and_within() {
        let lines: Vec<Line> = (0..8).map(|number| line(&number.to_string(), [1.0, 1.0, 1.0])).collect();
        let up = Axis { least: 1.0, most: 10.0, from: HEIGHT - BOTTOM, to: TOP };
        let mut places = name_places(&lines, &up);
        places.sort_by(f64::total_cmp);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= LINE_HEIGHT - 0.01), "{places:?}");
        assert!(places[0] >= TOP && places[7] <= HEIGHT - BOTTOM, "{places:?}");
    }
}
