"""Texts as bytes on disk: what is read comes back byte for byte where it was not changed, and a write happens whole or not at all.

The encoding is the one that Python reads there (PEP 263, a byte order mark), by the text as it is now: who edits the coding line gets that coding.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import pathlib
import re
import stat
import tempfile
import tokenize
from collections import Counter
from itertools import takewhile

from asyncplay.late import dataclass
from asyncplay.lessons.source import SIZE_MAX, SourceError, decode

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\n|\r")


class DocumentError(Exception):
    """What went wrong, where, and what to do; one line."""


@dataclass(frozen=True)
class Form:
    """A file's text as its bytes have it."""

    data: bytes = b""
    raw: str = ""
    """With the line ends of the file."""
    stamp: tuple[int, int, int] | None = None
    """Of the file as it was then; None: there was none."""


class ChangedElsewhere(DocumentError):
    """Another program wrote the file since it was read; what that wrote is not written over unasked."""


def read(path: str) -> tuple[str, Form]:
    """The text with lines ended by \\n, and its form."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError(f"{path} is not a file that can be edited: give the name of a Python file.")
        if found.st_size > SIZE_MAX:
            raise DocumentError(f"{path} is longer than {SIZE_MAX // 1_000_000} MB: too long for the editor.")
        data = pathlib.Path(path).read_bytes()
        text = decode(data)
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return text, Form(data, data.decode(encoding), _stamp(found))
    except SourceError as error:
        raise DocumentError(f"{path} {error}.") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path} cannot be read: {_reason(error)}.") from None


def changed(path: str, form: Form) -> str | None:
    """Whether another program changed the file since it had this form: `changed`, `gone`, or None."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "gone" if form.stamp is not None else None
    except (OSError, ValueError):
        return None
    if _stamp(found) == form.stamp or not stat.S_ISREG(found.st_mode):
        return None
    try:
        with open(path, "rb") as file:
            data = file.read(len(form.data) + 1)
    except OSError:
        return None
    return None if form.stamp is not None and data == form.data else "changed"


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mtime_ns, found.st_size, found.st_ino


def write(path: str, text: str, form: Form) -> Form:
    """All or nothing: a new file beside it takes its place (a link's target is what is written). Returns its form from now on."""
    raw = _with_line_ends(text, form.raw)
    data = form.data if raw == form.raw else _encode(raw, form.data.startswith(_BOM))
    scratch = ""
    try:
        target = os.path.realpath(path)
        if os.path.isdir(target):
            raise DocumentError(f"Not saved: {path} is a directory. Give the name of a file.")
        was = os.stat(target) if os.path.exists(target) else None
        if was is not None and not stat.S_ISREG(was.st_mode):
            raise DocumentError(f"Not saved: {path} is not a file. Give another name.")
        fd, scratch = tempfile.mkstemp(prefix=".asyncplay-", dir=os.path.dirname(target))
        with os.fdopen(fd, "wb") as file:
            _own(file.fileno(), was)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            stamp = _stamp(os.fstat(file.fileno()))
        os.replace(scratch, target)
    except (OSError, ValueError) as error:
        if scratch:
            with contextlib.suppress(OSError):
                os.unlink(scratch)
        reason = "the disk is full" if getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT) else f"{path}: {_reason(error)}"
        raise DocumentError(f"Not saved: {reason}. The text is safe in memory; @document.save tries again.") from error
    return Form(data, raw, stamp)


def make_folder(folder: pathlib.Path) -> None:
    """The user's own folder, with those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DocumentError(f"Not saved: {folder}: {_reason(error)}. The text is safe in memory; @document.save tries again.") from error


def _own(fd: int, was: os.stat_result | None) -> None:
    """The new file belongs to whom the old one did, and may be read by the same people."""
    if was is None:
        os.fchmod(fd, 0o666 & ~_umask())
        return
    if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):
            os.fchown(fd, was.st_uid, was.st_gid)
    os.fchmod(fd, stat.S_IMODE(was.st_mode))


def _umask() -> int:
    value = os.umask(0o077)
    os.umask(value)
    return value


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _with_line_ends(text: str, raw: str) -> str:
    """As the file had them: lines above and below what was changed keep theirs, new ones get the most frequent."""
    ends = _LINE_END.findall(raw)
    kinds = Counter(ends)
    if not kinds:
        return text
    usual = kinds.most_common(1)[0][0]
    if len(kinds) == 1:
        return text if usual == "\n" else text.replace("\n", usual)
    old, new = _LINE_END.split(raw), text.split("\n")
    both = min(len(old), len(new)) - 1
    above = _alike(zip(old[:both], new[:both], strict=True))
    below = _alike(zip(old[::-1][: both - above], new[::-1][: both - above], strict=True)) if both > above else 0
    middle = [usual] * (len(new) - 1 - above - below)
    kept = [*ends[:above], *middle, *ends[len(ends) - below :]]
    return "".join(line + end for line, end in zip(new, [*kept, ""], strict=True))


def _alike(pairs: zip[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _encode(raw: str, marked: bool) -> bytes:
    """In the encoding that the text's own first lines name."""
    try:
        first = "\n".join(_LINE_END.split(raw)[:2]).encode("utf-8", "replace")
        encoding, _ = tokenize.detect_encoding(io.BytesIO((_BOM if marked else b"") + first).readline)
        return raw.encode(encoding)
    except UnicodeEncodeError as error:
        where = f"line {len(_LINE_END.findall(raw, 0, error.start)) + 1} has {raw[error.start]!a}"
        raise DocumentError(f"Not saved: {where}, which {error.encoding} cannot write. Change the coding line, or the letter.") from None
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise DocumentError(f"Not saved: {_reason(error)}. Change the coding line.") from None
