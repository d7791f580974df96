"""A prediction: the questions of one run in their order, what is filled in so far, what was answered, and the words about it. No Textual.

`Sheet` is one question while it is being answered; `Prediction` goes through them. What is right is `lessons.question`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.insight.clean import visible
from asyncplay.late import dataclass

if TYPE_CHECKING:
    from asyncplay.insight.why import sentence
    from asyncplay.lessons.question import Judged, Question, judge_answer, judge_number
    from asyncplay.trace import events as ev
    from asyncplay.trace.recording import Recording
else:
    (sentence,) = late.functions("asyncplay.insight.why", "sentence")
    judge_answer, judge_number = late.functions("asyncplay.lessons.question", "judge_answer", "judge_number")
    ev = late.module("asyncplay.trace.events")

LETTERS = "ABCDEFG"
NUMBER_MAX = 12
NEAR = 12
"""So many events from a line on stderr stands what it reports."""


class Sheet:
    """One question, and what is filled in."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.cursor = 0 if question.items else -1
        """The row that the arrows are on: an option (-1: none yet); of `order` a place, of `ends` a task."""
        self.number = ""
        """What was typed instead of choosing."""
        self.order = list(range(len(question.options))) if question.kind == "order" else []
        """Options as they stand now, from top to bottom."""
        self.held = False
        """The line under the cursor is taken up: the arrows move it."""
        self.ends: list[int | None] = [None] * len(question.items) if question.kind == "ends" else []

    @property
    def rows(self) -> int:
        """How many rows the arrows go through."""
        return len(self.question.items if self.question.kind == "ends" else self.question.options)

    # filling in

    def move(self, by: int) -> None:
        """Up or down; a line that is taken up goes along."""
        place = max(0, min(self.cursor + by, self.rows - 1)) if self.cursor >= 0 or by > 0 else self.rows - 1
        if self.held:
            self.order.insert(place, self.order.pop(self.cursor))
        self.cursor, self.number = place, ""

    def turn(self, by: int) -> None:
        """Left or right: of `ends` another end for this task; else the other column's business."""
        if self.question.kind == "ends":
            now = self.ends[self.cursor]
            count = len(self.question.options)
            self.ends[self.cursor] = (now + by) % count if now is not None else (0 if by > 0 else count - 1)

    def letter(self, place: int) -> None:
        """A, B, C …"""
        if self.question.kind == "ends":
            if place < len(self.question.options):
                self.ends[self.cursor] = place
                self.cursor = min(self.cursor + 1, self.rows - 1)
        elif place < self.rows:
            self.cursor, self.number, self.held = place, "", False

    def take(self) -> None:
        """Take a line up, or put it down."""
        if self.question.kind == "order":
            self.held = not self.held

    def type(self, character: str) -> bool:
        """A digit or a point; whether it means something here."""
        if self.question.kind == "order" and character.isdecimal():
            if 0 < int(character) <= self.rows:  # put it there
                self.held = True
                self.move(int(character) - 1 - self.cursor)
                self.held = False
            return True
        if not self.question.typed or not (character.isdecimal() or character in ".,"):
            return False
        self.number = (self.number + character.replace(",", "."))[:NUMBER_MAX]
        return True

    def erase(self) -> None:
        self.number = self.number[:-1]

    # answering

    @property
    def missing(self) -> str:
        """What has to be filled in first; empty: it can be answered."""
        if self.question.kind == "ends" and None in self.ends:
            return f"{self.question.items[self.ends.index(None)]} has no end yet: A-E gives it one"
        if self.number and judge_number(self.question, self.number) is None:
            return f"{self.number} is no number"
        if self.cursor < 0 and not self.number:
            return f"Choose one first: A-{LETTERS[self.rows - 1]} or the arrows. Esc skips the question"
        return ""

    def judge(self) -> Judged:
        if self.number:
            judged = judge_number(self.question, self.number)
            assert judged is not None
            return judged
        return judge_answer(self.question, self.given())

    def given(self) -> tuple[int, ...]:
        """The options that stand as the answer."""
        if self.question.kind == "order":
            return tuple(self.order)
        if self.question.kind == "ends":
            return tuple(-1 if end is None else end for end in self.ends)
        return (self.cursor,)


def unit_of(question: Question) -> str:
    return " s" if question.kind == "when" else ""


def said(sheet: Sheet, judged: Judged) -> str:
    """`You said B. The run says C.`"""
    question, wrong = sheet.question, judged.first_wrong
    match question.kind:
        case "order" if wrong is None:
            return f"You put all {len(question.items)} lines in order, as the run did."
        case "order":
            mine, true = (question.options[i] for i in (sheet.order[wrong or 0], question.answer[wrong or 0]))
            return f'You said {question.items[wrong or 0]} "{mine}". The run says "{true}".'
        case "ends" if wrong is None:
            return f"You said how {_tasks(len(question.items))}, and the run says so too."
        case "ends":
            place = wrong or 0
            mine, true = (question.options[i] for i in (sheet.given()[place], question.answer[place]))
            return f"You said {question.items[place]} {mine}. The run says it {true.removeprefix('it ')}."
    right = question.answer[0]
    if sheet.number:
        truth = f"{question.number:g}{unit_of(question)}"
        return f"You said {sheet.number}{unit_of(question)}. The run says {truth}" + (", as near as that." if judged.right else ".")
    mine_letter, true_letter = LETTERS[sheet.cursor], LETTERS[right]
    return f'You said {mine_letter}. The run says {"so too" if judged.right else true_letter}: "{question.options[right]}".'


def _tasks(count: int) -> str:
    return "the task ends" if count == 1 else f"all {count} tasks end"


def reason(recording: Recording, question: Question, judged: Judged, aha: str = "") -> str:
    """Why the run says so: a sentence of what happened."""
    if question.kind == "choice":
        return aha or question.right_answer() + " is right."
    if judged.mark is None:
        return ""
    event = recording.events[judged.mark]
    if isinstance(event, ev.OutputWritten) and event.stream == "stderr":
        return sentence(recording, _reported(recording, judged.mark) + 1)
    if isinstance(event, ev.OutputWritten | ev.LineReached) and event.task is not None:
        began = _step_of(recording, judged.mark, event.task)
        if began is not None and question.seq and began < question.seq:
            return f"{sentence(recording, judged.mark + 1)} It is still the same step: nobody else gets the loop before it suspends."
        if began is not None:
            return _turn(recording, question, began)
    if isinstance(event, ev.StepStarted):
        return _turn(recording, question, judged.mark)
    return sentence(recording, judged.mark + 1)


def _turn(recording: Recording, question: Question, began: int) -> str:
    """Why this step is the next one: who let go of the loop before it, and whose turn it was then; or what woke its task, if that was later."""
    task = recording.events[began].task  # type: ignore[attr-defined]
    for i in range(began - 1, max(-1, question.seq - 2), -1):
        event = recording.events[i]
        if isinstance(event, ev.StepEnded) or (isinstance(event, ev.TaskWoken) and event.task == task):
            return sentence(recording, i + 1)
    return sentence(recording, began + 1)


def _reported(recording: Recording, place: int) -> int:
    """The place of the warning or the error that a line on stderr reports; its own where there is none."""
    near = [*range(place, min(place + NEAR, recording.seq)), *range(place - 1, max(-1, place - NEAR), -1)]
    return next((i for i in near if isinstance(recording.events[i], ev.WarningIssued | ev.ErrorRaised)), place)


def _step_of(recording: Recording, place: int, task: int) -> int | None:
    """The place of the event that began the step in which something happened."""
    for i in range(place, -1, -1):
        event = recording.events[i]
        if isinstance(event, ev.StepStarted) and event.task == task:
            return i
    return None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that is behind: its answer, or None where it was skipped."""

    question: Question
    judged: Judged | None
    words: str = ""
    """What was said and what is true."""
    why: str = ""


@dataclass
class Prediction:
    """The questions of one run, one after the other."""

    recording: Recording
    questions: Sequence[Question]
    aha: str = ""
    place: int = 0
    answered: list[Answered] = field(default_factory=list)
    sheet: Sheet = field(init=False)
    verdict: Answered | None = None
    """The question was answered, and its answer is on show."""

    def __post_init__(self) -> None:
        self.sheet = Sheet(self.questions[0])

    @property
    def question(self) -> Question:
        return self.questions[self.place]

    @property
    def title(self) -> str:
        """`PREDICT 1 of 2`."""
        return f"PREDICT {self.place + 1} of {len(self.questions)}"

    @property
    def about(self) -> str:
        """When it is asked."""
        return f"line {self.question.line} has just run" if self.question.line is not None else "before the run"

    @property
    def over(self) -> bool:
        return self.place >= len(self.questions)

    def answer(self) -> Answered:
        """What is filled in is the answer."""
        judged = self.sheet.judge()
        self.verdict = Answered(self.question, judged, said(self.sheet, judged), reason(self.recording, self.question, judged, self.aha))
        self.answered.append(self.verdict)
        return self.verdict

    def skip(self) -> None:
        """No answer to this one, or: its answer was read. On to the next."""
        if self.verdict is None:
            self.answered.append(Answered(self.question, None))
        self.verdict = None
        self.place += 1
        if not self.over:
            self.sheet = Sheet(self.question)

    # afterwards

    def differences(self) -> tuple[int, ...]:
        """The places of the events that were otherwise than predicted, the first one first."""
        wrong = [one.judged for one in self.answered if one.judged is not None and not one.judged.right]
        return tuple(sorted(judged.mark for judged in wrong if judged.mark is not None))

    def summary(self) -> str:
        """What stands in the Note: each answer beside the truth; of one question alone also why."""
        given = [one for one in self.answered if one.judged is not None]
        if not given:
            return ""
        if len(given) == 1:
            return f"{given[0].words} {given[0].why}".strip()
        right = sum(one.judged is not None and one.judged.right for one in given)
        wrong = [one for one in given if one.judged is not None and not one.judged.right]
        head = f"{right} of {len(given)} right."
        return " ".join([head, *(f"{one.words} {one.why}".strip() for one in wrong)])


def shown_so_far(texts: Sequence[str], width: int) -> str:
    """What was printed, the last of it where there is not room for all: `… │ tea is planned`."""
    if not texts:
        return "nothing"
    line = ""
    for n, text in enumerate(reversed(texts)):
        longer = f"{text} │ {line}" if line else text
        if len(longer) + (4 if n + 1 < len(texts) else 0) > width and line:
            return f"... │ {line}"
        line = longer
    return visible(line)
