//! Drawings of places, side by side, each with the number by which it is chosen.

use crate::appearance::{Role, Style};
use sinew_model::Picture;

/// Columns between two drawings.
const GAP: usize = 4;

/// The drawings as lines, as many side by side as there is room for. The number of a drawing, from 1 in the order that is
/// given, stands above it and in the place of its mark. Only for screens: drawings say nothing to who has them read out.
pub(crate) fn pictures<'a>(
    pictures: impl Iterator<Item = Option<&'a Picture>>,
    style: &Style,
) -> Vec<String> {
    let drawn: Vec<Vec<String>> = (1..)
        .zip(pictures)
        .filter_map(|(number, picture)| {
            let lines = picture?.marked(&format!("{number}"));
            Some(std::iter::once(format!("Place {number}")).chain(lines).collect())
        })
        .collect();
    let columns = drawn.iter().flatten().map(String::len).max().unwrap_or(0);
    let abreast = ((style.width + GAP) / (columns + GAP)).max(1);
    let mut lines: Vec<String> = Vec::new();
    for row in drawn.chunks(abreast) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let height = row.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let cells = row.iter().map(|cell| cell.get(at).map_or("", String::as_str));
            let line: Vec<String> = cells.map(|cell| format!("{cell:<columns$}")).collect();
            let line = line.join(&" ".repeat(GAP)).trim_end().to_owned();
            lines.push(if at == 0 { style.paint(Role::Heading, &line) } else { line });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::Layout;

    fn style(width: usize) -> Style {
        Style { layout: Layout::Screen, color: false, ascii: false, width }
    }

    fn picture(text: &str) -> Picture {
        text.parse().unwrap()
    }

    /// Three drawings of 30 columns, and a place without one in between.
    fn places() -> [Option<Picture>; 4] {
        let wide = format!("{}|", " ".repeat(29));
        let [one, other, third] =
            ["*\n", " *\n", "  *\n\n"].map(|mark| Some(picture(&format!("{mark}{wide}"))));
        [one, None, other, third]
    }

    fn lines(width: usize) -> Vec<String> {
        pictures(places().iter().map(Option::as_ref), &style(width))
    }

    #[test]
    fn two_fit_beside_each_other_on_80_columns() {
        let bar = format!("{}|", " ".repeat(29));
        assert_eq!(
            lines(80),
            [
                &format!("Place 1{}Place 3", " ".repeat(27)),
                &format!("1{} 3", " ".repeat(33)),
                &format!("{bar}    {bar}"),
                "",
                "Place 4",
                "  4",
                "",
                &bar
            ]
        );
    }

    #[test]
    fn they_stand_below_each_other_on_40_columns_and_all_beside_each_other_on_200() {
        let narrow = lines(40);
        assert_eq!(narrow.iter().filter(|line| line.starts_with("Place ")).count(), 3);
        assert!(narrow.iter().all(|line| line.len() <= 40), "{narrow:?}");
        let wide = lines(200);
        assert_eq!(wide.len(), 4);
        assert_eq!(
            wide[0].split_whitespace().collect::<Vec<_>>(),
            ["Place", "1", "Place", "3", "Place", "4"]
        );
    }

    #[test]
    fn without_drawings_there_is_nothing() {
        assert!(pictures([None, None].into_iter(), &style(80)).is_empty());
    }

    #[test]
    fn small_drawings_take_less_room() {
        let small = [picture("(*)"), picture("[*]"), picture("|*|")];
        let lines = pictures(small.iter().map(Some), &style(40));
        assert_eq!(lines, ["Place 1    Place 2    Place 3", "(1)        [2]        |3|"]);
    }
}
