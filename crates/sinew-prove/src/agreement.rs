//! Whether a circuit says of somebody what the engine decides.

use crate::{
    circuit::Wire,
    decision::{Decided, rank_of},
};
use sinew_engine::Decision;
use sinew_model::{Band, Index as _, Pack, Urgency};

/// Where the wires of a decision, as they are `on` for one person, say something else than the engine decides; in words.
pub(crate) fn disagreements(
    decided: &Decided,
    pack: &Pack,
    decision: &Decision,
    on: impl Fn(Wire) -> bool,
) -> Vec<String> {
    let Decision { urgency, exit, fired, not_ruled_out, conditions, causes, actions } = decision;
    let mut wrong = Vec::new();
    let mut hold = |what: String, circuit: bool, engine: bool| {
        if circuit != engine {
            wrong.push(format!("{what}: the engine says {engine}"));
        }
    };
    for level in Urgency::ALL {
        hold(format!("at least {level}"), on(decided.at_least[rank_of(level)]), *urgency >= level);
    }
    for (index, flag) in pack.red_flags().iter_indexed() {
        hold(format!("`{}` fires", flag.id), on(decided.flags[index].holds), fired.contains(&index));
        if not_ruled_out.contains(&index) {
            let unknown = !on(decided.flags[index].holds) && !on(decided.flags[index].fails);
            hold(format!("`{}` is not ruled out", flag.id), unknown, true);
        }
    }
    for (index, of) in pack.exits().iter_indexed() {
        hold(format!("the exit `{}`", of.id), on(decided.exits[index.position()]), *exit == Some(index));
    }
    for (index, condition) in pack.conditions().iter_indexed() {
        let shown = conditions.iter().find(|shown| shown.condition == index);
        let for_itself = shown.is_some_and(|shown| shown.companion_of.is_none());
        let beside = shown.is_some_and(|shown| shown.companion_of.is_some());
        let id = &condition.id;
        hold(format!("`{id}` is shown"), on(decided.shown[index]), for_itself);
        hold(format!("`{id}` is shown beside another"), on(decided.companion[index]), beside);
        if let Some(band) = shown.and_then(|shown| shown.band) {
            hold(format!("`{id}` fits partly"), on(decided.fits_partly[index]), band >= Band::FitsPartly);
            hold(format!("`{id}` fits well"), on(decided.fits_well[index]), band == Band::FitsWell);
        }
    }
    for (index, cause) in pack.causes().iter_indexed() {
        hold(
            format!("the cause `{}`", cause.id),
            on(decided.causes[index.position()]),
            causes.contains(&index),
        );
    }
    for (index, action) in pack.actions().iter_indexed() {
        hold(format!("`{}` is offered", action.id), on(decided.actions[index]), actions.contains(&index));
    }
    wrong
}
