//! The kinds of file a pack has.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    Pack,
    Questions,
    RedFlags,
    Conditions,
    Causes,
    Actions,
    Regions,
    Sources,
    Properties,
    Cases,
}

impl FileKind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Pack,
        Self::Questions,
        Self::RedFlags,
        Self::Conditions,
        Self::Causes,
        Self::Actions,
        Self::Regions,
        Self::Sources,
        Self::Properties,
        Self::Cases,
    ];

    /// The name, as in `NAME.toml` and `NAME.schema.json`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Questions => "questions",
            Self::RedFlags => "red-flags",
            Self::Conditions => "conditions",
            Self::Causes => "causes",
            Self::Actions => "actions",
            Self::Regions => "regions",
            Self::Sources => "sources",
            Self::Properties => "properties",
            Self::Cases => "cases",
        }
    }

    /// The kind of the file with this path below the pack's folder.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path.split_once('/') {
            Some(("cases", file)) => {
                file.strip_suffix(".toml").filter(|stem| !stem.contains('/')).map(|_| Self::Cases)
            }
            Some(_) => None,
            None => {
                let stem = path.strip_suffix(".toml")?;
                Self::ALL.into_iter().filter(|kind| *kind != Self::Cases).find(|kind| kind.name() == stem)
            }
        }
    }

    /// The first line such a file has: it names the schema of its own pack, with the ids of that pack.
    pub(crate) fn schema_line(self) -> String {
        format!("#:schema {}", self.own_schema())
    }

    /// The way from such a file to the schema in the folder that editors look into.
    fn own_schema(self) -> String {
        let up = if self == Self::Cases { ".." } else { "." };
        format!("{up}/.sinew/{}.schema.json", self.name())
    }

    /// The way from such a file to the published schema, in a folder of packs beside a folder `schemas`.
    fn published_schema(self) -> String {
        let up = if self == Self::Cases { "../../../" } else { "../../" };
        format!("{up}schemas/{}.schema.json", self.name())
    }

    /// Whether the first line of a file names the right schema.
    ///
    /// That is the pack's own or the published one, at its place. Elsewhere, any address that ends in the name of the schema is
    /// fine.
    pub(crate) fn is_schema_line(self, line: &str) -> bool {
        let Some(address) = line.trim_end().strip_prefix("#:schema ") else { return false };
        if address == self.own_schema() || address == self.published_schema() {
            return true;
        }
        let address = address.trim();
        let name = format!("{}.schema.json", self.name());
        let climbed = address.trim_start_matches("../");
        let is_misplaced = climbed.trim_start_matches("./") == format!(".sinew/{name}")
            || climbed != address && climbed == format!("schemas/{name}");
        !is_misplaced && address.strip_suffix(&name).is_some_and(|before| before.ends_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn files_are_told_by_their_place_and_name() {
        assert_eq!(FileKind::of("pack.toml"), Some(FileKind::Pack));
        assert_eq!(FileKind::of("red-flags.toml"), Some(FileKind::RedFlags));
        assert_eq!(FileKind::of("cases/anything.toml"), Some(FileKind::Cases));
        for other in
            ["cases.toml", "cases/deep/x.toml", "question.toml", "x/pack.toml", "pack.json", "cases/x"]
        {
            assert_eq!(FileKind::of(other), None, "{other}");
        }
    }

    #[test]
    fn the_schema_line_has_the_right_number_of_steps_up_or_another_address() {
        assert_eq!(FileKind::Pack.schema_line(), "#:schema ./.sinew/pack.schema.json");
        assert_eq!(FileKind::Cases.schema_line(), "#:schema ../.sinew/cases.schema.json");
        let good = [
            (FileKind::Pack, "#:schema ./.sinew/pack.schema.json"),
            (FileKind::Cases, "#:schema ../.sinew/cases.schema.json"),
            (FileKind::Pack, "#:schema ../../schemas/pack.schema.json"),
            (FileKind::Cases, "#:schema ../../../schemas/cases.schema.json"),
            (FileKind::Pack, "#:schema https://example.org/v1/pack.schema.json"),
            (FileKind::Pack, "#:schema ./my/pack.schema.json"),
            (FileKind::Pack, "#:schema ../../schemas/pack.schema.json\r"),
            (FileKind::Cases, "#:schema ../.sinew/cases.schema.json\r"),
        ];
        for (kind, line) in good {
            assert!(kind.is_schema_line(line), "{line}");
        }
        let bad = [
            (FileKind::Pack, "#:schema .sinew/pack.schema.json"),
            (FileKind::Pack, "#:schema ../.sinew/pack.schema.json"),
            (FileKind::Cases, "#:schema ./.sinew/cases.schema.json"),
            (FileKind::Pack, "#:schema ./.sinew/cases.schema.json"),
            (FileKind::Pack, "#:schema ../schemas/pack.schema.json"),
            (FileKind::Cases, "#:schema ../../schemas/cases.schema.json"),
            (FileKind::Pack, "#:schema ../../schemas/cases.schema.json"),
            (FileKind::Pack, "# schema ../../schemas/pack.schema.json"),
            (FileKind::Pack, "#:schema ../../schemas/backpack.schema.json"),
            (FileKind::Pack, ""),
        ];
        for (kind, line) in bad {
            assert!(!kind.is_schema_line(line), "{line}");
        }
    }
}
