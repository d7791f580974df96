"""Python in colours, line by line: each line remembers the lexer's state before and after it, so an edit costs what it touches.

Lexed lazily, down to the last line that was asked for. After an edit the lines below keep what they were found to be, and are lexed anew only
where the state before them is no longer the one they were lexed with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pygments.lexer import ExtendedRegexLexer, LexerContext
from pygments.lexers.python import PythonLexer
from pygments.token import Token

Span = tuple[int, int, str]
State = tuple[str, ...]
REMARK = "code.remark"
REMARKS = ("#?", "#:", "#=")
_BEGIN: State = ("root",)
_ROLES = {
    Token.Keyword: "code.keyword", Token.Name.Function: "code.name", Token.Name.Class: "code.name", Token.Name.Decorator: "code.decorator",
    Token.Name.Builtin: "code.builtin", Token.Name.Exception: "code.builtin", Token.Literal.String: "code.string",
    Token.Literal.Number: "code.number",
    Token.Comment: "code.comment", Token.Operator.Word: "code.keyword",
}  # fmt: skip


class _Lexer(ExtendedRegexLexer):
    name = "python by lines"
    tokens = PythonLexer.tokens
    flags = PythonLexer.flags


class _Lexed(NamedTuple):
    before: State
    spans: list[Span]
    after: State


def _role(kind: Any, text: str) -> str | None:
    if kind in Token.Comment and text.startswith(REMARKS):
        return REMARK
    while kind is not Token:
        found = _ROLES.get(kind)
        if found is not None:
            return found
        kind = kind.parent
    return None


class Highlighter:
    """The spans of every line of one text, kept as it is edited."""

    def __init__(self, line: Callable[[int], str]) -> None:
        self._line = line
        self._lexer = _Lexer()
        self._lines: list[_Lexed | None] = []
        """None: never lexed, or its text has changed."""
        self._sure = 0
        """So many lines from the top are known to be right."""

    def spans(self, number: int) -> list[Span]:
        """(start, end, role) in a line; lines count from 0."""
        lines = self._lines
        if number >= len(lines):
            lines += [None] * (number + 1 - len(lines))
        if number >= self._sure:
            state = self._after(self._sure - 1)
            for index in range(self._sure, number + 1):
                found = lines[index]
                if found is None or found.before != state:
                    found = lines[index] = self._lex(self._line(index), state)
                state = found.after
            self._sure = number + 1
        found = lines[number]
        assert found is not None
        return found.spans

    def comment(self, number: int) -> tuple[int, bool] | None:
        """Where the line's comment starts, and whether it is a `#?`, `#:` or `#=` remark."""
        for start, _, role in reversed(self.spans(number)):
            if role in ("code.comment", REMARK):
                return start, role == REMARK
        return None

    def edited(self, top: int, old_bottom: int, new_bottom: int) -> None:
        """Lines top…old_bottom were replaced by top…new_bottom."""
        if top < len(self._lines):
            self._lines[top : old_bottom + 1] = [None] * (new_bottom + 1 - top)
            self._sure = min(self._sure, top)

    def _after(self, number: int) -> State:
        found = self._lines[number] if number >= 0 else None
        return _BEGIN if found is None else found.after

    def _lex(self, text: str, state: State) -> _Lexed:
        context = LexerContext(text + "\n", 0, list(state), len(text) + 1)
        spans = []
        for start, kind, value in self._lexer.get_tokens_unprocessed(context=context):
            role = _role(kind, value)
            if role is not None:
                spans.append((start, start + len(value), role))
        return _Lexed(state, spans, tuple(context.stack))
