//! The console of this process, over standard streams and crossterm.

use super::{Console, Entry, Streams, changes::Changes};
use crate::{
    appearance::Layout,
    page::{Fixed, Page},
};
use crossterm::{
    cursor::MoveTo,
    event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    queue,
    terminal::{Clear, ClearType},
};
use std::{
    io::{self, BufRead as _, Read, Write},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The console of this process.
#[derive(Debug)]
pub struct SystemConsole {
    prompts_on_err: bool,
    rows: usize,
    interruption_is_handled: bool,
    when_interrupted: Arc<Mutex<String>>,
    changes: Option<Changes>,
}

impl SystemConsole {
    /// A console that shows prompts on standard output, or on standard error if standard output is no terminal.
    pub fn new(stdout_is_terminal: bool, rows: Option<usize>) -> Self {
        Self {
            prompts_on_err: !stdout_is_terminal,
            // Without a known height no page fits, so every page is shown in the simplest way.
            rows: rows.unwrap_or(0),
            interruption_is_handled: false,
            when_interrupted: Arc::default(),
            changes: None,
        }
    }

    fn prompts(&self) -> Box<dyn Write> {
        if self.prompts_on_err { Box::new(io::stderr()) } else { Box::new(io::stdout()) }
    }

    /// From the first question on, an interruption says what was kept.
    fn watch_for_interruption(&mut self) {
        if self.interruption_is_handled {
            return;
        }
        self.interruption_is_handled = true;
        let text = Arc::clone(&self.when_interrupted);
        // If there can be no handler, the system ends the process all the same, only without a word.
        drop(ctrlc::set_handler(move || {
            let text = text.lock().unwrap_or_else(PoisonError::into_inner);
            end_interrupted(&text);
        }));
    }

    fn has_changed(&self) -> bool {
        self.changes.as_ref().is_some_and(Changes::are_there)
    }

    /// The next event of the terminal; none if a file changed first.
    fn event(&self) -> io::Result<Option<Event>> {
        if self.changes.is_some() {
            loop {
                if self.has_changed() {
                    return Ok(None);
                }
                if crossterm::event::poll(BETWEEN_LOOKS)? {
                    break;
                }
            }
        }
        crossterm::event::read().map(Some)
    }

    fn ask_by_line(&mut self, page: &Page, layout: Layout) -> io::Result<Entry> {
        let mut prompts = self.prompts();
        if layout == Layout::Screen {
            queue!(prompts, Clear(ClearType::All), MoveTo(0, 0))?;
        }
        for line in &page.lines {
            writeln!(prompts, "{}", line.text)?;
        }
        write!(prompts, "{}", page.prompt)?;
        prompts.flush()?;
        let mut bytes = Vec::new();
        // A person types short lines; the limit keeps a mistaken stream from filling the memory.
        let read = io::stdin().lock().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            writeln!(prompts)?;
            return Ok(Entry::End);
        }
        // Nobody is interrupted in the middle of a line; but the line was for a question of before.
        if self.has_changed() {
            return Ok(Entry::Changed);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Entry::Line(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// Asks on a cleared screen, key by key; nothing if the screen is too low for the page.
    fn ask_by_keys(&mut self, page: &Page) -> io::Result<Option<Entry>> {
        let mut prompts = self.prompts();
        let mut line = KeyedLine::new(page);
        if !line.fits(page, self.rows) {
            return Ok(None);
        }
        let _raw = RawMode::enter()?;
        loop {
            line.draw(page, &mut prompts)?;
            let Some(event) = self.event()? else { return Ok(Some(Entry::Changed)) };
            match event {
                Event::Key(key) if key.kind == KeyEventKind::Press => {
                    if let Some(entry) = line.press(key) {
                        queue!(prompts, Clear(ClearType::All), MoveTo(0, 0))?;
                        prompts.flush()?;
                        return Ok(Some(entry));
                    }
                }
                Event::Resize(_, rows) => {
                    self.rows = usize::from(rows);
                    if !line.fits(page, self.rows) {
                        return Ok(None);
                    }
                }
                _ => {}
            }
        }
    }
}

const LONGEST_LINE: u64 = 10_000;
/// How long a change of a file stays unnoticed while nothing is typed.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Ends the process after an interruption, with a line that says what was kept.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "the main thread waits for a line that will not come, so only this thread can end the process"
)]
fn end_interrupted(text: &str) -> ! {
    // Nothing is left to be done about an error on the way out.
    drop(crossterm::terminal::disable_raw_mode());
    // The cursor still stands behind the prompt.
    let text = if text.is_empty() { "\n".to_owned() } else { format!("\n{text}\n") };
    drop(io::stderr().write_all(text.as_bytes()));
    std::process::exit(i32::from(crate::failure::exit_code::INTERRUPTED));
}

impl Console for SystemConsole {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.write_bytes(text.as_bytes())
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        io::stderr().lock().write_all(text.as_bytes())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let mut prompts = self.prompts();
        prompts.write_all(text.as_bytes())?;
        prompts.flush()
    }

    fn ask(&mut self, page: &Page, layout: Layout) -> io::Result<Entry> {
        self.watch_for_interruption();
        if self.has_changed() {
            return Ok(Entry::Changed);
        }
        if layout == Layout::Screen
            && let Some(entry) = self.ask_by_keys(page)?
        {
            return Ok(entry);
        }
        self.ask_by_line(page, layout)
    }

    fn input(&mut self) -> Box<dyn Read + '_> {
        Box::new(io::stdin().lock())
    }

    fn streams(&mut self) -> Streams<'_> {
        Streams {
            input: Box::new(io::stdin()),
            output: Box::new(io::stdout()),
            notices: Box::new(io::stderr()),
        }
    }

    fn say_when_interrupted(&mut self, text: &str) {
        text.clone_into(&mut self.when_interrupted.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn watch(&mut self, folders: &[PathBuf]) -> Result<(), String> {
        self.changes = Some(Changes::below(folders)?);
        Ok(())
    }

    fn wait_for_change(&mut self) -> bool {
        self.watch_for_interruption();
        self.changes.as_ref().is_some_and(Changes::wait)
    }
}

/// Raw mode as long as this lives, also if something panics.
struct RawMode;

impl RawMode {
    fn enter() -> io::Result<Self> {
        crossterm::terminal::enable_raw_mode().map(|()| Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // If the terminal is gone there is nothing to restore.
        drop(crossterm::terminal::disable_raw_mode());
    }
}

/// The part of a page that rolls because the page is higher than the screen, counted in lines after the fixed top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Roll {
    /// The first line in sight.
    first: usize,
    /// How many lines are in sight.
    shown: usize,
    /// How many lines there are.
    lines: usize,
}

/// Fewer rolling lines than this cannot be read; then the page is written as plain lines.
const LEAST_SHOWN: usize = 3;

impl Roll {
    fn more_below(self) -> bool {
        self.first + self.shown < self.lines
    }

    /// One part on. The last line stays in sight, so that one sees where one was.
    fn forward(&mut self) {
        self.first = (self.first + self.shown - 1).min(self.lines - self.shown);
    }

    fn back(&mut self) {
        self.first = self.first.saturating_sub(self.shown - 1);
    }

    /// Brings these lines into sight.
    fn show(&mut self, first: usize, last: usize) {
        if last >= self.first + self.shown {
            self.first = last + 1 - self.shown;
        }
        self.first = self.first.min(first);
    }

    /// What stands below the rolling lines. It fits 40 columns.
    fn words(self) -> &'static str {
        match (self.first > 0, self.more_below()) {
            (false, _) => "-- more below: press Enter --",
            (true, true) => "-- more below: Enter, above: Page Up --",
            (true, false) => "-- that is all; above: Page Up --",
        }
    }
}

/// A line that is typed key by key, with the choice that the arrow keys point to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyedLine {
    typed: String,
    pointed: Option<usize>,
    choices: usize,
    several: bool,
    /// For each choice its first and its last line, counted as in [`Roll`].
    places: Vec<(usize, usize)>,
    roll: Option<Roll>,
}

impl KeyedLine {
    fn new(page: &Page) -> Self {
        let top = page.fixed.map_or(0, |fixed| fixed.top);
        let starts: Vec<usize> = page
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.choice.is_some())
            .map(|(at, _)| at.saturating_sub(top))
            .collect();
        let ends = starts.iter().skip(1).map(|next| next.saturating_sub(1));
        let places = starts.iter().copied().zip(ends.chain(starts.last().copied())).collect();
        // Nothing is pointed to at first, so that Enter alone never answers.
        Self {
            typed: String::new(),
            pointed: None,
            choices: page.choices(),
            several: page.several,
            places,
            roll: None,
        }
    }

    /// Fits the page to a screen of so many rows. Gives whether it can be shown there.
    fn fits(&mut self, page: &Page, rows: usize) -> bool {
        self.roll = None;
        // The prompt takes one row.
        if page.lines.len() < rows {
            return true;
        }
        let Some(Fixed { top, bottom }) = page.fixed else { return false };
        let lines = page.lines.len().saturating_sub(top + bottom);
        let shown = rows.saturating_sub(top + bottom + 2);
        if shown < LEAST_SHOWN || lines < shown {
            return false;
        }
        self.roll = Some(Roll { first: 0, shown, lines });
        true
    }

    /// Points to a choice and brings it into sight.
    fn point(&mut self, to: usize) {
        self.pointed = Some(to);
        if let (Some(roll), Some((first, last))) = (&mut self.roll, self.places.get(to - 1)) {
            roll.show(*first, *last);
        }
    }

    /// The first choice in sight.
    fn first_in_sight(&self) -> usize {
        let first = self.roll.map_or(0, |roll| roll.first);
        1 + self.places.iter().position(|(start, _)| *start >= first).unwrap_or(0)
    }

    /// Takes a key. Gives the entry when it is complete.
    fn press(&mut self, key: KeyEvent) -> Option<Entry> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        // Enter comes as a line feed if it was pressed before this page took over the terminal.
        let code = if control && key.code == KeyCode::Char('j') { KeyCode::Enter } else { key.code };
        match code {
            KeyCode::Char('c') if control => return Some(Entry::Interrupted),
            KeyCode::Char('d') if control && self.typed.is_empty() => return Some(Entry::End),
            KeyCode::Char('u') if control => self.typed.clear(),
            KeyCode::Char(_) if control => {}
            KeyCode::Char(' ') if self.several && self.pointed.is_some() => self.toggle(),
            KeyCode::Char(character) => self.typed.push(character),
            KeyCode::Backspace => {
                self.typed.pop();
            }
            KeyCode::Esc => {
                self.typed.clear();
                self.pointed = None;
            }
            KeyCode::Down if self.choices > 0 => match self.pointed {
                None => self.point(self.first_in_sight()),
                Some(at) => self.point(if at < self.choices { at + 1 } else { 1 }),
            },
            KeyCode::Up if self.choices > 0 => match self.pointed {
                Some(at) if at > 1 => self.point(at - 1),
                _ => self.point(self.choices),
            },
            KeyCode::PageUp => {
                if let Some(roll) = &mut self.roll {
                    roll.back();
                }
            }
            KeyCode::PageDown => {
                if let Some(roll) = &mut self.roll {
                    roll.forward();
                }
            }
            KeyCode::Enter if self.typed.trim().is_empty() && self.pointed.is_none() => {
                match &mut self.roll {
                    // Enter alone answers nothing, so it can show what is below.
                    Some(roll) if roll.more_below() => roll.forward(),
                    _ => return Some(Entry::Line(self.typed.clone())),
                }
            }
            KeyCode::Enter => {
                return Some(Entry::Line(match self.pointed {
                    Some(pointed) if self.typed.trim().is_empty() => pointed.to_string(),
                    _ => self.typed.clone(),
                }));
            }
            _ => {}
        }
        None
    }

    /// Adds the choice that is pointed to, or takes it away again.
    fn toggle(&mut self) {
        let Some(pointed) = self.pointed else { return };
        let pointed = pointed.to_string();
        let mut words: Vec<&str> = self.typed.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        match words.iter().position(|word| *word == pointed) {
            Some(at) => {
                words.remove(at);
            }
            None => words.push(&pointed),
        }
        self.typed = words.join(" ");
    }

    fn draw(&self, page: &Page, to: &mut impl Write) -> io::Result<()> {
        queue!(to, Clear(ClearType::All), MoveTo(0, 0))?;
        let (top, rolling) = match (self.roll, page.fixed) {
            (Some(roll), Some(fixed)) => (fixed.top, Some(roll)),
            _ => (0, None),
        };
        for (at, line) in page.lines.iter().enumerate() {
            if let Some(roll) = rolling
                && (top..top + roll.lines).contains(&at)
            {
                let body = at - top;
                if !(roll.first..roll.first + roll.shown).contains(&body) {
                    continue;
                }
            }
            let pointed = line.choice.is_some() && line.choice == self.pointed;
            match line.text.strip_prefix(' ').filter(|_| pointed) {
                Some(rest) => write!(to, ">{rest}\r\n")?,
                None => write!(to, "{}\r\n", line.text)?,
            }
            if let Some(roll) = rolling
                && at == top + roll.first + roll.shown - 1
            {
                write!(to, "{}\r\n", roll.words())?;
            }
        }
        write!(to, "{}{}", page.prompt, self.typed)?;
        to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageLine;

    fn line(choices: usize, several: bool) -> KeyedLine {
        let lines =
            (1..=choices).map(|number| PageLine { text: format!("  {number}"), choice: Some(number) });
        KeyedLine::new(&page(lines.collect(), several))
    }

    fn page(lines: Vec<PageLine>, several: bool) -> Page {
        Page { lines, prompt: "> ".into(), several, ..Page::default() }
    }

    /// A page of ten choices of two lines each, with a question above and a hint below.
    fn high() -> Page {
        let text = |text: &str| PageLine { text: text.into(), choice: None };
        let mut lines = vec![text("Which?")];
        for number in 1..=10 {
            lines.push(PageLine { text: format!("  {number}"), choice: Some(number) });
            lines.push(text("     second line"));
        }
        lines.push(text("Type a number."));
        Page { fixed: Some(Fixed { top: 1, bottom: 1 }), ..page(lines, true) }
    }

    fn drawn(line: &KeyedLine, page: &Page) -> Vec<String> {
        let mut bytes = Vec::new();
        line.draw(page, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.split("\r\n")
            .map(|line| line.split('H').next_back().unwrap_or_default().trim().to_owned())
            .collect()
    }

    fn press(line: &mut KeyedLine, codes: &[KeyCode]) -> Option<Entry> {
        codes.iter().fold(None, |_, code| line.press(KeyEvent::new(*code, KeyModifiers::NONE)))
    }

    #[test]
    fn enter_alone_gives_nothing_to_accept() {
        assert_eq!(press(&mut line(3, false), &[KeyCode::Enter]), Some(Entry::Line(String::new())));
    }

    #[test]
    fn arrows_point_and_enter_takes() {
        let keys = [KeyCode::Down, KeyCode::Down, KeyCode::Enter];
        assert_eq!(press(&mut line(3, false), &keys), Some(Entry::Line("2".into())));
        let keys = [KeyCode::Up, KeyCode::Enter];
        assert_eq!(press(&mut line(3, false), &keys), Some(Entry::Line("3".into())));
    }

    #[test]
    fn numbers_go_before_arrows() {
        let keys = [KeyCode::Down, KeyCode::Char('3'), KeyCode::Enter];
        assert_eq!(press(&mut line(3, false), &keys), Some(Entry::Line("3".into())));
    }

    #[test]
    fn space_adds_and_removes_where_several_fit() {
        let mut line = line(3, true);
        press(&mut line, &[KeyCode::Down, KeyCode::Char(' '), KeyCode::Down, KeyCode::Char(' ')]);
        assert_eq!(line.typed, "1 2");
        press(&mut line, &[KeyCode::Char(' ')]);
        assert_eq!(line.typed, "1");
    }

    #[test]
    fn a_page_that_is_too_high_rolls_between_its_question_and_its_prompt() {
        let page = high();
        let mut line = KeyedLine::new(&page);
        assert!(line.fits(&page, 12));
        let first = drawn(&line, &page);
        assert_eq!(first.len(), 12, "{first:?}");
        assert_eq!(first[0], "Which?", "{first:?}");
        assert_eq!(first[1], "1", "{first:?}");
        assert_eq!(first[9..], ["-- more below: press Enter --", "Type a number.", ">"]);
        // Enter shows everything once before it is taken as a line.
        let mut seen: Vec<String> = first;
        while line.roll.unwrap().more_below() {
            assert_eq!(press(&mut line, &[KeyCode::Enter]), None);
            seen.extend(drawn(&line, &page));
        }
        for number in 1..=10 {
            assert!(seen.contains(&number.to_string()), "{number} is not in {seen:?}");
        }
        assert_eq!(press(&mut line, &[KeyCode::Enter]), Some(Entry::Line(String::new())));
        assert_eq!(
            press(&mut line, &[KeyCode::PageUp, KeyCode::Char('4'), KeyCode::Enter]),
            Some(Entry::Line("4".into()))
        );
    }

    #[test]
    fn arrows_bring_what_they_point_to_into_sight() {
        let page = high();
        let mut line = KeyedLine::new(&page);
        assert!(line.fits(&page, 12));
        for number in 1..=10 {
            press(&mut line, &[KeyCode::Down]);
            assert!(drawn(&line, &page).contains(&format!("> {number}")), "{:?}", drawn(&line, &page));
        }
        press(&mut line, &[KeyCode::Down]);
        assert_eq!(line.pointed, Some(1));
        assert!(drawn(&line, &page).contains(&"> 1".to_owned()));
    }

    #[test]
    fn what_may_not_wait_behind_a_key_and_what_has_no_room_does_not_roll() {
        let page = high();
        assert!(!KeyedLine::new(&page).fits(&page, 6));
        let open = Page { fixed: None, ..high() };
        assert!(!KeyedLine::new(&open).fits(&open, 12));
        assert!(KeyedLine::new(&open).fits(&open, 23));
    }

    #[test]
    fn what_was_typed_ahead_counts() {
        let mut line = line(3, false);
        press(&mut line, &[KeyCode::Char('3')]);
        let key = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        assert_eq!(line.press(key), Some(Entry::Line("3".into())));
    }

    #[test]
    fn control_c_interrupts() {
        let key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(line(1, false).press(key), Some(Entry::Interrupted));
    }
}
