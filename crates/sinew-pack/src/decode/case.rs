//! Cases: people with expected advice.

use super::answers;
use crate::{
    draft::{CaseDraft, Located, Text},
    fields::Fields,
    shape,
};
use sinew_model::{Band, Urgency};

struct Expected {
    urgency: Option<Located<Urgency>>,
    flags: Option<Located<Vec<Text>>>,
    must: Option<Vec<Text>>,
    must_not: Option<Vec<Text>>,
    bands: Vec<(Text, Located<Band>)>,
    points: Vec<(Text, Located<i32>)>,
    conditions: Option<Located<Vec<Text>>>,
    causes: Option<Located<Vec<Text>>>,
    actions: Option<Located<Vec<Text>>>,
    questions_at_most: Option<Located<i32>>,
}

pub(super) fn case(fields: &mut Fields<'_>) -> Option<CaseDraft> {
    let title = fields.text("title");
    let evidence = fields.text_if("evidence");
    let typical = fields.boolean_if("typical");
    let known_gap = fields.text_if("known-gap");
    let like = fields.ids_one_if("like");
    fields.either("answers", "like");
    let answers = answers(fields, "answers");
    let expect = fields.table("expect").map(|mut inner| {
        let expected = expected(&mut inner);
        inner.finish();
        expected
    })?;
    Some(CaseDraft {
        title: title?,
        evidence,
        typical: typical.is_none_or(|typical| typical.value),
        known_gap,
        like,
        answers,
        urgency: expect.urgency?,
        flags: expect.flags,
        must: expect.must?,
        must_not: expect.must_not?,
        bands: expect.bands,
        points: expect.points,
        conditions: expect.conditions,
        causes: expect.causes,
        actions: expect.actions,
        questions_at_most: expect.questions_at_most,
    })
}

fn expected(fields: &mut Fields<'_>) -> Expected {
    let urgency = fields.word("urgency", &Urgency::ALL, Urgency::name);
    let flags = whole_list(fields, "flags");
    let must = fields.ids_if("must");
    let must_not = fields.ids_if("must-not");
    let bands = fields.words_by_id("bands", &Band::ALL, Band::name);
    let points = fields.wholes_by_id("points", -shape::MOST_POINTS, shape::MOST_POINTS);
    let conditions = whole_list(fields, "conditions");
    let causes = whole_list(fields, "causes");
    let actions = whole_list(fields, "actions");
    let questions_at_most = fields.whole_if("questions-at-most", 1, shape::MOST_QUESTIONS);
    Expected { urgency, flags, must, must_not, bands, points, conditions, causes, actions, questions_at_most }
}

/// A list that says all there is, with the place of its key: an empty one says that there is nothing.
fn whole_list(fields: &mut Fields<'_>, key: &'static str) -> Option<Located<Vec<Text>>> {
    let place = fields.node_if(key).map(crate::tree::Node::name_span);
    let ids = fields.ids_if(key);
    place.and_then(|span| ids.map(|value| Located { value, span }))
}
