"""What is wrong with a text while it is written: Python's own word on its syntax, else pyflakes', which is imported when it is first asked. Pure."""

from __future__ import annotations

import warnings

from asyncplay.late import dataclass

MOST = 200
SIZE_MAX = 400_000
"""Longer texts take too long to look at between two keys."""
_HARMLESS = ("ImportStarUsage",)
_ERRORS = ("UndefinedName", "UndefinedLocal", "UndefinedExport")


@dataclass(frozen=True, slots=True)
class Found:
    """`sign` is `E` for what would fail, `w` for what is odd."""

    line: int
    sign: str
    text: str


def look(source: str, path: str = "snippet.py") -> list[Found]:
    """In order of the lines."""
    if len(source) > SIZE_MAX:
        return []
    import ast

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", SyntaxWarning)
            tree = ast.parse(source, path)
            compile(tree, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [Found(error.lineno or 1, "E", error.msg or "invalid syntax")]
    except (ValueError, RecursionError, MemoryError) as error:
        return [Found(1, "E", " ".join(str(error).split()) or type(error).__name__)]
    found = [Found(one.lineno, "w", str(one.message)) for one in caught if issubclass(one.category, SyntaxWarning)]
    return sorted(found + _flakes(tree, path), key=lambda one: (one.line, one.text))[:MOST]


def _flakes(tree: object, path: str) -> list[Found]:
    try:
        from pyflakes.checker import Checker
    except ImportError:
        return []
    try:
        messages = Checker(tree, filename=path).messages
    except (RecursionError, AttributeError, KeyError, TypeError):  # it stumbles over syntax newer than itself
        return []
    kinds = ((type(one).__name__, one) for one in messages)
    return [Found(one.lineno, "E" if kind in _ERRORS else "w", str(one.message % one.message_args)) for kind, one in kinds if kind not in _HARMLESS]
