//! Registers what a pack decides as a function of DataFusion, and asks for it in SQL.
//!
//! ```sh
//! cargo run --release --manifest-path crates/sinew-batch/examples/datafusion/Cargo.toml -- PACK
//! ```
//!
//! The people are those of the cases of the pack: one of each urgency, and one more who gave an answer that there is not.
#![forbid(unsafe_code)]

mod function;

use datafusion::{
    arrow::{
        array::{ArrayRef, RecordBatch, StringArray},
        datatypes::{DataType, Field, Schema},
        error::ArrowError,
        util::pretty::pretty_format_batches,
    },
    catalog::MemTable,
    prelude::SessionContext,
};
use function::{call, function};
use sinew_app::{
    Shelf, decide, drop_idle,
    model::{Answers, Pack},
};
use sinew_batch::{Batch, ID_COLUMN};
use sinew_sample::{said, shipped_cases};
use std::{collections::BTreeMap, env, error::Error, process::ExitCode, sync::Arc};

/// How the function is called in SQL.
const FUNCTION: &str = "sinew";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [pack] = arguments.as_slice() else {
        eprintln!("Name a pack: {}", packs().join(", "));
        return ExitCode::from(2);
    };
    match run(pack) {
        Ok(shown) => {
            println!("{shown}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The statements and what came of them.
fn run(id: &str) -> Result<String, Box<dyn Error>> {
    let people = few_people(id)
        .ok_or_else(|| format!("no pack `{id}` has people in cases; name one of {}", packs().join(", ")))?;
    let pack = Shelf::embedded().load(id)?.pack;
    let (first, second) = people.split_at(people.len() / 2);
    // As engines hold a table: in partitions, each of them in blocks.
    let partitions = vec![vec![table(first)?], vec![table(second)?]];
    let schema = partitions[0][0].schema();
    let questions: Vec<String> =
        schema.fields().iter().map(|field| field.name().clone()).filter(|name| name != ID_COLUMN).collect();

    let context = SessionContext::new();
    context.register_table("people", Arc::new(MemTable::try_new(schema, partitions)?))?;
    context.register_udf(function(FUNCTION, Batch::new(pack)));
    let decide =
        format!("CREATE TABLE decided AS SELECT id, {} AS decision FROM people", call(FUNCTION, &questions));
    let ask = "SELECT id, decision.urgency, decision.emergency, decision.errors FROM decided ORDER BY id";
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    let asked = runtime.block_on(async {
        context.sql(&decide).await?.collect().await?;
        context.sql(ask).await?.collect().await
    })?;
    Ok(format!("{decide};\n{ask};\n\n{}", pretty_format_batches(&asked)?))
}

/// The packs that have people.
fn packs() -> Vec<String> {
    shipped_cases().into_iter().map(|(pack, _)| pack.identity().id.to_string()).collect()
}

/// Somebody in a table: an id, and a text in the column of each question that was asked.
#[derive(Clone)]
struct Person {
    id: String,
    answers: Vec<(String, Option<String>)>,
}

impl Person {
    fn new(pack: &Pack, id: String, answers: &Answers) -> Self {
        let said = said(pack, answers).into_iter();
        Self { id, answers: said.map(|(question, raw)| (question, raw.map(|raw| raw.to_string()))).collect() }
    }
}

/// Of each urgency the first person of the cases, and the last of them once more with an answer that cannot be read.
fn few_people(pack: &str) -> Option<Vec<Person>> {
    let (pack, cases) =
        shipped_cases().into_iter().find(|(known, _)| known.identity().id.as_str() == pack)?;
    let mut by_urgency = BTreeMap::new();
    for (id, mut answers) in cases {
        // Cases say more of somebody than is asked of them; a row that does is refused.
        drop_idle(&pack, &mut answers);
        let urgency = decide(&pack, &answers).urgency;
        by_urgency.entry(urgency).or_insert_with(|| Person::new(&pack, id, &answers));
    }
    let mut people: Vec<Person> = by_urgency.into_values().collect();
    let mut unread = people.last()?.clone();
    unread.id.push_str("-unread");
    if let Some((_, answer)) = unread.answers.iter_mut().rfind(|(_, answer)| answer.is_some()) {
        *answer = Some("perhaps".to_owned());
    }
    people.push(unread);
    Some(people)
}

/// A table of these people, who have the same columns. Texts are read in every column; `sinew pack show PACK --columns` lists the types that
/// fit best.
fn table(people: &[Person]) -> Result<RecordBatch, ArrowError> {
    let names = people.first().into_iter().flat_map(|person| &person.answers).map(|(name, _)| name);
    let fields = names.map(|name| Field::new(name, DataType::Utf8, true));
    let fields: Vec<Field> =
        [Field::new(ID_COLUMN, DataType::Utf8, false)].into_iter().chain(fields).collect();
    let ids = StringArray::from_iter_values(people.iter().map(|person| &person.id));
    let columns = (1..fields.len()).map(|column| -> ArrayRef {
        Arc::new(people.iter().map(|person| person.answers[column - 1].1.as_deref()).collect::<StringArray>())
    });
    let columns = [Arc::new(ids) as ArrayRef].into_iter().chain(columns).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

#[cfg(test)]
mod tests;
