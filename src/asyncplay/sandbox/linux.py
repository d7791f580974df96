"""The few Linux primitives that everything here builds on, by ctypes. Each raises OSError that names the call; none is called at import."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import os
import sys
import tempfile
import time

PR_SET_PDEATHSIG = 1  # prctl(2)
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
F_ADD_SEALS = 1033  # fcntl(2)
SEAL_SEAL, SEAL_SHRINK, SEAL_GROW = 1, 2, 4
HERE = sys.platform == "linux"


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


@functools.cache
def machine() -> str:
    """The kernel's name for this processor: x86_64, aarch64, …"""
    return os.uname().machine


def check(result: int, what: str) -> int:
    """The result of a C call, or the OSError that it means."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(number: int, what: str, *args: object) -> int:
    """A system call that the C library has no function for."""
    raw = libc().syscall
    raw.restype = ctypes.c_long
    words = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return check(raw(ctypes.c_long(number), *words), what)


def prctl(option: int, value: int, what: str = "prctl") -> None:
    """One prctl(2) call with one argument."""
    none = ctypes.c_ulong(0)
    check(libc().prctl(ctypes.c_int(option), ctypes.c_ulong(value), none, none, none), what)


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
    """Have this process sent a signal when its parent ends (off Linux: nothing). A change of identity forgets it: call it last."""
    if HERE:
        prctl(PR_SET_PDEATHSIG, signal)


def set_dumpable(yes: bool) -> None:
    """Whether processes of the same account may trace this one, and read its memory, environment and descriptors (off Linux: nothing)."""
    if HERE:
        prctl(PR_SET_DUMPABLE, int(yes))


def no_new_privileges() -> None:
    """From here on no program that is started can gain rights by set-uid bits or file capabilities."""
    prctl(PR_SET_NO_NEW_PRIVS, 1, "no_new_privs")


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


def read(path: str) -> bytes:
    """A file's bytes; none where it cannot be read. Without the layers of `open`, whose objects the warden would need for nothing else."""
    parts = []
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        while part := os.read(fd, 1 << 15):
            parts.append(part)
    except OSError:
        return b""
    finally:
        os.close(fd)
    return b"".join(parts)


def catches(pid: int, number: int) -> bool:
    """Whether a process has a handler for that signal."""
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            mask = next(line.split()[1] for line in file if line.startswith(b"SigCgt:"))
        return bool(int(mask, 16) >> (number - 1) & 1)
    except (OSError, StopIteration, ValueError, IndexError):
        return False


def busy_threads(pid: int) -> set[int]:
    """The threads of a process that compute, or would if there were a processor for them."""
    found = set()
    for thread in _listing(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{thread}/stat", "rb") as file:
                if file.read(400).rpartition(b")")[2].split()[:1] == [b"R"]:
                    found.add(int(thread))
        except (OSError, ValueError):
            pass
    return found


def busiest(pid: int, threads: set[int]) -> int:
    """Which of these threads gets the processor just now; 0 where that is not known."""
    if len(threads) < 2:
        return next(iter(threads), 0)
    before = {thread: _ran(pid, thread) for thread in threads}
    time.sleep(0.004)
    gained = {thread: _ran(pid, thread) - ran for thread, ran in before.items() if ran}
    best = max(gained, key=lambda thread: gained[thread], default=0)
    return best if best and gained[best] > 0 else 0


def _ran(pid: int, thread: int) -> int:
    """For how many nanoseconds it has had a processor."""
    try:
        with open(f"/proc/{pid}/task/{thread}/schedstat", "rb") as file:
            return int(file.read(100).split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _listing(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def signal_thread(pid: int, thread: int, number: int) -> None:
    """Send a signal to one thread of a process; nothing happens where there is no such thread."""
    with contextlib.suppress(OSError, AttributeError):
        check(libc().tgkill(ctypes.c_int(pid), ctypes.c_int(thread), ctypes.c_int(number)), "tgkill")
