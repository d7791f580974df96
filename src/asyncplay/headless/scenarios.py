"""`asyncplay scenarios`: the lessons, as a table or as JSON."""

from __future__ import annotations

import itertools
from typing import Any

from asyncplay.headless import console
from asyncplay.headless.folders import missing
from asyncplay.insight.clean import visible
from asyncplay.lessons.lesson import Heading, library


def scenarios(json: bool, words: str = "") -> int:
    """All lessons in the order of the course, or those in which these words are met; the exit code."""
    lessons = library().search(words) if words else library().headings()
    for text in missing():
        console.say(text)
    if json:
        console.out_json([_entry(lesson) for lesson in lessons])
        return console.OK
    if not lessons:
        console.say(f"no lesson speaks of {words}" if words else "no lessons were found beside the program")
        return console.FAILED if words else console.OK
    names = dict(library().hidden())
    width = max(len(names.get(lesson.path, lesson.slug)) for lesson in lessons)
    for i, (unit, group) in enumerate(itertools.groupby(lessons, key=lambda lesson: "" if words else lesson.unit or "Other lessons")):
        if not words:
            console.out(("\n" if i else "") + visible(unit))
        for lesson in group:
            number = "  " if lesson.number is None else f"{lesson.number:02}"
            console.out(visible(f"  {number}  {names.get(lesson.path, lesson.slug):{width}}  {lesson.title}"))
    return console.OK


def _entry(lesson: Heading) -> dict[str, Any]:
    return {
        "slug": lesson.slug,
        "number": lesson.number,
        "title": lesson.title,
        "unit": lesson.unit,
        "level": lesson.level,
        "concepts": list(lesson.concepts),
        "needs": lesson.needs or None,
        "path": str(lesson.path),
    }
