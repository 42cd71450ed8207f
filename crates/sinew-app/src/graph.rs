//! A pack as a graph: which questions feed which rules, and what those rules lead to.

use sinew_logic::Formula;
use sinew_model::{ActionIx, FindingIx, FindingRule, Index as _, Pack};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A question of the interview.
    Question,
    /// A named combination of answers.
    Finding,
    /// A warning sign.
    RedFlag,
    /// A reason why the guide is not for somebody.
    Exit,
    /// What it might be.
    Condition,
    /// What may have contributed.
    Cause,
    /// Something to do.
    Action,
}

impl NodeKind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Finding => "finding",
            Self::RedFlag => "red flag",
            Self::Exit => "exit",
            Self::Condition => "condition",
            Self::Cause => "cause",
            Self::Action => "action",
        }
    }
}

/// What an edge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// The first decides, together with others, whether the second holds.
    Decides,
    /// The first keeps the second away.
    KeepsAway,
    /// The first brings the second with it: an action that helps, a condition that is shown beside it.
    Brings,
}

impl EdgeKind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::KeepsAway => "keeps away",
            Self::Brings => "brings",
        }
    }
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Its id, unique within its kind.
    pub id: String,
    /// What people call it.
    pub title: String,
}

/// An edge between two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The position of the node it begins at.
    pub from: usize,
    /// The position of the node it ends at.
    pub to: usize,
    /// What it says.
    pub kind: EdgeKind,
    /// The answers that matter, for an edge from a question.
    pub answers: Vec<String>,
}

/// A graph: nodes in the order of the pack, and edges by their ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges, each pair of nodes at most once for each kind.
    pub edges: Vec<Edge>,
}

type Key = (NodeKind, usize);

impl Graph {
    /// The graph of a whole pack with its libraries.
    pub fn of(pack: &Pack) -> Self {
        let mut builder = Builder { pack, nodes: Vec::new(), edges: BTreeMap::new() };
        builder.nodes();
        builder.rules();
        let Builder { nodes, edges, .. } = builder;
        let position: BTreeMap<Key, usize> =
            nodes.iter().enumerate().map(|(at, (key, _))| (*key, at)).collect();
        let edges = edges.into_iter().filter_map(|((from, to, kind), answers)| {
            let (from, to) = (*position.get(&from)?, *position.get(&to)?);
            Some(Edge { from, to, kind, answers: answers.into_iter().collect() })
        });
        let mut edges: Vec<Edge> = edges.collect();
        edges.sort_by_key(|edge| (edge.from, edge.to, edge.kind));
        Self { nodes: nodes.into_iter().map(|(_, node)| node).collect(), edges }
    }

    /// The part of it that leads to the nodes with this id, and what they lead to at once. None if no node has it.
    pub fn about(&self, id: &str) -> Option<Self> {
        let named: BTreeSet<usize> =
            self.nodes.iter().enumerate().filter(|(_, node)| node.id == id).map(|(at, _)| at).collect();
        if named.is_empty() {
            return None;
        }
        let mut kept = named.clone();
        let mut open: Vec<usize> = named.iter().copied().collect();
        while let Some(at) = open.pop() {
            let before = self.edges.iter().filter(|edge| edge.to == at && edge.kind != EdgeKind::Brings);
            open.extend(before.map(|edge| edge.from).filter(|from| kept.insert(*from)));
        }
        kept.extend(self.edges.iter().filter(|edge| named.contains(&edge.from)).map(|edge| edge.to));
        kept.extend(self.edges.iter().filter(|edge| named.contains(&edge.to)).map(|edge| edge.from));
        let position: BTreeMap<usize, usize> =
            kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        let edges = self.edges.iter().filter_map(|edge| {
            let (from, to) = (*position.get(&edge.from)?, *position.get(&edge.to)?);
            Some(Edge { from, to, ..edge.clone() })
        });
        let nodes = kept.iter().filter_map(|at| self.nodes.get(*at).cloned()).collect();
        Some(Self { nodes, edges: edges.collect() })
    }

    /// The graph in the language of Graphviz, to be drawn by `dot`.
    pub fn dot(&self) -> String {
        let mut text = String::from("digraph pack {\n  rankdir = LR;\n  node [fontname = \"sans-serif\"];\n");
        for (at, node) in self.nodes.iter().enumerate() {
            let shape = match node.kind {
                NodeKind::Question => "box",
                NodeKind::Finding => "ellipse",
                NodeKind::RedFlag => "octagon",
                NodeKind::Exit => "doubleoctagon",
                NodeKind::Condition => "box, style = rounded",
                NodeKind::Cause => "note",
                NodeKind::Action => "component",
            };
            let label = format!("{}\n{}\n{}", node.kind.name(), node.id, node.title);
            let _ = writeln!(text, "  n{at} [label = \"{}\", shape = {shape}];", dot_text(&label));
        }
        for Edge { from, to, kind, answers } in &self.edges {
            let style = match kind {
                EdgeKind::Decides => "solid",
                EdgeKind::KeepsAway => "dashed",
                EdgeKind::Brings => "bold",
            };
            let label = label(*kind, answers);
            let _ = writeln!(text, "  n{from} -> n{to} [label = \"{}\", style = {style}];", dot_text(&label));
        }
        text.push_str("}\n");
        text
    }

    /// The graph in the language of Mermaid, which many pages of code hosts draw.
    pub fn mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        for (at, node) in self.nodes.iter().enumerate() {
            let (open, close) = match node.kind {
                NodeKind::Question => ("[", "]"),
                NodeKind::Finding => ("([", "])"),
                NodeKind::RedFlag => ("{{", "}}"),
                NodeKind::Exit => ("[[", "]]"),
                NodeKind::Condition => ("(", ")"),
                NodeKind::Cause => ("[/", "/]"),
                NodeKind::Action => ("[(", ")]"),
            };
            let label = format!("{}: {}<br/>{}", node.kind.name(), node.id, mermaid_text(&node.title));
            let _ = writeln!(text, "  n{at}{open}\"{label}\"{close}");
        }
        for Edge { from, to, kind, answers } in &self.edges {
            let arrow = match kind {
                EdgeKind::Decides => "-->",
                EdgeKind::KeepsAway => "-.->",
                EdgeKind::Brings => "==>",
            };
            let label = label(*kind, answers);
            let label =
                if label.is_empty() { String::new() } else { format!("|\"{}\"|", mermaid_text(&label)) };
            let _ = writeln!(text, "  n{from} {arrow}{label} n{to}");
        }
        text
    }
}

/// How many answers an edge names.
const NAMED_AT_MOST: usize = 3;

fn label(kind: EdgeKind, answers: &[String]) -> String {
    match kind {
        EdgeKind::KeepsAway if answers.is_empty() => kind.name().to_owned(),
        _ if answers.len() > NAMED_AT_MOST => {
            format!("{} and {} more", answers[..NAMED_AT_MOST].join(", "), answers.len() - NAMED_AT_MOST)
        }
        _ => answers.join(", "),
    }
}

fn dot_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn mermaid_text(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace(['\n', '\r'], " ")
}

struct Builder<'a> {
    pack: &'a Pack,
    nodes: Vec<(Key, Node)>,
    edges: BTreeMap<(Key, Key, EdgeKind), BTreeSet<String>>,
}

impl Builder<'_> {
    fn nodes(&mut self) {
        let pack = self.pack;
        let mut add = |kind: NodeKind, at: usize, id: &str, title: &str| {
            let node = Node { kind, id: id.to_owned(), title: title.to_owned() };
            self.nodes.push(((kind, at), node));
        };
        for (index, question) in pack.questions().iter_indexed() {
            add(NodeKind::Question, index.position(), question.id.as_str(), &question.short);
        }
        for (index, finding) in pack.findings().iter_indexed() {
            if let FindingRule::Formula(_) = finding.rule {
                let title = finding.means.as_deref().unwrap_or_default();
                add(NodeKind::Finding, index.position(), finding.id.as_str(), title);
            }
        }
        for (index, flag) in pack.red_flags().iter_indexed() {
            add(NodeKind::RedFlag, index.position(), flag.id.as_str(), &flag.title);
        }
        for (index, exit) in pack.exits().iter_indexed() {
            add(NodeKind::Exit, index.position(), exit.id.as_str(), &exit.title);
        }
        for (index, condition) in pack.conditions().iter_indexed() {
            add(NodeKind::Condition, index.position(), condition.id.as_str(), &condition.name);
        }
        for (index, cause) in pack.causes().iter_indexed() {
            add(NodeKind::Cause, index.position(), cause.id.as_str(), &cause.title);
        }
        for (index, action) in pack.actions().iter_indexed() {
            add(NodeKind::Action, index.position(), action.id.as_str(), &action.title);
        }
    }

    fn rules(&mut self) {
        let pack = self.pack;
        for (index, question) in pack.questions().iter_indexed() {
            if let Some(formula) = &question.ask_when {
                self.formula(formula, (NodeKind::Question, index.position()), EdgeKind::Decides);
            }
        }
        for (index, finding) in pack.findings().iter_indexed() {
            if let FindingRule::Formula(formula) = &finding.rule {
                self.formula(formula, (NodeKind::Finding, index.position()), EdgeKind::Decides);
            }
        }
        for (index, flag) in pack.red_flags().iter_indexed() {
            self.formula(&flag.when, (NodeKind::RedFlag, index.position()), EdgeKind::Decides);
        }
        for (index, exit) in pack.exits().iter_indexed() {
            self.formula(&exit.when, (NodeKind::Exit, index.position()), EdgeKind::Decides);
        }
        for (index, condition) in pack.conditions().iter_indexed() {
            let here = (NodeKind::Condition, index.position());
            for line in &condition.evidence {
                self.formula(&line.when, here, EdgeKind::Decides);
            }
            for adjustment in &condition.adjustments {
                self.formula(&adjustment.when, here, EdgeKind::Decides);
            }
            for flag in &condition.only_with {
                self.edge((NodeKind::RedFlag, flag.position()), here, EdgeKind::Brings);
            }
            for companion in &condition.never_without {
                self.edge(here, (NodeKind::Condition, companion.condition.position()), EdgeKind::Brings);
            }
            for cause in &condition.causes {
                self.edge((NodeKind::Cause, cause.position()), here, EdgeKind::Brings);
            }
            self.helps(here, &condition.actions);
        }
        for (index, cause) in pack.causes().iter_indexed() {
            let here = (NodeKind::Cause, index.position());
            self.formula(&cause.when, here, EdgeKind::Decides);
            self.helps(here, &cause.actions);
        }
        for (index, action) in pack.actions().iter_indexed() {
            let here = (NodeKind::Action, index.position());
            self.formula(&action.blocked_when, here, EdgeKind::KeepsAway);
            for block in pack.blocks().iter().filter(|block| block.actions.contains(&index)) {
                self.formula(&block.when, here, EdgeKind::KeepsAway);
            }
        }
    }

    fn helps(&mut self, from: Key, actions: &[ActionIx]) {
        for action in actions {
            self.edge(from, (NodeKind::Action, action.position()), EdgeKind::Brings);
        }
    }

    fn edge(&mut self, from: Key, to: Key, kind: EdgeKind) {
        self.edges.entry((from, to, kind)).or_default();
    }

    /// An edge from everything that a formula names. An answer is named on the edge from its question.
    fn formula(&mut self, formula: &Formula<FindingIx>, to: Key, kind: EdgeKind) {
        let pack = self.pack;
        formula.for_each_atom(&mut |atom| {
            let finding = &pack.findings()[*atom];
            let (from, answer) = match &finding.rule {
                FindingRule::Answer { question, .. } => {
                    let answer = finding.id.as_str().split_once('.').map(|(_, answer)| answer.to_owned());
                    ((NodeKind::Question, question.position()), answer)
                }
                FindingRule::Formula(_) => ((NodeKind::Finding, atom.position()), None),
                FindingRule::RedFlag(flag) => ((NodeKind::RedFlag, flag.position()), None),
                FindingRule::Exit(exit) => ((NodeKind::Exit, exit.position()), None),
                FindingRule::Fits { condition, at_least } => {
                    ((NodeKind::Condition, condition.position()), Some(at_least.name().to_owned()))
                }
            };
            self.edges.entry((from, to, kind)).or_default().extend(answer);
        });
    }
}

#[cfg(test)]
mod tests;
