"""seccomp: which system calls this process and its descendants may make, as a filter that the kernel runs before each call.

Stops: what is no use to a snippet and a way to attack the kernel or a neighbour: tracing, other processes' memory, new namespaces, mounts, modules,
bpf, io_uring, userfaultfd, perf, keys, System V IPC, anonymous memory files, inotify, set-uid tricks with personality, calls of another
processor's numbering (x32, 32 bit), pushing characters into a terminal, leases on files, sockets of other families than unix and internet, their
rarer protocols and programs for them, flushing all disks, claiming a core.
Where the level has no namespaces, also: signals to others, new sessions, unix sockets, datagrams, new processes, and the changes to files
that Landlock does not cover.
Does not stop: looking at pointers (an argument in memory can change behind a filter), so nothing here depends on a path or an address.

It is a list of what is denied, not of what is allowed: interpreters and C libraries of other versions must run. What a denied call gets is an
error that programs know (EPERM; ENOSYS for clone3, which makes the C library use clone), never a signal, but for foreign numbering.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct
from dataclasses import dataclass

from asyncplay.sandbox import linux, syscalls

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
X32_BIT = 0x40000000
ALLOW, ERRNO, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000  # seccomp(2)
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN, AND = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54  # linux/bpf_common.h
NUMBER_AT, ARCH_AT, ARG_AT = 0, 4, 16  # struct seccomp_data; the low half of an argument comes first on both processors
UNIX, INET, INET6 = 1, 2, 10
STREAM = 1
CLONE_THREAD, CLONE_NAMESPACES = 0x10000, 0x7E020000
TERMINAL_INPUT = (0x5412, 0x541C, 0x540E, 0x5423)
"""TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCSETD."""
PROTOCOLS = (0, 1, 6, 17, 58)
"""ICMP, TCP, UDP, ICMPv6, and the usual one of a family (1 is unix's own, too): others would load modules of the kernel."""
PROGRAMS, SOL_SOCKET = (26, 50, 51, 52), 1
"""Socket options that hand the kernel a program: SO_ATTACH_FILTER, SO_ATTACH_BPF, and those of reused ports."""
TCP_ULP, SOL_TCP = 31, 6
"""The option that puts another protocol, a module of the kernel, on top of TCP."""
SCHED_CORE = 62
"""prctl's: by it a run may keep half of a core's threads idle."""
FILE_WATCHES = (1024, 1026)
"""fcntl's F_SETLEASE, which makes others wait for a file that is shared, and F_NOTIFY, which tells what others do in a folder."""
SET_MODE = ("seccomp", 1)

NEVER = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp", "perf_event_open", "bpf", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "add_key", "request_key", "keyctl", "mount", "umount2", "pivot_root",
    "chroot", "open_tree", "open_tree_attr", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "setns", "unshare",
    "open_by_handle_at", "name_to_handle_at", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module",
    "delete_module", "quotactl", "quotactl_fd", "acct", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "iopl", "ioperm",
    "modify_ldt", "syslog", "personality", "vhangup", "lookup_dcookie", "sethostname", "setdomainname", "fanotify_init", "inotify_init",
    "inotify_init1", "shmget", "shmat", "msgget", "semget", "mq_open", "memfd_create", "memfd_secret", "migrate_pages", "move_pages", "mbind",
    "set_mempolicy", "set_mempolicy_home_node", "vmsplice", "sched_setattr", "sched_setscheduler", "ioprio_set", "nfsservctl", "uselib",
    "ustat", "sysfs", "_sysctl", "statmount", "listmount", "lsm_set_self_attr",
)  # fmt: skip
FILE_MARKS = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat", "setxattr",
    "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "setxattrat", "removexattrat", "file_setattr",
)  # fmt: skip
"""Changes to files that Landlock lets through."""
OTHERS = ("prlimit64", "sched_setaffinity", "sched_setparam")
"""Calls whose first argument names a process, 0 being oneself: the warden is one too."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs between levels. `own_pid`: the one process that signals may go to (None: a namespace or Landlock's scope sees to that)."""

    alone: bool = False
    """No namespace of its own: nothing that touches others."""
    fork: bool = True
    unix_sockets: bool = True
    datagrams: bool = True
    file_marks: bool = True
    own_pid: int | None = None


class _Program:
    """Instructions of classic BPF, one after another."""

    def __init__(self, machine: str) -> None:
        self.table = syscalls.table(machine)
        self.code = b""
        self._arch(machine)

    def add(self, operation: int, value: int, yes: int = 0, no: int = 0) -> None:
        self.code += struct.pack("=HBBI", operation, yes, no, value)

    def _arch(self, machine: str) -> None:
        self.add(LOAD, ARCH_AT)
        self.add(EQUAL, AUDIT_ARCH[machine], 1, 0)
        self.add(RETURN, KILL_PROCESS)
        self.add(LOAD, NUMBER_AT)
        if machine == "x86_64":
            self.add(AT_LEAST, X32_BIT, 0, 1)
            self.add(RETURN, KILL_PROCESS)

    def deny(self, name: str, error: int = errno.EPERM) -> None:
        """The call as a whole."""
        if name in self.table:
            self.add(EQUAL, self.table[name], 0, 1)
            self.add(RETURN, ERRNO | error)

    def routine(self, name: str, lines: list[tuple[int, int, int, int]]) -> None:
        """The call by instructions of its own, each of whose ways ends in a RETURN."""
        self.add(EQUAL, self.table[name], 0, len(lines))
        for line in lines:
            self.add(*line)

    def judge(self, name: str, argument: int, tests: list[tuple[int, int]], error: int, hit_is_good: bool, mask: int | None = None) -> None:
        """The call by one argument's low half: a test that hits decides one way, none the other."""
        if name not in self.table:
            return
        good, bad = (RETURN, ALLOW), (RETURN, ERRNO | error)
        size = 1 + (mask is not None) + len(tests) + 2
        self.add(EQUAL, self.table[name], 0, size)
        self.add(LOAD, ARG_AT + 8 * argument)
        if mask is not None:
            self.add(AND, mask)
        for index, (operation, value) in enumerate(tests):
            self.add(operation, value, len(tests) - index, 0)
        self.add(*(bad if hit_is_good else good))
        self.add(*(good if hit_is_good else bad))


@functools.cache
def build(rules: Rules, machine: str | None = None) -> bytes:
    """The filter's program; that of the same rules again is the same."""
    program = _Program(machine or linux.machine())
    for name in NEVER:
        program.deny(name)
    program.deny("clone3", errno.ENOSYS)
    if not rules.file_marks:
        for name in FILE_MARKS:
            program.deny(name)
    if rules.alone:
        for name in ("setsid", "setpgid"):
            program.deny(name)
    if rules.own_pid is not None:
        for name in ("tkill", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
            program.deny(name)
        for name in ("kill", "tgkill"):
            program.judge(name, 0, [(EQUAL, rules.own_pid)], errno.EPERM, hit_is_good=True)
    for name in OTHERS:
        program.judge(name, 0, [(EQUAL, 0)], errno.EPERM, hit_is_good=True)
    _priority(program)
    _processes(program, rules)
    program.judge("ioctl", 1, [(EQUAL, command) for command in TERMINAL_INPUT], errno.EPERM, hit_is_good=False)
    for name in ("sync", "syncfs"):
        program.deny(name, 0)  # all disks of the host would write; there is nothing of this run's to be written
    program.judge("prctl", 0, [(EQUAL, SCHED_CORE)], errno.EPERM, hit_is_good=False)
    program.judge("fcntl", 1, [(EQUAL, command) for command in FILE_WATCHES], errno.EPERM, hit_is_good=False)
    _sockets(program, rules)
    _socket_options(program)
    program.add(RETURN, ALLOW)
    return program.code


def _priority(program: _Program) -> None:
    """setpriority of this process alone: both what kind of number it is and the number must be 0."""
    program.add(EQUAL, program.table["setpriority"], 0, 6)
    program.add(LOAD, ARG_AT)
    program.add(EQUAL, 0, 0, 2)
    program.add(LOAD, ARG_AT + 8)
    program.add(EQUAL, 0, 1, 0)
    program.add(RETURN, ERRNO | errno.EPERM)
    program.add(RETURN, ALLOW)


def _processes(program: _Program, rules: Rules) -> None:
    """No new namespaces; where nothing may be started, threads only."""
    if rules.fork:
        program.judge("clone", 0, [(ANY_BIT, CLONE_NAMESPACES)], errno.EPERM, hit_is_good=False)
        return
    for name in ("fork", "vfork", "execve", "execveat"):
        program.deny(name)
    program.judge("clone", 0, [(ANY_BIT, CLONE_THREAD)], errno.EPERM, hit_is_good=True)


def _sockets(program: _Program, rules: Rules) -> None:
    """Families, kinds and protocols of sockets."""
    program.judge("socketpair", 0, [(EQUAL, UNIX)], errno.EAFNOSUPPORT, hit_is_good=True)
    families = (UNIX, INET, INET6) if rules.unix_sockets else (INET, INET6)
    lines = [(LOAD, ARG_AT, 0, 0), *((EQUAL, family, len(families) - index, 0) for index, family in enumerate(families))]
    lines.append((RETURN, ERRNO | errno.EAFNOSUPPORT, 0, 0))
    if not rules.datagrams:
        lines += [(LOAD, ARG_AT + 8, 0, 0), (AND, 0xF, 0, 0), (EQUAL, STREAM, 1, 0), (RETURN, ERRNO | errno.EPERM, 0, 0)]
    lines += [(LOAD, ARG_AT + 16, 0, 0), *((EQUAL, protocol, len(PROTOCOLS) - index, 0) for index, protocol in enumerate(PROTOCOLS))]
    lines += [(RETURN, ERRNO | errno.EPROTONOSUPPORT, 0, 0), (RETURN, ALLOW, 0, 0)]
    program.routine("socket", lines)


def _socket_options(program: _Program) -> None:
    """All but those that hand the kernel a program, or put a module of its own on a socket."""
    deny = (RETURN, ERRNO | errno.EPERM, 0, 0)
    good = (RETURN, ALLOW, 0, 0)
    lines = [(LOAD, ARG_AT + 8, 0, 0), (EQUAL, SOL_TCP, 0, 4), (LOAD, ARG_AT + 16, 0, 0), (EQUAL, TCP_ULP, 0, 1), deny, good]
    lines += [(EQUAL, SOL_SOCKET, 1, 0), good, (LOAD, ARG_AT + 16, 0, 0)]
    lines += [(EQUAL, option, len(PROGRAMS) - index, 0) for index, option in enumerate(PROGRAMS)]
    program.routine("setsockopt", [*lines, good, deny])


def install(program: bytes) -> None:
    """From here on, for good. The last step of a lockdown."""
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("=HxxxxxxQ", len(program) // 8, ctypes.addressof(code)), 16)
    linux.no_new_privileges()
    linux.syscall(syscalls.number(SET_MODE[0]), "seccomp", SET_MODE[1], 0, head)
