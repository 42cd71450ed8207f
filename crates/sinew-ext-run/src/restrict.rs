//! What the process gives up before it opens a library. Each part that the system does not offer is left out and said.

use sinew_ext::Sandbox;
use std::path::Path;

/// Gives up what can be given up, for a process that opens this library and nothing else. Gives what is enforced from now on.
pub(crate) fn restrict(library: &Path, memory: u64, processor: u64) -> Sandbox {
    #[cfg(unix)]
    let limits = limit(memory, processor);
    #[cfg(not(unix))]
    let limits = {
        let _ = (memory, processor);
        false
    };
    #[cfg(target_os = "linux")]
    return Sandbox { limits, ..linux::restrict(library) };
    #[cfg(not(target_os = "linux"))]
    {
        let _: &Path = library;
        Sandbox { limits, ..Sandbox::default() }
    }
}

/// Limits on memory, processor time, the size of files that are written, open files and dumps. Whether all of them stand.
#[cfg(unix)]
fn limit(memory: u64, processor: u64) -> bool {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    /// The process has five open files itself; loading a library opens one at a time.
    const FILES: u64 = 32;
    let limits = [
        (Resource::As, memory),
        (Resource::Cpu, processor),
        (Resource::Fsize, 0),
        (Resource::Nofile, FILES),
        (Resource::Core, 0),
    ];
    // All of them are tried, whatever becomes of the others.
    limits.into_iter().fold(true, |all, (resource, most)| {
        // What is lower already stays.
        let Rlimit { current, maximum } = getrlimit(resource);
        let most = [current, maximum].into_iter().flatten().fold(most, u64::min);
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).is_ok() && all
    })
}

#[cfg(target_os = "linux")]
mod linux {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible as _, RestrictionStatus,
        Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope,
        path_beneath_rules,
    };
    use sinew_ext::{Enforced, Sandbox};
    use std::path::Path;

    /// Where the system keeps what a library may need to be loaded.
    const SYSTEM_LIBRARIES: &[&str] = &[
        "/lib",
        "/lib32",
        "/lib64",
        "/usr/lib",
        "/usr/lib32",
        "/usr/lib64",
        "/usr/local/lib",
        "/nix/store",
        "/gnu/store",
        "/etc/ld.so.cache",
    ];

    pub(super) fn restrict(library: &Path) -> Sandbox {
        let no_new_privileges = rustix::thread::set_no_new_privs(true).is_ok();
        let landlock = landlock(library).map_or(Enforced::Not, |status| match status.ruleset {
            RulesetStatus::FullyEnforced => Enforced::Full,
            RulesetStatus::PartiallyEnforced => Enforced::Partial,
            RulesetStatus::NotEnforced => Enforced::Not,
        });
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))]
        let system_calls = crate::system_calls::refuse();
        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
        let system_calls = false;
        Sandbox { landlock, system_calls, no_new_privileges, limits: false }
    }

    /// Nothing but to read the library and what loading it needs. As much of it as the kernel knows.
    fn landlock(library: &Path) -> Result<RestrictionStatus, RulesetError> {
        const KNOWN: ABI = ABI::V6;
        let reading: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::ReadDir;
        let ruleset = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?;
        ruleset
            .add_rules(path_beneath_rules(SYSTEM_LIBRARIES.iter().map(Path::new).chain([library]), reading))?
            .restrict_self()
    }
}
