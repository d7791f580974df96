"""The few Linux primitives that the standard library lacks, by ctypes. Each raises OSError; none is called at import."""

from __future__ import annotations

import ctypes
import fcntl
import os
import sys
import tempfile

PR_SET_PDEATHSIG = 1  # prctl(2)
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
F_ADD_SEALS = 1033  # fcntl(2)
SEAL_SEAL, SEAL_SHRINK, SEAL_GROW = 1, 2, 4
HERE = sys.platform == "linux"


def prctl(option: int, value: int) -> None:
    """One prctl(2) call with one argument."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def become_subreaper() -> bool:
    """Orphans among our descendants become our children from now on. False where the system has no such thing."""
    if not HERE:
        return False
    try:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
    except OSError:
        return False
    return True


def die_with_parent(signal: int) -> None:
    """Have this process sent a signal when its parent ends (off Linux: nothing)."""
    if HERE:
        prctl(PR_SET_PDEATHSIG, signal)


def children(pid: int) -> list[int]:
    """The direct children of all threads of a process; none where it is gone."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        pass
    return found


def descendants(pid: int) -> list[int]:
    """Everything below a process, parents before children, as of now."""
    found: list[int] = []
    queue = children(pid)
    while queue:
        found += queue
        queue = [child for one in queue for child in children(one)]
    return found


def memory_file(name: str, size: int) -> int:
    """A descriptor of anonymous memory of exactly this size: sealed, so that nobody can shrink or grow it (memfd_create(2))."""
    if HERE:
        fd = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(fd, size)
        fcntl.fcntl(fd, F_ADD_SEALS, SEAL_SHRINK | SEAL_GROW | SEAL_SEAL)
        return fd
    fd, path = tempfile.mkstemp(prefix=name)
    os.unlink(path)
    os.ftruncate(fd, size)
    return fd
