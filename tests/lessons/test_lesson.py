"""Finding lessons by the names that people use."""

from __future__ import annotations

import pytest

from asyncplay.lessons.lesson import all_lessons, find, lesson_paths


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


def test_lessons_come_in_order_and_are_well_formed() -> None:
    """Numbers rise, nothing is odd, and each has what the panels show."""
    lessons = all_lessons()
    assert len(lessons) == len(lesson_paths()) >= 8
    numbers = [lesson.number for lesson in lessons]
    assert numbers == sorted(set(numbers), key=lambda n: n or 0)
    for lesson in lessons:
        assert not lesson.warnings
        assert all((lesson.title, lesson.unit, lesson.ask, lesson.aha, lesson.try_, lesson.concepts, lesson.facts)), lesson.stem
