"""Landlock: which files this process and its descendants may use, enforced by the kernel whatever the paths lead to.

Stops: reading outside of what is named, writing outside of the work folder, making device nodes, and ioctl on devices (ABI 5); with ABI 4
TCP; with ABI 6 signals to, and abstract sockets of, processes outside. Even a descriptor of a folder that leaked in is no way out.
Does not stop: chmod, chown, utime and extended attributes, setpriority, sched_setaffinity, prlimit of others, listing /proc/<pid>/fd,
unix sockets by path, and UDP. Where a level has no namespaces, `seccomp` closes these.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from asyncplay.sandbox import linux, syscalls

CREATE, ADD_RULE, RESTRICT = "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, MAKE_CHAR, MAKE_BLOCK, TRUNCATE, IOCTL = 1, 2, 4, 8, 64, 2048, 1 << 14, 1 << 15
KNOWN = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
"""The file rights that an ABI knows; from 5 on all sixteen."""
READ = EXECUTE | READ_FILE | READ_DIR
WRITE = ((1 << 16) - 1) & ~(MAKE_CHAR | MAKE_BLOCK)
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
NET_ABI, SCOPE_ABI = 4, 6
BIND_AND_CONNECT = 3
ABSTRACT_AND_SIGNALS = 3


def abi() -> int:
    """The kernel's Landlock version; 0 where it has none, or it is switched off."""
    if not linux.HERE:
        return 0
    try:
        return linux.syscall(syscalls.number(CREATE), CREATE, 0, 0, 1)
    except OSError:
        return 0


def restrict(read: Iterable[str], write: Iterable[str], devices: Iterable[str], net: bool, version: int | None = None) -> None:
    """From here on only these. `net`: leave TCP alone (the network is the run's own). Paths that do not exist are passed over."""
    version = abi() if version is None else version
    if not version:
        raise OSError("Landlock: the kernel has none")
    files = KNOWN.get(version, (1 << 16) - 1)
    words = [files]
    if version >= NET_ABI:
        words.append(0 if net else BIND_AND_CONNECT)
    if version >= SCOPE_ABI:
        words.append(ABSTRACT_AND_SIGNALS)
    attributes = struct.pack(f"={len(words)}Q", *words)
    ruleset = linux.syscall(syscalls.number(CREATE), CREATE, ctypes.create_string_buffer(attributes, len(attributes)), len(attributes), 0)
    try:
        for paths, rights in ((read, READ), (write, WRITE), (devices, READ_FILE | WRITE_FILE)):
            for path in paths:
                _allow(ruleset, path, rights & files)
        linux.no_new_privileges()
        linux.syscall(syscalls.number(RESTRICT), RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= OF_FILES
        rule = struct.pack("=Qi", rights, fd)
        linux.syscall(syscalls.number(ADD_RULE), ADD_RULE, ruleset, 1, ctypes.create_string_buffer(rule, len(rule)), 0)
    finally:
        os.close(fd)
