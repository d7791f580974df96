"""A question about a run, its right answer, and what somebody answered. Pure data; `predict` makes the questions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from asyncplay.late import dataclass

ENDS = ("returns", "raises", "is cancelled", "is lost", "never ends")
"""How a task can end, in the words of a choice: the options of `ends`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `answer` has one index into `options` for each of `items`; a question without items has one answer."""

    kind: str
    line: int | None
    """The line that has just run when it is asked; None: it is asked before the run."""
    seq: int
    """The playhead at which it is asked: what is known by then may be shown."""
    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    items: tuple[str, ...] = ()
    """What is to be answered for each: a place in the order, a task."""
    truth: tuple[int, ...] = ()
    """For each answer the place in the recording of the event that tells it, for a mark on the timeline."""
    number: float | None = None
    """The right number, where one can be typed."""
    leeway: float = 0.0
    """So far from it a typed number may be."""

    @property
    def typed(self) -> bool:
        """Whether a number may be typed instead of choosing."""
        return self.number is not None

    def right_answer(self) -> str:
        """In words."""
        words = [self.options[i] for i in self.answer]
        if self.kind == "ends":
            return "; ".join(f"{item} {word}" for item, word in zip(self.items, words, strict=True))
        return " │ ".join(words)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said about an answer."""

    right: bool
    parts: tuple[bool, ...]
    """Each answer of several."""
    first_wrong: int | None
    """Index of the first part that is wrong."""
    mark: int | None
    """Place of the event that shows it otherwise, or that shows the truth, for the timeline."""


def judge_answer(question: Question, given: Sequence[int]) -> Judged:
    """Judge chosen options: one, or one for each item. Options of the same text are the same; what is not answered is wrong."""
    parts = tuple(
        i < len(given) and 0 <= given[i] < len(question.options) and question.options[given[i]] == question.options[right]
        for i, right in enumerate(question.answer)
    )
    return _judged(question, parts)


def judge_number(question: Question, text: str) -> Judged | None:
    """Judge a typed number; None where the text is none, or the question does not ask for one."""
    try:
        number = float(text.strip().removesuffix("s").strip())
    except ValueError:
        return None
    if question.number is None or not math.isfinite(number):
        return None
    return _judged(question, (abs(number - question.number) <= question.leeway + 1e-9,))


def _judged(question: Question, parts: tuple[bool, ...]) -> Judged:
    wrong = next((i for i, part in enumerate(parts) if not part), None)
    truth = question.truth
    mark = truth[min(wrong or 0, len(truth) - 1)] if truth else None
    return Judged(wrong is None, parts, wrong, mark)
