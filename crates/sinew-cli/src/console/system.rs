//! The console of this process, over standard streams and crossterm.

use super::{Console, Entry};
use crate::{appearance::Layout, page::Page};
use crossterm::{
    cursor::MoveTo,
    event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    queue,
    terminal::{Clear, ClearType},
};
use std::{
    io::{self, BufRead as _, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

/// The console of this process.
#[derive(Debug)]
pub struct SystemConsole {
    prompts_on_err: bool,
    rows: usize,
    watched: bool,
    when_interrupted: Arc<Mutex<String>>,
}

impl SystemConsole {
    /// A console that shows prompts on standard output, or on standard error if standard output is no terminal.
    pub fn new(stdout_is_terminal: bool, rows: Option<usize>) -> Self {
        Self {
            prompts_on_err: !stdout_is_terminal,
            // Without a known height no page fits, so every page is shown in the simplest way.
            rows: rows.unwrap_or(0),
            watched: false,
            when_interrupted: Arc::default(),
        }
    }

    fn prompts(&self) -> Box<dyn Write> {
        if self.prompts_on_err { Box::new(io::stderr()) } else { Box::new(io::stdout()) }
    }

    /// From the first question on, an interruption says what was kept.
    fn watch_for_interruption(&mut self) {
        if self.watched {
            return;
        }
        self.watched = true;
        let text = Arc::clone(&self.when_interrupted);
        // If there can be no handler, the system ends the process all the same, only without a word.
        drop(ctrlc::set_handler(move || {
            let text = text.lock().unwrap_or_else(PoisonError::into_inner);
            end_interrupted(&text);
        }));
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
        let line = String::from_utf8_lossy(&bytes);
        Ok(Entry::Line(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn ask_by_keys(&mut self, page: &Page) -> io::Result<Entry> {
        let mut prompts = self.prompts();
        let mut line = KeyedLine::new(page);
        let _raw = RawMode::enter()?;
        loop {
            line.draw(page, &mut prompts)?;
            match crossterm::event::read()? {
                Event::Key(key) if key.kind == KeyEventKind::Press => {
                    if let Some(entry) = line.press(key) {
                        queue!(prompts, Clear(ClearType::All), MoveTo(0, 0))?;
                        prompts.flush()?;
                        return Ok(entry);
                    }
                }
                _ => {}
            }
        }
    }
}

const LONGEST_LINE: u64 = 10_000;

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
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
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
        if layout == Layout::Screen && page.lines.len() < self.rows {
            self.ask_by_keys(page)
        } else {
            self.ask_by_line(page, layout)
        }
    }

    fn input(&mut self) -> Box<dyn Read + '_> {
        Box::new(io::stdin().lock())
    }

    fn say_when_interrupted(&mut self, text: &str) {
        text.clone_into(&mut self.when_interrupted.lock().unwrap_or_else(PoisonError::into_inner));
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

/// A line that is typed key by key, with the choice that the arrow keys point to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyedLine {
    typed: String,
    pointed: Option<usize>,
    choices: usize,
    several: bool,
}

impl KeyedLine {
    fn new(page: &Page) -> Self {
        // Nothing is pointed to at first, so that Enter alone never answers.
        Self { typed: String::new(), pointed: None, choices: page.choices(), several: page.several }
    }

    /// Takes a key. Gives the entry when it is complete.
    fn press(&mut self, key: KeyEvent) -> Option<Entry> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
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
            KeyCode::Down if self.choices > 0 => {
                self.pointed = Some(self.pointed.map_or(1, |at| if at < self.choices { at + 1 } else { 1 }));
            }
            KeyCode::Up if self.choices > 0 => {
                self.pointed =
                    Some(self.pointed.map_or(self.choices, |at| if at > 1 { at - 1 } else { self.choices }));
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
        for line in &page.lines {
            let pointed = line.choice.is_some() && line.choice == self.pointed;
            match line.text.strip_prefix(' ').filter(|_| pointed) {
                Some(rest) => write!(to, ">{rest}\r\n")?,
                None => write!(to, "{}\r\n", line.text)?,
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
        KeyedLine::new(&Page { lines: lines.collect(), prompt: "> ".into(), several })
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
    fn control_c_interrupts() {
        let key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(line(1, false).press(key), Some(Entry::Interrupted));
    }
}
