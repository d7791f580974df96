"""Namespaces: a run has processes, a network, mounts, IPC objects and a host name of its own.

Stops: seeing, signalling or tracing a process of anybody else's; reaching the host's network, its servers on 127.0.0.1 and its abstract
sockets; System V and POSIX IPC that others see or that outlives the run; and outliving Stop, since the kernel ends a process namespace whole
when its first process ends. A user namespace makes this possible without being root, and gives each run a count of tasks of its own.
Does not stop: system calls into the one kernel that all share (`seccomp` narrows that), and the use of files (`root`, `landlock`).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct

from asyncplay.sandbox import linux

MOUNT, CGROUP, UTS, IPC, USER, PID, NET = 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000  # clone(2)
WORLD = PID | NET | MOUNT | IPC | UTS | CGROUP
SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40  # netdevice(7)


def unshare(flags: int) -> None:
    """Leave the namespaces of these kinds for new ones (PID: the next child does)."""
    linux.check(linux.libc().unshare(ctypes.c_int(flags)), "unshare")


def enter_user(others: int, inner_uid: int, inner_gid: int) -> None:
    """A user namespace in which this account has these numbers, and new namespaces of the other kinds that belong to it."""
    uid, gid = os.geteuid(), os.getegid()
    unshare(USER | others)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{inner_uid} {uid} 1"), ("gid_map", f"{inner_gid} {gid} 1")):
        _write(f"/proc/self/{name}", text)


def loopback_up() -> None:
    """The new network has nothing but a loopback of its own, which is down at first."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP | IFF_RUNNING))


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    except OSError as error:
        raise OSError(error.errno, f"{path}: {error.strerror}") from None
    finally:
        os.close(fd)
