"""The door to the lessons for everybody else: what one says is `parse`'s, which ones there are is `library`'s."""

from __future__ import annotations

import pathlib

from asyncplay.lessons.folders import use_folders
from asyncplay.lessons.heading import Heading
from asyncplay.lessons.library import Library, library, our_folder
from asyncplay.lessons.parse import Lesson, LessonError, read_lesson
from asyncplay.lessons.remarks import Remark

__all__ = [
    "Heading", "Lesson", "LessonError", "Library", "Remark", "all_lessons", "find", "find_path", "lesson_paths", "library", "names", "our_folder",
    "read_lesson", "use_folders",
]  # fmt: skip


def lesson_paths() -> list[pathlib.Path]:
    """All lesson files, ours first."""
    return library().paths()


def all_lessons() -> list[Lesson]:
    """Every lesson that can be read, in the order of the course; `asyncplay check` says what is wrong with the others."""
    lessons = []
    for heading in library().headings():
        try:
            lessons.append(read_lesson(heading.path))
        except LessonError:
            continue
    return lessons


def find_path(name: str) -> pathlib.Path | None:
    """The lesson's file, by stem (`05_create_task`), number (`5`) or slug (`create_task`)."""
    return library().find_path(name)


def find(name: str) -> Lesson | None:
    """The lesson of that name. LessonError where its file cannot be read as one."""
    path = find_path(name)
    return read_lesson(path) if path else None


def names() -> list[str]:
    """Every name that `find` knows, for a suggestion."""
    return library().names()
