"""mount(2), umount2(2), pivot_root(2) and mount_setattr(2), and nothing that decides what is mounted where: that is `root`."""

from __future__ import annotations

import ctypes
import os
import struct

from asyncplay.sandbox import linux, syscalls

RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18  # mount(2)
DETACH = 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
_ATTR = struct.Struct("=QQQQ")  # struct mount_attr: set, clear, propagation, userns_fd


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """One mount(2)."""
    words = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    linux.check(linux.libc().mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3]), f"mount {target}")


def unmount(target: str) -> None:
    """Detach it at once; it ends when nobody uses it."""
    linux.check(linux.libc().umount2(os.fsencode(target), ctypes.c_int(DETACH)), f"umount {target}")


def bind(source: str, target: str) -> None:
    """Show a file or folder at a second place, with all that is mounted below it."""
    mount(source, target, None, BIND | REC)


def restrict(target: str, flags: int) -> None:
    """Add RDONLY, NOSUID, NODEV, NOEXEC to a mount and all below it (Linux 5.12)."""
    attributes = ctypes.create_string_buffer(_ATTR.pack(flags, 0, 0, 0), _ATTR.size)
    number = syscalls.number("mount_setattr")
    linux.syscall(number, f"mount_setattr {target}", AT_FDCWD, ctypes.c_char_p(os.fsencode(target)), AT_RECURSIVE, attributes, _ATTR.size)


def set_root_read_only(yes: bool) -> None:
    """The root mount alone, without those below it."""
    mount(None, "/", None, REMOUNT | BIND | NOSUID | NODEV | (RDONLY if yes else 0))


def pivot(old: str) -> None:
    """The current directory becomes the root; the old root is found at `old`, relative to it."""
    linux.syscall(syscalls.number("pivot_root"), "pivot_root", ctypes.c_char_p(b"."), ctypes.c_char_p(os.fsencode(old)))
    os.chdir("/")
