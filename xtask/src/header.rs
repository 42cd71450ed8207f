//! The C header for authors of native extensions, made from the table of the interface.

use sinew_ext_abi::{ExtensionTable, SYMBOL};
use std::fmt::{self, Write as _};

/// Where the header stands, from the root of the repository.
pub(crate) const PATH: &str = "crates/sinew-ext-abi/include/sinew_extension.h";

const OPENING: &str = "\
/* The interface of native extensions of Sinew, version 1.
 *
 * Made from crates/sinew-ext-abi by `cargo xtask codegen`; do not change it by hand. What the parts mean together, and what
 * the JSON in the replies looks like, stands in crates/sinew-ext-abi/src/lib.rs.
 *
 * The input of evaluate is JSON in UTF-8, with the runs of the last 30 days: schemas/extension-runs.schema.json.
 *
 * A library defines the one symbol at the end of this file and keeps everything else to itself. A reply belongs to the
 * library until it comes back through `free`. A null reply with size 0 is one without bytes. No call may let an exception
 * or a longjmp out, and the same input has to give the same reply. */
#ifndef SINEW_EXTENSION_H
#define SINEW_EXTENSION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern \"C\" {
#endif

";

/// The whole header.
pub(crate) fn page() -> String {
    let mut page = OPENING.to_owned();
    for constant in ExtensionTable::CONSTANTS {
        // Writing into a text does not fail.
        let _: fmt::Result =
            writeln!(page, "/* {} */\n#define {} {}", constant.docs, constant.name, constant.c);
    }
    page.push_str("\nstruct sinew_extension {\n");
    for field in ExtensionTable::FIELDS {
        for line in field.docs {
            let _: fmt::Result = writeln!(page, "    /* {} */", line.trim());
        }
        let _: fmt::Result = writeln!(page, "    {};", field.c);
    }
    let _: fmt::Result = write!(
        page,
        "}};\n\n#if defined(_WIN32)\n#define SINEW_EXTENSION_EXPORT __declspec(dllexport)\n#else\n\
         #define SINEW_EXTENSION_EXPORT __attribute__((visibility(\"default\")))\n#endif\n\n\
         /* What the library offers. It is data, so that reading it runs nothing. */\n\
         extern SINEW_EXTENSION_EXPORT const struct sinew_extension {SYMBOL};\n\n\
         #ifdef __cplusplus\n}}\n#endif\n\n#endif\n"
    );
    page
}
