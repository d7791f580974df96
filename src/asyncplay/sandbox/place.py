"""Puts the snippet's file into the private root, at the path that the user gave: `__file__` can be read, and `multiprocessing` can spawn from it."""

from __future__ import annotations

import errno
import os

from asyncplay.sandbox import mounts

HIDDEN = "/.snippet"


def place(path: str, work: str, data: int) -> None:
    """In the warden, before the runner is released. `data`: a descriptor with the text. A place that cannot be made is let be."""
    target = os.path.normpath(os.path.join(work, path))
    try:
        _write(target, data)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES):
            return
        mounts.set_root_read_only(False)
        try:
            _write_through(target, data)
        except OSError:
            pass
        finally:
            mounts.set_root_read_only(True)


def rehearse(work: str) -> None:
    """As for a snippet, and leave nothing of it."""
    data = os.memfd_create("nothing", os.MFD_CLOEXEC)
    try:
        os.write(data, b"\n")
        place(HIDDEN[1:], work, data)
        os.unlink(os.path.normpath(os.path.join(work, HIDDEN[1:])))
    except OSError:
        pass
    finally:
        os.close(data)


def _write_through(target: str, data: int) -> None:
    """Into the root; where the place is in a folder that is shown read-only and the file exists, over it."""
    try:
        _write(target, data)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES) or not os.path.isfile(target):
            raise
        _write(HIDDEN, data)
        mounts.bind(HIDDEN, os.path.realpath(target))
        mounts.restrict(os.path.realpath(target), mounts.RDONLY | mounts.NOSUID | mounts.NODEV)


def _write(target: str, data: int) -> None:
    folder = os.path.dirname(target)
    os.makedirs(folder, 0o755, exist_ok=True)
    if not os.access(folder, os.R_OK) or not os.stat(folder).st_mode & 0o400:
        os.chmod(folder, 0o755)  # so far only passed through; imports look into it
    fd = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    try:
        offset = 0
        while chunk := os.pread(data, 1 << 16, offset):
            offset += os.write(fd, chunk)
    finally:
        os.close(fd)
