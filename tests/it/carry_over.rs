//! Answers that carry over from one pack to another: on going on, from files, and back again.

use serde_json::Value;
use sinew_app::{
    Shelf, Step,
    answers::{PackAnswers, carry_over, fit_leniently},
    assess,
    model::{Answer, Answers, Outcome, Pack},
    next_step,
};
use sinew_cli::Environment;
use sinew_tests::{Ran, Script, SeparatePacks, TODAY, assert_page, one_line, root, write_arm_packs};
use std::fs;

/// A folder with two packs about the arm, and one for data. No other pack is at hand.
struct Place {
    at: SeparatePacks,
}

impl Place {
    fn new() -> Self {
        Self { at: SeparatePacks::written_by(write_arm_packs) }
    }

    fn surroundings(&self, environment: &mut Environment) {
        self.at.surroundings(environment);
        environment.accessible = true;
        environment.region = Some("uk".to_owned());
    }

    /// Somebody at a terminal who types these lines.
    fn typed(&self, typed: &[&str], arguments: &[&str]) -> Ran {
        Script::typing(typed).with(|environment| self.surroundings(environment)).run(arguments)
    }

    /// Nobody is there to be asked.
    fn straight(&self, arguments: &[&str]) -> Ran {
        Script::default().with(|environment| self.surroundings(environment)).run(arguments)
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem} in\n{text}"))
}

/// Start; nothing right now, adult, not hot; slowly, bending the wrist hurts, more gripping; and the advice.
const ELBOW: [&str; 8] = ["", "3", "2", "2", "2", "1", "1", ""];
/// The same in a throw, which is seen soon.
const THROW: [&str; 8] = ["", "3", "2", "2", "1", "1", "1", ""];

const ELBOW_FILE: &str = "pack = \"inner-elbow\"\n[answers]\nright-now = \"none\"\nage = \"adult\"\nhot = \"no\"\nstart = \"slowly\"\n\
                          wrist-bend = \"yes\"\nmore-gripping = \"yes\"\n";

#[test]
fn going_on_with_another_pack_asks_only_the_rest() {
    let place = Place::new();
    let ran = place.typed(&ELBOW, &["assess", "inner-elbow"]);
    // The other place is offered in the words of its pack.
    let offer =
        "Also sore at the back of the wrist, on the side of the thumb? sinew assess sore-wrist --resume";
    assert!(one_line(&ran.out).contains(offer), "{}", ran.out);

    // Start; slowly; moving the thumb does not hurt; the advice.
    let ran = place.typed(&["", "2", "2", ""], &["assess", "sore-wrist", "--resume"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    for carried in [
        "Which of these do you have right now?",
        "How old are you?",
        "Is a joint hot or red?",
        "Did you grip",
    ] {
        assert!(!ran.out.contains(carried), "{carried:?} is asked again: {}", ran.out);
    }
    let flat = one_line(&ran.out);
    for told in [
        "Note: 4 answers about “Pain at the inner side of the elbow” are taken over, so they are not asked again.",
        "Note: not taken over, because “Pain at the back of the wrist” does not ask the same: \
         How it began; Bending the wrist. They are kept.",
        "Also sore at the inner side of the elbow? sinew assess inner-elbow --resume",
    ] {
        assert!(flat.contains(told), "{told:?} is not in\n{}", ran.out);
    }
    assert!(!flat.contains("results"), "it is one result: {}", ran.out);
    let until = ran.out.find("Press Enter to start").expect("the second pack says what it is for");
    assert_page!("going-on", "another pack, with the answers that fit", &ran.out[..until]);

    // And back again: all is known, also what only this pack asks, so the answers are checked and nothing is asked.
    let ran = place.typed(&[""], &["assess", "inner-elbow", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(!ran.out.contains("Question "), "{}", ran.out);
    assert!(
        one_line(&ran.out).contains("A sore inner cord (inner elbow tendon pain): fits well"),
        "{}",
        ran.out
    );
    assert!(place.at.saved().contains("[carried.sore-wrist.answers]"), "{}", place.at.saved());
}

#[test]
fn saved_answers_to_another_pack_are_offered_and_not_replaced_in_silence() {
    let place = Place::new();
    place.typed(&ELBOW, &["assess", "inner-elbow"]);
    // Take them over; start; slowly; no.
    let ran = place.typed(&["1", "", "2", "2", ""], &["assess", "sore-wrist"]);
    let flat = one_line(&ran.out);
    assert!(
        flat.starts_with(
            "There are saved answers from 4 March 2026, about another place: Pain at the inner side"
        ),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("How old are you?"), "{}", ran.out);
    assert!(place.at.saved().contains("[carried.inner-elbow.answers]"), "{}", place.at.saved());
    // Or start again: they are replaced, as it says.
    let ran = place.typed(&["2", "", "q"], &["assess", "inner-elbow"]);
    assert!(ran.out.contains("Question 1."), "{}", ran.out);
    assert!(!place.at.saved().contains("carried"), "{}", place.at.saved());
}

/// A milder result for another place takes nothing back of what was said about the first.
#[test]
fn an_earlier_result_that_is_more_urgent_still_holds() {
    let place = Place::new();
    place.typed(&THROW, &["assess", "inner-elbow"]);
    let holds = "What you were told about “Pain at the inner side of the elbow” still holds: See a doctor or physio within 2 to 3 working days.";
    let ran = place.typed(&["", "2", "2", ""], &["assess", "sore-wrist", "--resume"]);
    assert!(one_line(&ran.out).contains(holds), "{}", ran.out);
    // Without questions it stands beside the document.
    let ran = place.straight(&["assess", "sore-wrist", "--resume", "--format", "json"]);
    assert_eq!(json(&ran.out)["urgency"]["id"], "self-care", "{}", ran.page());
    assert!(one_line(&ran.err).contains(holds), "{}", ran.err);
    // Not where it is not so.
    let place = Place::new();
    place.typed(&ELBOW, &["assess", "inner-elbow"]);
    let ran = place.typed(&["", "2", "1", ""], &["assess", "sore-wrist", "--resume"]);
    assert!(!ran.out.contains("still holds"), "{}", ran.out);
}

/// What has to be seen today is said before another place is asked about, not only after it.
#[test]
fn who_has_to_be_seen_today_is_told_before_another_place() {
    let place = Place::new();
    // A fall on the hand, which only the pack about the wrist knows as a sign.
    let ran = place.typed(&["", "3", "2", "2", "1", ""], &["assess", "sore-wrist"]);
    assert!(ran.out.contains("Get medical help today"), "{}", ran.page());
    let ran = place.typed(&["", "2", "1", "1", ""], &["assess", "inner-elbow", "--resume"]);
    let first = one_line(ran.out.split("Press Enter to start").next().unwrap_or_default());
    let holds =
        "What you were told about “Pain at the back of the wrist” still holds: Get medical help today.";
    assert!(first.contains(holds), "{}", ran.out);
    assert_eq!(one_line(&ran.out).matches(holds).count(), 2, "and once more at the end: {}", ran.out);
}

#[test]
fn who_has_to_be_seen_today_is_not_sent_on_to_another_place() {
    let place = Place::new();
    // A hot joint.
    let ran = place.typed(&["", "3", "2", "1", ""], &["assess", "inner-elbow"]);
    assert!(ran.out.contains("Get medical help today"), "{}", ran.out);
    assert!(!ran.out.contains("Also sore"), "{}", ran.out);
    // Nor who is under 18, nor who has nothing saved to go on with.
    let ran = place.typed(&["2", "", "3", "1", ""], &["assess", "inner-elbow"]);
    assert!(ran.out.contains("This guide is for adults") && !ran.out.contains("Also sore"), "{}", ran.out);
    let script = Script::typing(&ELBOW).with(|environment| {
        place.surroundings(environment);
        environment.data = None;
    });
    let ran = script.run(&["assess", "inner-elbow"]);
    assert!(ran.out.contains("Self-care") && !ran.out.contains("Also sore"), "{}", ran.out);
}

// ------------------------------------------------------------------------------------------------ files

#[test]
fn a_file_for_another_pack_is_taken_over_only_if_that_is_wanted() {
    let place = Place::new();
    let file = place.at.write("elbow.toml", ELBOW_FILE);
    let base = ["assess", "sore-wrist", "--answers", &file, "--no-input"];
    let ran = place.straight(&base);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    for text in ["the answers are for the pack `inner-elbow`, not for `sore-wrist`", "add --carry-over"] {
        assert!(one_line(&ran.err).contains(text), "{text:?} is not in\n{}", ran.err);
    }
    assert_page!("another-pack", "a file with answers to another pack", ran.err);

    // What is still missing is asked for, never guessed.
    let carry = [&base[..], &["--carry-over"]].concat();
    let ran = place.straight(&carry);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("missing: start"), "the same id is not the same question: {}", ran.err);

    let ran = place
        .straight(&[&carry[..], &["--answer", "start=slowly", "--answer", "thumb=yes", "--json"]].concat());
    assert_eq!(json(&ran.out)["urgency"]["id"], "routine", "{}", ran.page());
    let told = one_line(&ran.err);
    assert!(
        told.contains("4 answers about “Pain at the inner side of the elbow” are taken over"),
        "{}",
        ran.err
    );
    assert!(told.contains("does not ask the same: How it began; Bending the wrist."), "{}", ran.err);
    assert!(!place.at.data().exists(), "nothing is saved without an interview");
    // The same person, with everything written for this pack.
    let whole = place.at.write(
        "wrist.toml",
        "pack = \"sore-wrist\"\n[answers]\nright-now = \"none\"\nage = \"adult\"\nhot = \"no\"\nstart = \"slowly\"\n\
         thumb = \"yes\"\nmore-gripping = \"yes\"\n",
    );
    assert_eq!(place.straight(&["assess", "--answers", &whole, "--json"]).out, ran.out);
}

/// An option goes over what carries over, as it goes over what a file says.
#[test]
fn an_option_goes_over_what_is_carried_over() {
    let place = Place::new();
    let file = place.at.write("elbow.toml", ELBOW_FILE);
    let ran = place.straight(&[
        "assess",
        "sore-wrist",
        "--answers",
        &file,
        "--carry-over",
        "--json",
        "--answer",
        "hot=yes",
        "--answer",
        "start=slowly",
    ]);
    assert_eq!(json(&ran.out)["urgency"]["id"], "same-day", "{}", ran.page());
}

#[test]
fn a_mistake_in_a_file_is_a_mistake_also_when_it_is_carried_over() {
    let place = Place::new();
    let file =
        place.at.write("elbow.toml", &ELBOW_FILE.replace("wrist-bend = \"yes\"", "wrist-bent = \"yes\""));
    let ran = place.straight(&["assess", "sore-wrist", "--answers", &file, "--carry-over", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    let message = json(&ran.err)["error"]["message"].to_string();
    assert!(message.contains("`wrist-bent` is not a question of this pack"), "{message}");
    // An emergency among them is not hidden by it.
    let file = place
        .at
        .write("elbow.toml", &ELBOW_FILE.replace("right-now = \"none\"", "right-now = [\"chest\"]\nhit = 1"));
    let ran = place.straight(&["assess", "sore-wrist", "--answers", &file, "--carry-over"]);
    assert!(ran.err.contains("are an emergency"), "{}", ran.err);
}

#[test]
fn what_carry_over_needs_is_said() {
    let place = Place::new();
    let nameless = place.at.write("nameless.toml", ELBOW_FILE.split_once('\n').expect("it has lines").1);
    let ran = place.straight(&["assess", "sore-wrist", "--answers", &nameless, "--carry-over"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.err.contains("the answers name no pack") && ran.err.contains("help: "), "{}", ran.err);
    let ran = place.straight(&["assess", "sore-wrist", "--carry-over"]);
    assert_eq!(ran.code, Some(2), "{}", ran.page());
    assert!(ran.err.contains("--answers FILE") && ran.err.contains("--resume"), "{}", ran.err);
    let gone = place.at.write("gone.toml", &ELBOW_FILE.replace("inner-elbow", "outer-elbow"));
    let ran = place.straight(&["assess", "sore-wrist", "--answers", &gone, "--carry-over"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.err.contains("there is no pack `outer-elbow`"), "{}", ran.err);
}

/// Answers that fit their own pack may contradict each other in another one: there the person says which is wrong.
#[test]
fn carried_answers_that_contradict_each_other_are_asked_about() {
    let place = Place::new();
    let path = place.at.packs().join("sore-wrist/questions.toml");
    let text = fs::read_to_string(&path).expect("it was just written");
    let constraint = "[constraint.odd]\nimpossible = { all = [\"age.adult\", \"more-gripping\"] }\nbecause = \"these two do not go together\"\n";
    fs::write(&path, format!("{text}\n{constraint}")).expect("a test writes to folders of its own");
    place.typed(&ELBOW, &["assess", "inner-elbow"]);
    // Start; the gripping was wrong; it was not more; slowly; no.
    let ran = place.typed(&["", "2", "2", "2", "2", ""], &["assess", "sore-wrist", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.contains("these two do not go together."), "{}", ran.out);
    // In a file it is a mistake, as with any answers.
    let file = place.at.write("elbow.toml", ELBOW_FILE);
    let ran = place.straight(&["assess", "sore-wrist", "--answers", &file, "--carry-over"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("these two do not go together: `age`, `more-gripping`"), "{}", ran.err);
}

/// Saved answers to a pack that is no longer at hand keep nobody from going on, and are not lost.
#[test]
fn answers_to_a_pack_that_is_gone_are_kept() {
    let place = Place::new();
    place.typed(&ELBOW, &["assess", "inner-elbow"]);
    fs::remove_dir_all(place.at.packs().join("inner-elbow")).expect("the folder is ours");
    let ran = place.typed(&["", "3", "s"], &["assess", "sore-wrist", "--resume"]);
    let told =
        "Note: the answers to `inner-elbow` are kept, but that pack is not at hand, so none is taken over.";
    assert!(one_line(&ran.out).contains(told), "{}", ran.page());
    assert!(place.at.saved().contains("[carried.inner-elbow.answers]"), "{}", place.at.saved());
}

// ------------------------------------------------------------------------------------------------ the shipped packs

/// What is decided about a person.
fn decided(outcome: &Outcome) -> (String, Vec<String>, Vec<String>) {
    let conditions =
        outcome.conditions.iter().map(|shown| format!("{} {:?}", shown.id, shown.band)).collect();
    let causes = outcome.causes.iter().map(|cause| cause.id.to_string()).collect();
    (format!("{} {:?}", outcome.urgency, outcome.exit.as_ref().map(|exit| &exit.id)), conditions, causes)
}

/// Asks what comes next until nothing does; who has no answer is not sure.
fn hold(pack: &Pack, answers: &mut Answers, truth: &Answers) -> Vec<String> {
    let mut asked = Vec::new();
    while let Step::Ask(index) = next_step(pack, answers) {
        let question = &pack.questions()[index];
        let otherwise = if question.not_sure {
            Answer::NotSure
        } else {
            question
                .read_answer(&sinew_app::model::RawAnswer::Text(question.answer_forms()[0].clone()))
                .expect("it is one of them")
        };
        assert!(answers.set(pack, index, truth.get(index).unwrap_or(otherwise)), "{}", question.id);
        asked.push(question.id.to_string());
    }
    asked
}

/// For the people of every shipped case: whoever goes on from any pack to any other is asked nothing twice and gets what somebody
/// gets who gives the same answers to that pack alone.
#[test]
fn carrying_over_between_shipped_packs_changes_no_decision() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let injury = shelf.list().into_iter().filter(|listing| listing.kind == sinew_app::PackKind::Injury);
    let packs: Vec<Pack> =
        injury.map(|listing| shelf.load(&listing.id).expect("it has no errors").pack).collect();
    let folders = fs::read_dir(root().join("packs")).expect("the repository has packs");
    let folders = folders.map(|folder| folder.expect("its entries can be read").path());
    let sources: Vec<sinew_pack::PackSource> = folders
        .filter(|folder| folder.is_dir())
        .map(|folder| sinew_pack::PackSource::read(&folder).expect("a shipped pack can be read"))
        .collect();
    let mut carried_over = 0;
    for from in &packs {
        let cases = sinew_pack::load(&sources, from.identity().id.as_str()).cases;
        for case in &cases {
            let mut person = Answers::new(from);
            for given in &case.answers {
                person.set(from, given.question, given.answer);
            }
            let mut first = Answers::new(from);
            hold(from, &mut first, &person);
            for to in &packs {
                let place = format!("{} of {} in {}", case.id, from.identity().id, to.identity().id);
                let mut into = PackAnswers::default();
                let carried = carry_over(from, &first, to, &mut into);
                let truth = fit_leniently(to, &into).answers;
                let mut second = truth.clone();
                let again = hold(to, &mut second, &truth);
                for index in &carried.taken {
                    let id = from.questions()[*index].id.as_str();
                    let kept = to.question_named(id).is_some_and(|there| truth.get(there).is_some());
                    assert!(!kept || !again.iter().any(|asked| asked == id), "{place}: {id} is asked twice");
                }
                let mut straight = Answers::new(to);
                hold(to, &mut straight, &second);
                let [second, straight] = [second, straight].map(|answers| {
                    assess(to, &answers, TODAY, None).unwrap_or_else(|open| panic!("{place}: {open}"))
                });
                assert_eq!(decided(&second), decided(&straight), "{place}");
                carried_over += carried.taken.len();
            }
        }
    }
    assert!(carried_over > 1_000, "only {carried_over} answers were carried over");
}
