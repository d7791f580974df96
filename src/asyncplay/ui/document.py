"""What the editor edits: a file, a lesson or a new text, on disk and in memory. No Textual here.

A lesson's editor shows the program only, the lines between its docstring and its facts; what stands around them is kept and put back, so that line
numbers agree with the file's. A lesson is never written over: one's own version lives in the user's data folder.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile
from dataclasses import dataclass, field

import platformdirs

from asyncplay.lessons.lesson import Lesson, find
from asyncplay.lessons.source import SourceError, read_text

NEW_TEXT = 'import asyncio\n\n\nasync def main():\n    print("hello")\n    await asyncio.sleep(1)\n    print("bye")\n\n\nasyncio.run(main())\n'


class DocumentError(Exception):
    """What went wrong, where, and what to do; one line."""


@dataclass
class Document:
    """`text` is what the editor began with; the caller tells what it holds now."""

    path: str | None
    text: str
    title: str
    lesson: Lesson | None = None
    head: str = ""
    tail: str = ""
    encoding: str = "utf-8"
    newline: str = "\n"
    saved: str = field(default="", compare=False)
    """The text as it stands on disk."""

    @property
    def first_line(self) -> int:
        """The file's number of the editor's first line."""
        return self.head.count("\n") + 1

    @property
    def run_path(self) -> str:
        """The path that the snippet is given."""
        return self.path or "snippet.py"

    def is_dirty(self, text: str) -> bool:
        return text != self.saved

    def full_source(self, text: str) -> str:
        """The whole file with the editor's text in its place."""
        return self.head + text + self.tail

    def save(self, text: str) -> str:
        """Write it; returns a word for the title. DocumentError if that cannot be, and nothing is lost then."""
        if self.lesson is not None:
            target = _own_version(self.lesson)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(str(target), text, "utf-8", "\n")
            self.saved = text
            return f"Saved my version of {self.lesson.number:02}"
        if self.path is None:
            raise DocumentError("This text has no name yet: Ctrl+P, Save as.")
        _write(self.path, self.full_source(text), self.encoding, self.newline)
        self.saved = text
        return f"Saved {os.path.basename(self.path)}"

    def save_as(self, path: str, text: str) -> Document:
        """Write it under another name, which is its name from now on."""
        path = os.path.expanduser(path)
        if os.path.isdir(path):
            raise DocumentError(f"{path} is a directory: give a file name.")
        whole = self.full_source(text) if self.lesson is None else text
        _write(path, whole, self.encoding, self.newline)
        return Document(path, whole, os.path.basename(path), encoding=self.encoding, newline=self.newline, saved=whole)

    def original(self) -> str:
        """A lesson's own text, whatever was made of it."""
        return self.lesson.program if self.lesson is not None else self.saved


def _own_version(lesson: Lesson) -> pathlib.Path:
    return pathlib.Path(platformdirs.user_data_dir("asyncplay"), "lessons", f"{lesson.stem}.py")


def new() -> Document:
    """An empty snippet: a small program to change."""
    return Document(None, NEW_TEXT, "new snippet", saved=NEW_TEXT)


def open_lesson(lesson: Lesson) -> Document:
    """A lesson, with one's own version of it where there is one."""
    lines = lesson.source.splitlines(keepends=True)
    head = "".join(lines[: lesson.program_start - 1])
    tail = "".join(lines[lesson.program_end :])
    text = lesson.program if lesson.program.endswith("\n") or not tail else lesson.program + "\n"
    with contextlib.suppress(OSError, SourceError):
        text = read_text(_own_version(lesson))
    return Document(str(lesson.path), text, f"{lesson.number:02} {lesson.title}", lesson, head, tail, saved=text)


def open_path(path: str) -> Document:
    """A file, whole; one that is not there yet begins empty."""
    title = os.path.basename(path)
    if not os.path.lexists(path):
        return Document(path, "", title)
    try:
        text = read_text(path)
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, SourceError) as error:
        raise DocumentError(f"{path} {error}") from None
    newline = "\r\n" if b"\r\n" in data else "\n"
    return Document(path, text, title, encoding=_encoding(path), newline=newline, saved=text)


def _encoding(path: str) -> str:
    import tokenize

    try:
        with open(path, "rb") as file:
            return tokenize.detect_encoding(file.readline)[0]
    except (OSError, SyntaxError):
        return "utf-8"


def open_target(target: str | None) -> Document:
    """What the command line, or a list, names: a file, a lesson, or with nothing the first lesson."""
    if target is None:
        lesson = find("1")
        return open_lesson(lesson) if lesson is not None else new()
    if os.path.exists(target) or target.endswith(".py"):
        return open_path(target)
    lesson = find(target)
    if lesson is None:
        raise DocumentError(f"no such file or lesson: {target}")
    return open_lesson(lesson)


def _write(path: str, text: str, encoding: str, newline: str) -> None:
    """All or nothing: a new file beside it takes its place (a link's target is what is written)."""
    target = os.path.realpath(path)
    try:
        data = text.replace("\n", newline).encode(encoding)
    except UnicodeError:
        data = text.replace("\n", newline).encode("utf-8")
    scratch = None
    try:
        fd, scratch = tempfile.mkstemp(prefix=".asyncplay-", dir=os.path.dirname(target) or ".")
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = os.stat(target).st_mode & 0o7777 if os.path.exists(target) else 0o666 & ~_umask()
        os.chmod(scratch, mode)
        os.replace(scratch, target)
    except OSError as error:
        if scratch is not None:
            with contextlib.suppress(OSError):
                os.unlink(scratch)
        raise DocumentError(f"Not saved: {path}: {error.strerror}. The text is safe in memory; Ctrl+S tries again.") from error


def _umask() -> int:
    value = os.umask(0o077)
    os.umask(value)
    return value

