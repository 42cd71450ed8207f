//! The columns that a table of answers has for a pack.

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use serde::Serialize;
use sinew_app::{closest_name, quoted};
use sinew_model::{Index as _, Pack, Question, QuestionIx, QuestionKind};
use std::sync::Arc;

/// The column whose values are passed through to the results and errors, to find the person again.
pub const ID_COLUMN: &str = "id";

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// One text: "yes", "no", the id of an option, or "not-sure" where that is offered.
    Text,
    /// A list of such texts, "none" alone if none was chosen; or one text with `;`, commas or spaces between them.
    List,
    /// A whole number, or a text with one; "not-sure" where that is offered.
    Number,
}

/// One column that a table of answers can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Column {
    /// Its name: the id of the question.
    pub name: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// The texts that can be written; for a number only "not-sure", if that is offered.
    pub values: Vec<String>,
    /// The smallest number that is taken; null if it is no number.
    pub min: Option<i32>,
    /// The largest number that is taken; null if it is no number.
    pub max: Option<i32>,
    /// Whether everybody is asked; otherwise only after certain other answers, and it is null for the others.
    pub always_asked: bool,
    /// What is asked, in short.
    pub short: String,
}

impl Column {
    fn of(question: &Question) -> Self {
        let range = question.number_range();
        let mut values = question.answer_forms();
        if range.is_some() {
            values.retain(|form| form == "not-sure");
        }
        Self {
            name: question.id.to_string(),
            kind: kind_of(question),
            values,
            min: range.map(|(min, _)| min),
            max: range.map(|(_, max)| max),
            always_asked: question.ask_when.is_none(),
            short: question.short.clone(),
        }
    }

    /// The type that the column has in Arrow and Parquet. Others are read as well.
    pub fn data_type(&self) -> DataType {
        match self.kind {
            ColumnKind::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
            ColumnKind::Number if self.values.is_empty() => DataType::Int32,
            // Where "not-sure" is offered, a number alone does not say everything.
            ColumnKind::Text | ColumnKind::Number => DataType::Utf8,
        }
    }
}

pub(crate) fn kind_of(question: &Question) -> ColumnKind {
    match question.kind {
        QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. } => ColumnKind::Text,
        QuestionKind::AnyOf { .. } => ColumnKind::List,
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => ColumnKind::Number,
    }
}

/// The columns for the questions of a pack, in its order. What opening the pack answers needs none. A column may be missing: then
/// nobody was asked.
pub fn columns(pack: &Pack) -> Vec<Column> {
    let asked = pack.questions().iter_indexed().filter(|(index, _)| pack.given_answer(*index).is_none());
    asked.map(|(_, question)| Column::of(question)).collect()
}

/// The columns of a pack as a document for programs. Its schema is `batch-columns.schema.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Columns of a pack"))]
pub struct ColumnsDocument {
    /// The version of this shape.
    pub schema_version: u32,
    /// The pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// A column that is passed through, to find the person again.
    pub id_column: &'static str,
    /// A column for each question.
    pub columns: Vec<Column>,
}

/// The columns of a pack as a document for programs.
pub fn document(pack: &Pack) -> ColumnsDocument {
    let identity = pack.identity();
    ColumnsDocument {
        schema_version: 1,
        pack: identity.id.to_string(),
        version: identity.version.to_string(),
        id_column: ID_COLUMN,
        columns: columns(pack),
    }
}

/// The schema of a table of answers: the id, then the columns of the pack. Every column may be null.
pub fn input_schema(pack: &Pack) -> SchemaRef {
    let id = Field::new(ID_COLUMN, DataType::Utf8, true);
    let columns = columns(pack);
    let columns = columns.iter().map(|column| Field::new(&column.name, column.data_type(), true));
    Arc::new(Schema::new(std::iter::once(id).chain(columns).collect::<Vec<_>>()))
}

/// Why the columns of a table do not fit a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnProblem {
    /// The pack does not ask this.
    #[error("the column {} is not a question of the pack", quoted(.column))]
    Unknown {
        /// What was written.
        column: String,
        /// The question with the most similar id.
        closest: Option<String>,
    },
    /// Two columns have the same name.
    #[error("there are two columns {}", quoted(.column))]
    Twice {
        /// The name.
        column: String,
    },
    /// The column has a type that is not read.
    #[error("the column {} holds {found}, which is not read as {wanted}", quoted(.column))]
    Type {
        /// The name.
        column: String,
        /// What it holds.
        found: String,
        /// What is read.
        wanted: &'static str,
    },
    /// No column is a question.
    #[error("none of its columns is a question of the pack")]
    NoQuestion,
}

impl ColumnProblem {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Unknown { closest: Some(closest), .. } => {
                format!(
                    "a question with a similar id exists: `{closest}`; or leave the column out by naming it to be ignored"
                )
            }
            Self::Unknown { closest: None, .. } => {
                "name it to be ignored if it is not for this pack, or take it out".to_owned()
            }
            Self::Twice { .. } => "keep one of the two".to_owned(),
            Self::Type { .. } => "write it in a type that the columns of the pack have".to_owned(),
            Self::NoQuestion => "name the columns after the ids of the questions".to_owned(),
        }
    }
}

/// What a column of a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Id,
    Question(QuestionIx),
    Ignored,
}

/// What the column of this name is for; none if that is not known.
pub(crate) fn role(pack: &Pack, ignored: &[String], name: &str) -> Option<Role> {
    if let Some(question) = pack.question_named(name) {
        return Some(Role::Question(question));
    }
    if name == ID_COLUMN {
        return Some(Role::Id);
    }
    ignored.iter().any(|ignored| ignored == name).then_some(Role::Ignored)
}

pub(crate) fn unknown(pack: &Pack, name: &str) -> ColumnProblem {
    let known = pack.questions().iter().map(|question| question.id.as_str());
    ColumnProblem::Unknown {
        column: name.to_owned(),
        closest: closest_name(name, known).map(ToOwned::to_owned),
    }
}

/// What each of these columns is for.
pub(crate) fn roles<'a>(
    pack: &Pack,
    ignored: &[String],
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<Role>, ColumnProblem> {
    let mut roles = Vec::new();
    let mut seen = vec![false; pack.questions().len() + 1];
    for name in names {
        let role = role(pack, ignored, name).ok_or_else(|| unknown(pack, name))?;
        let place = match role {
            Role::Question(question) => Some(question.position()),
            Role::Id => Some(pack.questions().len()),
            Role::Ignored => None,
        };
        if let Some(place) = place
            && std::mem::replace(&mut seen[place], true)
        {
            return Err(ColumnProblem::Twice { column: name.to_owned() });
        }
        roles.push(role);
    }
    if !roles.iter().any(|role| matches!(role, Role::Question(_))) {
        return Err(ColumnProblem::NoQuestion);
    }
    Ok(roles)
}
