"""The `#=` facts of a lesson as they are written: words and their arguments. `judge` tells whether one holds.

A fact that is not understood raises FactError when it is read, never when it is judged.
"""

from __future__ import annotations

import math
import shlex

from asyncplay.late import dataclass

SHAPES = {
    "prints": "*",
    "has": "s",
    "never": "s",
    "before": "ss",
    "count": "sn",
    "at": "st",
    "warns": "s",
    "silent": "",
    "raises": "s",
    "took": "t",
    "blocked": "t",
    "tasks": "n",
    "peak": "n",
    "done": "n",
    "failed": "n",
    "cancelled": "n",
    "destroyed": "n",
    "deadlock": "n",
}
"""Each word with its arguments: s a text, n a count, t seconds, * any number of texts."""
_MEANING = {"s": "a text", "n": "a whole number", "t": "seconds"}
_LESS = frozenset({"took", "blocked"})
"""Words that may be followed by `<`."""


class FactError(ValueError):
    """What is wrong with a fact, and on which line."""

    line = 0


@dataclass(frozen=True, slots=True)
class Fact:
    line: int
    word: str
    texts: tuple[str, ...]
    """The arguments that are texts."""
    number: float
    """The argument that is a number, where the word has one."""
    less: bool
    """`took < 2`, not `took 2`."""
    text: str
    """The fact as written, without its `#=`."""


def parse_fact(text: str, line: int) -> Fact:
    """The fact written there."""
    try:
        return _parse(text, line)
    except FactError as error:
        error.line = line
        raise


def _parse(text: str, line: int) -> Fact:
    try:
        word, *args = shlex.split(text)
    except ValueError as error:
        if not text:
            raise FactError("a fact needs a word after #=") from None
        raise FactError(f"malformed fact: {str(error).lower()} in {text!r}") from None
    shape = SHAPES.get(word)
    if shape is None:
        raise FactError(f"malformed fact: {word!r} is none of {', '.join(SHAPES)}")
    less = word in _LESS and args[:1] == ["<"]
    if less:
        del args[0]
    if shape == "*":
        return Fact(line, word, tuple(args), 0.0, False, text)
    if len(args) != len(shape):
        wanted = " and ".join(_MEANING[kind] for kind in shape) or "nothing"
        raise FactError(f"malformed fact: {word!r} is followed by {wanted}, not by {len(args)} words")
    number = 0.0
    for kind, arg in zip(shape, args, strict=True):
        if kind != "s":
            number = _number(word, kind, arg)
    return Fact(line, word, tuple(arg for kind, arg in zip(shape, args, strict=True) if kind == "s"), number, less, text)


def _number(word: str, kind: str, arg: str) -> float:
    try:
        number = float(int(arg)) if kind == "n" else float(arg)
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 <= number < math.inf:
        raise FactError(f"malformed fact: {word!r} wants {_MEANING[kind]}, not {arg!r}")
    return number
