"""The docs say what the lessons are."""

from __future__ import annotations

import pathlib
import re

from asyncplay.lessons.facts import SHAPES
from asyncplay.lessons.parse import FIELDS
from asyncplay.lessons.remarks import QUESTIONS
from tests.lessons.course import LESSONS

DOCS = pathlib.Path(__file__).parents[2] / "docs"


def test_each_of_twenty_beliefs_is_met_by_lessons_that_are_there() -> None:
    """The table names them by number."""
    numbers = {lesson.number for lesson in LESSONS}
    rows = re.findall(r"^\| (\d+) \| .* \| ([\d, ]+) \|$", (DOCS / "lessons.md").read_text(), re.M)
    assert [int(row) for row, _ in rows] == list(range(1, 21))
    for _, named in rows:
        assert {int(number) for number in named.split(", ")} <= numbers


def test_the_list_is_the_course_in_its_order() -> None:
    """Number, title and level of each lesson."""
    listed = re.findall(r"^\| (\d\d) \| (.+) \| (\d) \| ", (DOCS / "lessons.md").read_text(), re.M)
    assert listed == [(f"{lesson.number:02}", lesson.title, str(lesson.level)) for lesson in LESSONS]


def test_every_word_an_author_may_use_is_explained() -> None:
    """Facts, questions and fields."""
    text = (DOCS / "writing-lessons.md").read_text()
    assert all(f"`{word}" in text or f", `{word}" in text for word in SHAPES)
    assert all(f"`#? {kind}" in text for kind in QUESTIONS)
    assert all(f"| {field} |" in text for field in FIELDS)
