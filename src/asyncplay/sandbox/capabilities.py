"""Capabilities: the pieces of root's power, all given up, for good.

Stops: whatever needs a privilege, inside the run's own namespaces too: mounting, raw sockets, device nodes, changing identity, tracing.
Does not stop: what needs none.
"""

from __future__ import annotations

import ctypes
import os
import struct

from asyncplay.sandbox import linux, syscalls

PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
VERSION_3 = 0x20080522  # capset(2)
_HEAD = ctypes.create_string_buffer(struct.pack("=Ii", VERSION_3, 0), 8)
_NONE = ctypes.create_string_buffer(bytes(24), 24)


def drop_all() -> None:
    """Empty every set."""
    drop_bounding()
    drop_sets()


def drop_bounding() -> None:
    """No program that is started from here on brings one back. What this process has it keeps."""
    for capability in range(64):
        try:
            linux.prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break


def drop_sets() -> None:
    """Ambient, effective, permitted, inheritable."""
    try:
        linux.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    except OSError:
        pass
    linux.syscall(syscalls.number("capset"), "capset", _HEAD, _NONE)


def become(uid: int, gid: int) -> None:
    """Root puts on an account of no power and no other groups, and stays traceable by itself: /proc/self must remain its own."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    linux.set_dumpable(True)
