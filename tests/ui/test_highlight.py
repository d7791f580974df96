"""Colours of Python, line by line: the same however the text came to be what it is."""

from __future__ import annotations

import asyncio.base_events
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers.python import PythonLexer

from asyncplay.lessons.lesson import lesson_paths
from asyncplay.ui.render.highlight import Highlighter, _role

PIECES = [
    "x = 1",
    "'''",
    '"""',
    "def f(a):  # note",
    "    return f'{a!r:>{b}}'",
    "",
    "s = '\\",
    "from a import (",
    "b)",
    "@deco",
    "#? next",
    "{",
    "\f",
    "é",
]
line = st.lists(st.sampled_from(PIECES), max_size=2).map(" ".join)


class Text:
    """Lines with a highlighter that hears of edits."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.lexed = 0
        self.highlighter = Highlighter(self._line)

    def _line(self, number: int) -> str:
        self.lexed += 1
        return self.lines[number]

    def replace(self, top: int, bottom: int, new: list[str]) -> None:
        self.lines[top : bottom + 1] = new
        self.highlighter.edited(top, bottom, top + len(new) - 1)

    def spans(self, upto: int | None = None) -> list[object]:
        return [self.highlighter.spans(number) for number in range(len(self.lines) if upto is None else upto)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_after_any_edits_the_colours_are_those_of_the_text_lexed_anew(data: st.DataObject) -> None:
    """Whatever was edited and drawn between edits, a fresh highlighter sees the same spans."""
    text = Text(data.draw(st.lists(line, min_size=1, max_size=12)))
    for _ in range(data.draw(st.integers(1, 6))):
        text.spans(data.draw(st.integers(0, len(text.lines))))
        top = data.draw(st.integers(0, len(text.lines) - 1))
        bottom = data.draw(st.integers(top, len(text.lines) - 1))
        text.replace(top, bottom, data.draw(st.lists(line, min_size=1, max_size=4)))
    assert text.spans() == Text(text.lines).spans()


def test_an_edit_lexes_only_the_lines_it_changes() -> None:
    """The state at the next line's start is what it was, so nothing below is lexed again."""
    text = Text([f"x = {number}" for number in range(1000)])
    text.spans()
    text.lexed = 0
    text.replace(500, 500, ["y = 2"])
    text.spans()
    assert text.lexed == 1


def test_only_lines_that_are_asked_for_are_lexed() -> None:
    """A long file costs what is seen of it, also after a paste of many lines."""
    text = Text(["pass"] * 1000)
    text.spans(10)
    text.replace(5, 5, ["pass"] * 5000)
    text.spans(10)
    assert text.lexed <= 20


def test_a_string_that_is_opened_colours_the_lines_below_until_it_is_closed_again() -> None:
    """A change of state goes down as far as it reaches, and comes back."""
    text = Text(["x = 1", "y = 2", "z = 3"])
    text.spans()
    text.replace(0, 0, ['"""'])
    assert {role for _, _, role in text.highlighter.spans(2)} == {"code.string"}
    text.replace(0, 0, ["x = 1"])
    assert text.highlighter.spans(2) == [(4, 5, "code.number")]


def test_a_remark_is_found_in_a_comment_and_not_in_a_string() -> None:
    """`#?` in quotes is code."""
    text = Text(['print("#? no")', "x = 1  #? next", "y = 2  # plain", "'''#: no", "'''"])
    assert [text.highlighter.comment(number) for number in range(4)] == [None, (7, True), (7, False), None]


def _whole(source: str) -> list[str | None]:
    """The role of every character, by pygments over the whole text."""
    roles: list[str | None] = []
    for _, kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens_unprocessed(source):
        roles += [_role(kind, value)] * len(value)
    return roles


@pytest.mark.parametrize("path", [*lesson_paths(), pathlib.Path(asyncio.base_events.__file__)], ids=lambda path: path.name)
def test_line_by_line_gives_the_colours_of_the_whole(path: pathlib.Path) -> None:
    """Keeping only a stack between lines loses nothing that is seen."""
    source = path.read_text("utf-8")
    text, whole, start = Text(source.split("\n")), _whole(source), 0
    for number, line in enumerate(text.lines):
        roles: list[str | None] = [None] * (len(line) + 1)
        for begin, end, role in text.highlighter.spans(number):
            roles[begin:end] = [role] * (end - begin)
        seen = [(letter, role) for letter, role in zip(line, roles, strict=False) if not letter.isspace()]
        assert seen == [(letter, role) for letter, role in zip(line, whole[start:], strict=False) if not letter.isspace()], number + 1
        start += len(line) + 1
