//! What SQL says of a table is what [`Batch::decide`] says of its rows.

use super::{FUNCTION, Person, call, function, packs, run, table};
use datafusion::{
    arrow::{
        array::{Array as _, ArrayRef, AsArray as _, RecordBatch, StructArray},
        compute::concat_batches,
        datatypes::{Int64Type, UInt64Type},
    },
    catalog::MemTable,
    physical_plan::displayable,
    prelude::{SessionConfig, SessionContext},
};
use sinew_app::{Shelf, drop_idle};
use sinew_batch::{Batch, Decided, ID_COLUMN};
use sinew_sample::shipped_cases;
use std::{error::Error, sync::Arc};

/// What a test needs, or why it is not there.
type Needed<T> = Result<T, Box<dyn Error>>;

/// People in a table, and what is asked of them.
struct Crowd {
    pack: String,
    /// With ids in their order.
    people: Vec<Person>,
    /// Where the ones stand who are refused.
    refused: [usize; 3],
    questions: Vec<String>,
}

/// For each pack everybody of its cases; and among them one with two answers that there are not, and two who answered nothing.
fn crowds() -> Vec<Crowd> {
    let crowds = shipped_cases().into_iter().map(|(pack, cases)| {
        let cases = cases.into_iter().map(|(id, mut answers)| {
            drop_idle(&pack, &mut answers);
            Person::new(&pack, id, &answers)
        });
        let mut people: Vec<Person> = cases.collect();
        let (mut unread, mut silent) = (people[0].clone(), people[0].clone());
        for (_, answer) in unread.answers.iter_mut().filter(|(_, answer)| answer.is_some()).take(2) {
            *answer = Some("perhaps".to_owned());
        }
        for (_, answer) in &mut silent.answers {
            *answer = None;
        }
        people.insert(3, silent.clone());
        people.insert(40, unread);
        people.push(silent);
        for (place, person) in people.iter_mut().enumerate() {
            person.id = format!("{place:05}");
        }
        let questions = people[0].answers.iter().map(|(question, _)| question.clone()).collect();
        let refused = [3, 40, people.len() - 1];
        Crowd { pack: pack.identity().id.to_string(), people, refused, questions }
    });
    let crowds: Vec<Crowd> = crowds.collect();
    assert!(crowds.iter().all(|crowd| crowd.people.len() > 45));
    crowds
}

impl Crowd {
    fn batch(&self) -> Needed<Batch> {
        Ok(Batch::new(Shelf::embedded().load(&self.pack)?.pack))
    }

    fn call(&self) -> String {
        call(FUNCTION, &self.questions)
    }

    /// The people as the table `people`, in three partitions with blocks of seven, and the function.
    fn context(&self) -> Needed<SessionContext> {
        let blocks = self.people.chunks(7).map(table).collect::<Result<Vec<RecordBatch>, _>>()?;
        let partitions: Vec<_> = blocks.chunks(blocks.len().div_ceil(3)).map(<[_]>::to_vec).collect();
        assert_eq!(partitions.len(), 3);
        let config = SessionConfig::new().with_target_partitions(3).with_batch_size(5);
        let context = SessionContext::new_with_config(config);
        let people = MemTable::try_new(blocks[0].schema(), partitions)?;
        context.register_table("people", Arc::new(people))?;
        context.register_udf(function(FUNCTION, self.batch()?));
        Ok(context)
    }

    fn asked(&self, statement: &str) -> Needed<RecordBatch> {
        let context = self.context()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
        runtime.block_on(async {
            let frame = context.sql(statement).await?;
            let schema = Arc::clone(frame.schema().inner());
            Ok(concat_batches(&schema, &frame.collect().await?)?)
        })
    }
}

fn field(of: &StructArray, name: &str) -> Needed<ArrayRef> {
    Ok(Arc::clone(of.column_by_name(name).ok_or_else(|| format!("a decision has no `{name}`"))?))
}

fn column(of: &RecordBatch, name: &str) -> Needed<ArrayRef> {
    Ok(Arc::clone(of.column_by_name(name).ok_or_else(|| format!("the table has no `{name}`"))?))
}

/// What stands in a table of results or errors about the row with this number, from 1.
fn of_row(table: &RecordBatch, row: usize) -> Needed<RecordBatch> {
    let numbers = column(table, "row")?;
    let numbers = numbers.as_primitive::<UInt64Type>().values();
    let before = numbers.iter().filter(|number| **number < row as u64).count();
    Ok(table.slice(before, numbers.iter().filter(|number| **number == row as u64).count()))
}

#[test]
fn sql_says_of_each_row_what_the_batch_says() -> Needed<()> {
    for crowd in crowds() {
        let Decided { results, errors } = crowd.batch()?.decide(&table(&crowd.people)?)?;
        let statement = format!("SELECT id, {} AS decision FROM people ORDER BY id", crowd.call());
        let said = crowd.asked(&statement)?;
        assert_eq!(said.num_rows(), crowd.people.len());
        let mut refused = Vec::new();
        for (place, person) in crowd.people.iter().enumerate() {
            assert_eq!(said.column(0).as_string::<i32>().value(place), person.id);
            let decision = said.column(1).as_struct().slice(place, 1);
            let (result, wrong) = (of_row(&results, place + 1)?, of_row(&errors, place + 1)?);
            let schema = results.schema();
            let names = schema.fields().iter().map(|field| field.name().as_str());
            for name in names.filter(|name| !["row", ID_COLUMN].contains(name)) {
                if result.num_rows() == 1 {
                    assert_eq!(&field(&decision, name)?, &column(&result, name)?, "{name}");
                } else {
                    assert!(field(&decision, name)?.is_null(0), "{name}");
                }
            }
            let (emergency, causes) = (field(&decision, "emergency")?, field(&decision, "errors")?);
            if wrong.num_rows() == 0 {
                assert!(emergency.is_null(0) && causes.is_null(0));
                continue;
            }
            refused.push(place);
            assert_eq!(&emergency, &column(&wrong.slice(0, 1), "emergency")?);
            let causes = causes.as_list::<i32>().value(0);
            assert_eq!(causes.len(), wrong.num_rows());
            for name in ["column", "code", "cause"] {
                assert_eq!(&field(causes.as_struct(), name)?, &column(&wrong, name)?);
            }
        }
        assert_eq!(refused, crowd.refused);
    }
    Ok(())
}

#[test]
fn who_is_refused_is_counted_and_has_causes() -> Needed<()> {
    for crowd in crowds() {
        let statement = format!(
            "SELECT decision.urgency, count(*), count(decision.errors)
             FROM (SELECT {} AS decision FROM people)
             GROUP BY decision.urgency ORDER BY decision.urgency NULLS FIRST",
            crowd.call()
        );
        let said = crowd.asked(&statement)?;
        let urgencies = said.column(0);
        assert!(urgencies.is_null(0) && urgencies.null_count() == 1 && urgencies.len() > 3);
        let counts = said.column(1).as_primitive::<Int64Type>().values();
        assert_eq!(counts[0], 3);
        assert_eq!(counts.iter().sum::<i64>(), i64::try_from(crowd.people.len())?);
        let with_causes = said.column(2).as_primitive::<Int64Type>().values();
        assert_eq!((with_causes[0], with_causes.iter().sum::<i64>()), (3, 3));
    }
    Ok(())
}

#[test]
fn an_emergency_is_not_lost_with_an_answer_that_cannot_be_read() -> Needed<()> {
    for pack in packs() {
        let shown = run(&pack)?;
        let row = shown.lines().find(|line| line.contains("-unread")).ok_or("nobody is refused")?;
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, _, urgency, emergency, errors, ..] = cells.as_slice() else { panic!("{row}") };
        assert_eq!((*urgency, *emergency), ("", "true"));
        assert!(errors.contains("code: answer") && errors.contains("`perhaps`"), "{errors}");
    }
    Ok(())
}

#[test]
fn a_struct_that_is_null_is_refused() -> Needed<()> {
    for crowd in crowds() {
        let statement = format!(
            "SELECT count(decision.urgency), count(decision.errors)
             FROM (SELECT sinew(CASE WHEN id >= '00005' THEN answers END) AS decision
                   FROM (SELECT id, {} AS answers FROM people) WHERE id < '00010')",
            crowd.call().strip_prefix(FUNCTION).ok_or("a call begins with the name")?
        );
        let said = crowd.asked(&statement)?;
        let count = |column: usize| said.column(column).as_primitive::<Int64Type>().value(0);
        assert_eq!((count(0), count(1)), (5, 5));
    }
    Ok(())
}

#[test]
fn what_does_not_fit_is_said_before_a_row_is_read() -> Needed<()> {
    let crowd = &crowds()[0];
    let question = &crowd.questions[0];
    for (call, said) in [
        (format!("sinew(named_struct('{question}s', \"{question}\"))"), question.as_str()),
        (format!("sinew(named_struct('{question}', true))"), "holds Boolean"),
        ("sinew(id)".to_owned(), "takes one struct"),
        ("sinew(named_struct('id', id))".to_owned(), "none of its columns"),
    ] {
        let problem = crowd.asked(&format!("SELECT {call} FROM people WHERE false")).unwrap_err();
        assert!(problem.to_string().contains(said), "{problem}");
    }
    Ok(())
}

#[test]
fn a_row_is_decided_once_for_a_table_of_decisions() -> Needed<()> {
    let crowd = &crowds()[0];
    let statement = format!("SELECT id, {} AS decision FROM people", crowd.call());
    let context = crowd.context()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    let plan = runtime.block_on(async { context.sql(&statement).await?.create_physical_plan().await });
    let plan = displayable(plan?.as_ref()).indent(false).to_string();
    assert_eq!(plan.matches("sinew(").count(), 1, "{plan}");
    Ok(())
}
