//! What every command needs: the surroundings, the console, the look of each stream, and the packs at hand.

use crate::{
    appearance::{Layout, Style, WIDEST, is_colored},
    arguments::{Format, Look},
    ascii::json_to_ascii,
    console::Console,
    document::Document,
    environment::Environment,
    failure::Failure,
    render::{document_markdown, document_text},
};
use sinew_app::{LoadProblem, LoadedPack, PackKind, PackPlaces, Shelf, ShelfProblem};
use sinew_diag::render::{RenderOptions, human};
use sinew_model::Pack;

/// One run of the program.
pub(crate) struct Session<'a> {
    pub(crate) environment: &'a Environment,
    pub(crate) console: &'a mut dyn Console,
    pub(crate) look: Look,
}

impl Session<'_> {
    fn style(&self, is_terminal: bool) -> Style {
        let linear = self.look.accessible || self.environment.accessible || !is_terminal;
        Style {
            layout: if linear { Layout::Linear } else { Layout::Screen },
            color: is_colored(self.look.color, self.environment.color, is_terminal),
            ascii: self.look.ascii || self.environment.ascii,
            width: self.look.width.or(self.environment.columns).unwrap_or(WIDEST),
        }
    }

    /// The look of standard output.
    pub(crate) fn out_style(&self) -> Style {
        self.style(self.environment.stdout_is_terminal)
    }

    /// The look of standard error.
    pub(crate) fn err_style(&self) -> Style {
        self.style(self.environment.stderr_is_terminal)
    }

    /// The look of prompts, which stand on standard output if it is a terminal and on standard error otherwise.
    pub(crate) fn prompt_style(&self) -> Style {
        self.style(self.environment.stdout_is_terminal || self.environment.stderr_is_terminal)
    }

    /// Whether somebody can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        self.environment.stdin_is_terminal
    }

    /// Writes a notice to standard error, wrapped.
    pub(crate) fn notice(&mut self, text: &str) -> Result<(), Failure> {
        let lines = self.err_style().wrap("", "", text);
        self.console.write_err(&format!("{}\n", lines.join("\n")))?;
        Ok(())
    }

    /// A document as text or Markdown, for standard output. JSON is made by each command.
    pub(crate) fn rendered(&self, document: &Document, format: Format, style: &Style) -> String {
        match format {
            Format::Md => document_markdown(document, self.look.ascii),
            Format::Text | Format::Json => document_text(document, style),
        }
    }

    /// Writes a document to standard output.
    pub(crate) fn show(&mut self, document: &Document, format: Format) -> Result<(), Failure> {
        let text = self.rendered(document, format, &self.out_style());
        self.console.write_out(&text)?;
        Ok(())
    }

    /// Writes a JSON value to standard output.
    pub(crate) fn show_json(&mut self, value: &serde_json::Value) -> Result<(), Failure> {
        let text = self.json_characters(format!("{value:#}\n"));
        self.console.write_out(&text)?;
        Ok(())
    }

    /// JSON in the characters that are wanted. The locale does not count here: JSON is UTF-8.
    pub(crate) fn json_characters(&self, json: String) -> String {
        if self.look.ascii { json_to_ascii(&json) } else { json }
    }

    /// Where packs are looked for, beside the program: the options, the environment, and the user's own folder.
    pub(crate) fn places(&self) -> PackPlaces {
        let dirs = self.look.packs.iter().chain(&self.environment.packs).cloned().collect();
        PackPlaces {
            built_in: self.environment.built_in_packs,
            dirs,
            user_data: self.environment.data.clone(),
        }
    }

    /// The packs at hand: those in the program, and those in the places where packs are looked for.
    pub(crate) fn shelf(&self) -> Result<Shelf, Failure> {
        Shelf::with(&self.places()).map_err(|problem| shelf_failure(&problem))
    }

    /// Loads a pack by its name, `ID` or `ID@VERSION`.
    pub(crate) fn load(&self, shelf: &Shelf, name: &str) -> Result<Pack, Failure> {
        self.open(shelf, name).map(|loaded| loaded.pack)
    }

    /// Loads a pack by its name, with what there is to say about where it came from.
    pub(crate) fn open(&self, shelf: &Shelf, name: &str) -> Result<LoadedPack, Failure> {
        shelf.load(name).map_err(|problem| self.load_failure(&problem))
    }

    /// Why a pack was not opened, in words.
    pub(crate) fn load_failure(&self, problem: &LoadProblem) -> Failure {
        let list = "see the packs there are: sinew pack list";
        match problem {
            LoadProblem::Unknown(unknown) => {
                Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy()).help(list)
            }
            LoadProblem::Library { usable, .. } => Failure::input("library", problem.to_string())
                .help(format!("packs to open: {}", usable.join(", ")))
                .help(list),
            LoadProblem::Broken(broken) => {
                // The characters of a listing are made plain where it is shown, which would not leave colours alone.
                let options = render_options(&Style { color: false, ..self.err_style() });
                Failure::input("broken-pack", problem.to_string())
                    .listing(human(&broken.diagnostics, &broken.texts, options))
                    .help("tell the people who wrote the pack")
            }
            _ => Failure::input("pack", problem.to_string()).help(list),
        }
    }

    /// The pack of this id, or all injury packs if none is named.
    pub(crate) fn packs_for(&self, shelf: &Shelf, id: Option<&str>) -> Result<Vec<Pack>, Failure> {
        match id {
            Some(id) => self.load(shelf, id).map(|pack| vec![pack]),
            None => Ok(injury_packs(shelf)),
        }
    }
}

/// Why the packs at hand could not be put together.
pub(crate) fn shelf_failure(problem: &ShelfProblem) -> Failure {
    let failure = Failure::input("packs", problem.to_string());
    match problem.remedy() {
        Some(remedy) => failure.help(remedy),
        None => failure,
    }
    .help("see where packs are looked for: sinew help packs")
}

/// How diagnostics are drawn in this look.
pub(crate) fn render_options(style: &Style) -> RenderOptions {
    RenderOptions { color: style.color, width: style.width, unicode: !style.ascii }
}

/// Loads all injury packs that can be loaded. Broken ones are left out: this serves commands that look across packs.
pub(crate) fn injury_packs(shelf: &Shelf) -> Vec<Pack> {
    shelf
        .list()
        .into_iter()
        .filter(|listing| listing.kind == PackKind::Injury)
        .filter_map(|listing| shelf.load(&listing.id).ok())
        .map(|loaded| loaded.pack)
        .collect()
}
