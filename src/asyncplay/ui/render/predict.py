"""A question about a run as rows: what was printed so far, the question, the choices, the keys; afterwards the answer beside the truth."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from asyncplay.ui.commands import Keys
from asyncplay.ui.predicting import LETTERS, Prediction, Sheet, shown_so_far
from asyncplay.ui.render.rows import Row, fit, wrap

KEYS = {
    "order": "↑↓ Line  Space Take up, ↑↓ move  1-7 Place  Enter Answer  Esc Skip  @program.run Run",
    "ends": "A-E How it ends  ↑↓ Task  Enter Answer  Esc Skip  @program.run Just run",
    "typed": "A-D or ↑↓ Choose, or type the number  Enter Answer  Esc Skip  @program.run Just run",
    "": "A-D or ↑↓ Choose   Enter Answer   Esc Skip this one   @program.run Just run, no questions",
}
ON = "Enter or Esc Go on"
TOP = 2
"""Rows above the choices, where there is room."""


def columns(sheet: Sheet, width: int, height: int) -> int:
    """In how many columns the choices stand: one, if there are rows enough and they are many or long."""
    count, room = sheet.rows, height - 2 - (sheet.question.kind == "ends")
    long = sheet.question.kind != "ends" and any(cell_len(option) + 7 > (width - 1) // 2 for option in sheet.question.options)
    return 1 if count <= room and (count > 4 or long) else 2


def head_rows(prediction: Prediction, printed: Sequence[str], width: int, height: int) -> list[Row]:
    """What was printed so far, if there is a row for it, and the question."""
    sheet = prediction.sheet
    rows: list[Row] = []
    legend = sheet.question.kind == "ends"
    needed = 2 + legend + _grid_rows(sheet, width, height)
    if needed < height and prediction.question.seq:
        rows.append([(" Printed so far:  ", "text.quiet"), (shown_so_far(printed, width - 20), "text")])
    asked = f" {sheet.question.text}"
    number = [("   your number: ", "text.quiet"), (f"{sheet.number}▌", "focus")] if sheet.number else []
    rows.append([(fit(asked, min(len(asked), width - (25 if number else 1))), "text.title"), *number])
    if legend:
        rows.append([(" " + "  ".join(f"{letter} {end}" for letter, end in zip(LETTERS, sheet.question.options, strict=False)), "text.quiet")])
    return rows


def _grid_rows(sheet: Sheet, width: int, height: int) -> int:
    return -(-sheet.rows // columns(sheet, width, height))


def choice_rows(prediction: Prediction, width: int, height: int, ascii: bool = False) -> list[Row]:
    """The choices: `A` to `D`, downwards; a line of `order` with its place, a task of `ends` with its end."""
    sheet = prediction.sheet
    lines = _grid_rows(sheet, width, height)
    many = columns(sheet, width, height)
    cell = (width - 1) // many
    rows: list[Row] = []
    for y in range(lines):
        row: Row = []
        for x in range(many):
            place = y + x * lines
            if place < sheet.rows:
                row += _cell(prediction, place, cell, ascii)
        rows.append(row)
    return rows


def _cell(prediction: Prediction, place: int, width: int, ascii: bool) -> Row:
    sheet = prediction.sheet
    question = sheet.question
    here = place == sheet.cursor and prediction.verdict is None
    pointer = (">" if ascii else "▌") if here else " "
    text, role = _words(sheet, place), "focus" if here else "text"
    if question.kind == "order" and here and sheet.held:
        pointer = "*" if ascii else "↕"
    if prediction.verdict is not None:
        pointer, role = _judged(prediction, place, ascii)
    return [(f" {pointer} ", "focus"), (fit(text, width - 3), role)]


def _words(sheet: Sheet, place: int) -> str:
    question = sheet.question
    if question.kind == "order":
        return f"{place + 1}. {question.options[sheet.order[place]]}"
    if question.kind == "ends":
        end = sheet.ends[place]
        return f"{question.items[place]:<14} {question.options[end] if end is not None else '...'}"
    return f"{LETTERS[place]}  {question.options[place]}"


def _judged(prediction: Prediction, place: int, ascii: bool) -> tuple[str, str]:
    """Afterwards: `√` at what is true, `x` at what was said and is not."""
    sheet, verdict = prediction.sheet, prediction.verdict
    assert verdict is not None
    assert verdict.judged is not None
    good, bad = ("+", "x") if ascii else ("√", "x")
    if sheet.question.items:
        right = verdict.judged.parts[place]
        return (good, "outcome.good") if right else (bad, "outcome.bad")
    if place == sheet.question.answer[0]:
        return good, "outcome.good"
    return (bad, "outcome.bad") if place == sheet.cursor and not sheet.number and not verdict.judged.right else (" ", "text.quiet")


def foot_rows(prediction: Prediction, trouble: str, keys: Keys) -> list[Row]:
    """The keys; or what is missing."""
    if trouble:
        return [[(f" {trouble}", "mark.warning")]]
    if prediction.verdict is not None:
        more = "" if prediction.place + 1 < len(prediction.questions) else ": the whole run"
        return [[(f" {ON}{more}", "text.title")]]
    question = prediction.question
    kind = question.kind if question.kind in KEYS else "typed" if question.typed else ""
    return [[(f" {keys.fill(KEYS[kind])}", "text.quiet")]]


def verdict_rows(prediction: Prediction, width: int, height: int, ascii: bool) -> list[Row]:
    """The answer beside the truth, why, and below them the choices, where there is room."""
    verdict = prediction.verdict
    assert verdict is not None
    assert verdict.judged is not None
    right = verdict.judged.right
    sign = ("+" if ascii else "√") if right else "x"
    told = wrap(verdict.words, width - 4)
    rows: list[Row] = [
        [(f" {sign} " if not n else "   ", "outcome.good" if right else "outcome.bad"), (line, "text.title")] for n, line in enumerate(told)
    ]
    rows += [[("   " + line, "text")] for line in wrap(verdict.why, width - 4)] if verdict.why else []
    rows = rows[: height - 1]
    choices = choice_rows(prediction, width, height, ascii)
    if len(rows) + len(choices) < height:
        rows = choices + rows
    return rows
