//! How a pack is named: by its id, or by its id and the version that is meant.

use semver::Version;
use std::fmt;

/// The name of a pack, written `ID` or `ID@VERSION`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackName {
    /// The id.
    pub id: String,
    /// The version, if it must be that one.
    pub version: Option<Version>,
}

impl PackName {
    /// Reads a name. What stands behind `@` and is no version is taken as part of the id, so that it is simply not found.
    pub fn parse(text: &str) -> Self {
        if let Some((id, version)) = text.rsplit_once('@')
            && let Ok(version) = version.parse()
        {
            return Self { id: id.to_owned(), version: Some(version) };
        }
        Self { id: text.to_owned(), version: None }
    }
}

impl fmt::Display for PackName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.id)?;
        self.version.as_ref().map_or(Ok(()), |version| write!(formatter, "@{version}"))
    }
}

#[cfg(test)]
mod tests {
    use super::PackName;

    #[test]
    fn names_are_read_and_written_alike() {
        for text in ["sore-spot", "sore-spot@0.1.0", "sore-spot@1.0.0-rc.1+build", "sore-spot@next", "@", ""]
        {
            assert_eq!(PackName::parse(text).to_string(), text);
        }
        let name = PackName::parse("sore-spot@0.1.0");
        assert_eq!((name.id.as_str(), name.version), ("sore-spot", "0.1.0".parse().ok()));
        assert_eq!(PackName::parse("sore-spot@next").id, "sore-spot@next");
        assert_eq!(PackName::parse("sore-spot").version, None);
    }
}
