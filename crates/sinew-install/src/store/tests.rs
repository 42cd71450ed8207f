//! A disk that fails at every step, and a program that is killed at every step: what was there before is there after.

use super::*;
use crate::{
    bundle::Bundle,
    fixture::{DAY, bundle_with, copy_of, in_version, install, names, request, seen, with_both},
    install::plan_install,
    key::remembered_keys,
    remove::plan_remove,
};
use sinew_app::PackName;

/// How a step goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// This step does not work; those after it do.
    Error,
    /// The program is killed at this step: nothing after it happens.
    Kill,
}

/// A disk on which the step with this number goes wrong. Of what it writes then, half gets there. It waits for no disk, because
/// these tests pull no plug.
struct FaultyDisk {
    fault: Fault,
    at: usize,
    steps: usize,
}

impl FaultyDisk {
    fn new(fault: Fault, at: usize) -> Self {
        Self { fault, at, steps: 0 }
    }

    /// A disk on which nothing goes wrong.
    fn sound() -> Self {
        Self::new(Fault::Error, usize::MAX)
    }

    /// Counts a step, and says whether it goes wrong.
    fn step(&mut self) -> io::Result<()> {
        let now = self.steps;
        self.steps += 1;
        let fails = match self.fault {
            Fault::Error => now == self.at,
            Fault::Kill => now >= self.at,
        };
        if fails { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&mut self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.make_folder(path))
    }

    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let is_first_fault = self.steps == self.at;
        match self.step() {
            Ok(()) => fs::write(path, bytes),
            Err(error) => {
                if is_first_fault {
                    fs::write(path, &bytes[..bytes.len() / 2])?;
                }
                Err(error)
            }
        }
    }

    fn sync_folder(&mut self, _: &Path) -> io::Result<()> {
        self.step()
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.rename(from, to))
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.remove_file(path))
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        let is_first_fault = self.steps == self.at;
        match self.step() {
            Ok(()) => RealDisk.remove_folder(path),
            Err(error) => {
                // Removing a folder is many steps for the system, and stops at any of them.
                if let Some(first) =
                    fs::read_dir(path)?.flatten().find(|entry| is_first_fault && entry.path().is_file())
                {
                    fs::remove_file(first.path())?;
                }
                Err(error)
            }
        }
    }
}

/// Lets a change go wrong at every step, in both ways, each time in a copy of a data folder. After each, people see either what was
/// there before or what was to be there, as a whole; an error means before. Then the change is made for good.
#[track_caller]
fn at_every_step(prepared: &Path, change: &dyn Fn(&Path, &mut dyn Disk) -> Result<(), String>) -> usize {
    let whole = copy_of(prepared);
    let before = seen(whole.path());
    let mut counting = FaultyDisk::sound();
    change(whole.path(), &mut counting).unwrap();
    let after = seen(whole.path());
    assert_ne!(before, after, "the change is one that people see");
    let (steps, whole_names) = (counting.steps, names(whole.path()));
    for fault in [Fault::Error, Fault::Kill] {
        for at in 0..steps {
            let data = copy_of(prepared);
            let done = change(data.path(), &mut FaultyDisk::new(fault, at));
            let now = seen(data.path());
            match (fault, done) {
                (Fault::Error, Ok(())) => assert_eq!(now, after, "{fault:?} at {at}"),
                (Fault::Error, Err(problem)) => {
                    assert_eq!(now, before, "{fault:?} at {at}");
                    assert!(problem.contains("the disk is full"), "{problem}");
                }
                (Fault::Kill, _) => assert!(now == before || now == after, "{fault:?} at {at}: {now:?}"),
            }
            // The next time it works, and nothing of the first try is left.
            if now == before {
                change(data.path(), &mut FaultyDisk::sound()).unwrap();
            }
            assert_eq!(seen(data.path()), after, "{fault:?} at {at}");
            if now == before {
                assert_eq!(names(data.path()), whole_names, "{fault:?} at {at}");
            }
        }
    }
    steps
}

fn installing(bundle: Bundle) -> impl Fn(&Path, &mut dyn Disk) -> Result<(), String> {
    move |data, disk| {
        let plan = plan_install(&bundle, &request(data)).unwrap();
        plan.carry_out_on(disk).map_err(|problem| problem.to_string())
    }
}

fn removing(name: &str) -> impl Fn(&Path, &mut dyn Disk) -> Result<(), String> {
    let name = PackName::parse(name);
    move |data, disk| {
        let plan = plan_remove(data, &name, DAY).unwrap();
        plan.carry_out_on(disk).map_err(|problem| problem.to_string())
    }
}

#[test]
fn installing_a_first_version_can_go_wrong_at_every_step() {
    let data = tempfile::tempdir().unwrap();
    install(data.path(), &in_version("base", "0.2.0"));
    let steps = at_every_step(data.path(), &installing(in_version("ache", "1.2.3")));
    assert!(steps > 15, "each file, each folder and each move is a step: {steps}");
}

#[test]
fn replacing_a_version_can_go_wrong_at_every_step() {
    at_every_step(with_both().path(), &installing(in_version("ache", "1.3.0")));
}

#[test]
fn adding_a_library_beside_can_go_wrong_at_every_step() {
    at_every_step(with_both().path(), &installing(in_version("base", "0.2.7")));
}

#[test]
fn removing_can_go_wrong_at_every_step() {
    at_every_step(with_both().path(), &removing("ache"));
    let two = with_both();
    install(two.path(), &in_version("base", "0.2.7"));
    at_every_step(two.path(), &removing("base@0.2.0"));
}

/// The same version again, with another document: the content that people see is the same before, meanwhile and after.
#[test]
fn renewing_a_version_never_takes_it_away() {
    let renewed = bundle_with("ache", &[], &[("README.md", "# Read this\n")]);
    let change = installing(renewed);
    let readme = |data: &Path| {
        let record = Record::read(data, &PackId::new("ache").unwrap()).unwrap().unwrap();
        let installed = record.versions.values().next().unwrap().clone();
        fs::read_to_string(files_folder(data, &installed).join("README.md")).unwrap()
    };
    let prepared = with_both();
    let data = copy_of(prepared.path());
    let mut counting = FaultyDisk::sound();
    change(data.path(), &mut counting).unwrap();
    assert_eq!(readme(data.path()), "# Read this\n");
    for fault in [Fault::Error, Fault::Kill] {
        for at in 0..counting.steps {
            let data = copy_of(prepared.path());
            let before = seen(data.path());
            let done = change(data.path(), &mut FaultyDisk::new(fault, at));
            assert_eq!(seen(data.path()), before, "{fault:?} at {at}");
            match readme(data.path()).as_str() {
                "# Read me\n" => assert!(done.is_err(), "{fault:?} at {at}"),
                "# Read this\n" => assert!(fault == Fault::Kill || done.is_ok(), "{fault:?} at {at}"),
                other => panic!("{fault:?} at {at}: {other}"),
            }
        }
    }
}

/// A key is remembered with the pack or not at all, unless the program is killed between the two.
#[test]
fn a_key_is_not_remembered_if_the_pack_is_not_installed() {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let manifest = in_version("base", "0.2.0").manifest().unwrap();
    let signature =
        minisign::sign(None, &pair.sk, manifest.as_bytes(), Some("base 0.2.0"), None).unwrap().to_string();
    let key = pair.pk.to_base64();
    let beside =
        [("README.md", "# Read me\n"), ("pack.minisig", signature.as_str()), ("pack.pub", key.as_str())];
    let bundle = bundle_with("base", &[], &beside);
    let change = |data: &Path, disk: &mut dyn Disk| {
        let request = crate::install::InstallRequest { remember: Some("alex".into()), ..request(data) };
        plan_install(&bundle, &request).unwrap().carry_out_on(disk)
    };
    let data = tempfile::tempdir().unwrap();
    let mut counting = FaultyDisk::sound();
    change(data.path(), &mut counting).unwrap();
    assert_eq!(remembered_keys(data.path()).unwrap().len(), 1);
    for at in 0..counting.steps {
        let data = tempfile::tempdir().unwrap();
        let done = change(data.path(), &mut FaultyDisk::new(Fault::Error, at));
        let keys = remembered_keys(data.path()).unwrap();
        assert_eq!(keys.len(), usize::from(done.is_ok()), "at {at}");
        assert_eq!(seen(data.path()).len(), usize::from(done.is_ok()), "at {at}");
    }
}

#[test]
fn a_key_that_was_remembered_under_that_name_meanwhile_is_not_replaced() {
    let pair = || minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let (first, second) = (pair(), pair());
    let plan = |data: &Path, pair: &minisign::KeyPair, id: &str| {
        let manifest = in_version(id, "0.2.0").manifest().unwrap();
        let comment = format!("{id} 0.2.0");
        let signature = minisign::sign(None, &pair.sk, manifest.as_bytes(), Some(&comment), None).unwrap();
        let (signature, key) = (signature.to_string(), pair.pk.to_base64());
        let beside =
            [("README.md", "# Read me\n"), ("pack.minisig", signature.as_str()), ("pack.pub", key.as_str())];
        let bundle = bundle_with(id, &[], &beside);
        let request = crate::install::InstallRequest { remember: Some("alex".into()), ..request(data) };
        plan_install(&bundle, &request).unwrap()
    };
    let data = tempfile::tempdir().unwrap();
    let late = plan(data.path(), &first, "base");
    let name = crate::key::key_path(data.path(), "alex").unwrap();
    fs::create_dir_all(name.parent().unwrap()).unwrap();
    fs::write(&name, format!("untrusted comment: minisign public key\n{}\n", second.pk.to_base64())).unwrap();
    let problem = late.carry_out().unwrap_err();
    assert_eq!(problem.to_string(), "what is installed changed in the meantime");
    let keys = remembered_keys(data.path()).unwrap();
    assert_eq!(keys.iter().map(|known| known.key.as_str()).collect::<Vec<_>>(), [second.pk.to_base64()]);
    assert!(seen(data.path()).is_empty(), "nothing is installed");
}

#[test]
fn two_programs_do_not_change_it_at_once() {
    let data = with_both();
    let plan = plan_install(&in_version("ache", "1.3.0"), &request(data.path())).unwrap();
    let mut disk = RealDisk;
    let held = Store::open(data.path(), &mut disk).unwrap();
    let problem = plan.carry_out().unwrap_err();
    assert_eq!(problem.to_string(), "another program is installing or removing packs");
    assert_eq!(problem.remedy().as_deref(), Some("wait until it is done, then run it again"));
    drop(held);
    plan.carry_out().unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look_at_what_is_installed() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = tempfile::tempdir().unwrap();
    let inner = data.path().join("not/there/yet");
    install(&inner, &in_version("base", "0.2.0"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut open = vec![inner];
    while let Some(folder) = open.pop() {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
            }
        }
    }
}
