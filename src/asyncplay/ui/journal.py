"""The journal: what was typed since the last save, on disk within a second, so that nothing that ends the playground takes it along. No Textual.

Each playground has one file, locked while it lives. Its first line tells what is edited and the saved text, each line after it a change. What others
wrote is read in `journals`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import pathlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from asyncplay.config.paths import make_private
from asyncplay.late import dataclass

PREFIX, NEW, SUFFIX = "edit-", "new-", ".journal"
"""One that is not locked and written yet has another name: nobody takes it for one that was left."""
ROOM = 1 << 20
"""A journal that is so much longer than its text is begun anew."""


@dataclass(frozen=True)
class Subject:
    """What is edited: a file, a lesson (by its stem; `whole`: with docstring and facts) or, with neither, a snippet without a name."""

    path: str | None
    lesson: str | None
    title: str
    whole: bool = False

    def same(self, other: Subject) -> bool:
        """Whether both are the same text; snippets without a name never are."""
        return (self.path, self.lesson) == (other.path, other.lesson) and (self.path or self.lesson) is not None


class Journal:
    """One playground's. `failing` says why the text is not on disk, while it is not."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self._fd = -1
        self.file = ""
        """Its path; empty before the first line."""
        self._size = 0
        self._subject: Subject | None = None
        self._saved: list[str] = []
        self._last: list[str] = []
        self.failing: str | None = None

    def begin(self, subject: Subject, saved: str, lines: Sequence[str]) -> None:
        """Another text is edited, or this one was saved: what was journalled before is done with."""
        self._subject, self._saved, self._last = subject, saved.split("\n"), []
        self._write_anew(lines)

    def note(self, lines: Sequence[str]) -> bool:
        """Write what changed since the last time; whether something did."""
        if self._subject is None:
            return False
        if self._fd < 0 or self._size > ROOM + 4 * sum(map(len, lines)):
            return self._write_anew(lines)
        record = _change(self._last, lines)
        if record is None:
            return False
        return self._append(line(record), lines)

    def _write_anew(self, lines: Sequence[str]) -> bool:
        assert self._subject is not None
        old_fd, old_file = self._fd, self.file
        header = {"asyncplay": 1, "pid": os.getpid(), "at": time.time(), "saved": "\n".join(self._saved), **asdict(self._subject)}
        record = _change(self._saved, lines)
        fd, name = -1, ""
        try:
            fd, name = tempfile.mkstemp(SUFFIX, NEW, make_private(self.folder))
            with contextlib.suppress(OSError):  # a file system without locks: the pid has to do
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            data = line(header) + (line(record) if record else b"")
            _write(fd, data, 0)
            file = os.path.join(self.folder, PREFIX + os.path.basename(name).removeprefix(NEW))
            os.rename(name, file)
        except OSError as error:
            self.failing = _reason(error)
            if fd >= 0:
                os.close(fd)
                remove(name)
            return False
        self._fd, self.file, self._size, self._last, self.failing = fd, file, len(data), list(lines), None
        if old_fd >= 0:
            os.close(old_fd)
            remove(old_file)
        return True

    def _append(self, data: bytes, lines: Sequence[str]) -> bool:
        try:
            _write(self._fd, data, self._size)
        except OSError as error:
            self.failing = _reason(error)
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._size)
            return False
        self._size += len(data)
        self._last = list(lines)
        self.failing = None
        return True

    def sync(self) -> None:
        """Have it survive even a power cut; may be called in another thread."""
        try:
            fd = os.dup(self._fd)
        except OSError:
            return
        with contextlib.suppress(OSError):
            os.fsync(fd)
        os.close(fd)

    def close(self, keep: bool) -> None:
        """The end; `keep`: the text is not saved elsewhere."""
        fd, self._fd, self._subject = self._fd, -1, None
        if fd >= 0:
            if keep:
                with contextlib.suppress(OSError):
                    os.fsync(fd)
            else:
                remove(self.file)
            os.close(fd)

def _write(fd: int, data: bytes, at: int) -> None:
    done = 0
    while done < len(data):
        done += os.pwrite(fd, data[done:], at + done)


def _change(old: Sequence[str], new: Sequence[str]) -> dict[str, Any] | None:
    """The rows that differ, as one stretch."""
    shorter = min(len(old), len(new))
    above = _alike(old, new, shorter)
    if above == len(old) == len(new):
        return None
    below = _alike(old[::-1], new[::-1], shorter - above)
    return {"at": time.time(), "from": above, "cut": len(old) - above - below, "put": list(new[above : len(new) - below])}


def _alike(one: Sequence[str], two: Sequence[str], most: int) -> int:
    """How many of the first rows are the same."""
    count = 0
    while count < most and one[count : count + 64] == two[count : count + 64] and count + 64 <= most:
        count += 64
    while count < most and one[count] == two[count]:
        count += 1
    return count


def line(value: dict[str, Any]) -> bytes:
    """One line of a journal."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def remove(file: str) -> None:
    """It is not wanted any more."""
    with contextlib.suppress(OSError):
        os.unlink(file)


def _reason(error: OSError) -> str:
    return "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
