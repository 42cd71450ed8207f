//! R0103: the id of a pack is not its folder's name.

use crate::draft::Text;
use sinew_diag::{Diagnostic, check};

check! {
    /// A pack with the id `x` stands in a folder called `x`.
    ///
    /// # Why
    ///
    /// So people find a pack by its name, and two packs cannot claim one id in one place.
    ///
    /// # Remedy
    ///
    /// Rename the folder or the id.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// id = "elbow" # error[R0103]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// id = "sore-elbow"
    /// ```
    pub(crate) const FOLDER_NAME: Error "R0103" = "the id of a pack is not its folder's name";
}

pub(crate) fn folder_name(id: &Text, folder: &str) -> Diagnostic {
    FOLDER_NAME
        .found(format!("the pack `{}` stands in a folder called `{folder}`", id.value))
        .label(id.span, "not the name of the folder")
        .help("rename the folder or the id")
}
