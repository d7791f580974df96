"""What the editor edits: a file, a lesson or a new text, on disk and in memory. No Textual here; bytes and disks are `document_files`'s.

A lesson's editor shows the program only, the lines between its docstring and its facts; what stands around them is kept and put back, so that line
numbers agree with the file's. A lesson is never written over: one's own version lives in the user's data folder.
"""

from __future__ import annotations

import os
import pathlib
import zlib
from dataclasses import field, replace
from typing import TYPE_CHECKING

import platformdirs

from asyncplay.late import dataclass
from asyncplay.lessons.lesson import Lesson, LessonError, find, our_folder
from asyncplay.ui import document_files as files
from asyncplay.ui.document_files import ChangedElsewhere, DocumentError, Form
from asyncplay.ui.journal import Subject

__all__ = ["ChangedElsewhere", "Document", "DocumentError", "new", "open_lesson", "open_path", "open_target"]

if TYPE_CHECKING:
    from asyncplay.trace.saved import Saved

RECORDING = ".asyncplay"
NEW_TEXT = 'import asyncio\n\n\nasync def main():\n    print("hello")\n    await asyncio.sleep(1)\n    print("bye")\n\n\nasyncio.run(main())\n'


@dataclass
class Document:
    """`text` is what the editor began with; the caller tells what it holds now."""

    path: str | None
    text: str
    title: str
    lesson: Lesson | None = None
    head: str = ""
    tail: str = ""
    saved: str = field(default="", compare=False)
    """The text as it stands on disk."""
    form: Form = field(default_factory=Form, compare=False)
    """How it stands there: its bytes, which are kept where the text is."""
    recorded: Saved | None = field(default=None, compare=False)
    """The run that was read from a file, whose text this is."""

    @property
    def first_line(self) -> int:
        """The file's number of the editor's first line."""
        return self.head.count("\n") + 1

    @property
    def run_path(self) -> str:
        """The path that the snippet is given."""
        return self.path or "snippet.py"

    @property
    def disk_path(self) -> str | None:
        """The file that is written on saving."""
        return str(_own_version(self.lesson)) if self.lesson is not None else self.path

    @property
    def subject(self) -> Subject:
        """As the journal names it."""
        path = os.path.realpath(self.path) if self.path is not None and self.lesson is None else None
        stem, whole = (self.lesson.stem, not (self.head or self.tail)) if self.lesson is not None else (None, False)
        return Subject(path, stem, self.title, whole)

    def is_dirty(self, text: str) -> bool:
        return text != self.saved

    def full_source(self, text: str) -> str:
        """The whole file with the editor's text in its place."""
        joint = "\n" if self.tail and text and not text.endswith("\n") else ""
        return self.head + text + joint + self.tail

    # saving

    # other programs

    def changed_elsewhere(self) -> str | None:
        """Whether another program wrote the file, or took it away, since this one did: `changed`, `gone` or None."""
        return files.changed(self.disk_path, self.form) if self.disk_path is not None else None

    def text_elsewhere(self) -> tuple[str, Form]:
        """What stands in the file now, in as much of it as the editor shows."""
        assert self.disk_path is not None
        text, form = files.read(self.disk_path)
        if self.lesson is not None and not (self.head or self.tail):
            head, tail = _around(self.lesson)
            text = head + text + tail
        return text, form

    def save(self, text: str, over: bool = False) -> str:
        """Write it; returns a word for the title. DocumentError if that cannot be, and nothing is lost then. ChangedElsewhere if another program
        wrote the file meanwhile, unless `over` says that this is known."""
        if not over and self.changed_elsewhere() == "changed":
            raise ChangedElsewhere(f"{os.path.basename(self.disk_path or '')} was changed by another program.")
        if self.lesson is not None:
            return self._save_own_version(text)
        if self.path is None:
            raise DocumentError("This text has no name yet: @palette, Save as.")
        self.form = files.write(self.path, text, self.form)
        self.saved = text
        return f"Saved {os.path.basename(self.path)}"

    def _save_own_version(self, text: str) -> str:
        assert self.lesson is not None
        program = text if self.head or self.tail else _between(text, *_around(self.lesson))
        target = _own_version(self.lesson)
        files.make_folder(target.parent)
        self.form = files.write(str(target), program, self.form)
        self.saved = text
        number = f" of {self.lesson.number:02}" if self.lesson.number is not None else ""
        return f"Saved my version{number}"

    def save_as(self, path: str, text: str) -> Document:
        """Write it under another name, which is its name from now on. Of a lesson that is what the editor shows."""
        path = os.path.expanduser(path)
        form = files.write(path, text, self.form)
        return Document(path, text, os.path.basename(path), saved=text, form=form)

    # lessons

    def original(self) -> str:
        """A lesson's own text, whatever was made of it; in as much of the file as the editor shows."""
        if self.lesson is None:
            return self.saved
        return _program(self.lesson) if self.head or self.tail else self.lesson.source

    def whole(self, text: str) -> Document:
        """A lesson with its docstring and facts in the editor, around this text."""
        return replace(self, text=self.full_source(text), head="", tail="", saved=self.full_source(self.saved))

    def program_only(self, text: str) -> Document:
        """The other way. DocumentError if what stands around the program was changed."""
        if self.lesson is None or self.head or self.tail:
            return replace(self, text=text)
        head, tail = _around(self.lesson)
        saved = _between(self.saved, head, tail)
        return replace(self, text=_between(text, head, tail), head=head, tail=tail, saved=saved)


def _around(lesson: Lesson) -> tuple[str, str]:
    """What stands before and after a lesson's program."""
    lines = lesson.source.split("\n")
    head = "".join(f"{line}\n" for line in lines[: lesson.program_start - 1])
    return head, "\n".join(lines[lesson.program_end :])


def _program(lesson: Lesson) -> str:
    head, tail = _around(lesson)
    return lesson.source[len(head) : len(lesson.source) - len(tail)]


def _between(whole: str, head: str, tail: str) -> str:
    if not whole.startswith(head) or not whole.endswith(tail) or len(whole) < len(head) + len(tail):
        raise DocumentError("Only a lesson's program is kept as my version, and text around it was changed: @palette, Save as.")
    return whole[len(head) : len(whole) - len(tail)]


def _own_version(lesson: Lesson) -> pathlib.Path:
    """In a folder for each folder of lessons, since two of these may have lessons of the same name; of ours right below `lessons`."""
    place = pathlib.Path(platformdirs.user_data_dir("asyncplay"), "lessons")
    folder = pathlib.Path(lesson.path).resolve().parent
    if folder != our_folder():
        place /= f"{folder.name}-{zlib.crc32(os.fsencode(folder)):08x}"
    return place / f"{lesson.stem}.py"


# opening


def new() -> Document:
    """An empty snippet: a small program to change."""
    return Document(None, NEW_TEXT, "new snippet", saved=NEW_TEXT)


def open_lesson(lesson: Lesson) -> Document:
    """A lesson, with one's own version of it where there is one."""
    head, tail = _around(lesson)
    mine, text, form = _own_version(lesson), _program(lesson), Form()
    if mine.exists():
        try:
            text, form = files.read(str(mine))
        except DocumentError as error:
            raise DocumentError(f"My version of a lesson: {error} Move it away to open the lesson's own text.") from None
    return Document(str(lesson.path), text, lesson.label, lesson, head, tail, saved=text, form=form)


def open_path(path: str) -> Document:
    """A file, whole; one that is not there yet begins empty."""
    path = os.path.expanduser(path)
    title = os.path.basename(path)
    try:
        os.stat(path)
    except FileNotFoundError:
        return Document(path, "", title)
    except (OSError, ValueError):
        pass  # read tells
    if path.endswith(RECORDING):
        return open_recording(path)
    text, form = files.read(path)
    return Document(path, text, title, saved=text, form=form)


def open_recording(path: str) -> Document:
    """A run from a file. Nothing of it is executed; its text is a new one, which saving asks a name for."""
    from asyncplay.engine.files import RecordingError, read  # asyncio with it: what keeps text from being lost does without

    try:
        saved = read(path)
    except RecordingError as error:
        raise DocumentError(f"{path} cannot be opened: {error}.") from None
    text = saved.recording.source
    return Document(None, text, os.path.basename(path), saved=text, recorded=saved)


def open_target(target: str | None) -> Document:
    """What the command line, or a list, names: a file, a lesson, or with nothing the first lesson."""
    if target is not None and (os.path.exists(target) or target.endswith(".py")):
        return open_path(target)
    try:
        lesson = find(target or "1")
    except LessonError as error:
        raise DocumentError(str(error)) from None
    if lesson is not None:
        return open_lesson(lesson)
    if target is None:
        return new()
    raise DocumentError(f"no such file or lesson: {target}")
