//! A small client of a language server: opens texts and asks for what an editor shows.

use crate::folder::Folder;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write as _},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

/// How long an answer may take. Far more than any does, so that only a server that waits for ever is given up.
const LIMIT: Duration = Duration::from_secs(30);

/// Stands in texts where the cursor is.
const CURSOR: char = '¦';

/// A language server with a folder open.
#[derive(Debug)]
pub(crate) struct Editor<'a> {
    folder: &'a Folder,
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    asked: u64,
    version: u64,
    /// The files that are open, each with the version of its text and the problems that were last told of it.
    open: BTreeMap<String, (u64, Value)>,
}

/// What is offered for completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// What would be written.
    pub(crate) label: String,
    /// What is said about it.
    pub(crate) words: String,
}

impl<'a> Editor<'a> {
    /// Starts Tombi's language server on a folder.
    #[track_caller]
    pub(crate) fn open(folder: &'a Folder) -> Self {
        let mut command = folder.tool("tombi");
        command.args(["lsp", "--offline"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().expect("the language server starts");
        let input = server.stdin.take().expect("its input is piped");
        let mut output = BufReader::new(server.stdout.take().expect("its output is piped"));
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let open = BTreeMap::new();
        let mut editor = Self { folder, server, input, messages, asked: 0, version: 0, open };
        let root = editor.address("");
        let capabilities = json!({
            "textDocument": {
                "completion": { "completionItem": { "documentationFormat": ["markdown"] } },
                "hover": { "contentFormat": ["markdown"] },
            },
        });
        let started = editor.ask(
            "initialize",
            &json!({
                "processId": null,
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "packs" }],
                "capabilities": capabilities,
            }),
        );
        assert!(started["capabilities"]["completionProvider"].is_object(), "{started}");
        editor.tell("initialized", &json!({}));
        editor
    }

    /// What is offered at the cursor of a text in the place of a file.
    #[track_caller]
    pub(crate) fn offers(&mut self, file: &str, text: &str) -> Vec<Offer> {
        let position = self.show(file, text);
        let answer = self.ask("textDocument/completion", &position);
        let items = answer.as_array().or_else(|| answer["items"].as_array()).cloned().unwrap_or_default();
        let offer = |item: &Value| Offer {
            label: item["label"].as_str().unwrap_or_default().to_owned(),
            words: words(&item["documentation"]),
        };
        items.iter().map(offer).collect()
    }

    /// What is shown for the word at the cursor.
    #[track_caller]
    pub(crate) fn explained(&mut self, file: &str, text: &str) -> String {
        let position = self.show(file, text);
        let answer = self.ask("textDocument/hover", &position);
        words(&answer["contents"])
    }

    /// What is marked in a text in the place of a file: lines, counted from 1, and what is said.
    #[track_caller]
    pub(crate) fn marked(&mut self, file: &str, text: &str) -> Vec<(u64, String)> {
        self.show(file, &format!("{text}{CURSOR}"));
        let problems = self.open[&self.address(file)].1.as_array().cloned().unwrap_or_default();
        let problem = |problem: &Value| {
            let line = problem["range"]["start"]["line"].as_u64().unwrap_or_default() + 1;
            (line, problem["message"].as_str().unwrap_or_default().to_owned())
        };
        problems.iter().map(problem).collect()
    }

    /// Opens a text in the place of a file, or changes it, waits until the server has read it, and gives the position of the cursor.
    #[track_caller]
    fn show(&mut self, file: &str, text: &str) -> Value {
        let (before, after) = text.split_once(CURSOR).expect("the text has a cursor");
        let line = before.matches('\n').count();
        let column: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
        let address = self.address(file);
        self.version += 1;
        let version = self.version;
        let text = format!("{before}{after}");
        if self.open.contains_key(&address) {
            self.tell(
                "textDocument/didChange",
                &json!({
                    "textDocument": { "uri": address, "version": version },
                    "contentChanges": [{ "text": text }],
                }),
            );
        } else {
            let document = json!({ "uri": address, "languageId": "toml", "version": version, "text": text });
            self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        }
        while self.open.get(&address).is_none_or(|(read, _)| *read != version) {
            self.receive();
        }
        json!({ "textDocument": { "uri": address }, "position": { "line": line, "character": column } })
    }

    fn address(&self, file: &str) -> String {
        let path = self.folder.path(file).to_string_lossy().replace('\\', "/");
        format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, path.trim_end_matches('/'))
    }

    #[track_caller]
    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let mut message = self.receive();
            if message["id"] == id && message["method"].is_null() {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    #[track_caller]
    fn tell(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    #[track_caller]
    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    /// The next message. What the server asks is answered with nothing, and problems are kept.
    #[track_caller]
    fn receive(&mut self) -> Value {
        let message = self.messages.recv_timeout(LIMIT).expect("the language server answers in time");
        if !message["method"].is_null() && !message["id"].is_null() {
            let result = match message["params"]["items"].as_array() {
                Some(items) => vec![Value::Null; items.len()].into(),
                None => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
        }
        if message["method"] == "textDocument/publishDiagnostics" {
            let parameters = &message["params"];
            let file = parameters["uri"].as_str().unwrap_or_default().to_owned();
            let version = parameters["version"].as_u64().unwrap_or_default();
            self.open.insert(file, (version, parameters["diagnostics"].clone()));
        }
        message
    }
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Reads one message; none at the end.
fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(rest) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = rest.trim().parse().ok()?;
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// A text, or the text in a piece of Markdown.
fn words(value: &Value) -> String {
    value.as_str().or_else(|| value["value"].as_str()).unwrap_or_default().to_owned()
}
