//! Packs made up by a program, for measuring: sound, of one size, and no two alike.

use std::fmt::Write as _;

/// A file of a pack: its path below the folder of the pack, and its text.
pub(crate) type File = (&'static str, String);

/// Numbers that look like chance and are the same each time: a linear congruential generator.
struct Dice(u64);

impl Dice {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most.max(1) as u64).unwrap_or_default()
    }

    fn word<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const PARTS: [&str; 6] = ["upper side", "lower side", "front", "back", "inner edge", "outer edge"];
const TIMES: [&str; 6] =
    ["in the morning", "at night", "after a run", "on stairs", "after rest", "on a slope"];
const FEELS: [&str; 6] = ["stiff", "warm", "sore", "weak", "tight", "swollen"];
const FLAGS: usize = 5;
const HABITS: usize = 3;
const SIGNS: usize = 8;
const CONDITIONS: usize = 4;
const ACTIONS: usize = 5;

/// The id of the pack with this number.
pub(crate) fn id(number: usize) -> String {
    format!("made-up-{number}")
}

/// The files of the pack with this number: some 20,000 bytes.
pub(crate) fn pack(number: usize) -> Vec<File> {
    let dice = &mut Dice(number as u64);
    vec![
        ("pack.toml", identity(number)),
        ("sources.toml", sources()),
        ("questions.toml", questions(dice)),
        ("red-flags.toml", red_flags(dice)),
        ("conditions.toml", conditions(dice)),
        ("causes.toml", causes()),
        ("actions.toml", actions(dice)),
        ("cases/people.toml", people()),
    ]
}

/// The line that names the schema, which lies in a folder beside that of the packs.
fn begin(kind: &str, up: &str) -> String {
    format!("#:schema {up}/../schemas/{kind}.schema.json\n")
}

fn identity(number: usize) -> String {
    format!(
        "{}format = 1\nid = \"{}\"\nkind = \"injury\"\nversion = \"0.1.0\"\ntitle = \"Made up for measuring, {number}\"\n\
         place = \"at place {number}\"\nintended-use = \"Made up for measuring. Not for people.\"\n\
         not-for = [\"anybody who wants advice\"]\nreviewed = \"2026-01-03\"\nnext-review = \"2030-01-03\"\n\
         known-limits = [\"it is made up\"]\n",
        begin("pack", ".."),
        id(number)
    )
}

fn sources() -> String {
    let mut text = begin("sources", "..");
    for at in 0..4 {
        let _ = write!(
            text,
            "\n[source.made-up-{at}]\ncitation = \"Nobody A, Nobody B. A study that was never done, part {at}. Made up for measuring.\"\n\
             status = \"judgement\"\nnote = \"Nothing was read, as there is nothing to read.\"\n"
        );
    }
    text
}

fn questions(dice: &mut Dice) -> String {
    let mut text = begin("questions", "..");
    for at in 0..FLAGS {
        let (part, time, feel) = (dice.word(&PARTS), dice.word(&TIMES), dice.word(&FEELS));
        let _ = write!(
            text,
            "\n[question.danger-{at}]\nkind = \"yes-no\"\nsection = \"Warning signs\"\nshort = \"Warning sign {at}\"\n\
             ask = \"Is the {part} very {feel} {time}, so that sign {at} is there?\"\n\
             why = \"This can be a sign of something that needs help\"\nhelp = [\"Compare both sides {time}.\"]\n\
             yes = {{ label = \"Yes\", told = \"the {part} is very {feel} {time}\" }}\n\
             no = {{ label = \"No\", told = \"warning sign {at} is not there\" }}\n"
        );
    }
    for at in 0..SIGNS {
        let (part, time) = (dice.word(&PARTS), dice.word(&TIMES));
        let (kind, none) = if at % 2 == 0 {
            ("any-of", format!("none = {{ told = \"nothing of this is so {time}\" }}\n"))
        } else {
            ("one-of", String::new())
        };
        let _ = write!(
            text,
            "\n[question.sign-{at}]\nkind = \"{kind}\"\nsection = \"About the pain\"\nshort = \"Sign {at}\"\n\
             ask = \"How does the {part} feel {time}, for sign {at}?\"\nwhy = \"How it feels {time} points to what is sore\"\n\
             {none}[question.sign-{at}.options]\n"
        );
        for option in ["first", "second", "third"] {
            let feel = dice.word(&FEELS);
            let _ = writeln!(
                text,
                "{option} = {{ label = \"It is {feel} in the {option} place\", told = \"the {part} is {feel} in the {option} place\" }}"
            );
        }
    }
    for at in 0..HABITS {
        let time = dice.word(&TIMES);
        let _ = write!(
            text,
            "\n[question.habit-{at}]\nkind = \"yes-no\"\nsection = \"What you do\"\nshort = \"Habit {at}\"\n\
             ask = \"Did you do much more than usual {time} in the last month, of habit {at}?\"\n\
             why = \"A sudden change can make a place sore\"\n\
             yes = {{ label = \"Yes\", told = \"you did much more of habit {at}\" }}\n\
             no = {{ label = \"No\", told = \"you did not do more of habit {at}\" }}\n"
        );
    }
    text
}

fn red_flags(dice: &mut Dice) -> String {
    let mut text = begin("red-flags", "..");
    for at in 0..FLAGS {
        let urgency = ["emergency", "same-day", "same-day", "soon", "routine"][at % 5];
        let (feel, time) = (dice.word(&FEELS), dice.word(&TIMES));
        let _ = write!(
            text,
            "\n[red-flag.flag-{at}]\nurgency = \"{urgency}\"\ntitle = \"Something that needs a look, {at}\"\n\
             sign = \"the place gets very {feel} {time}, as in sign {at}\"\nwhen = \"danger-{at}\"\n\
             because = \"This can be a sign of something that gets worse fast.\"\n\
             say = \"My pain got much worse {time}.\"\ndo = [\"sit down and keep still\", \"ask somebody to stay with you\"]\n\
             do-not = [\"rub the place\"]\nbasis = \"judgement\"\nsources = [\"made-up-{}\"]\n",
            at % 4
        );
    }
    text
}

fn conditions(dice: &mut Dice) -> String {
    let mut text = begin("conditions", "..");
    for at in 0..CONDITIONS {
        let (part, care) = (dice.word(&PARTS), ["self-care", "routine"][at % 2]);
        let _ = write!(
            text,
            "\n[condition.ache-{at}]\nname = \"A sore {part} {at} (made-up pain {at})\"\n\
             about = \"The {part} gets sore when it works harder than it is used to.\"\ncare = \"{care}\"\nwho = \"a physio\"\n\
             prior = {{ weight = {}, basis = \"judgement\", sources = [\"made-up-0\"] }}\n\
             expect = {{ text = \"Often better in {} weeks.\", basis = \"judgement\", sources = [\"made-up-1\"] }}\n\
             review = \"{} weeks\"\nactions = [\"move-{at}\", \"move-{}\"]\ncauses = [\"habit-{}\"]\nsources = [\"made-up-2\"]\n",
            1 + dice.below(12),
            4 + dice.below(9),
            2 + dice.below(5),
            at + 1,
            at % HABITS
        );
        for (line, option) in ["first", "second", "third", "first"].into_iter().enumerate() {
            let sign = (2 * at + line % 2) % SIGNS;
            let group = if line == 3 { " and one more" } else { "" };
            let _ = write!(
                text,
                "\n[condition.ache-{at}.evidence.line-{line}]\nwhen = {}\npresent = {}\nabsent = 0.{}\n\
                 because = \"it feels so in the {option} place{group}\"\nabsent-because = \"it does not feel so in the {option} place{group}\"\n\
                 basis = \"judgement\"\nsources = [\"made-up-{line}\"]\n",
                if line == 3 {
                    format!("{{ any = [\"sign-{sign}.second\", \"sign-{sign}.third\"] }}")
                } else {
                    format!("\"sign-{sign}.{option}\"")
                },
                2 + dice.below(4),
                3 + dice.below(6),
            );
        }
    }
    text
}

fn causes() -> String {
    let mut text = begin("causes", "..");
    for at in 0..HABITS {
        let _ = write!(
            text,
            "\n[cause.habit-{at}]\ntitle = \"More of habit {at} than usual\"\nwhen = \"habit-{at}\"\n\
             because = \"More than the place is used to can make it sore.\"\nstrength = \"some\"\nactions = [\"move-{at}\"]\n\
             basis = \"judgement\"\nsources = [\"made-up-3\"]\n"
        );
    }
    text
}

fn actions(dice: &mut Dice) -> String {
    let mut text = begin("actions", "..");
    for at in 0..ACTIONS {
        let (part, feel) = (dice.word(&PARTS), dice.word(&FEELS));
        let _ = write!(
            text,
            "\n[action.move-{at}]\nkind = \"{}\"\ntiming = \"weeks\"\ntitle = \"Move number {at}\"\n\
             why = \"Helps a {feel} place to get used to work again.\"\n\
             steps = [\"Stand beside a wall.\", \"Bend the {part} slowly.\", \"Hold it, then come back.\"]\n\
             dose = {{ hold = \"{} s\", sets = {}, sides = \"each\", rest = \"15 s\", per-week = {} }}\n\
             progression = \"Add one set each week if it feels easy.\"\nstop-if = [\"sharp pain\", \"it is worse the next day\"]\n\
             do-not = [\"bounce\"]\nfeel = \"the {part}\"\nblocked-when = \"danger-{}\"\n\
             blocked-because = \"moving with warning sign {} could make it worse\"\nbasis = \"judgement\"\nsources = [\"made-up-1\"]\n",
            ["stretch", "strength"][at % 2],
            10 + 5 * dice.below(5),
            1 + dice.below(3),
            2 + dice.below(5),
            FLAGS - 1,
            FLAGS - 1,
        );
    }
    text.push_str(
        "\n[action.rest]\nkind = \"load\"\ntiming = \"today\"\ntitle = \"Run less for now\"\nwhy = \"Gives the place time to settle.\"\n\
         steps = [\"Walk instead of a run for some days.\"]\ndose = { how-often = \"for 1 to 3 days\" }\n\
         progression = \"Run more when it is comfortable.\"\nstop-if = [\"it hurts at rest\"]\nalways = true\n\
         basis = \"judgement\"\nsources = [\"made-up-1\"]\n",
    );
    text
}

fn people() -> String {
    let mut text = begin("cases", "../..");
    let calm: String = (1..FLAGS).fold(String::new(), |mut text, at| {
        let _ = write!(text, ", danger-{at} = \"no\"");
        text
    });
    let _ = write!(
        text,
        "\n[case.in-danger]\ntitle = \"A runner with the first warning sign\"\nevidence = \"made up\"\n\
         answers = {{ danger-0 = \"yes\" }}\nexpect = {{ urgency = \"emergency\", flags = [\"flag-0\"], must-not = [\"move-0\"] }}\n\
         \n[case.to-be-seen-today]\ntitle = \"A runner with the second warning sign\"\nevidence = \"made up\"\n\
         answers = {{ danger-0 = \"no\"{} }}\nexpect = {{ urgency = \"same-day\", flags = [\"flag-1\"], must-not = [\"move-0\"] }}\n",
        calm.replacen("\"no\"", "\"yes\"", 1)
    );
    text
}
