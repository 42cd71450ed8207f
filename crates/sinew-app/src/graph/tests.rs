//! The graph of the fixture's pack.

use super::*;
use crate::fixture;

fn graph() -> Graph {
    Graph::of(&fixture::pack())
}

fn edges(graph: &Graph) -> Vec<String> {
    let name = |at: usize| graph.nodes[at].id.as_str();
    graph
        .edges
        .iter()
        .map(|edge| {
            format!(
                "{} {} {} ({})",
                name(edge.from),
                edge.kind.name(),
                name(edge.to),
                edge.answers.join(", ")
            )
        })
        .collect()
}

#[test]
fn everything_of_a_pack_is_a_node_once() {
    let (pack, graph) = (fixture::pack(), graph());
    let count = |kind| graph.nodes.iter().filter(|node| node.kind == kind).count();
    assert_eq!(count(NodeKind::Question), pack.questions().len());
    assert_eq!(count(NodeKind::RedFlag), pack.red_flags().len());
    assert_eq!(count(NodeKind::Exit), pack.exits().len());
    assert_eq!(count(NodeKind::Condition), pack.conditions().len());
    assert_eq!(count(NodeKind::Cause), pack.causes().len());
    assert_eq!(count(NodeKind::Action), pack.actions().len());
    let keys: BTreeSet<(NodeKind, &str)> =
        graph.nodes.iter().map(|node| (node.kind, node.id.as_str())).collect();
    assert_eq!(keys.len(), graph.nodes.len());
}

#[test]
fn every_name_in_a_formula_is_an_edge() {
    let (pack, graph) = (fixture::pack(), graph());
    let all = edges(&graph);
    for flag in pack.red_flags() {
        flag.when.for_each_atom(&mut |atom| {
            let id = pack.findings()[*atom].id.as_str();
            let from = id.split('.').next().unwrap_or(id);
            let edge = format!("{from} decides {} (", flag.id);
            assert!(all.iter().any(|known| known.starts_with(&edge)), "{edge} is not in {all:#?}");
        });
    }
    for condition in pack.conditions() {
        for action in &condition.actions {
            let edge = format!("{} brings {} ()", condition.id, pack.actions()[*action].id);
            assert!(all.contains(&edge), "{edge} is not in {all:#?}");
        }
    }
}

#[test]
fn a_part_has_what_leads_to_it_and_what_it_leads_to() {
    let (pack, graph) = (fixture::pack(), graph());
    let flag = pack.red_flags().iter().next().expect("the fixture has flags");
    let part = graph.about(flag.id.as_str()).expect("it is a node");
    assert!(part.nodes.len() < graph.nodes.len());
    assert!(part.nodes.iter().any(|node| node.kind == NodeKind::Question), "its questions are in it");
    for edge in edges(&part) {
        assert!(edges(&graph).contains(&edge), "{edge}");
    }
    assert_eq!(graph.about("nothing-has-this-id"), None);
}

#[test]
fn titles_cannot_break_out_of_their_quotes() {
    let node = Node { kind: NodeKind::Action, id: "a".into(), title: "\"];\n<b>\\".into() };
    let graph = Graph { nodes: vec![node], edges: Vec::new() };
    assert!(graph.dot().contains(r#"label = "action\na\n\"];\n<b>\\""#), "{}", graph.dot());
    assert!(
        graph.mermaid().contains("&quot;];\n") || graph.mermaid().contains("&quot;];"),
        "{}",
        graph.mermaid()
    );
    assert!(!graph.mermaid().contains("<b>"), "{}", graph.mermaid());
}
