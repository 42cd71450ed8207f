//! The table of layers: which crate may use which, and what none of them may ever reach.
//!
//! A new edge between crates, or a new user of an external package that is reserved, is a change of this file, so that it is
//! seen in review. Only normal dependencies count: tests and build scripts may use what they need. The rules are read by
//! [`crate::architecture`].

/// One crate of the workspace.
#[derive(Debug, Clone, Copy)]
pub struct Layer {
    /// The name of the package.
    pub name: &'static str,
    /// The packages of this workspace it may name as a dependency.
    pub may_use: &'static [&'static str],
    /// External packages it must not reach, not even through others.
    pub must_not_reach: &'static [&'static str],
}

/// An external package that only some crates may name as a dependency.
#[derive(Debug, Clone, Copy)]
pub struct Reserved {
    /// The external package.
    pub package: &'static str,
    /// The crates that may name it.
    pub users: &'static [&'static str],
    /// Why it is reserved; completes the sentence "… because".
    pub because: &'static str,
}

/// How a crate has to declare an external package.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// The crate of this workspace.
    pub name: &'static str,
    /// The external package.
    pub package: &'static str,
    /// Features it must not ask for. The default features have to be off as well.
    pub without: &'static [&'static str],
    /// Why; completes the sentence "… because".
    pub because: &'static str,
}

/// An external package that stands behind one feature of one crate.
#[derive(Debug, Clone, Copy)]
pub struct Gated {
    /// The crate of this workspace.
    pub name: &'static str,
    /// Its feature.
    pub feature: &'static str,
    /// The external package, which has to be optional and which no other feature may switch on.
    pub package: &'static str,
    /// The crates that may ask for the feature.
    pub askers: &'static [&'static str],
}

/// All rules about packages.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// One row for each package of the workspace.
    pub layers: &'static [Layer],
    /// External packages that nothing in the workspace may reach.
    pub nobody_reaches: &'static [&'static str],
    /// External packages with few users.
    pub reserved: &'static [Reserved],
    /// External packages that have to be declared in a certain way.
    pub declared: &'static [Declared],
    /// External packages behind a feature.
    pub gated: &'static [Gated],
    /// The crates that may have a build script.
    pub build_scripts: &'static [&'static str],
}

/// What the pure crates must not reach: file formats, schemas, the command line, and loading of native code.
const OUTSIDE_THE_CORE: &[&str] =
    &["toml", "toml_edit", "postcard", "schemars", "jsonschema", "clap", "libloading"];

/// The same, and what the prover works with.
const OUTSIDE_THE_CORE_AND_THE_PROVER: &[&str] = &[
    "toml",
    "toml_edit",
    "postcard",
    "schemars",
    "jsonschema",
    "clap",
    "libloading",
    "batsat",
    "biodivine-lib-bdd",
];

/// What the crates above the core and below the command line must not reach.
const OUTSIDE_THE_LIBRARIES: &[&str] = &["clap", "crossterm", "libloading"];

/// The rules of this workspace.
pub const TABLE: Table = Table {
    layers: &[
        Layer { name: "sinew-diag", may_use: &[], must_not_reach: OUTSIDE_THE_CORE },
        Layer { name: "sinew-logic", may_use: &["sinew-diag"], must_not_reach: OUTSIDE_THE_CORE },
        Layer {
            name: "sinew-model",
            may_use: &["sinew-logic", "sinew-diag"],
            must_not_reach: OUTSIDE_THE_CORE,
        },
        Layer {
            name: "sinew-pack",
            may_use: &["sinew-model", "sinew-logic", "sinew-diag"],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-engine",
            may_use: &["sinew-model", "sinew-logic"],
            must_not_reach: OUTSIDE_THE_CORE,
        },
        Layer {
            name: "sinew-prove",
            may_use: &["sinew-engine", "sinew-model", "sinew-logic"],
            must_not_reach: OUTSIDE_THE_CORE,
        },
        // Confirms what was proved by another way, so it must not share anything with the prover.
        Layer {
            name: "sinew-recheck",
            may_use: &["sinew-engine", "sinew-model", "sinew-logic"],
            must_not_reach: OUTSIDE_THE_CORE_AND_THE_PROVER,
        },
        Layer {
            name: "sinew-program",
            may_use: &["sinew-engine", "sinew-model", "sinew-logic"],
            must_not_reach: OUTSIDE_THE_CORE_AND_THE_PROVER,
        },
        // What a runner did, and what can be measured of it.
        Layer { name: "sinew-training", may_use: &[], must_not_reach: OUTSIDE_THE_CORE_AND_THE_PROVER },
        Layer { name: "sinew-import", may_use: &["sinew-training"], must_not_reach: OUTSIDE_THE_LIBRARIES },
        Layer { name: "sinew-log", may_use: &["sinew-training"], must_not_reach: OUTSIDE_THE_LIBRARIES },
        // Files of devices, written by tests alone, without what reads them.
        Layer {
            name: "sinew-recordings",
            may_use: &[],
            must_not_reach: &["rustyfit", "quick-xml", "csv", "zip", "flate2", "toml", "clap", "libloading"],
        },
        // Small packs made in memory and the packs of this repository, which only tests use.
        Layer {
            name: "sinew-sample",
            may_use: &["sinew-pack", "sinew-model", "sinew-logic"],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-app",
            may_use: &[
                "sinew-prove",
                "sinew-recheck",
                "sinew-pack",
                "sinew-engine",
                "sinew-model",
                "sinew-logic",
                "sinew-diag",
            ],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-batch",
            may_use: &["sinew-app", "sinew-program", "sinew-engine", "sinew-model"],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-author",
            may_use: &["sinew-app", "sinew-pack", "sinew-diag"],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-install",
            may_use: &["sinew-app", "sinew-pack", "sinew-model"],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        // The interface of native extensions. Whoever writes one uses it, so it brings nothing along.
        Layer { name: "sinew-ext-abi", may_use: &[], must_not_reach: OUTSIDE_THE_CORE_AND_THE_PROVER },
        // Decides what is trusted and holds the child, but opens no library: whoever uses it cannot either.
        Layer { name: "sinew-ext", may_use: &["sinew-diag"], must_not_reach: OUTSIDE_THE_LIBRARIES },
        // The child.
        Layer {
            name: "sinew-ext-run",
            may_use: &["sinew-ext", "sinew-ext-abi"],
            must_not_reach: &["clap", "crossterm"],
        },
        // The library of a pack. Like every other it knows the interface, and nothing else of the program.
        Layer { name: "sinew-run-form", may_use: &["sinew-ext-abi"], must_not_reach: OUTSIDE_THE_LIBRARIES },
        // An extension that does everything wrong, which only tests use.
        Layer { name: "sinew-faults", may_use: &["sinew-ext-abi"], must_not_reach: OUTSIDE_THE_LIBRARIES },
        Layer {
            name: "sinew-cli",
            may_use: &[
                "sinew-app",
                "sinew-author",
                "sinew-batch",
                "sinew-ext",
                // Only as the child: see its command `ext-run`.
                "sinew-ext-run",
                "sinew-import",
                "sinew-install",
                "sinew-log",
                "sinew-training",
                "sinew-diag",
                "sinew-model",
            ],
            must_not_reach: &[],
        },
        Layer {
            name: "xtask",
            may_use: &[
                "sinew-app",
                "sinew-author",
                "sinew-batch",
                "sinew-ext",
                "sinew-ext-abi",
                "sinew-import",
                "sinew-install",
                "sinew-log",
                "sinew-recordings",
                "sinew-training",
                "sinew-pack",
                "sinew-diag",
                "sinew-cli",
            ],
            must_not_reach: &[],
        },
        // What is counted and measured of decisions, which only the tasks of the repository run.
        Layer {
            name: "sinew-bench",
            may_use: &[
                "sinew-app",
                "sinew-program",
                "sinew-prove",
                "sinew-engine",
                "sinew-model",
                "sinew-sample",
            ],
            must_not_reach: OUTSIDE_THE_LIBRARIES,
        },
        Layer {
            name: "sinew-tests",
            may_use: &[
                "sinew-app",
                "sinew-cli",
                "sinew-ext",
                "sinew-install",
                "sinew-sample",
                "sinew-recordings",
                "sinew-pack",
                "sinew-engine",
                "sinew-model",
                "sinew-diag",
                "sinew-logic",
            ],
            must_not_reach: &[],
        },
    ],
    // Nothing here talks to a network. These are clients, servers and the runtimes that come with them.
    nobody_reaches: &[
        "actix-rt",
        "actix-web",
        "async-executor",
        "async-global-executor",
        "async-io",
        "async-std",
        "attohttpc",
        "axum",
        "curl",
        "curl-sys",
        "embassy-executor",
        "futures-executor",
        "glommio",
        "h2",
        "h3",
        "http",
        "http-body",
        "hyper",
        "hyper-util",
        "isahc",
        "minreq",
        "monoio",
        "native-tls",
        "openssl",
        "openssl-sys",
        "quinn",
        "reqwest",
        "rustls",
        "smol",
        "socket2",
        "surf",
        "tokio",
        "tungstenite",
        "ureq",
        "ureq-proto",
        "warp",
    ],
    reserved: &[
        Reserved {
            package: "clap",
            users: &["sinew-cli", "xtask"],
            because: "only command lines parse arguments",
        },
        Reserved {
            package: "libloading",
            users: &["sinew-ext-run"],
            because: "only the child that gave up what it may opens libraries",
        },
        Reserved {
            package: "landlock",
            users: &["sinew-ext-run"],
            because: "only the child of an extension gives up what it may",
        },
        Reserved {
            package: "seccompiler",
            users: &["sinew-ext-run"],
            because: "only the child of an extension gives up what it may",
        },
        Reserved {
            package: "batsat",
            users: &["sinew-prove"],
            because: "only proofs look through all possible people",
        },
        Reserved {
            package: "biodivine-lib-bdd",
            users: &["sinew-prove"],
            because: "only proofs look through all possible people",
        },
        Reserved {
            package: "pulp",
            users: &["sinew-program"],
            because: "only decisions for many people choose instructions at run time",
        },
        Reserved {
            package: "annotate-snippets",
            users: &["sinew-diag"],
            because: "diagnostics are drawn in one place",
        },
        Reserved {
            package: "flate2",
            users: &["sinew-install", "sinew-import"],
            because: "only what comes from outside is packed",
        },
        Reserved {
            package: "postcard",
            // The second measures how reading them grows.
            users: &["sinew-app", "sinew-bench"],
            because: "only the packs in the program are kept compiled",
        },
        Reserved {
            package: "minisign",
            users: &["xtask"],
            because: "what people run checks signatures and makes none",
        },
        Reserved {
            package: "minisign-verify",
            users: &["sinew-install"],
            because: "only installing takes the word of others for something",
        },
        Reserved {
            package: "ruzstd",
            users: &["sinew-install"],
            because: "only installing takes archives from others",
        },
        Reserved {
            package: "tar",
            users: &["sinew-install"],
            because: "only installing takes archives from others",
        },
        Reserved {
            package: "arrow-array",
            users: &["sinew-batch"],
            because: "only tables of many people have columns",
        },
        Reserved {
            package: "parquet",
            users: &["sinew-batch"],
            because: "only tables of many people have columns",
        },
        Reserved {
            package: "rusqlite",
            users: &["sinew-log"],
            because: "only the training log is a database",
        },
        Reserved {
            package: "rustyfit",
            users: &["sinew-import"],
            because: "only one place knows the formats of devices",
        },
        Reserved {
            package: "quick-xml",
            users: &["sinew-import"],
            because: "only one place knows the formats of devices",
        },
        Reserved {
            package: "zip",
            users: &["sinew-import"],
            because: "only exports of training logs are zip archives",
        },
        Reserved {
            package: "jsonschema",
            users: &["sinew-pack", "sinew-app"],
            because: "only the edges read what people wrote",
        },
        Reserved {
            package: "toml",
            users: &["sinew-pack", "sinew-app", "sinew-author", "sinew-ext", "xtask"],
            because: "only the edges read what people wrote",
        },
        Reserved {
            package: "toml_parser",
            users: &["sinew-pack", "sinew-author"],
            because: "only the loader reads comments, and only authors' tools lay out files",
        },
        Reserved {
            package: "schemars",
            users: &["sinew-pack", "sinew-app", "sinew-batch", "sinew-ext", "sinew-log"],
            because: "only the edges publish schemas",
        },
    ],
    declared: &[Declared {
        name: "sinew-model",
        package: "jiff",
        without: &[
            "std",
            "tz-system",
            "tz-fat",
            "tzdb-bundle-always",
            "tzdb-bundle-platform",
            "tzdb-zoneinfo",
        ],
        because: "the core has no clock and no time zone",
    }],
    gated: &[
        Gated {
            name: "sinew-diag",
            feature: "render",
            package: "annotate-snippets",
            askers: &["sinew-cli", "xtask", "sinew-tests"],
        },
        Gated {
            name: "sinew-diag",
            feature: "render",
            package: "serde_json",
            askers: &["sinew-cli", "xtask", "sinew-tests"],
        },
    ],
    build_scripts: &["sinew-cli"],
};
