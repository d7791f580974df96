"""Python in colours, line by line: each line remembers the lexer's state at its start, so an edit costs what it touches.

Lexed lazily, down to the last line that was asked for. After an edit lines are lexed anew until the state at a line's start is what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pygments.lexer import ExtendedRegexLexer, LexerContext
from pygments.lexers.python import PythonLexer
from pygments.token import Token

Span = tuple[int, int, str]
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


def _role(kind: Any, text: str) -> str | None:
    if kind in Token.Comment and text.startswith(("#?", "#:", "#=")):
        return "code.remark"
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
        self._starts: list[tuple[str, ...]] = [("root",)]
        self._spans: list[list[Span]] = []

    def reset(self) -> None:
        """Another text."""
        self._starts, self._spans = [("root",)], []

    def spans(self, number: int) -> list[Span]:
        """(start, end, role) in a line, from 0."""
        while len(self._spans) <= number:
            self._lex(len(self._spans))
        return self._spans[number]

    def _lex(self, number: int) -> None:
        spans, after = self._lex_line(self._line(number), self._starts[number])
        self._spans.append(spans)
        self._starts.append(after)

    def _lex_line(self, text: str, state: tuple[str, ...]) -> tuple[list[Span], tuple[str, ...]]:
        context = LexerContext(text + "\n", 0, list(state), len(text) + 1)
        spans = []
        for start, kind, value in self._lexer.get_tokens_unprocessed(context=context):
            role = _role(kind, value)
            if role is not None:
                spans.append((start, start + len(value), role))
        return spans, tuple(context.stack)

    def edited(self, top: int, old_bottom: int, new_bottom: int) -> None:
        """Lines top…old_bottom were replaced by top…new_bottom."""
        if top >= len(self._spans):
            return
        tail_spans, tail_starts = self._spans[old_bottom + 1 :], self._starts[old_bottom + 1 :]
        del self._spans[top:], self._starts[top + 1 :]
        for number in range(top, new_bottom + 1):
            self._lex(number)
        if tail_spans and tail_starts and self._starts[-1] == tail_starts[0]:
            self._spans += tail_spans
            self._starts[-1:] = tail_starts
