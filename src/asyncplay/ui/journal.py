"""The journal: what was typed since the last save, on disk within a second, so that nothing that ends the playground takes it along. No Textual.

Each playground has one file, locked while it lives. Its first line tells what is edited and the saved text, each line after it a change. A file that
nobody has locked any more was left by a session that broke off: its text is offered by the next one. A locked one tells who else edits what.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import pathlib
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from asyncplay.config.paths import make_private
from asyncplay.late import dataclass

PREFIX, NEW, SUFFIX = "edit-", "new-", ".journal"
"""One that is not locked and written yet has another name: nobody takes it for one that was left."""
KEEP_S = 30 * 86400.0
SIZE_MAX = 64 << 20
ROOM = 1 << 20
"""A journal that is so much longer than its text is begun anew."""
FILES_MAX = 500


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


@dataclass(frozen=True)
class Kept:
    """What a journal holds."""

    file: str
    subject: Subject
    pid: int
    saved: str
    text: str
    at: float
    """When the last change was written."""
    later: bool
    """It was offered, and put off."""


class Journal:
    """One playground's. `failing` says why the text is not on disk, while it is not."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._fd = -1
        self._file = ""
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
        return self._append(_line(record), lines)

    def _write_anew(self, lines: Sequence[str]) -> bool:
        assert self._subject is not None
        old_fd, old_file = self._fd, self._file
        header = {"asyncplay": 1, "pid": os.getpid(), "at": time.time(), "saved": "\n".join(self._saved), **asdict(self._subject)}
        record = _change(self._saved, lines)
        fd, name = -1, ""
        try:
            fd, name = tempfile.mkstemp(SUFFIX, NEW, make_private(self._folder))
            with contextlib.suppress(OSError):  # a file system without locks: the pid has to do
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            data = _line(header) + (_line(record) if record else b"")
            _write(fd, data, 0)
            file = os.path.join(self._folder, PREFIX + os.path.basename(name).removeprefix(NEW))
            os.rename(name, file)
        except OSError as error:
            self.failing = _reason(error)
            if fd >= 0:
                os.close(fd)
                _unlink(name)
            return False
        self._fd, self._file, self._size, self._last, self.failing = fd, file, len(data), list(lines), None
        if old_fd >= 0:
            os.close(old_fd)
            _unlink(old_file)
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
                _unlink(self._file)
            os.close(fd)

    # the others

    def stamp(self) -> object:
        """Another one whenever a journal came or went."""
        try:
            return os.stat(self._folder).st_mtime_ns
        except OSError:
            return None

    def look(self) -> tuple[list[Kept], list[Kept]]:
        """What broken sessions left, newest first; and what other playgrounds edit now. Empty and old ones are swept out."""
        left, alive = [], []
        for file in _files(self._folder):
            if file == self._file:
                continue
            kept, living = _read(file)
            if living:
                alive += [kept] if kept else []
            elif kept is None or kept.text == kept.saved or time.time() - kept.at > KEEP_S:
                _unlink(file)
            else:
                left.append(kept)
        return sorted(left, key=lambda one: -one.at), alive


def _write(fd: int, data: bytes, at: int) -> None:
    done = 0
    while done < len(data):
        done += os.pwrite(fd, data[done:], at + done)


def drop(kept: Kept) -> None:
    """Nobody wants it any more."""
    _unlink(kept.file)


def put_off(kept: Kept) -> None:
    """Keep it, without offering it again at each start."""
    with contextlib.suppress(OSError):
        fd = os.open(kept.file, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.write(fd, _line({"later": True}))
        finally:
            os.close(fd)


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


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _files(folder: pathlib.Path) -> Iterator[str]:
    try:
        names = [entry.path for entry in os.scandir(folder) if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX)]
        names.sort(key=os.path.getmtime, reverse=True)
    except OSError:
        return
    yield from names[:FILES_MAX]


def _read(file: str) -> tuple[Kept | None, bool]:
    """What it holds, None if that is nothing; and whether its playground lives."""
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None, True  # not ours to judge
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_size > SIZE_MAX:
            return None, True
        locked: bool | None = False
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            locked = True
        except OSError:
            locked = None
        with os.fdopen(os.dup(fd), "rb") as stream:
            kept = _fold(stream.read(SIZE_MAX), file)
        return kept, _lives(kept.pid) if locked is None and kept else bool(locked)
    except OSError:
        return None, True
    finally:
        os.close(fd)


def _fold(data: bytes, file: str) -> Kept | None:
    """The text after all changes that were written whole."""
    first, *rest = data.split(b"\n")[:-1] or [b""]
    try:
        head = json.loads(first)
        subject = Subject(_text(head["path"]), _text(head["lesson"]), str(head["title"]), bool(head["whole"]))
        saved, at, pid = str(head["saved"]), float(head["at"]), int(head["pid"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    lines, later = saved.split("\n"), False
    for raw in rest:
        try:
            change = json.loads(raw)
            later = bool(change.get("later"))
            if "from" in change:
                top, cut, put = int(change["from"]), int(change["cut"]), [str(line) for line in change["put"]]
                if not 0 <= top <= top + cut <= len(lines):
                    break
                lines[top : top + cut] = put
                at = float(change["at"])
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            break
    return Kept(file, subject, pid, saved, "\n".join(lines), at, later)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _unlink(file: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(file)


def _reason(error: OSError) -> str:
    return "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
