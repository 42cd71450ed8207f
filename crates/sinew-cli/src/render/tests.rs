//! Questions, lists of answers and documents in both layouts and in Markdown.

use super::*;
use crate::{
    document::{Banner, Document, group, labelled, list, paragraph},
    example,
    page::PageLine,
    view::ReviewRow,
};
use sinew_model::Urgency;

const SCREEN: Style = Style { layout: Layout::Screen, color: false, ascii: false, width: 60 };
const LINEAR: Style = Style { layout: Layout::Linear, color: false, ascii: false, width: 60 };

fn view(id: &str, number: usize) -> QuestionView {
    let pack = example::pack();
    QuestionView::new(&pack.questions()[pack.question_named(id).unwrap()], number, None)
}

fn text(page: &Page) -> String {
    let mut lines: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
    lines.push(page.prompt.trim_end());
    lines.join("\n")
}

#[test]
fn a_question_on_a_screen() {
    let page = question_page(&view("now", 5), Attempt::First, &SCREEN);
    assert_eq!(
        text(&page),
        "\
Warning signs                                     Question 5
------------------------------------------------------------

Do you have any of these right now?
The reason for now

Count what is new.

   1  Short of breath
   2  Fainted
   or
   3  None of these
   4  I'm not sure

Type the numbers that fit, 1 to 4, with spaces between, then
Enter.
b back   s save and stop   q quit
>"
    );
    assert_eq!(page.choices(), 4);
    assert!(page.several);
    let Fixed { top, bottom } = page.fixed.unwrap();
    assert_eq!(page.lines[top].text, "Count what is new.");
    assert_eq!(page.lines[page.lines.len() - bottom - 1].text, "   4  I'm not sure");
}

#[test]
fn long_help_waits_until_it_is_asked_for_and_comes_with_the_question() {
    let mut view = view("now", 2);
    let help = ["Count what is new. ".repeat(20), "And what is old.".to_owned()];
    view.help = help.to_vec();
    for style in [&SCREEN, &LINEAR] {
        let first = text(&question_page(&view, Attempt::First, style));
        assert!(!first.contains("Count what is new."), "{first}");
        assert!(first.contains("? how to tell"), "{first}");
        let asked = text(&question_page(&view, Attempt::Help(&help), style));
        assert!(asked.contains("How to tell: Count what is new."), "{asked}");
        assert!(asked.contains("\nAnd what is old."), "a paragraph begins a line: {asked}");
        assert!(asked.contains("Do you have any of these right now?"), "{asked}");
        assert!(asked.contains("Short of breath"), "{asked}");
    }
}

#[test]
fn in_lines_a_question_can_be_heard_again_and_a_long_one_is_named_behind_its_choices() {
    let short = question_page(&view("stiff", 1), Attempt::Help(&[]), &LINEAR);
    assert_eq!(text(&short), text(&question_page(&view("stiff", 1), Attempt::First, &LINEAR)));
    let mut long = view("start", 3);
    assert!(!text(&question_page(&long, Attempt::First, &LINEAR)).contains("again"));
    long.choices = vec![long.choices[0].clone(); 12];
    let page = text(&question_page(&long, Attempt::First, &LINEAR));
    assert!(page.contains("\n12. Slowly\nQuestion 3 again: How did it begin?\n"), "{page}");
}

#[test]
fn a_question_in_lines() {
    let page = question_page(&view("stiff", 5), Attempt::First, &LINEAR);
    assert_eq!(
        text(&page),
        "
Section: About the pain. Question 5.
Is it stiff in the morning?
The reason for stiff
1. Yes
2. No
3. I'm not sure
Type a number (b back, ? repeat, s save, q quit):"
    );
}

#[test]
fn a_second_try_in_lines_repeats_only_what_is_needed() {
    let page = question_page(&view("stiff", 1), Attempt::Unclear("Type 1, 2 or 3."), &LINEAR);
    assert_eq!(text(&page), "Error: Type 1, 2 or 3.\nType a number (? repeat, s save, q quit):");
}

#[test]
fn a_scale_says_what_its_ends_mean() {
    let page = text(&question_page(&view("pain", 2), Attempt::First, &LINEAR));
    assert!(page.contains("0 is no pain. 10 is the worst pain you can imagine."), "{page}");
    assert!(page.contains("Type a number from 0 to 10 (n not sure, b back, ?"), "{page}");
}

#[test]
fn lines_never_draw_or_steer() {
    for id in ["now", "stiff", "pain", "longest", "start"] {
        let page = text(&question_page(&view(id, 3), Attempt::First, &LINEAR));
        assert!(page.is_ascii(), "{page}");
        assert!(!page.contains("---") && !page.contains('\u{1b}') && !page.contains("  "), "{page}");
    }
}

#[test]
fn answers_to_check_line_up_on_a_screen() {
    let row = |short: &str, answer: &str| ReviewRow { short: short.into(), answer: answer.into() };
    let view = ReviewView {
        title: "Check your answers".into(),
        opening: Vec::new(),
        rows: vec![row("Where", "Here"), row("How it began", "Slowly")],
        prompt: "Press Enter".into(),
        keys: vec!["b back", "q quit"],
    };
    let screen = text(&review_page(&view, Attempt::First, &SCREEN));
    assert!(screen.contains("   1  Where         Here\n   2  How it began  Slowly\n"), "{screen}");
    assert!(screen.ends_with("Press Enter.\nb back   q quit\n>"), "{screen}");
    let linear = text(&review_page(&view, Attempt::First, &LINEAR));
    assert!(linear.ends_with("\nPress Enter (b back, q quit):"), "{linear}");
    assert!(linear.contains("1. Where: Here\n2. How it began: Slowly\n"), "{linear}");
}

fn document() -> Document {
    let mut document = Document {
        banner: Some(Banner {
            urgency: Urgency::Routine,
            label: "Non-urgent advice".into(),
            heading: "See a doctor or physio".into(),
            aside: "4 March 2026.".into(),
        }),
        ..Document::default()
    };
    document.opening.push(paragraph("A normal appointment is soon enough."));
    document.add(
        "Today",
        vec![
            list("Do", vec!["walk".into()]).unwrap(),
            group("Lean *stretch*", vec![labelled("How much", "2 sets"), paragraph("Lean in.")]),
        ],
    );
    document.add("Nothing", Vec::new());
    document
}

#[test]
fn a_document_on_a_screen_is_indented() {
    assert_eq!(
        document_text(&document(), &SCREEN),
        "\
Non-urgent advice: See a doctor or physio
4 March 2026.
A normal appointment is soon enough.

Today
  Do:
    - walk

  Lean *stretch*
    How much: 2 sets
    Lean in.
"
    );
}

#[test]
fn a_document_in_lines_is_flush() {
    assert_eq!(
        document_text(&document(), &LINEAR),
        "\
Non-urgent advice: See a doctor or physio
4 March 2026.
A normal appointment is soon enough.

Today
Do:
- walk

Lean *stretch*
How much: 2 sets
Lean in.
"
    );
}

#[test]
fn a_document_as_markdown_means_what_it_says() {
    assert_eq!(
        document_markdown(&document(), true),
        "\
# Non-urgent advice: See a doctor or physio

4 March 2026.

A normal appointment is soon enough.

## Today

Do:

- walk

### Lean \\*stretch\\*

**How much:** 2 sets

Lean in.
"
    );
}

#[test]
fn an_emergency_says_so_first() {
    let mut document = document();
    let banner = document.banner.as_mut().unwrap();
    banner.urgency = Urgency::Emergency;
    banner.label = "Emergency".into();
    banner.heading = "Call 999 now".into();
    banner.aside.clear();
    assert!(document_text(&document, &LINEAR).starts_with("Emergency. Call 999 now.\n"));
    let rule = "=".repeat(60);
    assert!(
        document_text(&document, &SCREEN).starts_with(&format!("{rule}\nEMERGENCY\nCall 999 now\n{rule}\n"))
    );
}

#[test]
fn choices_are_marked_for_the_arrow_keys() {
    let page = question_page(&view("start", 1), Attempt::First, &SCREEN);
    let marked: Vec<&PageLine> = page.lines.iter().filter(|line| line.choice.is_some()).collect();
    assert_eq!(marked.len(), 4);
    assert_eq!(marked[3].choice, Some(4));
    assert!(marked.iter().all(|line| line.text.starts_with("  ")), "{marked:?}");
}
