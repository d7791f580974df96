"""What the learner has done in which lesson: looked, read, run, answered. Kept in the user's data folder, for nobody else; no Textual.

Losing it is no harm: what cannot be read is as if it were not there. Several playgrounds write into one file: each adds to what stands there.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
from collections.abc import Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from asyncplay.config.paths import data_folder, write_private
from asyncplay.late import dataclass
from asyncplay.lessons.heading import Heading, read_heading
from asyncplay.lessons.lesson import Lesson, LessonError
from asyncplay.lessons.library import library, our_folder

if TYPE_CHECKING:
    from asyncplay.lessons.question import Question

SIZE_MAX = 1 << 20
LESSONS_MAX = 2000
ANSWERS_MAX = 40
SEEN, READ, RUN = "seen", "read", "run"


@dataclass(frozen=True, slots=True)
class Done:
    """One lesson's."""

    seen: bool = False
    read: bool = False
    run: int = 0
    answers: dict[str, bool] = field(default_factory=dict)
    """By question (`next:20`): whether its last answer was right."""
    tried: int = 0
    """Answers ever given."""

    @property
    def right(self) -> int:
        return sum(self.answers.values())

    @property
    def words(self) -> str:
        """For a list: `answered, 2 of 3 right`."""
        if self.answers:
            return f"{self.right} of {len(self.answers)} right"
        return "run" if self.run else "read" if self.read else "opened" if self.seen else ""

    def with_deed(self, deed: str) -> Done:
        """One more."""
        if deed == RUN:
            return replace(self, seen=True, run=min(self.run + 1, 1 << 30))
        return replace(self, seen=True, read=self.read or deed == READ)

    def with_answers(self, given: Sequence[tuple[str, bool]]) -> Done:
        """These answers, too."""
        answers = {**self.answers, **dict(given)}
        return replace(self, seen=True, answers=dict(list(answers.items())[-ANSWERS_MAX:]), tried=min(self.tried + len(given), 1 << 30))


def name_of(path: str | os.PathLike[str]) -> str:
    """Under which name a lesson is kept: ours by stem, others by their path."""
    found, ours = pathlib.Path(path).resolve(), our_folder()
    return found.stem if ours is not None and found.parent == ours.resolve() else str(found)


def question_name(question: Question) -> str:
    """The same question after an edit further up is another one."""
    return f"{question.kind}:{question.line or 0}"


def _file() -> pathlib.Path:
    return data_folder("progress.json")


class Progress:
    """All lessons'. Read when it is asked for; written when something new was done."""

    def __init__(self) -> None:
        self._known: dict[str, Done] | None = None
        self._stamp: object = None

    def of(self, path: str | os.PathLike[str]) -> Done:
        """What was done in the lesson with that file."""
        return self._all().get(name_of(path), Done())

    def note(self, path: str | os.PathLike[str], deed: str) -> bool:
        """It was seen, read or run; whether that is written down now."""
        now = self.of(path)
        after = now.with_deed(deed)
        return after == now or self._keep(name_of(path), after)

    def answered(self, path: str | os.PathLike[str], given: Sequence[tuple[str, bool]]) -> bool:
        """Questions were answered."""
        return not given or self._keep(name_of(path), self.of(path).with_answers(given))

    def _all(self) -> dict[str, Done]:
        stamp = self._stamp_now()
        if self._known is None or stamp != self._stamp:
            self._known, self._stamp = _load(), stamp
        return self._known

    @staticmethod
    def _stamp_now() -> object:
        with contextlib.suppress(OSError):
            found = os.stat(_file())
            return found.st_mtime_ns, found.st_size, found.st_ino
        return None

    def _keep(self, name: str, done: Done) -> bool:
        known = self._all()
        known.pop(name, None)
        known[name] = done
        for old in list(known)[:-LESSONS_MAX]:
            del known[old]
        told = {one: {"seen": d.seen, "read": d.read, "run": d.run, "tried": d.tried, "answers": d.answers} for one, d in known.items()}
        try:
            write_private(_file(), json.dumps({"lessons": told}, indent=0).encode(), sync=False)
        except (OSError, ValueError):
            self._stamp = self._stamp_now()
            return False
        self._stamp = self._stamp_now()
        return True


def _load() -> dict[str, Done]:
    try:
        with _file().open("rb") as file:
            found: Any = json.loads(file.read(SIZE_MAX))
        return {str(name): _done(one) for name, one in found["lessons"].items()}
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return {}


def _done(one: Any) -> Done:
    answers = {str(name): bool(right) for name, right in one.get("answers", {}).items()}
    return Done(bool(one.get("seen")), bool(one.get("read")), int(one.get("run", 0)), answers, int(one.get("tried", 0)))


# the way through the course


def label_of(heading: Heading) -> str:
    """Number and title."""
    return f"{heading.number:02} {heading.title}" if heading.number is not None else heading.title


def next_heading(lesson: Lesson) -> Heading | None:
    """The lesson that this one names as its next; where it names none, the one behind it in the course."""
    if lesson.next:
        path = library().find_path(lesson.next)
        if path is not None:
            with contextlib.suppress(LessonError):
                return read_heading(path)
    return library().beside(lesson.path, 1)
