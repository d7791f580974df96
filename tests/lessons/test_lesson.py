"""Finding lessons by the names that people use."""

from __future__ import annotations

import itertools
import re

import pytest

from asyncplay.lessons.lesson import all_lessons, find, lesson_paths, library
from asyncplay.lessons.library import UNITS


@pytest.mark.parametrize("name", ["05_create_task", "5", "05", "create_task"])
def test_a_lesson_has_three_names(name: str) -> None:
    """Stem, number, slug."""
    lesson = find(name)
    assert lesson is not None
    assert lesson.stem == "05_create_task"


@pytest.mark.parametrize("name", ["", "create", "05_create", "999", "create_task.py", "-5", "²"])
def test_no_other_name_finds_one(name: str) -> None:
    """Half a name is none."""
    assert find(name) is None


def test_every_lesson_of_ours_is_whole() -> None:
    """Nothing is odd, and each has what the panels show, a question, and facts."""
    lessons = all_lessons()
    assert len(lessons) == len(lesson_paths()) >= 64
    for lesson in lessons:
        assert not lesson.warnings
        told = (lesson.title, lesson.text, lesson.unit, lesson.ask, lesson.aha, lesson.try_, lesson.make, lesson.next, lesson.concepts, lesson.facts)
        assert all(told), lesson.stem
        assert any(remark.kind != "note" for remark in lesson.remarks), lesson.stem
        assert 1 <= lesson.level <= 5
        assert find(lesson.next), lesson.next


def test_the_program_of_every_lesson_fits_beside_the_panels() -> None:
    """At most 27 lines of 60 columns; a remark may reach a little further."""
    for lesson in all_lessons():
        lines = lesson.program.split("\n")
        code = [re.sub(r"\s*#[:?].*", "", line) for line in lines]
        assert len(lines) <= 27, lesson.stem
        assert max(map(len, code)) <= 60, lesson.stem
        assert max(map(len, lines)) <= 66, lesson.stem


def test_the_course_is_one_way_from_the_first_lesson_to_the_last() -> None:
    """Units in their order, and each lesson names the one that follows it."""
    headings = library().headings()
    assert [unit for unit, _ in library().units()] == list(UNITS)
    for here, there in itertools.pairwise(headings):
        assert here.leads_to(headings) == there, here.stem
