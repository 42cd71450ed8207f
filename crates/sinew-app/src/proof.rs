//! What was proved of a pack over every possible person, as a JSON document that others can hold against the pack: a certificate.
//!
//! A certificate is a proof that passed, confirmed by `sinew-recheck`. Whoever has it and the pack can confirm its numbers, flags and
//! properties again without the prover ([`ProofDocument::held_against`]), and all of it with the prover
//! ([`ProofDocument::held_against_proof`]). Keys are `snake_case`, and what is not there is `null`. Within one [`SCHEMA_VERSION`] keys
//! are only added, never renamed or removed.

use crate::{Shelf, check::not_decided, shelf::LoadProblem};
use num_bigint::BigUint;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sinew_model::{Date, Pack, PropertyIx, RedFlagIx, Urgency};
use sinew_pack::PackKind;
use sinew_prove::{ProblemKind, StopOutcome, StopProof, Undecided};
use sinew_recheck::{Claim, Limits, Verdict, recheck};

/// The version of the document's shape. It grows only when something is renamed, removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The version of this program. What one version proved, another one proves again.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

macro_rules! document {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        $(#[$outer])*
        pub struct $name {
            $($(#[$inner])* pub $field: $type,)*
        }
    )*};
}

document! {
    /// What was proved of a pack over every possible person: complete answer sets, not people.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Certificate"))]
    ProofDocument {
        /// The version of this document's shape.
        schema_version: u32,
        /// The id of the pack.
        pack: String,
        /// Its version.
        version: String,
        /// SHA-256 over its files and those of its libraries.
        content_hash: String,
        /// The version of the program that proved it.
        program: String,
        /// The day on which it was proved.
        date: String,
        /// Whether everything is proved.
        passed: bool,
        /// How many answer sets there are.
        answer_sets: CountEntry,
        /// How many of them have each urgency, the least first.
        urgency: Vec<LevelEntry>,
        /// What each red flag does, in pack order.
        red_flags: Vec<FlagEntry>,
        /// What the pack promises, in pack order.
        properties: Vec<PropertyEntry>,
        /// Whether the interview may stop where it stops; `null` for a library, which interviews nobody.
        stop: Option<StopEntry>,
        /// What else is not so, in words.
        problems: Vec<String>,
    }

    /// Whether further answers can change what was promised where the interview stops: for all answers so far and all ways to go on.
    StopEntry {
        /// Whether they cannot.
        outcome: OutcomeId,
        /// In how many steps that was proved.
        steps: usize,
    }

    /// A number of answer sets.
    CountEntry {
        /// The number in digits; `null` if it was not counted.
        count: Option<String>,
        /// Whether it was confirmed without the prover.
        confirmed: bool,
    }

    /// The answer sets of one urgency.
    LevelEntry {
        /// The name of the urgency.
        urgency: String,
        /// The number in digits; `null` if it was not counted.
        count: Option<String>,
        /// Whether it was confirmed without the prover.
        confirmed: bool,
    }

    /// What a red flag does.
    FlagEntry {
        /// Its id.
        id: String,
        /// Whether wherever it fires the urgency is at least its own, and wherever it is unknown at least its floor.
        outcome: OutcomeId,
        /// For how many answer sets it fires, in digits; `null` if that was not counted.
        fires: Option<String>,
        /// For how many nothing else gives its urgency, in digits; `null` if that was not counted.
        alone: Option<String>,
        /// Whether all of this was confirmed without the prover.
        confirmed: bool,
    }

    /// What the pack promises.
    PropertyEntry {
        /// The id of the property.
        id: String,
        /// What it says.
        says: String,
        /// Whether that is so.
        outcome: OutcomeId,
        /// Of how many answer sets it speaks, in digits; `null` if that was not counted.
        speaks_of: Option<String>,
        /// Whether all of this was confirmed without the prover.
        confirmed: bool,
    }
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeId {
    /// It was proved for everybody.
    Holds,
    /// It is not so for somebody.
    Broken,
    /// It speaks of nobody.
    Empty,
    /// It was not decided within the limits.
    NotDecided,
}

/// Why a certificate does not count, or why there can be none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateProblem {
    /// It cannot be read.
    #[error("it is no certificate that this program can read: {0}")]
    Unreadable(String),
    /// It is about another pack, or another version of it.
    #[error("it is about {of}, and this is {this}")]
    OtherPack {
        /// What it is about.
        of: String,
        /// What it was held against.
        this: String,
    },
    /// The pack has other content.
    #[error("it is about other content: fingerprint {of}, and the pack has {this}")]
    OtherContent {
        /// The hash in the certificate.
        of: String,
        /// The hash of the pack.
        this: String,
    },
    /// Another version of the program made it.
    #[error("sinew {by} made it, and this is sinew {this}")]
    OtherProgram {
        /// The version that made it.
        by: String,
        /// This version.
        this: String,
    },
    /// It does not say that all is proved, or not of all that the pack has.
    #[error("it does not say that everything is proved: {0}")]
    Incomplete(String),
    /// Something that it says is not so.
    #[error("{what} is not confirmed: {why}")]
    NotSo {
        /// What it is about.
        what: String,
        /// What was found.
        why: String,
    },
    /// A field of it is not what comes of doing it again.
    #[error("`{field}` says {says}, and doing it again gives {again}")]
    Differs {
        /// The field, by its keys from the outside in; entries of lists are counted from 0: `red_flags[0].fires`.
        field: String,
        /// What the certificate has there, as JSON.
        says: String,
        /// What it would have if it were made now.
        again: String,
    },
}

impl CertificateProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotSo { .. } | Self::Differs { .. } => {
                "do not trust it: ask where it came from, or make it again: sinew pack prove PACK --certificate FILE"
            }
            Self::OtherPack { .. } => "name the certificate of this pack",
            Self::OtherContent { .. } => {
                "use the pack that it is about, or make it again: sinew pack prove PACK --certificate FILE"
            }
            Self::Unreadable(_) | Self::OtherProgram { .. } | Self::Incomplete(_) => {
                "make it again: sinew pack prove PACK --certificate FILE"
            }
        }
    }
}

/// What became of holding a certificate against its pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmed {
    /// How many claims were confirmed.
    pub confirmed: usize,
    /// What was left open, and is not said to be confirmed either, in words.
    pub open: Vec<String>,
}

impl Shelf {
    /// The pack with this name and what is proved of it, on this day. A library by itself offers nothing, so it need not.
    pub fn prove(&self, name: &str, today: Date) -> Result<(Pack, ProofDocument), LoadProblem> {
        let loaded = self.look_into(name)?;
        let headline = self.source(name).and_then(|(source, _)| sinew_pack::headline(source));
        let kind = headline.map_or(PackKind::Injury, |headline| headline.kind);
        let document = ProofDocument::of(&loaded.pack, kind, today);
        Ok((loaded.pack, document))
    }
}

impl StopEntry {
    fn of(pack: &Pack) -> Self {
        let StopProof { outcome, proved, .. } = sinew_prove::stop(pack, sinew_prove::Limits::default());
        let outcome = match outcome {
            StopOutcome::Sound => OutcomeId::Holds,
            StopOutcome::Broken(_) => OutcomeId::Broken,
            StopOutcome::NotDecided { .. } => OutcomeId::NotDecided,
        };
        Self { outcome, steps: proved }
    }
}

impl ProofDocument {
    /// What is proved of a pack. Nothing is confirmed yet.
    pub fn of(pack: &Pack, kind: PackKind, today: Date) -> Self {
        // Whether rules are idle is no matter of safety: `check` says it.
        let proof = sinew_prove::prove(pack, sinew_prove::Limits::default(), &|_| false);
        let is = |kind| proof.problems.iter().any(|problem| problem.kind == kind);
        let digits = |count: &sinew_prove::Count| count.as_ref().map(ToString::to_string);
        let zero = BigUint::ZERO;
        let red_flags = proof.flags.iter().map(|flag| {
            let outcome = if is(ProblemKind::BelowFlag(flag.flag)) || is(ProblemKind::BelowFloor(flag.flag)) {
                OutcomeId::Broken
            } else if is(ProblemKind::NotDecided(Undecided::Flag(flag.flag))) {
                OutcomeId::NotDecided
            } else {
                OutcomeId::Holds
            };
            let id = pack.red_flags()[flag.flag].id.to_string();
            FlagEntry {
                id,
                outcome,
                fires: digits(&flag.fires),
                alone: digits(&flag.alone),
                confirmed: false,
            }
        });
        let properties = proof.properties.iter().map(|(index, spoken_of)| {
            let property = &pack.properties()[*index];
            let outcome = if is(ProblemKind::PropertyBroken(*index)) {
                OutcomeId::Broken
            } else if is(ProblemKind::NotDecided(Undecided::Property(*index))) {
                OutcomeId::NotDecided
            } else if spoken_of.as_ref() == Some(&zero) || is(ProblemKind::PropertyEmpty(*index)) {
                OutcomeId::Empty
            } else {
                OutcomeId::Holds
            };
            PropertyEntry {
                id: property.id.to_string(),
                says: property.says.clone(),
                outcome,
                speaks_of: digits(spoken_of),
                confirmed: false,
            }
        });
        let (red_flags, properties): (Vec<FlagEntry>, Vec<PropertyEntry>) =
            (red_flags.collect(), properties.collect());
        let urgency = proof.urgency.iter().map(|(level, people)| LevelEntry {
            urgency: level.name().to_owned(),
            count: digits(people),
            confirmed: false,
        });
        let urgency: Vec<LevelEntry> = urgency.collect();
        let mut problems: Vec<String> =
            proof.problems.iter().filter_map(|problem| other_problem(pack, kind, problem.kind)).collect();
        problems.dedup();
        let stop = (kind != PackKind::Library).then(|| StopEntry::of(pack));
        let identity = pack.identity();
        let mut document = Self {
            schema_version: SCHEMA_VERSION,
            pack: identity.id.to_string(),
            version: identity.version.to_string(),
            content_hash: identity.hash.clone(),
            program: PROGRAM.to_owned(),
            date: today.to_string(),
            passed: false,
            answer_sets: CountEntry { count: digits(&proof.people), confirmed: false },
            urgency,
            red_flags,
            properties,
            stop,
            problems,
        };
        document.passed = document.unproved(pack, kind).is_none();
        document
    }

    /// The first thing that, by what it says itself, is not proved; none if all of it is. Whether it passed is not read, but follows from
    /// this.
    fn unproved(&self, pack: &Pack, kind: PackKind) -> Option<String> {
        if let Some(problem) = self.problems.first() {
            return Some(problem.clone());
        }
        let flags = self.red_flags.iter().flat_map(|flag| [&flag.fires, &flag.alone]);
        let properties = self.properties.iter().map(|property| &property.speaks_of);
        let mut counts = self.urgency.iter().map(|level| &level.count).chain(flags).chain(properties);
        if self.answer_sets.count.is_none() || counts.any(Option::is_none) {
            return Some("a number is missing or is none".to_owned());
        }
        if let Some(flag) = self.red_flags.iter().find(|flag| flag.outcome != OutcomeId::Holds) {
            return Some(format!("the red flag `{}`", flag.id));
        }
        // What a library promises can speak of nobody in one of the packs that use it, and a library can promise for those.
        let is_own = |index: PropertyIx| pack.properties()[index].origin.pack == pack.identity().id;
        let may_be_empty = |index| kind == PackKind::Library || !is_own(index);
        let not_kept = self.properties.iter().zip(pack.properties().indices()).find(|(entry, index)| {
            !(entry.outcome == OutcomeId::Holds || entry.outcome == OutcomeId::Empty && may_be_empty(*index))
        });
        if let Some((property, _)) = not_kept {
            return Some(format!("the property `{}`", property.id));
        }
        let may_stop = match kind {
            PackKind::Library => self.stop.is_none(),
            PackKind::Injury => self.stop.as_ref().is_some_and(|stop| stop.outcome == OutcomeId::Holds),
        };
        (!may_stop).then(|| match kind {
            PackKind::Library => "a library interviews nobody, and it speaks of where that stops".to_owned(),
            PackKind::Injury => "that the interview may stop where it stops".to_owned(),
        })
    }

    /// Confirms a proof without the prover, and notes what was confirmed.
    pub fn confirm(&mut self, pack: &Pack) -> Result<Confirmed, Vec<CertificateProblem>> {
        let claims = self.claims(pack).map_err(|problem| vec![problem])?;
        let only: Vec<Claim> = claims.iter().map(|(_, claim)| claim.clone()).collect();
        let verdicts = recheck(pack, &only, Limits::default());
        let mut found = Confirmed::default();
        let mut problems = Vec::new();
        for ((what, claim), verdict) in claims.into_iter().zip(verdicts) {
            match verdict {
                Verdict::Confirmed => {
                    found.confirmed += 1;
                    *self.mark(&claim) = true;
                }
                // What was confirmed once and is not decided now was altered, or the program changed.
                Verdict::NotDecided if *self.mark(&claim) => {
                    let why = "it is said to be confirmed, and that cannot be decided".to_owned();
                    problems.push(CertificateProblem::NotSo { what, why });
                }
                Verdict::NotDecided => found.open.push(what),
                Verdict::Miscounted(counted) => {
                    let why = format!("the number is {counted}");
                    problems.push(CertificateProblem::NotSo { what, why });
                }
                Verdict::Refuted(_) => {
                    let why = "it is not so for somebody".to_owned();
                    problems.push(CertificateProblem::NotSo { what, why });
                }
                Verdict::Disagreement(_) => {
                    let why = "the program decides otherwise than it computed; please report it".to_owned();
                    problems.push(CertificateProblem::NotSo { what, why });
                }
            }
        }
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }

    /// Holds a certificate against a pack of this kind without the prover.
    ///
    /// It is confirmed that it is about this content and made by this version of the program, that it says of everything that has to be
    /// proved that it is, and every number, every red flag and every property of which it says so.
    ///
    /// What cannot be confirmed this way is taken on trust, because only the prover sees it: that the interview may stop where it stops and
    /// in how many steps that was proved, that nothing else was found ([`ProofDocument::problems`]), and what is left
    /// [open](Confirmed::open). Its day is only what its maker says. With the prover at hand, use
    /// [`ProofDocument::held_against_proof`].
    pub fn held_against(&self, pack: &Pack, kind: PackKind) -> Result<Confirmed, Vec<CertificateProblem>> {
        let refused = self.is_of_something_else(pack);
        let refused = refused.or_else(|| self.unproved(pack, kind).map(CertificateProblem::Incomplete));
        match refused {
            Some(refused) => Err(vec![refused]),
            None => self.confirmed_as_it_says(pack),
        }
    }

    /// Holds a certificate against what was proved of the pack just now, field by field, and confirms it without the prover. Only its day
    /// is what its maker says.
    pub fn held_against_proof(
        &self,
        pack: &Pack,
        proof: &Self,
    ) -> Result<Confirmed, Vec<CertificateProblem>> {
        if let Some(refused) = self.is_of_something_else(pack) {
            return Err(vec![refused]);
        }
        // Nothing of a proof is confirmed yet: this is held against what is confirmed below.
        let is_left_out = |field: &str| field == "date" || field.ends_with(".confirmed");
        let differing = self.differing(proof, &is_left_out);
        if differing.is_empty() { self.confirmed_as_it_says(pack) } else { Err(differing) }
    }

    /// Why it is not about this pack, or not by this program.
    fn is_of_something_else(&self, pack: &Pack) -> Option<CertificateProblem> {
        let identity = pack.identity();
        let (of, this) =
            (format!("{} {}", self.pack, self.version), format!("{} {}", identity.id, identity.version));
        if of != this {
            Some(CertificateProblem::OtherPack { of, this })
        } else if self.content_hash != identity.hash {
            let (of, this) = (self.content_hash.clone(), identity.hash.clone());
            Some(CertificateProblem::OtherContent { of, this })
        } else if self.program != PROGRAM {
            Some(CertificateProblem::OtherProgram { by: self.program.clone(), this: PROGRAM.to_owned() })
        } else {
            None
        }
    }

    /// Confirms it without the prover, and that nothing else is said to be confirmed.
    fn confirmed_as_it_says(&self, pack: &Pack) -> Result<Confirmed, Vec<CertificateProblem>> {
        let mut again = self.clone();
        let confirmed = again.confirm(pack)?;
        let differing = self.differing(&again, &|_| false);
        if differing.is_empty() { Ok(confirmed) } else { Err(differing) }
    }

    /// The fields in which this document differs from one that was made again, but for those that are left out.
    fn differing(&self, again: &Self, is_left_out: &dyn Fn(&str) -> bool) -> Vec<CertificateProblem> {
        let value = |document| serde_json::to_value(document).expect("texts, numbers and lists are JSON");
        let mut found = Vec::new();
        note_differing("", (&value(self), &value(again)), is_left_out, &mut found);
        found
    }

    /// Reads a certificate.
    pub fn read(text: &str) -> Result<Self, CertificateProblem> {
        let unreadable = CertificateProblem::Unreadable;
        let document: Self = serde_json::from_str(text).map_err(|problem| unreadable(problem.to_string()))?;
        if document.schema_version != SCHEMA_VERSION {
            return Err(unreadable(format!("it has the shape {}", document.schema_version)));
        }
        document.date.parse::<Date>().map_err(|problem| unreadable(problem.to_string()))?;
        Ok(document)
    }

    /// Pretty JSON with a line break at the end. The same proof always gives the same bytes.
    #[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("texts, numbers and lists can be written as JSON");
        text.push('\n');
        text
    }

    /// All that it says of the pack, each with what it is about in words; or what it does not say.
    fn claims(&self, pack: &Pack) -> Result<Vec<(String, Claim)>, CertificateProblem> {
        let incomplete = |what: String| Err(CertificateProblem::Incomplete(what));
        if !self.passed || !self.problems.is_empty() {
            return incomplete(self.problems.first().cloned().unwrap_or_else(|| "it did not pass".into()));
        }
        let number = |count: &Option<String>| {
            let digits = count.as_ref();
            let number = digits
                .and_then(|digits| digits.parse().ok().filter(|it: &BigUint| it.to_string() == *digits));
            number.ok_or_else(|| CertificateProblem::Incomplete("a number is missing or is none".into()))
        };
        let mut claims = vec![(
            "how many answer sets there are".to_owned(),
            Claim::People(number(&self.answer_sets.count)?),
        )];
        let levels: Vec<&str> = self.urgency.iter().map(|entry| entry.urgency.as_str()).collect();
        if levels != Urgency::ALL.map(Urgency::name) {
            return incomplete("it does not have each urgency once, in order".into());
        }
        for (level, entry) in Urgency::ALL.into_iter().zip(&self.urgency) {
            let claim = Claim::Urgency { level, people: number(&entry.count)? };
            claims.push((format!("how many answer sets are {level}"), claim));
        }
        let flags: Vec<&str> = self.red_flags.iter().map(|entry| entry.id.as_str()).collect();
        if flags != pack.red_flags().iter().map(|flag| flag.id.as_str()).collect::<Vec<_>>() {
            return incomplete("it does not have each red flag of the pack once, in order".into());
        }
        for (flag, entry) in pack.red_flags().indices().zip(&self.red_flags) {
            if entry.outcome != OutcomeId::Holds {
                return incomplete(format!("the red flag `{}`", entry.id));
            }
            let claim = Claim::Flag { flag, fires: number(&entry.fires)?, alone: number(&entry.alone)? };
            claims.push((format!("the red flag `{}`", entry.id), claim));
        }
        let properties: Vec<(&str, &str)> =
            self.properties.iter().map(|entry| (entry.id.as_str(), entry.says.as_str())).collect();
        let known = pack.properties().iter().map(|property| (property.id.as_str(), property.says.as_str()));
        if properties != known.collect::<Vec<_>>() {
            return incomplete("it does not have each property of the pack once, in order".into());
        }
        for (property, entry) in pack.properties().indices().zip(&self.properties) {
            let spoken_of = number(&entry.speaks_of)?;
            let is_empty = spoken_of == BigUint::ZERO;
            let fits = match entry.outcome {
                OutcomeId::Holds => !is_empty,
                OutcomeId::Empty => is_empty,
                OutcomeId::Broken | OutcomeId::NotDecided => false,
            };
            if !fits {
                return incomplete(format!("the property `{}`", entry.id));
            }
            claims.push((format!("the property `{}`", entry.id), Claim::Property { property, spoken_of }));
        }
        Ok(claims)
    }

    /// Whether a claim of this document is said to be confirmed.
    fn mark(&mut self, claim: &Claim) -> &mut bool {
        use sinew_model::Index as _;
        match claim {
            Claim::People(_) => &mut self.answer_sets.confirmed,
            Claim::Urgency { level, .. } => {
                let place = Urgency::ALL.iter().position(|other| other == level).unwrap_or(0);
                &mut self.urgency[place].confirmed
            }
            Claim::Flag { flag, .. } => &mut self.red_flags[RedFlagIx::position(*flag)].confirmed,
            Claim::Property { property, .. } => {
                &mut self.properties[PropertyIx::position(*property)].confirmed
            }
        }
    }
}

/// Notes in which fields two values of the same shape differ.
fn note_differing(
    field: &str,
    (says, again): (&Value, &Value),
    is_left_out: &dyn Fn(&str) -> bool,
    found: &mut Vec<CertificateProblem>,
) {
    let mut differs = |says: String, again: String| {
        found.push(CertificateProblem::Differs { field: field.to_owned(), says, again });
    };
    match (says, again) {
        _ if says == again || is_left_out(field) => {}
        (Value::Object(says), Value::Object(again)) => {
            for (key, says) in says {
                let field = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                note_differing(&field, (says, again.get(key).unwrap_or(&Value::Null)), is_left_out, found);
            }
        }
        (Value::Array(says), Value::Array(again)) if says.len() == again.len() => {
            for (place, pair) in says.iter().zip(again).enumerate() {
                note_differing(&format!("{field}[{place}]"), pair, is_left_out, found);
            }
        }
        (Value::Array(says), Value::Array(again)) => {
            differs(format!("{} in all", says.len()), format!("{} in all", again.len()));
        }
        (says, again) => differs(says.to_string(), again.to_string()),
    }
}

/// A problem that no flag and no property stands for, or what hit a limit, in words.
fn other_problem(pack: &Pack, kind: PackKind, problem: ProblemKind) -> Option<String> {
    let action = |index| format!("the action `{}`", pack.actions()[index].id);
    Some(match problem {
        ProblemKind::BlockedOffered(index) => {
            format!("{} is offered to somebody from whom a rule keeps it", action(index))
        }
        ProblemKind::OfferedBesideHelp(index) => {
            format!("{} is offered to somebody who needs help first", action(index))
        }
        ProblemKind::NothingToDo if kind == PackKind::Injury => {
            "somebody is told to look after it themselves, and is offered nothing to do".into()
        }
        ProblemKind::WorseLowers(index) => {
            format!("a worse answer to the question `{}` lowers the urgency", pack.questions()[index].id)
        }
        ProblemKind::Disagreement => {
            "the program decides otherwise than it computed, so that nothing is proved; please report it"
                .into()
        }
        ProblemKind::NotDecided(open) => not_decided(pack, open),
        // Said of the flag or the property itself; and what is idle is no matter of safety.
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
