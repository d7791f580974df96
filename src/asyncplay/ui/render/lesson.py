"""A lesson as rows: its text, what is hidden until somebody asks for it, and what can be done; and the list of all lessons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from asyncplay.late import dataclass
from asyncplay.lessons.heading import Heading
from asyncplay.lessons.lesson import Lesson
from asyncplay.ui.commands import Keys
from asyncplay.ui.learning import Done, label_of
from asyncplay.ui.render.rows import Row, fit, width_of

HIDDEN = {
    "aha": ("AHA", "the answer, with its reason"),
    "try": ("TRY", "a small change, to predict again"),
    "make": ("MAKE", "something of your own"),
}
"""What is shown only when it is asked for, and what it is."""
ACTS = {
    "predict": "Predict, then run (@program.predict)", "play_lesson": "Play it step by step with its notes (%lesson.play)",
    "changes": "Show my changes", "reset": "Reset to the lesson's own text (Ctrl+Z undoes)",
}  # fmt: skip
NO_LESSON = " This is not a lesson. @lesson.list lists them."


@dataclass(frozen=True, slots=True)
class Line:
    """A row, and what Enter on it does."""

    row: Row
    act: str = ""


def flow(text: str, width: int, role: str = "text") -> list[Row]:
    """Paragraphs over lines; what stands between backticks is code."""
    rows: list[Row] = []
    for paragraph in text.split("\n"):
        row: Row = []
        indent = " " * (len(paragraph) - len(paragraph.lstrip()))
        for word, look in _words(paragraph.strip(), role):
            if row and width_of(row) + len(word) + 1 > width:
                rows.append(row)
                row = []
            row += [(" ", role), (word, look)] if row else [(indent + word, look)]
        rows.append(row)
    return rows


def _words(text: str, role: str) -> Iterable[tuple[str, str]]:
    """Each word with its look. A backtick inside of a word leaves it whole."""
    code = False
    for word in text.split():
        begins = word.startswith(("`", "(`")) and not code
        code = code or begins
        yield word.replace("`", ""), "code.name" if code else role
        if code and "`" in word[2 if word.startswith("(`") else 1 if begins else 0 :]:
            code = False


def lesson_lines(lesson: Lesson | None, shown: Iterable[str], before: str, after: str, width: int, keys: Keys) -> list[Line]:
    """All of it. `before` and `after`: the lessons beside it, by label."""
    if lesson is None:
        return [Line([(keys.fill(NO_LESSON), "text.quiet")])]
    room, asked = max(10, width - 2), set(shown)
    about = f"level {lesson.level} │ {lesson.unit or 'no unit'}" + (f" │ {', '.join(lesson.concepts)}" if lesson.concepts else "")
    rows: list[Row] = [[(lesson.label, "text.title")], *flow(about, room, "text.quiet"), [], *(flow(lesson.text, room) if lesson.text else [])]
    lines = [Line([(" ", "text"), *row]) for row in rows]
    if lesson.ask:
        lines += [Line([]), *_labelled("ASK", lesson.ask, width)]
    lines.append(Line([]))
    for act, text in (("aha", lesson.aha), ("try", lesson.try_), ("make", lesson.make)):
        if not text:
            continue
        label, what = HIDDEN[act]
        if act in asked:
            lines += _labelled(label, text, width, act)
        else:
            lines.append(Line([(f" {label:<5}", "text.title"), (f"Enter shows {what}", "text.quiet")], act))
    lines += [Line([(f"       {keys.fill(text)}", "text")], act) for act, text in ACTS.items()]
    lines += [Line([("       Next: ", "text"), (after, "text.title")], "next")] if after else []
    lines += [Line([("       Previous: ", "text"), (before, "text")], "previous")] if before else []
    return lines


def _labelled(label: str, text: str, width: int, act: str = "") -> list[Line]:
    rows = flow(text, max(10, width - 7))
    return [Line([(f" {label if not n else '':<5}", "text.title"), *row], act if not n else "") for n, row in enumerate(rows)]


def unit_row(unit: str, lessons: Sequence[Heading], done: Sequence[Done]) -> Row:
    """`First steps   3 of 8 run`."""
    run, count = sum(one.run > 0 for one in done), len(lessons)
    told = f"{run} of {count} run" if run else f"{count} lesson{'s' * (count != 1)}"
    return [(f" {unit or 'Others'}", "text.title"), (f"   {told}", "text.quiet")]


def list_row(heading: Heading, done: Done, here: bool, width: int, ascii: bool) -> Row:
    """`√ 05 create_task schedules, it does not start   level 1   2 of 3 right`."""
    tick = (">" if ascii else "►") if here else ("+" if ascii else "√") if done.run or done.answers else " "
    tail = f"level {heading.level}  {done.words:<14}"
    room = width - len(tail) - 4
    title = fit(label_of(heading), room) if room > 20 else label_of(heading)
    return [(f" {tick} ", "focus" if here else "outcome.good"), (title, "text"), (f" {tail}", "text.quiet")]
