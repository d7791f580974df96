"""The lessons of the course, for tests."""

from __future__ import annotations

import functools
import subprocess

from asyncplay.lessons.check import unmet
from asyncplay.lessons.lesson import Lesson, all_lessons

LESSONS = all_lessons()


@functools.cache
def version(python: str) -> tuple[int, int]:
    """That interpreter's."""
    ask = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=True)
    major, minor = map(int, ask.stdout.split())
    return major, minor


def suitable(python: str) -> list[Lesson]:
    """The lessons that this interpreter can run."""
    return [lesson for lesson in LESSONS if not unmet(lesson.needs, version(python))]
