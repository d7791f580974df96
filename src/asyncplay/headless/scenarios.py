"""`asyncplay scenarios`: the lessons, as a table or as JSON."""

from __future__ import annotations

from typing import Any

from asyncplay.headless import console
from asyncplay.lessons.lesson import Lesson, all_lessons


def scenarios(json: bool) -> int:
    lessons = all_lessons()
    if json:
        console.out_json([_entry(lesson) for lesson in lessons])
        return console.OK
    width = max((len(lesson.slug) for lesson in lessons), default=0)
    unit = None
    for lesson in lessons:
        if lesson.unit != unit:
            if unit is not None:
                console.out()
            unit = lesson.unit
            console.out(unit)
        console.out(f"  {lesson.number or 0:02d}  {lesson.slug:{width}}  {lesson.title}")
    if not lessons:
        console.say("no lessons were found beside the program")
    return console.OK


def _entry(lesson: Lesson) -> dict[str, Any]:
    return {
        "slug": lesson.slug,
        "number": lesson.number,
        "title": lesson.title,
        "unit": lesson.unit,
        "level": lesson.level,
        "concepts": list(lesson.concepts),
        "needs": lesson.needs or None,
        "path": lesson.path,
    }
