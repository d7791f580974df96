"""The lessons: where they lie, and which one a name means. What one says is `parse`'s; this is the door for everybody else.

In a source checkout they are in `scenarios/` beside `src/`; an installed wheel carries them inside the package.
"""

from __future__ import annotations

import functools
import pathlib

from asyncplay.lessons.parse import Lesson, LessonError, Remark, read_lesson

__all__ = ["Lesson", "LessonError", "Remark", "all_lessons", "find", "find_path", "folder", "lesson_paths", "names", "read_lesson"]

_PACKAGE = pathlib.Path(__file__).resolve().parent.parent


@functools.cache
def folder() -> pathlib.Path | None:
    """The folder with the lessons."""
    for place in (_PACKAGE.parent.parent / "scenarios", _PACKAGE / "scenarios"):
        if place.is_dir() and any(place.glob("[0-9]*_*.py")):
            return place
    return None


def lesson_paths() -> list[pathlib.Path]:
    """All lesson files, in order of their numbers."""
    place = folder()
    return sorted(place.glob("[0-9]*_*.py"), key=_order) if place else []


def _order(path: pathlib.Path) -> tuple[int, str]:
    return _number(path.stem), path.stem


def _number(stem: str) -> int:
    head = stem.partition("_")[0]
    return int(head) if head.isdecimal() else 1_000_000


def all_lessons() -> list[Lesson]:
    """Every lesson that can be read; `asyncplay check` says what is wrong with the others."""
    lessons = []
    for path in lesson_paths():
        try:
            lessons.append(read_lesson(path))
        except LessonError:
            continue
    return lessons


def find_path(name: str) -> pathlib.Path | None:
    """The lesson's file, by stem (`05_create_task`), number (`5`) or slug (`create_task`)."""
    paths = lesson_paths()
    for path in paths:
        if name in (path.stem, path.stem.partition("_")[2]):
            return path
    if name.isdecimal() and name.isascii():
        return next((path for path in paths if _number(path.stem) == int(name)), None)
    return None


def find(name: str) -> Lesson | None:
    """The lesson of that name. LessonError where its file cannot be read as one."""
    path = find_path(name)
    return read_lesson(path) if path else None


def names() -> list[str]:
    """Every name that `find` knows, for a suggestion."""
    return [name for path in lesson_paths() for name in (path.stem.partition("_")[2], path.stem)]
