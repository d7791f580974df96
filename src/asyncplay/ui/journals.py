"""The journals of others: one that nobody has locked any more was left by a session that broke off, and its text is offered by the next one; a
locked one tells who else edits what. What stands in them is not believed further than it fits. No Textual.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pathlib
import stat
import time
from collections.abc import Iterator
from typing import Any

from asyncplay.late import dataclass
from asyncplay.ui.journal import PREFIX, SUFFIX, Subject, line, remove

KEEP_S = 30 * 86400.0
SIZE_MAX = 64 << 20
FILES_MAX = 500


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


def stamp(folder: pathlib.Path) -> object:
    """Another one whenever a journal came or went."""
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return None


def look(folder: pathlib.Path, own: str) -> tuple[list[Kept], list[Kept]]:
    """What broken sessions left, newest first; and what other playgrounds edit now. Empty and old ones are swept out."""
    left, alive = [], []
    for file in _files(folder):
        if file == own:
            continue
        kept, living = _read(file)
        if living:
            alive += [kept] if kept else []
        elif kept is None or kept.text == kept.saved or time.time() - kept.at > KEEP_S:
            remove(file)
        else:
            left.append(kept)
    return sorted(left, key=lambda one: -one.at), alive


def drop(kept: Kept) -> None:
    """Nobody wants it any more."""
    remove(kept.file)


def put_off(kept: Kept) -> None:
    """Keep it, without offering it again at each start."""
    with contextlib.suppress(OSError):
        fd = os.open(kept.file, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.write(fd, line({"later": True}))
        finally:
            os.close(fd)


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
