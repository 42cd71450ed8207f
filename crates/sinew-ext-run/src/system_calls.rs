//! A filter of system calls, for the kinds of machines that it knows.
//!
//! It names what is refused and not what is allowed: what a library of C needs changes from version to version, and a library that
//! does no harm shall not stop working because of it.

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};
use std::collections::BTreeMap;

/// Calls that nothing here needs: new processes and programs, sockets of any kind, other processes, memory and messages that they share,
/// whatever changes a file without opening it (Landlock does not look at these), the kernel itself, and leaving the group in which
/// the parent ends this process.
const REFUSED: &[i64] = &[
    libc::SYS_execve,
    libc::SYS_execveat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    // It does what it is asked for past this filter.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_tkill,
    SETRLIMIT,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_by_handle_at,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_kexec_load,
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    libc::SYS_kexec_file_load,
    // Rights, owners, times and lengths of files.
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    // Landlock knows it from Linux 6.2 on.
    libc::SYS_truncate,
    // What stays when this process is gone, and what others of the same person share.
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    // How other processes are run.
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setattr,
    libc::SYS_process_madvise,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
];

/// The number of the newest call that sets rights, which the C library here may not name; it is the same on each of these machines.
const FCHMODAT2: i64 = 452;

/// The number of the older call that sets limits, which has no name on each of these machines.
const SETRLIMIT: i64 = if cfg!(target_arch = "x86_64") { 160 } else { 164 };

/// Refuses them from now on. Whether all of them are refused: the system may have no such filters.
pub(crate) fn refuse() -> bool {
    filter().is_some()
}

fn filter() -> Option<()> {
    let own = u64::from(std::process::id());
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let only_if = |argument: u8, compared: SeccompCmpOp, with: u64| {
        let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Qword, compared, with).ok()?;
        Some(vec![SeccompRule::new(vec![condition]).ok()?])
    };
    // A thread is not a new process.
    let thread = u64::try_from(libc::CLONE_THREAD).ok()?;
    rules.insert(libc::SYS_clone, only_if(0, SeccompCmpOp::MaskedEq(thread), 0)?);
    // A process may end itself by a signal, as it does when it gives up.
    for call in [libc::SYS_kill, libc::SYS_tgkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo] {
        rules.insert(call, only_if(0, SeccompCmpOp::Ne, own)?);
    }
    // Limits may be looked at.
    rules.insert(libc::SYS_prlimit64, only_if(2, SeccompCmpOp::Ne, 0)?);
    let refused = SeccompAction::Errno(u32::try_from(libc::EPERM).ok()?);
    apply(with_other_numbers(rules), refused)?;
    // What it is asked for stands in memory, where no filter sees it. Without it, threads are made by the older call.
    let missing = SeccompAction::Errno(u32::try_from(libc::ENOSYS).ok()?);
    apply(with_other_numbers(BTreeMap::from([(libc::SYS_clone3, Vec::new())])), missing)
}

fn apply(rules: BTreeMap<i64, Vec<SeccompRule>>, action: SeccompAction) -> Option<()> {
    let machine = std::env::consts::ARCH.try_into().ok()?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, action, machine).ok()?;
    let program: BpfProgram = filter.try_into().ok()?;
    apply_filter(&program).ok()
}

/// On some kernels of this kind of machine each call has a second number, and a few have one that is theirs alone.
#[cfg(target_arch = "x86_64")]
fn with_other_numbers(mut rules: BTreeMap<i64, Vec<SeccompRule>>) -> BTreeMap<i64, Vec<SeccompRule>> {
    const OTHER: i64 = 0x4000_0000;
    let more: Vec<(i64, Vec<SeccompRule>)> =
        rules.iter().map(|(call, rules)| (call | OTHER, rules.clone())).collect();
    rules.extend(more);
    rules.extend((512..=547).map(|call| (call | OTHER, Vec::new())));
    rules
}

#[cfg(not(target_arch = "x86_64"))]
fn with_other_numbers(rules: BTreeMap<i64, Vec<SeccompRule>>) -> BTreeMap<i64, Vec<SeccompRule>> {
    rules
}
